/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Estimates and bounds of whole contracts. Laws, tried on tables made by chance:
 * - the plan in doubles gives what the plan in fractions gives, within 1e-9, bounds to the last step;
 * - where everybody was followed, the estimates are the plain share and the plain median;
 * - a single cause of leaving: Aalen-Johansen of it and of the others add up to 1 less Kaplan-Meier. */

#include "contract_text.h"
#include "run/fast.h"
#include "run/philox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "nytte 1 english\n"                                                                            \
    "contract \"Estimates\"\n"                                                                     \
    "  currency DKK, rounded to 0.01, halves away from zero\n"                                     \
    "  prices without value added tax\n"                                                           \
    "  runs from 2000-01-01 for 3 years\n"                                                         \
    "  statement 3 months after each contract year, on the data of that day\n"                     \
    "  last statement 2 years after the term\n"                                                    \
    "party buyer \"Buyer\" buys\n"                                                                 \
    "party seller \"Seller\" sells\n"                                                              \
    "table person \"One row per person\" dated by came\n"                                          \
    "  id    key\n"                                                                                \
    "  came  date\n"                                                                               \
    "  event date, if any\n"                                                                       \
    "  other date, if any\n"                                                                       \
    "  lost  date, if any\n"                                                                       \
    "  days  0..400 day\n"                                                                         \
    "  part  0..400\n"                                                                             \
    "  hit   yes or no\n"

#define MEASURE(name, what, more)                                                                  \
    "measure " name "\n  over person\n  " what "\n  counted 2 years after came\n" more

#define ENDS(name)                                                                                 \
    "define low_" name " each year = low of " name "\n"                                            \
    "define high_" name " each year = high of " name "\n"

static const char contract_of_curves[] = HEAD MEASURE(
    "km", "share event within 1 year of came by kaplan meier, censored at lost",
    "  bounds greenwood 95 % rounded to 0.001 %\n  needs at least 3 rows, or is 7 %\n")
    MEASURE("km_log",
            "share event within 1 year of came and hit is yes by kaplan meier, censored "
            "at lost, censored at other",
            "  bounds greenwood log 90 % rounded to 0.001 %\n")
        MEASURE("km_log_log", "share event within 2 years of came by kaplan meier",
                "  bounds greenwood log log 99 % rounded to 0.001 %\n  pooled over 2 years\n")
            MEASURE(
                "aj",
                "share event within 2 years of came by aalen johansen, competing other, censored "
                "at lost",
                "") MEASURE("median_time", "median event - came by kaplan meier, censored at lost",
                            "  bounds greenwood log log 80 % rounded to 1 day\n")
                MEASURE("shrunk_mean", "mean days",
                        "  shrunk towards 30 days with weight of 3 rows\n") ENDS("km")
                    ENDS("km_log") ENDS("km_log_log") ENDS("median_time");

static const char contract_of_counts[] = HEAD MEASURE(
    "falls", "rate hit is yes per 1_000 days of days",
    "  bounds exact poisson 95 % rounded to 0.0001 per day\n  pooled over 3 years\n")
    MEASURE(
        "byar_rate", "rate hit is yes per 1_000 days of days",
        "  bounds byar 95 % rounded to 0.0001 per day\n") MEASURE("relative",
                                                                  "ratio part to (days / 1 day)",
                                                                  "  bounds lognormal 95 % rounded "
                                                                  "to 0.0001\n") MEASURE("shrunk_"
                                                                                         "share",
                                                                                         "share "
                                                                                         "hit is "
                                                                                         "yes",
                                                                                         "  shrunk "
                                                                                         "towards "
                                                                                         "low_"
                                                                                         "wilson "
                                                                                         "with "
                                                                                         "weight "
                                                                                         "of 12.5 "
                                                                                         "rows\n")
        MEASURE(
            "wilson", "share hit is yes",
            "  bounds wilson 95 % rounded to 0.01 %\n") "define low_wilson each year = low of "
                                                        "wilson, unknown as 1 %\n" MEASURE("moved",
                                                                                           "share "
                                                                                           "hit is "
                                                                                           "yes",
                                                                                           "  "
                                                                                           "bounds "
                                                                                           "wilson "
                                                                                           "with "
                                                                                           "continu"
                                                                                           "ity 95 "
                                                                                           "% "
                                                                                           "rounded"
                                                                                           " to "
                                                                                           "0.01 "
                                                                                           "%\n")
                                                            MEASURE("cp", "share hit is yes",
                                                                    "  bounds clopper pearson 95 % "
                                                                    "rounded to 0.01 %\n")
                                                                MEASURE("jeffreys",
                                                                        "share hit is yes",
                                                                        "  bounds jeffreys 95 % "
                                                                        "rounded to 0.01 %\n")
                                                                    MEASURE(
                                                                        "agresti",
                                                                        "share hit is yes",
                                                                        "  bounds agresti coull 95 "
                                                                        "% rounded to 0.01 %\n")
                                                                        MEASURE(
                                                                            "student", "mean days",
                                                                            "  bounds student 95 % "
                                                                            "rounded to 0.01 "
                                                                            "days\n") ENDS("falls")
                                                                            ENDS("byar_rate") ENDS(
                                                                                "relative")
                                                                                ENDS("moved") ENDS(
                                                                                    "cp") ENDS("jef"
                                                                                               "fre"
                                                                                               "ys")
                                                                                    ENDS("agresti")
                                                                                        ENDS("stude"
                                                                                             "nt");

