/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Extracts that are no CSV: a sheet of a workbook, a table of a database. Where the headings stand in
 * a sheet is not said anywhere, because people write titles above them: they are the first row, of
 * the first hundred, that holds the most of the headings that are looked for; or two rows together
 * ("Dato for" above "operation"), where these hold more than either does. What is passed over on the
 * way is said. */

#include "io/database.h"
#include "io/extract_load.h"
#include "io/fold.h"
#include "io/workbook.h"

#define NY_ROWS_ABOVE_MOST 100u
#define NY_COLUMNS_LISTED 12u

static void note(ny_load *load, ny_phrase phrase, const ny_file_load *file, ny_text word)
{
    ny_load_note(load, phrase, file->name, word);
}

static void note_count(ny_load *load, ny_phrase one, ny_phrase several, const ny_file_load *file,
                       uint32_t count)
{
    if (count)
        note(load, count == 1 ? one : several, file, ny_format(load->scratch, "%u", count));
}

/* --- headings ---------------------------------------------------------------------------------- */

static uint32_t texts_in(const ny_csv_record *record)
{
    uint32_t texts = 0;
    for (uint32_t i = 0; i < record->kept; i++)
        texts += record->cells[i].raw.size > 0 && record->cells[i].given == NY_GIVEN_TEXT;
    return texts;
}

/* What stands in a row, or in two rows together, column by column. */
typedef struct ny_names_of_row {
    ny_text *names;
    uint32_t count, line;
} ny_names_of_row;

static uint32_t headings_in(const ny_source_load *source, const ny_names_of_row *row)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < source->slots.count; i++)
        for (uint32_t j = 0; j < row->count; j++)
            if (ny_folds_equal(row->names[j], source->slots.items[i].heading)) {
                found++;
                break;
            }
    return found;
}

/* A name that is merged over several columns is the name of each of them. */
static ny_names_of_row names_of(ny_load *load, const ny_csv_record *record)
{
    ny_names_of_row row = {NY_NEW_ARRAY(load->scratch, ny_text, record->kept), record->kept,
                           record->line};
    for (uint32_t i = 0; i < record->kept; i++)
        row.names[i] = ny_text_copy(load->arena, record->cells[i].raw);
    return row;
}

static ny_names_of_row both_rows(ny_load *load, const ny_sheet *sheet, const ny_names_of_row *above,
                                 const ny_names_of_row *below)
{
    uint32_t count = above->count > below->count ? above->count : below->count;
    ny_names_of_row both = {NY_NEW_ARRAY(load->scratch, ny_text, count), count, below->line};
    for (uint32_t i = 0; i < above->count; i++)
        both.names[i] = above->names[i];
    for (uint32_t i = 0; i < sheet->merged.count; i++) {
        const ny_merged *area = &sheet->merged.items[i];
        for (uint32_t c = area->first_column; area->row == above->line && c <= area->last_column;
             c++)
            if (c < count && area->first_column < above->count)
                both.names[c] = above->names[area->first_column];
    }
    for (uint32_t i = 0; i < below->count; i++) {
        ny_text top = both.names[i], bottom = below->names[i];
        if (top.size && bottom.size)
            both.names[i] = ny_format(load->arena, "%.*s %.*s", NY_PRINT(top), NY_PRINT(bottom));
        else if (bottom.size)
            both.names[i] = bottom;
    }
    return both;
}

/* Where none is found, or none is looked for, the first row with the most texts. A row is taken with
 * the one above it only where both together hold more. */
static bool find_heading_row(ny_load *load, const ny_source_load *source, const ny_sheet *sheet,
                             ny_csv_reader *reader, ny_csv_record *ret_row,
                             ny_names_of_row *ret_names, bool *ret_two)
{
    ny_csv_record record;
    ny_names_of_row above = {0};
    uint32_t most = 0, most_texts = 0;
    bool any = false;
    for (uint32_t i = 0; i < NY_ROWS_ABOVE_MOST && ny_csv_next(reader, &record) == NY_CSV_RECORD;
         i++) {
        ny_names_of_row row = names_of(load, &record), two = {0};
        uint32_t found = headings_in(source, &row), texts = texts_in(&record), in_two = 0;
        if (above.line && above.line + 1 == row.line) {
            two = both_rows(load, sheet, &above, &row);
            in_two = headings_in(source, &two);
        }
        above = row;
        bool better = found > most || (found == most && !most && texts > most_texts);
        if (any && !better && in_two <= most)
            continue;
        *ret_two = any && in_two > most && in_two > found;
        *ret_names = *ret_two ? two : row;
        *ret_row = record;
        most = *ret_two ? in_two : found;
        most_texts = texts;
        any = true;
    }
    return any;
}

