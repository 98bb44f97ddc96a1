/* anaphora: see anaphora.h. The order of preference for pronouns follows Lappin
 * and Leass (1994): recency by sentence, then subject, object, others.
 */
#include "anaphora.h"

#include <string.h>

enum {
    LOOK_BACK = 150,     /* mentions */
    SENTENCES_NOUN = 12, /* how far a description reaches */
    SENTENCES_PRONOUN = 2,
    SENTENCES_SPEAKER = 2,
    CLAUSE_MENTIONS = 16, /* looked at on each side for words of the same clause */
    CLAUSE_DEPTH = 4,
};

static bool is_armed(uint8_t kind)
{
    return kind == KHD_ACTOR_KIND_STATE_FORCES || kind == KHD_ACTOR_KIND_REBEL_GROUP ||
           kind == KHD_ACTOR_KIND_POLITICAL_MILITIA || kind == KHD_ACTOR_KIND_IDENTITY_MILITIA ||
           kind == KHD_ACTOR_KIND_EXTERNAL;
}

static bool is_nonstate(uint8_t kind)
{
    return kind == KHD_ACTOR_KIND_REBEL_GROUP || kind == KHD_ACTOR_KIND_POLITICAL_MILITIA ||
           kind == KHD_ACTOR_KIND_IDENTITY_MILITIA;
}

static uint32_t sentence_of(const khd_cast *cast, uint32_t m)
{
    return cast->doc->tokens.v[cast->doc->mentions.v[m].head].sentence;
}

static bool starts_with(const char *text, const char *head)
{
    return strncmp(text, head, strlen(head)) == 0;
}

/* ---- descriptions --------------------------------------------------------------------- */

/* "the rebels" are not the Islamic State; "the separatists" are separatists. */
static bool fits_fighters(const khd_party_noun *noun, const khd_card *card)
{
    bool rebels = starts_with(noun->noun, "rebel") || starts_with(noun->noun, "opposition");
    bool jihadist = strcmp(card->side, "jihadist") == 0;
    if (rebels && (jihadist || card->kind != KHD_ACTOR_KIND_REBEL_GROUP))
        return false;
    if (starts_with(noun->noun, "separatist"))
        return strcmp(card->side, "separatist") == 0;
    if (starts_with(noun->noun, "jihad") || starts_with(noun->noun, "islamist"))
        return jihadist;
    if (noun->kind == KHD_ACTOR_KIND_REBEL_GROUP)
        return is_nonstate(card->kind);
    if (noun->kind == KHD_ACTOR_KIND_POLITICAL_MILITIA)
        return is_nonstate(card->kind) && !jihadist;
    return is_armed(card->kind);
}

static bool fits_forces(const khd_party_noun *noun, const khd_card *card)
{
    if (noun->kind == KHD_ACTOR_KIND_EXTERNAL)
        return card->kind == KHD_ACTOR_KIND_EXTERNAL;
    if (noun->kind == KHD_ACTOR_KIND_UNKNOWN)
        return is_armed(card->kind);
    if (card->kind != KHD_ACTOR_KIND_STATE_FORCES)
        return false;
    return !*card->branch || strcmp(card->branch, noun->branch) == 0;
}

static bool fits_group(const khd_party_noun *noun, const khd_card *card)
{
    if (strcmp(noun->noun, "coalition") == 0 || strcmp(noun->noun, "alliance") == 0)
        return card->kind == KHD_ACTOR_KIND_EXTERNAL;
    if (strcmp(noun->noun, "opposition") == 0 || strcmp(noun->noun, "enemy") == 0 ||
        strcmp(noun->noun, "front") == 0 || strcmp(noun->noun, "side") == 0)
        return false;
    return is_nonstate(card->kind) ||
           (card->named && card->type == KHD_ENTITY_ORG &&
            card->kind == KHD_ACTOR_KIND_ORGANISATION) ||
           (card->named && card->type == KHD_ENTITY_ORG && card->kind == KHD_ACTOR_KIND_UNKNOWN);
}

/* The attacker is one told of before, or who did it by name or description; never
 * one who was quoted or attacked. */
