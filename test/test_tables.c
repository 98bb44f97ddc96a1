/* Tests of the check of tables and of why a name is a place, by the public calls; the
 * tables of data/ are clean. */
#include "khaldun.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static khd_engine *engine;
static char folder[] = "/tmp/khaldun-tables-XXXXXX";

static int open_engine(void **state)
{
    (void)state;
    khd_error error;
    if (!mkdtemp(folder))
        return 1;
    return khd_engine_open(getenv("KHALDUN_DATA"), &engine, &error) != KHD_OK;
}

static void path_of(char path[256], const char *name)
{
    snprintf(path, 256, "%s/%s", folder, name);
}

static int close_engine(void **state)
{
    (void)state;
    char path[256];
    static const char *const names[] = {"means.tsv", "actors.tsv", "countries.tsv"};
    for (size_t i = 0; i < 3; i++) {
        path_of(path, names[i]);
        unlink(path);
    }
    khd_engine_close(engine);
    return rmdir(folder);
}

static void write_table(const char *name, const char *bytes, size_t n)
{
    char path[256];
    path_of(path, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

/* The findings of one table alone; the caller frees. */
static char *check(const char *name, const char *rows, size_t *found)
{
    char text[4096], *out;
    khd_error error;
    snprintf(text, sizeof text, "# origin: us. licence: CC0\n%s", rows);
    write_table(name, text, strlen(text));
    assert_int_equal(khd_tables_check(engine, folder, KHD_WRITE_TEXT, &out, found, &error), KHD_OK);
    char path[256];
    path_of(path, name);
    unlink(path);
    return out;
}

static void assert_finds(const char *name, const char *rows, const char *what)
{
    size_t found;
    char *out = check(name, rows, &found);
    if (!*what)
        assert_string_equal(out, "");
    else if (!strstr(out, what))
        fail_msg("not found: %s\nin: %s", what, out);
    assert_int_equal(found > 0, *what != 0);
    khd_free(out);
}

static void our_tables_are_clean(void **state)
{
    (void)state;
    char data[1024], *out;
    size_t found;
    khd_error error;
    snprintf(data, sizeof data, "%s/data", getenv("KHALDUN_SOURCE"));
    assert_int_equal(khd_tables_check(engine, data, KHD_WRITE_TEXT, &out, &found, &error), KHD_OK);
    assert_string_equal(out, "");
    assert_int_equal(found, 0);
    khd_free(out);
}

#define MEANS "words\tkind\tclass\n"

static void rows_are_compared(void **state)
{
    (void)state;
    assert_finds("means.tsv", MEANS "mortar\tartillery\tshelling\n", "");
    assert_finds("means.tsv", MEANS "mortar\tartillery\tshelling\nmortar\tartillery\tshelling\n",
                 "means.tsv:4: twice: \"mortar\" stands in line 3");
    assert_finds("means.tsv", MEANS "mortar\tartillery\t\nmortar\tkitchen\t\n",
                 "means.tsv:4: conflict: \"mortar\" has kind \"kitchen\" here");
    assert_finds("means.tsv", MEANS "mortar\tartillery\tshellings\n", "means.tsv:3: unknown: ");
}

#define GLANCE "words\tkind\tweight\n"

static void weights_are_numbers(void **state)
{
    (void)state;
    assert_finds("glance.tsv", GLANCE "raid\tstem\t-.5\nraid\tword\t2\n", "");
    assert_finds("glance.tsv", GLANCE "raid\tword\t1,5\n", "weight \"1,5\" is none of: number");
    assert_finds("glance.tsv", GLANCE "raid\tword\t-.\n", "weight \"-.\"");
    assert_finds("glance.tsv", GLANCE "raid\twrod\t1\n", "kind \"wrod\"");
}

static void keys_are_read_as_texts_are(void **state)
{
    (void)state;
    assert_finds("means.tsv", MEANS "Mortar\tartillery\t\n", "never: \"Mortar\" can never match");
    assert_finds("means.tsv", MEANS "car  bomb\texplosive\t\n", "single blanks");
    assert_finds("means.tsv", MEANS "gun. He fired\tfirearm\t\n", "never: ");
    assert_finds("means.tsv", MEANS "car-bomb\texplosive\t\n", "");
    assert_finds("means.tsv", MEANS "u.s. drone\tdrone\t\n", "");
}

static void forms_are_checked(void **state)
{
    (void)state;
    assert_finds("means.tsv", MEANS "mortar\tartillery\n", "form: 2 cells where the columns are 3");
    assert_finds("means.tsv", MEANS "\tartillery\t\n", "form: the first cell is empty");
    assert_finds("means.tsv", MEANS "mort\xFF\t\t\n", "form: the line is not UTF-8");
    assert_finds("means.tsv", MEANS "mortar\tartillery\t\r\n", "form: the line ends with CR LF");
    assert_finds("means.tsv", "", "form: no line that names the columns");
}

#define ACTORS "alias\tid\tname\tkind\tside\tcountry\tfrom\tto\tparent\tneeds\tsource\n"

static void actors_are_checked(void **state)
{
    (void)state;
    assert_finds("actors.tsv",
                 ACTORS "red one\tR\tRed One\trebel_group\t\t\t1999\t2001-06\t\t\tus\n", "");
    assert_finds("actors.tsv",
                 ACTORS "red one\tR\tRed One\trebel_group\t\t\t1999\t2001-13\t\t\tus\n",
                 "date: \"red one\": \"2001-13\" is no year");
    assert_finds("actors.tsv", ACTORS "red one\tR\tRed One\trebel_group\t\t\t1999\t1998\t\t\tus\n",
                 "ends (1998) before it begins (1999)");
    assert_finds("actors.tsv", ACTORS "red one\tR\tRed One\trebel_group\t\t\t\t\tGREEN\t\tus\n",
                 "no such parent: \"GREEN\"");
    assert_finds("actors.tsv", ACTORS "red one\tR\tRed One\trebel_group\t\t\t\t\tR\t\tus\n",
                 "a parent of its own parent");
    assert_finds("actors.tsv", ACTORS "al red\tR\tRed\trebel_group\t\t\t\t\t\t\tus\n",
                 "never: \"al red\" can never match: it is read in a text as \"red\"");
    assert_finds("actors.tsv",
                 ACTORS "red\tR\tRed\trebel_group\t\t\t1990\t2000\t\t\tus\n"
                        "red\tS\tReds\trebel_group\t\t\t1999\t\t\t\tus\n",
                 "means S here and R in line 3");
    assert_finds("actors.tsv",
                 ACTORS "red\tR\tRed\trebel_group\t\t\t1990\t2000\t\t\tus\n"
                        "red\tS\tReds\trebel_group\t\t\t2001\t\t\t\tus\n",
                 "");
}

static void folders_that_are_none(void **state)
{
    (void)state;
    char *out;
    size_t found;
    khd_error error;
    assert_int_equal(khd_tables_check(engine, folder, KHD_WRITE_TEXT, &out, &found, &error),
                     KHD_INPUT);
    assert_null(out);
    assert_int_equal(khd_tables_check(engine, "/no such", KHD_WRITE_TEXT, &out, &found, &error),
                     KHD_IO);
    assert_non_null(strstr(error.text, "/no such"));
    assert_int_equal(khd_tables_check(engine, folder, KHD_WRITE_CONLLU, &out, &found, &error),
                     KHD_USAGE);
}

/* None is left out in silence. */
static void too_many_tables_are_refused(void **state)
{
    (void)state;
    enum { TABLES = 257 };
    char name[32], path[256], *out;
    size_t found;
    khd_error error;
    for (int i = 0; i < TABLES; i++) {
        snprintf(name, sizeof name, "t%d.tsv", i);
        write_table(name, "#\n", 2);
    }
    assert_int_equal(khd_tables_check(engine, folder, KHD_WRITE_TEXT, &out, &found, &error),
                     KHD_TOO_LARGE);
    assert_non_null(strstr(error.text, "more than 256 tables"));
    for (int i = 0; i < TABLES; i++) {
        snprintf(name, sizeof name, "t%d.tsv", i);
        path_of(path, name);
        unlink(path);
    }
}

/* Any bytes are taken, and found wanting. */
static void hostile_tables(void **state)
{
    (void)state;
    static char bytes[20000];
    uint32_t seed = 7;
    for (size_t i = 0; i < sizeof bytes; i++) {
        static const char some[] = "\t\n\n #a. '\xC3\xA9\x80|\0z";
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = some[(seed >> 16) % (sizeof some - 1)];
    }
    static const char *const names[] = {"actors.tsv", "means.tsv", "countries.tsv"};
    for (size_t i = 0; i < 3; i++)
        write_table(names[i], bytes + i, sizeof bytes - i);
    char *out;
    size_t found;
    khd_error error;
    assert_int_equal(khd_tables_check(engine, folder, KHD_WRITE_JSON, &out, &found, &error),
                     KHD_OK);
    assert_true(found > 0);
    khd_free(out);
    for (size_t i = 0; i < 3; i++) {
        char path[256];
        path_of(path, names[i]);
        unlink(path);
    }
}

/* ---- places ------------------------------------------------------------------------------ */

/* noinline: gcc 12 takes the text for a part of `out`. */
__attribute__((noinline)) static char *why(const char *words, khd_report *report, khd_format format)
{
    char *out = NULL;
    khd_error error;
    assert_int_equal(khd_places_why(engine, words, report, format, &out, &error), KHD_OK);
    return out;
}

static bool is_before(const char *text, const char *first, const char *second)
{
    const char *a = strstr(text, first), *b = strstr(text, second);
    return a && b && a < b;
}

static void places_by_themselves(void **state)
{
    (void)state;
    char *out = why("Tripoli", NULL, KHD_WRITE_TEXT);
    assert_true(is_before(out, "Libya", "Lebanon"));
    khd_free(out);
    char *none = why("Qxvzzk", NULL, KHD_WRITE_TEXT);
    assert_string_equal(none, "Qxvzzk: in no gazetteer\n");
    khd_free(none);
    char *json = why("Tripoli", NULL, KHD_WRITE_JSON);
    assert_memory_equal(json, "{\"words\":\"Tripoli\",\"readings\":[{\"gazetteer\":", 42);
    khd_free(json);
}

static void places_in_a_report(void **state)
{
    (void)state;
    static const char text[] = "BEIRUT - Gunmen killed a soldier in Tripoli on Friday, Lebanese "
                               "officials said. Fighting spread to Baalbek.\n";
    khd_worker *worker;
    khd_report *report;
    khd_error error;
    khd_input input = {.text = text, .length = strlen(text)};
    assert_int_equal(khd_worker_new(engine, &worker, &error), KHD_OK);
    assert_int_equal(khd_read(worker, &input, &report, &error), KHD_OK);
    char *out = why("tripoli", report, KHD_WRITE_TEXT), *again, *before, *after;
    size_t n;
    assert_int_equal(khd_report_write(report, KHD_WRITE_ANNOTATIONS, &before, &n, &error), KHD_OK);
    assert_true(is_before(out, "Lebanon", "Libya"));
    assert_non_null(strstr(out, "[Tripoli] on Friday"));
    again = why("tripoli", report, KHD_WRITE_TEXT);
    assert_string_equal(out, again);
    assert_int_equal(khd_report_write(report, KHD_WRITE_ANNOTATIONS, &after, &n, &error), KHD_OK);
    assert_string_equal(before, after);
    khd_free(out);
    khd_free(again);
    khd_free(before);
    khd_free(after);
    char *other = why("Homs", report, KHD_WRITE_TEXT);
    assert_non_null(strstr(other, "The report has no place of this name."));
    khd_free(other);
    khd_report_free(report);
    khd_worker_free(worker);
}

static void words_that_are_no_name(void **state)
{
    (void)state;
    char *out, words[300];
    khd_error error;
    memset(words, 'a', sizeof words);
    words[sizeof words - 1] = 0;
    static const char *const none[] = {"", "...", "\xFF\xFE"};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(khd_places_why(engine, none[i], NULL, KHD_WRITE_TEXT, &out, &error),
                         KHD_USAGE);
    assert_int_equal(khd_places_why(engine, words, NULL, KHD_WRITE_TEXT, &out, &error), KHD_USAGE);
    assert_null(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_tables_are_clean),
        cmocka_unit_test(rows_are_compared),
        cmocka_unit_test(weights_are_numbers),
        cmocka_unit_test(keys_are_read_as_texts_are),
        cmocka_unit_test(too_many_tables_are_refused),
        cmocka_unit_test(forms_are_checked),
        cmocka_unit_test(actors_are_checked),
        cmocka_unit_test(folders_that_are_none),
        cmocka_unit_test(hostile_tables),
        cmocka_unit_test(places_by_themselves),
        cmocka_unit_test(places_in_a_report),
        cmocka_unit_test(words_that_are_no_name),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
