/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Cells go straight into the buffer; quotes only where reading needs them. */

#include "io/csv_write.h"

#include "base/bug.h"

#include <stdio.h>
#include <string.h>

static bool needs_quotes(ny_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (strchr(",\"\n\r", text.data[i]) && text.data[i])
            return true;
    return false;
}

static void add_text(ny_buffer *buffer, ny_text text)
{
    if (!needs_quotes(text)) {
        ny_buffer_add(buffer, text);
        return;
    }
    ny_buffer_add_character(buffer, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            ny_buffer_add_character(buffer, '"');
        ny_buffer_add_character(buffer, text.data[i]);
    }
    ny_buffer_add_character(buffer, '"');
}

/* The digits by hand: a scale can be larger than any power of ten in 64 bits. */
static void add_number(ny_buffer *buffer, int64_t mantissa, uint32_t scale)
{
    char digits[24];
    uint64_t size = mantissa < 0 ? 0 - (uint64_t)mantissa : (uint64_t)mantissa;
    int written = snprintf(digits, sizeof digits, "%llu", (unsigned long long)size);
    NY_BUG_ON(written <= 0);
    size_t count = (size_t)written;
    if (mantissa < 0)
        ny_buffer_add_character(buffer, '-');
    if (count <= scale) {
        ny_buffer_add(buffer, NY_TEXT("0."));
        ny_buffer_repeat(buffer, '0', scale - count);
        ny_buffer_add(buffer, (ny_text){digits, count});
        return;
    }
    ny_buffer_add(buffer, (ny_text){digits, count - scale});
    if (!scale)
        return;
    ny_buffer_add_character(buffer, '.');
    ny_buffer_add(buffer, (ny_text){digits + count - scale, scale});
    /* 1.234 might be read as a thousand; 1.2340 is not. */
    if (scale == 3)
        ny_buffer_add_character(buffer, '0');
}

static void add_date(ny_buffer *buffer, ny_date date)
{
    char day[11];
    ny_date_write(date, day);
    ny_buffer_add(buffer, (ny_text){day, 10});
}

static void add_sound(ny_buffer *buffer, const ny_model *model, const ny_rows *rows, uint32_t table,
                      uint32_t column, uint32_t row)
{
    const ny_column *schema = &model->tables.items[table].columns.items[column];
    const ny_cells *cells = &rows[table].columns[column];
    int64_t value = schema->type.kind == NY_KIND_TEXT ? 0 : ny_cells_value(cells, row);
    switch (schema->type.kind) {
    case NY_KIND_NUMBER:
        add_number(buffer, value, cells->scale);
        return;
    case NY_KIND_DATE:
        add_date(buffer, (ny_date)value);
        return;
    case NY_KIND_YES_NO:
        ny_buffer_add(buffer, value ? NY_TEXT("yes") : NY_TEXT("no"));
        return;
    case NY_KIND_WORD:
        NY_BUG_ON((uint64_t)value >= schema->words.count);
        add_text(buffer, schema->words.items[value]);
        return;
    case NY_KIND_ROW:
        add_text(buffer, ny_rows_key(model, &rows[schema->type.table], (uint32_t)value));
        return;
    case NY_KIND_PARTY:
        NY_BUG_ON((uint64_t)value >= model->parties.count);
        add_text(buffer, model->parties.items[value].name);
        return;
    case NY_KIND_TEXT:
        add_text(buffer, ny_rows_text(&rows[table], column, row));
        return;
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("a column without a type is written");
}

static void add_cell(ny_buffer *buffer, const ny_model *model, const ny_rows *rows, uint32_t table,
                     uint32_t column, uint32_t row)
{
    switch ((ny_cell_state)rows[table].columns[column].state[row]) {
    case NY_CELL_SOUND:
        add_sound(buffer, model, rows, table, column, row);
        return;
    case NY_CELL_MISSING:
    case NY_CELL_ABSENT:
        /* A line with nothing in it would be no row. */
        if (model->tables.items[table].columns.count == 1)
            ny_buffer_add(buffer, NY_TEXT("\"\""));
        return;
    case NY_CELL_FAULTY:
        ny_buffer_add_character(buffer, ' ');
        return;
    }
    NY_BUG("a cell in no state");
}

void ny_csv_write(ny_buffer *buffer, const ny_model *model, const ny_rows *rows, uint32_t table)
{
    NY_BUG_ON(table >= model->tables.count);
    const ny_table *schema = &model->tables.items[table];
    for (uint32_t i = 0; i < schema->columns.count; i++) {
        if (i)
            ny_buffer_add_character(buffer, ',');
        add_text(buffer, schema->columns.items[i].name);
    }
    ny_buffer_add_character(buffer, '\n');
    for (uint32_t row = 0; row < rows[table].count; row++) {
        for (uint32_t i = 0; i < schema->columns.count; i++) {
            if (i)
                ny_buffer_add_character(buffer, ',');
            add_cell(buffer, model, rows, table, i, row);
        }
        ny_buffer_add_character(buffer, '\n');
    }
}
