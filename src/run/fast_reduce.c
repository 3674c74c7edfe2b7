/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From rows to one figure: the fast side of exact_reduce.c. Sums run in the order of the rows. */

#include "run/fast_private.h"

#include "base/bug.h"

#include <stdlib.h>

typedef struct ny_gathered {
    ny_fast_value sum, second, lowest, highest, one;
    ny_fast_value *all; /* MEDIAN */
    uint32_t rows, known, events, unknown;
    ny_fast_evidence evidence;
} ny_gathered;

/* --- running numbers -------------------------------------------------------------------------- */

/* Cells that small numbers name: a group's number is one of these, behind the states of no value. */
static bool is_small(ny_kind kind)
{
    return kind == NY_KIND_ROW || kind == NY_KIND_WORD || kind == NY_KIND_PARTY ||
           kind == NY_KIND_YES_NO;
}

/* The group of a row by the words of its cell, given out in order of first row. */
static uint32_t group_by_text(ny_fast *fast, ny_map *groups, uint32_t next, const ny_rows *rows,
                              uint32_t column, uint32_t row, ny_kind kind)
{
    ny_text text = kind == NY_KIND_TEXT
                       ? ny_rows_text(rows, column, row)
                       : ny_format(fast->arena, "%lld",
                                   (long long)ny_cells_value(&rows->columns[column], row));
    uint32_t group = next;
    if (!ny_map_add(groups, text, next))
        (void)ny_map_find(groups, text, &group);
    return group;
}

/* Rows of one cell are one group; so are those whose cell has no value, by why it has none. */
static uint32_t *group_rows(ny_fast *fast, const ny_window *window, uint32_t *ret_groups)
{
    const ny_rows *rows = &fast->inputs->tables[window->table];
    uint32_t *groups = NY_NEW_ARRAY(fast->arena, uint32_t, (size_t)rows->count + 1);
    uint32_t count = NY_CELL_FAULTY + 1;
    *ret_groups = count;
    if (window->within == NY_NONE)
        return groups;
    const ny_cells *cells = &rows->columns[window->within];
    ny_kind kind = fast->model->tables.items[window->table].columns.items[window->within].type.kind;
    ny_map *texts = is_small(kind) ? NULL : ny_map_create(fast->arena);
    for (uint32_t row = 0; row < rows->count; row++) {
        if (cells->state[row] != NY_CELL_SOUND)
            groups[row] = cells->state[row];
        else if (texts)
            groups[row] = group_by_text(fast, texts, count, rows, window->within, row, kind);
        else
            groups[row] = NY_CELL_FAULTY + 1 + (uint32_t)ny_cells_value(cells, row);
        if (groups[row] >= count)
            count = groups[row] + 1;
    }
    *ret_groups = count;
    return groups;
}

static uint32_t *run_window(ny_fast *fast, const ny_window *window)
{
    const ny_rows *rows = &fast->inputs->tables[window->table];
    uint32_t *numbers = NY_NEW_ARRAY(fast->arena, uint32_t, (size_t)rows->count + 1), group_count;
    const uint32_t *groups = group_rows(fast, window, &group_count);
    uint32_t *counts = NY_NEW_ARRAY(fast->arena, uint32_t, group_count);
    uint8_t room[NY_FAST_BLOCK];
    for (uint32_t first = 0, count; first < rows->count; first += count) {
        count = ny_fast_block(fast, rows, first, rows->count);
        const uint8_t *where = ny_fast_truths(fast, window->where, room);
        for (uint32_t lane = 0; lane < count; lane++) {
            uint32_t group = groups[first + lane];
            counts[group] += where[lane] == NY_FAST_YES;
            numbers[first + lane] = counts[group];
        }
    }
    ny_fast_leave_rows(fast);
    return numbers;
}

void ny_fast_windows(ny_fast *fast)
{
    for (uint32_t w = 0; w < fast->plan->windows.count; w++)
        fast->windows[w] = run_window(fast, &fast->plan->windows.items[w]);
    ny_fast_forget(fast);
}

/* --- gathering -------------------------------------------------------------------------------- */

