/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Persons go in blocks, and a block goes in rounds: in each the persons are sorted by the state in which
 * they are, and all of one state draw the times of its lines, find the first, and are there. So lanes are
 * full of the same law with the same figures, which kernels take many at a time; nobody waits for anybody,
 * since persons in one round stand at different times.
 *
 * Sums of doubles are taken lane by lane in blocks of NY_KERNEL_LANES * 2 persons, and blocks are added in
 * their order, so no number of threads changes a bit.
 *
 * Rejected: one person from start to end before the next (branches and single draws: five times as slow);
 * keeping paths and summing them afterwards (memory by events). */

#include "run/people_time.h"

#include "base/bug.h"
#include "base/parallel.h"
#include "run/vmath.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define BLOCK (2u * NY_KERNEL_LANES)

/* Lines by the state that they leave. */
typedef struct ny_exits {
    uint32_t *lines; /* sorted by state, in their own order */
    uint32_t *first; /* [states + 1] */
} ny_exits;

/* The sums of one block. */
typedef struct ny_block_sums {
    double *in_state, *at_line;
    uint64_t *events;
} ny_block_sums;

typedef struct ny_crowd {
    const ny_people_time_group *group;
    ny_people_time *times;
    ny_exits exits;
    uint32_t blocks, pieces;
    ny_block_sums *sums;  /* [block] */
    uint32_t **at_points; /* [piece]: [point * states + state] */
    atomic_bool endless;
} ny_crowd;

/* Persons of a block: where each stands. By lane, unless said otherwise. */
typedef struct ny_bodies {
    uint32_t lanes, first;    /* first: its place among the group's persons */
    uint32_t *state, *visits; /* visits: [state * BLOCK + lane] */
    double *entered;          /* when it came into its state */
    double *spent; /* how long it had been there before the start; 0 after its first move */
    bool some_spent;
    double *discount; /* [force * BLOCK + lane]: at `entered` */
    /* Who still moves, and the same sorted by state, with room for the sorting. */
    uint32_t *active, active_count, *order, *starts;
} ny_bodies;

/* Persons who are in one state in this round, side by side: arrays by place in the list. */
typedef struct ny_side {
    uint32_t count, state;
    const uint32_t *lane;
    uint32_t person[BLOCK], draw[BLOCK], line[BLOCK]; /* line: which comes first */
    double entered[BLOCK], spent[BLOCK], end[BLOCK];
    double even[BLOCK], odd[BLOCK], time[BLOCK], room[BLOCK];
    double flow[BLOCK]; /* discounted time of the stay */
    double at_end[BLOCK];
} ny_side;

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* --- the beginning ------------------------------------------------------------------------------- */

static ny_bodies *make_bodies(ny_arena *arena, const ny_people_time_group *group)
{
    ny_bodies *bodies = NY_NEW(arena, ny_bodies);
    bodies->state = NY_NEW_ARRAY(arena, uint32_t, BLOCK);
    bodies->visits = NY_NEW_ARRAY(arena, uint32_t, (size_t)BLOCK * group->states);
    bodies->entered = NY_NEW_ARRAY(arena, double, BLOCK);
    bodies->spent = NY_NEW_ARRAY(arena, double, BLOCK);
    bodies->discount = NY_NEW_ARRAY(arena, double, (size_t)BLOCK * group->force_count);
    bodies->active = NY_NEW_ARRAY(arena, uint32_t, BLOCK);
    bodies->order = NY_NEW_ARRAY(arena, uint32_t, BLOCK);
    bodies->starts = NY_NEW_ARRAY(arena, uint32_t, group->states + 1);
    return bodies;
}

static const ny_people_spent *start_of(const ny_people_time_group *group, double u)
{
    double sum = 0;
    for (uint32_t i = 0; i + 1 < group->start_count; i++) {
        sum += group->starts[i].share;
        if (u < sum)
            return &group->starts[i];
    }
    return &group->starts[group->start_count - 1];
}

