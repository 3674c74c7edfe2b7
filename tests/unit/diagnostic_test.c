/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The sink, the catalogue and the places in a text. The catalogue grows, so nothing here depends on
 * which codes there are, except that there is NOT_UTF8. */

#include "base/diagnostic.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LAST_CODE ((ny_code)(NY_CODE_COUNT - 1))

typedef struct pattern {
    ny_code code;
    const char *message, *reason, *hint;
} pattern;

static const pattern patterns[] = {
#define NY_MESSAGE(name, message, reason, hint) {NY_##name, message, reason, hint},
#include "english.def"
#undef NY_MESSAGE
};

static const struct {
    ny_code code;
    const char *number;
    ny_severity severity;
} codes[] = {
#define NY_DIAGNOSTIC(name, number, severity) {NY_##name, number, severity},
#include "codes.def"
#undef NY_DIAGNOSTIC
};

/* As long as their placeholders. */
static const ny_text words[] = {
    {"[0]", 3}, {"[1]", 3}, {"[2]", 3}, {"[3]", 3}, {"[4]", 3},
    {"[5]", 3}, {"[6]", 3}, {"[7]", 3}, {"[8]", 3}, {"[9]", 3},
};

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
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.data, expected, text.size);
}

static void report_at(ny_sink *sink, ny_code code, uint32_t source, uint32_t begin, uint32_t end)
{
    ny_report(sink, code, (ny_span){source, begin, end}, words, 10);
}

static bool has_placeholder(const char *at)
{
    return at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}';
}

static void assert_filled(ny_text text, const char *from)
{
    assert_int_equal(text.size, strlen(from));
    for (size_t i = 0; i < text.size; i++) {
        if (has_placeholder(from + i)) {
            char word[] = {'[', from[i + 1], ']'};
            assert_memory_equal(text.data + i, word, 3);
            i += 2;
            continue;
        }
        assert_int_equal(text.data[i], from[i]);
    }
}

static void every_message_of_the_catalogue_is_filled_in(void **state)
{
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        ny_sink *sink = ny_sink_create(*state);
        report_at(sink, patterns[i].code, 0, 0, 0);
        assert_int_equal(sink->diagnostics.count, 1);
        assert_filled(sink->diagnostics.items[0].message, patterns[i].message);
        assert_filled(sink->diagnostics.items[0].reason, patterns[i].reason);
        assert_filled(sink->diagnostics.items[0].hint, patterns[i].hint);
    }
}

static void severities_are_counted(void **state)
{
    ny_sink *sink = ny_sink_create(*state);
    uint32_t errors = 0, warnings = 0;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        report_at(sink, codes[i].code, 0, 0, 0);
        errors += codes[i].severity == NY_ERROR;
        warnings += codes[i].severity == NY_WARNING;
        assert_int_equal(sink->errors, errors);
        assert_int_equal(sink->warnings, warnings);
    }
}

/* Numbers are stable for ever, so no two codes may share one. */
static void every_code_has_a_number_of_its_own(void **state)
{
    (void)state;
    assert_string_equal(ny_code_number(NY_NOT_UTF8), "N0101");
    for (size_t i = 0; i < NY_CODE_COUNT; i++) {
        const char *number = ny_code_number((ny_code)i);
        if (strlen(number) != 5 || number[0] != 'N' || strspn(number + 1, "0123456789") != 4)
            fail_msg("not a number of a diagnostic: %s", number);
        for (size_t k = 0; k < i; k++)
            if (strcmp(number, ny_code_number((ny_code)k)) == 0)
                fail_msg("two codes are %s", number);
    }
}

