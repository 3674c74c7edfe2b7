/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The assumptions of many worlds at once, an array of one number a world for each: to the last bit
 * what ny_arise_world (arise.h) draws for each of them, and undefined for the same reason. No rows
 * come about. For studies, whose worlds differ by their assumptions alone.
 *
 *     const ny_arise_lanes *lanes = ny_arise_lanes_prepare(arena, arise, offers);     once
 *     for each block, by any thread:
 *         ny_arise_drawn drawn = ny_arise_lanes_draw(scratch, lanes, seed, first, 512);
 *         const double *cost = drawn.value[input];              of worlds first .. first + 511
 *
 * Alternatives draw with the same numbers. What they draw alike is drawn once and shared, where the
 * lanes of one are prepared like those of another, and drawn like them. */

#ifndef NY_USE_ARISE_LANES_H
#define NY_USE_ARISE_LANES_H

#include "use/arise.h"

typedef struct ny_arise_lanes ny_arise_lanes;

typedef struct ny_arise_drawn {
    uint32_t first, lanes; /* worlds first .. first + lanes - 1 */
    /* [input of the plan][lane], as ny_fast_value has it: a number in base units, a date in days, yes
     * 1, no 0, the number of a word. Means nothing where the world is undefined or the state is not
     * known. Inputs that stand for one value a row: NULL. */
    double **value;
    uint8_t **state; /* [input][lane]: ny_state; NULL: known in all */
    ny_text
        *reason;   /* [lane]: why nothing in this world is meant, else empty; NULL: no such world */
    bool *refused; /* by assumption, in some lane: private */
} ny_arise_drawn;

/* What is the same in all worlds is worked out here. `offers` as for ny_arise_world, and kept. Lives in
 * the arena, on `arise`; never changes. */
const ny_arise_lanes *ny_arise_lanes_prepare(ny_arena *arena, const ny_arise *arise,
                                             const ny_value *offers);
/* The same for another alternative of the model that `like` draws for, on which it lives too. */
const ny_arise_lanes *ny_arise_lanes_prepare_like(ny_arena *arena, const ny_arise *arise,
                                                  const ny_value *offers,
                                                  const ny_arise_lanes *like);

/* May this input differ between worlds? */
bool ny_arise_lanes_vary(const ny_arise_lanes *lanes, uint32_t input);

/* Worlds first .. first + count - 1, count at least 1. Lives in the arena. */
ny_arise_drawn ny_arise_lanes_draw(ny_arena *arena, const ny_arise_lanes *lanes, uint64_t seed,
                                   uint32_t first, uint32_t count);
/* The same bits, with the arrays of `like` where these draw alike: the same worlds of the lanes that
 * `lanes` were prepared like. Lives on what `like` lives on, too. */
ny_arise_drawn ny_arise_lanes_draw_like(ny_arena *arena, const ny_arise_lanes *lanes, uint64_t seed,
                                        const ny_arise_drawn *like);

#endif
