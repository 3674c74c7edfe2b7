/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Operations over sets of values: what plan/op.def says, for every choice from the operands. The
 * comments there are not repeated; here stands only why a set is wide enough. */

#include "run/bound_private.h"

#include "base/bug.h"
#include "base/value_set.h"
#include "run/facts.h"
#include "run/logistic.h"

/* --- reading ----------------------------------------------------------------------------------- */

/* A figure of the contract period that the row at hand lies in, or may lie in. */
static ny_set get_by_row(const ny_bounding *bounding, uint32_t op, ny_kind kind)
{
    uint32_t periods = bounding->result->periods;
    ny_set set = ny_set_lacking(bounding->may_lie_outside ? NY_SET_UNKNOWN : 0);
    for (uint32_t p = bounding->first_period; p != NY_NONE && p <= bounding->last_period; p++)
        set = ny_set_union(kind, set,
                           p < periods ? bounding->sets[(size_t)op * periods + p]
                                       : ny_set_lacking(NY_SET_UNKNOWN));
    return set;
}

ny_set ny_bound_get(const ny_bounding *bounding, uint32_t op)
{
    const ny_op *of = &bounding->plan->ops.items[op];
    uint32_t periods = bounding->result->periods;
    switch (of->grain.kind) {
    case NY_GRAIN_EACH_CYCLE: /* only study.h computes it */
        break;
    case NY_GRAIN_ROW:
        if (bounding->by_exact && !bounding->moves[op])
            return ny_set_single(of->kind, ny_exact_get(&bounding->exact, op));
        return bounding->slots[op];
    case NY_GRAIN_CONTRACT:
        return bounding->sets[(size_t)op * periods];
    case NY_GRAIN_EACH_PERIOD:
        if (bounding->rows)
            return get_by_row(bounding, op, of->kind);
        return bounding->sets[(size_t)op * periods + bounding->period];
    }
    NY_BUG("grain");
}

static ny_set operand(const ny_bounding *bounding, const ny_op *op, uint32_t index)
{
    return ny_bound_get(bounding, bounding->plan->operands.items[op->first_operand + index]);
}

static ny_kind operand_kind(const ny_bounding *bounding, const ny_op *op, uint32_t index)
{
    uint32_t number = bounding->plan->operands.items[op->first_operand + index];
    return bounding->plan->ops.items[number].kind;
}

static bool may(const ny_set *set, unsigned states)
{
    return (set->may & states) != 0;
}

/* The states of a result that needs all its operands: known where all are, else what lacks. */
static unsigned strict(const ny_set *sets, uint32_t count)
{
    unsigned result = NY_SET_KNOWN;
    for (uint32_t i = 0; i < count; i++) {
        if (!may(&sets[i], NY_SET_KNOWN))
            result &= ~(unsigned)NY_SET_KNOWN;
        if (may(&sets[i], NY_SET_UNKNOWN | NY_SET_ABSENT))
            result |= NY_SET_UNKNOWN;
        if (may(&sets[i], NY_SET_UNDEFINED))
            result |= NY_SET_UNDEFINED;
    }
    return result;
}

/* Takes the operands; false where no choice knows them all, and then *ret_set is the result. */
static bool take(const ny_bounding *bounding, const ny_op *op, ny_set *sets, uint32_t count,
                 ny_set *ret_set)
{
    for (uint32_t i = 0; i < count; i++)
        sets[i] = operand(bounding, op, i);
    *ret_set = ny_set_lacking(strict(sets, count));
    return may(ret_set, NY_SET_KNOWN);
}

static void set_truth(ny_set *set, bool may_be_no, bool may_be_yes)
{
    set->truth = ny_set_truth(may_be_no, may_be_yes).truth;
}

/* --- numbers ----------------------------------------------------------------------------------- */

static ny_end between(ny_end value, ny_end low, ny_end high)
{
    return ny_end_least(ny_end_greatest(value, low), high);
}

/* Where the limits keep their order whatever is chosen, all three only raise the result. Where they
 * may cross, it is one of the limits or lies between them. */
static ny_set keep(const ny_bounding *bounding, const ny_op *op)
{
    ny_set v[3], set;
    if (!take(bounding, op, v, 3, &set))
        return set;
    if (ny_end_compare(v[1].high, v[2].low) <= 0) {
        set.low = between(v[0].low, v[1].low, v[2].low);
        set.high = between(v[0].high, v[1].high, v[2].high);
    } else {
        set.low = ny_end_least(v[1].low, v[2].low);
        set.high = ny_end_greatest(v[1].high, v[2].high);
    }
    return set;
}

