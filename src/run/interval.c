/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* With z the normal quantile of 1 - (1 - level) / 2, x events of n rows, p = x / n, q = 1 - p:
 *
 *   wilson            (p + z^2/2n -+ z sqrt(p q / n + z^2/4n^2)) / (1 + z^2/n)     Wilson, JASA 22 (1927)
 *   … continuity      the same with p -+ 1/2n in place of p; 0 at x = 0, 1 at x = n
 *                                                                Newcombe, Stat Med 17 (1998), method 4
 *   clopper pearson   the p at which P(X >= x), P(X <= x) are (1 - level) / 2      Biometrika 26 (1934)
 *   jeffreys          quantiles of beta(x + 1/2, n - x + 1/2); 0 at x = 0, 1 at x = n
 *                                                 Brown, Cai and DasGupta, Statistical Science 16 (2001)
 *   agresti coull     p~ -+ z sqrt(p~ (1 - p~) / n~), n~ = n + z^2, p~ = (x + z^2/2) / n~, within 0..1
 *                                                                 The American Statistician 52 (1998)
 *   student           mean -+ t s / sqrt(n), t of n - 1 degrees of freedom
 *   exact poisson     the means at which P(X >= O), P(X <= O) are (1 - level) / 2      Garwood (1936)
 *   byar              O (1 - 1/9O - z/3sqrt(O))^3, the higher end with O + 1 and plus; never below 0
 *                                         Breslow and Day, Statistical Methods in Cancer Research II, p. 69
 *   lognormal         O e^(-+ z / sqrt(O))
 *   greenwood         S -+ z S sqrt(G), within 0..1; log: S e^(-+ z sqrt(G)), at most 1;
 *                     log log: S^(e^(-+ z sqrt(G) / log S)).     Kalbfleisch and Prentice (1980), 1.3
 *   newcombe          d - sqrt((p1 - l1)^2 + (u2 - p2)^2), d + sqrt((u1 - p1)^2 + (p2 - l2)^2)
 *                                                              Newcombe, Stat Med 17 (1998), method 10
 *   fay feuer         v/y gamma(y^2/v), (v + w^2)/(y + w) gamma((y + w)^2 / (v + w^2))
 *                                                                      Stat Med 16 (1997) 791-801
 *
 * How an end comes to be rounded rightly: roots and quantiles come from quantile.h to 50 digits, the rest
 * is fractions; the end is then known to 40 digits. Where both sides of that lie on one side of an edge of
 * rounding it is decided; else it is done again with 150. What is nearer to an edge than 10^-130 is taken
 * to lie on it. Clopper-Pearson and exact Poisson are not left to quantiles at all: a quantile only says
 * where to look, and exact sums at the edges decide (exact_tail.h). */

#include "run/interval.h"

#include "base/bug.h"
#include "run/exact_tail.h"
#include "run/quantile.h"

#include <string.h>

typedef enum ny_side { LOWER, HIGHER } ny_side;

/* The state of one attempt. */
typedef struct ny_precise {
    ny_arena *arena;
    ny_digits digits;
    bool failed; /* a function had no answer */
    bool has_z;  /* the normal quantile is at hand: one attempt has one level */
    ny_rational z;
} ny_precise;

/* --- arithmetic that reads like the formulas ------------------------------------------------------ */

static ny_rational plus(ny_precise *in, ny_rational a, ny_rational b)
{
    return ny_rational_add(in->arena, a, b);
}
static ny_rational minus(ny_precise *in, ny_rational a, ny_rational b)
{
    return ny_rational_subtract(in->arena, a, b);
}
static ny_rational times(ny_precise *in, ny_rational a, ny_rational b)
{
    return ny_rational_multiply(in->arena, a, b);
}
static ny_rational over(ny_precise *in, ny_rational a, ny_rational b)
{
    return ny_rational_divide(in->arena, a, b);
}
static ny_rational whole(int64_t value)
{
    return ny_rational_whole(value);
}
/* a + b on the higher side, a - b on the lower. */
static ny_rational aside(ny_precise *in, ny_side side, ny_rational a, ny_rational b)
{
    return side == HIGHER ? plus(in, a, b) : minus(in, a, b);
}
static ny_rational within(ny_rational a, ny_rational least, ny_rational most)
{
    if (ny_rational_compare(a, least) < 0)
        return least;
    return ny_rational_compare(a, most) > 0 ? most : a;
}

