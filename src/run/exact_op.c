/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Operations on exact values, as plan/op.def says. */

#include "run/exact_private.h"

#include "base/bug.h"
#include "base/value_set.h"
#include "run/facts.h"
#include "run/lane.h"
#include "run/logistic.h"

ny_value ny_exact_get(const ny_exact *exact, uint32_t op)
{
    const ny_op *of = &exact->plan->ops.items[op];
    uint32_t periods = exact->result->periods;
    switch (of->grain.kind) {
    case NY_GRAIN_EACH_CYCLE: /* only study.h computes it */
        break;
    case NY_GRAIN_ROW:
        return exact->block && exact->block->count ? ny_block_value(exact, op) : exact->slots[op];
    case NY_GRAIN_CONTRACT:
        return exact->result->values[(size_t)op * periods];
    case NY_GRAIN_EACH_PERIOD: {
        uint32_t period = exact->rows ? exact->row_period : exact->period;
        if (period == NY_NONE || period >= periods)
            return ny_value_unknown();
        return exact->result->values[(size_t)op * periods + period];
    }
    }
    NY_BUG("grain");
}

static ny_value operand(const ny_exact *exact, const ny_op *op, uint32_t index)
{
    return ny_exact_get(exact, exact->plan->operands.items[op->first_operand + index]);
}

static bool known(ny_value value)
{
    return value.state == NY_KNOWN;
}

/* What comes of an operand that has no value. */
static ny_value lacking(ny_value value)
{
    return value.state == NY_UNDEFINED ? value : ny_value_unknown();
}

static ny_value yes_no(bool yes)
{
    return ny_value_index(yes);
}

/* --- numbers ----------------------------------------------------------------------------------- */

static ny_value scale(ny_exact *exact, const ny_op *op)
{
    ny_arena *arena = exact->scratch;
    ny_rational v[5];
    for (uint32_t i = 0; i < 5; i++) {
        ny_value value = operand(exact, op, i);
        if (!known(value))
            return lacking(value);
        v[i] = value.is.number;
    }
    ny_rational width = ny_rational_subtract(arena, v[2], v[1]);
    if (ny_rational_sign(width) == 0)
        return ny_value_undefined((uint32_t)(op - exact->plan->ops.items));
    ny_rational place = ny_rational_divide(arena, ny_rational_subtract(arena, v[0], v[1]), width);
    if (ny_rational_sign(place) <= 0)
        return ny_value_number(v[3]);
    if (ny_rational_compare(place, NY_RATIONAL_ONE) >= 0)
        return ny_value_number(v[4]);
    ny_rational rise = ny_rational_subtract(arena, v[4], v[3]);
    return ny_value_number(ny_rational_add(arena, v[3], ny_rational_multiply(arena, place, rise)));
}

static ny_value keep(ny_exact *exact, const ny_op *op)
{
    ny_value value = operand(exact, op, 0), low = operand(exact, op, 1),
             high = operand(exact, op, 2);
    if (!known(value) || !known(low) || !known(high))
        return lacking(!known(value) ? value : !known(low) ? low : high);
    if (ny_rational_compare(value.is.number, low.is.number) < 0)
        return low;
    return ny_rational_compare(value.is.number, high.is.number) > 0 ? high : value;
}

static ny_value weigh_known(ny_exact *exact, const ny_op *op)
{
    ny_rational sum = NY_RATIONAL_ZERO, weights = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < op->operands; i += 2) {
        ny_value weight = operand(exact, op, i), value = operand(exact, op, i + 1);
        if (weight.state == NY_UNDEFINED || value.state == NY_UNDEFINED)
            return weight.state == NY_UNDEFINED ? weight : value;
        if (!known(weight) || !known(value))
            continue;
        sum = ny_rational_add(
            exact->scratch, sum,
            ny_rational_multiply(exact->scratch, weight.is.number, value.is.number));
        weights = ny_rational_add(exact->scratch, weights, weight.is.number);
    }
    if (ny_rational_sign(weights) == 0)
        return ny_value_unknown();
    return ny_value_number(ny_rational_divide(exact->scratch, sum, weights));
}

