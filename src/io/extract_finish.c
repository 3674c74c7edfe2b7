/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows into their order and faults into the list of rejects. The order (date, then the bytes of the
 * key) does not know from which file or line a row came, so neither does any figure. Without a key
 * rows of one day keep the order of the files: nothing else tells them apart. */

#include "io/extract_load.h"

#include "base/bug.h"

#include <stdlib.h>
#include <string.h>

/* Longer values are cut in the list of rejects: a whole file may hide behind a lost quote. */
#define NY_VALUE_MOST_BYTES 1000u

/* --- rows ------------------------------------------------------------------------------------- */

typedef struct ny_sort_row {
    int64_t date;
    uint64_t begins; /* the key's first eight bytes as a number */
    const ny_text *key;
    uint32_t row;
} ny_sort_row;

static uint64_t first_bytes(ny_text key)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < 8; i++)
        bytes = bytes << 8 | (i < key.size ? (unsigned char)key.data[i] : 0);
    return bytes;
}

static int compare_rows(const void *left, const void *right)
{
    const ny_sort_row *a = left, *b = right;
    if (a->date != b->date)
        return a->date < b->date ? -1 : 1;
    if (a->begins != b->begins)
        return a->begins < b->begins ? -1 : 1;
    int order = a->key ? ny_text_compare(*a->key, *b->key) : 0;
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* Rows without a sound date (a table that is dated by a column `if any`) stand last. */
static ny_sort_row sort_row(const ny_table_load *table, uint32_t row)
{
    uint32_t date = table->table->date, key = table->table->key;
    ny_sort_row item = {.row = row};
    if (date != NY_NONE)
        item.date = table->stores[date].state[row] == NY_CELL_SOUND ? table->stores[date].value[row]
                                                                    : INT64_MAX;
    if (key != NY_NONE) {
        item.key = &table->stores[key].text[row];
        item.begins = first_bytes(*item.key);
    }
    return item;
}

void ny_load_sort_rows(ny_load *load, ny_table_load *table)
{
    ny_sort_row *order = NY_NEW_ARRAY(load->scratch, ny_sort_row, table->count);
    uint32_t kept = 0;
    table->place = NY_NEW_ARRAY(load->scratch, uint32_t, table->count);
    for (uint32_t row = 0; row < table->count; row++) {
        table->place[row] = NY_NONE;
        if (!table->rows[row].aside)
            order[kept++] = sort_row(table, row);
    }
    if (kept)
        qsort(order, kept, sizeof *order, compare_rows);
    for (uint32_t i = 0; i < kept; i++)
        table->place[order[i].row] = i;
    load->result->rows[table->number].count = kept;
}

/* --- cells ------------------------------------------------------------------------------------ */

static uint32_t scale_of(const ny_table_load *table, const ny_store *store)
{
    uint32_t scale = 0;
    for (uint32_t row = 0; row < table->count; row++)
        if (table->place[row] != NY_NONE && store->state[row] == NY_CELL_SOUND &&
            store->scale[row] > scale)
            scale = store->scale[row];
    return scale;
}

/* Cells that are not sound hold 0, so that equal tables are equal in memory. */
static int64_t final_value(const ny_load *load, const ny_store *store, const ny_column *column,
                           uint32_t row, uint32_t scale)
{
    if (store->state[row] != NY_CELL_SOUND)
        return 0;
    if (column->type.kind == NY_KIND_NUMBER)
        return store->value[row] * ny_power_of_ten(scale - store->scale[row]);
    if (column->type.kind == NY_KIND_ROW)
        return load->tables[column->type.table].place[store->value[row]];
    return store->value[row];
}

static void finish_column(ny_load *load, ny_table_load *table, uint32_t number, ny_rows *rows)
{
    const ny_column *column = &table->table->columns.items[number];
    ny_store *store = &table->stores[number];
    bool is_number = column->type.kind == NY_KIND_NUMBER;
    uint32_t scale = is_number ? scale_of(table, store) : 0;
    ny_arena *passing = ny_arena_create();
    int64_t *value = NY_NEW_ARRAY(passing, int64_t, rows->count);
    uint8_t *state = NY_NEW_ARRAY(passing, uint8_t, rows->count);
    for (uint32_t row = 0; row < table->count; row++) {
        uint32_t at = table->place[row];
        if (at == NY_NONE)
            continue;
        state[at] = store->state[row];
        value[at] = final_value(load, store, column, row, scale);
    }
    if (rows->count) {
        memcpy(store->value, value, sizeof *value * rows->count);
        memcpy(store->state, state, rows->count);
    }
    ny_arena_destroy(passing);
    rows->columns[number] =
        (ny_cells){.state = store->state, .value = store->value, .width = 8, .scale = scale};
}

/* --- texts ------------------------------------------------------------------------------------ */

static bool holds_texts(const ny_table_load *table, uint32_t column)
{
    return table->table->columns.items[column].type.kind == NY_KIND_TEXT;
}

/* Copies the texts of a column behind those before it, in the order of the rows. */
static void finish_texts(ny_load *load, const ny_table_load *table, uint32_t column, ny_rows *rows)
{
    const ny_store *store = &table->stores[column];
    const ny_cells *cells = &rows->columns[column];
    ny_text *texts = rows->texts + rows->text_count;
    size_t size = 0;
    for (uint32_t row = 0; row < table->count; row++) {
        uint32_t at = table->place[row];
        if (at == NY_NONE || cells->state[at] != NY_CELL_SOUND)
            continue;
        texts[at] = store->text[row];
        size += store->text[row].size;
    }
    char *bytes = ny_arena_take(load->arena, size);
    for (uint32_t at = 0; at < rows->count; at++) {
        if (texts[at].size)
            memcpy(bytes, texts[at].data, texts[at].size);
        texts[at].data = bytes;
        bytes += texts[at].size;
        store->value[at] = cells->state[at] == NY_CELL_SOUND ? rows->text_count + at : 0;
    }
    rows->text_count += rows->count;
}

static void finish_all_texts(ny_load *load, const ny_table_load *table, ny_rows *rows)
{
    uint64_t columns = 0;
    for (uint32_t i = 0; i < table->table->columns.count; i++)
        columns += holds_texts(table, i);
    if (columns * rows->count > UINT32_MAX)
        ny_out_of_memory();
    rows->texts = NY_NEW_ARRAY(load->arena, ny_text, columns * rows->count);
    for (uint32_t i = 0; i < table->table->columns.count; i++)
        if (holds_texts(table, i))
            finish_texts(load, table, i, rows);
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
        };
    }
}

void ny_load_finish_table(ny_load *load, ny_table_load *table)
{
    ny_rows *rows = &load->result->rows[table->number];
    for (uint32_t i = 0; i < table->table->columns.count; i++)
        finish_column(load, table, i, rows);
    finish_all_texts(load, table, rows);
    finish_rejects(load, table);
}
