/* store_schema_incident: the tables of incidents and of people's decisions about them. See
 * store_parts.h; what each column means stands in docs/store.md.
 *
 * Incidents are worked out anew from accounts and decisions whenever they are written;
 * decisions are the source, and only ever appended: triggers see to it.
 */
#include "store_parts.h"

const char *const khd_store_incident_tables[] = {
    "CREATE TABLE incident("
    " id TEXT PRIMARY KEY,"
    " class TEXT NOT NULL, status TEXT NOT NULL, blame TEXT NOT NULL,"
    " date_start TEXT, date_end TEXT, date_precision TEXT NOT NULL,"
    " city TEXT, admin1 TEXT, country TEXT, lat REAL, lon REAL, place_precision TEXT NOT NULL,"
    " accounts INTEGER NOT NULL, reports INTEGER NOT NULL, sources INTEGER NOT NULL,"
    " grade TEXT NOT NULL, grade_reason TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX incident_by_day ON incident(date_start)",
    "CREATE TABLE incident_account("
    " account TEXT PRIMARY KEY,"
    " incident TEXT NOT NULL REFERENCES incident(id) ON DELETE CASCADE) STRICT, WITHOUT ROWID",
    "CREATE INDEX incident_account_by_incident ON incident_account(incident)",
    "CREATE TABLE incident_relation("
    " incident TEXT NOT NULL REFERENCES incident(id) ON DELETE CASCADE,"
    " other TEXT NOT NULL REFERENCES incident(id) ON DELETE CASCADE,"
    " kind TEXT NOT NULL CHECK(kind IN ('part_of','summed_in')),"
    " PRIMARY KEY(incident, other, kind)) STRICT, WITHOUT ROWID",
    "CREATE TABLE incident_toll("
    " incident TEXT NOT NULL REFERENCES incident(id) ON DELETE CASCADE,"
    " rules TEXT NOT NULL, harm TEXT NOT NULL,"
    " low INTEGER, best INTEGER, high INTEGER,"
    " PRIMARY KEY(incident, rules, harm)) STRICT, WITHOUT ROWID",
    "CREATE TABLE decision("
    " number INTEGER PRIMARY KEY,"
    " kind TEXT NOT NULL CHECK(kind IN ('merge','split')),"
    " made_by TEXT, made_at TEXT, reason TEXT) STRICT",
    /* Side "one" belongs together; in a split side "other" stays apart from it. */
    "CREATE TABLE decision_account("
    " decision INTEGER NOT NULL REFERENCES decision(number),"
    " side TEXT NOT NULL CHECK(side IN ('one','other')),"
    " account TEXT NOT NULL,"
    " report TEXT NOT NULL, span_begin INTEGER, span_end INTEGER,"
    " PRIMARY KEY(decision, account)) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER decision_stays BEFORE UPDATE ON decision"
    " BEGIN SELECT raise(ABORT, 'decisions are never changed'); END",
    "CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision"
    " BEGIN SELECT raise(ABORT, 'decisions are never deleted'); END",
    "CREATE TRIGGER decision_account_stays BEFORE UPDATE ON decision_account"
    " BEGIN SELECT raise(ABORT, 'decisions are never changed'); END",
    "CREATE TRIGGER decision_account_is_kept BEFORE DELETE ON decision_account"
    " BEGIN SELECT raise(ABORT, 'decisions are never deleted'); END",
    "CREATE VIEW incidents AS"
    " SELECT i.id AS incident, i.class, i.status, i.blame, i.date_start, i.date_end,"
    "  i.date_precision, i.city, i.admin1, i.country, i.lat, i.lon, i.place_precision,"
    "  i.accounts, i.reports, i.sources, i.grade, i.grade_reason FROM incident i",
    "CREATE VIEW incident_accounts AS"
    " SELECT incident, account FROM incident_account",
    "CREATE VIEW incident_tolls AS"
    " SELECT incident, rules, harm, low, best, high FROM incident_toll",
    NULL,
};