static void begin(ny_bodies *bodies, const ny_people_time_group *group, uint32_t block)
{
    double u[BLOCK];
    bodies->first = block * BLOCK;
    bodies->lanes = bodies->active_count = lesser(group->persons - bodies->first, BLOCK);
    bodies->some_spent = false;
    group->kernels->uniform_rows(group->seed, group->stream, group->world,
                                 group->first_person + bodies->first, 0, bodies->lanes, u);
    memset(bodies->visits, 0, sizeof(uint32_t) * BLOCK * group->states);
    for (uint32_t i = 0; i < bodies->lanes; i++) {
        const ny_people_spent *start = start_of(group, u[i]);
        bodies->state[i] = start->state;
        bodies->entered[i] = 0;
        bodies->spent[i] = start->there;
        bodies->some_spent |= start->there > 0;
        bodies->active[i] = i;
    }
    for (uint32_t f = 0; f < group->force_count; f++)
        for (uint32_t i = 0; i < bodies->lanes; i++)
            bodies->discount[(size_t)f * BLOCK + i] = 1;
}

/* Sorts the active by state; those of a state keep their order. */
static void sort(ny_bodies *bodies, uint32_t states)
{
    memset(bodies->starts, 0, (states + 1) * sizeof *bodies->starts);
    for (uint32_t i = 0; i < bodies->active_count; i++)
        bodies->starts[bodies->state[bodies->active[i]] + 1]++;
    for (uint32_t s = 0; s < states; s++)
        bodies->starts[s + 1] += bodies->starts[s];
    for (uint32_t i = 0; i < bodies->active_count; i++)
        bodies->order[bodies->starts[bodies->state[bodies->active[i]]]++] = bodies->active[i];
    for (uint32_t s = states; s > 0; s--)
        bodies->starts[s] = bodies->starts[s - 1];
    bodies->starts[0] = 0;
}

/* --- one state in one round ---------------------------------------------------------------------- */

static void gather(ny_side *side, const ny_bodies *bodies, const ny_people_time_group *group,
                   uint32_t lines)
{
    uint32_t *visits = bodies->visits + (size_t)side->state * BLOCK;
    uint32_t person = group->first_person + bodies->first, pairs = (lines + 1) / 2;
    for (uint32_t i = 0; i < side->count; i++) {
        uint32_t lane = side->lane[i];
        side->person[i] = person + lane;
        side->draw[i] = visits[lane]++ * pairs;
        side->entered[i] = bodies->entered[lane];
        side->end[i] = group->horizon;
        side->line[i] = UINT32_MAX;
    }
    for (uint32_t i = 0; bodies->some_spent && i < side->count; i++)
        side->spent[i] = bodies->spent[side->lane[i]];
}

/* When the line's event comes, and whether that is before all that was found so far. */
static void try_line(ny_side *side, const ny_bodies *bodies, const ny_crowd *crowd, uint32_t line,
                     const double *u)
{
    const ny_kernels *kernels = crowd->group->kernels;
    bool since_start = crowd->group->lines[line].since_start;
    const double *since = since_start ? side->entered : bodies->some_spent ? side->spent : NULL;
    ny_hazard_times(kernels, &crowd->group->laws[line], since, crowd->group->ratios[line], u,
                    side->count, side->room, side->time);
    if (!since_start) {
        if (bodies->some_spent)
            ny_kernel(
                kernels, NY_KERNEL_SUBTRACT,
                (ny_kernel_call){
                    .to = side->time, .a = side->time, .b = side->spent, .lanes = side->count});
        ny_kernel(kernels, NY_KERNEL_ADD,
                  (ny_kernel_call){
                      .to = side->time, .a = side->time, .b = side->entered, .lanes = side->count});
    }
    /* Nobody can guess which comes first, so nothing branches on it. */
    for (uint32_t i = 0; i < side->count; i++) {
        double end = side->end[i], time = side->time[i];
        uint32_t earlier = -(uint32_t)(time < end);
        side->line[i] = (line & earlier) | (side->line[i] & ~earlier);
        side->end[i] = time < end ? time : end;
    }
}

