/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The distribution that a best guess with its 95 % interval stands for, to be shown: what is drawn is
 * made from the same figures by the same functions (ny_distribution_interval_…). */

#ifndef NY_USE_FIT_H
#define NY_USE_FIT_H

#include "model/model.h"

typedef struct ny_fit {
    bool
        known; /* guess and ends are numbers, or givens that are, and there is such a distribution */
    /* normal: mean and sd, in the figure's unit as written; lognormal: median, so too, and sdlog;
     * beta: a and b. Rounded to four digits. */
    const char *names[2];
    bool with_unit[2];
    ny_rational values[2];
} ny_fit;

ny_fit ny_fit_of(ny_arena *arena, const ny_model *model, const ny_figure *figure);

/* As it could be written in the model: "beta(a 31.22, b 1045)". Empty where it is not known, and for
 * a figure without an interval. */
ny_text ny_fit_text(ny_arena *arena, const ny_model *model, const ny_figure *figure);

#endif