/* As many digits as matter, and no more: a curve's fraction may have thousands. */
static ny_rational shortened(ny_precise *in, ny_rational a)
{
    if (a.denominator != 0 || ny_rational_sign(a) == 0)
        return a;
    const char *text = ny_text_terminated(in->arena, ny_rational_fraction_text(in->arena, a));
    const char *stroke = strchr(text, '/');
    long top = stroke ? (long)(stroke - text) : (long)strlen(text);
    long bottom = stroke ? (long)strlen(stroke + 1) : 1;
    int32_t power = (int32_t)(top - bottom) - (in->digits == NY_DIGITS_50 ? 80 : 180);
    ny_rational step = ny_rational_power(in->arena, whole(10), power);
    return ny_rational_round(in->arena, a, step, NY_HALVES_TO_EVEN);
}

static ny_rational real_of(ny_precise *in, ny_real_function function, ny_rational a, ny_rational b,
                           ny_rational c)
{
    char decimal[NY_REAL_ROOM];
    ny_rational answer = NY_RATIONAL_ONE;
    const ny_rational given[] = {a, b, c};
    const char *arguments[3];
    for (size_t i = 0; i < 3; i++)
        arguments[i] = ny_text_terminated(
            in->arena, ny_rational_fraction_text(in->arena, shortened(in, given[i])));
    if (!ny_real(function, in->digits, arguments, decimal) ||
        !ny_rational_read(in->arena, ny_text_of(decimal), &answer))
        in->failed = true;
    return answer;
}

static ny_rational real(ny_precise *in, ny_real_function function, ny_rational a)
{
    return real_of(in, function, a, NY_RATIONAL_ONE, NY_RATIONAL_ONE);
}

static ny_rational square_root(ny_precise *in, ny_rational a)
{
    return ny_rational_sign(a) == 0 ? a : real(in, NY_REAL_SQUARE_ROOT, a);
}

/* (1 - level) / 2: what lies beyond one end. */
static ny_rational tail_of(ny_arena *arena, ny_rational level)
{
    return ny_rational_divide(arena, ny_rational_subtract(arena, NY_RATIONAL_ONE, level), whole(2));
}

static ny_rational normal(ny_precise *in, ny_rational level)
{
    if (!in->has_z)
        in->z = real(in, NY_REAL_NORMAL_ABOVE, tail_of(in->arena, level));
    in->has_z = true;
    return in->z;
}

/* --- rounding for certain ------------------------------------------------------------------------- */

/* One end, by a formula: `size` is how large the numbers are that it was made of. */
typedef ny_rational (*ny_formula)(ny_precise *in, const void *of, ny_side side,
                                  ny_rational *ret_size);

static ny_rational round_to(ny_arena *arena, ny_rational value, ny_rounding rounding)
{
    return ny_rational_round(arena, value, rounding.unit, rounding.halves);
}

static ny_rational magnitude(ny_arena *arena, ny_rational a)
{
    return ny_rational_sign(a) < 0 ? ny_rational_negate(arena, a) : a;
}

/* False where 50 (150) digits do not decide, or a function had no answer. */
static bool attempt(ny_precise *in, ny_formula formula, const void *of, ny_side side,
                    ny_rounding rounding, ny_rational *ret_end, ny_rational *ret_value)
{
    ny_rational size = NY_RATIONAL_ONE;
    ny_rational value = shortened(in, formula(in, of, side, &size));
    size = plus(in, magnitude(in->arena, size), magnitude(in->arena, value));
    ny_rational off = times(
        in, size, ny_rational_power(in->arena, whole(10), in->digits == NY_DIGITS_50 ? -40 : -130));
    ny_rational below = round_to(in->arena, minus(in, value, off), rounding);
    ny_rational above = round_to(in->arena, plus(in, value, off), rounding);
    *ret_value = value;
    *ret_end = below;
    return !in->failed && ny_rational_compare(below, above) == 0;
}

