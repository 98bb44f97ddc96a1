/* reader_frames: conflict frames of one window: triggers by BIO, for each its class and
 * status, its arguments by BIO, and harm and group of those that may be harmed.
 */
#include "reader_state.h"

#include <string.h>

enum { TRIGGER_NONE = 0, TRIGGER_LABELS = 3 };

/* Probability of being a trigger for every word; the biased scores go to s->scores. */
static void read_triggers(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                          khd_doc *doc)
{
    for (uint32_t i = 0; i < w->words; i++) {
        float *score = khd_grid_row(&s->scores, i), p[KHD_PANEL];
        memcpy(score, khd_word_row(s, w, KHD_HEAD_TRIGGER, i), TRIGGER_LABELS * sizeof *score);
        memcpy(p, score, TRIGGER_LABELS * sizeof *p);
        khd_nn_get_ops(s->nn)->soften(p, TRIGGER_LABELS);
        doc->tokens.v[w->first + i].trigger = 1.0f - p[TRIGGER_NONE];
        score[TRIGGER_NONE] -= reader->trigger_bias;
    }
    khd_bio_decode(&reader->labels.trigger, s->scores.v, s->scores.ld, w->words, s->labels);
}

/* Probabilities of a two-layer head into `to`, by the values of `map`; the best value. */
static uint8_t answer(const khd_reader_state *s, uint32_t row, const khd_label_map *map, float *to)
{
    const float *p = khd_grid_row(&s->heads.answer, row);
    for (uint32_t i = 0; i < map->count; i++)
        to[map->value[i]] = p[i];
    return map->value[khd_best(p, map->count)];
}

static bool may_be_harmed(uint8_t kind)
{
    return kind == KHD_ARGUMENT_SIDE_A || kind == KHD_ARGUMENT_SIDE_B ||
           kind == KHD_ARGUMENT_QUANTITY || kind == KHD_ARGUMENT_VICTIM;
}

/* Harm and group of the frame's arguments, from the pair (argument, trigger). */
static void read_harms(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                       const khd_frame *frame, khd_doc *doc)
{
    uint32_t rows = frame->argument_count, width = reader->heads.width;
    uint32_t trigger = w->root + 1 + frame->trigger.begin - w->first;
    float p[KHD_LABELS_MAX];
    if (!rows)
        return;
    khd_argument *a = doc->arguments.v + frame->argument_first;
    for (uint32_t i = 0; i < rows; i++)
        khd_heads_join(&s->heads, i, w->root + 1 + a[i].tokens.begin - w->first, trigger, width);
    khd_heads_mlp(s->nn, &reader->heads.harm, s->heads.joined.v, rows, &s->heads);
    for (uint32_t i = 0; i < rows; i++) {
        a[i].harm = answer(s, i, &reader->labels.harm, p);
        a[i].harm_score = may_be_harmed(a[i].kind) ? p[a[i].harm] : 0;
    }
    khd_heads_mlp(s->nn, &reader->heads.group, s->heads.joined.v, rows, &s->heads);
    for (uint32_t i = 0; i < rows; i++) {
        a[i].group = answer(s, i, &reader->labels.group, p);
        a[i].group_score = may_be_harmed(a[i].kind) ? p[a[i].group] : 0;
    }
}

/* Arguments of the frame: appended to the document; returns their number. */
static uint32_t read_arguments(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                               uint32_t trigger, khd_doc *doc)
{
    const khd_bio *bio = &reader->labels.argument;
    uint32_t before = doc->arguments.n;
    khd_heads_left(s->nn, &reader->heads.frame_pair,
                   khd_word_row(s, w, KHD_HEAD_FRAME_TRIGGER, trigger), &s->heads);
    for (uint32_t i = 0; i < w->words; i++)
        khd_heads_pair(s->nn, s->heads.left, khd_word_row(s, w, KHD_HEAD_FRAME_WORD, i),
                       reader->heads.word[KHD_HEAD_FRAME_WORD].out, bio->count,
                       khd_grid_row(&s->scores, i));
    khd_bio_decode(bio, s->scores.v, s->scores.ld, w->words, s->others);
    for (uint32_t i = 0; i < w->words; i++)
        khd_nn_get_ops(s->nn)->soften(khd_grid_row(&s->scores, i), bio->count);
    khd_bio_span span;
    for (uint32_t at = 0; khd_bio_next(bio, s->others, w->words, &at, &span);)
        *KHD_PUSH(doc->arena, &doc->arguments) =
            (khd_argument){.tokens = {w->first + span.begin, w->first + span.end},
                           .kind = span.type,
                           .score = khd_grid_row(&s->scores, span.begin)[s->others[span.begin]]};
    return doc->arguments.n - before;
}

/* What the mention offers to be linked with later and with earlier ones. */
static void read_link(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                      khd_frame *frame, khd_doc *doc)
{
    uint32_t word = frame->trigger.begin - w->first;
    uint32_t n = reader->heads.word[KHD_HEAD_LINK_LATER].out;
    float *both = khd_arena_push(doc->arena, 2 * n + 1, sizeof *both);
    khd_heads_left(s->nn, &reader->heads.link_pair,
                   khd_word_row(s, w, KHD_HEAD_LINK_EARLIER, word), &s->heads);
    memcpy(both, s->heads.left, (n + 1) * sizeof *both);
    memcpy(both + n + 1, khd_word_row(s, w, KHD_HEAD_LINK_LATER, word), n * sizeof *both);
    frame->link_earlier = both;
    frame->link_later = both + n + 1;
    frame->link_count = n;
    frame->context = w->context;
}

float khd_frame_link(const khd_frame *earlier, const khd_frame *later)
{
    float sum = 0;
    if (earlier->link_count != later->link_count || !earlier->link_count)
        return 0;
    for (uint32_t i = 0; i < later->link_count; i++)
        sum += earlier->link_earlier[i] * later->link_later[i];
    return sum + earlier->link_earlier[later->link_count];
}

static void read_frame(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                       const khd_bio_span *span, khd_doc *doc)
{
    uint32_t row = w->root + 1 + span->begin;
    khd_frame f = {.sentence = w->sentence,
                   .trigger = {w->first + span->begin, w->first + span->end},
                   .argument_first = doc->arguments.n};
    for (uint32_t i = f.trigger.begin; i < f.trigger.end; i++)
        if (doc->tokens.v[i].trigger > f.trigger_score)
            f.trigger_score = doc->tokens.v[i].trigger;
    khd_heads_join(&s->heads, 0, row, w->root, reader->heads.width);
    khd_heads_mlp(s->nn, &reader->heads.class_, s->heads.joined.v, 1, &s->heads);
    f.class_best = answer(s, 0, &reader->labels.class_, f.class_score);
    khd_heads_mlp(s->nn, &reader->heads.status, khd_grid_row(&s->heads.states, row), 1, &s->heads);
    f.outcome_best = answer(s, 0, &reader->labels.outcome, f.outcome_score);
    f.argument_count = read_arguments(reader, s, w, span->begin, doc);
    read_harms(reader, s, w, &f, doc);
    read_link(reader, s, w, &f, doc);
    *KHD_PUSH(doc->arena, &doc->frames) = f;
}

void khd_frames_read(const khd_reader *reader, khd_reader_state *state, const khd_window *window,
                     khd_doc *doc)
{
    khd_bio_span span;
    read_triggers(reader, state, window, doc);
    for (uint32_t at = 0;
         khd_bio_next(&reader->labels.trigger, state->labels, window->words, &at, &span);)
        read_frame(reader, state, window, &span, doc);
}
