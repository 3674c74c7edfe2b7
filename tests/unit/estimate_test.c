/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Estimates over worlds, against figures worked out by hand. */

#include "use/estimate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void near(double found, double expected)
{
    if (fabs(found - expected) > 1e-12 * (1 + fabs(expected)))
        fail_msg("%.17g, not %.17g", found, expected);
}

/* 40, 39, …, 1 */
static void fill(double *values)
{
    for (uint32_t i = 0; i < 40; i++)
        values[i] = 40 - (double)i;
}

static void test_mean_spread_and_quantiles(void **state)
{
    (void)state;
    double values[40];
    fill(values);
    ny_estimate found = ny_estimate_of(values, 40);
    assert_int_equal(found.worlds, 40);
    near(found.mean, 20.5);
    near(found.sd * found.sd, 40 * 41.0 / 12);
    near(found.se * found.se * 40, found.sd * found.sd);
    near(found.quantiles[NY_ESTIMATE_MEDIAN], 20.5);
    near(found.quantiles[1], 1 + 39 * 0.25);
    near(found.quantiles[4], 1 + 39 * 0.975);
    assert_int_equal(ny_estimate_of(values, 0).worlds, 0);
    near(ny_estimate_of(values, 1).sd, 0);
}

static void test_loss(void **state)
{
    (void)state;
    const double values[] = {-1, 0, 2, -3};
    ny_figured found = ny_estimate_loss(values, 4);
    near(found.value, 0.5);
    near(found.se, 0.25);
    assert_int_equal(ny_estimate_loss(values, 0).worlds, 0);
}

static void test_the_last_world_of_the_worst_part_counts_in_part(void **state)
{
    (void)state;
    double values[40];
    fill(values);
    (void)ny_estimate_of(values, 40); /* sorts */
    near(ny_estimate_shortfall(values, 40, 0.05).value, 1.5);
    near(ny_estimate_shortfall(values, 40, 0.0625).value, (1 + 2 + 0.5 * 3) / 2.5);
    /* below the edge 3: -2, -1 and 38 times 0; their sum of squares about the mean is 5 - 9 / 40 */
    near(ny_estimate_shortfall(values, 40, 0.05).se, sqrt((5 - 9 / 40.0) / 39) / (0.05 * sqrt(40)));
    assert_int_equal(ny_estimate_shortfall(values, 39, 0.05).worlds, 0); /* less than two worlds */
}

static void test_chance(void **state)
{
    (void)state;
    const double same[] = {1, 2, 3, 4}, turned[] = {4, 3, 2, 1}, near_it[] = {1, 2, 3, 5};
    ny_figured found = ny_estimate_chance(same, same, 4);
    near(found.value, 0);
    near(found.se, 0);
    /* half the squared differences: 4.5, 0.5, 0.5, 4.5; half the squares about 2.5: 5 in all */
    near(ny_estimate_chance(same, turned, 4).value, 10 / 5.0);
    /* chance 1/2 in one pair of four; mean 21 / 8, squares about it 12.875 in all */
    found = ny_estimate_chance(same, near_it, 4);
    near(found.value, 0.5 / ((1 + 4 + 9 + 16 + 1 + 4 + 9 + 25 - 21 * 21 / 8.0) / 2));
    assert_true(found.se > 0);
    assert_int_equal(ny_estimate_chance(same, near_it, 1).worlds, 0);
    assert_int_equal(ny_estimate_chance((const double[]){2, 2}, (const double[]){2, 2}, 2).worlds,
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mean_spread_and_quantiles),
        cmocka_unit_test(test_loss),
        cmocka_unit_test(test_the_last_world_of_the_worst_part_counts_in_part),
        cmocka_unit_test(test_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
