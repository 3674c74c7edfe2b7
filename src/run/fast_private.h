/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The fast evaluator's state, and how rows are run. For src/run, and for those in src/use that let
 * rows come about by the plan's programs.
 *
 * Rows are run in blocks of one contract period, at most NY_FAST_BLOCK of them, so that an operand
 * of period grain is one value for the whole block. An operation of row grain is computed for a
 * block when it is asked for (ny_fast_need), once: operations that say the same share a slot, and a
 * slot remembers the block and the statement that it was computed for. What does not depend on the
 * statement is called steady; steady truths (`where`, exclusions) are kept for the whole table. Each
 * slot holds columns: values, bounds of their errors, states.
 *
 * No lane depends on another or on how rows are cut into blocks: so neither does a result. */

#ifndef NY_RUN_FAST_PRIVATE_H
#define NY_RUN_FAST_PRIVATE_H

#include "run/fast.h"
#include "run/follow.h"
#include "run/kernel.h"

#define NY_FAST_BLOCK 512u

/* By how much numbers may be off (fast_op.c). */
#define NY_UNIT_ROUNDOFF 0x1p-53
#define NY_WHOLE_LIMIT 0x1p53
#define NY_TIE 1e-12

/* The figures of REDUCE_BY, as ny_groups of the exact evaluator. */
typedef struct ny_fast_groups {
    const ny_map *numbers;
    NY_LIST(ny_fast_value) figures;
    NY_LIST(bool) two;
    ny_fast_value empty;
} ny_fast_groups;

/* A truth in a byte, as the kernels have it. */
enum { NY_FAST_NO, NY_FAST_YES, NY_FAST_NOT_KNOWN, NY_FAST_NOT_THERE, NY_FAST_NOT_DEFINED };

/* One operation over a block of rows. In a lane that is not known value and error mean nothing. */
typedef struct ny_fast_lanes {
    double *value;  /* of all kinds but yes or no; else NULL */
    double *error;  /* means something where `exact` is false */
    uint8_t *state; /* ny_state; of yes or no: the truth, and there is nothing else */
    double *own_value;
    uint8_t *own_state, *kept; /* steady truths of the whole table */
    uint8_t *kept_blocks;      /* by block: whether they are there */
    uint64_t stamp;            /* of what they were computed for; 0: nothing */
    bool exact;                /* all errors are 0 */
    bool known;                /* in all lanes */
} ny_fast_lanes;

/* Rows of one block. */
typedef struct ny_fast_rows {
    uint32_t first, count, period; /* NY_NONE: of no contract period */
} ny_fast_rows;

typedef struct ny_fast_table {
    bool cut;
    bool keeps; /* steady truths: the table is not too large for it */
    NY_LIST(ny_fast_rows) blocks;
    uint32_t last; /* the block looked at last */
} ny_fast_table;

/* What of a plan does not depend on a run; see ny_fast_prepare. */
struct ny_fast_plan {
    const ny_plan *plan;
    const ny_kernels *kernels;
    uint32_t slots;
    uint32_t *slot;         /* by operation of row grain */
    bool *steady;           /* by operation */
    bool *never_negative;   /* by operation: a number of which the plan shows that */
    ny_fast_value *settled; /* by operation: its value where no run changes it */
    bool *is_settled;
    NY_LIST(uint32_t) contract, period; /* the other operations of these grains, in order */
};

