/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Alternatives weighed: a published frontier, each kind of standing and quadrant, and a law: what
 * stands on the frontier is best at some yardstick, and nothing else is. */

#include "use/weigh.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MOST 8

static void near(double found, double expected)
{
    if (fabs(found - expected) > 1e-9 * (1 + fabs(expected)))
        fail_msg("%.17g, not %.17g", found, expected);
}

/* Values by alternative and world, row by row. */
static ny_weighed weigh(ny_arena *arena, const double *costs, const double *effects,
                        uint32_t alternatives, uint32_t worlds, bool stated,
                        const ny_yardsticks *yardsticks)
{
    ny_series series = {.alternatives = alternatives, .worlds = worlds, .stated = stated};
    series.costs = NY_NEW_ARRAY(arena, double *, alternatives);
    series.effects = NY_NEW_ARRAY(arena, double *, alternatives);
    for (uint32_t a = 0; a < alternatives; a++) {
        series.costs[a] = NY_NEW_ARRAY(arena, double, worlds);
        series.effects[a] = NY_NEW_ARRAY(arena, double, worlds);
        for (uint32_t w = 0; w < worlds; w++) {
            series.costs[a][w] = costs[a * worlds + w];
            series.effects[a][w] = effects[a * worlds + w];
        }
    }
    static const ny_yardsticks none = {0};
    return ny_weigh(arena, &series, yardsticks ? yardsticks : &none);
}

static const ny_standing *standing_of(const ny_weighed *weighed, uint32_t alternative)
{
    for (uint32_t i = 0; i < weighed->standings.count; i++)
        if (weighed->standings.items[i].alternative == alternative)
            return &weighed->standings.items[i];
    fail_msg("alternative %u stands nowhere", alternative);
    return NULL;
}

/* Usual care, treatments A and B, both: Alarid-Escudero and others, Medical Decision Making 43, 2023,
 * 3-20, with its unrounded totals. */
static void test_a_published_frontier(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const double costs[] = {151579.86595739, 284804.513370573, 259100.410617004, 378875.198394492};
    const double effects[] = {20.7113314643222, 21.4986628084376, 22.1844651408455,
                              23.1368441350026};
    ny_weighed found = weigh(arena, costs, effects, 4, 1, true, NULL);
    assert_int_equal(found.standings.items[0].alternative, 0);
    assert_int_equal(found.standings.items[1].alternative, 1);
    assert_int_equal(standing_of(&found, 1)->kind, NY_STANDS_DOMINATED);
    assert_int_equal(standing_of(&found, 1)->by, 2);
    assert_int_equal(standing_of(&found, 2)->kind, NY_STANDS_ON_FRONTIER);
    near(standing_of(&found, 2)->step.icer.value, 72987.636066653);
    near(standing_of(&found, 3)->step.icer.value, 125763.785753688);
    assert_int_equal(standing_of(&found, 3)->by, 2);
    assert_true(standing_of(&found, 3)->known);
    near(found.at.items[found.at.count - 1].yardstick, 300000);
    ny_arena_destroy(arena);
}

static void test_extension_goes_on_until_ratios_rise(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    /* ratios 5, 6, 4 and 1: the last takes out the one before it, and then the others */
    const double costs[] = {0, 5, 11, 15, 16}, effects[] = {0, 1, 2, 3, 4};
    ny_weighed found = weigh(arena, costs, effects, 5, 1, true, NULL);
    for (uint32_t a = 1; a < 4; a++) {
        assert_int_equal(standing_of(&found, a)->kind, NY_STANDS_BETWEEN);
        assert_int_equal(standing_of(&found, a)->by, 0);
        assert_int_equal(standing_of(&found, a)->above, 4);
        assert_true(standing_of(&found, a)->known);
    }
    near(standing_of(&found, 4)->step.icer.value, 4);
    ny_arena_destroy(arena);
}

static void test_what_lies_on_the_line_is_not_left_out(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const double costs[] = {0.1, 0.2, 0.3}, effects[] = {1, 2, 3};
    ny_weighed found = weigh(arena, costs, effects, 3, 1, true, NULL);
    assert_int_equal(standing_of(&found, 1)->kind, NY_STANDS_ON_FRONTIER);
    ny_arena_destroy(arena);
}

static void test_equal_ones_and_equal_costs(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const double costs[] = {10, 10, 10, 12}, effects[] = {1, 1, 2, 2};
    ny_weighed found = weigh(arena, costs, effects, 4, 1, true, NULL);
    assert_int_equal(standing_of(&found, 0)->kind, NY_STANDS_DOMINATED);
    assert_int_equal(standing_of(&found, 1)->kind, NY_STANDS_DOMINATED);
    assert_int_equal(standing_of(&found, 2)->kind, NY_STANDS_ON_FRONTIER);
    assert_int_equal(standing_of(&found, 3)->kind, NY_STANDS_DOMINATED);
    found = weigh(arena, costs, effects, 2, 1, true, NULL);
    assert_int_equal(standing_of(&found, 1)->kind, NY_STANDS_SAME);
    assert_int_equal(standing_of(&found, 1)->by, 0);
    assert_int_equal(found.at.count, 1);
    ny_arena_destroy(arena);
}

static void test_each_quadrant(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const double costs[] = {10, 12, 8, 8, 12, 10}, effects[] = {5, 6, 6, 4, 4, 6};
    ny_weighed found = weigh(arena, costs, effects, 6, 1, true, NULL);
    const ny_increment *of = found.increments.items;
    assert_int_equal(of[0].costs, NY_DIFFERS_MORE);
    assert_int_equal(of[0].effects, NY_DIFFERS_MORE);
    near(of[0].icer.value, 2);
    assert_int_equal(of[1].costs, NY_DIFFERS_LESS);
    assert_int_equal(of[1].icer.worlds, 0);
    near(of[2].icer.value, 2); /* saved for each one given up */
    assert_int_equal(of[2].effects, NY_DIFFERS_LESS);
    assert_int_equal(of[3].icer.worlds, 0);
    assert_int_equal(of[4].costs, NY_DIFFERS_SAME);
    assert_int_equal(of[4].icer.worlds, 0);
    ny_arena_destroy(arena);
}

