/* article, segment, token on any text: nothing is lost, spans are in order and in
 * bounds, sentences are bounded, time is linear. What they find is told by the cases
 * of cases/article and cases/token. */
#include "article.h"
#include "decode.h"
#include "segment.h"
#include "token.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { BIG = 1 << 20 };

static khd_lexicon *lexicon;
static khd_arena *arena;
static jmp_buf no_memory;
static char bytes[BIG + 64];

static int open_lexicon(void **state)
{
    (void)state;
    char path[1024];
    const char *folder = getenv("KHALDUN_DATA");
    khd_error error = {0};
    snprintf(path, sizeof path, "%s/lexicon.khl", folder ? folder : ".");
    return khd_lexicon_open(path, &lexicon, &error) == KHD_OK ? 0 : 1;
}

static int close_lexicon(void **state)
{
    (void)state;
    khd_lexicon_close(lexicon);
    return 0;
}

static khd_doc *run(const char *text, size_t n)
{
    khd_error error = {0};
    arena = khd_arena_new((size_t)1 << 30);
    assert_non_null(arena);
    khd_arena_exit(arena, &no_memory);
    if (setjmp(no_memory))
        fail_msg("out of memory");
    khd_doc *doc = khd_doc_new(arena);
    assert_int_equal(khd_decode_run(doc, text, n, &error), KHD_OK);
    khd_article_run(doc, lexicon);
    khd_segment_run(doc, lexicon);
    khd_token_run(doc, lexicon);
    return doc;
}

/* Marks the bytes of a span; a block must not overlap what was marked before. */
static void mark(char *map, khd_span s, char how)
{
    for (uint32_t i = s.begin; i < s.end; i++) {
        if (how == 'b')
            assert_int_equal(map[i], 0);
        map[i] = how;
    }
}

static void check_tokens(const khd_doc *doc)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const khd_sentence *s = &doc->sentences.v[i];
        khd_span block = doc->blocks.v[s->block].span;
        assert_true(block.begin <= s->span.begin && s->span.end <= block.end);
        assert_true(s->span.end - s->span.begin <= KHD_SENTENCE_BYTES);
        assert_true(!khd_range_empty(s->tokens));
        assert_int_equal(doc->tokens.v[s->tokens.begin].span.begin, s->span.begin);
        assert_int_equal(doc->tokens.v[s->tokens.end - 1].span.end, s->span.end);
        for (uint32_t t = s->tokens.begin; t < s->tokens.end; t++) {
            const khd_token *token = &doc->tokens.v[t];
            assert_true(token->span.begin >= at && token->span.begin < token->span.end);
            assert_int_equal(token->sentence, i);
            assert_non_null(token->lower);
            at = token->span.end;
        }
    }
    assert_int_equal(doc->sentences.n ? doc->sentences.v[doc->sentences.n - 1].tokens.end : 0,
                     doc->tokens.n);
}

/* Every letter and digit is in a block and a token of it, or in a removed span. */
static void check_whole(const khd_doc *doc)
{
    char *map = khd_arena_push(arena, doc->length + 1, 1);
    uint32_t code;
    for (uint32_t i = 0; i < doc->blocks.n; i++)
        mark(map, doc->blocks.v[i].span, 'b');
    for (uint32_t i = 0; i < doc->tokens.n; i++)
        mark(map, doc->tokens.v[i].span, 't');
    for (uint32_t i = 0; i < doc->removed.n; i++)
        mark(map, doc->removed.v[i].span, 'r');
    for (uint32_t i = 0; i < doc->length;) {
        size_t n = khd_utf8_read(doc->text + i, doc->length - i, &code);
        if (khd_utf8_class(code) & (KHD_CHAR_LETTER | KHD_CHAR_DIGIT))
            assert_true(map[i] == 't' || map[i] == 'r');
        i += (uint32_t)n;
    }
    check_tokens(doc);
}

static void check(const char *text, size_t n)
{
    check_whole(run(text, n));
    khd_arena_free(arena);
}

/* Texts put together at random from pieces that mean something to the stages. */
static void loses_nothing(void **state)
{
    (void)state;
    static const char *const pieces[] = {"Rebels shelled the town on Monday.",
                                         " ",
                                         " ",
                                         "\n",
                                         "\n\n",
                                         "Read more",
                                         "By Omar Said",
                                         "KABUL, Afghanistan (May 3, 2011) -",
                                         "Share",
                                         "U.S.",
                                         "Mr.",
                                         "\xE2\x80\x9C",
                                         "\xE2\x80\x9D",
                                         "\"",
                                         "don't",
                                         "...",
                                         "?!",
                                         "http://a.b/c",
                                         "May 24, 2016",
                                         "AFP",
                                         "(Source: X)",
                                         "- ",
                                         "\x80",
                                         "* ",
                                         "1.",
                                         "Army Retakes Old Town",
                                         "/",
                                         "--",
                                         "'s",
                                         "$5m",
                                         ",",
                                         "Posted on ",
                                         "a@b.cd",
                                         "\xC2\xA0",
                                         "\xEF\xBB\xBF",
                                         ":",
                                         "Tags",
                                         "12",
                                         "the",
                                         "\r\n",
                                         "\xE2\x80\xA8",
                                         "x.Y",
                                         "n't",
                                         "\x1A"};
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        size_t n = 0, count = (size_t)(round % 60);
        for (size_t i = 0; i < count; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            memcpy(bytes + n, piece, strlen(piece));
            n += strlen(piece);
        }
        check(bytes, n);
    }
}

