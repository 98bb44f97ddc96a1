/* entity: see entity.h. Three passes over the mentions: those that say who they
 * are (by a key: registry row, state's branch, plain name), then descriptions and
 * pronouns of the third person in the order of the text, then the first person.
 */
#include "entity.h"

#include "anaphora.h"
#include "mention.h"
#include "registry.h"
#include "toponym.h"

#include <string.h>

typedef struct {
    const char *key; /* NULL: free */
    uint32_t chain;
} slot;

typedef struct {
    khd_doc *doc;
    const khd_registry *registry;
    khd_clues clues;
    khd_cast cast;
    slot *slots; /* open addressing, power of two */
    uint32_t mask;
} weave;

/* ---- keys ---------------------------------------------------------------------------- */

static slot *slot_get(weave *w, const char *key)
{
    uint32_t i = (uint32_t)khd_toponym_hash(key, strlen(key), 0) & w->mask;
    while (w->slots[i].key && strcmp(w->slots[i].key, key) != 0)
        i = (i + 1) & w->mask;
    return &w->slots[i];
}

/* Chains are found under at most three keys each: key, surname, acronym. */
static void slots_new(weave *w)
{
    uint32_t n = 64;
    while (n < w->clues.n * 8)
        n *= 2;
    w->slots = khd_arena_push(w->doc->arena, n, sizeof *w->slots);
    w->mask = n - 1;
}

static void also_known(weave *w, const char *key, uint32_t chain)
{
    slot *s = slot_get(w, key);
    if (!s->key)
        *s = (slot){key, chain};
}

static const char *first_of(khd_doc *doc, const char *plain)
{
    const char *blank = strrchr(plain, ' ');
    return blank ? khd_doc_format(doc, "last:%s", blank + 1) : NULL;
}

/* First letters of the words of a name that count: "popular mobilization forces". */
static const char *acronym_of(khd_doc *doc, const char *plain)
{
    char letters[16];
    size_t n = 0;
    for (const char *c = plain; *c && n + 1 < sizeof letters; c++) {
        bool head = c == plain || c[-1] == ' ';
        bool small = strncmp(c, "of ", 3) == 0 || strncmp(c, "for ", 4) == 0 ||
                     strncmp(c, "and ", 4) == 0 || strncmp(c, "in ", 3) == 0;
        if (head && !small)
            letters[n++] = *c;
    }
    letters[n] = 0;
    return n >= 2 ? khd_doc_format(doc, "name:%s", letters) : NULL;
}

/* ---- identity: who a mention says it is -------------------------------------------------- */

