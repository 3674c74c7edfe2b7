/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows into the pool of a reduction: exactly where no fault meets them, as items where one does. */

#include "run/bound_private.h"

#include "base/bug.h"

/* --- what is gone over ------------------------------------------------------------------------- */

/* The days of the rows, and those of the table that lie in them; false where no row counts. */
static bool range_of(const ny_bounding *bounding, const ny_reduction *reduction, uint32_t number,
                     ny_date *ret_from, ny_date *ret_before)
{
    const ny_model *model = bounding->model;
    uint32_t period = bounding->period, last = bounding->plan->final_period;
    *ret_from = NY_DATE_LOWEST;
    *ret_before = NY_DATE_HIGHEST + 1;
    switch (reduction->rows) {
    case NY_ROWS_OF_PERIOD:
        break;
    case NY_ROWS_OF_OPERATION_YEAR:
        period = bounding->plan->reports.items[(size_t)number * model->periods.count + period];
        break;
    case NY_ROWS_TO_DATE:
        *ret_from = model->periods.items[0].from;
        *ret_before = model->periods.items[period < last ? period : last].end;
        return true;
    case NY_ROWS_ALL:
        return true;
    }
    if (period == NY_NONE)
        return false;
    uint32_t first =
        reduction->rows == NY_ROWS_OF_OPERATION_YEAR ? ny_first_pooled(reduction, period) : period;
    *ret_from = model->periods.items[first].from;
    *ret_before = model->periods.items[period].end;
    return reduction->rows != NY_ROWS_OF_PERIOD || model->periods.items[period].in_term;
}

static void rows_between(const ny_bounding *bounding, const ny_reduction *reduction, ny_date from,
                         ny_date before, uint32_t *ret_first, uint32_t *ret_end)
{
    const ny_rows *rows = &bounding->inputs->tables[reduction->table];
    *ret_first = 0;
    *ret_end = rows->count;
    if (reduction->rows != NY_ROWS_ALL)
        ny_rows_dated(bounding->model, rows, from, before, ret_first, ret_end);
}

static bool is_moved_operand(const ny_bounding *bounding, uint32_t op)
{
    return op != NY_NONE && bounding->plan->ops.items[op].grain.kind != NY_GRAIN_ROW &&
           bounding->ever_moved[op];
}

static bool by_moved_estimator(const ny_bounding *bounding, const ny_reduction *reduction)
{
    const ny_estimation *by = &reduction->estimate;
    bool moved = is_moved_operand(bounding, by->event) || is_moved_operand(bounding, by->start) ||
                 is_moved_operand(bounding, by->limit);
    for (uint32_t i = 0; i < by->censored.count; i++)
        moved = moved || is_moved_operand(bounding, by->censored.items[i]);
    for (uint32_t i = 0; i < by->competing.count; i++)
        moved = moved || is_moved_operand(bounding, by->competing.items[i]);
    return moved;
}

static ny_heat heat_of(const ny_bounding *bounding, const ny_reduction *reduction)
{
    const uint32_t parts[] = {reduction->where, reduction->value, reduction->second,
                              reduction->same};
    if (reduction->estimate.form != NY_ESTIMATOR_NONE && by_moved_estimator(bounding, reduction))
        return NY_ALL_ROWS;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (is_moved_operand(bounding, parts[i]))
            return NY_ALL_ROWS;
    return ny_bound_heat(bounding, reduction->table, reduction->program);
}

/* --- rows without a fault ---------------------------------------------------------------------- */

static void gather_value(ny_bounding *bounding, const ny_reduction *reduction, ny_value value,
                         ny_value second, ny_pool *pool)
{
    ny_arena *arena = bounding->arena;
    switch (reduction->reduce) {
    case NY_REDUCE_RATE:
    case NY_REDUCE_RATIO:
        pool->second = ny_rational_add(arena, pool->second, second.is.number);
        pool->sum = ny_rational_add(arena, pool->sum, value.is.number);
        return;
    case NY_REDUCE_SHARE:
    case NY_REDUCE_MEAN:
    case NY_REDUCE_SUM:
        pool->sum = ny_rational_add(arena, pool->sum, value.is.number);
        return;
    case NY_REDUCE_MEDIAN:
    case NY_REDUCE_LOWEST:
    case NY_REDUCE_HIGHEST:
        *NY_APPEND(arena, &pool->all) = ny_end_keep(arena, ny_end_at(value.is.number));
        return;
    case NY_REDUCE_THE:
        pool->one = ny_exact_keep(&bounding->exact,
                                  bounding->plan->ops.items[reduction->value].kind, value);
        return;
    case NY_REDUCE_COUNT:
        return;
    }
    NY_BUG("reduction");
}

