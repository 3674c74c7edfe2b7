/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* given, offer, fact and assume; table; define; exclude. */

#include "text/parse_declaration.h"

/* --- types ------------------------------------------------------------------------------------- */

bool ny_parse_whole(ny_parser *parser, ny_phrase what, uint32_t *ret_number)
{
    const ny_token *token = ny_peek(parser);
    ny_rational number;
    int64_t whole;
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER ||
        !ny_rational_read(parser->arena, ny_word(parser, token), &number) ||
        !ny_rational_to_whole(number, &whole) || whole < 0 || whole > 1000000000)
        return ny_expected(parser, what);
    parser->at++;
    *ret_number = (uint32_t)whole;
    return true;
}

static bool parse_code(ny_parser *parser, ny_type_words *type)
{
    type->form = NY_FORM_CODE;
    if (!ny_take_keyword(parser, NY_KEYWORD_OF))
        return true;
    type->has_digits = true;
    return ny_parse_whole(parser, NY_WORDS_HOW_MANY_DIGITS, &type->digits) &&
           ny_expect_keyword(parser, NY_KEYWORD_DIGITS) &&
           ny_parse_whole(parser, NY_WORDS_LOWEST_DIGIT, &type->digit_low) &&
           ny_expect_symbol(parser, NY_SYMBOL_RANGE) &&
           ny_parse_whole(parser, NY_WORDS_HIGHEST_DIGIT, &type->digit_high);
}

static bool parse_bound(ny_parser *parser, ny_rational *ret_bound)
{
    ny_literal literal = {0};
    bool negative = ny_take_symbol(parser, NY_SYMBOL_MINUS);
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER ||
        !ny_rational_read(parser->arena, ny_word(parser, token), &literal.number))
        return ny_expected(parser, NY_WORDS_A_NUMBER);
    parser->at++;
    *ret_bound = negative ? ny_rational_negate(parser->arena, literal.number) : literal.number;
    return true;
}

static bool parse_range(ny_parser *parser, ny_type_words *type)
{
    type->form = NY_FORM_NUMBER;
    type->has_range = true;
    if (!parse_bound(parser, &type->low) || !ny_expect_symbol(parser, NY_SYMBOL_RANGE))
        return false;
    if (ny_at_name(parser)) {
        if (!ny_expect_name(parser, NY_WORDS_A_COLUMN, &type->high_column))
            return false;
    } else if (!parse_bound(parser, &type->high)) {
        return false;
    }
    if (ny_take_symbol(parser, NY_SYMBOL_PERCENT))
        type->is_percent = true;
    return ny_parse_unit(parser, &type->unit);
}

static bool parse_words(ny_parser *parser, ny_type_words *type)
{
    type->form = NY_FORM_WORDS;
    do {
        ny_name word;
        if (!ny_expect_name(parser, NY_WORDS_A_WORD, &word))
            return false;
        *NY_APPEND(parser->arena, &type->words) = word;
    } while (ny_take_keyword(parser, NY_KEYWORD_OR));
    return true;
}

