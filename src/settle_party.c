/* settle_party: the two sides of an account. See settle.h.
 *
 * First what the members tell, names before pronouns; then who came to harm; then,
 * where one side is not told at all, what the occurrences around say of the same
 * fight: the opponent of the one party, the author of the attack told before. */
#include "settle.h"

#include "actor.h"
#include "entity.h"

#include <string.h>

static const khd_occurrence *member(const khd_cluster *c, uint32_t i)
{
    return &c->all->v[c->members.v[i]];
}

static bool is_pronoun(const khd_doc *doc, khd_range tokens)
{
    return tokens.end - tokens.begin == 1 && doc->tokens.v[tokens.begin].upos == KHD_UPOS_PRON;
}

/* "Ratana" and "Matt Ratana". */
static bool same_person(const khd_party *a, const khd_party *b)
{
    const char *x = strrchr(a->name, ' '), *y = strrchr(b->name, ' ');
    return a->kind == KHD_ACTOR_KIND_PERSON && b->kind == KHD_ACTOR_KIND_PERSON &&
           !strcmp(x ? x + 1 : a->name, y ? y + 1 : b->name);
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
    return !strcmp(a->name, b->name) || same_person(a, b);
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

/* ---- what is no party ------------------------------------------------------------------- */

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (!strcmp(word, *list))
            return true;
    return false;
}

static bool is_named_place(const khd_doc *doc, uint32_t head)
{
    uint32_t i = KHD_FIRST_AFTER(doc->places, head);
    return i < doc->places.n && khd_range_has(doc->places.v[i].tokens, head) &&
           !doc->places.v[i].adjectival;
}

/* A town, a toll, a thing: words that the reader marks but that nobody stands behind. */
static bool is_thing(const khd_doc *doc, khd_range tokens, const khd_party *party)
{
    static const char *const things[] = {"fatality", "casualty", "injury",   "death",   "position",
                                         "artillery", "depot",   "building", "shell",   "plane",
                                         "warplane", "house",    "area",     "vehicle", "weapon",
                                         "toll",     "victim",   "number",   "body",    NULL};
    uint32_t at = khd_doc_head(doc, tokens);
    const khd_token *head = &doc->tokens.v[at];
    if (party->actor || party->kind != KHD_ACTOR_KIND_UNKNOWN)
        return false;
    return head->entity == KHD_ENTITY_GPE || head->entity == KHD_ENTITY_LOC ||
           head->entity == KHD_ENTITY_FAC || is_named_place(doc, at) || is_one_of(head->lemma, things);
}

static bool is_unarmed_act(uint8_t class_)
{
    return class_ == KHD_CLASS_PROTEST || class_ == KHD_CLASS_RIOT || class_ == KHD_CLASS_ATTACK ||
           class_ == KHD_CLASS_DISPLACEMENT || class_ == KHD_CLASS_AGREEMENT ||
           class_ == KHD_CLASS_AID || class_ == KHD_CLASS_WITHDRAWAL ||
           class_ == KHD_CLASS_DESTRUCTION || class_ == KHD_CLASS_DISRUPTED ||
           class_ == KHD_CLASS_SEXUAL_VIOLENCE;
}

/* People without arms wage no battle and fly no raid: they are those it was done to. */
static uint32_t side_for(const khd_account *account, uint32_t side, const khd_party *party)
{
    return party->kind == KHD_ACTOR_KIND_CIVILIANS && !is_unarmed_act(account->class_) ? 1 : side;
}

static bool is_armed(const khd_party *p)
{
    return p->kind == KHD_ACTOR_KIND_STATE_FORCES || p->kind == KHD_ACTOR_KIND_REBEL_GROUP ||
           p->kind == KHD_ACTOR_KIND_POLITICAL_MILITIA ||
           p->kind == KHD_ACTOR_KIND_IDENTITY_MILITIA || p->kind == KHD_ACTOR_KIND_EXTERNAL ||
           p->kind == KHD_ACTOR_KIND_GOVERNMENT;
}

static bool is_battle(uint8_t class_)
{
    return class_ == KHD_CLASS_ARMED_CLASH || class_ == KHD_CLASS_STATE_GAINS ||
           class_ == KHD_CLASS_NONSTATE_GAINS;
}

/* Demonstrators and prisoners read as those who did it: the armed party on the other
 * side did. */
