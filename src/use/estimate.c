/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See estimate.h. */

#include "use/estimate.h"

#include "base/bug.h"
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

/* Of several series at once: none waits for another's division. */
static void add_together(const double *const values[NY_ESTIMATE_TOGETHER], uint32_t count,
                         ny_moments moments[NY_ESTIMATE_TOGETHER])
{
    double mean[NY_ESTIMATE_TOGETHER] = {0}, squares[NY_ESTIMATE_TOGETHER] = {0};
    for (uint32_t i = 0; i < count; i++) {
        double now[NY_ESTIMATE_TOGETHER], so_far = i + 1;
        for (uint32_t k = 0; k < NY_ESTIMATE_TOGETHER; k++)
            now[k] = values[k][i];
        for (uint32_t k = 0; k < NY_ESTIMATE_TOGETHER; k++) {
            double off = now[k] - mean[k];
            mean[k] += off / so_far;
            squares[k] += off * (now[k] - mean[k]);
        }
    }
    for (uint32_t k = 0; k < NY_ESTIMATE_TOGETHER; k++)
        moments[k] = (ny_moments){count, mean[k], squares[k]};
}

/* Of any number of series, up to so many; a place that is left repeats the first. */
static void add_all(const double *const *values, uint32_t series, uint32_t count,
                    ny_moments moments[NY_ESTIMATE_TOGETHER])
{
    const double *all[NY_ESTIMATE_TOGETHER];
    moments[0] = (ny_moments){0};
    for (uint32_t i = 0; series == 1 && i < count; i++)
        add(&moments[0], values[0][i]);
    if (series == 1)
        return;
    for (uint32_t k = 0; k < NY_ESTIMATE_TOGETHER; k++)
        all[k] = values[k < series ? k : 0];
    add_together(all, count, moments);
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

static ny_places at_and_next(double place)
{
    return (ny_places){(size_t)place, (size_t)place + 2};
}

/* The places that are looked at: quantiles, the ends of their intervals, the worst. */
static void order(double *values, uint32_t count)
{
    ny_places places[3 * NY_ESTIMATE_QUANTILES + 1];
    size_t of_them = 0;
    for (uint32_t i = 0; i < NY_ESTIMATE_QUANTILES; i++) {
        double q = ny_estimate_quantiles[i], expected = count * q;
        double width = Z_95 * sqrt(expected * (1 - q));
        double below = floor(expected - width), above = ceil(expected + width) + 1;
        places[of_them++] = at_and_next(q * (count - 1));
        places[of_them++] = at_and_next(below >= 1 ? below - 1 : 0);
        places[of_them++] = at_and_next(above - 1);
    }
    places[of_them++] = (ny_places){0, (size_t)(NY_ESTIMATE_WORST * count) + 1};
    ny_sort_places(values, count, places, of_them);
}

static ny_estimate estimate_of(double *values, const ny_moments *moments)
{
    ny_estimate estimate = {.worlds = moments->count};
    if (!moments->count)
        return estimate;
    estimate.mean = moments->mean;
    estimate.sd = deviation(moments);
    estimate.se = estimate.sd / sqrt(moments->count);
    order(values, moments->count);
    for (uint32_t i = 0; i < NY_ESTIMATE_QUANTILES; i++) {
        double q = ny_estimate_quantiles[i];
        estimate.quantiles[i] = quantile(values, moments->count, q);
        estimate.intervals[i] = ny_estimate_interval(values, moments->count, q);
    }
    return estimate;
}

static ny_figured mean_of(const ny_moments *moments)
{
    return (ny_figured){.worlds = moments->count,
                        .value = moments->mean,
                        .se = moments->count ? deviation(moments) / sqrt(moments->count) : 0};
}

ny_estimate ny_estimate_of(double *values, uint32_t count)
{
    ny_moments moments = {0};
    for (uint32_t i = 0; i < count; i++)
        add(&moments, values[i]);
    return estimate_of(values, &moments);
}

ny_figured ny_estimate_mean(const double *values, uint32_t count)
{
    ny_moments moments = {0};
    for (uint32_t i = 0; i < count; i++)
        add(&moments, values[i]);
    return mean_of(&moments);
}

void ny_estimate_means(const double *const *values, uint32_t series, uint32_t count,
                       ny_figured *ret_means)
{
    for (uint32_t first = 0; first < series; first += NY_ESTIMATE_TOGETHER) {
        ny_moments moments[NY_ESTIMATE_TOGETHER];
        uint32_t left = series - first;
        uint32_t now = left < NY_ESTIMATE_TOGETHER ? left : NY_ESTIMATE_TOGETHER;
        add_all(values + first, now, count, moments);
        for (uint32_t k = 0; k < now; k++)
            ret_means[first + k] = mean_of(&moments[k]);
    }
}

/* --- several at a time ------------------------------------------------------------------------------ */

ny_estimating ny_estimating_begin(ny_arena *arena, uint32_t most)
{
    return (ny_estimating){
        .rooms = NY_NEW_ARRAY(arena, double, (size_t)NY_ESTIMATE_TOGETHER *most + 1), .most = most};
}

/* Series of as many values, from this one on, are added up together. */
static void make(const ny_estimating *on, uint32_t first, uint32_t end)
{
    const double *values[NY_ESTIMATE_TOGETHER];
    ny_moments moments[NY_ESTIMATE_TOGETHER];
    for (uint32_t k = first; k < end; k++)
        values[k - first] = on->rooms + (size_t)k * on->most;
    add_all(values, end - first, on->asked[first].count, moments);
    for (uint32_t k = first; k < end; k++) {
        double *room = on->rooms + (size_t)k * on->most;
        if (on->asked[k].mean)
            *on->asked[k].mean = mean_of(&moments[k - first]);
        if (on->asked[k].estimate)
            *on->asked[k].estimate = estimate_of(room, &moments[k - first]);
        if (on->asked[k].shortfall)
            *on->asked[k].shortfall =
                ny_estimate_shortfall(room, on->asked[k].count, NY_ESTIMATE_WORST);
    }
}

void ny_estimating_end(ny_estimating *on)
{
    for (uint32_t first = 0, end; first < on->waiting; first = end) {
        for (end = first + 1; end < on->waiting && on->asked[end].count == on->asked[first].count;)
            end++;
        make(on, first, end);
    }
    on->waiting = 0;
}

double *ny_estimate_rooms(ny_estimating *on, uint32_t rooms)
{
    NY_BUG_ON(rooms > NY_ESTIMATE_TOGETHER);
    if (on->waiting + rooms > NY_ESTIMATE_TOGETHER)
        ny_estimating_end(on);
    return on->rooms + (size_t)on->waiting * on->most;
}

static void ask(ny_estimating *on, uint32_t count, ny_estimate *estimate, ny_figured *mean,
                ny_figured *shortfall)
{
    NY_BUG_ON(on->waiting == NY_ESTIMATE_TOGETHER || count > on->most);
    on->asked[on->waiting].count = count;
    on->asked[on->waiting].estimate = estimate;
    on->asked[on->waiting].mean = mean;
    on->asked[on->waiting++].shortfall = shortfall;
}

void ny_estimate_later(ny_estimating *on, uint32_t count, ny_estimate *to)
{
    ask(on, count, to, NULL, NULL);
}

void ny_estimate_mean_later(ny_estimating *on, uint32_t count, ny_figured *to)
{
    ask(on, count, NULL, to, NULL);
}

void ny_estimate_worst_later(ny_estimating *on, uint32_t count, ny_estimate *to,
                             ny_figured *shortfall)
{
    ask(on, count, to, NULL, shortfall);
}

/* --- shares and tails ------------------------------------------------------------------------------- */

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
