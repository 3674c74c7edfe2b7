/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See survey.h. One pass a column over the rows. */

#include "io/survey.h"

#include "base/bug.h"
#include "io/encoding.h"

#include <stdlib.h>
#include <string.h>

uint32_t ny_survey_complete(const ny_column_survey *column)
{
    return column->known + column->absent;
}

ny_text ny_survey_percent(ny_arena *arena, uint32_t part, uint32_t whole)
{
    if (!whole)
        return NY_NO_TEXT;
    ny_rational share = ny_rational_fraction(arena, (int64_t)part * 100, whole);
    return ny_rational_decimal_text(arena, share, 0, 2);
}

/* --- how files are written -------------------------------------------------------------------- */

/* The different ways of writing under the headings, in their order. */
static void add_ways(ny_arena *arena, ny_buffer *out, const ny_file_seen *file, bool dates)
{
    ny_map *known = ny_map_create(arena);
    for (uint32_t i = 0; i < file->headings.count; i++) {
        const ny_heading_seen *heading = &file->headings.items[i];
        ny_text decimal = heading->decimal ? ny_format(arena, "%c", heading->decimal) : NY_NO_TEXT;
        ny_text way = dates ? heading->dates : decimal;
        if (way.size && ny_map_add(known, way, i))
            ny_buffer_format(out, "%s%s \"%.*s\"", out->size ? ", " : "",
                             dates ? "dates as" : "decimals after", NY_PRINT(way));
    }
}

ny_text ny_file_written(ny_arena *arena, const ny_file_seen *file, bool said)
{
    ny_buffer out = ny_buffer_create(arena);
    char separator = file->written.separator;
    bool is_text = file->form == NY_SOURCE_CSV;
    if (is_text && said == (file->said.encoding != NY_ENCODING_NOT_SAID))
        ny_buffer_format(&out, "written in %s", ny_encoding_word(file->written.encoding));
    if (is_text && said == (file->said.separator != '\0'))
        ny_buffer_format(&out,
                         separator == '\t' ? "%sseparated by \"tab\"" : "%sseparated by \"%c\"",
                         out.size ? ", " : "", separator);
    if (said == (file->said.decimal != '\0'))
        add_ways(arena, &out, file, false);
    if (said == (file->said.dates.size > 0))
        add_ways(arena, &out, file, true);
    return ny_buffer_text(&out);
}

/* --- columns ---------------------------------------------------------------------------------- */

static void count_states(const ny_rows *rows, const ny_cells *cells, ny_column_survey *survey)
{
    for (uint32_t row = 0; row < rows->count; row++)
        switch ((ny_cell_state)cells->state[row]) {
        case NY_CELL_SOUND:
            survey->known++;
            break;
        case NY_CELL_MISSING:
            survey->missing++;
            break;
        case NY_CELL_ABSENT:
            survey->absent++;
            break;
        case NY_CELL_FAULTY:
            survey->faulty++;
            break;
        }
}

static void find_range(ny_arena *arena, const ny_column *column, const ny_rows *rows,
                       const ny_cells *cells, ny_column_survey *survey)
{
    int64_t lowest = INT64_MAX, highest = INT64_MIN;
    for (uint32_t row = 0; row < rows->count; row++) {
        if (cells->state[row] != NY_CELL_SOUND)
            continue;
        lowest = ny_cells_value(cells, row) < lowest ? ny_cells_value(cells, row) : lowest;
        highest = ny_cells_value(cells, row) > highest ? ny_cells_value(cells, row) : highest;
    }
    if (!survey->known)
        return;
    bool is_date = column->type.kind == NY_KIND_DATE;
    const int64_t ends[2] = {lowest, highest};
    ny_text *texts[2] = {&survey->lowest, &survey->highest};
    for (size_t i = 0; i < 2; i++)
        *texts[i] = is_date ? ny_date_text(arena, (ny_date)ends[i])
                            : ny_rational_decimal_text(
                                  arena, ny_rational_decimal(arena, ends[i], cells->scale), 0, 18);
}

static void list_words(ny_arena *arena, const ny_model *model, const ny_column *column,
                       ny_column_survey *survey)
{
    if (column->type.kind == NY_KIND_YES_NO) {
        *NY_APPEND(arena, &survey->words) = (ny_word_count){.word = NY_TEXT("no")};
        *NY_APPEND(arena, &survey->words) = (ny_word_count){.word = NY_TEXT("yes")};
    }
    for (uint32_t i = 0; column->type.kind == NY_KIND_WORD && i < column->words.count; i++)
        *NY_APPEND(arena, &survey->words) = (ny_word_count){.word = column->words.items[i]};
    for (uint32_t i = 0; column->type.kind == NY_KIND_PARTY && i < model->parties.count; i++)
        *NY_APPEND(arena, &survey->words) = (ny_word_count){.word = model->parties.items[i].name};
}