static void follow_exactly(ny_bounding *bounding, const ny_reduction *reduction, ny_pool *pool)
{
    ny_value comes = reduction->value == NY_NONE ? ny_value_index(1)
                                                 : ny_exact_get(&bounding->exact, reduction->value);
    ny_followed followed;
    if (comes.state != NY_KNOWN ||
        !ny_exact_follow(&bounding->exact, &reduction->estimate, comes.is.index, &followed))
        return;
    pool->known++;
    *NY_APPEND(bounding->arena, &pool->followed) = followed;
}

/* As ny_exact_reduce does; the run did not stop, so no value of it is undefined. */
static void gather_exactly(ny_bounding *bounding, const ny_reduction *reduction, ny_pool *pool)
{
    ny_value second = ny_value_index(0);
    pool->rows++;
    if (reduction->estimate.form != NY_ESTIMATOR_NONE) {
        follow_exactly(bounding, reduction, pool);
        return;
    }
    if (reduction->value == NY_NONE) {
        pool->known++;
        return;
    }
    ny_value value = ny_exact_get(&bounding->exact, reduction->value);
    if (ny_bound_has_second(reduction))
        second = ny_exact_get(&bounding->exact, reduction->second);
    if (value.state != NY_KNOWN || second.state != NY_KNOWN)
        return;
    pool->known++;
    if (ny_bound_counts_events(reduction))
        value = ny_value_number(ny_rational_whole(value.is.index));
    gather_value(bounding, reduction, value, second, pool);
}

static bool belongs_exactly(ny_bounding *bounding, const ny_reduction *reduction)
{
    ny_value where = reduction->where == NY_NONE ? ny_value_index(1)
                                                 : ny_exact_get(&bounding->exact, reduction->where);
    if (where.state != NY_KNOWN || !where.is.index)
        return false;
    return !reduction->judged_only || !ny_exact_excluded(&bounding->exact, reduction->table, false);
}

/* --- rows with one ----------------------------------------------------------------------------- */

/* What one case of a row is to the reduction; its group, where the reduction is by group. */
typedef struct ny_case {
    ny_item item;
    bool any_group;
    ny_text group; /* empty: no group, so it is out */
} ny_case;

typedef struct ny_gathering {
    const ny_reduction *reduction;
    NY_LIST(ny_case) cases; /* of one unit */
} ny_gathering;

static ny_item no_item(void)
{
    return (ny_item){.value = ny_set_lacking(0), .second = ny_set_lacking(0)};
}

static ny_item out_item(void)
{
    ny_item item = no_item();
    item.may_be_out = true;
    return item;
}

static ny_set in_numbers(const ny_reduction *reduction, ny_set set)
{
    if (!ny_bound_counts_events(reduction) || !(set.may & NY_SET_KNOWN))
        return set;
    set.low = ny_end_at(ny_rational_whole(set.truth == NY_SET_YES));
    set.high = ny_end_at(ny_rational_whole((set.truth & NY_SET_YES) != 0));
    return set;
}

/* By an estimator: what the row may come to, whenever that is. */
static void set_endings(const ny_bounding *bounding, const ny_reduction *reduction, ny_item *item)
{
    const ny_estimation *by = &reduction->estimate;
    item->may_be_known = item->may_be_unknown = true;
    item->may_come = ny_bound_get(bounding, by->event).may & NY_SET_KNOWN;
    if (reduction->value != NY_NONE) {
        ny_set counts = ny_bound_get(bounding, reduction->value);
        item->may_come =
            item->may_come && (counts.may & NY_SET_KNOWN) && (counts.truth & NY_SET_YES);
    }
    for (uint32_t i = 0; i < by->competing.count; i++)
        if (ny_bound_get(bounding, by->competing.items[i]).may & NY_SET_KNOWN)
            item->may_compete = true;
    item->is_followed = ny_bound_follow(bounding, reduction, &item->followed);
    if (!item->is_followed)
        return;
    item->may_be_unknown = false;
    item->may_come = item->followed.ending == NY_ENDING_EVENT;
    item->may_compete = item->followed.ending == NY_ENDING_COMPETING;
}

