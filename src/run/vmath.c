/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Bit-exact mathematics. Only + - * / on doubles, and bit operations for powers of two, so that
 * every compiler, instruction set and WebAssembly gives the same bits (needs -ffp-contract=off).
 * No coefficient is fitted by us: each is a term of a classical series or an expansion that
 * can be computed again from its definition.
 *
 * exp     e^x = 2^k e^r, k = round(x / log 2), r = x - k log 2 in two pieces (Cody and Waite
 *         1980: the high piece of log 2 ends in 21 zero bits, so k times it is exact), |r| <=
 *         0.3466. e^r - 1 by Taylor to degree 13; the rest is below 2e-17 relative. x any. Error
 *         below 1 ulp.
 * expm1   the same pieces: 2^k ((1 - 2^-k) + (e^r - 1)). x any. Error below 2 ulp, the worst
 *         at k = 1, where the sum may cancel to 0.2.
 * log     x = 2^k (1 + f), 1 + f in [sqrt(1/2), sqrt(2)); s = f / (2 + f), z = s^2; log(1 + f) =
 *         2 artanh s = f - f^2 / 2 + s (f^2 / 2 + R(z)), R the series 2/3 z + 2/5 z^2 + ... to
 *         z^10 (rest below 1e-18 relative). Abramowitz and Stegun 4.1.27; the arrangement, in
 *         which f is added last, is that of fdlibm. x > 0. Error below 1 ulp.
 * log1p   as log with u = 1 + x, and the lost part of that sum divided by u added back; without
 *         any sum where u stays in [sqrt(1/2), sqrt(2)). x > -1. Error below 1 ulp.
 * pow     exp(y log x) with log x as a sum of two doubles: s and z with their remainders by
 *         Dekker (1971) and the first two terms of the artanh series in two pieces. Relative
 *         error of the logarithm below 2^-63, thus 2^-53.5 in the exponent. Error below 1.5 ulp.
 * lgamma  0 < x <= 2.5: t = x - 2, x - 1 or x (exact), the Taylor series at 2,
 *             lgamma(2 + t) = (1 - gamma) t + sum over k >= 2 of (-1)^k (zeta(k) - 1) t^k / k,
 *         to k = 28 for |t| <= 1/2 (rest below 1e-18 relative), and log1p(t), log(t) taken away
 *         by the recurrence. Abramowitz and Stegun 6.1.33, 6.1.15. 2.5 < x < 8: downward
 *         recurrence. From 8: Stirling's series, nine terms, first left out below 1e-17 (A&S
 *         6.1.41). Relative error below 2e-15.
 * erfc    x >= 0: e^(-x^2) g(y) / (1 + 2 x), y = (x - 3.75) / (x + 3.75), g by 26 Chebyshev
 *         terms. Shepherd and Laframboise, Math. Comp. 36 (1981) 249-253; coefficients computed
 *         again at 60 digits from the definition, the rest below 1e-18. x^2 is kept in two
 *         pieces. x < 0: 2 - erfc(-x). Relative error below 2e-15.
 *
 * Rejected: libm (differs between systems and versions), SLEEF (its ordinary builds differ
 * between instruction sets), tables (slow to vectorise), fused multiply-add (absent in
 * WebAssembly). */

#include "run/vmath.h"

#include "run/vmath_pieces.h"

#include <math.h>
#include <stdint.h>

/* x times 2^exponent for -2044 <= exponent <= 2046: the first product is exact for x near 1,
 * so that there is one rounding. */
static double scale(double x, int exponent)
{
    int half = exponent / 2;

    return x * power_of_2(half) * power_of_2(exponent - half);
}

/* Splits x > 0 into 2^k times a number in [sqrt(1/2), sqrt(2)). */
static double split(double x, double *ret_k)
{
    if (x >= 0x1p-1022) {
        return split_normal(x, ret_k);
    }

    double part = split_normal(x * 0x1p54, ret_k);

    *ret_k -= 54.0;
    return part;
}

/* factor times e^(high + low), for |high| < 800. */
static double exp_of_pair(double high, double low, double factor)
{
    double k;
    double less_1 = exp_less_1(high, low, &k);

    return scale((1.0 + less_1) * factor, (int)k);
}

double ny_exp(double x)
{
    const double largest = 709.782712893383973096;
    const double smallest = -745.133219101941108420;

    if (x > largest) {
        return INFINITY;
    }
    if (x < smallest) {
        return 0.0;
    }
    if (x != x) {
        return x;
    }
    return exp_of_pair(x, 0.0, 1.0);
}

double ny_expm1(double x)
{
    const double largest = 709.782712893383973096;
    double k;

    if (x != x || fabs(x) < below_half_ulp_of_1) {
        return x;
    }
    if (x > largest) {
        return INFINITY;
    }
    if (x < -40.0) {
        return -1.0;
    }

    double less_1 = exp_less_1(x, 0.0, &k);
    int exponent = (int)k;

    if (exponent > 60) {
        return scale(1.0 + less_1, exponent);
    }
    return scale((1.0 - power_of_2(-exponent)) + less_1, exponent);
}

