/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See release.h.
 *
 * What is published of a measure in a statement: the counted rows of each class that is shown and, of
 * a share, its events; and both of the whole, where a payment rests on it. So what is hidden is known
 * only as a sum: the whole less what is shown. Hidden classes are therefore never alone, and their sum
 * is nothing or at least NY_FEWEST_PERSONS, so that each of them may be anything between 0 and the
 * sum. Which classes are hidden is the same for all measures of a statement (their rows may be the
 * same rows), and once hidden is hidden in later statements (theirs may be, too).
 *
 * Events, and the rest that are none, are hidden by measure in the same manner. With two columns the
 * classes of each are hidden as if it stood alone, and then as many more as the cells of both need;
 * what lies between is checked by the bounds that sums of rows and columns put on a cell (Fréchet). */

#include "use/release.h"

#include "base/bug.h"

/* A hidden cell may be any of at least so many values and one. */
#define NY_LEAST_WIDTH 4u

typedef struct ny_count {
    uint32_t rows, persons;
} ny_count;

/* Of a class in one measure and one statement. */
typedef struct ny_counts {
    ny_count counted, events, others;
} ny_counts;

/* The classes of one column, or the cells of all of them. */
typedef struct ny_classes {
    uint32_t count;
    uint32_t *of_group; /* the class of each group */
    ny_counts *counts;  /* [(measure * periods + period) * count + class] */
    bool *hidden;       /* [period * count + class] */
    bool *secret;       /* [(measure * periods + period) * count + class]: its events */
} ny_classes;

/* --- persons ----------------------------------------------------------------------------------- */

/* The rows of a table in the order of the persons in one column; rows without one are left out. */
typedef struct ny_by_person {
    bool staff; /* persons whose rows these are, not patients */
    uint32_t count;
    uint32_t *rows, *person; /* by place in the order */
} ny_by_person;

typedef NY_LIST(ny_by_person) ny_persons;

typedef struct ny_releasing {
    ny_arena *arena;
    const ny_result *result;
    const ny_plan *plan;
    const ny_rows *tables;
    const ny_view *view;
    uint32_t periods;
    ny_persons *persons; /* one a table; not looked for where `looked` is false */
    bool *looked;
    ny_release *release;
} ny_releasing;

ny_trace_of *ny_release_traces(ny_arena *arena, const ny_plan *plan, uint32_t periods,
                               uint32_t *ret_count)
{
    ny_trace_of *traces =
        NY_NEW_ARRAY(arena, ny_trace_of, (size_t)plan->reductions.count * periods + 1);
    *ret_count = 0;
    for (uint32_t r = 0; r < plan->reductions.count; r++)
        for (uint32_t p = 0; p < periods && plan->reductions.items[r].measure != NY_NONE; p++)
            traces[(*ret_count)++] = (ny_trace_of){.number = r, .period = p};
    return traces;
}

bool ny_release_allowed(ny_sink *sink, const ny_model *model, const ny_view *view,
                        const ny_grouping *grouping, ny_text said)
{
    uint32_t source = ny_sink_add_source(sink, NY_TEXT("--by"), said);
    ny_span span = {source, 0, (uint32_t)said.size};
    ny_text party = model->parties.items[view->party].name;
    for (uint32_t c = 0; c < grouping->columns.count; c++) {
        ny_kind kind = ny_grouping_column(model, grouping, c)->type.kind;
        if (kind != NY_KIND_ROW)
            continue;
        NY_REPORT(sink, NY_BY_NAMES_PERSONS, span, grouping->columns.items[c].written, party);
        return false;
    }
    if (grouping->columns.count > 2) {
        NY_REPORT(sink, NY_BY_TOO_FINE, span, party);
        return false;
    }
    return true;
}

static bool is_of_persons(const ny_column *column)
{
    return column->form == NY_FORM_PSEUDONYM || column->type.kind == NY_KIND_ROW;
}

