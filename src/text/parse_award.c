/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* require, criterion and award: how bids are compared. */

#include "text/parse_declaration.h"

/* --- require ----------------------------------------------------------------------------------- */

static bool parse_requirement(ny_parser *parser, ny_require_words *require)
{
    if (require->answered_yes || require->condition)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       ny_words(parser->sink, NY_WORDS_WHAT_A_BID_MUST_DO));
    if (ny_take_keyword(parser, NY_KEYWORD_ANSWERED)) {
        require->answered_yes = true;
        return ny_expect_keyword(parser, NY_KEYWORD_YES);
    }
    return (require->condition = ny_parse_condition(parser)) != NULL;
}

bool ny_parse_require(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, NY_WORDS_REQUIREMENTS_NAME, &declaration->name) &&
           ny_parse_label(parser, declaration) &&
           (ny_at_end(parser) || parse_requirement(parser, &declaration->is.require));
}

bool ny_parse_require_property(ny_parser *parser, ny_declaration *declaration)
{
    return parse_requirement(parser, &declaration->is.require);
}

/* --- criterion --------------------------------------------------------------------------------- */

bool ny_parse_criterion(ny_parser *parser, ny_declaration *declaration)
{
    ny_criterion_words *criterion = &declaration->is.criterion;
    if (!ny_expect_name(parser, NY_WORDS_CRITERIONS_NAME, &declaration->name) ||
        !ny_parse_label(parser, declaration))
        return false;
    criterion->worth = ny_take_keyword(parser, NY_KEYWORD_WORTH);
    if (!criterion->worth && !ny_take_keyword(parser, NY_KEYWORD_WEIGHT))
        return ny_expected(parser, NY_WORDS_WEIGHT_OR_WORTH);
    if (!(criterion->weight = ny_parse_sum(parser)))
        return false;
    return !ny_take_keyword(parser, NY_KEYWORD_WITHIN) ||
           ny_expect_name(parser, NY_WORDS_A_CRITERION_ALONE, &criterion->within);
}

/* `judged` and its kin begin a sentence of their own, unless arithmetic or nothing follows: then
 * they are figures of that name. */
static bool begins_sentence(const ny_parser *parser, ny_keyword keyword)
{
    return ny_at_keyword(parser, keyword) && ny_peek_ahead(parser, 1)->kind != NY_TOKEN_SYMBOL &&
           ny_peek_ahead(parser, 1)->kind != NY_TOKEN_END;
}

static bool take_mark(ny_parser *parser, ny_rational *ret_mark)
{
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER ||
        !ny_rational_read(parser->arena, ny_word(parser, token), ret_mark))
        return ny_expected(parser, NY_WORDS_THE_LOWEST_AND_THE_HIGHEST);
    parser->at++;
    return true;
}

/* `, each alone, mean counts`; all that is due is named, since people leave it out together. */
static bool parse_counting(ny_parser *parser, ny_judges_words *judges)
{
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return ny_expected(parser, NY_WORDS_EACH_ALONE_MEAN_COUNTS);
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_EACH, NY_KEYWORD_ALONE))
        return false;
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return ny_expected(parser, NY_WORDS_MEAN_COUNTS_OR_MEDIAN_COUNTS);
    judges->counts = ny_peek(parser)->keyword;
    if (!ny_take_keyword(parser, NY_KEYWORD_MEAN) && !ny_take_keyword(parser, NY_KEYWORD_MEDIAN))
        return ny_expected(parser, NY_WORDS_MEAN_COUNTS_OR_MEDIAN_COUNTS_2);
    return ny_expect_keyword(parser, NY_KEYWORD_COUNTS);
}

static bool parse_judges(ny_parser *parser, ny_judges_words *judges)
{
    parser->at++;
    judges->scale_span = ny_here(parser);
    if (!take_mark(parser, &judges->low) || !ny_expect_symbol(parser, NY_SYMBOL_RANGE) ||
        !take_mark(parser, &judges->high))
        return false;
    judges->scale_span = ny_span_between(
        judges->scale_span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BY, NY_KEYWORD_AT, NY_KEYWORD_LEAST) ||
        !ny_parse_whole(parser, NY_WORDS_HOW_MANY_JUDGES_SUCH_AS, &judges->least))
        return false;
    if (judges->least == 0) {
        parser->at--;
        return ny_expected(parser, NY_WORDS_ONE_JUDGE_OR_MORE);
    }
    if (!ny_take_keyword(parser, NY_KEYWORD_JUDGES) && !ny_take_keyword(parser, NY_KEYWORD_JUDGE))
        return ny_expected(parser, NY_WORDS_JUDGES_EACH_ALONE_MEAN_COUNTS);
    return parse_counting(parser, judges);
}

