/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One operation over a block of rows, in whole numbers and bytes. Each gives what exact_op.c gives,
 * or says that it does not fit: an operand that is kept as values, a bound that could be passed, an
 * operation that no table of rows asks for often.
 *
 * Loops run over all NY_LANES lanes and have no branches that data decide, so that a compiler can
 * take many lanes at once. */

#include "run/lane.h"

#include "base/bug.h"

#include <string.h>

__extension__ typedef __int128 ny_wide;

const ny_lanes *ny_lane_operand(const ny_exact *exact, const ny_op *op, uint32_t index)
{
    return exact->block->of[exact->plan->operands.items[op->first_operand + index]];
}

static bool is_whole(const ny_lanes *lanes)
{
    return lanes->form == NY_LANES_WHOLE;
}

static bool is_truth(const ny_lanes *lanes)
{
    return lanes->form == NY_LANES_TRUTH;
}

static bool take_form(ny_lanes *to, ny_lane_form form, int64_t denominator, int64_t most)
{
    to->form = form;
    to->denominator = denominator;
    to->most = most;
    return true;
}

/* KNOWN where both are, else UNKNOWN: ABSENT is not passed on. KNOWN is 0. */
static void both_known(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict to)
{
    for (uint32_t i = 0; i < NY_LANES; i++)
        to[i] = (a[i] | b[i]) != 0;
}

static bool product(int64_t a, int64_t b, int64_t most, int64_t *ret_product)
{
    ny_wide whole = (ny_wide)a * b;
    *ret_product = (int64_t)whole;
    return whole <= most;
}

/* --- cells ------------------------------------------------------------------------------------- */

/* What no |value| of a column is above, for the bounds of all that is made of it: what fits its cells,
 * and where that says nothing, the greatest. */
static int64_t most_of(const ny_exact *exact, const ny_rows *rows, uint32_t column)
{
    int64_t *most = &exact->block->most[rows->table][column];
    if (rows->columns[column].width < 8)
        return (int64_t)1 << (8 * rows->columns[column].width - 1);
    if (*most)
        return *most - 1;
    int64_t high = 0, low = 0;
    for (uint32_t row = 0; row < rows->count; row++) {
        int64_t value = ny_cells_value(&rows->columns[column], row);
        high = value > high ? value : high;
        low = value < low ? value : low;
    }
    if (low < -NY_LANE_MOST || high > NY_LANE_MOST)
        high = NY_LANE_MOST;
    *most = (-low > high ? -low : high) + 1;
    return *most - 1;
}

/* The factor of a number's mantissa: a fraction of small parts. */
static bool factor_of(const ny_column *column, uint32_t scale, int64_t *ret_times,
                      int64_t *ret_denominator)
{
    if (column->factor.denominator == 0 || scale > 12 || column->factor.numerator < 0)
        return false;
    *ret_times = column->factor.numerator;
    *ret_denominator = column->factor.denominator;
    for (uint32_t i = 0; i < scale; i++) {
        if (*ret_denominator > NY_DENOMINATOR_MOST / 10)
            return false;
        *ret_denominator *= 10;
    }
    return *ret_denominator <= NY_DENOMINATOR_MOST;
}

/* What is dated after the data date has not happened yet. */
static void leave_later_out(const ny_exact *exact, ny_lanes *to)
{
    int64_t last = exact->model->periods.items[exact->period].data_date;
    for (uint32_t i = 0; i < NY_LANES; i++)
        if (to->byte[i] == NY_KNOWN && to->whole[i] > last)
            to->byte[i] = NY_ABSENT;
}

