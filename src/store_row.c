/* store_row: binding the columns of a row, and packing bytes. See store_parts.h. */
#include "store_parts.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

/* Levels above gain little on texts of a page: what is short compresses badly. */
enum { LEVEL = 9 };

#define KHD_STORE_SQL(name, sql) sql,
static const char *const sql[] = {KHD_STORE_STATEMENTS(KHD_STORE_SQL)};

khd_row khd_row_new(khd_store *store, khd_store_statement statement)
{
    khd_row row = {.store = store, .result = SQLITE_OK};
    sqlite3_stmt **s = &store->statements[statement];
    if (!*s)
        row.result = sqlite3_prepare_v3(store->database, sql[statement], -1,
                                        SQLITE_PREPARE_PERSISTENT, s, NULL);
    row.statement = *s;
    return row;
}

static void bound(khd_row *row, int result)
{
    if (row->result == SQLITE_OK)
        row->result = result;
}

void khd_row_int(khd_row *row, int64_t value)
{
    bound(row, sqlite3_bind_int64(row->statement, ++row->column, value));
}

void khd_row_null(khd_row *row)
{
    bound(row, sqlite3_bind_null(row->statement, ++row->column));
}

void khd_row_count(khd_row *row, int64_t value)
{
    if (value < 0)
        khd_row_null(row);
    else
        khd_row_int(row, value);
}

void khd_row_number(khd_row *row, double value)
{
    bound(row, sqlite3_bind_double(row->statement, ++row->column, value));
}

void khd_row_bytes(khd_row *row, const char *text, size_t length)
{
    bound(row, sqlite3_bind_text64(row->statement, ++row->column, text, length, SQLITE_STATIC,
                                   SQLITE_UTF8));
}

void khd_row_text(khd_row *row, const char *text)
{
    if (text && *text)
        khd_row_bytes(row, text, strlen(text));
    else
        khd_row_null(row);
}

void khd_row_blob(khd_row *row, const void *bytes, size_t length)
{
    bound(row, sqlite3_bind_blob64(row->statement, ++row->column, bytes, length, SQLITE_STATIC));
}

khd_status khd_row_find(khd_row *row, int64_t *number, khd_error *error)
{
    *number = 0;
    int code = row->result;
    if (code == SQLITE_OK)
        code = sqlite3_step(row->statement);
    if (code == SQLITE_ROW) {
        *number = sqlite3_column_int64(row->statement, 0);
        code = sqlite3_step(row->statement); /* an INSERT ... RETURNING ends only now */
    }
    khd_status status = code == SQLITE_DONE ? KHD_OK : khd_store_fail(row->store, error);
    if (row->statement) {
        sqlite3_reset(row->statement);
        sqlite3_clear_bindings(row->statement);
    }
    return status;
}

khd_status khd_row_run(khd_row *row, khd_error *error)
{
    int64_t ignored;
    return khd_row_find(row, &ignored, error);
}

/* ---- packing ------------------------------------------------------------------------- */

khd_status khd_store_pack(const char *bytes, size_t length, char **out, size_t *n,
                          khd_error *error)
{
    size_t room = ZSTD_compressBound(length);
    *out = malloc(room);
    *n = *out ? ZSTD_compress(*out, room, bytes, length, LEVEL) : 0;
    if (*out && !ZSTD_isError(*n))
        return KHD_OK;
    free(*out);
    *out = NULL;
    return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
}

/* The length stands beside the bytes; what unpacks to another one is damaged. */
khd_status khd_store_unpack(const void *bytes, size_t n, size_t length, char **out,
                            khd_error *error)
{
    *out = NULL;
    if (length > KHD_BUFFER_CEILING)
        return khd_error_set(error, KHD_DATA, 0, "packed bytes of an impossible length");
    char *text = malloc(length + 1);
    if (!text)
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    size_t got = ZSTD_decompress(text, length, bytes, n);
    if (ZSTD_isError(got) || got != length) {
        free(text);
        return khd_error_set(error, KHD_DATA, 0, "packed bytes are damaged");
    }
    text[length] = 0;
    *out = text;
    return KHD_OK;
}
