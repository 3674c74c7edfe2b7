/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The bid form for people: one grid of texts, written as CSV and as a workbook. */

#include "io/file.h"
#include "io/form.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* 1 January 2000: a workbook says when it was made, and the same contract shall give the same bytes. */
#define FIXED_DAY 946684800
#define TEMPORARY "/tmp"

static const ny_tell headings[NY_FORM_CELLS] = {
    [NY_FORM_CELL_FIELD] = NY_TELL_FO_FIELD,       [NY_FORM_CELL_CLAUSE] = NY_TELL_FO_CLAUSE,
    [NY_FORM_CELL_ASKED] = NY_TELL_FO_ASKED,       [NY_FORM_CELL_ANSWER] = NY_TELL_FO_ANSWER,
    [NY_FORM_CELL_UNIT] = NY_TELL_FO_UNIT,         [NY_FORM_CELL_LEAST] = NY_TELL_FO_LEAST,
    [NY_FORM_CELL_MOST] = NY_TELL_FO_MOST,         [NY_FORM_CELL_BLANK] = NY_TELL_FO_BLANK,
    [NY_FORM_CELL_EVIDENCE] = NY_TELL_FO_EVIDENCE,
};
static const uint8_t widths[NY_FORM_CELLS] = {
    [NY_FORM_CELL_FIELD] = 26,  [NY_FORM_CELL_CLAUSE] = 8, [NY_FORM_CELL_ASKED] = 60,
    [NY_FORM_CELL_ANSWER] = 18, [NY_FORM_CELL_UNIT] = 22,  [NY_FORM_CELL_LEAST] = 10,
    [NY_FORM_CELL_MOST] = 10,   [NY_FORM_CELL_BLANK] = 20, [NY_FORM_CELL_EVIDENCE] = 40,
};

/* A form as rows of cells; `fields` says which row is a field's, NULL for the others. */
typedef struct ny_grid_row {
    ny_text cells[NY_FORM_CELLS];
    const ny_form_field *field;
    bool heading;
} ny_grid_row;

typedef NY_LIST(ny_grid_row) ny_grid;

ny_text ny_form_heading(const ny_prose *prose, ny_form_column column)
{
    return ny_tell_with(prose, headings[column], NULL, 0);
}

ny_text ny_form_contract_row(const ny_prose *prose)
{
    return NY_TELLS_PLAIN(prose, FO_CONTRACT);
}

ny_text ny_form_bidder_row(const ny_prose *prose)
{
    return NY_TELLS_PLAIN(prose, FO_BIDDER);
}

/* --- the grid ---------------------------------------------------------------------------------- */

/* "0,5": no sign between thousands, since a form's numbers are to be written in the same way. */
static ny_text limit(const ny_prose *prose, ny_rational value)
{
    ny_text decimal = ny_rational_decimal_text(prose->arena, value, 0, 6);
    ny_text sign = NY_TELLS_PLAIN(prose, DECIMAL_SIGN);
    ny_buffer text = ny_buffer_create(prose->arena);
    for (size_t i = 0; i < decimal.size; i++)
        if (decimal.data[i] == '.')
            ny_buffer_add(&text, sign);
        else
            ny_buffer_add_character(&text, decimal.data[i]);
    return ny_buffer_text(&text);
}

ny_text ny_form_unit(const ny_prose *prose, const ny_form_field *field)
{
    if (field->kind == NY_KIND_YES_NO)
        return NY_TELLS_PLAIN(prose, FO_YES_OR_NO);
    if (field->kind == NY_KIND_DATE)
        return NY_TELLS_PLAIN(prose, FO_A_DATE);
    return field->unit.size ? ny_prose_unit(prose, field->unit, true) : NY_NO_TEXT;
}

static ny_text blank_text(const ny_prose *prose, const ny_form_field *field)
{
    if (!field->has_default)
        return NY_TELLS_PLAIN(prose, FO_MUST_BE_FILLED);
    const ny_figure *figure = &prose->model->figures.items[field->figure];
    return ny_prose_value(prose, figure, figure->otherwise);
}

