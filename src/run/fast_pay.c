/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Payments of one period as whole multiples of the currency's rounding, and costs and benefits: the
 * fast side of exact_pay.c. Where the exact evaluator would stop, `ties` is set instead. */

#include "run/fast_private.h"

#include "base/bug.h"
#include "run/vmath.h"

typedef struct ny_flowing {
    ny_fast *fast;
    ny_fast_result *result;
    uint32_t number; /* of the plan's payment */
    const ny_plan_payment *plan;
    const ny_payment *payment;
    ny_due_rows *due; /* of the lines at hand; NULL: calendar years are not asked for */
} ny_flowing;

typedef struct ny_parts {
    uint32_t count;
    uint32_t parties[64];
    int64_t amounts[64];
} ny_parts;

/* --- is it made in this period? --------------------------------------------------------------- */

/* Outside all years, or known only after its year's statement: the exact one stops, and says why. */
static bool stops_here(const ny_flowing *of, ny_fast_value day)
{
    const ny_fast *fast = of->fast;
    uint32_t period = ny_fast_period_of(fast->model, (int64_t)day.value);
    bool once = fast->plan->ops.items[of->plan->on].grain.kind == NY_GRAIN_CONTRACT;
    if (period == NY_NONE || once || period >= fast->period)
        return period == NY_NONE;
    ny_fast_value then = fast->values[(size_t)of->plan->on * fast->periods + period];
    return then.state != NY_KNOWN || then.value != day.value;
}

static bool is_made(const ny_flowing *of)
{
    const ny_fast *fast = of->fast;
    const ny_period *period = &fast->model->periods.items[fast->period];
    ny_time_form time = of->payment->words->time;
    if (time != NY_TIME_ONCE_ON)
        return ny_plan_pays_in(fast->plan, time, fast->period);
    ny_fast_value day = ny_fast_lane(fast, of->plan->on, 0);
    of->fast->ties |= day.state == NY_UNDEFINED; /* the exact one stops, and says why */
    of->fast->ties |= day.state == NY_KNOWN && stops_here(of, day);
    return day.state == NY_KNOWN && day.value >= period->from && day.value < period->end;
}

static bool holds(const ny_flowing *of, uint32_t condition, uint32_t lane)
{
    if (condition == NY_NONE)
        return true;
    ny_fast_value value = ny_fast_lane(of->fast, condition, lane);
    return value.state == NY_KNOWN && value.value != 0;
}

/* --- lines ------------------------------------------------------------------------------------ */

static void add_line(const ny_flowing *of, int64_t amount, uint32_t rows, uint32_t payer,
                     uint32_t payee)
{
    uint32_t parties = of->result->parties;
    uint32_t from = amount < 0 ? payee : payer, to = amount < 0 ? payer : payee;
    size_t place = (size_t)of->number * of->result->periods + of->fast->period;
    int64_t size = amount < 0 ? -amount : amount;
    of->result->counts[(place * parties + from) * parties + to] += size * rows;
    if (of->due)
        ny_fast_due_book(of->fast, of->result, of->number, of->due, size, from, to);
}

/* A party alone, or its members with their parts; the last takes what rounding leaves. */
static void split(const ny_flowing *of, uint32_t party, int64_t amount, ny_parts *ret_parts)
{
    const ny_party *who = &of->fast->model->parties.items[party];
    const ny_currency *currency = &of->fast->model->currencies.items[of->payment->currency];
    int64_t rest = amount;
    *ret_parts = (ny_parts){.count = 1, .parties = {party}, .amounts = {amount}};
    if (!who->together || who->members.count == 0)
        return;
    NY_BUG_ON(who->members.count > 64);
    ret_parts->count = who->members.count;
    for (uint32_t i = 0; i < who->members.count; i++) {
        ret_parts->parties[i] = who->members.items[i];
        ret_parts->amounts[i] = rest;
        if (i + 1 == who->members.count)
            break;
        ny_fast_value share =
            ny_fast_lane(of->fast, of->fast->plan->parties.items[party].shares.items[i], 0);
        NY_BUG_ON(share.state != NY_KNOWN);
        ny_fast_value part = ny_fast_multiply(ny_fast_exactly((double)amount), share);
        ret_parts->amounts[i] =
            (int64_t)ny_fast_multiples(of->fast, part, NY_RATIONAL_ONE, currency->halves).value;
        rest -= ret_parts->amounts[i];
    }
}