static void set_values(const ny_bounding *bounding, const ny_reduction *reduction, ny_item *item)
{
    if (reduction->estimate.form != NY_ESTIMATOR_NONE) {
        set_endings(bounding, reduction, item);
        return;
    }
    if (reduction->value == NY_NONE) {
        item->may_be_known = true;
        return;
    }
    ny_set value = in_numbers(reduction, ny_bound_get(bounding, reduction->value));
    unsigned lacks = NY_SET_UNKNOWN | NY_SET_ABSENT;
    item->may_be_known = value.may & NY_SET_KNOWN;
    item->may_be_unknown = value.may & lacks;
    item->value = value;
    item->value.may = NY_SET_KNOWN;
    if (!ny_bound_has_second(reduction))
        return;
    ny_set second = ny_bound_get(bounding, reduction->second);
    item->may_be_known = item->may_be_known && (second.may & NY_SET_KNOWN);
    item->may_be_unknown = item->may_be_unknown || (second.may & lacks);
    item->second = second;
    item->second.may = NY_SET_KNOWN;
}

static void visit(ny_bounding *bounding, void *context)
{
    ny_gathering *gathering = context;
    const ny_reduction *reduction = gathering->reduction;
    bool in, out;
    ny_case here = {.item = no_item()};
    ny_bound_belongs(bounding, reduction->table, reduction->where, reduction->judged_only, false,
                     &in, &out);
    if (in && reduction->same != NY_NONE) {
        ny_set same = ny_bound_get(bounding, reduction->same);
        ny_kind kind = bounding->plan->ops.items[reduction->same].kind;
        bool lacks = same.may & ~(unsigned)NY_SET_KNOWN;
        in = same.may & NY_SET_KNOWN;
        out = out || lacks;
        same.may = NY_SET_KNOWN;
        here.any_group = in && !ny_set_is_single(kind, &same);
        if (in && !here.any_group)
            here.group = ny_exact_group_name(&bounding->exact, bounding->scratch, reduction->same,
                                             ny_set_value(kind, &same));
    }
    here.item.may_be_out = out;
    if (in)
        set_values(bounding, reduction, &here.item);
    if (in || out)
        *NY_APPEND(bounding->scratch, &gathering->cases) = here;
    if (in)
        ny_bound_touch(bounding, reduction->program);
}

/* Two cases of one row, or rows of which one is in at most. */
static void merge(ny_arena *arena, ny_kind kind, ny_item *into, const ny_item *item)
{
    if (item->may_be_known) {
        ny_box *box = NY_NEW(arena, ny_box);
        *box = (ny_box){item->value, item->second, into->boxes};
        into->boxes = box;
    }
    if (item->may_be_known && into->may_be_known) {
        into->value = ny_set_union(kind, into->value, item->value);
        into->second = ny_set_union(NY_KIND_NUMBER, into->second, item->second);
    } else if (item->may_be_known) {
        into->value = item->value;
        into->second = item->second;
    }
    bool alike = !into->may_be_known || (into->is_followed && item->is_followed &&
                                         into->followed.days == item->followed.days &&
                                         into->followed.ending == item->followed.ending);
    into->is_followed = item->may_be_known ? item->is_followed && alike : into->is_followed;
    into->followed = item->may_be_known ? item->followed : into->followed;
    into->may_be_out = into->may_be_out || item->may_be_out;
    into->may_be_unknown = into->may_be_unknown || item->may_be_unknown;
    into->may_be_known = into->may_be_known || item->may_be_known;
    into->may_come = into->may_come || item->may_come;
    into->may_compete = into->may_compete || item->may_compete;
}

