/* settle: values of an account from its members. See settle.h. */
#include "settle.h"

#include "actor.h"

#include <string.h>

void khd_settle_because(khd_doc *doc, khd_account *account, const char *field, const char *reason)
{
    *KHD_PUSH(doc->arena, &account->because) = (khd_because){field, reason};
}

static const khd_occurrence *member(const khd_cluster *c, uint32_t i)
{
    return &c->all->v[c->members.v[i]];
}

static const khd_frame *frame_of(const khd_cluster *c, uint32_t i)
{
    return &c->doc->frames.v[member(c, i)->frame];
}

/* ---- class -------------------------------------------------------------------------- */

/* "attack" only says that the means is not told: one word that tells it counts for
 * more than several that do not. */
static void discount_unspecified(float *score, uint32_t members)
{
    if (members > 1)
        score[KHD_CLASS_ATTACK] *= 0.5f;
}

static uint8_t best_class(const float *score)
{
    uint8_t best = 0;
    for (uint8_t i = 1; i < KHD_CLASS_COUNT; i++)
        if (score[i] > score[best])
            best = i;
    return best;
}

void khd_settle_class(const khd_cluster *c, khd_account *account)
{
    float score[KHD_CLASS_COUNT] = {0}, sum = 0;
    for (uint32_t i = 0; i < c->members.n; i++) {
        float weight = frame_of(c, i)->trigger_score *
                       (member(c, i)->class_ == KHD_CLASS_AGGREGATE ? 1.5f : 1.0f);
        for (int k = 0; k < KHD_CLASS_COUNT; k++)
            score[k] += weight * member(c, i)->class_score[k];
    }
    discount_unspecified(score, c->members.n);
    for (int k = 0; k < KHD_CLASS_COUNT; k++)
        sum += score[k];
    account->class_ = best_class(score);
    if (!(sum > 0)) /* members of no weight at all */
        sum = 1;
    float won = score[account->class_];
    score[account->class_] = 0;
    uint8_t second = best_class(score);
    khd_settle_because(c->doc, account, "class",
                       khd_doc_format(c->doc, "%s %.2f by the words of %u mentions; next %s %.2f",
                                      khd_class_text(account->class_), (double)(won / sum),
                                      c->members.n, khd_class_text(second),
                                      (double)(score[second] / sum)));
    account->confidence = won / sum;
}

/* ---- status ---------------------------------------------------------------------------- */

void khd_settle_status(const khd_cluster *c, khd_account *account)
{
    float score[KHD_OUTCOME_COUNT] = {0};
    for (uint32_t i = 0; i < c->members.n; i++)
        for (int k = 0; k < KHD_OUTCOME_GENERAL; k++)
            score[k] += frame_of(c, i)->outcome_score[k];
    uint8_t best = KHD_OUTCOME_HAPPENED;
    for (uint8_t k = 0; k < KHD_OUTCOME_GENERAL; k++)
        if (score[k] > score[best])
            best = k;
    account->status = best;
    khd_settle_because(c->doc, account, "status",
                       khd_doc_format(c->doc, "%s %.2f summed over %u mentions",
                                      khd_outcome_text(best), (double)score[best], c->members.n));
}

/* ---- parties ----------------------------------------------------------------------------- */

static bool is_pronoun(const khd_doc *doc, khd_range tokens)
{
    return tokens.end - tokens.begin == 1 && doc->tokens.v[tokens.begin].upos == KHD_UPOS_PRON;
}

/* "state:RUS:" of "state:RUS:air force": a state and its forces are one party. */
static size_t state_prefix(const char *actor)
{
    enum { LENGTH = 10 };
    return actor && !strncmp(actor, "state:", 6) && strlen(actor) >= LENGTH ? LENGTH : 0;
}

static bool same_party(const khd_party *a, const khd_party *b)
{
    size_t state = state_prefix(a->actor);
    if (state && state_prefix(b->actor))
        return !strncmp(a->actor, b->actor, state);
    return !strcmp(a->name, b->name);
}

