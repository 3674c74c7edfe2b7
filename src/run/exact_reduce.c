/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From rows to one figure: measures and figures over a table. */

#include "run/exact_private.h"

#include "base/bug.h"
#include "run/lane.h"

#include <stdlib.h>

void ny_exact_rows_of(const ny_exact *exact, uint32_t table, uint32_t period, uint32_t *ret_first,
                      uint32_t *ret_end)
{
    const ny_period *of = &exact->model->periods.items[period];
    ny_rows_dated(exact->model, &exact->inputs->tables[table], of->from, of->end, ret_first,
                  ret_end);
}

bool ny_exact_excluded(ny_exact *exact, uint32_t table, bool from_paying)
{
    const ny_plan *plan = exact->plan;
    for (uint32_t e = 0; e < plan->exclusions.count; e++) {
        const ny_exclusion *exclusion =
            &exact->model->exclusions.items[plan->exclusions.items[e].exclusion];
        if (plan->exclusions.items[e].table != table ||
            (from_paying ? exclusion->paid : exclusion->judged))
            continue;
        ny_value where = ny_exact_get(exact, plan->exclusions.items[e].where);
        if (ny_exact_divided(exact, where))
            return true;
        if (where.state == NY_KNOWN && where.is.index)
            return true;
    }
    return false;
}

/* Counts, of a measure's rows, those that each exclusion takes out. */
static void count_excluded(const ny_exact *exact, uint32_t table, ny_measured *measured)
{
    const ny_plan *plan = exact->plan;
    for (uint32_t e = 0; e < plan->exclusions.count; e++) {
        if (plan->exclusions.items[e].table != table ||
            exact->model->exclusions.items[plan->exclusions.items[e].exclusion].judged)
            continue;
        ny_value where = ny_exact_get(exact, plan->exclusions.items[e].where);
        measured->excluded[e] += where.state == NY_KNOWN && where.is.index;
    }
    measured->excluded_rows++;
}

static void gather_number(ny_exact *exact, const ny_reduction *reduction, ny_value value,
                          ny_gathered *gathered)
{
    ny_rational number = value.is.number;
    switch (reduction->reduce) {
    case NY_REDUCE_SUM:
    case NY_REDUCE_MEAN:
        gathered->sum = ny_rational_add(exact->arena, gathered->sum, number);
        if (reduction->estimate.bounds == NY_BOUNDS_STUDENT)
            gathered->evidence.squares =
                ny_rational_add(exact->arena, gathered->evidence.squares,
                                ny_rational_multiply(exact->scratch, number, number));
        return;
    case NY_REDUCE_RATE:
        number = ny_rational_whole(value.is.index);
        __attribute__((fallthrough));
    case NY_REDUCE_RATIO: {
        ny_value second = ny_exact_get(exact, reduction->second);
        if (ny_exact_divided(exact, second) || second.state != NY_KNOWN) {
            gathered->known--;
            gathered->unknown++;
            return;
        }
        gathered->sum = ny_rational_add(exact->arena, gathered->sum, number);
        gathered->second = ny_rational_add(exact->arena, gathered->second, second.is.number);
        gathered->events += reduction->reduce == NY_REDUCE_RATE && value.is.index;
        return;
    }
    case NY_REDUCE_LOWEST:
    case NY_REDUCE_HIGHEST:
        number = ny_exact_keep(exact, NY_KIND_NUMBER, value).is.number;
        if (gathered->known == 1 || ny_rational_compare(number, gathered->lowest) < 0)
            gathered->lowest = number;
        if (gathered->known == 1 || ny_rational_compare(number, gathered->highest) > 0)
            gathered->highest = number;
        return;
    case NY_REDUCE_MEDIAN:
        *NY_APPEND(exact->arena, &gathered->all) =
            ny_exact_keep(exact, NY_KIND_NUMBER, value).is.number;
        return;
    case NY_REDUCE_SHARE:
    case NY_REDUCE_COUNT:
    case NY_REDUCE_THE:
        NY_BUG("not a number to gather");
    }
}

