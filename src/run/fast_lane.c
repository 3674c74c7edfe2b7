/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One operation over a block of rows, in columns. Each lane gets what ny_fast_op gives there, value
 * and bound of error to the last bit, and the same ties; tests/unit/fast_test.c holds both together.
 * What rows seldom ask for is left to ny_fast_op, lane by lane.
 *
 * Loops have no branches that data decide, so that a compiler can take several lanes at once. */

#include "run/fast_private.h"

#include "base/bug.h"
#include "run/vmath.h"

#include <math.h>
#include <string.h>

/* |x| + this - this is the nearest whole number, |x| < 2^52. */
#define NY_WHOLE_STEP 0x1p52

/* An operand: its columns, those of a coarser grain being filled at `room`. */
typedef struct ny_lane_operand {
    const double *value, *error; /* error: NULL where all are 0 */
    const uint8_t *state;
    bool known, is_one;
} ny_lane_operand;

typedef struct ny_lane_room {
    double value[NY_FAST_BLOCK], error[NY_FAST_BLOCK];
    uint8_t state[NY_FAST_BLOCK];
} ny_lane_room;

static inline double size_of(double x)
{
    return fabs(x);
}

/* As is_whole of fast_op.c. */
static inline bool is_whole(double x)
{
    double size = size_of(x);
    return (size <= NY_WHOLE_LIMIT) &
           ((size >= NY_WHOLE_STEP) | ((size + NY_WHOLE_STEP) - NY_WHOLE_STEP == size));
}

static uint8_t truth_of(ny_fast_value value)
{
    return value.state == NY_KNOWN ? (value.value != 0 ? NY_FAST_YES : NY_FAST_NO)
                                   : (uint8_t)(value.state + 1);
}

static ny_lane_operand spread(ny_fast *fast, uint32_t op, ny_lane_room *room)
{
    ny_fast_value value = ny_fast_lane(fast, op, 0);
    uint32_t count = fast->row_count;
    bool known = value.state == NY_KNOWN,
         is_truth = fast->plan->ops.items[op].kind == NY_KIND_YES_NO;
    double at = known ? value.value : 0, error = known ? value.error : 0;
    memset(room->state, is_truth ? truth_of(value) : (uint8_t)value.state, count);
    for (uint32_t i = 0; !is_truth && i < count; i++)
        room->value[i] = at;
    for (uint32_t i = 0; error != 0 && i < count; i++)
        room->error[i] = error;
    return (ny_lane_operand){room->value, error != 0 ? room->error : NULL, room->state, known,
                             true};
}

static ny_lane_operand operand(ny_fast *fast, const ny_op *op, uint32_t index, ny_lane_room *room)
{
    uint32_t number = fast->plan->operands.items[op->first_operand + index];
    if (fast->plan->ops.items[number].grain.kind != NY_GRAIN_ROW)
        return spread(fast, number, room);
    const ny_fast_lanes *lanes = &fast->lanes[fast->prepared->slot[number]];
    return (ny_lane_operand){lanes->value, lanes->exact ? NULL : lanes->error, lanes->state,
                             lanes->known, false};
}

/* --- states ----------------------------------------------------------------------------------- */

/* Of cells: sound is known, missing unknown, absent absent, faulty unknown. */
static bool take_states(const uint8_t *restrict cells, uint8_t *restrict to, uint32_t count)
{
    uint8_t others = 0;
    for (uint32_t i = 0; i < count; i++) {
        others |= cells[i];
        to[i] = cells[i] == NY_CELL_FAULTY ? NY_UNKNOWN : cells[i];
    }
    return others == NY_CELL_SOUND;
}

/* Both known: known; one undefined: undefined; else unknown. */
static bool join_states(const ny_lane_operand *a, const ny_lane_operand *b, uint8_t *restrict to,
                        uint32_t count)
{
    const uint8_t *restrict x = a->state, *restrict y = b->state;
    if (a->known && b->known) {
        memset(to, NY_KNOWN, count);
        return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint8_t undefined = (x[i] == NY_UNDEFINED) | (y[i] == NY_UNDEFINED);
        uint8_t lacks = undefined ? NY_UNDEFINED : NY_UNKNOWN;
        to[i] = (x[i] | y[i]) ? lacks : NY_KNOWN;
    }
    return false;
}

