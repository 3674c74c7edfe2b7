/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Kernels: one operation over a block of lanes, numbers in arrays of doubles, truths and states in
 * arrays of bytes. kernel.def lists them with their formulas. Each gives in every lane the bits that
 * the scalar function gives (vmath.h, philox.h, tail.h, distribution.h), whatever the instruction
 * set, the compiler and the number of lanes: those functions are the definition,
 * tests/unit/kernel_test.c compares. Of a NaN only that it is one is promised.
 *
 *     const ny_kernels *kernels = ny_kernels_choose(NY_KERNELS_BEST);
 *     kernels->uniform_rows(seed, stream, world, first_row, 0, lanes, u);
 *     ny_kernel(kernels, NY_KERNEL_NORMAL_QUANTILE, (ny_kernel_call){.to = z, .a = u, .lanes = lanes});
 *     ny_kernel(kernels, NY_KERNEL_MULTIPLY_ADD_ONE,
 *               (ny_kernel_call){.to = x, .a = z, .k = sd, .l = mean, .lanes = lanes});
 *
 * Expressions of many operations are run by kernel_program.h. No state; any thread. */

#ifndef NY_RUN_KERNEL_H
#define NY_RUN_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* Lanes of a block at which all that an expression needs stays near the processor. A kernel takes
 * any number; below 64 the calls begin to cost. */
#define NY_KERNEL_LANES 512u

typedef enum ny_kernel_code {
#define NY_EACH(name, to, a, b, c, d, formula) NY_KERNEL_##name,
#define NY_WHOLE(name, to, a, b, c, d, function) NY_KERNEL_##name,
#include "run/kernel.def"
#undef NY_EACH
#undef NY_WHOLE
    NY_KERNEL_CODES
} ny_kernel_code;

/* What a kernel is given. Arrays of `lanes` items, doubles or bytes as kernel.def says; `to` may be
 * the array of an operand of the same kind, and overlaps none otherwise. What the kernel does not use
 * may be left out. */
typedef struct ny_kernel_call {
    void *to;
    const void *a, *b, *c, *d;
    double k, l; /* ones: the same in every lane */
    size_t lanes;
} ny_kernel_call;

/* Kernels for the processors that have these instructions, worst first. */
typedef enum ny_kernel_set {
    NY_KERNELS_PLAIN, /* what the compiler takes for granted */
    NY_KERNELS_AVX2,
    NY_KERNELS_BEST = NY_KERNELS_AVX2
} ny_kernel_set;

/* Shares that go from place to place by the same parts in every cycle, as a cohort's do. In each cycle
 *     next[to]   = 0 + shares[from] * part + …       over the ways to it, in their order,
 *     sum[k]    += shares[place[k]] * worth[k]       of the shares that are there at its end,
 * each product and sum rounded by itself. */
#define NY_CYCLES_PLACES 12u
#define NY_CYCLES_SUMS 24u
typedef struct ny_kernel_cycles {
    uint32_t places, sums, cycles; /* at most NY_CYCLES_PLACES, NY_CYCLES_SUMS */
    double *const *shares;         /* [place]: lanes; of the beginning, then of the end */
    const uint32_t *ends;          /* [place]: so many ways lead to it and to those before it */
    const uint32_t *from;          /* [way]: a place */
    const double *const *part;     /* [way]: lanes */
    const uint32_t *place;         /* [sum] */
    double *const *sum;            /* [sum]: lanes */
    const double *worth;           /* [cycle * sums + sum] */
    size_t lanes;
} ny_kernel_cycles;

typedef struct ny_kernels {
    ny_kernel_set set;
    /* ny_random_uniform_rows (philox.h). */
    void (*uniform_rows)(uint64_t seed, uint64_t stream, uint32_t world, uint32_t first_row,
                         uint32_t draw, size_t lanes, double *ret_uniforms);
    /* ny_random_uniform of `lanes` worlds from first_world on, in row 0. */
    void (*uniform_worlds)(uint64_t seed, uint64_t stream, uint32_t first_world, uint32_t draw,
                           size_t lanes, double *ret_uniforms);
    /* ny_random_uniform of rows 2 p and 2 p + 1, p being pairs[i] below 2^31, for draws[i], in each lane i:
     * both come of one block of random bits. */
    void (*uniform_pairs)(uint64_t seed, uint64_t stream, uint32_t world, const uint32_t *pairs,
                          const uint32_t *draws, size_t lanes, double *ret_even, double *ret_odd);
    void (*cycles)(const ny_kernel_cycles *of);
    void (*run[NY_KERNEL_CODES])(const ny_kernel_call *call);
} ny_kernels;

/* The best kernels that this processor can run, none better than `most`. */
const ny_kernels *ny_kernels_choose(ny_kernel_set most);

static inline void ny_kernel(const ny_kernels *kernels, ny_kernel_code code, ny_kernel_call call)
{
    kernels->run[code](&call);
}

/* What stands in the lanes of a kernel's arrays. */
typedef enum ny_lane_kind { NY_LANE_none, NY_LANE_number, NY_LANE_byte } ny_lane_kind;

typedef struct ny_kernel_shape {
    const char *name;
    ny_lane_kind to, operands[4];
} ny_kernel_shape;

extern const ny_kernel_shape ny_kernel_shapes[NY_KERNEL_CODES];

#endif
