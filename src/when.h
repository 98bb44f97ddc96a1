/* when: a stretch of the calendar with its TIMEX3 value.
 *
 * Builds days, weeks, months, quarters, seasons, years, decades, centuries,
 * durations and their values ("2016-05-24", "2016-W21", "198X", "P2W",
 * "XXXX-WXX-2" when no day is known to count from). Knows no words.
 * Values: TimeML 1.2.1, TIMEX3; weeks by ISO 8601.
 */
#ifndef KHD_WHEN_H
#define KHD_WHEN_H

#include "doc.h"

/* X(NAME, code in data/date_words.tsv) from short to long. */
/* clang-format off */
#define KHD_UNIT_LIST(X)                                                                          \
    X(NONE, "") X(SECOND, "TS") X(MINUTE, "TM") X(HOUR, "TH") X(DAY, "D") X(WEEKEND, "WE")        \
    X(WEEK, "W") X(FORTNIGHT, "F") X(MONTH, "M") X(QUARTER, "Q") X(SEASON, "S") X(HALF, "H")      \
    X(YEAR, "Y") X(DECADE, "E") X(CENTURY, "C") X(MILLENNIUM, "L")
/* clang-format on */

#define KHD_UNIT_X(n, t) KHD_UNIT_##n,
enum khd_unit { KHD_UNIT_LIST(KHD_UNIT_X) KHD_UNIT_COUNT };

typedef struct {
    uint8_t type; /* enum khd_timex */
    uint8_t unit; /* enum khd_unit: grain of the value */
    uint8_t precision;
    khd_day start, last; /* KHD_NO_DAY unknown */
    char value[32];
    const char *anchor;
} khd_when;

/* Unit of a code of the table; KHD_UNIT_NONE for another text. */
uint8_t khd_unit_find(const char *code);

/* The period of `unit` that lies `shift` periods from the one holding `day`;
 * without a day the value keeps X for what is not known. */
khd_when khd_when_period(uint8_t unit, khd_day day, int64_t shift);
/* Parts that are 0 are not known; month 0 is a whole year. An impossible day
 * keeps its value and no days. */
khd_when khd_when_date(int year, int month, int day);
khd_when khd_when_weekday(int weekday, khd_day day); /* weekday 1..7 names it without a day */
khd_when khd_when_quarter(int year, int quarter);    /* year 0 unknown */
khd_when khd_when_season(int year, const char *code);
khd_when khd_when_decade(int first_year);
khd_when khd_when_century(int century);
/* "P" + amount + unit; amount is digits or "X". */
khd_when khd_when_duration(const char *amount, uint8_t unit);
khd_when khd_when_text(uint8_t type, const char *value);
/* Appends a part of day or clock time ("NI", "10:35") to a day's value. */
void khd_when_clock(khd_when *when, const char *code);

#endif