/* From the cells in `whole` and their states in `byte` to values. */
static bool finish_cells(const ny_exact *exact, const ny_rows *rows, uint32_t number, ny_lanes *to)
{
    const ny_column *column = &exact->model->tables.items[rows->table].columns.items[number];
    int64_t most = most_of(exact, rows, number), times = 1, denominator = 1;
    if (column->type.kind == NY_KIND_YES_NO) {
        for (uint32_t i = 0; i < NY_LANES; i++)
            to->byte[i] = to->byte[i] == NY_CELL_SOUND    ? (uint8_t)to->whole[i]
                          : to->byte[i] == NY_CELL_ABSENT ? NY_NOT_THERE
                                                          : NY_NOT_KNOWN;
        return take_form(to, NY_LANES_TRUTH, 1, 0);
    }
    if (column->type.kind == NY_KIND_NUMBER &&
        (!factor_of(column, rows->columns[number].scale, &times, &denominator) ||
         !product(most, times, NY_LANE_MOST, &most)))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = to->byte[i] == NY_CELL_SOUND    ? NY_KNOWN
                      : to->byte[i] == NY_CELL_ABSENT ? NY_ABSENT
                                                      : NY_UNKNOWN;
    if (times != 1)
        for (uint32_t i = 0; i < NY_LANES; i++)
            to->whole[i] *= times;
    if (column->type.kind == NY_KIND_DATE && column->if_any)
        leave_later_out(exact, to);
    return take_form(to, NY_LANES_WHOLE, denominator, most);
}

static bool has_lanes(const ny_exact *exact, uint32_t table, uint32_t column)
{
    ny_kind kind = exact->model->tables.items[table].columns.items[column].type.kind;
    return kind != NY_KIND_TEXT && kind != NY_KIND_ANY;
}

static void widen(const ny_cells *cells, uint32_t first, uint32_t count, int64_t *restrict to)
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
        memcpy(to, (const int64_t *)cells->value + first, count * sizeof *to);
    }
}

static bool read_column(const ny_exact *exact, const ny_op *op, ny_lanes *to)
{
    const ny_rows *rows = exact->rows;
    const ny_cells *cells = &rows->columns[op->aux];
    uint32_t first = exact->block->first, count = exact->block->count;
    if (!has_lanes(exact, rows->table, op->aux))
        return false;
    memcpy(to->byte, cells->state + first, count);
    widen(cells, first, count, to->whole);
    memset(to->byte + count, NY_CELL_MISSING, NY_LANES - count);
    memset(to->whole + count, 0, (NY_LANES - count) * sizeof *to->whole);
    return finish_cells(exact, rows, op->aux, to);
}

static bool follow(const ny_exact *exact, const ny_op *op, ny_lanes *to)
{
    const ny_rows *rows = &exact->inputs->tables[op->table];
    const ny_cells *cells = &rows->columns[op->aux];
    const ny_lanes *row = ny_lane_operand(exact, op, 0);
    if (!is_whole(row) || !has_lanes(exact, op->table, op->aux))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++) {
        to->byte[i] = NY_CELL_MISSING;
        to->whole[i] = 0;
        if (row->byte[i] != NY_KNOWN)
            continue;
        to->byte[i] = cells->state[row->whole[i]];
        to->whole[i] = ny_cells_value(cells, (uint32_t)row->whole[i]);
    }
    return finish_cells(exact, rows, op->aux, to);
}

static bool read_window(const ny_exact *exact, const ny_op *op, ny_lanes *to)
{
    const uint32_t *numbers = exact->windows[op->aux];
    uint32_t first = exact->block->first, count = exact->block->count;
    for (uint32_t i = 0; i < count; i++)
        to->whole[i] = numbers[first + i];
    memset(to->whole + count, 0, (NY_LANES - count) * sizeof *to->whole);
    memset(to->byte, NY_KNOWN, NY_LANES);
    return take_form(to, NY_LANES_WHOLE, 1, UINT32_MAX);
}

static bool copy(ny_lanes *to, const ny_lanes *from)
{
    if (from->form == NY_LANES_VALUES)
        return false;
    memcpy(to->byte, from->byte, NY_LANES);
    memcpy(to->whole, from->whole, sizeof to->whole);
    return take_form(to, from->form, from->denominator, from->most);
}

/* --- numbers ----------------------------------------------------------------------------------- */

/* Two operands over one denominator: the factors that take them there. */
typedef struct ny_scaled {
    const ny_lanes *a, *b;
    int64_t a_times, b_times, a_most, b_most, denominator;
} ny_scaled;

