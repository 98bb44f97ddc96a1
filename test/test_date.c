/* date: calendar arithmetic, feasts, anchors, what is left unresolved, long input. */
#include "date.h"
#include "feast.h"
#include "handmade.h"
#include "when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include <cmocka.h>

static const khd_date *only(const handmade *h)
{
    assert_int_equal(h->doc->dates.n, 1);
    return &h->doc->dates.v[0];
}

static void read_words(handmade *h, const char *words)
{
    handmade_words(h, words);
    khd_date_run(h->doc, h->lexicon);
}

/* ---- when, feast ------------------------------------------------------------------ */

static void test_periods(void **state)
{
    (void)state;
    khd_day day = khd_day_from(2016, 1, 2); /* a Saturday in ISO week 53 of 2015 */
    assert_string_equal(khd_when_period(KHD_UNIT_WEEK, day, 0).value, "2015-W53");
    assert_string_equal(khd_when_period(KHD_UNIT_MONTH, day, -1).value, "2015-12");
    assert_string_equal(khd_when_period(KHD_UNIT_QUARTER, day, -1).value, "2015-Q4");
    assert_string_equal(khd_when_period(KHD_UNIT_DECADE, day, -1).value, "200X");
    assert_string_equal(khd_when_period(KHD_UNIT_DAY, KHD_NO_DAY, 0).value, "XXXX-XX-XX");
    khd_when may = khd_when_date(2016, 5, 0);
    assert_int_equal(may.last - may.start, 30);
    assert_int_equal(khd_when_date(2016, 2, 31).start, KHD_NO_DAY);
    assert_int_equal(khd_when_period(KHD_UNIT_YEAR, day, 90000).start, KHD_NO_DAY);
}

static void near_day(const char *rule, int year, khd_day told)
{
    khd_feast f;
    assert_true(khd_feast_in_year(rule, year, &f));
    assert_in_range(f.first - told + 1, 0, 2); /* sighting may differ by a day */
}

static void test_feasts(void **state)
{
    (void)state;
    near_day("I0901+29", 2016, khd_day_from(2016, 6, 6));
    near_day("I1001+2", 2019, khd_day_from(2019, 6, 4));
    near_day("I1210+3", 2013, khd_day_from(2013, 10, 15));
    khd_feast f;
    assert_true(khd_feast_in_year("E0", 2016, &f));
    assert_int_equal(f.first, khd_day_from(2016, 3, 27));
    assert_true(khd_feast_in_year("O0", 2016, &f));
    assert_int_equal(f.first, khd_day_from(2016, 5, 1));
    assert_true(khd_feast_in_year("N1144", 2016, &f));
    assert_int_equal(f.first, khd_day_from(2016, 11, 24));
    assert_false(khd_feast_in_year("Q", 2016, &f));
    assert_false(khd_feast_in_year("", 2016, &f));
    /* 2006 had two: January 10 and December 31 */
    for (int side = -1; side <= 0; side++) {
        assert_true(khd_feast_near("I1210+3", khd_day_from(2006, 12, 30), side, &f));
        assert_int_equal(f.first, khd_day_from(2006, 12, 31));
    }
    assert_true(khd_feast_near("I1210+3", khd_day_from(2006, 12, 1), -1, &f));
    assert_int_equal(f.first, khd_day_from(2006, 1, 10));
}

/* ---- anchors ------------------------------------------------------------------------ */

static void test_dateline_first(void **state)
{
    handmade *h = *state;
    h->doc->published_day = khd_day_from(2016, 5, 26);
    h->doc->dateline_day = khd_day_from(2016, 5, 24);
    read_words(h, "Yesterday shells fell");
    assert_int_equal(only(h)->start, khd_day_from(2016, 5, 23));
    assert_string_equal(only(h)->anchor, "dateline");
}

