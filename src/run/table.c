/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Cells as values. The only place that turns a mantissa in the unit as written into base units. */

#include "run/table.h"

#include "base/bug.h"

static const ny_column *column_of(const ny_model *model, const ny_rows *rows, uint32_t column)
{
    NY_BUG_ON(rows->table >= model->tables.count);
    const ny_table *table = &model->tables.items[rows->table];
    NY_BUG_ON(column >= table->columns.count);
    return &table->columns.items[column];
}

ny_cells ny_cells_make_narrow(ny_arena *arena, size_t rows, uint32_t scale, uint8_t width)
{
    return (ny_cells){.state = NY_NEW_ARRAY(arena, uint8_t, rows),
                      .value = ny_arena_take_array(arena, width, rows),
                      .width = width,
                      .scale = scale};
}

ny_cells ny_cells_make(ny_arena *arena, size_t rows, uint32_t scale)
{
    return ny_cells_make_narrow(arena, rows, scale, sizeof(int64_t));
}

static ny_text text_at(const ny_rows *rows, const ny_cells *cells, uint32_t row)
{
    int64_t at = ny_cells_value(cells, row);
    if (cells->bytes)
        return (ny_text){cells->bytes + at, (size_t)(ny_cells_value(cells, row + 1) - at)};
    NY_BUG_ON((uint64_t)at >= rows->text_count);
    return rows->texts[at];
}

ny_text ny_rows_text(const ny_rows *rows, uint32_t column, uint32_t row)
{
    return text_at(rows, &rows->columns[column], row);
}

static ny_value sound_value(ny_arena *arena, const ny_column *column, const ny_rows *rows,
                            const ny_cells *cells, uint32_t row)
{
    int64_t value = column->type.kind == NY_KIND_TEXT ? 0 : ny_cells_value(cells, row);
    switch (column->type.kind) {
    case NY_KIND_NUMBER:
        return ny_value_number(ny_rational_multiply(
            arena, ny_rational_decimal(arena, value, cells->scale), column->factor));
    case NY_KIND_DATE:
        return ny_value_date((ny_date)value);
    case NY_KIND_TEXT:
        return (ny_value){.state = NY_KNOWN, .is.text = text_at(rows, cells, row)};
    case NY_KIND_YES_NO:
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
        return ny_value_index((uint32_t)value);
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("a column without a type reached a table");
}

ny_value ny_rows_value(ny_arena *arena, const ny_model *model, const ny_rows *rows, uint32_t column,
                       uint32_t row)
{
    const ny_column *schema = column_of(model, rows, column);
    const ny_cells *cells = &rows->columns[column];
    NY_BUG_ON(row >= rows->count);
    switch ((ny_cell_state)cells->state[row]) {
    case NY_CELL_SOUND:
        return sound_value(arena, schema, rows, cells, row);
    case NY_CELL_MISSING:
    case NY_CELL_FAULTY:
        return ny_value_unknown();
    case NY_CELL_ABSENT:
        return ny_value_absent();
    }
    NY_BUG("a cell in no state");
}

/* The first row dated on that day or later; rows whose date is not sound stand last. */
static uint32_t first_from(const ny_cells *dates, uint32_t count, ny_date day)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dates->state[middle] == NY_CELL_SOUND && ny_cells_value(dates, middle) < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void ny_rows_dated(const ny_model *model, const ny_rows *rows, ny_date from, ny_date before,
                   uint32_t *ret_first, uint32_t *ret_end)
{
    NY_BUG_ON(rows->table >= model->tables.count);
    uint32_t date = model->tables.items[rows->table].date;
    *ret_first = *ret_end = 0;
    if (date == NY_NONE || !rows->count)
        return;
    *ret_first = first_from(&rows->columns[date], rows->count, from);
    *ret_end = from < before ? first_from(&rows->columns[date], rows->count, before) : *ret_first;
}

ny_text ny_rows_key(const ny_model *model, const ny_rows *rows, uint32_t row)
{
    NY_BUG_ON(rows->table >= model->tables.count);
    uint32_t key = model->tables.items[rows->table].key;
    if (key == NY_NONE)
        return NY_NO_TEXT;
    const ny_cells *cells = &rows->columns[key];
    NY_BUG_ON(row >= rows->count || cells->state[row] != NY_CELL_SOUND);
    return text_at(rows, cells, row);
}
