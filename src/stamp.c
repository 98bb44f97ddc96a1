/* stamp: see stamp.h. Every line is read word by word, each word tried as a
 * reference number and as the start of a date. */
#include "stamp.h"

#include "calendar.h"
#include "paragraph.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 240, KEY = 40, NEAR_DAYS = 60 };

/* Where in its line a word stands. */
typedef struct {
    bool first;
    bool issue; /* set off from the headline, or behind a word such as "update" */
} place;

khd_stamp khd_stamp_none(void)
{
    return (khd_stamp){.issued = KHD_NO_DAY, .named = KHD_NO_DAY};
}

/* ---- reference numbers ------------------------------------------------------------------ */

/* `count` digits as a number, -1 when one of them is no digit. */
static int read_digits(const char *key, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (key[i] < '0' || key[i] > '9')
            return -1;
        value = value * 10 + (key[i] - '0');
    }
    return value;
}

static bool is_year(int year)
{
    return year >= 1900 && year < 2100;
}

/* What follows year and month in a reference number: "ca-125", "068"; two digits
 * alone are a day of the month. */
static bool is_serial(const char *rest, char separator)
{
    size_t letters = strspn(rest, "abcdefghijklmnopqrstuvwxyz");
    if (letters > 4 || (letters && rest[letters] != separator))
        return false;
    rest += letters ? letters + 1 : 0;
    size_t digits = strspn(rest, "0123456789");
    return !rest[digits] && digits <= 6 && digits >= (letters ? 1U : 3U);
}

/* "2013-09-CA-207": year and month of a reference number. */
static void read_reference(const char *key, size_t n, khd_stamp *stamp)
{
    if (n < 10 || (key[4] != '-' && key[4] != '/') || key[7] != key[4])
        return;
    int year = read_digits(key, 4), month = read_digits(key + 5, 2);
    if (!is_year(year) || month < 1 || month > 12 || !is_serial(key + 8, key[4]))
        return;
    stamp->clash = stamp->clash || (stamp->year && (year != stamp->year || month != stamp->month));
    stamp->year = year;
    stamp->month = month;
}

/* "20151102-03": a reference number that begins with the day of issue. */
static khd_day read_dated_reference(const char *key, size_t n)
{
    if (n < 10 || n > 12 || key[8] != '-' || read_digits(key + 9, n - 9) < 0)
        return KHD_NO_DAY;
    int year = read_digits(key, 4), month = read_digits(key + 4, 2), day = read_digits(key + 6, 2);
    return is_year(year) && month > 0 && day > 0 ? khd_day_from(year, month, day) : KHD_NO_DAY;
}

/* ---- dates ---------------------------------------------------------------------------------- */

/* Words right before the date of issue in a headline. */
static bool is_issue_word(const char *key)
{
    static const char *const words[] = {"update",   "release", "report",     "summary",
                                        "briefing", "brief",   "bulletin",   "statement",
                                        "roundup",  "sitrep",  "round-up",   "digest",
                                        "dispatch", "news",    "communique", "newsletter"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i], key))
            return true;
    return false;
}

static bool is_link_word(const char *key)
{
    return !strcmp(key, "for") || !strcmp(key, "on") || !strcmp(key, "dated") ||
           !strcmp(key, "issued");
}

/* Only closing marks stand between the date's end and the end of the line. */
static bool ends_line(const khd_doc *doc, uint32_t at, uint32_t end)
{
    while (at < end && strchr(").],;", doc->text[at]))
        at++;
    return khd_span_empty(khd_paragraph_trim(doc, (khd_span){at, end}));
}

/* A colon or a free dash behind the date parts it from the headline. */
static bool leads_line(const khd_doc *doc, uint32_t at, uint32_t end)
{
    if (at < end && doc->text[at] == ':')
        return true;
    khd_span next = khd_paragraph_word(doc, at, end);
    uint32_t code;
    size_t n = khd_utf8_read(doc->text + next.begin, end - next.begin, &code);
    return n && next.begin > at && next.begin + n == next.end &&
           (code == ':' || (khd_utf8_class(code) & KHD_CHAR_DASH));
}

/* Takes in the date at the start of `rest` when it opens or closes the line. False
 * when there is none. */
