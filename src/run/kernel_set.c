/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The kernels. This one source is compiled once for each instruction set (src/meson.build); with
 * NY_KERNELS_FOR_AVX2 it makes ny_kernels_avx2, else ny_kernels_plain.
 *
 * How each is made so that it has the bits of the scalar function and yet goes several lanes at once:
 * - the formulas of kernel.def are one operation each, which the compiler turns into vectors;
 * - functions have a middle without branches (vmath_pieces.h, the same text that the scalar function is
 *   made of) and a test whether an argument lies outside of where that middle holds. STRETCH lanes are
 *   first tested, then computed by the middle; lanes outside are computed by the scalar function. In
 *   simulations these are rare: infinities, subnormal numbers, the logarithm of 0;
 * - the normal quantile has two middles: the lanes of the tails, about 15 in 100, are packed together;
 * - Philox in vectors of 64-bit lanes whose high halves hold leavings that the multiplication ignores.
 *
 * Rejected: the compilers' own vector libraries and SLEEF (other bits), intrinsics throughout (one text
 * for every processor is worth more than the last tenth), fused multiply-add (other bits). */

#include "run/kernel_private.h"

#include "run/distribution.h"
#include "run/philox.h"
#include "run/tail_table.h"
#include "run/vmath.h"
#include "run/vmath_pieces.h"

#include <stdbool.h>
#include <string.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#if defined(NY_KERNELS_FOR_AVX2)
#define THESE_KERNELS ny_kernels_avx2
#else
#define THESE_KERNELS ny_kernels_plain
#endif

/* Lanes are independent even where `to` is an operand. */
#if defined(__clang__)
#define NY_LANES_APART _Pragma("clang loop vectorize(assume_safety)")
#else
#define NY_LANES_APART _Pragma("GCC ivdep")
#endif

/* Lanes that a function takes at a time: enough to keep the processor's units busy. */
#define STRETCH 64u

#define NY_INLINE static inline __attribute__((always_inline))

/* --- bounds of error, the text of fast_op.c lane by lane --------------------------------------- */

#define UNIT_ROUNDOFF 0x1p-53
#define WHOLE_LIMIT 0x1p53
#define TIE 1e-12

NY_INLINE double size_of(double x)
{
    return x < 0 ? -x : x;
}

/* Whether |x| is a whole number up to 2^53. */
NY_INLINE bool is_whole(double x)
{
    return (size_of(x) <= WHOLE_LIMIT) & (floor(x) == x);
}

NY_INLINE double ny_error_of_sum(double a, double b, double a_error, double b_error)
{
    double sum = a + b;
    double part = sum - a;
    double lost = (a - (sum - part)) + (b - part);
    return a_error + b_error + size_of(lost);
}

NY_INLINE double ny_error_of_product(double a, double b, double a_error, double b_error)
{
    double product = a * b;
    bool exact = (is_whole(a) & is_whole(b) & (size_of(product) <= WHOLE_LIMIT)) |
                 (size_of(a) == 1) | (size_of(b) == 1);
    double own = exact ? 0 : size_of(product) * UNIT_ROUNDOFF;
    return own + size_of(a) * b_error + size_of(b) * a_error + a_error * b_error;
}

NY_INLINE double ny_error_of_quotient(double a, double b, double a_error, double b_error)
{
    double room = size_of(b) - b_error;
    double quotient = a / b;
    bool exact = is_whole(quotient) & is_whole(a) & is_whole(b) &
                 (size_of(quotient * b) <= WHOLE_LIMIT) & (quotient * b == a);
    double own = exact ? 0 : size_of(quotient) * UNIT_ROUNDOFF;
    return own + (a_error + size_of(quotient) * b_error) / room;
}

/* Of the lesser or greater: its own, unless the other may be it. */
NY_INLINE double ny_error_of_chosen(double a, double b, double a_error, double b_error, bool first)
{
    double both = a_error + b_error;
    double chosen = first ? a_error : b_error;
    double larger = a_error > b_error ? a_error : b_error;
    return ((size_of(a - b) <= both) & (chosen < both)) ? larger : chosen;
}

NY_INLINE bool ny_ties(double a, double b, double a_error, double b_error)
{
    double error = a_error + b_error;
    double apart = size_of(a - b);
    double larger = size_of(a) > size_of(b) ? size_of(a) : size_of(b);
    return (error != 0) & !(apart > error + TIE * larger);
}

NY_INLINE bool ny_ties_whole(double a, double error, double offset)
{
    double place = a - offset;
    double nearest = floor(place + 0.5);
    return (error != 0) & !(size_of(place - nearest) > error + TIE * size_of(nearest + offset));
}

/* --- one formula a kernel ---------------------------------------------------------------------- */

