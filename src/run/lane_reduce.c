/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Whole blocks of rows: those of a reduction counted and added up, those of a payment picked out.
 * What exact_reduce.c and exact_pay.c say of one row holds here for each lane. */

#include "run/lane.h"

/* A lane's |whole|, so that a block's sum fits. */
#define NY_SUMMAND_MOST ((int64_t)1 << 53)

/* The lanes from `first` on, before `end`, are asked for. */
typedef struct ny_asked {
    uint32_t first, end;
} ny_asked;

static ny_asked asked(const ny_exact *exact, uint32_t end)
{
    const ny_block *block = exact->block;
    uint32_t rows = end - block->first;
    return (ny_asked){exact->row - block->first, rows < block->count ? rows : block->count};
}

/* The truths of an operation, or NULL where they are not plain. `room` is for one of coarser
 * grain. */
static const uint8_t *truths(const ny_exact *exact, uint32_t op, uint8_t room[NY_LANES])
{
    if (op != NY_NONE && exact->plan->ops.items[op].grain.kind == NY_GRAIN_ROW) {
        const ny_lanes *lanes = exact->block->of[op];
        return lanes->form == NY_LANES_TRUTH ? lanes->byte : NULL;
    }
    ny_value value = op == NY_NONE ? ny_value_index(NY_YES) : ny_exact_get(exact, op);
    if (value.state == NY_UNDEFINED)
        return NULL;
    uint8_t truth = value.state == NY_KNOWN ? (uint8_t)value.is.index : NY_NOT_KNOWN;
    for (uint32_t i = 0; i < NY_LANES; i++)
        room[i] = truth;
    return room;
}

/* Which exclusions take rows of a table out of judging, or of paying. */
static bool takes_out(const ny_exact *exact, uint32_t number, uint32_t table, bool from_paying)
{
    const ny_plan_exclusion *of = &exact->plan->exclusions.items[number];
    const ny_exclusion *exclusion = &exact->model->exclusions.items[of->exclusion];
    return of->table == table && !(from_paying ? exclusion->paid : exclusion->judged);
}

/* The lanes that any exclusion takes out; false where it is not plain. */
static bool excluded(const ny_exact *exact, uint32_t table, bool from_paying,
                     uint8_t ret_out[NY_LANES])
{
    uint8_t room[NY_LANES];
    for (uint32_t i = 0; i < NY_LANES; i++)
        ret_out[i] = 0;
    for (uint32_t e = 0; e < exact->plan->exclusions.count; e++) {
        if (!takes_out(exact, e, table, from_paying))
            continue;
        const uint8_t *where = truths(exact, exact->plan->exclusions.items[e].where, room);
        if (!where)
            return false;
        for (uint32_t i = 0; i < NY_LANES; i++)
            ret_out[i] |= where[i] == NY_YES;
    }
    return true;
}

static void keep_asked(uint8_t lanes[NY_LANES], ny_asked of)
{
    for (uint32_t i = 0; i < NY_LANES; i++)
        lanes[i] &= (i >= of.first) & (i < of.end);
}

static uint32_t count_of(const uint8_t lanes[NY_LANES])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < NY_LANES; i++)
        count += lanes[i];
    return count;
}

/* Counts those of the lanes where the truth is the one given. */
static uint32_t count_where(const uint8_t lanes[NY_LANES], const uint8_t *truth, uint8_t which)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < NY_LANES; i++)
        count += lanes[i] & (truth[i] == which);
    return count;
}

/* --- reductions -------------------------------------------------------------------------------- */

static void count_excluded(const ny_exact *exact, uint32_t table, const uint8_t out[NY_LANES],
                           ny_measured *measured)
{
    uint32_t count = count_of(out);
    uint8_t room[NY_LANES];
    measured->excluded_rows += count;
    for (uint32_t e = 0; count && e < exact->plan->exclusions.count; e++)
        if (takes_out(exact, e, table, false))
            measured->excluded[e] += count_where(
                out, truths(exact, exact->plan->exclusions.items[e].where, room), NY_YES);
}

/* A reduction's values, and whether blocks of them can be added up. */
static const ny_lanes *summands(const ny_exact *exact, const ny_reduction *reduction)
{
    if (exact->plan->ops.items[reduction->value].grain.kind != NY_GRAIN_ROW)
        return NULL;
    const ny_lanes *value = exact->block->of[reduction->value];
    bool is_share = reduction->reduce == NY_REDUCE_SHARE;
    bool fits = is_share ? value->form == NY_LANES_TRUTH
                         : value->form == NY_LANES_WHOLE && value->most <= NY_SUMMAND_MOST;
    return fits ? value : NULL;
}