static bool parse_type_form(ny_parser *parser, ny_type_words *type)
{
    ny_token_kind next = ny_peek_ahead(parser, 1)->kind;
    if (ny_at_keyword(parser, NY_KEYWORD_WHOLE) && next == NY_TOKEN_NUMBER) {
        parser->at++;
        type->is_whole = true;
        return parse_range(parser, type);
    }
    if (!ny_at_end(parser) &&
        (ny_peek(parser)->kind == NY_TOKEN_NUMBER || ny_at_symbol(parser, NY_SYMBOL_MINUS)))
        return parse_range(parser, type);
    if (ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_OR && ny_at_name(parser))
        return parse_words(parser, type);
    if (ny_take_keyword(parser, NY_KEYWORD_KEY)) {
        type->form = NY_FORM_KEY;
        return true;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_PSEUDONYM)) {
        type->form = NY_FORM_PSEUDONYM;
        return true;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_CODE))
        return parse_code(parser, type);
    if (ny_take_keyword(parser, NY_KEYWORD_DATE)) {
        type->form = NY_FORM_DATE;
        type->is_after = ny_take_keyword(parser, NY_KEYWORD_AFTER);
        if (type->is_after)
            return ny_expect_name(parser, NY_WORDS_A_COLUMN, &type->not_before);
        if (ny_take_keyword(parser, NY_KEYWORD_NOT))
            return ny_expect_keyword(parser, NY_KEYWORD_BEFORE) &&
                   ny_expect_name(parser, NY_WORDS_A_COLUMN, &type->not_before);
        return true;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_YES)) {
        type->form = NY_FORM_YES_NO;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_OR, NY_KEYWORD_NO);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_A)) {
        type->form = NY_FORM_A;
        return ny_expect_name(parser, NY_WORDS_A_TABLE_OR_PARTY, &type->a);
    }
    if (!ny_at_name(parser) && !ny_at_keyword(parser, NY_KEYWORD_PER))
        return ny_expected(parser, NY_WORDS_A_TYPE);
    type->form = NY_FORM_NUMBER;
    return ny_parse_unit(parser, &type->unit);
}

bool ny_parse_type(ny_parser *parser, ny_type_words *ret_type)
{
    ny_type_words type = {.span = ny_here(parser)};
    if (!parse_type_form(parser, &type))
        return false;
    if (ny_at_symbol(parser, NY_SYMBOL_COMMA) &&
        ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_IF) {
        ny_keyword next = ny_peek_ahead(parser, 2)->keyword;
        if (next == NY_KEYWORD_ANY || next == NY_KEYWORD_KNOWN) {
            type.if_any = next == NY_KEYWORD_ANY;
            type.if_known = next == NY_KEYWORD_KNOWN;
            parser->at += 3;
        }
    }
    type.span = ny_span_between(type.span,
                                ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    *ret_type = type;
    return true;
}

bool ny_parse_label(ny_parser *parser, ny_declaration *declaration)
{
    if (!ny_at_end(parser) && ny_peek(parser)->kind == NY_TOKEN_STRING &&
        !ny_expect_string(parser, NY_WORDS_A_LABEL, &declaration->label, &declaration->label_span))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_CLAUSE))
        return true;
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || (token->kind != NY_TOKEN_NUMBER && token->kind != NY_TOKEN_DOTTED))
        return ny_expected(parser, NY_WORDS_CLAUSES_NUMBER);
    declaration->clause = ny_word(parser, token);
    declaration->clause_span = ny_token_span(parser, token);
    parser->at++;
    return true;
}

bool ny_parse_rounded(ny_parser *parser, ny_rounding_words *ret_rounding)
{
    ny_rounding_words rounding = {.said = true, .span = ny_here(parser)};
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_ROUNDED, NY_KEYWORD_TO) ||
        !ny_parse_literal(parser, &rounding.to))
        return false;
    if (ny_take_symbol(parser, NY_SYMBOL_COMMA)) {
        rounding.halves_said = true;
        if (!ny_expect_keyword(parser, NY_KEYWORD_HALVES))
            return false;
        if (ny_take_keyword(parser, NY_KEYWORD_AWAY)) {
            rounding.halves = NY_HALVES_AWAY_FROM_ZERO;
            if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_FROM, NY_KEYWORD_ZERO))
                return false;
        } else if (ny_take_keyword(parser, NY_KEYWORD_TO)) {
            rounding.halves = NY_HALVES_TO_EVEN;
            if (!ny_expect_keyword(parser, NY_KEYWORD_EVEN))
                return false;
        } else if (ny_take_keyword(parser, NY_KEYWORD_UP)) {
            rounding.halves = NY_HALVES_UP;
        } else if (ny_take_keyword(parser, NY_KEYWORD_DOWN)) {
            rounding.halves = NY_HALVES_DOWN;
        } else {
            return ny_expected(parser, NY_WORDS_HALVES);
        }
    }
    if (parser->failed)
        return false;
    rounding.span = ny_span_between(
        rounding.span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    *ret_rounding = rounding;
    return true;
}

