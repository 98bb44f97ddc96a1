/* Sheets: CSV that spreadsheets and parsers take as meant, JSON, the data package, and the
 * structure of Parquet files. */
#include "doc.h"
#include "parquet.h"
#include "sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zstd.h>

static khd_arena *arena;
static khd_buffer out;
static jmp_buf no_memory;

static const khd_column columns[] = {
    {"name", KHD_CELL_TEXT, "#name", "a name"},
    {"day", KHD_CELL_DATE, "#date", NULL},
    {"n", KHD_CELL_INT, "#n", NULL},
    {"x", KHD_CELL_REAL, "#x", NULL},
};

static int fresh(void **state)
{
    (void)state;
    arena = khd_arena_new((size_t)1 << 28);
    if (!arena || setjmp(no_memory))
        return 1;
    khd_arena_exit(arena, &no_memory);
    return 0;
}

static int done(void **state)
{
    (void)state;
    khd_arena_free(arena);
    khd_buffer_free(&out);
    return 0;
}

static khd_sheet sheet(void)
{
    return khd_sheet_new(arena, "things", columns, 4);
}

static void row(khd_sheet *s, const char *name, int64_t n)
{
    khd_sheet_text(s, name);
    khd_sheet_day(s, 17000);
    khd_sheet_count(s, n);
    khd_sheet_real(s, n >= 0, -0.5);
}

static void csv_quotes_and_guards(void **state)
{
    (void)state;
    khd_sheet s = sheet();
    row(&s, "=1+1", 7);
    row(&s, "a \"b\", c\nd", KHD_NOTHING);
    row(&s, "\ttab", 0);
    khd_sheet_write_csv(&out, &s, ',', true);
    assert_string_equal(out.v, "name,day,n,x\r\n#name,#date,#n,#x\r\n"
                               "'=1+1,2016-07-18,7,-0.5\r\n"
                               "\"a \"\"b\"\", c\nd\",2016-07-18,,\r\n"
                               "'\ttab,2016-07-18,0,-0.5\r\n");
}

static void tabs_part_without_quotes(void **state)
{
    (void)state;
    khd_sheet s = sheet();
    row(&s, "a\t\"b\"\r\nc", 1);
    khd_sheet_write_csv(&out, &s, '\t', false);
    assert_string_equal(out.v, "name\tday\tn\tx\na \"b\"  c\t2016-07-18\t1\t-0.5\n");
}

static void what_is_not_told_is_null(void **state)
{
    (void)state;
    khd_sheet s = sheet();
    row(&s, "", KHD_NOTHING);
    khd_sheet_write_jsonl(&out, &s);
    assert_string_equal(out.v, "{\"name\":null,\"day\":\"2016-07-18\",\"n\":null,\"x\":null}\n");
}

static void a_package_describes_its_columns(void **state)
{
    (void)state;
    khd_sheet s = sheet();
    const khd_sheet *list[] = {&s};
    khd_sheet_write_package(&out, list, 1);
    assert_non_null(strstr(out.v, "\"path\":\"things.csv\""));
    assert_non_null(strstr(out.v, "{\"name\":\"n\",\"type\":\"integer\"}"));
    assert_non_null(strstr(out.v, "{\"name\":\"day\",\"type\":\"date\"}"));
}

static uint32_t little(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void parquet_has_its_frame(void **state)
{
    (void)state;
    khd_sheet s = sheet();
    row(&s, "one", 1);
    row(&s, NULL, KHD_NOTHING);
    khd_parquet_write(&out, &s);
    assert_false(out.failed);
    assert_memory_equal(out.v, "PAR1", 4);
    assert_memory_equal(out.v + out.n - 4, "PAR1", 4);
    uint32_t footer = little(out.v + out.n - 8);
    assert_in_range(footer, 50, out.n - 12);
    /* version 1, then the schema: a list of five structs, the root first */
    const char *at = out.v + out.n - 8 - footer;
    assert_memory_equal(at, "\x15\x02\x19\x5C\x48\x06schema\x15\x08\x00", 15);
}

/* The first page: its head, then zstd of the levels and the values. */
static void parquet_pages_hold_levels_and_values(void **state)
{
    (void)state;
    static const char head[] = {0x15, 0x00, 0x15}; /* a data page, then two sizes */
    static const char levels[] = {4, 0, 0, 0, 2, 1, 2, 0};
    khd_sheet s = sheet();
    row(&s, "one", 1);
    row(&s, NULL, KHD_NOTHING);
    khd_parquet_write(&out, &s);
    assert_memory_equal(out.v + 4, head, sizeof head);
    const char *frame = NULL;
    for (size_t i = 4; i + 4 < out.n && !frame; i++)
        if (little(out.v + i) == ZSTD_MAGICNUMBER)
            frame = out.v + i;
    assert_non_null(frame);
    char page[64];
    size_t packed = ZSTD_findFrameCompressedSize(frame, out.n - (size_t)(frame - out.v));
    size_t n = ZSTD_decompress(page, sizeof page, frame, packed);
    assert_int_equal(n, sizeof levels + 4 + 3);
    assert_memory_equal(page, levels, sizeof levels);
    assert_memory_equal(page + sizeof levels, "\x03\x00\x00\x00one", 7);
}

static void empty_sheets_are_whole(void **state)
{
    (void)state;
    khd_sheet s = sheet();
    khd_parquet_write(&out, &s);
    assert_memory_equal(out.v + out.n - 4, "PAR1", 4);
    khd_buffer_free(&out);
    khd_sheet_write_csv(&out, &s, ',', false);
    assert_string_equal(out.v, "name,day,n,x\r\n");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, done)
    const struct CMUnitTest tests[] = {
        TEST(csv_quotes_and_guards),
        TEST(tabs_part_without_quotes),
        TEST(what_is_not_told_is_null),
        TEST(a_package_describes_its_columns),
        TEST(parquet_has_its_frame),
        TEST(parquet_pages_hold_levels_and_values),
        TEST(empty_sheets_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
