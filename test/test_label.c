/* label: enum and text are one list; unknown values and texts have an answer. */
#include "label.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Every value has its own text, and is found by it. */
#define CHECK_SET(name, NAME)                                                                     \
    static void name##_round_trip(void **state)                                                   \
    {                                                                                             \
        (void)state;                                                                              \
        for (unsigned v = 0; v < KHD_##NAME##_COUNT; v++) {                                       \
            assert_non_null(khd_##name##_text(v));                                                \
            assert_int_equal(khd_##name##_find(khd_##name##_text(v)), v);                         \
        }                                                                                         \
        assert_int_equal(khd_##name##_find("no such label"), -1);                                 \
        assert_non_null(khd_##name##_text(KHD_##NAME##_COUNT));                                   \
        assert_non_null(khd_##name##_text(UINT32_MAX));                                           \
    }

KHD_LABEL_SETS(CHECK_SET)

/* The names that other people's files use; a slip here breaks every record. */
static void names_are_those_of_the_codebook(void **state)
{
    (void)state;
    assert_string_equal(khd_class_text(KHD_CLASS_SUICIDE_BOMB), "suicide_bomb");
    assert_string_equal(khd_class_text(KHD_CLASS_NONSTATE_GAINS), "nonstate_gains");
    assert_string_equal(khd_outcome_text(KHD_OUTCOME_HAPPENED), "happened");
    assert_string_equal(khd_harm_text(KHD_HARM_KILLED_OR_INJURED), "killed_or_injured");
    assert_string_equal(khd_qualifier_text(KHD_QUALIFIER_NONE_HARMED), "none_harmed");
    assert_string_equal(khd_upos_text(KHD_UPOS_OTHER), "X");
    assert_string_equal(khd_deprel_text(KHD_DEPREL_NSUBJ_PASS), "nsubj:pass");
    assert_string_equal(khd_role_text(KHD_ROLE_LOC), "AM-LOC");
    assert_int_equal(KHD_UPOS_COUNT, 17);
    assert_int_equal(KHD_CLASS_COUNT, 24);
}

#define TEST_OF(name, NAME) cmocka_unit_test(name##_round_trip),

int main(void)
{
    const struct CMUnitTest tests[] = {
        KHD_LABEL_SETS(TEST_OF) cmocka_unit_test(names_are_those_of_the_codebook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
