/* actor: lint of the registry and its companions, and the parties of accounts. */
#include "actor.h"
#include "entity.h"
#include "registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_MAX_BYTES = 4096, CELLS_MAX = 16, MIN_ACTORS = 1000 };

static khd_lexicon *lexicon;
static const khd_table *actors;
static jmp_buf out_of_memory;

static int setup(void **state)
{
    (void)state;
    char path[1024];
    khd_error error;
    snprintf(path, sizeof path, "%s/lexicon.khl", getenv("KHALDUN_DATA"));
    if (khd_lexicon_open(path, &lexicon, &error) != KHD_OK)
        return -1;
    actors = khd_lexicon_table(lexicon, "actors");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    khd_lexicon_close(lexicon);
    return 0;
}

static const char *cell(uint32_t row, uint32_t column)
{
    return khd_table_cell(actors, (int32_t)row, column);
}

static khd_doc *doc_new(void)
{
    khd_arena *arena = khd_arena_new((size_t)1 << 28);
    assert_non_null(arena);
    khd_arena_exit(arena, &out_of_memory);
    return khd_doc_new(arena);
}

/* A document of the words of `text`, one sentence, all hanging on the last. */
static khd_doc *doc_of(const char *text)
{
    khd_doc *doc = doc_new();
    uint32_t n = (uint32_t)strlen(text), at = 0;
    doc->text = khd_arena_text(doc->arena, text, n);
    doc->length = n;
    while (at < n) {
        bool clitic = strncmp(text + at, "'s", 2) == 0;
        uint32_t end = at + (uint32_t)strcspn(text + at + clitic, " '") + clitic;
        if (text[end] == '\'' && strncmp(text + end, "'s", 2) != 0)
            end = at + (uint32_t)strcspn(text + at, " ");
        char *lower = khd_arena_text(doc->arena, text + at, end - at);
        for (char *c = lower; *c; c++)
            if (*c >= 'A' && *c <= 'Z')
                *c = (char)(*c + 32);
        *KHD_PUSH(doc->arena, &doc->tokens) = (khd_token){.span = {at, end},
                                                          .lower = lower,
                                                          .lemma = lower,
                                                          .head = KHD_NOTHING,
                                                          .upos = KHD_UPOS_PROPN,
                                                          .deprel = KHD_DEPREL_COMPOUND};
        at = text[end] == ' ' ? end + 1 : end;
    }
    for (uint32_t i = 0; i + 1 < doc->tokens.n; i++)
        doc->tokens.v[i].head = (int32_t)doc->tokens.n - 1;
    *KHD_PUSH(doc->arena, &doc->sentences) = (khd_sentence){.span = {0, n}, .tokens = {0, doc->tokens.n}};
    return doc;
}

/* ---- lint -------------------------------------------------------------------------- */

/* Aliases that are not in plain form can never match. */
static void test_aliases_are_plain(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < khd_table_rows(actors); i++) {
        char plain[KHD_PLAIN_MAX];
        khd_doc *doc = doc_of(cell(i, KHD_ACTOR_ALIAS));
        khd_registry_plain(doc, (khd_range){0, doc->tokens.n}, plain);
        if (strcmp(plain, cell(i, KHD_ACTOR_ALIAS)) != 0)
            fail_msg("alias \"%s\" should be \"%s\"", cell(i, KHD_ACTOR_ALIAS), plain);
        khd_arena_free(doc->arena);
    }
}

/* Year or year-month as months; -1 when it is neither, 0 when empty. */
static int months(const char *text, int month)
{
    int y = 0, m = month, length = (int)strlen(text);
    if (!length)
        return 0;
    if (length != 4 && length != 7)
        return -1;
    if (sscanf(text, length == 4 ? "%4d" : "%4d-%2d", &y, &m) < 1 || m < 1 || m > 12)
        return -1;
    return y >= 1600 && y <= 2030 ? y * 12 + m : -1;
}

static void test_dates_are_sane(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < khd_table_rows(actors); i++) {
        int from = months(cell(i, KHD_ACTOR_FROM), 1), to = months(cell(i, KHD_ACTOR_TO), 12);
        if (from < 0 || to < 0 || (from && to && from > to))
            fail_msg("%s: from %s to %s", cell(i, KHD_ACTOR_ALIAS), cell(i, KHD_ACTOR_FROM),
                     cell(i, KHD_ACTOR_TO));
    }
}

