/* source_clause: see source_clause.h. */
#include "source_clause.h"

#include <string.h>

static const khd_token *token_at(const khd_subtrees *t, uint32_t i)
{
    return &t->doc->tokens.v[i];
}

static bool is_verb(const khd_token *t)
{
    return t->upos == KHD_UPOS_VERB || t->upos == KHD_UPOS_AUX;
}

bool khd_source_clause_passive(const khd_subtrees *t, uint32_t verb)
{
    return khd_subtree_child(t, verb, KHD_DEPREL_AUX_PASS) != KHD_NOTHING ||
           khd_subtree_child(t, verb, KHD_DEPREL_NSUBJ_PASS) != KHD_NOTHING;
}

/* The subject nearest before the verb, else the first after it. */
static int32_t own_subject(const khd_subtrees *t, uint32_t verb)
{
    int32_t s = KHD_NOTHING;
    for (int32_t c = t->child[verb]; c != KHD_NOTHING; c = t->sibling[c])
        if (token_at(t, (uint32_t)c)->deprel == KHD_DEPREL_NSUBJ &&
            (s == KHD_NOTHING || (uint32_t)c < verb))
            s = c;
    if (s == KHD_NOTHING)
        s = khd_subtree_child(t, verb, KHD_DEPREL_NSUBJ_OUTER);
    return s;
}

int32_t khd_source_clause_speaker(const khd_subtrees *t, uint32_t verb)
{
    enum { STEPS = 5 };
    int32_t v = (int32_t)verb;
    for (int n = 0; n < STEPS && v != KHD_NOTHING; n++) {
        const khd_token *k = token_at(t, (uint32_t)v);
        int32_t agent = khd_subtree_child(t, (uint32_t)v, KHD_DEPREL_OBL_AGENT);
        if (v == (int32_t)verb && agent != KHD_NOTHING)
            return agent;
        if (v == (int32_t)verb && khd_source_clause_passive(t, verb))
            return KHD_NOTHING;
        int32_t subject = own_subject(t, (uint32_t)v);
        if (subject == KHD_NOTHING && v != (int32_t)verb)
            subject = khd_subtree_child(t, (uint32_t)v, KHD_DEPREL_NSUBJ_PASS);
        if (subject != KHD_NOTHING)
            return subject;
        if (k->deprel == KHD_DEPREL_ACL && k->head != KHD_NOTHING &&
            token_at(t, (uint32_t)k->head)->upos != KHD_UPOS_VERB)
            return k->passive ? KHD_NOTHING : k->head;
        bool up = k->deprel == KHD_DEPREL_CONJ || k->deprel == KHD_DEPREL_ADVCL ||
                  k->deprel == KHD_DEPREL_XCOMP;
        v = up ? k->head : KHD_NOTHING;
    }
    return KHD_NOTHING;
}

khd_range khd_source_clause_phrase(const khd_subtrees *t, uint32_t speaker)
{
    enum { WORDS_MAX = 40 };
    khd_range r = khd_subtree_phrase(t, speaker);
    const khd_token *k = token_at(t, speaker);
    if (k->deprel != KHD_DEPREL_NSUBJ || k->head == KHD_NOTHING || k->upos == KHD_UPOS_PRON)
        return r;
    for (uint32_t i = r.begin; i-- > 0 && r.begin - i < WORDS_MAX && r.end - i < WORDS_MAX;) {
        const khd_token *before = token_at(t, i);
        if (before->upos == KHD_UPOS_PUNCT || before->upos == KHD_UPOS_VERB ||
            before->upos == KHD_UPOS_PRON || before->sentence != k->sentence)
            break;
        if (before->head == k->head && before->deprel == KHD_DEPREL_NSUBJ &&
            t->extent[i].end == r.begin) {
            r.begin = t->extent[i].begin;
            i = r.begin;
        }
    }
    return r;
}

/* ---- content ------------------------------------------------------------------ */

