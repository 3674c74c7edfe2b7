/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See form.h. */

#include "use/form.h"

ny_keyword ny_form_envelope(const ny_figure *figure)
{
    return figure->declaration->is.figure.envelope == NY_KEYWORD_QUALITY ? NY_KEYWORD_QUALITY
                                                                         : NY_KEYWORD_PRICE;
}

/* Numbers are in base units; a form shows them as the contract writes them. */
static ny_rational as_written(ny_arena *arena, const ny_figure *figure, ny_rational number)
{
    return ny_rational_sign(figure->factor) ? ny_rational_divide(arena, number, figure->factor)
                                            : number;
}

static ny_form_field offer_field(ny_arena *arena, const ny_figure *figure, uint32_t number)
{
    bool counts = figure->type.kind == NY_KIND_NUMBER;
    return (ny_form_field){.name = figure->name,
                           .label = figure->label,
                           .clause = figure->clause,
                           .envelope = ny_form_envelope(figure),
                           .figure = number,
                           .requirement = NY_NONE,
                           .kind = figure->type.kind,
                           .unit = counts ? figure->unit_text : NY_NO_TEXT,
                           .is_whole = counts && figure->declaration->is.figure.type.is_whole,
                           .has_range = counts && figure->has_range,
                           .has_default = figure->has_default,
                           .low = as_written(arena, figure, figure->low),
                           .high = as_written(arena, figure, figure->high)};
}

ny_form *ny_form_of(ny_arena *arena, const ny_model *model)
{
    ny_form *form = NY_NEW(arena, ny_form);
    form->model = model;
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].kind == NY_FIGURE_OFFER)
            *NY_APPEND(arena, &form->fields) = offer_field(arena, &model->figures.items[i], i);
    for (uint32_t i = 0; i < model->requirements.count; i++) {
        const ny_declaration *require = model->requirements.items[i];
        if (require->is.require.answered_yes)
            *NY_APPEND(arena, &form->fields) = (ny_form_field){.name = require->name.text,
                                                               .label = require->label,
                                                               .clause = require->clause,
                                                               .envelope = NY_KEYWORD_QUALITY,
                                                               .figure = NY_NONE,
                                                               .requirement = i,
                                                               .kind = NY_KIND_YES_NO};
    }
    return form;
}

const ny_form_field *ny_form_find(const ny_form *form, ny_text name, bool answer)
{
    for (uint32_t i = 0; i < form->fields.count; i++) {
        const ny_form_field *field = &form->fields.items[i];
        if ((field->figure == NY_NONE) == answer && ny_text_equal(field->name, name))
            return field;
    }
    return NULL;
}

bool ny_form_has(const ny_form *form, ny_keyword envelope)
{
    for (uint32_t i = 0; i < form->fields.count; i++)
        if (form->fields.items[i].envelope == envelope)
            return true;
    return false;
}
