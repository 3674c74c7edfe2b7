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
    return (criterion->weight = ny_parse_sum(parser)) != NULL;
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
    return !ny_take_symbol(parser, NY_SYMBOL_COMMA) ||
           ny_parse_rounded(parser, &expected->rounding);
}

static bool parse_scoring(ny_parser *parser, ny_scoring *ret_rule)
{
    static const struct {
        ny_scoring rule;
        ny_keyword keyword;
    } rules[] = {
#define NY_SCORING(name, keyword) {NY_SCORING_##name, NY_KEYWORD_##keyword},
#include "text/scoring.def"
#undef NY_SCORING
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (ny_take_keyword(parser, rules[i].keyword)) {
            *ret_rule = rules[i].rule;
            return true;
        }
    return NY_FAIL(parser, NY_SCORING_UNKNOWN, ny_here(parser), ny_word(parser, ny_peek(parser)));
}

/* points linear from 10 at A to 0 at B */
static bool parse_points(ny_parser *parser, ny_points_words *points)
{
    if (points->rule != NY_SCORING_NONE)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`points`"));
    points->span = ny_span_between(
        ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
    parser->at++;
    return parse_scoring(parser, &points->rule) && ny_expect_keyword(parser, NY_KEYWORD_FROM) &&
           ny_parse_literal(parser, &points->from) && ny_expect_keyword(parser, NY_KEYWORD_AT) &&
           (points->from_at = ny_parse_sum(parser)) != NULL &&
           ny_expect_keyword(parser, NY_KEYWORD_TO) && ny_parse_literal(parser, &points->to) &&
           ny_expect_keyword(parser, NY_KEYWORD_AT) &&
           (points->to_at = ny_parse_sum(parser)) != NULL;
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

/* Which bid wins where two are equal must be certain: the last word is always the lot's. */
static bool parse_ties(ny_parser *parser, ny_award_words *award)
{
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return ny_expected(parser, NY_WORDS_TIES_BY_THEN_BY_LOT);
    if (!ny_expect_keyword(parser, NY_KEYWORD_TIES))
        return false;
    for (;;) {
        ny_name criterion;
        if (!ny_expect_keyword(parser, NY_KEYWORD_BY))
            return false;
        if (ny_take_keyword(parser, NY_KEYWORD_LOT))
            return true;
        if (!ny_expect_name(parser, NY_WORDS_A_CRITERION_OR_LOT, &criterion))
            return false;
        *NY_APPEND(parser->arena, &award->ties) = criterion;
        if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
            return ny_expected(parser, NY_WORDS_THEN_BY_LOT);
        if (!ny_expect_keyword(parser, NY_KEYWORD_THEN))
            return false;
    }
}

bool ny_parse_award(ny_parser *parser, ny_declaration *declaration)
{
    ny_award_words *award = &declaration->is.award;
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BY, NY_KEYWORD_THE))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_MOST)) {
        award->form = NY_AWARD_MOST_POINTS;
        return ny_expect_keyword(parser, NY_KEYWORD_POINTS) && parse_ties(parser, award);
    }
    if (!ny_take_keyword(parser, NY_KEYWORD_LOWEST))
        return ny_expected(parser, NY_WORDS_MOST_POINTS_OR_LOWEST_PRICE);
    award->form = NY_AWARD_LOWEST_PRICE;
    return (award->price = ny_parse_sum(parser)) != NULL &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_LESS, NY_KEYWORD_WORTH) &&
           parse_ties(parser, award);
}
