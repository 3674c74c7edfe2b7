/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Numbers of events with more or less spread than a Poisson count: binomial and negative binomial.
 *
 * Binomial           P(X <= k) = I_{1-p}(n - k, k + 1), the upper tail of a beta(k + 1, n - k) at p
 *                    (DLMF 8.17.5).
 * Negative binomial  of mean m and size r: a Poisson count whose mean is a gamma(r, m / r).
 *                    P(X <= k) = I_q(r, k + 1) with q = r / (r + m) (Johnson, Kemp and Kotz,
 *                    Univariate Discrete Distributions, 5.6). Variance m + m^2 / r.
 *
 * The quantile is the smallest k with P(X <= k) >= u: from Cornish and Fisher's expansion to the
 * skewness, by steps that double until the answer is enclosed, and then by halving. Each step
 * compares the smaller of both tails, whose relative error is below 1e-12 (tail.h). Rejected: adding
 * up terms from 0 (a number of steps that grows with the mean); rejection sampling (not monotone). */

#include "run/distribution_private.h"

typedef struct counting {
    bool is_binomial;
    double trials, chance; /* binomial, 0 < chance < 1 */
    double size, mean;     /* negative binomial, both > 0 */
} counting;

static ny_tails tails_at(const counting *of, double count)
{
    if (of->is_binomial) {
        ny_tails at = ny_tail_beta(count + 1.0, of->trials - count, of->chance, 1.0 - of->chance);

        return (ny_tails){at.upper, at.lower, at.slope};
    }

    double both = of->size + of->mean;

    return ny_tail_beta(of->size, count + 1.0, of->size / both, of->mean / both);
}

/* Whether the chance of `count` or fewer is at least u. */
static bool reaches(const counting *of, double count, double u)
{
    if (count < 0.0) {
        return false;
    }
    if (of->is_binomial && count >= of->trials) {
        return true;
    }

    ny_tails at = tails_at(of, count);

    return u <= 0.5 ? at.lower >= u : at.upper <= 1.0 - u;
}

/* The smallest count that reaches u, or -1 where it is above the highest. */
static double smallest(const counting *of, double guess, double u)
{
    double high = guess > 0.0 ? floor(guess) : 0.0;
    double step = 1.0;

    high = high < NY_DISTRIBUTION_COUNT_HIGHEST ? high : NY_DISTRIBUTION_COUNT_HIGHEST;

    double low = high - 1.0;

    while (!reaches(of, high, u)) {
        if (high >= NY_DISTRIBUTION_COUNT_HIGHEST) {
            return -1.0;
        }
        low = high;
        high += step;
        high = high < NY_DISTRIBUTION_COUNT_HIGHEST ? high : NY_DISTRIBUTION_COUNT_HIGHEST;
        step *= 2.0;
    }
    /* Where the guess itself reaches, the count lies at or below it. */
    for (step = 1.0; low >= 0.0 && reaches(of, low, u); step *= 2.0) {
        high = low;
        low -= step;
    }
    low = low < -1.0 ? -1.0 : low;
    while (high - low > 1.0) {
        double middle = floor(0.5 * (low + high));

        if (reaches(of, middle, u)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

static ny_distribution_status give_count(const counting *of, double mean, double sd,
                                         double skewness, double u, double *ret_count)
{
    double z = ny_tail_normal_quantile(u);
    double count = smallest(of, mean + sd * (z + skewness * (z * z - 1.0) / 6.0), u);

    if (count < 0.0) {
        return NY_DISTRIBUTION_OUT_OF_RANGE;
    }
    *ret_count = count;
    return NY_DISTRIBUTION_OK;
}

/* ---- Binomial */

static ny_distribution_status check_binomial(double trials, double chance)
{
    if (!is_finite(trials) || trials < 0.0 || floor(trials) != trials ||
        !(chance >= 0.0 && chance <= 1.0)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return trials <= NY_DISTRIBUTION_TRIALS_HIGHEST ? NY_DISTRIBUTION_OK
                                                    : NY_DISTRIBUTION_OUT_OF_RANGE;
}

ny_distribution_status ny_distribution_quantile_binomial(double trials, double chance, double u,
                                                         double *ret_count)
{
    ny_distribution_status status = check_binomial(trials, chance);

    if (status == NY_DISTRIBUTION_OK) {
        status = check_chance(u);
    }
    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (trials == 0.0 || chance == 0.0 || chance == 1.0) {
        *ret_count = trials * chance;
        return NY_DISTRIBUTION_OK;
    }

    counting of = {.is_binomial = true, .trials = trials, .chance = chance};
    double sd = sqrt(trials * chance * (1.0 - chance));

    return give_count(&of, trials * chance, sd, (1.0 - 2.0 * chance) / sd, u, ret_count);
}

ny_distribution_status ny_distribution_chance_binomial(double trials, double chance, double count,
                                                       double *ret_chance)
{
    ny_distribution_status status =
        count == count ? check_binomial(trials, chance) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (count < 0.0 || count >= trials) {
        *ret_chance = count < 0.0 ? 0.0 : 1.0;
    } else if (chance == 0.0 || chance == 1.0) {
        *ret_chance = 1.0 - chance;
    } else {
        counting of = {.is_binomial = true, .trials = trials, .chance = chance};

        *ret_chance = tails_at(&of, floor(count)).lower;
    }
    return NY_DISTRIBUTION_OK;
}

/* ---- Negative binomial */

static ny_distribution_status check_negative_binomial(double mean, double size)
{
    if (!is_finite(mean) || mean < 0.0 || !is_positive(size)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (mean > NY_DISTRIBUTION_COUNT_HIGHEST) {
        return NY_DISTRIBUTION_OUT_OF_RANGE;
    }
    return check_shape(size);
}

ny_distribution_status ny_distribution_quantile_negative_binomial(double mean, double size,
                                                                  double u, double *ret_count)
{
    ny_distribution_status status = check_negative_binomial(mean, size);

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

    counting of = {.size = size, .mean = mean};
    double sd = sqrt(mean + mean * mean / size);

    return give_count(&of, mean, sd, (1.0 + 2.0 * mean / size) / sd, u, ret_count);
}

ny_distribution_status ny_distribution_chance_negative_binomial(double mean, double size,
                                                                double count, double *ret_chance)
{
    ny_distribution_status status =
        count == count ? check_negative_binomial(mean, size) : NY_DISTRIBUTION_IMPOSSIBLE;

    if (status != NY_DISTRIBUTION_OK) {
        return status;
    }
    if (count < 0.0) {
        *ret_chance = 0.0;
    } else if (mean == 0.0 || count > NY_DISTRIBUTION_COUNT_HIGHEST) {
        *ret_chance = 1.0;
    } else {
        counting of = {.size = size, .mean = mean};

        *ret_chance = tails_at(&of, floor(count)).lower;
    }
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_distribution_moments_negative_binomial(double mean, double sd,
                                                                 double *ret_size)
{
    if (!is_positive(mean) || !is_positive(sd) || !(sd * sd > mean)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return give_positive(mean * (mean / (sd * sd - mean)), ret_size);
}
