/* calendar: full civil dates as people write them ("Tuesday, May 24, 2016", "24 May
 * 2016", "2016-05-24T10:00Z") and the English names of months and days. Relative
 * and partial dates are the business of the date module.
 */
#ifndef KHD_CALENDAR_H
#define KHD_CALENDAR_H

#include "doc.h"

#include <stddef.h>

/* 1..12 for the name of a month or its abbreviation (without full stop), any
 * case; 0 for any other word. */
int khd_calendar_month(const char *word, size_t n);
/* 0 Monday .. 6 Sunday for the name of a day or its abbreviation; -1 for others. */
int khd_calendar_weekday(const char *word, size_t n);

/* Reads the full date at the start of `n` bytes: returns the bytes that it takes,
 * with a weekday before and a time of day glued to it by "T"; 0 for none.
 * *day is KHD_NO_DAY when the words are a date that cannot be told, such as
 * 09/05/2016 (day or month first?) or 31 June. */
size_t khd_calendar_read(const char *text, size_t n, khd_day *day);
/* The month and day at the start, without a year ("May 3", "3 May"): bytes taken,
 * 0 for none. */
size_t khd_calendar_read_day(const char *text, size_t n, int *month, int *day_of_month);
/* Day of a date given beside a report (ISO 8601, RFC 822 or words, anything may
 * follow); KHD_NO_DAY when it holds none. NULL is accepted. */
khd_day khd_calendar_parse(const char *text);

#endif
