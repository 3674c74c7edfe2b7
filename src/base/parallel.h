/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Work in pieces, by several threads. Which thread does which piece, and when, is not known: so no
 * piece may look at another's result, every piece writes where no other does (an arena of its own),
 * and what comes of them is put together in the order of the pieces when all are done. Then the
 * result is the same for any number of threads. */

#ifndef NY_BASE_PARALLEL_H
#define NY_BASE_PARALLEL_H

#include <stdint.h>

/* More threads than this are never begun. */
#define NY_THREADS_MOST 64u

/* Does pieces 0 .. pieces-1, with at most so many threads (this one is one of them; 0 counts as 1);
 * all are done when it returns. A thread that the system does not give is done without. */
void ny_parallel(uint32_t threads, uint32_t pieces, void (*work)(void *context, uint32_t piece),
                 void *context);

#endif
