/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How an operation ended; the numbers are the exit codes of the commands. */

#ifndef NY_BASE_STATUS_H
#define NY_BASE_STATUS_H

typedef enum ny_status {
    NY_DONE = 0,
    NY_INPUT_WRONG = 1,  /* contract, offer or data: said in diagnostics */
    NY_USAGE_WRONG = 2,  /* the command line */
    NY_WORLD_FAILED = 3, /* disk, memory, a file that is not there */
} ny_status;

#endif
