/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Exact fractions on two paths.
 *
 * Small: numerator and denominator within +-(2^63 - 1). Sums and products are formed in 128 bits
 * with the greatest common divisors taken out of the 64-bit parts first (Knuth, The Art of Computer
 * Programming, volume 2, section 4.5.1), so that a result is in lowest terms when it is formed and
 * no division of 128 bits by 128 bits is needed for the gcd.
 *
 * Large: GMP integers that live for one operation; their limbs are copied into the arena. GMP's own
 * memory is the only memory here that does not come from the arena.
 *
 * Invariants: gcd(numerator, denominator) = 1; denominator > 0; small whenever both parts fit. The
 * bound is symmetric (INT64_MIN is large), so that a small value can be negated and turned over. */

#include "base/rational.h"

#include "base/bug.h"

#include <gmp.h>
#include <math.h>
#include <string.h>

__extension__ typedef __int128 ny_wide;
__extension__ typedef unsigned __int128 ny_wide_magnitude;

#define NY_LIMB_BITS ((unsigned)(8 * sizeof(mp_limb_t)))
#define NY_LIMBS_IN_WORD (sizeof(uint64_t) / sizeof(mp_limb_t))
#define NY_LIMBS_IN_WIDE (sizeof(ny_wide) / sizeof(mp_limb_t))
#define NY_POWER_LARGEST 1000
#define NY_EXPONENT_LARGEST 400
#define NY_NUMERAL_LONGEST 1000u /* characters; longer ones would only cost time */
#define NY_DIGITS_IN_WORD 18u    /* every number of so many digits fits in int64_t */

/* Sizes count limbs, without zero limbs at the top; the numerator's size carries the sign. The
 * limbs are never written again, so values may share them. */
struct ny_big {
    const mp_limb_t *numerator, *denominator;
    mp_size_t numerator_size, denominator_size;
};

/* ---- holding values ---- */

static bool is_small(ny_rational a)
{
    return a.denominator != 0;
}

