/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See why.h. The walk goes over the plan's operations, from what was asked for to what it needs, and
 * makes a step of every figure that it meets. Of two lines of a rule only the one that was taken is
 * followed; before the run, when nobody knows which, both are (find_traces). */

#include "use/why.h"

#include "base/bug.h"

const char *ny_decided_text(ny_decided how)
{
    static const char *const texts[] = {
#define NY_DECISION(name, text) text,
#include "use/decisions.def"
#undef NY_DECISION
    };
    NY_BUG_ON(how >= NY_DECIDED_COUNT);
    return texts[how];
}

static uint32_t operand_of(const ny_plan *plan, uint32_t op, uint32_t index)
{
    return plan->operands.items[plan->ops.items[op].first_operand + index];
}

static bool is_over_rows(ny_op_code code)
{
    return code == NY_OP_REDUCE || code == NY_OP_REDUCE_BY || code == NY_OP_ROWS_OF ||
           code == NY_OP_KNOWN_OF || code == NY_OP_EVENTS_OF;
}

/* The operation that gives what was asked for, or NY_NONE. */
static uint32_t op_of(const ny_plan *plan, ny_why_asked asked)
{
    switch (asked.kind) {
    case NY_WHY_PAYMENT:
        return plan->payments.items[asked.number].amount;
    case NY_WHY_FIGURE:
        return plan->figures.items[asked.number];
    case NY_WHY_TALLY:
        return NY_NONE;
    }
    NY_BUG("kind of step");
}

/* --- before the run: which rows will be asked after -------------------------------------------- */

typedef struct ny_tracing {
    ny_arena *arena;
    const ny_plan *plan;
    bool *seen; /* by operation */
    uint32_t period;
    NY_LIST(ny_trace_of) traces;
} ny_tracing;

static void add_trace(ny_tracing *tracing, bool payment, uint32_t number, uint32_t period)
{
    for (uint32_t i = 0; i < tracing->traces.count; i++) {
        const ny_trace_of *of = &tracing->traces.items[i];
        if (of->payment == payment && of->number == number && of->period == period)
            return;
    }
    *NY_APPEND(tracing->arena, &tracing->traces) = (ny_trace_of){payment, number, period};
}

static void find_traces(ny_tracing *tracing, uint32_t op)
{
    const ny_plan *plan = tracing->plan;
    if (op == NY_NONE || tracing->seen[op])
        return;
    tracing->seen[op] = true;
    const ny_op *of = &plan->ops.items[op];
    if (of->code == NY_OP_PREVIOUS)
        return;
    if (of->code == NY_OP_FINAL && tracing->period != plan->final_period)
        return;
    if (is_over_rows(of->code) && of->code != NY_OP_REDUCE_BY)
        add_trace(tracing, false, of->aux,
                  of->grain.kind == NY_GRAIN_CONTRACT ? 0 : tracing->period);
    for (uint32_t i = 0; i < of->operands; i++)
        find_traces(tracing, operand_of(plan, op, i));
}

ny_trace_of *ny_why_traces(ny_arena *arena, const ny_plan *plan, ny_why_asked asked,
                           uint32_t period, uint32_t *ret_count)
{
    ny_tracing tracing = {.arena = arena, .plan = plan, .period = period};
    tracing.seen = NY_NEW_ARRAY(arena, bool, (size_t)plan->ops.count + 1);
    find_traces(&tracing, op_of(plan, asked));
    if (asked.kind == NY_WHY_PAYMENT) {
        const ny_plan_payment *payment = &plan->payments.items[asked.number];
        if (plan->model->payments.items[payment->payment].words->time == NY_TIME_FOR_EACH)
            add_trace(&tracing, true, asked.number, period);
        find_traces(&tracing, payment->where);
        find_traces(&tracing, payment->when);
        find_traces(&tracing, payment->if_by_then);
    }
    *ret_count = tracing.traces.count;
    return tracing.traces.items;
}

/* --- steps ------------------------------------------------------------------------------------- */

typedef struct ny_walking {
    ny_arena *arena;
    ny_why *why;
    const ny_result *result;
    const ny_plan *plan;
    bool *seen;          /* by operation: of the step at hand */
    const ny_trace *row; /* of a payment for each row: where the values of the row stand; or NULL */
} ny_walking;

