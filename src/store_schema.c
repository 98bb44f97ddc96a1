/* store_schema: the tables, version by version. See store_parts.h; what each column
 * means stands in docs/store.md.
 *
 * A version is one script, run in one transaction on a database of the version
 * before. A script that was released is never changed: a change is a new version at
 * the end of the list. Dropping a table of reports or decisions is never one.
 */
#include "store_parts.h"

/* ---- version 1: reports and their accounts --------------------------------------- */

static const char *const report_tables[] = {
    "CREATE TABLE coder("
    " number INTEGER PRIMARY KEY,"
    " version TEXT NOT NULL,"
    " packs TEXT NOT NULL,"
    " UNIQUE(version, packs)) STRICT",
    "CREATE TABLE report("
    " number INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE,"
    " sha256 TEXT NOT NULL UNIQUE CHECK(length(sha256) = 64),"
    " kind TEXT NOT NULL CHECK(kind IN ('text','line')),"
    " name TEXT NOT NULL,"
    " text_sha256 TEXT NOT NULL CHECK(length(text_sha256) = 64),"
    " given_id TEXT, title TEXT, byline TEXT, publisher TEXT,"
    " published TEXT, dateline TEXT, url TEXT, language TEXT,"
    " length INTEGER NOT NULL,"
    " coder INTEGER NOT NULL REFERENCES coder(number)) STRICT",
    "CREATE INDEX report_by_text ON report(text_sha256)",
    "CREATE INDEX report_by_day ON report(published)",
    "CREATE TABLE original("
    " report INTEGER PRIMARY KEY REFERENCES report(number) ON DELETE CASCADE,"
    " length INTEGER NOT NULL,"
    " bytes BLOB NOT NULL,"
    " context TEXT NOT NULL) STRICT",
    "CREATE TABLE record("
    " report INTEGER PRIMARY KEY REFERENCES report(number) ON DELETE CASCADE,"
    " length INTEGER NOT NULL,"
    " json BLOB NOT NULL) STRICT",
    "CREATE TABLE report_text("
    " report INTEGER PRIMARY KEY REFERENCES report(number) ON DELETE CASCADE,"
    " title TEXT,"
    " text TEXT NOT NULL) STRICT",
    "CREATE VIRTUAL TABLE report_search USING fts5(title, text, content='report_text',"
    " content_rowid='report', tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TABLE sentence("
    " report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL,"
    " PRIMARY KEY(report, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE removed("
    " report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL,"
    " reason TEXT,"
    " PRIMARY KEY(report, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE note("
    " report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " text TEXT NOT NULL,"
    " PRIMARY KEY(report, position)) STRICT, WITHOUT ROWID",
    NULL,
};

static const char *const account_tables[] = {
    "CREATE TABLE account("
    " number INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE,"
    " report INTEGER NOT NULL REFERENCES report(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " class TEXT NOT NULL, status TEXT NOT NULL, blame TEXT NOT NULL,"
    " confidence REAL NOT NULL,"
    " code_acled TEXT, code_plover TEXT, code_cameo TEXT) STRICT",
    "CREATE INDEX account_by_report ON account(report, position)",
    "CREATE INDEX account_by_class ON account(class)",
    "CREATE TABLE mention("
    " account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " text TEXT, span_begin INTEGER, span_end INTEGER,"
    " PRIMARY KEY(account, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE party("
    " account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,"
    " side TEXT NOT NULL CHECK(side IN ('a','b')),"
    " position INTEGER NOT NULL,"
    " text TEXT, span_begin INTEGER, span_end INTEGER,"
    " name TEXT, actor TEXT, kind TEXT NOT NULL,"
    " PRIMARY KEY(account, side, position)) STRICT, WITHOUT ROWID",
    "CREATE INDEX party_by_actor ON party(actor) WHERE actor IS NOT NULL",
    "CREATE TABLE means("
    " account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " text TEXT, span_begin INTEGER, span_end INTEGER,"
    " kind TEXT,"
    " PRIMARY KEY(account, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE place("
    " account INTEGER PRIMARY KEY REFERENCES account(number) ON DELETE CASCADE,"
    " text TEXT, span_begin INTEGER, span_end INTEGER,"
    " city TEXT, admin1 TEXT, country TEXT, lat REAL, lon REAL,"
    " precision TEXT NOT NULL, gazetteer TEXT) STRICT",
    "CREATE INDEX place_by_country ON place(country, city)",
    "CREATE INDEX place_by_gazetteer ON place(gazetteer) WHERE gazetteer IS NOT NULL",
    "CREATE TABLE place_other("
    " account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " name TEXT, city TEXT, admin1 TEXT, country TEXT, lat REAL, lon REAL,"
    " precision TEXT NOT NULL, gazetteer TEXT,"
    " PRIMARY KEY(account, position)) STRICT, WITHOUT ROWID",
    "CREATE VIRTUAL TABLE place_box USING rtree(account, lat_min, lat_max, lon_min, lon_max)",
    "CREATE TABLE date("
    " account INTEGER PRIMARY KEY REFERENCES account(number) ON DELETE CASCADE,"
    " text TEXT, span_begin INTEGER, span_end INTEGER,"
    " start TEXT, end_date TEXT, precision TEXT NOT NULL, anchor TEXT) STRICT",
    "CREATE INDEX date_by_start ON date(start)",
    "CREATE TABLE figure("
    " account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " text TEXT, span_begin INTEGER, span_end INTEGER,"
    " harm TEXT NOT NULL, n INTEGER, n2 INTEGER, qualifier TEXT NOT NULL,"
    " who TEXT, who_begin INTEGER, who_end INTEGER,"
    " victim_group TEXT NOT NULL, victim_side TEXT NOT NULL, part_of INTEGER,"
    " source TEXT, source_begin INTEGER, source_end INTEGER,"
    " PRIMARY KEY(account, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE source("
    " account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " text TEXT, span_begin INTEGER, span_end INTEGER,"
    " name TEXT, kind TEXT NOT NULL,"
    " PRIMARY KEY(account, position)) STRICT, WITHOUT ROWID",
    "CREATE TABLE because("
    " account INTEGER NOT NULL REFERENCES account(number) ON DELETE CASCADE,"
    " position INTEGER NOT NULL,"
    " field TEXT NOT NULL, reason TEXT NOT NULL,"
    " PRIMARY KEY(account, position)) STRICT, WITHOUT ROWID",
    NULL,
};

