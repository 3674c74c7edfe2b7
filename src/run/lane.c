/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Blocks of rows: which rows make one, where an operation's lanes are, and the way back to fractions
 * for what does not fit. */

#include "run/lane.h"

#include "base/bug.h"

#include <string.h>

__extension__ typedef __int128 ny_wide;

/* Fewer rows than this are not worth a block. */
#define NY_ROWS_FEWEST 8u

/* --- values and lanes -------------------------------------------------------------------------- */

static ny_value value_at(const ny_lanes *lanes, uint32_t lane)
{
    uint8_t byte = lanes->byte[lane];
    int64_t whole = lanes->whole[lane];
    if (lanes->form == NY_LANES_VALUES)
        return lanes->value[lane];
    if (lanes->form == NY_LANES_TRUTH)
        return byte <= NY_YES         ? ny_value_index(byte)
               : byte == NY_NOT_KNOWN ? ny_value_unknown()
                                      : ny_value_absent();
    if (byte != NY_KNOWN)
        return byte == NY_UNKNOWN ? ny_value_unknown() : ny_value_absent();
    if (lanes->kind == NY_KIND_DATE)
        return ny_value_date((ny_date)whole);
    if (lanes->kind != NY_KIND_NUMBER)
        return ny_value_index((uint32_t)whole);
    return ny_value_number(lanes->denominator == 1
                               ? ny_rational_whole(whole)
                               : ny_rational_fraction(NULL, whole, lanes->denominator));
}

static uint8_t truth_of(ny_value value)
{
    return value.state == NY_KNOWN     ? (uint8_t)value.is.index
           : value.state == NY_UNKNOWN ? NY_NOT_KNOWN
                                       : NY_NOT_THERE;
}

/* The least denominator that all numbers share, if it is small. */
static bool common_denominator(const ny_value *values, uint32_t count, int64_t *ret_common)
{
    int64_t common = 1;
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].state != NY_KNOWN)
            continue;
        int64_t own = values[i].is.number.denominator;
        if (own == 0 || own > NY_DENOMINATOR_MOST)
            return false;
        if (common % own == 0)
            continue;
        int64_t a = common, b = own;
        while (b) {
            int64_t rest = a % b;
            a = b;
            b = rest;
        }
        ny_wide both = (ny_wide)common * (own / a);
        if (both > NY_DENOMINATOR_MOST)
            return false;
        common = (int64_t)both;
    }
    *ret_common = common;
    return true;
}

static bool narrow_numbers(ny_lanes *lanes, const ny_value *values, uint32_t count)
{
    if (!common_denominator(values, count, &lanes->denominator))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].state != NY_KNOWN)
            continue;
        ny_wide whole = (ny_wide)values[i].is.number.numerator *
                        (lanes->denominator / values[i].is.number.denominator);
        if (whole > NY_LANE_MOST || whole < -NY_LANE_MOST)
            return false;
        lanes->whole[i] = (int64_t)whole;
        int64_t size = whole < 0 ? -(int64_t)whole : (int64_t)whole;
        lanes->most = size > lanes->most ? size : lanes->most;
    }
    return true;
}

/* Values into the narrowest form that holds them all. */
static void narrow(ny_lanes *lanes, uint32_t count)
{
    const ny_value *values = lanes->value;
    lanes->form = NY_LANES_VALUES;
    lanes->most = 0;
    lanes->denominator = 1;
    memset(lanes->byte, lanes->kind == NY_KIND_YES_NO ? NY_NOT_KNOWN : NY_UNKNOWN, NY_LANES);
    memset(lanes->whole, 0, sizeof lanes->whole);
    if (lanes->kind == NY_KIND_TEXT || lanes->kind == NY_KIND_ANY)
        return;
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].state == NY_UNDEFINED)
            return;
        lanes->byte[i] =
            lanes->kind == NY_KIND_YES_NO ? truth_of(values[i]) : (uint8_t)values[i].state;
    }
    if (lanes->kind == NY_KIND_YES_NO) {
        lanes->form = NY_LANES_TRUTH;
        return;
    }
    if (lanes->kind == NY_KIND_NUMBER) {
        lanes->form = narrow_numbers(lanes, values, count) ? NY_LANES_WHOLE : NY_LANES_VALUES;
        return;
    }
    lanes->form = NY_LANES_WHOLE;
    lanes->most = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++)
        if (values[i].state == NY_KNOWN)
            lanes->whole[i] = lanes->kind == NY_KIND_DATE ? (int64_t)values[i].is.date
                                                          : (int64_t)values[i].is.index;
}

