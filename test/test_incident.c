/* Joining accounts: what belongs together, in any order, and what a person ruled. */
#include "incident.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 64 };

static khd_lexicon *lexicon;
static float weights[KHD_LINK_COUNT];
static khd_arena *arena;
static jmp_buf out_of_memory;
static khd_incident_account list[MOST];
static uint32_t count;
static khd_incident_party army = {5, 5, KHD_ACTOR_KIND_STATE_FORCES};
static khd_incident_party rebels = {6, 6, KHD_ACTOR_KIND_REBEL_GROUP};

static khd_incident_account *add(const char *id, uint8_t class_, khd_day day, uint64_t town)
{
    khd_incident_account *a = &list[count++];
    *a = (khd_incident_account){.id = id, .report = count, .published = day + 1, .start = day,
                                .last = day, .date_precision = KHD_DATE_PRECISION_DAY,
                                .class_ = class_, .place = town, .admin1 = 1, .country = 9,
                                .place_precision = KHD_PLACE_PRECISION_CITY, .has_point = true,
                                .lat = 30 + (double)town, .lon = 40};
    return a;
}

static void killed(khd_incident_account *a, int64_t n)
{
    a->figures = khd_arena_push(arena, 1, sizeof *a->figures);
    a->figures[0] = (khd_incident_figure){.n = n, .n2 = KHD_NOTHING, .harm = KHD_HARM_KILLED};
    a->figure_count = 1;
}

static void by(khd_incident_account *a, khd_incident_party *party)
{
    a->side_a = party;
    a->side_a_count = 1;
}

static khd_incidents join(const khd_incident_ruling *rulings, uint32_t n)
{
    khd_incidents found;
    khd_incident_input input = {list, count, rulings, n, weights};
    khd_incident_join(arena, &input, &found);
    return found;
}

static int fresh(void **state)
{
    (void)state;
    count = 0;
    arena = khd_arena_new((size_t)1 << 28);
    if (!arena || setjmp(out_of_memory))
        return 1;
    khd_arena_exit(arena, &out_of_memory);
    return 0;
}

static int done(void **state)
{
    (void)state;
    khd_arena_free(arena);
    return 0;
}

/* Three reports of a strike, one of them without its day, and a clash elsewhere. */
static void fill(void)
{
    khd_incident_account *a = add("a1", KHD_CLASS_AIR_STRIKE, 100, 3);
    killed(a, 16), by(a, &army);
    a = add("a2", KHD_CLASS_AIR_STRIKE, 100, 3);
    killed(a, 18), by(a, &army);
    a = add("a3", KHD_CLASS_ATTACK, 100, 3);
    killed(a, 16), by(a, &army);
    a->start = a->last = KHD_NO_DAY;
    a = add("a4", KHD_CLASS_ARMED_CLASH, 100, 8);
    killed(a, 7), by(a, &rebels);
    a = add("a5", KHD_CLASS_AIR_STRIKE, 130, 3);
    killed(a, 5), by(a, &army);
}

static void one_strike_is_one_incident(void **state)
{
    (void)state;
    fill();
    khd_incidents f = join(NULL, 0);
    assert_int_equal(f.groups.n, 3);
    assert_int_equal(f.group_of[0], f.group_of[1]);
    assert_int_equal(f.group_of[0], f.group_of[2]);
    assert_int_not_equal(f.group_of[0], f.group_of[3]);
    assert_int_not_equal(f.group_of[0], f.group_of[4]);
}

static void the_order_of_reports_does_not_matter(void **state)
{
    (void)state;
    fill();
    khd_incidents before = join(NULL, 0);
    for (uint32_t i = 0; i < count / 2; i++) {
        khd_incident_account a = list[i];
        list[i] = list[count - 1 - i];
        list[count - 1 - i] = a;
    }
    khd_incidents after = join(NULL, 0);
    assert_int_equal(before.groups.n, after.groups.n);
    for (uint32_t i = 0; i < before.groups.n; i++) {
        assert_string_equal(before.groups.v[i].id, after.groups.v[i].id);
        assert_int_equal(before.groups.v[i].count, after.groups.v[i].count);
    }
}

