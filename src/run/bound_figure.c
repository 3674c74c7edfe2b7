/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From the rows that are sure and those that are not to all that a figure may be.
 *
 * Mean, share, sum, median, lowest and highest only rise with each value they are of. So among all
 * choices in which k of the open rows have a value the greatest figure takes the k with the greatest
 * values, each at its upper end, and the least the k with the least: it is enough to sort once and
 * to go through k. `needs` asks for numbers of rows, which k settles too. For a ratio the best rows
 * depend on the ratio itself: W. Dinkelbach, "On nonlinear fractional programming", Management
 * Science 13 (1967), gives it in a few rounds, exactly. Trying every choice was rejected: there are
 * 2^n. */

#include "run/bound_private.h"

#include "base/bug.h"

#include <stdlib.h>

/* How many items may be what. The open ones may have a value or not. */
typedef struct ny_census {
    uint32_t forced;       /* have a value */
    uint32_t open;         /* may have one, or be out or without one */
    uint32_t open_in;      /* of them: never out */
    uint32_t open_unknown; /* of them: may be in without a value */
    uint32_t unknown;      /* in, without a value */
    uint32_t maybe;        /* out, or in without a value */
} ny_census;

static ny_census count_items(const ny_items *items)
{
    ny_census census = {0};
    for (uint32_t i = 0; i < items->count; i++) {
        const ny_item *item = &items->items[i];
        if (item->may_be_known && !item->may_be_out && !item->may_be_unknown)
            census.forced++;
        else if (item->may_be_known)
            census.open++;
        else if (item->may_be_unknown && !item->may_be_out)
            census.unknown++;
        else if (item->may_be_unknown)
            census.maybe++;
        if (item->may_be_known && item->may_be_unknown) {
            census.open_unknown++;
            census.open_in += !item->may_be_out;
        }
    }
    return census;
}

static bool is_forced(const ny_item *item)
{
    return !item->may_be_out && !item->may_be_unknown;
}

/* --- the best of k ----------------------------------------------------------------------------- */

/* One direction: the greatest or the least figure. */
typedef struct ny_picking {
    ny_ends base; /* sorted: values of sure and forced rows; for MEDIAN, LOWEST, HIGHEST */
    ny_end sum;   /* of sure and forced rows */
    ny_ends open; /* sorted */
    bool greatest;
    uint32_t sure; /* how many sure and forced rows have a value */
} ny_picking;

static int by_end(const void *a, const void *b)
{
    return ny_end_compare(*(const ny_end *)a, *(const ny_end *)b);
}

static void sort_ends(ny_ends *ends)
{
    if (ends->count)
        qsort(ends->items, ends->count, sizeof *ends->items, by_end);
}

static bool keeps_all(ny_reduce reduce)
{
    return reduce == NY_REDUCE_MEDIAN || reduce == NY_REDUCE_LOWEST || reduce == NY_REDUCE_HIGHEST;
}

static ny_picking make_picking(ny_arena *arena, const ny_pool *pool, ny_reduce reduce,
                               bool greatest)
{
    ny_picking picking = {.greatest = greatest, .sure = pool->known, .sum = ny_end_at(pool->sum)};
    for (uint32_t i = 0; i < pool->all.count; i++)
        *NY_APPEND(arena, &picking.base) = pool->all.items[i];
    for (uint32_t i = 0; i < pool->items.count; i++) {
        const ny_item *item = &pool->items.items[i];
        ny_end end = greatest ? item->value.high : item->value.low;
        if (!item->may_be_known)
            continue;
        if (!is_forced(item)) {
            *NY_APPEND(arena, &picking.open) = end;
            continue;
        }
        picking.sure++;
        if (keeps_all(reduce))
            *NY_APPEND(arena, &picking.base) = end;
        else
            picking.sum = ny_end_add(arena, picking.sum, end);
    }
    sort_ends(&picking.base);
    sort_ends(&picking.open);
    return picking;
}

