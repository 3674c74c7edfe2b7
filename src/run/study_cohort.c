/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study.h: a cohort cycle by cycle, over the lanes of a block. All that goes over lanes is done by
 * kernels, so it has the same bits on every machine. */

#include "run/study_cohort_private.h"

#include "base/bug.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* --- counting ------------------------------------------------------------------------------------- */

static void count_steady(const ny_cohort_block *block, const ny_counted *counted,
                         const double *shares, const ny_worth *worth)
{
    for (uint32_t i = 0; i < block->cohort->counting.series; i++)
        if (counted->sum[i])
            ny_block_add_part(block, counted->sum[i], shares, (ny_lane_value){NULL, worth->by[i]});
}

/* Shares times the amount of this cycle and stay. */
static void count_flow(const ny_cohort_block *block, const ny_cohort_flow *flow,
                       const double *shares, const ny_worth *worth)
{
    ny_lane_value amount = ny_block_value(block, flow->amount);
    const double *worths[] = {&worth->by[0], &worth->by[flow->series]};
    double *to[] = {block->result->total[flow->payment], block->result->npv[flow->payment]};
    const double *what = shares;
    if (amount.lanes) {
        ny_block_run(block, NY_KERNEL_MULTIPLY,
                     (ny_kernel_call){.to = block->other, .a = shares, .b = amount.lanes});
        what = block->other;
    }
    for (uint32_t i = 0; i < 2; i++)
        ny_block_add_part(
            block, to[i], what,
            (ny_lane_value){NULL, amount.lanes ? *worths[i] : amount.one * *worths[i]});
    if (block->cohort->by_point)
        ny_block_add_part(
            block,
            block->result->by_point[flow->payment] +
                (size_t)worth->point * block->cohort->trace_lanes,
            what,
            (ny_lane_value){NULL, (amount.lanes ? 1 : amount.one) * worth->by[0] * flow->factor});
}

/* --- one cycle -------------------------------------------------------------------------------------- */

static double *place(const ny_cohort_block *block, double *of, uint32_t s, uint32_t stay)
{
    const ny_cohort_state *state = &block->cohort->states[s];
    uint32_t at = state->by_stay ? stay - 1 : 0;
    at = at < state->places ? at : state->places - 1;
    return of + (size_t)(state->first + at) * NY_STUDY_LANES;
}

/* A move whose amount looks at the stay is counted where people leave: `went`, so many. */
static void count_leaving(const ny_cohort_block *block, uint32_t s, const ny_cohort_move *move,
                          const double *went)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t i = 0; i < cohort->flows.count; i++) {
        const ny_cohort_flow *flow = &cohort->flows.items[i];
        if (!flow->is_move || !flow->by_stay || flow->to != move->to)
            continue;
        for (uint32_t k = 0; k < flow->states.count; k++)
            if (flow->states.items[k] == s)
                count_flow(block, flow, went, &block->moves);
    }
}

/* Those who are in this state, and place, go their ways. */
static void leave(ny_cohort_block *block, uint32_t s, uint32_t cycle, uint32_t stay)
{
    const ny_cohort_state *state = &block->cohort->states[s];
    const double *here = place(block, block->shares, s, stay);
    if (state->changes || cycle == 1)
        ny_cohort_find_stay(block, s, cycle, stay);
    for (uint32_t m = 0; m < state->moves.count; m++) {
        const ny_cohort_move *move = &state->moves.items[m];
        ny_lane_value chance = ny_cohort_chance_of(block, s, move);
        ny_block_add_part(block, place(block, block->next, move->to, 1), here, chance);
        if (block->moved[move->transition])
            ny_block_add_part(block, block->moved[move->transition], here, chance);
        if (move->counted && state->by_stay) {
            ny_block_fill(block, block->room, 0);
            ny_block_add_part(block, block->room, here, chance);
            count_leaving(block, s, move, block->room);
        }
    }
    if (!state->all_leave && !block->cohort->order.count)
        ny_block_add_part(block, place(block, block->next, s, stay + 1), here,
                          ny_lanes_of(block->stay[s]));
}

