/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Expressions, by recursive descent, one function a line of the grammar (docs/language.md). */

#include "text/parser.h"

static ny_expression *node(ny_parser *parser, ny_expression_kind kind, ny_span span)
{
    ny_expression *expression = NY_NEW(parser->arena, ny_expression);
    expression->kind = kind;
    expression->span = span;
    expression->id = parser->next_id++;
    return expression;
}

static void add_item(ny_parser *parser, ny_expression *to, ny_expression *item)
{
    *NY_APPEND(parser->arena, &to->items) = item;
    to->span = ny_span_between(to->span, item->span);
    if (item->depth >= to->depth)
        to->depth = item->depth + 1;
    if (to->depth > NY_DEPTH_MOST)
        NY_FAIL(parser, NY_TOO_DEEP, to->span, NY_NO_TEXT);
}

static ny_expression *of_two(ny_parser *parser, ny_expression_kind kind, ny_expression *left,
                             ny_expression *right)
{
    ny_expression *expression = node(parser, kind, left->span);
    add_item(parser, expression, left);
    add_item(parser, expression, right);
    return expression;
}

/* Widens the node to the last token taken. */
static ny_expression *until_here(ny_parser *parser, ny_expression *expression)
{
    ny_span last = ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]);
    expression->span = ny_span_between(expression->span, last);
    return expression;
}

static ny_expression *parse_parenthesis(ny_parser *parser);

/* --- literals ---------------------------------------------------------------------------------- */

/* `with` in `shrunk towards 3 % with weight …` and `per` in `rate … per 100 years …` end the figure
 * before them. */
static bool at_end_of_unit(const ny_parser *parser)
{
    if (parser->unit_ends == NY_KEYWORD_NONE || !ny_at_keyword(parser, parser->unit_ends))
        return false;
    return parser->unit_ends != NY_KEYWORD_PER || ny_peek_ahead(parser, 1)->kind == NY_TOKEN_NUMBER;
}

bool ny_parse_unit(ny_parser *parser, ny_unit_words *ret_unit)
{
    ny_unit_words unit = {.span = ny_here(parser)};
    if (ny_at_name(parser) && !at_end_of_unit(parser) &&
        !ny_expect_name(parser, NY_WORDS_A_UNIT, &unit.over))
        return false;
    while (!at_end_of_unit(parser) && ny_take_keyword(parser, NY_KEYWORD_PER)) {
        ny_name per;
        if (!ny_expect_name(parser, NY_WORDS_A_UNIT, &per))
            return false;
        *NY_APPEND(parser->arena, &unit.per) = per;
        unit.span = ny_span_between(unit.span, per.span);
    }
    *ret_unit = unit;
    return true;
}

bool ny_parse_literal(ny_parser *parser, ny_literal *ret_literal)
{
    ny_literal literal = {.span = ny_here(parser)};
    bool negative = ny_take_symbol(parser, NY_SYMBOL_MINUS);
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER)
        return ny_expected(parser, NY_WORDS_A_NUMBER);
    if (!ny_rational_read(parser->arena, ny_word(parser, token), &literal.number))
        return NY_FAIL(parser, NY_NUMBER_TOO_LARGE, ny_here(parser), ny_word(parser, token));
    parser->at++;
    if (negative)
        literal.number = ny_rational_negate(parser->arena, literal.number);
    if (ny_take_symbol(parser, NY_SYMBOL_PERCENT)) {
        literal.is_percent = true;
    } else if (ny_take_keyword(parser, NY_KEYWORD_PERCENTAGE)) {
        literal.is_percentage_points = true;
        if (!ny_take_keyword(parser, NY_KEYWORD_POINT) &&
            !ny_take_keyword(parser, NY_KEYWORD_POINTS))
            return ny_expected(parser, NY_WORDS_PERCENTAGE_POINTS);
    }
    if (!ny_parse_unit(parser, &literal.unit))
        return false;
    literal.span = ny_span_between(
        literal.span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    *ret_literal = literal;
    return true;
}

static ny_expression *parse_number(ny_parser *parser)
{
    ny_expression *expression = node(parser, NY_EXPRESSION_NUMBER, ny_here(parser));
    if (!ny_parse_literal(parser, &expression->literal))
        return NULL;
    expression->span = expression->literal.span;
    return expression;
}

