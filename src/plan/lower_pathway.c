/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pathways: the expressions of their moves, starts and people as operations, of the grain of a cycle or
 * coarser. */

#include "plan/lower.h"

static ny_plan_move lower_move(ny_lowering *lowering, const ny_transition *transition)
{
    return (ny_plan_move){.chance = ny_lower_if_said(lowering, transition->chance, NY_NONE),
                          .times = ny_lower_if_said(lowering, transition->times, NY_NONE),
                          .law = ny_lower_law(lowering, transition->law, NY_NONE)};
}

static void lower_pathway(ny_lowering *lowering, uint32_t number)
{
    const ny_pathway *pathway = &lowering->model->pathways.items[number];
    ny_arena *arena = lowering->arena;
    ny_plan_pathway plan = {.pathway = number,
                            .people = ny_lower_if_said(lowering, pathway->people, NY_NONE)};
    for (uint32_t i = 0; i < pathway->states.count; i++)
        *NY_APPEND(arena, &plan.stays) =
            ny_lower_if_said(lowering, pathway->states.items[i].stays, NY_NONE);
    for (uint32_t i = 0; i < pathway->transitions.count; i++)
        *NY_APPEND(arena, &plan.moves) = lower_move(lowering, &pathway->transitions.items[i]);
    for (uint32_t i = 0; i < pathway->starts.count; i++)
        *NY_APPEND(arena, &plan.starts) =
            ny_lower_if_said(lowering, pathway->starts.items[i].share, NY_NONE);
    for (uint32_t i = 0; i < pathway->arriving.count; i++)
        *NY_APPEND(arena, &plan.arriving) =
            ny_lower_if_said(lowering, pathway->arriving.items[i].number, NY_NONE);
    for (uint32_t i = 0; i < pathway->curves.count; i++)
        *NY_APPEND(arena, &plan.curves) =
            ny_lower_if_said(lowering, pathway->curves.items[i].share, NY_NONE);
    *NY_APPEND(arena, &lowering->plan->pathways) = plan;
}

void ny_lower_pathways(ny_lowering *lowering)
{
    for (uint32_t i = 0; i < lowering->model->pathways.count; i++)
        lower_pathway(lowering, i);
}
