/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The fast evaluator's walk, the same as the exact one's: windows, then period by period figures,
 * then payments; after all of them costs and benefits, which see the whole of the data. */

#include "run/fast.h"

#include "base/bug.h"
#include "run/fast_private.h"

/* --- beginning -------------------------------------------------------------------------------- */

static bool looks_at_rows(const ny_op *op)
{
    return op->code == NY_OP_REDUCE || op->code == NY_OP_REDUCE_BY || op->code == NY_OP_AMONG;
}

/* Settled values and unknown ones; operations of row grain have none here. */
static void begin_values(ny_fast *fast)
{
    const ny_fast_plan *prepared = fast->prepared;
    for (uint32_t op = 0; op < fast->plan->ops.count; op++)
        if (prepared->is_settled[op])
            fast->values[(size_t)op * fast->periods] = prepared->settled[op];
    for (uint32_t i = 0; i < prepared->contract.count; i++)
        fast->values[(size_t)prepared->contract.items[i] * fast->periods].state = NY_UNKNOWN;
    for (uint32_t i = 0; i < prepared->period.count; i++)
        for (uint32_t p = 0; p < fast->periods; p++)
            fast->values[(size_t)prepared->period.items[i] * fast->periods + p].state = NY_UNKNOWN;
}

ny_fast ny_fast_begin(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs)
{
    uint32_t periods = inputs->periods ? inputs->periods : 1;
    ny_fast fast = {.arena = arena,
                    .prepared =
                        inputs->fast ? inputs->fast : ny_fast_prepare(arena, plan, NY_KERNELS_BEST),
                    .plan = plan,
                    .model = plan->model,
                    .inputs = inputs,
                    .periods = periods,
                    .data_date = NY_DATE_HIGHEST,
                    .row_period = NY_NONE};
    NY_BUG_ON(fast.prepared->plan != plan);
    size_t reduced = (size_t)plan->reductions.count * periods + 1;
    fast.values = NY_NEW_ARRAY(arena, ny_fast_value, (size_t)plan->ops.count * periods + 1);
    fast.measured = NY_NEW_ARRAY(arena, ny_fast_measured, reduced);
    fast.groups = NY_NEW_ARRAY(arena, ny_fast_groups, reduced);
    fast.windows = NY_NEW_ARRAY(arena, uint32_t *, (size_t)plan->windows.count + 1);
    fast.by_row = NY_NEW_ARRAY(arena, ny_fast_value *, (size_t)plan->inputs.count + 1);
    fast.tables = NY_NEW_ARRAY(arena, ny_fast_table, (size_t)plan->model->tables.count + 1);
    fast.lanes = NY_NEW_ARRAY(arena, ny_fast_lanes, (size_t)fast.prepared->slots + 1);
    begin_values(&fast);
    ny_fast_compute_contract(&fast);
    return fast;
}

void ny_fast_compute_contract(ny_fast *fast)
{
    for (uint32_t i = 0; i < fast->prepared->contract.count; i++) {
        uint32_t op = fast->prepared->contract.items[i];
        if (!looks_at_rows(&fast->plan->ops.items[op]))
            fast->values[(size_t)op * fast->periods] = ny_fast_op(fast, op, 0);
    }
}

/* Operands stand before what they make, so the depth is that of the contract's expressions. */
ny_fast_value ny_fast_contract(ny_fast *fast, uint32_t op)
{
    const ny_op *of = &fast->plan->ops.items[op];
    ny_fast_value *value = &fast->values[(size_t)op * fast->periods];
    if (of->grain.kind != NY_GRAIN_CONTRACT || fast->prepared->is_settled[op] || looks_at_rows(of))
        return *value;
    for (uint32_t i = 0; i < of->operands; i++)
        (void)ny_fast_contract(fast, fast->plan->operands.items[of->first_operand + i]);
    *value = ny_fast_op(fast, op, 0);
    return *value;
}

/* --- periods ---------------------------------------------------------------------------------- */

static void run_figure(ny_fast *fast, uint32_t op)
{
    ny_fast_value value = ny_fast_op(fast, op, 0);
    fast->values[(size_t)op * fast->periods + fast->period] = value;
    if (value.state == NY_UNDEFINED && fast->plan->figure_of_op.items[op] != NY_NONE)
        fast->ties = true;
}

static void begin_years(ny_arena *arena, ny_fast_result *result, const ny_calendar_years *years)
{
    size_t places = (size_t)result->plan->payments.count * years->count * result->parties;
    result->paid_in = NY_NEW_ARRAY(arena, int64_t, places + 1);
    result->flowed_in = NY_NEW_ARRAY(arena, double, places + 1);
    result->due = (ny_due_rows){.first = NY_NONE,
                                .rows = NY_NEW_ARRAY(arena, uint32_t, (size_t)years->count + 1)};
}