static bool fits_person(const khd_clue *clue, const khd_card *card)
{
    if (card->plural != clue->plural)
        return false;
    if (clue->noun.class_ == KHD_PARTY_ATTACKER)
        return card->class_ == KHD_PARTY_ATTACKER ||
               (card->type == KHD_ENTITY_PER && !card->speaker && card->doer) ||
               (card->named && card->type == KHD_ENTITY_PER && !card->speaker && !card->victim);
    return card->class_ == KHD_PARTY_PERSON && !card->named;
}

static bool fits(const khd_clue *clue, const khd_card *card)
{
    switch (clue->noun.class_) {
    case KHD_PARTY_FIGHTERS:
        return fits_fighters(&clue->noun, card);
    case KHD_PARTY_FORCES:
        return fits_forces(&clue->noun, card);
    case KHD_PARTY_GROUP:
        return fits_group(&clue->noun, card);
    case KHD_PARTY_STATE:
        return card->kind == KHD_ACTOR_KIND_GOVERNMENT && card->class_ == KHD_PARTY_STATE;
    case KHD_PARTY_PERSON:
    case KHD_PARTY_ATTACKER:
        return fits_person(clue, card);
    default:
        return false;
    }
}

/* The verb that both words are arguments of: they are two parties then. */
static bool same_verb(const khd_doc *doc, uint32_t a, uint32_t b)
{
    const khd_token *x = &doc->tokens.v[a], *y = &doc->tokens.v[b];
    bool possessive = x->deprel == KHD_DEPREL_NMOD_POSS || y->deprel == KHD_DEPREL_NMOD_POSS;
    return x->head != KHD_NOTHING && x->head == y->head && !possessive;
}

/* "the government" takes up one that was called so, not any country named. */
static bool is_bare_country(const khd_clue *self, const khd_clue *other)
{
    return self->noun.class_ == KHD_PARTY_STATE && other->form == KHD_CLUE_NAME &&
           other->row == KHD_NOTHING;
}

int32_t khd_anaphora_description(const khd_cast *cast, uint32_t m)
{
    const khd_doc *doc = cast->doc;
    const khd_mention *self = &doc->mentions.v[m];
    uint32_t stop = m > LOOK_BACK ? m - LOOK_BACK : 0;
    for (uint32_t i = m; i-- > stop;) {
        const khd_mention *other = &doc->mentions.v[i];
        if (sentence_of(cast, m) - sentence_of(cast, i) > SENTENCES_NOUN)
            break;
        if (other->chain == KHD_NO_CHAIN || khd_range_has(self->tokens, other->head))
            continue;
        if (is_bare_country(&cast->clues->v[m], &cast->clues->v[i]))
            continue;
        if (fits(&cast->clues->v[m], &cast->cards.v[other->chain]) &&
            !same_verb(doc, self->head, other->head))
            return (int32_t)other->chain;
    }
    return KHD_NOTHING;
}

/* ---- pronouns ---------------------------------------------------------------------------- */

static bool agrees(const khd_clue *pronoun, const khd_card *card, const khd_clue *clue)
{
    bool person = card->type == KHD_ENTITY_PER && !card->plural && card->class_ != KHD_PARTY_PEOPLE;
    switch (pronoun->plain[0]) {
    case 'h':
    case 's':
        return person && (!card->gender || card->gender == pronoun->plain[0]);
    case 'i': /* it */
        return !person && !clue->plural && card->class_ != KHD_PARTY_PEOPLE;
    default: /* they */
        return !person;
    }
}

static int rank_of(const khd_token *t)
{
    switch (t->deprel) {
    case KHD_DEPREL_NSUBJ:
    case KHD_DEPREL_NSUBJ_PASS:
        return 4;
    case KHD_DEPREL_OBJ:
    case KHD_DEPREL_IOBJ:
        return 3;
    case KHD_DEPREL_OBL_AGENT:
    case KHD_DEPREL_CONJ:
        return 2;
    default:
        return 1;
    }
}

