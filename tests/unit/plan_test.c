/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What every evaluator of a plan relies on: operands stand first, row programs are whole, statements
 * report the right years, and what is called whole is whole. */

#include "contract_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "nytte 1 english\n"                                                                            \
    "contract \"Test\"\n"                                                                          \
    "  currency DKK, rounded to 0.01, halves away from zero\n"                                     \
    "  prices without value added tax\n"                                                           \
    "  runs from 2020-01-01 for 3 years\n"                                                         \
    "  statement 3 months after each contract year, on the data of that day\n"                     \
    "  last statement 2 years after the term\n"                                                    \
    "party buyer \"Buyer\" buys\n"                                                                 \
    "party seller \"Seller\" sells\n"                                                              \
    "offer price \"P\" : 0..100 DKK per visit\n"                                                   \
    "table nurse \"One row per nurse\"\n"                                                          \
    "  nurse key\n"                                                                                \
    "  before 0..1000\n"                                                                           \
    "table visit \"One row per visit\" dated by done\n"                                            \
    "  id key\n"                                                                                   \
    "  done date\n"                                                                                \
    "  nurse a nurse\n"                                                                            \
    "  kind plain or urgent\n"                                                                     \
    "  size 0..100\n"                                                                              \
    "  answer 0..48 point, if known\n"                                                             \
    "  ended date not before done, if any\n"
#define MEASURE(name, window)                                                                      \
    "measure " name " \"M\"\n"                                                                     \
    "  over visit where kind is plain\n"                                                           \
    "  share ended within " window " of done\n"                                                    \
    "  counted " window " after done\n"                                                            \
    "  needs at least 2 rows, or is unknown\n"
#define RICH                                                                                       \
    HEAD MEASURE("soon", "30 days") MEASURE("later_on", "1 year") MEASURE(                         \
        "late",                                                                                    \
        "2 years") "define nth each visit\n"                                                       \
                   "  = before of nurse + (running number within nurse by done where kind is "     \
                   "plain)\n"                                                                      \
                   "exclude visit \"First ones\"\n"                                                \
                   "  where nth <= 2\n"                                                            \
                   "  not judged, still paid\n"                                                    \
                   "define score each year\n"                                                      \
                   "  = weigh 40 % of (late, unknown as 0), 60 % of (soon, unknown as 0)\n"        \
                   "define fee each year\n"                                                        \
                   "  in the first year price\n"                                                   \
                   "  in later years previous next_fee\n"                                          \
                   "define next_fee each year\n"                                                   \
                   "  = keep fee * (1 + score) between 90 % * price and 110 % * price\n"           \
                   "pay buyer to seller \"Visits\"\n"                                              \
                   "  fee * (1 + nth / 100) for each visit where kind is plain\n"                  \
                   "  due 30 days after done\n"                                                    \
                   "pay buyer to seller or back when negative \"Rest\"\n"                          \
                   "  (next_fee - (fee in the final contract year)) * (rows of late)\n"            \
                   "    once with the last statement\n"                                            \
                   "  due 30 days after the statement\n"

static contract lowered(const char *text)
{
    contract c = contract_read(text);
    assert_string_equal(errors_text(&c), "");
    assert_non_null(c.plan);
    return c;
}

static void every_operation_stands_after_its_operands(void **state)
{
    (void)state;
    contract c = lowered(RICH);
    for (uint32_t i = 0; i < c.plan->ops.count; i++) {
        const ny_op *op = &c.plan->ops.items[i];
        for (uint32_t k = 0; k < op->operands; k++) {
            uint32_t operand = c.plan->operands.items[op->first_operand + k];
            assert_true(operand < c.plan->ops.count);
            assert_true(operand < i || op->code == NY_OP_PREVIOUS);
        }
    }
    contract_end(&c);
}