/* By an estimator: a row counts where it is known what came of it, and when. */
static ny_fate gather_followed(ny_exact *exact, const ny_reduction *reduction,
                               ny_gathered *gathered)
{
    ny_value value =
        reduction->value == NY_NONE ? ny_value_index(1) : ny_exact_get(exact, reduction->value);
    ny_followed followed;
    if (ny_exact_divided(exact, value))
        return NY_FATE_NOT_KNOWN;
    if (value.state != NY_KNOWN ||
        !ny_exact_follow(exact, &reduction->estimate, value.is.index, &followed)) {
        gathered->unknown++;
        return NY_FATE_NOT_KNOWN;
    }
    gathered->known++;
    gathered->events += value.is.index;
    *NY_APPEND(exact->arena, &gathered->evidence.followed) = followed;
    return followed.ending == NY_ENDING_EVENT && followed.days >= 0 ? NY_FATE_EVENT
                                                                    : NY_FATE_COUNTED;
}

/* Takes the row at hand in; gives what became of it. */
static ny_fate gather(ny_exact *exact, const ny_reduction *reduction, ny_gathered *gathered)
{
    uint32_t known = gathered->known, events = gathered->events;
    gathered->rows++;
    if (reduction->estimate.form != NY_ESTIMATOR_NONE)
        return gather_followed(exact, reduction, gathered);
    if (reduction->value == NY_NONE) {
        gathered->known++;
        return NY_FATE_COUNTED;
    }
    ny_value value = ny_exact_get(exact, reduction->value);
    if (ny_exact_divided(exact, value))
        return NY_FATE_NOT_KNOWN;
    if (value.state != NY_KNOWN) {
        gathered->unknown++;
        return NY_FATE_NOT_KNOWN;
    }
    gathered->known++;
    if (reduction->reduce == NY_REDUCE_SHARE)
        gathered->events += value.is.index;
    else if (reduction->reduce == NY_REDUCE_THE)
        gathered->one = ny_exact_keep(exact, exact->plan->ops.items[reduction->value].kind, value);
    else
        gather_number(exact, reduction, value, gathered);
    return gathered->events > events ? NY_FATE_EVENT
           : gathered->known > known ? NY_FATE_COUNTED
                                     : NY_FATE_NOT_KNOWN;
}

/* Rows of the block at hand, all at once; gives how many, 0 where they are to be gathered singly. */
static uint32_t gather_block(ny_exact *exact, const ny_reduction *reduction, uint32_t end,
                             ny_measured *measured, ny_gathered *gathered)
{
    ny_tally tally = {.sum = NY_RATIONAL_ZERO};
    if (exact->trace || exact->group != NY_NONE)
        return 0;
    uint32_t count = ny_lanes_tally(exact, reduction, end, measured, &tally);
    if (!count)
        return 0;
    gathered->rows += tally.rows;
    gathered->known += tally.known;
    gathered->unknown += tally.unknown;
    gathered->events += tally.events;
    gathered->sum = ny_rational_add(exact->arena, gathered->sum, tally.sum);
    return count;
}

static int by_size(const void *a, const void *b)
{
    return ny_rational_compare(*(const ny_rational *)a, *(const ny_rational *)b);
}

static ny_rational median(ny_exact *exact, ny_gathered *gathered)
{
    uint32_t count = gathered->all.count;
    NY_BUG_ON(count == 0);
    qsort(gathered->all.items, count, sizeof *gathered->all.items, by_size);
    ny_rational upper = gathered->all.items[count / 2];
    if (count % 2 == 1)
        return upper;
    ny_rational sum = ny_rational_add(exact->arena, gathered->all.items[count / 2 - 1], upper);
    return ny_rational_divide(exact->arena, sum, ny_rational_whole(2));
}

static ny_value over(ny_exact *exact, ny_rational sum, uint32_t count)
{
    if (count == 0)
        return ny_value_unknown();
    return ny_value_number(ny_rational_divide(exact->arena, sum, ny_rational_whole(count)));
}

