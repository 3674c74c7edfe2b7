/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The one written form of a contract: what formatting changes, what it leaves, and that once is
 * enough. */

#include "contract_text.h"
#include "text/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *formatted(ny_arena *arena, const char *text)
{
    ny_sink *sink = ny_sink_create(arena);
    uint32_t source = ny_sink_add_source(sink, NY_TEXT("t"), ny_text_of(text));
    ny_tokens *tokens = ny_tokens_read(arena, sink, source);
    assert_int_equal(sink->errors, 0);
    return ny_text_terminated(arena, ny_format_contract(arena, tokens));
}

static void becomes(const char *text, const char *expected)
{
    ny_arena *arena = ny_arena_create();
    const char *once = formatted(arena, text);
    assert_string_equal(once, expected);
    assert_string_equal(formatted(arena, once), expected);
    ny_arena_destroy(arena);
}

static void stays(const char *text)
{
    becomes(text, text);
}

static void properties_stand_two_in(void **state)
{
    (void)state;
    becomes("define a\n     = 1\n     rounded to 2\n", "define a\n  = 1\n  rounded to 2\n");
    becomes("define a\n = 1\n", "define a\n  = 1\n");
}

static void what_goes_on_keeps_its_distance(void **state)
{
    (void)state;
    becomes("define a\n    = 1\n          + 2\n", "define a\n  = 1\n        + 2\n");
    becomes("define a\n    = 1\n     + 2\n", "define a\n  = 1\n    + 2\n");
}

static void blanks_between_words_are_one(void **state)
{
    (void)state;
    becomes("define   a\n  =  1+2 *( 3-4 )\n", "define a\n  = 1 + 2 * (3 - 4)\n");
    becomes("offer p : 0 .. 5 DKK , in the price envelope\n",
            "offer p : 0..5 DKK, in the price envelope\n");
    becomes("define a\n  = max( 1 ,2 )^ 2\n", "define a\n  = max(1, 2)^2\n");
}

static void a_minus_before_a_number_stays_with_it(void **state)
{
    (void)state;
    stays("define a\n  = -5 - 3 * -2 + (-1)\n");
    becomes("define a\n  = 5-3\n", "define a\n  = 5 - 3\n");
}

static void blank_lines_are_one_and_none_at_the_ends(void **state)
{
    (void)state;
    becomes("\n\nparty a\n\n\n\nparty b\n\n\n", "party a\n\nparty b\n");
    becomes("", "");
}

static void line_ends_are_one_character_and_never_lack(void **state)
{
    (void)state;
    becomes("party a\r\nparty b", "party a\nparty b\n");
    becomes("party a   \n", "party a\n");
}

static void comments_stay_where_they_are(void **state)
{
    (void)state;
    stays("# head\nparty a  # why\n  # inside\n");
    becomes("party a # why\n", "party a  # why\n");
}

static void texts_in_quotes_are_not_touched(void **state)
{
    (void)state;
    stays("party a \"Two  blanks ,  and (this )\"\n");
}

static void what_was_lined_up_stays_lined_up(void **state)
{
    (void)state;
    stays("party region   \"R\"   buys\nparty hospital \"Vej\" sells\n");
    becomes("given a     = 1\ngiven bbbb  = 2\ngiven cc    = 3\n",
            "given a     = 1\ngiven bbbb  = 2\ngiven cc    = 3\n");
    becomes("table t\n  a       key\n  bbb     date\n", "table t\n  a    key\n  bbb  date\n");
}

static void letters_of_two_bytes_are_one_wide(void **state)
{
    (void)state;
    stays("given æøå = 1\ngiven b   = 2\n");
}

static void an_open_parenthesis_below_a_header_settles_at_once(void **state)
{
    (void)state;
    becomes("(\n %\n", "(\n    %\n");
    becomes("pay (\n        a\n  )\n", "pay (\n        a\n    )\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_stand_two_in),
        cmocka_unit_test(what_goes_on_keeps_its_distance),
        cmocka_unit_test(blanks_between_words_are_one),
        cmocka_unit_test(a_minus_before_a_number_stays_with_it),
        cmocka_unit_test(blank_lines_are_one_and_none_at_the_ends),
        cmocka_unit_test(line_ends_are_one_character_and_never_lack),
        cmocka_unit_test(comments_stay_where_they_are),
        cmocka_unit_test(texts_in_quotes_are_not_touched),
        cmocka_unit_test(what_was_lined_up_stays_lined_up),
        cmocka_unit_test(letters_of_two_bytes_are_one_wide),
        cmocka_unit_test(an_open_parenthesis_below_a_header_settles_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
