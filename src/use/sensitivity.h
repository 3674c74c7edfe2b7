/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a result hangs on: a party's net at present value, with benefits at what they are worth or
 * without, or the difference that an alternative makes to it, looked at again with something held or changed. All looks use the same worlds and the same
 * random numbers, so that a change is seen world by world and chance hardly moves it.
 *
 * Tornado: each assumption at its 2.5 % and its 97.5 % point in every world, all others drawn as ever.
 * They are drawn, not held at their centre, since payments with caps, tiers and thresholds do not have
 * at the centre what they have on average. What is shown is the mean, and its paired change.
 *
 * Threshold: where the mean crosses 0, between two ends of which one gives more and one less.
 * Regula falsi in the Illinois form (Dowell and Jarratt, BIT 11, 1971, 168-174): it keeps the crossing
 * between its ends as bisection does, and needs fewer looks. With the same random numbers the mean is a
 * fixed function of x; its error moves the crossing by se / |slope|, the slope being taken between two
 * points a little to each side. */

#ifndef NY_USE_SENSITIVITY_H
#define NY_USE_SENSITIVITY_H

#include "use/estimate.h"
#include "use/worlds.h"

typedef struct ny_target {
    const ny_alternative *alternatives;
    uint32_t count;   /* 1: its net; 2: the second less the first */
    uint32_t account; /* of ny_worlds */
    double worth;     /* above 0: net benefit (weigh.h), a benefit in `unit` being worth so much */
    ny_unit unit;
    uint64_t seed;
    uint32_t worlds, threads;
    const ny_progress *progress;   /* or NULL */
    bool (*asked_to_stop)(void *); /* or NULL; from any thread */
    void *stop_context;
} ny_target;

/* The target in each world, NaN where it is undefined; lives in the arena. With `assumption` (a figure,
 * or NY_NONE) held at its u; *ret_at is then its mean over the worlds, or NaN where it is not shown.
 * NULL where it was asked to stop. */
double *ny_target_values(ny_arena *arena, const ny_target *target, uint32_t assumption, double u,
                         double *ret_at);
ny_figured ny_target_mean(const double *values, uint32_t count);
/* The mean of the changes, world by world. */
ny_figured ny_target_change(const double *values, const double *base, uint32_t count);

typedef struct ny_tornado_end {
    double at;                /* the assumption, in the unit of its declaration; or NaN */
    ny_figured value, change; /* the target; and against all drawn */
} ny_tornado_end;

typedef struct ny_tornado_bar {
    uint32_t figure; /* the assumption */
    ny_tornado_end low, high;
    double swing, swing_se; /* between the two, never below 0; its error world by world */
} ny_tornado_bar;

typedef struct ny_tornado {
    ny_figured base;              /* of no world where it was stopped before */
    NY_LIST(ny_tornado_bar) bars; /* the widest first; of the assumptions looked at */
    bool stopped;                 /* not all were */
} ny_tornado;

ny_tornado ny_tornado_of(ny_arena *arena, const ny_target *target);

/* The target's mean where something has the value x; false when that cannot be had (it was said why). */
typedef struct ny_look {
    bool (*look)(void *context, double x, ny_figured *ret_mean);
    void *context;
} ny_look;

typedef struct ny_looked {
    double x;
    ny_figured mean;
} ny_looked;

typedef struct ny_threshold {
    bool found;
    double at, se;
    NY_LIST(ny_looked) looks; /* in their order; the first two are the ends */
} ny_threshold;

/* low < high. False when a look could not be had: then nothing is found, and the looks are those that were
 * had. */
bool ny_threshold_find(ny_arena *arena, const ny_look *look, double low, double high,
                       ny_threshold *ret_threshold);

#endif
