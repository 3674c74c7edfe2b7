/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: the exact evaluator's state.
 *
 * Rows are run in blocks (lane.h) where that can be, else one by one: then a row's values live in
 * `slots`, one an operation, and in the scratch arena, which is reset between rows. Who asks for a
 * row sees no difference; what outlives a row is copied into the run's arena. */

#ifndef NY_RUN_EXACT_PRIVATE_H
#define NY_RUN_EXACT_PRIVATE_H

#include "run/exact.h"
#include "run/follow.h"

/* What an estimate and bounds need beside sums and counts. */
typedef struct ny_evidence {
    NY_LIST(ny_followed) followed; /* one a known row, where there is an estimator */
    ny_rational squares;           /* sum of squares, where bounds are student's */
    ny_rational sum, second;       /* as gathered */
    uint32_t known, events;
} ny_evidence;

/* What the rows of one reduction come to. */
typedef struct ny_gathered {
    ny_rational sum, second;
    ny_rational lowest, highest;
    ny_value one;
    NY_LIST(ny_rational) all; /* MEDIAN */
    uint32_t rows, known, events, unknown;
    ny_evidence evidence;
} ny_gathered;

/* The figures of REDUCE_BY: `numbers` leads from what a group has in common to its place in
 * `figures`; `empty` is the figure of no rows, `two` marks groups of two rows where one is due. */
typedef struct ny_groups {
    const ny_map *numbers;
    NY_LIST(ny_value) figures;
    NY_LIST(bool) two;
    ny_value empty;
} ny_groups;

typedef struct ny_block ny_block; /* lane.h */
typedef struct ny_ahead ny_ahead; /* exact_ahead.c */

/* An amount as it was rounded and split last: rows of one price ask for it again and again. */
typedef struct ny_parted {
    const ny_plan_payment *plan; /* NULL: nothing was split yet */
    uint32_t payer, payee, count;
    ny_rational amount, rounded;
    uint32_t *from, *to; /* of each part */
    ny_rational *parts;
} ny_parted;

typedef struct ny_exact {
    ny_arena *arena, *scratch;
    const ny_plan *plan;
    const ny_model *model;
    const ny_inputs *inputs;
    ny_result *result;
    uint32_t **windows; /* [window][row]: running numbers */
    ny_value *slots;    /* row values, by operation, where rows go one by one */
    ny_block *block; /* the rows that go together with the row at hand; NULL until there is one */
    uint32_t period; /* the statement being drawn, from 0 */
    uint32_t row_period; /* the contract period of the row at hand, or NY_NONE */
    const ny_rows *rows; /* of the table at hand */
    uint32_t row;
    ny_groups *groups; /* [reduction * periods + period]: of REDUCE_BY */
    ny_parted parted;
    ny_ahead *ahead;        /* gathered before, or NULL */
    ny_trace *trace;        /* being written, or NULL */
    ny_map *reason_numbers; /* of its reasons */
    uint32_t group;         /* only its rows are gone over; NY_NONE: all */
    uint32_t *rests_on;     /* [operation * periods + period]: the latest statement, or NY_NONE */
} ny_exact;

/* exact_op.c: one operation, its operands being there. */
ny_value ny_exact_op(ny_exact *exact, uint32_t op);
/* The value of an operation here: in this row, this period, or the contract. */
ny_value ny_exact_get(const ny_exact *exact, uint32_t op);
/* Makes this the row at hand, with the values of a program there. */
void ny_exact_row(ny_exact *exact, const ny_rows *rows, uint32_t row, ny_program program);
/* The last day of which the data tell in the statement being drawn: its data date, or the day of the
 * extract where that is earlier. */
ny_date ny_exact_last_day(const ny_exact *exact);
/* The contract period that a row's date lies in, or NY_NONE. */
uint32_t ny_exact_period_of(const ny_exact *exact, const ny_rows *rows, uint32_t row);
/* A copy that outlives the scratch arena. */
ny_value ny_exact_keep(ny_exact *exact, ny_kind kind, ny_value value);

/* exact_estimate.c */
/* How the row at hand was followed; `comes`: its event counts. False where one of its dates is not
 * known. */
