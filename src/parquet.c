/* parquet: groups of rows, pages and the footer. See parquet.h. */
#include "parquet.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { GROUP_ROWS = 65536, LEVEL = 6 };

/* Numbers of the format. */
enum { TYPE_INT64 = 2, TYPE_DOUBLE = 5, TYPE_BYTES = 6 };
enum { PLAIN = 0, RLE = 3, ZSTD = 6, UTF8 = 0, OPTIONAL_ = 1 };
/* Types of Thrift's compact protocol. */
enum { T_I32 = 5, T_I64 = 6, T_BINARY = 8, T_LIST = 9, T_STRUCT = 12 };

/* ---- Thrift, compact ------------------------------------------------------------------ */

typedef struct {
    khd_buffer *out;
    int field; /* last one of the open struct */
} thrift;

static void varint(khd_buffer *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        khd_buffer_char(out, (char)(value | 0x80));
    khd_buffer_char(out, (char)value);
}

static void zigzag(khd_buffer *out, int64_t value)
{
    varint(out, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

/* The head of a field; fields come in rising order, less than 16 apart. */
static void field(thrift *t, int number, int type)
{
    khd_buffer_char(t->out, (char)((number - t->field) << 4 | type));
    t->field = number;
}

static void int_field(thrift *t, int number, int type, int64_t value)
{
    field(t, number, type);
    zigzag(t->out, value);
}

static void bytes(khd_buffer *out, const char *text)
{
    size_t n = strlen(text);
    varint(out, n);
    khd_buffer_bytes(out, text, n);
}

static void list_head(khd_buffer *out, uint32_t count, int type)
{
    if (count < 15) {
        khd_buffer_char(out, (char)(count << 4 | (uint32_t)type));
    } else {
        khd_buffer_char(out, (char)(0xF0 | type));
        varint(out, count);
    }
}

static void stop(khd_buffer *out)
{
    khd_buffer_char(out, 0);
}

/* ---- pages ------------------------------------------------------------------------------- */

/* Where a column's page of one group stands. */
typedef struct {
    int64_t offset, raw, packed; /* of the page with its head */
    uint32_t rows;
} chunk;

static bool is_text(khd_cell_kind kind)
{
    return kind == KHD_CELL_TEXT || kind == KHD_CELL_DATE;
}

static bool is_told(const khd_column *column, const khd_cell *cell)
{
    return is_text(column->kind) ? cell->text != NULL : cell->told;
}

static void little(khd_buffer *out, uint64_t value, int n)
{
    for (int i = 0; i < n; i++)
        khd_buffer_char(out, (char)(value >> (8 * i)));
}

/* Which cells are told, as runs: length * 2, then 0 or 1. */
static void levels(khd_buffer *out, const khd_sheet *sheet, uint32_t column, uint32_t first,
                   uint32_t rows)
{
    khd_buffer runs = {0};
    for (uint32_t i = 0, end; i < rows; i = end) {
        const khd_cell *v = &sheet->cells.v[(size_t)first * sheet->column_count + column];
        bool told = is_told(&sheet->columns[column], &v[(size_t)i * sheet->column_count]);
        for (end = i + 1; end < rows; end++)
            if (is_told(&sheet->columns[column], &v[(size_t)end * sheet->column_count]) != told)
                break;
        varint(&runs, (uint64_t)(end - i) << 1);
        khd_buffer_char(&runs, told);
    }
    out->failed |= runs.failed;
    little(out, runs.n, 4);
    khd_buffer_bytes(out, runs.v ? runs.v : "", runs.n);
    khd_buffer_free(&runs);
}

static void values(khd_buffer *out, const khd_sheet *sheet, uint32_t column, uint32_t first,
                   uint32_t rows)
{
    khd_cell_kind kind = sheet->columns[column].kind;
    for (uint32_t i = first; i < first + rows; i++) {
        const khd_cell *c = &sheet->cells.v[(size_t)i * sheet->column_count + column];
        uint64_t bits = 0;
        if (!is_told(&sheet->columns[column], c))
            continue;
        if (is_text(kind)) {
            size_t n = strlen(c->text);
            little(out, n, 4);
            khd_buffer_bytes(out, c->text, n);
            continue;
        }
        if (kind == KHD_CELL_INT)
            memcpy(&bits, &c->n, sizeof bits);
        else
            memcpy(&bits, &c->x, sizeof bits);
        little(out, bits, 8);
    }
}

static void page_head(khd_buffer *out, int64_t raw, int64_t packed, uint32_t rows)
{
    thrift head = {.out = out}, data = {.out = out};
    int_field(&head, 1, T_I32, 0); /* a data page */
    int_field(&head, 2, T_I32, raw);
    int_field(&head, 3, T_I32, packed);
    field(&head, 5, T_STRUCT);
    int_field(&data, 1, T_I32, rows);
    int_field(&data, 2, T_I32, PLAIN);
    int_field(&data, 3, T_I32, RLE);
    int_field(&data, 4, T_I32, RLE);
    stop(out);
    stop(out);
}

/* zstd of the page; the caller's. */
static char *pack(const khd_buffer *page, size_t *n)
{
    size_t room = ZSTD_compressBound(page->n);
    char *out = malloc(room);
    if (!out)
        return NULL;
    *n = ZSTD_compress(out, room, page->v, page->n, LEVEL);
    if (!ZSTD_isError(*n))
        return out;
    free(out);
    return NULL;
}

static chunk write_page(khd_buffer *out, const khd_sheet *sheet, uint32_t column, uint32_t first,
                        uint32_t rows)
{
    khd_buffer page = {0};
    chunk c = {.offset = (int64_t)out->n, .rows = rows};
    levels(&page, sheet, column, first, rows);
    values(&page, sheet, column, first, rows);
    size_t n = 0, before = out->n;
    char *packed = page.failed ? NULL : pack(&page, &n);
    if (!packed) {
        out->failed = true;
    } else {
        page_head(out, (int64_t)page.n, (int64_t)n, rows);
        size_t head = out->n - before;
        khd_buffer_bytes(out, packed, n);
        c.raw = (int64_t)(head + page.n);
        c.packed = (int64_t)(head + n);
    }
    free(packed);
    khd_buffer_free(&page);
    return c;
}

/* ---- footer -------------------------------------------------------------------------------- */

static int type_of(khd_cell_kind kind)
{
    return is_text(kind) ? TYPE_BYTES : kind == KHD_CELL_INT ? TYPE_INT64 : TYPE_DOUBLE;
}

static void schema(khd_buffer *out, const khd_sheet *sheet)
{
    list_head(out, sheet->column_count + 1, T_STRUCT);
    thrift root = {.out = out};
    field(&root, 4, T_BINARY);
    bytes(out, "schema");
    int_field(&root, 5, T_I32, sheet->column_count);
    stop(out);
    for (uint32_t i = 0; i < sheet->column_count; i++) {
        thrift t = {.out = out};
        int_field(&t, 1, T_I32, type_of(sheet->columns[i].kind));
        int_field(&t, 3, T_I32, OPTIONAL_);
        field(&t, 4, T_BINARY);
        bytes(out, sheet->columns[i].name);
        if (is_text(sheet->columns[i].kind)) {
            int_field(&t, 6, T_I32, UTF8);
            field(&t, 10, T_STRUCT); /* logical type: a union with STRING, an empty struct */
            thrift type = {.out = out};
            field(&type, 1, T_STRUCT);
            stop(out);
            stop(out);
        }
        stop(out);
    }
}

static void column_chunk(khd_buffer *out, const khd_column *column, const chunk *c)
{
    thrift t = {.out = out}, meta = {.out = out};
    int_field(&t, 2, T_I64, c->offset);
    field(&t, 3, T_STRUCT);
    int_field(&meta, 1, T_I32, type_of(column->kind));
    field(&meta, 2, T_LIST);
    list_head(out, 2, T_I32);
    zigzag(out, PLAIN);
    zigzag(out, RLE);
    field(&meta, 3, T_LIST);
    list_head(out, 1, T_BINARY);
    bytes(out, column->name);
    int_field(&meta, 4, T_I32, ZSTD);
    int_field(&meta, 5, T_I64, c->rows);
    int_field(&meta, 6, T_I64, c->raw);
    int_field(&meta, 7, T_I64, c->packed);
    int_field(&meta, 9, T_I64, c->offset);
    stop(out);
    stop(out);
}

static void row_group(khd_buffer *out, const khd_sheet *sheet, const chunk *chunks)
{
    thrift t = {.out = out};
    int64_t total = 0;
    field(&t, 1, T_LIST);
    list_head(out, sheet->column_count, T_STRUCT);
    for (uint32_t i = 0; i < sheet->column_count; i++) {
        column_chunk(out, &sheet->columns[i], &chunks[i]);
        total += chunks[i].raw;
    }
    int_field(&t, 2, T_I64, total);
    int_field(&t, 3, T_I64, chunks[0].rows);
    stop(out);
}

static void footer(khd_buffer *out, const khd_sheet *sheet, const chunk *chunks, uint32_t groups)
{
    size_t begin = out->n;
    thrift t = {.out = out};
    int_field(&t, 1, T_I32, 1);
    field(&t, 2, T_LIST);
    schema(out, sheet);
    int_field(&t, 3, T_I64, khd_sheet_rows(sheet));
    field(&t, 4, T_LIST);
    list_head(out, groups, T_STRUCT);
    for (uint32_t i = 0; i < groups; i++)
        row_group(out, sheet, chunks + (size_t)i * sheet->column_count);
    field(&t, 6, T_BINARY);
    bytes(out, "khaldun");
    stop(out);
    little(out, out->n - begin, 4);
    khd_buffer_text(out, "PAR1");
}

void khd_parquet_write(khd_buffer *out, const khd_sheet *sheet)
{
    uint32_t rows = khd_sheet_rows(sheet), groups = (rows + GROUP_ROWS - 1) / GROUP_ROWS;
    chunk *chunks = khd_arena_push(sheet->arena, (size_t)groups * sheet->column_count + 1,
                                   sizeof *chunks);
    khd_buffer_text(out, "PAR1");
    for (uint32_t g = 0; g < groups; g++) {
        uint32_t first = g * GROUP_ROWS, n = rows - first < GROUP_ROWS ? rows - first : GROUP_ROWS;
        for (uint32_t i = 0; i < sheet->column_count && !out->failed; i++)
            chunks[(size_t)g * sheet->column_count + i] = write_page(out, sheet, i, first, n);
    }
    footer(out, sheet, chunks, groups);
}
