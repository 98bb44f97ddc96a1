/* automaton: finds many words, beginnings of words and runs of words in one pass over
 * a text (Aho and Corasick, 1975). The time is linear in the text and does not depend
 * on the number of patterns.
 *
 * It works on symbols, not bytes: letters without case, one symbol for any number, one
 * for any other letter, one for the border between words. A pattern is written with
 * blanks as borders: " bomb" is the beginning of a word, " car bomb " two whole words.
 */
#ifndef KHD_AUTOMATON_H
#define KHD_AUTOMATON_H

#include "khaldun.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct khd_automaton khd_automaton;

enum { KHD_SYMBOL_BORDER = 0, KHD_SYMBOL_NUMBER = 27, KHD_SYMBOL_OTHER = 28, KHD_SYMBOLS = 32 };

/* An empty automaton; NULL when there is no memory. */
khd_automaton *khd_automaton_new(void);
void khd_automaton_free(khd_automaton *automaton);
/* Adds a pattern; *index is its number, in order of adding, the old one when it is
 * there already. KHD_NOMEM; KHD_DATA for an empty pattern, or without room for its
 * states (65,535 in all). */
KHD_MUST_USE khd_status khd_automaton_add(khd_automaton *automaton, const char *pattern,
                                          uint32_t *index);
/* Makes it ready for walking, once, after the last pattern. False without memory. */
bool khd_automaton_link(khd_automaton *automaton);

/* Number of patterns. */
uint32_t khd_automaton_count(const khd_automaton *automaton);

/* Walks over `n` bytes of UTF-8 as over a text of its own, with a border before and
 * after, and calls `found` with the number of each pattern at each place where it
 * ends. */
void khd_automaton_walk(const khd_automaton *automaton, const char *bytes, size_t n,
                        void (*found)(void *with, uint32_t index), void *with);

#endif
