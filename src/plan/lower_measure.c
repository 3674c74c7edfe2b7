/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A measure to a reduction: what is measured, how it is estimated and how sure it is. */

#include "plan/lower.h"

#include "base/bug.h"

static ny_reduce measured(ny_keyword keyword)
{
    switch ((int)keyword) {
    case NY_KEYWORD_SHARE:
        return NY_REDUCE_SHARE;
    case NY_KEYWORD_MEAN:
        return NY_REDUCE_MEAN;
    case NY_KEYWORD_MEDIAN:
        return NY_REDUCE_MEDIAN;
    case NY_KEYWORD_SUM:
        return NY_REDUCE_SUM;
    case NY_KEYWORD_COUNT:
        return NY_REDUCE_COUNT;
    case NY_KEYWORD_RATIO:
        return NY_REDUCE_RATIO;
    case NY_KEYWORD_RATE:
        return NY_REDUCE_RATE;
    default:
        NY_BUG("measure");
    }
}

/* The dates that a row is followed by. */
static void lower_followed(ny_lowering *lowering, const ny_measure *measure,
                           ny_estimation *estimate)
{
    ny_span span = measure->words->estimator.span;
    estimate->form = measure->words->estimator.form;
    estimate->limit = NY_NONE;
    if (estimate->form == NY_ESTIMATOR_NONE)
        return;
    estimate->event = ny_lower_expression(lowering, measure->event, measure->table);
    estimate->start = ny_lower_expression(lowering, measure->start, measure->table);
    if (measure->window)
        estimate->limit =
            ny_lower_span_after(lowering, estimate->start, measure->window, measure->table);
    for (uint32_t i = 0; i < measure->censored.count; i++)
        *NY_APPEND(lowering->arena, &estimate->censored) =
            ny_lower_column(lowering, measure->table, measure->censored.items[i], span);
    for (uint32_t i = 0; i < measure->competing.count; i++)
        *NY_APPEND(lowering->arena, &estimate->competing) =
            ny_lower_column(lowering, measure->table, measure->competing.items[i], span);
}

static ny_estimation lower_estimate(ny_lowering *lowering, const ny_measure *measure)
{
    const ny_measure_words *words = measure->words;
    ny_estimation estimate = {.pooled = measure->pooled > 1 ? measure->pooled - 1 : 0,
                              .towards = NY_NONE,
                              .bounds = words->bounds.form,
                              .level = measure->level,
                              .rounding = {measure->bounds_rounding, measure->bounds_halves}};
    lower_followed(lowering, measure, &estimate);
    if (words->shrunk.towards) {
        estimate.shrunk = true;
        estimate.towards = ny_lower_expression(lowering, words->shrunk.towards, NY_NONE);
        estimate.weight = words->shrunk.rows;
    }
    return estimate;
}

static void lower_needs(ny_lowering *lowering, const ny_measure_words *words,
                        ny_reduction *reduction)
{
    for (uint32_t i = 0; i < words->needs.count; i++) {
        const ny_needs_words *need = &words->needs.items[i];
        bool of_known = need->form == NY_NEEDS_KNOWN;
        *NY_APPEND(lowering->arena, &reduction->needs) = (ny_need){
            .of_known = of_known,
            .least = of_known
                         ? ny_rational_divide(lowering->arena, need->least, ny_rational_whole(100))
                         : need->least,
            .instead = need->or_is ? ny_lower_expression(lowering, need->or_is, NY_NONE) : NY_NONE};
    }
}

uint32_t ny_lower_measure(ny_lowering *lowering, const ny_figure *figure)
{
    const ny_measure *measure = &lowering->model->measures.items[figure->measure];
    const ny_measure_words *words = measure->words;
    bool is_time = words->estimator.form != NY_ESTIMATOR_NONE && words->kind == NY_KEYWORD_MEDIAN;
    ny_lower_exclusions_of(lowering, measure->table);
    ny_reduction reduction = {.reduce = measured(words->kind),
                              .rows = NY_ROWS_OF_OPERATION_YEAR,
                              .table = measure->table,
                              .measure = figure->measure,
                              .groups_of = NY_NONE,
                              .standardised = NY_NONE,
                              .less = NY_NONE,
                              .where = NY_NONE,
                              .judged_only = true,
                              .same = NY_NONE,
                              .value = NY_NONE,
                              .second = NY_NONE,
                              .span = figure->span};
    if (words->over.where)
        reduction.where = ny_lower_expression(lowering, words->over.where, measure->table);
    if (words->value && !is_time) /* a time to an event is read from its two days */
        reduction.value = ny_lower_expression(lowering, words->value, measure->table);
    if (words->to)
        reduction.second = ny_lower_expression(lowering, words->to, measure->table);
    reduction.estimate = lower_estimate(lowering, measure);
    lower_needs(lowering, words, &reduction);
    if (words->less)
        reduction.less = ny_lower_expression(lowering, words->less, NY_NONE);
    if (words->standardised.said)
        ny_lower_standardised(lowering, &words->standardised, &reduction);
    *NY_APPEND(lowering->arena, &lowering->plan->reductions) = reduction;
    uint32_t op = ny_lower_op(lowering, NY_OP_REDUCE, NY_KIND_NUMBER,
                              lowering->plan->reductions.count - 1, figure->span, NULL, 0);
    lowering->plan->ops.items[op].grain.kind = NY_GRAIN_EACH_PERIOD;
    return op;
}
