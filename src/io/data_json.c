/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What is in the data as JSON: docs/schema/data.json. */

#include "io/encoding.h"
#include "io/statement_faults.h"
#include "io/statement_json.h"
#include "io/survey.h"

#include "base/bug.h"

static const char *use_text(ny_heading_use use)
{
    switch (use) {
    case NY_HEADING_COLUMN:
        return "column";
    case NY_HEADING_CHECKED:
        return "checked";
    case NY_HEADING_IGNORED:
        return "ignored";
    case NY_HEADING_UNUSED:
        return "unused";
    }
    NY_BUG("a heading without a use");
}

static json_t *text_or_null(ny_text text)
{
    return text.size ? ny_json_text(text) : json_null();
}

static json_t *sign_json(char sign)
{
    return sign ? ny_json_text((ny_text){&sign, 1}) : json_null();
}

/* --- files ------------------------------------------------------------------------------------ */

static json_t *heading_json(const ny_table *table, const ny_heading_seen *heading)
{
    json_t *object = json_object();
    ny_json_set(object, "heading", ny_json_text(heading->heading));
    ny_json_set(object, "use", json_string(use_text(heading->use)));
    ny_json_set(object, "column",
                heading->column == NY_NONE
                    ? json_null()
                    : ny_json_text(table->columns.items[heading->column].name));
    ny_json_set(object, "decimals_after", sign_json(heading->decimal));
    ny_json_set(object, "dates_as", text_or_null(heading->dates));
    return object;
}

static json_t *file_json(const ny_model *model, const ny_file_seen *file)
{
    const ny_table *table = &model->tables.items[file->table];
    json_t *object = json_object(), *headings = json_array(), *found = json_array();
    ny_json_set(object, "file", ny_json_text(file->name));
    ny_json_set(object, "table", ny_json_text(table->name));
    ny_json_set(object, "rows", json_integer(file->rows));
    bool is_text = file->form == NY_SOURCE_CSV;
    ny_json_set(object, "written_in",
                is_text ? json_string(ny_encoding_word(file->written.encoding)) : json_null());
    ny_json_set(object, "separated_by", is_text ? sign_json(file->written.separator) : json_null());
    if (is_text && !file->said.encoding)
        ny_json_add(found, json_string("written_in"));
    if (is_text && !file->said.separator)
        ny_json_add(found, json_string("separated_by"));
    if (!file->said.decimal)
        ny_json_add(found, json_string("decimals_after"));
    if (!file->said.dates.size)
        ny_json_add(found, json_string("dates_as"));
    ny_json_set(object, "found_out", found);
    for (uint32_t i = 0; i < file->headings.count; i++)
        ny_json_add(headings, heading_json(table, &file->headings.items[i]));
    ny_json_set(object, "headings", headings);
    return object;
}

/* --- tables ----------------------------------------------------------------------------------- */

static json_t *column_json(ny_arena *arena, const ny_table_survey *table, const ny_column *column,
                           const ny_column_survey *survey)
{
    json_t *object = json_object(), *words = json_array();
    bool has_words = survey->words.count > 0;
    bool has_different = column->type.kind == NY_KIND_TEXT || column->type.kind == NY_KIND_ROW;
    ny_json_set(object, "column", ny_json_text(column->name));
    ny_json_set(object, "heading", text_or_null(survey->heading));
    ny_json_set(object, "complete_percent",
                text_or_null(ny_survey_percent(arena, ny_survey_complete(survey), table->used)));
    ny_json_set(object, "known", json_integer(survey->known));
    ny_json_set(object, "missing", json_integer(survey->missing));
    ny_json_set(object, "absent", json_integer(survey->absent));
    ny_json_set(object, "faulty", json_integer(survey->faulty));
    ny_json_set(object, "faults", json_integer(survey->faults));
    ny_json_set(object, "lowest", text_or_null(survey->lowest));
    ny_json_set(object, "highest", text_or_null(survey->highest));
    ny_json_set(object, "unit",
                ny_json_text(column->unit_text.size ? column->unit_text : NY_TEXT("")));
    ny_json_set(object, "different", has_different ? json_integer(survey->different) : json_null());
    for (uint32_t i = 0; i < survey->words.count; i++) {
        json_t *word = json_object();
        ny_json_set(word, "word", ny_json_text(survey->words.items[i].word));
        ny_json_set(word, "rows", json_integer(survey->words.items[i].rows));
        ny_json_add(words, word);
    }
    ny_json_set(object, "words", has_words ? words : json_null());
    if (!has_words)
        json_decref(words);
    return object;
}

static json_t *faults_json(const ny_table_survey *survey)
{
    json_t *faults = json_array();
    for (uint32_t i = 0; i < survey->faults.count; i++) {
        const ny_fault_survey *of = &survey->faults.items[i];
        json_t *fault = json_object();
        ny_json_set(fault, "column", ny_json_text(of->column.size ? of->column : NY_TEXT("")));
        ny_json_set(fault, "reason", ny_json_text(of->reason));
        ny_json_set(fault, "action", json_string(ny_reject_action_text(of->action)));
        ny_json_set(fault, "count", json_integer(of->count));
        ny_json_add(faults, fault);
    }
    return faults;
}