ny_expression *ny_parse_span(ny_parser *parser)
{
    if (ny_at_symbol(parser, NY_SYMBOL_OPEN))
        return parse_parenthesis(parser);
    if (!ny_at_end(parser) && ny_peek(parser)->kind == NY_TOKEN_NUMBER)
        return parse_number(parser);
    ny_expression *expression = node(parser, NY_EXPRESSION_NAME, ny_here(parser));
    if (!ny_expect_name(parser, NY_WORDS_A_LENGTH_OF_TIME, &expression->name))
        return NULL;
    return expression;
}

static ny_expression *parse_name(ny_parser *parser);

/* --- primaries --------------------------------------------------------------------------------- */

static ny_expression *parse_call(ny_parser *parser, ny_expression *call)
{
    if (++parser->nesting > NY_NESTING_MOST) {
        NY_FAIL(parser, NY_TOO_DEEP, ny_here(parser), NY_NO_TEXT);
        return NULL;
    }
    call->kind = NY_EXPRESSION_CALL;
    do {
        ny_expression *argument = ny_parse_condition(parser);
        if (!argument)
            return NULL;
        add_item(parser, call, argument);
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    parser->nesting--;
    return ny_expect_close(parser) ? until_here(parser, call) : NULL;
}

/* `X in the final contract year`, the name being read. */
static ny_expression *parse_final(ny_parser *parser, ny_expression *expression)
{
    expression->kind = NY_EXPRESSION_FINAL;
    if (ny_at_keyword(parser, NY_KEYWORD_THE) &&
        ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_LAST) {
        NY_FAIL(parser, NY_SAY_FINAL, ny_here(parser), expression->name.text);
        return NULL;
    }
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_FINAL, NY_KEYWORD_CONTRACT))
        return NULL;
    expression->keyword = ny_peek(parser)->keyword;
    if (!ny_take_keyword(parser, NY_KEYWORD_YEAR) && !ny_take_keyword(parser, NY_KEYWORD_QUARTER) &&
        !ny_take_keyword(parser, NY_KEYWORD_MONTH)) {
        ny_expected(parser, NY_WORDS_PERIOD_WORD);
        return NULL;
    }
    return until_here(parser, expression);
}

/* `eq5d index of COLUMN by "Denmark 5L 2021"`, the first word being read. */
static ny_expression *parse_eq5d(ny_parser *parser, ny_expression *expression)
{
    expression->kind = NY_EXPRESSION_EQ5D;
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_INDEX, NY_KEYWORD_OF))
        return NULL;
    ny_expression *profile = parse_name(parser);
    if (!profile)
        return NULL;
    add_item(parser, expression, profile);
    if (!ny_expect_keyword(parser, NY_KEYWORD_BY) ||
        !ny_expect_string(parser, NY_WORDS_A_VALUE_SET, &expression->name.text,
                          &expression->name.span))
        return NULL;
    return until_here(parser, expression);
}

/* `survival(weibull(shape 1.2, scale 4 years) hazard times 0.8, time of disease)`, from the law on. */
static ny_expression *parse_survival(ny_parser *parser, ny_expression *expression)
{
    expression->kind = NY_EXPRESSION_SURVIVAL;
    ny_expression *law = ny_parse_law(parser), *times = NULL, *time;
    if (!law)
        return NULL;
    if (ny_take_keyword(parser, NY_KEYWORD_HAZARD) &&
        (!ny_expect_keyword(parser, NY_KEYWORD_TIMES) || !(times = ny_parse_sum(parser))))
        return NULL;
    if (!ny_expect_symbol(parser, NY_SYMBOL_COMMA) || !(time = ny_parse_sum(parser)))
        return NULL;
    add_item(parser, expression, law);
    add_item(parser, expression, time);
    if (times)
        add_item(parser, expression, times);
    return ny_expect_close(parser) ? until_here(parser, expression) : NULL;
}

