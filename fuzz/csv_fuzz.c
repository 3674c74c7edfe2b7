/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as an extract of a small table, read without a source and with one. The laws: what was
 * read and is written again reads back to the same table, with no row set aside; and a file whose
 * form was found out reads to the same table where that form is said. */

#include "base/bug.h"
#include "io/csv_write.h"
#include "io/extract.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct column_of_model {
    const char *name, *heading;
    ny_type_form form;
    ny_kind kind;
    bool if_any, if_known;
    uint32_t not_above, not_before;
} column_of_model;

static const column_of_model columns[] = {
    {"id", "Id", NY_FORM_KEY, NY_KIND_TEXT, false, false, NY_NONE, NY_NONE},
    {"day", "Dag", NY_FORM_DATE, NY_KIND_DATE, false, false, NY_NONE, NY_NONE},
    {"end", "Slut", NY_FORM_DATE, NY_KIND_DATE, true, false, NY_NONE, 1},
    {"most", "Flest", NY_FORM_NUMBER, NY_KIND_NUMBER, false, true, NY_NONE, NY_NONE},
    {"some", "Nogle", NY_FORM_NUMBER, NY_KIND_NUMBER, false, true, 3, NY_NONE},
    {"kind", "Art", NY_FORM_WORDS, NY_KIND_WORD, true, false, NY_NONE, NY_NONE},
    {"ok", "Ja", NY_FORM_YES_NO, NY_KIND_YES_NO, false, true, NY_NONE, NY_NONE},
    {"led", "Leder", NY_FORM_A, NY_KIND_ROW, false, true, NY_NONE, NY_NONE},
};

static ny_model *make_model(ny_arena *arena)
{
    ny_model *model = NY_NEW(arena, ny_model);
    ny_table *table = NY_APPEND(arena, &model->tables);
    *table = (ny_table){.name = NY_TEXT("visit"), .key = 0, .date = 1};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        ny_column *column = NY_APPEND(arena, &table->columns);
        *column = (ny_column){.name = ny_text_of(columns[i].name),
                              .form = columns[i].form,
                              .type = {.kind = columns[i].kind, .column = (uint32_t)i},
                              .if_any = columns[i].if_any,
                              .if_known = columns[i].if_known,
                              .has_range = columns[i].not_above != NY_NONE,
                              .low = NY_RATIONAL_ZERO,
                              .high = NY_RATIONAL_ZERO,
                              .high_column = columns[i].not_above,
                              .not_before = columns[i].not_before,
                              .factor = NY_RATIONAL_ONE};
    }
    *NY_APPEND(arena, &table->columns.items[5].words) = NY_TEXT("a");
    *NY_APPEND(arena, &table->columns.items[5].words) = NY_TEXT("b");
    return model;
}

static ny_declaration *make_source(ny_arena *arena)
{
    ny_declaration *source = NY_NEW(arena, ny_declaration);
    source->header_span = (ny_span){UINT32_MAX, 0, 0};
    source->is.source = (ny_source_words){.written = {.encoding = NY_ENCODING_LATIN1,
                                                      .separator = ';',
                                                      .decimal = ',',
                                                      .dates = NY_TEXT("dd/mm/yyyy")},
                                          .extracted_said = true,
                                          .extracted = 20000};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        *NY_APPEND(arena, &source->is.source.columns) =
            (ny_source_column){.column = {.text = ny_text_of(columns[i].name)},
                               .heading = ny_text_of(columns[i].heading)};
    return source;
}

static bool read(ny_arena *arena, const ny_model *model, const ny_declaration *source,
                 const ny_written *written, ny_text bytes, ny_tables *ret_tables)
{
    ny_extract extract = {.table = 0, .source = source};
    ny_extract_file file = {.name = NY_TEXT("fuzz.csv"), .bytes = bytes};
    if (written)
        file.written = *written;
    *NY_APPEND(arena, &extract.files) = file;
    return ny_extract_read(arena, ny_sink_create(arena), model, &extract, 1, ret_tables);
}

static void check_cell(const ny_rows *a, const ny_rows *b, uint32_t column, uint32_t row)
{
    const ny_cells *left = &a->columns[column], *right = &b->columns[column];
    NY_BUG_ON(left->state[row] != right->state[row]);
    if (columns[column].kind != NY_KIND_TEXT)
        NY_BUG_ON(ny_cells_value(left, row) != ny_cells_value(right, row));
    else if (left->state[row] == NY_CELL_SOUND)
        NY_BUG_ON(!ny_text_equal(ny_rows_text(a, column, row), ny_rows_text(b, column, row)));
}

static void check_same(const ny_tables *tables, const ny_tables *again)
{
    NY_BUG_ON(again->rows[0].count != tables->rows[0].count);
    for (uint32_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (uint32_t row = 0; row < again->rows[0].count; row++)
            check_cell(&tables->rows[0], &again->rows[0], i, row);
}

static void check_round_trip(ny_arena *arena, const ny_model *model, const ny_tables *tables)
{
    ny_buffer buffer = ny_buffer_create(arena);
    ny_csv_write(&buffer, model, tables->rows, 0);
    ny_tables again;
    NY_BUG_ON(!read(arena, model, NULL, NULL, ny_buffer_text(&buffer), &again));
    check_same(tables, &again);
}

/* False where the columns are written in several ways, which no source can say. */
static bool written_of(const ny_file_seen *file, ny_written *ret_written)
{
    ny_written written = file->written;
    for (uint32_t i = 0; i < file->headings.count; i++) {
        const ny_heading_seen *heading = &file->headings.items[i];
        if ((heading->decimal && written.decimal && heading->decimal != written.decimal) ||
            (heading->dates.size && written.dates.size &&
             !ny_text_equal(heading->dates, written.dates)))
            return false;
        written.decimal = heading->decimal ? heading->decimal : written.decimal;
        written.dates = heading->dates.size ? heading->dates : written.dates;
    }
    *ret_written = written;
    return true;
}

static void check_said(ny_arena *arena, const ny_model *model, ny_text bytes,
                       const ny_tables *tables)
{
    ny_written written;
    ny_tables again;
    if (!written_of(&tables->files.items[0], &written))
        return;
    NY_BUG_ON(!read(arena, model, NULL, &written, bytes, &again));
    check_same(tables, &again);
    NY_BUG_ON(again.rejects.count != tables->rejects.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ny_arena *arena = ny_arena_create();
    ny_model *model = make_model(arena);
    ny_text bytes = {(const char *)data, size};
    ny_tables tables;
    if (read(arena, model, NULL, NULL, bytes, &tables)) {
        check_round_trip(arena, model, &tables);
        check_said(arena, model, bytes, &tables);
    }
    if (read(arena, model, make_source(arena), NULL, bytes, &tables))
        check_round_trip(arena, model, &tables);
    ny_arena_destroy(arena);
    return 0;
}
