/* The record and the annotations as JSON and CoNLL-U: exact forms from a document
 * made by hand, and, from a real reading, that every span quotes its words. */
#include "annotate.h"
#include "json.h"
#include "khaldun.h"
#include "show.h"
#include "write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include <cmocka.h>

/* ---- a document by hand --------------------------------------------------------- */

#define TEXT "Rebels k\x1Alled 2 men in \xC3\x89vin."
/*            0         10        20 */

static khd_arena *arena;
static jmp_buf no_memory;

static khd_doc *make_doc(void)
{
    khd_doc *doc = khd_doc_new(arena);
    doc->text = TEXT;
    doc->length = (uint32_t)strlen(TEXT);
    doc->id = "r\"1";
    memcpy(doc->sha256, "ab", 3);
    doc->published_day = khd_day_from(2016, 5, 6);
    KHD_PUSH(arena, &doc->blocks)->span = (khd_span){0, doc->length};
    *KHD_PUSH(arena, &doc->removed) = (khd_removed){{8, 9}, "undecodable"};
    KHD_PUSH(arena, &doc->sentences)->span = (khd_span){0, doc->length};
    khd_place_reading other = {.name = "Evin Prison",
                               .country = "IRN",
                               .has_point = true,
                               .lat = 35.79506,
                               .lon = -51.3,
                               .precision = KHD_PLACE_PRECISION_SITE};
    khd_place_reading *others = khd_arena_push(arena, 1, sizeof *others);
    others[0] = other;
    khd_place *place = KHD_PUSH(arena, &doc->places);
    *place = (khd_place){
        .best = {.city = "\xC3\x89vin", .has_point = false}, .other_count = 1, .others = others};
    khd_account *a = KHD_PUSH(arena, &doc->accounts);
    memcpy(a->id, "a0123456789abcdef", 18);
    a->class_ = KHD_CLASS_ATTACK;
    a->blame = KHD_BLAME_STATED;
    *KHD_PUSH(arena, &a->mentions) = (khd_span){7, 13};
    *KHD_PUSH(arena, &a->side_a) = (khd_party){{0, 6}, "rebels", NULL, KHD_ACTOR_KIND_UNKNOWN};
    *KHD_PUSH(arena, &a->casualties) = (khd_casualty){.span = {14, 19},
                                                      .harm = KHD_HARM_KILLED,
                                                      .n = 2,
                                                      .n2 = KHD_NOTHING,
                                                      .who = {16, 19},
                                                      .part_of = KHD_NOTHING,
                                                      .side = KHD_SIDE_B};
    a->place = 0;
    a->place_span = (khd_span){23, 28};
    a->reading = place->best;
    a->date = KHD_NOTHING;
    a->confidence = 0.5f;
    a->code_acled = "Battles/Armed clash";
    *KHD_PUSH(arena, &a->because) = (khd_because){"class", "row \"kill\""};
    khd_doc_note(doc, "a note");
    return doc;
}

static const char record[] =
    "{\"format\":\"khaldun/1\",\"report\":{\"id\":\"r\\\"1\",\"sha256\":\"ab\",\"title\":null,"
    "\"byline\":null,\"publisher\":null,\"published\":\"2016-05-06\",\"dateline\":null,"
    "\"language\":null,\"body\":[{\"begin\":0,\"end\":29}],"
    "\"removed\":[{\"begin\":8,\"end\":9,\"reason\":\"undecodable\"}]},"
    "\"accounts\":[{\"id\":\"a0123456789abcdef\",\"class\":\"attack\",\"status\":\"happened\","
    "\"mentions\":[{\"text\":\"k\xEF\xBF\xBDlled\",\"begin\":7,\"end\":13}],"
    "\"side_a\":[{\"text\":\"Rebels\",\"begin\":0,\"end\":6,\"name\":\"rebels\",\"actor\":null,"
    "\"kind\":\"unknown\"}],\"side_b\":[],\"blame\":\"stated\",\"means\":[],"
    "\"place\":{\"text\":\"\xC3\x89vin\",\"begin\":23,\"end\":28,\"city\":\"\xC3\x89vin\","
    "\"admin1\":null,\"country\":null,\"lat\":null,\"lon\":null,\"precision\":\"none\","
    "\"gazetteer\":null,\"alternatives\":[{\"name\":\"Evin Prison\",\"city\":null,\"admin1\":null,"
    "\"country\":\"IRN\",\"lat\":35.79506,\"lon\":-51.3,\"precision\":\"site\","
    "\"gazetteer\":null}]},"
    "\"date\":{\"text\":null,\"begin\":null,\"end\":null,\"start\":null,\"end_date\":null,"
    "\"precision\":\"none\",\"anchor\":null},"
    "\"casualties\":[{\"text\":\"2 men\",\"begin\":14,\"end\":19,\"harm\":\"killed\",\"n\":2,"
    "\"n2\":null,\"qualifier\":\"exact\",\"who\":\"men\",\"group\":\"civilian\","
    "\"victim_side\":\"b\",\"part_of\":null,\"source\":null}],\"sources\":[],"
    "\"codes\":{\"acled\":\"Battles/Armed clash\",\"plover\":null,\"cameo\":null},"
    "\"confidence\":0.5,\"because\":[{\"field\":\"class\",\"reason\":\"row \\\"kill\\\"\"}]}],"
    "\"notes\":[\"a note\"]}\n";