/* The same of persons, so many of whom went each way. */
static void persons_leave(ny_cohort_block *block, uint32_t s, uint32_t cycle, uint32_t stay)
{
    const ny_cohort_state *state = &block->cohort->states[s];
    double *went = block->room;
    for (uint32_t m = 0; m < state->moves.count; m++) {
        const ny_cohort_move *move = &state->moves.items[m];
        ny_cohort_people_went(block->persons, cycle, s, stay, m, went);
        ny_block_add(block, place(block, block->next, move->to, 1), went);
        if (block->moved[move->transition])
            ny_block_add(block, block->moved[move->transition], went);
        if (move->counted && state->by_stay)
            count_leaving(block, s, move, went);
    }
    if (state->all_leave)
        return;
    ny_cohort_people_went(block->persons, cycle, s, stay, NY_NONE, went);
    ny_block_add(block, place(block, block->next, s, stay + 1), went);
}

/* The chances of one state, and stay, are told to persons. */
static void tell_chances(ny_cohort_block *block, uint32_t s, uint32_t cycle, uint32_t stay)
{
    const ny_cohort_state *state = &block->cohort->states[s];
    ny_cohort_find_stay(block, s, cycle, stay);
    for (uint32_t m = 0; m < state->moves.count; m++)
        block->chances[m] = ny_cohort_chance_of(block, s, &state->moves.items[m]);
    ny_cohort_people_chances(block->persons, cycle, s, stay, block->chances,
                             ny_lanes_of(block->stay[s]));
}

uint32_t ny_cohort_longest_at(const ny_cohort *cohort, uint32_t point)
{
    return cohort->longest + point;
}

bool ny_cohort_any_by_stay(const ny_cohort *cohort)
{
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
        if (cohort->states[s].by_stay)
            return true;
    return false;
}

typedef void (*of_state)(ny_cohort_block *block, uint32_t s, uint32_t cycle, uint32_t stay);

/* Does it for each state and each stay that anybody may have in this cycle. */
static void each_state(ny_cohort_block *block, uint32_t cycle, of_state do_it)
{
    const ny_cohort *cohort = block->cohort;
    uint32_t states = cohort->pathway->states.count,
             longest = ny_cohort_longest_at(cohort, cycle - 1);
    if (cohort->rates.count)
        ny_cohort_begin_matrix(block, cycle);
    for (uint32_t s = 0; s < states; s++)
        if (!cohort->states[s].by_stay)
            do_it(block, s, cycle, 1);
    for (uint32_t stay = 1; ny_cohort_any_by_stay(cohort) && stay <= longest; stay++) {
        ny_figures_stay(block->run, stay);
        for (uint32_t s = 0; s < states; s++)
            if (cohort->states[s].by_stay)
                do_it(block, s, cycle, stay);
    }
}

/* Persons go through several cycles at a time, whose figures are looked at ahead. */
static void let_persons_go(ny_cohort_block *block, uint32_t cycle)
{
    uint32_t due = ny_cohort_people_due(block->persons, cycle);
    if (!due)
        return;
    for (uint32_t c = cycle; c < cycle + due; c++) {
        ny_figures_cycle(block->run, c);
        each_state(block, c, tell_chances);
        ny_cohort_people_worth(block->persons, c, block->run);
    }
    ny_cohort_people_go(block->persons);
    ny_figures_cycle(block->run, cycle);
}

static void step(ny_cohort_block *block, uint32_t cycle)
{
    const ny_cohort *cohort = block->cohort;
    memset(block->next, 0, (size_t)cohort->places * NY_STUDY_LANES * sizeof(double));
    for (uint32_t i = 0; i < cohort->ways; i++)
        if (block->moved[i])
            ny_block_fill(block, block->moved[i], 0);
    if (block->persons)
        let_persons_go(block, cycle);
    each_state(block, cycle, block->persons ? persons_leave : leave);
    double *before = block->shares;
    block->shares = block->next;
    block->next = before;
}