/* The same for dates, where the first that lacks says what the result is. */
static bool join_dates(const ny_lane_operand *a, const ny_lane_operand *b, uint8_t *restrict to,
                       uint32_t count)
{
    const uint8_t *restrict x = a->state, *restrict y = b->state;
    if (a->known && b->known) {
        memset(to, NY_KNOWN, count);
        return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint8_t first = x[i] != NY_KNOWN ? x[i] : y[i];
        to[i] = (first == NY_KNOWN) | (first == NY_UNDEFINED) ? first : NY_UNKNOWN;
    }
    return false;
}

/* Lanes that are not known hold 0. */
static void clear_where(const uint8_t *restrict state, double *restrict numbers, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = state[i] == NY_KNOWN ? numbers[i] : 0;
}

static void clear_lacking(const ny_fast_lanes *to, uint32_t count)
{
    if (to->known)
        return;
    clear_where(to->state, to->value, count);
    if (!to->exact)
        clear_where(to->state, to->error, count);
}

/* Of numbers that are not negative. */
static bool all_zero(const double *restrict numbers, uint32_t count)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &numbers[i], sizeof bits);
        all |= bits;
    }
    return all == 0;
}

/* --- cells ------------------------------------------------------------------------------------ */

static void widen(const ny_cells *cells, uint32_t first, uint32_t count, double *to)
{
    switch (cells->width) {
    case 1:
        for (uint32_t i = 0; i < count; i++)
            to[i] = ((const int8_t *)cells->value)[first + i];
        return;
    case 2:
        for (uint32_t i = 0; i < count; i++)
            to[i] = ((const int16_t *)cells->value)[first + i];
        return;
    case 4:
        for (uint32_t i = 0; i < count; i++)
            to[i] = ((const int32_t *)cells->value)[first + i];
        return;
    default:
        for (uint32_t i = 0; i < count; i++)
            to[i] = (double)((const int64_t *)cells->value)[first + i];
    }
}

static double bottom_of(const ny_column *column, const ny_cells *cells)
{
    double bottom = (double)column->factor.denominator;
    for (uint32_t i = 0; i < cells->scale; i++)
        bottom *= 10;
    return bottom;
}

/* As number_cell of fast_op.c: one division of whole numbers that doubles hold exactly, for all of
 * them or for none. */
static bool divide_cells(ny_fast *fast, const ny_column *column, const ny_cells *cells,
                         ny_fast_lanes *to)
{
    uint32_t count = fast->row_count;
    if (column->factor.denominator == 0 || cells->scale >= 16)
        return false;
    double times = (double)column->factor.numerator, bottom = bottom_of(column, cells), most = 0;
    double *restrict value = to->value, *restrict error = ny_fast_errors(fast, to);
    for (uint32_t i = 0; i < count; i++) {
        double size = size_of(value[i]);
        most = size > most ? size : most;
    }
    if (!(most <= NY_WHOLE_LIMIT && most * size_of(times) <= NY_WHOLE_LIMIT &&
          bottom <= NY_WHOLE_LIMIT))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        double top = value[i] * times, number = top / bottom;
        bool exact = is_whole(number) & (number * bottom == top);
        value[i] = number;
        error[i] = exact ? 0 : size_of(number) * NY_UNIT_ROUNDOFF;
    }
    to->exact = all_zero(error, count);
    return true;
}

static bool read_truths(const ny_fast *fast, const ny_cells *cells, ny_fast_lanes *to)
{
    static const uint8_t truths[] = {[NY_CELL_SOUND] = NY_FAST_NO,
                                     [NY_CELL_MISSING] = NY_FAST_NOT_KNOWN,
                                     [NY_CELL_ABSENT] = NY_FAST_NOT_THERE,
                                     [NY_CELL_FAULTY] = NY_FAST_NOT_KNOWN};
    for (uint32_t i = 0; i < fast->row_count; i++) {
        uint8_t cell = cells->state[fast->first_row + i];
        to->state[i] =
            cell == NY_CELL_SOUND ? ny_cells_value(cells, fast->first_row + i) != 0 : truths[cell];
    }
    return true;
}

