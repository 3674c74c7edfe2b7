/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Prints a hash of a million results of each numeric function, scalar and from every set of kernels that
 * the processor runs: kernels_test.py compiles it with several compilers and compares. */

#include "run/distribution.h"
#include "run/kernel.h"
#include "run/philox.h"
#include "run/tail.h"
#include "run/vmath.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK = 1000, BLOCKS = 1000 };

static const uint64_t hash_beginning = 0xCBF29CE484222325U;

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return number == number ? bits : 0x7FF8000000000000U; /* any NaN */
}

static uint64_t hashed(uint64_t hash, const double *numbers)
{
    for (uint32_t i = 0; i < BLOCK; i++)
        hash = (hash ^ bits_of(numbers[i])) * 0x9E3779B97F4A7C15U;
    return hash;
}

/* Arguments: uniform numbers; numbers of both signs and all sizes, infinities and NaN among them, since
 * they are random bits; and numbers from -750 to 750. Made by exact operations alone. */
typedef struct arguments {
    double uniform[BLOCK], any[BLOCK], wide[BLOCK];
} arguments;

static void fill(arguments *of, uint32_t block)
{
    ny_random_uniform_rows(2026, 1, block, 0, 0, BLOCK, of->uniform);
    for (uint32_t i = 0; i < BLOCK; i++) {
        uint64_t bits = ny_random_bits(2026, 2, block, i, 0);
        memcpy(&of->any[i], &bits, sizeof bits);
        of->wide[i] = 1500 * (of->uniform[i] - 0.5);
        if (i % 4) /* most are of the sizes that occur */
            of->any[i] = of->uniform[i] * (double)(1 << i % 5) - (double)(i % 2);
    }
}

/* --- scalar functions -------------------------------------------------------------------------- */

static double normal(double u)
{
    double value = NAN;
    (void)ny_distribution_quantile_normal(0, 1, u, &value);
    return value;
}

static double exponential(double u)
{
    double time = NAN;
    (void)ny_distribution_time_exponential(0.3, 1.7, u, &time);
    return time;
}

static double weibull(double u)
{
    double time = NAN;
    (void)ny_distribution_time_weibull(1.4, 9, 1.7, u, &time);
    return time;
}

static double gompertz(double u)
{
    double time = NAN;
    (void)ny_distribution_time_gompertz(0.09, 0.01, 1.7, u, &time);
    return time;
}

static double gamma_draw(double u)
{
    double value = NAN;
    (void)ny_distribution_quantile_gamma(2.5, 1, u, &value);
    return value;
}

static double to_three_halves(double x)
{
    return ny_pow(x, 1.5);
}

/* The kernel that does the same, with its ones; NY_KERNEL_CODES: there is none. */
typedef struct function {
    const char *name;
    double (*scalar)(double);
    ny_kernel_code code;
    double k, l;
    size_t argument; /* offset in `arguments` */
} function;

#define UNIFORM offsetof(arguments, uniform)
#define ANY offsetof(arguments, any)
#define WIDE offsetof(arguments, wide)

static const function functions[] = {
    {"exp", ny_exp, NY_KERNEL_EXPONENTIAL, 0, 0, WIDE},
    {"exp of any", ny_exp, NY_KERNEL_EXPONENTIAL, 0, 0, ANY},
    {"expm1", ny_expm1, NY_KERNEL_EXPONENTIAL_LESS_1, 0, 0, ANY},
    {"log", ny_log, NY_KERNEL_LOGARITHM, 0, 0, ANY},
    {"log1p", ny_log1p, NY_KERNEL_LOGARITHM_OF_1_PLUS, 0, 0, ANY},
    {"pow", to_three_halves, NY_KERNEL_POWER_ONE, 1.5, 0, ANY},
    {"sqrt", sqrt, NY_KERNEL_SQUARE_ROOT, 0, 0, ANY},
    {"floor", floor, NY_KERNEL_FLOOR, 0, 0, ANY},
    {"lgamma", ny_lgamma, NY_KERNEL_LGAMMA, 0, 0, ANY},
    {"erfc", ny_erfc, NY_KERNEL_ERFC, 0, 0, ANY},
    {"normal", normal, NY_KERNEL_NORMAL_QUANTILE, 0, 0, UNIFORM},
    {"exponential", exponential, NY_KERNEL_TIME_EXPONENTIAL, 0.3, 0, UNIFORM},
    {"weibull", weibull, NY_KERNEL_TIME_WEIBULL, 1.4, 9, UNIFORM},
    {"gompertz", gompertz, NY_KERNEL_TIME_GOMPERTZ, 0.09, 0.01, UNIFORM},
    {"gamma", gamma_draw, NY_KERNEL_CODES, 0, 0, UNIFORM},
};
#define FUNCTIONS (sizeof functions / sizeof functions[0])