static ny_rational small_value(int64_t numerator, int64_t denominator)
{
    return (ny_rational){numerator, denominator, NULL};
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static ny_rational big_value(ny_arena *arena, ny_big parts)
{
    ny_big *big = NY_NEW(arena, ny_big);
    *big = parts;
    return (ny_rational){0, 0, big};
}

static const mp_limb_t *take_limbs(ny_arena *arena, ny_wide_magnitude value, mp_size_t *ret_size)
{
    mp_limb_t *limbs = NY_NEW_ARRAY(arena, mp_limb_t, NY_LIMBS_IN_WIDE);
    mp_size_t size = 0;
    for (size_t i = 0; i < NY_LIMBS_IN_WIDE; i++) {
        limbs[i] = (mp_limb_t)(value >> (i * NY_LIMB_BITS));
        if (limbs[i])
            size = (mp_size_t)i + 1;
    }
    *ret_size = size;
    return limbs;
}

/* The parts are in lowest terms, the denominator > 0. */
static ny_rational wide_value(ny_arena *arena, ny_wide numerator, ny_wide denominator)
{
    ny_wide top = numerator < 0 ? -numerator : numerator;
    if (top <= INT64_MAX && denominator <= INT64_MAX)
        return small_value((int64_t)numerator, (int64_t)denominator);

    ny_big parts;
    parts.numerator = take_limbs(arena, (ny_wide_magnitude)top, &parts.numerator_size);
    parts.denominator = take_limbs(arena, (ny_wide_magnitude)denominator, &parts.denominator_size);
    if (numerator < 0)
        parts.numerator_size = -parts.numerator_size;
    return big_value(arena, parts);
}

static const mp_limb_t *copy_limbs(ny_arena *arena, const mpz_t value)
{
    mp_limb_t *limbs = NY_NEW_ARRAY(arena, mp_limb_t, mpz_size(value));
    memcpy(limbs, mpz_limbs_read(value), mpz_size(value) * sizeof *limbs);
    return limbs;
}

static bool fits_small(const mpz_t value)
{
    return mpz_sizeinbase(value, 2) <= 63;
}

/* The value of an integer that fits_small(). */
static int64_t word_of(const mpz_t value)
{
    uint64_t word = 0;
    for (size_t i = 0; i < mpz_size(value) && i < NY_LIMBS_IN_WORD; i++)
        word |= (uint64_t)mpz_getlimbn(value, (mp_size_t)i) << (i * NY_LIMB_BITS);
    return mpz_sgn(value) < 0 ? -(int64_t)word : (int64_t)word;
}

/* Brings both parts to lowest terms, changing them, and copies them into the arena; the denominator
 * is > 0. */
static ny_rational mpz_value(ny_arena *arena, mpz_t numerator, mpz_t denominator)
{
    mpz_t divisor;
    mpz_init(divisor);
    mpz_gcd(divisor, numerator, denominator);
    mpz_divexact(numerator, numerator, divisor);
    mpz_divexact(denominator, denominator, divisor);
    mpz_clear(divisor);

    if (fits_small(numerator) && fits_small(denominator))
        return small_value(word_of(numerator), word_of(denominator));
    mp_size_t size = (mp_size_t)mpz_size(numerator);
    return big_value(arena, (ny_big){
                                .numerator = copy_limbs(arena, numerator),
                                .denominator = copy_limbs(arena, denominator),
                                .numerator_size = mpz_sgn(numerator) < 0 ? -size : size,
                                .denominator_size = (mp_size_t)mpz_size(denominator),
                            });
}

/* A value of either kind as two GMP integers to read from. It points into itself: it is opened
 * where it stands, never copied, and needs no clearing. */
typedef struct ny_view {
    mp_limb_t numerator_room[NY_LIMBS_IN_WORD], denominator_room[NY_LIMBS_IN_WORD];
    mpz_t numerator, denominator;
} ny_view;

static void view_word(mpz_t ret_view, mp_limb_t *room, int64_t value)
{
    for (size_t i = 0; i < NY_LIMBS_IN_WORD; i++)
        room[i] = (mp_limb_t)(magnitude(value) >> (i * NY_LIMB_BITS));
    mp_size_t size = (mp_size_t)NY_LIMBS_IN_WORD;
    mpz_roinit_n(ret_view, room, value < 0 ? -size : size);
}

static void view_open(ny_view *view, ny_rational a)
{
    if (is_small(a)) {
        view_word(view->numerator, view->numerator_room, a.numerator);
        view_word(view->denominator, view->denominator_room, a.denominator);
        return;
    }
    NY_BUG_ON(!a.big);
    mpz_roinit_n(view->numerator, a.big->numerator, a.big->numerator_size);
    mpz_roinit_n(view->denominator, a.big->denominator, a.big->denominator_size);
}

/* Binary gcd (Stein, "Computational problems associated with Racah algebra", 1967). */
static uint64_t gcd(uint64_t a, uint64_t b)
{
    if (!a || !b)
        return a | b;
    int twos = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b) {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t swap = a;
            a = b;
            b = swap;
        }
        b -= a;
    }
    return a << twos;
}

/* ---- making values ---- */

ny_rational ny_rational_whole(int64_t value)
{
    /* -2^63, which no arena is at hand for. */
#if GMP_LIMB_BITS == 64
    static const mp_limb_t lowest_limbs[] = {(mp_limb_t)1 << 63};
#else
    static const mp_limb_t lowest_limbs[] = {0, (mp_limb_t)1 << 31};
#endif
    static const mp_limb_t one_limb[] = {1};
    static const ny_big lowest = {lowest_limbs, one_limb, -(mp_size_t)NY_LIMBS_IN_WORD, 1};

    if (value == INT64_MIN)
        return (ny_rational){0, 0, &lowest};
    return small_value(value, 1);
}

ny_rational ny_rational_fraction(ny_arena *arena, int64_t numerator, int64_t denominator)
{
    NY_BUG_ON(denominator == 0);
    ny_wide divisor = (ny_wide)gcd(magnitude(numerator), magnitude(denominator));
    if (denominator < 0)
        divisor = -divisor;
    return wide_value(arena, numerator / divisor, denominator / divisor);
}