static ny_value end_of(ny_precise *fifty, ny_formula formula, const void *of, ny_side side,
                       ny_rounding rounding)
{
    ny_rational end, value;
    ny_arena *arena = fifty->arena;
    if (attempt(fifty, formula, of, side, rounding, &end, &value))
        return ny_value_number(end);
    ny_precise in = (ny_precise){.arena = arena, .digits = NY_DIGITS_150};
    if (attempt(&in, formula, of, side, rounding, &end, &value))
        return ny_value_number(end);
    if (in.failed)
        return ny_value_unknown();
    ny_rational half = ny_rational_divide(arena, rounding.unit, whole(2));
    ny_rational edge = ny_rational_round(arena, value, half, NY_HALVES_TO_EVEN);
    return ny_value_number(round_to(arena, edge, rounding));
}

static ny_interval by_formula(ny_arena *arena, ny_formula formula, const void *of,
                              ny_rounding rounding)
{
    ny_precise fifty = {.arena = arena, .digits = NY_DIGITS_50};
    ny_value low = end_of(&fifty, formula, of, LOWER, rounding);
    return (ny_interval){low, end_of(&fifty, formula, of, HIGHER, rounding)};
}

static ny_interval unknown(void)
{
    return (ny_interval){ny_value_unknown(), ny_value_unknown()};
}

static ny_value rounded(ny_arena *arena, ny_rational value, ny_rounding rounding)
{
    return ny_value_number(round_to(arena, value, rounding));
}

/* --- shares --------------------------------------------------------------------------------------- */

typedef struct ny_share_of {
    ny_bounds_form form;
    ny_rational level;
    uint32_t events, rows;
} ny_share_of;

/* Around p, which continuity has moved or not. */
static ny_rational wilson_about(ny_precise *in, ny_side side, ny_rational z, ny_rational p,
                                ny_rational rows)
{
    ny_rational one = NY_RATIONAL_ONE, zz = times(in, z, z);
    ny_rational spread = over(in, times(in, p, minus(in, one, p)), rows);
    ny_rational room = over(in, zz, times(in, whole(4), times(in, rows, rows)));
    ny_rational half = times(in, z, square_root(in, plus(in, spread, room)));
    ny_rational middle = plus(in, p, over(in, zz, times(in, whole(2), rows)));
    return over(in, aside(in, side, middle, half), plus(in, one, over(in, zz, rows)));
}

static ny_rational wilson(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    const ny_share_of *share = of;
    ny_rational rows = whole(share->rows), p = over(in, whole(share->events), rows);
    bool moved = share->form == NY_BOUNDS_WILSON_CONTINUITY;
    if (share->events == (side == HIGHER ? share->rows : 0))
        return p;
    if (moved)
        p = aside(in, side, p, over(in, NY_RATIONAL_ONE, times(in, whole(2), rows)));
    *ret_size = NY_RATIONAL_ONE;
    return wilson_about(in, side, normal(in, share->level), p, rows);
}

static ny_rational agresti_coull(ny_precise *in, const void *of, ny_side side,
                                 ny_rational *ret_size)
{
    const ny_share_of *share = of;
    ny_rational z = normal(in, share->level), zz = times(in, z, z), one = NY_RATIONAL_ONE;
    ny_rational rows = plus(in, whole(share->rows), zz);
    ny_rational p = over(in, plus(in, whole(share->events), over(in, zz, whole(2))), rows);
    ny_rational half =
        times(in, z, square_root(in, over(in, times(in, p, minus(in, one, p)), rows)));
    *ret_size = one;
    return within(aside(in, side, p, half), NY_RATIONAL_ZERO, one);
}

static ny_rational jeffreys(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    const ny_share_of *share = of;
    ny_rational half = ny_rational_fraction(in->arena, 1, 2);
    ny_rational a = plus(in, whole(share->events), half);
    ny_rational b = plus(in, whole(share->rows - share->events), half);
    ny_rational tail = tail_of(in->arena, share->level);
    if (share->events == (side == HIGHER ? share->rows : 0))
        return side == HIGHER ? NY_RATIONAL_ONE : NY_RATIONAL_ZERO;
    *ret_size = NY_RATIONAL_ONE;
    if (side == LOWER)
        return real_of(in, NY_REAL_BETA_BELOW, tail, a, b);
    return minus(in, NY_RATIONAL_ONE, real_of(in, NY_REAL_BETA_BELOW, tail, b, a));
}

/* --- exact: what lies beyond an edge is summed up -------------------------------------------------- */

/* The sign of the end less the edge (in the unit of the result), for certain. */
typedef struct ny_exactly {
    ny_arena *arena;
    ny_side side;
    ny_rational tail;
    uint32_t events, rows; /* rows 0: Poisson */
    ny_rational over;      /* Poisson */
} ny_exactly;

