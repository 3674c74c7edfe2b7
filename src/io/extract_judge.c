/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a cell can only be judged by with the help of others. A cell is held against sound cells
 * only: one that is missing, absent or faulty itself judges nothing. So columns are taken in an
 * order in which the column that judges has been judged before. */

#include "io/extract_load.h"

#include "base/bug.h"
#include "base/parallel.h"

/* --- numbers of one column -------------------------------------------------------------------- */

/* A column has one scale, and 18 digits for all its numbers. Where they need more, the numbers with
 * the most decimals are at fault, not the large ones: 0.30000000000000004 is a slip of a
 * spreadsheet. Rows set aside do not claim room. */
static uint32_t most_decimals(const ny_table_load *table, const ny_store *store)
{
    uint32_t whole = 0;
    for (uint32_t row = 0; row < table->count; row++) {
        if (store->state[row] != NY_CELL_SOUND || table->rows[row].aside)
            continue;
        uint32_t digits = ny_mantissa_whole_digits(ny_store_value(store, row), store->scale[row]);
        whole = digits > whole ? digits : whole;
    }
    return NY_NUMBER_MOST_DIGITS - whole;
}

/* Bytes a value, of numbers with more than nine characters. */
#define NY_WIDEST 8u

static void judge_decimals(ny_load *load, ny_table_load *table, uint32_t column)
{
    const ny_store *store = &table->stores[column];
    if (store->width <
        NY_WIDEST) /* all are short: whole part and decimals have half the digits each */
        return;
    uint32_t most = most_decimals(table, store);
    ny_text reason = NY_NO_TEXT;
    for (uint32_t i = 0; i < table->sources.count; i++) {
        const ny_source_load *source = &table->sources.items[i];
        for (uint32_t row = source->first_row; row < source->end_row; row++) {
            if (store->state[row] != NY_CELL_SOUND || store->scale[row] <= most)
                continue;
            if (!reason.size)
                reason = NY_WORDS(load->sink, NY_WORDS_FAULT_DECIMALS,
                                  ny_format(load->scratch, "%u", most));
            ny_load_add_fault(load, table, source, column, row, reason);
        }
    }
}

/* --- cells of one row ------------------------------------------------------------------------- */

static uint32_t judging_column(const ny_cell_rule *rule)
{
    if (rule->kind == NY_KIND_NUMBER)
        return rule->not_above;
    return rule->kind == NY_KIND_DATE ? rule->not_before : NY_NONE;
}

static ny_text judge_number(ny_load *load, const ny_store *store, uint32_t at,
                            const ny_store *bound, uint32_t row, ny_text name)
{
    int64_t high = ny_store_value(bound, row);
    if (ny_mantissa_compare(ny_store_value(store, at), store->scale[at], high, bound->scale[row]) <=
        0)
        return NY_NO_TEXT;
    ny_text most = ny_mantissa_text(load->scratch, high, bound->scale[row]);
    return NY_WORDS(load->sink, NY_WORDS_FAULT_ABOVE, name, most);
}

static ny_text judge_date(ny_load *load, const ny_store *store, uint32_t at, const ny_store *bound,
                          uint32_t row, bool is_after, ny_text name)
{
    int64_t date = ny_store_value(store, at), least = ny_store_value(bound, row);
    if (date >= least + is_after)
        return NY_NO_TEXT;
    char day[11];
    ny_date_write((ny_date)least, day);
    if (date == least)
        return NY_WORDS(load->sink, NY_WORDS_FAULT_SAME_DAY, name, ny_text_of(day));
    return NY_WORDS(load->sink, NY_WORDS_FAULT_BEFORE, name, ny_text_of(day));
}

static void judge_slot(ny_load *load, ny_table_load *table, const ny_source_load *source,
                       uint32_t slot_number)
{
    const ny_slot *slot = &source->slots.items[slot_number];
    uint32_t column = judging_column(&slot->rule);
    if (column == NY_NONE)
        return;
    NY_BUG_ON(column >= table->table->columns.count);
    const ny_column *judging = &table->table->columns.items[column];
    const ny_store *bound = &table->stores[column], *store = slot->store;
    if (judging->type.kind != slot->rule.kind)
        return;
    for (uint32_t row = source->first_row; row < source->end_row; row++) {
        uint32_t at = ny_store_at(store, row);
        if (store->state[at] != NY_CELL_SOUND || bound->state[row] != NY_CELL_SOUND)
            continue;
        ny_text reason =
            slot->rule.kind == NY_KIND_NUMBER
                ? judge_number(load, store, at, bound, row, judging->name)
                : judge_date(load, store, at, bound, row, slot->rule.is_after, judging->name);
        if (reason.size)
            ny_load_add_fault(load, table, source, slot_number, row, reason);
    }
}

