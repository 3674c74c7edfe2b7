/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One operation over a block of rows, in columns, by the kernels. Each lane gets what ny_fast_op gives
 * there, value and bound of error to the last bit, and the same ties; tests/unit/fast_test.c holds
 * both together. What rows seldom ask for is left to ny_fast_op, lane by lane. */

#include "run/fast_private.h"

#include "base/bug.h"

#include <math.h>
#include <string.h>

/* An operand: its columns, those of a coarser grain being filled at `room`. */
typedef struct ny_lane_operand {
    const double *value, *error; /* error: of zeros where `exact` */
    const uint8_t *state;
    bool known, exact, is_one;
} ny_lane_operand;

typedef struct ny_lane_room {
    double value[NY_FAST_BLOCK], error[NY_FAST_BLOCK];
    uint8_t state[NY_FAST_BLOCK];
} ny_lane_room;

static const double no_error[NY_FAST_BLOCK];

static bool is_whole(double x)
{
    return fabs(x) <= NY_WHOLE_LIMIT && floor(x) == x;
}

static void run(const ny_fast *fast, ny_kernel_code code, ny_kernel_call call)
{
    call.lanes = fast->row_count;
    ny_kernel(fast->prepared->kernels, code, call);
}

static uint8_t truth_of(ny_fast_value value)
{
    return value.state == NY_KNOWN ? (value.value != 0 ? NY_FAST_YES : NY_FAST_NO)
                                   : (uint8_t)(value.state + 1);
}

static ny_lane_operand spread(const ny_fast *fast, uint32_t op, ny_lane_room *room)
{
    ny_fast_value value = ny_fast_lane(fast, op, 0);
    bool is_truth = fast->plan->ops.items[op].kind == NY_KIND_YES_NO;
    bool known = value.state == NY_KNOWN, exact = !known || value.error == 0;
    memset(room->state, is_truth ? truth_of(value) : (uint8_t)value.state, fast->row_count);
    if (!is_truth)
        run(fast, NY_KERNEL_FILL,
            (ny_kernel_call){.to = room->value, .k = known ? value.value : 0});
    if (!exact)
        run(fast, NY_KERNEL_FILL, (ny_kernel_call){.to = room->error, .k = value.error});
    return (ny_lane_operand){room->value, exact ? no_error : room->error, room->state, known, exact,
                             true};
}

static ny_lane_operand operand(const ny_fast *fast, const ny_op *op, uint32_t index,
                               ny_lane_room *room)
{
    uint32_t number = fast->plan->operands.items[op->first_operand + index];
    if (fast->plan->ops.items[number].grain.kind != NY_GRAIN_ROW)
        return spread(fast, number, room);
    const ny_fast_lanes *lanes = &fast->lanes[fast->prepared->slot[number]];
    return (ny_lane_operand){lanes->value, lanes->exact ? no_error : lanes->error,
                             lanes->state, lanes->known,
                             lanes->exact, false};
}

/* --- states ----------------------------------------------------------------------------------- */

static bool all_zero(const uint8_t *bytes, uint32_t count)
{
    uint8_t all = 0;
    for (uint32_t i = 0; i < count; i++)
        all |= bytes[i];
    return all == 0;
}

/* Of cells: sound is known, missing unknown, absent absent, faulty unknown. */
static void take_states(const uint8_t *restrict cells, uint8_t *restrict to, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        to[i] = cells[i] == NY_CELL_FAULTY ? NY_UNKNOWN : cells[i];
}

/* Joined by STATE_EITHER or, of dates, STATE_FIRST. */
static bool join(const ny_fast *fast, ny_kernel_code code, const ny_lane_operand *a,
                 const ny_lane_operand *b, uint8_t *to)
{
    if (a->known && b->known)
        memset(to, NY_KNOWN, fast->row_count);
    else
        run(fast, code, (ny_kernel_call){.to = to, .a = a->state, .b = b->state});
    return a->known && b->known;
}

