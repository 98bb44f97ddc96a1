/* html_lean: see html_lean.h. The lexer follows the WHATWG tokeniser where pages need
 * it: quoted values may hold ">", a script ends at its end tag alone, a comment at
 * "-->". Whatever is not closed ends with the page; an end that was once searched for
 * in vain is not searched for again, which keeps the time linear.
 */
#include "html_lean.h"

#include "html_tag.h"
#include "utf8.h"

#include <string.h>

enum { NAME = 24, ATTRIBUTES = 64, VALUE = 4000 };

typedef struct {
    const char *v;
    size_t n;
    char *out;
    size_t used;
    khd_html_lean *lean;
    uint32_t open[KHD_HTML_TAG_COUNT];
    bool endless[KHD_HTML_TAG_COUNT]; /* no end tag of it stands further on */
    bool endless_comment;
    bool fresh; /* no word yet since the start or end of a block: blanks tell nothing */
} lexer;

typedef struct {
    char name[NAME];
    size_t name_n;
    khd_html_slice value;
} attribute;

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static void put(lexer *l, const char *bytes, size_t n)
{
    memcpy(l->out + l->used, bytes, n);
    l->used += n;
}

static void put_text(lexer *l, const char *text)
{
    put(l, text, strlen(text));
}

/* Text up to `end`: blanks are squeezed, bare ampersands escaped, undecodable bytes go. */
static void put_words(lexer *l, size_t at, size_t end)
{
    bool squeeze = !l->open[KHD_HTML_PRE];
    for (; at < end; at++) {
        char c = l->v[at];
        if (squeeze && blank(c)) {
            while (at + 1 < end && blank(l->v[at + 1]))
                at++;
            if (!l->fresh)
                l->out[l->used++] = ' ';
            continue;
        }
        l->fresh = false;
        bool bare = c == '&' && (at + 1 == end || !(letter(l->v[at + 1]) || l->v[at + 1] == '#'));
        if (bare)
            put_text(l, "&amp;");
        else if (c == '<')
            put_text(l, "&lt;");
        else if (c != KHD_UTF8_SUBSTITUTE)
            l->out[l->used++] = c;
    }
}

/* ---- attributes --------------------------------------------------------------------- */

static bool is_name(const attribute *a, const char *name)
{
    return strlen(name) == a->name_n && !memcmp(a->name, name, a->name_n);
}

/* True when the value holds the letters, blanks left out, whatever their case. */
static bool holds(khd_html_slice value, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i < value.n; i++) {
        size_t same = 0;
        for (size_t j = i; j < value.n && same < n; j++) {
            if (blank(value.v[j]) && same)
                continue;
            if (lower(value.v[j]) != word[same])
                break;
            same++;
        }
        if (same == n)
            return true;
    }
    return false;
}

/* Reads the attribute at `at`, which is no blank and no ">". Gives where it ends. */
static size_t read_attribute(const lexer *l, size_t at, attribute *a)
{
    *a = (attribute){0};
    size_t begin = at;
    while (at < l->n && !blank(l->v[at]) && l->v[at] != '>' && l->v[at] != '/' &&
           (l->v[at] != '=' || at == begin)) {
        if (a->name_n < NAME)
            a->name[a->name_n++] = lower(l->v[at]);
        at++;
    }
    size_t equals = at;
    while (equals < l->n && blank(l->v[equals]))
        equals++;
    if (equals >= l->n || l->v[equals] != '=')
        return at == begin ? at + 1 : at;
    for (at = equals + 1; at < l->n && blank(l->v[at]);)
        at++;
    if (at < l->n && (l->v[at] == '"' || l->v[at] == '\'')) {
        const char *end = memchr(l->v + at + 1, l->v[at], l->n - at - 1);
        size_t stop = end ? (size_t)(end - l->v) : l->n;
        a->value = (khd_html_slice){l->v + at + 1, stop - at - 1};
        return stop < l->n ? stop + 1 : stop;
    }
    begin = at;
    while (at < l->n && !blank(l->v[at]) && l->v[at] != '>')
        at++;
    a->value = (khd_html_slice){l->v + begin, at - begin};
    return at;
}

static bool is_hiding(const attribute *a)
{
    if (*a->name == 'h' && is_name(a, "hidden"))
        return !holds(a->value, "until-found");
    if (*a->name == 'a' && is_name(a, "aria-hidden"))
        return holds(a->value, "true");
    if (*a->name != 's' || !is_name(a, "style") || a->value.n > VALUE)
        return false;
    return holds(a->value, "display:none") || holds(a->value, "visibility:hidden");
}

