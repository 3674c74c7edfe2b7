/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The law of a time as figures, and when its event comes: for one person, or for a block of lanes.
 * Formulas and limits are those of distribution.h; this says which of its functions a law means.
 *
 *     ny_hazard law = {.form = NY_HAZARD_WEIBULL, .a = 1.4, .b = 6.0};        shape, scale in years
 *     if (ny_hazard_check(&law) == NY_DISTRIBUTION_OK)
 *         double time = ny_hazard_time(&law, 2.0, 0.8, u);    not yet after two years; hazard times 0.8 */

#ifndef NY_RUN_HAZARD_H
#define NY_RUN_HAZARD_H

#include "run/distribution.h"
#include "run/kernel.h"

typedef enum ny_hazard_form {
    NY_HAZARD_EXPONENTIAL,       /* a: rate, which may be 0 */
    NY_HAZARD_WEIBULL,           /* a: shape, b: scale */
    NY_HAZARD_GOMPERTZ,          /* a: shape, b: rate */
    NY_HAZARD_LOGNORMAL,         /* a: meanlog, b: sdlog */
    NY_HAZARD_GAMMA,             /* a: shape, b: scale */
    NY_HAZARD_LOG_LOGISTIC,      /* a: shape, b: scale */
    NY_HAZARD_GENERALISED_GAMMA, /* a: scale, b: sigma, c: q */
    NY_HAZARD_PIECEWISE,         /* pieces */
} ny_hazard_form;

typedef struct ny_hazard {
    ny_hazard_form form;
    double a, b, c;
    const ny_distribution_piece *pieces;
    uint32_t count; /* of pieces */
} ny_hazard;

/* Is there such a law, and is it computed here? */
ny_distribution_status ny_hazard_check(const ny_hazard *law);

/* The time of the event for the uniform number u, given that it has not happened by `since` >= 0, the
 * hazard multiplied by ratio >= 0: a time not below `since`, or NY_NEVER. NaN where something is not as
 * said. */
double ny_hazard_time(const ny_hazard *law, double since, double ratio, double u);

/* The same of every lane, with the same bits. `since` is NULL where it is 0 in all. `room` has place for
 * a number a lane; no two arrays are the same. */
void ny_hazard_times(const ny_kernels *kernels, const ny_hazard *law, const double *since,
                     double ratio, const double *u, size_t lanes, double *room, double *ret_times);

#endif
