/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Flows by calendar year: the day on which a line falls due as set_due of exact_pay.c has it, and the
 * day on which a cost or benefit is dated. Kept beside the flows by contract period, which they do not
 * touch; in plain doubles and whole multiples, since nothing is decided by them. */

#include "run/fast_private.h"

#include "base/bug.h"
#include "run/rests.h"
#include "run/study_days.h"

/* --- which years ------------------------------------------------------------------------------ */

static ny_date later_day(ny_date a, ny_date b)
{
    return a > b ? a : b;
}

/* The longest that a payment of this plan waits after its own day; a year where only a run knows. */
static ny_span_of_time wait_of(const ny_plan *plan, const ny_plan_payment *payment)
{
    ny_span_of_time wait = {.months = 12};
    int64_t whole;
    if (payment->due_span == NY_NONE)
        return (ny_span_of_time){0, 0};
    const ny_op *op = &plan->ops.items[payment->due_span];
    const ny_value *value = op->code == NY_OP_CONSTANT ? &plan->constants.items[op->aux] : NULL;
    if (!value || value->state != NY_KNOWN || !ny_rational_to_whole(value->is.number, &whole) ||
        whole < 0 || whole > 1000000)
        return wait;
    return payment->due_in_months ? (ny_span_of_time){.months = (int32_t)whole}
                                  : (ny_span_of_time){.days = (int32_t)whole};
}

/* The last day on which anything may be dated or due. */
static ny_date last_day(const ny_plan *plan)
{
    const ny_model *model = plan->model;
    ny_date end = model->periods.items[model->term_periods - 1].end, day;
    ny_date known = later_day(model->periods.items[model->periods.count - 1].data_date, end);
    for (uint32_t i = 0; i < plan->row_models.count; i++)
        if (plan->row_models.items[i].has_followed &&
            ny_date_add(end, plan->row_models.items[i].followed, &day))
            known = later_day(known, day);
    ny_date last = known;
    for (uint32_t i = 0; i < plan->payments.count; i++)
        if (ny_date_add(known, wait_of(plan, &plan->payments.items[i]), &day))
            last = later_day(last, day);
    for (uint32_t i = 0; i < plan->pathways.count; i++) {
        const ny_pathway *pathway = &model->pathways.items[plan->pathways.items[i].pathway];
        if (ny_study_day(model, pathway, pathway->cycles, &day))
            last = later_day(last, day);
    }
    return last;
}

static int32_t year_number(ny_date day)
{
    int32_t year, month, of_month;
    ny_date_to_parts(day, &year, &month, &of_month);
    return year;
}

const ny_calendar_years *ny_calendar_years_of(ny_arena *arena, const ny_plan *plan)
{
    uint32_t periods = plan->model->periods.count;
    if (!periods)
        return NULL;
    ny_calendar_years *years = NY_NEW(arena, ny_calendar_years);
    years->first = year_number(plan->model->periods.items[0].from);
    years->count = (uint32_t)(year_number(last_day(plan)) - years->first + 1);
    years->begins = NY_NEW_ARRAY(arena, ny_date, (size_t)years->count + 1);
    for (uint32_t i = 0; i < years->count; i++)
        NY_BUG_ON(!ny_date_from_parts(years->first + (int32_t)i, 1, 1, &years->begins[i]));
    uint32_t *rests = ny_rests_on(arena, plan, periods);
    years->rests = NY_NEW_ARRAY(arena, uint32_t, (size_t)plan->payments.count * periods + 1);
    for (uint32_t i = 0; i < plan->payments.count; i++)
        for (uint32_t p = 0; p < periods; p++)
            years->rests[(size_t)i * periods + p] =
                ny_rests_of_payment(rests, &plan->payments.items[i], periods, p);
    return years;
}

/* Days mostly come in order: looked for from the year found last. */
uint32_t ny_fast_year_of(const ny_calendar_years *years, ny_date day, uint32_t near)
{
    while (near + 1 < years->count && day >= years->begins[near + 1])
        near++;
    while (near > 0 && day < years->begins[near])
        near--;
    return near;
}

/* --- payments --------------------------------------------------------------------------------- */

typedef struct ny_waiting {
    ny_span_of_time wait;
    ny_date known; /* the day on which the amount is known at the latest, or the lowest day */
    bool sound;
} ny_waiting;