static uint32_t *persons_in(ny_arena *arena, const ny_model *model, const ny_rows *rows,
                            uint32_t column, uint32_t *ret_count)
{
    uint32_t *person = NY_NEW_ARRAY(arena, uint32_t, (size_t)rows->count + 1);
    ny_map *numbers = ny_map_create(arena);
    const ny_cells *cells = &rows->columns[column];
    bool is_row = model->tables.items[rows->table].columns.items[column].type.kind == NY_KIND_ROW;
    *ret_count = 0;
    for (uint32_t row = 0; row < rows->count; row++) {
        person[row] = NY_NONE;
        if (cells->state[row] != NY_CELL_SOUND)
            continue;
        ny_text name = is_row ? ny_format(arena, "%lld", (long long)ny_cells_value(cells, row))
                              : ny_rows_text(rows, column, row);
        if (!ny_map_find(numbers, name, &person[row])) {
            person[row] = (*ret_count)++;
            (void)ny_map_add(numbers, name, person[row]);
        }
    }
    return person;
}

static ny_by_person in_order(ny_arena *arena, const uint32_t *person, uint32_t rows,
                             uint32_t persons)
{
    ny_by_person order = {.rows = NY_NEW_ARRAY(arena, uint32_t, (size_t)rows + 1),
                          .person = NY_NEW_ARRAY(arena, uint32_t, (size_t)rows + 1)};
    uint32_t *first = NY_NEW_ARRAY(arena, uint32_t, (size_t)persons + 2);
    for (uint32_t row = 0; row < rows; row++)
        if (person[row] != NY_NONE)
            first[person[row] + 1]++;
    for (uint32_t p = 0; p < persons; p++)
        first[p + 1] += first[p];
    order.count = first[persons];
    for (uint32_t row = 0; row < rows; row++)
        if (person[row] != NY_NONE) {
            order.rows[first[person[row]]] = row;
            order.person[first[person[row]]++] = person[row];
        }
    return order;
}

static ny_persons *persons_of(const ny_releasing *releasing, uint32_t number)
{
    ny_arena *arena = releasing->arena;
    const ny_model *model = releasing->plan->model;
    const ny_rows *rows = &releasing->tables[number];
    const ny_table *table = &model->tables.items[number];
    ny_persons *persons = &releasing->persons[number];
    if (releasing->looked[number])
        return persons;
    releasing->looked[number] = true;
    for (uint32_t c = 0; c < table->columns.count; c++) {
        uint32_t count;
        if (!is_of_persons(&table->columns.items[c]))
            continue;
        const uint32_t *person = persons_in(arena, model, rows, c, &count);
        ny_by_person order = in_order(arena, person, rows->count, count);
        order.staff = table->columns.items[c].type.kind == NY_KIND_ROW;
        *NY_APPEND(arena, persons) = order;
    }
    return persons;
}

/* --- counting ---------------------------------------------------------------------------------- */

static bool is_counted(ny_fate fate)
{
    return fate == NY_FATE_COUNTED || fate == NY_FATE_EVENT;
}

