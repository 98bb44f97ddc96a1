/* query_parts: what finding and writing share. */
#ifndef KHD_QUERY_PARTS_H
#define KHD_QUERY_PARTS_H

#include "query.h"

/* X(NAME, "heading", "SQL"): columns of an answer, of the view `accounts`. */
#define KHD_QUERY_COLUMNS(X)                                                                      \
    X(ACCOUNT, "account", "v.account")                                                            \
    X(REPORT, "report", "v.report")                                                               \
    X(DATE_START, "date_start", "v.date_start")                                                   \
    X(DATE_END, "date_end", "v.date_end")                                                         \
    X(CLASS, "class", "v.class")                                                                  \
    X(STATUS, "status", "v.status")                                                               \
    X(PLACE_WORDS, "place_words", "v.place_words")                                                \
    X(CITY, "city", "v.city")                                                                     \
    X(ADMIN1, "admin1", "v.admin1")                                                               \
    X(COUNTRY, "country", "v.country")                                                            \
    X(LAT, "lat", "v.lat")                                                                        \
    X(LON, "lon", "v.lon")                                                                        \
    X(PLACE_PRECISION, "place_precision", "v.place_precision")                                    \
    X(SIDE_A, "side_a", "v.side_a")                                                               \
    X(SIDE_B, "side_b", "v.side_b")                                                               \
    X(BLAME, "blame", "v.blame")                                                                  \
    X(KILLED_MOST, "killed_most", "v.killed_most")                                                \
    X(INJURED_MOST, "injured_most", "v.injured_most")                                             \
    X(TRIGGER, "trigger", "v.trigger")                                                            \
    X(CONFIDENCE, "confidence", "v.confidence")                                                   \
    X(PUBLISHER, "publisher", "v.publisher")                                                      \
    X(PUBLISHED, "published", "v.published")                                                      \
    X(TITLE, "title", "v.title")                                                                  \
    X(SENTENCE, "sentence",                                                                       \
      "(SELECT CAST(substr(CAST(t.text AS BLOB), s.span_begin + 1, s.span_end - s.span_begin)"    \
      " AS TEXT) FROM mention m JOIN sentence s ON s.report = a.report"                           \
      " AND s.span_begin <= m.span_begin AND s.span_end > m.span_begin"                           \
      " JOIN report_text t ON t.report = a.report"                                                \
      " WHERE m.account = a.number AND m.position = 0)")

#define KHD_QUERY_ENUM(name, heading, sql) KHD_QUERY_##name,
enum khd_query_column { KHD_QUERY_COLUMNS(KHD_QUERY_ENUM) KHD_QUERY_COLUMN_COUNT };

/* Heading of a column, NULL past the last. */
const char *khd_query_heading(int column);

/* Writes what comes before the rows, one row, and what comes behind `count` rows. */
void khd_query_write_head(khd_buffer *out, khd_query_format format);
void khd_query_write_row(khd_buffer *out, khd_query_format format, sqlite3_stmt *row);

#endif