/* --- given, offer, fact, assume ---------------------------------------------------------------- */

static bool parse_offered(ny_parser *parser, ny_figure_words *figure)
{
    while (ny_take_symbol(parser, NY_SYMBOL_COMMA)) {
        if (ny_take_keyword(parser, NY_KEYWORD_IF)) {
            figure->if_not_offered = NY_NEW(parser->arena, ny_literal);
            if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_NOT, NY_KEYWORD_OFFERED) ||
                !ny_parse_literal(parser, figure->if_not_offered))
                return false;
            continue;
        }
        if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_IN, NY_KEYWORD_THE))
            return false;
        figure->envelope = ny_peek(parser)->keyword;
        if (!ny_take_keyword(parser, NY_KEYWORD_PRICE) &&
            !ny_take_keyword(parser, NY_KEYWORD_QUALITY))
            return ny_expected(parser, NY_WORDS_ENVELOPE);
        if (!ny_expect_keyword(parser, NY_KEYWORD_ENVELOPE))
            return false;
    }
    return true;
}

static bool parse_attested(ny_parser *parser, ny_figure_words *figure)
{
    if (!ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return true;
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_ATTESTED, NY_KEYWORD_BY))
        return false;
    figure->attested_by_all = ny_take_keyword(parser, NY_KEYWORD_ALL);
    figure->attested_by_any = !figure->attested_by_all && ny_take_keyword(parser, NY_KEYWORD_ANY);
    if ((figure->attested_by_all || figure->attested_by_any) &&
        !ny_expect_keyword(parser, NY_KEYWORD_OF))
        return false;
    do {
        ny_name party;
        if (!ny_expect_name(parser, NY_WORDS_A_PARTY, &party))
            return false;
        *NY_APPEND(parser->arena, &figure->attested_by) = party;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    if (figure->attested_by.count > 1 && !figure->attested_by_all && !figure->attested_by_any)
        return NY_FAIL(parser, NY_ATTESTED_ALL_OR_ANY, figure->attested_by.items[0].span,
                       NY_NO_TEXT);
    return true;
}

/* `each row of TABLE in turn`, `any row of TABLE`. */
static bool parse_rows(ny_parser *parser, ny_figure_words *figure)
{
    figure->rows_span = ny_here(parser);
    figure->rows_in_turn = ny_take_keyword(parser, NY_KEYWORD_EACH);
    if ((!figure->rows_in_turn && !ny_expect_keyword(parser, NY_KEYWORD_ANY)) ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_ROW, NY_KEYWORD_OF) ||
        !ny_expect_name(parser, NY_WORDS_A_TABLE, &figure->rows_of) ||
        (figure->rows_in_turn && !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_IN, NY_KEYWORD_TURN)))
        return false;
    figure->rows_span = ny_span_between(
        figure->rows_span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    return true;
}

/* assume: `, between A and B, family` and `~ law`, or `~` and the rows it is drawn from. */
static bool parse_belief(ny_parser *parser, ny_figure_words *figure)
{
    if (ny_at_symbol(parser, NY_SYMBOL_COMMA)) {
        parser->at++;
        if (!ny_expect_keyword(parser, NY_KEYWORD_BETWEEN) ||
            !(figure->low = ny_parse_sum(parser)) || !ny_expect_keyword(parser, NY_KEYWORD_AND) ||
            !(figure->high = ny_parse_sum(parser)))
            return false;
        if (ny_take_symbol(parser, NY_SYMBOL_COMMA) &&
            !ny_expect_name(parser, NY_WORDS_FAMILY, &figure->family))
            return false;
    }
    if (!ny_take_symbol(parser, NY_SYMBOL_TILDE))
        return true;
    if (ny_at_keyword(parser, NY_KEYWORD_EACH) || ny_at_keyword(parser, NY_KEYWORD_ANY))
        return parse_rows(parser, figure);
    return (figure->distribution = ny_parse_law(parser)) != NULL;
}

