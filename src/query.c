/* query: conditions become a statement with parameters. See query.h.
 *
 * Only fixed pieces of SQL are put together; what the user gave is bound. Names are
 * compared in the form of toponym.h, by a function of the connection.
 */
#include "query_parts.h"

#include "json.h"
#include "status.h"
#include "toponym.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES_MOST = 24, HITS_MOST = 64 };

/* A statement being put together, and the values of its parameters in order. */
typedef struct {
    khd_buffer sql;
    struct {
        const char *text; /* NULL: a number */
        double number;
    } values[VALUES_MOST];
    int count;
    khd_buffer ids, countries; /* JSON lists that parameters point to */
    khd_buffer search;         /* words in quotes */
} finding;

static void with_text(finding *f, const char *text)
{
    f->values[f->count++].text = text;
}

static void with_number(finding *f, double number)
{
    f->values[f->count].text = NULL;
    f->values[f->count++].number = number;
}

/* ---- functions of the connection ------------------------------------------------------ */

static void plain_function(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (!text)
        return;
    char room[KHD_TOPONYM_MAX];
    size_t length = khd_toponym_words(text, (size_t)sqlite3_value_bytes(values[0]), room);
    sqlite3_result_text(context, room, (int)length, SQLITE_TRANSIENT);
}

static void km_function(sqlite3_context *context, int n, sqlite3_value **values)
{
    (void)n;
    sqlite3_result_double(context, khd_gazetteer_km(sqlite3_value_double(values[0]),
                                                    sqlite3_value_double(values[1]),
                                                    sqlite3_value_double(values[2]),
                                                    sqlite3_value_double(values[3])));
}

static khd_status add_functions(khd_store *store, khd_error *error)
{
    sqlite3 *database = khd_store_database(store);
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    if (sqlite3_create_function(database, "khd_plain", 1, flags, NULL, plain_function, NULL, NULL) ||
        sqlite3_create_function(database, "khd_km", 4, flags, NULL, km_function, NULL, NULL))
        return khd_store_fail(store, error);
    return KHD_OK;
}

/* ---- where ------------------------------------------------------------------------------ */

static void list_item(khd_buffer *list, const char *text)
{
    khd_json_text(list, text);
}

/* Ids and countries that bear the name, as JSON lists. */
static void look_up(finding *f, const khd_gazetteer *gazetteer, const char *name)
{
    khd_gazetteer_hit hits[HITS_MOST];
    khd_json_open(&f->ids, '[');
    khd_json_open(&f->countries, '[');
    uint32_t n = gazetteer ? khd_gazetteer_find(gazetteer, name, strlen(name), hits, HITS_MOST) : 0;
    for (uint32_t i = 0; i < n; i++) {
        if (hits[i].adjective || hits[i].bare)
            continue;
        char id[KHD_GAZETTEER_ID_MAX];
        khd_gazetteer_place place = khd_gazetteer_get(gazetteer, hits[i].place);
        if (place.kind == KHD_GAZETTEER_COUNTRY)
            list_item(&f->countries, place.country);
        else
            list_item(&f->ids, khd_gazetteer_id(gazetteer, hits[i].place, id));
    }
    khd_buffer_char(&f->ids, ']');
    khd_buffer_char(&f->countries, ']');
}

static void add_where(finding *f, const khd_gazetteer *gazetteer, const char *where)
{
    look_up(f, gazetteer, where);
    khd_buffer_text(&f->sql,
                    " AND EXISTS (SELECT 1 FROM place p WHERE p.account = a.number AND"
                    " (p.gazetteer IN (SELECT value FROM json_each(?))"
                    " OR p.country IN (SELECT value FROM json_each(?)) OR p.country = upper(?)"
                    " OR khd_plain(?) IN (khd_plain(p.city), khd_plain(p.admin1),"
                    " khd_plain(p.text))))");
    with_text(f, f->ids.v ? f->ids.v : "[]");
    with_text(f, f->countries.v ? f->countries.v : "[]");
    with_text(f, where);
    with_text(f, where);
}

/* Past a decimal number; false when none stands there. Digits, a point, a sign. */
static bool read_number(const char **text, double *out)
{
    const char *at = *text;
    bool minus = *at == '-';
    at += minus || *at == '+';
    double value = 0, unit = 1;
    int digits = 0;
    for (; *at >= '0' && *at <= '9' && digits < 15; at++, digits++)
        value = value * 10 + (*at - '0');
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9' && digits < 15; at++, digits++) {
            unit /= 10;
            value += unit * (*at - '0');
        }
    *text = at;
    *out = minus ? -value : value;
    return digits > 0;
}