/* A finer figure is never an operand of a coarser one, but through REDUCE, which has none. */
static void operands_are_never_finer(void **state)
{
    (void)state;
    contract c = lowered(RICH);
    for (uint32_t i = 0; i < c.plan->ops.count; i++) {
        const ny_op *op = &c.plan->ops.items[i];
        for (uint32_t k = 0; k < op->operands; k++) {
            uint32_t operand = c.plan->operands.items[op->first_operand + k];
            assert_true(c.plan->ops.items[operand].grain.kind <= op->grain.kind);
        }
    }
    contract_end(&c);
}

/* All that a program's operations need of rows stands before them in the same program. */
static void assert_closed(const contract *c, ny_program program)
{
    const uint32_t *list = c->plan->programs.items + program.first;
    for (uint32_t i = 0; i < program.count; i++) {
        const ny_op *op = &c->plan->ops.items[list[i]];
        assert_int_equal(op->grain.kind, NY_GRAIN_ROW);
        for (uint32_t k = 0; k < op->operands; k++) {
            uint32_t operand = c->plan->operands.items[op->first_operand + k], at = 0;
            while (at < i && list[at] != operand)
                at++;
            assert_true(at < i || c->plan->ops.items[operand].grain.kind != NY_GRAIN_ROW);
        }
    }
}

static void assert_computes(const contract *c, ny_program program, uint32_t op)
{
    uint32_t at = 0;
    if (op == NY_NONE || c->plan->ops.items[op].grain.kind != NY_GRAIN_ROW)
        return;
    while (at < program.count && c->plan->programs.items[program.first + at] != op)
        at++;
    assert_true(at < program.count);
}

static void row_programs_are_closed_and_compute_what_is_read(void **state)
{
    (void)state;
    contract c = lowered(RICH);
    assert_true(c.plan->reductions.count >= 3);
    for (uint32_t i = 0; i < c.plan->reductions.count; i++) {
        const ny_reduction *reduction = &c.plan->reductions.items[i];
        assert_closed(&c, reduction->program);
        assert_computes(&c, reduction->program, reduction->where);
        assert_computes(&c, reduction->program, reduction->value);
        for (uint32_t e = 0; e < c.plan->exclusions.count; e++)
            assert_computes(&c, reduction->program, c.plan->exclusions.items[e].where);
    }
    for (uint32_t i = 0; i < c.plan->windows.count; i++) {
        assert_closed(&c, c.plan->windows.items[i].program);
        assert_computes(&c, c.plan->windows.items[i].program, c.plan->windows.items[i].where);
    }
    for (uint32_t i = 0; i < c.plan->payments.count; i++) {
        const ny_plan_payment *payment = &c.plan->payments.items[i];
        assert_closed(&c, payment->program);
        assert_computes(&c, payment->program, payment->amount);
        assert_computes(&c, payment->program, payment->where);
        assert_computes(&c, payment->program, payment->due_from);
    }
    contract_end(&c);
}

static void reports_are(const contract *c, const char *measure, const uint32_t expected[5])
{
    uint32_t number;
    const ny_op *op = op_of_figure(c, measure, &number);
    assert_int_equal(op->code, NY_OP_REDUCE);
    for (uint32_t p = 0; p < 5; p++)
        assert_int_equal(c->plan->reports.items[op->aux * 5 + p], expected[p]);
}

/* Statements are drawn 3 months after each of the 5 years; operations happen in the first 3. */
static void a_statement_reports_the_year_that_has_ripened(void **state)
{
    (void)state;
    contract c = lowered(RICH);
    assert_int_equal(c.model->periods.count, 5);
    assert_int_equal(c.plan->final_period, 2);
    reports_are(&c, "soon", (const uint32_t[]){0, 1, 2, NY_NONE, NY_NONE});
    reports_are(&c, "later_on", (const uint32_t[]){NY_NONE, 0, 1, 2, NY_NONE});
    reports_are(&c, "late", (const uint32_t[]){NY_NONE, NY_NONE, 0, 1, 2});
    contract_end(&c);
}

