/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How persons move. Of each state its ways are fixed: what may follow, in the order of the states, staying
 * among it. A way has a number, its cell: state * (ways + 1) + j. For a state the ends of all ways but the
 * last lie in a row of running sums of chances, and the person's way is how many of these ends are not
 * above its uniform number; a state with fewer ways than others has ends that no number reaches. So a move
 * is a few comparisons and no branch, and the cell says all that happened: from where, to where, by which
 * move. Cells are counted, and persons' totals grow by what their cell is worth; states and moves are
 * worked out from the counts afterwards, which are whole numbers and may be added in any order.
 *
 * Persons go in blocks, cycle by cycle, so that all of a block stays near the processor. A thread has
 * counters of its own.
 *
 * Rejected: the guide table (Chen and Asau 1974), one look-up whatever the number of ways: it costs hundreds
 * of steps to make, for each world and cycle anew; a list of persons in each state with binomial numbers
 * of movers: faster for millions of people, but nobody's draws are then their own. */

#include "run/people.h"

#include "base/bug.h"
#include "base/parallel.h"
#include "model/model.h"

#include <string.h>

#define BLOCK NY_KERNEL_LANES
#define NEVER 2.0 /* an end that no uniform number reaches */

struct ny_people_map {
    uint32_t states, moves, ways; /* ways: the most moves that leave a state; at least 1 */
    uint32_t *leaving;            /* by state: moves that leave it */
    uint16_t *next;               /* by cell: the state afterwards */
    uint32_t *move; /* by cell: number of the move; NY_NONE: stays, or there is no such way */
};

struct ny_people {
    ny_people_group group;
    ny_arena *arena;
    uint32_t done, cells, pieces; /* cycles done */
    uint16_t *states;             /* [arm * persons + person] */
    uint32_t *stays;              /* the same; NULL where no stay matters and none is counted */
    uint32_t *begin;              /* [arm]: counts at point 0, as ny_people_in_states has them */
    uint32_t *
        *counts;    /* [piece]: [((arm * cycles + cycle) * stays_counted + stay) * cells + cell] */
    double *totals; /* [(arm * accounts + account) * persons + person] */
};

/* --- the map ------------------------------------------------------------------------------------ */

/* Ways out of a state: the moves that leave it, by the state they go to, and staying in its own place. */
static void lay_out(ny_people_map *map, uint32_t state, const uint32_t *move_to)
{
    uint32_t cell = state * (map->ways + 1), last = cell + map->ways + 1;
    for (uint32_t to = 0; to < map->states; to++)
        if (to == state || move_to[to] != NY_NONE) {
            map->next[cell] = (uint16_t)to;
            map->move[cell++] = to == state ? NY_NONE : move_to[to];
        }
    for (; cell < last; cell++) { /* never reached */
        map->next[cell] = (uint16_t)state;
        map->move[cell] = NY_NONE;
    }
}

const ny_people_map *ny_people_map_create(ny_arena *arena, uint32_t states,
                                          const ny_people_move *moves, uint32_t count)
{
    ny_people_map *map = NY_NEW(arena, ny_people_map);
    uint32_t *move_to = NY_NEW_ARRAY(arena, uint32_t, states);
    NY_BUG_ON(states == 0 || states > UINT16_MAX);
    *map = (ny_people_map){.states = states,
                           .moves = count,
                           .ways = 1,
                           .leaving = NY_NEW_ARRAY(arena, uint32_t, states)};
    for (uint32_t i = 0; i < count; i++) {
        NY_BUG_ON(moves[i].from == moves[i].to);
        uint32_t ways = ++map->leaving[moves[i].from];
        map->ways = ways > map->ways ? ways : map->ways;
    }
    map->next = NY_NEW_ARRAY(arena, uint16_t, (size_t)states * (map->ways + 1));
    map->move = NY_NEW_ARRAY(arena, uint32_t, (size_t)states * (map->ways + 1));
    for (uint32_t state = 0; state < states; state++) {
        for (uint32_t to = 0; to < states; to++)
            move_to[to] = NY_NONE;
        for (uint32_t i = 0; i < count; i++)
            if (moves[i].from == state)
                move_to[moves[i].to] = i;
        lay_out(map, state, move_to);
    }
    return map;
}

/* --- the beginning ------------------------------------------------------------------------------ */