static bool is_upside_down(const khd_cluster *c, const khd_account *account,
                           const khd_occurrence *o)
{
    khd_party party;
    bool people = false, armed = false;
    if (account->class_ != KHD_CLASS_FORCE_ON_PROTEST && account->class_ != KHD_CLASS_ARREST)
        return false;
    for (uint32_t i = 0; i < o->side[0].count; i++)
        people |= read_party(c, o->side[0].tokens[i], o->side[0].chain[i], &party) &&
                  !is_armed(&party);
    for (uint32_t i = 0; i < o->side[1].count; i++)
        armed |= read_party(c, o->side[1].tokens[i], o->side[1].chain[i], &party) &&
                 is_armed(&party);
    return people && armed;
}

/* ---- what the members tell ---------------------------------------------------------------- */

/* `pronouns`: those only, and only for a side that is empty; else all but those. */
static void add_sides(const khd_cluster *c, khd_account *account, const khd_occurrence *o,
                      bool pronouns)
{
    const khd_doc *doc = c->doc;
    bool turned = is_turned(c, account, o) || is_upside_down(c, account, o);
    bool open[2] = {!account->side_a.n, !account->side_b.n};
    for (uint32_t side = 0; side < 2; side++)
        for (uint32_t k = 0; k < o->side[side].count; k++) {
            khd_range tokens = o->side[side].tokens[k];
            khd_party party;
            if (is_pronoun(doc, tokens) != pronouns ||
                !read_party(c, tokens, o->side[side].chain[k], &party) ||
                is_thing(doc, tokens, &party))
                continue;
            uint32_t to = side_for(account, turned ? 1 - side : side, &party);
            if (!pronouns || open[to])
                add_party(c, account, to, &party);
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
            if (f->side == KHD_SIDE_A)
                continue;
            khd_party party = {f->span, "civilians", NULL, KHD_ACTOR_KIND_CIVILIANS};
            if (!khd_span_empty(f->who))
                party = khd_actor_describe(doc, khd_doc_range(doc, f->who));
            else if (f->group != KHD_GROUP_CIVILIAN)
                continue;
            if (party.name && *party.name)
                add_party(c, account, 1, &party);
        }
    }
}

static bool has_kind(const khd_account *account, uint8_t kind)
{
    for (uint32_t i = 0; i < account->side_b.n; i++)
        if (account->side_b.v[i].kind == kind)
            return true;
    return false;
}

/* Civilians who came to harm beside the target that is named. */
static void add_bystanders(const khd_cluster *c, khd_account *account)
{
    khd_doc *doc = c->doc;
    for (uint32_t i = 0; i < c->members.n; i++)
        for (uint32_t k = 0; k < member(c, i)->figures.n; k++) {
            const khd_figure *f = &doc->figures.v[member(c, i)->figures.v[k]];
            if (f->group != KHD_GROUP_CIVILIAN || khd_span_empty(f->who) ||
                f->n == 0 || f->n == 1 || f->side == KHD_SIDE_A ||
                has_kind(account, KHD_ACTOR_KIND_CIVILIANS) ||
                has_kind(account, KHD_ACTOR_KIND_PERSON))
                continue;
            khd_party party = khd_actor_describe(doc, khd_doc_range(doc, f->who));
            if (party.kind == KHD_ACTOR_KIND_CIVILIANS)
                add_party(c, account, 1, &party);
        }
}

/* ---- what the report around tells ------------------------------------------------------------ */

/* The first armed party of these that is not `known`. */
static bool other_party(const khd_cluster *c, const khd_parties *p, const khd_party *known,
                        khd_party *out)
{
    for (uint32_t i = 0; i < p->count; i++)
        if (read_party(c, p->tokens[i], p->chain[i], out) && is_armed(out) &&
            !is_pronoun(c->doc, p->tokens[i]) && !same_party(out, known))
            return true;
    return false;
}

/* The opponent of `known` in one occurrence. */
static bool opponent_in(const khd_cluster *c, uint32_t at, khd_party *known, khd_party *out)
{
    const khd_occurrence *o = &c->all->v[at];
    if (!c->kept[at] || o->class_ > KHD_CLASS_ARREST)
        return false;
    for (uint32_t side = 0; side < 2; side++)
        if (member_has(c, &o->side[side], known, 1) &&
            other_party(c, &o->side[1 - side], known, out))
            return true;
    return false;
}

/* The words of a member's sentence around its trigger. */
static khd_range words_around(const khd_cluster *c, uint32_t i)
{
    enum { REACH = 80 };
    khd_range s = c->doc->sentences.v[member(c, i)->sentence].tokens;
    uint32_t head = member(c, i)->head;
    if (head > s.begin + REACH)
        s.begin = head - REACH;
    if (head + REACH < s.end)
        s.end = head + REACH;
    return s;
}

