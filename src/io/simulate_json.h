/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a simulation found, written three ways: as JSON (simulate/1), as a report to read, and world
 * by world as CSV. Estimates are JSON numbers: they are estimates, and nothing is paid from them.
 * The CSV carries exact decimals. */

#ifndef NY_IO_SIMULATE_JSON_H
#define NY_IO_SIMULATE_JSON_H

#include "use/simulate.h"

ny_text ny_simulate_json(ny_arena *arena, const ny_simulation *simulation);

ny_text ny_simulate_text(ny_arena *arena, const ny_simulation *simulation);

/* "DKK", "QALYs". */
ny_text ny_account_unit(ny_arena *arena, const ny_model *model, const ny_account *account);

/* The heading, and the lines of one world under one alternative: one a period, payment and pair of
 * parties between which something flows. */
void ny_simulate_csv_heading(ny_buffer *buffer);
void ny_simulate_csv_world(ny_arena *arena, ny_buffer *buffer, ny_text alternative, uint32_t world,
                           const ny_fast_result *result);

#endif
