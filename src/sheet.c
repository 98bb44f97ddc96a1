/* sheet: cells, and their forms as text. See sheet.h. */
#include "sheet.h"

#include "doc.h"
#include "json.h"

#include <string.h>

khd_sheet khd_sheet_new(khd_arena *arena, const char *name, const khd_column *columns,
                        uint32_t column_count)
{
    return (khd_sheet){.arena = arena, .name = name, .columns = columns,
                       .column_count = column_count};
}

uint32_t khd_sheet_rows(const khd_sheet *sheet)
{
    return sheet->column_count ? sheet->cells.n / sheet->column_count : 0;
}

void khd_sheet_text(khd_sheet *sheet, const char *text)
{
    *KHD_PUSH(sheet->arena, &sheet->cells) = (khd_cell){.text = text && *text ? text : NULL};
}

void khd_sheet_count(khd_sheet *sheet, int64_t n)
{
    *KHD_PUSH(sheet->arena, &sheet->cells) = (khd_cell){.n = n, .told = n != KHD_NOTHING};
}

void khd_sheet_real(khd_sheet *sheet, bool told, double x)
{
    *KHD_PUSH(sheet->arena, &sheet->cells) = (khd_cell){.x = x, .told = told};
}

void khd_sheet_day(khd_sheet *sheet, int32_t day)
{
    int y, m, d;
    if (day == KHD_NO_DAY) {
        khd_sheet_text(sheet, NULL);
        return;
    }
    khd_day_split(day, &y, &m, &d);
    char iso[] = {(char)('0' + y / 1000 % 10), (char)('0' + y / 100 % 10),
                  (char)('0' + y / 10 % 10),   (char)('0' + y % 10),
                  '-',                         (char)('0' + m / 10),
                  (char)('0' + m % 10),        '-',
                  (char)('0' + d / 10),        (char)('0' + d % 10)};
    khd_sheet_text(sheet, khd_arena_text(sheet->arena, iso, sizeof iso));
}

/* ---- CSV ---------------------------------------------------------------------------- */

static void quoted(khd_buffer *out, const char *text)
{
    bool formula = strchr("=+-@\t\r", *text) != NULL;
    bool quotes = strpbrk(text, ",\"\r\n") != NULL;
    if (quotes)
        khd_buffer_char(out, '"');
    if (formula)
        khd_buffer_char(out, '\'');
    for (const char *c = text; *c; c++) {
        if (*c == '"')
            khd_buffer_char(out, '"');
        khd_buffer_char(out, *c);
    }
    if (quotes)
        khd_buffer_char(out, '"');
}

static void unquoted(khd_buffer *out, const char *text)
{
    if (strchr("=+-@", *text))
        khd_buffer_char(out, '\'');
    for (const char *c = text; *c; c++)
        khd_buffer_char(out, (unsigned char)*c < ' ' ? ' ' : *c);
}

static void csv_cell(khd_buffer *out, const khd_column *column, const khd_cell *cell,
                     char separator)
{
    if (column->kind == KHD_CELL_INT && cell->told)
        khd_buffer_int(out, cell->n);
    else if (column->kind == KHD_CELL_REAL && cell->told)
        khd_buffer_fixed(out, cell->x, 5);
    else if (cell->text && column->kind == KHD_CELL_DATE)
        khd_buffer_text(out, cell->text);
    else if (cell->text && separator == ',')
        quoted(out, cell->text);
    else if (cell->text)
        unquoted(out, cell->text);
}

static void csv_end(khd_buffer *out, char separator)
{
    khd_buffer_text(out, separator == ',' ? "\r\n" : "\n");
}

