/* Tolls by named rule sets, and grades. */
#include "toll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static khd_lexicon *lexicon;

static khd_claim claim(const char *claimant, khd_day day, int64_t n)
{
    return (khd_claim){.account = "a", .report = "r", .words = "", .claimant = claimant,
                       .published = day, .n = n, .n2 = KHD_NOTHING, .group = KHD_GROUP_UNKNOWN};
}

static khd_toll weigh(khd_rules rules, const khd_claim *claims, uint32_t n)
{
    return khd_toll_weigh(lexicon, rules, (khd_toll_of){.harm = KHD_HARM_KILLED}, claims, n);
}

static void is(khd_toll t, int64_t low, int64_t best, int64_t high)
{
    assert_int_equal(t.low, low);
    assert_int_equal(t.best, best);
    assert_int_equal(t.high, high);
}

static void differing_claims_stay_apart(void **state)
{
    (void)state;
    khd_claim c[] = {claim("police", 10, 16), claim("medics", 10, 19), claim("mayor", 11, 19)};
    khd_toll_settle(c, 3);
    is(weigh(KHD_RULES_LITERAL, c, 3), 16, 19, 19);
    is(weigh(KHD_RULES_ACLED, c, 3), 16, 16, 16);
    is(weigh(KHD_RULES_UCDP, c, 3), 16, 19, 19);
    is(weigh(KHD_RULES_AIRWARS, c, 3), 16, KHD_NOTHING, 19);
}

static void a_later_word_of_the_same_claimant_counts(void **state)
{
    (void)state;
    khd_claim c[] = {claim("monitor", 10, 15), claim("police", 10, 14), claim("monitor", 11, 18)};
    khd_toll_settle(c, 3);
    assert_true(c[0].replaced);
    assert_false(c[1].replaced);
    is(weigh(KHD_RULES_UCDP, c, 3), 14, 18, 18);
}

static void vague_words_by_their_rule(void **state)
{
    (void)state;
    khd_claim c = claim("witness", 10, KHD_NOTHING);
    c.qualifier = KHD_QUALIFIER_VAGUE;
    c.words = "Dozens";
    is(weigh(KHD_RULES_LITERAL, &c, 1), KHD_NOTHING, KHD_NOTHING, KHD_NOTHING);
    is(weigh(KHD_RULES_ACLED, &c, 1), 12, 12, 12);
    is(weigh(KHD_RULES_UCDP, &c, 1), 24, 24, KHD_NOTHING);
    is(weigh(KHD_RULES_AIRWARS, &c, 1), 12, KHD_NOTHING, 24);
    c.words = "several people";
    is(weigh(KHD_RULES_ACLED, &c, 1), 3, 3, 3);
    c.fighting = true;
    is(weigh(KHD_RULES_ACLED, &c, 1), 10, 10, 10);
    is(weigh(KHD_RULES_AIRWARS, &c, 1), 2, KHD_NOTHING, KHD_NOTHING);
}

static void words_of_bounds(void **state)
{
    (void)state;
    khd_claim c = claim("witness", 10, 70);
    c.qualifier = KHD_QUALIFIER_AT_LEAST;
    is(weigh(KHD_RULES_LITERAL, &c, 1), 70, 70, KHD_NOTHING);
    c.qualifier = KHD_QUALIFIER_AT_MOST;
    is(weigh(KHD_RULES_LITERAL, &c, 1), KHD_NOTHING, 70, 70);
    c.qualifier = KHD_QUALIFIER_RANGE;
    c.n2 = 80;
    is(weigh(KHD_RULES_LITERAL, &c, 1), 70, KHD_NOTHING, 80);
    c.qualifier = KHD_QUALIFIER_NONE_HARMED;
    is(weigh(KHD_RULES_UCDP, &c, 1), 0, 0, 0);
}

static void parts_are_not_counted_twice(void **state)
{
    (void)state;
    khd_claim c[] = {claim("police", 10, 20), claim("police", 10, 4)};
    c[1].part = true;
    c[1].group = KHD_GROUP_CIVILIAN;
    khd_toll_settle(c, 2);
    is(weigh(KHD_RULES_UCDP, c, 2), 20, 20, 20);
    khd_toll_of civilians = {KHD_HARM_KILLED, true, KHD_GROUP_CIVILIAN};
    is(khd_toll_weigh(lexicon, KHD_RULES_UCDP, civilians, c, 2), 4, 4, 4);
}

static void the_toll_of_a_war_stands_aside(void **state)
{
    (void)state;
    khd_claim c[] = {claim("police", 10, 16), claim("medics", 10, 19), claim("monitor", 10, 280001)};
    khd_toll_settle(c, 3);
    assert_true(c[2].aside);
    is(weigh(KHD_RULES_UCDP, c, 3), 16, 16, 19);
}

static khd_grade grade(khd_attestation a)
{
    const char *reason = NULL;
    khd_grade g = khd_toll_grade(&a, &reason);
    assert_non_null(reason);
    return g;
}

static void grades(void **state)
{
    (void)state;
    assert_int_equal(grade((khd_attestation){.accounts = 1, .happened = 1, .sources = 1}),
                     KHD_GRADE_WEAK);
    assert_int_equal(grade((khd_attestation){.accounts = 2, .happened = 2, .sources = 2}),
                     KHD_GRADE_FAIR);
    assert_int_equal(
        grade((khd_attestation){.accounts = 2, .happened = 2, .sources = 2, .rivals = true}),
        KHD_GRADE_CONTESTED);
    assert_int_equal(
        grade((khd_attestation){.accounts = 2, .happened = 2, .sources = 2, .claimed = 1}),
        KHD_GRADE_CONFIRMED);
    assert_int_equal(grade((khd_attestation){.accounts = 1, .denied = 1}), KHD_GRADE_DISCOUNTED);
}

static int setup(void **state)
{
    (void)state;
    char path[4096];
    khd_error error;
    const char *folder = getenv("KHALDUN_DATA");
    snprintf(path, sizeof path, "%s/lexicon.khl", folder ? folder : ".");
    if (khd_lexicon_open(path, &lexicon, &error))
        return 1;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    khd_lexicon_close(lexicon);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differing_claims_stay_apart),
        cmocka_unit_test(a_later_word_of_the_same_claimant_counts),
        cmocka_unit_test(vague_words_by_their_rule),
        cmocka_unit_test(words_of_bounds),
        cmocka_unit_test(parts_are_not_counted_twice),
        cmocka_unit_test(the_toll_of_a_war_stands_aside),
        cmocka_unit_test(grades),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
