/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The two large parts of a workbook: the texts that cells share, and the rows of a sheet. Both are
 * read as they stream by. A text may be in pieces of different type (`r`); what tells how it is
 * pronounced (`rPh`) is no part of it. */

#include "io/workbook_book.h"

#include "base/bug.h"

#include <string.h>

#define NY_SHEET_MOST_ROWS 1048576u
#define NY_SHEET_MOST_COLUMNS 16384u
/* Cells that share one long text could make a small file large: what is packed may be so much in any
 * case, and beyond so many times what the sheet unpacked to. */
#define NY_SHEET_FREE_BYTES ((uint64_t)64 << 20)
#define NY_SHEET_MOST_TIMES 20u
/* Excel's own limit is 32,767 characters. */
#define NY_CELL_MOST_BYTES 131068u

static bool is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

/* Adds to the text of one cell; no cell has a text without end. */
static void add_text(ny_book *book, ny_buffer *buffer, ny_text text)
{
    if (buffer->size + text.size > NY_CELL_MOST_BYTES)
        ny_book_broken(book, NY_WORDS_PART_CELL_TOO_LONG, NY_NO_TEXT);
    else
        ny_buffer_add(buffer, text);
}

/* --- shared texts ------------------------------------------------------------------------------ */

typedef struct ny_strings {
    ny_book *book;
    ny_buffer text;
    bool in_text;
    uint32_t spoken; /* how deep in what is only pronounced */
} ny_strings;

static void begin_in_strings(void *state, const char *name, const char **attributes)
{
    ny_strings *strings = state;
    (void)attributes;
    if (is(name, "si"))
        strings->text.size = 0;
    strings->spoken += is(name, "rPh");
    strings->in_text = is(name, "t") && !strings->spoken;
}

static void end_in_strings(void *state, const char *name)
{
    ny_strings *strings = state;
    ny_book *book = strings->book;
    strings->in_text = false;
    strings->spoken -= is(name, "rPh") && strings->spoken;
    if (is(name, "si"))
        *NY_APPEND(book->scratch, &book->strings) = ny_book_unescape(
            book->scratch, ny_text_copy(book->scratch, ny_buffer_text(&strings->text)));
}

static void text_in_strings(void *state, ny_text text)
{
    ny_strings *strings = state;
    if (strings->in_text)
        add_text(strings->book, &strings->text, text);
}

bool ny_book_read_strings(ny_book *book, ny_text part)
{
    static const ny_part_events events = {begin_in_strings, end_in_strings, text_in_strings};
    ny_strings strings = {.book = book, .text = ny_buffer_create(book->scratch)};
    return ny_book_read_part(book, part, &events, &strings);
}

/* --- a sheet ----------------------------------------------------------------------------------- */

/* What the attribute `t` of a cell says of its value. */
typedef enum ny_cell_type {
    NY_CELL_IS_NUMBER,
    NY_CELL_IS_SHARED,
    NY_CELL_IS_TEXT, /* of a formula */
    NY_CELL_IS_INLINE,
    NY_CELL_IS_YES_NO,
    NY_CELL_IS_ERROR,
    NY_CELL_IS_DAY,
} ny_cell_type;

typedef struct ny_sheet_reading {
    ny_book *book;
    ny_sheet *sheet;
    ny_packer packer;
    ny_arena *passing;    /* of one row */
    uint32_t row, column; /* from 1; the ones read last */
    bool in_row, in_cell, in_value, in_formula_cell, row_hidden, row_has_cells, has_value;
    NY_LIST(uint32_t) hidden; /* columns, from 0 */
    uint32_t spoken;
    ny_cell_type type;
    ny_shown_as shown;
    ny_buffer value;
} ny_sheet_reading;

/* "BC12": column 55, row 12; false when it is written otherwise. */
static bool read_reference(const char *text, uint32_t *ret_column, uint32_t *ret_row)
{
    uint32_t column = 0, row = 0;
    for (; *text >= 'A' && *text <= 'Z' && column <= NY_SHEET_MOST_COLUMNS; text++)
        column = column * 26 + (uint32_t)(*text - 'A' + 1);
    for (; *text >= '0' && *text <= '9' && row <= NY_SHEET_MOST_ROWS; text++)
        row = row * 10 + (uint32_t)(*text - '0');
    *ret_column = column;
    *ret_row = row;
    return column && row && (!*text || *text == ':') && column <= NY_SHEET_MOST_COLUMNS &&
           row <= NY_SHEET_MOST_ROWS;
}

static bool read_whole(const char *text, uint32_t most, uint32_t *ret_number)
{
    uint32_t number = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        number = number * 10 + (uint32_t)(*text - '0');
        if (number > most)
            return false;
    }
    *ret_number = number;
    return true;
}

static void refuse(ny_sheet_reading *reading, ny_phrase why, const char *what)
{
    ny_book_broken(reading->book, why,
                   ny_text_copy(reading->book->scratch, ny_text_of(what ? what : "")));
}

