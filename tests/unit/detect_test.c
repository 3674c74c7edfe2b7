/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How dates, decimals and columns are written, found out from whole columns and files. */

#include "io/date_pattern.h"
#include "io/detect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* --- patterns --------------------------------------------------------------------------------- */

/* "2018-02-01", "-" where the text is written otherwise, "no" where there is no such day. */
static void matches(void **state, const char *pattern_text, const char *text, const char *expected)
{
    ny_date_pattern pattern;
    ny_date date;
    assert_true(ny_date_pattern_read(ny_text_of(pattern_text), &pattern));
    switch (ny_date_pattern_match(&pattern, ny_text_of(text), &date)) {
    case NY_DATE_MATCHES:
        assert_string_equal(ny_text_terminated(*state, ny_date_text(*state, date)), expected);
        return;
    case NY_DATE_OTHERWISE:
        assert_string_equal("-", expected);
        return;
    case NY_DATE_NO_SUCH_DAY:
        assert_string_equal("no", expected);
        return;
    }
}

static void patterns_are_exact(void **state)
{
    matches(state, "dd-mm-yyyy", "01-02-2018", "2018-02-01");
    matches(state, "dd-mm-yyyy", "1-2-2018", "-");
    matches(state, "dd-mm-yyyy", "01-02-2018 ", "-");
    matches(state, "dd-mm-yyyy", "01.02.2018", "-");
    matches(state, "dd-mm-yyyy", "31-02-2018", "no");
    matches(state, "d.m.yyyy", "1.2.2018", "2018-02-01");
    matches(state, "d.m.yyyy", "01.12.2018", "2018-12-01");
    matches(state, "d.m.yyyy", "001.12.2018", "-");
    matches(state, "yyyymmdd", "20180201", "2018-02-01");
    matches(state, "yyyy/mm/dd", "2018/02/01", "2018-02-01");
    matches(state, "mm/dd/yyyy", "02/01/2018", "2018-02-01");
}

static void a_clock_time_says_nothing_of_the_day(void **state)
{
    matches(state, "dd-mm-yyyy hh:mm", "01-02-2018 23:59", "2018-02-01");
    matches(state, "dd-mm-yyyy hh:mm", "01-02-2018 24:00", "-");
    matches(state, "dd-mm-yyyy hh:mm", "01-02-2018", "-");
    matches(state, "yyyy-mm-ddThh:mm:ss", "2018-02-01T00:00:00", "2018-02-01");
    matches(state, "yyyy-mm-dd hh:mm:ss.fff", "2018-02-01 00:00:00.0000000", "2018-02-01");
}

static void months_have_names_in_five_languages(void **state)
{
    matches(state, "d. month yyyy", "1. februar 2018", "2018-02-01");
    matches(state, "d. month yyyy", "24. DESEMBER 2018", "2018-12-24");
    matches(state, "d month yyyy", "1 augusti 2018", "2018-08-01");
    matches(state, "d. month yyyy", "1. helmikuuta 2018", "2018-02-01");
    matches(state, "d. month yyyy", "1. febrúar 2018", "2018-02-01");
    matches(state, "d. month yyyy", "1. Ágúst 2018", "2018-08-01");
    matches(state, "d. month yyyy", "1. feb. 2018", "2018-02-01");
    matches(state, "d. month yyyy", "1. kesäkuuta 2018", "2018-06-01");
    matches(state, "d. month yyyy", "1. februarius 2018", "-");
    matches(state, "d. month yyyy", "30. februar 2018", "no");
}

static void is_no_pattern(const char *text)
{
    ny_date_pattern pattern;
    assert_false(ny_date_pattern_read(ny_text_of(text), &pattern));
}

static void what_is_no_pattern(void **state)
{
    (void)state;
    is_no_pattern("");
    is_no_pattern("dd-mm-yy");
    is_no_pattern("dd-mm");
    is_no_pattern("dd-dd-mm-yyyy");
    is_no_pattern("dd-mm-yyyy month");
    is_no_pattern("dd-mm-yyyy hh");
    is_no_pattern("dd-mmm-yyyy");
}

/* --- dates ------------------------------------------------------------------------------------ */

/* Cells are apart by "|". */
static ny_cells_tally tally_of(void **state, const char *cells, bool dates)
{
    ny_cells_tally tally = {0};
    while (*cells) {
        size_t size = strcspn(cells, "|");
        if (dates)
            ny_tally_date(*state, &tally, (ny_text){cells, size});
        else
            ny_tally_number(&tally, (ny_text){cells, size});
        cells += size + (cells[size] == '|');
    }
    return tally;
}

static ny_verdict decide(void **state, const char *own, const char *other,
                         ny_dates_reading *reading)
{
    ny_cells_tally tally = tally_of(state, own, true), more = tally_of(state, other, true),
                   all = {0};
    ny_tally_join(*state, &all, &tally);
    ny_tally_join(*state, &all, &more);
    return ny_decide_dates(*state, &tally, &all, reading);
}

