/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* PERT, counts and times with a shape of their own: against sums and incomplete gamma functions with
 * 300 bits, against the families that they contain, and the laws that hold for all. */

#include "run/distribution.h"
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

enum { PRECISION = 300, DRAWS = 20000 };

#define OK NY_DISTRIBUTION_OK
#define IMPOSSIBLE NY_DISTRIBUTION_IMPOSSIBLE
#define OUT_OF_RANGE NY_DISTRIBUTION_OUT_OF_RANGE

static const ny_distribution_piece three_rates[] = {{0.5, 1.0}, {0.0, 2.0}, {0.1, 0.0}};

static double uniform(uint32_t i)
{
    return ny_random_uniform(2027, 0, 0, i, 0);
}

#define assert_near(ours, truth, bound) assert_true(fabs((ours) - (truth)) <= (bound)*fabs(truth))

/* ---- One row for each family: its quantile and its chance. */

typedef ny_distribution_status family(const double *of, double u, double *ret_value);

static ny_distribution_status pert(const double *of, double u, double *ret)
{
    return ny_distribution_quantile_pert(of[0], of[1], of[2], u, ret);
}
static ny_distribution_status pert_chance(const double *of, double x, double *ret)
{
    return ny_distribution_chance_pert(of[0], of[1], of[2], x, ret);
}
static ny_distribution_status binomial(const double *of, double u, double *ret)
{
    return ny_distribution_quantile_binomial(of[0], of[1], u, ret);
}
static ny_distribution_status binomial_chance(const double *of, double x, double *ret)
{
    return ny_distribution_chance_binomial(of[0], of[1], x, ret);
}
static ny_distribution_status negative(const double *of, double u, double *ret)
{
    return ny_distribution_quantile_negative_binomial(of[0], of[1], u, ret);
}
static ny_distribution_status negative_chance(const double *of, double x, double *ret)
{
    return ny_distribution_chance_negative_binomial(of[0], of[1], x, ret);
}
static ny_distribution_status logistic(const double *of, double u, double *ret)
{
    return ny_distribution_time_log_logistic(of[0], of[1], of[3], u, ret);
}
static ny_distribution_status logistic_chance(const double *of, double x, double *ret)
{
    return ny_distribution_chance_log_logistic(of[0], of[1], x, ret);
}
static ny_distribution_status general(const double *of, double u, double *ret)
{
    return ny_distribution_time_generalised_gamma(of[0], of[1], of[2], of[3], u, ret);
}
static ny_distribution_status general_chance(const double *of, double x, double *ret)
{
    return ny_distribution_chance_generalised_gamma(of[0], of[1], of[2], x, ret);
}
static ny_distribution_status lognormal(const double *of, double u, double *ret)
{
    return ny_distribution_time_lognormal(of[0], of[1], of[3], u, ret);
}
static ny_distribution_status lognormal_chance(const double *of, double x, double *ret)
{
    return ny_distribution_chance_lognormal(of[0], of[1], x, ret);
}
static ny_distribution_status gamma_time(const double *of, double u, double *ret)
{
    return ny_distribution_time_gamma(of[0], of[1], of[3], u, ret);
}
static ny_distribution_status gamma_chance(const double *of, double x, double *ret)
{
    return ny_distribution_chance_gamma(of[0], of[1], x, ret);
}
static ny_distribution_status pieces(const double *of, double u, double *ret)
{
    return ny_distribution_time_piecewise(three_rates, 3, of[3], u, ret);
}
static ny_distribution_status pieces_chance(const double *of, double x, double *ret)
{
    (void)of;
    return ny_distribution_chance_piecewise(three_rates, 3, x, ret);
}

typedef struct row {
    const char *name;
    family *quantile, *chance;
    double of[4]; /* the last of a time: what the hazard is multiplied by */
    double mean, variance;
    int counts, is_time;
} row;