static bool read_date(const khd_doc *doc, khd_span rest, const place *at, khd_stamp *stamp)
{
    khd_day day;
    int month, day_of_month;
    const char *text = doc->text + rest.begin;
    size_t n = rest.end - rest.begin, taken = khd_calendar_read(text, n, &day);
    bool full = taken > 0;
    if (!full)
        taken = khd_calendar_read_day(text, n, &month, &day_of_month);
    khd_span span = {rest.begin, rest.begin + (uint32_t)taken};
    bool closes = taken && ends_line(doc, span.end, rest.end);
    bool opens = taken && at->first && (closes || leads_line(doc, span.end, rest.end));
    if (!opens && !closes)
        return false;
    if (full && (opens || at->issue) && stamp->issued == KHD_NO_DAY) {
        stamp->issued = day;
        stamp->issued_span = span;
    } else if (full && stamp->named == KHD_NO_DAY) {
        stamp->named = day;
    } else if (!full && !stamp->partial_month) {
        stamp->partial_month = month;
        stamp->partial_day = day_of_month;
        stamp->partial_span = span;
    }
    return true;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void read_word(const khd_doc *doc, khd_span word, khd_stamp *stamp)
{
    char key[KEY];
    size_t n = khd_paragraph_key(doc, word, key, sizeof key);
    khd_day day = read_dated_reference(key, n);
    read_reference(key, n, stamp);
    if (day != KHD_NO_DAY && stamp->issued == KHD_NO_DAY) {
        stamp->issued = day;
        stamp->issued_span = word;
    }
}

/* Whether a date behind the word would be set off from the headline or follow a
 * word of issue; *by is set for the rest of a line of the author. */
static bool leads_to_date(const khd_doc *doc, khd_span word, const place *at, bool *by)
{
    char key[KEY];
    size_t n = khd_paragraph_key(doc, word, key, sizeof key);
    bool mark = !n && word.end - word.begin <= 3; /* a dash or bar of its own */
    *by = *by || (at->first && n && !strcmp(key, "by"));
    if (*by || mark || doc->text[word.end - 1] == ',' || doc->text[word.end - 1] == ':')
        return true;
    return n && (is_issue_word(key) || (at->issue && is_link_word(key)));
}

void khd_stamp_read(const khd_doc *doc, khd_span line, khd_stamp *stamp)
{
    place at = {.first = true};
    bool by = false;
    if (line.end - line.begin > LINE_BYTES)
        return;
    for (khd_span w = khd_paragraph_word(doc, line.begin, line.end); !khd_span_empty(w);
         w = khd_paragraph_word(doc, w.end, line.end)) {
        bool bracket = doc->text[w.begin] == '(' || doc->text[w.begin] == '[';
        at.issue = at.issue || bracket;
        read_word(doc, w, stamp);
        if (read_date(doc, (khd_span){w.begin + bracket, line.end}, &at, stamp))
            return;
        at.issue = leads_to_date(doc, w, &at, &by);
        at.first = false;
    }
}

/* ---- days -------------------------------------------------------------------------------------
 */

static bool gives_year(const khd_stamp *stamp, int month)
{
    return stamp->year && !stamp->clash && stamp->month == month;
}

khd_day khd_stamp_issued(const khd_stamp *stamp, khd_span *span)
{
    *span = stamp->issued_span;
    if (stamp->issued != KHD_NO_DAY || !gives_year(stamp, stamp->partial_month))
        return stamp->issued;
    *span = stamp->partial_span;
    return khd_day_from(stamp->year, stamp->partial_month, stamp->partial_day);
}

khd_day khd_stamp_complete(const khd_stamp *stamp, int month, int day)
{
    int year, named_month, named_day;
    if (!month)
        return KHD_NO_DAY;
    if (stamp->named != KHD_NO_DAY) {
        khd_day_split(stamp->named, &year, &named_month, &named_day);
        if (named_month == month && named_day == day)
            return stamp->named;
    }
    return gives_year(stamp, month) ? khd_day_from(stamp->year, month, day) : KHD_NO_DAY;
}

khd_day khd_stamp_nearest(khd_day near, int month, int day)
{
    int year, m, d;
    khd_day best = KHD_NO_DAY;
    if (near == KHD_NO_DAY || !month)
        return KHD_NO_DAY;
    khd_day_split(near, &year, &m, &d);
    for (int y = year - 1; y <= year + 1; y++) {
        khd_day then = khd_day_from(y, month, day);
        if (then != KHD_NO_DAY && abs(then - near) <= NEAR_DAYS)
            best = then;
    }
    return best;
}