/* d + place * (e - d) with place = (a - b) / (c - b) kept within 0..1; never beyond d and e. */
static ny_set scale(ny_bounding *bounding, const ny_op *op)
{
    ny_arena *arena = bounding->scratch;
    ny_set v[5], set;
    if (!take(bounding, op, v, 5, &set))
        return set;
    ny_set width = v[2], over = v[0], place = ny_set_lacking(NY_SET_KNOWN), rise = v[4];
    ny_set_subtract(arena, &v[2], &v[1], &width);
    ny_set_subtract(arena, &v[0], &v[1], &over);
    ny_set_divide(arena, &over, &width, &place);
    set.may |= place.may & NY_SET_UNDEFINED;
    if (!may(&place, NY_SET_KNOWN)) {
        set.may &= ~(unsigned)NY_SET_KNOWN;
        return set;
    }
    ny_end none = ny_end_at(NY_RATIONAL_ZERO), all = ny_end_at(NY_RATIONAL_ONE);
    place.low = between(place.low, none, all);
    place.high = between(place.high, none, all);
    ny_set_subtract(arena, &v[4], &v[3], &rise);
    ny_set_multiply(arena, &place, &rise, &rise);
    ny_set_add(arena, &v[3], &rise, &set);
    set.low = ny_end_greatest(set.low, ny_end_least(v[3].low, v[4].low));
    set.high = ny_end_least(set.high, ny_end_greatest(v[3].high, v[4].high));
    return set;
}

static ny_set power(ny_bounding *bounding, const ny_op *op)
{
    ny_arena *arena = bounding->scratch;
    int32_t to = (int32_t)op->aux;
    ny_set a, set;
    if (!take(bounding, op, &a, 1, &set))
        return set;
    uint32_t times = to < 0 ? (uint32_t) - (int64_t)to : (uint32_t)to;
    ny_end ends[2] = {a.low, a.high};
    for (size_t i = 0; i < 2; i++) {
        if (!ends[i].infinite)
            ends[i].at = ny_rational_power(arena, ends[i].at, (int32_t)times);
        else if (times % 2 == 0)
            ends[i].infinite = 1;
    }
    set.low = ny_end_least(ends[0], ends[1]);
    set.high = ny_end_greatest(ends[0], ends[1]);
    ny_end zero = ny_end_at(NY_RATIONAL_ZERO);
    if (times == 0)
        set.low = set.high = ny_end_at(NY_RATIONAL_ONE);
    else if (times % 2 == 0 && ny_end_compare(a.low, zero) < 0 && ny_end_compare(a.high, zero) > 0)
        set.low = zero;
    if (to >= 0)
        return set;
    ny_set one = ny_set_single(NY_KIND_NUMBER, ny_value_number(NY_RATIONAL_ONE)), under = set;
    ny_set_divide(arena, &one, &under, &set);
    return set;
}

/* Functions that only rise: the ends go where they go. */
static ny_end step_end(ny_bounding *bounding, const ny_op *op, ny_end end)
{
    if (end.infinite && op->code == NY_OP_LOGISTIC_ROUNDED)
        return ny_end_at(end.infinite < 0 ? NY_RATIONAL_ZERO : NY_RATIONAL_ONE);
    if (end.infinite)
        return end;
    if (op->code == NY_OP_CEILING)
        return ny_end_at(ny_rational_ceiling(bounding->scratch, end.at));
    if (op->code == NY_OP_FLOOR)
        return ny_end_at(ny_rational_floor(bounding->scratch, end.at));
    const ny_rounding *rounding = &bounding->plan->roundings.items[op->aux];
    if (op->code == NY_OP_LOGISTIC_ROUNDED)
        return ny_end_at(
            ny_logistic_rounded(bounding->scratch, end.at, rounding->unit, rounding->halves));
    return ny_end_at(
        ny_rational_round(bounding->scratch, end.at, rounding->unit, rounding->halves));
}

static ny_set of_one_number(ny_bounding *bounding, const ny_op *op)
{
    ny_set a, set;
    if (op->code == NY_OP_RAISE)
        return power(bounding, op);
    if (!take(bounding, op, &a, 1, &set))
        return set;
    if (op->code == NY_OP_NEGATE) {
        set.low = ny_end_negate(bounding->scratch, a.high);
        set.high = ny_end_negate(bounding->scratch, a.low);
    } else {
        set.low = step_end(bounding, op, a.low);
        set.high = step_end(bounding, op, a.high);
    }
    return set;
}

/* `low` and `high` of a and b against each other: which answers are possible? */
static void compare_ends(ny_op_code code, int low_to_high, int high_to_low, bool one, ny_set *set)
{
    bool may_be_less = low_to_high<0, may_be_more = high_to_low> 0;
    bool may_be_equal = low_to_high <= 0 && high_to_low >= 0;
    switch ((int)code) {
    case NY_OP_EQUAL:
        set_truth(set, !one, may_be_equal);
        return;
    case NY_OP_NOT_EQUAL:
        set_truth(set, may_be_equal, !one);
        return;
    case NY_OP_LESS:
        set_truth(set, may_be_more || may_be_equal, may_be_less);
        return;
    case NY_OP_AT_MOST:
        set_truth(set, may_be_more, may_be_less || may_be_equal);
        return;
    case NY_OP_MORE:
        set_truth(set, may_be_less || may_be_equal, may_be_more);
        return;
    case NY_OP_AT_LEAST:
        set_truth(set, may_be_less, may_be_more || may_be_equal);
        return;
    default:
        NY_BUG("comparison");
    }
}

