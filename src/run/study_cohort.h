/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: one pathway as a cohort, cycle by cycle (study.h). */

#ifndef NY_RUN_STUDY_COHORT_H
#define NY_RUN_STUDY_COHORT_H

#include "run/study.h"
#include "run/study_figures.h"

/* Not discounted, and with each of two rates at most. */
#define NY_STUDY_SERIES 3u

/* How a pathway is counted. */
typedef struct ny_cohort_counting {
    ny_counting counted;
    uint32_t series;                   /* how many different ones: 0 is not discounted */
    uint32_t of_money, of_benefits;    /* their series */
    double *discount[NY_STUDY_SERIES]; /* [cycles gone by]: what is then counts so much */
    uint32_t
        earlier; /* `at the start` and `at the end`: 1 where a cycle is discounted from its start */
} ny_cohort_counting;

typedef struct ny_cohort_move {
    uint32_t transition; /* of the model; behind those: of rates, a move by way of others */
    uint32_t to;
    uint32_t chance; /* wanted; NY_NONE: what remains, or of rates: what their matrix says */
    bool counted;    /* something is counted by it */
} ny_cohort_move;

typedef struct ny_cohort_state {
    NY_LIST(ny_cohort_move) moves;
    bool all_leave;         /* the last of them takes what remains */
    uint32_t stays;         /* wanted: the chance of staying as written; or NY_NONE */
    bool rates_by_stay;     /* the rates of leaving it look at the stay */
    bool by_stay;           /* something that concerns it looks at the stay: a place for each */
    bool changes;           /* its chances change with cycle or stay */
    uint32_t first, places; /* of the shares */
    bool counted;           /* something is counted in it, steadily */
} ny_cohort_state;

typedef struct ny_cohort_flow {
    uint32_t payment; /* of the plan */
    uint32_t amount;  /* wanted */
    uint32_t series;
    bool is_move;
    bool steady; /* the same in all cycles */
    bool by_stay;
    double factor;            /* from the amount per unit of time to the amount a cycle */
    NY_LIST(uint32_t) states; /* or those that a move leaves */
    uint32_t to;              /* of a move */
} ny_cohort_flow;

/* The share still in the states of the first so many curves. */
typedef struct ny_cohort_curve {
    uint32_t adds, share; /* state; wanted */
} ny_cohort_curve;

typedef struct ny_cohort_start {
    uint32_t state, share; /* wanted; NY_NONE: what remains */
    uint32_t stay;         /* in the first cycle */
} ny_cohort_start;

/* A rate at which people move, for the chances of a cycle's matrix (rate_matrix.h). */
typedef struct ny_cohort_rate {
    uint32_t transition, from, to;
    uint32_t rate; /* wanted */
    double factor; /* to moves a cycle */
} ny_cohort_rate;

/* Whether persons stand in for shares. */
typedef struct ny_cohort_following {
    bool one_by_one;  /* else as a cohort, and the rest means nothing */
    uint32_t persons; /* so many of them; 0: as many as there are people */
    uint64_t seed, stream;
    uint32_t threads;           /* at least 1 */
    uint32_t accounts;          /* persons' own totals; 0: none */
    const uint32_t *account_of; /* by payment of the plan */
    const double *sign_of;      /* the same */
    struct ny_study_went *went; /* to be filled or to be followed; NULL: neither */
    ny_arena *arena;            /* in which it is filled */
} ny_cohort_following;

typedef struct ny_cohort {
    const ny_plan *plan;
    uint32_t number; /* of the pathway */
    const ny_pathway *pathway;
    ny_figures *figures;
    ny_cohort_counting counting;
    ny_cohort_state *states;
    uint32_t ways; /* of moving: transitions, and behind them those by way of others */
    NY_LIST(ny_cohort_rate) rates; /* where it moves by rates */
    unsigned rates_change;         /* what they change with */
    NY_LIST(ny_cohort_start) starts;
    NY_LIST(ny_cohort_start)
    arriving; /* share: how many come in the cycle at hand, the calendar's */
    NY_LIST(ny_cohort_flow) flows;
    NY_LIST(ny_cohort_curve) curves;
    uint32_t others;         /* of curves: the state of all others */
    NY_LIST(uint32_t) order; /* of a tree: nodes, each behind those that lead to it */
    uint32_t people;         /* wanted, or NY_NONE */
    uint32_t places;         /* of all shares */
    uint32_t longest;        /* the stay of those who start, at most */
    uint32_t steps; /* that persons make: cycles, or of a tree the moves of its longest way */
    bool trace, by_point;
    uint32_t trace_lanes; /* of trace and by_point: from one point to the next */
    bool come_together;   /* all who arrive later may go as one, whenever they came */
    bool is_steady; /* neither chances nor amounts change from cycle to cycle: study_steady.c */
    ny_cohort_following following;
} ny_cohort;

/* What the shares are worth where they are counted, by series. */
typedef struct ny_worth {
    double by[NY_STUDY_SERIES];
    uint32_t point; /* of the calendar: where ny_study_result.by_point has it */
} ny_worth;

/* Of a cycle: who is there before it and after it, nothing where they are not counted then, and moves. */
typedef struct ny_cohort_worths {
    ny_worth before, moves, after;
} ny_cohort_worths;

typedef struct ny_cohort_block ny_cohort_block;

/* Wants its figures; ny_cohort_layout when the figures are made. */
ny_cohort *ny_cohort_begin(ny_arena *arena, const ny_plan *plan, uint32_t number,
                           ny_figures *figures, const ny_study_given *given);
void ny_cohort_layout(ny_cohort *cohort);
/* `run` is that of the cohort's figures, of the same thread. */
ny_cohort_block *ny_cohort_open(ny_arena *arena, const ny_cohort *cohort, ny_figures_run *run);
/* Fills total and npv of the cohort's flows, and faults of lanes that had none. */
void ny_cohort_run(ny_cohort_block *block, const ny_study_result *result);
const double *ny_cohort_trace(const ny_cohort_block *block);
/* The number of the first lane's world, from the next run on; 0 until it is said. */
void ny_cohort_at(ny_cohort_block *block, uint32_t first_world);
/* Count 0 without any. */
ny_study_persons ny_cohort_persons(const ny_cohort_block *block);

/* In a cycle on their own clock, of those who came in the cycle `entry` of the calendar. */
ny_cohort_worths ny_cohort_worths_of(const ny_cohort *cohort, uint32_t entry, uint32_t cycle);
/* The longest stay that anybody can have at a point. */
uint32_t ny_cohort_longest_at(const ny_cohort *cohort, uint32_t point);
/* Does a state tell stays apart? */
bool ny_cohort_any_by_stay(const ny_cohort *cohort);

#endif
