/* explain: a stored account, value by value. See explain.h.
 *
 * Everything is read from the database, so that what is explained is what is stored,
 * whatever version coded it; only the rows of the data tables are looked up in the
 * tables of today.
 */
#include "explain_parts.h"

#include "status.h"

#include <stdlib.h>
#include <string.h>

/* ---- which account ------------------------------------------------------------------- */

/* The id itself, or the only one that begins with it. */
static khd_status find_account(khd_explaining *e, const char *id)
{
    sqlite3_stmt *row;
    khd_status status = khd_store_prepare(
        e->store,
        "SELECT number, report, id = ?1 FROM account WHERE id >= ?1 AND id < ?1 || char(127)"
        " AND substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 2",
        &row, e->error);
    if (status)
        return status;
    sqlite3_bind_text(row, 1, id, -1, SQLITE_STATIC);
    int found = 0;
    bool exact = false;
    for (; khd_explain_step(e, row) && !exact; found++) {
        if (found)
            continue;
        e->account = sqlite3_column_int64(row, 0);
        e->report = sqlite3_column_int64(row, 1);
        exact = sqlite3_column_int(row, 2) != 0;
    }
    sqlite3_finalize(row);
    if (e->status)
        return e->status;
    if (!found || !*id)
        return khd_error_set(e->error, KHD_INPUT, 0, "no account %s in this database", id);
    if (found > 1 && !exact)
        return khd_error_set(e->error, KHD_INPUT, 0,
                             "several accounts begin with %s: give more of the id", id);
    return KHD_OK;
}

/* ---- the head --------------------------------------------------------------------------- */

static void told(khd_explaining *e, const char *before, const char *text)
{
    if (!*text)
        return;
    khd_explain_plain(e, before);
    khd_explain_plain(e, text);
}

static void write_report(khd_explaining *e)
{
    sqlite3_stmt *row = khd_explain_ask(
        e, "SELECT a.id, r.id, r.title, r.publisher, r.published, r.name, c.version,"
           " a.confidence FROM account a JOIN report r ON r.number = a.report"
           " JOIN coder c ON c.number = r.coder WHERE a.number = ?1");
    if (khd_explain_step(e, row)) {
        khd_page_text(&e->page, KHD_STYLE_HEAD, khd_store_text(row, 0));
        khd_explain_row(e, "report");
        khd_explain_plain(e, khd_store_text(row, 1));
        told(e, ", ", khd_store_text(row, 2));
        told(e, ", ", khd_store_text(row, 3));
        told(e, ", published ", khd_store_text(row, 4));
        khd_explain_row(e, "from");
        khd_explain_plain(e, khd_store_text(row, 5));
        khd_explain_row(e, "coded by");
        khd_explain_plain(e, khd_store_text(row, 6));
        khd_explain_plain(e, ", confidence ");
        khd_buffer digits = {0};
        khd_buffer_fixed(&digits, sqlite3_column_double(row, 7), 2);
        khd_explain_plain(e, digits.v ? digits.v : "");
        khd_buffer_free(&digits);
    }
    sqlite3_finalize(row);
}

static void write_class(khd_explaining *e)
{
    sqlite3_stmt *row = khd_explain_ask(
        e, "SELECT class, status, code_acled, code_plover, code_cameo FROM account"
           " WHERE number = ?1");
    if (khd_explain_step(e, row)) {
        khd_explain_row(e, "class");
        khd_page_text(&e->page, KHD_STYLE_HEAD, khd_store_text(row, 0));
        khd_explain_reasons(e, "class");
        khd_explain_row(e, "status");
        khd_explain_plain(e, khd_store_text(row, 1));
        khd_explain_reasons(e, "status");
        khd_explain_row(e, "codes");
        khd_explain_plain(e, "acled ");
        khd_explain_plain(e, khd_store_text(row, 2));
        told(e, "; plover ", khd_store_text(row, 3));
        told(e, "; cameo ", khd_store_text(row, 4));
        khd_explain_codes(e, khd_store_text(row, 0), khd_store_text(row, 2),
                          khd_store_text(row, 4));
    }
    sqlite3_finalize(row);
    row = khd_explain_ask(e, "SELECT text, span_begin, span_end FROM mention WHERE account = ?1"
                             " ORDER BY position");
    for (int i = 0; khd_explain_step(e, row); i++) {
        khd_explain_row(e, i ? "also named" : "named");
        khd_explain_quote(e, row, 0, KHD_STYLE_TRIGGER);
    }
    sqlite3_finalize(row);
}

/* ---- parties and means -------------------------------------------------------------------- */

