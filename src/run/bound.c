/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The walk of bounding: the same as the exact run's, over sets. An operation whose operands no fault
 * moved is what the run gave. */

#include "run/bound_private.h"

#include "base/bug.h"
#include "run/lane.h"

static bool has_operand_moved(const ny_bounding *bounding, const ny_op *op, uint32_t period)
{
    const ny_plan *plan = bounding->plan;
    uint32_t periods = bounding->result->periods;
    if (op->code == NY_OP_PREVIOUS && period == 0)
        return false;
    if (op->code == NY_OP_PREVIOUS)
        period--;
    if (op->code == NY_OP_FINAL)
        period = plan->final_period;
    for (uint32_t i = 0; i < op->operands && period < periods; i++) {
        uint32_t operand = plan->operands.items[op->first_operand + i];
        bool once = plan->ops.items[operand].grain.kind == NY_GRAIN_CONTRACT;
        if (bounding->moved[(size_t)operand * periods + (once ? 0 : period)])
            return true;
    }
    return false;
}

/* Operations that rest on more than their operands. */
static bool looks_at_data(ny_op_code code)
{
    return code == NY_OP_REDUCE || code == NY_OP_REDUCE_BY || code == NY_OP_AMONG ||
           code == NY_OP_ROWS_OF || code == NY_OP_KNOWN_OF || code == NY_OP_EVENTS_OF ||
           code == NY_OP_LOW_OF || code == NY_OP_HIGH_OF || code == NY_OP_INPUT ||
           code == NY_OP_FACT || code == NY_OP_FACT_DATE;
}

static bool is_moved(const ny_bounding *bounding, const ny_op *op, const ny_set *set, size_t place)
{
    if (op->code == NY_OP_REDUCE_BY)
        return bounding->groups[(size_t)op->aux * bounding->result->periods + bounding->period]
            .moved;
    return !ny_set_is(op->kind, set, bounding->result->values[place]);
}

static void bound_figures(ny_bounding *bounding, ny_grain_kind grain)
{
    const ny_plan *plan = bounding->plan;
    uint32_t periods = bounding->result->periods;
    for (uint32_t number = 0; number < plan->ops.count; number++) {
        const ny_op *op = &plan->ops.items[number];
        size_t place = (size_t)number * periods + bounding->period;
        if (op->grain.kind != grain)
            continue;
        ny_arena_reset(bounding->scratch);
        if (!looks_at_data(op->code) && !has_operand_moved(bounding, op, bounding->period)) {
            bounding->sets[place] = ny_set_single(op->kind, bounding->result->values[place]);
            continue;
        }
        bounding->sets[place] =
            ny_set_keep(bounding->arena, op->kind, ny_bound_op(bounding, number));
        bounding->moved[place] = is_moved(bounding, op, &bounding->sets[place], place);
        bounding->ever_moved[number] = bounding->ever_moved[number] || bounding->moved[place];
    }
}

/* --- what is reported -------------------------------------------------------------------------- */

static void report_figure(ny_bounding *bounding, uint32_t figure, uint32_t period)
{
    uint32_t op = bounding->plan->figures.items[figure], periods = bounding->result->periods;
    if (op == NY_NONE || bounding->plan->ops.items[op].grain.kind == NY_GRAIN_ROW)
        return;
    bool once = bounding->plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
    size_t place = (size_t)op * periods + (once ? 0 : period);
    const ny_set *set = &bounding->sets[place];
    ny_bound *bound = &bounding->bounds->figures[(size_t)figure * periods + period];
    if (!bounding->moved[place])
        return;
    bound->moved = true;
    bound->may_be_unknown = set->may & (NY_SET_UNKNOWN | NY_SET_ABSENT);
    bound->may_stop = set->may & NY_SET_UNDEFINED;
    bound->has_value =
        bounding->plan->ops.items[op].kind == NY_KIND_NUMBER && (set->may & NY_SET_KNOWN);
    bound->low = set->low;
    bound->high = set->high;
    bounding->bounds->any = true;
}

/* What meets a figure of the whole contract meets every statement. */
static void touch_all_periods(ny_bounding *bounding)
{
    uint32_t periods = bounding->result->periods;
    for (uint32_t i = 0; i < bounding->faults->faults.count; i++)
        for (uint32_t p = 1; p < periods; p++)
            bounding->touches[(size_t)i * periods + p] = bounding->touches[(size_t)i * periods];
}

