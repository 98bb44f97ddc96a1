/* means: see means.h. A noun is a means or a target, never a verb: "to bomb" is told
 * by the frame. Where the reader's words hold a table match, its longer words are
 * kept ("rocket shells" for "rocket").
 */
#include "means.h"

#include "stem.h"

#include <string.h>

#define READER_SURE 0.5F

typedef struct {
    khd_doc *doc;
    const khd_table *means, *targets;
    uint32_t frame; /* first frame of the sentence or later */
    uint32_t first; /* first means of the sentence */
} scan;

/* Longest key at the token, or one whose only word is a stem of it. */
static uint32_t match(const khd_table *table, const khd_doc *doc, khd_range from, int32_t *row)
{
    uint32_t n = khd_table_match(table, doc, from.begin, from.end, row);
    if (n)
        return n;
    *row = khd_stem_find(table, doc, from.begin);
    return *row != KHD_NOTHING;
}

static bool is_nominal(const khd_token *t)
{
    return t->upos == KHD_UPOS_NOUN || t->upos == KHD_UPOS_PROPN || t->upos == KHD_UPOS_ADJ ||
           t->upos == KHD_UPOS_OTHER || t->upos == KHD_UPOS_NUM || t->upos == KHD_UPOS_SYM;
}

/* The last word of the match is a noun, and the match is no part of a place's or a
 * person's name. */
static bool is_thing(const khd_doc *doc, khd_range r)
{
    const khd_token *last = &doc->tokens.v[r.end - 1];
    bool named = last->entity == KHD_ENTITY_PER || last->entity == KHD_ENTITY_GPE ||
                 last->entity == KHD_ENTITY_LOC;
    return is_nominal(last) && !named;
}

/* Without what ends or begins no noun phrase: "and", articles, stops. */
static khd_range trimmed(const khd_doc *doc, khd_range r)
{
    while (r.end > r.begin && !is_nominal(&doc->tokens.v[r.end - 1]))
        r.end--;
    while (r.begin < r.end && (doc->tokens.v[r.begin].upos == KHD_UPOS_DET ||
                               doc->tokens.v[r.begin].upos == KHD_UPOS_CCONJ ||
                               doc->tokens.v[r.begin].upos == KHD_UPOS_ADP ||
                               doc->tokens.v[r.begin].upos == KHD_UPOS_PUNCT))
        r.begin++;
    return r;
}

/* The reader's words for means that hold the match, else the match. */
static khd_range widen(const scan *s, uint32_t sentence, khd_range r)
{
    const khd_doc *doc = s->doc;
    for (uint32_t f = s->frame; f < doc->frames.n && doc->frames.v[f].sentence == sentence; f++) {
        const khd_frame *frame = &doc->frames.v[f];
        for (uint32_t i = 0; i < frame->argument_count; i++) {
            const khd_argument *a = &doc->arguments.v[frame->argument_first + i];
            khd_range wide = trimmed(doc, a->tokens);
            if (a->kind == KHD_ARGUMENT_MEANS && wide.begin <= r.begin && wide.end >= r.end &&
                wide.end - wide.begin <= 5)
                return wide;
        }
    }
    return r;
}

static void push(scan *s, khd_range tokens, const char *kind, int class_hint, bool target)
{
    khd_means *m = KHD_PUSH(s->doc->arena, &s->doc->means);
    *m = (khd_means){tokens, kind, (int8_t)class_hint, target};
}

/* Reads the match at `i`; gives the token after it. */
static uint32_t read_at(scan *s, uint32_t sentence, uint32_t i, uint32_t end)
{
    int32_t means_row, target_row;
    uint32_t means = match(s->means, s->doc, (khd_range){i, end}, &means_row);
    uint32_t target = match(s->targets, s->doc, (khd_range){i, end}, &target_row);
    uint32_t n = means >= target ? means : target;
    khd_range r = {i, i + n};
    if (!n || !is_thing(s->doc, r))
        return i + 1;
    if (means < target) {
        push(s, r, khd_table_cell(s->targets, target_row, 1), KHD_NOTHING, true);
        return r.end;
    }
    const char *kind = khd_table_cell(s->means, means_row, 1);
    if (strcmp(kind, "none") != 0) {
        khd_range wide = widen(s, sentence, r);
        push(s, wide, kind, khd_class_find(khd_table_cell(s->means, means_row, 2)), false);
        return wide.end > r.end ? wide.end : r.end;
    }
    return r.end;
}

/* A means of the sentence, one of the last BACK, has some of these words. */
static bool is_known(const scan *s, khd_range tokens)
{
    enum { BACK = 400 };
    const khd_doc *doc = s->doc;
    uint32_t n = doc->means.n;
    for (uint32_t i = n; i-- > s->first && n - i <= BACK;)
        if (khd_range_meet(doc->means.v[i].tokens, tokens))
            return true;
    return false;
}

/* The reader's means of one sentence that the tables do not know. */
static void read_frames(scan *s, uint32_t sentence)
{
    khd_doc *doc = s->doc;
    for (; s->frame < doc->frames.n && doc->frames.v[s->frame].sentence <= sentence; s->frame++) {
        const khd_frame *frame = &doc->frames.v[s->frame];
        for (uint32_t i = 0; i < frame->argument_count; i++) {
            const khd_argument *a = &doc->arguments.v[frame->argument_first + i];
            khd_range r = trimmed(doc, a->tokens);
            if (a->kind == KHD_ARGUMENT_MEANS && a->score >= READER_SURE && !khd_range_empty(r) &&
                !is_known(s, r))
                push(s, r, "other", KHD_NOTHING, false);
        }
    }
}

void khd_means_run(khd_doc *doc, const khd_lexicon *lexicon)
{
    scan s = {.doc = doc,
              .means = khd_lexicon_table(lexicon, "means"),
              .targets = khd_lexicon_table(lexicon, "targets")};
    for (uint32_t k = 0; k < doc->sentences.n; k++) {
        khd_range tokens = doc->sentences.v[k].tokens;
        s.first = doc->means.n;
        while (s.frame < doc->frames.n && doc->frames.v[s.frame].sentence < k)
            s.frame++;
        for (uint32_t i = tokens.begin; i < tokens.end;)
            i = read_at(&s, k, i, tokens.end);
        read_frames(&s, k);
    }
}
