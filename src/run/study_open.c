/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study_cohort.h: the memory of a cohort's block. */

#include "run/rate_matrix.h"
#include "run/study_cohort_private.h"

/* --- memory ------------------------------------------------------------------------------------------- */

static double *lanes_room(ny_arena *arena, size_t places)
{
    return NY_NEW_ARRAY(arena, double, places *NY_STUDY_LANES);
}

static void open_sums(ny_arena *arena, ny_counted *counted, uint32_t series)
{
    if (!counted->sum[series])
        counted->sum[series] = lanes_room(arena, 1);
}

/* Sums for the flows that are steady, and the moves that anything counts. */
static void open_flow(ny_arena *arena, ny_cohort_block *block, const ny_cohort_flow *flow)
{
    for (uint32_t k = 0; k < flow->states.count; k++) {
        uint32_t s = flow->states.items[k];
        const ny_cohort_state *state = &block->cohort->states[s];
        if (!flow->is_move && flow->steady) {
            open_sums(arena, &block->in_state[s], 0);
            open_sums(arena, &block->in_state[s], flow->series);
        }
        for (uint32_t m = 0; flow->is_move && m < state->moves.count; m++) {
            uint32_t transition = state->moves.items[m].transition;
            if (state->moves.items[m].to != flow->to)
                continue;
            if (!flow->by_stay && !block->moved[transition])
                block->moved[transition] = lanes_room(arena, 1);
            if (!flow->steady)
                continue;
            open_sums(arena, &block->by_move[transition], 0);
            open_sums(arena, &block->by_move[transition], flow->series);
        }
    }
}

ny_cohort_block *ny_cohort_open(ny_arena *arena, const ny_cohort *cohort, ny_figures_run *figures)
{
    ny_cohort_block *block = NY_NEW(arena, ny_cohort_block);
    uint32_t states = cohort->pathway->states.count, moves = cohort->ways;
    block->cohort = cohort;
    block->run = figures;
    block->kernels = ny_kernels_choose(NY_KERNELS_BEST);
    block->shares = lanes_room(arena, cohort->places);
    block->next = lanes_room(arena, cohort->places);
    block->moved = NY_NEW_ARRAY(arena, double *, (size_t)moves + 1);
    block->all = NY_NEW_ARRAY(arena, double *, (size_t)states + 1);
    block->stay = NY_NEW_ARRAY(arena, double *, (size_t)states + 1);
    block->in_state = NY_NEW_ARRAY(arena, ny_counted, (size_t)states + 1);
    block->by_move = NY_NEW_ARRAY(arena, ny_counted, (size_t)moves + 1);
    if (cohort->rates.count) {
        double **rooms[] = {&block->rates, &block->matrix, &block->rates_now, &block->matrix_now};
        for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
            *rooms[i] = lanes_room(arena, (size_t)states * states);
        block->matrix_room =
            NY_NEW_ARRAY(arena, double, ny_rate_matrix_room(states, NY_STUDY_LANES));
        block->of_state = NY_NEW_ARRAY(arena, const double *, states);
    }
    block->people = lanes_room(arena, 1);
    block->room = lanes_room(arena, 1);
    block->other = lanes_room(arena, 1);
    for (uint32_t s = 0; s < states; s++) {
        block->stay[s] = lanes_room(arena, 1);
        if (cohort->states[s].by_stay)
            block->all[s] = lanes_room(arena, 1);
    }
    for (uint32_t i = 0; i < cohort->flows.count; i++)
        open_flow(arena, block, &cohort->flows.items[i]);
    if (cohort->trace)
        block->trace = NY_NEW_ARRAY(
            arena, double, ((size_t)cohort->pathway->cycles + 1) * states * cohort->trace_lanes);
    block->chances = NY_NEW_ARRAY(arena, ny_lane_value, (size_t)moves + 1);
    if (cohort->following.one_by_one) {
        block->persons = ny_cohort_people_open(arena, cohort);
        block->coming = lanes_room(arena, 1);
    }
    if (cohort->is_steady)
        block->steady = ny_cohort_open_steady(arena, block);
    return block;
}

const double *ny_cohort_trace(const ny_cohort_block *block)
{
    return block->trace;
}

void ny_cohort_at(ny_cohort_block *block, uint32_t first_world)
{
    block->first_world = first_world;
}

ny_study_persons ny_cohort_persons(const ny_cohort_block *block)
{
    return block->persons ? ny_cohort_people_persons(block->persons) : (ny_study_persons){0};
}
