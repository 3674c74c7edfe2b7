/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See arise_lanes.h. */

#include "use/arise_lanes.h"

#include "base/bug.h"
#include "use/arise_private.h"

struct ny_arise_lanes {
    const ny_arise *arise;
    const ny_value *offers;
    bool *vary; /* by input */
};

/* --- preparing -------------------------------------------------------------------------------- */

const ny_arise_lanes *ny_arise_lanes_prepare(ny_arena *arena, const ny_arise *arise,
                                             const ny_value *offers)
{
    const ny_plan *plan = arise->plan;
    ny_arise_lanes *lanes = NY_NEW(arena, ny_arise_lanes);
    lanes->arise = arise;
    lanes->offers = offers;
    lanes->vary = NY_NEW_ARRAY(arena, bool, (size_t)plan->inputs.count + 1);
    for (uint32_t i = 0; i < arise->assumptions.count; i++) {
        const ny_plan_assumption *of = arise->assumptions.items[i].plan;
        lanes->vary[of->input] = true;
        for (uint32_t share = 0; share < of->shares; share++)
            lanes->vary[of->input + 1 + share] = true;
    }
    return lanes;
}

bool ny_arise_lanes_vary(const ny_arise_lanes *lanes, uint32_t input)
{
    NY_BUG_ON(input >= lanes->arise->plan->inputs.count);
    return lanes->vary[input];
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void set(ny_arena *arena, ny_arise_drawn *drawn, uint32_t input, uint32_t lane,
                ny_fast_value value)
{
    drawn->value[input][lane] = value.value;
    if (value.state != NY_KNOWN && !drawn->state[input])
        drawn->state[input] = NY_NEW_ARRAY(arena, uint8_t, drawn->lanes);
    if (value.state != NY_KNOWN)
        drawn->state[input][lane] = (uint8_t)value.state;
}

static void spoil(ny_arena *arena, ny_arise_drawn *drawn, uint32_t lane, ny_text reason)
{
    if (!drawn->reason)
        drawn->reason = NY_NEW_ARRAY(arena, ny_text, drawn->lanes);
    drawn->reason[lane] = ny_text_copy(arena, reason);
}

/* A world like any other, and what it says. */
static void draw_one(ny_arena *arena, ny_arena *scratch, const ny_arise_lanes *lanes, uint64_t seed,
                     uint32_t lane, ny_arise_drawn *drawn)
{
    const ny_plan *plan = lanes->arise->plan;
    ny_world world =
        ny_arise_world(scratch, lanes->arise, seed, drawn->first + lane, lanes->offers);
    if (world.undefined) {
        spoil(arena, drawn, lane, world.reason);
        return;
    }
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        ny_kind kind = plan->model->figures.items[plan->inputs.items[i].figure].type.kind;
        if (drawn->value[i])
            set(arena, drawn, i, lane, ny_fast_of_value(kind, world.inputs.values[i]));
    }
}

ny_arise_drawn ny_arise_lanes_draw(ny_arena *arena, const ny_arise_lanes *lanes, uint64_t seed,
                                   uint32_t first, uint32_t count)
{
    const ny_plan *plan = lanes->arise->plan;
    size_t inputs = (size_t)plan->inputs.count + 1;
    ny_arise_drawn drawn = {.first = first, .lanes = count};
    NY_BUG_ON(count == 0);
    drawn.value = NY_NEW_ARRAY(arena, double *, inputs);
    drawn.state = NY_NEW_ARRAY(arena, uint8_t *, inputs);
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        if (plan->inputs.items[i].by_table == NY_NONE)
            drawn.value[i] = NY_NEW_ARRAY(arena, double, count);
    ny_arena *scratch = ny_arena_create();
    for (uint32_t lane = 0; lane < count; lane++) {
        ny_arena_reset(scratch);
        draw_one(arena, scratch, lanes, seed, lane, &drawn);
    }
    ny_arena_destroy(scratch);
    return drawn;
}