static ny_value figure_of(ny_exact *exact, const ny_reduction *reduction, ny_gathered *gathered)
{
    /* A sum with a value that a fault made unknown is not known: nothing is left out unseen. */
    bool spoilt = reduction->measure == NY_NONE && gathered->unknown > 0;
    if (reduction->estimate.form != NY_ESTIMATOR_NONE && reduction->reduce == NY_REDUCE_MEDIAN)
        return ny_value_unknown(); /* there is no plain one */
    switch (reduction->reduce) {
    case NY_REDUCE_SHARE:
        return over(exact, ny_rational_whole(gathered->events), gathered->known);
    case NY_REDUCE_MEAN:
        return spoilt ? ny_value_unknown() : over(exact, gathered->sum, gathered->known);
    case NY_REDUCE_SUM:
        return spoilt ? ny_value_unknown() : ny_value_number(gathered->sum);
    case NY_REDUCE_COUNT:
        return ny_value_number(ny_rational_whole(gathered->rows));
    case NY_REDUCE_RATE:
    case NY_REDUCE_RATIO:
        if (gathered->known == 0 || ny_rational_sign(gathered->second) == 0)
            return ny_value_unknown();
        return ny_value_number(ny_rational_divide(exact->arena, gathered->sum, gathered->second));
    case NY_REDUCE_LOWEST:
        return spoilt || !gathered->known ? ny_value_unknown() : ny_value_number(gathered->lowest);
    case NY_REDUCE_HIGHEST:
        return spoilt || !gathered->known ? ny_value_unknown() : ny_value_number(gathered->highest);
    case NY_REDUCE_MEDIAN:
        return spoilt || !gathered->known ? ny_value_unknown()
                                          : ny_value_number(median(exact, gathered));
    case NY_REDUCE_THE:
        if (gathered->rows > 1)
            ny_exact_stop(exact, NY_TWO_ROWS_MATCH, reduction->span,
                          exact->model->tables.items[reduction->table].name, ny_exact_where(exact),
                          NY_NO_TEXT);
        return gathered->known == 1 ? gathered->one : ny_value_unknown();
    }
    NY_BUG("reduction");
}

/* `needs at least 50 rows, or is unknown`, one after the other. */
static ny_value meet_needs(ny_exact *exact, const ny_reduction *reduction,
                           const ny_measured *measured, bool *ret_met)
{
    *ret_met = false;
    for (uint32_t i = 0; i < reduction->needs.count; i++) {
        const ny_need *need = &reduction->needs.items[i];
        ny_rational least = need->least;
        if (need->of_known)
            least = ny_rational_multiply(exact->scratch, least, ny_rational_whole(measured->rows));
        uint32_t have = need->of_known ? measured->known : measured->rows;
        if (ny_rational_compare(ny_rational_whole(have), least) >= 0)
            continue;
        if (need->instead == NY_NONE)
            return ny_value_unknown();
        return ny_exact_get(exact, need->instead);
    }
    *ret_met = true;
    return measured->would_be;
}

static void range_of(const ny_exact *exact, const ny_reduction *reduction, uint32_t operation,
                     uint32_t *ret_first, uint32_t *ret_end)
{
    const ny_model *model = exact->model;
    const ny_rows *rows = &exact->inputs->tables[reduction->table];
    switch (reduction->rows) {
    case NY_ROWS_OF_PERIOD:
        ny_exact_rows_of(exact, reduction->table, exact->period, ret_first, ret_end);
        break;
    case NY_ROWS_OF_OPERATION_YEAR:
        ny_rows_dated(model, rows, model->periods.items[ny_first_pooled(reduction, operation)].from,
                      model->periods.items[operation].end, ret_first, ret_end);
        break;
    case NY_ROWS_TO_DATE: {
        uint32_t last = exact->plan->final_period;
        last = exact->period < last ? exact->period : last;
        ny_rows_dated(model, rows, model->periods.items[0].from, model->periods.items[last].end,
                      ret_first, ret_end);
        break;
    }
    case NY_ROWS_ALL:
        *ret_first = 0;
        *ret_end = rows->count;
        break;
    }
}

/* Rows dated outside the term are in no figure of a contract period: years added after it count
 * nothing that happens in them. */