static ny_value mean_known(ny_exact *exact, const ny_op *op)
{
    ny_rational sum = NY_RATIONAL_ZERO;
    uint32_t count = 0;
    for (uint32_t i = 0; i < op->operands; i++) {
        ny_value value = operand(exact, op, i);
        if (value.state == NY_UNDEFINED)
            return value;
        if (!known(value))
            continue;
        sum = ny_rational_add(exact->scratch, sum, value.is.number);
        count++;
    }
    if (count < op->aux)
        return ny_value_unknown();
    return ny_value_number(ny_rational_divide(exact->scratch, sum, ny_rational_whole(count)));
}

/* An extract holds no state that its column does not allow; a worked example may. */
static ny_value eq5d_index(const ny_exact *exact, const ny_op *op)
{
    ny_value state = operand(exact, op, 0);
    uint32_t count;
    int32_t index;
    if (!known(state))
        return lacking(state);
    if (!ny_value_set_index(&ny_value_sets(&count)[op->aux], state.is.text, &index))
        return ny_value_unknown();
    return ny_value_number(ny_rational_decimal(exact->scratch, index, 6));
}

static ny_value of_two_numbers(ny_exact *exact, const ny_op *op, uint32_t number)
{
    ny_value a = operand(exact, op, 0), b = operand(exact, op, 1);
    if (!known(a) || !known(b))
        return lacking(a.state == NY_UNDEFINED || known(b) ? a : b);
    ny_rational x = a.is.number, y = b.is.number;
    switch ((int)op->code) {
    case NY_OP_ADD:
        return ny_value_number(ny_rational_add(exact->scratch, x, y));
    case NY_OP_SUBTRACT:
        return ny_value_number(ny_rational_subtract(exact->scratch, x, y));
    case NY_OP_MULTIPLY:
        return ny_value_number(ny_rational_multiply(exact->scratch, x, y));
    case NY_OP_DIVIDE:
        if (ny_rational_sign(y) == 0)
            return ny_value_undefined(number);
        return ny_value_number(ny_rational_divide(exact->scratch, x, y));
    case NY_OP_LEAST:
        return ny_rational_compare(x, y) <= 0 ? a : b;
    case NY_OP_GREATEST:
        return ny_rational_compare(x, y) >= 0 ? a : b;
    case NY_OP_EQUAL:
        return yes_no(ny_rational_compare(x, y) == 0);
    case NY_OP_NOT_EQUAL:
        return yes_no(ny_rational_compare(x, y) != 0);
    case NY_OP_LESS:
        return yes_no(ny_rational_compare(x, y) < 0);
    case NY_OP_AT_MOST:
        return yes_no(ny_rational_compare(x, y) <= 0);
    case NY_OP_MORE:
        return yes_no(ny_rational_compare(x, y) > 0);
    case NY_OP_AT_LEAST:
        return yes_no(ny_rational_compare(x, y) >= 0);
    default:
        NY_BUG("two numbers");
    }
}

static ny_value of_one_number(ny_exact *exact, const ny_op *op)
{
    ny_value a = operand(exact, op, 0);
    if (!known(a))
        return lacking(a);
    switch ((int)op->code) {
    case NY_OP_NEGATE:
        return ny_value_number(ny_rational_negate(exact->scratch, a.is.number));
    case NY_OP_CEILING:
        return ny_value_number(ny_rational_ceiling(exact->scratch, a.is.number));
    case NY_OP_FLOOR:
        return ny_value_number(ny_rational_floor(exact->scratch, a.is.number));
    case NY_OP_RAISE: {
        int32_t power = (int32_t)op->aux;
        if (ny_rational_sign(a.is.number) == 0 && power < 0)
            return ny_value_undefined((uint32_t)(op - exact->plan->ops.items));
        return ny_value_number(ny_rational_power(exact->scratch, a.is.number, power));
    }
    case NY_OP_LOGISTIC_ROUNDED: {
        const ny_rounding *rounding = &exact->plan->roundings.items[op->aux];
        return ny_value_number(
            ny_logistic_rounded(exact->scratch, a.is.number, rounding->unit, rounding->halves));
    }
    case NY_OP_ROUND: {
        const ny_rounding *rounding = &exact->plan->roundings.items[op->aux];
        return ny_value_number(
            ny_rational_round(exact->scratch, a.is.number, rounding->unit, rounding->halves));
    }
    default:
        NY_BUG("one number");
    }
}

/* --- dates ------------------------------------------------------------------------------------- */

