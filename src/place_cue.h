/* place_cue: the words beside a place name and what they say; part of place. */
#ifndef KHD_PLACE_CUE_H
#define KHD_PLACE_CUE_H

#include "place_spot.h"

static inline const khd_token *token_at(const khd_spotter *sp, uint32_t i)
{
    return &sp->doc->tokens.v[i];
}

static inline khd_range sentence_of(const khd_spotter *sp, uint32_t token)
{
    return sp->doc->sentences.v[token_at(sp, token)->sentence].tokens;
}

/* Row of place_words that the tokens from `first` on spell, and its length. */
int32_t khd_cue_word(const khd_spotter *sp, uint32_t first, uint32_t end, uint32_t *n);
bool khd_cue_row_is(const khd_spotter *sp, int32_t row, const char *kind);
/* True when the row's word stands on this side ("before", "after") of a name. */
bool khd_cue_row_stands(const khd_spotter *sp, int32_t row, const char *side);
uint8_t khd_cue_of_row(const khd_spotter *sp, int32_t row);
/* What the words before the name that begins here, after the name that ends here, say. */
uint8_t khd_cue_before(const khd_spotter *sp, uint32_t begin);
uint8_t khd_cue_after(const khd_spotter *sp, uint32_t end);
/* Is there a preposition of place before? `strict`: one that takes no persons. */
bool khd_cue_locative(const khd_spotter *sp, uint32_t begin, bool strict);

#endif