/* 10^exponent; the exponent >= 0. */
static ny_rational power_of_ten(ny_arena *arena, uint32_t exponent)
{
    if (exponent <= NY_DIGITS_IN_WORD) {
        int64_t power = 1;
        for (uint32_t i = 0; i < exponent; i++)
            power *= 10;
        return small_value(power, 1);
    }
    mpz_t power, one;
    mpz_init(power);
    mpz_init_set_ui(one, 1);
    mpz_ui_pow_ui(power, 10, exponent);
    ny_rational result = mpz_value(arena, power, one);
    mpz_clear(power);
    mpz_clear(one);
    return result;
}

ny_rational ny_rational_decimal(ny_arena *arena, int64_t mantissa, uint32_t scale)
{
    return ny_rational_divide(arena, ny_rational_whole(mantissa), power_of_ten(arena, scale));
}

/* ---- arithmetic ---- */

/* Most sums are of one denominator: amounts of one currency, whole numbers. False where it does not fit. */
static bool add_alike(ny_rational a, ny_rational b, ny_rational *ret_sum)
{
    int64_t sum;
    if (a.denominator != b.denominator || __builtin_add_overflow(a.numerator, b.numerator, &sum) ||
        sum == INT64_MIN)
        return false;
    int64_t left = a.denominator == 1
                       ? 1
                       : (int64_t)gcd(magnitude(sum % a.denominator), (uint64_t)a.denominator);
    *ret_sum = small_value(sum / left, a.denominator / left);
    return true;
}

/* Knuth, 4.5.1: with g = gcd of the denominators, only a divisor of g can be left to cancel. */
static ny_rational add_small(ny_arena *arena, ny_rational a, ny_rational b)
{
    ny_rational alike;
    if (add_alike(a, b, &alike))
        return alike;
    int64_t shared = (int64_t)gcd((uint64_t)a.denominator, (uint64_t)b.denominator);
    int64_t a_rest = a.denominator / shared, b_rest = b.denominator / shared;
    ny_wide sum = (ny_wide)a.numerator * b_rest + (ny_wide)b.numerator * a_rest;
    int64_t left =
        shared == 1 ? 1 : (int64_t)gcd(magnitude((int64_t)(sum % shared)), (uint64_t)shared);
    return wide_value(arena, sum / left, (ny_wide)a_rest * (b.denominator / left));
}

static ny_rational multiply_small(ny_arena *arena, ny_rational a, ny_rational b)
{
    int64_t across = (int64_t)gcd(magnitude(a.numerator), (uint64_t)b.denominator);
    int64_t back = (int64_t)gcd(magnitude(b.numerator), (uint64_t)a.denominator);
    return wide_value(arena, (ny_wide)(a.numerator / across) * (b.numerator / back),
                      (ny_wide)(a.denominator / back) * (b.denominator / across));
}

static ny_rational add_large(ny_arena *arena, ny_rational a, ny_rational b)
{
    ny_view left, right;
    view_open(&left, a);
    view_open(&right, b);
    mpz_t numerator, denominator;
    mpz_init(numerator);
    mpz_init(denominator);
    mpz_mul(numerator, left.numerator, right.denominator);
    mpz_addmul(numerator, right.numerator, left.denominator);
    mpz_mul(denominator, left.denominator, right.denominator);
    ny_rational sum = mpz_value(arena, numerator, denominator);
    mpz_clear(numerator);
    mpz_clear(denominator);
    return sum;
}

static ny_rational multiply_large(ny_arena *arena, ny_rational a, ny_rational b)
{
    ny_view left, right;
    view_open(&left, a);
    view_open(&right, b);
    mpz_t numerator, denominator;
    mpz_init(numerator);
    mpz_init(denominator);
    mpz_mul(numerator, left.numerator, right.numerator);
    mpz_mul(denominator, left.denominator, right.denominator);
    ny_rational product = mpz_value(arena, numerator, denominator);
    mpz_clear(numerator);
    mpz_clear(denominator);
    return product;
}

