/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A folder of files, written whole or not at all. */

#ifndef NY_IO_FOLDER_H
#define NY_IO_FOLDER_H

#include "base/phrase.h"
#include "base/status.h"

typedef struct ny_folder_file {
    const char *name;
    ny_text bytes;
} ny_folder_file;

/* Writes the files into a new folder beside `path`, syncs them, and gives it the name in one step:
 * whenever the program or the machine stops, the whole new folder is there or the old one is as it
 * was. A folder that is there is replaced only when it holds nothing but files named in `ours`
 * (ended by NULL). What stops half way leaves a folder `path.new-NUMBER`, which nothing reads.
 * NY_WORLD_FAILED with a sentence in *ret_problem: it is no folder, holds something else, the disk is
 * full, permission is lacking, the file system cannot exchange two folders. */
ny_status ny_folder_write(ny_arena *arena, ny_language language, ny_text path,
                          const ny_folder_file *files, size_t count, const char *const *ours,
                          ny_text *ret_problem);

#endif
