/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/plan: the state of lowering and what its parts share. */

#ifndef NY_PLAN_LOWER_H
#define NY_PLAN_LOWER_H

#include "plan/plan.h"

typedef struct ny_pending {
    uint32_t op, figure; /* op's first operand is the figure's operation, once there is one */
} ny_pending;

typedef struct ny_lowering {
    ny_arena *arena;
    ny_sink *sink;
    const ny_model *model;
    ny_plan *plan;
    const ny_declaration *alternative; /* or NULL */
    bool imagined;                     /* assumptions stand in place of the contract's figures */
    uint32_t *input_of;                /* by figure, or NY_NONE */
    uint32_t *whenever;           /* by figure, a fact: its value whatever the day; NY_NONE where
                                          only a day tells */
    uint32_t by_day;              /* operation: the day by which facts are read where there is
                                          no row; NY_NONE: the period's last */
    uint32_t last_day, data_date; /* operations, once there are any */
    const bool *only;             /* by figure: those that are asked for; NULL: all */
    NY_LIST(ny_pending) pending;
    NY_LIST(uint32_t) stamps; /* by operation: the last program that holds it */
    uint32_t stamp;
    bool refused;
} ny_lowering;

/* Where an expression is lowered: the table whose rows it reads, or NY_NONE. */
uint32_t ny_lower_expression(ny_lowering *lowering, const ny_expression *expression,
                             uint32_t table);
/* NY_NONE where there is no expression. */
uint32_t ny_lower_if_said(ny_lowering *lowering, const ny_expression *expression, uint32_t table);
uint32_t ny_lower_two(ny_lowering *lowering, ny_op_code code, ny_kind kind, ny_span span,
                      uint32_t a, uint32_t b);
uint32_t ny_lower_op(ny_lowering *lowering, ny_op_code code, ny_kind kind, uint32_t aux,
                     ny_span span, const uint32_t *operands, uint32_t count);
uint32_t ny_lower_constant(ny_lowering *lowering, ny_kind kind, ny_value value, ny_span span);
uint32_t ny_lower_column(ny_lowering *lowering, uint32_t table, uint32_t column, ny_span span);
uint32_t ny_lower_rounding(ny_lowering *lowering, uint32_t of, ny_rational unit, ny_halves halves,
                           ny_span span);
/* `logistic(E)`, the whole of a figure, with its rounding. */
uint32_t ny_lower_logistic(ny_lowering *lowering, const ny_expression *call, uint32_t table,
                           ny_rational unit, ny_halves halves);
/* The row operations that these need, in order. NY_NONE among the roots is passed over. */
ny_program ny_lower_program(ny_lowering *lowering, const uint32_t *roots, size_t count);
/* lower.c */
void ny_lower_figures(ny_lowering *lowering);
void ny_lower_exclusions_of(ny_lowering *lowering, uint32_t table);
void ny_lower_refuse(ny_lowering *lowering, ny_span span, ny_phrase what);
/* An operation of row grain, whatever it is made of: a constant condition still asks each row. */
ny_kind ny_op_kind(const ny_lowering *lowering, uint32_t op);

/* lower_measure.c */
uint32_t ny_lower_measure(ny_lowering *lowering, const ny_figure *figure);
/* `within` has an end: B plus D of `E within D of B`. */
uint32_t ny_lower_span_after(ny_lowering *lowering, uint32_t date, const ny_expression *span,
                             uint32_t table);

/* lower_fact.c */
/* The fact as it stands at this place: in a row of `table`, or there (see by_day). */
uint32_t ny_lower_fact(ny_lowering *lowering, uint32_t figure, uint32_t table, ny_span span);
uint32_t ny_lower_fact_date(ny_lowering *lowering, uint32_t figure, uint32_t table, ny_span span);
uint32_t ny_lower_data_date(ny_lowering *lowering, ny_span span);

/* lower_standard.c: the figure in place of the plain one, whose `value` becomes unknown where a row's
 * group cannot be weighed. */
void ny_lower_standardised(ny_lowering *lowering, const ny_standardised_words *words,
                           ny_reduction *plain);

/* lower_survival.c */
uint32_t ny_lower_survival(ny_lowering *lowering, const ny_expression *expression);

/* lower_pathway.c */
void ny_lower_pathways(ny_lowering *lowering);

/* lower_model.c */
/* A distribution with its arguments; without a name where `law` is NULL. */
ny_plan_law ny_lower_law(ny_lowering *lowering, const ny_expression *law, uint32_t table);
void ny_lower_assumptions(ny_lowering *lowering);
void ny_lower_row_models(ny_lowering *lowering);

#endif
