/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* given, offer, fact and assume; table; define; exclude; measure. */

#include "text/parse_declaration.h"

/* --- types ------------------------------------------------------------------------------------- */

static bool take_whole(ny_parser *parser, const char *what, uint32_t *ret_number)
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
    return take_whole(parser, "how many digits", &type->digits) &&
           ny_expect_keyword(parser, NY_KEYWORD_DIGITS) &&
           take_whole(parser, "the lowest digit", &type->digit_low) &&
           ny_expect_symbol(parser, NY_SYMBOL_RANGE) &&
           take_whole(parser, "the highest digit", &type->digit_high);
}

static bool parse_bound(ny_parser *parser, ny_rational *ret_bound)
{
    ny_literal literal = {0};
    bool negative = ny_take_symbol(parser, NY_SYMBOL_MINUS);
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER ||
        !ny_rational_read(parser->arena, ny_word(parser, token), &literal.number))
        return ny_expected(parser, "a number");
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
        if (!ny_expect_name(parser, "a column", &type->high_column))
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
        if (!ny_expect_name(parser, "a word", &word))
            return false;
        *NY_APPEND(parser->arena, &type->words) = word;
    } while (ny_take_keyword(parser, NY_KEYWORD_OR));
    return true;
}

static bool parse_type_form(ny_parser *parser, ny_type_words *type)
{
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
        if (ny_take_keyword(parser, NY_KEYWORD_NOT))
            return ny_expect_keyword(parser, NY_KEYWORD_BEFORE) &&
                   ny_expect_name(parser, "a column", &type->not_before);
        return true;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_YES)) {
        type->form = NY_FORM_YES_NO;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_OR, NY_KEYWORD_NO);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_A)) {
        type->form = NY_FORM_A;
        return ny_expect_name(parser, "a table, or `party`", &type->a);
    }
    if (!ny_at_name(parser) && !ny_at_keyword(parser, NY_KEYWORD_PER))
        return ny_expected(parser, "a type: `key`, `date`, `yes or no`, words, or a range");
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
        !ny_expect_string(parser, "a label", &declaration->label, &declaration->label_span))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_CLAUSE))
        return true;
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || (token->kind != NY_TOKEN_NUMBER && token->kind != NY_TOKEN_DOTTED))
        return ny_expected(parser, "the clause's number");
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
            return ny_expected(parser, "`away from zero`, `to even`, `up` or `down`");
        }
    }
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
            return ny_expected(parser, "`price envelope` or `quality envelope`");
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
        if (!ny_expect_name(parser, "a party", &party))
            return false;
        *NY_APPEND(parser->arena, &figure->attested_by) = party;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    if (figure->attested_by.count > 1 && !figure->attested_by_all && !figure->attested_by_any)
        return NY_FAIL(parser, NY_ATTESTED_ALL_OR_ANY, figure->attested_by.items[0].span,
                       NY_NO_TEXT);
    return true;
}

/* assume: `, between A and B, family` and `~ law`. */
static bool parse_belief(ny_parser *parser, ny_figure_words *figure)
{
    if (ny_at_symbol(parser, NY_SYMBOL_COMMA)) {
        parser->at++;
        if (!ny_expect_keyword(parser, NY_KEYWORD_BETWEEN) ||
            !(figure->low = ny_parse_sum(parser)) || !ny_expect_keyword(parser, NY_KEYWORD_AND) ||
            !(figure->high = ny_parse_sum(parser)))
            return false;
        if (ny_take_symbol(parser, NY_SYMBOL_COMMA) &&
            !ny_expect_name(parser, "`normal`, `beta` or `lognormal`", &figure->family))
            return false;
    }
    return !ny_take_symbol(parser, NY_SYMBOL_TILDE) ||
           (figure->distribution = ny_parse_law(parser)) != NULL;
}

