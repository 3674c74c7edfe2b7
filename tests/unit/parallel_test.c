/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Every piece is done once, whatever the number of threads. */

#include "base/parallel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define PIECES 1000

static void count(void *context, uint32_t piece)
{
    unsigned *done = context;
    done[piece]++;
}

static void every_piece_is_done_once(void **state)
{
    (void)state;
    const uint32_t threads[] = {0, 1, 2, 7, NY_THREADS_MOST, 1000000};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        unsigned done[PIECES] = {0};
        ny_parallel(threads[i], PIECES, count, done);
        for (size_t j = 0; j < PIECES; j++)
            assert_int_equal(done[j], 1);
    }
}

static void no_piece_is_no_work(void **state)
{
    (void)state;
    ny_parallel(4, 0, count, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_piece_is_done_once),
                                       cmocka_unit_test(no_piece_is_no_work)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
