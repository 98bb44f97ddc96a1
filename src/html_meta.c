/* html_meta: see html_meta.h. */
#include "html_meta.h"

#include "calendar.h"
#include "utf8.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

enum { VISIBLE_MOST = 140, NEAR_NODES = 60 };

/* ---- fields ---------------------------------------------------------------------------- */

/* Reads the character reference at `text` ("&amp;", "&#8217;"); 0 for none. Values
 * of JSON-LD, and some of <meta>, are escaped twice. */
static size_t read_reference(const char *text, size_t n, uint32_t *code)
{
    const char *end = memchr(text, ';', n < 12 ? n : 12);
    size_t size = end ? (size_t)(end - text) : 0;
    *code = 0;
    if (size < 2)
        return 0;
    if (text[1] != '#') {
        char name[16] = "";
        memcpy(name, text + 1, size - 1);
        const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
        *code = entity ? entity->value : 0;
        return *code ? size + 1 : 0;
    }
    bool hex = (text[2] | 32) == 'x';
    for (size_t i = hex ? 3 : 2; i < size; i++) {
        int digit = text[i] >= '0' && text[i] <= '9'                        ? text[i] - '0'
                    : hex && (text[i] | 32) >= 'a' && (text[i] | 32) <= 'f' ? (text[i] | 32) - 87
                                                                            : -1;
        if (digit < 0 || *code > 0x10FFFF)
            return 0;
        *code = *code * (hex ? 16 : 10) + (uint32_t)digit;
    }
    bool letter = *code >= 0x20 && *code <= 0x10FFFF && (*code < 0xD800 || *code > 0xDFFF);
    return letter ? size + 1 : 0;
}

void khd_html_field_set(char *field, size_t size, const char *value, size_t n)
{
    size_t used = 0;
    bool gap = false;
    uint32_t code;
    if (*field)
        return;
    for (size_t at = 0, step; at < n; at += step) {
        step = value[at] == '&' ? read_reference(value + at, n - at, &code) : 0;
        if (!step)
            step = khd_utf8_read(value + at, n - at, &code);
        if (!step || (khd_utf8_class(code) & KHD_CHAR_BLANK) || code < 0x20) {
            gap = used > 0;
            step = step ? step : 1;
            continue;
        }
        if (used + 6 > size)
            break;
        if (gap)
            field[used++] = ' ';
        gap = false;
        used += khd_utf8_write(code, field + used);
    }
    field[used] = 0;
}

void khd_html_published_set(khd_html_meta *meta, const char *value, const char *by)
{
    khd_day day = khd_calendar_parse(value);
    if (*meta->published || day == KHD_NO_DAY || day < khd_day_from(1900, 1, 1))
        return;
    KHD_HTML_SET(meta->published, value, strlen(value));
    meta->published_by = by;
}

/* ---- title ------------------------------------------------------------------------------- */

static unsigned words(const char *text, size_t n)
{
    unsigned count = 0;
    for (size_t i = 0; i < n; i++)
        count += text[i] != ' ' && (i + 1 == n || text[i + 1] == ' ');
    return count;
}

/* Length of a sign between blanks at `at` that parts a headline from a site's name. */
static size_t separator(const char *text, size_t at)
{
    static const char *const signs[] = {" | ",
                                        " - ",
                                        " / ",
                                        " > ",
                                        " \\ ",
                                        " \xC2\xBB ",
                                        " \xC2\xB7 ",
                                        " :: ",
                                        " \xE2\x80\x93 ",
                                        " \xE2\x80\x94 ",
                                        " \xE2\x80\xA2 "};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (!strncmp(text + at, signs[i], strlen(signs[i])))
            return strlen(signs[i]);
    return 0;
}

