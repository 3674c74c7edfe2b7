/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What contracts settle to, construct by construct: the figures and the lines that a reader of the
 * language's description would work out by hand. All data are made up. */

#include "contract_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "nytte 1 english\n"                                                                            \
    "contract \"Test\"\n"                                                                          \
    "  currency DKK, rounded to 0.01, halves "
#define TERM                                                                                       \
    "\n"                                                                                           \
    "  prices without value added tax\n"                                                           \
    "  runs from 2020-01-01 for 3 years\n"                                                         \
    "  statement 3 months after each contract year, on the data of that day\n"                     \
    "  last statement 2 years after the term\n"                                                    \
    "party buyer \"Buyer\" buys\n"                                                                 \
    "party seller \"Seller\" sells\n"
#define VISITS                                                                                     \
    "table visit \"One row per visit\" dated by done\n"                                            \
    "  id key\n"                                                                                   \
    "  done date\n"                                                                                \
    "  nurse pseudonym\n"                                                                          \
    "  kind plain or urgent\n"                                                                     \
    "  hours 0..24 hour\n"                                                                         \
    "  answer 0..48 point, if known\n"                                                             \
    "  glad yes or no, if known\n"                                                                 \
    "  ended date not before done, if any\n"
#define BASE HEAD "away from zero" TERM VISITS
#define ROWS "id,done,nurse,kind,hours,answer,glad,ended\n"

static contract settled(const char *text, const char *rows)
{
    contract c = contract_read(text);
    assert_string_equal(errors_text(&c), "");
    give_rows(&c, "visit", rows);
    settle(&c);
    return c;
}

/* A figure in year 1, of the base contract with this added. */
static void gives(const char *text, const char *rows, const char *figure, const char *expected)
{
    contract c = settled(text, rows);
    assert_string_equal(stop_text(&c), "");
    assert_string_equal(figure_text(&c, figure, 1), expected);
    contract_end(&c);
}

/* Without a row. */
static void is_worth(const char *expression, const char *expected)
{
    char text[4096];
    snprintf(text, sizeof text, BASE "define it each year\n  = %s\n", expression);
    gives(text, ROWS, "it", expected);
}

/* One visit with a glad patient, one with a sorry one, one who did not answer. */
#define THREE_ANSWERS                                                                              \
    ROWS "Y,2020-05-01,n,plain,1,10,yes,\n"                                                        \
         "N,2020-05-02,n,plain,1,20,no,\n"                                                         \
         "U,2020-05-03,n,plain,1,,,\n"

/* --- logic of three values --------------------------------------------------------------------- */

static const char *const three_values[] = {"(the glad over visit where id is \"Y\")",
                                           "(the glad over visit where id is \"N\")",
                                           "(the glad over visit where id is \"U\")"};

static void logic_is(const char *word, const char *const expected[9])
{
    for (size_t i = 0; i < 9; i++) {
        char text[4096];
        snprintf(text, sizeof text, BASE "define it each year\n  = %s %s %s\n", three_values[i / 3],
                 word, three_values[i % 3]);
        gives(text, THREE_ANSWERS, "it", expected[i]);
    }
}

static void and_is_no_where_either_is_no(void **state)
{
    (void)state;
    logic_is("and", (const char *const[]){"yes", "no", "unknown", "no", "no", "no", "unknown", "no",
                                          "unknown"});
}

static void or_is_yes_where_either_is_yes(void **state)
{
    (void)state;
    logic_is("or", (const char *const[]){"yes", "yes", "yes", "yes", "no", "unknown", "yes",
                                         "unknown", "unknown"});
}

static void not_turns_yes_and_no_and_leaves_unknown(void **state)
{
    (void)state;
    const char *const expected[] = {"no", "yes", "unknown"};
    for (size_t i = 0; i < 3; i++) {
        char text[4096];
        snprintf(text, sizeof text, BASE "define it each year\n  = not %s\n", three_values[i]);
        gives(text, THREE_ANSWERS, "it", expected[i]);
    }
}

/* --- numbers, units and dates ------------------------------------------------------------------ */

static void numbers_are_exact(void **state)
{
    (void)state;
    is_worth("1 / 3 + 1 / 6", "1/2");
    is_worth("0.1 + 0.2", "3/10");
    is_worth("2 ^ 10 - 24", "1000");
    is_worth("-2 ^ 2", "-4");
    is_worth("15 percentage points - 5 %", "1/10");
    is_worth("max(2, 3) - min(2, 3)", "1");
    is_worth("ceiling(2.1) + floor(2.9) + ceiling(-2.1)", "3");
}

