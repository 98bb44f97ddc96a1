/* numeral: see numeral.h. The grammar of English numerals, word by word: small
 * words and tens add up, "hundred" and the scales multiply, "and" joins. Words
 * are cut at dashes, so that "twenty-five" and "three-and-a-half" read alike
 * whether the tokens hold the dash or not. Values are kept in millionths, which
 * makes "2.5 million" exact in whole arithmetic.
 */
#include "numeral.h"

#include <string.h>

enum { WORD = 32, DIGITS_MAX = 15 };

/* ---- words, cut at dashes ---------------------------------------------------------- */

static size_t dash_at(const char *s)
{
    if (*s == '-')
        return 1;
    if (!strncmp(s, "\xE2\x80\x90", 3) || !strncmp(s, "\xE2\x80\x91", 3) ||
        !strncmp(s, "\xE2\x80\x93", 3) || !strncmp(s, "\xE2\x80\x94", 3))
        return 3;
    return 0;
}

static void go(const khd_doc *doc, khd_cursor *at, size_t n)
{
    at->at += (uint32_t)n;
    if (!doc->tokens.v[at->token].lower[at->at])
        *at = (khd_cursor){at->token + 1, 0};
}

bool khd_cursor_dash(const khd_doc *doc, khd_cursor *at, uint32_t end)
{
    if (at->token >= end)
        return false;
    size_t n = dash_at(doc->tokens.v[at->token].lower + at->at);
    if (n)
        go(doc, at, n);
    return n != 0;
}

bool khd_cursor_word(const khd_doc *doc, khd_cursor *at, uint32_t end, char word[WORD])
{
    if (at->token >= end)
        return false;
    const char *s = doc->tokens.v[at->token].lower + at->at;
    size_t n = 0;
    while (s[n] && n < WORD && !dash_at(s + n))
        n++;
    if (n == 0 || n >= WORD)
        return false;
    memcpy(word, s, n);
    word[n] = '\0';
    go(doc, at, n);
    return true;
}

/* ---- digits -------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digit_run(const char *s)
{
    size_t n = 0;
    while (is_digit(s[n]))
        n++;
    return n;
}

static void append(khd_numeral *n, const char *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (n->value > KHD_NUMERAL_CEILING / 10)
            n->over = true;
        else
            n->value = n->value * 10 + (s[i] - '0');
    }
}

/* Groups after the first: ",250,000", ",35,000" (lakhs), ".250" when three digits
 * follow. Gives the bytes read. */
static size_t read_groups(khd_numeral *n, const char *s)
{
    size_t used = 0;
    char mark = s[0];
    while ((s[used] == ',' || s[used] == '.') && s[used] == mark) {
        size_t run = digit_run(s + used + 1);
        if (run != 3 && !(run == 2 && mark == ',' && s[used + 3] == ','))
            break;
        append(n, s + used + 1, run);
        used += run + 1;
    }
    return used;
}

/* Up to six digits after the point; `value` is whole on entry, millionths after. */
static size_t read_fraction(khd_numeral *n, const char *s)
{
    size_t run = s[0] == '.' || s[0] == ',' ? digit_run(s + 1) : 0;
    int64_t part = 0;
    for (size_t i = 1; i <= 6; i++)
        part = part * 10 + (i <= run ? s[i] - '0' : 0);
    if (n->value >= KHD_NUMERAL_CEILING)
        part = 0;
    n->value = n->value * KHD_NUMERAL_ONE + part;
    return run ? run + 1 : 0;
}

static bool is_ordinal_end(const char *s)
{
    return !strcmp(s, "st") || !strcmp(s, "nd") || !strcmp(s, "rd") || !strcmp(s, "th");
}

static void multiply(khd_numeral *n, int64_t by)
{
    if (by > 0 && n->value > KHD_NUMERAL_CEILING * KHD_NUMERAL_ONE / by) {
        n->value = KHD_NUMERAL_CEILING * KHD_NUMERAL_ONE;
        n->over = true;
    } else {
        n->value *= by;
    }
}

/* Multiplies by a scale; before one a lone ".250" is a fraction: "1.250 million". */
static void scale_up(khd_numeral *n, int64_t by)
{
    if (n->point)
        n->value /= 1000;
    n->point = false;
    multiply(n, by);
}

