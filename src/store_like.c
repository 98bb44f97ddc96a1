/* store_like: near copies of a report among those that are stored. Reports that agree
 * in a band are compared, of each band the first few: a text that came a thousand times
 * is linked to its first copies, not to all. Nothing is dropped for being a copy.
 */
#include "likeness.h"
#include "store_account.h"
#include "store_parts.h"

#include <string.h>

enum { OTHERS = 8 * KHD_LIKENESS_BANDS };

/* Reports to be compared with, each once. */
typedef struct {
    int64_t v[OTHERS];
    size_t n;
} candidates;

static void add_candidate(candidates *c, int64_t report)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i] == report)
            return;
    if (c->n < OTHERS)
        c->v[c->n++] = report;
}

static khd_status end_step(khd_store *store, khd_row *row, int code, khd_error *error)
{
    khd_status status = code == SQLITE_DONE || code == SQLITE_ROW ? KHD_OK : KHD_IO;
    if (status)
        status = khd_store_fail(store, error);
    if (row->statement)
        sqlite3_reset(row->statement);
    return status;
}

static khd_status find_band(khd_store *store, int64_t band, int64_t report, candidates *c,
                            khd_error *error)
{
    khd_row row = khd_row_new(store, KHD_STORE_BAND_FIND);
    khd_row_int(&row, band);
    khd_row_int(&row, report);
    int code = row.result;
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(row.statement);
        if (code == SQLITE_ROW)
            add_candidate(c, sqlite3_column_int64(row.statement, 0));
    }
    return end_step(store, &row, code, error);
}

/* *found is false when the report has no signature. */
static khd_status read_likeness(khd_store *store, int64_t report, khd_likeness *out, bool *found,
                                khd_error *error)
{
    khd_row row = khd_row_new(store, KHD_STORE_LIKENESS_FIND);
    khd_row_int(&row, report);
    int code = row.result == SQLITE_OK ? sqlite3_step(row.statement) : row.result;
    *found = code == SQLITE_ROW &&
             sqlite3_column_bytes(row.statement, 0) == KHD_LIKENESS_BYTES;
    if (*found)
        khd_likeness_read(sqlite3_column_blob(row.statement, 0), out);
    return end_step(store, &row, code, error);
}

static khd_status link_copy(khd_store *store, int64_t report, int64_t other, double share,
                            khd_error *error)
{
    khd_row row = khd_row_new(store, KHD_STORE_NEAR_COPY);
    khd_row_int(&row, report > other ? report : other);
    khd_row_int(&row, report > other ? other : report);
    khd_row_number(&row, share);
    return khd_row_run(&row, error);
}

static khd_status link_all(khd_store *store, int64_t report, const khd_likeness *own,
                           const candidates *c, khd_error *error)
{
    khd_status status = KHD_OK;
    for (size_t i = 0; i < c->n && !status; i++) {
        khd_likeness other;
        bool found = false;
        status = read_likeness(store, c->v[i], &other, &found, error);
        double share = !status && found ? khd_likeness_compare(own, &other) : 0;
        if (share >= KHD_LIKENESS_NEAR)
            status = link_copy(store, report, c->v[i], share, error);
    }
    return status;
}

static khd_status write_likeness(khd_store *store, int64_t report, const khd_likeness *own,
                                 khd_error *error)
{
    unsigned char bytes[KHD_LIKENESS_BYTES];
    khd_likeness_write(own, bytes);
    khd_row row = khd_row_new(store, KHD_STORE_LIKENESS);
    khd_row_int(&row, report);
    khd_row_blob(&row, bytes, sizeof bytes);
    khd_status status = khd_row_run(&row, error);
    for (unsigned i = 0; i < KHD_LIKENESS_BANDS && !status; i++) {
        khd_row band = khd_row_new(store, KHD_STORE_BAND);
        khd_row_int(&band, khd_likeness_band(own, i));
        khd_row_int(&band, report);
        status = khd_row_run(&band, error);
    }
    return status;
}

/* Takes away what a report's text of before gave. */
static khd_status clear(khd_store *store, int64_t report, khd_error *error)
{
    static const khd_store_statement statements[] = {
        KHD_STORE_LIKENESS_OFF, KHD_STORE_BAND_OFF, KHD_STORE_NEAR_COPY_OFF};
    khd_status status = KHD_OK;
    for (size_t i = 0; i < 3 && !status; i++) {
        khd_row row = khd_row_new(store, statements[i]);
        khd_row_int(&row, report);
        status = khd_row_run(&row, error);
    }
    return status;
}

khd_status khd_store_put_likeness(khd_store *store, const khd_report_row *report,
                                  const khd_doc *doc, khd_error *error)
{
    khd_likeness own, before;
    bool had = false, has = khd_likeness_find(doc, &own);
    khd_status status = KHD_OK;
    if (report->again)
        status = read_likeness(store, report->number, &before, &had, error);
    if (status || (had && has && !memcmp(&own, &before, sizeof own)))
        return status;
    if (had)
        status = clear(store, report->number, error);
    candidates c = {.n = 0};
    for (unsigned i = 0; has && i < KHD_LIKENESS_BANDS && !status; i++)
        status = find_band(store, khd_likeness_band(&own, i), report->number, &c, error);
    if (has && !status)
        status = write_likeness(store, report->number, &own, error);
    return status ? status : link_all(store, report->number, &own, &c, error);
}