/* The lower end lies above an edge where P(X >= x) is below the tail there, so P(X <= x - 1) above 1
 * less it; the higher end where P(X <= x) is above the tail. */
static int against_edge(const ny_exactly *of, ny_rational edge)
{
    ny_rational chance =
        of->side == HIGHER ? of->tail : ny_rational_subtract(of->arena, NY_RATIONAL_ONE, of->tail);
    uint32_t most = of->side == HIGHER ? of->events : of->events - 1;
    if (ny_rational_sign(edge) <= 0)
        return 1;
    if (of->rows == 0)
        return ny_tail_of_poisson(of->arena, most, ny_rational_multiply(of->arena, edge, of->over),
                                  chance);
    if (ny_rational_compare(edge, NY_RATIONAL_ONE) >= 0)
        return -1;
    return ny_tail_of_binomial(of->arena, most, of->rows, edge, chance);
}

/* The edge above so many steps. */
static ny_rational edge_above(ny_arena *arena, ny_rational steps, ny_rational step)
{
    ny_rational half = ny_rational_fraction(arena, 1, 2);
    return ny_rational_multiply(arena, ny_rational_add(arena, steps, half), step);
}

/* From a guess outward by 1, 2, 4, … steps until the end is caught, then by halves. */
static ny_rational search(const ny_exactly *of, ny_rational guess, ny_rounding rounding)
{
    ny_arena *arena = of->arena;
    ny_rational step = rounding.unit, stride = NY_RATIONAL_ONE;
    ny_rational at = ny_rational_floor(arena, ny_rational_divide(arena, guess, step));
    ny_rational low = at, high = at; /* the end is above edge `low`, and not above edge `high` */
    bool above = against_edge(of, edge_above(arena, at, step)) > 0;
    for (bool caught = false; !caught;) {
        ny_rational next =
            above ? ny_rational_add(arena, at, stride) : ny_rational_subtract(arena, at, stride);
        caught = (against_edge(of, edge_above(arena, next, step)) > 0) != above;
        low = above ? (caught ? at : next) : (caught ? next : low);
        high = above ? (caught ? next : high) : (caught ? at : next);
        at = next;
        stride = ny_rational_multiply(arena, stride, whole(2));
    }
    while (ny_rational_compare(ny_rational_subtract(arena, high, low), NY_RATIONAL_ONE) > 0) {
        ny_rational middle = ny_rational_floor(
            arena, ny_rational_divide(arena, ny_rational_add(arena, low, high), whole(2)));
        if (against_edge(of, edge_above(arena, middle, step)) > 0)
            low = middle;
        else
            high = middle;
    }
    ny_rational edge = edge_above(arena, high, step);
    if (against_edge(of, edge) == 0)
        return round_to(arena, edge, rounding);
    return ny_rational_multiply(arena, high, step);
}

static ny_rational guess_share(ny_arena *arena, const ny_exactly *of)
{
    ny_precise in = {.arena = arena, .digits = NY_DIGITS_50};
    uint32_t x = of->events, left = of->rows - of->events;
    ny_rational guess =
        of->side == LOWER
            ? real_of(&in, NY_REAL_BETA_BELOW, of->tail, whole(x), whole(left + 1u))
            : minus(&in, NY_RATIONAL_ONE,
                    real_of(&in, NY_REAL_BETA_BELOW, of->tail, whole(left), whole((int64_t)x + 1)));
    return in.failed ? ny_rational_fraction(arena, x, of->rows) : guess;
}

static ny_rational guess_events(ny_arena *arena, const ny_exactly *of)
{
    ny_precise in = {.arena = arena, .digits = NY_DIGITS_50};
    int64_t x = of->events;
    ny_rational guess =
        of->side == LOWER
            ? real_of(&in, NY_REAL_GAMMA_BELOW, of->tail, whole(x), NY_RATIONAL_ONE)
            : real_of(&in, NY_REAL_GAMMA_ABOVE, of->tail, whole(x + 1), NY_RATIONAL_ONE);
    return over(&in, in.failed ? whole(x) : guess, of->over);
}

