/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Dates and numbers as people write them elsewhere: recognised only to say how they are written here. */

#ifndef NY_TEXT_OTHERWISE_H
#define NY_TEXT_OTHERWISE_H

#include "base/text.h"

/* Is `31-12-2026`, `31.12.2026`, `2026/12/31` or `31. december 2026` at the beginning of the text?
 * Then the date as the language writes it, the day taken to come first where both readings are
 * dates; and how many bytes were read. Else no text. */
ny_text ny_date_otherwise(ny_arena *arena, ny_text rest, size_t *ret_size);

/* A number as written, with its points: `1.250.000`, or `14.000`, whose last figure is 0 and so says
 * nothing as a decimal. Then the number with `_`; and the same without its last zeros, no text where
 * it can be no number with decimals. Else no text. */
ny_text ny_thousands_otherwise(ny_arena *arena, ny_text number, ny_text *ret_decimal);

#endif