static ny_grid_row field_row(const ny_prose *prose, const ny_form_field *field)
{
    ny_text asked = field->label.size ? ny_prose_words_of(prose, field->label)
                                      : ny_prose_words_of(prose, field->name);
    if (field->is_whole)
        asked = NY_TELLS(prose, FO_WHOLE, asked);
    return (ny_grid_row){
        .field = field,
        .cells = {[NY_FORM_CELL_FIELD] = field->name,
                  [NY_FORM_CELL_CLAUSE] = field->clause,
                  [NY_FORM_CELL_ASKED] = asked,
                  [NY_FORM_CELL_UNIT] = ny_form_unit(prose, field),
                  [NY_FORM_CELL_LEAST] = field->has_range ? limit(prose, field->low) : NY_NO_TEXT,
                  [NY_FORM_CELL_MOST] = field->has_range ? limit(prose, field->high) : NY_NO_TEXT,
                  [NY_FORM_CELL_BLANK] = blank_text(prose, field)}};
}

static ny_grid make_grid(const ny_prose *prose, const ny_form *form, ny_keyword envelope)
{
    ny_arena *arena = prose->arena;
    ny_grid grid = {0};
    ny_grid_row head = {.heading = true};
    *NY_APPEND(arena, &grid) =
        (ny_grid_row){.cells = {ny_form_contract_row(prose), NY_NO_TEXT, form->model->title}};
    *NY_APPEND(arena, &grid) = (ny_grid_row){.cells = {ny_form_bidder_row(prose)}};
    *NY_APPEND(arena, &grid) =
        (ny_grid_row){.cells = {NY_TELLS_PLAIN(prose, FO_ENVELOPE), NY_NO_TEXT,
                                envelope == NY_KEYWORD_PRICE ? NY_TELLS_PLAIN(prose, FO_PRICES)
                                                             : NY_TELLS_PLAIN(prose, FO_ANSWERS)}};
    *NY_APPEND(arena, &grid) = (ny_grid_row){
        .cells = {NY_TELLS_PLAIN(prose, FO_NOTE), NY_NO_TEXT, NY_TELLS_PLAIN(prose, FO_HOW)}};
    *NY_APPEND(arena, &grid) = (ny_grid_row){0};
    for (uint32_t i = 0; i < NY_FORM_CELLS; i++)
        head.cells[i] = ny_form_heading(prose, (ny_form_column)i);
    *NY_APPEND(arena, &grid) = head;
    for (uint32_t i = 0; i < form->fields.count; i++)
        if (form->fields.items[i].envelope == envelope)
            *NY_APPEND(arena, &grid) = field_row(prose, &form->fields.items[i]);
    return grid;
}

/* --- CSV --------------------------------------------------------------------------------------- */

static void add_csv_cell(ny_buffer *out, ny_text text)
{
    bool plain = true;
    for (size_t i = 0; i < text.size && plain; i++)
        plain = text.data[i] != '"' && text.data[i] != ',' && text.data[i] != ';' &&
                text.data[i] != '\n' && text.data[i] != '\r';
    if (plain) {
        ny_buffer_add(out, text);
        return;
    }
    ny_buffer_add_character(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            ny_buffer_add_character(out, '"');
        ny_buffer_add_character(out, text.data[i]);
    }
    ny_buffer_add_character(out, '"');
}

/* With a byte-order mark: without it a spreadsheet takes æ, ø and å for other letters. */
ny_text ny_form_csv(ny_arena *arena, const ny_prose *prose, const ny_form *form,
                    ny_keyword envelope)
{
    ny_grid grid = make_grid(prose, form, envelope);
    ny_buffer out = ny_buffer_create(arena);
    char separator = ny_text_is(NY_TELLS_PLAIN(prose, DECIMAL_SIGN), ",") ? ';' : ',';
    ny_buffer_add(&out, NY_TEXT("\xEF\xBB\xBF"));
    for (uint32_t r = 0; r < grid.count; r++) {
        for (uint32_t c = 0; c < NY_FORM_CELLS; c++) {
            if (c)
                ny_buffer_add_character(&out, separator);
            add_csv_cell(&out, grid.items[r].cells[c]);
        }
        ny_buffer_add(&out, NY_TEXT("\r\n"));
    }
    return ny_buffer_text(&out);
}

/* --- workbook ---------------------------------------------------------------------------------- */

typedef struct ny_book_formats {
    lxw_format *plain, *bold, *number, *date, *text;
} ny_book_formats;

