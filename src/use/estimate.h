/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Mean, spread and quantiles of what was seen in the worlds.
 *
 * Mean and variance by Welford's recurrence (Technometrics 4, 1962, 419-420), in the order in which
 * values come; sd with n - 1, standard error sd / sqrt(n). A quantile is linear between order
 * statistics at (n - 1) q (Hyndman and Fan, type 7). */

#ifndef NY_USE_ESTIMATE_H
#define NY_USE_ESTIMATE_H

#include "use/simulate.h"

typedef struct ny_tally {
    uint32_t count;
    double mean, squares; /* squares: sum of squared distances from the mean */
    double *values;       /* NULL: not kept, so no quantiles */
} ny_tally;

/* Room for `most` values, or none where `most` is 0. */
ny_tally ny_tally_create(ny_arena *arena, uint32_t most);
void ny_tally_add(ny_tally *tally, double value);
/* Sorts the values that are kept. */
ny_estimate ny_tally_estimate(ny_tally *tally);

#endif
