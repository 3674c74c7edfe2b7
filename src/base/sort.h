/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Numbers in rising order: by their bits, several times as fast as by comparing, and the same on every
 * machine. -0 stands before 0, and what is no number at the ends. */

#ifndef NY_BASE_SORT_H
#define NY_BASE_SORT_H

#include <stddef.h>

void ny_sort_numbers(double *numbers, size_t count);

#endif
