/* store_add: a report with everything that was read from it. See store.h.
 *
 * A report is known by the SHA-256 of its bytes as given. It is stored whole or not at
 * all, since it stands in a batch.
 */
#include "store_account.h"
#include "store_parts.h"

#include "json.h"
#include "status.h"
#include "write.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEX = 65 };

/* A report on its way into its rows, and the first failure. */
typedef struct {
    khd_store *store;
    const khd_original *original;
    const khd_doc *doc;
    char sha256[HEX];
    khd_report_row row;
    khd_status status;
    khd_error *error;
} storing;

/* The bytes without the line end that a line may have. */
static size_t own_length(const khd_original *o)
{
    size_t n = o->length;
    if (o->kind != KHD_KIND_JSON_LINES)
        return n;
    while (n && (o->bytes[n - 1] == '\n' || o->bytes[n - 1] == '\r'))
        n--;
    return n;
}

static void hash(const khd_original *o, char out[HEX])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    const char *bytes = o->bytes ? o->bytes : "";
    crypto_hash_sha256(digest, (const unsigned char *)bytes, own_length(o));
    sodium_bin2hex(out, HEX, digest, sizeof digest);
}

/* What was given beside a text, as JSON; what a line was given stands in the line. */
static void write_context(khd_buffer *out, const khd_original *o, bool with_id)
{
    const khd_input *c = &o->context;
    const struct {
        const char *name, *value;
    } fields[] = {{"id", with_id ? c->id : NULL}, {"title", c->title},
                  {"publisher", c->publisher},    {"published", c->published},
                  {"url", c->url},                {"language", c->language}};
    khd_json_open(out, '{');
    for (size_t i = 0; o->kind == KHD_KIND_TEXT && i < sizeof fields / sizeof *fields; i++)
        if (fields[i].value)
            khd_json_text_field(out, fields[i].name, fields[i].value);
    if (o->kind == KHD_KIND_TEXT && c->form != KHD_FORM_AUTO)
        khd_json_text_field(out, "form", c->form == KHD_FORM_HTML ? "html" : "text");
    khd_buffer_char(out, '}');
}

/* ---- known already? ---------------------------------------------------------------- */

/* True when both contexts say the same, whatever the ids are. */
static bool same_context(const char *stored, const khd_original *o)
{
    khd_buffer own = {0};
    write_context(&own, o, false);
    const char *rest = stored + 1; /* the id comes first */
    if (!strncmp(stored, "{\"id\":\"", 7)) {
        rest = stored + 7;
        while (*rest && *rest != '"')
            rest += *rest == '\\' && rest[1] ? 2 : 1;
        rest += *rest == '"';
        rest += *rest == ',';
    }
    bool same = own.v && !own.failed && !strcmp(own.v + 1, rest);
    khd_buffer_free(&own);
    return same;
}

static khd_status find(storing *s, bool *same)
{
    khd_row row = khd_row_new(s->store, KHD_STORE_FIND);
    khd_row_text(&row, s->sha256);
    int code = row.result == SQLITE_OK ? sqlite3_step(row.statement) : row.result;
    khd_status status = KHD_OK;
    if (code == SQLITE_ROW) {
        s->row.number = sqlite3_column_int64(row.statement, 0);
        *same = same_context(khd_store_text(row.statement, 1), s->original);
    } else if (code != SQLITE_DONE) {
        status = khd_store_fail(s->store, s->error);
    }
    if (row.statement)
        sqlite3_reset(row.statement);
    return status;
}

khd_status khd_store_find(khd_store *store, const khd_original *original, khd_added *found,
                          khd_error *error)
{
    storing s = {.store = store, .original = original, .error = error};
    hash(original, s.sha256);
    bool same = false;
    khd_status status = find(&s, &same);
    *found = !s.row.number ? KHD_ADDED : same ? KHD_ADDED_BEFORE : KHD_ADDED_OTHERWISE;
    return status;
}

/* ---- the report's own rows ------------------------------------------------------------- */

static void end_row(storing *s, khd_row *row)
{
    if (!s->status)
        s->status = khd_row_run(row, s->error);
}

static void span_text(khd_row *row, const khd_doc *doc, khd_span span, const char *else_)
{
    if (khd_span_empty(span))
        khd_row_text(row, else_);
    else
        khd_row_bytes(row, doc->text + span.begin, span.end - span.begin);
}

