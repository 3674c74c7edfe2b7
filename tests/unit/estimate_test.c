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

/* P(B < k) for a binomial number B with n and q, added up. */
static double below(uint32_t n, double q, uint32_t k)
{
    double sum = 0;
    for (uint32_t i = 0; i < k; i++)
        sum += exp(lgamma(n + 1.0) - lgamma(i + 1.0) - lgamma(n - i + 1.0) + i * log(q) +
                   (n - i) * log1p(-q));
    return sum;
}

/* x(r) <= the quantile < x(s) where r .. s - 1 of the n values lie below it. */
static void test_a_quantile_lies_in_its_interval_as_often_as_said(void **state)
{
    (void)state;
    static double values[3000];
    for (uint32_t i = 0; i < 3000; i++)
        values[i] = i + 1; /* the value is its rank */
    for (uint32_t n = 1; n <= 3000; n += n < 400 ? 1 : 97)
        for (uint32_t i = 0; i < NY_ESTIMATE_QUANTILES; i++) {
            double q = ny_estimate_quantiles[i];
            ny_interval found = ny_estimate_interval(values, n, q);
            double low = isnan(found.low) ? 0 : found.low;
            double high = isnan(found.high) ? n + 1 : found.high;
            double chance = below(n, q, (uint32_t)high) - below(n, q, (uint32_t)low);
            if (chance < 0.95 - 1e-9)
                fail_msg("of %u values the quantile %g lies in %g .. %g in %g", n, q, low, high,
                         chance);
        }
}

static void test_so_few_values_give_no_end(void **state)
{
    (void)state;
    double values[40];
    fill(values);
    ny_estimate found = ny_estimate_of(values, 40);
    assert_true(isnan(found.intervals[0].low));
    near(found.intervals[0].high, 4);  /* 1 + 1.96 * 0.98745 = 2.935, up, and one more */
    near(found.intervals[2].low, 13);  /* 20 - 1.96 * 3.16228 = 13.8 */
    near(found.intervals[2].high, 28); /* 26.2, up, and one more */
    assert_true(isnan(found.intervals[4].high));
}

/* Wilson's interval solves |p - share| = z sqrt(p (1 - p) / n). */
static void test_where_a_share_lies(void **state)
{
    (void)state;
    for (uint32_t some = 0; some <= 50; some += 10) {
        ny_figured share = ny_estimate_share(some, 50);
        ny_interval found = ny_estimate_share_interval(&share);
        const double ends[] = {found.low, found.high};
        for (int i = 0; i < 2; i++)
            if (ends[i] > 0 && ends[i] < 1)
                near(pow(ends[i] - share.value, 2),
                     pow(1.959963984540054, 2) * ends[i] * (1 - ends[i]) / 50);
        assert_true(found.low <= share.value && share.value <= found.high);
        assert_true(found.high - found.low > 0.05);
    }
    assert_int_equal(ny_estimate_share(0, 0).worlds, 0);
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

/* Several at a time give the bits that each gives alone, however many there are and however long. */
static void test_together_as_alone(void **state)
{
    (void)state;
    enum { SERIES = 21, MOST = 1000 };
    ny_arena *arena = ny_arena_create();
    ny_estimate found[SERIES];
    ny_figured shortfalls[SERIES], means[SERIES], later[SERIES];
    double *alone = NY_NEW_ARRAY(arena, double, SERIES *MOST);
    const double *series[SERIES];
    ny_estimating on = ny_estimating_begin(arena, MOST);
    for (uint32_t s = 0; s < SERIES; s++) {
        uint32_t count = s % 5 == 4 ? 0 : s % 3 ? MOST : 700;
        double *rooms = ny_estimate_rooms(&on, 2);
        series[s] = alone + (size_t)s * MOST;
        for (uint32_t i = 0; i < MOST; i++)
            alone[s * MOST + i] = rooms[i] = rooms[MOST + i] = sin(1e3 * (s + 1) * (i + 1.0)) + s;
        ny_estimate_worst_later(&on, count, &found[s], &shortfalls[s]);
        ny_estimate_mean_later(&on, MOST, &later[s]);
    }
    ny_estimating_end(&on);
    ny_estimate_means(series, SERIES, MOST, means);
    for (uint32_t s = 0; s < SERIES; s++) {
        uint32_t count = s % 5 == 4 ? 0 : s % 3 ? MOST : 700;
        double *values = alone + (size_t)s * MOST;
        ny_figured mean = ny_estimate_mean(values, MOST);
        assert_true(mean.value == means[s].value && mean.se == means[s].se);
        assert_true(mean.value == later[s].value && mean.se == later[s].se);
        ny_estimate one = ny_estimate_of(values, count);
        ny_figured shortfall = ny_estimate_shortfall(values, count, NY_ESTIMATE_WORST);
        assert_int_equal(found[s].worlds, count);
        assert_true(one.mean == found[s].mean && one.sd == found[s].sd && one.se == found[s].se);
        assert_true(shortfall.value == shortfalls[s].value && shortfall.se == shortfalls[s].se);
        for (uint32_t q = 0; q < NY_ESTIMATE_QUANTILES; q++)
            assert_true(one.quantiles[q] == found[s].quantiles[q] &&
                        one.intervals[q].low == found[s].intervals[q].low);
    }
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mean_spread_and_quantiles),
        cmocka_unit_test(test_a_quantile_lies_in_its_interval_as_often_as_said),
        cmocka_unit_test(test_so_few_values_give_no_end),
        cmocka_unit_test(test_where_a_share_lies),
        cmocka_unit_test(test_loss),
        cmocka_unit_test(test_the_last_world_of_the_worst_part_counts_in_part),
        cmocka_unit_test(test_chance),
        cmocka_unit_test(test_together_as_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
