/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How bids are judged: require, criterion and award. They are read and checked, so that no word of
 * them is passed over in silence; nothing is computed from criteria and award yet. */

#include "text/parse_declaration.h"

/* --- require ----------------------------------------------------------------------------------- */

static bool parse_requirement(ny_parser *parser, ny_require_words *require)
{
    if (ny_take_keyword(parser, NY_KEYWORD_ANSWERED)) {
        require->answered_yes = true;
        return ny_expect_keyword(parser, NY_KEYWORD_YES);
    }
    return (require->condition = ny_parse_condition(parser)) != NULL;
}

bool ny_parse_require(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, "the requirement's name", &declaration->name) &&
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
    if (!ny_expect_name(parser, "the criterion's name", &declaration->name) ||
        !ny_parse_label(parser, declaration))
        return false;
    criterion->worth = ny_take_keyword(parser, NY_KEYWORD_WORTH);
    if (!criterion->worth && !ny_take_keyword(parser, NY_KEYWORD_WEIGHT))
        return ny_expected(parser, "`weight … %` or `worth …`");
    return (criterion->weight = ny_parse_sum(parser)) != NULL;
}

static bool expect_number(ny_parser *parser, const char *what)
{
    if (ny_at_end(parser) || ny_peek(parser)->kind != NY_TOKEN_NUMBER)
        return ny_expected(parser, what);
    parser->at++;
    return true;
}

/* `judged 0..10 by at least 3 judges, each alone, mean counts` */
static bool parse_judged(ny_parser *parser)
{
    if (!expect_number(parser, "the lowest mark") || !ny_expect_symbol(parser, NY_SYMBOL_RANGE) ||
        !expect_number(parser, "the highest mark") ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BY, NY_KEYWORD_AT, NY_KEYWORD_LEAST) ||
        !expect_number(parser, "how many judges") ||
        !ny_expect_keyword(parser, NY_KEYWORD_JUDGES) ||
        !ny_expect_symbol(parser, NY_SYMBOL_COMMA) ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_EACH, NY_KEYWORD_ALONE) ||
        !ny_expect_symbol(parser, NY_SYMBOL_COMMA))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_MEAN) && !ny_take_keyword(parser, NY_KEYWORD_MEDIAN))
        return ny_expected(parser, "`mean counts` or `median counts`");
    return ny_expect_keyword(parser, NY_KEYWORD_COUNTS);
}

/* `expected cost of region in "knee-buyer.nytte" over 20_000 worlds, rounded to 1_000 DKK` */
static bool parse_expected(ny_parser *parser, ny_criterion_words *criterion)
{
    ny_rounding_words rounding;
    ny_text file;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_COST, NY_KEYWORD_OF) &&
           ny_expect_name(parser, "a party", &criterion->party) &&
           ny_expect_keyword(parser, NY_KEYWORD_IN) &&
           ny_expect_string(parser, "the model's file in quotes", &file, NULL) &&
           (!ny_take_keyword(parser, NY_KEYWORD_OVER) ||
            (expect_number(parser, "how many worlds") &&
             ny_expect_keyword(parser, NY_KEYWORD_WORLDS))) &&
           (!ny_take_symbol(parser, NY_SYMBOL_COMMA) || ny_parse_rounded(parser, &rounding));
}

/* `points linear from 10 at A to 0 at B` */
static bool parse_points(ny_parser *parser, ny_criterion_words *criterion)
{
    static const ny_keyword before[] = {NY_KEYWORD_FROM, NY_KEYWORD_TO};
    if (!ny_expect_keyword(parser, NY_KEYWORD_LINEAR))
        return false;
    for (size_t i = 0; i < 2; i++) {
        if (!ny_expect_keyword(parser, before[i]) || !expect_number(parser, "a number of points") ||
            !ny_expect_keyword(parser, NY_KEYWORD_AT))
            return false;
        ny_expression *bound = ny_parse_sum(parser);
        if (!bound)
            return false;
        *NY_APPEND(parser->arena, &criterion->figures) = bound;
    }
    return true;
}

bool ny_parse_criterion_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_criterion_words *criterion = &declaration->is.criterion;
    if (ny_take_keyword(parser, NY_KEYWORD_POINTS)) {
        if (criterion->points_said)
            return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`points`"));
        criterion->points_said = true;
        return parse_points(parser, criterion);
    }
    if (criterion->what_said)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("what is judged"));
    criterion->what_said = true;
    if (ny_take_keyword(parser, NY_KEYWORD_JUDGED))
        return parse_judged(parser);
    if (ny_take_keyword(parser, NY_KEYWORD_EXPECTED))
        return parse_expected(parser, criterion);
    ny_expression *figure = ny_parse_expression(parser);
    if (figure)
        *NY_APPEND(parser->arena, &criterion->figures) = figure;
    return figure != NULL;
}

/* --- award ------------------------------------------------------------------------------------- */

/* What decides between equals; a lot always does, so nothing comes behind it. */
static bool parse_tie(ny_parser *parser, ny_criterion_words *award, bool *ret_lot)
{
    *ret_lot = ny_take_keyword(parser, NY_KEYWORD_LOT);
    if (*ret_lot)
        return true;
    ny_name criterion;
    if (!ny_expect_name(parser, "a criterion, or `lot`", &criterion))
        return false;
    *NY_APPEND(parser->arena, &award->ties) = criterion;
    return true;
}

/* `award by the most points, ties by quality, then by lot` */
bool ny_parse_award(ny_parser *parser, ny_declaration *declaration)
{
    bool lot = false;
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BY, NY_KEYWORD_THE))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_LOWEST)) {
        if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_PRICE, NY_KEYWORD_LESS, NY_KEYWORD_WORTH))
            return false;
    } else if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_MOST, NY_KEYWORD_POINTS)) {
        return false;
    }
    if (!ny_expect_symbol(parser, NY_SYMBOL_COMMA) ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_TIES, NY_KEYWORD_BY) ||
        !parse_tie(parser, &declaration->is.criterion, &lot))
        return false;
    while (!lot && ny_take_symbol(parser, NY_SYMBOL_COMMA))
        if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THEN, NY_KEYWORD_BY) ||
            !parse_tie(parser, &declaration->is.criterion, &lot))
            return false;
    return true;
}
