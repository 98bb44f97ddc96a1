/* Lines of JSON Lines: what is read, and what is said of those that are wrong. */
#include "ingest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void reads_every_field(void **state)
{
    (void)state;
    const char *line =
        "{\"id\":\"r1\",\"text\":\"Two \\u00e9 died.\",\"title\":\"T\",\"published\":"
        "\"2016-05-26\",\"publisher\":\"P\",\"url\":\"u\",\"language\":\"en\","
        "\"other\":[1,{\"text\":2}]}\r";
    khd_line got;
    assert_int_equal(khd_line_read(line, strlen(line), &got, NULL), KHD_OK);
    assert_string_equal(got.input.id, "r1");
    assert_false(got.id_number);
    assert_int_equal(got.input.length, strlen("Two \xC3\xA9 died."));
    assert_memory_equal(got.input.text, "Two \xC3\xA9 died.", got.input.length);
    assert_string_equal(got.input.title, "T");
    assert_string_equal(got.input.published, "2016-05-26");
    assert_string_equal(got.input.publisher, "P");
    assert_string_equal(got.input.url, "u");
    assert_string_equal(got.input.language, "en");
    khd_line_free(&got);
}

static void only_text_is_required(void **state)
{
    (void)state;
    const char *line = " {\"title\":null,\"text\":\"a\\u0000b\",\"id\":-12}";
    khd_line got;
    assert_int_equal(khd_line_read(line, strlen(line), &got, NULL), KHD_OK);
    assert_null(got.input.title);
    assert_null(got.input.published);
    assert_true(got.id_number);
    assert_string_equal(got.input.id, "-12");
    assert_int_equal(got.input.length, 3); /* a NUL in the text cuts nothing off */
    assert_memory_equal(got.input.text, "a\0b", 3);
    khd_line_free(&got);
}

typedef struct {
    const char *line;
    size_t offset;
    const char *says;
    const char *id; /* still told */
} wrong_line;

#define NEST "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["

static const wrong_line wrong_lines[] = {
    {"", 0, "empty", NULL},
    {" \t\r", 0, "empty", NULL},
    {"Three soldiers died.", 0, "no JSON object", NULL},
    {"  [1]", 2, "no JSON object", NULL},
    {"{\"id\":\"a\",\"text\":\"Two", 21, "ends before", "a"},
    {"{\"id\":\"a\"", 9, "ends before", "a"},
    {"{\"id\":\"a\",\"text\":\"b\"} {", 22, "not JSON", "a"},
    {"{\"text\":'x'}", 8, "not JSON", NULL},
    {"{\"id\":\"a\"}", 0, "no \"text\"", "a"},
    {"{\"text\":null}", 0, "no \"text\"", NULL},
    {"{\"id\":4,\"text\":5}", 15, "\"text\" must be a string", "4"},
    {"{\"text\":\"x\",\"title\": {\"text\":\"y\"}}", 21, "\"title\" must be", NULL},
    {"{\"text\":\"x\",\"published\":2016}", 24, "\"published\" must be", NULL},
    {"{\"text\":\"x\",\"id\":1.5}", 17, "\"id\" must be", NULL},
    {"{\"text\":\"x\",\"id\":[]}", 17, "\"id\" must be", NULL},
    {"{\"text\":\"x\",\"id\":123456789012345678901234567890}", 17, "\"id\" must be", NULL},
    {"{\"html\":7,\"id\":\"h\"}", 8, "\"html\" must be a string", "h"},
    {"{\"id\":\"d\",\"a\":" NEST, 45, "deeper", "d"},
};

static void wrong_lines_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong_lines / sizeof *wrong_lines; i++) {
        const wrong_line *w = &wrong_lines[i];
        size_t n = strlen(w->line);
        char *exact = malloc(n + 1); /* a sanitizer sees a byte read past the line */
        memcpy(exact, w->line, n);
        khd_line got;
        khd_error error = {0};
        assert_int_equal(khd_line_read(exact, n, &got, &error), KHD_INPUT);
        if (!strstr(error.text, w->says) || error.offset != w->offset)
            fail_msg("%s: %s at %zu", w->line, error.text, error.offset);
        if (w->id)
            assert_string_equal(got.input.id, w->id);
        else
            assert_null(got.input.id);
        khd_line_free(&got);
        free(exact);
    }
}

/* A NUL ends no line early and cuts no field. */
static void a_nul_hides_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        size_t length, offset;
    } cases[] = {
        {"{\"text\":\"x\"}\0", 13, 12},
        {"{\"text\":\"x\"} \0{\"text\":\"y\"}", 26, 13},
        {"{\"id\":\"a\\u0000b\",\"text\":\"x\"}", 28, 6},
        {"{\"text\":\"x\",\"title\":\"\\u0000\"}", 29, 20},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khd_line got;
        khd_error error = {0};
        khd_status status = khd_line_read(cases[i].line, cases[i].length, &got, &error);
        if (status != KHD_INPUT || error.offset != cases[i].offset)
            fail_msg("line %zu: status %d, \"%s\" at %zu", i, (int)status, error.text,
                     error.offset);
        assert_null(got.input.id);
        khd_line_free(&got);
    }
}

