/* daterelative: see daterelative.h. */
#include "daterelative.h"

#include <stdio.h>
#include <string.h>

static uint32_t find(const khd_datecontext *c, uint32_t i, enum khd_dateclass kind, int32_t *row)
{
    uint32_t end = i;
    *row = khd_dateword_find(&c->words, i, kind, &end);
    return *row == KHD_NOTHING ? i : end;
}

static bool is(const khd_datecontext *c, uint32_t i, const char *text)
{
    return khd_dateword_is(&c->words, i, text);
}

static bool is_one_of(const khd_datecontext *c, uint32_t i, const char *const *list)
{
    for (; *list; list++)
        if (is(c, i, *list))
            return true;
    return false;
}

static const char *note(const khd_datecontext *c, int32_t row)
{
    return khd_dateword_note(&c->words, row);
}

static uint32_t find_unit(const khd_datecontext *c, uint32_t i, uint8_t *unit, bool *plural)
{
    int32_t row;
    uint32_t end = find(c, i, KHD_DATECLASS_UNIT, &row);
    if (end == i)
        return i;
    *unit = khd_unit_find(khd_dateword_value(&c->words, row));
    *plural = strcmp(note(c, row), "plural") == 0;
    return end;
}

/* The period counted from the report's day, or from the day that the text told. */
static khd_when period_from(const khd_datecontext *c, uint8_t unit, int64_t shift, bool text)
{
    khd_day told = unit >= KHD_UNIT_MONTH ? c->told_long : c->told;
    khd_when w = khd_when_period(unit, text ? told : c->anchor, shift);
    if (w.start != KHD_NO_DAY)
        w.anchor = text ? "text" : c->anchor_name;
    return w;
}

/* ---- weekdays ------------------------------------------------------------------- */

static khd_day weekday_day(const khd_datecontext *c, int weekday, int shift, bool shifted)
{
    if (c->anchor == KHD_NO_DAY)
        return KHD_NO_DAY;
    int back = (khd_day_weekday(c->anchor) - (weekday - 1) + 7) % 7;
    if (shifted && shift < 0)
        return c->anchor - (back ? back : 7);
    if ((shifted && shift > 0) || (!shifted && c->tense > 0 && back))
        return c->anchor - back + 7;
    if (shifted)
        return c->tense >= 0 && back ? c->anchor - back + 7 : c->anchor - back;
    return c->anchor - back;
}

/* "Friday", "last Friday", "every Friday", "Fridays", "Monday of last week". */
static uint32_t read_weekday(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, shift, every;
    uint32_t e = find(c, i, KHD_DATECLASS_EVERY, &every);
    uint32_t the = e == i && is(c, i, "the") ? i + 1 : e;
    uint32_t j = find(c, the, KHD_DATECLASS_SHIFT, &shift);
    uint32_t end = find(c, j, KHD_DATECLASS_WEEKDAY, &row);
    if (end == j || (j == the && the > e))
        return i;
    bool capital = c->words.v[j].capital;
    int weekday = khd_dateword_int(&c->words, row);
    bool plural = strcmp(note(c, row), "plural") == 0;
    bool abbreviation = strcmp(note(c, row), "short") == 0;
    uint32_t next = end + is(c, end, ",");
    if (!capital || (abbreviation && find(c, next, KHD_DATECLASS_MONTH, &every) == next &&
                     (next >= c->words.n || c->words.v[next].number < 0)))
        return i;
    if (plural || e > i) {
        *when = khd_when_weekday(weekday, KHD_NO_DAY);
        when->type = KHD_TIMEX_SET;
        return end;
    }
    bool text = j > the && strcmp(note(c, shift), "text") == 0 && c->told != KHD_NO_DAY;
    khd_datecontext from = *c;
    if (text) {
        from.anchor = c->told;
        from.anchor_name = "text";
    }
    khd_day day = weekday_day(&from, weekday, j > the ? khd_dateword_int(&c->words, shift) : 0,
                              j > the);
    uint32_t week = end + is(c, end, "of"), k = find(c, week, KHD_DATECLASS_SHIFT, &shift);
    if (k > week && is(c, k, "week")) {
        khd_when w = period_from(c, KHD_UNIT_WEEK, khd_dateword_int(&c->words, shift), false);
        day = w.start == KHD_NO_DAY ? KHD_NO_DAY : w.start + weekday - 1;
        end = k + 1;
    }
    *when = khd_when_weekday(weekday, day);
    when->anchor = day == KHD_NO_DAY ? NULL : from.anchor_name;
    return end;
}