static void take_headings(ny_load *load, ny_file_load *file, const ny_names_of_row *row)
{
    uint32_t count = row->count;
    while (count && !row->names[count - 1].size)
        count--;
    file->heading_count = count;
    file->headings = NY_NEW_ARRAY(load->scratch, ny_text, count);
    for (uint32_t i = 0; i < count; i++)
        file->headings[i] = row->names[i];
}

/* --- a workbook -------------------------------------------------------------------------------- */

/* "A" for 0, "AB" for 27. */
static ny_text column_letters(ny_load *load, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (column++; column; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    return ny_text_copy(load->scratch, (ny_text){letters + at, sizeof letters - at});
}

/* Columns with cells below the headings, and no heading. Cells above are not counted. */
static void note_nameless(ny_load *load, const ny_file_load *file, const ny_sheet *sheet,
                          const uint32_t *above)
{
    ny_buffer buffer = ny_buffer_create(load->scratch);
    uint32_t count = 0;
    for (uint32_t i = 0; i < sheet->columns; i++) {
        bool has_heading = i < file->heading_count && file->headings[i].size;
        if (has_heading || sheet->cells[i] <= above[i])
            continue;
        ny_text letters = column_letters(load, i);
        if (count++ < NY_COLUMNS_LISTED)
            ny_buffer_format(&buffer, "%s%.*s", count > 1 ? ", " : "", NY_PRINT(letters));
    }
    if (count > NY_COLUMNS_LISTED)
        ny_buffer_format(&buffer, ", …");
    if (count)
        note(load, count == 1 ? NY_WORDS_NOTE_NAMELESS_COLUMN : NY_WORDS_NOTE_NAMELESS_COLUMNS,
             file, ny_buffer_text(&buffer));
}

static void note_rows(ny_load *load, const ny_file_load *file, const ny_sheet *sheet,
                      uint32_t heading_line, uint32_t empty)
{
    uint32_t merged = 0;
    for (uint32_t i = 0; i < sheet->merged.count; i++)
        merged += sheet->merged.items[i].row > heading_line;
    note_count(load, NY_WORDS_NOTE_EMPTY_ROW, NY_WORDS_NOTE_EMPTY_ROWS, file, empty);
    note_count(load, NY_WORDS_NOTE_MERGED_AREA, NY_WORDS_NOTE_MERGED_AREAS, file, merged);
    note_count(load, NY_WORDS_NOTE_HIDDEN_ROW, NY_WORDS_NOTE_HIDDEN_ROWS, file, sheet->hidden_rows);
    if (sheet->hidden_columns.count) {
        ny_buffer letters = ny_buffer_create(load->scratch);
        for (uint32_t i = 0; i < sheet->hidden_columns.count && i < NY_COLUMNS_LISTED; i++)
            ny_buffer_format(&letters, "%s%.*s", i ? ", " : "",
                             NY_PRINT(column_letters(load, sheet->hidden_columns.items[i])));
        if (sheet->hidden_columns.count > NY_COLUMNS_LISTED)
            ny_buffer_format(&letters, ", …");
        note(load,
             sheet->hidden_columns.count == 1 ? NY_WORDS_NOTE_HIDDEN_COLUMN
                                              : NY_WORDS_NOTE_HIDDEN_COLUMNS,
             file, ny_buffer_text(&letters));
    }
    note_count(load, NY_WORDS_NOTE_CLOCK, NY_WORDS_NOTE_CLOCKS, file, sheet->clocks);
    note_count(load, NY_WORDS_NOTE_CUT_NUMBER, NY_WORDS_NOTE_CUT_NUMBERS, file, sheet->cut_numbers);
}

static void note_sheet(ny_load *load, const ny_file_load *file, const ny_extract_file *given,
                       const ny_sheet *sheet)
{
    ny_buffer passed = ny_buffer_create(load->scratch);
    for (uint32_t i = 0; i < sheet->passed_hidden.count; i++)
        ny_buffer_format(&passed, "%s\"%.*s\"", i ? ", " : "",
                         NY_PRINT(sheet->passed_hidden.items[i]));
    if (!given->part.size && passed.size)
        note(load, NY_WORDS_NOTE_SHEETS_PASSED, file, ny_buffer_text(&passed));
    else if (!given->part.size && sheet->sheets > 1)
        note(load, NY_WORDS_NOTE_FIRST_SHEET, file, ny_format(load->scratch, "%u", sheet->sheets));
    if (sheet->hidden)
        note(load, NY_WORDS_NOTE_HIDDEN_SHEET, file, NY_NO_TEXT);
}

/* The rows that are empty between those behind the headings. */
static uint32_t count_empty(ny_load *load, const ny_file_load *file, uint32_t line)
{
    ny_csv_reader reader = ny_csv_open(load->scratch, file->text, NY_PACKED, file->heading_count);
    ny_csv_record record;
    uint32_t empty = 0;
    ny_csv_seek(&reader, file->rows_offset, file->rows_line);
    while (ny_csv_next(&reader, &record) == NY_CSV_RECORD) {
        empty += record.line - line - 1;
        line = record.line;
    }
    return empty;
}

static void count_above(ny_load *load, const ny_file_load *file, uint32_t columns, uint32_t *above)
{
    ny_csv_reader reader = ny_csv_open(load->scratch, file->text, NY_PACKED, columns);
    ny_csv_record record;
    while (reader.at < file->rows_offset && ny_csv_next(&reader, &record) == NY_CSV_RECORD)
        for (uint32_t i = 0; i < columns; i++)
            above[i] += record.cells[i].raw.size > 0;
}

static void fail_empty(ny_load *load, const ny_source_load *source, const ny_file_load *file)
{
    NY_REPORT(load->sink, NY_EXTRACT_EMPTY, source->span, file->name);
    load->failed = true;
}

static bool find_headings(ny_load *load, const ny_source_load *source, ny_file_load *file,
                          const ny_sheet *sheet, ny_csv_record *ret_row, bool *ret_two)
{
    ny_csv_reader reader = ny_csv_open(load->scratch, file->text, NY_PACKED, sheet->columns);
    ny_names_of_row names;
    if (!find_heading_row(load, source, sheet, &reader, ret_row, &names, ret_two)) {
        fail_empty(load, source, file);
        return false;
    }
    ny_csv_seek(&reader, ret_row->offset, ret_row->line);
    ny_csv_next(&reader, ret_row);
    take_headings(load, file, &names);
    file->rows_offset = reader.at;
    file->rows_line = ret_row->line;
    return true;
}

static bool unpack_workbook(ny_load *load, const ny_source_load *source, ny_file_load *file,
                            const ny_extract_file *given)
{
    ny_sheet sheet = {.records = 0};
    ny_csv_record row;
    bool two = false; /* rows of headings */
    if (!ny_workbook_read(load->scratch, load->sink, source->span, file->name, given->bytes,
                          given->part, &sheet)) {
        load->failed = true;
        return false;
    }
    file->name = ny_format(load->arena, "%.*s#%.*s", NY_PRINT(file->name), NY_PRINT(sheet.name));
    file->part = ny_text_copy(load->arena, sheet.name);
    file->text = sheet.text;
    if (!find_headings(load, source, file, &sheet, &row, &two))
        return false;

    uint32_t *above = NY_NEW_ARRAY(load->scratch, uint32_t, sheet.columns);
    count_above(load, file, sheet.columns, above);
    uint32_t empty = count_empty(load, file, row.line);
    note_sheet(load, file, given, &sheet);
    if (row.offset)
        note(load, two ? NY_WORDS_NOTE_HEADINGS_IN_TWO_ROWS : NY_WORDS_NOTE_HEADINGS_BELOW, file,
             ny_format(load->scratch, "%u", row.line));
    note_rows(load, file, &sheet, row.line, empty);
    note_nameless(load, file, &sheet, above);
    return true;
}

/* --- a database -------------------------------------------------------------------------------- */

/* The columns' names are the first record. */
static bool unpack_database(ny_load *load, const ny_source_load *source, ny_file_load *file,
                            const ny_extract_file *given)
{
    ny_database_rows rows;
    ny_csv_record row;
    if (!ny_database_read(load->scratch, load->sink, source->span, file->name, given->bytes,
                          given->part, &rows)) {
        load->failed = true;
        return false;
    }
    file->name = ny_format(load->arena, "%.*s#%.*s", NY_PRINT(file->name), NY_PRINT(rows.table));
    file->part = ny_text_copy(load->arena, rows.table);
    file->text = rows.text;
    ny_csv_reader reader =
        ny_csv_open(load->scratch, file->text, NY_PACKED, NY_PACKED_MOST_COLUMNS);
    ny_csv_next(&reader, &row);
    ny_names_of_row names = names_of(load, &row);
    take_headings(load, file, &names);
    file->rows_offset = reader.at;
    return true;
}

bool ny_load_unpack(ny_load *load, const ny_source_load *source, ny_file_load *file,
                    const ny_extract_file *given)
{
    file->written.encoding = NY_ENCODING_UTF8;
    file->written.separator = NY_PACKED;
    return given->form == NY_SOURCE_WORKBOOK ? unpack_workbook(load, source, file, given)
                                             : unpack_database(load, source, file, given);
}