static void units_convert_exactly(void **state)
{
    (void)state;
    is_worth("2 weeks + 12 hours", "29/2");
    is_worth("1 year + 1 month", "13");
    is_worth("400 DKK per hour * 1 day", "9600");
}

static void dates_take_the_months_last_day(void **state)
{
    (void)state;
    is_worth("2020-02-29 + 1 year", "2021-02-28");
    is_worth("2021-01-31 + 1 month", "2021-02-28");
    is_worth("2020-03-01 - 2020-02-01", "29");
    is_worth("2020-01-01 + 1 week", "2020-01-08");
}

/* --- forms ------------------------------------------------------------------------------------- */

static void keep_gives_the_bound_that_would_be_passed(void **state)
{
    (void)state;
    is_worth("keep 3 between 1 and 2", "2");
    is_worth("keep 0 between 1 and 2", "1");
    is_worth("keep 1.5 between 1 and 2", "3/2");
    is_worth("keep 2 between 1 and 2", "2");
}

static void scale_is_a_line_that_stops_at_its_ends(void **state)
{
    (void)state;
    is_worth("scale 12 points from 0 at 10 points to 1 at 20 points", "1/5");
    is_worth("scale 10 points from 0 at 10 points to 1 at 20 points", "0");
    is_worth("scale 20 points from 0 at 10 points to 1 at 20 points", "1");
    is_worth("scale 25 points from 0 at 10 points to 1 at 20 points", "1");
    is_worth("scale 5 points from 0 at 10 points to 1 at 20 points", "0");
    is_worth("scale 12 points from 1 at 10 points to -1 at 20 points", "3/5");
}

static void scale_may_fall(void **state)
{
    (void)state;
    is_worth("scale 2 days from -1 at 3.5 days to 1 at 1.5 days", "1/2");
    is_worth("scale 4 days from -1 at 3.5 days to 1 at 1.5 days", "-1");
    is_worth("scale 1 day from -1 at 3.5 days to 1 at 1.5 days", "1");
    is_worth("scale 60 hours from 0.5 at 3.5 days to 9.5 at 1.5 days", "5");
}

static void weigh_adds_weighted_figures(void **state)
{
    (void)state;
    is_worth("weigh 40 % of (1 / 2), 60 % of (1 / 3)", "2/5");
}

/* The answer of the second visit is known, that of the third is not. */
static void weigh_may_leave_the_unknown_out(void **state)
{
    (void)state;
#define ANSWERS                                                                                    \
    "define known_one each year\n  = the answer over visit where id is \"N\"\n"                    \
    "define lost_one each year\n  = the answer over visit where id is \"U\"\n"
    gives(BASE ANSWERS "define it each year\n  = weigh 40 % of known_one, 60 % of lost_one\n",
          THREE_ANSWERS, "it", "unknown");
    gives(BASE ANSWERS
          "define it each year\n  = weigh 40 % of known_one, 60 % of lost_one, unknown left out\n",
          THREE_ANSWERS, "it", "20");
    gives(BASE ANSWERS
          "define it each year\n  = weigh 40 % of lost_one, 60 % of lost_one, unknown left out\n",
          THREE_ANSWERS, "it", "unknown");
}

static void unknown_as_says_what_to_take_instead(void **state)
{
    (void)state;
    gives(BASE ANSWERS "define it each year\n  = lost_one, unknown as 7 points\n", THREE_ANSWERS,
          "it", "7");
    gives(BASE ANSWERS "define it each year\n  = known_one, unknown as 7 points\n", THREE_ANSWERS,
          "it", "20");
}

#define STEPS(of)                                                                                  \
    "define it each year\n"                                                                        \
    "  first that holds:\n"                                                                        \
    "  when " of " < 2: 10\n"                                                                      \
    "  when " of " < 3: 20\n"                                                                      \
    "  otherwise: 30\n"

static void of_steps_the_first_that_holds_counts(void **state)
{
    (void)state;
#define COUNTED "define n each year\n  = (count of visit) / 1 visit\n"
    gives(BASE COUNTED STEPS("n"), ROWS, "it", "10");
    gives(BASE COUNTED STEPS("n"), THREE_ANSWERS, "it", "30");
    gives(BASE COUNTED STEPS("n"), ROWS "A,2020-01-01,n,plain,1,,,\nB,2020-12-31,n,plain,1,,,\n",
          "it", "20");
}

/* --- years ------------------------------------------------------------------------------------- */

