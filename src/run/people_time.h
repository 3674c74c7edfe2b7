/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* People one at a time through a pathway in continuous time: in each state the lines that leave it run
 * against each other, and the first to come moves the person.
 *
 * A line's law is that of the time from entering the state, or of the time from the start of the pathway,
 * given that it has not happened when the state is entered. What a state is worth flows at a steady rate
 * and is discounted at every moment, so that between two events at t0 and t1 it counts
 *
 *     (e^(-force t0) - e^(-force t1)) / force,    t1 - t0 where force = 0
 *
 * of itself, in closed form; an event at t counts e^(-force t). What comes of all are these sums, by state
 * and by line; the figures of a study are amounts times these. As in people.h each person's own total is
 * added up beside it where it is asked for.
 *
 * Draws: the v-th visit of person i to a state (v from 0) gives its line j (from 0, of D in that state) the
 * uniform number ny_random_uniform(seed, streams[state], world, 2 i + j mod 2, v ceil(D / 2) + j / 2). So a
 * person who comes into a state by another way, or under another alternative, has the same luck there. */

#ifndef NY_RUN_PEOPLE_TIME_H
#define NY_RUN_PEOPLE_TIME_H

#include "base/arena.h"
#include "run/hazard.h"

#include <stdbool.h>

typedef struct ny_people_line {
    uint32_t from, to;
    bool
        since_start; /* its clock runs from the start of the pathway; else from entering the state */
} ny_people_line;

/* Where a part of the people begins, and how long each has been there already. */
typedef struct ny_people_spent {
    uint32_t state;
    double there;
    double share; /* they add up to 1, the last takes what is left */
} ny_people_spent;

typedef struct ny_people_time_group {
    uint32_t states, line_count;
    const ny_people_line *lines; /* of one state together those that run against each other */
    const ny_hazard *laws;       /* one a line */
    const double *ratios;        /* one a line: what its hazard is multiplied by */
    const ny_people_spent *starts;
    uint32_t start_count;
    const ny_kernels *kernels;
    uint64_t seed, stream;                 /* `stream`: where a person begins, draw 0 of row i */
    const uint64_t *streams;               /* one a state */
    uint32_t world, first_person, persons; /* persons below 2^31 */
    double horizon;                        /* the end of the time looked at */
    uint32_t force_count;
    const double
        *forces; /* of interest: log(1 + r) a unit of time; 0 where nothing is discounted */
    /* Persons' own totals: by which force an account is discounted, and what its totals are made of,
     * [account * states + state] a unit of time and [account * lines + line] an event. */
    uint32_t accounts;
    const uint32_t *account_forces;
    const double *rates, *amounts;
    double
        step; /* persons in each state are counted at times 0, step, 2 step …, so many points; 0: none */
    uint32_t points;
    uint32_t threads;
} ny_people_time_group;

/* Over all persons. */
typedef struct ny_people_time {
    double *in_state;   /* [force * states + state]: discounted time */
    double *at_line;    /* [force * lines + line]: discounted events */
    uint64_t *events;   /* [line] */
    uint32_t *at_point; /* [point * states + state] */
    double *totals;     /* [account * persons + person] */
} ny_people_time;

typedef enum ny_people_time_end {
    NY_PEOPLE_TIME_DONE,
    NY_PEOPLE_TIME_NO_LAW,  /* a line's law is none, or its ratio is negative or no number */
    NY_PEOPLE_TIME_ENDLESS, /* somebody moves more than NY_PEOPLE_EVENTS times */
} ny_people_time_end;

#define NY_PEOPLE_EVENTS 10000u

/* Lets the persons of the group go. The result is in the arena, which holds its working memory too; or
 * ret_line is the line whose law is none. */
ny_people_time_end ny_people_time_run(ny_arena *arena, const ny_people_time_group *group,
                                      ny_people_time *ret_times, uint32_t *ret_line);

#endif