typedef double ny_item_number;
typedef uint8_t ny_item_byte;
typedef char ny_item_none;

/* Operands are read whether the formula asks for them or not: what is read only where something holds
 * keeps a loop from going in vectors. */
#define NY_READ_number(from) ((const double *)(from))[i]
#define NY_READ_byte(from) ((const uint8_t *)(from))[i]
#define NY_READ_none(from) 0

#define NY_EACH(name, TO, A, B, C, D, formula)                                                     \
    static void run_##name(const ny_kernel_call *call)                                             \
    {                                                                                              \
        ny_item_##TO *to = call->to;                                                               \
        const void *as = call->a, *bs = call->b, *cs = call->c, *ds = call->d;                     \
        const double k = call->k, l = call->l;                                                     \
        const size_t lanes = call->lanes;                                                          \
        (void)as, (void)bs, (void)cs, (void)ds, (void)k, (void)l;                                  \
        NY_LANES_APART                                                                             \
        for (size_t i = 0; i < lanes; i++) {                                                       \
            const ny_item_##A a = NY_READ_##A(as);                                                 \
            const ny_item_##B b = NY_READ_##B(bs);                                                 \
            const ny_item_##C c = NY_READ_##C(cs);                                                 \
            const ny_item_##D d = NY_READ_##D(ds);                                                 \
            (void)a, (void)b, (void)c, (void)d;                                                    \
            to[i] = (ny_item_##TO)(formula);                                                       \
        }                                                                                          \
    }
#define NY_WHOLE(name, to, a, b, c, d, function)
#include "run/kernel.def"
#undef NY_EACH
#undef NY_WHOLE

/* --- functions ---------------------------------------------------------------------------------- */

/* A middle gives its function's value where the argument does not lie outside of what it is for. Whether
 * it does, the highest bit of a difference says: so asked, without a choice, the compiler goes several
 * lanes at once. */

NY_INLINE uint64_t bits_of(double x)
{
    double_bits value;
    value.number = x;
    return value.bits;
}

NY_INLINE double of_bits(uint64_t bits)
{
    double_bits value;
    value.bits = bits;
    return value.number;
}

/* The order of doubles of one sign is that of their bits; NaN lies behind infinity. */
NY_INLINE uint64_t size_above(double x, uint64_t most)
{
    return most - (bits_of(x) & 0x7FFFFFFFFFFFFFFFU);
}

/* Is x not positive, subnormal, or not finite? */
NY_INLINE uint64_t not_plain(double x)
{
    return (bits_of(x) - 0x0010000000000000U) | (0x7FEFFFFFFFFFFFFFU - bits_of(x));
}

NY_INLINE bool is_outside(uint64_t bits)
{
    return bits >> 63 != 0;
}

/* x 2^k where x is near 1 and the result normal: k goes straight into the exponent. */
NY_INLINE double scaled(double x, double k)
{
    return of_bits(bits_of(x) + (bits_of(k + 0x1.8p52) << 52));
}

NY_INLINE uint64_t exp_outside(double x)
{
    return size_above(x, 0x4086200000000000U); /* 708 */
}

NY_INLINE double exp_middle(double x)
{
    double k;
    double less_1 = exp_less_1(x, 0.0, &k);
    return scaled(1.0 + less_1, k);
}

NY_INLINE double expm1_middle(double x)
{
    double k;
    double less_1 = exp_less_1(x, 0.0, &k);
    double value = ((1.0 - power_of_whole(-k)) + less_1) * power_of_whole(k);
    return x == 0.0 ? x : value; /* -0 */
}

NY_INLINE double log_middle(double x)
{
    double k;
    double part = split_normal(x, &k);
    return log_of_pieces(k, part - 1.0, 0.0);
}

NY_INLINE uint64_t log1p_outside(double x)
{
    return not_plain(1.0 + x);
}

NY_INLINE double log1p_middle(double x)
{
    double k;
    double sum = 1.0 + x;
    double lost = x > 1.0 ? 1.0 - (sum - x) : x - (sum - 1.0);
    double part = split_normal(sum, &k);
    bool small = (x > square_root_half - 1.0) & (x < square_root_2 - 1.0);
    double value = log_of_pieces(small ? 0.0 : k, small ? x : part - 1.0, small ? 0.0 : lost / sum);
    return x == 0.0 ? x : value; /* -0 */
}

/* A kernel of one operand: where a stretch has lanes outside, those are computed by the scalar function. */
#define NY_OF_ONE(function, outside, middle, scalar)                                               \
    static void function##_outside(const double *a, double *to)                                    \
    {                                                                                              \
        for (size_t i = 0; i < STRETCH; i++)                                                       \
            to[i] = is_outside(outside(a[i])) ? scalar(a[i]) : middle(a[i]);                       \
    }                                                                                              \
    NY_INLINE void function##_stretch(const double *a, double *to)                                 \
    {                                                                                              \
        uint64_t any = 0;                                                                          \
        for (size_t i = 0; i < STRETCH; i++)                                                       \
            any |= outside(a[i]);                                                                  \
        if (is_outside(any)) {                                                                     \
            function##_outside(a, to);                                                             \
            return;                                                                                \
        }                                                                                          \
        NY_LANES_APART                                                                             \
        for (size_t i = 0; i < STRETCH; i++)                                                       \
            to[i] = middle(a[i]);                                                                  \
    }                                                                                              \
    static void function(const ny_kernel_call *call)                                               \
    {                                                                                              \
        const double *a = call->a;                                                                 \
        double *to = call->to, rest[STRETCH];                                                      \
        size_t first = 0;                                                                          \
        for (; call->lanes - first >= STRETCH; first += STRETCH)                                   \
            function##_stretch(a + first, to + first);                                             \
        if (first == call->lanes)                                                                  \
            return;                                                                                \
        take(a + first, call->lanes - first, rest);                                                \
        function##_stretch(rest, rest);                                                            \
        memcpy(to + first, rest, (call->lanes - first) * sizeof(double));                          \
    }

/* A last stretch that is not full is filled up with a number that lies outside of nothing. */
NY_INLINE void take(const double *from, size_t count, double *to)
{
    for (size_t i = 0; i < STRETCH; i++)
        to[i] = i < count ? from[i] : 0.5;
}

NY_OF_ONE(ny_kernel_exponential, exp_outside, exp_middle, ny_exp)
NY_OF_ONE(ny_kernel_exponential_less_1, exp_outside, expm1_middle, ny_expm1)
NY_OF_ONE(ny_kernel_logarithm, not_plain, log_middle, ny_log)
NY_OF_ONE(ny_kernel_logarithm_of_1_plus, log1p_outside, log1p_middle, ny_log1p)

/* --- powers --------------------------------------------------------------------------------------- */

/* What lies outside shows only on the way, and becomes NaN. */
NY_INLINE uint64_t is_nan(double value)
{
    return size_above(value, 0x7FF0000000000000U);
}

/* x to the power y in two goes, logarithm and exponential: in one, the processor has not registers enough. */
NY_INLINE void powers(const double *x, const double *y, double to[STRETCH])
{
    double high[STRETCH], low[STRETCH];
    for (size_t i = 0; i < STRETCH; i++) {
        double k;
        double part = split_normal(x[i], &k);
        double_pair logarithm = log_pair_of_pieces(k, part);
        bool is_plain = (x[i] >= 0x1p-1022) & (x[i] <= 0x1.fffffffffffffp1023);
        high[i] = is_plain ? logarithm.high : NAN;
        low[i] = logarithm.low;
    }
    for (size_t i = 0; i < STRETCH; i++) {
        double k;
        double_pair exponent = exact_product(y[i], high[i]);
        double less_1 = exp_less_1(exponent.high, exponent.low + y[i] * low[i], &k);
        bool is_inside = (fabs(exponent.high) <= 708.0) & (fabs(y[i]) < 0x1p900);
        to[i] = is_inside ? scaled(1.0 + less_1, k) : NAN;
    }
}

/* What a stretch of two operands does: `b` may be the same stretch for all of `a`. */
typedef void (*of_two)(const double *a, const double *b, double k, double l, double *to);

NY_INLINE void in_stretches(const ny_kernel_call *call, const double *b, bool b_is_one,
                            of_two stretch)
{
    const double *a = call->a;
    double *to = call->to, a_rest[STRETCH], b_rest[STRETCH];
    size_t first = 0;
    for (; call->lanes - first >= STRETCH; first += STRETCH)
        stretch(a + first, b + (b_is_one ? 0 : first), call->k, call->l, to + first);
    if (first == call->lanes)
        return;
    take(a + first, call->lanes - first, a_rest);
    take(b + (b_is_one ? 0 : first), call->lanes - first, b_rest);
    stretch(a_rest, b_rest, call->k, call->l, a_rest);
    memcpy(to + first, a_rest, (call->lanes - first) * sizeof(double));
}

static void power_stretch(const double *a, const double *b, double k, double l, double *to)
{
    double made[STRETCH];
    uint64_t any = 0;
    (void)k, (void)l;
    powers(a, b, made);
    for (size_t i = 0; i < STRETCH; i++)
        any |= is_nan(made[i]);
    for (size_t i = 0; is_outside(any) && i < STRETCH; i++)
        if (made[i] != made[i])
            made[i] = ny_pow(a[i], b[i]);
    memcpy(to, made, sizeof made);
}

static void ny_kernel_power(const ny_kernel_call *call)
{
    in_stretches(call, call->b, false, power_stretch);
}

/* The same number in all of a stretch. */
NY_INLINE const double *in_all(double one, double ones[STRETCH])
{
    for (size_t i = 0; i < STRETCH; i++)
        ones[i] = one;
    return ones;
}

static void ny_kernel_power_one(const ny_kernel_call *call)
{
    double ones[STRETCH];
    in_stretches(call, in_all(call->k, ones), true, power_stretch);
}

static void ny_kernel_log_gamma(const ny_kernel_call *call)
{
    const double *a = call->a;
    double *to = call->to;
    for (size_t i = 0; i < call->lanes; i++)
        to[i] = ny_lgamma(a[i]);
}

static void ny_kernel_erfc(const ny_kernel_call *call)
{
    const double *a = call->a;
    double *to = call->to;
    for (size_t i = 0; i < call->lanes; i++)
        to[i] = ny_erfc(a[i]);
}

/* --- draws ------------------------------------------------------------------------------------- */

/* What the scalar functions answer, or NaN: they leave alone what they are given. */
static double scalar_normal(double u)
{
    double value = NAN;
    (void)ny_distribution_quantile_normal(0.0, 1.0, u, &value);
    return value;
}

static double scalar_exponential(double u, double ratio, double rate)
{
    double time = NAN;
    (void)ny_distribution_time_exponential(rate, ratio, u, &time);
    return time;
}

static double scalar_weibull(double u, double ratio, double shape, double scale)
{
    double time = NAN;
    (void)ny_distribution_time_weibull(shape, scale, ratio, u, &time);
    return time;
}

static double scalar_gompertz(double u, double ratio, double shape, double rate)
{
    double time = NAN;
    (void)ny_distribution_time_gompertz(shape, rate, ratio, u, &time);
    return time;
}

/* Lanes of the normal quantile that are packed together, and how many of the tails go at a time. */
#define PACK 256u
#define TAILS 8u

/* Distance from 0 of the quantile at the smaller chance p; NaN where r > 5 or p is no such chance. */
NY_INLINE double tail_middle(double p)
{
    double r = sqrt(-log_middle(p));
    double distance = normal_tail(r);
    return ((p >= 0x1p-1022) & (r <= 5.0)) ? distance : NAN;
}

static void normal_pack(const double *u, size_t count, double *to)
{
    double made[PACK], tail[PACK + TAILS];
    uint32_t lane[PACK + TAILS];
    size_t tails = 0;
    for (size_t i = 0; i < count; i++)
        made[i] = normal_centre(u[i] - 0.5);
    for (size_t i = 0; i < count; i++) {
        lane[tails] = (uint32_t)i;
        tails += fabs(u[i] - 0.5) <= 0.425 ? 0 : 1;
    }
    for (size_t i = 0; i < tails; i++)
        tail[i] = u[lane[i]] < 0.5 ? u[lane[i]] : 1.0 - u[lane[i]];
    for (size_t i = tails; i < tails + TAILS; i++)
        tail[i] = 0.05;
    for (size_t first = 0; first < tails; first += TAILS)
        for (size_t i = 0; i < TAILS; i++)
            tail[first + i] = tail_middle(tail[first + i]);
    for (size_t i = 0; i < tails; i++) {
        double chance = u[lane[i]], distance = tail[i];
        made[lane[i]] = distance != distance ? scalar_normal(chance)
                        : chance < 0.5       ? -distance
                                             : distance;
    }
    memcpy(to, made, count * sizeof(double));
}

static void ny_kernel_normal_quantile(const ny_kernel_call *call)
{
    const double *u = call->a;
    double *to = call->to;
    for (size_t first = 0; first < call->lanes; first += PACK)
        normal_pack(u + first, call->lanes - first < PACK ? call->lanes - first : PACK, to + first);
}

/* Is u not strictly between 0 and 1, or the ratio negative or not finite? A u below 2^-1022 is no draw. */
NY_INLINE uint64_t hazard_outside(double u, double ratio)
{
    return not_plain(u) | (0x3FEFFFFFFFFFFFFFU - bits_of(u)) | bits_of(ratio) |
           (0x7FEFFFFFFFFFFFFFU - bits_of(ratio));
}

/* -log(1 - u) / ratio, the cumulative hazard at the event; NaN where it lies outside. */
NY_INLINE void hazards(const double *u, const double *ratio, double to[STRETCH])
{
    uint64_t any = 0;
    for (size_t i = 0; i < STRETCH; i++)
        any |= hazard_outside(u[i], ratio[i]);
    for (size_t i = 0; i < STRETCH; i++)
        to[i] = -log1p_middle(-u[i]) / ratio[i];
    for (size_t i = 0; is_outside(any) && i < STRETCH; i++)
        if (is_outside(hazard_outside(u[i], ratio[i])))
            to[i] = NAN;
}

/* Times later than never are never; NaN stays. */
NY_INLINE double in_time(double time)
{
    return time >= NY_NEVER ? NY_NEVER : time;
}

NY_INLINE double gompertz_middle(double hazard, double shape, double rate)
{
    double w = hazard / rate * shape;
    double curve = log1p_middle(w) / w;
    double time = in_time(hazard / rate * (w == 0.0 ? 1.0 : curve));
    time = w <= -1.0 ? NY_NEVER : time;
    return ((w <= 1e17) & (hazard < INFINITY)) ? time : NAN;
}

static void refuse_all(const ny_kernel_call *call)
{
    double *to = call->to;
    for (size_t i = 0; i < call->lanes; i++)
        to[i] = NAN;
}

/* By a table of those points that the lanes ask for. */
static void ny_kernel_gamma_quantile(const ny_kernel_call *call)
{
    ny_tail_table table;
    if (!ny_tail_table_gamma(&table, call->k)) {
        refuse_all(call);
        return;
    }
    ny_tail_table_fill_for(&table, &THESE_KERNELS, call->a, call->lanes);
    ny_tail_table_quantiles(&table, &THESE_KERNELS, call->a, call->lanes, call->to);
}

static void ny_kernel_beta_quantile(const ny_kernel_call *call)
{
    ny_tail_table table;
    if (!ny_tail_table_beta(&table, call->k, call->l)) {
        refuse_all(call);
        return;
    }
    ny_tail_table_fill_for(&table, &THESE_KERNELS, call->a, call->lanes);
    ny_tail_table_quantiles(&table, &THESE_KERNELS, call->a, call->lanes, call->to);
}

/* A time: a is u, b the ratio. Where a parameter is impossible every lane is refused. */
static void times(const ny_kernel_call *call, bool possible, of_two stretch)
{
    double ones[STRETCH];
    if (!possible)
        refuse_all(call);
    else if (call->b)
        in_stretches(call, call->b, false, stretch);
    else
        in_stretches(call, in_all(1.0, ones), true, stretch);
}

static bool is_possible(double parameter)
{
    return parameter > 0.0 && parameter < INFINITY;
}

static void exponential_stretch(const double *u, const double *ratio, double rate, double none,
                                double *to)
{
    double made[STRETCH];
    uint64_t any = 0;
    (void)none;
    hazards(u, ratio, made);
    for (size_t i = 0; i < STRETCH; i++) {
        made[i] = in_time(made[i] / rate);
        any |= is_nan(made[i]);
    }
    for (size_t i = 0; is_outside(any) && i < STRETCH; i++)
        if (made[i] != made[i])
            made[i] = scalar_exponential(u[i], ratio[i], rate);
    memcpy(to, made, sizeof made);
}

static void ny_kernel_time_exponential(const ny_kernel_call *call)
{
    times(call, is_possible(call->k), exponential_stretch);
}

static void weibull_stretch(const double *u, const double *ratio, double shape, double scale,
                            double *to)
{
    double made[STRETCH], exponents[STRETCH];
    uint64_t any = 0;
    hazards(u, ratio, made);
    powers(made, in_all(1.0 / shape, exponents), made);
    for (size_t i = 0; i < STRETCH; i++) {
        made[i] = in_time(scale * made[i]);
        any |= is_nan(made[i]);
    }
    for (size_t i = 0; is_outside(any) && i < STRETCH; i++)
        if (made[i] != made[i])
            made[i] = scalar_weibull(u[i], ratio[i], shape, scale);
    memcpy(to, made, sizeof made);
}

static void ny_kernel_time_weibull(const ny_kernel_call *call)
{
    times(call, is_possible(call->k) && is_possible(call->l), weibull_stretch);
}

static void gompertz_stretch(const double *u, const double *ratio, double shape, double rate,
                             double *to)
{
    double made[STRETCH];
    uint64_t any = 0;
    hazards(u, ratio, made);
    for (size_t i = 0; i < STRETCH; i++) {
        made[i] = gompertz_middle(made[i], shape, rate);
        any |= is_nan(made[i]);
    }
    for (size_t i = 0; is_outside(any) && i < STRETCH; i++)
        if (made[i] != made[i])
            made[i] = scalar_gompertz(u[i], ratio[i], shape, rate);
    memcpy(to, made, sizeof made);
}

static void ny_kernel_time_gompertz(const ny_kernel_call *call)
{
    times(call, fabs(call->k) < INFINITY && is_possible(call->l), gompertz_stretch);
}

/* --- uniform numbers ----------------------------------------------------------------------------- */

#define ROUNDS 10

/* Vectors of 64-bit lanes, as wide as the processor's. */
#if defined(__AVX2__)
#define WIDTH 4
#else
#define WIDTH 2
#endif
typedef uint64_t words __attribute__((vector_size(WIDTH * sizeof(uint64_t))));
typedef double numbers __attribute__((vector_size(WIDTH * sizeof(double))));

/* The product of the low halves of the lanes. */
NY_INLINE words low_product(words a, words b)
{
#if defined(__AVX2__)
    return (words)_mm256_mul_epu32((__m256i)a, (__m256i)b);
#elif defined(__SSE2__)
    return (words)_mm_mul_epu32((__m128i)a, (__m128i)b);
#else
    return (a & 0xFFFFFFFFU) * (b & 0xFFFFFFFFU);
#endif
}

/* A block of 128 bits for each of WIDTH pairs of rows; the halves of the words above 32 bits mean nothing. */
typedef struct pairs {
    words c0, c1, c2, c3;
} pairs;

typedef struct key {
    words k0[ROUNDS], k1[ROUNDS];
} key;

NY_INLINE words all(uint64_t word)
{
    return (words){0} + word;
}

NY_INLINE pairs next_round(pairs of, words k0, words k1)
{
    words product_0 = low_product(of.c0, all(0xD2511F53U));
    words product_1 = low_product(of.c2, all(0xCD9E8D57U));
    return (pairs){(product_1 >> 32) ^ of.c1 ^ k0, product_1, (product_0 >> 32) ^ of.c3 ^ k1,
                   product_0};
}

/* max(1, bits / 2^11) / 2^53 for the bits high:low: 32 bits of high and 21 of low, each put into the
 * mantissa of a number whose last place is worth 2^-32 and 2^-53. Nothing is rounded. */
NY_INLINE numbers uniform_of(words high, words low)
{
    numbers upper = (numbers)((high & 0xFFFFFFFFU) | 0x4130000000000000U);        /* 2^20 + */
    numbers lower = (numbers)(((low & 0xFFFFFFFFU) >> 11) | 0x3FE0000000000000U); /* 1/2 + */
    numbers sum = (upper - (0x1p20 + 0.5)) + lower;
    words is_zero = (words)(sum == 0.0);
    return (numbers)((words)sum | (is_zero & 0x3CA0000000000000U)); /* 2^-53 */
}

/* The rows of WIDTH pairs in their order: even and odd ones in turn. */
NY_INLINE void lay_out(pairs of, double *to)
{
    numbers even = uniform_of(of.c0, of.c1), odd = uniform_of(of.c2, of.c3);
#if WIDTH == 4
    numbers first = __builtin_shufflevector(even, odd, 0, 4, 2, 6);
    numbers second = __builtin_shufflevector(even, odd, 1, 5, 3, 7);
#else
    numbers first = __builtin_shufflevector(even, odd, 0, 2);
    numbers second = __builtin_shufflevector(even, odd, 1, 3);
#endif
    memcpy(to, &first, sizeof first);
    memcpy(to + WIDTH, &second, sizeof second);
}

/* Vectors of pairs that go side by side, so that one waits less for its products. */
#define ABREAST 3
#define ROWS_ABREAST (ABREAST * WIDTH * 2u)

NY_INLINE void rows_abreast(const key *keys, pairs first, double *to)
{
    pairs of[ABREAST];
    for (uint32_t v = 0; v < ABREAST; v++) {
        of[v] = first;
        of[v].c1 += v * WIDTH;
    }
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t v = 0; v < ABREAST; v++)
            of[v] = next_round(of[v], keys->k0[round], keys->k1[round]);
    for (uint32_t v = 0; v < ABREAST; v++)
        lay_out(of[v], to + v * WIDTH * 2);
}