void khd_html_title_cut(const char *title, char *out, size_t size)
{
    size_t n = strlen(title), first = 0, first_n = 0, last = 0;
    for (size_t at = 0; at < n; at++) {
        size_t sign = separator(title, at);
        if (!sign)
            continue;
        first_n = first_n ? first_n : sign;
        first = first ? first : at;
        last = at;
    }
    *out = 0;
    if (last && words(title, last) >= 3)
        khd_html_field_set(out, size, title, last);
    else if (first && words(title + first + first_n, n - first - first_n) >= 3)
        khd_html_field_set(out, size, title + first + first_n, n - first - first_n);
    else
        khd_html_field_set(out, size, title, n);
}

/* ---- <meta> -------------------------------------------------------------------------------- */

typedef enum { TITLE, BYLINE, PUBLISHER, PUBLISHED, LANGUAGE, ADDRESS } field;

typedef struct {
    const char *name;
    field field;
} meta_row;

/* In the order of trust. */
static const meta_row meta_rows[] = {
    {"article:published_time", PUBLISHED},
    {"datepublished", PUBLISHED},
    {"og:published_time", PUBLISHED},
    {"parsely-pub-date", PUBLISHED},
    {"sailthru.date", PUBLISHED},
    {"dc.date.issued", PUBLISHED},
    {"dcterms.issued", PUBLISHED},
    {"dcterms.created", PUBLISHED},
    {"dc.date", PUBLISHED},
    {"dc:date", PUBLISHED},
    {"pubdate", PUBLISHED},
    {"publishdate", PUBLISHED},
    {"publish-date", PUBLISHED},
    {"publish_date", PUBLISHED},
    {"citation_publication_date", PUBLISHED},
    {"ptime", PUBLISHED},
    {"date", PUBLISHED},
    {"dc:title", TITLE},
    {"dc.title", TITLE},
    {"dcterms.title", TITLE},
    {"og:title", TITLE},
    {"parsely-title", TITLE},
    {"title", TITLE},
    {"twitter:title", TITLE},
    {"dc:creator", BYLINE},
    {"dc.creator", BYLINE},
    {"dcterms.creator", BYLINE},
    {"author", BYLINE},
    {"byl", BYLINE},
    {"parsely-author", BYLINE},
    {"sailthru.author", BYLINE},
    {"article:author", BYLINE},
    {"og:site_name", PUBLISHER},
    {"dc.publisher", PUBLISHER},
    {"application-name", PUBLISHER},
    {"og:locale", LANGUAGE},
    {"language", LANGUAGE},
    {"content-language", LANGUAGE},
    {"dc.language", LANGUAGE},
    {"og:url", ADDRESS},
};

enum { META_ROWS = sizeof meta_rows / sizeof *meta_rows, METAS_MOST = 1000 };

/* The author's name out of a line: without "By" and the date behind it. */
static void set_byline(khd_html_meta *meta, const char *line)
{
    khd_day day;
    if (!strncasecmp(line, "by ", 3))
        line += 3;
    size_t n = strlen(line), end = n;
    for (size_t at = 0; at < n && end == n; at++)
        if ((!at || line[at - 1] == ' ') && khd_calendar_read(line + at, n - at, &day))
            end = at;
    while (end && strchr(" -|,:(/", line[end - 1]))
        end--;
    if (strncmp(line, "http", 4) && *line != '@')
        KHD_HTML_SET(meta->byline, line, end);
}

static void set_field(khd_html_meta *meta, field which, const char *value)
{
    size_t n = strlen(value);
    switch (which) {
    case TITLE:
        KHD_HTML_SET(meta->title, value, n);
        break;
    case BYLINE:
        set_byline(meta, value);
        break;
    case PUBLISHER:
        KHD_HTML_SET(meta->publisher, value, n);
        break;
    case PUBLISHED:
        khd_html_published_set(meta, value, "meta");
        break;
    case LANGUAGE:
        KHD_HTML_SET(meta->language, value, n);
        break;
    case ADDRESS:
        KHD_HTML_SET(meta->url, value, n);
        break;
    }
}

