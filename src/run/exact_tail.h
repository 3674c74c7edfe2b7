/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Sums of binomial and Poisson chances, compared with a chance, for certain: never by a double. An
 * exact bound is where such a sum is the chance; on which side of an edge of rounding it lies is the
 * sum at that edge. */

#ifndef NY_RUN_EXACT_TAIL_H
#define NY_RUN_EXACT_TAIL_H

#include "base/rational.h"

/* The sign of P(X <= most) - chance, where X counts the events among `rows`, each with the share p,
 * 0 < p < 1; 0 <= most < rows; 0 < chance < 1. */
int ny_tail_of_binomial(ny_arena *arena, uint32_t most, uint32_t rows, ny_rational p,
                        ny_rational chance);
/* The same where X is Poisson with this mean, > 0. */
int ny_tail_of_poisson(ny_arena *arena, uint32_t most, ny_rational mean, ny_rational chance);

#endif
