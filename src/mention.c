/* mention: see mention.h. A sentence is read from left to right three times: for
 * names (registry first, then the reader's), for nouns of parties, for pronouns.
 * A noun takes the names and nouns among its modifiers for clues: "GNA-backed
 * forces", "regime warplanes", "Abu Sayyaf militants".
 */
#include "mention.h"

#include "phrase.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    khd_mention mention;
    khd_clue clue;
} found;

typedef struct {
    khd_doc *doc;
    const khd_registry *registry;
    uint32_t *taken; /* per token: 0 free, TAKEN_ALIAS, else TAKEN_NAME + index in `list` */
    KHD_LIST(found) list;
} search;

enum { TAKEN_ALIAS = 1, TAKEN_NAME };

static bool is_word(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

static found *push(search *s, khd_range tokens, uint32_t head, uint8_t type)
{
    found *f = KHD_PUSH(s->doc->arena, &s->list);
    f->mention = (khd_mention){tokens, head, type, KHD_NO_CHAIN};
    f->clue.row = KHD_NOTHING;
    f->clue.plain = "";
    return f;
}

static const char *plain_copy(search *s, khd_range tokens)
{
    char text[KHD_PLAIN_MAX];
    size_t n = khd_registry_plain(s->doc, tokens, text);
    return khd_arena_text(s->doc->arena, text, n);
}

/* ---- names --------------------------------------------------------------------------- */

static void take(search *s, khd_range tokens, uint32_t how)
{
    for (uint32_t i = tokens.begin; i < tokens.end; i++)
        s->taken[i] = how;
}

static void take_name(search *s, khd_range tokens)
{
    take(s, tokens, TAKEN_NAME + s->list.n - 1);
}

static uint8_t type_of_kind(uint8_t kind)
{
    return kind == KHD_ACTOR_KIND_PERSON ? KHD_ENTITY_PER : KHD_ENTITY_ORG;
}

/* Names of the registry. One that a larger name of the reader holds in its middle
 * ("Amal Clooney") is no mention of its own. */
static bool inside_larger_name(const search *s, khd_range alias)
{
    const khd_token *t = s->doc->tokens.v;
    bool starts = alias.begin > 0 && t[alias.begin].entity == KHD_ENTITY_PER &&
                  !t[alias.begin].entity_first && t[alias.begin - 1].entity == KHD_ENTITY_PER;
    bool goes_on = alias.end < s->doc->tokens.n && t[alias.end - 1].entity == KHD_ENTITY_PER &&
                   t[alias.end].entity == KHD_ENTITY_PER && !t[alias.end].entity_first;
    return starts || goes_on;
}

static void find_aliases(search *s, khd_range sentence)
{
    for (uint32_t i = sentence.begin; i < sentence.end;) {
        int32_t row;
        uint32_t n = khd_registry_match(s->registry, i, sentence.end, &row);
        khd_range r = {i, i + n};
        if (n && !inside_larger_name(s, r)) {
            uint8_t kind = khd_registry_kind(s->registry, row);
            found *f = push(s, r, khd_doc_head(s->doc, r), type_of_kind(kind));
            f->clue.row = row;
            f->clue.plain = plain_copy(s, r);
            take(s, r, TAKEN_ALIAS);
        }
        i += n ? n : 1;
    }
}

static khd_range name_run(const khd_doc *doc, uint32_t first, uint32_t end)
{
    uint32_t i = first + 1;
    while (i < end && doc->tokens.v[i].entity == doc->tokens.v[first].entity &&
           !doc->tokens.v[i].entity_first)
        i++;
    return (khd_range){first, i};
}

static bool is_taken(const search *s, khd_range r)
{
    for (uint32_t i = r.begin; i < r.end; i++)
        if (s->taken[i])
            return true;
    return false;
}

static bool is_alias(const search *s, khd_range r)
{
    for (uint32_t i = r.begin; i < r.end; i++)
        if (s->taken[i] == TAKEN_ALIAS)
            return true;
    return false;
}

static bool is_party_type(uint8_t entity)
{
    return entity != KHD_ENTITY_NONE && entity != KHD_ENTITY_MISC;
}

static void find_names(search *s, khd_range sentence)
{
    const khd_token *t = s->doc->tokens.v;
    for (uint32_t i = sentence.begin; i < sentence.end;) {
        if (!is_party_type(t[i].entity)) {
            i++;
            continue;
        }
        khd_range r = name_run(s->doc, i, sentence.end);
        i = r.end;
        if (is_alias(s, r) || (r.end - r.begin == 1 && t[r.begin].upos == KHD_UPOS_DET))
            continue;
        while (r.begin + 1 < r.end && t[r.begin].upos == KHD_UPOS_DET)
            r.begin++;
        found *f = push(s, r, khd_doc_head(s->doc, r), t[r.begin].entity);
        f->clue.plain = plain_copy(s, r);
        khd_country country;
        if (khd_registry_country(s->registry, r.begin, r.end, &country) == r.end - r.begin)
            f->clue.country = country;
        take_name(s, r);
    }
}

/* Words for countries that the reader left unmarked ("the Israeli army"). */
static void find_countries(search *s, khd_range sentence)
{
    for (uint32_t i = sentence.begin; i < sentence.end;) {
        khd_country country;
        uint32_t n = khd_registry_country(s->registry, i, sentence.end, &country);
        khd_range r = {i, i + n};
        if (n && !country.capital && !is_taken(s, r)) {
            found *f = push(s, r, khd_doc_head(s->doc, r),
                            country.adjectival ? KHD_ENTITY_NORP : KHD_ENTITY_GPE);
            f->clue.country = country;
            f->clue.plain = plain_copy(s, r);
            take_name(s, r);
        }
        i += n ? n : 1;
    }
}

/* ---- nouns ------------------------------------------------------------------------------ */

static bool has_determiner(const khd_doc *doc, khd_range left)
{
    static const char *const words[] = {"the", "this",  "these", "that", "those",
                                        "its", "their", "his",   "her",  NULL};
    for (uint32_t i = left.begin; i < left.end; i++)
        if (is_word(doc->tokens.v[i].lower, words))
            return true;
    return false;
}

/* "X-backed", "pro-X": X is named, but the party is not X. */
static bool is_linked(const khd_doc *doc, khd_range name, uint32_t end, bool forces)
{
    static const char *const after[] = {"backed",    "linked",     "affiliated",   "aligned",
                                        "allied",    "supported",  "sponsored",    "trained",
                                        "dominated", "inspired",   "held",         "based",
                                        "born",      "controlled", "occupied",     "armed",
                                        "funded",    "brokered",   "administered", NULL};
    static const char *const before[] = {"pro", "anti", "ex", "non", NULL};
    const khd_token *t = doc->tokens.v;
    uint32_t i = name.end;
    if (i < end && t[i].lower[0] == '-')
        i++;
    if (i < end && strcmp(t[i].lower, "led") == 0)
        return !forces; /* an "Afghan-led force" is the Afghans' */
    if (i < end && is_word(t[i].lower, after))
        return true;
    if (i < end && t[i].lower[0] == '-' && t[i].lower[1] && is_word(t[i].lower + 1, after))
        return true;
    if (name.begin == 0)
        return false;
    i = name.begin - 1;
    if (t[i].lower[0] == '-' && i > 0)
        i--;
    return is_word(t[i].lower, before);
}

/* Adjectives that do not tell one group from another. */
static bool is_plain_adjective(const char *word)
{
    static const char *const words[] = {
        "extremist",      "militant",   "armed",     "jihadist",   "terrorist",  "rebel",
        "islamist",       "terror",     "radical",   "insurgent",  "unknown",    "suspected",
        "unidentified",   "other",      "same",      "several",    "many",       "new",
        "opposition",     "alleged",    "masked",    "heavily",    "hardline",   "hard-line",
        "ultra-hardline", "government", "security",  "local",      "more",       "numerous",
        "multiple",       "various",    "few",       "certain",    "dead",       "killed",
        "wounded",        "young",      "innocent",  "additional", "separatist", "ruthless",
        "brutal",         "deadly",     "notorious", "murderous",  "barbaric",   NULL};
    return is_word(word, words);
}

static bool is_content(const khd_token *t)
{
    return t->upos == KHD_UPOS_ADJ || t->upos == KHD_UPOS_NOUN || t->upos == KHD_UPOS_PROPN;
}

static bool is_force(const khd_clue *clue)
{
    return clue->noun.class_ == KHD_PARTY_FORCES && clue->noun.kind != KHD_ACTOR_KIND_EXTERNAL;
}

/* A name among the modifiers. */
static void clue_name(search *s, khd_clue *clue, khd_range name, uint32_t end, int32_t row)
{
    if (is_linked(s->doc, name, end, is_force(clue))) {
        clue->linked = true;
    } else if (clue->row == KHD_NOTHING && !clue->country.alpha3) {
        clue->row = row;
        clue->owned = true;
    }
}

/* A noun of parties among the modifiers: "regime warplanes" are the regime's. */
static void clue_noun(khd_clue *clue, const khd_party_noun *modifier, bool after)
{
    enum khd_party_class c = clue->noun.class_;
    bool weak = c == KHD_PARTY_ASSET || clue->noun.kind == KHD_ACTOR_KIND_UNKNOWN;
    if (!weak || modifier->class_ == KHD_PARTY_ASSET || modifier->class_ == KHD_PARTY_PERSON ||
        (modifier->class_ == KHD_PARTY_PEOPLE && !after) || clue->country.alpha3)
        return;
    bool many = clue->noun.many;
    clue->noun = *modifier;
    clue->noun.many = many;
    if (modifier->class_ == KHD_PARTY_STATE) {
        clue->domestic = true;
        clue->noun.class_ = KHD_PARTY_FORCES;
        clue->noun.kind = KHD_ACTOR_KIND_STATE_FORCES;
        clue->noun.branch = "military";
    }
}

/* Reads the modifiers in `r` of a noun into its clues; `after` for its "of" phrase:
 * "a group of men" are men. */
static void read_modifiers(search *s, khd_clue *clue, khd_range r, bool after)
{
    const khd_doc *doc = s->doc;
    for (uint32_t i = r.begin; i < r.end;) {
        int32_t row;
        khd_country country;
        khd_party_noun noun;
        uint32_t n = khd_registry_match(s->registry, i, r.end, &row);
        if (n) {
            clue_name(s, clue, (khd_range){i, i + n}, r.end, row);
        } else if ((n = khd_registry_country(s->registry, i, r.end, &country))) {
            if (is_linked(doc, (khd_range){i, i + n}, r.end, is_force(clue)))
                clue->linked = true;
            else if (!clue->country.alpha3 && clue->row == KHD_NOTHING && !country.capital)
                clue->country = country, clue->owned = true;
            else
                clue->told_apart = true;
        } else if ((n = khd_registry_noun(s->registry, i, r.end, &noun))) {
            clue_noun(clue, &noun, after);
        } else {
            const khd_token *t = &doc->tokens.v[i];
            if (is_content(t) && !is_plain_adjective(t->lower))
                clue->told_apart = true;
            n = 1;
        }
        i += n;
    }
}

/* Where the "of" phrase of a noun begins and ends; empty without one. */
static khd_range of_phrase(const khd_doc *doc, uint32_t head)
{
    khd_range r = khd_phrase_around(doc, head);
    r.begin = head + 1;
    if (r.begin < r.end && strcmp(doc->tokens.v[r.begin].lower, "of") == 0)
        return (khd_range){r.begin + 1, r.end};
    return (khd_range){0, 0};
}

/* Whether the "of" phrase names who the party is ("militants of Abu Sayyaf"), not
 * where it is or what it has. */
static bool owner_follows(enum khd_party_class c)
{
    return c != KHD_PARTY_PEOPLE && c != KHD_PARTY_PROTEST && c != KHD_PARTY_PERSON &&
           c != KHD_PARTY_ATTACKER;
}

static uint8_t noun_type(enum khd_party_class c)
{
    switch (c) {
    case KHD_PARTY_PERSON:
    case KHD_PARTY_ATTACKER:
    case KHD_PARTY_PEOPLE:
        return KHD_ENTITY_PER;
    default:
        return KHD_ENTITY_ORG;
    }
}

/* Words that speak of the state from inside. */
static bool is_domestic(const char *noun)
{
    static const char *const heads[] = {"government ",    "regime",        "loyalist",
                                        "pro government", "pro-gov",       "pro-reg",
                                        "federal",        "national army", NULL};
    for (unsigned i = 0; heads[i]; i++)
        if (strncmp(noun, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

static void push_noun(search *s, khd_range words, const khd_party_noun *noun)
{
    uint32_t head = khd_doc_head(s->doc, words);
    khd_range left = khd_phrase_left(s->doc, head), owner = {0, 0};
    left.end = words.begin > left.begin ? words.begin : left.begin;
    found *f = push(s, (khd_range){left.begin < words.begin ? left.begin : words.begin, words.end},
                    head, noun_type(noun->class_));
    f->clue.form = KHD_CLUE_NOMINAL;
    f->clue.noun = *noun;
    f->clue.definite = has_determiner(s->doc, left);
    f->clue.plural = s->doc->tokens.v[head].plural;
    f->clue.domestic = is_domestic(noun->noun);
    f->clue.plain = plain_copy(s, words);
    read_modifiers(s, &f->clue, left, false);
    if (owner_follows(noun->class_))
        owner = of_phrase(s->doc, head);
    if (!khd_range_empty(owner)) {
        read_modifiers(s, &f->clue, owner, true);
        f->mention.tokens.end = owner.end > words.end ? owner.end : words.end;
    }
}

/* A name of the reader whose head is a noun of parties: "Syrian Army" is a
 * description; "Saharan Liberation Front" stays a name. */
static bool is_description(search *s, khd_range name, khd_range words)
{
    khd_country country;
    if (words.begin <= name.begin)
        return true;
    return words.end == name.end && khd_registry_country(s->registry, name.begin, name.end,
                                                         &country) == words.begin - name.begin;
}

/* The reader's name that a token is part of. */
static found *name_at(search *s, uint32_t token)
{
    uint32_t how = s->taken[token];
    return how >= TAKEN_NAME ? &s->list.v[how - TAKEN_NAME] : NULL;
}

/* Adjectives count for "rebel positions", not for "official radio". */
static bool is_nominal_word(const khd_doc *doc, uint32_t token, const khd_party_noun *noun)
{
    uint8_t u = doc->tokens.v[token].upos;
    return u == KHD_UPOS_NOUN || u == KHD_UPOS_PROPN ||
           (u == KHD_UPOS_ADJ &&
            (noun->class_ == KHD_PARTY_FIGHTERS || noun->kind == KHD_ACTOR_KIND_EXTERNAL));
}

static void find_nouns(search *s, khd_range sentence)
{
    for (uint32_t i = sentence.begin; i < sentence.end;) {
        khd_party_noun noun;
        uint32_t n = khd_registry_noun(s->registry, i, sentence.end, &noun);
        khd_range words = {i, i + n};
        i += n ? n : 1;
        if (!n || !is_nominal_word(s->doc, words.end - 1, &noun) || is_alias(s, words))
            continue;
        found *name = name_at(s, words.end - 1);
        if (!name) {
            push_noun(s, words, &noun);
        } else if (is_description(s, name->mention.tokens, words)) {
            name->mention.head = UINT32_MAX; /* dropped: the description stands for it */
            push_noun(s, words, &noun);
        } else if (words.end == name->mention.tokens.end) {
            name->clue.noun = noun;
            khd_range before = {name->mention.tokens.begin, words.begin};
            khd_country country;
            if (khd_registry_country(s->registry, before.begin, before.end, &country))
                name->clue.country = country, name->clue.owned = true;
        }
    }
}

/* ---- pronouns ------------------------------------------------------------------------------ */

static const char *pronoun_of(const char *lower)
{
    static const char *const forms[][2] = {
        {"he", "he"},     {"him", "he"},         {"his", "he"},    {"himself", "he"},
        {"she", "she"},   {"her", "she"},        {"hers", "she"},  {"herself", "she"},
        {"it", "it"},     {"its", "it"},         {"itself", "it"}, {"they", "they"},
        {"them", "they"}, {"their", "they"},     {"we", "we"},     {"us", "we"},
        {"our", "we"},    {"ourselves", "we"},   {"i", "i"},       {"my", "i"},
        {"me", "i"},      {"themselves", "they"}};
    for (unsigned i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(lower, forms[i][0]) == 0)
            return forms[i][1];
    return NULL;
}

static void find_pronouns(search *s, khd_range sentence)
{
    for (uint32_t i = sentence.begin; i < sentence.end; i++) {
        const khd_token *t = &s->doc->tokens.v[i];
        if (t->upos != KHD_UPOS_PRON && t->upos != KHD_UPOS_DET)
            continue;
        const char *word = pronoun_of(t->lower);
        if (!word || s->taken[i] || t->deprel == KHD_DEPREL_EXPL)
            continue;
        found *f = push(s, (khd_range){i, i + 1}, i, KHD_ENTITY_NONE);
        f->clue.form = KHD_CLUE_PRONOUN;
        f->clue.plain = word;
        f->clue.plural = word[0] == 't' || word[0] == 'w';
    }
}

/* ---- all ----------------------------------------------------------------------------------- */

/* By head; of two with one head the wider first. */
static int order(const void *a, const void *b)
{
    const khd_mention *x = &((const found *)a)->mention, *y = &((const found *)b)->mention;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    if (x->tokens.begin != y->tokens.begin)
        return x->tokens.begin < y->tokens.begin ? -1 : 1;
    return x->tokens.end > y->tokens.end ? -1 : x->tokens.end < y->tokens.end;
}

void khd_mention_run(khd_doc *doc, const khd_registry *registry, khd_clues *clues)
{
    search s = {.doc = doc, .registry = registry};
    s.taken = khd_arena_push(doc->arena, doc->tokens.n + 1, sizeof *s.taken);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        khd_range r = doc->sentences.v[i].tokens;
        find_aliases(&s, r);
        find_names(&s, r);
        find_countries(&s, r);
        find_nouns(&s, r);
        find_pronouns(&s, r);
    }
    if (s.list.n)
        qsort(s.list.v, s.list.n, sizeof *s.list.v, order);
    for (uint32_t i = 0; i < s.list.n && s.list.v[i].mention.head != UINT32_MAX; i++) {
        if (i && s.list.v[i].mention.head == s.list.v[i - 1].mention.head)
            continue;
        *KHD_PUSH(doc->arena, &doc->mentions) = s.list.v[i].mention;
        *KHD_PUSH(doc->arena, clues) = s.list.v[i].clue;
    }
}

int32_t khd_mention_at(const khd_doc *doc, uint32_t head)
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