/* The nth, from 0, of two sorted lists taken together. */
static ny_end nth(const ny_end *a, uint32_t a_count, const ny_end *b, uint32_t b_count, uint32_t n)
{
    uint32_t low = n > b_count ? n - b_count : 0, high = n < a_count ? n : a_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ny_end_compare(a[middle], b[n - middle - 1]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low >= a_count)
        return b[n - low];
    return n - low < b_count ? ny_end_least(a[low], b[n - low]) : a[low];
}

static ny_end middle_of(ny_arena *arena, const ny_picking *picking, const ny_end *picks,
                        uint32_t count)
{
    uint32_t all = picking->base.count + count;
    ny_end upper = nth(picking->base.items, picking->base.count, picks, count, all / 2);
    if (all % 2 == 1)
        return upper;
    ny_end lower = nth(picking->base.items, picking->base.count, picks, count, all / 2 - 1);
    if (lower.infinite && upper.infinite && lower.infinite != upper.infinite)
        return picking->greatest ? upper : lower;
    return ny_end_divide(arena, ny_end_add(arena, lower, upper), ny_rational_whole(2));
}

/* The figure with the best k of the open rows; `sum` is theirs. There is a value to be had. */
static ny_end best_of(ny_arena *arena, const ny_picking *picking, ny_reduce reduce, uint32_t k,
                      ny_end sum)
{
    const ny_end *picks = picking->open.items; /* none at all where no row is open */
    if (picking->greatest && picking->open.count > k)
        picks += picking->open.count - k;
    uint32_t all = picking->base.count + k;
    switch (reduce) {
    case NY_REDUCE_SUM:
        return ny_end_add(arena, picking->sum, sum);
    case NY_REDUCE_SHARE:
    case NY_REDUCE_MEAN:
        return ny_end_divide(arena, ny_end_add(arena, picking->sum, sum),
                             ny_rational_whole(picking->sure + k));
    case NY_REDUCE_MEDIAN:
        return middle_of(arena, picking, picks, k);
    case NY_REDUCE_LOWEST:
        return nth(picking->base.items, picking->base.count, picks, k, 0);
    case NY_REDUCE_HIGHEST:
        return nth(picking->base.items, picking->base.count, picks, k, all - 1);
    case NY_REDUCE_COUNT:
    case NY_REDUCE_RATIO:
    case NY_REDUCE_RATE:
    case NY_REDUCE_THE:
        break;
    }
    NY_BUG("no figure that only rises");
}

/* The open end that is picked as the kth, from 1. */
static ny_end kth(const ny_picking *picking, uint32_t k)
{
    return picking->open.items[picking->greatest ? picking->open.count - k : k - 1];
}

/* --- ratios ------------------------------------------------------------------------------------ */

/* sum of a / sum of b, greatest; `least` turns the signs of a and of the result. */
typedef struct ny_ratio {
    ny_arena *arena;
    const ny_pool *pool;
    bool least;
} ny_ratio;

static ny_rational a_end(const ny_ratio *ratio, const ny_box *box)
{
    return ratio->least ? ny_rational_negate(ratio->arena, box->value.low.at) : box->value.high.at;
}

static ny_rational sure_sum(const ny_ratio *ratio)
{
    return ratio->least ? ny_rational_negate(ratio->arena, ratio->pool->sum) : ratio->pool->sum;
}

typedef struct ny_gain {
    ny_rational gain, a, b; /* a - now * b */
} ny_gain;

static ny_gain best_box(const ny_ratio *ratio, const ny_item *item, ny_rational now)
{
    ny_gain best = {0};
    for (const ny_box *box = item->boxes; box; box = box->next) {
        ny_gain here = {.a = a_end(ratio, box)};
        here.b = ny_rational_sign(now) >= 0 ? box->second.low.at : box->second.high.at;
        here.gain = ny_rational_subtract(ratio->arena, here.a,
                                         ny_rational_multiply(ratio->arena, now, here.b));
        if (box == item->boxes || ny_rational_compare(here.gain, best.gain) > 0)
            best = here;
    }
    return best;
}

