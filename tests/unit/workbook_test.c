/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What one cell of a workbook says, from its number and its format; and rows packed and read again. */

#include "base/date.h"
#include "io/packed.h"
#include "io/workbook_value.h"

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

static void assert_text(ny_text text, const char *expected)
{
    if (ny_text_is(text, expected))
        return;
    print_error("`%.*s`, not `%s`\n", NY_PRINT(text), expected);
    fail();
}

static void assert_shown(const char *code, ny_shown_as expected)
{
    if (ny_shown_code(ny_text_of(code)) == expected)
        return;
    print_error("format `%s`\n", code);
    fail();
}

static void formats_of_days(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "dd-mm-yyyy", "d/m/yy",       "yyyy\\-mm\\-dd;@", "[$-406]d. mmmm yyyy;@",
        "mmm-yy",     "mmmm",         "dd-mm-yyyy hh:mm", "m/d/yyyy\\ h:mm\\ AM/PM",
        "DD.MM.YYYY", "[Red]dd-mm;@", "\"den\" d\\. mmm", "[h]\\t dd",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_shown(codes[i], NY_SHOWN_AS_DATE);
}

static void formats_of_times(void **state)
{
    (void)state;
    static const char *const codes[] = {"hh:mm",   "h:mm AM/PM", "[h]:mm:ss", "[mm]:ss",
                                        "mm:ss.0", "[ss]",       "h\"d\"",    "[s]"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_shown(codes[i], NY_SHOWN_AS_TIME);
}

static void formats_of_numbers(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "General",
        "0.00",
        "#,##0.00 \"kr\"",
        "0.00E+00",
        "@",
        "0 \"dage\"",
        "\\d0",
        "[Red]0.0;-0.0",
        "_-* #,##0.00_-",
        "0;\"yyyy\"",
        "0;dd",
        "",
        "\"",
        "\\",
        "[",
        "[Magenta]0.0",
        "[Yellow]0",
        "_d0*y",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_shown(codes[i], NY_SHOWN_AS_NUMBER);
    assert_shown("0.0%", NY_SHOWN_AS_PERCENT);
    assert_shown("0 \"%\"", NY_SHOWN_AS_NUMBER);
}

static void formats_that_every_workbook_has(void **state)
{
    (void)state;
    for (uint32_t number = 0; number < 60; number++) {
        ny_shown_as shown = ny_shown_builtin(number);
        bool day = (number >= 14 && number <= 17) || number == 22;
        bool clock = (number >= 18 && number <= 21) || (number >= 45 && number <= 47);
        bool percent = number == 9 || number == 10;
        bool east_asian = (number >= 27 && number <= 36) || number >= 50;
        if (!east_asian)
            assert_int_equal(day       ? NY_SHOWN_AS_DATE
                             : clock   ? NY_SHOWN_AS_TIME
                             : percent ? NY_SHOWN_AS_PERCENT
                                       : NY_SHOWN_AS_NUMBER,
                             shown);
    }
}

static void plain_decimals(void **state)
{
    static const char *const cases[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"000", "0"},
        {"0.0", "0"},
        {"7", "7"},
        {"+7", "7"},
        {"-7.50", "-7.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"1E3", "1000"},
        {"1.25e-3", "0.00125"},
        {"12.5E+1", "125"},
        {"120E-2", "1.2"},
        {"0.001E2", "0.1"},
        {"100", "100"},
        {"9E0", "9"},
        /* As it was: */
        {"", ""},
        {"-", "-"},
        {".", "."},
        {"1E", "1E"},
        {"1.2.3", "1.2.3"},
        {"1,5", "1,5"},
        {"1E99999", "1E99999"},
        {"x", "x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(ny_plain_decimal(*state, ny_text_of(cases[i][0])), cases[i][1]);
}

static void fifteen_digits(void **state)
{
    static const char *const cases[][2] = {
        {"1.1000000000000001", "1.1"},
        {"0.30000000000000004", "0.3"},
        {"0.99999999999999989", "1"},
        {"99999999999999.99", "100000000000000"},
        {"123456789012345", "123456789012345"},
        {"1.23456789012345", "1.23456789012345"},
        {"1.234567890123445", "1.23456789012345"},
        {"-1.234567890123445", "-1.23456789012345"},
        {"1.0000000000000001E-5", "0.00001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ny_book_value value =
            ny_book_number(*state, ny_text_of(cases[i][0]), NY_SHOWN_AS_NUMBER, false);
        assert_int_equal(NY_GIVEN_NUMBER, value.given);
        assert_text(value.text, cases[i][1]);
    }
    assert_int_equal(
        NY_GIVEN_TOO_LONG,
        ny_book_number(*state, NY_TEXT("1234567890123456"), NY_SHOWN_AS_NUMBER, false).given);
}

/* Every day from 1 January 1900 to the end of 9999, and back. */
static void every_day_has_one_number(void **state)
{
    ny_arena *passing = ny_arena_create();
    ny_date due;
    assert_true(ny_date_from_parts(1900, 1, 1, &due));
    (void)state;
    for (int serial = 1; serial <= 2958465; serial++) {
        if (serial == 60)
            continue;
        bool sparse = serial > 100000 && serial < 2950000 && serial % 97;
        if (!sparse) {
            ny_book_value value =
                ny_book_number(passing, ny_format(passing, "%d", serial), NY_SHOWN_AS_DATE, false);
            assert_int_equal(NY_GIVEN_DATE, value.given);
            assert_true(ny_text_equal(value.text, ny_date_text(passing, due)));
        }
        due++;
        ny_arena_reset(passing);
    }
    assert_int_equal(NY_DATE_HIGHEST + 1, due);
    ny_arena_destroy(passing);
}

static void packed_rows_read_back(void **state)
{
    ny_packer packer = ny_packer_create(*state);
    ny_packer_begin(&packer, 3);
    ny_packer_add(&packer, 0, NY_GIVEN_TEXT, NY_TEXT("a"));
    ny_packer_add(&packer, 2, NY_GIVEN_NUMBER, NY_TEXT("1"));
    ny_packer_begin(&packer, 4);
    ny_packer_begin(&packer, 9);
    ny_packer_add(&packer, 5, NY_GIVEN_DATE, NY_TEXT("2018-02-01"));
    ny_packer_begin(&packer, 10);
    ny_packer_add(&packer, 1, NY_GIVEN_TEXT, NY_TEXT("b"));
    ny_text text = ny_packer_finish(&packer, *state);
    assert_int_equal(3, packer.records);
    assert_int_equal(6, packer.columns);

    ny_csv_reader reader = ny_csv_open(*state, text, NY_PACKED, 3);
    ny_csv_record record;
    assert_int_equal(NY_CSV_RECORD, ny_csv_next(&reader, &record));
    size_t first = record.offset;
    assert_int_equal(3, record.line);
    assert_int_equal(3, record.kept);
    assert_text(record.cells[0].raw, "a");
    assert_int_equal(0, record.cells[1].raw.size);
    assert_text(record.cells[2].raw, "1");
    assert_int_equal(NY_GIVEN_NUMBER, record.cells[2].given);
    /* Row 9 holds nothing in the first three columns. */
    assert_int_equal(NY_CSV_RECORD, ny_csv_next(&reader, &record));
    assert_int_equal(10, record.line);
    assert_int_equal(0, record.cells[0].raw.size);
    assert_text(record.cells[1].raw, "b");
    assert_int_equal(NY_CSV_END, ny_csv_next(&reader, &record));
    ny_csv_seek(&reader, first, 3);
    assert_int_equal(NY_CSV_RECORD, ny_csv_next(&reader, &record));
    assert_text(record.cells[0].raw, "a");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(formats_of_days),          TEST(formats_of_times),
        TEST(formats_of_numbers),       TEST(formats_that_every_workbook_has),
        TEST(plain_decimals),           TEST(fifteen_digits),
        TEST(every_day_has_one_number), TEST(packed_rows_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
