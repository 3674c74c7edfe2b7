/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/*     binomial   P(X <= k) = sum over j <= k of t(j),  t(0) = (1-p)^n,  t(j+1) = t(j) (n-j)/(j+1) p/(1-p)
 *     Poisson    P(X <= k) = S / e^m,  S = sum over j <= k of m^j / j!
 *
 * The sum is kept between two whole numbers of some 256 bits times one power of two, rounded outward at
 * every step; so what it says is proved, and a million rows take a second. Where the chance lies between
 * the two ends, the binomial sum is worked out as a fraction (one row and 97.5 % do meet exactly), and
 * the Poisson one with twice the bits, until it is decided: e to a fraction is no fraction
 * (Lindemann), so that it comes to an end. Rejected: the fraction always, whose digits grow with the
 * rows; and quantiles alone, however many digits they have, since they prove nothing about an edge. */

#include "run/exact_tail.h"

#include "base/bug.h"

#include <gmp.h>

#define UNDECIDED 2
#define FIRST_BITS 256

/* low * 2^exponent <= the number <= high * 2^exponent; 0 <= low <= high. */
typedef struct ny_between {
    mpz_t low, high;
    long exponent;
    mp_bitcnt_t bits; /* kept of each */
} ny_between;

static void end(ny_between *number)
{
    mpz_clear(number->low);
    mpz_clear(number->high);
}

/* Brings the upper end to so many bits. */
static void normalize(ny_between *number)
{
    mp_bitcnt_t have = mpz_sizeinbase(number->high, 2);
    if (mpz_sgn(number->high) == 0 || have == number->bits)
        return;
    if (have < number->bits) {
        mp_bitcnt_t more = number->bits - have;
        mpz_mul_2exp(number->low, number->low, more);
        mpz_mul_2exp(number->high, number->high, more);
        number->exponent -= (long)more;
        return;
    }
    mp_bitcnt_t less = have - number->bits;
    mpz_fdiv_q_2exp(number->low, number->low, less);
    mpz_cdiv_q_2exp(number->high, number->high, less);
    number->exponent += (long)less;
}

static void begin(ny_between *number, unsigned long value, mp_bitcnt_t bits)
{
    mpz_init_set_ui(number->low, value);
    mpz_init_set_ui(number->high, value);
    number->exponent = 0;
    number->bits = bits;
    normalize(number);
}

static void multiply(ny_between *number, const mpz_t by)
{
    mpz_mul(number->low, number->low, by);
    mpz_mul(number->high, number->high, by);
    normalize(number);
}

static void divide(ny_between *number, const mpz_t by)
{
    mp_bitcnt_t more = number->bits + mpz_sizeinbase(by, 2);
    mpz_mul_2exp(number->low, number->low, more);
    mpz_mul_2exp(number->high, number->high, more);
    mpz_fdiv_q(number->low, number->low, by);
    mpz_cdiv_q(number->high, number->high, by);
    number->exponent -= (long)more;
    normalize(number);
}

static void multiply_both(ny_between *number, const ny_between *by)
{
    mpz_mul(number->low, number->low, by->low);
    mpz_mul(number->high, number->high, by->high);
    number->exponent += by->exponent;
    normalize(number);
}

/* Of a number far below the other one's last bit no more is kept than that it is there. */
static void add(ny_between *sum, const ny_between *part)
{
    ny_between other;
    begin(&other, 0, sum->bits);
    mpz_set(other.low, part->low);
    mpz_set(other.high, part->high);
    other.exponent = part->exponent;
    if (mpz_sgn(sum->high) == 0)
        sum->exponent = other.exponent;
    long apart = other.exponent - sum->exponent;
    ny_between *above = apart > 0 ? &other : sum, *below = apart > 0 ? sum : &other;
    mp_bitcnt_t shift = (mp_bitcnt_t)(apart > 0 ? apart : -apart);
    if (shift > 4 * sum->bits) {
        NY_BUG_ON(mpz_sizeinbase(below->high, 2) > shift);
        mpz_set_ui(below->low, 0);
        mpz_set_ui(below->high, 1);
        below->exponent = above->exponent;
    } else {
        mpz_mul_2exp(above->low, above->low, shift);
        mpz_mul_2exp(above->high, above->high, shift);
        above->exponent = below->exponent;
    }
    mpz_add(sum->low, sum->low, other.low);
    mpz_add(sum->high, sum->high, other.high);
    normalize(sum);
    end(&other);
}