ny_rational ny_rational_add(ny_arena *arena, ny_rational a, ny_rational b)
{
    return is_small(a) && is_small(b) ? add_small(arena, a, b) : add_large(arena, a, b);
}

ny_rational ny_rational_negate(ny_arena *arena, ny_rational a)
{
    if (is_small(a))
        return small_value(-a.numerator, a.denominator);
    NY_BUG_ON(!a.big);
    ny_view view;
    view_open(&view, a);
    mp_size_t size = a.big->numerator_size;
    return big_value(arena, (ny_big){
                                .numerator = copy_limbs(arena, view.numerator),
                                .denominator = copy_limbs(arena, view.denominator),
                                .numerator_size = -size,
                                .denominator_size = a.big->denominator_size,
                            });
}

ny_rational ny_rational_subtract(ny_arena *arena, ny_rational a, ny_rational b)
{
    return ny_rational_add(arena, a, ny_rational_negate(arena, b));
}

ny_rational ny_rational_multiply(ny_arena *arena, ny_rational a, ny_rational b)
{
    return is_small(a) && is_small(b) ? multiply_small(arena, a, b) : multiply_large(arena, a, b);
}

/* 1/a, which is large exactly when a is. */
static ny_rational turned_over(ny_arena *arena, ny_rational a)
{
    if (is_small(a))
        return a.numerator < 0 ? small_value(-a.denominator, -a.numerator)
                               : small_value(a.denominator, a.numerator);
    bool negative = a.big->numerator_size < 0;
    return big_value(
        arena, (ny_big){
                   .numerator = a.big->denominator,
                   .denominator = a.big->numerator,
                   .numerator_size = negative ? -a.big->denominator_size : a.big->denominator_size,
                   .denominator_size = negative ? -a.big->numerator_size : a.big->numerator_size,
               });
}

ny_rational ny_rational_divide(ny_arena *arena, ny_rational a, ny_rational b)
{
    NY_BUG_ON(ny_rational_sign(b) == 0);
    return ny_rational_multiply(arena, a, turned_over(arena, b));
}

ny_rational ny_rational_power(ny_arena *arena, ny_rational a, int32_t power)
{
    NY_BUG_ON(power < -NY_POWER_LARGEST || power > NY_POWER_LARGEST);
    NY_BUG_ON(power < 0 && ny_rational_sign(a) == 0);
    if (power < 0)
        return ny_rational_power(arena, turned_over(arena, a), -power);
    if (power == 0)
        return NY_RATIONAL_ONE;
    if (power == 1)
        return a;

    ny_view base;
    view_open(&base, a);
    mpz_t numerator, denominator;
    mpz_init(numerator);
    mpz_init(denominator);
    mpz_pow_ui(numerator, base.numerator, (unsigned long)power);
    mpz_pow_ui(denominator, base.denominator, (unsigned long)power);
    ny_rational result = mpz_value(arena, numerator, denominator);
    mpz_clear(numerator);
    mpz_clear(denominator);
    return result;
}

/* ---- comparing ---- */

int ny_rational_sign(ny_rational a)
{
    if (is_small(a))
        return (a.numerator > 0) - (a.numerator < 0);
    return a.big->numerator_size < 0 ? -1 : 1;
}

int ny_rational_compare(ny_rational a, ny_rational b)
{
    if (is_small(a) && is_small(b)) {
        ny_wide left = (ny_wide)a.numerator * b.denominator;
        ny_wide right = (ny_wide)b.numerator * a.denominator;
        return (left > right) - (left < right);
    }
    ny_view left, right;
    view_open(&left, a);
    view_open(&right, b);
    mpz_t left_product, right_product;
    mpz_init(left_product);
    mpz_init(right_product);
    mpz_mul(left_product, left.numerator, right.denominator);
    mpz_mul(right_product, right.numerator, left.denominator);
    int order = mpz_cmp(left_product, right_product);
    mpz_clear(left_product);
    mpz_clear(right_product);
    return (order > 0) - (order < 0);
}

