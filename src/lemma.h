/* lemma: the dictionary form of every token, from form, tag and table.
 *
 * Three sources, the first that knows decides: data/lemmas.tsv (irregular and
 * frequent forms), the regular English endings by Penn tag, the reader's own
 * lemma where the tag tells of an ending that the form does not show. A proper
 * noun keeps its letters' case. Conventions: Universal Dependencies, English EWT.
 */
#ifndef KHD_LEMMA_H
#define KHD_LEMMA_H

#include "doc.h"
#include "lexicon.h"

enum { KHD_LEMMA_SIZE = 64 };

/* Sets the lemma of every token; the reader ran before. */
void khd_lemma_run(khd_doc *doc, const khd_lexicon *lexicon);

/* The regular lemma of a lower-case form under a Penn tag ("NNS", "VBD" ...): the
 * form itself for tags without an ending. False when the form does not show the
 * tag's ending or is too long; then `out` is "". */
bool khd_lemma_rule(const char *form, const char *tag, char out[KHD_LEMMA_SIZE]);

#endif