static void a_later_report_does_not_rename_an_incident(void **state)
{
    (void)state;
    fill();
    khd_incidents before = join(NULL, 0);
    char id[20];
    memcpy(id, before.groups.v[before.group_of[0]].id, sizeof id);
    khd_incident_account *a = add("a0", KHD_CLASS_AIR_STRIKE, 100, 3);
    killed(a, 18), by(a, &army);
    a->published = 103;
    khd_incidents after = join(NULL, 0);
    assert_int_equal(after.group_of[5], after.group_of[0]);
    assert_string_equal(after.groups.v[after.group_of[0]].id, id);
}

static void rulings_bind(void **state)
{
    (void)state;
    fill();
    const khd_incident_ruling apart[] = {{0, 1, false}, {0, 2, false}};
    khd_incidents f = join(apart, 2);
    assert_int_not_equal(f.group_of[0], f.group_of[1]);
    assert_int_not_equal(f.group_of[0], f.group_of[2]);
    const khd_incident_ruling same[] = {{0, 3, true}};
    f = join(same, 1);
    assert_int_equal(f.group_of[0], f.group_of[3]);
    const khd_incident_ruling taken_back[] = {{0, 3, true}, {3, 0, false}};
    f = join(taken_back, 2);
    assert_int_not_equal(f.group_of[0], f.group_of[3]);
}

static void sums_are_related_not_merged(void **state)
{
    (void)state;
    fill();
    khd_incident_account *a = add("a6", KHD_CLASS_AGGREGATE, 90, 3);
    a->last = 110;
    a->report = list[0].report;
    a->place = 0, a->has_point = false;
    a->place_precision = KHD_PLACE_PRECISION_PROVINCE;
    killed(a, 120);
    khd_incidents f = join(NULL, 0);
    assert_int_not_equal(f.group_of[5], f.group_of[0]);
    assert_int_equal(f.relations.n, 1);
    assert_int_equal(f.relations.v[0].kind, KHD_RELATION_SUMMED_IN);
    assert_int_equal(f.relations.v[0].from, f.group_of[0]);
    assert_int_equal(f.relations.v[0].to, f.group_of[5]);
}

static void nothing_is_joined_of_nothing(void **state)
{
    (void)state;
    khd_incidents f = join(NULL, 0);
    assert_int_equal(f.groups.n, 0);
}

static void words_are_weighed_and_spelling_forgiven(void **state)
{
    (void)state;
    const char *a = "One. A bomb hit the bus convoy at Rashidin. Two.";
    const char *b = "The buses were hit at Rashideen";
    khd_span m = {7, 11}, n = {4, 9};
    khd_incident_text x = {a, (uint32_t)strlen(a), &m, 1}, y = {b, (uint32_t)strlen(b), &n, 1};
    uint32_t an, bn, shared = 0;
    uint32_t *av = khd_incident_words(arena, lexicon, x, &an);
    uint32_t *bv = khd_incident_words(arena, lexicon, y, &bn);
    for (uint32_t i = 0; i < an; i++)
        for (uint32_t j = 0; j < bn; j++)
            shared += av[i] == bv[j] && (av[i] & 3) == 3;
    assert_int_equal(shared, 1);
    khd_span wrong = {40, 4000};
    khd_incident_text cut = {a, (uint32_t)strlen(a), &wrong, 1};
    khd_incident_words(arena, lexicon, cut, &an);
    assert_int_equal(an, 0);
}

static void ids_of_states_have_a_family(void **state)
{
    (void)state;
    assert_true(khd_incident_family("state:SYR:air force") == khd_incident_family("state:SYR"));
    assert_true(khd_incident_family("IS") != khd_incident_family("AQ"));
    assert_true(khd_incident_hash("") == 0 && khd_incident_hash(NULL) == 0);
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
    khd_incident_weights(lexicon, weights);
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
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, done)
    const struct CMUnitTest tests[] = {
        TEST(one_strike_is_one_incident),
        TEST(the_order_of_reports_does_not_matter),
        TEST(a_later_report_does_not_rename_an_incident),
        TEST(rulings_bind),
        TEST(sums_are_related_not_merged),
        TEST(nothing_is_joined_of_nothing),
        TEST(words_are_weighed_and_spelling_forgiven),
        TEST(ids_of_states_have_a_family),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
