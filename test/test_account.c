/* weigh, joining, tally and account on documents built by hand: what the plain-text
 * cases cannot force. */
#include "account.h"
#include "handmade.h"
#include "joining.h"
#include "weigh.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A document whose sentences stand in one paragraph. */
static int setup(void **state)
{
    int failed = handmade_setup(state);
    handmade *h = *state;
    if (!failed)
        KHD_PUSH(h->arena, &h->doc->blocks)->kind = KHD_BLOCK_PARAGRAPH;
    return failed;
}

static khd_frame *add_frame(khd_doc *doc, uint32_t token, uint8_t class_, uint8_t outcome)
{
    khd_frame *f = KHD_PUSH(doc->arena, &doc->frames);
    f->sentence = doc->tokens.v[token].sentence;
    f->trigger = (khd_range){token, token + 1};
    f->trigger_score = 0.95f;
    f->class_best = class_;
    f->class_score[class_] = 1;
    f->outcome_best = outcome;
    f->outcome_score[outcome] = 1;
    doc->tokens.v[token].trigger = 0.95f;
    doc->sentences.v[f->sentence].promise = 500; /* as of a sentence about war */
    return f;
}

static void add_toll(khd_doc *doc, uint32_t token, int32_t frame, int64_t n)
{
    khd_figure *f = KHD_PUSH(doc->arena, &doc->figures);
    *f = (khd_figure){.tokens = {token, token + 1}, .harm = KHD_HARM_KILLED, .n = n,
                      .n2 = KHD_NOTHING, .frame = frame, .part_of = KHD_NOTHING,
                      .attribution = KHD_NOTHING, .side = KHD_SIDE_B,
                      .group = KHD_GROUP_UNKNOWN};
    f->span = khd_doc_span(doc, f->tokens);
}

static void coefficients_come_from_the_table(void **state)
{
    handmade *h = *state;
    float w[KHD_JOIN_COUNT], none[1];
    static const char *const unknown[] = {"no such feature"};
    khd_weigh_load(h->lexicon, "join", khd_join_names, KHD_JOIN_COUNT, w);
    assert_true(w[KHD_JOIN_BIAS] < 0);
    assert_true(w[KHD_JOIN_CLASS_SAME] > 0);
    assert_true(w[KHD_JOIN_DATE_OTHER] < 0);
    khd_weigh_load(h->lexicon, "join", unknown, 1, none);
    assert_true(none[0] == 0);
    assert_true(khd_weigh_chance(0) > 0.49f && khd_weigh_chance(0) < 0.51f);
    assert_true(khd_weigh_chance(9) > 0.99f && khd_weigh_chance(-9) < 0.01f);
}

static void a_general_frame_gives_no_account_and_a_reason(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Attacks NOUN 2 nsubj\nincreased VERB 0 root");
    add_frame(h->doc, 0, KHD_CLASS_ATTACK, KHD_OUTCOME_GENERAL);
    khd_account_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->accounts.n, 0);
    assert_int_equal(h->doc->fates.n, 1);
    assert_int_equal(h->doc->fates.v[0].account, KHD_NOTHING);
    assert_non_null(strstr(h->doc->fates.v[0].why, "general"));
}

static void a_counted_toll_is_never_left_out(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Four NUM 2 nummod\nwomen NOUN 3 nsubj:pass\nkilled VERB 0 root");
    khd_frame *f = add_frame(h->doc, 2, KHD_CLASS_ATTACK, KHD_OUTCOME_HAPPENED);
    f->trigger_score = 0.3f;
    add_toll(h->doc, 0, 0, 4);
    khd_account_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->accounts.n, 1);
    assert_int_equal(h->doc->accounts.v[0].casualties.n, 1);
    assert_int_equal(h->doc->accounts.v[0].casualties.v[0].n, 4);
    assert_int_equal(h->doc->fates.v[0].account, 0);
}

static void the_same_figure_told_twice_is_one_entry(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "20 NUM 2 nsubj\ndied VERB 0 root\n20 NUM 2 obj\n7 NUM 2 obj");
    add_frame(h->doc, 1, KHD_CLASS_ATTACK, KHD_OUTCOME_HAPPENED);
    add_toll(h->doc, 0, 0, 20);
    add_toll(h->doc, 2, 0, 20);
    add_toll(h->doc, 3, 0, 7);
    h->doc->figures.v[1].qualifier = KHD_QUALIFIER_AT_LEAST;
    h->doc->figures.v[2].part_of = 1;
    khd_account_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->accounts.n, 1);
    const khd_account *a = &h->doc->accounts.v[0];
    assert_int_equal(a->casualties.n, 2);
    assert_int_equal(a->casualties.v[0].qualifier, KHD_QUALIFIER_AT_LEAST);
    assert_int_equal(a->casualties.v[1].n, 7);
    assert_int_equal(a->casualties.v[1].part_of, 0);
}

