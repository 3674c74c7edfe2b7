/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Models and sources built by hand, as the checker would give them: the knee contract's two tables
 * with the Danish extract, and a small model for single rules. */

#ifndef NY_TESTS_EXTRACT_MODEL_H
#define NY_TESTS_EXTRACT_MODEL_H

#include "io/extract.h"

#include <string.h>

typedef struct fixture {
    ny_arena *arena;
    ny_sink *sink;
    ny_model *model;
    ny_tables tables;
} fixture;

static inline fixture fixture_create(void)
{
    fixture made = {.arena = ny_arena_create()};
    made.sink = ny_sink_create(made.arena);
    made.model = NY_NEW(made.arena, ny_model);
    return made;
}

static inline uint32_t add_table(fixture *f, const char *name)
{
    *NY_APPEND(f->arena, &f->model->tables) =
        (ny_table){.name = ny_text_of(name), .key = NY_NONE, .date = NY_NONE};
    return f->model->tables.count - 1;
}

/* Added to the table that was added last. */
static inline ny_column *add_column(fixture *f, const char *name, ny_type_form form, ny_kind kind)
{
    ny_table *table = &f->model->tables.items[f->model->tables.count - 1];
    uint32_t number = table->columns.count;
    ny_column *column = NY_APPEND(f->arena, &table->columns);
    *column =
        (ny_column){.name = ny_text_of(name),
                    .form = form,
                    .type = {.kind = kind, .column = number, .table = f->model->tables.count - 1},
                    .high_column = NY_NONE,
                    .not_before = NY_NONE,
                    .factor = NY_RATIONAL_ONE};
    if (form == NY_FORM_KEY)
        table->key = number;
    return column;
}

static inline ny_column *add_text_column(fixture *f, const char *name, ny_type_form form)
{
    return add_column(f, name, form, NY_KIND_TEXT);
}

static inline ny_column *add_date_column(fixture *f, const char *name, uint32_t not_before)
{
    ny_column *column = add_column(f, name, NY_FORM_DATE, NY_KIND_DATE);
    column->not_before = not_before;
    return column;
}

static inline ny_column *add_number_column(fixture *f, const char *name, int64_t low, int64_t high,
                                           const char *unit)
{
    ny_column *column = add_column(f, name, NY_FORM_NUMBER, NY_KIND_NUMBER);
    column->has_range = true;
    column->low = ny_rational_whole(low);
    column->high = ny_rational_whole(high);
    column->unit_text = ny_text_of(unit);
    return column;
}

/* Words are separated by one blank. */
static inline ny_column *add_words_column(fixture *f, const char *name, const char *words)
{
    ny_column *column = add_column(f, name, NY_FORM_WORDS, NY_KIND_WORD);
    while (*words) {
        size_t size = strcspn(words, " ");
        *NY_APPEND(f->arena, &column->words) = (ny_text){words, size};
        words += size + (words[size] == ' ');
    }
    return column;
}

static inline ny_column *add_row_column(fixture *f, const char *name, uint32_t table)
{
    ny_column *column = add_column(f, name, NY_FORM_A, NY_KIND_ROW);
    column->type.table = table;
    return column;
}

static inline void dated_by(fixture *f, uint32_t column)
{
    f->model->tables.items[f->model->tables.count - 1].date = column;
}

/* --- the knee contract ------------------------------------------------------------------------ */

enum { KNEE_SURGEON, KNEE_OPERATION };
enum { KNEE_DONE = 4, KNEE_DISCHARGED = 11 };

static inline void add_knee_surgeon(fixture *f)
{
    add_table(f, "surgeon");
    add_text_column(f, "surgeon", NY_FORM_KEY);
    add_words_column(f, "hospital", "VEJ KOL AAB");
    add_date_column(f, "starts", NY_NONE);
    add_number_column(f, "operations_before", 0, 100000, "");
}

static inline void add_knee_operation(fixture *f)
{
    add_table(f, "operation");
    add_text_column(f, "id", NY_FORM_KEY);
    add_text_column(f, "patient", NY_FORM_PSEUDONYM);
    add_words_column(f, "hospital", "VEJ KOL AAB");
    add_row_column(f, "surgeon", KNEE_SURGEON);
    add_date_column(f, "done", NY_NONE);
    add_words_column(f, "kind", "primary uni revision");
    add_words_column(f, "supplier", "S1 S2 S3");
    add_number_column(f, "age", 0, 120, "year");
    add_words_column(f, "sex", "female male");
    add_number_column(f, "bmi", 10, 80, "")->if_known = true;
    add_number_column(f, "asa", 1, 5, "")->if_known = true;
    add_date_column(f, "discharged", KNEE_DONE)->if_known = true;
    add_date_column(f, "readmitted", KNEE_DISCHARGED)->if_any = true;
    add_date_column(f, "infection", KNEE_DONE)->if_any = true;
    add_date_column(f, "revised", KNEE_DONE)->if_any = true;
    add_words_column(f, "revision_cause", "infection loosening instability pain other")->if_any =
        true;
    add_date_column(f, "died", KNEE_DONE)->if_any = true;
    add_number_column(f, "oks_before", 0, 48, "point")->if_known = true;
    add_number_column(f, "oks_after", 0, 48, "point")->if_known = true;
    add_number_column(f, "eq5d_before", -1, 1, "")->if_known = true;
    add_number_column(f, "eq5d_after", -1, 1, "")->if_known = true;
    add_column(f, "satisfied", NY_FORM_YES_NO, NY_KIND_YES_NO)->if_known = true;
    dated_by(f, KNEE_DONE);
}

static inline fixture knee_fixture(void)
{
    fixture f = fixture_create();
    add_knee_surgeon(&f);
    add_knee_operation(&f);
    return f;
}