/* Means: of the textbooks. PERT: (low + 4 mode + high) / 6, variance (mean - low) (high - mean) / 7. */
static const row rows[] = {
    {"pert", pert, pert_chance, {1, 3, 8, 0}, 3.5, 2.5 * 4.5 / 7, 0, 0},
    {"binomial 20", binomial, binomial_chance, {20, 0.3, 0, 0}, 6, 4.2, 1, 0},
    {"binomial 10000", binomial, binomial_chance, {10000, 0.001, 0, 0}, 10, 9.99, 1, 0},
    {"negative 3 0.5", negative, negative_chance, {3, 0.5, 0, 0}, 3, 21, 1, 0},
    {"negative 40 7", negative, negative_chance, {40, 7, 0, 0}, 40, 40 + 1600 / 7.0, 1, 0},
    {"log logistic", logistic, logistic_chance, {1.7, 4, 0, 1}, NAN, NAN, 0, 1},
    {"log logistic x3", logistic, logistic_chance, {1.7, 4, 0, 3}, NAN, NAN, 0, 1},
    {"general 0.5", general, general_chance, {2, 0.8, 0.5, 1}, NAN, NAN, 0, 1},
    {"general -1.2", general, general_chance, {2, 0.8, -1.2, 0.25}, NAN, NAN, 0, 1},
    {"general 0", general, general_chance, {2, 0.8, 0, 2}, NAN, NAN, 0, 1},
    {"lognormal x5", lognormal, lognormal_chance, {0.5, 0.4, 0, 5}, NAN, NAN, 0, 1},
    {"gamma x0.1", gamma_time, gamma_chance, {2.5, 2, 0, 0.1}, NAN, NAN, 0, 1},
    {"pieces", pieces, pieces_chance, {0, 0, 0, 1}, NAN, NAN, 0, 1},
    {"pieces x4", pieces, pieces_chance, {0, 0, 0, 4}, NAN, NAN, 0, 1},
};
enum { ROWS = sizeof rows / sizeof *rows };

static double value_at(const row *of, double u)
{
    double value = NAN;
    assert_int_equal(of->quantile(of->of, u, &value), OK);
    return value;
}

static double chance_at(const row *of, double value)
{
    double part = NAN;
    assert_int_equal(of->chance(of->of, value, &part), OK);
    return part;
}

/* Of a time with its hazard multiplied by r: F(t) = 1 - (1 - u)^(1 / r). */
static void the_chance_of_a_quantile_is_its_u(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (uint32_t j = 0; j < 5000; j++) {
            double u = uniform(j), value = value_at(&rows[i], u), part = chance_at(&rows[i], value);
            if (rows[i].counts) {
                assert_true(part >= u - 1e-13);
                assert_true(chance_at(&rows[i], value - 1) < u + 1e-13);
            } else {
                double due = rows[i].is_time ? -expm1(log1p(-u) / rows[i].of[3]) : u;
                assert_true(fabs(part - due) <= 1e-10);
            }
        }
}

static void quantiles_rise_with_u_and_have_their_moments(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        double last = -1, sum = 0, squares = 0;
        for (int k = 0; k < DRAWS; k++) {
            double value = value_at(&rows[i], (k + 0.5) / DRAWS);
            assert_true(value >= last);
            last = value;
            sum += value;
            squares += (value - rows[i].mean) * (value - rows[i].mean);
        }
        if (isnan(rows[i].mean))
            continue;
        assert_true(fabs(sum / DRAWS - rows[i].mean) < 2e-3 * sqrt(rows[i].variance));
        assert_near(squares / DRAWS, rows[i].variance, 1e-2);
    }
}

/* ---- Oracles */

