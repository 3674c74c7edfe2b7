/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* study and pathway; and when a cost or a benefit of a pathway arises. */

#include "text/parse_declaration.h"

/* More states than this are counted in another way: `stay of` a pathway is the time in a state. */
#define STATES_MOST 1000

/* --- study ------------------------------------------------------------------------------------- */

bool ny_parse_study(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_string(parser, NY_WORDS_STUDYS_TITLE, &declaration->label,
                            &declaration->label_span);
}

static bool parse_currencies(ny_parser *parser, ny_contract_words *study)
{
    do {
        if (ny_at_keyword(parser, NY_KEYWORD_ROUNDED) || ny_at_keyword(parser, NY_KEYWORD_EACH))
            return NY_FAIL(parser, NY_STUDY_HAS_NO_LINE, ny_here(parser),
                           ny_words(parser->sink, NY_WORDS_WORDS_ROUNDED_TO),
                           ny_words(parser->sink, NY_WORDS_MEANS_NOT_PAID),
                           ny_words(parser->sink, NY_WORDS_SAY_CURRENCIES_ALONE));
        ny_name currency;
        if (!ny_expect_name(parser, NY_WORDS_A_CURRENCY, &currency))
            return false;
        *NY_APPEND(parser->arena, &study->currencies) = currency;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    return true;
}

/* What a contract says and a study cannot. */
static ny_text why_not(ny_parser *parser, ny_keyword keyword, ny_text *ret_hint)
{
    *ret_hint = NY_NO_TEXT;
    switch ((int)keyword) {
    case NY_KEYWORD_PRICES:
        return ny_words(parser->sink, NY_WORDS_NO_TAX_IN_STUDY);
    case NY_KEYWORD_RUNS:
        *ret_hint = ny_words(parser->sink, NY_WORDS_SAY_HOW_LONG_FOLLOWED);
        return ny_words(parser->sink, NY_WORDS_NO_TERM_IN_STUDY);
    case NY_KEYWORD_STATEMENT:
    case NY_KEYWORD_LAST:
    case NY_KEYWORD_OBJECTIONS:
        return ny_words(parser->sink, NY_WORDS_NO_STATEMENTS_IN_STUDY);
    default:
        return NY_NO_TEXT;
    }
}

bool ny_parse_study_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"currency", "present value"};
    ny_contract_words *study = &declaration->is.contract;
    ny_keyword keyword =
        ny_peek(parser)->kind == NY_TOKEN_WORD ? ny_peek(parser)->keyword : NY_KEYWORD_NONE;
    ny_text hint, why = why_not(parser, keyword, &hint);
    if (why.size)
        return NY_FAIL(parser, NY_STUDY_HAS_NO_LINE, ny_here(parser),
                       ny_word(parser, ny_peek(parser)), why, hint);
    bool twice =
        keyword == NY_KEYWORD_CURRENCY ? study->currencies.count > 0 : study->has_present_value;
    if ((keyword == NY_KEYWORD_CURRENCY || keyword == NY_KEYWORD_PRESENT) && twice)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       keyword == NY_KEYWORD_CURRENCY ? NY_TEXT("`currency`")
                                                      : NY_TEXT("`present value`"));
    if (ny_take_keyword(parser, NY_KEYWORD_CURRENCY))
        return parse_currencies(parser, study);
    if (ny_take_keyword(parser, NY_KEYWORD_PRESENT))
        return ny_parse_present_value(parser, study, true);
    return ny_unknown_property(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
}

/* --- pathway ----------------------------------------------------------------------------------- */

bool ny_parse_pathway(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, NY_WORDS_PATHWAYS_NAME, &declaration->name) &&
           ny_parse_label(parser, declaration);
}