static ny_value exact_end(ny_arena *arena, ny_exactly of, ny_side side, ny_rounding rounding)
{
    of.side = side;
    if (side == LOWER && of.events == 0)
        return ny_value_number(NY_RATIONAL_ZERO);
    if (side == HIGHER && of.rows && of.events == of.rows)
        return rounded(arena, NY_RATIONAL_ONE, rounding);
    ny_rational guess = of.rows ? guess_share(arena, &of) : guess_events(arena, &of);
    return ny_value_number(search(&of, guess, rounding));
}

static ny_interval exactly(ny_arena *arena, ny_exactly of, ny_rounding rounding)
{
    return (ny_interval){.low = exact_end(arena, of, LOWER, rounding),
                         .high = exact_end(arena, of, HIGHER, rounding)};
}

ny_interval ny_interval_of_share(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                 uint32_t events, uint32_t rows, ny_rounding rounding)
{
    ny_share_of share = {form, level, events, rows};
    if (rows == 0)
        return unknown();
    switch ((int)form) {
    case NY_BOUNDS_WILSON:
    case NY_BOUNDS_WILSON_CONTINUITY:
        return by_formula(arena, wilson, &share, rounding);
    case NY_BOUNDS_AGRESTI_COULL:
        return by_formula(arena, agresti_coull, &share, rounding);
    case NY_BOUNDS_JEFFREYS:
        return by_formula(arena, jeffreys, &share, rounding);
    case NY_BOUNDS_CLOPPER_PEARSON:
        return exactly(arena,
                       (ny_exactly){.arena = arena,
                                    .tail = tail_of(arena, level),
                                    .events = events,
                                    .rows = rows,
                                    .over = NY_RATIONAL_ONE},
                       rounding);
    default:
        NY_BUG("bounds of a share");
    }
}

/* --- means ---------------------------------------------------------------------------------------- */

typedef struct ny_mean_of {
    ny_rational level, mean, variance; /* of the mean */
    uint32_t values;
} ny_mean_of;

static ny_rational student(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    const ny_mean_of *mean = of;
    ny_rational t = real_of(in, NY_REAL_STUDENT_ABOVE, tail_of(in->arena, mean->level),
                            whole(mean->values - 1), NY_RATIONAL_ONE);
    ny_rational half = times(in, t, square_root(in, mean->variance));
    *ret_size = plus(in, magnitude(in->arena, mean->mean), half);
    return aside(in, side, mean->mean, half);
}

ny_interval ny_interval_of_mean(ny_arena *arena, ny_rational level, uint32_t values,
                                ny_rational sum, ny_rational squares, ny_rounding rounding)
{
    ny_precise in = {.arena = arena};
    if (values < 2)
        return unknown();
    ny_rational n = whole(values), mean = over(&in, sum, n);
    ny_rational spread = minus(&in, squares, times(&in, mean, sum)); /* sum of (x - mean)^2 */
    ny_mean_of of = {.level = level,
                     .mean = mean,
                     .variance = over(&in, spread, times(&in, n, whole((int64_t)values - 1))),
                     .values = values};
    return by_formula(arena, student, &of, rounding);
}

/* --- events --------------------------------------------------------------------------------------- */

typedef struct ny_events_of {
    ny_rational level, events, over;
} ny_events_of;

static ny_rational byar(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    const ny_events_of *rate = of;
    ny_rational events = side == HIGHER ? plus(in, rate->events, NY_RATIONAL_ONE) : rate->events;
    if (ny_rational_sign(events) == 0)
        return events;
    ny_rational by_nine = over(in, NY_RATIONAL_ONE, times(in, whole(9), events));
    ny_rational by_root =
        over(in, normal(in, rate->level), times(in, whole(3), square_root(in, events)));
    ny_rational base = aside(in, side, minus(in, NY_RATIONAL_ONE, by_nine), by_root);
    *ret_size = over(in, events, rate->over);
    if (ny_rational_sign(base) < 0) /* one event, and a high level */
        return NY_RATIONAL_ZERO;
    return times(in, *ret_size, times(in, base, times(in, base, base)));
}

static ny_rational lognormal(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    const ny_events_of *rate = of;
    ny_rational width = over(in, normal(in, rate->level), square_root(in, rate->events));
    ny_rational power = side == HIGHER ? width : minus(in, NY_RATIONAL_ZERO, width);
    *ret_size = over(in, rate->events, rate->over);
    return times(in, *ret_size, real(in, NY_REAL_EXPONENTIAL, power));
}

