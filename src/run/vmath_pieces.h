/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to vmath.c and the kernels (kernel_set.c): the branch-free middles of exp, log, pow and the
 * normal quantile, each for arguments that need no special care. Formulas, sources and errors stand in
 * vmath.c and tail.c. One text for both, so that scalars and blocks cannot drift apart: only + - * /
 * and sqrt in a written order, and bit operations for powers of two. */

#ifndef NY_RUN_VMATH_PIECES_H
#define NY_RUN_VMATH_PIECES_H

#include <math.h>
#include <stdint.h>

_Static_assert(sizeof(double_t) == sizeof(double), "doubles must be evaluated as doubles");
_Static_assert(sizeof(double) == sizeof(uint64_t), "doubles must have 64 bits");

/* log 2 in two pieces; the high one ends in 21 zero bits. */
static const double log_2_high = 0x1.62e42fee00000p-1;
static const double log_2_low = 0x1.a39ef35793c76p-33;
static const double inverse_log_2 = 1.4426950408889634074;

static const double square_root_2 = 1.41421356237309504880;
static const double square_root_half = 0.70710678118654752440;
static const double half_log_2_pi = 0.9189385332046727417803297;
static const double below_half_ulp_of_1 = 0x1p-54;

typedef union {
    double number;
    uint64_t bits;
} double_bits;

/* A number as the unevaluated sum of two doubles, the low one at most half an ulp of the high
 * one. */
typedef struct {
    double high;
    double low;
} double_pair;

/* 2^exponent for -1022 <= exponent <= 1023. */
static inline double power_of_2(int exponent)
{
    double_bits power;

    power.bits = (uint64_t)(exponent + 1023) << 52;
    return power.number;
}

/* The nearest whole number, ties to even, for |x| < 2^51: the sum has no room for a fraction. */
static inline double nearest_whole(double x)
{
    const double shift = 0x1.8p52;

    return (x + shift) - shift;
}

/* 2^k for a whole number k, -1022 <= k <= 1023: the sum has k in its lowest bits. */
static inline double power_of_whole(double k)
{
    double_bits sum;
    double_bits power;

    sum.number = k + (0x1.8p52 + 1023.0);
    power.bits = sum.bits << 52;
    return power.number;
}

/* Splits x, a normal number > 0, into 2^k times a number in [sqrt(1/2), sqrt(2)). */
static inline double split_normal(double x, double *ret_k)
{
    const uint64_t square_root_half_bits = 0x3FE6A09E667F3BCDU;
    const uint64_t bias = (uint64_t)1024 << 52;
    double_bits value;
    double_bits whole;

    value.number = x;

    uint64_t shift = (value.bits - square_root_half_bits + bias) >> 52;

    value.bits -= (shift - 1024) << 52;
    whole.bits = shift | 0x4330000000000000U; /* 2^52 + shift */
    *ret_k = whole.number - (0x1p52 + 1024.0);
    return value.number;
}

/* The product of two doubles, without error (Dekker 1971), for factors below 2^995. */
static inline double_pair exact_product(double a, double b)
{
    const double splitter = 0x1p27 + 1.0;
    double a_shifted = splitter * a;
    double b_shifted = splitter * b;
    double a_high = a_shifted - (a_shifted - a);
    double b_high = b_shifted - (b_shifted - b);
    double a_low = a - a_high;
    double b_low = b - b_high;
    double product = a * b;
    double error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;

    return (double_pair){product, error};
}

/* The sum of a and b with what the rounding lost, for |a| >= |b| or a = 0. */
static inline double_pair ordered_sum(double a, double b)
{
    double sum = a + b;

    return (double_pair){sum, (a - sum) + b};
}

/* e^r - 1 - r - divided by r^2: the sum of r^(n-2) / n! for n = 2..13, |r| <= 0.3466. */
static inline double exp_tail(double r)
{
    double r2 = r * r;
    double r4 = r2 * r2;
    double a = 1.0 / 2.0 + r * (1.0 / 6.0);
    double b = 1.0 / 24.0 + r * (1.0 / 120.0);
    double c = 1.0 / 720.0 + r * (1.0 / 5040.0);
    double d = 1.0 / 40320.0 + r * (1.0 / 362880.0);
    double e = 1.0 / 3628800.0 + r * (1.0 / 39916800.0);
    double f = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0);

    return (a + r2 * b) + r4 * ((c + r2 * d) + r4 * (e + r2 * f));
}

/* e^(high + low) / 2^k - 1 for |high| < 800 and low far smaller; k nearest to high / log 2. */
static inline double exp_less_1(double high, double low, double *ret_k)
{
    double k = nearest_whole(high * inverse_log_2);
    double r_high = high - k * log_2_high;
    double r_low = low - k * log_2_low;
    double r = r_high + r_low;
    double lost = (r_high - r) + r_low;

    *ret_k = k;
    return r + (r * r * exp_tail(r) + lost * (1.0 + r));
}