static uint32_t party_here(const ny_flowing *of, uint32_t party, uint32_t op, uint32_t lane)
{
    if (op == NY_NONE)
        return party;
    ny_fast_value value = ny_fast_lane(of->fast, op, lane);
    return value.state == NY_KNOWN ? (uint32_t)value.value : NY_NONE;
}

/* So many lines of one amount: of one row, or of rows that all pay the same. */
static void pay_amount(const ny_flowing *of, ny_fast_value amount, uint32_t lane, uint32_t rows)
{
    const ny_currency *currency = &of->fast->model->currencies.items[of->payment->currency];
    uint32_t payer = party_here(of, of->payment->payer, of->plan->payer, lane);
    uint32_t payee = party_here(of, of->payment->payee, of->plan->payee, lane);
    ny_fast_value count = ny_fast_multiples(of->fast, amount, currency->rounding, currency->halves);
    /* Negative, or too near to 0 to tell: the exact one says. */
    bool near_zero = amount.error > 0 && amount.value - amount.error < 0 &&
                     !of->fast->prepared->never_negative[of->plan->amount];
    if (!of->payment->back_when_negative && (amount.value < 0 || near_zero))
        of->fast->ties = true;
    if (payer == NY_NONE || payee == NY_NONE)
        return;
    ny_parts from, to;
    split(of, payer, (int64_t)count.value, &from);
    for (uint32_t i = 0; i < from.count; i++) {
        split(of, payee, from.amounts[i], &to);
        for (uint32_t j = 0; j < to.count; j++)
            add_line(of, to.amounts[j], rows, from.parties[i], to.parties[j]);
    }
}

static void pay_lane(const ny_flowing *of, uint32_t lane, uint32_t rows)
{
    ny_fast_value amount = ny_fast_lane(of->fast, of->plan->amount, lane);
    if (amount.state == NY_UNDEFINED)
        of->fast->ties = true;
    if (amount.state == NY_KNOWN)
        pay_amount(of, amount, lane, rows);
}

static bool is_row(const ny_fast *fast, uint32_t op)
{
    return op != NY_NONE && fast->plan->ops.items[op].grain.kind == NY_GRAIN_ROW;
}

/* Rows of one year each, or the rows of one lane. */
static void set_years(const ny_flowing *of, const uint8_t *taken, const uint32_t *years,
                      uint32_t first, uint32_t end)
{
    ny_fast_due_begin(of->due);
    while (first < end) {
        uint32_t year = years[first], rows = 0;
        for (; first < end && years[first] == year; first++)
            rows += taken[first];
        if (rows)
            ny_fast_due_add(of->due, year, rows);
    }
}

static void pay_block(const ny_flowing *of)
{
    ny_fast *fast = of->fast;
    uint8_t taken[NY_FAST_BLOCK], room[NY_FAST_BLOCK];
    uint32_t years[NY_FAST_BLOCK];
    uint32_t rows = ny_fast_taken(fast, of->plan->where, true, true, taken);
    const uint8_t *when = ny_fast_truths(fast, of->plan->when, room);
    for (uint32_t i = 0; i < fast->row_count; i++)
        if (taken[i] && when[i] != NY_FAST_YES) {
            taken[i] = 0;
            rows--;
        }
    if (!rows)
        return;
    if (of->due)
        ny_fast_due_lanes(fast, of->number, taken, years);
    if (!is_row(fast, of->plan->amount) && !is_row(fast, of->plan->payer) &&
        !is_row(fast, of->plan->payee)) {
        if (of->due)
            set_years(of, taken, years, 0, fast->row_count);
        pay_lane(of, 0, rows);
        return;
    }
    ny_fast_need(fast, of->plan->amount);
    ny_fast_need(fast, of->plan->payer);
    ny_fast_need(fast, of->plan->payee);
    for (uint32_t lane = 0; lane < fast->row_count; lane++) {
        if (!taken[lane])
            continue;
        if (of->due)
            set_years(of, taken, years, lane, lane + 1);
        pay_lane(of, lane, 1);
    }
}