static void leave_later_out(const ny_fast *fast, ny_fast_lanes *to)
{
    double last = fast->data_date;
    uint8_t *restrict state = to->state, later = 0;
    const double *restrict value = to->value;
    uint32_t count = fast->row_count;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t is_later = (state[i] == NY_KNOWN) & (value[i] > last);
        state[i] = is_later ? NY_ABSENT : state[i];
        later |= is_later;
    }
    to->known &= !later;
}

static bool read_column(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    const ny_cells *cells = &fast->rows->columns[op->aux];
    const ny_column *column = &fast->model->tables.items[fast->rows->table].columns.items[op->aux];
    uint32_t count = fast->row_count;
    if (column->type.kind == NY_KIND_TEXT || column->type.kind == NY_KIND_ANY)
        return false;
    if (column->type.kind == NY_KIND_YES_NO)
        return read_truths(fast, cells, to);
    to->known = take_states(cells->state + fast->first_row, to->state, count);
    to->exact = true;
    widen(cells, fast->first_row, count, to->value);
    clear_lacking(to, count);
    if (column->type.kind == NY_KIND_NUMBER && !divide_cells(fast, column, cells, to))
        return false;
    if (column->type.kind == NY_KIND_DATE && column->if_any) {
        leave_later_out(fast, to);
        clear_lacking(to, count);
    }
    return true;
}

/* --- rows of other tables --------------------------------------------------------------------- */

static void set(ny_fast *fast, ny_fast_lanes *to, uint32_t lane, ny_fast_value value)
{
    bool known = value.state == NY_KNOWN;
    to->known &= known;
    to->state[lane] = (uint8_t)value.state;
    to->value[lane] = known ? value.value : 0;
    if (known && value.error != 0 && to->exact) {
        memset(ny_fast_errors(fast, to), 0, NY_FAST_BLOCK * sizeof *to->error);
        to->exact = false;
    }
    if (!to->exact)
        to->error[lane] = known ? value.error : 0;
}

/* Values of a small table are made once a block, and each lane takes its own. */
static bool take_from(ny_fast *fast, const ny_lane_operand *row, const ny_fast_value *values,
                      ny_fast_lanes *to)
{
    const ny_fast_value unknown = {0, 0, NY_UNKNOWN}, undefined = {0, 0, NY_UNDEFINED};
    to->known = to->exact = true;
    for (uint32_t i = 0; i < fast->row_count; i++)
        set(fast, to, i,
            row->state[i] == NY_KNOWN       ? values[(uint32_t)row->value[i]]
            : row->state[i] == NY_UNDEFINED ? undefined
                                            : unknown);
    return true;
}

static bool follow(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    const ny_rows *rows = &fast->inputs->tables[op->table];
    ny_lane_room room;
    ny_fast_value values[NY_FAST_BLOCK];
    if (op->kind == NY_KIND_YES_NO || rows->count > fast->row_count)
        return false;
    for (uint32_t row = 0; row < rows->count; row++)
        values[row] = ny_fast_cell(fast, rows, op->aux, row);
    ny_lane_operand of = operand(fast, op, 0, &room);
    return take_from(fast, &of, values, to);
}

static bool input_of(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    const ny_value *by_row = fast->inputs->by_row ? fast->inputs->by_row[op->aux] : NULL;
    const ny_op *row = &fast->plan->ops.items[fast->plan->operands.items[op->first_operand]];
    uint32_t table = fast->plan->inputs.items[op->aux].by_table;
    ny_lane_room room;
    if (!by_row || op->kind == NY_KIND_YES_NO || table == NY_NONE ||
        row->grain.kind != NY_GRAIN_ROW)
        return false;
    if (!fast->by_row[op->aux]) {
        uint32_t count = fast->inputs->tables[table].count;
        fast->by_row[op->aux] = NY_NEW_ARRAY(fast->arena, ny_fast_value, (size_t)count + 1);
        for (uint32_t i = 0; i < count; i++)
            fast->by_row[op->aux][i] = ny_fast_of_value(op->kind, by_row[i]);
    }
    ny_lane_operand of = operand(fast, op, 0, &room);
    return take_from(fast, &of, fast->by_row[op->aux], to);
}