static int64_t divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool scaled(const ny_lanes *a, const ny_lanes *b, ny_scaled *ret_scaled)
{
    ny_scaled both = {.a = a, .b = b, .a_times = 1, .b_times = 1, .denominator = a->denominator};
    if (!is_whole(a) || !is_whole(b))
        return false;
    if (a->denominator != b->denominator) {
        int64_t shared = divisor(a->denominator, b->denominator);
        both.a_times = b->denominator / shared;
        both.b_times = a->denominator / shared;
        if (!product(a->denominator, both.a_times, NY_DENOMINATOR_MOST, &both.denominator))
            return false;
    }
    *ret_scaled = both;
    return product(a->most, both.a_times, NY_LANE_MOST, &ret_scaled->a_most) &&
           product(b->most, both.b_times, NY_LANE_MOST, &ret_scaled->b_most);
}

static bool add(const ny_lanes *a, const ny_lanes *b, int64_t sign, ny_lanes *to)
{
    ny_scaled both;
    if (!scaled(a, b, &both) || both.a_most > NY_LANE_MOST - both.b_most)
        return false;
    const int64_t *restrict x = a->whole, *restrict y = b->whole;
    int64_t *restrict sum = to->whole;
    int64_t x_times = both.a_times, y_times = sign * both.b_times;
    both_known(a->byte, b->byte, to->byte);
    if (x_times == 1 && y_times == 1)
        for (uint32_t i = 0; i < NY_LANES; i++)
            sum[i] = x[i] + y[i];
    else if (x_times == 1 && y_times == -1)
        for (uint32_t i = 0; i < NY_LANES; i++)
            sum[i] = x[i] - y[i];
    else
        for (uint32_t i = 0; i < NY_LANES; i++)
            sum[i] = x[i] * x_times + y[i] * y_times;
    return take_form(to, NY_LANES_WHOLE, both.denominator, both.a_most + both.b_most);
}

static bool multiply(const ny_lanes *a, const ny_lanes *b, ny_lanes *to)
{
    int64_t denominator, most;
    if (!is_whole(a) || !is_whole(b) ||
        !product(a->denominator, b->denominator, NY_DENOMINATOR_MOST, &denominator) ||
        !product(a->most, b->most, NY_LANE_MOST, &most))
        return false;
    both_known(a->byte, b->byte, to->byte);
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->whole[i] = a->whole[i] * b->whole[i];
    return take_form(to, NY_LANES_WHOLE, denominator, most);
}

static bool negate(const ny_lanes *a, ny_lanes *to)
{
    if (!is_whole(a))
        return false;
    both_known(a->byte, a->byte, to->byte);
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->whole[i] = -a->whole[i];
    return take_form(to, NY_LANES_WHOLE, a->denominator, a->most);
}

static bool lesser_or_greater(ny_op_code code, const ny_lanes *a, const ny_lanes *b, ny_lanes *to)
{
    ny_scaled both;
    if (!scaled(a, b, &both))
        return false;
    int64_t sign = code == NY_OP_LEAST ? 1 : -1;
    both_known(a->byte, b->byte, to->byte);
    for (uint32_t i = 0; i < NY_LANES; i++) {
        int64_t x = a->whole[i] * both.a_times, y = b->whole[i] * both.b_times;
        to->whole[i] = sign * x <= sign * y ? x : y;
    }
    return take_form(to, NY_LANES_WHOLE, both.denominator,
                     both.a_most > both.b_most ? both.a_most : both.b_most);
}

/* --- comparisons ------------------------------------------------------------------------------- */

static void compare(ny_op_code code, const int64_t *restrict x, const int64_t *restrict y,
                    uint8_t *restrict yes)
{
    switch ((int)code) {
    case NY_OP_EQUAL:
        for (uint32_t i = 0; i < NY_LANES; i++)
            yes[i] = x[i] == y[i];
        return;
    case NY_OP_NOT_EQUAL:
        for (uint32_t i = 0; i < NY_LANES; i++)
            yes[i] = x[i] != y[i];
        return;
    case NY_OP_LESS:
        for (uint32_t i = 0; i < NY_LANES; i++)
            yes[i] = x[i] < y[i];
        return;
    case NY_OP_AT_MOST:
        for (uint32_t i = 0; i < NY_LANES; i++)
            yes[i] = x[i] <= y[i];
        return;
    case NY_OP_MORE:
        for (uint32_t i = 0; i < NY_LANES; i++)
            yes[i] = x[i] > y[i];
        return;
    case NY_OP_AT_LEAST:
        for (uint32_t i = 0; i < NY_LANES; i++)
            yes[i] = x[i] >= y[i];
        return;
    default:
        NY_BUG("a comparison");
    }
}

