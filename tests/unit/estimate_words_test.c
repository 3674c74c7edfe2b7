/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a measure is estimated: each part of it is found again in the tree and in the model, and what
 * does not go together is stopped, with one error. Nothing is computed here. */

#include "contract_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define BASE                                                                                       \
    "nytte 1 english\n"                                                                            \
    "contract \"Test\"\n"                                                                          \
    "  currency DKK, rounded to 0.01, halves to even\n"                                            \
    "  prices without value added tax\n"                                                           \
    "  runs from 2020-01-01 for 3 years\n"                                                         \
    "  statement 3 months after each contract year, on the data of that day\n"                     \
    "  last statement 2 years after the term\n"                                                    \
    "given three_years = 3 years from \"x\"\n"                                                     \
    "given open : 0..9 month to be agreed\n"                                                       \
    "table operation \"One row per operation\" dated by done\n"                                    \
    "  id key\n"                                                                                   \
    "  done date\n"                                                                                \
    "  kind primary or uni or revision\n"                                                          \
    "  left date not before done, if known\n"                                                      \
    "  revised date not before done, if any\n"                                                     \
    "  died date not before done, if any\n"                                                        \
    "  moved date not before done, if any\n"                                                       \
    "  answer 0..48 point, if known\n"                                                             \
    "  stay 0..300 day\n"                                                                          \
    "  cost 0..9_000 DKK\n"                                                                        \
    "  seen 0..1\n"                                                                                \
    "  awaited 0..1\n"
#define MEASURE BASE "measure m \"M\"\n  over operation\n"
#define COUNTED "  counted 2 years after done\n"
#define SHARE MEASURE COUNTED "  share revised within 2 years of done"

/* Wrong texts; right ones are refused only when they would be computed. */
static void says(const char *text, const char *errors)
{
    contract c = contract_parse(text);
    c.model = ny_check(c.arena, c.sink, &c.tree, 1, c.tree->expressions);
    ny_sink_sort(c.sink);
    assert_string_equal(errors_text(&c), errors);
    contract_end(&c);
}

static contract check_right(const char *text)
{
    contract c = contract_parse(text);
    c.model = ny_check(c.arena, c.sink, &c.tree, 1, c.tree->expressions);
    assert_string_equal(errors_text(&c), "");
    return c;
}

static void is_number(ny_rational number, int64_t over, int64_t under)
{
    ny_arena *arena = ny_arena_create();
    assert_int_equal(ny_rational_compare(number, ny_rational_fraction(arena, over, under)), 0);
    ny_arena_destroy(arena);
}

static void is_column(const contract *c, uint32_t column, const char *name)
{
    assert_true(ny_text_is(c->model->tables.items[0].columns.items[column].name, name));
}

static void is_span(const contract *c, ny_span span, const char *expected)
{
    assert_true(ny_text_is(ny_span_text(c->sink, span), expected));
}

/* --- the parts --------------------------------------------------------------------------------- */

static void a_share_by_kaplan_meier_has_event_start_and_window(void **state)
{
    (void)state;
    contract c = check_right(SHARE " and kind is not uni by kaplan meier, censored at died, "
                                   "censored at moved\n");
    const ny_measure *measure = &c.model->measures.items[0];
    assert_int_equal(measure->words->estimator.form, NY_KAPLAN_MEIER);
    is_span(&c, measure->event->span, "revised");
    is_span(&c, measure->window->span, "2 years");
    is_span(&c, measure->start->span, "done");
    assert_int_equal(measure->censored.count, 2);
    is_column(&c, measure->censored.items[0], "died");
    is_column(&c, measure->censored.items[1], "moved");
    is_span(&c, measure->words->estimator.span,
            "by kaplan meier, censored at died, censored at moved");
    contract_end(&c);
}

