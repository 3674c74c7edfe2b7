/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See groups.h. */

#include "use/groups.h"

#include "base/bug.h"

#include <stdlib.h>

typedef NY_LIST(ny_text) ny_texts;

/* --- what was said ----------------------------------------------------------------------------- */

/* "surgeon" or "surgeon.hospital" in this table; false where it has no such column. */
static bool find_column(const ny_model *model, uint32_t table, ny_text written,
                        ny_group_column *ret_column)
{
    size_t dot = 0;
    while (dot < written.size && written.data[dot] != '.')
        dot++;
    uint32_t column = ny_table_column(&model->tables.items[table], (ny_text){written.data, dot});
    *ret_column = (ny_group_column){written, column, NY_NONE, NY_NONE};
    if (column == NY_NONE || dot == written.size)
        return column != NY_NONE;
    const ny_type *type = &model->tables.items[table].columns.items[column].type;
    if (type->kind != NY_KIND_ROW)
        return false;
    ret_column->of_table = type->table;
    ret_column->of_column =
        ny_table_column(&model->tables.items[type->table],
                        (ny_text){written.data + dot + 1, written.size - dot - 1});
    return ret_column->of_column != NY_NONE;
}

/* The names between the commas, without blanks. */
static ny_texts names_said(ny_arena *arena, ny_text said)
{
    ny_texts names = {0};
    for (size_t begin = 0, i = 0; i <= said.size; i++) {
        if (i < said.size && said.data[i] != ',')
            continue;
        *NY_APPEND(arena, &names) = ny_text_trim((ny_text){said.data + begin, i - begin});
        begin = i + 1;
    }
    return names;
}

static bool find_columns(ny_arena *arena, const ny_model *model, uint32_t table,
                         const ny_texts *names, ny_grouping *grouping)
{
    grouping->columns.count = 0;
    grouping->by.table = table;
    for (uint32_t i = 0; i < names->count; i++)
        if (!find_column(model, table, names->items[i], NY_APPEND(arena, &grouping->columns)))
            return false;
    return true;
}

static bool tells_rows_apart(const ny_column *column)
{
    return column->form == NY_FORM_KEY || column->form == NY_FORM_PSEUDONYM;
}

/* What the columns are that rows may be grouped by, for a message. */
static ny_text columns_of(ny_arena *arena, const ny_table *table)
{
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < table->columns.count; i++)
        if (!tells_rows_apart(&table->columns.items[i]))
            ny_buffer_format(&out, "%s`%.*s`", out.size ? ", " : "",
                             NY_PRINT(table->columns.items[i].name));
    return ny_buffer_text(&out);
}

static bool no_column(ny_sink *sink, ny_span span, const ny_model *model, ny_text said)
{
    uint32_t table = model->measures.count ? model->measures.items[0].table : 0;
    const ny_table *of = &model->tables.items[table];
    ny_text best = NY_NO_TEXT;
    uint32_t least = 3;
    for (uint32_t i = 0; i < of->columns.count; i++) {
        uint32_t distance = ny_text_distance(said, of->columns.items[i].name, 2);
        if (distance < least)
            best = of->columns.items[i].name;
        least = distance < least ? distance : least;
    }
    ny_text hint = best.size ? NY_WORDS(sink, NY_WORDS_DID_YOU_MEAN, best)
                             : ny_words(sink, NY_WORDS_GROUP_BY_A_COLUMN);
    NY_REPORT(sink, NY_BY_NO_COLUMN, span, said, of->name, columns_of(sink->arena, of), hint);
    return false;
}

const ny_column *ny_grouping_column(const ny_model *model, const ny_grouping *grouping,
                                    uint32_t column)
{
    const ny_group_column *of = &grouping->columns.items[column];
    uint32_t table = of->of_table == NY_NONE ? grouping->by.table : of->of_table;
    uint32_t number = of->of_table == NY_NONE ? of->column : of->of_column;
    return &model->tables.items[table].columns.items[number];
}

