/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From a krone back: what a payment or a figure of one statement was made of, step by step, down to
 * offers, givens, facts, the rows of measures and the figures of earlier statements. Nothing is
 * computed here: values are those of the run, rows those of its traces. */

#ifndef NY_USE_WHY_H
#define NY_USE_WHY_H

#include "use/prose.h"
#include "run/result.h"

typedef enum ny_why_kind {
    NY_WHY_PAYMENT, /* number: payment of the plan */
    NY_WHY_FIGURE,  /* number: figure of the model */
    NY_WHY_TALLY, /* number: reduction of the plan that is no measure: a sum or count in a figure */
} ny_why_kind;

typedef struct ny_why_asked {
    ny_why_kind kind;
    uint32_t number;
} ny_why_asked;

typedef enum ny_decided {
#define NY_DECISION(name, text) NY_DECIDED_##name,
#include "use/decisions.def"
#undef NY_DECISION
    NY_DECIDED_COUNT
} ny_decided;

typedef struct ny_decision {
    ny_decided how;
    uint32_t part;    /* the operation that decided: a limit, an operand, a condition; or NY_NONE */
    ny_value value;   /* of that */
    uint32_t other;   /* the operation that did not, or that is meant; or NY_NONE */
    ny_value instead; /* of that */
} ny_decision;

typedef struct ny_why_step {
    ny_why_asked of;
    uint32_t period; /* in whose statement, from 0; of what holds for the whole contract: 0 */
    bool whole;      /* it is the same in every statement */
    bool elsewhere;  /* of another statement: nobody goes on from here */
    bool per_row;    /* a figure of each row: it has no one value */
    uint32_t op;     /* the operation that gives its value, or NY_NONE */
    ny_value value;  /* PAYMENT: before rounding */
    const ny_measured *measured; /* measures, TALLY: or NULL */
    const ny_trace *trace;       /* what became of the rows, or NULL */
    NY_LIST(ny_decision) decisions;
    NY_LIST(uint32_t) rests; /* steps, by their place in the list */
} ny_why_step;

typedef struct ny_why {
    const ny_result *result;
    uint32_t period;            /* of the statement that was asked for */
    NY_LIST(ny_why_step) steps; /* what was asked for first, each before what it rests on */
} ny_why;

/* One cell, or one part of a condition, of the row that was asked for. */
typedef struct ny_why_part {
    uint32_t op;
    ny_value value;
} ny_why_part;
typedef NY_LIST(ny_why_part) ny_why_parts;

/* What is called so: a figure by name; a payment by label, by the beginning of one, or by clause. False,
 * reported, when it is nothing or several things. */
bool ny_why_find(const ny_prose *prose, ny_sink *sink, const ny_plan *plan, ny_text said,
                 ny_why_asked *ret_asked);
/* The latest statement drawn in which it stands, from 0: a payment that is made (of more than 0, if
 * there is one), a measure that reports. */
uint32_t ny_why_latest(const ny_result *result, ny_why_asked asked);
/* The traces that explaining it in that statement needs. */
ny_trace_of *ny_why_traces(ny_arena *arena, const ny_plan *plan, ny_why_asked asked,
                           uint32_t period, uint32_t *ret_count);
/* `result` was run with those traces. Lives in the arena, as long as the result. */
ny_why *ny_why_of(ny_arena *arena, const ny_result *result, ny_why_asked asked, uint32_t period);

/* "upper limit" */
const char *ny_decided_text(ny_decided how);
/* Where in the contract a step stands: its declaration. */
ny_span ny_why_span(const ny_plan *plan, const ny_why_step *step);
/* The parts of the conditions of a trace for the row asked for: `where`, of a payment `when`, each
 * exclusion; empty where the row was not gone over. */
ny_why_parts ny_why_conditions(ny_arena *arena, const ny_why *why, const ny_trace *trace);
/* The cells that the row's fate and value were made of, and the figures worked out for it. */
ny_why_parts ny_why_cells(ny_arena *arena, const ny_why *why, const ny_trace *trace,
                          ny_why_parts *ret_figures);

#endif
