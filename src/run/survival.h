/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Kaplan-Meier and Aalen-Johansen in exact fractions, from the counts of follow.h. */

#ifndef NY_RUN_SURVIVAL_H
#define NY_RUN_SURVIVAL_H

#include "base/rational.h"
#include "run/follow.h"

/* After the first `days` days of the curve: the share to whom nothing has come, the share to whom the
 * event has come (the competing ones taken into account), and Greenwood's sum of d / (n (n - d)) over
 * the days, d being all that came. The sum stops before a day on which n = d: there survival is 0. */
typedef struct ny_survival {
    ny_rational survival, incidence, greenwood;
} ny_survival;

ny_survival ny_survival_after(ny_arena *arena, const ny_curve *curve, uint32_t days);

/* The first day on which at most one half is left; where exactly one half is left from then on, the
 * middle between that day and the next event, or the last day on which anyone was followed: so that
 * it is the plain median where everybody was followed. False: more than one half is left at the end. */
bool ny_survival_median(ny_arena *arena, const ny_curve *curve, ny_rational *ret_days);

#endif
