/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a model assumes in place of a figure of the contract: of the same kind, within its range, and
 * nothing that the contract's calendar was made from. Only simulation ever looks at it. */

#include "model/checker.h"

/* --- like the figure that it replaces ---------------------------------------------------------- */

/* A bound or value that is written there. */
static bool is_outside(const ny_checker *checker, const ny_figure *of,
                       const ny_expression *expression)
{
    if (!expression || expression->kind != NY_EXPRESSION_NUMBER || !of->has_range)
        return false;
    ny_rational value = checker->model->meanings.items[expression->id].value;
    return ny_rational_compare(value, of->low) < 0 || ny_rational_compare(value, of->high) > 0;
}

static void check_range(ny_checker *checker, ny_figure *figure, const ny_figure *of)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    const ny_expression *const said[] = {words->value, words->low, words->high};
    figure->has_range = of->has_range;
    figure->low = of->low;
    figure->high = of->high;
    for (size_t i = 0; i < 3; i++)
        if (is_outside(checker, of, said[i])) {
            NY_SAY(checker, NY_ASSUMED_RANGE, said[i]->span, figure->name,
                   ny_span_text(checker->sink, said[i]->span),
                   ny_span_text(checker->sink, of->declaration->is.figure.type.span));
            return;
        }
}

static void check_replacing(ny_checker *checker, ny_figure *figure)
{
    const ny_figure *of = &checker->model->figures.items[figure->replaces];
    const ny_name *name = &figure->declaration->name, *by = &figure->declaration->is.figure.by;
    if (by->text.size) {
        NY_SAY(checker, NY_ASSUMED_BY_TABLE, by->span, figure->name, by->text);
        return;
    }
    if (figure->failed || of->failed || figure->type.kind == NY_KIND_ANY ||
        of->type.kind == NY_KIND_ANY)
        return;
    if (ny_type_agrees(&figure->type, &of->type))
        check_range(checker, figure, of);
    else
        NY_SAY(checker, NY_ASSUMED_OTHER, name->span, figure->name,
               ny_kind_name(checker, &figure->type), ny_kind_name(checker, &of->type));
}

/* --- what the calendar was made from ----------------------------------------------------------- */

static bool is_alternative(const ny_declaration *alternative, ny_text name, ny_span *ret_span)
{
    const ny_alternative_words *words = &alternative->is.alternative;
    for (uint32_t i = 0; i < words->replaces.count; i++)
        if (ny_text_equal(words->replaces.items[i].name.text, name)) {
            *ret_span = words->replaces.items[i].name.span;
            return true;
        }
    return false;
}

/* A span or day that the contract's calendar needs before anything is computed. A start may be
 * assumed as a plain date: then the imagined calendar begins there. */
static void check_fixed(ny_checker *checker, const ny_expression *expression, bool is_start)
{
    uint32_t number;
    ny_span span;
    if (!expression || expression->kind != NY_EXPRESSION_NAME ||
        !ny_map_find(checker->figures, expression->name.text, &number))
        return;
    const ny_model *model = checker->model;
    const ny_figure *figure = &model->figures.items[number];
    for (uint32_t i = 0; i < model->alternatives.count; i++)
        if (is_alternative(model->alternatives.items[i], figure->name, &span))
            NY_SAY(checker, NY_ASSUMED_CALENDAR, span, figure->name);
    if (figure->assumed == NY_NONE)
        return;
    const ny_declaration *assumed = model->figures.items[figure->assumed].declaration;
    const ny_figure_words *words = &assumed->is.figure;
    bool plain = words->value && words->value->kind == NY_EXPRESSION_DATE && !words->low &&
                 !words->distribution;
    bool other_kind = figure->type.kind != NY_KIND_DATE; /* said already */
    if (!is_start || (!plain && !other_kind && !assumed->failed))
        NY_SAY(checker, NY_ASSUMED_CALENDAR, assumed->name.span, figure->name);
}

void ny_check_assumed(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].replaces != NY_NONE)
            check_replacing(checker, &model->figures.items[i]);
    for (uint32_t i = 0; i < model->measures.count; i++)
        check_fixed(checker, model->measures.items[i].words->counted, false);
    if (!model->contract)
        return;
    check_fixed(checker, model->contract->starts, true);
    check_fixed(checker, model->contract->term, false);
    check_fixed(checker, model->contract->statement, false);
    check_fixed(checker, model->contract->last, false);
    check_fixed(checker, model->contract->objections, false);
    check_fixed(checker, model->contract->corrections, false);
}
