/* html: pages of any bytes: encodings, hostile markup in linear time, failing memory.
 * What is taken out of a page: cases/html. */
#include "html.h"

#include "html_lean.h"
#include "html_page.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static khd_lexicon *lexicon;
static khd_arena *arena;
static jmp_buf no_memory;

static int open_lexicon(void **state)
{
    (void)state;
    char path[1024];
    const char *data = getenv("KHALDUN_DATA");
    khd_html_start();
    snprintf(path, sizeof path, "%s/lexicon.khl", data ? data : ".");
    return khd_lexicon_open(path, &lexicon, NULL) ? 1 : 0;
}

static int close_lexicon(void **state)
{
    (void)state;
    khd_lexicon_close(lexicon);
    return 0;
}

static int open_arena(void **state)
{
    (void)state;
    arena = khd_arena_new((size_t)1 << 31);
    return arena ? 0 : 1;
}

static int free_arena(void **state)
{
    (void)state;
    khd_mem_fail_at(0);
    khd_arena_free(arena);
    return 0;
}

/* The page as a document; checks what holds of every page. */
static khd_doc *read_page(const char *bytes, size_t n)
{
    khd_error error = {0};
    if (setjmp(no_memory))
        fail_msg("out of memory");
    khd_arena_exit(arena, &no_memory);
    khd_doc *doc = khd_doc_new(arena);
    assert_int_equal(khd_html_run(doc, lexicon, bytes, n, &error), KHD_OK);
    assert_true(doc->extracted);
    assert_true(doc->length <= KHD_TEXT_CEILING);
    assert_int_equal(strlen(doc->text), doc->length);
    uint32_t code;
    for (size_t at = 0, used; at < doc->length; at += used) {
        used = khd_utf8_read(doc->text + at, doc->length - at, &code);
        assert_true(used > 0);
    }
    return doc;
}

static const char *text_of(const char *page)
{
    return read_page(page, strlen(page))->text;
}

/* ---- encodings ------------------------------------------------------------------------- */

static void encodings_are_told_by_the_page(void **state)
{
    (void)state;
    assert_string_equal(
        text_of("<meta charset=\"windows-1251\"><p>\xCF\xFF\xF2\xFC \xF3\xE1\xE8\xF2\xFB."),
        "\xD0\x9F\xD1\x8F\xD1\x82\xD1\x8C \xD1\x83\xD0\xB1\xD0\xB8\xD1\x82\xD1\x8B.");
    assert_string_equal(
        text_of("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>"
                "<p>caf\xE9 \x93ol\xE9\x94"),
        "caf\xC3\xA9 \xE2\x80\x9Col\xC3\xA9\xE2\x80\x9D");
    /* valid UTF-8 that is mislabelled */
    assert_string_equal(text_of("<meta charset=latin1><p>caf\xC3\xA9"), "caf\xC3\xA9");
    /* what no encoding is called */
    assert_string_equal(text_of("<meta charset=\"utf-16\"><p>ab"), "ab");
    assert_string_equal(text_of("<meta charset=\"no//TRANSLIT such\"><p>ab"), "ab");
    const char wide[] = "\xFF\xFE<\0p\0>\0a\0b\0";
    assert_string_equal(read_page(wide, sizeof wide - 1)->text, "ab");
}

static void undecodable_bytes_are_told(void **state)
{
    (void)state;
    const char page[] = "<p>one \0two \xFFthree caf\xC3\xA9 \xC3\xA9t\xC3\xA9";
    khd_doc *doc = read_page(page, sizeof page - 1);
    assert_string_equal(doc->text, "one two three caf\xC3\xA9 \xC3\xA9t\xC3\xA9");
    assert_int_equal(doc->removed.n, 0);
    assert_int_equal(doc->notes.n, 1);
    assert_non_null(strstr(doc->notes.v[0], "2 runs"));
}

/* ---- markup ------------------------------------------------------------------------------ */

static void markup_of_every_kind(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {"<", "<"},
        {"a < b && c &lt; d &unknown; &#0; &#xD800; e", "a < b && c < d &unknown; e"},
        {"<p>a<!-- <p>b -->c<!-->d--><!---->e", "acd-->e"},
        {"<p>a<!-- not closed <b>b</b>", "ab"},
        {"<p>a<script>if (a<b) x='</scr'+'ipt>'; </p></script >b", "ab"},
        {"<p>a<SCRIPT>b", "a"},
        {"<p>a<style>p{}</style><svg><title>x</title><path d='>'/></svg><svg/>b", "ab"},
        {"<p title='>' class=\"a\"b=c d = 'e' f=>a</p", "a"},
        {"<p/>a<br/>b</br>c<p/ >d", "a\nb\nc\n\nd"},
        {"<a-b>x</a-b><zzz>y</zzz>", "x\n\ny"},
        {"<html><body></body></html><p>a</p>b", "a\n\nb"},
        {"<![CDATA[x]]><?php echo 1 ?>y", "y"},
        {"<p>one</b></p></div></table>two", "one\n\ntwo"},
        {"<pre>a\n  b</pre>", "a\nb"},
        {"<p><span>F</span>our men", "Four men"},
        {"<select><option>x</select><textarea><p>y</textarea><button>z</button>w", "w"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *text = text_of(pairs[i][0]);
        if (strcmp(text, pairs[i][1]) != 0)
            fail_msg("%s\ngives \"%s\", not \"%s\"", pairs[i][0], text, pairs[i][1]);
    }
}

