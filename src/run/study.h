/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The pathways of a plan, over blocks of worlds at once: who is in which state after each cycle, what
 * that costs and brings, and the figures of contract grain. Worlds differ by their drawn inputs alone.
 *
 * N cycles have N + 1 points, 0 to N. In cycle c those in state A at point c - 1 go to B with the
 * chance that the text gives for cycle c and their stay there, all from the shares of point c - 1. At a
 * point, stay is 1 for those who have just come and one more with each cycle they stay; that is the stay
 * of the cycle that begins there, and the one that costs and benefits at that point see. Who is counted
 * when, with which weight and discount: the table in docs/language.md. A move in cycle c counts at point
 * c, or, `at the start` and `at the end`, once in cycle c.
 *
 * A cohort is shares of `people`, as doubles; all weights and discounts are the formulas of Briggs,
 * Claxton and Sculpher, Decision Modelling for Health Economic Evaluation (2006), chapters 2 and 3. Each
 * lane's numbers depend on nothing but its inputs, whatever the block.
 *
 *     const ny_study *study = ny_study_prepare(arena, plan, &given);
 *     ny_study_block *block = ny_study_open(arena, study);              one a thread
 *     const ny_study_result *result = ny_study_run(block, inputs, lanes);
 *     result->npv[payment][lane] */

#ifndef NY_RUN_STUDY_H
#define NY_RUN_STUDY_H

#include "run/fast.h"

/* Worlds of one block at most. */
#define NY_STUDY_LANES 128u

typedef enum ny_study_grid { /* from which point of a cycle it is discounted */
                             NY_GRID_AS_SAID,
                             NY_GRID_AT_START,
                             NY_GRID_AT_END
} ny_study_grid;

/* What happened to the persons of each pathway in cycles; lives in its arena. */
typedef struct ny_study_played {
    ny_arena *arena;
    struct ny_study_went {
        double *
            begin; /* by place: how many of the people; NULL: not written down, as it is too much */
        uint32_t *counts; /* by cycle and cell */
    } * went;             /* [pathway]; NULL: empty */
} ny_study_played;

/* What a study is computed with, and what in another way than its text says. */
typedef struct ny_study_given {
    const ny_fast_plan *fast; /* or NULL: prepared here */
    const ny_rows *tables;    /* one a table of the model */
    const ny_value *values;   /* one an input of the plan: of those that do not vary */
    const bool *varies;       /* one an input: its values come with each block; NULL: none does */
    const uint32_t *figures;  /* of contract grain, numbers: wanted of each lane */
    uint32_t figure_count;
    ny_counting counted; /* NY_COUNTED_NOT_SAID: as each pathway says */
    ny_study_grid grid;
    bool trace;     /* the shares of all states at all points are wanted */
    bool by_point;  /* what each payment comes to at each point is wanted */
    uint32_t lanes; /* of a run at most: room for these two; 0: NY_STUDY_LANES */
    /* Of a contract's world: the figures of contract grain that its run has, [op * world_periods]; NULL:
     * they are computed here. */
    const ny_fast_value *world;
    uint32_t world_periods;
    /* People one at a time (people.h): with `individuals` every pathway is followed as so many, whatever
     * its text says. With accounts, each person's own total at present value is added up in lane 0 of
     * every run, of the payments of each account; NULL: it is not. */
    uint32_t individuals;
    uint64_t seed;
    uint32_t threads; /* for persons of one world; 0: 1 */
    uint32_t accounts;
    const uint32_t *account_of; /* by payment of the plan */
    const double *sign_of;      /* the same: -1 where what is paid lessens its account */
    /* Where persons of lane 0 went, to be counted once more in another way: a run that finds it empty
     * writes it down, one that does not draws nobody. NULL: neither. */
    ny_study_played *played;
} ny_study_given;

/* More persons than this are not followed one by one. */
#define NY_STUDY_PERSONS 100000000u
/* More people than this are a slip, and what they cost could come beyond all measure. */
#define NY_STUDY_PEOPLE_MOST 1e15