static bool read_window(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    const uint32_t *numbers = fast->windows[op->aux];
    if (!numbers)
        return false;
    double *restrict value = to->value;
    uint32_t count = fast->row_count;
    for (uint32_t i = 0; i < count; i++)
        value[i] = numbers[fast->first_row + i];
    memset(to->state, NY_KNOWN, count);
    to->known = to->exact = true;
    return true;
}

static bool copy(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint32_t count = fast->row_count;
    ny_lane_operand a = operand(fast, op, 0, &room);
    memcpy(to->state, a.state, count);
    to->known = a.known;
    to->exact = !a.error;
    if (op->kind == NY_KIND_YES_NO)
        return true;
    memcpy(to->value, a.value, count * sizeof *to->value);
    if (a.error)
        memcpy(ny_fast_errors(fast, to), a.error, count * sizeof *to->error);
    return true;
}

/* --- numbers ---------------------------------------------------------------------------------- */

static double error_at(const double *errors, uint32_t lane)
{
    return errors ? errors[lane] : 0;
}

/* ny_fast_add, of a and sign * b. */
static void add_lanes(const ny_lane_operand *a, const ny_lane_operand *b, double sign,
                      double *restrict value, double *restrict error, uint32_t count)
{
    const double *restrict x = a->value, *restrict y = b->value;
    for (uint32_t i = 0; i < count; i++) {
        double other = sign * y[i], sum = x[i] + other, part = sum - x[i];
        double lost = (x[i] - (sum - part)) + (other - part);
        value[i] = sum;
        error[i] = size_of(lost);
    }
    if (a->error || b->error)
        for (uint32_t i = 0; i < count; i++)
            error[i] = error_at(a->error, i) + error_at(b->error, i) + error[i];
}

static bool add(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint32_t count = fast->row_count;
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    double sign = op->code == NY_OP_ADD ? 1 : -1;
    to->known = join_states(&a, &b, to->state, count);
    add_lanes(&a, &b, sign, to->value, ny_fast_errors(fast, to), count);
    to->exact = all_zero(to->error, count);
    clear_lacking(to, count);
    return true;
}

/* ny_fast_multiply; 1 times a number is exact. */
static bool multiply(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint32_t count = fast->row_count;
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    const double *restrict x = a.value, *restrict y = b.value;
    double *restrict value = to->value, *restrict error = ny_fast_errors(fast, to);
    to->known = join_states(&a, &b, to->state, count);
    for (uint32_t i = 0; i < count; i++) {
        double product = x[i] * y[i], size = size_of(product);
        bool exact = (is_whole(x[i]) & is_whole(y[i]) & (size <= NY_WHOLE_LIMIT)) |
                     (size_of(x[i]) == 1) | (size_of(y[i]) == 1);
        value[i] = product;
        error[i] = exact ? 0 : size * NY_UNIT_ROUNDOFF;
    }
    if (a.error || b.error)
        for (uint32_t i = 0; i < count; i++) {
            double of_x = error_at(a.error, i), of_y = error_at(b.error, i);
            error[i] = error[i] + size_of(x[i]) * of_y + size_of(y[i]) * of_x + of_x * of_y;
        }
    to->exact = all_zero(error, count);
    clear_lacking(to, count);
    return true;
}

/* As function_of of fast_op.c: 2 ulp of its own, and the slope times the operand's error. */
static bool exponential(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint32_t count = fast->row_count, beyond = 0;
    ny_lane_operand a = operand(fast, op, 0, &room);
    double *restrict value = to->value, *restrict error = ny_fast_errors(fast, to);
    to->known = join_states(&a, &a, to->state, count);
    for (uint32_t i = 0; i < count; i++)
        value[i] = ny_exp(a.value[i]);
    for (uint32_t i = 0; i < count; i++) {
        double slope = value[i] * 2;
        error[i] = size_of(value[i]) * 4 * NY_UNIT_ROUNDOFF + slope * error_at(a.error, i);
        beyond += !(size_of(value[i]) <= 1e300);
    }
    to->exact = false;
    clear_lacking(to, count);
    return beyond == 0;
}

