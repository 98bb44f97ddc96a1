/* utf8: strict decoding, classes, lower case. */
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static size_t length_of(const char *bytes)
{
    uint32_t code;
    return khd_utf8_read(bytes, strlen(bytes), &code);
}

static void reads_strictly(void **state)
{
    (void)state;
    uint32_t code;
    assert_int_equal(khd_utf8_read("\xE2\x82\xAC", 3, &code), 3);
    assert_int_equal(code, 0x20AC);
    assert_int_equal(khd_utf8_read("\xF0\x9F\x92\xA3", 4, &code), 4);
    assert_int_equal(code, 0x1F4A3);
    assert_int_equal(khd_utf8_read("\xE2\x82", 2, &code), 0);
    assert_int_equal(khd_utf8_read("", 0, &code), 0);
    assert_int_equal(length_of("\xC0\xAF"), 0);         /* overlong */
    assert_int_equal(length_of("\xE0\x80\xAF"), 0);     /* overlong */
    assert_int_equal(length_of("\xED\xA0\x80"), 0);     /* surrogate */
    assert_int_equal(length_of("\xF4\x90\x80\x80"), 0); /* above U+10FFFF */
    assert_int_equal(length_of("\x80"), 0);
}

static void reads_backwards(void **state)
{
    (void)state;
    uint32_t code;
    const char *text = "a\xC3\xA9\xE2\x82\xAC";
    assert_int_equal(khd_utf8_read_before(text, 6, &code), 3);
    assert_int_equal(code, 0x20AC);
    assert_int_equal(khd_utf8_read_before(text, 3, &code), 2);
    assert_int_equal(code, 0xE9);
    assert_int_equal(khd_utf8_read_before(text, 0, &code), 0);
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 97) {
        char bytes[4];
        uint32_t back;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        size_t n = khd_utf8_write(c, bytes);
        assert_int_equal(khd_utf8_read(bytes, n, &back), n);
        assert_int_equal(back, c);
    }
}

static void tells_classes(void **state)
{
    (void)state;
    assert_int_equal(khd_utf8_class('A'), KHD_CHAR_LETTER | KHD_CHAR_UPPER);
    assert_int_equal(khd_utf8_class(0x11F), KHD_CHAR_LETTER | KHD_CHAR_LOWER);
    assert_int_equal(khd_utf8_class(0x639), KHD_CHAR_LETTER); /* Arabic has no case */
    assert_int_equal(khd_utf8_class(0x663), KHD_CHAR_DIGIT);
    assert_int_equal(khd_utf8_class('\n'), KHD_CHAR_BLANK | KHD_CHAR_LINE);
    assert_int_equal(khd_utf8_class(0x2028), KHD_CHAR_BLANK | KHD_CHAR_LINE);
    assert_int_equal(khd_utf8_class(0xA0), KHD_CHAR_BLANK);
    assert_int_equal(khd_utf8_class(0x201C), KHD_CHAR_QUOTE);
    assert_int_equal(khd_utf8_class(0x2014), KHD_CHAR_DASH);
    assert_int_equal(khd_utf8_class(0xFEFF), KHD_CHAR_FORMAT);
    assert_int_equal(khd_utf8_class(0x20AC), KHD_CHAR_MONEY);
    assert_int_equal(khd_utf8_class(KHD_UTF8_SUBSTITUTE), 0);
}

static void lowers(void **state)
{
    (void)state;
    jmp_buf out;
    khd_arena *arena = khd_arena_new(1 << 20);
    assert_int_equal(setjmp(out), 0);
    khd_arena_exit(arena, &out);
    assert_string_equal(khd_utf8_lower_copy(arena, "ISIS", 4), "isis");
    assert_string_equal(khd_utf8_lower_copy(arena, "\xE2\x80\x99S", 4), "'s");
    assert_string_equal(khd_utf8_lower_copy(arena,
                                            "Erdo\xC4\x9E"
                                            "AN",
                                            8),
                        "erdo\xC4\x9F"
                        "an");
    assert_string_equal(khd_utf8_lower_copy(arena,
                                            "a\xC2\xAD"
                                            "b",
                                            4),
                        "ab");
    assert_string_equal(khd_utf8_lower_copy(arena, "\xC8\xBA", 2), "\xE2\xB1\xA5"); /* grows */
    assert_true(khd_utf8_is("WwW.", 4, "www."));
    assert_false(khd_utf8_is("www", 3, "www."));
    khd_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_strictly),
                                       cmocka_unit_test(reads_backwards),
                                       cmocka_unit_test(writes_what_it_reads),
                                       cmocka_unit_test(tells_classes), cmocka_unit_test(lowers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