/* Of a row: that of the row asked for; without one nobody knows. */
static ny_value value_of(const ny_walking *walking, uint32_t op, uint32_t period)
{
    if (walking->plan->ops.items[op].grain.kind != NY_GRAIN_ROW)
        return ny_result_value(walking->result, op, period);
    const ny_trace *trace = walking->row;
    return trace && trace->slots ? trace->slots[op] : ny_value_unknown();
}

static bool has_value(const ny_walking *walking, uint32_t op)
{
    return walking->plan->ops.items[op].grain.kind != NY_GRAIN_ROW ||
           (walking->row && walking->row->slots);
}

static const ny_trace *trace_of(const ny_result *result, bool payment, uint32_t number,
                                uint32_t period)
{
    for (uint32_t i = 0; i < result->traces.count; i++) {
        const ny_trace *trace = result->traces.items[i];
        if (trace->of.payment == payment && trace->of.number == number &&
            trace->of.period == period)
            return trace;
    }
    return NULL;
}

static uint32_t find_step(const ny_why *why, ny_why_asked of, uint32_t period)
{
    for (uint32_t i = 0; i < why->steps.count; i++) {
        const ny_why_step *step = &why->steps.items[i];
        if (step->of.kind == of.kind && step->of.number == of.number &&
            (step->whole || step->period == period))
            return i;
    }
    return NY_NONE;
}

static void walk(ny_walking *walking, uint32_t step, uint32_t op);

static void decide(ny_walking *walking, uint32_t step, ny_decided how, uint32_t part,
                   uint32_t other)
{
    ny_why_step *at = &walking->why->steps.items[step];
    *NY_APPEND(walking->arena, &at->decisions) = (ny_decision){
        .how = how,
        .part = part,
        .value = part == NY_NONE ? ny_value_unknown() : value_of(walking, part, at->period),
        .other = other,
        .instead = other == NY_NONE ? ny_value_unknown() : value_of(walking, other, at->period)};
}

/* What a measure or a count was made of. */
static void set_measured(ny_walking *walking, uint32_t step, uint32_t reduction)
{
    ny_why_step *at = &walking->why->steps.items[step];
    const ny_result *result = walking->result;
    at->measured = &result->measured[(size_t)reduction * result->periods + at->period];
    at->trace = trace_of(result, false, reduction, at->period);
    bool measure = walking->plan->reductions.items[reduction].measure != NY_NONE;
    if (measure && !at->measured->reports)
        decide(walking, step, NY_DECIDED_NOTHING_REPORTS, NY_NONE, NY_NONE);
    else if (measure && at->measured->would_be.state != NY_KNOWN)
        decide(walking, step, NY_DECIDED_NO_ROW_KNOWN, NY_NONE, NY_NONE);
    else if (measure && at->measured->value.state != NY_KNOWN)
        decide(walking, step, NY_DECIDED_NEEDS_NOT_MET, NY_NONE, NY_NONE);
}

static uint32_t reduction_behind(const ny_plan *plan, uint32_t op)
{
    return op != NY_NONE && is_over_rows(plan->ops.items[op].code) ? plan->ops.items[op].aux
                                                                   : NY_NONE;
}

/* The step of this figure in this statement, made if it is not there yet. */
static uint32_t step_of(ny_walking *walking, ny_why_asked of, uint32_t period, bool elsewhere)
{
    ny_why *why = walking->why;
    uint32_t found = find_step(why, of, period);
    if (found != NY_NONE)
        return found;
    uint32_t number = why->steps.count, op = op_of(walking->plan, of);
    const ny_op *gives = op == NY_NONE ? NULL : &walking->plan->ops.items[op];
    ny_why_step step = {
        .of = of, .period = period, .op = op, .elsewhere = elsewhere, .value = ny_value_unknown()};
    step.whole = gives && gives->grain.kind == NY_GRAIN_CONTRACT && of.kind == NY_WHY_FIGURE;
    step.period = step.whole ? 0 : period;
    step.elsewhere = elsewhere && !step.whole;
    step.per_row = gives && gives->grain.kind == NY_GRAIN_ROW && of.kind == NY_WHY_FIGURE;
    if (gives && (!step.per_row || has_value(walking, op)))
        step.value = value_of(walking, op, step.period);
    *NY_APPEND(walking->arena, &why->steps) = step;
    uint32_t reduction = of.kind == NY_WHY_TALLY ? of.number : reduction_behind(walking->plan, op);
    if (of.kind == NY_WHY_PAYMENT || step.elsewhere)
        return number;
    bool measured = of.kind == NY_WHY_TALLY ||
                    walking->plan->model->figures.items[of.number].kind == NY_FIGURE_MEASURE;
    if (measured && reduction != NY_NONE)
        set_measured(walking, number, reduction);
    else if (gives) {
        bool *before = walking->seen;
        walking->seen = NY_NEW_ARRAY(walking->arena, bool, (size_t)walking->plan->ops.count + 1);
        walk(walking, number, op);
        walking->seen = before;
    }
    return number;
}

