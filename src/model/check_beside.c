/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pathways in the model of a contract: they stand on the contract's days, and go by what is assumed, given
 * and offered. What comes of rows or statements is there in a world alone, and not in the base case. */

#include "model/check_pathway.h"

typedef struct ny_beside {
    ny_checker *checker;
    uint8_t *rests; /* by figure: whether it rests on rows or statements, once that is known */
    const ny_expression *found;
} ny_beside;

enum { NOT_LOOKED_AT, RESTS_ON_NONE, RESTS_ON_SOME };

static bool figure_rests(ny_beside *beside, uint32_t number);

static void visit(void *context, const ny_expression *expression)
{
    ny_beside *beside = context;
    const ny_model *model = beside->checker->model;
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    bool rests =
        expression->kind == NY_EXPRESSION_FINAL ||
        (expression->scope.table.text.size &&
         ny_is_modelled(model, expression->scope.table.text)) ||
        (meaning->reference == NY_REFERENCE_FIGURE && figure_rests(beside, meaning->number));
    if (rests && !beside->found)
        beside->found = expression;
}

/* Figures that need each other in a circle were reported before. */
static bool figure_rests(ny_beside *beside, uint32_t number)
{
    const ny_figure *figure = &beside->checker->model->figures.items[number];
    if (beside->rests[number] != NOT_LOOKED_AT)
        return beside->rests[number] == RESTS_ON_SOME;
    const ny_expression *found = beside->found;
    beside->rests[number] = RESTS_ON_NONE;
    beside->found = NULL;
    if (figure->kind == NY_FIGURE_DEFINE)
        ny_walk_figure(beside->checker->model, number, visit, beside);
    if (beside->found || figure->kind == NY_FIGURE_MEASURE)
        beside->rests[number] = RESTS_ON_SOME;
    beside->found = found;
    return beside->rests[number] == RESTS_ON_SOME;
}

static void report_rows(const ny_beside *beside, const ny_pathway *pathway)
{
    if (beside->found)
        NY_SAY(beside->checker, NY_PATHWAY_OF_ROWS, beside->found->span,
               ny_span_text(beside->checker->sink, beside->found->span), pathway->name);
}

static void check_rows(ny_beside *beside, const ny_pathway *pathway)
{
    const ny_model *model = beside->checker->model;
    beside->found = NULL;
    ny_walk_pathway(pathway, visit, beside);
    report_rows(beside, pathway);
    for (uint32_t i = 0; i < pathway->flows.count; i++) {
        const ny_pay_words *words = model->payments.items[pathway->flows.items[i]].words;
        beside->found = NULL;
        ny_walk_expression(words->amount, visit, beside);
        ny_walk_expression(words->when, visit, beside);
        report_rows(beside, pathway);
    }
}

static void check_days(ny_checker *checker, const ny_pathway *pathway)
{
    const ny_model *model = checker->model;
    ny_date day;
    const ny_period *first = model->imagined_periods.count ? &model->imagined_periods.items[0]
                             : model->periods.count        ? &model->periods.items[0]
                                                           : NULL;
    if (first && ny_has_cycles(pathway) && !ny_date_add(first->from, pathway->horizon, &day))
        NY_SAY(checker, NY_PATHWAY_BEYOND_DAYS, pathway->words->cycles_span, pathway->name);
}

void ny_check_beside(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_beside beside = {.checker = checker,
                        .rests = NY_NEW_ARRAY(checker->arena, uint8_t, model->figures.count + 1)};
    for (uint32_t i = 0; i < model->pathways.count && !model->has_study; i++) {
        const ny_pathway *pathway = &model->pathways.items[i];
        if (pathway->declaration->failed)
            continue;
        if (pathway->kind == NY_PATHWAY_CONTINUOUS)
            NY_SAY(checker, NY_PATHWAY_WITHOUT_DAYS, pathway->words->lasts->span, pathway->name);
        check_days(checker, pathway);
        check_rows(&beside, pathway);
    }
}