/* ---- parts of the day, clock ----------------------------------------------------- */

/* Appends a part of day; a night runs into the next morning. */
static void add_part(const khd_datecontext *c, khd_when *w, const char *part)
{
    khd_when_clock(w, part);
    if (strcmp(part, "NI") == 0 && w->last != KHD_NO_DAY && w->last < INT32_MAX &&
        (c->anchor == KHD_NO_DAY || w->last < c->anchor))
        w->last++;
}

/* "today", "yesterday", "tonight", "last night", "overnight". */
static uint32_t read_day_word(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t end = find(c, i, KHD_DATECLASS_DAY, &row);
    if (end == i)
        return i;
    if (i > 0 && c->words.v[i].capital &&
        c->words.doc->tokens.v[c->words.v[i - 1].token].upos == KHD_UPOS_PROPN)
        return i; /* "USA Today" */
    int shift = khd_dateword_int(&c->words, row);
    if (strcmp(note(c, row), "overnight") == 0) {
        *when = period_from(c, KHD_UNIT_DAY, 0, false);
        if (when->start != KHD_NO_DAY)
            when->start--;
        khd_when_clock(when, "NI");
        return end;
    }
    *when = period_from(c, KHD_UNIT_DAY, shift, false);
    if (*note(c, row))
        add_part(c, when, note(c, row));
    return end;
}

/* "this morning", "that night", "the same evening", "the night", "the morning". */
static uint32_t read_part(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, det;
    uint32_t the = find(c, i, KHD_DATECLASS_DET, &det);
    uint32_t j = find(c, the, KHD_DATECLASS_SHIFT, &row);
    bool shifted = j > the;
    int shift = shifted ? khd_dateword_int(&c->words, row) : 0;
    bool text = shifted && strcmp(note(c, row), "text") == 0;
    if (is(c, i, "that"))
        text = true;
    if (!shifted && !text && !(the > i && is(c, i, "the")))
        return i;
    uint32_t end = find(c, j, KHD_DATECLASS_PART, &row);
    if (end == j || strcmp(note(c, row), "plural") == 0)
        return i;
    const char *part = khd_dateword_value(&c->words, row);
    if (!shifted && !text) { /* "during the night": of the report or of the day told */
        static const char *const before[] = {"during", "in", "throughout", "through", NULL};
        if (i == 0 || !is_one_of(c, i - 1, before))
            return i;
        text = c->told != KHD_NO_DAY;
    }
    *when = period_from(c, KHD_UNIT_DAY, shift, text);
    if (!shifted && !text && strcmp(part, "NI") == 0 && when->start != KHD_NO_DAY)
        when->start--;
    add_part(c, when, part);
    return end;
}

/* "at dawn", "before sunset": a part of the day told or of the report's day. */
static uint32_t read_dawn(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    static const char *const before[] = {"at", "before", "after", "by", "until", "since", NULL};
    static const char *const parts[] = {"dawn",   "daybreak", "sunrise",  "dusk",
                                        "sunset", "sundown",  "nightfall", NULL};
    int32_t row;
    uint32_t end = find(c, i, KHD_DATECLASS_PART, &row);
    if (end == i || i == 0 || !is_one_of(c, i - 1, before) || !is_one_of(c, i, parts))
        return i;
    *when = period_from(c, KHD_UNIT_DAY, 0, c->told != KHD_NO_DAY);
    khd_when_clock(when, khd_dateword_value(&c->words, row));
    return end;
}