static bool compared(ny_op_code code, const ny_lanes *a, const ny_lanes *b, ny_lanes *to)
{
    ny_scaled both;
    int64_t a_room[NY_LANES], b_room[NY_LANES];
    const int64_t *x = a->whole, *y = b->whole;
    if (!scaled(a, b, &both))
        return false;
    if (both.a_times != 1) {
        for (uint32_t i = 0; i < NY_LANES; i++)
            a_room[i] = a->whole[i] * both.a_times;
        x = a_room;
    }
    if (both.b_times != 1) {
        for (uint32_t i = 0; i < NY_LANES; i++)
            b_room[i] = b->whole[i] * both.b_times;
        y = b_room;
    }
    compare(code, x, y, to->byte);
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = (a->byte[i] | b->byte[i]) ? NY_NOT_KNOWN : to->byte[i];
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

/* --- dates ------------------------------------------------------------------------------------- */

static bool in_calendar(int64_t day)
{
    return day >= NY_DATE_LOWEST && day <= NY_DATE_HIGHEST;
}

/* Rows stand in order of date, so the last answer is often the next. */
static bool add_months(const ny_lanes *date, int32_t months, ny_lanes *to)
{
    ny_date from = 0, sum = 0;
    bool has = false;
    for (uint32_t i = 0; i < NY_LANES; i++) {
        to->whole[i] = 0;
        if (to->byte[i] != NY_KNOWN)
            continue;
        if (!has || date->whole[i] != from) {
            from = (ny_date)date->whole[i];
            if (!ny_date_add(from, (ny_span_of_time){.months = months}, &sum))
                return false;
            has = true;
        }
        to->whole[i] = sum;
    }
    return take_form(to, NY_LANES_WHOLE, 1, -(int64_t)NY_DATE_LOWEST + NY_DATE_HIGHEST);
}

static bool add_days(const ny_lanes *date, int64_t days, ny_lanes *to)
{
    bool all = true;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->whole[i] = date->whole[i] + days;
    for (uint32_t i = 0; i < NY_LANES; i++)
        all &= to->byte[i] != NY_KNOWN || in_calendar(to->whole[i]);
    return all && take_form(to, NY_LANES_WHOLE, 1, date->most + (days < 0 ? -days : days));
}

static bool date_plus(const ny_lanes *date, const ny_lanes *span, bool by_months, ny_lanes *to)
{
    if (!is_whole(date) || !is_whole(span) || !span->is_one || span->denominator != 1 ||
        span->most > 4000000)
        return false;
    both_known(date->byte, span->byte, to->byte);
    return by_months ? add_months(date, (int32_t)span->whole[0], to)
                     : add_days(date, span->whole[0], to);
}

/* ABSENT a or b: no. */
static bool within(const ny_lanes *event, const ny_lanes *base, const ny_lanes *limit, ny_lanes *to)
{
    if (!is_whole(event) || !is_whole(base) || !is_whole(limit))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] =
            (uint8_t)(base->whole[i] <= event->whole[i]) & (event->whole[i] <= limit->whole[i]);
    for (uint32_t i = 0; i < NY_LANES; i++) {
        uint8_t none = event->byte[i] == NY_ABSENT || base->byte[i] == NY_ABSENT;
        uint8_t open = (event->byte[i] | base->byte[i] | limit->byte[i]) != 0;
        to->byte[i] = none ? NY_NO : open ? NY_NOT_KNOWN : to->byte[i];
    }
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

static bool by_then(const ny_lanes *day, const ny_lanes *limit, ny_lanes *to)
{
    if (!is_whole(day) || !is_whole(limit))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++) {
        uint8_t later = day->whole[i] <= limit->whole[i] ? NY_KNOWN : NY_ABSENT;
        to->byte[i] = day->byte[i] != NY_KNOWN     ? day->byte[i]
                      : limit->byte[i] != NY_KNOWN ? NY_UNKNOWN
                                                   : later;
        to->whole[i] = day->whole[i];
    }
    return take_form(to, NY_LANES_WHOLE, 1, day->most);
}