static bool counts_rows(const ny_exact *exact, const ny_reduction *reduction)
{
    return reduction->rows != NY_ROWS_OF_PERIOD ||
           exact->model->periods.items[exact->period].in_term;
}

/* Is the row at hand one of the reduction's? It has been run. COUNTED: yes; else why not. */
static ny_fate belongs(ny_exact *exact, const ny_reduction *reduction, ny_measured *measured)
{
    ny_value where =
        reduction->where == NY_NONE ? ny_value_index(1) : ny_exact_get(exact, reduction->where);
    if (ny_exact_divided(exact, where))
        return NY_FATE_NOT_MEANT;
    measured->where_unknown += where.state != NY_KNOWN;
    if (where.state != NY_KNOWN)
        return NY_FATE_UNSURE;
    if (!where.is.index)
        return NY_FATE_NOT_MEANT;
    bool out = reduction->judged_only && ny_exact_excluded(exact, reduction->table, false);
    return out ? NY_FATE_LEFT_OUT : NY_FATE_COUNTED;
}

static void count_row(ny_exact *exact, const ny_reduction *reduction, ny_measured *measured,
                      ny_gathered *gathered)
{
    ny_fate fate = belongs(exact, reduction, measured);
    if (fate == NY_FATE_LEFT_OUT)
        count_excluded(exact, reduction->table, measured);
    else if (fate == NY_FATE_COUNTED)
        fate = gather(exact, reduction, gathered);
    ny_exact_trace_row(exact, fate, reduction->where, reduction->value, reduction->second,
                       reduction->program);
}

/* Is the row in another group than the one asked for? */
static bool passed_over(const ny_exact *exact, const ny_rows *rows, uint32_t row)
{
    const ny_by *by = exact->inputs->by;
    return exact->group != NY_NONE && by->table == rows->table && by->group_of[row] != exact->group;
}

static bool is_reported(const ny_exact *exact, uint32_t number, const ny_measured *measured)
{
    return exact->plan->reductions.items[number].rows != NY_ROWS_OF_OPERATION_YEAR ||
           measured->reports;
}

/* Which operation year reports here; false where none does. */
static bool finds_report(const ny_exact *exact, uint32_t number, ny_measured *measured)
{
    const ny_reduction *reduction = &exact->plan->reductions.items[number];
    if (reduction->rows != NY_ROWS_OF_OPERATION_YEAR)
        return true;
    uint32_t operation =
        exact->plan->reports.items[(size_t)number * exact->model->periods.count + exact->period];
    if (operation == NY_NONE)
        return false;
    measured->reports = true;
    measured->operation_period = operation;
    measured->first_period = ny_first_pooled(reduction, operation);
    return true;
}

void ny_exact_gather_begin(ny_exact *exact, uint32_t number, ny_measured *measured,
                           ny_gathered *gathered, uint32_t *ret_first, uint32_t *ret_end)
{
    const ny_reduction *reduction = &exact->plan->reductions.items[number];
    *ret_first = *ret_end = 0;
    *gathered = (ny_gathered){
        .sum = NY_RATIONAL_ZERO, .second = NY_RATIONAL_ZERO, .evidence.squares = NY_RATIONAL_ZERO};
    measured->excluded = NY_NEW_ARRAY(exact->arena, uint32_t, exact->plan->exclusions.count + 1);
    if (finds_report(exact, number, measured) && counts_rows(exact, reduction))
        range_of(exact, reduction, measured->operation_period, ret_first, ret_end);
}

uint32_t ny_exact_gather_at(ny_exact *exact, uint32_t number, uint32_t row, uint32_t end,
                            ny_measured *measured, ny_gathered *gathered)
{
    const ny_reduction *reduction = &exact->plan->reductions.items[number];
    const ny_rows *rows = &exact->inputs->tables[reduction->table];
    if (passed_over(exact, rows, row))
        return 1;
    ny_arena_reset(exact->scratch);
    ny_exact_row(exact, rows, row, reduction->program);
    uint32_t together = gather_block(exact, reduction, end, measured, gathered);
    if (!together)
        count_row(exact, reduction, measured, gathered);
    return together ? together : 1;
}

