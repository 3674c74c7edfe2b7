/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See set.h. */

#include "run/set.h"

#include "base/bug.h"

/* --- ends -------------------------------------------------------------------------------------- */

int ny_end_compare(ny_end a, ny_end b)
{
    if (a.infinite || b.infinite)
        return (a.infinite > b.infinite) - (a.infinite < b.infinite);
    return ny_rational_compare(a.at, b.at);
}

ny_end ny_end_add(ny_arena *arena, ny_end a, ny_end b)
{
    NY_BUG_ON(a.infinite && b.infinite && a.infinite != b.infinite);
    if (a.infinite || b.infinite)
        return a.infinite ? a : b;
    return ny_end_at(ny_rational_add(arena, a.at, b.at));
}

ny_end ny_end_negate(ny_arena *arena, ny_end a)
{
    return (ny_end){-a.infinite, ny_rational_negate(arena, a.at)};
}

static int end_sign(ny_end a)
{
    return a.infinite ? a.infinite : ny_rational_sign(a.at);
}

ny_end ny_end_multiply(ny_arena *arena, ny_end a, ny_end b)
{
    if (!a.infinite && !b.infinite)
        return ny_end_at(ny_rational_multiply(arena, a.at, b.at));
    int sign = end_sign(a) * end_sign(b);
    return sign == 0 ? ny_end_at(NY_RATIONAL_ZERO) : (ny_end){sign, NY_RATIONAL_ZERO};
}

ny_end ny_end_divide(ny_arena *arena, ny_end a, ny_rational by)
{
    return a.infinite ? a : ny_end_at(ny_rational_divide(arena, a.at, by));
}

ny_end ny_end_least(ny_end a, ny_end b)
{
    return ny_end_compare(a, b) <= 0 ? a : b;
}

ny_end ny_end_greatest(ny_end a, ny_end b)
{
    return ny_end_compare(a, b) >= 0 ? a : b;
}

ny_end ny_end_keep(ny_arena *arena, ny_end end)
{
    if (!end.infinite && end.at.denominator == 0)
        end.at = ny_rational_add(arena, end.at, NY_RATIONAL_ZERO);
    return end;
}

/* --- sets -------------------------------------------------------------------------------------- */

ny_set ny_set_lacking(unsigned may)
{
    return (ny_set){.may = may,
                    .low = {0, NY_RATIONAL_ZERO},
                    .high = {0, NY_RATIONAL_ZERO},
                    .one = ny_value_unknown()};
}

ny_set ny_set_range(ny_end low, ny_end high)
{
    ny_set set = ny_set_lacking(NY_SET_KNOWN);
    set.low = low;
    set.high = high;
    return set;
}

ny_set ny_set_dates(ny_date first, ny_date last)
{
    ny_set set = ny_set_lacking(first <= last ? NY_SET_KNOWN : 0);
    set.first = first;
    set.last = last;
    return set;
}

ny_set ny_set_truth(bool may_be_no, bool may_be_yes)
{
    ny_set set = ny_set_lacking(may_be_no || may_be_yes ? NY_SET_KNOWN : 0);
    set.truth = (may_be_no ? NY_SET_NO : 0u) | (may_be_yes ? NY_SET_YES : 0u);
    return set;
}

ny_set ny_set_any(void)
{
    ny_set set = ny_set_lacking(NY_SET_KNOWN);
    set.any = true;
    return set;
}

static unsigned state_of(ny_value value)
{
    switch (value.state) {
    case NY_KNOWN:
        return NY_SET_KNOWN;
    case NY_UNKNOWN:
        return NY_SET_UNKNOWN;
    case NY_ABSENT:
        return NY_SET_ABSENT;
    case NY_UNDEFINED:
        return NY_SET_UNDEFINED;
    }
    NY_BUG("a value in no state");
}

ny_set ny_set_single(ny_kind kind, ny_value value)
{
    if (value.state != NY_KNOWN)
        return ny_set_lacking(state_of(value));
    switch (kind) {
    case NY_KIND_NUMBER:
        return ny_set_range(ny_end_at(value.is.number), ny_end_at(value.is.number));
    case NY_KIND_DATE:
        return ny_set_dates(value.is.date, value.is.date);
    case NY_KIND_YES_NO:
        return ny_set_truth(!value.is.index, value.is.index);
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        break;
    }
    ny_set set = ny_set_lacking(NY_SET_KNOWN);
    set.one = value;
    return set;
}

static bool same_one(ny_kind kind, ny_value a, ny_value b)
{
    return kind == NY_KIND_TEXT ? ny_text_equal(a.is.text, b.is.text) : a.is.index == b.is.index;
}

ny_set ny_set_union(ny_kind kind, ny_set a, ny_set b)
{
    unsigned may = a.may | b.may;
    if (!(a.may & NY_SET_KNOWN) || !(b.may & NY_SET_KNOWN)) {
        ny_set of = a.may & NY_SET_KNOWN ? a : b;
        of.may = may;
        return of;
    }
    a.may = may;
    switch (kind) {
    case NY_KIND_NUMBER:
        a.low = ny_end_least(a.low, b.low);
        a.high = ny_end_greatest(a.high, b.high);
        return a;
    case NY_KIND_DATE:
        a.first = a.first < b.first ? a.first : b.first;
        a.last = a.last > b.last ? a.last : b.last;
        return a;
    case NY_KIND_YES_NO:
        a.truth |= b.truth;
        return a;
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        break;
    }
    a.any = a.any || b.any || !same_one(kind, a.one, b.one);
    return a;
}

