/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pathways: the expressions of their moves, starts and people as operations, of the grain of a cycle or
 * coarser. */

#include "plan/lower.h"

static uint32_t if_said(ny_lowering *lowering, const ny_expression *expression)
{
    return expression ? ny_lower_expression(lowering, expression, NY_NONE) : NY_NONE;
}

static ny_plan_move lower_move(ny_lowering *lowering, const ny_transition *transition)
{
    return (ny_plan_move){.chance = if_said(lowering, transition->chance),
                          .times = if_said(lowering, transition->times),
                          .law = ny_lower_law(lowering, transition->law, NY_NONE)};
}

static void lower_pathway(ny_lowering *lowering, uint32_t number)
{
    const ny_pathway *pathway = &lowering->model->pathways.items[number];
    ny_arena *arena = lowering->arena;
    ny_plan_pathway plan = {.pathway = number, .people = if_said(lowering, pathway->people)};
    for (uint32_t i = 0; i < pathway->states.count; i++)
        *NY_APPEND(arena, &plan.stays) = if_said(lowering, pathway->states.items[i].stays);
    for (uint32_t i = 0; i < pathway->transitions.count; i++)
        *NY_APPEND(arena, &plan.moves) = lower_move(lowering, &pathway->transitions.items[i]);
    for (uint32_t i = 0; i < pathway->starts.count; i++)
        *NY_APPEND(arena, &plan.starts) = if_said(lowering, pathway->starts.items[i].share);
    for (uint32_t i = 0; i < pathway->arriving.count; i++)
        *NY_APPEND(arena, &plan.arriving) = if_said(lowering, pathway->arriving.items[i].number);
    for (uint32_t i = 0; i < pathway->curves.count; i++)
        *NY_APPEND(arena, &plan.curves) = if_said(lowering, pathway->curves.items[i].share);
    *NY_APPEND(arena, &lowering->plan->pathways) = plan;
}

void ny_lower_pathways(ny_lowering *lowering)
{
    for (uint32_t i = 0; i < lowering->model->pathways.count; i++)
        lower_pathway(lowering, i);
}
