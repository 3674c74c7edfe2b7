/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The expression of bench/engine.c as a loop that is written for it, which the compiler turns into vectors:
 * what the engine is measured against. */

#ifndef NY_BENCH_ENGINE_FUSED_H
#define NY_BENCH_ENGINE_FUSED_H

#include <stddef.h>

/* What a lane needs: a uniform and a normal number, an age and a quality of life. */
typedef struct ny_people {
    const double *u, *z, *age, *quality;
} ny_people;

/* 42 operations a lane, 3 exponentials and 2 logarithms among them. */
void ny_fused_net_benefit(ny_people people, double *restrict to, size_t lanes);
/* 44 operations a lane, all of them cheap. */
void ny_fused_arithmetic(ny_people people, double *restrict to, size_t lanes);

#endif
