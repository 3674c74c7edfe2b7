/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See sort.h. A double's bits, with the sign turned over (and all others where it is negative), are a
 * whole number that rises as the double does. These are dealt into heaps by their lowest DIGIT bits, then
 * by the next: after the highest the order is there (radix sort from the lowest digit; Knuth, The Art of
 * Computer Programming 3, 5.2.5). A digit that is the same in all is passed over. Few numbers are put in
 * their place one by one.
 *
 * Where only some places are asked for, numbers are dealt once, by where they lie between the least and the
 * largest, which rises as they do; then only the heaps at those places are sorted. */

#include "base/sort.h"

#include "base/arena.h"

#include <float.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define DIGIT 11
#define HEAPS (1u << DIGIT)
#define DIGITS ((64 + DIGIT - 1) / DIGIT)
#define FEW 96

static uint64_t key_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double number_of(uint64_t key)
{
    uint64_t bits = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static void insert_each(double *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        double number = numbers[i];
        uint64_t key = key_of(number);
        size_t place = i;
        for (; place > 0 && key_of(numbers[place - 1]) > key; place--)
            numbers[place] = numbers[place - 1];
        numbers[place] = number;
    }
}

/* Where each heap begins; false where all would go to one. */
static bool lay_out_heaps(const uint64_t *keys, size_t count, unsigned shift, size_t starts[HEAPS])
{
    size_t begins = 0;
    memset(starts, 0, HEAPS * sizeof *starts);
    for (size_t i = 0; i < count; i++)
        starts[keys[i] >> shift & (HEAPS - 1)]++;
    if (starts[keys[0] >> shift & (HEAPS - 1)] == count)
        return false;
    for (size_t heap = 0; heap < HEAPS; heap++) {
        size_t size = starts[heap];
        starts[heap] = begins;
        begins += size;
    }
    return true;
}

void ny_sort_numbers(double *numbers, size_t count)
{
    if (count <= FEW) {
        insert_each(numbers, count);
        return;
    }
    ny_arena *arena = ny_arena_create();
    uint64_t *from = NY_NEW_ARRAY(arena, uint64_t, count),
             *to = NY_NEW_ARRAY(arena, uint64_t, count);
    size_t starts[HEAPS];
    for (size_t i = 0; i < count; i++)
        from[i] = key_of(numbers[i]);
    for (unsigned digit = 0; digit < DIGITS; digit++) {
        unsigned shift = digit * DIGIT;
        if (!lay_out_heaps(from, count, shift, starts))
            continue;
        for (size_t i = 0; i < count; i++)
            to[starts[from[i] >> shift & (HEAPS - 1)]++] = from[i];
        uint64_t *other = from;
        from = to;
        to = other;
    }
    for (size_t i = 0; i < count; i++)
        numbers[i] = number_of(from[i]);
    ny_arena_destroy(arena);
}

/* --- some places only ----------------------------------------------------------------------------- */

#define STRIPS 2048u

/* How numbers are dealt: strip (number - low) * scale, in rising order. False where that cannot tell them
 * apart. */
static bool lay_out_strips(const double *numbers, size_t count, double *ret_low, double *ret_scale)
{
    double low = numbers[0], high = numbers[0];
    for (size_t i = 1; i < count; i++) {
        low = numbers[i] < low ? numbers[i] : low;
        high = numbers[i] > high ? numbers[i] : high;
    }
    *ret_low = low;
    *ret_scale = STRIPS / (high - low);
    return high - low <= DBL_MAX && *ret_scale > 0 && *ret_scale <= DBL_MAX;
}

/* Deals numbers to `to`; `ends`: where each strip ends there. */
static void deal(const double *numbers, size_t count, double low, double scale, uint16_t *strips,
                 size_t ends[STRIPS], double *to)
{
    size_t begins = 0;
    memset(ends, 0, STRIPS * sizeof *ends);
    for (size_t i = 0; i < count; i++) {
        int32_t strip = (int32_t)((numbers[i] - low) * scale);
        strips[i] = (uint16_t)(strip < (int32_t)STRIPS ? strip : (int32_t)STRIPS - 1);
    }
    for (size_t i = 0; i < count; i++)
        ends[strips[i]]++;
    for (size_t strip = 0; strip < STRIPS; strip++) {
        size_t size = ends[strip];
        ends[strip] = begins;
        begins += size;
    }
    for (size_t i = 0; i < count; i++)
        to[ends[strips[i]]++] = numbers[i];
}

void ny_sort_places(double *numbers, size_t count, const ny_places *places, size_t of_them)
{
    double low, scale;
    size_t ends[STRIPS], begins = 0;
    if (count <= FEW || !lay_out_strips(numbers, count, &low, &scale)) {
        ny_sort_numbers(numbers, count);
        return;
    }
    ny_arena *arena = ny_arena_create();
    double *dealt = NY_NEW_ARRAY(arena, double, count);
    deal(numbers, count, low, scale, NY_NEW_ARRAY(arena, uint16_t, count), ends, dealt);
    for (size_t strip = 0; strip < STRIPS; begins = ends[strip++]) {
        bool asked = false;
        for (size_t i = 0; i < of_them && ends[strip] > begins + 1 && !asked; i++)
            asked = places[i].first < ends[strip] && places[i].end > begins;
        if (asked)
            ny_sort_numbers(dealt + begins, ends[strip] - begins);
    }
    memcpy(numbers, dealt, count * sizeof *numbers);
    ny_arena_destroy(arena);
}