/* The number to a whole power. */
static void raise(ny_between *number, uint32_t power)
{
    ny_between result;
    begin(&result, 1, number->bits);
    for (; power; power >>= 1) {
        if (power & 1)
            multiply_both(&result, number);
        multiply_both(number, number);
    }
    mpz_set(number->low, result.low);
    mpz_set(number->high, result.high);
    number->exponent = result.exponent;
    end(&result);
}

/* The sign of a * by - b, or UNDECIDED. */
static int compare(const ny_between *a, const mpz_t by, const ny_between *b)
{
    ny_between left = *a;
    mpz_init(left.low);
    mpz_init(left.high);
    mpz_mul(left.low, a->low, by);
    mpz_mul(left.high, a->high, by);
    mpz_t right_low, right_high;
    mpz_init_set(right_low, b->low);
    mpz_init_set(right_high, b->high);
    long apart = left.exponent - b->exponent;
    if (apart > 0) {
        mpz_mul_2exp(left.low, left.low, (mp_bitcnt_t)apart);
        mpz_mul_2exp(left.high, left.high, (mp_bitcnt_t)apart);
    } else {
        mpz_mul_2exp(right_low, right_low, (mp_bitcnt_t)-apart);
        mpz_mul_2exp(right_high, right_high, (mp_bitcnt_t)-apart);
    }
    int sign = UNDECIDED;
    if (mpz_cmp(left.low, right_high) > 0)
        sign = 1;
    else if (mpz_cmp(left.high, right_low) < 0)
        sign = -1;
    mpz_clear(right_low);
    mpz_clear(right_high);
    end(&left);
    return sign;
}

/* --- fractions --------------------------------------------------------------------------------- */

typedef struct ny_parts {
    mpz_t top, bottom;
} ny_parts;

static void take_apart(ny_arena *arena, ny_rational number, ny_parts *ret_parts)
{
    ny_text text = ny_rational_fraction_text(arena, number);
    const char *whole = ny_text_terminated(arena, text);
    mpq_t fraction;
    mpq_init(fraction);
    NY_BUG_ON(mpq_set_str(fraction, whole, 10) != 0);
    mpz_init_set(ret_parts->top, mpq_numref(fraction));
    mpz_init_set(ret_parts->bottom, mpq_denref(fraction));
    mpq_clear(fraction);
}

static void put_away(ny_parts *parts)
{
    mpz_clear(parts->top);
    mpz_clear(parts->bottom);
}

/* --- binomial ---------------------------------------------------------------------------------- */

static void sum_binomial(uint32_t most, uint32_t rows, const ny_parts *p, ny_between *sum)
{
    ny_between term;
    mpz_t not_p, by;
    mpz_init(not_p);
    mpz_init(by);
    mpz_sub(not_p, p->bottom, p->top);
    begin(&term, 1, sum->bits);
    multiply(&term, not_p);
    divide(&term, p->bottom);
    raise(&term, rows);
    add(sum, &term);
    for (uint32_t j = 0; j < most; j++) {
        mpz_mul_ui(by, p->top, rows - j);
        multiply(&term, by);
        mpz_mul_ui(by, not_p, (unsigned long)j + 1);
        divide(&term, by);
        add(sum, &term);
    }
    mpz_clear(not_p);
    mpz_clear(by);
    end(&term);
}

static int enclose_binomial(ny_arena *arena, uint32_t most, uint32_t rows, ny_rational p,
                            ny_rational chance)
{
    ny_parts share, against;
    ny_between sum, due;
    take_apart(arena, p, &share);
    take_apart(arena, chance, &against);
    begin(&sum, 0, FIRST_BITS);
    begin(&due, 0, FIRST_BITS);
    mpz_set(due.low, against.top);
    mpz_set(due.high, against.top);
    sum_binomial(most, rows, &share, &sum);
    int sign = compare(&sum, against.bottom, &due);
    end(&sum);
    end(&due);
    put_away(&share);
    put_away(&against);
    return sign;
}