static void write_side(khd_explaining *e, const char *side, const char *field)
{
    sqlite3_stmt *row = khd_explain_ask(
        e, "SELECT text, span_begin, span_end, name, actor, kind, position FROM party"
           " WHERE account = ?1 AND side = ?2 ORDER BY position");
    if (row)
        sqlite3_bind_text(row, 2, side, -1, SQLITE_STATIC);
    int count = 0;
    for (; khd_explain_step(e, row); count++) {
        khd_explain_row(e, count ? "" : field);
        khd_explain_plain(e, khd_store_text(row, 3));
        told(e, ", ", khd_store_text(row, 5));
        khd_explain_quote(e, row, 0, KHD_STYLE_WORDS);
        if (*khd_store_text(row, 4))
            khd_explain_table(e, "actors", 1, khd_store_text(row, 4), khd_store_text(row, 0));
    }
    sqlite3_finalize(row);
    if (!count) {
        khd_explain_row(e, field);
        khd_explain_doubt(e, "not told");
    }
    khd_explain_reasons(e, field);
}

static void write_blame(khd_explaining *e)
{
    sqlite3_stmt *row = khd_explain_ask(e, "SELECT blame FROM account WHERE number = ?1");
    if (khd_explain_step(e, row)) {
        khd_explain_row(e, "blame");
        khd_explain_plain(e, khd_store_text(row, 0));
        if (!strcmp(khd_store_text(row, 0), "none"))
            khd_explain_doubt(e, " (default: nobody is named)");
    }
    sqlite3_finalize(row);
    khd_explain_reasons(e, "blame");
}

static void write_means(khd_explaining *e)
{
    sqlite3_stmt *row = khd_explain_ask(e, "SELECT text, span_begin, span_end, kind FROM means"
                                           " WHERE account = ?1 ORDER BY position");
    for (int i = 0; khd_explain_step(e, row); i++) {
        khd_explain_row(e, i ? "" : "means");
        khd_explain_plain(e, khd_store_text(row, 3));
        khd_explain_quote(e, row, 0, KHD_STYLE_WORDS);
        khd_explain_table(e, "means", 1, khd_store_text(row, 3), khd_store_text(row, 0));
    }
    sqlite3_finalize(row);
    khd_explain_reasons(e, "means");
}

/* ---- where and when -------------------------------------------------------------------------- */

/* Columns from `at` on: city, admin1, country, lat, lon, precision, gazetteer. */
static void write_reading(khd_explaining *e, sqlite3_stmt *row, int at)
{
    const char *before = "";
    for (int i = 0; i < 3; i++) {
        told(e, before, khd_store_text(row, at + i));
        if (*khd_store_text(row, at + i))
            before = ", ";
    }
    if (sqlite3_column_type(row, at + 3) != SQLITE_NULL) {
        khd_buffer point = {0};
        khd_buffer_text(&point, *before ? ", " : "");
        khd_buffer_fixed(&point, sqlite3_column_double(row, at + 3), 4);
        khd_buffer_text(&point, ", ");
        khd_buffer_fixed(&point, sqlite3_column_double(row, at + 4), 4);
        khd_explain_plain(e, point.v ? point.v : "");
        khd_buffer_free(&point);
        before = ", ";
    }
    told(e, before, khd_store_text(row, at + 5));
    told(e, ", ", khd_store_text(row, at + 6));
}

static void write_place(khd_explaining *e)
{
    sqlite3_stmt *row =
        khd_explain_ask(e, "SELECT city, admin1, country, lat, lon, precision, gazetteer, text,"
                           " span_begin, span_end FROM place WHERE account = ?1");
    if (khd_explain_step(e, row)) {
        bool found = strcmp(khd_store_text(row, 5), "none") != 0;
        khd_explain_row(e, "place");
        if (found)
            write_reading(e, row, 0);
        else
            khd_explain_doubt(e, sqlite3_column_type(row, 7) == SQLITE_NULL
                                     ? "not told"
                                     : "not in the gazetteer");
        if (!khd_explain_quote(e, row, 7, KHD_STYLE_WORDS) && found)
            khd_explain_doubt(e, " (default: no words of its own)");
    }
    sqlite3_finalize(row);
    khd_explain_reasons(e, "place");
    row = khd_explain_ask(e, "SELECT city, admin1, country, lat, lon, precision, gazetteer, name"
                             " FROM place_other WHERE account = ?1 ORDER BY position");
    while (khd_explain_step(e, row)) {
        khd_explain_row(e, "");
        khd_explain_plain(e, "rather than ");
        khd_explain_plain(e, khd_store_text(row, 7));
        khd_explain_plain(e, ": ");
        write_reading(e, row, 0);
    }
    sqlite3_finalize(row);
}

static void write_date(khd_explaining *e)
{
    sqlite3_stmt *row = khd_explain_ask(e, "SELECT start, end_date, precision, anchor, text,"
                                           " span_begin, span_end FROM date WHERE account = ?1");
    if (khd_explain_step(e, row)) {
        bool known = *khd_store_text(row, 0) != 0;
        bool quoted = sqlite3_column_type(row, 4) != SQLITE_NULL;
        khd_explain_row(e, "date");
        if (!known)
            khd_explain_doubt(e, quoted ? "no day: nothing to count from" : "not told");
        khd_explain_plain(e, khd_store_text(row, 0));
        if (known && strcmp(khd_store_text(row, 0), khd_store_text(row, 1)))
            told(e, " to ", khd_store_text(row, 1));
        if (known)
            told(e, ", ", khd_store_text(row, 2));
        told(e, ", counted from ", khd_store_text(row, 3));
        if (!khd_explain_quote(e, row, 4, KHD_STYLE_WORDS) && known)
            khd_explain_doubt(e, " (default: no words of its own)");
    }
    sqlite3_finalize(row);
    khd_explain_reasons(e, "date");
}

