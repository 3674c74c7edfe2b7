/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/use: from a world's result to the row that is kept of it (worlds.h). */

#ifndef NY_USE_KEPT_PRIVATE_H
#define NY_USE_KEPT_PRIVATE_H

#include "use/worlds.h"

/* Fills a row, zero before. */
void ny_kept_book(const ny_kept *kept, ny_arena *scratch, const ny_fast_result *world, double *row);
/* Only the lines: a twin's row. */
void ny_kept_book_lines(const ny_kept *kept, ny_arena *scratch, const ny_fast_result *world,
                        double *row);

/* Is this figure, of contract or period grain, kept of each world? */
bool ny_kept_shows(const ny_plan *plan, uint32_t figure);
/* A study's world: what its lines come to, not discounted and at present value, by payment of the plan,
 * and its figures, of lane `lane` of these arrays. */
void ny_kept_book_study(const ny_kept *kept, double *const *total, double *const *npv,
                        double *const *figures, size_t lane, double *row);

/* What a cost or benefit that is no money is counted in. */
ny_unit ny_kept_unit(const ny_payment *payment);

#endif
