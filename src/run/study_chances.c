/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study_cohort_private.h: the chances of a cohort's moves, in a cycle and a stay, and what is wrong with
 * them. */

#include "run/rate_matrix.h"
#include "run/study_cohort_private.h"

#include <math.h>
#include <string.h>

/* --- faults --------------------------------------------------------------------------------------- */

/* The first of a lane stays. */
static void spoil(const ny_cohort_block *block, size_t lane, ny_study_fault fault)
{
    if (block->result->faults[lane].kind != NY_STUDY_SOUND)
        return;
    fault.pathway = block->cohort->number;
    fault.known = !isnan(fault.value);
    block->result->faults[lane] = fault;
}

static bool within(const ny_cohort_block *block, ny_lane_value value, double low, double high)
{
    if (!value.lanes)
        return value.one >= low && value.one <= high;
    bool good = true;
    for (size_t i = 0; i < block->lanes; i++)
        good &= (value.lanes[i] >= low) & (value.lanes[i] <= high);
    return good;
}

/* Where a figure that no world changes is not known, it has been noted when. */
ny_study_fault ny_block_lacking(const ny_cohort_block *block, uint32_t wanted, ny_study_fault fault)
{
    uint32_t cycle, stay;
    ny_state state;
    if (!ny_figures_fault(block->cohort->figures, wanted, &cycle, &stay, &state))
        return fault;
    fault.cycle = cycle;
    fault.stay = ny_figures_change(block->cohort->figures, wanted) & NY_BY_STAY ? stay : 0;
    fault.undefined = state == NY_UNDEFINED;
    return fault;
}

/* Every lane in which the value lies without gets the fault. */
void ny_block_look(const ny_cohort_block *block, ny_lane_value value, double low, double high,
                   ny_study_fault fault)
{
    if (within(block, value, low, high))
        return;
    for (size_t i = 0; i < block->lanes; i++) {
        fault.value = ny_in_lane(value, i);
        if (!(fault.value >= low && fault.value <= high))
            spoil(block, i, fault);
    }
}

/* --- chances --------------------------------------------------------------------------------------- */

static void look_at_chances(const ny_cohort_block *block, const ny_cohort_state *state,
                            uint32_t cycle, uint32_t stay)
{
    for (uint32_t m = 0; m < state->moves.count; m++) {
        const ny_cohort_move *move = &state->moves.items[m];
        ny_study_fault fault = {.kind = NY_STUDY_CHANCE,
                                .number = move->transition,
                                .cycle = cycle,
                                .stay = state->by_stay ? stay : 0};
        if (move->chance == NY_NONE)
            continue;
        ny_lane_value chance = ny_block_value(block, move->chance);
        if (!chance.lanes && isnan(chance.one))
            fault = ny_block_lacking(block, move->chance, fault);
        ny_block_look(block, chance, -NY_CHANCE_SLACK, 1 + NY_CHANCE_SLACK, fault);
    }
}

/* Rates, as moves a cycle, of those with this stay in state s; of all states where it is NY_NONE. Numbers that
 * no world changes stand in the first lane alone. */
static void read_rates(const ny_cohort_block *block, uint32_t s, uint32_t cycle, uint32_t stay,
                       double *rates)
{
    const ny_cohort *cohort = block->cohort;
    uint32_t states = cohort->pathway->states.count;
    for (uint32_t i = 0; i < cohort->rates.count; i++) {
        const ny_cohort_rate *rate = &cohort->rates.items[i];
        double *to = rates + ((size_t)rate->from * states + rate->to) * NY_STUDY_LANES;
        ny_study_fault fault = {.kind = NY_STUDY_RATE,
                                .number = rate->transition,
                                .cycle = cycle,
                                .stay = cohort->states[rate->from].by_stay ? stay : 0};
        if (s != NY_NONE && rate->from != s)
            continue;
        ny_lane_value value = ny_block_value(block, rate->rate);
        if (!value.lanes && isnan(value.one))
            fault = ny_block_lacking(block, rate->rate, fault);
        ny_block_look(block, value, 0, NY_RATES_MOST / rate->factor, fault);
        for (size_t lane = 0; lane < block->lanes; lane++)
            to[lane] = ny_in_lane(value, lane) * rate->factor;
    }
}

