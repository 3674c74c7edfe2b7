/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The rows that a model takes over and does not imagine itself: read from the files that their
 * `source` names. */

#ifndef NY_CLI_TAKEN_OVER_H
#define NY_CLI_TAKEN_OVER_H

#include "cli/command.h"
#include "run/table.h"

/* A file that rows are taken over from, and the fingerprint of its bytes. */
typedef struct ny_taken_file {
    ny_text name, hash;
} ny_taken_file;
typedef NY_LIST(ny_taken_file) ny_taken_files;

/* By table of the model; NULL where nothing is taken over from a table that no model imagines. What
 * is wrong has been said when the status is not NY_DONE; faults in the files are counted aloud, and
 * their rows are left out as in every extract. */
ny_status ny_taken_over_read(ny_arena *arena, const char *command, ny_loaded *loaded,
                             const ny_rows **ret_rows, ny_taken_files *ret_files);

#endif