static size_t in_states_size(const ny_people_group *group, uint32_t points)
{
    return (size_t)points * group->stays_counted * group->map->states;
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static const ny_people_start *start_of(const ny_people_start *starts, uint32_t count, double u)
{
    double sum = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        sum += starts[i].share;
        if (u < sum)
            return &starts[i];
    }
    return &starts[count - 1];
}

static void begin_arm(ny_people *people, uint32_t arm, const ny_people_start *starts,
                      uint32_t count, const double *u, uint32_t first, uint32_t lanes)
{
    const ny_people_group *group = &people->group;
    size_t place = (size_t)arm * group->persons + first;
    uint32_t *begin = people->begin + arm * in_states_size(group, 1);
    for (uint32_t i = 0; i < lanes; i++) {
        const ny_people_start *start = start_of(starts, count, u[i]);
        uint32_t stay = lesser(start->there + 1, group->stays_counted);
        people->states[place + i] = (uint16_t)start->state;
        if (people->stays)
            people->stays[place + i] = start->there + 1;
        begin[(size_t)(stay - 1) * group->map->states + start->state]++;
    }
}

ny_people *ny_people_begin(ny_arena *arena, const ny_people_group *group,
                           const ny_people_start *const *starts, const uint32_t *counts)
{
    ny_people *people = NY_NEW(arena, ny_people);
    size_t bodies = (size_t)group->arms * group->persons;
    double u[BLOCK];
    *people = (ny_people){
        .group = *group, .arena = arena, .cells = group->map->states * (group->map->ways + 1)};
    uint32_t blocks = (group->persons + BLOCK - 1) / BLOCK;
    people->pieces = lesser(blocks, group->threads ? group->threads : 1);
    people->states = NY_NEW_ARRAY(arena, uint16_t, bodies);
    if (group->stays_matter || group->stays_counted > 1)
        people->stays = NY_NEW_ARRAY(arena, uint32_t, bodies);
    people->begin = NY_NEW_ARRAY(arena, uint32_t, group->arms * in_states_size(group, 1));
    people->counts = NY_NEW_ARRAY(arena, uint32_t *, people->pieces);
    for (uint32_t i = 0; i < people->pieces; i++)
        people->counts[i] = NY_NEW_ARRAY(arena, uint32_t,
                                         (size_t)group->arms * group->cycles *
                                             group->stays_counted * people->cells);
    people->totals = NY_NEW_ARRAY(arena, double, bodies * group->accounts);
    for (uint32_t first = 0; first < group->persons; first += BLOCK) {
        uint32_t lanes = lesser(group->persons - first, BLOCK);
        group->kernels->uniform_rows(group->seed, group->stream, group->world,
                                     group->first_person + first, 0, lanes, u);
        for (uint32_t arm = 0; arm < group->arms; arm++)
            begin_arm(people, arm, starts[arm], counts[arm], u, first, lanes);
    }
    return people;
}

/* --- the tables of a stage ---------------------------------------------------------------------- */

/* Of one arm: rows of ends by cycle, stay and state, and what a cell is worth by cycle, stay and cell, the
 * stay being that before the move. */
typedef struct ny_worth {
    double *items; /* NULL: nothing is */
    size_t by_cycle, by_stay;
} ny_worth;

typedef struct ny_ends {
    double *rows;
    size_t by_cycle, by_stay;
    ny_worth *worth; /* [account] */
} ny_ends;

typedef struct ny_walk {
    ny_people *people;
    const ny_people_stage *stage;
    ny_ends *ends; /* [arm] */
} ny_walk;

/* How many rows a table has along one of its steps. */
static uint32_t along(size_t step, uint32_t all)
{
    return step ? all : 1;
}

static const double *items_of(const ny_people_table *table, uint32_t cycle, uint32_t stay)
{
    return table->items + cycle * table->by_cycle + stay * table->by_stay;
}

static void ends_of_state(const ny_people_map *map, uint32_t state, const double *chances,
                          double *ends)
{
    const uint32_t *move = map->move + (size_t)state * (map->ways + 1);
    double leaving = 0, sum = 0;
    for (uint32_t j = 0; j <= map->leaving[state]; j++)
        leaving += move[j] != NY_NONE ? chances[move[j]] : 0;
    for (uint32_t j = 0; j < map->ways; j++) {
        double stays = leaving < 1 ? 1 - leaving : 0;
        sum += move[j] != NY_NONE ? chances[move[j]] : stays;
        ends[j] = j < map->leaving[state] ? sum : NEVER;
    }
}

