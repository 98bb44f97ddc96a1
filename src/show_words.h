/* show_words: a part of show: the sentences that an account was read from, with
 * its words marked: [ ] or colour for those that values were read from, * * or
 * underlining for those that name the occurrence.
 */
#ifndef KHD_SHOW_WORDS_H
#define KHD_SHOW_WORDS_H

#include "doc.h"
#include "page.h"

/* Writes the sentence of the trigger and those of figures and date, each on a line
 * of its own from the column where the page stands. */
void khd_show_words(khd_page *page, const khd_doc *doc, const khd_account *account);

#endif
