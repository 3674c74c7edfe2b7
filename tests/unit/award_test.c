/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How bids are compared: each part of a sentence is found again in the tree and in the model, and
 * what cannot be compared is stopped, with one error. */

#include "contract_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define BASE                                                                                       \
    "nytte 1 english\n"                                                                            \
    "contract \"Test\"\n"                                                                          \
    "  currency DKK, rounded to 0.01, halves away from zero\n"                                     \
    "  prices without value added tax\n"                                                           \
    "  runs from 2020-01-01 for 3 years\n"                                                         \
    "  statement 3 months after each contract year, on the data of that day\n"                     \
    "  last statement at the end of the term\n"                                                    \
    "party buyer \"Buyer\" buys\n"                                                                 \
    "party seller \"Seller\" sells\n"                                                              \
    "offer price : 0..14_000 DKK per operation\n"                                                  \
    "offer warranty : 0..10 point\n"                                                               \
    "given half = 50 % from \"x\"\n"                                                               \
    "given open : 0..100 % to be agreed\n"                                                         \
    "given best = 5_000 DKK per operation from \"x\"\n"                                            \
    "table operation \"One row per operation\" dated by done\n"                                    \
    "  id key\n"                                                                                   \
    "  done date\n"
#define MARKS "  judged 0..10 by at least 3 judges, each alone, mean counts\n"
#define POINTS                                                                                     \
    "  price\n"                                                                                    \
    "  points linear from 10 at best to 0 at 14_000 DKK per operation\n"
#define ALL MARKS "criterion rest \"Rest\" weight "

/* Checked and not lowered: something in it is to be agreed. */
static contract check_text(const char *text)
{
    contract c = contract_parse(text);
    c.model = ny_check(c.arena, c.sink, &c.tree, 1, c.tree->expressions);
    ny_sink_sort(c.sink);
    return c;
}

static void says(const char *text, const char *errors)
{
    contract c = check_text(text);
    assert_string_equal(errors_text(&c), errors);
    contract_end(&c);
}

static void is_number(ny_rational number, int64_t over, int64_t under)
{
    ny_arena *arena = ny_arena_create();
    assert_int_equal(ny_rational_compare(number, ny_rational_fraction(arena, over, under)), 0);
    ny_arena_destroy(arena);
}

static void is_text(ny_text text, const char *expected)
{
    assert_true(ny_text_is(text, expected));
}

/* --- the parts --------------------------------------------------------------------------------- */

static void marks_of_judges_are_kept(void **state)
{
    (void)state;
    contract c = check_text(BASE "criterion q \"Q\" clause 4.2 weight 100 %\n"
                                 "  judged 1..6 by at least 4 judges, each alone, median "
                                 "counts\n");
    assert_string_equal(errors_text(&c), "");
    assert_int_equal(c.model->award.criteria.count, 1);
    const ny_criterion *criterion = &c.model->award.criteria.items[0];
    is_text(criterion->declaration->label, "Q");
    is_text(criterion->declaration->clause, "4.2");
    assert_int_equal(criterion->words->judging, NY_JUDGED_BY_JUDGES);
    assert_int_equal(criterion->words->judges.least, 4);
    assert_int_equal(criterion->words->judges.counts, NY_KEYWORD_MEDIAN);
    assert_true(criterion->has_scale && criterion->weight_stated);
    is_number(criterion->fewest, 1, 1);
    is_number(criterion->most, 6, 1);
    is_number(criterion->weight, 1, 1);
    contract_end(&c);
}

static void a_figure_and_its_points_are_kept(void **state)
{
    (void)state;
    contract c = check_text(BASE "criterion e \"E\" weight half * 2\n" POINTS);
    assert_string_equal(errors_text(&c), "");
    const ny_criterion *criterion = &c.model->award.criteria.items[0];
    assert_int_equal(criterion->words->judging, NY_JUDGED_BY_VALUE);
    is_text(ny_span_text(c.sink, criterion->words->value->span), "price");
    assert_int_equal(criterion->words->points.rule, NY_SCORING_BOUNDS);
    is_text(ny_span_text(c.sink, criterion->words->points.first.at->span), "best");
    is_number(criterion->words->points.from.number, 10, 1);
    is_number(criterion->fewest, 0, 1);
    is_number(criterion->weight, 1, 1);
    contract_end(&c);
}

