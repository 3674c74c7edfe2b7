/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the checker lets through and what it stops: units, grains, what may be unknown, the order in
 * which figures need each other, and when a measure is counted. Each wrong text yields one error, at
 * the words that are wrong. */

#include "contract_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD(statement, last)                                                                      \
    "nytte 1 english\n"                                                                            \
    "contract \"Test\"\n"                                                                          \
    "  currency DKK, rounded to 0.01, halves away from zero\n"                                     \
    "  prices without value added tax\n"                                                           \
    "  runs from 2020-01-01 for 3 years\n"                                                         \
    "  statement " statement " after each contract year, on the data of that day\n"                \
    "  last statement " last "\n"
#define REST                                                                                       \
    "party buyer \"Buyer\" buys\n"                                                                 \
    "party seller \"Seller\" sells\n"                                                              \
    "offer price \"P\" : 0..14_000 DKK per operation\n"                                            \
    "given wage = 400 DKK per hour from \"tariff\"\n"                                              \
    "table surgeon \"One row per surgeon\"\n"                                                      \
    "  surgeon key\n"                                                                              \
    "  before 0..1000\n"                                                                           \
    "table operation \"One row per operation\" dated by done\n"                                    \
    "  id key\n"                                                                                   \
    "  done date\n"                                                                                \
    "  surgeon a surgeon\n"                                                                        \
    "  code code\n"                                                                                \
    "  kind primary or uni or revision\n"                                                          \
    "  left date not before done, if known\n"                                                      \
    "  revised date not before done, if any\n"                                                     \
    "  answer 0..48 point, if known\n"                                                             \
    "  hours 0..24 hour\n"
#define BASE HEAD("3 months", "2 years after the term") REST

static void says(const char *text, const char *errors)
{
    contract c = contract_read(text);
    assert_string_equal(errors_text(&c), errors);
    contract_end(&c);
}

static void one_error(const char *text, ny_code code)
{
    contract c = contract_read(text);
    if (c.sink->errors != 1)
        print_message("%s", errors_text(&c));
    assert_int_equal(c.sink->errors, 1);
    for (uint32_t i = 0; i < c.sink->diagnostics.count; i++)
        if (c.sink->diagnostics.items[i].severity == NY_ERROR)
            assert_int_equal(c.sink->diagnostics.items[i].code, code);
    contract_end(&c);
}

/* One figure for the whole contract, each year, or each operation. */
static void figure_says(const char *grain, const char *expression, const char *errors)
{
    char text[4096];
    snprintf(text, sizeof text, BASE "define it%s\n  = %s\n", grain, expression);
    says(text, errors);
}

static void has_unit(const char *grain, const char *expression, const char *unit)
{
    char text[4096];
    snprintf(text, sizeof text, BASE "define it%s\n  = %s\n", grain, expression);
    contract c = contract_read(text);
    assert_string_equal(errors_text(&c), "");
    uint32_t figure = ny_model_figure(c.model, NY_TEXT("it"));
    ny_text found = ny_unit_text(c.arena, c.model, c.model->figures.items[figure].type.unit, false);
    assert_string_equal(ny_text_terminated(c.arena, found), unit);
    contract_end(&c);
}

#define YEARLY " each year"
#define A_ROW " each operation"

/* --- units --------------------------------------------------------------------------------------- */

static void products_and_quotients_of_units(void **state)
{
    (void)state;
    has_unit("", "wage * 2 hours", "DKK");
    has_unit("", "10 DKK / 2 hours", "DKK per day");
    has_unit("", "10 DKK per day * 1 week / 5 DKK", "");
    has_unit("", "10 days * 10 days / 1 day", "day");
    has_unit(YEARLY, "price * (count of operation)", "DKK");
}

static void sums_want_one_unit(void **state)
{
    (void)state;
    figure_says("", "2 DKK + 3 hours", "N0335 2 DKK + 3 hours\n");
    figure_says("", "2 hours + 3 days", "");
    figure_says("", "1 year + 3 months", "");
    figure_says("", "1 year + 30 days", "N0335 1 year + 30 days\n");
    figure_says("", "price + 5", "N0336 5\n");
    figure_says("", "5 EUR", "N0332 EUR\n");
}

static void per_row_drops_out_inside_a_row(void **state)
{
    (void)state;
    has_unit("", "price", "DKK per operation");
    has_unit(A_ROW, "price", "DKK");
    has_unit(A_ROW, "price * hours / 1 day", "DKK");
}

