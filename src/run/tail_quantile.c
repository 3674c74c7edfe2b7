/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Quantiles of the standard gamma and beta distributions: x with P(x) = u.
 *
 * Both are asked for as functions of z, the normal quantile of u, on the scale L = log x, for the beta L
 * = log(x / (1 - x)). There they are smooth: nearly straight where the shapes are large. With g the
 * density on that scale (tail.c calls it front) and s = dL/dz
 *
 *     s = phi(z) / g,    s' = s (-z - D s),    x' = x s  (gamma),   x' = x (1 - x) s  (beta),
 *
 * D = d log g / dL = a - x (gamma), a (1 - x) - b x (beta): the ordinary differential equations of
 * Steinbrecher and Shaw (Quantile mechanics, European Journal of Applied Mathematics 19 (2008) 87-112)
 * on these scales. From x at a point they give the Taylor series of L about it, power by power.
 *
 * A quantile is read off the series about the nearest point z = k / 8, k whole. x at the points, and
 * every quantile that no series serves, is searched for: by Newton's method on log P (u <= 1/2) or log
 * Q as a function of L. On that scale both densities are log-concave, so the logarithm of each tail is
 * concave and the method cannot cycle: it passes the root at most once and then comes nearer from one
 * side. The first guess is Wilson and Hilferty's (gamma), Abramowitz and Stegun's 26.5.22 (beta), or
 * the leading term x^a of a small shape. Far down the leading term is the answer.
 *
 * A series serves where its last powers no longer count at half the distance of two points, and L is
 * not so steep that the rounding of z would count (shapes far below 0.1, near one end). Which one a u
 * goes to depends on its point and the shapes only: so a table of points worked out before and a single
 * quantile have the same bits.
 *
 * Measured: at most 10 Newton steps over 160,000 random shapes from 1e-3 to 1e8 and u down to 2e-16;
 * series against search within 2e-13 relative (tests/unit/distribution_test.c); by table 15 to 20 ns a
 * quantile where the search takes 450 to 750.
 *
 * Rejected: rejection sampling (Marsaglia and Tsang), as fast but not monotone and with an unknown
 * number of draws; approximations of the quantile without a point nearby (6 digits); a table in u
 * itself (the ends need a scale of their own). */

#include "run/tail_table.h"

#include "run/distribution.h"
#include "run/vmath.h"
#include "run/vmath_pieces.h"

#include <math.h>

#define NEWTON_STEPS_HIGHEST 100
/* Beyond, the chance of a point is no normal number any more. */
#define POINTS_HIGHEST (37 * NY_TAIL_POINTS_A_UNIT)
#define LARGEST_ODDS 1e290
/* Quantiles that are made at a time. */
#define STRETCH 256u

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static bool is_chance(double u)
{
    return u > 0.0 && u < 1.0;
}

/* ---- The leading term: of the lower tail P = front / a (1 + ...) at a point so small that nothing
 * but x^a is left. */

static ny_tail_leading leading_of(double a, double log_x, double front)
{
    return a < 8.0 ? (ny_tail_leading){front / a, log_x, ny_log(front / a)}
                   : (ny_tail_leading){0.0, 0.0, 0.0};
}

/* log x where this term alone reaches u. */
static double leading_term(const ny_tail_leading *leading, double a, double u)
{
    return leading->log_x + (ny_log(u) - leading->log_chance) / a;
}

static ny_tail_law gamma_of(double a)
{
    const double log_x = -40.0;
    ny_tail_law law = {.is_beta = false, .gamma = ny_gamma_law_of(a)};

    law.leading = leading_of(a, log_x, ny_gamma_front(&law.gamma, ny_exp(log_x)));
    return law;
}

static ny_tail_leading beta_leading_of(const ny_beta_law *law)
{
    double log_x = -40.0 - ny_log(larger(1.0, law->b));

    return leading_of(law->a, log_x, ny_beta_front(law, ny_exp(log_x), 1.0));
}

static ny_tail_law beta_of(double a, double b)
{
    ny_tail_law law = {.is_beta = true};

    law.beta = ny_beta_law_of(a, b, &law.turned);
    law.leading = beta_leading_of(&law.beta);
    law.leading_turned = beta_leading_of(&law.turned);
    return law;
}

/* ---- The search */

/* One Newton step to where the logarithm of a tail is `log_aim`; `upwards` is 1 where the
 * tail grows with the scale of the step, -1 where it falls; `slope` > 0 is the size of its
 * slope. The logarithm is concave: from the thin side a step never passes the root, from the
 * thick side it may, and is held at 4. */
static double newton_step(double tail, double log_aim, double slope, double upwards)
{
    const double longest_safe = 600.0;
    const double longest = 4.0;

    if (!(tail > 0.0)) {
        return longest * upwards;
    }
    if (!(slope > 0.0)) {
        return -longest * upwards;
    }

    double step = (log_aim - ny_log(tail)) * tail / slope;

    if (step < -longest) {
        step = -longest;
    }
    return upwards * (step > longest_safe ? longest_safe : step);
}