static void count_rows(const ny_trace *trace, const uint32_t *class_of_row, ny_counts *counts)
{
    for (uint32_t row = 0; row < trace->count; row++) {
        ny_fate fate = ny_trace_reason(trace, row)->fate;
        if (!is_counted(fate))
            continue;
        ny_counts *of = &counts[class_of_row ? class_of_row[row] : 0];
        of->counted.rows++;
        of->events.rows += fate == NY_FATE_EVENT;
        of->others.rows += fate == NY_FATE_COUNTED;
    }
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Of each class the persons of one column, each once; `last` holds, by class, the one met last. */
static void count_persons(ny_arena *arena, const ny_trace *trace, const uint32_t *class_of_row,
                          const ny_by_person *order, uint32_t classes, ny_counts *counts)
{
    uint32_t *last = NY_NEW_ARRAY(arena, uint32_t, (size_t)classes * 3 + 1);
    ny_counts *found = NY_NEW_ARRAY(arena, ny_counts, (size_t)classes + 1);
    for (uint32_t i = 0; i < order->count; i++) {
        ny_fate fate = ny_trace_reason(trace, order->rows[i])->fate;
        uint32_t class = class_of_row ? class_of_row[order->rows[i]] : 0,
                 stamp = order->person[i] + 1;
        if (!is_counted(fate))
            continue;
        uint32_t *which = &last[(size_t) class * 3];
        bool event = fate == NY_FATE_EVENT;
        found[class].counted.persons += which[0] != stamp;
        found[class].events.persons += event && which[1] != stamp;
        found[class].others.persons += !event && which[2] != stamp;
        which[0] = stamp;
        which[event ? 1 : 2] = stamp;
    }
    for (uint32_t k = 0; k < classes; k++) {
        counts[k].counted.persons = least(counts[k].counted.persons, found[k].counted.persons);
        if (order->staff)
            continue; /* few surgeons with an event each are many patients */
        counts[k].events.persons = least(counts[k].events.persons, found[k].events.persons);
        counts[k].others.persons = least(counts[k].others.persons, found[k].others.persons);
    }
}

/* Rows, and of the columns that tell persons apart the fewest persons; without one, rows. */
static void count_classes(ny_arena *arena, const ny_trace *trace, const uint32_t *class_of_row,
                          const ny_persons *persons, uint32_t classes, ny_counts *counts)
{
    count_rows(trace, class_of_row, counts);
    for (uint32_t k = 0; k < classes; k++) {
        counts[k].counted.persons = counts[k].counted.rows;
        counts[k].events.persons = counts[k].events.rows;
        counts[k].others.persons = counts[k].others.rows;
    }
    for (uint32_t i = 0; i < persons->count; i++)
        count_persons(arena, trace, class_of_row, &persons->items[i], classes, counts);
}

static bool is_small(ny_count count)
{
    return count.rows > 0 && count.persons < NY_FEWEST_PERSONS;
}

static void add_count(ny_count *to, ny_count more)
{
    to->rows += more.rows;
    to->persons += more.persons;
}

static void add_counts(ny_counts *to, const ny_counts *more)
{
    add_count(&to->counted, more->counted);
    add_count(&to->events, more->events);
    add_count(&to->others, more->others);
}

static bool tells_small_events(const ny_counts *counts, bool share)
{
    return share && (is_small(counts->events) || is_small(counts->others));
}

/* Does it tell how many of the rows count? */
static bool is_share(const ny_releasing *releasing, uint32_t reduction)
{
    const ny_reduction *of = &releasing->plan->reductions.items[reduction];
    return of->reduce == NY_REDUCE_SHARE || of->reduce == NY_REDUCE_RATE ||
           of->estimate.form != NY_ESTIMATOR_NONE;
}

static ny_counts *counts_at(const ny_releasing *releasing, const ny_classes *classes, uint32_t r,
                            uint32_t period)
{
    return &classes->counts[((size_t)r * releasing->periods + period) * classes->count];
}

static ny_classes new_classes(const ny_releasing *releasing, uint32_t count)
{
    size_t cells = (size_t)releasing->plan->reductions.count * releasing->periods * count + 1;
    return (ny_classes){
        .count = count,
        .counts = NY_NEW_ARRAY(releasing->arena, ny_counts, cells),
        .hidden = NY_NEW_ARRAY(releasing->arena, bool, (size_t)releasing->periods *count + 1),
        .secret = NY_NEW_ARRAY(releasing->arena, bool, cells)};
}

static void count_all(const ny_releasing *releasing, const ny_persons *persons,
                      const ny_grouping *grouping, ny_classes *classes)
{
    const ny_result *result = releasing->result;
    uint32_t rows = releasing->tables[grouping->by.table].count;
    uint32_t *class_of_row = NY_NEW_ARRAY(releasing->arena, uint32_t, (size_t)rows + 1);
    for (uint32_t row = 0; row < rows; row++)
        class_of_row[row] = classes->of_group[grouping->by.group_of[row]];
    for (uint32_t i = 0; i < result->traces.count; i++) {
        const ny_trace *trace = result->traces.items[i];
        if (trace->table == grouping->by.table && !trace->of.payment)
            count_classes(releasing->arena, trace, class_of_row, persons, classes->count,
                          counts_at(releasing, classes, trace->of.number, trace->of.period));
    }
}

/* --- one column -------------------------------------------------------------------------------- */

static uint32_t how_many(const bool *marked, uint32_t count)
{
    uint32_t many = 0;
    for (uint32_t i = 0; i < count; i++)
        many += marked[i];
    return many;
}

/* Marks the unmarked class with the fewest, but some, of what is counted; without one, the first. */
static void mark_next(const ny_counts *counts, uint32_t count, bool events, bool *marked)
{
    uint32_t best = NY_NONE, fewest = 0;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t rows = events ? counts[k].events.rows : counts[k].counted.rows;
        bool better = best == NY_NONE || (rows > 0 && (fewest == 0 || rows < fewest));
        if (marked[k] || !better)
            continue;
        best = k;
        fewest = rows;
    }
    if (best != NY_NONE)
        marked[best] = true;
}

