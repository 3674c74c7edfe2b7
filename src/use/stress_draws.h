/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How often each bid wins when the weights are drawn: once around what the text says (Dirichlet with mean
 * the stated weights: a weight w has the standard deviation sqrt(w (1 - w) / 101), 5 percentage points at
 * 40 %), and once as if nobody had said anything (every set of weights as likely as any other). The shares
 * are the acceptability of rank one of Lahdelma, Hokkanen and Salminen, SMAA, European Journal of
 * Operational Research 106 (1998) 137-143. Weights of parts are drawn within their whole. Where quality is
 * deducted in money each worth is drawn alone, from half of what the text says to twice that, evenly by
 * its logarithm, and there is no second way. */

#ifndef NY_USE_STRESS_DRAWS_H
#define NY_USE_STRESS_DRAWS_H

#include "run/kernel.h"
#include "use/award.h"

typedef enum ny_drawn_as { NY_DRAWN_AROUND, NY_DRAWN_ANY, NY_DRAWN_WORTH } ny_drawn_as;

typedef struct ny_drawn_weights {
    ny_drawn_as as;
    uint32_t draws;
    uint32_t *wins; /* by bid */
    uint32_t equal; /* nobody won alone */
} ny_drawn_weights;

/* False where the award has no weights to draw. */
bool ny_weights_draw(ny_arena *arena, const ny_kernels *kernels, const ny_award_terms *terms,
                     const ny_standing *bids, uint32_t count, ny_drawn_as as, uint32_t draws,
                     uint64_t seed, ny_drawn_weights *ret_drawn);

#endif
