/* place_spot: see place_spot.h. Work is bounded: at most SPAN_MAX tokens are tried
 * from each token on. */
#include "place_spot.h"

#include "place_cue.h"
#include "utf8.h"

#include <string.h>

enum {
    SPAN_MAX = 7,
    HITS = 4,
    PARTS_MAX = 6,
    SURE_POPULATION = 30000, /* of an untagged name when nothing else speaks for it */
    SURE_WITH_TAGS = 500000, /* the same when the reader tags names and left this one */
    SURE_LONG = 5000         /* of a name of several words */
};

const char *khd_spot_text(const khd_doc *doc, khd_range tokens, size_t *length)
{
    khd_span s = khd_doc_span(doc, tokens);
    *length = s.end - s.begin;
    return doc->text + s.begin;
}

uint32_t khd_spot_find(const khd_doc *doc, const khd_gazetteer *gazetteer, khd_range tokens,
                       khd_gazetteer_hit *hits, uint32_t cap)
{
    size_t length;
    const char *text = khd_spot_text(doc, tokens, &length);
    uint32_t n = khd_gazetteer_find(gazetteer, text, length, hits, cap);
    if (n || length < 5 || text[length - 1] != 's')
        return n;
    n = khd_gazetteer_find(gazetteer, text, length - 1, hits, cap);
    bool large = n && khd_gazetteer_get(gazetteer, hits[0].place).population >= SURE_POPULATION;
    return large ? n : 0;
}

static uint32_t find(const khd_spotter *sp, khd_range tokens, khd_gazetteer_hit hits[HITS])
{
    return khd_spot_find(sp->doc, sp->gazetteer, tokens, hits, HITS);
}

/* A single word that is hardly ever a place; when `tagged` only names of others. */
static bool is_stop(const khd_spotter *sp, khd_range r, bool tagged)
{
    if (r.end - r.begin != 1)
        return false;
    int32_t row = khd_table_find(sp->stop, token_at(sp, r.begin)->lower);
    return row >= 0 && (!tagged || !strcmp(khd_table_cell(sp->stop, row, 1), "name"));
}

/* ---- the core of a tagged name -------------------------------------------------- */

static bool is_word(const khd_spotter *sp, uint32_t i)
{
    khd_span s = token_at(sp, i)->span;
    return khd_utf8_class_at(sp->doc->text + s.begin, s.end - s.begin) &
           (KHD_CHAR_LETTER | KHD_CHAR_DIGIT);
}

/* Cuts "northern", "the" and type words off a name that the gazetteer lacks. */
static void trim(const khd_spotter *sp, khd_spot *s, khd_gazetteer_hit hits[HITS])
{
    for (uint32_t tries = 0; !s->known && tries < 3; tries++) {
        while (s->core.end - s->core.begin > 1 && !is_word(sp, s->core.begin))
            s->core.begin++;
        while (s->core.end - s->core.begin > 1 && !is_word(sp, s->core.end - 1))
            s->core.end--;
        uint32_t n, length = s->core.end - s->core.begin;
        int32_t row = khd_cue_word(sp, s->core.begin, s->core.end, &n);
        uint8_t cue = khd_cue_of_row(sp, row);
        bool lead =
            n < length && (khd_cue_row_is(sp, row, "modifier") ||
                           (cue && cue != KHD_CUE_ACTOR && khd_cue_row_stands(sp, row, "before")));
        if (lead) {
            s->core.begin += n;
            s->cue = cue ? cue : s->cue;
        } else {
            uint32_t k = length - 1 < 3 ? length - 1 : 3;
            for (; k; k--) {
                row = khd_cue_word(sp, s->core.end - k, s->core.end, &n);
                if (n == k && khd_cue_of_row(sp, row) && khd_cue_row_stands(sp, row, "after"))
                    break;
            }
            if (!k)
                return;
            s->core.end -= k;
            s->cue = khd_cue_of_row(sp, row);
        }
        s->known = !is_stop(sp, s->core, false) && find(sp, s->core, hits) > 0;
    }
}