static ny_kind value_kind(const ny_bounding *bounding, const ny_reduction *reduction)
{
    if (reduction->value == NY_NONE || ny_bound_counts_events(reduction))
        return NY_KIND_NUMBER;
    return bounding->plan->ops.items[reduction->value].kind;
}

/* All cases of a unit as one item: those of this group (all, where there are none); where another
 * case is of another, it is out there. */
static bool item_of_unit(const ny_bounding *bounding, const ny_gathering *gathering,
                         const ny_case *like, ny_item *ret_item)
{
    bool grouped = gathering->reduction->same != NY_NONE, any = false;
    ny_item item = no_item();
    for (uint32_t i = 0; i < gathering->cases.count; i++) {
        const ny_case *here = &gathering->cases.items[i];
        bool in = here->item.may_be_known || here->item.may_be_unknown;
        bool same = !grouped || here->any_group == like->any_group;
        if (same && grouped && !like->any_group)
            same = ny_text_equal(here->group, like->group);
        if (!same || !in) {
            item.may_be_out = true;
            continue;
        }
        any = true;
        merge(bounding->scratch, value_kind(bounding, gathering->reduction), &item, &here->item);
    }
    *ret_item = item;
    return any;
}

/* --- over rows --------------------------------------------------------------------------------- */

/* Where items of rows go: one pool, or a pool by group. */
typedef struct ny_sorting {
    ny_pool *pool;
    ny_bound_groups *groups;
    ny_map *numbers;
} ny_sorting;

static ny_pool *pool_of(ny_bounding *bounding, const ny_sorting *sorting, ny_text group)
{
    if (!sorting->groups)
        return sorting->pool;
    uint32_t number = sorting->groups->pools.count;
    if (ny_map_add(sorting->numbers, ny_text_copy(bounding->arena, group), number))
        *NY_APPEND(bounding->arena, &sorting->groups->pools) =
            (ny_pool){.sum = NY_RATIONAL_ZERO, .second = NY_RATIONAL_ZERO};
    else
        (void)ny_map_find(sorting->numbers, group, &number);
    return &sorting->groups->pools.items[number];
}

static void keep_item(ny_bounding *bounding, const ny_reduction *reduction, const ny_item *item,
                      ny_items *items)
{
    ny_item kept = *item;
    kept.value = ny_set_keep(bounding->arena, value_kind(bounding, reduction), item->value);
    kept.second = ny_set_keep(bounding->arena, NY_KIND_NUMBER, item->second);
    kept.boxes = NULL;
    for (const ny_box *box = item->boxes; box && ny_bound_has_second(reduction); box = box->next) {
        ny_box *copy = NY_NEW(bounding->arena, ny_box);
        *copy = (ny_box){ny_set_keep(bounding->arena, NY_KIND_NUMBER, box->value),
                         ny_set_keep(bounding->arena, NY_KIND_NUMBER, box->second), kept.boxes};
        kept.boxes = copy;
    }
    *NY_APPEND(bounding->arena, items) = kept;
}

/* An item of which nothing is open is a row like any other. */
static bool add_if_sure(ny_bounding *bounding, const ny_reduction *reduction, const ny_item *item,
                        ny_pool *pool)
{
    ny_kind kind = value_kind(bounding, reduction);
    bool valued = reduction->value != NY_NONE, ratio = ny_bound_has_second(reduction);
    bool estimated = reduction->estimate.form != NY_ESTIMATOR_NONE;
    if (item->may_be_out || item->may_be_known == item->may_be_unknown ||
        (estimated && !item->is_followed))
        return false;
    if (estimated) {
        pool->rows++;
        pool->known++;
        *NY_APPEND(bounding->arena, &pool->followed) = item->followed;
        return true;
    }
    if (item->may_be_known && ((valued && !ny_set_is_single(kind, &item->value)) ||
                               (ratio && !ny_set_is_single(NY_KIND_NUMBER, &item->second))))
        return false;
    pool->rows++;
    pool->known += item->may_be_known;
    if (!valued || !item->may_be_known)
        return true;
    ny_value value = ny_set_value(kind, &item->value), second = ny_value_index(0);
    if (ratio)
        second = ny_set_value(NY_KIND_NUMBER, &item->second);
    gather_value(bounding, reduction, value, second, pool);
    return true;
}

