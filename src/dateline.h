/* dateline: "BAGHDAD, May 3 (AFP) -" at the start of a report, and the line that
 * tells when it was published ("Posted on August 3, 2016").
 */
#ifndef KHD_DATELINE_H
#define KHD_DATELINE_H

#include "lexicon.h"

typedef struct {
    khd_span span;           /* the dateline with its dash; empty when there is none */
    khd_day day;             /* full date in it, or KHD_NO_DAY */
    int month, day_of_month; /* of a date without year; 0 when not told */
} khd_dateline;

/* The dateline at the start of the paragraph. `agencies` is data/agencies.tsv. */
khd_dateline khd_dateline_read(const khd_doc *doc, const khd_table *agencies, khd_span paragraph);

/* The publication date at the start of the paragraph, with words such as "Posted
 * on" before it and a time of day behind it: its span, empty for none. *day is
 * KHD_NO_DAY when the date cannot be told. */
khd_span khd_dateline_published(const khd_doc *doc, khd_span paragraph, khd_day *day);

/* Words at `at` that name a news agency: where they end, 0 for none. */
uint32_t khd_dateline_agency(const khd_doc *doc, const khd_table *agencies, uint32_t at,
                             uint32_t end);

#endif
