/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Payments of one period: lines between single parties, each rounded, each with its due date.
 *
 * A joint party's share of a line is rounded as the currency is; the last member takes what rounding
 * leaves, so that the line is paid in full and once. A line is never due before its amount is known:
 * where it rests on a statement that is drawn later, its days run from that statement. */

#include "run/exact_private.h"

#include "base/bug.h"
#include "base/parallel.h"
#include "run/lane.h"
#include "run/rests.h"

static uint32_t operand_of(const ny_plan *plan, uint32_t op, uint32_t index)
{
    return plan->operands.items[plan->ops.items[op].first_operand + index];
}

/* --- is it made in this period? ---------------------------------------------------------------- */

/* A day that a fact set after the statement of its own year was drawn: no statement pays it. */
static void check_known_then(ny_exact *exact, const ny_plan_payment *plan,
                             const ny_pay_words *words, ny_date day)
{
    const ny_model *model = exact->model;
    if (exact->plan->ops.items[plan->on].grain.kind == NY_GRAIN_CONTRACT)
        return;
    for (uint32_t p = 0; p < exact->period; p++) {
        if (day < model->periods.items[p].from || day >= model->periods.items[p].end)
            continue;
        ny_value then = exact->result->values[(size_t)plan->on * exact->result->periods + p];
        if (then.state == NY_KNOWN && then.is.date == day)
            return;
        ny_text word = ny_text_of(ny_keyword_text(model->period_word));
        ny_exact_stop(exact, NY_DAY_KNOWN_TOO_LATE, words->on->span,
                      ny_date_text(exact->arena, day),
                      ny_period_name(exact->arena, exact->inputs->language, model, p), word);
    }
}

static bool is_made(ny_exact *exact, const ny_plan_payment *plan, const ny_pay_words *words,
                    ny_date *ret_day)
{
    const ny_period *period = &exact->model->periods.items[exact->period];
    if (words->time != NY_TIME_ONCE_ON)
        return ny_plan_pays_in(exact->plan, words->time, exact->period);
    ny_value day = ny_exact_get(exact, plan->on);
    const ny_period *first = exact->model->periods.items,
                    *last = first + exact->model->periods.count - 1;
    if (day.state == NY_UNDEFINED) {
        ny_exact_undefined(exact, day, exact->model->payments.items[plan->payment].label);
        return false;
    }
    if (day.state == NY_KNOWN && (day.is.date < first->from || day.is.date >= last->end))
        ny_exact_stop(exact, NY_OUTSIDE_PERIODS, words->on->span,
                      ny_date_text(exact->arena, day.is.date), NY_NO_TEXT, NY_NO_TEXT);
    if (day.state == NY_KNOWN && day.is.date < period->from)
        check_known_then(exact, plan, words, day.is.date);
    if (day.state != NY_KNOWN || day.is.date < period->from || day.is.date >= period->end)
        return false;
    *ret_day = day.is.date;
    return true;
}

/* --- due dates --------------------------------------------------------------------------------- */

static bool plus_due(ny_exact *exact, const ny_plan_payment *plan, ny_date from, ny_date *ret_due)
{
    ny_value span = ny_exact_get(exact, plan->due_span);
    int64_t whole;
    if (span.state != NY_KNOWN || !ny_rational_to_whole(span.is.number, &whole) || whole < 0 ||
        whole > 1000000)
        return false;
    ny_span_of_time by = {0, 0};
    if (plan->due_in_months)
        by.months = (int32_t)whole;
    else
        by.days = (int32_t)whole;
    return ny_date_add(from, by, ret_due);
}

static ny_date anchor(const ny_exact *exact, const ny_plan_payment *plan, const ny_pay_words *words,
                      ny_date day)
{
    const ny_period *period = &exact->model->periods.items[exact->period];
    switch (words->due_form) {
    case NY_DUE_COLUMN: {
        ny_value date = ny_exact_get(exact, plan->due_from);
        return date.state == NY_KNOWN ? date.is.date : period->data_date;
    }
    case NY_DUE_THAT_DAY:
        return day;
    case NY_DUE_PERIOD:
        return period->end - 1;
    case NY_DUE_STATEMENT:
        return period->data_date;
    case NY_DUE_NOT_SAID:
        break;
    }
    NY_BUG("due");
}