static void count_touching(ny_bounding *bounding)
{
    ny_bounds *bounds = bounding->bounds;
    bounds->touching = NY_NEW_ARRAY(bounding->arena, uint32_t, (size_t)bounds->periods + 1);
    for (uint32_t i = 0; i < bounding->faults->faults.count; i++) {
        bool any = false;
        for (uint32_t p = 0; p < bounds->periods; p++) {
            bool touches = bounding->touches[(size_t)i * bounds->periods + p];
            bounds->touching[p] += touches;
            any = any || touches;
        }
        bounds->touching_any += any;
    }
}

static ny_bounding begin(ny_arena *arena, const ny_result *result, const ny_inputs *inputs,
                         const ny_faults *faults, ny_bounds *bounds)
{
    const ny_plan *plan = result->plan;
    size_t ops = (size_t)plan->ops.count + 1, periods = result->periods;
    ny_bounding bounding = {.arena = arena,
                            .scratch = ny_arena_create(),
                            .exact = *result->state,
                            .plan = plan,
                            .model = plan->model,
                            .inputs = inputs,
                            .result = result,
                            .faults = faults,
                            .bounds = bounds};
    bounding.exact.inputs = inputs;
    bounding.exact.scratch = bounding.scratch;
    bounding.exact.rows = NULL;
    bounding.sets = NY_NEW_ARRAY(arena, ny_set, ops * periods);
    bounding.moved = NY_NEW_ARRAY(arena, bool, ops *periods);
    bounding.ever_moved = NY_NEW_ARRAY(arena, bool, ops);
    bounding.slots = NY_NEW_ARRAY(arena, ny_set, ops);
    bounding.moves = NY_NEW_ARRAY(arena, bool, ops);
    bounding.measured =
        NY_NEW_ARRAY(arena, ny_bound_measured, plan->reductions.count * periods + 1);
    bounding.groups = NY_NEW_ARRAY(arena, ny_bound_groups, plan->reductions.count * periods + 1);
    bounding.touches = NY_NEW_ARRAY(arena, uint8_t, faults->faults.count * periods + 1);
    return bounding;
}

static bool could_move(const ny_faults *faults)
{
    for (uint32_t i = 0; i < faults->faults.count; i++)
        if (faults->faults.items[i].kind != NY_FAULT_MOVES_NOTHING)
            return true;
    return false;
}

const ny_bounds *ny_bound_run(ny_arena *arena, const ny_result *result, const ny_inputs *inputs,
                              const ny_faults *faults)
{
    const ny_plan *plan = result->plan;
    ny_bounds *bounds = NY_NEW(arena, ny_bounds);
    size_t figures = plan->model->figures.count;
    NY_BUG_ON(result->stop.stopped);
    bounds->periods = result->periods;
    bounds->figures = NY_NEW_ARRAY(arena, ny_bound, figures * result->periods + 1);
    bounds->touching = NY_NEW_ARRAY(arena, uint32_t, (size_t)result->periods + 1);
    if (!could_move(faults) || result->periods == 0)
        return bounds;
    ny_bounding bounding = begin(arena, result, inputs, faults, bounds);
    ny_bound_prepare(&bounding);
    ny_bound_windows(&bounding);
    bound_figures(&bounding, NY_GRAIN_CONTRACT);
    touch_all_periods(&bounding);
    for (bounding.period = 0; bounding.period < result->periods; bounding.period++) {
        bound_figures(&bounding, NY_GRAIN_EACH_PERIOD);
        for (uint32_t i = 0; i < figures; i++)
            report_figure(&bounding, i, bounding.period);
        for (uint32_t i = 0; i < plan->payments.count; i++)
            ny_bound_pay(&bounding, i);
    }
    bounds->any = bounds->any || bounds->paid.count;
    count_touching(&bounding);
    ny_block_end(&bounding.exact);
    ny_arena_destroy(bounding.scratch);
    return bounds;
}

const ny_paid_bound *ny_bound_of_pair(const ny_bounds *bounds, uint32_t period, uint32_t payment,
                                      uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < bounds->paid.count; i++) {
        const ny_paid_bound *paid = &bounds->paid.items[i];
        if (paid->period == period && paid->payment == payment && paid->from == from &&
            paid->to == to)
            return paid;
    }
    return NULL;
}