/* Takes a party once; of a state and its forces the forces are kept. */
static bool has_party(khd_party *list, uint32_t n, const khd_party *party)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!same_party(&list[i], party))
            continue;
        if (list[i].kind == KHD_ACTOR_KIND_GOVERNMENT &&
            party->kind == KHD_ACTOR_KIND_STATE_FORCES)
            list[i] = *party;
        return true;
    }
    return false;
}

/* The party's name is that of its chain, else its own words. */
static bool read_party(const khd_cluster *c, khd_range tokens, int32_t chain, khd_party *out)
{
    khd_doc *doc = c->doc;
    if (chain == KHD_NOTHING && is_pronoun(doc, tokens))
        return false;
    *out = (khd_party){.span = khd_doc_span(doc, tokens)};
    if (chain != KHD_NOTHING) {
        const khd_chain *known = &doc->chains.v[chain];
        out->name = known->name;
        out->actor = known->actor;
        out->kind = known->kind;
    }
    if (!out->name || !*out->name)
        out->name = khd_doc_text(doc, out->span);
    return true;
}

/* Puts a party on a side unless it stands on one already. */
static void add_party(const khd_cluster *c, khd_account *account, uint32_t side, khd_party *party)
{
    enum { MOST = 200 }; /* keeps time linear on long texts */
    if (account->side_a.n + account->side_b.n >= MOST ||
        has_party(account->side_a.v, account->side_a.n, party) ||
        has_party(account->side_b.v, account->side_b.n, party))
        return;
    if (side == 0)
        *KHD_PUSH(c->doc->arena, &account->side_a) = *party;
    else
        *KHD_PUSH(c->doc->arena, &account->side_b) = *party;
}

static bool member_has(const khd_cluster *c, const khd_parties *p, khd_party *list, uint32_t n)
{
    khd_party party;
    for (uint32_t i = 0; i < p->count; i++)
        if (read_party(c, p->tokens[i], p->chain[i], &party) && has_party(list, n, &party))
            return true;
    return false;
}

/* In a clash either party may be named first; a member that names them the other
 * way round is turned. */
static bool is_turned(const khd_cluster *c, khd_account *account, const khd_occurrence *o)
{
    if (account->class_ != KHD_CLASS_ARMED_CLASH)
        return false;
    return member_has(c, &o->side[0], account->side_b.v, account->side_b.n) ||
           member_has(c, &o->side[1], account->side_a.v, account->side_a.n);
}

static void add_sides(const khd_cluster *c, khd_account *account, const khd_occurrence *o)
{
    bool turned = is_turned(c, account, o);
    for (uint32_t side = 0; side < 2; side++)
        for (uint32_t k = 0; k < o->side[side].count; k++) {
            khd_party party;
            if (read_party(c, o->side[side].tokens[k], o->side[side].chain[k], &party))
                add_party(c, account, turned ? 1 - side : side, &party);
        }
}

/* Those who were harmed are whom it was done to when nobody else is told. */
static void add_victims(const khd_cluster *c, khd_account *account)
{
    khd_doc *doc = c->doc;
    for (uint32_t i = 0; i < c->members.n && !account->side_b.n; i++) {
        const khd_occurrence *o = member(c, i);
        for (uint32_t k = 0; k < o->figures.n; k++) {
            const khd_figure *f = &doc->figures.v[o->figures.v[k]];
            if (khd_span_empty(f->who) || f->side == KHD_SIDE_A)
                continue;
            khd_party party = khd_actor_describe(doc, khd_doc_range(doc, f->who));
            if (party.name && *party.name)
                add_party(c, account, 1, &party);
        }
    }
}

void khd_settle_parties(const khd_cluster *c, khd_account *account)
{
    for (uint32_t i = 0; i < c->members.n; i++)
        add_sides(c, account, member(c, i));
    add_victims(c, account);
    for (uint32_t side = 0; side < 2; side++) {
        const khd_party *p = side ? account->side_b.v : account->side_a.v;
        uint32_t n = side ? account->side_b.n : account->side_a.n;
        for (uint32_t i = 0; i < n; i++)
            if (p[i].actor)
                khd_settle_because(c->doc, account, side ? "side_b" : "side_a",
                                   khd_doc_format(c->doc, "%s is %s (actor table)",
                                                  khd_doc_text(c->doc, p[i].span), p[i].actor));
    }
}

