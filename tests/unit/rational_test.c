/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Exact numbers, against GMP's own fractions on random operations, and on the cases that contracts
 * turn on: halves, cents and the digits of a decimal text. */

#include "base/rational.h"

#include <stdio.h> /* first: with it gmp.h declares gmp_fprintf */

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SEED UINT64_C(20260917)
#define OPERATIONS 100000

static uint64_t random_state;

/* splitmix64 (Steele, Lea and Flood, 2014). */
static uint64_t random_word(void)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static int setup(void **state)
{
    random_state = SEED;
    *state = ny_arena_create();
    return 0;
}

static int teardown(void **state)
{
    ny_arena_destroy(*state);
    return 0;
}

static ny_rational number(ny_arena *arena, const char *text)
{
    ny_rational value;
    if (!ny_rational_read(arena, ny_text_of(text), &value))
        fail_msg("not a number: %s", text);
    return value;
}

static void assert_text(ny_text text, const char *expected)
{
    if (text.size != strlen(expected) || memcmp(text.data, expected, text.size) != 0)
        fail_msg("\"%.*s\" is not \"%s\"", NY_PRINT(text), expected);
}

static void assert_fraction(ny_arena *arena, ny_rational a, const char *expected)
{
    assert_text(ny_rational_fraction_text(arena, a), expected);
}

/* ---- against GMP ---- */

static void set_mpq(mpq_t ret_value, ny_arena *arena, ny_rational a)
{
    ny_text text = ny_rational_fraction_text(arena, a);
    assert_int_equal(mpq_set_str(ret_value, ny_text_terminated(arena, text), 10), 0);
}

static bool within_words(const mpq_t value)
{
    return mpz_sizeinbase(mpq_numref(value), 2) <= 63 && mpz_sizeinbase(mpq_denref(value), 2) <= 63;
}

/* The same value, in lowest terms, and small exactly when it fits. */
static void assert_same(ny_arena *arena, ny_rational a, mpq_t expected, const char *what)
{
    mpq_canonicalize(expected);
    mpq_t value;
    mpq_init(value);
    set_mpq(value, arena, a);
    bool same = mpz_cmp(mpq_numref(value), mpq_numref(expected)) == 0 &&
                mpz_cmp(mpq_denref(value), mpq_denref(expected)) == 0;
    if (!same || (a.denominator != 0) != within_words(expected) ||
        (a.denominator != 0) != (a.big == NULL))
        gmp_fprintf(stderr, "%s: %Qd, expected %Qd\n", what, value, expected);
    assert_true(same);
    assert_int_equal(a.denominator != 0, within_words(expected));
    assert_int_equal(a.big == NULL, within_words(expected));
    mpq_clear(value);
}

/* Words of every size, and often at the edges of 32, 53 and 63 bits. */
static int64_t random_whole(void)
{
    static const int64_t edges[] = {
        0,         1,         2,         10,        INT32_MAX,     UINT32_MAX,
        1LL << 53, INT64_MAX, INT64_MIN, 1LL << 62, INT64_MAX / 2, 3037000500};
    uint64_t kind = random_word();
    if (kind % 4 == 0) {
        uint64_t near = (uint64_t)edges[kind / 4 % 12] + random_word() % 5 - 2;
        return kind & 64 ? (int64_t)near : (int64_t)(0 - near);
    }
    uint64_t word = random_word() >> (kind / 4 % 64);
    return kind & 1024 ? (int64_t)word : (int64_t)(0 - word);
}

static ny_rational random_rational(ny_arena *arena)
{
    int64_t denominator = random_word() % 3 ? random_whole() : 1;
    ny_rational a = ny_rational_fraction(arena, random_whole(), denominator ? denominator : 1000);
    while (random_word() % 4 == 0)
        a = ny_rational_add(arena, a,
                            ny_rational_fraction(arena, random_whole(), random_whole() | 1));
    return a;
}

