/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Tails of the standard gamma and beta distributions; the normal quantile.
 *
 * Normal        Wichura's AS 241, PPND16: three ratios of polynomials of degree 7. Relative
 *               error below 1e-15.
 * Gamma tails   front = x^a e^-x / Gamma(a). For x < a + 1 the series P = front / a (1 + x / (a
 *               + 1) + ...) (DLMF 8.7.1), otherwise Legendre's continued fraction for Q (DLMF
 *               8.9.2) by Lentz's method (Thompson and Barnett 1986); the other tail as 1 minus.
 * Beta tails    front = x^a (1 - x)^b / B(a, b), times the continued fraction DLMF 8.17.22, on
 *               the side where x < (a + 1) / (a + b + 2).
 * Fronts        from saddle points (Loader 2000, Fast and accurate computation of binomial
 *               probabilities): front = sqrt(a / 2 pi) exp(-D(a, x) - rest(a)), where D(a, x) =
 *               a log(a / x) + x - a without cancellation and rest is ny_stirling_rest(). The
 *               plain form a log x - x - lgamma(a) loses 9 digits at a = 1e6.
 *
 * Measured: tails within 7e-13 relative of series with 400 bits (tests/unit/distribution_test.c).
 * Quantiles of gamma and beta: tail_quantile.c. */

#include "run/tail_private.h"

#include "run/vmath.h"
#include "run/vmath_pieces.h"

#include <math.h>
#include <stddef.h>

/* More than any continued fraction or series needs inside the limits of shapes. */
#define TERMS_HIGHEST 400000

static const double rounding = 0x1p-53;
static const double inverse_2_pi = 0.15915494309189533577;

/* ---- Normal: AS 241. */

double ny_tail_normal_quantile(double u)
{
    double from_middle = u - 0.5;

    if (fabs(from_middle) <= 0.425) {
        return normal_centre(from_middle);
    }

    double r = sqrt(-ny_log(from_middle < 0.0 ? u : 1.0 - u));
    double distance = r <= 5.0 ? normal_tail(r) : normal_far(r);

    return from_middle < 0.0 ? -distance : distance;
}

/* D(a, m) = a log(a / m) + m - a, for a, m > 0. Near m = a by the series of Loader (2000) in
 * v = (a - m) / (a + m), whose terms all have one sign. */
static double deviance(double a, double m)
{
    if (fabs(a - m) >= 0.1 * (a + m)) {
        double logarithm = m < 1e-290 ? ny_log(a) - ny_log(m) : ny_log(a / m);

        return a * logarithm + m - a;
    }

    double v = (a - m) / (a + m);
    double sum = (a - m) * v;
    double power = 2.0 * a * v;

    /* v <= 0.1, so that ten terms reach 1e-20 relative to the first. */
    for (int j = 1; j <= 10; j++) {
        power *= v * v;
        sum += power / (double)(2 * j + 1);
    }
    return sum;
}

ny_gamma_law ny_gamma_law_of(double a)
{
    if (a < 8.0) {
        return (ny_gamma_law){a, ny_lgamma(a), 0.0};
    }
    return (ny_gamma_law){a, ny_stirling_rest(a), sqrt(a * inverse_2_pi)};
}

double ny_gamma_front(const ny_gamma_law *law, double x)
{
    if (law->a < 8.0) {
        return ny_exp(law->a * ny_log(x) - x - law->constant);
    }
    return law->root * ny_exp(-deviance(law->a, x) - law->constant);
}

/* 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... */
static double gamma_series(double a, double x)
{
    double term = 1.0;
    double sum = 1.0;

    for (int n = 1; n < TERMS_HIGHEST && term > sum * (0.25 * rounding); n++) {
        term *= x / (a + (double)n);
        sum += term;
    }
    return sum;
}

/* 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))), for x >= a + 1,
 * where every denominator is positive. */
static double gamma_fraction(double a, double x)
{
    double b = x + 1.0 - a;
    double c = 1e300;
    double d = 1.0 / b;
    double product = d;

    for (int n = 1; n < TERMS_HIGHEST; n++) {
        double numerator = (double)n * (a - (double)n);

        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;

        double factor = c * d;

        product *= factor;
        if (fabs(factor - 1.0) <= 2.0 * rounding) {
            break;
        }
    }
    return product;
}