static void a_toll_of_other_news_is_no_account(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Four NUM 2 nummod\nfirefighters NOUN 3 nsubj\ndied VERB 0 root\n"
                         "earthquake NOUN 3 obl");
    add_frame(h->doc, 2, KHD_CLASS_AGGREGATE, KHD_OUTCOME_HAPPENED);
    add_toll(h->doc, 0, 0, 4);
    h->doc->sentences.v[0].promise = -400;
    khd_account_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->accounts.n, 0);
    assert_int_equal(h->doc->fates.v[0].account, KHD_NOTHING);
    assert_non_null(h->doc->fates.v[0].why);
}

static void what_lies_long_past_is_history(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Shelling NOUN 0 root\n1916 NUM 1 nmod");
    khd_frame *f = add_frame(h->doc, 0, KHD_CLASS_SHELLING, KHD_OUTCOME_HAPPENED);
    f->argument_count = 1;
    *KHD_PUSH(h->arena, &h->doc->arguments) =
        (khd_argument){.tokens = {1, 2}, .kind = KHD_ARGUMENT_TIME};
    khd_date *d = KHD_PUSH(h->arena, &h->doc->dates);
    *d = (khd_date){.tokens = {1, 2}, .type = KHD_TIMEX_DATE, .value = "1916",
                    .start = khd_day_from(1916, 1, 1), .last = khd_day_from(1916, 12, 31),
                    .precision = KHD_DATE_PRECISION_YEAR};
    khd_account_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->accounts.n, 0);
    assert_non_null(h->doc->fates.v[0].why);
}

static void two_days_are_never_one_account(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Shelling NOUN 0 root\nMonday PROPN 1 nmod");
    handmade_sentence(h, "Shelling NOUN 0 root\nTuesday PROPN 1 nmod");
    for (uint32_t i = 0; i < 2; i++) {
        khd_frame *f = add_frame(h->doc, 2 * i, KHD_CLASS_SHELLING, KHD_OUTCOME_HAPPENED);
        f->argument_first = i;
        f->argument_count = 1;
        *KHD_PUSH(h->arena, &h->doc->arguments) =
            (khd_argument){.tokens = {2 * i + 1, 2 * i + 2}, .kind = KHD_ARGUMENT_TIME};
        *KHD_PUSH(h->arena, &h->doc->dates) =
            (khd_date){.tokens = {2 * i + 1, 2 * i + 2}, .type = KHD_TIMEX_DATE,
                       .start = 17000 + (khd_day)i, .last = 17000 + (khd_day)i,
                       .precision = KHD_DATE_PRECISION_DAY, .value = i ? "b" : "a"};
    }
    khd_account_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->accounts.n, 2);
    assert_int_equal(h->doc->accounts.v[0].date, 0);
    assert_int_equal(h->doc->accounts.v[1].date, 1);
    assert_string_not_equal(h->doc->accounts.v[0].id, h->doc->accounts.v[1].id);
}

static void every_account_has_codes_and_reasons(void **state)
{
    handmade *h = *state;
    handmade_sentence(h, "Airstrike NOUN 2 nsubj\nkilled VERB 0 root\n9 NUM 2 obj");
    add_frame(h->doc, 0, KHD_CLASS_AIR_STRIKE, KHD_OUTCOME_HAPPENED);
    add_toll(h->doc, 2, 0, 9);
    khd_account_run(h->doc, h->lexicon);
    assert_int_equal(h->doc->accounts.n, 1);
    const khd_account *a = &h->doc->accounts.v[0];
    assert_string_equal(a->code_cameo, "195");
    assert_string_equal(a->code_plover, "ASSAULT/aerial");
    assert_string_equal(a->code_acled, "Explosions/Remote violence/Air/drone strike");
    assert_true(a->because.n >= 2);
    assert_int_equal(strlen(a->id), 17);
    assert_true(a->confidence > 0 && a->confidence <= 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(coefficients_come_from_the_table, setup,
                                        handmade_teardown),
        cmocka_unit_test_setup_teardown(a_general_frame_gives_no_account_and_a_reason,
                                        setup, handmade_teardown),
        cmocka_unit_test_setup_teardown(a_counted_toll_is_never_left_out, setup,
                                        handmade_teardown),
        cmocka_unit_test_setup_teardown(the_same_figure_told_twice_is_one_entry, setup,
                                        handmade_teardown),
        cmocka_unit_test_setup_teardown(a_toll_of_other_news_is_no_account, setup,
                                        handmade_teardown),
        cmocka_unit_test_setup_teardown(what_lies_long_past_is_history, setup,
                                        handmade_teardown),
        cmocka_unit_test_setup_teardown(two_days_are_never_one_account, setup,
                                        handmade_teardown),
        cmocka_unit_test_setup_teardown(every_account_has_codes_and_reasons, setup,
                                        handmade_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