static void fractions_are_made_as_gmp_makes_them(void **state)
{
    for (int i = 0; i < OPERATIONS / 10; i++) {
        int64_t numerator = random_whole(), denominator = random_whole();
        if (!denominator)
            continue;
        mpq_t expected;
        mpq_init(expected);
        mpz_set_si(mpq_numref(expected), numerator);
        mpz_set_si(mpq_denref(expected), denominator);
        assert_same(*state, ny_rational_fraction(*state, numerator, denominator), expected,
                    "fraction");
        mpq_clear(expected);
        ny_arena_reset(*state);
    }
}

static void check_operation(ny_arena *arena, ny_rational a, ny_rational b, mpq_t x, mpq_t y)
{
    mpq_t expected;
    mpq_init(expected);
    switch (random_word() % 7) {
    case 0:
        mpq_add(expected, x, y);
        assert_same(arena, ny_rational_add(arena, a, b), expected, "add");
        break;
    case 1:
        mpq_sub(expected, x, y);
        assert_same(arena, ny_rational_subtract(arena, a, b), expected, "subtract");
        break;
    case 2:
        mpq_mul(expected, x, y);
        assert_same(arena, ny_rational_multiply(arena, a, b), expected, "multiply");
        break;
    case 3:
        if (mpq_sgn(y) == 0)
            break;
        mpq_div(expected, x, y);
        assert_same(arena, ny_rational_divide(arena, a, b), expected, "divide");
        break;
    case 4: {
        int order = mpq_cmp(x, y);
        assert_int_equal(ny_rational_compare(a, b), (order > 0) - (order < 0));
        assert_int_equal(ny_rational_sign(a), mpq_sgn(x));
        assert_int_equal(ny_rational_compare(a, a), 0);
        break;
    }
    case 5:
        mpz_fdiv_q(mpq_numref(expected), mpq_numref(x), mpq_denref(x));
        assert_same(arena, ny_rational_floor(arena, a), expected, "floor");
        mpz_cdiv_q(mpq_numref(expected), mpq_numref(x), mpq_denref(x));
        assert_same(arena, ny_rational_ceiling(arena, a), expected, "ceiling");
        break;
    case 6: {
        int32_t power = (int32_t)(random_word() % 13) - 6;
        if (power < 0 && mpq_sgn(x) == 0)
            break;
        bool turned = power < 0;
        unsigned long times = (unsigned long)abs(power);
        mpz_pow_ui(turned ? mpq_denref(expected) : mpq_numref(expected), mpq_numref(x), times);
        mpz_pow_ui(turned ? mpq_numref(expected) : mpq_denref(expected), mpq_denref(x), times);
        assert_same(arena, ny_rational_power(arena, a, power), expected, "power");
        break;
    }
    }
    mpq_clear(expected);
}

static void random_operations_agree_with_gmp(void **state)
{
    mpq_t x, y;
    mpq_init(x);
    mpq_init(y);
    for (int i = 0; i < OPERATIONS; i++) {
        ny_rational a = random_rational(*state), b = random_rational(*state);
        set_mpq(x, *state, a);
        set_mpq(y, *state, b);
        check_operation(*state, a, b, x, y);
        ny_arena_reset(*state);
    }
    mpq_clear(x);
    mpq_clear(y);
}

/* The law: a rounded value is a multiple of the unit at most half a unit away; where it is just
 * half, the rule of the halves decides. */
static void random_rounding_keeps_its_law(void **state)
{
    const ny_rational half = ny_rational_fraction(*state, 1, 2);
    for (int i = 0; i < OPERATIONS / 5; i++) {
        ny_halves halves = (ny_halves)(random_word() % 4);
        ny_rational unit = random_rational(*state);
        if (ny_rational_sign(unit) < 0)
            unit = ny_rational_negate(*state, unit);
        if (ny_rational_sign(unit) == 0)
            continue;
        ny_rational a = random_rational(*state);
        if (random_word() % 2) /* a half, exactly */
            a = ny_rational_multiply(*state, unit,
                                     ny_rational_fraction(*state, random_whole() | 1, 2));
        ny_rational rounded = ny_rational_round(*state, a, unit, halves);
        ny_rational multiple = ny_rational_divide(*state, rounded, unit);
        ny_rational off =
            ny_rational_divide(*state, ny_rational_subtract(*state, rounded, a), unit);
        assert_true(ny_rational_is_whole(multiple));
        int up = ny_rational_compare(off, half);
        int down = ny_rational_compare(off, ny_rational_negate(*state, half));
        assert_true(up <= 0 && down >= 0);
        if (up != 0 && down != 0)
            continue;
        bool even = ny_rational_is_whole(ny_rational_multiply(*state, multiple, half));
        bool away = (up == 0) == (ny_rational_sign(a) > 0);
        assert_true(halves == NY_HALVES_AWAY_FROM_ZERO ? away
                    : halves == NY_HALVES_TO_EVEN      ? even
                    : halves == NY_HALVES_UP           ? up == 0
                                                       : down == 0);
    }
}

