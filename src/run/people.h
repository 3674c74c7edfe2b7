/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* People one at a time through a pathway in cycles: the same states, chances, costs and benefits that a
 * cohort has (run/study.h), each person by one uniform number a cycle.
 *
 * What comes of it are counts: how many persons are in each state at each point, and how many make each
 * move in each cycle. They stand where a cohort has shares, so every figure of a study is worked out from
 * them by the text that works it out for cohorts. Where it is asked for, each person's own total is added
 * up beside it, for the spread between persons.
 *
 * Persons, alternatives. A group is people who begin at one time, numbered from `first_person` on; people
 * who enter later are a group of their own. All alternatives ("arms") of a group go side by side and share
 * every uniform number: in cycle k person i goes by ny_random_uniform(seed, stream, world, i, k), and by
 * draw 0 into the state of the beginning. So a person's way depends on nobody else, and on no number of
 * threads. A move: the unit interval is laid out with the states that may follow, in their order, each
 * as long as its chance, the present state being what is left; the person goes where the number falls.
 *
 * Order of use: a map (once a pathway), a group, its beginning, its cycles in one stage or several (as many
 * cycles at a time as the tables of chances have room for), what is counted. Nothing here is kept between
 * groups; several groups may go at once in several threads. */

#ifndef NY_RUN_PEOPLE_H
#define NY_RUN_PEOPLE_H

#include "base/arena.h"
#include "run/kernel.h"

#include <stdbool.h>

/* A move that there is. From a state to itself there is none. */
typedef struct ny_people_move {
    uint32_t from, to;
} ny_people_move;

/* Where people may go from each state: the same in all worlds, cycles and alternatives. */
typedef struct ny_people_map ny_people_map;

/* At most 65,535 states; moves keep their numbers. Lives in the arena. */
const ny_people_map *ny_people_map_create(ny_arena *arena, uint32_t states,
                                          const ny_people_move *moves, uint32_t count);

/* Numbers by cycle (or point in time) and by the time in the present state, s = 1, 2, … cycles, the
 * running one included: those of cycle k and stay s stand at items + (k - k0) * by_cycle + (s - 1) *
 * by_stay, k0 being the first that the table holds. A step of 0: the same for all. */
typedef struct ny_people_table {
    const double *items; /* NULL: all 0 */
    size_t by_cycle, by_stay;
} ny_people_table;

/* One alternative in a stage of cycles first .. first + cycles - 1. */
typedef struct ny_people_arm {
    ny_people_table chances; /* of each move; from cycle `first` */
    /* One each an account, or NULL where no person's own total is wanted: what it is worth to be in each
     * state at a point, from point first - 1 (looked at where first = 1), and to make each move, from
     * cycle `first`; with the weight of the counting convention, and discounted. */
    const ny_people_table *in_state, *at_move;
} ny_people_arm;

typedef struct ny_people_stage {
    uint32_t first,
        cycles; /* the first stage begins with cycle 1, each later one where one ended */
    uint32_t
        stays; /* how many stays the tables hold; longer ones are as the last. 1: none matters */
    const ny_people_arm *arms;
} ny_people_stage;

/* Where a part of the people begins, and how many cycles each has been there already. */
typedef struct ny_people_start {
    uint32_t state, there;
    double share; /* of the group; those of an arm add up to 1, the last takes what is left */
} ny_people_start;

typedef struct ny_people_group {
    const ny_people_map *map;
    const ny_kernels *kernels;
    uint64_t seed, stream;
    uint32_t world;
    uint32_t first_person, persons;
    uint32_t cycles; /* in all stages together */
    uint32_t arms, accounts;
    bool stays_matter; /* in a table of any stage; else no stay is kept but for counting */
    uint32_t
        stays_counted; /* counts tell so many stays apart, longer ones are as the last; 1: none */
    uint32_t threads;
} ny_people_group;

typedef struct ny_people ny_people;

/* Puts everybody where the arms say: starts[arm] with counts[arm] items. Lives in the arena. */
ny_people *ny_people_begin(ny_arena *arena, const ny_people_group *group,
                           const ny_people_start *const *starts, const uint32_t *counts);
/* Goes through the cycles of a stage. Chances must lie in 0..1 and those that leave a state add up to at
 * most 1, but for rounding. Tables are not needed afterwards. */
void ny_people_go(ny_people *people, const ny_people_stage *stage);

/* Persons of an arm in each state at points 0 .. cycles: [(point * stays_counted + stay - 1) * states +
 * state]. In the arena. */
uint32_t *ny_people_in_states(const ny_people *people, ny_arena *arena, uint32_t arm);
/* Persons of an arm that make each move in cycle k = 1 ..: [((k - 1) * stays_counted + stay - 1) * moves +
 * move], the stay being that before the move. In the arena. */
uint32_t *ny_people_at_moves(const ny_people *people, ny_arena *arena, uint32_t arm);
/* Each person's total of an account, one a person; theirs is the memory of the people. */
const double *ny_people_totals(const ny_people *people, uint32_t arm, uint32_t account);

#endif