/* One value in every lane. */
static void widen(ny_exact *exact, ny_lanes *lanes, ny_value value)
{
    if (!lanes->value)
        lanes->value = NY_NEW_ARRAY(exact->arena, ny_value, NY_LANES);
    lanes->value[0] = value;
    narrow(lanes, 1);
    lanes->is_one = true;
    memset(lanes->byte, lanes->byte[0], NY_LANES);
    for (uint32_t i = 1; i < NY_LANES; i++) {
        lanes->whole[i] = lanes->whole[0];
        lanes->value[i] = value;
    }
}

/* --- the way back ------------------------------------------------------------------------------ */

/* Row by row in fractions; what they need of memory lives until the next block. */
static void run_by_row(ny_exact *exact, uint32_t op, ny_lanes *to)
{
    ny_block *block = exact->block;
    ny_arena *scratch = exact->scratch;
    if (!to->value)
        to->value = NY_NEW_ARRAY(exact->arena, ny_value, NY_LANES);
    exact->scratch = block->arena;
    for (uint32_t i = 0; i < block->count; i++) {
        exact->row = block->first + i;
        to->value[i] = ny_exact_op(exact, op);
    }
    exact->scratch = scratch;
    narrow(to, block->count);
}

/* --- programs ---------------------------------------------------------------------------------- */

static bool is_row(const ny_plan *plan, uint32_t op)
{
    return plan->ops.items[op].grain.kind == NY_GRAIN_ROW;
}

/* AMONG may stop the run, and then for the right row: not for one that nobody asked for. */
static bool goes_by_row(const ny_plan *plan, ny_program program)
{
    for (uint32_t i = 0; i < program.count; i++)
        if (plan->ops.items[plan->programs.items[program.first + i]].code == NY_OP_AMONG)
            return true;
    return false;
}

/* Operations that say the same of a row whichever of them is asked; none of them can be undefined, which
 * would tell where in the contract it stands. */
static bool may_be_shared(ny_op_code code)
{
    return code == NY_OP_COLUMN || code == NY_OP_FOLLOW || code == NY_OP_IS_INDEX ||
           code == NY_OP_IS_KNOWN || code == NY_OP_HAPPENED || code == NY_OP_NOT ||
           code == NY_OP_AND || code == NY_OP_OR;
}

static bool is_same(const ny_plan *plan, const uint32_t *same_as, uint32_t one, uint32_t other)
{
    const ny_op *a = &plan->ops.items[one], *b = &plan->ops.items[other];
    if (a->code != b->code || a->kind != b->kind || a->aux != b->aux || a->table != b->table ||
        a->operands != b->operands || a->grain.table != b->grain.table)
        return false;
    for (uint32_t i = 0; i < a->operands; i++)
        if (same_as[plan->operands.items[a->first_operand + i]] !=
            same_as[plan->operands.items[b->first_operand + i]])
            return false;
    return true;
}

/* Operations stand after their operands, so one pass finds all that are the same. */
static uint32_t *find_same(ny_exact *exact)
{
    const ny_plan *plan = exact->plan;
    uint32_t *same_as = NY_NEW_ARRAY(exact->arena, uint32_t, plan->ops.count + 1);
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        same_as[op] = op;
        if (!is_row(plan, op) || !may_be_shared(plan->ops.items[op].code))
            continue;
        for (uint32_t i = 0; i < op && same_as[op] == op; i++)
            if (same_as[i] == i && is_same(plan, same_as, i, op))
                same_as[op] = i;
    }
    return same_as;
}

static ny_block *create(ny_exact *exact)
{
    const ny_model *model = exact->model;
    ny_block *block = NY_NEW(exact->arena, ny_block);
    block->arena = ny_arena_create();
    block->of = NY_NEW_ARRAY(exact->arena, ny_lanes *, exact->plan->ops.count + 1);
    block->run_in = NY_NEW_ARRAY(exact->arena, uint64_t, exact->plan->ops.count + 1);
    block->same_as = find_same(exact);
    block->most = NY_NEW_ARRAY(exact->arena, int64_t *, model->tables.count + 1);
    for (uint32_t t = 0; t < model->tables.count; t++)
        block->most[t] = NY_NEW_ARRAY(exact->arena, int64_t, model->tables.items[t].columns.count);
    return block;
}