void khd_sheet_write_csv(khd_buffer *out, const khd_sheet *sheet, char separator, bool hxl)
{
    for (int line = 0; line < (hxl ? 2 : 1); line++) {
        for (uint32_t i = 0; i < sheet->column_count; i++) {
            if (i)
                khd_buffer_char(out, separator);
            khd_buffer_text(out, line ? sheet->columns[i].hxl : sheet->columns[i].name);
        }
        csv_end(out, separator);
    }
    for (uint32_t i = 0; i < sheet->cells.n; i++) {
        uint32_t column = i % sheet->column_count;
        if (column)
            khd_buffer_char(out, separator);
        csv_cell(out, &sheet->columns[column], &sheet->cells.v[i], separator);
        if (column + 1 == sheet->column_count)
            csv_end(out, separator);
    }
}

/* ---- JSON --------------------------------------------------------------------------- */

void khd_sheet_write_fields(khd_buffer *out, const khd_sheet *sheet, uint32_t row)
{
    for (uint32_t i = 0; i < sheet->column_count; i++) {
        const khd_cell *cell = &sheet->cells.v[row * sheet->column_count + i];
        khd_json_key(out, sheet->columns[i].name);
        if (cell->text)
            khd_buffer_json(out, cell->text, strlen(cell->text));
        else if (cell->told && sheet->columns[i].kind == KHD_CELL_INT)
            khd_buffer_int(out, cell->n);
        else if (cell->told)
            khd_buffer_fixed(out, cell->x, 5);
        else
            khd_buffer_text(out, "null");
    }
}

void khd_sheet_write_jsonl(khd_buffer *out, const khd_sheet *sheet)
{
    for (uint32_t row = 0; row < khd_sheet_rows(sheet); row++) {
        khd_buffer_char(out, '{');
        khd_sheet_write_fields(out, sheet, row);
        khd_buffer_text(out, "}\n");
    }
}

static void package_fields(khd_buffer *out, const khd_sheet *sheet)
{
    static const char *const types[] = {"string", "integer", "number", "date"};
    khd_json_key(out, "fields");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < sheet->column_count; i++) {
        khd_json_open(out, '{');
        khd_json_text_field(out, "name", sheet->columns[i].name);
        khd_json_text_field(out, "type", types[sheet->columns[i].kind]);
        if (sheet->columns[i].about)
            khd_json_text_field(out, "description", sheet->columns[i].about);
        khd_buffer_char(out, '}');
    }
    khd_buffer_char(out, ']');
}

static void package_resource(khd_buffer *out, const khd_sheet *sheet)
{
    char path[80];
    size_t n = strlen(sheet->name);
    n = n < 70 ? n : 70;
    memcpy(path, sheet->name, n);
    memcpy(path + n, ".csv", 5);
    khd_json_open(out, '{');
    khd_json_text_field(out, "name", sheet->name);
    khd_json_text_field(out, "path", path);
    khd_json_text_field(out, "profile", "tabular-data-resource");
    khd_json_text_field(out, "format", "csv");
    khd_json_text_field(out, "mediatype", "text/csv");
    khd_json_text_field(out, "encoding", "utf-8");
    if (sheet->about)
        khd_json_text_field(out, "description", sheet->about);
    khd_json_key(out, "dialect");
    khd_buffer_text(out, "{\"delimiter\":\",\",\"lineTerminator\":\"\\r\\n\",\"doubleQuote\":true,"
                         "\"header\":true}");
    khd_json_key(out, "schema");
    khd_json_open(out, '{');
    package_fields(out, sheet);
    khd_buffer_text(out, ",\"missingValues\":[\"\"]}}");
}

void khd_sheet_write_package(khd_buffer *out, const khd_sheet *const *sheets, uint32_t n)
{
    khd_json_open(out, '{');
    khd_json_text_field(out, "name", "khaldun-export");
    khd_json_text_field(out, "title", "Incidents of armed conflict, joined from news reports");
    khd_json_text_field(out, "profile", "tabular-data-package");
    khd_json_key(out, "resources");
    khd_json_open(out, '[');
    for (uint32_t i = 0; i < n; i++)
        package_resource(out, sheets[i]);
    khd_buffer_text(out, "]}\n");
}