ny_interval ny_interval_of_events(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                  ny_rational events, ny_rational over_what, ny_rounding rounding)
{
    ny_events_of of = {level, events, over_what};
    int64_t count;
    bool counted = ny_rational_to_whole(events, &count) && count >= 0 && count < UINT32_MAX;
    if (!counted || ny_rational_sign(over_what) <= 0 || (form == NY_BOUNDS_LOGNORMAL && count == 0))
        return unknown();
    switch ((int)form) {
    case NY_BOUNDS_BYAR:
        return by_formula(arena, byar, &of, rounding);
    case NY_BOUNDS_LOGNORMAL:
        return by_formula(arena, lognormal, &of, rounding);
    case NY_BOUNDS_EXACT_POISSON:
        return exactly(arena,
                       (ny_exactly){.arena = arena,
                                    .tail = tail_of(arena, level),
                                    .events = (uint32_t)count,
                                    .rows = 0,
                                    .over = over_what},
                       rounding);
    default:
        NY_BUG("bounds of a number of events");
    }
}

/* --- survival ------------------------------------------------------------------------------------- */

typedef struct ny_survival_of {
    ny_bounds_form form;
    ny_rational level, survival, greenwood;
} ny_survival_of;

/* A bound of the curve, 0 < S < 1. */
static ny_rational of_curve(ny_precise *in, const ny_survival_of *of, ny_side side)
{
    ny_rational s = shortened(in, of->survival), one = NY_RATIONAL_ONE;
    ny_rational width = times(in, normal(in, of->level), square_root(in, of->greenwood));
    ny_rational to_side = side == HIGHER ? width : minus(in, NY_RATIONAL_ZERO, width);
    if (of->form == NY_BOUNDS_GREENWOOD)
        return within(plus(in, s, times(in, s, to_side)), NY_RATIONAL_ZERO, one);
    if (of->form == NY_BOUNDS_GREENWOOD_LOG)
        return within(times(in, s, real(in, NY_REAL_EXPONENTIAL, to_side)), NY_RATIONAL_ZERO, one);
    ny_rational log = real(in, NY_REAL_LOGARITHM, s); /* below 0 */
    if (in->failed)
        return s;
    ny_rational stretch = real(in, NY_REAL_EXPONENTIAL, over(in, to_side, log));
    return real(in, NY_REAL_EXPONENTIAL, times(in, log, stretch));
}

/* Of the share to whom the event has come, which is 1 - S: the ends change places. */
static ny_rational greenwood(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    *ret_size = NY_RATIONAL_ONE;
    return minus(in, NY_RATIONAL_ONE, of_curve(in, of, side == HIGHER ? LOWER : HIGHER));
}

ny_interval ny_interval_of_survival(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                    ny_rational survival, ny_rational sum, ny_rounding rounding)
{
    ny_survival_of of = {form, level, survival, sum};
    if (ny_rational_sign(survival) == 0 || ny_rational_compare(survival, NY_RATIONAL_ONE) == 0)
        return unknown();
    return by_formula(arena, greenwood, &of, rounding);
}

/* Is that bound of the curve at most one half? Nearer than 10^-130 is one half. */
static bool at_most_half(ny_precise *fifty, const ny_survival_of *of, ny_side side)
{
    ny_arena *arena = fifty->arena;
    ny_rational half = ny_rational_fraction(arena, 1, 2);
    if (ny_rational_sign(of->survival) == 0)
        return side == LOWER; /* nobody is left: the higher bound is not known there */
    for (int digits = NY_DIGITS_50; digits <= NY_DIGITS_150; digits++) {
        ny_precise more = {.arena = arena, .digits = NY_DIGITS_150};
        ny_precise *in = digits == NY_DIGITS_50 ? fifty : &more;
        ny_rational apart = minus(in, of_curve(in, of, side), half);
        ny_rational off = ny_rational_power(arena, whole(10), digits == NY_DIGITS_50 ? -40 : -130);
        if (!in->failed && ny_rational_compare(magnitude(arena, apart), off) > 0)
            return ny_rational_sign(apart) < 0;
    }
    return true;
}