/* ---- rounding by example ---- */

static void assert_rounded(ny_arena *arena, const char *value, const char *away, const char *even,
                           const char *up, const char *down)
{
    const char *expected[] = {away, even, up, down};
    const ny_halves modes[] = {NY_HALVES_AWAY_FROM_ZERO, NY_HALVES_TO_EVEN, NY_HALVES_UP,
                               NY_HALVES_DOWN};
    for (size_t i = 0; i < 4; i++) {
        ny_rational rounded =
            ny_rational_round(arena, number(arena, value), number(arena, "0.01"), modes[i]);
        assert_text(ny_rational_decimal_text(arena, rounded, 2, 12), expected[i]);
    }
}

static void halves_go_as_the_contract_says(void **state)
{
    assert_rounded(*state, "0.005", "0.01", "0.00", "0.01", "0.00");
    assert_rounded(*state, "-0.005", "-0.01", "0.00", "0.00", "-0.01");
    assert_rounded(*state, "0.015", "0.02", "0.02", "0.02", "0.01");
    assert_rounded(*state, "-0.015", "-0.02", "-0.02", "-0.01", "-0.02");
    assert_rounded(*state, "2.675", "2.68", "2.68", "2.68", "2.67");
    assert_rounded(*state, "-0.0049", "0.00", "0.00", "0.00", "0.00");
    assert_rounded(*state, "-0.0051", "-0.01", "-0.01", "-0.01", "-0.01");
    /* Large: the same halves far beyond 64 bits. */
    assert_rounded(*state, "100000000000000000000000000.005", "100000000000000000000000000.01",
                   "100000000000000000000000000.00", "100000000000000000000000000.01",
                   "100000000000000000000000000.00");
    assert_rounded(*state, "-100000000000000000000000000.015", "-100000000000000000000000000.02",
                   "-100000000000000000000000000.02", "-100000000000000000000000000.01",
                   "-100000000000000000000000000.02");
}

static void three_lines_of_half_a_cent_add_up_by_their_rule(void **state)
{
    static const char *const expected[] = {"0.03", "0.00", "0.03", "0.00"};
    ny_rational cent = number(*state, "0.01"), line = number(*state, "0.005");
    for (int mode = 0; mode < 4; mode++) {
        ny_rational sum = NY_RATIONAL_ZERO;
        for (int i = 0; i < 3; i++)
            sum = ny_rational_add(*state, sum,
                                  ny_rational_round(*state, line, cent, (ny_halves)mode));
        assert_text(ny_rational_decimal_text(*state, sum, 2, 2), expected[mode]);
    }
}

static void rounding_takes_any_unit(void **state)
{
    ny_rational quarter = number(*state, "0.25"), hundred = number(*state, "100");
    assert_fraction(
        *state, ny_rational_round(*state, number(*state, "1.37"), quarter, NY_HALVES_UP), "5/4");
    assert_fraction(*state,
                    ny_rational_round(*state, number(*state, "12349.99"), hundred, NY_HALVES_UP),
                    "12300");
    assert_fraction(*state,
                    ny_rational_round(*state, number(*state, "-12350"), hundred, NY_HALVES_TO_EVEN),
                    "-12400");
}

/* ---- texts ---- */