static bool is_hidden(const char **attributes)
{
    const char *hidden = ny_book_attribute(attributes, "hidden");
    return hidden && (is(hidden, "1") || is(hidden, "true"));
}

/* Rows and cells rise; one that does not say where it stands follows the one before it. */
static void begin_row(ny_sheet_reading *reading, const char **attributes)
{
    const char *number = ny_book_attribute(attributes, "r");
    uint32_t row = reading->row + 1;
    if ((number && !read_whole(number, NY_SHEET_MOST_ROWS, &row)) || row <= reading->row ||
        row > NY_SHEET_MOST_ROWS) {
        refuse(reading, NY_WORDS_PART_ROW_OUT_OF_ORDER, number);
        return;
    }
    reading->row = row;
    reading->column = 0;
    reading->in_row = true;
    reading->row_hidden = is_hidden(attributes);
    reading->row_has_cells = false;
    ny_packer_begin(&reading->packer, row);
}

static ny_cell_type type_of(const char *type)
{
    if (!type || is(type, "n"))
        return NY_CELL_IS_NUMBER;
    return is(type, "s")           ? NY_CELL_IS_SHARED
           : is(type, "inlineStr") ? NY_CELL_IS_INLINE
           : is(type, "b")         ? NY_CELL_IS_YES_NO
           : is(type, "e")         ? NY_CELL_IS_ERROR
           : is(type, "d")         ? NY_CELL_IS_DAY
                                   : NY_CELL_IS_TEXT;
}

static void begin_cell(ny_sheet_reading *reading, const char **attributes)
{
    const char *reference = ny_book_attribute(attributes, "r");
    const char *style = ny_book_attribute(attributes, "s");
    uint32_t column = reading->column + 1, row = reading->row, number = 0;
    if ((reference && !read_reference(reference, &column, &row)) || row != reading->row ||
        column <= reading->column || column > NY_SHEET_MOST_COLUMNS) {
        refuse(reading, NY_WORDS_PART_CELL_OUT_OF_ORDER, reference);
        return;
    }
    const ny_book *book = reading->book;
    if (style && (!read_whole(style, UINT32_MAX / 16, &number) || number >= book->shown.count)) {
        refuse(reading, NY_WORDS_PART_CELL_WITHOUT_FORMAT, reference);
        return;
    }
    reading->column = column;
    reading->in_cell = true;
    reading->has_value = reading->in_formula_cell = false;
    reading->type = type_of(ny_book_attribute(attributes, "t"));
    reading->shown =
        number < book->shown.count ? (ny_shown_as)book->shown.items[number] : NY_SHOWN_AS_NUMBER;
    reading->value.size = 0;
}

static void begin_merged(ny_sheet_reading *reading, const char **attributes)
{
    const char *area = ny_book_attribute(attributes, "ref");
    uint32_t column, row, last, last_row;
    if (!area || !read_reference(area, &column, &row))
        return;
    const char *to = strchr(area, ':');
    if (!to || !read_reference(to + 1, &last, &last_row) || last < column)
        last = column;
    *NY_APPEND(reading->book->arena, &reading->sheet->merged) =
        (ny_merged){.row = row, .first_column = column - 1, .last_column = last - 1};
}

/* Columns are described before the rows; which of them have cells is known behind them. */
static void begin_columns(ny_sheet_reading *reading, const char **attributes)
{
    const char *first = ny_book_attribute(attributes, "min");
    const char *last = ny_book_attribute(attributes, "max");
    uint32_t from, to;
    if (!is_hidden(attributes) || !first || !last ||
        !read_whole(first, NY_SHEET_MOST_COLUMNS, &from) ||
        !read_whole(last, NY_SHEET_MOST_COLUMNS, &to) || !from)
        return;
    for (uint32_t column = from; column <= to && reading->hidden.count < NY_SHEET_MOST_COLUMNS;
         column++)
        *NY_APPEND(reading->book->scratch, &reading->hidden) = column - 1;
}

static void keep_hidden_columns(const ny_sheet_reading *reading, ny_sheet *sheet)
{
    for (uint32_t i = 0; i < reading->hidden.count; i++) {
        uint32_t column = reading->hidden.items[i];
        if (column < sheet->columns && sheet->cells[column])
            *NY_APPEND(reading->book->arena, &sheet->hidden_columns) = column;
    }
}

static void begin_in_sheet(void *state, const char *name, const char **attributes)
{
    ny_sheet_reading *reading = state;
    if (is(name, "row") && !reading->in_row) {
        begin_row(reading, attributes);
    } else if (is(name, "mergeCell")) {
        begin_merged(reading, attributes);
    } else if (is(name, "col")) {
        begin_columns(reading, attributes);
    } else if (is(name, "c") && reading->in_row && !reading->in_cell) {
        begin_cell(reading, attributes);
    } else if (reading->in_cell) {
        reading->spoken += is(name, "rPh");
        bool is_inline = reading->type == NY_CELL_IS_INLINE;
        reading->in_value = !reading->spoken && (is(name, "v") || (is_inline && is(name, "t")));
        reading->has_value = reading->has_value || reading->in_value;
        reading->in_formula_cell = reading->in_formula_cell || is(name, "f");
    }
}

