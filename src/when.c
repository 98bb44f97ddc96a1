/* when: see when.h. */
#include "when.h"

#include <stdio.h>
#include <string.h>

#define KHD_UNIT_CODE(n, t) t,
static const char *const unit_codes[] = {KHD_UNIT_LIST(KHD_UNIT_CODE)};

uint8_t khd_unit_find(const char *code)
{
    for (uint8_t u = 1; u < KHD_UNIT_COUNT; u++)
        if (strcmp(unit_codes[u], code) == 0)
            return u;
    return KHD_UNIT_NONE;
}

static uint8_t unit_precision(uint8_t unit)
{
    if (unit <= KHD_UNIT_DAY)
        return KHD_DATE_PRECISION_DAY;
    if (unit <= KHD_UNIT_FORTNIGHT)
        return KHD_DATE_PRECISION_WEEK;
    return unit <= KHD_UNIT_SEASON ? KHD_DATE_PRECISION_MONTH : KHD_DATE_PRECISION_YEAR;
}

static khd_when empty_when(uint8_t unit)
{
    return (khd_when){
        .type = KHD_TIMEX_DATE, .unit = unit, .start = KHD_NO_DAY, .last = KHD_NO_DAY};
}

static void set_days(khd_when *when, khd_day start, khd_day last)
{
    if (start == KHD_NO_DAY || last == KHD_NO_DAY)
        return;
    when->start = start;
    when->last = last;
    when->precision = unit_precision(when->unit);
}

/* First day of a month counted from year 0; KHD_NO_DAY outside years 1..9999. */
static khd_day month_start(int64_t month)
{
    if (month < 12 || month >= 120000)
        return KHD_NO_DAY;
    return khd_day_from((int)(month / 12), (int)(month % 12) + 1, 1);
}

/* `count` whole months from the month counted from year 0. */
static void set_months(khd_when *when, int64_t month, int count)
{
    khd_day end = month_start(month + count);
    if (end != KHD_NO_DAY)
        set_days(when, month_start(month), end - 1);
}

static khd_when week_when(khd_day day, bool weekend)
{
    khd_when w = empty_when(weekend ? KHD_UNIT_WEEKEND : KHD_UNIT_WEEK);
    khd_day monday = day - khd_day_weekday(day);
    int y, m, d;
    khd_day_split(monday + 3, &y, &m, &d); /* ISO: the week's Thursday */
    int week = (monday + 3 - khd_day_from(y, 1, 1)) / 7 + 1;
    snprintf(w.value, sizeof w.value, "%04d-W%02d%s", y, week, weekend ? "-WE" : "");
    set_days(&w, monday + (weekend ? 5 : 0), monday + 6);
    return w;
}

static khd_when unknown_period(uint8_t unit)
{
    static const char *const text[KHD_UNIT_COUNT] = {
        [KHD_UNIT_DAY] = "XXXX-XX-XX", [KHD_UNIT_WEEKEND] = "XXXX-WXX-WE",
        [KHD_UNIT_WEEK] = "XXXX-WXX",  [KHD_UNIT_FORTNIGHT] = "XXXX-WXX",
        [KHD_UNIT_MONTH] = "XXXX-XX",  [KHD_UNIT_QUARTER] = "XXXX-QX",
        [KHD_UNIT_HALF] = "XXXX-HX",   [KHD_UNIT_SEASON] = "XXXX-XX",
        [KHD_UNIT_YEAR] = "XXXX",      [KHD_UNIT_DECADE] = "XXXX",
        [KHD_UNIT_CENTURY] = "XXXX",   [KHD_UNIT_MILLENNIUM] = "XXXX"};
    khd_when w = empty_when(unit);
    snprintf(w.value, sizeof w.value, "%s", text[unit] ? text[unit] : "XXXX-XX-XX");
    return w;
}