static void previous_is_one_year_back(void **state)
{
    (void)state;
    contract c = settled(BASE "define a each year\n"
                              "  in the first year 1 DKK\n"
                              "  in later years previous a * 2 + 1 DKK\n",
                         ROWS);
    const char *const expected[] = {"1", "3", "7", "15", "31"};
    for (uint32_t year = 1; year <= 5; year++)
        assert_string_equal(figure_text(&c, "a", year), expected[year - 1]);
    contract_end(&c);
}

static void the_final_year_is_the_terms_last(void **state)
{
    (void)state;
    contract c = settled(BASE "define visits each year\n  = count of visit\n"
                              "pay buyer to seller \"Rest\"\n"
                              "  (visits in the final contract year) * 5 DKK per visit\n"
                              "    once with the last statement\n"
                              "  due 30 days after the statement\n",
                         ROWS "A,2021-06-01,n,plain,1,,,\n"
                              "B,2022-06-01,n,plain,1,,,\nC,2022-12-31,n,plain,1,,,\n"
                              "D,2023-01-01,n,plain,1,,,\n");
    assert_string_equal(lines_text(&c), "5 Rest buyer>seller 10.00 due 2025-05-01\n");
    assert_int_equal(c.result->outside_term, 1);
    contract_end(&c);
}

/* --- rounding ---------------------------------------------------------------------------------- */

#define PENNIES                                                                                    \
    TERM VISITS "pay buyer to seller or back when negative \"P\"\n"                                \
                "  0.005 DKK per visit for each visit where kind is plain\n"                       \
                "  due 30 days after done\n"                                                       \
                "pay buyer to seller or back when negative \"N\"\n"                                \
                "  -0.005 DKK per visit for each visit where kind is urgent\n"                     \
                "  due 30 days after done\n"
#define PENNY_ROWS ROWS "A,2020-01-01,n,plain,1,,,\nB,2020-01-01,n,urgent,1,,,\n"

static void each_line_is_rounded_as_the_currency_says(void **state)
{
    (void)state;
    contract away = settled(HEAD "away from zero" PENNIES, PENNY_ROWS);
    assert_string_equal(lines_text(&away), "1 P buyer>seller 0.01 due 2020-01-31\n"
                                           "1 N seller>buyer 0.01 due 2020-01-31\n");
    contract_end(&away);
    contract even = settled(HEAD "to even" PENNIES, PENNY_ROWS);
    assert_string_equal(lines_text(&even), "");
    contract_end(&even);
    contract up = settled(HEAD "up" PENNIES, PENNY_ROWS);
    assert_string_equal(lines_text(&up), "1 P buyer>seller 0.01 due 2020-01-31\n");
    contract_end(&up);
    contract down = settled(HEAD "down" PENNIES, PENNY_ROWS);
    assert_string_equal(lines_text(&down), "1 N seller>buyer 0.01 due 2020-01-31\n");
    contract_end(&down);
}

static void three_lines_are_rounded_before_they_are_added(void **state)
{
    (void)state;
    contract c = settled(HEAD "away from zero" PENNIES,
                         ROWS "A,2020-01-01,n,plain,1,,,\nB,2020-01-02,n,plain,1,,,\n"
                              "C,2020-01-03,n,plain,1,,,\n");
    ny_rational sum = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < c.result->lines.count; i++)
        sum = ny_rational_add(c.arena, sum, c.result->lines.items[i].amount);
    assert_true(ny_text_is(ny_rational_fraction_text(c.arena, sum), "3/100"));
    contract_end(&c);
}

static void a_figure_is_rounded_where_it_says_so(void **state)
{
    (void)state;
    gives(BASE "define it\n  = 1 DKK / 8\n  rounded to 0.01 DKK\n", ROWS, "it", "13/100");
    gives(BASE "define it\n  = 1 DKK / 8\n  rounded to 0.01 DKK, halves to even\n", ROWS, "it",
          "3/25");
    gives(BASE "define it\n  = 7 DKK\n  rounded to 5 DKK\n", ROWS, "it", "5");
}

/* --- division by zero --------------------------------------------------------------------------- */

#define SHARE_OF_VISITS                                                                            \
    "define n each year\n  = count of visit\n"                                                     \
    "define it each year\n"                                                                        \
    "  first that holds:\n"

static void a_division_by_zero_that_is_left_aside_stops_nothing(void **state)
{
    (void)state;
    gives(BASE SHARE_OF_VISITS "  when n = 0 visits: 0\n  otherwise: 6 visits / n\n", ROWS, "it",
          "0");
    gives(BASE SHARE_OF_VISITS "  when n = 0 visits: 0\n  otherwise: 6 visits / n\n", THREE_ANSWERS,
          "it", "2");
}