static void set_due(ny_exact *exact, const ny_plan_payment *plan, const ny_pay_words *words,
                    ny_date day, ny_line *line)
{
    uint32_t rests =
        ny_rests_of_payment(exact->rests_on, plan, exact->result->periods, exact->period);
    if (!plus_due(exact, plan, anchor(exact, plan, words, day), &line->due)) {
        ny_exact_stop(exact, NY_DUE_OUT_OF_CALENDAR, words->due_span,
                      exact->model->payments.items[plan->payment].label, ny_exact_where(exact),
                      NY_NO_TEXT);
        return;
    }
    if (rests == NY_NONE || line->due >= exact->model->periods.items[rests].data_date)
        return;
    line->due_moved =
        plus_due(exact, plan, exact->model->periods.items[rests].data_date, &line->due);
}

/* --- lines ------------------------------------------------------------------------------------- */

static void add_line(ny_exact *exact, ny_line line, ny_rational amount, uint32_t payer,
                     uint32_t payee)
{
    bool negative = ny_rational_sign(amount) < 0;
    line.amount = negative ? ny_rational_negate(exact->arena, amount) : amount;
    line.payer = negative ? payee : payer;
    line.payee = negative ? payer : payee;
    *NY_APPEND(exact->arena, &exact->result->lines) = line;
}

/* A party alone, or its members with their parts of the amount. */
static uint32_t split(ny_exact *exact, uint32_t party, const ny_currency *currency,
                      ny_rational amount, uint32_t *members, ny_rational *parts)
{
    const ny_party *of = &exact->model->parties.items[party];
    const ny_plan_party *plan = &exact->plan->parties.items[party];
    if (!of->together || of->members.count == 0) {
        members[0] = party;
        parts[0] = amount;
        return 1;
    }
    ny_rational rest = amount;
    for (uint32_t i = 0; i < of->members.count; i++) {
        members[i] = of->members.items[i];
        parts[i] = rest;
        if (i + 1 == of->members.count)
            break;
        ny_value share = ny_exact_get(exact, plan->shares.items[i]);
        NY_BUG_ON(share.state != NY_KNOWN);
        parts[i] = ny_rational_round(exact->arena,
                                     ny_rational_multiply(exact->scratch, amount, share.is.number),
                                     currency->rounding, currency->halves);
        rest = ny_rational_subtract(exact->arena, rest, parts[i]);
    }
    return of->members.count;
}

static uint32_t party_here(const ny_exact *exact, uint32_t party, uint32_t op)
{
    if (op == NY_NONE)
        return party;
    ny_value value = ny_exact_get(exact, op);
    return value.state == NY_KNOWN ? value.is.index : NY_NONE;
}

static void split_both(ny_exact *exact, const ny_currency *currency, ny_parted *parted)
{
    uint32_t most = ny_most_members(exact->model);
    uint32_t *members = NY_NEW_ARRAY(exact->scratch, uint32_t, 2 * most);
    ny_rational *parts = NY_NEW_ARRAY(exact->scratch, ny_rational, 2 * most);
    if (!parted->parts) {
        parted->from = NY_NEW_ARRAY(exact->arena, uint32_t, (size_t)most * most);
        parted->to = NY_NEW_ARRAY(exact->arena, uint32_t, (size_t)most * most);
        parted->parts = NY_NEW_ARRAY(exact->arena, ny_rational, (size_t)most * most);
    }
    parted->count = 0;
    uint32_t count = split(exact, parted->payer, currency, parted->rounded, members, parts);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t to = split(exact, parted->payee, currency, parts[i], members + most, parts + most);
        for (uint32_t j = 0; j < to; j++, parted->count++) {
            parted->from[parted->count] = members[i];
            parted->to[parted->count] = members[most + j];
            parted->parts[parted->count] =
                ny_rational_add(exact->arena, parts[most + j], NY_RATIONAL_ZERO);
        }
    }
}

/* The amount, rounded and split between the parties. */
static const ny_parted *parted(ny_exact *exact, const ny_plan_payment *plan, ny_rational amount,
                               uint32_t payer, uint32_t payee)
{
    ny_parted *last = &exact->parted;
    bool same = last->plan == plan && last->payer == payer && last->payee == payee &&
                amount.denominator && amount.numerator == last->amount.numerator &&
                amount.denominator == last->amount.denominator;
    if (same)
        return last;
    const ny_currency *currency =
        &exact->model->currencies.items[exact->model->payments.items[plan->payment].currency];
    last->plan = plan;
    last->payer = payer;
    last->payee = payee;
    last->amount = amount;
    last->rounded = ny_rational_round(exact->arena, amount, currency->rounding, currency->halves);
    split_both(exact, currency, last);
    return last;
}

