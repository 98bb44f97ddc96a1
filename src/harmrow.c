/* harmrow: see harmrow.h. */
#include "harmrow.h"

#include "stem.h"

#include <string.h>

khd_harmwords khd_harmwords_get(const khd_doc *doc, const khd_lexicon *lexicon)
{
    return (khd_harmwords){doc, khd_lexicon_table(lexicon, "harm")};
}

enum { WINDOW = 80 };

/* ---- looks at the tree ------------------------------------------------------------ */

khd_range khd_harmrow_around(const khd_harmwords *h, uint32_t i)
{
    khd_range s = h->doc->sentences.v[khd_harmrow_token(h, i)->sentence].tokens;
    if (i > s.begin + WINDOW)
        s.begin = i - WINDOW;
    if (s.end > i + WINDOW)
        s.end = i + WINDOW;
    return s;
}

bool khd_harmrow_is(const khd_harmwords *h, uint32_t i, const char *word)
{
    return khd_stem_is(h->doc, i, word);
}

bool khd_harmrow_is_among(const khd_harmwords *h, uint32_t i, const char *const *list)
{
    for (; *list; list++)
        if (khd_harmrow_is(h, i, *list))
            return true;
    return false;
}

int32_t khd_harmrow_child(const khd_harmwords *h, uint32_t head, unsigned deprel)
{
    khd_range r = khd_harmrow_around(h, head);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (khd_harmrow_token(h, i)->head == (int32_t)head &&
            khd_harmrow_token(h, i)->deprel == deprel)
            return (int32_t)i;
    return KHD_NOTHING;
}

int32_t khd_harmrow_child_word(const khd_harmwords *h, uint32_t head, const char *word)
{
    khd_range r = khd_harmrow_around(h, head);
    for (uint32_t i = r.begin; i < r.end; i++)
        if (khd_harmrow_token(h, i)->head == (int32_t)head && khd_harmrow_is(h, i, word))
            return (int32_t)i;
    return KHD_NOTHING;
}

bool khd_harmrow_has_case(const khd_harmwords *h, uint32_t i, const char *const *list)
{
    int32_t c = khd_harmrow_child(h, i, KHD_DEPREL_CASE);
    return c != KHD_NOTHING && khd_harmrow_is_among(h, (uint32_t)c, list);
}

/* ---- rows of the table ------------------------------------------------------------------ */

static bool part_fits(const char *part, uint8_t upos)
{
    if (!strcmp(part, "verb"))
        return upos == KHD_UPOS_VERB || upos == KHD_UPOS_AUX || upos == KHD_UPOS_ADJ;
    if (!strcmp(part, "adj"))
        return upos == KHD_UPOS_ADJ || upos == KHD_UPOS_VERB || upos == KHD_UPOS_NOUN ||
               upos == KHD_UPOS_PROPN || upos == KHD_UPOS_ADV;
    return upos == KHD_UPOS_NOUN || upos == KHD_UPOS_PROPN || upos == KHD_UPOS_ADJ ||
           upos == KHD_UPOS_NUM || upos == KHD_UPOS_VERB;
}

static unsigned slots_of(const char *text)
{
    return (strstr(text, "object") ? KHD_SLOT_OBJECT : 0U) |
           (strstr(text, "subject") ? KHD_SLOT_SUBJECT : 0U) |
           (strstr(text, "of") == text ? KHD_SLOT_OF : 0U) |
           (strstr(text, "self") ? KHD_SLOT_SELF : 0U) |
           (strstr(text, "toll") ? KHD_SLOT_TOLL : 0U);
}

/* The word that the row asks for hangs on the harm word or governs it. */
static bool with_fits(const khd_harmwords *h, uint32_t i, const char *with)
{
    if (!*with)
        return true;
    int32_t head = khd_harmrow_token(h, i)->head;
    return khd_harmrow_child_word(h, i, with) != KHD_NOTHING ||
           (head != KHD_NOTHING && khd_harmrow_is(h, (uint32_t)head, with));
}

/* First row of the key that fits the token; the slots it may have are `slots`. */
static int32_t row_of_key(const khd_harmwords *h, uint32_t i, int32_t row, unsigned slots)
{
    const char *key = khd_table_cell(h->harm, row, 0);
    for (; row != KHD_NOTHING && !strcmp(khd_table_cell(h->harm, row, 0), key); row++)
        if ((slots_of(khd_table_cell(h->harm, row, 3)) & slots) &&
            part_fits(khd_table_cell(h->harm, row, 1), khd_harmrow_token(h, i)->upos) &&
            with_fits(h, i, khd_table_cell(h->harm, row, 4)))
            return row;
    return KHD_NOTHING;
}

/* A key that the form gives when its ending goes, for lemmas that the reader got
 * wrong. */
static int32_t row_of_stem(const khd_harmwords *h, uint32_t i, unsigned slots)
{
    char stem[KHD_STEM_SIZE];
    int32_t row = KHD_NOTHING;
    for (unsigned k = 0;
         row == KHD_NOTHING && khd_stem_get(khd_harmrow_token(h, i)->lower, k, stem); k++)
        if (*stem)
            row = row_of_key(h, i, khd_table_find(h->harm, stem), slots);
    return row;
}

int32_t khd_harmrow_find(const khd_harmwords *h, uint32_t i, unsigned slots)
{
    int32_t row;
    uint32_t n = khd_table_match(h->harm, h->doc, i, khd_harmrow_around(h, i).end, &row);
    row = n > 1 ? row_of_key(h, i, row, slots) : KHD_NOTHING;
    if (row == KHD_NOTHING)
        row = row_of_key(h, i, khd_table_find(h->harm, khd_harmrow_token(h, i)->lemma), slots);
    if (row == KHD_NOTHING)
        row = row_of_key(h, i, khd_table_find(h->harm, khd_harmrow_token(h, i)->lower), slots);
    if (row == KHD_NOTHING)
        row = row_of_stem(h, i, slots);
    return row;
}

bool khd_harmrow_tie(const khd_harmwords *h, uint32_t i, unsigned slots, khd_harm_tie *out,
                     const char *rule)
{
    int32_t row = khd_harmrow_find(h, i, slots);
    int harm = row == KHD_NOTHING ? -1 : khd_harm_find(khd_table_cell(h->harm, row, 2));
    if (harm < 0)
        return false;
    out->word = i;
    out->harm = (uint8_t)harm;
    out->rule = rule;
    return true;
}