static void sorting_goes_by_source_place_and_code(void **state)
{
    ny_sink *sink = ny_sink_create(*state);
    report_at(sink, LAST_CODE, 1, 5, 6);
    report_at(sink, NY_NOT_UTF8, 1, 5, 9);
    report_at(sink, NY_NOT_UTF8, 1, 2, 3);
    report_at(sink, NY_NOT_UTF8, 0, 100, 101);
    report_at(sink, NY_NOT_UTF8, 1, 5, 7);
    ny_sink_sort(sink);

    static const uint32_t begins[] = {100, 2, 5, 5, 5};
    assert_int_equal(sink->diagnostics.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(sink->diagnostics.items[i].span.begin, begins[i]);
    if (LAST_CODE == NY_NOT_UTF8)
        return;
    /* The same place and code: in the order in which they were reported. */
    assert_int_equal(sink->diagnostics.items[2].span.end, 9);
    assert_int_equal(sink->diagnostics.items[3].span.end, 7);
    assert_int_equal(sink->diagnostics.items[4].code, LAST_CODE);
}

static void sorting_drops_doubles_and_counts_anew(void **state)
{
    ny_sink *sink = ny_sink_create(*state);
    report_at(sink, NY_NOT_UTF8, 0, 5, 6);
    report_at(sink, NY_NOT_UTF8, 0, 5, 7);
    report_at(sink, NY_NOT_UTF8, 0, 5, 6);
    report_at(sink, NY_NOT_UTF8, 1, 5, 6);
    report_at(sink, NY_NOT_UTF8, 0, 5, 6);
    assert_int_equal(sink->errors, 5);
    ny_sink_sort(sink);
    assert_int_equal(sink->diagnostics.count, 3);
    assert_int_equal(sink->errors, 3);
    assert_int_equal(sink->diagnostics.items[0].span.end, 6);
    assert_int_equal(sink->diagnostics.items[1].span.end, 7);
    assert_int_equal(sink->diagnostics.items[2].span.source, 1);

    report_at(sink, NY_NOT_UTF8, 0, 1, 2);
    ny_sink_sort(sink);
    assert_int_equal(sink->diagnostics.count, 4);
    assert_int_equal(sink->diagnostics.items[0].span.begin, 1);
}

static void assert_place(ny_text text, uint32_t offset, uint32_t line, uint32_t column)
{
    ny_place place = ny_place_of(text, offset);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void places_count_characters_not_bytes(void **state)
{
    (void)state;
    /* æ, ø and å are two bytes each. */
    ny_text text = NY_TEXT("æøå x\r\nså\n\n€y");
    assert_place(text, 0, 1, 1);
    assert_place(text, 2, 1, 2);
    assert_place(text, 3, 1, 2);
    assert_place(text, 7, 1, 5);
    assert_place(text, 10, 2, 1);
    assert_place(text, 11, 2, 2);
    assert_place(text, 13, 2, 3);
    assert_place(text, 14, 3, 1);
    assert_place(text, 18, 4, 2);
    assert_place(text, 19, 4, 3);
    assert_place(text, 1000, 4, 3);
    assert_place(NY_NO_TEXT, 0, 1, 1);
    assert_place(NY_NO_TEXT, 3, 1, 1);
}

static void lines_come_without_their_ends(void **state)
{
    (void)state;
    ny_text text = NY_TEXT("æøå x\r\nså\n\n€y");
    assert_text(ny_line_of(text, 1), "æøå x");
    assert_text(ny_line_of(text, 2), "så");
    assert_text(ny_line_of(text, 3), "");
    assert_text(ny_line_of(text, 4), "€y");
    assert_text(ny_line_of(text, 5), "");
    assert_text(ny_line_of(NY_TEXT("a\n"), 2), "");
    assert_text(ny_line_of(NY_NO_TEXT, 1), "");
}

static void a_span_gives_its_text_and_never_more(void **state)
{
    ny_sink *sink = ny_sink_create(*state);
    assert_int_equal(ny_sink_add_source(sink, NY_TEXT("a.nytte"), NY_TEXT("pay på")), 0);
    assert_int_equal(ny_sink_add_source(sink, NY_TEXT("b.nytte"), NY_NO_TEXT), 1);
    assert_text(ny_span_text(sink, (ny_span){0, 4, 7}), "på");
    assert_text(ny_span_text(sink, (ny_span){0, 4, 70}), "på");
    assert_text(ny_span_text(sink, (ny_span){0, 60, 70}), "");
    assert_text(ny_span_text(sink, (ny_span){1, 0, 1}), "");
    assert_text(ny_span_text(sink, (ny_span){2, 0, 1}), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_of_the_catalogue_is_filled_in),
        cmocka_unit_test(severities_are_counted),
        cmocka_unit_test(every_code_has_a_number_of_its_own),
        cmocka_unit_test(sorting_goes_by_source_place_and_code),
        cmocka_unit_test(sorting_drops_doubles_and_counts_anew),
        cmocka_unit_test(places_count_characters_not_bytes),
        cmocka_unit_test(lines_come_without_their_ends),
        cmocka_unit_test(a_span_gives_its_text_and_never_more),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