static ny_value date_plus(const ny_exact *exact, const ny_op *op)
{
    ny_value date = operand(exact, op, 0), span = operand(exact, op, 1);
    if (!known(date) || !known(span))
        return lacking(known(date) ? span : date);
    int64_t whole;
    ny_date result;
    if (!ny_rational_to_whole(span.is.number, &whole) || whole < -4000000 || whole > 4000000)
        return ny_value_undefined((uint32_t)(op - exact->plan->ops.items));
    ny_span_of_time by = {0, 0};
    if (op->code == NY_OP_DATE_ADD_MONTHS)
        by.months = (int32_t)whole;
    else
        by.days = (int32_t)whole;
    if (!ny_date_add(date.is.date, by, &result))
        return ny_value_undefined((uint32_t)(op - exact->plan->ops.items));
    return ny_value_date(result);
}

static ny_value within(const ny_exact *exact, const ny_op *op)
{
    ny_value event = operand(exact, op, 0), base = operand(exact, op, 1),
             limit = operand(exact, op, 2);
    if (event.state == NY_ABSENT || base.state == NY_ABSENT)
        return yes_no(false);
    if (!known(event) || !known(base) || !known(limit))
        return lacking(!known(event) ? event : !known(base) ? base : limit);
    return yes_no(base.is.date <= event.is.date && event.is.date <= limit.is.date);
}

static ny_value compare_dates(const ny_exact *exact, const ny_op *op)
{
    ny_value a = operand(exact, op, 0), b = operand(exact, op, 1);
    if (!known(a) || !known(b))
        return lacking(known(a) ? b : a);
    switch ((int)op->aux) {
    case NY_OP_EQUAL:
        return yes_no(a.is.date == b.is.date);
    case NY_OP_NOT_EQUAL:
        return yes_no(a.is.date != b.is.date);
    case NY_OP_LESS:
        return yes_no(a.is.date < b.is.date);
    case NY_OP_AT_MOST:
        return yes_no(a.is.date <= b.is.date);
    case NY_OP_MORE:
        return yes_no(a.is.date > b.is.date);
    case NY_OP_AT_LEAST:
        return yes_no(a.is.date >= b.is.date);
    default:
        NY_BUG("date comparison");
    }
}

/* --- logic of three values --------------------------------------------------------------------- */

static ny_value and_or(const ny_exact *exact, const ny_op *op)
{
    ny_value a = operand(exact, op, 0), b = operand(exact, op, 1);
    uint32_t decides = op->code == NY_OP_OR;
    if ((known(a) && a.is.index == decides) || (known(b) && b.is.index == decides))
        return yes_no(decides);
    if (known(a) && known(b))
        return yes_no(!decides);
    return lacking(a.state == NY_UNDEFINED || known(b) ? a : b);
}

static ny_value choose(const ny_exact *exact, const ny_op *op)
{
    ny_value when = operand(exact, op, 0);
    if (!known(when))
        return lacking(when);
    return operand(exact, op, when.is.index ? 1 : 2);
}

ny_date ny_exact_last_day(const ny_exact *exact)
{
    ny_date last = exact->model->periods.items[exact->period].data_date;
    return exact->inputs->has_reach && exact->inputs->reach < last ? exact->inputs->reach : last;
}

static ny_value test(const ny_exact *exact, const ny_op *op)
{
    ny_value a = operand(exact, op, 0);
    if (op->code == NY_OP_IS_KNOWN)
        return a.state == NY_UNDEFINED ? a : yes_no(known(a));
    if (op->code == NY_OP_HAPPENED)
        return known(a) || a.state == NY_ABSENT ? yes_no(known(a)) : lacking(a);
    if (op->code == NY_OP_PASSED)
        return known(a) ? yes_no(a.is.date <= ny_exact_last_day(exact)) : lacking(a);
    if (a.state == NY_ABSENT)
        return yes_no(false);
    if (!known(a))
        return lacking(a);
    if (op->code == NY_OP_IS_TEXT)
        return yes_no(ny_text_equal(a.is.text, exact->plan->texts.items[op->aux]));
    return yes_no(a.is.index == op->aux);
}

/* --- sources ----------------------------------------------------------------------------------- */

/* What is dated after the data date has not happened yet. */
static ny_value cell(ny_exact *exact, const ny_rows *rows, uint32_t column, uint32_t row)
{
    ny_value value = ny_rows_value(exact->scratch, exact->model, rows, column, row);
    const ny_column *of = &exact->model->tables.items[rows->table].columns.items[column];
    if (of->if_any && of->type.kind == NY_KIND_DATE && known(value) &&
        value.is.date > exact->model->periods.items[exact->period].data_date)
        return ny_value_absent();
    return value;
}

