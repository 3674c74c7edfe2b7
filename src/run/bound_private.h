/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: the state of bounding.
 *
 * A row whose program meets no fault is run by the exact evaluator. Any other is run over sets, once
 * for each combination of what its faulty words, yes-or-no and dates `if any` may be (a *case*), so
 * that one cell that is read twice is one choice. What it may give is then an *item* of a reduction,
 * or a range of a payment. Row values live in `slots` and in the scratch arena. */

#ifndef NY_RUN_BOUND_PRIVATE_H
#define NY_RUN_BOUND_PRIVATE_H

#include "run/bound.h"
#include "run/exact_private.h"

/* A count that faults leave open. */
typedef struct ny_bound_count {
    uint32_t least, most;
} ny_bound_count;

typedef struct ny_bound_measured {
    bool reports, moved;
    ny_bound_count rows, known, events;
    ny_set low, high; /* the ends of its confidence interval */
} ny_bound_measured;

/* What stands above the line with what stands below it, in one case. */
typedef struct ny_box {
    ny_set value, second;
    const struct ny_box *next;
} ny_box;

/* What one row (or rows of which at most one is in) may be to a reduction. */
typedef struct ny_item {
    bool may_be_out;     /* not among the rows */
    bool may_be_unknown; /* among the rows, without a value */
    bool may_be_known;
    bool may_come, may_compete; /* by an estimator: to its event; to one that competes */
    bool is_followed;           /* and there is no doubt of how it was followed */
    ny_followed followed;
    ny_set value, second;
    const struct ny_box *boxes; /* RATIO: values that go together, one for each case */
} ny_item;

typedef NY_LIST(ny_item) ny_items;
typedef NY_LIST(ny_end) ny_ends;

/* All that a figure over rows is made of. */
typedef struct ny_pool {
    uint32_t rows, known;          /* of rows without a fault */
    ny_rational sum, second;       /* SUM, MEAN, SHARE (events), RATIO */
    ny_ends all;                   /* MEDIAN, LOWEST, HIGHEST */
    ny_value one;                  /* THE */
    NY_LIST(ny_followed) followed; /* by an estimator */
    ny_items items;
} ny_pool;

/* The pools of REDUCE_BY; `floating` may belong to any of them. */
typedef struct ny_bound_groups {
    const ny_map *numbers;
    NY_LIST(ny_pool) pools;
    ny_items floating;
    ny_set *figures;  /* one a pool, and last that of no rows */
    bool made, moved; /* not moved: they are what the run gave */
} ny_bound_groups;

/* Running numbers of a table's rows, and of those set aside. */
typedef struct ny_bound_window {
    bool moved; /* else they are what the run counted */
    ny_bound_count *rows, *aside;
} ny_bound_window;

/* A row to be run over sets: of the table, or one that was set aside. */
typedef struct ny_bound_row {
    uint32_t row, unit;
    bool aside;
} ny_bound_row;

/* Rows of which nothing says where they stand: set aside, or with a faulty date; units together. */
typedef NY_LIST(ny_bound_row) ny_bound_rows;

typedef struct ny_fault_key {
    ny_fault_place place; /* of a row set aside: the first row of its unit */
    uint32_t fault;
} ny_fault_key;

typedef struct ny_bounding {
    ny_arena *arena, *scratch;
    ny_exact exact; /* on what the run gave */
    const ny_plan *plan;
    const ny_model *model;
    const ny_inputs *inputs;
    const ny_result *result;
    const ny_faults *faults;
    ny_bounds *bounds;
    ny_set *sets;                /* [operation * periods + period]: contract and period grain */
    bool *moved;                 /* likewise: the set is not just what the run gave */
    bool *ever_moved;            /* [operation], in a period up to now */
    bool **has_faulty;           /* [table][column]: some cell of a row that counts is faulty */
    ny_set *slots;               /* row values, by operation */
    ny_bound_measured *measured; /* [reduction * periods + period] */
    ny_bound_groups *groups;     /* [reduction * periods + period] */
    ny_bound_window *windows;
    uint32_t period;     /* the statement being drawn */
    const ny_rows *rows; /* of the row at hand; NULL: none is */
    uint32_t row;
    bool aside;
    ny_date from, before; /* days in which the row at hand is looked for */
    bool by_exact;        /* it meets no fault of its own: what no fault moves stands in `exact` */
    bool *moves; /* [operation]: of the program at hand, those that a fault elsewhere moves */
    const ny_set *cells;                /* by column: what a faulty cell is in this case */
    uint32_t first_period, last_period; /* in which the row may lie, or NY_NONE */
    bool may_lie_outside;               /* in none of them */
    uint8_t *touches;                   /* [fault * periods + period] */
    ny_fault_key *keys;                 /* the faults that could move anything, in order of place */
    uint32_t key_count;
    uint32_t intervals;   /* confidence intervals worked out for the figure at hand */
    ny_bound_rows *loose; /* by table */
} ny_bounding;

