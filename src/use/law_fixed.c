/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See law_rows.h: laws with fixed arguments. Parameters are worked out once, gamma and beta quantiles
 * come from tables (run/tail_table.h), the others from kernels. Each line of arithmetic is that of
 * run/distribution*.c, in its order; what is drawn seldom goes one by one. */

#include "use/law_rows.h"

#include "base/bug.h"
#include "run/vmath.h"

#include <math.h>
#include <string.h>

#define STRETCH 256u

/* --- making ready ------------------------------------------------------------------------------ */

static bool is_positive(double x)
{
    return x > 0 && x < INFINITY;
}

static bool normal(ny_law_way way, double mean, double sd, ny_law_fixed *ret_fixed)
{
    if (!isfinite(mean) || !isfinite(sd) || sd < 0)
        return false;
    ret_fixed->way = way;
    ret_fixed->first = mean;
    ret_fixed->second = sd;
    return true;
}

static bool gamma_law(ny_arena *arena, double shape, double scale, ny_law_fixed *ret_fixed)
{
    ny_tail_table *table = NY_NEW(arena, ny_tail_table);
    if (!is_positive(scale) || !ny_tail_table_gamma(table, shape))
        return false;
    ny_tail_table_fill(table);
    ret_fixed->way = NY_LAW_GAMMA;
    ret_fixed->first = scale;
    ret_fixed->table = table;
    return true;
}

static bool beta_law(ny_arena *arena, double a, double b, ny_law_fixed *ret_fixed)
{
    ny_tail_table *table = NY_NEW(arena, ny_tail_table);
    if (!ny_tail_table_beta(table, a, b))
        return false;
    ny_tail_table_fill(table);
    ret_fixed->way = NY_LAW_BETA;
    ret_fixed->table = table;
    return true;
}

static bool pert(ny_arena *arena, double low, double mode, double high, ny_law_fixed *ret_fixed)
{
    double width = high - low;
    if (!(low <= mode && mode <= high && width > 0 && isfinite(low) && isfinite(high)) ||
        !beta_law(arena, 1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width,
                  ret_fixed))
        return false;
    ret_fixed->way = NY_LAW_PERT;
    ret_fixed->first = low;
    ret_fixed->second = high;
    return true;
}

static bool uniform(double low, double high, ny_law_fixed *ret_fixed)
{
    ret_fixed->way = NY_LAW_UNIFORM;
    ret_fixed->first = low;
    ret_fixed->second = high;
    return isfinite(low) && isfinite(high) && low <= high;
}

static bool of_time(ny_kernel_code time, double first, double second, ny_law_fixed *ret_fixed)
{
    ret_fixed->way = NY_LAW_TIME;
    ret_fixed->time = time;
    ret_fixed->first = first;
    ret_fixed->second = second;
    return true; /* the kernel judges */
}

/* Parameters that moments, a median or a chance within a time stand for, then the law. */
static bool found(ny_arena *arena, ny_law_form form, const double *a, ny_law_fixed *ret_fixed)
{
    double x, y, shape = a[NY_LAW_SHAPE], chance = a[NY_LAW_CHANCE], within = a[NY_LAW_WITHIN];
    double mean = a[NY_LAW_MEAN], sd = a[NY_LAW_SD];
    const ny_distribution_status ok = NY_DISTRIBUTION_OK;
    switch ((int)form) {
    case NY_FORM_OF_LOGNORMAL_MOMENTS:
        return ny_distribution_moments_lognormal(mean, sd, &x, &y) == ok &&
               normal(NY_LAW_LOGNORMAL, x, y, ret_fixed);
    case NY_FORM_OF_LOGNORMAL_CHANCE:
        y = a[NY_LAW_SDLOG];
        return ny_distribution_meanlog_lognormal(y, chance, within, &x) == ok &&
               normal(NY_LAW_LOGNORMAL, x, y, ret_fixed);
    case NY_FORM_OF_LOGNORMAL_MEDIAN:
        return a[NY_LAW_MEDIAN] > 0 &&
               normal(NY_LAW_LOGNORMAL, ny_log(a[NY_LAW_MEDIAN]), a[NY_LAW_SDLOG], ret_fixed);
    case NY_FORM_OF_GAMMA_MOMENTS:
        return ny_distribution_moments_gamma(mean, sd, &x, &y) == ok &&
               gamma_law(arena, x, y, ret_fixed);
    case NY_FORM_OF_BETA_MOMENTS:
        return ny_distribution_moments_beta(mean, sd, &x, &y) == ok &&
               beta_law(arena, x, y, ret_fixed);
    case NY_FORM_OF_WEIBULL_CHANCE:
        return ny_distribution_scale_weibull(shape, chance, within, &y) == ok &&
               of_time(NY_KERNEL_TIME_WEIBULL, shape, y, ret_fixed);
    case NY_FORM_OF_GOMPERTZ_CHANCE:
        return ny_distribution_rate_gompertz(shape, chance, within, &y) == ok &&
               of_time(NY_KERNEL_TIME_GOMPERTZ, shape, y, ret_fixed);
    case NY_FORM_OF_EXPONENTIAL_CHANCE:
        return ny_distribution_rate_exponential(chance, within, &x) == ok &&
               of_time(NY_KERNEL_TIME_EXPONENTIAL, x, 0, ret_fixed);
    case NY_FORM_OF_EXPONENTIAL_MEAN:
        return mean > 0 && of_time(NY_KERNEL_TIME_EXPONENTIAL, 1 / mean, 0, ret_fixed);
    default:
        return false;
    }
}

