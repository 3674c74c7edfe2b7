/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Operations on doubles with a bound of their error, as plan/op.def says.
 *
 * The bound is a running error analysis (Higham, Accuracy and Stability of Numerical Algorithms,
 * section 3.3): with u = 2^-53 a correctly rounded result r differs from the true one by at most
 * u |r|, to which come the errors of the operands. A sum's own rounding error is computed exactly
 * (Knuth's two-sum), so that sums of whole numbers keep the bound 0. Bounds are themselves rounded;
 * every decision adds 1e-12 relative, ten thousand times more than that costs. */

#include "run/fast_private.h"
#include "run/law.h"

#include "base/bug.h"
#include "base/value_set.h"
#include "run/facts.h"
#include "run/vmath.h"

#include <math.h>

static double size_of(double x)
{
    return x < 0 ? -x : x;
}

static ny_fast_value near(double value, double error)
{
    return (ny_fast_value){value, error, NY_KNOWN};
}

static ny_fast_value unknown(void)
{
    return (ny_fast_value){0, 0, NY_UNKNOWN};
}
/* A function outside its range: the world has no such figure, and only models have functions. */
static ny_fast_value no_figure(void)
{
    return (ny_fast_value){0, 0, NY_UNDEFINED};
}

/* Whether a division by zero stops the run, and where, is for the exact evaluator to say. */
static ny_fast_value undefined(ny_fast *fast)
{
    fast->ties = true;
    return (ny_fast_value){0, 0, NY_UNDEFINED};
}
static ny_fast_value yes_no(bool yes)
{
    return ny_fast_exactly(yes ? 1 : 0);
}
static bool known(ny_fast_value value)
{
    return value.state == NY_KNOWN;
}

static ny_fast_value lacking(ny_fast_value value)
{
    return value.state == NY_UNDEFINED ? value : unknown();
}

static bool is_whole(double x)
{
    return size_of(x) <= NY_WHOLE_LIMIT && (double)(int64_t)x == x;
}

ny_fast_value ny_fast_of_rational(ny_rational number)
{
    double value = ny_rational_to_double(number);
    bool exact = ny_rational_is_whole(number) && size_of(value) <= NY_WHOLE_LIMIT;
    return near(value, exact ? 0 : size_of(value) * NY_UNIT_ROUNDOFF);
}

ny_fast_value ny_fast_of_value(ny_kind kind, ny_value value)
{
    if (value.state != NY_KNOWN)
        return (ny_fast_value){0, 0, value.state};
    switch (kind) {
    case NY_KIND_NUMBER:
        return ny_fast_of_rational(value.is.number);
    case NY_KIND_DATE:
        return ny_fast_exactly(value.is.date);
    case NY_KIND_YES_NO:
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
        return ny_fast_exactly(value.is.index);
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("a text that comes from no table");
}

/* --- arithmetic ------------------------------------------------------------------------------- */

static ny_fast_value negate(ny_fast_value a)
{
    return near(-a.value, a.error);
}

ny_fast_value ny_fast_multiply(ny_fast_value a, ny_fast_value b)
{
    double product = a.value * b.value;
    bool exact = (is_whole(a.value) && is_whole(b.value) && size_of(product) <= NY_WHOLE_LIMIT) ||
                 size_of(a.value) == 1 || size_of(b.value) == 1;
    double own = exact ? 0 : size_of(product) * NY_UNIT_ROUNDOFF;
    return near(product,
                own + size_of(a.value) * b.error + size_of(b.value) * a.error + a.error * b.error);
}

ny_fast_value ny_fast_divide(ny_fast *fast, ny_fast_value a, ny_fast_value b)
{
    if (b.error == 0 && b.value == 0)
        return undefined(fast);
    double room = size_of(b.value) - b.error;
    if (room <= 0) /* is it zero? */
        return undefined(fast);
    double quotient = a.value / b.value;
    bool exact = is_whole(quotient) && is_whole(a.value) && is_whole(b.value) &&
                 size_of(quotient * b.value) <= NY_WHOLE_LIMIT && quotient * b.value == a.value;
    double own = exact ? 0 : size_of(quotient) * NY_UNIT_ROUNDOFF;
    return near(quotient, own + (a.error + size_of(quotient) * b.error) / room);
}

/* <0, 0, >0; a difference within the bounds or within 1e-12 relative is a tie. */
static int compare(ny_fast *fast, ny_fast_value a, ny_fast_value b)
{
    double error = a.error + b.error, apart = size_of(a.value - b.value);
    double larger = size_of(a.value) > size_of(b.value) ? size_of(a.value) : size_of(b.value);
    if (error != 0 && !(apart > error + NY_TIE * larger)) /* so that what is no number ties */
        fast->ties = true;
    return a.value < b.value ? -1 : a.value > b.value;
}

/* The lesser (or greater): continuous, so no decision that could tie. */
static ny_fast_value choose_of(ny_fast_value a, ny_fast_value b, bool lesser)
{
    bool first = lesser ? a.value <= b.value : a.value >= b.value;
    ny_fast_value chosen = first ? a : b;
    if (size_of(a.value - b.value) <= a.error + b.error && chosen.error < a.error + b.error)
        chosen.error = a.error > b.error ? a.error : b.error;
    return chosen;
}

/* Where a value stands among whole numbers: a tie when one of the edges (`offset` beyond a whole
 * number: 0 for ceiling and floor, 1/2 for rounding) is too near to tell. */
static void look_at_edge(ny_fast *fast, ny_fast_value value, double offset)
{
    if (value.error == 0)
        return;
    double place = value.value - offset;
    double nearest = ny_whole_below(place + 0.5);
    if (size_of(place - nearest) <= value.error + NY_TIE * size_of(nearest + offset))
        fast->ties = true;
}

static ny_fast_value whole_of(ny_fast *fast, ny_fast_value a, bool up)
{
    if (!(size_of(a.value) <= NY_WHOLE_LIMIT / 4)) {
        fast->ties = true;
        return a;
    }
    look_at_edge(fast, a, 0);
    return ny_fast_exactly(up ? -ny_whole_below(-a.value) : ny_whole_below(a.value));
}

static double halves_go(double below, double part, ny_halves halves)
{
    if (part != 0.5)
        return part < 0.5 ? below : below + 1;
    switch (halves) {
    case NY_HALVES_AWAY_FROM_ZERO:
        return below < 0 ? below : below + 1;
    case NY_HALVES_TO_EVEN:
        return (int64_t)below % 2 == 0 ? below : below + 1;
    case NY_HALVES_UP:
        return below + 1;
    case NY_HALVES_DOWN:
        return below;
    }
    NY_BUG("halves");
}

ny_fast_value ny_fast_multiples(ny_fast *fast, ny_fast_value value, ny_rational unit,
                                ny_halves halves)
{
    if (unit.denominator == 0) { /* a unit that is no small fraction: left to the exact one */
        fast->ties = true;
        return ny_fast_exactly(0);
    }
    ny_fast_value place = ny_fast_multiply(value, ny_fast_exactly((double)unit.denominator));
    if (unit.numerator != 1)
        place = ny_fast_divide(fast, place, ny_fast_exactly((double)unit.numerator));
    if (!(size_of(place.value) <= NY_WHOLE_LIMIT / 4)) { /* or beyond all doubles */
        fast->ties = true;
        return ny_fast_exactly(0);
    }
    look_at_edge(fast, place, 0.5);
    double below = ny_whole_below(place.value);
    return ny_fast_exactly(halves_go(below, place.value - below, halves));
}

ny_fast_value ny_fast_round(ny_fast *fast, ny_fast_value value, const ny_rounding *rounding)
{
    ny_fast_value count = ny_fast_multiples(fast, value, rounding->unit, rounding->halves);
    if (rounding->unit.denominator == 0)
        return value;
    ny_fast_value top = ny_fast_multiply(count, ny_fast_exactly((double)rounding->unit.numerator));
    return ny_fast_divide(fast, top, ny_fast_exactly((double)rounding->unit.denominator));
}

static ny_fast_value power_of(ny_fast *fast, ny_fast_value base, int32_t power)
{
    ny_fast_value result = ny_fast_exactly(1);
    if (power < 0 && base.error == 0 && base.value == 0)
        return undefined(fast);
    for (uint32_t left = (uint32_t)(power < 0 ? -power : power); left; left >>= 1) {
        if (left & 1)
            result = ny_fast_multiply(result, base);
        base = ny_fast_multiply(base, base);
    }
    return power < 0 ? ny_fast_divide(fast, ny_fast_exactly(1), result) : result;
}

/* exp, log and their kin: 2 ulp of their own, and the slope times the operand's error. */
static ny_fast_value function_of(ny_op_code code, ny_fast_value a)
{
    double value, slope;
    if (code == NY_OP_EXPONENTIAL) {
        value = ny_exp(a.value);
        slope = value * 2;
    } else if (code == NY_OP_LOGARITHM) {
        if (a.value <= 0)
            return no_figure();
        value = ny_log(a.value);
        slope = 2 / a.value;
    } else {
        if (a.value < 0)
            return no_figure();
        value = sqrt(a.value);
        slope = value > 0 ? 1 / value : 1;
    }
    if (!(size_of(value) <= 1e300))
        return no_figure();
    return near(value, size_of(value) * 4 * NY_UNIT_ROUNDOFF + slope * a.error);
}

/* a to b for a >= 0: 1.5 ulp of its own, and what a and b may be off moves its logarithm. */
static ny_fast_value to_power(ny_fast_value a, ny_fast_value b)
{
    if (a.value < 0 || (a.value == 0 && b.value < 0))
        return no_figure();
    double value = ny_pow(a.value, b.value);
    if (!(value <= 1e300))
        return no_figure();
    if (a.value == 0)
        return near(value, a.error);
    double slope = size_of(b.value) * a.error / a.value + size_of(ny_log(a.value)) * b.error;
    return near(value, value * (4 * NY_UNIT_ROUNDOFF + 2 * slope));
}

/* 1 / (1 + e to -a). The slope is nowhere above 1/4. Far out the exponential is beyond all doubles,
 * or nothing beside 1: the share is 0 or 1 to the last bit, and its error is what is lost. */
static ny_fast_value logistic(ny_fast *fast, ny_fast_value a)
{
    if (size_of(a.value) > 500)
        return near(a.value > 0 ? 1 : 0, 1e-200 + a.error / 4);
    ny_fast_value power = near(ny_exp(-a.value), 0);
    power.error = power.value * 4 * NY_UNIT_ROUNDOFF;
    ny_fast_value share =
        ny_fast_divide(fast, ny_fast_exactly(1), ny_fast_add(ny_fast_exactly(1), power));
    share.error += a.error / 4;
    return share;
}

/* --- operands --------------------------------------------------------------------------------- */

static ny_fast_value operand(const ny_fast *fast, const ny_op *op, uint32_t index, uint32_t lane)
{
    return ny_fast_lane(fast, fast->plan->operands.items[op->first_operand + index], lane);
}

/* --- forms ------------------------------------------------------------------------------------ */

static ny_fast_value of_two_numbers(ny_fast *fast, const ny_op *op, ny_fast_value a,
                                    ny_fast_value b)
{
    if (!known(a) || !known(b))
        return lacking(a.state == NY_UNDEFINED || known(b) ? a : b);
    switch ((int)op->code) {
    case NY_OP_ADD:
        return ny_fast_add(a, b);
    case NY_OP_SUBTRACT:
        return ny_fast_add(a, negate(b));
    case NY_OP_MULTIPLY:
        return ny_fast_multiply(a, b);
    case NY_OP_DIVIDE:
        return ny_fast_divide(fast, a, b);
    case NY_OP_POWER:
        return to_power(a, b);
    case NY_OP_LEAST:
        return choose_of(a, b, true);
    case NY_OP_GREATEST:
        return choose_of(a, b, false);
    case NY_OP_EQUAL:
        return yes_no(compare(fast, a, b) == 0);
    case NY_OP_NOT_EQUAL:
        return yes_no(compare(fast, a, b) != 0);
    case NY_OP_LESS:
        return yes_no(compare(fast, a, b) < 0);
    case NY_OP_AT_MOST:
        return yes_no(compare(fast, a, b) <= 0);
    case NY_OP_MORE:
        return yes_no(compare(fast, a, b) > 0);
    case NY_OP_AT_LEAST:
        return yes_no(compare(fast, a, b) >= 0);
    default:
        NY_BUG("two numbers");
    }
}

static ny_fast_value of_one_number(ny_fast *fast, const ny_op *op, ny_fast_value a)
{
    if (!known(a))
        return lacking(a);
    switch ((int)op->code) {
    case NY_OP_NEGATE:
        return negate(a);
    case NY_OP_CEILING:
        return whole_of(fast, a, true);
    case NY_OP_FLOOR:
        return whole_of(fast, a, false);
    case NY_OP_RAISE:
        return power_of(fast, a, (int32_t)op->aux);
    case NY_OP_ROUND:
        return ny_fast_round(fast, a, &fast->plan->roundings.items[op->aux]);
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
        return function_of(op->code, a);
    case NY_OP_LOGISTIC_ROUNDED:
        return ny_fast_round(fast, logistic(fast, a), &fast->plan->roundings.items[op->aux]);
    default:
        NY_BUG("one number");
    }
}

/* Between the bounds; where they cross, the low one is looked at first, as in the exact one. */
static ny_fast_value keep(ny_fast_value a, ny_fast_value low, ny_fast_value high)
{
    if (a.value < low.value)
        return choose_of(a, low, false);
    ny_fast_value cut = choose_of(a, high, true);
    return a.value <= high.value ? choose_of(cut, low, false) : cut;
}

static ny_fast_value scale(ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value v[5];
    for (uint32_t i = 0; i < 5; i++) {
        v[i] = operand(fast, op, i, lane);
        if (!known(v[i]))
            return lacking(v[i]);
    }
    ny_fast_value place =
        ny_fast_divide(fast, ny_fast_add(v[0], negate(v[1])), ny_fast_add(v[2], negate(v[1])));
    if (!known(place))
        return place;
    place = keep(place, ny_fast_exactly(0), ny_fast_exactly(1));
    if (place.error == 0 && (place.value == 0 || place.value == 1))
        return v[place.value == 0 ? 3 : 4];
    ny_fast_value rise = ny_fast_add(v[4], negate(v[3]));
    return ny_fast_add(v[3], ny_fast_multiply(place, rise));
}

static ny_fast_value mean_known(ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value sum = ny_fast_exactly(0);
    uint32_t count = 0;
    for (uint32_t i = 0; i < op->operands; i++) {
        ny_fast_value value = operand(fast, op, i, lane);
        if (value.state == NY_UNDEFINED)
            return value;
        if (!known(value))
            continue;
        sum = ny_fast_add(sum, value);
        count++;
    }
    return count < op->aux ? unknown() : ny_fast_divide(fast, sum, ny_fast_exactly(count));
}

static ny_fast_value weigh_known(ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value sum = ny_fast_exactly(0), weights = ny_fast_exactly(0);
    bool any = false;
    for (uint32_t i = 0; i < op->operands; i += 2) {
        ny_fast_value weight = operand(fast, op, i, lane), value = operand(fast, op, i + 1, lane);
        if (weight.state == NY_UNDEFINED || value.state == NY_UNDEFINED)
            return undefined(fast);
        if (!known(weight) || !known(value))
            continue;
        any = true;
        sum = ny_fast_add(sum, ny_fast_multiply(weight, value));
        weights = ny_fast_add(weights, weight);
    }
    ny_fast_value mean = any ? ny_fast_divide(fast, sum, weights) : unknown();
    return known(mean) ? mean : unknown();
}

/* --- dates ------------------------------------------------------------------------------------ */

static ny_fast_value date_plus(ny_fast *fast, const ny_op *op, ny_fast_value date,
                               ny_fast_value span)
{
    if (!known(date) || !known(span))
        return lacking(known(date) ? span : date);
    ny_date result;
    ny_span_of_time by = {0, 0};
    if (span.error > 0) /* is it whole? */
        return undefined(fast);
    if (!is_whole(span.value) || size_of(span.value) > 4000000)
        return undefined(fast);
    if (op->code == NY_OP_DATE_ADD_MONTHS)
        by.months = (int32_t)span.value;
    else
        by.days = (int32_t)span.value;
    if (!ny_date_add((ny_date)date.value, by, &result))
        return undefined(fast);
    return ny_fast_exactly(result);
}

static ny_fast_value within(ny_fast_value event, ny_fast_value base, ny_fast_value limit)
{
    if (event.state == NY_ABSENT || base.state == NY_ABSENT)
        return yes_no(false);
    if (!known(event) || !known(base) || !known(limit))
        return lacking(!known(event) ? event : !known(base) ? base : limit);
    return yes_no(base.value <= event.value && event.value <= limit.value);
}

static ny_fast_value compare_dates(const ny_op *op, ny_fast_value a, ny_fast_value b)
{
    if (!known(a) || !known(b))
        return lacking(known(a) ? b : a);
    switch ((int)op->aux) {
    case NY_OP_EQUAL:
        return yes_no(a.value == b.value);
    case NY_OP_NOT_EQUAL:
        return yes_no(a.value != b.value);
    case NY_OP_LESS:
        return yes_no(a.value < b.value);
    case NY_OP_AT_MOST:
        return yes_no(a.value <= b.value);
    case NY_OP_MORE:
        return yes_no(a.value > b.value);
    case NY_OP_AT_LEAST:
        return yes_no(a.value >= b.value);
    default:
        NY_BUG("date comparison");
    }
}

/* --- logic ------------------------------------------------------------------------------------ */

static ny_fast_value and_or(const ny_op *op, ny_fast_value a, ny_fast_value b)
{
    double decides = op->code == NY_OP_OR ? 1 : 0;
    if ((known(a) && a.value == decides) || (known(b) && b.value == decides))
        return ny_fast_exactly(decides);
    if (known(a) && known(b))
        return ny_fast_exactly(1 - decides);
    return lacking(a.state == NY_UNDEFINED || known(b) ? a : b);
}

/* A text is the number of its cell: of the tables, one after the other, each row by row. */
static double text_number(const ny_fast *fast, const ny_rows *rows, uint32_t column, uint32_t row)
{
    double before = 0;
    for (uint32_t t = 0; t < rows->table; t++)
        before += (double)fast->inputs->tables[t].count *
                  (double)fast->model->tables.items[t].columns.count;
    return before + (double)row * (double)fast->model->tables.items[rows->table].columns.count +
           column;
}

ny_text ny_fast_text(const ny_fast *fast, ny_fast_value value)
{
    uint64_t number = (uint64_t)value.value;
    for (uint32_t t = 0; t < fast->model->tables.count; t++) {
        uint64_t columns = fast->model->tables.items[t].columns.count;
        uint64_t cells = columns * fast->inputs->tables[t].count;
        if (number < cells)
            return ny_rows_text(&fast->inputs->tables[t], (uint32_t)(number % columns),
                                (uint32_t)(number / columns));
        number -= cells;
    }
    NY_BUG("a text of no cell");
}

static ny_fast_value eq5d_index(const ny_fast *fast, const ny_op *op, ny_fast_value state)
{
    uint32_t count;
    int32_t index;
    if (!known(state))
        return lacking(state);
    if (!ny_value_set_index(&ny_value_sets(&count)[op->aux], ny_fast_text(fast, state), &index))
        return unknown();
    double value = index / 1e6;
    return near(value, size_of(value) * NY_UNIT_ROUNDOFF);
}

ny_date ny_fast_last_day(const ny_fast *fast)
{
    bool earlier = fast->inputs->has_reach && fast->inputs->reach < fast->data_date;
    return earlier ? fast->inputs->reach : fast->data_date;
}

static ny_fast_value test(const ny_fast *fast, const ny_op *op, ny_fast_value a)
{
    if (op->code == NY_OP_IS_KNOWN)
        return a.state == NY_UNDEFINED ? a : yes_no(known(a));
    if (op->code == NY_OP_HAPPENED)
        return known(a) || a.state == NY_ABSENT ? yes_no(known(a)) : lacking(a);
    if (op->code == NY_OP_PASSED)
        return known(a) ? yes_no(a.value <= ny_fast_last_day(fast)) : lacking(a);
    if (a.state == NY_ABSENT)
        return yes_no(false);
    if (!known(a))
        return lacking(a);
    if (op->code == NY_OP_IS_TEXT)
        return yes_no(ny_text_equal(ny_fast_text(fast, a), fast->plan->texts.items[op->aux]));
    return yes_no(a.value == op->aux);
}

/* What is left of a law. Its own error is that of law.h; each operand that may be off is moved by as much. */
static ny_fast_value survival(ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value at[4];
    double x[4];
    for (uint32_t i = 0; i < 4; i++) {
        at[i] = operand(fast, op, i, lane);
        if (!known(at[i]))
            return lacking(at[i]);
        x[i] = at[i].value;
    }
    double left = ny_law_left((ny_law_form)op->aux, x[0], x + 1), error = 1e-12 * left;
    for (uint32_t i = 0; i < 4; i++) {
        if (at[i].error == 0)
            continue;
        x[i] = at[i].value + at[i].error;
        error += 2 * size_of(ny_law_left((ny_law_form)op->aux, x[0], x + 1) - left);
        x[i] = at[i].value;
    }
    return left >= 0 && error >= 0 ? near(left, error) : no_figure();
}

/* --- sources ---------------------------------------------------------------------------------- */

static const double powers_of_ten[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* Correctly rounded: one division of two whole numbers that doubles hold exactly; else exactly. */
static ny_fast_value number_cell(const ny_fast *fast, const ny_rows *rows, const ny_column *of,
                                 uint32_t column, uint32_t row)
{
    const ny_cells *cells = &rows->columns[column];
    double top = (double)ny_cells_value(cells, row);
    if (of->factor.denominator > 0 && cells->scale < 16 && size_of(top) <= NY_WHOLE_LIMIT) {
        double bottom = powers_of_ten[cells->scale] * (double)of->factor.denominator;
        top *= (double)of->factor.numerator;
        if (size_of(top) <= NY_WHOLE_LIMIT && bottom <= NY_WHOLE_LIMIT) {
            double value = top / bottom;
            bool exact = is_whole(value) && value * bottom == top;
            return near(value, exact ? 0 : size_of(value) * NY_UNIT_ROUNDOFF);
        }
    }
    return ny_fast_of_value(NY_KIND_NUMBER,
                            ny_rows_value(fast->arena, fast->model, rows, column, row));
}

static ny_fast_value cell(const ny_fast *fast, const ny_rows *rows, uint32_t column, uint32_t row)
{
    const ny_column *of = &fast->model->tables.items[rows->table].columns.items[column];
    const ny_cells *cells = &rows->columns[column];
    switch ((ny_cell_state)cells->state[row]) {
    case NY_CELL_SOUND:
        if (of->type.kind == NY_KIND_NUMBER)
            return number_cell(fast, rows, of, column, row);
        if (of->type.kind == NY_KIND_TEXT)
            return ny_fast_exactly(text_number(fast, rows, column, row));
        return ny_fast_exactly((double)ny_cells_value(cells, row));
    case NY_CELL_MISSING:
    case NY_CELL_FAULTY:
        return unknown();
    case NY_CELL_ABSENT:
        return (ny_fast_value){0, 0, NY_ABSENT};
    }
    NY_BUG("a cell in no state");
}

ny_fast_value ny_fast_cell(const ny_fast *fast, const ny_rows *rows, uint32_t number, uint32_t row)
{
    ny_fast_value value = cell(fast, rows, number, row);
    const ny_column *of = &fast->model->tables.items[rows->table].columns.items[number];
    if (of->if_any && of->type.kind == NY_KIND_DATE && known(value) &&
        value.value > fast->data_date)
        value.state = NY_ABSENT;
    return value;
}

static ny_fast_value follow(const ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value row = operand(fast, op, 0, lane);
    if (!known(row))
        return lacking(row);
    return ny_fast_cell(fast, &fast->inputs->tables[op->table], op->aux, (uint32_t)row.value);
}

static ny_fast_value input_of(const ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value row = operand(fast, op, 0, lane);
    const ny_value *by_row = fast->inputs->by_row ? fast->inputs->by_row[op->aux] : NULL;
    if (!known(row) || !by_row)
        return known(row) ? unknown() : lacking(row);
    return ny_fast_of_value(op->kind, by_row[(uint32_t)row.value]);
}

static ny_fast_value other_period(const ny_fast *fast, const ny_op *op)
{
    uint32_t of = fast->plan->operands.items[op->first_operand];
    bool previous = op->code == NY_OP_PREVIOUS;
    uint32_t period = previous ? fast->period - 1 : fast->plan->final_period;
    if (previous ? fast->period == 0 : fast->period < period)
        return unknown();
    bool one = fast->plan->ops.items[of].grain.kind == NY_GRAIN_CONTRACT;
    return fast->values[(size_t)of * fast->periods + (one ? 0 : period)];
}

static ny_fast_value measure_part(const ny_fast *fast, const ny_op *op)
{
    const ny_fast_measured *measured =
        &fast->measured[(size_t)op->aux * fast->periods + fast->period];
    uint32_t count = op->code == NY_OP_ROWS_OF    ? measured->rows
                     : op->code == NY_OP_KNOWN_OF ? measured->known
                                                  : measured->events;
    return ny_fast_exactly(measured->reports ? count : 0);
}

static ny_fast_value bound_of(const ny_fast *fast, const ny_op *op)
{
    const ny_fast_measured *measured =
        &fast->measured[(size_t)op->aux * fast->periods + fast->period];
    return op->code == NY_OP_LOW_OF ? measured->low : measured->high;
}

/* --- all -------------------------------------------------------------------------------------- */

static ny_fast_value of_three(ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value a = operand(fast, op, 0, lane);
    if (op->code == NY_OP_CHOOSE)
        return known(a) ? operand(fast, op, a.value != 0 ? 1 : 2, lane) : lacking(a);
    ny_fast_value b = operand(fast, op, 1, lane), c = operand(fast, op, 2, lane);
    if (op->code == NY_OP_WITHIN)
        return within(a, b, c);
    if (!known(a) || !known(b) || !known(c))
        return lacking(!known(a) ? a : !known(b) ? b : c);
    return keep(a, b, c);
}

static ny_fast_value of_two_dates(ny_fast *fast, const ny_op *op, uint32_t lane)
{
    ny_fast_value a = operand(fast, op, 0, lane), b = operand(fast, op, 1, lane);
    if (op->code == NY_OP_DATE_COMPARE)
        return compare_dates(op, a, b);
    if (op->code != NY_OP_DATE_DIFFERENCE)
        return date_plus(fast, op, a, b);
    if (!known(a) || !known(b))
        return lacking(known(a) ? b : a);
    return ny_fast_exactly(a.value - b.value);
}

/* --- facts ------------------------------------------------------------------------------------ */

static ny_fast_value by_then(ny_fast_value day, ny_fast_value limit)
{
    if (!known(day))
        return day;
    if (!known(limit))
        return lacking(limit);
    return day.value <= limit.value ? day : (ny_fast_value){0, 0, NY_ABSENT};
}

static ny_fast_value fact(const ny_fast *fast, const ny_op *op, ny_fast_value day)
{
    if (!known(day))
        return lacking(day);
    ny_date on = (ny_date)day.value;
    return ny_fast_of_value(op->kind, op->code == NY_OP_FACT
                                          ? ny_fact_on(fast->inputs, op->aux, on)
                                          : ny_fact_date_on(fast->inputs, op->aux, on));
}

ny_fast_value ny_fast_op(ny_fast *fast, uint32_t number, uint32_t lane)
{
    const ny_op *op = &fast->plan->ops.items[number];
    switch (op->code) {
    case NY_OP_CONSTANT:
        return ny_fast_of_value(op->kind, fast->plan->constants.items[op->aux]);
    case NY_OP_INPUT:
        return ny_fast_of_value(op->kind, fast->inputs->values[op->aux]);
    case NY_OP_COLUMN:
        return ny_fast_cell(fast, fast->rows, op->aux, fast->first_row + lane);
    case NY_OP_FOLLOW:
        return follow(fast, op, lane);
    case NY_OP_THIS_ROW:
        return ny_fast_exactly(fast->first_row + lane);
    case NY_OP_INPUT_OF:
        return input_of(fast, op, lane);
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
        return other_period(fast, op);
    case NY_OP_IN_FIRST:
        return operand(fast, op, fast->period == 0 ? 0 : 1, lane);
    case NY_OP_PER_ROW:
        return operand(fast, op, 0, lane);
    case NY_OP_LAST_DAY:
        return ny_fast_exactly(fast->model->periods.items[fast->period].end - 1);
    case NY_OP_DATA_DATE:
        return ny_fast_exactly(fast->model->periods.items[fast->period].data_date);
    case NY_OP_BY_THEN:
        return by_then(operand(fast, op, 0, lane), operand(fast, op, 1, lane));
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
        return fact(fast, op, operand(fast, op, 0, lane));
    case NY_OP_NEGATE:
    case NY_OP_RAISE:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_ROUND:
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_LOGISTIC_ROUNDED:
        return of_one_number(fast, op, operand(fast, op, 0, lane));
    case NY_OP_ADD:
    case NY_OP_SUBTRACT:
    case NY_OP_MULTIPLY:
    case NY_OP_DIVIDE:
    case NY_OP_POWER:
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
        return of_two_numbers(fast, op, operand(fast, op, 0, lane), operand(fast, op, 1, lane));
    case NY_OP_SCALE:
        return scale(fast, op, lane);
    case NY_OP_MEAN_KNOWN:
        return mean_known(fast, op, lane);
    case NY_OP_EQ5D:
        return eq5d_index(fast, op, operand(fast, op, 0, lane));
    case NY_OP_WEIGH_KNOWN:
        return weigh_known(fast, op, lane);
    case NY_OP_DATE_DIFFERENCE:
    case NY_OP_DATE_ADD_DAYS:
    case NY_OP_DATE_ADD_MONTHS:
    case NY_OP_DATE_COMPARE:
        return of_two_dates(fast, op, lane);
    case NY_OP_KEEP:
    case NY_OP_WITHIN:
    case NY_OP_CHOOSE:
        return of_three(fast, op, lane);
    case NY_OP_IS_INDEX:
    case NY_OP_IS_TEXT:
    case NY_OP_IS_KNOWN:
    case NY_OP_HAPPENED:
    case NY_OP_PASSED:
        return test(fast, op, operand(fast, op, 0, lane));
    case NY_OP_NOT: {
        ny_fast_value a = operand(fast, op, 0, lane);
        return known(a) ? yes_no(a.value == 0) : lacking(a);
    }
    case NY_OP_AND:
    case NY_OP_OR:
        return and_or(op, operand(fast, op, 0, lane), operand(fast, op, 1, lane));
    case NY_OP_UNKNOWN_AS: {
        ny_fast_value a = operand(fast, op, 0, lane);
        bool lacks = a.state == NY_UNKNOWN || a.state == NY_ABSENT;
        return lacks ? operand(fast, op, 1, lane) : a;
    }
    case NY_OP_REDUCE:
        return ny_fast_reduce(fast, op->aux);
    case NY_OP_REDUCE_BY:
        ny_fast_reduce_by(fast, op->aux);
        return unknown(); /* AMONG looks at the groups */
    case NY_OP_AMONG:
        return ny_fast_among(fast, op, operand(fast, op, 1, lane));
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
        return measure_part(fast, op);
    case NY_OP_LOW_OF:
    case NY_OP_HIGH_OF:
        return bound_of(fast, op);
    case NY_OP_RUNNING:
        return fast->windows[op->aux]
                   ? ny_fast_exactly(fast->windows[op->aux][fast->first_row + lane])
                   : unknown();
    case NY_OP_SURVIVAL:
        return survival(fast, op, lane);
    case NY_OP_CYCLE:
        return ny_fast_exactly(fast->cycle);
    case NY_OP_STAY:
        return ny_fast_exactly(fast->stay);
    case NY_OP_ARRIVAL:
        return ny_fast_exactly(fast->arrival);
    case NY_OP_TIME:
        return ny_fast_exactly(fast->cycle * fast->cycle_length);
    case NY_OP_CODES:
        break;
    }
    NY_BUG("operation");
}