/* True when one of the words of `names` is `name`, whatever its case. */
static bool names_hold(const char *names, const char *name)
{
    size_t m = strlen(name);
    for (const char *p = names; *p;) {
        p += strspn(p, " \t\r\n");
        size_t n = strcspn(p, " \t\r\n");
        if (n == m && !strncasecmp(p, name, n))
            return true;
        p += n;
    }
    return false;
}

/* The value of the first <meta> of each row. */
static void read_metas(const khd_html_tree *tree, khd_html_meta *meta)
{
    const char *values[META_ROWS] = {0};
    unsigned metas = 0;
    for (uint32_t i = 1; i < tree->n && metas < METAS_MOST; i++) {
        const khd_html_node *node = &tree->v[i];
        if (node->tag == KHD_HTML_LINK && names_hold(node->a->kind, "canonical"))
            KHD_HTML_SET(meta->url, node->a->value, strlen(node->a->value));
        if (node->tag != KHD_HTML_META || !*node->a->value)
            continue;
        metas++;
        for (size_t r = 0; r < META_ROWS; r++)
            if (!values[r] && names_hold(node->a->kind, meta_rows[r].name))
                values[r] = node->a->value;
    }
    for (size_t r = 0; r < META_ROWS; r++)
        if (values[r])
            set_field(meta, meta_rows[r].field, values[r]);
}

/* ---- the whole --------------------------------------------------------------------------- */

/* The first text below a node, "" for none. */
static khd_html_slice text_below(const khd_html_tree *tree, uint32_t i)
{
    uint32_t end = tree->v[i].end;
    for (i++; i < end; i++)
        if (tree->v[i].tag == KHD_HTML_TEXT)
            return (khd_html_slice){tree->text + tree->v[i].text,
                                    tree->v[i].text_end - tree->v[i].text};
    return (khd_html_slice){"", 0};
}

/* Takes the site's name off the end of a title. */
static void cut_site(khd_html_meta *meta)
{
    size_t n = strlen(meta->title);
    for (size_t at = n; at-- > 1;) {
        size_t sign = separator(meta->title, at), rest = n - at - sign;
        if (!sign || !rest)
            continue;
        if (!strncasecmp(meta->publisher, meta->title + at + sign, rest))
            meta->title[at] = 0;
        return;
    }
}

void khd_html_meta_read(const khd_html_page *page, const khd_html_lean *lean, khd_html_meta *meta)
{
    const khd_html_tree *tree = &page->tree;
    for (uint32_t i = 1; i < tree->n && !*meta->whole_title; i++)
        if (tree->v[i].tag == KHD_HTML_TITLE) {
            khd_html_slice title = text_below(tree, i);
            KHD_HTML_SET(meta->whole_title, title.v, title.n);
        }
    for (unsigned i = 0; i < lean->data_count; i++)
        khd_html_data_read(lean->data[i], meta);
    if (tree->language)
        KHD_HTML_SET(meta->language, tree->language, strlen(tree->language));
    read_metas(tree, meta);
    if (*meta->title)
        cut_site(meta);
    else
        khd_html_title_cut(meta->whole_title, meta->title, sizeof meta->title);
    for (uint32_t i = 1; i < tree->n && !*meta->title; i++)
        if (tree->v[i].tag == KHD_HTML_H1) {
            khd_html_slice heading = text_below(tree, i);
            KHD_HTML_SET(meta->title, heading.v, heading.n);
        }
}

/* ---- what elements tell ------------------------------------------------------------------ */

/* The words of a node, whether or not it is left out of the article. */
static const char *own_line(const khd_html_page *page, uint32_t i)
{
    uint8_t off = page->tree.v[i].off;
    page->tree.v[i].off = KHD_HTML_KEPT;
    const char *line = khd_html_line(page, i);
    page->tree.v[i].off = off;
    return line;
}

