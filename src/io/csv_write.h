/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A table as CSV: UTF-8, `,`, ISO dates, decimal point, the columns' names as headings, words as
 * declared. ny_extract_read without a source reads it back to the same table. A faulty cell is
 * written as one blank, which no column accepts, so that it is faulty again and not missing. */

#ifndef NY_IO_CSV_WRITE_H
#define NY_IO_CSV_WRITE_H

#include "run/table.h"

/* `rows` are those of all tables of the model: a row referred to is written as its key. */
void ny_csv_write(ny_buffer *buffer, const ny_model *model, const ny_rows *rows, uint32_t table);

#endif
