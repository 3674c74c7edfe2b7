/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Many quantiles of one gamma or beta distribution: those of tail.h to the last bit, 20 to 40 times as
 * fast. A table holds the series about each point of the normal scale (tail_quantile.c) that were
 * worked out; where one is missing a quantile works it out for itself, and forgets it.
 *
 *     ny_tail_table table;
 *     ny_tail_table_gamma(&table, 177.8);
 *     ny_tail_table_fill(&table);            once, for all that come after
 *     ny_tail_table_quantiles(&table, kernels, u, 512, costs);           any thread */

#ifndef NY_RUN_TAIL_TABLE_H
#define NY_RUN_TAIL_TABLE_H

#include "run/kernel.h"
#include "run/tail_private.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Points a unit of the normal scale; a table has those up to 26/8 on either side, between which 999 of
 * 1,000 draws fall. */
#define NY_TAIL_POINTS_A_UNIT 8
#define NY_TAIL_FARTHEST 26
#define NY_TAIL_POINTS (2 * NY_TAIL_FARTHEST + 1)
#define NY_TAIL_DEGREE 10

/* Where a shape is below 8: below this chance nothing is left of the tail but its leading term. */
typedef struct ny_tail_leading {
    double below; /* 0: nowhere */
    double log_x; /* there */
    double log_chance;
} ny_tail_leading;

/* log of the quantile (of a beta: log of its odds x / (1 - x)) less that at the point, as a polynomial
 * in the distance from the point; power[0] is that of degree 1. */
typedef struct ny_tail_node {
    double start; /* the quantile, or the odds of it, at the point */
    double power[NY_TAIL_DEGREE];
} ny_tail_node;

typedef struct ny_tail_law {
    bool is_beta;
    ny_gamma_law gamma;
    ny_beta_law beta, turned; /* turned: of 1 - x */
    ny_tail_leading leading, leading_turned;
} ny_tail_law;

typedef enum ny_tail_made {
    NY_TAIL_NOT_MADE,
    NY_TAIL_GOOD,
    NY_TAIL_BAD, /* the series does not serve here: search */
} ny_tail_made;

typedef struct ny_tail_table {
    ny_tail_law law;
    uint8_t made[NY_TAIL_POINTS]; /* ny_tail_made */
    ny_tail_node nodes[NY_TAIL_POINTS];
} ny_tail_table;

/* Empty tables; false where a shape lies outside the limits of tail.h. */
bool ny_tail_table_gamma(ny_tail_table *ret_table, double shape);
bool ny_tail_table_beta(ny_tail_table *ret_table, double a, double b);
/* Works out every point. */
void ny_tail_table_fill(ny_tail_table *table);
/* Works out the points that these u ask for. */
void ny_tail_table_fill_for(ny_tail_table *table, const ny_kernels *kernels, const double *u,
                            size_t count);

/* The quantiles at u[0] .. u[count - 1]; NaN where u is not strictly between 0 and 1. `ret_quantiles`
 * may be u. */
void ny_tail_table_quantiles(const ny_tail_table *table, const ny_kernels *kernels, const double *u,
                             size_t count, double *ret_quantiles);

#endif
