/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Distributions: values of printed tables, series with 400 bits, and the laws that hold for all of
 * them (the chance of a quantile is its u, quantiles rise, moments, the same bits everywhere). */

#include "run/distribution.h"
#include "run/philox.h"
#include "run/tail_table.h"
#include "run/vmath.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <mpfr.h>

enum { PRECISION = 400, DRAWS = 100000 };

#define OK NY_DISTRIBUTION_OK
#define IMPOSSIBLE NY_DISTRIBUTION_IMPOSSIBLE
#define OUT_OF_RANGE NY_DISTRIBUTION_OUT_OF_RANGE
#define NOT_A_CHANCE NY_DISTRIBUTION_NOT_A_CHANCE

static double uniform(uint32_t i, uint32_t draw)
{
    return ny_random_uniform(2026, 0, 0, i, draw);
}

static double by_size(double low, double high, double u)
{
    return ny_exp(ny_log(low) + (ny_log(high) - ny_log(low)) * u);
}

static double relative_error(double ours, double truth)
{
    return fabs(ours - truth) / fabs(truth);
}

#define assert_near(ours, truth, bound) assert_true(relative_error(ours, truth) <= (bound))

/* ---- One row for each family, with its parameters, for the laws that hold for all. */

typedef enum {
    normal,
    half_normal,
    lognormal,
    gamma_,
    beta_,
    uniform_,
    triangular,
    exponential,
    weibull,
    gompertz,
    poisson
} family;

typedef struct {
    const char *name;
    family kind;
    double first;
    double second;
    double mean; /* of the distribution, from its textbook formula; NAN: not asked */
    double variance;
    uint64_t hash; /* of DRAWS quantiles */
} row;

static ny_distribution_status quantile(const row *of, double u, double *ret_value)
{
    switch (of->kind) {
    case normal:
        return ny_distribution_quantile_normal(of->first, of->second, u, ret_value);
    case half_normal:
        return ny_distribution_quantile_half_normal(of->first, u, ret_value);
    case lognormal:
        return ny_distribution_quantile_lognormal(of->first, of->second, u, ret_value);
    case gamma_:
        return ny_distribution_quantile_gamma(of->first, of->second, u, ret_value);
    case beta_:
        return ny_distribution_quantile_beta(of->first, of->second, u, ret_value);
    case uniform_:
        return ny_distribution_quantile_uniform(of->first, of->second, u, ret_value);
    case triangular:
        return ny_distribution_quantile_triangular(0.0, of->first, of->second, u, ret_value);
    case exponential:
        return ny_distribution_quantile_exponential(of->first, u, ret_value);
    case weibull:
        return ny_distribution_quantile_weibull(of->first, of->second, u, ret_value);
    case gompertz:
        return ny_distribution_quantile_gompertz(of->first, of->second, u, ret_value);
    case poisson:
        return ny_distribution_quantile_poisson(of->first, u, ret_value);
    }
    return IMPOSSIBLE;
}

static ny_distribution_status chance(const row *of, double value, double *ret_chance)
{
    double low;
    ny_distribution_status status;

    switch (of->kind) {
    case normal:
        return ny_distribution_chance_normal(of->first, of->second, value, ret_chance);
    case half_normal:
        status = ny_distribution_chance_normal(0.0, of->first, -value, &low);
        *ret_chance = 1.0 - 2.0 * low;
        return status;
    case lognormal:
        return ny_distribution_chance_lognormal(of->first, of->second, value, ret_chance);
    case gamma_:
        return ny_distribution_chance_gamma(of->first, of->second, value, ret_chance);
    case beta_:
        return ny_distribution_chance_beta(of->first, of->second, value, ret_chance);
    case uniform_:
        return ny_distribution_chance_uniform(of->first, of->second, value, ret_chance);
    case triangular:
        return ny_distribution_chance_triangular(0.0, of->first, of->second, value, ret_chance);
    case exponential:
        return ny_distribution_chance_exponential(of->first, value, ret_chance);
    case weibull:
        return ny_distribution_chance_weibull(of->first, of->second, value, ret_chance);
    case gompertz:
        return ny_distribution_chance_gompertz(of->first, of->second, value, ret_chance);
    case poisson:
        return ny_distribution_chance_poisson(of->first, value, ret_chance);
    }
    return IMPOSSIBLE;
}

