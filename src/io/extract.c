/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* All extracts together, step by step: extract_load.h says which step stands where. Every step goes
 * over each file or column a fixed number of times, so that reading is linear in the bytes (and
 * n log n in the rows, for their order). */

#include "io/extract.h"

#include "base/bug.h"
#include "io/extract_load.h"

const char *ny_reject_action_text(ny_reject_action action)
{
    switch (action) {
    case NY_ROW_SET_ASIDE:
        return "row set aside";
    case NY_COUNTS_AS_MISSING:
        return "counts as missing";
    case NY_COUNTS_AS_UNKNOWN:
        return "counts as unknown";
    case NY_COUNTS_ONCE:
        return "counts once";
    case NY_NOTED:
        return "noted";
    }
    NY_BUG("a reject without an action");
}

ny_faults *ny_faults_of(ny_arena *arena, const ny_tables *tables)
{
    ny_faults *faults = NY_NEW(arena, ny_faults);
    faults->aside = tables->rows_aside;
    for (uint32_t i = 0; i < tables->rejects.count; i++)
        *NY_APPEND(arena, &faults->faults) = tables->rejects.items[i].place;
    return faults;
}

static void make_tables(ny_load *load)
{
    uint32_t count = load->model->tables.count;
    load->tables = NY_NEW_ARRAY(load->scratch, ny_table_load, count);
    load->result->rows = NY_NEW_ARRAY(load->arena, ny_rows, count);
    load->result->given = NY_NEW_ARRAY(load->arena, bool, count);
    load->result->rows_aside = NY_NEW_ARRAY(load->arena, ny_rows_aside, count);
    for (uint32_t i = 0; i < count; i++) {
        const ny_table *table = &load->model->tables.items[i];
        load->tables[i].table = table;
        load->tables[i].number = i;
        load->tables[i].stores = NY_NEW_ARRAY(load->scratch, ny_store, table->columns.count);
        load->result->rows[i].table = i;
        load->result->rows[i].columns = NY_NEW_ARRAY(load->arena, ny_cells, table->columns.count);
    }
}

/* A row cannot be looked up in a table that was not given; to call every such cell faulty would
 * bury the one thing to say. */
static void need_targets(ny_load *load, const ny_table_load *table)
{
    for (uint32_t i = 0; i < table->sources.count; i++) {
        const ny_source_load *source = &table->sources.items[i];
        for (uint32_t j = 0; j < source->slots.count; j++) {
            const ny_cell_rule *rule = &source->slots.items[j].rule;
            if (rule->kind != NY_KIND_ROW || rule->table == NY_NONE ||
                load->result->given[rule->table])
                continue;
            NY_REPORT(load->sink, NY_EXTRACT_TABLE_NOT_GIVEN, source->slots.items[j].span,
                      load->model->tables.items[rule->table].name, table->table->name, rule->name);
            load->failed = true;
        }
    }
}

static bool open_all(ny_load *load, const ny_extract *extracts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        NY_BUG_ON(extracts[i].table >= load->model->tables.count);
        load->result->given[extracts[i].table] = true;
        ny_load_add_source(load, &extracts[i]);
    }
    for (uint32_t i = 0; i < load->model->tables.count; i++)
        need_targets(load, &load->tables[i]);
    if (load->failed)
        return false;
    for (uint32_t i = 0; i < load->model->tables.count; i++)
        ny_load_open_files(load, &load->tables[i]);
    return !load->failed;
}

static void read_all(ny_load *load)
{
    uint32_t count = load->model->tables.count;
    for (uint32_t i = 0; i < count; i++) {
        ny_load_read_rows(load, &load->tables[i]);
        ny_load_judge_rows(load, &load->tables[i]);
    }
    ny_load_resolve_references(load);
    for (uint32_t i = 0; i < count; i++)
        ny_load_sort_rows(load, &load->tables[i]);
    for (uint32_t i = 0; i < count; i++) {
        ny_load_keep_aside(load, &load->tables[i]);
        ny_load_finish_table(load, &load->tables[i]);
    }
}

bool ny_extract_read(ny_arena *arena, ny_sink *sink, const ny_model *model,
                     const ny_extract *extracts, size_t count, ny_tables *ret_tables)
{
    ny_tables result = {.rows = NULL};
    ny_load load = {.arena = arena,
                    .scratch = ny_arena_create(),
                    .sink = sink,
                    .model = model,
                    .result = &result};
    for (size_t i = 0; i < count; i++)
        load.threads = extracts[i].threads > load.threads ? extracts[i].threads : load.threads;
    make_tables(&load);
    bool usable = open_all(&load, extracts, count);
    if (usable) {
        read_all(&load);
        *ret_tables = result;
    }
    for (uint32_t i = 0; i < load.kept.count; i++)
        ny_arena_destroy(load.kept.items[i]);
    ny_arena_destroy(load.scratch);
    return usable;
}
