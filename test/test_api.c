/* The public calls, used as a stranger would: only khaldun.h (and the aid that makes
 * allocations fail). Hostile texts must give an answer, in time that grows with
 * their length and no faster. */
#include "khaldun.h"
#include "mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static khd_engine *engine;
static khd_worker *worker;

#define SMALL                                                                                     \
    "SIRTE, May 26 - Gunmen killed at least four soldiers and wounded dozens in an attack on a "  \
    "checkpoint near Sirte on Tuesday, an army spokesman said.\n"

static khd_report *must_read(const char *text, size_t length)
{
    khd_report *report = NULL;
    khd_error error = {0};
    khd_input input = {.text = text, .length = length, .published = "2016-05-26", .id = "t"};
    if (khd_read(worker, &input, &report, &error) != KHD_OK)
        fail_msg("%s", error.text);
    assert_non_null(report);
    return report;
}

/* The record as JSON; the report is freed. */
static char *take_json(khd_report *report)
{
    char *out = NULL;
    size_t length = 0;
    assert_int_equal(khd_report_write(report, KHD_WRITE_JSON, &out, &length, NULL), KHD_OK);
    assert_int_equal(strlen(out), length);
    assert_int_equal(out[length - 1], '\n');
    assert_ptr_equal(strchr(out, '\n'), out + length - 1); /* one line */
    khd_report_free(report);
    return out;
}

/* ---- answers --------------------------------------------------------------------- */

static void reads_a_report(void **state)
{
    (void)state;
    khd_report *report = must_read(SMALL, strlen(SMALL));
    assert_true(khd_report_accounts(report) >= 1);
    char *json = take_json(report);
    assert_non_null(strstr(json, "\"format\":\"khaldun/1\""));
    assert_non_null(strstr(json, "\"id\":\"t\""));
    assert_non_null(strstr(json, "\"n\":4"));
    khd_free(json);
}

static void the_same_bytes_at_every_reading(void **state)
{
    (void)state;
    char *first = take_json(must_read(SMALL, strlen(SMALL)));
    khd_report_free(must_read("Other news: 7 hurt in Aden.", 27)); /* leaves no trace */
    char *second = take_json(must_read(SMALL, strlen(SMALL)));
    assert_string_equal(first, second);
    khd_free(first);
    khd_free(second);
}

static void an_empty_answer_has_a_reason(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " \n\t\n ", "The museum opens at nine.", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        khd_report *report = must_read(texts[i], strlen(texts[i]));
        assert_int_equal(khd_report_accounts(report), 0);
        char *json = take_json(report);
        assert_non_null(strstr(json, "\"accounts\":[]"));
        assert_non_null(strstr(json, "\"notes\":[\""));
        khd_free(json);
    }
}

static void too_large_is_refused(void **state)
{
    (void)state;
    size_t n = KHD_TEXT_CEILING + 1;
    char *text = malloc(n);
    memset(text, 'x', n);
    khd_report *report = (void *)text;
    khd_error error = {0};
    khd_input input = {.text = text, .length = n};
    assert_int_equal(khd_read(worker, &input, &report, &error), KHD_TOO_LARGE);
    assert_null(report);
    assert_true(strlen(error.text) > 10);
    free(text);
}

static void a_missing_folder_is_named(void **state)
{
    (void)state;
    khd_engine *none = (void *)state;
    khd_error error = {0};
    assert_int_equal(khd_engine_open("/tmp/no/such/folder", &none, &error), KHD_DATA);
    assert_null(none);
    assert_non_null(strstr(error.text, "/tmp/no/such/folder"));
}

static void nothing_can_be_freed(void **state)
{
    (void)state;
    khd_report_free(NULL);
    khd_worker_free(NULL);
    khd_engine_close(NULL);
    khd_free(NULL);
}

static void json_lines_say_where_they_fail(void **state)
{
    (void)state;
    static const char *const lines[] = {"{\"text\":\"Two di", "[1]", "{\"id\":\"x\"}", "{\"text\":5}",
                                        "", "{\"text\":\"a\"} trailing"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        khd_report *report = (void *)engine;
        khd_error error = {0};
        size_t n = strlen(lines[i]);
        assert_int_equal(khd_read_json(worker, lines[i], n, &report, &error), KHD_INPUT);
        assert_null(report);
        assert_true(error.offset <= n && strlen(error.text) > 5);
    }
}

/* The sanitizers make the network ten times slower: they get smaller hostile texts. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SHRINK = 10 };
#else
enum { SHRINK = 1 };
#endif

/* ---- memory ------------------------------------------------------------------------ */