static bool parse_expected(ny_parser *parser, ny_expected_words *expected)
{
    parser->at++;
    expected->what = ny_peek(parser)->keyword;
    if (!ny_take_keyword(parser, NY_KEYWORD_COST) && !ny_take_keyword(parser, NY_KEYWORD_VALUE))
        return ny_expected(parser, NY_WORDS_EXPECTED_COST_OF_OR_EXPECTED);
    if (!ny_expect_keyword(parser, NY_KEYWORD_OF) ||
        !ny_expect_name(parser, NY_WORDS_A_PARTY, &expected->party) ||
        !ny_expect_keyword(parser, NY_KEYWORD_IN) ||
        !ny_expect_string(parser, NY_WORDS_THE_MODEL_S_FILE_IN, &expected->file,
                          &expected->file_span))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_OVER)) {
        if (!ny_parse_whole(parser, NY_WORDS_HOW_MANY_WORLDS_SUCH_AS, &expected->worlds))
            return false;
        if (expected->worlds == 0) {
            parser->at--;
            return ny_expected(parser, NY_WORDS_ONE_WORLD_OR_MORE);
        }
        if (!ny_expect_keyword(parser, NY_KEYWORD_WORLDS))
            return false;
    }
    expected->assessed = ny_take_keyword(parser, NY_KEYWORD_WITH);
    if (expected->assessed &&
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_LOCKED, NY_KEYWORD_ASSESSMENT))
        return false;
    return !ny_take_symbol(parser, NY_SYMBOL_COMMA) ||
           ny_parse_rounded(parser, &expected->rounding);
}

/* --- points ------------------------------------------------------------------------------------ */

/* the lowest, the highest, the mean: of all bids that are compared. */
static bool take_of_bids(ny_parser *parser, ny_end_form *ret_form)
{
    static const struct {
        ny_keyword keyword;
        ny_end_form form;
    } words[] = {{NY_KEYWORD_LOWEST, NY_END_LOWEST},
                 {NY_KEYWORD_HIGHEST, NY_END_HIGHEST},
                 {NY_KEYWORD_MEAN, NY_END_MEAN}};
    if (!ny_at_keyword(parser, NY_KEYWORD_THE))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ny_peek_ahead(parser, 1)->keyword == words[i].keyword) {
            parser->at += 2;
            *ret_form = words[i].form;
            return true;
        }
    return false;
}

/* 14_000 DKK per operation · the lowest · 50 % above the mean */
static bool parse_end(ny_parser *parser, ny_end_words *end)
{
    ny_span first = ny_here(parser);
    ny_keyword behind = ny_peek_ahead(parser, 1)->keyword;
    bool of_figures = behind == NY_KEYWORD_OF; /* `lowest of E over T` */
    if (!of_figures &&
        (ny_at_keyword(parser, NY_KEYWORD_LOWEST) || ny_at_keyword(parser, NY_KEYWORD_HIGHEST) ||
         ny_at_keyword(parser, NY_KEYWORD_MEAN)))
        return ny_expected(parser, NY_WORDS_THE_LOWEST_OR_HIGHEST);
    if (!take_of_bids(parser, &end->form)) {
        ny_end_form of;
        ny_keyword outer = parser->unit_ends;
        parser->unit_ends = NY_KEYWORD_ABOVE;
        end->at = ny_parse_sum(parser);
        parser->unit_ends = outer;
        if (!end->at)
            return false;
        if (ny_take_keyword(parser, NY_KEYWORD_ABOVE)) {
            if (!take_of_bids(parser, &of) || of == NY_END_HIGHEST)
                return ny_expected(parser, NY_WORDS_THE_LOWEST_OR_THE_MEAN);
            end->form = of == NY_END_LOWEST ? NY_END_ABOVE_LOWEST : NY_END_ABOVE_MEAN;
        }
    }
    end->span =
        ny_span_between(first, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    return true;
}

/* Which rule of the catalogue a line is, by what its ends hang on. */
static ny_scoring linear_rule(const ny_points_words *points)
{
    ny_end_form a = points->first.form, b = points->second.form;
    if (a == NY_END_MEAN || b == NY_END_MEAN || a == NY_END_ABOVE_MEAN || b == NY_END_ABOVE_MEAN)
        return NY_SCORING_FROM_MEAN;
    if (a == NY_END_HIGHEST || b == NY_END_HIGHEST)
        return NY_SCORING_RANGE;
    return a == NY_END_FIGURE && b == NY_END_FIGURE ? NY_SCORING_BOUNDS : NY_SCORING_FROM_LOWEST;
}

/* points linear from 10 at A to 0 at B, also beyond */
static bool parse_linear(ny_parser *parser, ny_points_words *points)
{
    if (!ny_expect_keyword(parser, NY_KEYWORD_FROM) || !ny_parse_literal(parser, &points->from) ||
        !ny_expect_keyword(parser, NY_KEYWORD_AT) || !parse_end(parser, &points->first) ||
        !ny_expect_keyword(parser, NY_KEYWORD_TO) || !ny_parse_literal(parser, &points->to) ||
        !ny_expect_keyword(parser, NY_KEYWORD_AT) || !parse_end(parser, &points->second))
        return false;
    points->rule = linear_rule(points);
    points->beyond = ny_take_symbol(parser, NY_SYMBOL_COMMA);
    return !points->beyond || NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_ALSO, NY_KEYWORD_BEYOND);
}

