/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Files, whole. Reading says what is wrong in one sentence; writing never leaves half a file: the
 * text goes to a temporary file beside it, is synced, and takes the name in one step. */

#ifndef NY_IO_FILE_H
#define NY_IO_FILE_H

#include "base/status.h"
#include "base/phrase.h"

/* The file's bytes, in the arena; those of a large file are mapped, not copied, and lie in memory
 * that the system can take back. Whoever rests on them looks at the stamp before and after. NY_WORLD_FAILED with a sentence (without full stop, in
 * this language) in *ret_problem: it is not there, is a folder, may not be read, is over 4 GiB. "-" is standard input. */
ny_status ny_file_read(ny_arena *arena, ny_language language, ny_text path, ny_text *ret_bytes,
                       ny_text *ret_problem);
/* Which state a file is in: another one when somebody has written to it. Nothing of it lives longer
 * than a run. */
typedef struct ny_file_stamp {
    uint64_t parts[7]; /* all 0 where there is no file */
} ny_file_stamp;

ny_file_stamp ny_file_stamp_of(ny_arena *arena, ny_text path);
bool ny_file_is_same(const ny_file_stamp *a, const ny_file_stamp *b);
/* Is there a file, and no folder or device? */
bool ny_file_is_plain(ny_arena *arena, ny_text path);
/* Does the path end in a link, whatever that leads to? */
bool ny_file_is_link(ny_arena *arena, ny_text path);
/* Is there a file that can be read? */
bool ny_file_exists(ny_arena *arena, ny_text path);
/* What the system's error number says, in words. */
ny_text ny_file_problem(ny_language language, int problem);
/* A file that is not there yet, written and synced; 0 or the system's error number. */
int ny_file_write_new(const char *path, ny_text bytes);
/* So that names given in the folder last. False with errno. */
bool ny_folder_sync(const char *path);
/* Writes the whole file or leaves the old one. Makes the folders above it. Where the path is a link
 * its target is written; a device or a pipe is written as it stands, since nothing can take its name. */
ny_status ny_file_write(ny_arena *arena, ny_language language, ny_text path, ny_text bytes,
                        ny_text *ret_problem);
/* The names in a folder, in order of their bytes, without those that begin with a point; `folders`: only
 * folders, else only files. NY_WORLD_FAILED with a sentence: it cannot be read. */
typedef NY_LIST(ny_text) ny_file_names;
ny_status ny_folder_list(ny_arena *arena, ny_language language, ny_text path, bool folders,
                         ny_file_names *ret_names, ny_text *ret_problem);
/* Makes a folder and those above it. */
ny_status ny_folder_make(ny_arena *arena, ny_language language, ny_text path, ny_text *ret_problem);
/* "contracts/knee/knee.nytte" and "knee-source.nytte" give "contracts/knee/knee-source.nytte". */
ny_text ny_path_beside(ny_arena *arena, ny_text file, ny_text other);

#endif
