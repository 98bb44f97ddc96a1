/* entity: see entity.h. Three passes over the mentions: those that say who they
 * are (by a key: registry row, state's branch, plain name), then descriptions and
 * the first person, then pronouns of the third person.
 */
#include "entity.h"

#include "anaphora.h"
#include "identity.h"
#include "mention.h"
#include "registry.h"
#include "toponym.h"

#include <string.h>

enum { SHORT_WORDS = 4, SHORT_LETTERS = 5 };

typedef struct {
    const char *key; /* NULL: free */
    uint32_t chain;
} slot;

typedef struct {
    khd_doc *doc;
    const khd_registry *registry;
    khd_identity identity;
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

/* Chains are found under at most 2 + SHORT_WORDS keys each: key, surname or acronym,
 * single words. */
static void slots_new(weave *w)
{
    uint32_t n = 64;
    while (n < w->clues.n * 2 * (3 + SHORT_WORDS))
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

/* A person is taken up by surname ("zoysa", "de zoysa"), then by first name. */
static void learn_person(weave *w, const char *plain, uint32_t chain)
{
    const char *first = strchr(plain, ' ');
    unsigned count = 0;
    for (const char *c = first; c && count < SHORT_WORDS - 1; c = strchr(c + 1, ' '), count++)
        also_known(w, khd_doc_format(w->doc, "last:%s", c + 1), chain);
    if (first)
        also_known(w, khd_doc_format(w->doc, "last:%.*s", (int)(first - plain), plain), chain);
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

/* ---- chains ------------------------------------------------------------------------------- */

static bool is_open_key(const char *key)
{
    return strncmp(key, "name:", 5) != 0 && strncmp(key, "words:", 6) != 0;
}

static uint8_t kind_of(const weave *w, const khd_mention *m, const khd_clue *clue)
{
    if (clue->row != KHD_NOTHING &&
        (clue->form == KHD_CLUE_NAME || khd_identity_is_body(clue->noun.class_)))
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
        .side = clue->row != KHD_NOTHING ? khd_registry_cell(w->registry, clue->row, KHD_ACTOR_SIDE)
                                         : "",
        .ally = KHD_NOTHING,
    };
    return chain;
}

/* "the Observatory" after "Syrian Observatory for Human Rights". */
static void learn_words(weave *w, const char *plain, uint32_t chain)
{
    unsigned count = 0;
    if (!strchr(plain, ' '))
        return;
    for (const char *c = plain; *c && count < SHORT_WORDS; c += strspn(c, " ")) {
        size_t n = strcspn(c, " ");
        if (n >= SHORT_LETTERS)
            also_known(w, khd_doc_format(w->doc, "word:%.*s", (int)n, c), chain), count++;
        c += n;
    }
}

/* Other keys under which a new name will be taken up later. */
static void learn_short_forms(weave *w, uint32_t m, uint32_t chain)
{
    const khd_clue *clue = &w->clues.v[m];
    const char *key = NULL;
    uint8_t type = w->doc->mentions.v[m].type;
    if (clue->form != KHD_CLUE_NAME)
        return;
    if (type == KHD_ENTITY_PER)
        learn_person(w, clue->plain, chain);
    else if (strchr(clue->plain, ' '))
        key = acronym_of(w->doc, clue->plain);
    if (key)
        also_known(w, key, chain);
    if (type == KHD_ENTITY_ORG)
        learn_words(w, clue->plain, chain);
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

/* A surname alone after its full name, one word of an organisation's name. */
static bool join_short_form(weave *w, uint32_t m)
{
    const khd_clue *clue = &w->clues.v[m];
    uint8_t type = w->doc->mentions.v[m].type;
    bool person = type == KHD_ENTITY_PER;
    if (clue->form != KHD_CLUE_NAME || clue->row != KHD_NOTHING || clue->country.alpha3 ||
        (!person && (type != KHD_ENTITY_ORG || strchr(clue->plain, ' '))))
        return false;
    slot *s = slot_get(w, khd_doc_format(w->doc, "%s:%s", person ? "last" : "word", clue->plain));
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
    const char *key = khd_identity_key(&w->identity, mention, clue);
    if (!key)
        return;
    int32_t intro = clue->form == KHD_CLUE_NAME ? bracketed(w, m) : KHD_NOTHING;
    if (intro != KHD_NOTHING && may_be_one(w, intro, clue)) {
        w->doc->mentions.v[m].chain = (uint32_t)intro;
        also_known(w, key, (uint32_t)intro);
    } else if (!join_short_form(w, m)) {
        join(w, m, key);
    }
}

/* ---- second pass: descriptions and pronouns ----------------------------------------------------
 */

/* "Boko Haram, the extremist group": the mention that stands in apposition. */
static int32_t apposed(const weave *w, uint32_t m)
{
    const khd_doc *doc = w->doc;
    const khd_token *t = &doc->tokens.v[doc->mentions.v[m].head];
    bool title = t->deprel == KHD_DEPREL_COMPOUND || t->deprel == KHD_DEPREL_NMOD_DESC ||
                 t->deprel == KHD_DEPREL_FLAT;
    bool beside =
        t->deprel == KHD_DEPREL_APPOS || (title && w->clues.v[m].noun.class_ == KHD_PARTY_PERSON);
    int32_t other = KHD_NOTHING;
    if (beside && t->head != KHD_NOTHING)
        other = khd_mention_at(doc, (uint32_t)t->head);
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
    return strcmp(first, "our") == 0 && khd_identity_is_body(w->clues.v[m].noun.class_);
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

static bool is_possessed(const weave *w, uint32_t m)
{
    const khd_token *t = &w->doc->tokens.v[w->doc->mentions.v[m].tokens.begin];
    return t->deprel == KHD_DEPREL_NMOD_POSS && t->upos == KHD_UPOS_PRON;
}

static const char *fallback_key(weave *w, uint32_t m)
{
    const khd_clue *clue = &w->clues.v[m];
    switch (clue->noun.class_) {
    case KHD_PARTY_FORCES:
        if (clue->noun.kind == KHD_ACTOR_KIND_STATE_FORCES)
            return khd_identity_state(&w->identity, "?", &clue->noun);
        return khd_identity_group(
            &w->identity, clue->noun.kind == KHD_ACTOR_KIND_EXTERNAL ? "?" : "", &clue->noun);
    case KHD_PARTY_STATE:
        return khd_identity_state(&w->identity, "?", &clue->noun);
    case KHD_PARTY_FIGHTERS:
        return khd_identity_group(&w->identity, "?", &clue->noun);
    case KHD_PARTY_GROUP:
        return strcmp(clue->noun.noun, "opposition") == 0
                   ? khd_identity_group(&w->identity, "?", &clue->noun)
                   : NULL;
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

static void join_told(weave *w, uint32_t m)
{
    khd_mention *mention = &w->doc->mentions.v[m];
    if (mention->chain != KHD_NO_CHAIN || is_first_person(w, m))
        return;
    if (w->clues.v[m].form == KHD_CLUE_PRONOUN) {
        const char *word = w->clues.v[m].plain;
        int32_t chain = khd_anaphora_pronoun(&w->cast, m);
        if (chain == KHD_NOTHING)
            return;
        mention->chain = (uint32_t)chain;
        if (word[0] == 'h' || word[0] == 's')
            w->cast.cards.v[chain].gender = word[0];
    } else {
        join_description(w, m);
        if (w->clues.v[m].noun.class_ == KHD_PARTY_PERSON)
            khd_anaphora_learn_ally(&w->cast, m);
    }
}

/* ---- the first person ----------------------------------------------------------------- */

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

/* Single people to whom something was done go by "civilians", like the many. */
static void name_people(weave *w)
{
    for (uint32_t i = 0; i < w->doc->chains.n; i++) {
        const khd_card *card = &w->cast.cards.v[i];
        khd_chain *chain = &w->doc->chains.v[i];
        if (card->class_ == KHD_PARTY_PEOPLE && !card->named && !card->doer && !chain->actor) {
            chain->name = "civilians";
            chain->why = "people";
        }
    }
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
    w.identity = (khd_identity){doc, w.registry};
    khd_mention_run(doc, w.registry, &w.clues);
    w.cast.doc = doc;
    w.cast.clues = &w.clues;
    slots_new(&w);
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        if (w.clues.v[i].form != KHD_CLUE_PRONOUN && !is_first_person(&w, i))
            join_known(&w, i);
    khd_anaphora_learn(&w.cast);
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        if (w.clues.v[i].form == KHD_CLUE_NOMINAL && !is_possessed(&w, i))
            join_told(&w, i);
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        if (is_first_person(&w, i))
            join_first_person(&w, i);
    for (uint32_t i = 0; i < doc->mentions.n; i++)
        join_told(&w, i);
    name_people(&w);
    drop_unknown(doc);
}

int32_t khd_entity_mention(const khd_doc *doc, uint32_t head)
{
    return khd_mention_at(doc, head);
}