static void all_words_are_looked_at(void **state)
{
    (void)state;
    uint32_t rows = khd_table_rows(khd_lexicon_table(lexicon, "page_words"));
    assert_in_range(rows, 1, KHD_HTML_WORDS_MOST);
}

/* ---- hostile pages -------------------------------------------------------------------------- */

typedef struct {
    const char *head, *unit, *tail;
} bomb;

static char *blow_up(const bomb *b, size_t size, size_t *n)
{
    size_t unit = strlen(b->unit);
    char *page = malloc(size + strlen(b->head) + strlen(b->tail) + unit + 1);
    assert_non_null(page);
    memcpy(page, b->head, strlen(b->head));
    *n = strlen(b->head);
    while (*n < size) {
        memcpy(page + *n, b->unit, unit);
        *n += unit;
    }
    memcpy(page + *n, b->tail, strlen(b->tail) + 1);
    *n += strlen(b->tail);
    return page;
}

static double time_bomb(const bomb *b, size_t size)
{
    size_t n;
    void *ignored = NULL;
    char *page = blow_up(b, size, &n);
    clock_t begin = clock();
    read_page(page, n);
    double spent = (double)(clock() - begin) / CLOCKS_PER_SEC;
    free(page);
    free_arena(&ignored);
    assert_int_equal(open_arena(&ignored), 0);
    return spent;
}

/* Eight times the bytes take about eight times as long: thirty at most, on a busy machine
 * too. */
static void hostile_pages_take_linear_time(void **state)
{
    (void)state;
    static const bomb bombs[] = {
        {"", "<div>", ""},
        {"", "<div>a", "</div>"},
        {"", "<b>", ""},
        {"", "<a>", "</p></i>"},
        {"", "<p>", ""},
        {"", "</p>", ""},
        {"", "<a><p></a></i></p>", ""},
        {"", "<span><div></span></code>", ""},
        {"<table>", "<tr><td><table>", ""},
        {"", "<ul><li>", "x"},
        {"<p ", "a=b ", ">x"},
        {"<p ", "id=b ", ">x"},
        {"<p class='", "article ", "'>x"},
        {"<p class='", "byline-comment-", "'>x"},
        {"<p style='", "d ", "'>x"},
        {"", "<!--", ""},
        {"", "<!-- -", ""},
        {"", "<script>", ""},
        {"", "<script></script", ""},
        {"<script>", "</scrip", ""},
        {"", "<svg><svg", ""},
        {"", "<title>", ""},
        {"", "<", ""},
        {"", "&", ""},
        {"", "&a", ""},
        {"", "&#x41;", ""},
        {"", "&lt;", ""},
        {"<!DOCTYPE html [<!ENTITY a \"aaaaaaaaaa\">", "<!ENTITY b \"&a;&a;&a;&a;\">", "]>&b;"},
        {"", "<h1>a</h1>", ""},
        {"", "<h1>", "a"},
        {"", "<form><fieldset>", ""},
        {"<script type='application/ld+json'>", "[", "</script>"},
        {"<script type='application/ld+json'>", "{\"a\":", "</script>"},
        {"", "<script type='application/ld+json'>{\"@type\":\"Article\"}</script>", ""},
        {"", "<meta name=author content=x>", ""},
        {"<title>", "a - ", "</title>"},
        {"<title>a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a</title>",
         "<h1>b b b b b b b b b b b b b b b b b b b b b b b b b b b b b b</h1>", ""},
        {"<html><body></body>", "<div>a</div>b", ""},
        {"", "<time datetime=x>", ""},
        {"", "<div class=date>1 May", ""},
        {"", "a", ""},
        {"<div><div>a</div>", "<span>a</span>", "</div>"},
        {"", "<base><link><br><input>", ""},
    };
    enum { SMALL = 150 * 1024, LARGE = 8 * SMALL };
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        double small = time_bomb(&bombs[i], SMALL), large = time_bomb(&bombs[i], LARGE);
        if (getenv("KHALDUN_TIMES"))
            printf("%.3f %.3f %s%s\n", small, large, bombs[i].head, bombs[i].unit);
        if (large > 0.5 && large > 30 * small)
            fail_msg("%s%s: %.3f s, and %.3f s for eight times as much", bombs[i].head,
                     bombs[i].unit, small, large);
    }
}