static bool parse_figure_value(ny_parser *parser, ny_declaration *declaration)
{
    ny_figure_words *figure = &declaration->is.figure;
    if (ny_take_symbol(parser, NY_SYMBOL_EQUAL) && !(figure->value = ny_parse_expression(parser)))
        return false;
    if (declaration->kind == NY_DECLARATION_ASSUME)
        return (figure->value || ny_at_symbol(parser, NY_SYMBOL_TILDE) ||
                ny_expected(parser, "`=` and a figure, or `~` and a distribution")) &&
               parse_belief(parser, figure);
    if (figure->value)
        return true;
    if (!ny_take_symbol(parser, NY_SYMBOL_COLON))
        return ny_expected(parser, declaration->kind == NY_DECLARATION_GIVEN
                                       ? "`=` and a figure, or `:` and its type to be agreed"
                                       : "`:` and a type");
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
    if (!ny_expect_name(parser, "the figure's name", &declaration->name))
        return false;
    if (declaration->kind == NY_DECLARATION_ASSUME && ny_take_keyword(parser, NY_KEYWORD_BY) &&
        !ny_expect_name(parser, "a table", &figure->by))
        return false;
    if (!ny_parse_label(parser, declaration) || !parse_figure_value(parser, declaration))
        return false;
    return !ny_take_keyword(parser, NY_KEYWORD_FROM) ||
           ny_expect_string(parser, "the source in quotes", &figure->from, NULL);
}

/* --- table ------------------------------------------------------------------------------------- */

bool ny_parse_table(ny_parser *parser, ny_declaration *declaration)
{
    if (!ny_expect_name(parser, "the table's name", &declaration->name) ||
        !ny_parse_label(parser, declaration))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_DATED))
        return true;
    return ny_expect_keyword(parser, NY_KEYWORD_BY) &&
           ny_expect_name(parser, "a column", &declaration->is.table.dated_by);
}

bool ny_parse_table_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_column_words column = {0};
    /* `a party` alone is a type that lost its name, and `unit bed` a declaration that was pushed in. */
    ny_keyword type = ny_peek_ahead(parser, 1)->keyword;
    bool of_unit = ny_at_keyword(parser, NY_KEYWORD_UNIT) && type != NY_KEYWORD_KEY &&
                   type != NY_KEYWORD_PSEUDONYM && type != NY_KEYWORD_CODE &&
                   type != NY_KEYWORD_DATE;
    if ((ny_at_keyword(parser, NY_KEYWORD_A) || of_unit) && parser->end - parser->at == 2)
        return ny_expected(parser, "a column's name");
    if (!ny_expect_name(parser, "a column's name", &column.name) ||
        !ny_parse_type(parser, &column.type))
        return false;
    if (!ny_at_end(parser) && ny_peek(parser)->kind == NY_TOKEN_STRING &&
        !ny_expect_string(parser, "a label", &column.label, NULL))
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
    if (!ny_expect_name(parser, "`year` or a table", &grain->table))
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
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("the figure"));
    return (define->value = ny_parse_expression(parser)) != NULL;
}

bool ny_parse_define(ny_parser *parser, ny_declaration *declaration)
{
    ny_define_words *define = &declaration->is.define;
    if (!ny_expect_name(parser, "the figure's name", &declaration->name) ||
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
            return ny_expected(parser, "`year`, `quarter` or `month`");
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
        return ny_expected(parser, "`years`, `quarters` or `months`");
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
    if (!ny_expect_name(parser, "a table", &declaration->is.exclude.table))
        return false;
    if (ny_peek(parser)->kind != NY_TOKEN_STRING)
        return ny_expected(parser, "in quotes, why these rows are excluded");
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

/* --- measure ----------------------------------------------------------------------------------- */

bool ny_parse_measure(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, "the measure's name", &declaration->name) &&
           ny_parse_label(parser, declaration);
}

static bool parse_needs(ny_parser *parser, ny_measure_words *measure)
{
    ny_needs_words needs = {.span = ny_here(parser)};
    if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_AT, NY_KEYWORD_LEAST))
        return false;
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER ||
        !ny_rational_read(parser->arena, ny_word(parser, token), &needs.least))
        return ny_expected(parser, "a number of rows, or a percentage");
    parser->at++;
    needs.form = ny_take_symbol(parser, NY_SYMBOL_PERCENT) ? NY_NEEDS_KNOWN : NY_NEEDS_ROWS;
    if (needs.form == NY_NEEDS_KNOWN && !ny_expect_keyword(parser, NY_KEYWORD_KNOWN))
        return false;
    if (needs.form == NY_NEEDS_ROWS && !ny_take_keyword(parser, NY_KEYWORD_ROWS) &&
        !ny_take_keyword(parser, NY_KEYWORD_ROW))
        return ny_expected(parser, "`rows`, or `% known`");
    if (!ny_expect_symbol(parser, NY_SYMBOL_COMMA) ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_OR, NY_KEYWORD_IS))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_UNKNOWN) && !(needs.or_is = ny_parse_sum(parser)))
        return false;
    needs.span = ny_span_between(
        needs.span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    *NY_APPEND(parser->arena, &measure->needs) = needs;
    return true;
}