static void text_in_sheet(void *state, ny_text text)
{
    ny_sheet_reading *reading = state;
    if (reading->in_value)
        add_text(reading->book, &reading->value, text);
}

/* --- what a cell says -------------------------------------------------------------------------- */

static ny_book_value shared_text(ny_sheet_reading *reading, ny_text value)
{
    const ny_book *book = reading->book;
    uint32_t number;
    if (read_whole(ny_text_terminated(reading->passing, value), UINT32_MAX / 16, &number) &&
        number < book->strings.count)
        return (ny_book_value){.given = NY_GIVEN_TEXT, .text = book->strings.items[number]};
    refuse(reading, NY_WORDS_PART_CELL_WITHOUT_TEXT, ny_text_terminated(reading->passing, value));
    return (ny_book_value){.given = NY_GIVEN_TEXT};
}

static ny_book_value cell_value(ny_sheet_reading *reading)
{
    ny_text value = ny_buffer_text(&reading->value);
    bool computed_text = reading->type == NY_CELL_IS_TEXT && reading->has_value;
    if (!value.size && reading->in_formula_cell && !computed_text)
        return (ny_book_value){.given = NY_GIVEN_NO_VALUE, .text = NY_TEXT("=")};
    if (!value.size)
        return (ny_book_value){.given = NY_GIVEN_TEXT};
    switch (reading->type) {
    case NY_CELL_IS_NUMBER:
        return ny_book_number(reading->passing, ny_text_trim(value), reading->shown,
                              reading->book->from_1904);
    case NY_CELL_IS_SHARED:
        return shared_text(reading, ny_text_trim(value));
    case NY_CELL_IS_TEXT:
    case NY_CELL_IS_INLINE:
        return (ny_book_value){.given = NY_GIVEN_TEXT,
                               .text = ny_book_unescape(reading->passing, value)};
    case NY_CELL_IS_YES_NO:
        return (ny_book_value){.given = NY_GIVEN_YES_NO,
                               .text = ny_text_is(ny_text_trim(value), "0") ? NY_TEXT("FALSE")
                                                                            : NY_TEXT("TRUE")};
    case NY_CELL_IS_ERROR:
        return (ny_book_value){.given = NY_GIVEN_ERROR, .text = value};
    case NY_CELL_IS_DAY:
        return ny_book_day(reading->passing, ny_text_trim(value));
    }
    NY_BUG("a cell without a type");
}

static void end_cell(ny_sheet_reading *reading)
{
    ny_book_value value = cell_value(reading);
    reading->in_cell = false;
    if (!value.text.size)
        return;
    ny_packer_add(&reading->packer, reading->column - 1, value.given, value.text);
    reading->row_has_cells = true;
    reading->sheet->clocks += value.given == NY_GIVEN_DATE_TIME;
    reading->sheet->cut_numbers += value.cut;
    uint64_t packed = reading->packer.buffer.size;
    if (packed > NY_SHEET_FREE_BYTES && packed / NY_SHEET_MOST_TIMES > reading->book->part_bytes)
        ny_book_too_large(reading->book);
}

static void end_row(ny_sheet_reading *reading)
{
    reading->in_row = false;
    reading->sheet->hidden_rows += reading->row_hidden && reading->row_has_cells;
    ny_arena_reset(reading->passing);
}

static void end_in_sheet(void *state, const char *name)
{
    ny_sheet_reading *reading = state;
    reading->in_value = false;
    reading->spoken -= is(name, "rPh") && reading->spoken;
    if (is(name, "c") && reading->in_cell)
        end_cell(reading);
    else if (is(name, "row") && reading->in_row && !reading->in_cell)
        end_row(reading);
}

bool ny_book_read_sheet(ny_book *book, ny_text part, ny_sheet *sheet)
{
    static const ny_part_events events = {begin_in_sheet, end_in_sheet, text_in_sheet};
    ny_sheet_reading reading = {.book = book,
                                .sheet = sheet,
                                .packer = ny_packer_create(book->scratch),
                                .passing = ny_arena_create(),
                                .value = ny_buffer_create(book->scratch)};
    bool done = ny_book_read_part(book, part, &events, &reading);
    ny_arena_destroy(reading.passing);
    if (!done)
        return false;
    sheet->text = ny_packer_finish(&reading.packer, book->arena);
    sheet->records = reading.packer.records;
    sheet->columns = reading.packer.columns;
    uint32_t *cells = NY_NEW_ARRAY(book->arena, uint32_t, sheet->columns);
    if (sheet->columns)
        memcpy(cells, reading.packer.cells, sizeof *cells * sheet->columns);
    sheet->cells = cells;
    keep_hidden_columns(&reading, sheet);
    return true;
}