/* All rows of a reduction, one after the other. */
static void gather_rows(ny_exact *exact, uint32_t number, ny_measured *measured,
                        ny_gathered *gathered)
{
    uint32_t row, end;
    ny_exact_gather_begin(exact, number, measured, gathered, &row, &end);
    bool is_traced = exact->group == NY_NONE && is_reported(exact, number, measured);
    if (is_traced)
        ny_exact_trace_begin(exact, false, number, exact->plan->reductions.items[number].table);
    while (row < end && !exact->result->stop.stopped)
        row += ny_exact_gather_at(exact, number, row, end, measured, gathered);
    exact->rows = NULL;
    ny_exact_trace_end(exact);
}

static ny_value reduce_into(ny_exact *exact, uint32_t number, ny_measured *measured)
{
    const ny_reduction *reduction = &exact->plan->reductions.items[number];
    ny_gathered gathered;
    if (!ny_exact_gathered_ahead(exact, number, measured, &gathered))
        gather_rows(exact, number, measured, &gathered);
    measured->value = measured->would_be = measured->plain = ny_value_unknown();
    measured->low = measured->high = ny_value_unknown();
    if (!is_reported(exact, number, measured))
        return ny_value_unknown();
    measured->rows = gathered.rows;
    measured->known = gathered.known;
    measured->events = gathered.events;
    if (reduction->standardised == NY_NONE)
        measured->would_be = figure_of(exact, reduction, &gathered);
    else if (exact->group == NY_NONE) /* its groups are of all rows: there is none of a part */
        measured->would_be = ny_exact_get(exact, reduction->standardised);
    gathered.evidence.sum = gathered.sum;
    gathered.evidence.second = gathered.second;
    gathered.evidence.known = gathered.known;
    gathered.evidence.events = gathered.events;
    ny_exact_estimate(exact, reduction, &gathered.evidence, measured);
    measured->value = meet_needs(exact, reduction, measured, &measured->met);
    if (measured->met)
        ny_exact_bounds(exact, reduction, &gathered.evidence, measured);
    return measured->value;
}

ny_value ny_exact_reduce(ny_exact *exact, uint32_t number)
{
    return reduce_into(
        exact, number,
        &exact->result->measured[(size_t)number * exact->result->periods + exact->period]);
}

void ny_exact_groups(ny_exact *exact)
{
    const ny_by *by = exact->inputs->by;
    for (uint32_t r = 0; r < exact->plan->reductions.count; r++) {
        const ny_reduction *reduction = &exact->plan->reductions.items[r];
        if (reduction->measure == NY_NONE || reduction->table != by->table)
            continue;
        size_t place = ((size_t)r * exact->result->periods + exact->period) * by->groups;
        for (exact->group = 0; exact->group < by->groups; exact->group++) {
            ny_measured *measured = &exact->result->grouped[place + exact->group];
            ny_value value = reduce_into(exact, r, measured);
            measured->value = ny_exact_keep(exact, NY_KIND_NUMBER, value);
        }
    }
    exact->group = NY_NONE;
}

/* --- one figure for each value of a column ------------------------------------------------------ */