static ny_waiting waiting_of(const ny_fast *fast, uint32_t number)
{
    const ny_plan_payment *plan = &fast->plan->payments.items[number];
    ny_fast_value span = ny_fast_lane(fast, plan->due_span, 0);
    uint32_t rests = fast->inputs->years->rests[(size_t)number * fast->periods + fast->period];
    ny_waiting waiting = {.known = rests == NY_NONE ? NY_DATE_LOWEST
                                                    : fast->model->periods.items[rests].data_date};
    waiting.sound = span.state == NY_KNOWN && span.value >= 0 && span.value <= 1000000 &&
                    span.value == (double)(int32_t)span.value;
    if (!waiting.sound)
        return waiting;
    if (plan->due_in_months)
        waiting.wait.months = (int32_t)span.value;
    else
        waiting.wait.days = (int32_t)span.value;
    return waiting;
}

static bool later_by(ny_date from, ny_span_of_time wait, ny_date *ret_day)
{
    int64_t day = (int64_t)from + wait.days;
    if (wait.months)
        return ny_date_add(from, wait, ret_day);
    *ret_day = (ny_date)day;
    return day <= NY_DATE_HIGHEST;
}

/* False where the calendar ends before it. */
static bool due_on(const ny_waiting *waiting, ny_date from, ny_date *ret_due)
{
    if (!later_by(from, waiting->wait, ret_due))
        return false;
    return *ret_due >= waiting->known || later_by(waiting->known, waiting->wait, ret_due);
}

/* NY_NONE where no due day comes of it: the exact one stops then, and says why. */
static uint32_t year_due(ny_fast *fast, const ny_waiting *waiting, ny_date from, uint32_t near)
{
    ny_date day;
    if (waiting->sound && due_on(waiting, from, &day))
        return ny_fast_year_of(fast->inputs->years, day, near);
    fast->ties = true;
    return NY_NONE;
}

/* The days of the rows of the block at hand, which stand in their order. */
static ny_date date_of(const ny_fast *fast, uint32_t lane)
{
    uint32_t date = fast->model->tables.items[fast->rows->table].date;
    return (ny_date)ny_cells_value(&fast->rows->columns[date], fast->first_row + lane);
}

/* By the rows' own dates: a later row is never due in an earlier year. */
static void years_in_order(ny_fast *fast, const ny_waiting *waiting,
                           uint32_t ret_years[NY_FAST_BLOCK])
{
    uint32_t near = 0, count = fast->row_count;
    for (uint32_t first = 0, end; first < count; first = end) {
        uint32_t year = year_due(fast, waiting, date_of(fast, first), near), low = first;
        end =
            count; /* the first row that is not of this year lies behind `low`, at most at `end` */
        while (end - low > 1) {
            uint32_t middle = low + (end - low) / 2;
            if (year_due(fast, waiting, date_of(fast, middle), year == NY_NONE ? 0 : year) == year)
                low = middle;
            else
                end = middle;
        }
        for (uint32_t i = first; i < end; i++)
            ret_years[i] = year;
        near = year == NY_NONE ? 0 : year;
    }
}

void ny_fast_due_begin(ny_due_rows *due)
{
    for (uint32_t y = due->first; due->first != NY_NONE && y <= due->last; y++)
        due->rows[y] = 0;
    due->first = NY_NONE;
    due->last = 0;
}

void ny_fast_due_add(ny_due_rows *due, uint32_t year, uint32_t rows)
{
    if (year == NY_NONE)
        return;
    due->first = year < due->first ? year : due->first;
    due->last = year > due->last ? year : due->last;
    due->rows[year] += rows;
}

uint32_t ny_fast_due_once(ny_fast *fast, uint32_t number, ny_date that_day)
{
    const ny_period *period = &fast->model->periods.items[fast->period];
    const ny_payment *payment =
        &fast->model->payments.items[fast->plan->payments.items[number].payment];
    ny_waiting waiting = waiting_of(fast, number);
    ny_date from = payment->words->due_form == NY_DUE_THAT_DAY ? that_day
                   : payment->words->due_form == NY_DUE_PERIOD ? period->end - 1
                                                               : period->data_date;
    return year_due(fast, &waiting, from, 0);
}

