/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Programs of kernels give what the same calls give one by one, with as few places as are live, for any
 * length of blocks. */

#include "run/kernel_program.h"
#include "run/philox.h"
#include "run/vmath.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { LANES = 300, RANDOM_PROGRAMS = 300, MOST_CALLS = 60 };

static ny_register make(ny_kernel_builder *build, ny_kernel_code code, ny_operands operands)
{
    return ny_kernel_make(build, code, operands);
}

static void run(const ny_kernel_program *program, const void *const *inputs, const double *given,
                size_t lanes, void *frame)
{
    ny_kernel_run(program, ny_kernels_choose(NY_KERNELS_BEST), inputs, given, lanes, frame);
}

static void an_expression_is_computed(void **state)
{
    ny_arena *arena = ny_arena_create();
    ny_kernel_builder *build = ny_kernel_begin(arena);
    ny_register age = ny_kernel_input(build, NY_LANE_number);
    ny_register where = ny_kernel_input(build, NY_LANE_byte);
    ny_one slope = ny_kernel_given(build), half = ny_kernel_constant(build, 0.5);
    ny_register x =
        make(build, NY_KERNEL_MULTIPLY_ADD_ONE, (ny_operands){.a = age, .k = slope, .l = half});
    ny_register y = make(build, NY_KERNEL_EXPONENTIAL, (ny_operands){.a = x});
    ny_register z = make(build, NY_KERNEL_CHOOSE, (ny_operands){.a = where, .b = y, .c = age});
    double ages[LANES];
    uint8_t wheres[LANES];
    (void)state;
    assert_int_equal(ny_kernel_keep(build, z), 0);
    assert_int_equal(ny_kernel_keep(build, where), 1);
    const ny_kernel_program *program = ny_kernel_end(build);
    void *frame = ny_arena_take(arena, ny_kernel_frame(program, LANES));
    for (uint32_t i = 0; i < LANES; i++)
        ages[i] = i, wheres[i] = i % 3 == 0;
    for (size_t lanes = 0; lanes <= LANES; lanes += 37) {
        run(program, (const void *[]){ages, wheres}, (double[]){0.01}, lanes, frame);
        const double *kept = ny_kernel_kept(program, frame, 0);
        for (uint32_t i = 0; i < lanes; i++)
            assert_true(kept[i] == (i % 3 == 0 ? ny_exp(ages[i] * 0.01 + 0.5) : ages[i]));
        assert_ptr_equal(ny_kernel_kept(program, frame, 1), wheres);
    }
    ny_arena_destroy(arena);
}

static void what_nothing_needs_is_left_out(void **state)
{
    ny_arena *arena = ny_arena_create();
    ny_kernel_builder *build = ny_kernel_begin(arena);
    ny_register a = ny_kernel_input(build, NY_LANE_number);
    ny_register b = make(build, NY_KERNEL_NEGATE, (ny_operands){.a = a});
    (void)state;
    (void)make(build, NY_KERNEL_EXPONENTIAL, (ny_operands){.a = b});
    ny_kernel_keep(build, b);
    const ny_kernel_program *program = ny_kernel_end(build);
    assert_int_equal(ny_kernel_calls(program), 1);
    assert_int_equal(ny_kernel_places(program), 1);
    ny_arena_destroy(arena);
}

static void a_chain_needs_one_place(void **state)
{
    ny_arena *arena = ny_arena_create();
    ny_kernel_builder *build = ny_kernel_begin(arena);
    ny_register x = ny_kernel_input(build, NY_LANE_number);
    double ones[LANES];
    (void)state;
    for (uint32_t i = 0; i < 20; i++) {
        ones[i] = 1;
        x = make(build, NY_KERNEL_ADD, (ny_operands){.a = x, .b = x});
    }
    ny_kernel_keep(build, x);
    const ny_kernel_program *program = ny_kernel_end(build);
    void *frame = ny_arena_take(arena, ny_kernel_frame(program, 20));
    assert_int_equal(ny_kernel_places(program), 1);
    run(program, (const void *[]){ones}, NULL, 20, frame);
    assert_true(((const double *)ny_kernel_kept(program, frame, 0))[19] == 0x1p20);
    ny_arena_destroy(arena);
}

