/* Unit tests of automaton: what is found where, numbers and borders, a text of any
 * bytes, and the ceiling of its states. */
#include "automaton.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATTERNS = 8, MEBIBYTE = 1 << 20 };

static const char *const patterns[PATTERNS] = {" bomb", " bombs ", " car bomb ",   " car ",
                                               " mb ",  " 0 kg ",  " cease fire ", " bomb "};

static void add_counts(void *with, uint32_t index)
{
    unsigned *counts = with;
    counts[index]++;
}

static khd_automaton *make(void)
{
    khd_automaton *a = khd_automaton_new();
    assert_non_null(a);
    for (uint32_t i = 0; i < PATTERNS; i++) {
        uint32_t index;
        assert_int_equal(khd_automaton_add(a, patterns[i], &index), KHD_OK);
        assert_int_equal(index, i);
    }
    assert_int_equal(khd_automaton_count(a), PATTERNS);
    assert_true(khd_automaton_link(a));
    return a;
}

static void check(const char *text, const unsigned wanted[PATTERNS])
{
    khd_automaton *a = make();
    unsigned counts[PATTERNS] = {0};
    khd_automaton_walk(a, text, strlen(text), add_counts, counts);
    for (int i = 0; i < PATTERNS; i++)
        if (counts[i] != wanted[i])
            fail_msg("\"%s\": \"%s\" %u times, not %u", text, patterns[i], counts[i], wanted[i]);
    khd_automaton_free(a);
}

static void finds_words_and_beginnings(void **state)
{
    (void)state;
    check("", (unsigned[PATTERNS]){0});
    check("Bombs", (unsigned[PATTERNS]){1, 1, 0, 0, 0, 0, 0, 0});
    check("A car bomb; the bomb, BOMBER", (unsigned[PATTERNS]){3, 0, 1, 1, 0, 0, 0, 2});
    check("firebomb scar bombard", (unsigned[PATTERNS]){1, 0, 0, 0, 0, 0, 0, 0});
    check("mb bomb mb", (unsigned[PATTERNS]){1, 0, 0, 0, 2, 0, 0, 1});
}

static void numbers_are_words(void **state)
{
    (void)state;
    check("500kg and 12 kg", (unsigned[PATTERNS]){0, 0, 0, 0, 0, 2, 0, 0});
    check("car2bomb", (unsigned[PATTERNS]){1, 0, 0, 1, 0, 0, 0, 1});
}

static void marks_are_borders(void **state)
{
    (void)state;
    check("cease-fire, cease \xE2\x80\x93 fire; ceasefire", (unsigned[PATTERNS]){[6] = 2});
    check("\xE2\x80\x9C"
          "car\xE2\x80\x9D\xC2\xA0"
          "bomb",
          (unsigned[PATTERNS]){1, 0, 1, 1, 0, 0, 0, 1});
    check("\xC3\xA9"
          "bomb car\xC3\xA9",
          (unsigned[PATTERNS]){0});
}

static void the_same_pattern_is_one(void **state)
{
    (void)state;
    khd_automaton *a = khd_automaton_new();
    uint32_t one, other;
    assert_non_null(a);
    assert_int_equal(khd_automaton_add(a, " cease-fire ", &one), KHD_OK);
    assert_int_equal(khd_automaton_add(a, " Cease fire ", &other), KHD_OK);
    assert_int_equal(one, other);
    assert_int_equal(khd_automaton_add(a, "", &one), KHD_DATA);
    khd_automaton_free(a);
    khd_automaton_free(NULL);
}

/* Patterns without end are refused at 65,535 states; what was added still works. */
static void has_a_ceiling(void **state)
{
    (void)state;
    khd_automaton *a = khd_automaton_new();
    assert_non_null(a);
    char pattern[32];
    uint32_t index, n = 0;
    khd_status status = KHD_OK;
    for (; n < 100000; n++) {
        for (uint32_t i = 0, v = n * 2654435761u; i < 8; i++, v >>= 4)
            pattern[i] = (char)('a' + (v & 15));
        pattern[8] = '\0';
        status = khd_automaton_add(a, pattern, &index);
        if (status)
            break;
    }
    assert_int_equal(status, KHD_DATA);
    assert_in_range(n, 8000, 65535);
    assert_true(khd_automaton_link(a));
    unsigned *counts = calloc(n + 1, sizeof *counts);
    assert_non_null(counts);
    khd_automaton_walk(a, "aaaaaaaa", 8, add_counts, counts);
    assert_int_equal(counts[0], 1);
    free(counts);
    khd_automaton_free(a);
}

static void takes_any_bytes(void **state)
{
    (void)state;
    khd_automaton *a = make();
    unsigned counts[PATTERNS] = {0};
    char *bytes = malloc(MEBIBYTE);
    assert_non_null(bytes);
    for (uint32_t i = 0, v = 1; i < MEBIBYTE; i++, v = v * 1664525u + 1013904223u)
        bytes[i] = (char)(v >> 24);
    khd_automaton_walk(a, bytes, MEBIBYTE, add_counts, counts);
    for (size_t n = 0; n < 4; n++) { /* cut inside a character, at the end of its memory */
        char *cut = malloc(n + 1);
        assert_non_null(cut);
        memcpy(cut, "a\xE2\x80\x9C", n + 1);
        khd_automaton_walk(a, cut, n + 1, add_counts, counts);
        free(cut);
    }
    free(bytes);
    khd_automaton_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_and_beginnings),
        cmocka_unit_test(numbers_are_words),
        cmocka_unit_test(marks_are_borders),
        cmocka_unit_test(the_same_pattern_is_one),
        cmocka_unit_test(has_a_ceiling),
        cmocka_unit_test(takes_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
