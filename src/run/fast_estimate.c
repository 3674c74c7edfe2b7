/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Estimates and bounds in doubles: the fast side of exact_estimate.c, by the formulas that survival.c
 * and interval.c name. Rows are followed and counted by follow.c, in whole numbers, so nothing differs
 * but the arithmetic. An end of bounds is held to be off by no more than 10^-10 of the numbers that it
 * was made of, a hundred times more than its quantile is (distribution.h); where that reaches over an
 * edge of rounding the run says `ties`, and the exact evaluator decides. */

#include "run/fast_private.h"

#include "base/bug.h"
#include "run/distribution.h"
#include "run/survival.h"
#include "run/vmath.h"

#include <math.h>

#define OFF 1e-10

static ny_fast_value unknown(void)
{
    return (ny_fast_value){0, 0, NY_UNKNOWN};
}

static double size_of(double x)
{
    return x < 0 ? -x : x;
}

/* --- one row ----------------------------------------------------------------------------------- */

static bool day_of(ny_fast *fast, uint32_t op, uint32_t lane, ny_date *ret_day)
{
    ny_fast_value day = ny_fast_lane(fast, op, lane);
    fast->ties |= day.state == NY_UNDEFINED; /* the exact one stops here, and says why */
    if (day.state == NY_UNKNOWN || day.state == NY_UNDEFINED)
        return false;
    *ret_day = day.state == NY_KNOWN ? (ny_date)day.value : NY_NO_DAY;
    return true;
}

static bool first_of(ny_fast *fast, const uint32_t *ops, uint32_t count, uint32_t lane,
                     ny_date *day)
{
    for (uint32_t i = 0; i < count; i++) {
        ny_date other;
        if (!day_of(fast, ops[i], lane, &other))
            return false;
        *day = other < *day ? other : *day;
    }
    return true;
}

void ny_fast_need_following(ny_fast *fast, const ny_estimation *by)
{
    ny_fast_need(fast, by->start);
    ny_fast_need(fast, by->event);
    ny_fast_need(fast, by->limit);
    for (uint32_t i = 0; i < by->censored.count; i++)
        ny_fast_need(fast, by->censored.items[i]);
    for (uint32_t i = 0; i < by->competing.count; i++)
        ny_fast_need(fast, by->competing.items[i]);
}

bool ny_fast_follow(ny_fast *fast, const ny_estimation *by, bool comes, uint32_t lane,
                    ny_followed *ret_followed)
{
    ny_row_days row = {.limit = NY_NO_DAY, .event = NY_NO_DAY, .competing = NY_NO_DAY};
    row.last = ny_fast_last_day(fast);
    if (!day_of(fast, by->start, lane, &row.start) || row.start == NY_NO_DAY ||
        !day_of(fast, by->event, lane, &row.event) ||
        (by->limit != NY_NONE && !day_of(fast, by->limit, lane, &row.limit)) ||
        !first_of(fast, by->censored.items, by->censored.count, lane, &row.last) ||
        !first_of(fast, by->competing.items, by->competing.count, lane, &row.competing))
        return false;
    if (!comes)
        row.event = NY_NO_DAY;
    *ret_followed = ny_follow(&row);
    return true;
}

/* --- the curve --------------------------------------------------------------------------------- */

typedef struct ny_steps {
    ny_fast_value survival, incidence, greenwood;
} ny_steps;

static ny_steps begin_steps(void)
{
    return (ny_steps){ny_fast_exactly(1), ny_fast_exactly(0), ny_fast_exactly(0)};
}