/* The sum of the terms up to `count`, each from the one before. */
static double sum_of_terms(double first, double count, double (*ratio)(const double *, double),
                           const double *of, double power)
{
    mpfr_t term, sum;
    mpfr_inits2(PRECISION, term, sum, (mpfr_ptr)0);
    mpfr_set_d(term, first, MPFR_RNDN);
    mpfr_log(term, term, MPFR_RNDN);
    mpfr_mul_d(term, term, power, MPFR_RNDN);
    mpfr_exp(term, term, MPFR_RNDN);
    mpfr_set(sum, term, MPFR_RNDN);
    for (double k = 1; k <= count; k++) {
        mpfr_mul_d(term, term, ratio(of, k), MPFR_RNDN);
        mpfr_add(sum, sum, term, MPFR_RNDN);
    }
    double result = mpfr_get_d(sum, MPFR_RNDN);
    mpfr_clears(term, sum, (mpfr_ptr)0);
    return result;
}

static double binomial_ratio(const double *of, double k)
{
    return (of[0] - k + 1) / k * (of[1] / (1 - of[1]));
}

static double negative_ratio(const double *of, double k)
{
    return (of[1] + k - 1) / k * (of[0] / (of[0] + of[1]));
}

static void counts_are_sums_of_terms(void **state)
{
    static const double of[][4] = {{20, 0.3}, {10000, 0.001}, {1000, 0.7}};
    static const double spread[][4] = {{3, 0.5}, {40, 7}, {900, 0.02}};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (double k = 0; k < 900; k += 1 + floor(k / 3)) {
            double part, truth;
            assert_int_equal(ny_distribution_chance_binomial(of[i][0], of[i][1], k, &part), OK);
            if (k >= of[i][0]) {
                assert_true(part == 1);
                continue;
            }
            truth = sum_of_terms(1 - of[i][1], k, binomial_ratio, of[i], of[i][0]);
            if (truth > 1e-280)
                assert_near(part, truth, 3e-12);
            assert_int_equal(
                ny_distribution_chance_negative_binomial(spread[i][0], spread[i][1], k, &part), OK);
            truth = sum_of_terms(spread[i][1] / (spread[i][0] + spread[i][1]), k, negative_ratio,
                                 spread[i], spread[i][1]);
            assert_near(part, truth, 3e-12);
        }
}

/* The upper part of a gamma, by MPFR's incomplete gamma function. */
static double upper_gamma(double shape, double x)
{
    mpfr_t a, at, part, whole;
    mpfr_inits2(PRECISION, a, at, part, whole, (mpfr_ptr)0);
    mpfr_set_d(a, shape, MPFR_RNDN);
    mpfr_set_d(at, x, MPFR_RNDN);
    mpfr_gamma_inc(part, a, at, MPFR_RNDN);
    mpfr_gamma(whole, a, MPFR_RNDN);
    mpfr_div(part, part, whole, MPFR_RNDN);
    double result = mpfr_get_d(part, MPFR_RNDN);
    mpfr_clears(a, at, part, whole, (mpfr_ptr)0);
    return result;
}

static void generalised_gammas_agree_with_mpfr(void **state)
{
    static const double of[][3] = {{2, 0.8, 0.5}, {2, 0.8, -1.2}, {700, 1.3, 3}, {5, 0.2, -0.1}};
    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (uint32_t j = 0; j < 60; j++) {
            double u = uniform(j), t, q = of[i][2];
            assert_int_equal(
                ny_distribution_time_generalised_gamma(of[i][0], of[i][1], q, 1, u, &t), OK);
            double x = exp(q * log(t / of[i][0]) / of[i][1]) / (q * q);
            double upper = upper_gamma(1 / (q * q), x);
            assert_near(q > 0 ? upper : 1 - upper, 1 - u, 1e-10);
        }
}