ny_tails ny_gamma_tails(const ny_gamma_law *law, double x)
{
    double a = law->a;
    ny_tails at;

    if (x > 1e10) {
        return (ny_tails){1.0, 0.0, 0.0};
    }
    at.slope = ny_gamma_front(law, x);
    if (x < a + 1.0) {
        at.lower = at.slope / a * gamma_series(a, x);
        at.upper = 1.0 - at.lower;
    } else {
        at.upper = at.slope * gamma_fraction(a, x);
        at.lower = 1.0 - at.upper;
    }
    return at;
}

ny_tails ny_tail_gamma(double a, double x)
{
    ny_gamma_law law = ny_gamma_law_of(a);

    return ny_gamma_tails(&law, x);
}

/* ---- Beta */

static ny_beta_law beta_law_of_rests(double a, double b, double n_rest, double a_rest,
                                     double b_rest)
{
    return (ny_beta_law){a, b, n_rest - a_rest - b_rest, sqrt(a / (a + b) * b * inverse_2_pi)};
}

ny_beta_law ny_beta_law_of(double a, double b, ny_beta_law *ret_turned)
{
    double n_rest = ny_stirling_rest(a + b);
    double a_rest = ny_stirling_rest(a);
    double b_rest = ny_stirling_rest(b);

    if (ret_turned) {
        *ret_turned = beta_law_of_rests(b, a, n_rest, b_rest, a_rest);
    }
    return beta_law_of_rests(a, b, n_rest, a_rest, b_rest);
}

double ny_beta_front(const ny_beta_law *law, double x, double y)
{
    double n = law->a + law->b;
    double exponent = -(deviance(law->a, n * x) + deviance(law->b, n * y)) + law->rest;

    return law->root * ny_exp(exponent);
}

/* A denominator in Lentz's method, kept from being 0. */
static double not_zero(double x)
{
    return fabs(x) < 1e-300 ? 1e-300 : x;
}

/* 1 / (t0 + s1 / (t1 + s2 / (t2 + ...))), the even part of DLMF 8.17.22 as DiDonato and Morris
 * write it (ACM TOMS 18 (1992) 360-373, equation 9), for x < (a + 1) / (a + b + 2), y = 1 - x:
 *
 *     s(n) = (a + n - 1) (a + b + n - 1) n (b - n) x^2 / (a + 2 n - 1)^2
 *     t(n) = n + n (b - n) x / (a + 2 n - 1) + (a + n) (l + 1 + n (1 + y)) / (a + 2 n + 1)
 *
 * The fraction as DLMF has it loses 8 digits where a is 1e8 and b small; here l = a - (a + b) x =
 * (a + b) y - b stands alone and is taken from the smaller parameter. */
static double beta_fraction(double a, double b, double x, double y)
{
    double l = a > b ? (a + b) * y - b : a - (a + b) * x;
    double c = not_zero(a / (a + 1.0) * (l + 1.0));
    double d = 0.0;
    double product = c;

    for (int i = 1; i < TERMS_HIGHEST; i++) {
        double n = (double)i;
        double end = a + 2.0 * n;
        double share = n * (b - n) * x / (end - 1.0);
        double s = (a + n - 1.0) * ((a + b + n - 1.0) * x / (end - 1.0)) * share;
        double t = n + share + (a + n) / (end + 1.0) * (l + 1.0 + n * (1.0 + y));

        d = 1.0 / not_zero(t + s * d);
        c = not_zero(t + s / c);

        double factor = c * d;

        product *= factor;
        if (fabs(factor - 1.0) <= 2.0 * rounding) {
            break;
        }
    }
    return 1.0 / product;
}

ny_tails ny_beta_tails(const ny_beta_law *law, double x, double y)
{
    double a = law->a;
    double b = law->b;
    ny_tails at;

    at.slope = ny_beta_front(law, x, y);
    if (x * (a + b + 2.0) < a + 1.0) {
        at.lower = at.slope * beta_fraction(a, b, x, y);
        at.upper = 1.0 - at.lower;
    } else {
        at.upper = at.slope * beta_fraction(b, a, y, x);
        at.lower = 1.0 - at.upper;
    }
    return at;
}

ny_tails ny_tail_beta(double a, double b, double x, double y)
{
    ny_beta_law law = ny_beta_law_of(a, b, NULL);

    return ny_beta_tails(&law, x, y);
}
