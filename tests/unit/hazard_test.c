/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* When an event comes, given that it has not come yet: the chance left by then is the chance left before
 * times 1 - u; lanes have the bits of single times; what is no law is refused. */

#include "run/hazard.h"

#include "run/philox.h"
#include "run/vmath.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const ny_distribution_piece pieces[] = {{0.1, 2}, {0, 3}, {0.4, 0}};

static const ny_hazard laws[] = {
    {.form = NY_HAZARD_EXPONENTIAL, .a = 0.2},
    {.form = NY_HAZARD_WEIBULL, .a = 1.4, .b = 6},
    {.form = NY_HAZARD_WEIBULL, .a = 0.6, .b = 3},
    {.form = NY_HAZARD_GOMPERTZ, .a = 0.1, .b = 0.02},
    {.form = NY_HAZARD_GOMPERTZ, .a = -0.2, .b = 0.5},
    {.form = NY_HAZARD_LOGNORMAL, .a = 1.2, .b = 0.7},
    {.form = NY_HAZARD_GAMMA, .a = 2.5, .b = 1.5},
    {.form = NY_HAZARD_LOG_LOGISTIC, .a = 1.8, .b = 4},
    {.form = NY_HAZARD_GENERALISED_GAMMA, .a = 4, .b = 0.8, .c = 0.6},
    {.form = NY_HAZARD_GENERALISED_GAMMA, .a = 4, .b = 0.8, .c = -0.6},
    {.form = NY_HAZARD_GENERALISED_GAMMA, .a = 4, .b = 0.8, .c = 1e-6},
    {.form = NY_HAZARD_PIECEWISE, .pieces = pieces, .count = 3},
};
enum { LAWS = sizeof laws / sizeof laws[0] };

/* The chance of an event by `time`, by the distribution functions, which know nothing of hazards. */
static double chance_by(const ny_hazard *law, double time)
{
    double chance = NAN;
    switch (law->form) {
    case NY_HAZARD_EXPONENTIAL:
        ny_distribution_chance_exponential(law->a, time, &chance);
        return chance;
    case NY_HAZARD_WEIBULL:
        ny_distribution_chance_weibull(law->a, law->b, time, &chance);
        return chance;
    case NY_HAZARD_GOMPERTZ:
        ny_distribution_chance_gompertz(law->a, law->b, time, &chance);
        return chance;
    case NY_HAZARD_LOGNORMAL:
        ny_distribution_chance_lognormal(law->a, law->b, time, &chance);
        return chance;
    case NY_HAZARD_GAMMA:
        ny_distribution_chance_gamma(law->a, law->b, time, &chance);
        return chance;
    case NY_HAZARD_LOG_LOGISTIC:
        ny_distribution_chance_log_logistic(law->a, law->b, time, &chance);
        return chance;
    case NY_HAZARD_GENERALISED_GAMMA:
        ny_distribution_chance_generalised_gamma(law->a, law->b, law->c, time, &chance);
        return chance;
    case NY_HAZARD_PIECEWISE:
        ny_distribution_chance_piecewise(law->pieces, law->count, time, &chance);
        return chance;
    }
    return chance;
}

static void what_is_left_is_shared_out_anew(void **state)
{
    (void)state;
    const double sinces[] = {0, 0.5, 2, 2.5, 7}, ratios[] = {1, 0.4, 3}, us[] = {0.01, 0.3, 0.9};
    for (uint32_t l = 0; l < LAWS; l++)
        for (uint32_t s = 0; s < 5; s++)
            for (uint32_t r = 0; r < 3; r++)
                for (uint32_t i = 0; i < 3; i++) {
                    double time = ny_hazard_time(&laws[l], sinces[s], ratios[r], us[i]);
                    assert_true(time >= sinces[s]);
                    double before = 1 - chance_by(&laws[l], sinces[s]);
                    double after = time >= NY_NEVER ? -1 : 1 - chance_by(&laws[l], time);
                    double wanted = before * ny_pow(1 - us[i], 1 / ratios[r]);
                    if (after >= 0)
                        assert_true(fabs(after - wanted) < 1e-8 * before);
                    else /* only a falling Gompertz hazard leaves some without */
                        assert_true(wanted < 1 - chance_by(&laws[l], 1e6));
                }
}

static void late_times_keep_their_digits(void **state)
{
    (void)state;
    /* A weibull of shape 2 at 30 times its scale: little more than a 1,800th of the scale is left. */
    ny_hazard law = {.form = NY_HAZARD_WEIBULL, .a = 2, .b = 1};
    double time = ny_hazard_time(&law, 30, 1, 0.5);
    assert_true(fabs(time - sqrt(900 + 0.69314718055994531)) < 1e-13);
    law = (ny_hazard){.form = NY_HAZARD_LOGNORMAL, .a = 0, .b = 0.25};
    double late = ny_hazard_time(&law, 20, 1, 0.5); /* twelve standard deviations */
    assert_true(late > 20 && late < 20.5);
    law = (ny_hazard){.form = NY_HAZARD_GAMMA, .a = 3, .b = 1};
    late = ny_hazard_time(&law, 200, 1, 0.5); /* by then its hazard is nearly constant, 1 */
    assert_true(fabs(late - 200.698) < 0.01);
}

static void lanes_have_the_bits_of_single_times(void **state)
{
    (void)state;
    enum { LANES = 200 };
    double since[LANES], u[LANES], room[LANES], times[LANES];
    for (uint32_t i = 0; i < LANES; i++) {
        u[i] = ny_random_uniform(3, 4, 5, i, 0);
        since[i] = i % 9 ? 12 * ny_random_uniform(3, 4, 5, i, 1) : 0;
    }
    const double ratios[] = {1, 0.7, 0};
    for (uint32_t l = 0; l < LAWS; l++)
        for (uint32_t set = 0; set < 2; set++)
            for (uint32_t r = 0; r < 3; r++)
                for (uint32_t with_since = 0; with_since < 2; with_since++) {
                    ny_hazard_times(ny_kernels_choose((ny_kernel_set)set), &laws[l],
                                    with_since ? since : NULL, ratios[r], u, LANES, room, times);
                    for (uint32_t i = 0; i < LANES; i++) {
                        double one =
                            ny_hazard_time(&laws[l], with_since ? since[i] : 0, ratios[r], u[i]);
                        assert_memory_equal(&one, &times[i], sizeof one);
                    }
                }
}

static void what_is_no_law_is_refused(void **state)
{
    (void)state;
    for (uint32_t l = 0; l < LAWS; l++)
        assert_int_equal(ny_hazard_check(&laws[l]), NY_DISTRIBUTION_OK);
    assert_int_equal(ny_hazard_check(&(ny_hazard){.form = NY_HAZARD_EXPONENTIAL, .a = -1}),
                     NY_DISTRIBUTION_IMPOSSIBLE);
    assert_int_equal(ny_hazard_check(&(ny_hazard){.form = NY_HAZARD_WEIBULL, .a = 0, .b = 1}),
                     NY_DISTRIBUTION_IMPOSSIBLE);
    assert_int_equal(ny_hazard_check(&(ny_hazard){.form = NY_HAZARD_EXPONENTIAL}),
                     NY_DISTRIBUTION_OK);
    double never = ny_hazard_time(&(ny_hazard){.form = NY_HAZARD_EXPONENTIAL}, 3, 1, 0.5);
    assert_true(never == NY_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_is_shared_out_anew),
        cmocka_unit_test(late_times_keep_their_digits),
        cmocka_unit_test(lanes_have_the_bits_of_single_times),
        cmocka_unit_test(what_is_no_law_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