static void a_number_of_rows_does_not_drop_out(void **state)
{
    (void)state;
    has_unit(A_ROW, "price * (count of operation)", "DKK operation");
    says(BASE "pay buyer to seller \"x\"\n"
              "  price * (count of operation) for each operation\n"
              "  due 30 days after the statement\n",
         "N0431 price * (count of operation)\n");
    says(BASE "pay buyer to seller \"x\"\n"
              "  price * (count of operation) each year\n"
              "  due 30 days after the statement\n",
         "");
}

static void an_amount_is_money(void **state)
{
    (void)state;
    says(BASE "pay buyer to seller \"x\"\n  wage each year\n  due 30 days after the statement\n",
         "N0431 wage\n");
    says(BASE "pay buyer to seller \"x\"\n  wage * hours for each operation\n"
              "  due 30 days after the statement\n",
         "");
}

static void dates_and_days(void **state)
{
    (void)state;
    has_unit(A_ROW, "2020-03-01 - done", "day");
    figure_says(A_ROW, "done + 3 months > 2020-01-01", "");
    figure_says(A_ROW, "done + 3", "N0342 3\n");
    figure_says(A_ROW, "revised within 90 of done", "N0336 90\n");
}

static void an_unknown_unit_is_one_error(void **state)
{
    (void)state;
    figure_says("", "2 ^ 3 lacks", "N0331 lacks\n");
    figure_says("", "weigh 40 lacks of 1, 60 % of 2", "N0331 lacks\n");
    says(BASE "party both \"B\" together buyer 50 lacks, seller 50 %\n", "N0331 lacks\n");
}

static void weights_and_shares_add_up(void **state)
{
    (void)state;
    figure_says("", "weigh 40 % of 1, 60 % of 2", "");
    contract c = contract_read(BASE "define it\n  = weigh 40 % of 1, 50 % of 2\n");
    assert_int_equal(c.sink->errors, 1);
    assert_int_equal(c.sink->diagnostics.items[0].code, NY_WEIGHTS_ADD_UP);
    contract_end(&c);
    says(BASE "party both \"B\" together buyer 50 %, seller 50 %\n", "");
    contract short_of = contract_read(BASE "party both \"B\" together buyer 50 %, seller 40 %\n");
    assert_int_equal(short_of.sink->errors, 1);
    assert_int_equal(short_of.sink->diagnostics.items[0].code, NY_SHARES_ADD_UP);
    contract_end(&short_of);
}

static void a_range_by_another_figure_is_for_columns(void **state)
{
    (void)state;
    contract c = contract_read(BASE "given most = 5 DKK from \"x\"\n"
                                    "given fee : 0..most DKK to be agreed\n");
    assert_int_equal(c.sink->errors, 1);
    contract_end(&c);
}

static void a_rate_that_cannot_be_read_is_one_error(void **state)
{
    (void)state;
    contract c = contract_read(
        HEAD("3 months",
             "2 years after the term") "  present value a bit, at the end of each year\n" REST);
    assert_int_equal(c.sink->errors, 1);
    contract_end(&c);
}

static void what_is_no_type_is_one_error(void **state)
{
    (void)state;
    contract c = contract_read(BASE "fact opened \"O\" : month, if any, attested by buyer\n"
                                    "pay buyer to seller \"x\"\n  5 DKK once on opened\n"
                                    "  due 30 days after that day\n");
    assert_int_equal(c.sink->errors, 1);
    contract_end(&c);
}

/* --- grains -------------------------------------------------------------------------------------- */

static void a_column_is_seen_in_its_rows_alone(void **state)
{
    (void)state;
    figure_says(A_ROW, "hours * 2", "");
    figure_says(YEARLY, "hours", "N0309 hours\n");
    figure_says(YEARLY, "sum of hours over operation", "");
}

static void a_coarser_figure_may_be_used_in_a_finer_place(void **state)
{
    (void)state;
    says(BASE "define n each year\n  = count of operation\n"
              "define it each operation\n  = n * hours\n",
         "");
    says(BASE "define n each year\n  = count of operation\ndefine it\n  = n * 2\n", "N0310 n\n");
    says(BASE "define n each operation\n  = hours * 2\ndefine it each year\n  = n\n", "N0310 n\n");
}