static void an_expected_cost_is_kept(void **state)
{
    (void)state;
    contract c = check_text(BASE "criterion e \"E\" weight 100 %\n"
                                 "  expected cost of buyer in \"b.nytte\" over 20_000 worlds, "
                                 "rounded to 1_000 DKK, halves up\n"
                                 "  points linear from 10 at 1 DKK to 0 at 2 DKK\n");
    assert_string_equal(errors_text(&c), "");
    const ny_criterion *criterion = &c.model->award.criteria.items[0];
    const ny_expected_words *expected = &criterion->words->expected;
    assert_int_equal(expected->what, NY_KEYWORD_COST);
    assert_int_equal(criterion->party, 0);
    is_text(expected->file, "b.nytte");
    assert_int_equal(expected->worlds, 20000);
    assert_true(expected->rounding.said && expected->rounding.halves == NY_HALVES_UP);
    contract_end(&c);
}

static void an_award_and_its_ties_are_kept(void **state)
{
    (void)state;
    contract c = check_text(BASE "criterion a \"A\" weight 60 %\n" MARKS
                                 "criterion b \"B\" weight 40 %\n" MARKS
                                 "award by the most points, ties by b, then by a, then by lot\n");
    assert_string_equal(errors_text(&c), "");
    const ny_award *award = &c.model->award;
    assert_int_equal(award->words->rule, NY_SCORING_MOST_POINTS);
    assert_int_equal(award->ties.count, 2);
    assert_int_equal(award->ties.items[0].criterion, 1);
    assert_int_equal(award->ties.items[1].criterion, 0);
    contract_end(&c);
}

static void the_lowest_price_less_worth(void **state)
{
    (void)state;
    says(BASE "criterion q \"Q\" worth 500 DKK per operation per point\n" MARKS
              "award by the lowest price less worth, ties by lot\n",
         "");
    says(BASE "criterion q \"Q\" worth 500 DKK per point\n" MARKS
              "award by the lowest price less worth, ties by lot\n",
         "N0337 500 DKK per point\n");
    says(BASE "criterion q \"Q\" worth 500 DKK per point\n" MARKS, "");
    says(BASE "criterion q \"Q\" worth 5 points\n" MARKS, "N0337 5 points\n");
    says(BASE "criterion q \"Q\" worth 500 DKK per operation per point\n" MARKS
              "award by the lowest warranty less worth, ties by lot\n",
         "N0337 warranty\n");
}

static void words_that_begin_sentences_are_free_as_names(void **state)
{
    (void)state;
    says(BASE "offer points : 0..10 point\ncriterion q \"Q\" weight 100 %\n  points\n", "");
    says(BASE "offer judged : 0..10 point\ncriterion q \"Q\" weight 100 %\n  judged * 0.5\n", "");
    says(BASE "offer expected : 0..10 point\ncriterion q \"Q\" weight 100 %\n  expected\n", "");
}

/* --- weights ----------------------------------------------------------------------------------- */

static void weights_add_up_as_far_as_they_are_stated(void **state)
{
    (void)state;
    says(BASE "criterion a \"A\" weight 90 %\n" MARKS, "N0426 criterion a \"A\" weight 90 %\n");
    says(BASE "criterion a \"A\" weight half\n" ALL "half\n" MARKS, "");
    says(BASE "criterion a \"A\" weight half\n" ALL "half / 2\n" MARKS,
         "N0426 criterion a \"A\" weight half\n");
    says(BASE "criterion a \"A\" weight open\n" ALL "100 % - open\n" MARKS, "");
    says(BASE "criterion a \"A\" weight open\n" ALL "20 %\n" MARKS, "");
    says(BASE "criterion a \"A\" weight 100\n" MARKS, "N0336 100\n");
    says(BASE "criterion a \"A\" weight 100 DKK\n" MARKS, "N0337 100 DKK\n");
}

static void one_slip_gives_one_error(void **state)
{
    (void)state;
    /* a criterion that could not be read: no word about the sum, the ties or the other criteria */
    says(BASE "criterion a \"A\" weight 60 %\n  judged 0..10 by at least 0 judges\n"
              "criterion rest \"Rest\" weight 30 %\n" MARKS
              "award by the most points, ties by a, then by lot\n",
         "N0206 0\n");
    says(BASE "criterion a \"A\" weight nothing\n" ALL "30 %\n" MARKS, "N0301 nothing\n");
    says(BASE "criterion a \"A\" weight 100 %\n  pricy\n" POINTS, "N0217 price\n");
    says(BASE "criterion a \"A\" weight 100 %\n  pricy\n"
              "  points linear from 10 at best to 0 at 14_000 DKK per operation\n",
         "N0301 pricy\n");
    says(BASE "criterion a \"A\" weight 100 %\n" MARKS "award by the best\n", "N0206 best\n");
    says(BASE "criterion a \"A\" weight 100 %\n" MARKS "award by the most points\n", "N0207 \n");
    says(BASE "criterion a \"A\" weight 100 %\n" MARKS "award by the most points, ties by a\n",
         "N0207 \n");
}

