/* tally: figures and sources of an account. See tally.h. */
#include "tally.h"

#include "actor.h"

#include <string.h>

static const khd_occurrence *member(const khd_cluster *c, uint32_t i)
{
    return &c->all->v[c->members.v[i]];
}

/* ---- casualties ------------------------------------------------------------------------ */

/* The next token from `token` on that nobody covers yet; shortens the way there. */
static uint32_t next_free(uint32_t *next, uint32_t token)
{
    while (next[token] != token) {
        next[token] = next[next[token]];
        token = next[token];
    }
    return token;
}

int32_t *khd_tally_claimants(khd_doc *doc)
{
    uint32_t n = doc->tokens.n;
    int32_t *claimants = khd_arena_push(doc->arena, n + 1, sizeof *claimants);
    uint32_t *next = khd_arena_push(doc->arena, n + 1, sizeof *next);
    for (uint32_t i = 0; i <= n; i++) {
        claimants[i] = KHD_NOTHING;
        next[i] = i;
    }
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const khd_attribution *a = &doc->attributions.v[i];
        if (a->stance || khd_range_empty(a->source))
            continue;
        for (uint32_t k = 0; k < a->content_count; k++) {
            uint32_t end = a->content[k].end < n ? a->content[k].end : n;
            uint32_t begin = a->content[k].begin < end ? a->content[k].begin : end;
            for (uint32_t t = next_free(next, begin); t < end; t = next_free(next, t)) {
                claimants[t] = (int32_t)i;
                next[t] = t + 1;
            }
        }
    }
    return claimants;
}

/* Who says so, or KHD_NOTHING. */
static int32_t claimant_of(const khd_cluster *c, const khd_figure *f)
{
    return f->attribution == KHD_NOTHING ? c->claimants[f->tokens.begin] : f->attribution;
}

static khd_span source_span(const khd_cluster *c, const khd_figure *f)
{
    int32_t claimant = claimant_of(c, f);
    if (claimant == KHD_NOTHING)
        return (khd_span){0, 0};
    return khd_doc_span(c->doc, c->doc->attributions.v[claimant].source);
}

static bool same_group(const khd_casualty *a, const khd_figure *b)
{
    return a->group == b->group || a->group == KHD_GROUP_UNKNOWN || b->group == KHD_GROUP_UNKNOWN ||
           a->group == KHD_GROUP_MIXED || b->group == KHD_GROUP_MIXED;
}

/* The same figure: "20 dead" in the headline and "at least 20" in the lead. */
static bool repeats(const khd_casualty *a, const khd_figure *b)
{
    if (a->harm != b->harm || !same_group(a, b))
        return false;
    if (a->n == KHD_NOTHING || b->n == KHD_NOTHING)
        return a->n == b->n && a->n2 == b->n2;
    bool over_a = a->qualifier == KHD_QUALIFIER_AT_LEAST, over_b = b->qualifier == KHD_QUALIFIER_AT_LEAST;
    if (a->n == b->n && a->n2 == b->n2)
        return true;
    return (over_a && a->n == b->n + 1) || (over_b && b->n == a->n + 1);
}

static bool hedged(uint8_t qualifier)
{
    return qualifier != KHD_QUALIFIER_EXACT;
}

/* The chain that bears a party's name, for its country. */
static const khd_chain *chain_named(const khd_doc *doc, const char *name)
{
    for (uint32_t i = 0; i < doc->chains.n; i++)
        if (doc->chains.v[i].name && !strcmp(doc->chains.v[i].name, name))
            return &doc->chains.v[i];
    return NULL;
}

/* The victims are this party, or forces of the same state (`v`: their chain or NULL). */
static bool are_of(const khd_doc *doc, const khd_party *victims, const khd_chain *v,
                   const khd_party *party)
{
    if (!strcmp(victims->name, party->name) ||
        (victims->actor && party->actor && !strcmp(victims->actor, party->actor)))
        return true;
    if (!v || v->kind != KHD_ACTOR_KIND_STATE_FORCES || !v->country || !*v->country)
        return false;
    const khd_chain *p = chain_named(doc, party->name);
    if (!p || !p->country)
        return false;
    return !strcmp(v->country, p->country) &&
           (p->kind == KHD_ACTOR_KIND_STATE_FORCES || p->kind == KHD_ACTOR_KIND_GOVERNMENT);
}

static bool is_two_sided(uint8_t c)
{
    return c == KHD_CLASS_ARMED_CLASH || c == KHD_CLASS_STATE_GAINS ||
           c == KHD_CLASS_NONSTATE_GAINS;
}

/* Whose dead they are: by who they are first; between two armed sides nothing is
 * taken for granted. */
