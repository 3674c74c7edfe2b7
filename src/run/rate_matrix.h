/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The chances of a cycle from the rates at which people move in it, all together: the matrix exponential; and
 * where the time between is spent: its integral. rate_matrix.c says how, and how near. */

#ifndef NY_RUN_RATE_MATRIX_H
#define NY_RUN_RATE_MATRIX_H

#include "run/kernel.h"

/* Rates above this many a cycle are none that this computes with. */
#define NY_RATES_MOST 1e9

/* An entry of a matrix of `states` by `states` is a row of `stride` numbers, one a lane, of which the first
 * `lanes` are used: that of row i and column j begins at (i * states + j) * stride. */
typedef struct ny_rate_matrix {
    const ny_kernels *kernels;
    uint32_t states;
    size_t lanes, stride;
} ny_rate_matrix;

/* Numbers that these functions need for their own work. */
size_t ny_rate_matrix_room(uint32_t states, size_t stride);

/* From moves a cycle, between 0 and NY_RATES_MOST, to the chances of being in the state of the column at the
 * end of a cycle, for those in the state of the row at its beginning. The diagonal of the rates is not read.
 * A lane whose rates are not as said holds nothing that means anything. No two arrays are the same. */
void ny_rate_matrix_chances(const ny_rate_matrix *of, const double *rates, double *room,
                            double *ret_chances);

/* The same, and where the time of a step is spent by who begins it in the state of the row: of force number f,
 * [f * states * states * stride + as above], the parts of
 *
 *     the integral over t from 0 to 1 of e^(-force t) e^(Q t)
 *
 * each row divided by its sum, which is (1 - e^-force) / force, or 1 where nothing is discounted. Forces of
 * interest are those of a step, at least 0 and at most 1. */
void ny_rate_matrix_spent(const ny_rate_matrix *of, const double *rates, const double *forces,
                          uint32_t force_count, double *room, double *ret_chances,
                          double *ret_spent);

#endif
