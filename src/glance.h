/* glance: a cheap first look at every sentence, before the reader.
 *
 * Most sentences of a news stream tell of no conflict, and the reader's network is by
 * far the dearest stage. Words and beginnings of words with weights (data/glance.tsv,
 * fitted for recall by train/fit_first_look.py) and the tables of triggers, harm and
 * means are found in one pass (automaton.h); their sum is a log odds. A sentence above a
 * low threshold is read; in a report that has one above a higher threshold, so are its
 * headline, its lead and the neighbours of that one, since they say who, where and when.
 * The words of all other sentences get plain tags (glance_words.h).
 */
#ifndef KHD_GLANCE_H
#define KHD_GLANCE_H

#include "doc.h"
#include "khaldun.h"
#include "lexicon.h"

typedef struct khd_glance khd_glance;

/* Takes the words from the tables. *out is NULL on error: KHD_NOMEM; KHD_DATA when
 * there are more patterns than the automaton has room for. Read-only afterwards, for
 * all threads. */
KHD_MUST_USE khd_status khd_glance_open(const khd_lexicon *lexicon, khd_glance **out,
                                        khd_error *error);
void khd_glance_close(khd_glance *glance);

/* Sets `promise` and `unread` of every sentence, and tags the words of those that are
 * unread. With `thorough` all are to be read. False when no sentence is: there will be
 * no account, and no later stage has anything to do. */
bool khd_glance_run(const khd_glance *glance, bool thorough, khd_doc *doc);

#endif