/* --- comparisons ------------------------------------------------------------------------------ */

static void compare_lanes(ny_op_code code, const double *restrict x, const double *restrict y,
                          uint8_t *restrict yes, uint32_t count)
{
    switch ((int)code) {
    case NY_OP_EQUAL:
        for (uint32_t i = 0; i < count; i++)
            yes[i] = x[i] == y[i];
        return;
    case NY_OP_NOT_EQUAL:
        for (uint32_t i = 0; i < count; i++)
            yes[i] = x[i] != y[i];
        return;
    case NY_OP_LESS:
        for (uint32_t i = 0; i < count; i++)
            yes[i] = x[i] < y[i];
        return;
    case NY_OP_AT_MOST:
        for (uint32_t i = 0; i < count; i++)
            yes[i] = x[i] <= y[i];
        return;
    case NY_OP_MORE:
        for (uint32_t i = 0; i < count; i++)
            yes[i] = x[i] > y[i];
        return;
    case NY_OP_AT_LEAST:
        for (uint32_t i = 0; i < count; i++)
            yes[i] = x[i] >= y[i];
        return;
    default:
        NY_BUG("a comparison");
    }
}

/* A difference within the bounds or within 1e-12 relative is a tie; exact numbers never tie. */
static bool too_near(const ny_lane_operand *a, const ny_lane_operand *b, uint32_t count)
{
    uint32_t near = 0;
    if (!a->error && !b->error)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        double error = error_at(a->error, i) + error_at(b->error, i);
        double x = size_of(a->value[i]), y = size_of(b->value[i]);
        double apart = size_of(a->value[i] - b->value[i]), larger = x > y ? x : y;
        near += (a->state[i] == NY_KNOWN) & (b->state[i] == NY_KNOWN) & (error != 0) &
                !(apart > error + NY_TIE * larger);
    }
    return near != 0;
}

/* States of a comparison as truths. */
static void lack_truths(const uint8_t *restrict states, uint8_t *restrict to, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        to[i] = states[i] == NY_KNOWN       ? to[i]
                : states[i] == NY_UNDEFINED ? NY_FAST_NOT_DEFINED
                                            : NY_FAST_NOT_KNOWN;
}

static bool compare(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint8_t states[NY_FAST_BLOCK];
    uint32_t count = fast->row_count;
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    bool dates = op->code == NY_OP_DATE_COMPARE;
    bool known = dates ? join_dates(&a, &b, states, count) : join_states(&a, &b, states, count);
    compare_lanes(dates ? (ny_op_code)op->aux : op->code, a.value, b.value, to->state, count);
    fast->ties |= !dates && too_near(&a, &b, count);
    if (!known)
        lack_truths(states, to->state, count);
    return true;
}

/* --- dates ------------------------------------------------------------------------------------ */

static bool subtract_dates(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint32_t count = fast->row_count;
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    to->known = join_dates(&a, &b, to->state, count);
    to->exact = true;
    const double *restrict x = a.value, *restrict y = b.value;
    double *restrict value = to->value;
    for (uint32_t i = 0; i < count; i++)
        value[i] = x[i] - y[i];
    clear_lacking(to, count);
    return true;
}

/* Rows stand in order of date, so the last answer is often the next. */
static bool add_months(const ny_lane_operand *date, int32_t months, ny_fast_lanes *to,
                       uint32_t count)
{
    ny_date from = 0, sum = 0;
    bool has = false;
    for (uint32_t i = 0; i < count; i++) {
        if (to->state[i] != NY_KNOWN)
            continue;
        if (!has || date->value[i] != from) {
            from = (ny_date)date->value[i];
            if (!ny_date_add(from, (ny_span_of_time){.months = months}, &sum))
                return false;
            has = true;
        }
        to->value[i] = sum;
    }
    return true;
}