static void sort_unit(ny_bounding *bounding, const ny_sorting *sorting,
                      const ny_gathering *gathering)
{
    for (uint32_t i = 0; i < gathering->cases.count; i++) {
        const ny_case *here = &gathering->cases.items[i];
        bool grouped = sorting->groups != NULL, said = false;
        for (uint32_t j = 0; j < i && !said; j++) {
            const ny_case *before = &gathering->cases.items[j];
            bool in = before->item.may_be_known || before->item.may_be_unknown;
            said = in &&
                   (!grouped || (before->any_group == here->any_group &&
                                 (here->any_group || ny_text_equal(before->group, here->group))));
        }
        ny_item item;
        bool in = here->item.may_be_known || here->item.may_be_unknown;
        if (said || !in || !item_of_unit(bounding, gathering, here, &item))
            continue;
        item.may_be_out = item.may_be_out || here->any_group;
        ny_pool *pool = here->any_group ? NULL : pool_of(bounding, sorting, here->group);
        if (!pool)
            keep_item(bounding, gathering->reduction, &item, &sorting->groups->floating);
        else if (!add_if_sure(bounding, gathering->reduction, &item, pool))
            keep_item(bounding, gathering->reduction, &item, &pool->items);
    }
}

static void gather_loose(ny_bounding *bounding, const ny_reduction *reduction,
                         const ny_sorting *sorting, ny_date from, ny_date before)
{
    const ny_bound_rows *loose = &bounding->loose[reduction->table];
    for (uint32_t i = 0; i < loose->count;) {
        const ny_bound_row *first = &loose->items[i];
        ny_gathering gathering = {.reduction = reduction};
        ny_arena_reset(bounding->scratch);
        for (; i < loose->count && loose->items[i].unit == first->unit &&
               loose->items[i].aside == first->aside;
             i++)
            (void)ny_bound_cases(bounding, reduction->table, loose->items[i], reduction->program,
                                 from, before, visit, &gathering);
        if (!gathering.cases.count)
            continue;
        *NY_APPEND(bounding->scratch, &gathering.cases) = (ny_case){.item = out_item()};
        sort_unit(bounding, sorting, &gathering);
    }
}

static ny_text group_here(ny_bounding *bounding, const ny_reduction *reduction)
{
    return ny_exact_group_name(&bounding->exact, bounding->scratch, reduction->same,
                               ny_exact_get(&bounding->exact, reduction->same));
}

static void gather(ny_bounding *bounding, const ny_reduction *reduction, uint32_t number,
                   ny_heat heat, const ny_sorting *sorting)
{
    const ny_rows *rows = &bounding->inputs->tables[reduction->table];
    ny_date from, before;
    uint32_t first, end;
    if (!range_of(bounding, reduction, number, &from, &before))
        return;
    rows_between(bounding, reduction, from, before, &first, &end);
    ny_bound_note_moves(bounding, reduction->program);
    for (uint32_t row = first; row < end; row++) {
        ny_arena_reset(bounding->scratch);
        if (heat != NY_ALL_ROWS && ny_bound_run_exactly(bounding, rows, row, reduction->program)) {
            bool in = belongs_exactly(bounding, reduction);
            ny_text group = in && sorting->groups ? group_here(bounding, reduction) : NY_NO_TEXT;
            if (in && (!sorting->groups || group.size))
                gather_exactly(bounding, reduction, pool_of(bounding, sorting, group));
            bounding->exact.rows = NULL;
            continue;
        }
        bounding->exact.rows = NULL;
        ny_gathering gathering = {.reduction = reduction};
        (void)ny_bound_cases(bounding, reduction->table, (ny_bound_row){row, row, false},
                             reduction->program, from, before, visit, &gathering);
        sort_unit(bounding, sorting, &gathering);
    }
    gather_loose(bounding, reduction, sorting, from, before);
}

/* --- reductions -------------------------------------------------------------------------------- */

