/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Mean, spread, quantiles and tails of what was seen in the worlds, each with the error that comes
 * of there being only so many worlds. Values stand in the order of the worlds, so the same worlds
 * give the same bits however they were shared out.
 *
 * Mean and variance by Welford's recurrence (Technometrics 4, 1962, 419-420); sd with n - 1,
 * standard error sd / sqrt(n). A quantile is linear between order statistics at (n - 1) q (Hyndman
 * and Fan, American Statistician 50, 1996, 361-365, type 7).
 *
 * A quantile's interval lies between two order statistics, whatever the distribution: of n values so
 * many lie below the quantile as a binomial number with n and q, and x(r) … x(s) with
 *     r = floor(n q - z w),   s = ceil(n q + z w) + 1,   w = sqrt(n q (1 - q)),   z = 1.959964,
 * holds the quantile in 95 % of cases or more (David and Nagaraja, Order Statistics, 2003, 7.1; the
 * ranks as in Conover, Practical Nonparametric Statistics, 1999, 3.2, rounded outwards: so at least
 * 95 % for every n, worked out by the binomial itself in estimate_test.c). Where r is 0 or s is n + 1,
 * so few worlds give no such end. A share's interval is Wilson's (Journal of the American Statistical
 * Association 22, 1927, 209-212), which has a width where the share is 0 or 1.
 *
 * Expected shortfall at a: the mean of the worst part a of the worlds, the last of them in part,
 *     (x(1) + … + x(k) + (a n - k) x(k+1)) / (a n),   k = a n rounded down;
 * its error by its form q + E min(x - q, 0) / a (Rockafellar and Uryasev, Journal of Risk 2, 2000,
 * 21-41): sd(min(x - q, 0)) / (a sqrt(n)).
 *
 * Chance alone. Var X = E Var(X | parameters) + Var E(X | parameters). Of two worlds with the same
 * parameters and other patients half the squared difference has the first term as its mean (Jansen,
 * Computer Physics Communications 117, 1999, 35-43). The share is the mean of these over the
 * variance of all 2n values; being a ratio of two means its error is that of Cochran (Sampling
 * Techniques, 1977, 6.4), and its bias is of order 1/n. It may come out a little above 1. */

#ifndef NY_USE_ESTIMATE_H
#define NY_USE_ESTIMATE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* The worst part of the worlds, whose mean is the expected shortfall. */
#define NY_ESTIMATE_WORST 0.05
#define NY_ESTIMATE_QUANTILES 5
/* 2.5 %, 25 %, 50 %, 75 %, 97.5 % */
extern const double ny_estimate_quantiles[NY_ESTIMATE_QUANTILES];
#define NY_ESTIMATE_MEDIAN 2

typedef struct ny_interval {
    double low, high; /* NaN: so few worlds give no such end */
} ny_interval;

typedef struct ny_estimate {
    uint32_t worlds; /* in which it is known; 0: nothing else is meant */
    double mean, sd, se;
    double quantiles[NY_ESTIMATE_QUANTILES];
    ny_interval
        intervals[NY_ESTIMATE_QUANTILES]; /* where each of them lies, with 95 % confidence */
} ny_estimate;

/* A single figure with its Monte Carlo error. */
typedef struct ny_figured {
    uint32_t worlds; /* 0: not known */
    double value, se;
} ny_figured;

/* Orders the values, which must be numbers, as far as they are looked at: the worst of them, in order, stand
 * at the beginning, NY_ESTIMATE_WORST of all and one more. */
ny_estimate ny_estimate_of(double *values, uint32_t count);

/* Estimates that are made several at a time, which is quicker: the recurrence waits for its divisions, and
 * those of several series are done beside each other. To the last bit the same as one by one.
 *
 *     ny_estimating on = ny_estimating_begin(arena, most);
 *     double *values = ny_estimate_rooms(&on, 1);       filled: count of them, at most `most`
 *     ny_estimate_later(&on, count, &result);           of rooms in the order in which they were given
 *     ny_estimating_end(&on);                           then the results are there */
#define NY_ESTIMATE_TOGETHER 8u
typedef struct ny_estimating {
    double *rooms;
    uint32_t most, waiting;
    struct {
        uint32_t count;
        ny_estimate *estimate; /* or */
        ny_figured *mean, *shortfall;
    } asked[NY_ESTIMATE_TOGETHER];
} ny_estimating;

ny_estimating ny_estimating_begin(ny_arena *arena, uint32_t most);
/* So many rooms, one behind the other, `most` numbers from each to the next. What waits may be made. */
double *ny_estimate_rooms(ny_estimating *on, uint32_t rooms);
void ny_estimate_later(ny_estimating *on, uint32_t count, ny_estimate *to);
void ny_estimate_mean_later(ny_estimating *on, uint32_t count, ny_figured *to);
/* With the expected shortfall at NY_ESTIMATE_WORST. */
void ny_estimate_worst_later(ny_estimating *on, uint32_t count, ny_estimate *to,
                             ny_figured *shortfall);
void ny_estimating_end(ny_estimating *on);

/* The ends of the 95 % interval of a quantile, 0 < q < 1, in sorted values. */
ny_interval ny_estimate_interval(const double *sorted, uint32_t count, double q);
/* So many of all, with the standard error sqrt(p (1 - p) / n); not known where there are none. */
ny_figured ny_estimate_share(uint32_t some, uint32_t all);
/* Where a share lies, with 95 % confidence; known, so of at least one world. */
ny_interval ny_estimate_share_interval(const ny_figured *share);
/* Mean and standard error alone; in any order. */
ny_figured ny_estimate_mean(const double *values, uint32_t count);
/* Of several series of so many values each. */
void ny_estimate_means(const double *const *values, uint32_t series, uint32_t count,
                       ny_figured *ret_means);
/* The share of the values below 0. */
ny_figured ny_estimate_loss(const double *values, uint32_t count);
/* Of values whose lowest part, and one more, are in order and stand first; part below 1. Not known where the
 * part is less than two worlds. */
ny_figured ny_estimate_shortfall(const double *sorted, uint32_t count, double part);
/* The share of the variance that is chance alone; `worlds`: pairs, 0 where nothing varies. */
ny_figured ny_estimate_chance(const double *first, const double *second, uint32_t pairs);

#endif
