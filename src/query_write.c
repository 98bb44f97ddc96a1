/* query_write: rows of an answer as a table, CSV (RFC 4180) or JSON Lines.
 *
 * Cells of CSV that a spreadsheet would take for a formula begin with an apostrophe,
 * as OWASP advises; numbers are left as they are. The table cuts what is too wide, and
 * lets no control character through.
 */
#include "json.h"
#include "page.h"
#include "query_parts.h"
#include "utf8.h"

#include <string.h>

#define HEADING(name, heading, sql) heading,
static const char *const headings[] = {KHD_QUERY_COLUMNS(HEADING) NULL};

const char *khd_query_heading(int column)
{
    return headings[column];
}

/* ---- CSV ----------------------------------------------------------------------------- */

static void csv_cell(khd_buffer *out, const char *text, bool guarded)
{
    if (guarded && *text && strchr("=+-@\t\r", *text)) {
        khd_buffer_text(out, "\"'");
    } else if (!strpbrk(text, ",\"\r\n")) {
        khd_buffer_text(out, text);
        return;
    } else {
        khd_buffer_char(out, '"');
    }
    for (; *text; text++) {
        if (*text == '"')
            khd_buffer_char(out, '"');
        khd_buffer_char(out, *text);
    }
    khd_buffer_char(out, '"');
}

static void csv_row(khd_buffer *out, sqlite3_stmt *row)
{
    for (int i = 0; i < KHD_QUERY_COLUMN_COUNT; i++) {
        if (i)
            khd_buffer_char(out, ',');
        bool words = sqlite3_column_type(row, i) == SQLITE_TEXT;
        if (sqlite3_column_type(row, i) == SQLITE_FLOAT)
            khd_buffer_fixed(out, sqlite3_column_double(row, i), 5);
        else
            csv_cell(out, khd_store_text(row, i), words);
    }
    khd_buffer_text(out, "\r\n");
}

/* ---- JSON ------------------------------------------------------------------------------ */

static void json_row(khd_buffer *out, sqlite3_stmt *row)
{
    khd_buffer_char(out, '{');
    for (int i = 0; i < KHD_QUERY_COLUMN_COUNT; i++) {
        khd_json_key(out, headings[i]);
        switch (sqlite3_column_type(row, i)) {
        case SQLITE_INTEGER:
            khd_buffer_int(out, sqlite3_column_int64(row, i));
            break;
        case SQLITE_FLOAT:
            khd_buffer_fixed(out, sqlite3_column_double(row, i), 5);
            break;
        case SQLITE_TEXT:
            khd_buffer_json(out, khd_store_text(row, i), (size_t)sqlite3_column_bytes(row, i));
            break;
        default:
            khd_buffer_text(out, "null");
        }
    }
    khd_buffer_text(out, "}\n");
}

/* ---- the table ---------------------------------------------------------------------------- */

/* What stands in the table, and how wide. */
static const struct {
    int column;
    const char *heading;
    unsigned width;
} shown[] = {{KHD_QUERY_DATE_START, "date", 10}, {KHD_QUERY_CITY, "place", 24},
             {KHD_QUERY_CLASS, "class", 16},     {KHD_QUERY_SIDE_A, "by", 22},
             {KHD_QUERY_SIDE_B, "against", 22},  {KHD_QUERY_KILLED_MOST, "killed", 6},
             {KHD_QUERY_ACCOUNT, "account", 0}};
enum { SHOWN = sizeof shown / sizeof *shown };

