/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to distribution*.c: the checks of arguments, and how answers are given. */

#ifndef NY_RUN_DISTRIBUTION_PRIVATE_H
#define NY_RUN_DISTRIBUTION_PRIVATE_H

#include "run/distribution.h"
#include "run/tail.h"
#include "run/vmath.h"

#include <math.h>
#include <stdbool.h>

#define NY_DISTRIBUTION_LARGEST 1e300

static inline bool is_finite(double x)
{
    return fabs(x) <= 0x1.fffffffffffffp1023;
}

static inline bool is_positive(double x)
{
    return x > 0.0 && is_finite(x);
}

static inline bool is_chance(double u)
{
    return u > 0.0 && u < 1.0;
}

/* -log(1 - u): the cumulative hazard by the time that the part u has had the event. */
static inline double hazard_of_chance(double u)
{
    return -ny_log1p(-u);
}

static inline double chance_of_hazard(double hazard)
{
    return -ny_expm1(-hazard);
}

static inline ny_distribution_status give_value(double value, double *ret_value)
{
    /* Asked this way round so that a NaN does not pass. */
    if (!(fabs(value) <= NY_DISTRIBUTION_LARGEST)) {
        return NY_DISTRIBUTION_OUT_OF_RANGE;
    }
    *ret_value = value;
    return NY_DISTRIBUTION_OK;
}

static inline ny_distribution_status give_positive(double value, double *ret_value)
{
    if (!(value > 0.0)) {
        return NY_DISTRIBUTION_OUT_OF_RANGE;
    }
    return give_value(value, ret_value);
}

static inline ny_distribution_status give_time(double time, double *ret_time)
{
    *ret_time = time < NY_NEVER ? time : NY_NEVER;
    return NY_DISTRIBUTION_OK;
}

static inline ny_distribution_status check_chance(double u)
{
    return is_chance(u) ? NY_DISTRIBUTION_OK : NY_DISTRIBUTION_NOT_A_CHANCE;
}

/* Checks a shape of a gamma or beta distribution. */
static inline ny_distribution_status check_shape(double shape)
{
    if (!is_positive(shape)) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    if (shape < NY_DISTRIBUTION_SHAPE_LOWEST || shape > NY_DISTRIBUTION_SHAPE_HIGHEST) {
        return NY_DISTRIBUTION_OUT_OF_RANGE;
    }
    return NY_DISTRIBUTION_OK;
}

static inline ny_distribution_status check_time(double ratio, double u)
{
    if (!is_finite(ratio) || ratio < 0.0) {
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    return check_chance(u);
}

/* The cumulative hazard, before the ratio, at the time of the event; infinite for ratio 0. */
static inline double hazard_at_event(double ratio, double u)
{
    return hazard_of_chance(u) / ratio;
}

static inline ny_distribution_status check_within(double chance, double duration)
{
    return is_positive(duration) ? check_chance(chance) : NY_DISTRIBUTION_IMPOSSIBLE;
}

#endif
