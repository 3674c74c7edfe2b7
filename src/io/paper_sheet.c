/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A bid form that was filled in, as CSV or as a workbook. The row of headings says in which language the form is, and
 * so how its numbers are read; a row is known by its field's name, wherever it stands. A number becomes the contract's
 * text of it ("15200" beside "DKK per pump": `15200 DKK per pump`), and the one reader of offers reads that.
 *
 * In a Danish form a dot, in an English one a comma, is never read: it could stand between thousands or before
 * decimals. A workbook's numbers are numbers, whatever they look like. */

#include "io/paper.h"

#include "io/detect.h"
#include "io/encoding.h"
#include "io/form.h"
#include "io/workbook.h"

typedef struct ny_form_reading {
    ny_arena *arena;
    ny_sink *sink;
    const ny_form *form;
    ny_paper *paper;
    uint32_t source;
    ny_buffer shown; /* of a workbook: its rows as text, so that a fault can show its line */
    uint32_t lines;  /* of `shown` */
    bool has_headings;
    const ny_prose *proses; /* by language */
    ny_prose prose;         /* of the form's language */
    uint32_t columns[NY_FORM_CELLS];
    bool good;
} ny_form_reading;

/* --- cells ------------------------------------------------------------------------------------- */

typedef struct ny_form_row {
    const ny_csv_record *record;
    ny_text *texts; /* by column */
    ny_span *places;
} ny_form_row;

static ny_text cell_at(const ny_form_row *row, uint32_t column)
{
    return column < row->record->kept ? ny_text_trim(row->texts[column]) : NY_NO_TEXT;
}

static ny_given given_at(const ny_form_row *row, uint32_t column)
{
    return column < row->record->kept ? (ny_given)row->record->cells[column].given : NY_GIVEN_TEXT;
}

static ny_span place_at(const ny_form_reading *reading, const ny_form_row *row, uint32_t column)
{
    return column < row->record->kept ? row->places[column] : reading->paper->whole;
}

/* --- headings ---------------------------------------------------------------------------------- */

static bool find_headings(ny_form_reading *reading, const ny_form_row *row, ny_language language)
{
    reading->prose = reading->proses[language];
    for (uint32_t k = 0; k < NY_FORM_CELLS; k++) {
        reading->columns[k] = UINT32_MAX;
        ny_text heading = ny_form_heading(&reading->prose, (ny_form_column)k);
        for (uint32_t i = row->record->kept; i-- > 0;)
            if (ny_text_equal(cell_at(row, i), heading))
                reading->columns[k] = i;
    }
    return reading->columns[NY_FORM_CELL_FIELD] != UINT32_MAX &&
           reading->columns[NY_FORM_CELL_ANSWER] != UINT32_MAX;
}

/* The first cell behind the first that says something. */
static ny_text said_beside(ny_arena *arena, const ny_form_row *row)
{
    for (uint32_t i = 1; i < row->record->kept; i++)
        if (cell_at(row, i).size)
            return ny_text_copy(arena, cell_at(row, i));
    return NY_NO_TEXT;
}

static void read_head(ny_form_reading *reading, const ny_form_row *row)
{
    for (ny_language language = 0; language < NY_LANGUAGE_COUNT; language++) {
        const ny_prose *prose = &reading->proses[language];
        if (ny_text_equal(cell_at(row, 0), ny_form_contract_row(prose)))
            reading->paper->contract = said_beside(reading->arena, row);
        else if (ny_text_equal(cell_at(row, 0), ny_form_bidder_row(prose)))
            reading->paper->bidder = said_beside(reading->arena, row);
        else if (find_headings(reading, row, language))
            reading->has_headings = true;
        if (reading->has_headings)
            return;
    }
}

/* --- values ------------------------------------------------------------------------------------ */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many bytes of the text are a number as forms write it; none where it begins otherwise. */
static size_t number_size(ny_text text)
{
    size_t at = text.size && text.data[0] == '-';
    if (at >= text.size || !is_digit(text.data[at]))
        return 0;
    while (at < text.size && (is_digit(text.data[at]) || text.data[at] == '.' ||
                              text.data[at] == ',' || text.data[at] == '_'))
        at++;
    return at;
}

/* "12,5" of a Danish form as "12.5". False, reported, at a sign that this form's language does not have. */
static bool plain_number(ny_form_reading *reading, const ny_form_row *row,
                         const ny_form_field *field, ny_text written, ny_buffer *out)
{
    char decimal = NY_TELLS_PLAIN(&reading->prose, DECIMAL_SIGN).data[0];
    for (size_t i = 0; i < written.size; i++) {
        char c = written.data[i];
        if ((c == '.' || c == ',') && c != decimal) {
            NY_REPORT(reading->sink, NY_FORM_READS_TWICE,
                      place_at(reading, row, reading->columns[NY_FORM_CELL_ANSWER]),
                      cell_at(row, reading->columns[NY_FORM_CELL_ANSWER]), field->name,
                      ny_words(reading->sink, NY_WORDS_CAN_BE_READ_TWICE),
                      ny_words(reading->sink,
                               decimal == ',' ? NY_WORDS_WRITE_A_COMMA : NY_WORDS_WRITE_A_POINT));
            return false;
        }
        ny_buffer_add_character(out, c == decimal ? '.' : c);
    }
    return true;
}

