/* toponym: see toponym.h. Unicode folding is utf8proc's; letters that have no
 * decomposition (Polish l, Turkish dotless i ...) stand in a small table. */
#include "toponym.h"

#include <string.h>
#include <utf8proc.h>

typedef struct {
    utf8proc_int32_t from;
    const char *to;
} fold;

static const fold folds[] = {
    {0x131, "i"}, {0xF8, "o"},  {0xD8, "o"},  {0x142, "l"}, {0x141, "l"},  {0x111, "d"},
    {0x110, "d"}, {0xDF, "ss"}, {0xE6, "ae"}, {0xC6, "ae"}, {0x153, "oe"}, {0x152, "oe"},
    {0xF0, "d"},  {0xD0, "d"},  {0xFE, "th"}, {0xDE, "th"}, {0x259, "e"},  {0x18F, "e"},
    {0x127, "h"}, {0x126, "h"}, {0x14B, "n"}, {0x138, "k"},
};

/* Apostrophes and the signs for ayn and hamza are left out, not parted at. */
static bool is_quote(utf8proc_int32_t c)
{
    return c == '\'' || c == '`' || c == '"' || c == 0xB4 || (c >= 0x2B9 && c <= 0x2C8) ||
           (c >= 0x2018 && c <= 0x201F) || c == 0x2032 || c == 0x2033;
}

typedef struct {
    char *v;
    size_t n;
    bool gap; /* a blank is due before the next letter */
} sink;

static void put(sink *s, const char *bytes, size_t n)
{
    size_t gap = s->gap && s->n ? 1 : 0;
    if (s->n + gap + n >= KHD_TOPONYM_MAX)
        return;
    if (gap)
        s->v[s->n++] = ' ';
    memcpy(s->v + s->n, bytes, n);
    s->n += n;
    s->gap = false;
}

static void put_char(sink *s, utf8proc_int32_t c)
{
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        if (folds[i].from == c) {
            put(s, folds[i].to, strlen(folds[i].to));
            return;
        }
    if (is_quote(c))
        return;
    utf8proc_int32_t parts[32];
    int last = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        c, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
        &last);
    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
        utf8proc_category_t kind = utf8proc_category(parts[i]);
        bool letter = (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) ||
                      kind == UTF8PROC_CATEGORY_ND;
        utf8proc_uint8_t bytes[4];
        if (letter)
            put(s, (const char *)bytes, (size_t)utf8proc_encode_char(parts[i], bytes));
        else
            s->gap = true;
    }
}

/* "st" at the end of the sink as a whole word becomes "saint". */
static void spell_saint(sink *s)
{
    bool whole = s->n == 2 || (s->n > 2 && s->v[s->n - 3] == ' ');
    if (s->n >= 2 && whole && !memcmp(s->v + s->n - 2, "st", 2) && s->n + 3 < KHD_TOPONYM_MAX) {
        memcpy(s->v + s->n - 2, "saint", 5);
        s->n += 3;
    }
}

size_t khd_toponym_words(const char *name, size_t length, char out[KHD_TOPONYM_MAX])
{
    sink s = {.v = out};
    for (size_t i = 0; i < length && i < 4 * (size_t)KHD_TOPONYM_MAX;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)name + i,
                                              (utf8proc_ssize_t)(length - i), &c);
        if (n <= 0) {
            i++;
            continue;
        }
        bool before = s.gap;
        put_char(&s, c);
        if (s.gap && !before)
            spell_saint(&s);
        i += (size_t)n;
    }
    out[s.n] = '\0';
    return s.n;
}

/* Arabic article before any letter (sun letters assimilate it), and "ul-". */
static bool is_article(const char *word, size_t n)
{
    static const char list[] = " al el ul il ad ar as ash at az an ed er es esh et ez en ";
    if (n < 2 || n > 3)
        return false;
    for (const char *p = list; *p; p++)
        if (*p == ' ' && !strncmp(p + 1, word, n) && p[1 + n] == ' ')
            return true;
    return false;
}

static size_t word_length(const char *p)
{
    return strcspn(p, " ");
}

size_t khd_toponym_key(const char *words, bool bare, char out[KHD_TOPONYM_MAX])
{
    size_t n = 0;
    for (const char *p = words; *p;) {
        size_t w = word_length(p);
        bool last = p[w] == '\0';
        if (!(bare && is_article(p, w) && !last) && n + w < KHD_TOPONYM_MAX) {
            memcpy(out + n, p, w);
            n += w;
        }
        p += w + (last ? 0 : 1);
    }
    out[n] = '\0';
    return n;
}

/* One consonant for the letters at p, 0 for none; *used says how many. */
static char consonant(const char *p, bool first, size_t *used)
{
    static const struct {
        const char from[4];
        char to;
    } pairs[] = {{"sch", 's'}, {"dzh", 'j'}, {"kh", 'k'}, {"gh", 'g'}, {"sh", 's'},
                 {"ch", 's'},  {"th", 't'},  {"dh", 'd'}, {"ph", 'f'}, {"zh", 'j'},
                 {"dj", 'j'},  {"dg", 'j'},  {"ck", 'k'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        size_t n = strlen(pairs[i].from);
        if (!strncmp(p, pairs[i].from, n)) {
            *used = n;
            return pairs[i].to;
        }
    }
    *used = 1;
    if (strchr("aeiouwy", *p))
        return 0;
    if (*p == 'h')
        return first || (p[1] && strchr("aeiou", p[1])) ? 'h' : 0;
    if (*p == 'q' || *p == 'c')
        return 'k';
    return *p;
}

size_t khd_toponym_skeleton(const char *words, char out[KHD_TOPONYM_MAX])
{
    size_t n = 0;
    for (const char *p = words; *p;) {
        size_t w = word_length(p);
        bool skip = is_article(p, w) && p[w];
        for (size_t i = 0, used = 1; !skip && i < w; i += used) {
            char c = consonant(p + i, i == 0, &used);
            if (c && n + 1 < KHD_TOPONYM_MAX && !(n && out[n - 1] == c))
                out[n++] = c;
        }
        p += w + (p[w] ? 1 : 0);
    }
    out[n] = '\0';
    return n;
}

unsigned khd_toponym_distance(const char *a, const char *b)
{
    unsigned row[KHD_TOPONYM_MAX + 1];
    size_t n = strnlen(b, KHD_TOPONYM_MAX);
    for (size_t j = 0; j <= n; j++)
        row[j] = (unsigned)j;
    for (size_t i = 0; a[i] && i < KHD_TOPONYM_MAX; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i + 1;
        for (size_t j = 0; j < n; j++) {
            unsigned swap = corner + (a[i] != b[j]);
            unsigned best = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            corner = row[j + 1];
            row[j + 1] = swap < best ? swap : best;
        }
    }
    return row[n];
}

uint64_t khd_toponym_hash(const char *bytes, size_t length, uint32_t seed)
{
    uint64_t h = 14695981039346656037u ^ seed;
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}
