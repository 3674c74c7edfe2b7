/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Lines to rows, in one pass over each file. Rows are told apart by their key alone: an equal row
 * that comes again is left out at once and its cells are not judged a second time; a differing one
 * is judged, and both are set aside. */

#include "io/extract_load.h"

#include "base/bug.h"

#include <string.h>

/* How many rows are read before progress is told again. */
#define NY_ROWS_TOLD 4096u

/* --- room ------------------------------------------------------------------------------------- */

static uint32_t rows_in(const ny_table_load *table, uint32_t source)
{
    uint64_t rows = 0;
    for (uint32_t i = 0; i < table->files.count; i++)
        if (table->files.items[i].source == source)
            rows += table->files.items[i].records;
    if (rows > UINT32_MAX / 4)
        ny_out_of_memory();
    return (uint32_t)rows;
}

static void make_room(ny_load *load, ny_table_load *table)
{
    uint64_t capacity = 0;
    for (uint32_t i = 0; i < table->sources.count; i++)
        capacity += rows_in(table, i);
    if (capacity > UINT32_MAX / 4 || table->files.count > NY_FILES_MOST)
        ny_out_of_memory();
    table->capacity = (uint32_t)capacity;
    table->rows = NY_NEW_ARRAY(load->scratch, ny_row_place, table->capacity);
    for (uint32_t i = 0; i < table->table->columns.count; i++)
        table->stores[i] =
            ny_store_make(load->arena, load->scratch, table->table->columns.items[i].type.kind, 0,
                          table->capacity);
}

static void make_check_room(ny_load *load, const ny_table_load *table, uint32_t number)
{
    const ny_source_load *source = &table->sources.items[number];
    uint32_t rows = rows_in(table, number);
    for (uint32_t i = table->table->columns.count; i < source->slots.count; i++)
        *source->slots.items[i].store =
            ny_store_make(load->scratch, load->scratch, source->slots.items[i].rule.kind,
                          source->first_row, rows);
}

/* --- faults ----------------------------------------------------------------------------------- */

static ny_fault fault_in(const ny_file_load *file, uint32_t number, uint32_t line, uint32_t slot)
{
    bool whole = slot == NY_NONE;
    return (ny_fault){
        .file = number,
        .line = line,
        .position = whole ? 0 : file->positions[slot],
        .slot = slot,
        .group = NY_NONE,
        .row = NY_NONE,
        .column = whole ? NY_NO_TEXT : file->headings[file->positions[slot]],
        .value = NY_NO_TEXT,
        .action = NY_ROW_SET_ASIDE,
    };
}

/* The record that a row was read from. */
static ny_csv_record read_again(ny_file_load *file, const ny_row_place *place)
{
    ny_csv_record record;
    ny_csv_seek(&file->again, ny_row_offset(place), place->line);
    ny_csv_step step = ny_csv_next(&file->again, &record);
    NY_BUG_ON(step != NY_CSV_RECORD);
    return record;
}

void ny_load_add_fault(ny_load *load, ny_table_load *table, const ny_source_load *source,
                       uint32_t slot_number, uint32_t row, ny_text reason)
{
    const ny_slot *slot = &source->slots.items[slot_number];
    ny_row_place *place = &table->rows[row];
    ny_file_load *file = &table->files.items[place->file];
    ny_csv_record record = read_again(file, place);
    ny_fault fault = fault_in(file, place->file, place->line, slot_number);
    fault.group = place->group;
    fault.row = row;
    fault.value = ny_csv_cell_text(load->scratch, &record.cells[fault.position]);
    fault.reason = reason;
    fault.action = slot->rule.action;
    *NY_APPEND(load->scratch, &table->faults) = fault;
    slot->store->state[ny_store_at(slot->store, row)] = NY_CELL_FAULTY;
    place->aside |= ny_slot_sets_aside(slot);
}

/* --- one row ---------------------------------------------------------------------------------- */

/* Where reading has come to. */
typedef struct ny_reading {
    ny_load *load;
    ny_table_load *table;
    const ny_source_load *source;
    ny_file_load *file;
    uint32_t file_number;
    uint32_t wrong_count; /* of cells, that `wrong_reason` speaks of */
    ny_text wrong_reason;
} ny_reading;

#define SAY(reading, reason, ...) NY_WORDS((reading)->load->sink, NY_WORDS_##reason, __VA_ARGS__)

