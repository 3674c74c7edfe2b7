/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: the persons of a pathway, where it is not followed as a cohort. They stand in for its
 * shares: how many begin where, and how many of a place go which way in a cycle, come of persons' own moves
 * (people.h) instead of chances; all else is the cohort's (study_cohort.c). So many people as the text has
 * are followed as so many persons, and each person counts people / persons.
 *
 * Chances of several cycles are given ahead, a stage, so that a world's persons go through them together:
 *
 *     if ((cycles = ny_cohort_people_due(people, cycle)))
 *         for each of these cycles: figures; ny_cohort_people_chances for each state and stay;
 *             ny_cohort_people_worth;
 *         ny_cohort_people_go(people);
 *     ny_cohort_people_went(people, cycle, state, stay, move, went); … */

#ifndef NY_RUN_STUDY_PEOPLE_H
#define NY_RUN_STUDY_PEOPLE_H

#include "run/study_cohort.h"

typedef struct ny_cohort_people ny_cohort_people;

/* Lives in the arena, on the cohort. */
ny_cohort_people *ny_cohort_people_open(ny_arena *arena, const ny_cohort *cohort);
/* In lanes 0.. lanes - 1, worlds first_world.., so many people will have come at the end: `all` [lane]. */
void ny_cohort_people_expect(ny_cohort_people *people, size_t lanes, uint32_t first_world,
                             const double *all);
/* Lets those begin who come in the cycle `entry` of the calendar, in 1 who start, each time with cycles from 1.
 * `shares`: [place * NY_STUDY_LANES + lane], how many of `of_all` [lane] are expected where; afterwards how
 * many are there, and in all. */
void ny_cohort_people_begin(ny_cohort_people *people, uint32_t entry, double *of_all,
                            double *shares);
/* How many cycles, from this one on, are to be made ready now; 0: it is ready. */
uint32_t ny_cohort_people_due(ny_cohort_people *people, uint32_t cycle);
/* The chances of a state, and stay, in a cycle that is being made ready: one a move, and of staying. */
void ny_cohort_people_chances(ny_cohort_people *people, uint32_t cycle, uint32_t state,
                              uint32_t stay, const ny_lane_value *chances, ny_lane_value stays);
/* What everything is worth in a cycle that is being made ready, for the totals of lane 0's persons. `run`
 * stands in that cycle; its stay is moved. */
void ny_cohort_people_worth(ny_cohort_people *people, uint32_t cycle, ny_figures_run *run);
void ny_cohort_people_go(ny_cohort_people *people);
/* How many of this state, and stay, went this way in a cycle: a move's number among the state's, or NY_NONE:
 * stayed. One a lane. */
void ny_cohort_people_went(const ny_cohort_people *people, uint32_t cycle, uint32_t state,
                           uint32_t stay, uint32_t move, double *ret_went);
/* Of lane 0, when all cycles are over; count 0 where no accounts were asked for. */
ny_study_persons ny_cohort_people_persons(const ny_cohort_people *people);

#endif