static void count_words(const ny_rows *rows, const ny_cells *cells, ny_column_survey *survey)
{
    for (uint32_t row = 0; row < rows->count; row++) {
        if (cells->state[row] != NY_CELL_SOUND)
            continue;
        NY_BUG_ON((uint64_t)ny_cells_value(cells, row) >= survey->words.count);
        survey->words.items[ny_cells_value(cells, row)].rows++;
    }
}

static void count_different_texts(const ny_rows *rows, const ny_cells *cells,
                                  ny_column_survey *survey)
{
    ny_arena *passing = ny_arena_create();
    ny_map *seen = ny_map_create(passing);
    for (uint32_t row = 0; row < rows->count; row++)
        if (cells->state[row] == NY_CELL_SOUND)
            survey->different +=
                ny_map_add(seen, ny_rows_text(rows, (uint32_t)(cells - rows->columns), row), 0);
    ny_arena_destroy(passing);
}

static void count_different_rows(const ny_rows *rows, const ny_cells *cells, uint32_t targets,
                                 ny_column_survey *survey)
{
    ny_arena *passing = ny_arena_create();
    bool *seen = NY_NEW_ARRAY(passing, bool, targets);
    for (uint32_t row = 0; row < rows->count; row++) {
        if (cells->state[row] != NY_CELL_SOUND || seen[ny_cells_value(cells, row)])
            continue;
        seen[ny_cells_value(cells, row)] = true;
        survey->different++;
    }
    ny_arena_destroy(passing);
}

static void survey_column(ny_arena *arena, const ny_report_of *report, uint32_t table,
                          uint32_t number, ny_column_survey *survey)
{
    const ny_model *model = report->result->plan->model;
    const ny_column *column = &model->tables.items[table].columns.items[number];
    const ny_rows *rows = &report->tables->rows[table];
    const ny_cells *cells = &rows->columns[number];
    count_states(rows, cells, survey);
    switch (column->type.kind) {
    case NY_KIND_NUMBER:
    case NY_KIND_DATE:
        find_range(arena, column, rows, cells, survey);
        break;
    case NY_KIND_WORD:
    case NY_KIND_YES_NO:
    case NY_KIND_PARTY:
        list_words(arena, model, column, survey);
        count_words(rows, cells, survey);
        break;
    case NY_KIND_TEXT:
        count_different_texts(rows, cells, survey);
        break;
    case NY_KIND_ROW:
        count_different_rows(rows, cells, report->tables->rows[column->type.table].count, survey);
        break;
    case NY_KIND_ANY:
        NY_BUG("a column without a type was read");
    }
}

/* --- faults ----------------------------------------------------------------------------------- */

/* A reason without what stands in parentheses: a bound that only its own row has. */
static ny_text without_parentheses(ny_arena *arena, ny_text reason)
{
    ny_buffer out = ny_buffer_create(arena);
    for (size_t at = 0; at < reason.size; at++) {
        ny_text rest = {reason.data + at, reason.size - at};
        const char *end = ny_text_starts(rest, " (") ? memchr(rest.data, ')', rest.size) : NULL;
        if (end)
            at += (size_t)(end - rest.data);
        else
            ny_buffer_add_character(&out, reason.data[at]);
    }
    return ny_buffer_text(&out);
}

static void add_fault(ny_arena *arena, ny_table_survey *table, ny_map *known,
                      const ny_reject *reject)
{
    ny_text reason = without_parentheses(arena, reject->alike);
    ny_text which = ny_format(arena, "%d %zu %.*s%.*s", (int)reject->action, reject->column.size,
                              NY_PRINT(reject->column), NY_PRINT(reason));
    uint32_t at;
    if (!ny_map_find(known, which, &at)) {
        at = table->faults.count;
        ny_map_add(known, which, at);
        *NY_APPEND(arena, &table->faults) =
            (ny_fault_survey){.column = reject->column, .reason = reason, .action = reject->action};
    }
    table->faults.items[at].count++;
    table->counted_once += reject->action == NY_COUNTS_ONCE;
}

static int compare_faults(const void *left, const void *right)
{
    const ny_fault_survey *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    int order = ny_text_compare(a->column, b->column);
    return order ? order : ny_text_compare(a->reason, b->reason);
}

static const ny_heading_seen *heading_of(const ny_tables *tables, uint32_t table, uint32_t column)
{
    for (uint32_t i = 0; i < tables->files.count; i++) {
        const ny_file_seen *file = &tables->files.items[i];
        for (uint32_t j = 0; file->table == table && j < file->headings.count; j++)
            if (file->headings.items[j].column == column)
                return &file->headings.items[j];
    }
    return NULL;
}

/* --- tables ----------------------------------------------------------------------------------- */

