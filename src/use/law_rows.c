/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See law_rows.h. Laws that are drawn often have a loop of their own here; the others go row by row.
 *
 * Days. A gamma quantile takes iterations, its distribution function one series. Where only the day
 * is asked for, the day of u is the number of bounds F(d + 1/2) that are not above u. F is within
 * 7e-13 relative (tail.h) and the quantile within less, so that the two can only disagree where u
 * lies within NY_LAW_NEAR of a bound: there the quantile is asked. */

#include "use/law_rows.h"

#include "run/tail.h"

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

static bool is_finite(double x)
{
    return x - x == 0;
}

/* mean + sd * z, as ny_distribution_quantile_normal. */
static bool draw_normal(const ny_law_given *means, const ny_law_given *sds, const double *u,
                        uint32_t count, double *values)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < count; i++)
        values[i] = ny_tail_normal_quantile(u[i]);
    for (uint32_t i = 0; i < count; i++) {
        double mean = at(means, i), sd = at(sds, i);
        double value = mean + sd * values[i];
        values[i] = value;
        wrong += !is_finite(mean) | !is_finite(sd) | !(sd >= 0) | !(value <= LARGEST_VALUE) |
                 !(value >= -LARGEST_VALUE);
    }
    return wrong == 0;
}

/* --- times ------------------------------------------------------------------------------------ */

typedef ny_distribution_status ny_time_of(double first, double second, double ratio, double u,
                                          double *ret_time);

static bool draw_times(ny_time_of *quantile, double first, double second, const double *ratio,
                       const double *u, uint32_t count, double *values)
{
    for (uint32_t i = 0; i < count; i++)
        if (quantile(first, second, ratio ? ratio[i] : 1, u[i], &values[i]) != NY_DISTRIBUTION_OK)
            return false;
    return true;
}

/* "chance C within D": the parameter that it stands for is worked out once. */
static bool draw_by_chance(const ny_law *law, const ny_law_given *given, const double *ratio,
                           const double *u, uint32_t count, double *values)
{
    double second, shape = given[NY_LAW_SHAPE].one;
    double chance = given[NY_LAW_CHANCE].one, within = given[NY_LAW_WITHIN].one;
    bool gompertz = law->form == NY_FORM_OF_GOMPERTZ_CHANCE;
    ny_distribution_status status =
        gompertz ? ny_distribution_rate_gompertz(shape, chance, within, &second)
                 : ny_distribution_scale_weibull(shape, chance, within, &second);
    return status == NY_DISTRIBUTION_OK &&
           draw_times(gompertz ? ny_distribution_time_gompertz : ny_distribution_time_weibull,
                      shape, second, ratio, u, count, values);
}

/* --- all -------------------------------------------------------------------------------------- */

bool ny_law_draw_rows(const ny_law *law, const ny_law_given *given, const double *ratio,
                      const double *u, uint32_t count, double *ret_values)
{
    bool chance_is_one = is_one(&given[NY_LAW_SHAPE]) && is_one(&given[NY_LAW_CHANCE]) &&
                         is_one(&given[NY_LAW_WITHIN]);
    if (law->form == NY_FORM_OF_NORMAL)
        return draw_normal(&given[NY_LAW_MEAN], &given[NY_LAW_SD], u, count, ret_values);
    if ((law->form == NY_FORM_OF_WEIBULL_CHANCE || law->form == NY_FORM_OF_GOMPERTZ_CHANCE) && chance_is_one)
        return draw_by_chance(law, given, ratio, u, count, ret_values);
    return draw_each(law, given, ratio, u, count, ret_values);
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
    return days;
}