/* A unit as the form's language writes it is the contract's; another one stays as it stands. */
static ny_text unit_said(const ny_form_reading *reading, const ny_form_field *field, ny_text said)
{
    return !said.size || ny_text_equal(said, ny_form_unit(&reading->prose, field))
               ? field->unit
               : ny_text_copy(reading->arena, said);
}

static bool number_text(ny_form_reading *reading, const ny_form_row *row,
                        const ny_form_field *field, ny_text cell, ny_text *ret_text)
{
    ny_given given = given_at(row, reading->columns[NY_FORM_CELL_ANSWER]);
    ny_buffer text = ny_buffer_create(reading->arena);
    size_t size = number_size(cell);
    bool is_number = given == NY_GIVEN_NUMBER || given == NY_GIVEN_PERCENT;
    if (is_number)
        ny_buffer_add(&text, cell);
    else if (!plain_number(reading, row, field, (ny_text){cell.data, size}, &text))
        return false;
    ny_text rest = ny_text_trim((ny_text){cell.data + size, cell.size - size});
    ny_text beside = cell_at(row, reading->columns[NY_FORM_CELL_UNIT]);
    ny_text unit = given == NY_GIVEN_PERCENT
                       ? NY_TEXT("%")
                       : unit_said(reading, field, is_number || !rest.size ? beside : rest);
    if (unit.size)
        ny_buffer_format(&text, " %.*s", NY_PRINT(unit));
    *ret_text = size || is_number ? ny_buffer_text(&text) : ny_text_copy(reading->arena, cell);
    return true;
}

/* "31-03-2027" as "2027-03-31"; anything else as it stands. */
static ny_text date_text(ny_arena *arena, ny_text cell)
{
    if (cell.size == 10 && (cell.data[2] == '-' || cell.data[2] == '.' || cell.data[2] == '/') &&
        cell.data[5] == cell.data[2])
        return ny_format(arena, "%.4s-%.2s-%.2s", cell.data + 6, cell.data + 3, cell.data);
    return ny_text_copy(arena, cell);
}

static ny_text yes_no_text(const ny_form_reading *reading, ny_text cell)
{
    if (ny_text_equal(cell, NY_TELLS_PLAIN(&reading->prose, YES)))
        return NY_TEXT("yes");
    if (ny_text_equal(cell, NY_TELLS_PLAIN(&reading->prose, NO)))
        return NY_TEXT("no");
    return ny_text_copy(reading->arena, cell);
}

static bool read_value(ny_form_reading *reading, const ny_form_row *row, const ny_form_field *field,
                       ny_text cell, ny_text *ret_text)
{
    if (field && field->kind == NY_KIND_NUMBER)
        return number_text(reading, row, field, cell, ret_text);
    *ret_text = !field                          ? ny_text_copy(reading->arena, cell)
                : field->kind == NY_KIND_DATE   ? date_text(reading->arena, cell)
                : field->kind == NY_KIND_YES_NO ? yes_no_text(reading, cell)
                                                : ny_text_copy(reading->arena, cell);
    return true;
}

static bool stands_already(const ny_paper *paper, ny_text name)
{
    for (uint32_t i = 0; i < paper->entries.count; i++)
        if (ny_text_equal(paper->entries.items[i].name, name))
            return true;
    return false;
}

/* A row below the headings; a blank answer is none. */
static void read_field(ny_form_reading *reading, const ny_form_row *row)
{
    ny_text name = cell_at(row, reading->columns[NY_FORM_CELL_FIELD]);
    ny_text cell = cell_at(row, reading->columns[NY_FORM_CELL_ANSWER]);
    if (name.size && !cell.size)
        *NY_APPEND(reading->arena, &reading->paper->blanks) =
            (ny_paper_blank){ny_text_copy(reading->arena, name),
                             place_at(reading, row, reading->columns[NY_FORM_CELL_FIELD])};
    if (!name.size || !cell.size)
        return;
    const ny_form_field *answer = ny_form_find(reading->form, name, true);
    const ny_form_field *field = answer ? answer : ny_form_find(reading->form, name, false);
    ny_paper_entry entry = {.is_answer = answer != NULL,
                            .name = ny_text_copy(reading->arena, name),
                            .is_text = true,
                            .place = place_at(reading, row, reading->columns[NY_FORM_CELL_ANSWER])};
    if (stands_already(reading->paper, name)) {
        NY_REPORT(reading->sink, NY_FORM_TWICE, entry.place, entry.name);
        reading->good = false;
        return;
    }
    if (!read_value(reading, row, field, cell, &entry.text)) {
        reading->good = false;
        return;
    }
    if (answer)
        entry.evidence =
            ny_text_copy(reading->arena, cell_at(row, reading->columns[NY_FORM_CELL_EVIDENCE]));
    entry.source = ny_sink_add_part(reading->sink, entry.place, entry.text);
    *NY_APPEND(reading->arena, &reading->paper->entries) = entry;
}