/* Cells that a bidder fills in are yellow and open; the rest of the sheet is protected, without a password. */
static lxw_format *open_format(lxw_workbook *book, const char *shown)
{
    lxw_format *format = workbook_add_format(book);
    format_set_unlocked(format);
    format_set_bg_color(format, 0xFFF8D6);
    format_set_border(format, LXW_BORDER_THIN);
    if (shown)
        format_set_num_format(format, shown);
    return format;
}

static ny_book_formats make_formats(lxw_workbook *book)
{
    ny_book_formats made = {.plain = workbook_add_format(book),
                            .bold = workbook_add_format(book),
                            .number = open_format(book, NULL),
                            .date = open_format(book, "yyyy-mm-dd"),
                            .text = open_format(book, "@")};
    format_set_text_wrap(made.plain);
    format_set_align(made.plain, LXW_ALIGN_VERTICAL_TOP);
    format_set_bold(made.bold);
    return made;
}

/* The library takes its texts as ones that it could change. */
static char *own_text(const ny_prose *prose, ny_text text)
{
    char *copy = NY_NEW_ARRAY(prose->arena, char, text.size + 1);
    memcpy(copy, text.data, text.size);
    return copy;
}

/* Excel refuses a number outside the limits at once, with these words. */
static void add_limits(lxw_worksheet *sheet, lxw_row_t row, const ny_prose *prose,
                       const ny_form_field *field)
{
    char *yes_no[3] = {own_text(prose, NY_TELLS_PLAIN(prose, YES)),
                       own_text(prose, NY_TELLS_PLAIN(prose, NO)), NULL};
    lxw_data_validation validation = {.ignore_blank = LXW_VALIDATION_ON,
                                      .show_input = LXW_VALIDATION_ON,
                                      .show_error = LXW_VALIDATION_ON};
    if (field->kind == NY_KIND_YES_NO) {
        validation.validate = LXW_VALIDATION_TYPE_LIST;
        validation.dropdown = LXW_VALIDATION_ON;
        validation.value_list = yes_no;
    } else if (field->has_range) {
        validation.validate =
            field->is_whole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL;
        validation.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        validation.minimum_number = ny_rational_to_double(field->low);
        validation.maximum_number = ny_rational_to_double(field->high);
        validation.error_message =
            own_text(prose, NY_TELLS(prose, FO_FROM_TO, limit(prose, field->low),
                                     limit(prose, field->high), field->unit));
    } else {
        return;
    }
    (void)worksheet_data_validation_cell(sheet, row, NY_FORM_CELL_ANSWER, &validation);
}

static lxw_format *answer_format(const ny_book_formats *formats, const ny_form_field *field)
{
    return field->kind == NY_KIND_NUMBER ? formats->number
           : field->kind == NY_KIND_DATE ? formats->date
                                         : formats->text;
}

static void fill_book(lxw_workbook *book, lxw_worksheet *sheet, const ny_prose *prose,
                      const ny_grid *grid)
{
    ny_book_formats formats = make_formats(book);
    for (uint32_t c = 0; c < NY_FORM_CELLS; c++)
        (void)worksheet_set_column(sheet, (lxw_col_t)c, (lxw_col_t)c, widths[c], NULL);
    for (uint32_t r = 0; r < grid->count; r++) {
        const ny_grid_row *row = &grid->items[r];
        for (uint32_t c = 0; c < NY_FORM_CELLS; c++)
            if (row->cells[c].size)
                (void)worksheet_write_string(sheet, r, (lxw_col_t)c,
                                             ny_text_terminated(prose->arena, row->cells[c]),
                                             row->heading || c == 0 ? formats.bold : formats.plain);
        if (r == 1)
            (void)worksheet_write_blank(sheet, r, NY_FORM_CELL_ASKED, formats.text);
        if (!row->field)
            continue;
        (void)worksheet_write_blank(sheet, r, NY_FORM_CELL_ANSWER,
                                    answer_format(&formats, row->field));
        add_limits(sheet, r, prose, row->field);
        if (row->field->figure == NY_NONE)
            (void)worksheet_write_blank(sheet, r, NY_FORM_CELL_EVIDENCE, formats.text);
    }
    worksheet_protect(sheet, NULL, NULL);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);
}

