/* datenamed: dates that name their own place in the calendar: days of months,
 * months, years, decades, centuries, quarters, seasons, feasts. What they leave
 * out (the year) is taken from the context. */
#ifndef KHD_DATENAMED_H
#define KHD_DATENAMED_H

#include "dateword.h"
#include "when.h"

/* The longest such date that starts at word `i`: the word after it, or `i`. */
uint32_t khd_datenamed_read(const khd_datecontext *c, uint32_t i, khd_when *when);
/* A year at word `i` ("2016", "last year"), needing no context: the word after. */
uint32_t khd_datenamed_year(const khd_datecontext *c, uint32_t i, int *year);

#endif