static int32_t draw(uint32_t seed, uint32_t row, uint32_t number, int32_t below)
{
    double u = ny_random_uniform(seed, 0, 0, row, number);
    return (int32_t)(u * below);
}

static ny_text day_after(ny_arena *arena, ny_date from, int32_t days)
{
    return ny_date_text(arena, from + days);
}

typedef struct table_of {
    uint32_t rows;
    bool all_followed; /* nobody is lost, and everybody comes to the event within two years */
    bool few_days;     /* events lie close, so that many share a day */
} table_of;

static const char *rows_by_chance(ny_arena *arena, uint32_t seed, table_of of)
{
    ny_buffer csv = ny_buffer_create(arena);
    ny_buffer_add(&csv, NY_TEXT("id,came,event,other,lost,days,part,hit\n"));
    ny_date first;
    assert_true(ny_date_from_parts(2000, 1, 1, &first));
    int32_t span = of.few_days ? 12 : 700;
    for (uint32_t i = 0; i < of.rows; i++) {
        ny_date came = first + draw(seed, i, 0, 1096);
        int32_t event = draw(seed, i, 1, span), other = draw(seed, i, 2, 2 * span),
                lost = draw(seed, i, 3, span + span / 2), kind = draw(seed, i, 4, 10);
        bool has_event = of.all_followed || kind < 7;
        ny_text none = NY_NO_TEXT;
        ny_text said[] = {has_event ? day_after(arena, came, event) : none,
                          !of.all_followed && kind % 3 == 0 ? day_after(arena, came, other) : none,
                          !of.all_followed && kind % 2 == 0 ? day_after(arena, came, lost) : none};
        ny_buffer_format(&csv, "P%05u,%.*s,%.*s,%.*s,%.*s,%d,%d,%s\n", i,
                         NY_PRINT(ny_date_text(arena, came)), NY_PRINT(said[0]), NY_PRINT(said[1]),
                         NY_PRINT(said[2]), draw(seed, i, 5, 400), draw(seed, i, 6, 3),
                         draw(seed, i, 7, 4) == 0 ? "yes" : "no");
    }
    return ny_text_terminated(arena, ny_buffer_text(&csv));
}

/* --- two evaluators ---------------------------------------------------------------------------- */

static double size_of(double x)
{
    return x < 0 ? -x : x;
}

