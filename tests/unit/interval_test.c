/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Quantiles, exact sums, bounds and curves by themselves: against published values (named where they
 * stand) and values worked out by bisection in 60 decimals (Python's `decimal`), at the edges, and
 * where a double would round the wrong way. */

#include "run/interval.h"

#include "run/distribution.h"
#include "run/exact_tail.h"
#include "run/quantile.h"
#include "run/survival.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int begin(void **state)
{
    *state = ny_arena_create();
    return 0;
}

static int end(void **state)
{
    ny_arena_destroy(*state);
    return 0;
}

static ny_rational read(ny_arena *arena, const char *text)
{
    ny_rational value;
    assert_true(ny_rational_read(arena, ny_text_of(text), &value));
    return value;
}

static ny_rounding to(ny_arena *arena, const char *step)
{
    return (ny_rounding){read(arena, step), NY_HALVES_AWAY_FROM_ZERO};
}

static void says(ny_arena *arena, ny_value value, const char *expected)
{
    const char *found =
        value.state == NY_KNOWN
            ? ny_text_terminated(arena, ny_rational_decimal_text(arena, value.is.number, 0, 40))
            : "unknown";
    assert_string_equal(found, expected);
}

static void bounds_say(ny_arena *arena, ny_interval bounds, const char *low, const char *high)
{
    says(arena, bounds.low, low);
    says(arena, bounds.high, high);
}

/* --- quantiles --------------------------------------------------------------------------------- */

static void begins_with(ny_real_function function, ny_digits digits, const char *a, const char *b,
                        const char *c, const char *expected)
{
    char found[NY_REAL_ROOM];
    const char *const arguments[] = {a, b, c};
    assert_true(ny_real(function, digits, arguments, found));
    found[strlen(expected)] = '\0';
    assert_string_equal(found, expected);
}

static void quantiles_to_fifty_digits(void **state)
{
    (void)state;
    /* t of 1 degree of freedom is tan(0.475 pi); beta by its series; gamma is that of the reference
     * case ci-poisson-a */
    begins_with(NY_REAL_NORMAL_ABOVE, NY_DIGITS_50, "1/40", "", "",
                "1.95996398454005423552459443052055152795555007786954");
    begins_with(NY_REAL_STUDENT_ABOVE, NY_DIGITS_50, "1/40", "1", "",
                "1.27062047361747046460216799788420");
    begins_with(NY_REAL_STUDENT_ABOVE, NY_DIGITS_50, "1/40", "3", "", "3.18244630528370");
    begins_with(NY_REAL_BETA_BELOW, NY_DIGITS_50, "1/40", "163/2", "365/2", "2.54521934991023");
    begins_with(NY_REAL_GAMMA_BELOW, NY_DIGITS_50, "1/40", "10", "", "4.7953886961324");
    begins_with(NY_REAL_GAMMA_ABOVE, NY_DIGITS_50, "1/40", "11", "", "1.83903560420177");
    begins_with(NY_REAL_SQUARE_ROOT, NY_DIGITS_50, "2", "", "",
                "1.41421356237309504880168872420969807856967187537694");
    begins_with(NY_REAL_LOGARITHM, NY_DIGITS_50, "2", "", "",
                "6.93147180559945309417232121458176568075500134360255");
    begins_with(NY_REAL_EXPONENTIAL, NY_DIGITS_50, "1", "", "",
                "2.71828182845904523536028747135266249775724709369995");
}

static void more_digits_go_on_where_fewer_end(void **state)
{
    (void)state;
    static const struct {
        ny_real_function function;
        const char *arguments[3];
    } cases[] = {
        {NY_REAL_NORMAL_ABOVE, {"1/20000", "", ""}},
        {NY_REAL_STUDENT_ABOVE, {"1/40", "349", ""}},
        {NY_REAL_BETA_BELOW, {"1/40", "15/2", "687/2"}},
        {NY_REAL_GAMMA_BELOW, {"1/1000", "7/3", ""}},
        {NY_REAL_GAMMA_ABOVE, {"1/1000", "1046", ""}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char few[NY_REAL_ROOM], many[NY_REAL_ROOM];
        assert_true(ny_real(cases[i].function, NY_DIGITS_50, cases[i].arguments, few));
        assert_true(ny_real(cases[i].function, NY_DIGITS_150, cases[i].arguments, many));
        assert_memory_equal(few, many, 51);
    }
}

static void what_has_no_value_is_said(void **state)
{
    (void)state;
    char found[NY_REAL_ROOM];
    const char *const negative[] = {"-1", "1", "1"}, *const sure[] = {"1", "2", "2"};
    assert_false(ny_real(NY_REAL_SQUARE_ROOT, NY_DIGITS_50, negative, found));
    assert_false(ny_real(NY_REAL_LOGARITHM, NY_DIGITS_50, negative, found));
    assert_false(ny_real(NY_REAL_NORMAL_ABOVE, NY_DIGITS_50, negative, found));
    assert_false(ny_real(NY_REAL_GAMMA_ABOVE, NY_DIGITS_50, sure, found));
}

/* --- exact sums -------------------------------------------------------------------------------- */

/* By fractions: the sum itself. */
static int sign_by_fractions(ny_arena *arena, uint32_t most, uint32_t rows, ny_rational p,
                             ny_rational chance)
{
    ny_rational q = ny_rational_subtract(arena, NY_RATIONAL_ONE, p), sum = NY_RATIONAL_ZERO;
    ny_rational ways = NY_RATIONAL_ONE;
    for (uint32_t j = 0; j <= most; j++) {
        ny_rational term = ny_rational_multiply(arena, ways, ny_rational_power(arena, p, (int)j));
        term = ny_rational_multiply(arena, term, ny_rational_power(arena, q, (int)(rows - j)));
        sum = ny_rational_add(arena, sum, term);
        ways = ny_rational_multiply(arena, ways,
                                    ny_rational_fraction(arena, rows - j, (int64_t)j + 1));
    }
    return ny_rational_compare(sum, chance);
}

static void binomial_sums_are_those_of_fractions(void **state)
{
    ny_arena *arena = *state;
    for (uint32_t rows = 1; rows <= 40; rows += 3)
        for (uint32_t most = 0; most < rows; most += 2)
            for (int32_t percent = 3; percent < 100; percent += 19) {
                ny_rational p = ny_rational_fraction(arena, percent, 100);
                ny_rational chance = ny_rational_fraction(arena, 1, 40);
                int sign = sign_by_fractions(arena, most, rows, p, chance);
                int found = ny_tail_of_binomial(arena, most, rows, p, chance);
                assert_int_equal((sign > 0) - (sign < 0), (found > 0) - (found < 0));
            }
}

static void one_row_meets_the_chance_exactly(void **state)
{
    ny_arena *arena = *state;
    ny_rational chance = read(arena, "0.025");
    assert_int_equal(ny_tail_of_binomial(arena, 0, 1, read(arena, "0.975"), chance), 0);
    assert_true(ny_tail_of_binomial(arena, 0, 1, read(arena, "0.974999999999999999999999999999"),
                                    chance) > 0);
    assert_true(ny_tail_of_binomial(arena, 0, 1, read(arena, "0.975000000000000000000000000001"),
                                    chance) < 0);
    assert_int_equal(ny_tail_of_binomial(arena, 1, 2, read(arena, "0.1"), read(arena, "0.99")), 0);
}

/* 11 events: the mean at which P(X <= 10) is 0.025 is 18.3903560420177787203285136099638836…; a
 * difference in the 35th digit is seen. */
static void poisson_sums_see_the_last_digit(void **state)
{
    ny_arena *arena = *state;
    ny_rational chance = read(arena, "0.025");
    const char *below = "18.3903560420177787203285136099638836",
               *above = "18.3903560420177787203285136099638837";
    assert_true(ny_tail_of_poisson(arena, 10, read(arena, below), chance) > 0);
    assert_true(ny_tail_of_poisson(arena, 10, read(arena, above), chance) < 0);
    assert_true(ny_tail_of_poisson(arena, 0, read(arena, "1e-30"), chance) > 0);
}

static void a_hundred_thousand_rows(void **state)
{
    ny_arena *arena = *state;
    ny_rational chance = read(arena, "0.025"), level = read(arena, "0.95");
    assert_true(ny_tail_of_binomial(arena, 3000, 100000, read(arena, "0.031"), chance) > 0);
    assert_true(ny_tail_of_binomial(arena, 3000, 100000, read(arena, "0.0311"), chance) < 0);
    bounds_say(arena,
               ny_interval_of_share(arena, NY_BOUNDS_CLOPPER_PEARSON, level, 3000, 100000,
                                    to(arena, "1e-9")),
               "0.028951358", "0.031076018");
}

/* --- bounds ------------------------------------------------------------------------------------ */

static void shares_at_the_edges(void **state)
{
    ny_arena *arena = *state;
    ny_rational level = read(arena, "0.95");
    ny_rounding four = to(arena, "0.0001");
    /* Newcombe (1998), table I: 0/20 wilson 0.0000 to 0.1611, exact 0.0000 to 0.1684; continuity 0 to
     * 0.2005. 1/29 wilson 0.0061 to 0.1718, exact 0.0009 to 0.1776. */
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_WILSON, level, 0, 20, four), "0",
               "0.1611");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_WILSON_CONTINUITY, level, 0, 20, four),
               "0", "0.2005");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_CLOPPER_PEARSON, level, 0, 20, four),
               "0", "0.1684");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_CLOPPER_PEARSON, level, 20, 20, four),
               "0.8316", "1");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_WILSON, level, 20, 20, four), "0.8389",
               "1");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_WILSON, level, 1, 29, four), "0.0061",
               "0.1718");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_CLOPPER_PEARSON, level, 1, 29, four),
               "0.0009", "0.1776");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_JEFFREYS, level, 0, 20, four), "0",
               "0.1166");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_AGRESTI_COULL, level, 0, 20, four), "0",
               "0.1898");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_CLOPPER_PEARSON, level, 1, 1, four),
               "0.025", "1");
    bounds_say(arena, ny_interval_of_share(arena, NY_BOUNDS_WILSON, level, 0, 0, four), "unknown",
               "unknown");
}

