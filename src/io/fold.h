/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What two headings, or two names of a month, have in common when capital letters and blanks are
 * left aside: for finding what is meant, never for what is paid. */

#ifndef NY_IO_FOLD_H
#define NY_IO_FOLD_H

#include "base/text.h"

/* Small letters (a to z, and the letters of Latin-1 with Š and Ž) without any blanks, those that do
 * not break among them; in the arena. */
ny_text ny_fold(ny_arena *arena, ny_text text);
/* Whether two texts fold to the same. */
bool ny_folds_equal(ny_text a, ny_text b);
/* How many bytes of blanks stand at the beginning: space, tab, line ends, U+00A0, U+2007, U+2009,
 * U+202F. */
size_t ny_blank_length(ny_text text);

#endif