static void put_report(storing *s)
{
    const khd_doc *doc = s->doc;
    char id[20], published[KHD_DAY_ROOM];
    snprintf(id, sizeof id, "r%.16s", s->sha256);
    khd_row row =
        khd_row_new(s->store, s->row.again ? KHD_STORE_REPORT_AGAIN : KHD_STORE_REPORT);
    if (s->row.again) {
        khd_row_null(&row);
        khd_row_text(&row, s->sha256);
        row.column = 5;
    } else {
        khd_row_text(&row, id);
        khd_row_text(&row, s->sha256);
        khd_row_text(&row, s->original->kind == KHD_KIND_TEXT ? "text" : "line");
        khd_row_bytes(&row, s->original->name, strlen(s->original->name));
        khd_row_text(&row, doc->id);
    }
    khd_row_text(&row, doc->sha256);
    span_text(&row, doc, doc->title_span, doc->title);
    span_text(&row, doc, doc->byline_span, doc->byline);
    khd_row_text(&row, doc->publisher);
    khd_row_text(&row, khd_store_day(doc->published_day, published));
    span_text(&row, doc, doc->dateline_span, NULL);
    khd_row_text(&row, doc->url);
    khd_row_text(&row, doc->language);
    khd_row_int(&row, doc->length);
    khd_row_int(&row, s->store->coder);
    end_row(s, &row);
    if (!s->row.again)
        s->row.number = sqlite3_last_insert_rowid(s->store->database);
}

static void put_original(storing *s)
{
    size_t length = own_length(s->original), packed_length;
    char *packed;
    const char *bytes = s->original->bytes ? s->original->bytes : "";
    s->status = khd_store_pack(bytes, length, &packed, &packed_length, s->error);
    if (s->status)
        return;
    khd_buffer context = {0};
    write_context(&context, s->original, true);
    khd_row row = khd_row_new(s->store, KHD_STORE_ORIGINAL);
    khd_row_int(&row, s->row.number);
    khd_row_int(&row, (int64_t)length);
    khd_row_blob(&row, packed, packed_length);
    khd_row_text(&row, context.v);
    end_row(s, &row);
    khd_buffer_free(&context);
    free(packed);
}

static void put_record(storing *s)
{
    khd_buffer json = {0};
    khd_write_accounts(&json, s->doc);
    char *packed = NULL;
    size_t packed_length = 0;
    if (json.failed)
        s->status = khd_error_set(s->error, KHD_NOMEM, 0, "out of memory");
    else
        s->status = khd_store_pack(json.v, json.n, &packed, &packed_length, s->error);
    if (!s->status) {
        khd_row row = khd_row_new(s->store, KHD_STORE_RECORD);
        khd_row_int(&row, s->row.number);
        khd_row_int(&row, (int64_t)json.n);
        khd_row_blob(&row, packed, packed_length);
        end_row(s, &row);
    }
    free(packed);
    khd_buffer_free(&json);
}

/* ---- its text and the index over it ------------------------------------------------------ */

static khd_row text_row(const storing *s, khd_store_statement statement)
{
    const khd_doc *doc = s->doc;
    khd_row row = khd_row_new(s->store, statement);
    khd_row_int(&row, s->row.number);
    span_text(&row, doc, doc->title_span, doc->title);
    khd_row_bytes(&row, doc->text, doc->length);
    return row;
}

static void put_text(storing *s)
{
    if (s->row.again) {
        khd_row row = text_row(s, KHD_STORE_TEXT_SAME);
        int64_t same = 0;
        s->status = khd_row_find(&row, &same, s->error);
        if (s->status || same)
            return;
        khd_row off = khd_row_new(s->store, KHD_STORE_SEARCH_OFF);
        khd_row_int(&off, s->row.number);
        end_row(s, &off);
    }
    khd_row text = text_row(s, KHD_STORE_TEXT);
    end_row(s, &text);
    khd_row search = text_row(s, KHD_STORE_SEARCH);
    end_row(s, &search);
}