/* --- sources ---------------------------------------------------------------------------------- */

static inline ny_name name_of(const char *text)
{
    return (ny_name){.text = ny_text_of(text), .span = {UINT32_MAX, 0, 0}};
}

/* `codes` is "word=code word=code" or NULL. */
static inline ny_source_column *add_source_line(fixture *f, ny_declaration *source,
                                                const char *column, const char *heading,
                                                const char *codes)
{
    ny_source_column *line = NY_APPEND(f->arena, &source->is.source.columns);
    *line = (ny_source_column){.column = name_of(column),
                               .heading = ny_text_of(heading),
                               .heading_span = {UINT32_MAX, 0, 0}};
    while (codes && *codes) {
        size_t word = strcspn(codes, "="), size = strcspn(codes, " ");
        *NY_APPEND(f->arena, &line->codes) = (ny_source_code){
            .word = {.text = {codes, word}}, .code = {codes + word + 1, size - word - 1}};
        codes += size + (codes[size] == ' ');
    }
    return line;
}

static inline ny_source_column *add_checks_line(fixture *f, ny_declaration *source,
                                                const char *heading, ny_type_form form)
{
    ny_source_column *line = add_source_line(f, source, "", heading, NULL);
    line->checks = true;
    line->type = (ny_type_words){.form = form};
    return line;
}

static inline void add_profile_line(fixture *f, ny_declaration *source, const char *heading)
{
    ny_source_column *line = add_checks_line(f, source, heading, NY_FORM_CODE);
    line->type.has_digits = true;
    line->type.digits = 5;
    line->type.digit_low = 1;
    line->type.digit_high = 5;
    line->type.if_known = true;
}

static inline ny_declaration *make_source(fixture *f, const char *table, ny_encoding encoding,
                                          char separator, char decimal, const char *date)
{
    ny_declaration *source = NY_NEW(f->arena, ny_declaration);
    source->kind = NY_DECLARATION_SOURCE;
    source->header_span = (ny_span){UINT32_MAX, 0, 0};
    source->is.source = (ny_source_words){.table = name_of(table),
                                          .written = {.encoding = encoding,
                                                      .separator = separator,
                                                      .decimal = decimal,
                                                      .dates = ny_text_of(date)}};
    return source;
}

/* contracts/knee-source.nytte */
static inline ny_declaration *knee_source(fixture *f)
{
    static const char *const lines[][3] = {
        {"id", "Operations-ID", NULL},
        {"patient", "Patient (pseudonym)", NULL},
        {"hospital", "Sygehus", NULL},
        {"surgeon", "Kirurg", NULL},
        {"done", "Operationsdato", NULL},
        {"kind", "Operationstype", "primary=primær uni=uni revision=revision"},
        {"supplier", "Leverandør", NULL},
        {"age", "Alder", NULL},
        {"sex", "Køn", "female=K male=M"},
        {"bmi", "BMI", NULL},
        {"asa", "ASA-klasse", NULL},
        {"discharged", "Udskrivningsdato", NULL},
        {"readmitted", "Genindlæggelsesdato", NULL},
        {"infection", "Infektionsdato (sygehuserhvervet)", NULL},
        {"revised", "Revisionsdato", NULL},
        {"revision_cause", "Revisionsårsag",
         "infection=infektion loosening=løsning instability=instabilitet pain=smerter other=anden"},
        {"died", "Dødsdato", NULL},
        {"oks_before", "OKS før", NULL},
        {"oks_after", "OKS 12 mdr.", NULL},
        {"eq5d_before", "EQ-5D-indeks før", NULL},
        {"eq5d_after", "EQ-5D-indeks 12 mdr.", NULL},
        {"satisfied", "Tilfreds", "yes=ja no=nej"},
    };
    ny_declaration *source =
        make_source(f, "operation", NY_ENCODING_LATIN1, ';', ',', "dd-mm-yyyy");
    source->is.source.extracted_said = true;
    ny_date_from_parts(2026, 11, 2, &source->is.source.extracted);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        add_source_line(f, source, lines[i][0], lines[i][1], lines[i][2]);
    add_profile_line(f, source, "EQ-5D-5L før");
    add_profile_line(f, source, "EQ-5D-5L 12 mdr.");
    add_source_line(f, source, "", "Reviderer operation", NULL)->ignores = true;
    return source;
}

static inline ny_extract make_extract(fixture *f, uint32_t table, const ny_declaration *source,
                                      const char *name, ny_text bytes)
{
    ny_extract extract = {.table = table, .source = source};
    *NY_APPEND(f->arena, &extract.files) =
        (ny_extract_file){.name = ny_text_of(name), .bytes = bytes};
    return extract;
}

/* --- comparing -------------------------------------------------------------------------------- */

static inline bool cells_same(const ny_rows *a, const ny_rows *b, uint32_t column, bool is_text,
                              uint32_t row)
{
    const ny_cells *left = &a->columns[column], *right = &b->columns[column];
    if (left->state[row] != right->state[row])
        return false;
    if (is_text && left->state[row] == NY_CELL_SOUND)
        return ny_text_equal(ny_rows_text(a, column, row), ny_rows_text(b, column, row));
    return is_text || ny_cells_value(left, row) == ny_cells_value(right, row);
}

static inline bool tables_same(const ny_model *model, const ny_rows *a, const ny_rows *b)
{
    const ny_table *table = &model->tables.items[a->table];
    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < table->columns.count; i++) {
        bool is_text = table->columns.items[i].type.kind == NY_KIND_TEXT;
        if (a->columns[i].scale != b->columns[i].scale)
            return false;
        for (uint32_t row = 0; row < a->count; row++)
            if (!cells_same(a, b, i, is_text, row))
                return false;
    }
    return true;
}

#endif
