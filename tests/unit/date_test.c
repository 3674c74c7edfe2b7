/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The calendar, against a count made day by day and against every start day of the 400-year cycle. */

#include "base/date.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int setup(void **state)
{
    *state = ny_arena_create();
    return 0;
}

static int teardown(void **state)
{
    ny_arena_destroy(*state);
    return 0;
}

static ny_date day(const char *text)
{
    ny_date date;
    if (!ny_date_read(ny_text_of(text), &date))
        fail_msg("no such day: %s", text);
    return date;
}

static void assert_date(ny_date date, const char *expected)
{
    char text[11];
    ny_date_write(date, text);
    assert_string_equal(text, expected);
}

static void assert_sum(const char *from, int32_t months, int32_t days, const char *expected)
{
    ny_date sum;
    assert_true(ny_date_add(day(from), (ny_span_of_time){months, days}, &sum));
    assert_date(sum, expected);
}

/* Counts on from a day by the rules one learns at school. */
static void next_day(int32_t *year, int32_t *month, int32_t *day_of_month)
{
    static const int32_t days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    if (++*day_of_month <= days[*month] + (*month == 2 && leap))
        return;
    *day_of_month = 1;
    if (++*month <= 12)
        return;
    *month = 1;
    ++*year;
}

static void every_day_from_1600_to_2400_goes_round(void **state)
{
    (void)state;
    int32_t year = 1600, month = 1, day_of_month = 1;
    for (ny_date date = -135140; year <= 2400; date++) {
        ny_date read, made;
        int32_t y, m, d;
        char expected[40], written[11];
        snprintf(expected, sizeof expected, "%04d-%02d-%02d", (int)year, (int)month,
                 (int)day_of_month);
        ny_date_write(date, written);
        ny_date_to_parts(date, &y, &m, &d);
        if (!ny_date_from_parts(year, month, day_of_month, &made) || made != date ||
            strcmp(written, expected) != 0 || y != year || m != month || d != day_of_month ||
            !ny_date_read(ny_text_of(written), &read) || read != date)
            fail_msg("%s", expected);
        next_day(&year, &month, &day_of_month);
    }
}

static void the_limits_are_the_first_and_the_last_day(void **state)
{
    assert_date(0, "1970-01-01");
    assert_date(NY_DATE_LOWEST, "0001-01-01");
    assert_date(NY_DATE_HIGHEST, "9999-12-31");
    assert_int_equal(day("0001-01-01"), NY_DATE_LOWEST);
    assert_int_equal(day("9999-12-31"), NY_DATE_HIGHEST);
    ny_text text = ny_date_text(*state, day("2018-09-01"));
    assert_int_equal(text.size, 10);
    assert_memory_equal(text.data, "2018-09-01", 10);
}

static void days_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "2021-02-29", "1900-02-29",  "2018-02-31", "2018-04-31", "2018-13-01", "2018-00-10",
        "2018-01-00", "2018-1-01",   "2018/01/01", "0000-01-01", "2018-01-1x", " 018-01-01",
        "-018-01-01", "2018-01-011", "",           "2018-+1-01",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ny_date date = 17;
        if (ny_date_read(ny_text_of(wrong[i]), &date))
            fail_msg("read as a day: \"%s\"", wrong[i]);
        assert_int_equal(date, 17);
    }
    ny_date date;
    assert_false(ny_date_from_parts(10000, 1, 1, &date));
    assert_false(ny_date_from_parts(2018, -1, 1, &date));
    assert_true(ny_date_from_parts(2000, 2, 29, &date));
    assert_true(ny_date_from_parts(2020, 2, 29, &date));
}

static void months_keep_the_day_or_take_the_last(void **state)
{
    (void)state;
    assert_sum("2020-02-29", 12, 0, "2021-02-28");
    assert_sum("2020-02-29", 48, 0, "2024-02-29");
    assert_sum("2021-01-31", 1, 0, "2021-02-28");
    assert_sum("2021-01-31", 2, 0, "2021-03-31");
    assert_sum("2021-03-31", -1, 0, "2021-02-28");
    assert_sum("2021-01-15", -13, 0, "2019-12-15");
    assert_sum("2021-12-31", 1, 0, "2022-01-31");
}