/* --- who is counted --------------------------------------------------------------------------------- */

/* At the calendar's point: those who come later are added to who is there. */
static void trace_states(const ny_cohort_block *block, uint32_t point)
{
    uint32_t states = block->cohort->pathway->states.count;
    size_t first = (size_t)(point + block->entry - 1) * states;
    for (uint32_t s = 0; block->trace && s < states; s++) {
        double *to = block->trace + (first + s) * block->cohort->trace_lanes;
        if (block->entry == 1)
            memcpy(to, block->all[s], block->lanes * sizeof(double));
        else
            ny_block_add(block, to, block->all[s]);
    }
}

static void sum_states(ny_cohort_block *block, uint32_t point)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++) {
        const ny_cohort_state *state = &cohort->states[s];
        double *first = block->shares + (size_t)state->first * NY_STUDY_LANES;
        uint32_t longest = ny_cohort_longest_at(cohort, point);
        if (!state->by_stay) {
            block->all[s] = first;
            continue;
        }
        ny_block_fill(block, block->all[s], 0);
        for (uint32_t p = 0; p < state->places && p < longest; p++)
            ny_block_add(block, block->all[s], first + (size_t)p * NY_STUDY_LANES);
    }
}

static void count_states(ny_cohort_block *block, uint32_t point, const ny_worth *worth)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
        if (cohort->states[s].counted)
            count_steady(block, &block->in_state[s], block->all[s], worth);
    for (uint32_t i = 0; i < cohort->flows.count; i++) {
        const ny_cohort_flow *flow = &cohort->flows.items[i];
        if (flow->steady || flow->is_move)
            continue;
        for (uint32_t k = 0; k < flow->states.count && !flow->by_stay; k++)
            count_flow(block, flow, block->all[flow->states.items[k]], worth);
    }
    for (uint32_t stay = 1;
         ny_cohort_any_by_stay(cohort) && stay <= ny_cohort_longest_at(cohort, point); stay++) {
        bool asked = false;
        for (uint32_t i = 0; i < cohort->flows.count; i++) {
            const ny_cohort_flow *flow = &cohort->flows.items[i];
            if (!flow->by_stay || flow->is_move)
                continue;
            if (!asked)
                ny_figures_stay(block->run, stay);
            asked = true;
            for (uint32_t k = 0; k < flow->states.count; k++)
                count_flow(block, flow, place(block, block->shares, flow->states.items[k], stay),
                           worth);
        }
    }
}

static void count_moves(const ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t m = 0; m < cohort->ways; m++)
        if (block->moved[m])
            count_steady(block, &block->by_move[m], block->moved[m], &block->moves);
    for (uint32_t i = 0; i < cohort->flows.count; i++) {
        const ny_cohort_flow *flow = &cohort->flows.items[i];
        for (uint32_t k = 0;
             flow->is_move && !flow->steady && !flow->by_stay && k < flow->states.count; k++) {
            const ny_cohort_state *from = &cohort->states[flow->states.items[k]];
            for (uint32_t m = 0; m < from->moves.count; m++)
                if (from->moves.items[m].to == flow->to)
                    count_flow(block, flow, block->moved[from->moves.items[m].transition],
                               &block->moves);
        }
    }
}

/* The weight of a point, 0 to N: see the table in docs/language.md. */
static double weight_of(ny_counting counted, uint32_t point, uint32_t cycles)
{
    bool is_end = point == 0 || point == cycles;
    switch (counted) {
    case NY_COUNTED_AT_START:
        return point < cycles;
    case NY_COUNTED_AT_END:
        return point > 0;
    case NY_COUNTED_HALF_CYCLE:
        return is_end ? 0.5 : 1;
    case NY_COUNTED_SIMPSON:
        return is_end ? 1.0 / 3 : point % 2 == 0 ? 4.0 / 3 : 2.0 / 3;
    case NY_COUNTED_AT_EVERY_POINT:
    case NY_COUNTED_NOT_SAID:
        return 1;
    }
    NY_BUG("counting");
}