static void make_ends(ny_ends *ends, ny_arena *arena, const ny_people_map *map,
                      const ny_people_stage *stage, const ny_people_table *chances)
{
    uint32_t cycles = along(chances->by_cycle, stage->cycles);
    uint32_t stays = along(chances->by_stay, stage->stays);
    size_t row = (size_t)map->states * map->ways;
    ends->by_stay = chances->by_stay ? row : 0;
    ends->by_cycle = chances->by_cycle ? row * stays : 0;
    ends->rows = NY_NEW_ARRAY(arena, double, row *stays *cycles);
    for (uint32_t k = 0; k < cycles; k++)
        for (uint32_t s = 0; s < stays; s++)
            for (uint32_t state = 0; state < map->states; state++)
                ends_of_state(map, state, items_of(chances, k, s),
                              ends->rows + k * ends->by_cycle + s * ends->by_stay +
                                  (size_t)state * map->ways);
}

/* A cell is worth its move and the state that it leads to, where a person who moves begins to stay. */
static void worth_of_cells(const ny_people_map *map, const double *moves, const double *arrived,
                           const double *stayed, double *worth)
{
    for (uint32_t cell = 0; cell < map->states * (map->ways + 1); cell++) {
        uint32_t move = map->move[cell];
        const double *states = move != NY_NONE ? arrived : stayed;
        worth[cell] =
            (states ? states[map->next[cell]] : 0) + (moves && move != NY_NONE ? moves[move] : 0);
    }
}

static ny_worth make_worth(const ny_people *people, ny_arena *arena, const ny_people_stage *stage,
                           const ny_people_table *in_state, const ny_people_table *at_move)
{
    if (!in_state->items && !at_move->items)
        return (ny_worth){0};
    uint32_t cycles = along(in_state->by_cycle | at_move->by_cycle, stage->cycles);
    uint32_t stays = along(in_state->by_stay | at_move->by_stay, stage->stays);
    ny_worth worth = {.items = NY_NEW_ARRAY(arena, double, (size_t)people->cells *stays *cycles),
                      .by_cycle = cycles > 1 ? (size_t)people->cells * stays : 0,
                      .by_stay = stays > 1 ? people->cells : 0};
    for (uint32_t k = 0; k < cycles; k++)
        for (uint32_t s = 0; s < stays; s++)
            worth_of_cells(people->group.map, at_move->items ? items_of(at_move, k, s) : NULL,
                           in_state->items ? items_of(in_state, k + 1, 0) : NULL,
                           in_state->items ? items_of(in_state, k + 1, lesser(s + 1, stays - 1))
                                           : NULL,
                           worth.items + ((size_t)k * stays + s) * people->cells);
    return worth;
}

static ny_ends *prepare(const ny_people *people, ny_arena *arena, const ny_people_stage *stage)
{
    const ny_people_group *group = &people->group;
    ny_ends *ends = NY_NEW_ARRAY(arena, ny_ends, group->arms);
    for (uint32_t arm = 0; arm < group->arms; arm++) {
        const ny_people_arm *of = &stage->arms[arm];
        make_ends(&ends[arm], arena, group->map, stage, &of->chances);
        ends[arm].worth = NY_NEW_ARRAY(arena, ny_worth, group->accounts);
        for (uint32_t i = 0; i < group->accounts && of->in_state; i++)
            ends[arm].worth[i] =
                make_worth(people, arena, stage, &of->in_state[i], &of->at_move[i]);
    }
    return ends;
}

/* --- a block of persons -------------------------------------------------------------------------- */

typedef struct ny_block {
    double u[BLOCK];
    uint32_t cell[BLOCK], stay[BLOCK]; /* stay: before the move, from 0 */
} ny_block;

/* The way that each goes: how many ends of its row are not above its number. */
static inline __attribute__((always_inline)) void find_ways(const uint32_t ways, const double *rows,
                                                            size_t by_stay, const ny_block *block,
                                                            const uint16_t *states, uint32_t lanes,
                                                            uint32_t *ret_cells)
{
    for (uint32_t i = 0; i < lanes; i++) {
        const double *ends =
            rows + (size_t)states[i] * ways + (by_stay ? block->stay[i] * by_stay : 0);
        uint32_t way = 0;
        for (uint32_t j = 0; j < ways; j++)
            way += block->u[i] >= ends[j];
        ret_cells[i] = states[i] * (ways + 1) + way;
    }
}