/* What the run gave, where no fault meets any row. */
static ny_set as_it_was(const ny_bounding *bounding, const ny_reduction *reduction,
                        const ny_measured *measured, ny_bound_measured *ret_measured)
{
    ret_measured->reports = measured->reports;
    ret_measured->rows = (ny_bound_count){measured->rows, measured->rows};
    ret_measured->known = (ny_bound_count){measured->known, measured->known};
    ret_measured->events = (ny_bound_count){measured->events, measured->events};
    ret_measured->low = ny_set_single(NY_KIND_NUMBER, measured->low);
    ret_measured->high = ny_set_single(NY_KIND_NUMBER, measured->high);
    ny_kind kind = reduction->value == NY_NONE || reduction->reduce != NY_REDUCE_THE
                       ? NY_KIND_NUMBER
                       : bounding->plan->ops.items[reduction->value].kind;
    return ny_set_single(kind, measured->value);
}

ny_set ny_bound_reduce(ny_bounding *bounding, uint32_t number)
{
    const ny_reduction *reduction = &bounding->plan->reductions.items[number];
    size_t place = (size_t)number * bounding->result->periods + bounding->period;
    const ny_measured *measured = &bounding->result->measured[place];
    ny_bound_measured *bound = &bounding->measured[place];
    ny_heat heat = heat_of(bounding, reduction);
    bool reports = reduction->rows != NY_ROWS_OF_OPERATION_YEAR || measured->reports;
    bool needs_moved =
        is_moved_operand(bounding,
                         reduction->estimate.shrunk ? reduction->estimate.towards : NY_NONE) ||
        is_moved_operand(bounding, reduction->standardised) ||
        is_moved_operand(bounding, reduction->less);
    if (reduction->standardised != NY_NONE)
        needs_moved = needs_moved || is_moved_operand(bounding, reduction->variance) ||
                      is_moved_operand(bounding, reduction->largest);
    for (uint32_t i = 0; i < reduction->needs.count; i++)
        needs_moved = needs_moved || is_moved_operand(bounding, reduction->needs.items[i].instead);
    if (!reports || (heat == NY_COLD && !needs_moved))
        return as_it_was(bounding, reduction, measured, bound);
    ny_pool pool = {.sum = NY_RATIONAL_ZERO, .second = NY_RATIONAL_ZERO};
    ny_sorting sorting = {.pool = &pool};
    bounding->intervals = 0;
    gather(bounding, reduction, number, heat, &sorting);
    bound->reports = measured->reports;
    ny_set set = ny_bound_figure(bounding, reduction, &pool, bound);
    bound->moved = bound->rows.least != bound->rows.most ||
                   bound->known.least != bound->known.most ||
                   bound->events.least != bound->events.most;
    return set;
}

/* --- one figure for each value of a column ------------------------------------------------------ */

static ny_set figure_of_group(ny_bounding *bounding, const ny_reduction *reduction,
                              const ny_items *floating, const ny_pool *group)
{
    ny_pool pool = *group;
    pool.items = (ny_items){0};
    for (uint32_t i = 0; i < group->items.count; i++)
        *NY_APPEND(bounding->arena, &pool.items) = group->items.items[i];
    for (uint32_t i = 0; i < floating->count; i++)
        *NY_APPEND(bounding->arena, &pool.items) = floating->items[i];
    return ny_bound_figure(bounding, reduction, &pool, NULL);
}

void ny_bound_reduce_by(ny_bounding *bounding, uint32_t number)
{
    const ny_reduction *reduction = &bounding->plan->reductions.items[number];
    ny_bound_groups *groups =
        &bounding->groups[(size_t)number * bounding->result->periods + bounding->period];
    ny_heat heat = heat_of(bounding, reduction);
    bool no_year = reduction->rows == NY_ROWS_OF_OPERATION_YEAR &&
                   bounding->plan->reports.items[(size_t)number * bounding->model->periods.count +
                                                 bounding->period] == NY_NONE;
    if (no_year)
        return; /* no groups: AMONG finds nothing known */
    groups->made = true;
    groups->moved = heat != NY_COLD;
    if (!groups->moved)
        return;
    ny_map *numbers = ny_map_create(bounding->arena);
    ny_sorting sorting = {.groups = groups, .numbers = numbers};
    gather(bounding, reduction, number, heat, &sorting);
    groups->numbers = numbers;
    uint32_t count = groups->pools.count;
    ny_pool none = {.sum = NY_RATIONAL_ZERO, .second = NY_RATIONAL_ZERO};
    groups->figures = NY_NEW_ARRAY(bounding->arena, ny_set, (size_t)count + 1);
    for (uint32_t i = 0; i <= count; i++)
        groups->figures[i] = figure_of_group(bounding, reduction, &groups->floating,
                                             i < count ? &groups->pools.items[i] : &none);
}