static void test_a_difference_within_its_error_is_not_known(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const double costs[] = {1, 2, 3, 4, 3, 4, 5, 6}, effects[] = {5, 6, 7, 8, 6, 5, 9, 7};
    ny_weighed found = weigh(arena, costs, effects, 2, 4, false, NULL);
    assert_int_equal(found.increments.items[0].costs, NY_DIFFERS_MORE); /* 2 in each world */
    assert_int_equal(found.increments.items[0].effects, NY_DIFFERS_NOT_KNOWN);
    assert_int_equal(found.increments.items[0].icer.worlds, 0);
    found = weigh(arena, costs, effects, 2, 1, false, NULL);
    assert_int_equal(found.increments.items[0].costs,
                     NY_DIFFERS_NOT_KNOWN); /* one world tells nothing */
    ny_arena_destroy(arena);
}

static void test_the_error_of_a_ratio(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    /* dC: 10, 12, 14, 16; dE: 2, 2.2, 1.8, 2; ratio 13 / 2 */
    const double costs[] = {0, 0, 0, 0, 10, 12, 14, 16}, effects[] = {0, 0, 0, 0, 2, 2.2, 1.8, 2};
    ny_weighed found = weigh(arena, costs, effects, 2, 4, false, NULL);
    near(found.increments.items[0].icer.value, 6.5);
    double left[] = {10 - 13, 12 - 14.3, 14 - 11.7, 16 - 13}, squares = 0;
    for (uint32_t i = 0; i < 4; i++)
        squares += left[i] * left[i]; /* their mean is 0 */
    near(found.increments.items[0].icer.se, sqrt(squares / 3) / sqrt(4) / 2);
    ny_arena_destroy(arena);
}

static void test_curves_frontier_and_loss_by_hand(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    /* at 10: nets of the first 10, 10, 10, 10; of the second 10, 8, 18, 9 */
    const double costs[] = {0, 0, 0, 0, 10, 2, 2, 1}, effects[] = {1, 1, 1, 1, 2, 1, 2, 1};
    ny_yardsticks yardsticks = {0};
    *NY_APPEND(arena, &yardsticks.list) = 0;
    *NY_APPEND(arena, &yardsticks.list) = 10;
    ny_weighed found = weigh(arena, costs, effects, 2, 4, false, &yardsticks);
    const ny_at_yardstick *at = &found.at.items[1];
    near(at->each[0].best.value, 0.75); /* the tie is the first's */
    near(at->each[1].best.value, 0.25);
    near(at->each[1].best.se, sqrt(0.25 * 0.75 / 4));
    assert_int_equal(at->best, 1); /* its mean is higher, though it is best in fewer worlds */
    assert_false(at->best_known);
    near(at->each[1].money.value, 11.25);
    near(at->each[1].health.value, 1.125);
    near(at->each[0].loss.value, 2);    /* 0, 0, 8, 0 */
    near(at->each[1].loss.value, 0.75); /* 0, 2, 0, 1 */
    assert_int_equal(found.at.items[0].each[0].health.worlds, 0);
    assert_int_equal(found.at.items[0].best, 0);
    ny_arena_destroy(arena);
}

/* A fixed row of numbers from 0 to 9, with many equal ones. */
static double next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % 10;
}

static bool is_best_somewhere(const double *costs, const double *effects, uint32_t count,
                              uint32_t alternative)
{
    for (double k = 0; k < 12; k += 1.0 / 2520) { /* every breakpoint: its divisors go to 10 */
        bool best = true;
        for (uint32_t i = 0; i < count && best; i++)
            best =
                k * effects[alternative] - costs[alternative] >= k * effects[i] - costs[i] - 1e-9;
        if (best)
            return true;
    }
    return false;
}

static void test_the_frontier_is_what_is_best_at_some_yardstick(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (uint32_t round = 0; round < 60; round++) {
        ny_arena *arena = ny_arena_create();
        double costs[MOST], effects[MOST];
        uint32_t count = 2 + round % (MOST - 1);
        for (uint32_t i = 0; i < count; i++) {
            costs[i] = next(&seed);
            effects[i] = next(&seed);
        }
        ny_weighed found = weigh(arena, costs, effects, count, 1, true, NULL);
        for (uint32_t i = 0; i < count; i++) {
            const ny_standing *standing = standing_of(&found, i);
            bool strictly = is_best_somewhere(costs, effects, count, i);
            bool dominated = standing->kind != NY_STANDS_ON_FRONTIER;
            /* of equal ones, and of those that are best at nought alone for the same cost, one stands there */
            if (!dominated)
                assert_true(strictly);
            if (dominated && strictly)
                near(costs[i], costs[standing->by]);
        }
        ny_arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_published_frontier),
        cmocka_unit_test(test_extension_goes_on_until_ratios_rise),
        cmocka_unit_test(test_what_lies_on_the_line_is_not_left_out),
        cmocka_unit_test(test_equal_ones_and_equal_costs),
        cmocka_unit_test(test_each_quadrant),
        cmocka_unit_test(test_a_difference_within_its_error_is_not_known),
        cmocka_unit_test(test_the_error_of_a_ratio),
        cmocka_unit_test(test_curves_frontier_and_loss_by_hand),
        cmocka_unit_test(test_the_frontier_is_what_is_best_at_some_yardstick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
