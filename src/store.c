/* store: opening, closing, batches and what goes wrong. See store.h.
 *
 * The journal is a write-ahead log with synchronous=NORMAL: a killed program loses at
 * most the open batch, and so does a machine that loses power, but for the last batches
 * that were not on the disk yet; the file is whole in every case. A file of others is
 * recognised before anything is written to it.
 */
#include "store_parts.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WAIT_MS = 5000, APPLICATION = 0x4B484C44 };

/* ---- what goes wrong -------------------------------------------------------------- */

static khd_status status_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return KHD_OK;
    case SQLITE_NOMEM:
        return KHD_NOMEM;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return KHD_BUSY;
    case SQLITE_FULL:
        return KHD_FULL;
    case SQLITE_TOOBIG:
        return KHD_TOO_LARGE;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_AUTH:
        return KHD_IO;
    default:
        return KHD_DATA;
    }
}

khd_status khd_store_fail(khd_store *store, khd_error *error)
{
    int code = store->database ? sqlite3_extended_errcode(store->database) : SQLITE_NOMEM;
    khd_status status = status_of(code);
    int system = store->database ? sqlite3_system_errno(store->database) : 0;
    switch (status) {
    case KHD_OK:
        return khd_error_set(error, KHD_DATA, 0, "%s: the database gave no answer", store->path);
    case KHD_NOMEM:
        return khd_error_set(error, status, 0, "out of memory");
    case KHD_BUSY:
        return khd_error_set(error, status, 0,
                             "%s: another program is writing to the database; waited %d seconds",
                             store->path, WAIT_MS / 1000);
    case KHD_FULL:
        return khd_error_set(error, status, 0, "%s: no room left: the disk is full", store->path);
    default:
        break;
    }
    if ((code & 0xFF) == SQLITE_READONLY)
        return khd_error_set(error, status, 0, "%s: the database cannot be written: read-only",
                             store->path);
    bool with_cause = status == KHD_IO && system;
    return khd_error_set(error, status, 0, "%s: %s%s%s", store->path,
                         sqlite3_errmsg(store->database), with_cause ? ": " : "",
                         with_cause ? strerror(system) : "");
}

/* ---- statements --------------------------------------------------------------------- */

khd_status khd_store_run(khd_store *store, const char *sql, khd_error *error)
{
    if (sqlite3_exec(store->database, sql, NULL, NULL, NULL) != SQLITE_OK)
        return khd_store_fail(store, error);
    return KHD_OK;
}

khd_status khd_store_prepare(khd_store *store, const char *sql, sqlite3_stmt **out,
                             khd_error *error)
{
    if (sqlite3_prepare_v2(store->database, sql, -1, out, NULL) != SQLITE_OK)
        return khd_store_fail(store, error);
    return KHD_OK;
}

const char *khd_store_text(sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    return text ? (const char *)text : "";
}

sqlite3 *khd_store_database(khd_store *store)
{
    return store->database;
}

/* The whole number that a statement answers with. */
static khd_status ask(khd_store *store, const char *sql, int64_t *answer, khd_error *error)
{
    sqlite3_stmt *statement;
    khd_status status = khd_store_prepare(store, sql, &statement, error);
    if (status)
        return status;
    if (sqlite3_step(statement) == SQLITE_ROW)
        *answer = sqlite3_column_int64(statement, 0);
    else
        status = khd_store_fail(store, error);
    sqlite3_finalize(statement);
    return status;
}

/* ---- versions of the tables ------------------------------------------------------------ */