static void takes_any_bytes(void **state)
{
    (void)state;
    uint32_t seed = 3;
    for (int round = 0; round < 300; round++) {
        size_t n = (size_t)round * 4;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(round % 2 ? seed >> 24 : 32 + (seed >> 24) % 95);
        }
        check(bytes, n);
    }
}

/* A megabyte of one piece, in seconds that only a quadratic step would exceed. */
static void is_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a",
                                         "word ",
                                         ".",
                                         "\"(",
                                         "a\n",
                                         "a-",
                                         "1-",
                                         "1/",
                                         "a/-",
                                         "a'",
                                         "n't",
                                         "a@b.",
                                         "http://",
                                         "Mr. ",
                                         "By John\n",
                                         "Share ",
                                         "KABUL (",
                                         "1,",
                                         " ",
                                         "AFP ",
                                         "A \xE2\x80\x93 ",
                                         "\xE2\x80\xA6",
                                         "a.B",
                                         "Aa.Aa",
                                         "'",
                                         "\xC3\xA9"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t n = 0, m = strlen(pieces[i]);
        for (; n + m <= BIG; n += m)
            memcpy(bytes + n, pieces[i], m);
        clock_t before = clock();
        check(bytes, n);
        if (clock() - before > 20 * CLOCKS_PER_SEC)
            fail_msg("a megabyte of \"%s\" takes too long", pieces[i]);
    }
}

static void bounds_sentences(void **state)
{
    (void)state;
    size_t n = 0;
    for (int i = 0; i < 50000; i++) {
        memcpy(bytes + n, i % 30 == 29 ? "word, " : "word  ", 6);
        n += 6;
    }
    khd_doc *doc = run(bytes, n);
    check_tokens(doc);
    assert_int_equal(doc->tokens.n, 50000 + 50000 / 30);
    for (uint32_t i = 0; i < doc->sentences.n; i++)
        assert_true(doc->sentences.v[i].tokens.end - doc->sentences.v[i].tokens.begin <=
                    2 * KHD_SENTENCE_WORDS);
    khd_arena_free(arena);
}

/* A closing bracket far behind its sentence, and a long word behind a comma. */
static void bounds_odd_sentences(void **state)
{
    (void)state;
    static const char first[] = "The army shelled the town. ";
    size_t n = sizeof first - 1;
    memcpy(bytes, first, n);
    memset(bytes + n, ' ', 20000);
    memcpy(bytes + n + 20000, ") Then it left the place.", 25);
    check(bytes, n + 20025);
    n = 0;
    for (; n < 1500; n += 5)
        memcpy(bytes + n, n == 100 ? "town," : "town ", 5);
    memset(bytes + n, 'k', 250);
    khd_doc *doc = run(bytes, n + 250);
    check_whole(doc);
    const khd_token *last = &doc->tokens.v[doc->tokens.n - 1];
    assert_int_equal(last->span.begin, n); /* the word is not cut */
    khd_arena_free(arena);
}

static void a_stop_before_a_typographic_quote_ends(void **state)
{
    (void)state;
    const char *text = "\xE2\x80\x9CThe drones came from Iran. \xE2\x80\x9D";
    khd_doc *doc = run(text, strlen(text));
    assert_string_equal(doc->tokens.v[5].lower, "iran");
    assert_string_equal(doc->tokens.v[6].lower, ".");
    khd_arena_free(arena);
}

static void tells_glued(void **state)
{
    (void)state;
    const char *text = "He couldn\xE2\x80\x99t go.";
    khd_doc *doc = run(text, strlen(text));
    assert_int_equal(doc->tokens.n, 5);
    assert_false(doc->tokens.v[0].glued);
    assert_false(doc->tokens.v[1].glued);
    assert_true(doc->tokens.v[2].glued);
    assert_string_equal(doc->tokens.v[2].lower, "n't");
    assert_int_equal(doc->tokens.v[2].span.begin, 8);
    assert_int_equal(doc->tokens.v[2].span.end, 13);
    assert_int_equal(doc->tokens.v[2].head, KHD_NOTHING);
    assert_true(doc->tokens.v[4].glued);
    khd_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_nothing), cmocka_unit_test(takes_any_bytes),
        cmocka_unit_test(is_linear), cmocka_unit_test(bounds_sentences),
        cmocka_unit_test(bounds_odd_sentences),
        cmocka_unit_test(a_stop_before_a_typographic_quote_ends),
        cmocka_unit_test(tells_glued)};
    return cmocka_run_group_tests(tests, open_lexicon, close_lexicon);
}