static int exact_binomial(ny_arena *arena, uint32_t most, uint32_t rows, ny_rational p,
                          ny_rational chance)
{
    ny_rational not_p = ny_rational_subtract(arena, NY_RATIONAL_ONE, p);
    ny_rational odds = ny_rational_divide(arena, p, not_p), term = NY_RATIONAL_ONE;
    for (uint32_t i = 0; i < rows; i++)
        term = ny_rational_multiply(arena, term, not_p);
    ny_rational sum = term;
    for (uint32_t j = 0; j < most; j++) {
        ny_rational step = ny_rational_fraction(arena, rows - j, (int64_t)j + 1);
        term = ny_rational_multiply(arena, term, ny_rational_multiply(arena, step, odds));
        sum = ny_rational_add(arena, sum, term);
    }
    return ny_rational_compare(sum, chance);
}

/* Counted from the nearer end: P(X <= k) of p is 1 - P(X <= n - k - 1) of 1 - p. */
int ny_tail_of_binomial(ny_arena *arena, uint32_t most, uint32_t rows, ny_rational p,
                        ny_rational chance)
{
    if (most >= rows - most) {
        ny_rational one = NY_RATIONAL_ONE;
        return -ny_tail_of_binomial(arena, rows - most - 1, rows,
                                    ny_rational_subtract(arena, one, p),
                                    ny_rational_subtract(arena, one, chance));
    }
    int sign = enclose_binomial(arena, most, rows, p, chance);
    return sign == UNDECIDED ? exact_binomial(arena, most, rows, p, chance) : sign;
}

/* --- Poisson ----------------------------------------------------------------------------------- */

static void sum_poisson(uint32_t most, const ny_parts *mean, ny_between *sum)
{
    ny_between term;
    mpz_t by;
    mpz_init(by);
    begin(&term, 1, sum->bits);
    add(sum, &term);
    for (uint32_t j = 0; j < most; j++) {
        multiply(&term, mean->top);
        mpz_mul_ui(by, mean->bottom, (unsigned long)j + 1);
        divide(&term, by);
        add(sum, &term);
    }
    mpz_clear(by);
    end(&term);
}

/* e^m = (e^(m / 2^s))^(2^s) with m / 2^s <= 1/2; there what follows a term of the series is no more
 * than that term. */
static void exponential(const ny_parts *mean, ny_between *sum)
{
    long halvings = (long)mpz_sizeinbase(mean->top, 2) - (long)mpz_sizeinbase(mean->bottom, 2) + 2;
    if (halvings < 0)
        halvings = 0;
    ny_between term;
    mpz_t by;
    mpz_init(by);
    begin(&term, 1, sum->bits);
    add(sum, &term);
    for (unsigned long j = 1; j <= sum->bits; j++) {
        multiply(&term, mean->top);
        mpz_mul_ui(by, mean->bottom, j);
        mpz_mul_2exp(by, by, (mp_bitcnt_t)halvings);
        divide(&term, by);
        add(sum, &term);
    }
    mpz_set_ui(term.low, 0);
    add(sum, &term);
    for (long i = 0; i < halvings; i++)
        multiply_both(sum, sum);
    mpz_clear(by);
    end(&term);
}

/* S * bottom against chance's top * e^m. */
static int enclose_poisson(uint32_t most, const ny_parts *mean, const ny_parts *chance,
                           mp_bitcnt_t bits)
{
    ny_between sum, whole;
    begin(&sum, 0, bits);
    begin(&whole, 0, bits);
    sum_poisson(most, mean, &sum);
    exponential(mean, &whole);
    multiply(&whole, chance->top);
    int sign = compare(&sum, chance->bottom, &whole);
    end(&sum);
    end(&whole);
    return sign;
}

int ny_tail_of_poisson(ny_arena *arena, uint32_t most, ny_rational mean, ny_rational chance)
{
    ny_parts mu, against;
    take_apart(arena, mean, &mu);
    take_apart(arena, chance, &against);
    int sign = UNDECIDED;
    for (mp_bitcnt_t bits = FIRST_BITS; sign == UNDECIDED; bits *= 2)
        sign = enclose_poisson(most, &mu, &against, bits);
    put_away(&mu);
    put_away(&against);
    return sign;
}