static bool add_days(const ny_lane_operand *date, double days, ny_fast_lanes *to, uint32_t count)
{
    const double *restrict from = date->value;
    const uint8_t *restrict state = to->state;
    double *restrict value = to->value;
    uint8_t outside = 0;
    for (uint32_t i = 0; i < count; i++) {
        double day = from[i] + days;
        value[i] = day;
        outside |= (state[i] == NY_KNOWN) & ((day < NY_DATE_LOWEST) | (day > NY_DATE_HIGHEST));
    }
    return outside == 0;
}

static bool add_to_date(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint32_t count = fast->row_count;
    ny_lane_operand date = operand(fast, op, 0, &rooms[0]), by = operand(fast, op, 1, &rooms[1]);
    double span = by.value[0];
    if (!by.is_one || by.error || !is_whole(span) || size_of(span) > 4000000)
        return false;
    to->known = join_dates(&date, &by, to->state, count);
    to->exact = true;
    bool fits = op->code == NY_OP_DATE_ADD_MONTHS ? add_months(&date, (int32_t)span, to, count)
                                                  : add_days(&date, span, to, count);
    clear_lacking(to, count);
    return fits;
}

/* ABSENT a or b: no; else the first that lacks says what the result is. */
static bool within(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[3];
    uint32_t count = fast->row_count;
    ny_lane_operand event = operand(fast, op, 0, &rooms[0]);
    ny_lane_operand base = operand(fast, op, 1, &rooms[1]);
    ny_lane_operand limit = operand(fast, op, 2, &rooms[2]);
    uint8_t *restrict yes = to->state;
    const double *restrict x = event.value, *restrict low = base.value,
                           *restrict high = limit.value;
    const uint8_t *restrict events = event.state, *restrict bases = base.state;
    const uint8_t *restrict limits = limit.state;
    for (uint32_t i = 0; i < count; i++)
        yes[i] = (low[i] <= x[i]) & (x[i] <= high[i]);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t e = events[i], b = bases[i], l = limits[i];
        uint8_t first = e != NY_KNOWN ? e : b != NY_KNOWN ? b : l;
        uint8_t lacks = first == NY_UNDEFINED ? NY_FAST_NOT_DEFINED : NY_FAST_NOT_KNOWN;
        yes[i] = (e == NY_ABSENT) | (b == NY_ABSENT) ? NY_FAST_NO
                 : first != NY_KNOWN                 ? lacks
                                                     : yes[i];
    }
    return true;
}

/* --- questions, and logic of three values ----------------------------------------------------- */

static bool is_truth(const ny_fast *fast, const ny_op *op, uint32_t index)
{
    uint32_t number = fast->plan->operands.items[op->first_operand + index];
    return fast->plan->ops.items[number].kind == NY_KIND_YES_NO;
}

/* The states of a truth's lanes. */
static const uint8_t states_of_truths[] = {[NY_FAST_NO] = NY_KNOWN,
                                           [NY_FAST_YES] = NY_KNOWN,
                                           [NY_FAST_NOT_KNOWN] = NY_UNKNOWN,
                                           [NY_FAST_NOT_THERE] = NY_ABSENT,
                                           [NY_FAST_NOT_DEFINED] = NY_UNDEFINED};

static const uint8_t *states_of(const ny_fast *fast, const ny_op *op, const ny_lane_operand *a,
                                uint8_t room[NY_FAST_BLOCK])
{
    if (!is_truth(fast, op, 0))
        return a->state;
    for (uint32_t i = 0; i < fast->row_count; i++)
        room[i] = states_of_truths[a->state[i]];
    return room;
}

static bool is_index(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint8_t states_room[NY_FAST_BLOCK];
    uint32_t count = fast->row_count;
    ny_lane_operand a = operand(fast, op, 0, &room);
    const uint8_t *restrict state = states_of(fast, op, &a, states_room);
    const double *restrict value = a.value;
    uint8_t *restrict yes = to->state;
    double number = op->aux;
    if (is_truth(fast, op, 0))
        for (uint32_t i = 0; i < count; i++)
            yes[i] = a.state[i] == number;
    else
        for (uint32_t i = 0; i < count; i++)
            yes[i] = value[i] == number;
    if (a.known && state == a.state)
        return true;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t lacks = state[i] == NY_UNDEFINED ? NY_FAST_NOT_DEFINED : NY_FAST_NOT_KNOWN;
        yes[i] = state[i] == NY_KNOWN ? yes[i] : state[i] == NY_ABSENT ? NY_FAST_NO : lacks;
    }
    return true;
}

