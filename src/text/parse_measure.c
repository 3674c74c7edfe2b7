/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* measure: what is measured, how it is estimated, when it is counted and what it needs. */

#include "text/parse_declaration.h"

bool ny_parse_measure(ny_parser *parser, ny_declaration *declaration)
{
    return ny_expect_name(parser, NY_WORDS_MEASURES_NAME, &declaration->name) &&
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
        return ny_expected(parser, NY_WORDS_ROWS_OR_PERCENTAGE);
    parser->at++;
    needs.form = ny_take_symbol(parser, NY_SYMBOL_PERCENT) ? NY_NEEDS_KNOWN : NY_NEEDS_ROWS;
    if (needs.form == NY_NEEDS_KNOWN && !ny_expect_keyword(parser, NY_KEYWORD_KNOWN))
        return false;
    if (needs.form == NY_NEEDS_ROWS && !ny_take_keyword(parser, NY_KEYWORD_ROWS) &&
        !ny_take_keyword(parser, NY_KEYWORD_ROW))
        return ny_expected(parser, NY_WORDS_ROWS_OR_KNOWN);
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

/* --- what is measured -------------------------------------------------------------------------- */

static bool parse_estimator_form(ny_parser *parser, ny_estimator_words *estimator)
{
    if (ny_take_keyword(parser, NY_KEYWORD_KAPLAN)) {
        estimator->form = NY_KAPLAN_MEIER;
        return ny_expect_keyword(parser, NY_KEYWORD_MEIER);
    }
    if (ny_take_keyword(parser, NY_KEYWORD_AALEN)) {
        estimator->form = NY_AALEN_JOHANSEN;
        return ny_expect_keyword(parser, NY_KEYWORD_JOHANSEN);
    }
    if (ny_at_end(parser))
        return ny_expected(parser, NY_WORDS_KAPLAN_MEIER_OR_AALEN_JOHANSEN);
    return NY_FAIL(parser, NY_ESTIMATOR_UNKNOWN, ny_here(parser), ny_word(parser, ny_peek(parser)));
}

/* by kaplan meier, censored at died, censored at moved */
static bool parse_estimator(ny_parser *parser, ny_estimator_words *estimator)
{
    estimator->span = ny_rest_of_line(parser);
    parser->at++;
    if (!parse_estimator_form(parser, estimator))
        return false;
    while (ny_take_symbol(parser, NY_SYMBOL_COMMA)) {
        ny_name column;
        bool censored = ny_take_keyword(parser, NY_KEYWORD_CENSORED);
        if (censored && !ny_expect_keyword(parser, NY_KEYWORD_AT))
            return false;
        if (!censored && !ny_take_keyword(parser, NY_KEYWORD_COMPETING))
            return ny_expected(parser, NY_WORDS_CENSORED_AT_OR_COMPETING);
        if (!ny_expect_name(parser, NY_WORDS_DATE_OF_ROW, &column))
            return false;
        *NY_APPEND(parser->arena, censored ? &estimator->censored : &estimator->competing) = column;
    }
    return true;
}

/* rate revised has happened per 100 years of followed */
static bool parse_rate(ny_parser *parser, ny_measure_words *measure)
{
    parser->unit_ends = NY_KEYWORD_PER;
    measure->value = ny_parse_condition(parser);
    parser->unit_ends = NY_KEYWORD_NONE;
    if (!measure->value || !ny_expect_keyword(parser, NY_KEYWORD_PER))
        return false;
    if (ny_at_end(parser) || ny_peek(parser)->kind != NY_TOKEN_NUMBER)
        return ny_expected(parser, NY_WORDS_HOW_MUCH_TIME_SUCH_AS);
    if (!ny_parse_literal(parser, &measure->per))
        return false;
    if (ny_rational_sign(measure->per.number) <= 0)
        return NY_FAIL(parser, NY_EXPECTED, measure->per.span,
                       ny_words(parser->sink, NY_WORDS_TIME_ABOVE_0),
                       ny_span_text(parser->sink, measure->per.span));
    return ny_expect_keyword(parser, NY_KEYWORD_OF) && (measure->to = ny_parse_sum(parser)) != NULL;
}

static bool parse_measured_value(ny_parser *parser, ny_measure_words *measure)
{
    switch ((int)measure->kind) {
    case NY_KEYWORD_COUNT:
        return true;
    case NY_KEYWORD_SHARE:
        return (measure->value = ny_parse_condition(parser)) != NULL;
    case NY_KEYWORD_RATE:
        return parse_rate(parser, measure);
    case NY_KEYWORD_RATIO:
        return (measure->value = ny_parse_sum(parser)) != NULL &&
               ny_expect_keyword(parser, NY_KEYWORD_TO) &&
               (measure->to = ny_parse_sum(parser)) != NULL;
    default:
        return (measure->value = ny_parse_sum(parser)) != NULL;
    }
}

static bool parse_measured(ny_parser *parser, ny_measure_words *measure, ny_keyword kind)
{
    if (measure->kind != NY_KEYWORD_NONE)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser),
                       ny_words(parser->sink, NY_WORDS_WHAT_IS_MEASURED));
    measure->kind_span = ny_rest_of_line(parser);
    parser->at++;
    measure->kind = kind;
    if (!parse_measured_value(parser, measure))
        return false;
    return !ny_at_keyword(parser, NY_KEYWORD_BY) || parse_estimator(parser, &measure->estimator);
}