bool ny_exact_follow(ny_exact *exact, const ny_estimation *estimate, bool comes,
                     ny_followed *ret_followed);
/* Puts what the estimate gives in the place of the plain figure that `measured->would_be` is. */
void ny_exact_estimate(ny_exact *exact, const ny_reduction *reduction, const ny_evidence *evidence,
                       ny_measured *measured);
void ny_exact_bounds(ny_exact *exact, const ny_reduction *reduction, const ny_evidence *evidence,
                     ny_measured *measured);

/* exact_ahead.c: rows gathered by several threads, before the statements are drawn in turn, for the
 * reductions that wait for no statement. What is not there is gathered when its turn comes, and so is
 * what would stop the run. */
void ny_exact_gather_ahead(ny_exact *exact);
/* False where it was not gathered ahead, and nothing is set. */
bool ny_exact_gathered_ahead(ny_exact *exact, uint32_t reduction, ny_measured *measured,
                             ny_gathered *gathered);
void ny_exact_ahead_end(ny_exact *exact);

/* exact_reduce.c */
/* Which rows of its table a reduction goes over in this period (of a measure that reports nothing here
 * none), before any is taken in. */
void ny_exact_gather_begin(ny_exact *exact, uint32_t reduction, ny_measured *measured,
                           ny_gathered *gathered, uint32_t *ret_first, uint32_t *ret_end);
/* Takes in this row, and where they go together those that follow it before `end`: gives how many. */
uint32_t ny_exact_gather_at(ny_exact *exact, uint32_t reduction, uint32_t row, uint32_t end,
                            ny_measured *measured, ny_gathered *gathered);
ny_value ny_exact_reduce(ny_exact *exact, uint32_t reduction);
void ny_exact_reduce_by(ny_exact *exact, uint32_t reduction);
ny_value ny_exact_among(ny_exact *exact, const ny_op *op);
/* What tells the groups of REDUCE_BY apart: numbers as fractions, words as words (each column has a
 * list of its own), all else by its number. Empty where there is no value. */
ny_text ny_exact_group_name(const ny_exact *exact, ny_arena *arena, uint32_t op, ny_value value);
/* Is the row at hand taken out, by an exclusion that does not judge (or does not pay)? */
bool ny_exact_excluded(ny_exact *exact, uint32_t table, bool from_paying);
void ny_exact_rows_of(const ny_exact *exact, uint32_t table, uint32_t period, uint32_t *ret_first,
                      uint32_t *ret_end);

/* exact_window.c: a running number for each row of its table. */
uint32_t *ny_exact_window(ny_exact *exact, const ny_window *window);
/* The measures of this period again, over the rows of each group that is asked for. */
void ny_exact_groups(ny_exact *exact);

/* trace.c: what becomes of the rows of one reduction or payment, where that is asked for */
void ny_exact_trace_begin(ny_exact *exact, bool payment, uint32_t number, uint32_t table);
/* What the run decided of the row at hand; the operations that decide it, or NY_NONE. */
void ny_exact_trace_row(ny_exact *exact, ny_fate fate, uint32_t condition, uint32_t value,
                        uint32_t second, ny_program program);
void ny_exact_trace_end(ny_exact *exact);

/* exact_pay.c */
void ny_exact_pay(ny_exact *exact, uint32_t payment);

/* For a thread: a run of its own over what stands already, which it only reads, with its own arena, row at
 * hand and, in `result`, stop and lines. `_end` leaves what it found in the arena. */
ny_exact ny_exact_apart(const ny_exact *exact, ny_arena *arena, ny_result *result);
void ny_exact_apart_end(ny_exact *apart);
/* A number that another run found, kept in this one's arena. */
ny_rational ny_exact_keep_number(ny_exact *exact, ny_rational number);

/* Stops, naming the row at hand, where a value of it was divided by zero; true then. */
bool ny_exact_divided(ny_exact *exact, ny_value value);
void ny_exact_stop(ny_exact *exact, ny_code code, ny_span span, ny_text a, ny_text b, ny_text c);
/* Stops since `what` (a figure, a payment) came out undefined. */
void ny_exact_undefined(ny_exact *exact, ny_value value, ny_text what);
ny_text ny_exact_where(const ny_exact *exact); /* "contract year 3" */

#endif