/* Rounds the amount, splits it between the parties, and writes the lines. */
static void pay_amount(ny_exact *exact, const ny_plan_payment *plan, ny_paid *paid,
                       ny_rational amount, uint32_t row, ny_date day)
{
    const ny_payment *payment = &exact->model->payments.items[plan->payment];
    if (ny_rational_sign(amount) < 0 && !payment->back_when_negative) {
        ny_exact_stop(exact, NY_NEGATIVE_AMOUNT, payment->words->amount->span, payment->label,
                      ny_rational_decimal_text(exact->arena, amount, 2, 12), ny_exact_where(exact));
        return;
    }
    ny_line line = {.payment = plan->payment, .period = exact->period, .row = row};
    set_due(exact, plan, payment->words, day, &line);
    uint32_t payer = party_here(exact, payment->payer, plan->payer);
    uint32_t payee = party_here(exact, payment->payee, plan->payee);
    if (payer == NY_NONE || payee == NY_NONE) {
        paid->unsettled++;
        return;
    }
    const ny_parted *part = parted(exact, plan, amount, payer, payee);
    paid->before_rounding = ny_rational_add(exact->arena, paid->before_rounding, amount);
    paid->rounded = ny_rational_add(exact->arena, paid->rounded, part->rounded);
    for (uint32_t i = 0; i < part->count; i++)
        add_line(exact, line, part->parts[i], part->from[i], part->to[i]);
}

/* --- for each row ------------------------------------------------------------------------------ */

/* PAID where it holds; else NOT_DUE or, where it cannot be said, UNSURE. */
static ny_fate holds(ny_exact *exact, const ny_payment *payment, uint32_t condition, ny_paid *paid)
{
    if (condition == NY_NONE)
        return NY_FATE_PAID;
    ny_value value = ny_exact_get(exact, condition);
    if (value.state == NY_UNDEFINED && !exact->rows)
        ny_exact_undefined(exact, value, payment->label);
    else if (!ny_exact_divided(exact, value))
        paid->unsettled += value.state != NY_KNOWN;
    if (value.state != NY_KNOWN)
        return NY_FATE_UNSURE;
    return value.is.index ? NY_FATE_PAID : NY_FATE_NOT_DUE;
}

/* The figures that the payment's program made of the row at hand, for the lines from `first` on. */
static void trace_row(ny_exact *exact, const ny_plan_payment *plan, uint32_t first)
{
    const ny_plan *all = exact->plan;
    ny_value *figures = NY_NEW_ARRAY(exact->arena, ny_value, (size_t)all->figures.count + 1);
    for (uint32_t i = 0; i < all->figures.count; i++)
        figures[i] = ny_value_unknown();
    for (uint32_t i = 0; i < plan->program.count; i++) {
        uint32_t op = all->programs.items[plan->program.first + i];
        uint32_t figure = all->figure_of_op.items[op];
        if (figure != NY_NONE)
            figures[figure] =
                ny_exact_keep(exact, all->ops.items[op].kind, ny_exact_get(exact, op));
    }
    for (uint32_t i = first; i < exact->result->lines.count; i++)
        exact->result->lines.items[i].figures = figures;
}

/* Pays for the row at hand, whose conditions hold. */
static ny_fate pay_chosen(ny_exact *exact, const ny_plan_payment *plan, ny_paid *paid,
                          ny_rational *sum)
{
    ny_value amount = ny_exact_get(exact, plan->amount);
    if (ny_exact_divided(exact, amount))
        return NY_FATE_AMOUNT_UNKNOWN;
    if (amount.state != NY_KNOWN) {
        paid->unsettled++;
        return NY_FATE_AMOUNT_UNKNOWN;
    }
    paid->rows++;
    *sum = ny_rational_add(exact->arena, *sum, amount.is.number);
    uint32_t line = exact->result->lines.count;
    pay_amount(exact, plan, paid, amount.is.number, exact->row, 0);
    if (exact->inputs->trace)
        trace_row(exact, plan, line);
    return exact->result->lines.count > line ? NY_FATE_PAID : NY_FATE_PARTY_UNKNOWN;
}

/* Pays for the row at hand, which has been run; gives what became of it and, where a condition
 * decided that, which. */
static ny_fate pay_row(ny_exact *exact, const ny_plan_payment *plan, ny_paid *paid,
                       ny_rational *sum, uint32_t *ret_condition)
{
    const ny_payment *payment = &exact->model->payments.items[plan->payment];
    *ret_condition = plan->where;
    if (ny_exact_excluded(exact, payment->table, true)) {
        ny_value where =
            plan->where == NY_NONE ? ny_value_index(1) : ny_exact_get(exact, plan->where);
        bool not_meant = where.state == NY_KNOWN && !where.is.index;
        return not_meant ? NY_FATE_NOT_MEANT : NY_FATE_LEFT_OUT;
    }
    ny_fate fate = holds(exact, payment, plan->where, paid);
    if (fate != NY_FATE_PAID)
        return fate == NY_FATE_NOT_DUE ? NY_FATE_NOT_MEANT : fate;
    *ret_condition = plan->when;
    fate = holds(exact, payment, plan->when, paid);
    return fate == NY_FATE_PAID ? pay_chosen(exact, plan, paid, sum) : fate;
}

