/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Counter-based random numbers: every draw is a pure function of
 * (seed, name of the parameter or column, world, row, draw number).
 *
 * Nothing is remembered between calls, so a figure does not depend on the number of threads,
 * on the order of the work or on which machine did which worlds, and a new parameter changes no
 * other draw. Every function may be called from any thread at any time.
 *
 *     uint64_t stream = ny_random_stream("ratio", 5);
 *     double u = ny_random_uniform(seed, stream, world, row, 0);
 *
 * The mappings described here are fixed for ever: a stored result names its seed, and that must
 * be enough to get it back. */

#ifndef NY_RUN_PHILOX_H
#define NY_RUN_PHILOX_H

#include <stddef.h>
#include <stdint.h>

/* The number of 32-bit words in a counter and in a block of random bits, and in a key. */
#define NY_RANDOM_BLOCK_WORDS 4
#define NY_RANDOM_KEY_WORDS 2

/* The smallest value ny_random_uniform() gives, 2^-53. The largest is one minus this. */
#define NY_RANDOM_SMALLEST 0x1p-53

/* Gives the stream of a parameter or column: the 64-bit FNV-1a hash of the `size` bytes (UTF-8)
 * at `name`, without any terminator. `name` may be NULL when `size` is 0.
 * Two names share a stream with chance 2^-64; a model with 1,000 names meets such a pair with
 * chance 3e-14. The compiler of models may still check, and should refuse the second name.
 * Source: Fowler, Noll, Vo; RFC 9923, offset basis cbf29ce484222325, prime 00000100000001b3. */
uint64_t ny_random_stream(const char *name, size_t size);

/* Gives the 128 random bits of one counter under one key: Philox 4x32 with 10 rounds.
 * Words stand in the order of the paper and of the known-answer file of Random123.
 * Source: Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC'11. */
void ny_random_block(const uint32_t counter[NY_RANDOM_BLOCK_WORDS],
                     const uint32_t key[NY_RANDOM_KEY_WORDS],
                     uint32_t ret_block[NY_RANDOM_BLOCK_WORDS]);

/* Gives the 64 random bits of one draw. `world`, `row` and `draw` count from 0 and may take
 * every value of their type.
 *
 *     key     = (low half of seed, high half of seed XOR high half of stream)
 *     counter = (world, row / 2 rounded down, draw, low half of stream)
 *     bits    = words 0 and 1 of the block for an even row, words 2 and 3 for an odd row,
 *               the first word of the two being the high half
 *
 * Two rows that stand together share a block, so that a run over rows costs half. Under one seed
 * no two draws share their bits unless their streams are equal, and the same holds between all
 * seeds below 2^32: keep seeds there when runs with different seeds are to be compared. */
uint64_t ny_random_bits(uint64_t seed, uint64_t stream, uint32_t world, uint32_t row,
                        uint32_t draw);

/* Gives a uniform number from the bits of one draw: strictly between 0 and 1, a multiple of
 * 2^-53: max(1, bits / 2^11 rounded down) / 2^53.
 * Every multiple from 2^-53 to 1 - 2^-53 is possible and has chance 2^-53, the smallest 2^-52.
 * The set is symmetric, so 1 - u is exact and again a possible draw. */
double ny_random_uniform(uint64_t seed, uint64_t stream, uint32_t world, uint32_t row,
                         uint32_t draw);

/* Gives the uniform numbers of `count` rows from `first_row` on, exactly those that
 * ny_random_uniform() gives one at a time, in about half the time. Row numbers past 2^32 - 1 go
 * on from 0. `ret_uniforms` has room for `count` numbers. */
void ny_random_uniform_rows(uint64_t seed, uint64_t stream, uint32_t world, uint32_t first_row,
                            uint32_t draw, size_t count, double *ret_uniforms);

#endif