static void hold_together(const contract *c, const ny_fast_result *fast)
{
    for (uint32_t f = 0; f < c->model->figures.count; f++)
        for (uint32_t p = 0; p < c->result->periods; p++) {
            ny_value is =
                c->result->values[(size_t)c->plan->figures.items[f] * c->result->periods + p];
            ny_fast_value shown = ny_fast_figure(fast, f, p);
            assert_int_equal(is.state, shown.state);
            if (is.state != NY_KNOWN)
                continue;
            double value = ny_rational_to_double(is.is.number), off = size_of(value - shown.value);
            assert_true(off <= 1e-9 * (size_of(value) > 1 ? size_of(value) : 1));
            assert_true(off <= shown.error * 1.001 + 1e-15 * size_of(value));
        }
    for (uint32_t r = 0; r < c->plan->reductions.count; r++)
        for (uint32_t p = 0; p < c->result->periods; p++) {
            const ny_measured *is = &c->result->measured[(size_t)r * c->result->periods + p];
            const ny_fast_measured *shown = &fast->measured[(size_t)r * c->result->periods + p];
            assert_int_equal(is->rows, shown->rows);
            assert_int_equal(is->known, shown->known);
            assert_int_equal(is->events, shown->events);
        }
}

/* Gives in how many tables the doubles left a decision to the fractions. */
static uint32_t tried(const char *text, uint32_t seeds)
{
    uint32_t ties = 0;
    for (uint32_t seed = 0; seed < seeds; seed++) {
        contract c = contract_read(text);
        assert_string_equal(errors_text(&c), "");
        table_of of = {.rows = seed % 6 == 0 ? seed / 6 : 20 + seed * 3,
                       .all_followed = seed % 7 == 3,
                       .few_days = seed % 5 == 1};
        give_rows(&c, "person", rows_by_chance(c.arena, seed, of));
        settle(&c);
        assert_false(c.result->stop.stopped);
        ny_inputs inputs = {
            .tables = c.tables.rows, .values = c.values, .periods = c.model->periods.count};
        ny_fast_result *fast = ny_fast_run(c.arena, c.plan, &inputs);
        ties += fast->ties;
        if (!fast->ties)
            hold_together(&c, fast);
        contract_end(&c);
    }
    return ties;
}

static void both_evaluators_give_the_same(void **state)
{
    (void)state;
    assert_true(tried(contract_of_curves, 36) < 8);
    assert_true(tried(contract_of_counts, 36) < 8);
}

/* --- laws -------------------------------------------------------------------------------------- */

static const char contract_of_plain[] =
    HEAD MEASURE("km", "share event within 2 years of came by kaplan meier", "")
        MEASURE("aj", "share event within 2 years of came by aalen johansen, competing other", "")
            MEASURE("plain", "share event within 2 years of came", "") MEASURE(
                "km_half", "share event within 100 days of came and hit is yes by kaplan meier", "")
                MEASURE("plain_half", "share event within 100 days of came and hit is yes", "")
                    MEASURE("km_time", "median event - came by kaplan meier",
                            "") "measure plain_time\n  over person where event has happened\n  "
                                "median event - came\n"
                                "  counted 2 years after came\n";

static void where_all_are_followed_the_estimate_is_plain(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 24; seed++) {
        contract c = contract_read(contract_of_plain);
        assert_string_equal(errors_text(&c), "");
        table_of of = {.rows = 1 + seed * 5, .all_followed = true, .few_days = seed % 2};
        give_rows(&c, "person", rows_by_chance(c.arena, seed, of));
        settle(&c);
        for (uint32_t year = 3; year <= 5; year++) {
            assert_string_equal(figure_text(&c, "km", year), figure_text(&c, "plain", year));
            assert_string_equal(figure_text(&c, "aj", year), figure_text(&c, "plain", year));
            assert_string_equal(figure_text(&c, "km_half", year),
                                figure_text(&c, "plain_half", year));
            assert_string_equal(figure_text(&c, "km_time", year),
                                figure_text(&c, "plain_time", year));
        }
        contract_end(&c);
    }
}

static const char contract_of_causes[] =
    HEAD MEASURE("either",
                 "share event within 2 years of came by aalen johansen, competing other, "
                 "censored at lost",
                 "")
        MEASURE("other_one",
                "share other within 2 years of came by aalen johansen, competing event, "
                "censored at lost",
                "") "measure left_out\n  over person where hit is no\n"
                    "  share event within 2 years of came by aalen johansen, competing other\n"
                    "  counted 2 years after came\n"
                    "define both each year = either + other_one\n";

/* The last day on which anybody was followed sees all leave, so nobody is left: the two shares add up
 * to a whole where nobody was lost, whatever the order. */
