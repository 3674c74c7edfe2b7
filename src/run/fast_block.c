/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows in blocks for the fast evaluator: how a table is cut, and which operations are computed for
 * the block at hand, and when again. See fast_private.h. */

#include "run/fast_private.h"

#include "base/bug.h"

#include <string.h>

/* Steady truths of a larger table are not kept. */
#define NY_ROWS_KEPT 1000000u

/* --- how a table is cut ----------------------------------------------------------------------- */

uint32_t ny_fast_period_of(const ny_model *model, int64_t day)
{
    for (uint32_t p = 0; p < model->periods.count; p++)
        if (day >= model->periods.items[p].from && day < model->periods.items[p].end)
            return p;
    return NY_NONE;
}

static void cut_rows(ny_fast *fast, ny_fast_table *table, uint32_t first, uint32_t end,
                     uint32_t period)
{
    for (uint32_t row = first; row < end; row += NY_FAST_BLOCK)
        *NY_APPEND(fast->arena, &table->blocks) =
            (ny_fast_rows){.first = row,
                           .count = end - row < NY_FAST_BLOCK ? end - row : NY_FAST_BLOCK,
                           .period = period};
}

/* Rows stand in order of date, those without a sound one last: these, and those before and behind the
 * contract's periods, are of none. */
static void cut(ny_fast *fast, const ny_rows *rows, ny_fast_table *table)
{
    const ny_period *periods = fast->model->periods.items;
    uint32_t first = 0, end = 0;
    table->cut = true;
    table->keeps = rows->count <= NY_ROWS_KEPT;
    bool dated = fast->model->tables.items[rows->table].date != NY_NONE;
    for (uint32_t p = 0; dated && p < fast->model->periods.count; p++) {
        uint32_t before = end;
        ny_rows_dated(fast->model, rows, periods[p].from, periods[p].end, &first, &end);
        cut_rows(fast, table, before, first, NY_NONE);
        cut_rows(fast, table, first, end, p);
    }
    cut_rows(fast, table, end, rows->count, NY_NONE);
}

