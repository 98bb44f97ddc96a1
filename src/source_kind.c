/* source_kind: see source_kind.h. */
#include "source_kind.h"

#include <string.h>

enum { COLUMN_CLASS = 1, COLUMN_KIND = 2, COLUMN_NAME = 3 };

khd_source_kinds *khd_source_kinds_new(khd_doc *doc, const khd_lexicon *lexicon)
{
    khd_source_kinds *k = khd_arena_push(doc->arena, 1, sizeof *k);
    k->doc = doc;
    k->table = khd_lexicon_table(lexicon, "sources");
    k->chain_at = khd_arena_push(doc->arena, doc->tokens.n + 1, sizeof *k->chain_at);
    for (uint32_t i = 0; i < doc->tokens.n; i++)
        k->chain_at[i] = KHD_NOTHING;
    for (uint32_t m = 0; m < doc->mentions.n; m++)
        if (doc->mentions.v[m].head < doc->tokens.n)
            k->chain_at[doc->mentions.v[m].head] = (int32_t)doc->mentions.v[m].chain;
    return k;
}

/* The row of this class among the rows that share the key of `row`. */
static int32_t row_of(const khd_table *table, int32_t row, const char *class_)
{
    const char *key = khd_table_cell(table, row, 0);
    for (int32_t r = row; r < row + 4 && strcmp(khd_table_cell(table, r, 0), key) == 0; r++)
        if (strcmp(khd_table_cell(table, r, COLUMN_CLASS), class_) == 0)
            return r;
    return KHD_NOTHING;
}

/* Names stand in capitals; short ones in capitals throughout ("IS", "WHO"). */
static bool written_as_name(const khd_doc *doc, uint32_t token, uint32_t n)
{
    khd_span s = doc->tokens.v[token].span;
    const char *p = doc->text + s.begin;
    if (n > 1 && (strcmp(doc->tokens.v[token].lower, "the") == 0 || *p == 'a'))
        return written_as_name(doc, token + 1, 1) || *p == 'a';
    bool capital = (*p >= 'A' && *p <= 'Z') || (unsigned char)*p >= 0x80;
    if (n == 1 && s.end - s.begin <= 4)
        return capital && s.end - s.begin > 1 &&
               ((p[1] >= 'A' && p[1] <= 'Z') || p[1] == '.' ||
                doc->tokens.v[token].upos == KHD_UPOS_PROPN);
    return capital || *p == 'a';
}

static uint32_t match_name(const khd_source_kinds *k, uint32_t i, uint32_t end, int32_t *row)
{
    uint32_t n = khd_table_match(k->table, k->doc, i, end, row);
    if (n == 0 || (*row = row_of(k->table, *row, "name")) == KHD_NOTHING)
        return 0;
    return written_as_name(k->doc, i, n) ? n : 0;
}

bool khd_source_kinds_named(const khd_source_kinds *kinds, uint32_t token, uint32_t end)
{
    int32_t row;
    return match_name(kinds, token, end, &row) > 0;
}

typedef struct {
    int32_t name, noun, role; /* first rows found, KHD_NOTHING none */
    bool name_at_head, noun_at_head;
    khd_range name_words;
} findings;

static findings look_through(const khd_source_kinds *k, khd_range phrase, uint32_t head)
{
    findings f = {KHD_NOTHING, KHD_NOTHING, KHD_NOTHING, false, false, {0, 0}};
    for (uint32_t i = phrase.begin; i < phrase.end;) {
        int32_t row, r;
        uint32_t n = match_name(k, i, phrase.end, &row);
        if (n > 0) {
            bool here = i <= head && head < i + n;
            if (f.name == KHD_NOTHING || here) {
                f.name = row;
                f.name_at_head = here;
                f.name_words = (khd_range){i, i + n};
            }
            i += n;
            continue;
        }
        n = khd_table_match(k->table, k->doc, i, phrase.end, &row);
        bool here = n > 0 && i <= head && head < i + n;
        if (n > 0 && (r = row_of(k->table, row, "noun")) != KHD_NOTHING &&
            (f.noun == KHD_NOTHING || here)) {
            f.noun = r;
            f.noun_at_head = here;
        } else if (n > 0 && (r = row_of(k->table, row, "role")) != KHD_NOTHING &&
                   (f.role == KHD_NOTHING || here)) {
            f.role = r;
        }
        i += n ? n : 1;
    }
    return f;
}

static uint8_t kind_of_row(const khd_source_kinds *k, int32_t row)
{
    int kind =
        row == KHD_NOTHING ? -1 : khd_source_kind_find(khd_table_cell(k->table, row, COLUMN_KIND));
    return kind < 0 ? KHD_SOURCE_KIND_UNNAMED : (uint8_t)kind;
}