/* ---- means ------------------------------------------------------------------------------------ */

/* Indexes of the means in the sentence of `tokens`: they come sentence by sentence, but
 * in no order within one. */
static khd_range means_around(const khd_doc *doc, khd_range tokens)
{
    khd_range s = doc->sentences.v[doc->tokens.v[tokens.begin].sentence].tokens;
    return (khd_range){KHD_FIRST_AFTER(doc->means, s.begin), KHD_FIRST_AFTER(doc->means, s.end)};
}

static const char *means_kind(const khd_doc *doc, khd_range tokens)
{
    khd_range around = means_around(doc, tokens);
    for (uint32_t i = around.begin; i < around.end; i++)
        if (!doc->means.v[i].target && khd_range_meet(doc->means.v[i].tokens, tokens))
            return doc->means.v[i].kind;
    return NULL;
}

/* True when the lower-cased words of one means hold the other's: "rocket" and "rocket
 * shells" are one. */
static bool same_means(const khd_doc *doc, khd_range a, khd_range b)
{
    khd_range small = a.end - a.begin < b.end - b.begin ? a : b;
    khd_range large = small.begin == a.begin && small.end == a.end ? b : a;
    for (uint32_t i = small.begin; i < small.end; i++) {
        bool found = false;
        for (uint32_t k = large.begin; k < large.end && !found; k++)
            found = !strcmp(doc->tokens.v[i].lower, doc->tokens.v[k].lower);
        if (!found)
            return false;
    }
    return true;
}

/* Of two wordings of one means the longer is kept. */
static void add_means(const khd_cluster *c, khd_account *account, khd_range tokens)
{
    khd_doc *doc = c->doc;
    khd_weapon fresh = {khd_doc_span(doc, tokens), means_kind(doc, tokens)};
    for (uint32_t i = 0; i < account->means.n; i++) {
        khd_range known = khd_doc_range(doc, account->means.v[i].span);
        if (!same_means(doc, known, tokens))
            continue;
        if (tokens.end - tokens.begin > known.end - known.begin)
            account->means.v[i] = fresh;
        return;
    }
    *KHD_PUSH(doc->arena, &account->means) = fresh;
}

/* "air strikes", "shelled", "stabbed": the trigger itself says how it was done. */
static void add_method(const khd_cluster *c, khd_account *account, uint32_t i)
{
    khd_range t = frame_of(c, i)->trigger;
    for (uint32_t k = t.begin; k < t.end; k++) {
        int32_t row;
        uint32_t n = khd_table_match(c->triggers, c->doc, k, t.end, &row);
        if (n && *khd_table_cell(c->triggers, row, 2)) {
            add_means(c, account, (khd_range){k, k + n});
            return;
        }
    }
}

static void add_named(const khd_cluster *c, khd_account *account, khd_range trigger)
{
    const khd_doc *doc = c->doc;
    khd_range around = means_around(doc, trigger);
    for (uint32_t k = around.begin; k < around.end; k++)
        if (!doc->means.v[k].target && khd_range_meet(doc->means.v[k].tokens, trigger))
            add_means(c, account, doc->means.v[k].tokens);
}

/* Arguments first; without any, the weapon that the trigger itself names. */
void khd_settle_means(const khd_cluster *c, khd_account *account)
{
    for (uint32_t i = 0; i < c->members.n; i++)
        for (uint32_t k = 0; k < member(c, i)->means.n; k++)
            add_means(c, account, member(c, i)->means.v[k]);
    for (uint32_t i = 0; i < c->members.n && !account->means.n; i++)
        add_named(c, account, frame_of(c, i)->trigger);
    for (uint32_t i = 0; i < c->members.n && !account->means.n; i++)
        add_method(c, account, i);
}