static void rest_on(ny_walking *walking, uint32_t step, ny_why_asked of, uint32_t period,
                    bool elsewhere)
{
    uint32_t on = step_of(walking, of, period, elsewhere);
    ny_why_step *at = &walking->why->steps.items[step];
    for (uint32_t i = 0; i < at->rests.count; i++)
        if (at->rests.items[i] == on)
            return;
    if (on != step)
        *NY_APPEND(walking->arena, &at->rests) = on;
}

/* --- what decided ------------------------------------------------------------------------------ */

static int compare(ny_value a, ny_value b)
{
    if (a.state != NY_KNOWN || b.state != NY_KNOWN)
        return 0;
    return ny_rational_compare(a.is.number, b.is.number);
}

static void decide_keep(ny_walking *walking, uint32_t step, uint32_t op)
{
    uint32_t period = walking->why->steps.items[step].period;
    uint32_t of = operand_of(walking->plan, op, 0);
    ny_value value = value_of(walking, of, period);
    for (uint32_t i = 1; i <= 2; i++) {
        uint32_t limit = operand_of(walking->plan, op, i);
        int order = compare(value, value_of(walking, limit, period));
        if (i == 1 ? order < 0 : order > 0)
            decide(walking, step, i == 1 ? NY_DECIDED_LOWER_LIMIT : NY_DECIDED_UPPER_LIMIT, limit,
                   of);
    }
}

/* At or beyond an end: it gives what stands for that end. */
static void decide_scale(ny_walking *walking, uint32_t step, uint32_t op)
{
    uint32_t period = walking->why->steps.items[step].period;
    ny_value at = value_of(walking, operand_of(walking->plan, op, 0), period);
    ny_value from = value_of(walking, operand_of(walking->plan, op, 1), period);
    ny_value to = value_of(walking, operand_of(walking->plan, op, 2), period);
    int rises = compare(to, from);
    if (at.state != NY_KNOWN || !rises)
        return;
    if (compare(at, from) * rises <= 0)
        decide(walking, step, NY_DECIDED_SCALE_FROM, operand_of(walking->plan, op, 3),
               operand_of(walking->plan, op, 0));
    else if (compare(at, to) * rises >= 0)
        decide(walking, step, NY_DECIDED_SCALE_TO, operand_of(walking->plan, op, 4),
               operand_of(walking->plan, op, 0));
}

static void decide_extreme(ny_walking *walking, uint32_t step, uint32_t op, ny_decided how)
{
    uint32_t period = walking->why->steps.items[step].period;
    uint32_t a = operand_of(walking->plan, op, 0), b = operand_of(walking->plan, op, 1);
    int order = compare(value_of(walking, a, period), value_of(walking, b, period));
    bool first = how == NY_DECIDED_GREATEST ? order >= 0 : order <= 0;
    if (value_of(walking, op, period).state == NY_KNOWN)
        decide(walking, step, how, first ? a : b, first ? b : a);
}

/* A product that is 0 is so because of one factor. */
static void decide_zero(ny_walking *walking, uint32_t step, uint32_t op)
{
    uint32_t period = walking->why->steps.items[step].period;
    ny_value product = value_of(walking, op, period);
    if (product.state != NY_KNOWN || ny_rational_sign(product.is.number) != 0)
        return;
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t factor = operand_of(walking->plan, op, i);
        ny_value value = value_of(walking, factor, period);
        bool product_itself = walking->plan->ops.items[factor].code == NY_OP_MULTIPLY &&
                              walking->plan->figure_of_op.items[factor] == NY_NONE;
        if (!product_itself && value.state == NY_KNOWN && ny_rational_sign(value.is.number) == 0) {
            decide(walking, step, NY_DECIDED_FACTOR_IS_ZERO, factor, NY_NONE);
            return;
        }
    }
}

static void decide_weighing(ny_walking *walking, uint32_t step, uint32_t op)
{
    uint32_t period = walking->why->steps.items[step].period;
    for (uint32_t i = 1; i < walking->plan->ops.items[op].operands; i += 2) {
        uint32_t figure = operand_of(walking->plan, op, i);
        if (value_of(walking, figure, period).state != NY_KNOWN)
            decide(walking, step, NY_DECIDED_LEFT_OUT_OF_WEIGHING, figure, NY_NONE);
    }
}

