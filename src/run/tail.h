/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Tails and quantiles of the standard normal, gamma and beta distributions, in pure numbers.
 * Private to distribution.c, which checks the arguments; called by others it must be given the
 * same:
 *
 *   shapes (a, b) from 1e-3 to 1e8 (ny_tail_gamma: to 1e8 + 1e6, for Poisson counts),
 *   0 < u < 1, every argument finite.
 *
 * Pure functions; the same bits everywhere; any thread. */

#ifndef NY_RUN_TAIL_H
#define NY_RUN_TAIL_H

/* The chance below and above a point, and the slope of the lower one there: per unit of log x
 * for a gamma, per unit of log(x / (1 - x)) for a beta. */
typedef struct ny_tails {
    double lower;
    double upper;
    double slope;
} ny_tails;

/* The point below which the part u of a normal with mean 0 and sd 1 lies. Relative error below
 * 1e-15 (beside u = 1/2: of u - 1/2). */
double ny_tail_normal_quantile(double u);

/* A gamma with this shape and scale 1, at x > 0. The smaller tail has a relative error below
 * 1e-12 down to 1e-290, the other is 1 minus it; with a shape below 1 the upper tail for x < 1
 * is 1 minus the lower one, too. */
ny_tails ny_tail_gamma(double shape, double x);

/* Its quantile. May be 0 where the shape is small. Many of one shape: tail_table.h. */
double ny_tail_gamma_quantile(double shape, double u);

/* The same where the parts below and above are both given, so that neither is lost beside 1. */
double ny_tail_gamma_quantile_of(double shape, double below, double above);

/* A beta at x > 0, with y = 1 - x > 0 given apart so that nothing is lost beside 1. Errors as
 * for the gamma. */
ny_tails ny_tail_beta(double a, double b, double x, double y);

/* Its quantile, from 0 to 1; both ends may be reached where a or b is small. */
double ny_tail_beta_quantile(double a, double b, double u);

#endif
