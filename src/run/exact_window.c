/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Running numbers. Rows stand in order of date, then key; so one pass counts, with a counter for each
 * group. Groups are found by the cell's value where that is a small number (words, parties, rows of
 * another table), else in a hash table of rows; never by writing the value out. */

#include "base/bug.h"
#include "run/lane.h"

/* Values below this many times the rows are places in an array; greater ones are hashed. */
#define NY_PLACES_A_ROW 4u

/* What two rows of one group have in common: the text, or state and value, of the cell. Rows whose
 * cell says nothing are groups by why it says nothing. */
typedef struct ny_grouping {
    const ny_rows *rows;
    const ny_cells *cells;
    uint32_t column;
    bool is_text;
    uint32_t *slots; /* a row + 1, or 0: open addressing */
    uint32_t mask;
} ny_grouping;

static bool same_group(const ny_grouping *of, uint32_t a, uint32_t b)
{
    if (of->cells->state[a] != of->cells->state[b])
        return false;
    if (of->cells->state[a] != NY_CELL_SOUND)
        return true;
    if (of->is_text)
        return ny_text_equal(ny_rows_text(of->rows, of->column, a),
                             ny_rows_text(of->rows, of->column, b));
    return ny_cells_value(of->cells, a) == ny_cells_value(of->cells, b);
}

static uint64_t mixed(uint64_t hash)
{
    hash = (hash ^ (hash >> 32)) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

static uint64_t hash_of(const ny_grouping *of, uint32_t row)
{
    if (of->cells->state[row] != NY_CELL_SOUND)
        return mixed(of->cells->state[row]);
    if (!of->is_text)
        return mixed((uint64_t)ny_cells_value(of->cells, row) + 4);
    ny_text text = ny_rows_text(of->rows, of->column, row);
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(1099511628211);
    return mixed(hash);
}

/* The first row of the row's group: it stands for the group. */
static uint32_t group_by_hash(ny_grouping *of, uint32_t row)
{
    uint32_t at = (uint32_t)hash_of(of, row) & of->mask;
    while (of->slots[at] && !same_group(of, of->slots[at] - 1, row))
        at = (at + 1) & of->mask;
    if (!of->slots[at])
        of->slots[at] = row + 1;
    return of->slots[at] - 1;
}

/* Each row's group, by a number below rows * NY_PLACES_A_ROW + 4. */
static uint32_t *group_by_value(ny_arena *arena, const ny_grouping *of)
{
    const ny_cells *cells = of->cells;
    uint32_t *groups = NY_NEW_ARRAY(arena, uint32_t, (size_t)of->rows->count + 1);
    for (uint32_t row = 0; row < of->rows->count; row++) {
        int64_t value = ny_cells_value(cells, row);
        if (cells->state[row] != NY_CELL_SOUND)
            groups[row] = cells->state[row];
        else if (value < 0 || value >= (int64_t)of->rows->count * NY_PLACES_A_ROW)
            return NULL;
        else
            groups[row] = (uint32_t)value + 4;
    }
    return groups;
}

static uint32_t *group_rows(ny_arena *arena, const ny_exact *exact, const ny_window *window)
{
    ny_grouping of = {.rows = &exact->inputs->tables[window->table], .column = window->within};
    const ny_table *table = &exact->model->tables.items[window->table];
    uint32_t count = of.rows->count;
    if (window->within == NY_NONE)
        return NY_NEW_ARRAY(arena, uint32_t, (size_t)count + 1);
    of.cells = &of.rows->columns[window->within];
    of.is_text = table->columns.items[window->within].type.kind == NY_KIND_TEXT;
    uint32_t *groups = of.is_text ? NULL : group_by_value(arena, &of);
    if (groups)
        return groups;
    NY_BUG_ON(count > UINT32_MAX / 4);
    of.mask = 4;
    while (of.mask < 2 * count)
        of.mask *= 2;
    of.slots = NY_NEW_ARRAY(arena, uint32_t, of.mask--);
    groups = NY_NEW_ARRAY(arena, uint32_t, (size_t)count + 1);
    for (uint32_t row = 0; row < count; row++)
        groups[row] = group_by_hash(&of, row);
    return groups;
}

/* Whether the row at hand counts. */
static bool counts_row(ny_exact *exact, const ny_window *window)
{
    ny_value where =
        window->where == NY_NONE ? ny_value_index(1) : ny_exact_get(exact, window->where);
    return !ny_exact_divided(exact, where) && where.state == NY_KNOWN && where.is.index;
}

uint32_t *ny_exact_window(ny_exact *exact, const ny_window *window)
{
    const ny_rows *rows = &exact->inputs->tables[window->table];
    uint32_t *numbers = NY_NEW_ARRAY(exact->arena, uint32_t, (size_t)rows->count + 1);
    ny_arena *passing = ny_arena_create();
    const uint32_t *groups = group_rows(passing, exact, window);
    uint32_t highest = 0;
    for (uint32_t row = 0; row < rows->count; row++)
        highest = groups[row] > highest ? groups[row] : highest;
    uint32_t *counts = NY_NEW_ARRAY(passing, uint32_t, (size_t)highest + 1);
    uint8_t yes[NY_LANES];
    uint32_t known = 0; /* the rows before this one lie in the block, and `yes` tells of them */
    for (uint32_t row = 0; row < rows->count && !exact->result->stop.stopped; row++) {
        if (row >= known) {
            ny_arena_reset(exact->scratch);
            ny_exact_row(exact, rows, row, window->program);
            known = row + ny_lanes_yes(exact, window->where, rows->count, yes);
        }
        bool counts_here = row < known ? yes[row - exact->block->first] : counts_row(exact, window);
        counts[groups[row]] += counts_here;
        numbers[row] = counts[groups[row]];
    }
    exact->rows = NULL;
    ny_arena_destroy(passing);
    return numbers;
}