static void a_division_by_zero_that_is_taken_stops_and_names_the_place(void **state)
{
    (void)state;
    contract c = settled(BASE SHARE_OF_VISITS "  when n = 0 visits: 6 visits / n\n  otherwise: 0\n",
                         ROWS "A,2020-06-01,n,plain,1,,,\n");
    assert_string_equal(stop_text(&c), "N0611 `6 visits / n` it, contract year 2");
    contract_end(&c);
}

static void a_division_by_zero_in_a_row_names_the_row(void **state)
{
    (void)state;
    const char *rows = ROWS "A,2020-06-01,n,plain,1,,,\nB,2020-06-02,n,plain,0,,,\n";
    contract c = settled(BASE "define it each year\n  = sum of 1 hour / hours over visit\n", rows);
    assert_string_equal(stop_text(&c), "N0612 `1 hour / hours` visit, B");
    contract_end(&c);
    contract paid = settled(BASE "pay buyer to seller \"P\"\n"
                                 "  1 DKK per visit * (1 hour / hours) for each visit\n"
                                 "  due 30 days after done\n",
                            rows);
    assert_string_equal(stop_text(&paid), "N0612 `(1 hour / hours)` visit, B");
    contract_end(&paid);
}

/* A condition that cannot be worked out stops as an amount does; it never counts as a no. */
static void a_division_by_zero_in_a_condition_names_the_row(void **state)
{
    (void)state;
#define TOO_FEW "1 hour / hours > 2"
    const char *const texts[] = {
        BASE "define it each year\n  = count of visit where " TOO_FEW "\n",
        BASE "define nth each visit\n  = running number by done where " TOO_FEW "\n"
             "define it each year\n  = sum of nth over visit\n",
        BASE "pay buyer to seller \"P\"\n  1 DKK per visit for each visit where " TOO_FEW "\n"
             "  due 30 days after done\n",
        BASE "exclude visit \"E\"\n  where " TOO_FEW "\n  not judged, still paid\n"
             "define it each year\n  = count of visit judged\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        contract c =
            settled(texts[i], ROWS "A,2020-06-01,n,plain,1,,,\nB,2020-06-02,n,plain,0,,,\n");
        assert_string_equal(stop_text(&c), "N0612 `1 hour / hours` visit, B");
        contract_end(&c);
    }
    contract c = settled(BASE "pay buyer to seller \"P\"\n  1 DKK each year\n"
                              "  when 1 visit / (count of visit) > 0\n"
                              "  due 30 days after the statement\n",
                         ROWS);
    assert_string_equal(stop_text(&c), "N0611 `1 visit / (count of visit)` P, contract year 1");
    contract_end(&c);
}

/* --- figures over rows -------------------------------------------------------------------------- */

static void the_running_number_goes_by_day_then_key(void **state)
{
    (void)state;
#define NTH                                                                                        \
    "define nth each visit\n  = running number within nurse by done where kind is plain\n"         \
    "define it each year\n  = sum of nth over visit where id is "
#define SAME_DAY                                                                                   \
    ROWS "K2,2020-03-01,a,plain,1,,,\nK1,2020-03-01,a,plain,1,,,\n"                                \
         "K0,2020-03-02,a,urgent,1,,,\nK3,2020-03-01,b,plain,1,,,\nK4,2019-12-31,b,plain,1,,,\n"
    gives(BASE NTH "\"K1\"\n", SAME_DAY, "it", "1");
    gives(BASE NTH "\"K2\"\n", SAME_DAY, "it", "2");
    gives(BASE NTH "\"K0\"\n", SAME_DAY, "it", "2");
    gives(BASE NTH "\"K3\"\n", SAME_DAY, "it", "2");
}

/* Of a word, a number, a date as of a pseudonym: rows are of one group where the cells are equal. */
static void the_running_number_counts_within_equal_cells(void **state)
{
    (void)state;
    const char *const columns[] = {"kind", "hours", "ended"};
    for (size_t i = 0; i < 3; i++) {
        char text[4096];
        snprintf(text, sizeof text,
                 BASE "define nth each visit\n  = running number within %s by done\n"
                      "define it each year\n  = highest of nth over visit where nurse is \"%s\"\n",
                 columns[i], "b");
        gives(text,
              ROWS "A,2020-01-01,a,plain,12.25,,,2020-05-01\n"
                   "B,2020-01-02,a,urgent,0.5,,,2020-05-02\n"
                   "C,2020-01-03,a,plain,12.25,,,2020-05-01\n"
                   "D,2020-01-04,b,urgent,0.5,,,2020-05-02\n",
              "it", "2");
    }
}

