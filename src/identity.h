/* identity: the key of a mention that says who it is: two mentions with one key are
 * of one party. Keys: the id of a row of the registry, "state:ALPHA3:BRANCH",
 * "group:ALPHA3:NOUN" (ALPHA3 "?" for the report's own country), "civilians",
 * "name:PLAIN" for a name that no table knows, "words:PLAIN" for a description
 * with words of its own.
 */
#ifndef KHD_IDENTITY_H
#define KHD_IDENTITY_H

#include "mention.h"

typedef struct {
    khd_doc *doc;
    const khd_registry *registry;
} khd_identity;

/* The key, in the document's arena, or NULL when the mention only takes up another.
 * May replace the row of the clue by that of a government's forces. */
const char *khd_identity_key(const khd_identity *w, const khd_mention *m, khd_clue *clue);
/* Key of a state's branch, of the unnamed many. */
const char *khd_identity_state(const khd_identity *w, const char *alpha3,
                               const khd_party_noun *noun);
const char *khd_identity_group(const khd_identity *w, const char *alpha3,
                               const khd_party_noun *noun);
/* True for nouns of an armed side, a group or a state, not of people. */
bool khd_identity_is_body(enum khd_party_class c);

#endif
