/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a simulation found, written as JSON (simulate/1), as a report to read, and world by world as
 * CSV. Estimates are JSON numbers: they are estimates, and nothing is paid from them. The CSV of
 * payments carries exact decimals. */

#ifndef NY_IO_SIMULATE_H
#define NY_IO_SIMULATE_H

#include "io/json.h"
#include "use/prose.h"
#include "use/simulate.h"

ny_text ny_simulate_json(ny_arena *arena, const ny_simulation *simulation);

/* In the language of `prose`; with HTML: a whole document. */
ny_text ny_simulate_page(const ny_prose *prose, const ny_simulation *simulation, bool html);

/* "DKK", "QALYs". */
ny_text ny_account_unit(ny_arena *arena, const ny_model *model, uint32_t currency, ny_unit unit);
/* {"worlds", "mean", "se", "sd", "quantiles", "quantile_intervals"}; null where it is known in no
 * world. */
json_t *ny_estimate_json(const ny_estimate *estimate);
/* {"value", "se"} */
json_t *ny_figured_json(const ny_figured *figured);
/* The same, of a share of the worlds, with its 95 % "interval". */
json_t *ny_share_json(const ny_figured *share);

/* The heading, and the lines of one world under one alternative: one a period, payment and pair of
 * parties between which something flows. */
void ny_simulate_csv_heading(ny_buffer *buffer);
void ny_simulate_csv_world(ny_arena *arena, ny_buffer *buffer, const ny_alternative *alternative,
                           uint32_t world, const ny_fast_result *result);

/* The same of a study: what every cost and benefit comes to in each world that is defined. */
void ny_simulate_study_csv_heading(ny_buffer *buffer);
ny_text ny_simulate_study_csv(ny_arena *arena, const ny_worlds *worlds);

/* How many are where at each point of each pathway, as stated: a line each, as CSV. */
ny_text ny_simulate_trace(ny_arena *arena, const ny_simulation *simulation);

/* What is kept of each world but its lines: net at present value, assumptions, figures; a line a world
 * and alternative, as R and Python read tables. */
ny_text ny_simulate_draws(ny_arena *arena, const ny_worlds *worlds);

#endif