/* The same of those who come when `cycles` are left. Simpson's rule is for a curve over the whole calendar: of
 * few cycles its weights do not come to their number, so those are counted by half. */
static double weight_of_later(ny_counting counted, uint32_t point, uint32_t cycles)
{
    return weight_of(counted == NY_COUNTED_SIMPSON ? NY_COUNTED_HALF_CYCLE : counted, point,
                     cycles);
}

static bool by_cycles(ny_counting counted)
{
    return counted == NY_COUNTED_AT_START || counted == NY_COUNTED_AT_END;
}

/* Of a point (or of a move, at the cycle's end) whose figures are those of `cycle`. */
ny_worth ny_cohort_worth_of(const ny_cohort *cohort, uint32_t entry, uint32_t point, uint32_t cycle,
                            bool of_move)
{
    const ny_cohort_counting *counting = &cohort->counting;
    bool cycles = by_cycles(counting->counted);
    uint32_t left = cohort->pathway->cycles - (entry - 1);
    double weight = cycles && of_move ? 1
                    : entry == 1      ? weight_of(counting->counted, point, left)
                                      : weight_of_later(counting->counted, point, left);
    uint32_t gone = (cycles ? cycle - counting->earlier : point) + entry - 1;
    ny_worth worth = {.point = (cycles ? cycle : point) + entry - 1};
    for (uint32_t i = 0; i < counting->series; i++)
        worth.by[i] = weight * counting->discount[i][gone];
    return worth;
}

ny_cohort_worths ny_cohort_worths_of(const ny_cohort *cohort, uint32_t entry, uint32_t cycle)
{
    ny_counting counted = cohort->counting.counted;
    if (cohort->order.count) /* a tree: everybody goes at once */
        return (ny_cohort_worths){.moves = {.by = {1, 1, 1}}};
    ny_cohort_worths worths = {.moves = ny_cohort_worth_of(cohort, entry, cycle, cycle, true)};
    if (counted == NY_COUNTED_AT_START || (cycle == 1 && counted != NY_COUNTED_AT_END))
        worths.before = ny_cohort_worth_of(cohort, entry, cycle - 1, cycle, false);
    if (counted != NY_COUNTED_AT_START)
        worths.after = ny_cohort_worth_of(cohort, entry, cycle, cycle, false);
    return worths;
}

/* --- a block ------------------------------------------------------------------------------------------ */

/* How many come at the beginning of the cycle `entry`, by one line. */
static ny_lane_value number_of(const ny_cohort_block *block, const ny_cohort_start *arriving)
{
    ny_lane_value number = ny_block_value(block, arriving->share);
    ny_study_fault fault = {.kind = NY_STUDY_PEOPLE,
                            .number = 1 + (uint32_t)(arriving - block->cohort->arriving.items),
                            .cycle = block->entry};
    ny_block_look(block, number, 0, NY_STUDY_PEOPLE_MOST,
                  !number.lanes && isnan(number.one)
                      ? ny_block_lacking(block, arriving->share, fault)
                      : fault);
    return number;
}

/* Puts their number beside those in `to`. */
static void count_arriving(ny_cohort_block *block, double *to)
{
    const ny_cohort *cohort = block->cohort;
    ny_figures_entry(block->run, block->entry);
    ny_figures_cycle(block->run, block->entry);
    ny_block_fill(block, block->room, 1);
    for (uint32_t i = 0; i < cohort->arriving.count; i++)
        ny_block_add_part(block, to, block->room, number_of(block, &cohort->arriving.items[i]));
}

/* Who comes at the beginning of the cycle `entry`. */
static void let_arrive(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    if (!cohort->arriving.count)
        return;
    count_arriving(block, block->people);
    for (uint32_t i = 0; i < cohort->arriving.count; i++) {
        const ny_cohort_start *arriving = &cohort->arriving.items[i];
        ny_block_add_part(block, place(block, block->shares, arriving->state, 1), block->room,
                          number_of(block, arriving));
    }
}

