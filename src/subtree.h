/* subtree: dependents and extents of every token, computed once in linear time;
 * for stages that ask often. A tree with a loop keeps the loop's tokens apart. */
#ifndef KHD_SUBTREE_H
#define KHD_SUBTREE_H

#include "doc.h"

typedef struct {
    const khd_doc *doc;
    int32_t *child;    /* first dependent, in the order of the text; KHD_NOTHING */
    int32_t *sibling;  /* next dependent of the same head; KHD_NOTHING */
    khd_range *extent; /* smallest range that holds the token and all below it */
} khd_subtrees;

/* In the document's arena, for all its tokens. */
khd_subtrees khd_subtree_all(khd_doc *doc);
/* First dependent with the relation, or KHD_NOTHING. */
int32_t khd_subtree_child(const khd_subtrees *trees, uint32_t head, uint8_t deprel);
/* The noun phrase of `head` as it is quoted for a source: its dependents with
 * apposition, without its preposition, relative clauses and outer punctuation. */
khd_range khd_subtree_phrase(const khd_subtrees *trees, uint32_t head);

#endif
