/* stamp: when a release was issued, as the lines at its head tell beside the
 * dateline: a reference number that begins with year and month ("2013-09-CA-207"),
 * a date at the start or the end of a headline ("March 3: ...", "Evening Update,
 * March 3, 2012").
 *
 * Nothing is invented: a date without a year gets the year of a reference number
 * only when both tell the same month, and a full date in a headline is the day of
 * issue only at its start or when it is set off or follows a word such as "update".
 */
#ifndef KHD_STAMP_H
#define KHD_STAMP_H

#include "doc.h"

typedef struct {
    int year, month;                /* of the reference number; 0 when there is none */
    bool clash;                     /* two of them tell different months */
    khd_day issued;                 /* full date that tells the day of issue */
    khd_span issued_span;           /* its words */
    int partial_month, partial_day; /* date without a year at an end of a headline */
    khd_span partial_span;          /* its words */
    khd_day named;                  /* full date there that may tell of something else */
} khd_stamp;

khd_stamp khd_stamp_none(void);
/* Takes in one line of the head; a long one is passed over. */
void khd_stamp_read(const khd_doc *doc, khd_span line, khd_stamp *stamp);
/* The day of issue with its words, KHD_NO_DAY when the lines do not tell it. */
khd_day khd_stamp_issued(const khd_stamp *stamp, khd_span *span);
/* The day that a dateline without a year means, KHD_NO_DAY when no line tells it. */
khd_day khd_stamp_complete(const khd_stamp *stamp, int month, int day);
/* The day of that month and day within 60 days of `near`; KHD_NO_DAY for none. */
khd_day khd_stamp_nearest(khd_day near, int month, int day);

#endif
