/* The network against the trainer's: test/data/reader_expected.txt holds what the packed
 * weights compute in float32 on fixed sentences (train/export.py). The float mode agrees
 * within TOLERANCE; the int8 mode gives nearly the same labels, and the same bits on
 * every instruction set. */
#include "reader_state.h"
#include "utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { FIELDS = 64, NAME_BYTES = 32, CEILING = 64 << 20 };

static const float tolerance = 2e-3f; /* of values that reach about 30 */

/* ---- expected values -------------------------------------------------------------- */

typedef struct {
    char name[NAME_BYTES];
    uint32_t n;
    float *v;
} field;

typedef struct {
    char text[512]; /* sentences of one window, "|||" between them */
    uint32_t sentences;
    field fields[FIELDS];
    uint32_t count;
} expected;

static const char *path_of(const char *variable, const char *rest)
{
    static char path[1024];
    const char *folder = getenv(variable);
    snprintf(path, sizeof path, "%s/%s", folder ? folder : ".", rest);
    return path;
}

/* Reads the fields of a sentence; `name` holds the first word of the line to come, and in
 * the end that of the next sentence's, or "". */
static bool read_expected(FILE *file, char name[NAME_BYTES], expected *e)
{
    if (strcmp(name, "sentence") != 0 || !fgets(e->text, sizeof e->text, file))
        return false;
    memmove(e->text, e->text + 1, strlen(e->text)); /* the blank before it */
    e->text[strcspn(e->text, "\n")] = 0;
    e->sentences = 1;
    for (const char *bar = e->text; (bar = strstr(bar, "|||")); bar++)
        e->sentences++;
    for (e->count = 0; fscanf(file, "%31s", name) == 1 && strcmp(name, "sentence") != 0;) {
        field *f = &e->fields[e->count++];
        memcpy(f->name, name, NAME_BYTES);
        assert_int_equal(fscanf(file, "%u", &f->n), 1);
        f->v = calloc(f->n, sizeof *f->v);
        for (uint32_t i = 0; i < f->n; i++)
            assert_int_equal(fscanf(file, "%f", &f->v[i]), 1);
        name[0] = 0;
    }
    return true;
}

static void free_expected(expected *e)
{
    for (uint32_t i = 0; i < e->count; i++)
        free(e->fields[i].v);
}

static const field *field_of(const expected *e, const char *name)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (!strcmp(e->fields[i].name, name))
            return &e->fields[i];
    fail_msg("no field %s", name);
    return NULL;
}

/* ---- documents ------------------------------------------------------------------- */

typedef struct {
    khd_arena *arena;
    jmp_buf out;
    khd_doc *doc;
} fixture;

/* A document of words between blanks and sentences between "|||". */
static void make_doc(fixture *f, const char *text)
{
    f->arena = khd_arena_new(CEILING);
    assert_non_null(f->arena);
    khd_arena_exit(f->arena, &f->out);
    if (setjmp(f->out))
        fail_msg("out of memory");
    khd_doc *doc = f->doc = khd_doc_new(f->arena);
    doc->text = text;
    doc->length = (uint32_t)strlen(text);
    uint32_t first = 0, begin = 0;
    for (uint32_t at = 0; at < doc->length;) {
        uint32_t n = (uint32_t)strcspn(text + at, " ");
        bool bar = n == 3 && !strncmp(text + at, "|||", 3);
        if (!bar) {
            khd_token *t = KHD_PUSH(f->arena, &doc->tokens);
            t->span = (khd_span){at, at + n};
            t->lower = t->lemma = khd_utf8_lower_copy(f->arena, text + at, n);
        }
        if (bar || at + n + 1 >= doc->length) {
            *KHD_PUSH(f->arena, &doc->sentences) = (khd_sentence){
                .span = {begin, at + n}, .tokens = {first, doc->tokens.n}};
            first = doc->tokens.n;
            begin = at + n;
        }
        at += n + (text[at + n] == ' ');
    }
}

static void open_reader(const char *isa, khd_nn_mode mode, khd_reader **reader,
                        khd_reader_state **state)
{
    khd_error error = {0};
    khd_reader_options options = {.mode = mode, .isa = isa};
    khd_status status =
        khd_reader_open_with(path_of("KHALDUN_DATA", "reader.khm"), &options, reader, &error);
    if (status != KHD_OK)
        fail_msg("%s", error.text);
    *state = khd_reader_state_new(*reader);
    assert_non_null(*state);
}

/* ---- comparisons ------------------------------------------------------------------ */

static void same(const char *what, float got, float want)
{
    if (!(fabsf(got - want) <= tolerance * (1 + fabsf(want) / 10)))
        fail_msg("%s: %g, expected %g", what, (double)got, (double)want);
}

