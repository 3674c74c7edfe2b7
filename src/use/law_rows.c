/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See law_rows.h. Laws that are drawn often have a loop of their own here; the others go row by row.
 *
 * Days. A gamma quantile takes iterations, its distribution function one series. Where only the day
 * is asked for, the day of u is the number of bounds F(d + 1/2) that are not above u. F is within
 * 7e-13 relative (tail.h) and the quantile within less, so that the two can only disagree where u
 * lies within NY_LAW_NEAR of a bound: there the quantile is asked. */

#include "use/law_rows.h"

#include <math.h>

#define LARGEST_VALUE 1e300

static bool is_one(const ny_law_given *given)
{
    return !given->each;
}

static double at(const ny_law_given *given, uint32_t row)
{
    return given->each ? given->each[row] : given->one;
}

/* --- row by row ------------------------------------------------------------------------------- */

static bool draw_each(const ny_law *law, const ny_law_given *given, const double *ratio,
                      const double *u, uint32_t count, double *values)
{
    double arguments[NY_LAW_ARGUMENTS] = {0};
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t a = 0; a < law->said_count; a++)
            arguments[law->said[a]] = at(&given[law->said[a]], i);
        if (ny_law_draw(law, arguments, ratio ? ratio[i] : 1, u[i], &values[i]) !=
            NY_DISTRIBUTION_OK)
            return false;
    }
    return true;
}

/* --- normal ----------------------------------------------------------------------------------- */

/* As ny_distribution_quantile_normal has it: no NaN, nothing beyond. */
bool ny_are_values(const double *values, uint32_t count)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < count; i++)
        wrong += !(fabs(values[i]) <= LARGEST_VALUE);
    return wrong == 0;
}

static bool is_spread(double sd)
{
    return sd >= 0 && sd <= LARGEST_VALUE;
}

/* mean + sd * z. A mean that is not finite gives no value. */
static bool draw_normal(const ny_kernels *kernels, const ny_law_given *mean, const ny_law_given *sd,
                        const double *u, uint32_t count, double *values)
{
    ny_kernel(kernels, NY_KERNEL_NORMAL_QUANTILE,
              (ny_kernel_call){.to = values, .a = u, .lanes = count});
    if (!sd->each && !is_spread(sd->one))
        return false;
    for (uint32_t i = 0; sd->each && i < count; i++)
        if (!is_spread(sd->each[i]))
            return false;
    if (!mean->each && !sd->each)
        ny_kernel(kernels, NY_KERNEL_MULTIPLY_ADD_ONE,
                  (ny_kernel_call){
                      .to = values, .a = values, .k = sd->one, .l = mean->one, .lanes = count});
    else
        for (uint32_t i = 0; i < count; i++)
            values[i] = at(mean, i) + at(sd, i) * values[i];
    return ny_are_values(values, count);
}

/* --- times ------------------------------------------------------------------------------------ */

static bool draw_times(const ny_kernels *kernels, ny_kernel_code code, double first, double second,
                       const double *ratio, const double *u, uint32_t count, double *values)
{
    uint32_t refused = 0;
    ny_kernel(kernels, code,
              (ny_kernel_call){
                  .to = values, .a = u, .b = ratio, .k = first, .l = second, .lanes = count});
    for (uint32_t i = 0; i < count; i++)
        refused += values[i] != values[i];
    return refused == 0;
}

/* "chance C within D": the parameter that it stands for is worked out once. */
static bool draw_by_chance(const ny_kernels *kernels, const ny_law *law, const ny_law_given *given,
                           const double *ratio, const double *u, uint32_t count, double *values)
{
    double second, shape = given[NY_LAW_SHAPE].one;
    double chance = given[NY_LAW_CHANCE].one, within = given[NY_LAW_WITHIN].one;
    bool gompertz = law->form == NY_FORM_OF_GOMPERTZ_CHANCE;
    ny_distribution_status status =
        gompertz ? ny_distribution_rate_gompertz(shape, chance, within, &second)
                 : ny_distribution_scale_weibull(shape, chance, within, &second);
    return status == NY_DISTRIBUTION_OK &&
           draw_times(kernels, gompertz ? NY_KERNEL_TIME_GOMPERTZ : NY_KERNEL_TIME_WEIBULL, shape,
                      second, ratio, u, count, values);
}

/* --- gamma and beta --------------------------------------------------------------------------- */

static bool is_gamma(const ny_law *law)
{
    return law->form == NY_FORM_OF_GAMMA || law->form == NY_FORM_OF_GAMMA_MOMENTS;
}

