/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The plan: a checked model lowered to a flat, typed array of operations, each in one grain, in an
 * order in which every operation stands after its operands (PREVIOUS aside, which looks one period
 * back). All evaluators read this and nothing else of the model's expressions; it prints, and never
 * changes.
 *
 * How a run goes: windows first, over whole tables. Then period by period, 1 to the last: every
 * operation of contract and period grain in order; REDUCE runs its row program over the rows that
 * its `rows` says. Row-grain operations exist only inside programs: lists of operation numbers in
 * order, run block by block over rows. A row program needs nothing but its own list and values of
 * coarser grain. Rows of a table stand in order of date, then key (of key alone without a date).
 * Operations of a pathway's cycle are computed by run/study.h, and by nothing that settles. */

#ifndef NY_PLAN_PLAN_H
#define NY_PLAN_PLAN_H

#include "model/model.h"

typedef enum ny_op_code {
#define NY_OP(name, operands, prints, gives) NY_OP_##name,
#include "plan/op.def"
#undef NY_OP
    NY_OP_CODES
} ny_op_code;

typedef struct ny_op {
    ny_op_code code;
    ny_kind kind; /* of its value */
    ny_grain grain;
    uint32_t first_operand, operands; /* slice of plan->operands */
    uint32_t aux;
    uint32_t table; /* FOLLOW: whose column */
    bool is_whole;  /* its value is always a whole number that a double holds exactly */
    ny_unit unit;
    ny_span span; /* what in the contract it comes from */
} ny_op;

typedef struct ny_rounding {
    ny_rational unit;
    ny_halves halves;
} ny_rounding;

/* A value that comes with the run: an offer, a fact, an assumption. */
typedef struct ny_input {
    uint32_t figure;
    uint32_t by_table; /* one a row of that table, or NY_NONE */
    ny_kind kind;
} ny_input; /* of a dirichlet: behind the figure's own, which is never known, one for each share; of a
               row that is drawn: one for each column of its table */

/* Row-grain operations, in order. */
typedef struct ny_program {
    uint32_t first, count; /* slice of plan->programs */
} ny_program;

typedef enum ny_rows_of {
    NY_ROWS_OF_PERIOD,         /* dated in this period */
    NY_ROWS_TO_DATE,           /* dated in this period or an earlier one */
    NY_ROWS_OF_OPERATION_YEAR, /* of the operation year that this statement reports; none: unknown */
    NY_ROWS_ALL,               /* a table without dates */
} ny_rows_of;

typedef enum ny_reduce {
    NY_REDUCE_SHARE, /* yes / known rows */
    NY_REDUCE_MEAN,
    NY_REDUCE_MEDIAN,
    NY_REDUCE_SUM,   /* no rows: 0 */
    NY_REDUCE_COUNT, /* no rows: 0 */
    NY_REDUCE_LOWEST,
    NY_REDUCE_HIGHEST,
    NY_REDUCE_RATIO, /* sum of value / sum of `second`, over rows where both are known */
    NY_REDUCE_RATE,  /* rows where value is yes / sum of `second`, over rows where both are known */
    NY_REDUCE_THE,   /* the one row; two: the run stops */
} ny_reduce;

typedef struct ny_need {
    bool of_known;     /* else of rows */
    ny_rational least; /* rows, or a share */
    uint32_t instead;  /* operation for `or is V`, or NY_NONE: unknown */
} ny_need;

/* How a measure is estimated and how sure it is. Of a figure that is no measure all of it is 0: no
 * estimator, rows of one period, not shrunk, no bounds. */
typedef struct ny_estimation {
    ny_estimator form;
    /* Row operations, dates: the day of the event, the day from which its time runs, the last day of
     * the window (NY_NONE: a median looks as far as rows are followed), and what ends the looking. */
    uint32_t event, start, limit;
    NY_LIST(uint32_t) censored, competing;
    uint32_t pooled; /* so many periods before the operation year count with it */
    bool shrunk;
    uint32_t towards;   /* operation of period or contract grain */
    ny_rational weight; /* rows that are added there */
    ny_bounds_form bounds;
    ny_rational level; /* 0.95 */
    ny_rounding rounding;
} ny_estimation;