/* Reads with the n-th allocation failing; true when that many were not needed. */
static bool read_with_failure(uint64_t n)
{
    khd_worker *fresh = NULL;
    khd_report *report = NULL;
    khd_input input = {.text = SMALL, .length = strlen(SMALL)};
    khd_mem_fail_at(n);
    khd_status status = khd_worker_new(engine, &fresh, NULL);
    if (status == KHD_OK)
        status = khd_read(fresh, &input, &report, NULL);
    khd_mem_fail_at(0);
    bool held = status == KHD_OK;
    if (!held) {
        assert_int_equal(status, KHD_NOMEM);
        assert_null(report);
    }
    if (fresh && !held) { /* the worker is as good as new */
        assert_int_equal(khd_read(fresh, &input, &report, NULL), KHD_OK);
        assert_true(khd_report_accounts(report) >= 1);
    }
    khd_report_free(report);
    khd_worker_free(fresh);
    return held;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    uint64_t n = 1;
    for (; !read_with_failure(n); n += SHRINK)
        assert_true(n < 100000);
    print_message("  %u allocations, each failed in turn\n", (unsigned)n - 1);
    assert_true(n > 64); /* it was not by chance that nothing failed */
}

/* ---- hostile texts -------------------------------------------------------------------- */

/* `piece` again and again, `n` bytes, with `head` before it. */
static char *repeat(const char *head, const char *piece, size_t size, size_t n)
{
    char *text = malloc(n + 1);
    size_t start = strlen(head);
    for (size_t i = 0; i < n; i++)
        text[i] = i < start ? head[i] : piece[(i - start) % size];
    text[n] = '\0';
    return text;
}