/* What the run gave, where no fault meets the groups. */
static ny_set among_as_it_was(ny_bounding *bounding, const ny_op *op, size_t place,
                              uint32_t here_op, const ny_set *key)
{
    const ny_groups *groups = &bounding->exact.groups[place];
    ny_kind kind = bounding->plan->ops.items[here_op].kind;
    ny_set set = ny_set_single(op->kind, groups->empty);
    uint32_t group;
    if (!groups->numbers)
        return ny_set_lacking(NY_SET_UNKNOWN);
    if (ny_set_is_single(kind, key)) {
        ny_text name = ny_exact_group_name(&bounding->exact, bounding->scratch, here_op,
                                           ny_set_value(kind, key));
        if (!ny_map_find(groups->numbers, name, &group))
            return set;
        return groups->two.items[group] ? ny_set_lacking(NY_SET_UNDEFINED)
                                        : ny_set_single(op->kind, groups->figures.items[group]);
    }
    for (uint32_t i = 0; i < groups->figures.count; i++)
        set =
            ny_set_union(op->kind, set,
                         groups->two.items[i] ? ny_set_lacking(NY_SET_UNDEFINED)
                                              : ny_set_single(op->kind, groups->figures.items[i]));
    return set;
}

/* Of one period: the group's figure, or where the group cannot be told, that of any. */
static ny_set among_groups(ny_bounding *bounding, const ny_op *op, size_t place, uint32_t here_op,
                           const ny_set *here)
{
    const ny_bound_groups *groups = &bounding->groups[place];
    ny_kind kind = bounding->plan->ops.items[here_op].kind;
    uint32_t count = groups->pools.count, group;
    ny_set key = *here, set = ny_set_lacking(0);
    key.may = NY_SET_KNOWN;
    if (!groups->moved)
        return among_as_it_was(bounding, op, place, here_op, &key);
    if (ny_set_is_single(kind, &key)) {
        ny_text name = ny_exact_group_name(&bounding->exact, bounding->scratch, here_op,
                                           ny_set_value(kind, &key));
        bool found = groups->numbers && ny_map_find(groups->numbers, name, &group);
        return groups->figures[found ? group : count];
    }
    for (uint32_t i = 0; i <= count; i++)
        set = ny_set_union(op->kind, set, groups->figures[i]);
    return set;
}

ny_set ny_bound_among(ny_bounding *bounding, const ny_op *op)
{
    const uint32_t *operands = bounding->plan->operands.items + op->first_operand;
    const ny_op *by = &bounding->plan->ops.items[operands[0]];
    uint32_t periods = bounding->result->periods;
    uint32_t first = bounding->rows ? bounding->first_period : bounding->period, last = first;
    bool outside = bounding->rows && bounding->may_lie_outside;
    if (bounding->rows)
        last = bounding->last_period;
    if (by->grain.kind == NY_GRAIN_CONTRACT) {
        first = last = 0;
        outside = false;
    }
    ny_set here = ny_bound_get(bounding, operands[1]);
    ny_set set = ny_set_lacking(here.may & NY_SET_UNDEFINED);
    if (outside || (here.may & (NY_SET_UNKNOWN | NY_SET_ABSENT)))
        set.may |= NY_SET_UNKNOWN;
    if (!(here.may & NY_SET_KNOWN))
        return set;
    for (uint32_t p = first; p != NY_NONE && p <= last; p++) {
        size_t place = (size_t)by->aux * periods + p;
        if (p >= periods || !bounding->groups[place].made)
            set.may |= NY_SET_UNKNOWN;
        else
            set =
                ny_set_union(op->kind, set, among_groups(bounding, op, place, operands[1], &here));
    }
    return set;
}