static void causes_add_up(void **state)
{
    (void)state;
    contract c = contract_read(contract_of_causes);
    assert_string_equal(errors_text(&c), "");
    give_rows(&c, "person",
              "id,came,event,other,lost,days,part,hit\n"
              "A,2000-02-01,2000-03-01,,,1,1,no\n"
              "B,2000-02-01,,2000-04-01,,1,1,no\n"
              "C,2000-02-01,2000-05-01,2000-04-20,,1,1,no\n"
              "D,2000-02-01,2000-06-01,2000-06-01,,1,1,yes\n");
    settle(&c);
    /* C goes to the other first. D's two come on one day, and each measure takes its own first. */
    assert_string_equal(figure_text(&c, "either", 3), "1/2");
    assert_string_equal(figure_text(&c, "other_one", 3), "3/4");
    assert_string_equal(figure_text(&c, "left_out", 3), "1/3");
    contract_end(&c);
}

static void pooled_and_shrunk(void **state)
{
    (void)state;
    contract c = contract_read(
        HEAD MEASURE("pooled_share", "share hit is yes",
                     "  pooled over 2 years\n"
                     "  needs at least 3 rows, or is unknown\n")
            MEASURE("leaning", "share hit is yes", "  shrunk towards 10 % with weight of 8 rows\n")
                MEASURE("falling", "rate hit is yes per 100 days of days", ""));
    assert_string_equal(errors_text(&c), "");
    give_rows(&c, "person",
              "id,came,event,other,lost,days,part,hit\n"
              "A,2000-02-01,,,,10,1,yes\n"
              "B,2000-02-01,,,,20,1,no\n"
              "C,2001-02-01,,,,0,1,yes\n"
              "D,2001-02-01,,,,0,1,no\n");
    settle(&c);
    assert_string_equal(figure_text(&c, "pooled_share", 3), "unknown"); /* two rows of year 1 */
    assert_string_equal(figure_text(&c, "pooled_share", 4), "1/2");     /* and two of year 2 */
    assert_string_equal(figure_text(&c, "pooled_share", 5), "unknown"); /* two of year 2 alone */
    assert_int_equal(measured_in(&c, "pooled_share", 4)->rows, 4);
    assert_string_equal(figure_text(&c, "leaning", 3), "9/50");    /* (1 + 0.8) / (2 + 8) */
    assert_string_equal(figure_text(&c, "leaning", 5), "unknown"); /* of no rows nothing is said */
    assert_string_equal(figure_text(&c, "falling", 3), "1/30");
    assert_string_equal(figure_text(&c, "falling", 4), "unknown"); /* nobody was followed */
    contract_end(&c);
}

/* What has not happened by the data date, and what the data cannot have seen. */
static void a_row_is_followed_to_the_data_date(void **state)
{
    (void)state;
    contract c =
        contract_read(HEAD "measure soon\n  over person\n"
                           "  median event - came by kaplan meier\n  counted 2 years after came\n"
                           "define here each year = events of soon\n");
    assert_string_equal(errors_text(&c), "");
    give_rows(
        &c, "person",
        "id,came,event,other,lost,days,part,hit\n"
        "A,2000-02-01,2000-02-11,,,1,1,no\n"
        "B,2000-02-01,2003-04-02,,,1,1,no\n"); /* the day after the data date of statement 3 */
    settle(&c);
    /* B is followed 1,155 days, and half are left from day 10 on: the middle of both */
    assert_string_equal(figure_text(&c, "soon", 3), "1165/2");
    assert_string_equal(figure_text(&c, "here", 3), "1");
    ny_inputs inputs = {.tables = c.tables.rows,
                        .values = c.values,
                        .periods = c.model->periods.count,
                        .has_reach = true};
    assert_true(ny_date_from_parts(2000, 3, 2, &inputs.reach));
    c.result = ny_exact_run(c.arena, c.plan, &inputs);
    assert_string_equal(figure_text(&c, "soon", 3), "20"); /* 10 and 30: the extract ends before */
    contract_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_evaluators_give_the_same),
        cmocka_unit_test(where_all_are_followed_the_estimate_is_plain),
        cmocka_unit_test(causes_add_up),
        cmocka_unit_test(pooled_and_shrunk),
        cmocka_unit_test(a_row_is_followed_to_the_data_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
