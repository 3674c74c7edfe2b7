/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* On which statement a figure rests: a measure, a count of rows, and the rows of a measure on that of
 * their own period, everything else on what it is made of. No run changes it. See
 * docs/decisions/due-dates.md. */

#ifndef NY_RUN_RESTS_H
#define NY_RUN_RESTS_H

#include "plan/plan.h"

/* [operation * periods + period]: the latest statement, from 0, or NY_NONE. Lives in the arena. */
uint32_t *ny_rests_on(ny_arena *arena, const ny_plan *plan, uint32_t periods);
/* The latest that the amount of a payment of the plan, or whether it is due at all, rests on. */
uint32_t ny_rests_of_payment(const uint32_t *rests_on, const ny_plan_payment *payment,
                             uint32_t periods, uint32_t period);

#endif