/* The same with the number of ways known, so that nothing counts them. */
static void go(const ny_people_map *map, const double *rows, size_t by_stay, ny_block *block,
               const uint16_t *states, uint32_t lanes)
{
    if (by_stay)
        find_ways(map->ways, rows, by_stay, block, states, lanes, block->cell);
    else if (map->ways == 1)
        find_ways(1, rows, 0, block, states, lanes, block->cell);
    else if (map->ways == 2)
        find_ways(2, rows, 0, block, states, lanes, block->cell);
    else if (map->ways == 3)
        find_ways(3, rows, 0, block, states, lanes, block->cell);
    else
        find_ways(map->ways, rows, 0, block, states, lanes, block->cell);
}

/* Adds what each lane's cell, or state at the beginning, is worth. */
static void add_worth(const double *worth, size_t by_stay, const uint32_t *stay,
                      const uint32_t *place, uint32_t lanes, double *totals)
{
    if (by_stay)
        for (uint32_t i = 0; i < lanes; i++)
            totals[i] += worth[stay[i] * by_stay + place[i]];
    else
        for (uint32_t i = 0; i < lanes; i++)
            totals[i] += worth[place[i]];
}

/* Lanes' stays as numbers into tables of so many. */
static void clamp_stays(const uint32_t *stays, uint32_t most, uint32_t lanes, uint32_t *ret_stays)
{
    for (uint32_t i = 0; i < lanes; i++)
        ret_stays[i] = lesser(stays[i], most) - 1;
}

static void count(const ny_people *people, const uint32_t *stays, const ny_block *block,
                  uint32_t lanes, uint32_t *counts)
{
    uint32_t most = people->group.stays_counted;
    if (most == 1)
        for (uint32_t i = 0; i < lanes; i++)
            counts[block->cell[i]]++;
    else
        for (uint32_t i = 0; i < lanes; i++)
            counts[(size_t)(lesser(stays[i], most) - 1) * people->cells + block->cell[i]]++;
}

static void move(const ny_people_map *map, const ny_block *block, uint32_t lanes, uint16_t *states,
                 uint32_t *stays)
{
    for (uint32_t i = 0; i < lanes; i++)
        states[i] = map->next[block->cell[i]];
    for (uint32_t i = 0; stays && i < lanes; i++)
        stays[i] = map->move[block->cell[i]] != NY_NONE ? 1 : stays[i] + 1;
}

static double *totals_of(const ny_people *people, uint32_t arm, uint32_t account, uint32_t first)
{
    const ny_people_group *group = &people->group;
    return people->totals + ((size_t)arm * group->accounts + account) * group->persons + first;
}

/* A block's arm through one cycle, the so-manieth of the stage. */
static void one_cycle(const ny_walk *walk, uint32_t arm, uint32_t cycle, uint32_t first,
                      uint32_t lanes, ny_block *block, uint32_t *counts)
{
    const ny_people *people = walk->people;
    const ny_people_group *group = &people->group;
    const ny_ends *ends = &walk->ends[arm];
    size_t place = (size_t)arm * group->persons + first;
    uint32_t *stays = people->stays ? people->stays + place : NULL;
    if (walk->stage->stays > 1)
        clamp_stays(stays, walk->stage->stays, lanes, block->stay);
    go(group->map, ends->rows + cycle * ends->by_cycle, ends->by_stay, block,
       people->states + place, lanes);
    for (uint32_t i = 0; i < group->accounts; i++) {
        const ny_worth *worth = &ends->worth[i];
        if (worth->items)
            add_worth(worth->items + cycle * worth->by_cycle, worth->by_stay, block->stay,
                      block->cell, lanes, totals_of(people, arm, i, first));
    }
    count(people, stays, block, lanes,
          counts + ((size_t)arm * group->cycles + people->done + cycle) * group->stays_counted *
                       people->cells);
    move(group->map, block, lanes, people->states + place, stays);
}

/* What it is worth to be where everybody begins. */
static void at_beginning(const ny_walk *walk, uint32_t arm, uint32_t first, uint32_t lanes,
                         ny_block *block)
{
    const ny_people *people = walk->people;
    const ny_people_table *in_state = walk->stage->arms[arm].in_state;
    size_t place = (size_t)arm * people->group.persons + first;
    for (uint32_t i = 0; i < lanes; i++)
        block->cell[i] = people->states[place + i];
    if (walk->stage->stays > 1)
        clamp_stays(people->stays + place, walk->stage->stays, lanes, block->stay);
    for (uint32_t i = 0; in_state && i < people->group.accounts; i++)
        if (in_state[i].items)
            add_worth(in_state[i].items, in_state[i].by_stay, block->stay, block->cell, lanes,
                      totals_of(people, arm, i, first));
}

