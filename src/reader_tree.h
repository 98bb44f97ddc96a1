/* reader_tree: the best dependency tree over the words of one window. */
#ifndef KHD_READER_TREE_H
#define KHD_READER_TREE_H

#include <stdint.h>

enum { KHD_TREE_WORDS_MAX = 256 };

/* Room for one search. */
typedef struct khd_tree khd_tree;

/* NULL when there is no memory. */
khd_tree *khd_tree_new(void);
void khd_tree_free(khd_tree *tree);

/* scores[d * ld + h]: log probability that word d + 1 (d from 0) hangs on h (0: the
 * root, else word h); words <= KHD_TREE_WORDS_MAX. heads[d] gets the h of the best tree
 * with exactly one word on the root. */
void khd_tree_find(khd_tree *tree, const float *scores, uint32_t ld, uint32_t words,
                   uint16_t *heads);

#endif