NY_INLINE key keys_of(uint64_t seed, uint64_t stream)
{
    const uint32_t w0 = 0x9E3779B9U, w1 = 0xBB67AE85U;
    key keys;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        keys.k0[round] = all((uint32_t)seed + round * w0);
        keys.k1[round] = all((uint32_t)((seed >> 32) ^ (stream >> 32)) + round * w1);
    }
    return keys;
}

static void uniform_rows(uint64_t seed, uint64_t stream, uint32_t world, uint32_t first_row,
                         uint32_t draw, size_t lanes, double *to)
{
    size_t done = first_row & 1U;
    if (lanes < ROWS_ABREAST + 1 ||
        lanes > UINT32_MAX - first_row) { /* few, or row numbers begin anew */
        ny_random_uniform_rows(seed, stream, world, first_row, draw, lanes, to);
        return;
    }
    ny_random_uniform_rows(seed, stream, world, first_row, draw, done, to);
    key keys = keys_of(seed, stream);
    pairs at = {all(world), all((first_row + done) / 2), all(draw), all((uint32_t)stream)};
#if WIDTH == 4
    at.c1 += (words){0, 2, 1, 3}; /* as lay_out wants them */
#else
    at.c1 += (words){0, 1};
#endif
    for (; lanes - done >= ROWS_ABREAST; done += ROWS_ABREAST) {
        rows_abreast(&keys, at, to + done);
        at.c1 += ABREAST * WIDTH;
    }
    ny_random_uniform_rows(seed, stream, world, first_row + (uint32_t)done, draw, lanes - done,
                           to + done);
}

