/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Random numbers: the known answers of Random123 and of FNV, and the mapping of draws, which must
 * never change. */

#include "run/philox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_block(const uint32_t counter[4], const uint32_t key[2],
                         const uint32_t expected[4])
{
    uint32_t block[NY_RANDOM_BLOCK_WORDS];

    ny_random_block(counter, key, block);
    for (int i = 0; i < NY_RANDOM_BLOCK_WORDS; i++) {
        assert_int_equal(block[i], expected[i]);
    }
}

static uint64_t hash_number(uint64_t hash, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    for (int i = 0; i < 64; i += 8) {
        hash = (hash ^ (bits >> i & 0xFFU)) * 0x100000001B3U;
    }
    return hash;
}

static void blocks_are_those_of_random123(void **state)
{
    (void)state;
    assert_block((const uint32_t[]){0, 0, 0, 0}, (const uint32_t[]){0, 0},
                 (const uint32_t[]){0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U});
    assert_block((const uint32_t[]){0xffffffffU, 0xffffffffU, 0xffffffffU, 0xffffffffU},
                 (const uint32_t[]){0xffffffffU, 0xffffffffU},
                 (const uint32_t[]){0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU});
    assert_block((const uint32_t[]){0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U},
                 (const uint32_t[]){0xa4093822U, 0x299f31d0U},
                 (const uint32_t[]){0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U});
}

static void streams_are_fnv_1a(void **state)
{
    (void)state;
    assert_true(ny_random_stream(NULL, 0) == 0xcbf29ce484222325U);
    assert_true(ny_random_stream("a", 1) == 0xaf63dc4c8601ec8cU);
    assert_true(ny_random_stream("foobar", 6) == 0x85944171f73967e8U);
    /* A byte above 127 counts as unsigned, whatever char is: "\xc3\xa6" is one Danish letter. */
    assert_true(ny_random_stream("\xc3\xa6", 2) == 0x0ac21007b718121cU);
}

static void a_draw_is_the_documented_half_of_its_block(void **state)
{
    const uint64_t seed = 0x0123456789abcdefU;
    const uint64_t stream = 0xfedcba9876543210U;
    const uint32_t key[2] = {0x89abcdefU, 0x01234567U ^ 0xfedcba98U};
    uint32_t block[NY_RANDOM_BLOCK_WORDS];

    (void)state;
    ny_random_block((const uint32_t[]){7, 4, 3, 0x76543210U}, key, block);
    assert_true(ny_random_bits(seed, stream, 7, 8, 3) == ((uint64_t)block[0] << 32 | block[1]));
    assert_true(ny_random_bits(seed, stream, 7, 9, 3) == ((uint64_t)block[2] << 32 | block[3]));
}

static void a_uniform_number_is_the_top_53_bits_of_its_draw(void **state)
{
    (void)state;
    for (uint32_t row = 0; row < 100000; row++) {
        double u = ny_random_uniform(42, 1, 0, row, 0);

        assert_true(u > 0.0 && u < 1.0);
        assert_true((uint64_t)(u * 0x1p53) == ny_random_bits(42, 1, 0, row, 0) >> 11);
        assert_true(1.0 - (1.0 - u) == u);
    }
}

/* Each of the five arguments matters, and near values do not give near draws. */
static void every_argument_changes_the_draw(void **state)
{
    const double first = ny_random_uniform(1, 2, 3, 4, 5);
    const double others[] = {
        ny_random_uniform(2, 2, 3, 4, 5), ny_random_uniform(1 + ((uint64_t)1 << 32), 2, 3, 4, 5),
        ny_random_uniform(1, 3, 3, 4, 5), ny_random_uniform(1, 2 + ((uint64_t)1 << 32), 3, 4, 5),
        ny_random_uniform(1, 2, 4, 4, 5), ny_random_uniform(1, 2, 3, 5, 5),
        ny_random_uniform(1, 2, 3, 6, 5), ny_random_uniform(1, 2, 3, 4, 6),
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        double distance = others[i] - first;

        assert_true(distance > 1e-6 || distance < -1e-6);
    }
}

static void many_rows_at_once_are_the_same_draws(void **state)
{
    const uint32_t first_rows[] = {0, 1, 10, 4294967290U, 4294967295U};
    double uniforms[12];

    (void)state;
    for (size_t i = 0; i < sizeof first_rows / sizeof first_rows[0]; i++) {
        for (size_t count = 0; count <= 11; count++) {
            uniforms[count] = -1.0;
            ny_random_uniform_rows(9, 8, 7, first_rows[i], 6, count, uniforms);
            for (size_t j = 0; j < count; j++) {
                uint32_t row = (uint32_t)(first_rows[i] + j);

                assert_true(uniforms[j] == ny_random_uniform(9, 8, 7, row, 6));
            }
            assert_true(uniforms[count] == -1.0);
        }
    }
}

/* A million draws: mean 1/2 within 5 standard errors, each of 100 bins within 5 of its own, and
 * neighbours without correlation. */
static void draws_are_uniform(void **state)
{
    enum { DRAWS = 1000000, BINS = 100 };
    const uint64_t stream = ny_random_stream("ratio", 5);
    int bins[BINS] = {0};
    double sum = 0.0;
    double products = 0.0;
    double last = 0.5;

    (void)state;
    for (uint32_t i = 0; i < DRAWS; i++) {
        double u = ny_random_uniform(2026, stream, i / 1000, i % 1000, 0);

        sum += u;
        products += (u - 0.5) * (last - 0.5);
        last = u;
        bins[(int)(u * BINS)]++;
    }
    assert_true(sum > DRAWS * (0.5 - 5 * 0.00028868) && sum < DRAWS * (0.5 + 5 * 0.00028868));
    assert_true(products > -5 * 83.34 && products < 5 * 83.34);
    for (int i = 0; i < BINS; i++) {
        assert_in_range(bins[i], 10000 - 500, 10000 + 500);
    }
}

static void draws_are_the_same_for_ever(void **state)
{
    uint64_t hash = 0xCBF29CE484222325U;

    (void)state;
    for (uint32_t i = 0; i < 100000; i++) {
        hash = hash_number(
            hash, ny_random_uniform(i / 1000, ny_random_stream("surgeon", 7), i % 10, i, i % 3));
    }
    assert_true(ny_random_uniform(1, ny_random_stream("ratio", 5), 0, 0, 0) ==
                0x1.3b195d2eccf0cp-1);
    assert_true(hash == 0xe5b593d8c102b604U);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_those_of_random123),
        cmocka_unit_test(streams_are_fnv_1a),
        cmocka_unit_test(a_draw_is_the_documented_half_of_its_block),
        cmocka_unit_test(a_uniform_number_is_the_top_53_bits_of_its_draw),
        cmocka_unit_test(every_argument_changes_the_draw),
        cmocka_unit_test(many_rows_at_once_are_the_same_draws),
        cmocka_unit_test(draws_are_uniform),
        cmocka_unit_test(draws_are_the_same_for_ever),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
