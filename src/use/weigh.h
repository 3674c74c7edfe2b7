/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Alternatives weighed against each other as health economists do it: what more is paid for what more is
 * gained, over many runs or in one.
 *
 * The ratio of an increment (ICER) is mean dC / mean dE, never a mean of ratios. Its standard error is
 * that of a ratio of two means, sd(dC - ICER dE) / (|mean dE| sqrt(n)) (Cochran, Sampling Techniques,
 * 1977, 6.4). It is said only where both differences are known and of one sign: of opposite signs it
 * would be a negative number that means two opposite things (Briggs, Sculpher and Claxton, Decision
 * Modelling for Health Economic Evaluation, 2006, 5.1). A difference is known when it is more than
 * three standard errors from nought, or is nought in every world.
 *
 * The frontier: alternatives in order of effect; left out is what another gives as much for no more
 * (dominated), then what costs more an effect gained than the next one does (extended dominance: a mix
 * of its neighbours gives as much for less), until ratios rise from one to the next (the same book,
 * 6.3; Karlsson and Johannesson, PharmacoEconomics 9, 1996, 113-120).
 *
 * Net benefit at a yardstick k, what a unit of effect is worth: monetary k E - C, in health E - C / k
 * (Stinnett and Mullahy, Medical Decision Making 18, 1998, S68-S80). The acceptability curve is the
 * share of the runs in which an alternative has the highest one; of equal ones the first has it. The
 * acceptability frontier is that share for the alternative whose mean is highest, which is the one to
 * choose (Fenwick, Claxton and Sculpher, Health Economics 10, 2001, 779-787). Expected loss: what choosing
 * one gives away on average against the best of each world; the least of them is the expected value of
 * perfect information where a world differs by its assumptions alone (a study). */

#ifndef NY_USE_WEIGH_H
#define NY_USE_WEIGH_H

#include "model/model.h"
#include "use/estimate.h"

/* A difference within so many standard errors of nought is not known. */
#define NY_WEIGH_ERRORS 3.0

#define NY_WEIGH_POINTS 300u

typedef enum ny_differs {
    NY_DIFFERS_SAME,
    NY_DIFFERS_MORE,
    NY_DIFFERS_LESS,
    NY_DIFFERS_NOT_KNOWN
} ny_differs;

/* One alternative less another, world by world. */
typedef struct ny_increment {
    uint32_t alternative, less;
    ny_estimate cost, effect;
    ny_differs costs, effects;
    ny_figured icer; /* worlds 0: none is said */
} ny_increment;

typedef enum ny_standing_kind {
    NY_STANDS_ON_FRONTIER, /* `by`: the one before it, or NY_NONE */
    NY_STANDS_DOMINATED,   /* `by`: gives as much for no more */
    NY_STANDS_BETWEEN,     /* by extension: a mix of `by` and `above` gives as much for less */
    NY_STANDS_SAME         /* as `by`, which stands before it in the list of alternatives */
} ny_standing_kind;

typedef struct ny_standing {
    uint32_t alternative;
    ny_standing_kind kind;
    uint32_t by, above;
    ny_increment step; /* where there is a `by`: against it */
    bool known;        /* more than three standard errors say so */
} ny_standing;

/* One alternative at one yardstick. */
typedef struct ny_net_benefit {
    ny_figured money, health; /* health: worlds 0 at yardstick 0 */
    ny_figured best;          /* share of the worlds in which it is; not as stated */
    ny_figured loss;          /* expected */
} ny_net_benefit;

typedef struct ny_at_yardstick {
    double yardstick;     /* currency a unit of effect */
    uint32_t best;        /* whose mean is highest */
    bool best_known;      /* by more than three standard errors above every other */
    ny_net_benefit *each; /* by alternative */
} ny_at_yardstick;

typedef struct ny_yardsticks {
    NY_LIST(double) list; /* empty: from nought to about twice the highest ratio */
} ny_yardsticks;

/* Costs and effects by alternative and world. */
typedef struct ny_series {
    uint32_t alternatives, worlds;
    /* One run. Of people who are followed one at a time `worlds` are groups of them, which tell its error;
     * else there is one, and no error. */
    bool stated;
    double **costs, **effects;
} ny_series;

typedef struct ny_weighed {
    uint32_t worlds;                  /* 0: nothing else is meant */
    bool stated;                      /* has an error where worlds are more than 1 */
    ny_estimate *costs, *effects;     /* by alternative */
    NY_LIST(ny_increment) increments; /* of each but the first, against the first */
    NY_LIST(ny_standing) standings;   /* in order of effect, then of cost */
    NY_LIST(ny_at_yardstick) at;
    uint32_t points; /* single worlds for a drawing, evenly from all: at most NY_WEIGH_POINTS */
    double **point_costs, **point_effects; /* by alternative, each less the first */
} ny_weighed;

/* `worlds` of the series at least 1. Lives in the arena. */
ny_weighed ny_weigh(ny_arena *arena, const ny_series *series, const ny_yardsticks *yardsticks);

#endif