/* Whether all errors are 0. They are not negative. Where one is not, it is mostly among the first. */
static bool are_exact(const ny_fast *fast, const double *errors)
{
    for (uint32_t first = 0; first < fast->row_count; first += 16) {
        uint32_t end = fast->row_count - first < 16 ? fast->row_count : first + 16;
        uint64_t all = 0;
        for (uint32_t i = first; i < end; i++) {
            uint64_t bits;
            memcpy(&bits, &errors[i], sizeof bits);
            all |= bits;
        }
        if (all)
            return false;
    }
    return true;
}

/* --- cells ------------------------------------------------------------------------------------ */

/* So many cells of one width as doubles. */
#define NY_WIDEN(type)                                                                             \
    do {                                                                                           \
        const type *restrict from = (const type *)cells->value + first;                            \
        for (uint32_t i = 0; i < count; i++)                                                       \
            to[i] = (double)from[i];                                                               \
    } while (0)

static void widen(const ny_cells *cells, uint32_t first, uint32_t count, double *restrict to)
{
    switch (cells->width) {
    case 1:
        NY_WIDEN(int8_t);
        return;
    case 2:
        NY_WIDEN(int16_t);
        return;
    case 4:
        NY_WIDEN(int32_t);
        return;
    default:
        NY_WIDEN(int64_t);
    }
}

static double bottom_of(const ny_column *column, const ny_cells *cells)
{
    double bottom = (double)column->factor.denominator;
    for (uint32_t i = 0; i < cells->scale; i++)
        bottom *= 10;
    return bottom;
}

static double largest(const double *restrict numbers, uint32_t count)
{
    double most[4] = {0};
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (uint32_t j = 0; j < 4; j++)
            most[j] = fabs(numbers[i + j]) > most[j] ? fabs(numbers[i + j]) : most[j];
    for (; i < count; i++)
        most[0] = fabs(numbers[i]) > most[0] ? fabs(numbers[i]) : most[0];
    for (uint32_t j = 1; j < 4; j++)
        most[0] = most[j] > most[0] ? most[j] : most[0];
    return most[0];
}

/* As number_cell of fast_op.c: one division of whole numbers that doubles hold exactly, for all of
 * them or for none. */