static ny_counts sum_of(const ny_counts *counts, uint32_t count, const bool *marked)
{
    ny_counts sum = {{0, 0}, {0, 0}, {0, 0}};
    for (uint32_t k = 0; k < count; k++)
        if (marked[k])
            add_counts(&sum, &counts[k]);
    return sum;
}

/* Hides classes in one statement until no small count is left, alone or as the sum of what is
 * hidden. */
static void hide_classes(const ny_releasing *releasing, ny_classes *classes, uint32_t period)
{
    bool *hidden = &classes->hidden[(size_t)period * classes->count];
    uint32_t reductions = releasing->plan->reductions.count;
    for (uint32_t r = 0; r < reductions; r++)
        for (uint32_t k = 0; k < classes->count; k++)
            hidden[k] = hidden[k] || is_small(counts_at(releasing, classes, r, period)[k].counted);
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t r = 0; r < reductions; r++) {
            const ny_counts *counts = counts_at(releasing, classes, r, period);
            uint32_t many = how_many(hidden, classes->count);
            bool open = many == 1 || is_small(sum_of(counts, classes->count, hidden).counted);
            if (!open || many == classes->count)
                continue;
            mark_next(counts, classes->count, false, hidden);
            changed = true;
        }
    }
}

/* The same for the events of one measure, and for the rest that are none. */
static void hide_events(const ny_releasing *releasing, ny_classes *classes, uint32_t r,
                        uint32_t period)
{
    const ny_counts *counts = counts_at(releasing, classes, r, period);
    bool *secret = &classes->secret[((size_t)r * releasing->periods + period) * classes->count];
    const bool *hidden = &classes->hidden[(size_t)period * classes->count];
    for (uint32_t k = 0; k < classes->count; k++) {
        bool before = period > 0 && (secret - classes->count)[k];
        secret[k] = before || hidden[k] || tells_small_events(&counts[k], is_share(releasing, r));
    }
    for (;;) {
        uint32_t many = how_many(secret, classes->count);
        ny_counts sum = sum_of(counts, classes->count, secret);
        bool open = many == 1 || tells_small_events(&sum, is_share(releasing, r));
        if (!open || many == classes->count)
            return;
        mark_next(counts, classes->count, is_share(releasing, r), secret);
    }
}

static void hide_in_order(const ny_releasing *releasing, ny_classes *classes)
{
    for (uint32_t p = 0; p < releasing->periods; p++) {
        for (uint32_t k = 0; p > 0 && k < classes->count; k++)
            classes->hidden[(size_t)p * classes->count + k] =
                classes->hidden[(size_t)(p - 1) * classes->count + k];
        hide_classes(releasing, classes, p);
        for (uint32_t r = 0; r < releasing->plan->reductions.count; r++)
            hide_events(releasing, classes, r, p);
    }
}

/* --- two columns ------------------------------------------------------------------------------- */

/* The cells of two columns: which of the classes of each are hidden, and all counts of one measure. */
typedef struct ny_square {
    uint32_t rows, columns;
    const bool *hidden_rows, *hidden_columns;
    const ny_counts *cells; /* [row * columns + column] */
} ny_square;

/* The sum of the cells whose row and column are the given ones; NY_NONE: all hidden ones. */
static ny_counts square_sum(const ny_square *square, uint32_t row, uint32_t column)
{
    ny_counts sum = {{0, 0}, {0, 0}, {0, 0}};
    for (uint32_t i = 0; i < square->rows; i++)
        for (uint32_t j = 0; j < square->columns; j++)
            if ((row == NY_NONE ? square->hidden_rows[i] : row == i) &&
                (column == NY_NONE ? square->hidden_columns[j] : column == j))
                add_counts(&sum, &square->cells[(size_t)i * square->columns + j]);
    return sum;
}

/* Finds a small count among the cells that are shown and the sums of those that are not: its row and
 * column, NY_NONE standing for the hidden ones. */
static bool find_small(const ny_square *square, bool events, uint32_t *ret_row,
                       uint32_t *ret_column)
{
    for (uint32_t i = 0; i <= square->rows; i++)
        for (uint32_t j = 0; j <= square->columns; j++) {
            uint32_t row = i == square->rows ? NY_NONE : i;
            uint32_t column = j == square->columns ? NY_NONE : j;
            if ((row != NY_NONE && square->hidden_rows[row]) ||
                (column != NY_NONE && square->hidden_columns[column]))
                continue;
            ny_counts sum = square_sum(square, row, column);
            if (!is_small(sum.counted) && !tells_small_events(&sum, events))
                continue;
            *ret_row = row;
            *ret_column = column;
            return true;
        }
    return false;
}

