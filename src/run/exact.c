/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The exact evaluator's walk: the contract's own figures, running numbers, then period by period
 * figures and payments. */

#include "run/exact_private.h"

#include "base/bug.h"
#include "run/lane.h"
#include "run/rests.h"

void ny_exact_stop(ny_exact *exact, ny_code code, ny_span span, ny_text a, ny_text b, ny_text c)
{
    ny_stop *stop = &exact->result->stop;
    if (stop->stopped)
        return;
    *stop = (ny_stop){.stopped = true, .code = code, .span = span, .word_count = 4};
    stop->words[0] = ny_text_copy(exact->arena, a);
    stop->words[1] = ny_text_copy(exact->arena, b);
    stop->words[2] = ny_text_copy(exact->arena, c);
}

/* What left a value undefined: a date that cannot be, or a division by zero. */
static ny_code undefined_code(const ny_exact *exact, ny_value value, ny_code divided)
{
    ny_op_code code = exact->plan->ops.items[value.is.index].code;
    bool date = code == NY_OP_DATE_ADD_DAYS || code == NY_OP_DATE_ADD_MONTHS;
    return date ? NY_NO_DATE_COMES_OF_IT : divided;
}

void ny_exact_undefined(ny_exact *exact, ny_value value, ny_text what)
{
    const ny_op *op = &exact->plan->ops.items[value.is.index];
    ny_exact_stop(exact, undefined_code(exact, value, NY_DIVIDED_BY_ZERO), op->span, what,
                  op->grain.kind == NY_GRAIN_CONTRACT
                      ? ny_phrase_text(exact->inputs->language, NY_WORDS_CONTRACT_AS_A_WHOLE)
                      : ny_exact_where(exact),
                  NY_NO_TEXT);
}

bool ny_exact_divided(ny_exact *exact, ny_value value)
{
    if (value.state != NY_UNDEFINED)
        return false;
    bool first = !exact->result->stop.stopped;
    ny_exact_stop(exact, undefined_code(exact, value, NY_DIVIDED_BY_ZERO_IN_ROW),
                  exact->plan->ops.items[value.is.index].span,
                  exact->model->tables.items[exact->rows->table].name,
                  ny_rows_key(exact->model, exact->rows, exact->row), NY_NO_TEXT);
    exact->result->stop.names_row = first || exact->result->stop.names_row;
    return true;
}

ny_text ny_exact_where(const ny_exact *exact)
{
    return ny_period_name(exact->arena, exact->inputs->language, exact->model, exact->period);
}

/* --- runs apart ------------------------------------------------------------------------------- */

ny_exact ny_exact_apart(const ny_exact *exact, ny_arena *arena, ny_result *result)
{
    ny_exact apart = *exact;
    *result = *exact->result;
    result->lines.items = NULL;
    result->lines.count = result->lines.capacity = 0;
    apart.result = result;
    apart.arena = arena;
    apart.scratch = ny_arena_create();
    apart.slots = NY_NEW_ARRAY(arena, ny_value, exact->plan->ops.count + 1);
    apart.block = NULL;
    apart.parted = (ny_parted){.plan = NULL};
    return apart;
}

void ny_exact_apart_end(ny_exact *apart)
{
    ny_block_end(apart);
    ny_arena_destroy(apart->scratch);
}

ny_rational ny_exact_keep_number(ny_exact *exact, ny_rational number)
{
    return ny_exact_keep(exact, NY_KIND_NUMBER, ny_value_number(number)).is.number;
}

/* --- periods ----------------------------------------------------------------------------------- */

static void run_figures(ny_exact *exact, ny_grain_kind grain)
{
    const ny_plan *plan = exact->plan;
    uint32_t periods = exact->result->periods;
    for (uint32_t op = 0; op < plan->ops.count && !exact->result->stop.stopped; op++) {
        const ny_op *of = &plan->ops.items[op];
        if (of->grain.kind != grain)
            continue;
        ny_arena_reset(exact->scratch);
        ny_value value = ny_exact_keep(exact, of->kind, ny_exact_op(exact, op));
        exact->result->values[(size_t)op * periods + exact->period] = value;
        uint32_t figure = plan->figure_of_op.items[op];
        if (value.state == NY_UNDEFINED && figure != NY_NONE)
            ny_exact_undefined(exact, value, exact->model->figures.items[figure].name);
    }
}

/* What parties pay together is paid in full, and once. */
static void check_shares(ny_exact *exact)
{
    for (uint32_t i = 0; i < exact->plan->parties.count; i++) {
        const ny_plan_party *party = &exact->plan->parties.items[i];
        ny_rational sum = NY_RATIONAL_ZERO;
        bool good = true;
        for (uint32_t j = 0; j < party->shares.count; j++) {
            ny_value share = ny_exact_get(exact, party->shares.items[j]);
            good = good && share.state == NY_KNOWN && ny_rational_sign(share.is.number) >= 0;
            if (good)
                sum = ny_rational_add(exact->arena, sum, share.is.number);
        }
        if (party->shares.count && (!good || ny_rational_compare(sum, NY_RATIONAL_ONE) != 0))
            ny_exact_stop(exact, NY_SHARES_AT_RUN, exact->model->parties.items[i].span,
                          exact->model->parties.items[i].name, NY_NO_TEXT, NY_NO_TEXT);
    }
}

