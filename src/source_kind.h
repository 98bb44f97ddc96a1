/* source_kind: what kind of source a noun phrase is, and its canonical name.
 *
 * By data/sources.tsv (named sources, head words, roles), by what the actor stage
 * made of the name, by the sort of name. Persons are remembered, so that "Issa"
 * is later the same spokesman. */
#ifndef KHD_SOURCE_KIND_H
#define KHD_SOURCE_KIND_H

#include "lexicon.h"
#include "subtree.h"

enum { KHD_PERSONS_MAX = 256 };

typedef struct {
    uint8_t kind; /* enum khd_source_kind */
    const char *name;
} khd_speaker;

typedef struct {
    khd_doc *doc;
    const khd_table *table; /* data/sources.tsv */
    int32_t *chain_at;      /* chain of each token, KHD_NOTHING none */
    struct {
        const char *last; /* last word of the name, lower case */
        khd_speaker who;
    } persons[KHD_PERSONS_MAX];
    uint32_t n;
} khd_source_kinds;

khd_source_kinds *khd_source_kinds_new(khd_doc *doc, const khd_lexicon *lexicon);
/* Kind and name of the phrase; its head is `head`. Remembers persons. */
khd_speaker khd_source_kinds_find(khd_source_kinds *kinds, khd_range phrase, uint32_t head);
/* The person whose name ends in the last word of `name`; NULL unknown. */
const khd_speaker *khd_source_kinds_person(khd_source_kinds *kinds, const char *name);
/* True when a named source of the table begins at the token. */
bool khd_source_kinds_named(const khd_source_kinds *kinds, uint32_t token, uint32_t end);

#endif
