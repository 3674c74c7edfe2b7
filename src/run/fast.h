/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The fast evaluator: the same plan as the exact one, in doubles. Simulation runs it over imagined
 * worlds; nothing that it gives is ever paid.
 *
 * Every value carries a bound of its own error, 0 where the double is exact. A decision (comparison,
 * ceiling, floor, rounding) that lies nearer to its edge than that bound, or than 1e-12 relative of
 * the edge, sets `ties`: then the caller runs ny_exact_run over the same inputs and takes what it
 * gives (ny_fast_take_exact). So does every run that the exact evaluator would stop. Whole numbers,
 * dates, words and counts are exact and never tie. Away from ties the two give the same payments.
 *
 *     ny_fast_result *result = ny_fast_run(arena, plan, &inputs);
 *     if (result->ties)
 *         ny_fast_take_exact(arena, result, &inputs, ny_exact_run(arena, plan, &inputs)); */

#ifndef NY_RUN_FAST_H
#define NY_RUN_FAST_H

#include "run/kernel.h"
#include "run/result.h"

/* A number in base units; a date in days; yes (1) or no (0); the number of a word, row or party; a
 * text as its table * 2^32 + its number in that table's texts. */
typedef struct ny_fast_value {
    double value;
    double error; /* bound of the absolute error; 0: exact */
    ny_state state;
} ny_fast_value;

/* A measure in one statement; see ny_measured. */
typedef struct ny_fast_measured {
    bool reports;
    uint32_t operation_period;
    ny_fast_value value;
    bool met; /* its `needs` */
    ny_fast_value low, high;
    uint32_t rows, known, events;
} ny_fast_measured;

/* Calendar years, into which flows are booked by the day on which a payment falls due, or on which the
 * row or event of a cost or benefit is dated; a cost or benefit without such a day on the last day of
 * its period. What comes before the first year counts in it, what comes after the last in that. */
struct ny_calendar_years {
    int32_t first;   /* the one in which the contract begins: 2026 */
    uint32_t count;  /* to the last day on which anything may be dated or due */
    ny_date *begins; /* 1 January of each */
    uint32_t *rests; /* [plan payment * periods + period]: see rests.h */
};

/* So many lines of one amount by the year in which they fall due; first NY_NONE: there are none. */
typedef struct ny_due_rows {
    uint32_t first, last;
    uint32_t *rows;
} ny_due_rows;

typedef struct ny_fast_result {
    uint32_t periods, parties;
    const ny_plan *plan;
    ny_fast_value *values;      /* [operation * periods + period]; contract grain at period 0 */
    ny_fast_measured *measured; /* [reduction * periods + period] */
    bool *made;                 /* [plan payment * periods + period] */
    /* The lines of a payment in a period from one party to another, each rounded, then summed: a
     * whole multiple of the currency's rounding. See ny_fast_count. */
    int64_t *counts;
    /* Costs and benefits: [(plan payment * periods + period) * parties + party], by the period in
     * which the event is dated; before the first: in the first; after the last: in the last. In the
     * amount's unit. A joint party has them itself, unless a column names it: then its members. */
    ny_fast_value *flows;
    /* [plan payment * parties + party]: what present value owes to events after the last period,
     * which count less than those that are dated in it: the sum of amount * (discount of the event's
     * own period - discount of the last). */
    double *late;
    /* Where calendar years are asked for, [(plan payment * years + year) * parties + party]: what the
     * party receives less what it pays, as multiples of the rounding; and the amounts of costs and
     * benefits, as in `flows`. Else NULL. */
    int64_t *paid_in;
    double *flowed_in;
    ny_due_rows due; /* while a run is under way */
    bool ties;
} ny_fast_result;

/* What a flow of contract period p (from 0) counts at present value: (1 + r)^-t, t the years from the
 * start to the period's end, or to its beginning where the contract says so; 1 without a rate. */
double ny_fast_discount(const ny_model *model, uint32_t period);

/* What of a plan is the same in every run: prepared once, for ny_inputs.fast of many. Lives in the
 * arena, as the plan does; several threads may use it at once. No figure depends on the kernels. */
const ny_fast_plan *ny_fast_prepare(ny_arena *arena, const ny_plan *plan, ny_kernel_set kernels);

/* The calendar years of a plan, for ny_inputs.years of many runs; lives in the arena. NULL where it has
 * no periods. */
const ny_calendar_years *ny_calendar_years_of(ny_arena *arena, const ny_plan *plan);

/* Runs the plan over the first `inputs->periods` statements, costs and benefits too; these look at
 * the whole of the data, whatever the data dates. The result lives in the arena. */
ny_fast_result *ny_fast_run(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs);

/* Puts an exact result of the same inputs in the place of figures, measures and payments, and works
 * out costs and benefits anew from it. The exact run has not stopped. */
void ny_fast_take_exact(ny_arena *arena, ny_fast_result *result, const ny_inputs *inputs,
                        const ny_result *exact);

/* Multiples of the currency's rounding that flow from one single party to another. */
int64_t ny_fast_count(const ny_fast_result *result, uint32_t payment, uint32_t period,
                      uint32_t payer, uint32_t payee);

/* The value of a figure of contract or period grain; UNKNOWN for a figure of rows. */
ny_fast_value ny_fast_figure(const ny_fast_result *result, uint32_t figure, uint32_t period);

/* The nearest double and the bound that belongs to it. */
ny_fast_value ny_fast_of_rational(ny_rational number);
ny_fast_value ny_fast_of_value(ny_kind kind, ny_value value);

#endif
