/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows to their places, in place, column by column; faults into the list of rejects. */

#include "io/extract_load.h"

#include "base/bug.h"

#include <stdlib.h>
#include <string.h>

/* Longer values are cut in the list of rejects: a whole file may hide behind a lost quote. */
#define NY_VALUE_MOST_BYTES 1000u

/* --- cells ------------------------------------------------------------------------------------ */

static uint32_t scale_of(const ny_table_load *table, const ny_store *store)
{
    uint32_t scale = 0;
    for (uint32_t row = 0; row < table->count; row++)
        if (store->scale[row] > scale && table->place[row] != NY_NONE &&
            store->state[row] == NY_CELL_SOUND)
            scale = store->scale[row];
    return scale;
}

/* Numbers at the one scale of their column, rows referred to at their places. Cells that are not
 * sound hold 0, so that equal tables are equal in memory. */
static void finish_values(ny_load *load, const ny_table_load *table, ny_store *store,
                          const ny_column *column, uint32_t scale)
{
    bool is_number = column->type.kind == NY_KIND_NUMBER, is_row = column->type.kind == NY_KIND_ROW;
    const uint32_t *places = is_row ? load->tables[column->type.table].place : NULL;
    for (uint32_t row = 0; row < table->count; row++) {
        if (table->place[row] == NY_NONE)
            continue;
        if (store->state[row] != NY_CELL_SOUND)
            ny_store_set_value(store, row, 0);
        else if (is_number && store->scale[row] != scale)
            ny_store_set_value(store, row,
                               ny_store_value(store, row) *
                                   ny_power_of_ten(scale - store->scale[row]));
        else if (is_row)
            ny_store_set_value(store, row, places[ny_store_value(store, row)]);
    }
}

/* Bytes of `width` each to their places; `passing` is room for them. */
static void put_in_place(const ny_table_load *table, void *values, size_t width, void *passing,
                         uint32_t count)
{
    const uint32_t *place = table->place;
    for (uint32_t row = 0; row < table->count; row++) {
        uint32_t at = place[row];
        if (at == NY_NONE)
            continue;
        switch (width) {
        case 1:
            ((uint8_t *)passing)[at] = ((const uint8_t *)values)[row];
            break;
        case 2:
            ((uint16_t *)passing)[at] = ((const uint16_t *)values)[row];
            break;
        case 4:
            ((uint32_t *)passing)[at] = ((const uint32_t *)values)[row];
            break;
        default:
            ((uint64_t *)passing)[at] = ((const uint64_t *)values)[row];
        }
    }
    if (count)
        memcpy(values, passing, width * count);
}

static bool is_in_place(const ny_table_load *table)
{
    for (uint32_t row = 0; row < table->count; row++)
        if (table->place[row] != row)
            return false;
    return true;
}

static void finish_column(ny_load *load, ny_table_load *table, uint32_t number, ny_rows *rows,
                          void *passing)
{
    const ny_column *column = &table->table->columns.items[number];
    ny_store *store = &table->stores[number];
    uint32_t scale = column->type.kind == NY_KIND_NUMBER ? scale_of(table, store) : 0;
    if (store->value)
        finish_values(load, table, store, column, scale);
    if (passing) {
        put_in_place(table, store->state, 1, passing, rows->count);
        if (store->value)
            put_in_place(table, store->value, store->width, passing, rows->count);
    }
    rows->columns[number] = (ny_cells){
        .state = store->state, .value = store->value, .width = store->width, .scale = scale};
}

/* --- texts ------------------------------------------------------------------------------------ */

/* The bytes of a column's texts, one behind the other in the order of the rows, and where each
 * begins. */
static void finish_texts(ny_load *load, const ny_table_load *table, uint32_t column, ny_rows *rows)
{
    const ny_store *store = &table->stores[column];
    ny_cells *cells = &rows->columns[column];
    ny_arena *passing = ny_arena_create();
    uint32_t *row_at = NY_NEW_ARRAY(passing, uint32_t, rows->count);
    uint64_t size = 0;
    for (uint32_t row = 0; row < table->count; row++) {
        uint32_t at = table->place[row];
        if (at == NY_NONE)
            continue;
        row_at[at] = row;
        size += cells->state[at] == NY_CELL_SOUND ? store->size[row] : 0;
    }
    char *bytes = ny_arena_take(load->arena, size);
    ny_store places = ny_store_make(load->arena, passing, NY_KIND_DATE, 4, 0, rows->count + 1);
    size = 0;
    for (uint32_t at = 0; at < rows->count; at++) {
        ny_store_set_value(&places, at, (int64_t)size);
        if (cells->state[at] != NY_CELL_SOUND)
            continue;
        ny_text text = ny_store_text(store, row_at[at]);
        if (text.size)
            memcpy(bytes + size, text.data, text.size);
        size += text.size;
    }
    ny_store_set_value(&places, rows->count, (int64_t)size);
    cells->bytes = bytes;
    cells->value = places.value;
    cells->width = places.width;
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
    ny_rows *rows = &load->result->rows[table->number];
    ny_arena *passing = ny_arena_create();
    int64_t *room = is_in_place(table) ? NULL : NY_NEW_ARRAY(passing, int64_t, rows->count);
    for (uint32_t i = 0; i < table->table->columns.count; i++)
        finish_column(load, table, i, rows, room);
    ny_arena_destroy(passing);
    for (uint32_t i = 0; i < table->table->columns.count; i++)
        if (table->table->columns.items[i].type.kind == NY_KIND_TEXT)
            finish_texts(load, table, i, rows);
    finish_rejects(load, table);
}
