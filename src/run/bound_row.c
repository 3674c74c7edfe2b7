/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows that faults meet: which they are, what their faulty cells may be, and a program run over them
 * case by case. */

#include "run/bound_private.h"

#include "base/bug.h"

#include <stdlib.h>
#include <string.h>

/* So many combinations of what a row's faulty cells may be are told apart; beyond that a cell is one
 * set, which is as sound and only wider. */
#define NY_CASES_MOST 1024u
/* And so many words of one column. */
#define NY_WORDS_MOST 64u

/* --- where the faults stand -------------------------------------------------------------------- */

static int compare_places(const ny_fault_place *a, const ny_fault_place *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->table != b->table)
        return a->table < b->table ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static int compare_keys(const void *a, const void *b)
{
    const ny_fault_key *x = a, *y = b;
    int order = compare_places(&x->place, &y->place);
    return order ? order : (x->fault > y->fault) - (x->fault < y->fault);
}

static void list_faults(ny_bounding *bounding)
{
    const ny_faults *faults = bounding->faults;
    bounding->keys = NY_NEW_ARRAY(bounding->arena, ny_fault_key, (size_t)faults->faults.count + 1);
    for (uint32_t i = 0; i < faults->faults.count; i++) {
        ny_fault_key key = {.place = faults->faults.items[i], .fault = i};
        if (key.place.kind == NY_FAULT_MOVES_NOTHING || key.place.kind == NY_FAULT_IN_FACT)
            continue;
        if (key.place.kind == NY_FAULT_OF_ROW_ASIDE)
            key.place.row = faults->aside[key.place.table].unit[key.place.row];
        bounding->keys[bounding->key_count++] = key;
    }
    qsort(bounding->keys, bounding->key_count, sizeof *bounding->keys, compare_keys);
}

static void touch_place(ny_bounding *bounding, ny_fault_place place)
{
    uint32_t low = 0, high = bounding->key_count, periods = bounding->result->periods;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare_places(&bounding->keys[middle].place, &place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < bounding->key_count && compare_places(&bounding->keys[low].place, &place) == 0;
         low++)
        bounding->touches[(size_t)bounding->keys[low].fault * periods + bounding->period] = 1;
}

static bool is_faulty(const ny_rows *rows, uint32_t column, uint32_t row)
{
    return rows->columns[column].state[row] == NY_CELL_FAULTY;
}

void ny_bound_touch(ny_bounding *bounding, ny_program program)
{
    const ny_plan *plan = bounding->plan;
    uint32_t table = bounding->rows->table;
    if (bounding->aside)
        touch_place(bounding,
                    (ny_fault_place){.kind = NY_FAULT_OF_ROW_ASIDE,
                                     .table = table,
                                     .row = bounding->faults->aside[table].unit[bounding->row]});
    for (uint32_t i = 0; i < program.count; i++) {
        const ny_op *op = &plan->ops.items[plan->programs.items[program.first + i]];
        ny_fault_place place = {
            .kind = NY_FAULT_IN_CELL, .table = table, .row = bounding->row, .column = op->aux};
        if (op->code == NY_OP_COLUMN && !bounding->aside &&
            is_faulty(bounding->rows, op->aux, bounding->row)) {
            touch_place(bounding, place);
        } else if (op->code == NY_OP_FOLLOW) {
            ny_set row = ny_bound_get(bounding, plan->operands.items[op->first_operand]);
            if (!(row.may & NY_SET_KNOWN) || row.any ||
                !is_faulty(&bounding->inputs->tables[op->table], op->aux, row.one.is.index))
                continue;
            place.table = op->table;
            place.row = row.one.is.index;
            touch_place(bounding, place);
        }
    }
}

/* --- which rows and columns -------------------------------------------------------------------- */

static void find_faulty_columns(ny_bounding *bounding, uint32_t table)
{
    const ny_rows *rows = &bounding->inputs->tables[table];
    uint32_t columns = bounding->model->tables.items[table].columns.count;
    bounding->has_faulty[table] = NY_NEW_ARRAY(bounding->arena, bool, (size_t)columns + 1);
    for (uint32_t i = 0; i < columns && rows->count; i++)
        bounding->has_faulty[table][i] =
            memchr(rows->columns[i].state, NY_CELL_FAULTY, rows->count) != NULL;
}