static bool clock_digits(const char *key, char clock[8], const char **rest)
{
    size_t n = strspn(key, "0123456789");
    int32_t hour = khd_dateword_digits(key, n), minute = 0;
    *rest = key + n;
    if (n == 3 || n == 4) {
        minute = hour % 100;
        hour /= 100;
    } else if (n == 0 || n > 2) {
        return false;
    }
    if ((key[n] == ':' || key[n] == '.') && n <= 2 && strspn(key + n + 1, "0123456789") == 2) {
        minute = khd_dateword_digits(key + n + 1, 2);
        *rest = key + n + 3;
    }
    if (hour < 0 || hour > 24 || minute > 59)
        return false;
    snprintf(clock, 8, "%02d:%02d", (int)(hour % 100), (int)(minute % 100));
    return true;
}

static void add_pm(char clock[8])
{
    int hour = (clock[0] - '0') * 10 + (clock[1] - '0');
    if (hour < 12)
        hour += 12;
    clock[0] = (char)('0' + hour / 10);
    clock[1] = (char)('0' + hour % 10);
}

uint32_t khd_daterelative_clock(const khd_datecontext *c, uint32_t i, char clock[8])
{
    int32_t row;
    uint32_t end = find(c, i, KHD_DATECLASS_CLOCK, &row), zone;
    if (end > i) {
        snprintf(clock, 8, "%.5s", khd_dateword_value(&c->words, row));
        return end;
    }
    const char *rest;
    if (i >= c->words.n || !clock_digits(c->words.v[i].key, clock, &rest))
        return i;
    end = i + 1;
    bool colon = strchr(c->words.v[i].key, ':') != NULL, half = false;
    if (!colon && is(c, end, ":") && end + 1 < c->words.n && c->words.v[end + 1].number >= 0 &&
        c->words.v[end + 1].number < 60 && strlen(c->words.v[end + 1].key) == 2) {
        snprintf(clock + 3, 5, "%02d", (int)c->words.v[end + 1].number % 100);
        end += 2;
        colon = true;
    }
    if (*rest) {
        half = strcmp(rest, "am") == 0 || strcmp(rest, "pm") == 0;
        if (!half && strcmp(rest, "h") != 0)
            return i;
        row = half ? khd_table_find(c->words.table, rest) : KHD_NOTHING;
    } else if ((zone = find(c, end, KHD_DATECLASS_AMPM, &row)) > end) {
        half = true;
        end = zone;
    }
    if (half && row != KHD_NOTHING && strcmp(khd_dateword_value(&c->words, row), "PM") == 0)
        add_pm(clock);
    if (!half && (is(c, end, "in") || is(c, end, "at")) && is(c, end + 1, "the") &&
        find(c, end + 2, KHD_DATECLASS_PART, &row) > end + 2)
        return end + 3;
    zone = find(c, end, KHD_DATECLASS_ZONE, &row);
    if (zone == end && is(c, end, "(") && find(c, end + 1, KHD_DATECLASS_ZONE, &row) > end + 1 &&
        is(c, end + 2, ")"))
        zone = end + 3;
    return half || colon || zone > end || *rest ? zone : i;
}

static uint32_t read_clock(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    char clock[8];
    uint32_t end = khd_daterelative_clock(c, i, clock);
    if (end == i)
        return i;
    *when = period_from(c, KHD_UNIT_DAY, 0, c->told != KHD_NO_DAY);
    when->unit = KHD_UNIT_HOUR;
    khd_when_clock(when, clock);
    return end;
}

/* ---- quantities of time ------------------------------------------------------ */

typedef struct {
    char text[16];  /* "3", "X", "2.5" */
    int64_t n;      /* KHD_NOTHING when vague */
    bool article;   /* a, an */
} amount;

static uint32_t read_number_words(const khd_datecontext *c, uint32_t i, int64_t *n)
{
    enum { WORDS_MAX = 6 };
    uint32_t j = i;
    int64_t total = 0, part = 0;
    int32_t row;
    for (uint32_t k; j < i + WORDS_MAX && (k = find(c, j, KHD_DATECLASS_NUMBER, &row)) > j; j = k) {
        int v = khd_dateword_int(&c->words, row);
        if (v < 0)
            break;
        if (v == 100) {
            part = (part ? part : 1) * 100;
        } else if (v == 1000) {
            total += (part ? part : 1) * 1000;
            part = 0;
        } else if (v == 12 && is(c, j, "dozen")) {
            part = (part ? part : 1) * 12;
        } else {
            part += v;
        }
        if (is(c, k, "and") && v >= 100 && find(c, k + 1, KHD_DATECLASS_NUMBER, &row) > k + 1)
            k++;
    }
    *n = total + part;
    return j;
}

