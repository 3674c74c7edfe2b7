/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the kernels of the simulation engine do in a second, beside what a loop written for the expression
 * does (engine_fused.c). Both run in turn, the fastest of each counts. Prints lines for bench/engine.py:
 * name, rate, rate of the rival (0: none), unit. */

#include "engine_fused.h"

#include "run/kernel_program.h"
#include "run/tail.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LANES = 16384, ROUNDS = 41, REPEATS = 8, MILLION = 1000000 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static void stop(const char *what)
{
    fprintf(stderr, "engine: %s\n", what);
    exit(1);
}

/* --- the expressions --------------------------------------------------------------------------- */

typedef struct expression {
    ny_kernel_builder *build;
    ny_register u, z, age, quality;
} expression;

static expression begin(ny_arena *arena)
{
    ny_kernel_builder *build = ny_kernel_begin(arena);
    expression of = {.build = build};
    of.u = ny_kernel_input(build, NY_LANE_number);
    of.z = ny_kernel_input(build, NY_LANE_number);
    of.age = ny_kernel_input(build, NY_LANE_number);
    of.quality = ny_kernel_input(build, NY_LANE_number);
    return of;
}

static ny_register by_one(const expression *of, ny_kernel_code code, ny_register a, double one)
{
    return ny_kernel_make(of->build, code,
                          (ny_operands){.a = a, .k = ny_kernel_constant(of->build, one)});
}

static ny_register by_two(const expression *of, ny_kernel_code code, ny_register a, ny_register b)
{
    return ny_kernel_make(of->build, code, (ny_operands){.a = a, .b = b});
}

static ny_register either(const expression *of, ny_register truth, double yes, double no)
{
    return ny_kernel_make(of->build, NY_KERNEL_CHOOSE_ONES,
                          (ny_operands){.a = truth,
                                        .k = ny_kernel_constant(of->build, yes),
                                        .l = ny_kernel_constant(of->build, no)});
}

/* a * k + l, as two operations: the builder joins them. */
static ny_register line(const expression *of, ny_register a, double k, double l)
{
    return by_one(of, NY_KERNEL_ADD_ONE, by_one(of, NY_KERNEL_MULTIPLY_ONE, a, k), l);
}

static const ny_kernel_program *net_benefit(ny_arena *arena)
{
    expression of = begin(arena);
    ny_register frailty = by_two(&of, NY_KERNEL_EXPONENTIAL, line(&of, of.z, 0.25, 0.1), 0);
    ny_register slope = by_one(&of, NY_KERNEL_MULTIPLY_ONE, of.quality, -0.8);
    ny_register sum = by_two(&of, NY_KERNEL_ADD, line(&of, of.age, 0.03, -0.5), slope);
    ny_register risk = by_two(&of, NY_KERNEL_EXPONENTIAL, sum, 0);
    ny_register hazard =
        by_one(&of, NY_KERNEL_MULTIPLY_ONE, by_two(&of, NY_KERNEL_MULTIPLY, frailty, risk), 0.12);
    ny_register chance =
        by_one(&of, NY_KERNEL_MULTIPLY_ONE, by_two(&of, NY_KERNEL_LOGARITHM, of.u, 0), -1.0);
    ny_register time = by_two(&of, NY_KERNEL_DIVIDE, chance, hazard);
    ny_register followed = by_one(&of, NY_KERNEL_LESSER_ONE, time, 5.0);
    ny_register early = either(&of, by_one(&of, NY_KERNEL_LESS_ONE, time, 1.0), 0.4, 1.0);
    ny_register late = either(&of, by_one(&of, NY_KERNEL_LESS_ONE, time, 2.0), 0.7, 1.0);
    ny_register life = by_one(&of, NY_KERNEL_ADD_ONE, of.quality, 0.05);
    life = by_one(&of, NY_KERNEL_GREATER_ONE, by_one(&of, NY_KERNEL_LESSER_ONE, life, 1.0), 0.0);
    ny_register worth = by_two(&of, NY_KERNEL_EXPONENTIAL,
                               by_one(&of, NY_KERNEL_MULTIPLY_ONE, followed, -0.035), 0);
    ny_register years =
        by_two(&of, NY_KERNEL_MULTIPLY, by_two(&of, NY_KERNEL_MULTIPLY, followed, life), worth);
    ny_register paid =
        by_one(&of, NY_KERNEL_MULTIPLY_ONE, by_two(&of, NY_KERNEL_MULTIPLY, early, late), 120000.0);
    ny_register net =
        by_two(&of, NY_KERNEL_SUBTRACT, by_one(&of, NY_KERNEL_MULTIPLY_ONE, years, 50000.0), paid);
    net = by_one(&of, NY_KERNEL_GREATER_ONE, net, -200000.0);
    net = by_one(&of, NY_KERNEL_LESSER_ONE, net, 300000.0);
    ny_register visits = by_two(&of, NY_KERNEL_MULTIPLY,
                                by_one(&of, NY_KERNEL_MULTIPLY_ONE, followed, 0.97), followed);
    net = by_two(&of, NY_KERNEL_SUBTRACT, net, by_one(&of, NY_KERNEL_MULTIPLY_ONE, visits, 1000.0));
    ny_register older = by_one(&of, NY_KERNEL_MULTIPLY_ONE,
                               by_two(&of, NY_KERNEL_MULTIPLY, of.age, followed), 12.5);
    net = by_two(&of, NY_KERNEL_ADD, net, older);
    ny_register late_gain =
        by_two(&of, NY_KERNEL_LOGARITHM, by_one(&of, NY_KERNEL_ADD_ONE, followed, 1.0), 0);
    ny_kernel_keep(of.build, by_two(&of, NY_KERNEL_ADD, net,
                                    by_one(&of, NY_KERNEL_MULTIPLY_ONE, late_gain, 2500.0)));
    return ny_kernel_end(of.build);
}