static int by_unit(const void *a, const void *b)
{
    const ny_bound_row *x = a, *y = b;
    if (x->aside != y->aside)
        return x->aside ? -1 : 1;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static void find_loose_rows(ny_bounding *bounding, uint32_t table)
{
    const ny_rows_aside *aside = &bounding->faults->aside[table];
    const ny_rows *rows = &bounding->inputs->tables[table];
    uint32_t date = bounding->model->tables.items[table].date;
    ny_bound_rows *loose = &bounding->loose[table];
    for (uint32_t row = 0; row < aside->rows.count; row++)
        *NY_APPEND(bounding->arena, loose) =
            (ny_bound_row){.row = row, .unit = aside->unit[row], .aside = true};
    bool undated = date != NY_NONE && bounding->has_faulty[table][date];
    for (uint32_t row = 0; undated && row < rows->count; row++)
        if (is_faulty(rows, date, row))
            *NY_APPEND(bounding->arena, loose) = (ny_bound_row){.row = row, .unit = row};
    if (loose->count)
        qsort(loose->items, loose->count, sizeof *loose->items, by_unit);
}

void ny_bound_prepare(ny_bounding *bounding)
{
    uint32_t tables = bounding->model->tables.count;
    bounding->has_faulty = NY_NEW_ARRAY(bounding->arena, bool *, (size_t)tables + 1);
    bounding->loose = NY_NEW_ARRAY(bounding->arena, ny_bound_rows, (size_t)tables + 1);
    list_faults(bounding);
    for (uint32_t t = 0; t < tables; t++) {
        find_faulty_columns(bounding, t);
        find_loose_rows(bounding, t);
    }
}

static bool is_spoilt_fact(const ny_bounding *bounding, uint32_t input)
{
    uint32_t figure = bounding->plan->inputs.items[input].figure;
    for (uint32_t i = 0; i < bounding->faults->faults.count; i++)
        if (bounding->faults->faults.items[i].kind == NY_FAULT_IN_FACT &&
            bounding->faults->faults.items[i].row == figure)
            return true;
    return false;
}

static ny_heat heat_of(const ny_bounding *bounding, const ny_op *op)
{
    const ny_plan *plan = bounding->plan;
    for (uint32_t i = 0; i < op->operands; i++) {
        uint32_t operand = plan->operands.items[op->first_operand + i];
        if (plan->ops.items[operand].grain.kind != NY_GRAIN_ROW && bounding->ever_moved[operand])
            return NY_ALL_ROWS;
    }
    if (op->code == NY_OP_RUNNING && bounding->windows[op->aux].moved)
        return NY_ALL_ROWS;
    if ((op->code == NY_OP_FACT || op->code == NY_OP_FACT_DATE) &&
        is_spoilt_fact(bounding, op->aux))
        return NY_ALL_ROWS;
    bool reads = op->code == NY_OP_COLUMN || op->code == NY_OP_FOLLOW;
    uint32_t table = op->code == NY_OP_FOLLOW ? op->table : op->grain.table;
    return reads && bounding->has_faulty[table][op->aux] ? NY_SOME_ROWS : NY_COLD;
}

void ny_bound_note_moves(ny_bounding *bounding, ny_program program)
{
    const ny_plan *plan = bounding->plan;
    for (uint32_t i = 0; i < program.count; i++) {
        uint32_t number = plan->programs.items[program.first + i];
        const ny_op *op = &plan->ops.items[number];
        bool moves = op->code != NY_OP_COLUMN && op->code != NY_OP_FOLLOW &&
                     heat_of(bounding, op) != NY_COLD;
        for (uint32_t j = 0; j < op->operands && !moves; j++) {
            uint32_t operand = plan->operands.items[op->first_operand + j];
            moves = plan->ops.items[operand].grain.kind == NY_GRAIN_ROW && bounding->moves[operand];
        }
        bounding->moves[number] = moves;
    }
}

ny_heat ny_bound_heat(const ny_bounding *bounding, uint32_t table, ny_program program)
{
    const ny_plan *plan = bounding->plan;
    ny_heat heat = bounding->loose[table].count ? NY_SOME_ROWS : NY_COLD;
    for (uint32_t i = 0; i < program.count; i++) {
        ny_heat here = heat_of(bounding, &plan->ops.items[plan->programs.items[program.first + i]]);
        heat = here > heat ? here : heat;
    }
    return heat;
}

bool ny_bound_run_exactly(ny_bounding *bounding, const ny_rows *rows, uint32_t row,
                          ny_program program)
{
    const ny_plan *plan = bounding->plan;
    bool follows = false;
    for (uint32_t i = 0; i < program.count; i++) {
        const ny_op *op = &plan->ops.items[plan->programs.items[program.first + i]];
        follows = follows || op->code == NY_OP_FOLLOW;
        if (op->code == NY_OP_COLUMN && is_faulty(rows, op->aux, row))
            return false;
    }
    bounding->exact.period = bounding->period;
    ny_exact_row(&bounding->exact, rows, row, program);
    for (uint32_t i = 0; follows && i < program.count; i++) {
        const ny_op *op = &plan->ops.items[plan->programs.items[program.first + i]];
        if (op->code != NY_OP_FOLLOW)
            continue;
        ny_value to = ny_exact_get(&bounding->exact, plan->operands.items[op->first_operand]);
        if (to.state == NY_KNOWN &&
            is_faulty(&bounding->inputs->tables[op->table], op->aux, to.is.index))
            return false;
    }
    return true;
}

/* --- what a faulty cell may be ----------------------------------------------------------------- */

static ny_set cell_of(ny_bounding *bounding, uint32_t number, uint32_t depth);

/* What another cell of the row says, faulty or not. */
static ny_set judge_of(ny_bounding *bounding, uint32_t number, uint32_t depth)
{
    const ny_column *column =
        &bounding->model->tables.items[bounding->rows->table].columns.items[number];
    if (is_faulty(bounding->rows, number, bounding->row))
        return cell_of(bounding, number, depth + 1);
    return ny_set_single(column->type.kind, ny_rows_value(bounding->scratch, bounding->model,
                                                          bounding->rows, number, bounding->row));
}

/* Another cell of the row that this one judges and that is sound: it stays what it is, so this one
 * cannot be such that it would be a fault. */
static bool judged_cell(ny_bounding *bounding, const ny_column *other, uint32_t number,
                        uint32_t judge, ny_set *ret_set)
{
    const ny_table *table = &bounding->model->tables.items[bounding->rows->table];
    uint32_t column = (uint32_t)(other - table->columns.items);
    if (judge != number || bounding->rows->columns[column].state[bounding->row] != NY_CELL_SOUND)
        return false;
    *ret_set =
        ny_set_single(other->type.kind, ny_rows_value(bounding->scratch, bounding->model,
                                                      bounding->rows, column, bounding->row));
    return true;
}

/* A day that the conditions allow: not before another, no other before it, not after the extract, and
 * of the column that dates the row, where the row is looked for. */
static void narrow_dates(ny_bounding *bounding, uint32_t number, uint32_t depth, ny_set *set)
{
    uint32_t table = bounding->rows->table;
    const ny_table *of = &bounding->model->tables.items[table];
    const ny_rows_aside *aside = &bounding->faults->aside[table];
    uint32_t judging = of->columns.items[number].not_before;
    if (aside->has_extracted && set->last > aside->extracted)
        set->last = aside->extracted;
    if (judging != NY_NONE && depth <= of->columns.count) {
        ny_set judge = judge_of(bounding, judging, depth);
        ny_date first = judge.first + of->columns.items[number].is_after;
        if (judge.may == NY_SET_KNOWN && first > set->first)
            set->first = first;
    }
    for (uint32_t i = 0; i < of->columns.count; i++) {
        const ny_column *other = &of->columns.items[i];
        ny_set later;
        if (judged_cell(bounding, other, number, other->not_before, &later) &&
            later.first - other->is_after < set->last)
            set->last = later.first - other->is_after;
    }
    if (number == of->date) {
        set->first = set->first > bounding->from ? set->first : bounding->from;
        set->last = set->last < bounding->before ? set->last : bounding->before - 1;
    }
    if (set->first > set->last)
        set->may &= ~(unsigned)NY_SET_KNOWN;
}

static void narrow_numbers(ny_bounding *bounding, uint32_t number, uint32_t depth, ny_set *set)
{
    const ny_table *table = &bounding->model->tables.items[bounding->rows->table];
    uint32_t judging = table->columns.items[number].high_column;
    if (judging != NY_NONE && depth <= table->columns.count) {
        ny_set judge = judge_of(bounding, judging, depth);
        if (judge.may == NY_SET_KNOWN)
            set->high = ny_end_greatest(set->low, judge.high);
    }
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const ny_column *other = &table->columns.items[i];
        ny_set less;
        if (judged_cell(bounding, other, number, other->high_column, &less))
            set->low = ny_end_least(ny_end_greatest(set->low, less.low), set->high);
    }
}