static bool is_own_date(const ny_fast *fast, uint32_t op)
{
    const ny_op *of = &fast->plan->ops.items[op];
    return of->code == NY_OP_COLUMN && of->grain.table == fast->rows->table &&
           of->aux == fast->model->tables.items[of->grain.table].date;
}

void ny_fast_due_lanes(ny_fast *fast, uint32_t number, const uint8_t *taken,
                       uint32_t ret_years[NY_FAST_BLOCK])
{
    const ny_plan_payment *plan = &fast->plan->payments.items[number];
    uint32_t count = fast->row_count, near = 0;
    if (plan->due_from == NY_NONE) {
        near = ny_fast_due_once(fast, number, 0);
        for (uint32_t i = 0; i < count; i++)
            ret_years[i] = near;
        return;
    }
    ny_waiting waiting = waiting_of(fast, number);
    if (is_own_date(fast, plan->due_from)) {
        years_in_order(fast, &waiting, ret_years);
        return;
    }
    const ny_fast_lanes *day = ny_fast_lanes_of(fast, plan->due_from);
    ny_date without = fast->model->periods.items[fast->period].data_date;
    for (uint32_t i = 0; i < count; i++) {
        ret_years[i] = near;
        if (!taken[i])
            continue;
        ny_date from = day->state[i] == NY_KNOWN ? (ny_date)day->value[i] : without;
        ret_years[i] = year_due(fast, &waiting, from, near == NY_NONE ? 0 : near);
        near = ret_years[i];
    }
}

void ny_fast_due_book(const ny_fast *fast, ny_fast_result *result, uint32_t number,
                      const ny_due_rows *due, int64_t amount, uint32_t from, uint32_t to)
{
    uint32_t years = fast->inputs->years->count;
    for (uint32_t y = due->first; due->first != NY_NONE && y <= due->last; y++) {
        int64_t *paid = &result->paid_in[((size_t)number * years + y) * result->parties];
        paid[from] -= amount * due->rows[y];
        paid[to] += amount * due->rows[y];
    }
}

/* --- costs and benefits ----------------------------------------------------------------------- */

static void add_flow(const ny_fast *fast, ny_fast_result *result, uint32_t number, ny_date day,
                     uint32_t *near, uint32_t party, double amount)
{
    const ny_calendar_years *years = fast->inputs->years;
    *near = ny_fast_year_of(years, day, *near);
    result->flowed_in[((size_t)number * years->count + *near) * result->parties + party] += amount;
}

/* A party that stands in a column, or its members with their shares. */
static void add_flow_of_row(const ny_fast *fast, ny_fast_result *result, uint32_t number,
                            ny_date day, uint32_t *near, uint32_t lane, double amount)
{
    const ny_plan_payment *plan = &fast->plan->payments.items[number];
    ny_fast_value value = ny_fast_lane(fast, plan->payer, lane);
    if (value.state != NY_KNOWN)
        return; /* the world is undefined */
    uint32_t party = (uint32_t)value.value;
    const ny_party *who = &fast->model->parties.items[party];
    if (!who->together || !who->members.count)
        add_flow(fast, result, number, day, near, party, amount);
    for (uint32_t i = 0; who->together && i < who->members.count; i++)
        add_flow(fast, result, number, day, near, who->members.items[i],
                 amount *
                     ny_fast_lane(fast, fast->plan->parties.items[party].shares.items[i], 0).value);
}

