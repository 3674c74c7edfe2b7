/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The exact evaluator: rationals throughout, rounding only where the contract says. What it gives is
 * what is paid. Formulas stand in plan/op.def; Python's `fractions` is the oracle in the tests. */

#ifndef NY_RUN_EXACT_H
#define NY_RUN_EXACT_H

#include "run/result.h"

/* The operations of contract grain alone, of a plan without tables and years: figures that rest on what
 * is given and offered. `values` has one an input; gives one an operation, in base units. False where
 * a figure divides by zero: `ret_stop` says which. */
bool ny_exact_alone(ny_arena *arena, const ny_plan *plan, ny_language language,
                    const ny_value *values, ny_value *ret_values, ny_stop *ret_stop);

/* Runs the plan over the first `inputs->periods` statements. Costs and benefits are left out. The
 * result lives in the arena. When the run had to stop, `stop` says why and nothing else is meant. */
ny_result *ny_exact_run(ny_arena *arena, const ny_plan *plan, const ny_inputs *inputs);

#endif