static void gather_number(ny_fast *fast, const ny_reduction *reduction, ny_fast_value value,
                          uint32_t lane, ny_gathered *gathered)
{
    switch (reduction->reduce) {
    case NY_REDUCE_SUM:
    case NY_REDUCE_MEAN:
        gathered->sum = ny_fast_add(gathered->sum, value);
        if (reduction->estimate.bounds == NY_BOUNDS_STUDENT)
            gathered->evidence.squares =
                ny_fast_add(gathered->evidence.squares, ny_fast_multiply(value, value));
        return;
    case NY_REDUCE_RATE:
    case NY_REDUCE_RATIO: {
        ny_fast_value second = ny_fast_lane(fast, reduction->second, lane);
        if (second.state != NY_KNOWN) {
            gathered->known--;
            gathered->unknown++;
            return;
        }
        gathered->sum = ny_fast_add(gathered->sum, value);
        gathered->second = ny_fast_add(gathered->second, second);
        gathered->events += reduction->reduce == NY_REDUCE_RATE && value.value != 0;
        return;
    }
    case NY_REDUCE_LOWEST:
        if (gathered->known == 1 || value.value < gathered->lowest.value)
            gathered->lowest = value;
        return;
    case NY_REDUCE_HIGHEST:
        if (gathered->known == 1 || value.value > gathered->highest.value)
            gathered->highest = value;
        return;
    case NY_REDUCE_MEDIAN:
        gathered->all[gathered->known - 1] = value;
        return;
    case NY_REDUCE_SHARE:
    case NY_REDUCE_COUNT:
    case NY_REDUCE_THE:
        NY_BUG("not a number to gather");
    }
}

static void gather_followed(ny_fast *fast, const ny_reduction *reduction, uint32_t lane,
                            ny_gathered *gathered)
{
    ny_fast_value value = reduction->value == NY_NONE ? ny_fast_exactly(1)
                                                      : ny_fast_lane(fast, reduction->value, lane);
    ny_followed followed;
    fast->ties |= value.state == NY_UNDEFINED; /* the exact one stops here, and says why */
    if (value.state != NY_KNOWN ||
        !ny_fast_follow(fast, &reduction->estimate, value.value != 0, lane, &followed)) {
        gathered->unknown++;
        return;
    }
    gathered->known++;
    gathered->events += value.value != 0;
    *NY_APPEND(fast->arena, &gathered->evidence.followed) = followed;
}

static void gather(ny_fast *fast, const ny_reduction *reduction, uint32_t lane,
                   ny_gathered *gathered)
{
    gathered->rows++;
    if (reduction->estimate.form != NY_ESTIMATOR_NONE) {
        gather_followed(fast, reduction, lane, gathered);
        return;
    }
    if (reduction->value == NY_NONE) {
        gathered->known++;
        return;
    }
    ny_fast_value value = ny_fast_lane(fast, reduction->value, lane);
    if (value.state == NY_UNDEFINED) { /* the exact one stops here, and says why */
        fast->ties = true;
        return;
    }
    if (value.state != NY_KNOWN) {
        gathered->unknown++;
        return;
    }
    gathered->known++;
    if (reduction->reduce == NY_REDUCE_SHARE)
        gathered->events += value.value != 0;
    else if (reduction->reduce == NY_REDUCE_THE)
        gathered->one = value;
    else
        gather_number(fast, reduction, value, lane, gathered);
}

static int by_size(const void *a, const void *b)
{
    double x = ((const ny_fast_value *)a)->value, y = ((const ny_fast_value *)b)->value;
    return (x > y) - (x < y);
}

/* The middle value is not moved by more than the largest error of all. */
static ny_fast_value median(ny_fast *fast, ny_gathered *gathered)
{
    uint32_t count = gathered->known;
    double error = 0;
    for (uint32_t i = 0; i < count; i++)
        if (gathered->all[i].error > error)
            error = gathered->all[i].error;
    qsort(gathered->all, count, sizeof *gathered->all, by_size);
    ny_fast_value middle = gathered->all[count / 2];
    if (count % 2 == 0)
        middle = ny_fast_divide(fast, ny_fast_add(gathered->all[count / 2 - 1], middle),
                                ny_fast_exactly(2));
    middle.error = middle.error > error ? middle.error : error;
    return middle;
}

static ny_fast_value over(ny_fast *fast, ny_fast_value sum, uint32_t count)
{
    ny_fast_value none = {0, 0, NY_UNKNOWN};
    return count ? ny_fast_divide(fast, sum, ny_fast_exactly(count)) : none;
}

