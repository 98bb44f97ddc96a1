/* harmrow: looks at the tree and at the table of harm words, for harmword.
 *
 * A harm word has slots in which the harmed stand; a row of the table holds for a
 * token when its part of speech, the slot and the word asked for by `with` fit.
 */
#ifndef KHD_HARMROW_H
#define KHD_HARMROW_H

#include "doc.h"
#include "lexicon.h"

typedef struct {
    const khd_doc *doc;
    const khd_table *harm;
} khd_harmwords;

/* How a victim is tied to a harm word. */
typedef struct {
    uint32_t word;    /* token of the harm word */
    uint8_t harm;     /* enum khd_harm */
    int32_t host;     /* the noun of which the victim is a part, KHD_NOTHING none */
    bool toll;        /* a running total: "the toll rose to 22" */
    const char *rule; /* name of the rule, static */
} khd_harm_tie;

khd_harmwords khd_harmwords_get(const khd_doc *doc, const khd_lexicon *lexicon);

/* Slots of the table, as bits. */
enum {
    KHD_SLOT_OBJECT = 1,
    KHD_SLOT_SUBJECT = 2,
    KHD_SLOT_OF = 4,
    KHD_SLOT_SELF = 8,
    KHD_SLOT_TOLL = 16
};

static inline const khd_token *khd_harmrow_token(const khd_harmwords *h, uint32_t i)
{
    return &h->doc->tokens.v[i];
}

/* The tokens of the sentence that are near enough to be looked at. */
khd_range khd_harmrow_around(const khd_harmwords *h, uint32_t i);
/* True when the token's form, lemma or stem is `word`, or one of a NULL-ended list. */
bool khd_harmrow_is(const khd_harmwords *h, uint32_t i, const char *word);
bool khd_harmrow_is_among(const khd_harmwords *h, uint32_t i, const char *const *list);
/* First child of `head` with the relation, or that is the word; or KHD_NOTHING. */
int32_t khd_harmrow_child(const khd_harmwords *h, uint32_t head, unsigned deprel);
int32_t khd_harmrow_child_word(const khd_harmwords *h, uint32_t head, const char *word);
/* True when the first preposition of the token is one of the list. */
bool khd_harmrow_has_case(const khd_harmwords *h, uint32_t i, const char *const *list);
/* Row of the table that holds for the token in one of the slots, or KHD_NOTHING. */
int32_t khd_harmrow_find(const khd_harmwords *h, uint32_t i, unsigned slots);
/* Fills word, harm and rule of the tie when the token has such a row. */
bool khd_harmrow_tie(const khd_harmwords *h, uint32_t i, unsigned slots, khd_harm_tie *out,
                     const char *rule);

#endif
