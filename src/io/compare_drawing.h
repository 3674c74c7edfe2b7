/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The two drawings of a comparison as SVG: the plane of effects and costs, and the curves over
 * yardsticks. They show what the tables beside them say. */

#ifndef NY_IO_COMPARE_DRAWING_H
#define NY_IO_COMPARE_DRAWING_H

#include "use/prose.h"
#include "use/weigh.h"

typedef struct ny_drawing_words {
    const ny_prose *prose;
    const ny_text *names; /* of the alternatives, as HTML */
    uint32_t alternatives;
    ny_text caption, currency, unit; /* as HTML */
} ny_drawing_words;

ny_text ny_draw_plane(const ny_drawing_words *words, const ny_weighed *weighed);
/* At least two yardsticks. */
ny_text ny_draw_curves(const ny_drawing_words *words, const ny_weighed *weighed);

#endif
