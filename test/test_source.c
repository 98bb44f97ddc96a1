/* source: speakers, contents, quotations, kinds and names, long and odd trees. */
#include "handmade.h"
#include "quote.h"
#include "source.h"
#include "subtree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

static const khd_attribution *only(const handmade *h)
{
    assert_int_equal(h->doc->attributions.n, 1);
    return &h->doc->attributions.v[0];
}

static void assert_words(handmade *h, khd_range tokens, const char *words)
{
    assert_string_equal(khd_doc_text(h->doc, khd_doc_span(h->doc, tokens)), words);
}

static void test_clause(void **state)
{
    handmade *h = *state;
    handmade_sentence(h,
                      "The DET 2 det\npolice NOUN 3 nsubj\nsaid VERB 0 root\nthat SCONJ 7 mark\n"
                      "two NUM 6 nummod\nmen NOUN 7 nsubj\ndied VERB 3 ccomp\n. PUNCT 3 punct\n");
    khd_source_run(h->doc, h->lexicon);
    assert_words(h, only(h)->source, "The police");
    assert_words(h, only(h)->cue, "said");
    assert_words(h, only(h)->content[0], "that two men died");
    assert_int_equal(only(h)->kind, KHD_SOURCE_KIND_STATE);
    assert_false(only(h)->denial || only(h)->claim || only(h)->stance);
}

static void test_inserted(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Two NUM 2 nummod\nmen NOUN 3 nsubj\ndied VERB 0 root\n, PUNCT 6 punct\n"
                         "doctors NOUN 6 nsubj\nsaid VERB 3 parataxis\n. PUNCT 3 punct\n");
    khd_source_run(h->doc, h->lexicon);
    assert_words(h, only(h)->source, "doctors");
    assert_int_equal(only(h)->content_count, 1);
    assert_words(h, only(h)->content[0], "Two men died");
    assert_int_equal(only(h)->kind, KHD_SOURCE_KIND_MEDICAL);
}

static void test_according(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "According VERB 3 case\nto ADP 1 fixed\nReuters PROPN 7 obl\n"
                         ", PUNCT 7 punct\ntwo NUM 6 nummod\nmen NOUN 7 nsubj\ndied VERB 0 root\n");
    khd_source_run(h->doc, h->lexicon);
    assert_words(h, only(h)->source, "Reuters");
    assert_words(h, only(h)->content[0], "two men died");
    assert_int_equal(only(h)->kind, KHD_SOURCE_KIND_MEDIA);
    assert_string_equal(only(h)->name, "Reuters");
}

/* "IS" is a group only in capitals; the copula is not. */
static void test_short_names(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "IS PROPN 2 nsubj\nclaimed VERB 0 root\nresponsibility NOUN 2 obj\n"
                         "for ADP 6 case\nthe DET 6 det\nblast NOUN 3 nmod\n");
    khd_source_run(h->doc, h->lexicon);
    assert_true(only(h)->claim);
    assert_int_equal(only(h)->kind, KHD_SOURCE_KIND_ARMED_GROUP);
    assert_string_equal(only(h)->name, "Islamic State");
    assert_words(h, only(h)->content[0], "the blast");
}

static void test_passive_has_no_speaker(void **state)
{
    handmade *h = *state;
    handmade_sentence(h,
                      "He PRON 3 nsubj:pass\nwas AUX 3 aux:pass\nsaid VERB 0 root\nto PART 6 mark\n"
                      "have AUX 6 aux\nfled VERB 3 xcomp\n");
    khd_source_run(h->doc, h->lexicon);
    assert_true(khd_range_empty(only(h)->source));
    assert_int_equal(only(h)->kind, KHD_SOURCE_KIND_UNNAMED);
}

static void test_quotes(void **state)
{
    handmade *h = *state;
    handmade_words(h, "a \"b\" c");
    khd_quotes none = khd_quote_all(h->doc);
    assert_int_equal(none.n, 0); /* the marks are no tokens of their own here */
    handmade_words(h, "x \" y z \" w \" v");
    khd_quotes q = khd_quote_all(h->doc);
    assert_int_equal(q.n, 2);
    assert_int_equal(q.v[0].tokens.end - q.v[0].tokens.begin, 4);
    assert_int_equal(khd_quote_at(&q, q.v[0].tokens.begin + 1), 0);
    assert_int_equal(khd_quote_at(&q, 0), KHD_NOTHING);
}

/* ---- hostile input ------------------------------------------------------------------ */

enum { WORDS = 50000 };

static void push_tokens(handmade *h, const char *const *words, uint32_t count)
{
    h->text[0] = 'x';
    h->doc->length = 1;
    for (uint32_t i = 0; i < WORDS; i++) {
        khd_token *t = KHD_PUSH(h->arena, &h->doc->tokens);
        t->span = (khd_span){0, 1};
        t->lower = t->lemma = words[i % count];
        t->upos = i % 3 ? KHD_UPOS_VERB : KHD_UPOS_NOUN;
        t->deprel = (uint8_t)(i * 7 % KHD_DEPREL_COUNT);
    }
    khd_sentence *s = KHD_PUSH(h->arena, &h->doc->sentences);
    s->tokens = (khd_range){0, WORDS};
}

static void run_in_time(handmade *h)
{
    clock_t before = clock();
    khd_source_run(h->doc, h->lexicon);
    assert_true((clock() - before) / CLOCKS_PER_SEC < 5);
    for (uint32_t i = 0; i < h->doc->attributions.n; i++) {
        const khd_attribution *a = &h->doc->attributions.v[i];
        assert_true(a->content_count <= 4);
        for (uint32_t c = 0; c < a->content_count; c++)
            assert_true(a->content[c].end <= h->doc->tokens.n);
    }
}

static const char *const hostile[] = {
    "said", "\"", "police", "according", "to", "claimed", "responsibility", ":", "citing"};

/* A chain: every token hangs on the one before. */
static void test_chain(void **state)
{
    handmade *h = *state;
    push_tokens(h, hostile, 9);
    for (uint32_t i = 0; i < WORDS; i++)
        h->doc->tokens.v[i].head = i ? (int32_t)i - 1 : KHD_NOTHING;
    run_in_time(h);
}

/* A star: all tokens hang on the first, which speaks. */
static void test_star(void **state)
{
    handmade *h = *state;
    push_tokens(h, hostile, 9);
    for (uint32_t i = 0; i < WORDS; i++)
        h->doc->tokens.v[i].head = i ? 0 : KHD_NOTHING;
    h->doc->tokens.v[0].upos = KHD_UPOS_VERB;
    run_in_time(h);
}

/* Loops and heads that are not there must not hang or crash. */
static void test_loop(void **state)
{
    handmade *h = *state;
    push_tokens(h, hostile, 9);
    for (uint32_t i = 0; i < WORDS; i++)
        h->doc->tokens.v[i].head = (int32_t)(i ^ 1u);
    khd_subtrees t = khd_subtree_all(h->doc);
    assert_int_equal(t.extent[0].end, 1);
    run_in_time(h);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, handmade_setup, handmade_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_clause),
        TEST(test_inserted),
        TEST(test_according),
        TEST(test_short_names),
        TEST(test_passive_has_no_speaker),
        TEST(test_quotes),
        TEST(test_chain),
        TEST(test_star),
        TEST(test_loop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