static double seconds_of(const char *text, size_t length)
{
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    khd_free(take_json(must_read(text, length)));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

typedef struct {
    const char *name, *head, *piece;
    size_t size, length; /* of the piece; of the text */
} hostile;

#define PIECE(text) text, sizeof text - 1

static const hostile hostiles[] = {
    {"one letter", "", PIECE("a"), 5 << 20},
    {"blanks", "", PIECE(" "), 5 << 20},
    {"line ends", "", PIECE("\n"), 2 << 20},
    {"NULs", "Two killed. ", PIECE("\0"), 2 << 20},
    {"bytes that are no UTF-8", "Two killed. ", PIECE("\xFF\xC3"), 1 << 20},
    {"cut code points", "Two killed. ", PIECE("\xE2\x80 "), 16 << 10},
    {"combining marks", "e", PIECE("\xCC\x81"), 1 << 20},
    {"one digit", "", PIECE("9"), 1 << 20},
    {"grouped digits", "", PIECE("1,"), 16 << 10},
    {"quotes", "", PIECE("\""), 16 << 10},
    {"brackets", "", PIECE("("), 16 << 10},
    {"full stops", "", PIECE("."), 1 << 19},
    {"hyphens", "", PIECE("a-"), 16 << 10},
    {"one sentence of words", "", PIECE("killed two soldiers and "), 24 << 10},
    {"names", "", PIECE("Ahmed Karim, "), 24 << 10},
    {"places", "", PIECE("Aleppo and Homs and "), 24 << 10},
    {"numbers in words", "", PIECE("hundred thousand "), 24 << 10},
    {"dates", "", PIECE("Tuesday, May 3, "), 24 << 10},
    {"short sentences", "", PIECE("Ten died. "), 24 << 10},
    {"short lines", "", PIECE("Ten died\n\n"), 24 << 10},
    {"sources", "", PIECE("he said she said "), 24 << 10},
};

/* Four times the text may take four times as long, and something for chance: five
 * is linear, sixteen would be the square. */
static void time_is_linear(void **state)
{
    (void)state;
    unsigned faults = 0;
    khd_worker_thorough(worker, 1); /* every stage, also for texts without conflict */
    for (size_t i = 0; i < sizeof hostiles / sizeof *hostiles; i++) {
        const hostile *h = &hostiles[i];
        size_t length = h->length / SHRINK;
        char *text = repeat(h->head, h->piece, h->size, length);
        double quarter = seconds_of(text, length / 4);
        double whole = seconds_of(text, length);
        print_message("  %-26s %8zu bytes %7.3f s\n", h->name, length, whole);
        if (whole > 8 * quarter + 0.2) {
            print_error("%s: %.3f s for a quarter, %.3f s for all\n", h->name, quarter, whole);
            faults++;
        }
        free(text);
    }
    khd_worker_thorough(worker, 0);
    assert_int_equal(faults, 0);
}

static void a_sentence_of_fifty_thousand_words(void **state)
{
    (void)state;
    const char *piece = "and the soldiers ";
    size_t n = strlen(piece) * 50000 / 3 / SHRINK;
    char *text = repeat("Rebels killed four men ", piece, strlen(piece), n);
    khd_worker_thorough(worker, 1);
    khd_report *report = must_read(text, n);
    khd_worker_thorough(worker, 0);
    char *out;
    size_t words = 0, lines = 0, length;
    assert_int_equal(khd_report_write(report, KHD_WRITE_CONLLU, &out, &length, NULL), KHD_OK);
    for (size_t i = 0; i < n; i++)
        words += text[i] != ' ' && (!i || text[i - 1] == ' ');
    for (const char *at = out; (at = strstr(at, "\tTokenRange=")); at++)
        lines++;
    assert_int_equal(lines, words);
    khd_free(out);
    khd_report_free(report);
    free(text);
}

/* What promises no conflict is left out by default, and quickly: not even the reader's
 * time is at the mercy of who sends it. */
static void what_promises_no_conflict_is_left(void **state)
{
    (void)state;
    size_t n = KHD_TEXT_CEILING / SHRINK;
    char *text = repeat("", "a ", 2, n);
    char *json = take_json(must_read(text, n));
    assert_non_null(strstr(json, "at a first look"));
    khd_free(json);
    khd_worker_thorough(worker, 1);
    json = take_json(must_read(text, 1000));
    assert_null(strstr(json, "at a first look"));
    khd_free(json);
    khd_worker_thorough(worker, 0);
    free(text);
}

/* A text that ends against a page which may not be read. */
static void no_byte_past_the_text_is_read(void **state)
{
    (void)state;
    static const char *const ends[] = {"4 killed in Sir", "killed \xE2\x80", "killed 1,", "\"killed",
                                       "On May", "\r", "\xC3"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        char *exact = malloc(n); /* the address sanitizer guards its end */
        memcpy(exact, ends[i], n);
        khd_free(take_json(must_read(exact, n)));
        free(exact);
    }
}

/* ---- all formats ------------------------------------------------------------------------ */

static void writes_every_format(void **state)
{
    (void)state;
    static const struct {
        khd_format format;
        const char *has;
    } cases[] = {
        {KHD_WRITE_JSON, "\"casualties\":["},
        {KHD_WRITE_ANNOTATIONS, "\"format\":\"khaldun-annotations/1\""},
        {KHD_WRITE_CONLLU, "TokenRange=0:5"},
        {KHD_WRITE_TEXT, "at least four soldiers"},
        {KHD_WRITE_COLOUR, "\x1B["},
    };
    khd_report *report = must_read(SMALL, strlen(SMALL));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *out;
        size_t length;
        assert_int_equal(khd_report_write(report, cases[i].format, &out, &length, NULL), KHD_OK);
        if (!strstr(out, cases[i].has))
            fail_msg("no %s in: %s", cases[i].has, out);
        if (cases[i].format != KHD_WRITE_COLOUR)
            assert_null(strchr(out, '\x1B'));
        khd_free(out);
    }
    khd_report_free(report);
}

static int open_engine(void **state)
{
    (void)state;
    khd_error error = {.text = "KHALDUN_DATA is not set"};
    const char *folder = getenv("KHALDUN_DATA");
    if (folder && khd_engine_open(folder, &engine, &error) == KHD_OK &&
        khd_worker_new(engine, &worker, &error) == KHD_OK)
        return 0;
    print_error("%s\n", error.text);
    return 1;
}

static int close_engine(void **state)
{
    (void)state;
    khd_worker_free(worker);
    khd_engine_close(engine);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_report),
        cmocka_unit_test(the_same_bytes_at_every_reading),
        cmocka_unit_test(an_empty_answer_has_a_reason),
        cmocka_unit_test(what_promises_no_conflict_is_left),
        cmocka_unit_test(too_large_is_refused),
        cmocka_unit_test(a_missing_folder_is_named),
        cmocka_unit_test(nothing_can_be_freed),
        cmocka_unit_test(json_lines_say_where_they_fail),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(writes_every_format),
        cmocka_unit_test(no_byte_past_the_text_is_read),
        cmocka_unit_test(time_is_linear),
        cmocka_unit_test(a_sentence_of_fifty_thousand_words),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
