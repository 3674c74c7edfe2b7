/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to the cohort of src/run: its state, and arithmetic over the lanes of a block. */

#ifndef NY_RUN_STUDY_COHORT_PRIVATE_H
#define NY_RUN_STUDY_COHORT_PRIVATE_H

#include "run/kernel.h"
#include "run/study_people.h"

/* Chances that were worked out, such as shares of a whole, may be off by this. */
#define NY_CHANCE_SLACK 1e-9

/* What has been counted of a state, or of a move: by series, NULL where nothing is. */
typedef struct ny_counted {
    double *sum[NY_STUDY_SERIES];
} ny_counted;

typedef struct ny_steady ny_steady;

struct ny_cohort_block {
    const ny_cohort *cohort;
    ny_figures_run *run;
    const ny_kernels *kernels;
    size_t lanes;
    double *shares, *next; /* [place * NY_STUDY_LANES + lane] */
    double **moved;        /* by transition: of this cycle; NULL where nothing is counted */
    double **all;          /* by state: over its places */
    double **stay;         /* by state: the chance of staying */
    ny_counted *in_state, *by_move;
    double *trace;
    double *people, *room, *other;
    uint32_t
        entry; /* the cycle in which those at hand came, from 1; their own clock begins there */
    double *coming;            /* of persons: how many people there will be in all; one a lane */
    ny_worth moves;            /* what a move of this cycle is worth */
    ny_cohort_people *persons; /* NULL: shares go by chances */
    ny_lane_value *chances;    /* of the moves of one state: for persons */
    uint32_t first_world;
    const ny_study_result *result;
    /* Of rates: a number a lane for each pair of states, [(from * states + to) * NY_STUDY_LANES + lane].
     * `now` are those of a stay; `of_state` has by state the row that is its chances. */
    double *rates, *matrix, *rates_now, *matrix_now, *matrix_room;
    const double **of_state;
    ny_steady *steady; /* NULL: it goes cycle by cycle */
};

/* --- arithmetic over lanes ---------------------------------------------------------------------- */

static inline void ny_block_run(const ny_cohort_block *block, ny_kernel_code code,
                                ny_kernel_call call)
{
    call.lanes = block->lanes;
    ny_kernel(block->kernels, code, call);
}

static inline void ny_block_fill(const ny_cohort_block *block, double *to, double value)
{
    ny_block_run(block, NY_KERNEL_FILL, (ny_kernel_call){.to = to, .k = value});
}

static inline void ny_block_put(const ny_cohort_block *block, double *to, ny_lane_value value)
{
    if (value.lanes)
        ny_block_run(block, NY_KERNEL_COPY, (ny_kernel_call){.to = to, .a = value.lanes});
    else
        ny_block_fill(block, to, value.one);
}

/* to += a * by */
static inline void ny_block_add_part(const ny_cohort_block *block, double *to, const double *a,
                                     ny_lane_value by)
{
    if (by.lanes)
        ny_block_run(block, NY_KERNEL_MULTIPLY_ADD,
                     (ny_kernel_call){.to = to, .a = a, .b = by.lanes, .c = to});
    else
        ny_block_run(block, NY_KERNEL_MULTIPLY_ONE_ADD,
                     (ny_kernel_call){.to = to, .a = a, .b = to, .k = by.one});
}

static inline void ny_block_add(const ny_cohort_block *block, double *to, const double *a)
{
    ny_block_run(block, NY_KERNEL_ADD, (ny_kernel_call){.to = to, .a = to, .b = a});
}

static inline void ny_block_subtract(const ny_cohort_block *block, double *to, ny_lane_value value)
{
    if (value.lanes)
        ny_block_run(block, NY_KERNEL_SUBTRACT,
                     (ny_kernel_call){.to = to, .a = to, .b = value.lanes});
    else
        ny_block_run(block, NY_KERNEL_SUBTRACT_ONE,
                     (ny_kernel_call){.to = to, .a = to, .k = value.one});
}

static inline ny_lane_value ny_block_value(const ny_cohort_block *block, uint32_t wanted)
{
    return ny_figures_value(block->run, wanted);
}

static inline double ny_in_lane(ny_lane_value value, size_t lane)
{
    return value.lanes ? value.lanes[lane] : value.one;
}

static inline ny_lane_value ny_lanes_of(const double *lanes)
{
    return (ny_lane_value){lanes, 0};
}

/* --- faults and chances: study_chances.c --------------------------------------------------------- */

/* Every lane in which the value lies without gets the fault, unless it has one. */
void ny_block_look(const ny_cohort_block *block, ny_lane_value value, double low, double high,
                   ny_study_fault fault);
/* Where a figure that no world changes is not known, it has been noted when. */
ny_study_fault ny_block_lacking(const ny_cohort_block *block, uint32_t wanted,
                                ny_study_fault fault);
/* Of rates: the matrix of a cycle, of those who have just come to their states. Before its chances. */
void ny_cohort_begin_matrix(const ny_cohort_block *block, uint32_t cycle);
/* What is left of a state's chances: who stays, or takes the move that remains. Looks at all of them. */
void ny_cohort_find_stay(const ny_cohort_block *block, uint32_t state, uint32_t cycle,
                         uint32_t stay);
/* The chance of a move; when its state's stay has been found. */
ny_lane_value ny_cohort_chance_of(const ny_cohort_block *block, uint32_t state,
                                  const ny_cohort_move *move);

/* --- all cycles at once: study_steady.c ------------------------------------------------------------ */

/* Can it go so? When it is laid out. */
bool ny_cohort_goes_steadily(const ny_cohort *cohort);
ny_steady *ny_cohort_open_steady(ny_arena *arena, const ny_cohort_block *block);
/* From the first cycle to the last, from where everybody is at point 0, which has been counted. */
void ny_cohort_run_steadily(const ny_cohort_block *block);

/* What a point is worth (or, `of_move`, a move at the cycle's end) whose figures are those of `cycle`. */
ny_worth ny_cohort_worth_of(const ny_cohort *cohort, uint32_t entry, uint32_t point, uint32_t cycle,
                            bool of_move);

#endif
