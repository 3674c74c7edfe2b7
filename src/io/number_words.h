/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Estimates in words: doubles, as many digits as are worth reading. */

#ifndef NY_IO_NUMBER_WORDS_H
#define NY_IO_NUMBER_WORDS_H

#include "use/prose.h"

/* "−46,916,768", "123.4", "0.012", "0.00025": no decimals from 10,000 on, one from 100 on, else three,
 * or as many more as show two digits. */
ny_text ny_number_words(const ny_prose *prose, double value);
/* "12.3 %"; "under 0.1 %" is "0.05 %". */
ny_text ny_percent_words(const ny_prose *prose, double part);
/* The first characters that fit, with an ellipsis where some are left out. */
ny_text ny_shortened(ny_arena *arena, ny_text text, size_t most);

#endif