/* S and Greenwood's sum day by day, to 200 decimals: S is at least 1 / rows. */
static void next_day(ny_arena *arena, const ny_curve_day *day, ny_survival_of *of)
{
    ny_precise in = {.arena = arena};
    ny_rounding to = {ny_rational_power(arena, whole(10), -200), NY_HALVES_TO_EVEN};
    uint32_t came = day->events + day->competing, left = day->at_risk - came;
    ny_rational at_risk = whole(day->at_risk);
    of->survival = round_to(arena, over(&in, times(&in, of->survival, whole(left)), at_risk), to);
    if (left == 0)
        return;
    ny_rational part = over(&in, whole(came), times(&in, at_risk, whole(left)));
    of->greenwood = round_to(arena, plus(&in, of->greenwood, part), to);
}

ny_interval ny_interval_of_median(ny_arena *arena, ny_bounds_form form, ny_rational level,
                                  const ny_curve *curve, ny_rounding rounding)
{
    ny_interval interval = unknown();
    ny_arena *scratch = ny_arena_create();
    ny_precise fifty = {.arena = scratch, .digits = NY_DIGITS_50};
    ny_survival_of of = {form, level, NY_RATIONAL_ONE, NY_RATIONAL_ZERO};
    for (uint32_t i = 0; i < curve->days.count && interval.high.state != NY_KNOWN; i++) {
        const ny_curve_day *day = &curve->days.items[i];
        next_day(scratch, day, &of);
        ny_value here = rounded(arena, whole(day->day), rounding);
        if (interval.low.state != NY_KNOWN && at_most_half(&fifty, &of, LOWER))
            interval.low = here;
        if (at_most_half(&fifty, &of, HIGHER))
            interval.high = here;
    }
    ny_arena_destroy(scratch);
    return interval;
}

/* --- for differences and standardised rates --------------------------------------------------------- */

typedef struct ny_difference_of {
    ny_share_of first, second;
} ny_difference_of;

static ny_rational newcombe(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    const ny_difference_of *shares = of;
    ny_side other = side == HIGHER ? LOWER : HIGHER;
    ny_rational p1 = over(in, whole(shares->first.events), whole(shares->first.rows));
    ny_rational p2 = over(in, whole(shares->second.events), whole(shares->second.rows));
    ny_rational one = minus(in, p1, wilson(in, &shares->first, side, ret_size));
    ny_rational two = minus(in, p2, wilson(in, &shares->second, other, ret_size));
    ny_rational width = square_root(in, plus(in, times(in, one, one), times(in, two, two)));
    *ret_size = NY_RATIONAL_ONE;
    return aside(in, side, minus(in, p1, p2), width);
}

ny_interval ny_interval_of_difference(ny_arena *arena, ny_rational level, uint32_t events,
                                      uint32_t rows, uint32_t events_2, uint32_t rows_2,
                                      ny_rounding rounding)
{
    ny_difference_of of = {{NY_BOUNDS_WILSON, level, events, rows},
                           {NY_BOUNDS_WILSON, level, events_2, rows_2}};
    if (rows == 0 || rows_2 == 0)
        return unknown();
    return by_formula(arena, newcombe, &of, rounding);
}

typedef struct ny_standardised_of {
    ny_rational level, rate, variance, largest;
} ny_standardised_of;

static ny_rational fay_feuer(ny_precise *in, const void *of, ny_side side, ny_rational *ret_size)
{
    const ny_standardised_of *rate = of;
    ny_rational y = rate->rate, v = rate->variance, w = rate->largest;
    if (side == HIGHER) {
        y = plus(in, y, w);
        v = plus(in, v, times(in, w, w));
    }
    if (ny_rational_sign(y) == 0)
        return y;
    ny_real_function end = side == HIGHER ? NY_REAL_GAMMA_ABOVE : NY_REAL_GAMMA_BELOW;
    ny_rational shape = over(in, times(in, y, y), v);
    *ret_size = y;
    return times(in, over(in, v, y),
                 real_of(in, end, tail_of(in->arena, rate->level), shape, NY_RATIONAL_ONE));
}

ny_interval ny_interval_of_standardised(ny_arena *arena, ny_rational level, ny_rational rate,
                                        ny_rational variance, ny_rational largest,
                                        ny_rounding rounding)
{
    ny_standardised_of of = {level, rate, variance, largest};
    if (ny_rational_sign(rate) < 0 || ny_rational_sign(largest) <= 0)
        return unknown();
    return by_formula(arena, fay_feuer, &of, rounding);
}