static bool is_upper(const khd_spotter *sp, uint32_t i)
{
    khd_span s = token_at(sp, i)->span;
    return khd_utf8_class_at(sp->doc->text + s.begin, s.end - s.begin) & KHD_CHAR_UPPER;
}

/* "Syrian", and "U.S." before a noun. */
static bool adjective_use(const khd_spotter *sp, khd_range r, const khd_gazetteer_hit *hits,
                          uint32_t n)
{
    bool adjective = false, name = false;
    for (uint32_t i = 0; i < n; i++) {
        adjective |= hits[i].adjective;
        name |= hits[i].main && !hits[i].adjective;
    }
    size_t length;
    const char *text = khd_spot_text(sp->doc, r, &length);
    bool country_too = length < 5 && memchr(text, 'U', length) != NULL;
    if (!country_too)
        return adjective && (!name || token_at(sp, r.begin)->entity == KHD_ENTITY_NORP ||
                             token_at(sp, r.begin)->entity == KHD_ENTITY_NONE);
    if (r.end >= sentence_of(sp, r.begin).end)
        return false;
    uint8_t pos = token_at(sp, r.end)->upos;
    return pos == KHD_UPOS_NOUN || pos == KHD_UPOS_PROPN || pos == KHD_UPOS_ADJ;
}

static void push(khd_spotter *sp, khd_spot s, const khd_gazetteer_hit *hits, uint32_t n)
{
    uint8_t after = khd_cue_after(sp, s.tokens.end), before = khd_cue_before(sp, s.tokens.begin);
    if (n && adjective_use(sp, s.core, hits, n))
        s.adjectival = true;
    if (after == KHD_CUE_ACTOR)
        s.adjectival = true;
    if (!s.cue)
        s.cue = after && after != KHD_CUE_ACTOR ? after : before;
    *KHD_PUSH(sp->doc->arena, &sp->spots) = s;
}

/* ---- spotting ------------------------------------------------------------------- */

/* "the Syrian capital", "Syria's capital": names of the city. Returns the token
 * after it, or i. */
static uint32_t spot_capital(khd_spotter *sp, uint32_t i, uint32_t end)
{
    khd_gazetteer_hit hits[HITS];
    for (uint32_t n = 2; n <= 3 && i + n <= end; n++) {
        khd_range r = {i, i + n};
        if (strcmp(token_at(sp, r.end - 1)->lower, "capital") != 0 || !is_upper(sp, i))
            continue;
        uint32_t found = find(sp, r, hits);
        khd_spot s = {.tokens = r, .core = r, .cue = KHD_CUE_CITY, .known = true};
        if (!found)
            return i;
        push(sp, s, hits, found);
        return r.end;
    }
    return i;
}

static bool is_place_tag(uint8_t entity)
{
    return entity == KHD_ENTITY_GPE || entity == KHD_ENTITY_LOC || entity == KHD_ENTITY_FAC;
}

/* Cuts a tagged run that is no name itself into known names ("Saraqeb Idlib",
 * "Aleppos Marjeh district"); 0 unless they cover it, but for a type word at its end. */
static uint32_t split(const khd_spotter *sp, khd_range run, khd_range parts[PARTS_MAX])
{
    khd_gazetteer_hit hits[HITS];
    uint32_t n = 0, i = run.begin, words;
    while (i < run.end && n < PARTS_MAX) {
        khd_range part = {i, run.end - i < SPAN_MAX ? run.end : i + SPAN_MAX};
        for (; part.end > i; part.end--)
            if (is_upper(sp, part.end - 1) && !is_stop(sp, part, false) && find(sp, part, hits))
                break;
        if (part.end == i)
            break;
        parts[n++] = part;
        i = part.end;
    }
    int32_t row = khd_cue_word(sp, i, run.end, &words);
    bool covered = i == run.end || (words == run.end - i && khd_cue_of_row(sp, row));
    return n > 1 && covered ? n : 0;
}

/* Pushes the parts of a run that is several names; false when it is not. */
static bool push_parts(khd_spotter *sp, const khd_spot *s)
{
    khd_range parts[PARTS_MAX];
    khd_gazetteer_hit hits[HITS];
    uint32_t n = split(sp, s->tokens, parts);
    for (uint32_t i = 0; i < n; i++) {
        khd_spot part = *s;
        part.core = part.tokens = parts[i];
        part.known = true;
        part.cue = KHD_CUE_NONE;
        push(sp, part, hits, find(sp, parts[i], hits));
    }
    return n > 0;
}

