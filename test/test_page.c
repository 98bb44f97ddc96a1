/* Text for terminals: wrapped, marked, and never a control character of a report. */
#include "page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static khd_buffer out;

static khd_page fresh(bool colour)
{
    khd_buffer_free(&out);
    return (khd_page){.out = &out, .colour = colour};
}

static void columns_are_counted_not_bytes(void **state)
{
    (void)state;
    khd_page page = fresh(false);
    for (int i = 0; i < 23; i++) /* 23 words of 3 columns and a blank: 92 */
        khd_page_text(&page, KHD_STYLE_PLAIN, "\xC3\xA9t\xC3\xA9 ");
    assert_null(strchr(out.v, '\n'));
    khd_page_text(&page, KHD_STYLE_PLAIN, "e\xCC\x81 ");
    assert_non_null(strchr(out.v, '\n'));
    khd_buffer_free(&out);
}

static void no_line_is_wider(void **state)
{
    (void)state;
    khd_page page = fresh(false);
    khd_page_line(&page, 10);
    khd_page_column(&page, 10);
    for (int i = 0; i < 200; i++) {
        khd_page_text(&page, KHD_STYLE_PLAIN, i % 3 ? " word " : " another");
        khd_page_text(&page, KHD_STYLE_QUOTE, " quoted words");
    }
    size_t width = 0, lines = 0;
    for (size_t at = 0; at < out.n; at++) {
        width += ((unsigned char)out.v[at] & 0xC0) != 0x80; /* quotes take three bytes */
        if (out.v[at] != '\n')
            continue;
        assert_true(width - 1 <= KHD_PAGE_WIDTH + 10u); /* a glued word may stand out */
        assert_memory_equal(out.v + at + 1, "          ", 10);
        width = 0;
        lines++;
    }
    assert_true(lines > 30);
    khd_buffer_free(&out);
}

static void marks_stand_at_the_ends_of_a_run(void **state)
{
    (void)state;
    khd_page page = fresh(false);
    khd_page_text(&page, KHD_STYLE_PLAIN, "The ");
    khd_page_text(&page, KHD_STYLE_TRIGGER, "heavy  shelling");
    khd_page_text(&page, KHD_STYLE_PLAIN, " by ");
    khd_page_text(&page, KHD_STYLE_WORDS, "rebels");
    khd_page_text(&page, KHD_STYLE_PLAIN, ".\n\nEnd ");
    khd_page_text(&page, KHD_STYLE_QUOTE, "x");
    assert_string_equal(out.v, "The *heavy shelling* by [rebels]. End \xE2\x80\x9Cx\xE2\x80\x9D");
    khd_buffer_free(&out);
}

static void a_terminal_gets_no_control_character(void **state)
{
    (void)state;
    khd_page page = fresh(true);
    khd_page_text(&page, KHD_STYLE_PLAIN,
                  "a\x1B[2Jb\x07 \xC2\x9B"
                  "31m \xFF \x1A c\xE2\x80\xAE");
    assert_string_equal(out.v, "a\xEF\xBF\xBD[2Jb\xEF\xBF\xBD \xEF\xBF\xBD"
                               "31m \xEF\xBF\xBD \xEF\xBF\xBD c");
    khd_buffer_free(&out);
}

static void colour_is_switched_off_again(void **state)
{
    (void)state;
    khd_page page = fresh(true);
    khd_page_text(&page, KHD_STYLE_TRIGGER, "raid");
    khd_page_int(&page, KHD_STYLE_VALUE, 18);
    assert_string_equal(out.v, "\033[1;4mraid\033[0m\033[1;31m18\033[0m");
    khd_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_counted_not_bytes),
        cmocka_unit_test(no_line_is_wider),
        cmocka_unit_test(marks_stand_at_the_ends_of_a_run),
        cmocka_unit_test(a_terminal_gets_no_control_character),
        cmocka_unit_test(colour_is_switched_off_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
