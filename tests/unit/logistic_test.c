/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The rounded logistic held against MPFR, and at places where a double could not decide. */

#include "run/logistic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <mpfr.h>

enum { PRECISION = 400, DECIMALS = 30 };

static ny_rational decimal(ny_arena *arena, const char *text)
{
    ny_rational value;
    assert_true(ny_rational_read(arena, ny_text_of(text), &value));
    return value;
}

/* logistic(x) with so many decimals, by MPFR. */
static void oracle(const char *x, int decimals, char *ret_text, size_t size)
{
    mpfr_t value;
    mpfr_init2(value, PRECISION);
    mpfr_set_str(value, x, 10, MPFR_RNDN);
    mpfr_neg(value, value, MPFR_RNDN);
    mpfr_exp(value, value, MPFR_RNDN);
    mpfr_add_ui(value, value, 1, MPFR_RNDN);
    mpfr_ui_div(value, 1, value, MPFR_RNDN);
    mpfr_snprintf(ret_text, size, "%.*RNf", decimals, value);
    mpfr_clear(value);
}

static void is_as_mpfr_says(ny_arena *arena, const char *x, const char *unit, int decimals)
{
    char wanted[DECIMALS + 8];
    oracle(x, decimals, wanted, sizeof wanted);
    ny_rational value = ny_logistic_rounded(arena, decimal(arena, x), decimal(arena, unit),
                                            NY_HALVES_AWAY_FROM_ZERO);
    ny_text said = ny_rational_decimal_text(arena, value, (uint32_t)decimals, (uint32_t)decimals);
    assert_int_equal((int)said.size, (int)ny_text_of(wanted).size);
    assert_memory_equal(said.data, wanted, said.size);
}

static void it_is_rounded_as_mpfr_rounds_it(void **state)
{
    ny_arena *arena = *state;
    static const char *const places[] = {"-40",    "-12.75", "-3.79", "-1",  "-0.5",
                                         "-0.001", "1e-12",  "0.25",  "0.5", "1",
                                         "2.2",    "3.0102", "17",    "60"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        is_as_mpfr_says(arena, places[i], "0.01", 2);
        is_as_mpfr_says(arena, places[i], "0.000001", 6);
        is_as_mpfr_says(arena, places[i], "1e-30", DECIMALS);
    }
    for (int i = -200; i <= 200; i++) {
        char x[16];
        (void)snprintf(x, sizeof x, "%d.%03d", i / 20, (i < 0 ? -i : i) * 37 % 1000);
        is_as_mpfr_says(arena, x, "0.000001", 6);
    }
}

/* ln(3/7), cut after 26 decimals, has a logistic that differs from 0.3 by some 1e-27. */
static void a_place_that_no_double_sees_is_decided(void **state)
{
    ny_arena *arena = *state;
    const char *above = "-0.84729786038720361371010750";
    is_as_mpfr_says(arena, above, "1e-30", DECIMALS);
    ny_rational fine = ny_logistic_rounded(arena, decimal(arena, above), decimal(arena, "1e-30"),
                                           NY_HALVES_AWAY_FROM_ZERO);
    assert_int_not_equal(ny_rational_compare(fine, decimal(arena, "0.3")), 0);
    /* Rounded to 0.6, 0.3 lies on the edge; the little that it differs by decides. */
    bool up = ny_rational_compare(fine, decimal(arena, "0.3")) > 0;
    ny_rational coarse = ny_logistic_rounded(arena, decimal(arena, above), decimal(arena, "0.6"),
                                             NY_HALVES_AWAY_FROM_ZERO);
    assert_int_equal(ny_rational_compare(coarse, decimal(arena, up ? "0.6" : "0")), 0);
    assert_int_equal(ny_rational_compare(ny_logistic_rounded(arena, decimal(arena, above),
                                                             decimal(arena, "0.6"), NY_HALVES_DOWN),
                                         coarse),
                     0);
}

static void a_half_goes_as_halves_say(void **state)
{
    ny_arena *arena = *state;
    ny_rational one = NY_RATIONAL_ONE, zero = NY_RATIONAL_ZERO;
    assert_int_equal(
        ny_rational_compare(ny_logistic_rounded(arena, zero, one, NY_HALVES_DOWN), zero), 0);
    assert_int_equal(ny_rational_compare(ny_logistic_rounded(arena, zero, one, NY_HALVES_UP), one),
                     0);
    /* As near to 1/2 as one likes is not 1/2. */
    assert_int_equal(
        ny_rational_compare(
            ny_logistic_rounded(arena, decimal(arena, "1e-60"), one, NY_HALVES_DOWN), one),
        0);
    assert_int_equal(
        ny_rational_compare(ny_logistic_rounded(arena, decimal(arena, "-1e-60"), one, NY_HALVES_UP),
                            zero),
        0);
}

static void far_out_it_is_0_or_1(void **state)
{
    ny_arena *arena = *state;
    ny_rational unit = decimal(arena, "1e-9");
    ny_rational far = decimal(arena, "1e12");
    assert_int_equal(
        ny_rational_compare(ny_logistic_rounded(arena, far, unit, NY_HALVES_UP), NY_RATIONAL_ONE),
        0);
    assert_int_equal(ny_rational_compare(ny_logistic_rounded(arena, ny_rational_negate(arena, far),
                                                             unit, NY_HALVES_UP),
                                         NY_RATIONAL_ZERO),
                     0);
}

static int set_up(void **state)
{
    *state = ny_arena_create();
    return 0;
}

static int tear_down(void **state)
{
    ny_arena_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_rounded_as_mpfr_rounds_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_that_no_double_sees_is_decided, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_half_goes_as_halves_say, set_up, tear_down),
        cmocka_unit_test_setup_teardown(far_out_it_is_0_or_1, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
