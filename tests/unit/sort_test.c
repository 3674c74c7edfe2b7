/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Numbers in rising order: the same numbers, and none before a smaller one. */

#include "base/arena.h"
#include "base/sort.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Numbers of every kind, many of them again and again. */
static double number_at(uint64_t i, uint32_t kind)
{
    uint64_t bits = (i + 1) * 0x9E3779B97F4A7C15U;
    double number;
    bits ^= bits >> 29;
    memcpy(&number, &bits, sizeof number);
    if (kind == 0)
        return (double)(int64_t)bits / 1e6;
    if (kind == 1)
        return (double)(bits % 7) - 3;
    return number == number ? number : INFINITY;
}

static void numbers_rise(void **state)
{
    static const size_t counts[] = {0, 1, 2, 95, 96, 97, 1000, 10001};
    (void)state;
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++)
        for (uint32_t kind = 0; kind < 3; kind++) {
            ny_arena *arena = ny_arena_create();
            size_t count = counts[c];
            double *sorted = NY_NEW_ARRAY(arena, double, count + 1);
            double *expected = NY_NEW_ARRAY(arena, double, count + 1);
            for (size_t i = 0; i < count; i++)
                sorted[i] = expected[i] = number_at(i, kind);
            qsort(expected, count, sizeof *expected, by_size);
            ny_sort_numbers(sorted, count);
            for (size_t i = 0; i < count; i++)
                assert_true(sorted[i] == expected[i]);
            ny_arena_destroy(arena);
        }
}

static void noughts_have_an_order(void **state)
{
    double numbers[200];
    (void)state;
    for (size_t count = 3; count <= 200; count += 197) {
        for (size_t i = 0; i < count; i++)
            numbers[i] = i % 3 == 0 ? 0.0 : i % 3 == 1 ? -0.0 : -1.0;
        ny_sort_numbers(numbers, count);
        for (size_t i = 1; i < count; i++)
            assert_false(signbit(numbers[i]) && !signbit(numbers[i - 1]));
        assert_true(numbers[0] == -1.0);
    }
}

/* At the places that are asked for stands what stands there when all are sorted; all others are on their side. */
static void some_places_rise(void **state)
{
    static const size_t counts[] = {1, 96, 97, 1000, 10001};
    (void)state;
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++)
        for (uint32_t kind = 0; kind < 3; kind++) {
            ny_arena *arena = ny_arena_create();
            size_t count = counts[c];
            double *some = NY_NEW_ARRAY(arena, double, count),
                   *all = NY_NEW_ARRAY(arena, double, count);
            const ny_places places[] = {
                {0, count / 20 + 1}, {count / 2, count / 2 + 2}, {count - 1, count}};
            for (size_t i = 0; i < count; i++)
                some[i] = all[i] = number_at(i, kind);
            ny_sort_numbers(all, count);
            ny_sort_places(some, count, places, 3);
            for (size_t p = 0; p < 3; p++)
                for (size_t i = places[p].first; i < places[p].end && i < count; i++)
                    assert_memory_equal(&some[i], &all[i], sizeof(double));
            for (size_t i = 0; i < count; i++)
                assert_true(i <= count / 2 ? some[i] <= all[count / 2] : some[i] >= all[count / 2]);
            ny_arena_destroy(arena);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_rise),
        cmocka_unit_test(noughts_have_an_order),
        cmocka_unit_test(some_places_rise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
