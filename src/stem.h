/* stem: table lookups that bear a wrong or missing lemma. English inflection is
 * undone by form alone ("bodies" body, "policemen" policeman, "injuring" injure);
 * a stem counts only where the table has it, so wrong guesses do no harm.
 */
#ifndef KHD_STEM_H
#define KHD_STEM_H

#include "doc.h"
#include "lexicon.h"

enum { KHD_STEM_SIZE = 32 };

/* The k-th candidate stem of a lower-case word, k from 0; false when there is no
 * such; an empty `out` means that the k-th rule does not fit the word. */
bool khd_stem_get(const char *word, unsigned k, char out[KHD_STEM_SIZE]);
/* Row of the token's form, lemma, or first stem that is a key; or KHD_NOTHING. */
int32_t khd_stem_find(const khd_table *table, const khd_doc *doc, uint32_t token);
/* True when the token's form, lemma or a stem of it is `word`. */
bool khd_stem_is(const khd_doc *doc, uint32_t token, const char *word);

#endif
