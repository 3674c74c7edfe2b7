/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* price, index, raise: what things cost in a year, and how that becomes the money of another year. A
 * price holds written numbers only, so that a list of prices is a list; it fills the words of a figure,
 * and is checked and drawn as one. */

#include "text/parse_declaration.h"

/* A written number as an expression: what the checker learns of it stands under its id. */
static bool parse_written(ny_parser *parser, ny_expression **ret_number)
{
    ny_expression *number = ny_parse_sum(parser);
    if (!number)
        return false;
    if (number->kind != NY_EXPRESSION_NUMBER)
        return NY_FAIL(parser, NY_EXPECTED, number->span, ny_words(parser->sink, NY_WORDS_A_NUMBER),
                       ny_span_text(parser->sink, number->span));
    *ret_number = number;
    return true;
}

static bool parse_year(ny_parser *parser, uint32_t *ret_year)
{
    ny_span span = ny_here(parser);
    uint32_t year;
    if (!ny_parse_whole(parser, NY_WORDS_A_YEAR, &year))
        return false;
    if (year < 1900 || year > 2200)
        return NY_FAIL(parser, NY_EXPECTED, span, ny_words(parser->sink, NY_WORDS_A_YEAR),
                       ny_span_text(parser->sink, span));
    *ret_year = year;
    return true;
}

bool ny_parse_price(ny_parser *parser, ny_declaration *declaration)
{
    ny_figure_words *figure = &declaration->is.figure;
    if (!ny_expect_name(parser, NY_WORDS_FIGURES_NAME, &declaration->name) ||
        !ny_parse_label(parser, declaration) || !ny_expect_symbol(parser, NY_SYMBOL_EQUAL) ||
        !parse_written(parser, &figure->value))
        return false;
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return true;
    if (!ny_expect_keyword(parser, NY_KEYWORD_BETWEEN) || !parse_written(parser, &figure->low) ||
        !ny_expect_keyword(parser, NY_KEYWORD_AND) || !parse_written(parser, &figure->high))
        return false;
    return !ny_take_symbol(parser, NY_SYMBOL_COMMA) ||
           ny_expect_name(parser, NY_WORDS_FAMILY, &figure->family);
}

/* of 2025 in Denmark, raised by wages */
static bool parse_of_year(ny_parser *parser, ny_price_words *price)
{
    price->year_span = ny_here(parser);
    if (!parse_year(parser, &price->year) || !ny_expect_keyword(parser, NY_KEYWORD_IN) ||
        !ny_expect_name(parser, NY_WORDS_A_COUNTRY, &price->country))
        return false;
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return true;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_RAISED, NY_KEYWORD_BY) &&
           ny_expect_name(parser, NY_WORDS_AN_INDEX, &price->raised_by);
}

bool ny_parse_price_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"of", "from"};
    ny_figure_words *figure = &declaration->is.figure;
    ny_span here = ny_here(parser);
    bool of = ny_at_keyword(parser, NY_KEYWORD_OF), from = ny_at_keyword(parser, NY_KEYWORD_FROM);
    if (!of && !from)
        return ny_unknown_property(parser, declaration, allowed, 2);
    if ((of && figure->price.year) || (from && figure->from.size))
        return NY_FAIL(parser, NY_SAID_TWICE, here, of ? NY_TEXT("`of`") : NY_TEXT("`from`"));
    parser->at++;
    return of ? parse_of_year(parser, &figure->price)
              : ny_expect_string(parser, NY_WORDS_SOURCE_IN_QUOTES, &figure->from, NULL);
}

bool ny_parse_index(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, NY_WORDS_INDEXS_NAME, &declaration->name) &&
           ny_parse_label(parser, declaration) &&
           (!ny_take_keyword(parser, NY_KEYWORD_FROM) ||
            ny_expect_string(parser, NY_WORDS_SOURCE_IN_QUOTES, &declaration->is.index.from, NULL));
}

/* 2025 123.4 */
bool ny_parse_index_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_index_year year = {.span = ny_here(parser)};
    ny_literal value;
    if (!parse_year(parser, &year.year))
        return false;
    ny_span span = ny_here(parser);
    if (!ny_parse_literal(parser, &value))
        return false;
    if (value.unit.over.text.size || value.unit.per.count || value.is_percent ||
        value.is_percentage_points)
        return NY_FAIL(parser, NY_EXPECTED, span, ny_words(parser->sink, NY_WORDS_A_BARE_NUMBER),
                       ny_span_text(parser->sink, value.span));
    year.value = value.number;
    year.span = ny_span_between(year.span, value.span);
    *NY_APPEND(parser->arena, &declaration->is.index.years) = year;
    return true;
}

/* raise prices to 2027 */
bool ny_parse_raise(ny_parser *parser, ny_declaration *declaration)
{
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_PRICES, NY_KEYWORD_TO) &&
           parse_year(parser, &declaration->is.raise.year);
}