static ny_set of_two_numbers(ny_bounding *bounding, const ny_op *op)
{
    ny_set v[2], set;
    if (!take(bounding, op, v, 2, &set))
        return set;
    const ny_set *a = &v[0], *b = &v[1];
    switch ((int)op->code) {
    case NY_OP_ADD:
        ny_set_add(bounding->scratch, a, b, &set);
        return set;
    case NY_OP_SUBTRACT:
        ny_set_subtract(bounding->scratch, a, b, &set);
        return set;
    case NY_OP_MULTIPLY:
        ny_set_multiply(bounding->scratch, a, b, &set);
        return set;
    case NY_OP_DIVIDE:
        ny_set_divide(bounding->scratch, a, b, &set);
        return set;
    case NY_OP_LEAST:
        set.low = ny_end_least(a->low, b->low);
        set.high = ny_end_least(a->high, b->high);
        return set;
    case NY_OP_GREATEST:
        set.low = ny_end_greatest(a->low, b->low);
        set.high = ny_end_greatest(a->high, b->high);
        return set;
    default:
        break;
    }
    bool apart = ny_end_compare(a->low, b->high) > 0 || ny_end_compare(a->high, b->low) < 0;
    bool one = !apart && ny_set_is_single(NY_KIND_NUMBER, a) &&
               ny_set_is_single(NY_KIND_NUMBER, b) && ny_end_compare(a->low, b->low) == 0;
    compare_ends(op->code, ny_end_compare(a->low, b->high), ny_end_compare(a->high, b->low), one,
                 &set);
    return set;
}

/* --- weighing ---------------------------------------------------------------------------------- */

/* Figures that may be known or not are tried both ways, up to so many of them; beyond that the mean
 * is only known to lie between the least and the greatest figure. */
#define NY_WEIGHED_BOTH_WAYS 6u

typedef struct ny_weighed {
    ny_set weight, value;
    bool open; /* known or not */
} ny_weighed;

static ny_set weigh_some(ny_arena *arena, const ny_weighed *parts, uint32_t count, unsigned which)
{
    ny_set zero = ny_set_single(NY_KIND_NUMBER, ny_value_number(NY_RATIONAL_ZERO));
    ny_set sum = zero, weights = zero, hull = ny_set_lacking(0), part = zero;
    uint32_t open = 0;
    bool positive = true;
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i].open && !(which >> open++ & 1u))
            continue;
        ny_set_multiply(arena, &parts[i].weight, &parts[i].value, &part);
        ny_set_add(arena, &sum, &part, &sum);
        ny_set_add(arena, &weights, &parts[i].weight, &weights);
        hull = ny_set_union(NY_KIND_NUMBER, hull,
                            ny_set_range(parts[i].value.low, parts[i].value.high));
        positive = positive && ny_end_compare(parts[i].weight.low, zero.low) >= 0;
    }
    if (!hull.may || (!weights.low.infinite && ny_end_compare(weights.low, zero.low) == 0 &&
                      ny_end_compare(weights.high, zero.low) == 0))
        return ny_set_lacking(NY_SET_UNKNOWN);
    ny_set set = ny_set_lacking(NY_SET_KNOWN);
    ny_set_divide(arena, &sum, &weights, &set);
    if (set.may & NY_SET_UNDEFINED)
        set.may = NY_SET_KNOWN | NY_SET_UNKNOWN;
    if (positive) { /* a mean lies among what it is of */
        set.low = ny_end_greatest(set.low, hull.low);
        set.high = ny_end_least(set.high, hull.high);
    }
    return set;
}

static ny_set weigh_known(ny_bounding *bounding, const ny_op *op)
{
    ny_arena *arena = bounding->scratch;
    ny_weighed *parts = NY_NEW_ARRAY(arena, ny_weighed, op->operands);
    ny_set result = ny_set_lacking(0);
    uint32_t count = 0, open = 0;
    for (uint32_t i = 0; i < op->operands; i += 2) {
        ny_weighed part = {.weight = operand(bounding, op, i),
                           .value = operand(bounding, op, i + 1)};
        result.may |= (part.weight.may | part.value.may) & NY_SET_UNDEFINED;
        if (!may(&part.weight, NY_SET_KNOWN) || !may(&part.value, NY_SET_KNOWN))
            continue;
        part.open = (part.weight.may | part.value.may) != NY_SET_KNOWN;
        open += part.open;
        parts[count++] = part;
    }
    if (open <= NY_WEIGHED_BOTH_WAYS) {
        for (unsigned which = 0; which < 1u << open; which++)
            result = ny_set_union(NY_KIND_NUMBER, result, weigh_some(arena, parts, count, which));
        return result;
    }
    ny_end zero = ny_end_at(NY_RATIONAL_ZERO);
    bool positive = true;
    for (uint32_t i = 0; i < count; i++) {
        positive = positive && ny_end_compare(parts[i].weight.low, zero) >= 0;
        result = ny_set_union(NY_KIND_NUMBER, result,
                              ny_set_range(parts[i].value.low, parts[i].value.high));
    }
    if (!positive) {
        result.low = NY_END_LOWEST;
        result.high = NY_END_HIGHEST;
    }
    result.may |= NY_SET_UNKNOWN;
    return result;
}

