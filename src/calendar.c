/* calendar: see calendar.h. A small hand-written reader: optional weekday, then
 * one of the orders year-month-day, day-month-year, month-day-year. */
#include "calendar.h"

#include "utf8.h"

#include <string.h>

typedef struct {
    const char *text;
    size_t n, at;
} cursor;

static const char *const months[] = {"january", "february", "march",     "april",
                                     "may",     "june",     "july",      "august",
                                     "september", "october",  "november",  "december"};
static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};

/* Abbreviations in use: the first three letters, and those with four or five. */
static bool abbreviates(const char *word, size_t n, const char *name)
{
    if (n == strlen(name))
        return khd_utf8_is(word, n, name);
    static const char *const longer[] = {"sept", "tues", "weds", "thur", "thurs"};
    char lower[8] = {0};
    if (n < 3 || n > 5)
        return false;
    for (size_t i = 0; i < n; i++)
        lower[i] = (char)khd_utf8_lower((unsigned char)word[i] & 0x7F);
    if (strncmp(lower, name, 3) != 0)
        return false;
    if (n == 3)
        return true;
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
        if (!strcmp(lower, longer[i]))
            return true;
    return false;
}

static int find_name(const char *word, size_t n, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (khd_utf8_lower((unsigned char)*word & 0x7F) == (unsigned char)names[i][0] &&
            abbreviates(word, n, names[i]))
            return i;
    return -1;
}

int khd_calendar_month(const char *word, size_t n)
{
    return n ? find_name(word, n, months, 12) + 1 : 0;
}

int khd_calendar_weekday(const char *word, size_t n)
{
    return n ? find_name(word, n, weekdays, 7) : -1;
}

/* ---- the cursor ---------------------------------------------------------------- */

static unsigned class_here(const cursor *c)
{
    return khd_utf8_class_at(c->text + c->at, c->n - c->at);
}

static char byte_here(const cursor *c)
{
    return c->at < c->n ? c->text[c->at] : 0;
}

static bool digit_here(const cursor *c)
{
    return byte_here(c) >= '0' && byte_here(c) <= '9';
}

static void skip(cursor *c, const char *also)
{
    for (;;) {
        char b = byte_here(c);
        if (b && strchr(also, b)) {
            c->at++;
            continue;
        }
        uint32_t code;
        size_t length = khd_utf8_read(c->text + c->at, c->n - c->at, &code);
        unsigned k = length ? khd_utf8_class(code) : 0;
        if (!(k & KHD_CHAR_BLANK) || (k & KHD_CHAR_LINE))
            return;
        c->at += length;
    }
}

/* A run of ASCII letters; its length. */
static size_t read_letters(cursor *c, const char **word)
{
    *word = c->text + c->at;
    size_t from = c->at;
    while (c->at < c->n && (unsigned char)byte_here(c) < 0x80 && (class_here(c) & KHD_CHAR_LETTER))
        c->at++;
    return c->at - from;
}

/* A run of at most 8 digits; its length, 0 when it is none or longer. */
static size_t read_number(cursor *c, int *value)
{
    size_t from = c->at;
    *value = 0;
    for (; digit_here(c) && c->at - from < 9; c->at++)
        if (c->at - from < 8)
            *value = *value * 10 + (byte_here(c) - '0');
    return c->at - from > 8 ? 0 : c->at - from;
}

static int read_month(cursor *c)
{
    cursor start = *c;
    const char *word;
    size_t n = read_letters(c, &word);
    int month = khd_calendar_month(word, n);
    if (!month)
        *c = start;
    else if (byte_here(c) == '.' && n <= 4)
        c->at++;
    return month;
}

/* "st", "nd", "rd", "th" after a day of the month. */
static void skip_ordinal(cursor *c)
{
    cursor start = *c;
    const char *word;
    size_t n = read_letters(c, &word);
    if (!khd_utf8_is(word, n, "st") && !khd_utf8_is(word, n, "nd") && !khd_utf8_is(word, n, "rd") &&
        !khd_utf8_is(word, n, "th"))
        *c = start;
}

static void skip_weekday(cursor *c)
{
    cursor start = *c;
    const char *word;
    size_t n = read_letters(c, &word);
    if (khd_calendar_weekday(word, n) < 0) {
        *c = start;
        return;
    }
    skip(c, ",.");
}

/* True when no digit follows: the number was read to its end. */
static bool ends(const cursor *c)
{
    return !digit_here(c);
}

static bool year_ok(int year)
{
    return year >= 1900 && year < 2100;
}

/* ---- the orders -------------------------------------------------------------------- */