static void decimal_texts_end_or_are_rounded(void **state)
{
    static const struct {
        int64_t numerator, denominator;
        uint32_t least, most;
        const char *expected;
    } cases[] = {
        {15, 8, 0, 12, "1.875"},
        {15, 8, 0, 2, "1.88"},
        {53, 63, 0, 12, "0.841269841270"},
        {12500, 1, 2, 12, "12500.00"},
        {12500, 1, 0, 12, "12500"},
        {-1, 1000, 2, 2, "0.00"},
        {-1, 1000, 0, 0, "0"},
        {-1, 200, 2, 2, "-0.01"},
        {1, 200, 2, 2, "0.01"},
        {-5, 2, 0, 0, "-3"},
        {1, 3, 0, 0, "0"},
        {2, 3, 0, 1, "0.7"},
        {999, 1000, 0, 2, "1.00"},
        {-999, 1000, 2, 2, "-1.00"},
        {0, 1, 2, 4, "0.00"},
        {1, 10, 4, 2, "0.1000"},
        {1, 3, 4, 2, "0.3333"},
        {1, 1024, 0, 10, "0.0009765625"},
        {1, 1024, 0, 9, "0.000976563"},
        {INT64_MAX, 1, 2, 2, "9223372036854775807.00"},
        {INT64_MIN, 1, 2, 2, "-9223372036854775808.00"},
        {1, INT64_MAX, 0, 20, "0.00000000000000000011"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ny_rational a = ny_rational_fraction(*state, cases[i].numerator, cases[i].denominator);
        assert_text(ny_rational_decimal_text(*state, a, cases[i].least, cases[i].most),
                    cases[i].expected);
    }
}

static void ends_within_counts_twos_and_fives(void **state)
{
    assert_true(ny_rational_ends_within(ny_rational_whole(7), 0));
    assert_true(ny_rational_ends_within(ny_rational_fraction(*state, 15, 8), 3));
    assert_false(ny_rational_ends_within(ny_rational_fraction(*state, 15, 8), 2));
    assert_false(ny_rational_ends_within(ny_rational_fraction(*state, 1, 3), 4000));
    assert_true(ny_rational_ends_within(number(*state, "1e-30"), 30));
    assert_false(ny_rational_ends_within(number(*state, "1e-30"), 29));
    assert_true(ny_rational_ends_within(number(*state, "1e30"), 0));
}

static void fraction_texts_are_the_value_itself(void **state)
{
    assert_fraction(*state, ny_rational_fraction(*state, 30, 16), "15/8");
    assert_fraction(*state, ny_rational_fraction(*state, 4, 2), "2");
    assert_fraction(*state, ny_rational_fraction(*state, 1, -3), "-1/3");
    assert_fraction(*state, ny_rational_whole(INT64_MIN), "-9223372036854775808");
    assert_fraction(*state, ny_rational_decimal(*state, -35, 1), "-7/2");
    assert_fraction(*state, ny_rational_decimal(*state, 1, 25), "1/10000000000000000000000000");
}

static void numbers_are_read_as_written(void **state)
{
    assert_fraction(*state, number(*state, "12_000"), "12000");
    assert_fraction(*state, number(*state, "-3.5"), "-7/2");
    assert_fraction(*state, number(*state, "1.2e-3"), "3/2500");
    assert_fraction(*state, number(*state, "1E+3"), "1000");
    assert_fraction(*state, number(*state, "-0.00"), "0");
    assert_fraction(*state, number(*state, "0.000_1"), "1/10000");
    assert_fraction(*state, number(*state, "9223372036854775807"), "9223372036854775807");
    assert_fraction(*state, number(*state, "-9_223_372_036_854_775_809"), "-9223372036854775809");
    assert_fraction(*state, number(*state, "12345678901234567890.5"), "24691357802469135781/2");
    assert_int_equal(ny_rational_compare(number(*state, "1e400"),
                                         ny_rational_power(*state, ny_rational_whole(10), 400)),
                     0);
    assert_int_equal(ny_rational_compare(number(*state, "10e-400"),
                                         ny_rational_power(*state, ny_rational_whole(10), -399)),
                     0);
}

static void what_is_not_a_number_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",       "-",
        "+1",     "1_",
        "_1",     "1__0",
        "1.",     ".5",
        "1._5",   "1_.5",
        "1.5.2",  "1e",
        "1e+",    "1e-",
        "e5",     "1e5x",
        "1 ",     " 1",
        "0x10",   "1e401",
        "1e-401", "--1",
        "1,5",    "inf",
        "nan",    "1e99999999999999999999",
        "1.5_",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ny_rational value = ny_rational_whole(7);
        if (ny_rational_read(*state, ny_text_of(wrong[i]), &value))
            fail_msg("read as a number: \"%s\"", wrong[i]);
        assert_int_equal(value.numerator, 7);
    }
}