#define WORLDS_ABREAST (ABREAST * WIDTH)

NY_INLINE void worlds_abreast(const key *keys, pairs first, double *to)
{
    pairs of[ABREAST];
    for (uint32_t v = 0; v < ABREAST; v++) {
        of[v] = first;
        of[v].c0 += v * WIDTH;
    }
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t v = 0; v < ABREAST; v++)
            of[v] = next_round(of[v], keys->k0[round], keys->k1[round]);
    for (uint32_t v = 0; v < ABREAST; v++) {
        numbers made = uniform_of(of[v].c0, of[v].c1);
        memcpy(to + v * WIDTH, &made, sizeof made);
    }
}

/* A world has a block of its own, of which row 0 takes the first half. */
static void uniform_worlds(uint64_t seed, uint64_t stream, uint32_t first_world, uint32_t draw,
                           size_t lanes, double *to)
{
    size_t done = 0;
    key keys = keys_of(seed, stream);
    pairs at = {all(first_world), all(0), all(draw), all((uint32_t)stream)};
#if WIDTH == 4
    at.c0 += (words){0, 1, 2, 3};
#else
    at.c0 += (words){0, 1};
#endif
    for (; lanes - done >= WORLDS_ABREAST; done += WORLDS_ABREAST) {
        worlds_abreast(&keys, at, to + done);
        at.c0 += WORLDS_ABREAST;
    }
    for (; done < lanes; done++)
        to[done] = ny_random_uniform(seed, stream, first_world + (uint32_t)done, 0, draw);
}

