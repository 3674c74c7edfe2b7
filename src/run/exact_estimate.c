/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a measure is estimated and how sure it is: by kaplan meier and aalen johansen, shrunk, with
 * bounds. The formulas stand in survival.c and interval.c. */

#include "base/bug.h"
#include "run/exact_private.h"
#include "run/interval.h"
#include "run/survival.h"

/* --- one row ----------------------------------------------------------------------------------- */

/* The day, or NY_NO_DAY where there is none; false where it is not known. */
static bool day_of(ny_exact *exact, uint32_t op, ny_date *ret_day)
{
    ny_value day = ny_exact_get(exact, op);
    if (ny_exact_divided(exact, day) || day.state == NY_UNKNOWN)
        return false;
    *ret_day = day.state == NY_KNOWN ? day.is.date : NY_NO_DAY;
    return true;
}

static bool first_of(ny_exact *exact, const uint32_t *ops, uint32_t count, ny_date *day)
{
    for (uint32_t i = 0; i < count; i++) {
        ny_date other;
        if (!day_of(exact, ops[i], &other))
            return false;
        *day = other < *day ? other : *day;
    }
    return true;
}

bool ny_exact_follow(ny_exact *exact, const ny_estimation *estimate, bool comes,
                     ny_followed *ret_followed)
{
    ny_row_days row = {.limit = NY_NO_DAY, .event = NY_NO_DAY, .competing = NY_NO_DAY};
    row.last = ny_exact_last_day(exact);
    if (!day_of(exact, estimate->start, &row.start) || row.start == NY_NO_DAY ||
        !day_of(exact, estimate->event, &row.event) ||
        (estimate->limit != NY_NONE && !day_of(exact, estimate->limit, &row.limit)) ||
        !first_of(exact, estimate->censored.items, estimate->censored.count, &row.last) ||
        !first_of(exact, estimate->competing.items, estimate->competing.count, &row.competing))
        return false;
    if (!comes)
        row.event = NY_NO_DAY;
    *ret_followed = ny_follow(&row);
    return true;
}

/* --- the figure -------------------------------------------------------------------------------- */

static ny_value survived(ny_exact *exact, const ny_reduction *reduction, const ny_curve *curve)
{
    ny_rational days;
    if (reduction->reduce == NY_REDUCE_MEDIAN)
        return ny_survival_median(exact->arena, curve, &days) ? ny_value_number(days)
                                                              : ny_value_unknown();
    ny_survival at_end = ny_survival_after(exact->arena, curve, curve->days.count);
    return ny_value_number(
        reduction->estimate.form == NY_AALEN_JOHANSEN
            ? at_end.incidence
            : ny_rational_subtract(exact->arena, NY_RATIONAL_ONE, at_end.survival));
}

static ny_curve curve_of(ny_exact *exact, const ny_evidence *evidence)
{
    return ny_curve_of(exact->arena, evidence->followed.items, evidence->followed.count);
}

/* As if so many more rows had come to what it is shrunk towards. */
static ny_value shrunk(ny_exact *exact, const ny_estimation *estimate, ny_rational plain,
                       uint32_t known)
{
    ny_arena *arena = exact->arena;
    ny_value towards = ny_exact_get(exact, estimate->towards);
    if (towards.state != NY_KNOWN)
        return towards;
    ny_rational own = ny_rational_whole(known);
    ny_rational sum =
        ny_rational_add(arena, ny_rational_multiply(arena, plain, own),
                        ny_rational_multiply(arena, towards.is.number, estimate->weight));
    return ny_value_number(
        ny_rational_divide(arena, sum, ny_rational_add(arena, own, estimate->weight)));
}

void ny_exact_estimate(ny_exact *exact, const ny_reduction *reduction, const ny_evidence *evidence,
                       ny_measured *measured)
{
    const ny_estimation *estimate = &reduction->estimate;
    measured->plain = measured->low = measured->high = ny_value_unknown();
    if (reduction->less != NY_NONE && evidence->known > 0) {
        ny_value less = exact->group == NY_NONE ? ny_exact_get(exact, reduction->less)
                                                : ny_value_unknown(); /* which part of it? */
        if (less.state == NY_KNOWN)
            less = ny_value_number(
                ny_rational_subtract(exact->arena, measured->would_be.is.number, less.is.number));
        measured->would_be = less;
        return;
    }
    if (evidence->known == 0 || (estimate->form == NY_ESTIMATOR_NONE && !estimate->shrunk))
        return;
    measured->plain = measured->would_be;
    if (estimate->shrunk) {
        measured->would_be = shrunk(exact, estimate, measured->would_be.is.number, evidence->known);
        return;
    }
    ny_curve curve = curve_of(exact, evidence);
    measured->events = curve.events;
    measured->followed = curve.events + curve.competing + curve.whole;
    measured->at_risk = curve.to_limit;
    measured->would_be = survived(exact, reduction, &curve);
}