/* The views are what SQL users are promised; the tables may grow. */
static const char *const report_views[] = {
    "CREATE VIEW reports AS"
    " SELECT r.id AS report, r.title, r.publisher, r.published, r.language, r.url, r.name,"
    "  r.given_id, r.sha256, r.length,"
    "  (SELECT count(*) FROM account a WHERE a.report = r.number) AS accounts,"
    "  (SELECT count(*) FROM report s WHERE s.text_sha256 = r.text_sha256) AS same_text,"
    "  (SELECT group_concat(n.text, ' | ') FROM note n WHERE n.report = r.number) AS notes,"
    "  c.version AS coded_by"
    " FROM report r JOIN coder c ON c.number = r.coder",
    "CREATE VIEW accounts AS"
    " SELECT a.id AS account, r.id AS report, a.class, a.status, a.blame,"
    "  d.start AS date_start, d.end_date AS date_end, d.precision AS date_precision,"
    "  p.text AS place_words, p.city, p.admin1, p.country, p.lat, p.lon,"
    "  p.precision AS place_precision, p.gazetteer,"
    "  (SELECT group_concat(coalesce(x.name, x.text), '; ')"
    "   FROM party x WHERE x.account = a.number AND x.side = 'a') AS side_a,"
    "  (SELECT group_concat(coalesce(x.name, x.text), '; ')"
    "   FROM party x WHERE x.account = a.number AND x.side = 'b') AS side_b,"
    "  (SELECT max(f.n) FROM figure f WHERE f.account = a.number AND f.harm = 'killed')"
    "   AS killed_most,"
    "  (SELECT max(f.n) FROM figure f WHERE f.account = a.number AND f.harm = 'injured')"
    "   AS injured_most,"
    "  (SELECT m.text FROM mention m WHERE m.account = a.number AND m.position = 0) AS trigger,"
    "  a.code_acled, a.code_plover, a.code_cameo, a.confidence,"
    "  r.publisher, r.published, r.title"
    " FROM account a JOIN report r ON r.number = a.report"
    " LEFT JOIN date d ON d.account = a.number LEFT JOIN place p ON p.account = a.number",
    "CREATE VIEW figures AS"
    " SELECT a.id AS account, r.id AS report, f.position, f.harm, f.n, f.n2, f.qualifier,"
    "  f.text AS words, f.who, f.victim_group, f.victim_side, f.part_of,"
    "  f.source, coalesce(f.source, r.publisher, 'the report itself') AS claimant,"
    "  a.class, d.start AS date_start, p.city, p.country"
    " FROM figure f JOIN account a ON a.number = f.account JOIN report r ON r.number = a.report"
    " LEFT JOIN date d ON d.account = a.number LEFT JOIN place p ON p.account = a.number",
    "CREATE VIEW parties AS"
    " SELECT a.id AS account, r.id AS report, x.side, x.position, x.name, x.actor, x.kind,"
    "  x.text AS words, a.blame, a.class, d.start AS date_start"
    " FROM party x JOIN account a ON a.number = x.account JOIN report r ON r.number = a.report"
    " LEFT JOIN date d ON d.account = a.number",
    "CREATE VIEW reasons AS"
    " SELECT a.id AS account, b.position, b.field, b.reason"
    " FROM because b JOIN account a ON a.number = b.account",
    NULL,
};

static const khd_store_version versions[] = {
    {{report_tables, account_tables, report_views}},
    {{khd_store_incident_tables}},
    {{khd_store_source_tables}},
};

const khd_store_version *khd_store_versions(int *count)
{
    *count = (int)(sizeof versions / sizeof *versions);
    return versions;
}
