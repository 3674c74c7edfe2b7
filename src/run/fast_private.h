/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The fast evaluator's state, and how rows are run. For src/run, and for those in src/use that let
 * rows come about by the plan's programs.
 *
 * Rows are run in blocks: each operation of a program has a buffer of NY_FAST_BLOCK values, at the
 * operation's place in the program (`slot_of`). A block never crosses a contract period, so that an
 * operand of period grain is one value for the whole block. */

#ifndef NY_RUN_FAST_PRIVATE_H
#define NY_RUN_FAST_PRIVATE_H

#include "run/fast.h"
#include "run/follow.h"

#define NY_FAST_BLOCK 256

/* The figures of REDUCE_BY, as ny_groups of the exact evaluator. */
typedef struct ny_fast_groups {
    const ny_map *numbers;
    NY_LIST(ny_fast_value) figures;
    NY_LIST(bool) two;
    ny_fast_value empty;
} ny_fast_groups;

typedef struct ny_fast {
    ny_arena *arena;
    const ny_plan *plan;
    const ny_model *model;
    const ny_inputs *inputs;
    uint32_t periods;
    ny_fast_value *values;
    ny_fast_measured *measured;
    uint32_t **windows;     /* [window][row]; NULL until run */
    ny_fast_groups *groups; /* [reduction * periods + period]: of REDUCE_BY */
    uint32_t period;        /* the statement being drawn, from 0 */
    ny_date data_date;      /* a date `if any` after it has not happened yet */
    bool in_rows;           /* a program is being run over rows: */
    uint32_t row_period;    /* the contract period of its rows, or NY_NONE */
    const ny_rows *rows;    /* their table, */
    uint32_t first_row;     /* the block's first row */
    uint32_t *slot_of;      /* by operation: its place in the program at hand */
    ny_fast_value *block;
    uint32_t block_slots;
    bool ties;
} ny_fast;

/* Values of contract grain are there when it returns, but for figures over tables. */
ny_fast ny_fast_begin(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs);
/* Computes an operation of contract grain and all that it stands on. */
ny_fast_value ny_fast_contract(ny_fast *fast, uint32_t op);

/* Runs a program over as many rows from `first` on as make a block: at most NY_FAST_BLOCK, before
 * `end`, of one contract period. Gives how many. */
uint32_t ny_fast_block(ny_fast *fast, const ny_rows *rows, uint32_t first, uint32_t end,
                       ny_program program);
/* Back from rows to the period at hand. */
void ny_fast_leave_rows(ny_fast *fast);
/* An operation's value in row `lane` of that block; one of coarser grain is the same in all. */
ny_fast_value ny_fast_lane(const ny_fast *fast, uint32_t op, uint32_t lane);

/* fast_op.c: one operation. `lane` is the row in the block, for operations of row grain. */
ny_fast_value ny_fast_op(ny_fast *fast, uint32_t op, uint32_t lane);
/* The nearest multiple of a unit as a whole number of them. */
ny_fast_value ny_fast_multiples(ny_fast *fast, ny_fast_value value, ny_rational unit,
                                ny_halves halves);
ny_fast_value ny_fast_add(ny_fast_value a, ny_fast_value b);
ny_fast_value ny_fast_divide(ny_fast *fast, ny_fast_value a, ny_fast_value b);
ny_fast_value ny_fast_multiply(ny_fast_value a, ny_fast_value b);
ny_fast_value ny_fast_exactly(double value);
/* The text that a value of kind text says. */
ny_text ny_fast_text(const ny_fast *fast, ny_fast_value value);

/* The nearest multiple of the rounding's unit. */
ny_fast_value ny_fast_round(ny_fast *fast, ny_fast_value value, const ny_rounding *rounding);

/* fast_estimate.c; see ny_evidence of the exact evaluator. */
typedef struct ny_fast_evidence {
    NY_LIST(ny_followed) followed;
    ny_curve curve; /* once the estimate is made */
    ny_fast_value squares, sum, second;
    uint32_t known, events;
} ny_fast_evidence;
bool ny_fast_follow(ny_fast *fast, const ny_estimation *by, bool comes, uint32_t lane,
                    ny_followed *ret_followed);
/* The estimate in place of the plain figure, and the events that it counts. */
ny_fast_value ny_fast_estimate(ny_fast *fast, const ny_reduction *reduction,
                               ny_fast_evidence *evidence, ny_fast_value plain);
void ny_fast_bounds(ny_fast *fast, const ny_reduction *reduction, const ny_fast_evidence *evidence,
                    ny_fast_value figure, ny_fast_measured *measured);

/* fast_reduce.c */
ny_fast_value ny_fast_reduce(ny_fast *fast, uint32_t reduction);
void ny_fast_reduce_by(ny_fast *fast, uint32_t reduction);
ny_fast_value ny_fast_among(ny_fast *fast, const ny_op *op, ny_fast_value here);
void ny_fast_windows(ny_fast *fast);
/* Does an exclusion take this lane out of judging (or of paying)? */
bool ny_fast_excluded(const ny_fast *fast, uint32_t table, bool from_paying, uint32_t lane);
/* The contract period that a day lies in, or NY_NONE. */
uint32_t ny_fast_period_of(const ny_model *model, int64_t day);

/* fast_pay.c */
void ny_fast_pay(ny_fast *fast, ny_fast_result *result, uint32_t payment);
void ny_fast_flow(ny_fast *fast, ny_fast_result *result, uint32_t payment);

#endif