/* Both parameters, where the law is a gamma (shape, scale) or a beta and they are the same for all. */
static bool search_parameters(const ny_law *law, const ny_law_given *given, double *ret_first,
                              double *ret_second)
{
    const ny_law_given *mean = &given[NY_LAW_MEAN], *sd = &given[NY_LAW_SD];
    bool moments = law->form == NY_FORM_OF_GAMMA_MOMENTS || law->form == NY_FORM_OF_BETA_MOMENTS;
    bool gamma = is_gamma(law);
    const ny_law_given *first = moments ? mean : &given[gamma ? NY_LAW_SHAPE : NY_LAW_A];
    const ny_law_given *second = moments ? sd : &given[gamma ? NY_LAW_SCALE : NY_LAW_B];
    if ((!gamma && law->form != NY_FORM_OF_BETA && !moments) || !is_one(first) || !is_one(second))
        return false;
    *ret_first = first->one;
    *ret_second = second->one;
    if (!moments)
        return true;
    return (gamma ? ny_distribution_moments_gamma(mean->one, sd->one, ret_first, ret_second)
                  : ny_distribution_moments_beta(mean->one, sd->one, ret_first, ret_second)) ==
           NY_DISTRIBUTION_OK;
}

static bool draw_searched(const ny_kernels *kernels, bool gamma, double first, double second,
                          const double *u, uint32_t count, double *values)
{
    ny_kernel(kernels, gamma ? NY_KERNEL_GAMMA_QUANTILE : NY_KERNEL_BETA_QUANTILE,
              (ny_kernel_call){.to = values, .a = u, .k = first, .l = second, .lanes = count});
    if (gamma && !(second > 0 && second < INFINITY))
        return false;
    if (gamma)
        ny_kernel(kernels, NY_KERNEL_MULTIPLY_ONE,
                  (ny_kernel_call){.to = values, .a = values, .k = second, .lanes = count});
    return ny_are_values(values, count);
}

/* --- all -------------------------------------------------------------------------------------- */

bool ny_law_draw_rows(const ny_kernels *kernels, const ny_law *law, const ny_law_given *given,
                      const double *ratio, const double *u, uint32_t count, double *ret_values)
{
    bool one_chance = is_one(&given[NY_LAW_CHANCE]) && is_one(&given[NY_LAW_WITHIN]);
    bool one_scale = is_one(&given[NY_LAW_SCALE]), one_shape = is_one(&given[NY_LAW_SHAPE]);
    if (law->form == NY_FORM_OF_NORMAL)
        return draw_normal(kernels, &given[NY_LAW_MEAN], &given[NY_LAW_SD], u, count, ret_values);
    if ((law->form == NY_FORM_OF_WEIBULL_CHANCE || law->form == NY_FORM_OF_GOMPERTZ_CHANCE) &&
        one_shape && one_chance)
        return draw_by_chance(kernels, law, given, ratio, u, count, ret_values);
    if (law->form == NY_FORM_OF_WEIBULL && one_shape && one_scale)
        return draw_times(kernels, NY_KERNEL_TIME_WEIBULL, given[NY_LAW_SHAPE].one,
                          given[NY_LAW_SCALE].one, ratio, u, count, ret_values);
    double first, second;
    if (search_parameters(law, given, &first, &second))
        return draw_searched(kernels, is_gamma(law), first, second, u, count, ret_values);
    return draw_each(law, given, ratio, u, count, ret_values);
}

/* Parts of 0..1 that no bound comes near have one day. */
static void find_parts(ny_law_days *days)
{
    uint32_t day = 0;
    for (uint32_t part = 0; part < NY_LAW_PARTS; part++) {
        double low = (double)part / NY_LAW_PARTS - NY_LAW_NEAR;
        double high = (part + 1.0) / NY_LAW_PARTS + NY_LAW_NEAR;
        while (day < days->count && days->bounds[day] <= low)
            day++;
        bool plain = day < days->count && days->bounds[day] >= high;
        days->day_of[part] = (uint8_t)(plain ? day : NY_LAW_DAYS);
    }
}

ny_law_days ny_law_days_of(const ny_law *law, const double *arguments)
{
    ny_law_days days = {.count = 0};
    double shape = arguments[NY_LAW_SHAPE], scale = arguments[NY_LAW_SCALE], chance;
    if (law->form != NY_FORM_OF_GAMMA && law->form != NY_FORM_OF_GAMMA_MOMENTS)
        return days;
    if (law->form == NY_FORM_OF_GAMMA_MOMENTS &&
        ny_distribution_moments_gamma(arguments[NY_LAW_MEAN], arguments[NY_LAW_SD], &shape,
                                      &scale) != NY_DISTRIBUTION_OK)
        return days;
    for (uint32_t day = 0; day < NY_LAW_DAYS; day++) {
        if (ny_distribution_chance_gamma(shape, scale, day + 0.5, &chance) != NY_DISTRIBUTION_OK)
            return (ny_law_days){.count = 0};
        days.bounds[days.count++] = chance;
        if (chance > 1 - NY_LAW_NEAR)
            break;
    }
    find_parts(&days);
    return days;
}
