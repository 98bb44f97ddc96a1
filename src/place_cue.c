/* place_cue: see place_cue.h. The words stand in data/place_words.tsv. */
#include "place_cue.h"

#include <string.h>

static const char *const cue_texts[KHD_CUE_COUNT] = {"",        "province", "district", "city",
                                                     "section", "site",     "water",    "mountain",
                                                     "region",  "country",  "actor"};

int32_t khd_cue_word(const khd_spotter *sp, uint32_t first, uint32_t end, uint32_t *n)
{
    int32_t row = KHD_NOTHING;
    *n = first < end ? khd_table_match(sp->words, sp->doc, first, end, &row) : 0;
    return *n ? row : KHD_NOTHING;
}

bool khd_cue_row_is(const khd_spotter *sp, int32_t row, const char *kind)
{
    return row >= 0 && !strcmp(khd_table_cell(sp->words, row, 1), kind);
}

bool khd_cue_row_stands(const khd_spotter *sp, int32_t row, const char *side)
{
    const char *s = khd_table_cell(sp->words, row, 2);
    return !strcmp(s, side) || !strcmp(s, "both");
}

uint8_t khd_cue_of_row(const khd_spotter *sp, int32_t row)
{
    for (uint8_t i = 1; row >= 0 && i < KHD_CUE_COUNT; i++)
        if (khd_cue_row_is(sp, row, cue_texts[i]))
            return i;
    return KHD_CUE_NONE;
}

/* Rows of one word ("capital") may say different things; "before" wins before. */
uint8_t khd_cue_before(const khd_spotter *sp, uint32_t begin)
{
    uint32_t from = sentence_of(sp, begin).begin;
    for (uint32_t k = 4; k; k--) {
        uint32_t n;
        if (begin < from + k)
            continue;
        int32_t row = khd_cue_word(sp, begin - k, begin, &n);
        uint8_t cue = khd_cue_of_row(sp, row);
        bool taken = sp->spots.n && sp->spots.v[sp->spots.n - 1].tokens.end == begin - k;
        if (n == k && cue != KHD_CUE_NONE && cue != KHD_CUE_ACTOR &&
            khd_cue_row_stands(sp, row, "before")) /* "Jobar neighbourhood of Damascus" */
            return taken ? KHD_CUE_NONE : cue;
    }
    return KHD_CUE_NONE;
}

uint8_t khd_cue_after(const khd_spotter *sp, uint32_t end)
{
    uint32_t n;
    if (end >= sp->doc->tokens.n || token_at(sp, end)->sentence != token_at(sp, end - 1)->sentence)
        return KHD_CUE_NONE;
    if (!strcmp(token_at(sp, end)->lower, "'s"))
        end++;
    int32_t row = khd_cue_word(sp, end, sentence_of(sp, end - 1).end, &n);
    return row >= 0 && khd_cue_row_stands(sp, row, "after") ? khd_cue_of_row(sp, row)
                                                            : KHD_CUE_NONE;
}

bool khd_cue_locative(const khd_spotter *sp, uint32_t begin, bool strict)
{
    uint32_t from = sentence_of(sp, begin).begin, n;
    for (uint32_t i = begin; i > from; i--) {
        int32_t row = khd_cue_word(sp, i - 1, begin, &n);
        if (khd_cue_row_is(sp, row, "locative"))
            return !strict || khd_cue_row_stands(sp, row, "after");
        if (!khd_cue_row_is(sp, row, "modifier"))
            return false;
    }
    return false;
}