static bool overlap(uint32_t a, uint32_t b)
{
    int a_to = months(cell(a, KHD_ACTOR_TO), 12), b_to = months(cell(b, KHD_ACTOR_TO), 12);
    return (!b_to || months(cell(a, KHD_ACTOR_FROM), 1) <= b_to) &&
           (!a_to || months(cell(b, KHD_ACTOR_FROM), 1) <= a_to);
}

/* One alias of two actors: other years, or other countries that are asked for. */
static void test_shared_aliases_can_be_told_apart(void **state)
{
    (void)state;
    for (uint32_t i = 1; i < khd_table_rows(actors); i++) {
        for (uint32_t k = i; k-- > 0 && !strcmp(cell(k, 0), cell(i, 0));) {
            if (!strcmp(cell(k, KHD_ACTOR_ID), cell(i, KHD_ACTOR_ID)) || !overlap(i, k))
                continue;
            bool asked = *cell(i, KHD_ACTOR_NEEDS) && *cell(k, KHD_ACTOR_NEEDS);
            bool same = !strcmp(cell(k, KHD_ACTOR_COUNTRY), cell(i, KHD_ACTOR_COUNTRY));
            if (!asked || same)
                fail_msg("\"%s\": %s or %s?", cell(i, 0), cell(k, KHD_ACTOR_ID),
                         cell(i, KHD_ACTOR_ID));
        }
    }
}

/* First row with this id, or KHD_NOTHING. */
static int32_t first_row(const char *id)
{
    for (uint32_t i = 0; i < khd_table_rows(actors); i++)
        if (!strcmp(cell(i, KHD_ACTOR_ID), id))
            return (int32_t)i;
    return KHD_NOTHING;
}

static void test_rows_of_an_actor_agree(void **state)
{
    (void)state;
    unsigned count = 0;
    for (uint32_t i = 0; i < khd_table_rows(actors); i++) {
        uint32_t first = (uint32_t)first_row(cell(i, KHD_ACTOR_ID));
        count += first == i;
        if (strcmp(cell(first, KHD_ACTOR_NAME), cell(i, KHD_ACTOR_NAME)) ||
            strcmp(cell(first, KHD_ACTOR_KIND), cell(i, KHD_ACTOR_KIND)))
            fail_msg("%s: %s and %s", cell(i, KHD_ACTOR_ID), cell(first, KHD_ACTOR_NAME),
                     cell(i, KHD_ACTOR_NAME));
        if (khd_actor_kind_find(cell(i, KHD_ACTOR_KIND)) < 0)
            fail_msg("%s: kind %s", cell(i, KHD_ACTOR_ID), cell(i, KHD_ACTOR_KIND));
    }
    assert_true(count >= MIN_ACTORS);
}

static bool is_country(const char *alpha3)
{
    const khd_table *words = khd_lexicon_table(lexicon, "country_words");
    for (uint32_t i = 0; i < khd_table_rows(words); i++)
        if (!strcmp(khd_table_cell(words, (int32_t)i, 1), alpha3))
            return true;
    return false;
}

static void test_parents_and_countries_are_known(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < khd_table_rows(actors); i++) {
        const char *parent = cell(i, KHD_ACTOR_PARENT), *country = cell(i, KHD_ACTOR_COUNTRY);
        if (*country && !is_country(country))
            fail_msg("%s: country %s", cell(i, KHD_ACTOR_ID), country);
        if (*parent && strncmp(parent, "state:", 6) != 0 && first_row(parent) == KHD_NOTHING)
            fail_msg("%s: parent %s", cell(i, KHD_ACTOR_ID), parent);
    }
}

static bool is_column(const char *value, const char *const *list)
{
    for (; *list; list++)
        if (!strcmp(value, *list))
            return true;
    return false;
}