/* WIDTH numbers, or as many as there are. */
NY_INLINE words take_words(const uint32_t *from, size_t count)
{
    words taken = {0};
    for (size_t i = 0; i < WIDTH; i++)
        taken[i] = i < count ? from[i] : 0;
    return taken;
}

/* ABREAST vectors of lanes from `first` on; `count` lanes are left. */
NY_INLINE void pairs_abreast(const key *keys, pairs same, const uint32_t *numbered,
                             const uint32_t *draws, size_t count, double *even, double *odd)
{
    pairs of[ABREAST];
    for (uint32_t v = 0; v < ABREAST; v++) {
        size_t first = v * WIDTH, left = count > first ? count - first : 0;
        of[v] = same;
        of[v].c1 = take_words(numbered + (left ? first : 0), left);
        of[v].c2 = take_words(draws + (left ? first : 0), left);
    }
    for (int round = 0; round < ROUNDS; round++)
        for (uint32_t v = 0; v < ABREAST; v++)
            of[v] = next_round(of[v], keys->k0[round], keys->k1[round]);
    for (uint32_t v = 0; v < ABREAST; v++) {
        numbers evens = uniform_of(of[v].c0, of[v].c1), odds = uniform_of(of[v].c2, of[v].c3);
        memcpy(even + v * WIDTH, &evens, sizeof evens);
        memcpy(odd + v * WIDTH, &odds, sizeof odds);
    }
}