/* Those that may be known or not are tried both ways; of too many, the mean lies among them all. */
static ny_set mean_known(ny_bounding *bounding, const ny_op *op)
{
    ny_arena *arena = bounding->scratch;
    ny_set one = ny_set_single(NY_KIND_NUMBER, ny_value_number(NY_RATIONAL_ONE));
    ny_weighed *parts = NY_NEW_ARRAY(arena, ny_weighed, (size_t)op->operands + 1);
    ny_set result = ny_set_lacking(0);
    uint32_t count = 0, open = 0;
    for (uint32_t i = 0; i < op->operands; i++) {
        ny_weighed part = {.weight = one, .value = operand(bounding, op, i)};
        result.may |= part.value.may & NY_SET_UNDEFINED;
        if (!may(&part.value, NY_SET_KNOWN))
            continue;
        part.open = part.value.may != NY_SET_KNOWN;
        open += part.open;
        parts[count++] = part;
    }
    bool all = open <= NY_WEIGHED_BOTH_WAYS;
    for (unsigned which = 0; which < (all ? 1u << open : 1u); which++) {
        uint32_t known = count - open;
        for (uint32_t i = 0; i < open; i++)
            known += which >> i & 1u;
        result = ny_set_union(NY_KIND_NUMBER, result,
                              known < op->aux ? ny_set_lacking(NY_SET_UNKNOWN)
                                              : weigh_some(arena, parts, count, which));
    }
    for (uint32_t i = 0; i < count && !all; i++)
        result = ny_set_union(NY_KIND_NUMBER, result,
                              ny_set_range(parts[i].value.low, parts[i].value.high));
    result.may |= all ? 0u : NY_SET_UNKNOWN;
    return result;
}

/* Of a state that cannot be told: from the worst to the best that the set knows. */
static ny_set eq5d_index(ny_bounding *bounding, const ny_op *op)
{
    ny_set state, set;
    uint32_t count;
    if (!take(bounding, op, &state, 1, &set))
        return set;
    const ny_value_set *of = &ny_value_sets(&count)[op->aux];
    uint32_t states = 1;
    int32_t low, high;
    for (uint32_t i = 0; i < NY_VALUE_SET_DIGITS; i++)
        states *= of->levels;
    if (!state.any && ny_value_set_index(of, state.one.is.text, &low)) {
        high = low;
    } else if (!state.any) {
        set.may = (set.may & ~(unsigned)NY_SET_KNOWN) | NY_SET_UNKNOWN;
        return set;
    } else {
        low = high = of->values[0];
        for (uint32_t i = 1; i < states; i++) {
            low = of->values[i] < low ? of->values[i] : low;
            high = of->values[i] > high ? of->values[i] : high;
        }
    }
    set.low = ny_end_at(ny_rational_decimal(bounding->scratch, low, 6));
    set.high = ny_end_at(ny_rational_decimal(bounding->scratch, high, 6));
    return set;
}

/* --- dates ------------------------------------------------------------------------------------- */

/* The date moved by the span's end; what leaves the calendar stops the run, and only what stays in
 * it counts. False where it left. */
static bool date_plus_end(ny_arena *arena, const ny_op *op, ny_date date, ny_end span, bool low,
                          ny_date *ret_date)
{
    ny_date limit = span.infinite < 0 ? NY_DATE_LOWEST : NY_DATE_HIGHEST;
    int64_t whole;
    *ret_date = limit;
    if (span.infinite)
        return false;
    ny_rational to = low ? ny_rational_ceiling(arena, span.at) : ny_rational_floor(arena, span.at);
    *ret_date = ny_rational_sign(to) < 0 ? NY_DATE_LOWEST : NY_DATE_HIGHEST;
    if (!ny_rational_to_whole(to, &whole) || whole < -4000000 || whole > 4000000)
        return false;
    ny_span_of_time by = {0, 0};
    if (op->code == NY_OP_DATE_ADD_MONTHS)
        by.months = (int32_t)whole;
    else
        by.days = (int32_t)whole;
    return ny_date_add(date, by, ret_date);
}

static ny_set date_plus(ny_bounding *bounding, const ny_op *op)
{
    ny_set v[2], set;
    if (!take(bounding, op, v, 2, &set))
        return set;
    ny_arena *arena = bounding->scratch;
    bool one = ny_set_is_single(NY_KIND_NUMBER, &v[1]);
    bool first = date_plus_end(arena, op, v[0].first, v[1].low, true, &set.first);
    bool last = date_plus_end(arena, op, v[0].last, v[1].high, false, &set.last);
    if (!first || !last || (one && !ny_rational_is_whole(v[1].low.at)))
        set.may |= NY_SET_UNDEFINED;
    bool none = one && (!ny_rational_is_whole(v[1].low.at) || (v[0].first == v[0].last && !first));
    if (none || set.first > set.last)
        set.may = (set.may & ~(unsigned)NY_SET_KNOWN) | NY_SET_UNDEFINED;
    return set;
}

