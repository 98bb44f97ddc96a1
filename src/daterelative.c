/* daterelative: see daterelative.h; the head of each phrase is read here. */
#include "daterelative.h"

#include "daterelative_parts.h"

#include <stdio.h>
#include <string.h>

uint32_t khd_date_unit(const khd_datecontext *c, uint32_t i, uint8_t *unit, bool *plural)
{
    int32_t row;
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_UNIT, &row);
    if (end == i)
        return i;
    *unit = khd_unit_find(khd_dateword_value(&c->words, row));
    *plural = strcmp(khd_date_note(c, row), "plural") == 0;
    return end;
}

/* The period counted from the report's day, or from the day that the text told. */
khd_when khd_date_period(const khd_datecontext *c, uint8_t unit, int64_t shift, bool text)
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
    uint32_t e = khd_date_find(c, i, KHD_DATECLASS_EVERY, &every);
    uint32_t the = e == i && khd_date_is(c, i, "the") ? i + 1 : e;
    uint32_t j = khd_date_find(c, the, KHD_DATECLASS_SHIFT, &shift);
    uint32_t end = khd_date_find(c, j, KHD_DATECLASS_WEEKDAY, &row);
    if (end == j || (j == the && the > e))
        return i;
    bool capital = c->words.v[j].capital;
    int weekday = khd_dateword_int(&c->words, row);
    bool plural = strcmp(khd_date_note(c, row), "plural") == 0;
    bool abbreviation = strcmp(khd_date_note(c, row), "short") == 0;
    uint32_t next = end + khd_date_is(c, end, ",");
    if (!capital || (abbreviation && khd_date_find(c, next, KHD_DATECLASS_MONTH, &every) == next &&
                     (next >= c->words.n || c->words.v[next].number < 0)))
        return i;
    if (plural || e > i) {
        *when = khd_when_weekday(weekday, KHD_NO_DAY);
        when->type = KHD_TIMEX_SET;
        return end;
    }
    bool text = j > the && strcmp(khd_date_note(c, shift), "text") == 0 && c->told != KHD_NO_DAY;
    khd_datecontext from = *c;
    if (text) {
        from.anchor = c->told;
        from.anchor_name = "text";
    }
    khd_day day =
        weekday_day(&from, weekday, j > the ? khd_dateword_int(&c->words, shift) : 0, j > the);
    uint32_t week = end + khd_date_is(c, end, "of"),
             k = khd_date_find(c, week, KHD_DATECLASS_SHIFT, &shift);
    if (k > week && khd_date_is(c, k, "week")) {
        khd_when w = khd_date_period(c, KHD_UNIT_WEEK, khd_dateword_int(&c->words, shift), false);
        day = w.start == KHD_NO_DAY ? KHD_NO_DAY : w.start + weekday - 1;
        end = k + 1;
    }
    *when = khd_when_weekday(weekday, day);
    when->anchor = day == KHD_NO_DAY ? NULL : from.anchor_name;
    return end;
}

/* "today", "yesterday", "tonight", "last night", "overnight". */
static uint32_t read_day_word(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_DAY, &row);
    if (end == i)
        return i;
    if (i > 0 && c->words.v[i].capital &&
        c->words.doc->tokens.v[c->words.v[i - 1].token].upos == KHD_UPOS_PROPN)
        return i; /* "USA Today" */
    int shift = khd_dateword_int(&c->words, row);
    if (strcmp(khd_date_note(c, row), "overnight") == 0) {
        *when = khd_date_period(c, KHD_UNIT_DAY, 0, false);
        if (when->start != KHD_NO_DAY)
            when->start--;
        khd_when_clock(when, "NI");
        return end;
    }
    *when = khd_date_period(c, KHD_UNIT_DAY, shift, false);
    if (*khd_date_note(c, row))
        khd_date_add_part(c, when, khd_date_note(c, row));
    return end;
}

/* ---- units with last, this, next ------------------------------------------- */

