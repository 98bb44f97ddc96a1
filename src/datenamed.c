/* datenamed: see datenamed.h. */
#include "datenamed.h"

#include "calendar.h"
#include "feast.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint8_t upos_at(const khd_datecontext *c, uint32_t i)
{
    return c->words.doc->tokens.v[c->words.v[i].token].upos;
}

static const char *const time_prepositions[] = {
    "in",      "since",  "until", "till",      "during", "by",    "of",     "from",
    "through", "before", "after", "between",   "for",    "to",    "and",    "late",
    "early",   "mid",    "last",  "this",      "next",   "on",    "around", "throughout",
    "about",   "circa",  "or",    "beginning", "ending", "ended", "past",   NULL};

/* ---- years -------------------------------------------------------------------- */

/* Four digits that can be a year. */
static bool year_digits(const khd_datecontext *c, uint32_t i)
{
    if (i >= c->words.n)
        return false;
    const khd_dateword *w = &c->words.v[i];
    return w->number >= 1000 && w->number < 2100 && strlen(w->key) == 4;
}

/* "nineteen ninety-six", "two thousand" */
static uint32_t year_words(const khd_datecontext *c, uint32_t i, int *year)
{
    int32_t a, b, d;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_NUMBER, &a), k, e;
    if (j == i || (k = khd_date_find(c, j, KHD_DATECLASS_NUMBER, &b)) == j)
        return i;
    int high = khd_dateword_int(&c->words, a), low = khd_dateword_int(&c->words, b);
    if (high == 2 && low == 1000) {
        *year = 2000;
        e = khd_date_find(c, k, KHD_DATECLASS_NUMBER, &d);
        if (e > k && khd_dateword_int(&c->words, d) < 100)
            *year += khd_dateword_int(&c->words, d);
        return e;
    }
    if (high < 13 || high > 20 || low < 10 || low > 90)
        return i;
    e = low >= 20 ? khd_date_find(c, k, KHD_DATECLASS_NUMBER, &d) : k;
    if (e > k && khd_dateword_int(&c->words, d) >= 10)
        e = k;
    *year = high * 100 + low + (e > k ? khd_dateword_int(&c->words, d) : 0);
    return e;
}

/* "last year", "this year": the year counted from the anchor. */
static uint32_t shifted_year(const khd_datecontext *c, uint32_t i, int *year)
{
    int32_t row;
    uint32_t j = i + (khd_date_is(c, i, "the") ? 1 : 0),
             k = khd_date_find(c, j, KHD_DATECLASS_SHIFT, &row);
    if (k == j || !khd_date_is(c, k, "year") || c->anchor == KHD_NO_DAY)
        return i;
    int y, m, d;
    khd_day_split(c->anchor, &y, &m, &d);
    *year = y + khd_dateword_int(&c->words, row);
    return k + 1;
}

uint32_t khd_datenamed_year(const khd_datecontext *c, uint32_t i, int *year)
{
    if (year_digits(c, i)) {
        *year = c->words.v[i].number;
        return i + 1;
    }
    return shifted_year(c, i, year);
}

/* True when the number at `i` counts things or money rather than years. */
static bool counts_things(const khd_datecontext *c, uint32_t i)
{
    static const char *const money[] = {"$",     "#",          "\xc2\xa3", "\xe2\x82\xac", "dlrs",
                                        "no.",   "usd",        "number",   "unit",         "flight",
                                        "route", "resolution", NULL};
    if (i > 0 && khd_date_is_any(c, i - 1, money))
        return true;
    if (i + 1 >= c->words.n)
        return false;
    const khd_token *next = &c->words.doc->tokens.v[c->words.v[i + 1].token];
    int32_t row;
    if (khd_date_is(c, i + 1, "%") || khd_date_is(c, i + 1, ":") ||
        khd_date_is(c, i + 1, "percent") ||
        khd_date_find(c, i + 1, KHD_DATECLASS_UNIT, &row) > i + 1 ||
        khd_date_find(c, i + 1, KHD_DATECLASS_ZONE, &row) > i + 1)
        return true;
    bool the = i > 0 && (khd_date_is(c, i - 1, "the") || khd_date_is(c, i - 1, "its") ||
                         khd_date_is(c, i - 1, "in") || khd_date_is(c, i - 1, "fiscal"));
    return next->upos == KHD_UPOS_NOUN && next->plural && !the;
}