static ny_set difference(ny_bounding *bounding, const ny_op *op)
{
    ny_set v[2], set;
    if (!take(bounding, op, v, 2, &set))
        return set;
    set.low = ny_end_at(ny_rational_whole((int64_t)v[0].first - v[1].last));
    set.high = ny_end_at(ny_rational_whole((int64_t)v[0].last - v[1].first));
    return set;
}

/* b <= a <= c, where c is b and a span: there is a day b that lets it be so unless a lies wholly
 * before b or after c. */
static ny_set within(const ny_bounding *bounding, const ny_op *op)
{
    ny_set v[3];
    for (uint32_t i = 0; i < 3; i++)
        v[i] = operand(bounding, op, i);
    bool never = may(&v[0], NY_SET_ABSENT) || may(&v[1], NY_SET_ABSENT);
    bool always = !may(&v[0], ~(unsigned)NY_SET_ABSENT) || !may(&v[1], ~(unsigned)NY_SET_ABSENT);
    if (always)
        return ny_set_truth(true, false);
    ny_set set = ny_set_lacking(0);
    bool all = true;
    for (uint32_t i = 0; i < 3; i++) {
        all = all && may(&v[i], NY_SET_KNOWN);
        set.may |= v[i].may & (NY_SET_UNKNOWN | NY_SET_UNDEFINED);
    }
    bool yes = all && v[0].last >= v[1].first && v[0].first <= v[2].last;
    bool no = never || (all && (v[0].first < v[1].last || v[0].last > v[2].first));
    set_truth(&set, no, yes);
    set.may |= no || yes ? NY_SET_KNOWN : 0u;
    return set;
}

static ny_set compare_dates(const ny_bounding *bounding, const ny_op *op)
{
    ny_set v[2], set;
    if (!take(bounding, op, v, 2, &set))
        return set;
    int low = (v[0].first > v[1].last) - (v[0].first < v[1].last);
    int high = (v[0].last > v[1].first) - (v[0].last < v[1].first);
    bool one = v[0].first == v[0].last && v[1].first == v[1].last && v[0].first == v[1].first;
    compare_ends((ny_op_code)op->aux, low, high, one, &set);
    return set;
}

/* --- logic ------------------------------------------------------------------------------------- */

/* Every pair of single answers that the two may be, by the exact rule. */
static ny_set and_or(const ny_bounding *bounding, const ny_op *op)
{
    static const unsigned answers[] = {NY_SET_NO, NY_SET_YES, 0, 0};
    static const unsigned states[] = {NY_SET_KNOWN, NY_SET_KNOWN, NY_SET_UNKNOWN, NY_SET_UNDEFINED};
    ny_set v[2] = {operand(bounding, op, 0), operand(bounding, op, 1)};
    ny_set set = ny_set_lacking(0);
    unsigned decides = op->code == NY_OP_OR ? NY_SET_YES : NY_SET_NO;
    bool possible[2][4];
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 4; j++)
            possible[i][j] = j < 2    ? may(&v[i], NY_SET_KNOWN) && (v[i].truth & answers[j])
                             : j == 2 ? may(&v[i], NY_SET_UNKNOWN | NY_SET_ABSENT)
                                      : may(&v[i], NY_SET_UNDEFINED);
    for (size_t a = 0; a < 4; a++)
        for (size_t b = 0; b < 4; b++) {
            if (!possible[0][a] || !possible[1][b])
                continue;
            bool decided = answers[a] == decides || answers[b] == decides;
            unsigned lacks = states[a] | states[b];
            if (decided || lacks == NY_SET_KNOWN) {
                set.may |= NY_SET_KNOWN;
                set.truth |= decided ? decides : (NY_SET_NO | NY_SET_YES) & ~decides;
            } else {
                set.may |= lacks & NY_SET_UNDEFINED ? NY_SET_UNDEFINED : NY_SET_UNKNOWN;
            }
        }
    return set;
}

static ny_set not_(const ny_bounding *bounding, const ny_op *op)
{
    ny_set a, set;
    if (!take(bounding, op, &a, 1, &set))
        return set;
    set_truth(&set, a.truth & NY_SET_YES, a.truth & NY_SET_NO);
    return set;
}

static ny_set choose(const ny_bounding *bounding, const ny_op *op)
{
    ny_set when = operand(bounding, op, 0);
    ny_set set = ny_set_lacking(strict(&when, 1) & ~(unsigned)NY_SET_KNOWN);
    for (uint32_t i = 1; may(&when, NY_SET_KNOWN) && i < 3; i++)
        if (when.truth & (i == 1 ? NY_SET_YES : NY_SET_NO))
            set = ny_set_union(op->kind, set, operand(bounding, op, i));
    return set;
}

static ny_set unknown_as(const ny_bounding *bounding, const ny_op *op)
{
    ny_set a = operand(bounding, op, 0);
    if (!may(&a, NY_SET_UNKNOWN | NY_SET_ABSENT))
        return a;
    a.may &= NY_SET_KNOWN | NY_SET_UNDEFINED;
    return ny_set_union(op->kind, a, operand(bounding, op, 1));
}

static ny_set is_known(const ny_set *a)
{
    bool lacks = may(a, NY_SET_UNKNOWN | NY_SET_ABSENT);
    ny_set set = ny_set_truth(lacks, may(a, NY_SET_KNOWN));
    set.may |= a->may & NY_SET_UNDEFINED;
    return set;
}