static khd_status add_near(finding *f, const char *near, khd_error *error)
{
    double lat, lon, km;
    const char *at = near;
    bool good = read_number(&at, &lat) && *at++ == ',' && read_number(&at, &lon) &&
                *at++ == ',' && read_number(&at, &km) && !*at;
    if (!good || lat < -90 || lat > 90 || lon < -180 || lon > 180 || km < 0)
        return khd_error_set(error, KHD_USAGE, 0, "not LAT,LON,KM: %s", near);
    double high = km / 110.5 + 0.001; /* a degree of latitude is never shorter */
    double shrink = cos((fabs(lat) + high) * 3.14159265358979 / 180);
    bool narrow = fabs(lat) + high < 89 && lon - high / shrink > -180 && lon + high / shrink < 180;
    double wide = narrow ? high / shrink : 360;
    khd_buffer_text(&f->sql,
                    " AND a.number IN (SELECT b.account FROM place_box b JOIN place p"
                    " ON p.account = b.account WHERE b.lat_max >= ? AND b.lat_min <= ?"
                    " AND b.lon_max >= ? AND b.lon_min <= ? AND khd_km(p.lat, p.lon, ?, ?) <= ?)");
    with_number(f, lat - high);
    with_number(f, lat + high);
    with_number(f, lon - wide);
    with_number(f, lon + wide);
    with_number(f, lat);
    with_number(f, lon);
    with_number(f, km);
    return KHD_OK;
}

/* ---- the other conditions ------------------------------------------------------------------ */

/* True for "2016-07-01" that is a day. */
static bool is_day(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    int parts[3] = {0, 0, 0}, part = 0;
    for (int i = 0; i < 10; i++) {
        if (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
        if (form[i] == '-')
            part++;
        else
            parts[part] = parts[part] * 10 + (text[i] - '0');
    }
    return !text[10] && khd_day_from(parts[0], parts[1], parts[2]) != KHD_NO_DAY;
}

static khd_status add_dates(finding *f, const khd_query *q, khd_error *error)
{
    const char *days[2] = {q->from, q->to};
    for (int i = 0; i < 2; i++) {
        if (days[i] && !is_day(days[i]))
            return khd_error_set(error, KHD_USAGE, 0, "not a day like 2016-07-01: %s", days[i]);
        if (!days[i])
            continue;
        khd_buffer_text(&f->sql, i ? " AND v.date_start <= ?"
                                   : " AND coalesce(v.date_end, v.date_start) >= ?");
        with_text(f, days[i]);
    }
    return KHD_OK;
}

static khd_status add_labels(finding *f, const khd_query *q, khd_error *error)
{
    if (q->class_ && khd_class_find(q->class_) < 0)
        return khd_error_set(error, KHD_USAGE, 0, "no such class: %s", q->class_);
    if (q->status && khd_outcome_find(q->status) < 0)
        return khd_error_set(error, KHD_USAGE, 0, "no such status: %s", q->status);
    if (q->class_) {
        khd_buffer_text(&f->sql, " AND a.class = ?");
        with_text(f, q->class_);
    }
    if (q->status) {
        khd_buffer_text(&f->sql, " AND a.status = ?");
        with_text(f, q->status);
    }
    return KHD_OK;
}

/* True for a search that uses the language of FTS5: quotes, marks, AND, OR, NOT, NEAR. */
static bool is_search_language(const char *text)
{
    static const char *const words[] = {"AND", "OR", "NOT", "NEAR"};
    if (strpbrk(text, "\"()*^:+{}"))
        return true;
    for (; *text; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (n == strlen(words[i]) && !memcmp(text, words[i], n))
                return true;
        text += n;
    }
    return false;
}

/* Plain words are put in quotes, so that a hyphen or an apostrophe is one of theirs. */
static const char *search_words(finding *f, const char *text)
{
    if (is_search_language(text))
        return text;
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        khd_buffer_text(&f->search, f->search.n ? " \"" : "\"");
        khd_buffer_bytes(&f->search, text, n);
        khd_buffer_char(&f->search, '"');
        text += n;
    }
    return f->search.v ? f->search.v : "";
}