static void products_are_joined_and_keep_their_rounding(void **state)
{
    ny_arena *arena = ny_arena_create();
    ny_kernel_builder *build = ny_kernel_begin(arena);
    ny_register a = ny_kernel_input(build, NY_LANE_number),
                b = ny_kernel_input(build, NY_LANE_number);
    ny_one k = ny_kernel_given(build), l = ny_kernel_given(build);
    ny_register ab = make(build, NY_KERNEL_MULTIPLY, (ny_operands){.a = a, .b = b});
    ny_register ak = make(build, NY_KERNEL_MULTIPLY_ONE, (ny_operands){.a = a, .k = k});
    ny_register bk = make(build, NY_KERNEL_MULTIPLY_ONE, (ny_operands){.a = b, .k = k});
    ny_register ba = make(build, NY_KERNEL_MULTIPLY, (ny_operands){.a = b, .b = a});
    /* x * y rounded is not what a fused sum would take. */
    double x = 1 + 0x1p-30, y = 1 - 0x1p-30, minus = -1, given[] = {y, minus};
    (void)state;
    ny_kernel_keep(build, make(build, NY_KERNEL_ADD, (ny_operands){.a = ab, .b = b}));
    ny_kernel_keep(build, make(build, NY_KERNEL_ADD, (ny_operands){.a = b, .b = ak}));
    ny_kernel_keep(build, make(build, NY_KERNEL_ADD_ONE, (ny_operands){.a = bk, .k = l}));
    ny_kernel_keep(build, make(build, NY_KERNEL_MULTIPLY_ONE, (ny_operands){.a = ba, .k = k}));
    const ny_kernel_program *program = ny_kernel_end(build);
    void *frame = ny_arena_take(arena, ny_kernel_frame(program, 1));
    assert_int_equal(ny_kernel_calls(program), 4);
    run(program, (const void *[]){&x, &minus}, given, 1, frame);
    volatile double product = x * minus, by_one = x * y, twice = product * y, other = minus * y;
    const double expected[] = {product + minus, minus + by_one, other + minus, twice};
    for (uint32_t i = 0; i < 4; i++)
        assert_true(*(const double *)ny_kernel_kept(program, frame, i) == expected[i]);
    ny_arena_destroy(arena);
}

/* A product that is kept, or that two sums need, stays. */
static void products_that_others_need_stay(void **state)
{
    ny_arena *arena = ny_arena_create();
    ny_kernel_builder *build = ny_kernel_begin(arena);
    ny_register a = ny_kernel_input(build, NY_LANE_number);
    ny_register kept = make(build, NY_KERNEL_MULTIPLY, (ny_operands){.a = a, .b = a});
    ny_register two = make(build, NY_KERNEL_MULTIPLY, (ny_operands){.a = kept, .b = a});
    (void)state;
    ny_kernel_keep(build, make(build, NY_KERNEL_ADD, (ny_operands){.a = kept, .b = two}));
    ny_kernel_keep(build, make(build, NY_KERNEL_ADD, (ny_operands){.a = two, .b = two}));
    ny_kernel_keep(build, kept);
    const ny_kernel_program *program = ny_kernel_end(build);
    void *frame = ny_arena_take(arena, ny_kernel_frame(program, 1));
    double three = 3;
    assert_int_equal(ny_kernel_calls(program), 4);
    run(program, (const void *[]){&three}, NULL, 1, frame);
    assert_true(*(const double *)ny_kernel_kept(program, frame, 0) == 36);
    assert_true(*(const double *)ny_kernel_kept(program, frame, 1) == 54);
    assert_true(*(const double *)ny_kernel_kept(program, frame, 2) == 9);
    ny_arena_destroy(arena);
}

/* --- programs made by chance ------------------------------------------------------------------- */

/* Every register's array in full, as the calls would fill it one after the other. */
typedef struct by_hand {
    uint32_t count;
    ny_lane_kind kind[MOST_CALLS + 8];
    double numbers[MOST_CALLS + 8][LANES];
    uint8_t bytes[MOST_CALLS + 8][LANES];
    double ones[4];
} by_hand;

static uint32_t dice(uint32_t program, uint32_t *draw, uint32_t sides)
{
    return (uint32_t)(ny_random_uniform(7, 11, 0, program, (*draw)++) * sides);
}

static void *array(by_hand *of, ny_register number)
{
    return of->kind[number] == NY_LANE_number ? (void *)of->numbers[number]
                                              : (void *)of->bytes[number];
}

/* A register of this kind among those there are, the later ones more often. */
static ny_register some(const by_hand *of, ny_lane_kind kind, uint32_t program, uint32_t *draw)
{
    for (uint32_t reach = 6;; reach += 6)
        for (uint32_t tries = 0; tries < 6; tries++) {
            uint32_t back = dice(program, draw, reach);
            if (back + 1 < of->count && of->kind[of->count - 1 - back] == kind)
                return of->count - 1 - back;
        }
}

