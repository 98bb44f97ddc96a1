/* status: texts for every status, and the caller's error filled and never overrun. */
#include "status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_status_has_a_text(void **state)
{
    (void)state;
    for (int i = 0; i < KHD_STATUS_COUNT; i++)
        assert_true(strlen(khd_status_text((khd_status)i)) > 3);
    assert_string_equal(khd_status_text(KHD_OK), "done");
    assert_string_equal(khd_status_text(KHD_NOMEM), "out of memory");
    assert_string_equal(khd_status_text(KHD_STATUS_COUNT), "unknown status");
    assert_string_equal(khd_status_text((khd_status)-1), "unknown status");
}

static void errors_are_filled(void **state)
{
    (void)state;
    khd_error error;
    assert_int_equal(khd_error_set(&error, KHD_INPUT, 17, "line %d: %s", 3, "no text"), KHD_INPUT);
    assert_int_equal(error.status, KHD_INPUT);
    assert_int_equal(error.offset, 17);
    assert_string_equal(error.text, "line 3: no text");
}

static void errors_may_be_unwanted(void **state)
{
    (void)state;
    assert_int_equal(khd_error_set(NULL, KHD_DATA, 0, "%s", "damaged"), KHD_DATA);
}

static void long_texts_are_cut(void **state)
{
    (void)state;
    char path[4000];
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    struct {
        khd_error error;
        unsigned char guard[16];
    } box;
    memset(&box, 0x77, sizeof box);
    khd_error_set(&box.error, KHD_IO, 0, "%s", path);
    assert_int_equal(strlen(box.error.text), sizeof box.error.text - 1);
    for (size_t i = 0; i < sizeof box.guard; i++)
        assert_int_equal(box.guard[i], 0x77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text),
        cmocka_unit_test(errors_are_filled),
        cmocka_unit_test(errors_may_be_unwanted),
        cmocka_unit_test(long_texts_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
