/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What binds to what, what a literal is, where things stand; and that one slip costs one property or
 * one declaration, never more, with one message. */

#include "contract_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const kind_names[] = {
#define NY_EXPRESSION(name, what) #name,
#include "text/expressions.def"
#undef NY_EXPRESSION
};

/* "ADD(1, MULTIPLY(2, 3))": what has no parts stands as it was written. */
static void write_tree(ny_buffer *buffer, ny_sink *sink, const ny_expression *expression)
{
    if (expression->items.count == 0) {
        ny_buffer_add(buffer, ny_span_text(sink, expression->span));
        return;
    }
    ny_buffer_format(buffer, "%s(", kind_names[expression->kind]);
    for (uint32_t i = 0; i < expression->items.count; i++) {
        ny_buffer_add(buffer, i ? NY_TEXT(", ") : NY_NO_TEXT);
        write_tree(buffer, sink, expression->items.items[i]);
    }
    ny_buffer_add_character(buffer, ')');
}

static contract parse_define(const char *expression)
{
    static char text[2000];
    snprintf(text, sizeof text, "nytte 1 english\ndefine it\n  = %s\n", expression);
    return contract_parse(text);
}

static void parses_as(const char *expression, const char *expected)
{
    contract c = parse_define(expression);
    assert_string_equal(errors_text(&c), "");
    ny_buffer buffer = ny_buffer_create(c.arena);
    write_tree(&buffer, c.sink, c.tree->declarations.items[0]->is.define.value);
    assert_string_equal(ny_text_terminated(c.arena, ny_buffer_text(&buffer)), expected);
    contract_end(&c);
}

static void fails_with(const char *expression, const char *errors)
{
    contract c = parse_define(expression);
    assert_string_equal(errors_text(&c), errors);
    contract_end(&c);
}

/* --- what binds to what ------------------------------------------------------------------------ */

static void products_bind_tighter_than_sums(void **state)
{
    (void)state;
    parses_as("1 + 2 * 3", "ADD(1, MULTIPLY(2, 3))");
    parses_as("1 * 2 + 3", "ADD(MULTIPLY(1, 2), 3)");
    parses_as("(1 + 2) * 3", "MULTIPLY(ADD(1, 2), 3)");
}

static void equals_go_left_to_right(void **state)
{
    (void)state;
    parses_as("1 - 2 - 3", "SUBTRACT(SUBTRACT(1, 2), 3)");
    parses_as("8 / 4 / 2", "DIVIDE(DIVIDE(8, 4), 2)");
    parses_as("8 / 4 * 2", "MULTIPLY(DIVIDE(8, 4), 2)");
}

static void a_power_binds_tighter_than_a_sign(void **state)
{
    (void)state;
    parses_as("-2 ^ 2", "NEGATE(RAISE(2, 2))");
    parses_as("2 * -a", "MULTIPLY(2, NEGATE(a))");
}

static void a_unit_belongs_to_its_number(void **state)
{
    (void)state;
    parses_as("2 DKK per day * x", "MULTIPLY(2 DKK per day, x)");
    parses_as("6 % * score", "MULTIPLY(6 %, score)");
    parses_as("15 percentage points - 5 %", "SUBTRACT(15 percentage points, 5 %)");
}

static void comparisons_stand_over_sums_and_under_logic(void **state)
{
    (void)state;
    parses_as("a + 1 < b * 2 and c", "AND(LESS(ADD(a, 1), MULTIPLY(b, 2)), c)");
    parses_as("not a = b", "NOT(EQUAL(a, b))");
    parses_as("not a and b", "AND(NOT(a), b)");
    parses_as("(a and b) or c", "OR(AND(a, b), c)");
    parses_as("a and b and c", "AND(AND(a, b), c)");
}

static void forms_reach_to_their_end(void **state)
{
    (void)state;
    parses_as("keep a + 1 between 2 and 3", "KEEP(ADD(a, 1), 2, 3)");
    parses_as("1 + (keep a between 2 and 3)", "ADD(1, KEEP(a, 2, 3))");
    parses_as("a, unknown as 0", "UNKNOWN_AS(a, 0)");
    parses_as("a within 90 days of b", "WITHIN(a, 90 days, b)");
    parses_as("sum of a * 2 over t where b and c", "AGGREGATE(MULTIPLY(a, 2))");
}