static void columns_of_the_row_referred_to(void **state)
{
    (void)state;
    figure_says(A_ROW, "before of surgeon + 1", "");
    figure_says(A_ROW, "before of hours", "N0314 hours\n");
    figure_says(A_ROW, "beffore of surgeon", "N0308 beffore\n");
}

static void words_are_those_of_the_list(void **state)
{
    (void)state;
    figure_says(A_ROW, "kind is primary", "");
    figure_says(A_ROW, "kind is primry", "N0315 primry\n");
    figure_says(A_ROW, "kind is \"primary\"", "N0346 \"primary\"\n");
    figure_says(A_ROW, "code is \"K12\"", "");
}

/* --- known, unknown, absent ----------------------------------------------------------------------- */

static void what_may_be_missing_is_met(void **state)
{
    (void)state;
    one_error(BASE "pay buyer to seller \"x\"\n"
                   "  1 DKK per point * answer for each operation\n"
                   "  due 30 days after the statement\n",
              NY_MAY_BE_UNKNOWN);
    says(BASE "pay buyer to seller \"x\"\n"
              "  1 DKK per point * answer for each operation where answer is known\n"
              "  due 30 days after the statement\n",
         "");
    says(BASE "pay buyer to seller \"x\"\n"
              "  1 DKK per point * (answer, unknown as 0 points) for each operation\n"
              "  due 30 days after the statement\n",
         "");
}

/* `and` narrows what stands behind it, never what stands before; `or` narrows nothing. */
static void a_test_narrows_what_stands_behind_it(void **state)
{
    (void)state;
#define EXCLUDE(where) BASE "exclude operation \"x\"\n  where " where "\n  not judged, still paid\n"
    says(EXCLUDE("answer is known and answer < 10 points"), "");
    says(EXCLUDE("answer < 10 points"), "N0361 answer < 10 points\n");
    says(EXCLUDE("answer < 10 points and answer is known"),
         "N0361 answer < 10 points and answer is known\n");
    says(EXCLUDE("answer is known or answer < 10 points"),
         "N0361 answer is known or answer < 10 points\n");
    says(EXCLUDE("not (answer is known) and answer < 10 points"),
         "N0361 not (answer is known) and answer < 10 points\n");
}

static void an_earlier_step_narrows_the_later_ones(void **state)
{
    (void)state;
#define STEPS(first)                                                                               \
    BASE "define it each operation\n"                                                              \
         "  first that holds:\n"                                                                   \
         "  when " first ": 0\n"                                                                   \
         "  when answer > 9 points: 1\n"                                                           \
         "  otherwise: 2\n"
    says(STEPS("answer is unknown"), "");
    says(STEPS("kind is uni"), "N0361 answer > 9 points\n");
}

static void what_may_not_have_happened_is_tested(void **state)
{
    (void)state;
    figure_says(A_ROW, "revised - done", "N0362 revised\n");
    says(BASE "define it each year\n"
              "  = sum of revised - done over operation where revised has happened\n",
         "");
    figure_says(A_ROW, "revised within 30 days of done", "");
    figure_says(A_ROW, "revised is known", "N0363 revised is known\n");
    figure_says(A_ROW, "left has happened", "N0364 left has happened\n");
}

/* --- order of need ---------------------------------------------------------------------------------- */

static void figures_may_stand_in_any_order(void **state)
{
    (void)state;
    contract c = contract_read(BASE "define a\n  = b + 1\ndefine b\n  = d * 2\ndefine d\n  = 3\n");
    assert_string_equal(errors_text(&c), "");
    const char *const needed_first[] = {"d", "b", "a"};
    uint32_t last = 0;
    for (size_t i = 0; i < 3; i++) {
        uint32_t figure = ny_model_figure(c.model, ny_text_of(needed_first[i])), at = 0;
        while (c.model->order.items[at] != figure)
            at++;
        assert_true(i == 0 || at > last);
        last = at;
    }
    contract_end(&c);
}

static void a_figure_that_needs_itself_is_a_circle(void **state)
{
    (void)state;
    contract c = contract_read(BASE "define a each year\n  = b\ndefine b each year\n  = a\n");
    assert_int_equal(c.sink->errors, 1);
    assert_int_equal(c.sink->diagnostics.items[0].code, NY_CIRCLE);
    contract_end(&c);
    says(BASE "define a each year\n  in the first year 1\n  in later years previous b\n"
              "define b each year\n  = a + 1\n",
         "");
}

