/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See estimate.h. */

#include "use/estimate.h"

#include <math.h>
#include <stdlib.h>

const double ny_simulate_quantiles[NY_SIMULATE_QUANTILES] = {0.025, 0.25, 0.5, 0.75, 0.975};

ny_tally ny_tally_create(ny_arena *arena, uint32_t most)
{
    return (ny_tally){.values = most ? NY_NEW_ARRAY(arena, double, most) : NULL};
}

void ny_tally_add(ny_tally *tally, double value)
{
    if (tally->values)
        tally->values[tally->count] = value;
    tally->count++;
    double off = value - tally->mean;
    tally->mean += off / tally->count;
    tally->squares += off * (value - tally->mean);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(const double *sorted, uint32_t count, double q)
{
    double place = q * (count - 1);
    uint32_t below = (uint32_t)place;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

ny_estimate ny_tally_estimate(ny_tally *tally)
{
    ny_estimate estimate = {.worlds = tally->count};
    if (!tally->count)
        return estimate;
    estimate.mean = tally->mean;
    estimate.sd = tally->count > 1 ? sqrt(tally->squares / (tally->count - 1)) : 0;
    estimate.se = estimate.sd / sqrt(tally->count);
    estimate.has_quantiles = tally->values != NULL;
    if (!tally->values)
        return estimate;
    qsort(tally->values, tally->count, sizeof *tally->values, by_size);
    for (uint32_t i = 0; i < NY_SIMULATE_QUANTILES; i++)
        estimate.quantiles[i] = quantile(tally->values, tally->count, ny_simulate_quantiles[i]);
    return estimate;
}