/* A number that the reader took for a time or for part of a name or noun. */
static bool year_by_syntax(const khd_datecontext *c, uint32_t i)
{
    const khd_token *t = &c->words.doc->tokens.v[c->words.v[i].token];
    return t->upos == KHD_UPOS_NUM && t->head != KHD_NOTHING && t->deprel != KHD_DEPREL_OBJ &&
           t->deprel != KHD_DEPREL_NSUBJ && t->deprel != KHD_DEPREL_NSUBJ_PASS &&
           t->deprel != KHD_DEPREL_ROOT && c->words.v[i].number >= 1900;
}

static uint32_t read_year(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t j = i;
    int year = 0;
    bool led = i == 0 || year_by_syntax(c, i) || khd_date_is_any(c, i - 1, time_prepositions) ||
               khd_date_is(c, i - 1, "the") || khd_date_is(c, i - 1, "(") ||
               khd_date_is(c, i - 1, "a") || khd_date_is(c, i - 1, "-") ||
               khd_date_is(c, i - 1, "its") || khd_date_is(c, i - 1, "than");
    if (khd_date_is(c, j, "the") && khd_date_is(c, j + 1, "year"))
        led = true, j += 2;
    else if (khd_date_is(c, j, "fiscal") ||
             (khd_date_is(c, j, "calendar") && year_digits(c, j + 1)))
        led = true, j += 1 + khd_date_is(c, j + 1, "year");
    if (khd_date_is(c, i + 1, ")") && i > 0 && khd_date_is(c, i - 1, "("))
        led = true;
    if (!led || (j == i && i == 0 && upos_at(c, i) != KHD_UPOS_NUM))
        return i;
    uint32_t end = i;
    if (year_digits(c, j) && !counts_things(c, j)) {
        year = c->words.v[j].number;
        end = j + 1;
    } else if ((end = year_words(c, j, &year)) == j ||
               khd_date_find(c, end, KHD_DATECLASS_UNIT, &row) > end) {
        return i;
    }
    *when = khd_when_date(year, 0, 0);
    when->anchor = "text";
    return end;
}

/* "1990s", "the 90s", "1990's": years as a run of ten. */
static uint32_t read_decade(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    uint32_t j = i + (khd_date_is(c, i, "the") ? 1 : 0);
    if (j >= c->words.n)
        return i;
    const char *key = c->words.v[j].key + (c->words.v[j].key[0] == '\'');
    size_t n = strlen(key), digits = strspn(key, "0123456789");
    uint32_t end = j + 1;
    if (digits == n && (khd_date_is(c, end, "s") || khd_date_is(c, end, "'s")))
        end++;
    else if (digits == 0 || strcmp(key + digits, "s") != 0)
        return i;
    int32_t year = khd_dateword_digits(key, digits);
    if (digits == 2 && j > i)
        year += year < 20 ? 2000 : 1900;
    else if (digits != 4)
        return i;
    if (year % 10 || year < 1000 || year >= 2100)
        return i;
    *when = khd_when_decade(year);
    when->anchor = "text";
    return end;
}

static uint32_t read_century(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t j = i + (khd_date_is(c, i, "the") ? 1 : 0),
             k = khd_date_find(c, j, KHD_DATECLASS_ORDINAL, &row);
    if (k == j || !khd_date_is(c, k, "century") || khd_dateword_int(&c->words, row) < 2)
        return i;
    *when = khd_when_century(khd_dateword_int(&c->words, row));
    when->anchor = "text";
    return k + 1;
}

