/* actor: see actor.h. */
#include "actor.h"

#include "entity.h"
#include "registry.h"

#include <string.h>

enum { NAME_WORDS = 10 };

typedef struct {
    khd_doc *doc;
    const khd_registry *registry;
    const char *home; /* alpha-3 of the report's country, "" unknown */
    bool *described;  /* per chain: it has a mention that is more than a name */
} cast;

static bool starts_with(const char *text, const char *head)
{
    return strncmp(text, head, strlen(head)) == 0;
}

/* "state:SYR:police" in its parts; false for other ids. */
static bool split_id(khd_doc *doc, const char *actor, const char **alpha3, const char **rest)
{
    const char *a = strchr(actor, ':');
    const char *b = a ? strchr(a + 1, ':') : NULL;
    if (!b)
        return false;
    *alpha3 = khd_arena_text(doc->arena, a + 1, (size_t)(b - a - 1));
    *rest = b + 1;
    return true;
}

/* ---- names ------------------------------------------------------------------------------- */

static const char *state_name(cast *c, uint32_t chain, const khd_country *country,
                              const char *branch)
{
    bool government = strcmp(branch, "government") == 0;
    if (government && !c->described[chain])
        return country->name;
    if (strcmp(branch, "military") == 0)
        branch = "armed forces";
    if (government)
        return khd_doc_format(c->doc, "Government of %s", country->name);
    return khd_doc_format(c->doc, "%s %s", country->adjective, branch);
}

static void set_row(cast *c, khd_chain *chain, int32_t row)
{
    chain->actor = khd_registry_cell(c->registry, row, KHD_ACTOR_ID);
    chain->name = khd_registry_cell(c->registry, row, KHD_ACTOR_NAME);
    chain->country = khd_registry_cell(c->registry, row, KHD_ACTOR_COUNTRY);
    chain->kind = khd_registry_kind(c->registry, row);
    chain->why = khd_doc_format(c->doc, "registry: %s", chain->actor);
}

static void set_state(cast *c, uint32_t i, const char *alpha3, const char *branch)
{
    khd_chain *chain = &c->doc->chains.v[i];
    khd_country country;
    chain->kind =
        strcmp(branch, "government") == 0 ? KHD_ACTOR_KIND_GOVERNMENT : KHD_ACTOR_KIND_STATE_FORCES;
    if (!khd_registry_nation(c->registry, alpha3, &country)) {
        chain->actor = NULL;
        chain->why = "a state's force; the report names no country";
        return;
    }
    chain->actor = khd_doc_format(c->doc, "state:%s:%s", alpha3, branch);
    int32_t row = khd_registry_actor(c->registry, chain->actor);
    bool bare = strcmp(branch, "government") == 0 && !c->described[i];
    if (row != KHD_NOTHING && !bare && !khd_registry_is_over(c->registry, row)) {
        set_row(c, chain, row);
    } else {
        chain->name = state_name(c, i, &country, branch);
        chain->country = country.alpha3;
        chain->why = "table of countries";
    }
}

static void set_group(cast *c, uint32_t i, const char *alpha3, const char *noun)
{
    khd_chain *chain = &c->doc->chains.v[i];
    khd_country country;
    char first[KHD_PLAIN_MAX];
    chain->actor = NULL;
    chain->name = noun;
    chain->why = "described, not named";
    int32_t row = khd_registry_find(c->registry, noun);
    if (row != KHD_NOTHING) {
        set_row(c, chain, row);
        return;
    }
    if (!khd_registry_nation(c->registry, alpha3, &country))
        return;
    chain->country = country.alpha3;
    chain->name = khd_doc_format(c->doc, "%s %s", country.adjective, noun);
    size_t n = strlen(chain->name);
    for (size_t k = 0; k <= n && k < sizeof first; k++)
        first[k] = (char)(chain->name[k] >= 'A' && chain->name[k] <= 'Z' ? chain->name[k] + 32
                                                                         : chain->name[k]);
    row = n < sizeof first ? khd_registry_find(c->registry, first) : KHD_NOTHING;
    if (row != KHD_NOTHING)
        set_row(c, chain, row);
}