static void run_against_each_other(ny_side *side, const ny_bodies *bodies, const ny_crowd *crowd)
{
    const ny_people_time_group *group = crowd->group;
    const uint32_t *lines = crowd->exits.lines + crowd->exits.first[side->state];
    uint32_t count = crowd->exits.first[side->state + 1] - crowd->exits.first[side->state];
    for (uint32_t j = 0; j < count; j++) {
        if (j % 2 == 0) {
            for (uint32_t i = 0; j > 0 && i < side->count; i++)
                side->draw[i]++;
            group->kernels->uniform_pairs(group->seed, group->streams[side->state], group->world,
                                          side->person, side->draw, side->count, side->even,
                                          side->odd);
        }
        try_line(side, bodies, crowd, lines[j], j % 2 ? side->odd : side->even);
    }
}

/* The sum of numbers, four in turn: so much faster, and one order for all. */
static double sum_of(const double *numbers, uint32_t count)
{
    double a = 0, b = 0, c = 0, d = 0;
    uint32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        a += numbers[i];
        b += numbers[i + 1];
        c += numbers[i + 2];
        d += numbers[i + 3];
    }
    for (; i < count; i++)
        a += numbers[i];
    return (a + b) + (c + d);
}

/* What the stay counts by one force of interest, and the event at its end. */
static void discount(ny_side *side, ny_bodies *bodies, const ny_crowd *crowd, uint32_t force)
{
    const ny_people_time_group *group = crowd->group;
    double by = group->forces[force], *before = bodies->discount + (size_t)force * BLOCK;
    if (by == 0) {
        for (uint32_t i = 0; i < side->count; i++) {
            side->flow[i] = side->end[i] - side->entered[i];
            side->at_end[i] = 1;
        }
        return;
    }
    ny_kernel(group->kernels, NY_KERNEL_MULTIPLY_ONE,
              (ny_kernel_call){.to = side->at_end, .a = side->end, .k = -by, .lanes = side->count});
    ny_kernel(group->kernels, NY_KERNEL_EXPONENTIAL,
              (ny_kernel_call){.to = side->at_end, .a = side->at_end, .lanes = side->count});
    for (uint32_t i = 0; i < side->count; i++) {
        uint32_t lane = side->lane[i];
        side->flow[i] = (before[lane] - side->at_end[i]) / by;
        before[lane] = side->at_end[i];
    }
}

/* Persons' own totals of the accounts that are discounted so. */
static void add_totals(const ny_side *side, const ny_bodies *bodies, const ny_crowd *crowd,
                       uint32_t force)
{
    const ny_people_time_group *group = crowd->group;
    for (uint32_t a = 0; a < group->accounts; a++) {
        if (group->account_forces[a] != force)
            continue;
        double *totals = crowd->times->totals + (size_t)a * group->persons + bodies->first;
        double rate = group->rates[(size_t)a * group->states + side->state];
        const double *amounts = group->amounts + (size_t)a * group->line_count;
        for (uint32_t i = 0; i < side->count; i++) {
            totals[side->lane[i]] += rate * side->flow[i];
            if (side->line[i] != UINT32_MAX)
                totals[side->lane[i]] += amounts[side->line[i]] * side->at_end[i];
        }
    }
}

static void count_points(const ny_side *side, const ny_people_time_group *group, uint32_t *at_point)
{
    for (uint32_t i = 0; i < side->count; i++) {
        double from = ceil(side->entered[i] / group->step);
        bool to_the_end = side->line[i] == UINT32_MAX; /* the horizon itself is looked at too */
        for (double point = from;
             point < group->points && (point * group->step < side->end[i] || to_the_end); point++)
            at_point[(size_t)point * group->states + side->state]++;
    }
}

/* Adds what counts to the line by which it was left, in the persons' order. Lines go over all of them two at a
 * time: for others a line adds nought, which changes nothing, and no sum waits for a place in memory. */
static void add_at_lines(const ny_side *side, const uint32_t *lines, uint32_t count,
                         double *at_line)
{
    for (uint32_t j = 0; j < count; j += 2) {
        uint32_t one = lines[j], other = j + 1 < count ? lines[j + 1] : UINT32_MAX - 1;
        double sum = at_line[one], sum_of_other = j + 1 < count ? at_line[other] : 0;
        for (uint32_t i = 0; i < side->count; i++) {
            sum += side->line[i] == one ? side->at_end[i] : 0;
            sum_of_other += side->line[i] == other ? side->at_end[i] : 0;
        }
        at_line[one] = sum;
        if (j + 1 < count)
            at_line[other] = sum_of_other;
    }
}

