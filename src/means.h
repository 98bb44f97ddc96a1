/* means: weapons, methods and targets into doc->means.
 *
 * From the tables means and targets (longest match wins), and from the reader's
 * arguments of kind "m" that no table row knows (kind "other"). Which of them an
 * account uses is decided there.
 */
#ifndef KHD_MEANS_H
#define KHD_MEANS_H

#include "doc.h"
#include "lexicon.h"

/* Appends to doc->means; table matches in the order of the text, sentence by sentence, the reader's
 * last. */
void khd_means_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