static void uniform_pairs(uint64_t seed, uint64_t stream, uint32_t world, const uint32_t *numbered,
                          const uint32_t *draws, size_t lanes, double *even, double *odd)
{
    enum { TOGETHER = ABREAST * WIDTH };
    const key keys = keys_of(seed, stream);
    const pairs same = {all(world), all(0), all(0), all((uint32_t)stream)};
    double evens[TOGETHER], odds[TOGETHER];
    size_t done = 0;
    for (; lanes - done >= TOGETHER; done += TOGETHER)
        pairs_abreast(&keys, same, numbered + done, draws + done, TOGETHER, even + done,
                      odd + done);
    if (done == lanes)
        return;
    pairs_abreast(&keys, same, numbered + done, draws + done, lanes - done, evens, odds);
    memcpy(even + done, evens, (lanes - done) * sizeof(double));
    memcpy(odd + done, odds, (lanes - done) * sizeof(double));
}

/* --- cycles ------------------------------------------------------------------------------------- */

#define VECTORS 4u
#define CYCLES_ABREAST (VECTORS * WIDTH)

NY_INLINE numbers take_numbers(const double *from)
{
    numbers taken;
    memcpy(&taken, from, sizeof taken);
    return taken;
}

NY_INLINE numbers all_of(double one)
{
    numbers made;
    for (uint32_t i = 0; i < WIDTH; i++)
        made[i] = one;
    return made;
}

