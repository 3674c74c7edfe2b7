/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows to their places, in place, column by column; faults into the list of rejects. */

#include "io/extract_load.h"

#include "base/parallel.h"

#include <stdlib.h>
#include <string.h>

/* Longer values are cut in the list of rejects: a whole file may hide behind a lost quote. */
#define NY_VALUE_MOST_BYTES 1000u

/* --- numbers ---------------------------------------------------------------------------------- */

/* A table being put in place, column by column, by several threads: what a column needs of the arena is
 * taken between the steps. */
typedef struct ny_finishing {
    ny_load *load;
    const ny_table_load *table;
    ny_rows *rows;
    uint32_t shares;  /* of the columns */
    uint32_t *row_at; /* by place; NULL where rows stand in their places already */
    uint32_t *scales; /* by column: NUMBER; */
    bool *mixed;      /* and whether some cell has another */
    int64_t *most;    /* by column, NUMBER: its greatest |value| at that scale; TEXT: its bytes, */
    char **bytes;     /* and where they go */
} ny_finishing;

/* 10^18 - 1 is what judging lets through at most. */
static void look_at_numbers(ny_finishing *finishing, uint32_t column)
{
    const ny_table_load *table = finishing->table;
    const ny_store *store = &table->stores[column];
    uint32_t scale = 0;
    int64_t most = 0;
    for (uint32_t row = 0; row < table->count; row++)
        if (store->scale[row] > scale && table->place[row] != NY_NONE &&
            store->state[row] == NY_CELL_SOUND)
            scale = store->scale[row];
    for (uint32_t row = 0; row < table->count; row++) {
        if (table->place[row] == NY_NONE || store->state[row] != NY_CELL_SOUND)
            continue;
        int64_t value = ny_store_value(store, row);
        finishing->mixed[column] |= store->scale[row] != scale;
        if (store->scale[row] != scale)
            value *= ny_power_of_ten(scale - store->scale[row]);
        most = value > most ? value : -value > most ? -value : most;
    }
    finishing->scales[column] = scale;
    finishing->most[column] = most;
}

/* --- texts ------------------------------------------------------------------------------------ */

static uint32_t row_at(const ny_finishing *finishing, uint32_t place)
{
    return finishing->row_at ? finishing->row_at[place] : place;
}

static void look_at_texts(ny_finishing *finishing, uint32_t column)
{
    const ny_table_load *table = finishing->table;
    const ny_store *store = &table->stores[column];
    for (uint32_t row = 0; row < table->count; row++)
        if (table->place[row] != NY_NONE && store->state[row] == NY_CELL_SOUND)
            finishing->most[column] += store->size[row];
}

/* The bytes of a column's texts, one behind the other in the order of the rows, and where each
 * begins. The states are in place. */
static void finish_texts(const ny_finishing *finishing, uint32_t column)
{
    const ny_store *store = &finishing->table->stores[column];
    const ny_rows *rows = finishing->rows;
    const ny_cells *cells = &rows->columns[column];
    ny_store places = {.value = cells->value, .width = cells->width};
    char *bytes = finishing->bytes[column];
    size_t size = 0;
    for (uint32_t at = 0; at < rows->count; at++) {
        ny_store_put_value(&places, at, (int64_t)size);
        if (cells->state[at] != NY_CELL_SOUND)
            continue;
        ny_text text = ny_store_text(store, row_at(finishing, at));
        if (text.size)
            memcpy(bytes + size, text.data, text.size);
        size += text.size;
    }
    ny_store_put_value(&places, rows->count, (int64_t)size);
}

/* --- cells ------------------------------------------------------------------------------------ */

static bool is_of_kind(const ny_finishing *finishing, uint32_t column, ny_kind kind)
{
    return finishing->table->table->columns.items[column].type.kind == kind;
}

static void look_at_column(void *context, uint32_t column)
{
    ny_finishing *finishing = context;
    if (is_of_kind(finishing, column, NY_KIND_NUMBER))
        look_at_numbers(finishing, column);
    if (is_of_kind(finishing, column, NY_KIND_TEXT))
        look_at_texts(finishing, column);
}

/* Room for what the column has become. */
static void make_room(ny_finishing *finishing, uint32_t column)
{
    ny_arena *arena = finishing->load->arena;
    ny_store *store = &finishing->table->stores[column];
    uint8_t width = ny_width_for(finishing->most[column]);
    ny_cells *cells = &finishing->rows->columns[column];
    *cells = (ny_cells){.state = store->state, .scale = finishing->scales[column]};
    if (is_of_kind(finishing, column, NY_KIND_TEXT)) {
        cells->bytes = finishing->bytes[column] =
            ny_arena_take(arena, (size_t)finishing->most[column]);
        cells->width = width < 4 ? 4 : width;
        cells->value = ny_arena_take_array(arena, cells->width, (size_t)finishing->rows->count + 1);
        return;
    }
    if (store->width < width)
        ny_store_widen(store, width);
    cells->value = store->value;
    cells->width = store->width;
}

