/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* contract, party, pay, cost and benefit. */

#include "text/parse_declaration.h"

bool ny_parse_contract(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_string(parser, NY_WORDS_TITLE, &declaration->label, &declaration->label_span);
}

static bool parse_currency(ny_parser *parser, ny_contract_words *contract)
{
    bool comma = true; /* before what comes next */
    do {
        if (ny_at_keyword(parser, NY_KEYWORD_ROUNDED) || ny_at_keyword(parser, NY_KEYWORD_EACH))
            break;
        ny_name currency;
        if (!ny_expect_name(parser, NY_WORDS_A_CURRENCY, &currency))
            return false;
        *NY_APPEND(parser->arena, &contract->currencies) = currency;
        comma = ny_take_symbol(parser, NY_SYMBOL_COMMA);
    } while (comma);
    if (!comma && !ny_at_end(parser))
        return ny_expect_symbol(parser, NY_SYMBOL_COMMA);
    if (contract->currencies.count > 1 && ny_at_keyword(parser, NY_KEYWORD_ROUNDED))
        return ny_expected(parser, NY_WORDS_EACH_OF_SEVERAL);
    if (ny_take_keyword(parser, NY_KEYWORD_EACH) && !ny_at_keyword(parser, NY_KEYWORD_ROUNDED))
        return ny_expected(parser, NY_WORDS_ROUNDED_TO);
    if (!ny_at_keyword(parser, NY_KEYWORD_ROUNDED))
        return ny_expected(parser, NY_WORDS_ROUNDED_TO_HALVES);
    ny_literal *to = &contract->rounding.to;
    if (!ny_parse_rounded(parser, &contract->rounding))
        return false;
    bool bare = !to->unit.over.text.size && !to->unit.per.count && !to->is_percent;
    for (uint32_t i = 0; i < contract->currencies.count; i++)
        bare = bare || (!to->unit.per.count &&
                        ny_text_equal(to->unit.over.text, contract->currencies.items[i].text));
    return bare ||
           NY_FAIL(parser, NY_EXPECTED, to->span, ny_words(parser->sink, NY_WORDS_A_BARE_NUMBER),
                   ny_span_text(parser->sink, to->span));
}

static bool parse_prices(ny_parser *parser, ny_contract_words *contract)
{
    contract->with_tax = ny_take_keyword(parser, NY_KEYWORD_WITH);
    if (!contract->with_tax && !ny_take_keyword(parser, NY_KEYWORD_WITHOUT))
        return ny_expected(parser, NY_WORDS_TAX_OR_NOT);
    contract->tax_said = true;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_VALUE, NY_KEYWORD_ADDED, NY_KEYWORD_TAX);
}

static bool parse_runs(ny_parser *parser, ny_contract_words *contract)
{
    return ny_expect_keyword(parser, NY_KEYWORD_FROM) &&
           (contract->starts = ny_parse_sum(parser)) != NULL &&
           ny_expect_keyword(parser, NY_KEYWORD_FOR) &&
           (contract->term = ny_parse_span(parser)) != NULL;
}

static bool take_period(ny_parser *parser, ny_keyword *ret_period)
{
    ny_keyword keyword = ny_peek(parser)->keyword;
    if (!ny_take_keyword(parser, NY_KEYWORD_YEAR) && !ny_take_keyword(parser, NY_KEYWORD_QUARTER) &&
        !ny_take_keyword(parser, NY_KEYWORD_MONTH))
        return ny_expected(parser, NY_WORDS_PERIOD_WORD);
    *ret_period = keyword;
    return true;
}

static bool parse_statement(ny_parser *parser, ny_contract_words *contract)
{
    return (contract->statement = ny_parse_span(parser)) != NULL &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_AFTER, NY_KEYWORD_EACH, NY_KEYWORD_CONTRACT) &&
           take_period(parser, &contract->period) && ny_expect_symbol(parser, NY_SYMBOL_COMMA) &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_ON, NY_KEYWORD_THE, NY_KEYWORD_DATA, NY_KEYWORD_OF,
                              NY_KEYWORD_THAT, NY_KEYWORD_DAY);
}