static uint8_t side_of(khd_doc *doc, const khd_account *account, const khd_figure *f)
{
    khd_range who = khd_doc_range(doc, f->who);
    if (khd_range_empty(who))
        return is_two_sided(account->class_) ? KHD_SIDE_UNKNOWN : f->side;
    khd_party victims = khd_actor_describe(doc, who);
    const khd_chain *v = victims.name ? chain_named(doc, victims.name) : NULL;
    for (uint32_t i = 0; victims.name && i < account->side_a.n; i++)
        if (are_of(doc, &victims, v, &account->side_a.v[i]))
            return KHD_SIDE_A;
    for (uint32_t i = 0; victims.name && i < account->side_b.n; i++)
        if (are_of(doc, &victims, v, &account->side_b.v[i]))
            return KHD_SIDE_B;
    if (is_two_sided(account->class_))
        return f->group == KHD_GROUP_CIVILIAN ? KHD_SIDE_OTHER : KHD_SIDE_UNKNOWN;
    return f->side;
}

static khd_casualty from_figure(const khd_cluster *c, const khd_figure *f)
{
    return (khd_casualty){.span = f->span, .harm = f->harm, .qualifier = f->qualifier,
                          .group = f->group, .side = f->side, .n = f->n, .n2 = f->n2,
                          .who = f->who, .part_of = KHD_NOTHING,
                          .source = source_span(c, f)};
}

/* A later telling of the same figure completes the entry: the hedged wording wins,
 * a known group and a claimant are taken over. */
static void complete(const khd_cluster *c, khd_casualty *entry, const khd_figure *f)
{
    if (hedged(f->qualifier) && !hedged(entry->qualifier)) {
        khd_casualty fresh = from_figure(c, f);
        fresh.part_of = entry->part_of;
        fresh.side = entry->side;
        if (fresh.group == KHD_GROUP_UNKNOWN)
            fresh.group = entry->group;
        if (khd_span_empty(fresh.source))
            fresh.source = entry->source;
        *entry = fresh;
        return;
    }
    if (entry->group == KHD_GROUP_UNKNOWN)
        entry->group = f->group;
    if (khd_span_empty(entry->source))
        entry->source = source_span(c, f);
}

static int32_t find_repeat(const khd_account *account, const khd_figure *f)
{
    for (uint32_t i = 0; i < account->casualties.n; i++)
        if (repeats(&account->casualties.v[i], f))
            return (int32_t)i;
    return KHD_NOTHING;
}

static bool overlaps(const khd_account *account, const khd_figure *f)
{
    for (uint32_t i = 0; i < account->casualties.n; i++) {
        const khd_casualty *c = &account->casualties.v[i];
        if (c->harm == f->harm && c->span.begin < f->span.end && f->span.begin < c->span.end)
            return true;
    }
    return false;
}

/* Enters one figure; its entry stands in c->entries. */
static void enter(const khd_cluster *c, khd_account *account, uint32_t at)
{
    khd_doc *doc = c->doc;
    const khd_figure *f = &doc->figures.v[at];
    c->entries[at] = find_repeat(account, f);
    if (c->entries[at] != KHD_NOTHING) {
        complete(c, &account->casualties.v[c->entries[at]], f);
    } else if (f->n != KHD_NOTHING || !overlaps(account, f)) {
        c->entries[at] = (int32_t)account->casualties.n;
        khd_casualty fresh = from_figure(c, f);
        fresh.side = side_of(doc, account, f);
        *KHD_PUSH(doc->arena, &account->casualties) = fresh;
    }
}

static void set_part(const khd_cluster *c, khd_account *account, uint32_t at)
{
    int32_t whole = c->doc->figures.v[at].part_of, own = c->entries[at];
    if (own != KHD_NOTHING && whole != KHD_NOTHING && c->entries[whole] != KHD_NOTHING &&
        c->entries[whole] != own)
        account->casualties.v[own].part_of = c->entries[whole];
}

void khd_tally_casualties(const khd_cluster *c, khd_account *account)
{
    for (uint32_t i = 0; i < c->members.n; i++)
        for (uint32_t k = 0; k < member(c, i)->figures.n; k++)
            enter(c, account, member(c, i)->figures.v[k]);
    for (uint32_t i = 0; i < c->members.n; i++)
        for (uint32_t k = 0; k < member(c, i)->figures.n; k++)
            set_part(c, account, member(c, i)->figures.v[k]);
    for (uint32_t i = 0; i < c->members.n; i++)
        for (uint32_t k = 0; k < member(c, i)->figures.n; k++)
            c->entries[member(c, i)->figures.v[k]] = KHD_NOTHING;
}

/* ---- sources ------------------------------------------------------------------------------- */

/* A pronoun for nobody that is known, a thing that is no speaker ("two million"). */
static bool is_nobody(const khd_doc *doc, khd_span words, const char *name)
{
    khd_range r = khd_doc_range(doc, words);
    if (r.end - r.begin != 1)
        return false;
    const khd_token *t = &doc->tokens.v[r.begin];
    bool own_words = strlen(name) == words.end - words.begin &&
                     !memcmp(name, doc->text + words.begin, strlen(name));
    return own_words && (t->upos == KHD_UPOS_PRON || t->upos == KHD_UPOS_NUM ||
                         t->upos == KHD_UPOS_DET);
}