static ny_value follow(ny_exact *exact, const ny_op *op)
{
    ny_value row = operand(exact, op, 0);
    if (!known(row))
        return lacking(row);
    return cell(exact, &exact->inputs->tables[op->table], op->aux, row.is.index);
}

static ny_value other_period(const ny_exact *exact, const ny_op *op)
{
    uint32_t of = exact->plan->operands.items[op->first_operand];
    uint32_t periods = exact->result->periods;
    uint32_t period = op->code == NY_OP_PREVIOUS ? exact->period - 1 : exact->plan->final_period;
    if (op->code == NY_OP_PREVIOUS ? exact->period == 0 : exact->period < period)
        return ny_value_unknown();
    bool one = exact->plan->ops.items[of].grain.kind == NY_GRAIN_CONTRACT;
    return exact->result->values[(size_t)of * periods + (one ? 0 : period)];
}

static ny_value measure_part(const ny_exact *exact, const ny_op *op)
{
    const ny_measured *measured =
        &exact->result->measured[(size_t)op->aux * exact->result->periods + exact->period];
    uint32_t count = op->code == NY_OP_ROWS_OF    ? measured->rows
                     : op->code == NY_OP_KNOWN_OF ? measured->known
                                                  : measured->events;
    return ny_value_number(ny_rational_whole(measured->reports ? count : 0));
}

static ny_value bound_of(const ny_exact *exact, const ny_op *op)
{
    const ny_measured *measured =
        &exact->result->measured[(size_t)op->aux * exact->result->periods + exact->period];
    return op->code == NY_OP_LOW_OF ? measured->low : measured->high;
}

static ny_value input_of(const ny_exact *exact, const ny_op *op)
{
    ny_value row = operand(exact, op, 0);
    const ny_value *by_row = exact->inputs->by_row ? exact->inputs->by_row[op->aux] : NULL;
    if (!known(row) || !by_row)
        return lacking(known(row) ? ny_value_unknown() : row);
    return by_row[row.is.index];
}

static ny_value by_then(ny_value day, ny_value limit)
{
    if (!known(day))
        return day;
    if (!known(limit))
        return lacking(limit);
    return day.is.date <= limit.is.date ? day : ny_value_absent();
}

static ny_value fact(const ny_exact *exact, const ny_op *op)
{
    ny_value day = operand(exact, op, 0);
    if (!known(day))
        return lacking(day);
    return op->code == NY_OP_FACT ? ny_fact_on(exact->inputs, op->aux, day.is.date)
                                  : ny_fact_date_on(exact->inputs, op->aux, day.is.date);
}