static void pay_some(ny_exact *exact, const ny_plan_payment *plan, ny_paid *paid, uint32_t first,
                     uint32_t end, ny_rational *sum)
{
    const ny_payment *payment = &exact->model->payments.items[plan->payment];
    uint32_t condition = NY_NONE, picked = 0;
    uint8_t pays[NY_LANES];
    for (uint32_t row = first; row < end && !exact->result->stop.stopped; row++) {
        if (row < picked && !pays[row - exact->block->first])
            continue;
        ny_arena_reset(exact->scratch);
        ny_exact_row(exact, &exact->inputs->tables[payment->table], row, plan->program);
        if (row >= picked && plan->when == NY_NONE && !exact->trace) {
            picked = row +
                     ny_lanes_paid(exact, payment->table, plan->where, end, pays, &paid->unsettled);
            if (row < picked && !pays[row - exact->block->first])
                continue;
        }
        ny_fate fate = row < picked ? pay_chosen(exact, plan, paid, sum)
                                    : pay_row(exact, plan, paid, sum, &condition);
        ny_exact_trace_row(exact, fate, condition, plan->amount, NY_NONE, plan->program);
    }
    exact->rows = NULL;
}

/* --- by several threads ------------------------------------------------------------------------ */

/* A part of the rows: what it comes to is its own until all parts are done, then it is taken over in the
 * order of the rows. */
typedef struct ny_pay_part {
    ny_exact exact;
    ny_result result; /* of it, lines and the stop */
    ny_paid paid;
    ny_rational sum;
    const ny_plan_payment *plan;
    uint32_t first, end;
} ny_pay_part;

static void pay_part(void *context, uint32_t number)
{
    ny_pay_part *part = (ny_pay_part *)context + number;
    pay_some(&part->exact, part->plan, &part->paid, part->first, part->end, &part->sum);
    ny_exact_apart_end(&part->exact);
}

static void take_part(ny_exact *exact, const ny_pay_part *part, ny_paid *paid, ny_rational *sum)
{
    const ny_stop *stop = &part->result.stop;
    ny_arena *arena = exact->arena;
    if (exact->result->stop.stopped)
        return;
    for (uint32_t i = 0; i < part->result.lines.count; i++) {
        ny_line *line = NY_APPEND(arena, &exact->result->lines);
        *line = part->result.lines.items[i];
        line->amount = ny_exact_keep_number(exact, line->amount);
    }
    paid->rows += part->paid.rows;
    paid->unsettled += part->paid.unsettled;
    paid->before_rounding = ny_exact_keep_number(
        exact, ny_rational_add(arena, paid->before_rounding, part->paid.before_rounding));
    paid->rounded =
        ny_exact_keep_number(exact, ny_rational_add(arena, paid->rounded, part->paid.rounded));
    *sum = ny_exact_keep_number(exact, ny_rational_add(arena, *sum, part->sum));
    if (!stop->stopped)
        return;
    ny_exact_stop(exact, stop->code, stop->span, stop->words[0], stop->words[1], stop->words[2]);
    exact->result->stop.names_row = stop->names_row;
}

static void pay_by_threads(ny_exact *exact, const ny_plan_payment *plan, ny_paid *paid,
                           uint32_t first, uint32_t end, ny_rational *sum)
{
    uint32_t parts = exact->inputs->threads, rows = (end - first) / parts;
    ny_pay_part *all = NY_NEW_ARRAY(exact->scratch, ny_pay_part, parts);
    for (uint32_t i = 0; i < parts; i++) {
        ny_pay_part *part = &all[i];
        part->plan = plan;
        part->first = first + i * rows;
        part->end = i + 1 == parts ? end : part->first + rows;
        part->sum = part->paid.before_rounding = part->paid.rounded = NY_RATIONAL_ZERO;
        part->exact = ny_exact_apart(exact, ny_arena_create(), &part->result);
    }
    ny_parallel(parts, parts, pay_part, all);
    for (uint32_t i = 0; i < parts; i++)
        take_part(exact, &all[i], paid, sum);
    for (uint32_t i = 0; i < parts; i++)
        ny_arena_destroy(all[i].exact.arena);
    exact->rows = NULL;
}