static uint32_t rows_outside(const ny_exact *exact)
{
    const ny_model *model = exact->model;
    uint32_t outside = 0, first, end;
    if (!model->periods.count || !model->term_periods)
        return 0;
    for (uint32_t t = 0; t < model->tables.count; t++) {
        const ny_rows *rows = &exact->inputs->tables[t];
        if (model->tables.items[t].date == NY_NONE || !rows->count)
            continue;
        ny_rows_dated(model, rows, model->periods.items[0].from,
                      model->periods.items[model->term_periods - 1].end, &first, &end);
        outside += rows->count - (end - first);
    }
    return outside;
}

/* Of tables that are paid for row by row, no more than this is made room for at once. */
#define NY_LINES_FORESEEN 4000000u

/* A list that doubles is copied as often; room that no line takes costs nothing. */
static void foresee_lines(ny_exact *exact)
{
    uint64_t rows = 0;
    for (uint32_t i = 0; i < exact->plan->payments.count; i++) {
        const ny_payment *payment =
            &exact->model->payments.items[exact->plan->payments.items[i].payment];
        if (!payment->is_cost && !payment->is_benefit && payment->words->time == NY_TIME_FOR_EACH)
            rows += exact->inputs->tables[payment->table].count;
    }
    uint32_t room = rows < NY_LINES_FORESEEN ? (uint32_t)rows : NY_LINES_FORESEEN;
    if (!room)
        return;
    exact->result->lines.items = NY_NEW_ARRAY(exact->arena, ny_line, room);
    exact->result->lines.capacity = room;
}

bool ny_exact_alone(ny_arena *arena, const ny_plan *plan, ny_language language,
                    const ny_value *values, ny_value *ret_values, ny_stop *ret_stop)
{
    ny_result result = {.plan = plan, .periods = 1, .values = ret_values};
    ny_inputs inputs = {.language = language, .values = values, .periods = 1};
    ny_exact exact = {.arena = arena,
                      .scratch = ny_arena_create(),
                      .plan = plan,
                      .model = plan->model,
                      .inputs = &inputs,
                      .result = &result,
                      .group = NY_NONE};
    run_figures(&exact, NY_GRAIN_CONTRACT);
    ny_arena_destroy(exact.scratch);
    *ret_stop = result.stop;
    return !result.stop.stopped;
}

ny_result *ny_exact_run(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs)
{
    ny_result *result = NY_NEW(arena, ny_result);
    result->plan = plan;
    result->periods = inputs->periods;
    if (inputs->periods == 0)
        return result;
    size_t periods = inputs->periods;
    result->values = NY_NEW_ARRAY(arena, ny_value, plan->ops.count * periods + 1);
    result->measured = NY_NEW_ARRAY(arena, ny_measured, plan->reductions.count * periods + 1);
    result->paid = NY_NEW_ARRAY(arena, ny_paid, plan->payments.count * periods + 1);
    if (inputs->by)
        result->grouped = NY_NEW_ARRAY(
            arena, ny_measured, plan->reductions.count * periods * (size_t)inputs->by->groups + 1);
    ny_exact exact = {.arena = arena,
                      .scratch = ny_arena_create(),
                      .plan = plan,
                      .model = plan->model,
                      .inputs = inputs,
                      .result = result,
                      .group = NY_NONE};
    exact.slots = NY_NEW_ARRAY(arena, ny_value, plan->ops.count + 1);
    exact.groups = NY_NEW_ARRAY(arena, ny_groups, plan->reductions.count * periods + 1);
    exact.windows = NY_NEW_ARRAY(arena, uint32_t *, plan->windows.count + 1);
    foresee_lines(&exact);
    exact.rests_on = ny_rests_on(arena, plan, inputs->periods);
    run_figures(&exact, NY_GRAIN_CONTRACT);
    if (!result->stop.stopped) /* else what stands behind the stop was not computed */
        check_shares(&exact);
    for (uint32_t w = 0; w < plan->windows.count && !result->stop.stopped; w++)
        exact.windows[w] = ny_exact_window(&exact, &plan->windows.items[w]);
    ny_exact_gather_ahead(&exact);
    for (exact.period = 0; exact.period < periods && !result->stop.stopped; exact.period++) {
        ny_progress_tell(inputs->progress, NY_STAGE_COMPUTING, NY_NO_TEXT, exact.period + 1,
                         periods);
        run_figures(&exact, NY_GRAIN_EACH_PERIOD);
        for (uint32_t i = 0; i < plan->payments.count && !result->stop.stopped; i++)
            ny_exact_pay(&exact, i);
        if (inputs->by)
            ny_exact_groups(&exact);
    }
    result->outside_term = rows_outside(&exact);
    ny_block_end(&exact);
    ny_exact_ahead_end(&exact);
    ny_arena_destroy(exact.scratch);
    ny_exact *state = NY_NEW(arena, ny_exact);
    *state = exact;
    state->block = NULL;
    result->state = state;
    return result;
}
