/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Imagined rows by the block and one by one: the same cells. Laws drawn for many rows and for one: the
 * same bits. A time in days found by comparing chances: the day that the quantile gives. */

#include "load_contract.h"
#include "run/philox.h"
#include "use/arise_private.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* --- whole worlds ----------------------------------------------------------------------------- */

static void same_cells(const ny_table *schema, const ny_rows *a, const ny_rows *b)
{
    assert_int_equal(a->count, b->count);
    for (uint32_t c = 0; c < schema->columns.count; c++) {
        assert_memory_equal(a->columns[c].state, b->columns[c].state, a->count);
        for (uint32_t row = 0; schema->columns.items[c].type.kind != NY_KIND_TEXT && row < a->count;
             row++)
            assert_int_equal(ny_cells_value(&a->columns[c], row),
                             ny_cells_value(&b->columns[c], row));
    }
}

/* Each world drawn in both ways; gives how many rows that were. */
static uint32_t draw_both(loading *of, const ny_plan *plan, const ny_value *offers, uint32_t worlds)
{
    const ny_arise *arise = ny_arise_prepare(of->arena, of->sink, plan);
    stop_on_errors(of);
    ny_arise one_by_one = *arise;
    one_by_one.row_by_row = true;
    ny_arena *scratch = ny_arena_create();
    uint32_t rows = 0;
    for (uint32_t w = 0; w < worlds; w++) {
        ny_arena_reset(scratch);
        ny_world a = ny_arise_world(scratch, arise, 3, w, offers);
        ny_world b = ny_arise_world(scratch, &one_by_one, 3, w, offers);
        assert_int_equal(a.undefined, b.undefined);
        assert_true(ny_text_equal(a.reason, b.reason));
        for (uint32_t t = 0; !a.undefined && t < plan->model->tables.count; t++) {
            same_cells(&plan->model->tables.items[t], &a.inputs.tables[t], &b.inputs.tables[t]);
            rows += a.inputs.tables[t].count;
        }
    }
    ny_arena_destroy(scratch);
    return rows;
}

static void the_knee_contract(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading knee = load_knee(arena, true);
    const ny_plan *plan = plan_of(&knee, "offered");
    assert_true(draw_both(&knee, plan, knee_offer(&knee, plan), 6) > 10000);
    ny_arena_destroy(arena);
}

/* Every form of column, laws with arguments of their own rows, bounds that differ by row, worlds that
 * come to nothing in some rows. */
static const char forms[] =
    "nytte 1 english\n"
    "contract \"Forms\"\n"
    "  currency DKK, rounded to 0.01, halves away from zero\n"
    "  prices without value added tax\n"
    "  runs from 2020-01-01 for 2 years\n"
    "  statement 3 months after each contract year, on the data of that day\n"
    "  last statement at the end of the term\n"
    "party buyer \"Buyer\" buys\n"
    "party seller \"Seller\" sells\n"
    "table ward \"One row per ward\"\n"
    "  ward key\n"
    "  risk 0..10\n"
    "table visit \"One row per visit\" dated by done\n"
    "  id     key\n"
    "  ward   a ward\n"
    "  done   date\n"
    "  name   pseudonym\n"
    "  age    0..120 year\n"
    "  points whole 0..most\n"
    "  most   whole 0..1_000\n"
    "  asked  0..100 %, if known\n"
    "  share  0..100 %, if known\n"
    "  left   date not before done, if known\n"
    "  died   date after done, if any\n"
    "  back   date not before left, if any\n"
    "  cause  a or b or c, if any\n"
    "  kind   x or y\n"
    "  well   yes or no\n"
    "pay buyer to seller \"Fee\"\n"
    "  1 DKK per visit for each visit\n"
    "  due 30 days after done\n"
    "assume effect by ward ~ normal(mean 0, sd 0.4) from \"us\"\n"
    "assume stay ~ gamma(mean 3 days, sd 1 day) from \"us\"\n"
    "model ward with 7 rows\n"
    "  risk ~ uniform(low 1, high 3)\n"
    "model visit arriving 900 visits per year, followed until 1 year after the term\n"
    "  ward any ward\n"
    "  age ~ normal(mean 60 years, sd 15 years) kept between 20 years and 110 years\n"
    "  most ~ gamma(mean 400, sd 100) kept between 0 and 1_000\n"
    "  points ~ beta(a 2, b 2) kept between 0 and most\n"
    "  asked ~ beta(a 2, b 3) known 62 %\n"
    "  share = asked / 2\n"
    "  left after done ~ gamma(mean stay, sd 2 days) known 90 %\n"
    "  died after done ~ gompertz(shape 0.09 per year, chance 3 % within 1 year)\n"
    "    hazard times exp(0.05 per year * (age - 60 years))\n"
    "  back after left ~ weibull(shape 0.8, chance 20 % within 30 days)\n"
    "    hazard times risk of ward * exp(effect of ward) until died\n"
    "  cause a 30 %, b 30 %, c remaining\n"
    "  kind x 100 %\n"
    "  well = age < 70 years\n"
    "  without name\n";

