/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What bids are compared by, as a plan of its own: the figures that the award asks for and those that
 * they rest on, all of contract grain, and nothing of tables, years and payments. So a thousand bids
 * cost a thousand small runs. */

#ifndef NY_PLAN_AWARD_H
#define NY_PLAN_AWARD_H

#include "plan/plan.h"

/* Operations of the plan; NY_NONE where the contract says nothing. */
typedef struct ny_criterion_ops {
    uint32_t weight;        /* or, with `worth`, money per point */
    uint32_t value;         /* the figure that earns points; NY_NONE: judges, a model, parts */
    uint32_t first, second; /* where its line of points ends: a figure, or a share above */
} ny_criterion_ops;

typedef struct ny_award_plan {
    ny_plan *plan;
    uint32_t *requirements;     /* by requirement: its condition; NY_NONE: answered yes */
    ny_criterion_ops *criteria; /* by criterion */
    uint32_t price, plus, price_weight;
    uint32_t *ties; /* by tie of the award: its figure, or NY_NONE */
} ny_award_plan;

/* False, said in the sink: there is no award, or what it asks for rests on what is to be agreed or on the
 * rows of a table. */
bool ny_award_lower(ny_arena *arena, ny_sink *sink, const ny_model *model,
                    ny_award_plan *ret_award);

#endif