typedef struct ny_reduction {
    ny_reduce reduce;
    ny_rows_of rows;
    uint32_t table;
    uint32_t measure;           /* of the model, or NY_NONE */
    uint32_t groups_of;         /* the measure whose groups these are, or NY_NONE */
    uint32_t standardised;      /* operation: the figure in place of the plain one, or NY_NONE */
    uint32_t variance, largest; /* operations, for fay feuer bounds of it: see run/interval.h */
    uint32_t less;              /* operation: what is subtracted from the share, or NY_NONE */
    uint32_t where;             /* row operation, or NY_NONE; rows where it is yes */
    bool judged_only;           /* and that no exclusion takes out of judging */
    uint32_t same;          /* REDUCE_BY: row operation whose values tell rows apart; or NY_NONE */
    uint32_t value, second; /* row operations, or NY_NONE */
    ny_program program;     /* computes where, value, second and the exclusions' conditions */
    NY_LIST(ny_need) needs;
    ny_estimation estimate;
    ny_span span;
} ny_reduction;

/* The first period whose rows count with those of operation period `operation`. */
static inline uint32_t ny_first_pooled(const ny_reduction *reduction, uint32_t operation)
{
    uint32_t before = reduction->estimate.pooled;
    return operation > before ? operation - before : 0;
}

typedef struct ny_window {
    uint32_t table;
    uint32_t within; /* column, or NY_NONE */
    uint32_t by;     /* column */
    uint32_t where;  /* row operation, or NY_NONE */
    ny_program program;
} ny_window;

typedef struct ny_plan_exclusion {
    uint32_t exclusion; /* of the model */
    uint32_t table;
    uint32_t where; /* row operation; the programs that ask it hold its operations */
} ny_plan_exclusion;

/* A payment, cost or benefit. FOR_EACH: amount, where and due are row operations run by `program`
 * over the rows of the period that no exclusion leaves unpaid; else they are period operations. */
typedef struct ny_plan_payment {
    uint32_t payment; /* of the model */
    uint32_t amount, where, when, on, if_by_then;
    uint32_t due_span; /* operation: days or months */
    bool due_in_months;
    uint32_t due_from;     /* FOR_EACH due after a column: row operation; else NY_NONE */
    uint32_t payer, payee; /* row operations where a column says who, or NY_NONE */
    uint32_t dated_by;     /* cost, benefit: row operation, or NY_NONE */
    ny_program program;
} ny_plan_payment;

/* A distribution with its arguments, named as in the contract: `sd`, `chance` (with `within`). */
typedef struct ny_plan_argument {
    ny_text name;
    uint32_t value, within; /* operations; within may be NY_NONE */
} ny_plan_argument;

typedef struct ny_plan_law {
    ny_text name; /* empty: none */
    bool half;
    NY_LIST(ny_plan_argument) arguments;
} ny_plan_law;

/* What a model believes of one figure. Operations in base units, of contract grain; of an assumption
 * `by` a table of row grain too, over columns of it and assumptions that stand earlier in the list. */
typedef struct ny_plan_assumption {
    uint32_t figure, input;
    uint32_t by_table;         /* one draw a row of that table, or NY_NONE */
    uint32_t value, low, high; /* NY_NONE where not said */
    ny_text family;            /* normal, beta, lognormal; empty where not said */
    uint32_t shares;  /* of a dirichlet: how many; their weights are the law's arguments; of a
                                  row that is drawn: its columns */
    uint32_t rows_of; /* the table whose rows are drawn, or NY_NONE */
    bool in_turn;     /* world by world; else any of them */
    ny_plan_law law;
    ny_program program; /* `by` a table: what its operations need of a row */
    uint32_t behind;    /* `by` a modelled table: drawn when so many of its columns are */
} ny_plan_assumption;

/* How one column of a modelled row comes about. Operations of row grain, over columns that stand
 * earlier in the list; `program` computes all of them. */
typedef struct ny_plan_arising {
    uint32_t column;
    ny_arises_form form;
    NY_LIST(uint32_t) words;   /* WORDS: numbers in the column's list (or parties) */
    NY_LIST(uint32_t) chances; /* operations; NY_NONE: what remains */
    uint32_t any_table;        /* ANY */
    uint32_t any_column;       /* ANY: of that table, whose value is taken over; NY_NONE: the row */
    uint32_t value;            /* VALUE */
    uint32_t after;            /* AFTER: the date counted from */
    ny_plan_law law;
    uint32_t times; /* hazard times …, or NY_NONE */
    uint32_t until; /* a date of the row, or NY_NONE */
    /* Competing events go until each other: each is drawn as if alone, and the earlier ones win. The
     * column that this one goes until, or NY_NONE; of the last of them how many they are, with those
     * right before it. */
    uint32_t rival, rivals;
    uint32_t keep_low, keep_high; /* or NY_NONE */
    bool has_known;
    ny_rational known;         /* the share that is known */
    ny_program program, alone; /* alone: without `until` */
} ny_plan_arising;

