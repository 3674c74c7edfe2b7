/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What is in the data, for people: a part a table, and what the faults do to the measures. Counts and
 * ranges, no row: who has the data reads the rows in the list of rejects. */

#include "io/page.h"
#include "io/statement_faults.h"
#include "io/survey.h"

static const ny_page_layout column_layout = {
    "column", 5, {{22, 0, false}, {26, 1, false}, {9, 1, true}, {7, 1, true}, {0, 2, false}}};
static const ny_page_layout fault_layout = {"fault", 2, {{6, 0, true}, {0, 2, false}}};
static const ny_page_layout measure_layout = {
    "measure", 5, {{40, 0, false}, {10, 1, true}, {10, 1, true}, {10, 1, true}, {10, 1, true}}};

static const ny_page_layout moved_layout = {
    "moved", 4, {{24, 0, false}, {8, 1, false}, {14, 1, true}, {0, 2, false}}};

/* A heading of a column, so that the columns behind it stand in line. */
#define NY_HEADING_WIDTH 26u

typedef struct ny_data_page_of {
    ny_page page;
    const ny_report_of *report;
    const ny_prose *prose;
    const ny_model *model;
    const ny_survey *survey;
} ny_data_page_of;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)

static ny_text number(const ny_data_page_of *on, uint32_t count)
{
    return ny_prose_number(on->prose, ny_rational_whole(count));
}

static void note(ny_data_page_of *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_NOTE, text);
}

static ny_text cut(ny_arena *arena, ny_text text)
{
    if (ny_text_characters(text) <= NY_HEADING_WIDTH)
        return text;
    size_t at = 0;
    for (uint32_t i = 0; i + 1 < NY_HEADING_WIDTH; i++)
        at += ny_utf8_length((ny_text){text.data + at, text.size - at});
    return ny_format(arena, "%.*s…", (int)at, text.data);
}

/* --- columns ---------------------------------------------------------------------------------- */

static ny_text words_text(const ny_data_page_of *on, const ny_column *column,
                          const ny_column_survey *survey)
{
    ny_buffer out = ny_buffer_create(on->page.arena);
    for (uint32_t i = 0; i < survey->words.count; i++) {
        const ny_word_count *word = &survey->words.items[i];
        ny_text name = word->word;
        if (column->type.kind == NY_KIND_YES_NO)
            name = i ? TELL_PLAIN(on, DA_YES) : TELL_PLAIN(on, DA_NO);
        ny_text text = TELL(on, DA_WORD, name, number(on, word->rows));
        ny_buffer_format(&out, "%s%.*s", i ? ", " : "", NY_PRINT(text));
    }
    return ny_buffer_text(&out);
}

static ny_text range_text(const ny_data_page_of *on, const ny_column *column,
                          const ny_column_survey *survey)
{
    if (column->type.kind == NY_KIND_DATE)
        return TELL(on, DA_RANGE, survey->lowest, survey->highest);
    ny_text low = ny_prose_decimal(on->prose, survey->lowest);
    ny_text high = ny_prose_decimal(on->prose, survey->highest);
    if (!column->unit_text.size)
        return TELL(on, DA_RANGE, low, high);
    return TELL(on, DA_RANGE_UNIT, low, high, ny_prose_unit(on->prose, column->unit_text, true));
}

static ny_text holds_text(const ny_data_page_of *on, const ny_column *column,
                          const ny_column_survey *survey, uint32_t used)
{
    uint32_t blank = survey->missing + survey->absent;
    if (!survey->known)
        return blank && blank == used ? TELL_PLAIN(on, DA_ONLY_BLANK) : NY_NO_TEXT;
    ny_text text = survey->words.count   ? words_text(on, column, survey)
                   : survey->lowest.size ? range_text(on, column, survey)
                                         : TELL(on, DA_DIFFERENT, number(on, survey->different));
    return blank ? TELL(on, DA_BLANK, text, number(on, blank), number(on, used)) : text;
}

