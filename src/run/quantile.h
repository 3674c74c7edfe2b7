/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Roots, logarithms and quantiles to so many digits that a figure which is rounded in the contract
 * comes out right: the one door to Boost.Math and Boost.Multiprecision, and the one C++ file behind
 * it. For src/run/interval.c; nothing else asks for them. Simulation has quantiles of its own in
 * doubles (distribution.h).
 *
 * Numbers go in and out as text, since C++ knows neither our fractions nor our arenas. An argument is
 * a decimal or a fraction of two whole numbers, "1/40", "0.025"; the answer is a decimal such as
 * "1.9599639845400542355e0", the same on every machine. No state; any thread.
 *
 *     char z[NY_REAL_ROOM];
 *     const char *const tail[] = {"1/40"};
 *     if (ny_real(NY_REAL_NORMAL_ABOVE, NY_DIGITS_50, tail, z)) ...  z is 1.95996... */

#ifndef NY_RUN_QUANTILE_H
#define NY_RUN_QUANTILE_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ny_real_function {
    NY_REAL_SQUARE_ROOT, /* of a >= 0 */
    NY_REAL_EXPONENTIAL, /* e to the power of a */
    NY_REAL_LOGARITHM,   /* of a > 0 */
    /* The value above (below) which the part p of the distribution lies, 0 < p < 1. */
    NY_REAL_NORMAL_ABOVE,  /* p; mean 0, standard deviation 1 */
    NY_REAL_STUDENT_ABOVE, /* p, degrees of freedom > 0 */
    NY_REAL_BETA_BELOW,    /* p, a > 0, b > 0 */
    NY_REAL_GAMMA_BELOW,   /* p, shape > 0; scale 1 */
    NY_REAL_GAMMA_ABOVE,
} ny_real_function;

/* Correct significant digits: the relative error is below 10^-50, or 10^-150. */
typedef enum ny_digits { NY_DIGITS_50, NY_DIGITS_150 } ny_digits;

/* Characters of an answer, with the 0 at its end. */
#define NY_REAL_ROOM 256

/* False when there is no such value, or when the quantile found does not stand its own test: the
 * distribution function on both sides of it has to lie on both sides of p. */
bool ny_real(ny_real_function function, ny_digits digits, const char *const *arguments,
             char *ret_decimal);

#ifdef __cplusplus
}
#endif

#endif