/* --- rows -------------------------------------------------------------------------------------- */

/* A workbook has rows and no lines: row 9 becomes line 9 of a text, its cells beside each other. */
static void show_row(ny_form_reading *reading, const ny_csv_record *record, ny_form_row *row)
{
    for (; reading->lines + 1 < record->line; reading->lines++)
        ny_buffer_add_character(&reading->shown, '\n');
    for (uint32_t i = 0; i < record->kept; i++) {
        uint32_t begin = (uint32_t)reading->shown.size;
        ny_buffer_add(&reading->shown, row->texts[i]);
        row->places[i] = (ny_span){reading->source, begin, (uint32_t)reading->shown.size};
        if (i + 1 < record->kept)
            ny_buffer_add(&reading->shown, NY_TEXT(" | "));
    }
    ny_buffer_add_character(&reading->shown, '\n');
    reading->lines++;
}

static ny_form_row make_row(ny_form_reading *reading, const ny_csv_record *record, ny_text whole,
                            bool is_book)
{
    ny_form_row row = {record, NY_NEW_ARRAY(reading->arena, ny_text, record->kept + 1),
                       NY_NEW_ARRAY(reading->arena, ny_span, record->kept + 1)};
    for (uint32_t i = 0; i < record->kept; i++) {
        row.texts[i] = ny_csv_cell_text(reading->arena, &record->cells[i]);
        uint32_t begin = (uint32_t)(record->cells[i].raw.data - whole.data);
        if (!is_book)
            row.places[i] =
                (ny_span){reading->source, begin, begin + (uint32_t)record->cells[i].raw.size};
    }
    if (is_book)
        show_row(reading, record, &row);
    return row;
}

static void read_rows(ny_form_reading *reading, ny_text text, char separator, bool is_book)
{
    ny_csv_reader reader = ny_csv_open(reading->arena, text, separator, 64);
    ny_csv_record record;
    while (ny_csv_next(&reader, &record) == NY_CSV_RECORD) {
        ny_form_row row = make_row(reading, &record, text, is_book);
        if (reading->has_headings)
            read_field(reading, &row);
        else
            read_head(reading, &row);
    }
}

static bool not_a_form(ny_form_reading *reading)
{
    NY_REPORT(reading->sink, NY_FORM_SHAPE, reading->paper->whole, reading->paper->path,
              ny_words(reading->sink, NY_WORDS_NO_FORM_HEADINGS));
    return false;
}

bool ny_paper_read_form(ny_arena *arena, ny_sink *sink, const ny_form *form, const ny_prose *proses,
                        ny_text path, ny_text bytes, ny_paper *ret_paper)
{
    ny_paper paper = {.path = path, .is_form = true};
    ny_form_reading reading = {.arena = arena,
                               .sink = sink,
                               .form = form,
                               .proses = proses,
                               .paper = &paper,
                               .good = true};
    ny_decoded decoded;
    ny_sheet sheet;
    bool is_book = ny_is_workbook(bytes);
    reading.source = ny_sink_add_source(sink, path, NY_NO_TEXT);
    paper.whole = paper.offers = (ny_span){reading.source, 0, 0};
    if (is_book) {
        reading.shown = ny_buffer_create(arena);
        if (!ny_workbook_read(arena, sink, paper.whole, path, bytes, NY_NO_TEXT, &sheet))
            return false;
        read_rows(&reading, sheet.text, NY_PACKED, true);
        sink->sources.items[reading.source].text = ny_buffer_text(&reading.shown);
    } else {
        if (ny_decode(arena, bytes, NY_ENCODING_NOT_SAID, &decoded) != NY_DECODED)
            return not_a_form(&reading);
        sink->sources.items[reading.source].text = decoded.text;
        for (size_t i = 0; i < sizeof NY_SEPARATORS - 1 && !reading.has_headings; i++)
            read_rows(&reading, decoded.text, NY_SEPARATORS[i], false);
    }
    if (!reading.has_headings)
        return not_a_form(&reading);
    *ret_paper = paper;
    return reading.good;
}
