/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A distribution of a model, ready to be drawn from: which law, which of its arguments are given by
 * which operations, and by what each is multiplied so that months and days meet. One uniform number
 * gives one draw, by the inverse of the distribution function.
 *
 * Laws and their arguments, each named: normal (mean, sd) · half normal (sd) · lognormal (meanlog,
 * sdlog; or mean, sd; or median, sdlog) · gamma and beta (shape, scale; a, b; or mean, sd) · uniform
 * (low, high) · triangular (low, mode, high) · weibull (shape, scale; or shape, chance within) ·
 * gompertz (shape, rate; or shape, chance within) · exponential (rate; mean; or chance within). */

#ifndef NY_USE_LAW_H
#define NY_USE_LAW_H

#include "plan/plan.h"
#include "run/distribution.h"

typedef enum ny_law_argument {
#define NY_LAW_ARGUMENT(name, spelling) NY_LAW_##name,
#include "model/laws.def"
    NY_LAW_ARGUMENTS
} ny_law_argument;

typedef struct ny_law {
    uint32_t form;                         /* of the laws' table, in law.c */
    uint32_t operations[NY_LAW_ARGUMENTS]; /* NY_NONE where not said */
    double factors[NY_LAW_ARGUMENTS];
    bool by_chance;  /* its law is given by a chance within a time */
    bool has_hazard; /* `hazard times` has a meaning for it */
} ny_law;

/* In a model 1 year is 365.25 days. */
#define NY_DAYS_A_MONTH 30.4375

/* What turns a value of `unit` into days (or into months where `wanted` has them): a factor. */
double ny_law_time_factor(ny_unit unit, ny_unit wanted);

/* Understands a law as written, which the checker has judged (model/check_law.c), for values of unit
 * `wanted` (days for a time after a date). */
ny_law ny_law_prepare(const ny_model *model, const ny_plan_law *plan, const ny_expression *words,
                      ny_unit wanted);

/* The value at u, 0 < u < 1, from arguments already multiplied by their factors; `ratio` multiplies
 * the hazard (1 where nothing is said). */
ny_distribution_status ny_law_draw(const ny_law *law, const double *arguments, double ratio,
                                   double u, double *ret_value);

#endif