bool ny_rational_is_whole(ny_rational a)
{
    if (is_small(a))
        return a.denominator == 1;
    return a.big->denominator_size == 1 && a.big->denominator[0] == 1;
}

bool ny_rational_to_whole(ny_rational a, int64_t *ret_value)
{
    bool lowest = !is_small(a) && ny_rational_compare(a, ny_rational_whole(INT64_MIN)) == 0;
    if (!lowest && !(is_small(a) && a.denominator == 1))
        return false;

    *ret_value = lowest ? INT64_MIN : a.numerator;
    return true;
}

/* ---- rounding ---- */

/* Whether a value that lies `of_half` (<0 below, 0 at, >0 above) the middle between a whole number
 * and the next goes to the next. */
static bool goes_up(int of_half, ny_halves halves, bool negative, bool lower_is_odd)
{
    if (of_half != 0)
        return of_half > 0;
    switch (halves) {
    case NY_HALVES_AWAY_FROM_ZERO:
        return !negative;
    case NY_HALVES_TO_EVEN:
        return lower_is_odd;
    case NY_HALVES_UP:
        return true;
    case NY_HALVES_DOWN:
        return false;
    }
    NY_BUG("not one of ny_halves");
}

static int64_t floor_small(ny_rational a)
{
    return a.numerator / a.denominator - (a.numerator % a.denominator < 0);
}

static ny_rational nearest_whole_small(ny_rational a, ny_halves halves)
{
    int64_t lower = floor_small(a);
    ny_wide twice = 2 * ((ny_wide)a.numerator - (ny_wide)lower * a.denominator);
    int of_half = (twice > a.denominator) - (twice < a.denominator);
    return small_value(lower + goes_up(of_half, halves, a.numerator < 0, lower % 2 != 0), 1);
}

static ny_rational whole_value(ny_arena *arena, mpz_t whole)
{
    mpz_t one;
    mpz_init_set_ui(one, 1);
    ny_rational result = mpz_value(arena, whole, one);
    mpz_clear(one);
    return result;
}

static ny_rational nearest_whole_large(ny_arena *arena, ny_rational a, ny_halves halves)
{
    ny_view view;
    view_open(&view, a);
    mpz_t lower, twice;
    mpz_init(lower);
    mpz_init(twice);
    mpz_fdiv_qr(lower, twice, view.numerator, view.denominator);
    mpz_mul_2exp(twice, twice, 1);
    int of_half = mpz_cmp(twice, view.denominator);
    if (goes_up(of_half, halves, mpz_sgn(view.numerator) < 0, mpz_odd_p(lower) != 0))
        mpz_add_ui(lower, lower, 1);
    ny_rational result = whole_value(arena, lower);
    mpz_clear(lower);
    mpz_clear(twice);
    return result;
}

static ny_rational nearest_whole(ny_arena *arena, ny_rational a, ny_halves halves)
{
    return is_small(a) ? nearest_whole_small(a, halves) : nearest_whole_large(arena, a, halves);
}

ny_rational ny_rational_floor(ny_arena *arena, ny_rational a)
{
    if (is_small(a))
        return small_value(floor_small(a), 1);
    ny_view view;
    view_open(&view, a);
    mpz_t lower;
    mpz_init(lower);
    mpz_fdiv_q(lower, view.numerator, view.denominator);
    ny_rational result = whole_value(arena, lower);
    mpz_clear(lower);
    return result;
}

ny_rational ny_rational_ceiling(ny_arena *arena, ny_rational a)
{
    ny_rational lower = ny_rational_floor(arena, ny_rational_negate(arena, a));
    return ny_rational_negate(arena, lower);
}

ny_rational ny_rational_round(ny_arena *arena, ny_rational a, ny_rational unit, ny_halves halves)
{
    NY_BUG_ON(ny_rational_sign(unit) <= 0);
    ny_rational quotient = ny_rational_divide(arena, a, unit);
    return ny_rational_multiply(arena, nearest_whole(arena, quotient, halves), unit);
}