/* The preposition of a noun, looked for near before it; KHD_NOTHING none. */
static int32_t preposition_of(const khd_doc *doc, uint32_t head)
{
    enum { REACH = 6 };
    for (uint32_t i = head; i-- > 0 && i + REACH >= head;)
        if (doc->tokens.v[i].head == (int32_t)head && doc->tokens.v[i].deprel == KHD_DEPREL_CASE)
            return (int32_t)i;
    return KHD_NOTHING;
}

/* "pushing X back", "an operation against X", "X-held land", "X's capital", "the defeat of
 * X": words that name the other side. */
static bool is_against(const khd_doc *doc, uint32_t head)
{
    static const char *const words[] = {"against", "from", "targeting", NULL};
    const khd_token *t = &doc->tokens.v[head];
    int32_t mark = preposition_of(doc, head);
    static const char *const holds[] = {"held", "controlled", "occupied", NULL};
    static const char *const ends[] = {"defeat", "retreat", "elimination", "withdrawal", NULL};
    bool held = head + 2 < doc->tokens.n && !strcmp(t[1].lower, "-") &&
                is_one_of(t[2].lower, holds);
    const khd_token *above = t->head == KHD_NOTHING ? t : &doc->tokens.v[t->head];
    bool owns = t->deprel == KHD_DEPREL_NMOD_POSS && above->trigger < 0.5f;
    bool beaten = t->deprel == KHD_DEPREL_NMOD && is_one_of(above->lower, ends);
    if (t->deprel == KHD_DEPREL_OBJ || held || owns || beaten)
        return true;
    return mark != KHD_NOTHING && is_one_of(doc->tokens.v[mark].lower, words);
}

/* Nobody is told whom it was done to: the armed party that a member's sentence names as
 * the object or after "against" and "from". */
static void add_foe(const khd_cluster *c, khd_account *account)
{
    khd_doc *doc = c->doc;
    for (uint32_t i = 0; i < c->members.n && !account->side_b.n && account->side_a.n; i++) {
        khd_range s = words_around(c, i);
        for (uint32_t t = s.begin; t < s.end && !account->side_b.n; t++) {
            int32_t m = khd_entity_mention(doc, t);
            khd_party party;
            if (m == KHD_NOTHING || doc->tokens.v[t].upos == KHD_UPOS_PRON ||
                !read_party(c, doc->mentions.v[m].tokens, (int32_t)doc->mentions.v[m].chain,
                            &party) ||
                !is_armed(&party) || party.kind == KHD_ACTOR_KIND_GOVERNMENT ||
                !is_against(doc, t))
                continue;
            add_party(c, account, 1, &party);
        }
    }
}

/* Of a battle with one party told: whom that party fights in the nearest occurrence
 * that tells both. */
static void add_opponent(const khd_cluster *c, khd_account *account)
{
    enum { REACH = 24 };
    uint32_t side = account->side_a.n ? 1 : 0, at = member(c, 0)->frame;
    khd_party known, found;
    if (!is_battle(account->class_) || (account->side_a.n > 0) == (account->side_b.n > 0))
        return;
    known = side ? account->side_a.v[0] : account->side_b.v[0];
    for (uint32_t step = 1; step <= REACH; step++) {
        bool there = at >= step && opponent_in(c, at - step, &known, &found);
        if (!there)
            there = at + step < c->all->n && opponent_in(c, at + step, &known, &found);
        if (!there)
            continue;
        add_party(c, account, side, &found);
        khd_settle_because(c->doc, account, side ? "side_b" : "side_a",
                           "the opponent in the nearest occurrence that tells both");
        return;
    }
}

/* Could a party of this kind have done that? Bombs are laid by groups, planes flown by
 * states. */
static bool is_fit(uint8_t class_, const khd_party *p)
{
    bool state = p->kind == KHD_ACTOR_KIND_STATE_FORCES || p->kind == KHD_ACTOR_KIND_GOVERNMENT ||
                 p->kind == KHD_ACTOR_KIND_EXTERNAL;
    switch (class_) {
    case KHD_CLASS_AIR_STRIKE: return state;
    case KHD_CLASS_SUICIDE_BOMB:
    case KHD_CLASS_REMOTE_EXPLOSIVE: return is_armed(p) && !state;
    case KHD_CLASS_SHELLING: return is_armed(p);
    case KHD_CLASS_ATTACK: return is_armed(p) && !state && p->actor;
    default: return false;
    }
}