static void decide_rounding(ny_walking *walking, uint32_t step, uint32_t op)
{
    uint32_t of = operand_of(walking->plan, op, 0);
    uint32_t period = walking->why->steps.items[step].period;
    if (compare(value_of(walking, of, period), value_of(walking, op, period)) != 0)
        decide(walking, step, NY_DECIDED_ROUNDED, of, NY_NONE);
}

/* `when`: the condition, and the line that was taken. */
static void choose(ny_walking *walking, uint32_t step, uint32_t op)
{
    uint32_t period = walking->why->steps.items[step].period;
    uint32_t condition = operand_of(walking->plan, op, 0);
    ny_value holds = value_of(walking, condition, period);
    bool known = holds.state == NY_KNOWN;
    decide(walking, step,
           !known           ? NY_DECIDED_UNSURE
           : holds.is.index ? NY_DECIDED_HOLDS
                            : NY_DECIDED_HOLDS_NOT,
           condition, NY_NONE);
    walk(walking, step, condition);
    if (known)
        walk(walking, step, operand_of(walking->plan, op, holds.is.index ? 1 : 2));
}

/* --- the walk ---------------------------------------------------------------------------------- */

static void walk_operands(ny_walking *walking, uint32_t step, uint32_t op)
{
    for (uint32_t i = 0; i < walking->plan->ops.items[op].operands; i++)
        walk(walking, step, operand_of(walking->plan, op, i));
}

/* `previous` and `in the final contract year`: a figure of another statement. */
static void walk_elsewhere(ny_walking *walking, uint32_t step, uint32_t op)
{
    const ny_plan *plan = walking->plan;
    uint32_t of = operand_of(plan, op, 0), figure = plan->figure_of_op.items[of];
    uint32_t period = walking->why->steps.items[step].period, at = plan->final_period;
    if (plan->ops.items[op].code == NY_OP_PREVIOUS) {
        if (period == 0) {
            decide(walking, step, NY_DECIDED_NO_PERIOD_BEFORE, NY_NONE, NY_NONE);
            return;
        }
        at = period - 1;
    } else if (period < at) {
        decide(walking, step, NY_DECIDED_TERM_GOES_ON, NY_NONE, NY_NONE);
        return;
    }
    if (figure != NY_NONE)
        rest_on(walking, step, (ny_why_asked){NY_WHY_FIGURE, figure}, at, at != period);
}

static void walk_rows(ny_walking *walking, uint32_t step, const ny_op *op)
{
    const ny_plan *plan = walking->plan;
    uint32_t measure = plan->reductions.items[op->aux].measure;
    uint32_t period = walking->why->steps.items[step].period;
    if (measure != NY_NONE)
        rest_on(walking, step,
                (ny_why_asked){NY_WHY_FIGURE, plan->model->measures.items[measure].figure}, period,
                false);
    else
        rest_on(walking, step, (ny_why_asked){NY_WHY_TALLY, op->aux},
                op->grain.kind == NY_GRAIN_CONTRACT ? 0 : period, false);
}