static ny_expression *parse_name(ny_parser *parser)
{
    ny_expression *expression = node(parser, NY_EXPRESSION_NAME, ny_here(parser));
    if (!ny_expect_name(parser, NY_WORDS_A_FIGURE, &expression->name))
        return NULL;
    if (expression->name.keyword == NY_KEYWORD_EQ5D && ny_at_keyword(parser, NY_KEYWORD_INDEX))
        return parse_eq5d(parser, expression);
    if (ny_take_symbol(parser, NY_SYMBOL_OPEN))
        return expression->name.keyword == NY_KEYWORD_SURVIVAL ? parse_survival(parser, expression)
                                                               : parse_call(parser, expression);
    if (expression->name.keyword == NY_KEYWORD_FINAL && ny_at_name(parser)) {
        NY_FAIL(parser, NY_SAY_FINAL, expression->span, ny_word(parser, ny_peek(parser)));
        return NULL;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_IN))
        return parse_final(parser, expression);
    if (ny_take_keyword(parser, NY_KEYWORD_OF)) {
        expression->kind = NY_EXPRESSION_PART;
        if (!ny_expect_name(parser, NY_WORDS_A_NAME, &expression->owner))
            return NULL;
        return until_here(parser, expression);
    }
    return expression;
}

/* `known of MEASURE`: the one part whose name is reserved. */
static ny_expression *parse_known_of(ny_parser *parser)
{
    ny_expression *expression = node(parser, NY_EXPRESSION_PART, ny_here(parser));
    const ny_token *token = ny_peek(parser);
    expression->name =
        (ny_name){ny_word(parser, token), ny_token_span(parser, token), token->keyword};
    parser->at += 2;
    if (!ny_expect_name(parser, NY_WORDS_A_MEASURE, &expression->owner))
        return NULL;
    return until_here(parser, expression);
}

static ny_expression *parse_date(ny_parser *parser)
{
    ny_expression *expression = node(parser, NY_EXPRESSION_DATE, ny_here(parser));
    if (!ny_date_read(ny_word(parser, ny_peek(parser)), &expression->date))
        parser->failed = true; /* the reader of tokens has said so */
    parser->at++;
    return expression;
}

static ny_expression *parse_parenthesis(ny_parser *parser)
{
    if (++parser->nesting > NY_NESTING_MOST) {
        NY_FAIL(parser, NY_TOO_DEEP, ny_here(parser), NY_NO_TEXT);
        return NULL;
    }
    ny_span open = ny_here(parser);
    parser->at++;
    ny_expression *inner = ny_parse_expression(parser);
    parser->nesting--;
    if (!inner || !ny_expect_close(parser))
        return NULL;
    inner->span = open; /* the parentheses belong to what is quoted */
    return until_here(parser, inner);
}

static bool begins_form(ny_keyword keyword)
{
    return keyword == NY_KEYWORD_KEEP || keyword == NY_KEYWORD_SCALE ||
           keyword == NY_KEYWORD_WEIGH || keyword == NY_KEYWORD_SUM || keyword == NY_KEYWORD_MEAN ||
           keyword == NY_KEYWORD_MEDIAN || keyword == NY_KEYWORD_LOWEST ||
           keyword == NY_KEYWORD_HIGHEST || keyword == NY_KEYWORD_COUNT ||
           keyword == NY_KEYWORD_RUNNING || keyword == NY_KEYWORD_THE;
}

static ny_expression *parse_primary(ny_parser *parser)
{
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser)) {
        ny_expected(parser, NY_WORDS_A_FIGURE);
        return NULL;
    }
    if (token->kind == NY_TOKEN_NUMBER)
        return parse_number(parser);
    if (token->kind == NY_TOKEN_DATE)
        return parse_date(parser);
    if (ny_at_symbol(parser, NY_SYMBOL_OPEN))
        return parse_parenthesis(parser);
    if (token->keyword == NY_KEYWORD_YES || token->keyword == NY_KEYWORD_NO) {
        ny_expression *expression = node(parser, NY_EXPRESSION_YES_NO, ny_here(parser));
        expression->yes = token->keyword == NY_KEYWORD_YES;
        parser->at++;
        return expression;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_PREVIOUS)) {
        ny_expression *expression =
            node(parser, NY_EXPRESSION_PREVIOUS, ny_token_span(parser, token));
        if (!ny_expect_name(parser, NY_WORDS_A_FIGURE, &expression->name))
            return NULL;
        return until_here(parser, expression);
    }
    if (token->keyword == NY_KEYWORD_KNOWN && ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_OF)
        return parse_known_of(parser);
    if (begins_form(token->keyword)) {
        NY_FAIL(parser, NY_FORM_NEEDS_PARENTHESES, ny_here(parser), ny_word(parser, token));
        return NULL;
    }
    if (token->kind == NY_TOKEN_WORD)
        return parse_name(parser);
    ny_expected(parser, NY_WORDS_A_FIGURE);
    return NULL;
}