static ny_set happened(const ny_set *a)
{
    ny_set set = ny_set_truth(may(a, NY_SET_ABSENT), may(a, NY_SET_KNOWN));
    set.may |= a->may & (NY_SET_UNKNOWN | NY_SET_UNDEFINED);
    return set;
}

ny_date ny_bound_last_day(const ny_bounding *bounding)
{
    ny_date last = bounding->model->periods.items[bounding->period].data_date;
    const ny_inputs *inputs = bounding->inputs;
    return inputs->has_reach && inputs->reach < last ? inputs->reach : last;
}

static ny_set passed(const ny_bounding *bounding, const ny_set *a)
{
    ny_date last = ny_bound_last_day(bounding);
    bool known = may(a, NY_SET_KNOWN);
    ny_set set = ny_set_truth(known && a->last > last, known && a->first <= last);
    set.may |= a->may & (NY_SET_UNKNOWN | NY_SET_UNDEFINED);
    set.may |= may(a, NY_SET_ABSENT) ? NY_SET_UNKNOWN : 0u;
    return set;
}

static ny_set test(const ny_bounding *bounding, const ny_op *op)
{
    ny_set a = operand(bounding, op, 0);
    ny_kind kind = operand_kind(bounding, op, 0);
    if (op->code == NY_OP_IS_KNOWN)
        return is_known(&a);
    if (op->code == NY_OP_HAPPENED)
        return happened(&a);
    if (op->code == NY_OP_PASSED)
        return passed(bounding, &a);
    bool yes = may(&a, NY_SET_KNOWN), no = yes;
    if (kind == NY_KIND_YES_NO) {
        unsigned asked = op->aux ? NY_SET_YES : NY_SET_NO;
        no = yes && (a.truth & ~asked);
        yes = yes && (a.truth & asked);
    } else if (yes && !a.any) {
        yes = op->code == NY_OP_IS_TEXT
                  ? ny_text_equal(a.one.is.text, bounding->plan->texts.items[op->aux])
                  : a.one.is.index == op->aux;
        no = !yes;
    }
    ny_set set = ny_set_truth(no || may(&a, NY_SET_ABSENT), yes);
    set.may |= a.may & (NY_SET_UNKNOWN | NY_SET_UNDEFINED);
    return set;
}

/* --- sources ----------------------------------------------------------------------------------- */

/* What is dated after the data date has not happened yet. */
static ny_set by_data_date(const ny_bounding *bounding, const ny_column *column, ny_set set)
{
    ny_date last = bounding->model->periods.items[bounding->period].data_date;
    if (!column->if_any || column->type.kind != NY_KIND_DATE || !may(&set, NY_SET_KNOWN) ||
        set.last <= last)
        return set;
    set.may |= NY_SET_ABSENT;
    set.last = last;
    if (set.first > last)
        set.may &= ~(unsigned)NY_SET_KNOWN;
    return set;
}

static ny_set cell(ny_bounding *bounding, uint32_t number)
{
    const ny_column *column =
        &bounding->model->tables.items[bounding->rows->table].columns.items[number];
    if (bounding->rows->columns[number].state[bounding->row] == NY_CELL_FAULTY)
        return by_data_date(bounding, column,
                            bounding->cells ? bounding->cells[number]
                                            : ny_bound_cell(bounding, number));
    ny_value value =
        ny_rows_value(bounding->scratch, bounding->model, bounding->rows, number, bounding->row);
    return by_data_date(bounding, column, ny_set_single(column->type.kind, value));
}

/* A row that cannot be told may be any, also one that the table lacks. */
static ny_set follow(ny_bounding *bounding, const ny_op *op)
{
    ny_set row = operand(bounding, op, 0);
    ny_set set = ny_set_lacking(strict(&row, 1) & ~(unsigned)NY_SET_KNOWN);
    const ny_rows *rows = &bounding->inputs->tables[op->table];
    const ny_column *column = &bounding->model->tables.items[op->table].columns.items[op->aux];
    if (!may(&row, NY_SET_KNOWN))
        return set;
    ny_set found;
    if (row.any || rows->columns[op->aux].state[row.one.is.index] == NY_CELL_FAULTY) {
        found = ny_set_of_column(bounding->scratch, column);
        if (column->if_any || column->if_known)
            found.may |= NY_SET_UNKNOWN;
    } else {
        found = ny_set_single(column->type.kind, ny_rows_value(bounding->scratch, bounding->model,
                                                               rows, op->aux, row.one.is.index));
    }
    return ny_set_union(op->kind, set, by_data_date(bounding, column, found));
}

static ny_set other_period(const ny_bounding *bounding, const ny_op *op)
{
    uint32_t of = bounding->plan->operands.items[op->first_operand];
    uint32_t periods = bounding->result->periods, here = bounding->period;
    bool previous = op->code == NY_OP_PREVIOUS;
    uint32_t period = previous ? here - 1 : bounding->plan->final_period;
    if (previous ? here == 0 : here < period)
        return ny_set_lacking(NY_SET_UNKNOWN);
    bool one = bounding->plan->ops.items[of].grain.kind == NY_GRAIN_CONTRACT;
    return bounding->sets[(size_t)of * periods + (one ? 0 : period)];
}