static void a_running_number_may_ask_for_figures_of_the_contract(void **state)
{
    (void)state;
    gives(BASE "given least = 2 hours from \"x\"\n"
               "define nth each visit\n  = running number by done where hours > least\n"
               "define it each year\n  = highest of nth over visit\n",
          ROWS "A,2020-01-01,n,plain,3,,,\nB,2020-01-02,n,plain,1,,,\nC,2020-01-03,n,plain,4,,,\n",
          "it", "2");
}

/* A figure each year rests on the year's end, which the row comes before. */
static void a_running_number_may_not_ask_for_figures_each_year(void **state)
{
    (void)state;
    const char *const conditions[] = {"n > 2 visits", "n > 2 visits and kind is plain"};
    for (size_t i = 0; i < 2; i++) {
        char text[4096], errors[200];
        snprintf(text, sizeof text,
                 BASE "define n each year\n  = count of visit\n"
                      "define nth each visit\n  = running number by done where %s\n"
                      "define it each year\n  = sum of nth over visit\n",
                 conditions[i]);
        snprintf(errors, sizeof errors, "N0601 running number by done where %s\n", conditions[i]);
        contract c = contract_read(text);
        assert_null(c.plan);
        assert_string_equal(errors_text(&c), errors);
        contract_end(&c);
    }
}

#define MEDIAN "define it each year\n  = median of hours over visit\n"

static void the_median_is_the_middle_one_or_the_mean_of_two(void **state)
{
    (void)state;
    gives(BASE MEDIAN,
          ROWS "A,2020-01-01,n,plain,24,,,\nB,2020-01-02,n,plain,6,,,\n"
               "C,2020-01-03,n,plain,12,,,\n",
          "it", "1/2");
    gives(BASE MEDIAN,
          ROWS "A,2020-01-01,n,plain,24,,,\nB,2020-01-02,n,plain,6,,,\n"
               "C,2020-01-03,n,plain,12,,,\nD,2020-01-03,n,plain,18,,,\n",
          "it", "5/8");
    gives(BASE MEDIAN, ROWS, "it", "unknown");
}

static void figures_over_no_rows(void **state)
{
    (void)state;
    is_worth("sum of hours over visit", "0");
    is_worth("count of visit", "0");
    is_worth("mean of hours over visit", "unknown");
    is_worth("highest of hours over visit", "unknown");
    is_worth("the hours over visit", "unknown");
}

static void lowest_and_highest_and_to_date(void **state)
{
    (void)state;
    contract c = settled(BASE "define low each year\n  = lowest of hours over visit\n"
                              "define high each year\n  = highest of hours over visit\n"
                              "define all each year\n  = count of visit to date\n",
                         ROWS "A,2020-01-01,n,plain,24,,,\nB,2020-12-31,n,plain,6,,,\n"
                              "C,2021-01-01,n,plain,12,,,\n");
    assert_string_equal(figure_text(&c, "low", 1), "1/4");
    assert_string_equal(figure_text(&c, "high", 1), "1");
    assert_string_equal(figure_text(&c, "low", 2), "1/2");
    assert_string_equal(figure_text(&c, "all", 1), "2");
    assert_string_equal(figure_text(&c, "all", 2), "3");
    contract_end(&c);
}

static void two_rows_where_one_is_meant_are_refused(void **state)
{
    (void)state;
    contract c = settled(BASE "define it each year\n  = the hours over visit\n", THREE_ANSWERS);
    assert_string_equal(stop_text(&c), "N0613 `the hours over visit` visit, contract year 1");
    contract_end(&c);
}

/* --- measures ------------------------------------------------------------------------------------ */

#define GLAD(needs)                                                                                \
    "measure it \"Glad\"\n"                                                                        \
    "  over visit\n"                                                                               \
    "  share glad\n"                                                                               \
    "  counted 30 days after done\n"                                                               \
    "  needs at least " needs "\n"

static void a_measure_needs_enough_rows(void **state)
{
    (void)state;
    gives(BASE GLAD("3 rows, or is unknown\n  needs at least 10 % known, or is unknown"),
          THREE_ANSWERS, "it", "1/2");
    gives(BASE GLAD("4 rows, or is unknown\n  needs at least 10 % known, or is unknown"),
          THREE_ANSWERS, "it", "unknown");
}

