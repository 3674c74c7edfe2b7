/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Estimated measures where faults leave rows open. Sound, and wider than the truth.
 *
 * Kaplan and Meier: S is the product of 1 - d/n over the days with events. With m open rows, each in or
 * out and followed for any time, of which c may come to the event, on a day with e of their events and
 * r >= e of them at risk:
 *     (n + r - d - e) / (n + r) >= (n - d) / (n + e) >= (n - d) / n * (n / (n + 1))^e
 * and n never falls below the rows that stay at risk to the end, N, so S >= S0 (N / (N + 1))^c; and
 * S <= the product of 1 - d / (n + m): all of them followed to the end, and nothing comes.
 * Aalen and Johansen: the sum of S before the day times d/n, with S between the same ends (c: those that
 * may come to either event), d / (n + m) below and, above, d / n and at most 1 / (N + 1) for each open
 * row that may come to the event itself, since
 *     (d + e) / (n + r) <= d / n + e / (n + 1).
 * Most open rows are set aside for a word or a number, and have come to nothing.
 * An exact search over what the open rows may be was rejected: every day of each is a choice. */

#include "run/bound_private.h"

#include "run/interval.h"
#include "run/survival.h"

/* More open rows than this, and an interval is only known to lie on its scale. */
#define NY_INTERVALS_MOST 256u

static ny_rational over(ny_arena *arena, uint32_t above, uint32_t below)
{
    return below ? ny_rational_fraction(arena, above, below) : NY_RATIONAL_ZERO;
}

/* (n / (n + 1)) to the power of the open rows; none at risk: 0. */
static ny_rational worst(ny_arena *arena, uint32_t at_risk, uint32_t open)
{
    ny_rational product = NY_RATIONAL_ONE;
    if (open && (at_risk == 0 || open > 1000))
        return NY_RATIONAL_ZERO;
    return open ? ny_rational_power(arena, over(arena, at_risk, at_risk + 1), (int32_t)open)
                : product;
}

static ny_set between(ny_rational low, ny_rational high)
{
    return ny_set_range(ny_end_greatest(ny_end_at(low), ny_end_at(NY_RATIONAL_ZERO)),
                        ny_end_least(ny_end_at(high), ny_end_at(NY_RATIONAL_ONE)));
}

/* The day, or NY_NO_DAY where there is none; false where it could be another. */
static bool sure_day(const ny_bounding *bounding, uint32_t op, ny_date *ret_day)
{
    ny_set set = ny_bound_get(bounding, op);
    if (set.may == NY_SET_ABSENT) {
        *ret_day = NY_NO_DAY;
        return true;
    }
    *ret_day = set.first;
    return set.may == NY_SET_KNOWN && set.first == set.last;
}

static bool first_sure_day(const ny_bounding *bounding, const uint32_t *ops, uint32_t count,
                           ny_date *day)
{
    for (uint32_t i = 0; i < count; i++) {
        ny_date other;
        if (!sure_day(bounding, ops[i], &other))
            return false;
        *day = other < *day ? other : *day;
    }
    return true;
}

bool ny_bound_follow(const ny_bounding *bounding, const ny_reduction *reduction,
                     ny_followed *ret_followed)
{
    const ny_estimation *by = &reduction->estimate;
    ny_row_days row = {.limit = NY_NO_DAY, .event = NY_NO_DAY, .competing = NY_NO_DAY};
    bool comes = true;
    row.last = ny_bound_last_day(bounding);
    if (reduction->value != NY_NONE) {
        ny_set counts = ny_bound_get(bounding, reduction->value);
        if (counts.may != NY_SET_KNOWN || counts.truth == (NY_SET_NO | NY_SET_YES))
            return false;
        comes = counts.truth == NY_SET_YES;
    }
    if (!sure_day(bounding, by->start, &row.start) || row.start == NY_NO_DAY ||
        !sure_day(bounding, by->event, &row.event) ||
        (by->limit != NY_NONE && !sure_day(bounding, by->limit, &row.limit)) ||
        !first_sure_day(bounding, by->censored.items, by->censored.count, &row.last) ||
        !first_sure_day(bounding, by->competing.items, by->competing.count, &row.competing))
        return false;
    if (!comes)
        row.event = NY_NO_DAY;
    *ret_followed = ny_follow(&row);
    return true;
}