/* --- sums and comparisons ---------------------------------------------------------------------- */

static ny_expression *parse_power(ny_parser *parser)
{
    ny_expression *base = parse_primary(parser);
    if (!base || !ny_take_symbol(parser, NY_SYMBOL_POWER))
        return base;
    ny_expression *exponent =
        ny_at_symbol(parser, NY_SYMBOL_MINUS) ? parse_number(parser) : parse_primary(parser);
    return exponent ? of_two(parser, NY_EXPRESSION_RAISE, base, exponent) : NULL;
}

/* Two of them take each other away, so that one was hardly meant. */
static bool stands_again(ny_parser *parser, ny_text word, bool again)
{
    if (again)
        NY_FAIL(parser, NY_TWICE_IN_A_ROW, ny_here(parser), word);
    return again;
}

static ny_expression *parse_unary(ny_parser *parser)
{
    if (!ny_at_symbol(parser, NY_SYMBOL_MINUS))
        return parse_power(parser);
    if (++parser->nesting > NY_NESTING_MOST) {
        NY_FAIL(parser, NY_TOO_DEEP, ny_here(parser), NY_NO_TEXT);
        return NULL;
    }
    ny_expression *expression = node(parser, NY_EXPRESSION_NEGATE, ny_here(parser));
    parser->at++;
    if (stands_again(parser, NY_TEXT("-"), ny_at_symbol(parser, NY_SYMBOL_MINUS)))
        return NULL;
    ny_expression *of = parse_unary(parser);
    parser->nesting--;
    if (!of)
        return NULL;
    add_item(parser, expression, of);
    return expression;
}

static ny_expression *parse_product(ny_parser *parser)
{
    ny_expression *left = parse_unary(parser);
    while (left && !parser->failed &&
           (ny_at_symbol(parser, NY_SYMBOL_TIMES) || ny_at_symbol(parser, NY_SYMBOL_OVER))) {
        bool times = ny_at_symbol(parser, NY_SYMBOL_TIMES);
        parser->at++;
        ny_expression *right = parse_unary(parser);
        left = right ? of_two(parser, times ? NY_EXPRESSION_MULTIPLY : NY_EXPRESSION_DIVIDE, left,
                              right)
                     : NULL;
    }
    return left;
}

ny_expression *ny_parse_sum(ny_parser *parser)
{
    ny_expression *left = parse_product(parser);
    while (left && !parser->failed &&
           (ny_at_symbol(parser, NY_SYMBOL_PLUS) || ny_at_symbol(parser, NY_SYMBOL_MINUS))) {
        bool plus = ny_at_symbol(parser, NY_SYMBOL_PLUS);
        parser->at++;
        if (!plus && stands_again(parser, NY_TEXT("-"), ny_at_symbol(parser, NY_SYMBOL_MINUS)))
            return NULL;
        ny_expression *right = parse_product(parser);
        left = right
                   ? of_two(parser, plus ? NY_EXPRESSION_ADD : NY_EXPRESSION_SUBTRACT, left, right)
                   : NULL;
    }
    return left;
}

static bool comparison_of(const ny_parser *parser, ny_expression_kind *ret_kind)
{
    if (ny_at_symbol(parser, NY_SYMBOL_EQUAL))
        *ret_kind = NY_EXPRESSION_EQUAL;
    else if (ny_at_symbol(parser, NY_SYMBOL_NOT_EQUAL))
        *ret_kind = NY_EXPRESSION_NOT_EQUAL;
    else if (ny_at_symbol(parser, NY_SYMBOL_LESS))
        *ret_kind = NY_EXPRESSION_LESS;
    else if (ny_at_symbol(parser, NY_SYMBOL_AT_MOST))
        *ret_kind = NY_EXPRESSION_AT_MOST;
    else if (ny_at_symbol(parser, NY_SYMBOL_MORE))
        *ret_kind = NY_EXPRESSION_MORE;
    else if (ny_at_symbol(parser, NY_SYMBOL_AT_LEAST))
        *ret_kind = NY_EXPRESSION_AT_LEAST;
    else
        return false;
    return true;
}