static void a_measure_needs_enough_known(void **state)
{
    (void)state;
    gives(BASE GLAD("66 % known, or is unknown"), THREE_ANSWERS, "it", "1/2");
    gives(BASE GLAD("67 % known, or is unknown"), THREE_ANSWERS, "it", "unknown");
    gives(BASE GLAD("67 % known, or is 20 %"), THREE_ANSWERS, "it", "1/5");
}

static void a_measure_tells_its_rows_known_and_events(void **state)
{
    (void)state;
    contract c = settled(BASE GLAD("60 % known, or is unknown"), THREE_ANSWERS);
    const ny_measured *measured = measured_in(&c, "it", 1);
    assert_true(measured->reports);
    assert_int_equal(measured->rows, 3);
    assert_int_equal(measured->known, 2);
    assert_int_equal(measured->events, 1);
    assert_string_equal(figure_text(&c, "it", 2), "unknown");
    assert_false(measured_in(&c, "it", 4)->reports);
    contract_end(&c);
}

/* Done on 29 February; two years later is 28 February. */
static void a_window_holds_its_last_day_and_reports_two_years_later(void **state)
{
    (void)state;
    contract c = settled(BASE "measure it \"Ended\"\n"
                              "  over visit\n"
                              "  share ended within 2 years of done\n"
                              "  counted 2 years after done\n"
                              "  needs at least 1 rows, or is unknown\n",
                         ROWS "A,2020-02-29,n,plain,1,,,2022-02-28\n"
                              "B,2020-02-29,n,plain,1,,,2022-03-01\nC,2020-02-29,n,plain,1,,,\n");
    assert_string_equal(figure_text(&c, "it", 3), "1/3");
    assert_int_equal(measured_in(&c, "it", 3)->operation_period, 0);
    for (uint32_t year = 1; year <= 5; year++)
        assert_int_equal(measured_in(&c, "it", year)->rows, year == 3 ? 3 : 0);
    contract_end(&c);
}

static void excluded_rows_are_paid_but_not_judged(void **state)
{
    (void)state;
    contract c = settled(BASE "exclude visit \"Urgent\"\n"
                              "  where kind is urgent\n"
                              "  not judged, still paid\n"
                              "define judged_ones each year\n  = count of visit judged\n"
                              "define all_of_them each year\n  = count of visit judged or not\n"
                              "pay buyer to seller \"V\"\n"
                              "  5 DKK per visit for each visit\n"
                              "  due 30 days after done\n",
                         PENNY_ROWS);
    assert_string_equal(figure_text(&c, "judged_ones", 1), "1");
    assert_string_equal(figure_text(&c, "all_of_them", 1), "2");
    assert_int_equal(c.result->lines.count, 2);
    contract_end(&c);
}

/* --- payments ------------------------------------------------------------------------------------ */

/* In a year without visits the seller pays, where it was agreed that it may be so. */
#define BALANCE                                                                                    \
    "define balance each year\n"                                                                   \
    "  first that holds:\n"                                                                        \
    "  when (count of visit) = 0 visits: -5 DKK\n"                                                 \
    "  otherwise: 5 DKK\n"

static void a_negative_amount_goes_back_where_it_may(void **state)
{
    (void)state;
    contract c = settled(BASE BALANCE "pay buyer to seller or back when negative \"B\"\n"
                                      "  balance each year\n"
                                      "  due 200 days after the contract year\n",
                         ROWS "A,2021-01-01,n,plain,1,,,\n");
    assert_string_equal(lines_text(&c), "1 B seller>buyer 5.00 due 2021-07-19\n"
                                        "2 B buyer>seller 5.00 due 2022-07-19\n"
                                        "3 B seller>buyer 5.00 due 2023-07-19\n");
    contract_end(&c);
}

static void a_negative_amount_stops_where_it_may_not(void **state)
{
    (void)state;
    contract c = settled(BASE BALANCE "pay buyer to seller \"B\"\n"
                                      "  balance each year\n"
                                      "  due 200 days after the contract year\n",
                         ROWS "A,2020-01-01,n,plain,1,,,\n");
    assert_string_equal(stop_text(&c), "N0614 `balance` B, -5.00");
    contract_end(&c);
}

#define PARTIES                                                                                    \
    "party north \"North\"\n"                                                                      \
    "party south \"South\"\n"                                                                      \
    "party three \"Three\" together buyer, north, south in equal shares\n"                         \
    "party two \"Two\" together buyer 25 %, south 75 %\n"