khd_status khd_store_check(khd_store *store, int *version, khd_error *error)
{
    int64_t owner = 0, found = 0, tables = 0;
    int last;
    khd_store_versions(&last);
    khd_status status = ask(store, "PRAGMA application_id", &owner, error);
    if (!status)
        status = ask(store, "PRAGMA user_version", &found, error);
    if (!status)
        status = ask(store, "SELECT count(*) FROM sqlite_master", &tables, error);
    if (status)
        return status;
    *version = (int)found;
    if (owner == APPLICATION && found > last)
        return khd_error_set(error, KHD_DATA, 0,
                             "%s: made by a newer version of khaldun (tables of version %lld; this "
                             "program knows %d)",
                             store->path, (long long)found, last);
    if (owner == APPLICATION && found > 0)
        return KHD_OK;
    if (tables || owner || found)
        return khd_error_set(error, KHD_DATA, 0, "%s: a database of another program", store->path);
    return KHD_OK;
}

static khd_status run_version(khd_store *store, const khd_store_version *version, khd_error *error)
{
    khd_status status = KHD_OK;
    for (size_t i = 0; i < sizeof version->scripts / sizeof *version->scripts; i++)
        for (const char *const *sql = version->scripts[i]; !status && sql && *sql; sql++)
            status = khd_store_run(store, *sql, error);
    return status;
}

/* One transaction a version; another program may have been faster. */
static khd_status migrate_once(khd_store *store, bool *done, khd_error *error)
{
    int last, version = 0;
    const khd_store_version *versions = khd_store_versions(&last);
    khd_status status = khd_store_run(store, "BEGIN IMMEDIATE", error);
    if (status)
        return status;
    status = khd_store_check(store, &version, error);
    *done = version >= last;
    if (!status && !*done) {
        char mark[100];
        sqlite3_snprintf(sizeof mark, mark, "PRAGMA application_id=%d; PRAGMA user_version=%d",
                         APPLICATION, version + 1);
        status = run_version(store, &versions[version], error);
        if (!status)
            status = khd_store_run(store, mark, error);
    }
    if (!status)
        status = khd_store_run(store, "COMMIT", error);
    if (status)
        khd_store_rollback(store);
    return status;
}

khd_status khd_store_migrate(khd_store *store, khd_error *error)
{
    bool done = false;
    khd_status status = KHD_OK;
    while (!status && !done)
        status = migrate_once(store, &done, error);
    return status;
}

/* ---- open and close ---------------------------------------------------------------------- */

/* A file whose folder cannot be written has no room for the log's index. When no log
 * lies there nobody is writing, and the file can be read as it is. */
static int open_unchanging(khd_store *store)
{
    char *log = sqlite3_mprintf("%s-wal", store->path);
    bool quiet = log && access(log, F_OK) != 0;
    sqlite3_free(log);
    char *name = quiet ? sqlite3_mprintf("file:%s?immutable=1", store->path) : NULL;
    if (!name || strpbrk(store->path, "?#%")) {
        sqlite3_free(name);
        return SQLITE_CANTOPEN;
    }
    sqlite3_close(store->database);
    int code = sqlite3_open_v2(name, &store->database,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL);
    sqlite3_free(name);
    return code;
}

static khd_status open_to_read(khd_store *store, khd_error *error)
{
    int version = 0, last;
    khd_store_versions(&last);
    khd_status status = khd_store_check(store, &version, error);
    int code = sqlite3_errcode(store->database) & 0xFF;
    if (status == KHD_IO && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY) &&
        open_unchanging(store) == SQLITE_OK)
        status = khd_store_check(store, &version, error);
    if (!status && version < last)
        return khd_error_set(error, KHD_DATA, 0,
                             version ? "%s: made by an older version of khaldun: open it once for "
                                       "writing, with khaldun add, to bring it up to date"
                                     : "%s: no reports are in this file",
                             store->path);
    return status;
}

static khd_status open_to_write(khd_store *store, khd_error *error)
{
    int version = 0;
    khd_status status = khd_store_check(store, &version, error);
    if (!status && sqlite3_db_readonly(store->database, "main") == 1)
        status = khd_error_set(error, KHD_IO, 0, "%s: the database cannot be written: read-only",
                               store->path);
    if (!status)
        status = khd_store_run(store, "PRAGMA journal_mode=WAL", error);
    if (!status)
        status = khd_store_run(store, "PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON", error);
    return status ? status : khd_store_migrate(store, error);
}