/* The fields are those of the last sentence. */
static const khd_window *last_window(const expected *e, const khd_reader_state *s)
{
    return &s->windows[e->sentences - 1];
}

static void check_pieces(const expected *e, const khd_reader_state *s)
{
    const field *ids = field_of(e, "ids"), *shapes = field_of(e, "shapes");
    const field *first = field_of(e, "first");
    assert_int_equal(s->batch.rows, ids->n);
    for (uint32_t i = 0; i < ids->n; i++) {
        assert_int_equal(s->batch.ids[i], ids->v[i]);
        assert_int_equal(s->batch.shapes[i], shapes->v[i]);
    }
    const khd_window *w = last_window(e, s);
    assert_int_equal(s->batch.sequences, 1);
    assert_int_equal(s->window_count, e->sentences);
    assert_int_equal(s->row_count, w->root + first->n + 1);
    for (uint32_t i = 0; i < first->n; i++)
        assert_int_equal(s->rows[w->root + 1 + i], first->v[i]);
}

static void check_state(const expected *e, const khd_reader *r, const khd_reader_state *s,
                        uint32_t layer)
{
    char name[32];
    uint32_t width = r->encoder.sizes.width;
    snprintf(name, sizeof name, "state.%u.first", layer);
    const field *first = field_of(e, name);
    for (uint32_t i = 0; i < first->n; i++)
        same(name, s->encoder.x[8 * i], first->v[i]);
    snprintf(name, sizeof name, "state.%u.last", layer);
    const field *last = field_of(e, name);
    for (uint32_t i = 0; i < last->n; i++)
        same(name, s->encoder.x[(s->batch.rows - 1) * width + 8 * i], last->v[i]);
}

static void check_best(const expected *e, const khd_reader *r, const khd_reader_state *s,
                       const char *name, enum khd_head head)
{
    const field *f = field_of(e, name);
    for (uint32_t i = 0; i < f->n; i++)
        assert_int_equal(
            khd_best(khd_word_row(s, last_window(e, s), head, i), r->heads.word[head].out), f->v[i]);
}

static void check_words(const expected *e, const khd_reader *r, khd_reader_state *s)
{
    check_best(e, r, s, "tag.upos", KHD_HEAD_UPOS);
    check_best(e, r, s, "tag.xpos", KHD_HEAD_XPOS);
    check_best(e, r, s, "tag.feats", KHD_HEAD_FEATS);
    check_best(e, r, s, "tag.lem", KHD_HEAD_LEMMA);
    check_best(e, r, s, "tag.ner", KHD_HEAD_NER);
    check_best(e, r, s, "tag.gmb", KHD_HEAD_GMB);
    check_best(e, r, s, "predicate", KHD_HEAD_PREDICATE);
    const field *arcs = field_of(e, "arcs"), *rel = field_of(e, "rel");
    const field *heads = field_of(e, "heads"), *trigger = field_of(e, "trigger");
    float scores[KHD_LABELS_MAX];
    const khd_window *w = last_window(e, s);
    for (uint32_t d = 0; d < rel->n; d++) {
        for (uint32_t h = 0; h <= rel->n; h++)
            same("arc", khd_heads_arc(&r->heads, s->nn, &s->heads, w->root + d + 1, w->root + h),
                 arcs->v[d * (rel->n + 1) + h]);
        khd_heads_pair(s->nn, khd_grid_row(&s->heads.rel, w->root + d + 1),
                       khd_grid_row(&s->heads.word[KHD_HEAD_REL_HEAD],
                                    w->root + (uint32_t)heads->v[d]),
                       r->heads.word[KHD_HEAD_REL_HEAD].out, r->labels.deprel.count, scores);
        assert_int_equal(khd_best(scores, r->labels.deprel.count), rel->v[d]);
        for (uint32_t i = 0; i < 3; i++)
            same("trigger", khd_word_row(s, w, KHD_HEAD_TRIGGER, d)[i],
                 trigger->v[3 * d + i]);
    }
}

/* The answer of a two-layer head against the softmax of the expected scores. */
static void check_answer(const expected *e, const char *name, const khd_reader_state *s)
{
    const field *f = field_of(e, name);
    float p[64] = {0};
    memcpy(p, f->v, f->n * sizeof *p);
    khd_nn_find("portable")->soften(p, f->n);
    for (uint32_t i = 0; i < f->n; i++)
        same(name, khd_grid_row(&s->heads.answer, 0)[i], p[i]);
}

