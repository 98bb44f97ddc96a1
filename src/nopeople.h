/* nopeople: tells numbers that count no people: prices, times, dates, years, ages,
 * labels ("AK-47", "No. 5"), units of the table units.
 */
#ifndef KHD_NOPEOPLE_H
#define KHD_NOPEOPLE_H

#include "numeral.h"
#include "stem.h"

#include <string.h>

/* The sentence in which quantities are read, and the tables for it. */
typedef struct {
    khd_doc *doc;
    const khd_table *words, *vague, *qualifiers, *units, *victims;
    khd_range sentence;
} khd_number_scan;

static inline const khd_token *khd_nopeople_token(const khd_number_scan *s, uint32_t i)
{
    return &s->doc->tokens.v[i];
}

static inline bool khd_nopeople_inside(const khd_number_scan *s, uint32_t i)
{
    return khd_range_has(s->sentence, i);
}

static inline bool khd_nopeople_is(const khd_number_scan *s, uint32_t i, const char *word)
{
    return khd_nopeople_inside(s, i) && !strcmp(khd_nopeople_token(s, i)->lower, word);
}

static inline bool khd_nopeople_among(const khd_number_scan *s, uint32_t i, const char *const *list)
{
    for (; *list; list++)
        if (khd_nopeople_is(s, i, *list))
            return true;
    return false;
}

static inline bool khd_nopeople_in(const khd_table *table, const khd_doc *doc, uint32_t i)
{
    return khd_stem_find(table, doc, i) != KHD_NOTHING;
}

/* The words after the number, or its noun, are in the table of units. `end` is the
 * place after the numeral. */
bool khd_nopeople_unit(const khd_number_scan *s, khd_cursor end, const khd_quantity *q);
/* True when the number with the tokens `core` counts no people; `last` is its
 * numeral, the upper one of a range. */
bool khd_nopeople_number(const khd_number_scan *s, khd_range core, const khd_quantity *q,
                         const khd_numeral *last);

#endif