static void tally_share(const uint8_t lanes[NY_LANES], uint32_t rows, const ny_lanes *value,
                        ny_tally *tally)
{
    uint32_t yes = count_where(lanes, value->byte, NY_YES);
    uint32_t known = yes + count_where(lanes, value->byte, NY_NO);
    tally->events += yes;
    tally->known += known;
    tally->unknown += rows - known;
}

static void tally_numbers(ny_exact *exact, const uint8_t lanes[NY_LANES], uint32_t rows,
                          const ny_lanes *value, ny_tally *tally)
{
    uint32_t known = count_where(lanes, value->byte, NY_KNOWN);
    int64_t sum = 0;
    for (uint32_t i = 0; i < NY_LANES; i++)
        sum += -(int64_t)(lanes[i] & (value->byte[i] == NY_KNOWN)) & value->whole[i];
    tally->known += known;
    tally->unknown += rows - known;
    tally->sum = ny_rational_add(exact->arena, tally->sum,
                                 ny_rational_fraction(exact->arena, sum, value->denominator));
}

/* An estimator looks at each row, and so do bounds of a mean. */
static bool is_added_up(const ny_reduction *reduction)
{
    if (reduction->estimate.form != NY_ESTIMATOR_NONE)
        return false;
    if (reduction->reduce == NY_REDUCE_SHARE || reduction->reduce == NY_REDUCE_COUNT)
        return true;
    return reduction->estimate.bounds == NY_BOUNDS_NONE &&
           (reduction->reduce == NY_REDUCE_SUM || reduction->reduce == NY_REDUCE_MEAN);
}

uint32_t ny_lanes_tally(ny_exact *exact, const ny_reduction *reduction, uint32_t end,
                        ny_measured *measured, ny_tally *tally)
{
    if (!is_added_up(reduction) || !exact->block || !exact->block->count)
        return 0;
    ny_asked of = asked(exact, end);
    uint8_t room[NY_LANES], taken[NY_LANES], out[NY_LANES] = {0};
    const ny_lanes *value = NULL;
    const uint8_t *where = truths(exact, reduction->where, room);
    if (!where || (reduction->judged_only && !excluded(exact, reduction->table, false, out)))
        return 0;
    if (reduction->value != NY_NONE && !(value = summands(exact, reduction)))
        return 0;

    for (uint32_t i = 0; i < NY_LANES; i++)
        taken[i] = where[i] > NY_YES;
    keep_asked(taken, of);
    measured->where_unknown += count_of(taken);
    for (uint32_t i = 0; i < NY_LANES; i++) {
        uint8_t yes = where[i] == NY_YES;
        taken[i] = yes & !out[i];
        out[i] &= yes;
    }
    keep_asked(taken, of);
    keep_asked(out, of);
    count_excluded(exact, reduction->table, out, measured);
    uint32_t rows = count_of(taken);
    tally->rows += rows;
    if (!value)
        tally->known += rows;
    else if (reduction->reduce == NY_REDUCE_SHARE)
        tally_share(taken, rows, value, tally);
    else
        tally_numbers(exact, taken, rows, value, tally);
    return of.end - of.first;
}

/* --- running numbers --------------------------------------------------------------------------- */

uint32_t ny_lanes_yes(const ny_exact *exact, uint32_t op, uint32_t end, uint8_t ret_yes[NY_LANES])
{
    if (!exact->block || !exact->block->count)
        return 0;
    ny_asked of = asked(exact, end);
    uint8_t room[NY_LANES];
    const uint8_t *truth = truths(exact, op, room);
    if (!truth)
        return 0;
    for (uint32_t i = 0; i < NY_LANES; i++)
        ret_yes[i] = truth[i] == NY_YES;
    return of.end - of.first;
}

/* --- payments ---------------------------------------------------------------------------------- */

uint32_t ny_lanes_paid(ny_exact *exact, uint32_t table, uint32_t where, uint32_t end,
                       uint8_t ret_paid[NY_LANES], uint32_t *unsettled)
{
    if (!exact->block || !exact->block->count)
        return 0;
    ny_asked of = asked(exact, end);
    uint8_t room[NY_LANES], out[NY_LANES], open[NY_LANES];
    const uint8_t *truth = truths(exact, where, room);
    if (!truth || !excluded(exact, table, true, out))
        return 0;
    for (uint32_t i = 0; i < NY_LANES; i++) {
        ret_paid[i] = (truth[i] == NY_YES) & !out[i];
        open[i] = (truth[i] > NY_YES) & !out[i];
    }
    keep_asked(ret_paid, of);
    keep_asked(open, of);
    *unsettled += count_of(open);
    return of.end - of.first;
}