/* What stands behind `X is`. */
static ny_expression *parse_is(ny_parser *parser, ny_expression *left)
{
    bool negated = ny_take_keyword(parser, NY_KEYWORD_NOT);
    ny_expression *expression = node(parser, NY_EXPRESSION_IS, left->span);
    add_item(parser, expression, left);
    const ny_token *token = ny_peek(parser);
    if (ny_take_keyword(parser, NY_KEYWORD_KNOWN) || ny_take_keyword(parser, NY_KEYWORD_UNKNOWN)) {
        expression->kind = NY_EXPRESSION_IS_KNOWN;
        expression->yes = (token->keyword == NY_KEYWORD_KNOWN) != negated;
        return until_here(parser, expression);
    }
    if (!ny_at_end(parser) && token->kind == NY_TOKEN_STRING) {
        expression->kind = NY_EXPRESSION_IS_TEXT;
        expression->yes = negated;
        if (!ny_expect_string(parser, NY_WORDS_A_CODE, &expression->name.text,
                              &expression->name.span))
            return NULL;
        return until_here(parser, expression);
    }
    if (!ny_at_end(parser) && token->kind == NY_TOKEN_NUMBER) {
        NY_FAIL(parser, NY_FIGURES_COMPARE_WITH_EQUAL, ny_here(parser), ny_word(parser, token));
        return NULL;
    }
    expression->yes = negated;
    bool yes_or_no = token->keyword == NY_KEYWORD_YES || token->keyword == NY_KEYWORD_NO;
    if (yes_or_no) {
        expression->name =
            (ny_name){ny_word(parser, token), ny_token_span(parser, token), token->keyword};
        parser->at++;
    } else if (!ny_expect_name(parser, NY_WORDS_A_WORD_OR_KNOWN, &expression->name)) {
        return NULL;
    }
    return until_here(parser, expression);
}

static ny_expression *parse_within(ny_parser *parser, ny_expression *event)
{
    ny_expression *expression = node(parser, NY_EXPRESSION_WITHIN, event->span);
    add_item(parser, expression, event);
    ny_expression *span = ny_parse_span(parser);
    if (!span || !ny_expect_keyword(parser, NY_KEYWORD_OF))
        return NULL;
    add_item(parser, expression, span);
    ny_expression *base = ny_parse_sum(parser);
    if (!base)
        return NULL;
    add_item(parser, expression, base);
    return expression;
}

/* D has happened, D has passed */
static ny_expression *parse_has(ny_parser *parser, ny_expression *left)
{
    ny_expression *expression = node(parser, NY_EXPRESSION_HAPPENED, left->span);
    add_item(parser, expression, left);
    expression->yes = !ny_take_keyword(parser, NY_KEYWORD_NOT);
    if (ny_take_keyword(parser, NY_KEYWORD_PASSED)) {
        expression->kind = NY_EXPRESSION_PASSED;
    } else if (!ny_take_keyword(parser, NY_KEYWORD_HAPPENED)) {
        ny_expected(parser, NY_WORDS_HAPPENED_OR_PASSED);
        return NULL;
    }
    return until_here(parser, expression);
}

static ny_expression *parse_compare(ny_parser *parser)
{
    ny_expression *left = ny_parse_sum(parser);
    if (!left)
        return NULL;
    ny_expression_kind kind;
    if (comparison_of(parser, &kind)) {
        parser->at++;
        ny_expression *right = ny_parse_sum(parser);
        left = right ? of_two(parser, kind, left, right) : NULL;
    } else if (ny_take_keyword(parser, NY_KEYWORD_IS)) {
        left = parse_is(parser, left);
    } else if (ny_take_keyword(parser, NY_KEYWORD_HAS)) {
        left = parse_has(parser, left);
    } else if (ny_take_keyword(parser, NY_KEYWORD_WITHIN)) {
        left = parse_within(parser, left);
    }
    if (left && comparison_of(parser, &kind)) {
        NY_FAIL(parser, NY_TWO_COMPARISONS, ny_here(parser), ny_word(parser, ny_peek(parser)));
        return NULL;
    }
    return left;
}

static ny_expression *parse_not(ny_parser *parser)
{
    if (!ny_at_keyword(parser, NY_KEYWORD_NOT))
        return parse_compare(parser);
    if (++parser->nesting > NY_NESTING_MOST) {
        NY_FAIL(parser, NY_TOO_DEEP, ny_here(parser), NY_NO_TEXT);
        return NULL;
    }
    ny_expression *expression = node(parser, NY_EXPRESSION_NOT, ny_here(parser));
    parser->at++;
    if (stands_again(parser, NY_TEXT("not"), ny_at_keyword(parser, NY_KEYWORD_NOT)))
        return NULL;
    ny_expression *of = parse_not(parser);
    parser->nesting--;
    if (!of)
        return NULL;
    add_item(parser, expression, of);
    return expression;
}