static ny_set cell_of(ny_bounding *bounding, uint32_t number, uint32_t depth)
{
    const ny_table *table = &bounding->model->tables.items[bounding->rows->table];
    const ny_column *column = &table->columns.items[number];
    ny_set set = ny_set_of_column(bounding->scratch, column);
    if (column->type.kind == NY_KIND_DATE)
        narrow_dates(bounding, number, depth, &set);
    else if (column->type.kind == NY_KIND_NUMBER)
        narrow_numbers(bounding, number, depth, &set);
    return set;
}

ny_set ny_bound_cell(ny_bounding *bounding, uint32_t column)
{
    return cell_of(bounding, column, 0);
}

/* --- cases ------------------------------------------------------------------------------------- */

/* A faulty cell that the program reads, and what it may be, one after the other. */
typedef struct ny_open_cell {
    uint32_t column;
    NY_LIST(ny_set) parts;
    uint32_t now;
} ny_open_cell;

typedef NY_LIST(ny_open_cell) ny_open_cells;

static void add_part(ny_arena *arena, ny_open_cell *cell, ny_set part)
{
    *NY_APPEND(arena, &cell->parts) = part;
}

/* Each state, and each answer, word or party, by itself. */
static void split(const ny_bounding *bounding, const ny_column *column, ny_set whole,
                  ny_open_cell *cell)
{
    ny_arena *arena = bounding->scratch;
    ny_kind kind = column->type.kind;
    uint32_t words = kind == NY_KIND_WORD     ? column->words.count
                     : kind == NY_KIND_PARTY  ? bounding->model->parties.count
                     : kind == NY_KIND_YES_NO ? 2
                                              : 0;
    if (whole.may & NY_SET_UNKNOWN)
        add_part(arena, cell, ny_set_lacking(NY_SET_UNKNOWN));
    if (whole.may & NY_SET_ABSENT)
        add_part(arena, cell, ny_set_lacking(NY_SET_ABSENT));
    if (!(whole.may & NY_SET_KNOWN))
        return;
    for (uint32_t i = 0; i < words && words <= NY_WORDS_MOST; i++)
        add_part(arena, cell, ny_set_single(kind, ny_value_index(i)));
    if (words && words <= NY_WORDS_MOST)
        return;
    whole.may = NY_SET_KNOWN;
    add_part(arena, cell, whole);
}

