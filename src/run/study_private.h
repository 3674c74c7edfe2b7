/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/run: the state of figures in cycles (study_figures.h). */

#ifndef NY_RUN_STUDY_PRIVATE_H
#define NY_RUN_STUDY_PRIVATE_H

#include "run/study_figures.h"

typedef struct ny_wanted {
    uint32_t op, when; /* when NY_NONE: always, */
    bool never;        /* or never */
    unsigned change;   /* ny_figure_changes */
    double *values;    /* that no world changes: by cycle and stay */
    uint32_t kept;     /* else the number of what its program keeps */
    bool faulty;       /* not known in: */
    uint32_t fault_cycle, fault_stay;
    ny_state fault_state;
} ny_wanted;

/* Where a program's input or one comes from: kept number `number` of what changes so; of an input with
 * change NY_BY_NOTHING the input of the plan itself, or, NY_OF_ENTRY, the cycle in which people came. */
#define NY_OF_ENTRY UINT32_MAX
typedef struct ny_lane_input {
    unsigned change;
    uint32_t number;
} ny_lane_input;

typedef struct ny_lane_program {
    const ny_kernel_program *program; /* NULL: nothing changes so */
    NY_LIST(ny_lane_input) inputs, ones;
} ny_lane_program;

struct ny_figures {
    ny_arena *arena;
    ny_figures_of of;
    const ny_plan *plan;
    uint8_t *change; /* by operation of contract grain or of the pathway's cycles */
    bool *needed;    /* by operation */
    uint32_t *kept;  /* by operation that no world changes: its number below, or NY_NONE */
    NY_LIST(uint32_t) kept_ops[NY_BY_SETS];
    double **kept_values[NY_BY_SETS]; /* [number][by cycle and stay]: as ny_figures_number */
    NY_LIST(ny_wanted) wanted;
    ny_lane_program programs[NY_BY_SETS]; /* of those that worlds change */
};

struct ny_figures_run {
    const ny_figures *figures;
    const double *const *drawn;
    size_t lanes;
    uint32_t cycle, stay;
    double *entry; /* one a lane, alike */
    void *frame[NY_BY_SETS];
    const void **inputs[NY_BY_SETS];
    double *ones[NY_BY_SETS];
};

/* The operation whose value this one hands on: itself, or what it only passes along. */
uint32_t ny_figures_source(const ny_figures *figures, uint32_t op);
/* A value as kernels have it: NaN where it is not known; a truth as 0 no, 1 yes, 2 unknown … */
double ny_figures_number(ny_kind kind, ny_fast_value value);
/* study_kernels.c: the programs. NY_NONE, or an operation for which there is no kernel. */
uint32_t ny_figures_build(ny_figures *figures);

#endif
