/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A study's alternative made ready: its pathways over blocks of worlds (run/study.h), the draws for
 * them, and its base case: one run at the stated value of each assumption, else at the mean of its law.
 *
 * What comes of a world, and of the base case, is a row as worlds.h keeps it. A study has no contract
 * periods: its rows have one, which holds what each line comes to without discounting and does not count
 * at present value; behind it stands what the line is worth at present value. */

#ifndef NY_USE_STUDY_H
#define NY_USE_STUDY_H

#include "run/study.h"
#include "use/arise_lanes.h"

/* How a study is counted, in another way than its text says: NY_COUNTED_NOT_SAID and NY_GRID_AS_SAID
 * leave it as it is. */
typedef struct ny_study_convention {
    ny_counting counted;
    ny_study_grid grid;
} ny_study_convention;

/* A study's people one at a time (run/people.h). */
typedef struct ny_study_people {
    uint32_t individuals; /* follow every pathway as so many; 0: as its text says */
    uint64_t seed;
    uint32_t threads; /* of the base case */
} ny_study_people;

/* Between the persons of a pathway: of each account's total at present value that one of the people has. */
typedef struct ny_stated_account {
    uint32_t party, currency; /* currency NY_NONE: `unit` says */
    ny_unit unit;
    double mean, sd, se; /* base units; se of the mean: sd / sqrt(persons) */
} ny_stated_account;

typedef struct ny_stated_persons {
    uint32_t persons;            /* 0: the pathway is followed as a cohort */
    double people;               /* for whom they stand */
    ny_stated_account *accounts; /* account_count of ny_studied */
    double *by_group;            /* [account * groups + group]: of one person, at present value */
} ny_stated_persons;

/* One run at the stated values. */
typedef struct ny_stated {
    double *total, *npv; /* by payment of the plan: not discounted; at present value; base units */
    double *figures;     /* of contract grain, in the order of ny_studied.figures; base units */
    /* By pathway of the plan: [point * states + state], points 0 to the number of cycles, of people; NULL
     * where it is not asked for. */
    const double **trace;
    ny_stated_persons *persons; /* by pathway; NULL where traces are not asked for */
    /* Persons, the same under every alternative, stand in so many groups; 1 where nobody is followed one at a
     * time. */
    uint32_t groups;
    uint32_t fewest; /* persons of any pathway that is followed so; 0: of none */
} ny_stated;

typedef struct ny_studied {
    const ny_plan *plan;
    const ny_arise *arise;
    const ny_arise_lanes *draws;
    const ny_arise_lanes *like; /* of another alternative, whose draws are taken over; or NULL */
    const ny_study *worlds;     /* whose inputs come with each block */
    NY_LIST(uint32_t) figures;  /* of contract grain: those that are kept of each world */
    const ny_fast_plan *fast;
    const ny_rows *tables;
    const ny_value *values; /* one an input of the plan: as stated */
    const ny_fast_result
        *contract; /* beside it: its run as stated, without rows; NULL of a study */
    ny_study_people people;
    uint32_t account_count;      /* of parties and units, in the order of the plan's payments */
    ny_stated_account *accounts; /* which; without figures */
    uint32_t *account_of;        /* by payment of the plan */
    double *sign_of;
    ny_study_played *played; /* the persons of the base case, to be counted in another way */
    ny_stated base;          /* with traces */
} ny_studied;

/* NULL, reported, where the base case cannot be computed. `like`: another alternative of the same model,
 * or NULL. Lives in the arena, on plan, arise and `like`. */
const ny_studied *ny_study_ready(ny_arena *arena, ny_sink *sink, const ny_plan *plan,
                                 const ny_arise *arise, const ny_value *offers,
                                 const ny_study_people *people, const ny_studied *like);
/* The pathways in the model of a contract: the base case with its traces, and nothing that is drawn. NULL,
 * reported, where it cannot be computed. No rows come about in it: pathways look at none. */
const ny_studied *ny_study_beside(ny_arena *arena, ny_sink *sink, const ny_plan *plan,
                                  const ny_arise *arise, const ny_value *offers,
                                  const ny_study_people *people);
/* The same, drawn by another arise of the same plan (ny_arise_pinned). The base case stays. */
const ny_studied *ny_study_drawn_by(ny_arena *arena, const ny_studied *studied,
                                    const ny_arise *arise, const ny_value *offers);
/* The base case counted in another way; without a trace. */
ny_stated ny_study_stated(ny_arena *arena, const ny_studied *studied,
                          ny_study_convention convention);
/* What persons of a pathway have of an account; NULL where they have none, or are a cohort. */
const ny_stated_account *ny_stated_account_of(const ny_studied *studied, uint32_t pathway,
                                              uint32_t party, uint32_t currency, ny_unit unit);
/* To each group adds how far the account would lie from what is stated if everybody were like the persons
 * of that group: so over the groups the mean is 0, and the standard error of a sum of accounts, or of a
 * difference between alternatives with as many groups, is that of the persons (batch means, Law, Simulation
 * Modeling and Analysis, 5th ed. 2015, chapter 9; here batches are independent, since persons are). */
void ny_stated_add_groups(const ny_studied *studied, uint32_t party, uint32_t currency,
                          ny_unit unit, double *to);
/* Why a world means nothing, in the language of the arise. */
ny_text ny_study_reason(ny_arena *arena, const ny_studied *studied, const ny_study_fault *fault);

#endif