static const ny_kernel_program *arithmetic(ny_arena *arena)
{
    expression of = begin(arena);
    ny_register a = of.u, b = of.z, c = of.age, d = of.quality;
    for (int step = 0; step < 4; step++) {
        ny_register product = by_two(&of, NY_KERNEL_MULTIPLY, b, c);
        ny_register sum = by_two(&of, NY_KERNEL_ADD, product, line(&of, a, 0.75, 0.125));
        ny_register factor = either(&of, by_one(&of, NY_KERNEL_LESS_ONE, sum, 0.5), 0.3, 1.7);
        ny_register scaled = by_two(&of, NY_KERNEL_MULTIPLY, sum, factor);
        ny_register cut = by_one(&of, NY_KERNEL_GREATER_ONE, scaled, -8.0);
        cut = by_one(&of, NY_KERNEL_LESSER_ONE, cut, 8.0);
        ny_register next =
            by_one(&of, NY_KERNEL_MULTIPLY_ONE, by_two(&of, NY_KERNEL_SUBTRACT, cut, d), 0.5);
        a = b, b = c, c = d, d = next;
    }
    ny_kernel_keep(of.build, d);
    return ny_kernel_end(of.build);
}

/* --- measuring --------------------------------------------------------------------------------- */

typedef struct bench {
    ny_arena *arena;
    const ny_kernels *kernels;
    ny_people people;
    double *made, *rival;
} bench;

static double *numbers(ny_arena *arena, const ny_kernels *kernels, uint32_t stream)
{
    double *of = NY_NEW_ARRAY(arena, double, LANES);
    kernels->uniform_rows(1, stream, 0, 0, 0, LANES, of);
    return of;
}

static double run_program(const bench *of, const ny_kernel_program *program, size_t block,
                          void *frame)
{
    double begun = now();
    for (int repeat = 0; repeat < REPEATS; repeat++)
        for (size_t first = 0; first < LANES; first += block) {
            const void *inputs[] = {of->people.u + first, of->people.z + first,
                                    of->people.age + first, of->people.quality + first};
            ny_kernel_run(program, of->kernels, inputs, NULL, block, frame);
            memcpy(of->made + first, ny_kernel_kept(program, frame, 0), block * sizeof(double));
        }
    return now() - begun;
}

static double run_fused(const bench *of, void (*fused)(ny_people, double *restrict, size_t),
                        size_t block)
{
    double begun = now();
    for (int repeat = 0; repeat < REPEATS; repeat++)
        for (size_t first = 0; first < LANES; first += block)
            fused((ny_people){of->people.u + first, of->people.z + first, of->people.age + first,
                              of->people.quality + first},
                  of->rival + first, block);
    return now() - begun;
}

static void against_fused(const bench *of, const char *name, const ny_kernel_program *program,
                          double operations, void (*fused)(ny_people, double *restrict, size_t),
                          size_t block)
{
    void *frame = ny_arena_take(of->arena, ny_kernel_frame(program, block));
    double ours = INFINITY, theirs = INFINITY, all = operations * LANES * REPEATS / 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        theirs = least(theirs, run_fused(of, fused, LANES / 16));
        ours = least(ours, run_program(of, program, block, frame));
    }
    if (memcmp(of->made, of->rival, LANES * sizeof(double)))
        stop("the loop and the kernels give different bits");
    printf("%s, blocks of %zu, %u calls, %u places\t%.3f\t%.3f\tthousand million operations a "
           "second\n",
           name, block, ny_kernel_calls(program), ny_kernel_places(program), all / ours,
           all / theirs);
}

/* --- normals ----------------------------------------------------------------------------------- */

/* As R makes its normals unless told otherwise: two numbers of a Mersenne Twister (Matsumoto and Nishimura,
 * ACM TOMACS 8, 1998) for one of 58 bits, and AS 241 with the C library's logarithm. One at a time. */
enum { TWISTER = 624 };
typedef struct twister {
    uint32_t words[TWISTER];
    size_t next;
} twister;

static void twist(twister *of)
{
    for (size_t i = 0; i < TWISTER; i++) {
        uint32_t both = (of->words[i] & 0x80000000U) | (of->words[(i + 1) % TWISTER] & 0x7FFFFFFFU);
        of->words[i] = of->words[(i + 397) % TWISTER] ^ both >> 1 ^ ((both & 1) ? 0x9908B0DFU : 0);
    }
    of->next = 0;
}

