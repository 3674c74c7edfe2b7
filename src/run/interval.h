/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Bounds of measures: the two ends that hold the true figure in so many of 100 cases, each rounded, and
 * rounded rightly for certain. One function for each kind of figure, over the methods of text/bounds.def.
 *
 * `level` is 0.95, above 0 and below 1; the part left out is shared evenly between both ends, at the
 * edges of a scale too. `rounding` gives the step (> 0) in the unit of the result, and where halves go.
 * An end that a method cannot tell is UNKNOWN. Results live in the arena. No state; any thread.
 *
 *     ny_interval bounds = ny_interval_of_share(arena, NY_BOUNDS_WILSON, level, 81, 263, rounding);
 */

#ifndef NY_RUN_INTERVAL_H
#define NY_RUN_INTERVAL_H

#include "plan/plan.h"
#include "run/follow.h"

typedef struct ny_interval {
    ny_value low, high; /* numbers, or UNKNOWN */
} ny_interval;

/* wilson, wilson with continuity, clopper pearson, jeffreys, agresti coull. rows = 0: UNKNOWN. */
ny_interval ny_interval_of_share(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                 uint32_t events, uint32_t rows, ny_rounding rounding);
/* student, of so many values with this sum and this sum of squares. Fewer than two: UNKNOWN. */
ny_interval ny_interval_of_mean(ny_arena *arena, ny_rational level, uint32_t values,
                                ny_rational sum, ny_rational squares, ny_rounding rounding);
/* exact poisson, byar, lognormal, of `events` over `over`: a time, or the events that were expected.
 * UNKNOWN where events is no whole number from 0 on, or `over` is not above 0; lognormal of no events
 * too. */
ny_interval ny_interval_of_events(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                  ny_rational events, ny_rational over, ny_rounding rounding);
/* greenwood plain, log, log log, of a share 1 - S to whom the event has come. UNKNOWN where S is 0 or
 * 1: there Greenwood's formula sees no spread. */
ny_interval ny_interval_of_survival(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                    ny_rational survival, ny_rational greenwood,
                                    ny_rounding rounding);
/* The same of the median time: the first days on which the bounds of the curve are at most one half.
 * An end is UNKNOWN where its bound never is. */
ny_interval ny_interval_of_median(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                  const ny_curve *curve, ny_rounding rounding);
/* newcombe, of the first share less the second (Newcombe's method 10: from Wilson's bounds of each). */
ny_interval ny_interval_of_difference(ny_arena *arena, ny_rational level, uint32_t events,
                                      uint32_t rows, uint32_t events_2, uint32_t rows_2,
                                      ny_rounding rounding);
/* fay feuer, of a directly standardised rate: sum of weight * count / time. `variance` is the sum of
 * weight^2 * count / time^2, `largest` the largest weight / time. */
ny_interval ny_interval_of_standardised(ny_arena *arena, ny_rational level, ny_rational rate,
                                        ny_rational variance, ny_rational largest,
                                        ny_rounding rounding);

#endif