/* Why a lane means nothing. */
typedef enum ny_study_fault_kind {
    NY_STUDY_SOUND,
    NY_STUDY_CHANCE,  /* a chance is below 0, above 1 or not known; number: transition */
    NY_STUDY_RATE,    /* a rate is below 0, beyond measure or not known; number: transition */
    NY_STUDY_CHANCES, /* the chances of leaving a state are more than 1; number: state */
    NY_STUDY_STAYS,   /* those of leaving and staying do not come to 1; number: state */
    NY_STUDY_START,   /* a share of those who start is below 0 or not known; number: start */
    NY_STUDY_STARTS,  /* they do not come to 1 */
    NY_STUDY_PEOPLE, /* how many there are is below 0 or not known; number: 0, or of those who arrive in
                         `cycle` 1 + which line */
    NY_STUDY_CURVE, /* a curve is below 0, above 1 or not known; number: curve */
    NY_STUDY_CROSS, /* a curve is below the one before; number: curve */
    NY_STUDY_MANY,  /* there are more than NY_STUDY_PERSONS to be followed one by one */
    NY_STUDY_LAW, /* a line's law is none here, or its hazard is multiplied by less than 0; number:
                         transition */
    NY_STUDY_ENDLESS, /* somebody moves so often that it comes to no end */
    NY_STUDY_NO_COHORT, /* of the study itself: a cohort in continuous time cannot go by a law that is no
                         steady rate; number: transition */
    NY_STUDY_NO_PERSONS, /* of the study itself: people of curves are to be followed one at a time */
    NY_STUDY_FLOW,       /* a cost or benefit is not known; number: payment of the plan */
    NY_STUDY_TOO_LONG, /* of the study itself: figures that look at cycle and stay need too much room */
    NY_STUDY_NO_LANES, /* of the study itself: number is an operation that worlds change and that is
                          not computed for many worlds */
} ny_study_fault_kind;

typedef struct ny_study_fault {
    ny_study_fault_kind kind;
    uint32_t pathway, number;
    uint32_t cycle, stay; /* 0: not said */
    bool known;           /* `value` means something */
    bool undefined;       /* where it is not: something is divided by 0, or the like */
    double value;
} ny_study_fault;

typedef struct ny_study ny_study;
typedef struct ny_study_block ny_study_block;

/* Persons of a pathway in lane 0: each stands for people / count of them. */
typedef struct ny_study_persons {
    uint32_t count; /* 0: not followed one by one, or no accounts are asked for */
    double people;
    const double *totals; /* [account * count + person]: a person's own, as of one of the people */
} ny_study_persons;

typedef struct ny_study_result {
    size_t lanes;
    double **total;   /* [payment of the plan][lane]: not discounted; in the amount's base unit */
    double **npv;     /* [payment of the plan][lane]: at present value */
    double **figures; /* [of those wanted][lane], in base units; NaN: not known */
    ny_study_fault *faults; /* [lane] */
    const double **trace; /* [pathway]: [(point * states + state) * given.lanes + lane], of people;
                                NULL where it is not wanted */
    ny_study_persons *persons; /* [pathway] */
    /* [payment of the plan]: [point * given.lanes + lane], not discounted: what is counted at each
     * point; `at the start` and `at the end` of each cycle, by its number. In all as much as `total`. NULL
     * where it is not wanted, or the payment is of no pathway in cycles. */
    double **by_point;
} ny_study_result;

/* Points of a pathway's trace: 0 and one a cycle; in continuous time one a year. */
uint32_t ny_study_points(const ny_pathway *pathway);

/* Lives in the arena, on the plan and what is given. NULL where it cannot be computed: the reason is in
 * ret_fault. */
const ny_study *ny_study_prepare(ny_arena *arena, const ny_plan *plan, const ny_study_given *given,
                                 ny_study_fault *ret_fault);
ny_study_block *ny_study_open(ny_arena *arena, const ny_study *study);
/* The lanes of the next runs are worlds first_world and on: by their number persons are drawn. Until it is
 * said, they are worlds 0 and on. */
void ny_study_at(ny_study_block *block, uint32_t first_world);
/* `inputs`: by input of the plan, for each that varies one number a lane, in base units (a date in days,
 * yes 1, no 0; NaN: not known). The result stands until the next run of this block. */
const ny_study_result *ny_study_run(ny_study_block *block, const double *const *inputs,
                                    size_t lanes);

#endif