static ny_fast_result *empty_result(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs)
{
    uint32_t periods = inputs->periods;
    ny_fast_result *result = NY_NEW(arena, ny_fast_result);
    size_t places = (size_t)plan->payments.count * periods;
    result->plan = plan;
    result->periods = periods;
    result->parties = plan->model->parties.count;
    result->made = NY_NEW_ARRAY(arena, bool, places + 1);
    result->counts = NY_NEW_ARRAY(arena, int64_t, places * result->parties * result->parties + 1);
    result->flows = NY_NEW_ARRAY(arena, ny_fast_value, places * result->parties + 1);
    result->late = NY_NEW_ARRAY(arena, double, (size_t)plan->payments.count * result->parties + 1);
    if (inputs->years)
        begin_years(arena, result, inputs->years);
    return result;
}

/* Groups are no values: an exact result does not hold them. */
static void run_groups(ny_fast *fast, ny_grain_kind grain, uint32_t periods)
{
    const ny_plan *plan = fast->plan;
    for (fast->period = 0; fast->period < periods; fast->period++) {
        fast->data_date = plan->model->periods.items[fast->period].data_date;
        for (uint32_t op = 0; op < plan->ops.count; op++)
            if (plan->ops.items[op].code == NY_OP_REDUCE_BY &&
                plan->ops.items[op].grain.kind == grain)
                ny_fast_reduce_by(fast, plan->ops.items[op].aux);
    }
    fast->period = 0;
}

/* Shares that are known and come to a whole; else the exact one stops, and says why. */
static bool shares_stand(const ny_fast *fast)
{
    for (uint32_t i = 0; i < fast->plan->parties.count; i++) {
        const ny_plan_party *party = &fast->plan->parties.items[i];
        double sum = 0;
        for (uint32_t j = 0; j < party->shares.count; j++) {
            ny_fast_value share = ny_fast_lane(fast, party->shares.items[j], 0);
            if (share.state != NY_KNOWN || share.value < 0)
                return false;
            sum += share.value;
        }
        if (party->shares.count && !(sum > 1 - 1e-9 && sum < 1 + 1e-9))
            return false;
    }
    return true;
}

static void run_flows(ny_fast *fast, ny_fast_result *result)
{
    fast->data_date = NY_DATE_HIGHEST;
    for (fast->period = 0; fast->period < fast->periods; fast->period++)
        for (uint32_t i = 0; i < fast->plan->payments.count; i++)
            ny_fast_flow(fast, result, i);
}

ny_fast_result *ny_fast_run(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs)
{
    ny_fast_result *result = empty_result(arena, plan, inputs);
    if (inputs->periods == 0)
        return result;
    ny_fast fast = ny_fast_begin(arena, plan, inputs);
    result->values = fast.values;
    result->measured = fast.measured;
    fast.data_date = plan->model->periods.items[0].data_date;
    for (uint32_t i = 0; i < fast.prepared->contract.count; i++) /* running numbers ask for them */
        run_figure(&fast, fast.prepared->contract.items[i]);
    if (!shares_stand(&fast)) {
        result->ties = true;
        return result;
    }
    ny_fast_windows(&fast);
    for (fast.period = 0; fast.period < fast.periods; fast.period++) {
        fast.data_date = plan->model->periods.items[fast.period].data_date;
        for (uint32_t i = 0; i < fast.prepared->period.count; i++)
            run_figure(&fast, fast.prepared->period.items[i]);
        for (uint32_t i = 0; i < plan->payments.count; i++)
            ny_fast_pay(&fast, result, i);
    }
    result->ties = fast.ties;
    run_flows(&fast, result);
    return result;
}

/* --- from an exact run ------------------------------------------------------------------------ */

/* What only models use is not computed by the exact evaluator (exp and its kin, and what rests on
 * them): those operations keep the fast value. */
static void take_values(ny_fast_result *result, const ny_result *exact)
{
    const ny_plan *plan = result->plan;
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        const ny_op *of = &plan->ops.items[op];
        if (of->grain.kind == NY_GRAIN_ROW || of->grain.kind == NY_GRAIN_EACH_CYCLE ||
            of->kind == NY_KIND_TEXT)
            continue;
        for (uint32_t p = 0; p < result->periods; p++) {
            size_t place = (size_t)op * result->periods + p;
            if (of->grain.kind == NY_GRAIN_CONTRACT && p > 0)
                break;
            if (exact->values[place].state == NY_KNOWN ||
                result->values[place].state == NY_UNDEFINED)
                result->values[place] = ny_fast_of_value(of->kind, exact->values[place]);
        }
    }
}