/* "May 24, 2016", "May 24th 2016", and "May 242016" where a comma was lost. */
static bool month_first(cursor *c, khd_day *day)
{
    int month = read_month(c), d, year;
    if (!month)
        return false;
    skip(c, "-");
    size_t digits = read_number(c, &d);
    if (digits == 5 || digits == 6) {
        year = d % 10000;
        d /= 10000;
    } else {
        if (!digits || digits > 2)
            return false;
        skip_ordinal(c);
        skip(c, ",-.");
        if (read_number(c, &year) != 4)
            return false;
    }
    if (!year_ok(year) || !ends(c))
        return false;
    *day = khd_day_from(year, month, d);
    return true;
}

/* "24 May 2016", "24th of May, 2016", "24-May-2016". */
static bool day_first(cursor *c, khd_day *day)
{
    int d, year;
    size_t digits = read_number(c, &d);
    if (!digits || digits > 2)
        return false;
    skip_ordinal(c);
    skip(c, "-");
    cursor of = *c;
    const char *word;
    size_t letters = read_letters(&of, &word);
    if (khd_utf8_is(word, letters, "of")) {
        *c = of;
        skip(c, "");
    }
    int month = read_month(c);
    if (!month)
        return false;
    skip(c, ",-");
    if (read_number(c, &year) != 4 || !year_ok(year) || !ends(c))
        return false;
    *day = khd_day_from(year, month, d);
    return true;
}

/* "T10:00:00Z", "T10:00+02:00" after an ISO date. */
static void skip_iso_time(cursor *c)
{
    if (byte_here(c) != 'T' || c->at + 1 >= c->n || c->text[c->at + 1] < '0' ||
        c->text[c->at + 1] > '9')
        return;
    c->at++;
    while (digit_here(c) || (byte_here(c) && strchr(":.+-Z", byte_here(c))))
        c->at++;
    while (c->text[c->at - 1] == '.' || c->text[c->at - 1] == ':')
        c->at--;
}

/* "2016-05-24", "2016/05/24". */
static bool year_first(cursor *c, khd_day *day)
{
    int year, month, d;
    if (read_number(c, &year) != 4 || !year_ok(year))
        return false;
    char separator = byte_here(c);
    if (separator != '-' && separator != '/' && separator != '.')
        return false;
    c->at++;
    size_t digits = read_number(c, &month);
    if (!digits || digits > 2 || byte_here(c) != separator)
        return false;
    c->at++;
    digits = read_number(c, &d);
    if (!digits || digits > 2 || !ends(c))
        return false;
    *day = khd_day_from(year, month, d);
    skip_iso_time(c);
    return true;
}

/* "24.05.2016" is day first everywhere; "24/05/2016" is told by the number above
 * 12, and cannot be told when there is none. */
static bool year_last(cursor *c, khd_day *day)
{
    int first, second, year;
    size_t digits = read_number(c, &first);
    char separator = byte_here(c);
    if (!digits || digits > 2 || !separator || !strchr("-/.", separator))
        return false;
    c->at++;
    digits = read_number(c, &second);
    if (!digits || digits > 2 || byte_here(c) != separator)
        return false;
    c->at++;
    if (read_number(c, &year) != 4 || !year_ok(year) || !ends(c))
        return false;
    if (separator == '.' || first > 12 || first == second)
        *day = khd_day_from(year, second, first);
    else if (second > 12)
        *day = khd_day_from(year, first, second);
    return true;
}

size_t khd_calendar_read(const char *text, size_t n, khd_day *day)
{
    static bool (*const orders[])(cursor *, khd_day *) = {year_first, year_last, day_first,
                                                          month_first};
    cursor start = {text, n, 0};
    skip_weekday(&start);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        cursor c = start;
        *day = KHD_NO_DAY;
        if (orders[i](&c, day))
            return c.at;
    }
    *day = KHD_NO_DAY;
    return 0;
}

size_t khd_calendar_read_day(const char *text, size_t n, int *month, int *day_of_month)
{
    cursor c = {text, n, 0};
    skip_weekday(&c);
    bool first = digit_here(&c);
    size_t digits = 0;
    *month = first ? 0 : read_month(&c);
    if (!first && !*month)
        return 0;
    skip(&c, "");
    digits = read_number(&c, day_of_month);
    if (!digits || digits > 2 || *day_of_month < 1 || *day_of_month > 31)
        return 0;
    skip_ordinal(&c);
    if (first) {
        skip(&c, "");
        *month = read_month(&c);
    }
    return *month ? c.at : 0;
}

khd_day khd_calendar_parse(const char *text)
{
    khd_day day;
    size_t n = text ? strlen(text) : 0, at = 0;
    while (at < n && (khd_utf8_class_at(text + at, n - at) & KHD_CHAR_BLANK))
        at++;
    if (n - at >= 8) {
        cursor c = {text, n, at};
        int packed; /* ISO 8601 basic: 20160524 */
        if (read_number(&c, &packed) == 8 && ends(&c) && year_ok(packed / 10000))
            return khd_day_from(packed / 10000, packed / 100 % 100, packed % 100);
    }
    return n && khd_calendar_read(text + at, n - at, &day) ? day : KHD_NO_DAY;
}