static void put_passages(storing *s)
{
    const khd_doc *doc = s->doc;
    for (uint32_t i = 0; i < doc->sentences.n && !s->status; i++) {
        khd_row row = khd_row_new(s->store, KHD_STORE_SENTENCE);
        khd_row_int(&row, s->row.number);
        khd_row_int(&row, i);
        khd_row_int(&row, doc->sentences.v[i].span.begin);
        khd_row_int(&row, doc->sentences.v[i].span.end);
        end_row(s, &row);
    }
    for (uint32_t i = 0; i < doc->removed.n && !s->status; i++) {
        khd_row row = khd_row_new(s->store, KHD_STORE_REMOVED);
        khd_row_int(&row, s->row.number);
        khd_row_int(&row, i);
        khd_row_int(&row, doc->removed.v[i].span.begin);
        khd_row_int(&row, doc->removed.v[i].span.end);
        khd_row_text(&row, doc->removed.v[i].reason);
        end_row(s, &row);
    }
    for (uint32_t i = 0; i < doc->notes.n && !s->status; i++) {
        khd_row row = khd_row_new(s->store, KHD_STORE_NOTE);
        khd_row_int(&row, s->row.number);
        khd_row_int(&row, i);
        khd_row_bytes(&row, doc->notes.v[i], strlen(doc->notes.v[i]));
        end_row(s, &row);
    }
}

/* ---- the whole --------------------------------------------------------------------------- */

static void run_on_report(storing *s, khd_store_statement statement)
{
    if (s->status)
        return;
    khd_row row = khd_row_new(s->store, statement);
    khd_row_int(&row, s->row.number);
    end_row(s, &row);
}

static void clear_passages(storing *s)
{
    run_on_report(s, KHD_STORE_SENTENCE_OFF);
    run_on_report(s, KHD_STORE_REMOVED_OFF);
    run_on_report(s, KHD_STORE_NOTE_OFF);
    run_on_report(s, KHD_STORE_ACCOUNT_OLD);
}

static void put_all(storing *s)
{
    put_report(s);
    s->row.sha256 = s->sha256;
    if (!s->status && !s->row.again)
        put_original(s);
    if (!s->status)
        put_record(s);
    if (!s->status)
        put_text(s);
    if (s->row.again)
        clear_passages(s);
    put_passages(s);
    for (uint32_t i = 0; i < s->doc->accounts.n && !s->status; i++)
        s->status = khd_store_put_account(s->store, &s->row, s->doc, i, s->error);
    if (!s->status)
        s->status = khd_store_put_likeness(s->store, &s->row, s->doc, s->error);
    if (s->row.again) {
        run_on_report(s, KHD_STORE_BOX_GONE);
        run_on_report(s, KHD_STORE_ACCOUNT_GONE);
    }
}

static khd_status finish(storing *s)
{
    if (s->status)
        khd_store_rollback(s->store);
    return s->status;
}

static khd_status check_batch(const khd_store *store, khd_error *error)
{
    if (store->coder)
        return KHD_OK;
    return khd_error_set(error, KHD_USAGE, 0, "reports are stored in a batch, and none is open");
}

khd_status khd_store_add_doc(khd_store *store, const khd_original *original, const khd_doc *doc,
                             khd_added *added, khd_error *error)
{
    *added = KHD_ADDED_BEFORE;
    storing s = {.store = store, .original = original, .doc = doc, .error = error};
    khd_status status = check_batch(store, error);
    if (status)
        return status;
    hash(original, s.sha256);
    bool same = false;
    s.status = find(&s, &same);
    if (!s.status && s.row.number) {
        *added = same ? KHD_ADDED_BEFORE : KHD_ADDED_OTHERWISE;
        return KHD_OK;
    }
    if (!s.status)
        put_all(&s);
    if (!s.status)
        *added = KHD_ADDED;
    return finish(&s);
}

khd_status khd_store_replace_doc(khd_store *store, const khd_original *original,
                                 const khd_doc *doc, khd_error *error)
{
    storing s = {.store = store, .original = original, .doc = doc, .error = error};
    khd_status status = check_batch(store, error);
    if (status)
        return status;
    hash(original, s.sha256);
    bool same = false;
    s.status = find(&s, &same);
    if (!s.status && !s.row.number)
        s.status = khd_error_set(error, KHD_USAGE, 0, "the report is not in the database");
    s.row.again = true;
    if (!s.status)
        put_all(&s);
    return finish(&s);
}
