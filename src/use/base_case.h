/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The base case of a study beside its worlds (study.h): what every account and line comes to as stated,
 * and what each other way of counting and discounting would make of the accounts. Users of other
 * programs argue about that choice because they cannot see its effect; here it stands beside the
 * result. */

#ifndef NY_USE_BASE_CASE_H
#define NY_USE_BASE_CASE_H

#include "use/worlds.h"

/* One way to count and to discount. */
typedef struct ny_counted_way {
    ny_counting counted; /* NY_COUNTED_NOT_SAID: as each pathway says, which differ */
    ny_study_grid grid;  /* NY_GRID_AS_SAID: no cycle is discounted from one end or the other */
    bool as_said;        /* it is what the text says */
    double **accounts;   /* [alternative][account]: net at present value */
} ny_counted_way;

typedef struct ny_base_case {
    double **
        rows; /* by alternative, as worlds.h keeps a world; a line's first place is not discounted */
    NY_LIST(ny_counted_way) ways; /* none where no pathway counts by the cycle */
} ny_base_case;

/* NULL of a contract. Lives in the arena. */
const ny_base_case *ny_base_case_of(ny_arena *arena, const ny_worlds *worlds);

#endif