static ny_expression *parse_and(ny_parser *parser, bool *ret_joined)
{
    ny_expression *left = parse_not(parser);
    *ret_joined = false;
    while (left && !parser->failed && ny_take_keyword(parser, NY_KEYWORD_AND)) {
        ny_expression *right = parse_not(parser);
        left = right ? of_two(parser, NY_EXPRESSION_AND, left, right) : NULL;
        *ret_joined = true;
    }
    return left;
}

ny_expression *ny_parse_condition(ny_parser *parser)
{
    bool joined = false;
    ny_expression *left = parse_and(parser, &joined);
    while (left && !parser->failed && ny_at_keyword(parser, NY_KEYWORD_OR)) {
        ny_span or_span = ny_here(parser);
        parser->at++;
        bool joined_too = false;
        ny_expression *right = parse_and(parser, &joined_too);
        if (right && (joined || joined_too)) {
            NY_FAIL(parser, NY_AND_BESIDE_OR, or_span, NY_NO_TEXT);
            return NULL;
        }
        left = right ? of_two(parser, NY_EXPRESSION_OR, left, right) : NULL;
    }
    return left;
}

/* --- forms ------------------------------------------------------------------------------------- */

static ny_expression *parse_keep(ny_parser *parser, ny_expression *form)
{
    form->kind = NY_EXPRESSION_KEEP;
    static const ny_keyword before[] = {NY_KEYWORD_NONE, NY_KEYWORD_BETWEEN, NY_KEYWORD_AND};
    for (size_t i = 0; i < 3; i++) {
        if (before[i] != NY_KEYWORD_NONE && !ny_expect_keyword(parser, before[i]))
            return NULL;
        ny_expression *part = ny_parse_sum(parser);
        if (!part)
            return NULL;
        add_item(parser, form, part);
    }
    return form;
}

static ny_expression *parse_scale(ny_parser *parser, ny_expression *form)
{
    form->kind = NY_EXPRESSION_SCALE;
    ny_expression *value = ny_parse_sum(parser);
    if (!value)
        return NULL;
    add_item(parser, form, value);
    ny_expression *place[2], *bound[2];
    static const ny_keyword before[] = {NY_KEYWORD_FROM, NY_KEYWORD_TO};
    for (size_t i = 0; i < 2; i++) {
        if (!ny_expect_keyword(parser, before[i]) || !(place[i] = parse_number(parser)) ||
            !ny_expect_keyword(parser, NY_KEYWORD_AT) || !(bound[i] = ny_parse_sum(parser)))
            return NULL;
    }
    add_item(parser, form, bound[0]);
    add_item(parser, form, bound[1]);
    add_item(parser, form, place[0]);
    add_item(parser, form, place[1]);
    return form;
}

static ny_expression *parse_weight(ny_parser *parser)
{
    if (ny_at_symbol(parser, NY_SYMBOL_OPEN))
        return parse_parenthesis(parser);
    return parse_number(parser);
}

static bool at_comma_before(const ny_parser *parser, ny_keyword keyword)
{
    return ny_at_symbol(parser, NY_SYMBOL_COMMA) && ny_peek_ahead(parser, 1)->keyword == keyword;
}

static ny_expression *parse_weigh(ny_parser *parser, ny_expression *form)
{
    form->kind = NY_EXPRESSION_WEIGH;
    do {
        ny_expression *weight = parse_weight(parser);
        if (!weight || !ny_expect_keyword(parser, NY_KEYWORD_OF))
            return NULL;
        ny_expression *figure = parse_primary(parser);
        if (!figure)
            return NULL;
        add_item(parser, form, weight);
        add_item(parser, form, figure);
    } while (!at_comma_before(parser, NY_KEYWORD_UNKNOWN) &&
             ny_take_symbol(parser, NY_SYMBOL_COMMA));
    if (at_comma_before(parser, NY_KEYWORD_UNKNOWN) &&
        ny_peek_ahead(parser, 2)->keyword == NY_KEYWORD_LEFT) {
        parser->at += 3;
        if (!ny_expect_keyword(parser, NY_KEYWORD_OUT))
            return NULL;
        form->yes = true;
        until_here(parser, form);
    }
    return form;
}