/* A full date anywhere among the words. */
static void find_date(const char *line, khd_html_meta *meta, const char *by)
{
    khd_day day;
    for (const char *p = line; *p && !*meta->published; p++) {
        if (p > line && p[-1] != ' ' && p[-1] != '(' && p[-1] != ':' && p[-1] != ',')
            continue;
        size_t n = khd_calendar_read(p, strlen(p), &day);
        if (n && day != KHD_NO_DAY)
            khd_html_published_set(meta, p, by);
    }
}

static void read_times(const khd_html_page *page, khd_html_meta *meta)
{
    const khd_html_tree *tree = &page->tree;
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 1; i < tree->n && !*meta->published; i++) {
            const khd_html_node *node = &tree->v[i];
            if (node->tag == KHD_HTML_TEXT || node->off == KHD_HTML_UNLIKELY || !*node->a->value)
                continue;
            if (round ? node->tag == KHD_HTML_TIME : names_hold(node->a->kind, "datepublished"))
                khd_html_published_set(meta, node->a->value, round ? "time" : "datePublished");
        }
}

/* A date in a short block that stands before the article or at its head: first one
 * whose class speaks of dates or authors, then any next to the article. */
static void read_visible(const khd_html_page *page, khd_html_meta *meta)
{
    const khd_html_tree *tree = &page->tree;
    uint32_t root = page->roots.n ? page->roots.v[0] : 0;
    for (int round = 0; round < 2; round++) {
        uint32_t from = round && root > NEAR_NODES ? root - NEAR_NODES : 1;
        uint32_t most = round ? VISIBLE_MOST / 2 : VISIBLE_MOST;
        for (uint32_t i = from; i < tree->n && i < root + NEAR_NODES && !*meta->published; i++) {
            const khd_html_node *node = &tree->v[i];
            uint32_t chars = page->counts[i].chars;
            if (node->tag == KHD_HTML_TEXT || node->end - i > 30 || !chars || chars > most)
                continue;
            unsigned kinds = node->a->class_words | node->a->id_words;
            if (!round && !(kinds & (KHD_HTML_WORD_DATE | KHD_HTML_WORD_BYLINE)))
                continue;
            khd_mark mark = khd_arena_mark(page->arena);
            find_date(own_line(page, i), meta, "visible date");
            khd_arena_rewind(page->arena, mark);
        }
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "/2016/05/24/", "/2016-05-24-", "/20160524" in an address. */
static void read_address(const char *url, khd_html_meta *meta)
{
    for (const char *p = url; *p && !*meta->published; p++) {
        if (is_digit(p[0]) == 0 || (p > url && is_digit(p[-1])))
            continue;
        size_t n = 0;
        char digits[9] = "";
        const char *q = p;
        for (; n < 8 && *q; q++) {
            if (is_digit(*q))
                digits[n++] = *q;
            else if ((*q != '/' && *q != '-' && *q != '_') || (n != 4 && n != 6))
                break;
        }
        if (n < 8 || is_digit(*q) || (memcmp(digits, "19", 2) && memcmp(digits, "20", 2)))
            continue;
        char iso[11] = {digits[0], digits[1], digits[2], digits[3], '-', digits[4],
                        digits[5], '-',       digits[6], digits[7], 0};
        khd_html_published_set(meta, iso, "address");
    }
}

static void read_byline(const khd_html_page *page, khd_html_meta *meta)
{
    if (*meta->byline || !page->byline)
        return;
    khd_mark mark = khd_arena_mark(page->arena);
    set_byline(meta, own_line(page, page->byline));
    khd_arena_rewind(page->arena, mark);
}

void khd_html_meta_complete(const khd_html_page *page, const char *url, khd_html_meta *meta)
{
    read_byline(page, meta);
    read_times(page, meta);
    read_visible(page, meta);
    read_address(url ? url : "", meta);
    read_address(meta->url, meta);
}