static bool parse_figure_value(ny_parser *parser, ny_declaration *declaration)
{
    ny_figure_words *figure = &declaration->is.figure;
    if (ny_take_symbol(parser, NY_SYMBOL_EQUAL) && !(figure->value = ny_parse_expression(parser)))
        return false;
    if (declaration->kind == NY_DECLARATION_ASSUME)
        return (figure->value || ny_at_symbol(parser, NY_SYMBOL_TILDE) ||
                ny_expected(parser, NY_WORDS_FIGURE_OR_DISTRIBUTION)) &&
               parse_belief(parser, figure);
    if (figure->value)
        return true;
    if (!ny_take_symbol(parser, NY_SYMBOL_COLON))
        return ny_expected(parser, declaration->kind == NY_DECLARATION_GIVEN
                                       ? NY_WORDS_FIGURE_OR_TYPE
                                       : NY_WORDS_COLON_AND_TYPE);
    figure->has_type = true;
    if (!ny_parse_type(parser, &figure->type))
        return false;
    if (declaration->kind == NY_DECLARATION_OFFER)
        return parse_offered(parser, figure);
    if (declaration->kind == NY_DECLARATION_FACT)
        return parse_attested(parser, figure);
    figure->to_be_agreed = true;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_TO, NY_KEYWORD_BE, NY_KEYWORD_AGREED);
}

bool ny_parse_figure(ny_parser *parser, ny_declaration *declaration)
{
    ny_figure_words *figure = &declaration->is.figure;
    if (!ny_expect_name(parser, NY_WORDS_FIGURES_NAME, &declaration->name))
        return false;
    if (declaration->kind == NY_DECLARATION_ASSUME && ny_take_keyword(parser, NY_KEYWORD_BY) &&
        !ny_expect_name(parser, NY_WORDS_A_TABLE, &figure->by))
        return false;
    if (!ny_parse_label(parser, declaration) || !parse_figure_value(parser, declaration))
        return false;
    return !ny_take_keyword(parser, NY_KEYWORD_FROM) ||
           ny_expect_string(parser, NY_WORDS_SOURCE_IN_QUOTES, &figure->from, NULL);
}

/* --- table ------------------------------------------------------------------------------------- */

bool ny_parse_table(ny_parser *parser, ny_declaration *declaration)
{
    if (!ny_expect_name(parser, NY_WORDS_TABLES_NAME, &declaration->name) ||
        !ny_parse_label(parser, declaration))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_DATED))
        return true;
    return ny_expect_keyword(parser, NY_KEYWORD_BY) &&
           ny_expect_name(parser, NY_WORDS_A_COLUMN, &declaration->is.table.dated_by);
}

bool ny_parse_table_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_column_words column = {0};
    /* `a party` alone is a type that lost its name, `whole 0..12` another, and `unit bed` a
     * declaration that was pushed in. */
    ny_keyword type = ny_peek_ahead(parser, 1)->keyword;
    bool of_unit = ny_at_keyword(parser, NY_KEYWORD_UNIT) && type != NY_KEYWORD_KEY &&
                   type != NY_KEYWORD_PSEUDONYM && type != NY_KEYWORD_CODE &&
                   type != NY_KEYWORD_DATE;
    bool of_range = ny_at_keyword(parser, NY_KEYWORD_WHOLE) &&
                    ny_peek_ahead(parser, 1)->kind == NY_TOKEN_NUMBER;
    if (((ny_at_keyword(parser, NY_KEYWORD_A) || of_unit) && parser->end - parser->at == 2) ||
        of_range)
        return ny_expected(parser, NY_WORDS_COLUMNS_NAME);
    if (!ny_expect_name(parser, NY_WORDS_COLUMNS_NAME, &column.name) ||
        !ny_parse_type(parser, &column.type))
        return false;
    if (ny_at_symbol(parser, NY_SYMBOL_COMMA) &&
        ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_IF) {
        parser->at += 2;
        return ny_expected(parser, NY_WORDS_ANY_OR_KNOWN);
    }
    if (!ny_at_end(parser) && ny_peek(parser)->kind == NY_TOKEN_STRING &&
        !ny_expect_string(parser, NY_WORDS_A_LABEL, &column.label, NULL))
        return false;
    if (!ny_expect_end(parser))
        return false;
    *NY_APPEND(parser->arena, &declaration->is.table.columns) = column;
    return true;
}