static bool is_edge(const khd_token *k)
{
    return strcmp(k->lower, ",") == 0 || strcmp(k->lower, ".") == 0 || strcmp(k->lower, ":") == 0 ||
           strcmp(k->lower, ";") == 0 || strcmp(k->lower, "--") == 0 ||
           strcmp(k->lower, "-") == 0 || strcmp(k->lower, "\xe2\x80\x94") == 0 ||
           strcmp(k->lower, "\xe2\x80\x93") == 0;
}

static khd_range trim(const khd_subtrees *t, khd_range r)
{
    while (r.begin < r.end && is_edge(token_at(t, r.begin)))
        r.begin++;
    while (r.end > r.begin && is_edge(token_at(t, r.end - 1)))
        r.end--;
    return r;
}

/* Takes in the rest of a quotation that the range begins or ends in. */
static khd_range complete_quote(const khd_quotes *quotes, khd_range r, khd_range skip)
{
    int32_t first = khd_quote_at(quotes, r.begin), last = khd_quote_at(quotes, r.end - 1);
    if (first != KHD_NOTHING && !khd_range_meet(quotes->v[first].tokens, skip)) {
        khd_range q = quotes->v[first].tokens;
        r.begin = q.begin < r.begin ? q.begin : r.begin;
    }
    if (last != KHD_NOTHING && !khd_range_meet(quotes->v[last].tokens, skip)) {
        khd_range q = quotes->v[last].tokens;
        r.end = q.end > r.end ? q.end : r.end;
    }
    return r;
}

/* The quotations inside the range are spoken for. */
static void mark_quotes(const khd_quotes *quotes, khd_range r)
{
    enum { MARKED_MAX = 64 };
    uint32_t low = 0, high = quotes->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (quotes->v[mid].tokens.end > r.begin)
            high = mid;
        else
            low = mid + 1;
    }
    for (uint32_t n = 0; low < quotes->n && n < MARKED_MAX; low++, n++) {
        if (quotes->v[low].tokens.begin >= r.end)
            break;
        quotes->v[low].attributed = true;
    }
}

/* Puts a finished range in its place; touching ranges become one. */
static void insert(khd_content *c, khd_range r)
{
    uint32_t at = 0;
    while (at < c->n && c->v[at].end < r.begin)
        at++;
    while (at < c->n && c->v[at].begin <= r.end) {
        r.begin = c->v[at].begin < r.begin ? c->v[at].begin : r.begin;
        r.end = c->v[at].end > r.end ? c->v[at].end : r.end;
        memmove(&c->v[at], &c->v[at + 1], (c->n - at - 1) * sizeof *c->v);
        c->n--;
    }
    if (c->n == KHD_CONTENT_MAX)
        return;
    memmove(&c->v[at + 1], &c->v[at], (c->n - at) * sizeof *c->v);
    c->v[at] = r;
    c->n++;
}

static void add_outside(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                        khd_range r, khd_range skip)
{
    r = trim(t, r);
    if (khd_range_empty(r))
        return;
    r = complete_quote(quotes, r, skip);
    bool words = false;
    for (uint32_t i = r.begin; i < r.end && !words; i++)
        words = token_at(t, i)->upos != KHD_UPOS_PUNCT;
    if (!words)
        return;
    mark_quotes(quotes, r);
    insert(c, r);
}

void khd_source_clause_add(const khd_subtrees *trees, const khd_quotes *quotes,
                           khd_content *content, khd_range range)
{
    add_outside(trees, quotes, content, range, (khd_range){0, 0});
}

/* Adds `whole` without the words of `hole`. */
static void add_around(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                       khd_range whole, khd_range hole)
{
    if (!khd_range_meet(whole, hole)) {
        add_outside(t, quotes, c, whole, hole);
        return;
    }
    if (whole.begin < hole.begin)
        add_outside(t, quotes, c, (khd_range){whole.begin, hole.begin}, hole);
    if (hole.end < whole.end)
        add_outside(t, quotes, c, (khd_range){hole.end, whole.end}, hole);
}