/* One round: the rows that are best at this ratio, and the ratio that they give. */
static ny_rational better(const ny_ratio *ratio, ny_rational now)
{
    ny_arena *arena = ratio->arena;
    ny_rational above = sure_sum(ratio), below = ratio->pool->second;
    for (uint32_t i = 0; i < ratio->pool->items.count; i++) {
        const ny_item *item = &ratio->pool->items.items[i];
        if (!item->may_be_known)
            continue;
        ny_gain best = best_box(ratio, item, now);
        if (!is_forced(item) && ny_rational_sign(best.gain) <= 0)
            continue;
        above = ny_rational_add(arena, above, best.a);
        below = ny_rational_add(arena, below, best.b);
    }
    return ny_rational_divide(arena, above, below);
}

#define NY_ROUNDS_MOST 100

static bool best_ratio(const ny_ratio *ratio, ny_end *ret_end)
{
    ny_rational now = NY_RATIONAL_ZERO;
    for (uint32_t round = 0; round < NY_ROUNDS_MOST; round++) {
        ny_rational next = better(ratio, now);
        if (round > 0 && ny_rational_compare(next, now) == 0) {
            *ret_end = ny_end_at(ratio->least ? ny_rational_negate(ratio->arena, now) : now);
            return true;
        }
        now = next;
    }
    return false;
}

/* Is what stands below the line always above 0, and all of it finite? */
static bool stays_positive(ny_arena *arena, const ny_pool *pool)
{
    ny_end below = ny_end_at(pool->second);
    for (uint32_t i = 0; i < pool->items.count; i++) {
        const ny_item *item = &pool->items.items[i];
        if (!item->may_be_known)
            continue;
        if (item->value.low.infinite || item->value.high.infinite || item->second.low.infinite ||
            item->second.high.infinite || ny_rational_sign(item->second.low.at) < 0)
            return false;
        if (is_forced(item))
            below = ny_end_add(arena, below, item->second.low);
    }
    return !below.infinite && ny_rational_sign(below.at) > 0;
}

/* Sums by themselves: wider, and always sound. */
static ny_set plain_ratio(ny_arena *arena, const ny_pool *pool)
{
    ny_set zero = ny_set_single(NY_KIND_NUMBER, ny_value_number(NY_RATIONAL_ZERO));
    ny_set above = ny_set_single(NY_KIND_NUMBER, ny_value_number(pool->sum));
    ny_set below = ny_set_single(NY_KIND_NUMBER, ny_value_number(pool->second));
    for (uint32_t i = 0; i < pool->items.count; i++) {
        const ny_item *item = &pool->items.items[i];
        if (!item->may_be_known)
            continue;
        ny_set a = item->value, b = item->second;
        if (!is_forced(item)) {
            a = ny_set_union(NY_KIND_NUMBER, a, zero);
            b = ny_set_union(NY_KIND_NUMBER, b, zero);
        }
        ny_set_add(arena, &above, &a, &above);
        ny_set_add(arena, &below, &b, &below);
    }
    ny_set set = ny_set_lacking(NY_SET_KNOWN);
    ny_set_divide(arena, &above, &below, &set);
    if (set.may & NY_SET_UNDEFINED) /* a ratio over 0 is unknown */
        set.may = (set.may & NY_SET_KNOWN) | NY_SET_UNKNOWN;
    return set;
}

/* Where no row is sure: a ratio of sums lies between the ratios of the rows, and one row may be all
 * there is. False where what stands below the line of some row may be 0. */
static bool ratio_of_one(ny_arena *arena, const ny_pool *pool, ny_set *ret_set)
{
    ny_set hull = ny_set_lacking(0);
    for (uint32_t i = 0; i < pool->items.count; i++)
        for (const ny_box *box = pool->items.items[i].boxes; box; box = box->next) {
            ny_set one = ny_set_lacking(NY_SET_KNOWN);
            ny_set_divide(arena, &box->value, &box->second, &one);
            if (ny_end_compare(box->second.low, ny_end_at(NY_RATIONAL_ZERO)) <= 0)
                return false;
            hull = ny_set_union(NY_KIND_NUMBER, hull, one);
        }
    *ret_set = hull;
    return true;
}