khd_when khd_when_date(int year, int month, int day)
{
    khd_when w = empty_when(day ? KHD_UNIT_DAY : month ? KHD_UNIT_MONTH : KHD_UNIT_YEAR);
    char y[8] = "XXXX";
    if (year > 0 && year <= 9999)
        snprintf(y, sizeof y, "%04d", year);
    if (day)
        snprintf(w.value, sizeof w.value, "%s-%02d-%02d", y, month % 100, day % 100);
    else if (month)
        snprintf(w.value, sizeof w.value, "%s-%02d", y, month % 100);
    else
        snprintf(w.value, sizeof w.value, "%s", y);
    if (year < 1 || year > 9999)
        return w;
    if (day) {
        khd_day d = khd_day_from(year, month, day);
        set_days(&w, d, d);
    } else {
        set_months(&w, (int64_t)year * 12 + (month ? month - 1 : 0), month ? 1 : 12);
    }
    return w;
}

khd_when khd_when_weekday(int weekday, khd_day day)
{
    khd_when w = empty_when(KHD_UNIT_DAY);
    if (day == KHD_NO_DAY) {
        snprintf(w.value, sizeof w.value, "XXXX-WXX-%d", weekday % 10);
        return w;
    }
    int y, m, d;
    khd_day_split(day, &y, &m, &d);
    return khd_when_date(y, m, d);
}

khd_when khd_when_quarter(int year, int quarter)
{
    khd_when w = empty_when(KHD_UNIT_QUARTER);
    char y[8] = "XXXX";
    if (year > 0 && year <= 9999)
        snprintf(y, sizeof y, "%04d", year);
    snprintf(w.value, sizeof w.value, "%s-Q%d", y, quarter % 10);
    if (year > 0)
        set_months(&w, (int64_t)year * 12 + (quarter - 1) * 3, 3);
    return w;
}

khd_when khd_when_season(int year, const char *code)
{
    static const struct {
        const char *code;
        int month;
    } seasons[] = {{"SP", 2}, {"SU", 5}, {"FA", 8}, {"WI", 11}};
    khd_when w = empty_when(KHD_UNIT_SEASON);
    char y[8] = "XXXX";
    if (year > 0 && year <= 9999)
        snprintf(y, sizeof y, "%04d", year);
    snprintf(w.value, sizeof w.value, "%s-%.2s", y, code);
    for (size_t i = 0; i < sizeof seasons / sizeof *seasons; i++)
        if (year > 0 && strcmp(seasons[i].code, code) == 0)
            set_months(&w, (int64_t)year * 12 + seasons[i].month, 3);
    return w;
}

khd_when khd_when_decade(int first_year)
{
    khd_when w = empty_when(KHD_UNIT_DECADE);
    snprintf(w.value, sizeof w.value, "%03dX", first_year / 10 % 1000);
    set_months(&w, (int64_t)(first_year / 10) * 120, 120);
    return w;
}

khd_when khd_when_century(int century)
{
    khd_when w = empty_when(KHD_UNIT_CENTURY);
    snprintf(w.value, sizeof w.value, "%02dXX", (century - 1) % 100);
    set_months(&w, ((int64_t)(century - 1) * 100 + 1) * 12, 1200);
    return w;
}

static khd_when years_period(uint8_t unit, int64_t year, int64_t shift)
{
    int64_t size = unit == KHD_UNIT_MILLENNIUM ? 1000 : unit == KHD_UNIT_CENTURY ? 100 : 10;
    int64_t first = unit == KHD_UNIT_YEAR ? year + shift : year / size * size + shift * size;
    if (first < 1 || first > 9990)
        return unknown_period(unit);
    if (unit == KHD_UNIT_DECADE)
        return khd_when_decade((int)first);
    if (unit == KHD_UNIT_CENTURY)
        return khd_when_century((int)(first / 100) + 1);
    return khd_when_date((int)first, 0, 0);
}