/* Blocks are mostly asked for one after the other. */
static uint32_t block_of(ny_fast_table *table, uint32_t row)
{
    uint32_t low = 0, high = table->blocks.count;
    uint32_t next = table->last + 1;
    if (next < high && table->blocks.items[next].first == row)
        return next;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (table->blocks.items[middle].first <= row)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* --- the block at hand ------------------------------------------------------------------------ */

static void stamp_moment(ny_fast *fast)
{
    fast->moment_stamp = ++fast->stamps;
    fast->moment_period = fast->period;
    fast->moment_date = fast->data_date;
}

uint32_t ny_fast_block(ny_fast *fast, const ny_rows *rows, uint32_t first, uint32_t end)
{
    ny_fast_table *table = &fast->tables[rows->table];
    if (!table->cut)
        cut(fast, rows, table);
    uint32_t number = block_of(table, first);
    const ny_fast_rows *block = &table->blocks.items[number];
    NY_BUG_ON(block->first != first || first + block->count > end);
    bool goes_on = fast->rows == rows && fast->block == number && fast->block_stamp;
    table->last = number;
    fast->in_rows = true;
    fast->rows = rows;
    fast->block = number;
    fast->first_row = first;
    fast->row_count = block->count;
    /* A row of a table without a date sees the period at hand; see period_of of the exact one. */
    bool dated = fast->model->tables.items[rows->table].date != NY_NONE;
    fast->row_period = dated ? block->period : fast->period;
    if (!goes_on)
        fast->block_stamp = ++fast->stamps;
    if (!goes_on || fast->moment_period != fast->period || fast->moment_date != fast->data_date)
        stamp_moment(fast);
    return block->count;
}

void ny_fast_leave_rows(ny_fast *fast)
{
    fast->in_rows = false;
}

void ny_fast_forget(ny_fast *fast)
{
    for (uint32_t slot = 0; slot < fast->prepared->slots; slot++)
        fast->lanes[slot].kept = NULL;
    fast->block_stamp = 0;
}

/* --- what is computed ------------------------------------------------------------------------- */

static bool is_row(const ny_fast *fast, uint32_t op)
{
    return fast->plan->ops.items[op].grain.kind == NY_GRAIN_ROW;
}

static void make_room(ny_fast *fast, const ny_op *op, ny_fast_lanes *lanes)
{
    if (lanes->own_state)
        return;
    lanes->own_state = NY_NEW_ARRAY(fast->arena, uint8_t, NY_FAST_BLOCK);
    if (op->kind != NY_KIND_YES_NO)
        lanes->own_value = NY_NEW_ARRAY(fast->arena, double, NY_FAST_BLOCK);
}

double *ny_fast_errors(ny_fast *fast, ny_fast_lanes *lanes)
{
    if (!lanes->error)
        lanes->error = NY_NEW_ARRAY(fast->arena, double, NY_FAST_BLOCK);
    return lanes->error;
}

static uint8_t truth_of(ny_fast_value value)
{
    switch (value.state) {
    case NY_KNOWN:
        return value.value != 0 ? NY_FAST_YES : NY_FAST_NO;
    case NY_UNKNOWN:
        return NY_FAST_NOT_KNOWN;
    case NY_ABSENT:
        return NY_FAST_NOT_THERE;
    case NY_UNDEFINED:
        return NY_FAST_NOT_DEFINED;
    }
    NY_BUG("a value in no state");
}

static ny_fast_value value_of_truth(uint8_t truth)
{
    static const ny_state states[] = {[NY_FAST_NO] = NY_KNOWN,
                                      [NY_FAST_YES] = NY_KNOWN,
                                      [NY_FAST_NOT_KNOWN] = NY_UNKNOWN,
                                      [NY_FAST_NOT_THERE] = NY_ABSENT,
                                      [NY_FAST_NOT_DEFINED] = NY_UNDEFINED};
    return (ny_fast_value){truth == NY_FAST_YES ? 1 : 0, 0, states[truth]};
}

static void one_by_one(ny_fast *fast, uint32_t op, ny_fast_lanes *lanes)
{
    bool is_truth = fast->plan->ops.items[op].kind == NY_KIND_YES_NO;
    lanes->exact = true;
    lanes->known = true;
    for (uint32_t lane = 0; lane < fast->row_count; lane++) {
        ny_fast_value value = ny_fast_op(fast, op, lane);
        bool known = value.state == NY_KNOWN;
        lanes->known &= known;
        if (is_truth) {
            lanes->state[lane] = truth_of(value);
            continue;
        }
        lanes->state[lane] = (uint8_t)value.state;
        lanes->value[lane] = known ? value.value : 0;
        if (known && value.error != 0 && lanes->exact) {
            memset(ny_fast_errors(fast, lanes), 0, NY_FAST_BLOCK * sizeof *lanes->error);
            lanes->exact = false;
        }
        if (!lanes->exact)
            lanes->error[lane] = known ? value.error : 0;
    }
}

/* Steady truths stand in the table's own column: where it is filled, they are there. */
static bool is_kept(ny_fast *fast, ny_fast_lanes *lanes)
{
    ny_fast_table *table = &fast->tables[fast->rows->table];
    if (!table->keeps)
        return false;
    if (!lanes->kept) {
        lanes->kept = NY_NEW_ARRAY(fast->arena, uint8_t, (size_t)fast->rows->count + 1);
        lanes->kept_blocks = NY_NEW_ARRAY(fast->arena, uint8_t, (size_t)table->blocks.count + 1);
    }
    lanes->state = lanes->kept + fast->first_row;
    bool there = lanes->kept_blocks[fast->block];
    lanes->kept_blocks[fast->block] = true;
    return there;
}

/* Operands stand before what they make, so the depth is that of the contract's expressions. */
void ny_fast_need(ny_fast *fast, uint32_t op)
{
    if (op == NY_NONE || !is_row(fast, op))
        return;
    const ny_op *of = &fast->plan->ops.items[op];
    ny_fast_lanes *lanes = &fast->lanes[fast->prepared->slot[op]];
    bool steady = fast->prepared->steady[op];
    uint64_t stamp = steady ? fast->block_stamp : fast->moment_stamp;
    if (lanes->stamp == stamp)
        return;
    lanes->stamp = stamp;
    make_room(fast, of, lanes);
    lanes->state = lanes->own_state;
    lanes->value = lanes->own_value;
    if (steady && of->kind == NY_KIND_YES_NO && is_kept(fast, lanes))
        return;
    for (uint32_t i = 0; i < of->operands; i++)
        ny_fast_need(fast, fast->plan->operands.items[of->first_operand + i]);
    if (fast->inputs->row_by_row || !ny_fast_lane_op(fast, op, lanes))
        one_by_one(fast, op, lanes);
}

/* --- looking ---------------------------------------------------------------------------------- */

const ny_fast_lanes *ny_fast_lanes_of(ny_fast *fast, uint32_t op)
{
    NY_BUG_ON(!is_row(fast, op));
    ny_fast_need(fast, op);
    return &fast->lanes[fast->prepared->slot[op]];
}

ny_fast_value ny_fast_lane(const ny_fast *fast, uint32_t op, uint32_t lane)
{
    const ny_op *of = &fast->plan->ops.items[op];
    switch (of->grain.kind) {
    case NY_GRAIN_ROW: {
        const ny_fast_lanes *lanes = &fast->lanes[fast->prepared->slot[op]];
        NY_BUG_ON(lanes->stamp !=
                  (fast->prepared->steady[op] ? fast->block_stamp : fast->moment_stamp));
        if (of->kind == NY_KIND_YES_NO)
            return value_of_truth(lanes->state[lane]);
        return (ny_fast_value){lanes->value[lane], lanes->exact ? 0 : lanes->error[lane],
                               (ny_state)lanes->state[lane]};
    }
    case NY_GRAIN_CONTRACT:
    case NY_GRAIN_EACH_CYCLE: /* as it is in the cycle at hand */
        return fast->values[(size_t)op * fast->periods];
    case NY_GRAIN_EACH_PERIOD: {
        uint32_t period = fast->in_rows ? fast->row_period : fast->period;
        if (period == NY_NONE || period >= fast->periods)
            return (ny_fast_value){0, 0, NY_UNKNOWN};
        return fast->values[(size_t)op * fast->periods + period];
    }
    }
    NY_BUG("grain");
}

const uint8_t *ny_fast_truths(ny_fast *fast, uint32_t op, uint8_t room[NY_FAST_BLOCK])
{
    if (op != NY_NONE && is_row(fast, op))
        return ny_fast_lanes_of(fast, op)->state;
    memset(room, op == NY_NONE ? NY_FAST_YES : truth_of(ny_fast_lane(fast, op, 0)),
           fast->row_count);
    return room;
}

static void take_yes(const uint8_t *restrict truths, uint8_t *restrict taken, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        taken[i] = truths[i] == NY_FAST_YES;
}

static void leave_yes_out(const uint8_t *restrict truths, uint8_t *restrict taken, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        taken[i] &= truths[i] != NY_FAST_YES;
}

uint32_t ny_fast_taken(ny_fast *fast, uint32_t where, bool excluding, bool from_paying,
                       uint8_t ret_taken[NY_FAST_BLOCK])
{
    const ny_plan *plan = fast->plan;
    uint8_t room[NY_FAST_BLOCK];
    uint32_t count = fast->row_count, taken = 0;
    take_yes(ny_fast_truths(fast, where, room), ret_taken, count);
    for (uint32_t e = 0; excluding && e < plan->exclusions.count; e++) {
        const ny_plan_exclusion *of = &plan->exclusions.items[e];
        const ny_exclusion *exclusion = &fast->model->exclusions.items[of->exclusion];
        if (of->table != fast->rows->table || (from_paying ? exclusion->paid : exclusion->judged))
            continue;
        leave_yes_out(ny_fast_truths(fast, of->where, room), ret_taken, count);
    }
    for (uint32_t i = 0; i < count; i++)
        taken += ret_taken[i];
    return taken;
}