/* How many people there will be, whom persons stand for. */
static void expect(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    const double *all = block->people;
    if (cohort->arriving.count) {
        all = block->coming;
        ny_block_run(block, NY_KERNEL_COPY,
                     (ny_kernel_call){.to = block->coming, .a = block->people});
        for (block->entry = 1; block->entry <= cohort->pathway->cycles; block->entry++)
            count_arriving(block, block->coming);
        block->entry = 1;
    }
    if (!cohort->following.persons)
        ny_block_look(block, ny_lanes_of(all), 0, NY_STUDY_PERSONS,
                      (ny_study_fault){.kind = NY_STUDY_MANY});
    ny_cohort_people_expect(block->persons, block->lanes, block->first_world, all);
}

static void begin(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    const double sure = (double)INFINITY;
    double *left = block->room;
    memset(block->shares, 0, (size_t)cohort->places * NY_STUDY_LANES * sizeof(double));
    if (block->persons)
        expect(block);
    ny_block_fill(block, left, 1);
    for (uint32_t i = 0; i < cohort->starts.count; i++) {
        const ny_cohort_start *start = &cohort->starts.items[i];
        if (start->share == NY_NONE)
            continue;
        ny_lane_value share = ny_block_value(block, start->share);
        ny_block_look(block, share, 0, sure, (ny_study_fault){.kind = NY_STUDY_START, .number = i});
        ny_block_subtract(block, left, share);
    }
    bool taken = false;
    for (uint32_t i = 0; i < cohort->starts.count; i++) {
        const ny_cohort_start *start = &cohort->starts.items[i];
        ny_lane_value share =
            start->share == NY_NONE ? ny_lanes_of(left) : ny_block_value(block, start->share);
        taken = taken || start->share == NY_NONE;
        ny_block_add_part(block, place(block, block->shares, start->state, start->stay),
                          block->people, share);
    }
    if (cohort->starts.count)
        ny_block_look(block, ny_lanes_of(left), -NY_CHANCE_SLACK, taken ? sure : NY_CHANCE_SLACK,
                      (ny_study_fault){.kind = NY_STUDY_STARTS});
    let_arrive(block);
    if (block->persons)
        ny_cohort_people_begin(block->persons, block->entry, block->people, block->shares);
}

static void find_people(ny_cohort_block *block)
{
    uint32_t people = block->cohort->people;
    double unsaid = block->cohort->arriving.count ? 0 : 1;
    ny_lane_value value =
        people == NY_NONE ? (ny_lane_value){NULL, unsaid} : ny_block_value(block, people);
    ny_block_put(block, block->people, value);
    ny_block_look(block, value, 0, NY_STUDY_PEOPLE_MOST, (ny_study_fault){.kind = NY_STUDY_PEOPLE});
}

static void forget(const ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t i = 0; i < NY_STUDY_SERIES; i++) {
        for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
            if (block->in_state[s].sum[i])
                ny_block_fill(block, block->in_state[s].sum[i], 0);
        for (uint32_t m = 0; m < cohort->ways; m++)
            if (block->by_move[m].sum[i])
                ny_block_fill(block, block->by_move[m].sum[i], 0);
    }
    for (uint32_t i = 0; i < cohort->flows.count; i++) {
        ny_block_fill(block, block->result->total[cohort->flows.items[i].payment], 0);
        ny_block_fill(block, block->result->npv[cohort->flows.items[i].payment], 0);
        if (cohort->by_point)
            memset(block->result->by_point[cohort->flows.items[i].payment], 0,
                   ny_study_points(cohort->pathway) * sizeof(double) * cohort->trace_lanes);
    }
}