static void pay_rows(const ny_flowing *of)
{
    ny_fast *fast = of->fast;
    const ny_rows *rows = &fast->inputs->tables[of->payment->table];
    const ny_period *period = &fast->model->periods.items[fast->period];
    uint32_t first, end;
    ny_rows_dated(fast->model, rows, period->from, period->end, &first, &end);
    for (; first < end; first += fast->row_count) {
        (void)ny_fast_block(fast, rows, first, end);
        pay_block(of);
    }
    ny_fast_leave_rows(fast);
}

static void pay_once(const ny_flowing *of)
{
    if (!holds(of, of->plan->when, 0) || !holds(of, of->plan->if_by_then, 0))
        return;
    ny_fast_value amount = ny_fast_lane(of->fast, of->plan->amount, 0);
    if (amount.state == NY_UNDEFINED)
        of->fast->ties = true;
    if (amount.state != NY_KNOWN)
        return;
    if (of->due) {
        ny_fast_value day =
            of->plan->on == NY_NONE ? ny_fast_exactly(0) : ny_fast_lane(of->fast, of->plan->on, 0);
        ny_fast_due_begin(of->due);
        ny_fast_due_add(of->due, ny_fast_due_once(of->fast, of->number, (ny_date)day.value), 1);
    }
    pay_amount(of, amount, 0, 1);
}

static ny_flowing flowing(ny_fast *fast, ny_fast_result *result, uint32_t number)
{
    const ny_plan_payment *plan = &fast->plan->payments.items[number];
    return (ny_flowing){.fast = fast,
                        .result = result,
                        .number = number,
                        .plan = plan,
                        .payment = &fast->model->payments.items[plan->payment],
                        .due = fast->inputs->years ? &result->due : NULL};
}

void ny_fast_pay(ny_fast *fast, ny_fast_result *result, uint32_t number)
{
    const ny_flowing of = flowing(fast, result, number);
    if (of.payment->is_cost || of.payment->is_benefit || !is_made(&of))
        return;
    result->made[(size_t)number * result->periods + fast->period] = true;
    if (of.payment->words->time == NY_TIME_FOR_EACH)
        pay_rows(&of);
    else
        pay_once(&of);
}

/* --- costs and benefits ----------------------------------------------------------------------- */

/* An event's own contract period; before the first: the first; after the last: the last. */
static uint32_t dated_in(const ny_fast *fast, double day)
{
    const ny_period *periods = fast->model->periods.items;
    if (day < periods[0].from)
        return 0;
    uint32_t period = ny_fast_period_of(fast->model, (int64_t)day);
    return period == NY_NONE || period >= fast->periods ? fast->periods - 1 : period;
}

static void add_flow(const ny_flowing *of, uint32_t period, uint32_t party, ny_fast_value amount)
{
    size_t place = (size_t)of->number * of->result->periods + period;
    ny_fast_value *flow = &of->result->flows[place * of->result->parties + party];
    if (amount.state != NY_KNOWN)
        flow->state = amount.state == NY_UNDEFINED ? NY_UNDEFINED : NY_UNKNOWN;
    else if (flow->state == NY_KNOWN)
        *flow = ny_fast_add(*flow, amount);
}

/* The party that the row names, or its members with their shares. */
static void add_flow_of_row(const ny_flowing *of, uint32_t period, uint32_t party,
                            ny_fast_value amount)
{
    const ny_party *who = &of->fast->model->parties.items[party];
    if (!who->together || who->members.count == 0) {
        add_flow(of, period, party, amount);
        return;
    }
    for (uint32_t i = 0; i < who->members.count; i++) {
        ny_fast_value share =
            ny_fast_lane(of->fast, of->fast->plan->parties.items[party].shares.items[i], 0);
        add_flow(of, period, who->members.items[i],
                 amount.state == NY_KNOWN ? ny_fast_multiply(amount, share) : amount);
    }
}

