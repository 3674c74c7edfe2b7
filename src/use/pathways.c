/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See pathways.h. */

#include "use/pathways.h"

#include "base/bug.h"
#include "run/study_days.h"

bool ny_pathways_add(ny_arena *arena, const ny_alternative *alternative, const ny_inputs *inputs,
                     uint64_t seed, uint32_t patients, ny_fast_result *result, ny_text *ret_reason)
{
    const ny_plan *plan = alternative->plan;
    const ny_studied *beside = alternative->beside;
    ny_study_fault fault = {0};
    NY_BUG_ON(plan->pathways.count && !beside); /* their costs would be missing unseen */
    if (!beside)
        return true;
    ny_study_given given = {.fast = inputs->fast,
                            .tables = inputs->tables,
                            .values = inputs->values,
                            .individuals = beside->people.individuals,
                            .seed = seed,
                            .by_point = true,
                            .lanes = 1,
                            .world = result->values,
                            .world_periods = result->periods};
    const ny_study *study = ny_study_prepare(arena, plan, &given, &fault);
    NY_BUG_ON(!study); /* the stated case was made ready */
    ny_study_block *block = ny_study_open(arena, study);
    ny_study_at(block, patients);
    const ny_study_result *of = ny_study_run(block, NULL, 1);
    if (of->faults[0].kind != NY_STUDY_SOUND) {
        *ret_reason = ny_study_reason(arena, beside, &of->faults[0]);
        return false;
    }
    ny_study_book(plan, inputs->years, of, result);
    return true;
}