/* ---- months and days --------------------------------------------------------- */

/* A month's name; words that are also other words need a sign of time beside them. */
static uint32_t read_month_name(const khd_datecontext *c, uint32_t i, int *month)
{
    int32_t row;
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_MONTH, &row);
    if (end == i)
        return i;
    *month = khd_dateword_int(&c->words, row);
    const char *note = khd_dateword_note(&c->words, row);
    if (strcmp(note, "short") == 0 && khd_date_is(c, end, ".") && end + 1 < c->words.n &&
        c->words.v[end + 1].number > 0)
        end++;
    if (*note == 0)
        return end;
    int32_t ordinal;
    bool number = (end < c->words.n && c->words.v[end].number > 0) ||
                  (i > 0 && c->words.v[i - 1].number > 0) || (end > i + 1) ||
                  khd_date_find(c, end, KHD_DATECLASS_ORDINAL, &ordinal) > end;
    bool before =
        strcmp(note, "word") == 0 && i > 0 && khd_date_is_any(c, i - 1, time_prepositions);
    uint8_t upos = upos_at(c, i);
    if (!c->words.v[i].capital || upos == KHD_UPOS_AUX || upos == KHD_UPOS_VERB)
        return i;
    return number || before ? end : i;
}

/* Day of a month: "24", "24th", "twenty-fourth" as far as the table knows. */
static uint32_t read_day_number(const khd_datecontext *c, uint32_t i, int *day)
{
    int32_t row;
    if (i >= c->words.n)
        return i;
    const khd_dateword *w = &c->words.v[i];
    bool clock = khd_date_is(c, i + 1, ":") && i + 2 < c->words.n && c->words.v[i + 2].number >= 0;
    if (w->number >= 1 && w->number <= 31 && strlen(w->key) <= 2 && !clock &&
        !khd_date_is(c, i + 1, "%")) {
        *day = w->number;
        return i + 1;
    }
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_ORDINAL, &row);
    if (end > i)
        *day = khd_dateword_int(&c->words, row);
    return end;
}

/* The year that a month, or a day of it, most likely lies in. 0: not known. */
static int year_near(const khd_datecontext *c, int month, int day, const char **anchor)
{
    if (c->anchor == KHD_NO_DAY) {
        *anchor = c->year_told ? "text" : NULL;
        return c->year_told;
    }
    enum { DAYS_AHEAD = 90 }; /* how far ahead a day beside a past verb may lie */
    *anchor = c->anchor_name;
    int y, m, d, best = 0;
    int64_t best_gap = INT64_MAX;
    khd_day_split(c->anchor, &y, &m, &d);
    for (int year = y - 1; year <= y + 1; year++) {
        int64_t gap = day ? (int64_t)(year - y) * 372 + (month - m) * 31 + (day - d)
                          : (int64_t)(year - y) * 12 + month - m;
        bool wrong = day ? c->tense < 0 && gap > DAYS_AHEAD
                         : (c->tense > 0 && gap < 0) || (c->tense <= 0 && gap > 0);
        if (!wrong && llabs(gap) < best_gap) {
            best = year;
            best_gap = llabs(gap);
        }
    }
    return best ? best : y;
}

/* "to 26", "-26", "and 26" after a day: the second day of a span. */
static uint32_t read_second_day(const khd_datecontext *c, uint32_t i, int *day)
{
    static const char *const joiners[] = {"to", "until",        "and",          "through",
                                          "-",  "\xe2\x80\x93", "\xe2\x80\x94", NULL};
    int32_t row;
    bool joined = i < c->words.n && c->words.v[i].hyphen;
    if (!joined && !khd_date_is_any(c, i, joiners))
        return i;
    uint32_t j = joined ? i : i + 1, end = read_day_number(c, j, day);
    if (end == j || khd_date_find(c, end, KHD_DATECLASS_UNIT, &row) > end)
        return i;
    return end;
}