static bool is_rebel_word(const char *noun)
{
    static const char *const heads[] = {"rebel", "insurgen", "guerril", "opposition", "armed opp",
                                        "anti-gov", "anti-reg", NULL};
    for (unsigned i = 0; heads[i]; i++)
        if (strncmp(noun, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

/* One word for the many for the same kind of side. */
static const char *family_of(const khd_party_noun *noun)
{
    const char *n = noun->noun;
    if (is_rebel_word(n))
        return strncmp(n, "oppos", 5) == 0 ? "opposition forces"
               : strncmp(n, "insur", 5) == 0 ? "insurgents" : "rebels";
    if (noun->kind == KHD_ACTOR_KIND_EXTERNAL)
        return "coalition forces";
    if (strncmp(n, "terror", 6) == 0)
        return "terrorist groups";
    if (strncmp(n, "militia", 7) == 0)
        return "militias";
    if (strncmp(n, "militant", 8) == 0)
        return "militants";
    if (strncmp(n, "jihad", 5) == 0)
        return "jihadists";
    if (strncmp(n, "armed g", 7) == 0 || strncmp(n, "armed f", 7) == 0)
        return "armed groups";
    if (noun->class_ == KHD_PARTY_PROTEST)
        return "protesters";
    return noun->class_ == KHD_PARTY_RIOT ? "rioters" : n;
}

static const char *state_key(weave *w, const char *alpha3, const khd_party_noun *noun)
{
    const char *branch = noun->branch;
    if (!*branch)
        branch = noun->class_ == KHD_PARTY_STATE ? "government" : "military";
    return khd_doc_format(w->doc, "state:%s:%s", alpha3, branch);
}

static const char *group_key(weave *w, const char *alpha3, const khd_party_noun *noun)
{
    return khd_doc_format(w->doc, "group:%s:%s", alpha3, family_of(noun));
}

static bool is_body(enum khd_party_class c)
{
    return c == KHD_PARTY_FORCES || c == KHD_PARTY_ASSET || c == KHD_PARTY_FIGHTERS ||
           c == KHD_PARTY_GROUP || c == KHD_PARTY_STATE;
}

/* A description owned by a row: the owner itself, or a government's forces. */
static const char *owner_key(weave *w, khd_clue *clue)
{
    enum khd_party_class c = clue->noun.class_;
    if (!is_body(c))
        return NULL;
    bool government = khd_registry_kind(w->registry, clue->row) == KHD_ACTOR_KIND_GOVERNMENT;
    const char *id = khd_registry_cell(w->registry, clue->row, KHD_ACTOR_ID);
    if (government && c != KHD_PARTY_STATE && c != KHD_PARTY_GROUP) {
        int32_t forces = khd_registry_forces(w->registry, id);
        if (forces != KHD_NOTHING)
            clue->row = forces;
    }
    return khd_registry_cell(w->registry, clue->row, KHD_ACTOR_ID);
}

static const char *country_key(weave *w, const khd_clue *clue)
{
    const char *alpha3 = clue->country.alpha3;
    switch (clue->noun.class_) {
    case KHD_PARTY_FORCES:
    case KHD_PARTY_ASSET:
    case KHD_PARTY_STATE:
        return clue->linked || clue->noun.kind == KHD_ACTOR_KIND_EXTERNAL
                   ? NULL
                   : state_key(w, alpha3, &clue->noun);
    case KHD_PARTY_FIGHTERS:
    case KHD_PARTY_PROTEST:
    case KHD_PARTY_RIOT:
        return clue->linked ? NULL : group_key(w, alpha3, &clue->noun);
    default:
        return NULL;
    }
}

static const char *phrase_key(weave *w, const khd_mention *m)
{
    char text[KHD_PLAIN_MAX];
    size_t n = khd_registry_plain(w->doc, m->tokens, text);
    return n ? khd_doc_format(w->doc, "words:%s", text) : NULL;
}

static const char *nominal_key(weave *w, const khd_mention *m, khd_clue *clue)
{
    enum khd_party_class c = clue->noun.class_;
    const char *key = NULL;
    if (c == KHD_PARTY_PEOPLE)
        return clue->plural ? "civilians" : NULL;
    if (clue->owned && clue->row != KHD_NOTHING)
        key = owner_key(w, clue);
    else if (clue->country.alpha3)
        key = country_key(w, clue);
    if (key)
        return key;
    if (is_body(c) && (clue->linked || clue->told_apart || clue->country.alpha3))
        return phrase_key(w, m);
    if (c == KHD_PARTY_PROTEST || c == KHD_PARTY_RIOT)
        return group_key(w, "?", &clue->noun);
    return NULL;
}

static const char *name_key(weave *w, const khd_mention *m, khd_clue *clue)
{
    if (clue->row != KHD_NOTHING)
        return khd_registry_cell(w->registry, clue->row, KHD_ACTOR_ID);
    if (clue->country.alpha3 && clue->noun.class_ == KHD_PARTY_NONE && !clue->country.capital)
        return khd_doc_format(w->doc, "state:%s:government", clue->country.alpha3);
    if (clue->country.alpha3 && clue->noun.class_ == KHD_PARTY_FORCES && *clue->noun.branch &&
        !clue->told_apart)
        return state_key(w, clue->country.alpha3, &clue->noun);
    (void)m;
    return *clue->plain ? khd_doc_format(w->doc, "name:%s", clue->plain) : NULL;
}

/* ---- chains ------------------------------------------------------------------------------- */

static bool is_open_key(const char *key)
{
    return strncmp(key, "name:", 5) != 0 && strncmp(key, "words:", 6) != 0;
}

static uint8_t kind_of(const weave *w, const khd_mention *m, const khd_clue *clue)
{
    if (clue->row != KHD_NOTHING && (clue->form == KHD_CLUE_NAME || is_body(clue->noun.class_)))
        return khd_registry_kind(w->registry, clue->row);
    if (clue->form == KHD_CLUE_NAME && m->type == KHD_ENTITY_PER)
        return KHD_ACTOR_KIND_PERSON;
    if (clue->noun.class_ == KHD_PARTY_ASSET)
        return clue->country.alpha3 ? KHD_ACTOR_KIND_STATE_FORCES : KHD_ACTOR_KIND_UNKNOWN;
    if (clue->noun.class_ != KHD_PARTY_NONE)
        return clue->noun.kind;
    return clue->country.alpha3 && !clue->country.capital ? KHD_ACTOR_KIND_GOVERNMENT
                                                          : KHD_ACTOR_KIND_UNKNOWN;
}

static const char *branch_of(const char *key)
{
    const char *branch = key && strncmp(key, "state:", 6) == 0 ? strrchr(key, ':') : NULL;
    return branch ? branch + 1 : "";
}

static uint32_t chain_new(weave *w, uint32_t m, const char *key)
{
    khd_doc *doc = w->doc;
    const khd_mention *mention = &doc->mentions.v[m];
    const khd_clue *clue = &w->clues.v[m];
    uint32_t chain = doc->chains.n;
    bool named = clue->form == KHD_CLUE_NAME || (key && is_open_key(key));
    const char *country = clue->country.alpha3 ? clue->country.alpha3 : "";
    if (clue->row != KHD_NOTHING)
        country = khd_registry_cell(w->registry, clue->row, KHD_ACTOR_COUNTRY);
    *KHD_PUSH(doc->arena, &doc->chains) = (khd_chain){
        .name = khd_doc_text(doc, khd_doc_span(doc, mention->tokens)),
        .actor = key && is_open_key(key) ? key : NULL,
        .country = country,
        .kind = kind_of(w, mention, clue),
        .why = "",
    };
    enum khd_party_class class_ = clue->noun.class_;
    if (class_ == KHD_PARTY_NONE && doc->chains.v[chain].kind == KHD_ACTOR_KIND_GOVERNMENT)
        class_ = KHD_PARTY_STATE;
    *KHD_PUSH(doc->arena, &w->cast.cards) = (khd_card){
        .class_ = class_,
        .kind = doc->chains.v[chain].kind,
        .type = mention->type,
        .named = named,
        .plural = clue->plural && clue->form == KHD_CLUE_NOMINAL,
        .branch = branch_of(key),
        .side = clue->row != KHD_NOTHING
                    ? khd_registry_cell(w->registry, clue->row, KHD_ACTOR_SIDE)
                    : "",
        .ally = KHD_NOTHING,
    };
    return chain;
}

/* Other keys under which a new name will be taken up later. */
static void learn_short_forms(weave *w, uint32_t m, uint32_t chain)
{
    const khd_clue *clue = &w->clues.v[m];
    const char *key = NULL;
    if (clue->form != KHD_CLUE_NAME)
        return;
    if (w->doc->mentions.v[m].type == KHD_ENTITY_PER)
        key = first_of(w->doc, clue->plain);
    else if (strchr(clue->plain, ' '))
        key = acronym_of(w->doc, clue->plain);
    if (key)
        also_known(w, key, chain);
}

static void join(weave *w, uint32_t m, const char *key)
{
    slot *s = slot_get(w, key);
    uint32_t chain;
    if (s->key) {
        chain = s->chain;
    } else {
        chain = chain_new(w, m, key);
        *slot_get(w, key) = (slot){key, chain};
        learn_short_forms(w, m, chain);
    }
    w->doc->mentions.v[m].chain = chain;
}

/* ---- first pass: names and descriptions that say who they are -------------------------------- */

/* A surname alone, after its full name. */
static bool join_surname(weave *w, uint32_t m)
{
    const khd_clue *clue = &w->clues.v[m];
    if (clue->form != KHD_CLUE_NAME || clue->row != KHD_NOTHING || clue->country.alpha3 ||
        w->doc->mentions.v[m].type != KHD_ENTITY_PER || strchr(clue->plain, ' '))
        return false;
    slot *s = slot_get(w, khd_doc_format(w->doc, "last:%s", clue->plain));
    if (s->key)
        w->doc->mentions.v[m].chain = s->chain;
    return s->key != NULL;
}

/* "Popular Front (PF)": the chain that the bracket explains, KHD_NOTHING none. */
static int32_t bracketed(const weave *w, uint32_t m)
{
    const khd_doc *doc = w->doc;
    const khd_mention *self = &doc->mentions.v[m];
    uint32_t b = self->tokens.begin;
    if (m == 0 || b < 2 || self->tokens.end >= doc->tokens.n || w->clues.v[m].country.alpha3 ||
        strcmp(doc->tokens.v[b - 1].lower, "(") != 0 ||
        strcmp(doc->tokens.v[self->tokens.end].lower, ")") != 0)
        return KHD_NOTHING;
    for (uint32_t i = m; i-- > 0 && m - i < 8;) {
        const khd_mention *other = &doc->mentions.v[i];
        if (other->tokens.end == b - 1 && other->chain != KHD_NO_CHAIN &&
            w->clues.v[i].form != KHD_CLUE_PRONOUN && other->type != KHD_ENTITY_GPE)
            return (int32_t)other->chain;
    }
    return KHD_NOTHING;
}

/* Two chains may be one unless both are known and differ. */
static bool may_be_one(const weave *w, int32_t chain, const khd_clue *clue)
{
    const char *actor = w->doc->chains.v[chain].actor;
    return clue->row == KHD_NOTHING || !actor ||
           strcmp(actor, khd_registry_cell(w->registry, clue->row, KHD_ACTOR_ID)) == 0;
}

static void join_known(weave *w, uint32_t m)
{
    khd_clue *clue = &w->clues.v[m];
    const khd_mention *mention = &w->doc->mentions.v[m];
    const char *key = clue->form == KHD_CLUE_NAME ? name_key(w, mention, clue)
                                                  : nominal_key(w, mention, clue);
    if (!key)
        return;
    int32_t intro = clue->form == KHD_CLUE_NAME ? bracketed(w, m) : KHD_NOTHING;
    if (intro != KHD_NOTHING && may_be_one(w, intro, clue)) {
        w->doc->mentions.v[m].chain = (uint32_t)intro;
        also_known(w, key, (uint32_t)intro);
    } else if (!join_surname(w, m)) {
        join(w, m, key);
    }
}

/* ---- second pass: descriptions and pronouns ---------------------------------------------------- */

/* "Boko Haram, the extremist group": the mention that stands in apposition. */
static int32_t apposed(const weave *w, uint32_t m)
{
    const khd_doc *doc = w->doc;
    const khd_token *t = &doc->tokens.v[doc->mentions.v[m].head];
    bool beside = t->deprel == KHD_DEPREL_APPOS ||
                  (t->deprel == KHD_DEPREL_COMPOUND && w->clues.v[m].noun.class_ == KHD_PARTY_PERSON);
    int32_t other = KHD_NOTHING;
    if (beside && t->head != KHD_NOTHING)
        other = khd_entity_mention(doc, (uint32_t)t->head);
    for (uint32_t i = m + 1; other == KHD_NOTHING && i < doc->mentions.n && i < m + 6; i++) {
        const khd_token *next = &doc->tokens.v[doc->mentions.v[i].head];
        if ((next->deprel == KHD_DEPREL_APPOS || next->deprel == KHD_DEPREL_FLAT) &&
            next->head == (int32_t)doc->mentions.v[m].head)
            other = (int32_t)i;
    }
    if (other == KHD_NOTHING || doc->mentions.v[other].chain == KHD_NO_CHAIN ||
        w->clues.v[other].form != KHD_CLUE_NAME)
        return KHD_NOTHING;
    bool person = w->cast.cards.v[doc->mentions.v[other].chain].type == KHD_ENTITY_PER;
    enum khd_party_class c = w->clues.v[m].noun.class_;
    bool of_person = c == KHD_PARTY_PERSON || c == KHD_PARTY_ATTACKER;
    return person == of_person ? (int32_t)doc->mentions.v[other].chain : KHD_NOTHING;
}

static bool is_first_person(const weave *w, uint32_t m)
{
    const khd_doc *doc = w->doc;
    const khd_mention *mention = &doc->mentions.v[m];
    const char *first = doc->tokens.v[mention->tokens.begin].lower;
    if (w->clues.v[m].form == KHD_CLUE_PRONOUN)
        return w->clues.v[m].plain[0] == 'w' || strcmp(w->clues.v[m].plain, "i") == 0;
    return strcmp(first, "our") == 0 && is_body(w->clues.v[m].noun.class_);
}

/* "their positions" are theirs. */
static int32_t possessor(const weave *w, uint32_t m)
{
    const khd_doc *doc = w->doc;
    const khd_mention *self = &doc->mentions.v[m];
    if (w->clues.v[m].noun.class_ != KHD_PARTY_ASSET)
        return KHD_NOTHING;
    for (uint32_t i = m; i-- > 0 && m - i < 6;) {
        const khd_mention *other = &doc->mentions.v[i];
        const khd_token *t = &doc->tokens.v[other->head];
        if (other->chain != KHD_NO_CHAIN && t->head == (int32_t)self->head &&
            t->deprel == KHD_DEPREL_NMOD_POSS)
            return (int32_t)other->chain;
    }
    return KHD_NOTHING;
}

static const char *fallback_key(weave *w, uint32_t m)
{
    const khd_clue *clue = &w->clues.v[m];
    switch (clue->noun.class_) {
    case KHD_PARTY_FORCES:
        if (clue->noun.kind == KHD_ACTOR_KIND_STATE_FORCES)
            return state_key(w, "?", &clue->noun);
        return group_key(w, clue->noun.kind == KHD_ACTOR_KIND_EXTERNAL ? "?" : "", &clue->noun);
    case KHD_PARTY_STATE:
        return state_key(w, "?", &clue->noun);
    case KHD_PARTY_FIGHTERS:
        return group_key(w, "?", &clue->noun);
    case KHD_PARTY_GROUP:
        return strcmp(clue->noun.noun, "opposition") == 0 ? group_key(w, "?", &clue->noun) : NULL;
    default:
        return NULL;
    }
}

/* Government troops are the report's own country's, whoever was named last. */
static bool takes_up(const khd_clue *clue)
{
    enum khd_party_class c = clue->noun.class_;
    return (clue->definite || c == KHD_PARTY_STATE) && !clue->domestic;
}

static void join_description(weave *w, uint32_t m)
{
    const khd_clue *clue = &w->clues.v[m];
    int32_t chain = apposed(w, m);
    if (chain == KHD_NOTHING)
        chain = possessor(w, m);
    if (chain == KHD_NOTHING && takes_up(clue))
        chain = khd_anaphora_description(&w->cast, m);
    if (chain != KHD_NOTHING) {
        w->doc->mentions.v[m].chain = (uint32_t)chain;
        return;
    }
    const char *key = fallback_key(w, m);
    if (key)
        join(w, m, key);
    else
        w->doc->mentions.v[m].chain = chain_new(w, m, NULL);
}

/* Whom a person speaks for: the party that hangs on the office ("a spokesman for
 * the army", "Taliban commander"). */
static void learn_ally(weave *w, uint32_t m)
{
    const khd_doc *doc = w->doc;
    const khd_mention *self = &doc->mentions.v[m];
    uint32_t first = m > 8 ? m - 8 : 0;
    for (uint32_t i = first; i < doc->mentions.n && i < m + 8; i++) {
        const khd_mention *other = &doc->mentions.v[i];
        const khd_token *t = &doc->tokens.v[other->head];
        if (other->chain == KHD_NO_CHAIN || other->chain == self->chain ||
            t->head != (int32_t)self->head || w->cast.cards.v[other->chain].type == KHD_ENTITY_PER)
            continue;
        if (t->deprel == KHD_DEPREL_NMOD || t->deprel == KHD_DEPREL_COMPOUND ||
            t->deprel == KHD_DEPREL_NMOD_POSS || t->deprel == KHD_DEPREL_AMOD)
            w->cast.cards.v[self->chain].ally = (int32_t)other->chain;
    }
}

static void learn_speakers(weave *w)
{
    const khd_doc *doc = w->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_mention *m = &doc->mentions.v[i];
        const khd_token *t = &doc->tokens.v[m->head];
        if (m->chain != KHD_NO_CHAIN && t->deprel == KHD_DEPREL_NSUBJ && t->head != KHD_NOTHING &&
            khd_anaphora_says(&doc->tokens.v[t->head]))
            w->cast.cards.v[m->chain].speaker = true;
    }
}

static void join_told(weave *w, uint32_t m)
{
    khd_mention *mention = &w->doc->mentions.v[m];
    if (mention->chain != KHD_NO_CHAIN || is_first_person(w, m))
        return;
    if (w->clues.v[m].form == KHD_CLUE_PRONOUN) {
        int32_t chain = khd_anaphora_pronoun(&w->cast, m);
        if (chain != KHD_NOTHING)
            mention->chain = (uint32_t)chain;
    } else {
        join_description(w, m);
        if (w->clues.v[m].noun.class_ == KHD_PARTY_PERSON)
            learn_ally(w, m);
    }
}

/* ---- third pass: the first person ----------------------------------------------------------------- */

/* A government's "our forces" are its forces, when the report names them. */
static int32_t forces_of(weave *w, uint32_t m, int32_t chain)
{
    const khd_chain *speaker = &w->doc->chains.v[chain];
    const char *id = NULL, *alpha3 = speaker->country;
    if (w->clues.v[m].noun.class_ != KHD_PARTY_FORCES ||
        speaker->kind != KHD_ACTOR_KIND_GOVERNMENT || !speaker->actor)
        return chain;
    int32_t row = khd_registry_forces(w->registry, speaker->actor);
    id = row != KHD_NOTHING ? khd_registry_cell(w->registry, row, KHD_ACTOR_ID)
                            : khd_doc_format(w->doc, "state:%s:military", alpha3);
    slot *s = slot_get(w, id);
    return s->key ? (int32_t)s->chain : chain;
}

/* Without a known speaker "our forces" are the armed side named last that is not
 * fought by them in the same clause. */
static void join_first_person(weave *w, uint32_t m)
{
    khd_mention *mention = &w->doc->mentions.v[m];
    if (mention->chain != KHD_NO_CHAIN)
        return;
    int32_t chain = khd_anaphora_speaker(&w->cast, m);
    if (chain != KHD_NOTHING)
        chain = forces_of(w, m, chain);
    if (chain == KHD_NOTHING && w->clues.v[m].form == KHD_CLUE_NOMINAL)
        chain = khd_anaphora_description(&w->cast, m);
    if (chain != KHD_NOTHING)
        mention->chain = (uint32_t)chain;
    else if (w->clues.v[m].form == KHD_CLUE_NOMINAL)
        mention->chain = chain_new(w, m, NULL);
}

/* Pronouns without an antecedent are no mentions. */
static void drop_unknown(khd_doc *doc)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        if (doc->mentions.v[i].chain != KHD_NO_CHAIN)
            doc->mentions.v[kept++] = doc->mentions.v[i];
    doc->mentions.n = kept;
}

void khd_entity_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    weave w = {.doc = doc, .registry = khd_registry_new(doc, lexicon)};
    khd_mention_run(doc, w.registry, &w.clues);
    w.cast.doc = doc;
    w.cast.clues = &w.clues;
    slots_new(&w);
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        if (w.clues.v[i].form != KHD_CLUE_PRONOUN && !is_first_person(&w, i))
            join_known(&w, i);
    learn_speakers(&w);
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        join_told(&w, i);
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        join_first_person(&w, i);
    drop_unknown(doc);
}

int32_t khd_entity_mention(const khd_doc *doc, uint32_t head)
{
    uint32_t low = 0, high = doc->mentions.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (doc->mentions.v[mid].head < head)
            low = mid + 1;
        else
            high = mid;
    }
    return low < doc->mentions.n && doc->mentions.v[low].head == head ? (int32_t)low : KHD_NOTHING;
}