/* "the past two weeks", "the next few days": a stretch that ends or begins now. */
static khd_when stretch(const khd_datecontext *c, const khd_amount *a, uint8_t unit, int shift)
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
    const char *kind = khd_date_note(c, row);
    khd_amount one = {"1", 1, false};
    if (strcmp(kind, "past") == 0 && unit != KHD_UNIT_WEEKEND)
        return stretch(c, &one, unit, -1);
    bool text = strcmp(kind, "text") == 0 || (the && shift > 0 && unit == KHD_UNIT_DAY);
    if (text && c->told == KHD_NO_DAY && unit != KHD_UNIT_DAY && c->anchor != KHD_NO_DAY &&
        strcmp(khd_dateword_value(&c->words, row), "-1") == 0)
        text = false; /* "the previous month" of a report that told no day yet */
    if (unit == KHD_UNIT_WEEKEND && !text && c->anchor != KHD_NO_DAY && shift < 0 &&
        khd_day_weekday(c->anchor) < 5)
        return khd_date_period(c, unit, -1, false);
    return khd_date_period(c, unit, shift, text);
}

/* "last week", "the past two months", "this year", "the next day", "recent years". */
static uint32_t read_shifted(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, det;
    uint8_t unit;
    bool plural;
    khd_amount a;
    uint32_t the = khd_date_find(c, i, KHD_DATECLASS_DET, &det);
    if (the > i && (khd_date_is(c, i, "a") || khd_date_is(c, i, "an")))
        return i;
    uint32_t j = khd_date_find(c, the, KHD_DATECLASS_SHIFT, &row);
    if (j == the)
        return i;
    uint32_t k = khd_date_amount(c, j, &a);
    k = a.article ? j : k;
    if (k > j)
        k = khd_date_second_amount(c, k);
    uint32_t f = khd_date_skip_fillers(c, k), end = khd_date_unit(c, f, &unit, &plural);
    if (end == f || khd_date_is(c, end, "old"))
        return i;
    if (i > 0 && c->words.v[i].capital && c->words.v[end - 1].capital)
        return i; /* "This Week", a title */
    int shift = khd_dateword_int(&c->words, row);
    if (k == j && plural) {
        bool span = unit < KHD_UNIT_DAY || shift > 0; /* "the coming weeks", "the last hours" */
        *when = shift == 0 ? khd_when_text(KHD_TIMEX_DATE, "PRESENT_REF")
                : span     ? khd_when_duration("X", unit)
                           : khd_when_text(KHD_TIMEX_DATE, "PAST_REF");
    } else if (k > j) {
        *when = stretch(c, &a, unit, shift);
    } else {
        if (unit < KHD_UNIT_DAY)
            return i;
        *when = shifted_unit(c, unit, row, the > i && !khd_date_is(c, i, "this"));
    }
    return end;
}

/* "that day", "the same week", "the weekend", "the year". */
static uint32_t read_told_unit(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    static const char *const led[] = {"in",   "of",   "during", "for",     "throughout", "by", "on",
                                      "late", "over", "later",  "earlier", "through",    NULL};
    int32_t row;
    uint8_t unit;
    bool plural;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_DET, &row);
    bool that = khd_date_is(c, i, "that");
    if (j == i || khd_date_is(c, i, "a") || khd_date_is(c, i, "an"))
        return i;
    uint32_t f = j + (khd_date_is(c, j, "full") || khd_date_is(c, j, "fiscal") ||
                      khd_date_is(c, j, "whole") || khd_date_is(c, j, "entire"));
    uint32_t end = khd_date_unit(c, f, &unit, &plural);
    if (end == f || plural || unit < KHD_UNIT_DAY || unit > KHD_UNIT_YEAR)
        return i;
    bool before = i > 0 && khd_date_is_any(c, i - 1, led);
    if (that) {
        *when = khd_date_period(c, unit, 0, true);
    } else if (unit == KHD_UNIT_QUARTER && c->quarter) {
        *when = khd_when_quarter(c->quarter_year, c->quarter);
        when->anchor = "text";
    } else if (unit == KHD_UNIT_WEEKEND) {
        bool weekday = c->anchor != KHD_NO_DAY && khd_day_weekday(c->anchor) < 5;
        *when = khd_date_period(c, unit, weekday && c->tense <= 0 ? -1 : 0, false);
    } else if (unit == KHD_UNIT_QUARTER) {
        *when = khd_date_period(c, unit, -1, false);
    } else if (khd_date_is(c, end, "ended") || khd_date_is(c, end, "ending") ||
               khd_date_is(c, end, "to")) {
        *when = khd_when_duration("1", unit);
    } else if (before || f > j) {
        *when = khd_date_period(c, unit, 0, unit == KHD_UNIT_DAY);
    } else {
        return i;
    }
    return end;
}

