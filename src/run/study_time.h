/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: one pathway in continuous time over the worlds of a block, a person at a time
 * (people_time.h) or, where every move has a rate that no time changes, as shares of a cohort. Time is counted in months; a year is 12 months or 365.25 days.
 *
 * An amount per year flows while a person is in the state, one per move is due at the move; both are of
 * contract grain and discounted at every moment, (1 + r)^-t. So each line comes to its amount times the
 * people's time in its states, or their moves, and that time is what is simulated or worked out. */

#ifndef NY_RUN_STUDY_TIME_H
#define NY_RUN_STUDY_TIME_H

#include "run/study.h"
#include "run/study_figures.h"

typedef struct ny_course ny_course;
typedef struct ny_course_block ny_course_block;

/* Wants its figures; ny_course_layout when the figures are made. */
ny_course *ny_course_begin(ny_arena *arena, const ny_plan *plan, uint32_t number,
                           ny_figures *figures, const ny_study_given *given);
void ny_course_layout(ny_course *course, const ny_figures *figures);
/* The line of a cohort whose law is no steady rate, so that no cohort can follow it; NY_NONE: it can. */
uint32_t ny_course_no_cohort(const ny_course *course);
/* `run` is that of the course's figures, of the same thread. */
ny_course_block *ny_course_open(ny_arena *arena, const ny_course *course, ny_figures_run *run);
/* The lanes of the next runs are worlds from this one on. */
void ny_course_at(ny_course_block *block, uint32_t first_world);
/* Fills total and npv of the course's flows, and faults of lanes that had none. */
void ny_course_run(ny_course_block *block, const ny_study_result *result);
/* As ny_study_result has them: shares at the end of each year, and lane 0's persons. */
const double *ny_course_trace(const ny_course_block *block);
ny_study_persons ny_course_persons(const ny_course_block *block);

#endif
