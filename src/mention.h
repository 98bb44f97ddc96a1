/* mention: where a report speaks of somebody: names, descriptions that can be a
 * party ("rebel fighters", "the regime", "two policemen"), pronouns. Each comes
 * with the clues by which entity joins mentions into chains.
 */
#ifndef KHD_MENTION_H
#define KHD_MENTION_H

#include "doc.h"
#include "registry.h"

typedef enum { KHD_CLUE_NAME, KHD_CLUE_NOMINAL, KHD_CLUE_PRONOUN } khd_clue_form;

typedef struct {
    khd_clue_form form;
    int32_t row;     /* of the registry: itself or the owner, KHD_NOTHING none */
    bool owned;      /* the row (or country) owns it: "ISIS fighters" */
    bool linked;     /* told apart by another's name: "Iran-backed", "pro-Turkish" */
    bool definite;   /* "the", "this", "its" ... */
    bool told_apart; /* has words of its own: "northern rebels", "a second group" */
    bool plural;
    bool domestic;       /* "government troops": of the report's own country */
    khd_country country; /* alpha3 NULL when none is named */
    khd_party_noun noun; /* class KHD_PARTY_NONE for names without one */
    const char *plain;   /* plain form of the name, or of the pronoun */
} khd_clue;

typedef struct {
    khd_clue *v;
    uint32_t n, cap;
} khd_clues;

/* Appends doc->mentions, sorted by head token, with chain KHD_NO_CHAIN, and as
 * many clues. */
#define KHD_NO_CHAIN UINT32_MAX
void khd_mention_run(khd_doc *doc, const khd_registry *registry, khd_clues *clues);

/* The mention with this head token, or KHD_NOTHING. */
int32_t khd_mention_at(const khd_doc *doc, uint32_t head);

#endif
