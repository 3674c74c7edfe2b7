/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See taken_over.h. */

#include "cli/taken_over.h"

#include "cli/data_file.h"
#include "io/file.h"
#include "io/fingerprint.h"

typedef struct ny_taking {
    ny_arena *arena;
    ny_loaded *loaded;
    NY_LIST(ny_extract) extracts;
    ny_taken_files files;
} ny_taking;

static const ny_declaration *source_of(const ny_model *model, ny_text table)
{
    for (uint32_t i = 0; i < model->sources.count; i++)
        if (ny_text_equal(model->sources.items[i]->is.source.table.text, table))
            return model->sources.items[i];
    return NULL;
}

static bool is_taken(const ny_taking *taking, uint32_t table)
{
    for (uint32_t i = 0; i < taking->extracts.count; i++)
        if (taking->extracts.items[i].table == table)
            return true;
    return false;
}

static ny_status take(ny_taking *taking, const ny_name *name)
{
    ny_arena *arena = taking->arena;
    ny_sink *sink = taking->loaded->sink;
    const ny_model *model = taking->loaded->model;
    const ny_declaration *source = source_of(model, name->text);
    uint32_t table = ny_model_table(model, name->text);
    if (is_taken(taking, table))
        return NY_DONE;
    if (!source) {
        NY_REPORT(sink, NY_ROWS_NOWHERE, name->span, name->text);
        return ny_say_diagnostics(arena, sink);
    }
    const ny_source_words *words = &source->is.source;
    ny_text file = sink->sources.items[source->span.source].name, problem;
    ny_data_place place = {.path = ny_path_beside(arena, file, words->path),
                           .part = words->part,
                           .form = words->form,
                           .form_said = true};
    ny_extract extract = {.table = table,
                          .source = source,
                          .has_extracted = words->extracted_said,
                          .extracted = words->extracted};
    ny_extract_file bytes;
    if (ny_data_file_read(arena, sink->language, &place, &bytes, &problem) != NY_DONE)
        return ny_world_problem(arena, problem);
    *NY_APPEND(arena, &extract.files) = bytes;
    *NY_APPEND(arena, &taking->files) =
        (ny_taken_file){bytes.name, ny_fingerprint_of(arena, bytes.bytes)};
    *NY_APPEND(arena, &taking->extracts) = extract;
    return NY_DONE;
}

/* All tables of a study are given: it imagines no rows. */
static ny_status take_given(ny_taking *taking)
{
    const ny_model *model = taking->loaded->model;
    ny_status status = NY_DONE;
    for (uint32_t t = 0; model->has_study && t < model->tables.count && status == NY_DONE; t++) {
        ny_name name = {.text = model->tables.items[t].name, .span = model->tables.items[t].span};
        if (!ny_is_modelled(model, name.text))
            status = take(taking, &name);
    }
    return status;
}

/* Tables of which an assumption is a row. */
static ny_status take_drawn(ny_taking *taking)
{
    const ny_model *model = taking->loaded->model;
    ny_status status = NY_DONE;
    for (uint32_t i = 0; i < model->figures.count && status == NY_DONE; i++)
        if (model->figures.items[i].rows_of != NY_NONE)
            status = take(taking, &model->figures.items[i].declaration->is.figure.rows_of);
    return status;
}

static ny_status take_all(ny_taking *taking)
{
    const ny_model *model = taking->loaded->model;
    for (uint32_t i = 0; i < model->row_models.count; i++) {
        const ny_model_words *words = &model->row_models.items[i]->is.model;
        for (uint32_t c = 0; c < words->columns.count; c++) {
            const ny_arises_words *column = &words->columns.items[c];
            if (column->form != NY_ARISES_ANY || ny_is_modelled(model, column->any.text))
                continue;
            ny_status status = take(taking, &column->any);
            if (status != NY_DONE)
                return status;
        }
    }
    return NY_DONE;
}

ny_status ny_taken_over_read(ny_arena *arena, const char *command, ny_loaded *loaded,
                             const ny_rows **ret_rows, ny_taken_files *ret_files)
{
    ny_taking taking = {.arena = arena, .loaded = loaded};
    ny_tables tables = {0};
    ny_status status = take_given(&taking);
    if (status == NY_DONE)
        status = take_drawn(&taking);
    if (status == NY_DONE)
        status = take_all(&taking);
    if (status != NY_DONE || !taking.extracts.count)
        return status;
    if (!ny_extract_read(arena, loaded->sink, loaded->model, taking.extracts.items,
                         taking.extracts.count, &tables))
        return ny_say_diagnostics(arena, loaded->sink);
    if (tables.rejects.count)
        ny_complain(ny_format(arena, "nytte %s: %u faults in the rows that are taken over\n",
                              command, tables.rejects.count));
    *ret_rows = tables.rows;
    *ret_files = taking.files;
    return NY_DONE;
}