static void check_pairs(const expected *e, const khd_reader *r, khd_reader_state *s)
{
    const khd_heads *h = &r->heads;
    const field *role = field_of(e, "role"), *argument = field_of(e, "argument");
    uint32_t word = (uint32_t)field_of(e, "word")->v[0], labels = r->labels.argument.count;
    float scores[KHD_LABELS_MAX];
    const khd_window *w = last_window(e, s);
    khd_heads_left(s->nn, &h->role_pair, khd_word_row(s, w, KHD_HEAD_ROLE_PREDICATE, word),
                   &s->heads);
    for (uint32_t i = 0; i < role->n; i++) {
        khd_heads_pair(s->nn, s->heads.left, khd_word_row(s, w, KHD_HEAD_ROLE_ARGUMENT, i),
                       h->word[KHD_HEAD_ROLE_ARGUMENT].out, r->labels.role.count, scores);
        assert_int_equal(khd_best(scores, r->labels.role.count), role->v[i]);
    }
    khd_heads_left(s->nn, &h->frame_pair, khd_word_row(s, w, KHD_HEAD_FRAME_TRIGGER, word),
                   &s->heads);
    for (uint32_t i = 0; i < argument->n / labels; i++) {
        khd_heads_pair(s->nn, s->heads.left, khd_word_row(s, w, KHD_HEAD_FRAME_WORD, i),
                       h->word[KHD_HEAD_FRAME_WORD].out, labels, scores);
        for (uint32_t k = 0; k < labels; k++)
            same("argument", scores[k], argument->v[i * labels + k]);
    }
    khd_heads_join(&s->heads, 0, w->root + word + 1, w->root, h->width);
    khd_heads_mlp(s->nn, &h->class_, s->heads.joined.v, 1, &s->heads);
    check_answer(e, "class", s);
    khd_heads_mlp(s->nn, &h->status, khd_grid_row(&s->heads.states, w->root + word + 1), 1,
                  &s->heads);
    check_answer(e, "status", s);
    khd_heads_join(&s->heads, 0, w->root + 1, w->root + word + 1, h->width);
    khd_heads_mlp(s->nn, &h->harm, s->heads.joined.v, 1, &s->heads);
    check_answer(e, "harm", s);
    khd_heads_mlp(s->nn, &h->group, s->heads.joined.v, 1, &s->heads);
    check_answer(e, "group", s);
}

/* The last sentence's mention as one of the first sentence's occurrence. */
static void check_link(const expected *e, const khd_reader *r, khd_reader_state *s)
{
    if (e->sentences < 2)
        return;
    const khd_heads *h = &r->heads;
    uint32_t earlier = (uint32_t)field_of(e, "earlier")->v[0];
    uint32_t later = (uint32_t)field_of(e, "word")->v[0];
    float score;
    khd_heads_left(s->nn, &h->link_pair,
                   khd_word_row(s, &s->windows[0], KHD_HEAD_LINK_EARLIER, earlier), &s->heads);
    khd_heads_pair(s->nn, s->heads.left,
                   khd_word_row(s, last_window(e, s), KHD_HEAD_LINK_LATER, later),
                   h->word[KHD_HEAD_LINK_LATER].out, 1, &score);
    same("link", score, field_of(e, "link")->v[0]);
}

static void check_sentence(const expected *e, const khd_reader *r, khd_reader_state *s)
{
    fixture f;
    make_doc(&f, e->text);
    for (uint32_t i = 0; i < f.doc->sentences.n; i++)
        khd_window_add(r, s, f.doc, i);
    check_pieces(e, s);
    khd_encoder_embed(&r->encoder, s->nn, &s->batch, &s->encoder);
    check_state(e, r, s, 0);
    for (uint32_t i = 0; i < r->encoder.sizes.layers; i++) {
        khd_encoder_step(&r->encoder, s->nn, &s->batch, i, &s->encoder);
        check_state(e, r, s, i + 1);
    }
    khd_window_flush(r, s, f.doc);
    check_words(e, r, s);
    check_pairs(e, r, s);
    check_link(e, r, s);
    khd_arena_free(f.arena);
}

