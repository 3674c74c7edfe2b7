/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Our own mathematics held against MPFR: the error bounds of vmath.h, and the bits themselves. */

#include "run/philox.h"
#include "run/vmath.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <mpfr.h>

enum { POINTS = 6000, PRECISION = 160 };

typedef int (*oracle)(mpfr_t, mpfr_srcptr);

/* How the points of a check lie between low and high. */
typedef enum { evenly, by_magnitude, by_negative_magnitude, beside_1, beside_2 } spacing;

typedef struct {
    const char *name;
    double (*ours)(double);
    oracle theirs;
    spacing points;
    double low;
    double high;
    double bound; /* in ulp */
} check;

static int oracle_exp(mpfr_t result, mpfr_srcptr x)
{
    return mpfr_exp(result, x, MPFR_RNDN);
}

static int oracle_expm1(mpfr_t result, mpfr_srcptr x)
{
    return mpfr_expm1(result, x, MPFR_RNDN);
}

static int oracle_log(mpfr_t result, mpfr_srcptr x)
{
    return mpfr_log(result, x, MPFR_RNDN);
}

static int oracle_log1p(mpfr_t result, mpfr_srcptr x)
{
    return mpfr_log1p(result, x, MPFR_RNDN);
}

static int oracle_lgamma(mpfr_t result, mpfr_srcptr x)
{
    int sign;

    return mpfr_lgamma(result, &sign, x, MPFR_RNDN);
}

static int oracle_erfc(mpfr_t result, mpfr_srcptr x)
{
    return mpfr_erfc(result, x, MPFR_RNDN);
}

static int oracle_stirling_rest(mpfr_t result, mpfr_srcptr x)
{
    mpfr_t part;
    mpfr_t less;

    mpfr_inits2(PRECISION, part, less, (mpfr_ptr)0);
    oracle_lgamma(result, x);
    mpfr_const_pi(part, MPFR_RNDN);
    mpfr_mul_ui(part, part, 2, MPFR_RNDN);
    mpfr_log(part, part, MPFR_RNDN);
    mpfr_div_ui(part, part, 2, MPFR_RNDN);
    mpfr_sub(result, result, part, MPFR_RNDN);
    mpfr_add(result, result, x, MPFR_RNDN);
    mpfr_sub_d(less, x, 0.5, MPFR_RNDN);
    mpfr_log(part, x, MPFR_RNDN);
    mpfr_mul(part, part, less, MPFR_RNDN);
    mpfr_sub(result, result, part, MPFR_RNDN);
    mpfr_clears(part, less, (mpfr_ptr)0);
    return 0;
}

/* |ours - truth| in units in the last place of the truth; below the normal doubles in 2^-1074. */
static double error_in_ulp(double ours, mpfr_srcptr truth)
{
    mpfr_t difference;
    double error;

    mpfr_init2(difference, PRECISION);
    mpfr_set_d(difference, ours, MPFR_RNDN);
    mpfr_sub(difference, difference, truth, MPFR_RNDN);
    if (mpfr_zero_p(difference)) {
        error = 0.0;
    } else {
        mpfr_exp_t exponent = mpfr_zero_p(truth) ? -1021 : mpfr_get_exp(truth);

        if (exponent < -1021) {
            exponent = -1021;
        }
        mpfr_mul_2si(difference, difference, 53 - (long)exponent, MPFR_RNDN);
        error = fabs(mpfr_get_d(difference, MPFR_RNDN));
    }
    mpfr_clear(difference);
    return error;
}

static double uniform(uint32_t i, uint32_t draw)
{
    return ny_random_uniform(2026, 0, 0, i, draw);
}

static double between(double low, double high, double u)
{
    return low + (high - low) * u;
}

static double by_size(double low, double high, double u)
{
    return ny_exp(between(ny_log(low), ny_log(high), u));
}

static double point_of(const check *row, uint32_t i)
{
    double u = uniform(i, 0);

    switch (row->points) {
    case evenly:
        return between(row->low, row->high, u);
    case by_magnitude:
        return by_size(row->low, row->high, u);
    case by_negative_magnitude:
        return -by_size(row->low, row->high, u);
    case beside_1:
        return 1.0 + (i % 2 == 0 ? 1.0 : -1.0) * by_size(row->low, row->high, u);
    case beside_2:
        return 2.0 + (i % 2 == 0 ? 1.0 : -1.0) * by_size(row->low, row->high, u);
    }
    return 0.0;
}

