/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The CSV reader below any meaning: which cells stand in which line. */

#include "io/csv.h"

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

/* "a|b/c|d": cells apart by |, records by /, with the line before each record. */
static ny_text all_records(ny_arena *arena, ny_text text, char separator)
{
    ny_buffer buffer = ny_buffer_create(arena);
    ny_csv_reader reader = ny_csv_open(arena, text, separator, 100);
    ny_csv_record record;
    ny_csv_step step;
    while ((step = ny_csv_next(&reader, &record)) == NY_CSV_RECORD) {
        ny_buffer_format(&buffer, "%s%u:", buffer.size ? "/" : "", record.line);
        for (uint32_t i = 0; i < record.kept; i++) {
            ny_text cell = ny_csv_cell_text(arena, &record.cells[i]);
            ny_buffer_format(&buffer, "%s%.*s", i ? "|" : "", NY_PRINT(cell));
        }
    }
    if (step == NY_CSV_OPEN_QUOTE)
        ny_buffer_format(&buffer, "/open %u", record.line);
    return ny_buffer_text(&buffer);
}

static void reads_as(void **state, const char *text, char separator, const char *expected)
{
    ny_text found = all_records(*state, ny_text_of(text), separator);
    assert_string_equal(ny_text_terminated(*state, found), expected);
}

static void plain_cells_are_views(void **state)
{
    reads_as(state, "a,b\nc,d\n", ',', "1:a|b/2:c|d");
    reads_as(state, "a;b,c;;\n", ';', "1:a|b,c||");
}

static void lines_end_in_lf_crlf_or_cr(void **state)
{
    reads_as(state, "a,b\r\nc,d\r\n", ',', "1:a|b/2:c|d");
    reads_as(state, "a,b\rc,d\r", ',', "1:a|b/2:c|d");
    reads_as(state, "a\n\rb", ',', "1:a/2:/3:b");
}

static void the_last_line_may_lack_its_end(void **state)
{
    reads_as(state, "a,b\nc,d", ',', "1:a|b/2:c|d");
    reads_as(state, "a,b\nc,", ',', "1:a|b/2:c|");
    reads_as(state, "", ',', "");
}

static void quotes_hold_separators_quotes_and_line_ends(void **state)
{
    reads_as(state, "\"a,b\",c\n", ',', "1:a,b|c");
    reads_as(state, "\"a \"\"b\"\" c\",\"\"\"\"\n", ',', "1:a \"b\" c|\"");
    reads_as(state, "\"a\nb\",c\nd,\"e\r\nf\"\ng", ',', "1:a\nb|c/3:d|e\r\nf/5:g");
    reads_as(state, "\"\",\"\"", ',', "1:|");
}

static void a_quote_inside_a_cell_is_a_letter(void **state)
{
    reads_as(state, "5\" nail,a\n", ',', "1:5\" nail|a");
}

static void what_follows_a_closing_quote_is_seen(void **state)
{
    ny_csv_reader reader = ny_csv_open(*state, NY_TEXT("\"a\"b,\"c\""), ',', 9);
    ny_csv_record record;
    assert_int_equal(ny_csv_next(&reader, &record), NY_CSV_RECORD);
    assert_true(record.cells[0].has_stray);
    assert_true(ny_text_is(record.cells[0].raw, "\"a\"b"));
    assert_false(record.cells[1].has_stray);
}

static void an_open_quote_is_found_where_it_opened(void **state)
{
    reads_as(state, "a,b\n\"c\nd\",\"e\nf\ng", ',', "1:a|b/open 3");
}

static void empty_lines_are_told_from_empty_cells(void **state)
{
    ny_csv_reader reader = ny_csv_open(*state, NY_TEXT("\n\"\"\n,\n"), ',', 9);
    ny_csv_record record;
    ny_csv_next(&reader, &record);
    assert_true(record.is_blank);
    ny_csv_next(&reader, &record);
    assert_false(record.is_blank);
    assert_int_equal(record.count, 1);
    ny_csv_next(&reader, &record);
    assert_false(record.is_blank);
    assert_int_equal(record.count, 2);
}

static void cells_beyond_the_most_are_counted(void **state)
{
    ny_csv_reader reader = ny_csv_open(*state, NY_TEXT("a,b,c,d\ne"), ',', 2);
    ny_csv_record record;
    ny_csv_next(&reader, &record);
    assert_int_equal(record.count, 4);
    assert_int_equal(record.kept, 2);
    ny_csv_next(&reader, &record);
    assert_int_equal(record.count, 1);
}

static void one_can_go_back_to_a_record(void **state)
{
    ny_csv_reader reader = ny_csv_open(*state, NY_TEXT("a\nb\nc\n"), ',', 2);
    ny_csv_record record, again;
    ny_csv_next(&reader, &record);
    ny_csv_next(&reader, &record);
    ny_csv_next(&reader, &again);
    ny_csv_seek(&reader, record.offset, record.line);
    assert_int_equal(ny_csv_next(&reader, &again), NY_CSV_RECORD);
    assert_true(ny_text_is(again.cells[0].raw, "b"));
    assert_int_equal(again.line, 2);
}

/* One pass: 20 MB take a fraction of a second, and would take hours if every cell looked back. */
static void a_line_of_twenty_megabytes_is_one_pass(void **state)
{
    size_t size = (size_t)20 * 1024 * 1024;
    char *text = ny_arena_take(*state, size);
    memset(text, ',', size);
    ny_csv_reader reader = ny_csv_open(*state, (ny_text){text, size}, ',', 10);
    ny_csv_record record;
    assert_int_equal(ny_csv_next(&reader, &record), NY_CSV_RECORD);
    assert_int_equal(record.count, size + 1);

    memset(text, '"', size);
    reader = ny_csv_open(*state, (ny_text){text, size}, ',', 10);
    assert_int_equal(ny_csv_next(&reader, &record), NY_CSV_RECORD);
    assert_int_equal(ny_csv_cell_text(*state, &record.cells[0]).size, size / 2 - 1);

    memset(text + 1, 'x', size - 1);
    reader = ny_csv_open(*state, (ny_text){text, size}, ',', 10);
    assert_int_equal(ny_csv_next(&reader, &record), NY_CSV_OPEN_QUOTE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plain_cells_are_views),
        TEST(lines_end_in_lf_crlf_or_cr),
        TEST(the_last_line_may_lack_its_end),
        TEST(quotes_hold_separators_quotes_and_line_ends),
        TEST(a_quote_inside_a_cell_is_a_letter),
        TEST(what_follows_a_closing_quote_is_seen),
        TEST(an_open_quote_is_found_where_it_opened),
        TEST(empty_lines_are_told_from_empty_cells),
        TEST(cells_beyond_the_most_are_counted),
        TEST(one_can_go_back_to_a_record),
        TEST(a_line_of_twenty_megabytes_is_one_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
