/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a run is given, and what it gives. All evaluators of a plan take the same inputs; the exact
 * one gives exact values, from which statements are drawn. */

#ifndef NY_RUN_RESULT_H
#define NY_RUN_RESULT_H

#include "base/progress.h"
#include "plan/plan.h"
#include "run/table.h"
#include "run/trace.h"

/* Rows of a table in groups that a reader asks for: `--by hospital,kind`. */
typedef struct ny_by {
    uint32_t table;
    uint32_t groups;
    const uint32_t *group_of; /* one a row: its group, from 0 */
} ny_by;

typedef struct ny_fact_record {
    ny_date day; /* from which it holds */
    ny_value value;
} ny_fact_record;

typedef struct ny_recorded {
    NY_LIST(ny_fact_record) records; /* of different days, in their order */
    bool spoilt;                     /* a fault in one of them: nothing is known */
} ny_recorded;

typedef struct ny_fast_plan ny_fast_plan; /* fast.h */
typedef struct ny_calendar_years ny_calendar_years;

typedef struct ny_inputs {
    ny_language language;          /* of what is said when a run stops */
    const ny_rows *tables;         /* one a table of the model; count 0 where there are none */
    const ny_value *values;        /* one an input of the plan, in base units; one a row: unused */
    const ny_value *const *by_row; /* one an input: its values a row of its table, or NULL */
    const ny_recorded *recorded;   /* one an input: facts that are figures; or NULL: none is */
    uint32_t periods;              /* the first so many statements are drawn */
    bool has_reach;                /* the data reach to a day, after which nobody was followed */
    ny_date reach;
    const ny_progress *progress; /* or NULL */
    uint32_t threads;            /* at most; 0 counts as 1: no figure depends on it */
    bool row_by_row;             /* every operation row by row, without blocks: for tests */
    const ny_fast_plan *fast; /* the plan prepared for the fast one, or NULL: it does so itself */
    const ny_calendar_years *years; /* the fast one books by calendar year, too; or NULL */
    bool trace;                     /* keep what each line's row gave: for explanations */
    const ny_trace_of *traces;      /* what became of the rows is asked for these */
    uint32_t trace_count;
    ny_text trace_key; /* the key of the row of which all is asked, or empty */
    bool trace_values; /* the value of every row is asked, too */
    const ny_by *by;   /* measures are asked by group, or NULL */
} ny_inputs;

/* A measure in one statement. */
typedef struct ny_measured {
    bool reports;              /* an operation year reports in this statement */
    uint32_t operation_period; /* from 0 */
    uint32_t first_period;     /* whose rows count too: earlier where the measure is pooled */
    ny_value value;            /* UNKNOWN where `needs` says so, or there are no rows */
    ny_value would_be;         /* the figure that the data give, used or not */
    ny_value plain;            /* the same without estimator or shrinking; UNKNOWN without either */
    bool met;                  /* its `needs`: `value` is what the data give */
    ny_value low, high; /* its bounds; UNKNOWN where it has none, or `value` is not the data's */
    uint32_t rows;      /* judged rows */
    uint32_t known;     /* of them, with a known value */
    uint32_t events;    /* share, rate: of them, those that count */
    uint32_t followed;  /* by an estimator: of the known, those whose end is known */
    uint32_t at_risk;   /* by an estimator: still followed on the last day of the window */
    uint32_t *excluded; /* by exclusion of the plan: rows that it alone or with others took out */
    uint32_t excluded_rows; /* rows that any of them took out */
    uint32_t where_unknown; /* rows of which it cannot be said whether they belong */
} ny_measured;

/* One line of a payment: an amount between two single parties, rounded. */
typedef struct ny_line {
    ny_rational amount;      /* rounded; never negative */
    const ny_value *figures; /* traced: the figures of its row, by number; or NULL */
    uint32_t payment;        /* of the model */
    uint32_t period;         /* from 0 */
    uint32_t row;            /* of the table paid for, or NY_NONE */
    uint32_t payer, payee;   /* single parties; the amount goes from payer to payee */
    ny_date due;
    bool due_moved; /* later than the contract's days, since the amount was not known yet */
} ny_line;

/* A payment in one period: made or not, and over how many rows. */
typedef struct ny_paid {
    bool made;          /* this payment is made in this period (its lines may be none, or 0) */
    ny_value amount;    /* before rounding; a sum over rows for FOR_EACH */
    uint32_t rows;      /* of the table, or of the measure or count behind the amount */
    uint32_t unsettled; /* rows whose amount or condition cannot be known, for faults in the data */
    /* What its lines hold, from payer to payee (negative: the other way), before and after rounding. */
    ny_rational before_rounding, rounded;
    uint32_t first_line, lines; /* slice of the result's lines */
} ny_paid;

/* Why a run stopped: the contract or the data are wrong in a way that only computing shows. */
typedef struct ny_stop {
    bool stopped;
    bool names_row; /* words[1] is the key of a row */
    ny_code code;
    ny_span span;
    ny_text words[4];
    uint32_t word_count;
} ny_stop;

typedef struct ny_result {
    uint32_t periods;
    const ny_plan *plan;
    ny_value *values;      /* [operation * periods + period], contract and period grain */
    ny_measured *measured; /* [reduction * periods + period]; only of measures */
    ny_measured *grouped;  /* asked by group: [(reduction * periods + period) * groups + group] */
    ny_paid *paid;         /* [plan payment * periods + period] */
    NY_LIST(ny_line) lines;
    NY_LIST(const ny_trace *) traces; /* those asked for that a figure or payment was found for */
    uint32_t
        outside_term; /* rows of dated tables whose date lies in no contract year of the term */
    ny_stop stop;
    const struct ny_exact *state; /* the exact evaluator's own, for the bounds */
} ny_result;

/* What an operation came to in a period; what the contract fixes once is the same in all. */
static inline ny_value ny_result_value(const ny_result *result, uint32_t op, uint32_t period)
{
    bool once = result->plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
    return result->values[(size_t)op * result->periods + (once ? 0 : period)];
}

#endif