static void add_rest(finding *f, const khd_query *q)
{
    if (q->actor) {
        khd_buffer_text(&f->sql,
                        " AND EXISTS (SELECT 1 FROM party x WHERE x.account = a.number AND"
                        " (x.actor = ? OR instr(' ' || khd_plain(coalesce(x.name, '')) || ' ',"
                        " ' ' || khd_plain(?) || ' ') OR instr(' ' || khd_plain(coalesce(x.text,"
                        " '')) || ' ', ' ' || khd_plain(?) || ' ')))");
        for (int i = 0; i < 3; i++)
            with_text(f, q->actor);
    }
    if (q->min_killed > 0) {
        khd_buffer_text(&f->sql,
                        " AND EXISTS (SELECT 1 FROM figure g WHERE g.account = a.number AND"
                        " g.harm = 'killed' AND coalesce(g.n2, g.n) >= ?)");
        with_number(f, (double)q->min_killed);
    }
    if (q->text) {
        khd_buffer_text(&f->sql, " AND a.report IN (SELECT rowid FROM report_search WHERE"
                                 " report_search MATCH ?)");
        with_text(f, search_words(f, q->text));
    }
}

#define COLUMN_SQL(name, heading, sql) sql ","

static khd_status put_together(finding *f, const khd_gazetteer *gazetteer, const khd_query *q,
                               khd_error *error)
{
    khd_buffer_text(&f->sql, "SELECT " KHD_QUERY_COLUMNS(COLUMN_SQL) "0 FROM account a JOIN"
                             " accounts v ON v.account = a.id WHERE 1");
    khd_status status = add_dates(f, q, error);
    if (!status)
        status = add_labels(f, q, error);
    if (!status && q->near)
        status = add_near(f, q->near, error);
    if (status)
        return status;
    if (q->where)
        add_where(f, gazetteer, q->where);
    add_rest(f, q);
    khd_buffer_text(&f->sql,
                    " ORDER BY v.date_start IS NULL, v.date_start, v.country, v.city, a.id");
    if (q->limit > 0) {
        khd_buffer_text(&f->sql, " LIMIT ?");
        with_number(f, (double)q->limit);
    }
    if (f->sql.failed || f->ids.failed || f->countries.failed || f->search.failed)
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    return KHD_OK;
}

/* ---- running ----------------------------------------------------------------------------- */

static void bind_values(const finding *f, sqlite3_stmt *row)
{
    for (int i = 0; i < f->count; i++) {
        if (f->values[i].text)
            sqlite3_bind_text(row, i + 1, f->values[i].text, -1, SQLITE_STATIC);
        else if (f->values[i].number == floor(f->values[i].number))
            sqlite3_bind_int64(row, i + 1, (int64_t)f->values[i].number);
        else
            sqlite3_bind_double(row, i + 1, f->values[i].number);
    }
}

static khd_status run(khd_store *store, const finding *f, khd_query_format format, khd_buffer *out,
                      size_t *count, khd_error *error)
{
    sqlite3_stmt *row;
    khd_status status = khd_store_prepare(store, f->sql.v, &row, error);
    if (status)
        return status;
    bind_values(f, row);
    khd_query_write_head(out, format);
    int code;
    while ((code = sqlite3_step(row)) == SQLITE_ROW && !out->failed) {
        khd_query_write_row(out, format, row);
        ++*count;
    }
    if (out->failed)
        status = khd_error_set(error, KHD_NOMEM, 0, "out of memory, or more than 1 GiB to write");
    else if (code == SQLITE_ERROR) /* the words of a search are the user's */
        status = khd_error_set(error, KHD_USAGE, 0, "the search is not understood: %s",
                               sqlite3_errmsg(khd_store_database(store)));
    else if (code != SQLITE_DONE)
        status = khd_store_fail(store, error);
    sqlite3_finalize(row);
    return status;
}

khd_status khd_query_run(khd_store *store, const khd_gazetteer *gazetteer, const khd_query *query,
                         khd_query_format format, khd_buffer *out, size_t *count, khd_error *error)
{
    finding f = {.count = 0};
    *count = 0;
    khd_status status = add_functions(store, error);
    if (!status)
        status = put_together(&f, gazetteer, query, error);
    if (!status)
        status = run(store, &f, format, out, count, error);
    khd_buffer_free(&f.sql);
    khd_buffer_free(&f.ids);
    khd_buffer_free(&f.countries);
    khd_buffer_free(&f.search);
    return status;
}
