/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study_cohort_private.h: a cohort whose chances and amounts are the same in all cycles goes through all of
 * them in one kernel, eight worlds abreast, whose shares and sums stay in the processor's own memory. To the
 * last bit what it comes to cycle by cycle, since each share is added up in the same order.
 *
 * Rejected: powers of the matrix of chances, which need no cycles: other bits, and no gain below some 20 cycles
 * for each state. */

#include "base/bug.h"
#include "run/study_cohort_private.h"

#include <string.h>

struct ny_steady {
    ny_kernel_cycles cycles;
    double **shares;
    uint32_t *ends, *from, *move; /* move: of the state it leaves, by way; NY_NONE: stays */
    const double **part;
    double *ones; /* [way * NY_STUDY_LANES + lane]: of a chance that all worlds share */
    uint32_t *place;
    double **sum, *worth;
};

static uint32_t count_ways(const ny_cohort *cohort)
{
    uint32_t ways = 0;
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
        ways += cohort->states[s].moves.count + !cohort->states[s].all_leave;
    return ways;
}

bool ny_cohort_goes_steadily(const ny_cohort *cohort)
{
    uint32_t counted = 0;
    bool steady = cohort->pathway->kind == NY_PATHWAY_CYCLES && !cohort->following.one_by_one &&
                  !cohort->trace && !cohort->by_point && !cohort->arriving.count;
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++) {
        const ny_cohort_state *state = &cohort->states[s];
        steady = steady && !state->by_stay && !state->changes;
        counted += state->counted;
    }
    for (uint32_t i = 0; i < cohort->flows.count; i++)
        steady = steady && cohort->flows.items[i].steady && !cohort->flows.items[i].is_move;
    return steady && cohort->pathway->states.count <= NY_CYCLES_PLACES &&
           counted * NY_STUDY_SERIES <= NY_CYCLES_SUMS;
}

/* --- memory ------------------------------------------------------------------------------------------- */

static void add_way(ny_steady *steady, uint32_t from, uint32_t move, uint32_t *ways)
{
    steady->from[*ways] = from;
    steady->move[(*ways)++] = move;
}

/* Ways by where they lead, as they are added up cycle by cycle: by state, its moves, who stays. */
static void lay_out_ways(ny_steady *steady, const ny_cohort *cohort)
{
    uint32_t states = cohort->pathway->states.count, ways = 0;
    for (uint32_t to = 0; to < states; to++) {
        for (uint32_t s = 0; s < states; s++) {
            const ny_cohort_state *state = &cohort->states[s];
            for (uint32_t m = 0; m < state->moves.count; m++)
                if (state->moves.items[m].to == to)
                    add_way(steady, s, m, &ways);
            if (s == to && !state->all_leave)
                add_way(steady, s, NY_NONE, &ways);
        }
        steady->ends[to] = ways;
    }
}

/* What is there at the end of a cycle: at the start of the next one, or at its own. */
static double worth_at_end(const ny_cohort *cohort, uint32_t cycle, uint32_t series)
{
    if (cohort->counting.counted != NY_COUNTED_AT_START)
        return ny_cohort_worth_of(cohort, 1, cycle, cycle, false).by[series];
    return cycle < cohort->pathway->cycles
               ? ny_cohort_worth_of(cohort, 1, cycle, cycle + 1, false).by[series]
               : 0;
}

static void lay_out_sums(ny_steady *steady, const ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    uint32_t sums = 0, series_of[NY_CYCLES_SUMS];
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
        for (uint32_t i = 0; i < cohort->counting.series; i++) {
            if (!cohort->states[s].counted || !block->in_state[s].sum[i])
                continue;
            steady->place[sums] = s;
            steady->sum[sums] = block->in_state[s].sum[i];
            series_of[sums++] = i;
        }
    for (uint32_t cycle = 1; cycle <= cohort->pathway->cycles; cycle++)
        for (uint32_t k = 0; k < sums; k++)
            steady->worth[(size_t)(cycle - 1) * sums + k] =
                worth_at_end(cohort, cycle, series_of[k]);
    steady->cycles.sums = sums;
}

ny_steady *ny_cohort_open_steady(ny_arena *arena, const ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    uint32_t states = cohort->pathway->states.count, ways = count_ways(cohort);
    ny_steady *steady = NY_NEW(arena, ny_steady);
    steady->shares = NY_NEW_ARRAY(arena, double *, states);
    steady->ends = NY_NEW_ARRAY(arena, uint32_t, states);
    steady->from = NY_NEW_ARRAY(arena, uint32_t, (size_t)ways + 1);
    steady->move = NY_NEW_ARRAY(arena, uint32_t, (size_t)ways + 1);
    steady->part = NY_NEW_ARRAY(arena, const double *, (size_t)ways + 1);
    steady->ones = NY_NEW_ARRAY(arena, double, (size_t)ways *NY_STUDY_LANES + 1);
    steady->place = NY_NEW_ARRAY(arena, uint32_t, NY_CYCLES_SUMS);
    steady->sum = NY_NEW_ARRAY(arena, double *, NY_CYCLES_SUMS);
    steady->worth = NY_NEW_ARRAY(arena, double, (size_t)cohort->pathway->cycles *NY_CYCLES_SUMS);
    for (uint32_t s = 0; s < states; s++)
        steady->shares[s] = block->shares + (size_t)cohort->states[s].first * NY_STUDY_LANES;
    lay_out_ways(steady, cohort);
    lay_out_sums(steady, block);
    steady->cycles.places = states;
    steady->cycles.cycles = cohort->pathway->cycles;
    steady->cycles.shares = steady->shares;
    steady->cycles.ends = steady->ends;
    steady->cycles.from = steady->from;
    steady->cycles.part = steady->part;
    steady->cycles.place = steady->place;
    steady->cycles.sum = steady->sum;
    steady->cycles.worth = steady->worth;
    return steady;
}

/* --- a run ---------------------------------------------------------------------------------------------- */

static const double *part_of(const ny_cohort_block *block, uint32_t way)
{
    const ny_steady *steady = block->steady;
    const ny_cohort_state *state = &block->cohort->states[steady->from[way]];
    double *ones = steady->ones + (size_t)way * NY_STUDY_LANES;
    if (steady->move[way] == NY_NONE)
        return block->stay[steady->from[way]];
    ny_lane_value chance =
        ny_cohort_chance_of(block, steady->from[way], &state->moves.items[steady->move[way]]);
    if (chance.lanes)
        return chance.lanes;
    ny_block_fill(block, ones, chance.one);
    return ones;
}

void ny_cohort_run_steadily(const ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    ny_steady *steady = block->steady;
    uint32_t states = cohort->pathway->states.count;
    if (cohort->rates.count)
        ny_cohort_begin_matrix(block, 1);
    for (uint32_t s = 0; s < states; s++)
        ny_cohort_find_stay(block, s, 1, 1);
    for (uint32_t way = 0; way < steady->ends[states - 1]; way++)
        steady->part[way] = part_of(block, way);
    steady->cycles.lanes = block->lanes;
    block->kernels->cycles(&steady->cycles);
}
