/* source: see source.h. */
#include "source.h"

#include "source_parts.h"

#include <string.h>

/* ---- who ------------------------------------------------------------------------ */

static bool is_pronoun(const khd_sourcing *s, uint32_t token)
{
    const khd_token *t = khd_sourcing_token(s, token);
    return t->upos == KHD_UPOS_PRON || strcmp(t->lower, "who") == 0 ||
           strcmp(t->lower, "which") == 0;
}

bool khd_sourcing_is_word(const khd_sourcing *s, uint32_t token, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(khd_sourcing_token(s, token)->lower, *list) == 0)
            return true;
    return false;
}

/* The noun that "who", "which" or "that" stands for, or the token itself. */
static uint32_t antecedent(const khd_sourcing *s, uint32_t token)
{
    static const char *const relative[] = {"who", "which", "that", NULL};
    enum { STEPS = 4 };
    if (!khd_sourcing_is_word(s, token, relative))
        return token;
    int32_t t = khd_sourcing_token(s, token)->head;
    for (int n = 0; n < STEPS && t != KHD_NOTHING;
         n++, t = khd_sourcing_token(s, (uint32_t)t)->head)
        if (khd_sourcing_token(s, (uint32_t)t)->deprel == KHD_DEPREL_ACL_RELCL &&
            khd_sourcing_token(s, (uint32_t)t)->head != KHD_NOTHING)
            return (uint32_t)khd_sourcing_token(s, (uint32_t)t)->head;
    return token;
}

/* Whom a pronoun means: the last person for "he", the last other source for "it". */
static khd_speaker pronoun_identity(const khd_sourcing *s, uint32_t token)
{
    static const char *const persons[] = {"he", "she", "him", "her", "his", NULL};
    static const char *const things[] = {"it", "they", "them", "its", "their", NULL};
    int32_t a = khd_sourcing_is_word(s, token, persons)  ? s->last_person
                : khd_sourcing_is_word(s, token, things) ? s->last_other
                                                         : KHD_NOTHING;
    if (a == KHD_NOTHING)
        return (khd_speaker){KHD_SOURCE_KIND_UNNAMED,
                              khd_doc_text(s->doc, khd_sourcing_token(s, token)->span)};
    const khd_attribution *earlier = &s->doc->attributions.v[a];
    return (khd_speaker){earlier->kind, earlier->name};
}

/* "the source", "the official": the earlier source with the same head word. */
static const khd_attribution *same_words(const khd_sourcing *s, khd_range phrase, uint32_t head)
{
    enum { BACK = 8 };
    if (phrase.end - phrase.begin != 2 ||
        strcmp(khd_sourcing_token(s, phrase.begin)->lower, "the") != 0)
        return NULL;
    uint32_t n = s->doc->attributions.n;
    for (uint32_t i = n; i-- > 0 && n - i <= BACK;) {
        const khd_attribution *a = &s->doc->attributions.v[i];
        for (uint32_t t = a->source.begin; t < a->source.end; t++)
            if (strcmp(khd_sourcing_token(s, t)->lower, khd_sourcing_token(s, head)->lower) == 0)
                return a;
    }
    return NULL;
}

/* Does this attribution have a speaker by which a later one can be known? */
static bool has_speaker(const khd_attribution *a)
{
    return !khd_range_empty(a->source) && a->name && *a->name;
}

/* "the statement", "the report": whoever spoke last. */
static const khd_attribution *last_speaker(const khd_sourcing *s)
{
    enum { BACK = 4 };
    uint32_t n = s->doc->attributions.n;
    for (uint32_t i = n; i-- > 0 && n - i <= BACK;) {
        const khd_attribution *a = &s->doc->attributions.v[i];
        if (has_speaker(a) && !a->stance)
            return a;
    }
    return NULL;
}

static bool is_document(const khd_sourcing *s, uint32_t head)
{
    static const char *const words[] = {"statement",  "report", "communique", "communiqué",
                                        "release",    "letter", "message",    "bulletin",
                                        "announcement", NULL};
    return khd_sourcing_is_word(s, head, words);
}

/* Whose document it is: "a statement by X", "X's statement", "a statement released by X",
 * "a report from X"; KHD_NOTHING when it is not said. */
