/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The logistic function near money: rounded, and computed until the rounding is certain. */

#ifndef NY_RUN_LOGISTIC_H
#define NY_RUN_LOGISTIC_H

#include "base/rational.h"

/* The multiple of `unit` (> 0) that is nearest to 1 / (1 + e to the power -x); `arena` holds the
 * result and what it is made of. */
ny_rational ny_logistic_rounded(ny_arena *arena, ny_rational x, ny_rational unit, ny_halves halves);

#endif
