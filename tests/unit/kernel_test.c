/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Every kernel of every set that this processor runs gives the bits of the scalar functions: on special
 * arguments, on edges, on random bits and random numbers, for every number of lanes and in place. */

#include "run/distribution.h"
#include "run/kernel.h"
#include "run/philox.h"
#include "run/tail.h"
#include "run/vmath.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { BLOCK = 1000, ROUNDS = 60, MOST_LANES = 150 };

static const ny_kernel_set sets[] = {NY_KERNELS_PLAIN, NY_KERNELS_AVX2};
#define SETS (sizeof sets / sizeof sets[0])

/* --- arguments --------------------------------------------------------------------------------- */

/* Where something changes in one of the functions, and the ends of the doubles. Each is tried with its
 * neighbours and both signs. */
static const double edges[] = {
    0.0,
    4.9406564584124654e-324,
    1e-310,
    0x1p-1022,
    1e-300,
    1e-290,
    0x1p-61,
    0x1p-60,
    0x1p-54,
    0x1p-53,
    1e-8,
    0.075,
    0.25,
    0.29289321881345247559,
    0.41421356237309504880,
    0.425,
    0.5,
    0.70710678118654752440,
    0.75,
    0.925,
    1.0,
    1.41421356237309504880,
    1.5,
    2.0,
    2.5,
    3.0,
    8.0,
    27.3,
    40.0,
    53.0,
    700.0,
    708.0,
    709.0,
    709.782712893383973096,
    710.0,
    745.133219101941108420,
    746.0,
    1e17,
    0x1p52,
    0x1p53,
    1e300,
    0x1p900,
    0x1p990,
    0x1.fffffffffffffp1023,
    INFINITY,
};
#define EDGES (sizeof edges / sizeof edges[0])

