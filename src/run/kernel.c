/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which set of kernels this processor runs. A table of our own rather than the compilers' clones of
 * functions: clang 14 compiles those and then always runs the plain one. */

#include "run/kernel_private.h"

const ny_kernel_shape ny_kernel_shapes[NY_KERNEL_CODES] = {
#define NY_EACH(name, to, a, b, c, d, formula)                                                     \
    {#name, NY_LANE_##to, {NY_LANE_##a, NY_LANE_##b, NY_LANE_##c, NY_LANE_##d}},
#define NY_WHOLE NY_EACH
#include "run/kernel.def"
#undef NY_EACH
#undef NY_WHOLE
};

const ny_kernels *ny_kernels_choose(ny_kernel_set most)
{
#if defined(__x86_64__)
    if (most >= NY_KERNELS_AVX2 && __builtin_cpu_supports("avx2"))
        return &ny_kernels_avx2;
#else
    (void)most;
#endif
    return &ny_kernels_plain;
}