static bool parse_last(ny_parser *parser, ny_contract_words *contract)
{
    if (!ny_expect_keyword(parser, NY_KEYWORD_STATEMENT))
        return false;
    contract->last_said = true;
    if (ny_take_keyword(parser, NY_KEYWORD_AT)) {
        contract->last_at_end = true;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_END, NY_KEYWORD_OF,
                                  NY_KEYWORD_THE, NY_KEYWORD_TERM);
    }
    return (contract->last = ny_parse_span(parser)) != NULL &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_AFTER, NY_KEYWORD_THE, NY_KEYWORD_TERM);
}

/* Of objections and of corrections: how long after each statement. */
static bool parse_within(ny_parser *parser, ny_expression **ret_span)
{
    return ny_expect_keyword(parser, NY_KEYWORD_WITHIN) &&
           (*ret_span = ny_parse_span(parser)) != NULL &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_OF, NY_KEYWORD_THE, NY_KEYWORD_STATEMENT);
}

/* `at 3 %`, or `of money at 6 %, of benefits at 0 %`. */
static bool parse_rates(ny_parser *parser, ny_contract_words *contract)
{
    if (!ny_take_keyword(parser, NY_KEYWORD_OF))
        return ny_expect_keyword(parser, NY_KEYWORD_AT) &&
               ny_parse_literal(parser, &contract->present_value);
    contract->has_present_value_of_benefits = true;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_MONEY, NY_KEYWORD_AT) &&
           ny_parse_literal(parser, &contract->present_value) &&
           ny_expect_symbol(parser, NY_SYMBOL_COMMA) &&
           NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_OF, NY_KEYWORD_BENEFITS, NY_KEYWORD_AT) &&
           ny_parse_literal(parser, &contract->present_value_of_benefits);
}

bool ny_parse_present_value(ny_parser *parser, ny_contract_words *contract, bool of_study)
{
    contract->has_present_value = true;
    if (!ny_expect_keyword(parser, NY_KEYWORD_VALUE))
        return false;
    if (!of_study && ny_at_keyword(parser, NY_KEYWORD_OF))
        return NY_FAIL(parser, NY_NOT_IN_THIS_VERSION, ny_here(parser),
                       ny_words(parser->sink, NY_WORDS_BENEFITS_APART));
    if (!parse_rates(parser, contract))
        return false;
    if (ny_at_end(parser))
        return ny_expected(parser, of_study ? NY_WORDS_AT_WHICH_POINT_OF_CYCLE
                                            : NY_WORDS_AT_WHICH_POINT_OF_YEAR);
    if (!ny_expect_symbol(parser, NY_SYMBOL_COMMA) || !ny_expect_keyword(parser, NY_KEYWORD_AT))
        return false;
    contract->at_every_moment = of_study && ny_take_keyword(parser, NY_KEYWORD_EVERY);
    if (contract->at_every_moment)
        return ny_expect_keyword(parser, NY_KEYWORD_MOMENT);
    if (!ny_expect_keyword(parser, NY_KEYWORD_THE))
        return false;
    contract->at_start = ny_take_keyword(parser, NY_KEYWORD_START);
    if (!contract->at_start && !ny_take_keyword(parser, NY_KEYWORD_END))
        return ny_expected(parser, of_study ? NY_WORDS_END_OR_START_OF_CYCLE
                                            : NY_WORDS_END_OR_START_OF_YEAR);
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_OF, NY_KEYWORD_EACH,
                              of_study ? NY_KEYWORD_CYCLE : NY_KEYWORD_YEAR);
}

