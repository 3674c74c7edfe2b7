/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Probability distributions by their quantile functions: one uniform number gives one draw, and
 * a larger one never a smaller draw, so that alternatives and bids can share their luck (common
 * random numbers) and the draws can be stratified.
 *
 * Here are the checks of parameters, the distributions with a formula for their quantile, and
 * the conversions; the functions that need series or iteration are in tail.c. Formulas are in
 * the header beside each function. Errors: those of vmath.h times the few operations of each
 * formula. */

#include "run/distribution_private.h"

static const double square_root_half = 0.70710678118654752440;

/* More steps than the search for a Poisson count needs from its first guess. */
#define SEARCH_STEPS_HIGHEST 1000

ny_distribution_status ny_distribution_quantile_normal(double mean, double sd, double u,
                                                       double *ret_value)
{
    if (!is_finite(mean) || !is_finite(sd) || sd < 0.0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (!is_chance(u)) {
        return NY_DISTRIBUTION_NOT_A_CHANCE;
    }
    return give_value(mean + sd * ny_tail_normal_quantile(u), ret_value);
}

ny_distribution_status ny_distribution_quantile_half_normal(double sd, double u, double *ret_value)
{
    double value;
    /* The lower half, turned round: (1 - u) / 2 is exact and never 0, (1 + u) / 2 may round to
     * 1. */
    ny_distribution_status status =
        ny_distribution_quantile_normal(0.0, sd, is_chance(u) ? 0.5 * (1.0 - u) : u, &value);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    *ret_value = -value;
    return NY_DISTRIBUTION_OK;
}

/* The square of a standard Cauchy is an F with 1 and 1 degrees of freedom: the odds of a beta(1/2,
 * 1/2). Both of its ends are taken from where they are small. */
ny_distribution_status ny_distribution_quantile_half_cauchy(double scale, double u,
                                                            double *ret_value)
{
    if (!is_positive(scale)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (!is_chance(u)) {
        return NY_DISTRIBUTION_NOT_A_CHANCE;
    }
    return give_value(
        scale * sqrt(ny_tail_beta_quantile(0.5, 0.5, u) / ny_tail_beta_quantile(0.5, 0.5, 1.0 - u)),
        ret_value);
}

ny_distribution_status ny_distribution_quantile_lognormal(double meanlog, double sdlog, double u,
                                                          double *ret_value)
{
    double logarithm;
    ny_distribution_status status = ny_distribution_quantile_normal(meanlog, sdlog, u, &logarithm);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_value(ny_exp(logarithm), ret_value);
}

ny_distribution_status ny_distribution_chance_normal(double mean, double sd, double value,
                                                     double *ret_chance)
{
    if (!is_finite(mean) || !is_finite(sd) || sd < 0.0 || value != value) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (sd == 0.0) {
        *ret_chance = value < mean ? 0.0 : 1.0;
        return NY_DISTRIBUTION_OK;
    }
    *ret_chance = 0.5 * ny_erfc((mean - value) / sd * square_root_half);
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_chance_lognormal(double meanlog, double sdlog, double value,
                                                        double *ret_chance)
{
    /* The logarithm of 0 is -infinity, below which nothing lies. */
    double logarithm = value < 0.0 ? ny_log(0.0) : ny_log(value);

    return ny_distribution_chance_normal(meanlog, sdlog, logarithm, ret_chance);
}

/* ---- Gamma and Poisson */

static ny_distribution_status check_gamma(double shape, double scale)
{
    if (!is_positive(scale)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return check_shape(shape);
}

ny_distribution_status ny_distribution_quantile_gamma(double shape, double scale, double u,
                                                      double *ret_value)
{
    ny_distribution_status status = check_gamma(shape, scale);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_chance(u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_value(scale * ny_tail_gamma_quantile(shape, u), ret_value);
}

ny_distribution_status ny_distribution_chance_gamma(double shape, double scale, double value,
                                                    double *ret_chance)
{
    ny_distribution_status status =
        value == value ? check_gamma(shape, scale) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }

    double x = value / scale;

    *ret_chance = x > 0.0 ? ny_tail_gamma(shape, x).lower : 0.0;
    return NY_DISTRIBUTION_OK;
}

static ny_distribution_status check_poisson(double mean)
{
    if (!is_finite(mean) || mean < 0.0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return mean <= NY_DISTRIBUTION_POISSON_MEAN_HIGHEST ? NY_DISTRIBUTION_OK
                                                        : NY_DISTRIBUTION_OUT_OF_RANGE;
}

/* Whether the chance of `count` or fewer is at least u. The chance of more is the lower tail of
 * a gamma with shape count + 1 at the mean; the smaller of the two is compared. */
static bool poisson_reaches(double mean, double count, double u)
{
    if (count < 0.0) {
        return false;
    }

    ny_tails at = ny_tail_gamma(count + 1.0, mean);

    return u <= 0.5 ? at.upper >= u : at.lower <= 1.0 - u;
}

ny_distribution_status ny_distribution_quantile_poisson(double mean, double u, double *ret_count)
{
    ny_distribution_status status = check_poisson(mean);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_chance(u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (mean == 0.0) {
        *ret_count = 0.0;
        return NY_DISTRIBUTION_OK;
    }

    /* Cornish and Fisher's expansion to the skewness is off by ten at most, where the mean is
     * small. */
    double z = ny_tail_normal_quantile(u);
    double count = floor(mean + z * sqrt(mean) + (z * z - 1.0) / 6.0);

    if (count < 0.0) {
        count = 0.0;
    }

    for (int i = 0; i < SEARCH_STEPS_HIGHEST && !poisson_reaches(mean, count, u); i++) {
        count += 1.0;
    }
    for (int i = 0; i < SEARCH_STEPS_HIGHEST && poisson_reaches(mean, count - 1.0, u); i++) {
        count -= 1.0;
    }
    *ret_count = count;
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_chance_poisson(double mean, double count, double *ret_chance)
{
    ny_distribution_status status =
        count == count ? check_poisson(mean) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (count < 0.0) {
        *ret_chance = 0.0;
    } else if (mean == 0.0 || count > 1e10) {
        *ret_chance = 1.0;
    } else {
        *ret_chance = ny_tail_gamma(floor(count) + 1.0, mean).upper;
    }
    return NY_DISTRIBUTION_OK;
}

/* ---- Beta */

static ny_distribution_status check_beta(double a, double b)
{
    ny_distribution_status status = check_shape(a);

    /* What is impossible goes before what is out of range. */
    if (status == NY_DISTRIBUTION_IMPOSSIBLE || !is_positive(b)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return status == NY_DISTRIBUTION_OK ? check_shape(b) : status;
}

ny_distribution_status ny_distribution_quantile_beta(double a, double b, double u,
                                                     double *ret_value)
{
    ny_distribution_status status = check_beta(a, b);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_chance(u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    *ret_value = ny_tail_beta_quantile(a, b, u);
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_chance_beta(double a, double b, double value,
                                                   double *ret_chance)
{
    ny_distribution_status status = value == value ? check_beta(a, b) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (value <= 0.0 || value >= 1.0) {
        *ret_chance = value <= 0.0 ? 0.0 : 1.0;
        return NY_DISTRIBUTION_OK;
    }
    *ret_chance = ny_tail_beta(a, b, value, 1.0 - value).lower;
    return NY_DISTRIBUTION_OK;
}

/* ---- Uniform and triangular */

static bool is_range(double low, double high)
{
    return is_finite(low) && is_finite(high) && low <= high;
}

ny_distribution_status ny_distribution_quantile_uniform(double low, double high, double u,
                                                        double *ret_value)
{
    if (!is_range(low, high)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (!is_chance(u)) {
        return NY_DISTRIBUTION_NOT_A_CHANCE;
    }

    double value = low + (high - low) * u;

    /* Rounding may not carry it past the end. */
    return give_value(value > high ? high : value, ret_value);
}

ny_distribution_status ny_distribution_chance_uniform(double low, double high, double value,
                                                      double *ret_chance)
{
    if (!is_range(low, high) || value != value) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (value < low || value >= high) {
        *ret_chance = value < low ? 0.0 : 1.0;
        return NY_DISTRIBUTION_OK;
    }
    *ret_chance = (value - low) / (high - low);
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_quantile_triangular(double low, double mode, double high,
                                                           double u, double *ret_value)
{
    if (!is_range(low, mode) || !is_range(mode, high)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (!is_chance(u)) {
        return NY_DISTRIBUTION_NOT_A_CHANCE;
    }

    double width = high - low;
    double rise = mode - low;
    double value = u * width <= rise ? low + sqrt(u * width) * sqrt(rise)
                                     : high - sqrt((1.0 - u) * width) * sqrt(high - mode);

    return give_value(value, ret_value);
}

ny_distribution_status ny_distribution_chance_triangular(double low, double mode, double high,
                                                         double value, double *ret_chance)
{
    if (!is_range(low, mode) || !is_range(mode, high) || value != value) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    double width = high - low;

    if (value < low || value >= high) {
        *ret_chance = value < low ? 0.0 : 1.0;
    } else if (value < mode) {
        *ret_chance = (value - low) / width * ((value - low) / (mode - low));
    } else {
        *ret_chance = 1.0 - (high - value) / width * ((high - value) / (high - mode));
    }
    return NY_DISTRIBUTION_OK;
}

/* Where low and high are one, so is the value. */
static bool pert_shapes(double low, double mode, double high, double *ret_a, double *ret_b)
{
    double width = high - low;

    *ret_a = 1.0 + 4.0 * (mode - low) / width;
    *ret_b = 1.0 + 4.0 * (high - mode) / width;
    return width > 0.0;
}

ny_distribution_status ny_distribution_quantile_pert(double low, double mode, double high, double u,
                                                     double *ret_value)
{
    double a, b;

    if (!is_range(low, mode) || !is_range(mode, high)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (!is_chance(u)) {
        return NY_DISTRIBUTION_NOT_A_CHANCE;
    }
    if (!pert_shapes(low, mode, high, &a, &b)) {
        return give_value(mode, ret_value);
    }

    double value = low + (high - low) * ny_tail_beta_quantile(a, b, u);

    return give_value(value > high ? high : value, ret_value);
}

ny_distribution_status ny_distribution_chance_pert(double low, double mode, double high,
                                                   double value, double *ret_chance)
{
    double a, b;

    if (!is_range(low, mode) || !is_range(mode, high) || value != value) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (value < low || value >= high) {
        *ret_chance = value < low ? 0.0 : 1.0;
        return NY_DISTRIBUTION_OK;
    }
    (void)pert_shapes(low, mode, high, &a, &b);
    return ny_distribution_chance_beta(a, b, (value - low) / (high - low), ret_chance);
}

/* ---- Times: exponential, Weibull, Gompertz. Each is its cumulative hazard, turned round. */

/* log(1 + w) / w, 1 at w = 0. */
static double log1p_over(double w)
{
    return w == 0.0 ? 1.0 : ny_log1p(w) / w;
}

/* (e^(shape * time) - 1) / shape, for any shape: time at 0. */
static double gompertz_growth(double shape, double time)
{
    double w = shape * time;

    if (w == 0.0) {
        return time;
    }
    /* Either way neither w nor one over shape can spoil the result by overflow. */
    return fabs(w) < 1.0 ? time * (ny_expm1(w) / w) : ny_expm1(w) / shape;
}

ny_distribution_status ny_distribution_time_exponential(double rate, double ratio, double u,
                                                        double *ret_time)
{
    if (!is_positive(rate)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_time(ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_time(hazard_at_event(ratio, u) / rate, ret_time);
}

ny_distribution_status ny_distribution_time_weibull(double shape, double scale, double ratio,
                                                    double u, double *ret_time)
{
    if (!is_positive(shape) || !is_positive(scale)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_time(ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_time(scale * ny_pow(hazard_at_event(ratio, u), 1.0 / shape), ret_time);
}

/* The time t at which rate / shape (e^(shape t) - 1) = hazard; infinite where it is never
 * reached. */
static double gompertz_time(double shape, double rate, double hazard)
{
    double w = hazard / rate * shape;

    if (w <= -1.0) {
        return NY_NEVER;
    }
    /* Here 1 + w is w, and w itself may be too large for a double. */
    if (w > 1e17) {
        return (ny_log(hazard) - ny_log(rate) + ny_log(shape)) / shape;
    }
    return hazard / rate * log1p_over(w);
}

ny_distribution_status ny_distribution_time_gompertz(double shape, double rate, double ratio,
                                                     double u, double *ret_time)
{
    if (!is_finite(shape) || !is_positive(rate)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    ny_distribution_status status = check_time(ratio, u);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (ratio == 0.0) {
        return give_time(NY_NEVER, ret_time);
    }
    return give_time(gompertz_time(shape, rate, hazard_at_event(ratio, u)), ret_time);
}

ny_distribution_status ny_distribution_quantile_exponential(double rate, double u, double *ret_time)
{
    return ny_distribution_time_exponential(rate, 1.0, u, ret_time);
}

ny_distribution_status ny_distribution_quantile_weibull(double shape, double scale, double u,
                                                        double *ret_time)
{
    return ny_distribution_time_weibull(shape, scale, 1.0, u, ret_time);
}

ny_distribution_status ny_distribution_quantile_gompertz(double shape, double rate, double u,
                                                         double *ret_time)
{
    return ny_distribution_time_gompertz(shape, rate, 1.0, u, ret_time);
}

ny_distribution_status ny_distribution_chance_exponential(double rate, double time,
                                                          double *ret_chance)
{
    if (!is_positive(rate) || time != time) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    *ret_chance = time > 0.0 ? chance_of_hazard(rate * time) : 0.0;
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_chance_weibull(double shape, double scale, double time,
                                                      double *ret_chance)
{
    if (!is_positive(shape) || !is_positive(scale) || time != time) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    *ret_chance = time > 0.0 ? chance_of_hazard(ny_pow(time / scale, shape)) : 0.0;
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_chance_gompertz(double shape, double rate, double time,
                                                       double *ret_chance)
{
    if (!is_finite(shape) || !is_positive(rate) || time != time) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    /* From here on the chance changes no more, and shape times time stays a number. */
    if (time > NY_NEVER) {
        time = NY_NEVER;
    }
    *ret_chance = time > 0.0 ? chance_of_hazard(rate * gompertz_growth(shape, time)) : 0.0;
    return NY_DISTRIBUTION_OK;
}

/* ---- "chance C within D" */

ny_distribution_status ny_distribution_rate_exponential(double chance, double duration,
                                                        double *ret_rate)
{
    ny_distribution_status status = check_within(chance, duration);

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_positive(hazard_of_chance(chance) / duration, ret_rate);
}

ny_distribution_status ny_distribution_scale_weibull(double shape, double chance, double duration,
                                                     double *ret_scale)
{
    ny_distribution_status status =
        is_positive(shape) ? check_within(chance, duration) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_positive(duration / ny_pow(hazard_of_chance(chance), 1.0 / shape), ret_scale);
}

ny_distribution_status ny_distribution_rate_gompertz(double shape, double chance, double duration,
                                                     double *ret_rate)
{
    ny_distribution_status status =
        is_positive(shape) ? check_within(chance, duration) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    return give_positive(hazard_of_chance(chance) / gompertz_growth(shape, duration), ret_rate);
}

/* ---- Mean and standard deviation, and best guess with interval, to parameters */

/* Gives both parameters or neither. */
static ny_distribution_status give_two(double first, double second, double *ret_first,
                                       double *ret_second)
{
    double checked;
    ny_distribution_status status = give_value(first, &checked);

    if (status == NY_DISTRIBUTION_OK) {
        status = give_value(second, ret_second);
    }
    if (status == NY_DISTRIBUTION_OK) {
        *ret_first = checked;
    }
    return status;
}

ny_distribution_status ny_distribution_moments_gamma(double mean, double sd, double *ret_shape,
                                                     double *ret_scale)
{
    if (!is_positive(mean) || !is_positive(sd)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    double ratio = mean / sd;

    return give_two(ratio * ratio, sd / ratio, ret_shape, ret_scale);
}

ny_distribution_status ny_distribution_moments_beta(double mean, double sd, double *ret_a,
                                                    double *ret_b)
{
    if (!is_chance(mean) || !is_positive(sd)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    double both = mean * (1.0 - mean) / (sd * sd) - 1.0;

    if (!(both > 0.0)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return give_two(mean * both, (1.0 - mean) * both, ret_a, ret_b);
}

ny_distribution_status ny_distribution_moments_lognormal(double mean, double sd,
                                                         double *ret_meanlog, double *ret_sdlog)
{
    if (!is_positive(mean) || !is_finite(sd) || sd < 0.0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }

    double ratio = sd / mean;
    double variance = ny_log1p(ratio * ratio);

    return give_two(ny_log(mean) - 0.5 * variance, sqrt(variance), ret_meanlog, ret_sdlog);
}

static bool is_interval(double guess, double low, double high)
{
    return is_range(low, high) && low < high && low <= guess && guess <= high;
}

static double spread_of_width(double width)
{
    return width / (2.0 * NY_DISTRIBUTION_POINT_95);
}

ny_distribution_status ny_distribution_interval_normal(double guess, double low, double high,
                                                       double *ret_mean, double *ret_sd)
{
    if (!is_interval(guess, low, high)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return give_two(guess, spread_of_width(high - low), ret_mean, ret_sd);
}

ny_distribution_status ny_distribution_interval_beta(double guess, double low, double high,
                                                     double *ret_a, double *ret_b)
{
    if (!is_interval(guess, low, high) || low < 0.0 || high > 1.0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return ny_distribution_moments_beta(guess, spread_of_width(high - low), ret_a, ret_b);
}

ny_distribution_status ny_distribution_interval_lognormal(double guess, double low, double high,
                                                          double *ret_meanlog, double *ret_sdlog)
{
    if (!is_interval(guess, low, high) || low <= 0.0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return give_two(ny_log(guess), spread_of_width(ny_log(high) - ny_log(low)), ret_meanlog,
                    ret_sdlog);
}
