/* explain_parts: what the parts of explain share: the page, and the words that were
 * quoted, so that their sentences can be shown at the end.
 */
#ifndef KHD_EXPLAIN_PARTS_H
#define KHD_EXPLAIN_PARTS_H

#include "explain.h"
#include "page.h"

enum { KHD_EXPLAIN_LABEL = 4, KHD_EXPLAIN_VALUE = 15, KHD_EXPLAIN_MARKS = 256 };

typedef struct {
    khd_page page;
    khd_store *store;
    const khd_lexicon *lexicon; /* may be NULL */
    int64_t account, report;
    const char *text; /* of the report */
    size_t length;
    struct {
        khd_span span;
        khd_style style;
    } marks[KHD_EXPLAIN_MARKS];
    int mark_count;
    khd_status status;
    khd_error *error;
} khd_explaining;

/* Begins a row of the page; "" goes on with the one before. */
void khd_explain_row(khd_explaining *e, const char *label);
void khd_explain_plain(khd_explaining *e, const char *text);
void khd_explain_doubt(khd_explaining *e, const char *text);
/* Three columns from `column` on: words, begin, end. Quotes them and says where they
 * stand; false when there are none. */
bool khd_explain_quote(khd_explaining *e, sqlite3_stmt *row, int column, khd_style style);
/* The reasons that were written for a field, a row each. */
void khd_explain_reasons(khd_explaining *e, const char *field);
/* A statement about the account (?1) that must be stepped and finalized; NULL after
 * having noted why. */
sqlite3_stmt *khd_explain_ask(khd_explaining *e, const char *sql);
/* Steps it: false at the end, or on a failure, which is noted. */
bool khd_explain_step(khd_explaining *e, sqlite3_stmt *row);
/* The sentences of all that was quoted, with the words marked. */
void khd_explain_sentences(khd_explaining *e);

/* A row of a data table that a value was read by: "data/means.tsv:12, "mortar"". The row
 * is the one whose `column` is `value` and whose key is the longest in the words. */
void khd_explain_table(khd_explaining *e, const char *table, uint32_t column, const char *value,
                       const char *words);
/* The row of data/codes.tsv that gave the codes of a class. */
void khd_explain_codes(khd_explaining *e, const char *class_name, const char *acled,
                       const char *cameo);

#endif