static void set_known(cast *c, uint32_t i)
{
    khd_chain *chain = &c->doc->chains.v[i];
    const char *alpha3, *rest;
    if (strcmp(chain->actor, "civilians") == 0) {
        *chain = (khd_chain){"civilians", NULL, "", KHD_ACTOR_KIND_CIVILIANS, "people"};
    } else if (starts_with(chain->actor, "state:") &&
               split_id(c->doc, chain->actor, &alpha3, &rest)) {
        set_state(c, i, alpha3, rest);
    } else if (starts_with(chain->actor, "group:") &&
               split_id(c->doc, chain->actor, &alpha3, &rest)) {
        set_group(c, i, alpha3, rest);
    } else {
        int32_t row = khd_registry_actor(c->registry, chain->actor);
        if (row != KHD_NOTHING)
            set_row(c, chain, row);
    }
}

/* ---- chains without a row: their best words ------------------------------------------------- */

/* Longer names first, names before descriptions. */
static uint32_t worth(const khd_doc *doc, const khd_mention *m)
{
    uint32_t n = m->tokens.end - m->tokens.begin;
    uint8_t upos = doc->tokens.v[m->head].upos;
    if (upos == KHD_UPOS_PRON || upos == KHD_UPOS_DET)
        return 0;
    bool name = doc->tokens.v[m->head].entity != KHD_ENTITY_NONE;
    return name && n <= NAME_WORDS ? 100 + n : 50;
}

static bool is_article(const khd_token *t)
{
    return t->upos == KHD_UPOS_DET || t->upos == KHD_UPOS_PUNCT ||
           (t->upos == KHD_UPOS_PRON && t->deprel == KHD_DEPREL_NMOD_POSS);
}

static const char *words_of(khd_doc *doc, const khd_mention *m)
{
    khd_range r = khd_phrase_trim(doc, m->tokens);
    while (r.begin + 1 < r.end && is_article(&doc->tokens.v[r.begin]))
        r.begin++;
    return khd_doc_text(doc, khd_doc_span(doc, r));
}

static void name_by_words(cast *c)
{
    khd_doc *doc = c->doc;
    uint32_t *best = khd_arena_push(doc->arena, doc->chains.n + 1, sizeof *best);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_mention *m = &doc->mentions.v[i];
        khd_chain *chain = &doc->chains.v[m->chain];
        uint32_t w = worth(doc, m);
        if (chain->actor || w <= best[m->chain] || strcmp(chain->why, "people") == 0)
            continue;
        best[m->chain] = w;
        chain->name = words_of(doc, m);
        chain->why = "words of the report";
    }
}

static void note_descriptions(cast *c)
{
    const khd_doc *doc = c->doc;
    c->described = khd_arena_push(doc->arena, doc->chains.n + 1, sizeof *c->described);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        uint8_t upos = doc->tokens.v[doc->mentions.v[i].head].upos;
        if (doc->tokens.v[doc->mentions.v[i].head].entity == KHD_ENTITY_NONE &&
            (upos == KHD_UPOS_NOUN))
            c->described[doc->mentions.v[i].chain] = true;
    }
}

/* ---- joining -----------------------------------------------------------------------------------
 */

/* A country whose government has forces of their own name in this report ("GNA
 * forces"): "Libyan soldiers" are those, when there is only one such force. */
static void adopt_forces(cast *c, uint32_t i)
{
    khd_doc *doc = c->doc;
    khd_chain *chain = &doc->chains.v[i];
    const khd_chain *only = NULL;
    if (!chain->actor || !starts_with(chain->actor, "state:") || !*chain->country ||
        !strstr(chain->actor, ":military"))
        return;
    for (uint32_t k = 0; k < doc->chains.n; k++) {
        const khd_chain *other = &doc->chains.v[k];
        int32_t row = other->actor && !starts_with(other->actor, "state:")
                          ? khd_registry_actor(c->registry, other->actor)
                          : KHD_NOTHING;
        if (row == KHD_NOTHING || other->kind != KHD_ACTOR_KIND_STATE_FORCES ||
            strcmp(other->country, chain->country) != 0)
            continue;
        const char *parent = khd_registry_cell(c->registry, row, KHD_ACTOR_PARENT);
        int32_t above = khd_registry_actor(c->registry, parent);
        if (above == KHD_NOTHING ||
            khd_registry_kind(c->registry, above) != KHD_ACTOR_KIND_GOVERNMENT)
            continue;
        if (only && only != other && strcmp(only->actor, other->actor) != 0)
            return;
        only = other;
    }
    if (only) {
        *chain = *only;
        chain->why = "the only force of that government in the report";
    }
}