static ny_set ratio_of(ny_arena *arena, const ny_pool *pool, const ny_census *census)
{
    ny_ratio most = {.arena = arena, .pool = pool}, least = most;
    ny_set set = ny_set_lacking(NY_SET_KNOWN);
    least.least = true;
    if (pool->known + census->forced + census->open == 0)
        return ny_set_lacking(NY_SET_UNKNOWN);
    if (pool->known + census->forced == 0) {
        if (!ratio_of_one(arena, pool, &set))
            set = plain_ratio(arena, pool);
        set.may |= NY_SET_UNKNOWN;
    } else if (!stays_positive(arena, pool) || !best_ratio(&most, &set.high) ||
               !best_ratio(&least, &set.low)) {
        set = plain_ratio(arena, pool);
    }
    return set;
}

/* --- the one row ------------------------------------------------------------------------------- */

static ny_set item_set(ny_kind kind, const ny_item *item)
{
    ny_set set = ny_set_lacking(item->may_be_unknown ? NY_SET_UNKNOWN : 0);
    return item->may_be_known ? ny_set_union(kind, set, item->value) : set;
}

static ny_set the_one(const ny_pool *pool, ny_kind kind)
{
    uint32_t in = pool->rows, may_be = pool->rows;
    ny_set set = ny_set_lacking(0), must = set;
    if (pool->rows == 1)
        must = ny_set_single(kind, pool->known == 1 ? pool->one : ny_value_unknown());
    for (uint32_t i = 0; i < pool->items.count; i++) {
        const ny_item *item = &pool->items.items[i];
        if (!item->may_be_known && !item->may_be_unknown)
            continue;
        may_be++;
        set = ny_set_union(kind, set, item_set(kind, item));
        if (item->may_be_out)
            continue;
        in++;
        must = item_set(kind, item);
    }
    if (in == 0)
        set.may |= NY_SET_UNKNOWN;
    if (in == 1)
        set = must;
    if (in > 1)
        return ny_set_lacking(NY_SET_UNDEFINED);
    set.may |= may_be > 1 ? NY_SET_UNDEFINED : 0u;
    return set;
}

/* --- needs ------------------------------------------------------------------------------------- */

/* Numbers of rows that go with k open rows that have a value. */
typedef struct ny_row_numbers {
    uint32_t known, least, most;
} ny_row_numbers;

static ny_row_numbers numbers_with(const ny_pool *pool, const ny_census *census, uint32_t k)
{
    uint32_t sure = pool->rows + census->forced + census->unknown + k;
    uint32_t left = census->open - k;
    return (ny_row_numbers){.known = pool->known + census->forced + k,
                            .least = sure + (census->open_in > k ? census->open_in - k : 0),
                            .most = sure + census->maybe +
                                    (census->open_unknown < left ? census->open_unknown : left)};
}

/* Whether a need may be met, and whether it may not. */
static void ask_need(ny_arena *arena, const ny_need *need, ny_row_numbers numbers, bool *ret_met,
                     bool *ret_not_met)
{
    ny_rational at_least = need->least, at_most = need->least;
    uint32_t least = numbers.least, most = numbers.most;
    if (need->of_known) {
        at_least = ny_rational_multiply(arena, need->least, ny_rational_whole(numbers.least));
        at_most = ny_rational_multiply(arena, need->least, ny_rational_whole(numbers.most));
        least = most = numbers.known;
    }
    *ret_met = ny_rational_compare(ny_rational_whole(most), at_least) >= 0;
    *ret_not_met = ny_rational_compare(ny_rational_whole(least), at_most) < 0;
}