/* A step this short leaves an error of its square: below rounding. `sharpness` is about one over
 * the spread on the scale of the steps. */
static bool is_last_step(double step, double sharpness)
{
    return fabs(step) * larger(1.0, sharpness) < 1e-8;
}

/* Wilson and Hilferty 1931: the cube root of a gamma is nearly normal. */
static double gamma_guess(double a, double z)
{
    double root = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * sqrt(a));

    return root > 0.0 ? a * root * root * root : 0.0;
}

static double search_gamma(const ny_tail_law *of, double z, double below, double above)
{
    const ny_gamma_law *law = &of->gamma;
    double a = law->a;
    double log_aim = ny_log(below <= 0.5 ? below : above);
    double x = gamma_guess(a, z);

    if (a < 8.0) {
        /* A lower bound: the tail stays below its leading term. */
        x = larger(x, ny_exp(leading_term(&of->leading, a, below)));
    }
    for (int i = 0; i < NEWTON_STEPS_HIGHEST; i++) {
        ny_tails at = ny_gamma_tails(law, x);
        double step = below <= 0.5 ? newton_step(at.lower, log_aim, at.slope, 1.0)
                                   : newton_step(at.upper, log_aim, at.slope, -1.0);

        x *= ny_exp(step);
        if (is_last_step(step, sqrt(a))) {
            break;
        }
    }
    return x;
}

/* Abramowitz and Stegun 26.5.22 for a, b > 1: the odds x / (1 - x) of the quantile, from the
 * normal. */
static double beta_guess(double a, double b, double z)
{
    double inverse_a = 1.0 / (2.0 * a - 1.0);
    double inverse_b = 1.0 / (2.0 * b - 1.0);
    double lambda = (z * z - 3.0) / 6.0;
    double h = 2.0 / (inverse_a + inverse_b);
    double w = -z * sqrt(h + lambda) / h -
               (inverse_b - inverse_a) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));

    return a / b * ny_exp(-2.0 * w);
}

/* The first odds x / (1 - x) of the search. */
static double beta_odds_guess(const ny_beta_law *law, const ny_tail_leading *leading, double z,
                              double u)
{
    double a = law->a;
    double b = law->b;
    bool has_peak = a > 1.0 && b > 1.0;
    double odds = has_peak ? beta_guess(a, b, z) : a / b;

    /* For b >= 1 the leading term is too large and this a lower bound. */
    if (a < 8.0) {
        double log_x = leading_term(leading, a, u);

        if (log_x < -0.7) {
            double bound = ny_exp(log_x) / -ny_expm1(log_x);

            odds = has_peak ? larger(odds, bound) : bound;
        }
    }
    return odds;
}

/* The odds x / (1 - x) of the quantile, u <= 1/2. Above LARGEST_ODDS the search ends: 1 - x is 0
 * beside every x. */
static double search_odds(const ny_beta_law *law, const ny_tail_leading *leading, double z,
                          double u)
{
    double log_aim = ny_log(u);
    double sharpness = sqrt(law->a / (law->a + law->b) * law->b);
    double odds = beta_odds_guess(law, leading, z, u);

    for (int i = 0; i < NEWTON_STEPS_HIGHEST && odds < LARGEST_ODDS; i++) {
        double y = 1.0 / (1.0 + odds);
        ny_tails at = ny_beta_tails(law, odds * y, y);
        double step = newton_step(at.lower, log_aim, at.slope, 1.0);

        odds *= ny_exp(step);
        if (is_last_step(step, sharpness)) {
            break;
        }
    }
    return odds;
}

/* The quantile, of a beta its odds. */
static double search(const ny_tail_law *law, double z, double below, double above)
{
    if (!law->is_beta) {
        return search_gamma(law, z, below, above);
    }
    if (below <= 0.5) {
        return search_odds(&law->beta, &law->leading, z, below);
    }
    return 1.0 / search_odds(&law->turned, &law->leading_turned, -z, above);
}

/* ---- Series */

/* The sum of a[j] b[i - j] for j from `first` to i. */
static double folded(const double *a, const double *b, int i, int first)
{
    double sum = 0.0;

    for (int j = first; j <= i; j++) {
        sum += a[j] * b[i - j];
    }
    return sum;
}