/* ---- 64 bits and doubles ---- */

static void whole_numbers_come_back_within_64_bits(void **state)
{
    static const int64_t values[] = {0, 1, -1, INT64_MAX, INT64_MIN, INT64_MIN + 1};
    int64_t back = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_true(ny_rational_to_whole(ny_rational_whole(values[i]), &back));
        assert_true(back == values[i]);
        assert_true(ny_rational_is_whole(ny_rational_whole(values[i])));
    }
    back = 42;
    ny_rational beyond = ny_rational_negate(*state, ny_rational_whole(INT64_MIN));
    assert_false(ny_rational_to_whole(beyond, &back));
    assert_false(ny_rational_to_whole(number(*state, "0.5"), &back));
    assert_false(ny_rational_to_whole(number(*state, "-9223372036854775809"), &back));
    assert_int_equal(back, 42);
    assert_fraction(*state, ny_rational_negate(*state, beyond), "-9223372036854775808");
    assert_fraction(*state, ny_rational_floor(*state, number(*state, "-9223372036854775807.5")),
                    "-9223372036854775808");
}

static double random_double(void)
{
    double value;
    do {
        uint64_t bits = random_word();
        if (bits % 4 == 0) /* subnormal or next to it */
            bits &= ~(UINT64_C(0x7FE) << 52);
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value));
    return value;
}

static void a_double_is_its_own_value(void **state)
{
    for (int i = 0; i < OPERATIONS / 10; i++) {
        double value = random_double();
        ny_rational a = ny_rational_from_double(*state, value);
        double back = ny_rational_to_double(a);
        assert_true(back == value);
        ny_arena_reset(*state);
    }
    assert_fraction(*state, ny_rational_from_double(*state, 0.1),
                    "3602879701896397/36028797018963968");
    assert_fraction(*state, ny_rational_from_double(*state, -0.0), "0");
    assert_fraction(*state, ny_rational_from_double(*state, -2.5), "-5/2");
}

/* The law: halfway between two neighbouring doubles goes to the even one, and the least bit more or
 * less to the nearer one. */
static void halfway_between_doubles_goes_to_even(void **state)
{
    const ny_rational half = ny_rational_fraction(*state, 1, 2);
    for (int i = 0; i < OPERATIONS / 10; i++) {
        double low = fabs(random_double());
        uint64_t bits;
        memcpy(&bits, &low, sizeof bits);
        uint64_t next = bits + 1;
        double high, even;
        memcpy(&high, &next, sizeof high);
        if (!isfinite(high))
            continue;
        uint64_t even_bits = bits % 2 ? next : bits;
        memcpy(&even, &even_bits, sizeof even);
        ny_rational sum = ny_rational_add(*state, ny_rational_from_double(*state, low),
                                          ny_rational_from_double(*state, high));
        ny_rational middle = ny_rational_multiply(*state, sum, half);
        ny_rational less = ny_rational_multiply(
            *state, middle, ny_rational_fraction(*state, INT64_MAX - 1, INT64_MAX));
        ny_rational more = ny_rational_multiply(
            *state, middle, ny_rational_fraction(*state, INT64_MAX, INT64_MAX - 1));
        assert_true(ny_rational_to_double(middle) == even);
        assert_true(ny_rational_to_double(ny_rational_negate(*state, middle)) == -even);
        assert_true(ny_rational_to_double(less) == low);
        assert_true(ny_rational_to_double(more) == high);
    }
}