static void many_forms(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading loaded = load_texts(arena, forms);
    assert_true(draw_both(&loaded, plan_of(&loaded, NULL), NULL, 12) > 10000);
    ny_arena_destroy(arena);
}

/* --- laws ------------------------------------------------------------------------------------- */

#define DRAWS 500u

static ny_law law_of(ny_law_form form, const ny_law_name *names, uint32_t count)
{
    ny_law law = {.form = form, .said_count = count};
    for (uint32_t i = 0; i < count; i++)
        law.said[i] = names[i];
    return law;
}

static void same_draws(ny_law_form form, const ny_law_name *names, const double *values,
                       uint32_t count, const double *ratio)
{
    ny_law law = law_of(form, names, count);
    ny_law_given given[NY_LAW_ARGUMENTS] = {{NULL, 0}};
    double arguments[NY_LAW_ARGUMENTS] = {0}, u[DRAWS], many[DRAWS], one;
    for (uint32_t i = 0; i < count; i++)
        given[names[i]].one = arguments[names[i]] = values[i];
    ny_random_uniform_rows(5, 77, 0, 0, 0, DRAWS, u);
    assert_true(
        ny_law_draw_rows(ny_kernels_choose(NY_KERNELS_BEST), &law, given, ratio, u, DRAWS, many));
    for (uint32_t i = 0; i < DRAWS; i++) {
        assert_int_equal(ny_law_draw(&law, arguments, ratio ? ratio[i] : 1, u[i], &one),
                         NY_DISTRIBUTION_OK);
        assert_memory_equal(&one, &many[i], sizeof one);
    }
}

static void many_rows_draw_as_one(void **state)
{
    (void)state;
    double ratio[DRAWS];
    for (uint32_t i = 0; i < DRAWS; i++)
        ratio[i] = 0.1 + 0.01 * i;
    const ny_law_name moments[] = {NY_LAW_MEAN, NY_LAW_SD};
    const ny_law_name scale[] = {NY_LAW_SHAPE, NY_LAW_SCALE};
    const ny_law_name chance[] = {NY_LAW_SHAPE, NY_LAW_CHANCE, NY_LAW_WITHIN};
    same_draws(NY_FORM_OF_NORMAL, moments, (double[]){69, 9}, 2, NULL);
    same_draws(NY_FORM_OF_GAMMA_MOMENTS, moments, (double[]){2.4, 1.3}, 2, NULL);
    same_draws(NY_FORM_OF_WEIBULL, scale, (double[]){0.8, 1000}, 2, ratio);
    same_draws(NY_FORM_OF_WEIBULL_CHANCE, chance, (double[]){0.9, 0.03, 730}, 3, ratio);
    same_draws(NY_FORM_OF_WEIBULL_CHANCE, chance, (double[]){0.8, 0.055, 30}, 3, NULL);
    same_draws(NY_FORM_OF_GOMPERTZ_CHANCE, chance, (double[]){0.0003, 0.014, 365}, 3, ratio);
}