static void count_events(const ny_side *side, const uint32_t *lines, uint32_t count,
                         uint64_t *events)
{
    for (uint32_t j = 0; j < count; j++) {
        uint32_t found = 0;
        for (uint32_t i = 0; i < side->count; i++)
            found += side->line[i] == lines[j];
        events[lines[j]] += found;
    }
}

static void add_up(ny_side *side, ny_bodies *bodies, const ny_crowd *crowd, ny_block_sums *sums)
{
    const ny_people_time_group *group = crowd->group;
    const uint32_t *lines = crowd->exits.lines + crowd->exits.first[side->state];
    uint32_t count = crowd->exits.first[side->state + 1] - crowd->exits.first[side->state];
    for (uint32_t f = 0; f < group->force_count; f++) {
        double *at_line = sums->at_line + (size_t)f * group->line_count;
        discount(side, bodies, crowd, f);
        sums->in_state[(size_t)f * group->states + side->state] += sum_of(side->flow, side->count);
        add_at_lines(side, lines, count, at_line);
        add_totals(side, bodies, crowd, f);
    }
    count_events(side, lines, count, sums->events);
}

/* Those who move are in their next state from now on and stay active; for the others the time is over. */
static void move(const ny_side *side, ny_bodies *bodies, const ny_crowd *crowd)
{
    for (uint32_t i = 0; i < side->count; i++) {
        uint32_t lane = side->lane[i];
        if (side->line[i] == UINT32_MAX)
            continue;
        bodies->state[lane] = crowd->group->lines[side->line[i]].to;
        bodies->entered[lane] = side->end[i];
        bodies->spent[lane] = 0;
        bodies->active[bodies->active_count++] = lane;
    }
}

/* --- a block -------------------------------------------------------------------------------------- */

static void one_round(ny_side *side, ny_bodies *bodies, const ny_crowd *crowd, ny_block_sums *sums,
                      uint32_t *at_point)
{
    const ny_people_time_group *group = crowd->group;
    sort(bodies, group->states);
    bodies->active_count = 0;
    for (uint32_t s = 0; s < group->states; s++) {
        uint32_t first = bodies->starts[s],
                 lines = crowd->exits.first[s + 1] - crowd->exits.first[s];
        side->state = s;
        side->lane = bodies->order + first;
        side->count = bodies->starts[s + 1] - first;
        if (side->count == 0)
            continue;
        gather(side, bodies, group, lines);
        run_against_each_other(side, bodies, crowd);
        add_up(side, bodies, crowd, sums);
        if (group->points)
            count_points(side, group, at_point);
        move(side, bodies, crowd);
    }
    bodies->some_spent = false;
}

static void one_block(ny_side *side, ny_bodies *bodies, ny_crowd *crowd, uint32_t block,
                      uint32_t *at_point)
{
    begin(bodies, crowd->group, block);
    for (uint32_t rounds = 0; bodies->active_count && !atomic_load(&crowd->endless); rounds++)
        if (rounds < NY_PEOPLE_EVENTS)
            one_round(side, bodies, crowd, &crowd->sums[block], at_point);
        else
            atomic_store(&crowd->endless, true);
}

static void one_piece(void *context, uint32_t piece)
{
    ny_crowd *crowd = context;
    ny_arena *arena = ny_arena_create();
    ny_side *side = NY_NEW(arena, ny_side);
    ny_bodies *bodies = make_bodies(arena, crowd->group);
    uint32_t end = (uint32_t)((uint64_t)crowd->blocks * (piece + 1) / crowd->pieces);
    for (uint32_t block = (uint32_t)((uint64_t)crowd->blocks * piece / crowd->pieces); block < end;
         block++)
        one_block(side, bodies, crowd, block, crowd->at_points[piece]);
    ny_arena_destroy(arena);
}

/* --- all of them ----------------------------------------------------------------------------------- */