static void call_by_chance(by_hand *of, ny_kernel_builder *build, uint32_t program, uint32_t *draw)
{
    ny_kernel_code code = (ny_kernel_code)dice(program, draw, NY_KERNEL_CODES);
    const ny_kernel_shape *shape = &ny_kernel_shapes[code];
    ny_register operands[4] = {0}, to = of->count;
    ny_one k = 1 + dice(program, draw, 3), l = 1 + dice(program, draw, 3);
    if (code == NY_KERNEL_BYTE_FILL)
        return;
    for (uint32_t o = 0; o < 4; o++)
        if (shape->operands[o] != NY_LANE_none)
            operands[o] = some(of, shape->operands[o], program, draw);
    of->kind[of->count++] = shape->to;
    ny_kernel(ny_kernels_choose(NY_KERNELS_PLAIN), code,
              (ny_kernel_call){.to = array(of, to),
                               .a = operands[0] ? array(of, operands[0]) : NULL,
                               .b = operands[1] ? array(of, operands[1]) : NULL,
                               .c = operands[2] ? array(of, operands[2]) : NULL,
                               .d = operands[3] ? array(of, operands[3]) : NULL,
                               .k = of->ones[k],
                               .l = of->ones[l],
                               .lanes = LANES});
    ny_register made =
        make(build, code, (ny_operands){operands[0], operands[1], operands[2], operands[3], k, l});
    assert_int_equal(made, to);
}

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
}

static void assert_kept(by_hand *of, const ny_kernel_program *program, const void *frame,
                        uint32_t kept, ny_register number, uint32_t first, uint32_t lanes)
{
    const void *made = ny_kernel_kept(program, frame, kept);
    for (uint32_t i = 0; i < lanes; i++)
        if (of->kind[number] == NY_LANE_number)
            assert_true(same(((const double *)made)[i], of->numbers[number][first + i]));
        else
            assert_int_equal(((const uint8_t *)made)[i], of->bytes[number][first + i]);
}

static void programs_give_what_their_calls_give(void **state)
{
    static by_hand of;
    (void)state;
    for (uint32_t p = 0; p < RANDOM_PROGRAMS; p++) {
        ny_arena *arena = ny_arena_create();
        ny_kernel_builder *build = ny_kernel_begin(arena);
        uint32_t draw = 0;
        ny_register kept[5];
        double given[] = {0.25, -3};
        of.count = 5; /* register 0 is none; two inputs of numbers, two of bytes */
        for (uint32_t i = 0; i < LANES; i++) {
            of.numbers[1][i] = 4 * ny_random_uniform(3, 1, p, i, 0) - 2;
            of.numbers[2][i] = ny_random_uniform(3, 2, p, i, 0);
            of.bytes[3][i] = of.numbers[2][i] < 0.5;
            of.bytes[4][i] = (uint8_t)(4 * ny_random_uniform(3, 3, p, i, 0));
        }
        for (uint32_t i = 1; i < 5; i++) {
            of.kind[i] = i <= 2 ? NY_LANE_number : NY_LANE_byte;
            assert_int_equal(ny_kernel_input(build, of.kind[i]), i);
        }
        of.ones[ny_kernel_given(build)] = given[0];
        of.ones[ny_kernel_constant(build, 1.5)] = 1.5;
        of.ones[ny_kernel_given(build)] = given[1];
        for (uint32_t i = 0; i < p % MOST_CALLS; i++)
            call_by_chance(&of, build, p, &draw);
        for (uint32_t i = 0; i < 5; i++) {
            kept[i] = 1 + dice(p, &draw, of.count - 1);
            ny_kernel_keep(build, kept[i]);
        }
        const ny_kernel_program *program = ny_kernel_end(build);
        uint32_t lanes = 1 + p;
        void *frame = ny_arena_take(arena, ny_kernel_frame(program, lanes));
        for (uint32_t first = 0; first < LANES; first += lanes) { /* blocks of any length */
            uint32_t count = LANES - first < lanes ? LANES - first : lanes;
            run(program,
                (const void *[]){of.numbers[1] + first, of.numbers[2] + first, of.bytes[3] + first,
                                 of.bytes[4] + first},
                given, count, frame);
            for (uint32_t i = 0; i < 5; i++)
                assert_kept(&of, program, frame, i, kept[i], first, count);
        }
        ny_arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_expression_is_computed),
        cmocka_unit_test(what_nothing_needs_is_left_out),
        cmocka_unit_test(a_chain_needs_one_place),
        cmocka_unit_test(products_are_joined_and_keep_their_rounding),
        cmocka_unit_test(products_that_others_need_stay),
        cmocka_unit_test(programs_give_what_their_calls_give),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
