/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Persons one at a time through places, cycle by cycle, each by one uniform number a cycle. A place is what
 * decides a person's chances: a state of a pathway or, where the time spent there matters, a state and a
 * stay. What comes of a cycle are counts, how many persons went which way; they stand where a cohort has
 * shares, so all figures are worked out from them by what works them out for cohorts (study_cohort.h).
 * Where it is asked for, each person's own total is added up beside it, for the spread between persons.
 *
 * From each place lead ways, numbered j = 0, 1, …; place and way together are a cell, place * (ways + 1) +
 * j. The unit interval is laid out with the ways in their order, each as long as its chance, and a person
 * goes where its uniform number falls: into the first way whose end lies above it. Ends are running sums of
 * chances; the last way of a place has none.
 *
 * Person i goes in cycle k by ny_random_uniform(seed, stream, world, i, k), and is put by draw 0. So a
 * person's course depends on nobody else and on no number of threads, and is the same under every
 * alternative that leaves its chances alone.
 *
 * Nothing is kept here between calls; arrays are the caller's. Any thread. */

#ifndef NY_RUN_PEOPLE_H
#define NY_RUN_PEOPLE_H

#include "base/arena.h"
#include "run/kernel.h"

/* An end that no uniform number reaches: of ways that a place does not have. */
#define NY_PEOPLE_NEVER 2.0

/* Where people may go. */
typedef struct ny_people_ways {
    uint32_t places;
    uint32_t ways; /* one less than the most that a place has; at least 1 */
    uint32_t
        *next; /* [cell]: the place it leads to; of ways that a place does not have: anywhere */
} ny_people_ways;

/* The persons of one world, and how they are drawn. */
typedef struct ny_people {
    const ny_kernels *kernels;
    uint64_t seed, stream;
    uint32_t world, first_person, persons;
    uint32_t threads;
    uint32_t *place; /* [person] */
} ny_people;

/* What each cell is worth in each cycle of a stage, and what it is added to. */
typedef struct ny_people_worth {
    const double *by_cell; /* [cycle of the stage * cells + cell] */
    double *totals;        /* [person] */
} ny_people_worth;

/* Cycles that follow one another, worked out together so that a block of persons stays near the processor:
 * first .. first + cycles - 1, first from 1. */
typedef struct ny_people_stage {
    uint32_t first, cycles;
    const double *ends; /* [(cycle of the stage * places + place) * ways + j] */
    const ny_people_worth *worth;
    uint32_t worths;
    uint32_t
        *counts; /* filled: [cycle of the stage * cells + cell]; room for `threads` times as many */
} ny_people_stage;

static inline uint32_t ny_people_cells(const ny_people_ways *ways)
{
    return ways->places * (ways->ways + 1);
}

/* Puts everybody at one of `count` beginnings; `ends`: one each but the last. */
void ny_people_begin(ny_people *people, const uint32_t *beginnings, const double *ends,
                     uint32_t count);
/* Lets everybody go through the cycles of a stage. */
void ny_people_go(ny_people *people, const ny_people_ways *ways, const ny_people_stage *stage);
/* Adds to each person's total what the place where it stands is worth. */
void ny_people_stand(const ny_people *people, const double *by_place, double *totals);

#endif