/* Text cut at `width` characters and filled up to it; 0 is any width. */
static void cell(khd_buffer *out, const char *text, unsigned width)
{
    unsigned used = 0;
    size_t n = strlen(text);
    for (size_t at = 0, step; at < n && (!width || used < width); at += step, used++) {
        uint32_t code;
        step = khd_utf8_read(text + at, n - at, &code);
        bool last = width && used + 1 == width && at + step < n;
        bool control = !step || code < 0x20 || (code >= 0x7F && code < 0xA0);
        if (!step)
            step = 1;
        if (last)
            khd_buffer_text(out, "\xE2\x80\xA6");
        else if (control)
            khd_buffer_char(out, ' ');
        else
            khd_buffer_bytes(out, text + at, step);
    }
    for (; used < width; used++)
        khd_buffer_char(out, ' ');
    if (width)
        khd_buffer_text(out, "  ");
}

/* "Sirte, LBY", or what of it is told, or the words. */
static void place_cell(khd_buffer *out, sqlite3_stmt *row, unsigned width)
{
    khd_buffer name = {0};
    const char *first = khd_store_text(row, KHD_QUERY_CITY);
    if (!*first)
        first = khd_store_text(row, KHD_QUERY_ADMIN1);
    const char *country = khd_store_text(row, KHD_QUERY_COUNTRY);
    if (!*first && !*country)
        first = khd_store_text(row, KHD_QUERY_PLACE_WORDS);
    khd_buffer_text(&name, first);
    khd_buffer_text(&name, *first && *country ? ", " : "");
    khd_buffer_text(&name, country);
    out->failed |= name.failed;
    cell(out, name.v ? name.v : "", width);
    khd_buffer_free(&name);
}

static void class_cell(khd_buffer *out, sqlite3_stmt *row, unsigned width)
{
    khd_buffer name = {0};
    const char *status = khd_store_text(row, KHD_QUERY_STATUS);
    khd_buffer_text(&name, khd_store_text(row, KHD_QUERY_CLASS));
    if (strcmp(status, "happened")) {
        khd_buffer_text(&name, ", ");
        khd_buffer_text(&name, status);
    }
    out->failed |= name.failed;
    cell(out, name.v ? name.v : "", width);
    khd_buffer_free(&name);
}

/* The sentence on lines of its own, broken between words. */
static void words_row(khd_buffer *out, sqlite3_stmt *row)
{
    khd_page page = {.out = out};
    khd_page_column(&page, shown[0].width + 2);
    page.indent = shown[0].width + 2;
    khd_page_text(&page, KHD_STYLE_QUOTE, khd_store_text(row, KHD_QUERY_SENTENCE));
    khd_page_line(&page, 0);
}

static void table_row(khd_buffer *out, sqlite3_stmt *row)
{
    for (int i = 0; i < SHOWN; i++) {
        if (shown[i].column == KHD_QUERY_CITY)
            place_cell(out, row, shown[i].width);
        else if (shown[i].column == KHD_QUERY_CLASS)
            class_cell(out, row, shown[i].width);
        else
            cell(out, khd_store_text(row, shown[i].column), shown[i].width);
    }
    khd_buffer_char(out, '\n');
}

/* ---- any of them --------------------------------------------------------------------------- */

void khd_query_write_head(khd_buffer *out, khd_query_format format)
{
    khd_buffer_text(out, ""); /* an empty answer is a text too */
    if (format == KHD_QUERY_CSV) {
        for (int i = 0; i < KHD_QUERY_COLUMN_COUNT; i++) {
            khd_buffer_text(out, i ? "," : "");
            khd_buffer_text(out, headings[i]);
        }
        khd_buffer_text(out, "\r\n");
    } else if (format != KHD_QUERY_JSON) {
        for (int i = 0; i < SHOWN; i++)
            cell(out, shown[i].heading, shown[i].width);
        khd_buffer_char(out, '\n');
    }
}

void khd_query_write_row(khd_buffer *out, khd_query_format format, sqlite3_stmt *row)
{
    if (format == KHD_QUERY_CSV)
        csv_row(out, row);
    else if (format == KHD_QUERY_JSON)
        json_row(out, row);
    else
        table_row(out, row);
    if (format == KHD_QUERY_WORDS)
        words_row(out, row);
}
