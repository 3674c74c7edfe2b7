/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Lines to rows, in one pass over each file, piece by piece: how many rows a piece has is known, so each
 * row has its number before it is read, and every piece writes its own. Faults are put together in the
 * order of the pieces. */

#include "io/extract_load.h"

#include "base/bug.h"

#include <string.h>

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

/* Bytes that hold any value of a slot: of one source, or of all where it is NY_NONE. */
static uint8_t width_of(const ny_table_load *table, uint32_t source, uint32_t slot)
{
    uint8_t width = 1;
    for (uint32_t i = 0; i < table->files.count; i++) {
        const ny_file_load *file = &table->files.items[i];
        if ((source == NY_NONE || file->source == source) && file->widths[slot] > width)
            width = file->widths[slot];
    }
    return width;
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
            ny_store_make(load->arena, load->scratch, table->table->columns.items[i].type.kind,
                          width_of(table, NY_NONE, i), 0, table->capacity);
}

static void make_check_room(ny_load *load, const ny_table_load *table, uint32_t number)
{
    const ny_source_load *source = &table->sources.items[number];
    uint32_t rows = rows_in(table, number);
    for (uint32_t i = table->table->columns.count; i < source->slots.count; i++)
        *source->slots.items[i].store =
            ny_store_make(load->scratch, load->scratch, source->slots.items[i].rule.kind,
                          width_of(table, number, i), source->first_row, rows);
}

/* --- faults ----------------------------------------------------------------------------------- */

ny_fault ny_load_fault_in(const ny_file_load *file, uint32_t number, uint32_t line, uint32_t slot)
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

ny_csv_record ny_load_read_again(ny_file_load *file, const ny_row_place *place)
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
    ny_csv_record record = ny_load_read_again(file, place);
    ny_fault fault = ny_load_fault_in(file, place->file, place->line, slot_number);
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

/* One piece of a file being read, by one thread; what it finds is its own. */
typedef struct ny_reading {
    ny_arena *arena;
    const ny_table_load *table;
    const ny_source_load *source;
    const ny_file_load *file;
    uint32_t file_number;
    ny_language language;
    uint32_t row; /* the number of the next row */
    NY_LIST(ny_fault) faults;
    uint32_t unread;      /* lines that are rows of which no cell could be read */
    uint32_t wrong_count; /* of cells, that `wrong_reason` speaks of */
    ny_text wrong_reason;
} ny_reading;