ny_value ny_exact_op(ny_exact *exact, uint32_t number)
{
    const ny_op *op = &exact->plan->ops.items[number];
    switch (op->code) {
    case NY_OP_CONSTANT:
        return exact->plan->constants.items[op->aux];
    case NY_OP_INPUT:
        return exact->inputs->values[op->aux];
    case NY_OP_COLUMN:
        return cell(exact, exact->rows, op->aux, exact->row);
    case NY_OP_FOLLOW:
        return follow(exact, op);
    case NY_OP_THIS_ROW:
        return ny_value_index(exact->row);
    case NY_OP_INPUT_OF:
        return input_of(exact, op);
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
        return other_period(exact, op);
    case NY_OP_IN_FIRST:
        return operand(exact, op, exact->period == 0 ? 0 : 1);
    case NY_OP_PER_ROW:
        return operand(exact, op, 0);
    case NY_OP_LAST_DAY:
        return ny_value_date(exact->model->periods.items[exact->period].end - 1);
    case NY_OP_DATA_DATE:
        return ny_value_date(exact->model->periods.items[exact->period].data_date);
    case NY_OP_BY_THEN:
        return by_then(operand(exact, op, 0), operand(exact, op, 1));
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
        return fact(exact, op);
    case NY_OP_NEGATE:
    case NY_OP_RAISE:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_ROUND:
        return of_one_number(exact, op);
    case NY_OP_ADD:
    case NY_OP_SUBTRACT:
    case NY_OP_MULTIPLY:
    case NY_OP_DIVIDE:
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
        return of_two_numbers(exact, op, number);
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_POWER:
    case NY_OP_SURVIVAL:
        return ny_value_unknown(); /* only in models, which this evaluator leaves out */
    case NY_OP_LOGISTIC_ROUNDED:
        return of_one_number(exact, op);
    case NY_OP_MEAN_KNOWN:
        return mean_known(exact, op);
    case NY_OP_EQ5D:
        return eq5d_index(exact, op);
    case NY_OP_KEEP:
        return keep(exact, op);
    case NY_OP_SCALE:
        return scale(exact, op);
    case NY_OP_WEIGH_KNOWN:
        return weigh_known(exact, op);
    case NY_OP_DATE_DIFFERENCE: {
        ny_value a = operand(exact, op, 0), b = operand(exact, op, 1);
        if (!known(a) || !known(b))
            return lacking(known(a) ? b : a);
        return ny_value_number(ny_rational_whole((int64_t)a.is.date - b.is.date));
    }
    case NY_OP_DATE_ADD_DAYS:
    case NY_OP_DATE_ADD_MONTHS:
        return date_plus(exact, op);
    case NY_OP_WITHIN:
        return within(exact, op);
    case NY_OP_DATE_COMPARE:
        return compare_dates(exact, op);
    case NY_OP_IS_INDEX:
    case NY_OP_IS_TEXT:
    case NY_OP_IS_KNOWN:
    case NY_OP_HAPPENED:
    case NY_OP_PASSED:
        return test(exact, op);
    case NY_OP_NOT: {
        ny_value a = operand(exact, op, 0);
        return known(a) ? yes_no(!a.is.index) : lacking(a);
    }
    case NY_OP_AND:
    case NY_OP_OR:
        return and_or(exact, op);
    case NY_OP_CHOOSE:
        return choose(exact, op);
    case NY_OP_UNKNOWN_AS: {
        ny_value a = operand(exact, op, 0);
        bool lacks = a.state == NY_UNKNOWN || a.state == NY_ABSENT;
        return lacks ? operand(exact, op, 1) : a;
    }
    case NY_OP_REDUCE:
        return ny_exact_reduce(exact, op->aux);
    case NY_OP_REDUCE_BY:
        ny_exact_reduce_by(exact, op->aux);
        return ny_value_unknown(); /* AMONG looks at the groups */
    case NY_OP_AMONG:
        return ny_exact_among(exact, op);
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
        return measure_part(exact, op);
    case NY_OP_LOW_OF:
    case NY_OP_HIGH_OF:
        return bound_of(exact, op);
    case NY_OP_RUNNING:
        return ny_value_number(ny_rational_whole(exact->windows[op->aux][exact->row]));
    case NY_OP_CYCLE: /* only study.h computes these */
    case NY_OP_STAY:
    case NY_OP_ARRIVAL:
    case NY_OP_TIME:
    case NY_OP_CODES:
        break;
    }
    NY_BUG("operation");
}

/* The contract period that a row's date lies in; a row without dates is looked at from the period at
 * hand, as the standard of a standardised measure is. */
uint32_t ny_exact_period_of(const ny_exact *exact, const ny_rows *rows, uint32_t row)
{
    const ny_model *model = exact->model;
    uint32_t date = model->tables.items[rows->table].date;
    if (date == NY_NONE)
        return exact->period;
    if (rows->columns[date].state[row] != NY_CELL_SOUND)
        return NY_NONE;
    int64_t day = ny_cells_value(&rows->columns[date], row);
    for (uint32_t p = 0; p < model->periods.count; p++)
        if (day >= model->periods.items[p].from && day < model->periods.items[p].end)
            return p;
    return NY_NONE;
}

void ny_exact_row(ny_exact *exact, const ny_rows *rows, uint32_t row, ny_program program)
{
    if (ny_block_at(exact, rows, row, program))
        return;
    exact->rows = rows;
    exact->row = row;
    exact->row_period = ny_exact_period_of(exact, rows, row);
    for (uint32_t i = 0; i < program.count; i++) {
        uint32_t op = exact->plan->programs.items[program.first + i];
        exact->slots[op] = ny_exact_op(exact, op);
    }
}

ny_value ny_exact_keep(ny_exact *exact, ny_kind kind, ny_value value)
{
    if (kind == NY_KIND_NUMBER && value.state == NY_KNOWN && value.is.number.denominator == 0)
        value.is.number = ny_rational_add(exact->arena, value.is.number, NY_RATIONAL_ZERO);
    return value;
}
