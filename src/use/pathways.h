/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pathways in the model of a contract: in each world they go by what that world draws, as its rows do, and
 * their costs and benefits join the world's (run/study_days.h). A world is one lane of run/study.h. */

#ifndef NY_USE_PATHWAYS_H
#define NY_USE_PATHWAYS_H

#include "use/worlds.h"

/* Adds what the pathways of the alternative's model come to in this world, which `result` is a run of.
 * `patients` is the number by which persons are drawn. False, with the reason, where it means nothing. */
bool ny_pathways_add(ny_arena *arena, const ny_alternative *alternative, const ny_inputs *inputs,
                     uint64_t seed, uint32_t patients, ny_fast_result *result, ny_text *ret_reason);

#endif