static bool may_be_person(const khd_spotter *sp, khd_range r);

/* A name that the reader tagged as a place; returns the token after it. */
static uint32_t spot_tagged(khd_spotter *sp, uint32_t i, uint32_t end)
{
    khd_spot s = {.tokens = {i, i + 1}, .entity = token_at(sp, i)->entity};
    bool upper = is_upper(sp, i);
    for (; s.tokens.end < end && token_at(sp, s.tokens.end)->entity == s.entity &&
           !token_at(sp, s.tokens.end)->entity_first;
         s.tokens.end++)
        upper |= is_upper(sp, s.tokens.end);
    if (!upper || is_stop(sp, s.tokens, true))
        return s.tokens.end;
    s.core = s.tokens;
    s.adjectival = s.tokens.begin < sp->actor_end;
    khd_gazetteer_hit hits[HITS];
    uint32_t n = find(sp, s.core, hits);
    s.known = n > 0;
    if (!s.known) {
        trim(sp, &s, hits);
        if (!s.known && s.entity != KHD_ENTITY_FAC && push_parts(sp, &s))
            return s.tokens.end;
        n = s.known ? find(sp, s.core, hits) : 0;
    }
    s.weak = may_be_person(sp, s.tokens);
    push(sp, s, hits, n);
    return s.tokens.end;
}

/* A token that may stand inside a name: capital, hyphen, article. */
static bool may_join(const khd_spotter *sp, uint32_t i)
{
    if (is_upper(sp, i))
        return true;
    int32_t row = khd_table_find(sp->words, token_at(sp, i)->lower);
    for (; row >= 0 && !strcmp(khd_table_cell(sp->words, row, 0), token_at(sp, i)->lower); row++)
        if (khd_cue_row_is(sp, row, "join"))
            return true;
    return token_at(sp, i)->glued;
}

static bool may_begin(const khd_spotter *sp, uint32_t i, uint32_t end)
{
    if (is_upper(sp, i))
        return true;
    return i + 2 < end && !strcmp(token_at(sp, i + 1)->lower, "-") && token_at(sp, i + 1)->glued &&
           is_upper(sp, i + 2) && may_join(sp, i);
}

/* "in Mosul and Tal Afar": joined to the place before. */
static bool follows_place(const khd_spotter *sp, uint32_t begin)
{
    if (!sp->spots.n || !begin)
        return false;
    const khd_spot *last = &sp->spots.v[sp->spots.n - 1];
    const char *join = token_at(sp, begin - 1)->lower;
    return last->tokens.end + 1 == begin && !last->adjectival &&
           (!strcmp(join, "and") || !strcmp(join, ",") || !strcmp(join, "or"));
}

/* Do the words beside a name ask for a place? */
static bool is_asked(const khd_spotter *sp, khd_range r, bool strict)
{
    uint8_t after = khd_cue_after(sp, r.end);
    return (after && after != KHD_CUE_ACTOR) || khd_cue_before(sp, r.begin) ||
           khd_cue_locative(sp, r.begin, strict) || follows_place(sp, r.begin);
}

/* "Douglas said", in a report of Michael Douglas: a place only where it is asked for,
 * or where the report plays. */
static bool may_be_person(const khd_spotter *sp, khd_range r)
{
    return r.end - r.begin == 1 && khd_surnames_have(sp, token_at(sp, r.begin)->lower) &&
           !is_asked(sp, r, true);
}

/* "shelled Kobani": an object, as persons seldom are in reports of fighting. */
static bool is_object(const khd_spotter *sp, khd_range r)
{
    uint8_t rel = token_at(sp, khd_doc_head(sp->doc, r))->deprel;
    return rel == KHD_DEPREL_OBJ || rel == KHD_DEPREL_OBL || rel == KHD_DEPREL_NMOD;
}