static void the_record_has_its_form(void **state)
{
    (void)state;
    assert_int_equal(setjmp(no_memory), 0);
    khd_buffer out = {0};
    khd_write_accounts(&out, make_doc());
    assert_string_equal(out.v, record);
    khd_buffer_free(&out);
}

static void an_id_that_was_a_number_stays_one(void **state)
{
    (void)state;
    assert_int_equal(setjmp(no_memory), 0);
    khd_doc *doc = khd_doc_new(arena);
    doc->id = "17";
    doc->id_number = true;
    khd_buffer out = {0};
    khd_write_accounts(&out, doc);
    assert_non_null(strstr(out.v, "\"id\":17,"));
    khd_buffer_free(&out);
}

static void people_see_what_is_not_told(void **state)
{
    (void)state;
    assert_int_equal(setjmp(no_memory), 0);
    khd_buffer out = {0};
    khd_show_accounts(&out, make_doc(), false);
    static const char *const parts[] = {
        "ATTACK | \xC3\x89vin | date not told",
        "by         rebels \xE2\x80\x9CRebels\xE2\x80\x9D",
        "killed     2 \xE2\x80\x9C"
        "2 men\xE2\x80\x9D, civilians",
        "words      [Rebels] *k\xEF\xBF\xBDlled* [2 men] in [\xC3\x89vin].",
        "source     the report itself",
        "not read   undecodable",
        "note       a note"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(out.v, parts[i]))
            fail_msg("no \"%s\" in:\n%s", parts[i], out.v);
    assert_null(strchr(out.v, 0x1A));
    khd_buffer_free(&out);
}

/* ---- numbers and strings ----------------------------------------------------------- */