static bool is_there(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint8_t states_room[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &room);
    const uint8_t *restrict state = states_of(fast, op, &a, states_room);
    uint8_t unknown = op->code == NY_OP_HAPPENED ? NY_FAST_NOT_KNOWN : NY_FAST_NO;
    uint8_t *restrict to_state = to->state;
    uint32_t count = fast->row_count;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t lacks = state[i] == NY_UNDEFINED ? NY_FAST_NOT_DEFINED : unknown;
        uint8_t there = state[i] == NY_ABSENT ? NY_FAST_NO : lacks;
        to_state[i] = state[i] == NY_KNOWN ? NY_FAST_YES : there;
    }
    return true;
}

static bool has_passed(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    ny_lane_operand a = operand(fast, op, 0, &room);
    const double *restrict day = a.value;
    const uint8_t *restrict state = a.state;
    uint8_t *restrict yes = to->state;
    uint32_t count = fast->row_count;
    double last = ny_fast_last_day(fast);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t lacks = state[i] == NY_UNDEFINED ? NY_FAST_NOT_DEFINED : NY_FAST_NOT_KNOWN;
        yes[i] = state[i] == NY_KNOWN ? day[i] <= last : lacks;
    }
    return true;
}

static bool negate_truth(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    ny_lane_operand a = operand(fast, op, 0, &room);
    const uint8_t *restrict truth = a.state;
    uint8_t *restrict negated = to->state;
    uint32_t count = fast->row_count;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t lacks = truth[i] == NY_FAST_NOT_DEFINED ? NY_FAST_NOT_DEFINED : NY_FAST_NOT_KNOWN;
        negated[i] = truth[i] <= NY_FAST_YES ? truth[i] ^ 1 : lacks;
    }
    return true;
}

static bool and_or(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    uint8_t decides = op->code == NY_OP_OR ? NY_FAST_YES : NY_FAST_NO, other = !decides;
    const uint8_t *restrict x = a.state, *restrict y = b.state;
    uint8_t *restrict joined = to->state;
    uint32_t count = fast->row_count;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t undefined = (x[i] == NY_FAST_NOT_DEFINED) | (y[i] == NY_FAST_NOT_DEFINED);
        uint8_t lacks = undefined ? NY_FAST_NOT_DEFINED : NY_FAST_NOT_KNOWN;
        uint8_t both = (x[i] == other) & (y[i] == other) ? other : lacks;
        joined[i] = (x[i] == decides) | (y[i] == decides) ? decides : both;
    }
    return true;
}

/* b where `first` is 1, else c. */
static void pick(ny_fast *fast, const uint8_t *first, const ny_lane_operand *b,
                 const ny_lane_operand *c, bool truths, ny_fast_lanes *to)
{
    uint32_t count = fast->row_count, others = 0;
    for (uint32_t i = 0; i < count; i++)
        to->state[i] = first[i] ? b->state[i] : c->state[i];
    if (truths)
        return;
    for (uint32_t i = 0; i < count; i++)
        to->value[i] = first[i] ? b->value[i] : c->value[i];
    to->exact = !b->error && !c->error;
    if (!to->exact) {
        double *error = ny_fast_errors(fast, to);
        for (uint32_t i = 0; i < count; i++)
            error[i] = first[i] ? error_at(b->error, i) : error_at(c->error, i);
    }
    for (uint32_t i = 0; i < count; i++)
        others += to->state[i] != NY_KNOWN;
    to->known = others == 0;
}