static void take_measures(ny_fast_result *result, const ny_result *exact)
{
    for (uint32_t r = 0; r < result->plan->reductions.count; r++)
        for (uint32_t p = 0; p < result->periods; p++) {
            if (result->plan->reductions.items[r].measure == NY_NONE)
                break;
            const ny_measured *from = &exact->measured[(size_t)r * result->periods + p];
            ny_fast_measured *to = &result->measured[(size_t)r * result->periods + p];
            to->rows = from->rows;
            to->known = from->known;
            to->events = from->events;
            to->value = ny_fast_of_value(NY_KIND_NUMBER, from->value);
            to->low = ny_fast_of_value(NY_KIND_NUMBER, from->low);
            to->high = ny_fast_of_value(NY_KIND_NUMBER, from->high);
        }
}

/* A line by the calendar year in which it falls due. */
static void take_year(ny_fast_result *result, const ny_calendar_years *years, uint32_t number,
                      const ny_line *line, int64_t count)
{
    uint32_t year = ny_fast_year_of(years, line->due, 0);
    int64_t *paid = &result->paid_in[((size_t)number * years->count + year) * result->parties];
    paid[line->payer] -= count;
    paid[line->payee] += count;
}

static void take_lines(ny_arena *arena, ny_fast_result *result, const ny_inputs *inputs,
                       const ny_result *exact)
{
    const ny_model *model = result->plan->model;
    size_t parties = result->parties;
    size_t places = (size_t)result->plan->payments.count * result->periods;
    for (size_t i = 0; i < places * parties * parties; i++)
        result->counts[i] = 0;
    for (uint32_t number = 0; number < result->plan->payments.count; number++)
        for (uint32_t p = 0; p < result->periods; p++) {
            size_t place = (size_t)number * result->periods + p;
            const ny_paid *paid = &exact->paid[place];
            for (uint32_t i = 0; i < paid->lines; i++) {
                const ny_line *line = &exact->lines.items[paid->first_line + i];
                const ny_currency *currency =
                    &model->currencies.items[model->payments.items[line->payment].currency];
                int64_t count;
                NY_BUG_ON(!ny_rational_to_whole(
                    ny_rational_divide(arena, line->amount, currency->rounding), &count));
                result->counts[(place * parties + line->payer) * parties + line->payee] += count;
                if (inputs->years)
                    take_year(result, inputs->years, number, line, count);
            }
        }
}

void ny_fast_take_exact(ny_arena *arena, ny_fast_result *result, const ny_inputs *inputs,
                        const ny_result *exact)
{
    NY_BUG_ON(exact->stop.stopped || exact->periods != result->periods);
    take_values(result, exact);
    take_measures(result, exact);
    if (inputs->years)
        begin_years(arena, result, inputs->years);
    take_lines(arena, result, inputs, exact);
    size_t places = (size_t)result->plan->payments.count * result->periods * result->parties;
    for (size_t i = 0; i < places; i++)
        result->flows[i] = ny_fast_exactly(0);
    for (size_t i = 0; i < (size_t)result->plan->payments.count * result->parties; i++)
        result->late[i] = 0;
    ny_fast fast = ny_fast_begin(arena, result->plan, inputs);
    fast.values = result->values;
    fast.measured = result->measured;
    run_groups(&fast, NY_GRAIN_CONTRACT, 1);
    ny_fast_windows(&fast);
    run_groups(&fast, NY_GRAIN_EACH_PERIOD, fast.periods);
    run_flows(&fast, result);
}

/* --- looking ---------------------------------------------------------------------------------- */

int64_t ny_fast_count(const ny_fast_result *result, uint32_t payment, uint32_t period,
                      uint32_t payer, uint32_t payee)
{
    size_t place = (size_t)payment * result->periods + period;
    return result->counts[(place * result->parties + payer) * result->parties + payee];
}

ny_fast_value ny_fast_figure(const ny_fast_result *result, uint32_t figure, uint32_t period)
{
    uint32_t op = result->plan->figures.items[figure];
    if (op == NY_NONE || result->plan->ops.items[op].grain.kind == NY_GRAIN_ROW)
        return (ny_fast_value){0, 0, NY_UNKNOWN};
    bool one = result->plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
    return result->values[(size_t)op * result->periods + (one ? 0 : period)];
}