static void find_chances(const ny_cohort_block *block, const double *rates, double *matrix)
{
    bool by_world = block->cohort->rates_change & NY_BY_WORLD;
    ny_rate_matrix of = {.kernels = block->kernels,
                         .states = block->cohort->pathway->states.count,
                         .lanes = by_world ? block->lanes : 1,
                         .stride = NY_STUDY_LANES};
    ny_rate_matrix_chances(&of, rates, block->matrix_room, matrix);
}

/* The matrix of a cycle, of those who have just come to their states. */
void ny_cohort_begin_matrix(const ny_cohort_block *block, uint32_t cycle)
{
    if (cycle > 1 && !(block->cohort->rates_change & NY_BY_CYCLE))
        return;
    ny_figures_stay(block->run, 1);
    read_rates(block, NY_NONE, cycle, 1, block->rates);
    find_chances(block, block->rates, block->matrix);
}

/* Where the rates of a state look at the stay there, they are those of this stay, and those of all other
 * states of who have just come. */
static void find_row(const ny_cohort_block *block, uint32_t s, uint32_t cycle, uint32_t stay)
{
    uint32_t states = block->cohort->pathway->states.count;
    size_t row = (size_t)s * states * NY_STUDY_LANES;
    block->of_state[s] = block->matrix + row;
    if (stay == 1 || !block->cohort->states[s].rates_by_stay)
        return;
    memcpy(block->rates_now, block->rates,
           (size_t)states * states * NY_STUDY_LANES * sizeof(double));
    read_rates(block, s, cycle, stay, block->rates_now);
    find_chances(block, block->rates_now, block->matrix_now);
    block->of_state[s] = block->matrix_now + row;
}

ny_lane_value ny_cohort_chance_of(const ny_cohort_block *block, uint32_t s,
                                  const ny_cohort_move *move)
{
    if (block->cohort->rates.count) {
        const double *chance = block->of_state[s] + (size_t)move->to * NY_STUDY_LANES;
        return block->cohort->rates_change & NY_BY_WORLD ? ny_lanes_of(chance)
                                                         : (ny_lane_value){NULL, *chance};
    }
    return move->chance == NY_NONE ? ny_lanes_of(block->stay[s])
                                   : ny_block_value(block, move->chance);
}

/* What is left of a state's chances: who stays, or takes the move that remains. */
void ny_cohort_find_stay(const ny_cohort_block *block, uint32_t s, uint32_t cycle, uint32_t stay)
{
    const ny_cohort_state *state = &block->cohort->states[s];
    double *left = block->stay[s];
    ny_study_fault fault = {
        .kind = NY_STUDY_CHANCES, .number = s, .cycle = cycle, .stay = state->by_stay ? stay : 0};
    bool by_rates = block->cohort->rates.count;
    if (by_rates)
        find_row(block, s, cycle, stay);
    else
        look_at_chances(block, state, cycle, stay);
    ny_block_fill(block, left, 1);
    for (uint32_t m = 0; m < state->moves.count; m++)
        if (by_rates || state->moves.items[m].chance != NY_NONE)
            ny_block_subtract(block, left, ny_cohort_chance_of(block, s, &state->moves.items[m]));
    ny_block_look(block, ny_lanes_of(left), -NY_CHANCE_SLACK, (double)INFINITY, fault);
    ny_block_run(block, NY_KERNEL_GREATER_ONE, (ny_kernel_call){.to = left, .a = left, .k = 0});
    if (state->stays == NY_NONE)
        return;
    ny_lane_value said = ny_block_value(block, state->stays);
    fault.kind = NY_STUDY_STAYS;
    for (size_t i = 0; i < block->lanes; i++) {
        fault.value = ny_in_lane(said, i) - left[i];
        if (ny_in_lane(said, i) != 0 && !(fabs(fault.value) <= NY_CHANCE_SLACK))
            spoil(block, i, fault);
    }
}