/* ---- doubles (IEEE 754 binary64) ---- */

#define NY_DOUBLE_BITS 53            /* of the significand, with the hidden one */
#define NY_DOUBLE_LOWEST_BIT (-1074) /* the smallest subnormal is 2^-1074 */
#define NY_DOUBLE_INFINITE 2047      /* the biased exponent of infinity */

/* kept * 2^exponent; kept <= 2^53, and exponent is NY_DOUBLE_LOWEST_BIT where kept < 2^52. */
static double compose(uint64_t kept, long exponent)
{
    const uint64_t hidden = UINT64_C(1) << (NY_DOUBLE_BITS - 1);
    if (kept == 2 * hidden) {
        kept = hidden;
        exponent++;
    }
    uint64_t bits = kept;
    if (kept >= hidden) {
        long biased = exponent - NY_DOUBLE_LOWEST_BIT + 1;
        if (biased >= NY_DOUBLE_INFINITE)
            return HUGE_VAL;
        bits = (kept - hidden) | (uint64_t)biased << (NY_DOUBLE_BITS - 1);
    }
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* floor(numerator * 2^shift / denominator), the shift chosen so that it has 55 or 56 bits: two more
 * than a double, and whether anything is left over. */
static uint64_t scaled_quotient(const ny_view *view, long *ret_shift, bool *ret_more)
{
    long shift =
        55 - (long)mpz_sizeinbase(view->numerator, 2) + (long)mpz_sizeinbase(view->denominator, 2);
    mpz_t top, bottom;
    mpz_init(top);
    mpz_init(bottom);
    mpz_abs(top, view->numerator);
    mpz_set(bottom, view->denominator);
    if (shift >= 0)
        mpz_mul_2exp(top, top, (mp_bitcnt_t)shift);
    else
        mpz_mul_2exp(bottom, bottom, (mp_bitcnt_t)-shift);
    mpz_tdiv_qr(top, bottom, top, bottom);
    uint64_t quotient = (uint64_t)word_of(top);
    *ret_more = mpz_sgn(bottom) != 0;
    *ret_shift = shift;
    mpz_clear(top);
    mpz_clear(bottom);
    return quotient;
}

/* The quotient is cut to the 53 bits of a double, or to the fewer that a subnormal has, and rounded
 * once: to the nearest, ties to even. */
static double large_to_double(ny_rational a)
{
    ny_view view;
    view_open(&view, a);
    long shift;
    bool more;
    uint64_t quotient = scaled_quotient(&view, &shift, &more);
    int quotient_bits = 64 - __builtin_clzll(quotient);
    long cut = quotient_bits - NY_DOUBLE_BITS;
    if (cut - shift < NY_DOUBLE_LOWEST_BIT)
        cut = NY_DOUBLE_LOWEST_BIT + shift;
    double value = 0;
    if (cut <= quotient_bits) { /* else below 2^-1075, half of the smallest double */
        uint64_t kept = quotient >> cut, rest = quotient - (kept << cut);
        uint64_t half = UINT64_C(1) << (cut - 1);
        kept += rest > half || (rest == half && (more || (kept & 1)));
        value = compose(kept, cut - shift);
    }
    return ny_rational_sign(a) < 0 ? -value : value;
}

double ny_rational_to_double(ny_rational a)
{
    const int64_t exact = INT64_C(1) << NY_DOUBLE_BITS;
    /* One rounding: of the conversion where it is whole, else of the division. */
    if (is_small(a) && a.denominator == 1)
        return (double)a.numerator;
    if (is_small(a) && a.numerator <= exact && a.numerator >= -exact && a.denominator <= exact)
        return (double)a.numerator / (double)a.denominator;
    return large_to_double(a);
}

ny_rational ny_rational_from_double(ny_arena *arena, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    int biased = (int)(bits >> (NY_DOUBLE_BITS - 1)) & NY_DOUBLE_INFINITE;
    NY_BUG_ON(biased == NY_DOUBLE_INFINITE);
    const uint64_t hidden = UINT64_C(1) << (NY_DOUBLE_BITS - 1);
    uint64_t kept = (bits & (hidden - 1)) | (biased ? hidden : 0);
    int exponent = NY_DOUBLE_LOWEST_BIT + (biased ? biased - 1 : 0);

    mpz_t numerator, denominator;
    mpz_init_set_ui(denominator, 1);
    mpz_init(numerator);
    mpz_import(numerator, 1, -1, sizeof kept, 0, 0, &kept);
    if (bits >> 63)
        mpz_neg(numerator, numerator);
    if (exponent >= 0)
        mpz_mul_2exp(numerator, numerator, (mp_bitcnt_t)exponent);
    else
        mpz_mul_2exp(denominator, denominator, (mp_bitcnt_t)-exponent);
    ny_rational result = mpz_value(arena, numerator, denominator);
    mpz_clear(numerator);
    mpz_clear(denominator);
    return result;
}

/* ---- reading ---- */

typedef struct ny_numeral {
    bool negative;
    ny_text whole, decimals; /* digits, with `_` between */
    int32_t exponent;
} ny_numeral;

static bool take_character(ny_text *rest, char character)
{
    if (!rest->size || rest->data[0] != character)
        return false;
    *rest = (ny_text){rest->data + 1, rest->size - 1};
    return true;
}

static bool is_digit(ny_text text, size_t at)
{
    return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

/* Digits with single `_` between them; false where none stand. */
static bool take_digits(ny_text *rest, ny_text *ret_digits)
{
    size_t size = 0;
    while (is_digit(*rest, size) ||
           (size && size < rest->size && rest->data[size] == '_' && is_digit(*rest, size + 1)))
        size++;
    if (!size)
        return false;

    *ret_digits = (ny_text){rest->data, size};
    *rest = (ny_text){rest->data + size, rest->size - size};
    return true;
}

static bool take_exponent(ny_text *rest, int32_t *ret_exponent)
{
    bool negative = take_character(rest, '-');
    if (!negative)
        take_character(rest, '+');
    if (!is_digit(*rest, 0))
        return false;
    int32_t value = 0;
    size_t at = 0;
    for (; is_digit(*rest, at) && value <= NY_EXPONENT_LARGEST; at++)
        value = value * 10 + (rest->data[at] - '0');
    if (value > NY_EXPONENT_LARGEST)
        return false;

    *rest = (ny_text){rest->data + at, rest->size - at};
    *ret_exponent = negative ? -value : value;
    return true;
}

static bool read_numeral(ny_text text, ny_numeral *ret_numeral)
{
    ny_numeral numeral = {.decimals = NY_NO_TEXT, .exponent = 0};
    ny_text rest = text;
    numeral.negative = take_character(&rest, '-');
    if (!take_digits(&rest, &numeral.whole))
        return false;
    if (take_character(&rest, '.') && !take_digits(&rest, &numeral.decimals))
        return false;
    if ((take_character(&rest, 'e') || take_character(&rest, 'E')) &&
        !take_exponent(&rest, &numeral.exponent))
        return false;
    if (rest.size)
        return false;

    *ret_numeral = numeral;
    return true;
}

static uint32_t add_digits(ny_buffer *buffer, ny_text digits)
{
    uint32_t count = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] == '_')
            continue;
        ny_buffer_add_character(buffer, digits.data[i]);
        count++;
    }
    return count;
}

