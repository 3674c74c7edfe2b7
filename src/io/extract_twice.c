/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows are told apart by their key alone. An equal row that comes again counts once: it is left out, and
 * with it what was found wrong in its cells, which is said of the first. A differing one is set aside with
 * the first. The rows behind those left out move up, column by column. */

#include "io/extract_load.h"

#include "base/bug.h"

#include <string.h>

typedef struct ny_twice {
    ny_load *load;
    ny_table_load *table;
    NY_LIST(uint32_t) left_out; /* in order */
} ny_twice;

/* --- equal or not ----------------------------------------------------------------------------- */

static bool cells_equal(ny_arena *arena, const ny_csv_cell *a, const ny_csv_cell *b)
{
    return a->has_stray == b->has_stray &&
           ny_text_equal(ny_csv_cell_text(arena, a), ny_csv_cell_text(arena, b));
}

/* Whether all that is stored and checked reads the same in both rows. */
static bool rows_equal(const ny_twice *twice, uint32_t first, uint32_t second)
{
    const ny_table_load *table = twice->table;
    ny_file_load *a = &table->files.items[table->rows[first].file];
    ny_file_load *b = &table->files.items[table->rows[second].file];
    /* A reader of its own: both rows may stand in one file. */
    ny_file_load other = *b;
    other.again =
        ny_csv_open(twice->load->scratch, b->text, b->written.separator, b->heading_count);
    ny_csv_record left = ny_load_read_again(a, &table->rows[first]);
    ny_csv_record right = ny_load_read_again(&other, &table->rows[second]);
    uint32_t slots = a->source == b->source ? table->sources.items[a->source].slots.count
                                            : table->table->columns.count;
    for (uint32_t i = 0; i < slots; i++)
        if (!cells_equal(twice->load->scratch, &left.cells[a->positions[i]],
                         &right.cells[b->positions[i]]))
            return false;
    return true;
}

/* --- faults ----------------------------------------------------------------------------------- */

/* The reason of a row whose key another row had first, in this file or in another. */
static ny_text key_reason(const ny_twice *twice, uint32_t first, uint32_t second, bool same)
{
    const ny_table_load *table = twice->table;
    const ny_row_place *place = &table->rows[first];
    ny_sink *sink = twice->load->sink;
    ny_text line = ny_format(twice->load->scratch, "%u", place->line);
    if (place->file == table->rows[second].file)
        return same ? NY_WORDS(sink, NY_WORDS_FAULT_TWICE, line)
                    : NY_WORDS(sink, NY_WORDS_FAULT_KEY, line);
    ny_text file = table->files.items[place->file].name;
    return same ? NY_WORDS(sink, NY_WORDS_FAULT_TWICE_IN, line, file)
                : NY_WORDS(sink, NY_WORDS_FAULT_KEY_IN, line, file);
}

static void add_key_fault(ny_twice *twice, uint32_t first, uint32_t second, bool same)
{
    ny_table_load *table = twice->table;
    const ny_row_place *place = &table->rows[second];
    uint32_t key = table->table->key;
    ny_fault fault =
        ny_load_fault_in(&table->files.items[place->file], place->file, place->line, key);
    fault.group = first;
    fault.row = same ? NY_NONE : second;
    fault.value = ny_store_text(&table->stores[key], second);
    fault.action = same ? NY_COUNTS_ONCE : NY_ROW_SET_ASIDE;
    fault.alike =
        ny_words(twice->load->sink, same ? NY_WORDS_FAULT_TWICE_ALIKE : NY_WORDS_FAULT_KEY_ALIKE);
    fault.reason = key_reason(twice, first, second, same);
    *NY_APPEND(twice->load->scratch, &table->faults) = fault;
}

/* Every key into the index, in the order of the rows. */
static void take_keys(ny_twice *twice)
{
    ny_table_load *table = twice->table;
    const ny_store *keys = &table->stores[table->table->key];
    for (uint32_t row = 0; row < table->count; row++) {
        if (keys->state[row] != NY_CELL_SOUND)
            continue;
        uint32_t first = ny_load_take_key(twice->load, table, ny_store_text(keys, row), row);
        if (first == row)
            continue;
        table->rows[row].group = first;
        if (rows_equal(twice, first, row)) {
            add_key_fault(twice, first, row, true);
            *NY_APPEND(twice->load->scratch, &twice->left_out) = row;
            continue;
        }
        if (!table->rows[first].differs)
            add_key_fault(twice, first, row, false);
        table->rows[first].differs = table->rows[first].aside = table->rows[row].aside = true;
    }
}

