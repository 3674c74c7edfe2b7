/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Values from outside the contract, read in the contract's own language. */

#include "model/checker.h"

static ny_map *unit_map(ny_arena *arena, const ny_model *model)
{
    ny_map *map = ny_map_create(arena);
    for (uint32_t i = NY_UNIT_FIRST_FREE; i < model->units.count; i++)
        (void)ny_map_add(map, model->units.items[i], i);
    return map;
}

/* "a percentage" says more than "a number without unit". */
static ny_text due_name(ny_checker *checker, const ny_figure *figure)
{
    if (figure->kind == NY_FIGURE_FACT && ny_text_is(figure->unit_text, "%"))
        return ny_words(checker->sink, NY_WORDS_A_PERCENTAGE);
    return ny_kind_name(checker, &figure->type);
}

/* "`12 EUR`", or that nothing stands there. */
static ny_text said_as(const ny_checker *checker, ny_text written)
{
    return written.size ? NY_WORDS(checker->sink, NY_WORDS_SAID_AS, written)
                        : ny_words(checker->sink, NY_WORDS_NOTHING_AT_ALL);
}

static void report_other(ny_checker *checker, const ny_figure *figure, ny_span span)
{
    ny_text written = ny_text_trim(ny_span_text(checker->sink, span));
    NY_SAY(checker, figure->kind == NY_FIGURE_FACT ? NY_FACT_UNIT : NY_OFFER_UNIT, span,
           figure->name, said_as(checker, written), due_name(checker, figure));
}

/* "yes", a date and an empty text are no numbers, whatever follows. */
static bool begins_number(const ny_tokens *tokens)
{
    const ny_token *first = &tokens->list.items[0];
    return first->kind == NY_TOKEN_NUMBER || first->kind == NY_TOKEN_SYMBOL;
}

/* A bidder cannot add a unit or a currency to the contract, so nothing of that is said here. */
static bool knows_unit(const ny_checker *checker, const ny_unit_words *words, ny_unit *ret_unit,
                       ny_rational *ret_factor)
{
    ny_sink quiet = {.arena = checker->arena,
                     .language = checker->sink->language,
                     .sources = checker->sink->sources};
    ny_checker silent = *checker;
    silent.sink = &quiet;
    return ny_check_unit(&silent, words, ret_unit, ret_factor);
}

static bool read_number(ny_checker *checker, const ny_figure *figure, const ny_tokens *tokens,
                        ny_value *ret_value)
{
    bool is_fact = figure->kind == NY_FIGURE_FACT;
    ny_literal literal;
    ny_unit unit;
    ny_rational factor;
    if (!begins_number(tokens) && !tokens->passed_over.count) {
        report_other(checker, figure, (ny_span){tokens->source, 0, (uint32_t)tokens->text.size});
        return false;
    }
    if (!ny_parse_value(checker->arena, checker->sink, tokens, &literal))
        return false;
    if (is_fact && !ny_check_unit(checker, &literal.unit, &unit, &factor))
        return false;
    if (!is_fact && !knows_unit(checker, &literal.unit, &unit, &factor)) {
        report_other(checker, figure, literal.span);
        return false;
    }
    ny_rational value = ny_rational_multiply(checker->arena, literal.number, factor);
    if (literal.is_percent || literal.is_percentage_points)
        value = ny_rational_divide(checker->arena, value, ny_rational_whole(100));
    ny_type type = {.kind = NY_KIND_NUMBER, .unit = unit};
    ny_text written = ny_span_text(checker->sink, literal.span);
    if (!ny_type_agrees(&type, &figure->type)) {
        report_other(checker, figure, literal.span);
        return false;
    }
    bool is_whole = figure->declaration->is.figure.type.is_whole;
    bool parted = is_whole &&
                  !ny_rational_is_whole(ny_rational_divide(checker->arena, value, figure->factor));
    if (parted || (figure->has_range && (ny_rational_compare(value, figure->low) < 0 ||
                                         ny_rational_compare(value, figure->high) > 0))) {
        NY_SAY(checker, is_fact ? NY_FACT_RANGE : NY_OFFER_RANGE, literal.span, figure->name,
               written, ny_span_text(checker->sink, figure->declaration->is.figure.type.span));
        return false;
    }
    *ret_value = ny_value_number(value);
    return true;
}

bool ny_model_read_value(ny_arena *arena, ny_sink *sink, const ny_model *model, uint32_t number,
                         uint32_t source, ny_value *ret_value)
{
    const ny_figure *figure = &model->figures.items[number];
    ny_model copy = *model; /* a checker may write to its model; this one does not */
    ny_checker checker = {.arena = arena,
                          .sink = sink,
                          .model = &copy,
                          .units = unit_map(arena, model),
                          .lost = ny_map_create(arena) /* of a value no name is lost */};
    const ny_tokens *tokens = ny_tokens_read(arena, sink, source);
    ny_text text = ny_text_trim(tokens->text);
    ny_date date;
    if (figure->type.kind == NY_KIND_NUMBER)
        return read_number(&checker, figure, tokens, ret_value);
    if (figure->type.kind == NY_KIND_DATE && ny_date_read(text, &date)) {
        *ret_value = ny_value_date(date);
        return true;
    }
    if (figure->type.kind == NY_KIND_YES_NO &&
        (ny_text_is(text, "yes") || ny_text_is(text, "no"))) {
        *ret_value = ny_value_index(ny_text_is(text, "yes"));
        return true;
    }
    report_other(&checker, figure, (ny_span){source, 0, (uint32_t)tokens->text.size});
    return false;
}