static int64_t row_value(const khd_table *words, int32_t row)
{
    int64_t v = 0;
    for (const char *d = khd_table_cell(words, row, 1); is_digit(*d); d++)
        v = v * 10 + (*d - '0');
    return v;
}

/* What may stand glued to digits: "th", "+", "k", "m", "bn". */
static bool read_tail(const khd_table *words, khd_numeral *n, const char *s)
{
    if (!*s)
        return true;
    n->ordinal = is_ordinal_end(s);
    n->plus = !strcmp(s, "+");
    if (n->ordinal || n->plus)
        return true;
    int32_t row = khd_table_find(words, s);
    if (strcmp(khd_table_cell(words, row, 2), "suffix") != 0)
        return false;
    n->digits = 0;
    n->scale = row_value(words, row);
    scale_up(n, n->scale);
    return true;
}

/* A word that begins with a digit: false for times, versions, mixed codes. */
static bool read_digits(const khd_table *words, const char *s, khd_numeral *n)
{
    size_t run = digit_run(s);
    if (run == 0)
        return false;
    append(n, s, run);
    size_t groups = run <= 3 && *s != '0' ? read_groups(n, s + run) : 0;
    n->point = groups == 4 && s[run] == '.';
    size_t fraction = read_fraction(n, s + run + groups);
    if (!groups && !fraction)
        n->digits = (uint8_t)(run < DIGITS_MAX ? run : DIGITS_MAX);
    return read_tail(words, n, s + run + groups + fraction);
}

/* ---- words ----------------------------------------------------------------------------- */

typedef enum { NONE, SMALL, TENS, DIGITS, HUNDRED, SCALE, DOZEN, HALF } part;

/* What is read so far: `total` of finished scales, `now` below the next scale. */
typedef struct {
    const khd_doc *doc;
    const khd_table *words;
    uint32_t end;
    int64_t total, least; /* least: the smallest scale used */
    part last;
    khd_numeral now; /* value below the next scale; `end` after the last good word */
} spell;

static bool kind_is(const spell *s, int32_t row, const char *kind)
{
    return !strcmp(khd_table_cell(s->words, row, 2), kind);
}

/* The row of the word at the cursor, which goes after it. */
static int32_t next_row(const spell *s, khd_cursor *at)
{
    char word[WORD];
    return khd_cursor_word(s->doc, at, s->end, word) ? khd_table_find(s->words, word) : KHD_NOTHING;
}

static bool take_small(spell *s, int64_t v)
{
    bool fits = s->last == NONE || s->last == HUNDRED || s->last == SCALE ||
                (s->last == TENS && v > 0 && v < 10);
    if (!fits)
        return false;
    s->now.value += v * KHD_NUMERAL_ONE;
    s->last = SMALL;
    return true;
}

static bool take_tens(spell *s, int64_t v)
{
    if (s->last != NONE && s->last != HUNDRED && s->last != SCALE)
        return false;
    s->now.value += v * KHD_NUMERAL_ONE;
    s->last = TENS;
    return true;
}

static bool take_scale(spell *s, int64_t v, part kind)
{
    if (s->last == DOZEN || (kind != SCALE && s->last == SCALE) || (s->least && v >= s->least) ||
        s->last == NONE)
        return false;
    if (s->last == HUNDRED && kind != SCALE)
        return false;
    scale_up(&s->now, v);
    s->now.scale = v;
    s->now.digits = 0;
    s->last = kind;
    if (kind == SCALE) {
        s->total += s->now.value;
        s->now.value = 0;
        s->least = v;
    }
    return true;
}

static bool take_row(spell *s, int32_t row)
{
    int64_t v = row_value(s->words, row);
    if (kind_is(s, row, "small"))
        return take_small(s, v);
    if (kind_is(s, row, "tens"))
        return take_tens(s, v);
    if (kind_is(s, row, "hundred"))
        return take_scale(s, v, HUNDRED);
    if (kind_is(s, row, "dozen"))
        return take_scale(s, v, DOZEN);
    if (kind_is(s, row, "scale"))
        return take_scale(s, v, SCALE);
    if (kind_is(s, row, "ordinal") && (s->last == TENS || s->last == HUNDRED || s->last == NONE)) {
        s->now.ordinal = true;
        return s->last == NONE ? take_small(s, v) : (s->now.value += v * KHD_NUMERAL_ONE, true);
    }
    return false;
}