static void flow_lane(const ny_flowing *of, uint32_t lane)
{
    ny_fast_value amount = ny_fast_lane(of->fast, of->plan->amount, lane);
    uint32_t period = of->fast->period;
    if (of->plan->dated_by != NY_NONE) {
        ny_fast_value day = ny_fast_lane(of->fast, of->plan->dated_by, lane);
        if (day.state == NY_KNOWN)
            period = dated_in(of->fast, day.value);
    }
    if (of->plan->payer == NY_NONE) {
        add_flow(of, period, of->payment->payer, amount);
        return;
    }
    uint32_t party = party_here(of, NY_NONE, of->plan->payer, lane);
    if (party == NY_NONE)
        add_flow(of, period, 0, (ny_fast_value){0, 0, NY_UNKNOWN});
    else
        add_flow_of_row(of, period, party, amount);
}

/* One party's, an amount a row: in the order of the rows. */
static void flow_to_one(const ny_flowing *of, const uint8_t *taken)
{
    ny_fast *fast = of->fast;
    const ny_fast_lanes *amount = ny_fast_lanes_of(fast, of->plan->amount), *day = NULL;
    size_t own = (size_t)of->number * of->result->periods, parties = of->result->parties;
    ny_fast_value *flows = of->result->flows + own * parties + of->payment->payer;
    if (is_row(fast, of->plan->dated_by))
        day = ny_fast_lanes_of(fast, of->plan->dated_by);
    for (uint32_t i = 0; i < fast->row_count; i++) {
        if (!taken[i])
            continue;
        bool dated = day && day->state[i] == NY_KNOWN;
        uint32_t period = dated ? dated_in(fast, day->value[i]) : fast->period;
        ny_fast_value *flow = &flows[period * parties];
        ny_fast_value next = {amount->value[i], amount->exact ? 0 : amount->error[i], NY_KNOWN};
        if (amount->state[i] != NY_KNOWN)
            flow->state = amount->state[i] == NY_UNDEFINED ? NY_UNDEFINED : NY_UNKNOWN;
        else if (flow->state == NY_KNOWN)
            *flow = ny_fast_add(*flow, next);
    }
}

/* The same where nothing else dates the amounts, and they are whole numbers. */
static bool flow_whole(const ny_flowing *of, const uint8_t *taken)
{
    ny_fast *fast = of->fast;
    const ny_fast_lanes *amount = ny_fast_lanes_of(fast, of->plan->amount);
    size_t place = (size_t)of->number * of->result->periods + fast->period;
    ny_fast_value *flow = &of->result->flows[place * of->result->parties + of->payment->payer];
    ny_fast_value sum = *flow;
    uint32_t lacking = 0;
    for (uint32_t i = 0; i < fast->row_count; i++)
        lacking += taken[i] & (amount->state[i] != NY_KNOWN);
    if (lacking || of->plan->dated_by != NY_NONE || flow->state != NY_KNOWN ||
        !ny_fast_add_whole(fast, of->plan->amount, taken, &sum))
        return false;
    *flow = sum;
    return true;
}

/* --- present value of what comes late --------------------------------------------------------- */

double ny_fast_discount(const ny_model *model, uint32_t period)
{
    if (!model->has_present_value)
        return 1;
    double ends = model->present_value_at_start ? period : period + 1.0;
    return ny_pow(1 + ny_rational_to_double(model->present_value),
                  -ends * model->period_months / 12);
}

/* What the period in which a late day lies counts less than the last one. */
static double less_than_last(const ny_model *model, uint32_t last, double day)
{
    uint32_t own = last;
    ny_date end;
    while (ny_date_add(model->periods.items[0].from,
                       (ny_span_of_time){.months = (int32_t)(own + 1) * model->period_months},
                       &end) &&
           end <= day)
        own++;
    return ny_fast_discount(model, own) - ny_fast_discount(model, last);
}

static void owe(const ny_flowing *of, uint32_t party, double worth)
{
    of->result->late[(size_t)of->number * of->result->parties + party] += worth;
}