/* --- bounds ------------------------------------------------------------------------------------ */

static ny_interval of_survival(ny_exact *exact, const ny_reduction *reduction,
                               const ny_evidence *evidence)
{
    const ny_estimation *by = &reduction->estimate;
    ny_curve curve = curve_of(exact, evidence);
    if (reduction->reduce == NY_REDUCE_MEDIAN)
        return ny_interval_of_median(exact->scratch, by->bounds, by->level, &curve, by->rounding);
    ny_survival at_end = ny_survival_after(exact->scratch, &curve, curve.days.count);
    return ny_interval_of_survival(exact->scratch, by->bounds, by->level, at_end.survival,
                                   at_end.greenwood, by->rounding);
}

/* Of the share less another: that one's rows are those of the statement at hand. None where not its rows
 * but its `needs` say what it is, or an alternative does. */
static ny_interval of_difference(ny_exact *exact, const ny_reduction *reduction,
                                 const ny_evidence *evidence)
{
    const ny_estimation *by = &reduction->estimate;
    const ny_op *less = &exact->plan->ops.items[reduction->less];
    const ny_measured *other =
        less->code == NY_OP_REDUCE
            ? &exact->result->measured[(size_t)less->aux * exact->result->periods + exact->period]
            : NULL;
    if (!other || !other->met)
        return (ny_interval){ny_value_unknown(), ny_value_unknown()};
    return ny_interval_of_difference(exact->scratch, by->level, evidence->events, evidence->known,
                                     other->events, other->known, by->rounding);
}

static ny_interval of_standardised(ny_exact *exact, const ny_reduction *reduction,
                                   ny_value standardised)
{
    const ny_estimation *by = &reduction->estimate;
    ny_value variance = ny_exact_get(exact, reduction->variance),
             largest = ny_exact_get(exact, reduction->largest);
    if (variance.state != NY_KNOWN || largest.state != NY_KNOWN)
        return (ny_interval){ny_value_unknown(), ny_value_unknown()};
    return ny_interval_of_standardised(exact->scratch, by->level, standardised.is.number,
                                       variance.is.number, largest.is.number, by->rounding);
}

static ny_interval interval_of(ny_exact *exact, const ny_reduction *reduction,
                               const ny_evidence *evidence, ny_value figure)
{
    const ny_estimation *by = &reduction->estimate;
    if (by->form != NY_ESTIMATOR_NONE)
        return of_survival(exact, reduction, evidence);
    if (by->bounds == NY_BOUNDS_NEWCOMBE)
        return of_difference(exact, reduction, evidence);
    if (by->bounds == NY_BOUNDS_FAY_FEUER)
        return of_standardised(exact, reduction, figure);
    switch (reduction->reduce) {
    case NY_REDUCE_SHARE:
        return ny_interval_of_share(exact->scratch, by->bounds, by->level, evidence->events,
                                    evidence->known, by->rounding);
    case NY_REDUCE_MEAN:
        return ny_interval_of_mean(exact->scratch, by->level, evidence->known, evidence->sum,
                                   evidence->squares, by->rounding);
    case NY_REDUCE_RATE:
    case NY_REDUCE_RATIO:
        return ny_interval_of_events(exact->scratch, by->bounds, by->level, evidence->sum,
                                     evidence->second, by->rounding);
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

void ny_exact_bounds(ny_exact *exact, const ny_reduction *reduction, const ny_evidence *evidence,
                     ny_measured *measured)
{
    if (reduction->estimate.bounds == NY_BOUNDS_NONE || measured->would_be.state != NY_KNOWN)
        return;
    ny_arena_reset(exact->scratch);
    ny_interval interval = interval_of(exact, reduction, evidence, measured->would_be);
    measured->low = ny_exact_keep(exact, NY_KIND_NUMBER, interval.low);
    measured->high = ny_exact_keep(exact, NY_KIND_NUMBER, interval.high);
}