static uint32_t part(const ny_counts *counts, bool events)
{
    return events ? counts->events.rows : counts->counted.rows;
}

/* Of a block of cells (rows hidden or not, columns hidden or not) whose sums by row and column are
 * taken for known: may each cell that is not 0 still be any of enough values? Bounds of Fréchet: from
 * max(0, r + c - n) to min(r, c). */
static bool block_is_wide(const ny_square *square, bool hidden_rows, bool hidden_columns,
                          bool events)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < square->rows; i++)
        for (uint32_t j = 0; j < square->columns; j++)
            if (square->hidden_rows[i] == hidden_rows &&
                square->hidden_columns[j] == hidden_columns)
                all += part(&square->cells[(size_t)i * square->columns + j], events);
    for (uint32_t i = 0; i < square->rows; i++)
        for (uint32_t j = 0; j < square->columns; j++) {
            if (square->hidden_rows[i] != hidden_rows ||
                square->hidden_columns[j] != hidden_columns ||
                !part(&square->cells[(size_t)i * square->columns + j], events))
                continue;
            uint64_t row = 0, column = 0;
            for (uint32_t k = 0; k < square->columns; k++)
                if (square->hidden_columns[k] == hidden_columns)
                    row += part(&square->cells[(size_t)i * square->columns + k], events);
            for (uint32_t k = 0; k < square->rows; k++)
                if (square->hidden_rows[k] == hidden_rows)
                    column += part(&square->cells[(size_t)k * square->columns + j], events);
            uint64_t most = row < column ? row : column;
            uint64_t fewest = row + column > all ? row + column - all : 0;
            if (most - fewest < NY_LEAST_WIDTH)
                return false;
        }
    return true;
}

static bool is_wide(const ny_square *square, bool events)
{
    return block_is_wide(square, true, false, events) &&
           block_is_wide(square, false, true, events) && block_is_wide(square, true, true, events);
}

static void mark_all(bool *marked, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        marked[i] = true;
}

/* Hides one class more: of those that the small cell lies in the smaller, or the smallest left. */
static void hide_one(const ny_counts *rows, uint32_t row_count, const ny_counts *columns,
                     uint32_t column_count, uint32_t row, uint32_t column, bool *hidden_rows,
                     bool *hidden_columns)
{
    bool by_row = row != NY_NONE &&
                  (column == NY_NONE || rows[row].counted.rows <= columns[column].counted.rows);
    if (by_row)
        hidden_rows[row] = true;
    else if (column != NY_NONE)
        hidden_columns[column] = true;
    else
        mark_next(rows, row_count, false, hidden_rows);
    if (how_many(hidden_rows, row_count) == 1)
        mark_next(rows, row_count, false, hidden_rows);
    if (how_many(hidden_columns, column_count) == 1)
        mark_next(columns, column_count, false, hidden_columns);
}

/* Which rows and columns of the square are hidden in this statement, for the counts of all measures. */
static void hide_square(const ny_releasing *releasing, const ny_classes *first,
                        const ny_classes *second, const ny_classes *cells, uint32_t period,
                        bool *hidden_rows, bool *hidden_columns)
{
    ny_square square = {first->count, second->count, hidden_rows, hidden_columns, NULL};
    for (uint32_t r = 0; r < releasing->plan->reductions.count; r++) {
        uint32_t row, column;
        square.cells = counts_at(releasing, cells, r, period);
        while (how_many(hidden_rows, first->count) < first->count &&
               how_many(hidden_columns, second->count) < second->count &&
               find_small(&square, false, &row, &column)) {
            hide_one(counts_at(releasing, first, r, period), first->count,
                     counts_at(releasing, second, r, period), second->count, row, column,
                     hidden_rows, hidden_columns);
            r = 0; /* what was hidden is hidden of all measures: look again */
            square.cells = counts_at(releasing, cells, r, period);
        }
    }
    bool wide = true;
    for (uint32_t r = 0; r < releasing->plan->reductions.count; r++) {
        square.cells = counts_at(releasing, cells, r, period);
        wide = wide && is_wide(&square, false);
    }
    if (!wide)
        mark_all(hidden_rows, first->count);
}