static void lines_in_parentheses_go_on(void **state)
{
    (void)state;
    parses_as("(1 +\n 2\n        + 3)", "ADD(ADD(1, 2), 3)");
}

/* --- slips in an expression --------------------------------------------------------------------- */

static void and_beside_or_wants_parentheses(void **state)
{
    (void)state;
    fails_with("a and b or c", "N0212 or\n");
    fails_with("a or b and c", "N0212 or\n");
}

static void one_comparison_to_a_side(void **state)
{
    (void)state;
    fails_with("1 < a < 3", "N0213 <\n");
}

static void a_form_inside_wants_parentheses(void **state)
{
    (void)state;
    fails_with("2 + keep 3 between 1 and 2", "N0210 keep\n");
}

static void a_comma_before_unknown_as(void **state)
{
    (void)state;
    fails_with("a unknown as 0", "N0211 unknown\n");
}

static void too_deep_is_said_and_nothing_else(void **state)
{
    (void)state;
    char deep[1000] = "";
    for (int i = 0; i < 300; i++)
        strcat(deep, "(");
    strcat(deep, "1");
    contract c = parse_define(deep);
    assert_int_equal(c.sink->errors, 1);
    assert_int_equal(c.sink->diagnostics.items[0].code, NY_TOO_DEEP);
    contract_end(&c);
}

static void two_hundred_parentheses_are_read(void **state)
{
    (void)state;
    char deep[1000] = "";
    for (int i = 0; i < 198; i++)
        strcat(deep, "(");
    strcat(deep, "1");
    for (int i = 0; i < 198; i++)
        strcat(deep, ")");
    contract c = parse_define(deep);
    assert_string_equal(errors_text(&c), "");
    contract_end(&c);
}

/* --- literals and places ------------------------------------------------------------------------ */

static void a_literal_keeps_what_was_written(void **state)
{
    (void)state;
    contract c = parse_define("12_000.50 DKK per citizen per year");
    const ny_literal *literal = &c.tree->declarations.items[0]->is.define.value->literal;
    assert_true(ny_text_is(ny_rational_fraction_text(c.arena, literal->number), "24001/2"));
    assert_true(ny_text_is(literal->unit.over.text, "DKK"));
    assert_int_equal(literal->unit.per.count, 2);
    assert_true(ny_text_is(literal->unit.per.items[1].text, "year"));
    assert_false(literal->is_percent);
    contract_end(&c);
}

static void places_are_those_of_the_words(void **state)
{
    (void)state;
    contract c = contract_parse("nytte 1 english\n"
                                "define it \"Label\" clause 7.1 each year\n"
                                "  = first_one + second_one # why\n"
                                "party a \"A\"\n");
    const ny_declaration *define = c.tree->declarations.items[0];
    assert_true(ny_text_is(ny_span_text(c.sink, define->name.span), "it"));
    assert_true(ny_text_is(define->label, "Label"));
    assert_true(ny_text_is(define->clause, "7.1"));
    assert_true(ny_text_is(ny_span_text(c.sink, define->header_span),
                           "define it \"Label\" clause 7.1 each year"));
    assert_true(
        ny_text_is(ny_span_text(c.sink, define->is.define.value->span), "first_one + second_one"));
    assert_true(ny_text_is(ny_span_text(c.sink, define->is.define.value->items.items[1]->span),
                           "second_one"));
    contract_end(&c);
}

/* --- footing found again ------------------------------------------------------------------------ */

#define FIRST "nytte 1 english\n"
#define LAST "party last \"Last\" buys\n"

static void costs(const char *text, uint32_t errors, uint32_t declarations, uint32_t failed)
{
    contract c = contract_parse(text);
    uint32_t found = 0;
    for (uint32_t i = 0; i < c.tree->declarations.count; i++)
        found += c.tree->declarations.items[i]->failed;
    if (c.sink->errors != errors)
        print_message("%s", errors_text(&c));
    assert_int_equal(c.sink->errors, errors);
    assert_int_equal(c.tree->declarations.count, declarations);
    assert_int_equal(found, failed);
    const ny_declaration *last = c.tree->declarations.items[declarations - 1];
    assert_true(ny_text_is(last->name.text, "last"));
    contract_end(&c);
}