/* An event after the last period is booked in it, and counts as in its own. */
static void owe_late(const ny_flowing *of, uint32_t lane, double less)
{
    const ny_plan *plan = of->fast->plan;
    ny_fast_value amount = ny_fast_lane(of->fast, of->plan->amount, lane);
    bool by_column = of->plan->payer != NY_NONE;
    uint32_t party =
        by_column ? party_here(of, NY_NONE, of->plan->payer, lane) : of->payment->payer;
    if (amount.state != NY_KNOWN || party == NY_NONE)
        return; /* the world is undefined */
    const ny_party *who = &of->fast->model->parties.items[party];
    if (!by_column || !who->together || !who->members.count)
        owe(of, party, amount.value * less);
    for (uint32_t i = 0; by_column && who->together && i < who->members.count; i++)
        owe(of, who->members.items[i],
            amount.value * less *
                ny_fast_lane(of->fast, plan->parties.items[party].shares.items[i], 0).value);
}

/* Of the rows that are taken. */
static void flow_late(const ny_flowing *of, const uint8_t *taken)
{
    const ny_model *model = of->fast->model;
    uint32_t last = of->fast->periods - 1;
    if (of->plan->dated_by == NY_NONE || !model->has_present_value)
        return;
    ny_fast_need(of->fast, of->plan->dated_by);
    ny_fast_need(of->fast, of->plan->amount);
    ny_fast_need(of->fast, of->plan->payer);
    for (uint32_t lane = 0; lane < of->fast->row_count; lane++) {
        if (!taken[lane])
            continue;
        ny_fast_value day = ny_fast_lane(of->fast, of->plan->dated_by, lane);
        if (day.state == NY_KNOWN && day.value >= model->periods.items[last].end)
            owe_late(of, lane, less_than_last(model, last, day.value));
    }
}

static void flow_block(const ny_flowing *of)
{
    ny_fast *fast = of->fast;
    uint8_t taken[NY_FAST_BLOCK], room[NY_FAST_BLOCK];
    if (!ny_fast_taken(fast, of->plan->where, false, false, taken))
        return;
    const uint8_t *when = ny_fast_truths(fast, of->plan->when, room);
    for (uint32_t i = 0; i < fast->row_count; i++)
        taken[i] &= when[i] == NY_FAST_YES;
    flow_late(of, taken);
    if (of->due)
        ny_fast_flow_years(fast, of->result, of->number, taken);
    if (of->plan->payer == NY_NONE && is_row(fast, of->plan->amount)) {
        if (!flow_whole(of, taken))
            flow_to_one(of, taken);
        return;
    }
    ny_fast_need(fast, of->plan->amount);
    ny_fast_need(fast, of->plan->dated_by);
    ny_fast_need(fast, of->plan->payer);
    for (uint32_t lane = 0; lane < fast->row_count; lane++)
        if (taken[lane])
            flow_lane(of, lane);
}

/* Costs are what happens, paid for or not and judged or not: no exclusion takes a row out. */
static void flow_rows(const ny_flowing *of)
{
    ny_fast *fast = of->fast;
    const ny_rows *rows = &fast->inputs->tables[of->payment->table];
    const ny_period *period = &fast->model->periods.items[fast->period];
    uint32_t first, end;
    ny_rows_dated(fast->model, rows, period->from, period->end, &first, &end);
    for (; first < end; first += fast->row_count) {
        (void)ny_fast_block(fast, rows, first, end);
        flow_block(of);
    }
    ny_fast_leave_rows(fast);
}

void ny_fast_flow(ny_fast *fast, ny_fast_result *result, uint32_t number)
{
    const ny_flowing of = flowing(fast, result, number);
    if ((!of.payment->is_cost && !of.payment->is_benefit) || !is_made(&of))
        return;
    result->made[(size_t)number * result->periods + fast->period] = true;
    if (of.payment->words->time == NY_TIME_FOR_EACH)
        flow_rows(&of);
    else if (holds(&of, of.plan->where, 0) && holds(&of, of.plan->when, 0)) {
        flow_lane(&of, 0);
        if (of.due)
            ny_fast_flow_year(fast, result, number);
    }
}
