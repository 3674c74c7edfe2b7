/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See estimate.h. */

#include "use/estimate.h"

#include "base/sort.h"

#include <math.h>

#define Z_95 1.959963984540054

const double ny_estimate_quantiles[NY_ESTIMATE_QUANTILES] = {0.025, 0.25, 0.5, 0.75, 0.975};

typedef struct ny_moments {
    uint32_t count;
    double mean, squares; /* squares: sum of squared distances from the mean */
} ny_moments;

static void add(ny_moments *moments, double value)
{
    moments->count++;
    double off = value - moments->mean;
    moments->mean += off / moments->count;
    moments->squares += off * (value - moments->mean);
}

static double deviation(const ny_moments *moments)
{
    return moments->count > 1 ? sqrt(moments->squares / (moments->count - 1)) : 0;
}

static double quantile(const double *sorted, uint32_t count, double q)
{
    double place = q * (count - 1);
    uint32_t below = (uint32_t)place;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

ny_interval ny_estimate_interval(const double *sorted, uint32_t count, double q)
{
    double expected = count * q, width = Z_95 * sqrt(expected * (1 - q));
    double below = floor(expected - width), above = ceil(expected + width) + 1;
    return (ny_interval){.low = below >= 1 ? sorted[(uint32_t)below - 1] : (double)NAN,
                         .high = above <= count ? sorted[(uint32_t)above - 1] : (double)NAN};
}

ny_estimate ny_estimate_of(double *values, uint32_t count)
{
    ny_estimate estimate = {.worlds = count};
    ny_moments moments = {0};
    if (!count)
        return estimate;
    for (uint32_t i = 0; i < count; i++)
        add(&moments, values[i]);
    estimate.mean = moments.mean;
    estimate.sd = deviation(&moments);
    estimate.se = estimate.sd / sqrt(count);
    ny_sort_numbers(values, count);
    for (uint32_t i = 0; i < NY_ESTIMATE_QUANTILES; i++) {
        estimate.quantiles[i] = quantile(values, count, ny_estimate_quantiles[i]);
        estimate.intervals[i] = ny_estimate_interval(values, count, ny_estimate_quantiles[i]);
    }
    return estimate;
}

ny_figured ny_estimate_mean(const double *values, uint32_t count)
{
    ny_moments moments = {0};
    for (uint32_t i = 0; i < count; i++)
        add(&moments, values[i]);
    return (ny_figured){.worlds = count,
                        .value = moments.mean,
                        .se = count ? deviation(&moments) / sqrt(count) : 0};
}

ny_figured ny_estimate_share(uint32_t some, uint32_t all)
{
    if (!all)
        return (ny_figured){0};
    double share = (double)some / all;
    return (ny_figured){.worlds = all, .value = share, .se = sqrt(share * (1 - share) / all)};
}

ny_interval ny_estimate_share_interval(const ny_figured *share)
{
    double n = share->worlds, p = share->value, more = Z_95 * Z_95 / n;
    double middle = (p + more / 2) / (1 + more);
    double half = Z_95 * sqrt(p * (1 - p) / n + more / (4 * n)) / (1 + more);
    return (ny_interval){.low = p > 0 ? middle - half : 0, .high = p < 1 ? middle + half : 1};
}

ny_figured ny_estimate_loss(const double *values, uint32_t count)
{
    uint32_t below = 0;
    for (uint32_t i = 0; i < count; i++)
        below += values[i] < 0;
    return ny_estimate_share(below, count);
}

ny_figured ny_estimate_shortfall(const double *sorted, uint32_t count, double part)
{
    double places = part * count, sum = 0;
    uint32_t whole = (uint32_t)places;
    ny_moments below = {0};
    if (whole < 2)
        return (ny_figured){0};
    double edge = sorted[whole];
    for (uint32_t i = 0; i < whole; i++)
        sum += sorted[i];
    sum += (places - whole) * edge;
    for (uint32_t i = 0; i < count; i++)
        add(&below, sorted[i] < edge ? sorted[i] - edge : 0);
    return (ny_figured){
        .worlds = count, .value = sum / places, .se = deviation(&below) / (part * sqrt(count))};
}

ny_figured ny_estimate_chance(const double *first, const double *second, uint32_t pairs)
{
    double mean = 0, chance = 0, all = 0, off = 0;
    for (uint32_t i = 0; i < pairs; i++)
        mean += (first[i] + second[i]) / (2.0 * pairs);
    for (uint32_t i = 0; i < pairs; i++) {
        double apart = first[i] - second[i], a = first[i] - mean, b = second[i] - mean;
        chance += apart * apart / 2;
        all += (a * a + b * b) / 2;
    }
    if (pairs < 2 || !(all > 0))
        return (ny_figured){0};
    double share = chance / all;
    for (uint32_t i = 0; i < pairs; i++) {
        double apart = first[i] - second[i], a = first[i] - mean, b = second[i] - mean;
        double left = apart * apart / 2 - share * (a * a + b * b) / 2;
        off += left * left;
    }
    return (ny_figured){.worlds = pairs,
                        .value = share,
                        .se = sqrt(off / ((double)pairs * (pairs - 1))) * pairs / all};
}