/* --- define ------------------------------------------------------------------------------------ */

static bool parse_grain(ny_parser *parser, ny_grain_words *grain)
{
    if (!ny_take_keyword(parser, NY_KEYWORD_EACH))
        return true;
    const ny_token *token = ny_peek(parser);
    if (token->keyword == NY_KEYWORD_CYCLE && ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_OF) {
        parser->at += 2;
        grain->form = NY_GRAIN_CYCLE;
        return ny_expect_name(parser, NY_WORDS_A_PATHWAY, &grain->table);
    }
    if (!ny_expect_name(parser, NY_WORDS_YEAR_OR_TABLE, &grain->table))
        return false;
    bool period = token->keyword == NY_KEYWORD_YEAR || token->keyword == NY_KEYWORD_QUARTER ||
                  token->keyword == NY_KEYWORD_MONTH;
    grain->form = period ? NY_GRAIN_PERIOD : NY_GRAIN_TABLE;
    grain->period = period ? token->keyword : NY_KEYWORD_NONE;
    return true;
}

static bool define_value(ny_parser *parser, ny_define_words *define)
{
    if (define->value)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       ny_words(parser->sink, NY_WORDS_THE_FIGURE));
    return (define->value = ny_parse_expression(parser)) != NULL;
}

bool ny_parse_define(ny_parser *parser, ny_declaration *declaration)
{
    ny_define_words *define = &declaration->is.define;
    if (!ny_expect_name(parser, NY_WORDS_FIGURES_NAME, &declaration->name) ||
        !ny_parse_label(parser, declaration) || !parse_grain(parser, &define->grain))
        return false;
    return !ny_take_symbol(parser, NY_SYMBOL_EQUAL) || define_value(parser, define);
}

static bool parse_step(ny_parser *parser, ny_define_words *define)
{
    ny_step_words step = {.span = ny_here(parser)};
    if (!define->first_that_holds) {
        define->first_that_holds = true; /* said once, not for each step */
        return NY_FAIL(parser, NY_STEPS_WITHOUT_FIRST, step.span, NY_NO_TEXT);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_WHEN)) {
        if (!(step.when = ny_parse_condition(parser)))
            return false;
    } else {
        parser->at++;
    }
    if (!ny_expect_symbol(parser, NY_SYMBOL_COLON) || !(step.value = ny_parse_expression(parser)))
        return false;
    *NY_APPEND(parser->arena, &define->steps) = step;
    return true;
}