/* "and a half", "1/2" after a number. */
static uint32_t read_and_half(const khd_datecontext *c, uint32_t i)
{
    if (is(c, i, "and") && is(c, i + 1, "a") && is(c, i + 2, "half"))
        return i + 3;
    if (is(c, i, "1/2") || is(c, i, "\xc2\xbd"))
        return i + 1;
    if ((is(c, i, "1") && is(c, i + 1, "/") && is(c, i + 2, "2")))
        return i + 3;
    return is(c, i, "1/") && is(c, i + 1, "2") ? i + 2 : i;
}

static uint32_t read_amount(const khd_datecontext *c, uint32_t i, amount *a)
{
    int32_t row;
    uint32_t end = i;
    *a = (amount){"X", KHD_NOTHING, false};
    if (i >= c->words.n)
        return i;
    if ((end = find(c, i, KHD_DATECLASS_VAGUE, &row)) > i) {
        if (strcmp(khd_dateword_value(&c->words, row), "2") == 0)
            *a = (amount){"2", 2, false};
        return end;
    }
    if (c->words.v[i].number >= 0) {
        a->n = c->words.v[i].number;
        end = i + 1;
    } else {
        end = read_number_words(c, i, &a->n);
    }
    if (end == i && (is(c, i, "a") || is(c, i, "an") || is(c, i, "another"))) {
        a->n = 1;
        a->article = !is(c, i, "another");
        end = i + 1;
        int64_t more;
        uint32_t after = read_number_words(c, end, &more);
        if (after > end && more >= 12) { /* "a hundred", "a dozen" */
            a->n = more;
            a->article = false;
            end = after;
        }
    }
    if (end == i)
        return i;
    uint32_t half = read_and_half(c, end);
    snprintf(a->text, sizeof a->text, "%d%s", (int)(a->n % 1000000), half > end ? ".5" : "");
    return half;
}

/* "2 to 3", "six or seven": the second amount, when one follows. */
static uint32_t read_second_amount(const khd_datecontext *c, uint32_t i)
{
    amount b;
    if (!is(c, i, "to") && !is(c, i, "or") && !is(c, i, "-"))
        return i;
    uint32_t end = read_amount(c, i + 1, &b);
    return end > i + 1 && !b.article ? end : i;
}

static uint32_t skip_fillers(const khd_datecontext *c, uint32_t i)
{
    int32_t row;
    uint32_t end;
    for (int n = 0; n < 2 && (end = find(c, i, KHD_DATECLASS_FILLER, &row)) > i; n++)
        i = end;
    return i;
}

/* The period `sign * n` units away: from the anchor (ago) or from the day told. */
static khd_when counted(const khd_datecontext *c, const amount *a, uint8_t unit, int sign, bool text)
{
    if (a->n == KHD_NOTHING || (text && c->told == KHD_NO_DAY)) {
        if (!text)
            return khd_when_text(KHD_TIMEX_DATE, sign < 0 ? "PAST_REF" : "FUTURE_REF");
        return khd_when_period(unit, KHD_NO_DAY, 0);
    }
    if (unit == KHD_UNIT_YEAR && a->n == 1 && c->quarter) {
        khd_when q = khd_when_quarter(c->quarter_year ? c->quarter_year + sign : 0, c->quarter);
        q.anchor = "text";
        return q;
    }
    if (strcmp(a->text, "0") == 0 || unit < KHD_UNIT_DAY)
        return period_from(c, KHD_UNIT_DAY, unit < KHD_UNIT_DAY ? 0 : sign, text);
    return period_from(c, unit, sign * a->n, text);
}

static bool ends_clause(const khd_datecontext *c, uint32_t i)
{
    return i >= c->words.n || is(c, i, ".") || is(c, i, ",") || is(c, i, ";") || is(c, i, "\"") ||
           is(c, i, ")") || is(c, i, "-") || is(c, i, "--");
}

