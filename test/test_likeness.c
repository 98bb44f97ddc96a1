/* Near copies: a text with a paragraph more is one, another text on the same is none. */
#include "likeness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A document with the words of a text as its tokens. */
static khd_likeness find(const char *const text, bool wanted)
{
    khd_arena *arena = khd_arena_new((size_t)16 << 20);
    jmp_buf out;
    khd_likeness likeness;
    assert_non_null(arena);
    if (setjmp(out))
        fail();
    khd_arena_exit(arena, &out);
    khd_doc *doc = khd_doc_new(arena);
    for (size_t at = 0, n; text[at]; at += n + (text[at + n] == ' ')) {
        n = strcspn(text + at, " ");
        KHD_PUSH(arena, &doc->tokens)->lower = khd_arena_text(arena, text + at, n);
    }
    assert_int_equal(khd_likeness_find(doc, &likeness), wanted);
    khd_arena_free(arena);
    return likeness;
}

#define STORY                                                                                     \
    "shelling killed five civilians in the town of kobani on monday , officials said . the "      \
    "dead were taken to a hospital near the border where doctors treated twelve others for "      \
    "burns and wounds from shrapnel ."
#define OTHER                                                                                     \
    "five people died in kobani when shells fell on a market there on monday , according to "     \
    "a monitor that counts the dead . it blamed fighters who hold the hills above the town ."

static void test_copies(void **state)
{
    (void)state;
    khd_likeness one = find(STORY, true), same = find(STORY, true);
    khd_likeness more = find("( agency ) " STORY " nobody claimed the attack .", true);
    khd_likeness other = find(OTHER, true);
    assert_true(khd_likeness_compare(&one, &same) == 1);
    assert_true(khd_likeness_compare(&one, &more) >= KHD_LIKENESS_NEAR);
    assert_true(khd_likeness_compare(&one, &other) < 0.2);
    unsigned bands = 0;
    for (unsigned i = 0; i < KHD_LIKENESS_BANDS; i++)
        bands += khd_likeness_band(&one, i) == khd_likeness_band(&more, i);
    assert_true(bands > 0);
}

/* Points do not count; a short text tells nothing. */
static void test_short(void **state)
{
    (void)state;
    find("shelling killed five civilians in kobani .", false);
    find("", false);
    khd_likeness bare = find("a b c d e f g h i j k l m n o", true);
    khd_likeness pointed = find("a b , c d e . f g h i j k l m n o !", true);
    assert_true(khd_likeness_compare(&bare, &pointed) == 1);
}

static void test_bytes(void **state)
{
    (void)state;
    khd_likeness one = find(STORY, true), two;
    unsigned char bytes[KHD_LIKENESS_BYTES];
    khd_likeness_write(&one, bytes);
    khd_likeness_read(bytes, &two);
    assert_memory_equal(&one, &two, sizeof one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_short),
        cmocka_unit_test(test_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