/* Gamma(1.5) and Gamma(2) of a Weibull with shape 2: mean scale sqrt(pi) / 2. */
static const row rows[] = {
    {"normal", normal, 3.0, 2.0, 3.0, 4.0, 0x55617579fe7638f8U},
    {"half normal", half_normal, 2.0, 0.0, 1.5957691216057308, 1.4535209105296747,
     0xfb1d822251c1a456U},
    {"lognormal", lognormal, 0.5, 0.4, 1.7860384307500734, 0.5534881011446781, 0x15b0ab6a1fafa8a8U},
    {"gamma 177.8", gamma_, 177.8, 22.5, 4000.5, 90011.25, 0x54ed59f8e9bffee6U},
    {"gamma 2.5", gamma_, 2.5, 2.0, 5.0, 10.0, 0x9e28c5974a685c72U},
    {"gamma 0.3", gamma_, 0.3, 1.0, 0.3, 0.3, 0x4780bc9c7fdae3dcU},
    {"gamma 1e6", gamma_, 1e6, 1.0, 1e6, 1e6, 0xfe054713949ce916U},
    {"beta 2 3", beta_, 2.0, 3.0, 0.4, 0.04, 0x8858110bd32d7059U},
    {"beta 29 970", beta_, 29.0, 970.0, 0.029029029029029027, 2.818634450266082e-5,
     0x9ba5c0313ea0701cU},
    {"beta 0.5 1.5", beta_, 0.5, 1.5, 0.25, 0.0625, 0xdc5da26d374e7129U},
    {"beta 40000 3", beta_, 40000.0, 3.0, 0.9999250056245782, 1.874531328504611e-9,
     0x80b0c372ecb3987eU},
    {"uniform", uniform_, -1.0, 5.0, 2.0, 3.0, 0x5c863897d09d52dcU},
    {"triangular", triangular, 2.0, 10.0, 4.0, 4.666666666666667, 0x70c568532e7e81b7U},
    {"exponential", exponential, 0.25, 0.0, 4.0, 16.0, 0xf58d8ba2fea4b747U},
    {"weibull", weibull, 2.0, 3.0, 2.658680776358274, 1.9314165294229655, 0x4245aa9b1077afadU},
    {"gompertz", gompertz, 0.1, 0.005, NAN, NAN, 0xbed64ab72c5520aeU},
    {"poisson 0.7", poisson, 0.7, 0.0, 0.7, 0.7, 0x09786f814e60c28aU},
    {"poisson 350", poisson, 350.0, 0.0, 350.0, 350.0, 0xdda32a677f61200cU},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static double value_at(const row *of, double u)
{
    double value = NAN;

    assert_int_equal(quantile(of, u, &value), OK);
    return value;
}

static double chance_at(const row *of, double value)
{
    double part = NAN;

    assert_int_equal(chance(of, value, &part), OK);
    return part;
}

static void the_chance_of_a_quantile_is_its_u(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        for (uint32_t j = 0; j < 20000; j++) {
            double u = uniform(j, 0);
            double value = value_at(&rows[i], u);

            if (rows[i].kind == poisson) {
                assert_true(chance_at(&rows[i], value) >= u - 1e-14);
                assert_true(chance_at(&rows[i], value - 1.0) < u + 1e-14);
            } else {
                assert_true(fabs(chance_at(&rows[i], value) - u) <= 1e-10);
            }
        }
    }
}

/* The k-th of DRAWS evenly spread uniform numbers. */
static double stratified(int k)
{
    return ((double)k + 0.5) / DRAWS;
}

static void quantiles_rise_with_u(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        double last = value_at(&rows[i], NY_RANDOM_SMALLEST);

        for (int k = 0; k < DRAWS; k++) {
            double value = value_at(&rows[i], stratified(k));

            assert_true(rows[i].kind == poisson ? value >= last : value > last);
            last = value;
        }
        assert_true(value_at(&rows[i], 1.0 - NY_RANDOM_SMALLEST) > last);
    }
}

/* The middle of each stratum stands for it: exact but for the ends of long tails. */
static void moments_are_those_of_the_textbook(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        double sum = 0.0;
        double squares = 0.0;

        if (isnan(rows[i].mean)) {
            continue;
        }
        for (int k = 0; k < DRAWS; k++) {
            double value = value_at(&rows[i], stratified(k)) - rows[i].mean;

            sum += value;
            squares += value * value;
        }
        assert_true(fabs(sum / DRAWS) < 1e-4 * sqrt(rows[i].variance));
        assert_near(squares / DRAWS, rows[i].variance, 1e-3);
    }
}

/* H(t) of a Gompertz with shape b, rate a; its mean is the integral of e^-H(t) (Simpson). */
static void the_mean_of_a_gompertz_is_the_area_under_its_survival(void **state)
{
    const row of = {"gompertz", gompertz, 0.1, 0.005, 0, 0, 0};
    const int steps = 20000;
    const double width = 100.0 / steps;
    double area = 0.0;
    double sum = 0.0;

    (void)state;
    for (int i = 0; i <= steps; i++) {
        double hazard = 0.005 / 0.1 * (exp(0.1 * width * i) - 1.0);

        area += exp(-hazard) * (i == 0 || i == steps ? 1.0 : i % 2 == 1 ? 4.0 : 2.0);
    }
    area *= width / 3.0;
    for (int k = 0; k < DRAWS; k++) {
        sum += value_at(&of, stratified(k));
    }
    assert_near(sum / DRAWS, area, 1e-6);
}

/* ---- Known values */

