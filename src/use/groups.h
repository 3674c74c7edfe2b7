/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows in groups that a reader asks for: `--by hospital,kind`, `--by surgeon.hospital`. The groups are
 * those that occur among the rows of one table; the run then makes each measure of each group by the
 * same code as of the whole. */

#ifndef NY_USE_GROUPS_H
#define NY_USE_GROUPS_H

#include "run/result.h"

/* At most so many groups are made: a reader who asks for more has asked for rows. */
#define NY_MOST_GROUPS 200u

typedef struct ny_group_column {
    ny_text written; /* "surgeon.hospital" */
    uint32_t column; /* of the table */
    uint32_t of_table,
        of_column; /* of the row that the column refers to; NY_NONE: the column itself */
} ny_group_column;

typedef struct ny_group {
    ny_text *names;   /* one a column; empty where the cell says nothing */
    ny_value *values; /* the same */
} ny_group;

typedef struct ny_grouping {
    ny_by by;
    NY_LIST(ny_group_column) columns;
    NY_LIST(ny_group) groups; /* in the order of their values */
} ny_grouping;

/* Reads what was said behind --by, and puts the rows into groups: of the first table, in the order of
 * the measures, that has all these columns. False, reported, when there is no such column, when it
 * tells rows or persons apart, or when there would be too many groups. `tables`: one a table. */
bool ny_grouping_read(ny_arena *arena, ny_sink *sink, const ny_model *model, const ny_rows *tables,
                      ny_text said, ny_grouping *ret_grouping);
/* The column whose values are the groups' names. */
const ny_column *ny_grouping_column(const ny_model *model, const ny_grouping *grouping,
                                    uint32_t column);

#endif