/* What follows a day or month: ", 2016", "2016", "last year", "of this year". */
static uint32_t read_year_after(const khd_datecontext *c, uint32_t i, int *year)
{
    uint32_t j =
        i + (khd_date_is(c, i, ",") || khd_date_is(c, i, "of") || khd_date_is(c, i, "in") ? 1 : 0);
    if (j > i && khd_date_is(c, i, ",") && !year_digits(c, j))
        return i;
    bool after_day = (i > 0 && c->words.v[i - 1].number >= 0) ||
                     (i > 1 && c->words.v[i - 2].number >= 0);
    if (year_digits(c, j) && j == i && !after_day && counts_things(c, j))
        return i;
    uint32_t end = khd_datenamed_year(c, j, year);
    if (end == j && khd_date_is(c, i, "of"))
        end = year_words(c, j, year);
    return end > j ? end : i;
}

typedef struct {
    int year, month, day, day2;
} parts;

/* Turns parts into days; a second day makes a span "start/end". */
static khd_when from_parts(const khd_datecontext *c, parts p)
{
    const char *anchor = "text";
    if (!p.year)
        p.year = year_near(c, p.month, p.day, &anchor);
    khd_when w = khd_when_date(p.year, p.month, p.day);
    if (w.start != KHD_NO_DAY)
        w.anchor = anchor;
    if (p.day2 > p.day) {
        khd_when last = khd_when_date(p.year, p.month, p.day2);
        char value[sizeof w.value];
        memcpy(value, w.value, sizeof value);
        snprintf(w.value, sizeof w.value, "%.10s/%.10s", value, last.value);
        w.last = last.last;
        if (w.last == KHD_NO_DAY)
            w.start = KHD_NO_DAY;
    }
    return w;
}

/* "May 24, 2016", "May 24-26", "May 2016", "May". */
static uint32_t read_month_first(const khd_datecontext *c, uint32_t i, parts *p)
{
    uint32_t j = read_month_name(c, i, &p->month), k;
    if (j == i)
        return i;
    if ((k = read_day_number(c, j + khd_date_is(c, j, "the"), &p->day)) >
        j + khd_date_is(c, j, "the")) {
        int32_t row;
        bool counted = khd_date_find(c, k, KHD_DATECLASS_UNIT, &row) > k;
        if (!counted) {
            j = read_second_day(c, k, &p->day2);
            return read_year_after(c, j, &p->year);
        }
        p->day = 0;
    }
    return read_year_after(c, j, &p->year);
}

/* "24 May 2016", "3 to 5 May", "the 24th of May". */
static uint32_t read_day_first(const khd_datecontext *c, uint32_t i, parts *p)
{
    uint32_t j = i + khd_date_is(c, i, "the"), k = read_day_number(c, j, &p->day);
    if (k == j)
        return i;
    uint32_t end = read_second_day(c, k, &p->day2);
    end += khd_date_is(c, end, "of");
    uint32_t month = read_month_name(c, end, &p->month);
    return month == end ? i : read_year_after(c, month, &p->year);
}

static uint32_t read_month_day(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_WEEKDAY, &row);
    bool weekday = j > i;
    if (weekday)
        j += khd_date_is(c, j, ",");
    parts a = {0}, b = {0};
    uint32_t end_a = read_month_first(c, j, &a), end_b = read_day_first(c, j, &b);
    parts p = end_b > j ? b : a;
    uint32_t end = end_b > j ? end_b : end_a;
    if (end == j || (weekday && !p.day))
        return i;
    *when = from_parts(c, p);
    return end;
}

/* "last November", "next May", "this September". */
static uint32_t read_shifted_month(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    int month;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_SHIFT, &row),
             end = read_month_name(c, j, &month);
    if (j == i || end == j)
        return i;
    *when = khd_when_date(0, month, 0);
    if (c->anchor == KHD_NO_DAY)
        return end;
    int y, m, d, shift = khd_dateword_int(&c->words, row);
    khd_day_split(c->anchor, &y, &m, &d);
    if (shift < 0)
        y -= month >= m;
    else if (shift > 0)
        y += month <= m;
    *when = khd_when_date(y, month, 0);
    when->anchor = c->anchor_name;
    return end;
}