/* "ago", "later", "earlier", "before" after an amount; *when becomes a date. */
static uint32_t read_direction(const khd_datecontext *c, uint32_t i, const amount *a, khd_when *when)
{
    int32_t row;
    uint8_t unit = when->unit;
    uint32_t end = find(c, i, KHD_DATECLASS_AGO, &row);
    if (end == i)
        return i;
    int v = khd_dateword_int(&c->words, row);
    bool text = v == 2 || v == -2;
    bool event = is(c, i, "before") || is(c, i, "after") || is(c, end, "than");
    if (event && !ends_clause(c, end)) {
        khd_when w = counted(c, a, unit, v > 0 ? 1 : -1, true);
        if (a->n != KHD_NOTHING && unit >= KHD_UNIT_DAY && is(c, end, "the")) {
            when->start = w.start;
            when->last = w.last;
            when->precision = w.precision;
            when->anchor = w.anchor;
        }
        return i;
    }
    bool finance = unit == KHD_UNIT_YEAR && a->n == 1 && c->told == KHD_NO_DAY;
    *when = counted(c, a, unit, v > 0 ? 1 : -1, text && !finance);
    return end;
}

static bool duration_allowed(const khd_datecontext *c, uint32_t i, uint32_t end, const amount *a,
                             uint8_t unit)
{
    static const char *const before[] = {"for",  "in",     "within", "of",   "after", "than",
                                         "over", "about",  "every",  "almost", "nearly", "past",
                                         "last", "around", "only",   "during", "lasted", NULL};
    int32_t row;
    if (is(c, end, "old") || is(c, end, "olds") || (is(c, end, "of") && is(c, end + 1, "age")) ||
        (i > 0 && is(c, i - 1, "aged")))
        return false;
    bool led = i > 0 && is_one_of(c, i - 1, before);
    if (a->article && (unit <= KHD_UNIT_DAY || unit == KHD_UNIT_QUARTER))
        return unit != KHD_UNIT_QUARTER &&
               (led || unit == KHD_UNIT_HOUR || find(c, end, KHD_DATECLASS_AGO, &row) > end);
    return true;
}

/* "two weeks", "a year ago", "three-day", "several months later", "years". */
static uint32_t read_quantity(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    amount a;
    uint8_t unit;
    bool plural, article = false;
    uint32_t j = i;
    if (is(c, i, "the") || is(c, i, "its") || is(c, i, "those") || is(c, i, "these"))
        j = skip_fillers(c, i + 1);
    uint32_t k = read_amount(c, j, &a), end;
    article = a.article;
    if (k == j || (j > i && a.n >= 1000))
        return i;
    k = read_second_amount(c, k);
    k = skip_fillers(c, k);
    if ((is(c, j, "half") || is(c, j, "half a") || is(c, j, "half an")) && k == j)
        return i;
    end = find_unit(c, k, &unit, &plural);
    if (end == k || (article && plural && a.n == 1) || !duration_allowed(c, i, end, &a, unit))
        return i;
    bool rate = article && i > 0 && (c->words.v[i - 1].number >= 0 || is(c, i - 1, "%") ||
                                     is(c, i - 1, "percent") || is(c, i - 1, "times"));
    *when = khd_when_duration(a.text, unit);
    uint32_t after = read_direction(c, end, &a, when);
    if (rate && after == end)
        when->type = KHD_TIMEX_SET;
    return after;
}

/* "half an hour", "half a century" */
static uint32_t read_half(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    static const struct {
        uint8_t unit;
        const char *amount;
        uint8_t as;
    } halves[] = {{KHD_UNIT_HOUR, "30", KHD_UNIT_MINUTE},
                  {KHD_UNIT_DAY, "12", KHD_UNIT_HOUR},
                  {KHD_UNIT_YEAR, "6", KHD_UNIT_MONTH},
                  {KHD_UNIT_DECADE, "5", KHD_UNIT_YEAR},
                  {KHD_UNIT_CENTURY, "50", KHD_UNIT_YEAR}};
    int32_t row;
    uint8_t unit;
    bool plural;
    uint32_t j = find(c, i, KHD_DATECLASS_NUMBER, &row);
    if (j == i || strcmp(note(c, row), "half") != 0)
        return i;
    uint32_t end = find_unit(c, j, &unit, &plural);
    for (size_t h = 0; end > j && h < sizeof halves / sizeof *halves; h++)
        if (halves[h].unit == unit) {
            *when = khd_when_duration(halves[h].amount, halves[h].as);
            return end;
        }
    return i;
}