/* An amount that is the same in all cycles, times what was counted. */
static void finish_steady(const ny_cohort_block *block, const ny_cohort_flow *flow, double *to,
                          uint32_t series)
{
    const ny_cohort *cohort = block->cohort;
    ny_block_fill(block, block->room, 0);
    for (uint32_t k = 0; k < flow->states.count; k++) {
        const ny_cohort_state *state = &cohort->states[flow->states.items[k]];
        if (!flow->is_move)
            ny_block_add(block, block->room, block->in_state[flow->states.items[k]].sum[series]);
        for (uint32_t m = 0; flow->is_move && m < state->moves.count; m++)
            if (state->moves.items[m].to == flow->to)
                ny_block_add(block, block->room,
                             block->by_move[state->moves.items[m].transition].sum[series]);
    }
    ny_block_add_part(block, to, block->room, ny_block_value(block, flow->amount));
}

static void finish(const ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t i = 0; i < cohort->flows.count; i++) {
        const ny_cohort_flow *flow = &cohort->flows.items[i];
        double *total = block->result->total[flow->payment];
        double *npv = block->result->npv[flow->payment];
        if (flow->steady) {
            finish_steady(block, flow, total, 0);
            finish_steady(block, flow, npv, flow->series);
        }
        ny_block_run(block, NY_KERNEL_MULTIPLY_ONE,
                     (ny_kernel_call){.to = total, .a = total, .k = flow->factor});
        ny_block_run(block, NY_KERNEL_MULTIPLY_ONE,
                     (ny_kernel_call){.to = npv, .a = npv, .k = flow->factor});
        ny_block_look(
            block, ny_lanes_of(npv), -1e300, 1e300,
            ny_block_lacking(block, flow->amount,
                             (ny_study_fault){.kind = NY_STUDY_FLOW, .number = flow->payment}));
    }
}

/* Nobody comes and nobody goes; of fewer than any number can hold in full, roundings are no part. */
static void check_people(const ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    ny_block_fill(block, block->room, 0);
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
        if (!cohort->order.count || !cohort->states[s].moves.count) /* of a tree its leaves */
            ny_block_add(block, block->room, block->all[s]);
    for (size_t i = 0; i < block->lanes; i++)
        NY_BUG_ON(block->result->faults[i].kind == NY_STUDY_SOUND &&
                  !(fabs(block->room[i] - block->people[i]) <=
                    NY_CHANCE_SLACK * (1 + cohort->pathway->cycles) * block->people[i] + DBL_MIN));
}

/* --- trees and curves ------------------------------------------------------------------------------- */

static void look_at_node(const ny_cohort_block *block, uint32_t node)
{
    const ny_cohort_state *state = &block->cohort->states[node];
    if (state->moves.count && !state->all_leave)
        ny_block_look(block, ny_lanes_of(block->stay[node]), 0, NY_CHANCE_SLACK,
                      (ny_study_fault){.kind = NY_STUDY_CHANCES, .number = node});
}

/* Persons who are at a node after so many moves go their ways. */
static void persons_go_on(ny_cohort_block *block, uint32_t node, uint32_t step)
{
    const ny_cohort_state *state = &block->cohort->states[node];
    for (uint32_t m = 0; m < state->moves.count; m++) {
        const ny_cohort_move *move = &state->moves.items[m];
        ny_cohort_people_went(block->persons, step, node, 1, m, block->room);
        ny_block_add(block, place(block, block->shares, move->to, 1), block->room);
        if (block->moved[move->transition])
            ny_block_add(block, block->moved[move->transition], block->room);
    }
}

static void persons_through_tree(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t step = 1; step <= cohort->steps; step++) {
        let_persons_go(block, step);
        for (uint32_t i = 0; i < cohort->order.count; i++)
            persons_go_on(block, cohort->order.items[i], step);
    }
    for (uint32_t i = 0; i < cohort->order.count; i++)
        look_at_node(block, cohort->order.items[i]);
}

static void shares_through_tree(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    double *next = block->next;
    block->next = block->shares;
    for (uint32_t i = 0; i < cohort->order.count; i++) {
        leave(block, cohort->order.items[i], 1, 1);
        look_at_node(block, cohort->order.items[i]);
    }
    block->next = next;
}