/* How many columns stand before this one in its chain of judges; a circle counts as a long chain. */
static uint32_t chain_length(const ny_source_load *source, uint32_t columns, uint32_t slot)
{
    uint32_t length = 0, at = slot;
    while (length <= columns) {
        at = judging_column(&source->slots.items[at].rule);
        if (at == NY_NONE)
            break;
        length++;
    }
    return length;
}

void ny_load_judge_rows(ny_load *load, ny_table_load *table)
{
    uint32_t columns = table->table->columns.count;
    for (uint32_t i = 0; i < columns; i++)
        if (table->table->columns.items[i].type.kind == NY_KIND_NUMBER)
            judge_decimals(load, table, i);

    for (uint32_t i = 0; i < table->sources.count; i++) {
        const ny_source_load *source = &table->sources.items[i];
        for (uint32_t length = 1; length <= columns + 1; length++)
            for (uint32_t slot = 0; slot < columns; slot++)
                if (chain_length(source, columns, slot) == length)
                    judge_slot(load, table, source, slot);
        for (uint32_t slot = columns; slot < source->slots.count; slot++)
            judge_slot(load, table, source, slot);
    }
}

/* --- rows referred to ------------------------------------------------------------------------- */

/* Rows that a column refers to from. A row set aside sets aside those that must refer to it, and so
 * on: a walk over the references backwards, along lists through `next`. */
typedef struct ny_link {
    uint32_t table, slot, target;
    uint32_t source;
    uint32_t *head; /* of the target's rows: the first row that refers to it + 1, or 0 */
    uint32_t *next; /* of the source's rows */
} ny_link;

typedef struct ny_walk_row {
    uint32_t table, row;
} ny_walk_row;

typedef struct ny_walk {
    ny_load *load;
    NY_LIST(ny_link) links;
    NY_LIST(ny_walk_row) open;
} ny_walk;

/* So many rows are looked up by one thread. */
#define NY_ROWS_LOOKED_UP 65536u

typedef struct ny_looking_up {
    const ny_table_load *target;
    const ny_store *store;
    uint32_t first, end;
    bool *lacks; /* by piece: a row that is not there */
} ny_looking_up;

static bool look_up(const ny_looking_up *up, uint32_t row)
{
    uint32_t at = ny_store_at(up->store, row), found;
    if (up->store->state[at] != NY_CELL_SOUND)
        return true;
    if (!ny_load_find_key(up->target, ny_store_text(up->store, at), &found))
        return false;
    ny_store_put_value(up->store, at, found);
    return true;
}

static void look_up_piece(void *context, uint32_t piece)
{
    const ny_looking_up *up = context;
    uint32_t from = up->first + piece * NY_ROWS_LOOKED_UP;
    uint32_t end = up->end - from < NY_ROWS_LOOKED_UP ? up->end : from + NY_ROWS_LOOKED_UP;
    for (uint32_t row = from; row < end; row++)
        up->lacks[piece] |= !look_up(up, row);
}

static void find_rows(ny_load *load, ny_table_load *table, const ny_source_load *source,
                      uint32_t slot_number)
{
    const ny_slot *slot = &source->slots.items[slot_number];
    ny_table_load *target = &load->tables[slot->rule.table];
    uint32_t rows = source->end_row - source->first_row;
    uint32_t pieces = rows / NY_ROWS_LOOKED_UP + (rows % NY_ROWS_LOOKED_UP != 0);
    ny_looking_up up = {.target = target,
                        .store = slot->store,
                        .first = source->first_row,
                        .end = source->end_row,
                        .lacks = NY_NEW_ARRAY(load->scratch, bool, pieces)};
    ny_load_need_index(load, target);
    ny_parallel(load->threads, pieces, look_up_piece, &up);
    ny_text reason = NY_WORDS(load->sink, NY_WORDS_FAULT_NO_ROW, target->table->name);
    for (uint32_t piece = 0; piece < pieces; piece++) {
        uint32_t from = up.first + piece * NY_ROWS_LOOKED_UP;
        for (uint32_t row = from; up.lacks[piece] && row < up.end && row - from < NY_ROWS_LOOKED_UP;
             row++)
            if (!look_up(&up, row))
                ny_load_add_fault(load, table, source, slot_number, row, reason);
    }
}

