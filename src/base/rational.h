/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Exact numbers: fractions in lowest terms, of any size. Values are immutable; large ones keep
 * their digits in the arena that the operation was given, so a value lives as long as that arena.
 *
 * Small fractions (both parts in 64 bits) take a path of their own in 128-bit arithmetic; larger
 * ones go through GMP (mpz), copied into the arena. The result does not depend on the path: a
 * fraction that fits in 64 bits is always held small, so equal values have equal representations. */

#ifndef NY_BASE_RATIONAL_H
#define NY_BASE_RATIONAL_H

#include "base/text.h"

#include <stdint.h>

typedef struct ny_big ny_big;

typedef struct ny_rational {
    int64_t numerator;   /* small: with its sign */
    int64_t denominator; /* small: > 0; 0 says that `big` holds the value */
    const ny_big *big;
} ny_rational;

/* How a value halfway between two multiples goes. */
typedef enum ny_halves {
    NY_HALVES_AWAY_FROM_ZERO,
    NY_HALVES_TO_EVEN,
    NY_HALVES_UP,   /* to the greater */
    NY_HALVES_DOWN, /* to the lesser */
} ny_halves;

#define NY_RATIONAL_ZERO ((ny_rational){0, 1, NULL})
#define NY_RATIONAL_ONE ((ny_rational){1, 1, NULL})

ny_rational ny_rational_whole(int64_t value);
/* numerator / denominator; the denominator is not 0. */
ny_rational ny_rational_fraction(ny_arena *arena, int64_t numerator, int64_t denominator);
/* mantissa * 10^-scale. */
ny_rational ny_rational_decimal(ny_arena *arena, int64_t mantissa, uint32_t scale);
/* "12_000", "-3.5", "1.2e-3": digits with `_` between, one point, an exponent within -400..400, at
 * most 1,000 characters.
 * False when it is not such a number. */
bool ny_rational_read(ny_arena *arena, ny_text text, ny_rational *ret_value);

ny_rational ny_rational_add(ny_arena *arena, ny_rational a, ny_rational b);
ny_rational ny_rational_subtract(ny_arena *arena, ny_rational a, ny_rational b);
ny_rational ny_rational_multiply(ny_arena *arena, ny_rational a, ny_rational b);
/* b is not 0. */
ny_rational ny_rational_divide(ny_arena *arena, ny_rational a, ny_rational b);
ny_rational ny_rational_negate(ny_arena *arena, ny_rational a);
/* a to a whole power within -1000..1000; a is not 0 where the power is negative. */
ny_rational ny_rational_power(ny_arena *arena, ny_rational a, int32_t power);

int ny_rational_compare(ny_rational a, ny_rational b); /* <0, 0, >0 */
int ny_rational_sign(ny_rational a);                   /* -1, 0, 1 */
bool ny_rational_is_whole(ny_rational a);
ny_rational ny_rational_floor(ny_arena *arena, ny_rational a);
ny_rational ny_rational_ceiling(ny_arena *arena, ny_rational a);
/* The nearest multiple of `unit` (> 0): the only rounding function there is. */
ny_rational ny_rational_round(ny_arena *arena, ny_rational a, ny_rational unit, ny_halves halves);

/* False when a is not a whole number within 64 bits. */
bool ny_rational_to_whole(ny_rational a, int64_t *ret_value);
/* The nearest double (ties to even). */
double ny_rational_to_double(ny_rational a);
/* The double's own value; it is finite. */
ny_rational ny_rational_from_double(ny_arena *arena, double value);

/* "15/8", "2", "-1/3": the value itself. */
ny_text ny_rational_fraction_text(ny_arena *arena, ny_rational a);
/* Decimals: all of them where they end within `most`, else rounded to `most` (halves away from
 * zero, trailing zeros kept), and never fewer than `least`: 15/8 -> "1.875"; 53/63 at 12 ->
 * "0.841269841270"; 12500 with least 2 -> "12500.00". */
ny_text ny_rational_decimal_text(ny_arena *arena, ny_rational a, uint32_t least, uint32_t most);
/* True when the decimals end within `most` places. */
bool ny_rational_ends_within(ny_rational a, uint32_t most);

#endif
