/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* In which unit a figure is shown whose declaration states none: hours, days or weeks, and months,
 * quarters or years, as its rounding or its own expression writes them; else per year and not per
 * month. Numbers are in base units everywhere else, so this changes no figure. */

#include "model/check_expression.h"

/* The words that are still looked for. */
typedef struct ny_showing {
    ny_checker *checker;
    bool looks_for_day, looks_for_month;
    ny_time_word day, month;
} ny_showing;

static void take_word(ny_showing *showing, ny_text name)
{
    ny_time_word word;
    if (!ny_find_time_word(showing->checker->arena, name, &word))
        return;
    if (word.base == NY_UNIT_DAY && showing->looks_for_day) {
        showing->day = word;
        showing->looks_for_day = false;
    } else if (word.base == NY_UNIT_MONTH && showing->looks_for_month) {
        showing->month = word;
        showing->looks_for_month = false;
    }
}

static void take_unit(ny_showing *showing, const ny_unit_words *unit)
{
    take_word(showing, unit->over.text);
    for (uint32_t i = 0; i < unit->per.count; i++)
        take_word(showing, unit->per.items[i].text);
}

/* A unit as it is shown: "DKK per hour". */
static void take_text(ny_showing *showing, ny_text unit)
{
    for (size_t at = 0; at < unit.size;) {
        size_t end = at;
        while (end < unit.size && unit.data[end] != ' ')
            end++;
        take_word(showing, (ny_text){unit.data + at, end - at});
        at = end + 1;
    }
}

static void take_named(ny_showing *showing, const ny_meaning *meaning)
{
    const ny_model *model = showing->checker->model;
    switch (meaning->reference) {
    case NY_REFERENCE_COLUMN:
    case NY_REFERENCE_COLUMN_OF:
        take_text(showing,
                  model->tables.items[meaning->table].columns.items[meaning->number].unit_text);
        return;
    case NY_REFERENCE_DRAWN_OF:
        take_text(showing,
                  model->tables.items[meaning->table].columns.items[meaning->through].unit_text);
        return;
    case NY_REFERENCE_FIGURE:
    case NY_REFERENCE_MEASURE_PART:
    case NY_REFERENCE_ASSUME_OF:
        take_text(showing, model->figures.items[meaning->number].unit_text);
        return;
    case NY_REFERENCE_NONE:
    case NY_REFERENCE_WORD:
    case NY_REFERENCE_PARTY:
    case NY_REFERENCE_SHARE_OF:
    case NY_REFERENCE_PATHWAY:
    case NY_REFERENCE_FACT_DATE:
        return;
    }
}

static void look(ny_showing *showing, const ny_expression *expression);

/* The word of both sides, or of the one that has any; weeks and hours together are days. */
static void agree(bool *looks_for, ny_time_word *word, const bool found[2],
                  const ny_time_word words[2])
{
    if (!*looks_for || (!found[0] && !found[1]))
        return;
    *looks_for = false;
    if (!found[0] || !found[1] || ny_text_equal(words[0].name, words[1].name))
        *word = words[found[0] ? 0 : 1];
}

static void look_at_sum(ny_showing *showing, const ny_expression *sum)
{
    ny_showing sides[2] = {*showing, *showing};
    for (uint32_t i = 0; i < 2; i++)
        look(&sides[i], sum->items.items[i]);
    agree(&showing->looks_for_day, &showing->day,
          (const bool[]){!sides[0].looks_for_day, !sides[1].looks_for_day},
          (const ny_time_word[]){sides[0].day, sides[1].day});
    agree(&showing->looks_for_month, &showing->month,
          (const bool[]){!sides[0].looks_for_month, !sides[1].looks_for_month},
          (const ny_time_word[]){sides[0].month, sides[1].month});
}