static int32_t issuer_of(const khd_sourcing *s, uint32_t document)
{
    static const char *const by[] = {"by", "from", NULL};
    int32_t owner = khd_subtree_child(&s->trees, document, KHD_DEPREL_NMOD_POSS);
    for (int32_t k = s->trees.child[document]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
        const khd_token *t = khd_sourcing_token(s, (uint32_t)k);
        int32_t mark = khd_subtree_child(&s->trees, (uint32_t)k, KHD_DEPREL_CASE);
        if (t->deprel == KHD_DEPREL_NMOD && mark != KHD_NOTHING &&
            khd_sourcing_is_word(s, (uint32_t)mark, by))
            return k;
        if (t->deprel == KHD_DEPREL_ACL &&
            khd_subtree_child(&s->trees, (uint32_t)k, KHD_DEPREL_OBL_AGENT) != KHD_NOTHING)
            return khd_subtree_child(&s->trees, (uint32_t)k, KHD_DEPREL_OBL_AGENT);
    }
    return owner != KHD_NOTHING && khd_sourcing_token(s, (uint32_t)owner)->upos != KHD_UPOS_PRON
               ? owner
               : KHD_NOTHING;
}

static bool has_name(const khd_sourcing *s, khd_range phrase)
{
    for (uint32_t i = phrase.begin; i < phrase.end; i++)
        if (khd_sourcing_token(s, i)->entity == KHD_ENTITY_ORG)
            return true;
    return false;
}

static bool is_definite(const khd_sourcing *s, khd_range phrase)
{
    static const char *const words[] = {"the", "this", "that", "its", "their", NULL};
    return khd_sourcing_is_word(s, phrase.begin, words);
}

/* "the Britain-based watchdog", "the monitoring group", "the agency": the earlier source
 * of the kind that such words are used for. */
static const khd_attribution *described(const khd_sourcing *s, khd_range phrase, uint32_t head)
{
    static const struct {
        uint8_t kind;
        const char *const words[8];
    } used[] = {
        {KHD_SOURCE_KIND_NGO_MONITOR,
         {"watchdog", "monitor", "group", "organisation", "organization", "observatory", "network",
          NULL}},
        {KHD_SOURCE_KIND_MEDIA, {"agency", "newspaper", "channel", "outlet", "broadcaster", NULL}},
        {KHD_SOURCE_KIND_STATE, {"agency", "ministry", NULL}},
        {KHD_SOURCE_KIND_UN_IGO, {"agency", "organisation", "organization", NULL}},
    };
    enum { BACK = 16 };
    uint32_t n = s->doc->attributions.n;
    if (!is_definite(s, phrase) || has_name(s, phrase))
        return NULL;
    for (uint32_t i = n; i-- > 0 && n - i <= BACK;) {
        const khd_attribution *a = &s->doc->attributions.v[i];
        if (!has_speaker(a))
            continue;
        for (size_t k = 0; k < sizeof used / sizeof *used; k++)
            if (used[k].kind == a->kind && khd_sourcing_is_word(s, head, used[k].words))
                return a;
    }
    return NULL;
}

/* "Rahman" after "Observatory head Rami Abdel Rahman": the earlier source whose words
 * end with the same name. */
static const khd_attribution *same_surname(const khd_sourcing *s, khd_range phrase)
{
    enum { BACK = 32, LONG = 4 };
    uint32_t n = s->doc->attributions.n, last = phrase.end - 1;
    if (phrase.end - phrase.begin > LONG ||
        khd_sourcing_token(s, phrase.begin)->upos != KHD_UPOS_PROPN ||
        khd_sourcing_token(s, last)->upos != KHD_UPOS_PROPN)
        return NULL;
    for (uint32_t i = n; i-- > 0 && n - i <= BACK;) {
        const khd_attribution *a = &s->doc->attributions.v[i];
        bool longer = a->source.end - a->source.begin > phrase.end - phrase.begin;
        for (uint32_t t = a->source.begin; longer && has_speaker(a) && t < a->source.end; t++)
            if (khd_sourcing_token(s, t)->upos == KHD_UPOS_PROPN &&
                strcmp(khd_sourcing_token(s, t)->lower, khd_sourcing_token(s, last)->lower) == 0)
                return a;
    }
    return NULL;
}

/* The earlier attribution whose speaker these words mean again, or NULL. */
static const khd_attribution *meant_again(const khd_sourcing *s, khd_range phrase, uint32_t head)
{
    const khd_attribution *a = same_words(s, phrase, head);
    if (!a && is_document(s, head) && is_definite(s, phrase))
        a = last_speaker(s);
    if (!a)
        a = described(s, phrase, head);
    return a ? a : same_surname(s, phrase);
}