static int score(const khd_cast *cast, uint32_t m, uint32_t i)
{
    const khd_doc *doc = cast->doc;
    const khd_mention *other = &doc->mentions.v[i];
    int back = (int)(sentence_of(cast, m) - sentence_of(cast, i));
    int s = 10 * (SENTENCES_PRONOUN - back) + 2 * rank_of(&doc->tokens.v[other->head]);
    if (doc->tokens.v[doc->mentions.v[m].head].deprel == doc->tokens.v[other->head].deprel)
        s++;
    return s + (cast->cards.v[other->chain].named ? 2 : 0);
}

/* The verb over a word, through the nouns that it hangs on ("many of them"). */
static int32_t verb_over(const khd_doc *doc, uint32_t token)
{
    int32_t t = doc->tokens.v[token].head;
    for (unsigned i = 0; i < CLAUSE_DEPTH && t != KHD_NOTHING; i++) {
        if (doc->tokens.v[t].upos == KHD_UPOS_VERB)
            return t;
        t = doc->tokens.v[t].head;
    }
    return KHD_NOTHING;
}

/* True when the chain is another argument of the pronoun's own verb: "they killed
 * many of them" tells of two sides. */
static bool acts_in_clause(const khd_cast *cast, uint32_t m, uint32_t chain)
{
    const khd_doc *doc = cast->doc;
    uint32_t head = doc->mentions.v[m].head;
    int32_t verb = verb_over(doc, head);
    if (verb == KHD_NOTHING || doc->tokens.v[head].deprel == KHD_DEPREL_NMOD_POSS)
        return false;
    uint32_t first = m > CLAUSE_MENTIONS ? m - CLAUSE_MENTIONS : 0;
    for (uint32_t i = first; i < doc->mentions.n && i < m + CLAUSE_MENTIONS; i++) {
        const khd_mention *other = &doc->mentions.v[i];
        if (i != m && other->chain == chain && doc->tokens.v[other->head].head == verb)
            return true;
    }
    return false;
}

int32_t khd_anaphora_pronoun(const khd_cast *cast, uint32_t m)
{
    const khd_doc *doc = cast->doc;
    uint32_t stop = m > LOOK_BACK ? m - LOOK_BACK : 0, head = doc->mentions.v[m].head;
    int32_t best = KHD_NOTHING;
    int most = 0;
    for (uint32_t i = m; i-- > stop;) {
        const khd_mention *other = &doc->mentions.v[i];
        if (sentence_of(cast, m) - sentence_of(cast, i) > SENTENCES_PRONOUN)
            break;
        if (other->chain == KHD_NO_CHAIN || same_verb(doc, head, other->head) ||
            acts_in_clause(cast, m, other->chain) ||
            !agrees(&cast->clues->v[m], &cast->cards.v[other->chain], &cast->clues->v[i]))
            continue;
        int s = score(cast, m, i);
        if (s > most) {
            most = s;
            best = (int32_t)other->chain;
        }
    }
    return best;
}

/* ---- first person --------------------------------------------------------------------------- */

bool khd_anaphora_says(const khd_token *verb)
{
    static const char *const verbs[] = {"say",    "tell",    "add",     "state",   "announce",
                                        "report", "claim",   "declare", "insist",  "warn",
                                        "stress", "explain", "note",    "confirm", "deny",
                                        "assert", "tweet",   "write",   NULL};
    for (unsigned i = 0; verbs[i]; i++)
        if (strcmp(verb->lemma ? verb->lemma : verb->lower, verbs[i]) == 0)
            return true;
    return false;
}

/* The party of a quoted speaker: what a person speaks for, a group itself. */
static int32_t party_of(const khd_cast *cast, uint32_t chain)
{
    const khd_card *card = &cast->cards.v[chain];
    if (card->ally != KHD_NOTHING)
        return card->ally;
    return card->type == KHD_ENTITY_PER ? KHD_NOTHING : (int32_t)chain;
}

static bool is_quoted_subject(const khd_doc *doc, const khd_mention *m)
{
    const khd_token *t = &doc->tokens.v[m->head];
    bool subject = t->deprel == KHD_DEPREL_NSUBJ || t->deprel == KHD_DEPREL_OBL;
    return subject && t->head != KHD_NOTHING && khd_anaphora_says(&doc->tokens.v[t->head]);
}