static void normal_quantiles_are_those_of_tables(void **state)
{
    /* R 4.2 qnorm(), which agrees with Wichura's published check values. */
    static const double known[][2] = {
        {0.25, -0.6744897501960817}, {0.001, -3.090232306167813}, {1e-20, -9.262340089798408},
        {0.975, 1.959963984540054},  {0.9, 1.2815515655446004},   {0.995, 2.5758293035489004},
        {1e-10, -6.361340902404056},
    };
    double value;

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        assert_int_equal(ny_distribution_quantile_normal(0.0, 1.0, known[i][0], &value), OK);
        assert_near(value, known[i][1], 1e-15);
    }
    assert_int_equal(ny_distribution_quantile_normal(7.0, 2.0, 0.5, &value), OK);
    assert_true(value == 7.0);
}

static void normal_quantiles_agree_with_erfc_of_mpfr(void **state)
{
    mpfr_t part;
    mpfr_t x;

    (void)state;
    mpfr_inits2(PRECISION, part, x, (mpfr_ptr)0);
    for (uint32_t i = 0; i < 3000; i++) {
        double u = i % 2 == 0 ? uniform(i, 0) : by_size(NY_RANDOM_SMALLEST, 0.5, uniform(i, 0));
        double z = ny_tail_normal_quantile(u);

        /* erfc(-z / sqrt 2) / 2 - u, divided by the density: the error in z. */
        mpfr_set_d(x, 0.5, MPFR_RNDN);
        mpfr_sqrt(x, x, MPFR_RNDN);
        mpfr_mul_d(x, x, -z, MPFR_RNDN);
        mpfr_erfc(part, x, MPFR_RNDN);
        mpfr_div_ui(part, part, 2, MPFR_RNDN);
        mpfr_sub_d(part, part, u, MPFR_RNDN);

        double error = mpfr_get_d(part, MPFR_RNDN) / (0.3989422804014327 * exp(-0.5 * z * z));

        assert_true(fabs(error) <= 1e-15 * fabs(z));
    }
    mpfr_clears(part, x, (mpfr_ptr)0);
}

static void gamma_quantiles_are_those_of_the_chi_square_table(void **state)
{
    /* Degrees of freedom, part, value: Abramowitz and Stegun table 26.8 with more digits. */
    static const double known[][3] = {
        {1.0, 0.95, 3.841458820694124},  {2.0, 0.95, 5.991464547107979},
        {5.0, 0.99, 15.08627246938899},  {10.0, 0.95, 18.307038053275146},
        {10.0, 0.05, 3.940299136119061}, {100.0, 0.95, 124.34211340400407},
    };
    double value;

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        assert_int_equal(
            ny_distribution_quantile_gamma(known[i][0] / 2.0, 2.0, known[i][1], &value), OK);
        assert_near(value, known[i][2], 1e-13);
    }
}

static void beta_quantiles_with_a_formula(void **state)
{
    double value;

    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        double u = uniform(i, 0);
        double a = by_size(1e-2, 1e4, uniform(i, 1));
        double sine = sin(1.5707963267948966 * u);

        assert_int_equal(ny_distribution_quantile_beta(a, 1.0, u, &value), OK);
        assert_near(value, ny_pow(u, 1.0 / a), 1e-12);
        assert_int_equal(ny_distribution_quantile_beta(1.0, a, u, &value), OK);
        assert_near(value, -ny_expm1(ny_log1p(-u) / a), 1e-12);
        /* The arcsine distribution. */
        assert_int_equal(ny_distribution_quantile_beta(0.5, 0.5, u, &value), OK);
        assert_near(value, sine * sine, 1e-12);
    }
    assert_int_equal(ny_distribution_quantile_beta(3.0, 3.0, 0.5, &value), OK);
    assert_near(value, 0.5, 1e-15);
}

/* The chance of k or fewer, e^-m (1 + m + m^2 / 2 + ...), term by term. */
static void poisson_chances_are_sums_of_terms(void **state)
{
    static const double means[] = {0.01, 0.7, 4.0, 30.0, 350.0};

    (void)state;
    for (size_t i = 0; i < sizeof means / sizeof means[0]; i++) {
        double term = exp(-means[i]);
        double sum = term;
        double ours;

        for (int k = 0; k < 600; k++) {
            assert_int_equal(ny_distribution_chance_poisson(means[i], k, &ours), OK);
            assert_near(ours, sum, 1e-12);
            term *= means[i] / (k + 1);
            sum += term;
        }
    }
}

static void poisson_draws_of_large_and_no_mean(void **state)
{
    double count;

    (void)state;
    assert_int_equal(ny_distribution_quantile_poisson(0.0, 0.999, &count), OK);
    assert_true(count == 0.0);
    assert_int_equal(ny_distribution_quantile_poisson(1e-300, 1.0 - NY_RANDOM_SMALLEST, &count),
                     OK);
    assert_true(count == 0.0);
    assert_int_equal(ny_distribution_quantile_poisson(1e8, 0.5, &count), OK);
    assert_true(count == 1e8);
}

/* ---- Tails against series with 400 bits */