/* Cells that are not sound hold 0, so that equal tables are equal in memory: those at fault may not yet. */
static void clear_faulty(const ny_store *store, uint32_t count)
{
    const uint8_t *state = store->state, *end = state + count;
    while ((state = memchr(state, NY_CELL_FAULTY, (size_t)(end - state))))
        ny_store_put_value(store, (uint32_t)(state++ - store->state), 0);
}

/* Numbers at the one scale of their column, rows referred to at their places. */
static void finish_values(const ny_finishing *finishing, uint32_t column)
{
    const ny_table_load *table = finishing->table;
    const ny_type *type = &table->table->columns.items[column].type;
    const ny_store *store = &table->stores[column];
    bool is_row = type->kind == NY_KIND_ROW;
    const uint32_t *places = is_row ? finishing->load->tables[type->table].place : NULL;
    uint32_t scale = finishing->scales[column];
    if (table->count)
        clear_faulty(store, table->count);
    for (uint32_t row = 0; row < table->count && (is_row || finishing->mixed[column]); row++) {
        if (table->place[row] == NY_NONE || store->state[row] != NY_CELL_SOUND)
            continue;
        int64_t value = ny_store_value(store, row);
        ny_store_put_value(store, row,
                           is_row ? places[value]
                                  : value * ny_power_of_ten(scale - store->scale[row]));
    }
}

/* Bytes of `width` each to their places; `passing` is room for them. */
static void put_in_place(const ny_finishing *finishing, void *values, size_t width, void *passing)
{
    const uint32_t *from = finishing->row_at;
    uint32_t count = finishing->rows->count;
    switch (width) {
    case 1:
        for (uint32_t at = 0; at < count; at++)
            ((uint8_t *)passing)[at] = ((const uint8_t *)values)[from[at]];
        break;
    case 2:
        for (uint32_t at = 0; at < count; at++)
            ((uint16_t *)passing)[at] = ((const uint16_t *)values)[from[at]];
        break;
    case 4:
        for (uint32_t at = 0; at < count; at++)
            ((uint32_t *)passing)[at] = ((const uint32_t *)values)[from[at]];
        break;
    default:
        for (uint32_t at = 0; at < count; at++)
            ((uint64_t *)passing)[at] = ((const uint64_t *)values)[from[at]];
    }
    memcpy(values, passing, width * count);
}

/* Whether all cells are in one state, as they are in most columns that must be filled: then there is
 * nothing to put in place. */
static bool is_one_state(const ny_store *store, uint32_t count)
{
    return count < 2 || memcmp(store->state, store->state + 1, count - 1) == 0;
}

static void finish_column(const ny_finishing *finishing, uint32_t column, void *room)
{
    ny_store *store = &finishing->table->stores[column];
    if (store->value)
        finish_values(finishing, column);
    if (finishing->row_at && finishing->rows->count) {
        if (!is_one_state(store, finishing->table->count))
            put_in_place(finishing, store->state, 1, room);
        if (store->value)
            put_in_place(finishing, store->value, store->width, room);
    }
    if (is_of_kind(finishing, column, NY_KIND_TEXT))
        finish_texts(finishing, column);
}

/* Every so manieth column, so that room for moving is taken once. */
static void finish_share(void *context, uint32_t share)
{
    const ny_finishing *finishing = context;
    ny_arena *passing = ny_arena_create();
    void *room = NY_NEW_ARRAY(passing, int64_t, finishing->rows->count);
    for (uint32_t i = share; i < finishing->table->table->columns.count; i += finishing->shares)
        finish_column(finishing, i, room);
    ny_arena_destroy(passing);
}

static bool is_in_place(const ny_table_load *table)
{
    for (uint32_t row = 0; row < table->count; row++)
        if (table->place[row] != row)
            return false;
    return true;
}

static uint32_t *rows_by_place(ny_arena *arena, const ny_table_load *table, const ny_rows *rows)
{
    uint32_t *by_place = NY_NEW_ARRAY(arena, uint32_t, rows->count);
    for (uint32_t row = 0; row < table->count; row++)
        if (table->place[row] != NY_NONE)
            by_place[table->place[row]] = row;
    return by_place;
}