static void numbers_are_short(void **state)
{
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {{0, 5, "0"},
                 {31.2, 5, "31.2"},
                 {-0.000001, 5, "0"},
                 {-0.5, 2, "-0.5"},
                 {16.588714, 5, "16.58871"},
                 {179.999996, 5, "180"},
                 {0.05, 2, "0.05"},
                 {0.999, 2, "1"},
                 {100, 0, "100"},
                 {1e300 * 1e300, 2, "0"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        khd_buffer out = {0};
        khd_buffer_fixed(&out, cases[i].value, cases[i].decimals);
        assert_string_equal(out.v, cases[i].text);
        khd_buffer_free(&out);
    }
    khd_buffer out = {0};
    khd_buffer_int(&out, INT64_MIN);
    assert_string_equal(out.v, "-9223372036854775808");
    khd_buffer_free(&out);
}

static void strings_are_valid(void **state)
{
    (void)state;
    static const char bytes[] = "a\"\\\n\t\x01\x1A\x7F\xC3\xA9\xC3 \xE2\x80\xED\xA0\x80";
    khd_buffer out = {0};
    khd_buffer_json(&out, bytes, sizeof bytes - 1);
    assert_string_equal(out.v, "\"a\\\"\\\\\\n\\t\\u0001\xEF\xBF\xBD\\u007f\xC3\xA9\xEF\xBF\xBD "
                               "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    khd_buffer_free(&out);
}

/* ---- a real reading ------------------------------------------------------------------ */

#define REPORT                                                                              \
    "Shelling kills five in Donetsk\n\nDONETSK, Ukraine, March 3 \xE2\x80\x94 Shelling by " \
    "separatists killed at least five people and wounded dozens in the caf\xC3\xA9 "        \
    "\xE2\x80\x9CNo\xFF"                                                                    \
    "rd\xE2\x80\x9D in Donetsk on Tuesday, the city\xE2\x80\x99s mayor said. Police have "  \
    "detained two men.\n"

static khd_report *report;

static json_object *parse_report(khd_format format)
{
    char *out;
    size_t length;
    assert_int_equal(khd_report_write(report, format, &out, &length, NULL), KHD_OK);
    json_object *root = json_tokener_parse(out);
    assert_non_null(root);
    khd_free(out);
    return root;
}

/* The text between two offsets as the record shows it. */
static bool quotes(const char *words, int64_t begin, int64_t end)
{
    if (begin < 0 || begin >= end || end > (int64_t)strlen(REPORT))
        return false;
    khd_buffer out = {0};
    for (int64_t i = begin; i < end; i++)
        if (REPORT[i] == '\xFF')
            khd_buffer_text(&out, "\xEF\xBF\xBD");
        else
            khd_buffer_char(&out, REPORT[i]);
    bool same = !strcmp(out.v, words);
    khd_buffer_free(&out);
    return same;
}

/* Walks all objects; returns how many spans with words it met. */
static unsigned check_spans(json_object *value)
{
    unsigned met = 0;
    if (json_object_is_type(value, json_type_array))
        for (size_t i = 0; i < json_object_array_length(value); i++)
            met += check_spans(json_object_array_get_idx(value, i));
    if (!json_object_is_type(value, json_type_object))
        return met;
    json_object *words = NULL, *begin = NULL, *end = NULL;
    if (!json_object_object_get_ex(value, "text", &words))
        json_object_object_get_ex(value, "form", &words);
    json_object_object_get_ex(value, "begin", &begin);
    json_object_object_get_ex(value, "end", &end);
    if (words && begin && end) {
        met++;
        if (!quotes(json_object_get_string(words), json_object_get_int64(begin),
                    json_object_get_int64(end)))
            fail_msg("other words stand there: %s", json_object_to_json_string(value));
    }
    json_object_object_foreach(value, name, inner)
    {
        (void)name;
        met += check_spans(inner);
    }
    return met;
}

static void every_span_quotes_its_words(void **state)
{
    (void)state;
    json_object *record_root = parse_report(KHD_WRITE_JSON);
    assert_true(check_spans(record_root) >= 3);
    json_object_put(record_root);
    json_object *annotations = parse_report(KHD_WRITE_ANNOTATIONS);
    assert_true(check_spans(annotations) >= 30);
    json_object_put(annotations);
}

static void conllu_has_ten_columns(void **state)
{
    (void)state;
    char *out;
    size_t length;
    assert_int_equal(khd_report_write(report, KHD_WRITE_CONLLU, &out, &length, NULL), KHD_OK);
    unsigned tokens = 0, expected = 1;
    for (char *line = out; *line;) {
        char *end = strchr(line, '\n');
        unsigned tabs = 0;
        for (char *c = line; c < end; c++)
            tabs += *c == '\t';
        if (line == end)
            expected = 1;
        else if (*line != '#') {
            assert_int_equal(tabs, 9);
            char number[16];
            snprintf(number, sizeof number, "%u\t", expected++);
            assert_memory_equal(line, number, strlen(number));
            tokens++;
        }
        line = end + 1;
    }
    assert_true(tokens > 30);
    assert_non_null(strstr(out, "# newdoc id = r\n"));
    assert_non_null(strstr(out, "TokenRange=0:8\n"));
    khd_free(out);
}

static int open_all(void **state)
{
    (void)state;
    arena = khd_arena_new((size_t)1 << 24);
    khd_arena_exit(arena, &no_memory);
    khd_engine *engine;
    khd_worker *worker;
    khd_error error = {0};
    const char *folder = getenv("KHALDUN_DATA");
    khd_input input = {.text = REPORT, .length = strlen(REPORT), .id = "r"};
    if (folder && !khd_engine_open(folder, &engine, &error) &&
        !khd_worker_new(engine, &worker, &error) && !khd_read(worker, &input, &report, &error)) {
        *state = engine;
        khd_worker_free(worker);
        return 0;
    }
    print_error("cannot read: %s\n", error.text);
    return 1;
}

static int close_all(void **state)
{
    khd_report_free(report);
    khd_engine_close(*state);
    khd_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_record_has_its_form),
        cmocka_unit_test(an_id_that_was_a_number_stays_one),
        cmocka_unit_test(people_see_what_is_not_told),
        cmocka_unit_test(numbers_are_short),
        cmocka_unit_test(strings_are_valid),
        cmocka_unit_test(every_span_quotes_its_words),
        cmocka_unit_test(conllu_has_ten_columns),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
