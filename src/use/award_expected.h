/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A simulated criterion: `expected cost of P in "MODEL" over N worlds, rounded to R` of every bid, and
 * whether the worlds are enough to say who is best.
 *
 * In every world the cost of P is what its account of simulate.h says, with the other sign: all that P
 * pays, and all that it bears as a `cost`, less what it receives and what benefits it, in the criterion's
 * currency and at present value as the contract says (worlds.h). `expected value of P` is its net itself.
 * Where P is several parties their accounts are added up. A bid's figure is the mean over all worlds,
 * rounded as the criterion says: from there on it is exact.
 *
 * A world in which the model itself has no figure, whatever is bid (an impossible parameter), is left out
 * for all bids alike and counted. One that lacks for some bids only leaves no mean over common worlds:
 * then there is no award.
 *
 * All bids run on the same worlds with the same random numbers, so the difference of two bids is
 * estimated from the differences world by world:
 *     se of mean_a - mean_b  =  sd(a_i - b_i) / sqrt(N),  i = 1 … N,
 * which is far below that of two means by themselves.
 *
 * An award is not decided where three such standard errors could undo it: the figure of the first, or of
 * another bid, is moved by up to 3 se of their difference up or down, rounded as the criterion says, and
 * all is ranked anew by ny_award_rank; with several simulated criteria all of them at once, in every
 * combination of directions. If by that the other bid stands otherwise to the first than it does, the
 * pair is open. Let s, 0 <= s <= 1, be the least part of 3 se that undoes it: as a standard error falls
 * with the root of the worlds, more than N / s² worlds with the same means would decide it; with s = 0
 * none would. */

#ifndef NY_USE_AWARD_EXPECTED_H
#define NY_USE_AWARD_EXPECTED_H

#include "use/award.h"
#include "use/worlds.h"

#define NY_EXPECTED_ERRORS 3 /* so many standard errors are no difference */

/* One criterion for all bids. */
typedef struct ny_expected_asked {
    const ny_model *model; /* the contract's */
    uint32_t criterion;
    uint32_t bids;
    /* By bid: the contract with its offers in that model; NULL: the bid is out, or stands in `others`. */
    const ny_alternative *const *alternatives;
    const struct ny_expectation
        *others; /* of the same worlds, for bids that are not run; or NULL */
    uint64_t seed;
    uint32_t worlds, threads;
    const ny_progress *progress;   /* or NULL */
    bool (*asked_to_stop)(void *); /* or NULL; from any thread */
    void *stop_context;
} ny_expected_asked;

typedef struct ny_expected_of_bid {
    bool in;
    double mean, se;   /* in the currency's unit */
    ny_rational value; /* the mean, rounded as the criterion says: what earns points */
    /* The mean lies within three standard errors of a place where rounding goes over to `beyond`. */
    bool near_edge;
    ny_rational beyond;
} ny_expected_of_bid;

typedef struct ny_expectation {
    uint32_t criterion, bids;
    uint32_t worlds;            /* those that are defined: over them the mean goes */
    NY_LIST(uint32_t) left_out; /* numbers of those that are not, for any bid */
    ny_text left_out_why;       /* of the first of them */
    uint64_t seed;
    double **by_world; /* [bid][world], cost or value as the criterion says; NULL: the bid is out */
    ny_expected_of_bid *of; /* by bid */
} ny_expectation;

typedef enum ny_expected_problem {
    NY_EXPECTED_DONE,
    NY_EXPECTED_STOPPED,  /* asked to */
    NY_EXPECTED_NO_FLOWS, /* nothing that P pays, bears or receives in this currency */
    NY_EXPECTED_UNDEFINED, /* `world` has no figure for `bid`, for `reason`, but for others; or none has */
} ny_expected_problem;

typedef struct ny_expected_stop {
    ny_expected_problem problem;
    uint32_t bid, world; /* of UNDEFINED */
    ny_text reason;
} ny_expected_stop;

/* Lives in the arena. False with the stop: there is no figure. */
bool ny_expected_run(ny_arena *arena, const ny_expected_asked *asked, ny_expectation *ret_expected,
                     ny_expected_stop *ret_stop);
/* The figures into the bids' values, which become the arena's own. */
void ny_expected_put(ny_arena *arena, const ny_award_terms *terms, const ny_expectation *expected,
                     uint32_t count, ny_standing *bids, uint32_t bid_count);

/* The bids as they would stand if world `world` (below every criterion's worlds) were the truth: each
 * simulated criterion at this world's figure, rounded as it says. `ret_bids` has `bid_count` places. */
void ny_expected_in_world(ny_arena *arena, const ny_award_terms *terms,
                          const ny_expectation *expected, uint32_t count, uint32_t world,
                          const ny_standing *bids, uint32_t bid_count, ny_standing *ret_bids);

/* A bid that may stand before (or no longer behind) the first. */
typedef struct ny_open_pair {
    uint32_t bid;
    double *gaps;  /* by simulated criterion: mean of this bid less that of the first */
    double *ses;   /* of that difference, over common worlds */
    double part;   /* s: of three standard errors so much undoes the ranking */
    double worlds; /* more than so many times the worlds would decide it; 0: none would */
} ny_open_pair;

/* A bid whose figure lies so near a place where rounding goes over that the winner hangs on it. */
typedef struct ny_rounding_hangs {
    uint32_t expected, bid; /* the number of the simulated criterion */
    uint32_t winner;        /* if it were rounded to `beyond`; NY_NONE: nobody alone */
} ny_rounding_hangs;

typedef struct ny_decision {
    bool decided;
    uint32_t first; /* NY_NONE: nobody is compared, or nothing is simulated */
    NY_LIST(ny_open_pair) open;
    NY_LIST(ny_rounding_hangs) roundings;
} ny_decision;

/* `bids`: with the figures put. Without a simulated criterion every ranking is decided. */
void ny_award_decide(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                     uint32_t bid_count, const ny_expectation *expected, uint32_t count,
                     ny_decision *ret_decision);

#endif