/* An operation within the step's own rule. */
static void walk_op(ny_walking *walking, uint32_t step, uint32_t op)
{
    const ny_op *of = &walking->plan->ops.items[op];
    bool has = has_value(walking, op);
    switch ((int)of->code) {
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
        walk_elsewhere(walking, step, op);
        return;
    case NY_OP_IN_FIRST: {
        bool first = walking->why->steps.items[step].period == 0;
        if (first)
            decide(walking, step, NY_DECIDED_FIRST_PERIOD, operand_of(walking->plan, op, 0),
                   NY_NONE);
        walk(walking, step, operand_of(walking->plan, op, first ? 0 : 1));
        return;
    }
    case NY_OP_REDUCE:
    case NY_OP_REDUCE_BY:
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
        walk_rows(walking, step, of);
        return;
    case NY_OP_INPUT:
    case NY_OP_INPUT_OF:
    case NY_OP_FACT:
    case NY_OP_FACT_DATE: {
        uint32_t figure = walking->plan->inputs.items[of->aux].figure;
        rest_on(walking, step, (ny_why_asked){NY_WHY_FIGURE, figure},
                walking->why->steps.items[step].period, false);
        walk_operands(walking, step, op);
        return;
    }
    case NY_OP_CHOOSE:
        if (has)
            choose(walking, step, op);
        else
            walk_operands(walking, step, op);
        return;
    default:
        break;
    }
    walk_operands(walking, step, op);
    if (!has)
        return;
    switch ((int)of->code) {
    case NY_OP_KEEP:
        decide_keep(walking, step, op);
        return;
    case NY_OP_SCALE:
        decide_scale(walking, step, op);
        return;
    case NY_OP_LEAST:
        decide_extreme(walking, step, op, NY_DECIDED_LEAST);
        return;
    case NY_OP_GREATEST:
        decide_extreme(walking, step, op, NY_DECIDED_GREATEST);
        return;
    case NY_OP_UNKNOWN_AS:
        if (value_of(walking, operand_of(walking->plan, op, 0),
                     walking->why->steps.items[step].period)
                .state != NY_KNOWN)
            decide(walking, step, NY_DECIDED_INSTEAD, operand_of(walking->plan, op, 1),
                   operand_of(walking->plan, op, 0));
        return;
    case NY_OP_WEIGH_KNOWN:
        decide_weighing(walking, step, op);
        return;
    case NY_OP_MULTIPLY:
        decide_zero(walking, step, op);
        return;
    case NY_OP_ROUND:
        decide_rounding(walking, step, op);
        return;
    default:
        return;
    }
}

/* An operation that the step needs: of a figure of its own, or of the step's own rule. */
static void walk(ny_walking *walking, uint32_t step, uint32_t op)
{
    if (op == NY_NONE || walking->seen[op])
        return;
    walking->seen[op] = true;
    const ny_why_step *at = &walking->why->steps.items[step];
    uint32_t figure = walking->plan->figure_of_op.items[op];
    bool own = at->of.kind == NY_WHY_FIGURE && at->op == op;
    if (figure != NY_NONE && !own)
        rest_on(walking, step, (ny_why_asked){NY_WHY_FIGURE, figure}, at->period, false);
    else
        walk_op(walking, step, op);
}

/* --- payments ---------------------------------------------------------------------------------- */

/* A condition of the whole payment: whether it holds, and what it rests on. */
static bool walk_condition(ny_walking *walking, uint32_t condition)
{
    if (condition == NY_NONE)
        return true;
    walk(walking, 0, condition);
    if (walking->plan->ops.items[condition].grain.kind == NY_GRAIN_ROW)
        return true; /* each row for itself: the trace says it */
    ny_value holds = value_of(walking, condition, walking->why->period);
    if (holds.state != NY_KNOWN)
        decide(walking, 0, NY_DECIDED_PAYMENT_UNSURE, condition, NY_NONE);
    else if (!holds.is.index)
        decide(walking, 0, NY_DECIDED_NOT_PAID, condition, NY_NONE);
    return holds.state == NY_KNOWN && holds.is.index;
}

static void walk_payment(ny_walking *walking, uint32_t number)
{
    const ny_result *result = walking->result;
    const ny_plan_payment *plan = &walking->plan->payments.items[number];
    uint32_t period = walking->why->period;
    ny_why_step *step = &walking->why->steps.items[0];
    const ny_paid *paid = &result->paid[(size_t)number * result->periods + period];
    step->value = paid->amount;
    step->trace = walking->row = trace_of(result, true, number, period);
    walking->seen = NY_NEW_ARRAY(walking->arena, bool, (size_t)walking->plan->ops.count + 1);
    walk(walking, 0, plan->on);
    if (!paid->made) {
        decide(walking, 0, NY_DECIDED_NOT_PAID_NOW, NY_NONE, NY_NONE);
        return;
    }
    bool holds = walk_condition(walking, plan->where);
    holds = walk_condition(walking, plan->when) && holds;
    holds = walk_condition(walking, plan->if_by_then) && holds;
    if (!holds)
        return;
    walk(walking, 0, plan->amount);
    if (paid->amount.state != NY_KNOWN)
        decide(walking, 0, NY_DECIDED_AMOUNT_UNKNOWN, plan->amount, NY_NONE);
}

ny_why *ny_why_of(ny_arena *arena, const ny_result *result, ny_why_asked asked, uint32_t period)
{
    ny_why *why = NY_NEW(arena, ny_why);
    *why = (ny_why){.result = result, .period = period};
    ny_walking walking = {.arena = arena, .why = why, .result = result, .plan = result->plan};
    (void)step_of(&walking, asked, period, false);
    if (asked.kind == NY_WHY_PAYMENT)
        walk_payment(&walking, asked.number);
    return why;
}

