/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See award_words.h. */

#include "io/award_words.h"

/* A figure that has no declaration of its own, such as a sum: its unit is that of its expression. */
static ny_figure unnamed(const ny_prose *prose, const ny_type *type)
{
    ny_figure figure = {.kind = NY_FIGURE_GIVEN,
                        .type = *type,
                        .factor = NY_RATIONAL_ONE,
                        .currency = NY_NONE,
                        .unit_text = ny_unit_text(prose->arena, prose->model, type->unit, false)};
    for (uint32_t i = 0; i < prose->model->currencies.count; i++)
        if (ny_unit_exponent(type->unit, prose->model->currencies.items[i].unit) == 1)
            figure.currency = i;
    return figure;
}

ny_text ny_award_figure(const ny_prose *prose, const ny_expression *expression, ny_rational value)
{
    const ny_meaning *meaning = ny_meaning_of(prose->model, expression);
    if (meaning->reference == NY_REFERENCE_FIGURE)
        return ny_prose_shown(prose, &prose->model->figures.items[meaning->number],
                              ny_value_number(value));
    ny_figure figure = unnamed(prose, &meaning->type);
    return ny_prose_shown(prose, &figure, ny_value_number(value));
}

ny_text ny_criterion_figure(const ny_prose *prose, const ny_criterion *criterion, ny_rational value)
{
    if (criterion->words->judging == NY_JUDGED_BY_VALUE)
        return ny_award_figure(prose, criterion->words->value, value);
    if (criterion->words->judging == NY_JUDGED_BY_JUDGES || criterion->type.kind != NY_KIND_NUMBER)
        return ny_prose_decimal(prose, ny_rational_decimal_text(prose->arena, value, 0, 6));
    ny_figure figure = unnamed(prose, &criterion->type);
    return ny_prose_shown(prose, &figure, ny_value_number(value));
}

ny_text ny_award_weight_words(const ny_prose *prose, const ny_criterion *criterion,
                              ny_rational weight)
{
    if (criterion->words->worth)
        return ny_award_figure(prose, criterion->words->weight, weight);
    ny_rational percent = ny_rational_multiply(prose->arena, weight, ny_rational_whole(100));
    return NY_TELLS(prose, PERCENT,
                    ny_prose_decimal(prose, ny_rational_decimal_text(prose->arena, percent, 0, 6)));
}