/* Vectors are named one by one: a copy of several is made in halves, which a load of a whole then waits for. */
NY_INLINE void one_cycle(const ny_kernel_cycles *of, size_t first, numbers (*now)[VECTORS],
                         numbers (*next)[VECTORS])
{
    for (uint32_t p = 0, way = 0; p < of->places; p++) {
        numbers a = all_of(0), b = a, c = a, d = a;
        for (; way < of->ends[p]; way++) {
            const double *part = of->part[way] + first;
            const numbers *from = now[of->from[way]];
            a += from[0] * take_numbers(part);
            b += from[1] * take_numbers(part + WIDTH);
            c += from[2] * take_numbers(part + 2 * WIDTH);
            d += from[3] * take_numbers(part + 3 * WIDTH);
        }
        next[p][0] = a;
        next[p][1] = b;
        next[p][2] = c;
        next[p][3] = d;
    }
}

/* Lanes that go through all cycles together; what they need stays near the processor. */
static void cycles_abreast(const ny_kernel_cycles *of, size_t first)
{
    numbers shares[2][NY_CYCLES_PLACES][VECTORS], sums[NY_CYCLES_SUMS][VECTORS];
    const double *worth = of->worth;
    for (uint32_t p = 0; p < of->places; p++)
        for (uint32_t v = 0; v < VECTORS; v++)
            shares[0][p][v] = take_numbers(of->shares[p] + first + v * WIDTH);
    for (uint32_t k = 0; k < of->sums; k++)
        for (uint32_t v = 0; v < VECTORS; v++)
            sums[k][v] = take_numbers(of->sum[k] + first + v * WIDTH);
    for (uint32_t cycle = 0; cycle < of->cycles; cycle++, worth += of->sums) {
        numbers(*next)[VECTORS] = shares[1 - cycle % 2];
        one_cycle(of, first, shares[cycle % 2], next);
        for (uint32_t k = 0; k < of->sums; k++) {
            numbers counts = all_of(worth[k]);
            const numbers *there = next[of->place[k]];
            sums[k][0] += there[0] * counts;
            sums[k][1] += there[1] * counts;
            sums[k][2] += there[2] * counts;
            sums[k][3] += there[3] * counts;
        }
    }
    for (uint32_t p = 0; p < of->places; p++)
        memcpy(of->shares[p] + first, shares[of->cycles % 2][p], VECTORS * sizeof(numbers));
    for (uint32_t k = 0; k < of->sums; k++)
        memcpy(of->sum[k] + first, sums[k], VECTORS * sizeof(numbers));
}