static void the_last_of_two_values_counts(void **state)
{
    (void)state;
    const char *line = "{\"text\":\"a\",\"id\":\"1\",\"text\":\"b\",\"id\":2}";
    khd_line got;
    assert_int_equal(khd_line_read(line, strlen(line), &got, NULL), KHD_OK);
    assert_string_equal(got.input.text, "b");
    assert_string_equal(got.input.id, "2");
    khd_line_free(&got);
}

static void a_line_has_a_ceiling(void **state)
{
    (void)state;
    size_t n = KHD_LINE_CEILING + 1;
    char *line = malloc(n);
    memset(line, ' ', n);
    khd_line got;
    khd_error error;
    assert_int_equal(khd_line_read(line, n, &got, &error), KHD_TOO_LARGE);
    khd_line_free(&got);
    free(line);
}

static void kinds_are_told_by_content(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        khd_kind kind;
    } cases[] = {
        {"", KHD_KIND_TEXT},
        {"\n\n", KHD_KIND_TEXT},
        {"Two soldiers died.\nMore follows.\n", KHD_KIND_TEXT},
        {"{\"text\":\"Two soldiers died.\"}\n", KHD_KIND_JSON_LINES},
        {"\xEF\xBB\xBF{ \"text\":1}\n", KHD_KIND_JSON_LINES},
        {"\n\n  {\"text\":\"a\"", KHD_KIND_JSON_LINES},
        {"{\"text\":\"a\"}\nbroken\nbroken\n{}\n", KHD_KIND_JSON_LINES},
        {"broken\n{\"text\":\"a\"}\n", KHD_KIND_JSON_LINES},
        {"{\n  \"text\": \"a\",\n  \"id\": 1,\n  \"url\": \"b\"\n}\n", KHD_KIND_JSON_LINES},
        /* a scraped page with a line of metadata in it */
        {"{\"@context\":\"x\"}\nTwo died.\nThree were hurt.\nPolice came.\n", KHD_KIND_TEXT},
        {"Two died.\n{\"@context\":\"x\"}\nThree were hurt.\n", KHD_KIND_TEXT},
        {"{braces} begin this text\n", KHD_KIND_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (khd_kind_find(cases[i].bytes, strlen(cases[i].bytes)) != cases[i].kind)
            fail_msg("taken for the other kind: %s", cases[i].bytes);
    assert_int_equal(khd_kind_find(NULL, 0), KHD_KIND_TEXT);
}

static void markup_is_seen(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        khd_markup markup;
    } cases[] = {
        {"<html>", KHD_MARKUP_HTML},
        {" \n<!DOCTYPE html><p>", KHD_MARKUP_HTML},
        {"\xEF\xBB\xBF<HTML lang", KHD_MARKUP_HTML},
        {"<?xml version=\"1.0\"?>\n<!-- a <rss> no --> <!doctype html>", KHD_MARKUP_HTML},
        {"<!--\nsaved from a site -->\n<head>", KHD_MARKUP_HTML},
        {"<?xml version", KHD_MARKUP_FEED},
        {"<?xml version='1.0'?><rss>", KHD_MARKUP_FEED},
        {"<?xml version='1.0'?><other>", KHD_MARKUP_FEED},
        {"<rss version", KHD_MARKUP_FEED},
        {"<feed xmlns", KHD_MARKUP_FEED},
        {"", KHD_MARKUP_NONE},
        {"<", KHD_MARKUP_NONE},
        {"<!-- not closed", KHD_MARKUP_NONE},
        {"<b>Two</b> died", KHD_MARKUP_NONE},
        {"html", KHD_MARKUP_NONE},
        {"<htm", KHD_MARKUP_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (khd_markup_find(cases[i].bytes, strlen(cases[i].bytes)) != cases[i].markup)
            fail_msg("taken for another markup: %s", cases[i].bytes);
}

static void a_page_is_a_text(void **state)
{
    (void)state;
    khd_line got;
    const char *page = "{\"html\":\"<p>x</p>\",\"id\":\"h\"}";
    assert_int_equal(khd_line_read(page, strlen(page), &got, NULL), KHD_OK);
    assert_int_equal(got.input.form, KHD_FORM_HTML);
    assert_int_equal(got.input.length, 8);
    khd_line_free(&got);
    const char *both = "{\"html\":\"<p>x</p>\",\"text\":\"y\"}";
    assert_int_equal(khd_line_read(both, strlen(both), &got, NULL), KHD_OK);
    assert_int_equal(got.input.form, KHD_FORM_AUTO);
    assert_int_equal(got.input.length, 1);
    khd_line_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_field),
        cmocka_unit_test(only_text_is_required),
        cmocka_unit_test(wrong_lines_are_told),
        cmocka_unit_test(the_last_of_two_values_counts),
        cmocka_unit_test(a_nul_hides_nothing),
        cmocka_unit_test(a_line_has_a_ceiling),
        cmocka_unit_test(kinds_are_told_by_content),
        cmocka_unit_test(markup_is_seen),
        cmocka_unit_test(a_page_is_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