/* 1 + t1 + t2 + ... where t(n) / t(n - 1) = (p + n - 1) x / (a + n), or x / (a + n) for p < 0. */
static void sum_of_series(mpfr_t sum, double a, double p, mpfr_srcptr x)
{
    mpfr_t term;
    mpfr_t divisor;

    mpfr_inits2(PRECISION, term, divisor, (mpfr_ptr)0);
    mpfr_set_ui(term, 1, MPFR_RNDN);
    mpfr_set_ui(sum, 1, MPFR_RNDN);
    for (long n = 1; n < 1000000; n++) {
        mpfr_mul(term, term, x, MPFR_RNDN);
        if (p >= 0.0) {
            mpfr_set_d(divisor, p, MPFR_RNDN);
            mpfr_add_si(divisor, divisor, n - 1, MPFR_RNDN);
            mpfr_mul(term, term, divisor, MPFR_RNDN);
        }
        mpfr_set_d(divisor, a, MPFR_RNDN);
        mpfr_add_si(divisor, divisor, n, MPFR_RNDN);
        mpfr_div(term, term, divisor, MPFR_RNDN);
        mpfr_add(sum, sum, term, MPFR_RNDN);
        if (mpfr_get_exp(term) < mpfr_get_exp(sum) - PRECISION) {
            break;
        }
    }
    mpfr_clears(term, divisor, (mpfr_ptr)0);
}

/* sum += sign * lgamma(at), with at in full precision. */
static void add_lgamma(mpfr_t sum, mpfr_srcptr at, int sign)
{
    mpfr_t value;
    int ignored;

    mpfr_init2(value, PRECISION);
    mpfr_lgamma(value, &ignored, at, MPFR_RNDN);
    mpfr_mul_si(value, value, sign, MPFR_RNDN);
    mpfr_add(sum, sum, value, MPFR_RNDN);
    mpfr_clear(value);
}

/* sum += factor * log(of) */
static void add_logarithm(mpfr_t sum, double factor, mpfr_srcptr of)
{
    mpfr_t value;

    mpfr_init2(value, PRECISION);
    mpfr_log(value, of, MPFR_RNDN);
    mpfr_mul_d(value, value, factor, MPFR_RNDN);
    mpfr_add(sum, sum, value, MPFR_RNDN);
    mpfr_clear(value);
}

/* lower = x^a e^-x / Gamma(a + 1) * (1 + x / (a + 1) + ...), DLMF 8.7.1 */
static void true_gamma_lower(mpfr_t lower, double a, double x)
{
    mpfr_t point;
    mpfr_t shape;
    mpfr_t exponent;

    mpfr_inits2(PRECISION, point, shape, exponent, (mpfr_ptr)0);
    mpfr_set_d(point, x, MPFR_RNDN);
    mpfr_set_d(shape, a, MPFR_RNDN);
    mpfr_add_ui(shape, shape, 1, MPFR_RNDN);
    mpfr_neg(exponent, point, MPFR_RNDN);
    add_logarithm(exponent, a, point);
    add_lgamma(exponent, shape, -1);
    mpfr_exp(exponent, exponent, MPFR_RNDN);
    sum_of_series(lower, a, -1.0, point);
    mpfr_mul(lower, lower, exponent, MPFR_RNDN);
    mpfr_clears(point, shape, exponent, (mpfr_ptr)0);
}

/* lower = x^a y^b / (a B(a, b)) * (1 + (a + b) x / (a + 1) + ...), DLMF 8.17.8 */
static void true_beta_lower(mpfr_t lower, double a, double b, double x, double y)
{
    mpfr_t point;
    mpfr_t shape;
    mpfr_t exponent;

    mpfr_inits2(PRECISION, point, shape, exponent, (mpfr_ptr)0);
    mpfr_set_ui(exponent, 0, MPFR_RNDN);
    mpfr_set_d(point, y, MPFR_RNDN);
    add_logarithm(exponent, b, point);
    mpfr_set_d(point, x, MPFR_RNDN);
    add_logarithm(exponent, a, point);
    mpfr_set_d(shape, a, MPFR_RNDN);
    mpfr_add_ui(shape, shape, 1, MPFR_RNDN);
    add_lgamma(exponent, shape, -1);
    mpfr_set_d(shape, b, MPFR_RNDN);
    add_lgamma(exponent, shape, -1);
    mpfr_add_d(shape, shape, a, MPFR_RNDN);
    add_lgamma(exponent, shape, 1);
    mpfr_exp(exponent, exponent, MPFR_RNDN);
    /* a + b as a double is near enough in the series where it is exact, see the caller. */
    sum_of_series(lower, a, a + b, point);
    mpfr_mul(lower, lower, exponent, MPFR_RNDN);
    mpfr_clears(point, shape, exponent, (mpfr_ptr)0);
}

/* The relative error of the smaller of two tails whose lower one is `truth`; 0 below 1e-80, which
 * 400 bits do not hold as one minus the other, unless the lower tail itself is small. */
