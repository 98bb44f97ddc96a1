/* harmword: which word of the sentence says that someone came to harm, found by
 * walking the tree from the victim: slots of verbs and nouns, participles, lists,
 * "including", tolls. The words and their slots stand in the table harm.
 */
#ifndef KHD_HARMWORD_H
#define KHD_HARMWORD_H

#include "harmrow.h"

/* Ties the victim with head token `victim`; false when the tree shows no harm. */
bool khd_harmword_tie(const khd_harmwords *h, uint32_t victim, khd_harm_tie *out);
/* By position: the harm participle that follows words ending before `from`
 * ("over 100 injured" in a headline). */
bool khd_harmword_follow(const khd_harmwords *h, uint32_t from, khd_harm_tie *out);
/* By position: the verb of harm right before the words from `to` on ("killing three"). */
bool khd_harmword_precede(const khd_harmwords *h, uint32_t to, khd_harm_tie *out);
/* True when the word is said not to have happened, or only to come. */
bool khd_harmword_unreal(const khd_harmwords *h, uint32_t word);
/* True when the noun at `word` is harm that is said not to be ("without casualties",
 * "did not cause any injuries"). */
bool khd_harmword_denied(const khd_harmwords *h, uint32_t word, khd_harm_tie *out);
/* The token harmed by the word at `word` in the slot that the table gives, or
 * KHD_NOTHING; `harm` and `rule` as in a tie. */
int32_t khd_harmword_victim(const khd_harmwords *h, uint32_t word, khd_harm_tie *out);

#endif