/* --- bounds, pooled, shrunk -------------------------------------------------------------------- */

static const struct {
    ny_bounds_form form;
    ny_keyword words[3];
} forms[] = {
#define NY_BOUNDS(name, first, second, third, fits)                                                \
    {NY_BOUNDS_##name, {NY_KEYWORD_##first, NY_KEYWORD_##second, NY_KEYWORD_##third}},
#include "text/bounds.def"
#undef NY_BOUNDS
};

ny_text ny_bounds_text(ny_arena *arena, ny_bounds_form form)
{
    ny_buffer name = ny_buffer_create(arena);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (int w = 0; forms[i].form == form && w < 3; w++)
            if (forms[i].words[w] != NY_KEYWORD_NONE)
                ny_buffer_format(&name, "%s%s", name.size ? " " : "",
                                 ny_keyword_text(forms[i].words[w]));
    return ny_buffer_text(&name);
}

static bool parse_bounds_form(ny_parser *parser, ny_bounds_words *bounds)
{
    bounds->form_span = ny_here(parser);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        uint32_t taken = 0;
        while (taken < 3 && forms[i].words[taken] != NY_KEYWORD_NONE &&
               ny_peek_ahead(parser, taken)->keyword == forms[i].words[taken])
            taken++;
        if (taken < 3 && forms[i].words[taken] != NY_KEYWORD_NONE)
            continue;
        bounds->form = forms[i].form;
        parser->at += taken;
        bounds->form_span = ny_span_between(
            bounds->form_span, ny_token_span(parser, &parser->tokens->list.items[parser->at - 1]));
        return true;
    }
    if (ny_at_end(parser) || ny_peek(parser)->kind != NY_TOKEN_WORD)
        return ny_expected(parser, NY_WORDS_THE_KIND_OF_BOUNDS_SUCH);
    return NY_FAIL(parser, NY_BOUNDS_UNKNOWN, ny_here(parser), ny_word(parser, ny_peek(parser)));
}

static bool parse_bounds(ny_parser *parser, ny_bounds_words *bounds)
{
    if (bounds->form != NY_BOUNDS_NONE)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`bounds`"));
    bounds->span = ny_rest_of_line(parser);
    parser->at++;
    if (!parse_bounds_form(parser, bounds))
        return false;
    if (ny_at_end(parser) || ny_peek(parser)->kind != NY_TOKEN_NUMBER)
        return ny_expected(parser, NY_WORDS_HOW_SURE_THEY_ARE_SUCH);
    if (!ny_parse_literal(parser, &bounds->level))
        return false;
    if (!ny_at_keyword(parser, NY_KEYWORD_ROUNDED))
        return ny_expected(parser, NY_WORDS_ROUNDED_TO);
    return ny_parse_rounded(parser, &bounds->rounding);
}

static bool parse_pooled(ny_parser *parser, ny_pooled_words *pooled)
{
    if (pooled->over)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`pooled over`"));
    pooled->span = ny_rest_of_line(parser);
    parser->at++;
    return ny_expect_keyword(parser, NY_KEYWORD_OVER) &&
           (pooled->over = ny_parse_span(parser)) != NULL;
}

