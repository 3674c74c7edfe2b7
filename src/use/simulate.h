/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What comes out of many worlds (worlds.h): for each party and alternative its net at present value,
 * year by year and line by line, how bad it may be, and how much of each payment is chance; for each
 * measure how far it may lie from what is expected; between alternatives the differences, world by
 * world. A figure is estimated over the worlds that are defined, a difference over those that are
 * defined in both; the others are counted, by reason.
 *
 * Every estimate goes over the worlds in their order: the same worlds, the same bytes. */

#ifndef NY_USE_SIMULATE_H
#define NY_USE_SIMULATE_H

#include "use/base_case.h"
#include "use/estimate.h"
#include "use/words.h"
#include "use/worlds.h"

#define NY_SIMULATE_WORST NY_ESTIMATE_WORST

typedef struct ny_line_period {
    ny_estimate net;   /* of the party, not discounted */
    ny_figured made;   /* in which share of the worlds it is not 0 */
    ny_figured chance; /* of its variance, what is chance alone */
} ny_line_period;

/* A party's part in one payment, cost or benefit: receipts and benefits positive. */
typedef struct ny_simulated_line {
    uint32_t payment; /* of the model */
    ny_figured pays,
        receives; /* means of all years, not discounted, each year on balance; a cost is
                                  paid, a benefit received */
    ny_estimate npv;
    ny_figured chance;           /* of the variance at present value */
    double stated_total, stated; /* of a study's base case: not discounted; at present value */
    ny_line_period *by_period;
} ny_simulated_line;

/* All lines of an account that stand `under` one heading, or (heading empty) under none. */
typedef struct ny_simulated_heading {
    ny_text heading;
    ny_figured pays, receives; /* as of a line */
    ny_estimate npv;
    double stated_total, stated; /* as those of its lines */
} ny_simulated_heading;

/* Of the worlds in which what has come in less what has gone out falls below 0 at some year's end. */
typedef struct ny_payback {
    ny_figured below; /* their share of all */
    ny_figured back;  /* of them, the share in which it is 0 or more at the end */
    double median;    /* years until it is so for good; NaN: not within the years, or none below */
    ny_interval median_interval; /* NaN: so few worlds give no such end, or not within the years */
} ny_payback;

typedef struct ny_account {
    uint32_t party;
    uint32_t currency; /* NY_NONE: `unit` says */
    ny_unit unit;
    ny_estimate npv;
    ny_figured loss, shortfall;
    ny_figured pays, receives; /* means over all years, not discounted */
    ny_estimate *by_period;    /* net, not discounted */
    ny_figured *by_year;       /* the same by calendar year */
    ny_estimate *cash;         /* by period: the sum of it up to that year's end */
    ny_estimate deepest;       /* the lowest of these, at most 0 */
    ny_payback payback;
    double stated_total, stated; /* as those of its lines */
    NY_LIST(ny_simulated_line) lines;
    NY_LIST(ny_simulated_heading) headings; /* in the text's order; none where no line has one */
} ny_account;

typedef struct ny_simulated_figure {
    uint32_t figure;
    bool each_period;    /* else one estimate */
    ny_estimate *values; /* by period; in the unit of the declaration */
    double stated;       /* of a study's base case */
} ny_simulated_figure;

typedef struct ny_simulated_measure {
    uint32_t figure, reduction;
    ny_figured *rows, *known, *events; /* means by period; 0 where nothing reports */
} ny_simulated_measure;

/* All that stand behind the accounts in one currency: who is paid for costs, less who gives benefits. */
typedef struct ny_others {
    uint32_t currency;
    ny_figured *by_period, in_all; /* net, not discounted */
    ny_figured *by_year;           /* the same by calendar year */
} ny_others;

typedef struct ny_undefined_worlds {
    ny_text reason;
    uint32_t worlds, first; /* how many, and the first of them */
} ny_undefined_worlds;

typedef struct ny_simulated {
    ny_text name, label; /* name empty: the contract as written */
    const ny_plan *plan;
    const ny_studied *study; /* of pathways: what is stated; NULL without any */
    uint32_t defined, ties;  /* ties: worlds run once more exactly */
    uint32_t pairs;          /* worlds with a twin, both defined */
    int32_t first_year;      /* calendar years, so many up to the last in which anything flows */
    uint32_t years;
    NY_LIST(ny_account) accounts;
    NY_LIST(ny_others) others; /* one a currency */
    NY_LIST(ny_simulated_figure) figures;
    NY_LIST(ny_simulated_measure) measures;
    NY_LIST(ny_undefined_worlds) undefined;
} ny_simulated;

/* An account under one alternative less the same under the first, world by world. */
typedef struct ny_comparison {
    uint32_t alternative, account;
    ny_estimate npv;      /* of the difference */
    ny_figured worse;     /* share of the worlds in which it is below 0 */
    uint32_t first_worse; /* the first of them, or NY_NONE */
    ny_figured stated;    /* of a study's base case, with the error of the same persons under both;
                             worlds: so many persons at least, 0 where it has no such error */
} ny_comparison;

typedef struct ny_simulation {
    uint32_t from, worlds, periods, twins_every;
    uint64_t seed;
    NY_LIST(ny_simulated) alternatives;
    NY_LIST(ny_comparison) comparisons; /* alternative by alternative, accounts in order */
    const ny_base_case *base;           /* NULL of a contract */
    /* Set by who has them: */
    ny_worlds_end end;
    uint32_t asked;            /* worlds */
    double until_error;        /* 0: not said */
    bool contract_years;       /* the report shows the budget by these, not by calendar years */
    NY_LIST(uint32_t) guarded; /* parties that shall never be worse off than under the first */
    ny_assumed_list assumed;   /* in place of what the contract says */
    NY_LIST(ny_text) set;      /* "price = 12 DKK": said for this simulation alone */
} ny_simulation;

/* At least one world is done. The result lives in the arena and on the worlds. */
ny_simulation *ny_simulate(ny_arena *arena, const ny_worlds *worlds, uint32_t threads);

#endif