/* --- bound_op.c: one operation over sets, as op.def says. */
ny_set ny_bound_op(ny_bounding *bounding, uint32_t op);
/* The set of an operation here: in this row, this period, or the contract. */
ny_set ny_bound_get(const ny_bounding *bounding, uint32_t op);

/* --- bound_row.c */
/* Could the program give another result for some row than it gave in the run, and for all of them? */
typedef enum ny_heat { NY_COLD, NY_SOME_ROWS, NY_ALL_ROWS } ny_heat;
ny_heat ny_bound_heat(const ny_bounding *bounding, uint32_t table, ny_program program);
/* Notes which operations of the program are moved by a fault elsewhere, for the rows to come. */
void ny_bound_note_moves(ny_bounding *bounding, ny_program program);
/* Runs the program exactly; false where a fault meets it, and it must be run over sets. */
bool ny_bound_run_exactly(ny_bounding *bounding, const ny_rows *rows, uint32_t row,
                          ny_program program);
/* Runs the program once for each case of the row, dated in from..before (exclusive), and calls
 * `visit` after each. False where the row cannot be dated there: then none is. */
typedef void ny_visit_case(ny_bounding *bounding, void *context);
bool ny_bound_cases(ny_bounding *bounding, uint32_t table, ny_bound_row row, ny_program program,
                    ny_date from, ny_date before, ny_visit_case *visit, void *context);
/* Is the row at hand among those that `where` and the exclusions leave? */
void ny_bound_belongs(const ny_bounding *bounding, uint32_t table, uint32_t where, bool judged_only,
                      bool from_paying, bool *ret_may_be_in, bool *ret_may_be_out);
/* Before all else: which columns have faults, which rows are loose, where each fault stands. */
void ny_bound_prepare(ny_bounding *bounding);
/* The faults of the row at hand that this program reads enter this statement. */
void ny_bound_touch(ny_bounding *bounding, ny_program program);
/* All that the faulty cell of the row at hand may be. */
ny_set ny_bound_cell(ny_bounding *bounding, uint32_t column);

/* --- bound_reduce.c */
ny_set ny_bound_reduce(ny_bounding *bounding, uint32_t reduction);
void ny_bound_reduce_by(ny_bounding *bounding, uint32_t reduction);
ny_set ny_bound_among(ny_bounding *bounding, const ny_op *op);
/* bound_figure.c: the figure of a pool, with `needs`; `measured` may be NULL. */
ny_set ny_bound_figure(ny_bounding *bounding, const ny_reduction *reduction, const ny_pool *pool,
                       ny_bound_measured *measured);

/* Share and rate: yes is 1, no is 0. */
static inline bool ny_bound_counts_events(const ny_reduction *reduction)
{
    return reduction->reduce == NY_REDUCE_SHARE || reduction->reduce == NY_REDUCE_RATE;
}

static inline bool ny_bound_has_second(const ny_reduction *reduction)
{
    return reduction->reduce == NY_REDUCE_RATIO || reduction->reduce == NY_REDUCE_RATE;
}

/* The last day of which the data tell in the statement being drawn, as ny_exact_last_day. */
ny_date ny_bound_last_day(const ny_bounding *bounding);

/* bound_estimate.c: how the row at hand was followed; false where that is in doubt. */
bool ny_bound_follow(const ny_bounding *bounding, const ny_reduction *reduction,
                     ny_followed *ret_followed);
/* By kaplan meier or aalen johansen, the pool's items being open rows. */
ny_set ny_bound_survival(ny_arena *arena, const ny_reduction *reduction, const ny_pool *pool);
/* The share less the other figure. */
ny_set ny_bound_less(ny_bounding *bounding, const ny_reduction *reduction, ny_set share);
/* What shrinking makes of the figure of so many known rows. */
ny_set ny_bound_shrunk(ny_bounding *bounding, const ny_reduction *reduction, ny_set plain,
                       uint32_t known);
/* The ends of the confidence interval of a figure of so many known rows, from least to most events. */
void ny_bound_interval(ny_bounding *bounding, const ny_reduction *reduction, const ny_set *figure,
                       uint32_t known, ny_set *low, ny_set *high);

/* --- bound_window.c: running numbers, before all periods. */
void ny_bound_windows(ny_bounding *bounding);

/* --- bound_pay.c */
void ny_bound_pay(ny_bounding *bounding, uint32_t payment);

#endif