/* May the events of this measure be shown, in the cells that its classes leave? */
static bool events_fit(const ny_releasing *releasing, const ny_classes *first,
                       const ny_classes *second, const ny_classes *cells, uint32_t r,
                       uint32_t period, const bool *hidden_rows, const bool *hidden_columns,
                       bool *rows, bool *columns)
{
    const ny_counts *counts = counts_at(releasing, cells, r, period);
    size_t place = (size_t)r * releasing->periods + period;
    for (uint32_t i = 0; i < first->count; i++)
        rows[i] = hidden_rows[i] || first->secret[place * first->count + i];
    for (uint32_t j = 0; j < second->count; j++)
        columns[j] = hidden_columns[j] || second->secret[place * second->count + j];
    ny_square square = {first->count, second->count, rows, columns, counts};
    uint32_t row, column;
    return !is_share(releasing, r) ||
           (!find_small(&square, true, &row, &column) && is_wide(&square, true));
}

static void show_square(const ny_releasing *releasing, const ny_classes *first,
                        const ny_classes *second, const ny_classes *cells)
{
    bool *hidden_rows = NY_NEW_ARRAY(releasing->arena, bool, (size_t)first->count + 1);
    bool *hidden_columns = NY_NEW_ARRAY(releasing->arena, bool, (size_t)second->count + 1);
    bool *rows = NY_NEW_ARRAY(releasing->arena, bool, (size_t)first->count + 1);
    bool *columns = NY_NEW_ARRAY(releasing->arena, bool, (size_t)second->count + 1);
    for (uint32_t p = 0; p < releasing->periods; p++) {
        for (uint32_t i = 0; i < first->count; i++)
            hidden_rows[i] = hidden_rows[i] || first->hidden[(size_t)p * first->count + i];
        for (uint32_t j = 0; j < second->count; j++)
            hidden_columns[j] = hidden_columns[j] || second->hidden[(size_t)p * second->count + j];
        hide_square(releasing, first, second, cells, p, hidden_rows, hidden_columns);
        for (uint32_t r = 0; r < releasing->plan->reductions.count; r++) {
            bool fit = events_fit(releasing, first, second, cells, r, p, hidden_rows,
                                  hidden_columns, rows, columns);
            for (uint32_t g = 0; g < releasing->release->groups; g++) {
                uint32_t i = first->of_group[g], j = second->of_group[g];
                bool shown = !hidden_rows[i] && !hidden_columns[j];
                bool all = shown && fit && !rows[i] && !columns[j];
                releasing->release
                    ->cells[((size_t)r * releasing->periods + p) * releasing->release->groups + g] =
                    all     ? NY_SHOWN_ALL
                    : shown ? NY_SHOWN_COUNT
                            : NY_SHOWN_NOTHING;
            }
        }
    }
}

/* --- all --------------------------------------------------------------------------------------- */

/* The classes of one column: groups that have its value in common. */
static ny_classes classes_of(const ny_releasing *releasing, const ny_grouping *grouping,
                             uint32_t column)
{
    uint32_t count = 0;
    uint32_t *of_group =
        NY_NEW_ARRAY(releasing->arena, uint32_t, (size_t)grouping->groups.count + 1);
    ny_map *numbers = ny_map_create(releasing->arena);
    for (uint32_t g = 0; g < grouping->groups.count; g++) {
        const ny_group *group = &grouping->groups.items[g];
        ny_text name = ny_format(releasing->arena, "%c%.*s",
                                 group->values[column].state == NY_KNOWN ? '=' : '?',
                                 NY_PRINT(group->names[column]));
        of_group[g] = count;
        if (ny_map_add(numbers, name, count))
            count++;
        else
            (void)ny_map_find(numbers, name, &of_group[g]);
    }
    ny_classes classes = new_classes(releasing, count);
    classes.of_group = of_group;
    return classes;
}

static ny_classes cells_of(const ny_releasing *releasing, const ny_grouping *grouping,
                           const ny_classes *first, const ny_classes *second)
{
    ny_classes cells = new_classes(releasing, first->count * second->count);
    cells.of_group = NY_NEW_ARRAY(releasing->arena, uint32_t, (size_t)grouping->groups.count + 1);
    for (uint32_t g = 0; g < grouping->groups.count; g++)
        cells.of_group[g] = first->of_group[g] * second->count + second->of_group[g];
    return cells;
}