static double tail_error(ny_tails ours, mpfr_t truth)
{
    double tail = ours.lower;

    if (mpfr_cmp_d(truth, 0.5) > 0) {
        mpfr_ui_sub(truth, 1, truth, MPFR_RNDN);
        tail = ours.upper;
        if (mpfr_cmp_d(truth, 1e-80) < 0) {
            return 0.0;
        }
    }
    if (mpfr_cmp_d(truth, 1e-290) < 0) {
        return 0.0;
    }

    mpfr_d_sub(truth, tail, truth, MPFR_RNDN);
    return fabs(mpfr_get_d(truth, MPFR_RNDN)) / tail;
}

static void gamma_tails_are_those_of_a_long_series(void **state)
{
    mpfr_t truth;
    double worst = 0.0;

    (void)state;
    mpfr_init2(truth, PRECISION);
    for (uint32_t i = 0; i < 1500; i++) {
        double a = by_size(1e-3, 1e4, uniform(i, 0));
        double x = i % 2 == 0 ? a * by_size(1e-3, 10.0, uniform(i, 1))
                              : a + sqrt(a) * (20.0 * uniform(i, 1) - 10.0);

        /* With a shape below 1 the upper tail is 1 minus the lower one for small x. */
        if (x <= 0.0 || (a < 1.0 && x < a + 1.0 && x > 1e-3)) {
            x = a + 1.0 + 20.0 * uniform(i, 1);
        }
        true_gamma_lower(truth, a, x);

        double error = tail_error(ny_tail_gamma(a, x), truth);

        worst = error > worst ? error : worst;
    }
    mpfr_clear(truth);
    print_message("gamma tails: at most %.3g relative\n", worst);
    assert_true(worst < 1e-12);
}

/* Shapes are multiples of 1/1024 so that a + b is exact, and so x and y = 1 - x. */
static void beta_tails_are_those_of_a_long_series(void **state)
{
    mpfr_t truth;
    double worst = 0.0;

    (void)state;
    mpfr_init2(truth, PRECISION);
    for (uint32_t i = 0; i < 1500; i++) {
        double a = ceil(1024.0 * by_size(1e-3, 1e4, uniform(i, 0))) / 1024.0;
        double b = ceil(1024.0 * by_size(1e-3, 1e4, uniform(i, 1))) / 1024.0;
        double n = a + b;
        double sd = sqrt(a / n * (b / n) / (n + 1.0));
        double y = 1.0 - (a / n + sd * (16.0 * uniform(i, 2) - 8.0));

        if (y <= 0.0 || y >= 1.0) {
            y = uniform(i, 2);
        }

        double x = 1.0 - y;

        y = 1.0 - x;
        /* The series is quick for small x only. */
        if (x > 0.5) {
            double other = a;

            a = b;
            b = other;
            other = x;
            x = y;
            y = other;
        }
        true_beta_lower(truth, a, b, x, y);

        /* Both tails of a J or U shape: the smaller may come as one minus the other. */
        ny_tails ours = ny_tail_beta(a, b, x, y);
        double error = tail_error(ours, truth);

        if (a >= 1.0 && b >= 1.0) {
            worst = error > worst ? error : worst;
        } else {
            error *= ours.lower < ours.upper ? ours.lower : ours.upper;
            assert_true(error < 1e-13);
        }
    }
    mpfr_clear(truth);
    print_message("beta tails: at most %.3g relative\n", worst);
    assert_true(worst < 1e-12);
}

/* Shapes over the whole range, and u to the ends: the quantile exists and gives back its u. */
static void quantiles_hold_over_the_whole_range_of_shapes(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 30000; i++) {
        double highest = i % 50 == 0 ? 1e8 : 1e5;
        double a = by_size(1e-3, highest, uniform(i, 0));
        double b = by_size(1e-3, highest, uniform(i, 1));
        double u = i % 3 == 0 ? uniform(i, 2) : by_size(NY_RANDOM_SMALLEST, 0.5, uniform(i, 2));
        double value;
        double part;

        u = i % 3 == 2 ? 1.0 - u : u;
        assert_int_equal(ny_distribution_quantile_gamma(a, 1.0, u, &value), OK);
        assert_true(value >= 0.0);
        if (value > 1e-300) {
            assert_int_equal(ny_distribution_chance_gamma(a, 1.0, value, &part), OK);
            assert_true(fabs(part - u) < 1e-10);
        }
        assert_int_equal(ny_distribution_quantile_beta(a, b, u, &value), OK);
        assert_true(value >= 0.0 && value <= 1.0);
        /* Beside 1 the steps of doubles are wide: the chance of the next one must be past u. */
        if (value > 1e-300 && value < 1.0) {
            double next;

            assert_int_equal(ny_distribution_chance_beta(a, b, value * (1.0 - 3e-16), &part), OK);
            assert_int_equal(ny_distribution_chance_beta(a, b, value + 0x1p-53, &next), OK);
            assert_true(part < u + 1e-10 && next > u - 1e-10);
        }
    }
}

/* How far a quantile is off, relative, by one Newton step from it: where tails are true to 1e-13. */
static double off_by(ny_tails at, double u)
{
    return fabs(u <= 0.5 ? at.lower - u : at.upper - (1.0 - u)) / at.slope;
}

