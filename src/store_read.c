/* store_read: originals and records out of the database again. See store.h. */
#include "store_parts.h"

#include "status.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

/* An original with what it points into. */
typedef struct {
    khd_original original; /* first: the caller's pointer is to it */
    char *bytes, *name;
    json_object *context;
} stored;

static const char *context_text(const stored *s, const char *name)
{
    json_object *value = NULL;
    json_object_object_get_ex(s->context, name, &value);
    return value ? json_object_get_string(value) : NULL;
}

/* Columns: number, kind, name, length, bytes, context. */
static khd_status take_row(khd_store *store, sqlite3_stmt *row, stored *s, khd_error *error)
{
    khd_original *o = &s->original;
    o->number = sqlite3_column_int64(row, 0);
    o->kind = strcmp(khd_store_text(row, 1), "line") ? KHD_KIND_TEXT : KHD_KIND_JSON_LINES;
    s->name = strdup(khd_store_text(row, 2));
    s->context = json_tokener_parse(khd_store_text(row, 5));
    int64_t length = sqlite3_column_int64(row, 3);
    if (!s->name || !s->context)
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    khd_status status =
        khd_store_unpack(sqlite3_column_blob(row, 4), (size_t)sqlite3_column_bytes(row, 4),
                         length < 0 ? SIZE_MAX : (size_t)length, &s->bytes, NULL);
    if (status)
        return khd_error_set(error, status, 0, "%s: the bytes of report %lld (%s) are damaged",
                             store->path, (long long)o->number, s->name);
    o->name = s->name;
    o->bytes = s->bytes;
    o->length = (size_t)length;
    o->context = (khd_input){.id = context_text(s, "id"),
                             .title = context_text(s, "title"),
                             .publisher = context_text(s, "publisher"),
                             .published = context_text(s, "published"),
                             .url = context_text(s, "url"),
                             .language = context_text(s, "language")};
    const char *form = context_text(s, "form");
    o->context.form = !form                  ? KHD_FORM_AUTO
                      : strcmp(form, "html") ? KHD_FORM_TEXT
                                             : KHD_FORM_HTML;
    return KHD_OK;
}

khd_status khd_store_next(khd_store *store, int64_t after, khd_original **original,
                          khd_error *error)
{
    *original = NULL;
    sqlite3_stmt *row;
    khd_status status = khd_store_prepare(
        store,
        "SELECT r.number, r.kind, r.name, o.length, o.bytes, o.context FROM report r"
        " JOIN original o ON o.report = r.number WHERE r.number > ?1 ORDER BY r.number LIMIT 1",
        &row, error);
    if (status)
        return status;
    sqlite3_bind_int64(row, 1, after);
    int code = sqlite3_step(row);
    stored *s = NULL;
    if (code == SQLITE_ROW) {
        s = calloc(1, sizeof *s);
        status = s ? take_row(store, row, s, error)
                   : khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    } else if (code != SQLITE_DONE) {
        status = khd_store_fail(store, error);
    }
    sqlite3_finalize(row);
    if (status && s) {
        khd_original_free(&s->original);
        s = NULL;
    }
    *original = s ? &s->original : NULL;
    return status;
}

void khd_original_free(khd_original *original)
{
    if (!original)
        return;
    stored *s = (stored *)original;
    json_object_put(s->context);
    free(s->bytes);
    free(s->name);
    free(s);
}

khd_status khd_store_record(khd_store *store, int64_t report, char **json, khd_error *error)
{
    *json = NULL;
    sqlite3_stmt *row;
    khd_status status = khd_store_prepare(
        store, "SELECT length, json FROM record WHERE report = ?1", &row, error);
    if (status)
        return status;
    sqlite3_bind_int64(row, 1, report);
    int code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        int64_t length = sqlite3_column_int64(row, 0);
        status = khd_store_unpack(sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1),
                                  length < 0 ? SIZE_MAX : (size_t)length, json, error);
    } else {
        status = code == SQLITE_DONE ? khd_error_set(error, KHD_USAGE, 0, "no such report")
                                     : khd_store_fail(store, error);
    }
    sqlite3_finalize(row);
    return status;
}