static void assert_bound(const check *row)
{
    mpfr_t x;
    mpfr_t truth;
    double worst = 0.0;
    double worst_x = 0.0;

    mpfr_inits2(PRECISION, x, truth, (mpfr_ptr)0);
    for (uint32_t i = 0; i < POINTS; i++) {
        double point = i == 0 ? row->low : i == 1 ? row->high : point_of(row, i);

        if (i < 2 && row->points != evenly && row->points != by_magnitude) {
            continue;
        }
        mpfr_set_d(x, point, MPFR_RNDN);
        row->theirs(truth, x);

        double error = error_in_ulp(row->ours(point), truth);

        if (error > worst) {
            worst = error;
            worst_x = point;
        }
    }
    mpfr_clears(x, truth, (mpfr_ptr)0);
    print_message("%-13s %9.3g .. %-9.3g at most %.3f ulp, at %.17g\n", row->name, row->low,
                  row->high, worst, worst_x);
    assert_true(worst <= row->bound);
}

static void errors_are_within_their_bounds(void **state)
{
    /* Relative bounds of the header are given here in ulp: 2e-15 is at least 9 of them. */
    static const check rows[] = {
        {"exp", ny_exp, oracle_exp, evenly, -708.0, 709.78, 1.0},
        {"exp", ny_exp, oracle_exp, evenly, -1.0, 1.0, 1.0},
        {"exp", ny_exp, oracle_exp, evenly, -745.1, -708.0, 2.0},
        {"expm1", ny_expm1, oracle_expm1, evenly, -50.0, 709.78, 2.0},
        {"expm1", ny_expm1, oracle_expm1, evenly, -2.0, 2.0, 2.0},
        {"expm1", ny_expm1, oracle_expm1, by_magnitude, 5e-324, 1.0, 2.0},
        {"expm1", ny_expm1, oracle_expm1, by_negative_magnitude, 5e-324, 40.0, 2.0},
        {"log", ny_log, oracle_log, by_magnitude, 5e-324, 1.7e308, 1.0},
        {"log", ny_log, oracle_log, evenly, 0.5, 2.0, 1.0},
        {"log", ny_log, oracle_log, beside_1, 2.3e-16, 0.1, 1.0},
        {"log1p", ny_log1p, oracle_log1p, evenly, -0.9999999, 10.0, 1.0},
        {"log1p", ny_log1p, oracle_log1p, evenly, -0.5, 1.0, 1.0},
        {"log1p", ny_log1p, oracle_log1p, by_magnitude, 5e-324, 1.7e308, 1.0},
        {"log1p", ny_log1p, oracle_log1p, by_negative_magnitude, 5e-324, 1.0, 1.0},
        {"lgamma", ny_lgamma, oracle_lgamma, by_magnitude, 5e-324, 1e305, 9.0},
        {"lgamma", ny_lgamma, oracle_lgamma, evenly, 1e-3, 3.0, 9.0},
        {"lgamma", ny_lgamma, oracle_lgamma, evenly, 3.0, 20.0, 9.0},
        {"lgamma", ny_lgamma, oracle_lgamma, beside_1, 2.3e-16, 0.1, 9.0},
        {"lgamma", ny_lgamma, oracle_lgamma, beside_2, 4.5e-16, 0.1, 9.0},
        {"stirling rest", ny_stirling_rest, oracle_stirling_rest, by_magnitude, 8.0, 1e10, 9.0},
        {"erfc", ny_erfc, oracle_erfc, evenly, -7.0, 7.0, 9.0},
        {"erfc", ny_erfc, oracle_erfc, evenly, 0.0, 1.0, 9.0},
        {"erfc", ny_erfc, oracle_erfc, evenly, 5.0, 26.54, 9.0},
        {"erfc", ny_erfc, oracle_erfc, evenly, 26.54, 27.5, 2.0},
        {"erfc", ny_erfc, oracle_erfc, by_magnitude, 1e-300, 1.0, 9.0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_bound(&rows[i]);
    }
}

static void stirling_rest_of_small_numbers_is_within_its_bound(void **state)
{
    mpfr_t x;
    mpfr_t truth;

    (void)state;
    mpfr_inits2(PRECISION, x, truth, (mpfr_ptr)0);
    for (uint32_t i = 0; i < POINTS; i++) {
        double point = by_size(1e-300, 8.0, uniform(i, 0));

        mpfr_set_d(x, point, MPFR_RNDN);
        oracle_stirling_rest(truth, x);
        mpfr_sub_d(truth, truth, ny_stirling_rest(point), MPFR_RNDN);
        assert_true(fabs(mpfr_get_d(truth, MPFR_RNDN)) < (point < 1e-3 ? 2e-13 : 1e-14));
    }
    mpfr_clears(x, truth, (mpfr_ptr)0);
}

static double pow_error(double x, double y)
{
    mpfr_t base;
    mpfr_t exponent;
    mpfr_t truth;

    mpfr_inits2(PRECISION, base, exponent, truth, (mpfr_ptr)0);
    mpfr_set_d(base, x, MPFR_RNDN);
    mpfr_set_d(exponent, y, MPFR_RNDN);
    mpfr_pow(truth, base, exponent, MPFR_RNDN);

    double error = error_in_ulp(ny_pow(x, y), truth);

    mpfr_clears(base, exponent, truth, (mpfr_ptr)0);
    return error;
}

static void pow_is_within_its_bound(void **state)
{
    double worst = 0.0;

    (void)state;
    for (uint32_t i = 0; i < 4 * POINTS; i++) {
        double x = i % 4 == 0   ? by_size(5e-324, 1.7e308, uniform(i, 0))
                   : i % 4 == 1 ? between(0.5, 2.0, uniform(i, 0))
                   : i % 4 == 2 ? 1.0 + 1e-3 * (uniform(i, 0) - 0.5)
                                : by_size(0.1, 10.0, uniform(i, 0));
        double y = i % 4 == 3 ? between(-100.0, 100.0, uniform(i, 1))
                              : between(-700.0, 700.0, uniform(i, 1)) / ny_log(x);
        double error = pow_error(x, y);

        if (error > worst) {
            worst = error;
        }
    }
    print_message("pow at most %.3f ulp\n", worst);
    assert_true(worst <= 1.5);
    /* Results below the normal doubles are rounded once more. */
    assert_true(pow_error(0.5, 1070.3) <= 2.0);
    assert_true(pow_error(10.0, -320.7) <= 2.0);
    assert_true(ny_pow(2.0, 10.0) == 1024.0);
    assert_true(ny_pow(2.0, -1074.0) == 0x1p-1074);
    assert_true(ny_pow(10.0, 2.0) == 100.0);
}

static void special_values_of_exp_and_log(void **state)
{
    (void)state;
    assert_true(ny_exp(0.0) == 1.0);
    assert_true(ny_exp(709.79) == INFINITY);
    assert_true(ny_exp(INFINITY) == INFINITY);
    assert_true(ny_exp(-INFINITY) == 0.0);
    assert_true(ny_exp(-746.0) == 0.0);
    assert_true(isnan(ny_exp(NAN)));
    assert_true(ny_expm1(INFINITY) == INFINITY);
    assert_true(ny_expm1(-INFINITY) == -1.0);
    assert_true(ny_expm1(-0.0) == 0.0 && signbit(ny_expm1(-0.0)));
    assert_true(isnan(ny_expm1(NAN)));
    assert_true(ny_log(1.0) == 0.0);
    assert_true(ny_log(0.0) == -INFINITY);
    assert_true(ny_log(INFINITY) == INFINITY);
    assert_true(isnan(ny_log(-1.0)));
    assert_true(isnan(ny_log(NAN)));
    assert_true(ny_log1p(-1.0) == -INFINITY);
    assert_true(ny_log1p(INFINITY) == INFINITY);
    assert_true(ny_log1p(-0.0) == 0.0 && signbit(ny_log1p(-0.0)));
    assert_true(isnan(ny_log1p(-1.5)));
    assert_true(isnan(ny_log1p(NAN)));
}

static void special_values_of_pow(void **state)
{
    (void)state;
    assert_true(ny_pow(NAN, 0.0) == 1.0);
    assert_true(ny_pow(1.0, NAN) == 1.0);
    assert_true(isnan(ny_pow(NAN, 1.0)));
    assert_true(isnan(ny_pow(2.0, NAN)));
    assert_true(isnan(ny_pow(-2.0, 0.5)));
    assert_true(ny_pow(-2.0, 3.0) == -8.0);
    assert_true(ny_pow(-2.0, 2.0) == 4.0);
    assert_true(ny_pow(-1.0, INFINITY) == 1.0);
    assert_true(ny_pow(-1.0, 0x1p60) == 1.0);
    assert_true(ny_pow(0.0, 2.5) == 0.0);
    assert_true(ny_pow(0.0, -2.5) == INFINITY);
    assert_true(ny_pow(-0.0, -3.0) == -INFINITY);
    assert_true(ny_pow(-0.0, 3.0) == 0.0 && signbit(ny_pow(-0.0, 3.0)));
    assert_true(ny_pow(-0.0, 0.5) == 0.0 && !signbit(ny_pow(-0.0, 0.5)));
    assert_true(ny_pow(INFINITY, -1.0) == 0.0);
    assert_true(ny_pow(-INFINITY, 3.0) == -INFINITY);
    assert_true(ny_pow(-INFINITY, 0.5) == INFINITY);
    assert_true(ny_pow(0.5, INFINITY) == 0.0);
    assert_true(ny_pow(0.5, -INFINITY) == INFINITY);
    assert_true(ny_pow(2.0, 1e300) == INFINITY);
    assert_true(ny_pow(2.0, -1e300) == 0.0);
    assert_true(ny_pow(1.0 + 0x1p-52, 1e300) == INFINITY);
    assert_true(ny_pow(2.0, 5e-324) == 1.0);
}

static void special_values_of_lgamma_and_erfc(void **state)
{
    (void)state;
    assert_true(ny_lgamma(1.0) == 0.0);
    assert_true(ny_lgamma(2.0) == 0.0);
    assert_true(ny_lgamma(0.0) == INFINITY);
    assert_true(ny_lgamma(INFINITY) == INFINITY);
    assert_true(isnan(ny_lgamma(-0.5)));
    assert_true(isnan(ny_lgamma(NAN)));
    assert_true(ny_erfc(INFINITY) == 0.0);
    assert_true(ny_erfc(-INFINITY) == 2.0);
    assert_true(isnan(ny_erfc(NAN)));
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

static double pow_of_scaled(double x)
{
    return ny_pow(fabs(x) + 1e-3, 100.0 * x);
}

/* The same bits from every compiler, at every optimisation and on every machine, for ever. */
static void bits_are_the_same_everywhere(void **state)
{
    static const struct {
        const char *name;
        double (*ours)(double);
        double low;
        double high;
        uint64_t hash;
    } rows[] = {
        {"exp", ny_exp, -750.0, 710.0, 0x1f268f940bd103e6U},
        {"expm1", ny_expm1, -50.0, 50.0, 0x15f8851ac7aad27bU},
        {"log", ny_log, 0.0, 1e6, 0x1a840465b6ddceb8U},
        {"log1p", ny_log1p, -1.0, 3.0, 0x9266e3ea2020eb2bU},
        {"pow", pow_of_scaled, -3.0, 3.0, 0xa30dca3e634b73d8U},
        {"lgamma", ny_lgamma, 0.0, 30.0, 0x0d33f4ddb6eaf093U},
        {"stirling rest", ny_stirling_rest, 0.0, 30.0, 0x30cad258dea4d0dcU},
        {"erfc", ny_erfc, -7.0, 27.5, 0x81c91c9cabd968ccU},
    };
    int differences = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint64_t hash = 0xCBF29CE484222325U;

        for (uint32_t j = 0; j < 100000; j++) {
            hash =
                hash_number(hash, rows[i].ours(between(rows[i].low, rows[i].high, uniform(j, 7))));
        }
        if (hash != rows[i].hash) {
            print_message("hash of %s: 0x%016llxU\n", rows[i].name, (unsigned long long)hash);
            differences++;
        }
    }
    assert_int_equal(differences, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_within_their_bounds),
        cmocka_unit_test(stirling_rest_of_small_numbers_is_within_its_bound),
        cmocka_unit_test(pow_is_within_its_bound),
        cmocka_unit_test(special_values_of_exp_and_log),
        cmocka_unit_test(special_values_of_pow),
        cmocka_unit_test(special_values_of_lgamma_and_erfc),
        cmocka_unit_test(bits_are_the_same_everywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