static uint8_t kind_of_actor(uint8_t kind)
{
    switch (kind) {
    case KHD_ACTOR_KIND_STATE_FORCES:
    case KHD_ACTOR_KIND_EXTERNAL:
        return KHD_SOURCE_KIND_MILITARY;
    case KHD_ACTOR_KIND_REBEL_GROUP:
    case KHD_ACTOR_KIND_POLITICAL_MILITIA:
    case KHD_ACTOR_KIND_IDENTITY_MILITIA:
        return KHD_SOURCE_KIND_ARMED_GROUP;
    case KHD_ACTOR_KIND_GOVERNMENT:
        return KHD_SOURCE_KIND_STATE;
    case KHD_ACTOR_KIND_PROTESTERS:
        return KHD_SOURCE_KIND_OPPOSITION;
    default:
        return KHD_SOURCE_KIND_UNNAMED;
    }
}

/* The person's name around the head: the run of tokens of one name. */
static khd_range person_words(const khd_doc *doc, khd_range phrase, uint32_t head)
{
    khd_range r = {head, head + 1};
    while (r.begin > phrase.begin && doc->tokens.v[r.begin - 1].entity == KHD_ENTITY_PER)
        r.begin--;
    while (r.end < phrase.end && doc->tokens.v[r.end].entity == KHD_ENTITY_PER)
        r.end++;
    return r;
}

static khd_speaker *find_person(khd_source_kinds *k, const char *last)
{
    for (uint32_t i = 0; i < k->n; i++)
        if (strcmp(k->persons[i].last, last) == 0)
            return &k->persons[i].who;
    return NULL;
}

const khd_speaker *khd_source_kinds_person(khd_source_kinds *k, const char *name)
{
    const char *blank = strrchr(name, ' '), *last = blank ? blank + 1 : name;
    for (uint32_t i = 0; i < k->n; i++) {
        const char *known = k->persons[i].who.name, *cut = known ? strrchr(known, ' ') : NULL;
        if (known && strcmp(cut ? cut + 1 : known, last) == 0)
            return &k->persons[i].who;
    }
    return NULL;
}

static khd_speaker person_identity(khd_source_kinds *k, khd_range phrase, uint32_t head,
                                    khd_speaker found)
{
    khd_range words = person_words(k->doc, phrase, head);
    const char *last = k->doc->tokens.v[words.end - 1].lower;
    khd_speaker *known = find_person(k, last);
    if (known && (found.kind == KHD_SOURCE_KIND_UNNAMED || known->kind == found.kind))
        return *known;
    found.name = khd_doc_text(k->doc, khd_doc_span(k->doc, words));
    if (known) {
        *known = found;
    } else if (k->n < KHD_PERSONS_MAX) {
        k->persons[k->n].last = last;
        k->persons[k->n++].who = found;
    }
    return found;
}

static const char *plain_name(const khd_source_kinds *k, khd_range phrase)
{
    uint8_t first = k->doc->tokens.v[phrase.begin].upos;
    if (first == KHD_UPOS_DET && phrase.end > phrase.begin + 1)
        phrase.begin++;
    return khd_doc_text(k->doc, khd_doc_span(k->doc, phrase));
}

khd_speaker khd_source_kinds_find(khd_source_kinds *k, khd_range phrase, uint32_t head)
{
    const khd_token *h = &k->doc->tokens.v[head];
    findings f = look_through(k, phrase, head);
    khd_speaker who = {KHD_SOURCE_KIND_UNNAMED, plain_name(k, phrase)};
    uint8_t noun = kind_of_row(k, f.noun);
    bool own_noun =
        f.noun_at_head && (noun == KHD_SOURCE_KIND_WITNESS || noun == KHD_SOURCE_KIND_MEDICAL ||
                           noun == KHD_SOURCE_KIND_OPPOSITION); /* wherever they live or work */
    if (f.name != KHD_NOTHING && (f.name_at_head || !own_noun)) {
        who.kind = kind_of_row(k, f.name);
        if (f.name_at_head || h->entity != KHD_ENTITY_PER)
            who.name = khd_table_cell(k->table, f.name, COLUMN_NAME);
    } else if (f.noun != KHD_NOTHING) {
        who.kind = kind_of_row(k, f.noun);
    } else if (k->chain_at[head] != KHD_NOTHING) {
        const khd_chain *c = &k->doc->chains.v[k->chain_at[head]];
        who.kind = kind_of_actor(c->kind);
        if (c->actor)
            who.name = c->name;
    }
    if (who.kind == KHD_SOURCE_KIND_UNNAMED && f.role != KHD_NOTHING)
        who.kind = kind_of_row(k, f.role);
    if (h->entity == KHD_ENTITY_PER && h->upos == KHD_UPOS_PROPN && !f.name_at_head)
        return person_identity(k, phrase, head, who);
    if (who.kind == KHD_SOURCE_KIND_UNNAMED && h->entity == KHD_ENTITY_GPE &&
        h->upos == KHD_UPOS_PROPN)
        who.kind = KHD_SOURCE_KIND_STATE;
    return who;
}