static void add_link(ny_walk *walk, ny_table_load *table, uint32_t source_number, uint32_t slot)
{
    const ny_source_load *source = &table->sources.items[source_number];
    const ny_store *store = source->slots.items[slot].store;
    ny_link link = {.table = table->number,
                    .slot = slot,
                    .source = source_number,
                    .target = source->slots.items[slot].rule.table};
    ny_arena *scratch = walk->load->scratch;
    link.head = NY_NEW_ARRAY(scratch, uint32_t, walk->load->tables[link.target].count);
    link.next = NY_NEW_ARRAY(scratch, uint32_t, source->end_row - source->first_row);
    for (uint32_t row = source->first_row; row < source->end_row; row++) {
        uint32_t at = ny_store_at(store, row);
        if (store->state[at] != NY_CELL_SOUND)
            continue;
        uint32_t *head = &link.head[ny_store_value(store, at)];
        link.next[row - source->first_row] = *head;
        *head = row + 1;
    }
    *NY_APPEND(scratch, &walk->links) = link;
}

static void open_row(ny_walk *walk, uint32_t table, uint32_t row)
{
    *NY_APPEND(walk->load->scratch, &walk->open) = (ny_walk_row){table, row};
}

static void follow(ny_walk *walk, const ny_link *link, uint32_t row)
{
    ny_table_load *table = &walk->load->tables[link->table];
    const ny_source_load *source = &table->sources.items[link->source];
    for (uint32_t at = link->head[row]; at; at = link->next[at - 1 - source->first_row]) {
        if (table->rows[at - 1].aside)
            continue;
        table->rows[at - 1].aside = true;
        open_row(walk, link->table, at - 1);
    }
}

static void set_aside_referring_rows(ny_walk *walk)
{
    if (!walk->links.count)
        return;
    ny_load *load = walk->load;
    for (uint32_t i = 0; i < load->model->tables.count; i++)
        for (uint32_t row = 0; row < load->tables[i].count; row++)
            if (load->tables[i].rows[row].aside)
                open_row(walk, i, row);
    while (walk->open.count) {
        ny_walk_row at = walk->open.items[--walk->open.count];
        for (uint32_t i = 0; i < walk->links.count; i++)
            if (walk->links.items[i].target == at.table)
                follow(walk, &walk->links.items[i], at.row);
    }
}

static bool has_rows_aside(const ny_table_load *table)
{
    for (uint32_t row = 0; row < table->count; row++)
        if (table->rows[row].aside)
            return true;
    return false;
}

static void judge_targets(ny_load *load, ny_table_load *table, const ny_source_load *source,
                          uint32_t slot_number)
{
    const ny_slot *slot = &source->slots.items[slot_number];
    const ny_table_load *target = &load->tables[slot->rule.table];
    ny_text reason = NY_WORDS(load->sink, NY_WORDS_FAULT_ROW_ASIDE, target->table->name);
    if (!has_rows_aside(target))
        return;
    for (uint32_t row = source->first_row; row < source->end_row; row++) {
        uint32_t at = ny_store_at(slot->store, row);
        if (slot->store->state[at] == NY_CELL_SOUND &&
            target->rows[ny_store_value(slot->store, at)].aside)
            ny_load_add_fault(load, table, source, slot_number, row, reason);
    }
}

typedef void ny_reference_visit(ny_load *load, ny_table_load *table, const ny_source_load *source,
                                uint32_t slot);

/* Whether there is anything to walk from: a row that others may refer to, set aside. */
static void note_target(ny_load *load, ny_table_load *table, const ny_source_load *source,
                        uint32_t slot_number)
{
    (void)table;
    const ny_table_load *target = &load->tables[source->slots.items[slot_number].rule.table];
    load->any_target_aside = load->any_target_aside || has_rows_aside(target);
}

static void visit_references(ny_load *load, ny_reference_visit *visit)
{
    for (uint32_t i = 0; i < load->model->tables.count; i++) {
        ny_table_load *table = &load->tables[i];
        for (uint32_t j = 0; j < table->sources.count; j++) {
            const ny_source_load *source = &table->sources.items[j];
            for (uint32_t slot = 0; slot < source->slots.count; slot++)
                if (source->slots.items[slot].rule.kind == NY_KIND_ROW)
                    visit(load, table, source, slot);
        }
    }
}

void ny_load_resolve_references(ny_load *load)
{
    visit_references(load, find_rows);
    visit_references(load, note_target);
    if (!load->any_target_aside)
        return;
    ny_walk walk = {.load = load};
    for (uint32_t i = 0; i < load->model->tables.count; i++) {
        ny_table_load *table = &load->tables[i];
        for (uint32_t j = 0; j < table->sources.count; j++) {
            const ny_source_load *source = &table->sources.items[j];
            for (uint32_t slot = 0; slot < table->table->columns.count; slot++)
                if (source->slots.items[slot].rule.kind == NY_KIND_ROW &&
                    ny_slot_sets_aside(&source->slots.items[slot]))
                    add_link(&walk, table, j, slot);
        }
    }
    set_aside_referring_rows(&walk);
    visit_references(load, judge_targets);
}