static ny_fast_value figure_of(ny_fast *fast, const ny_reduction *reduction, ny_gathered *gathered)
{
    const ny_fast_value unknown = {0, 0, NY_UNKNOWN};
    bool lacks = reduction->measure == NY_NONE && gathered->unknown > 0;
    if (reduction->estimate.form != NY_ESTIMATOR_NONE && reduction->reduce == NY_REDUCE_MEDIAN)
        return unknown; /* there is no plain one */
    switch (reduction->reduce) {
    case NY_REDUCE_SHARE:
        return over(fast, ny_fast_exactly(gathered->events), gathered->known);
    case NY_REDUCE_MEAN:
        return lacks ? unknown : over(fast, gathered->sum, gathered->known);
    case NY_REDUCE_SUM:
        return lacks ? unknown : gathered->sum;
    case NY_REDUCE_COUNT:
        return ny_fast_exactly(gathered->rows);
    case NY_REDUCE_RATE:
    case NY_REDUCE_RATIO: {
        ny_fast_value ratio =
            gathered->known ? ny_fast_divide(fast, gathered->sum, gathered->second) : unknown;
        return ratio.state == NY_KNOWN ? ratio : unknown;
    }
    case NY_REDUCE_LOWEST:
        return lacks || !gathered->known ? unknown : gathered->lowest;
    case NY_REDUCE_HIGHEST:
        return lacks || !gathered->known ? unknown : gathered->highest;
    case NY_REDUCE_MEDIAN:
        return lacks || !gathered->known ? unknown : median(fast, gathered);
    case NY_REDUCE_THE:
        fast->ties |= gathered->rows > 1; /* the exact one stops, and says why */
        return gathered->known == 1 ? gathered->one : unknown;
    }
    NY_BUG("reduction");
}

/* In whole numbers, so that 60 % of 50 rows is 30 and nothing beside it. */
static ny_fast_value meet_needs(ny_fast *fast, const ny_reduction *reduction,
                                const ny_fast_measured *measured, ny_fast_value would_be,
                                bool *ret_met)
{
    *ret_met = false;
    for (uint32_t i = 0; i < reduction->needs.count; i++) {
        const ny_need *need = &reduction->needs.items[i];
        ny_rational least = need->least;
        if (need->of_known)
            least = ny_rational_multiply(fast->arena, least, ny_rational_whole(measured->rows));
        uint32_t have = need->of_known ? measured->known : measured->rows;
        if (ny_rational_compare(ny_rational_whole(have), least) >= 0)
            continue;
        if (need->instead == NY_NONE)
            return (ny_fast_value){0, 0, NY_UNKNOWN};
        return ny_fast_lane(fast, need->instead, 0);
    }
    *ret_met = true;
    return would_be;
}

static void range_of(const ny_fast *fast, const ny_reduction *reduction, uint32_t operation,
                     uint32_t *ret_first, uint32_t *ret_end)
{
    const ny_period *periods = fast->model->periods.items;
    const ny_rows *rows = &fast->inputs->tables[reduction->table];
    *ret_first = *ret_end = 0;
    switch (reduction->rows) {
    case NY_ROWS_OF_PERIOD:
        if (periods[fast->period].in_term)
            ny_rows_dated(fast->model, rows, periods[fast->period].from, periods[fast->period].end,
                          ret_first, ret_end);
        return;
    case NY_ROWS_OF_OPERATION_YEAR:
        ny_rows_dated(fast->model, rows, periods[ny_first_pooled(reduction, operation)].from,
                      periods[operation].end, ret_first, ret_end);
        return;
    case NY_ROWS_TO_DATE: {
        uint32_t last = fast->plan->final_period;
        last = fast->period < last ? fast->period : last;
        ny_rows_dated(fast->model, rows, periods[0].from, periods[last].end, ret_first, ret_end);
        return;
    }
    case NY_ROWS_ALL:
        *ret_end = rows->count;
        return;
    }
}

/* What gathering looks at, lane by lane. */
static void need(ny_fast *fast, const ny_reduction *reduction)
{
    ny_fast_need(fast, reduction->value);
    ny_fast_need(fast, reduction->second);
    if (reduction->estimate.form != NY_ESTIMATOR_NONE)
        ny_fast_need_following(fast, &reduction->estimate);
}