static void a_large_page_is_read(void **state)
{
    (void)state;
    static const bomb bombs[] = {{"", "<div>", ""}, {"", "<p>One, two, and three.", ""}};
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++)
        assert_true(time_bomb(&bombs[i], 5 * 1024 * 1024) < 60);
}

/* Nodes that no start tag brings have room too. */
static void ends_without_a_start_are_read(void **state)
{
    (void)state;
    char page[20000] = "<body></body>";
    size_t n = strlen(page);
    for (int i = 0; i < 500; i++)
        n += (size_t)snprintf(page + n, sizeof page - n, i < 250 ? "a</br>" : "<div>b</div>c");
    snprintf(page + n, sizeof page - n, "<p>The end.");
    khd_doc *doc = read_page(page, strlen(page));
    assert_int_equal(doc->notes.n, 0);
    assert_non_null(strstr(doc->text, "c\n\nThe end."));
}

static void deep_pages_keep_their_text(void **state)
{
    (void)state;
    char page[40000] = "";
    size_t n = 0;
    for (int i = 0; i < 3000; i++)
        n += (size_t)snprintf(page + n, sizeof page - n, "<div>");
    snprintf(page + n, sizeof page - n, "Two men were<div>killed in Aden.</div></div>The end.");
    assert_string_equal(text_of(page), "Two men were\nkilled in Aden.\nThe end.");
}

static void too_large_is_said(void **state)
{
    (void)state;
    khd_error error = {0};
    size_t n = KHD_TEXT_CEILING + 1;
    char *page = calloc(n, 1);
    assert_non_null(page);
    if (setjmp(no_memory))
        fail_msg("out of memory");
    khd_arena_exit(arena, &no_memory);
    assert_int_equal(khd_html_run(khd_doc_new(arena), lexicon, page, n, &error), KHD_TOO_LARGE);
    free(page);
}

/* ---- memory ------------------------------------------------------------------------------ */

static void every_failing_push_leaves_cleanly(void **state)
{
    (void)state;
    static const char page[] =
        "<html lang=en><title>A title | B</title><meta name=author content=A><h1>A title</h1>"
        "<p class=byline>By C, 3 May 2016</p><div><p>Two men, and a boy, were killed.</p></div>";
    khd_error error;
    volatile bool done = false;
    for (volatile uint64_t n = 1; !done && n < 2000; n++) {
        khd_arena_free(arena);
        arena = khd_arena_new((size_t)1 << 28);
        if (setjmp(no_memory))
            continue;
        khd_arena_exit(arena, &no_memory);
        khd_doc *doc = khd_doc_new(arena);
        khd_mem_fail_at(n);
        assert_int_equal(khd_html_run(doc, lexicon, page, sizeof page - 1, &error), KHD_OK);
        khd_mem_fail_at(0);
        done = true;
        assert_true(n > 10);
    }
    assert_true(done);
}

/* The lean page never outgrows what was pushed for it: it ends before what is pushed next. */
static void lean_pages_fit(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<figcaption hidden",
        "<a-b hidden",
        "&&&&",
        "<p id=a/id=b/id=c",
        "<<<<",
        "</br</br",
        "<nav a=",
        "<dl hidden/hidden><figcaption hidden=a/class=b><h-i hidden>"};
    if (setjmp(no_memory))
        fail_msg("out of memory");
    khd_arena_exit(arena, &no_memory);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        khd_html_lean lean = khd_html_lean_read(arena, pages[i], strlen(pages[i]));
        assert_int_equal(strlen(lean.v), lean.n);
        const char *next = khd_arena_push(arena, 1, 1);
        assert_true(next < lean.v || lean.v + lean.n < next);
    }
}

int main(void)
{
#define PAGE_TEST(test) cmocka_unit_test_setup_teardown(test, open_arena, free_arena)
    const struct CMUnitTest tests[] = {
        PAGE_TEST(encodings_are_told_by_the_page),
        PAGE_TEST(undecodable_bytes_are_told),
        PAGE_TEST(markup_of_every_kind),
        PAGE_TEST(hostile_pages_take_linear_time),
        PAGE_TEST(a_large_page_is_read),
        PAGE_TEST(ends_without_a_start_are_read),
        PAGE_TEST(all_words_are_looked_at),
        PAGE_TEST(deep_pages_keep_their_text),
        PAGE_TEST(too_large_is_said),
        PAGE_TEST(every_failing_push_leaves_cleanly),
        PAGE_TEST(lean_pages_fit),
    };
    return cmocka_run_group_tests(tests, open_lexicon, close_lexicon);
}