/* A name taken for a person's, where only a place can stand: "in Misrata". */
static uint32_t spot_person(khd_spotter *sp, uint32_t i, uint32_t end)
{
    khd_range r = {i, i + 1};
    khd_gazetteer_hit hits[HITS];
    while (r.end < end && token_at(sp, r.end)->entity == KHD_ENTITY_PER &&
           !token_at(sp, r.end)->entity_first)
        r.end++;
    bool asked = is_asked(sp, r, true);
    bool maybe = r.end - r.begin <= SPAN_MAX && (asked || is_object(sp, r));
    uint32_t n = maybe && !is_stop(sp, r, false) ? find(sp, r, hits) : 0;
    if (n && !hits[0].bare && (asked || hits[0].main)) {
        khd_spot s = {.tokens = r, .core = r, .entity = KHD_ENTITY_PER, .known = true};
        s.weak = !asked;
        push(sp, s, hits, n);
    }
    return r.end;
}

/* Is an untagged name that the gazetteer knows a place here? */
static bool is_plausible(const khd_spotter *sp, khd_range r, const khd_gazetteer_hit *hits,
                         uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (hits[i].adjective)
            return true;
    khd_gazetteer_place p = khd_gazetteer_get(sp->gazetteer, hits[0].place);
    if (p.kind == KHD_GAZETTEER_COUNTRY)
        return true;
    if (is_stop(sp, r, false))
        return false;
    if (is_asked(sp, r, sp->tagged))
        return true;
    if (p.kind == KHD_GAZETTEER_ADMIN1 || p.kind == KHD_GAZETTEER_CAPITAL)
        return !sp->tagged || p.population >= SURE_POPULATION;
    if (r.end - r.begin > 1 && p.population >= SURE_LONG)
        return true;
    return p.population >= (sp->tagged ? SURE_WITH_TAGS : SURE_POPULATION);
}

static bool is_function_word(const khd_spotter *sp, uint32_t i)
{
    switch (token_at(sp, i)->upos) {
    case KHD_UPOS_ADP:
    case KHD_UPOS_ADV:
    case KHD_UPOS_AUX:
    case KHD_UPOS_CCONJ:
    case KHD_UPOS_DET:
    case KHD_UPOS_PART:
    case KHD_UPOS_PRON:
    case KHD_UPOS_PUNCT:
    case KHD_UPOS_SCONJ:
    case KHD_UPOS_VERB:
        return true;
    default:
        return false;
    }
}

/* Are the words of an untagged name such as the reader finds in names? In text all
 * in capitals this keeps "IN A" from being Ina. */
static bool are_name_words(const khd_spotter *sp, khd_range r, const khd_gazetteer_hit *hits)
{
    bool proper = !sp->tagged || hits[0].adjective;
    for (uint32_t i = r.begin; i < r.end; i++)
        proper |= token_at(sp, i)->upos == KHD_UPOS_PROPN;
    bool article = r.end - r.begin > 2 && token_at(sp, r.begin + 1)->glued; /* "al-Waer" */
    return proper && (!sp->tagged || ((article || !is_function_word(sp, r.begin)) &&
                                      !is_function_word(sp, r.end - 1)));
}

typedef struct {
    khd_range tokens;
    khd_gazetteer_hit hits[HITS];
    uint32_t n;
} known_name;

/* The longest name of the gazetteer that begins at i; false for none. */
static bool longest(const khd_spotter *sp, uint32_t i, uint32_t end, known_name *name)
{
    uint32_t reach = i + 1;
    while (reach < end && reach - i < SPAN_MAX && may_join(sp, reach))
        reach++;
    for (; reach > i; reach--) {
        name->tokens = (khd_range){i, reach};
        if (is_upper(sp, reach - 1) && (name->n = find(sp, name->tokens, name->hits)) > 0)
            return true;
    }
    return false;
}

/* "As Damascus fell": a word of the sentence, no Arabic article. */
static bool false_article(const khd_spotter *sp, khd_range r, const khd_gazetteer_hit *hits)
{
    const char *first = token_at(sp, r.begin)->lower;
    bool like = !strcmp(first, "an") || !strcmp(first, "as") || !strcmp(first, "at");
    return like && hits[0].bare && r.end - r.begin > 1 && !token_at(sp, r.begin + 1)->glued;
}