/* points proportional from 10 at the lowest */
static bool parse_proportional(ny_parser *parser, ny_points_words *points)
{
    if (!ny_expect_keyword(parser, NY_KEYWORD_FROM) || !ny_parse_literal(parser, &points->from) ||
        !ny_expect_keyword(parser, NY_KEYWORD_AT))
        return false;
    if (!take_of_bids(parser, &points->first.form) || points->first.form == NY_END_MEAN)
        return ny_expected(parser, NY_WORDS_THE_LOWEST_OR_THE_HIGHEST);
    points->rule =
        points->first.form == NY_END_LOWEST ? NY_SCORING_TO_LOWEST : NY_SCORING_TO_HIGHEST;
    return true;
}

static bool parse_points(ny_parser *parser, ny_points_words *points)
{
    if (points->rule != NY_SCORING_NONE)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`points`"));
    points->span = ny_span_between(
        ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
    parser->at++;
    if (ny_take_keyword(parser, NY_KEYWORD_LINEAR))
        return parse_linear(parser, points);
    if (ny_take_keyword(parser, NY_KEYWORD_PROPORTIONAL))
        return parse_proportional(parser, points);
    return NY_FAIL(parser, NY_SCORING_UNKNOWN, ny_here(parser), ny_word(parser, ny_peek(parser)));
}

bool ny_parse_criterion_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_criterion_words *criterion = &declaration->is.criterion;
    if (begins_sentence(parser, NY_KEYWORD_POINTS))
        return parse_points(parser, &criterion->points);
    if (criterion->judging != NY_JUDGING_NOT_SAID)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       ny_words(parser->sink, NY_WORDS_HOW_IT_IS_JUDGED));
    criterion->judging_span = ny_span_between(
        ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
    if (begins_sentence(parser, NY_KEYWORD_JUDGED)) {
        criterion->judging = NY_JUDGED_BY_JUDGES;
        return parse_judges(parser, &criterion->judges);
    }
    if (begins_sentence(parser, NY_KEYWORD_EXPECTED)) {
        criterion->judging = NY_JUDGED_BY_EXPECTED;
        return parse_expected(parser, &criterion->expected);
    }
    criterion->judging = NY_JUDGED_BY_VALUE;
    return (criterion->value = ny_parse_expression(parser)) != NULL;
}

/* --- award ------------------------------------------------------------------------------------- */

/* quality · the lowest ready · the highest battery · time of receipt */
static bool parse_tie(ny_parser *parser, ny_tie_words *tie)
{
    ny_span first = ny_here(parser);
    ny_keyword behind = ny_peek_ahead(parser, 1)->keyword;
    bool good;
    if (ny_at_keyword(parser, NY_KEYWORD_THE) &&
        (behind == NY_KEYWORD_LOWEST || behind == NY_KEYWORD_HIGHEST)) {
        parser->at += 2;
        tie->form = behind == NY_KEYWORD_LOWEST ? NY_TIE_LOWEST : NY_TIE_HIGHEST;
        good = (tie->figure = ny_parse_sum(parser)) != NULL;
    } else if (ny_at_keyword(parser, NY_KEYWORD_TIME) && behind == NY_KEYWORD_OF) {
        parser->at += 2;
        tie->form = NY_TIE_RECEIPT;
        good = ny_expect_keyword(parser, NY_KEYWORD_RECEIPT);
    } else if (ny_at_keyword(parser, NY_KEYWORD_THE) || ny_at_keyword(parser, NY_KEYWORD_LOWEST) ||
               ny_at_keyword(parser, NY_KEYWORD_HIGHEST)) {
        return ny_expected(parser, NY_WORDS_A_CRITERION_OR_LOT);
    } else {
        tie->form = NY_TIE_CRITERION;
        good = ny_expect_name(parser, NY_WORDS_A_CRITERION_OR_LOT, &tie->criterion);
    }
    if (good)
        tie->span = ny_span_between(
            first, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    return good;
}

/* Which bid wins where two are equal must be certain: the last word is always the lot's. */
static bool parse_ties(ny_parser *parser, ny_award_words *award)
{
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return ny_expected(parser, NY_WORDS_TIES_BY_THEN_BY_LOT);
    if (!ny_expect_keyword(parser, NY_KEYWORD_TIES))
        return false;
    for (;;) {
        ny_tie_words tie = {0};
        if (!ny_expect_keyword(parser, NY_KEYWORD_BY))
            return false;
        if (ny_take_keyword(parser, NY_KEYWORD_LOT))
            return true;
        if (!parse_tie(parser, &tie))
            return false;
        *NY_APPEND(parser->arena, &award->ties) = tie;
        if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
            return ny_expected(parser, NY_WORDS_THEN_BY_LOT);
        if (!ny_expect_keyword(parser, NY_KEYWORD_THEN))
            return false;
    }
}

/* `, price weight 60 %` */
static bool parse_price_weight(ny_parser *parser, ny_award_words *award)
{
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return ny_expected(parser, NY_WORDS_PRICE_WEIGHT);
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_PRICE, NY_KEYWORD_WEIGHT) &&
           (award->price_weight = ny_parse_sum(parser)) != NULL;
}

