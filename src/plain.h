/* plain: names in the form in which the tables of actors have them: lower case
 * without accents, apostrophes and full stops, hyphens as blanks, without the
 * Arabic article ("al-Nusra", "ash-Sham"), "the" and "'s".
 */
#ifndef KHD_PLAIN_H
#define KHD_PLAIN_H

#include "doc.h"

enum { KHD_PLAIN_MAX = 256 };

/* A form being built; `out` holds KHD_PLAIN_MAX bytes and begins empty. */
typedef struct {
    char *out;
    size_t n;
    bool full; /* the name is too long: no form */
} khd_plain;

/* Adds the words of one token; a mark adds none. */
void khd_plain_push(khd_plain *p, const khd_doc *doc, uint32_t token);

#endif
