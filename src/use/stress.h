/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a contract's way to compare bids rewards, before anybody bids: on bids that are made up within the
 * limits of its offers (stress_field.h) and ranked by ny_award_rank. Nothing here has a rule of its own.
 *
 * What a better figure is worth: the exact rise in price at which a bid that is so much better is compared
 * as before, beside another bid.
 *
 * How a weight bites: its swing, by how much what is compared moves when that criterion goes from its worst
 * to its best and all else stays, as a share of all swings. Before bids worst and best are those that the
 * limits allow, and all else stays in the middle; once bids are in they are the bids' own. That a weight
 * means nothing without the range it is given to is old: swing weights, Edwards and Barron, SMARTS and
 * SMARTER, Organizational Behavior and Human Decision Processes 60 (1994) 306-325; that shares of the
 * spread are seldom the weights as stated: Paruolo, Saisana and Saltelli, Ratings and rankings: voodoo or
 * science?, Journal of the Royal Statistical Society A 176 (2013) 609-634. Shares of a covariance were
 * rejected: where price and quality pull against each other, as they do, they lie far outside 0 to 1. */

#ifndef NY_USE_STRESS_H
#define NY_USE_STRESS_H

#include "use/stress_draws.h"
#include "use/stress_reversal.h"
#include "use/stress_worlds.h"

/* What `step` more of a lever is worth in the price lever, at a place of the own price and another's. */
typedef struct ny_worth_at {
    ny_rational own, other; /* prices */
    bool known;
    bool more; /* than all of the rise that the limits leave */
    bool exact;
    ny_rational worth;
} ny_worth_at;

typedef struct ny_worth {
    uint32_t lever;
    ny_rational step;            /* towards its better end */
    NY_LIST(ny_worth_at) places; /* by own price, and in it by the other's */
    uint32_t others;             /* how many prices of the other bid; 1 where it does not matter */
    bool any, varies;            /* of those that are known */
    bool beyond;                 /* somewhere no rise within the limits costs as much */
    ny_rational least, most;
} ny_worth;

typedef enum ny_absurd_kind {
    NY_ABSURD_ONE_BEST,  /* best in one thing and worst in all else, and it wins */
    NY_ABSURD_ONE_WORST, /* worst in one thing and best in all else */
} ny_absurd_kind;

/* Against a bid that is in the middle in all. */
typedef struct ny_absurd {
    ny_absurd_kind kind;
    uint32_t lever;
    bool wins;
    ny_rational at, compared, middle;
} ny_absurd;

typedef struct ny_bite {
    uint32_t criterion; /* NY_NONE: the price of the award's own line */
    bool stated;        /* the text says a weight */
    ny_rational weight, swing, share;
    ny_rational low, high; /* between which its figure or mark can lie */
} ny_bite;

typedef enum ny_cliff_kind {
    NY_CLIFF_BETTER, /* beyond `at` a better figure earns nothing */
    NY_CLIFF_WORSE,  /* beyond `at` a worse figure costs nothing */
    NY_CLIFF_SHARE,  /* the same, at a share above the lowest or the mean: `at` is the share */
    NY_CLIFF_FALLS,  /* points fall on below nought, without end */
    NY_CLIFF_BAND,   /* just outside the band of the best a bid is out: `at` the share */
    NY_CLIFF_NOUGHT, /* at `at` the award stops: `criterion` is a lever here */
} ny_cliff_kind;

typedef struct ny_cliff {
    ny_cliff_kind kind;
    uint32_t criterion;
    ny_rational at, to; /* BETTER, WORSE: and how far the limits go on */
} ny_cliff;

typedef struct ny_stress {
    ny_field field;
    ny_reversal reversal;
    NY_LIST(ny_worth) worths;
    NY_LIST(ny_absurd) absurd;
    NY_LIST(ny_bite) bites;
    NY_LIST(ny_cliff) cliffs;
} ny_stress;

void ny_stress_find(ny_arena *arena, const ny_award_plan *plan, const ny_award_terms *terms,
                    ny_language language, ny_stress *ret_stress);

/* --- once the bids are in ------------------------------------------------------------------------- */

typedef struct ny_stress_award {
    ny_stability stability;
    ny_field field;
    bool seeks_added, has_added; /* some rule rests on other bids; a bid was found */
    ny_added added;
    NY_LIST(ny_drawn_weights) drawn;
    uint64_t seed;
    bool simulated;
    ny_true_best truly;     /* where a criterion is simulated */
    NY_LIST(ny_bite) bites; /* empty where what is compared is no sum, or does not differ */
} ny_stress_award;

typedef struct ny_stress_asked {
    const ny_award_plan *plan;
    const ny_award_terms *terms;
    const ny_standing *bids;
    uint32_t count;
    const ny_ranking *ranking;
    const ny_given_marks *marks;
    const ny_expectation *expected; /* by simulated criterion */
    uint32_t expected_count;
    const ny_kernels *kernels;
    uint32_t draws;
    uint64_t seed;
    ny_language language;
} ny_stress_asked;

void ny_stress_award_find(ny_arena *arena, const ny_stress_asked *asked,
                          ny_stress_award *ret_award);

#endif
