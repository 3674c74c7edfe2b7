/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One sheet of an Excel workbook (.xlsx, ECMA-376) as packed records: what each cell says, in the row
 * it has in Excel. Numbers, days and texts come as the file keeps them (io/workbook_value.h says how
 * they are read); of a formula, the value that was computed last. What is wrong with a single cell is
 * packed with it; only what spoils the whole workbook is reported.
 *
 *     ny_sheet sheet;
 *     if (ny_workbook_read(arena, sink, span, name, bytes, NY_TEXT("Ark1"), &sheet)) … sheet.text … */

#ifndef NY_IO_WORKBOOK_H
#define NY_IO_WORKBOOK_H

#include "base/diagnostic.h"
#include "io/packed.h"

/* The first row of a merged area, from 1, and its columns, from 0. */
typedef struct ny_merged {
    uint32_t row, first_column, last_column;
} ny_merged;

typedef struct ny_sheet {
    ny_text name;
    ny_text text; /* packed */
    uint32_t records, columns;
    const uint32_t *cells;          /* in each column */
    uint32_t sheets;                /* in the workbook */
    bool hidden;                    /* the sheet itself */
    NY_LIST(ny_text) passed_hidden; /* hidden sheets that stand before the first that is not */
    uint32_t hidden_rows, clocks, cut_numbers;
    NY_LIST(ny_merged) merged;
    NY_LIST(uint32_t) hidden_columns; /* that have cells, from 0 */
} ny_sheet;

/* The bytes begin as a zip file or as an old binary workbook does. */
bool ny_is_workbook(ny_text bytes);

/* The sheet of that name, or without a name the first that is not hidden. All texts live in `arena`.
 * False, reported at `span`, when the bytes are no workbook, an old or protected one, damaged, far too
 * large, or when it has no such sheet. `name` is what the user calls the file. */
bool ny_workbook_read(ny_arena *arena, ny_sink *sink, ny_span span, ny_text name, ny_text bytes,
                      ny_text sheet, ny_sheet *ret_sheet);

#endif
