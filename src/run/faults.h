/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the faults in the data leave open, for the bounds (bound.h): the rows that were set aside with
 * the cells of them that could be read, and where each fault stands. Faults are rare, so all of it
 * lies beside the tables, and a table without faults costs nothing. */

#ifndef NY_RUN_FAULTS_H
#define NY_RUN_FAULTS_H

#include "run/table.h"

typedef enum ny_fault_kind {
    NY_FAULT_MOVES_NOTHING, /* a column that is only checked, an equal row, an empty line */
    NY_FAULT_IN_CELL,       /* of a row that counts: `row` and `column` */
    NY_FAULT_OF_ROW_ASIDE,  /* `row` of the table's rows set aside */
    NY_FAULT_IN_FACT,       /* `row` is the figure of the model */
} ny_fault_kind;

typedef struct ny_fault_place {
    ny_fault_kind kind;
    uint32_t table, row, column;
} ny_fault_place;

/* The rows of one table that were set aside, in the order of files and lines. A cell is as it was
 * read; one that is faulty, could not be read, or refers to a row that was set aside, is FAULTY. Rows
 * of one unit (they have one key and differ) stand for one row: at most one of them is in. */
typedef struct ny_rows_aside {
    ny_rows rows;
    uint32_t *unit; /* of each row: the first row of its unit */
    bool has_extracted;
    ny_date extracted; /* no date of the table lies after it */
} ny_rows_aside;

typedef struct ny_faults {
    const ny_rows_aside *aside;     /* one a table of the model */
    NY_LIST(ny_fault_place) faults; /* every fault that was reported, in that order */
} ny_faults;

#endif