static ny_set measure_part(const ny_bounding *bounding, const ny_op *op)
{
    const ny_bound_measured *measured =
        &bounding->measured[(size_t)op->aux * bounding->result->periods + bounding->period];
    ny_bound_count count = op->code == NY_OP_ROWS_OF    ? measured->rows
                           : op->code == NY_OP_KNOWN_OF ? measured->known
                                                        : measured->events;
    if (!measured->reports)
        count.least = count.most = 0;
    return ny_set_range(ny_end_at(ny_rational_whole(count.least)),
                        ny_end_at(ny_rational_whole(count.most)));
}

/* An end of a measure's confidence interval. */
static ny_set interval_end(const ny_bounding *bounding, const ny_op *op)
{
    const ny_bound_measured *measured =
        &bounding->measured[(size_t)op->aux * bounding->result->periods + bounding->period];
    if (!measured->reports)
        return ny_set_lacking(NY_SET_UNKNOWN);
    return op->code == NY_OP_LOW_OF ? measured->low : measured->high;
}

static ny_set input_of(const ny_bounding *bounding, const ny_op *op)
{
    ny_set row = operand(bounding, op, 0);
    const ny_value *by_row = bounding->inputs->by_row ? bounding->inputs->by_row[op->aux] : NULL;
    ny_set set = ny_set_lacking(strict(&row, 1) & ~(unsigned)NY_SET_KNOWN);
    if (!may(&row, NY_SET_KNOWN))
        return set;
    if (by_row && !row.any)
        return ny_set_union(op->kind, set, ny_set_single(op->kind, by_row[row.one.is.index]));
    set.may |= NY_SET_UNKNOWN; /* what is imagined row by row is in no settlement */
    return set;
}

/* The days that a and the limit may be. */
static ny_set by_then(const ny_bounding *bounding, const ny_op *op)
{
    ny_set day = operand(bounding, op, 0), limit = operand(bounding, op, 1);
    ny_set set = day;
    if (!may(&day, NY_SET_KNOWN))
        return day;
    set.may |= strict(&limit, 1) & ~(unsigned)NY_SET_KNOWN;
    if (!may(&limit, NY_SET_KNOWN)) {
        set.may &= ~(unsigned)NY_SET_KNOWN;
        return set;
    }
    if (day.last > limit.first)
        set.may |= NY_SET_ABSENT;
    set.last = day.last < limit.last ? day.last : limit.last;
    if (set.first > set.last)
        set.may &= ~(unsigned)NY_SET_KNOWN;
    return set;
}

/* Of a fact that a fault spoilt: anything that it could have been. */
static ny_set any_fact(const ny_bounding *bounding, uint32_t input, ny_kind kind)
{
    const ny_figure *figure =
        &bounding->model->figures.items[bounding->plan->inputs.items[input].figure];
    ny_set set = ny_set_any();
    if (kind == NY_KIND_NUMBER)
        set = ny_set_range(figure->has_range ? ny_end_at(figure->low) : NY_END_LOWEST,
                           figure->has_range ? ny_end_at(figure->high) : NY_END_HIGHEST);
    else if (kind == NY_KIND_DATE)
        set = ny_set_dates(NY_DATE_LOWEST, NY_DATE_HIGHEST);
    else if (kind == NY_KIND_YES_NO)
        set = ny_set_truth(true, true);
    set.may |= NY_SET_UNKNOWN | NY_SET_ABSENT;
    return set;
}

static bool is_spoilt(const ny_bounding *bounding, uint32_t input)
{
    uint32_t figure = bounding->plan->inputs.items[input].figure;
    for (uint32_t i = 0; i < bounding->faults->faults.count; i++) {
        const ny_fault_place *place = &bounding->faults->faults.items[i];
        if (place->kind != NY_FAULT_IN_FACT || place->row != figure)
            continue;
        bounding->touches[(size_t)i * bounding->result->periods + bounding->period] = 1;
        return true;
    }
    return false;
}

static ny_set fact(const ny_bounding *bounding, const ny_op *op)
{
    ny_set day = operand(bounding, op, 0);
    ny_set set = ny_set_lacking(strict(&day, 1) & ~(unsigned)NY_SET_KNOWN);
    if (!may(&day, NY_SET_KNOWN))
        return set;
    if (is_spoilt(bounding, op->aux))
        return ny_set_union(op->kind, set, any_fact(bounding, op->aux, op->kind));
    const ny_recorded *recorded = bounding->inputs->recorded;
    bool dated = op->code == NY_OP_FACT_DATE;
    ny_date at = day.first;
    for (uint32_t next = 0;; next++) { /* at the first day, and wherever a record begins */
        ny_value value = dated ? ny_fact_date_on(bounding->inputs, op->aux, at)
                               : ny_fact_on(bounding->inputs, op->aux, at);
        set = ny_set_union(op->kind, set, ny_set_single(op->kind, value));
        while (recorded && next < recorded[op->aux].records.count &&
               recorded[op->aux].records.items[next].day <= day.first)
            next++;
        if (!recorded || next >= recorded[op->aux].records.count ||
            recorded[op->aux].records.items[next].day > day.last)
            return set;
        at = recorded[op->aux].records.items[next].day;
    }
}