/* Counts of truths, where nothing else is asked of the rows. */
static void count_truths(ny_fast *fast, const ny_reduction *reduction, const uint8_t *taken,
                         uint32_t rows, ny_gathered *gathered)
{
    uint8_t room[NY_FAST_BLOCK];
    const uint8_t *truth = ny_fast_truths(fast, reduction->value, room);
    uint32_t count = fast->row_count, yes = 0, known = 0, undefined = 0;
    for (uint32_t i = 0; i < count; i++) {
        yes += taken[i] & (truth[i] == NY_FAST_YES);
        known += taken[i] & (truth[i] <= NY_FAST_YES);
        undefined += taken[i] & (truth[i] == NY_FAST_NOT_DEFINED);
    }
    fast->ties |= undefined != 0; /* the exact one stops here, and says why */
    gathered->rows += rows;
    gathered->known += known;
    gathered->events += yes;
    gathered->unknown += rows - known - undefined;
}

/* Sums of whole numbers that stay below this are exact in any order. */
#define WHOLE_SUM 0x1p52

/* Four sums at a time, so that none waits for the other. */
bool ny_fast_add_whole(const ny_fast *fast, uint32_t op, const uint8_t *taken, ny_fast_value *sum)
{
    const ny_fast_lanes *lanes = &fast->lanes[fast->prepared->slot[op]];
    double sums[4] = {0}, most = 0;
    const double *restrict value = lanes->value;
    const uint8_t *restrict state = lanes->state;
    uint32_t count = fast->row_count;
    if (!fast->plan->ops.items[op].is_whole || !lanes->exact || sum->error != 0)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        double next = (taken[i] & (state[i] == NY_KNOWN)) ? value[i] : 0;
        double size = next < 0 ? -next : next;
        most = size > most ? size : most;
        sums[i & 3] += next;
    }
    double size = sum->value < 0 ? -sum->value : sum->value;
    sum->value += (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return size + most * count < WHOLE_SUM;
}

/* A sum in the order of the rows: ny_fast_add, again and again. */
static void add_up(ny_fast *fast, const ny_reduction *reduction, const uint8_t *taken,
                   uint32_t rows, ny_gathered *gathered)
{
    const ny_fast_lanes *value = ny_fast_lanes_of(fast, reduction->value);
    uint32_t known = 0, undefined = 0, count = fast->row_count;
    ny_fast_value sum = gathered->sum;
    for (uint32_t i = 0; i < count; i++) {
        known += taken[i] & (value->state[i] == NY_KNOWN);
        undefined += taken[i] & (value->state[i] == NY_UNDEFINED);
    }
    if (!ny_fast_add_whole(fast, reduction->value, taken, &sum)) {
        sum = gathered->sum;
        for (uint32_t i = 0; i < count; i++)
            if (taken[i] & (value->state[i] == NY_KNOWN))
                sum =
                    ny_fast_add(sum, (ny_fast_value){value->value[i],
                                                     value->exact ? 0 : value->error[i], NY_KNOWN});
    }
    gathered->sum = sum;
    fast->ties |= undefined != 0;
    gathered->rows += rows;
    gathered->known += known;
    gathered->unknown += rows - known - undefined;
}

static bool is_row(const ny_fast *fast, uint32_t op)
{
    return op != NY_NONE && fast->plan->ops.items[op].grain.kind == NY_GRAIN_ROW;
}

static void gather_block(ny_fast *fast, const ny_reduction *reduction, const uint8_t *taken,
                         uint32_t rows, ny_gathered *gathered)
{
    bool plain = reduction->estimate.form == NY_ESTIMATOR_NONE;
    bool sums = reduction->reduce == NY_REDUCE_SUM || reduction->reduce == NY_REDUCE_MEAN;
    if (plain && reduction->value == NY_NONE) {
        gathered->rows += rows;
        gathered->known += rows;
        return;
    }
    if (plain && reduction->reduce == NY_REDUCE_SHARE) {
        count_truths(fast, reduction, taken, rows, gathered);
        return;
    }
    if (plain && sums && reduction->estimate.bounds != NY_BOUNDS_STUDENT &&
        is_row(fast, reduction->value)) {
        add_up(fast, reduction, taken, rows, gathered);
        return;
    }
    need(fast, reduction);
    for (uint32_t lane = 0; lane < fast->row_count; lane++)
        if (taken[lane])
            gather(fast, reduction, lane, gathered);
}