/* From x, y = 1 - x (beta), s and D at the point z: the powers of L. */
static void expand(const ny_tail_law *law, double z, double x0, double s0, ny_tail_node *node)
{
    double x[NY_TAIL_DEGREE + 1], y[NY_TAIL_DEGREE + 1]; /* y: 1 - x */
    double s[NY_TAIL_DEGREE + 1], v[NY_TAIL_DEGREE + 1]; /* v: x y; of a gamma x */
    double w[NY_TAIL_DEGREE + 1];                        /* D s */
    double b = law->is_beta ? law->beta.b : 0.0, a = law->is_beta ? law->beta.a : law->gamma.a;
    double y0 = law->is_beta ? 1.0 / (1.0 + node->start) : 1.0;
    double d0 = law->is_beta ? a * y0 - b * x0 : a - x0;
    double per_x = law->is_beta ? a + b : 1.0; /* D falls so much as x grows */

    x[0] = x0;
    y[0] = y0;
    s[0] = s0;
    for (int i = 0; i < NY_TAIL_DEGREE; i++) {
        v[i] = law->is_beta ? folded(x, y, i, 0) : x[i];
        w[i] = d0 * s[i] - per_x * folded(x, s, i, 1);
        x[i + 1] = folded(v, s, i, 0) / (double)(i + 1);
        y[i + 1] = -x[i + 1];
        s[i + 1] = (-z * s[i] - (i > 0 ? s[i - 1] : 0.0) - folded(s, w, i, 0)) / (double)(i + 1);
        node->power[i] = s[i] / (double)(i + 1);
    }
}

/* At half the distance of two points what follows is below 1e-15 of x, and z's own rounding counts
 * less than 1e-13. */
static bool serves(const ny_tail_node *node, double z)
{
    const double steepest = 300.0;
    double last = 1.0;

    for (int i = 0; i < NY_TAIL_DEGREE - 1; i++) {
        last /= 2.0 * NY_TAIL_POINTS_A_UNIT;
    }
    return fabs(node->power[NY_TAIL_DEGREE - 2]) * last < 2e-14 &&
           fabs(node->power[NY_TAIL_DEGREE - 1]) * last < 2e-15 * (2.0 * NY_TAIL_POINTS_A_UNIT) &&
           fabs(node->power[0]) * (1.0 + fabs(z)) < steepest && node->start > 1e-300 &&
           node->start < LARGEST_ODDS;
}

/* The series about the point z = place / NY_TAIL_POINTS_A_UNIT. */
static bool make_node(const ny_tail_law *law, double place, ny_tail_node *ret_node)
{
    double z = place / NY_TAIL_POINTS_A_UNIT;
    double thin = 0.5 * ny_erfc(fabs(z) * square_root_half);
    double below = z <= 0.0 ? thin : 1.0 - thin;
    double above = z <= 0.0 ? 1.0 - thin : thin;
    double density = ny_exp(-0.5 * z * z - half_log_2_pi);

    ret_node->start = search(law, z, below, above);

    double odds = ret_node->start;
    double x = law->is_beta ? odds / (1.0 + odds) : odds;
    double front = law->is_beta ? ny_beta_front(&law->beta, x, 1.0 / (1.0 + odds))
                                : ny_gamma_front(&law->gamma, x);

    expand(law, z, x, density / front, ret_node);
    return serves(ret_node, z);
}

static double series(const ny_tail_node *node, double distance)
{
    double sum = node->power[NY_TAIL_DEGREE - 1];

    for (int i = NY_TAIL_DEGREE - 2; i >= 0; i--) {
        sum = sum * distance + node->power[i];
    }
    return sum * distance;
}

/* ---- One quantile */

/* Rounded once beside 1. */
static double of_odds(double odds)
{
    double y = 1.0 / (1.0 + odds);

    return odds <= 1.0 ? odds * y : 1.0 - y;
}

static double quantile(const ny_tail_law *law, double below, double above)
{
    if (below < law->leading.below) {
        double a = law->is_beta ? law->beta.a : law->gamma.a;

        return ny_exp(leading_term(&law->leading, a, below));
    }

    double z = below <= 0.5 ? ny_tail_normal_quantile(below) : -ny_tail_normal_quantile(above);
    double place = nearest_whole(z * NY_TAIL_POINTS_A_UNIT), found;
    ny_tail_node node;

    if (fabs(place) <= POINTS_HIGHEST && make_node(law, place, &node)) {
        found = node.start * ny_exp(series(&node, z - place / NY_TAIL_POINTS_A_UNIT));
    } else {
        found = search(law, z, below, above);
    }
    return law->is_beta ? of_odds(found) : found;
}

double ny_tail_gamma_quantile_of(double a, double below, double above)
{
    ny_tail_law law = gamma_of(a);

    return quantile(&law, below, above);
}

double ny_tail_gamma_quantile(double a, double u)
{
    return ny_tail_gamma_quantile_of(a, u, 1.0 - u);
}

double ny_tail_beta_quantile(double a, double b, double u)
{
    ny_tail_law law = beta_of(a, b);

    return quantile(&law, u, 1.0 - u);
}

/* ---- Many */