static void a_joint_party_pays_in_parts_that_add_up(void **state)
{
    (void)state;
    contract c = settled(BASE PARTIES "pay three to seller \"J\"\n"
                                      "  100 DKK once at the end of the term\n"
                                      "  due 30 days after the contract year\n",
                         ROWS);
    assert_string_equal(lines_text(&c), "3 J buyer>seller 33.33 due 2023-01-30\n"
                                        "3 J north>seller 33.33 due 2023-01-30\n"
                                        "3 J south>seller 33.34 due 2023-01-30\n");
    contract_end(&c);
}

static void a_joint_party_receives_by_its_shares(void **state)
{
    (void)state;
    contract c = settled(BASE PARTIES "pay seller to two \"J\"\n"
                                      "  0.10 DKK once at the end of the term\n"
                                      "  due 30 days after the contract year\n",
                         ROWS);
    assert_string_equal(lines_text(&c), "3 J seller>buyer 0.03 due 2023-01-30\n"
                                        "3 J seller>south 0.07 due 2023-01-30\n");
    contract_end(&c);
}

/* Statements are drawn on 1 April. Before that nobody knows how many visits there were. */
static void nothing_is_due_before_its_amount_is_known(void **state)
{
    (void)state;
    contract c = settled(BASE "pay buyer to seller \"V\"\n"
                              "  5 DKK per visit * (count of visit) each year\n"
                              "  due 30 days after the contract year\n"
                              "pay buyer to seller \"F\"\n"
                              "  7 DKK each year\n"
                              "  due 30 days after the contract year\n"
                              "pay buyer to seller \"S\"\n"
                              "  5 DKK per visit * (count of visit) each year\n"
                              "  due 1 month after the statement\n",
                         ROWS "A,2020-01-01,n,plain,1,,,\n");
    assert_string_equal(lines_text(&c), "1 V buyer>seller 5.00 due 2021-05-01 (moved)\n"
                                        "1 F buyer>seller 7.00 due 2021-01-30\n"
                                        "1 S buyer>seller 5.00 due 2021-05-01\n"
                                        "2 F buyer>seller 7.00 due 2022-01-30\n"
                                        "3 F buyer>seller 7.00 due 2023-01-30\n");
    contract_end(&c);
}

static void once_on_a_day_falls_in_the_year_that_holds_it(void **state)
{
    (void)state;
    contract c = settled(BASE "pay buyer to seller \"O\"\n"
                              "  5 DKK once on 2022-01-01\n"
                              "  due 30 days after that day\n",
                         ROWS);
    assert_string_equal(lines_text(&c), "3 O buyer>seller 5.00 due 2022-01-31\n");
    contract_end(&c);
}

static void once_on_a_day_is_judged_by_that_years_figures_alone(void **state)
{
    (void)state;
    const char *text = BASE "pay buyer to seller \"O\"\n"
                            "  5 DKK once on 2021-12-31 if by then (count of visit) > 0 visits\n"
                            "  due 2 years after that day\n";
    contract met = settled(text, ROWS "A,2021-01-01,n,plain,1,,,\n");
    assert_string_equal(lines_text(&met), "2 O buyer>seller 5.00 due 2023-12-31\n");
    contract_end(&met);
    contract missed = settled(text, ROWS "A,2022-01-01,n,plain,1,,,\n");
    assert_string_equal(lines_text(&missed), "");
    contract_end(&missed);
}

static void a_payment_falls_in_the_term_after_it_or_in_both(void **state)
{
    (void)state;
    contract c = settled(BASE "pay buyer to seller \"T\"\n"
                              "  1 DKK each year\n  due 30 days after the contract year\n"
                              "pay buyer to seller \"A\"\n"
                              "  2 DKK each year after the term\n"
                              "  due 30 days after the contract year\n"
                              "pay buyer to seller \"U\"\n"
                              "  3 DKK each year until the last statement\n"
                              "  due 30 days after the contract year\n",
                         ROWS);
    const uint32_t in_each_year[5] = {2, 2, 2, 2, 2};
    uint32_t found[5] = {0};
    ny_rational sum = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < c.result->lines.count; i++) {
        found[c.result->lines.items[i].period]++;
        sum = ny_rational_add(c.arena, sum, c.result->lines.items[i].amount);
    }
    assert_memory_equal(found, in_each_year, sizeof found);
    assert_true(ny_text_is(ny_rational_fraction_text(c.arena, sum), "22"));
    contract_end(&c);
}