/* Of a beta both the quantile and one minus it: the odds. */
static void quantiles_are_true_to_twelve_digits(void **state)
{
    double worst_gamma = 0.0, worst_beta = 0.0;

    (void)state;
    for (uint32_t i = 0; i < 60000; i++) {
        double a = by_size(i % 2 == 0 ? 0.05 : 1.0, 1e3, uniform(i, 4));
        double b = by_size(1.0, 1e3, uniform(i, 5));
        double u = i % 3 == 0 ? uniform(i, 6) : by_size(1e-14, 0.5, uniform(i, 6));

        u = i % 3 == 2 ? 1.0 - u : u;

        double x = ny_tail_gamma_quantile(a, u), y = ny_tail_beta_quantile(a, b, u);

        if (x > 1e-280) {
            worst_gamma = fmax(worst_gamma, off_by(ny_tail_gamma(a, x), u));
        }
        if (y > 1e-280 && y < 0.9) {
            worst_beta = fmax(worst_beta, off_by(ny_tail_beta(a, b, y, 1.0 - y), u));
        }
    }
    print_message("quantiles: gamma %.3g, beta %.3g off at most\n", worst_gamma, worst_beta);
    assert_true(worst_gamma < 1e-12);
    assert_true(worst_beta < 1e-12);
}

/* Which points of a table were worked out before is to be seen in no bit. */
static void tables_have_the_bits_of_single_quantiles(void **state)
{
    static const double shapes[] = {1e-3, 0.02, 0.3, 1.0, 7.99, 8.0, 177.8, 1e6};
    enum { SHAPES = sizeof shapes / sizeof shapes[0], MANY = 600 };
    static ny_tail_table tables[3];
    const ny_kernels *kernels = ny_kernels_choose(NY_KERNELS_BEST);
    double u[MANY], made[MANY];

    (void)state;
    for (uint32_t i = 0; i < MANY; i++) {
        u[i] = i % 5 == 0 ? by_size(NY_RANDOM_SMALLEST, 0.5, uniform(i, 7)) : uniform(i, 7);
    }
    for (size_t p = 0; p < (size_t)SHAPES * (SHAPES + 1); p++) {
        double a = shapes[p % SHAPES], b = p < SHAPES ? 0.0 : shapes[p / SHAPES - 1];

        for (size_t t = 0; t < 3; t++) {
            assert_true(b == 0.0 ? ny_tail_table_gamma(&tables[t], a)
                                 : ny_tail_table_beta(&tables[t], a, b));
        }
        ny_tail_table_fill(&tables[1]);
        ny_tail_table_fill_for(&tables[2], kernels, u, MANY / 2);
        for (size_t t = 0; t < 3; t++) {
            ny_tail_table_quantiles(&tables[t], kernels, u, MANY, made);
            for (uint32_t i = 0; i < MANY; i++) {
                double one =
                    b == 0.0 ? ny_tail_gamma_quantile(a, u[i]) : ny_tail_beta_quantile(a, b, u[i]);
                assert_memory_equal(&made[i], &one, sizeof one);
            }
        }
    }
    assert_false(ny_tail_table_gamma(&tables[0], 9e-4));
    assert_false(ny_tail_table_beta(&tables[0], 1.0, NAN));
}

/* ---- Times */

/* The law of proportional hazards: ratio * H(t) = -log(1 - u). */
static void times_have_proportional_hazards(void **state)
{
    double t;

    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        double u = uniform(i, 0);
        double ratio = by_size(0.05, 20.0, uniform(i, 1));
        double shape = by_size(0.2, 5.0, uniform(i, 2));
        double b = by_size(1e-12, 2.0, uniform(i, 3));
        double aim = -ny_log1p(-u);

        assert_int_equal(ny_distribution_time_exponential(0.3, ratio, u, &t), OK);
        assert_near(ratio * 0.3 * t, aim, 1e-14);
        assert_int_equal(ny_distribution_time_weibull(shape, 4.0, ratio, u, &t), OK);
        assert_near(ratio * ny_pow(t / 4.0, shape), aim, 1e-13);
        assert_int_equal(ny_distribution_time_gompertz(b, 0.01, ratio, u, &t), OK);
        assert_near(ratio * 0.01 / b * ny_expm1(b * t), aim, 1e-13);
    }
}