/* Units without a number: "years of war", "days later". */
static uint32_t read_bare_units(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    uint8_t unit;
    bool plural;
    amount a = {"X", KHD_NOTHING, false};
    uint32_t end = find_unit(c, i, &unit, &plural);
    if (end == i || !plural || (i > 0 && c->words.v[i].hyphen) || is(c, end, "old") ||
        (unit < KHD_UNIT_HOUR && !is(c, end, "later") && !is(c, end, "before") &&
         !is(c, end, "after") && !is(c, end, "earlier")))
        return i;
    if (unit == KHD_UNIT_QUARTER || unit == KHD_UNIT_WEEKEND)
        return i;
    int32_t row;
    uint32_t more = end;
    if (is(c, end, "or") && find(c, end + 1, KHD_DATECLASS_UNIT, &row) > end + 1)
        more = end + 2;
    *when = khd_when_duration("X", unit);
    return more > end ? more : read_direction(c, end, &a, when);
}

/* ---- units with last, this, next ------------------------------------------- */

/* "the past two weeks", "the next few days": a stretch that ends or begins now. */
static khd_when stretch(const khd_datecontext *c, const amount *a, uint8_t unit, int shift)
{
    khd_when w = khd_when_duration(a->text, unit);
    if (a->n == KHD_NOTHING || c->anchor == KHD_NO_DAY || shift == 0)
        return w;
    int64_t n = a->n;
    if (unit == KHD_UNIT_HOUR) {
        n = (a->n + 23) / 24;
        unit = KHD_UNIT_DAY;
    }
    if (unit < KHD_UNIT_DAY)
        return w;
    int y, m, d;
    khd_day_split(c->anchor, &y, &m, &d);
    khd_day edge = KHD_NO_DAY;
    if (unit <= KHD_UNIT_FORTNIGHT) {
        int64_t days = n * (unit == KHD_UNIT_DAY ? 1 : unit == KHD_UNIT_FORTNIGHT ? 14 : 7);
        edge = days < 100000 ? c->anchor + (khd_day)days * shift : KHD_NO_DAY;
    } else {
        khd_when far = khd_when_period(unit, c->anchor, n * shift);
        int fy, fm, fd;
        if (far.start != KHD_NO_DAY) {
            khd_day_split(far.start, &fy, &fm, &fd);
            edge = unit == KHD_UNIT_MONTH ? khd_day_from(fy, fm, d < 28 ? d : 28)
                                          : khd_day_from(fy, m, d < 28 ? d : 28);
        }
    }
    if (edge == KHD_NO_DAY)
        return w;
    w.start = shift < 0 ? edge : c->anchor;
    w.last = shift < 0 ? c->anchor : edge;
    w.anchor = c->anchor_name;
    w.precision = w.last - w.start <= 3    ? KHD_DATE_PRECISION_DAY
                  : w.last - w.start <= 13 ? KHD_DATE_PRECISION_WEEK
                  : w.last - w.start <= 92 ? KHD_DATE_PRECISION_MONTH
                                           : KHD_DATE_PRECISION_YEAR;
    return w;
}

static khd_when shifted_unit(const khd_datecontext *c, uint8_t unit, int32_t row, bool the)
{
    int shift = khd_dateword_int(&c->words, row);
    const char *kind = note(c, row);
    amount one = {"1", 1, false};
    if (strcmp(kind, "past") == 0 && unit != KHD_UNIT_WEEKEND)
        return stretch(c, &one, unit, -1);
    bool text = strcmp(kind, "text") == 0 || (the && shift > 0 && unit == KHD_UNIT_DAY);
    if (text && c->told == KHD_NO_DAY && unit != KHD_UNIT_DAY && c->anchor != KHD_NO_DAY &&
        strcmp(khd_dateword_value(&c->words, row), "-1") == 0)
        text = false; /* "the previous month" of a report that told no day yet */
    if (unit == KHD_UNIT_WEEKEND && !text && c->anchor != KHD_NO_DAY && shift < 0 &&
        khd_day_weekday(c->anchor) < 5)
        return period_from(c, unit, -1, false);
    return period_from(c, unit, shift, text);
}