ny_span ny_why_span(const ny_plan *plan, const ny_why_step *step)
{
    const ny_model *model = plan->model;
    switch (step->of.kind) {
    case NY_WHY_PAYMENT:
        return model->payments.items[plan->payments.items[step->of.number].payment]
            .declaration->span;
    case NY_WHY_FIGURE:
        return model->figures.items[step->of.number].declaration->span;
    case NY_WHY_TALLY:
        return plan->reductions.items[step->of.number].span;
    }
    NY_BUG("kind of step");
}

/* --- one row ----------------------------------------------------------------------------------- */

static ny_value row_value(const ny_why *why, const ny_trace *trace, uint32_t op)
{
    return why->result->plan->ops.items[op].grain.kind == NY_GRAIN_ROW
               ? trace->slots[op]
               : ny_result_value(why->result, op, trace->of.period);
}

static void add_part(ny_arena *arena, const ny_why *why, const ny_trace *trace, uint32_t op,
                     ny_why_parts *parts)
{
    for (uint32_t i = 0; i < parts->count; i++)
        if (parts->items[i].op == op)
            return;
    *NY_APPEND(arena, parts) = (ny_why_part){op, row_value(why, trace, op)};
}

/* The parts that `and` joins, through the figures that they name. */
static void add_parts(ny_arena *arena, const ny_why *why, const ny_trace *trace, uint32_t op,
                      ny_why_parts *parts)
{
    const ny_op *of = op == NY_NONE ? NULL : &why->result->plan->ops.items[op];
    if (!of)
        return;
    if (of->code != NY_OP_AND) {
        add_part(arena, why, trace, op, parts);
        return;
    }
    for (uint32_t i = 0; i < of->operands; i++)
        add_parts(arena, why, trace, operand_of(why->result->plan, op, i), parts);
}

ny_why_parts ny_why_conditions(ny_arena *arena, const ny_why *why, const ny_trace *trace)
{
    const ny_plan *plan = why->result->plan;
    ny_why_parts parts = {0};
    if (!trace->slots)
        return parts;
    const ny_plan_payment *payment =
        trace->of.payment ? &plan->payments.items[trace->of.number] : NULL;
    add_parts(arena, why, trace,
              payment ? payment->where : plan->reductions.items[trace->of.number].where, &parts);
    if (payment)
        add_parts(arena, why, trace, payment->when, &parts);
    bool judged_only = !payment && plan->reductions.items[trace->of.number].judged_only;
    for (uint32_t e = 0; e < plan->exclusions.count; e++) {
        const ny_exclusion *exclusion =
            &plan->model->exclusions.items[plan->exclusions.items[e].exclusion];
        bool asks = payment ? !exclusion->paid : judged_only && !exclusion->judged;
        if (asks && exclusion->table == trace->table)
            add_part(arena, why, trace, plan->exclusions.items[e].where, &parts);
    }
    return parts;
}

static bool same_cell(const ny_plan *plan, uint32_t a, uint32_t b)
{
    const ny_op *x = &plan->ops.items[a], *y = &plan->ops.items[b];
    return x->code == y->code && x->aux == y->aux && x->table == y->table &&
           (x->code == NY_OP_COLUMN ||
            same_cell(plan, operand_of(plan, a, 0), operand_of(plan, b, 0)));
}

ny_why_parts ny_why_cells(ny_arena *arena, const ny_why *why, const ny_trace *trace,
                          ny_why_parts *ret_figures)
{
    const ny_plan *plan = why->result->plan;
    ny_why_parts cells = {0};
    *ret_figures = cells;
    if (!trace->slots)
        return cells;
    ny_program program = trace->of.payment ? plan->payments.items[trace->of.number].program
                                           : plan->reductions.items[trace->of.number].program;
    for (uint32_t i = 0; i < program.count; i++) {
        uint32_t op = plan->programs.items[program.first + i];
        ny_op_code code = plan->ops.items[op].code;
        bool figure = plan->figure_of_op.items[op] != NY_NONE;
        bool there = code != NY_OP_COLUMN && code != NY_OP_FOLLOW;
        if (figure)
            add_part(arena, why, trace, op, ret_figures);
        for (uint32_t j = 0; j < cells.count && !there; j++)
            there = same_cell(plan, cells.items[j].op, op);
        if (!there)
            add_part(arena, why, trace, op, &cells);
    }
    return cells;
}
