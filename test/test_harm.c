/* harm: figures from trees and the reader's arguments, built by hand. */
#include "handmade.h"
#include "harm.h"
#include "number.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void run(handmade *h)
{
    khd_number_run(h->doc, h->lexicon);
    khd_harm_run(h->doc, h->lexicon);
}

static void check(const khd_figure *f, uint8_t harm, int64_t n, uint8_t qualifier)
{
    if (f->harm != harm || f->n != n || f->qualifier != qualifier)
        fail_msg("%s %lld %s (%s)", khd_harm_text(f->harm), (long long)f->n,
                 khd_qualifier_text(f->qualifier), f->why);
    assert_non_null(f->why);
    assert_false(khd_span_empty(f->span));
}

static void test_passive_and_elided(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "18 NUM 2 nummod\nsoldiers NOUN 4 nsubj:pass\nwere AUX 4 aux:pass\n"
           "killed VERB 0 root\nand CCONJ 7 cc\n30 NUM 7 nsubj:pass\nwounded VERB 4 conj\n");
    run(h);
    assert_int_equal(h->doc->figures.n, 2);
    check(&h->doc->figures.v[0], KHD_HARM_KILLED, 18, KHD_QUALIFIER_EXACT);
    check(&h->doc->figures.v[1], KHD_HARM_INJURED, 30, KHD_QUALIFIER_EXACT);
    assert_int_equal(h->doc->figures.v[0].group, KHD_GROUP_COMBATANT);
    assert_int_equal(h->doc->figures.v[1].group, KHD_GROUP_COMBATANT);
    assert_string_equal(khd_doc_text(h->doc, h->doc->figures.v[0].who), "soldiers");
}

static void test_list_of_objects(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "It PRON 2 nsubj\nkilled VERB 0 root\na DET 4 det\nsoldier NOUN 2 obj\nand CCONJ 7 cc\n"
           "two NUM 7 nummod\nchildren NOUN 4 conj\n");
    run(h);
    assert_int_equal(h->doc->figures.n, 2);
    check(&h->doc->figures.v[0], KHD_HARM_KILLED, 1, KHD_QUALIFIER_EXACT);
    check(&h->doc->figures.v[1], KHD_HARM_KILLED, 2, KHD_QUALIFIER_EXACT);
    assert_int_equal(h->doc->figures.v[1].group, KHD_GROUP_CIVILIAN);
}

static void test_part_of(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "Six NUM 2 nummod\npeople NOUN 7 nsubj:pass\nincluding VERB 5 case\n"
           "two NUM 5 nummod\nwomen NOUN 2 nmod\nwere AUX 7 aux:pass\nkilled VERB 0 root\n");
    run(h);
    assert_int_equal(h->doc->figures.n, 2);
    check(&h->doc->figures.v[1], KHD_HARM_KILLED, 2, KHD_QUALIFIER_EXACT);
    assert_int_equal(h->doc->figures.v[0].part_of, KHD_NOTHING);
    assert_int_equal(h->doc->figures.v[1].part_of, 0);
}

static void test_joint_and_toll(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "Ten NUM 2 nummod\npeople NOUN 4 nsubj:pass\nwere AUX 4 aux:pass\nkilled VERB 0 root\n"
           "or CCONJ 6 cc\nwounded VERB 4 conj\n");
    handmade_sentence(
        h,
        "The DET 3 det\ndeath NOUN 3 compound\ntoll NOUN 4 nsubj\nrose VERB 0 root\nto ADP 6 case\n"
        "22 NUM 4 obl\n");
    run(h);
    assert_int_equal(h->doc->figures.n, 2);
    check(&h->doc->figures.v[0], KHD_HARM_KILLED_OR_INJURED, 10, KHD_QUALIFIER_EXACT);
    check(&h->doc->figures.v[1], KHD_HARM_KILLED, 22, KHD_QUALIFIER_EXACT);
    assert_true(h->doc->figures.v[1].cumulative);
    assert_false(h->doc->figures.v[0].cumulative);
}