bool ny_parse_scope(ny_parser *parser, ny_scope *ret_scope)
{
    ny_scope scope = {.span = ny_here(parser)};
    if (!ny_expect_name(parser, NY_WORDS_A_TABLE, &scope.table))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_JUDGED)) {
        scope.judged = true;
        if (ny_take_keyword(parser, NY_KEYWORD_OR)) {
            scope.judged = false;
            scope.judged_or_not = true;
            if (!ny_expect_keyword(parser, NY_KEYWORD_NOT))
                return false;
        }
    }
    if (ny_take_keyword(parser, NY_KEYWORD_OF) &&
        !(NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_SAME) &&
          ny_expect_name(parser, NY_WORDS_A_COLUMN, &scope.same)))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_TO)) {
        if (!ny_expect_keyword(parser, NY_KEYWORD_DATE))
            return false;
        scope.to_date = true;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_WHERE) && !(scope.where = ny_parse_condition(parser)))
        return false;
    scope.span = ny_span_between(
        scope.span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    *ret_scope = scope;
    return true;
}

/* `mean of the known among q1, q2, q3, at least 2`, from `the` on. */
static ny_expression *parse_among(ny_parser *parser, ny_expression *form)
{
    form->kind = NY_EXPRESSION_AMONG;
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_KNOWN, NY_KEYWORD_AMONG))
        return NULL;
    do {
        ny_expression *item = parse_primary(parser);
        if (!item)
            return NULL;
        add_item(parser, form, item);
    } while (!at_comma_before(parser, NY_KEYWORD_AT) && ny_take_symbol(parser, NY_SYMBOL_COMMA));
    if (!ny_expect_symbol(parser, NY_SYMBOL_COMMA) ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_AT, NY_KEYWORD_LEAST) ||
        !ny_parse_literal(parser, &form->literal))
        return NULL;
    return until_here(parser, form);
}

static ny_expression *parse_aggregate(ny_parser *parser, ny_expression *form, ny_keyword keyword)
{
    if (!ny_expect_keyword(parser, NY_KEYWORD_OF))
        return NULL;
    if (keyword == NY_KEYWORD_MEAN && ny_at_keyword(parser, NY_KEYWORD_THE) &&
        ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_KNOWN)
        return parse_among(parser, form);
    form->kind = keyword == NY_KEYWORD_COUNT ? NY_EXPRESSION_COUNT : NY_EXPRESSION_AGGREGATE;
    form->keyword = keyword;
    if (keyword != NY_KEYWORD_COUNT) {
        ny_expression *value = ny_parse_condition(parser);
        if (!value || !ny_expect_keyword(parser, NY_KEYWORD_OVER))
            return NULL;
        add_item(parser, form, value);
    }
    return ny_parse_scope(parser, &form->scope) ? until_here(parser, form) : NULL;
}

static ny_expression *parse_the(ny_parser *parser, ny_expression *form)
{
    form->kind = NY_EXPRESSION_THE;
    if (!ny_expect_name(parser, NY_WORDS_A_COLUMN, &form->name) ||
        !ny_expect_keyword(parser, NY_KEYWORD_OVER) || !ny_parse_scope(parser, &form->scope))
        return NULL;
    return until_here(parser, form);
}

static ny_expression *parse_running(ny_parser *parser, ny_expression *form)
{
    form->kind = NY_EXPRESSION_RUNNING;
    if (!ny_expect_keyword(parser, NY_KEYWORD_NUMBER))
        return NULL;
    if (ny_take_keyword(parser, NY_KEYWORD_WITHIN) &&
        !ny_expect_name(parser, NY_WORDS_A_COLUMN, &form->owner))
        return NULL;
    if (!ny_expect_keyword(parser, NY_KEYWORD_BY) ||
        !ny_expect_name(parser, NY_WORDS_A_COLUMN, &form->name))
        return NULL;
    until_here(parser, form);
    if (ny_take_keyword(parser, NY_KEYWORD_WHERE)) {
        ny_expression *where = ny_parse_condition(parser);
        if (!where)
            return NULL;
        add_item(parser, form, where);
    }
    return form;
}