ny_text ny_exact_group_name(const ny_exact *exact, ny_arena *arena, uint32_t op, ny_value value)
{
    const ny_plan *plan = exact->plan;
    const ny_op *of = &plan->ops.items[op];
    if (value.state != NY_KNOWN)
        return NY_NO_TEXT;
    switch (of->kind) {
    case NY_KIND_NUMBER:
        return ny_rational_fraction_text(arena, value.is.number);
    case NY_KIND_DATE:
        return ny_format(arena, "%d", (int)value.is.date);
    case NY_KIND_TEXT:
        return ny_format(arena, "=%.*s", NY_PRINT(value.is.text));
    case NY_KIND_WORD:
        return ny_plan_word(plan, op, value.is.index);
    case NY_KIND_YES_NO:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
        return ny_format(arena, "%u", value.is.index);
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("kind");
}

typedef NY_LIST(ny_gathered) ny_gathered_list;

static ny_gathered *group_at(ny_exact *exact, ny_map *numbers, ny_gathered_list *groups,
                             ny_text name)
{
    uint32_t number = groups->count;
    if (ny_map_add(numbers, ny_text_copy(exact->arena, name), number))
        *NY_APPEND(exact->arena, groups) =
            (ny_gathered){.sum = NY_RATIONAL_ZERO, .second = NY_RATIONAL_ZERO};
    else
        (void)ny_map_find(numbers, name, &number);
    return &groups->items[number];
}

void ny_exact_reduce_by(ny_exact *exact, uint32_t number)
{
    const ny_reduction *reduction = &exact->plan->reductions.items[number];
    size_t place = (size_t)number * exact->result->periods + exact->period;
    ny_measured *measured = &exact->result->measured[place];
    ny_map *numbers = ny_map_create(exact->arena);
    ny_gathered_list gathered = {0};
    uint32_t operation =
        exact->plan->reports.items[(size_t)number * exact->model->periods.count + exact->period];
    uint32_t first = 0, end = 0;
    bool one_due = reduction->reduce == NY_REDUCE_THE;
    measured->excluded = NY_NEW_ARRAY(exact->arena, uint32_t, exact->plan->exclusions.count + 1);
    if (reduction->rows == NY_ROWS_OF_OPERATION_YEAR && operation == NY_NONE)
        return; /* no groups: AMONG finds nothing known */
    if (counts_rows(exact, reduction))
        range_of(exact, reduction, operation, &first, &end);
    const ny_rows *rows = &exact->inputs->tables[reduction->table];
    for (uint32_t row = first; row < end && !exact->result->stop.stopped; row++) {
        ny_arena_reset(exact->scratch);
        ny_exact_row(exact, rows, row, reduction->program);
        ny_text name = ny_exact_group_name(exact, exact->scratch, reduction->same,
                                           ny_exact_get(exact, reduction->same));
        if (name.size && belongs(exact, reduction, measured) == NY_FATE_COUNTED)
            (void)gather(exact, reduction, group_at(exact, numbers, &gathered, name));
    }
    exact->rows = NULL;
    ny_groups groups = {.numbers = numbers};
    ny_gathered none = {.sum = NY_RATIONAL_ZERO, .second = NY_RATIONAL_ZERO};
    groups.empty = figure_of(exact, reduction, &none);
    for (uint32_t i = 0; i < gathered.count; i++) {
        bool two = one_due && gathered.items[i].rows > 1;
        *NY_APPEND(exact->arena, &groups.two) = two;
        *NY_APPEND(exact->arena, &groups.figures) =
            two ? ny_value_unknown() : figure_of(exact, reduction, &gathered.items[i]);
        measured->rows += gathered.items[i].rows;
    }
    exact->groups[place] = groups;
}

ny_value ny_exact_among(ny_exact *exact, const ny_op *op)
{
    const uint32_t *operands = exact->plan->operands.items + op->first_operand;
    const ny_op *by = &exact->plan->ops.items[operands[0]];
    uint32_t period = exact->rows ? exact->row_period : exact->period, group;
    if (by->grain.kind == NY_GRAIN_CONTRACT)
        period = 0;
    if (period == NY_NONE || period >= exact->result->periods)
        return ny_value_unknown();
    const ny_groups *groups = &exact->groups[(size_t)by->aux * exact->result->periods + period];
    ny_value here = ny_exact_get(exact, operands[1]);
    if (here.state == NY_UNDEFINED)
        return here;
    ny_text name = ny_exact_group_name(exact, exact->scratch, operands[1], here);
    if (!name.size || !groups->numbers)
        return ny_value_unknown();
    if (!ny_map_find(groups->numbers, name, &group))
        return groups->empty;
    const ny_reduction *reduction = &exact->plan->reductions.items[by->aux];
    if (groups->two.items[group])
        ny_exact_stop(exact, NY_TWO_ROWS_MATCH, reduction->span,
                      exact->model->tables.items[reduction->table].name, ny_exact_where(exact),
                      NY_NO_TEXT);
    return groups->figures.items[group];
}