static void test_float_as_trained(void **unused)
{
    (void)unused;
    char name[NAME_BYTES] = "", line[256];
    static expected e;
    khd_reader *r;
    khd_reader_state *s;
    open_reader(NULL, KHD_NN_FLOAT, &r, &s);
    FILE *file = fopen(path_of("KHALDUN_SOURCE", "test/data/reader_expected.txt"), "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file)); /* the comment */
    assert_int_equal(fscanf(file, "%31s", name), 1);
    uint32_t sentences = 0;
    for (; read_expected(file, name, &e); sentences++) {
        check_sentence(&e, r, s);
        free_expected(&e);
    }
    assert_true(sentences >= 9);
    fclose(file);
    khd_reader_state_free(s);
    khd_reader_close(r);
}

/* ---- whole documents ---------------------------------------------------------------- */

static const char story[] =
    "Eighteen Libyan soldiers were killed in Sirte on Tuesday , the government said .";

static void test_fills_the_document(void **unused)
{
    (void)unused;
    khd_reader *r;
    khd_reader_state *s;
    fixture f;
    open_reader(NULL, KHD_NN_INT8, &r, &s);
    make_doc(&f, story);
    khd_reader_run(r, s, f.doc);
    const khd_token *t = f.doc->tokens.v;
    assert_int_equal(t[4].upos, KHD_UPOS_VERB);
    assert_memory_equal(t[4].xpos, "VB", 2);
    assert_string_equal(t[12].lemma, "say"); /* src/lemma.c settles lemmas later */
    assert_string_equal(t[6].lemma, "Sirte");
    assert_true(t[2].plural);
    assert_int_equal(t[2].head, 4);
    assert_true(t[2].deprel == KHD_DEPREL_NSUBJ || t[2].deprel == KHD_DEPREL_NSUBJ_PASS);
    assert_int_equal(t[12].head, KHD_NOTHING);
    assert_int_equal(t[6].entity, KHD_ENTITY_GPE);
    assert_int_equal(t[1].entity, KHD_ENTITY_NORP);
    assert_int_equal(f.doc->frames.n, 1);
    const khd_frame *frame = f.doc->frames.v;
    assert_int_equal(frame->trigger.begin, 4);
    assert_int_equal(frame->outcome_best, KHD_OUTCOME_HAPPENED);
    float sum = 0;
    for (int i = 0; i < KHD_CLASS_COUNT; i++)
        sum += frame->class_score[i];
    assert_true(fabsf(sum - 1) < 1e-4f);
    assert_true(frame->argument_count >= 3);
    khd_arena_free(f.arena);
    khd_reader_state_free(s);
    khd_reader_close(r);
}

static uint64_t digest(const khd_doc *doc)
{
    uint64_t h = 14695981039346656037u;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const khd_token *t = &doc->tokens.v[i];
        uint32_t bits;
        memcpy(&bits, &t->trigger, sizeof bits);
        const uint32_t parts[] = {t->upos, t->deprel, (uint32_t)t->head, t->entity, bits};
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            h = (h ^ parts[k]) * 1099511628211u;
    }
    return h;
}

/* Every instruction set of the machine gives the same bits. */
static void test_same_bits(void **unused)
{
    (void)unused;
    static const char *const sets[] = {"portable", "avx2", "avx-vnni", "avx512-vnni"};
    for (int mode = KHD_NN_INT8; mode <= KHD_NN_FLOAT; mode++) {
        uint64_t want = 0;
        for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
            if (!khd_nn_find(sets[i]))
                continue;
            khd_reader *r;
            khd_reader_state *s;
            fixture f;
            open_reader(sets[i], (khd_nn_mode)mode, &r, &s);
            make_doc(&f, story);
            khd_reader_run(r, s, f.doc);
            if (!i)
                want = digest(f.doc);
            assert_true(digest(f.doc) == want);
            khd_arena_free(f.arena);
            khd_reader_state_free(s);
            khd_reader_close(r);
        }
    }
}

/* A sentence of any length is read, in windows, as one tree. */
static void test_long_sentence(void **unused)
{
    (void)unused;
    enum { WORDS = 3000 };
    static char text[WORDS * 8 + 1];
    size_t n = 0;
    for (uint32_t i = 0; i < WORDS; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s", i % 90 == 89 ? ", " : "troops ");
    khd_reader *r;
    khd_reader_state *s;
    fixture f;
    open_reader(NULL, KHD_NN_INT8, &r, &s);
    make_doc(&f, text);
    khd_reader_run(r, s, f.doc);
    uint32_t roots = 0;
    for (uint32_t i = 0; i < f.doc->tokens.n; i++)
        roots += f.doc->tokens.v[i].head == KHD_NOTHING;
    assert_int_equal(roots, 1);
    for (uint32_t i = 0; i < f.doc->tokens.n; i += 97)
        assert_true(khd_doc_below(f.doc, i, khd_doc_head(f.doc, (khd_range){0, f.doc->tokens.n})));
    khd_arena_free(f.arena);
    khd_reader_state_free(s);
    khd_reader_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_float_as_trained),
        cmocka_unit_test(test_fills_the_document),
        cmocka_unit_test(test_same_bits),
        cmocka_unit_test(test_long_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
