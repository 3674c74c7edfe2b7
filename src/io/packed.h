/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Rows that do not come from a text of lines: a sheet of a workbook, a table of a database. They are
 * packed into one text, from which ny_csv_next reads records as it does from CSV, so that everything
 * behind the reader knows one kind of extract. A packed text is opened with the separator NY_PACKED.
 *
 * A record: its line, the bytes behind this head, then its cells that are not blank: column, what
 * it was (ny_given), size, bytes; in rising columns. All of it is of one machine and one run. */

#ifndef NY_IO_PACKED_H
#define NY_IO_PACKED_H

#include "io/csv.h"

/* More columns than this has no sheet and no table. */
#define NY_PACKED_MOST_COLUMNS 65535u

typedef struct ny_packer {
    ny_buffer buffer;
    size_t head; /* where the open record begins */
    bool open;
    bool keeps_blank; /* rows without a cell are rows */
    uint32_t records;
    uint32_t columns; /* one more than the last that is not blank anywhere */
    uint32_t *cells;  /* in each column */
} ny_packer;

ny_packer ny_packer_create(ny_arena *arena);
/* Closes the record before it. */
void ny_packer_begin(ny_packer *packer, uint32_t line);
/* A blank text is no cell. Columns rise within a record. */
void ny_packer_add(ny_packer *packer, uint32_t column, ny_given given, ny_text text);
/* The whole, copied into `arena`. Rows without a cell are not in it, unless the packer keeps them. */
ny_text ny_packer_finish(ny_packer *packer, ny_arena *arena);

/* For ny_csv_next: a record of exactly `most` cells. What stands behind them is left out, and so is a
 * record that holds nothing else. */
ny_csv_step ny_packed_next(ny_csv_reader *reader, ny_csv_record *ret_record);

#endif
