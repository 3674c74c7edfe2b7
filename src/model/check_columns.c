/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* In which order the columns of an imagined row can come about: none may need itself, be it by way of
 * other columns or of figures of the row. Depth first; each column and figure is visited once. */

#include "model/check_promise.h"

enum { NEW, OPEN, DONE };

typedef struct ny_columns {
    ny_checker *checker;
    const ny_model_words *words;
    uint32_t table;
    uint32_t *line_of; /* the model's line about a column; NY_NONE where it has none */
    uint8_t *states;   /* of each line */
    uint8_t *figures;  /* of each figure of the contract: NEW until it was looked through */
    NY_LIST(uint32_t) path;
    bool failed;
} ny_columns;

static void visit_line(ny_columns *columns, uint32_t line);

static void report_circle(ny_columns *columns, uint32_t line)
{
    ny_checker *checker = columns->checker;
    ny_buffer path = ny_buffer_create(checker->arena);
    uint32_t first = 0;
    while (columns->path.items[first] != line)
        first++;
    for (uint32_t i = first; i < columns->path.count; i++)
        ny_buffer_add(&path,
                      NY_WORDS(checker->sink, i == first ? NY_WORDS_NEEDS : NY_WORDS_WHICH_NEEDS,
                               columns->words->columns.items[columns->path.items[i]].column.text));
    const ny_arises_words *of = &columns->words->columns.items[line];
    ny_buffer_format(&path, "`%.*s`", NY_PRINT(of->column.text));
    NY_SAY(checker, NY_CIRCLE_IN_STUDY, of->column.span, of->column.text, ny_buffer_text(&path));
    columns->failed = true;
}

static void visit_column(ny_columns *columns, uint32_t column)
{
    if (column != NY_NONE && columns->line_of[column] != NY_NONE)
        visit_line(columns, columns->line_of[column]);
}

static void visit_expression(void *context, const ny_expression *expression)
{
    ny_columns *columns = context;
    const ny_model *model = columns->checker->model;
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    bool here = meaning->grain.kind == NY_GRAIN_ROW && meaning->grain.table == columns->table;
    if (columns->failed || !here)
        return;
    if (meaning->reference == NY_REFERENCE_COLUMN)
        visit_column(columns, meaning->number);
    else if (meaning->reference == NY_REFERENCE_COLUMN_OF ||
             meaning->reference == NY_REFERENCE_ASSUME_OF)
        visit_column(columns, meaning->through);
    else if (meaning->reference == NY_REFERENCE_FIGURE &&
             columns->figures[meaning->number] == NEW) {
        columns->figures[meaning->number] = DONE; /* what it leads to is done, or a circle */
        ny_walk_figure(model, meaning->number, visit_expression, columns);
    }
}

static void visit_line(ny_columns *columns, uint32_t line)
{
    const ny_arises_words *of = &columns->words->columns.items[line];
    if (columns->failed || columns->states[line] == DONE)
        return;
    if (columns->states[line] == OPEN) {
        report_circle(columns, line);
        return;
    }
    const ny_table *table = &columns->checker->model->tables.items[columns->table];
    columns->states[line] = OPEN;
    *NY_APPEND(columns->checker->arena, &columns->path) = line;
    const ny_expression *expressions[] = {of->value, of->law.law, of->law.times, of->law.keep_low,
                                          of->law.keep_high};
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
        ny_walk_expression(expressions[i], visit_expression, columns);
    for (uint32_t i = 0; i < of->chances.count; i++)
        ny_walk_expression(of->chances.items[i], visit_expression, columns);
    if (of->after.text.size)
        visit_column(
            columns,
            ny_table_column(table,
                            of->after.text)); /* but not `until`: events may go until each other */
    columns->path.count--;
    columns->states[line] = DONE;
}

void ny_check_columns_arise(ny_checker *checker, const ny_model_words *words, uint32_t table)
{
    uint32_t count = checker->model->tables.items[table].columns.count;
    ny_columns columns = {.checker = checker, .words = words, .table = table};
    columns.line_of = NY_NEW_ARRAY(checker->arena, uint32_t, count + 1);
    columns.states = NY_NEW_ARRAY(checker->arena, uint8_t, words->columns.count + 1);
    columns.figures = NY_NEW_ARRAY(checker->arena, uint8_t, checker->model->figures.count + 1);
    for (uint32_t i = 0; i < count; i++)
        columns.line_of[i] = NY_NONE;
    for (uint32_t i = 0; i < words->columns.count; i++) {
        uint32_t column = ny_table_column(&checker->model->tables.items[table],
                                          words->columns.items[i].column.text);
        if (column != NY_NONE)
            columns.line_of[column] = i;
    }
    for (uint32_t i = 0; i < words->columns.count; i++)
        visit_line(&columns, i);
}