static void gather_rows(ny_fast *fast, const ny_reduction *reduction, uint32_t first, uint32_t end,
                        ny_gathered *gathered)
{
    const ny_rows *rows = &fast->inputs->tables[reduction->table];
    uint8_t taken[NY_FAST_BLOCK];
    for (uint32_t row = first; row < end; row += fast->row_count) {
        (void)ny_fast_block(fast, rows, row, end);
        uint32_t count =
            ny_fast_taken(fast, reduction->where, reduction->judged_only, false, taken);
        if (count)
            gather_block(fast, reduction, taken, count, gathered);
    }
    ny_fast_leave_rows(fast);
}

ny_fast_value ny_fast_reduce(ny_fast *fast, uint32_t number)
{
    const ny_reduction *reduction = &fast->plan->reductions.items[number];
    ny_fast_measured *measured = &fast->measured[(size_t)number * fast->periods + fast->period];
    ny_gathered gathered = {.sum = ny_fast_exactly(0),
                            .second = ny_fast_exactly(0),
                            .evidence.squares = ny_fast_exactly(0)};
    uint32_t operation = NY_NONE, first, end;
    measured->value = measured->low = measured->high = (ny_fast_value){0, 0, NY_UNKNOWN};
    if (reduction->rows == NY_ROWS_OF_OPERATION_YEAR) {
        operation =
            fast->plan->reports.items[(size_t)number * fast->model->periods.count + fast->period];
        if (operation == NY_NONE)
            return measured->value;
        measured->reports = true;
        measured->operation_period = operation;
    }
    range_of(fast, reduction, operation, &first, &end);
    if (reduction->reduce == NY_REDUCE_MEDIAN)
        gathered.all = NY_NEW_ARRAY(fast->arena, ny_fast_value, (size_t)(end - first) + 1);
    gather_rows(fast, reduction, first, end, &gathered);
    measured->rows = gathered.rows;
    measured->known = gathered.known;
    gathered.evidence.sum = gathered.sum;
    gathered.evidence.second = gathered.second;
    gathered.evidence.known = gathered.known;
    gathered.evidence.events = gathered.events;
    ny_fast_value plain = reduction->standardised == NY_NONE
                              ? figure_of(fast, reduction, &gathered)
                              : ny_fast_lane(fast, reduction->standardised, 0);
    ny_fast_value figure = ny_fast_estimate(fast, reduction, &gathered.evidence, plain);
    measured->events = gathered.evidence.events;
    measured->value = meet_needs(fast, reduction, measured, figure, &measured->met);
    if (measured->met && figure.state == NY_KNOWN)
        ny_fast_bounds(fast, reduction, &gathered.evidence, figure, measured);
    return measured->value;
}

/* --- one figure for each value of a column ---------------------------------------------------- */

/* See group_name of the exact evaluator. Cells are correctly rounded, so equal numbers are equal
 * doubles; what was computed may lie beside, and the exact evaluator says. */
static ny_text group_name(ny_fast *fast, uint32_t op, ny_fast_value value)
{
    const ny_plan *plan = fast->plan;
    if (value.state != NY_KNOWN)
        return NY_NO_TEXT;
    if (plan->ops.items[op].kind == NY_KIND_WORD)
        return ny_plan_word(plan, op, (uint32_t)value.value);
    if (plan->ops.items[op].kind == NY_KIND_TEXT)
        return ny_format(fast->arena, "=%.*s", NY_PRINT(ny_fast_text(fast, value)));
    fast->ties |= value.error > 0 && plan->ops.items[op].code != NY_OP_COLUMN;
    double number = value.value == 0 ? 0 : value.value; /* not -0 */
    return ny_text_copy(fast->arena, (ny_text){(const char *)&number, sizeof number});
}

typedef NY_LIST(ny_gathered) ny_gathered_list;

static ny_gathered *group_at(ny_fast *fast, const ny_reduction *reduction, ny_map *numbers,
                             ny_gathered_list *groups, ny_text name, uint32_t most)
{
    uint32_t number = groups->count;
    if (ny_map_add(numbers, name, number)) {
        ny_gathered *made = NY_APPEND(fast->arena, groups);
        *made = (ny_gathered){.sum = ny_fast_exactly(0), .second = ny_fast_exactly(0)};
        if (reduction->reduce == NY_REDUCE_MEDIAN)
            made->all = NY_NEW_ARRAY(fast->arena, ny_fast_value, (size_t)most + 1);
    } else {
        (void)ny_map_find(numbers, name, &number);
    }
    return &groups->items[number];
}

