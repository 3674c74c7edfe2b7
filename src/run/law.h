/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A distribution of a model, ready to be drawn from: which law, which of its arguments are given by
 * which operations, and by what each is multiplied so that months and days meet. One uniform number
 * gives one draw, by the inverse of the distribution function.
 *
 * Which laws and arguments there are: model/laws.def. Formulas: run/distribution.h. */

#ifndef NY_RUN_LAW_H
#define NY_RUN_LAW_H

#include "model/law.h"
#include "plan/plan.h"
#include "run/hazard.h"

/* Where the arguments of a draw stand: those with a name, by ny_law_name; of a law in pieces, behind
 * them, each piece's `rate` or `value` and then each one's `until` or `at`. */
enum {
    NY_LAW_PIECE_VALUES = NY_LAW_NAMES,
    NY_LAW_PIECE_BOUNDS = NY_LAW_PIECE_VALUES + NY_LAW_PIECES,
    NY_LAW_ARGUMENTS = NY_LAW_PIECE_BOUNDS + NY_LAW_PIECES
};

typedef struct ny_law {
    ny_law_form form;
    uint32_t pieces;                       /* 0 where it has none */
    uint32_t operations[NY_LAW_ARGUMENTS]; /* NY_NONE where not said */
    double factors[NY_LAW_ARGUMENTS];
    /* The arguments that are said, in rising order: what a draw needs to look at. */
    uint32_t said[NY_LAW_ARGUMENTS], said_count;
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

/* Its mean, or its median where law_mean.c says so; arguments as for a draw. */
ny_distribution_status ny_law_mean(const ny_law *law, const double *arguments, double *ret_mean);

/* The part of a lognormal, gamma or generalised gamma law of times, in a form of these, to whom it has not happened
 * by `time`: `in_turn` are the arguments of the form in the order of ny_law_name, at most 3, in the unit of
 * `time`. NaN where there is no such law. */
double ny_law_left(ny_law_form form, double time, const double *in_turn);

/* The law of a time as its hazard, from the same arguments; `pieces` has room for NY_LAW_PIECES, on which a
 * law in pieces stands. NY_DISTRIBUTION_IMPOSSIBLE where it is none or draws no time. */
ny_distribution_status ny_law_hazard(const ny_law *law, const double *arguments,
                                     ny_distribution_piece *pieces, ny_hazard *ret_hazard);

#endif
