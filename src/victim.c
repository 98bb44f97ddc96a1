/* victim: see victim.h. The head noun decides; when it says nothing ("people",
 * "members", "others"), the words before it and its "of" complement do.
 */
#include "victim.h"

#include "stem.h"

#include <string.h>

khd_victims khd_victims_get(const khd_doc *doc, const khd_lexicon *lexicon)
{
    return (khd_victims){doc, khd_lexicon_table(lexicon, "victims"),
                         khd_lexicon_table(lexicon, "settings")};
}

/* Row of the longest key that ends with the token, at most three words long. */
static int32_t row_ending(const khd_victims *v, uint32_t token)
{
    khd_range s = v->doc->sentences.v[v->doc->tokens.v[token].sentence].tokens;
    for (uint32_t back = 3; back--;) {
        if (token < s.begin + back)
            continue;
        int32_t row;
        uint32_t n = khd_table_match(v->victims, v->doc, token - back, token + 1, &row);
        if (n == back + 1)
            return row;
    }
    return khd_stem_find(v->victims, v->doc, token);
}

bool khd_victim_is_person(const khd_victims *v, uint32_t token)
{
    const khd_token *t = &v->doc->tokens.v[token];
    if (t->upos == KHD_UPOS_VERB || t->upos == KHD_UPOS_AUX)
        return false;
    return t->entity == KHD_ENTITY_PER || row_ending(v, token) != KHD_NOTHING;
}

const char *khd_victim_kind(const khd_victims *v, uint32_t head)
{
    return khd_table_cell(v->victims, row_ending(v, head), 2);
}

static uint8_t group_of_row(const khd_victims *v, int32_t row)
{
    int g = khd_group_find(khd_table_cell(v->victims, row, 1));
    return g < 0 ? KHD_GROUP_UNKNOWN : (uint8_t)g;
}

/* "off" before "duty", with or without a hyphen that the phrase may not hold. */
static bool is_off(const khd_victims *v, uint32_t duty)
{
    const khd_token *t = v->doc->tokens.v;
    uint32_t i = duty;
    if (i > 0 && !strcmp(t[i - 1].lower, "-"))
        i--;
    return i > 0 && !strcmp(t[i - 1].lower, "off");
}

/* "captured soldiers", "off-duty policemen", "unarmed" are no combatants. */
static bool is_out_of_combat(const khd_victims *v, khd_range phrase)
{
    static const char *const words[] = {"captured", "captive", "kidnapped",   "abducted", "retired",
                                        "former",   "unarmed", "surrendered", "detained", "off-duty"};
    for (uint32_t i = phrase.begin; i < phrase.end; i++) {
        const char *lower = v->doc->tokens.v[i].lower;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (!strcmp(lower, words[k]))
                return true;
        if (!strcmp(lower, "duty") && is_off(v, i))
            return true;
    }
    return false;
}

/* "the general public", "private individuals": no rank. */
static bool is_rank_as_adjective(const khd_victims *v, uint32_t token)
{
    return v->doc->tokens.v[token].upos == KHD_UPOS_ADJ &&
           !strcmp(khd_victim_kind(v, token), "soldier");
}

uint8_t khd_victim_group(const khd_victims *v, uint32_t head, khd_range phrase)
{
    uint8_t group = group_of_row(v, row_ending(v, head));
    for (uint32_t i = phrase.begin; group == KHD_GROUP_UNKNOWN && i < phrase.end; i++)
        if (i != head && !is_rank_as_adjective(v, i))
            group = group_of_row(v, row_ending(v, i));
    if (group == KHD_GROUP_COMBATANT && is_out_of_combat(v, phrase))
        group = KHD_GROUP_CIVILIAN;
    return group;
}

bool khd_victim_everyday(const khd_victims *v, khd_range words)
{
    int32_t row;
    for (uint32_t i = words.begin; i < words.end; i++)
        if (khd_table_match(v->settings, v->doc, i, words.end, &row))
            return true;
    return false;
}