ny_set ny_set_keep(ny_arena *arena, ny_kind kind, ny_set set)
{
    if (kind != NY_KIND_NUMBER)
        return set;
    set.low = ny_end_keep(arena, set.low);
    set.high = ny_end_keep(arena, set.high);
    return set;
}

bool ny_set_is_single(ny_kind kind, const ny_set *set)
{
    if (set->may != NY_SET_KNOWN)
        return set->may && (set->may & (set->may - 1)) == 0;
    switch (kind) {
    case NY_KIND_NUMBER:
        return !set->low.infinite && ny_end_compare(set->low, set->high) == 0;
    case NY_KIND_DATE:
        return set->first == set->last;
    case NY_KIND_YES_NO:
        return set->truth != (NY_SET_NO | NY_SET_YES);
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        break;
    }
    return !set->any;
}

ny_value ny_set_value(ny_kind kind, const ny_set *set)
{
    NY_BUG_ON(!ny_set_is_single(kind, set));
    if (set->may == NY_SET_ABSENT)
        return ny_value_absent();
    if (set->may != NY_SET_KNOWN)
        return ny_value_unknown();
    switch (kind) {
    case NY_KIND_NUMBER:
        return ny_value_number(set->low.at);
    case NY_KIND_DATE:
        return ny_value_date(set->first);
    case NY_KIND_YES_NO:
        return ny_value_index(set->truth == NY_SET_YES);
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        break;
    }
    return set->one;
}

bool ny_set_is(ny_kind kind, const ny_set *set, ny_value value)
{
    if (!ny_set_is_single(kind, set) || set->may != state_of(value))
        return false;
    if (value.state != NY_KNOWN)
        return true;
    ny_value own = ny_set_value(kind, set);
    if (kind == NY_KIND_NUMBER)
        return ny_rational_compare(own.is.number, value.is.number) == 0;
    return kind == NY_KIND_DATE ? own.is.date == value.is.date : same_one(kind, own, value);
}

ny_set ny_set_of_column(ny_arena *arena, const ny_column *column)
{
    ny_set set = ny_set_any();
    if (column->type.kind == NY_KIND_NUMBER) {
        bool high = column->has_range && column->high_column == NY_NONE;
        ny_end from = column->has_range ? ny_end_at(column->low) : NY_END_LOWEST;
        ny_end to = high ? ny_end_at(column->high) : NY_END_HIGHEST;
        ny_end factor = ny_end_at(column->factor);
        set =
            ny_set_range(ny_end_multiply(arena, from, factor), ny_end_multiply(arena, to, factor));
    } else if (column->type.kind == NY_KIND_DATE) {
        set = ny_set_dates(NY_DATE_LOWEST, NY_DATE_HIGHEST);
    } else if (column->type.kind == NY_KIND_YES_NO) {
        set = ny_set_truth(true, true);
    }
    set.may |= column->if_known ? NY_SET_UNKNOWN : 0u;
    set.may |= column->if_any ? NY_SET_UNKNOWN | NY_SET_ABSENT : 0u;
    return set;
}

/* --- arithmetic -------------------------------------------------------------------------------- */

void ny_set_add(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set)
{
    ret_set->low = ny_end_add(arena, a->low, b->low);
    ret_set->high = ny_end_add(arena, a->high, b->high);
}

void ny_set_subtract(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set)
{
    ret_set->low = ny_end_add(arena, a->low, ny_end_negate(arena, b->high));
    ret_set->high = ny_end_add(arena, a->high, ny_end_negate(arena, b->low));
}

/* The least and the greatest of what the corners give. */
void ny_set_multiply(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set)
{
    ny_end corners[] = {
        ny_end_multiply(arena, a->low, b->low), ny_end_multiply(arena, a->low, b->high),
        ny_end_multiply(arena, a->high, b->low), ny_end_multiply(arena, a->high, b->high)};
    ny_end low = corners[0], high = corners[0];
    for (size_t i = 1; i < sizeof corners / sizeof *corners; i++) {
        low = ny_end_least(low, corners[i]);
        high = ny_end_greatest(high, corners[i]);
    }
    ret_set->low = low;
    ret_set->high = high;
}

/* 1 over an end that is not 0. */
static ny_end over_one(ny_arena *arena, ny_end end)
{
    if (end.infinite)
        return ny_end_at(NY_RATIONAL_ZERO);
    return ny_end_at(ny_rational_divide(arena, NY_RATIONAL_ONE, end.at));
}

void ny_set_divide(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set)
{
    int low = end_sign(b->low), high = end_sign(b->high);
    if (low == 0 && high == 0) {
        ret_set->may = (ret_set->may & ~(unsigned)NY_SET_KNOWN) | NY_SET_UNDEFINED;
        return;
    }
    ny_set over = ny_set_range(NY_END_LOWEST, NY_END_HIGHEST);
    if (low <= 0 && high >= 0)
        ret_set->may |= NY_SET_UNDEFINED;
    if (low > 0 || (low == 0 && high > 0))
        over.low = over_one(arena, b->high);
    if (high < 0 || (high == 0 && low < 0))
        over.high = over_one(arena, b->low);
    if (low > 0)
        over.high = over_one(arena, b->low);
    if (high < 0)
        over.low = over_one(arena, b->high);
    ny_set_multiply(arena, a, &over, ret_set);
}