static void pay_rows(ny_exact *exact, const ny_plan_payment *plan, ny_paid *paid)
{
    const ny_payment *payment = &exact->model->payments.items[plan->payment];
    const ny_inputs *inputs = exact->inputs;
    uint32_t first, end;
    ny_rational sum = NY_RATIONAL_ZERO;
    ny_arena_reset(exact->scratch);
    ny_exact_rows_of(exact, payment->table, exact->period, &first, &end);
    ny_exact_trace_begin(exact, true, (uint32_t)(plan - exact->plan->payments.items),
                         payment->table);
    if (inputs->threads > 1 && !inputs->trace && !exact->trace && !inputs->row_by_row &&
        end - first >= inputs->threads)
        pay_by_threads(exact, plan, paid, first, end, &sum);
    else
        pay_some(exact, plan, paid, first, end, &sum);
    ny_exact_trace_end(exact);
    paid->amount = ny_value_number(sum);
}

/* --- once, or each period ---------------------------------------------------------------------- */

/* The rows of the measure or count that stands nearest behind the amount, by breadth first: what
 * the amount was multiplied by. */
static uint32_t rows_behind(const ny_exact *exact, uint32_t amount)
{
    const ny_plan *plan = exact->plan;
    typedef struct ny_step_back {
        uint32_t op, period;
    } ny_step_back;
    NY_LIST(ny_step_back) queue = {0};
    bool *seen = NY_NEW_ARRAY(exact->scratch, bool, plan->ops.count);
    *NY_APPEND(exact->scratch, &queue) = (ny_step_back){amount, exact->period};
    for (uint32_t next = 0; next < queue.count; next++) {
        ny_step_back at = queue.items[next];
        const ny_op *op = &plan->ops.items[at.op];
        if (seen[at.op])
            continue;
        seen[at.op] = true;
        bool counts = op->code == NY_OP_REDUCE || op->code == NY_OP_ROWS_OF ||
                      op->code == NY_OP_KNOWN_OF || op->code == NY_OP_EVENTS_OF ||
                      op->code == NY_OP_LOW_OF || op->code == NY_OP_HIGH_OF;
        if (counts)
            return exact->result
                ->measured[(size_t)op->aux * exact->result->periods +
                           (op->grain.kind == NY_GRAIN_CONTRACT ? 0 : at.period)]
                .rows;
        uint32_t period = op->code == NY_OP_FINAL      ? plan->final_period
                          : op->code == NY_OP_PREVIOUS ? at.period - 1
                                                       : at.period;
        if (op->code == NY_OP_PREVIOUS && at.period == 0)
            continue;
        for (uint32_t i = 0; i < op->operands; i++)
            *NY_APPEND(exact->scratch, &queue) = (ny_step_back){operand_of(plan, at.op, i), period};
    }
    return 0;
}

static void pay_once(ny_exact *exact, const ny_plan_payment *plan, ny_paid *paid, ny_date day)
{
    const ny_payment *payment = &exact->model->payments.items[plan->payment];
    ny_arena_reset(exact->scratch);
    paid->rows = rows_behind(exact, plan->amount);
    paid->amount = ny_value_number(NY_RATIONAL_ZERO);
    if (holds(exact, payment, plan->when, paid) != NY_FATE_PAID ||
        holds(exact, payment, plan->if_by_then, paid) != NY_FATE_PAID) {
        pay_amount(exact, plan, paid, NY_RATIONAL_ZERO, NY_NONE, day);
        return;
    }
    ny_value amount = ny_exact_get(exact, plan->amount);
    paid->amount = amount;
    if (amount.state == NY_UNDEFINED)
        ny_exact_undefined(exact, amount, payment->label);
    else if (amount.state != NY_KNOWN)
        paid->unsettled++;
    else
        pay_amount(exact, plan, paid, amount.is.number, NY_NONE, day);
}

void ny_exact_pay(ny_exact *exact, uint32_t number)
{
    const ny_plan_payment *plan = &exact->plan->payments.items[number];
    const ny_payment *payment = &exact->model->payments.items[plan->payment];
    ny_paid *paid = &exact->result->paid[(size_t)number * exact->result->periods + exact->period];
    ny_date day = 0;
    paid->first_line = exact->result->lines.count;
    paid->amount = ny_value_unknown();
    paid->before_rounding = paid->rounded = NY_RATIONAL_ZERO;
    paid->made =
        !payment->is_cost && !payment->is_benefit && is_made(exact, plan, payment->words, &day);
    if (!paid->made)
        return;
    if (payment->words->time == NY_TIME_FOR_EACH)
        pay_rows(exact, plan, paid);
    else
        pay_once(exact, plan, paid, day);
    paid->lines = exact->result->lines.count - paid->first_line;
}