static void months_are_added_before_days(void **state)
{
    (void)state;
    assert_sum("2021-01-31", 1, 1, "2021-03-01");
    assert_sum("2018-09-01", 0, 30, "2018-10-01");
    assert_sum("2018-09-01", 3, -1, "2018-11-30");
}

static void sums_beyond_the_calendar_are_refused(void **state)
{
    (void)state;
    ny_date sum = 5;
    assert_false(ny_date_add(NY_DATE_HIGHEST, (ny_span_of_time){0, 1}, &sum));
    assert_false(ny_date_add(NY_DATE_LOWEST, (ny_span_of_time){0, -1}, &sum));
    assert_false(ny_date_add(NY_DATE_HIGHEST, (ny_span_of_time){1, 0}, &sum));
    assert_false(ny_date_add(0, (ny_span_of_time){INT32_MAX, INT32_MAX}, &sum));
    assert_false(ny_date_add(0, (ny_span_of_time){INT32_MIN, INT32_MIN}, &sum));
    assert_int_equal(sum, 5);
    assert_sum("9999-12-01", 1, -1, "9999-12-31");
    assert_true(
        ny_date_add(NY_DATE_LOWEST, (ny_span_of_time){0, NY_DATE_HIGHEST - NY_DATE_LOWEST}, &sum));
    assert_int_equal(sum, NY_DATE_HIGHEST);
}

/* The law: the extremes over every start day, counted with ny_date_add itself. */
static void shortest_and_longest_agree_with_every_start_day(void **state)
{
    (void)state;
    static const int32_t spans[] = {0, 1, 2, 3, 5, 6, 7, 11, 12, 13, 18, 24, 36, 48, 96, 600, 4800};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        int32_t shortest = INT32_MAX, longest = 0;
        for (ny_date from = day("1600-01-01"); from < day("2000-01-01"); from++) {
            ny_date to;
            assert_true(ny_date_add(from, (ny_span_of_time){spans[i], 0}, &to));
            shortest = to - from < shortest ? to - from : shortest;
            longest = to - from > longest ? to - from : longest;
        }
        if (ny_months_shortest_days(spans[i]) != shortest ||
            ny_months_longest_days(spans[i]) != longest)
            fail_msg("%d months: %d to %d days", (int)spans[i], (int)shortest, (int)longest);
    }
}

/* The same law for every span of the cycle, from the last day of each month, which is where the day
 * of the month may be lacking at the end. */
static void no_last_of_a_month_is_shorter_than_the_shortest(void **state)
{
    (void)state;
    ny_date ends[4800];
    for (int32_t i = 0; i < 4800; i++)
        assert_true(ny_date_add(day("1600-01-31"), (ny_span_of_time){i, 0}, &ends[i]));
    for (int32_t months = 0; months <= 4800; months++) {
        int32_t shortest = ny_months_shortest_days(months);
        for (int32_t i = 0; i < 4800; i++) {
            ny_date to;
            if (!ny_date_add(ends[i], (ny_span_of_time){months, 0}, &to) || to - ends[i] < shortest)
                fail_msg("%d months", (int)months);
        }
    }
}

static void shortest_and_longest_are_the_known_ones(void **state)
{
    (void)state;
    static const int32_t known[][3] = {{1, 28, 31},    {2, 59, 62},    {3, 89, 92},
                                       {12, 365, 366}, {24, 730, 731}, {48, 1460, 1461}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(ny_months_shortest_days(known[i][0]), known[i][1]);
        assert_int_equal(ny_months_longest_days(known[i][0]), known[i][2]);
    }
    assert_int_equal(ny_months_shortest_days(INT32_MAX), INT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1600_to_2400_goes_round),
        cmocka_unit_test(the_limits_are_the_first_and_the_last_day),
        cmocka_unit_test(days_that_do_not_exist_are_refused),
        cmocka_unit_test(months_keep_the_day_or_take_the_last),
        cmocka_unit_test(months_are_added_before_days),
        cmocka_unit_test(sums_beyond_the_calendar_are_refused),
        cmocka_unit_test(shortest_and_longest_agree_with_every_start_day),
        cmocka_unit_test(no_last_of_a_month_is_shorter_than_the_shortest),
        cmocka_unit_test(shortest_and_longest_are_the_known_ones),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
