/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Sets of exact values: all that a value may be while faults in the data leave it open. A set is
 * never narrower than the truth; for numbers and dates it is everything between two ends.
 *
 * Interval arithmetic with exact ends (R. E. Moore, "Interval Analysis", 1966): the result of an
 * operation holds the result of every choice from its operands. Ends may be infinite; 0 times an
 * infinite end is 0, as it bounds products of finite numbers. */

#ifndef NY_RUN_SET_H
#define NY_RUN_SET_H

#include "model/model.h"

/* What state the value may be in. */
enum {
    NY_SET_KNOWN = 1,
    NY_SET_UNKNOWN = 2,
    NY_SET_ABSENT = 4,
    NY_SET_UNDEFINED = 8, /* a choice with which the run would stop */
};

enum { NY_SET_NO = 1, NY_SET_YES = 2 };

/* An end of a range: -1 and 1 are infinite, and then there is no number. */
typedef struct ny_end {
    int infinite;
    ny_rational at;
} ny_end;

typedef struct ny_set {
    unsigned may;
    unsigned truth;      /* YES_NO: which of both */
    bool any;            /* WORD, PARTY, ROW, TEXT: more than `one` */
    ny_date first, last; /* DATE */
    ny_end low, high;    /* NUMBER, both included */
    ny_value one;        /* WORD, PARTY, ROW, TEXT */
} ny_set;

#define NY_END_LOWEST ((ny_end){-1, {0, 1, NULL}})
#define NY_END_HIGHEST ((ny_end){1, {0, 1, NULL}})

static inline ny_end ny_end_at(ny_rational at)
{
    return (ny_end){0, at};
}

int ny_end_compare(ny_end a, ny_end b);
ny_end ny_end_add(ny_arena *arena, ny_end a, ny_end b); /* never of two unlike infinities */
ny_end ny_end_negate(ny_arena *arena, ny_end a);
ny_end ny_end_multiply(ny_arena *arena, ny_end a, ny_end b);
ny_end ny_end_divide(ny_arena *arena, ny_end a, ny_rational by); /* by > 0 */
ny_end ny_end_least(ny_end a, ny_end b);
ny_end ny_end_greatest(ny_end a, ny_end b);
/* A copy that lives in the arena. */
ny_end ny_end_keep(ny_arena *arena, ny_end end);

ny_set ny_set_single(ny_kind kind, ny_value value);
ny_set ny_set_range(ny_end low, ny_end high);
ny_set ny_set_dates(ny_date first, ny_date last);
ny_set ny_set_truth(bool may_be_no, bool may_be_yes);
ny_set ny_set_any(void); /* a word, party, row or text, whichever */
/* Nothing but these states. */
ny_set ny_set_lacking(unsigned may);
/* Everything that either may be; a set that may be nothing at all is empty. */
ny_set ny_set_union(ny_kind kind, ny_set a, ny_set b);
ny_set ny_set_keep(ny_arena *arena, ny_kind kind, ny_set set);
/* Is it exactly this value and no other? */
bool ny_set_is(ny_kind kind, const ny_set *set, ny_value value);
/* Is it one value in one state? */
bool ny_set_is_single(ny_kind kind, const ny_set *set);
/* That value. */
ny_value ny_set_value(ny_kind kind, const ny_set *set);
/* All that a column may hold by its type and range; `if known`, `if any`: unknown, absent too. */
ny_set ny_set_of_column(ny_arena *arena, const ny_column *column);

/* The known parts of two sets of numbers; the states are the caller's. */
void ny_set_add(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set);
void ny_set_subtract(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set);
void ny_set_multiply(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set);
/* May be UNDEFINED where b may be 0, and not KNOWN where it must be. */
void ny_set_divide(ny_arena *arena, const ny_set *a, const ny_set *b, ny_set *ret_set);

#endif