/* Of an attack that nobody is named for: the author of the attack told before it, when
 * that is near and could be; marked as suspected. */
static void add_author(const khd_cluster *c, khd_account *account)
{
    enum { REACH = 3, MOST = 40 };
    const khd_doc *doc = c->doc;
    const khd_occurrence *first = member(c, 0);
    if (account->side_a.n || account->status != KHD_OUTCOME_HAPPENED)
        return;
    for (uint32_t i = first->frame; i-- > 0 && i + MOST > first->frame;) {
        int32_t of = doc->fates.v[i].account;
        if (c->all->v[i].sentence + REACH < first->sentence)
            return;
        if (of == KHD_NOTHING || (uint32_t)of >= doc->accounts.n)
            continue;
        khd_account *before = &doc->accounts.v[of];
        if (is_battle(before->class_) || before->class_ > KHD_CLASS_ATTACK)
            continue;
        for (uint32_t k = 0; k < before->side_a.n; k++)
            if (is_fit(account->class_, &before->side_a.v[k])) {
                add_party(c, account, 0, &before->side_a.v[k]);
                if (!account->side_a.n)
                    return; /* it stands on the other side */
                account->blame = KHD_BLAME_SUSPECTED;
                khd_settle_because(c->doc, account, "side_a",
                                   "the author of the attack told before it");
                return;
            }
    }
}

/* ---- demonstrations ---------------------------------------------------------------------- */

static bool is_demonstration(uint8_t class_)
{
    return class_ == KHD_CLASS_PROTEST || class_ == KHD_CLASS_RIOT;
}

/* The government that a sentence of the account speaks of ("anti-government protests",
 * "demanded that the government step down"). */
static bool find_government(const khd_cluster *c, khd_range s, khd_party *out)
{
    khd_doc *doc = c->doc;
    for (uint32_t i = s.begin; i < s.end; i++) {
        int32_t m = khd_entity_mention(doc, i);
        const khd_chain *chain = m == KHD_NOTHING ? NULL : &doc->chains.v[doc->mentions.v[m].chain];
        bool state = chain && chain->kind == KHD_ACTOR_KIND_GOVERNMENT &&
                     doc->tokens.v[i].entity != KHD_ENTITY_GPE;
        if (state) {
            *out = (khd_party){khd_doc_span(doc, doc->mentions.v[m].tokens), chain->name,
                               chain->actor, chain->kind};
            return true;
        }
        const char *lower = doc->tokens.v[i].lower;
        if (!strcmp(lower, "anti-government") ||
            (!strcmp(lower, "government") && i > s.begin + 1 &&
             !strcmp(doc->tokens.v[i - 2].lower, "anti"))) {
            *out = (khd_party){khd_doc_span(doc, (khd_range){i, i + 1}), "government", NULL,
                               KHD_ACTOR_KIND_GOVERNMENT};
            return true;
        }
    }
    return false;
}

/* A demonstration is held by demonstrators, mostly against a government. */
static void add_demonstration(const khd_cluster *c, khd_account *account)
{
    khd_doc *doc = c->doc;
    if (!is_demonstration(account->class_))
        return;
    if (!account->side_a.n) {
        bool riot = account->class_ == KHD_CLASS_RIOT;
        khd_range trigger = doc->frames.v[member(c, 0)->frame].trigger;
        khd_party party = {khd_doc_span(doc, trigger), riot ? "rioters" : "protesters", NULL,
                           riot ? KHD_ACTOR_KIND_RIOTERS : KHD_ACTOR_KIND_PROTESTERS};
        add_party(c, account, 0, &party);
    }
    for (uint32_t i = 0; i < c->members.n && !account->side_b.n; i++) {
        khd_party party;
        if (find_government(c, words_around(c, i), &party))
            add_party(c, account, 1, &party);
    }
}

void khd_settle_parties(const khd_cluster *c, khd_account *account)
{
    for (int pronouns = 0; pronouns < 2; pronouns++)
        for (uint32_t i = 0; i < c->members.n; i++)
            add_sides(c, account, member(c, i), pronouns);
    add_demonstration(c, account);
    add_victims(c, account);
    if (account->class_ <= KHD_CLASS_ATTACK && !is_battle(account->class_))
        add_bystanders(c, account);
    if (account->class_ <= KHD_CLASS_ATTACK || account->class_ == KHD_CLASS_MOBILISATION)
        add_foe(c, account);
    add_opponent(c, account);
    add_author(c, account);
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