static void open_cell(ny_bounding *bounding, uint32_t number, uint32_t *cases, ny_open_cells *cells)
{
    const ny_column *column =
        &bounding->model->tables.items[bounding->rows->table].columns.items[number];
    for (uint32_t i = 0; i < cells->count; i++)
        if (cells->items[i].column == number)
            return;
    ny_open_cell cell = {.column = number};
    ny_set whole = ny_bound_cell(bounding, number);
    split(bounding, column, whole, &cell);
    if (cell.parts.count * *cases > NY_CASES_MOST) {
        cell.parts.count = 0;
        add_part(bounding->scratch, &cell, whole);
    }
    if (cell.parts.count)
        *cases *= cell.parts.count;
    *NY_APPEND(bounding->scratch, cells) = cell;
}

/* The days that the row may have within from..before. False where none of them. */
static bool date_of_row(ny_bounding *bounding, ny_date *ret_first, ny_date *ret_last)
{
    uint32_t date = bounding->model->tables.items[bounding->rows->table].date;
    if (date == NY_NONE)
        return true;
    ny_set set = judge_of(bounding, date, 0);
    *ret_first = set.first > bounding->from ? set.first : bounding->from;
    *ret_last = set.last < bounding->before ? set.last : bounding->before - 1;
    return (set.may & NY_SET_KNOWN) && *ret_first <= *ret_last;
}

static void find_periods(ny_bounding *bounding, ny_date first, ny_date last)
{
    const ny_model *model = bounding->model;
    if (model->tables.items[bounding->rows->table].date == NY_NONE) {
        bounding->first_period = bounding->last_period = bounding->period;
        bounding->may_lie_outside = false;
        return; /* a row without a date sees the period at hand, as in the run */
    }
    bounding->first_period = bounding->last_period = NY_NONE;
    bounding->may_lie_outside = true;
    for (uint32_t p = 0; p < model->periods.count; p++) {
        const ny_period *period = &model->periods.items[p];
        if (last < period->from || first >= period->end)
            continue;
        if (bounding->first_period == NY_NONE)
            bounding->first_period = p;
        bounding->last_period = p;
    }
    if (bounding->first_period != NY_NONE)
        bounding->may_lie_outside = first < model->periods.items[bounding->first_period].from ||
                                    last >= model->periods.items[bounding->last_period].end;
}

