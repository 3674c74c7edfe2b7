/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See stress_worlds.h. Sums go through the worlds in their order; every ranking is ny_award_rank's. */

#include "use/stress_worlds.h"

#include "use/award_stress.h"

#include <math.h>

static uint32_t common_worlds(const ny_expectation *expected, uint32_t count)
{
    uint32_t worlds = count ? expected[0].worlds : 0;
    for (uint32_t i = 1; i < count; i++)
        worlds = expected[i].worlds < worlds ? expected[i].worlds : worlds;
    return worlds;
}

static void add_world(ny_arena *scratch, const ny_ranking *ranking, const ny_standing *bids,
                      uint32_t count, ny_true_best *best, double *squares)
{
    uint32_t first = ranking->order[0];
    best->worlds++;
    for (uint32_t b = 0; b < count; b++) {
        if (!bids[b].in)
            continue;
        double behind = ny_rational_to_double(ny_lead(scratch, ranking, first, b));
        best->best[b] += ranking->places[b].rank == 1;
        best->loss[b] += behind;
        squares[b] += behind * behind;
    }
}

bool ny_true_best_find(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                       uint32_t bid_count, const ny_expectation *expected, uint32_t count,
                       ny_true_best *ret_best)
{
    uint32_t worlds = common_worlds(expected, count);
    ny_true_best best = {.best = NY_NEW_ARRAY(arena, uint32_t, (size_t)bid_count + 1),
                         .loss = NY_NEW_ARRAY(arena, double, (size_t)bid_count + 1),
                         .se = NY_NEW_ARRAY(arena, double, (size_t)bid_count + 1)};
    double *squares = NY_NEW_ARRAY(arena, double, (size_t)bid_count + 1);
    ny_arena *scratch = ny_arena_create();
    for (uint32_t world = 0; world < worlds; world++) {
        ny_ranking ranking;
        ny_arena_reset(scratch);
        ny_standing *there = NY_NEW_ARRAY(scratch, ny_standing, (size_t)bid_count + 1);
        ny_expected_in_world(scratch, terms, expected, count, world, bids, bid_count, there);
        ny_award_rank(scratch, terms, there, bid_count, &ranking);
        if (ranking.problem == NY_AWARD_RANKED && ranking.compared)
            add_world(scratch, &ranking, there, bid_count, &best, squares);
    }
    ny_arena_destroy(scratch);
    double n = best.worlds;
    for (uint32_t b = 0; b < bid_count && best.worlds; b++) {
        best.loss[b] /= n;
        double spread = squares[b] / n - best.loss[b] * best.loss[b];
        best.se[b] = n > 1 && spread > 0 ? sqrt(spread / (n - 1)) : 0;
    }
    *ret_best = best;
    return best.worlds > 0;
}
