/* number: numerals, ranges, qualifiers, vague words, and numbers of no people, on
 * plain words; counted nouns on small trees; bounds on hostile input. */
#include "handmade.h"
#include "number.h"
#include "numeral.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct {
    const char *words;
    int64_t n, n2;
    uint8_t qualifier;
    bool unit, ordinal;
} expected;

static void check_first(handmade *h, const expected *e)
{
    uint32_t before = h->doc->quantities.n;
    h->doc->sentences.n = 0;
    handmade_words(h, e->words);
    khd_number_run(h->doc, h->lexicon);
    if (h->doc->quantities.n == before)
        fail_msg("nothing found in \"%s\"", e->words);
    const khd_quantity *q = &h->doc->quantities.v[before];
    if (q->n != e->n || q->n2 != e->n2 || q->qualifier != e->qualifier || q->unit != e->unit ||
        q->ordinal != e->ordinal)
        fail_msg("\"%s\": %lld %lld %s%s%s", e->words, (long long)q->n, (long long)q->n2,
                 khd_qualifier_text(q->qualifier), q->unit ? " unit" : "",
                 q->ordinal ? " ordinal" : "");
}

#define EXACT KHD_QUALIFIER_EXACT
#define LEAST KHD_QUALIFIER_AT_LEAST
#define MOST KHD_QUALIFIER_AT_MOST
#define ABOUT KHD_QUALIFIER_ABOUT
#define RANGE KHD_QUALIFIER_RANGE
#define VAGUE KHD_QUALIFIER_VAGUE

static void test_values(void **state)
{
    static const expected list[] = {
        {"18 soldiers", 18, -1, EXACT, false, false},
        {"3,500 people", 3500, -1, EXACT, false, false},
        {"1,35,000 people", 135000, -1, EXACT, false, false},
        {"twenty-five people", 25, -1, EXACT, false, false},
        {"twenty - five people", 25, -1, EXACT, false, false},
        {"two hundred and six people", 206, -1, EXACT, false, false},
        {"three thousand two hundred people", 3200, -1, EXACT, false, false},
        {"2.5 million people", 2500000, -1, EXACT, false, false},
        {"three-and-a-half million people", 3500000, -1, EXACT, false, false},
        {"half a million people", 500000, -1, EXACT, false, false},
        {"a quarter of a million people", 250000, -1, EXACT, false, false},
        {"a hundred people", 100, -1, EXACT, false, false},
        {"two dozen people", 24, -1, EXACT, false, false},
        {"a dozen people", 12, -1, EXACT, false, false},
        {"third soldier", 3, -1, EXACT, false, true},
        {"21st brigade", 21, -1, EXACT, false, true},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        check_first(*state, &list[i]);
}

static void test_qualifiers(void **state)
{
    static const expected list[] = {
        {"at least 70 people", 70, -1, LEAST, false, false},
        {"more than 20 people", 21, -1, LEAST, false, false},
        {"over 100 people", 101, -1, LEAST, false, false},
        {"no fewer than ten people", 10, -1, LEAST, false, false},
        {"12 or more people", 12, -1, LEAST, false, false},
        {"50+ people", 50, -1, LEAST, false, false},
        {"up to 30 people", 30, -1, MOST, false, false},
        {"as many as 40 people", 40, -1, MOST, false, false},
        {"fewer than 20 people", 19, -1, MOST, false, false},
        {"nearly 20 people", 20, -1, ABOUT, false, false},
        {"an estimated 2 million people", 2000000, -1, ABOUT, false, false},
        {"a total of 9 people", 9, -1, EXACT, false, false},
        {"at least some 20 people", 20, -1, LEAST, false, false},
        {"dozens of people", -1, -1, VAGUE, false, false},
        {"tens of thousands of people", -1, -1, VAGUE, false, false},
        {"several hundred people", -1, -1, VAGUE, false, false},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        check_first(*state, &list[i]);
}

static void test_ranges(void **state)
{
    static const expected list[] = {
        {"between 36 and 40 people", 36, 40, RANGE, false, false},
        {"20-30 people", 20, 30, RANGE, false, false},
        {"20 to 30 people", 20, 30, RANGE, false, false},
        {"two or three people", 2, 3, RANGE, false, false},
        {"2 to 3 million people", 2000000, 3000000, RANGE, false, false},
        {"from 20 to 30 people", 20, -1, EXACT, false, false},
        {"3-1", 3, -1, EXACT, true, false},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        check_first(*state, &list[i]);
}

static void test_no_people(void **state)
{
    static const expected list[] = {
        {"48 hours", 48, -1, EXACT, true, false},
        {"5 kilometers", 5, -1, EXACT, true, false},
        {"$ 5 million", 5000000, -1, EXACT, true, false},
        {"20 percent", 20, -1, EXACT, true, false},
        {"12-year-old", 12, -1, EXACT, true, false},
        {"May 5", 5, -1, EXACT, true, false},
        {"19 June", 19, -1, EXACT, true, false},
        {"in 2016 ,", 2016, -1, EXACT, true, false},
        {"aged 5", 5, -1, EXACT, true, false},
        {"2.5 people", 2, -1, EXACT, true, false},
        {"4412345678", 4412345678, -1, EXACT, true, false},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        check_first(*state, &list[i]);
}

static void test_ceiling(void **state)
{
    static const char *const words[] = {"99999999999999999999999 people", "900 trillion people",
                                        "9999999999999 trillion people"};
    handmade *h = *state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t at = h->doc->quantities.n;
        h->doc->sentences.n = 0;
        handmade_words(h, words[i]);
        khd_number_run(h->doc, h->lexicon);
        assert_true(h->doc->quantities.n > at);
        assert_int_equal(h->doc->quantities.v[at].n, KHD_NUMERAL_CEILING);
        assert_true(h->doc->quantities.v[at].unit);
    }
}

static void test_nouns(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "At ADP 2 case\nleast ADJ 3 nmod\n12 NUM 4 nummod\ncivilians NOUN 6 nsubj:pass\n"
           "were AUX 6 aux:pass\nkilled VERB 0 root\nand CCONJ 9 cc\n30 NUM 9 nsubj:pass\n"
           "wounded VERB 6 conj\n");
    khd_number_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->quantities.n, 2);
    assert_int_equal(h->doc->quantities.v[0].noun, 3);
    assert_int_equal(h->doc->quantities.v[0].tokens.begin, 0);
    assert_int_equal(h->doc->quantities.v[1].noun, KHD_NOTHING);
}

static void test_articles(void **state)
{
    handmade *h = *state;
    handmade_sentence(
        h, "A DET 2 det\nsoldier NOUN 3 nsubj\ndied VERB 0 root\nin ADP 6 case\na DET 6 det\n"
           "blast NOUN 3 obl\n");
    handmade_sentence(h, "No DET 2 det\ncasualties NOUN 3 nsubj:pass\nreported VERB 0 root\n");
    khd_number_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->quantities.n, 2);
    assert_true(h->doc->quantities.v[0].article);
    assert_int_equal(h->doc->quantities.v[0].n, 1);
    assert_int_equal(h->doc->quantities.v[1].n, 0);
    assert_int_equal(h->doc->quantities.v[1].qualifier, KHD_QUALIFIER_NONE_HARMED);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, handmade_setup, handmade_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_values),  TEST(test_qualifiers), TEST(test_ranges),   TEST(test_no_people),
        TEST(test_ceiling), TEST(test_nouns),      TEST(test_articles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