bool ny_parse_contract_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"currency", "prices",     "runs",        "statement",
                                          "last",     "objections", "corrections", "present"};
    ny_contract_words *contract = &declaration->is.contract;
    ny_token_kind kind = ny_peek(parser)->kind;
    ny_span whole = ny_span_between(
        ny_here(parser), ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
    ny_keyword keyword = kind == NY_TOKEN_WORD ? ny_peek(parser)->keyword : NY_KEYWORD_NONE;
    uint32_t named;
    parser->at++;
    switch ((int)keyword) {
    case NY_KEYWORD_CURRENCY:
        contract->currency_span = whole;
        named = contract->currencies.count;
        if (!parse_currency(parser, contract))
            contract->currencies.count = named; /* which this line names, nobody knows */
        return !parser->failed;
    case NY_KEYWORD_PRICES:
        contract->tax_span = whole;
        return parse_prices(parser, contract);
    case NY_KEYWORD_RUNS:
        contract->runs_span = whole;
        return parse_runs(parser, contract);
    case NY_KEYWORD_STATEMENT:
        contract->statement_span = whole;
        return parse_statement(parser, contract);
    case NY_KEYWORD_LAST:
        contract->last_span = whole;
        return parse_last(parser, contract);
    case NY_KEYWORD_OBJECTIONS:
        return parse_within(parser, &contract->objections);
    case NY_KEYWORD_CORRECTIONS:
        return parse_within(parser, &contract->corrections);
    case NY_KEYWORD_PRESENT:
        return ny_parse_present_value(parser, contract, false);
    default:
        parser->at--;
        return ny_unknown_property(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
    }
}

/* --- party ------------------------------------------------------------------------------------- */

static bool parse_shares(ny_parser *parser, ny_party_words *party)
{
    do {
        ny_share_words share = {0};
        if (!ny_expect_name(parser, NY_WORDS_A_PARTY, &share.party))
            return false;
        bool plain = ny_at_end(parser) || ny_at_symbol(parser, NY_SYMBOL_COMMA) ||
                     ny_at_keyword(parser, NY_KEYWORD_IN);
        if (!plain && !(share.share = ny_parse_sum(parser)))
            return false;
        *NY_APPEND(parser->arena, &party->shares) = share;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    for (uint32_t i = 0; i < party->shares.count; i++)
        if (!party->shares.items[i].share)
            party->equal = true;
    if (ny_take_keyword(parser, NY_KEYWORD_IN))
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_EQUAL, NY_KEYWORD_SHARES);
    return !party->equal || ny_expected(parser, NY_WORDS_SHARE_FOR_EACH);
}

bool ny_parse_party(ny_parser *parser, ny_declaration *declaration)
{
    ny_party_words *party = &declaration->is.party;
    if (!ny_expect_name(parser, NY_WORDS_PARTYS_NAME, &declaration->name) ||
        !ny_parse_label(parser, declaration))
        return false;
    ny_keyword role = ny_peek(parser)->keyword;
    if (ny_take_keyword(parser, NY_KEYWORD_BUYS) || ny_take_keyword(parser, NY_KEYWORD_SELLS) ||
        ny_take_keyword(parser, NY_KEYWORD_NEITHER))
        party->role = role;
    if (ny_take_keyword(parser, NY_KEYWORD_TOGETHER)) {
        party->together = true;
        return parse_shares(parser, party);
    }
    return true;
}

/* --- pay, cost, benefit ------------------------------------------------------------------------ */

static bool parse_each(ny_parser *parser, ny_pay_words *pay)
{
    ny_keyword keyword = ny_peek(parser)->keyword;
    if (!ny_take_keyword(parser, NY_KEYWORD_YEAR) && !ny_take_keyword(parser, NY_KEYWORD_QUARTER) &&
        !ny_take_keyword(parser, NY_KEYWORD_MONTH))
        return ny_expected(parser, NY_WORDS_YEAR_OR_EACH_ROW);
    pay->period = keyword;
    pay->time = NY_TIME_EACH_PERIOD;
    if (ny_take_keyword(parser, NY_KEYWORD_UNTIL)) {
        pay->time = NY_TIME_EACH_UNTIL_LAST;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_LAST, NY_KEYWORD_STATEMENT);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_AFTER)) {
        pay->time = NY_TIME_EACH_AFTER_TERM;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_TERM);
    }
    return true;
}