/* --- questions, and logic of three values ------------------------------------------------------ */

static bool is_index(const ny_lanes *a, uint32_t number, ny_lanes *to)
{
    if (is_truth(a)) {
        for (uint32_t i = 0; i < NY_LANES; i++)
            to->byte[i] = a->byte[i] == NY_NOT_THERE   ? NY_NO
                          : a->byte[i] == NY_NOT_KNOWN ? NY_NOT_KNOWN
                                                       : a->byte[i] == number;
        return take_form(to, NY_LANES_TRUTH, 1, 0);
    }
    if (!is_whole(a))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = a->whole[i] == (int64_t)number;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = a->byte[i] == NY_KNOWN    ? to->byte[i]
                      : a->byte[i] == NY_ABSENT ? NY_NO
                                                : NY_NOT_KNOWN;
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

static bool is_known(const ny_lanes *a, ny_lanes *to)
{
    if (a->form == NY_LANES_VALUES)
        return false;
    uint8_t below = is_truth(a) ? NY_NOT_KNOWN : NY_UNKNOWN;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = a->byte[i] < below;
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

static bool happened(const ny_lanes *a, ny_lanes *to)
{
    if (a->form == NY_LANES_VALUES)
        return false;
    uint8_t unknown = is_truth(a) ? NY_NOT_KNOWN : NY_UNKNOWN;
    uint8_t absent = is_truth(a) ? NY_NOT_THERE : NY_ABSENT;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = a->byte[i] == unknown ? NY_NOT_KNOWN : a->byte[i] != absent;
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

static bool passed(const ny_exact *exact, const ny_lanes *a, ny_lanes *to)
{
    int64_t last = ny_exact_last_day(exact);
    if (a->form == NY_LANES_VALUES)
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = a->byte[i] != NY_KNOWN ? NY_NOT_KNOWN : a->whole[i] <= last;
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

static bool negated(const ny_lanes *a, ny_lanes *to)
{
    if (!is_truth(a))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = a->byte[i] == NY_NO ? NY_YES : a->byte[i] == NY_YES ? NY_NO : NY_NOT_KNOWN;
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

/* What decides alone is `decides`; both the other gives the other. */
static bool and_or(uint8_t decides, const ny_lanes *a, const ny_lanes *b, ny_lanes *to)
{
    uint8_t other = !decides;
    if (!is_truth(a) || !is_truth(b))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++) {
        uint8_t decided = (a->byte[i] == decides) | (b->byte[i] == decides);
        uint8_t both = (a->byte[i] == other) & (b->byte[i] == other);
        to->byte[i] = decided ? decides : both ? other : NY_NOT_KNOWN;
    }
    return take_form(to, NY_LANES_TRUTH, 1, 0);
}

/* Both kinds of lanes that may become one operation's: truths, or numbers over one denominator. */
static bool choose_from(const uint8_t *restrict first, const ny_lanes *b, const ny_lanes *c,
                        ny_lanes *to)
{
    ny_scaled both;
    if (is_truth(b) && is_truth(c)) {
        for (uint32_t i = 0; i < NY_LANES; i++)
            to->byte[i] = first[i] ? b->byte[i] : c->byte[i];
        return take_form(to, NY_LANES_TRUTH, 1, 0);
    }
    if (!scaled(b, c, &both))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = first[i] ? b->byte[i] : c->byte[i];
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->whole[i] = first[i] ? b->whole[i] * both.a_times : c->whole[i] * both.b_times;
    return take_form(to, NY_LANES_WHOLE, both.denominator,
                     both.a_most > both.b_most ? both.a_most : both.b_most);
}

static bool choose(const ny_lanes *when, const ny_lanes *b, const ny_lanes *c, ny_lanes *to)
{
    uint8_t first[NY_LANES];
    if (!is_truth(when))
        return false;
    for (uint32_t i = 0; i < NY_LANES; i++)
        first[i] = when->byte[i] == NY_YES;
    if (!choose_from(first, b, c, to))
        return false;
    uint8_t unknown = to->form == NY_LANES_TRUTH ? NY_NOT_KNOWN : NY_UNKNOWN;
    for (uint32_t i = 0; i < NY_LANES; i++)
        to->byte[i] = when->byte[i] <= NY_YES ? to->byte[i] : unknown;
    return true;
}

static bool unknown_as(const ny_lanes *a, const ny_lanes *b, ny_lanes *to)
{
    uint8_t first[NY_LANES], below = is_truth(a) ? NY_NOT_KNOWN : NY_UNKNOWN;
    for (uint32_t i = 0; i < NY_LANES; i++)
        first[i] = a->byte[i] < below;
    return choose_from(first, a, b, to);
}

/* --- all --------------------------------------------------------------------------------------- */

bool ny_lane_op(ny_exact *exact, uint32_t number, ny_lanes *to)
{
    const ny_op *op = &exact->plan->ops.items[number];
    const ny_lanes *of[3] = {NULL};
    for (uint32_t i = 0; i < op->operands && i < 3; i++)
        of[i] = ny_lane_operand(exact, op, i);
    switch (op->code) {
    case NY_OP_COLUMN:
        return read_column(exact, op, to);
    case NY_OP_FOLLOW:
        return follow(exact, op, to);
    case NY_OP_RUNNING:
        return read_window(exact, op, to);
    case NY_OP_PER_ROW:
        return copy(to, of[0]);
    case NY_OP_BY_THEN:
        return by_then(of[0], of[1], to);
    case NY_OP_NEGATE:
        return negate(of[0], to);
    case NY_OP_ADD:
        return add(of[0], of[1], 1, to);
    case NY_OP_SUBTRACT:
    case NY_OP_DATE_DIFFERENCE:
        return add(of[0], of[1], -1, to);
    case NY_OP_MULTIPLY:
        return multiply(of[0], of[1], to);
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
        return lesser_or_greater(op->code, of[0], of[1], to);
    case NY_OP_DATE_ADD_DAYS:
    case NY_OP_DATE_ADD_MONTHS:
        return date_plus(of[0], of[1], op->code == NY_OP_DATE_ADD_MONTHS, to);
    case NY_OP_WITHIN:
        return within(of[0], of[1], of[2], to);
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
        return compared(op->code, of[0], of[1], to);
    case NY_OP_DATE_COMPARE:
        return compared((ny_op_code)op->aux, of[0], of[1], to);
    case NY_OP_IS_INDEX:
        return is_index(of[0], op->aux, to);
    case NY_OP_IS_KNOWN:
        return is_known(of[0], to);
    case NY_OP_HAPPENED:
        return happened(of[0], to);
    case NY_OP_PASSED:
        return passed(exact, of[0], to);
    case NY_OP_NOT:
        return negated(of[0], to);
    case NY_OP_AND:
    case NY_OP_OR:
        return and_or(op->code == NY_OP_OR ? NY_YES : NY_NO, of[0], of[1], to);
    case NY_OP_CHOOSE:
        return choose(of[0], of[1], of[2], to);
    case NY_OP_UNKNOWN_AS:
        return unknown_as(of[0], of[1], to);
    case NY_OP_CONSTANT:
    case NY_OP_INPUT:
    case NY_OP_THIS_ROW:
    case NY_OP_INPUT_OF:
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
    case NY_OP_IN_FIRST:
    case NY_OP_LAST_DAY:
    case NY_OP_DATA_DATE:
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
    case NY_OP_DIVIDE:
    case NY_OP_RAISE:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_ROUND:
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_LOGISTIC_ROUNDED:
    case NY_OP_MEAN_KNOWN:
    case NY_OP_EQ5D:
    case NY_OP_KEEP:
    case NY_OP_SCALE:
    case NY_OP_WEIGH_KNOWN:
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