static void a_median_by_kaplan_meier_is_the_time_to_an_event(void **state)
{
    (void)state;
    contract c = check_right(MEASURE COUNTED "  median revised - done by kaplan meier\n");
    const ny_measure *measure = &c.model->measures.items[0];
    is_span(&c, measure->event->span, "revised");
    is_span(&c, measure->start->span, "done");
    assert_null(measure->window);
    assert_true(ny_unit_equal(c.model->figures.items[measure->figure].type.unit,
                              ny_unit_base(NY_UNIT_DAY)));
    contract_end(&c);
    /* without an estimate the event must have happened, as ever */
    says(MEASURE COUNTED "  median revised - done\n", "N0362 revised\n");
    says(MEASURE COUNTED "  median left - done by kaplan meier\n"
                         "  needs at least 60 % known, or is unknown\n",
         "N0492 left\n");
}

static void aalen_johansen_names_what_competes(void **state)
{
    (void)state;
    contract c = check_right(SHARE " by aalen johansen, competing died, censored at moved\n");
    const ny_measure *measure = &c.model->measures.items[0];
    assert_int_equal(measure->words->estimator.form, NY_AALEN_JOHANSEN);
    assert_int_equal(measure->competing.count, 1);
    is_column(&c, measure->competing.items[0], "died");
    is_column(&c, measure->censored.items[0], "moved");
    contract_end(&c);
}

static void a_rate_is_a_number_per_time(void **state)
{
    (void)state;
    contract c = check_right(MEASURE "  rate stay > 3 days per 1_000 days of stay\n"
                                     "  needs at least 5 rows, or is 0.1 per day\n");
    const ny_figure *figure = &c.model->figures.items[c.model->measures.items[0].figure];
    is_number(c.model->measures.items[0].per, 1000, 1);
    assert_true(ny_text_is(figure->unit_text, "per 1_000 days"));
    is_number(figure->factor, 1, 1000);
    assert_int_equal(ny_unit_exponent(figure->type.unit, NY_UNIT_DAY), -1);
    contract_end(&c);
    says(MEASURE "  rate stay > 3 days per 0 days of stay\n", "N0206 0 days\n");
    says(MEASURE "  rate (stay > 3 days) per year of stay\n", "N0206 year\n");
    says(MEASURE "  rate stay > 3 days per 5 DKK of stay\n", "N0342 5 DKK\n");
    says(MEASURE "  rate stay per 5 days of stay\n", "N0341 stay\n");
    says(MEASURE "  rate kind is uni per 5 days of cost\n", "N0383 cost\n");
    says(MEASURE COUNTED "  rate kind is uni per 5 days of left - done\n", "N0365 left - done\n");
}

/* Where a method may have nothing to say of data that the measure is known of, an end may be unknown
 * though the measure is not. */
static void ends_that_may_lack_are_met(void **state)
{
    (void)state;
#define PAYS                                                                                       \
    "party buyer \"B\" buys\nparty seller \"S\" sells\n"                                           \
    "define b each year\n  first that holds:\n  when m is known: 5 DKK * high of m\n"              \
    "  otherwise: 1 DKK\n"                                                                         \
    "pay buyer to seller \"x\" b each year\n  due 3 days after the statement\n"
    contract c = check_right(SHARE "\n  bounds wilson 95 % rounded to 0.01 %\n"
                                   "  needs at least 9 rows, or is unknown\n" PAYS);
    contract_end(&c);
    c = check_right(MEASURE "  ratio seen to awaited\n  bounds byar 95 % rounded to 0.01\n");
    contract_end(&c);
    says(MEASURE "  ratio seen to awaited\n  bounds byar 95 % rounded to 0.01\n"
                 "  needs at least 9 rows, or is unknown\n" PAYS,
         "N0361 5 DKK * high of m\n");
    says(SHARE "\n  bounds wilson 95 % rounded to 0.01 %\n"
               "  needs at least 9 rows, or is 5 %\n" PAYS,
         "N0361 5 DKK * high of m\n");
#undef PAYS
}