static void dates_are(void **state, const char *cells, const char *pattern)
{
    ny_dates_reading reading;
    assert_int_equal(decide(state, cells, "", &reading), NY_READS_ONE_WAY);
    assert_string_equal(ny_text_terminated(*state, reading.pattern), pattern);
}

static void dates_of_each_form_are_found(void **state)
{
    dates_are(state, "2018-02-01|2018-02-28", "yyyy-mm-dd");
    dates_are(state, "20180201", "yyyymmdd");
    dates_are(state, "13122018", "ddmmyyyy");
    dates_are(state, "2018/02/01", "yyyy/mm/dd");
    dates_are(state, "13-02-2018|01-02-2018||01-02-2019", "dd-mm-yyyy");
    dates_are(state, "02/13/2018|01/02/2018", "mm/dd/yyyy");
    dates_are(state, "13.2.2018|1.2.2018", "d.m.yyyy");
    dates_are(state, "13.02.2018|01.02.2018|1.02.2018", "dd.mm.yyyy");
    dates_are(state, "1. helmikuuta 2018", "d. month yyyy");
    dates_are(state, "1 augusti 2018|31 maj 2018", "d month yyyy");
    dates_are(state, "2018-02-01 00:00|2018-02-01 13:30", "yyyy-mm-dd hh:mm");
    dates_are(state, "2018-02-01T00:00:00", "yyyy-mm-ddThh:mm:ss");
    dates_are(state, "13-02-2018 00:00:00", "dd-mm-yyyy hh:mm:ss");
    dates_are(state, "01-01-2018|05-05-2018", "dd-mm-yyyy");
}

/* What is written otherwise than most is a fault of its cell. */
static void one_contrary_cell_is_no_reading(void **state)
{
    dates_are(state, "2018-02-01|2018-02-02|01-02-2018|?", "yyyy-mm-dd");
    dates_are(state, "13-02-2018|14-02-2018|15-02-2018|02-13-2018|01-02-2018", "dd-mm-yyyy");
}

/* A few slips among many are faults; more than one in twenty are another way of writing. */
static void many_contrary_cells_are_another_way(void **state)
{
    ny_buffer cells = ny_buffer_create(*state);
    for (int i = 0; i < 40; i++)
        ny_buffer_add(&cells, NY_TEXT("13-02-2018|"));
    ny_buffer_add(&cells, NY_TEXT("02-13-2018|02-14-2018"));
    dates_are(state, ny_text_terminated(*state, ny_buffer_text(&cells)), "dd-mm-yyyy");
    ny_buffer_add(&cells, NY_TEXT("|02-15-2018"));
    ny_dates_reading reading;
    assert_int_equal(
        decide(state, ny_text_terminated(*state, ny_buffer_text(&cells)), "", &reading),
        NY_READS_BOTH_WAYS);
    assert_int_equal(reading.count, 40);
    assert_int_equal(reading.contraries, 3);
}

static void dates_of_two_readings_are_refused(void **state)
{
    ny_dates_reading reading;
    assert_int_equal(decide(state, "01-01-2018|01-02-2018|03-04-2018", "", &reading),
                     NY_READS_EITHER_WAY);
    assert_true(ny_text_is(reading.example, "01-02-2018"));
    assert_true(ny_text_is(reading.pattern, "dd-mm-yyyy"));
    assert_true(ny_text_is(reading.other, "mm-dd-yyyy"));

    assert_int_equal(decide(state, "13-02-2018|14-02-2018|02-13-2018|02-14-2018", "", &reading),
                     NY_READS_BOTH_WAYS);
    assert_int_equal(reading.count, 2);
    assert_int_equal(reading.contraries, 2);
    assert_int_equal(decide(state, "13-02-18|14-02-18", "", &reading), NY_READS_NO_WAY);
}

/* One program wrote the file: another column of the same shape decides, one of another does not. */
static void another_column_of_the_file_decides(void **state)
{
    ny_dates_reading reading;
    assert_int_equal(decide(state, "01-02-2018", "02-13-2018", &reading), NY_READS_ONE_WAY);
    assert_true(ny_text_is(reading.pattern, "mm-dd-yyyy"));
    assert_int_equal(decide(state, "01-02-2018", "13/02/2018", &reading), NY_READS_EITHER_WAY);
    assert_int_equal(decide(state, "", "13/02/2018", &reading), NY_READS_ONE_WAY);
    assert_true(ny_text_is(reading.pattern, "dd/mm/yyyy"));
    assert_int_equal(decide(state, "", "01/02/2018", &reading), NY_READS_NOTHING);
    assert_int_equal(decide(state, "? | ", "", &reading), NY_READS_NOTHING);
}

/* --- decimals --------------------------------------------------------------------------------- */

