/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What could be read of the rows that were set aside, as a small table beside the large one: the
 * bounds ask what each would have changed. It is made before the large one is sorted in place. */

#include "io/extract_load.h"

#include "base/bug.h"

/* Room that the numbers of one column leave for decimals; a number that needs more is not kept. */
static uint32_t scale_of(const ny_table_load *table, const ny_store *store)
{
    uint32_t scale = 0;
    for (uint32_t i = 0; i < table->asides.count; i++) {
        uint32_t row = table->asides.items[i];
        if (store->state[row] == NY_CELL_SOUND && store->scale[row] > scale)
            scale = store->scale[row];
    }
    return scale;
}

static void keep_number(const ny_store *store, uint32_t row, ny_cells *cells, uint32_t at)
{
    int64_t value = ny_store_value(store, row);
    uint32_t digits = ny_mantissa_whole_digits(value, store->scale[row]);
    if (digits + cells->scale > NY_NUMBER_MOST_DIGITS)
        cells->state[at] = NY_CELL_FAULTY;
    else
        ny_cells_wide(cells)[at] = value * ny_power_of_ten(cells->scale - store->scale[row]);
}

static void keep_cell(ny_load *load, const ny_table_load *table, uint32_t column, uint32_t at,
                      ny_rows *rows)
{
    const ny_store *store = &table->stores[column];
    const ny_type *type = &table->table->columns.items[column].type;
    ny_cells *cells = &rows->columns[column];
    uint32_t row = table->asides.items[at];
    cells->state[at] = store->state[row];
    if (store->state[row] != NY_CELL_SOUND)
        return;
    if (type->kind == NY_KIND_NUMBER) {
        keep_number(store, row, cells, at);
    } else if (type->kind == NY_KIND_TEXT) {
        ny_cells_wide(cells)[at] = rows->text_count;
        rows->texts[rows->text_count++] = ny_text_copy(load->arena, ny_store_text(store, row));
    } else if (type->kind == NY_KIND_ROW) {
        uint32_t place = load->tables[type->table].place[ny_store_value(store, row)];
        ny_cells_wide(cells)[at] = place == NY_NONE ? 0 : place;
        cells->state[at] = place == NY_NONE ? NY_CELL_FAULTY : NY_CELL_SOUND;
    } else {
        ny_cells_wide(cells)[at] = ny_store_value(store, row);
    }
}

static void keep_column(ny_load *load, const ny_table_load *table, uint32_t column, ny_rows *rows)
{
    ny_cells *cells = &rows->columns[column];
    bool is_number = table->table->columns.items[column].type.kind == NY_KIND_NUMBER;
    *cells = ny_cells_make(load->arena, rows->count,
                           is_number ? scale_of(table, &table->stores[column]) : 0);
    for (uint32_t at = 0; at < table->asides.count; at++)
        keep_cell(load, table, column, at, rows);
    for (uint32_t at = table->asides.count; at < rows->count; at++)
        cells->state[at] = NY_CELL_FAULTY; /* of a line that could not be read */
}

static uint32_t aside_at(const ny_table_load *table, uint32_t row)
{
    uint32_t low = 0, high = table->asides.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (table->asides.items[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    NY_BUG_ON(low == table->asides.count || table->asides.items[low] != row);
    return low;
}

/* Rows of one key stand for one row, where the first of them is set aside with the others. */
static uint32_t unit_of(const ny_table_load *table, uint32_t at)
{
    uint32_t group = table->rows[table->asides.items[at]].group;
    return table->rows[group].aside ? aside_at(table, group) : at;
}

/* The day after which no date of the table can lie, whichever source it comes from. */
static void set_extracted(const ny_table_load *table, ny_rows_aside *aside)
{
    bool all = table->sources.count > 0;
    for (uint32_t i = 0; i < table->sources.count; i++) {
        const ny_source_load *source = &table->sources.items[i];
        bool by_extract = source->extract->has_extracted;
        ny_date day = by_extract      ? source->extract->extracted
                      : source->words ? source->words->extracted
                                      : 0;
        all = all && (by_extract || (source->words && source->words->extracted_said));
        if (i == 0 || day > aside->extracted)
            aside->extracted = day;
    }
    aside->has_extracted = all;
}

void ny_load_keep_aside(ny_load *load, ny_table_load *table)
{
    ny_rows_aside *aside = &load->result->rows_aside[table->number];
    uint32_t columns = table->table->columns.count;
    set_extracted(table, aside);
    aside->rows = (ny_rows){.table = table->number, .count = table->asides.count + table->unread};
    if (!aside->rows.count)
        return;
    aside->rows.columns = NY_NEW_ARRAY(load->arena, ny_cells, columns);
    aside->rows.texts = NY_NEW_ARRAY(load->arena, ny_text, (size_t)columns * table->asides.count);
    aside->unit = NY_NEW_ARRAY(load->arena, uint32_t, aside->rows.count);
    for (uint32_t at = 0; at < aside->rows.count; at++)
        aside->unit[at] = at < table->asides.count ? unit_of(table, at) : at;
    for (uint32_t column = 0; column < columns; column++)
        keep_column(load, table, column, &aside->rows);
}

ny_fault_place ny_load_place_of(const ny_table_load *table, const ny_fault *fault)
{
    ny_fault_place place = {.kind = NY_FAULT_MOVES_NOTHING, .table = table->number};
    uint32_t columns = table->table->columns.count;
    bool checked_only = fault->slot != NY_NONE && fault->slot >= columns;
    if (fault->row == NY_NONE || checked_only)
        return place;
    if (fault->row > NY_UNREAD_ROW(table->unread)) {
        place.kind = NY_FAULT_OF_ROW_ASIDE;
        place.row = table->asides.count + (NY_UNREAD_ROW(0) - fault->row);
    } else if (table->rows[fault->row].aside) {
        place.kind = NY_FAULT_OF_ROW_ASIDE;
        place.row = aside_at(table, fault->row);
    } else {
        place.kind = NY_FAULT_IN_CELL;
        place.row = table->place[fault->row];
        place.column = fault->slot;
    }
    return place;
}