static void add_columns(ny_data_page_of *on, uint32_t number_of_table)
{
    const ny_table *table = &on->model->tables.items[number_of_table];
    const ny_table_survey *survey = &on->survey->tables[number_of_table];
    NY_PAGE_ROW(&on->page, &column_layout, NY_NO_TEXT, TELL_PLAIN(on, DA_COLUMN),
                TELL_PLAIN(on, DA_HEADING), TELL_PLAIN(on, DA_COMPLETE), TELL_PLAIN(on, DA_FAULTS),
                TELL_PLAIN(on, DA_HOLDS));
    for (uint32_t i = 0; i < table->columns.count; i++) {
        const ny_column *column = &table->columns.items[i];
        const ny_column_survey *of = &survey->columns[i];
        ny_text share = ny_survey_percent(on->page.arena, ny_survey_complete(of), survey->used);
        NY_PAGE_ROW(&on->page, &column_layout, of->heading, column->name,
                    cut(on->page.arena, of->heading),
                    share.size ? TELL(on, PERCENT, ny_prose_decimal(on->prose, share)) : NY_NO_TEXT,
                    number(on, of->faults), holds_text(on, column, of, survey->used));
    }
}

/* --- tables ----------------------------------------------------------------------------------- */

static ny_text action_words(const ny_data_page_of *on, ny_reject_action action)
{
    return ny_tell_with(on->prose, (ny_tell)((int)NY_TELL_ST_ROW_SET_ASIDE + (int)action), NULL, 0);
}

static void add_faults(ny_data_page_of *on, const ny_table_survey *survey)
{
    if (!survey->faults.count) {
        ny_page_add(&on->page, NY_BLOCK_UNDER, TELL_PLAIN(on, DA_NO_FAULTS));
        return;
    }
    ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, DA_FAULTS_HEAD));
    for (uint32_t i = 0; i < survey->faults.count; i++) {
        const ny_fault_survey *fault = &survey->faults.items[i];
        ny_text action = action_words(on, fault->action);
        ny_text text = fault->column.size ? TELL(on, DA_FAULT, fault->column, fault->reason, action)
                                          : TELL(on, DA_FAULT_LINE, fault->reason, action);
        NY_PAGE_ROW(&on->page, &fault_layout, NY_NO_TEXT, number(on, fault->count), text);
    }
}

/* "a", "b": the headings of a file that are used so. */
static ny_text headings_used(const ny_data_page_of *on, const ny_file_seen *file,
                             ny_heading_use use)
{
    ny_buffer out = ny_buffer_create(on->page.arena);
    for (uint32_t i = 0; i < file->headings.count; i++) {
        ny_text heading = file->headings.items[i].heading;
        if (file->headings.items[i].use == use)
            ny_buffer_format(&out, "%s\"%.*s\"", out.size ? ", " : "", NY_PRINT(heading));
    }
    return ny_buffer_text(&out);
}

static void add_headings(ny_data_page_of *on, const ny_file_seen *file, ny_heading_use use,
                         ny_tell how)
{
    ny_text list = headings_used(on, file, use);
    if (list.size)
        note(on, NY_TELLS_CODE(on->prose, how, list));
}

static void add_files(ny_data_page_of *on, uint32_t table)
{
    const ny_tables *tables = on->report->tables;
    ny_arena *arena = on->page.arena;
    for (uint32_t i = 0; i < tables->files.count; i++) {
        const ny_file_seen *file = &tables->files.items[i];
        if (file->table != table)
            continue;
        ny_text rows = number(on, file->rows), said = ny_file_written(arena, file, true);
        ny_text found = ny_file_written(arena, file, false);
        note(on, file->rows == 1 ? TELL(on, DA_FILE_ROW, file->name)
                                 : TELL(on, DA_FILE_ROWS, file->name, rows));
        if (said.size)
            note(on, TELL(on, DA_SAID, said));
        if (found.size)
            note(on, TELL(on, DA_FOUND, found));
        add_headings(on, file, NY_HEADING_CHECKED, NY_TELL_DA_CHECKED);
        add_headings(on, file, NY_HEADING_IGNORED, NY_TELL_DA_IGNORED);
        add_headings(on, file, NY_HEADING_UNUSED, NY_TELL_DA_UNUSED);
    }
}

static void add_table(ny_data_page_of *on, uint32_t number_of_table)
{
    const ny_table *table = &on->model->tables.items[number_of_table];
    const ny_table_survey *survey = &on->survey->tables[number_of_table];
    if (!survey->given) {
        ny_page_part(&on->page, TELL(on, DA_TABLE_NONE, table->name), NY_NO_TEXT);
        return;
    }
    ny_page_part(&on->page, TELL(on, DA_TABLE, table->name, number(on, survey->read)), NY_NO_TEXT);
    add_files(on, number_of_table);
    note(on, TELL(on, DA_USED, number(on, survey->used), number(on, survey->set_aside),
                  number(on, survey->counted_once)));
    if (survey->is_dated)
        note(on, TELL(on, DA_DATED, table->columns.items[table->date].name,
                      ny_prose_date(on->prose, survey->first),
                      ny_prose_date(on->prose, survey->last), number(on, survey->outside_term)));
    add_columns(on, number_of_table);
    add_faults(on, survey);
}