/* --- what must not be compared ----------------------------------------------------------------- */

static void nothing_that_comes_later_is_compared(void **state)
{
    (void)state;
    const char *said = "N0498 price * risk\n";
    says(BASE "assume risk = 0.9, between 0.8 and 1, normal from \"x\"\n"
              "criterion e \"E\" weight 100 %\n  price * risk\n"
              "  points linear from 10 at best to 0 at 14_000 DKK per operation\n",
         said);
    says(BASE "assume belief = 0.9, between 0.8 and 1, normal from \"x\"\ndefine risk = belief\n"
              "criterion e \"E\" weight 100 %\n  price * risk\n"
              "  points linear from 10 at best to 0 at 14_000 DKK per operation\n",
         said);
    says(BASE "fact quality : 0..10 point, attested by buyer\n"
              "require r \"R\" quality > 3 points\n",
         "N0498 quality > 3 points\n");
    says(BASE "offer own : 0..100 %\ncriterion a \"A\" weight own\n" MARKS, "N0498 own\n");
    says(BASE "define ends = price / 2\ncriterion e \"E\" weight 100 %\n  price\n"
              "  points linear from 10 at ends to 0 at 14_000 DKK per operation\n",
         "N0498 ends\n");
    says(BASE "define bought each year = count of operation\n"
              "require r \"R\" bought > 3 operations\n",
         "N0310 bought\n");
}

static void names_and_points_must_be_certain(void **state)
{
    (void)state;
    says(BASE "criterion a \"A\" weight half\n" MARKS "criterion a \"B\" weight half\n" MARKS,
         "N0302 a\n");
    says(BASE "require a \"A\" answered yes\nrequire a \"B\" answered yes\n", "N0302 a\n");
    says(BASE "require a \"A\" answered yes\n  price < best\n", "N0217 price\n");
    says(BASE "criterion a \"A\" weight 100 %\n" MARKS
              "award by the most points, ties by a, then by a, then by lot\n",
         "N0217 a\n");
    says(BASE "criterion a \"A\" weight 100 %\n" MARKS "award by the most points, ties by lot\n"
              "award by the most points, ties by lot\n",
         "N0217 award by the most points, ties by lot\n");
    says(BASE "criterion a \"A\" weight half\n" MARKS
              "criterion b \"B\" worth 5 DKK per point\n" MARKS,
         "N0497 criterion b \"B\" worth 5 DKK per point\n");
    says(BASE "criterion a \"A\" weight 100 %\n  judged 10..0 by at least 3 judges, each alone, "
              "mean counts\n",
         "N0350 10..0\n");
    says(BASE "criterion a \"A\" weight 100 %\n  warranty\n", "");
    says(BASE "criterion a \"A\" weight 100 %\n  warranty / 1 point\n",
         "N0494 warranty / 1 point\n");
    says(BASE "criterion a \"A\" weight 100 %\n  price\n  points linear from 10 at 5_000 DKK to 0 "
              "at 14_000 DKK per operation\n",
         "N0337 5_000 DKK\n");
    says(BASE "criterion a \"A\" weight 100 %\n  price\n  points linear from 10 % at best to 0 at "
              "14_000 DKK per operation\n",
         "N0337 10 %\n");
    says(BASE "criterion a \"A\" weight 100 %\n  expected cost of byer in \"b.nytte\" over 9 "
              "worlds, rounded to 1 DKK\n"
              "  points linear from 10 at 1 DKK to 0 at 2 DKK\n",
         "N0306 byer\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_of_judges_are_kept),
        cmocka_unit_test(a_figure_and_its_points_are_kept),
        cmocka_unit_test(an_expected_cost_is_kept),
        cmocka_unit_test(an_award_and_its_ties_are_kept),
        cmocka_unit_test(the_lowest_price_less_worth),
        cmocka_unit_test(words_that_begin_sentences_are_free_as_names),
        cmocka_unit_test(weights_add_up_as_far_as_they_are_stated),
        cmocka_unit_test(one_slip_gives_one_error),
        cmocka_unit_test(nothing_that_comes_later_is_compared),
        cmocka_unit_test(names_and_points_must_be_certain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