/* most points · most points for PRICE, within 5 % of the best by quality */
static bool parse_most(ny_parser *parser, ny_award_words *award)
{
    award->rule = NY_SCORING_MOST_POINTS;
    if (!ny_expect_keyword(parser, NY_KEYWORD_POINTS))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_FOR))
        return true;
    award->rule = NY_SCORING_RATIO;
    if (!(award->price = ny_parse_sum(parser)))
        return false;
    if (!ny_at_symbol(parser, NY_SYMBOL_COMMA) ||
        ny_peek_ahead(parser, 1)->keyword != NY_KEYWORD_WITHIN)
        return true;
    parser->at += 2;
    award->rule = NY_SCORING_RATIO_BAND;
    return ny_parse_literal(parser, &award->band) &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_OF, NY_KEYWORD_THE, NY_KEYWORD_BEST,
                              NY_KEYWORD_BY) &&
           (ny_take_keyword(parser, NY_KEYWORD_POINTS) ||
            ny_expect_name(parser, NY_WORDS_A_CRITERION_OR_POINTS, &award->band_by));
}

/* lowest PRICE less worth · raised for missing points · divided by features · divided by relative points */
static bool parse_lowest(ny_parser *parser, ny_award_words *award)
{
    if (!(award->price = ny_parse_sum(parser)))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_RAISED)) {
        award->rule = NY_SCORING_UPLIFT;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_FOR, NY_KEYWORD_MISSING, NY_KEYWORD_POINTS) &&
               parse_price_weight(parser, award);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_DIVIDED)) {
        if (!ny_expect_keyword(parser, NY_KEYWORD_BY))
            return false;
        award->rule = NY_SCORING_RELATIVE;
        if (ny_take_keyword(parser, NY_KEYWORD_RELATIVE))
            return ny_expect_keyword(parser, NY_KEYWORD_POINTS);
        award->rule = NY_SCORING_FEATURES;
        if (!ny_expect_keyword(parser, NY_KEYWORD_FEATURES))
            return false;
        if (ny_take_keyword(parser, NY_KEYWORD_PLUS) && !(award->plus = ny_parse_sum(parser)))
            return false;
        return parse_price_weight(parser, award);
    }
    award->rule = NY_SCORING_DEDUCTION;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_LESS, NY_KEYWORD_WORTH);
}

/* highest utility of PRICE · highest SAVINGS */
static bool parse_highest(ny_parser *parser, ny_award_words *award)
{
    award->rule = NY_SCORING_HIGHEST;
    bool utility = ny_at_keyword(parser, NY_KEYWORD_UTILITY) &&
                   ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_OF;
    if (!utility)
        return (award->price = ny_parse_sum(parser)) != NULL;
    parser->at += 2;
    award->rule = NY_SCORING_UTILITY;
    return (award->price = ny_parse_sum(parser)) != NULL && parse_price_weight(parser, award);
}

bool ny_parse_award(ny_parser *parser, ny_declaration *declaration)
{
    ny_award_words *award = &declaration->is.award;
    bool good;
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BY, NY_KEYWORD_THE))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_MOST))
        good = parse_most(parser, award);
    else if (ny_take_keyword(parser, NY_KEYWORD_LOWEST))
        good = parse_lowest(parser, award);
    else if (ny_take_keyword(parser, NY_KEYWORD_HIGHEST))
        good = parse_highest(parser, award);
    else
        return ny_expected(parser, NY_WORDS_MOST_POINTS_OR_LOWEST_PRICE);
    return good && parse_ties(parser, award);
}
