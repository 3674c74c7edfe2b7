/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How robust an award is once the bids are in: each bid left out, each judge left out, each mark of each
 * judge one step up or down within its scale, each weight moved until another bid wins. Every answer is a
 * whole new ranking by ny_award_rank, never a rule of its own. */

#ifndef NY_USE_AWARD_STRESS_H
#define NY_USE_AWARD_STRESS_H

#include "use/award.h"

/* Marks as they were given, so that a judge can be left out. */
typedef struct ny_given_mark {
    uint32_t judge, bid, criterion;
    ny_rational points;
} ny_given_mark;

typedef struct ny_given_marks {
    const ny_given_mark *items;
    uint32_t count, judges;
} ny_given_marks;

/* From which weight to which the winner stays, the other weights of the same whole sharing what is left as
 * they do now. Only where points do not hang on weights: sum of points. */
typedef struct ny_weight_interval {
    uint32_t criterion;
    ny_rational low, high; /* 0 and 1 where it never changes */
    uint32_t below, above; /* who wins beyond, or NY_NONE */
} ny_weight_interval;

/* The same of what a point is worth in money: no weight, so there may be no end above. */
typedef struct ny_worth_interval {
    uint32_t criterion;
    ny_rational low, high; /* money per point, in base units */
    bool has_high;
    uint32_t below, above; /* who wins beyond, or NY_NONE */
} ny_worth_interval;

typedef enum ny_stability_kind {
    NY_STABILITY_BID_OUT, /* `which` a bid that does not win */
    NY_STABILITY_JUDGE_OUT,
    NY_STABILITY_STEP, /* one judge's mark moved by one: `which` the criterion, `bid` whose */
} ny_stability_kind;

typedef struct ny_stability_case {
    ny_stability_kind kind;
    uint32_t which, bid;
    uint32_t judge;       /* STEP: whose mark */
    ny_rational from, to; /* STEP: that mark */
    bool up;
    uint32_t winner;    /* NY_NONE: equal bids, or no ranking */
    bool changed;       /* another winner, or none */
    bool order_changed; /* others trade places */
} ny_stability_case;

typedef struct ny_stability {
    uint32_t winner; /* NY_NONE where it is for the lot */
    NY_LIST(ny_stability_case) cases;
    NY_LIST(ny_weight_interval) weights;
    NY_LIST(ny_worth_interval) worths; /* where quality is deducted in money */
} ny_stability;

/* By how much a leads b, more being better whatever the rule; 0: equal by what is compared. */
ny_rational ny_lead(ny_arena *arena, const ny_ranking *ranking, uint32_t a, uint32_t b);

void ny_award_stability(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                        uint32_t count, const ny_given_marks *marks, ny_stability *ret_stability);

#endif
