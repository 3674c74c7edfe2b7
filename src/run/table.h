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

/* A column of cells. Its values are as wide as the widest of them needs: a column of words takes a
 * byte a row. Read them by ny_cells_value. */
typedef struct ny_cells {
    uint8_t *state; /* ny_cell_state, one a row */
    void *value;    /* whole numbers with a sign, `width` bytes each. Number: mantissa, in the unit
                          as written; date: days; yes or no: 1, 0; word, party: its number; row: the
                          row's number in its table; text: its number in `texts`, or where it begins in
                          `bytes`, and one more behind the last row */
    uint8_t width;  /* 1, 2, 4 or 8 */
    uint32_t scale; /* number: the value is mantissa * 10^-scale */
    const char *bytes; /* text: those of the column, in the order of its rows; or NULL */
} ny_cells;

typedef struct ny_rows {
    uint32_t table; /* of the model */
    uint32_t count;
    uint32_t aside, copies; /* rows of the files that are not here: set aside for a fault, equal to
                               one that is here */
    ny_cells *columns;      /* one a column of the model's table */
    ny_text *texts;         /* keys, pseudonyms, codes of columns without `bytes` */
    uint32_t text_count;
} ny_rows;

/* The whole number in a cell that is sound; else 0, where the loader made it. Not of texts. */
static inline int64_t ny_cells_value(const ny_cells *cells, uint32_t row)
{
    switch (cells->width) {
    case 1:
        return ((const int8_t *)cells->value)[row];
    case 2:
        return ((const int16_t *)cells->value)[row];
    case 4:
        return ((const int32_t *)cells->value)[row];
    default:
        return ((const int64_t *)cells->value)[row];
    }
}

/* To write whole numbers into a column made by ny_cells_make: eight bytes each. */
static inline int64_t *ny_cells_wide(const ny_cells *cells)
{
    return cells->value;
}

/* Room for so many rows, eight bytes a value. */
ny_cells ny_cells_make(ny_arena *arena, size_t rows, uint32_t scale);
/* The same with 1, 2, 4 or 8 bytes a value; written by ny_cells_set. */
ny_cells ny_cells_make_narrow(ny_arena *arena, size_t rows, uint32_t scale, uint8_t width);
static inline void ny_cells_set(const ny_cells *cells, uint32_t row, int64_t value)
{
    switch (cells->width) {
    case 1:
        ((int8_t *)cells->value)[row] = (int8_t)value;
        return;
    case 2:
        ((int16_t *)cells->value)[row] = (int16_t)value;
        return;
    case 4:
        ((int32_t *)cells->value)[row] = (int32_t)value;
        return;
    default:
        ((int64_t *)cells->value)[row] = value;
    }
}
/* The text in a sound cell of a column of texts. */
ny_text ny_rows_text(const ny_rows *rows, uint32_t column, uint32_t row);

/* The cell as an exact value in base units. Numbers that do not fit small live in the arena. */
ny_value ny_rows_value(ny_arena *arena, const ny_model *model, const ny_rows *rows, uint32_t column,
                       uint32_t row);
/* The rows whose date lies in from..before (exclusive): first and one past the last. */
void ny_rows_dated(const ny_model *model, const ny_rows *rows, ny_date from, ny_date before,
                   uint32_t *ret_first, uint32_t *ret_end);
ny_text ny_rows_key(const ny_model *model, const ny_rows *rows, uint32_t row);

#endif