/* Adds what the needs put in the figure's place; true where they may all be met. */
static bool meet_needs(ny_bounding *bounding, const ny_reduction *reduction, ny_row_numbers numbers,
                       ny_kind kind, ny_set *set)
{
    for (uint32_t i = 0; i < reduction->needs.count; i++) {
        const ny_need *need = &reduction->needs.items[i];
        bool met, not_met;
        ask_need(bounding->arena, need, numbers, &met, &not_met);
        if (not_met)
            *set = ny_set_union(kind, *set,
                                need->instead == NY_NONE ? ny_set_lacking(NY_SET_UNKNOWN)
                                                         : ny_bound_get(bounding, need->instead));
        if (!met)
            return false;
    }
    return true;
}

/* --- figures ----------------------------------------------------------------------------------- */

static bool is_zero_without_rows(ny_reduce reduce)
{
    return reduce == NY_REDUCE_SUM || reduce == NY_REDUCE_COUNT;
}

/* The figure itself, and what its form and its confidence make of it. */
static ny_set finish(ny_bounding *bounding, const ny_reduction *reduction, const ny_set *plain,
                     uint32_t known, ny_bound_measured *measured)
{
    ny_set set = *plain;
    if (known && reduction->less != NY_NONE)
        set = ny_bound_less(bounding, reduction, *plain);
    if (known && reduction->estimate.shrunk)
        set = ny_bound_shrunk(bounding, reduction, *plain, known);
    if (!measured)
        return set;
    if (reduction->estimate.bounds == NY_BOUNDS_NONE || !(set.may & NY_SET_KNOWN))
        measured->low.may |= NY_SET_UNKNOWN;
    else
        ny_bound_interval(bounding, reduction, &set, known, &measured->low, &measured->high);
    measured->high.may |= measured->low.may & ~(unsigned)NY_SET_KNOWN;
    return set;
}

static ny_set go_through(ny_bounding *bounding, const ny_reduction *reduction, const ny_pool *pool,
                         const ny_census *census, ny_bound_measured *measured)
{
    ny_arena *arena = bounding->arena;
    ny_kind kind = reduction->reduce == NY_REDUCE_THE && reduction->value != NY_NONE
                       ? bounding->plan->ops.items[reduction->value].kind
                       : NY_KIND_NUMBER;
    ny_set set = ny_set_lacking(0), whole = set;
    bool estimated = reduction->estimate.form != NY_ESTIMATOR_NONE;
    bool standardised = reduction->standardised != NY_NONE;
    bool plain = ny_bound_has_second(reduction) || reduction->reduce == NY_REDUCE_THE ||
                 reduction->reduce == NY_REDUCE_COUNT || estimated || standardised;
    if (standardised)
        whole = ny_bound_get(bounding, reduction->standardised);
    else if (estimated)
        whole = ny_bound_survival(arena, reduction, pool);
    else if (ny_bound_has_second(reduction))
        whole = ratio_of(arena, pool, census);
    if (reduction->reduce == NY_REDUCE_THE)
        whole = the_one(pool, kind);
    ny_picking low = {0}, high = {0};
    if (!plain) {
        low = make_picking(arena, pool, reduction->reduce, false);
        high = make_picking(arena, pool, reduction->reduce, true);
    }
    ny_end low_sum = ny_end_at(NY_RATIONAL_ZERO), high_sum = low_sum;
    for (uint32_t k = 0; k <= census->open; k++) {
        ny_row_numbers numbers = numbers_with(pool, census, k);
        if (k && !plain) {
            low_sum = ny_end_add(arena, low_sum, kth(&low, k));
            high_sum = ny_end_add(arena, high_sum, kth(&high, k));
        }
        if (!meet_needs(bounding, reduction, numbers, kind, &set))
            continue;
        if (reduction->reduce == NY_REDUCE_COUNT && !standardised)
            whole = ny_set_range(ny_end_at(ny_rational_whole(numbers.least)),
                                 ny_end_at(ny_rational_whole(numbers.most)));
        else if (!plain && numbers.known == 0 && !is_zero_without_rows(reduction->reduce))
            whole = ny_set_lacking(NY_SET_UNKNOWN);
        else if (!plain)
            whole = ny_set_range(best_of(arena, &low, reduction->reduce, k, low_sum),
                                 best_of(arena, &high, reduction->reduce, k, high_sum));
        set = ny_set_union(kind, set, finish(bounding, reduction, &whole, numbers.known, measured));
    }
    return set;
}

