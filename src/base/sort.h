/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Numbers in rising order: by their bits, several times as fast as by comparing, and the same on every
 * machine. -0 stands before 0, and what is no number at the ends. */

#ifndef NY_BASE_SORT_H
#define NY_BASE_SORT_H

#include <stddef.h>

void ny_sort_numbers(double *numbers, size_t count);

/* Places first .. end - 1 of a list. */
typedef struct ny_places {
    size_t first, end;
} ny_places;

/* Puts at these places what ny_sort_numbers puts there, and elsewhere what is no less than all before and no
 * more than all behind: a quarter of the work, where few are asked for. Places may overlap; none is NaN. */
void ny_sort_places(double *numbers, size_t count, const ny_places *places, size_t of_them);

#endif