static ny_set input(const ny_bounding *bounding, const ny_op *op)
{
    if (is_spoilt(bounding, op->aux))
        return any_fact(bounding, op->aux, op->kind);
    return ny_set_single(op->kind, bounding->inputs->values[op->aux]);
}

static ny_set running(const ny_bounding *bounding, const ny_op *op)
{
    const ny_bound_window *window = &bounding->windows[op->aux];
    ny_bound_count count;
    if (!window->moved)
        count.least = count.most = bounding->exact.windows[op->aux][bounding->row];
    else
        count = bounding->aside ? window->aside[bounding->row] : window->rows[bounding->row];
    return ny_set_range(ny_end_at(ny_rational_whole(count.least)),
                        ny_end_at(ny_rational_whole(count.most)));
}

ny_set ny_bound_op(ny_bounding *bounding, uint32_t number)
{
    const ny_op *op = &bounding->plan->ops.items[number];
    const ny_period *period = &bounding->model->periods.items[bounding->period];
    switch (op->code) {
    case NY_OP_CONSTANT:
        return ny_set_single(op->kind, bounding->plan->constants.items[op->aux]);
    case NY_OP_INPUT:
        return input(bounding, op);
    case NY_OP_COLUMN:
        return cell(bounding, op->aux);
    case NY_OP_FOLLOW:
        return follow(bounding, op);
    case NY_OP_THIS_ROW:
        return ny_set_single(op->kind, ny_value_index(bounding->row));
    case NY_OP_INPUT_OF:
        return input_of(bounding, op);
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
        return other_period(bounding, op);
    case NY_OP_IN_FIRST:
        return operand(bounding, op, bounding->period == 0 ? 0 : 1);
    case NY_OP_PER_ROW:
        return operand(bounding, op, 0);
    case NY_OP_LAST_DAY:
        return ny_set_dates(period->end - 1, period->end - 1);
    case NY_OP_DATA_DATE:
        return ny_set_dates(period->data_date, period->data_date);
    case NY_OP_BY_THEN:
        return by_then(bounding, op);
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
        return fact(bounding, op);
    case NY_OP_NEGATE:
    case NY_OP_RAISE:
    case NY_OP_LOGISTIC_ROUNDED:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_ROUND:
        return of_one_number(bounding, op);
    case NY_OP_ADD:
    case NY_OP_SUBTRACT:
    case NY_OP_MULTIPLY:
    case NY_OP_DIVIDE:
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
        return of_two_numbers(bounding, op);
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_POWER:
    case NY_OP_SURVIVAL:
        return ny_set_lacking(NY_SET_UNKNOWN); /* as in the exact evaluator */
    case NY_OP_KEEP:
        return keep(bounding, op);
    case NY_OP_SCALE:
        return scale(bounding, op);
    case NY_OP_WEIGH_KNOWN:
        return weigh_known(bounding, op);
    case NY_OP_MEAN_KNOWN:
        return mean_known(bounding, op);
    case NY_OP_EQ5D:
        return eq5d_index(bounding, op);
    case NY_OP_DATE_DIFFERENCE:
        return difference(bounding, op);
    case NY_OP_DATE_ADD_DAYS:
    case NY_OP_DATE_ADD_MONTHS:
        return date_plus(bounding, op);
    case NY_OP_WITHIN:
        return within(bounding, op);
    case NY_OP_DATE_COMPARE:
        return compare_dates(bounding, op);
    case NY_OP_IS_INDEX:
    case NY_OP_IS_TEXT:
    case NY_OP_IS_KNOWN:
    case NY_OP_HAPPENED:
    case NY_OP_PASSED:
        return test(bounding, op);
    case NY_OP_NOT:
        return not_(bounding, op);
    case NY_OP_AND:
    case NY_OP_OR:
        return and_or(bounding, op);
    case NY_OP_CHOOSE:
        return choose(bounding, op);
    case NY_OP_UNKNOWN_AS:
        return unknown_as(bounding, op);
    case NY_OP_REDUCE:
        return ny_bound_reduce(bounding, op->aux);
    case NY_OP_REDUCE_BY:
        ny_bound_reduce_by(bounding, op->aux);
        return ny_set_lacking(NY_SET_UNKNOWN); /* AMONG looks at the groups */
    case NY_OP_AMONG:
        return ny_bound_among(bounding, op);
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
        return measure_part(bounding, op);
    case NY_OP_LOW_OF:
    case NY_OP_HIGH_OF:
        return interval_end(bounding, op);
    case NY_OP_RUNNING:
        return running(bounding, op);
    case NY_OP_CYCLE: /* only study.h computes these */
    case NY_OP_STAY:
    case NY_OP_ARRIVAL:
    case NY_OP_TIME:
    case NY_OP_CODES:
        break;
    }
    NY_BUG("operation");
}