static void next_day(ny_fast *fast, const ny_curve_day *day, ny_steps *steps)
{
    ny_fast_value at_risk = ny_fast_exactly(day->at_risk), came;
    uint32_t gone = day->events + day->competing;
    ny_fast_value left = ny_fast_exactly(day->at_risk - gone);
    came = ny_fast_divide(fast, ny_fast_multiply(steps->survival, ny_fast_exactly(day->events)),
                          at_risk);
    steps->incidence = ny_fast_add(steps->incidence, came);
    steps->survival = ny_fast_divide(fast, ny_fast_multiply(steps->survival, left), at_risk);
    if (left.value == 0)
        return;
    ny_fast_value part =
        ny_fast_divide(fast, ny_fast_exactly(gone), ny_fast_multiply(at_risk, left));
    steps->greenwood = ny_fast_add(steps->greenwood, part);
}

static ny_steps all_steps(ny_fast *fast, const ny_curve *curve)
{
    ny_steps steps = begin_steps();
    for (uint32_t i = 0; i < curve->days.count; i++)
        next_day(fast, &curve->days.items[i], &steps);
    return steps;
}

/* --- the figure -------------------------------------------------------------------------------- */

static ny_fast_value survived(ny_fast *fast, const ny_reduction *reduction, const ny_curve *curve)
{
    ny_rational days;
    if (reduction->reduce == NY_REDUCE_MEDIAN)
        return ny_survival_median(fast->arena, curve, &days) ? ny_fast_of_rational(days)
                                                             : unknown();
    ny_steps steps = all_steps(fast, curve);
    if (reduction->estimate.form == NY_AALEN_JOHANSEN)
        return steps.incidence;
    steps.survival.value = -steps.survival.value;
    return ny_fast_add(ny_fast_exactly(1), steps.survival);
}

static ny_fast_value shrunk(ny_fast *fast, const ny_estimation *by, ny_fast_value plain,
                            uint32_t known)
{
    ny_fast_value towards = ny_fast_lane(fast, by->towards, 0);
    ny_fast_value own = ny_fast_exactly(known), weight = ny_fast_of_rational(by->weight);
    if (towards.state != NY_KNOWN)
        return towards;
    ny_fast_value sum =
        ny_fast_add(ny_fast_multiply(plain, own), ny_fast_multiply(towards, weight));
    return ny_fast_divide(fast, sum, ny_fast_add(own, weight));
}

ny_fast_value ny_fast_estimate(ny_fast *fast, const ny_reduction *reduction,
                               ny_fast_evidence *evidence, ny_fast_value plain)
{
    const ny_estimation *by = &reduction->estimate;
    if (evidence->known == 0)
        return plain;
    if (reduction->less != NY_NONE) {
        ny_fast_value less = ny_fast_lane(fast, reduction->less, 0);
        ny_fast_value negative = {-less.value, less.error, less.state};
        return less.state == NY_KNOWN ? ny_fast_add(plain, negative) : less;
    }
    if (by->shrunk)
        return shrunk(fast, by, plain, evidence->known);
    if (by->form == NY_ESTIMATOR_NONE)
        return plain;
    evidence->curve = ny_curve_of(fast->arena, evidence->followed.items, evidence->followed.count);
    evidence->events = evidence->curve.events;
    return survived(fast, reduction, &evidence->curve);
}

/* --- bounds ------------------------------------------------------------------------------------ */

/* Two ends before they are rounded. `size`: of the numbers that they were made of; `known` false:
 * an end that nobody can tell. */
typedef struct ny_ends {
    double low, high, size;
    bool low_known, high_known;
} ny_ends;

static ny_ends ends(double low, double high, double size)
{
    return (ny_ends){low, high, size, true, true};
}

static ny_ends no_ends(void)
{
    return (ny_ends){.size = 1};
}

/* What lies beyond one end; and the normal quantile there. */
static double tail_of(const ny_estimation *by)
{
    return (1 - ny_rational_to_double(by->level)) / 2;
}

/* A quantile that cannot be had is left to the exact one. */
static double sound(ny_fast *fast, ny_distribution_status status, double value)
{
    fast->ties |= status != NY_DISTRIBUTION_OK;
    return status == NY_DISTRIBUTION_OK ? value : 0;
}