static void what_never_happens_is_never(void **state)
{
    double t;

    (void)state;
    assert_int_equal(ny_distribution_time_exponential(0.3, 0.0, 0.5, &t), OK);
    assert_true(t == NY_NEVER);
    assert_int_equal(ny_distribution_time_weibull(0.9, 4.0, 0.0, 0.5, &t), OK);
    assert_true(t == NY_NEVER);
    assert_int_equal(ny_distribution_time_gompertz(0.1, 0.01, 0.0, 0.5, &t), OK);
    assert_true(t == NY_NEVER);
    assert_int_equal(ny_distribution_time_weibull(1e-3, 1.0, 1.0, 0.99, &t), OK);
    assert_true(t == NY_NEVER);
    /* A falling hazard of 0.1 e^(-t): 1 - e^(-0.1) = 9.5 % ever have the event. */
    assert_int_equal(ny_distribution_quantile_gompertz(-1.0, 0.1, 0.096, &t), OK);
    assert_true(t == NY_NEVER);
    assert_int_equal(ny_distribution_quantile_gompertz(-1.0, 0.1, 0.095, &t), OK);
    assert_near(t, 6.0, 0.2);
    assert_int_equal(ny_distribution_chance_gompertz(-1.0, 0.1, NY_NEVER, &t), OK);
    assert_near(t, 0.09516258196404048, 1e-15);
    /* Shape 0 is the exponential. */
    assert_int_equal(ny_distribution_quantile_gompertz(0.0, 0.5, 0.5, &t), OK);
    assert_near(t, 1.3862943611198906, 1e-15);
    assert_int_equal(ny_distribution_chance_gompertz(0.0, 0.5, INFINITY, &t), OK);
    assert_true(t == 1.0);
    /* A rate so small that shape / rate is beyond the doubles. */
    assert_int_equal(ny_distribution_quantile_gompertz(10.0, 1e-308, 0.5, &t), OK);
    assert_near(t, 71.1124, 1e-4);
}

static void a_chance_within_a_time_gives_back_that_chance(void **state)
{
    double found;
    double part;

    (void)state;
    for (uint32_t i = 0; i < 5000; i++) {
        double c = by_size(1e-9, 0.999, uniform(i, 0));
        double duration = by_size(0.01, 100.0, uniform(i, 1));
        double shape = by_size(0.2, 5.0, uniform(i, 2));

        assert_int_equal(ny_distribution_rate_exponential(c, duration, &found), OK);
        assert_int_equal(ny_distribution_chance_exponential(found, duration, &part), OK);
        assert_near(part, c, 1e-14);
        assert_int_equal(ny_distribution_scale_weibull(shape, c, duration, &found), OK);
        assert_int_equal(ny_distribution_chance_weibull(shape, found, duration, &part), OK);
        assert_near(part, c, 1e-14);
        assert_int_equal(ny_distribution_rate_gompertz(shape, c, duration, &found), OK);
        assert_int_equal(ny_distribution_chance_gompertz(shape, found, duration, &part), OK);
        assert_near(part, c, 1e-14);
    }
    /* weibull(shape 0.9, chance 2.9 % within 2 years): 2 / 0.029428810...^(1 / 0.9) */
    assert_int_equal(ny_distribution_scale_weibull(0.9, 0.029, 2.0, &found), OK);
    assert_near(found, 2.0 / pow(-log1p(-0.029), 1.0 / 0.9), 1e-14);
}

/* ---- Conversions */

static void moments_give_parameters(void **state)
{
    double first;
    double second;

    (void)state;
    assert_int_equal(ny_distribution_moments_gamma(4000.0, 300.0, &first, &second), OK);
    assert_near(first, 177.77777777777777, 1e-15);
    assert_near(second, 22.5, 1e-15);
    assert_int_equal(ny_distribution_moments_beta(0.4, 0.2, &first, &second), OK);
    assert_near(first, 2.0, 1e-14);
    assert_near(second, 3.0, 1e-14);
    assert_int_equal(ny_distribution_moments_lognormal(10.0, 5.0, &first, &second), OK);
    assert_near(exp(first + second * second / 2.0), 10.0, 1e-14);
    assert_near(second * second, 0.22314355131420976, 1e-14);
}

static void intervals_give_parameters(void **state)
{
    double first;
    double second;

    (void)state;
    assert_int_equal(ny_distribution_interval_normal(5.0, 3.0, 7.0, &first, &second), OK);
    assert_true(first == 5.0);
    assert_near(second, 4.0 / 3.919928, 1e-15);
    assert_int_equal(ny_distribution_interval_lognormal(0.85, 0.6, 1.2, &first, &second), OK);
    assert_near(first, -0.16251892949777494, 1e-14);
    assert_near(second, 0.6931471805599453 / 3.919928, 1e-14);
    assert_int_equal(ny_distribution_interval_beta(0.4, 0.2, 0.6, &first, &second), OK);
    assert_near(first / (first + second), 0.4, 1e-14);
    assert_near(0.4 * 0.6 / (first + second + 1.0), 0.4 / 3.919928 * (0.4 / 3.919928), 1e-13);
}

