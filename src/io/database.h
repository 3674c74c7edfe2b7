/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Tables of a SQLite database. The database is taken first as one image, as it stands in one read
 * transaction; every table is read from that image, so that tables of one file always belong together,
 * and the image's bytes are what a fingerprint is made of: they are the file's, where the file has no
 * log of changes beside it (-wal).
 *
 *     ny_database_image(arena, language, path, &image, &problem);
 *     ny_database_read(arena, sink, span, name, image, NY_TEXT("operation"), &rows); */

#ifndef NY_IO_DATABASE_H
#define NY_IO_DATABASE_H

#include "base/diagnostic.h"
#include "base/status.h"
#include "io/packed.h"

typedef struct ny_database_rows {
    ny_text table; /* as the database spells it */
    ny_text text;  /* packed: first the columns' names as line 0, then a record a row */
} ny_database_rows;

/* The bytes begin as a database does. */
bool ny_is_database(ny_text bytes);

/* Opens the file only to read, and waits up to two seconds for one who writes. NY_WORLD_FAILED with a
 * sentence in *ret_problem, as ny_file_read. A file that is no database is given as it is. */
ny_status ny_database_image(ny_arena *arena, ny_language language, ny_text path, ny_text *ret_image,
                            ny_text *ret_problem);

/* The rows of a table (without a name: of the only one), in the order of their rowid, which is their
 * line. NULL is blank. False, reported at `span`: no database, damaged, or no such table. */
bool ny_database_read(ny_arena *arena, ny_sink *sink, ny_span span, ny_text name, ny_text image,
                      ny_text table, ny_database_rows *ret_rows);

#endif