static bool parse_first_or_later(ny_parser *parser, ny_define_words *define)
{
    ny_span begin = ny_here(parser);
    parser->at++;
    if (ny_take_keyword(parser, NY_KEYWORD_THE)) {
        if (!ny_expect_keyword(parser, NY_KEYWORD_FIRST))
            return false;
        define->first_period = ny_peek(parser)->keyword;
        define->first_span = ny_span_between(begin, ny_here(parser));
        if (!ny_take_keyword(parser, NY_KEYWORD_YEAR) &&
            !ny_take_keyword(parser, NY_KEYWORD_QUARTER) &&
            !ny_take_keyword(parser, NY_KEYWORD_MONTH))
            return ny_expected(parser, NY_WORDS_PERIOD_WORD);
        return (define->first = ny_parse_expression(parser)) != NULL;
    }
    if (!ny_expect_keyword(parser, NY_KEYWORD_LATER))
        return false;
    define->later_span = ny_span_between(begin, ny_here(parser));
    if (ny_take_keyword(parser, NY_KEYWORD_YEARS))
        define->later_period = NY_KEYWORD_YEAR;
    else if (ny_take_keyword(parser, NY_KEYWORD_QUARTERS))
        define->later_period = NY_KEYWORD_QUARTER;
    else if (ny_take_keyword(parser, NY_KEYWORD_MONTHS))
        define->later_period = NY_KEYWORD_MONTH;
    else
        return ny_expected(parser, NY_WORDS_PERIOD_WORDS);
    return (define->later = ny_parse_expression(parser)) != NULL;
}

bool ny_parse_define_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"=",         "first that holds:", "when",
                                          "otherwise", "in the first year", "in later years",
                                          "rounded to"};
    ny_define_words *define = &declaration->is.define;
    if (ny_take_symbol(parser, NY_SYMBOL_EQUAL))
        return define_value(parser, define);
    if (ny_take_keyword(parser, NY_KEYWORD_FIRST)) {
        define->first_that_holds = true;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THAT, NY_KEYWORD_HOLDS) &&
               ny_expect_symbol(parser, NY_SYMBOL_COLON);
    }
    if (ny_at_keyword(parser, NY_KEYWORD_WHEN) || ny_at_keyword(parser, NY_KEYWORD_OTHERWISE))
        return parse_step(parser, define);
    if (ny_at_keyword(parser, NY_KEYWORD_IN))
        return parse_first_or_later(parser, define);
    if (ny_at_keyword(parser, NY_KEYWORD_ROUNDED))
        return ny_parse_rounded(parser, &define->rounding);
    return ny_unknown_property(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
}

/* --- exclude ----------------------------------------------------------------------------------- */

bool ny_parse_exclude(ny_parser *parser, ny_declaration *declaration)
{
    if (!ny_expect_name(parser, NY_WORDS_A_TABLE, &declaration->is.exclude.table))
        return false;
    if (ny_peek(parser)->kind != NY_TOKEN_STRING)
        return ny_expected(parser, NY_WORDS_WHY_EXCLUDED);
    return ny_parse_label(parser, declaration);
}

static bool parse_verdict(ny_parser *parser, ny_exclude_words *exclude)
{
    if (ny_take_keyword(parser, NY_KEYWORD_NEITHER)) {
        exclude->verdict_said = true;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_JUDGED, NY_KEYWORD_NOR, NY_KEYWORD_PAID);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_NOT)) {
        exclude->verdict_said = exclude->paid = true;
        return ny_expect_keyword(parser, NY_KEYWORD_JUDGED) &&
               ny_expect_symbol(parser, NY_SYMBOL_COMMA) &&
               NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_STILL, NY_KEYWORD_PAID);
    }
    exclude->verdict_said = exclude->judged = true;
    return ny_expect_keyword(parser, NY_KEYWORD_JUDGED) &&
           ny_expect_symbol(parser, NY_SYMBOL_COMMA) &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_NOT, NY_KEYWORD_PAID);
}

bool ny_parse_exclude_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"where", "not judged, still paid", "judged, not paid",
                                          "neither judged nor paid"};
    ny_exclude_words *exclude = &declaration->is.exclude;
    if (ny_take_keyword(parser, NY_KEYWORD_WHERE))
        return (exclude->where = ny_parse_condition(parser)) != NULL;
    if (ny_at_keyword(parser, NY_KEYWORD_NEITHER) || ny_at_keyword(parser, NY_KEYWORD_NOT) ||
        ny_at_keyword(parser, NY_KEYWORD_JUDGED))
        return parse_verdict(parser, exclude);
    return ny_unknown_property(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
}
