/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which file of which kind the words of --data mean: FILE.csv, BOOK.xlsx, BOOK.xlsx#SHEET,
 * sqlite:FILE, sqlite:FILE#TABLE. */

#ifndef NY_CLI_DATA_FILE_H
#define NY_CLI_DATA_FILE_H

#include "base/status.h"
#include "io/extract.h"

typedef struct ny_data_place {
    ny_text path;
    ny_text part; /* behind the `#`; empty without one */
    ny_source_form form;
    bool form_said; /* else the file itself shows what it is */
} ny_data_place;

/* A file whose whole name has a `#` in it is that file; otherwise the name ends at the first `#`
 * that a file stands before. */
ny_data_place ny_data_place_read(ny_arena *arena, ny_text words);
/* The file's bytes, and what it is: a workbook by its name or its first bytes, a database by its first
 * bytes. Otherwise as ny_file_read. */
ny_status ny_data_file_read(ny_arena *arena, ny_language language, const ny_data_place *place,
                            ny_extract_file *ret_file, ny_text *ret_problem);

#endif
