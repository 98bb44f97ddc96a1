/* daterelative, parts of the day and clock times. */
#include "daterelative.h"

#include "daterelative_parts.h"

#include <stdio.h>
#include <string.h>

/* ---- parts of the day, clock ----------------------------------------------------- */

/* Appends a part of day; a night runs into the next morning. */
void khd_date_add_part(const khd_datecontext *c, khd_when *w, const char *part)
{
    khd_when_clock(w, part);
    if (strcmp(part, "NI") == 0 && w->last != KHD_NO_DAY && w->last < INT32_MAX &&
        (c->anchor == KHD_NO_DAY || w->last < c->anchor))
        w->last++;
}

/* "this morning", "that night", "the same evening", "the night", "the morning". */
uint32_t khd_date_read_part(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    int32_t row, det;
    uint32_t the = khd_date_find(c, i, KHD_DATECLASS_DET, &det);
    uint32_t j = khd_date_find(c, the, KHD_DATECLASS_SHIFT, &row);
    bool shifted = j > the;
    int shift = shifted ? khd_dateword_int(&c->words, row) : 0;
    bool text = shifted && strcmp(khd_date_note(c, row), "text") == 0;
    if (khd_date_is(c, i, "that"))
        text = true;
    if (!shifted && !text && !(the > i && khd_date_is(c, i, "the")))
        return i;
    uint32_t end = khd_date_find(c, j, KHD_DATECLASS_PART, &row);
    if (end == j || strcmp(khd_date_note(c, row), "plural") == 0)
        return i;
    const char *part = khd_dateword_value(&c->words, row);
    if (!shifted && !text) { /* "during the night": of the report or of the day told */
        static const char *const before[] = {"during", "in", "throughout", "through", NULL};
        if (i == 0 || !khd_date_is_any(c, i - 1, before))
            return i;
        text = c->told != KHD_NO_DAY;
    }
    *when = khd_date_period(c, KHD_UNIT_DAY, shift, text);
    if (!shifted && !text && strcmp(part, "NI") == 0 && when->start != KHD_NO_DAY)
        when->start--;
    khd_date_add_part(c, when, part);
    return end;
}

/* "at dawn", "before sunset": a part of the day told or of the report's day. */
uint32_t khd_date_read_dawn(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    static const char *const before[] = {"at", "before", "after", "by", "until", "since", NULL};
    static const char *const parts[] = {"dawn",   "daybreak", "sunrise",   "dusk",
                                        "sunset", "sundown",  "nightfall", NULL};
    int32_t row;
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_PART, &row);
    if (end == i || i == 0 || !khd_date_is_any(c, i - 1, before) || !khd_date_is_any(c, i, parts))
        return i;
    *when = khd_date_period(c, KHD_UNIT_DAY, 0, c->told != KHD_NO_DAY);
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
    uint32_t end = khd_date_find(c, i, KHD_DATECLASS_CLOCK, &row), zone;
    if (end > i) {
        snprintf(clock, 8, "%.5s", khd_dateword_value(&c->words, row));
        return end;
    }
    const char *rest;
    if (i >= c->words.n || !clock_digits(c->words.v[i].key, clock, &rest))
        return i;
    end = i + 1;
    bool colon = strchr(c->words.v[i].key, ':') != NULL, half = false;
    if (!colon && khd_date_is(c, end, ":") && end + 1 < c->words.n &&
        c->words.v[end + 1].number >= 0 && c->words.v[end + 1].number < 60 &&
        strlen(c->words.v[end + 1].key) == 2) {
        snprintf(clock + 3, 5, "%02d", (int)c->words.v[end + 1].number % 100);
        end += 2;
        colon = true;
    }
    if (*rest) {
        half = strcmp(rest, "am") == 0 || strcmp(rest, "pm") == 0;
        if (!half && strcmp(rest, "h") != 0)
            return i;
        row = half ? khd_table_find(c->words.table, rest) : KHD_NOTHING;
    } else if ((zone = khd_date_find(c, end, KHD_DATECLASS_AMPM, &row)) > end) {
        half = true;
        end = zone;
    }
    if (half && row != KHD_NOTHING && strcmp(khd_dateword_value(&c->words, row), "PM") == 0)
        add_pm(clock);
    if (!half && (khd_date_is(c, end, "in") || khd_date_is(c, end, "at")) &&
        khd_date_is(c, end + 1, "the") &&
        khd_date_find(c, end + 2, KHD_DATECLASS_PART, &row) > end + 2)
        return end + 3;
    zone = khd_date_find(c, end, KHD_DATECLASS_ZONE, &row);
    if (zone == end && khd_date_is(c, end, "(") &&
        khd_date_find(c, end + 1, KHD_DATECLASS_ZONE, &row) > end + 1 &&
        khd_date_is(c, end + 2, ")"))
        zone = end + 3;
    return half || colon || zone > end || *rest ? zone : i;
}

uint32_t khd_date_read_clock(const khd_datecontext *c, uint32_t i, khd_when *when)
{
    char clock[8];
    uint32_t end = khd_daterelative_clock(c, i, clock);
    if (end == i)
        return i;
    *when = khd_date_period(c, KHD_UNIT_DAY, 0, c->told != KHD_NO_DAY);
    when->unit = KHD_UNIT_HOUR;
    khd_when_clock(when, clock);
    return end;
}