static bool divide_cells(ny_fast *fast, const ny_column *column, const ny_cells *cells,
                         ny_fast_lanes *to)
{
    if (column->factor.denominator == 0 || cells->scale >= 16)
        return false;
    double times = (double)column->factor.numerator, bottom = bottom_of(column, cells);
    double most = largest(to->value, fast->row_count);
    ny_lane_room room;
    if (!(most <= NY_WHOLE_LIMIT && most * fabs(times) <= NY_WHOLE_LIMIT &&
          bottom <= NY_WHOLE_LIMIT))
        return false;
    if (times != 1)
        run(fast, NY_KERNEL_MULTIPLY_ONE,
            (ny_kernel_call){.to = to->value, .a = to->value, .k = times});
    to->exact = bottom == 1;
    if (to->exact)
        return true;
    double *error = ny_fast_errors(fast, to);
    run(fast, NY_KERNEL_FILL, (ny_kernel_call){.to = room.value, .k = bottom});
    run(fast, NY_KERNEL_ERROR_OF_QUOTIENT,
        (ny_kernel_call){
            .to = error, .a = to->value, .b = room.value, .c = no_error, .d = no_error});
    run(fast, NY_KERNEL_DIVIDE_ONE, (ny_kernel_call){.to = to->value, .a = to->value, .k = bottom});
    to->exact = are_exact(fast, error);
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

static bool read_column(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    const ny_cells *cells = &fast->rows->columns[op->aux];
    const ny_column *column = &fast->model->tables.items[fast->rows->table].columns.items[op->aux];
    uint32_t count = fast->row_count;
    if (column->type.kind == NY_KIND_TEXT || column->type.kind == NY_KIND_ANY)
        return false;
    if (column->type.kind == NY_KIND_YES_NO)
        return read_truths(fast, cells, to);
    take_states(cells->state + fast->first_row, to->state, count);
    widen(cells, fast->first_row, count, to->value);
    to->exact = true;
    if (column->type.kind == NY_KIND_NUMBER && !divide_cells(fast, column, cells, to))
        return false;
    if (column->type.kind == NY_KIND_DATE && column->if_any)
        run(fast, NY_KERNEL_STATE_BY,
            (ny_kernel_call){
                .to = to->state, .a = to->value, .b = to->state, .k = fast->data_date});
    to->known = all_zero(to->state, count);
    return true;
}

/* --- rows of other tables --------------------------------------------------------------------- */

/* Values of a small table are made once a block, and each lane takes its own. */
static bool take_from(ny_fast *fast, const ny_lane_operand *row, const ny_fast_value *values,
                      ny_fast_lanes *to)
{
    const ny_fast_value unknown = {0, 0, NY_UNKNOWN}, undefined = {0, 0, NY_UNDEFINED};
    double *error = ny_fast_errors(fast, to);
    uint32_t count = fast->row_count;
    for (uint32_t i = 0; i < count; i++) {
        ny_fast_value value = row->state[i] == NY_KNOWN       ? values[(uint32_t)row->value[i]]
                              : row->state[i] == NY_UNDEFINED ? undefined
                                                              : unknown;
        to->value[i] = value.value;
        error[i] = value.error;
        to->state[i] = (uint8_t)value.state;
    }
    to->known = all_zero(to->state, count);
    to->exact = are_exact(fast, error);
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
    uint32_t table = fast->plan->inputs.items[op->aux].by_table;
    ny_lane_room room;
    if (!by_row || op->kind == NY_KIND_YES_NO || table == NY_NONE)
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
    double *restrict value = to->value;
    uint32_t count = fast->row_count;
    if (!fast->windows[op->aux])
        return false;
    const uint32_t *restrict numbers = fast->windows[op->aux] + fast->first_row;
    for (uint32_t i = 0; i < count; i++)
        value[i] = numbers[i];
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
    to->exact = a.exact;
    if (op->kind == NY_KIND_YES_NO)
        return true;
    memcpy(to->value, a.value, count * sizeof *to->value);
    if (!a.exact)
        memcpy(ny_fast_errors(fast, to), a.error, count * sizeof *to->error);
    return true;
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* A whole number made of exact ones is exact; of others the error is looked at. */
static void bound(ny_fast *fast, const ny_op *op, ny_kernel_code code, const ny_lane_operand *a,
                  const ny_lane_operand *b, ny_fast_lanes *to)
{
    to->exact = op->is_whole && a->exact && b->exact;
    if (to->exact)
        return;
    run(fast, code,
        (ny_kernel_call){.to = ny_fast_errors(fast, to),
                         .a = a->value,
                         .b = b->value,
                         .c = a->error,
                         .d = b->error});
    to->exact = are_exact(fast, to->error);
}

static bool add(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    double less[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    if (op->code == NY_OP_SUBTRACT) {
        run(fast, NY_KERNEL_NEGATE, (ny_kernel_call){.to = less, .a = b.value});
        b.value = less;
    }
    to->known = join(fast, NY_KERNEL_STATE_EITHER, &a, &b, to->state);
    run(fast, NY_KERNEL_ADD, (ny_kernel_call){.to = to->value, .a = a.value, .b = b.value});
    bound(fast, op, NY_KERNEL_ERROR_OF_SUM, &a, &b, to);
    return true;
}

static bool multiply(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    to->known = join(fast, NY_KERNEL_STATE_EITHER, &a, &b, to->state);
    run(fast, NY_KERNEL_MULTIPLY, (ny_kernel_call){.to = to->value, .a = a.value, .b = b.value});
    bound(fast, op, NY_KERNEL_ERROR_OF_PRODUCT, &a, &b, to);
    return true;
}

/* Whether none is above 1e300 or NaN; none is negative, so that their order is that of their bits. */
static bool are_figures(const double *numbers, uint32_t count)
{
    const double most = 1e300;
    uint64_t most_bits, above = 0;
    memcpy(&most_bits, &most, sizeof most_bits);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &numbers[i], sizeof bits);
        above |= most_bits - bits;
    }
    return above >> 63 == 0;
}

/* As function_of of fast_op.c: 2 ulp of its own, and the slope times the operand's error. */
static bool exponential(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint32_t count = fast->row_count;
    ny_lane_operand a = operand(fast, op, 0, &room);
    double *restrict error = ny_fast_errors(fast, to);
    to->known = join(fast, NY_KERNEL_STATE_EITHER, &a, &a, to->state);
    run(fast, NY_KERNEL_EXPONENTIAL, (ny_kernel_call){.to = to->value, .a = a.value});
    const double *restrict value = to->value, *restrict off = a.error;
    for (uint32_t i = 0; i < count; i++) {
        double slope = value[i] * 2;
        error[i] = value[i] * 4 * NY_UNIT_ROUNDOFF + slope * off[i];
    }
    to->exact = false;
    return are_figures(value, count);
}

static bool negate(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    ny_lane_operand a = operand(fast, op, 0, &room);
    to->known = join(fast, NY_KERNEL_STATE_EITHER, &a, &a, to->state);
    to->exact = a.exact;
    run(fast, NY_KERNEL_NEGATE, (ny_kernel_call){.to = to->value, .a = a.value});
    if (!a.exact)
        memcpy(ny_fast_errors(fast, to), a.error, fast->row_count * sizeof *to->error);
    return true;
}

/* For functions that have no value everywhere: 1 stands in lanes that are not known. False where a lane
 * that is known is `refused` (1): then single rows say what becomes of it. */
static bool spare(const ny_fast *fast, const uint8_t *refused, const ny_fast_lanes *to,
                  double spared[NY_FAST_BLOCK], ny_lane_operand *of)
{
    uint8_t any = 0;
    for (uint32_t i = 0; i < fast->row_count; i++)
        any |= refused[i];
    if (!any)
        return true;
    for (uint32_t i = 0; i < fast->row_count; i++) {
        if (refused[i] && to->state[i] == NY_KNOWN)
            return false;
        spared[i] = refused[i] ? 1 : of->value[i];
    }
    of->value = spared;
    return true;
}

static bool divide(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint8_t refused[NY_FAST_BLOCK];
    double spared[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    to->known = join(fast, NY_KERNEL_STATE_EITHER, &a, &b, to->state);
    run(fast, NY_KERNEL_STATE_OF_QUOTIENT,
        (ny_kernel_call){.to = refused, .a = b.value, .b = b.error});
    if (!spare(fast, refused, to, spared, &b))
        return false;
    run(fast, NY_KERNEL_DIVIDE, (ny_kernel_call){.to = to->value, .a = a.value, .b = b.value});
    bound(fast, op, NY_KERNEL_ERROR_OF_QUOTIENT, &a, &b, to);
    return true;
}

/* Logarithm and square root; see function_of of fast_op.c. */
static bool function(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint8_t refused[NY_FAST_BLOCK];
    double spared[NY_FAST_BLOCK];
    uint32_t count = fast->row_count;
    bool root = op->code == NY_OP_SQUARE_ROOT;
    ny_lane_operand a = operand(fast, op, 0, &room);
    double *restrict error = ny_fast_errors(fast, to);
    to->known = join(fast, NY_KERNEL_STATE_EITHER, &a, &a, to->state);
    for (uint32_t i = 0; i < count; i++)
        refused[i] = root ? !(a.value[i] >= 0 && a.value[i] <= 1e300)
                          : !(a.value[i] > 0 && a.value[i] <= 1e300);
    if (!spare(fast, refused, to, spared, &a))
        return false;
    run(fast, root ? NY_KERNEL_SQUARE_ROOT : NY_KERNEL_LOGARITHM,
        (ny_kernel_call){.to = to->value, .a = a.value});
    const double *restrict value = to->value, *restrict from = a.value, *restrict off = a.error;
    for (uint32_t i = 0; i < count; i++) {
        double slope = !root ? 2 / from[i] : value[i] > 0 ? 1 / value[i] : 1;
        error[i] = fabs(value[i]) * 4 * NY_UNIT_ROUNDOFF + slope * off[i];
    }
    to->exact = false;
    return true;
}

/* The lesser or greater of two with its bound: see choose_of of fast_op.c. */
typedef struct ny_bounded {
    double value, error;
} ny_bounded;

static inline ny_bounded chosen_of(ny_bounded a, ny_bounded b, bool lesser)
{
    bool first = lesser ? a.value <= b.value : a.value >= b.value;
    ny_bounded chosen = first ? a : b;
    double both = a.error + b.error, larger = a.error > b.error ? a.error : b.error;
    bool too_near = (fabs(a.value - b.value) <= both) & (chosen.error < both);
    return (ny_bounded){chosen.value, too_near ? larger : chosen.error};
}

static bool lesser_or_greater(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    bool lesser = op->code == NY_OP_LEAST;
    to->known = join(fast, NY_KERNEL_STATE_EITHER, &a, &b, to->state);
    run(fast, lesser ? NY_KERNEL_LESSER : NY_KERNEL_GREATER,
        (ny_kernel_call){.to = to->value, .a = a.value, .b = b.value});
    bound(fast, op, lesser ? NY_KERNEL_ERROR_OF_LESSER : NY_KERNEL_ERROR_OF_GREATER, &a, &b, to);
    return true;
}

/* Between the bounds; see keep of fast_op.c. */
static bool keep(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[3];
    uint8_t states[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), low = operand(fast, op, 1, &rooms[1]);
    ny_lane_operand high = operand(fast, op, 2, &rooms[2]);
    ny_lane_operand bounded = {.state = states};
    bounded.known = join(fast, NY_KERNEL_STATE_FIRST, &a, &low, states);
    to->known = join(fast, NY_KERNEL_STATE_FIRST, &bounded, &high, to->state);
    to->exact = a.exact && low.exact && high.exact;
    double *restrict error = ny_fast_errors(fast, to), *restrict value = to->value;
    for (uint32_t i = 0; i < fast->row_count; i++) {
        ny_bounded of = {a.value[i], a.error[i]}, least = {low.value[i], low.error[i]};
        ny_bounded most = {high.value[i], high.error[i]}, cut = chosen_of(of, most, true);
        ny_bounded raised = chosen_of(of.value < least.value ? of : cut, least, false);
        ny_bounded kept = of.value < least.value || of.value <= most.value ? raised : cut;
        value[i] = kept.value;
        error[i] = kept.error;
    }
    return true;
}

/* --- comparisons ------------------------------------------------------------------------------ */

static void compare_lanes(const ny_fast *fast, ny_op_code code, const double *x, const double *y,
                          uint8_t *to)
{
    switch ((int)code) {
    case NY_OP_EQUAL:
        run(fast, NY_KERNEL_EQUAL, (ny_kernel_call){.to = to, .a = x, .b = y});
        return;
    case NY_OP_NOT_EQUAL:
        run(fast, NY_KERNEL_NOT_EQUAL, (ny_kernel_call){.to = to, .a = x, .b = y});
        return;
    case NY_OP_LESS:
        run(fast, NY_KERNEL_LESS, (ny_kernel_call){.to = to, .a = x, .b = y});
        return;
    case NY_OP_AT_MOST:
        run(fast, NY_KERNEL_AT_MOST, (ny_kernel_call){.to = to, .a = x, .b = y});
        return;
    case NY_OP_MORE:
        run(fast, NY_KERNEL_LESS, (ny_kernel_call){.to = to, .a = y, .b = x});
        return;
    case NY_OP_AT_LEAST:
        run(fast, NY_KERNEL_AT_MOST, (ny_kernel_call){.to = to, .a = y, .b = x});
        return;
    default:
        NY_BUG("a comparison");
    }
}

/* Of rows where both are known; exact numbers never tie. */
static bool too_near(const ny_fast *fast, const ny_lane_operand *a, const ny_lane_operand *b)
{
    uint8_t ties[NY_FAST_BLOCK], near = 0;
    const uint8_t *restrict x = a->state, *restrict y = b->state;
    if (a->exact && b->exact)
        return false;
    run(fast, NY_KERNEL_TIES,
        (ny_kernel_call){.to = ties, .a = a->value, .b = b->value, .c = a->error, .d = b->error});
    for (uint32_t i = 0; i < fast->row_count; i++)
        near |= ties[i] & ((x[i] | y[i]) == NY_KNOWN);
    return near;
}

static bool compare(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint8_t states[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    bool dates = op->code == NY_OP_DATE_COMPARE;
    bool known = join(fast, dates ? NY_KERNEL_STATE_FIRST : NY_KERNEL_STATE_EITHER, &a, &b, states);
    compare_lanes(fast, dates ? (ny_op_code)op->aux : op->code, a.value, b.value, to->state);
    fast->ties |= !dates && too_near(fast, &a, &b);
    if (!known)
        run(fast, NY_KERNEL_TRUTH_WHERE,
            (ny_kernel_call){.to = to->state, .a = to->state, .b = states});
    return true;
}

/* --- dates ------------------------------------------------------------------------------------ */

static bool subtract_dates(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    to->known = join(fast, NY_KERNEL_STATE_FIRST, &a, &b, to->state);
    to->exact = true;
    run(fast, NY_KERNEL_SUBTRACT, (ny_kernel_call){.to = to->value, .a = a.value, .b = b.value});
    return true;
}

/* A month of the calendar, and where it goes when months are added: day k of it to day k there, or to
 * that month's last. Rows stand in order of date, so the month of the last row is often the next's. */
typedef struct ny_month {
    ny_date first, end, to, to_end;
} ny_month;

static bool month_of(ny_date day, int32_t months, ny_month *ret_month)
{
    const ny_span_of_time one = {.months = 1}, by = {.months = months};
    int32_t year, month, day_of_month;
    ny_date_to_parts(day, &year, &month, &day_of_month);
    ret_month->first = day - (day_of_month - 1);
    return ny_date_add(ret_month->first, one, &ret_month->end) &&
           ny_date_add(ret_month->first, by, &ret_month->to) &&
           ny_date_add(ret_month->to, one, &ret_month->to_end);
}

static bool add_months(const ny_lane_operand *date, int32_t months, ny_fast_lanes *to,
                       uint32_t count)
{
    ny_month month = {0, 0, 0, 0};
    for (uint32_t i = 0; i < count; i++) {
        if (to->state[i] != NY_KNOWN)
            continue;
        ny_date day = (ny_date)date->value[i];
        if ((day < month.first || day >= month.end) && !month_of(day, months, &month))
            return false; /* at an end of the calendar */
        ny_date there = month.to + (day - month.first);
        to->value[i] = there < month.to_end ? there : month.to_end - 1;
    }
    return true;
}

static bool add_days(const ny_lane_operand *date, double days, ny_fast_lanes *to, uint32_t count)
{
    const double *restrict from = date->value;
    const uint8_t *restrict state = to->state;
    double *restrict value = to->value;
    uint32_t outside = 0;
    for (uint32_t i = 0; i < count; i++)
        value[i] = from[i] + days;
    for (uint32_t i = 0; i < count; i++)
        outside +=
            (state[i] == NY_KNOWN) & ((value[i] < NY_DATE_LOWEST) | (value[i] > NY_DATE_HIGHEST));
    return outside == 0;
}

static bool add_to_date(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    uint32_t count = fast->row_count;
    ny_lane_operand date = operand(fast, op, 0, &rooms[0]), by = operand(fast, op, 1, &rooms[1]);
    double span = by.value[0];
    if (!by.is_one || !by.exact || !is_whole(span) || fabs(span) > 4000000)
        return false;
    to->known = join(fast, NY_KERNEL_STATE_FIRST, &date, &by, to->state);
    to->exact = true;
    return op->code == NY_OP_DATE_ADD_MONTHS ? add_months(&date, (int32_t)span, to, count)
                                             : add_days(&date, span, to, count);
}

/* ABSENT a or b: no; else the first that lacks says what the result is. */
static void say_within(const ny_lane_operand *event, const ny_lane_operand *base,
                       const ny_lane_operand *limit, uint8_t *yes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint8_t e = event->state[i], b = base->state[i], l = limit->state[i];
        uint8_t first = e != NY_KNOWN ? e : b != NY_KNOWN ? b : l;
        uint8_t lacks = first == NY_UNDEFINED ? NY_FAST_NOT_DEFINED : NY_FAST_NOT_KNOWN;
        yes[i] = ((e == NY_ABSENT) | (b == NY_ABSENT)) ? NY_FAST_NO
                 : first != NY_KNOWN                   ? lacks
                                                       : yes[i];
    }
}

static bool within(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[3];
    ny_lane_operand event = operand(fast, op, 0, &rooms[0]);
    ny_lane_operand base = operand(fast, op, 1, &rooms[1]);
    ny_lane_operand limit = operand(fast, op, 2, &rooms[2]);
    run(fast, NY_KERNEL_WITHIN,
        (ny_kernel_call){.to = to->state, .a = event.value, .b = base.value, .c = limit.value});
    if (base.known && limit.known)
        run(fast, NY_KERNEL_TRUTH_UNLESS_ABSENT,
            (ny_kernel_call){.to = to->state, .a = to->state, .b = event.state});
    else
        say_within(&event, &base, &limit, to->state, fast->row_count);
    return true;
}

/* --- questions, and logic of three values ----------------------------------------------------- */

static bool is_truth(const ny_fast *fast, const ny_op *op, uint32_t index)
{
    uint32_t number = fast->plan->operands.items[op->first_operand + index];
    return fast->plan->ops.items[number].kind == NY_KIND_YES_NO;
}

static const uint8_t *states_of(const ny_fast *fast, const ny_op *op, const ny_lane_operand *a,
                                uint8_t room[NY_FAST_BLOCK])
{
    if (!is_truth(fast, op, 0))
        return a->state;
    run(fast, NY_KERNEL_STATE_OF_TRUTH, (ny_kernel_call){.to = room, .a = a->state});
    return room;
}

static bool is_index(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint8_t states_room[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &room);
    const uint8_t *state = states_of(fast, op, &a, states_room);
    if (is_truth(fast, op, 0))
        for (uint32_t i = 0; i < fast->row_count; i++)
            to->state[i] = a.state[i] == op->aux;
    else
        run(fast, NY_KERNEL_EQUAL_ONE,
            (ny_kernel_call){.to = to->state, .a = a.value, .k = op->aux});
    if (!a.known || state != a.state)
        run(fast, NY_KERNEL_TRUTH_UNLESS_ABSENT,
            (ny_kernel_call){.to = to->state, .a = to->state, .b = state});
    return true;
}

static bool is_there(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room room;
    uint8_t states_room[NY_FAST_BLOCK];
    ny_lane_operand a = operand(fast, op, 0, &room);
    const uint8_t *state = states_of(fast, op, &a, states_room);
    run(fast, op->code == NY_OP_HAPPENED ? NY_KERNEL_HAPPENED : NY_KERNEL_IS_KNOWN,
        (ny_kernel_call){.to = to->state, .a = state});
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

static bool logic(ny_fast *fast, const ny_op *op, ny_kernel_code code, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]);
    ny_lane_operand b = op->operands > 1 ? operand(fast, op, 1, &rooms[1]) : a;
    run(fast, code, (ny_kernel_call){.to = to->state, .a = a.state, .b = b.state});
    return true;
}

static bool choose(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[3];
    bool truths = op->kind == NY_KIND_YES_NO;
    ny_lane_operand when = operand(fast, op, 0, &rooms[0]);
    ny_lane_operand b = operand(fast, op, 1, &rooms[1]), c = operand(fast, op, 2, &rooms[2]);
    run(fast, truths ? NY_KERNEL_CHOOSE_TRUTH : NY_KERNEL_CHOOSE_STATE,
        (ny_kernel_call){.to = to->state, .a = when.state, .b = b.state, .c = c.state});
    if (truths)
        return true;
    run(fast, NY_KERNEL_CHOOSE,
        (ny_kernel_call){.to = to->value, .a = when.state, .b = b.value, .c = c.value});
    to->exact = b.exact && c.exact;
    if (!to->exact)
        run(fast, NY_KERNEL_CHOOSE,
            (ny_kernel_call){
                .to = ny_fast_errors(fast, to), .a = when.state, .b = b.error, .c = c.error});
    to->known = all_zero(to->state, fast->row_count);
    return true;
}

static bool unknown_as(ny_fast *fast, const ny_op *op, ny_fast_lanes *to)
{
    ny_lane_room rooms[2];
    ny_lane_operand a = operand(fast, op, 0, &rooms[0]), b = operand(fast, op, 1, &rooms[1]);
    if (op->kind == NY_KIND_YES_NO) {
        for (uint32_t i = 0; i < fast->row_count; i++) {
            bool lacks = a.state[i] == NY_FAST_NOT_KNOWN || a.state[i] == NY_FAST_NOT_THERE;
            to->state[i] = lacks ? b.state[i] : a.state[i];
        }
        return true;
    }
    run(fast, NY_KERNEL_KEEP_KNOWN_STATE,
        (ny_kernel_call){.to = to->state, .a = a.state, .b = b.state});
    run(fast, NY_KERNEL_KEEP_KNOWN,
        (ny_kernel_call){.to = to->value, .a = a.state, .b = a.value, .c = b.value});
    to->exact = a.exact && b.exact;
    if (!to->exact)
        run(fast, NY_KERNEL_KEEP_KNOWN,
            (ny_kernel_call){
                .to = ny_fast_errors(fast, to), .a = a.state, .b = a.error, .c = b.error});
    to->known = all_zero(to->state, fast->row_count);
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
    case NY_OP_NEGATE:
        return negate(fast, op, to);
    case NY_OP_MULTIPLY:
        return multiply(fast, op, to);
    case NY_OP_DIVIDE:
        return divide(fast, op, to);
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
        return lesser_or_greater(fast, op, to);
    case NY_OP_KEEP:
        return keep(fast, op, to);
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
        return function(fast, op, to);
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
        return logic(fast, op, NY_KERNEL_NOT, to);
    case NY_OP_AND:
        return logic(fast, op, NY_KERNEL_AND, to);
    case NY_OP_OR:
        return logic(fast, op, NY_KERNEL_OR, to);
    case NY_OP_CHOOSE:
        return choose(fast, op, to);
    case NY_OP_UNKNOWN_AS:
        return unknown_as(fast, op, to);
    case NY_OP_CONSTANT:
    case NY_OP_INPUT:
    case NY_OP_THIS_ROW:
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
    case NY_OP_IN_FIRST:
    case NY_OP_LAST_DAY:
    case NY_OP_DATA_DATE:
    case NY_OP_BY_THEN:
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
    case NY_OP_RAISE:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_ROUND:
    case NY_OP_LOGISTIC_ROUNDED:
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
    case NY_OP_POWER:
    case NY_OP_SURVIVAL:
    case NY_OP_CYCLE:
    case NY_OP_STAY:
    case NY_OP_ARRIVAL:
    case NY_OP_TIME:
        return false;
    case NY_OP_CODES:
        break;
    }
    NY_BUG("operation");
}