static ny_exits find_exits(ny_arena *arena, const ny_people_time_group *group)
{
    ny_exits exits = {.lines = NY_NEW_ARRAY(arena, uint32_t, group->line_count),
                      .first = NY_NEW_ARRAY(arena, uint32_t, group->states + 1)};
    uint32_t count = 0;
    for (uint32_t s = 0; s < group->states; s++) {
        for (uint32_t i = 0; i < group->line_count; i++)
            if (group->lines[i].from == s)
                exits.lines[count++] = i;
        exits.first[s + 1] = count;
    }
    return exits;
}

static bool lawful(const ny_people_time_group *group, uint32_t *ret_line)
{
    for (uint32_t i = 0; i < group->line_count; i++)
        if (ny_hazard_check(&group->laws[i]) != NY_DISTRIBUTION_OK ||
            !(group->ratios[i] >= 0 && group->ratios[i] < NY_NEVER)) {
            *ret_line = i;
            return false;
        }
    return true;
}

static void make_room(ny_crowd *crowd, ny_arena *arena)
{
    const ny_people_time_group *group = crowd->group;
    size_t in_states = (size_t)group->force_count * group->states;
    size_t at_lines = (size_t)group->force_count * group->line_count;
    size_t at_points = (size_t)group->points * group->states;
    crowd->blocks = (group->persons + BLOCK - 1) / BLOCK;
    crowd->pieces = lesser(crowd->blocks, group->threads ? group->threads : 1);
    crowd->sums = NY_NEW_ARRAY(arena, ny_block_sums, crowd->blocks);
    crowd->at_points = NY_NEW_ARRAY(arena, uint32_t *, crowd->pieces);
    for (uint32_t i = 0; i < crowd->blocks; i++)
        crowd->sums[i] = (ny_block_sums){NY_NEW_ARRAY(arena, double, in_states),
                                         NY_NEW_ARRAY(arena, double, at_lines),
                                         NY_NEW_ARRAY(arena, uint64_t, group->line_count)};
    for (uint32_t i = 0; i < crowd->pieces; i++)
        crowd->at_points[i] = NY_NEW_ARRAY(arena, uint32_t, at_points);
    *crowd->times = (ny_people_time){
        NY_NEW_ARRAY(arena, double, in_states), NY_NEW_ARRAY(arena, double, at_lines),
        NY_NEW_ARRAY(arena, uint64_t, group->line_count), NY_NEW_ARRAY(arena, uint32_t, at_points),
        NY_NEW_ARRAY(arena, double, (size_t)group->accounts * group->persons)};
}

/* Blocks in their order. */
static void put_together(const ny_crowd *crowd)
{
    const ny_people_time_group *group = crowd->group;
    ny_people_time *all = crowd->times;
    for (uint32_t block = 0; block < crowd->blocks; block++) {
        const ny_block_sums *sums = &crowd->sums[block];
        for (size_t i = 0; i < (size_t)group->force_count * group->states; i++)
            all->in_state[i] += sums->in_state[i];
        for (size_t i = 0; i < (size_t)group->force_count * group->line_count; i++)
            all->at_line[i] += sums->at_line[i];
        for (uint32_t i = 0; i < group->line_count; i++)
            all->events[i] += sums->events[i];
    }
    for (uint32_t piece = 0; piece < crowd->pieces; piece++)
        for (size_t i = 0; i < (size_t)group->points * group->states; i++)
            all->at_point[i] += crowd->at_points[piece][i];
}

ny_people_time_end ny_people_time_run(ny_arena *arena, const ny_people_time_group *group,
                                      ny_people_time *ret_times, uint32_t *ret_line)
{
    if (!lawful(group, ret_line))
        return NY_PEOPLE_TIME_NO_LAW;
    NY_BUG_ON(group->first_person + (uint64_t)group->persons > INT32_MAX);
    ny_crowd crowd = {.group = group, .times = ret_times, .exits = find_exits(arena, group)};
    atomic_init(&crowd.endless, false);
    make_room(&crowd, arena);
    ny_parallel(group->threads, crowd.pieces, one_piece, &crowd);
    if (atomic_load(&crowd.endless))
        return NY_PEOPLE_TIME_ENDLESS;
    put_together(&crowd);
    return NY_PEOPLE_TIME_DONE;
}