typedef struct ny_fast {
    ny_arena *arena;
    const ny_fast_plan *prepared;
    const ny_plan *plan;
    const ny_model *model;
    const ny_inputs *inputs;
    uint32_t periods;
    ny_fast_value *values;
    ny_fast_measured *measured;
    uint32_t **windows;     /* [window][row]; NULL until run */
    ny_fast_groups *groups; /* [reduction * periods + period]: of REDUCE_BY */
    ny_fast_value **by_row; /* [input][row]: inputs by row as doubles, or NULL */
    uint32_t period;        /* the statement being drawn, from 0 */
    ny_date data_date;      /* a date `if any` after it has not happened yet */
    bool in_rows;           /* rows are being run: */
    uint32_t row_period;    /* the contract period of the block at hand, or NY_NONE */
    const ny_rows *rows;    /* their table, */
    uint32_t first_row;     /* the block's first row */
    uint32_t row_count;
    uint32_t block;         /* its number in the table */
    ny_fast_table *tables;  /* how each is cut into blocks */
    ny_fast_lanes *lanes;   /* by slot */
    uint64_t block_stamp;   /* of the block at hand */
    uint64_t moment_stamp;  /* and of the statement for which it is run */
    uint32_t moment_period; /* which that is */
    ny_date moment_date;
    uint64_t stamps; /* given out so far */
    /* In a cycle of a pathway (study.h): its number, and of those looked at how many cycles they have
     * been in their state and the cycle in which they came; a cycle's months, or its days. */
    double cycle, stay, arrival, cycle_length;
    bool ties;
} ny_fast;

/* Values of contract grain are there when it returns, but for figures over tables. */
ny_fast ny_fast_begin(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs);
/* Computes all of contract grain again, after inputs were set. */
void ny_fast_compute_contract(ny_fast *fast);
/* Computes an operation of contract grain and all that it stands on. */
ny_fast_value ny_fast_contract(ny_fast *fast, uint32_t op);

/* --- fast_block.c: rows in blocks */

/* Makes the block that begins with row `first` the one at hand, and gives how many rows it has; all
 * stand before `end`. Rows are asked for by whole periods or whole tables. */
uint32_t ny_fast_block(ny_fast *fast, const ny_rows *rows, uint32_t first, uint32_t end);
/* Back from rows to the period at hand. */
void ny_fast_leave_rows(ny_fast *fast);
/* Has an operation of row grain computed for the block at hand; of any other, and of NY_NONE, there
 * is nothing to do. ny_fast_lane may be asked afterwards. */
void ny_fast_need(ny_fast *fast, uint32_t op);
/* What was kept of rows was computed before running numbers were there. */
void ny_fast_forget(ny_fast *fast);
/* The columns of an operation of row grain, computed. */
const ny_fast_lanes *ny_fast_lanes_of(ny_fast *fast, uint32_t op);
/* The truths of an operation of any grain: at `room` where it is not of rows. NY_NONE: all yes. */
const uint8_t *ny_fast_truths(ny_fast *fast, uint32_t op, uint8_t room[NY_FAST_BLOCK]);
/* The rows of the block at hand where `where` is yes and no exclusion takes them out of judging (or
 * of paying); `excluding` false: none is asked. 1 for each; gives how many. */
uint32_t ny_fast_taken(ny_fast *fast, uint32_t where, bool excluding, bool from_paying,
                       uint8_t ret_taken[NY_FAST_BLOCK]);
/* An operation's value in row `lane` of that block; one of coarser grain is the same in all. */
ny_fast_value ny_fast_lane(const ny_fast *fast, uint32_t op, uint32_t lane);

/* fast_lane.c: one operation over the block, its operands being computed. False where it has to go
 * lane by lane. Gives to the last bit what ny_fast_op gives for each lane. */
bool ny_fast_lane_op(ny_fast *fast, uint32_t op, ny_fast_lanes *to);
/* Room for the errors of an operation. */
double *ny_fast_errors(ny_fast *fast, ny_fast_lanes *lanes);

static inline ny_fast_value ny_fast_exactly(double value)
{
    return (ny_fast_value){value, 0, NY_KNOWN};
}

/* A sum and what rounding loses of it (Knuth's two-sum). */
static inline ny_fast_value ny_fast_add(ny_fast_value a, ny_fast_value b)
{
    double sum = a.value + b.value;
    double part = sum - a.value;
    double lost = (a.value - (sum - part)) + (b.value - part);
    return (ny_fast_value){sum, a.error + b.error + (lost < 0 ? -lost : lost), NY_KNOWN};
}

