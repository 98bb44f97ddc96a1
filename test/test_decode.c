/* decode: UTF-8 kept byte for byte, other encodings converted, nothing dropped. */
#include "decode.h"

#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static khd_arena *arena;
static jmp_buf no_memory;

static int open_arena(void **state)
{
    (void)state;
    arena = khd_arena_new((size_t)1 << 28);
    khd_arena_exit(arena, &no_memory);
    return arena ? 0 : 1;
}

static int free_arena(void **state)
{
    (void)state;
    khd_arena_free(arena);
    return 0;
}

static khd_doc *decode(const char *bytes, size_t n)
{
    khd_error error = {0};
    if (setjmp(no_memory))
        fail_msg("out of memory");
    khd_doc *doc = khd_doc_new(arena);
    assert_int_equal(khd_decode_run(doc, bytes, n, &error), KHD_OK);
    assert_int_equal(doc->text[doc->length], 0);
    assert_null(memchr(doc->text, 0, doc->length));
    return doc;
}

static void keeps_utf8(void **state)
{
    (void)state;
    khd_doc *doc = decode("Caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D", 13);
    assert_memory_equal(doc->text, "Caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D", 13);
    assert_string_equal(doc->encoding, "UTF-8");
    assert_false(doc->extracted);
    assert_int_equal(doc->removed.n, 0);
    assert_string_equal(decode("abc", 3)->sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(decode(NULL, 0)->length, 0);
}

static void marks_bad_bytes(void **state)
{
    (void)state;
    khd_doc *doc = decode("caf\xC3\xA9 \xFF\xFE ok\0. \xC3\xA9t\xC3\xA9 \xC3\xA9", 22);
    assert_false(doc->extracted);
    assert_int_equal(doc->length, 22);
    assert_memory_equal(doc->text, "caf\xC3\xA9 \x1A\x1A ok\x1A. \xC3\xA9t", 15);
    assert_int_equal(doc->removed.n, 2);
    assert_int_equal(doc->removed.v[0].span.begin, 6);
    assert_int_equal(doc->removed.v[0].span.end, 8);
    assert_string_equal(doc->removed.v[0].reason, "undecodable");
    doc = decode("a report cut of\xE2\x80", 17); /* in the middle of a character */
    assert_false(doc->extracted);
    assert_int_equal(doc->removed.n, 1);
}

static void converts_single_bytes(void **state)
{
    (void)state;
    const char *bytes = "The army\x92s \x93"
                        "final\x94 push \x96 no one knows.";
    khd_doc *doc = decode(bytes, strlen(bytes));
    assert_true(doc->extracted);
    assert_string_equal(doc->encoding, "WINDOWS-1252");
    assert_string_equal(doc->text, "The army\xE2\x80\x99s \xE2\x80\x9C"
                                   "final\xE2\x80\x9D push "
                                   "\xE2\x80\x93 no one knows.");
    assert_int_equal(doc->removed.n, 0);
}

/* Hebrew: the last letter might take a mark, so iconv keeps it back to the end. */
static void keeps_the_last_letter(void **state)
{
    (void)state;
    const char *bytes = "\xF6\xE1\xE0 \xE4\xE4\xE2\xF0\xE4 \xE4\xE5\xE3\xE9\xF2 \xEB\xE9 "
                        "\xF9\xF0\xE9 \xE7\xE9\xE9\xEC\xE9\xED \xF0\xE4\xF8\xE2\xE5 "
                        "\xE1\xE2\xE1\xE5\xEC \xE4\xF6\xF4\xE5\xF0\xE9";
    khd_doc *doc = decode(bytes, strlen(bytes));
    assert_string_equal(doc->encoding, "WINDOWS-1255");
    assert_memory_equal(doc->text + doc->length - 4, "\xD7\xA0\xD7\x99", 4);
}

static void converts_wide(void **state)
{
    (void)state;
    const char *want = "Two \xE2\x80\x94 dead";
    khd_doc *doc = decode("\xFF\xFET\0w\0o\0 \0\x14\x20 \0d\0e\0a\0d\0", 22);
    assert_string_equal(doc->encoding, "UTF-16LE");
    assert_non_null(strstr(doc->text, want));
    doc = decode("\xFE\xFF\0T\0w\0o\0 \x20\x14\0 \0d\0e\0a\0d", 22);
    assert_string_equal(doc->encoding, "UTF-16BE");
    assert_non_null(strstr(doc->text, want));
    doc = decode("\0T\0w\0o\0 \0d\0e\0a\0d\0 \0n\0o\0w", 24); /* no mark */
    assert_string_equal(doc->encoding, "UTF-16BE");
    assert_string_equal(doc->text, "Two dead now");
    doc = decode("\xFF\xFE\0\0T\0\0\0w\0\0\0o\0\0\0", 16);
    assert_string_equal(doc->encoding, "UTF-32LE");
    doc = decode("\xFF\xFET\0\0\xD8o\0x", 9); /* lone surrogate, odd end */
    assert_true(doc->extracted);
    assert_true(doc->removed.n >= 1);
}

static void refuses_the_giant(void **state)
{
    (void)state;
    khd_error error = {0};
    static char bytes[KHD_TEXT_CEILING + 1];
    if (setjmp(no_memory))
        fail_msg("out of memory");
    khd_doc *doc = khd_doc_new(arena);
    assert_int_equal(khd_decode_run(doc, bytes, sizeof bytes, &error), KHD_TOO_LARGE);
    assert_true(error.text[0] != 0);
}

/* Any bytes give valid text whose substitutes are all listed. */
static void takes_any_bytes(void **state)
{
    (void)state;
    char bytes[600];
    uint32_t seed = 1;
    for (int round = 0; round < 400; round++) {
        size_t n = (size_t)round * 3 / 2;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(round % 3 ? seed >> 24 : (seed >> 24) & 0x7F);
        }
        khd_doc *doc = decode(bytes, n);
        uint32_t code, marked = 0, substitutes = 0;
        for (uint32_t i = 0; i < doc->length;) {
            size_t used = khd_utf8_read(doc->text + i, doc->length - i, &code);
            assert_true(used > 0);
            substitutes += code == KHD_UTF8_SUBSTITUTE;
            i += (uint32_t)used;
        }
        for (uint32_t i = 0; i < doc->removed.n; i++)
            marked += doc->removed.v[i].span.end - doc->removed.v[i].span.begin;
        assert_int_equal(marked, substitutes);
    }
}

int main(void)
{
#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, open_arena, free_arena)
    const struct CMUnitTest tests[] = {
        IN_ARENA(keeps_utf8),    IN_ARENA(marks_bad_bytes),   IN_ARENA(converts_single_bytes),
        IN_ARENA(converts_wide), IN_ARENA(refuses_the_giant), IN_ARENA(takes_any_bytes),
        IN_ARENA(keeps_the_last_letter)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
