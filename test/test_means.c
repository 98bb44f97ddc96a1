/* means: table matches, targets, words that are no means, the reader's words. */
#include "handmade.h"
#include "means.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const khd_means *at(const handmade *h, uint32_t i)
{
    assert_true(i < h->doc->means.n);
    return &h->doc->means.v[i];
}

static void test_tables(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "A DET 4 det\nroadside NOUN 4 compound\ncar NOUN 4 compound\nbomb NOUN 5 nsubj\n"
           "hit VERB 0 root\na DET 8 det\npolice NOUN 8 compound\nstation NOUN 5 obj\n");
    khd_means_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->means.n, 2);
    assert_string_equal(at(h, 0)->kind, "explosive");
    assert_int_equal(at(h, 0)->class_hint, KHD_CLASS_REMOTE_EXPLOSIVE);
    assert_false(at(h, 0)->target);
    assert_string_equal(at(h, 1)->kind, "police");
    assert_true(at(h, 1)->target);
    assert_int_equal(at(h, 1)->class_hint, KHD_NOTHING);
}

static void test_plurals(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Mortars NOUN 2 nsubj\nhit VERB 0 root\nmosques NOUN 2 obj\n");
    khd_means_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->means.n, 2);
    assert_string_equal(at(h, 0)->kind, "mortar");
    assert_string_equal(at(h, 1)->kind, "religious");
}

static void test_not_means(void **state)
{
    handmade *h = *state;
    handmade_sentence(h,
                      "A DET 3 det\nthink NOUN 3 compound\ntank NOUN 4 nsubj\nfired VERB 0 root\n");
    handmade_sentence(h, "They PRON 2 nsubj\nbomb VERB 0 root\n");
    khd_means_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->means.n, 0);
}

static void test_reader(void **state)
{
    handmade *h = *state;
    handmade_sentence(h,
                      "Men NOUN 2 nsubj\nused VERB 0 root\ncatapults NOUN 2 obj\nand CCONJ 6 cc\n"
                      "big ADJ 6 amod\nrockets NOUN 3 conj\n");
    handmade_frame(h, 1, KHD_CLASS_ATTACK);
    handmade_argument(h, KHD_ARGUMENT_MEANS, (khd_range){2, 3});
    handmade_argument(h, KHD_ARGUMENT_MEANS, (khd_range){4, 6});
    khd_means_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->means.n, 2);
    assert_string_equal(at(h, 0)->kind, "rocket");
    assert_int_equal(at(h, 0)->tokens.begin, 4);
    assert_string_equal(at(h, 1)->kind, "other");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, handmade_setup, handmade_teardown)
    const struct CMUnitTest tests[] = {TEST(test_tables), TEST(test_plurals), TEST(test_not_means),
                                       TEST(test_reader)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
