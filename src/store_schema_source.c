/* store_schema_source: the tables of near copies and of visited addresses. See
 * store_parts.h; what each column means stands in docs/store.md.
 */
#include "store_parts.h"

const char *const khd_store_source_tables[] = {
    "CREATE TABLE likeness("
    " report INTEGER PRIMARY KEY REFERENCES report(number) ON DELETE CASCADE,"
    " signature BLOB NOT NULL) STRICT",
    "CREATE TABLE likeness_band("
    " band INTEGER NOT NULL,"
    " report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,"
    " PRIMARY KEY(band, report)) STRICT, WITHOUT ROWID",
    "CREATE INDEX likeness_band_by_report ON likeness_band(report)",
    "CREATE TABLE near_copy("
    " report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,"
    " other INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,"
    " likeness REAL NOT NULL,"
    " PRIMARY KEY(report, other), CHECK(other < report)) STRICT, WITHOUT ROWID",
    "CREATE INDEX near_copy_by_other ON near_copy(other)",
    "CREATE TABLE visit("
    " url TEXT PRIMARY KEY,"
    " etag TEXT, modified TEXT) STRICT, WITHOUT ROWID",
    "CREATE VIEW near_copies AS"
    " SELECT r.id AS report, o.id AS other, n.likeness, r.title, r.publisher, r.published,"
    "  o.title AS other_title, o.publisher AS other_publisher, o.published AS other_published"
    " FROM near_copy n JOIN report r ON r.number = n.report JOIN report o ON o.number = n.other",
    NULL,
};
