/* place_spot: see place_spot.h. Work is bounded: at most SPAN_MAX tokens are tried
 * from each token on. */
#include "place_spot.h"

#include "utf8.h"

#include <string.h>

enum {
    SPAN_MAX = 7,
    HITS = 4,
    SURE_POPULATION = 30000, /* of an untagged name when nothing else speaks for it */
    SURE_WITH_TAGS = 500000, /* the same when the reader tags names and left this one */
    SURE_LONG = 5000         /* of a name of several words */
};

static const char *const cue_texts[KHD_CUE_COUNT] = {"",        "province", "district", "city",
                                                     "section", "site",     "water",    "mountain",
                                                     "region",  "country",  "actor"};

const char *khd_spot_text(const khd_doc *doc, khd_range tokens, size_t *length)
{
    khd_span s = khd_doc_span(doc, tokens);
    *length = s.end - s.begin;
    return doc->text + s.begin;
}

static const khd_token *token_at(const khd_spotter *sp, uint32_t i)
{
    return &sp->doc->tokens.v[i];
}

static khd_range sentence_of(const khd_spotter *sp, uint32_t token)
{
    return sp->doc->sentences.v[token_at(sp, token)->sentence].tokens;
}

static uint32_t find(const khd_spotter *sp, khd_range tokens, khd_gazetteer_hit hits[HITS])
{
    size_t n;
    const char *text = khd_spot_text(sp->doc, tokens, &n);
    return khd_gazetteer_find(sp->gazetteer, text, n, hits, HITS);
}

/* ---- the words beside a name ------------------------------------------------- */

/* Row of the place word that the tokens from `first` on spell, and its length. */
static int32_t word_at(const khd_spotter *sp, uint32_t first, uint32_t end, uint32_t *n)
{
    int32_t row = KHD_NOTHING;
    *n = first < end ? khd_table_match(sp->words, sp->doc, first, end, &row) : 0;
    return *n ? row : KHD_NOTHING;
}

static bool row_is(const khd_spotter *sp, int32_t row, const char *kind)
{
    return row >= 0 && !strcmp(khd_table_cell(sp->words, row, 1), kind);
}

static bool row_stands(const khd_spotter *sp, int32_t row, const char *side)
{
    const char *s = khd_table_cell(sp->words, row, 2);
    return !strcmp(s, side) || !strcmp(s, "both");
}

static uint8_t row_cue(const khd_spotter *sp, int32_t row)
{
    for (uint8_t i = 1; row >= 0 && i < KHD_CUE_COUNT; i++)
        if (row_is(sp, row, cue_texts[i]))
            return i;
    return KHD_CUE_NONE;
}

/* Rows of one word ("capital") may say different things; "before" wins before. */
static uint8_t cue_before(const khd_spotter *sp, uint32_t begin)
{
    uint32_t from = sentence_of(sp, begin).begin;
    for (uint32_t k = 4; k; k--) {
        uint32_t n;
        if (begin < from + k)
            continue;
        int32_t row = word_at(sp, begin - k, begin, &n);
        uint8_t cue = row_cue(sp, row);
        if (n == k && cue != KHD_CUE_NONE && cue != KHD_CUE_ACTOR && row_stands(sp, row, "before"))
            return cue;
    }
    return KHD_CUE_NONE;
}

static uint8_t cue_after(const khd_spotter *sp, uint32_t end)
{
    uint32_t n;
    if (end >= sp->doc->tokens.n || token_at(sp, end)->sentence != token_at(sp, end - 1)->sentence)
        return KHD_CUE_NONE;
    if (!strcmp(token_at(sp, end)->lower, "'s"))
        end++;
    int32_t row = word_at(sp, end, sentence_of(sp, end - 1).end, &n);
    return row >= 0 && row_stands(sp, row, "after") ? row_cue(sp, row) : KHD_CUE_NONE;
}

