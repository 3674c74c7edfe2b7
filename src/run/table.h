/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A table's rows in memory: columns of cells, in the order of the table's date, then key (bytes),
 * whatever order they came in. Read once, never changed.
 *
 * A cell is sound, missing (blank in a column `if known`), absent (blank in a column `if any`) or
 * faulty; the loader reports faults and sets rows aside, so that a faulty cell here stands in a
 * column `if known` (read as UNKNOWN) or `if any` (UNKNOWN, not absent). */

#ifndef NY_RUN_TABLE_H
#define NY_RUN_TABLE_H

#include "model/model.h"

typedef enum ny_cell_state {
    NY_CELL_SOUND,
    NY_CELL_MISSING,
    NY_CELL_ABSENT,
    NY_CELL_FAULTY
} ny_cell_state;

typedef struct ny_cells {
    uint8_t *state; /* ny_cell_state, one a row */
    int64_t *value; /* number: mantissa, in the unit as written; date: days; yes or no: 1, 0; word,
                        party: its number; row: the row's number in its table; text: in `texts` */
    uint32_t scale; /* number: the value is mantissa * 10^-scale */
} ny_cells;

typedef struct ny_rows {
    uint32_t table; /* of the model */
    uint32_t count;
    uint32_t aside, copies; /* rows of the files that are not here: set aside for a fault, equal to
                               one that is here */
    ny_cells *columns;      /* one a column of the model's table */
    ny_text *texts;         /* keys, pseudonyms, codes */
    uint32_t text_count;
} ny_rows;

/* The cell as an exact value in base units. Numbers that do not fit small live in the arena. */
ny_value ny_rows_value(ny_arena *arena, const ny_model *model, const ny_rows *rows, uint32_t column,
                       uint32_t row);
/* The rows whose date lies in from..before (exclusive): first and one past the last. */
void ny_rows_dated(const ny_model *model, const ny_rows *rows, ny_date from, ny_date before,
                   uint32_t *ret_first, uint32_t *ret_end);
ny_text ny_rows_key(const ny_model *model, const ny_rows *rows, uint32_t row);

#endif