/* "2016-05-24", "24/05/2016", "10/27/89": one token that begins with a digit. */
static uint32_t read_numeric(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    const khd_doc *doc = c->words.doc;
    const khd_token *t = &doc->tokens.v[c->words.v[i].token];
    uint32_t from = t->span.begin, last = i;
    if (doc->text[from] < '0' || doc->text[from] > '9')
        return i;
    while (last + 1 < c->words.n && last < i + 4 && doc->tokens.v[c->words.v[last + 1].token].glued)
        last++;
    khd_day day;
    uint32_t to = doc->tokens.v[c->words.v[last].token].span.end;
    size_t n = khd_calendar_read(doc->text + from, to - from, &day);
    if (n < 6 || memchr(doc->text + from, ' ', n))
        return i;
    uint32_t end = i + 1;
    while (end < c->words.n && doc->tokens.v[c->words.v[end].token].span.begin < from + n)
        end++;
    *when =
        day == KHD_NO_DAY ? khd_when_text(KHD_TIMEX_DATE, "XXXX-XX-XX") : khd_when_weekday(0, day);
    when->unit = KHD_UNIT_DAY;
    when->anchor = day == KHD_NO_DAY ? NULL : "text";
    return end;
}

/* ---- quarters, seasons, feasts ---------------------------------------------- */

/* The last quarter `q` that has begun by the anchor, or the next one. */
static khd_when quarter_near(const khd_datecontext *c, int q)
{
    if (c->anchor == KHD_NO_DAY)
        return khd_when_quarter(c->year_told, q);
    int y, m, d;
    khd_day_split(c->anchor, &y, &m, &d);
    khd_when w = khd_when_quarter((m - 1) / 3 + 1 < q && c->tense <= 0 ? y - 1 : y, q);
    w.anchor = c->anchor_name;
    return w;
}

/* "the third quarter", "this year's third quarter", "first quarter of 2016". */
static uint32_t read_quarter(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    int year = 0;
    uint32_t j = shifted_year(c, i, &year);
    if (j > i && khd_date_is(c, j, "'s"))
        j++;
    else
        j = i + khd_date_is(c, i, "the"), year = 0;
    j += khd_date_is(c, j, "fiscal") || khd_date_is(c, j, "financial");
    uint32_t k = khd_date_find(c, j, KHD_DATECLASS_ORDINAL, &row);
    int q = k > j ? khd_dateword_int(&c->words, row) : 0;
    k += khd_date_is(c, k, "fiscal");
    if (q < 1 || q > 4 || !khd_date_is(c, k, "quarter"))
        return i;
    uint32_t end = k + 1;
    if (!year)
        end = read_year_after(c, end, &year);
    *when = year ? khd_when_quarter(year, q) : quarter_near(c, q);
    return end;
}

static khd_when season_near(const khd_datecontext *c, const char *code, int shift, bool shifted)
{
    if (c->anchor == KHD_NO_DAY)
        return khd_when_season(0, code);
    int y, m, d;
    khd_day_split(c->anchor, &y, &m, &d);
    if (shifted && shift == 0)
        return khd_when_season(m <= 2 && strcmp(code, "WI") == 0 ? y - 1 : y, code);
    bool ahead = shift > 0 || (!shifted && c->tense > 0);
    khd_when best = khd_when_season(y - 1, code);
    for (int year = y - 2; year <= y + 1; year++) {
        khd_when w = khd_when_season(year, code);
        if (ahead && w.start > c->anchor)
            return w;
        if (!ahead && (shifted ? w.last : w.start) < c->anchor)
            best = w;
    }
    return best;
}

