/* sheet: a table on its way out of the program: named and typed columns, rows of cells,
 * and the forms in which they leave. Same sheet, same bytes.
 *
 * CSV is RFC 4180 with a line of names; a text that a spreadsheet would take for a
 * formula (= + - @, tab or return first) begins with an apostrophe. Parquet is the
 * business of the module parquet.
 */
#ifndef KHD_SHEET_H
#define KHD_SHEET_H

#include "buffer.h"
#include "mem.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum { KHD_CELL_TEXT, KHD_CELL_INT, KHD_CELL_REAL, KHD_CELL_DATE } khd_cell_kind;

typedef struct {
    const char *name;
    khd_cell_kind kind;
    const char *hxl;   /* hashtag of the Humanitarian Exchange Language, NULL none */
    const char *about; /* one line for people */
} khd_column;

typedef struct {
    const char *text; /* of KHD_CELL_TEXT and KHD_CELL_DATE; NULL not told */
    int64_t n;
    double x;
    bool told; /* of numbers */
} khd_cell;

typedef struct {
    khd_arena *arena;
    const char *name, *about;
    const khd_column *columns;
    uint32_t column_count;
    KHD_LIST(khd_cell) cells; /* row after row */
} khd_sheet;

/* An empty sheet; the columns are borrowed. */
khd_sheet khd_sheet_new(khd_arena *arena, const char *name, const khd_column *columns,
                        uint32_t column_count);
uint32_t khd_sheet_rows(const khd_sheet *sheet);

/* The next cell, left to right. Texts are borrowed; NULL and "" are not told. */
void khd_sheet_text(khd_sheet *sheet, const char *text);
/* KHD_NOTHING is not told. */
void khd_sheet_count(khd_sheet *sheet, int64_t n);
void khd_sheet_real(khd_sheet *sheet, bool told, double x);
/* Days since 1970; KHD_NO_DAY is not told. */
void khd_sheet_day(khd_sheet *sheet, int32_t day);

/* Comma or tab between cells; with `hxl` a second line of hashtags. A table parted by
 * tabs has no quotes: tabs and line ends in texts become blanks. */
void khd_sheet_write_csv(khd_buffer *out, const khd_sheet *sheet, char separator, bool hxl);
/* One object a line; what is not told is null. */
void khd_sheet_write_jsonl(khd_buffer *out, const khd_sheet *sheet);
/* The fields of a row into an open object. */
void khd_sheet_write_fields(khd_buffer *out, const khd_sheet *sheet, uint32_t row);
/* A Frictionless data package (datapackage.json) for NAME.csv of each sheet. */
void khd_sheet_write_package(khd_buffer *out, const khd_sheet *const *sheets, uint32_t n);

#endif