/* Attributes that extraction looks at; of a link only that it stays on the page. */
static bool is_wanted(const attribute *a, khd_html_tag tag)
{
    switch (*a->name) {
    case 'c':
        return is_name(a, "class") || is_name(a, "content");
    case 'd':
        return is_name(a, "datetime");
    case 'h':
        return is_name(a, "href") && (tag != KHD_HTML_A || (a->value.n && *a->value.v == '#'));
    case 'i':
        return is_name(a, "id") || is_name(a, "itemprop");
    case 'l':
        return is_name(a, "lang") && tag == KHD_HTML_HTML;
    case 'n':
        return is_name(a, "name") && tag == KHD_HTML_META;
    case 'p':
        return is_name(a, "property");
    case 'r':
        return is_name(a, "role") || is_name(a, "rel");
    default:
        return false;
    }
}

static void put_attribute(lexer *l, const attribute *a)
{
    size_t n = a->value.n > VALUE ? VALUE : a->value.n;
    while (n && n < a->value.n && ((unsigned char)a->value.v[n] & 0xC0) == 0x80)
        n--;
    put_text(l, " ");
    put(l, a->name, a->name_n);
    put_text(l, "=\"");
    for (size_t i = 0; i < n; i++)
        if (a->value.v[i] != KHD_UTF8_SUBSTITUTE)
            l->out[l->used++] = a->value.v[i] == '"' ? '\'' : a->value.v[i];
    put_text(l, "\"");
}

/* What a start tag tells beside its name. */
typedef struct {
    bool hidden, data, closed; /* closed: "<svg/>" */
    size_t end;
} tag_look;

/* Reads the attributes from `at` to the tag's ">", writing those that are wanted of
 * `tag`; none of KHD_HTML_NONE. */
static tag_look copy_attributes(lexer *l, size_t at, khd_html_tag tag)
{
    tag_look look = {0};
    attribute a;
    unsigned seen = 0;
    while (at < l->n && l->v[at] != '>') {
        if (blank(l->v[at]) || l->v[at] == '/') {
            at++;
            continue;
        }
        at = read_attribute(l, at, &a);
        look.hidden = look.hidden || is_hiding(&a);
        look.data = look.data || (is_name(&a, "type") && holds(a.value, "ld+json"));
        if (tag != KHD_HTML_NONE && a.value.v && seen < ATTRIBUTES && is_wanted(&a, tag)) {
            put_attribute(l, &a);
            seen++;
        }
    }
    l->lean->dressed += seen || look.hidden;
    look.closed = at < l->n && l->v[at - 1] == '/';
    look.end = at < l->n ? at + 1 : at;
    return look;
}

/* ---- elements ------------------------------------------------------------------------- */

/* Where "</name" stands at or after `at`; n when there is none. */
static size_t find_end_tag(lexer *l, size_t at, khd_html_tag tag)
{
    const char *name = khd_html_tag_name(tag);
    size_t n = strlen(name);
    while (!l->endless[tag] && at < l->n) {
        const char *p = memchr(l->v + at, '<', l->n - at);
        if (!p)
            break;
        at = (size_t)(p - l->v) + 1;
        size_t same = 0;
        if (at < l->n && l->v[at] == '/')
            while (same < n && at + 1 + same < l->n && lower(l->v[at + 1 + same]) == name[same])
                same++;
        if (same == n && (at + 1 + n == l->n || !letter(l->v[at + 1 + n])))
            return at - 1;
    }
    l->endless[tag] = true;
    return l->n;
}

static size_t past_bracket(const lexer *l, size_t at)
{
    const char *end = at < l->n ? memchr(l->v + at, '>', l->n - at) : NULL;
    return end ? (size_t)(end - l->v) + 1 : l->n;
}

/* Passes over an element whose content is no markup. One of them that does not close
 * holds the rest of the page if it is a script or a style, else nothing. */
static size_t skip_raw(lexer *l, size_t at, khd_html_tag tag, bool data)
{
    size_t end = find_end_tag(l, at, tag);
    if (end == l->n)
        return tag == KHD_HTML_SCRIPT || tag == KHD_HTML_STYLE ? l->n : at;
    if (data && l->lean->data_count < KHD_HTML_DATA_MOST)
        l->lean->data[l->lean->data_count++] = (khd_html_slice){l->v + at, end - at};
    return past_bracket(l, end);
}

/* A block that libxml2 does not know is a div to it, with its name beside it. */
static void put_name(lexer *l, khd_html_tag tag)
{
    if (!(khd_html_tag_flags(tag) & KHD_HTML_MODERN)) {
        put_text(l, khd_html_tag_name(tag));
        return;
    }
    put_text(l, "div as=\"");
    put_text(l, khd_html_tag_name(tag));
    put_text(l, "\"");
    l->lean->dressed++;
}