static bool said(ny_arena *arena, ny_law_form form, const double *a, ny_law_fixed *ret_fixed)
{
    switch ((int)form) {
    case NY_FORM_OF_NORMAL:
        return normal(NY_LAW_NORMAL, a[NY_LAW_MEAN], a[NY_LAW_SD], ret_fixed);
    case NY_FORM_OF_HALF_NORMAL:
        return normal(NY_LAW_HALF_NORMAL, 0, a[NY_LAW_SD], ret_fixed);
    case NY_FORM_OF_LOGNORMAL_LOGS:
        return normal(NY_LAW_LOGNORMAL, a[NY_LAW_MEANLOG], a[NY_LAW_SDLOG], ret_fixed);
    case NY_FORM_OF_GAMMA:
        return gamma_law(arena, a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ret_fixed);
    case NY_FORM_OF_BETA:
        return beta_law(arena, a[NY_LAW_A], a[NY_LAW_B], ret_fixed);
    case NY_FORM_OF_UNIFORM:
        return uniform(a[NY_LAW_LOW], a[NY_LAW_HIGH], ret_fixed);
    case NY_FORM_OF_PERT:
        return pert(arena, a[NY_LAW_LOW], a[NY_LAW_MODE], a[NY_LAW_HIGH], ret_fixed);
    case NY_FORM_OF_WEIBULL:
        return of_time(NY_KERNEL_TIME_WEIBULL, a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ret_fixed);
    case NY_FORM_OF_GOMPERTZ:
        return of_time(NY_KERNEL_TIME_GOMPERTZ, a[NY_LAW_SHAPE], a[NY_LAW_RATE], ret_fixed);
    case NY_FORM_OF_EXPONENTIAL:
        return of_time(NY_KERNEL_TIME_EXPONENTIAL, a[NY_LAW_RATE], 0, ret_fixed);
    default:
        return found(arena, form, a, ret_fixed);
    }
}

/* What is no distribution goes one by one, too: there it is refused. */
ny_law_fixed ny_law_fix(ny_arena *arena, const ny_law *law, const double *arguments)
{
    ny_law_fixed fixed = {.way = NY_LAW_EACH};
    if (said(arena, law->form, arguments, &fixed))
        return fixed;
    fixed = (ny_law_fixed){.way = NY_LAW_EACH, .law = law};
    fixed.arguments = NY_NEW_ARRAY(arena, double, NY_LAW_ARGUMENTS);
    memcpy(fixed.arguments, arguments, NY_LAW_ARGUMENTS * sizeof *arguments);
    return fixed;
}

bool ny_law_fix_gamma(ny_arena *arena, double shape, ny_law_fixed *ret_fixed)
{
    return gamma_law(arena, shape, 1, ret_fixed);
}