#define SAY(reading, reason, ...)                                                                  \
    NY_PHRASE_WITH((reading)->arena, (reading)->language, NY_WORDS_##reason, __VA_ARGS__)

static ny_text number_text(const ny_reading *reading, uint32_t number)
{
    return ny_format(reading->arena, "%u", number);
}

static void add_line_fault(ny_reading *reading, uint32_t line, uint32_t row, ny_text reason)
{
    ny_fault fault = ny_load_fault_in(reading->file, reading->file_number, line, NY_NONE);
    fault.row = row;
    fault.reason = reason;
    *NY_APPEND(reading->arena, &reading->faults) = fault;
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
    add_line_fault(reading, record->line, NY_UNREAD_ROW(reading->unread++), reading->wrong_reason);
}

static void add_cell_fault(ny_reading *reading, const ny_csv_record *record, uint32_t slot_number,
                           ny_text reason)
{
    const ny_slot *slot = &reading->source->slots.items[slot_number];
    ny_fault fault =
        ny_load_fault_in(reading->file, reading->file_number, record->line, slot_number);
    fault.group = fault.row = reading->row;
    fault.value = ny_csv_cell_text(reading->arena, &record->cells[fault.position]);
    fault.reason = reason;
    fault.action = slot->rule.action;
    *NY_APPEND(reading->arena, &reading->faults) = fault;
    reading->table->rows[reading->row].aside |= ny_slot_sets_aside(slot);
}

static void read_cells(ny_reading *reading, const ny_csv_record *record)
{
    const ny_slot *slots = reading->source->slots.items;
    const ny_cell_format *formats = reading->file->formats;
    const uint32_t *positions = reading->file->positions;
    uint32_t count = reading->source->slots.count, row = reading->row;
    for (uint32_t i = 0; i < count; i++) {
        const ny_csv_cell *raw = &record->cells[positions[i]];
        const ny_store *store = slots[i].store;
        ny_text reason = NY_NO_TEXT;
        ny_cell cell;
        if (!ny_cell_read_plain(&slots[i].rule, &formats[i], raw, &cell))
            reason = ny_cell_read(reading->arena, &slots[i].rule, &formats[i], raw, &cell);
        ny_store_put(store, ny_store_at(store, row), &cell);
        if (reason.size)
            add_cell_fault(reading, record, i, reason);
    }
}

static void read_record(ny_reading *reading, const ny_csv_record *record)
{
    if (record->count != reading->file->heading_count) {
        add_wrong_count(reading, record);
        return;
    }
    ny_row_place *place = &reading->table->rows[reading->row];
    *place = (ny_row_place){.offset_low = (uint32_t)record->offset,
                            .offset_high = (uint32_t)((uint64_t)record->offset >> 32) & 0x3FFF,
                            .file = reading->file_number & NY_FILES_MOST,
                            .line = record->line,
                            .group = reading->row};
    read_cells(reading, record);
    reading->row++;
}

/* --- pieces ----------------------------------------------------------------------------------- */

/* Empty lines at the end of a file are no rows; a run of them before its end is one reject. */
static void add_empty_lines(ny_reading *reading, uint32_t line, uint32_t count)
{
    if (!count)
        return;
    ny_text reason = count == 1 ? ny_phrase_text(reading->language, NY_WORDS_FAULT_EMPTY_LINE)
                                : SAY(reading, FAULT_EMPTY_LINES, number_text(reading, count));
    add_line_fault(reading, line, NY_NONE, reason);
}

static void read_piece(void *context, uint32_t number)
{
    ny_reading *reading = (ny_reading *)context + number;
    const ny_file_load *file = reading->file;
    ny_piece *piece = &file->pieces.items[number];
    ny_csv_reader reader =
        ny_csv_open(reading->arena, file->text, file->written.separator, file->heading_count);
    ny_csv_record record;
    uint32_t empty = 0, empty_line = 0;
    ny_csv_seek(&reader, piece->from, piece->line);
    while (reader.at < piece->end && ny_csv_next(&reader, &record) == NY_CSV_RECORD) {
        if (record.is_blank) {
            empty_line = empty++ ? empty_line : record.line;
            continue;
        }
        add_empty_lines(reading, empty_line, empty);
        empty = 0;
        read_record(reading, &record);
    }
    NY_BUG_ON(reading->row != piece->row + piece->records);
    if (reading->table->table->key != NY_NONE)
        piece->keys_rise = ny_load_keys_rise_from(reading->table, piece->row, reading->row);
    if (piece->end < file->text.size)
        add_empty_lines(reading, empty_line, empty);
}

static void take_faults(ny_load *load, ny_table_load *table, const ny_reading *reading)
{
    for (uint32_t i = 0; i < reading->faults.count; i++) {
        ny_fault fault = reading->faults.items[i];
        if (fault.row != NY_NONE && fault.row >= table->capacity) /* counted down from the end */
            fault.row -= table->unread;
        *NY_APPEND(load->scratch, &table->faults) = fault;
    }
    table->unread += reading->unread;
}

static void read_file(ny_load *load, ny_table_load *table, uint32_t number)
{
    ny_file_load *file = &table->files.items[number];
    const ny_source_load *source = &table->sources.items[file->source];
    ny_reading *readings = NY_NEW_ARRAY(load->scratch, ny_reading, file->pieces.count);
    for (uint32_t i = 0; i < file->pieces.count; i++) {
        ny_piece *piece = &file->pieces.items[i];
        piece->row = table->count;
        table->count += piece->records;
        readings[i] = (ny_reading){.arena = ny_load_piece_arena(load),
                                   .table = table,
                                   .source = source,
                                   .file = file,
                                   .file_number = number,
                                   .language = load->sink->language,
                                   .row = piece->row};
    }
    table->records += file->lines;
    ny_load_each_piece(source, file, true, read_piece, readings);
    for (uint32_t i = 0; i < file->pieces.count; i++)
        take_faults(load, table, &readings[i]);
}

void ny_load_read_rows(ny_load *load, ny_table_load *table)
{
    make_room(load, table);
    for (uint32_t i = 0; i < table->sources.count; i++) {
        ny_source_load *source = &table->sources.items[i];
        source->first_row = table->count;
        make_check_room(load, table, i);
        for (uint32_t j = 0; j < table->files.count; j++)
            if (table->files.items[j].source == i)
                read_file(load, table, j);
        source->end_row = table->count;
    }
    ny_load_leave_out_twice(load, table);
}