static ny_verdict decimal_of(void **state, const char *own, const char *other,
                             ny_decimal_reading *reading)
{
    ny_cells_tally tally = tally_of(state, own, false), more = tally_of(state, other, false),
                   all = {0};
    ny_tally_join(*state, &all, &tally);
    ny_tally_join(*state, &all, &more);
    return ny_decide_decimal(&tally, &all, reading);
}

static void decimal_is(void **state, const char *own, const char *other, char decimal)
{
    ny_decimal_reading reading;
    assert_int_equal(decimal_of(state, own, other, &reading), NY_READS_ONE_WAY);
    assert_int_equal(reading.decimal, decimal);
}

static void decimals_are_found(void **state)
{
    decimal_is(state, "31,0|27", "", ',');
    decimal_is(state, "31.0|1.234", "", '.');
    decimal_is(state, "0.586|-0.124", "", '.');
    decimal_is(state, "1234,567", "", ',');
    decimal_is(state, "31,0|27,5|26.5|x", "", ',');
    decimal_is(state, "1.234", "31,0", ',');
    decimal_is(state, "1.234", "31.5", '.');
    decimal_is(state, "0.5", "31,0", '.');
    ny_decimal_reading reading;
    assert_int_equal(decimal_of(state, "1|2|1.234,5", "", &reading), NY_READS_NOTHING);
}

/* One 1.234 among whole numbers is a slip, and neither reading of it is taken. */
static void one_open_number_is_no_reading(void **state)
{
    ny_decimal_reading reading;
    assert_int_equal(decimal_of(state, "1|2|1.234", "", &reading), NY_READS_NOTHING);
    assert_int_equal(reading.decimal, ',');
    assert_int_equal(decimal_of(state, "1|2|1,234", "", &reading), NY_READS_NOTHING);
    assert_int_equal(reading.decimal, '.');
    assert_int_equal(decimal_of(state, "1|1.234", "", &reading), NY_READS_EITHER_WAY);
    assert_int_equal(decimal_of(state, "1|2|3", "", &reading), NY_READS_NOTHING);
    assert_int_equal(reading.decimal, '.');
}

static void numbers_of_two_readings_are_refused(void **state)
{
    ny_decimal_reading reading;
    assert_int_equal(decimal_of(state, "1.234|950|12.500", "1|2", &reading), NY_READS_EITHER_WAY);
    assert_int_equal(reading.decimal, '.');
    assert_true(ny_text_is(reading.example, "1.234"));
    assert_int_equal(decimal_of(state, "1,234", "31,0|0.5", &reading), NY_READS_EITHER_WAY);
    assert_int_equal(decimal_of(state, "31,0|0.5", "", &reading), NY_READS_BOTH_WAYS);
}

/* --- separators ------------------------------------------------------------------------------- */

static void separator_is(void **state, const char *text, const char *headings, char expected)
{
    ny_text words[4];
    size_t count = 0;
    while (*headings) {
        size_t size = strcspn(headings, "|");
        words[count++] = (ny_text){headings, size};
        headings += size + (headings[size] == '|');
    }
    char found[2];
    assert_true(ny_find_separator(*state, ny_text_of(text), words, count, found));
    assert_int_equal(found[0], expected);
}

static void separators_are_found(void **state)
{
    separator_is(state, "id;done\n1;2018-02-01\n", "id|done", ';');
    separator_is(state, "id,done\n1,2018-02-01\n", "id|done", ',');
    separator_is(state, "id\tdone\n1\t2\n", "id|done", '\t');
    separator_is(state, "id|done\n1|2\n", "", '|');
    separator_is(state, "id;a,b\n1;2,5\n", "id|a,b", ';');
    separator_is(state, "Id ;Weight, kg\n1;70,5\n2;80\n", "id", ';');
    separator_is(state, "points\n1,5\n2\n", "points", ';');
    separator_is(state, "points\n1\n2\n", "points", ',');
    separator_is(state, "\"a;b\",c\n1,2\n", "", ',');
}

static void two_separators_are_refused(void **state)
{
    char found[2];
    assert_false(ny_find_separator(*state, NY_TEXT("a;b,c\n1;2,5\n"), NULL, 0, found));
    assert_int_equal(found[0], ',');
    assert_int_equal(found[1], ';');
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(patterns_are_exact),
        TEST(a_clock_time_says_nothing_of_the_day),
        TEST(months_have_names_in_five_languages),
        TEST(what_is_no_pattern),
        TEST(dates_of_each_form_are_found),
        TEST(one_contrary_cell_is_no_reading),
        TEST(many_contrary_cells_are_another_way),
        TEST(dates_of_two_readings_are_refused),
        TEST(another_column_of_the_file_decides),
        TEST(decimals_are_found),
        TEST(one_open_number_is_no_reading),
        TEST(numbers_of_two_readings_are_refused),
        TEST(separators_are_found),
        TEST(two_separators_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