/* An untagged name, or one inside the name of an organisation or people. */
static uint32_t spot_untagged(khd_spotter *sp, uint32_t i, uint32_t end)
{
    uint8_t entity = token_at(sp, i)->entity;
    uint32_t stop = i + 1;
    known_name name;
    while (stop < end && stop - i <= SPAN_MAX && token_at(sp, stop)->entity == entity)
        stop++;
    if (!may_begin(sp, i, stop) || !longest(sp, i, stop, &name))
        return i + 1;
    khd_range r = name.tokens;
    if (false_article(sp, r, name.hits) || !are_name_words(sp, r, name.hits) ||
        !is_plausible(sp, r, name.hits, name.n))
        return i + 1;
    khd_spot s = {.tokens = r, .core = r, .entity = entity, .known = true};
    bool whole = r.end == stop && (i == 0 || token_at(sp, i)->entity_first);
    s.adjectival = r.begin < sp->actor_end ||
                   (entity != KHD_ENTITY_NONE && !(whole && is_asked(sp, r, false)));
    s.weak = may_be_person(sp, r);
    push(sp, s, name.hits, name.n);
    return r.end;
}

/* "Midan and Ashrafiyeh neighborhoods": the type word is for both. */
static void share_cues(khd_spotter *sp)
{
    for (uint32_t i = sp->spots.n; i-- > 1;) {
        khd_spot *a = &sp->spots.v[i - 1];
        const khd_spot *b = &sp->spots.v[i];
        uint32_t gap = b->tokens.begin - a->tokens.end;
        if (a->cue || !b->cue || gap < 1 || gap > 2 || b->cue == KHD_CUE_ACTOR)
            continue;
        const char *join = token_at(sp, a->tokens.end)->lower;
        const char *noun =
            b->tokens.end < sp->doc->tokens.n ? token_at(sp, b->tokens.end)->lower : "";
        size_t n = strlen(noun);
        if ((!strcmp(join, "and") || !strcmp(join, ",")) && n && noun[n - 1] == 's' &&
            token_at(sp, b->tokens.begin)->sentence == token_at(sp, a->tokens.begin)->sentence)
            a->cue = b->cue;
    }
}

/* Marks the tokens of a known actor of several words: "Islamic State of Iraq and the
 * Levant" names no place. */
static void see_actor(khd_spotter *sp, uint32_t i, uint32_t end)
{
    int32_t row;
    uint32_t n = i < sp->actor_end ? 0 : khd_table_match(sp->actors, sp->doc, i, end, &row);
    if (n > 1)
        sp->actor_end = i + n;
}

void khd_spot_run(khd_spotter *sp, khd_doc *doc, const khd_gazetteer *gazetteer,
                  const khd_lexicon *lexicon)
{
    *sp = (khd_spotter){.doc = doc, .gazetteer = gazetteer};
    sp->words = khd_lexicon_table(lexicon, "place_words");
    sp->stop = khd_lexicon_table(lexicon, "place_stop");
    sp->actors = khd_lexicon_table(lexicon, "actors");
    for (uint32_t i = 0; i < doc->tokens.n && !sp->tagged; i++)
        sp->tagged = doc->tokens.v[i].entity != KHD_ENTITY_NONE;
    khd_surnames_collect(sp);
    for (uint32_t k = 0; k < doc->sentences.n; k++) {
        khd_range r = doc->sentences.v[k].tokens;
        for (uint32_t i = r.begin; i < r.end;) {
            uint8_t entity = token_at(sp, i)->entity;
            see_actor(sp, i, r.end);
            uint32_t after = spot_capital(sp, i, r.end);
            if (after > i)
                i = after;
            else if (is_place_tag(entity))
                i = spot_tagged(sp, i, r.end);
            else if (entity == KHD_ENTITY_PER)
                i = spot_person(sp, i, r.end);
            else if (entity == KHD_ENTITY_WEAPON)
                i++;
            else
                i = spot_untagged(sp, i, r.end);
        }
    }
    share_cues(sp);
}