static void bounds_are_kept_in_base_units(void **state)
{
    (void)state;
    contract c = check_right(SHARE "\n  bounds clopper pearson 99.99 % rounded to 0.01 %\n"
                                   "define a each year = low of m, unknown as 0 %\n"
                                   "define b each year\n  first that holds:\n"
                                   "  when m is known: high of m\n  otherwise: 1\n");
    const ny_measure *measure = &c.model->measures.items[0];
    assert_int_equal(measure->words->bounds.form, NY_BOUNDS_CLOPPER_PEARSON);
    is_number(measure->level, 9999, 10000);
    is_number(measure->bounds_rounding, 1, 10000);
    assert_int_equal(measure->bounds_halves, NY_HALVES_TO_EVEN);
    is_span(&c, measure->words->bounds.form_span, "clopper pearson");
    assert_false(c.model->figures.items[ny_model_figure(c.model, NY_TEXT("b"))].may_be_unknown);
    contract_end(&c);
}

static void pooled_and_shrunk_are_kept(void **state)
{
    (void)state;
    contract c = check_right(MEASURE "  share kind is uni\n  pooled over three_years\n"
                                     "  shrunk towards 3 % with weight of 90.5 rows\n");
    const ny_measure *measure = &c.model->measures.items[0];
    assert_int_equal(measure->pooled, 3);
    is_span(&c, measure->words->shrunk.towards->span, "3 %");
    is_number(measure->words->shrunk.rows, 181, 2);
    contract_end(&c);
    c = check_right(MEASURE "  count\n");
    assert_int_equal(c.model->measures.items[0].pooled, 1);
    contract_end(&c);
}

/* --- what fits what ---------------------------------------------------------------------------- */

/* The names that fit, one behind the other. */
static void fits(const char *measured, const char *step, const char *expected)
{
    static const char *const forms[] = {"wilson",    "clopper pearson", "jeffreys",
                                        "student",   "exact poisson",   "byar",
                                        "greenwood", "greenwood log",   "greenwood log log"};
    char found[400] = "";
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char text[3000];
        snprintf(text, sizeof text, MEASURE COUNTED "  %s\n  bounds %s 95 %% rounded to %s\n",
                 measured, forms[i], step);
        contract c = contract_parse(text);
        c.model = ny_check(c.arena, c.sink, &c.tree, 1, c.tree->expressions);
        if (c.sink->errors == 0)
            strcat(strcat(found, *found ? ", " : ""), forms[i]);
        else
            assert_int_equal(c.sink->diagnostics.items[0].code, NY_BOUNDS_DO_NOT_FIT);
        contract_end(&c);
    }
    assert_string_equal(found, expected);
}

static void each_kind_of_measure_has_its_own_bounds(void **state)
{
    (void)state;
    const char *share = "share revised within 2 years of done";
    char text[200];
    fits(share, "0.01 %", "wilson, clopper pearson, jeffreys");
    snprintf(text, sizeof text, "%s by kaplan meier", share);
    fits(text, "0.01 %", "greenwood, greenwood log, greenwood log log");
    snprintf(text, sizeof text, "%s by aalen johansen, competing died", share);
    fits(text, "0.01 %", "");
    fits("median revised - done by kaplan meier", "1 day",
         "greenwood, greenwood log, greenwood log log");
    fits("median stay", "1 day", "");
    fits("mean stay", "0.1 days", "student");
    fits("sum stay", "1 day", "");
    fits("count", "1 operation", "");
    fits("rate kind is uni per 5 days of stay", "0.01 per day", "exact poisson, byar");
    fits("ratio seen to awaited", "0.01", "exact poisson, byar");
    fits("ratio cost to stay", "1 DKK per day", "");
}