int32_t khd_anaphora_speaker(const khd_cast *cast, uint32_t m)
{
    const khd_doc *doc = cast->doc;
    uint32_t first = m > LOOK_BACK ? m - LOOK_BACK : 0, at = sentence_of(cast, m);
    int32_t best = KHD_NOTHING;
    for (uint32_t i = first; i < doc->mentions.n && i < m + LOOK_BACK; i++) {
        uint32_t s = sentence_of(cast, i);
        if (s > at + 1)
            break;
        if (s + SENTENCES_SPEAKER < at || i == m || doc->mentions.v[i].chain == KHD_NO_CHAIN)
            continue;
        if (!is_quoted_subject(doc, &doc->mentions.v[i]))
            continue;
        int32_t party = party_of(cast, doc->mentions.v[i].chain);
        if (party != KHD_NOTHING && (best == KHD_NOTHING || s <= at))
            best = party;
    }
    return best;
}

/* ---- what the report tells of the chains ------------------------------------------------ */

/* Whom a person speaks for: the party that hangs on the office ("a spokesman for
 * the army", "Taliban commander"). */
void khd_anaphora_learn_ally(khd_cast *cast, uint32_t m)
{
    const khd_doc *doc = cast->doc;
    const khd_mention *self = &doc->mentions.v[m];
    uint32_t first = m > 8 ? m - 8 : 0;
    for (uint32_t i = first; i < doc->mentions.n && i < m + 8; i++) {
        const khd_mention *other = &doc->mentions.v[i];
        const khd_token *t = &doc->tokens.v[other->head];
        if (other->chain == KHD_NO_CHAIN || other->chain == self->chain ||
            t->head != (int32_t)self->head || cast->cards.v[other->chain].type == KHD_ENTITY_PER)
            continue;
        if (t->deprel == KHD_DEPREL_NMOD || t->deprel == KHD_DEPREL_COMPOUND ||
            t->deprel == KHD_DEPREL_NMOD_POSS || t->deprel == KHD_DEPREL_AMOD)
            cast->cards.v[self->chain].ally = (int32_t)other->chain;
    }
}

static void learn_speakers(khd_cast *cast)
{
    const khd_doc *doc = cast->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const khd_mention *m = &doc->mentions.v[i];
        const khd_token *t = &doc->tokens.v[m->head];
        if (m->chain != KHD_NO_CHAIN && t->deprel == KHD_DEPREL_NSUBJ && t->head != KHD_NOTHING &&
            khd_anaphora_says(&doc->tokens.v[t->head]))
            cast->cards.v[m->chain].speaker = true;
    }
}

static void mark_role(khd_cast *cast, const khd_argument *a, bool arrest)
{
    int32_t m = khd_mention_at(cast->doc, khd_doc_head(cast->doc, a->tokens));
    if (m == KHD_NOTHING || cast->doc->mentions.v[m].chain == KHD_NO_CHAIN)
        return;
    khd_card *card = &cast->cards.v[cast->doc->mentions.v[m].chain];
    if (a->kind == KHD_ARGUMENT_SIDE_A && !arrest)
        card->doer = true;
    else if (a->kind == KHD_ARGUMENT_SIDE_B && arrest)
        card->doer = true;
    else if (a->kind == KHD_ARGUMENT_SIDE_B || a->kind == KHD_ARGUMENT_VICTIM)
        card->victim = true;
}

/* Who did something, by the reader's frames; who is arrested is suspected of it. */
static void learn_doers(khd_cast *cast)
{
    const khd_doc *doc = cast->doc;
    for (uint32_t f = 0; f < doc->frames.n; f++) {
        const khd_frame *frame = &doc->frames.v[f];
        for (uint32_t k = 0; k < frame->argument_count; k++) {
            const khd_argument *a = &doc->arguments.v[frame->argument_first + k];
            if (!khd_range_empty(a->tokens))
                mark_role(cast, a, frame->class_best == KHD_CLASS_ARREST);
        }
    }
}

void khd_anaphora_learn(khd_cast *cast)
{
    learn_speakers(cast);
    learn_doers(cast);
}