static void test_none(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "There PRON 2 expl\nwere VERB 0 root\nno DET 4 det\ncasualties NOUN 2 nsubj\n");
    handmade_sentence(
        h, "It PRON 4 nsubj\ndid AUX 4 aux\nnot PART 4 advmod\ncause VERB 0 root\nany DET 6 det\n"
           "injuries NOUN 4 obj\n");
    run(h);
    assert_int_equal(h->doc->figures.n, 2);
    check(&h->doc->figures.v[0], KHD_HARM_KILLED_OR_INJURED, 0, KHD_QUALIFIER_NONE_HARMED);
    check(&h->doc->figures.v[1], KHD_HARM_INJURED, 0, KHD_QUALIFIER_NONE_HARMED);
}

static void test_no_figures(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h,
        "They PRON 3 nsubj\nwill AUX 3 aux\nkill VERB 0 root\nten NUM 5 nummod\nmen NOUN 3 obj\n");
    handmade_sentence(
        h, "It PRON 2 nsubj\ndestroyed VERB 0 root\nsix NUM 4 nummod\nhouses NOUN 2 obj\n");
    handmade_sentence(h, "Five NUM 2 nummod\nministers NOUN 3 nsubj\nmet VERB 0 root\n");
    run(h);
    assert_int_equal(h->doc->figures.n, 0);
}

static void test_reader(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Gunmen NOUN 2 nsubj\nattacked VERB 0 root\nthem PRON 2 obj\n: PUNCT 5 "
                         "punct\n7 NUM 2 parataxis\n");
    handmade_frame(h, 1, KHD_CLASS_ATTACK);
    khd_argument *a = handmade_argument(h, KHD_ARGUMENT_QUANTITY, (khd_range){4, 5});
    a->harm = KHD_HARM_INJURED;
    a->group = KHD_GROUP_UNKNOWN;
    run(h);
    assert_int_equal(h->doc->figures.n, 1);
    check(&h->doc->figures.v[0], KHD_HARM_INJURED, 7, KHD_QUALIFIER_EXACT);
    assert_int_equal(h->doc->figures.v[0].frame, 0);
    assert_int_equal(h->doc->figures.v[0].side, KHD_SIDE_B);
}

/* The class of the frame tells an arrest from an abduction; the named one is one. */
static void test_named(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Rebels NOUN 2 nsubj\ncaptured VERB 0 root\nDavid PROPN 2 obj\n");
    handmade_frame(h, 1, KHD_CLASS_ABDUCTION);
    handmade_argument(h, KHD_ARGUMENT_SIDE_A, (khd_range){0, 1});
    handmade_argument(h, KHD_ARGUMENT_SIDE_B, (khd_range){2, 3});
    h->doc->tokens.v[2].entity = KHD_ENTITY_PER;
    run(h);
    assert_int_equal(h->doc->figures.n, 1);
    check(&h->doc->figures.v[0], KHD_HARM_ABDUCTED, 1, KHD_QUALIFIER_EXACT);
    assert_int_equal(h->doc->figures.v[0].side, KHD_SIDE_B);
}

/* A thousand figures in a thousand sentences, and a long flat one. */
static void test_many(void **state)
{
    handmade *h = *state;
    for (unsigned i = 0; i < 1000; i++)
        handmade_sentence(h, "6 NUM 2 nummod\nmen NOUN 3 nsubj\ndied VERB 0 root\n");
    handmade_sentence(h, "x X 0 root\n");
    for (unsigned i = 0; i < 4000; i++)
        handmade_word(h, h->doc->tokens.n - 1 - i, "7 NUM 1 conj");
    h->doc->sentences.v[1000].tokens.end = h->doc->tokens.n;
    run(h);
    assert_int_equal(h->doc->figures.n, 1000);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, handmade_setup, handmade_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_passive_and_elided),
        TEST(test_list_of_objects),
        TEST(test_part_of),
        TEST(test_joint_and_toll),
        TEST(test_none),
        TEST(test_no_figures),
        TEST(test_reader),
        TEST(test_named),
        TEST(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
