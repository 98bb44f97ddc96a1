/* dateword: the words of one sentence as the date stage sees them.
 *
 * A token becomes one word, or several where it is joined by hyphens that the
 * tokeniser left ("mid-November"); hyphens that are tokens are dropped and
 * remembered. Each word knows its rows in data/date_words.tsv, alone and as the
 * start of a longer key ("the end of").
 */
#ifndef KHD_DATEWORD_H
#define KHD_DATEWORD_H

#include "lexicon.h"

/* Kinds of row: the column `class` of the table. */
/* clang-format off */
#define KHD_DATECLASS_LIST(X)                                                                     \
    X(WEEKDAY, "weekday") X(MONTH, "month") X(UNIT, "unit") X(PART, "part")                       \
    X(CLOCK, "clock") X(SEASON, "season") X(DAY, "day") X(REF, "ref") X(MOD, "mod")               \
    X(SHIFT, "shift") X(DET, "det") X(NUMBER, "number") X(ORDINAL, "ordinal")                     \
    X(VAGUE, "vague") X(AGO, "ago") X(APPROX, "approx") X(SET, "set") X(EVERY, "every")           \
    X(AMPM, "ampm") X(ZONE, "zone") X(FILLER, "filler") X(FEAST, "feast")                         \
    X(PROSPECT, "prospect") X(FUTURE, "future")
/* clang-format on */

#define KHD_DATECLASS_X(n, t) KHD_DATECLASS_##n,
enum khd_dateclass { KHD_DATECLASS_LIST(KHD_DATECLASS_X) KHD_DATECLASS_COUNT };

typedef struct {
    uint32_t token;
    const char *key;
    int32_t row;       /* first row of this word alone, or KHD_NOTHING */
    int32_t long_row;  /* first row of the longest key of two words or more */
    uint32_t long_end; /* word after that key */
    bool hyphen;       /* joined to the word before */
    bool capital;      /* begins with a capital */
    int32_t number;    /* value of digits, or KHD_NOTHING */
} khd_dateword;

typedef struct {
    khd_doc *doc;
    const khd_table *table;
    khd_dateword *v;
    uint32_t n;
} khd_datewords;

/* What a date may be counted from. */
typedef struct {
    khd_datewords words;
    khd_day anchor; /* dateline or publication; KHD_NO_DAY */
    const char *anchor_name;
    khd_day told;              /* the day that the text told last */
    khd_day told_long;         /* the first day of the month or year that the text told last */
    int year_told;             /* the year that the text told last, 0 none */
    int quarter_year, quarter; /* the quarter told last, 0 none */
    bool quarter_last;         /* no year or run of months was told since */
    int tense;                 /* of the verb that governs the words at hand: -1, 0 unknown, 1 */
} khd_datecontext;

/* The words of a sentence, in the document's arena. */
khd_datewords khd_dateword_read(khd_doc *doc, const khd_table *table, khd_range tokens);

/* The row of class `kind` that starts at word `i`, the longest key first; *end is
 * the word after it. KHD_NOTHING when there is none (also past the end). */
int32_t khd_dateword_find(const khd_datewords *words, uint32_t i, enum khd_dateclass kind,
                          uint32_t *end);
const char *khd_dateword_value(const khd_datewords *words, int32_t row);
const char *khd_dateword_note(const khd_datewords *words, int32_t row);
int khd_dateword_int(const khd_datewords *words, int32_t row);
/* True when word `i` is there and reads `text`. */
bool khd_dateword_is(const khd_datewords *words, uint32_t i, const char *text);
/* Value of 1 to 9 digits, KHD_NOTHING for any other text; commas group. */
int32_t khd_dateword_digits(const char *text, size_t n);

/* ---- the words at hand: shared by the readers of phrases ------------------------ */

/* The word after the row of class `kind` at word `i`, with its row; `i` for none. */
static inline uint32_t khd_date_find(const khd_datecontext *c, uint32_t i,
                                     enum khd_dateclass kind, int32_t *row)
{
    uint32_t end = i;
    *row = khd_dateword_find(&c->words, i, kind, &end);
    return *row == KHD_NOTHING ? i : end;
}

static inline bool khd_date_is(const khd_datecontext *c, uint32_t i, const char *text)
{
    return khd_dateword_is(&c->words, i, text);
}

/* `list` ends with NULL. */
static inline bool khd_date_is_any(const khd_datecontext *c, uint32_t i, const char *const *list)
{
    for (; *list; list++)
        if (khd_date_is(c, i, *list))
            return true;
    return false;
}

static inline const char *khd_date_note(const khd_datecontext *c, int32_t row)
{
    return khd_dateword_note(&c->words, row);
}

#endif