static bool next_case(ny_open_cells *cells)
{
    for (uint32_t i = 0; i < cells->count; i++) {
        if (++cells->items[i].now < cells->items[i].parts.count)
            return true;
        cells->items[i].now = 0;
    }
    return false;
}

static void run_over_sets(ny_bounding *bounding, ny_program program)
{
    for (uint32_t i = 0; i < program.count; i++) {
        uint32_t op = bounding->plan->programs.items[program.first + i];
        if (!bounding->by_exact || bounding->moves[op])
            bounding->slots[op] = ny_bound_op(bounding, op);
    }
}

bool ny_bound_cases(ny_bounding *bounding, uint32_t table, ny_bound_row row, ny_program program,
                    ny_date from, ny_date before, ny_visit_case *visit, void *context)
{
    const ny_plan *plan = bounding->plan;
    ny_open_cells cells = {0};
    ny_date first = from, last = before - 1;
    uint32_t cases = 1;
    bounding->rows =
        row.aside ? &bounding->faults->aside[table].rows : &bounding->inputs->tables[table];
    bounding->row = row.row;
    bounding->aside = row.aside;
    bounding->from = from;
    bounding->before = before;
    bounding->cells = NULL;
    bool here = date_of_row(bounding, &first, &last);
    uint32_t date = bounding->model->tables.items[table].date;
    bool placed =
        here && !row.aside && (date == NY_NONE || !is_faulty(bounding->rows, date, row.row));
    bounding->by_exact = placed && ny_bound_run_exactly(bounding, bounding->rows, row.row, program);
    bounding->exact.rows = NULL;
    if (here) {
        find_periods(bounding, first, last);
        for (uint32_t i = 0; i < program.count; i++) {
            const ny_op *op = &plan->ops.items[plan->programs.items[program.first + i]];
            if (op->code == NY_OP_COLUMN && is_faulty(bounding->rows, op->aux, row.row))
                open_cell(bounding, op->aux, &cases, &cells);
        }
        uint32_t columns = bounding->model->tables.items[table].columns.count;
        ny_set *now = NY_NEW_ARRAY(bounding->scratch, ny_set, (size_t)columns + 1);
        bounding->cells = now;
        for (uint32_t i = 0; i < cells.count; i++)
            here = here && cells.items[i].parts.count;
        do {
            for (uint32_t i = 0; here && i < cells.count; i++)
                now[cells.items[i].column] = cells.items[i].parts.items[cells.items[i].now];
            if (here) {
                run_over_sets(bounding, program);
                visit(bounding, context);
            }
        } while (here && next_case(&cells));
    }
    bounding->cells = NULL;
    bounding->rows = NULL;
    bounding->aside = false;
    bounding->by_exact = false;
    return here;
}

void ny_bound_belongs(const ny_bounding *bounding, uint32_t table, uint32_t where, bool judged_only,
                      bool from_paying, bool *ret_may_be_in, bool *ret_may_be_out)
{
    const ny_plan *plan = bounding->plan;
    ny_set of = where == NY_NONE ? ny_set_truth(false, true) : ny_bound_get(bounding, where);
    bool known = of.may & NY_SET_KNOWN;
    bool in = known && (of.truth & NY_SET_YES);
    bool out = (known && (of.truth & NY_SET_NO)) || (of.may & (NY_SET_UNKNOWN | NY_SET_ABSENT));
    for (uint32_t e = 0; e < plan->exclusions.count; e++) {
        const ny_exclusion *exclusion =
            &bounding->model->exclusions.items[plan->exclusions.items[e].exclusion];
        bool asked = from_paying ? !exclusion->paid : judged_only && !exclusion->judged;
        if (plan->exclusions.items[e].table != table || !asked)
            continue;
        ny_set taken = ny_bound_get(bounding, plan->exclusions.items[e].where);
        bool may_be = (taken.may & NY_SET_KNOWN) && (taken.truth & NY_SET_YES);
        bool must_be = may_be && taken.may == NY_SET_KNOWN && taken.truth == NY_SET_YES;
        out = out || (in && may_be);
        in = in && !must_be;
    }
    *ret_may_be_in = in;
    *ret_may_be_out = out;
}