/* Prentice 1974: what the family contains. */
static void a_generalised_gamma_contains_its_kin(void **state)
{
    (void)state;
    for (uint32_t j = 0; j < 500; j++) {
        double u = uniform(j), t, kin;
        assert_int_equal(ny_distribution_time_generalised_gamma(3, 0.5, 1, 1, u, &t), OK);
        assert_int_equal(ny_distribution_quantile_weibull(2, 3, u, &kin), OK);
        assert_near(t, kin, 1e-11);
        /* A gamma with shape 4: sigma = q = 1 / 2, scale = e^mu with mean 4 * its scale. */
        assert_int_equal(ny_distribution_time_generalised_gamma(6, 0.5, 0.5, 1, u, &t), OK);
        assert_int_equal(ny_distribution_quantile_gamma(4, 1.5, u, &kin), OK);
        assert_near(t, kin, 1e-11);
        assert_int_equal(ny_distribution_time_generalised_gamma(3, 0.5, 0, 1, u, &t), OK);
        assert_int_equal(ny_distribution_quantile_lognormal(log(3), 0.5, u, &kin), OK);
        assert_near(t, kin, 1e-13);
        /* On both sides of where the formula changes. */
        assert_int_equal(ny_distribution_time_generalised_gamma(3, 0.5, 0.9999e-4, 1, u, &t), OK);
        assert_int_equal(ny_distribution_time_generalised_gamma(3, 0.5, 1.0001e-4, 1, u, &kin), OK);
        assert_near(t, kin, 1e-6);
    }
}

static void a_hazard_times_one_draws_the_same(void **state)
{
    (void)state;
    for (uint32_t j = 0; j < 2000; j++) {
        double u = uniform(j), plain, timed;
        assert_int_equal(ny_distribution_quantile_gamma(0.4, 3, u, &plain), OK);
        assert_int_equal(ny_distribution_time_gamma(0.4, 3, 1, u, &timed), OK);
        assert_true(plain == timed);
        assert_int_equal(ny_distribution_quantile_lognormal(1, 0.3, u, &plain), OK);
        assert_int_equal(ny_distribution_time_lognormal(1, 0.3, 1, u, &timed), OK);
        assert_true(plain == timed);
        /* One rate for ever is the exponential; two equal ones too. */
        const ny_distribution_piece twice[] = {{0.2, 3}, {0.2, 0}};
        assert_int_equal(ny_distribution_time_exponential(0.2, 1.5, u, &plain), OK);
        assert_int_equal(ny_distribution_time_piecewise(twice, 2, 1.5, u, &timed), OK);
        assert_near(timed, plain, 1e-14);
    }
}

/* The far ends, where one part rounds to 0 or 1. */
static void a_small_hazard_comes_late_and_a_large_one_soon(void **state)
{
    double t, later;
    (void)state;
    assert_int_equal(ny_distribution_time_lognormal(0, 1, 0.01, 0.5, &t), OK);
    assert_near(t, exp(11.484540434973038), 1e-12); /* the part above is 2^-100 */
    assert_int_equal(ny_distribution_time_lognormal(0, 1, 0.005, 0.5, &later), OK);
    assert_true(later > t);
    assert_int_equal(ny_distribution_time_lognormal(0, 1, 0, 0.5, &t), OK);
    assert_true(t == NY_NEVER);
    assert_int_equal(ny_distribution_time_gamma(2, 1, 0, 0.5, &t), OK);
    assert_true(t == NY_NEVER);
    assert_int_equal(ny_distribution_time_log_logistic(2, 1, 0, 0.5, &t), OK);
    assert_true(t == NY_NEVER);
    const ny_distribution_piece ends[] = {{0.1, 1}, {0, 0}};
    assert_int_equal(ny_distribution_time_piecewise(ends, 2, 1, 0.5, &t), OK);
    assert_true(t == NY_NEVER);
    assert_int_equal(ny_distribution_time_generalised_gamma(1, 1, -0.5, 1e300, 0.5, &t), OK);
    assert_true(t >= 0 && t < 1e-2);
}

