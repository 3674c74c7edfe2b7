/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Running numbers where faults leave open which rows stand before which. One pass over the rows in
 * their order counts, by group, how many surely stand there and how many may. A row that was set
 * aside may stand from the first day that it may have; it counts in no sure number, and its own
 * number is taken at both ends of its days. Rows of one unit are counted each: that is wider, not
 * wrong. */

#include "run/bound_private.h"

#include "base/bug.h"

#include <stdlib.h>

/* A row whose place is open, or that was set aside. */
typedef struct ny_placed {
    ny_bound_row row;
    ny_date first, last;
    bool exact; /* one day, and the key is known: rows of that day are told apart by it */
    ny_text key;
    bool may_count, must_count;
    bool any_group;
    uint32_t group;
} ny_placed;

typedef NY_LIST(ny_placed) ny_placed_list;

typedef struct ny_counting_up {
    ny_bounding *bounding;
    const ny_window *window;
    const ny_rows *rows;
    uint32_t date;
    ny_map *numbers;
    uint32_t groups;
    uint32_t *sure, *may;   /* by group */
    uint32_t most_in_group; /* the greatest of `may` */
    uint32_t floating;      /* may count in any group */
    ny_placed_list by_first, by_last;
    uint32_t placed, passed; /* how many of each list the pass has come by */
} ny_counting_up;

/* --- one row ----------------------------------------------------------------------------------- */

typedef struct ny_counted {
    uint32_t where;
    bool yes, no;
} ny_counted;

static void visit(ny_bounding *bounding, void *context)
{
    ny_counted *counted = context;
    ny_set where = counted->where == NY_NONE ? ny_set_truth(false, true)
                                             : ny_bound_get(bounding, counted->where);
    bool known = where.may & NY_SET_KNOWN;
    counted->yes = counted->yes || (known && (where.truth & NY_SET_YES));
    counted->no = counted->no || where.may != NY_SET_KNOWN || (where.truth & NY_SET_NO);
}

static ny_counted counted_over_sets(ny_counting_up *counting, ny_bound_row row)
{
    const ny_window *window = counting->window;
    ny_counted counted = {.where = window->where};
    (void)ny_bound_cases(counting->bounding, window->table, row, window->program, NY_DATE_LOWEST,
                         NY_DATE_HIGHEST + 1, visit, &counted);
    return counted;
}

static ny_counted counted_in(ny_counting_up *counting, uint32_t row, ny_heat heat)
{
    ny_bounding *bounding = counting->bounding;
    const ny_window *window = counting->window;
    if (heat == NY_ALL_ROWS ||
        !ny_bound_run_exactly(bounding, counting->rows, row, window->program)) {
        bounding->exact.rows = NULL;
        return counted_over_sets(counting, (ny_bound_row){row, row, false});
    }
    ny_value where = window->where == NY_NONE ? ny_value_index(1)
                                              : ny_exact_get(&bounding->exact, window->where);
    bounding->exact.rows = NULL;
    bool yes = where.state == NY_KNOWN && where.is.index;
    return (ny_counted){.yes = yes, .no = !yes};
}

/* What two rows of one group have in common: the text, or state and value, of the cell. */
static ny_text group_name(ny_arena *arena, const ny_table *table, const ny_rows *rows,
                          uint32_t column, uint32_t row)
{
    const ny_cells *cells = &rows->columns[column];
    bool sound = cells->state[row] == NY_CELL_SOUND;
    if (table->columns.items[column].type.kind == NY_KIND_TEXT && sound)
        return ny_format(arena, "=%.*s", NY_PRINT(ny_rows_text(rows, column, row)));
    return ny_format(arena, "%u %lld", cells->state[row],
                     sound ? (long long)ny_cells_value(cells, row) : 0);
}

/* False where the row may be of any group. */
static bool group_of(ny_counting_up *counting, const ny_rows *rows, uint32_t row,
                     uint32_t *ret_group)
{
    ny_bounding *bounding = counting->bounding;
    uint32_t column = counting->window->within;
    *ret_group = 0;
    if (column == NY_NONE) {
        counting->groups = 1;
        return true;
    }
    bool other_scale = rows->columns[column].scale != counting->rows->columns[column].scale;
    if (rows->columns[column].state[row] == NY_CELL_FAULTY || other_scale)
        return false;
    const ny_table *table = &bounding->model->tables.items[counting->window->table];
    ny_text name = group_name(bounding->arena, table, rows, column, row);
    if (ny_map_add(counting->numbers, name, counting->groups))
        *ret_group = counting->groups++;
    else
        (void)ny_map_find(counting->numbers, name, ret_group);
    return true;
}