static ny_rational whole_of_digits(ny_arena *arena, ny_buffer *digits)
{
    if (digits->size <= NY_DIGITS_IN_WORD) {
        int64_t value = 0;
        for (size_t i = 0; i < digits->size; i++)
            value = value * 10 + (digits->data[i] - '0');
        return small_value(value, 1);
    }
    mpz_t whole;
    mpz_init(whole);
    ny_buffer_add_character(digits, '\0');
    NY_BUG_ON(mpz_set_str(whole, digits->data, 10) != 0);
    ny_rational result = whole_value(arena, whole);
    mpz_clear(whole);
    return result;
}

bool ny_rational_read(ny_arena *arena, ny_text text, ny_rational *ret_value)
{
    ny_numeral numeral;
    if (!read_numeral(text, &numeral) || text.size > NY_NUMERAL_LONGEST)
        return false;

    ny_buffer digits = ny_buffer_create(arena);
    add_digits(&digits, numeral.whole);
    int32_t scale = (int32_t)add_digits(&digits, numeral.decimals) - numeral.exponent;
    ny_rational value = whole_of_digits(arena, &digits);
    if (numeral.negative)
        value = ny_rational_negate(arena, value);
    *ret_value = scale > 0
                     ? ny_rational_divide(arena, value, power_of_ten(arena, (uint32_t)scale))
                     : ny_rational_multiply(arena, value, power_of_ten(arena, (uint32_t)-scale));
    return true;
}

