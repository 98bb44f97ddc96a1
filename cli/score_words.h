/* score_words: texts as sets of words, to compare names as the scoring asks: case
 * folded, punctuation gone, a few small words left out.
 */
#ifndef CLI_SCORE_WORDS_H
#define CLI_SCORE_WORDS_H

#include <stdbool.h>

/* Texts may be NULL or "". True when both leave the same words in the same order. */
bool words_same(const char *a, const char *b);
/* How many different words stand in both, and the smaller count of the two. */
unsigned words_shared(const char *a, const char *b, unsigned *smaller);

#endif
