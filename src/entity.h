/* entity: the persons, groups, forces, places and things that a report speaks of:
 * every mention, and chains of mentions of the same one.
 *
 * A chain is made by identity first (a row of the registry, a state's force, the
 * same name, an acronym, a surname, "X (Y)", apposition), then by anaphora. Until
 * the actor stage a chain's `actor` may also be "state:ALPHA3:BRANCH" or
 * "group:ALPHA3:NOUN", with "?" for a country still open.
 */
#ifndef KHD_ENTITY_H
#define KHD_ENTITY_H

#include "doc.h"
#include "lexicon.h"
#include "phrase.h"

/* Appends doc->mentions (sorted by head token) and doc->chains. */
void khd_entity_run(khd_doc *doc, const khd_lexicon *lexicon);

/* The mention with this head token, or KHD_NOTHING. */
int32_t khd_entity_mention(const khd_doc *doc, uint32_t head);

/* How a party is quoted; the parties of a coordination (see phrase.h). */
static inline khd_range khd_entity_trim(const khd_doc *doc, khd_range tokens)
{
    return khd_phrase_trim(doc, tokens);
}
static inline uint32_t khd_entity_split(const khd_doc *doc, khd_range tokens, khd_range *out,
                                        uint32_t max)
{
    return khd_phrase_split(doc, tokens, out, max);
}

#endif