typedef struct ny_plan_row_model {
    uint32_t table;
    uint32_t rows;            /* with … rows; 0: arriving */
    uint32_t arriving;        /* operation: rows per month (base unit), or NY_NONE */
    ny_span_of_time followed; /* after the term */
    bool has_followed;
    /* In an order in which each needs only earlier ones, and assumptions of the row that are drawn
     * by then (`behind`). */
    NY_LIST(ny_plan_arising) columns;
} ny_plan_row_model;

/* A move of a pathway or a tree; NY_NONE, or no law, where nothing of the kind is said. */
typedef struct ny_plan_move {
    uint32_t chance; /* operation: a share, or a rate per month or per day */
    uint32_t times;  /* operation: the hazard is multiplied by this */
    ny_plan_law law; /* its operations of contract grain */
} ny_plan_move;

/* A pathway or a tree of the model: its expressions as operations, of the grain of its cycle or coarser.
 * Its costs and benefits stand in the plan's payments. */
typedef struct ny_plan_pathway {
    uint32_t pathway;            /* of the model */
    NY_LIST(ny_plan_move) moves; /* one a transition */
    NY_LIST(uint32_t) stays;     /* one a state: the chance of staying as written, or NY_NONE */
    NY_LIST(uint32_t) starts;    /* one a start: its share, or NY_NONE */
    NY_LIST(uint32_t) arriving;  /* one an arrival: the number a cycle */
    NY_LIST(uint32_t) curves;    /* one a curve: the share still there */
    uint32_t people;             /* how many start, or NY_NONE */
} ny_plan_pathway;

/* An operation of a joint party: its members' shares, in turn; equal shares are constants. */
typedef struct ny_plan_party {
    NY_LIST(uint32_t) shares;
} ny_plan_party;

typedef struct ny_plan {
    const ny_model *model;
    NY_LIST(ny_op) ops;
    NY_LIST(uint32_t) operands;
    NY_LIST(ny_value) constants;
    NY_LIST(ny_text) texts;
    NY_LIST(ny_rounding) roundings;
    NY_LIST(ny_input) inputs;
    NY_LIST(uint32_t) programs;
    NY_LIST(ny_window) windows;
    NY_LIST(ny_reduction) reductions;
    NY_LIST(ny_plan_exclusion) exclusions;
    NY_LIST(ny_plan_payment) payments;
    NY_LIST(ny_plan_party) parties; /* one a party of the model */
    NY_LIST(uint32_t) figures;      /* the operation that is each figure of the model */
    NY_LIST(ny_plan_assumption) assumptions;
    NY_LIST(ny_plan_pathway) pathways;     /* one a pathway of the model */
    NY_LIST(ny_plan_row_model) row_models; /* tables that others refer to first */
    uint32_t final_period;                 /* last of the term, from 0 */
    /* Which operation period reports in statement p (from 0), for reduction r of a measure:
     * reports[r * periods_in_all + p], or NY_NONE. */
    NY_LIST(uint32_t) reports;
    NY_LIST(uint32_t) figure_of_op; /* by operation: the figure whose value it is, or NY_NONE */
} ny_plan;

/* Lowers a model that was checked without errors, with the figures that an alternative replaces (or
 * NULL). Gives NULL, and says why in the sink, when the contract cannot be computed yet: something
 * is to be agreed, or a word is not supported here. */
ny_plan *ny_plan_lower(ny_arena *arena, ny_sink *sink, const ny_model *model,
                       const ny_declaration *alternative);
/* The same for simulation: what a model assumes in place of a figure of the contract stands there,
 * gaps and the first day too. The plan's model is then a copy with the imagined calendar. */
ny_plan *ny_plan_lower_imagined(ny_arena *arena, ny_sink *sink, const ny_model *model,
                                const ny_declaration *alternative);
/* Is a payment with this time made in period p (from 0)? Of ONCE_ON, whose day only a run knows: may
 * it be. */
bool ny_plan_pays_in(const ny_plan *plan, ny_time_form time, uint32_t period);

/* Has an operation one value, or one a period? Rows have theirs in programs, cycles in run/study.h. */
static inline bool ny_plan_in_statements(const ny_plan *plan, uint32_t op)
{
    return op != NY_NONE && plan->ops.items[op].grain.kind <= NY_GRAIN_EACH_PERIOD;
}

/* The word that a value of this operation (of kind WORD, straight from a column) is. */
ny_text ny_plan_word(const ny_plan *plan, uint32_t op, uint32_t number);

ny_text ny_plan_print(ny_arena *arena, const ny_plan *plan);
const char *ny_op_prints(ny_op_code code);

#endif