/* A figure over rows that is no measure is unknown with any value that is. So the open rows are
 * taken with their values, or out. */
static ny_pool without_unknown(ny_arena *arena, const ny_pool *pool)
{
    ny_pool known = *pool;
    known.items = (ny_items){0};
    for (uint32_t i = 0; i < pool->items.count; i++) {
        ny_item item = pool->items.items[i];
        item.may_be_unknown = false;
        *NY_APPEND(arena, &known.items) = item;
    }
    return known;
}

static bool is_spoilt_by_unknown(const ny_reduction *reduction)
{
    switch (reduction->reduce) {
    case NY_REDUCE_MEAN:
    case NY_REDUCE_MEDIAN:
    case NY_REDUCE_SUM:
    case NY_REDUCE_LOWEST:
    case NY_REDUCE_HIGHEST:
        return reduction->measure == NY_NONE;
    case NY_REDUCE_SHARE:
    case NY_REDUCE_COUNT:
    case NY_REDUCE_RATIO:
    case NY_REDUCE_RATE:
    case NY_REDUCE_THE:
        return false;
    }
    NY_BUG("reduction");
}

static void count_measured(const ny_reduction *reduction, const ny_pool *pool,
                           const ny_census *census, ny_bound_measured *measured)
{
    uint32_t sure = pool->rows + census->forced + census->unknown;
    measured->rows.least = sure + census->open_in;
    measured->rows.most = sure + census->open + census->maybe;
    measured->known.least = pool->known + census->forced;
    measured->known.most = measured->known.least + census->open;
    measured->events = (ny_bound_count){0, 0};
    if (reduction->estimate.form != NY_ESTIMATOR_NONE) {
        for (uint32_t i = 0; i < pool->followed.count; i++)
            measured->events.least += pool->followed.items[i].ending == NY_ENDING_EVENT;
        measured->events.most = measured->events.least;
        for (uint32_t i = 0; i < pool->items.count; i++)
            measured->events.most += pool->items.items[i].may_come;
        return;
    }
    if (!ny_bound_counts_events(reduction))
        return;
    int64_t events = 0;
    NY_BUG_ON(!ny_rational_to_whole(pool->sum, &events));
    measured->events.least = measured->events.most = (uint32_t)events;
    for (uint32_t i = 0; i < pool->items.count; i++) {
        const ny_item *item = &pool->items.items[i];
        if (!item->may_be_known)
            continue;
        measured->events.least += is_forced(item) && ny_rational_sign(item->value.low.at) > 0;
        measured->events.most += ny_rational_sign(item->value.high.at) > 0;
    }
}

ny_set ny_bound_figure(ny_bounding *bounding, const ny_reduction *reduction, const ny_pool *pool,
                       ny_bound_measured *measured)
{
    ny_census census = count_items(&pool->items);
    if (measured) {
        count_measured(reduction, pool, &census, measured);
        /* Where a need is not met there is no interval. */
        measured->low = measured->high =
            ny_set_lacking(reduction->needs.count ? NY_SET_UNKNOWN : 0);
    }
    if (!is_spoilt_by_unknown(reduction))
        return go_through(bounding, reduction, pool, &census, measured);
    if (pool->rows > pool->known || census.unknown)
        return ny_set_lacking(NY_SET_UNKNOWN);
    ny_pool known = without_unknown(bounding->arena, pool);
    ny_census of_known = count_items(&known.items);
    ny_set set = go_through(bounding, reduction, &known, &of_known, measured);
    if (census.maybe || census.open_unknown)
        set.may |= NY_SET_UNKNOWN;
    return set;
}