static void test_nouns_and_roles(void **state)
{
    (void)state;
    static const char *const classes[] = {"forces", "fighters", "group", "state",
                                          "people", "protest",  "riot",  "attacker",
                                          "person", "asset",    NULL};
    static const char *const branches[] = {"",       "military",        "air force",  "navy",
                                           "police", "security forces", "government", NULL};
    static const char *const parties[] = {"owner",  "government",      "military",
                                          "police", "security forces", NULL};
    const khd_table *nouns = khd_lexicon_table(lexicon, "actor_nouns");
    for (uint32_t i = 0; i < khd_table_rows(nouns); i++) {
        const char *noun = khd_table_cell(nouns, (int32_t)i, 0);
        if (!is_column(khd_table_cell(nouns, (int32_t)i, 1), classes) ||
            khd_actor_kind_find(khd_table_cell(nouns, (int32_t)i, 2)) < 0 ||
            !is_column(khd_table_cell(nouns, (int32_t)i, 3), branches))
            fail_msg("actor_nouns: %s", noun);
        if (i && !strcmp(khd_table_cell(nouns, (int32_t)i - 1, 0), noun))
            fail_msg("actor_nouns: %s stands there twice", noun);
    }
    const khd_table *roles = khd_lexicon_table(lexicon, "roles");
    for (uint32_t i = 0; i < khd_table_rows(roles); i++)
        if (!is_column(khd_table_cell(roles, (int32_t)i, 1), parties))
            fail_msg("roles: %s", khd_table_cell(roles, (int32_t)i, 0));
}

/* Every name and adjective of countries.tsv stands in country_words. */
static void check_country(const char *alpha3, char *names)
{
    const khd_table *words = khd_lexicon_table(lexicon, "country_words");
    for (char *next = names; next;) {
        char *name = next, plain[KHD_PLAIN_MAX];
        next = strchr(name, '|');
        if (next)
            *next++ = 0;
        khd_doc *doc = doc_of(name);
        size_t n = khd_registry_plain(doc, (khd_range){0, doc->tokens.n}, plain);
        if (n && khd_table_find(words, plain) == KHD_NOTHING)
            fail_msg("country_words lacks \"%s\" (%s)", plain, alpha3);
        khd_arena_free(doc->arena);
    }
}

static void test_country_words_agree_with_countries(void **state)
{
    (void)state;
    char path[1024], line[LINE_MAX_BYTES];
    snprintf(path, sizeof path, "%s/data/countries.tsv", getenv("KHALDUN_SOURCE"));
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char *cells[CELLS_MAX] = {line};
        unsigned n = 1;
        for (char *c = line; *c && n < CELLS_MAX; c++)
            if (*c == '\t') {
                *c = 0;
                cells[n++] = c + 1;
            }
        if (line[0] == '#' || n < 5 || strlen(cells[0]) != 3)
            continue;
        for (unsigned i = 2; i < 5; i++)
            check_country(cells[0], cells[i]);
    }
    fclose(f);
}

/* ---- parties --------------------------------------------------------------------------- */

static void test_party_of_words(void **state)
{
    (void)state;
    khd_doc *doc = doc_of("Hezbollah fighters");
    doc->tokens.v[1].upos = KHD_UPOS_NOUN;
    khd_entity_run(doc, lexicon);
    khd_actor_run(doc, lexicon);
    khd_party party = khd_actor_describe(doc, (khd_range){0, 2});
    assert_string_equal(party.actor, "LBN-HEZBOLLAH");
    assert_string_equal(party.name, "Hezbollah");
    assert_int_equal(party.kind, KHD_ACTOR_KIND_REBEL_GROUP);
    assert_int_equal(party.span.end, strlen("Hezbollah fighters"));
    assert_null(khd_actor_party(doc, (khd_range){0, 0}));
    assert_null(khd_actor_party(doc, (khd_range){7, 9}));
    khd_arena_free(doc->arena);
}

static void test_words_without_a_chain(void **state)
{
    (void)state;
    khd_doc *doc = doc_of("quiet evening");
    doc->tokens.v[0].upos = KHD_UPOS_ADJ;
    doc->tokens.v[1].upos = KHD_UPOS_NOUN;
    khd_entity_run(doc, lexicon);
    khd_actor_run(doc, lexicon);
    khd_party party = khd_actor_describe(doc, (khd_range){0, 2});
    assert_null(party.actor);
    assert_string_equal(party.name, "quiet evening");
    assert_int_equal(party.kind, KHD_ACTOR_KIND_UNKNOWN);
    khd_arena_free(doc->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aliases_are_plain),
        cmocka_unit_test(test_dates_are_sane),
        cmocka_unit_test(test_shared_aliases_can_be_told_apart),
        cmocka_unit_test(test_rows_of_an_actor_agree),
        cmocka_unit_test(test_parents_and_countries_are_known),
        cmocka_unit_test(test_nouns_and_roles),
        cmocka_unit_test(test_country_words_agree_with_countries),
        cmocka_unit_test(test_party_of_words),
        cmocka_unit_test(test_words_without_a_chain),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