static void when_the_condition_fails_nothing_moves(void **state)
{
    (void)state;
    contract c = settled(BASE "pay buyer to seller \"W\"\n"
                              "  5 DKK each year\n"
                              "  when (count of visit) > 1 visit\n"
                              "  due 30 days after the statement\n",
                         ROWS "A,2020-01-01,n,plain,1,,,\nB,2021-01-01,n,plain,1,,,\n"
                              "C,2021-01-01,n,plain,1,,,\n");
    assert_string_equal(lines_text(&c), "2 W buyer>seller 5.00 due 2022-05-01\n");
    contract_end(&c);
}

static void an_offer_is_taken_or_its_default(void **state)
{
    (void)state;
    for (int offered = 0; offered < 2; offered++) {
        contract c = contract_read(BASE "offer price \"P\" : 0..100 DKK, if not offered 8 DKK\n"
                                        "pay buyer to seller \"P\"\n"
                                        "  price once at the end of the term\n"
                                        "  due 30 days after the contract year\n");
        assert_string_equal(errors_text(&c), "");
        give_rows(&c, "visit", ROWS);
        if (offered)
            give_value(&c, "price", "12.5 DKK");
        settle(&c);
        assert_string_equal(lines_text(&c), offered ? "3 P buyer>seller 12.50 due 2023-01-30\n"
                                                    : "3 P buyer>seller 8.00 due 2023-01-30\n");
        contract_end(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(and_is_no_where_either_is_no),
        cmocka_unit_test(or_is_yes_where_either_is_yes),
        cmocka_unit_test(not_turns_yes_and_no_and_leaves_unknown),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(units_convert_exactly),
        cmocka_unit_test(dates_take_the_months_last_day),
        cmocka_unit_test(keep_gives_the_bound_that_would_be_passed),
        cmocka_unit_test(scale_is_a_line_that_stops_at_its_ends),
        cmocka_unit_test(scale_may_fall),
        cmocka_unit_test(weigh_adds_weighted_figures),
        cmocka_unit_test(weigh_may_leave_the_unknown_out),
        cmocka_unit_test(unknown_as_says_what_to_take_instead),
        cmocka_unit_test(of_steps_the_first_that_holds_counts),
        cmocka_unit_test(previous_is_one_year_back),
        cmocka_unit_test(the_final_year_is_the_terms_last),
        cmocka_unit_test(each_line_is_rounded_as_the_currency_says),
        cmocka_unit_test(three_lines_are_rounded_before_they_are_added),
        cmocka_unit_test(a_figure_is_rounded_where_it_says_so),
        cmocka_unit_test(a_division_by_zero_that_is_left_aside_stops_nothing),
        cmocka_unit_test(a_division_by_zero_that_is_taken_stops_and_names_the_place),
        cmocka_unit_test(a_division_by_zero_in_a_row_names_the_row),
        cmocka_unit_test(a_division_by_zero_in_a_condition_names_the_row),
        cmocka_unit_test(the_running_number_goes_by_day_then_key),
        cmocka_unit_test(the_running_number_counts_within_equal_cells),
        cmocka_unit_test(a_running_number_may_ask_for_figures_of_the_contract),
        cmocka_unit_test(a_running_number_may_not_ask_for_figures_each_year),
        cmocka_unit_test(the_median_is_the_middle_one_or_the_mean_of_two),
        cmocka_unit_test(figures_over_no_rows),
        cmocka_unit_test(lowest_and_highest_and_to_date),
        cmocka_unit_test(two_rows_where_one_is_meant_are_refused),
        cmocka_unit_test(a_measure_needs_enough_rows),
        cmocka_unit_test(a_measure_needs_enough_known),
        cmocka_unit_test(a_measure_tells_its_rows_known_and_events),
        cmocka_unit_test(a_window_holds_its_last_day_and_reports_two_years_later),
        cmocka_unit_test(excluded_rows_are_paid_but_not_judged),
        cmocka_unit_test(a_negative_amount_goes_back_where_it_may),
        cmocka_unit_test(a_negative_amount_stops_where_it_may_not),
        cmocka_unit_test(a_joint_party_pays_in_parts_that_add_up),
        cmocka_unit_test(a_joint_party_receives_by_its_shares),
        cmocka_unit_test(nothing_is_due_before_its_amount_is_known),
        cmocka_unit_test(once_on_a_day_falls_in_the_year_that_holds_it),
        cmocka_unit_test(once_on_a_day_is_judged_by_that_years_figures_alone),
        cmocka_unit_test(a_payment_falls_in_the_term_after_it_or_in_both),
        cmocka_unit_test(when_the_condition_fails_nothing_moves),
        cmocka_unit_test(an_offer_is_taken_or_its_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