static khd_range join(khd_range a, khd_range b)
{
    if (khd_range_empty(a))
        return b;
    if (khd_range_empty(b))
        return a;
    return (khd_range){a.begin < b.begin ? a.begin : b.begin, a.end > b.end ? a.end : b.end};
}

/* The verb's own clause without what is said: cue, source, addressee, time. */
static khd_range frame_of(const khd_subtrees *t, uint32_t verb, int32_t without, khd_range skip)
{
    khd_range r = join(skip, (khd_range){verb, verb + 1});
    for (int32_t c = t->child[verb]; c != KHD_NOTHING; c = t->sibling[c]) {
        uint8_t rel = token_at(t, (uint32_t)c)->deprel;
        bool part = rel == KHD_DEPREL_NSUBJ || rel == KHD_DEPREL_OBL || rel == KHD_DEPREL_AUX ||
                    rel == KHD_DEPREL_OBL_UNMARKED || rel == KHD_DEPREL_ADVMOD ||
                    rel == KHD_DEPREL_IOBJ || rel == KHD_DEPREL_OBJ ||
                    rel == KHD_DEPREL_COMPOUND_PRT;
        if (c != without && part && !khd_range_has(t->extent[c], verb))
            r = join(r, t->extent[c]);
    }
    return r;
}

static bool has_mark(const khd_subtrees *t, uint32_t verb, const char *word)
{
    for (int32_t c = t->child[verb]; c != KHD_NOTHING; c = t->sibling[c])
        if (strcmp(token_at(t, (uint32_t)c)->lower, word) == 0)
            return true;
    return false;
}

/* A clause inside which the verb stands: "X, he said, Y" or "as he said". */
static bool add_outer(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                      uint32_t verb, khd_range skip)
{
    const khd_token *k = token_at(t, verb);
    bool inserted = k->deprel == KHD_DEPREL_PARATAXIS ||
                    (k->deprel == KHD_DEPREL_ADVCL && has_mark(t, verb, "as"));
    if (!inserted || k->head == KHD_NOTHING)
        return false;
    khd_range own = join(t->extent[verb], skip);
    if (khd_range_has(t->extent[verb], (uint32_t)k->head))
        own = frame_of(t, verb, KHD_NOTHING, skip);
    add_around(t, quotes, c, t->extent[k->head], own);
    return c->n > 0;
}

static bool add_child(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                      uint32_t verb, uint8_t deprel, khd_range skip)
{
    int32_t child = khd_subtree_child(t, verb, deprel);
    if (child == KHD_NOTHING || khd_range_has(skip, (uint32_t)child))
        return false;
    khd_range own = frame_of(t, verb, child, skip);
    khd_range whole = t->extent[child];
    bool around = whole.begin < own.begin && own.end < whole.end;
    if (around)
        add_around(t, quotes, c, whole, own);
    else
        add_around(t, quotes, c, whole, join(skip, (khd_range){verb, verb + 1}));
    return c->n > 0;
}

/* "called for X", "warned of X", "spoke about X". */
static bool add_oblique(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                        uint32_t verb, khd_range skip)
{
    static const char *const cases[] = {"about", "of",   "for", "against", "on",
                                        "over",  "with", "in",  "as",      NULL};
    for (int32_t o = t->child[verb]; o != KHD_NOTHING; o = t->sibling[o]) {
        const khd_token *k = token_at(t, (uint32_t)o);
        if ((k->deprel != KHD_DEPREL_OBL && k->deprel != KHD_DEPREL_ADVCL) || (uint32_t)o < verb ||
            khd_range_meet(t->extent[o], skip))
            continue;
        for (const char *const *w = cases; *w; w++)
            if (has_mark(t, (uint32_t)o, *w)) {
                khd_range r = t->extent[o];
                r.begin += strcmp(token_at(t, r.begin)->lower, *w) == 0 && r.begin + 1 < r.end;
                add_outside(t, quotes, c, r, skip);
                return c->n > 0;
            }
    }
    return false;
}

