/* source: see source.h. */
#include "source.h"

#include "source_clause.h"
#include "source_kind.h"

#include <string.h>

enum { COLUMN_CLASS = 1, COLUMN_VALUE = 2, COLUMN_OF = 3 }; /* of data/reporting.tsv */

typedef struct {
    khd_doc *doc;
    khd_subtrees trees;
    khd_quotes quotes;
    const khd_table *cues;
    khd_source_kinds *kinds;
    int32_t last_person, last_other; /* attributions that pronouns may mean */
    int32_t last_spoken;             /* attribution whose content was quoted */
} sourcing;

/* A cue as found in the text. */
typedef struct {
    khd_range tokens;
    const char *class_; /* of data/reporting.tsv */
    const char *word;   /* its plain form */
    bool clause_only;
} cue;

static const khd_token *token_at(const sourcing *s, uint32_t i)
{
    return &s->doc->tokens.v[i];
}

/* ---- who ------------------------------------------------------------------------ */

static bool is_pronoun(const sourcing *s, uint32_t token)
{
    const khd_token *t = token_at(s, token);
    return t->upos == KHD_UPOS_PRON || strcmp(t->lower, "who") == 0 ||
           strcmp(t->lower, "which") == 0;
}

static bool is_word(const sourcing *s, uint32_t token, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(token_at(s, token)->lower, *list) == 0)
            return true;
    return false;
}

/* The noun that "who", "which" or "that" stands for, or the token itself. */
static uint32_t antecedent(const sourcing *s, uint32_t token)
{
    static const char *const relative[] = {"who", "which", "that", NULL};
    enum { STEPS = 4 };
    if (!is_word(s, token, relative))
        return token;
    int32_t t = token_at(s, token)->head;
    for (int n = 0; n < STEPS && t != KHD_NOTHING; n++, t = token_at(s, (uint32_t)t)->head)
        if (token_at(s, (uint32_t)t)->deprel == KHD_DEPREL_ACL_RELCL &&
            token_at(s, (uint32_t)t)->head != KHD_NOTHING)
            return (uint32_t)token_at(s, (uint32_t)t)->head;
    return token;
}

/* Whom a pronoun means: the last person for "he", the last other source for "it". */
static khd_identity pronoun_identity(const sourcing *s, uint32_t token)
{
    static const char *const persons[] = {"he", "she", "him", "her", "his", NULL};
    static const char *const things[] = {"it", "they", "them", "its", "their", NULL};
    int32_t a = is_word(s, token, persons)  ? s->last_person
                : is_word(s, token, things) ? s->last_other
                                            : KHD_NOTHING;
    if (a == KHD_NOTHING)
        return (khd_identity){KHD_SOURCE_KIND_UNNAMED,
                              khd_doc_text(s->doc, token_at(s, token)->span)};
    const khd_attribution *earlier = &s->doc->attributions.v[a];
    return (khd_identity){earlier->kind, earlier->name};
}

/* "the source", "the official": the earlier source with the same head word. */
static const khd_attribution *same_words(const sourcing *s, khd_range phrase, uint32_t head)
{
    enum { BACK = 8 };
    if (phrase.end - phrase.begin != 2 || strcmp(token_at(s, phrase.begin)->lower, "the") != 0)
        return NULL;
    uint32_t n = s->doc->attributions.n;
    for (uint32_t i = n; i-- > 0 && n - i <= BACK;) {
        const khd_attribution *a = &s->doc->attributions.v[i];
        for (uint32_t t = a->source.begin; t < a->source.end; t++)
            if (strcmp(token_at(s, t)->lower, token_at(s, head)->lower) == 0)
                return a;
    }
    return NULL;
}

