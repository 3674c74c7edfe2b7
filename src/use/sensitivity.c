/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See sensitivity.h. */

#include "use/sensitivity.h"

#include <math.h>
#include <stdlib.h>

#define LOW_END 0.025
#define HIGH_END 0.975

/* --- looking ----------------------------------------------------------------------------------- */

/* The mean of the assumption itself over the worlds that are defined. */
static double shown_at(const ny_worlds *worlds, uint32_t figure)
{
    const ny_kept *kept = &worlds->alternatives[worlds->count - 1];
    double sum = 0, count = 0;
    for (uint32_t f = 0; f < kept->figures.count; f++) {
        if (kept->figures.items[f].figure != figure)
            continue;
        for (uint32_t i = 0; i < worlds->worlds; i++) {
            if (!ny_kept_defined(kept, i))
                continue;
            sum += ny_kept_row(kept, i)[kept->figures.items[f].first];
            count++;
        }
    }
    return count > 0 ? sum / count : (double)NAN;
}

/* The account's net, and what the benefits are worth that are weighed against it. */
static double value_in(const ny_target *target, const ny_kept *kept, uint32_t world)
{
    const double *row = ny_kept_row(kept, world);
    double value = row[target->account];
    for (uint32_t i = 0; target->worth > 0 && i < kept->accounts.count; i++)
        if (kept->accounts.items[i].currency == NY_NONE &&
            ny_unit_equal(kept->accounts.items[i].unit, target->unit))
            value += target->worth * row[i];
    return value;
}

double *ny_target_values(ny_arena *arena, const ny_target *target, uint32_t assumption, double u,
                         double *ret_at)
{
    double *values = NY_NEW_ARRAY(arena, double, (size_t)target->worlds + 1);
    ny_arena *scratch = ny_arena_create();
    ny_alternative *held = NY_NEW_ARRAY(scratch, ny_alternative, target->count);
    for (uint32_t i = 0; i < target->count; i++) {
        held[i] = target->alternatives[i];
        if (assumption == NY_NONE)
            continue;
        held[i].arise = ny_arise_pinned(scratch, held[i].arise, assumption, u);
        if (held[i].study)
            held[i].study =
                ny_study_drawn_by(scratch, held[i].study, held[i].arise, held[i].offers);
    }
    ny_worlds *worlds = ny_worlds_prepare(scratch, held, target->count, 0, target->seed, 0);
    const ny_worlds_how how = {.threads = target->threads,
                               .progress = target->progress,
                               .asked_to_stop = target->asked_to_stop,
                               .stop_context = target->stop_context};
    if (ny_worlds_run(worlds, target->worlds, &how) == NY_WORLDS_STOPPED) {
        ny_arena_destroy(scratch);
        return NULL;
    }
    const ny_kept *last = &worlds->alternatives[target->count - 1], *first = worlds->alternatives;
    for (uint32_t i = 0; i < target->worlds; i++) {
        bool known = ny_kept_defined(last, i) && ny_kept_defined(first, i);
        double less = target->count > 1 ? value_in(target, first, i) : 0;
        values[i] = known ? value_in(target, last, i) - less : (double)NAN;
    }
    if (ret_at)
        *ret_at = shown_at(worlds, assumption);
    ny_arena_destroy(scratch);
    return values;
}

ny_figured ny_target_mean(const double *values, uint32_t count)
{
    double mean = 0, squares = 0;
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (isnan(values[i]))
            continue;
        double off = values[i] - mean;
        mean += off / ++known;
        squares += off * (values[i] - mean);
    }
    return (ny_figured){
        .worlds = known, .value = mean, .se = known > 1 ? sqrt(squares / (known - 1) / known) : 0};
}

ny_figured ny_target_change(const double *values, const double *base, uint32_t count)
{
    double mean = 0, squares = 0;
    uint32_t known = 0;
    for (uint32_t i = 0; i < count; i++) {
        double change = values[i] - base[i], off = change - mean;
        if (isnan(change))
            continue;
        mean += off / ++known;
        squares += off * (change - mean);
    }
    return (ny_figured){
        .worlds = known, .value = mean, .se = known > 1 ? sqrt(squares / (known - 1) / known) : 0};
}

/* --- tornado ----------------------------------------------------------------------------------- */

/* One figure that is drawn; effects by the rows of a table, and shares of a whole, have no one end. */
static bool is_drawn(const ny_plan_assumption *assumption)
{
    return assumption->by_table == NY_NONE && !assumption->shares &&
           (assumption->law.name.size > 0 || assumption->low != NY_NONE);
}

static const double *end_of(ny_arena *scratch, const ny_target *target, const double *base,
                            uint32_t figure, double u, ny_tornado_end *ret_end)
{
    const double *values = ny_target_values(scratch, target, figure, u, &ret_end->at);
    if (!values)
        return NULL;
    ret_end->value = ny_target_mean(values, target->worlds);
    ret_end->change = ny_target_change(values, base, target->worlds);
    return values;
}