/* --- measures --------------------------------------------------------------------------------- */

/* "year 3" */
static ny_text year_text(const ny_data_page_of *on, uint32_t period)
{
    ny_text word = ny_text_of(ny_keyword_text(on->model->period_word));
    return ny_format(on->page.arena, "%.*s %u", NY_PRINT(ny_prose_unit(on->prose, word, false)),
                     period + 1);
}

/* Where a fault could make it another: what it is, and what it could be. Gives how often. */
static uint32_t add_moved(ny_data_page_of *on, uint32_t measure)
{
    const ny_result *result = on->report->result;
    uint32_t number = on->model->measures.items[measure].figure, moved = 0;
    const ny_figure *figure = &on->model->figures.items[number];
    for (uint32_t period = 0; period < result->periods; period++) {
        ny_text faults = ny_figure_faults(on->report, number, period);
        const ny_measured *measured =
            ny_measured_of(on->report, on->survey->measures[measure].reduction, period, NY_NONE);
        if (!faults.size || !measured->reports)
            continue;
        NY_PAGE_ROW(&on->page, &moved_layout, ny_prose_words_of(on->prose, figure->label),
                    figure->name, year_text(on, measured->operation_period),
                    ny_prose_shown(on->prose, figure, measured->value), faults);
        moved++;
    }
    return moved;
}

static void add_bounds(ny_data_page_of *on)
{
    uint32_t moved = 0;
    if (!on->report->tables->rejects.count)
        return;
    ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, DA_MOVED_HEAD));
    for (uint32_t i = 0; i < on->model->measures.count; i++)
        if (on->survey->measures[i].reduction != NY_NONE)
            moved += add_moved(on, i);
    if (!moved)
        ny_page_add(&on->page, NY_BLOCK_UNDER, TELL_PLAIN(on, DA_MOVED_NONE));
}

static void add_measures(ny_data_page_of *on)
{
    if (!on->model->measures.count)
        return;
    ny_page_part(&on->page, TELL_PLAIN(on, DA_MEASURES), NY_NO_TEXT);
    NY_PAGE_ROW(&on->page, &measure_layout, NY_NO_TEXT, TELL_PLAIN(on, DA_MEASURE),
                TELL_PLAIN(on, DA_JUDGED), TELL_PLAIN(on, DA_UNKNOWN), TELL_PLAIN(on, DA_FAULTY),
                TELL_PLAIN(on, DA_ASIDE));
    for (uint32_t i = 0; i < on->model->measures.count; i++) {
        const ny_measure_survey *survey = &on->survey->measures[i];
        const ny_figure *figure = &on->model->figures.items[on->model->measures.items[i].figure];
        if (survey->reduction != NY_NONE)
            NY_PAGE_ROW(&on->page, &measure_layout, ny_prose_words_of(on->prose, figure->label),
                        figure->name, number(on, survey->rows), number(on, survey->unknown),
                        number(on, survey->faulty), number(on, survey->set_aside));
    }
    ny_page_add(&on->page, NY_BLOCK_UNDER, TELL_PLAIN(on, DA_JUDGED_MEANS));
    ny_page_add(&on->page, NY_BLOCK_UNDER, TELL_PLAIN(on, DA_FAULTY_MEANS));
    add_bounds(on);
}

ny_text ny_data_page(const ny_report_of *report, bool html)
{
    ny_survey survey = ny_survey_make(report->prose->arena, report);
    ny_data_page_of on = {
        .page = {.arena = report->prose->arena, .language = report->prose->language},
        .report = report,
        .prose = report->prose,
        .model = report->result->plan->model,
        .survey = &survey,
    };
    ny_page_add(&on.page, NY_BLOCK_TITLE,
                TELL(&on, DA_TITLE, ny_prose_words_of(on.prose, on.model->title)));
    if (report->circumstances.has_extracted)
        note(&on,
             TELL(&on, ST_EXTRACTED, ny_prose_date(on.prose, report->circumstances.extracted)));
    for (uint32_t i = 0; i < report->tables->notes.count; i++)
        note(&on, TELL(&on, ST_NOTE, report->tables->notes.items[i]));
    for (uint32_t i = 0; i < on.model->tables.count; i++)
        add_table(&on, i);
    add_measures(&on);
    return html ? ny_page_html(&on.page) : ny_page_text(&on.page);
}