static double normal(ny_fast *fast, const ny_estimation *by)
{
    double z = 0;
    ny_distribution_status status = ny_distribution_quantile_normal(0, 1, tail_of(by), &z);
    return -sound(fast, status, z);
}

static double beta(ny_fast *fast, double a, double b, double chance)
{
    double value = 0;
    ny_distribution_status status = ny_distribution_quantile_beta(a, b, chance, &value);
    return sound(fast, status, value);
}

static double gamma_of(ny_fast *fast, double shape, double chance)
{
    double value = 0;
    ny_distribution_status status = ny_distribution_quantile_gamma(shape, 1, chance, &value);
    return sound(fast, status, value);
}

static double wilson(ny_fast *fast, const ny_estimation *by, double x, double n, double side)
{
    double z = normal(fast, by), p = x / n;
    if (x == (side > 0 ? n : 0))
        return p;
    if (by->bounds == NY_BOUNDS_WILSON_CONTINUITY)
        p += side / (2 * n);
    double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return (p + z * z / (2 * n) + side * half) / (1 + z * z / n);
}

static double agresti_coull(ny_fast *fast, const ny_estimation *by, double x, double n, double side)
{
    double z = normal(fast, by), rows = n + z * z, p = (x + z * z / 2) / rows;
    double end = p + side * z * sqrt(p * (1 - p) / rows);
    return end < 0 ? 0 : end > 1 ? 1 : end;
}

/* clopper pearson, and jeffreys with half a row more on either side. */
static double beta_end(ny_fast *fast, const ny_estimation *by, double x, double n, double side)
{
    bool half = by->bounds == NY_BOUNDS_JEFFREYS;
    if (x == (side > 0 ? n : 0))
        return side > 0 ? 1 : 0;
    double tail = tail_of(by), left = n - x;
    return side < 0 ? beta(fast, half ? x + 0.5 : x, half ? left + 0.5 : left + 1, tail)
                    : 1 - beta(fast, half ? left + 0.5 : left, half ? x + 0.5 : x + 1, tail);
}

static ny_ends of_share(ny_fast *fast, const ny_estimation *by, double x, double n)
{
    switch ((int)by->bounds) {
    case NY_BOUNDS_WILSON:
    case NY_BOUNDS_WILSON_CONTINUITY:
        return ends(wilson(fast, by, x, n, -1), wilson(fast, by, x, n, 1), 1);
    case NY_BOUNDS_AGRESTI_COULL:
        return ends(agresti_coull(fast, by, x, n, -1), agresti_coull(fast, by, x, n, 1), 1);
    default:
        return ends(beta_end(fast, by, x, n, -1), beta_end(fast, by, x, n, 1), 1);
    }
}

/* t^2 / (t^2 + f) is beta(1/2, f/2), and its level is where t is. */
static ny_ends of_mean(ny_fast *fast, const ny_estimation *by, const ny_fast_evidence *evidence)
{
    double n = evidence->known, freedom = n - 1;
    if (evidence->known < 2)
        return no_ends();
    ny_fast_value count = ny_fast_exactly(n), mean = ny_fast_divide(fast, evidence->sum, count);
    ny_fast_value less = ny_fast_multiply(mean, evidence->sum);
    less.value = -less.value;
    ny_fast_value spread = ny_fast_add(evidence->squares, less);
    bool flat = spread.error == 0 && spread.value == 0;
    fast->ties |= !flat && spread.value * OFF < spread.error; /* the values hardly differ */
    double part = beta(fast, 0.5, freedom / 2, ny_rational_to_double(by->level));
    double t = sqrt(freedom * part / (1 - part));
    double half = spread.value > 0 ? t * sqrt(spread.value / (n * freedom)) : 0;
    return ends(mean.value - half, mean.value + half,
                size_of(mean.value) + half + mean.error / OFF);
}