static bool parse_once(ny_parser *parser, ny_pay_words *pay)
{
    if (ny_take_keyword(parser, NY_KEYWORD_AT)) {
        pay->time = NY_TIME_ONCE_AT_END;
        if (!ny_expect_keyword(parser, NY_KEYWORD_THE))
            return false;
        if (ny_at_keyword(parser, NY_KEYWORD_START)) {
            pay->time = NY_TIME_ONCE_AT_START;
            pay->time_span = ny_span_between(pay->time_span, ny_here(parser));
            parser->at++;
            return true;
        }
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_END, NY_KEYWORD_OF, NY_KEYWORD_THE,
                                  NY_KEYWORD_TERM);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_WITH)) {
        pay->time = NY_TIME_ONCE_WITH_LAST;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_THE, NY_KEYWORD_LAST, NY_KEYWORD_STATEMENT);
    }
    if (!ny_take_keyword(parser, NY_KEYWORD_ON))
        return ny_expected(parser, NY_WORDS_WHEN_ONCE);
    pay->time = NY_TIME_ONCE_ON;
    if (!(pay->on = ny_parse_sum(parser)))
        return false;
    if (!ny_take_keyword(parser, NY_KEYWORD_IF))
        return true;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BY, NY_KEYWORD_THEN) &&
           (pay->if_by_then = ny_parse_condition(parser)) != NULL;
}

static bool parse_time(ny_parser *parser, ny_pay_words *pay, bool is_payment)
{
    pay->time_span = ny_here(parser);
    if (ny_take_keyword(parser, NY_KEYWORD_FOR)) {
        pay->time = NY_TIME_FOR_EACH;
        if (!ny_expect_keyword(parser, NY_KEYWORD_EACH))
            return false;
        if (ny_at_pathway_time(parser, is_payment))
            return ny_parse_pathway_time(parser, pay, is_payment);
        if (!ny_expect_name(parser, NY_WORDS_A_TABLE, &pay->table))
            return false;
        return !ny_take_keyword(parser, NY_KEYWORD_WHERE) ||
               (pay->where = ny_parse_condition(parser)) != NULL;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_EACH))
        return parse_each(parser, pay);
    if (ny_take_keyword(parser, NY_KEYWORD_ONCE))
        return parse_once(parser, pay);
    return NY_FAIL(parser, NY_PAY_WITHOUT_TIME, ny_here(parser), NY_NO_TEXT);
}

/* Costs and benefits may be dated by another day of the row; a payment has its due date. */
static bool parse_amount(ny_parser *parser, ny_pay_words *pay, bool may_be_dated)
{
    if (pay->amount)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       ny_words(parser->sink, NY_WORDS_THE_AMOUNT));
    pay->amount = ny_parse_expression(parser);
    if (!pay->amount || !parse_time(parser, pay, !may_be_dated))
        return false;
    if (may_be_dated && ny_take_symbol(parser, NY_SYMBOL_COMMA))
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_DATED, NY_KEYWORD_BY) &&
               ny_expect_name(parser, NY_WORDS_A_COLUMN, &pay->dated_by);
    return true;
}