static void survey_dates(const ny_model *model, const ny_rows *rows, ny_table_survey *survey)
{
    uint32_t column = model->tables.items[rows->table].date, first = 0, end = 0;
    ny_date from = NY_DATE_HIGHEST, before = NY_DATE_LOWEST;
    if (column == NY_NONE)
        return;
    for (uint32_t row = 0; row < rows->count; row++) {
        if (rows->columns[column].state[row] != NY_CELL_SOUND)
            continue;
        ny_date date = (ny_date)ny_cells_value(&rows->columns[column], row);
        survey->first = survey->is_dated ? survey->first : date;
        survey->last = date;
        survey->is_dated = true;
    }
    for (uint32_t i = 0; i < model->periods.count; i++) {
        const ny_period *period = &model->periods.items[i];
        if (!period->in_term)
            continue;
        from = period->from < from ? period->from : from;
        before = period->end > before ? period->end : before;
    }
    ny_rows_dated(model, rows, from, before, &first, &end);
    survey->outside_term = rows->count - (end - first);
}

static void survey_table(ny_arena *arena, const ny_report_of *report, uint32_t number,
                         ny_table_survey *survey)
{
    const ny_model *model = report->result->plan->model;
    const ny_tables *tables = report->tables;
    const ny_table *table = &model->tables.items[number];
    ny_map *known = ny_map_create(arena);
    survey->given = tables->given[number];
    survey->used = tables->rows[number].count;
    for (uint32_t i = 0; i < tables->files.count; i++)
        if (tables->files.items[i].table == number)
            survey->read += tables->files.items[i].rows;
    for (uint32_t i = 0; i < tables->rejects.count; i++)
        if (tables->rejects.items[i].table == number)
            add_fault(arena, survey, known, &tables->rejects.items[i]);
    if (survey->faults.count)
        qsort(survey->faults.items, survey->faults.count, sizeof *survey->faults.items,
              compare_faults);
    survey->set_aside = survey->read - survey->used - survey->counted_once;
    survey->columns = NY_NEW_ARRAY(arena, ny_column_survey, table->columns.count);
    if (!survey->given)
        return;
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const ny_heading_seen *heading = heading_of(tables, number, i);
        survey->columns[i].heading = heading ? heading->heading : NY_NO_TEXT;
        for (uint32_t j = 0; j < survey->faults.count; j++)
            if (ny_text_equal(survey->faults.items[j].column, survey->columns[i].heading))
                survey->columns[i].faults += survey->faults.items[j].count;
        survey_column(arena, report, number, i, &survey->columns[i]);
    }
    survey_dates(model, &tables->rows[number], survey);
}

/* --- measures --------------------------------------------------------------------------------- */

/* Whether the cell that an operation reads in this row is faulty. */
static bool reads_fault(const ny_report_of *report, const ny_op *op, uint32_t table, uint32_t row)
{
    const ny_plan *plan = report->result->plan;
    const ny_rows *rows = report->tables->rows;
    if (op->code == NY_OP_COLUMN)
        return rows[table].columns[op->aux].state[row] == NY_CELL_FAULTY;
    if (op->code != NY_OP_FOLLOW)
        return false;
    const ny_op *reference = &plan->ops.items[plan->operands.items[op->first_operand]];
    if (reference->code != NY_OP_COLUMN ||
        rows[table].columns[reference->aux].state[row] != NY_CELL_SOUND)
        return false;
    int64_t other = ny_cells_value(&rows[table].columns[reference->aux], row);
    return rows[op->table].columns[op->aux].state[other] == NY_CELL_FAULTY;
}

static bool is_faulty(const ny_report_of *report, const ny_reduction *reduction, uint32_t row)
{
    const ny_plan *plan = report->result->plan;
    for (uint32_t i = 0; i < reduction->program.count; i++) {
        uint32_t op = plan->programs.items[reduction->program.first + i];
        if (reads_fault(report, &plan->ops.items[op], reduction->table, row))
            return true;
    }
    return false;
}

static void survey_measure(const ny_report_of *report, const ny_table_survey *tables,
                           uint32_t number, ny_measure_survey *survey)
{
    const ny_result *result = report->result;
    uint32_t r = ny_reduction_of(result->plan, number);
    survey->reduction = r;
    if (r == NY_NONE)
        return;
    const ny_reduction *reduction = &result->plan->reductions.items[r];
    for (uint32_t period = 0; period < result->periods; period++) {
        const ny_measured *measured = &result->measured[(size_t)r * result->periods + period];
        if (!measured->reports)
            continue;
        survey->rows += measured->rows;
        survey->unknown += measured->rows - measured->known;
    }
    survey->set_aside = tables[reduction->table].set_aside;
    for (uint32_t row = 0; row < report->tables->rows[reduction->table].count; row++)
        survey->faulty += is_faulty(report, reduction, row);
}

ny_survey ny_survey_make(ny_arena *arena, const ny_report_of *report)
{
    const ny_model *model = report->result->plan->model;
    ny_survey survey = {
        .tables = NY_NEW_ARRAY(arena, ny_table_survey, model->tables.count),
        .measures = NY_NEW_ARRAY(arena, ny_measure_survey, model->measures.count),
    };
    for (uint32_t i = 0; i < model->tables.count; i++)
        survey_table(arena, report, i, &survey.tables[i]);
    for (uint32_t i = 0; i < model->measures.count; i++)
        survey_measure(report, survey.tables, i, &survey.measures[i]);
    return survey;
}
