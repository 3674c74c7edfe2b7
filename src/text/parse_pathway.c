/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* study, pathway and tree; and when a cost or a benefit of a pathway or a tree arises. */

#include "text/parse_declaration.h"

/* More states than this are counted in another way: `stay of` a pathway is the time in a state. */
#define STATES_MOST 1000
#define WAYS_MOST 2000 /* lines of a tree */
#define PEOPLE_MOST 100000000

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

bool ny_parse_tree(ny_parser *parser, ny_declaration *declaration)
{
    declaration->is.pathway.is_tree = true;
    return ny_expect_name(parser, NY_WORDS_TREES_NAME, &declaration->name) &&
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

/* `there for 2 years`: the time already spent in the state. */
static bool parse_there(ny_parser *parser, ny_expression **ret_there)
{
    if (!ny_take_keyword(parser, NY_KEYWORD_THERE))
        return true;
    return ny_expect_keyword(parser, NY_KEYWORD_FOR) &&
           (*ret_there = ny_parse_span(parser)) != NULL;
}

static bool at_end_of_start(const ny_parser *parser)
{
    return ny_at_end(parser) || ny_at_symbol(parser, NY_SYMBOL_COMMA) ||
           (ny_at_keyword(parser, NY_KEYWORD_THERE) &&
            ny_peek_ahead(parser, 1)->keyword == NY_KEYWORD_FOR);
}

/* `well 60 %, ill 30 % there for 2 years, dead remaining` */
static bool parse_starts(ny_parser *parser, ny_pathway_words *pathway)
{
    do {
        ny_start_words start = {.span = ny_here(parser)};
        if (!ny_expect_name(parser, NY_WORDS_A_STATE, &start.state))
            return false;
        start.remaining = ny_take_keyword(parser, NY_KEYWORD_REMAINING);
        bool has_share = !start.remaining && !at_end_of_start(parser);
        parser->unit_ends = NY_KEYWORD_THERE;
        if (has_share)
            start.share = ny_parse_sum(parser);
        parser->unit_ends = NY_KEYWORD_NONE;
        if ((has_share && !start.share) || !parse_there(parser, &start.there))
            return false;
        start.span = ny_span_between(
            start.span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
        *NY_APPEND(parser->arena, &pathway->starts) = start;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
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
    pathway->cycles_span = ny_rest_of_line(parser);
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

/* `continuous for 30 years` */
static bool parse_continuous(ny_parser *parser, ny_pathway_words *pathway)
{
    pathway->is_continuous = true;
    pathway->cycles_span = ny_rest_of_line(parser);
    return ny_expect_keyword(parser, NY_KEYWORD_FOR) &&
           (pathway->lasts = ny_parse_span(parser)) != NULL;
}

/* `as a cohort`, `as 100_000 people`, `one by one` */
static bool parse_followed(ny_parser *parser, ny_pathway_words *pathway)
{
    if (ny_take_keyword(parser, NY_KEYWORD_ONE)) {
        pathway->followed = NY_FOLLOWED_ONE_BY_ONE;
        return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_BY, NY_KEYWORD_ONE);
    }
    if (!ny_take_keyword(parser, NY_KEYWORD_AS))
        return ny_expected(parser, NY_WORDS_FOLLOWED_HOW);
    if (ny_take_keyword(parser, NY_KEYWORD_A)) {
        pathway->followed = NY_FOLLOWED_AS_COHORT;
        return ny_expect_keyword(parser, NY_KEYWORD_COHORT);
    }
    pathway->followed = NY_FOLLOWED_AS_PEOPLE;
    ny_span number = ny_here(parser);
    if (!ny_parse_whole(parser, NY_WORDS_FOLLOWED_HOW, &pathway->followed_as))
        return false;
    if (pathway->followed_as > PEOPLE_MOST)
        return NY_FAIL(parser, NY_PATHWAY_TOO_LARGE, number,
                       ny_words(parser->sink, NY_WORDS_PEOPLE_MOST));
    return ny_expect_keyword(parser, NY_KEYWORD_PEOPLE);
}

static bool parse_people(ny_parser *parser, ny_pathway_words *pathway)
{
    return (pathway->people = ny_parse_sum(parser)) != NULL;
}

/* `arriving in well 120 each cycle` */
static bool parse_arriving(ny_parser *parser, ny_pathway_words *pathway)
{
    ny_arriving_words arriving = {.span = ny_rest_of_line(parser)};
    parser->at++;
    if (!ny_expect_keyword(parser, NY_KEYWORD_IN) ||
        !ny_expect_name(parser, NY_WORDS_A_STATE, &arriving.state) ||
        !(arriving.number = ny_parse_expression(parser)) ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_EACH, NY_KEYWORD_CYCLE))
        return false;
    *NY_APPEND(parser->arena, &pathway->arriving) = arriving;
    return true;
}

/* --- moves and curves -------------------------------------------------------------------------- */

/* `80 %, 15 %, remaining` */
static bool parse_matrix_row(ny_parser *parser, ny_pathway_words *pathway, ny_name from,
                             ny_span span)
{
    ny_matrix_row_words row = {.from = from, .span = span};
    do {
        ny_expression *chance = NULL;
        if (!ny_take_keyword(parser, NY_KEYWORD_REMAINING) && !(chance = ny_parse_sum(parser)))
            return false;
        *NY_APPEND(parser->arena, &row.chances) = chance;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    *NY_APPEND(parser->arena, &pathway->rows) = row;
    return true;
}

/* `weibull(…) hazard times 0.8` */
static bool parse_time_law(ny_parser *parser, ny_move_words *move)
{
    if (!(move->law = ny_parse_law(parser)))
        return false;
    return !ny_take_keyword(parser, NY_KEYWORD_HAZARD) ||
           (ny_expect_keyword(parser, NY_KEYWORD_TIMES) &&
            (move->times = ny_parse_sum(parser)) != NULL);
}

/* `after` may be a figure's name; before a law it is none. */
static bool at_after_law(const ny_parser *parser)
{
    return ny_at_keyword(parser, NY_KEYWORD_AFTER) && parser->at + 1 < parser->end &&
           ny_peek_ahead(parser, 1)->kind == NY_TOKEN_WORD;
}

static bool parse_how(ny_parser *parser, ny_move_words *move)
{
    move->form = NY_MOVE_REMAINING;
    if (ny_take_keyword(parser, NY_KEYWORD_REMAINING))
        return true;
    move->form = NY_MOVE_RATE;
    if (ny_take_keyword(parser, NY_KEYWORD_AT))
        return (move->chance = ny_parse_expression(parser)) != NULL;
    move->form = NY_MOVE_BY;
    if (ny_take_keyword(parser, NY_KEYWORD_BY))
        return parse_time_law(parser, move);
    move->form = NY_MOVE_AFTER;
    if (at_after_law(parser)) {
        parser->at++;
        return parse_time_law(parser, move);
    }
    move->form = NY_MOVE_CHANCE;
    if (!(move->chance = ny_parse_expression(parser)))
        return false;
    move->over_table = ny_take_keyword(parser, NY_KEYWORD_OVER);
    return !move->over_table || ny_parse_scope(parser, &move->over);
}

static bool parse_move(ny_parser *parser, ny_pathway_words *pathway)
{
    ny_move_words move = {.span = ny_rest_of_line(parser)};
    if (pathway->is_tree && pathway->moves.count == WAYS_MOST)
        return NY_FAIL(parser, NY_PATHWAY_TOO_LARGE, move.span,
                       ny_words(parser->sink, NY_WORDS_WAYS_MOST));
    parser->at++;
    if (!ny_expect_name(parser, NY_WORDS_A_STATE, &move.from) ||
        !ny_expect_keyword(parser, NY_KEYWORD_TO))
        return false;
    if (!pathway->is_tree && ny_take_keyword(parser, NY_KEYWORD_EACH))
        return parse_matrix_row(parser, pathway, move.from, move.span);
    if (!ny_expect_name(parser, NY_WORDS_A_STATE, &move.to) || !parse_how(parser, &move))
        return false;
    if (ny_at_keyword(parser, NY_KEYWORD_WHEN))
        return NY_FAIL(parser, NY_MOVE_HAS_NO_WHEN, ny_here(parser), move.from.text, move.to.text);
    *NY_APPEND(parser->arena, &pathway->moves) = move;
    return true;
}

/* `in stable, progressed EXPR` */
static bool parse_curve(ny_parser *parser, ny_pathway_words *pathway)
{
    ny_curve_words curve = {.span = ny_rest_of_line(parser)};
    parser->at++;
    do {
        ny_name state;
        if (!ny_expect_name(parser, NY_WORDS_A_STATE, &state))
            return false;
        *NY_APPEND(parser->arena, &curve.states) = state;
    } while (ny_take_symbol(parser, NY_SYMBOL_COMMA));
    if (!(curve.share = ny_parse_expression(parser)) || !ny_expect_end(parser))
        return false; /* else a pathway of moves would be taken for one of curves */
    *NY_APPEND(parser->arena, &pathway->curves) = curve;
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
    case NY_KEYWORD_CONTINUOUS:
        return pathway->is_continuous;
    case NY_KEYWORD_COUNTED:
        return pathway->counted != NY_COUNTED_NOT_SAID;
    case NY_KEYWORD_PEOPLE:
        return pathway->people != NULL;
    case NY_KEYWORD_FOLLOWED:
        return pathway->followed != NY_FOLLOWED_NOT_SAID;
    default:
        return false;
    }
}

static void remember_line(const ny_parser *parser, ny_pathway_words *pathway, ny_keyword keyword)
{
    if (keyword == NY_KEYWORD_STARTS)
        pathway->starts_span = ny_rest_of_line(parser);
    else if (keyword == NY_KEYWORD_COUNTED)
        pathway->counted_span = ny_rest_of_line(parser);
    else if (keyword == NY_KEYWORD_FOLLOWED)
        pathway->followed_span = ny_rest_of_line(parser);
}

static bool parse_line(ny_parser *parser, ny_declaration *declaration, const char *const *allowed,
                       size_t count)
{
    ny_pathway_words *pathway = &declaration->is.pathway;
    ny_keyword keyword =
        ny_peek(parser)->kind == NY_TOKEN_WORD ? ny_peek(parser)->keyword : NY_KEYWORD_NONE;
    if (is_said(pathway, keyword))
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       ny_format(parser->arena, "`%s`", ny_keyword_text(keyword)));
    remember_line(parser, pathway, keyword);
    if (ny_at_keyword(parser, NY_KEYWORD_FROM))
        return parse_move(parser, pathway);
    if (ny_take_keyword(parser, NY_KEYWORD_PEOPLE))
        return parse_people(parser, pathway);
    if (ny_take_keyword(parser, NY_KEYWORD_FOLLOWED))
        return parse_followed(parser, pathway);
    if (!pathway->is_tree && ny_take_keyword(parser, NY_KEYWORD_STATES))
        return parse_states(parser, pathway);
    if (!pathway->is_tree && ny_take_keyword(parser, NY_KEYWORD_STARTS))
        return ny_expect_keyword(parser, NY_KEYWORD_IN) && parse_starts(parser, pathway);
    if (!pathway->is_tree && ny_take_keyword(parser, NY_KEYWORD_CYCLES))
        return parse_cycles(parser, pathway);
    if (!pathway->is_tree && ny_take_keyword(parser, NY_KEYWORD_CONTINUOUS))
        return parse_continuous(parser, pathway);
    if (!pathway->is_tree && ny_take_keyword(parser, NY_KEYWORD_COUNTED))
        return parse_counting(parser, pathway);
    if (!pathway->is_tree && ny_at_keyword(parser, NY_KEYWORD_ARRIVING))
        return parse_arriving(parser, pathway);
    if (!pathway->is_tree && ny_at_keyword(parser, NY_KEYWORD_IN))
        return parse_curve(parser, pathway);
    return ny_unknown_property(parser, declaration, allowed, count);
}

bool ny_parse_pathway_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"states",   "starts in", "people",  "arriving in",
                                          "followed", "cycles",    "counted", "continuous",
                                          "from",     "in"};
    return parse_line(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
}

bool ny_parse_tree_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {"people", "followed", "from"};
    return parse_line(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
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