static double byar(double events, double z, double side)
{
    if (events == 0)
        return 0;
    double base = 1 - 1 / (9 * events) + side * z / (3 * sqrt(events));
    return base < 0 ? 0 : events * base * base * base;
}

static ny_ends of_events(ny_fast *fast, const ny_estimation *by, const ny_fast_evidence *evidence)
{
    double x = evidence->sum.value, over = evidence->second.value, tail = tail_of(by), low, high;
    double per = 1 / over;
    double off = evidence->second.error / over;
    fast->ties |= evidence->sum.error != 0 || off > 1e-6;
    if (over <= 0 || x < 0 || x >= UINT32_MAX || floor(x) != x)
        return no_ends();
    if (by->bounds == NY_BOUNDS_BYAR) {
        low = byar(x, normal(fast, by), -1);
        high = byar(x + 1, normal(fast, by), 1);
    } else if (by->bounds == NY_BOUNDS_LOGNORMAL) {
        if (x == 0)
            return no_ends();
        double width = normal(fast, by) / sqrt(x);
        low = x * ny_exp(-width);
        high = x * ny_exp(width);
    } else {
        low = x > 0 ? gamma_of(fast, x, tail) : 0;
        high = gamma_of(fast, x + 1, 1 - tail);
    }
    return ends(low * per, high * per, (high + 1) * per * (1 + off / OFF));
}

/* A bound of the curve; side -1 is the lower one. */
static double of_curve(const ny_estimation *by, double z, const ny_steps *steps, double side)
{
    double s = steps->survival.value, width = side * z * sqrt(steps->greenwood.value), end;
    if (by->bounds == NY_BOUNDS_GREENWOOD)
        end = s + s * width;
    else if (by->bounds == NY_BOUNDS_GREENWOOD_LOG)
        end = s * ny_exp(width);
    else
        end = ny_exp(ny_log(s) * ny_exp(width / ny_log(s)));
    return end < 0 ? 0 : end > 1 ? 1 : end;
}

static ny_ends of_survival(ny_fast *fast, const ny_estimation *by, const ny_curve *curve)
{
    ny_steps steps = all_steps(fast, curve);
    double s = steps.survival.value, z = normal(fast, by);
    if (curve->days.count == 0 || s == 0)
        return no_ends();
    /* near 1 the logarithm of S loses digits that a double has not got */
    fast->ties |= by->bounds == NY_BOUNDS_GREENWOOD_LOG_LOG && 1 - s < 1e-5;
    return ends(1 - of_curve(by, z, &steps, 1), 1 - of_curve(by, z, &steps, -1), 1);
}

static bool at_most_half(ny_fast *fast, const ny_estimation *by, double z, const ny_steps *steps,
                         double side)
{
    if (steps->survival.value == 0)
        return side < 0;
    double end = of_curve(by, z, steps, side);
    fast->ties |= size_of(end - 0.5) < OFF;
    return end <= 0.5;
}

static ny_ends of_median(ny_fast *fast, const ny_estimation *by, const ny_curve *curve)
{
    ny_steps steps = begin_steps();
    ny_ends found = {.size = 0};
    double z = normal(fast, by);
    for (uint32_t i = 0; i < curve->days.count && !found.high_known; i++) {
        next_day(fast, &curve->days.items[i], &steps);
        double day = curve->days.items[i].day;
        if (!found.low_known && at_most_half(fast, by, z, &steps, -1)) {
            found.low = day;
            found.low_known = true;
        }
        if (at_most_half(fast, by, z, &steps, 1)) {
            found.high = day;
            found.high_known = true;
        }
    }
    return found;
}

