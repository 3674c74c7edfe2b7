/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: a pathway in continuous time, made ready (study_time.c); a block of worlds of which the
 * people go as shares (study_time_cohort.c). Times are in months. */

#ifndef NY_RUN_STUDY_TIME_PRIVATE_H
#define NY_RUN_STUDY_TIME_PRIVATE_H

#include "run/law.h"
#include "run/people_time.h"
#include "run/study_time.h"

typedef struct ny_course_line {
    ny_law law; /* AFTER, BY */
    bool is_rate;
    uint32_t rate;      /* wanted; RATE */
    double rate_factor; /* to a rate per month */
    uint32_t
        arguments[NY_LAW_ARGUMENTS]; /* wanted, by number of the argument; those that are said */
    uint32_t times;                  /* wanted, or NY_NONE */
} ny_course_line;

typedef struct ny_course_flow {
    uint32_t payment, amount; /* wanted */
    uint32_t force;           /* with which it is discounted */
    bool is_move;
    NY_LIST(uint32_t) places; /* states, or of a move lines */
} ny_course_flow;

typedef struct ny_course_start {
    uint32_t state, share; /* wanted; NY_NONE: what remains */
    double there;          /* months */
} ny_course_start;

struct ny_course {
    const ny_plan *plan;
    uint32_t number;
    const ny_pathway *pathway;
    const ny_study_given *given;
    ny_people_line *lines; /* one a transition */
    ny_course_line *laws;  /* the same */
    NY_LIST(ny_course_start) starts;
    NY_LIST(ny_course_flow) flows;
    uint32_t people;   /* wanted, or NY_NONE */
    uint32_t followed; /* persons; 0: as many as people */
    double forces[3];  /* 0, of money, of benefits */
    uint32_t force_count;
    uint64_t stream, *streams;
    double horizon;
    uint32_t *account_forces; /* by account: the force of its flows */
    bool as_cohort;           /* shares of people go, none of whom is followed */
    bool rates_vary;          /* of a cohort: they differ between worlds */
};

struct ny_course_block {
    const ny_course *course;
    ny_figures_run *run;
    const ny_kernels *kernels;
    uint32_t first_world;
    ny_arena *scratch_of; /* where a world's memory is taken: given back with the block */
    ny_hazard *laws;
    ny_distribution_piece *pieces; /* [line * NY_LAW_PIECES] */
    double *ratios, *rates, *amounts;
    ny_people_spent *starts;
    double *trace;
    ny_study_persons persons;
    struct ny_course_cohort *cohort; /* NULL: persons are followed */
};

/* What a world has. False, and the lane is spoilt, where something in it cannot be. */
bool ny_course_people(const ny_course_block *block, const ny_study_result *result, size_t lane,
                      double *ret_people);
bool ny_course_starts(ny_course_block *block, const ny_study_result *result, size_t lane);
bool ny_course_laws(ny_course_block *block, const ny_study_result *result, size_t lane);
/* The costs and benefits of one lane, from discounted times and moves of which each counts `weight`. */
void ny_course_book(const ny_course_block *block, const ny_study_result *result, size_t lane,
                    const ny_people_time *times, double weight);
void ny_course_spoil(const ny_course_block *block, const ny_study_result *result, size_t lane,
                     ny_study_fault fault);

struct ny_course_cohort *ny_course_cohort_open(ny_arena *arena, const ny_course *course);
void ny_course_cohort_run(ny_course_block *block, const ny_study_result *result);

#endif
