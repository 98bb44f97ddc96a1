/* toponym: the forms under which place names are compared.
 *
 * The press spells names of other scripts in many ways (Deir ez-Zor, Deir Ezzor,
 * Dayr az Zawr). A name is compared as its *key* (letters without marks and
 * blanks, lower case), with or without an Arabic article, and then as its
 * *consonant skeleton*: vowels, doublings and articles gone, q and kh as k.
 */
#ifndef KHD_TOPONYM_H
#define KHD_TOPONYM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KHD_TOPONYM_MAX = 128 }; /* bytes of a form with its NUL; longer names are cut */

/* Words of the name in lower case without marks and apostrophes, parted by single
 * blanks; "st" is spelled "saint". Writes at most KHD_TOPONYM_MAX bytes with the
 * NUL and returns the length, 0 for a name without letters. `name` is UTF-8;
 * other bytes are skipped. */
size_t khd_toponym_words(const char *name, size_t length, char out[KHD_TOPONYM_MAX]);
/* The words run together; with `bare` without Arabic articles. Returns the length. */
size_t khd_toponym_key(const char *words, bool bare, char out[KHD_TOPONYM_MAX]);
/* Consonant skeleton of the words. Returns the length. */
size_t khd_toponym_skeleton(const char *words, char out[KHD_TOPONYM_MAX]);
/* Edit distance of two keys (insertions, deletions, substitutions). */
unsigned khd_toponym_distance(const char *a, const char *b);
/* 64-bit hash (FNV-1a with a final mix) of the bytes. */
uint64_t khd_toponym_hash(const char *bytes, size_t length, uint32_t seed);

#endif