static void refused(ny_law_form form, const ny_law_name *names, const double *values,
                    uint32_t count, double ratio)
{
    ny_law law = law_of(form, names, count);
    ny_law_given given[NY_LAW_ARGUMENTS] = {{NULL, 0}};
    double u[2] = {0.3, 0.6}, ratios[2] = {1, ratio}, many[2];
    for (uint32_t i = 0; i < count; i++)
        given[names[i]].one = values[i];
    assert_false(
        ny_law_draw_rows(ny_kernels_choose(NY_KERNELS_BEST), &law, given, ratios, u, 2, many));
}

static void what_one_row_refuses_many_do(void **state)
{
    (void)state;
    const ny_law_name moments[] = {NY_LAW_MEAN, NY_LAW_SD};
    const ny_law_name chance[] = {NY_LAW_SHAPE, NY_LAW_CHANCE, NY_LAW_WITHIN};
    refused(NY_FORM_OF_NORMAL, moments, (double[]){1, -1}, 2, 1);
    refused(NY_FORM_OF_NORMAL, moments, (double[]){HUGE_VAL, 1}, 2, 1);
    refused(NY_FORM_OF_NORMAL, moments, (double[]){1, 1e305}, 2, 1);
    refused(NY_FORM_OF_GAMMA_MOMENTS, moments, (double[]){-2, 1}, 2, 1);
    refused(NY_FORM_OF_WEIBULL_CHANCE, chance, (double[]){0.8, 1.5, 30}, 3, 1);
    refused(NY_FORM_OF_WEIBULL_CHANCE, chance, (double[]){0.8, 0.5, 30}, 3, -1);
    refused(NY_FORM_OF_GOMPERTZ_CHANCE, chance, (double[]){0.1, 0.5, 30}, 3, HUGE_VAL);
}

/* --- days ------------------------------------------------------------------------------------- */

static void is_day_of(const ny_law_days *days, const ny_law *law, const double *arguments, double u)
{
    double time;
    uint32_t day = ny_law_day(days, u);
    if (day == NY_LAW_DAYS)
        return; /* the quantile is asked */
    assert_int_equal(ny_law_draw(law, arguments, 1, u, &time), NY_DISTRIBUTION_OK);
    assert_int_equal(day, (int64_t)(time + 0.5));
}

/* At random, around every bound and at both ends. */
static void the_day_is_that_of_the_quantile(void **state)
{
    (void)state;
    const ny_law_name names[] = {NY_LAW_MEAN, NY_LAW_SD};
    ny_law law = law_of(NY_FORM_OF_GAMMA_MOMENTS, names, 2);
    const double means[] = {0.4, 2.4, 9, 40, 90};
    for (uint32_t m = 0; m < 5; m++) {
        double arguments[NY_LAW_ARGUMENTS] = {0};
        arguments[NY_LAW_MEAN] = means[m];
        arguments[NY_LAW_SD] = 0.7 * means[m];
        ny_law_days days = ny_law_days_of(&law, arguments);
        assert_true(days.count > 0);
        uint32_t known = 0;
        for (uint32_t i = 0; i < 20000; i++) {
            double u = ny_random_uniform(9, m, 0, i, 0);
            is_day_of(&days, &law, arguments, u);
            known += ny_law_day(&days, u) < NY_LAW_DAYS;
        }
        assert_true(known > (means[m] < 20 ? 19900 : 5000));
        for (uint32_t d = 0; d < days.count; d++)
            for (int step = -3; step <= 3; step++)
                if (days.bounds[d] < 1 - 1e-8)
                    is_day_of(&days, &law, arguments, days.bounds[d] + step * 0.7 * NY_LAW_NEAR);
        is_day_of(&days, &law, arguments, NY_RANDOM_SMALLEST);
        is_day_of(&days, &law, arguments, 1 - NY_RANDOM_SMALLEST);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_knee_contract),
        cmocka_unit_test(many_forms),
        cmocka_unit_test(many_rows_draw_as_one),
        cmocka_unit_test(what_one_row_refuses_many_do),
        cmocka_unit_test(the_day_is_that_of_the_quantile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