/* --- groups ------------------------------------------------------------------------------------ */

static ny_value value_of(ny_arena *arena, const ny_model *model, const ny_rows *tables,
                         const ny_grouping *grouping, uint32_t column, uint32_t row)
{
    const ny_group_column *of = &grouping->columns.items[column];
    ny_value value = ny_rows_value(arena, model, &tables[grouping->by.table], of->column, row);
    if (of->of_table == NY_NONE || value.state != NY_KNOWN)
        return value;
    return ny_rows_value(arena, model, &tables[of->of_table], of->of_column, value.is.index);
}

static ny_text name_of(ny_arena *arena, const ny_model *model, const ny_rows *tables,
                       const ny_column *column, ny_value value)
{
    if (value.state != NY_KNOWN)
        return NY_NO_TEXT;
    switch (column->type.kind) {
    case NY_KIND_NUMBER:
        return ny_rational_decimal_text(
            arena, ny_rational_divide(arena, value.is.number, column->factor), 0, 12);
    case NY_KIND_DATE:
        return ny_date_text(arena, value.is.date);
    case NY_KIND_YES_NO:
        return value.is.index ? NY_TEXT("yes") : NY_TEXT("no");
    case NY_KIND_WORD:
        return column->words.items[value.is.index];
    case NY_KIND_PARTY:
        return model->parties.items[value.is.index].name;
    case NY_KIND_ROW:
        return ny_rows_key(model, &tables[column->type.table], value.is.index);
    case NY_KIND_TEXT:
        return value.is.text;
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("a column without a type");
}

/* Numbers, dates and words in their own order, all else by its bytes; what says nothing last. */
static int compare_values(ny_value a, ny_text a_name, ny_value b, ny_text b_name, ny_kind kind)
{
    if (a.state != NY_KNOWN || b.state != NY_KNOWN)
        return (a.state != NY_KNOWN) - (b.state != NY_KNOWN);
    if (kind == NY_KIND_NUMBER)
        return ny_rational_compare(a.is.number, b.is.number);
    if (kind == NY_KIND_WORD || kind == NY_KIND_PARTY || kind == NY_KIND_YES_NO)
        return (a.is.index > b.is.index) - (a.is.index < b.is.index);
    return ny_text_compare(a_name, b_name); /* dates too: as written they are in order */
}

static int compare_groups(const ny_model *model, const ny_grouping *grouping, uint32_t a,
                          uint32_t b)
{
    const ny_group *x = &grouping->groups.items[a], *y = &grouping->groups.items[b];
    for (uint32_t c = 0; c < grouping->columns.count; c++) {
        int order = compare_values(x->values[c], x->names[c], y->values[c], y->names[c],
                                   ny_grouping_column(model, grouping, c)->type.kind);
        if (order)
            return order;
    }
    return 0;
}

/* Puts the groups, at most NY_MOST_GROUPS, in order, by insertion. */
static void sort_groups(ny_arena *arena, const ny_model *model, ny_grouping *grouping,
                        uint32_t *group_of, uint32_t rows)
{
    uint32_t count = grouping->groups.count;
    uint32_t *order = NY_NEW_ARRAY(arena, uint32_t, (size_t)count + 1);
    uint32_t *place = NY_NEW_ARRAY(arena, uint32_t, (size_t)count + 1);
    ny_group *sorted = NY_NEW_ARRAY(arena, ny_group, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i;
        for (; at > 0 && compare_groups(model, grouping, i, order[at - 1]) < 0; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        place[order[i]] = i;
        sorted[i] = grouping->groups.items[order[i]];
    }
    for (uint32_t i = 0; i < count; i++)
        grouping->groups.items[i] = sorted[i];
    for (uint32_t row = 0; row < rows; row++)
        group_of[row] = place[group_of[row]];
}

/* The group of the row, made anew where it is the first. */
static uint32_t group_of_row(ny_arena *arena, ny_arena *passing, const ny_model *model,
                             const ny_rows *tables, ny_grouping *grouping, ny_map *numbers,
                             uint32_t row)
{
    uint32_t columns = grouping->columns.count, number = grouping->groups.count;
    ny_buffer name = ny_buffer_create(passing);
    ny_value *values = NY_NEW_ARRAY(passing, ny_value, columns);
    ny_text *names = NY_NEW_ARRAY(passing, ny_text, columns);
    for (uint32_t c = 0; c < columns; c++) {
        values[c] = value_of(passing, model, tables, grouping, c, row);
        names[c] =
            name_of(passing, model, tables, ny_grouping_column(model, grouping, c), values[c]);
        ny_buffer_format(&name, "%c%zu %.*s", values[c].state == NY_KNOWN ? '=' : '?',
                         names[c].size, NY_PRINT(names[c]));
    }
    if (ny_map_find(numbers, ny_buffer_text(&name), &number))
        return number;
    (void)ny_map_add(numbers, ny_text_copy(arena, ny_buffer_text(&name)), number);
    ny_group *group = NY_APPEND(arena, &grouping->groups);
    group->names = NY_NEW_ARRAY(arena, ny_text, columns);
    group->values = NY_NEW_ARRAY(arena, ny_value, columns);
    for (uint32_t c = 0; c < columns; c++) {
        group->names[c] = ny_text_copy(arena, names[c]);
        group->values[c] = value_of(arena, model, tables, grouping, c, row);
    }
    return number;
}

static bool make_groups(ny_arena *arena, const ny_model *model, const ny_rows *tables,
                        ny_grouping *grouping)
{
    uint32_t rows = tables[grouping->by.table].count;
    uint32_t *group_of = NY_NEW_ARRAY(arena, uint32_t, (size_t)rows + 1);
    ny_map *numbers = ny_map_create(arena);
    ny_arena *passing = ny_arena_create();
    for (uint32_t row = 0; row < rows && grouping->groups.count <= NY_MOST_GROUPS; row++) {
        ny_arena_reset(passing);
        group_of[row] = group_of_row(arena, passing, model, tables, grouping, numbers, row);
    }
    ny_arena_destroy(passing);
    if (grouping->groups.count > NY_MOST_GROUPS)
        return false;
    sort_groups(arena, model, grouping, group_of, rows);
    grouping->by.groups = grouping->groups.count;
    grouping->by.group_of = group_of;
    return true;
}

bool ny_grouping_read(ny_arena *arena, ny_sink *sink, const ny_model *model, const ny_rows *tables,
                      ny_text said, ny_grouping *ret_grouping)
{
    ny_grouping grouping = {0};
    uint32_t source = ny_sink_add_source(sink, NY_TEXT("--by"), said);
    ny_span span = {source, 0, (uint32_t)said.size};
    ny_texts names = names_said(arena, said);
    bool found = false;
    for (uint32_t i = 0; i < model->measures.count && !found; i++)
        found = find_columns(arena, model, model->measures.items[i].table, &names, &grouping);
    if (!found) {
        ny_group_column column;
        uint32_t wrong = 0;
        while (model->measures.count && wrong + 1 < names.count &&
               find_column(model, model->measures.items[0].table, names.items[wrong], &column))
            wrong++;
        span.begin = (uint32_t)(names.items[wrong].data - said.data);
        span.end = span.begin + (uint32_t)names.items[wrong].size;
        return no_column(sink, span, model, names.items[wrong]);
    }
    for (uint32_t c = 0; c < grouping.columns.count; c++)
        if (tells_rows_apart(ny_grouping_column(model, &grouping, c))) {
            NY_REPORT(sink, NY_BY_EACH_ROW, span, grouping.columns.items[c].written,
                      columns_of(arena, &model->tables.items[grouping.by.table]));
            return false;
        }
    if (!make_groups(arena, model, tables, &grouping)) {
        NY_REPORT(sink, NY_BY_TOO_MANY, span, said, ny_format(arena, "%u", NY_MOST_GROUPS));
        return false;
    }
    *ret_grouping = grouping;
    return true;
}
