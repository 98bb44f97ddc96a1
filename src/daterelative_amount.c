/* daterelative, quantities of time: "two weeks", "three days ago", "years". */
#include "daterelative.h"

#include "daterelative_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- quantities of time ------------------------------------------------------ */

static uint32_t read_number_words(const khd_datecontext *c, uint32_t i, int64_t *n)
{
    enum { WORDS_MAX = 6 };
    uint32_t j = i;
    int64_t total = 0, part = 0;
    int32_t row;
    for (uint32_t k; j < i + WORDS_MAX && (k = khd_date_find(c, j, KHD_DATECLASS_NUMBER, &row)) > j;
         j = k) {
        int v = khd_dateword_int(&c->words, row);
        if (v < 0)
            break;
        if (v == 100) {
            part = (part ? part : 1) * 100;
        } else if (v == 1000) {
            total += (part ? part : 1) * 1000;
            part = 0;
        } else if (v == 12 && khd_date_is(c, j, "dozen")) {
            part = (part ? part : 1) * 12;
        } else {
            part += v;
        }
        if (khd_date_is(c, k, "and") && v >= 100 &&
            khd_date_find(c, k + 1, KHD_DATECLASS_NUMBER, &row) > k + 1)
            k++;
    }
    *n = total + part;
    return j;
}

/* "and a half", "1/2" after a number. */
static uint32_t read_and_half(const khd_datecontext *c, uint32_t i)
{
    if (khd_date_is(c, i, "and") && khd_date_is(c, i + 1, "a") && khd_date_is(c, i + 2, "half"))
        return i + 3;
    if (khd_date_is(c, i, "1/2") || khd_date_is(c, i, "\xc2\xbd"))
        return i + 1;
    if ((khd_date_is(c, i, "1") && khd_date_is(c, i + 1, "/") && khd_date_is(c, i + 2, "2")))
        return i + 3;
    return khd_date_is(c, i, "1/") && khd_date_is(c, i + 1, "2") ? i + 2 : i;
}