static bool parse_states(ny_parser *parser, ny_pathway_words *pathway)
{
    do {
        ny_name state;
        if (!ny_expect_name(parser, NY_WORDS_A_STATE, &state))
            return false;
        if (pathway->states.count == STATES_MOST)
            return NY_FAIL(parser, NY_PATHWAY_TOO_LARGE, state.span,
                           ny_words(parser->sink, NY_WORDS_STATES_MOST));
        *NY_APPEND(parser->arena, &pathway->states) = state;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    return true;
}

static bool parse_start(ny_parser *parser, ny_pathway_words *pathway)
{
    ny_start_words start = {.span = ny_here(parser)};
    if (!ny_expect_name(parser, NY_WORDS_A_STATE, &start.state))
        return false;
    *NY_APPEND(parser->arena, &pathway->starts) = start;
    return true;
}

/* `every year` is `every 1 year`. */
static ny_expression *parse_length(ny_parser *parser)
{
    if (!ny_at_end(parser) && ny_peek(parser)->kind == NY_TOKEN_NUMBER)
        return ny_parse_span(parser);
    ny_expression *one = NY_NEW(parser->arena, ny_expression);
    *one = (ny_expression){.kind = NY_EXPRESSION_NUMBER,
                           .id = parser->next_id++,
                           .literal = {.number = NY_RATIONAL_ONE}};
    if (!ny_expect_name(parser, NY_WORDS_CYCLES_LENGTH, &one->literal.unit.over))
        return NULL;
    one->span = one->literal.span = one->literal.unit.span = one->literal.unit.over.span;
    return one;
}

static bool parse_cycles(ny_parser *parser, ny_pathway_words *pathway)
{
    pathway->cycles_span = ny_span_between(
        ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
    return ny_expect_keyword(parser, NY_KEYWORD_EVERY) &&
           (pathway->every = parse_length(parser)) != NULL &&
           ny_expect_keyword(parser, NY_KEYWORD_FOR) &&
           (pathway->lasts = ny_parse_span(parser)) != NULL;
}

static bool parse_counting(ny_parser *parser, ny_pathway_words *pathway)
{
    if (ny_take_keyword(parser, NY_KEYWORD_SIMPSON)) {
        pathway->counted = NY_COUNTED_SIMPSON;
        return true;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_HALF)) {
        pathway->counted = NY_COUNTED_HALF_CYCLE;
        return ny_expect_keyword(parser, NY_KEYWORD_CYCLE);
    }
    if (!ny_take_keyword(parser, NY_KEYWORD_AT))
        return ny_expected(parser, NY_WORDS_COUNTED_HOW);
    if (ny_take_keyword(parser, NY_KEYWORD_EVERY)) {
        pathway->counted = NY_COUNTED_AT_EVERY_POINT;
        return ny_expect_keyword(parser, NY_KEYWORD_POINT);
    }
    if (!ny_expect_keyword(parser, NY_KEYWORD_THE))
        return false;
    pathway->counted =
        ny_at_keyword(parser, NY_KEYWORD_START) ? NY_COUNTED_AT_START : NY_COUNTED_AT_END;
    return ny_take_keyword(parser, NY_KEYWORD_START) || ny_take_keyword(parser, NY_KEYWORD_END) ||
           ny_expected(parser, NY_WORDS_START_OR_END);
}

static bool parse_move(ny_parser *parser, ny_pathway_words *pathway)
{
    ny_move_words move = {
        .span = ny_span_between(
            ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]))};
    parser->at++;
    if (!ny_expect_name(parser, NY_WORDS_A_STATE, &move.from) ||
        !ny_expect_keyword(parser, NY_KEYWORD_TO) ||
        !ny_expect_name(parser, NY_WORDS_A_STATE, &move.to) ||
        !(move.chance = ny_parse_expression(parser)))
        return false;
    *NY_APPEND(parser->arena, &pathway->moves) = move;
    return true;
}

