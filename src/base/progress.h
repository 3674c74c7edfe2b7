/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How far long work has come, told to whoever wants to know. Told often: the listener decides when to
 * show it, and is the only one who knows a clock. */

#ifndef NY_BASE_PROGRESS_H
#define NY_BASE_PROGRESS_H

#include "base/text.h"

#include <stdint.h>

typedef enum ny_stage { NY_STAGE_READING, NY_STAGE_COMPUTING, NY_STAGE_IMAGINING } ny_stage;

typedef struct ny_progress {
    /* READING: bytes of the file `what`; COMPUTING: statements; IMAGINING: worlds. */
    void (*tell)(void *context, ny_stage stage, ny_text what, uint64_t done, uint64_t of);
    void *context;
} ny_progress;

/* `progress` may be NULL. */
static inline void ny_progress_tell(const ny_progress *progress, ny_stage stage, ny_text what,
                                    uint64_t done, uint64_t of)
{
    if (progress)
        progress->tell(progress->context, stage, what, done, of);
}

#endif
