/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Over the worlds of a tender's models: in each world the award is drawn up with that world's amounts. How
 * often each bid is truly best; and the expected loss of awarding it, the mean over the worlds of what it
 * stays behind the best of each, in what is compared. The least of these losses is the expected value of
 * perfect information (Raiffa and Schlaifer, Applied Statistical Decision Theory, 1961). */

#ifndef NY_USE_STRESS_WORLDS_H
#define NY_USE_STRESS_WORLDS_H

#include "use/award_expected.h"

typedef struct ny_true_best {
    uint32_t worlds;   /* that can be ranked */
    uint32_t *best;    /* by bid: worlds in which it is best, alone or with others */
    double *loss, *se; /* by bid: mean, and its standard error; se 0 of a single world */
} ny_true_best;

/* False where nothing is simulated. */
bool ny_true_best_find(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                       uint32_t bid_count, const ny_expectation *expected, uint32_t count,
                       ny_true_best *ret_best);

#endif