/* The nearest quotation in the sentence, before or after the words of the cue. */
static bool add_quote(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                      khd_range skip)
{
    enum { NEAR = 3 };
    khd_range s = t->doc->sentences.v[token_at(t, skip.begin)->sentence].tokens;
    for (uint32_t d = 0; d < NEAR; d++) {
        uint32_t before = skip.begin > s.begin + d ? skip.begin - 1 - d : s.begin;
        uint32_t after = skip.end + d < s.end ? skip.end + d : s.end - 1;
        int32_t q = khd_quote_at(quotes, before);
        if (q == KHD_NOTHING || khd_range_meet(quotes->v[q].tokens, skip))
            q = khd_quote_at(quotes, after);
        if (q == KHD_NOTHING || khd_range_meet(quotes->v[q].tokens, skip))
            continue;
        add_outside(t, quotes, c, quotes->v[q].tokens, skip);
        return c->n > 0;
    }
    return false;
}

/* Without a clause in the tree: what stands before a comma and the cue. */
static bool add_rest(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                     khd_range skip)
{
    khd_range s = t->doc->sentences.v[token_at(t, skip.begin)->sentence].tokens;
    if (skip.begin > s.begin + 3 && strcmp(token_at(t, skip.begin - 1)->lower, ",") == 0 &&
        skip.end + 3 >= s.end)
        add_outside(t, quotes, c, (khd_range){s.begin, skip.begin}, skip);
    return c->n > 0;
}

/* "called X a liar", "want X to leave": the object goes with what is said of it. */
static bool add_predicate(const khd_subtrees *t, const khd_quotes *quotes, khd_content *c,
                          const khd_cue_verb *cue)
{
    int32_t said = khd_subtree_child(t, cue->verb, KHD_DEPREL_XCOMP);
    int32_t object = khd_subtree_child(t, cue->verb, KHD_DEPREL_OBJ);
    if (said == KHD_NOTHING)
        return false;
    khd_range r = t->extent[said];
    if (object != KHD_NOTHING && !cue->addressee && t->extent[object].begin > cue->verb &&
        t->extent[object].end <= r.begin)
        r.begin = t->extent[object].begin;
    add_around(t, quotes, c, r, join(cue->skip, (khd_range){cue->verb, cue->verb + 1}));
    return c->n > 0;
}

khd_content khd_source_clause_content(const khd_subtrees *t, const khd_quotes *quotes,
                                      const khd_cue_verb *cue)
{
    uint32_t verb = cue->verb;
    khd_range skip = cue->skip;
    khd_content c = {.n = 0};
    c.clause = add_child(t, quotes, &c, verb, KHD_DEPREL_CCOMP, skip) ||
               (cue->speech && add_outer(t, quotes, &c, verb, skip)) ||
               (cue->speech && add_child(t, quotes, &c, verb, KHD_DEPREL_PARATAXIS, skip)) ||
               add_predicate(t, quotes, &c, cue);
    if (!c.clause && cue->addressee)
        c.clause = add_quote(t, quotes, &c, skip);
    bool object = !c.n && add_child(t, quotes, &c, verb, KHD_DEPREL_OBJ, skip);
    if (!c.n && !object)
        c.clause = add_quote(t, quotes, &c, skip);
    if (!c.n && !add_oblique(t, quotes, &c, verb, skip) && cue->speech)
        c.clause = add_rest(t, quotes, &c, skip);
    return c;
}

khd_content khd_source_clause_around(const khd_subtrees *t, const khd_quotes *quotes,
                                     uint32_t token)
{
    khd_content c = {.n = 0, .clause = true};
    khd_range own = t->extent[token];
    int32_t head = token_at(t, token)->head;
    khd_range s = t->doc->sentences.v[token_at(t, token)->sentence].tokens;
    if (head != KHD_NOTHING && !is_verb(token_at(t, (uint32_t)head)) && own.begin == s.begin)
        head = KHD_NOTHING;
    add_around(t, quotes, &c, head == KHD_NOTHING ? s : t->extent[head], own);
    return c;
}