static double of_bits(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t random_bits(uint32_t i, uint32_t draw)
{
    return ny_random_bits(2026, 5, 0, i, draw);
}

static double random_uniform(uint32_t i, uint32_t draw)
{
    return ny_random_uniform(2026, 5, 0, i, draw);
}

/* Edges with their neighbours in both signs, and NaN; then random bits and numbers of the sizes that
 * occur. `i` counts on for ever. */
static double argument(uint32_t i, uint32_t draw)
{
    if (i < EDGES * 6) {
        double edge = edges[i / 6], inward = nextafter(edge, 0),
               outward = nextafter(edge, INFINITY);
        double number = i % 3 == 0 ? edge : i % 3 == 1 ? inward : outward;
        return i % 6 < 3 ? number : -number;
    }
    double u = random_uniform(i, draw + 1);
    switch (i % 7) {
    case 0:
        return of_bits(random_bits(i, draw));
    case 1:
        return u;
    case 2:
        return 20 * u - 10;
    case 3:
        return 1500 * u - 750;
    case 4:
        return ny_exp(1400 * u - 700);
    case 5:
        return 1 + 0.5 * (u - 0.5);
    default:
        return i % 70 == 6 ? NAN : ny_exp(4 * u - 2);
    }
}

static bool same(double a, double b)
{
    return bits_of(a) == bits_of(b) || (a != a && b != b);
}

static void assert_same(const char *name, const ny_kernels *kernels, double a, double b,
                        double expected, double made)
{
    if (!same(expected, made))
        fail_msg("%s of set %d at %a, %a: %a, not %a", name, (int)kernels->set, a, b, made,
                 expected);
}

/* --- functions --------------------------------------------------------------------------------- */

typedef struct of_one {
    ny_kernel_code code;
    double (*scalar)(double);
} of_one;

static double normal(double u)
{
    return u > 0 && u < 1 ? ny_tail_normal_quantile(u) : NAN;
}

static const of_one functions[] = {
    {NY_KERNEL_EXPONENTIAL, ny_exp},     {NY_KERNEL_EXPONENTIAL_LESS_1, ny_expm1},
    {NY_KERNEL_LOGARITHM, ny_log},       {NY_KERNEL_LOGARITHM_OF_1_PLUS, ny_log1p},
    {NY_KERNEL_LGAMMA, ny_lgamma},       {NY_KERNEL_ERFC, ny_erfc},
    {NY_KERNEL_NORMAL_QUANTILE, normal},
};
#define FUNCTIONS (sizeof functions / sizeof functions[0])

static void functions_have_the_bits_of_the_scalar_ones(void **state)
{
    double a[BLOCK], made[BLOCK];
    (void)state;
    for (size_t s = 0; s < SETS; s++) {
        const ny_kernels *kernels = ny_kernels_choose(sets[s]);
        for (uint32_t round = 0; round < ROUNDS; round++) {
            for (uint32_t i = 0; i < BLOCK; i++)
                a[i] = argument(round * BLOCK + i, 0);
            for (size_t f = 0; f < FUNCTIONS; f++) {
                ny_kernel(kernels, functions[f].code,
                          (ny_kernel_call){.to = made, .a = a, .lanes = BLOCK});
                for (uint32_t i = 0; i < BLOCK; i++)
                    assert_same(ny_kernel_shapes[functions[f].code].name, kernels, a[i], 0,
                                functions[f].scalar(a[i]), made[i]);
            }
        }
    }
}

/* So that a stretch whose lanes are all plain, and one with a single odd lane, both occur. */
static void one_odd_lane_changes_no_other(void **state)
{
    double a[BLOCK], made[BLOCK];
    (void)state;
    for (size_t s = 0; s < SETS; s++) {
        const ny_kernels *kernels = ny_kernels_choose(sets[s]);
        for (uint32_t i = 0; i < BLOCK; i++)
            a[i] = random_uniform(i, 3);
        for (uint32_t edge = 0; edge < EDGES * 6; edge++) {
            a[(edge * 37) % BLOCK] = argument(edge, 0);
            for (size_t f = 0; f < FUNCTIONS; f++) {
                ny_kernel(kernels, functions[f].code,
                          (ny_kernel_call){.to = made, .a = a, .lanes = BLOCK});
                for (uint32_t i = 0; i < BLOCK; i++)
                    assert_same(ny_kernel_shapes[functions[f].code].name, kernels, a[i], 0,
                                functions[f].scalar(a[i]), made[i]);
            }
            a[(edge * 37) % BLOCK] = random_uniform(edge, 4);
        }
    }
}

static void any_number_of_lanes_and_in_place(void **state)
{
    double a[MOST_LANES + 1], made[MOST_LANES + 1];
    (void)state;
    for (size_t s = 0; s < SETS; s++)
        for (size_t f = 0; f < FUNCTIONS; f++)
            for (size_t lanes = 0; lanes <= MOST_LANES; lanes++) {
                for (uint32_t i = 0; i <= MOST_LANES; i++)
                    a[i] = made[i] = argument((uint32_t)lanes * 31 + i, 1);
                ny_kernel(ny_kernels_choose(sets[s]), functions[f].code,
                          (ny_kernel_call){.to = made, .a = made, .lanes = lanes});
                for (size_t i = 0; i < lanes; i++)
                    assert_true(same(functions[f].scalar(a[i]), made[i]));
                for (size_t i = lanes; i <= MOST_LANES; i++)
                    assert_true(same(a[i], made[i])); /* nothing is written behind the last */
            }
}

static void powers_have_the_bits_of_the_scalar_ones(void **state)
{
    double a[BLOCK], b[BLOCK], made[BLOCK];
    (void)state;
    for (size_t s = 0; s < SETS; s++) {
        const ny_kernels *kernels = ny_kernels_choose(sets[s]);
        for (uint32_t base = 0; base < EDGES * 6; base++) { /* each edge with each */
            for (uint32_t i = 0; i < BLOCK; i++)
                a[i] = argument(base, 0), b[i] = argument(i % 500, 1);
            ny_kernel(kernels, NY_KERNEL_POWER,
                      (ny_kernel_call){.to = made, .a = a, .b = b, .lanes = BLOCK});
            for (uint32_t i = 0; i < BLOCK; i++)
                assert_same("POWER", kernels, a[i], b[i], ny_pow(a[i], b[i]), made[i]);
            ny_kernel(kernels, NY_KERNEL_POWER_ONE,
                      (ny_kernel_call){.to = b, .a = b, .k = a[0], .lanes = BLOCK});
            for (uint32_t i = 0; i < BLOCK; i++)
                assert_same("POWER_ONE", kernels, argument(i % 500, 1), a[0],
                            ny_pow(argument(i % 500, 1), a[0]), b[i]);
        }
        for (uint32_t round = 0; round < ROUNDS; round++) {
            for (uint32_t i = 0; i < BLOCK; i++)
                a[i] = argument(300 + round * BLOCK + i, 0),
                b[i] = argument(300 + round * BLOCK + i, 2);
            ny_kernel(kernels, NY_KERNEL_POWER,
                      (ny_kernel_call){.to = made, .a = a, .b = b, .lanes = BLOCK});
            for (uint32_t i = 0; i < BLOCK; i++)
                assert_same("POWER", kernels, a[i], b[i], ny_pow(a[i], b[i]), made[i]);
        }
    }
}

/* --- draws ------------------------------------------------------------------------------------- */

static double scalar_draw(ny_kernel_code code, double k, double l, double u, double ratio)
{
    double time = NAN;
    if (code == NY_KERNEL_GAMMA_QUANTILE)
        (void)ny_distribution_quantile_gamma(k, 1, u, &time);
    else if (code == NY_KERNEL_BETA_QUANTILE)
        (void)ny_distribution_quantile_beta(k, l, u, &time);
    else if (code == NY_KERNEL_TIME_EXPONENTIAL)
        (void)ny_distribution_time_exponential(k, ratio, u, &time);
    else if (code == NY_KERNEL_TIME_WEIBULL)
        (void)ny_distribution_time_weibull(k, l, ratio, u, &time);
    else
        (void)ny_distribution_time_gompertz(k, l, ratio, u, &time);
    return time;
}

/* Uniform numbers, one in ten of them at an edge, below 0 or above 1. */
static double some_uniform(uint32_t i)
{
    return i % 10 == 0 ? argument(i / 10, 0) : random_uniform(i, 6);
}

static void times_have_the_bits_of_the_scalar_ones(void **state)
{
    static const double parameters[] = {1e-300, 1e-9,  0.003, 0.5,  1.0,      1.7, 30.0,
                                        1e9,    1e300, 0.0,   -0.2, INFINITY, NAN};
    enum { PARAMETERS = sizeof parameters / sizeof parameters[0] };
    static const ny_kernel_code codes[] = {NY_KERNEL_TIME_EXPONENTIAL, NY_KERNEL_TIME_WEIBULL,
                                           NY_KERNEL_TIME_GOMPERTZ};
    double u[BLOCK], ratio[BLOCK], made[BLOCK];
    (void)state;
    for (uint32_t i = 0; i < BLOCK; i++) {
        u[i] = some_uniform(i);
        ratio[i] = i % 8 == 0 ? argument(i / 8, 0) : ny_exp(random_uniform(i, 7) - 0.5);
    }
    for (size_t s = 0; s < SETS; s++)
        for (size_t c = 0; c < 3; c++)
            for (size_t p = 0; p < (size_t)PARAMETERS * PARAMETERS; p++) {
                const ny_kernels *kernels = ny_kernels_choose(sets[s]);
                double k = parameters[p % PARAMETERS], l = parameters[p / PARAMETERS];
                ny_kernel(kernels, codes[c],
                          (ny_kernel_call){
                              .to = made, .a = u, .b = ratio, .k = k, .l = l, .lanes = BLOCK});
                for (uint32_t i = 0; i < BLOCK; i++)
                    assert_same(ny_kernel_shapes[codes[c]].name, kernels, u[i], ratio[i],
                                scalar_draw(codes[c], k, l, u[i], ratio[i]), made[i]);
                ny_kernel(kernels, codes[c],
                          (ny_kernel_call){.to = made, .a = u, .k = k, .l = l, .lanes = BLOCK - 1});
                for (uint32_t i = 0; i + 1 < BLOCK; i++)
                    assert_same(ny_kernel_shapes[codes[c]].name, kernels, u[i], 1,
                                scalar_draw(codes[c], k, l, u[i], 1), made[i]);
            }
}

static void searches_have_the_bits_of_the_scalar_ones(void **state)
{
    static const double parameters[] = {1e-3, 0.4,  1.0, 2.5, 7.99, 8.0,      40.0, 1e5,
                                        1e8,  9e-4, 2e8, 0.0, -1.0, INFINITY, NAN};
    enum { PARAMETERS = sizeof parameters / sizeof parameters[0], FEW = 60 };
    double u[FEW], made[FEW];
    (void)state;
    for (uint32_t i = 0; i < FEW; i++)
        u[i] = i < 20 ? argument(i * 13, 0) : random_uniform(i, 6);
    for (size_t p = 0; p < (size_t)PARAMETERS * PARAMETERS; p++)
        for (ny_kernel_code code = NY_KERNEL_GAMMA_QUANTILE; code <= NY_KERNEL_BETA_QUANTILE;
             code++) {
            const ny_kernels *kernels = ny_kernels_choose(NY_KERNELS_BEST);
            double k = parameters[p % PARAMETERS], l = parameters[p / PARAMETERS];
            ny_kernel(kernels, code,
                      (ny_kernel_call){.to = made, .a = u, .k = k, .l = l, .lanes = FEW});
            for (uint32_t i = 0; i < FEW; i++)
                assert_same(ny_kernel_shapes[code].name, kernels, u[i], k,
                            scalar_draw(code, k, l, u[i], 1), made[i]);
        }
}

/* A cohort's cycles, for every number of lanes: as the definition has them, lane by lane. */
static void cycles_move_shares(void **state)
{
    enum { PLACES = 3, WAYS = 5, SUMS = 2, CYCLES = 7 };
    static const uint32_t ends[PLACES] = {1, 3, 5}, from[WAYS] = {0, 0, 1, 1, 2},
                          place[SUMS] = {1, 2};
    double parts[WAYS][MOST_LANES], shares[PLACES][MOST_LANES], sums[SUMS][MOST_LANES];
    double worth[CYCLES * SUMS];
    const double *part[WAYS];
    double *share[PLACES], *sum[SUMS];
    (void)state;
    for (uint32_t w = 0; w < WAYS; w++)
        part[w] = parts[w];
    for (uint32_t p = 0; p < PLACES; p++)
        share[p] = shares[p];
    for (uint32_t k = 0; k < SUMS; k++)
        sum[k] = sums[k];
    for (uint32_t i = 0; i < CYCLES * SUMS; i++)
        worth[i] = 1 / (1.0 + i);
    for (size_t s = 0; s < SETS; s++)
        for (size_t lanes = 1; lanes <= MOST_LANES; lanes++) {
            for (size_t i = 0; i < lanes; i++) {
                for (uint32_t w = 0; w < WAYS; w++)
                    parts[w][i] = 1 / (3.0 + w + (double)i);
                for (uint32_t p = 0; p < PLACES; p++)
                    shares[p][i] = 0.1 * (p + 1) + (double)i / 7;
                for (uint32_t k = 0; k < SUMS; k++)
                    sums[k][i] = k / 3.0;
            }
            const ny_kernel_cycles of = {PLACES, SUMS,  CYCLES, share, ends, from,
                                         part,   place, sum,    worth, lanes};
            ny_kernels_choose(sets[s])->cycles(&of);
            for (size_t i = 0; i < lanes; i++) {
                double now[PLACES], expected[SUMS] = {0, 1 / 3.0};
                for (uint32_t p = 0; p < PLACES; p++)
                    now[p] = 0.1 * (p + 1) + (double)i / 7;
                for (uint32_t c = 0; c < CYCLES; c++) {
                    double next[PLACES] = {0};
                    for (uint32_t w = 0; w < WAYS; w++)
                        next[w < 1 ? 0 : w < 3 ? 1 : 2] += now[from[w]] * parts[w][i];
                    memcpy(now, next, sizeof now);
                    for (uint32_t k = 0; k < SUMS; k++)
                        expected[k] += now[place[k]] * worth[c * SUMS + k];
                }
                for (uint32_t p = 0; p < PLACES; p++)
                    assert_true(now[p] == shares[p][i]);
                for (uint32_t k = 0; k < SUMS; k++)
                    assert_true(expected[k] == sums[k][i]);
            }
        }
}

/* Lanes of any persons and draws, as many as there are. */
static void uniform_pairs_are_those_of_philox(void **state)
{
    (void)state;
    enum { MOST = 60 };
    uint32_t pairs[MOST], draws[MOST];
    double even[MOST], odd[MOST];
    for (uint32_t i = 0; i < MOST; i++) {
        pairs[i] = i % 7 ? i * 35791u + 3 : INT32_MAX - i;
        draws[i] = i % 5 ? i / 3 : UINT32_MAX - i;
    }
    for (uint32_t s = 0; s < SETS; s++)
        for (uint32_t lanes = 0; lanes <= MOST; lanes++) {
            ny_kernels_choose(sets[s])->uniform_pairs(0x123456789ABCDEFu, 0xFEDCBA9876543210u, 17,
                                                      pairs, draws, lanes, even, odd);
            for (uint32_t i = 0; i < lanes; i++) {
                assert_true(even[i] == ny_random_uniform(0x123456789ABCDEFu, 0xFEDCBA9876543210u,
                                                         17, 2 * pairs[i], draws[i]));
                assert_true(odd[i] == ny_random_uniform(0x123456789ABCDEFu, 0xFEDCBA9876543210u, 17,
                                                        2 * pairs[i] + 1, draws[i]));
            }
        }
}

static void uniform_rows_are_those_of_philox(void **state)
{
    static const uint32_t firsts[] = {0, 1, 2, 77, 0x80000001U, UINT32_MAX - 60, UINT32_MAX};
    double expected[MOST_LANES + 1], made[MOST_LANES + 1];
    (void)state;
    for (size_t s = 0; s < SETS; s++)
        for (uint32_t lanes = 0; lanes <= MOST_LANES; lanes++)
            for (size_t f = 0; f < sizeof firsts / sizeof firsts[0]; f++) {
                uint64_t seed = random_bits(lanes, 8), stream = random_bits(lanes, 9);
                uint32_t world = (uint32_t)random_bits(lanes, 10), draw = lanes % 5;
                made[lanes] = 7;
                ny_random_uniform_rows(seed, stream, world, firsts[f], draw, lanes, expected);
                ny_kernels_choose(sets[s])->uniform_rows(seed, stream, world, firsts[f], draw,
                                                         lanes, made);
                for (uint32_t i = 0; i < lanes; i++)
                    assert_true(same(expected[i], made[i]));
                assert_true(made[lanes] == 7);
            }
}

static void uniform_worlds_are_those_of_philox(void **state)
{
    static const uint32_t firsts[] = {0, 1, 77, 0x80000001U, UINT32_MAX - 60, UINT32_MAX};
    double made[MOST_LANES + 1];
    (void)state;
    for (size_t s = 0; s < SETS; s++)
        for (uint32_t lanes = 0; lanes <= MOST_LANES; lanes++)
            for (size_t f = 0; f < sizeof firsts / sizeof firsts[0]; f++) {
                uint64_t seed = random_bits(lanes, 8), stream = random_bits(lanes, 9);
                uint32_t draw = lanes % 5;
                made[lanes] = 7;
                ny_kernels_choose(sets[s])->uniform_worlds(seed, stream, firsts[f], draw, lanes,
                                                           made);
                for (uint32_t i = 0; i < lanes; i++)
                    assert_true(
                        same(ny_random_uniform(seed, stream, firsts[f] + i, 0, draw), made[i]));
                assert_true(made[lanes] == 7);
            }
}

/* --- one formula a kernel ---------------------------------------------------------------------- */

/* Truths and states as fast_op.c works them out, one lane at a time. */
enum { KNOWN, UNKNOWN, ABSENT, UNDEFINED };

static int state_of(int truth)
{
    return truth <= 1 ? KNOWN : truth - 1;
}

static int truth_of(bool yes, int state)
{
    return state == KNOWN ? yes : state + 1;
}

static int lacking(int state)
{
    return state == UNDEFINED ? UNDEFINED : UNKNOWN;
}

static int either(int a, int b)
{
    if (a == KNOWN && b == KNOWN)
        return KNOWN;
    return lacking(a == UNDEFINED || b == KNOWN ? a : b);
}

static int first_of(int a, int b)
{
    return a == KNOWN && b == KNOWN ? KNOWN : lacking(a == KNOWN ? b : a);
}

static int and_or(int a, int b, int decides)
{
    if (a == decides || b == decides)
        return decides;
    int state = either(state_of(a), state_of(b));
    return truth_of(!decides, state);
}

/* What a kernel of bytes gives for truths or states a, b, c; -1: it is none of these. */
static int expected_byte(ny_kernel_code code, int a, int b, int c)
{
    switch ((int)code) {
    case NY_KERNEL_NOT:
        return truth_of(a == 0, state_of(a) ? lacking(state_of(a)) : KNOWN);
    case NY_KERNEL_AND:
        return and_or(a, b, 0);
    case NY_KERNEL_OR:
        return and_or(a, b, 1);
    case NY_KERNEL_IS_YES:
        return a == 1;
    case NY_KERNEL_STATE_EITHER:
        return either(a, b);
    case NY_KERNEL_STATE_FIRST:
        return first_of(a, b);
    case NY_KERNEL_STATE_LACKING:
        return a == KNOWN ? KNOWN : lacking(a);
    case NY_KERNEL_STATE_OF_TRUTH:
        return state_of(a);
    case NY_KERNEL_TRUTH_WHERE:
        return b == KNOWN ? a : truth_of(false, lacking(b));
    case NY_KERNEL_TRUTH_UNLESS_ABSENT:
        return b == KNOWN ? a : b == ABSENT ? 0 : truth_of(false, lacking(b));
    case NY_KERNEL_IS_KNOWN:
        return a == UNDEFINED ? truth_of(false, UNDEFINED) : a == KNOWN;
    case NY_KERNEL_HAPPENED:
        return a == KNOWN || a == ABSENT ? a == KNOWN : truth_of(false, lacking(a));
    case NY_KERNEL_CHOOSE_STATE:
        return state_of(a) ? lacking(state_of(a)) : a == 1 ? b : c;
    case NY_KERNEL_CHOOSE_TRUTH:
        return state_of(a) ? truth_of(false, lacking(state_of(a))) : a == 1 ? b : c;
    case NY_KERNEL_KEEP_KNOWN_STATE:
        return a == UNKNOWN || a == ABSENT ? b : a;
    default:
        return -1;
    }
}

/* The bytes that an operand of a kernel may hold: truths 0..4, else states 0..3. */
static bool is_truth(ny_kernel_code code, uint32_t operand)
{
    switch ((int)code) {
    case NY_KERNEL_NOT:
    case NY_KERNEL_AND:
    case NY_KERNEL_OR:
    case NY_KERNEL_IS_YES:
    case NY_KERNEL_STATE_OF_TRUTH:
    case NY_KERNEL_CHOOSE_TRUTH:
        return true;
    default:
        return operand == 0 && (code == NY_KERNEL_CHOOSE_STATE || code == NY_KERNEL_TRUTH_WHERE ||
                                code == NY_KERNEL_TRUTH_UNLESS_ABSENT);
    }
}

static void logic_is_that_of_single_rows(void **state)
{
    uint8_t a[125], b[125], c[125], made[125];
    (void)state;
    for (size_t s = 0; s < SETS; s++)
        for (ny_kernel_code code = 0; code < NY_KERNEL_CODES; code++) {
            uint32_t kinds[3] = {is_truth(code, 0) ? 5 : 4, is_truth(code, 1) ? 5 : 4,
                                 is_truth(code, 2) ? 5 : 4};
            if (expected_byte(code, 0, 0, 0) < 0)
                continue;
            for (uint32_t i = 0; i < 125; i++) {
                a[i] = (uint8_t)(i % 5 % kinds[0]);
                b[i] = (uint8_t)(i / 5 % 5 % kinds[1]);
                c[i] = (uint8_t)(i / 25 % kinds[2]);
            }
            ny_kernel(ny_kernels_choose(sets[s]), code,
                      (ny_kernel_call){.to = made, .a = a, .b = b, .c = c, .lanes = 125});
            for (uint32_t i = 0; i < 125; i++)
                if (made[i] != expected_byte(code, a[i], b[i], c[i]))
                    fail_msg("%s of %d, %d, %d: %d", ny_kernel_shapes[code].name, a[i], b[i], c[i],
                             made[i]);
        }
}

/* The same formulas of kernel.def, compiled here, for one lane: what is asked is that neither vectors,
 * nor remainders, nor working in place change a bit. */
#define UNIT_ROUNDOFF 0x1p-53

static double size_of(double x)
{
    return x < 0 ? -x : x;
}

static bool whole(double x)
{
    return size_of(x) <= 0x1p53 && (double)(int64_t)x == x;
}

static double ny_error_of_sum(double a, double b, double a_error, double b_error)
{
    volatile double sum = a + b, part = sum - a;
    return a_error + b_error + size_of((a - (sum - part)) + (b - part));
}

static double ny_error_of_product(double a, double b, double a_error, double b_error)
{
    double product = a * b;
    bool exact =
        (whole(a) && whole(b) && size_of(product) <= 0x1p53) || size_of(a) == 1 || size_of(b) == 1;
    return (exact ? 0 : size_of(product) * UNIT_ROUNDOFF) + size_of(a) * b_error +
           size_of(b) * a_error + a_error * b_error;
}

static double ny_error_of_quotient(double a, double b, double a_error, double b_error)
{
    double quotient = a / b;
    bool exact = whole(quotient) && whole(a) && whole(b) && size_of(quotient * b) <= 0x1p53 &&
                 quotient * b == a;
    return (exact ? 0 : size_of(quotient) * UNIT_ROUNDOFF) +
           (a_error + size_of(quotient) * b_error) / (size_of(b) - b_error);
}

static double ny_error_of_chosen(double a, double b, double a_error, double b_error, bool first)
{
    double chosen = first ? a_error : b_error;
    if (size_of(a - b) <= a_error + b_error && chosen < a_error + b_error)
        chosen = a_error > b_error ? a_error : b_error;
    return chosen;
}

static bool ny_ties(double a, double b, double a_error, double b_error)
{
    double error = a_error + b_error, larger = size_of(a) > size_of(b) ? size_of(a) : size_of(b);
    return error != 0 && !(size_of(a - b) > error + 1e-12 * larger);
}

static bool ny_ties_whole(double a, double error, double offset)
{
    double place = a - offset, nearest = floor(place + 0.5);
    return error != 0 && !(size_of(place - nearest) > error + 1e-12 * size_of(nearest + offset));
}

typedef double lane_number;
typedef uint8_t lane_byte;
typedef char lane_none;

#define READ_number(from) *(const double *)(from)
#define READ_byte(from) *(const uint8_t *)(from)
#define READ_none(from) 0

#define NY_WHOLE(name, TO, A, B, C, D, function)
#define NY_EACH(name, TO, A, B, C, D, formula)                                                     \
    static double lane_##name(const void *as, const void *bs, const void *cs, const void *ds,      \
                              double k, double l)                                                  \
    {                                                                                              \
        const lane_##A a = READ_##A(as);                                                           \
        const lane_##B b = READ_##B(bs);                                                           \
        const lane_##C c = READ_##C(cs);                                                           \
        const lane_##D d = READ_##D(ds);                                                           \
        (void)as, (void)bs, (void)cs, (void)ds;                                                    \
        (void)a, (void)b, (void)c, (void)d, (void)k, (void)l;                                      \
        return (double)(lane_##TO)(formula);                                                       \
    }
#include "run/kernel.def"
#undef NY_EACH

typedef double (*of_lane)(const void *, const void *, const void *, const void *, double, double);
static const of_lane lanes_of[NY_KERNEL_CODES] = {
#define NY_EACH(name, TO, A, B, C, D, formula) [NY_KERNEL_##name] = lane_##name,
#include "run/kernel.def"
};

/* Operand `o` of a kernel in lane i: a number, or a byte. */
typedef struct columns {
    double numbers[4][MOST_LANES];
    uint8_t bytes[4][MOST_LANES];
} columns;

static const void *column(const columns *of, ny_lane_kind kind, uint32_t operand, size_t lane)
{
    return kind == NY_LANE_number ? (const void *)&of->numbers[operand][lane]
                                  : (const void *)&of->bytes[operand][lane];
}

static void fill(columns *of, uint32_t round)
{
    for (uint32_t o = 0; o < 4; o++)
        for (uint32_t i = 0; i < MOST_LANES; i++) {
            uint32_t at = round * MOST_LANES + i;
            double number = argument(at * (2 * o + 1) % 30000, o);
            of->numbers[o][i] = at % 3 ? number : floor(number); /* whole ones too */
            of->bytes[o][i] = (uint8_t)(random_bits(at, o) % 4);
        }
}

static void assert_formula(const ny_kernels *kernels, ny_kernel_code code, columns *of,
                           size_t lanes)
{
    const ny_kernel_shape *shape = &ny_kernel_shapes[code];
    columns into = *of;
    bool in_place = lanes % 2 && shape->operands[0] == shape->to;
    double numbers[MOST_LANES] = {0}, k = of->numbers[3][5], l = of->numbers[2][7];
    uint8_t bytes[MOST_LANES] = {0};
    void *to = shape->to == NY_LANE_number ? (void *)numbers : (void *)bytes;
    k = code == NY_KERNEL_BYTE_FILL ? 3 : k;
    if (in_place)
        to = shape->to == NY_LANE_number ? (void *)into.numbers[0] : (void *)into.bytes[0];
    ny_kernel(kernels, code,
              (ny_kernel_call){.to = to,
                               .a = column(&into, shape->operands[0], 0, 0),
                               .b = column(&into, shape->operands[1], 1, 0),
                               .c = column(&into, shape->operands[2], 2, 0),
                               .d = column(&into, shape->operands[3], 3, 0),
                               .k = k,
                               .l = l,
                               .lanes = lanes});
    for (size_t i = 0; i < lanes; i++) {
        double expected = lanes_of[code](
            column(of, shape->operands[0], 0, i), column(of, shape->operands[1], 1, i),
            column(of, shape->operands[2], 2, i), column(of, shape->operands[3], 3, i), k, l);
        double made = shape->to == NY_LANE_number ? ((double *)to)[i] : ((uint8_t *)to)[i];
        assert_same(shape->name, kernels, of->numbers[0][i], of->numbers[1][i], expected, made);
    }
}

static void formulas_are_the_same_in_every_lane(void **state)
{
    columns of;
    (void)state;
    for (uint32_t round = 0; round < 200; round++) {
        fill(&of, round);
        for (size_t s = 0; s < SETS; s++)
            for (ny_kernel_code code = 0; code < NY_KERNEL_CODES; code++)
                if (lanes_of[code])
                    assert_formula(ny_kernels_choose(sets[s]), code, &of,
                                   round < 150 ? round : MOST_LANES);
    }
}

static void a_set_is_never_better_than_asked(void **state)
{
    (void)state;
    assert_int_equal(ny_kernels_choose(NY_KERNELS_PLAIN)->set, NY_KERNELS_PLAIN);
    assert_true(ny_kernels_choose(NY_KERNELS_BEST)->set <= NY_KERNELS_BEST);
    for (ny_kernel_code code = 0; code < NY_KERNEL_CODES; code++)
        assert_non_null(ny_kernels_choose(NY_KERNELS_BEST)->run[code]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_have_the_bits_of_the_scalar_ones),
        cmocka_unit_test(one_odd_lane_changes_no_other),
        cmocka_unit_test(any_number_of_lanes_and_in_place),
        cmocka_unit_test(powers_have_the_bits_of_the_scalar_ones),
        cmocka_unit_test(times_have_the_bits_of_the_scalar_ones),
        cmocka_unit_test(searches_have_the_bits_of_the_scalar_ones),
        cmocka_unit_test(uniform_rows_are_those_of_philox),
        cmocka_unit_test(uniform_worlds_are_those_of_philox),
        cmocka_unit_test(uniform_pairs_are_those_of_philox),
        cmocka_unit_test(cycles_move_shares),
        cmocka_unit_test(logic_is_that_of_single_rows),
        cmocka_unit_test(formulas_are_the_same_in_every_lane),
        cmocka_unit_test(a_set_is_never_better_than_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