/* Whether all keys rise: within the pieces, which was seen when they were read, and from each to the
 * next that has rows. */
static bool all_rise(const ny_table_load *table)
{
    uint32_t last = NY_NONE;
    for (uint32_t i = 0; i < table->files.count; i++)
        for (uint32_t j = 0; j < table->files.items[i].pieces.count; j++) {
            const ny_piece *piece = &table->files.items[i].pieces.items[j];
            if (!piece->records)
                continue;
            if (!piece->keys_rise ||
                (last != NY_NONE &&
                 (piece->row != last + 1 || !ny_load_keys_rise_from(table, last, last + 2))))
                return false;
            last = piece->row + piece->records - 1;
        }
    return true;
}

/* --- leaving out ------------------------------------------------------------------------------ */

static uint32_t moved(const ny_twice *twice, uint32_t row)
{
    return row - ny_left_out_before(twice->left_out.items, twice->left_out.count, row);
}

/* The rows of an array that are kept, close together; its first item is row `first`. */
static void close_gaps(const ny_twice *twice, void *items, size_t size, uint32_t first,
                       uint32_t end)
{
    if (!items)
        return;
    char *bytes = items;
    uint32_t gap = ny_left_out_before(twice->left_out.items, twice->left_out.count, first);
    uint32_t to = first, from = first;
    for (; from < end; gap++) {
        uint32_t until = gap < twice->left_out.count ? twice->left_out.items[gap] : end;
        until = until < end ? until : end;
        memmove(bytes + size * (to - first), bytes + size * (from - first), size * (until - from));
        to += until - from;
        from = until + 1;
    }
}

static void close_store(const ny_twice *twice, ny_store *store, uint32_t end)
{
    close_gaps(twice, store->state, sizeof *store->state, store->first, end);
    close_gaps(twice, store->value, store->width, store->first, end);
    close_gaps(twice, store->scale, sizeof *store->scale, store->first, end);
    close_gaps(twice, store->text, sizeof *store->text, store->first, end);
    close_gaps(twice, store->size, sizeof *store->size, store->first, end);
    store->first = moved(twice, store->first);
}

static bool is_left_out(const ny_twice *twice, uint32_t row)
{
    uint32_t at = ny_left_out_before(twice->left_out.items, twice->left_out.count, row);
    return at < twice->left_out.count && twice->left_out.items[at] == row;
}

static void keep_faults(const ny_twice *twice)
{
    ny_table_load *table = twice->table;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < table->faults.count; i++) {
        ny_fault fault = table->faults.items[i];
        bool of_row = fault.row < table->count;
        if (of_row && is_left_out(twice, fault.row))
            continue;
        if (fault.group != NY_NONE)
            fault.group = moved(twice, of_row ? table->rows[fault.row].group : fault.group);
        if (of_row)
            fault.row = moved(twice, fault.row);
        table->faults.items[kept++] = fault;
    }
    table->faults.count = kept;
}

static void leave_out(ny_twice *twice)
{
    ny_table_load *table = twice->table;
    uint32_t columns = table->table->columns.count;
    for (uint32_t i = 0; i < columns; i++)
        close_store(twice, &table->stores[i], table->count);
    for (uint32_t i = 0; i < table->sources.count; i++) {
        ny_source_load *source = &table->sources.items[i];
        for (uint32_t slot = columns; slot < source->slots.count; slot++)
            close_store(twice, source->slots.items[slot].store, source->end_row);
        source->first_row = moved(twice, source->first_row);
        source->end_row = moved(twice, source->end_row);
    }
    for (uint32_t row = 0; row < table->count; row++)
        table->rows[row].group = moved(twice, table->rows[row].group);
    close_gaps(twice, table->rows, sizeof *table->rows, 0, table->count);
    ny_load_move_keys(table, twice->left_out.items, twice->left_out.count);
    table->copies = twice->left_out.count;
    table->count -= table->copies;
}

void ny_load_leave_out_twice(ny_load *load, ny_table_load *table)
{
    ny_twice twice = {.load = load, .table = table};
    if (table->table->key == NY_NONE || all_rise(table))
        return;
    take_keys(&twice);
    keep_faults(&twice);
    if (twice.left_out.count)
        leave_out(&twice);
}
