/* daterelative: dates counted from another day ("yesterday", "last week", "three
 * days ago", "the next day", weekdays), lengths of time ("two weeks"), sets
 * ("daily", "every Friday"), clock times and references ("now", "recently"). */
#ifndef KHD_DATERELATIVE_H
#define KHD_DATERELATIVE_H

#include "dateword.h"
#include "when.h"

/* The longest such phrase that starts at word `i`: the word after it, or `i`. */
uint32_t khd_daterelative_read(const khd_datecontext *c, uint32_t i, khd_when *when);
/* A clock time alone ("10:35 a.m.", "noon", "0735 GMT") as "10:35"; or `i`. */
uint32_t khd_daterelative_clock(const khd_datecontext *c, uint32_t i, char clock[8]);

#endif