static void a_sound_text_costs_nothing(void **state)
{
    (void)state;
    costs(FIRST "define it\n  = 1\n" LAST, 0, 2, 0);
}

static void a_wrong_property_costs_that_property(void **state)
{
    (void)state;
    contract c = contract_parse(FIRST "measure it \"It\"\n"
                                      "  over visit\n"
                                      "  share * 2\n"
                                      "  counted 1 year after done\n"
                                      "  lower is better\n" LAST);
    const ny_measure_words *words = &c.tree->declarations.items[0]->is.measure;
    assert_int_equal(c.sink->errors, 1);
    assert_true(words->over_said);
    assert_non_null(words->counted);
    assert_int_equal(words->better, NY_KEYWORD_LOWER);
    contract_end(&c);
}

static void a_wrong_header_costs_that_declaration(void **state)
{
    (void)state;
    costs(FIRST "define it each ) year\n  = 1\n  rounded to 1\n" LAST, 1, 2, 1);
    contract c = contract_parse(FIRST "sell it\n  = 1\n" LAST);
    assert_string_equal(errors_text(&c), "N0201 sell\n");
    contract_end(&c);
}

static void a_lost_parenthesis_costs_one_declaration(void **state)
{
    (void)state;
    costs(FIRST "define a\n  = (1 + 2\ndefine b\n  = 3\n" LAST, 1, 3, 1);
    costs(FIRST "define a\n  = 1 + 2)\ndefine b\n  = 3\n" LAST, 1, 3, 1);
}

static void two_slips_are_two_messages(void **state)
{
    (void)state;
    costs(FIRST "define a\n  = 1 +\ndefine b\n  = * 3\n" LAST, 2, 3, 2);
}

static void the_first_line_is_due(void **state)
{
    (void)state;
    contract c = contract_parse("party last \"Last\" buys\n");
    assert_int_equal(c.sink->errors, 1);
    assert_int_equal(c.sink->diagnostics.items[0].code, NY_FIRST_LINE);
    contract_end(&c);
}

static void a_depth_between_is_said(void **state)
{
    (void)state;
    contract c =
        contract_parse(FIRST "measure it \"It\"\n    over visit\n  lower is better\n" LAST);
    assert_int_equal(c.sink->errors, 1);
    assert_int_equal(c.sink->diagnostics.items[0].code, NY_DEPTH_BETWEEN);
    contract_end(&c);
}

static void reserved_words_are_no_names(void **state)
{
    (void)state;
    contract reserved = contract_parse(FIRST "define count\n  = 1\n");
    assert_string_equal(errors_text(&reserved), "N0209 count\n");
    contract_end(&reserved);
    costs(FIRST "define number\n  = 1\n" LAST, 0, 2, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_bind_tighter_than_sums),
        cmocka_unit_test(equals_go_left_to_right),
        cmocka_unit_test(a_power_binds_tighter_than_a_sign),
        cmocka_unit_test(a_unit_belongs_to_its_number),
        cmocka_unit_test(comparisons_stand_over_sums_and_under_logic),
        cmocka_unit_test(forms_reach_to_their_end),
        cmocka_unit_test(lines_in_parentheses_go_on),
        cmocka_unit_test(and_beside_or_wants_parentheses),
        cmocka_unit_test(one_comparison_to_a_side),
        cmocka_unit_test(a_form_inside_wants_parentheses),
        cmocka_unit_test(a_comma_before_unknown_as),
        cmocka_unit_test(too_deep_is_said_and_nothing_else),
        cmocka_unit_test(two_hundred_parentheses_are_read),
        cmocka_unit_test(a_literal_keeps_what_was_written),
        cmocka_unit_test(places_are_those_of_the_words),
        cmocka_unit_test(a_sound_text_costs_nothing),
        cmocka_unit_test(a_wrong_property_costs_that_property),
        cmocka_unit_test(a_wrong_header_costs_that_declaration),
        cmocka_unit_test(a_lost_parenthesis_costs_one_declaration),
        cmocka_unit_test(two_slips_are_two_messages),
        cmocka_unit_test(the_first_line_is_due),
        cmocka_unit_test(a_depth_between_is_said),
        cmocka_unit_test(reserved_words_are_no_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
