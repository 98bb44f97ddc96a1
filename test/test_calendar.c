/* calendar: full dates in all orders, names of months and days, what cannot be told. */
#include "calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The whole of `text` is a date, that of `day`. */
static void check(const char *text, khd_day day)
{
    khd_day found;
    size_t n = khd_calendar_read(text, strlen(text), &found);
    if (n != strlen(text) || found != day)
        fail_msg("%s: %zu bytes, day %d instead of %d", text, n, (int)found, (int)day);
}

static void reads_all_orders(void **state)
{
    (void)state;
    khd_day day = khd_day_from(2016, 5, 24);
    const char *const texts[] = {"May 24, 2016",
                                 "24 May 2016",
                                 "2016-05-24T10:00Z",
                                 "2016-05-24",
                                 "Tuesday, May 24th, 2016",
                                 "Tue 24 May 2016",
                                 "24.05.2016",
                                 "24/05/2016",
                                 "05/24/2016",
                                 "24th of May, 2016",
                                 "24-May-2016",
                                 "MAY 24 2016",
                                 "2016/05/24",
                                 "May 242016",
                                 "2016-05-24T10:00:00+02:00"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check(texts[i], day);
    check("Sept. 9, 2011", khd_day_from(2011, 9, 9));
    check("09/09/2011", khd_day_from(2011, 9, 9));
}

static void invents_nothing(void **state)
{
    (void)state;
    khd_day day;
    check("09/05/2016", KHD_NO_DAY); /* day or month first? */
    check("31 June 2016", KHD_NO_DAY);
    check("2016-13-01", KHD_NO_DAY);
    const char *const none[] = {"May 2016",       "May 24",        "24 people",      "2016",   "",
                                "Mayor 24, 2016", "24 May 201600", "1,200 May 2016", "Tuesday"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(khd_calendar_read(none[i], strlen(none[i]), &day), 0);
}

static void reads_month_and_day(void **state)
{
    (void)state;
    int month, day;
    assert_int_equal(khd_calendar_read_day("May 3 (AFP)", 11, &month, &day), 5);
    assert_int_equal(month * 100 + day, 503);
    assert_int_equal(khd_calendar_read_day("3 JAN 90", 8, &month, &day), 5);
    assert_int_equal(month * 100 + day, 103);
    assert_int_equal(khd_calendar_read_day("May 33", 6, &month, &day), 0);
    assert_int_equal(khd_calendar_read_day("Troops 3", 8, &month, &day), 0);
}

static void knows_names(void **state)
{
    (void)state;
    assert_int_equal(khd_calendar_month("September", 9), 9);
    assert_int_equal(khd_calendar_month("SEPT", 4), 9);
    assert_int_equal(khd_calendar_month("Marc", 4), 0);
    assert_int_equal(khd_calendar_month("", 0), 0);
    assert_int_equal(khd_calendar_weekday("thurs", 5), 3);
    assert_int_equal(khd_calendar_weekday("Sund", 4), -1);
}

static void parses_metadata(void **state)
{
    (void)state;
    khd_day day = khd_day_from(2016, 5, 24);
    assert_int_equal(khd_calendar_parse("2016-05-24 11:32:00 UTC"), day);
    assert_int_equal(khd_calendar_parse("20160524"), day);
    assert_int_equal(khd_calendar_parse(" Tue, 24 May 2016 10:00:00 GMT"), day);
    assert_int_equal(khd_calendar_parse("yesterday"), KHD_NO_DAY);
    assert_int_equal(khd_calendar_parse(""), KHD_NO_DAY);
    assert_int_equal(khd_calendar_parse(NULL), KHD_NO_DAY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_all_orders), cmocka_unit_test(invents_nothing),
        cmocka_unit_test(reads_month_and_day), cmocka_unit_test(knows_names),
        cmocka_unit_test(parses_metadata)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