static void what_does_not_go_together_is_one_error(void **state)
{
    (void)state;
    says(SHARE "\n  bounds wilson 79.9 % rounded to 0.01 %\n", "N0490 79.9 %\n");
    says(SHARE "\n  bounds wilson 0.95 rounded to 0.01 %\n", "N0490 0.95\n");
    says(SHARE "\n  bounds wilson 95 % rounded to 1 day\n", "N0337 1 day\n");
    says(SHARE "\n  bounds wilson 95 % rounded to 0 %\n", "N0404 0 %\n");
    says(SHARE "\n  bounds wilson 95 %\n", "N0207 \n");
    says(SHARE "\n  bounds 95 % rounded to 0.01 %\n", "N0206 95\n");
    says(SHARE "\n  bounds clopper 95 % rounded to 0.01 %\n", "N0231 clopper\n");
    says(SHARE " by kaplan meier, competing died\n", "N0382 by kaplan meier, competing died\n");
    says(SHARE " by aalen johansen\n", "N0382 by aalen johansen\n");
    says(SHARE " by kaplan meier, censored at dead\n", "N0308 dead\n");
    says(SHARE " by kaplan meier, censored at kind\n", "N0492 kind\n");
    says(SHARE " by kaplan meier, till died\n", "N0206 till\n");
    says(SHARE " or died within 2 years of done by kaplan meier\n",
         "N0491 revised within 2 years of done or died within 2 years of done\n");
    says(SHARE " and died within 1 year of done by kaplan meier\n",
         "N0491 revised within 2 years of done and died within 1 year of done\n");
    says(MEASURE COUNTED "  share not (revised within 2 years of done) by kaplan meier\n",
         "N0491 not (revised within 2 years of done)\n");
    says(MEASURE "  share revised within 2 years of done by kaplan meier\n",
         "N0416 measure m \"M\"\n");
    says(MEASURE "  share revised within 2 years of done by kaplan meier\n"
                 "  counted 1 year after done\n",
         "N0417 counted 1 year after done\n");
    says(MEASURE "  median revised - done by kaplan meier\n", "N0416 measure m \"M\"\n");
    says(SHARE "\n  pooled over 1 year\n", "N0493 1 year\n");
    says(SHARE "\n  pooled over open\n", "");
    says(MEASURE "  mean stay\n  shrunk towards 3 with weight of 90 rows\n", "N0336 3\n");
    says(SHARE "\n  shrunk towards 3 days with weight of 90 rows\n", "N0337 3 days\n");
    says(SHARE "\n  shrunk towards 3 % with weight of 0 rows\n", "N0206 0\n");
    says(SHARE "\n  shrunk towards m with weight of 9 rows\n", "N0317 measure m \"M\"\n");
    says(SHARE " by kaplan meier\n  shrunk towards 3 % with weight of 9 rows\n",
         "N0384 shrunk towards 3 % with weight of 9 rows\n");
    says(SHARE "\n  pooled over 2 years\n  pooled over 3 years\n", "N0217 pooled\n");
}

static void low_and_high_are_unknown_where_the_measure_is(void **state)
{
    (void)state;
    says(SHARE "\ndefine a each year = low of m, unknown as 0 %\n", "N0380 low of m\n");
    says(SHARE "\n  bounds wilson 95 % rounded to 0.01 %\n"
               "party buyer \"B\" buys\nparty seller \"S\" sells\n"
               "pay buyer to seller \"x\" 5 DKK * low of m each year\n"
               "  due 3 days after the statement\n",
         "N0441 measure m \"M\"\nN0361 5 DKK * low of m\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_by_kaplan_meier_has_event_start_and_window),
        cmocka_unit_test(a_median_by_kaplan_meier_is_the_time_to_an_event),
        cmocka_unit_test(aalen_johansen_names_what_competes),
        cmocka_unit_test(a_rate_is_a_number_per_time),
        cmocka_unit_test(ends_that_may_lack_are_met),
        cmocka_unit_test(bounds_are_kept_in_base_units),
        cmocka_unit_test(pooled_and_shrunk_are_kept),
        cmocka_unit_test(each_kind_of_measure_has_its_own_bounds),
        cmocka_unit_test(what_does_not_go_together_is_one_error),
        cmocka_unit_test(low_and_high_are_unknown_where_the_measure_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