static khd_when months_period(uint8_t unit, int64_t month, int64_t shift)
{
    if (unit == KHD_UNIT_MONTH) {
        int64_t m = month + shift;
        return m < 12 || m >= 120000 ? unknown_period(unit)
                                     : khd_when_date((int)(m / 12), (int)(m % 12) + 1, 0);
    }
    int64_t q = month / 3 + shift * (unit == KHD_UNIT_HALF ? 2 : 1);
    if (q < 4 || q >= 40000)
        return unknown_period(unit);
    if (unit == KHD_UNIT_QUARTER)
        return khd_when_quarter((int)(q / 4), (int)(q % 4) + 1);
    khd_when w = empty_when(KHD_UNIT_HALF);
    snprintf(w.value, sizeof w.value, "%04d-H%d", (int)(q / 4) % 10000, (int)(q % 4) / 2 + 1);
    set_months(&w, q / 2 * 6, 6);
    return w;
}

khd_when khd_when_period(uint8_t unit, khd_day day, int64_t shift)
{
    enum { FAR = 1000000 };
    if (day == KHD_NO_DAY || shift > FAR || shift < -FAR)
        return unknown_period(unit);
    int y, m, d;
    khd_day_split(day, &y, &m, &d);
    if (unit >= KHD_UNIT_YEAR)
        return years_period(unit, y, shift);
    if (unit >= KHD_UNIT_MONTH && unit != KHD_UNIT_SEASON)
        return months_period(unit, (int64_t)y * 12 + m - 1, shift);
    int64_t days = unit == KHD_UNIT_DAY ? 1 : unit == KHD_UNIT_FORTNIGHT ? 14 : 7;
    int64_t target = day + (unit < KHD_UNIT_DAY ? 0 : shift * days);
    if (target < -719162 || target > 2932896) /* years 1 .. 9999 */
        return unknown_period(unit);
    if (unit <= KHD_UNIT_DAY)
        return khd_when_weekday(0, (khd_day)target);
    return week_when((khd_day)target, unit == KHD_UNIT_WEEKEND);
}

khd_when khd_when_duration(const char *amount, uint8_t unit)
{
    static const char *const letters[KHD_UNIT_COUNT] = {
        [KHD_UNIT_SECOND] = "S",    [KHD_UNIT_MINUTE] = "M",   [KHD_UNIT_HOUR] = "H",
        [KHD_UNIT_DAY] = "D",       [KHD_UNIT_WEEKEND] = "WE", [KHD_UNIT_WEEK] = "W",
        [KHD_UNIT_FORTNIGHT] = "F", [KHD_UNIT_MONTH] = "M",    [KHD_UNIT_QUARTER] = "Q",
        [KHD_UNIT_SEASON] = "S",    [KHD_UNIT_HALF] = "H",     [KHD_UNIT_YEAR] = "Y",
        [KHD_UNIT_DECADE] = "DE",   [KHD_UNIT_CENTURY] = "CE", [KHD_UNIT_MILLENNIUM] = "ML"};
    khd_when w = empty_when(unit);
    w.type = KHD_TIMEX_DURATION;
    size_t n = strlen(amount);
    if (n > 2 && strcmp(amount + n - 2, ".5") == 0 &&
        (unit == KHD_UNIT_YEAR || unit == KHD_UNIT_HOUR)) {
        snprintf(w.value, sizeof w.value, unit == KHD_UNIT_YEAR ? "P%.*sY6M" : "PT%.*sH30M",
                 (int)(n < 12 ? n - 2 : 10), amount);
        return w;
    }
    snprintf(w.value, sizeof w.value, "P%s%.16s%s", unit < KHD_UNIT_DAY ? "T" : "", amount,
             letters[unit] ? letters[unit] : "");
    return w;
}

khd_when khd_when_text(uint8_t type, const char *value)
{
    khd_when w = empty_when(KHD_UNIT_NONE);
    w.type = type;
    snprintf(w.value, sizeof w.value, "%s", value);
    return w;
}

void khd_when_clock(khd_when *when, const char *code)
{
    size_t n = strlen(when->value);
    if (n + strlen(code) + 2 <= sizeof when->value)
        snprintf(when->value + n, sizeof when->value - n, "T%s", code);
    when->type = KHD_TIMEX_TIME;
}
