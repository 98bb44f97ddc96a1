/* store_parts: what the parts of the store share: the open database, its prepared
 * statements, the versions of its tables.
 */
#ifndef KHD_STORE_PARTS_H
#define KHD_STORE_PARTS_H

#include "buffer.h"
#include "store.h"

/* X(NAME, "SQL"): statements that adding uses again and again. */
#define KHD_STORE_STATEMENTS(X)                                                                   \
    X(FIND, "SELECT r.number, o.context FROM report r JOIN original o ON o.report = r.number"     \
            " WHERE r.sha256 = ?1")                                                               \
    X(REPORT, "INSERT INTO report(id, sha256, kind, name, given_id, text_sha256, title, byline,"  \
              " publisher, published, dateline, url, language, length, coder)"                    \
              " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")        \
    X(REPORT_AGAIN, "UPDATE report SET text_sha256 = ?6, title = ?7, byline = ?8, publisher = ?9,"\
                    " published = ?10, dateline = ?11, url = ?12, language = ?13, length = ?14,"  \
                    " coder = ?15 WHERE sha256 = ?2")                                             \
    X(ORIGINAL, "INSERT INTO original(report, length, bytes, context) VALUES(?1, ?2, ?3, ?4)")    \
    X(RECORD, "INSERT OR REPLACE INTO record(report, length, json) VALUES(?1, ?2, ?3)")           \
    X(TEXT, "INSERT OR REPLACE INTO report_text(report, title, text) VALUES(?1, ?2, ?3)")         \
    X(TEXT_SAME, "SELECT title IS ?2 AND text IS ?3 FROM report_text WHERE report = ?1")          \
    X(SEARCH, "INSERT INTO report_search(rowid, title, text) VALUES(?1, ?2, ?3)")                 \
    X(SEARCH_OFF, "INSERT INTO report_search(report_search, rowid, title, text)"                  \
                  " SELECT 'delete', report, title, text FROM report_text WHERE report = ?1")     \
    X(SENTENCE, "INSERT INTO sentence VALUES(?1, ?2, ?3, ?4)")                                    \
    X(REMOVED, "INSERT INTO removed VALUES(?1, ?2, ?3, ?4, ?5)")                                  \
    X(NOTE, "INSERT INTO note VALUES(?1, ?2, ?3)")                                                \
    X(SENTENCE_OFF, "DELETE FROM sentence WHERE report = ?1")                                     \
    X(REMOVED_OFF, "DELETE FROM removed WHERE report = ?1")                                       \
    X(NOTE_OFF, "DELETE FROM note WHERE report = ?1")                                             \
    X(ACCOUNT_OLD, "UPDATE account SET position = -1 WHERE report = ?1")                          \
    X(ACCOUNT, "INSERT INTO account(id, report, position, class, status, blame, confidence,"      \
               " code_acled, code_plover, code_cameo)"                                            \
               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"                                 \
               " ON CONFLICT(id) DO UPDATE SET position = ?3, class = ?4, status = ?5,"           \
               " blame = ?6, confidence = ?7, code_acled = ?8, code_plover = ?9,"                 \
               " code_cameo = ?10 WHERE account.report = ?2 AND account.position = -1"            \
               " RETURNING number")                                                               \
    X(BOX_GONE, "DELETE FROM place_box WHERE account IN"                                          \
                " (SELECT number FROM account WHERE report = ?1 AND position = -1)")              \
    X(ACCOUNT_GONE, "DELETE FROM account WHERE report = ?1 AND position = -1")                    \
    X(MENTION, "INSERT INTO mention VALUES(?1, ?2, ?3, ?4, ?5)")                                  \
    X(PARTY, "INSERT INTO party VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                      \
    X(MEANS, "INSERT INTO means VALUES(?1, ?2, ?3, ?4, ?5, ?6)")                                  \
    X(PLACE, "INSERT INTO place VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")            \
    X(PLACE_OTHER, "INSERT INTO place_other VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")     \
    X(PLACE_BOX, "INSERT INTO place_box VALUES(?1, ?2, ?2, ?3, ?3)")                              \
    X(DATE, "INSERT INTO date VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")                            \
    X(FIGURE, "INSERT INTO figure VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"      \
              " ?13, ?14, ?15, ?16, ?17, ?18)")                                                   \
    X(SOURCE, "INSERT INTO source VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")                            \
    X(BECAUSE, "INSERT INTO because VALUES(?1, ?2, ?3, ?4)")                                      \
    X(LIKENESS, "INSERT INTO likeness VALUES(?1, ?2)")                                            \
    X(LIKENESS_FIND, "SELECT signature FROM likeness WHERE report = ?1")                          \
    X(LIKENESS_OFF, "DELETE FROM likeness WHERE report = ?1")                                     \
    X(BAND, "INSERT INTO likeness_band VALUES(?1, ?2)")                                           \
    X(BAND_FIND, "SELECT report FROM likeness_band WHERE band = ?1 AND report <> ?2"              \
                 " ORDER BY report LIMIT 8")                                                      \
    X(BAND_OFF, "DELETE FROM likeness_band WHERE report = ?1")                                    \
    X(NEAR_COPY, "INSERT OR REPLACE INTO near_copy VALUES(?1, ?2, ?3)")                           \
    X(NEAR_COPY_OFF, "DELETE FROM near_copy WHERE report = ?1 OR other = ?1")                     \
    X(VISIT, "INSERT OR REPLACE INTO visit VALUES(?1, ?2, ?3)")                                   \
    X(VISIT_FIND, "SELECT etag, modified FROM visit WHERE url = ?1")

#define KHD_STORE_ENUM(name, sql) KHD_STORE_##name,
typedef enum { KHD_STORE_STATEMENTS(KHD_STORE_ENUM) KHD_STORE_STATEMENT_COUNT } khd_store_statement;

struct khd_store {
    sqlite3 *database;
    char *path;
    khd_store_mode mode;
    int64_t coder; /* row of the open batch's coder */
    sqlite3_stmt *statements[KHD_STORE_STATEMENT_COUNT];
};

/* Columns of a row that is being bound, left to right; the first failure sticks. */
typedef struct {
    khd_store *store;
    sqlite3_stmt *statement;
    int column, result;
} khd_row;

/* A row of a statement of the list; its columns are free to be bound from 1 on. */
khd_row khd_row_new(khd_store *store, khd_store_statement statement);
void khd_row_int(khd_row *row, int64_t value);
void khd_row_count(khd_row *row, int64_t value); /* negative: NULL */
void khd_row_number(khd_row *row, double value);
void khd_row_text(khd_row *row, const char *text); /* NULL or "": NULL */
void khd_row_bytes(khd_row *row, const char *text, size_t length);
void khd_row_blob(khd_row *row, const void *bytes, size_t length);
void khd_row_null(khd_row *row);
/* Runs it for no answer. */
KHD_MUST_USE khd_status khd_row_run(khd_row *row, khd_error *error);
/* Runs it for an answer of at most one row: *number is its first column, 0 for none. */
KHD_MUST_USE khd_status khd_row_find(khd_row *row, int64_t *number, khd_error *error);

/* One version of the tables: scripts of statements, each closed by NULL. */
typedef struct {
    const char *const *scripts[4];
} khd_store_version;

/* Version 2: incidents and decisions. */
extern const char *const khd_store_incident_tables[];

/* Version 3: near copies and visited addresses. */
extern const char *const khd_store_source_tables[];

/* The versions from 1 on. */
const khd_store_version *khd_store_versions(int *count);
/* Brings the tables to the last version, in a database that is checked. */
KHD_MUST_USE khd_status khd_store_migrate(khd_store *store, khd_error *error);
/* Checks that the file is ours; *version is 0 for a new one. */
KHD_MUST_USE khd_status khd_store_check(khd_store *store, int *version, khd_error *error);

/* zstd, into and out of memory of the caller's (free). */
KHD_MUST_USE khd_status khd_store_pack(const char *bytes, size_t length, char **out, size_t *n,
                                       khd_error *error);
KHD_MUST_USE khd_status khd_store_unpack(const void *bytes, size_t n, size_t length, char **out,
                                         khd_error *error);

#endif