double ny_log(double x)
{
    double k;

    if (x != x || x == INFINITY) {
        return x;
    }
    if (x == 0.0) {
        return -INFINITY;
    }
    if (x < 0.0) {
        return NAN;
    }

    double part = split(x, &k);

    return log_of_pieces(k, part - 1.0, 0.0);
}

double ny_log1p(double x)
{
    double k;

    if (x != x || x == INFINITY || fabs(x) < below_half_ulp_of_1) {
        return x;
    }
    if (x == -1.0) {
        return -INFINITY;
    }
    if (x < -1.0) {
        return NAN;
    }
    if (x > square_root_half - 1.0 && x < square_root_2 - 1.0) {
        return log_of_pieces(0.0, x, 0.0);
    }

    double sum = 1.0 + x;
    double lost = x > 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
    double part = split(sum, &k);

    return log_of_pieces(k, part - 1.0, lost / sum);
}

/* log x in two pieces, for finite x > 0. */
static double_pair log_pair(double x)
{
    double k;
    double part = split(x, &k);

    return log_pair_of_pieces(k, part);
}

/* Whether a finite y is whole, and odd. */
typedef enum { fraction, whole_even, whole_odd } wholeness;

static wholeness wholeness_of(double y)
{
    if (fabs(y) >= 0x1p53) {
        return whole_even;
    }

    int64_t whole = (int64_t)y;

    if ((double)whole != y) {
        return fraction;
    }
    return (whole & 1) != 0 ? whole_odd : whole_even;
}

/* x to the power y for finite x > 0 and finite y. */
static double pow_of_positive(double x, double y)
{
    double_pair logarithm = log_pair(x);
    double product = y * logarithm.high;

    if (product > 710.0) {
        return INFINITY;
    }
    if (product < -746.0) {
        return 0.0;
    }
    /* Below this the result is 1; and Dekker's product would lose its low piece. */
    if (fabs(product) < 0x1p-60) {
        return 1.0;
    }

    double_pair exponent = exact_product(y, logarithm.high);

    return exp_of_pair(exponent.high, exponent.low + y * logarithm.low, 1.0);
}

/* x to the power y where x or y is infinite and neither is NaN; x is not negative. */
static double pow_of_infinite(double x, double y)
{
    if (x == 1.0) {
        return 1.0;
    }
    if (y == INFINITY || y == -INFINITY) {
        return (x > 1.0) == (y > 0.0) ? INFINITY : 0.0;
    }
    return y > 0.0 ? INFINITY : 0.0;
}

static double pow_of_magnitude(double x, double y)
{
    if (x == INFINITY || fabs(y) == INFINITY) {
        return pow_of_infinite(x, y);
    }
    if (x == 0.0) {
        return y > 0.0 ? 0.0 : INFINITY;
    }
    return pow_of_positive(x, y);
}

static int has_sign(double x)
{
    double_bits value;

    value.number = x;
    return (value.bits >> 63) != 0;
}

double ny_pow(double x, double y)
{
    if (y == 0.0 || x == 1.0) {
        return 1.0;
    }
    if (x != x || y != y) {
        return NAN;
    }
    if (!has_sign(x)) {
        return pow_of_magnitude(x, y);
    }

    wholeness kind = fabs(y) == INFINITY ? whole_even : wholeness_of(y);

    if (kind == fraction && x != 0.0 && x != -INFINITY) {
        return NAN;
    }

    double magnitude = pow_of_magnitude(-x, y);

    return kind == whole_odd ? -magnitude : magnitude;
}

/* (-1)^k (zeta(k) - 1) / k for k = 2..28. */
static const double lgamma_terms[] = {
    0.32246703342411321824,      -0.067352301053198095133,   0.020580808427784547879,
    -0.0073855510286739852663,   0.0028905103307415232858,   -0.0011927539117032609771,
    0.00050966952474304242234,   -0.00022315475845357937976, 0.000099457512781808533715,
    -0.000044926236738133141700, 0.000020507212775670691553, -9.4394882752683959040e-6,
    4.3748667899074878042e-6,    -2.0392157538013662368e-6,  9.5514121304074198329e-7,
    -4.4924691987645660433e-7,   2.1207184805554665869e-7,   -1.0043224823968099609e-7,
    4.7698101693639805658e-8,    -2.2711094608943164910e-8,  1.0838659214896954091e-8,
    -5.1834750419700466551e-9,   2.4836745438024783172e-9,   -1.1921401405860912074e-9,
    5.7313672416788620133e-10,   -2.7595228851242331452e-10, 1.3304764374244489481e-10,
};