/* fast_op.c: one operation. `lane` is the row in the block, for operations of row grain. */
ny_fast_value ny_fast_op(ny_fast *fast, uint32_t op, uint32_t lane);
/* The nearest multiple of a unit as a whole number of them. */
ny_fast_value ny_fast_multiples(ny_fast *fast, ny_fast_value value, ny_rational unit,
                                ny_halves halves);
ny_fast_value ny_fast_divide(ny_fast *fast, ny_fast_value a, ny_fast_value b);
ny_fast_value ny_fast_multiply(ny_fast_value a, ny_fast_value b);
/* A cell as this statement sees it. */
ny_fast_value ny_fast_cell(const ny_fast *fast, const ny_rows *rows, uint32_t column, uint32_t row);
/* The last day of which the data tell, as ny_exact_last_day. */
ny_date ny_fast_last_day(const ny_fast *fast);
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
/* Has what ny_fast_follow looks at computed for the block at hand. */
void ny_fast_need_following(ny_fast *fast, const ny_estimation *by);
bool ny_fast_follow(ny_fast *fast, const ny_estimation *by, bool comes, uint32_t lane,
                    ny_followed *ret_followed);
/* The estimate in place of the plain figure, and the events that it counts. */
ny_fast_value ny_fast_estimate(ny_fast *fast, const ny_reduction *reduction,
                               ny_fast_evidence *evidence, ny_fast_value plain);
void ny_fast_bounds(ny_fast *fast, const ny_reduction *reduction, const ny_fast_evidence *evidence,
                    ny_fast_value figure, ny_fast_measured *measured);

/* fast_reduce.c */
/* Adds the known values of the rows taken, where they and the sum are whole numbers, exact and not too
 * large: in any order. Else false, and the sum means nothing. */
bool ny_fast_add_whole(const ny_fast *fast, uint32_t op, const uint8_t *taken, ny_fast_value *sum);
ny_fast_value ny_fast_reduce(ny_fast *fast, uint32_t reduction);
void ny_fast_reduce_by(ny_fast *fast, uint32_t reduction);
ny_fast_value ny_fast_among(ny_fast *fast, const ny_op *op, ny_fast_value here);
/* The same of contract grain at a known number or word: nothing is written, so any thread may ask. */
ny_fast_value ny_fast_look_up(const ny_fast *fast, const ny_op *op, double here);
void ny_fast_windows(ny_fast *fast);
/* The contract period that a day lies in, or NY_NONE. */
uint32_t ny_fast_period_of(const ny_model *model, int64_t day);

/* fast_due.c: flows by calendar year; only where inputs->years is there. */
uint32_t ny_fast_year_of(const ny_calendar_years *years, ny_date day, uint32_t near);
void ny_fast_due_begin(ny_due_rows *due);
void ny_fast_due_add(ny_due_rows *due, uint32_t year, uint32_t rows);
/* The year in which a line of a payment falls due that is for no row; `that_day`: of `once on`. */
uint32_t ny_fast_due_once(ny_fast *fast, uint32_t number, ny_date that_day);
/* The same of each row of the block at hand that is taken. */
void ny_fast_due_lanes(ny_fast *fast, uint32_t number, const uint8_t *taken,
                       uint32_t ret_years[NY_FAST_BLOCK]);
/* Multiples of the rounding that each of these lines takes from one party to another. */
void ny_fast_due_book(const ny_fast *fast, ny_fast_result *result, uint32_t number,
                      const ny_due_rows *due, int64_t amount, uint32_t from, uint32_t to);
/* A cost or benefit: of the rows of the block at hand that are taken; of the period at hand. */
void ny_fast_flow_years(ny_fast *fast, ny_fast_result *result, uint32_t number,
                        const uint8_t *taken);
void ny_fast_flow_year(ny_fast *fast, ny_fast_result *result, uint32_t number);

/* fast_pay.c */
void ny_fast_pay(ny_fast *fast, ny_fast_result *result, uint32_t payment);
void ny_fast_flow(ny_fast *fast, ny_fast_result *result, uint32_t payment);

#endif