static bool locative_before(const khd_spotter *sp, uint32_t begin)
{
    uint32_t from = sentence_of(sp, begin).begin, n;
    for (uint32_t i = begin; i > from; i--) {
        int32_t row = word_at(sp, i - 1, begin, &n);
        if (row_is(sp, row, "locative"))
            return true;
        if (!row_is(sp, row, "modifier"))
            return false;
    }
    return false;
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

/* Cuts "northern", "the" and type words off a name that the gazetteer lacks. */
static void trim(const khd_spotter *sp, khd_spot *s, khd_gazetteer_hit hits[HITS])
{
    for (uint32_t tries = 0; !s->known && tries < 3; tries++) {
        uint32_t n, length = s->core.end - s->core.begin;
        int32_t row = word_at(sp, s->core.begin, s->core.end, &n);
        uint8_t cue = row_cue(sp, row);
        bool lead = n < length && (row_is(sp, row, "modifier") ||
                                   (cue && cue != KHD_CUE_ACTOR && row_stands(sp, row, "before")));
        if (lead) {
            s->core.begin += n;
            s->cue = cue ? cue : s->cue;
        } else {
            uint32_t k = length - 1 < 3 ? length - 1 : 3;
            for (; k; k--) {
                row = word_at(sp, s->core.end - k, s->core.end, &n);
                if (n == k && row_cue(sp, row) && row_stands(sp, row, "after"))
                    break;
            }
            if (!k)
                return;
            s->core.end -= k;
            s->cue = row_cue(sp, row);
        }
        s->known = find(sp, s->core, hits) > 0;
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
    uint8_t after = cue_after(sp, s.tokens.end), before = cue_before(sp, s.tokens.begin);
    if (n && adjective_use(sp, s.core, hits, n))
        s.adjectival = true;
    if (after == KHD_CUE_ACTOR)
        s.adjectival = true;
    if (!s.cue)
        s.cue = after && after != KHD_CUE_ACTOR ? after : before;
    *KHD_PUSH(sp->doc->arena, &sp->spots) = s;
}

/* ---- spotting ------------------------------------------------------------------- */

static bool is_place_tag(uint8_t entity)
{
    return entity == KHD_ENTITY_GPE || entity == KHD_ENTITY_LOC || entity == KHD_ENTITY_FAC;
}

/* "Saraqeb Idlib": a tagged run that is no name but is two; true when pushed. */
static bool push_two(khd_spotter *sp, const khd_spot *s)
{
    khd_gazetteer_hit a[HITS], b[HITS];
    for (uint32_t k = s->tokens.end; k-- > s->tokens.begin + 1;) {
        khd_spot left = *s, right = *s;
        left.core = left.tokens = (khd_range){s->tokens.begin, k};
        right.core = right.tokens = (khd_range){k, s->tokens.end};
        uint32_t n = find(sp, left.core, a), m = n ? find(sp, right.core, b) : 0;
        if (!m || s->tokens.end - s->tokens.begin > SPAN_MAX)
            continue;
        left.known = right.known = true;
        left.cue = right.cue = KHD_CUE_NONE;
        push(sp, left, a, n);
        push(sp, right, b, m);
        return true;
    }
    return false;
}

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
        if (s.entity != KHD_ENTITY_FAC && push_two(sp, &s))
            return s.tokens.end;
        trim(sp, &s, hits);
        n = s.known ? find(sp, s.core, hits) : 0;
    }
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
        if (row_is(sp, row, "join"))
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
    uint8_t after = cue_after(sp, r.end), before = cue_before(sp, r.begin);
    bool asked = (after && after != KHD_CUE_ACTOR) || before || locative_before(sp, r.begin) ||
                 follows_place(sp, r.begin);
    bool first = r.begin == sentence_of(sp, r.begin).begin;
    if (asked && !(first && !after))
        return true;
    if (p.kind == KHD_GAZETTEER_ADMIN1 || p.kind == KHD_GAZETTEER_CAPITAL)
        return !sp->tagged || p.population >= SURE_POPULATION;
    if (r.end - r.begin > 1 && p.population >= SURE_LONG)
        return true;
    return p.population >= (sp->tagged ? SURE_WITH_TAGS : SURE_POPULATION);
}

/* The longest name of the gazetteer that begins at i; false for none. */
static bool longest(const khd_spotter *sp, uint32_t i, uint32_t end, khd_range *r,
                    khd_gazetteer_hit hits[HITS], uint32_t *n)
{
    uint32_t reach = i + 1;
    while (reach < end && reach - i < SPAN_MAX && may_join(sp, reach))
        reach++;
    for (; reach > i; reach--) {
        *r = (khd_range){i, reach};
        if (is_upper(sp, reach - 1) && (*n = find(sp, *r, hits)) > 0)
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
    uint32_t stop = i + 1, n;
    khd_range r;
    khd_gazetteer_hit hits[HITS];
    while (stop < end && token_at(sp, stop)->entity == entity)
        stop++;
    if (!may_begin(sp, i, stop) || !longest(sp, i, stop, &r, hits, &n))
        return i + 1;
    if (false_article(sp, r, hits) || !is_plausible(sp, r, hits, n))
        return i + 1;
    khd_spot s = {.tokens = r, .core = r, .entity = entity, .known = true};
    s.adjectival = entity != KHD_ENTITY_NONE || r.begin < sp->actor_end;
    push(sp, s, hits, n);
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
    for (uint32_t k = 0; k < doc->sentences.n; k++) {
        khd_range r = doc->sentences.v[k].tokens;
        for (uint32_t i = r.begin; i < r.end;) {
            uint8_t entity = token_at(sp, i)->entity;
            see_actor(sp, i, r.end);
            if (is_place_tag(entity))
                i = spot_tagged(sp, i, r.end);
            else if (entity == KHD_ENTITY_PER || entity == KHD_ENTITY_WEAPON)
                i++;
            else
                i = spot_untagged(sp, i, r.end);
        }
    }
    share_cues(sp);
}
