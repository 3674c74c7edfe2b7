/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* logistic(x) = 1 / (1 + e^-x), between two fractions.
 *
 * With y = |x| / 2^k <= 1/2 the series e^-y = 1 - y + y^2/2 - … alternates with falling terms, so it
 * lies between any two of its partial sums that follow each other. Each step is rounded outwards to
 * whole multiples of 2^-bits, and the interval is squared k times: e^-|x|. Then
 * logistic(|x|) = 1 / (1 + e^-|x|) falls as the power grows, and logistic(-|x|) = 1 - logistic(|x|).
 *
 * Where both ends round to the same multiple, that is the rounding of the true value; else it is done
 * again with twice the bits. It ends: for x other than 0 a fraction, e^-x is no fraction (Lambert
 * 1761; Niven, Irrational Numbers, chapter 2), nor then is the logistic of x, and no value that is
 * no fraction lies on an edge. x = 0 gives 1/2 itself.
 *
 * A double with a bound of its error would do nearly always and says when it does not; but then a
 * figure that is paid would have two ways, of which one is hardly ever walked. */

#include "run/logistic.h"

typedef struct ny_between {
    ny_rational low, high;
} ny_between;

/* The multiples of `grain` beside a value. */
static ny_rational down(ny_arena *arena, ny_rational value, ny_rational grain)
{
    ny_rational count = ny_rational_floor(arena, ny_rational_divide(arena, value, grain));
    return ny_rational_multiply(arena, count, grain);
}

static ny_rational up(ny_arena *arena, ny_rational value, ny_rational grain)
{
    return ny_rational_negate(arena, down(arena, ny_rational_negate(arena, value), grain));
}

/* e^-y for 0 <= y <= 1/2: the terms are kept between two multiples of `grain` too. */
static ny_between power_of_small(ny_arena *arena, ny_rational y, ny_rational grain)
{
    ny_between sum = {NY_RATIONAL_ONE, NY_RATIONAL_ONE}, term = sum;
    for (int64_t i = 1; ny_rational_compare(term.high, grain) > 0; i++) {
        ny_rational step = ny_rational_divide(arena, y, ny_rational_whole(i));
        term.low = down(arena, ny_rational_multiply(arena, term.low, step), grain);
        term.high = up(arena, ny_rational_multiply(arena, term.high, step), grain);
        bool adds = i % 2 == 0;
        sum.low = adds ? ny_rational_add(arena, sum.low, term.low)
                       : ny_rational_subtract(arena, sum.low, term.high);
        sum.high = adds ? ny_rational_add(arena, sum.high, term.high)
                        : ny_rational_subtract(arena, sum.high, term.low);
    }
    /* The rest of the series is smaller than its last term, and so than the grain. */
    sum.low = ny_rational_subtract(arena, sum.low, grain);
    sum.high = ny_rational_add(arena, sum.high, grain);
    return sum;
}

/* e^-x for x >= 0. */
static ny_between power_of(ny_arena *arena, ny_rational x, ny_rational grain)
{
    const ny_rational half = ny_rational_fraction(arena, 1, 2);
    uint32_t halved = 0;
    while (ny_rational_compare(x, half) > 0) {
        x = ny_rational_multiply(arena, x, half);
        halved++;
    }
    ny_between power = power_of_small(arena, x, grain);
    for (; halved > 0; halved--) {
        power.low = down(arena, ny_rational_multiply(arena, power.low, power.low), grain);
        power.high = up(arena, ny_rational_multiply(arena, power.high, power.high), grain);
    }
    return power;
}

static ny_rational share_of(ny_arena *arena, ny_rational power)
{
    return ny_rational_divide(arena, NY_RATIONAL_ONE,
                              ny_rational_add(arena, NY_RATIONAL_ONE, power));
}

/* Some bits more than the unit has: a thousandth of it decides nearly always. */
static int32_t bits_for(ny_rational unit)
{
    int32_t bits = 24;
    for (double size = ny_rational_to_double(unit); size < 1 && bits < 900; size *= 2)
        bits++;
    return bits;
}

ny_rational ny_logistic_rounded(ny_arena *arena, ny_rational x, ny_rational unit, ny_halves halves)
{
    bool below = ny_rational_sign(x) < 0;
    ny_rational size = below ? ny_rational_negate(arena, x) : x;
    if (ny_rational_sign(x) == 0)
        return ny_rational_round(arena, ny_rational_fraction(arena, 1, 2), unit, halves);
    ny_rational half = ny_rational_fraction(arena, 1, 2);
    for (ny_rational grain = ny_rational_power(arena, half, bits_for(unit));;
         grain = ny_rational_multiply(arena, grain, grain)) {
        ny_between power = power_of(arena, size, grain);
        ny_rational low = share_of(arena, power.high), high = share_of(arena, power.low);
        if (below) {
            ny_rational other = ny_rational_subtract(arena, NY_RATIONAL_ONE, low);
            low = ny_rational_subtract(arena, NY_RATIONAL_ONE, high);
            high = other;
        }
        ny_rational first = ny_rational_round(arena, low, unit, halves);
        if (ny_rational_compare(first, ny_rational_round(arena, high, unit, halves)) == 0)
            return first;
    }
}