/* The sum of 2 / (2 n + 1) z^n for n = 1..10, z <= 0.02944. */
static inline double artanh_tail(double z)
{
    double w = z * z;
    double w2 = w * w;
    double a = 2.0 / 3.0 + z * (2.0 / 5.0);
    double b = 2.0 / 7.0 + z * (2.0 / 9.0);
    double c = 2.0 / 11.0 + z * (2.0 / 13.0);
    double d = 2.0 / 15.0 + z * (2.0 / 17.0);
    double e = 2.0 / 19.0 + z * (2.0 / 21.0);

    return z * ((a + w * b) + w2 * ((c + w * d) + w2 * e));
}

/* k log 2 + log(1 + f) + correction, for 1 + f in [sqrt(1/2), sqrt(2)) and whole k. */
static inline double log_of_pieces(double k, double f, double correction)
{
    double s = f / (2.0 + f);
    double half_square = 0.5 * f * f;
    double curve = s * (half_square + artanh_tail(s * s));

    return k * log_2_high - ((half_square - (curve + (k * log_2_low + correction))) - f);
}

/* The sum of 2 / (2 n + 1) z^(n - 2) for n = 2..12, z <= 0.02944. */
static inline double artanh_far_tail(double z)
{
    double sum = 2.0 / 25.0;

    for (int n = 11; n >= 2; n--) {
        sum = sum * z + 2.0 / (double)(2 * n + 1);
    }
    return sum;
}

/* s = f / (2 + f) in two pieces. */
static inline double_pair artanh_argument(double f)
{
    double divisor = 2.0 + f;
    double divisor_lost = f - (divisor - 2.0);
    double s = f / divisor;
    double_pair product = exact_product(s, divisor);
    double remainder = ((f - product.high) - product.low) - s * divisor_lost;

    return (double_pair){s, remainder / divisor};
}

/* log(1 + f) - 2 s in two pieces: s (2/3 z + 2/5 z^2 + ...), z = s^2. */
static inline double_pair artanh_curve(double_pair s)
{
    const double two_thirds_high = 0x1.5555555555555p-1;
    const double two_thirds_low = 0x1.5555555555555p-55;
    double_pair z = exact_product(s.high, s.high);

    z.low += 2.0 * s.high * s.low;

    double_pair first = exact_product(z.high, two_thirds_high);

    first.low += z.high * two_thirds_low + z.low * two_thirds_high;

    double_pair sum = ordered_sum(first.high, z.high * z.high * artanh_far_tail(z.high));

    sum.low += first.low;

    double_pair curve = exact_product(s.high, sum.high);

    curve.low += s.high * sum.low + s.low * sum.high;
    return curve;
}

/* k log 2 + log part in two pieces, for part in [sqrt(1/2), sqrt(2)) and whole k. Relative error below
 * 2^-63. */
static inline double_pair log_pair_of_pieces(double k, double part)
{
    double_pair s = artanh_argument(part - 1.0);
    double_pair curve = artanh_curve(s);
    double_pair line = ordered_sum(k * log_2_high, 2.0 * s.high);
    double_pair sum = ordered_sum(line.high, curve.high);
    double low = sum.low + (line.low + (curve.low + 2.0 * s.low + k * log_2_low));

    return ordered_sum(sum.high, low);
}

/* AS 241. Coefficients a..f of the publication, lowest power first. */

static const double normal_centre_top[8] = {
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
};
static const double normal_centre_bottom[8] = {
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
};
static const double normal_tail_top[8] = {
    1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
    3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
};
static const double normal_tail_bottom[8] = {
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
};
static const double normal_far_top[8] = {
    6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
};
static const double normal_far_bottom[8] = {
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
};

static inline double ratio_of_degree_7(const double top[8], const double bottom[8], double r)
{
    double above = top[7];
    double below = bottom[7];

    for (int i = 6; i >= 0; i--) {
        above = above * r + top[i];
        below = below * r + bottom[i];
    }
    return above / below;
}

/* The quantile at 1/2 + from_middle, |from_middle| <= 0.425. */
static inline double normal_centre(double from_middle)
{
    double r = 0.180625 - from_middle * from_middle;

    return from_middle * ratio_of_degree_7(normal_centre_top, normal_centre_bottom, r);
}

/* The distance of the quantile from 0 at the chance e^(-r^2), r <= 5, in the smaller tail. */
static inline double normal_tail(double r)
{
    return ratio_of_degree_7(normal_tail_top, normal_tail_bottom, r - 1.6);
}

/* The same for r > 5. */
static inline double normal_far(double r)
{
    return ratio_of_degree_7(normal_far_top, normal_far_bottom, r - 5.0);
}

#endif