bool ny_law_fix_interval(ny_arena *arena, ny_text family, double guess, double low, double high,
                         ny_law_fixed *ret_fixed)
{
    double a, b;
    if (ny_text_is(family, "normal"))
        return ny_distribution_interval_normal(guess, low, high, &a, &b) == NY_DISTRIBUTION_OK &&
               normal(NY_LAW_NORMAL, a, b, ret_fixed);
    if (ny_text_is(family, "beta"))
        return ny_distribution_interval_beta(guess, low, high, &a, &b) == NY_DISTRIBUTION_OK &&
               beta_law(arena, a, b, ret_fixed);
    return ny_distribution_interval_lognormal(guess, low, high, &a, &b) == NY_DISTRIBUTION_OK &&
           normal(NY_LAW_LOGNORMAL, a, b, ret_fixed);
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* first + second * z */
static void draw_normals(const ny_kernels *kernels, const ny_law_fixed *fixed, const double *u,
                         uint32_t count, double *values)
{
    ny_kernel(kernels, NY_KERNEL_NORMAL_QUANTILE,
              (ny_kernel_call){.to = values, .a = u, .lanes = count});
    ny_kernel(
        kernels, NY_KERNEL_MULTIPLY_ADD_ONE,
        (ny_kernel_call){
            .to = values, .a = values, .k = fixed->second, .l = fixed->first, .lanes = count});
}

/* The lower half of a normal, turned round. */
static void draw_half_normals(const ny_kernels *kernels, const ny_law_fixed *fixed, const double *u,
                              uint32_t count, double *values)
{
    double half[STRETCH];
    for (uint32_t first = 0; first < count; first += STRETCH) {
        uint32_t lanes = count - first < STRETCH ? count - first : STRETCH;
        for (uint32_t i = 0; i < lanes; i++)
            half[i] = 0.5 * (1.0 - u[first + i]);
        draw_normals(kernels, fixed, half, lanes, values + first);
        for (uint32_t i = 0; i < lanes; i++)
            values[first + i] = -values[first + i];
    }
}

static bool draw_from_table(const ny_kernels *kernels, const ny_law_fixed *fixed, const double *u,
                            uint32_t count, double *values)
{
    double low = fixed->first, width = fixed->second - fixed->first;
    ny_tail_table_quantiles(fixed->table, kernels, u, count, values);
    for (uint32_t i = 0; fixed->way == NY_LAW_GAMMA && i < count; i++)
        values[i] = fixed->first * values[i];
    for (uint32_t i = 0; fixed->way == NY_LAW_PERT && i < count; i++) {
        double value = low + width * values[i];
        values[i] = value > fixed->second ? fixed->second : value;
    }
    return ny_are_values(values, count);
}

static bool draw_uniform(const ny_law_fixed *fixed, const double *u, uint32_t count, double *values)
{
    double low = fixed->first, width = fixed->second - fixed->first;
    for (uint32_t i = 0; i < count; i++) {
        double value = low + width * u[i];
        values[i] = value > fixed->second ? fixed->second : value;
    }
    return ny_are_values(values, count);
}

static bool draw_times(const ny_kernels *kernels, const ny_law_fixed *fixed, const double *u,
                       uint32_t count, double *values)
{
    uint32_t refused = 0;
    ny_kernel(kernels, fixed->time,
              (ny_kernel_call){
                  .to = values, .a = u, .k = fixed->first, .l = fixed->second, .lanes = count});
    for (uint32_t i = 0; i < count; i++)
        refused += values[i] != values[i];
    return refused == 0;
}

static bool draw_each(const ny_law_fixed *fixed, const double *u, uint32_t count, double *values)
{
    for (uint32_t i = 0; i < count; i++)
        if (ny_law_draw(fixed->law, fixed->arguments, 1, u[i], &values[i]) != NY_DISTRIBUTION_OK)
            return false;
    return true;
}

bool ny_law_draw_fixed(const ny_kernels *kernels, const ny_law_fixed *fixed, const double *u,
                       uint32_t count, double *ret_values)
{
    switch (fixed->way) {
    case NY_LAW_NORMAL:
        draw_normals(kernels, fixed, u, count, ret_values);
        return ny_are_values(ret_values, count);
    case NY_LAW_HALF_NORMAL:
        draw_half_normals(kernels, fixed, u, count, ret_values);
        return ny_are_values(ret_values, count);
    case NY_LAW_LOGNORMAL:
        draw_normals(kernels, fixed, u, count, ret_values);
        ny_kernel(kernels, NY_KERNEL_EXPONENTIAL,
                  (ny_kernel_call){.to = ret_values, .a = ret_values, .lanes = count});
        return ny_are_values(ret_values, count);
    case NY_LAW_GAMMA:
    case NY_LAW_BETA:
    case NY_LAW_PERT:
        return draw_from_table(kernels, fixed, u, count, ret_values);
    case NY_LAW_UNIFORM:
        return draw_uniform(fixed, u, count, ret_values);
    case NY_LAW_TIME:
        return draw_times(kernels, fixed, u, count, ret_values);
    case NY_LAW_EACH:
        return draw_each(fixed, u, count, ret_values);
    }
    NY_BUG("how a law is drawn from");
}
