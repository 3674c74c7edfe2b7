/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* From an exact run to statements: what each party pays and receives in each contract year, why, and
 * whether the statement may still change. Nothing is computed here that the run did not compute;
 * lines are added up by pair of parties, and the double entry is checked. */

#ifndef NY_USE_SETTLE_H
#define NY_USE_SETTLE_H

#include "run/bound.h"
#include "use/prose.h"

/* What is known of the data and the day. */
typedef struct ny_circumstances {
    bool has_extracted;
    ny_date extracted; /* the day of the extract */
    bool has_as_of;
    ny_date as_of;           /* statements drawn after it do not exist yet */
    uint32_t faults;         /* rejects in the data, none of them answered */
    const ny_bounds *bounds; /* what they could move; NULL: not asked */
} ny_circumstances;

/* What one party pays another under one payment in one period. */
typedef struct ny_entry {
    uint32_t payment;  /* of the model */
    uint32_t from, to; /* parties */
    ny_rational amount;
    uint32_t rows;
    bool has_due, due_by_line; /* by line: each row's line has a due date of its own */
    ny_date due_first, due_last;
    uint32_t moved;   /* of its lines: due later than the contract's days */
    ny_text sentence; /* what the amount is made of */
    ny_text nothing;  /* why nothing is paid: the condition that does not hold; or empty */
    ny_text share;    /* a member of a joint party's part of it; or empty */
} ny_entry;

/* Of a payment in one period: what rounding made of its amount. */
typedef struct ny_rounded {
    uint32_t payment;   /* of the model */
    ny_rational before; /* from payer to payee; negative: the other way */
    ny_rational added;  /* by rounding; negative: taken off */
} ny_rounded;

/* What one contract year hands to the next: a figure that some later year asks for as `previous`. */
typedef struct ny_carried {
    uint32_t figure;
    ny_value value;
} ny_carried;

typedef struct ny_flow {
    uint32_t party, currency;
    ny_rational pays, receives;
    ny_end pays_low, pays_high, receives_low, receives_high; /* as faults could make them */
} ny_flow;

typedef NY_LIST(ny_flow) ny_flow_list;

typedef struct ny_statement {
    uint32_t period; /* from 0 */
    bool final;
    NY_LIST(ny_text) why_provisional;
    NY_LIST(ny_entry) entries;
    NY_LIST(ny_rounded) rounded; /* payments whose rounding moved something */
    NY_LIST(ny_carried) carried;
    ny_flow_list flows; /* parties that some payment names, in the contract's order */
} ny_statement;

typedef struct ny_settlement {
    const ny_result *result;
    NY_LIST(ny_statement) statements;
    ny_flow_list totals;
} ny_settlement;

/* How many statements have been drawn by then: those whose data date is not after `as_of`, or all. */
uint32_t ny_statements_drawn(const ny_model *model, const ny_circumstances *circumstances);
/* The settlement lives in the arena of `prose`. `texts` are the contract's files by source number,
 * from which the sentences quote. */
ny_settlement *ny_settle(const ny_prose *prose, const ny_result *result,
                         const ny_circumstances *circumstances, const ny_text *texts);

/* "year 3: 2 of 69 rows, 5 more not known, 8 left out"; empty where no operation year reports. */
ny_text ny_measured_words(const ny_prose *prose, const ny_reduction *reduction,
                          const ny_measured *measured);
/* Between which ends a share of rows lies, whatever those rows are whose value is not known: none of
 * them counts, or all. False for all else, and where every row is known. Estimated, standardised and
 * shrunk shares have no such ends. */
bool ny_share_ends(ny_arena *arena, const ny_plan *plan, const ny_reduction *reduction,
                   const ny_measured *measured, ny_value *ret_low, ny_value *ret_high);
/* A figure's value as reports show it: in the unit of its declaration. False when it is not a known
 * number. */
bool ny_figure_shown(ny_arena *arena, const ny_figure *figure, ny_value value,
                     ny_rational *ret_value);

#endif