static const double *argument_of(const function *of, const arguments *from)
{
    return (const double *)(const void *)((const char *)from + of->argument);
}

/* What a set gives, or the scalar functions where there is no set. */
static void print_functions(const ny_kernels *kernels, const char *form)
{
    uint64_t hashes[FUNCTIONS];
    double made[BLOCK], ratio[BLOCK];
    arguments from;
    for (uint32_t i = 0; i < BLOCK; i++)
        ratio[i] = 1.7;
    for (uint32_t block = 0; block < BLOCKS; block++) {
        fill(&from, block);
        for (size_t f = 0; f < FUNCTIONS; f++) {
            const function *of = &functions[f];
            const double *a = argument_of(of, &from);
            ny_kernel_call call = {
                .to = made, .a = a, .b = ratio, .k = of->k, .l = of->l, .lanes = BLOCK};
            if (of->code == NY_KERNEL_CODES && (kernels || block >= 10))
                continue; /* slow: ten thousand of them must do */
            if (kernels)
                ny_kernel(kernels, of->code, call);
            for (uint32_t i = 0; !kernels && i < BLOCK; i++)
                made[i] = of->scalar(a[i]);
            hashes[f] = hashed(block ? hashes[f] : hash_beginning, made);
        }
    }
    for (size_t f = 0; f < FUNCTIONS; f++)
        if (!kernels || functions[f].code != NY_KERNEL_CODES)
            printf("%s\t%s\t%016" PRIx64 "\n", functions[f].name, form, hashes[f]);
}

/* The formulas of one operation: arithmetic, comparisons, choices, bounds of error. */
static void print_formulas(const ny_kernels *kernels, const char *set)
{
    arguments from, other;
    uint8_t bytes[BLOCK], truths[BLOCK];
    double made[BLOCK];
    for (ny_kernel_code code = 0; code < NY_KERNEL_CODES; code++) {
        const ny_kernel_shape *shape = &ny_kernel_shapes[code];
        uint64_t hash = hash_beginning;
        const void *operands[4];
        if (code >= NY_KERNEL_EXPONENTIAL && code <= NY_KERNEL_TIME_GOMPERTZ)
            continue;
        for (uint32_t block = 0; block < BLOCKS / 20; block++) {
            fill(&from, block), fill(&other, block + 1);
            for (uint32_t i = 0; i < BLOCK; i++)
                bytes[i] = (uint8_t)(from.uniform[i] * 4),
                truths[i] = (uint8_t)(other.uniform[i] * 4);
            const double *numbers[4] = {from.any, other.any, from.uniform, other.uniform};
            for (uint32_t o = 0; o < 4; o++)
                operands[o] = shape->operands[o] == NY_LANE_number ? (const void *)numbers[o]
                              : o == 0                             ? (const void *)bytes
                                                                   : (const void *)truths;
            ny_kernel(
                kernels, code,
                (ny_kernel_call){.to = shape->to == NY_LANE_number ? (void *)made : (void *)bytes,
                                 .a = operands[0],
                                 .b = operands[1],
                                 .c = operands[2],
                                 .d = operands[3],
                                 .k = 0.75,
                                 .l = 3,
                                 .lanes = BLOCK});
            for (uint32_t i = 0; shape->to == NY_LANE_byte && i < BLOCK; i++)
                made[i] = bytes[i];
            hash = hashed(hash, made);
        }
        printf("%s\t%s\t%016" PRIx64 "\n", shape->name, set, hash);
    }
}

static void print_uniforms(const ny_kernels *kernels, const char *set)
{
    uint64_t hash = hash_beginning;
    double made[BLOCK];
    for (uint32_t block = 0; block < BLOCKS; block++) {
        kernels->uniform_rows(2026, ny_random_stream("ratio", 5), block, block * 999U, 0, BLOCK,
                              made);
        hash = hashed(hash, made);
    }
    printf("uniform\t%s\t%016" PRIx64 "\n", set, hash);
}

static void print_set(ny_kernel_set set, const char *name)
{
    const ny_kernels *kernels = ny_kernels_choose(set);
    if (kernels->set != set)
        return;
    print_functions(kernels, name);
    print_formulas(kernels, name);
    print_uniforms(kernels, name);
}

int main(void)
{
    print_functions(NULL, "scalar");
    print_set(NY_KERNELS_PLAIN, "plain");
    print_set(NY_KERNELS_AVX2, "avx2");
    return 0;
}
