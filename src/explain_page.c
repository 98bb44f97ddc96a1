/* explain_page: rows, quotations, reasons and the sentences at the end. See
 * explain_parts.h. */
#include "explain_parts.h"

#include <string.h>

enum { BEFORE = 400, AFTER = 700 }; /* bytes of a long sentence that are shown */

void khd_explain_row(khd_explaining *e, const char *label)
{
    khd_page_line(&e->page, KHD_EXPLAIN_VALUE);
    khd_page_column(&e->page, KHD_EXPLAIN_LABEL);
    khd_page_text(&e->page, KHD_STYLE_LABEL, label);
    if (e->page.column >= KHD_EXPLAIN_VALUE)
        e->page.gap = true;
    else
        khd_page_column(&e->page, KHD_EXPLAIN_VALUE);
}

void khd_explain_plain(khd_explaining *e, const char *text)
{
    khd_page_text(&e->page, KHD_STYLE_PLAIN, text);
}

void khd_explain_doubt(khd_explaining *e, const char *text)
{
    khd_page_text(&e->page, KHD_STYLE_DOUBT, text);
}

/* ---- asking ---------------------------------------------------------------------------- */

sqlite3_stmt *khd_explain_ask(khd_explaining *e, const char *sql)
{
    sqlite3_stmt *row = NULL;
    if (!e->status)
        e->status = khd_store_prepare(e->store, sql, &row, e->error);
    if (row)
        sqlite3_bind_int64(row, 1, e->account);
    return row;
}

bool khd_explain_step(khd_explaining *e, sqlite3_stmt *row)
{
    int code = row ? sqlite3_step(row) : SQLITE_DONE;
    if (code != SQLITE_ROW && code != SQLITE_DONE && !e->status)
        e->status = khd_store_fail(e->store, e->error);
    return code == SQLITE_ROW;
}

/* The sentence that holds a byte: its number from 1, 0 for none. */
static int64_t find_sentence(khd_explaining *e, uint32_t at, khd_span *out)
{
    int64_t number = 0;
    sqlite3_stmt *row =
        khd_explain_ask(e, "SELECT position + 1, span_begin, span_end FROM sentence WHERE report ="
                           " (SELECT report FROM account WHERE number = ?1) AND span_begin <= ?2"
                           " AND span_end > ?2 LIMIT 1");
    if (row)
        sqlite3_bind_int64(row, 2, at);
    if (khd_explain_step(e, row)) {
        number = sqlite3_column_int64(row, 0);
        *out = (khd_span){(uint32_t)sqlite3_column_int64(row, 1),
                          (uint32_t)sqlite3_column_int64(row, 2)};
    }
    sqlite3_finalize(row);
    return number;
}

/* ---- quotations -------------------------------------------------------------------------- */

/* True for a span that lies in the text; what a damaged file says is not believed. */
static bool in_text(const khd_explaining *e, int64_t begin, int64_t end)
{
    return begin >= 0 && begin < end && (uint64_t)end <= e->length;
}

bool khd_explain_quote(khd_explaining *e, sqlite3_stmt *row, int column, khd_style style)
{
    if (sqlite3_column_type(row, column) == SQLITE_NULL)
        return false;
    int64_t begin = sqlite3_column_int64(row, column + 1);
    int64_t end = sqlite3_column_int64(row, column + 2);
    const char *words = khd_store_text(row, column);
    e->page.gap = e->page.column > KHD_EXPLAIN_VALUE;
    khd_page_text(&e->page, KHD_STYLE_QUOTE, words);
    if (!in_text(e, begin, end))
        return true;
    khd_span span = {(uint32_t)begin, (uint32_t)end}, sentence;
    int64_t number = find_sentence(e, span.begin, &sentence);
    if (number) {
        e->page.gap = true;
        khd_page_text(&e->page, KHD_STYLE_LABEL, "in sentence");
        e->page.gap = true;
        khd_page_int(&e->page, KHD_STYLE_LABEL, number);
    }
    if (e->mark_count < KHD_EXPLAIN_MARKS) {
        e->marks[e->mark_count].span = span;
        e->marks[e->mark_count++].style = style;
    }
    return true;
}

void khd_explain_reasons(khd_explaining *e, const char *field)
{
    sqlite3_stmt *row = khd_explain_ask(e, "SELECT reason FROM because WHERE account = ?1 AND"
                                           " (field = ?2 OR substr(field, 1, length(?2) + 1) ="
                                           " ?2 || '[') ORDER BY position");
    if (row)
        sqlite3_bind_text(row, 2, field, -1, SQLITE_STATIC);
    while (khd_explain_step(e, row)) {
        khd_explain_row(e, "");
        khd_explain_plain(e, "because ");
        khd_explain_plain(e, khd_store_text(row, 0));
    }
    sqlite3_finalize(row);
}

/* ---- sentences ------------------------------------------------------------------------------ */

/* The part of a long sentence around its first mark, between characters. */
static khd_span cut(const khd_explaining *e, khd_span s, uint32_t at)
{
    if (at > s.begin && at - s.begin > BEFORE)
        s.begin = at - BEFORE;
    if (s.end > at && s.end - at > AFTER)
        s.end = at + AFTER;
    while (s.begin < at && (e->text[s.begin] & 0xC0) == 0x80)
        s.begin++;
    while (s.end < e->length && s.end > s.begin && (e->text[s.end] & 0xC0) == 0x80)
        s.end--;
    return s;
}

static khd_style style_at(const khd_explaining *e, uint32_t byte)
{
    khd_style style = KHD_STYLE_PLAIN;
    for (int i = 0; i < e->mark_count; i++)
        if (e->marks[i].span.begin <= byte && byte < e->marks[i].span.end &&
            e->marks[i].style > style)
            style = e->marks[i].style;
    return style;
}

static void write_sentence(khd_explaining *e, int64_t number, khd_span whole, uint32_t at)
{
    khd_span s = cut(e, whole, at);
    khd_explain_row(e, "sentence ");
    khd_page_int(&e->page, KHD_STYLE_LABEL, number);
    e->page.gap = true;
    khd_explain_plain(e, s.begin > whole.begin ? "... " : "");
    for (uint32_t from = s.begin, to = from; from < s.end; from = to) {
        khd_style style = style_at(e, from);
        while (to < s.end && style_at(e, to) == style)
            to++;
        khd_page_bytes(&e->page, style, e->text + from, to - from);
    }
    khd_explain_plain(e, s.end < whole.end ? " ..." : "");
}

void khd_explain_sentences(khd_explaining *e)
{
    khd_page_line(&e->page, 0);
    int64_t last = 0;
    for (;;) { /* the next sentence in the order of the text */
        int64_t next = 0;
        khd_span whole = {0, 0};
        uint32_t at = 0;
        for (int i = 0; i < e->mark_count; i++) {
            khd_span sentence = {0, 0};
            int64_t number = find_sentence(e, e->marks[i].span.begin, &sentence);
            if (number <= last || (next && number >= next) ||
                !in_text(e, sentence.begin, sentence.end))
                continue;
            next = number;
            whole = sentence;
            at = e->marks[i].span.begin;
        }
        if (!next || e->status)
            return;
        write_sentence(e, next, whole, at);
        last = next;
    }
}