static int by_swing(const void *a, const void *b)
{
    const ny_tornado_bar *x = a, *y = b;
    if (x->swing != y->swing)
        return x->swing < y->swing ? 1 : -1;
    return (x->figure > y->figure) - (x->figure < y->figure);
}

ny_tornado ny_tornado_of(ny_arena *arena, const ny_target *target)
{
    ny_tornado tornado = {0};
    const ny_plan *plan = target->alternatives[target->count - 1].plan;
    const double *base = ny_target_values(arena, target, NY_NONE, 0, NULL);
    ny_arena *scratch = ny_arena_create();
    tornado.stopped = !base;
    if (base)
        tornado.base = ny_target_mean(base, target->worlds);
    for (uint32_t i = 0; i < plan->assumptions.count && !tornado.stopped; i++) {
        const ny_plan_assumption *of = &plan->assumptions.items[i];
        if (!is_drawn(of))
            continue;
        ny_arena_reset(scratch);
        ny_tornado_bar bar = {.figure = of->figure};
        const double *low = end_of(scratch, target, base, of->figure, LOW_END, &bar.low);
        const double *high =
            low ? end_of(scratch, target, base, of->figure, HIGH_END, &bar.high) : NULL;
        if (!high) {
            tornado.stopped = true;
            break;
        }
        bar.swing = fabs(bar.high.value.value - bar.low.value.value);
        bar.swing_se = ny_target_change(high, low, target->worlds).se;
        *NY_APPEND(arena, &tornado.bars) = bar;
    }
    ny_arena_destroy(scratch);
    if (tornado.bars.count)
        qsort(tornado.bars.items, tornado.bars.count, sizeof *tornado.bars.items, by_swing);
    return tornado;
}

/* --- threshold --------------------------------------------------------------------------------- */

#define MOST_LOOKS 40
#define NEAR_ENOUGH 1e-7 /* of the way between the ends */
#define SLOPE_STEP 0.02

typedef struct ny_finding {
    ny_arena *arena;
    const ny_look *look;
    ny_threshold *threshold;
} ny_finding;

static bool look_at(const ny_finding *finding, double x, ny_figured *ret_mean)
{
    if (!finding->look->look(finding->look->context, x, ret_mean) || !ret_mean->worlds)
        return false;
    *NY_APPEND(finding->arena, &finding->threshold->looks) = (ny_looked){x, *ret_mean};
    return true;
}

/* What the error of the mean makes of the crossing. */
static bool error_at(const ny_finding *finding, double low, double high, double at, ny_figured mean,
                     double *ret_se)
{
    double step = SLOPE_STEP * (high - low);
    double below = at - step < low ? low : at - step, above = at + step > high ? high : at + step;
    ny_figured a, b;
    if (!look_at(finding, below, &a) || !look_at(finding, above, &b))
        return false;
    double slope = (b.value - a.value) / (above - below);
    *ret_se = slope != 0 ? mean.se / fabs(slope) : (double)INFINITY;
    return true;
}

bool ny_threshold_find(ny_arena *arena, const ny_look *look, double low, double high,
                       ny_threshold *ret_threshold)
{
    ny_threshold threshold = {0};
    const ny_finding finding = {arena, look, &threshold};
    ny_figured at_low, at_high, mean = {0};
    *ret_threshold = threshold;
    if (!look_at(&finding, low, &at_low) || !look_at(&finding, high, &at_high)) {
        ret_threshold->looks = threshold.looks;
        return false;
    }
    double a = low, b = high, fa = at_low.value, fb = at_high.value, x = fa == 0 ? a : b;
    mean = fa == 0 ? at_low : at_high;
    threshold.found = fa == 0 || fb == 0 || (fa < 0) != (fb < 0);
    for (uint32_t i = 0; threshold.found && fa != 0 && fb != 0 && i < MOST_LOOKS; i++) {
        x = b - fb * (b - a) / (fb - fa);
        if (!look_at(&finding, x, &mean)) {
            ret_threshold->looks = threshold.looks;
            return false;
        }
        if (fabs(mean.value) <= mean.se / 1000 || mean.value == 0)
            break;
        if ((mean.value < 0) != (fb < 0)) {
            a = b;
            fa = fb;
        } else {
            fa /= 2; /* the end that stays gives way */
        }
        b = x;
        fb = mean.value;
        if (fabs(b - a) <= NEAR_ENOUGH * (high - low))
            break;
    }
    threshold.at = x;
    bool had = !threshold.found || error_at(&finding, low, high, x, mean, &threshold.se);
    threshold.found = threshold.found && had;
    *ret_threshold = threshold;
    return had;
}