/* "last week", "the past two months", "this year", "the next day", "recent years". */
static uint32_t read_shifted(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, det;
    uint8_t unit;
    bool plural;
    amount a;
    uint32_t the = find(c, i, KHD_DATECLASS_DET, &det);
    if (the > i && (is(c, i, "a") || is(c, i, "an")))
        return i;
    uint32_t j = find(c, the, KHD_DATECLASS_SHIFT, &row);
    if (j == the)
        return i;
    uint32_t k = read_amount(c, j, &a);
    k = a.article ? j : k;
    if (k > j)
        k = read_second_amount(c, k);
    uint32_t f = skip_fillers(c, k), end = find_unit(c, f, &unit, &plural);
    if (end == f || is(c, end, "old"))
        return i;
    if (i > 0 && c->words.v[i].capital && c->words.v[end - 1].capital)
        return i; /* "This Week", a title */
    int shift = khd_dateword_int(&c->words, row);
    if (k == j && plural) {
        bool days = unit == KHD_UNIT_DAY && shift < 0;
        *when = shift == 0 ? khd_when_text(KHD_TIMEX_DATE, "PRESENT_REF")
                : days     ? khd_when_text(KHD_TIMEX_DATE, "PAST_REF")
                           : khd_when_duration("X", unit);
    } else if (k > j) {
        *when = stretch(c, &a, unit, shift);
    } else {
        if (unit < KHD_UNIT_DAY)
            return i;
        *when = shifted_unit(c, unit, row, the > i && !is(c, i, "this"));
    }
    return end;
}

/* "that day", "the same week", "the weekend", "the year". */
static uint32_t read_told_unit(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    static const char *const led[] = {"in",  "of", "during", "for", "throughout", "by", "on",
                                      "late", "over", "later", "earlier", "through", NULL};
    int32_t row;
    uint8_t unit;
    bool plural;
    uint32_t j = find(c, i, KHD_DATECLASS_DET, &row);
    bool that = is(c, i, "that");
    if (j == i || is(c, i, "a") || is(c, i, "an"))
        return i;
    uint32_t f = j + (is(c, j, "full") || is(c, j, "fiscal") || is(c, j, "whole") || is(c, j, "entire"));
    uint32_t end = find_unit(c, f, &unit, &plural);
    if (end == f || plural || unit < KHD_UNIT_DAY || unit > KHD_UNIT_YEAR)
        return i;
    bool before = i > 0 && is_one_of(c, i - 1, led);
    if (that) {
        *when = period_from(c, unit, 0, true);
    } else if (unit == KHD_UNIT_QUARTER && c->quarter) {
        *when = khd_when_quarter(c->quarter_year, c->quarter);
        when->anchor = "text";
    } else if (unit == KHD_UNIT_WEEKEND) {
        bool weekday = c->anchor != KHD_NO_DAY && khd_day_weekday(c->anchor) < 5;
        *when = period_from(c, unit, weekday && c->tense <= 0 ? -1 : 0, false);
    } else if (unit == KHD_UNIT_QUARTER) {
        *when = period_from(c, unit, -1, false);
    } else if (is(c, end, "ended") || is(c, end, "ending") || is(c, end, "to")) {
        *when = khd_when_duration("1", unit);
    } else if (before || f > j) {
        *when = period_from(c, unit, 0, unit == KHD_UNIT_DAY);
    } else {
        return i;
    }
    return end;
}

