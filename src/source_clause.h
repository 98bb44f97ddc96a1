/* source_clause: from a reporting word to the one who speaks and what is said, by
 * the tree and the quotation marks alone. */
#ifndef KHD_SOURCE_CLAUSE_H
#define KHD_SOURCE_CLAUSE_H

#include "quote.h"
#include "subtree.h"

enum { KHD_CONTENT_MAX = 4 };

typedef struct {
    khd_range v[KHD_CONTENT_MAX];
    uint32_t n;
    bool clause; /* more than an object: a clause or a quotation */
} khd_content;

/* Head token of the one who speaks; KHD_NOTHING when the tree names nobody. */
int32_t khd_source_clause_speaker(const khd_subtrees *trees, uint32_t verb);
/* The words of the one who speaks: its phrase, with the halves of a name that the
 * tree left beside it as further subjects ("the X | monitoring group"). */
khd_range khd_source_clause_phrase(const khd_subtrees *trees, uint32_t speaker);
/* True for a passive verb: its subject does not speak. */
bool khd_source_clause_passive(const khd_subtrees *trees, uint32_t verb);
/* A reporting verb and what is known of it. */
typedef struct {
    uint32_t verb;
    khd_range skip; /* the words of source and cue */
    bool speech;    /* may stand beside or inside what is said: "X, he said" */
    bool addressee; /* its object is who is told */
} khd_cue_verb;

/* What hangs on the verb. */
khd_content khd_source_clause_content(const khd_subtrees *trees, const khd_quotes *quotes,
                                      const khd_cue_verb *cue);
/* The clause that the phrase headed by `token` ("according to X") belongs to,
 * without the phrase itself. */
khd_content khd_source_clause_around(const khd_subtrees *trees, const khd_quotes *quotes,
                                     uint32_t token);
/* Adds a range in its place: outer commas and stops cut, quotations completed. */
void khd_source_clause_add(const khd_subtrees *trees, const khd_quotes *quotes,
                           khd_content *content, khd_range range);

#endif