/* The same of one lane. */
static void cycles_of_lane(const ny_kernel_cycles *of, size_t lane)
{
    double shares[2][NY_CYCLES_PLACES];
    const double *worth = of->worth;
    for (uint32_t p = 0; p < of->places; p++)
        shares[0][p] = of->shares[p][lane];
    for (uint32_t cycle = 0; cycle < of->cycles; cycle++, worth += of->sums) {
        const double *now = shares[cycle % 2];
        double *next = shares[1 - cycle % 2];
        for (uint32_t p = 0, way = 0; p < of->places; p++)
            for (next[p] = 0; way < of->ends[p]; way++)
                next[p] += now[of->from[way]] * of->part[way][lane];
        for (uint32_t k = 0; k < of->sums; k++)
            of->sum[k][lane] += next[of->place[k]] * worth[k];
    }
    for (uint32_t p = 0; p < of->places; p++)
        of->shares[p][lane] = shares[of->cycles % 2][p];
}

static void cycles(const ny_kernel_cycles *of)
{
    size_t done = 0;
    for (; of->lanes - done >= CYCLES_ABREAST; done += CYCLES_ABREAST)
        cycles_abreast(of, done);
    for (; done < of->lanes; done++)
        cycles_of_lane(of, done);
}

/* --- the table ----------------------------------------------------------------------------------- */

const ny_kernels THESE_KERNELS = {
#if defined(NY_KERNELS_FOR_AVX2)
    .set = NY_KERNELS_AVX2,
#else
    .set = NY_KERNELS_PLAIN,
#endif
    .uniform_rows = uniform_rows,
    .uniform_worlds = uniform_worlds,
    .uniform_pairs = uniform_pairs,
    .cycles = cycles,
    .run =
        {
#define NY_EACH(name, to, a, b, c, d, formula) run_##name,
#define NY_WHOLE(name, to, a, b, c, d, function) ny_kernel_##function,
#include "run/kernel.def"
#undef NY_EACH
#undef NY_WHOLE
        },
};