static void an_unknown_name_is_one_error_however_often_used(void **state)
{
    (void)state;
    says(BASE "define a\n  = b * 2\ndefine d\n  = a + 1 DKK\n", "N0301 b\n");
}

/* --- when a measure is counted ------------------------------------------------------------------------ */

#define REVISED(window, counted)                                                                   \
    "measure it \"It\"\n"                                                                          \
    "  over operation\n"                                                                           \
    "  share revised within " window " of done\n" counted                                          \
    "  needs at least 5 rows, or is unknown\n"

static void counted_is_never_shorter_than_the_window(void **state)
{
    (void)state;
    says(BASE REVISED("2 years", "  counted 2 years after done\n"), "");
    one_error(BASE REVISED("2 years", "  counted 1 year after done\n"), NY_COUNTED_TOO_EARLY);
    one_error(BASE REVISED("2 years", ""), NY_COUNTED_MISSING);
    one_error(BASE REVISED("2 years", "  counted 2 years after left\n"), NY_COUNTED_AFTER_WHAT);
}

/* 3 months may have 89 days only, and 24 months have 730 at least. */
static void unlike_units_are_compared_at_the_calendars_worst(void **state)
{
    (void)state;
    one_error(BASE REVISED("90 days", "  counted 3 months after done\n"), NY_COUNTED_TOO_EARLY);
    says(BASE REVISED("89 days", "  counted 3 months after done\n"), "");
    says(BASE REVISED("90 days", "  counted 90 days after done\n"), "");
    one_error(BASE REVISED("3 months", "  counted 91 days after done\n"), NY_COUNTED_TOO_EARLY);
    says(BASE REVISED("3 months", "  counted 92 days after done\n"), "");
}

static void the_last_statement_waits_for_every_measure(void **state)
{
    (void)state;
#define TWO_YEARS REST REVISED("2 years", "  counted 2 years after done\n")
    one_error(HEAD("3 months", "1 year after the term") TWO_YEARS, NY_LAST_STATEMENT_TOO_EARLY);
    one_error(HEAD("3 months", "at the end of the term") TWO_YEARS, NY_LAST_STATEMENT_TOO_EARLY);
    says(HEAD("2 years", "at the end of the term") TWO_YEARS, "");
}

static void a_measure_without_a_window_need_not_say_when(void **state)
{
    (void)state;
    says(BASE "measure it \"It\"\n  over operation\n  mean hours\n", "");
    one_error(BASE "measure it \"It\"\n  over operation\n  mean answer\n"
                   "  counted 1 year after done\n",
              NY_NEEDS_SHARE_KNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_and_quotients_of_units),
        cmocka_unit_test(sums_want_one_unit),
        cmocka_unit_test(per_row_drops_out_inside_a_row),
        cmocka_unit_test(a_number_of_rows_does_not_drop_out),
        cmocka_unit_test(an_amount_is_money),
        cmocka_unit_test(dates_and_days),
        cmocka_unit_test(an_unknown_unit_is_one_error),
        cmocka_unit_test(weights_and_shares_add_up),
        cmocka_unit_test(a_range_by_another_figure_is_for_columns),
        cmocka_unit_test(a_rate_that_cannot_be_read_is_one_error),
        cmocka_unit_test(what_is_no_type_is_one_error),
        cmocka_unit_test(a_column_is_seen_in_its_rows_alone),
        cmocka_unit_test(a_coarser_figure_may_be_used_in_a_finer_place),
        cmocka_unit_test(columns_of_the_row_referred_to),
        cmocka_unit_test(words_are_those_of_the_list),
        cmocka_unit_test(what_may_be_missing_is_met),
        cmocka_unit_test(a_test_narrows_what_stands_behind_it),
        cmocka_unit_test(an_earlier_step_narrows_the_later_ones),
        cmocka_unit_test(what_may_not_have_happened_is_tested),
        cmocka_unit_test(figures_may_stand_in_any_order),
        cmocka_unit_test(a_figure_that_needs_itself_is_a_circle),
        cmocka_unit_test(an_unknown_name_is_one_error_however_often_used),
        cmocka_unit_test(counted_is_never_shorter_than_the_window),
        cmocka_unit_test(unlike_units_are_compared_at_the_calendars_worst),
        cmocka_unit_test(the_last_statement_waits_for_every_measure),
        cmocka_unit_test(a_measure_without_a_window_need_not_say_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