/* ---- figures and sources --------------------------------------------------------------------- */

/* Columns: text, begin, end, harm, n, n2, qualifier, who x3, group, side, part_of,
 * source x3. */
static void write_figure(khd_explaining *e, sqlite3_stmt *row)
{
    khd_explain_row(e, khd_store_text(row, 3));
    if (sqlite3_column_type(row, 4) == SQLITE_NULL) {
        khd_explain_doubt(e, "no number");
    } else {
        khd_page_int(&e->page, KHD_STYLE_VALUE, sqlite3_column_int64(row, 4));
        told(e, " to ", khd_store_text(row, 5));
    }
    told(e, ", ", khd_store_text(row, 6));
    khd_explain_quote(e, row, 0, KHD_STYLE_WORDS);
    if (sqlite3_column_type(row, 7) != SQLITE_NULL) {
        khd_explain_row(e, "");
        khd_explain_plain(e, "who: ");
        khd_explain_plain(e, khd_store_text(row, 10));
        told(e, ", of side ", khd_store_text(row, 11));
        khd_explain_quote(e, row, 7, KHD_STYLE_WORDS);
    }
    if (sqlite3_column_type(row, 12) != SQLITE_NULL) {
        khd_explain_row(e, "");
        khd_explain_plain(e, "part of figure ");
        khd_page_int(&e->page, KHD_STYLE_PLAIN, sqlite3_column_int64(row, 12) + 1);
        khd_explain_plain(e, " of this account");
    }
    khd_explain_row(e, "");
    khd_explain_plain(e, "says ");
    if (!khd_explain_quote(e, row, 13, KHD_STYLE_WORDS))
        khd_explain_doubt(e, "the report itself (default)");
}

static void write_figures(khd_explaining *e)
{
    sqlite3_stmt *row = khd_explain_ask(
        e, "SELECT text, span_begin, span_end, harm, n, n2, qualifier, who, who_begin, who_end,"
           " victim_group, victim_side, part_of, source, source_begin, source_end FROM figure"
           " WHERE account = ?1 ORDER BY position");
    while (khd_explain_step(e, row))
        write_figure(e, row);
    sqlite3_finalize(row);
    khd_explain_reasons(e, "casualties");
}

static void write_sources(khd_explaining *e)
{
    sqlite3_stmt *row =
        khd_explain_ask(e, "SELECT text, span_begin, span_end, name, kind FROM source"
                           " WHERE account = ?1 ORDER BY position");
    int count = 0;
    for (; khd_explain_step(e, row); count++) {
        khd_explain_row(e, count ? "" : "source");
        khd_explain_plain(e, khd_store_text(row, 3));
        told(e, *khd_store_text(row, 3) ? ", " : "", khd_store_text(row, 4));
        khd_explain_quote(e, row, 0, KHD_STYLE_WORDS);
        khd_explain_table(e, "sources", 2, khd_store_text(row, 4), khd_store_text(row, 0));
    }
    sqlite3_finalize(row);
    if (!count) {
        khd_explain_row(e, "source");
        khd_explain_doubt(e, "the report itself (default: nobody is named)");
    }
    khd_explain_reasons(e, "sources");
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static khd_status explain_with(khd_explaining *e)
{
    sqlite3_stmt *row = khd_explain_ask(
        e, "SELECT text FROM report_text WHERE report ="
           " (SELECT report FROM account WHERE number = ?1)");
    if (khd_explain_step(e, row)) { /* the text lives as long as the row stands */
        e->text = khd_store_text(row, 0);
        e->length = (size_t)sqlite3_column_bytes(row, 0);
        write_report(e);
        write_class(e);
        write_side(e, "a", "side_a");
        write_side(e, "b", "side_b");
        write_blame(e);
        write_means(e);
        write_place(e);
        write_date(e);
        write_figures(e);
        write_sources(e);
        khd_explain_sentences(e);
        khd_page_line(&e->page, 0);
    } else if (!e->status) {
        e->status = khd_error_set(e->error, KHD_DATA, 0, "the text of the report is gone");
    }
    sqlite3_finalize(row);
    if (!e->status && e->page.out->failed)
        e->status = khd_error_set(e->error, KHD_NOMEM, 0, "out of memory");
    return e->status;
}

khd_status khd_explain_account(khd_store *store, const khd_lexicon *lexicon, const char *id,
                               bool colour, khd_buffer *out, khd_error *error)
{
    khd_explaining *e = calloc(1, sizeof *e);
    if (!e)
        return khd_error_set(error, KHD_NOMEM, 0, "out of memory");
    e->page = (khd_page){.out = out, .colour = colour};
    e->store = store;
    e->lexicon = lexicon;
    e->error = error;
    khd_status status = find_account(e, id);
    if (!status)
        status = explain_with(e);
    free(e);
    return status;
}