static void set_identity(sourcing *s, khd_attribution *a, uint32_t head)
{
    uint32_t meant = antecedent(s, head);
    khd_identity who;
    if (is_pronoun(s, meant)) {
        who = pronoun_identity(s, meant);
    } else {
        khd_range phrase = meant == head ? a->source : khd_subtree_phrase(&s->trees, meant);
        const khd_attribution *earlier = same_words(s, phrase, meant);
        who = khd_source_kinds_find(s->kinds, phrase, meant);
        if (earlier && (who.kind == KHD_SOURCE_KIND_UNNAMED || earlier->kind == who.kind))
            who = (khd_identity){earlier->kind, earlier->name};
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
static khd_range words_of_cue(khd_range source, khd_range cue_tokens)
{
    enum { CLOSE = 12 };
    khd_range both = join(source, cue_tokens);
    return both.end - both.begin <= source.end - source.begin + CLOSE ? both : cue_tokens;
}

static bool is_person(const sourcing *s, uint32_t head)
{
    static const char *const persons[] = {"he", "she", "who", "him", "her", NULL};
    return token_at(s, head)->entity == KHD_ENTITY_PER || is_word(s, head, persons);
}

/* Cuts ", citing X" off the end of what is said: another attribution's words. */
static khd_range cut_citing(const sourcing *s, khd_range r)
{
    enum { LOOK = 14 };
    for (uint32_t i = r.end - 1; i > r.begin + 1 && r.end - i < LOOK; i--) {
        bool citing = strcmp(token_at(s, i)->lower, "citing") == 0 ||
                      strcmp(token_at(s, i)->lower, "quoting") == 0;
        if (citing && strcmp(token_at(s, i - 1)->lower, ",") == 0 &&
            khd_quote_at(&s->quotes, i) == KHD_NOTHING)
            return (khd_range){r.begin, i - 1};
    }
    return r;
}

static khd_attribution *push(sourcing *s, const cue *c, int32_t speaker, const khd_content *content)
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
        token_at(s, (uint32_t)speaker)->upos == KHD_UPOS_NOUN)
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
static uint32_t skip_stops(const sourcing *s, uint32_t i)
{
    static const char *const stops[] = {",", ".", ":", NULL};
    while (i < s->doc->tokens.n && is_word(s, i, stops))
        i++;
    return i;
}

/* After "A," he said: the quotation that follows at once, and those after it. */
static void extend_quote(sourcing *s, khd_attribution *a, khd_range clause)
{
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

/* The source and cue with what hangs on them, to the end of "he told reporters". */
static khd_range clause_of(const sourcing *s, uint32_t verb, const khd_attribution *a)
{
    khd_range r = join(words_of_cue(a->source, a->cue), (khd_range){verb, verb + 1});
    for (int32_t c = s->trees.child[verb]; c != KHD_NOTHING; c = s->trees.sibling[c]) {
        khd_range e = s->trees.extent[c];
        bool said = false;
        for (uint32_t i = 0; i < a->content_count; i++)
            said = said || khd_range_meet(e, a->content[i]);
        if (!said && token_at(s, (uint32_t)c)->deprel != KHD_DEPREL_PUNCT)
            r = join(r, e);
    }
    return r;
}

/* The plain form of a reporting word, or the lemma of any other. */
static const char *plain_form(const sourcing *s, uint32_t token)
{
    int32_t row = khd_table_find(s->cues, token_at(s, token)->lower);
    if (row == KHD_NOTHING)
        return token_at(s, token)->lemma;
    const char *of = khd_table_cell(s->cues, row, COLUMN_OF);
    return *of ? of : khd_table_cell(s->cues, row, 0);
}

/* ---- kinds of cue ---------------------------------------------------------------- */

static bool has_class(const sourcing *s, const char *key, const char *class_)
{
    int32_t row = khd_table_find(s->cues, key);
    for (int n = 0; row != KHD_NOTHING && n < 4; n++, row++)
        if (strcmp(khd_table_cell(s->cues, row, 0), key) == 0 &&
            strcmp(khd_table_cell(s->cues, row, 1), class_) == 0)
            return true;
    return false;
}

/* "claimed responsibility for X": the object that makes it a claim, or KHD_NOTHING. */
static int32_t claimed_object(const sourcing *s, uint32_t verb)
{
    static const uint8_t relations[] = {KHD_DEPREL_OBJ, KHD_DEPREL_NSUBJ_PASS};
    for (size_t r = 0; r < 2; r++) {
        int32_t o = khd_subtree_child(&s->trees, verb, relations[r]);
        if (o != KHD_NOTHING && has_class(s, token_at(s, (uint32_t)o)->lower, "claimed"))
            return o;
    }
    return KHD_NOTHING;
}

static void read_claim(sourcing *s, const cue *c, uint32_t verb, int32_t object)
{
    khd_content content = {.clause = true};
    uint32_t heads[2] = {(uint32_t)object, verb};
    for (int h = 0; h < 2 && content.n == 0; h++)
        for (int32_t k = s->trees.child[heads[h]]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
            const khd_token *t = token_at(s, (uint32_t)k);
            if ((t->deprel == KHD_DEPREL_NMOD || t->deprel == KHD_DEPREL_OBL ||
                 t->deprel == KHD_DEPREL_ACL) &&
                k > object) {
                khd_range r = s->trees.extent[k];
                r.begin += strcmp(token_at(s, r.begin)->lower, "for") == 0 && r.begin + 1 < r.end;
                khd_source_clause_add(&s->trees, &s->quotes, &content, r);
                break;
            }
        }
    if (content.n == 0)
        khd_source_clause_add(&s->trees, &s->quotes, &content,
                              (khd_range){(uint32_t)object, (uint32_t)object + 1});
    khd_attribution *a = push(s, c, khd_source_clause_speaker(&s->trees, verb), &content);
    a->claim = strcmp(c->class_, "deny") != 0;
    if (a->claim && a->kind == KHD_SOURCE_KIND_UNNAMED && !khd_range_empty(a->source))
        a->kind = KHD_SOURCE_KIND_ARMED_GROUP;
}

/* The noun that "quoted" or "citing" has as object; the last before `limit`. */
static int32_t quoted_person(const sourcing *s, uint32_t verb, uint32_t limit)
{
    int32_t who = KHD_NOTHING;
    for (int32_t k = s->trees.child[verb]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
        const khd_token *t = token_at(s, (uint32_t)k);
        bool noun =
            t->upos == KHD_UPOS_NOUN || t->upos == KHD_UPOS_PROPN || t->upos == KHD_UPOS_PRON;
        bool after = (uint32_t)k > verb && (uint32_t)k < limit;
        if (noun && (t->deprel == KHD_DEPREL_NSUBJ_PASS || (after && t->deprel != KHD_DEPREL_OBL)))
            who = k;
    }
    return who;
}

/* "quoted X as saying Y", "citing X": the object speaks. */
static bool read_quoting(sourcing *s, const cue *c, uint32_t verb)
{
    if (strcmp(c->word, "quote") != 0 && strcmp(c->word, "cite") != 0)
        return false;
    for (int32_t k = s->trees.child[verb]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
        const khd_token *t = token_at(s, (uint32_t)k);
        int32_t who = quoted_person(s, verb, (uint32_t)k);
        if ((strcmp(t->lower, "saying") != 0 && strcmp(t->lower, "telling") != 0) ||
            who == KHD_NOTHING)
            continue;
        khd_range skip = {(uint32_t)k, (uint32_t)k + 1};
        khd_cue_verb asked = {(uint32_t)k, skip, true, false};
        khd_content said = khd_source_clause_content(&s->trees, &s->quotes, &asked);
        push(s, c, who, &said);
        return true;
    }
    const khd_token *t = token_at(s, verb);
    int32_t who = quoted_person(s, verb, s->doc->tokens.n);
    if (who == KHD_NOTHING || t->deprel != KHD_DEPREL_ADVCL || t->head == KHD_NOTHING)
        return false;
    khd_content said = khd_source_clause_around(&s->trees, &s->quotes, verb);
    push(s, c, who, &said);
    return true;
}

static bool is_saying_after_quote(const sourcing *s, uint32_t verb)
{
    int32_t head = token_at(s, verb)->head;
    if (head == KHD_NOTHING)
        return false;
    const char *lemma = plain_form(s, (uint32_t)head);
    return (strcmp(lemma, "quote") == 0 || strcmp(lemma, "cite") == 0) &&
           khd_subtree_child(&s->trees, verb, KHD_DEPREL_MARK) != KHD_NOTHING;
}

/* "I think" inside somebody's quotation is that somebody's own. */
static bool in_own_voice(const sourcing *s, uint32_t speaker)
{
    static const char *const own[] = {"i", "we", "you", "one", NULL};
    return is_word(s, speaker, own) &&
           (khd_quote_at(&s->quotes, speaker) != KHD_NOTHING || is_word(s, speaker, own + 2));
}

/* Verbs whose object is who is told, not what. */
static bool takes_addressee(const char *word)
{
    static const char *const words[] = {"tell",     "inform",  "remind",    "assure",   "ask",
                                        "urge",     "order",   "warn",      "advise",   "persuade",
                                        "invite",   "notify",  "encourage", "convince", "brief",
                                        "instruct", "command", "alert",     "request",  NULL};
    for (const char *const *w = words; *w; w++)
        if (strcmp(*w, word) == 0)
            return true;
    return false;
}

static void read_verb(sourcing *s, const cue *c)
{
    uint32_t verb = c->tokens.begin;
    const khd_token *t = token_at(s, verb);
    int32_t claimed = claimed_object(s, verb);
    if (t->deprel == KHD_DEPREL_AMOD || t->deprel == KHD_DEPREL_COMPOUND)
        return;
    if (claimed != KHD_NOTHING && strcmp(c->class_, "stance") != 0) {
        read_claim(s, c, verb, claimed);
        return;
    }
    if (strcmp(c->class_, "take") == 0 || is_saying_after_quote(s, verb) ||
        read_quoting(s, c, verb))
        return;
    int32_t speaker = khd_source_clause_speaker(&s->trees, verb);
    khd_range source = speaker == KHD_NOTHING ? (khd_range){0, 0}
                                              : khd_source_clause_phrase(&s->trees, (uint32_t)speaker);
    khd_range skip = words_of_cue(source, c->tokens);
    bool wish = strcmp(c->class_, "stance") == 0;
    if (speaker != KHD_NOTHING && in_own_voice(s, (uint32_t)speaker))
        return;
    khd_cue_verb asked = {verb, skip, !wish, takes_addressee(c->word)};
    khd_content said = khd_source_clause_content(&s->trees, &s->quotes, &asked);
    if (said.n == 0 || (c->clause_only && !said.clause) || (wish && speaker == KHD_NOTHING))
        return;
    if (speaker == KHD_NOTHING && !said.clause)
        return;
    khd_attribution *a = push(s, c, speaker, &said);
    extend_quote(s, a, clause_of(s, verb, a));
    if (khd_quote_at(&s->quotes, a->content[0].begin) != KHD_NOTHING && !wish)
        s->last_spoken = (int32_t)s->doc->attributions.n - 1;
}

/* "reports that X", "a claim by Y that X", "Y's claim of X". */
static void read_noun(sourcing *s, const cue *c)
{
    uint32_t noun = c->tokens.end - 1;
    static const uint8_t clauses[] = {KHD_DEPREL_CCOMP, KHD_DEPREL_ACL};
    khd_content said = {.clause = true};
    for (size_t r = 0; r < 2 && said.n == 0; r++) {
        int32_t k = khd_subtree_child(&s->trees, noun, clauses[r]);
        bool that = k != KHD_NOTHING &&
                    (khd_subtree_child(&s->trees, (uint32_t)k, KHD_DEPREL_MARK) != KHD_NOTHING);
        bool saying = k != KHD_NOTHING && has_class(s, token_at(s, (uint32_t)k)->lower, "say");
        if (that && !saying && (uint32_t)k > noun)
            khd_source_clause_add(&s->trees, &s->quotes, &said, s->trees.extent[k]);
    }
    int32_t speaker = khd_subtree_child(&s->trees, noun, KHD_DEPREL_NMOD_POSS);
    int32_t of = KHD_NOTHING;
    for (int32_t k = s->trees.child[noun]; k != KHD_NOTHING; k = s->trees.sibling[k]) {
        int32_t by = khd_subtree_child(&s->trees, (uint32_t)k, KHD_DEPREL_CASE);
        if (token_at(s, (uint32_t)k)->deprel != KHD_DEPREL_NMOD || by == KHD_NOTHING)
            continue;
        const char *word = token_at(s, (uint32_t)by)->lower;
        if (strcmp(word, "by") == 0 || strcmp(word, "from") == 0)
            speaker = speaker == KHD_NOTHING ? k : speaker;
        else if (strcmp(word, "of") == 0 || strcmp(word, "about") == 0)
            of = k;
    }
    if (said.n == 0 && speaker != KHD_NOTHING && of != KHD_NOTHING)
        khd_source_clause_add(&s->trees, &s->quotes, &said, s->trees.extent[of]);
    if (said.n)
        push(s, c, speaker, &said);
}

/* "according to X": the phrase's head hangs on the clause. */
static void read_according(sourcing *s, const cue *c, bool weak)
{
    uint32_t first = c->tokens.begin, n = s->doc->tokens.n, head = n;
    khd_range sentence = s->doc->sentences.v[token_at(s, first)->sentence].tokens;
    int32_t h = token_at(s, first)->head;
    if (h != KHD_NOTHING && (uint32_t)h >= c->tokens.end && (uint32_t)h < sentence.end)
        head = (uint32_t)h;
    else /* "according" as the head of "to X" */
        for (int32_t k = s->trees.child[first]; k != KHD_NOTHING; k = s->trees.sibling[k])
            if ((uint32_t)k >= c->tokens.end &&
                token_at(s, (uint32_t)k)->deprel != KHD_DEPREL_PUNCT) {
                head = (uint32_t)k;
                break;
            }
    if (head == n || (weak && !khd_source_kinds_named(s->kinds, c->tokens.end, sentence.end)))
        return;
    uint32_t top = (int32_t)head == h ? head : first;
    khd_content said = khd_source_clause_around(&s->trees, &s->quotes, top);
    push(s, c, (int32_t)head, &said);
}

static void read_adverb(sourcing *s, const cue *c)
{
    int32_t head = token_at(s, c->tokens.begin)->head;
    if (head == KHD_NOTHING)
        return;
    khd_content said = {.clause = true};
    khd_source_clause_add(&s->trees, &s->quotes, &said, s->trees.extent[head]);
    push(s, c, KHD_NOTHING, &said);
}

/* "Ministry: 40 killed in raid": a name, a colon, the rest of the sentence. */
static void read_colon(sourcing *s, khd_range sentence)
{
    enum { NAME_MAX_WORDS = 7, REST_MIN = 4 };
    uint32_t colon = sentence.begin;
    while (colon < sentence.end && colon - sentence.begin <= NAME_MAX_WORDS &&
           strcmp(token_at(s, colon)->lower, ":") != 0)
        colon++;
    if (colon == sentence.begin || colon + REST_MIN >= sentence.end ||
        strcmp(token_at(s, colon)->lower, ":") != 0)
        return;
    uint32_t head = khd_doc_head(s->doc, (khd_range){sentence.begin, colon});
    uint8_t entity = token_at(s, head)->entity;
    bool name = entity == KHD_ENTITY_PER || entity == KHD_ENTITY_ORG ||
                khd_source_kinds_named(s->kinds, sentence.begin, colon);
    for (uint32_t i = sentence.begin; i < colon; i++)
        if (token_at(s, i)->upos == KHD_UPOS_VERB || token_at(s, i)->upos == KHD_UPOS_AUX)
            return;
    if (!name)
        return;
    khd_content said = {.clause = true};
    khd_source_clause_add(&s->trees, &s->quotes, &said, (khd_range){colon + 1, sentence.end});
    cue c = {{colon, colon + 1}, "say", ":", false};
    khd_attribution *a = push(s, &c, KHD_NOTHING, &said);
    a->source = (khd_range){sentence.begin, colon};
    khd_identity who = khd_source_kinds_find(s->kinds, a->source, head);
    a->kind = who.kind;
    a->name = who.name;
}

/* ---- the run ---------------------------------------------------------------------- */

static uint32_t read_token(sourcing *s, uint32_t i, khd_range sentence)
{
    const khd_token *t = token_at(s, i);
    int32_t row;
    uint32_t n = khd_table_match(s->cues, s->doc, i, sentence.end, &row);
    if (n == 0)
        return i + 1;
    const char *key = khd_table_cell(s->cues, row, 0);
    bool verb = t->upos == KHD_UPOS_VERB || (t->upos == KHD_UPOS_AUX && n > 1);
    for (int k = 0; k < 4; k++, row++) {
        if (strcmp(khd_table_cell(s->cues, row, 0), key) != 0)
            break;
        const char *value = khd_table_cell(s->cues, row, COLUMN_VALUE);
        const char *of = khd_table_cell(s->cues, row, COLUMN_OF);
        cue c = {{i, i + n},
                 khd_table_cell(s->cues, row, COLUMN_CLASS),
                 *of ? of : key,
                 strcmp(value, "clause") == 0};
        bool weak = strcmp(value, "weak") == 0;
        bool other = strcmp(c.class_, "noun") == 0 || strcmp(c.class_, "adverb") == 0 ||
                     strcmp(c.class_, "according") == 0 || strcmp(c.class_, "claimed") == 0;
        if (strcmp(c.class_, "according") == 0)
            read_according(s, &c, weak);
        else if (strcmp(c.class_, "adverb") == 0)
            read_adverb(s, &c);
        else if (strcmp(c.class_, "noun") == 0 && t->upos == KHD_UPOS_NOUN)
            read_noun(s, &c);
        else if (!other && verb)
            read_verb(s, &c);
    }
    return strcmp(khd_table_cell(s->cues, row - 1, 1), "according") == 0 ? i + n : i + 1;
}

/* Quotations that nobody is named for, after somebody's quotation. */
static void read_loose_quote(sourcing *s, khd_quote *q)
{
    enum { WORDS_MIN = 6 };
    if (q->attributed || s->last_spoken == KHD_NOTHING ||
        q->tokens.end - q->tokens.begin < WORDS_MIN)
        return;
    khd_attribution *a = &s->doc->attributions.v[s->last_spoken];
    if (a->cue.begin > q->tokens.begin || a->content_count == 0)
        return;
    uint32_t block = s->doc->sentences.v[token_at(s, a->cue.begin)->sentence].block;
    khd_range sentence = s->doc->sentences.v[token_at(s, q->tokens.begin)->sentence].tokens;
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
static void settle_persons(sourcing *s)
{
    for (uint32_t i = 0; i < s->doc->attributions.n; i++) {
        khd_attribution *a = &s->doc->attributions.v[i];
        if (a->kind != KHD_SOURCE_KIND_UNNAMED || !a->name)
            continue;
        const khd_identity *who = khd_source_kinds_person(s->kinds, a->name);
        if (who) {
            a->kind = who->kind;
            a->name = who->name;
        }
    }
}

void khd_source_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    sourcing s = {.doc = doc,
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
        read_colon(&s, sentence);
        for (uint32_t t = sentence.begin; t < sentence.end;)
            t = read_token(&s, t, sentence);
        bool block_ends =
            i + 1 == doc->sentences.n || doc->sentences.v[i + 1].block != doc->sentences.v[i].block;
        for (; block_ends && quote < s.quotes.n && s.quotes.v[quote].tokens.begin < sentence.end;
             quote++)
            read_loose_quote(&s, &s.quotes.v[quote]);
    }
    settle_persons(&s);
}