static void finish_columns(ny_load *load, const ny_table_load *table, ny_rows *rows)
{
    ny_arena *passing = ny_arena_create();
    uint32_t columns = table->table->columns.count;
    ny_finishing finishing = {.load = load,
                              .table = table,
                              .rows = rows,
                              .shares = load->threads ? load->threads : 1,
                              .scales = NY_NEW_ARRAY(passing, uint32_t, columns),
                              .mixed = NY_NEW_ARRAY(passing, bool, columns),
                              .most = NY_NEW_ARRAY(passing, int64_t, columns),
                              .bytes = NY_NEW_ARRAY(passing, char *, columns)};
    if (!is_in_place(table))
        finishing.row_at = rows_by_place(passing, table, rows);
    ny_parallel(load->threads, columns, look_at_column, &finishing);
    for (uint32_t i = 0; i < columns; i++)
        make_room(&finishing, i);
    ny_parallel(load->threads, finishing.shares, finish_share, &finishing);
    ny_arena_destroy(passing);
}

/* --- rejects ---------------------------------------------------------------------------------- */

static int compare_faults(const void *left, const void *right)
{
    const ny_fault *const *a = left, *const *b = right;
    if ((*a)->file != (*b)->file)
        return (*a)->file < (*b)->file ? -1 : 1;
    if ((*a)->line != (*b)->line)
        return (*a)->line < (*b)->line ? -1 : 1;
    if ((*a)->position != (*b)->position)
        return (*a)->position < (*b)->position ? -1 : 1;
    return (*a > *b) - (*a < *b); /* one list: as they were found */
}

static void add_character(ny_buffer *buffer, ny_text *rest)
{
    size_t length = ny_utf8_length(*rest);
    ny_buffer_add(buffer, length ? (ny_text){rest->data, length} : NY_TEXT("\xEF\xBF\xBD"));
    length = length ? length : 1;
    *rest = (ny_text){rest->data + length, rest->size - length};
}

/* The value as in the file, with U+FFFD for what is not UTF-8. */
static ny_text value_text(ny_load *load, ny_text value)
{
    if (value.size <= NY_VALUE_MOST_BYTES && ny_utf8_valid_until(value) == value.size)
        return ny_text_copy(load->arena, value);
    ny_buffer buffer = ny_buffer_create(load->arena);
    while (value.size && buffer.size < NY_VALUE_MOST_BYTES)
        add_character(&buffer, &value);
    if (value.size)
        ny_buffer_add(&buffer, NY_TEXT("…"));
    return ny_buffer_text(&buffer);
}

/* Where rows with one key differ, none of them counts once, and what is wrong with the same cell of
 * several of them in the same way is said once. */
static bool is_said(ny_load *load, const ny_table_load *table, ny_map *said, const ny_fault *fault)
{
    if (fault->group == NY_NONE || !table->rows[fault->group].differs)
        return false;
    if (fault->action == NY_COUNTS_ONCE)
        return true;
    if (fault->slot == table->table->key)
        return false;
    ny_text which = ny_format(load->scratch, "%u %u %zu %.*s%.*s", fault->group, fault->slot,
                              fault->value.size, NY_PRINT(fault->value), NY_PRINT(fault->reason));
    return !ny_map_add(said, which, 0);
}

static void finish_rejects(ny_load *load, const ny_table_load *table)
{
    uint32_t count = table->faults.count;
    if (!count)
        return;
    const ny_fault **order = NY_NEW_ARRAY(load->scratch, const ny_fault *, count);
    for (uint32_t i = 0; i < count; i++)
        order[i] = &table->faults.items[i];
    qsort(order, count, sizeof *order, compare_faults);

    ny_map *said = ny_map_create(load->scratch);
    for (uint32_t i = 0; i < count; i++) {
        const ny_fault *fault = order[i];
        if (is_said(load, table, said, fault))
            continue;
        *NY_APPEND(load->arena, &load->result->rejects) = (ny_reject){
            .table = table->number,
            .file = table->files.items[fault->file].name,
            .line = fault->line,
            .column = fault->column,
            .value = value_text(load, fault->value),
            .reason = ny_text_copy(load->arena, fault->reason),
            .alike = ny_text_copy(load->arena, fault->alike.size ? fault->alike : fault->reason),
            .action = fault->action,
            .place = ny_load_place_of(table, fault),
        };
    }
}

void ny_load_finish_table(ny_load *load, ny_table_load *table)
{
    finish_columns(load, table, &load->result->rows[table->number]);
    finish_rejects(load, table);
}