static void test_no_anchor(void **state)
{
    handmade *h = *state;
    read_words(h, "It happened on Tuesday");
    assert_int_equal(only(h)->start, KHD_NO_DAY);
    assert_int_equal(only(h)->precision, KHD_DATE_PRECISION_NONE);
    assert_null(only(h)->anchor);
    assert_string_equal(only(h)->value, "XXXX-WXX-2");
}

static void test_weekday_equal_to_anchor(void **state)
{
    handmade *h = *state;
    h->doc->published_day = khd_day_from(2016, 5, 24); /* a Tuesday */
    read_words(h, "It happened on Tuesday");
    assert_int_equal(only(h)->start, khd_day_from(2016, 5, 24));
}

static void test_verb_ahead(void **state)
{
    handmade *h = *state;
    h->doc->published_day = khd_day_from(2016, 5, 26); /* a Thursday */
    handmade_sentence(h, "They PRON 3 nsubj\nwill AUX 3 aux\nmeet VERB 0 root\non ADP 5 case\n"
                         "Saturday PROPN 3 obl\n");
    khd_date_run(h->doc, h->lexicon);
    assert_int_equal(only(h)->start, khd_day_from(2016, 5, 28));
}

static void test_impossible(void **state)
{
    handmade *h = *state;
    h->doc->published_day = khd_day_from(2016, 5, 24);
    read_words(h, "It happened on 31 April");
    assert_int_equal(only(h)->start, KHD_NO_DAY);
    assert_int_equal(h->doc->notes.n, 1);
}

static void test_numbers_are_no_dates(void **state)
{
    handmade *h = *state;
    h->doc->published_day = khd_day_from(2016, 5, 24);
    read_words(h, "Gunmen killed 12 men , 3 of them with 7 shots , near post 999999999999");
    assert_int_equal(h->doc->dates.n, 0);
}

/* ---- hostile input ------------------------------------------------------------------ */

/* 50,000 words of dates in one sentence, under one head. */
static void test_long_sentence(void **state)
{
    handmade *h = *state;
    enum { WORDS = 50000 };
    static const char *const words[] = {"may", "3", "the", "early", "two", "monday", "last"};
    h->doc->published_day = khd_day_from(2016, 5, 24);
    h->text[0] = 'M';
    h->doc->length = 1;
    for (uint32_t i = 0; i < WORDS; i++) {
        khd_token *t = KHD_PUSH(h->arena, &h->doc->tokens);
        t->span = (khd_span){0, 1};
        t->lower = t->lemma = words[i % 7 * (i % 3) % 7];
        t->head = i ? 0 : KHD_NOTHING;
    }
    khd_sentence *s = KHD_PUSH(h->arena, &h->doc->sentences);
    s->tokens = (khd_range){0, WORDS};
    clock_t before = clock();
    khd_date_run(h->doc, h->lexicon);
    assert_true((clock() - before) / CLOCKS_PER_SEC < 5);
    for (uint32_t i = 1; i < h->doc->dates.n; i++)
        assert_true(h->doc->dates.v[i - 1].tokens.end <= h->doc->dates.v[i].tokens.begin);
}

static void test_odd_words(void **state)
{
    handmade *h = *state;
    read_words(h, "- -- 31/31/9999 99:99 -a- 1/ 's '98 0000 10000000000 % the the of last next in "
                  "the year of 24th 5pm 0 May -");
    khd_date_run(h->doc, h->lexicon);
    for (uint32_t i = 0; i < h->doc->dates.n; i++)
        assert_true(h->doc->dates.v[i].tokens.end <= h->doc->tokens.n);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, handmade_setup, handmade_teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_periods),
        TEST(test_feasts),
        TEST(test_dateline_first),
        TEST(test_no_anchor),
        TEST(test_weekday_equal_to_anchor),
        TEST(test_verb_ahead),
        TEST(test_impossible),
        TEST(test_numbers_are_no_dates),
        TEST(test_long_sentence),
        TEST(test_odd_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
