/* reader_syntax: tags, lemmas, tree and roles of one window. */
#include "reader_state.h"

#include "utf8.h"

#include <string.h>

/* ---- tags --------------------------------------------------------------------- */

static uint32_t best_of(const khd_reader *reader, const khd_reader_state *s, const khd_window *w,
                        enum khd_head head, uint32_t word)
{
    return khd_best(khd_word_row(s, w, head, word), reader->heads.word[head].out);
}

/* Bytes of `text` without its last `cut` characters. */
static size_t cut_end(const char *text, size_t n, uint32_t cut)
{
    for (; cut && n; cut--) {
        uint32_t code;
        size_t step = khd_utf8_read_before(text, n, &code);
        n -= step ? step : 1;
    }
    return n;
}

static const char *lemma_of(khd_doc *doc, const khd_token *t, const khd_lemma_script *script)
{
    const char *base = script->keep_case ? doc->text + t->span.begin : t->lower;
    size_t n = script->keep_case ? t->span.end - t->span.begin : strlen(t->lower);
    if (!script->keep_case && !script->cut && !*script->add)
        return t->lower;
    size_t kept = cut_end(base, n, script->cut), added = strlen(script->add);
    if (!kept && !added)
        return t->lower;
    char *lemma = khd_arena_push(doc->arena, kept + added + 1, 1);
    memcpy(lemma, base, kept);
    memcpy(lemma + kept, script->add, added);
    return lemma;
}

static void read_tags(const khd_reader *reader, const khd_reader_state *s, const khd_window *w,
                      khd_doc *doc)
{
    const khd_labels *l = &reader->labels;
    for (uint32_t i = 0; i < w->words; i++) {
        khd_token *t = &doc->tokens.v[w->first + i];
        uint32_t feats = best_of(reader, s, w, KHD_HEAD_FEATS, i);
        t->upos = l->upos.value[best_of(reader, s, w, KHD_HEAD_UPOS, i)];
        t->xpos = l->xpos.text[best_of(reader, s, w, KHD_HEAD_XPOS, i)];
        t->feats = (uint16_t)feats;
        t->feats_text = l->feats.text[feats];
        t->plural = strstr(t->feats_text, "Number=Plur") != NULL;
        t->past = strstr(t->feats_text, "Tense=Past") != NULL;
        t->passive = strstr(t->feats_text, "Voice=Pass") != NULL;
        t->lemma = lemma_of(doc, t, &l->scripts[best_of(reader, s, w, KHD_HEAD_LEMMA, i)]);
    }
}

/* ---- tree ---------------------------------------------------------------------- */

/* Relation of a word to its head (0 the root): `root` for the root's word only. */
static uint8_t relation(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                        uint32_t word, uint32_t head)
{
    const khd_label_map *map = &reader->labels.deprel;
    if (!head)
        return KHD_DEPREL_ROOT;
    float scores[KHD_LABELS_MAX];
    khd_heads_pair(s->nn, khd_grid_row(&s->heads.rel, w->root + 1 + word),
                   khd_grid_row(&s->heads.word[KHD_HEAD_REL_HEAD], w->root + head),
                   reader->heads.word[KHD_HEAD_REL_HEAD].out, map->count, scores);
    for (uint32_t i = 0; i < map->count; i++)
        if (map->value[i] == KHD_DEPREL_ROOT)
            scores[i] = -1e30f;
    return map->value[khd_best(scores, map->count)];
}

/* The root of a later window hangs on the root of the sentence's first. */
static void read_tree(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                      khd_doc *doc)
{
    for (uint32_t d = 0; d < w->words; d++)
        for (uint32_t h = 0; h <= w->words; h++)
            khd_grid_row(&s->scores, d)[h] =
                h == d + 1
                    ? -1e4f
                    : khd_heads_arc(&reader->heads, s->nn, &s->heads, w->root + 1 + d, w->root + h);
    khd_tree_find(s->tree, s->scores.v, s->scores.ld, w->words, s->tree_heads);
    for (uint32_t i = 0; i < w->words; i++) {
        khd_token *t = &doc->tokens.v[w->first + i];
        uint32_t head = s->tree_heads[i];
        t->head = head ? (int32_t)(w->first + head - 1) : KHD_NOTHING;
        t->deprel = relation(reader, s, w, i, head);
        if (head)
            continue;
        if (w->more) {
            t->head = (int32_t)s->anchor;
            t->deprel = KHD_DEPREL_PARATAXIS;
        } else {
            s->anchor = w->first + i;
        }
    }
}

/* ---- roles --------------------------------------------------------------------- */

static void read_predicate(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                           uint32_t word, khd_doc *doc)
{
    const khd_label_map *map = &reader->labels.role;
    float scores[KHD_LABELS_MAX];
    khd_heads_left(s->nn, &reader->heads.role_pair,
                   khd_word_row(s, w, KHD_HEAD_ROLE_PREDICATE, word), &s->heads);
    for (uint32_t i = 0; i < w->words; i++) {
        khd_heads_pair(s->nn, s->heads.left, khd_word_row(s, w, KHD_HEAD_ROLE_ARGUMENT, i),
                       reader->heads.word[KHD_HEAD_ROLE_ARGUMENT].out, map->count, scores);
        uint8_t role = map->value[khd_best(scores, map->count)];
        if (role != KHD_ROLE_NONE)
            *KHD_PUSH(doc->arena, &doc->roles) =
                (khd_role_link){w->first + word, w->first + i, role};
    }
}

static void read_roles(const khd_reader *reader, khd_reader_state *s, const khd_window *w,
                       khd_doc *doc)
{
    for (uint32_t i = 0; i < w->words; i++) {
        const float *p = khd_word_row(s, w, KHD_HEAD_PREDICATE, i);
        if (p[1] > p[0])
            read_predicate(reader, s, w, i, doc);
    }
}

void khd_syntax_read(const khd_reader *reader, khd_reader_state *state, const khd_window *window,
                     khd_doc *doc)
{
    read_tags(reader, state, window, doc);
    read_tree(reader, state, window, doc);
    read_roles(reader, state, window, doc);
}