static ny_expression *parse_form(ny_parser *parser)
{
    ny_keyword keyword = ny_peek(parser)->keyword;
    ny_expression *form = node(parser, NY_EXPRESSION_KEEP, ny_here(parser));
    parser->at++;
    if (keyword == NY_KEYWORD_KEEP)
        return parse_keep(parser, form);
    if (keyword == NY_KEYWORD_SCALE)
        return parse_scale(parser, form);
    if (keyword == NY_KEYWORD_WEIGH)
        return parse_weigh(parser, form);
    if (keyword == NY_KEYWORD_RUNNING)
        return parse_running(parser, form);
    if (keyword == NY_KEYWORD_THE)
        return parse_the(parser, form);
    return parse_aggregate(parser, form, keyword);
}

ny_expression *ny_parse_expression(ny_parser *parser)
{
    bool form = !ny_at_end(parser) && begins_form(ny_peek(parser)->keyword);
    ny_expression *value = form ? parse_form(parser) : ny_parse_condition(parser);
    if (!value)
        return NULL;
    if (ny_at_keyword(parser, NY_KEYWORD_UNKNOWN)) {
        NY_FAIL(parser, NY_COMMA_BEFORE_UNKNOWN, ny_here(parser), NY_NO_TEXT);
        return NULL;
    }
    if (!at_comma_before(parser, NY_KEYWORD_UNKNOWN))
        return value;
    parser->at += 2;
    if (!ny_expect_keyword(parser, NY_KEYWORD_AS))
        return NULL;
    ny_expression *instead = ny_parse_sum(parser);
    return instead ? of_two(parser, NY_EXPRESSION_UNKNOWN_AS, value, instead) : NULL;
}

/* `log logistic`, `piecewise exponential`: a name of several words, one space between them. */
static bool parse_law_name(ny_parser *parser, ny_name *ret_name)
{
    if (!ny_expect_name(parser, NY_WORDS_A_DISTRIBUTION, ret_name))
        return false;
    while (!ny_at_end(parser) && ny_peek(parser)->kind == NY_TOKEN_WORD) {
        ny_name more;
        if (!ny_expect_name(parser, NY_WORDS_A_DISTRIBUTION, &more))
            return false;
        ret_name->text =
            ny_format(parser->arena, "%.*s %.*s", NY_PRINT(ret_name->text), NY_PRINT(more.text));
        ret_name->span = ny_span_between(ret_name->span, more.span);
        ret_name->keyword = NY_KEYWORD_NONE;
    }
    return true;
}

/* `mean 2 days`, `chance 3 % within 2 years`, `rate 0.1 per year until 2 years`, `value 5 at 30 %` */
static ny_expression *parse_argument(ny_parser *parser)
{
    ny_expression *argument = node(parser, NY_EXPRESSION_ARGUMENT, ny_here(parser)), *behind;
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_WORD) {
        ny_expected(parser, NY_WORDS_NAME_OF_ARGUMENT);
        return NULL;
    }
    argument->name =
        (ny_name){ny_word(parser, token), ny_token_span(parser, token), token->keyword};
    parser->at++;
    ny_expression *value = ny_parse_sum(parser);
    if (!value)
        return NULL;
    add_item(parser, argument, value);
    static const ny_keyword keywords[] = {NY_KEYWORD_WITHIN, NY_KEYWORD_UNTIL, NY_KEYWORD_AT};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (!ny_take_keyword(parser, keywords[i]))
            continue;
        behind = keywords[i] == NY_KEYWORD_AT ? ny_parse_sum(parser) : ny_parse_span(parser);
        if (!behind)
            return NULL;
        argument->keyword = keywords[i];
        add_item(parser, argument, behind);
        break;
    }
    return argument;
}

ny_expression *ny_parse_law(ny_parser *parser)
{
    ny_expression *law = node(parser, NY_EXPRESSION_LAW, ny_here(parser)), *argument;
    if (ny_take_keyword(parser, NY_KEYWORD_HALF))
        law->yes = true;
    if (!parse_law_name(parser, &law->name) || !ny_expect_symbol(parser, NY_SYMBOL_OPEN))
        return NULL;
    do {
        if (!(argument = parse_argument(parser)))
            return NULL;
        add_item(parser, law, argument);
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    return ny_expect_close(parser) ? until_here(parser, law) : NULL;
}

bool ny_parse_value(ny_arena *arena, ny_sink *sink, const ny_tokens *tokens,
                    ny_literal *ret_literal)
{
    ny_parser parser = {
        .arena = arena, .sink = sink, .tokens = tokens, .end = tokens->list.count - 1};
    return ny_parse_literal(&parser, ret_literal) && ny_expect_end(&parser);
}
