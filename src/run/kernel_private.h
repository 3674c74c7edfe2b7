/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to kernel.c and kernel_set.c: the sets of kernels, each of them kernel_set.c compiled for
 * other processors. */

#ifndef NY_RUN_KERNEL_PRIVATE_H
#define NY_RUN_KERNEL_PRIVATE_H

#include "run/kernel.h"

extern const ny_kernels ny_kernels_plain;
extern const ny_kernels ny_kernels_avx2; /* where the build is for x86-64 */

#endif
