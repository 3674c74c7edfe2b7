/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The list of faults as a file of its own, for those who mend an extract. It holds the cells that are
 * wrong and is as confidential as the extract. */

#ifndef NY_IO_REJECTS_H
#define NY_IO_REJECTS_H

#include "io/extract.h"

/* file,line,heading,value,reason,what happens: UTF-8, `,`, every text in quotes. Where a spreadsheet
 * would take a text for a formula (= + - @ or a tab at its beginning) an apostrophe stands before it. */
ny_text ny_rejects_csv(ny_arena *arena, const ny_tables *tables);

#endif