static bool choose(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[3];
    uint8_t first[NY_FAST_BLOCK] = {0};
    uint32_t count = fast->row_count, open = 0;
    bool truths = op->kind == NY_KIND_YES_NO;
    ny_lane_operand when = operand(fast, op, 0, &rooms[0]);
    ny_lane_operand b = operand(fast, op, 1, &rooms[1]), c = operand(fast, op, 2, &rooms[2]);
    for (uint32_t i = 0; i < count; i++) {
        first[i] = when.state[i] == NY_FAST_YES;
        open += when.state[i] > NY_FAST_YES;
    }
    pick(fast, first, &b, &c, truths, to);
    if (!open)
        return true;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t undefined = truths ? NY_FAST_NOT_DEFINED : NY_UNDEFINED;
        uint8_t unknown = truths ? NY_FAST_NOT_KNOWN : NY_UNKNOWN;
        to->state[i] = when.state[i] <= NY_FAST_YES           ? to->state[i]
                       : when.state[i] == NY_FAST_NOT_DEFINED ? undefined
                                                              : unknown;
    }
    to->known = false;
    if (!truths)
        clear_lacking(to, count);
    return true;
}

static bool unknown_as(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint8_t first[NY_FAST_BLOCK] = {0}, states_room[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    const uint8_t *state = states_of(fast, op, &a, states_room);
    for (uint32_t i = 0; i < fast->row_count; i++)
        first[i] = (state[i] != NY_UNKNOWN) & (state[i] != NY_ABSENT);
    pick(fast, first, &a, &b, op->kind == NY_KIND_YES_NO, to);
    return true;
}

/* --- all -------------------------------------------------------------------------------------- */

bool ny_fast_lane_op(ny_fast *fast, uint32_t number, ny_fast_lanes *to)
{
    const ny_op *op = &fast->plan->ops.items[number];
    switch (op->code) {
    case NY_OP_COLUMN:
        return read_column(fast, op, to);
    case NY_OP_FOLLOW:
        return follow(fast, op, to);
    case NY_OP_INPUT_OF:
        return input_of(fast, op, to);
    case NY_OP_RUNNING:
        return read_window(fast, op, to);
    case NY_OP_PER_ROW:
        return copy(fast, op, to);
    case NY_OP_ADD:
    case NY_OP_SUBTRACT:
        return add(fast, op, to);
    case NY_OP_MULTIPLY:
        return multiply(fast, op, to);
    case NY_OP_EXPONENTIAL:
        return exponential(fast, op, to);
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
    case NY_OP_DATE_COMPARE:
        return compare(fast, op, to);
    case NY_OP_DATE_DIFFERENCE:
        return subtract_dates(fast, op, to);
    case NY_OP_DATE_ADD_DAYS:
    case NY_OP_DATE_ADD_MONTHS:
        return add_to_date(fast, op, to);
    case NY_OP_WITHIN:
        return within(fast, op, to);
    case NY_OP_IS_INDEX:
        return is_index(fast, op, to);
    case NY_OP_IS_KNOWN:
    case NY_OP_HAPPENED:
        return is_there(fast, op, to);
    case NY_OP_PASSED:
        return has_passed(fast, op, to);
    case NY_OP_NOT:
        return negate_truth(fast, op, to);
    case NY_OP_AND:
    case NY_OP_OR:
        return and_or(fast, op, to);
    case NY_OP_CHOOSE:
        return choose(fast, op, to);
    case NY_OP_UNKNOWN_AS:
        return unknown_as(fast, op, to);
    case NY_OP_CONSTANT:
    case NY_OP_INPUT:
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
    case NY_OP_IN_FIRST:
    case NY_OP_LAST_DAY:
    case NY_OP_DATA_DATE:
    case NY_OP_BY_THEN:
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
    case NY_OP_NEGATE:
    case NY_OP_DIVIDE:
    case NY_OP_RAISE:
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_ROUND:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_LOGISTIC_ROUNDED:
    case NY_OP_KEEP:
    case NY_OP_SCALE:
    case NY_OP_WEIGH_KNOWN:
    case NY_OP_MEAN_KNOWN:
    case NY_OP_EQ5D:
    case NY_OP_IS_TEXT:
    case NY_OP_REDUCE:
    case NY_OP_REDUCE_BY:
    case NY_OP_AMONG:
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
    case NY_OP_LOW_OF:
    case NY_OP_HIGH_OF:
        return false;
    case NY_OP_CODES:
        break;
    }
    NY_BUG("operation");
}