static json_t *table_json(ny_arena *arena, const ny_table *table, const ny_table_survey *survey)
{
    json_t *object = json_object(), *columns = json_array();
    ny_json_set(object, "table", ny_json_text(table->name));
    ny_json_set(object, "given", json_boolean(survey->given));
    ny_json_set(object, "rows_read", json_integer(survey->read));
    ny_json_set(object, "rows_used", json_integer(survey->used));
    ny_json_set(object, "rows_set_aside", json_integer(survey->set_aside));
    ny_json_set(object, "rows_counted_once", json_integer(survey->counted_once));
    ny_json_set(object, "rows_outside_term", json_integer(survey->outside_term));
    ny_json_set(object, "dated_by",
                table->date == NY_NONE ? json_null()
                                       : ny_json_text(table->columns.items[table->date].name));
    ny_json_set(object, "first",
                survey->is_dated ? ny_json_date(arena, survey->first) : json_null());
    ny_json_set(object, "last", survey->is_dated ? ny_json_date(arena, survey->last) : json_null());
    for (uint32_t i = 0; survey->given && i < table->columns.count; i++)
        ny_json_add(columns,
                    column_json(arena, survey, &table->columns.items[i], &survey->columns[i]));
    ny_json_set(object, "columns", columns);
    ny_json_set(object, "faults", faults_json(survey));
    return object;
}

/* --- measures --------------------------------------------------------------------------------- */

/* The statements that report it, with what the faults could make of it there. */
static json_t *statements_json(ny_arena *arena, const ny_report_of *report, const ny_figure *figure,
                               const ny_measure_survey *survey)
{
    const ny_result *result = report->result;
    uint32_t of = (uint32_t)(figure - result->plan->model->figures.items);
    json_t *statements = json_array();
    for (uint32_t period = 0; period < result->periods; period++) {
        const ny_measured *measured = ny_measured_of(report, survey->reduction, period, NY_NONE);
        if (!measured->reports)
            continue;
        json_t *object = json_object(), *number = ny_number_json(arena, figure, measured->value);
        ny_json_set(object, "period", json_integer(period + 1));
        ny_json_set(object, "operation_year", json_integer(measured->operation_period + 1));
        json_object_update(object, number);
        json_decref(number);
        ny_json_set(object, "faults", ny_figure_faults_json(arena, report, of, period));
        ny_json_add(statements, object);
    }
    return statements;
}

static json_t *measure_json(ny_arena *arena, const ny_report_of *report, uint32_t measure,
                            const ny_measure_survey *survey)
{
    const ny_plan *plan = report->result->plan;
    const ny_model *model = plan->model;
    const ny_figure *figure = &model->figures.items[model->measures.items[measure].figure];
    uint32_t table = plan->reductions.items[survey->reduction].table;
    json_t *object = json_object();
    ny_json_set(object, "name", ny_json_text(figure->name));
    ny_json_set(object, "table", ny_json_text(model->tables.items[table].name));
    ny_json_set(object, "rows", json_integer(survey->rows));
    ny_json_set(object, "unknown", json_integer(survey->unknown));
    ny_json_set(object, "faulty", json_integer(survey->faulty));
    ny_json_set(object, "set_aside", json_integer(survey->set_aside));
    ny_json_set(object, "statements", statements_json(arena, report, figure, survey));
    return object;
}

ny_text ny_data_json(ny_arena *arena, const ny_report_of *report)
{
    const ny_plan *plan = report->result->plan;
    const ny_model *model = plan->model;
    const ny_circumstances *now = &report->circumstances;
    ny_survey survey = ny_survey_make(arena, report);
    json_t *root = json_object(), *files = json_array(), *tables = json_array(),
           *measures = json_array();
    ny_json_set(root, "nytte", json_string("data/1"));
    ny_json_set(root, "contract", ny_json_text(model->title));
    ny_json_set(root, "as_of", now->has_as_of ? ny_json_date(arena, now->as_of) : json_null());
    ny_json_set(root, "extracted_on",
                now->has_extracted ? ny_json_date(arena, now->extracted) : json_null());
    for (uint32_t i = 0; i < report->tables->files.count; i++)
        ny_json_add(files, file_json(model, &report->tables->files.items[i]));
    for (uint32_t i = 0; i < model->tables.count; i++)
        ny_json_add(tables, table_json(arena, &model->tables.items[i], &survey.tables[i]));
    for (uint32_t i = 0; i < model->measures.count; i++)
        if (survey.measures[i].reduction != NY_NONE)
            ny_json_add(measures, measure_json(arena, report, i, &survey.measures[i]));
    ny_json_set(root, "files", files);
    ny_json_set(root, "tables", tables);
    ny_json_set(root, "measures", measures);
    ny_json_set(root, "notes", ny_notes_json(report->tables));
    ny_json_set(root, "fingerprints", ny_fingerprints_json(report->fingerprints));
    return ny_json_write(arena, root);
}