/* Three months ripen with the statement; one day more waits a year. */
static void counted_to_the_day_of_the_statement_is_in_time(void **state)
{
    (void)state;
    contract c = lowered(HEAD MEASURE("just", "3 months") MEASURE("not_quite", "4 months"));
    reports_are(&c, "just", (const uint32_t[]){0, 1, 2, NY_NONE, NY_NONE});
    reports_are(&c, "not_quite", (const uint32_t[]){NY_NONE, 0, 1, 2, NY_NONE});
    contract_end(&c);
}

static void is_whole(const char *expression, bool expected)
{
    char text[4096];
    snprintf(text, sizeof text, HEAD "define it each year\n  = %s\n", expression);
    contract c = lowered(text);
    uint32_t number;
    assert_int_equal(op_of_figure(&c, "it", &number)->is_whole, expected);
    contract_end(&c);
}

static void whole_is_what_counts_and_what_is_made_of_counts(void **state)
{
    (void)state;
    is_whole("count of visit", true);
    is_whole("2 * 3 - 4", true);
    is_whole("max((count of visit), 1 visit) + 1 visit", true);
    is_whole("ceiling(2.5)", true);
}

static void what_may_have_a_fraction_is_not_whole(void **state)
{
    (void)state;
    is_whole("2.5", false);
    is_whole("1 / 3", false);
    is_whole("2 + 0.5", false);
    is_whole("sum of size over visit", false);
    is_whole("mean of size over visit", false);
    is_whole("9_007_199_254_740_993", false);
}

static void a_count_that_something_else_may_replace_is_as_whole_as_that(void **state)
{
    (void)state;
    const char *const instead[] = {"2", "2.5"};
    for (int i = 0; i < 2; i++) {
        char text[4096];
        snprintf(text, sizeof text,
                 HEAD "measure it \"M\"\n  over visit\n  count\n"
                      "  needs at least 5 rows, or is %s visits\n",
                 instead[i]);
        contract c = lowered(text);
        uint32_t number;
        assert_int_equal(op_of_figure(&c, "it", &number)->is_whole, i == 0);
        contract_end(&c);
    }
}

static void a_plan_prints_every_operation(void **state)
{
    (void)state;
    contract c = lowered(RICH);
    ny_text text = ny_plan_print(c.arena, c.plan);
    const char *printed = ny_text_terminated(c.arena, text);
    assert_non_null(strstr(printed, "running number"));
    assert_non_null(strstr(printed, "weigh") ? strstr(printed, "weigh") : strstr(printed, "add"));
    assert_non_null(strstr(printed, "in the final contract year"));
    assert_true(ny_text_equal(text, ny_plan_print(c.arena, c.plan)));
    contract_end(&c);
}

static void what_is_to_be_agreed_cannot_be_computed(void **state)
{
    (void)state;
    contract c = contract_read(HEAD "given gap \"G\" : 0..9 DKK to be agreed\n"
                                    "pay buyer to seller \"P\"\n  gap each year\n"
                                    "  due 30 days after the statement\n");
    assert_null(c.plan);
    assert_int_equal(c.sink->errors, 1);
    assert_int_equal(c.sink->diagnostics.items[0].code, NY_TO_BE_AGREED);
    contract_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_stands_after_its_operands),
        cmocka_unit_test(operands_are_never_finer),
        cmocka_unit_test(row_programs_are_closed_and_compute_what_is_read),
        cmocka_unit_test(a_statement_reports_the_year_that_has_ripened),
        cmocka_unit_test(counted_to_the_day_of_the_statement_is_in_time),
        cmocka_unit_test(whole_is_what_counts_and_what_is_made_of_counts),
        cmocka_unit_test(what_may_have_a_fraction_is_not_whole),
        cmocka_unit_test(a_count_that_something_else_may_replace_is_as_whole_as_that),
        cmocka_unit_test(a_plan_prints_every_operation),
        cmocka_unit_test(what_is_to_be_agreed_cannot_be_computed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
