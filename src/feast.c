/* feast: see feast.h. */
#include "feast.h"

#include <stdlib.h>
#include <string.h>

static int two_digits(const char *s)
{
    if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
        return -1;
    return (s[0] - '0') * 10 + (s[1] - '0');
}

/* Signed number at *at, which moves past it. */
static int signed_number(const char **at)
{
    int sign = 1, n = 0;
    if (**at == '-' || **at == '+')
        sign = *(*at)++ == '-' ? -1 : 1;
    while (**at >= '0' && **at <= '9' && n < 1000)
        n = n * 10 + (*(*at)++ - '0');
    return sign * n;
}

static khd_day easter_western(int y)
{
    int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4;
    int f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return khd_day_from(y, n / 31, n % 31 + 1);
}

/* Julian Easter, given as its day in the civil calendar. */
static khd_day easter_orthodox(int y)
{
    int a = y % 4, b = y % 7, c = y % 19, d = (19 * c + 15) % 30;
    int e = (2 * a + 4 * b - d + 34) % 7, n = d + e + 114;
    khd_day julian = khd_day_from(y, n / 31, n % 31 + 1);
    return julian == KHD_NO_DAY ? KHD_NO_DAY : julian + y / 100 - y / 400 - 2;
}

khd_day khd_feast_islamic(int year, int month, int day)
{
    /* days before the month: 30 and 29 by turns; leap years 11 in 30 */
    int days = day + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30;
    return days - 492149; /* 1 Muharram 1 is 19 July 622 */
}

/* k-th weekday (1 Monday .. 7 Sunday) of a month; k 5: the last. */
static khd_day nth_weekday(int year, int month, int weekday, int k)
{
    khd_day first = khd_day_from(year, month, 1);
    if (first == KHD_NO_DAY || weekday < 1 || weekday > 7)
        return KHD_NO_DAY;
    khd_day day = first + (weekday - 1 - khd_day_weekday(first) + 7) % 7 + 7 * (k - 1);
    int y, m, d;
    khd_day_split(day, &y, &m, &d);
    return m == month ? day : day - 7;
}

/* The Islamic day month/day that comes first in the civil year (nth 0), or the one
 * after it (nth 1). */
static khd_day islamic_in_year(int year, int month, int day, int nth)
{
    khd_day start = khd_day_from(year, 1, 1);
    int guess = (int)(((int64_t)(year - 622) * 33) / 32) - 1;
    for (int h = guess > 1 ? guess : 1; h < guess + 5; h++) {
        khd_day d = khd_feast_islamic(h, month, day);
        if (d >= start)
            return nth ? khd_feast_islamic(h + nth, month, day) : d;
    }
    return KHD_NO_DAY;
}

static bool is_islamic(const char *rule)
{
    return rule[0] == 'I';
}

static bool nth_in_year(const char *rule, int year, int nth, khd_feast *out)
{
    if (!*rule || year < 700 || year > 9990)
        return false;
    const char *rest = rule + 1;
    khd_day first = KHD_NO_DAY;
    if (rule[0] == 'E' || rule[0] == 'O') {
        khd_day easter = rule[0] == 'E' ? easter_western(year) : easter_orthodox(year);
        if (easter != KHD_NO_DAY)
            first = easter + signed_number(&rest);
    } else if (strchr("GNPI", rule[0]) && strlen(rest) >= 4) {
        int a = two_digits(rest), b = two_digits(rest + 2);
        if (a < 1 || b < 1)
            return false;
        first = rule[0] == 'G'   ? khd_day_from(year, a, b)
                : is_islamic(rule) ? islamic_in_year(year, a, b, nth)
                                 : nth_weekday(year, a, b / 10 == 0 ? 1 : b % 10, b / 10);
        rest += 4;
        if (rule[0] == 'P' && first != KHD_NO_DAY)
            first++;
    }
    if (first == KHD_NO_DAY)
        return false;
    *out = (khd_feast){first, first + (*rest == '+' ? signed_number(&rest) : 0)};
    return true;
}

bool khd_feast_in_year(const char *rule, int year, khd_feast *out)
{
    return nth_in_year(rule, year, 0, out);
}

bool khd_feast_near(const char *rule, khd_day anchor, int side, khd_feast *out)
{
    enum { SIGHTED = 1 }; /* days that the moon may be sighted before the tabular calendar */
    int year, month, day;
    bool found = false;
    khd_day_split(anchor, &year, &month, &day);
    /* an Islamic feast may begin twice in one year: early in January and late in December */
    int times = is_islamic(rule) ? 2 : 1;
    khd_day past = anchor + (is_islamic(rule) ? SIGHTED : 0);
    for (int i = 0; i < 4 * times; i++) {
        khd_feast f;
        if (!nth_in_year(rule, year - 1 + i / times, i % times, &f))
            continue;
        if ((side < 0 && f.first > past) || (side > 0 && f.first <= anchor))
            continue;
        if (!found || abs(f.first - anchor) < abs(out->first - anchor))
            *out = f;
        found = true;
    }
    return found;
}