/* Chains with one id become one chain; the list is closed up. */
static void join_same(khd_doc *doc)
{
    uint32_t *to = khd_arena_push(doc->arena, doc->chains.n + 1, sizeof *to), kept = 0;
    for (uint32_t i = 0; i < doc->chains.n; i++) {
        const khd_chain *chain = &doc->chains.v[i];
        uint32_t k = chain->actor ? 0 : kept;
        while (k < kept &&
               (!doc->chains.v[k].actor || strcmp(doc->chains.v[k].actor, chain->actor) != 0))
            k++;
        to[i] = k;
        if (k == kept)
            doc->chains.v[kept++] = *chain;
    }
    doc->chains.n = kept;
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        doc->mentions.v[i].chain = to[doc->mentions.v[i].chain];
}

/* Ids with an open country get the report's. */
static void close_countries(cast *c)
{
    khd_doc *doc = c->doc;
    for (uint32_t i = 0; i < doc->chains.n; i++) {
        const char *alpha3, *rest, *actor = doc->chains.v[i].actor;
        if (!actor || !strstr(actor, ":?:") || !*c->home)
            continue;
        if (split_id(doc, actor, &alpha3, &rest))
            doc->chains.v[i].actor =
                khd_doc_format(doc, "%.*s:%s:%s", (int)strcspn(actor, ":"), actor, c->home, rest);
    }
}

void khd_actor_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    cast c = {.doc = doc, .registry = khd_registry_new(doc, lexicon)};
    c.home = khd_registry_home(c.registry);
    close_countries(&c);
    join_same(doc);
    note_descriptions(&c);
    name_by_words(&c);
    for (uint32_t i = 0; i < doc->chains.n; i++)
        if (doc->chains.v[i].actor)
            set_known(&c, i);
    for (uint32_t i = 0; i < doc->chains.n; i++)
        adopt_forces(&c, i);
    join_same(doc);
}

/* ---- parties
 * -------------------------------------------------------------------------------------- */

/* "coalition force" out of "an Afghan and coalition force": the second owner. */
static int32_t second_owner(const khd_doc *doc, khd_range tokens, int32_t m)
{
    const khd_mention *whole = &doc->mentions.v[m];
    if (whole->tokens.begin >= tokens.begin)
        return m;
    uint32_t i = tokens.begin;
    if (doc->tokens.v[i].upos == KHD_UPOS_CCONJ)
        i++;
    int32_t inner = i < whole->head ? khd_entity_mention(doc, i) : KHD_NOTHING;
    bool second = i > 0 && doc->tokens.v[i - 1].upos == KHD_UPOS_CCONJ;
    return inner != KHD_NOTHING && second ? inner : m;
}

/* The mention by the head of the words; else the last one that begins in them. */
static int32_t mention_of(const khd_doc *doc, khd_range tokens)
{
    uint32_t head = khd_doc_head(doc, tokens);
    int32_t m = khd_entity_mention(doc, head);
    if (m != KHD_NOTHING)
        return second_owner(doc, tokens, m);
    for (uint32_t i = tokens.end; m == KHD_NOTHING && i-- > tokens.begin;)
        if (i + KHD_PHRASE_REACH > tokens.end)
            m = khd_entity_mention(doc, i);
    return m;
}

const khd_chain *khd_actor_party(const khd_doc *doc, khd_range tokens)
{
    if (khd_range_empty(tokens) || tokens.end > doc->tokens.n)
        return NULL;
    int32_t m = mention_of(doc, tokens);
    return m == KHD_NOTHING ? NULL : &doc->chains.v[doc->mentions.v[m].chain];
}

khd_party khd_actor_describe(khd_doc *doc, khd_range tokens)
{
    const khd_chain *chain = khd_actor_party(doc, tokens);
    khd_span span = khd_doc_span(doc, khd_phrase_trim(doc, tokens));
    if (!chain)
        return (khd_party){span, khd_doc_text(doc, span), NULL, KHD_ACTOR_KIND_UNKNOWN};
    return (khd_party){span, chain->name, chain->actor, chain->kind};
}