/* --- rows whose place is open ------------------------------------------------------------------ */

static void place_row(ny_counting_up *counting, ny_bound_row row)
{
    ny_bounding *bounding = counting->bounding;
    const ny_rows *rows =
        row.aside ? &bounding->faults->aside[counting->window->table].rows : counting->rows;
    const ny_table *table = &bounding->model->tables.items[counting->window->table];
    ny_placed placed = {.row = row};
    ny_arena_reset(bounding->scratch);
    ny_counted counted = counted_over_sets(counting, row);
    placed.may_count = counted.yes;
    placed.must_count = counted.yes && !counted.no;
    placed.any_group = !group_of(counting, rows, row.row, &placed.group);
    bounding->rows = rows;
    bounding->row = row.row;
    ny_set date =
        rows->columns[counting->date].state[row.row] == NY_CELL_FAULTY
            ? ny_bound_cell(bounding, counting->date)
            : ny_set_single(NY_KIND_DATE, ny_rows_value(bounding->scratch, bounding->model, rows,
                                                        counting->date, row.row));
    bounding->rows = NULL;
    bool known = date.may & NY_SET_KNOWN, one = date.may == NY_SET_KNOWN;
    placed.first = known ? date.first : NY_DATE_HIGHEST;
    placed.last = one ? date.last : NY_DATE_HIGHEST; /* without a date it stands last */
    placed.exact = one && date.first == date.last && table->key != NY_NONE &&
                   rows->columns[table->key].state[row.row] == NY_CELL_SOUND;
    if (placed.exact)
        placed.key = ny_rows_key(bounding->model, rows, row.row);
    *NY_APPEND(bounding->arena, &counting->by_first) = placed;
    *NY_APPEND(bounding->arena, &counting->by_last) = placed;
}

/* Where it may stand first: before all rows of that day, unless the key says where. */
static int by_first(const void *left, const void *right)
{
    const ny_placed *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->exact != b->exact)
        return a->exact ? 1 : -1;
    return a->exact ? ny_text_compare(a->key, b->key) : 0;
}

static int by_last(const void *left, const void *right)
{
    const ny_placed *a = left, *b = right;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    if (a->exact != b->exact)
        return a->exact ? -1 : 1;
    return a->exact ? ny_text_compare(a->key, b->key) : 0;
}

static ny_bound_count *number_at(ny_counting_up *counting, ny_bound_row row)
{
    ny_bound_window *window =
        &counting->bounding->windows[counting->window - counting->bounding->plan->windows.items];
    return row.aside ? &window->aside[row.row] : &window->rows[row.row];
}

static void enter(ny_counting_up *counting, const ny_placed *placed)
{
    uint32_t sure = placed->any_group ? 0 : counting->sure[placed->group];
    number_at(counting, placed->row)->least = sure + placed->must_count;
    if (!placed->may_count)
        return;
    if (placed->any_group) {
        counting->floating++;
        return;
    }
    uint32_t may = ++counting->may[placed->group];
    counting->most_in_group = may > counting->most_in_group ? may : counting->most_in_group;
}

static void leave(ny_counting_up *counting, const ny_placed *placed)
{
    uint32_t may = placed->any_group ? counting->most_in_group : counting->may[placed->group];
    number_at(counting, placed->row)->most = may + counting->floating;
}

/* Takes in all that may stand before this row, and then those that surely do leave. */
static void come_to(ny_counting_up *counting, ny_date day, ny_text key)
{
    while (counting->placed < counting->by_first.count) {
        const ny_placed *next = &counting->by_first.items[counting->placed];
        bool before = next->first < day ||
                      (next->first == day && (!next->exact || ny_text_compare(next->key, key) < 0));
        if (!before)
            break;
        enter(counting, next);
        counting->placed++;
    }
    while (counting->passed < counting->by_last.count) {
        const ny_placed *next = &counting->by_last.items[counting->passed];
        bool before = next->last < day ||
                      (next->last == day && next->exact && ny_text_compare(next->key, key) < 0);
        if (!before)
            break;
        leave(counting, next);
        counting->passed++;
    }
}