static void set_identity(khd_sourcing *s, khd_attribution *a, uint32_t head)
{
    uint32_t meant = antecedent(s, head);
    khd_speaker who;
    if (is_pronoun(s, meant)) {
        who = pronoun_identity(s, meant);
    } else {
        khd_range phrase = meant == head ? a->source : khd_subtree_phrase(&s->trees, meant);
        int32_t issuer = is_document(s, meant) ? issuer_of(s, meant) : KHD_NOTHING;
        if (issuer != KHD_NOTHING) {
            meant = (uint32_t)issuer;
            phrase = khd_subtree_phrase(&s->trees, meant);
        }
        const khd_attribution *earlier = meant_again(s, phrase, meant);
        who = khd_source_kinds_find(s->kinds, phrase, meant);
        if (earlier && (who.kind == KHD_SOURCE_KIND_UNNAMED || earlier->kind == who.kind))
            who = (khd_speaker){earlier->kind, earlier->name};
    }
    a->kind = who.kind;
    a->name = who.name;
}

/* ---- writing down --------------------------------------------------------------- */

static khd_range join(khd_range a, khd_range b)
{
    if (khd_range_empty(a))
        return b;
    if (khd_range_empty(b))
        return a;
    return (khd_range){a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

/* True when source and cue stand so close that nothing said lies between. */
khd_range khd_sourcing_words(khd_range source, khd_range cue_tokens)
{
    enum { CLOSE = 12 };
    khd_range both = join(source, cue_tokens);
    return both.end - both.begin <= source.end - source.begin + CLOSE ? both : cue_tokens;
}

static bool is_person(const khd_sourcing *s, uint32_t head)
{
    static const char *const persons[] = {"he", "she", "who", "him", "her", NULL};
    return khd_sourcing_token(s, head)->entity == KHD_ENTITY_PER ||
           khd_sourcing_is_word(s, head, persons);
}

/* Cuts ", citing X" off the end of what is said: another attribution's words. */
static khd_range cut_citing(const khd_sourcing *s, khd_range r)
{
    enum { LOOK = 14 };
    for (uint32_t i = r.end - 1; i > r.begin + 1 && r.end - i < LOOK; i--) {
        bool citing = strcmp(khd_sourcing_token(s, i)->lower, "citing") == 0 ||
                      strcmp(khd_sourcing_token(s, i)->lower, "quoting") == 0;
        if (citing && strcmp(khd_sourcing_token(s, i - 1)->lower, ",") == 0 &&
            khd_quote_at(&s->quotes, i) == KHD_NOTHING)
            return (khd_range){r.begin, i - 1};
    }
    return r;
}

khd_attribution *khd_sourcing_push(khd_sourcing *s, const khd_cue *c, int32_t speaker,
                                   const khd_content *content)
{
    khd_attribution a = {.cue = c->tokens, .kind = KHD_SOURCE_KIND_UNNAMED};
    if (speaker != KHD_NOTHING)
        a.source = khd_source_clause_phrase(&s->trees, (uint32_t)speaker);
    for (uint32_t i = 0; i < content->n; i++)
        if (!khd_range_empty(content->v[i]))
            a.content[a.content_count++] = cut_citing(s, content->v[i]);
    a.denial = strcmp(c->class_, "deny") == 0;
    a.stance = strcmp(c->class_, "stance") == 0 || strcmp(c->class_, "ask") == 0;
    if (speaker != KHD_NOTHING)
        set_identity(s, &a, (uint32_t)speaker);
    int32_t index = (int32_t)s->doc->attributions.n;
    khd_attribution *out = KHD_PUSH(s->doc->arena, &s->doc->attributions);
    *out = a;
    if (speaker != KHD_NOTHING && is_person(s, (uint32_t)speaker))
        s->last_person = index;
    else if (speaker != KHD_NOTHING)
        s->last_other = index;
    if (speaker != KHD_NOTHING && !is_person(s, (uint32_t)speaker) && !a.stance &&
        khd_sourcing_token(s, (uint32_t)speaker)->upos == KHD_UPOS_NOUN)
        s->last_person = index; /* "a spokesman ... he" */
    return out;
}

/* ---- quotations that go on --------------------------------------------------- */

static khd_content content_of(const khd_attribution *a)
{
    khd_content c = {.n = a->content_count, .clause = true};
    memcpy(c.v, a->content, sizeof c.v);
    return c;
}

static void set_content(khd_attribution *a, const khd_content *c)
{
    a->content_count = c->n;
    memcpy(a->content, c->v, sizeof a->content);
}

/* First token that is no comma or stop from `i` on. */
static uint32_t skip_stops(const khd_sourcing *s, uint32_t i)
{
    static const char *const stops[] = {",", ".", ":", NULL};
    while (i < s->doc->tokens.n && khd_sourcing_is_word(s, i, stops))
        i++;
    return i;
}

/* The source and cue with what hangs on them, to the end of "he told reporters". */
static khd_range clause_of(const khd_sourcing *s, uint32_t verb, const khd_attribution *a)
{
    khd_range r = join(khd_sourcing_words(a->source, a->cue), (khd_range){verb, verb + 1});
    for (int32_t c = s->trees.child[verb]; c != KHD_NOTHING; c = s->trees.sibling[c]) {
        khd_range e = s->trees.extent[c];
        bool said = false;
        for (uint32_t i = 0; i < a->content_count; i++)
            said = said || khd_range_meet(e, a->content[i]);
        if (!said && khd_sourcing_token(s, (uint32_t)c)->deprel != KHD_DEPREL_PUNCT)
            r = join(r, e);
    }
    return r;
}

/* After "A," he said: the quotation that follows at once, and those after it. */
void khd_sourcing_extend(khd_sourcing *s, khd_attribution *a, uint32_t verb)
{
    khd_range clause = clause_of(s, verb, a);
    if (a->content_count == 0 || khd_range_empty(clause))
        return;
    khd_range last = a->content[a->content_count - 1];
    int32_t before = khd_quote_at(&s->quotes, last.end - 1);
    if (before == KHD_NOTHING || last.begin >= clause.end)
        return;
    uint32_t block = s->quotes.v[before].block;
    khd_content c = content_of(a);
    for (uint32_t q = (uint32_t)before + 1, at = clause.end; q < s->quotes.n; q++) {
        const khd_quote *next = &s->quotes.v[q];
        if (next->block != block || next->tokens.begin != skip_stops(s, at))
            break;
        khd_source_clause_add(&s->trees, &s->quotes, &c, next->tokens);
        at = next->tokens.end;
    }
    set_content(a, &c);
}

/* ---- the run ---------------------------------------------------------------------- */

/* Quotations that nobody is named for, after somebody's quotation. */
static void read_loose_quote(khd_sourcing *s, khd_quote *q)
{
    enum { WORDS_MIN = 6 };
    if (q->attributed || s->last_spoken == KHD_NOTHING ||
        q->tokens.end - q->tokens.begin < WORDS_MIN)
        return;
    khd_attribution *a = &s->doc->attributions.v[s->last_spoken];
    if (a->content_count == 0 || a->cue.begin > q->tokens.begin)
        return;
    uint32_t spoken = khd_range_empty(a->cue) ? a->content[0].begin : a->cue.begin;
    uint32_t block = s->doc->sentences.v[khd_sourcing_token(s, spoken)->sentence].block;
    khd_range sentence =
        s->doc->sentences.v[khd_sourcing_token(s, q->tokens.begin)->sentence].tokens;
    if (block == q->block) {
        khd_content c = content_of(a);
        khd_source_clause_add(&s->trees, &s->quotes, &c, q->tokens);
        set_content(a, &c);
    } else if (block + 1 == q->block && q->tokens.begin == sentence.begin) {
        khd_attribution next = *a;
        khd_content c = {.clause = true};
        khd_source_clause_add(&s->trees, &s->quotes, &c, q->tokens);
        next.cue = (khd_range){0, 0};
        set_content(&next, &c);
        *KHD_PUSH(s->doc->arena, &s->doc->attributions) = next;
        s->last_spoken = (int32_t)s->doc->attributions.n - 1;
    }
}

/* Persons whose office the report tells only later: a second look at kinds. */
static void settle_persons(khd_sourcing *s)
{
    for (uint32_t i = 0; i < s->doc->attributions.n; i++) {
        khd_attribution *a = &s->doc->attributions.v[i];
        if (a->kind != KHD_SOURCE_KIND_UNNAMED || !a->name)
            continue;
        const khd_speaker *who = khd_source_kinds_person(s->kinds, a->name);
        if (who) {
            a->kind = who->kind;
            a->name = who->name;
        }
    }
}

void khd_source_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    khd_sourcing s = {.doc = doc,
                      .trees = khd_subtree_all(doc),
                      .quotes = khd_quote_all(doc),
                      .cues = khd_lexicon_table(lexicon, "reporting"),
                      .kinds = khd_source_kinds_new(doc, lexicon),
                      .last_person = KHD_NOTHING,
                      .last_other = KHD_NOTHING,
                      .last_spoken = KHD_NOTHING};
    uint32_t quote = 0;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        khd_range sentence = doc->sentences.v[i].tokens;
        khd_sourcing_read_colon(&s, sentence);
        for (uint32_t t = sentence.begin; t < sentence.end;)
            t = khd_sourcing_read(&s, t, sentence);
        bool block_ends =
            i + 1 == doc->sentences.n || doc->sentences.v[i + 1].block != doc->sentences.v[i].block;
        for (; block_ends && quote < s.quotes.n && s.quotes.v[quote].tokens.begin < sentence.end;
             quote++)
            read_loose_quote(&s, &s.quotes.v[quote]);
    }
    settle_persons(&s);
}