static bool parse_due(ny_parser *parser, ny_pay_words *pay)
{
    if (!(pay->due = ny_parse_span(parser)) || !ny_expect_keyword(parser, NY_KEYWORD_AFTER))
        return false;
    pay->due_after.span = ny_here(parser);
    if (ny_take_keyword(parser, NY_KEYWORD_THAT)) {
        pay->due_form = NY_DUE_THAT_DAY;
        return ny_expect_keyword(parser, NY_KEYWORD_DAY);
    }
    if (!ny_take_keyword(parser, NY_KEYWORD_THE)) {
        pay->due_form = NY_DUE_COLUMN;
        return ny_expect_name(parser, NY_WORDS_DUE_AFTER_WHAT, &pay->due_after);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_STATEMENT)) {
        pay->due_form = NY_DUE_STATEMENT;
        return true;
    }
    pay->due_form = NY_DUE_PERIOD;
    if (!ny_take_keyword(parser, NY_KEYWORD_CONTRACT))
        return ny_expected(parser, NY_WORDS_CONTRACT_YEAR_OR_STATEMENT);
    pay->due_after.span = ny_here(parser);
    return take_period(parser, &pay->due_after.keyword);
}

bool ny_parse_pay(ny_parser *parser, ny_declaration *declaration)
{
    ny_pay_words *pay = &declaration->is.pay;
    if (!ny_expect_name(parser, NY_WORDS_PARTY_THAT_PAYS, &pay->payer) ||
        !ny_expect_keyword(parser, NY_KEYWORD_TO) ||
        !ny_expect_name(parser, NY_WORDS_PARTY_THAT_IS_PAID, &pay->payee))
        return false;
    if (ny_take_keyword(parser, NY_KEYWORD_OR)) {
        pay->back_when_negative = true;
        if (!NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BACK, NY_KEYWORD_WHEN, NY_KEYWORD_NEGATIVE))
            return false;
    }
    if (ny_peek(parser)->kind != NY_TOKEN_STRING)
        return ny_expected(parser, NY_WORDS_PAYMENTS_LABEL);
    return ny_parse_label(parser, declaration) &&
           (ny_at_end(parser) || parse_amount(parser, pay, false));
}

bool ny_parse_cost(ny_parser *parser, ny_declaration *declaration)
{
    ny_pay_words *pay = &declaration->is.pay;
    if (!ny_expect_name(parser, NY_WORDS_PARTY_CONCERNED, &pay->payer))
        return false;
    if (ny_peek(parser)->kind != NY_TOKEN_STRING)
        return ny_expected(parser, NY_WORDS_LABEL_IN_QUOTES);
    return ny_parse_label(parser, declaration) &&
           (ny_at_end(parser) || parse_amount(parser, pay, true));
}

bool ny_parse_pay_property(ny_parser *parser, ny_declaration *declaration)
{
    ny_pay_words *pay = &declaration->is.pay;
    ny_span begin = ny_here(parser);
    bool is_pay = declaration->kind == NY_DECLARATION_PAY;
    if (is_pay && ny_take_keyword(parser, NY_KEYWORD_WHEN)) {
        if (pay->when)
            return NY_FAIL(parser, NY_SAID_TWICE, begin, NY_TEXT("`when`"));
        return (pay->when = ny_parse_condition(parser)) != NULL;
    }
    if (is_pay && ny_at_keyword(parser, NY_KEYWORD_DUE)) {
        if (pay->due_form != NY_DUE_NOT_SAID)
            return NY_FAIL(parser, NY_SAID_TWICE, begin, NY_TEXT("`due`"));
        parser->at++;
        bool read = parse_due(parser, pay);
        pay->due_span = ny_span_between(
            begin, ny_token_span(parser, &parser->tokens->list.items[parser->end - 1]));
        return read;
    }
    if (ny_take_keyword(parser, NY_KEYWORD_UNDER)) {
        if (pay->heading.size)
            return NY_FAIL(parser, NY_SAID_TWICE, begin, NY_TEXT("`under`"));
        return ny_expect_string(parser, NY_WORDS_A_HEADING, &pay->heading, NULL);
    }
    if (declaration->failed && pay->amount) {
        parser->at = parser->end; /* what went wrong on its own line was said */
        return true;
    }
    return parse_amount(parser, pay, !is_pay);
}