static bool parse_shrunk(ny_parser *parser, ny_shrunk_words *shrunk)
{
    if (shrunk->towards)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`shrunk towards`"));
    shrunk->span = ny_rest_of_line(parser);
    parser->at++;
    if (!ny_expect_keyword(parser, NY_KEYWORD_TOWARDS))
        return false;
    parser->unit_ends = NY_KEYWORD_WITH;
    shrunk->towards = ny_parse_sum(parser);
    parser->unit_ends = NY_KEYWORD_NONE;
    if (!shrunk->towards ||
        !NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_WITH, NY_KEYWORD_WEIGHT, NY_KEYWORD_OF))
        return false;
    const ny_token *token = ny_peek(parser);
    if (ny_at_end(parser) || token->kind != NY_TOKEN_NUMBER ||
        !ny_rational_read(parser->arena, ny_word(parser, token), &shrunk->rows) ||
        ny_rational_sign(shrunk->rows) <= 0)
        return ny_expected(parser, NY_WORDS_A_NUMBER_OF_ROWS_ABOVE);
    parser->at++;
    return ny_take_keyword(parser, NY_KEYWORD_ROWS) || ny_take_keyword(parser, NY_KEYWORD_ROW) ||
           ny_expected(parser, NY_WORDS_ROWS);
}

/* standardised by age_group to people of standard */
static bool parse_standardised(ny_parser *parser, ny_standardised_words *standardised)
{
    if (standardised->said)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`standardised by`"));
    standardised->said = true;
    standardised->span = ny_rest_of_line(parser);
    parser->at++;
    return ny_expect_keyword(parser, NY_KEYWORD_BY) &&
           ny_expect_name(parser, NY_WORDS_A_COLUMN, &standardised->by) &&
           ny_expect_keyword(parser, NY_KEYWORD_TO) &&
           ny_expect_name(parser, NY_WORDS_A_COLUMN, &standardised->weight) &&
           ny_expect_keyword(parser, NY_KEYWORD_OF) &&
           ny_expect_name(parser, NY_WORDS_A_TABLE, &standardised->table);
}

/* less revised_elsewhere */
static bool parse_less(ny_parser *parser, ny_measure_words *measure)
{
    if (measure->less)
        return NY_FAIL(parser, NY_SAID_TWICE, ny_here(parser), NY_TEXT("`less`"));
    parser->at++;
    if (!ny_at_name(parser))
        return ny_expected(parser, NY_WORDS_A_MEASURE);
    return (measure->less = ny_parse_sum(parser)) != NULL;
}

/* --- the other properties ---------------------------------------------------------------------- */

static bool parse_counted(ny_parser *parser, ny_measure_words *measure)
{
    measure->counted_span = ny_rest_of_line(parser);
    parser->at++;
    return (measure->counted = ny_parse_span(parser)) != NULL &&
           ny_expect_keyword(parser, NY_KEYWORD_AFTER) &&
           ny_expect_name(parser, NY_WORDS_DATING_COLUMN, &measure->counted_after);
}

static bool parse_better(ny_parser *parser, ny_measure_words *measure, ny_keyword keyword)
{
    parser->at++;
    measure->better = keyword;
    return NY_EXPECT_KEYWORDS(parser, NY_KEYWORD_IS, NY_KEYWORD_BETTER);
}

bool ny_parse_measure_property(ny_parser *parser, ny_declaration *declaration)
{
    static const char *const allowed[] = {
        "over",  "share", "mean",   "median", "sum",    "count",  "ratio",        "rate", "counted",
        "needs", "lower", "higher", "bounds", "pooled", "shrunk", "standardised", "less"};
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
    case NY_KEYWORD_RATE:
        return parse_measured(parser, measure, keyword);
    case NY_KEYWORD_COUNTED:
        return parse_counted(parser, measure);
    case NY_KEYWORD_NEEDS:
        parser->at++;
        return parse_needs(parser, measure);
    case NY_KEYWORD_LOWER:
    case NY_KEYWORD_HIGHER:
        return parse_better(parser, measure, keyword);
    case NY_KEYWORD_BOUNDS:
        return parse_bounds(parser, &measure->bounds);
    case NY_KEYWORD_POOLED:
        return parse_pooled(parser, &measure->pooled);
    case NY_KEYWORD_SHRUNK:
        return parse_shrunk(parser, &measure->shrunk);
    case NY_KEYWORD_LESS:
        return parse_less(parser, measure);
    case NY_KEYWORD_STANDARDISED:
        return parse_standardised(parser, &measure->standardised);
    default:
        return ny_unknown_property(parser, declaration, allowed, sizeof allowed / sizeof *allowed);
    }
}