static bool parse_measured(ny_parser *parser, ny_measure_words *measure, ny_keyword kind)
{
    if (measure->kind != NY_KEYWORD_NONE)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("what is measured"));
    measure->kind_span = ny_span_between(
        ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
    parser->at++;
    measure->kind = kind;
    if (kind == NY_KEYWORD_COUNT)
        return true;
    measure->value = kind == NY_KEYWORD_SHARE ? ny_parse_condition(parser) : ny_parse_sum(parser);
    if (!measure->value)
        return false;
    if (kind == NY_KEYWORD_RATIO)
        return ny_expect_keyword(parser, NY_KEYWORD_TO) &&
               (measure->to = ny_parse_sum(parser)) != NULL;
    if (ny_at_keyword(parser, NY_KEYWORD_BY))
        return NY_FAIL(parser, NY_NOT_IN_THIS_VERSION, ny_here(parser),
                       NY_TEXT("`by kaplan meier` and `by aalen johansen`"));
    return true;
}

static bool parse_counted(ny_parser *parser, ny_measure_words *measure)
{
    measure->counted_span = ny_span_between(
        ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
    parser->at++;
    return (measure->counted = ny_parse_span(parser)) != NULL &&
           ny_expect_keyword(parser, NY_KEYWORD_AFTER) &&
           ny_expect_name(parser, "the column that dates the table", &measure->counted_after);
}

static bool parse_better(ny_parser *parser, ny_measure_words *measure, ny_keyword keyword)
{
    parser->at++;
    measure->better = keyword;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_IS, NY_KEYWORD_BETTER);
}

bool ny_parse_measure_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"over",  "share", "mean",   "median",
                                          "sum",   "count", "ratio",  "counted",
                                          "needs", "lower", "higher", "bounds"};
    ny_measure_words *measure = &declaration->is.measure;
    ny_keyword keyword = ny_peek(parser)->keyword;
    switch ((int)keyword) {
    case NY_KEYWORD_OVER:
        parser->at++;
        measure->over_said = true;
        return ny_parse_scope(parser, &measure->over);
    case NY_KEYWORD_SHARE:
    case NY_KEYWORD_MEAN:
    case NY_KEYWORD_MEDIAN:
    case NY_KEYWORD_SUM:
    case NY_KEYWORD_COUNT:
    case NY_KEYWORD_RATIO:
        return parse_measured(parser, measure, keyword);
    case NY_KEYWORD_COUNTED:
        return parse_counted(parser, measure);
    case NY_KEYWORD_NEEDS:
        parser->at++;
        return parse_needs(parser, measure);
    case NY_KEYWORD_LOWER:
    case NY_KEYWORD_HIGHER:
        return parse_better(parser, measure, keyword);
    case NY_KEYWORD_RATE:
        return NY_FAIL(parser, NY_NOT_IN_THIS_VERSION, ny_here(parser), NY_TEXT("`rate … per`"));
    case NY_KEYWORD_BOUNDS:
        return NY_FAIL(parser, NY_NOT_IN_THIS_VERSION, ny_here(parser), NY_TEXT("`bounds`"));
    case NY_KEYWORD_POOLED:
    case NY_KEYWORD_SHRUNK:
        return NY_FAIL(parser, NY_NOT_IN_THIS_VERSION, ny_here(parser),
                       NY_TEXT("`pooled over` and `shrunk towards`"));
    default:
        return ny_unknown_property(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
    }
}