static double twisted(twister *of)
{
    if (of->next == TWISTER)
        twist(of);
    uint32_t word = of->words[of->next++];
    word ^= word >> 11;
    word ^= word << 7 & 0x9D2C5680U;
    word ^= word << 15 & 0xEFC60000U;
    return ((word ^ word >> 18) + 0.5) * 0x1p-32;
}

#include "run/vmath_pieces.h"

static double one_normal(twister *of)
{
    double u = (floor(0x1p27 * twisted(of)) + twisted(of)) * 0x1p-27, middle = u - 0.5;
    if (fabs(middle) <= 0.425)
        return normal_centre(middle);
    double r = sqrt(-log(middle < 0 ? u : 1 - u)),
           distance = r <= 5 ? normal_tail(r) : normal_far(r);
    return middle < 0 ? -distance : distance;
}

static double one_million(const ny_kernels *kernels, uint32_t world, double *to)
{
    double begun = now();
    for (uint32_t first = 0; first < MILLION; first += 1000) {
        kernels->uniform_rows(1, 9, world, first, 0, 1000, to + first);
        ny_kernel(kernels, NY_KERNEL_NORMAL_QUANTILE,
                  (ny_kernel_call){.to = to + first, .a = to + first, .lanes = 1000});
    }
    return now() - begun;
}

static void normals(const bench *of)
{
    double *to = NY_NEW_ARRAY(of->arena, double, MILLION);
    twister rival = {.next = TWISTER};
    double ours = INFINITY, theirs = INFINITY;
    for (uint32_t i = 0; i < TWISTER; i++)
        rival.words[i] = (uint32_t)(of->people.u[i] * 0x1p32);
    for (uint32_t round = 0; round < 15; round++) {
        double begun = now();
        for (int i = 0; i < MILLION; i++)
            to[i] = one_normal(&rival);
        theirs = least(theirs, now() - begun);
        ours = least(ours, one_million(of->kernels, round, to));
    }
    printf("a million normals\t%.3f\t%.3f\tmillions a second\n", 1 / ours, 1 / theirs);
}

/* Millions a second of single kernels, for the record. */
static void kernel_by_kernel(const bench *of)
{
    static const ny_kernel_code codes[] = {
        NY_KERNEL_EXPONENTIAL,      NY_KERNEL_LOGARITHM,
        NY_KERNEL_POWER_ONE,        NY_KERNEL_NORMAL_QUANTILE,
        NY_KERNEL_TIME_WEIBULL,     NY_KERNEL_TIME_GOMPERTZ,
        NY_KERNEL_MULTIPLY_ADD_ONE, NY_KERNEL_DIVIDE,
        NY_KERNEL_LESS_ONE,         NY_KERNEL_AND,
    };
    double best = INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
        double begun = now();
        for (uint32_t first = 0; first < LANES; first += 256)
            of->kernels->uniform_rows(1, 3, 0, first, 0, 256, of->made + first);
        best = least(best, now() - begun);
    }
    printf("uniform rows\t%.0f\t0\tmillions a second\n", LANES / best / 1e6);
    for (size_t c = 0; c < sizeof codes / sizeof codes[0]; c++) {
        best = INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            double begun = now();
            for (uint32_t first = 0; first < LANES; first += 256)
                ny_kernel(of->kernels, codes[c],
                          (ny_kernel_call){.to = of->made + first,
                                           .a = of->people.u + first,
                                           .b = of->people.quality + first,
                                           .k = 1.5,
                                           .l = 3,
                                           .lanes = 256});
            best = least(best, now() - begun);
        }
        printf("%s\t%.0f\t0\tmillions a second\n", ny_kernel_shapes[codes[c]].name,
               LANES / best / 1e6);
    }
}

int main(int count, char **words)
{
    ny_kernel_set most =
        count > 1 && strcmp(words[1], "plain") == 0 ? NY_KERNELS_PLAIN : NY_KERNELS_BEST;
    bench of = {.arena = ny_arena_create(), .kernels = ny_kernels_choose(most)};
    double *z = numbers(of.arena, of.kernels, 5);
    ny_kernel(of.kernels, NY_KERNEL_NORMAL_QUANTILE,
              (ny_kernel_call){.to = z, .a = z, .lanes = LANES});
    of.people = (ny_people){numbers(of.arena, of.kernels, 4), z, numbers(of.arena, of.kernels, 6),
                            numbers(of.arena, of.kernels, 7)};
    of.made = NY_NEW_ARRAY(of.arena, double, LANES);
    of.rival = NY_NEW_ARRAY(of.arena, double, LANES);
    const ny_kernel_program *first = net_benefit(of.arena), *second = arithmetic(of.arena);
    for (size_t block = 128; block <= 1024; block *= 2)
        against_fused(&of, "exp and log", first, 42, ny_fused_net_benefit, block);
    for (size_t block = 128; block <= 1024; block *= 2)
        against_fused(&of, "arithmetic", second, 44, ny_fused_arithmetic, block);
    normals(&of);
    kernel_by_kernel(&of);
    ny_arena_destroy(of.arena);
    return 0;
}
