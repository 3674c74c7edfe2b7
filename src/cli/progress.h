/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One line on a terminal that says how far a long command has come: from its first second on, ten times
 * a second at most, on standard error, and gone when the work is done. Nothing of it where standard
 * error is no terminal. */

#ifndef NY_CLI_PROGRESS_H
#define NY_CLI_PROGRESS_H

#include "base/phrase.h"
#include "base/progress.h"

typedef struct ny_progress_line ny_progress_line;

/* Lives in the arena; the clock begins now. */
ny_progress_line *ny_progress_begin(ny_arena *arena, ny_language language);
const ny_progress *ny_progress_of(const ny_progress_line *line);
/* Takes the line away, before anything else is said. */
void ny_progress_clear(ny_progress_line *line);

#endif
