/* number: every quantity of the text, of people or not, into doc->quantities.
 *
 * Reads the tables number_words, vague_numbers, qualifiers, units and victims.
 * Works best after the reader (the counted noun comes from the tree); without a
 * tree it looks at the words that follow.
 */
#ifndef KHD_NUMBER_H
#define KHD_NUMBER_H

#include "doc.h"
#include "lexicon.h"

/* Appends to doc->quantities in the order of the text; no two overlap. */
void khd_number_run(khd_doc *doc, const khd_lexicon *lexicon);

#endif