static void a_half_cauchy_is_a_tangent(void **state)
{
    (void)state;
    for (uint32_t j = 0; j < 500; j++) {
        double u = uniform(j), x;
        assert_int_equal(ny_distribution_quantile_half_cauchy(3, u, &x), OK);
        assert_near(x, 3 * tan(1.5707963267948966 * u), 1e-11 + 1e-15 / (1 - u));
    }
}

static void a_chance_within_a_time_gives_back_that_chance(void **state)
{
    (void)state;
    for (uint32_t j = 0; j < 500; j++) {
        double chance = uniform(j), found, part;
        assert_int_equal(ny_distribution_meanlog_lognormal(0.8, chance, 30, &found), OK);
        assert_int_equal(ny_distribution_chance_lognormal(found, 0.8, 30, &part), OK);
        assert_near(part, chance, 1e-12);
        assert_int_equal(ny_distribution_scale_log_logistic(1.4, chance, 30, &found), OK);
        assert_int_equal(ny_distribution_chance_log_logistic(1.4, found, 30, &part), OK);
        assert_near(part, chance, 1e-12);
    }
}

static void impossible_ones_are_refused(void **state)
{
    const ny_distribution_piece falling[] = {{0.1, 2}, {0.1, 1}, {0.1, 0}};
    const ny_distribution_piece negative_rate[] = {{-0.1, 0}};
    double x = 7;
    (void)state;
    assert_int_equal(ny_distribution_quantile_pert(3, 2, 8, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_binomial(2.5, 0.5, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_binomial(2, 1.5, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_binomial(1e9, 0.5, 0.5, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_quantile_negative_binomial(-1, 1, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_negative_binomial(1e6, 1e-3, 1 - 0x1p-50, &x),
                     OUT_OF_RANGE);
    assert_int_equal(ny_distribution_moments_negative_binomial(4, 2, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_time_log_logistic(0, 1, 1, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_time_generalised_gamma(1, 0, 1, 1, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_time_generalised_gamma(1, 1, 40, 1, 0.5, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_time_piecewise(falling, 3, 1, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_time_piecewise(negative_rate, 1, 1, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_time_piecewise(NULL, 0, 1, 0.5, &x), IMPOSSIBLE);
    assert_true(x == 7);
    assert_int_equal(ny_distribution_quantile_binomial(5, 1, 0.5, &x), OK);
    assert_true(x == 5);
    assert_int_equal(ny_distribution_quantile_pert(4, 4, 4, 0.3, &x), OK);
    assert_true(x == 4);
}

/* FNV-1a over the bits of the draws: what stands here was the same with gcc and clang. */
static void bits_are_the_same_everywhere(void **state)
{
    uint64_t hash = 0xcbf29ce484222325U;
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        for (uint32_t j = 0; j < 2000; j++) {
            double value = value_at(&rows[i], uniform(j));
            uint64_t bits;
            memcpy(&bits, &value, sizeof bits);
            for (int byte = 0; byte < 8; byte++)
                hash = (hash ^ (bits >> (8 * byte) & 0xff)) * 0x100000001b3U;
        }
    print_message("hash: 0x%016llxU\n", (unsigned long long)hash);
    assert_true(hash == 0xf4055332a72f676eU);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chance_of_a_quantile_is_its_u),
        cmocka_unit_test(quantiles_rise_with_u_and_have_their_moments),
        cmocka_unit_test(counts_are_sums_of_terms),
        cmocka_unit_test(generalised_gammas_agree_with_mpfr),
        cmocka_unit_test(a_generalised_gamma_contains_its_kin),
        cmocka_unit_test(a_hazard_times_one_draws_the_same),
        cmocka_unit_test(a_small_hazard_comes_late_and_a_large_one_soon),
        cmocka_unit_test(a_half_cauchy_is_a_tangent),
        cmocka_unit_test(a_chance_within_a_time_gives_back_that_chance),
        cmocka_unit_test(impossible_ones_are_refused),
        cmocka_unit_test(bits_are_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