/* ---- writing ---- */

static ny_text mpz_text(ny_arena *arena, const mpz_t value)
{
    char *text = ny_arena_take(arena, mpz_sizeinbase(value, 10) + 2);
    mpz_get_str(text, 10, value);
    return ny_text_of(text);
}

ny_text ny_rational_fraction_text(ny_arena *arena, ny_rational a)
{
    ny_view view;
    view_open(&view, a);
    ny_text numerator = mpz_text(arena, view.numerator);
    if (ny_rational_is_whole(a))
        return numerator;
    ny_text denominator = mpz_text(arena, view.denominator);
    return ny_format(arena, "%.*s/%.*s", NY_PRINT(numerator), NY_PRINT(denominator));
}

/* A fraction in lowest terms ends after as many decimals as its denominator has factors 2 or 5,
 * whichever are more; and never when it has any other factor. */
static bool decimals_needed(ny_rational a, size_t *ret_count)
{
    ny_view view;
    view_open(&view, a);
    mpz_t rest, five;
    mpz_init(rest);
    mpz_init_set_ui(five, 5);
    size_t twos = mpz_scan1(view.denominator, 0);
    mpz_tdiv_q_2exp(rest, view.denominator, twos);
    size_t fives = mpz_remove(rest, rest, five);
    bool ends = mpz_cmp_ui(rest, 1) == 0;
    mpz_clear(rest);
    mpz_clear(five);
    if (ends)
        *ret_count = twos > fives ? twos : fives;
    return ends;
}

bool ny_rational_ends_within(ny_rational a, uint32_t most)
{
    size_t needed;
    return decimals_needed(a, &needed) && needed <= most;
}

/* Where least > most, `least` decimals are the most as well. */
ny_text ny_rational_decimal_text(ny_arena *arena, ny_rational a, uint32_t least, uint32_t most)
{
    uint32_t decimals = most > least ? most : least;
    size_t needed;
    if (decimals_needed(a, &needed) && needed <= decimals)
        decimals = needed > least ? (uint32_t)needed : least;

    ny_rational scaled = ny_rational_multiply(arena, a, power_of_ten(arena, decimals));
    scaled = nearest_whole(arena, scaled, NY_HALVES_AWAY_FROM_ZERO);
    ny_buffer buffer = ny_buffer_create(arena);
    if (ny_rational_sign(scaled) < 0) {
        ny_buffer_add_character(&buffer, '-');
        scaled = ny_rational_negate(arena, scaled);
    }

    ny_text digits = ny_rational_fraction_text(arena, scaled);
    if (digits.size <= decimals) { /* at least one digit before the point */
        ny_buffer padded = ny_buffer_create(arena);
        ny_buffer_repeat(&padded, '0', decimals + 1 - digits.size);
        ny_buffer_add(&padded, digits);
        digits = ny_buffer_text(&padded);
    }
    size_t before_point = digits.size - decimals;
    ny_buffer_add(&buffer, (ny_text){digits.data, before_point});
    if (decimals)
        ny_buffer_add_character(&buffer, '.');
    ny_buffer_add(&buffer, (ny_text){digits.data + before_point, decimals});
    return ny_buffer_text(&buffer);
}
