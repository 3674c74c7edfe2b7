/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: the exact evaluator over blocks of rows.
 *
 * A program is run over NY_LANES rows at a time, operation by operation, each row in a lane. Numbers
 * are whole numbers over one denominator an operation and a block; truths are bytes. No lane is ever
 * rounded and no sum ever runs over: `most` bounds every whole number of an operation, and where a
 * result could pass NY_LANE_MOST, or has no small common denominator, or an operation is not written
 * for lanes, the operation is computed row by row in fractions (ny_exact_op) and kept as values. So
 * the result is the same to the last digit, whichever way it came about; tests/unit/lane_test.c holds
 * both ways together.
 *
 * Lanes behind the last row of a block are computed too and mean nothing: loops of one length are
 * what compilers make fast. A block never crosses a contract period, so that an operand of period
 * grain is one value for the whole block. */

#ifndef NY_RUN_LANE_H
#define NY_RUN_LANE_H

#include "run/exact_private.h"

#define NY_LANES 256u
#define NY_LANE_MOST ((int64_t)1 << 61)
#define NY_DENOMINATOR_MOST ((int64_t)1 << 40)

/* A truth: no and yes are 0 and 1, so that a column's cells are truths as they stand. */
enum { NY_NO, NY_YES, NY_NOT_KNOWN, NY_NOT_THERE };

typedef enum ny_lane_form {
    NY_LANES_TRUTH,  /* yes or no: `byte` is the truth */
    NY_LANES_WHOLE,  /* number: whole / denominator; date, word, row, party: whole. `byte` is the
                        state, never UNDEFINED */
    NY_LANES_VALUES, /* anything: `value` */
} ny_lane_form;

typedef struct ny_lanes {
    ny_lane_form form;
    bool is_one; /* of coarser grain: the same in every lane */
    ny_kind kind;
    int64_t denominator; /* > 0, at most NY_DENOMINATOR_MOST */
    int64_t most;        /* no lane's |whole| is greater, whatever its state */
    uint8_t byte[NY_LANES];
    int64_t whole[NY_LANES];
    ny_value *value; /* NY_LANES of them, or NULL */
} ny_lanes;

/* What stands in lanes stays there until the rows change, so that programs that ask the same of the same
 * rows, one after the other, share it. */
struct ny_block {
    ny_arena *arena; /* of the values of the block at hand */
    ny_program program;
    const ny_rows *rows;
    uint32_t period;       /* the statement being drawn when it was run */
    uint32_t first, count; /* its rows; count 0: none was run */
    ny_lanes **of;         /* by operation: its lanes, or NULL before it was first asked for */
    uint32_t *same_as;     /* by operation: the first one that is the same in every row */
    uint64_t *run_in; /* by operation: the turn in which it was run; of coarser grain: the era */
    uint64_t turn;    /* of these rows in this statement */
    uint64_t era;     /* of this statement */
    int64_t **most;   /* [table][column]: of cells of 8 bytes, the greatest |value| + 1; 0: not
                              yet known */
};

/* The block that holds this row, run if need be. False where the program has to go row by row. */
bool ny_block_at(ny_exact *exact, const ny_rows *rows, uint32_t row, ny_program program);
/* An operation of the program at the row at hand, as an exact value. */
ny_value ny_block_value(const ny_exact *exact, uint32_t op);
/* Gives back what blocks needed, at the end of a run. */
void ny_block_end(ny_exact *exact);

/* lane_op.c: one operation over the block. False where it does not fit: it is then computed row by
 * row. */
bool ny_lane_op(ny_exact *exact, uint32_t op, ny_lanes *to);
/* The lanes of an operand; it stands in the program, or is of coarser grain. */
const ny_lanes *ny_lane_operand(const ny_exact *exact, const ny_op *op, uint32_t index);

/* --- lane_reduce.c: whole blocks of a reduction or a payment */

typedef struct ny_tally {
    uint32_t rows, known, unknown, events;
    ny_rational sum;
} ny_tally;

/* Adds up share, count, sum and mean over the rows of the block at hand from the row at hand on and
 * before `end`, and gives how many rows that were; 0 where they have to be gathered one by one. */
uint32_t ny_lanes_tally(ny_exact *exact, const ny_reduction *reduction, uint32_t end,
                        ny_measured *measured, ny_tally *tally);

/* Of which rows of the block at hand an operation (NY_NONE: any) says yes, from the row at hand on and
 * before `end`: by lane. Gives how many rows that were; 0 where they have to be asked one by one. */
uint32_t ny_lanes_yes(const ny_exact *exact, uint32_t op, uint32_t end, uint8_t ret_yes[NY_LANES]);

/* Which rows of the block at hand a payment is made for, from the row at hand on and before `end`:
 * by lane. Adds those of which it cannot be said. Gives how many rows that were, or 0. */
uint32_t ny_lanes_paid(ny_exact *exact, uint32_t table, uint32_t where, uint32_t end,
                       uint8_t ret_paid[NY_LANES], uint32_t *unsettled);

#endif
