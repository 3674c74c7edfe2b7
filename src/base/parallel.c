/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

typedef struct ny_pieces {
    atomic_uint next;
    uint32_t count;
    void (*work)(void *context, uint32_t piece);
    void *context;
} ny_pieces;

/* A piece is taken by who comes first, so that a slow one holds up nobody but its thread. */
static void *do_pieces(void *all)
{
    ny_pieces *pieces = all;
    for (;;) {
        uint32_t piece = atomic_fetch_add_explicit(&pieces->next, 1, memory_order_relaxed);
        if (piece >= pieces->count)
            return NULL;
        pieces->work(pieces->context, piece);
    }
}

void ny_parallel(uint32_t threads, uint32_t pieces, void (*work)(void *context, uint32_t piece),
                 void *context)
{
    ny_pieces all = {.count = pieces, .work = work, .context = context};
    pthread_t others[NY_THREADS_MOST];
    uint32_t begun = 0;
    uint32_t most = threads < NY_THREADS_MOST ? threads : NY_THREADS_MOST;
    while (begun + 1 < most && begun + 1 < pieces &&
           pthread_create(&others[begun], NULL, do_pieces, &all) == 0)
        begun++;
    (void)do_pieces(&all);
    for (uint32_t i = 0; i < begun; i++)
        (void)pthread_join(others[i], NULL);
}