/* --- all rows ---------------------------------------------------------------------------------- */

static void count_row(ny_counting_up *counting, uint32_t row, ny_heat heat)
{
    ny_bounding *bounding = counting->bounding;
    const ny_cells *dates = &counting->rows->columns[counting->date];
    if (dates->state[row] == NY_CELL_FAULTY)
        return; /* one of those whose place is open */
    bool dated = dates->state[row] == NY_CELL_SOUND;
    ny_arena_reset(bounding->scratch);
    come_to(counting, dated ? (ny_date)ny_cells_value(dates, row) : NY_DATE_HIGHEST,
            ny_rows_key(bounding->model, counting->rows, row));
    ny_counted counted = counted_in(counting, row, heat);
    bool must = counted.yes && !counted.no;
    uint32_t group;
    ny_bound_count *number = number_at(counting, (ny_bound_row){row, row, false});
    if (!group_of(counting, counting->rows, row, &group)) {
        counting->floating += counted.yes;
        *number = (ny_bound_count){must, counting->most_in_group + counting->floating};
        return;
    }
    counting->sure[group] += must;
    counting->may[group] += counted.yes;
    if (counting->may[group] > counting->most_in_group)
        counting->most_in_group = counting->may[group];
    *number = (ny_bound_count){counting->sure[group], counting->may[group] + counting->floating};
}

static void count_all(ny_bounding *bounding, uint32_t number, ny_heat heat)
{
    const ny_window *window = &bounding->plan->windows.items[number];
    const ny_bound_rows *loose = &bounding->loose[window->table];
    const ny_rows *rows = &bounding->inputs->tables[window->table];
    ny_bound_window *made = &bounding->windows[number];
    uint32_t aside = bounding->faults->aside[window->table].rows.count;
    ny_counting_up counting = {.bounding = bounding,
                               .window = window,
                               .rows = rows,
                               .date = bounding->model->tables.items[window->table].date,
                               .numbers = ny_map_create(bounding->arena)};
    size_t most = (size_t)rows->count + aside + 1;
    NY_BUG_ON(counting.date == NY_NONE);
    ny_bound_note_moves(bounding, window->program);
    made->rows = NY_NEW_ARRAY(bounding->arena, ny_bound_count, (size_t)rows->count + 1);
    made->aside = NY_NEW_ARRAY(bounding->arena, ny_bound_count, (size_t)aside + 1);
    counting.sure = NY_NEW_ARRAY(bounding->arena, uint32_t, most);
    counting.may = NY_NEW_ARRAY(bounding->arena, uint32_t, most);
    for (uint32_t i = 0; i < loose->count; i++)
        place_row(&counting, loose->items[i]);
    if (loose->count) {
        qsort(counting.by_first.items, loose->count, sizeof(ny_placed), by_first);
        qsort(counting.by_last.items, loose->count, sizeof(ny_placed), by_last);
    }
    for (uint32_t row = 0; row < rows->count; row++)
        count_row(&counting, row, heat);
    for (; counting.placed < counting.by_first.count; counting.placed++)
        enter(&counting, &counting.by_first.items[counting.placed]);
    for (; counting.passed < counting.by_last.count; counting.passed++)
        leave(&counting, &counting.by_last.items[counting.passed]);
}

void ny_bound_windows(ny_bounding *bounding)
{
    const ny_plan *plan = bounding->plan;
    bounding->windows = NY_NEW_ARRAY(bounding->arena, ny_bound_window, plan->windows.count + 1);
    bounding->period = 0;
    for (uint32_t i = 0; i < plan->windows.count; i++) {
        const ny_window *window = &plan->windows.items[i];
        ny_heat heat = ny_bound_heat(bounding, window->table, window->program);
        bool grouped = window->within != NY_NONE;
        bounding->windows[i].moved =
            heat != NY_COLD || (grouped && bounding->has_faulty[window->table][window->within]);
        if (bounding->windows[i].moved)
            count_all(bounding, i, heat);
    }
}