/* The lanes of an operation, those of the first one that is the same. */
static ny_lanes *lanes_of(ny_exact *exact, uint32_t op)
{
    ny_block *block = exact->block;
    if (block->of[op])
        return block->of[op];
    uint32_t first = block->same_as[op];
    if (!block->of[first])
        block->of[first] = NY_NEW(exact->arena, ny_lanes);
    block->of[op] = block->of[first];
    block->of[op]->kind = exact->plan->ops.items[op].kind;
    return block->of[op];
}

/* Values of coarser grain, which are the same for all rows of the block. */
static void take_coarser(ny_exact *exact, uint32_t op)
{
    ny_block *block = exact->block;
    const ny_op *of = &exact->plan->ops.items[op];
    for (uint32_t i = 0; i < of->operands; i++) {
        uint32_t operand = exact->plan->operands.items[of->first_operand + i];
        if (is_row(exact->plan, operand) || block->run_in[operand] == block->era)
            continue;
        block->run_in[operand] = block->era;
        widen(exact, lanes_of(exact, operand), ny_exact_get(exact, operand));
    }
}

/* --- which rows -------------------------------------------------------------------------------- */

/* One past the last row of the block: at most NY_LANES rows, all of the first one's contract
 * period. */
static uint32_t end_of(const ny_exact *exact, const ny_rows *rows, uint32_t first)
{
    uint32_t count = rows->count - first < NY_LANES ? rows->count - first : NY_LANES;
    uint32_t low = 1, high = count; /* rows stand in order of date, so periods come in turn */
    uint32_t period = ny_exact_period_of(exact, rows, first);
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        if (ny_exact_period_of(exact, rows, first + middle - 1) == period)
            low = middle;
        else
            high = middle - 1;
    }
    return first + low;
}

static bool holds(const ny_exact *exact, const ny_rows *rows, uint32_t row)
{
    const ny_block *block = exact->block;
    return block && block->count && block->rows == rows && block->period == exact->period &&
           row >= block->first && row < block->first + block->count;
}

/* Goes to the block that begins with this row. */
static void begin(ny_exact *exact, const ny_rows *rows, uint32_t row)
{
    ny_block *block = exact->block;
    if (block->period != exact->period || !block->era)
        block->era++;
    ny_arena_reset(block->arena);
    block->turn++;
    block->rows = rows;
    block->period = exact->period;
    block->first = row;
    block->count = end_of(exact, rows, row) - row;
}

static void run(ny_exact *exact, ny_program program)
{
    ny_block *block = exact->block;
    block->program = program;
    for (uint32_t i = 0; i < program.count; i++) {
        uint32_t op = exact->plan->programs.items[program.first + i];
        ny_lanes *to = lanes_of(exact, op);
        uint64_t *run_in = &block->run_in[block->same_as[op]];
        if (*run_in == block->turn)
            continue;
        *run_in = block->turn;
        take_coarser(exact, op);
        to->is_one = false;
        if (!ny_lane_op(exact, op, to))
            run_by_row(exact, op, to);
    }
}

bool ny_block_at(ny_exact *exact, const ny_rows *rows, uint32_t row, ny_program program)
{
    ny_block *block = exact->block;
    bool is_there = exact->rows == rows && holds(exact, rows, row);
    if (is_there && block->program.first == program.first &&
        block->program.count == program.count) {
        exact->row = row;
        return true;
    }
    if (exact->inputs->row_by_row || rows->count - row < NY_ROWS_FEWEST ||
        goes_by_row(exact->plan, program)) {
        if (block)
            block->count = 0;
        return false;
    }
    if (!block)
        exact->block = create(exact);
    exact->rows = rows;
    exact->row = row;
    exact->row_period = ny_exact_period_of(exact, rows, row);
    if (!holds(exact, rows, row))
        begin(exact, rows, row);
    run(exact, program);
    exact->row = row;
    return true;
}

ny_value ny_block_value(const ny_exact *exact, uint32_t op)
{
    const ny_lanes *lanes = exact->block->of[op];
    NY_BUG_ON(!lanes);
    return value_at(lanes, exact->row - exact->block->first);
}

void ny_block_end(ny_exact *exact)
{
    if (exact->block)
        ny_arena_destroy(exact->block->arena);
    exact->block = NULL;
}
