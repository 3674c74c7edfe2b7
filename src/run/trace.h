/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What became of every row: of a table under one measure or count, or under one payment, in one
 * statement. The run itself writes it down while it counts and pays, so that it cannot tell another
 * story than the figures. Each row has one reason; the rows of all reasons are all rows. */

#ifndef NY_RUN_TRACE_H
#define NY_RUN_TRACE_H

#include "plan/plan.h"

typedef enum ny_fate {
#define NY_FATE(name, text) NY_FATE_##name,
#include "run/fates.def"
#undef NY_FATE
    NY_FATE_COUNT
} ny_fate;

/* Of what a trace is asked for. */
typedef struct ny_trace_of {
    bool payment;    /* a payment for each row; else a reduction */
    uint32_t number; /* of the plan */
    uint32_t period; /* the statement, from 0; of a figure of the contract grain: 0 */
} ny_trace_of;

/* Why rows fared as they did. */
typedef struct ny_reason {
    ny_fate fate;
    /* LEFT_OUT: the exclusions of the plan that hold, all of them.
     * NOT_MEANT, NOT_DUE: the operation of the first part of the condition that does not hold.
     * NOT_KNOWN, UNSURE, AMOUNT_UNKNOWN: operations (cells, figures) whose value lacks. */
    NY_LIST(uint32_t) because;
    uint32_t rows;
} ny_reason;

typedef struct ny_trace {
    ny_trace_of of;
    uint32_t table;
    NY_LIST(ny_reason) reasons; /* in the order in which the first row of each was met */
    uint32_t count;             /* rows of the table */
    uint32_t *reason;           /* one a row */
    ny_value *values;           /* one a row, asked for: what it counts or is paid; or NULL */
    uint32_t row;               /* the row asked for, or NY_NONE */
    ny_value *slots;            /* the operations of that row, when it was run; or NULL */
} ny_trace;

/* "counted" */
const char *ny_fate_text(ny_fate fate);
/* What became of a row. */
const ny_reason *ny_trace_reason(const ny_trace *trace, uint32_t row);
/* Rows of one fate. */
uint32_t ny_trace_rows(const ny_trace *trace, ny_fate fate);

#endif