/* lgamma(2 + t) for |t| <= 1/2. */
static double lgamma_beside_2(double t)
{
    const double one_less_euler_gamma = 0.4227843350984671393934879;
    double sum = 0.0;

    for (int i = (int)(sizeof lgamma_terms / sizeof lgamma_terms[0]) - 1; i >= 0; i--) {
        sum = sum * t + lgamma_terms[i];
    }
    return t * (one_less_euler_gamma + t * sum);
}

/* Bernoulli number B(2 n) / (2 n (2 n - 1)) for n = 1..9. */
static const double stirling_terms[] = {
    1.0 / 12.0,        -1.0 / 360.0, 1.0 / 1260.0,       -1.0 / 1680.0,      1.0 / 1188.0,
    -691.0 / 360360.0, 1.0 / 156.0,  -3617.0 / 122400.0, 43867.0 / 244188.0,
};

static double stirling_series(double x)
{
    double inverse = 1.0 / x;
    double inverse_square = inverse * inverse;
    double sum = 0.0;

    for (int i = (int)(sizeof stirling_terms / sizeof stirling_terms[0]) - 1; i >= 0; i--) {
        sum = sum * inverse_square + stirling_terms[i];
    }
    return inverse * sum;
}

/* lgamma(x) for 2.5 < x < 8, as log((x - 1) (x - 2) ...) + lgamma(beside 2). Each x - 1 is
 * exact. */
static double lgamma_by_recurrence(double x)
{
    double product = 1.0;

    while (x > 2.5) {
        x -= 1.0;
        product *= x;
    }
    return lgamma_beside_2(x - 2.0) + ny_log(product);
}

double ny_lgamma(double x)
{
    if (x != x || x == INFINITY) {
        return x;
    }
    if (x < 0.0) {
        return NAN;
    }
    if (x == 0.0) {
        return INFINITY;
    }
    if (x < 0.5) {
        return (lgamma_beside_2(x) - ny_log1p(x)) - ny_log(x);
    }
    if (x <= 1.5) {
        return lgamma_beside_2(x - 1.0) - ny_log1p(x - 1.0);
    }
    if (x <= 2.5) {
        return lgamma_beside_2(x - 2.0);
    }
    if (x < 8.0) {
        return lgamma_by_recurrence(x);
    }
    return (x - 0.5) * (ny_log(x) - 1.0) + ((half_log_2_pi - 0.5) + stirling_series(x));
}

double ny_stirling_rest(double x)
{
    if (x >= 8.0) {
        return stirling_series(x);
    }
    return ny_lgamma(x) - (((x - 0.5) * ny_log(x) - x) + half_log_2_pi);
}

/* Chebyshev coefficients of (1 + 2 x) e^(x^2) erfc(x) in y = (x - 3.75) / (x + 3.75); the first
 * counts half. */
static const double erfc_terms[] = {
    2.3551578691348035082,      -0.0045900545806464773309,  -0.084249133366517915584,
    0.059209939998191890498,    -0.026658668435305752277,   0.0090749976707052650939,
    -0.0024131635404176081909,  0.00049077583652580863229,  -0.000069169733025012063671,
    4.1390279860730101675e-6,   7.7403830661984906686e-7,   -2.1886401049234395661e-7,
    1.0764999465670910377e-8,   4.5219598112182868979e-9,   -7.7544002088313511065e-10,
    -6.3180883408866844944e-11, 2.8687950109306698981e-11,  1.9455868545777347230e-13,
    -9.6546967484334389059e-13, 3.2525481481487398415e-14,  3.3478119482868053878e-14,
    -1.8645628804193131015e-15, -1.2507950530688647085e-15, 7.4182352566240434630e-17,
    5.0681489047961113168e-17,  -2.2370566594359995974e-18,
};

/* The sum of a Chebyshev series at y, by Clenshaw's recurrence. */
static double chebyshev_sum(const double *terms, int count, double y)
{
    double twice = 2.0 * y;
    double later = 0.0;
    double latest = 0.0;

    for (int i = count - 1; i >= 1; i--) {
        double next = twice * latest - later + terms[i];

        later = latest;
        latest = next;
    }
    return y * latest - later + 0.5 * terms[0];
}

static double erfc_of_positive(double x)
{
    const double centre = 3.75;
    double y = (x - centre) / (x + centre);
    double g = chebyshev_sum(erfc_terms, (int)(sizeof erfc_terms / sizeof erfc_terms[0]), y);
    double_pair square = exact_product(x, x);

    return exp_of_pair(-square.high, -square.low, g / (1.0 + 2.0 * x));
}

double ny_erfc(double x)
{
    if (x != x) {
        return x;
    }
    if (x > 27.3) {
        return 0.0;
    }
    if (x < -6.0) {
        return 2.0;
    }
    return x < 0.0 ? 2.0 - erfc_of_positive(-x) : erfc_of_positive(x);
}
