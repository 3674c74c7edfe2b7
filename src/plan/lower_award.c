/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See award.h. */

#include "plan/award.h"

#include "plan/lower.h"

typedef struct ny_asking {
    const ny_model *model;
    bool *asked; /* by figure */
} ny_asking;

static void ask(void *context, const ny_expression *expression)
{
    ny_asking *asking = context;
    const ny_name *names[] = {&expression->name, &expression->owner};
    for (size_t i = 0; i < 2; i++) {
        uint32_t figure =
            names[i]->text.size ? ny_model_figure(asking->model, names[i]->text) : NY_NONE;
        if (figure != NY_NONE)
            asking->asked[figure] = true;
    }
}

/* What the award's own lines name. */
static void ask_award(ny_asking *asking)
{
    const ny_model *model = asking->model;
    const ny_award_words *words = model->award.words;
    for (uint32_t i = 0; i < model->requirements.count; i++)
        ny_walk_expression(model->requirements.items[i]->is.require.condition, ask, asking);
    for (uint32_t i = 0; i < model->award.criteria.count; i++) {
        const ny_criterion_words *criterion = model->award.criteria.items[i].words;
        ny_walk_expression(criterion->weight, ask, asking);
        ny_walk_expression(criterion->value, ask, asking);
        ny_walk_expression(criterion->points.first.at, ask, asking);
        ny_walk_expression(criterion->points.second.at, ask, asking);
    }
    ny_walk_expression(words->price, ask, asking);
    ny_walk_expression(words->plus, ask, asking);
    ny_walk_expression(words->price_weight, ask, asking);
    for (uint32_t i = 0; i < model->award.ties.count; i++)
        ny_walk_expression(model->award.ties.items[i].words->figure, ask, asking);
}

/* Figures stand in the order of need: from the last back, all that an asked one rests on is asked. */
static bool *find_asked(ny_arena *arena, const ny_model *model)
{
    ny_asking asking = {model, NY_NEW_ARRAY(arena, bool, model->figures.count + 1)};
    ask_award(&asking);
    for (uint32_t i = model->order.count; i-- > 0;)
        if (asking.asked[model->order.items[i]])
            ny_walk_figure(model, model->order.items[i], ask, &asking);
    return asking.asked;
}

static void lower_award(ny_lowering *lowering, ny_award_plan *award)
{
    const ny_model *model = lowering->model;
    const ny_award_words *words = model->award.words;
    award->requirements = NY_NEW_ARRAY(lowering->arena, uint32_t, model->requirements.count + 1);
    for (uint32_t i = 0; i < model->requirements.count; i++)
        award->requirements[i] =
            ny_lower_if_said(lowering, model->requirements.items[i]->is.require.condition, NY_NONE);
    award->criteria =
        NY_NEW_ARRAY(lowering->arena, ny_criterion_ops, model->award.criteria.count + 1);
    for (uint32_t i = 0; i < model->award.criteria.count; i++) {
        const ny_criterion_words *criterion = model->award.criteria.items[i].words;
        award->criteria[i] = (ny_criterion_ops){
            .weight = ny_lower_if_said(lowering, criterion->weight, NY_NONE),
            .value = ny_lower_if_said(lowering, criterion->value, NY_NONE),
            .first = ny_lower_if_said(lowering, criterion->points.first.at, NY_NONE),
            .second = ny_lower_if_said(lowering, criterion->points.second.at, NY_NONE)};
    }
    award->price = ny_lower_if_said(lowering, words->price, NY_NONE);
    award->plus = ny_lower_if_said(lowering, words->plus, NY_NONE);
    award->price_weight = ny_lower_if_said(lowering, words->price_weight, NY_NONE);
    award->ties = NY_NEW_ARRAY(lowering->arena, uint32_t, model->award.ties.count + 1);
    for (uint32_t i = 0; i < model->award.ties.count; i++)
        award->ties[i] =
            ny_lower_if_said(lowering, model->award.ties.items[i].words->figure, NY_NONE);
}

/* What the award rests on must be there on its day. */
static bool refuse_open(ny_arena *arena, ny_sink *sink, const ny_model *model, const bool *asked)
{
    ny_buffer names = ny_buffer_create(arena);
    uint32_t first = NY_NONE;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        if (!asked[i] || !model->figures.items[i].to_be_agreed)
            continue;
        ny_buffer_format(&names, "%s`%.*s`", names.size ? ", " : "",
                         NY_PRINT(model->figures.items[i].name));
        first = first == NY_NONE ? i : first;
    }
    if (first != NY_NONE)
        NY_REPORT(sink, NY_TO_BE_AGREED, model->figures.items[first].span, ny_buffer_text(&names));
    return first != NY_NONE;
}

bool ny_award_lower(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_award_plan *ret_award)
{
    if (!model->award.words) {
        NY_REPORT_PLAIN(sink, NY_NO_AWARD, ((ny_span){0, 0, 0}));
        return false;
    }
    const bool *asked = find_asked(arena, model);
    if (refuse_open(arena, sink, model, asked))
        return false;
    ny_award_plan award = {.plan = NY_NEW(arena, ny_plan)};
    award.plan->model = model;
    ny_lowering lowering = {.arena = arena,
                            .sink = sink,
                            .model = model,
                            .plan = award.plan,
                            .only = asked,
                            .by_day = NY_NONE,
                            .last_day = NY_NONE,
                            .data_date = NY_NONE};
    ny_lower_figures(&lowering);
    lower_award(&lowering, &award);
    for (uint32_t i = 0; i < award.plan->reductions.count; i++)
        ny_lower_refuse(&lowering, award.plan->reductions.items[i].span, NY_WORDS_AWARD_ON_ROWS);
    *ret_award = award;
    return !lowering.refused;
}