static khd_status open_database(khd_store *store, khd_error *error)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= store->mode == KHD_STORE_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                            : SQLITE_OPEN_READONLY;
    if (store->mode == KHD_STORE_READ && access(store->path, F_OK))
        return khd_error_set(error, KHD_IO, 0, "%s: no such database", store->path);
    if (sqlite3_open_v2(store->path, &store->database, flags, NULL) != SQLITE_OK)
        return khd_store_fail(store, error);
    sqlite3_busy_timeout(store->database, WAIT_MS);
    /* A file from a stranger may hold views and triggers: they get no dangerous function. */
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    return store->mode == KHD_STORE_WRITE ? open_to_write(store, error)
                                          : open_to_read(store, error);
}

khd_status khd_store_open(const char *path, khd_store_mode mode, khd_store **store,
                          khd_error *error)
{
    *store = NULL;
    if (!*path)
        return khd_error_set(error, KHD_USAGE, 0, "the database has no name");
    khd_store *s = calloc(1, sizeof *s);
    if (s)
        s->path = strdup(path);
    if (!s || !s->path) {
        free(s);
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    }
    s->mode = mode;
    khd_status status = open_database(s, error);
    if (status) {
        khd_store_close(s);
        return status;
    }
    *store = s;
    return KHD_OK;
}

void khd_store_close(khd_store *store)
{
    if (!store)
        return;
    khd_store_rollback(store);
    for (int i = 0; i < KHD_STORE_STATEMENT_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    sqlite3_close(store->database);
    free(store->path);
    free(store);
}

/* ---- batches -------------------------------------------------------------------------------- */

void khd_store_rollback(khd_store *store)
{
    if (store->database && !sqlite3_get_autocommit(store->database))
        sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    store->coder = 0;
}

static khd_status find_coder(khd_store *store, const char *version, const char *packs,
                             khd_error *error)
{
    static const char *const steps[] = {
        "INSERT OR IGNORE INTO coder(version, packs) VALUES(?1, ?2)",
        "SELECT number FROM coder WHERE version = ?1 AND packs = ?2"};
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *statement;
        khd_status status = khd_store_prepare(store, steps[i], &statement, error);
        if (status)
            return status;
        sqlite3_bind_text(statement, 1, version, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 2, packs, -1, SQLITE_STATIC);
        int code = sqlite3_step(statement);
        if (code == SQLITE_ROW)
            store->coder = sqlite3_column_int64(statement, 0);
        else if (code != SQLITE_DONE)
            status = khd_store_fail(store, error);
        sqlite3_finalize(statement);
        if (status)
            return status;
    }
    return KHD_OK;
}

khd_status khd_store_begin_by(khd_store *store, const char *version, const char *packs,
                              khd_error *error)
{
    if (store->mode != KHD_STORE_WRITE)
        return khd_error_set(error, KHD_USAGE, 0, "%s: was opened for reading", store->path);
    if (store->coder)
        return khd_error_set(error, KHD_USAGE, 0, "a batch is open already");
    khd_status status = khd_store_run(store, "BEGIN IMMEDIATE", error);
    if (!status)
        status = find_coder(store, version, packs, error);
    if (status)
        khd_store_rollback(store);
    return status;
}

khd_status khd_store_commit(khd_store *store, khd_error *error)
{
    if (!store->coder)
        return khd_error_set(error, KHD_USAGE, 0, "no batch is open");
    khd_status status = khd_store_run(store, "COMMIT", error);
    if (status)
        khd_store_rollback(store);
    store->coder = 0;
    return status;
}

khd_status khd_store_count(khd_store *store, int64_t *reports, int64_t *accounts, khd_error *error)
{
    *reports = *accounts = 0;
    khd_status status = ask(store, "SELECT count(*) FROM report", reports, error);
    return status ? status : ask(store, "SELECT count(*) FROM account", accounts, error);
}
