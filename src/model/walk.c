/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Walks over expressions: every node once, a parent before its parts. */

#include "model/checker.h"

typedef void ny_visit(void *context, const ny_expression *expression);

void ny_walk_expression(const ny_expression *expression, ny_visit *visit, void *context)
{
    if (!expression)
        return;
    visit(context, expression);
    for (uint32_t i = 0; i < expression->items.count; i++)
        ny_walk_expression(expression->items.items[i], visit, context);
    ny_walk_expression(expression->scope.where, visit, context);
}

void ny_walk_pathway(const ny_pathway *pathway, ny_visit *visit, void *context)
{
    ny_walk_expression(pathway->people, visit, context);
    for (uint32_t i = 0; i < pathway->starts.count; i++)
        ny_walk_expression(pathway->starts.items[i].share, visit, context);
    for (uint32_t i = 0; i < pathway->arriving.count; i++)
        ny_walk_expression(pathway->arriving.items[i].number, visit, context);
    for (uint32_t i = 0; i < pathway->curves.count; i++)
        ny_walk_expression(pathway->curves.items[i].share, visit, context);
    for (uint32_t i = 0; i < pathway->states.count; i++)
        ny_walk_expression(pathway->states.items[i].stays, visit, context);
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *move = &pathway->transitions.items[i];
        ny_walk_expression(move->chance, visit, context);
        ny_walk_expression(move->law, visit, context);
        ny_walk_expression(move->times, visit, context);
    }
}

static void walk_define(const ny_define_words *define, ny_visit *visit, void *context)
{
    ny_walk_expression(define->value, visit, context);
    ny_walk_expression(define->first, visit, context);
    ny_walk_expression(define->later, visit, context);
    for (uint32_t i = 0; i < define->steps.count; i++) {
        ny_walk_expression(define->steps.items[i].when, visit, context);
        ny_walk_expression(define->steps.items[i].value, visit, context);
    }
}

void ny_walk_figure(const ny_model *model, uint32_t number, ny_visit *visit, void *context)
{
    const ny_figure *figure = &model->figures.items[number];
    const ny_declaration *declaration = figure->declaration;
    if (figure->kind == NY_FIGURE_DEFINE) {
        walk_define(&declaration->is.define, visit, context);
    } else if (figure->kind == NY_FIGURE_MEASURE) {
        const ny_measure_words *measure = &declaration->is.measure;
        ny_walk_expression(measure->over.where, visit, context);
        ny_walk_expression(measure->value, visit, context);
        ny_walk_expression(measure->to, visit, context);
        for (uint32_t i = 0; i < measure->needs.count; i++)
            ny_walk_expression(measure->needs.items[i].or_is, visit, context);
        ny_walk_expression(measure->shrunk.towards, visit, context);
        ny_walk_expression(measure->less, visit, context);
    } else {
        ny_walk_expression(declaration->is.figure.value, visit, context);
        ny_walk_expression(declaration->is.figure.low, visit, context);
        ny_walk_expression(declaration->is.figure.high, visit, context);
        ny_walk_expression(declaration->is.figure.distribution, visit, context);
    }
}