/* The first row behind `first` of the block at hand that is dated on that day or later. */
static uint32_t first_from(const ny_fast *fast, uint32_t first, ny_date day)
{
    uint32_t low = first, high = fast->row_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (date_of(fast, middle) < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Four sums side by side: one alone would wait for itself. */
static double sum_of_taken(const double *restrict amounts, const uint8_t *restrict taken,
                           uint32_t first, uint32_t end)
{
    double sums[4] = {0, 0, 0, 0};
    uint32_t i = first;
    for (; i + 4 <= end; i += 4)
        for (uint32_t k = 0; k < 4; k++)
            sums[k] += taken[i + k] ? amounts[i + k] : 0;
    for (; i < end; i++)
        sums[0] += taken[i] ? amounts[i] : 0;
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* One party's, an amount a row, on the rows' own days: year by year. */
static void flow_in_order(ny_fast *fast, ny_fast_result *result, uint32_t number, uint32_t party,
                          const uint8_t *taken)
{
    const ny_calendar_years *years = fast->inputs->years;
    const ny_fast_lanes *amount = ny_fast_lanes_of(fast, fast->plan->payments.items[number].amount);
    uint32_t year = ny_fast_year_of(years, date_of(fast, 0), 0);
    for (uint32_t lane = 0, end; lane < fast->row_count; lane = end, year++) {
        bool last = year + 1 == years->count;
        end = last ? fast->row_count : first_from(fast, lane, years->begins[year + 1]);
        result->flowed_in[((size_t)number * years->count + year) * result->parties + party] +=
            sum_of_taken(amount->value, taken, lane, end);
    }
}

static bool is_row(const ny_fast *fast, uint32_t op)
{
    return op != NY_NONE && fast->plan->ops.items[op].grain.kind == NY_GRAIN_ROW;
}

/* The same on the days of the events that date them; the amount may be one for all. */
static void flow_on_events(ny_fast *fast, ny_fast_result *result, uint32_t number, uint32_t party,
                           const uint8_t *taken)
{
    const ny_plan_payment *plan = &fast->plan->payments.items[number];
    bool each = is_row(fast, plan->amount);
    const ny_fast_lanes *amount = each ? ny_fast_lanes_of(fast, plan->amount) : NULL;
    const ny_fast_lanes *event = ny_fast_lanes_of(fast, plan->dated_by);
    ny_fast_value one = each ? ny_fast_exactly(0) : ny_fast_lane(fast, plan->amount, 0);
    uint32_t near = 0;
    for (uint32_t i = 0; i < fast->row_count; i++) {
        if (!taken[i] || (each ? amount->state[i] : one.state) != NY_KNOWN)
            continue;
        ny_date day = event->state[i] == NY_KNOWN ? (ny_date)event->value[i] : date_of(fast, i);
        add_flow(fast, result, number, day, &near, party, each ? amount->value[i] : one.value);
    }
}

void ny_fast_flow_years(ny_fast *fast, ny_fast_result *result, uint32_t number,
                        const uint8_t *taken)
{
    const ny_plan_payment *plan = &fast->plan->payments.items[number];
    uint32_t near = 0, payer = fast->model->payments.items[plan->payment].payer;
    if (plan->payer == NY_NONE && plan->dated_by == NY_NONE && is_row(fast, plan->amount)) {
        flow_in_order(fast, result, number, payer, taken);
        return;
    }
    if (plan->payer == NY_NONE && is_row(fast, plan->dated_by)) {
        flow_on_events(fast, result, number, payer, taken);
        return;
    }
    ny_fast_need(fast, plan->amount);
    ny_fast_need(fast, plan->dated_by);
    ny_fast_need(fast, plan->payer);
    for (uint32_t i = 0; i < fast->row_count; i++) {
        if (!taken[i])
            continue;
        ny_fast_value amount = ny_fast_lane(fast, plan->amount, i);
        ny_fast_value event = plan->dated_by == NY_NONE ? (ny_fast_value){.state = NY_UNKNOWN}
                                                        : ny_fast_lane(fast, plan->dated_by, i);
        ny_date day = event.state == NY_KNOWN ? (ny_date)event.value : date_of(fast, i);
        if (amount.state != NY_KNOWN)
            continue; /* the world is undefined */
        if (plan->payer == NY_NONE)
            add_flow(fast, result, number, day, &near, payer, amount.value);
        else
            add_flow_of_row(fast, result, number, day, &near, i, amount.value);
    }
}

void ny_fast_flow_year(ny_fast *fast, ny_fast_result *result, uint32_t number)
{
    const ny_plan_payment *plan = &fast->plan->payments.items[number];
    const ny_payment *payment = &fast->model->payments.items[plan->payment];
    ny_fast_value amount = ny_fast_lane(fast, plan->amount, 0);
    ny_date day = fast->model->periods.items[fast->period].end - 1;
    uint32_t near = 0;
    if (payment->words->time == NY_TIME_ONCE_ON) {
        ny_fast_value on = ny_fast_lane(fast, plan->on, 0);
        day = on.state == NY_KNOWN ? (ny_date)on.value : day;
    }
    if (amount.state == NY_KNOWN)
        add_flow(fast, result, number, day, &near, payment->payer, amount.value);
}
