/* store: the database of reports and accounts, one SQLite file (docs/store.md).
 *
 * What stands above (query, explain, incidents, exports) reads through the calls here;
 * nothing else touches sqlite3_open. A store belongs to one thread at a time. Writing
 * is done in batches, a transaction each: after a failure inside a batch nothing of it
 * is there. Statements are prepared with parameters, never pasted together from input.
 */
#ifndef KHD_STORE_H
#define KHD_STORE_H

#include "doc.h"
#include "khaldun.h"

#include <sqlite3.h>

/* The open database, for reading rows; borrowed. */
sqlite3 *khd_store_database(khd_store *store);
/* Prepares a statement; the caller finalizes it. */
KHD_MUST_USE khd_status khd_store_prepare(khd_store *store, const char *sql, sqlite3_stmt **out,
                                          khd_error *error);
/* Runs statements without parameters. */
KHD_MUST_USE khd_status khd_store_run(khd_store *store, const char *sql, khd_error *error);
/* Fills `error` from SQLite's last failure, with the file's name. */
khd_status khd_store_fail(khd_store *store, khd_error *error);
/* A column's text, "" for NULL; lives as SQLite says. */
const char *khd_store_text(sqlite3_stmt *row, int column);

/* Begins a batch coded by this program and these packs (a fingerprint). */
KHD_MUST_USE khd_status khd_store_begin_by(khd_store *store, const char *version,
                                           const char *packs, khd_error *error);
/* Adds a report inside a batch. */
KHD_MUST_USE khd_status khd_store_add_doc(khd_store *store, const khd_original *original,
                                          const khd_doc *doc, khd_added *added, khd_error *error);
/* Replaces what was read from a stored report inside a batch; accounts whose id is
 * found again keep their row. */
KHD_MUST_USE khd_status khd_store_replace_doc(khd_store *store, const khd_original *original,
                                              const khd_doc *doc, khd_error *error);
/* The record of a report as JSON; the caller's (free). */
KHD_MUST_USE khd_status khd_store_record(khd_store *store, int64_t report, char **json,
                                         khd_error *error);

#endif
