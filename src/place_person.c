/* place, persons: the surnames of the report's persons. A place may bear one too
 * ("Douglas", "Kingston"). */
#include "place_spot.h"

#include "toponym.h"

#include <string.h>

static const khd_token *token_at(const khd_spotter *sp, uint32_t i)
{
    return &sp->doc->tokens.v[i];
}

static uint32_t hash_of(const char *lower)
{
    return (uint32_t)khd_toponym_hash(lower, strlen(lower), 0);
}

/* The slot of a surname, or the free one where it would stand. */
static uint32_t *surname_slot(const khd_spotter *sp, const char *lower)
{
    uint32_t at = hash_of(lower) & (sp->slots - 1);
    while (sp->surnames[at] && strcmp(token_at(sp, sp->surnames[at] - 1)->lower, lower) != 0)
        at = (at + 1) & (sp->slots - 1);
    return &sp->surnames[at];
}

/* Does the token end a person's name of several words ("Michael Douglas")? */
static bool is_surname(const khd_spotter *sp, uint32_t i)
{
    const khd_token *t = token_at(sp, i);
    bool last = i + 1 == sp->doc->tokens.n || token_at(sp, i + 1)->entity != KHD_ENTITY_PER ||
                token_at(sp, i + 1)->entity_first;
    return t->entity == KHD_ENTITY_PER && !t->entity_first && last;
}

void khd_surnames_collect(khd_spotter *sp)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < sp->doc->tokens.n; i++)
        n += is_surname(sp, i);
    if (!n)
        return;
    for (sp->slots = 16; sp->slots < 2 * n;)
        sp->slots *= 2;
    sp->surnames = khd_arena_push(sp->doc->arena, sp->slots, sizeof *sp->surnames);
    for (uint32_t i = 0; i < sp->doc->tokens.n; i++)
        if (is_surname(sp, i))
            *surname_slot(sp, token_at(sp, i)->lower) = i + 1;
}

bool khd_surnames_have(const khd_spotter *sp, const char *lower)
{
    return sp->slots && *surname_slot(sp, lower);
}