static void gather_groups(ny_fast *fast, const ny_reduction *reduction, uint32_t operation,
                          ny_map *numbers, ny_gathered_list *groups)
{
    const ny_rows *rows = &fast->inputs->tables[reduction->table];
    uint32_t first, end, count;
    uint8_t taken[NY_FAST_BLOCK];
    range_of(fast, reduction, operation, &first, &end);
    for (uint32_t row = first; row < end; row += count) {
        count = ny_fast_block(fast, rows, row, end);
        (void)ny_fast_taken(fast, reduction->where, reduction->judged_only, false, taken);
        ny_fast_need(fast, reduction->same);
        need(fast, reduction);
        for (uint32_t lane = 0; lane < count; lane++) {
            if (!taken[lane])
                continue;
            ny_text name =
                group_name(fast, reduction->same, ny_fast_lane(fast, reduction->same, lane));
            if (name.size)
                gather(fast, reduction, lane,
                       group_at(fast, reduction, numbers, groups, name, end - first));
        }
    }
    ny_fast_leave_rows(fast);
}

void ny_fast_reduce_by(ny_fast *fast, uint32_t number)
{
    const ny_reduction *reduction = &fast->plan->reductions.items[number];
    uint32_t operation = NY_NONE;
    ny_map *numbers = ny_map_create(fast->arena);
    ny_gathered_list gathered = {0};
    if (reduction->rows == NY_ROWS_OF_OPERATION_YEAR) {
        operation =
            fast->plan->reports.items[(size_t)number * fast->model->periods.count + fast->period];
        if (operation == NY_NONE)
            return; /* no groups: AMONG finds nothing known */
    }
    gather_groups(fast, reduction, operation, numbers, &gathered);
    ny_fast_groups groups = {.numbers = numbers};
    ny_gathered none = {.sum = ny_fast_exactly(0), .second = ny_fast_exactly(0)};
    groups.empty = figure_of(fast, reduction, &none);
    for (uint32_t i = 0; i < gathered.count; i++) {
        bool two = reduction->reduce == NY_REDUCE_THE && gathered.items[i].rows > 1;
        ny_fast_value nothing = {0, 0, NY_UNKNOWN};
        *NY_APPEND(fast->arena, &groups.two) = two;
        *NY_APPEND(fast->arena, &groups.figures) =
            two ? nothing : figure_of(fast, reduction, &gathered.items[i]);
    }
    fast->groups[(size_t)number * fast->periods + fast->period] = groups;
}

ny_fast_value ny_fast_look_up(const ny_fast *fast, const ny_op *op, double here)
{
    const uint32_t *operands = fast->plan->operands.items + op->first_operand;
    const ny_op *by = &fast->plan->ops.items[operands[0]],
                *of = &fast->plan->ops.items[operands[1]];
    const ny_fast_groups *groups = &fast->groups[(size_t)by->aux * fast->periods];
    uint32_t group;
    NY_BUG_ON(by->grain.kind != NY_GRAIN_CONTRACT || of->kind == NY_KIND_TEXT);
    double number = here == 0 ? 0 : here; /* not -0 */
    ny_text name = {(const char *)&number, sizeof number};
    if (of->kind == NY_KIND_WORD)
        name = ny_plan_word(fast->plan, operands[1], (uint32_t)here);
    if (!groups->numbers)
        return (ny_fast_value){0, 0, NY_UNKNOWN};
    return ny_map_find(groups->numbers, name, &group) ? groups->figures.items[group]
                                                      : groups->empty;
}

ny_fast_value ny_fast_among(ny_fast *fast, const ny_op *op, ny_fast_value here)
{
    const uint32_t *operands = fast->plan->operands.items + op->first_operand;
    const ny_op *by = &fast->plan->ops.items[operands[0]];
    ny_fast_value unknown = {0, 0, NY_UNKNOWN};
    uint32_t period = fast->in_rows ? fast->row_period : fast->period, group;
    if (by->grain.kind == NY_GRAIN_CONTRACT)
        period = 0;
    if (here.state == NY_UNDEFINED)
        return here;
    if (period == NY_NONE || period >= fast->periods)
        return unknown;
    const ny_fast_groups *groups = &fast->groups[(size_t)by->aux * fast->periods + period];
    ny_text name = group_name(fast, operands[1], here);
    if (!name.size || !groups->numbers)
        return unknown;
    if (!ny_map_find(groups->numbers, name, &group))
        return groups->empty;
    fast->ties |= groups->two.items[group]; /* the exact one stops, and says why */
    return groups->figures.items[group];
}
