/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See fit.h. */

#include "use/fit.h"

#include "run/distribution.h"
#include "run/vmath.h"

/* A number as written, or a given that is one; in base units. */
static bool constant(ny_arena *arena, const ny_model *model, const ny_expression *expression,
                     ny_rational *ret_value)
{
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    if (expression->kind == NY_EXPRESSION_NUMBER) {
        *ret_value = meaning->value;
        return true;
    }
    if (expression->kind == NY_EXPRESSION_NEGATE &&
        expression->items.items[0]->kind == NY_EXPRESSION_NUMBER) {
        ny_rational positive = ny_meaning_of(model, expression->items.items[0])->value;
        *ret_value = ny_rational_negate(arena, positive);
        return true;
    }
    if (expression->kind != NY_EXPRESSION_NAME || meaning->reference != NY_REFERENCE_FIGURE)
        return false;
    const ny_figure *figure = &model->figures.items[meaning->number];
    const ny_expression *value = figure->kind == NY_FIGURE_GIVEN && !figure->to_be_agreed
                                     ? figure->declaration->is.figure.value
                                     : NULL;
    if (!value || value->kind != NY_EXPRESSION_NUMBER)
        return false;
    *ret_value = ny_meaning_of(model, value)->value;
    return true;
}

/* To four digits. */
static ny_rational rounded(ny_arena *arena, double value)
{
    ny_rational exact = ny_rational_from_double(arena, value), unit = NY_RATIONAL_ONE,
                ten = ny_rational_whole(10);
    double size = value < 0 ? -value : value;
    for (double step = 1000; size > 0 && step > size; step /= 10)
        unit = ny_rational_divide(arena, unit, ten);
    for (double step = 10000; step <= size && step < 1e300; step *= 10)
        unit = ny_rational_multiply(arena, unit, ten);
    return ny_rational_round(arena, exact, unit, NY_HALVES_AWAY_FROM_ZERO);
}

ny_fit ny_fit_of(ny_arena *arena, const ny_model *model, const ny_figure *figure)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    const ny_expression *said[] = {words->value, words->low, words->high};
    ny_fit fit = {.known = false};
    if (figure->replaces != NY_NONE && model->figures.items[figure->replaces].assumed == NY_NONE)
        return fit; /* a price that is not drawn */
    double three[3], first, second;
    bool has_factor = ny_rational_sign(figure->factor) != 0;
    for (size_t i = 0; i < 3; i++) {
        ny_rational value;
        if (!said[i] || !constant(arena, model, said[i], &value))
            return fit;
        three[i] = ny_rational_to_double(
            has_factor ? ny_rational_divide(arena, value, figure->factor) : value);
    }
    ny_distribution_status status;
    if (ny_text_is(figure->family, "lognormal")) {
        status = ny_distribution_interval_lognormal(three[0], three[1], three[2], &first, &second);
        fit = (ny_fit){.names = {"median", "sdlog"}, .with_unit = {true, false}};
        first = three[0];
    } else if (ny_text_is(figure->family, "beta")) {
        double factor = has_factor ? ny_rational_to_double(figure->factor) : 1;
        status = ny_distribution_interval_beta(three[0] * factor, three[1] * factor,
                                               three[2] * factor, &first, &second);
        fit = (ny_fit){.names = {"a", "b"}};
    } else {
        status = ny_distribution_interval_normal(three[0], three[1], three[2], &first, &second);
        fit = (ny_fit){.names = {"mean", "sd"}, .with_unit = {true, true}};
    }
    fit.known = status == NY_DISTRIBUTION_OK;
    if (!fit.known)
        return fit;
    fit.values[0] = rounded(arena, first);
    fit.values[1] = rounded(arena, second);
    return fit;
}

/* "operations per year": currencies, shares, "per year" and what ends in an s stay. */
static ny_text plural(ny_arena *arena, ny_text unit)
{
    size_t end = 0;
    while (end < unit.size && unit.data[end] != ' ')
        end++;
    bool rate = ny_text_is((ny_text){unit.data, end}, "per");
    char last = end && !rate ? unit.data[end - 1] : ' ';
    return ny_format(arena, "%.*s%s%.*s", (int)end, unit.data,
                     last >= 'a' && last <= 'z' && last != 's' ? "s" : "", (int)(unit.size - end),
                     unit.data + end);
}

ny_text ny_fit_text(ny_arena *arena, const ny_model *model, const ny_figure *figure)
{
    ny_fit fit = ny_fit_of(arena, model, figure);
    if (!fit.known)
        return NY_NO_TEXT;
    ny_buffer text = ny_buffer_create(arena);
    ny_buffer_add(&text, figure->family);
    for (size_t i = 0; i < 2; i++) {
        ny_buffer_format(&text, "%s%s %.*s", i == 0 ? "(" : ", ", fit.names[i],
                         NY_PRINT(ny_rational_decimal_text(arena, fit.values[i], 0, 300)));
        if (fit.with_unit[i] && figure->unit_text.size)
            ny_buffer_format(&text, " %.*s", NY_PRINT(plural(arena, figure->unit_text)));
    }
    ny_buffer_add(&text, NY_TEXT(")"));
    return ny_buffer_text(&text);
}