/* The first share less the second: see interval.c. */
static ny_ends of_difference(ny_fast *fast, const ny_reduction *reduction,
                             const ny_fast_evidence *evidence)
{
    const ny_estimation *by = &reduction->estimate;
    const ny_op *less = &fast->plan->ops.items[reduction->less];
    const ny_fast_measured *other =
        less->code == NY_OP_REDUCE
            ? &fast->measured[(size_t)less->aux * fast->periods + fast->period]
            : NULL;
    if (!other || !other->met || !other->known || !evidence->known)
        return no_ends();
    double x = evidence->events, n = evidence->known, y = other->events, m = other->known;
    double p = x / n, q = y / m;
    double below = p - wilson(fast, by, x, n, -1), above = wilson(fast, by, x, n, 1) - p;
    double other_below = q - wilson(fast, by, y, m, -1),
           other_above = wilson(fast, by, y, m, 1) - q;
    return ends(p - q - sqrt(below * below + other_above * other_above),
                p - q + sqrt(above * above + other_below * other_below), 1);
}

/* fay feuer: see interval.c. The operands are exact up to their errors, of which a gamma quantile makes
 * no more than so many times as much. */
static ny_ends of_standardised(ny_fast *fast, const ny_reduction *reduction, double rate)
{
    const ny_estimation *by = &reduction->estimate;
    ny_fast_value variance = ny_fast_lane(fast, reduction->variance, 0),
                  largest = ny_fast_lane(fast, reduction->largest, 0);
    double v = variance.value, w = largest.value, tail = tail_of(by);
    if (variance.state != NY_KNOWN || largest.state != NY_KNOWN)
        return no_ends();
    double more = rate + w, spread = v + w * w;
    fast->ties |= variance.error > 1e-9 * v || largest.error > 1e-9 * w;
    double low = rate > 0 ? v / rate * gamma_of(fast, rate * rate / v, tail) : 0;
    double high = spread / more * gamma_of(fast, more * more / spread, 1 - tail);
    return ends(low, high, high);
}

static ny_ends ends_of(ny_fast *fast, const ny_reduction *reduction,
                       const ny_fast_evidence *evidence, ny_fast_value figure)
{
    const ny_estimation *by = &reduction->estimate;
    if (by->bounds == NY_BOUNDS_NEWCOMBE)
        return of_difference(fast, reduction, evidence);
    if (by->bounds == NY_BOUNDS_FAY_FEUER)
        return of_standardised(fast, reduction, figure.value);
    if (by->form != NY_ESTIMATOR_NONE)
        return reduction->reduce == NY_REDUCE_MEDIAN ? of_median(fast, by, &evidence->curve)
                                                     : of_survival(fast, by, &evidence->curve);
    switch (reduction->reduce) {
    case NY_REDUCE_SHARE:
        return evidence->known ? of_share(fast, by, evidence->events, evidence->known) : no_ends();
    case NY_REDUCE_MEAN:
        return of_mean(fast, by, evidence);
    case NY_REDUCE_RATE:
    case NY_REDUCE_RATIO:
        return of_events(fast, by, evidence);
    case NY_REDUCE_MEDIAN:
    case NY_REDUCE_SUM:
    case NY_REDUCE_COUNT:
    case NY_REDUCE_LOWEST:
    case NY_REDUCE_HIGHEST:
    case NY_REDUCE_THE:
        break;
    }
    NY_BUG("bounds of what has none");
}

static ny_fast_value rounded(ny_fast *fast, const ny_estimation *by, double end, double size,
                             bool known)
{
    double off = size == 0 ? 0 : OFF * (size + size_of(end));
    return known ? ny_fast_round(fast, (ny_fast_value){end, off, NY_KNOWN}, &by->rounding)
                 : unknown();
}

void ny_fast_bounds(ny_fast *fast, const ny_reduction *reduction, const ny_fast_evidence *evidence,
                    ny_fast_value figure, ny_fast_measured *measured)
{
    const ny_estimation *by = &reduction->estimate;
    if (by->bounds == NY_BOUNDS_NONE)
        return;
    ny_ends found = ends_of(fast, reduction, evidence, figure);
    measured->low = rounded(fast, by, found.low, found.size, found.low_known);
    measured->high = rounded(fast, by, found.high, found.size, found.high_known);
}