static void show_line(const ny_releasing *releasing, const ny_classes *classes)
{
    for (uint32_t r = 0; r < releasing->plan->reductions.count; r++)
        for (uint32_t p = 0; p < releasing->periods; p++)
            for (uint32_t g = 0; g < releasing->release->groups; g++) {
                size_t place = (size_t)r * releasing->periods + p;
                uint32_t k = classes->of_group[g];
                bool hidden = classes->hidden[(size_t)p * classes->count + k];
                bool secret = classes->secret[place * classes->count + k];
                releasing->release->cells[place * releasing->release->groups + g] =
                    hidden   ? NY_SHOWN_NOTHING
                    : secret ? NY_SHOWN_COUNT
                             : NY_SHOWN_ALL;
            }
}

static void show_groups(const ny_releasing *releasing, const ny_grouping *grouping)
{
    const ny_persons *persons = persons_of(releasing, grouping->by.table);
    ny_classes first = classes_of(releasing, grouping, 0);
    count_all(releasing, persons, grouping, &first);
    hide_in_order(releasing, &first);
    if (grouping->columns.count == 1) {
        show_line(releasing, &first);
        return;
    }
    ny_classes second = classes_of(releasing, grouping, 1);
    count_all(releasing, persons, grouping, &second);
    hide_in_order(releasing, &second);
    ny_classes cells = cells_of(releasing, grouping, &first, &second);
    count_all(releasing, persons, grouping, &cells);
    show_square(releasing, &first, &second, &cells);
}

/* A measure that no payment of the party rests on is shown where nothing of it is small. */
static void show_totals(const ny_releasing *releasing)
{
    const ny_result *result = releasing->result;
    const ny_model *model = releasing->plan->model;
    for (uint32_t i = 0; i < result->traces.count; i++) {
        const ny_trace *trace = result->traces.items[i];
        if (trace->of.payment)
            continue;
        uint32_t r = trace->of.number, measure = releasing->plan->reductions.items[r].measure;
        if (measure == NY_NONE ||
            ny_view_figure(releasing->view, model->measures.items[measure].figure))
            continue;
        ny_counts counts = {{0, 0}, {0, 0}, {0, 0}};
        count_classes(releasing->arena, trace, NULL, persons_of(releasing, trace->table), 1,
                      &counts);
        bool small =
            is_small(counts.counted) || tells_small_events(&counts, is_share(releasing, r));
        releasing->release->totals[(size_t)r * releasing->periods + trace->of.period] =
            small ? NY_SHOWN_NOTHING : NY_SHOWN_ALL;
    }
}

ny_release *ny_release_of(ny_arena *arena, const ny_result *result, const ny_rows *tables,
                          const ny_view *view, const ny_grouping *grouping)
{
    if (!ny_view_restricted(view))
        return NULL;
    ny_release *release = NY_NEW(arena, ny_release);
    size_t places = (size_t)result->plan->reductions.count * result->periods;
    release->periods = result->periods;
    release->totals = NY_NEW_ARRAY(arena, ny_shown, places + 1);
    for (size_t i = 0; i < places; i++)
        release->totals[i] = NY_SHOWN_ALL;
    ny_releasing releasing = {.arena = arena,
                              .result = result,
                              .plan = result->plan,
                              .tables = tables,
                              .view = view,
                              .periods = result->periods,
                              .release = release};
    releasing.persons = NY_NEW_ARRAY(arena, ny_persons, result->plan->model->tables.count + 1);
    releasing.looked = NY_NEW_ARRAY(arena, bool, result->plan->model->tables.count + 1);
    show_totals(&releasing);
    if (!grouping)
        return release;
    release->groups = grouping->groups.count;
    release->cells = NY_NEW_ARRAY(arena, ny_shown, places * release->groups + 1);
    show_groups(&releasing, grouping);
    for (size_t i = 0; i < places * release->groups; i++)
        if (release->totals[i / release->groups] == NY_SHOWN_NOTHING)
            release->cells[i] = NY_SHOWN_NOTHING;
    return release;
}

ny_shown ny_release_total(const ny_release *release, uint32_t reduction, uint32_t period)
{
    return release ? release->totals[(size_t)reduction * release->periods + period] : NY_SHOWN_ALL;
}

ny_shown ny_release_group(const ny_release *release, uint32_t reduction, uint32_t period,
                          uint32_t group)
{
    return release
               ? release->cells[((size_t)reduction * release->periods + period) * release->groups +
                                group]
               : NY_SHOWN_ALL;
}
