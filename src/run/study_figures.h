/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The figures of a pathway in each of its cycles, over lanes of worlds.
 *
 * What an operation looks at says how often it is computed: the world, the cycle, the stay (how many
 * cycles people have been in their present state), any of these, or none. What no world changes is
 * computed once, when figures are made ready, by the fast evaluator's own ny_fast_op, and kept by cycle
 * and stay; the rest by programs of kernels (kernel_program.h) with one lane a world: one that runs once
 * a block of worlds, one once a cycle, one once a stay, and one for each stay in each cycle. Kernels and
 * ny_fast_op give the same bits. What is not known, or is not defined, is NaN.
 *
 *     ny_figures *figures = ny_figures_begin(arena, &of);
 *     uint32_t chance = ny_figures_want(figures, op, NY_NONE);
 *     ny_figures_end(figures);
 *     ny_figures_run *run = ny_figures_open(arena, figures, lanes);        one a thread
 *     ny_figures_block(run, inputs, lanes);
 *     ny_figures_cycle(run, 3); ny_figures_stay(run, 2);
 *     ny_lane_value now = ny_figures_value(run, chance);    until the next cycle, stay or block */

#ifndef NY_RUN_STUDY_FIGURES_H
#define NY_RUN_STUDY_FIGURES_H

#include "run/fast_private.h"
#include "run/kernel_program.h"

/* What a figure changes with: bits. */
typedef enum ny_figure_changes {
    NY_BY_NOTHING = 0,
    NY_BY_WORLD = 1,
    NY_BY_CYCLE = 2,
    NY_BY_STAY = 4,
    NY_BY_SETS = 8 /* how many sets of these there are */
} ny_figure_changes;

/* One number a lane; or, where `lanes` is NULL, the same in all. */
typedef struct ny_lane_value {
    const double *lanes;
    double one;
} ny_lane_value;

typedef struct ny_figures ny_figures;
typedef struct ny_figures_run ny_figures_run;

typedef struct ny_figures_of {
    ny_fast *fast;       /* begun: figures of contract grain, tables too, are there */
    const bool *varies;  /* one an input of the plan: it differs between worlds; NULL: none does */
    uint32_t pathway;    /* of the model; NY_NONE: only figures of contract grain are wanted */
    uint32_t cycles;     /* 1, 2, … cycles */
    uint32_t stays;      /* 1, 2, … stays */
    double cycle_length; /* a cycle's months, or its days */
} ny_figures_of;

/* Lives in the arena and on `of->fast`. */
ny_figures *ny_figures_begin(ny_arena *arena, const ny_figures_of *of);
/* The number of a figure that will be asked for: an operation of the pathway's cycles or of contract
 * grain, in base units; with `when` (or NY_NONE) 0 where that is no. */
uint32_t ny_figures_want(ny_figures *figures, uint32_t op, uint32_t when);
/* All is wanted that will be. NY_NONE; else an operation that lanes cannot compute yet. */
uint32_t ny_figures_end(ny_figures *figures);
/* Numbers that would be kept for figures that look at cycle and stay: before ny_figures_end. */
double ny_figures_size(const ny_figures *figures);
/* ny_figure_changes. */
unsigned ny_figures_change(const ny_figures *figures, uint32_t wanted);
/* The cycle and stay at which a figure that no world changes is not known, the first; false: none. */
bool ny_figures_fault(const ny_figures *figures, uint32_t wanted, uint32_t *ret_cycle,
                      uint32_t *ret_stay, ny_state *ret_state);

/* Memory for blocks of so many lanes or fewer; lives in the arena, on the figures. */
ny_figures_run *ny_figures_open(ny_arena *arena, const ny_figures *figures, size_t lanes);
/* `inputs`: one array a plan's input that varies; the others are not looked at. */
void ny_figures_block(ny_figures_run *run, const double *const *inputs, size_t lanes);
/* In which cycle of the calendar those came whose figures are asked for: from the next cycle on. 1 until it is
 * said, and after ny_figures_block. */
void ny_figures_entry(ny_figures_run *run, uint32_t entry);
void ny_figures_cycle(ny_figures_run *run, uint32_t cycle); /* from 1 */
void ny_figures_stay(ny_figures_run *run, uint32_t stay);   /* from 1, of this cycle */
ny_lane_value ny_figures_value(const ny_figures_run *run, uint32_t wanted);

#endif
