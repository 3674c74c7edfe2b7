/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Imagined worlds: what a model believes, drawn once, as tables and assumptions that any evaluator
 * may run over. Everything that stands in a table is what its CSV says, digit for digit: numbers to
 * six decimals of the unit as written, dates to whole days.
 *
 * Every draw is a function of (seed, name of the assumption or of table.column, world, row): worlds
 * do not depend on each other, on their order or on how many there are; two alternatives draw with
 * the same numbers; a new assumption or column changes no other draw. Draw number 0 is the value,
 * draw number 1 decides whether it is known (`known 72 %`). A share of a dirichlet is named
 * figure.share, the row that columns take over from another table "table any other"; an assumption that
 * varies together with others adds theirs before it to its own (arise_shared.c).
 *
 * Days. In a model a year is 365.25 days and a month 30.4375. A time whose law is given by a chance
 * within a time is rounded up to whole days, so that the chance within any whole number of days is
 * that of the law; every other time is rounded to the nearest day, so that its mean holds. Arrivals
 * are a Poisson process over the term; a row is dated on the day that its moment lies in. A date
 * that is modelled `after` another and falls after the follow-up's end (the end of the term + what
 * `followed until` adds; without it the last data date) has not happened. A word `if any` that
 * stands in its table directly behind a date `if any` is there only where that date is. See
 * docs/decisions/simulated-days.md. */

#ifndef NY_USE_ARISE_H
#define NY_USE_ARISE_H

#include "base/diagnostic.h"
#include "run/result.h"

typedef struct ny_arise ny_arise;

typedef struct ny_world {
    ny_inputs inputs; /* all that a run needs; lives in the world's arena */
    bool undefined;   /* nothing in it is meant: */
    ny_text reason; /* an impossible parameter, a figure outside its range; "`operation.age` …" */
} ny_world;

/* Makes the model of a plan ready. NULL, with diagnostics, when it says what cannot be drawn: an
 * unknown law, arguments that do not belong together. Lives in the arena, as the plan does. */
const ny_arise *ny_arise_prepare(ny_arena *arena, ny_sink *sink, const ny_plan *plan);

/* The calendar years by which runs of its worlds book their flows, too; see run/fast.h. */
const ny_calendar_years *ny_arise_years(const ny_arise *arise);

/* Draws one world, 0 <= world. `offers`: one value an input of the plan; those of assumptions are
 * drawn. The world lives in the arena. Depends on nothing but its arguments. */
ny_world ny_arise_world(ny_arena *arena, const ny_arise *arise, uint64_t seed, uint32_t world,
                        const ny_value *offers);

/* The same world with other patients: assumptions as `world` (below NY_ARISE_TWINS) draws them, those
 * by a table's rows too; when rows arrive and what stands in them is drawn anew, with numbers that no
 * other world uses. Two such worlds tell chance from true performance. */
#define NY_ARISE_TWINS 0x80000000u
ny_world ny_arise_twin(ny_arena *arena, const ny_arise *arise, uint64_t seed, uint32_t world,
                       const ny_value *offers);

/* Nothing drawn: each assumption at the value that is said (`= 3 ~ lognormal …`, a best guess), else at
 * the mean of its law (see law_mean.c); shares at theirs. No rows come about. */
ny_world ny_arise_stated(ny_arena *arena, const ny_arise *arise, const ny_value *offers);

/* The same model with one assumption at its quantile u (0 < u < 1) in every world, whatever else is
 * drawn; no other draw moves. Lives in the arena, and on what `arise` lives on. */
const ny_arise *ny_arise_pinned(ny_arena *arena, const ny_arise *arise, uint32_t figure, double u);

/* The same model with rows that are there: `tables`, one a table of the model, are read in every world
 * where no `model` lets rows come about, so that columns may be taken over from them (`any history`).
 * The rows are only referred to. */
const ny_arise *ny_arise_given(ny_arena *arena, const ny_arise *arise, const ny_rows *tables);

#endif