/* What is of the whole's own unit speaks for it before what only shares a time with it. */
static void look(ny_showing *showing, const ny_expression *expression)
{
    const ny_model *model = showing->checker->model;
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    if (meaning->type.kind != NY_KIND_NUMBER ||
        (!showing->looks_for_day && !showing->looks_for_month))
        return;
    if (expression->kind == NY_EXPRESSION_ADD || expression->kind == NY_EXPRESSION_SUBTRACT) {
        look_at_sum(showing, expression);
        return;
    }
    if (expression->kind == NY_EXPRESSION_NUMBER)
        take_unit(showing, &expression->literal.unit);
    else
        take_named(showing, meaning);
    for (int like = 1; like >= 0; like--)
        for (uint32_t i = 0; i < expression->items.count; i++) {
            const ny_expression *item = expression->items.items[i];
            const ny_type *type = &ny_meaning_of(model, item)->type;
            if (type->kind == NY_KIND_NUMBER &&
                ny_unit_equal(type->unit, meaning->type.unit) == (like == 1))
                look(showing, item);
        }
}

static void look_if_any(ny_showing *showing, const ny_expression *expression)
{
    if (expression)
        look(showing, expression);
}

static void look_through(ny_showing *showing, const ny_figure *figure)
{
    const ny_declaration *declaration = figure->declaration;
    if (figure->kind == NY_FIGURE_MEASURE) {
        look_if_any(showing, declaration->is.measure.value);
        look_if_any(showing, declaration->is.measure.to);
        return;
    }
    if (figure->kind != NY_FIGURE_DEFINE) {
        look_if_any(showing, declaration->is.figure.value);
        return;
    }
    const ny_define_words *words = &declaration->is.define;
    if (words->rounding.said)
        take_unit(showing, &words->rounding.to.unit);
    look_if_any(showing, words->value);
    look_if_any(showing, words->first);
    look_if_any(showing, words->later);
    for (uint32_t i = 0; i < words->steps.count; i++)
        look_if_any(showing, words->steps.items[i].value);
}

/* A given that is a number stands in the unit that it is written in. */
static bool take_written(ny_checker *checker, ny_figure *figure)
{
    const ny_expression *value = figure->kind == NY_FIGURE_GIVEN || figure->kind == NY_FIGURE_ASSUME
                                     ? figure->declaration->is.figure.value
                                     : NULL;
    ny_unit written;
    ny_rational factor;
    if (!value || value->kind != NY_EXPRESSION_NUMBER ||
        !ny_check_unit(checker, &value->literal.unit, &written, &factor))
        return false;
    figure->unit_text =
        ny_unit_words_text(checker, &value->literal.unit, value->literal.is_percent);
    figure->factor = value->literal.is_percent
                         ? ny_rational_divide(checker->arena, factor, ny_rational_whole(100))
                         : factor;
    return true;
}

static void name_unit(ny_checker *checker, ny_figure *figure)
{
    if (figure->type.kind != NY_KIND_NUMBER)
        return;
    ny_unit unit = figure->type.unit;
    for (uint32_t i = 0; i < checker->model->currencies.count; i++)
        if (ny_unit_exponent(unit, checker->model->currencies.items[i].unit) == 1)
            figure->currency = i;
    if (figure->unit_text.size || take_written(checker, figure))
        return;
    ny_showing showing = {.checker = checker,
                          .looks_for_day = ny_unit_exponent(unit, NY_UNIT_DAY) != 0,
                          .looks_for_month = ny_unit_exponent(unit, NY_UNIT_MONTH) != 0};
    (void)ny_find_time_word(checker->arena, NY_TEXT("day"), &showing.day);
    (void)ny_find_time_word(checker->arena,
                            ny_unit_exponent(unit, NY_UNIT_MONTH) < 0 ? NY_TEXT("year")
                                                                      : NY_TEXT("month"),
                            &showing.month);
    if (!figure->declaration->failed)
        look_through(&showing, figure);
    figure->unit_text = ny_unit_text_in(checker->arena, checker->model, unit, &showing.day,
                                        &showing.month, &figure->factor);
}

void ny_check_shown(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->order.count; i++) /* what a figure needs is named before it */
        name_unit(checker, &model->figures.items[model->order.items[i]]);
    for (uint32_t i = 0; i < model->figures.count; i++)
        name_unit(checker, &model->figures.items[i]);
}