uint32_t khd_date_amount(const khd_datecontext *c, uint32_t i, khd_amount *a)
{
    int32_t row;
    uint32_t end = i;
    *a = (khd_amount){"X", KHD_NOTHING, false};
    if (i >= c->words.n)
        return i;
    if ((end = khd_date_find(c, i, KHD_DATECLASS_VAGUE, &row)) > i) {
        if (strcmp(khd_dateword_value(&c->words, row), "2") == 0)
            *a = (khd_amount){"2", 2, false};
        return end;
    }
    if (c->words.v[i].number >= 0) {
        a->n = c->words.v[i].number;
        end = i + 1;
    } else {
        end = read_number_words(c, i, &a->n);
    }
    if (end == i &&
        (khd_date_is(c, i, "a") || khd_date_is(c, i, "an") || khd_date_is(c, i, "another"))) {
        a->n = 1;
        a->article = !khd_date_is(c, i, "another");
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
    snprintf(a->text, sizeof a->text, "%" PRId64 "%s", a->n, half > end ? ".5" : "");
    return half;
}

/* "2 to 3", "six or seven": the second amount, when one follows. */
uint32_t khd_date_second_amount(const khd_datecontext *c, uint32_t i)
{
    khd_amount b;
    if (!khd_date_is(c, i, "to") && !khd_date_is(c, i, "or") && !khd_date_is(c, i, "-"))
        return i;
    uint32_t end = khd_date_amount(c, i + 1, &b);
    return end > i + 1 && !b.article ? end : i;
}

uint32_t khd_date_skip_fillers(const khd_datecontext *c, uint32_t i)
{
    int32_t row;
    uint32_t end;
    for (int n = 0; n < 2 && (end = khd_date_find(c, i, KHD_DATECLASS_FILLER, &row)) > i; n++)
        i = end;
    return i;
}

/* The period `sign * n` units away: from the anchor (ago) or from the day told. */
static khd_when counted(const khd_datecontext *c, const khd_amount *a, uint8_t unit, int sign,
                        bool text)
{
    if (a->n == KHD_NOTHING || (text && c->told == KHD_NO_DAY)) {
        if (!text)
            return khd_when_text(KHD_TIMEX_DATE, sign < 0 ? "PAST_REF" : "FUTURE_REF");
        return khd_when_period(unit, KHD_NO_DAY, 0);
    }
    if (unit == KHD_UNIT_YEAR && a->n == 1 && c->quarter && c->quarter_last) {
        khd_when q = khd_when_quarter(c->quarter_year ? c->quarter_year + sign : 0, c->quarter);
        q.anchor = "text";
        return q;
    }
    if (strcmp(a->text, "0") == 0 || unit < KHD_UNIT_DAY)
        return khd_date_period(c, KHD_UNIT_DAY, unit < KHD_UNIT_DAY ? 0 : sign, text);
    return khd_date_period(c, unit, sign * a->n, text);
}

static bool ends_clause(const khd_datecontext *c, uint32_t i)
{
    return i >= c->words.n || khd_date_is(c, i, ".") || khd_date_is(c, i, ",") ||
           khd_date_is(c, i, ";") || khd_date_is(c, i, "\"") || khd_date_is(c, i, ")") ||
           khd_date_is(c, i, "-") || khd_date_is(c, i, "--");
}

/* "ago", "later", "earlier", "before" after an amount; *when becomes a date. */
static uint32_t read_direction(const khd_datecontext *c, uint32_t i, const khd_amount *a,
                               khd_when *when)
{
    int32_t row;
    uint8_t unit = when->unit;
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_AGO, &row);
    if (end == i)
        return i;
    int v = khd_dateword_int(&c->words, row);
    bool text = v == 2 || v == -2;
    bool event =
        khd_date_is(c, i, "before") || khd_date_is(c, i, "after") || khd_date_is(c, end, "than");
    if (event && !ends_clause(c, end)) {
        khd_when w = counted(c, a, unit, v > 0 ? 1 : -1, true);
        if (a->n != KHD_NOTHING && unit >= KHD_UNIT_DAY && khd_date_is(c, end, "the")) {
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

static bool duration_allowed(const khd_datecontext *c, uint32_t i, uint32_t end,
                             const khd_amount *a, uint8_t unit)
{
    static const char *const before[] = {"for",  "in",     "within", "of",     "after",  "than",
                                         "over", "about",  "every",  "almost", "nearly", "past",
                                         "last", "around", "only",   "during", "lasted", NULL};
    int32_t row;
    if (khd_date_is(c, end, "old") || khd_date_is(c, end, "olds") ||
        (khd_date_is(c, end, "of") && khd_date_is(c, end + 1, "age")) ||
        (i > 0 && khd_date_is(c, i - 1, "aged")))
        return false;
    bool led = i > 0 && khd_date_is_any(c, i - 1, before);
    if (a->article && (unit <= KHD_UNIT_DAY || unit == KHD_UNIT_QUARTER))
        return unit != KHD_UNIT_QUARTER && (led || unit == KHD_UNIT_HOUR ||
                                            khd_date_find(c, end, KHD_DATECLASS_AGO, &row) > end);
    return true;
}

/* "two weeks", "a year ago", "three-day", "several months later", "years". */
uint32_t khd_date_read_quantity(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    khd_amount a;
    uint8_t unit = KHD_UNIT_NONE;
    bool plural = false, article = false;
    uint32_t j = i;
    if (khd_date_is(c, i, "the") || khd_date_is(c, i, "its") || khd_date_is(c, i, "those") ||
        khd_date_is(c, i, "these"))
        j = khd_date_skip_fillers(c, i + 1);
    uint32_t k = khd_date_amount(c, j, &a), end;
    article = a.article;
    if (k == j || (j > i && a.n >= 1000))
        return i;
    k = khd_date_second_amount(c, k);
    uint32_t counted_to = k;
    k = khd_date_skip_fillers(c, k);
    if ((khd_date_is(c, j, "half") || khd_date_is(c, j, "half a") ||
         khd_date_is(c, j, "half an")) &&
        k == j)
        return i;
    end = khd_date_unit(c, k, &unit, &plural);
    if (k > counted_to && !plural && a.n != 1)
        return i; /* "rose 15,000 last week" */
    if (end > k && j > i && c->words.v[k].hyphen)
        return i; /* "its two-year plan": the length without the determiner */
    if (end == k || (article && plural && a.n == 1) || !duration_allowed(c, i, end, &a, unit))
        return i;
    bool rate = article && i > 0 &&
                (c->words.v[i - 1].number >= 0 || khd_date_is(c, i - 1, "%") ||
                 khd_date_is(c, i - 1, "percent") || khd_date_is(c, i - 1, "times"));
    *when = khd_when_duration(a.text, unit);
    uint32_t after = read_direction(c, end, &a, when);
    if (rate && after == end)
        when->type = KHD_TIMEX_SET;
    return after;
}

/* "half an hour", "half a century" */
uint32_t khd_date_read_half(const khd_datecontext *c, uint32_t i, khd_when *when)
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
    uint32_t j = khd_date_find(c, i, KHD_DATECLASS_NUMBER, &row);
    if (j == i || strcmp(khd_date_note(c, row), "half") != 0)
        return i;
    uint32_t end = khd_date_unit(c, j, &unit, &plural);
    for (size_t h = 0; end > j && h < sizeof halves / sizeof *halves; h++)
        if (halves[h].unit == unit) {
            *when = khd_when_duration(halves[h].amount, halves[h].as);
            return end;
        }
    return i;
}

/* Units without a number: "years of war", "days later". */
uint32_t khd_date_read_bare_units(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    uint8_t unit;
    bool plural;
    khd_amount a = {"X", KHD_NOTHING, false};
    uint32_t end = khd_date_unit(c, i, &unit, &plural);
    if (end == i || !plural || (i > 0 && c->words.v[i].hyphen) || khd_date_is(c, end, "old") ||
        (unit < KHD_UNIT_HOUR && !khd_date_is(c, end, "later") && !khd_date_is(c, end, "before") &&
         !khd_date_is(c, end, "after") && !khd_date_is(c, end, "earlier")))
        return i;
    if (unit == KHD_UNIT_QUARTER || unit == KHD_UNIT_WEEKEND)
        return i;
    int32_t row;
    uint32_t more = end;
    if (khd_date_is(c, end, "or") && khd_date_find(c, end + 1, KHD_DATECLASS_UNIT, &row) > end + 1)
        more = end + 2;
    *when = khd_when_duration("X", unit);
    return more > end ? more : read_direction(c, end, &a, when);
}
