/* date: every expression of time in the report, with its TIMEX3 value and the days
 * it stands for.
 *
 * Days count from the dateline, else from the day of publication; without either
 * nothing is invented: the value keeps what is known ("XXXX-WXX-2") and the days
 * stay KHD_NO_DAY. A weekday is the last such day on or before the anchor unless
 * the governing verb lies ahead. "The next day", "that week" count from the day
 * that the text told last. Impossible dates keep their words, with a note; those
 * written in figures alone ("31/31/2016") stay unresolved without one.
 * Fills doc->dates in the order of the text.
 */
#ifndef KHD_DATE_H
#define KHD_DATE_H

#include "lexicon.h"

void khd_date_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