static ny_text number_text(const ny_reading *reading, uint32_t number)
{
    return ny_format(reading->load->scratch, "%u", number);
}

static void add_line_fault(ny_reading *reading, uint32_t line, uint32_t row, ny_text reason)
{
    ny_fault fault = fault_in(reading->file, reading->file_number, line, NY_NONE);
    fault.row = row;
    fault.reason = reason;
    *NY_APPEND(reading->load->scratch, &reading->table->faults) = fault;
}

static void add_wrong_count(ny_reading *reading, const ny_csv_record *record)
{
    if (!reading->wrong_reason.size || reading->wrong_count != record->count) {
        reading->wrong_count = record->count;
        ny_text wanted = number_text(reading, reading->file->heading_count);
        reading->wrong_reason =
            record->count == 1
                ? SAY(reading, FAULT_ONE_FIELD, wanted)
                : SAY(reading, FAULT_FIELDS, number_text(reading, record->count), wanted);
    }
    add_line_fault(reading, record->line, NY_UNREAD_ROW(reading->table->unread++),
                   reading->wrong_reason);
}

static bool cells_equal(ny_arena *arena, const ny_csv_cell *a, const ny_csv_cell *b)
{
    return a->has_stray == b->has_stray &&
           ny_text_equal(ny_csv_cell_text(arena, a), ny_csv_cell_text(arena, b));
}

/* Whether all that is stored and checked reads the same in both rows. */
static bool rows_equal(const ny_reading *reading, const ny_csv_record *record, uint32_t row)
{
    const ny_row_place *place = &reading->table->rows[row];
    ny_file_load *file = &reading->table->files.items[place->file];
    ny_csv_record first = read_again(file, place);
    bool same_source = file->source == reading->file->source;
    uint32_t slots =
        same_source ? reading->source->slots.count : reading->table->table->columns.count;
    for (uint32_t i = 0; i < slots; i++)
        if (!cells_equal(reading->load->scratch, &record->cells[reading->file->positions[i]],
                         &first.cells[file->positions[i]]))
            return false;
    return true;
}

/* The reason of a row whose key another row had first, in this file or in another. */
static ny_text key_reason(const ny_reading *reading, uint32_t row, bool same)
{
    const ny_row_place *place = &reading->table->rows[row];
    ny_text line = number_text(reading, place->line);
    if (place->file == reading->file_number)
        return same ? SAY(reading, FAULT_TWICE, line) : SAY(reading, FAULT_KEY, line);
    ny_text file = reading->table->files.items[place->file].name;
    return same ? SAY(reading, FAULT_TWICE_IN, line, file) : SAY(reading, FAULT_KEY_IN, line, file);
}

/* `row` is the row itself, or NY_NONE where it counts in its equal. */
static void add_key_fault(ny_reading *reading, const ny_csv_record *record, ny_text key,
                          uint32_t first, uint32_t row)
{
    bool same = row == NY_NONE;
    ny_fault fault =
        fault_in(reading->file, reading->file_number, record->line, reading->table->table->key);
    fault.group = first;
    fault.row = row;
    fault.value = key;
    fault.action = same ? NY_COUNTS_ONCE : NY_ROW_SET_ASIDE;
    fault.alike =
        ny_words(reading->load->sink, same ? NY_WORDS_FAULT_TWICE_ALIKE : NY_WORDS_FAULT_KEY_ALIKE);
    fault.reason = key_reason(reading, first, same);
    *NY_APPEND(reading->load->scratch, &reading->table->faults) = fault;
}

/* Takes the key into the index. False where the row is a copy of an earlier one, which it reports;
 * a row that differs from an earlier one is set aside with it. */
static bool take_key(ny_reading *reading, const ny_csv_record *record, ny_row_place *place,
                     uint32_t row)
{
    ny_table_load *table = reading->table;
    uint32_t key = table->table->key;
    if (key == NY_NONE)
        return true;
    ny_cell cell;
    ny_text reason = ny_cell_read(reading->load->scratch, &reading->source->slots.items[key].rule,
                                  &reading->file->formats[key],
                                  &record->cells[reading->file->positions[key]], &cell);
    if (reason.size)
        return true;

    uint32_t first = ny_load_take_key(reading->load, table, cell.text, row);
    if (first == row)
        return true;
    if (rows_equal(reading, record, first)) {
        add_key_fault(reading, record, cell.text, first, NY_NONE);
        return false;
    }
    if (!table->rows[first].differs)
        add_key_fault(reading, record, cell.text, first, row);
    table->rows[first].differs = table->rows[first].aside = true;
    place->group = first;
    place->aside = true;
    return true;
}

