/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Alternatives against each other, written as JSON (compare/1), as a report to read, and as CSV: a line
 * for each yardstick and alternative, as programs that draw curves read it. */

#ifndef NY_IO_COMPARE_H
#define NY_IO_COMPARE_H

#include "io/simulate.h"
#include "use/compare.h"

ny_text ny_compare_json(ny_arena *arena, const ny_comparing *of);
ny_text ny_compare_csv(ny_arena *arena, const ny_comparing *of);
/* In the language of `prose`; with HTML: a whole document, with the plane and the curves drawn. */
ny_text ny_compare_page(const ny_prose *prose, const ny_comparing *of, bool html);

#endif