/* "a" before a scale word; "half a", "a quarter of a" before one. */
static bool read_opening(spell *s, khd_cursor *at)
{
    static const struct {
        const char *words[4];
        int64_t value;
    } openings[] = {{{"half", "a"}, 500000},
                    {{"half", "of", "a"}, 500000},
                    {{"a", "quarter", "of", "a"}, 250000},
                    {{"quarter", "of", "a"}, 250000},
                    {{"quarter", "of", "one"}, 250000},
                    {{"a", "half"}, 500000},
                    {{"half"}, 500000},
                    {{"a"}, 1000000}};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        khd_cursor c = *at;
        char word[WORD];
        bool same = true;
        for (unsigned k = 0; k < 4 && openings[i].words[k] && same; k++) {
            khd_cursor_dash(s->doc, &c, s->end);
            same = khd_cursor_word(s->doc, &c, s->end, word) && !strcmp(word, openings[i].words[k]);
        }
        khd_cursor scale = c;
        khd_cursor_dash(s->doc, &scale, s->end);
        int32_t row = same ? next_row(s, &scale) : KHD_NOTHING;
        if (kind_is(s, row, "hundred") || kind_is(s, row, "scale") || kind_is(s, row, "dozen")) {
            s->now.value = openings[i].value;
            s->last = SMALL;
            *at = c;
            return true;
        }
    }
    return false;
}

/* "and a half", which may stand before a scale: "three and a half million". */
static bool take_half(spell *s, khd_cursor *at)
{
    static const char *const words[] = {"and", "a", "half"};
    khd_cursor c = *at;
    char word[WORD];
    for (unsigned k = 0; k < 3; k++) {
        khd_cursor_dash(s->doc, &c, s->end);
        if (!khd_cursor_word(s->doc, &c, s->end, word) || strcmp(word, words[k]) != 0)
            return false;
    }
    s->now.value += s->last == SCALE ? s->least * KHD_NUMERAL_ONE / 2 : KHD_NUMERAL_ONE / 2;
    s->now.digits = 0;
    s->last = HALF;
    *at = c;
    return true;
}

/* One more word of the numeral, with the dash or "and" before it. */
static bool read_more(spell *s, khd_cursor *at)
{
    khd_cursor c = *at;
    char word[WORD];
    if (s->last >= SMALL && s->last != HALF && take_half(s, at))
        return true;
    bool dash = khd_cursor_dash(s->doc, &c, s->end);
    khd_cursor after = c;
    if (!khd_cursor_word(s->doc, &after, s->end, word))
        return false;
    bool and = !strcmp(word, "and") && (s->last == HUNDRED || s->last == SCALE);
    int32_t row = and? next_row(s, &after) : khd_table_find(s->words, word);
    if (and&&!kind_is(s, row, "small") && !kind_is(s, row, "tens"))
        return false;
    if (dash && s->last != TENS && !kind_is(s, row, "hundred") && !kind_is(s, row, "scale") &&
        !kind_is(s, row, "dozen"))
        return false;
    if (!take_row(s, row))
        return false;
    *at = after;
    return true;
}

bool khd_numeral_read(const khd_doc *doc, const khd_table *words, khd_cursor from, uint32_t end,
                      khd_numeral *out)
{
    enum { MOST_WORDS = 16 };
    spell s = {.doc = doc, .words = words, .end = end, .now = {.scale = 1}};
    khd_cursor at = from, after = from;
    char word[WORD];
    if (!khd_cursor_word(doc, &after, end, word))
        return false;
    if (is_digit(*word)) {
        if (!read_digits(words, word, &s.now))
            return false;
        s.last = DIGITS;
        at = after;
    } else if (!read_opening(&s, &at)) {
        if (!take_row(&s, khd_table_find(words, word)))
            return false;
        at = after;
    }
    for (unsigned i = 0; i < MOST_WORDS && !s.now.ordinal && read_more(&s, &at); i++)
        ;
    *out = s.now;
    out->end = at;
    out->value += s.total;
    if (out->value > KHD_NUMERAL_CEILING * KHD_NUMERAL_ONE || out->over) {
        out->value = KHD_NUMERAL_CEILING * KHD_NUMERAL_ONE;
        out->over = true;
    }
    return true;
}