static void one_block(const ny_walk *walk, uint32_t first, uint32_t *counts)
{
    const ny_people *people = walk->people;
    const ny_people_group *group = &people->group;
    uint32_t lanes = lesser(group->persons - first, BLOCK);
    ny_block block;
    for (uint32_t arm = 0; people->done == 0 && arm < group->arms; arm++)
        at_beginning(walk, arm, first, lanes, &block);
    for (uint32_t cycle = 0; cycle < walk->stage->cycles; cycle++) {
        group->kernels->uniform_rows(group->seed, group->stream, group->world,
                                     group->first_person + first, people->done + cycle + 1, lanes,
                                     block.u);
        for (uint32_t arm = 0; arm < group->arms; arm++)
            one_cycle(walk, arm, cycle, first, lanes, &block, counts);
    }
}

/* --- a stage ------------------------------------------------------------------------------------- */

static void one_piece(void *context, uint32_t piece)
{
    const ny_walk *walk = context;
    const ny_people *people = walk->people;
    uint64_t blocks = (people->group.persons + BLOCK - 1) / BLOCK;
    uint32_t block = (uint32_t)(blocks * piece / people->pieces);
    uint32_t end = (uint32_t)(blocks * (piece + 1) / people->pieces);
    for (; block < end; block++)
        one_block(walk, block * BLOCK, people->counts[piece]);
}

void ny_people_go(ny_people *people, const ny_people_stage *stage)
{
    ny_arena *arena = ny_arena_create();
    NY_BUG_ON(stage->first != people->done + 1);
    NY_BUG_ON(people->done + stage->cycles > people->group.cycles);
    NY_BUG_ON(stage->stays > 1 && !people->stays);
    ny_walk walk = {.people = people, .stage = stage, .ends = prepare(people, arena, stage)};
    ny_parallel(people->group.threads, people->pieces, one_piece, &walk);
    people->done += stage->cycles;
    ny_arena_destroy(arena);
}

/* --- what comes of it ---------------------------------------------------------------------------- */

/* Cells of an arm, of all pieces together. */
static uint32_t *all_counts(const ny_people *people, ny_arena *arena, uint32_t arm)
{
    const ny_people_group *group = &people->group;
    size_t size = (size_t)group->cycles * group->stays_counted * people->cells;
    uint32_t *all = NY_NEW_ARRAY(arena, uint32_t, size);
    for (uint32_t piece = 0; piece < people->pieces; piece++)
        for (size_t i = 0; i < size; i++)
            all[i] += people->counts[piece][arm * size + i];
    return all;
}

uint32_t *ny_people_in_states(const ny_people *people, ny_arena *arena, uint32_t arm)
{
    const ny_people_group *group = &people->group;
    const ny_people_map *map = group->map;
    size_t point = in_states_size(group, 1);
    uint32_t *in_states = NY_NEW_ARRAY(arena, uint32_t, in_states_size(group, group->cycles + 1));
    const uint32_t *counts = all_counts(people, arena, arm);
    memcpy(in_states, people->begin + arm * point, point * sizeof *in_states);
    for (uint32_t k = 0; k < group->cycles; k++)
        for (uint32_t s = 0; s < group->stays_counted; s++)
            for (uint32_t cell = 0; cell < people->cells; cell++) {
                bool moved = map->move[cell] != NY_NONE;
                uint32_t stay = moved ? 0 : lesser(s + 1, group->stays_counted - 1);
                in_states[(k + 1) * point + (size_t)stay * map->states + map->next[cell]] +=
                    *counts++;
            }
    return in_states;
}

uint32_t *ny_people_at_moves(const ny_people *people, ny_arena *arena, uint32_t arm)
{
    const ny_people_group *group = &people->group;
    const ny_people_map *map = group->map;
    size_t rows = (size_t)group->cycles * group->stays_counted;
    uint32_t *at_moves = NY_NEW_ARRAY(arena, uint32_t, rows * map->moves);
    const uint32_t *counts = all_counts(people, arena, arm);
    for (size_t row = 0; row < rows; row++)
        for (uint32_t cell = 0; cell < people->cells; cell++)
            if (map->move[cell] != NY_NONE)
                at_moves[row * map->moves + map->move[cell]] = counts[row * people->cells + cell];
    return at_moves;
}

const double *ny_people_totals(const ny_people *people, uint32_t arm, uint32_t account)
{
    return totals_of(people, arm, account, 0);
}