/* One row with its event: the lower bound is exactly 0.025. To steps of 0.05 it lies on an edge, and
 * where halves go decides. */
static void an_end_on_an_edge(void **state)
{
    ny_arena *arena = *state;
    ny_rational level = read(arena, "0.95");
    ny_rounding up = to(arena, "0.05"), down = up;
    down.halves = NY_HALVES_DOWN;
    says(arena, ny_interval_of_share(arena, NY_BOUNDS_CLOPPER_PEARSON, level, 1, 1, up).low,
         "0.05");
    says(arena, ny_interval_of_share(arena, NY_BOUNDS_CLOPPER_PEARSON, level, 1, 1, down).low, "0");
}

/* The steps are chosen so that an edge lies beside the end, nearer than any double can tell: k + 1/2
 * steps are the end cut off after its 30th digit, and one more in that digit. */
static void the_edge_that_no_double_sees(void **state)
{
    ny_arena *arena = *state;
    ny_rational level = read(arena, "0.95"), seven = ny_rational_fraction(arena, 15, 2);
    static const struct {
        ny_bounds_form form;
        const char *below, *above;
    } cases[] = {
        /* 81 of 263: the lower ends to 30 digits and the next number of 30 digits */
        {NY_BOUNDS_WILSON, "0.255288519878274225774718025684", "0.255288519878274225774718025685"},
        {NY_BOUNDS_CLOPPER_PEARSON, "0.252736745585271163024571775898",
         "0.252736745585271163024571775899"},
        {NY_BOUNDS_JEFFREYS, "0.254521934991023472341495848392",
         "0.254521934991023472341495848393"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ny_rational below = read(arena, cases[i].below), above = read(arena, cases[i].above);
        assert_true(ny_rational_to_double(below) == ny_rational_to_double(above));
        ny_rounding of_below = {ny_rational_divide(arena, below, seven), NY_HALVES_TO_EVEN};
        ny_rounding of_above = {ny_rational_divide(arena, above, seven), NY_HALVES_TO_EVEN};
        /* above the edge of 7 1/2 steps it goes to 8, below it to 7 */
        ny_value end = ny_interval_of_share(arena, cases[i].form, level, 81, 263, of_below).low;
        ny_rational steps = ny_rational_divide(arena, end.is.number, of_below.unit);
        assert_int_equal(ny_rational_compare(steps, ny_rational_whole(8)), 0);
        end = ny_interval_of_share(arena, cases[i].form, level, 81, 263, of_above).low;
        steps = ny_rational_divide(arena, end.is.number, of_above.unit);
        assert_int_equal(ny_rational_compare(steps, ny_rational_whole(7)), 0);
    }
}

static void means(void **state)
{
    ny_arena *arena = *state;
    ny_rational level = read(arena, "0.95");
    /* 1, 2, 4: t of 2 degrees of freedom is level sqrt(2 / (1 - level^2)) */
    bounds_say(arena,
               ny_interval_of_mean(arena, level, 3, ny_rational_whole(7), ny_rational_whole(21),
                                   to(arena, "1e-6")),
               "-1.46125", "6.127916");
    bounds_say(arena,
               ny_interval_of_mean(arena, level, 1, ny_rational_whole(7), ny_rational_whole(49),
                                   to(arena, "1e-6")),
               "unknown", "unknown");
    bounds_say(arena,
               ny_interval_of_mean(arena, level, 2, ny_rational_whole(6), ny_rational_whole(18),
                                   to(arena, "1e-6")),
               "3", "3");
}

static void events_at_the_edges(void **state)
{
    ny_arena *arena = *state;
    ny_rational level = read(arena, "0.95"), one = NY_RATIONAL_ONE, none = NY_RATIONAL_ZERO;
    ny_rounding six = to(arena, "1e-6");
    /* no events: exact to -log(0.025) = 3.688879; byar's with one event more */
    bounds_say(arena, ny_interval_of_events(arena, NY_BOUNDS_EXACT_POISSON, level, none, one, six),
               "0", "3.688879");
    bounds_say(arena, ny_interval_of_events(arena, NY_BOUNDS_BYAR, level, none, one, six), "0",
               "3.668012");
    bounds_say(arena, ny_interval_of_events(arena, NY_BOUNDS_LOGNORMAL, level, none, one, six),
               "unknown", "unknown");
    /* 10 e^(-+ 1.959964 / sqrt(10)) */
    bounds_say(
        arena,
        ny_interval_of_events(arena, NY_BOUNDS_LOGNORMAL, level, ny_rational_whole(10), one, six),
        "5.380547", "18.585471");
    bounds_say(arena,
               ny_interval_of_events(arena, NY_BOUNDS_BYAR, read(arena, "0.9999"), one, one, six),
               "0", "12.900161");
    bounds_say(arena, ny_interval_of_events(arena, NY_BOUNDS_BYAR, level, one, none, six),
               "unknown", "unknown");
    bounds_say(
        arena,
        ny_interval_of_events(arena, NY_BOUNDS_EXACT_POISSON, level, read(arena, "2.5"), one, six),
        "unknown", "unknown");
}

/* Newcombe (1998), Stat Med 17:873-890, table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339;
 * 9/10 less 3/10 is 0.1705 to 0.8090; 10/10 less 0/10 is 0.6075 to 1.0000. */
static void differences(void **state)
{
    ny_arena *arena = *state;
    ny_rational level = read(arena, "0.95");
    ny_rounding four = to(arena, "0.0001");
    bounds_say(arena, ny_interval_of_difference(arena, level, 56, 70, 48, 80, four), "0.0524",
               "0.3339");
    bounds_say(arena, ny_interval_of_difference(arena, level, 9, 10, 3, 10, four), "0.1705",
               "0.809");
    bounds_say(arena, ny_interval_of_difference(arena, level, 10, 10, 0, 10, four), "0.6075", "1");
    bounds_say(arena, ny_interval_of_difference(arena, level, 1, 2, 0, 0, four), "unknown",
               "unknown");
}

/* Fay and Feuer (1997): Down syndrome by birth order; reference case std-direct-a, R: epitools. */
static void a_standardised_rate(void **state)
{
    ny_arena *arena = *state;
    static const struct {
        int64_t count, years;
        const char *people;
    } groups[] = {{107, 230061, "63986.6"}, {141, 329449, "186263.6"}, {60, 114920, "157302.2"},
                  {40, 39487, "97647"},     {39, 14208, "47572.6"},    {25, 3052, "12262.6"}};
    ny_rational all = NY_RATIONAL_ZERO, rate = all, variance = all, largest = all;
    for (size_t i = 0; i < 6; i++)
        all = ny_rational_add(arena, all, read(arena, groups[i].people));
    for (size_t i = 0; i < 6; i++) {
        ny_rational share = ny_rational_divide(arena, read(arena, groups[i].people), all);
        ny_rational weight = ny_rational_divide(arena, share, ny_rational_whole(groups[i].years));
        ny_rational part = ny_rational_multiply(arena, weight, ny_rational_whole(groups[i].count));
        rate = ny_rational_add(arena, rate, part);
        variance = ny_rational_add(arena, variance, ny_rational_multiply(arena, weight, part));
        largest = ny_rational_compare(weight, largest) > 0 ? weight : largest;
    }
    bounds_say(arena,
               ny_interval_of_standardised(arena, read(arena, "0.95"), rate, variance, largest,
                                           to(arena, "1e-15")),
               "0.000804417498507", "0.001057633457493");
}

/* --- curves ------------------------------------------------------------------------------------ */

static ny_followed row(int32_t days, ny_ending ending)
{
    return (ny_followed){.days = days, .ending = ending};
}

/* Kaplan and Meier's own example, JASA 53 (1958), section 2: deaths at 0.8, 3.1, 5.4 and 9.2, losses
 * at 1.0, 2.7, 7.0 and 12.1 months; here in tenths. S is 7/8, 7/10, 21/40, 21/80. */
static void the_example_of_kaplan_and_meier(void **state)
{
    ny_arena *arena = *state;
    ny_followed rows[] = {row(8, NY_ENDING_EVENT),     row(31, NY_ENDING_EVENT),
                          row(54, NY_ENDING_EVENT),    row(92, NY_ENDING_EVENT),
                          row(10, NY_ENDING_CENSORED), row(27, NY_ENDING_CENSORED),
                          row(70, NY_ENDING_CENSORED), row(121, NY_ENDING_CENSORED)};
    ny_curve curve = ny_curve_of(arena, rows, 8);
    static const char *const survival[] = {"1", "0.875", "0.7", "0.525", "0.2625"};
    for (uint32_t i = 0; i <= 4; i++)
        says(arena, ny_value_number(ny_survival_after(arena, &curve, i).survival), survival[i]);
    ny_rational days;
    assert_true(ny_survival_median(arena, &curve, &days));
    says(arena, ny_value_number(days), "92");
}

/* On one day the event comes first: who leaves on that day was there in the morning. */
static void an_event_comes_before_a_loss_of_its_day(void **state)
{
    ny_arena *arena = *state;
    ny_followed rows[] = {row(5, NY_ENDING_CENSORED), row(5, NY_ENDING_EVENT),
                          row(9, NY_ENDING_WHOLE)};
    ny_curve curve = ny_curve_of(arena, rows, 3);
    assert_int_equal(curve.days.items[0].at_risk, 3);
    says(arena,
         ny_value_number(ny_rational_multiply(arena, ny_survival_after(arena, &curve, 1).survival,
                                              ny_rational_whole(3))),
         "2");
    ny_row_days days = {.start = 100, .limit = 200, .event = 150, .competing = 150, .last = 150};
    assert_int_equal(ny_follow(&days).ending, NY_ENDING_EVENT);
    days.event = NY_NO_DAY;
    assert_int_equal(ny_follow(&days).ending, NY_ENDING_COMPETING);
    days.competing = NY_NO_DAY;
    assert_int_equal(ny_follow(&days).ending, NY_ENDING_CENSORED);
    days.last = 200;
    assert_int_equal(ny_follow(&days).ending, NY_ENDING_WHOLE);
    days = (ny_row_days){.start = 100, .limit = 200, .event = 150, .competing = 900, .last = 99};
    assert_int_equal(ny_follow(&days).days, -1);
}

/* An even number of rows, all followed: the curve stands on one half between the two in the middle. */
static void the_median_where_one_half_is_left(void **state)
{
    ny_arena *arena = *state;
    ny_followed all[] = {row(3, NY_ENDING_EVENT), row(8, NY_ENDING_EVENT), row(2, NY_ENDING_EVENT),
                         row(20, NY_ENDING_EVENT)};
    ny_followed lost[] = {row(3, NY_ENDING_EVENT), row(20, NY_ENDING_CENSORED)};
    ny_followed few[] = {row(3, NY_ENDING_EVENT), row(20, NY_ENDING_CENSORED),
                         row(21, NY_ENDING_CENSORED)};
    ny_rational days;
    ny_curve curve = ny_curve_of(arena, all, 4);
    assert_true(ny_survival_median(arena, &curve, &days));
    says(arena, ny_value_number(days), "5.5");
    curve = ny_curve_of(arena, lost, 2);
    assert_true(ny_survival_median(arena, &curve, &days));
    says(arena, ny_value_number(days), "11.5");
    curve = ny_curve_of(arena, few, 3);
    assert_false(ny_survival_median(arena, &curve, &days));
}

static void curves_without_events_have_no_bounds(void **state)
{
    ny_arena *arena = *state;
    ny_rational level = read(arena, "0.95");
    ny_rounding four = to(arena, "0.0001");
    static const ny_bounds_form forms[] = {NY_BOUNDS_GREENWOOD, NY_BOUNDS_GREENWOOD_LOG,
                                           NY_BOUNDS_GREENWOOD_LOG_LOG};
    for (size_t i = 0; i < 3; i++) {
        bounds_say(arena,
                   ny_interval_of_survival(arena, forms[i], level, NY_RATIONAL_ONE,
                                           NY_RATIONAL_ZERO, four),
                   "unknown", "unknown");
        bounds_say(arena,
                   ny_interval_of_survival(arena, forms[i], level, NY_RATIONAL_ZERO,
                                           NY_RATIONAL_ZERO, four),
                   "unknown", "unknown");
        ny_curve curve = ny_curve_of(arena, NULL, 0);
        bounds_say(arena, ny_interval_of_median(arena, forms[i], level, &curve, four), "unknown",
                   "unknown");
    }
    /* 1 of 100 rows: S = 0.99, G = 1/9900; plain bounds of 1 - S end at 0 */
    bounds_say(arena,
               ny_interval_of_survival(arena, NY_BOUNDS_GREENWOOD, level, read(arena, "0.99"),
                                       ny_rational_fraction(arena, 1, 9900), four),
               "0", "0.0295");
}

/* Ten years of days with something on each: exact, and soon. */
static void a_long_curve(void **state)
{
    ny_arena *arena = *state;
    enum { ROWS = 100000, DAYS = 3652 };
    ny_followed *rows = NY_NEW_ARRAY(arena, ny_followed, ROWS);
    for (int32_t i = 0; i < ROWS; i++)
        rows[i] = row((i * 7919) % DAYS, i % 3 ? NY_ENDING_CENSORED : NY_ENDING_EVENT);
    ny_curve curve = ny_curve_of(arena, rows, ROWS);
    assert_int_equal(curve.days.count, DAYS);
    ny_survival survival = ny_survival_after(arena, &curve, DAYS - 1);
    assert_true(ny_rational_sign(survival.survival) > 0);
    ny_rational sum = ny_rational_add(arena, survival.survival, survival.incidence);
    assert_int_equal(ny_rational_compare(sum, NY_RATIONAL_ONE), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(quantiles_to_fifty_digits),
        TEST(more_digits_go_on_where_fewer_end),
        TEST(what_has_no_value_is_said),
        TEST(binomial_sums_are_those_of_fractions),
        TEST(one_row_meets_the_chance_exactly),
        TEST(poisson_sums_see_the_last_digit),
        TEST(a_hundred_thousand_rows),
        TEST(shares_at_the_edges),
        TEST(an_end_on_an_edge),
        TEST(the_edge_that_no_double_sees),
        TEST(means),
        TEST(events_at_the_edges),
        TEST(differences),
        TEST(a_standardised_rate),
        TEST(the_example_of_kaplan_and_meier),
        TEST(an_event_comes_before_a_loss_of_its_day),
        TEST(the_median_where_one_half_is_left),
        TEST(curves_without_events_have_no_bounds),
        TEST(a_long_curve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