/* Everybody goes from the root to a leaf at once; a node holds the chance of coming there, or how many do. */
static void run_tree(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    block->moves = (ny_worth){.by = {1, 1, 1}};
    for (uint32_t i = 0; i < cohort->ways; i++)
        if (block->moved[i])
            ny_block_fill(block, block->moved[i], 0);
    if (block->persons)
        persons_through_tree(block);
    else
        shares_through_tree(block);
    sum_states(block, 0);
    trace_states(block, 0);
    count_moves(block);
}

/* Of each curve what the one before does not hold; at point 0 all are in the first. Looked at as shares,
 * whose roundings do not grow with the number of people. */
static void follow_curves(ny_cohort_block *block, uint32_t cycle)
{
    const ny_cohort *cohort = block->cohort;
    const double *before = NULL;
    double *left = place(block, block->shares, cohort->others, 1);
    ny_block_run(block, NY_KERNEL_COPY, (ny_kernel_call){.to = left, .a = block->people});
    for (uint32_t i = 0; i < cohort->curves.count; i++) {
        const ny_cohort_curve *curve = &cohort->curves.items[i];
        ny_lane_value share = ny_block_value(block, curve->share);
        double *to = place(block, block->shares, curve->adds, 1);
        double *now = i % 2 ? block->other : block->room;
        ny_study_fault fault = {.kind = NY_STUDY_CURVE, .number = i, .cycle = cycle};
        ny_block_look(block, share, -NY_CHANCE_SLACK, 1 + NY_CHANCE_SLACK,
                      !share.lanes && isnan(share.one)
                          ? ny_block_lacking(block, curve->share, fault)
                          : fault);
        ny_block_put(block, now, share);
        ny_block_put(block, to, share);
        if (before)
            ny_block_subtract(block, to, ny_lanes_of(before));
        fault.kind = NY_STUDY_CROSS;
        ny_block_look(block, ny_lanes_of(to), -1e-12, (double)INFINITY, fault);
        ny_block_run(block, NY_KERNEL_MULTIPLY,
                     (ny_kernel_call){.to = to, .a = to, .b = block->people});
        ny_block_subtract(block, left, ny_lanes_of(to));
        before = now;
    }
}

static void begin_curves(ny_cohort_block *block)
{
    memset(block->shares, 0, (size_t)block->cohort->places * NY_STUDY_LANES * sizeof(double));
    ny_block_run(
        block, NY_KERNEL_COPY,
        (ny_kernel_call){.to = place(block, block->shares, block->cohort->curves.items[0].adds, 1),
                         .a = block->people});
}

/* --- all ---------------------------------------------------------------------------------------------- */

static void run_steady(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    ny_worth before = ny_cohort_worth_of(cohort, 1, 0, 1, false);
    ny_figures_cycle(block->run, 1);
    sum_states(block, 0);
    if (cohort->counting.counted != NY_COUNTED_AT_END)
        count_states(block, 0, &before);
    ny_cohort_run_steadily(block);
}

static void run_cycles(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    ny_counting counted = cohort->counting.counted;
    for (uint32_t cycle = 1; cycle <= cohort->pathway->cycles - (block->entry - 1); cycle++) {
        ny_figures_cycle(block->run, cycle);
        if (cycle == 1 || counted == NY_COUNTED_AT_START) {
            ny_worth before = ny_cohort_worth_of(cohort, block->entry, cycle - 1, cycle, false);
            sum_states(block, cycle - 1);
            if (cycle == 1)
                trace_states(block, 0);
            if (counted != NY_COUNTED_AT_END)
                count_states(block, cycle - 1, &before);
        }
        block->moves = ny_cohort_worth_of(cohort, block->entry, cycle, cycle, true);
        if (cohort->curves.count)
            follow_curves(block, cycle);
        else
            step(block, cycle);
        count_moves(block);
        sum_states(block, cycle);
        trace_states(block, cycle);
        if (counted != NY_COUNTED_AT_START) {
            ny_worth after = ny_cohort_worth_of(cohort, block->entry, cycle, cycle, false);
            count_states(block, cycle, &after);
        }
    }
}

