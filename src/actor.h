/* actor: who the chains are: canonical name, id, kind and country of each, from the
 * registry, from the table of countries (states and their forces), or from the
 * report's own words. What only the whole report tells is decided here: the
 * country of "the army" and "government forces", and chains that turn out to be
 * one party are joined.
 *
 * Ids: of a row of data/actors.tsv, or "state:ALPHA3:BRANCH" (BRANCH: government,
 * military, air force, navy, police, security forces). An unknown party has no
 * id, keeps its words for a name and has the kind that its noun tells.
 */
#ifndef KHD_ACTOR_H
#define KHD_ACTOR_H

#include "doc.h"
#include "lexicon.h"

/* Completes doc->chains; may renumber them (doc->mentions follow). */
void khd_actor_run(khd_doc *doc, const khd_lexicon *lexicon);

/* The chain that these words speak of, by their head; NULL when they are no
 * mention. Belongs to the document. */
const khd_chain *khd_actor_party(const khd_doc *doc, khd_range tokens);
/* The words as a party of an account: trimmed span, name, id, kind. Words without
 * a chain stand for themselves, with unknown kind. */
khd_party khd_actor_describe(khd_doc *doc, khd_range tokens);

#endif
