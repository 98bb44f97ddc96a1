/* store_visit: what servers said of addresses that were read. See khaldun.h. */
#include "store_parts.h"

#include "status.h"

#include <stdio.h>
#include <string.h>

khd_status khd_store_visit_find(khd_store *store, const char *url, khd_visit *visit,
                                khd_error *error)
{
    *visit = (khd_visit){0};
    khd_row row = khd_row_new(store, KHD_STORE_VISIT_FIND);
    khd_row_bytes(&row, url, strlen(url));
    int code = row.result == SQLITE_OK ? sqlite3_step(row.statement) : row.result;
    khd_status status = KHD_OK;
    if (code == SQLITE_ROW) {
        snprintf(visit->etag, sizeof visit->etag, "%s", khd_store_text(row.statement, 0));
        snprintf(visit->modified, sizeof visit->modified, "%s", khd_store_text(row.statement, 1));
    } else if (code != SQLITE_DONE) {
        status = khd_store_fail(store, error);
    }
    if (row.statement)
        sqlite3_reset(row.statement);
    return status;
}

khd_status khd_store_visit_add(khd_store *store, const char *url, const khd_visit *visit,
                               khd_error *error)
{
    if (!store->coder)
        return khd_error_set(error, KHD_USAGE, 0, "visits are kept in a batch, and none is open");
    khd_row row = khd_row_new(store, KHD_STORE_VISIT);
    khd_row_bytes(&row, url, strlen(url));
    khd_row_text(&row, visit->etag);
    khd_row_text(&row, visit->modified);
    khd_status status = khd_row_run(&row, error);
    if (status)
        khd_store_rollback(store);
    return status;
}