/* Nobody came, in any lane. */
static bool is_empty(const ny_cohort_block *block)
{
    for (size_t i = 0; i < block->lanes; i++)
        if (block->people[i] != 0)
            return false;
    return true;
}

/* Those who come in a later cycle, on their own clock to the last cycle of the calendar. */
static void run_entries(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    for (uint32_t entry = 2; entry <= cohort->pathway->cycles; entry++) {
        block->entry = entry;
        ny_block_fill(block, block->people, 0);
        memset(block->shares, 0, (size_t)cohort->places * NY_STUDY_LANES * sizeof(double));
        let_arrive(block);
        if (is_empty(block))
            continue;
        if (block->persons)
            ny_cohort_people_begin(block->persons, entry, block->people, block->shares);
        run_cycles(block);
        check_people(block);
    }
}

/* The same of who comes, where they join those who came earlier: they alone are counted where they come. */
static void let_join(ny_cohort_block *block, uint32_t entry)
{
    const ny_cohort *cohort = block->cohort;
    ny_worth worth = ny_cohort_worth_of(cohort, entry, 0, 1, false);
    ny_counting counted = cohort->counting.counted;
    bool apart = counted != NY_COUNTED_AT_START && counted != NY_COUNTED_AT_END;
    block->entry = entry;
    count_arriving(block, block->people);
    for (uint32_t i = 0; i < cohort->arriving.count; i++) {
        uint32_t s = cohort->arriving.items[i].state;
        ny_block_fill(block, block->other, 0);
        ny_block_add_part(block, block->other, block->room,
                          number_of(block, &cohort->arriving.items[i]));
        ny_block_add(block, place(block, block->shares, s, 1), block->other);
        if (apart && cohort->states[s].counted)
            count_steady(block, &block->in_state[s], block->other, &worth);
        if (block->trace)
            ny_block_add(block,
                         block->trace + ((size_t)(entry - 1) * cohort->pathway->states.count + s) *
                                            cohort->trace_lanes,
                         block->other);
    }
}

/* Where nothing depends on when anybody came, all who come later go together: from the second cycle of the
 * calendar, which is the first of those whose entry is 2. */
static void run_together(ny_cohort_block *block)
{
    const ny_cohort *cohort = block->cohort;
    bool at_start = cohort->counting.counted == NY_COUNTED_AT_START;
    ny_block_fill(block, block->people, 0);
    memset(block->shares, 0, (size_t)cohort->places * NY_STUDY_LANES * sizeof(double));
    for (uint32_t cycle = 1; cycle < cohort->pathway->cycles; cycle++) {
        let_join(block, cycle + 1);
        block->entry = 2;
        if (at_start) {
            ny_worth before = ny_cohort_worth_of(cohort, 2, cycle - 1, cycle, false);
            for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
                if (cohort->states[s].counted)
                    count_steady(block, &block->in_state[s], place(block, block->shares, s, 1),
                                 &before);
        }
        block->moves = ny_cohort_worth_of(cohort, 2, cycle, cycle, true);
        step(block, cycle + 1);
        count_moves(block);
        sum_states(block, cycle);
        trace_states(block, cycle);
        if (!at_start) {
            ny_worth after = ny_cohort_worth_of(cohort, 2, cycle, cycle, false);
            count_states(block, cycle, &after);
        }
    }
    check_people(block);
}

static void run_arriving(ny_cohort_block *block)
{
    if (!block->cohort->arriving.count)
        return;
    if (block->cohort->come_together && !block->persons)
        run_together(block);
    else
        run_entries(block);
}

void ny_cohort_run(ny_cohort_block *block, const ny_study_result *result)
{
    block->result = result;
    block->lanes = result->lanes;
    block->entry = 1;
    forget(block);
    find_people(block);
    if (block->cohort->curves.count)
        begin_curves(block);
    else
        begin(block);
    if (block->cohort->order.count)
        run_tree(block);
    else if (block->steady)
        run_steady(block);
    else
        run_cycles(block);
    check_people(block);
    run_arriving(block);
    finish(block);
}