/* "the latest quarter", "the year-ago period", "year-earlier", "year-end". */
static uint32_t read_financial(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row;
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_DET, &row);
    bool latest = khd_date_is(c, j, "latest"),
         year = khd_date_is(c, j, "year") && j + 1 < c->words.n && c->words.v[j + 1].hyphen;
    if (latest && (khd_date_is(c, j + 1, "period") || khd_date_is(c, j + 1, "quarter"))) {
        *when = c->quarter ? khd_when_quarter(c->quarter_year, c->quarter)
                           : khd_date_period(c, KHD_UNIT_QUARTER, -1, false);
        return j + 2;
    }
    if (j > i && c->quarter && j < c->words.n && c->words.v[j].number >= 1900 &&
        c->words.v[j].number < 2100 &&
        (khd_date_is(c, j + 1, "quarter") || khd_date_is(c, j + 1, "period"))) {
        *when = khd_when_quarter(c->words.v[j].number, c->quarter);
        when->anchor = "text";
        return j + 2;
    }
    if (khd_date_is(c, j, "year") && khd_date_is(c, j + 1, "'s") && khd_date_is(c, j + 2, "end")) {
        *when = khd_date_period(c, KHD_UNIT_YEAR, 0, false);
        return j + 3;
    }
    if (year && khd_date_is(c, j + 1, "end")) {
        *when = khd_date_period(c, KHD_UNIT_YEAR, 0, false);
        return j + 2;
    }
    if (!year || (!khd_date_is(c, j + 1, "ago") && !khd_date_is(c, j + 1, "earlier")))
        return i;
    if (c->quarter && c->quarter_last) {
        *when = khd_when_quarter(c->quarter_year ? c->quarter_year - 1 : 0, c->quarter);
        when->anchor = "text";
    } else {
        *when = khd_date_period(c, KHD_UNIT_YEAR, -1, false);
    }
    bool noun = khd_date_is(c, j + 2, "quarter") || khd_date_is(c, j + 2, "period");
    return noun ? j + 3 : year && j > i ? i : j + 2;
}

/* ---- references and sets ----------------------------------------------------- */

static uint32_t read_reference(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, other;
    uint8_t upos = c->words.doc->tokens.v[c->words.v[i].token].upos;
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_REF, &row);
    if (end == i)
        return i;
    if (end == i + 1 && (upos == KHD_UPOS_PROPN || khd_date_is(c, end, "-")))
        return i;
    if (khd_date_is(c, i, "soon") && (khd_date_is(c, end, "as") || khd_date_is(c, end, "after")))
        return i;
    /* "the past" before a unit or a noun is no reference */
    if (khd_date_is(c, i, "the") && end < c->words.n &&
        (khd_date_find(c, end, KHD_DATECLASS_UNIT, &other) > end ||
         khd_date_find(c, end, KHD_DATECLASS_NUMBER, &other) > end || c->words.v[end].number >= 0))
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
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_SET, &row);
    if (end > i) {
        if (c->words.v[i].capital && i > 0)
            return i; /* "the Daily Star" */
        *when = khd_when_text(KHD_TIMEX_SET, khd_dateword_value(&c->words, row));
        return end;
    }
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_EVERY, &row), k;
    if (j == i)
        return i;
    khd_amount a;
    k = khd_date_amount(c, j, &a);
    k = a.article ? j : k;
    if ((end = khd_date_unit(c, k, &unit, &plural)) > k) {
        *when = khd_when_duration(k > j ? a.text : khd_dateword_value(&c->words, row), unit);
        when->type = KHD_TIMEX_SET;
        return end;
    }
    if ((end = khd_date_find(c, j, KHD_DATECLASS_PART, &row)) > j) {
        *when = khd_when_text(KHD_TIMEX_SET, "XXXX-XX-XX");
        khd_when_clock(when, khd_dateword_value(&c->words, row));
    } else if ((end = khd_date_find(c, j, KHD_DATECLASS_MONTH, &row)) > j) {
        *when = khd_when_date(0, khd_dateword_int(&c->words, row), 0);
    } else if ((end = khd_date_find(c, j, KHD_DATECLASS_SEASON, &row)) > j &&
               !c->words.v[j].capital) {
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
        khd_date_read_dawn, read_weekday,           read_day_word,      read_shifted,
        khd_date_read_part, khd_date_read_quantity, khd_date_read_half, khd_date_read_clock,
        read_told_unit,     read_financial,         read_set,           khd_date_read_bare_units,
        read_reference};
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
