/* phrase: the noun phrase around a word, as a party is quoted: with its own
 * modifiers and "of" phrases, without relative clause, number or company. Looks
 * at most KHD_PHRASE_REACH words to each side, so that time stays linear.
 */
#ifndef KHD_PHRASE_H
#define KHD_PHRASE_H

#include "doc.h"

enum { KHD_PHRASE_REACH = 40 };

/* The noun phrase of a head: determiner, modifiers, numbers, the name it is part
 * of, and "of" phrases to its right; no relative clause, no conjunct. */
khd_range khd_phrase_around(const khd_doc *doc, uint32_t head);
/* Only the modifiers to the left of a head, the head excluded. */
khd_range khd_phrase_left(const khd_doc *doc, uint32_t head);
/* `tokens` cut down to how a party is quoted: from the phrase of its head, without
 * a number ("18 Libyan soldiers" is "Libyan soldiers"), within its own words. */
khd_range khd_phrase_trim(const khd_doc *doc, khd_range tokens);
/* The parties of a coordination ("the army and Russian warplanes"), each trimmed;
 * writes at most `max` and returns how many, 1 when there is no coordination. */
uint32_t khd_phrase_split(const khd_doc *doc, khd_range tokens, khd_range *out, uint32_t max);

#endif
