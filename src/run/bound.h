/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What faults in the data could move: for every figure and payment the lowest and the highest that
 * is possible when each faulty cell holds anything that its column allows (or stays as it counts
 * now), and each row that was set aside is in or out. Rules and reasons:
 * docs/decisions/faults-and-bounds.md.
 *
 * Sound: no choice gives a figure outside its bounds. For a measure with faults that do not meet in
 * one row's own expression they are also reached. Figures made of several others may be bounded more
 * widely than any one choice would reach, since each is bounded by itself. */

#ifndef NY_RUN_BOUND_H
#define NY_RUN_BOUND_H

#include "run/faults.h"
#include "run/result.h"
#include "run/set.h"

/* A figure in one statement. */
typedef struct ny_bound {
    bool moved; /* some choice gives another value than the run gave, or makes the run stop */
    bool may_be_unknown, may_stop;
    bool has_value; /* NUMBER: some choice gives a value, from low to high */
    ny_end low, high;
} ny_bound;

/* What one party could have to pay another under one payment in one statement, rounded line by line;
 * every pair for which that is not a single amount. */
typedef struct ny_paid_bound {
    uint32_t payment; /* of the model */
    uint32_t period, from, to;
    ny_end low, high;
} ny_paid_bound;

typedef struct ny_bounds {
    uint32_t periods;
    bool any;                    /* some figure or payment could be moved */
    ny_bound *figures;           /* [figure of the model * periods + period] */
    NY_LIST(ny_paid_bound) paid; /* in order of period, then payment */
    uint32_t *touching;          /* by period: faults that enter a figure or payment there */
    uint32_t touching_any;       /* faults that enter one anywhere */
} ny_bounds;

/* Bounds of a run that did not stop, given what the run was given. Where there are no faults nothing
 * is computed; else about one more run at most. Lives in the arena. */
const ny_bounds *ny_bound_run(ny_arena *arena, const ny_result *result, const ny_inputs *inputs,
                              const ny_faults *faults);

/* Of a pair of parties under one payment: NULL where no fault could move it. */
const ny_paid_bound *ny_bound_of_pair(const ny_bounds *bounds, uint32_t period, uint32_t payment,
                                      uint32_t from, uint32_t to);

#endif
