/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Mathematical functions whose results are the same bits everywhere: built from
 * + - * / and sqrt in plain C alone, without fused multiply-add and without libm.
 *
 * Needs: round to nearest, doubles evaluated as doubles (checked when compiled), and the
 * compiler's switch -ffp-contract=off. Every function is pure and may be called from any thread.
 * A NaN argument gives NaN (ny_pow: see there). No function sets errno; floating-point exception
 * flags mean nothing after a call.
 *
 * Error bounds are stated in ulp (units in the last place of the true result) or relative, hold
 * for every argument named, and are asserted against MPFR in tests/unit/vmath_test.c. */

#ifndef NY_RUN_VMATH_H
#define NY_RUN_VMATH_H

#include <stdint.h>

/* e^x. Error below 1 ulp where the result is normal; a subnormal result is rounded once more
 * (error below one step of 2^-1074 more). Above 709.782712893384 gives +infinity, below
 * -745.133219101941 gives 0. */
double ny_exp(double x);

/* e^x - 1, without the loss of digits near 0. Error below 2 ulp. -0 gives -0.
 * Above 709.782712893384 gives +infinity, below -40 gives -1. */
double ny_expm1(double x);

/* The natural logarithm of x. Error below 1 ulp for every x > 0, subnormals too.
 * 0 gives -infinity, x < 0 gives NaN. */
double ny_log(double x);

/* log(1 + x), without the loss of digits near 0. Error below 1 ulp. -1 gives
 * -infinity, x < -1 gives NaN, -0 gives -0. */
double ny_log1p(double x);

/* x to the power y. Error below 1.5 ulp where the result is normal (a subnormal result is
 * rounded once more). Special cases as in C17 annex F.10.4.4: y = 0 and x = 1 give 1 even with
 * NaN, x < 0 needs a whole y and otherwise gives NaN, 0 to a negative power gives infinity. */
double ny_pow(double x, double y);

/* The natural logarithm of the gamma function of x, for x > 0. Relative error below 2e-15, also
 * beside the zeros at 1 and 2, where the result goes to 0 with the right sign.
 * x = 0 gives +infinity, x < 0 gives NaN: nothing here needs the gamma function below 0. */
double ny_lgamma(double x);

/* What Stirling's formula leaves out: lgamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2), for
 * x > 0; about 1 / (12 x). Relative error below 2e-15 for x >= 8; absolute error
 * below 1e-14 from 1e-3 to 8 and below 2e-13 for smaller x. */
double ny_stirling_rest(double x);

/* 2 / sqrt(pi) times the integral of e^(-t^2) from x to infinity. Relative error below 2e-15
 * where the result is normal (x < 26.54); absolute error below 2^-1073 beyond, and 0 above 27.3. */
double ny_erfc(double x);

/* The greatest whole number that is not above x, |x| <= 2^53. */
static inline double ny_whole_below(double x)
{
    double cut = (double)(int64_t)x;
    return cut > x ? cut - 1 : cut;
}

#endif