static void push_source(const khd_cluster *c, khd_account *account, const khd_source *source)
{
    if (is_nobody(c->doc, source->span, source->name))
        return;
    for (uint32_t i = 0; i < account->sources.n; i++)
        if (!strcmp(account->sources.v[i].name, source->name))
            return;
    *KHD_PUSH(c->doc->arena, &account->sources) = *source;
}

static uint8_t kind_of_actor(uint8_t kind)
{
    switch (kind) {
    case KHD_ACTOR_KIND_STATE_FORCES: return KHD_SOURCE_KIND_MILITARY;
    case KHD_ACTOR_KIND_GOVERNMENT: return KHD_SOURCE_KIND_STATE;
    case KHD_ACTOR_KIND_REBEL_GROUP:
    case KHD_ACTOR_KIND_POLITICAL_MILITIA:
    case KHD_ACTOR_KIND_IDENTITY_MILITIA: return KHD_SOURCE_KIND_ARMED_GROUP;
    default: return KHD_SOURCE_KIND_UNNAMED;
    }
}

static void add_source(const khd_cluster *c, khd_account *account, int32_t attribution)
{
    if (attribution == KHD_NOTHING)
        return;
    const khd_attribution *a = &c->doc->attributions.v[attribution];
    if (khd_range_empty(a->source))
        return;
    khd_source s = {khd_doc_span(c->doc, a->source), a->name, a->kind};
    if (!s.name || !*s.name)
        s.name = khd_doc_text(c->doc, s.span);
    push_source(c, account, &s);
}

/* "the monitoring group": without a name, it means somebody named before. */
static bool is_description(const khd_doc *doc, khd_range tokens)
{
    if (strcmp(doc->tokens.v[tokens.begin].lower, "the") != 0)
        return false;
    for (uint32_t i = tokens.begin; i < tokens.end; i++)
        if (doc->tokens.v[i].entity == KHD_ENTITY_ORG || doc->tokens.v[i].entity == KHD_ENTITY_PER)
            return false;
    return doc->tokens.v[khd_doc_head(doc, tokens)].upos == KHD_UPOS_NOUN;
}

/* The claimant that the reader names with the frame; an attribution that has the same
 * words knows more of it. */
static void add_own_source(const khd_cluster *c, khd_account *account, const khd_occurrence *o)
{
    khd_doc *doc = c->doc;
    if (khd_range_empty(o->source_words))
        return;
    for (uint32_t i = 0; i < doc->attributions.n; i++)
        if (khd_range_meet(doc->attributions.v[i].source, o->source_words)) {
            add_source(c, account, (int32_t)i);
            return;
        }
    khd_party party = khd_actor_describe(doc, o->source_words);
    if (!party.name || !*party.name ||
        (account->sources.n && is_description(doc, o->source_words)))
        return;
    khd_source source = {khd_doc_span(doc, o->source_words), party.name, kind_of_actor(party.kind)};
    push_source(c, account, &source);
}

/* Who claims decides how the author is known. */
static void settle_blame(const khd_cluster *c, khd_account *account)
{
    if (account->blame != KHD_BLAME_SUSPECTED) /* as an author taken over is */
        account->blame = account->side_a.n ? KHD_BLAME_STATED : KHD_BLAME_NONE;
    for (uint32_t i = 0; i < c->members.n && account->side_a.n; i++)
        for (uint32_t k = 0; k < member(c, i)->attributions.n; k++) {
            const khd_attribution *a =
                &c->doc->attributions.v[member(c, i)->attributions.v[k]];
            if (a->claim)
                account->blame = KHD_BLAME_CLAIMED;
        }
}

/* A later mention with nothing of its own ("the attack shows ...") brings in people who
 * comment, not who report. */
static bool is_comment(const khd_occurrence *o)
{
    return o->nominal && !o->side[0].count && !o->side[1].count && o->place == KHD_NOTHING &&
           o->date == KHD_NOTHING && !o->figures.n;
}

void khd_tally_sources(const khd_cluster *c, khd_account *account)
{
    for (uint32_t i = 0; i < c->members.n; i++) {
        const khd_occurrence *o = member(c, i);
        for (uint32_t k = 0; k < o->attributions.n && !(i && is_comment(o)); k++)
            add_source(c, account, (int32_t)o->attributions.v[k]);
        add_own_source(c, account, o);
        for (uint32_t k = 0; k < o->figures.n; k++)
            add_source(c, account, claimant_of(c, &c->doc->figures.v[o->figures.v[k]]));
    }
    settle_blame(c, account);
}
