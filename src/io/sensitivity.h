/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a result hangs on, written as JSON (sensitivity/1), as a report to read, and as CSV. */

#ifndef NY_IO_SENSITIVITY_H
#define NY_IO_SENSITIVITY_H

#include "io/simulate.h"
#include "use/sensitivity.h"

/* A name that takes values between two ends, as the user wrote them. */
typedef struct ny_ranged {
    ny_text name, unit; /* unit: "DKK per operation", or empty */
    double low, high;
} ny_ranged;

typedef struct ny_grid {
    ny_ranged rows, columns;
    uint32_t steps;    /* of each, at least 2 */
    ny_figured *cells; /* [row * steps + column]; of no world: not looked at, or not known */
} ny_grid;

typedef enum ny_sensitivity_kind {
    NY_SENSITIVITY_TORNADO,
    NY_SENSITIVITY_GRID,
    NY_SENSITIVITY_THRESHOLD
} ny_sensitivity_kind;

typedef struct ny_sensitivity {
    ny_sensitivity_kind kind;
    const ny_model *model;
    ny_text alternative, less; /* names; empty where there is none */
    uint32_t party;
    ny_text unit;
    double worth;    /* above 0: net benefit, one `benefit` being worth so much */
    ny_text benefit; /* unit */
    uint32_t worlds;
    uint64_t seed;
    ny_tornado tornado;
    ny_grid grid;
    ny_ranged ranged; /* of the threshold */
    ny_threshold threshold;
    bool stopped; /* by the user: what was looked at by then */
} ny_sensitivity;

/* The value of step i of so many, from low to high. */
double ny_grid_value(const ny_ranged *ranged, uint32_t step, uint32_t steps);

ny_text ny_sensitivity_json(ny_arena *arena, const ny_sensitivity *of);
ny_text ny_sensitivity_csv(ny_arena *arena, const ny_sensitivity *of);
ny_text ny_sensitivity_page(const ny_prose *prose, const ny_sensitivity *of, bool html);

#endif
