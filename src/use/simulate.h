/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A contract run on imagined worlds: what each party pays and receives, and how far that may lie
 * from what is expected. Each world is drawn, run by the fast evaluator and, where that is in doubt
 * (a tie), once more by the exact one. Every world's payments are checked to cancel.
 *
 * Present value: a flow of contract period p (from 1) counts (1+r)^-t, t being the years from the
 * start to the period's end (`at the end of each year`) or to its beginning; r a year. Without
 * `present value` in the contract every flow counts in full. Net is what a party receives and what
 * benefits it, less what it pays and what it costs.
 *
 * Sums run in the order of the worlds: same inputs, same bytes. Estimates are over the worlds that
 * are defined; the others are counted, by reason. */

#ifndef NY_USE_SIMULATE_H
#define NY_USE_SIMULATE_H

#include "run/fast.h"
#include "use/arise.h"
#include "use/words.h"

#define NY_SIMULATE_QUANTILES 5
/* 2.5 %, 25 %, 50 %, 75 %, 97.5 % */
extern const double ny_simulate_quantiles[NY_SIMULATE_QUANTILES];

typedef struct ny_estimate {
    uint32_t worlds; /* in which it is known; 0: nothing else is meant */
    double mean, sd, se;
    bool has_quantiles; /* left out for figures where they would not fit in memory */
    double quantiles[NY_SIMULATE_QUANTILES];
} ny_estimate;

/* A party's part in one payment, cost or benefit: receipts and benefits positive. */
typedef struct ny_simulated_line {
    uint32_t payment;      /* of the model */
    double pays, receives; /* means, not discounted; a cost is paid, a benefit received */
    double npv;            /* mean of the net at present value */
} ny_simulated_line;

/* A party's account in one currency, or in the unit of a benefit. */
typedef struct ny_account {
    uint32_t party;
    uint32_t currency; /* NY_NONE: `unit` says */
    ny_unit unit;
    ny_estimate npv;
    double pays, receives; /* means over all years, not discounted */
    double *by_period;     /* means of the net, not discounted */
    NY_LIST(ny_simulated_line) lines;
} ny_account;

typedef struct ny_simulated_figure {
    uint32_t figure;
    bool each_period;    /* else one estimate */
    ny_estimate *values; /* by period; in the unit of the declaration */
} ny_simulated_figure;

typedef struct ny_simulated_measure {
    uint32_t figure, reduction;
    double *rows, *known, *events; /* means by period; 0 where nothing reports */
} ny_simulated_measure;

typedef struct ny_undefined_worlds {
    ny_text reason;
    uint32_t worlds, first; /* how many, and the first of them */
} ny_undefined_worlds;

typedef struct ny_simulated {
    ny_text name, label; /* name empty: the contract as written */
    const ny_plan *plan;
    uint32_t defined, ties; /* ties: worlds run once more exactly */
    NY_LIST(ny_account) accounts;
    NY_LIST(ny_simulated_figure) figures;
    NY_LIST(ny_simulated_measure) measures;
    NY_LIST(ny_undefined_worlds) undefined;
} ny_simulated;

typedef struct ny_simulation {
    uint32_t worlds, periods;
    uint64_t seed;
    NY_LIST(ny_simulated) alternatives;
    ny_assumed_list assumed; /* in place of what the contract says; set by who has its texts */
} ny_simulation;

typedef struct ny_alternative {
    ny_text name, label;
    const ny_plan *plan;
    const ny_arise *arise;
    const ny_value *offers; /* one an input of this plan */
} ny_alternative;

/* Told of each defined world, alternative after alternative, worlds in order. */
typedef struct ny_simulate_listener {
    void (*world)(void *context, const ny_alternative *alternative, uint32_t world,
                  const ny_fast_result *result);
    void *context;
} ny_simulate_listener;

/* Runs worlds 0 .. worlds-1 (at least 1) under each alternative. The result lives in the arena.
 * `listener` may be NULL. */
ny_simulation *ny_simulate(ny_arena *arena, const ny_alternative *alternatives, uint32_t count,
                           uint32_t worlds, uint64_t seed, const ny_simulate_listener *listener);

/* One world under one alternative. NULL when it is undefined, with the reason. */
ny_fast_result *ny_simulate_world(ny_arena *arena, const ny_alternative *alternative, uint64_t seed,
                                  uint32_t world, bool *ret_tie, ny_text *ret_reason);

#endif