static bool is_shape(double shape)
{
    return shape >= NY_DISTRIBUTION_SHAPE_LOWEST && shape <= NY_DISTRIBUTION_SHAPE_HIGHEST;
}

static void empty(ny_tail_table *table)
{
    for (size_t i = 0; i < NY_TAIL_POINTS; i++) {
        table->made[i] = NY_TAIL_NOT_MADE;
    }
}

bool ny_tail_table_gamma(ny_tail_table *ret_table, double shape)
{
    if (!is_shape(shape)) {
        return false;
    }
    ret_table->law = gamma_of(shape);
    empty(ret_table);
    return true;
}

bool ny_tail_table_beta(ny_tail_table *ret_table, double a, double b)
{
    if (!is_shape(a) || !is_shape(b)) {
        return false;
    }
    ret_table->law = beta_of(a, b);
    empty(ret_table);
    return true;
}

static void make(ny_tail_table *table, int place)
{
    int i = place + NY_TAIL_FARTHEST;

    if (table->made[i] == NY_TAIL_NOT_MADE) {
        bool good = make_node(&table->law, (double)place, &table->nodes[i]);
        table->made[i] = good ? NY_TAIL_GOOD : NY_TAIL_BAD;
    }
}

void ny_tail_table_fill(ny_tail_table *table)
{
    for (int place = -NY_TAIL_FARTHEST; place <= NY_TAIL_FARTHEST; place++) {
        make(table, place);
    }
}

void ny_tail_table_fill_for(ny_tail_table *table, const ny_kernels *kernels, const double *u,
                            size_t count)
{
    double z[STRETCH];

    for (size_t first = 0; first < count; first += STRETCH) {
        size_t lanes = count - first < STRETCH ? count - first : STRETCH;
        ny_kernel(kernels, NY_KERNEL_NORMAL_QUANTILE,
                  (ny_kernel_call){.to = z, .a = u + first, .lanes = lanes});
        for (size_t i = 0; i < lanes; i++) {
            double place = nearest_whole(z[i] * NY_TAIL_POINTS_A_UNIT);
            if (fabs(place) <= NY_TAIL_FARTHEST) {
                make(table, (int)place);
            }
        }
    }
}

/* The series of each lane: its start and its exponent; 0 and 0 where no series of the table serves.
 * Gives how many these are. */
static size_t look_up(const ny_tail_table *table, const double *u, const double *z, size_t lanes,
                      double *starts, double *exponents)
{
    size_t missing = 0;

    for (size_t i = 0; i < lanes; i++) {
        double place = nearest_whole(z[i] * NY_TAIL_POINTS_A_UNIT);
        bool inside = fabs(place) <= NY_TAIL_FARTHEST && !(u[i] < table->law.leading.below);
        size_t at = inside ? (size_t)((int)place + NY_TAIL_FARTHEST) : 0;

        if (inside && table->made[at] == NY_TAIL_GOOD) {
            starts[i] = table->nodes[at].start;
            exponents[i] = series(&table->nodes[at], z[i] - place / NY_TAIL_POINTS_A_UNIT);
        } else {
            starts[i] = exponents[i] = 0.0;
            missing++;
        }
    }
    return missing;
}

/* `u` and `to` may be the same. */
static void quantiles(const ny_tail_table *table, const ny_kernels *kernels, const double *u,
                      size_t lanes, double *to)
{
    double asked[STRETCH], z[STRETCH], starts[STRETCH], factors[STRETCH];

    for (size_t i = 0; i < lanes; i++) {
        asked[i] = u[i];
    }
    ny_kernel(kernels, NY_KERNEL_NORMAL_QUANTILE,
              (ny_kernel_call){.to = z, .a = asked, .lanes = lanes});

    size_t missing = look_up(table, asked, z, lanes, starts, factors);

    ny_kernel(kernels, NY_KERNEL_EXPONENTIAL,
              (ny_kernel_call){.to = factors, .a = factors, .lanes = lanes});
    for (size_t i = 0; i < lanes; i++) {
        to[i] = starts[i] * factors[i];
    }
    for (size_t i = 0; table->law.is_beta && i < lanes; i++) {
        to[i] = of_odds(to[i]);
    }
    for (size_t i = 0; missing > 0 && i < lanes; i++) {
        if (starts[i] == 0.0) {
            to[i] = is_chance(asked[i]) ? quantile(&table->law, asked[i], 1.0 - asked[i]) : NAN;
        }
    }
}

void ny_tail_table_quantiles(const ny_tail_table *table, const ny_kernels *kernels, const double *u,
                             size_t count, double *ret_quantiles)
{
    for (size_t first = 0; first < count; first += STRETCH) {
        quantiles(table, kernels, u + first, count - first < STRETCH ? count - first : STRETCH,
                  ret_quantiles + first);
    }
}