ny_set ny_bound_survival(ny_arena *arena, const ny_reduction *reduction, const ny_pool *pool)
{
    bool competing = reduction->estimate.form == NY_AALEN_JOHANSEN;
    uint32_t open = pool->items.count, come = 0, come_to_it = 0;
    for (uint32_t i = 0; i < open; i++) {
        come += pool->items.items[i].may_come || pool->items.items[i].may_compete;
        come_to_it += pool->items.items[i].may_come;
    }
    ny_set any = ny_set_range(ny_end_at(NY_RATIONAL_ZERO), NY_END_HIGHEST);
    any.may |= NY_SET_UNKNOWN;
    if (reduction->reduce == NY_REDUCE_MEDIAN)
        return any; /* a time: from the first day to never */
    ny_curve curve = ny_curve_of(arena, pool->followed.items, pool->followed.count);
    ny_rational least = NY_RATIONAL_ONE, most = NY_RATIONAL_ONE; /* of S before the day */
    ny_rational few = NY_RATIONAL_ZERO, many = NY_RATIONAL_ZERO; /* of the incidence */
    for (uint32_t i = 0; i < curve.days.count; i++) {
        const ny_curve_day *day = &curve.days.items[i];
        uint32_t came = day->events + day->competing;
        ny_rational before = ny_rational_multiply(arena, least, worst(arena, day->at_risk, come));
        few = ny_rational_add(
            arena, few,
            ny_rational_multiply(arena, before, over(arena, day->events, day->at_risk + open)));
        many = ny_rational_add(
            arena, many, ny_rational_multiply(arena, most, over(arena, day->events, day->at_risk)));
        least = ny_rational_multiply(arena, least, over(arena, day->at_risk - came, day->at_risk));
        most = ny_rational_multiply(arena, most,
                                    over(arena, day->at_risk + open - came, day->at_risk + open));
    }
    least = ny_rational_multiply(arena, least, worst(arena, curve.whole, come));
    many = ny_rational_add(arena, many, over(arena, come_to_it, curve.whole + 1));
    ny_set set = competing ? between(few, many)
                           : between(ny_rational_subtract(arena, NY_RATIONAL_ONE, most),
                                     ny_rational_subtract(arena, NY_RATIONAL_ONE, least));
    if (pool->followed.count == 0)
        set.may |= NY_SET_UNKNOWN;
    return set;
}

/* (figure * known + towards * weight) / (known + weight) */
ny_set ny_bound_shrunk(ny_bounding *bounding, const ny_reduction *reduction, ny_set plain,
                       uint32_t known)
{
    ny_arena *arena = bounding->arena;
    const ny_estimation *by = &reduction->estimate;
    ny_set towards = ny_bound_get(bounding, by->towards), set = plain;
    ny_end own = ny_end_at(ny_rational_whole(known)), weight = ny_end_at(by->weight);
    ny_rational all = ny_rational_add(arena, own.at, by->weight);
    set.may = (plain.may & towards.may & NY_SET_KNOWN) |
              ((plain.may | towards.may) & ~(unsigned)NY_SET_KNOWN);
    set.low = ny_end_divide(arena,
                            ny_end_add(arena, ny_end_multiply(arena, plain.low, own),
                                       ny_end_multiply(arena, towards.low, weight)),
                            all);
    set.high = ny_end_divide(arena,
                             ny_end_add(arena, ny_end_multiply(arena, plain.high, own),
                                        ny_end_multiply(arena, towards.high, weight)),
                             all);
    return set;
}

ny_set ny_bound_less(ny_bounding *bounding, const ny_reduction *reduction, ny_set share)
{
    ny_set less = ny_bound_get(bounding, reduction->less), set = share;
    set.may = (share.may & less.may & NY_SET_KNOWN) |
              ((share.may | less.may) & (NY_SET_UNKNOWN | NY_SET_UNDEFINED));
    if (less.may & NY_SET_ABSENT)
        set.may |= NY_SET_UNKNOWN;
    if (set.may & NY_SET_KNOWN)
        ny_set_subtract(bounding->arena, &share, &less, &set);
    return set;
}

static ny_set of_value(ny_arena *arena, ny_value value)
{
    return ny_set_keep(arena, NY_KIND_NUMBER, ny_set_single(NY_KIND_NUMBER, value));
}

/* Every method of a share's interval rises with the events among so many rows. */
static bool of_share(ny_bounding *bounding, const ny_reduction *reduction, const ny_set *figure,
                     uint32_t known, ny_set *low, ny_set *high)
{
    const ny_estimation *by = &reduction->estimate;
    ny_arena *arena = bounding->arena;
    ny_rational own = ny_rational_whole(known);
    int64_t ends[2];
    if (reduction->reduce != NY_REDUCE_SHARE || reduction->less != NY_NONE ||
        reduction->standardised != NY_NONE || by->shrunk || by->form != NY_ESTIMATOR_NONE ||
        !ny_rational_to_whole(ny_rational_multiply(arena, figure->low.at, own), &ends[0]) ||
        !ny_rational_to_whole(ny_rational_multiply(arena, figure->high.at, own), &ends[1]))
        return false;
    for (size_t i = 0; i < 2; i++) {
        ny_interval interval = ny_interval_of_share(bounding->scratch, by->bounds, by->level,
                                                    (uint32_t)ends[i], known, by->rounding);
        *low = ny_set_union(NY_KIND_NUMBER, *low, of_value(arena, interval.low));
        *high = ny_set_union(NY_KIND_NUMBER, *high, of_value(arena, interval.high));
    }
    return true;
}

void ny_bound_interval(ny_bounding *bounding, const ny_reduction *reduction, const ny_set *figure,
                       uint32_t known, ny_set *low, ny_set *high)
{
    bool few = bounding->intervals++ < NY_INTERVALS_MOST;
    if (few && of_share(bounding, reduction, figure, known, low, high))
        return;
    bool plain = reduction->standardised == NY_NONE && reduction->less == NY_NONE;
    bool share = plain && reduction->reduce == NY_REDUCE_SHARE;
    bool above = plain && reduction->reduce != NY_REDUCE_MEAN;
    ny_set scale = ny_set_range(above ? ny_end_at(NY_RATIONAL_ZERO) : NY_END_LOWEST,
                                share ? ny_end_at(NY_RATIONAL_ONE) : NY_END_HIGHEST);
    scale.may |= NY_SET_UNKNOWN;
    *low = ny_set_union(NY_KIND_NUMBER, *low, scale);
    *high = ny_set_union(NY_KIND_NUMBER, *high, scale);
}