static bool is_said(const ny_pathway_words *pathway, ny_keyword keyword)
{
    switch ((int)keyword) {
    case NY_KEYWORD_STATES:
        return pathway->states.count > 0;
    case NY_KEYWORD_STARTS:
        return pathway->starts.count > 0;
    case NY_KEYWORD_CYCLES:
        return pathway->every != NULL;
    case NY_KEYWORD_COUNTED:
        return pathway->counted != NY_COUNTED_NOT_SAID;
    default:
        return false;
    }
}

bool ny_parse_pathway_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"states", "starts in", "cycles", "counted", "from"};
    ny_pathway_words *pathway = &declaration->is.pathway;
    ny_keyword keyword =
        ny_peek(parser)->kind == NY_TOKEN_WORD ? ny_peek(parser)->keyword : NY_KEYWORD_NONE;
    if (is_said(pathway, keyword))
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       ny_format(parser->arena, "`%s`", ny_keyword_text(keyword)));
    if (ny_take_keyword(parser, NY_KEYWORD_STATES))
        return parse_states(parser, pathway);
    if (ny_take_keyword(parser, NY_KEYWORD_STARTS))
        return ny_expect_keyword(parser, NY_KEYWORD_IN) && parse_start(parser, pathway);
    if (ny_take_keyword(parser, NY_KEYWORD_CYCLES))
        return parse_cycles(parser, pathway);
    if (ny_take_keyword(parser, NY_KEYWORD_COUNTED))
        return parse_counting(parser, pathway);
    if (ny_at_keyword(parser, NY_KEYWORD_FROM))
        return parse_move(parser, pathway);
    return ny_unknown_property(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
}

/* --- costs and benefits ------------------------------------------------------------------------ */

static bool is_period(ny_keyword keyword)
{
    return keyword == NY_KEYWORD_YEAR || keyword == NY_KEYWORD_QUARTER ||
           keyword == NY_KEYWORD_MONTH;
}

/* No table can have the name of a unit of time; `move` may be a table's. */
bool ny_at_pathway_time(const ny_parser *parser, bool is_payment)
{
    ny_keyword keyword = ny_peek(parser)->keyword, next = ny_peek_ahead(parser, 1)->keyword;
    if (is_period(keyword))
        return !is_payment || next == NY_KEYWORD_IN;
    return keyword == NY_KEYWORD_MOVE && (next == NY_KEYWORD_FROM || next == NY_KEYWORD_TO);
}

static bool parse_in_states(ny_parser *parser, ny_pay_words *pay)
{
    pay->time = NY_TIME_EACH_IN_STATES;
    pay->period = ny_peek(parser)->keyword;
    parser->at++;
    if (!ny_take_keyword(parser, NY_KEYWORD_IN))
        return NY_FAIL(parser, NY_IN_WHICH_STATES, ny_here(parser),
                       ny_text_of(ny_keyword_text(pay->period)));
    do {
        ny_name state;
        if (!ny_expect_name(parser, NY_WORDS_A_STATE, &state))
            return false;
        *NY_APPEND(parser->arena, &pay->states) = state;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    return true;
}

bool ny_parse_pathway_time(ny_parser *parser, ny_pay_words *pay, bool is_payment)
{
    if (is_payment)
        return NY_FAIL(parser, NY_PATHWAY_TIME_IN_PAY, ny_here(parser), NY_NO_TEXT);
    if (ny_take_keyword(parser, NY_KEYWORD_MOVE)) {
        pay->time = NY_TIME_EACH_MOVE;
        if (ny_take_keyword(parser, NY_KEYWORD_FROM) &&
            !ny_expect_name(parser, NY_WORDS_A_STATE, &pay->move_from))
            return false;
        if (!ny_expect_keyword(parser, NY_KEYWORD_TO) ||
            !ny_expect_name(parser, NY_WORDS_A_STATE, &pay->move_to))
            return false;
    } else if (!parse_in_states(parser, pay)) {
        return false;
    }
    pay->time_span = ny_span_between(
        pay->time_span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
    return !ny_take_keyword(parser, NY_KEYWORD_WHEN) ||
           (pay->when = ny_parse_condition(parser)) != NULL;
}