/* "the latest quarter", "the year-ago period", "year-earlier", "year-end". */
static uint32_t read_financial(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t j = find(c, i, KHD_DATECLASS_DET, &row);
    bool latest = is(c, j, "latest"), year = is(c, j, "year") && j + 1 < c->words.n &&
                                             c->words.v[j + 1].hyphen;
    if (latest && (is(c, j + 1, "period") || is(c, j + 1, "quarter"))) {
        *when = c->quarter ? khd_when_quarter(c->quarter_year, c->quarter)
                           : period_from(c, KHD_UNIT_QUARTER, -1, false);
        return j + 2;
    }
    if (j > i && c->quarter && j < c->words.n && c->words.v[j].number >= 1900 &&
        c->words.v[j].number < 2100 && (is(c, j + 1, "quarter") || is(c, j + 1, "period"))) {
        *when = khd_when_quarter(c->words.v[j].number, c->quarter);
        when->anchor = "text";
        return j + 2;
    }
    if (is(c, j, "year") && is(c, j + 1, "'s") && is(c, j + 2, "end")) {
        *when = period_from(c, KHD_UNIT_YEAR, 0, false);
        return j + 3;
    }
    if (year && is(c, j + 1, "end")) {
        *when = period_from(c, KHD_UNIT_YEAR, 0, false);
        return j + 2;
    }
    if (!year || (!is(c, j + 1, "ago") && !is(c, j + 1, "earlier")))
        return i;
    if (c->quarter) {
        *when = khd_when_quarter(c->quarter_year ? c->quarter_year - 1 : 0, c->quarter);
        when->anchor = "text";
    } else {
        *when = period_from(c, KHD_UNIT_YEAR, -1, false);
    }
    bool noun = is(c, j + 2, "quarter") || is(c, j + 2, "period");
    return noun ? j + 3 : year && j > i ? i : j + 2;
}

/* ---- references and sets ----------------------------------------------------- */

static uint32_t read_reference(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, other;
    uint8_t upos = c->words.doc->tokens.v[c->words.v[i].token].upos;
    uint32_t end = find(c, i, KHD_DATECLASS_REF, &row);
    if (end == i)
        return i;
    if (end == i + 1 && (upos == KHD_UPOS_PROPN || is(c, end, "-")))
        return i;
    if (is(c, i, "soon") && (is(c, end, "as") || is(c, end, "after")))
        return i;
    /* "the past" before a unit or a noun is no reference */
    if (is(c, i, "the") && end < c->words.n &&
        (find(c, end, KHD_DATECLASS_UNIT, &other) > end ||
         find(c, end, KHD_DATECLASS_NUMBER, &other) > end || c->words.v[end].number >= 0))
        return i;
    *when = khd_when_text(KHD_TIMEX_DATE, khd_dateword_value(&c->words, row));
    return end;
}

/* "daily", "every day", "each year", "every two weeks". */
static uint32_t read_set(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint8_t unit;
    bool plural;
    uint32_t end = find(c, i, KHD_DATECLASS_SET, &row);
    if (end > i) {
        if (c->words.v[i].capital && i > 0)
            return i; /* "the Daily Star" */
        *when = khd_when_text(KHD_TIMEX_SET, khd_dateword_value(&c->words, row));
        return end;
    }
    uint32_t j = find(c, i, KHD_DATECLASS_EVERY, &row), k;
    if (j == i)
        return i;
    amount a;
    k = read_amount(c, j, &a);
    k = a.article ? j : k;
    if ((end = find_unit(c, k, &unit, &plural)) > k) {
        *when = khd_when_duration(k > j ? a.text : khd_dateword_value(&c->words, row), unit);
        when->type = KHD_TIMEX_SET;
        return end;
    }
    if ((end = find(c, j, KHD_DATECLASS_PART, &row)) > j) {
        *when = khd_when_text(KHD_TIMEX_SET, "XXXX-XX-XX");
        khd_when_clock(when, khd_dateword_value(&c->words, row));
    } else if ((end = find(c, j, KHD_DATECLASS_MONTH, &row)) > j) {
        *when = khd_when_date(0, khd_dateword_int(&c->words, row), 0);
    } else if ((end = find(c, j, KHD_DATECLASS_SEASON, &row)) > j && !c->words.v[j].capital) {
        *when = khd_when_season(0, khd_dateword_value(&c->words, row));
    } else {
        return i;
    }
    when->type = KHD_TIMEX_SET;
    return end;
}

uint32_t khd_daterelative_read(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    typedef uint32_t reader(const khd_datecontext *, uint32_t, khd_when *);
    static reader *const readers[] = {
        read_dawn,     read_weekday,  read_day_word,  read_shifted,   read_part, read_quantity,   read_half,
        read_clock,    read_told_unit, read_financial, read_set,  read_bare_units, read_reference};
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