static void read_cells(ny_reading *reading, const ny_csv_record *record, ny_row_place *place,
                       uint32_t row)
{
    ny_arena *scratch = reading->load->scratch;
    for (uint32_t i = 0; i < reading->source->slots.count; i++) {
        const ny_slot *slot = &reading->source->slots.items[i];
        const ny_csv_cell *raw = &record->cells[reading->file->positions[i]];
        ny_cell cell;
        ny_text reason = ny_cell_read(scratch, &slot->rule, &reading->file->formats[i], raw, &cell);
        ny_store_set(slot->store, ny_store_at(slot->store, row), &cell);
        if (!reason.size)
            continue;
        ny_fault fault = fault_in(reading->file, reading->file_number, record->line, i);
        fault.group = place->group;
        fault.row = row;
        fault.value = ny_csv_cell_text(scratch, raw);
        fault.reason = reason;
        fault.action = slot->rule.action;
        *NY_APPEND(scratch, &reading->table->faults) = fault;
        place->aside |= ny_slot_sets_aside(slot);
    }
}

static void read_record(ny_reading *reading, const ny_csv_record *record)
{
    ny_table_load *table = reading->table;
    table->records++;
    if (record->count != reading->file->heading_count) {
        add_wrong_count(reading, record);
        return;
    }
    uint32_t row = table->count;
    NY_BUG_ON(row >= table->capacity);
    ny_row_place *place = &table->rows[row];
    *place = (ny_row_place){.offset_low = (uint32_t)record->offset,
                            .offset_high = (uint32_t)((uint64_t)record->offset >> 32) & 0x3FFF,
                            .file = reading->file_number & NY_FILES_MOST,
                            .line = record->line,
                            .group = row};
    /* The index looks at the key of its rows, so the key must stand before the row is in it. */
    uint32_t key = table->table->key;
    if (key != NY_NONE)
        ny_store_set_text(&table->stores[key], row,
                          ny_csv_cell_text(reading->load->scratch,
                                           &record->cells[reading->file->positions[key]]));
    if (!take_key(reading, record, place, row)) {
        table->copies++;
        return;
    }
    read_cells(reading, record, place, row);
    table->count++;
}

/* --- files ------------------------------------------------------------------------------------ */

/* Empty lines at the end of a file are no rows; a run of them before its end is one reject. */
static void add_empty_lines(ny_reading *reading, uint32_t line, uint32_t count)
{
    if (!count)
        return;
    add_line_fault(reading, line, NY_NONE,
                   count == 1 ? ny_words(reading->load->sink, NY_WORDS_FAULT_EMPTY_LINE)
                              : SAY(reading, FAULT_EMPTY_LINES, number_text(reading, count)));
}

static void read_file(ny_reading *reading)
{
    ny_file_load *file = reading->file;
    ny_csv_reader reader = ny_csv_open(reading->load->scratch, file->text, file->written.separator,
                                       file->heading_count);
    ny_csv_seek(&reader, file->rows_offset, file->rows_line);
    ny_csv_record record;
    uint32_t empty = 0, empty_line = 0;
    while (ny_csv_next(&reader, &record) == NY_CSV_RECORD) {
        if (record.is_blank) {
            empty_line = empty++ ? empty_line : record.line;
            continue;
        }
        add_empty_lines(reading, empty_line, empty);
        empty = 0;
        if (reading->table->count % NY_ROWS_TOLD == 0)
            ny_progress_tell(reading->source->extract->progress, NY_STAGE_READING, file->name,
                             record.offset, file->text.size);
        read_record(reading, &record);
    }
}

void ny_load_read_rows(ny_load *load, ny_table_load *table)
{
    make_room(load, table);
    for (uint32_t i = 0; i < table->sources.count; i++) {
        ny_source_load *source = &table->sources.items[i];
        source->first_row = table->count;
        make_check_room(load, table, i);
        for (uint32_t j = 0; j < table->files.count; j++) {
            if (table->files.items[j].source != i)
                continue;
            ny_reading reading = {.load = load,
                                  .table = table,
                                  .source = source,
                                  .file = &table->files.items[j],
                                  .file_number = j};
            read_file(&reading);
        }
        source->end_row = table->count;
    }
}