static uint32_t read_season(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, season;
    uint32_t j = i + khd_date_is(c, i, "the"), k = khd_date_find(c, j, KHD_DATECLASS_SHIFT, &row);
    bool shifted = k > j;
    uint32_t end = khd_date_find(c, k, KHD_DATECLASS_SEASON, &season);
    if (end == k)
        return i;
    int year = 0;
    const char *code = khd_dateword_value(&c->words, season);
    uint32_t after = shifted ? end : read_year_after(c, end, &year);
    bool word = strcmp(khd_dateword_note(&c->words, season), "word") == 0;
    bool in = i > 0 && (khd_date_is(c, i - 1, "in") || khd_date_is(c, i - 1, "since") ||
                        khd_date_is(c, i - 1, "by"));
    bool name = k > 0 && k == i && upos_at(c, k - 1) == KHD_UPOS_PROPN;
    if (name || (word && !shifted && !year && !in) || upos_at(c, k) == KHD_UPOS_VERB ||
        (year && j > i && word && strcmp(code, "FA") == 0 && !khd_date_is(c, end, "of")))
        return i;
    *when = year ? khd_when_season(year, code)
                 : season_near(c, code, shifted ? khd_dateword_int(&c->words, row) : 0, shifted);
    when->anchor = when->start == KHD_NO_DAY ? NULL : year ? "text" : c->anchor_name;
    return after;
}

static khd_when feast_when(khd_feast f)
{
    khd_when w = khd_when_weekday(0, f.first);
    if (f.last > f.first) {
        khd_when last = khd_when_weekday(0, f.last);
        char value[sizeof w.value];
        memcpy(value, w.value, sizeof value);
        snprintf(w.value, sizeof w.value, "%.10s/%.10s", value, last.value);
        w.last = last.last;
        w.precision = f.last - f.first > 7   ? KHD_DATE_PRECISION_MONTH
                      : f.last - f.first > 2 ? KHD_DATE_PRECISION_WEEK
                                             : KHD_DATE_PRECISION_DAY;
    }
    return w;
}

static uint32_t read_feast(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, shift;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_SHIFT, &shift);
    if (j == i)
        j += khd_date_is(c, i, "the");
    uint32_t end = khd_date_find(c, j, KHD_DATECLASS_FEAST, &row);
    if (end == j)
        return i;
    const khd_dateword *w = &c->words.v[end - 1];
    if (!c->words.v[j].capital && !w->capital)
        return i;
    int year = 0,
        side = j > i && shift != KHD_NOTHING ? khd_dateword_int(&c->words, shift) : c->tense;
    const char *rule = khd_dateword_value(&c->words, row);
    uint32_t after = read_year_after(c, end, &year);
    if (!year && c->anchor == KHD_NO_DAY)
        year = c->year_told;
    khd_feast f;
    *when = khd_when_text(KHD_TIMEX_DATE, "XXXX-XX-XX");
    if (year ? khd_feast_in_year(rule, year, &f)
             : c->anchor != KHD_NO_DAY && khd_feast_near(rule, c->anchor, side, &f)) {
        *when = feast_when(f);
        when->anchor = year ? "text" : c->anchor_name;
    } else if (rule[0] == 'G' && strlen(rule) >= 5) {
        snprintf(when->value, sizeof when->value, "XXXX-%.2s-%.2s", rule + 1, rule + 3);
    }
    return after;
}

uint32_t khd_datenamed_read(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    typedef uint32_t reader(const khd_datecontext *, uint32_t, khd_when *);
    static reader *const readers[] = {read_numeric, read_month_day, read_shifted_month,
                                      read_quarter, read_decade,    read_century,
                                      read_feast,   read_season,    read_year};
    uint32_t best = i;
    for (size_t r = 0; r < sizeof readers / sizeof *readers; r++) {
        khd_when w;
        uint32_t end = readers[r](c, i, &w);
        if (end > best) {
            best = end;
            *when = w;
        }
    }
    return best;
}