static size_t read_start(lexer *l, size_t at, khd_html_tag tag)
{
    unsigned flags = khd_html_tag_flags(tag);
    if (tag == KHD_HTML_NONE || (flags & (KHD_HTML_RAW | KHD_HTML_PLAIN))) {
        tag_look look = copy_attributes(l, at, KHD_HTML_NONE);
        bool empty = !(flags & KHD_HTML_RAW) || (tag == KHD_HTML_SVG && look.closed);
        return empty ? look.end : skip_raw(l, look.end, tag, look.data);
    }
    l->fresh = l->fresh || !(flags & KHD_HTML_INLINE);
    put_text(l, "<");
    put_name(l, tag);
    tag_look look = copy_attributes(l, at, tag);
    put_text(l, look.hidden ? " hidden=\"\">" : ">");
    l->lean->tags++;
    l->open[tag] += !(flags & KHD_HTML_VOID);
    if (tag != KHD_HTML_TITLE)
        return look.end;
    size_t end = find_end_tag(l, look.end, tag);
    put_words(l, look.end, end);
    return end;
}

/* The ends of <body> and <html> are passed over: what stands behind them is in the body,
 * as in the WHATWG's parser. */
static size_t read_end(lexer *l, size_t at, khd_html_tag tag)
{
    size_t end = past_bracket(l, at);
    if (tag == KHD_HTML_BR) {
        put_text(l, "<br>");
        l->lean->tags++;
    }
    if (!l->open[tag] || tag == KHD_HTML_NONE || tag == KHD_HTML_BODY || tag == KHD_HTML_HTML)
        return end;
    l->open[tag]--;
    l->fresh = l->fresh || !(khd_html_tag_flags(tag) & KHD_HTML_INLINE);
    put_text(l, "</");
    put_text(l, khd_html_tag_flags(tag) & KHD_HTML_MODERN ? "div" : khd_html_tag_name(tag));
    put_text(l, ">");
    return end;
}

static size_t skip_comment(lexer *l, size_t at)
{
    if (l->n - at < 4 || memcmp(l->v + at, "<!--", 4) || l->endless_comment)
        return past_bracket(l, at);
    for (size_t i = at + 2; i < l->n;) {
        const char *end = memchr(l->v + i, '>', l->n - i);
        if (!end)
            break;
        i = (size_t)(end - l->v) + 1;
        if (i - at >= 5 && end[-1] == '-' && end[-2] == '-')
            return i;
    }
    l->endless_comment = true;
    return past_bracket(l, at);
}

/* What begins with "<" at `at`; gives where it ends. */
static size_t read_markup(lexer *l, size_t at)
{
    bool closes = at + 1 < l->n && l->v[at + 1] == '/';
    size_t begin = at + 1 + closes, end = begin;
    char name[NAME];
    if (begin < l->n && (l->v[begin] == '!' || l->v[begin] == '?') && !closes)
        return skip_comment(l, at);
    if (begin >= l->n || !letter(l->v[begin])) {
        if (closes)
            return past_bracket(l, at);
        put_words(l, at, at + 1);
        return at + 1;
    }
    while (end < l->n && !blank(l->v[end]) && l->v[end] != '>' && l->v[end] != '/') {
        if (end - begin < NAME)
            name[end - begin] = lower(l->v[end]);
        end++;
    }
    khd_html_tag tag = khd_html_tag_find(name, end - begin < NAME ? end - begin : NAME);
    return closes ? read_end(l, end, tag) : read_start(l, end, tag);
}

/* Bytes by which the lean page can be longer than the page, at most: "<" grows to
 * "<div as=\"figcaption\" hidden=\"\">" at worst, "&" to "&amp;", "=" by quotes and a
 * blank. Blocks keep the sums small, for the compiler's vectors. */
static size_t growth(const char *bytes, size_t n)
{
    size_t all = 0;
    for (size_t at = 0; at < n; at += 4096) {
        size_t end = n - at < 4096 ? n : at + 4096;
        uint32_t tags = 0, marks = 0;
        for (size_t i = at; i < end; i++) {
            tags += bytes[i] == '<';
            marks += bytes[i] == '&' || bytes[i] == '=';
        }
        all += (size_t)tags * 32 + (size_t)marks * 4;
    }
    return all;
}

khd_html_lean khd_html_lean_read(khd_arena *arena, const char *bytes, size_t n)
{
    khd_html_lean lean = {0};
    lexer l = {.v = bytes, .n = n, .lean = &lean};
    l.out = khd_arena_push(arena, n + growth(bytes, n) + 64, 1);
    for (size_t at = 0; at < n;) {
        const char *next = memchr(bytes + at, '<', n - at);
        size_t begin = next ? (size_t)(next - bytes) : n;
        put_words(&l, at, begin);
        at = begin < n ? read_markup(&l, begin) : n;
    }
    l.out[l.used] = 0;
    lean.v = l.out;
    lean.n = l.used;
    return lean;
}