/* The double `steps` further from zero. */
static double neighbour(double value, int steps)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits += (uint64_t)steps;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static ny_rational distance(ny_arena *arena, ny_rational a, double value)
{
    ny_rational off = ny_rational_subtract(arena, a, ny_rational_from_double(arena, value));
    return ny_rational_sign(off) < 0 ? ny_rational_negate(arena, off) : off;
}

/* The law: neither neighbour is nearer, and where one is as near, ours is the even one. */
static void random_values_become_the_nearest_double(void **state)
{
    for (int i = 0; i < OPERATIONS / 5; i++) {
        ny_rational a = random_rational(*state);
        double value = ny_rational_to_double(a);
        if (value == 0)
            continue;
        ny_rational off = distance(*state, a, value);
        for (int steps = -1; steps <= 1; steps += 2) {
            ny_rational other = distance(*state, a, neighbour(value, steps));
            int order = ny_rational_compare(off, other);
            uint64_t bits;
            memcpy(&bits, &value, sizeof bits);
            assert_true(order < 0 || (order == 0 && bits % 2 == 0));
        }
        ny_arena_reset(*state);
    }
}

static void decimals_become_the_nearest_double(void **state)
{
    static const char *const texts[] = {
        "0.1",
        "0.3",
        "1e23",
        "8.5e22",
        "9007199254740993",
        "9223372036854775807",
        "1e-320",
        "5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "1e309",
        "1e-400",
        "123456.789e-7",
        "-0.7",
        "-1e400",
        "0.500000000000000166533453693773481063544750213623046875",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double expected = strtod(texts[i], NULL);
        if (ny_rational_to_double(number(*state, texts[i])) != expected)
            fail_msg("%s", texts[i]);
    }
    assert_true(ny_rational_to_double(ny_rational_whole(INT64_MIN)) == -9223372036854775808.0);
}

static void powers_reach_their_limits(void **state)
{
    ny_rational rate = number(*state, "1.035");
    ny_rational grown = ny_rational_power(*state, rate, 1000);
    ny_rational shrunk = ny_rational_power(*state, rate, -1000);
    assert_int_equal(
        ny_rational_compare(ny_rational_multiply(*state, grown, shrunk), NY_RATIONAL_ONE), 0);
    assert_fraction(*state, ny_rational_power(*state, NY_RATIONAL_ZERO, 0), "1");
    assert_fraction(*state, ny_rational_power(*state, number(*state, "-0.5"), -3), "-8");
    assert_fraction(*state, ny_rational_power(*state, ny_rational_whole(INT64_MIN), -1),
                    "-1/9223372036854775808");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fractions_are_made_as_gmp_makes_them),
        cmocka_unit_test(random_operations_agree_with_gmp),
        cmocka_unit_test(random_rounding_keeps_its_law),
        cmocka_unit_test(halves_go_as_the_contract_says),
        cmocka_unit_test(three_lines_of_half_a_cent_add_up_by_their_rule),
        cmocka_unit_test(rounding_takes_any_unit),
        cmocka_unit_test(decimal_texts_end_or_are_rounded),
        cmocka_unit_test(ends_within_counts_twos_and_fives),
        cmocka_unit_test(fraction_texts_are_the_value_itself),
        cmocka_unit_test(numbers_are_read_as_written),
        cmocka_unit_test(what_is_not_a_number_is_refused),
        cmocka_unit_test(whole_numbers_come_back_within_64_bits),
        cmocka_unit_test(a_double_is_its_own_value),
        cmocka_unit_test(halfway_between_doubles_goes_to_even),
        cmocka_unit_test(random_values_become_the_nearest_double),
        cmocka_unit_test(decimals_become_the_nearest_double),
        cmocka_unit_test(powers_reach_their_limits),
    };
    printf("seed %llu\n", (unsigned long long)SEED);
    return cmocka_run_group_tests(tests, setup, teardown);
}