static void refusals_leave_the_answer_untouched(void **state)
{
    double x = 77.0;
    double y = 78.0;

    (void)state;
    assert_int_equal(ny_distribution_quantile_normal(0.0, -1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_normal(NAN, 1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_normal(0.0, 1.0, 0.0, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_quantile_normal(0.0, 1.0, 1.0, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_quantile_normal(0.0, 1.0, NAN, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_quantile_half_normal(-1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_half_normal(1.0, 2.0, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_quantile_half_normal(1.0, -1.0, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_quantile_lognormal(900.0, 1.0, 0.5, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_quantile_gamma(0.0, 1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_gamma(1.0, -1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_gamma(1e9, 1.0, 0.5, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_quantile_gamma(1.0, 1.0, 1.5, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_quantile_beta(1e9, -1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_beta(1.0, 1e-9, 0.5, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_quantile_beta(1.0, 1.0, 0.0, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_quantile_uniform(2.0, 1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_triangular(1.0, 0.0, 2.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_triangular(1.0, 3.0, 2.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_exponential(0.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_weibull(1.0, INFINITY, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_gompertz(1.0, 0.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_poisson(-1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_quantile_poisson(1e9, 0.5, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_time_weibull(1.0, 1.0, -1.0, 0.5, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_time_weibull(1.0, 1.0, 1.0, 1.0, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_chance_gamma(1.0, 1.0, NAN, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_rate_exponential(1.0, 2.0, &x), NOT_A_CHANCE);
    assert_int_equal(ny_distribution_rate_exponential(0.5, 0.0, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_rate_gompertz(-0.1, 0.5, 1.0, &x), IMPOSSIBLE);
    assert_int_equal(ny_distribution_rate_gompertz(1.0, 0.5, 1e6, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_scale_weibull(1e-4, 1e-3, 1.0, &x), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_moments_gamma(-1.0, 1.0, &x, &y), IMPOSSIBLE);
    assert_int_equal(ny_distribution_moments_gamma(1.0, 1e-200, &x, &y), OUT_OF_RANGE);
    assert_int_equal(ny_distribution_moments_beta(0.5, 0.5, &x, &y), IMPOSSIBLE);
    assert_int_equal(ny_distribution_moments_beta(1.0, 0.1, &x, &y), IMPOSSIBLE);
    assert_int_equal(ny_distribution_moments_lognormal(0.0, 1.0, &x, &y), IMPOSSIBLE);
    assert_int_equal(ny_distribution_interval_normal(5.0, 7.0, 3.0, &x, &y), IMPOSSIBLE);
    assert_int_equal(ny_distribution_interval_normal(8.0, 3.0, 7.0, &x, &y), IMPOSSIBLE);
    assert_int_equal(ny_distribution_interval_beta(0.5, 0.2, 1.2, &x, &y), IMPOSSIBLE);
    assert_int_equal(ny_distribution_interval_lognormal(0.5, 0.0, 1.2, &x, &y), IMPOSSIBLE);
    assert_true(x == 77.0 && y == 78.0);
}

static void chances_outside_the_range_are_0_and_1(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].kind != half_normal) {
            assert_true(chance_at(&rows[i], -1e290) == 0.0);
            assert_true(chance_at(&rows[i], 1e290) == 1.0);
            assert_true(chance_at(&rows[i], -INFINITY) == 0.0);
            assert_true(chance_at(&rows[i], INFINITY) == 1.0);
        }
    }
}

/* ---- The same bits from every compiler, at every optimisation and on every machine, for ever. */

static uint64_t hash_number(uint64_t hash, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    for (int i = 0; i < 64; i += 8) {
        hash = (hash ^ (bits >> i & 0xFFU)) * 0x100000001B3U;
    }
    return hash;
}

static void bits_are_the_same_everywhere(void **state)
{
    int differences = 0;

    (void)state;
    for (size_t i = 0; i < ROWS; i++) {
        uint64_t hash = 0xCBF29CE484222325U;

        for (uint32_t j = 0; j < DRAWS; j++) {
            double value = value_at(&rows[i], uniform(j, 3));

            hash = hash_number(hash, value);
            hash = hash_number(hash, chance_at(&rows[i], value));
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
        cmocka_unit_test(the_chance_of_a_quantile_is_its_u),
        cmocka_unit_test(quantiles_rise_with_u),
        cmocka_unit_test(moments_are_those_of_the_textbook),
        cmocka_unit_test(the_mean_of_a_gompertz_is_the_area_under_its_survival),
        cmocka_unit_test(normal_quantiles_are_those_of_tables),
        cmocka_unit_test(normal_quantiles_agree_with_erfc_of_mpfr),
        cmocka_unit_test(gamma_quantiles_are_those_of_the_chi_square_table),
        cmocka_unit_test(beta_quantiles_with_a_formula),
        cmocka_unit_test(poisson_chances_are_sums_of_terms),
        cmocka_unit_test(poisson_draws_of_large_and_no_mean),
        cmocka_unit_test(gamma_tails_are_those_of_a_long_series),
        cmocka_unit_test(beta_tails_are_those_of_a_long_series),
        cmocka_unit_test(quantiles_hold_over_the_whole_range_of_shapes),
        cmocka_unit_test(quantiles_are_true_to_twelve_digits),
        cmocka_unit_test(tables_have_the_bits_of_single_quantiles),
        cmocka_unit_test(times_have_proportional_hazards),
        cmocka_unit_test(what_never_happens_is_never),
        cmocka_unit_test(a_chance_within_a_time_gives_back_that_chance),
        cmocka_unit_test(moments_give_parameters),
        cmocka_unit_test(intervals_give_parameters),
        cmocka_unit_test(refusals_leave_the_answer_untouched),
        cmocka_unit_test(chances_outside_the_range_are_0_and_1),
        cmocka_unit_test(bits_are_the_same_everywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
