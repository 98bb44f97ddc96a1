/* feast: the days of feasts and fasts, by computation.
 *
 * A feast is written in data/date_words.tsv as a rule:
 *   G1225      fixed day of the civil year
 *   N1144      4th Thursday (4) of November (11); the k-th weekday, 5 = last
 *   P1111      the day after such a day
 *   E-2, O0    days from Easter Sunday, western or Orthodox
 *   I0901+29   first of Ramadan of the tabular Islamic calendar (civil epoch),
 *              with the 29 days that follow
 * The tabular calendar may be a day off what was sighted in a given country.
 * Easter: the Anonymous Gregorian and Meeus's Julian algorithm.
 */
#ifndef KHD_FEAST_H
#define KHD_FEAST_H

#include "doc.h"

typedef struct {
    khd_day first, last;
} khd_feast;

/* The feast of this rule that begins nearest to `anchor` when side is 0, the
 * last on or before it when side < 0 (an Islamic one: a day after it at most), the
 * first after it when side > 0. False
 * for a rule that cannot be read. */
bool khd_feast_near(const char *rule, khd_day anchor, int side, khd_feast *out);
/* The feast that begins in this civil year; the first one when there are two. */
bool khd_feast_in_year(const char *rule, int year, khd_feast *out);
/* Day of an Islamic date of the tabular calendar. */
khd_day khd_feast_islamic(int year, int month, int day);

#endif