static bool write_book(const char *path, const ny_prose *prose, const ny_form *form,
                       ny_keyword envelope)
{
    ny_grid grid = make_grid(prose, form, envelope);
    lxw_workbook *book = workbook_new(path);
    if (!book)
        return false;
    lxw_doc_properties about = {.created = FIXED_DAY};
    (void)workbook_set_properties(book, &about);
    ny_text name = envelope == NY_KEYWORD_PRICE ? NY_TELLS_PLAIN(prose, FO_SHEET_PRICE)
                                                : NY_TELLS_PLAIN(prose, FO_SHEET_ANSWERS);
    lxw_worksheet *sheet = workbook_add_worksheet(book, ny_text_terminated(prose->arena, name));
    if (sheet)
        fill_book(book, sheet, prose, &grid);
    return workbook_close(book) == LXW_NO_ERROR && sheet;
}

/* The library writes to a file of a name; the bytes go where the other files go. */
ny_status ny_form_book(ny_arena *arena, const ny_prose *prose, const ny_form *form,
                       ny_keyword envelope, ny_text *ret_bytes, ny_text *ret_problem)
{
    char path[] = TEMPORARY "/nytte-form-XXXXXX";
    int file = mkstemp(path);
    if (file < 0) {
        *ret_problem = ny_file_problem(prose->language, errno);
        return NY_WORLD_FAILED;
    }
    (void)close(file);
    ny_status status = NY_WORLD_FAILED;
    if (write_book(path, prose, form, envelope))
        status = ny_file_read(arena, prose->language, ny_text_of(path), ret_bytes, ret_problem);
    else
        *ret_problem = ny_file_problem(prose->language, EIO);
    (void)unlink(path);
    return status;
}

/* --- to be read -------------------------------------------------------------------------------- */

static const ny_page_layout form_layout = {
    "form", 4, {{26, 0, false}, {22, 1, false}, {22, 1, false}, {24, 1, false}}};

static void add_envelope(const ny_prose *prose, const ny_form *form, ny_keyword envelope,
                         ny_page *page)
{
    if (!ny_form_has(form, envelope))
        return;
    ny_page_part(page,
                 envelope == NY_KEYWORD_PRICE ? NY_TELLS_PLAIN(prose, FO_PRICES)
                                              : NY_TELLS_PLAIN(prose, FO_ANSWERS),
                 envelope == NY_KEYWORD_PRICE ? NY_TEXT("price.json") : NY_TEXT("answers.json"));
    NY_PAGE_ROW(page, &form_layout, NY_NO_TEXT, ny_form_heading(prose, NY_FORM_CELL_FIELD),
                ny_form_heading(prose, NY_FORM_CELL_UNIT), NY_TELLS_PLAIN(prose, FO_LIMITS),
                ny_form_heading(prose, NY_FORM_CELL_BLANK));
    for (uint32_t i = 0; i < form->fields.count; i++) {
        const ny_form_field *field = &form->fields.items[i];
        if (field->envelope != envelope)
            continue;
        ny_grid_row row = field_row(prose, field);
        ny_text limits = field->has_range
                             ? NY_TELLS(prose, FO_LIMITS_ARE, row.cells[NY_FORM_CELL_LEAST],
                                        row.cells[NY_FORM_CELL_MOST])
                             : NY_NO_TEXT;
        NY_PAGE_ROW(page, &form_layout, NY_NO_TEXT, field->name, row.cells[NY_FORM_CELL_UNIT],
                    limits, row.cells[NY_FORM_CELL_BLANK]);
        ny_page_add(page, NY_BLOCK_UNDER,
                    field->clause.size ? NY_TELLS(prose, FO_ASKED_BY_CLAUSE,
                                                  row.cells[NY_FORM_CELL_ASKED], field->clause)
                                       : row.cells[NY_FORM_CELL_ASKED]);
    }
}

void ny_form_page(const ny_prose *prose, const ny_form *form, ny_page *page)
{
    ny_page_add(page, NY_BLOCK_TITLE,
                NY_TELLS(prose, FO_TITLE, ny_prose_words_of(prose, form->model->title)));
    add_envelope(prose, form, NY_KEYWORD_QUALITY, page);
    add_envelope(prose, form, NY_KEYWORD_PRICE, page);
}
