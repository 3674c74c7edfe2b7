/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A checked model to a plan: figures in the order of need, then rules, then programs. */

#include "plan/lower.h"

#include "base/bug.h"

/* --- exclusions -------------------------------------------------------------------------------- */

static void begin_exclusions(ny_lowering *lowering)
{
    const ny_model *model = lowering->model;
    for (uint32_t i = 0; i < model->exclusions.count; i++)
        *NY_APPEND(lowering->arena, &lowering->plan->exclusions) = (ny_plan_exclusion){
            .exclusion = i, .table = model->exclusions.items[i].table, .where = NY_NONE};
}

/* Before the first figure that asks what is judged: its operations stand after these. */
void ny_lower_exclusions_of(ny_lowering *lowering, uint32_t table)
{
    for (uint32_t i = 0; i < lowering->plan->exclusions.count; i++) {
        ny_plan_exclusion *exclusion = &lowering->plan->exclusions.items[i];
        const ny_exclusion *of = &lowering->model->exclusions.items[exclusion->exclusion];
        if (exclusion->table != table || exclusion->where != NY_NONE)
            continue;
        uint32_t where = ny_lower_expression(lowering, of->where, table);
        exclusion->where = where;
    }
}

/* --- figures ----------------------------------------------------------------------------------- */

static uint32_t row_table(const ny_figure *figure)
{
    return figure->grain.kind == NY_GRAIN_ROW ? figure->grain.table : NY_NONE;
}

static const ny_expression *replacement(const ny_lowering *lowering, const ny_figure *figure)
{
    if (!lowering->alternative)
        return NULL;
    const ny_alternative_words *words = &lowering->alternative->is.alternative;
    for (uint32_t i = 0; i < words->replaces.count; i++)
        if (ny_text_equal(words->replaces.items[i].name.text, figure->name))
            return words->replaces.items[i].value;
    return NULL;
}

static uint32_t lower_input(ny_lowering *lowering, uint32_t number)
{
    const ny_figure *figure = &lowering->model->figures.items[number];
    uint32_t input = lowering->plan->inputs.count;
    *NY_APPEND(lowering->arena, &lowering->plan->inputs) =
        (ny_input){.figure = number, .by_table = figure->by_table, .kind = figure->type.kind};
    for (uint32_t p = 0; p < figure->parts.count; p++) {
        ny_kind kind = NY_KIND_NUMBER;
        if (figure->rows_of != NY_NONE)
            kind = lowering->model->tables.items[figure->rows_of].columns.items[p].type.kind;
        *NY_APPEND(lowering->arena, &lowering->plan->inputs) =
            (ny_input){.figure = number, .by_table = NY_NONE, .kind = kind};
    }
    lowering->input_of[number] = input;
    return ny_lower_op(lowering, NY_OP_INPUT, figure->type.kind, input, figure->span, NULL, 0);
}

/* Without `otherwise` the checker has proved that some line always holds: the last one takes all that
 * the others leave, and is not asked again. */
static uint32_t lower_steps(ny_lowering *lowering, const ny_define_words *words, uint32_t table)
{
    uint32_t rest = NY_NONE;
    for (uint32_t i = words->steps.count; i-- > 0;) {
        const ny_step_words *step = &words->steps.items[i];
        uint32_t value = ny_lower_expression(lowering, step->value, table);
        if (step->when && rest != NY_NONE) {
            const uint32_t operands[] = {ny_lower_expression(lowering, step->when, table), value,
                                         rest};
            value = ny_lower_op(lowering, NY_OP_CHOOSE, ny_op_kind(lowering, value), 0, step->span,
                                operands, 3);
        }
        rest = value;
    }
    return rest;
}

static bool is_logistic(const ny_expression *value)
{
    return value && value->kind == NY_EXPRESSION_CALL && ny_text_is(value->name.text, "logistic");
}

static uint32_t lower_define(ny_lowering *lowering, const ny_figure *figure)
{
    const ny_define_words *words = &figure->declaration->is.define;
    uint32_t table = row_table(figure), op;
    if (figure->rounded && is_logistic(words->value)) /* rounded in one step: see run/logistic.h */
        return ny_lower_logistic(lowering, words->value, table, figure->rounding, figure->halves);
    if (words->value) {
        op = ny_lower_expression(lowering, words->value, table);
    } else if (words->first_that_holds) {
        op = lower_steps(lowering, words, table);
    } else {
        uint32_t first = ny_lower_expression(lowering, words->first, table);
        const uint32_t operands[] = {first, ny_lower_expression(lowering, words->later, table)};
        op = ny_lower_op(lowering, NY_OP_IN_FIRST, ny_op_kind(lowering, first), 0, figure->span,
                         operands, 2);
    }
    if (figure->rounded)
        op =
            ny_lower_rounding(lowering, op, figure->rounding, figure->halves, words->rounding.span);
    return op;
}

static void look_for_names(void *context, const ny_expression *expression)
{
    bool *all_written = context;
    switch ((int)expression->kind) {
    case NY_EXPRESSION_NUMBER:
    case NY_EXPRESSION_DATE:
    case NY_EXPRESSION_YES_NO:
    case NY_EXPRESSION_NEGATE:
    case NY_EXPRESSION_ADD:
    case NY_EXPRESSION_SUBTRACT:
    case NY_EXPRESSION_MULTIPLY:
    case NY_EXPRESSION_DIVIDE:
        return;
    default:
        *all_written = false;
    }
}

/* An assumption that is written out (`= 100 % / 9`) stands in its place as it is written, so that
 * where a world is run exactly, nine ninths are a whole. Any other is drawn, and an input. */
static uint32_t lower_assumed(ny_lowering *lowering, uint32_t number)
{
    const ny_figure_words *words = &lowering->model->figures.items[number].declaration->is.figure;
    bool all_written = words->value && !words->low && !words->high && !words->distribution;
    if (all_written)
        ny_walk_expression(words->value, look_for_names, &all_written);
    return all_written ? ny_lower_expression(lowering, words->value, NY_NONE)
                       : lowering->plan->figures.items[number];
}

/* What stands in place of a figure: what an alternative says, else in a simulation what is assumed;
 * NY_NONE where neither does. */
static uint32_t lower_instead(ny_lowering *lowering, const ny_figure *figure)
{
    const ny_expression *instead = replacement(lowering, figure);
    if (instead && figure->replaces == NY_NONE)
        return ny_lower_expression(lowering, instead, row_table(figure));
    return lowering->imagined && figure->assumed != NY_NONE
               ? lower_assumed(lowering, figure->assumed)
               : NY_NONE;
}

/* Its figure is what it is on the period's last day; other places read it by days of their own. */
static uint32_t lower_fact(ny_lowering *lowering, uint32_t number, uint32_t instead)
{
    const ny_figure *figure = &lowering->model->figures.items[number];
    const ny_expression *stated = figure->declaration->is.figure.value;
    bool needs_day = figure->type.kind != NY_KIND_DATE && figure->may_be_unknown;
    uint32_t value = instead;
    if (value == NY_NONE && stated)
        value = ny_lower_expression(lowering, stated, NY_NONE);
    else if (value == NY_NONE)
        value = lower_input(lowering, number);
    bool by_record = needs_day && instead == NY_NONE && !stated;
    lowering->whenever[number] = by_record ? NY_NONE : value;
    return ny_lower_fact(lowering, number, NY_NONE, figure->span);
}

static uint32_t lower_figure(ny_lowering *lowering, uint32_t number)
{
    const ny_figure *figure = &lowering->model->figures.items[number];
    uint32_t instead = lower_instead(lowering, figure);
    if (figure->kind == NY_FIGURE_FACT)
        return lower_fact(lowering, number, instead);
    if (instead != NY_NONE)
        return instead;
    switch (figure->kind) {
    case NY_FIGURE_GIVEN:
        return figure->to_be_agreed
                   ? lower_input(lowering, number)
                   : ny_lower_expression(lowering, figure->declaration->is.figure.value, NY_NONE);
    case NY_FIGURE_FACT:
        break;
    case NY_FIGURE_OFFER:
    case NY_FIGURE_ASSUME:
        return lower_input(lowering, number);
    case NY_FIGURE_MEASURE:
        return ny_lower_measure(lowering, figure);
    case NY_FIGURE_DEFINE:
        return lower_define(lowering, figure);
    }
    NY_BUG("figure");
}

void ny_lower_figures(ny_lowering *lowering)
{
    const ny_model *model = lowering->model;
    lowering->input_of = NY_NEW_ARRAY(lowering->arena, uint32_t, model->figures.count + 1);
    lowering->whenever = NY_NEW_ARRAY(lowering->arena, uint32_t, model->figures.count + 1);
    for (uint32_t i = 0; i < model->figures.count; i++) {
        lowering->input_of[i] = lowering->whenever[i] = NY_NONE;
        *NY_APPEND(lowering->arena, &lowering->plan->figures) = NY_NONE;
    }
    for (uint32_t i = 0; i < model->order.count; i++) {
        uint32_t number = model->order.items[i];
        uint32_t replaces = model->figures.items[number].replaces;
        if (replaces != NY_NONE &&
            (!lowering->imagined || model->figures.items[replaces].assumed != number))
            continue; /* no settlement ever sees it, nor a simulation a price that is not drawn */
        uint32_t price = model->figures.items[number].price;
        if (price != NY_NONE && !model->prices.items[price].asked)
            continue;
        if (lowering->only && !lowering->only[number])
            continue;
        uint32_t op = lower_figure(lowering, number);
        lowering->plan->figures.items[number] = op;
        /* A figure that only names another (define a = b) keeps that one's operation. */
        if (lowering->plan->figure_of_op.items[op] == NY_NONE)
            lowering->plan->figure_of_op.items[op] = number;
    }
}

/* --- rules ------------------------------------------------------------------------------------- */

static uint32_t lower_row_column(ny_lowering *lowering, uint32_t table, const ny_name *name)
{
    if (!name->text.size)
        return NY_NONE;
    uint32_t column = ny_table_column(&lowering->model->tables.items[table], name->text);
    return ny_lower_column(lowering, table, column, name->span);
}

/* `once on`: the day by what is known on the data date; `if by then` by what is known on that day. */
static uint32_t lower_day(ny_lowering *lowering, const ny_pay_words *words, uint32_t *ret_condition)
{
    *ret_condition = NY_NONE;
    if (!words->on)
        return NY_NONE;
    lowering->by_day = ny_lower_data_date(lowering, words->on->span);
    uint32_t on = ny_lower_expression(lowering, words->on, NY_NONE);
    lowering->by_day = on;
    *ret_condition = ny_lower_if_said(lowering, words->if_by_then, NY_NONE);
    lowering->by_day = NY_NONE;
    return on;
}

static void lower_payment(ny_lowering *lowering, uint32_t number)
{
    const ny_payment *payment = &lowering->model->payments.items[number];
    const ny_pay_words *words = payment->words;
    uint32_t table = words->time == NY_TIME_FOR_EACH ? payment->table : NY_NONE, if_by_then;
    uint32_t on = lower_day(lowering, words, &if_by_then);
    ny_plan_payment plan = {
        .payment = number,
        .amount = ny_lower_expression(lowering, words->amount, table),
        .where = ny_lower_if_said(lowering, words->where, table),
        .when = ny_lower_if_said(lowering, words->when, table),
        .on = on,
        .if_by_then = if_by_then,
        .due_span = ny_lower_if_said(lowering, words->due, NY_NONE),
        .due_in_months =
            words->due && ny_unit_exponent(ny_meaning_of(lowering->model, words->due)->type.unit,
                                           NY_UNIT_MONTH) == 1,
        .due_from = NY_NONE,
        .payer = NY_NONE,
        .payee = NY_NONE,
        .dated_by = NY_NONE};
    if (table != NY_NONE) {
        if (words->due_form == NY_DUE_COLUMN)
            plan.due_from = lower_row_column(lowering, table, &words->due_after);
        plan.dated_by = lower_row_column(lowering, table, &words->dated_by);
        if (payment->payer_column != NY_NONE)
            plan.payer = lower_row_column(lowering, table, &words->payer);
        if (payment->payee_column != NY_NONE)
            plan.payee = lower_row_column(lowering, table, &words->payee);
    }
    *NY_APPEND(lowering->arena, &lowering->plan->payments) = plan;
}

static void lower_parties(ny_lowering *lowering)
{
    const ny_model *model = lowering->model;
    for (uint32_t i = 0; i < model->parties.count; i++) {
        const ny_party *party = &model->parties.items[i];
        ny_plan_party plan = {0};
        for (uint32_t j = 0; j < party->members.count; j++) {
            const ny_expression *share = party->shares.items[j];
            uint32_t op = share ? ny_lower_expression(lowering, share, NY_NONE)
                                : ny_lower_constant(lowering, NY_KIND_NUMBER,
                                                    ny_value_number(ny_rational_fraction(
                                                        lowering->arena, 1, party->members.count)),
                                                    party->span);
            *NY_APPEND(lowering->arena, &plan.shares) = op;
        }
        *NY_APPEND(lowering->arena, &lowering->plan->parties) = plan;
    }
}

bool ny_plan_pays_in(const ny_plan *plan, ny_time_form time, uint32_t period)
{
    bool in_term = plan->model->periods.items[period].in_term;
    switch (time) {
    case NY_TIME_FOR_EACH:
    case NY_TIME_EACH_PERIOD:
        return in_term;
    case NY_TIME_EACH_UNTIL_LAST:
    case NY_TIME_ONCE_ON:
        return true;
    case NY_TIME_EACH_AFTER_TERM:
        return !in_term;
    case NY_TIME_ONCE_AT_END:
        return period == plan->final_period;
    case NY_TIME_ONCE_WITH_LAST:
        return period + 1 == plan->model->periods.count;
    case NY_TIME_EACH_IN_STATES:
    case NY_TIME_EACH_MOVE:
    case NY_TIME_ONCE_AT_START:
    case NY_TIME_NOT_SAID:
        return false; /* in no period: see run/study.h */
    }
    NY_BUG("time of a payment");
}

ny_text ny_plan_word(const ny_plan *plan, uint32_t op, uint32_t number)
{
    const ny_op *of = &plan->ops.items[op];
    NY_BUG_ON(of->code != NY_OP_COLUMN);
    const ny_column *column = &plan->model->tables.items[of->grain.table].columns.items[of->aux];
    NY_BUG_ON(number >= column->words.count);
    return column->words.items[number];
}

/* --- when measures report ---------------------------------------------------------------------- */

static void lower_reports(ny_lowering *lowering)
{
    ny_plan *plan = lowering->plan;
    const ny_model *model = lowering->model;
    uint32_t periods = model->periods.count;
    for (uint32_t r = 0; r < plan->reductions.count; r++) {
        uint32_t *reports = NY_NEW_ARRAY(lowering->arena, uint32_t, periods + 1);
        for (uint32_t p = 0; p < periods; p++)
            reports[p] = NY_NONE;
        const ny_reduction *reduction = &plan->reductions.items[r];
        uint32_t measure =
            reduction->measure != NY_NONE ? reduction->measure : reduction->groups_of;
        for (uint32_t k = 0; measure != NY_NONE && k < model->term_periods; k++) {
            ny_date ready;
            uint32_t p = k;
            if (!ny_date_add(model->periods.items[k].end, model->measures.items[measure].counted,
                             &ready))
                continue;
            while (p < periods && model->periods.items[p].data_date < ready)
                p++;
            if (p < periods && reports[p] != NY_NONE)
                ny_lower_refuse(lowering, reduction->span, NY_WORDS_TWO_PERIODS_IN_ONE);
            else if (p < periods)
                reports[p] = k;
        }
        for (uint32_t p = 0; p < periods; p++)
            *NY_APPEND(lowering->arena, &plan->reports) = reports[p];
    }
}

/* --- all --------------------------------------------------------------------------------------- */

/* Programs of reductions hold the exclusions' conditions too, so they come last. */
static void lower_reduction_programs(ny_lowering *lowering)
{
    ny_plan *plan = lowering->plan;
    for (uint32_t r = 0; r < plan->reductions.count; r++) {
        ny_reduction *reduction = &plan->reductions.items[r];
        NY_LIST(uint32_t) roots = {0};
        *NY_APPEND(lowering->arena, &roots) = reduction->where;
        *NY_APPEND(lowering->arena, &roots) = reduction->value;
        *NY_APPEND(lowering->arena, &roots) = reduction->second;
        *NY_APPEND(lowering->arena, &roots) = reduction->same;
        if (reduction->estimate.form != NY_ESTIMATOR_NONE) {
            const ny_estimation *by = &reduction->estimate;
            *NY_APPEND(lowering->arena, &roots) = by->event;
            *NY_APPEND(lowering->arena, &roots) = by->start;
            *NY_APPEND(lowering->arena, &roots) = by->limit;
            for (uint32_t i = 0; i < by->censored.count; i++)
                *NY_APPEND(lowering->arena, &roots) = by->censored.items[i];
            for (uint32_t i = 0; i < by->competing.count; i++)
                *NY_APPEND(lowering->arena, &roots) = by->competing.items[i];
        }
        for (uint32_t e = 0; e < plan->exclusions.count && reduction->judged_only; e++)
            if (plan->exclusions.items[e].table == reduction->table)
                *NY_APPEND(lowering->arena, &roots) = plan->exclusions.items[e].where;
        reduction->program = ny_lower_program(lowering, roots.items, roots.count);
    }
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        ny_plan_payment *payment = &plan->payments.items[i];
        const ny_payment *of = &lowering->model->payments.items[payment->payment];
        NY_LIST(uint32_t) roots = {0};
        const uint32_t own[] = {payment->amount,   payment->where, payment->when,
                                payment->due_from, payment->payer, payment->payee,
                                payment->dated_by};
        for (size_t k = 0; k < sizeof own / sizeof *own; k++)
            *NY_APPEND(lowering->arena, &roots) = own[k];
        for (uint32_t e = 0; e < plan->exclusions.count; e++)
            if (of->words->time == NY_TIME_FOR_EACH && plan->exclusions.items[e].table == of->table)
                *NY_APPEND(lowering->arena, &roots) = plan->exclusions.items[e].where;
        payment->program = ny_lower_program(lowering, roots.items, roots.count);
    }
}

static bool refuse_study(ny_sink *sink, const ny_model *model)
{
    if (model->has_study && model->row_models.count) {
        NY_REPORT(sink, NY_STUDY_NOT_COMPUTED, model->row_models.items[0]->header_span,
                  ny_words(sink, NY_WORDS_ROWS_OF_STUDY));
        return true;
    }
    return false;
}

/* The gaps of a contract; those that a model fills are none for a simulation. */
static bool refuse_open(ny_sink *sink, const ny_model *model, ny_arena *arena, bool imagined)
{
    ny_buffer names = ny_buffer_create(arena);
    uint32_t first = NY_NONE;
    for (uint32_t i = 0; i < model->open.count; i++) {
        uint32_t figure = ny_model_figure(model, model->open.items[i]);
        if (imagined && model->figures.items[figure].assumed != NY_NONE)
            continue;
        ny_buffer_format(&names, "%s`%.*s`", first != NY_NONE ? ", " : "",
                         NY_PRINT(model->open.items[i]));
        first = first == NY_NONE ? figure : first;
    }
    if (first == NY_NONE)
        return false;
    NY_REPORT(sink, NY_TO_BE_AGREED, model->figures.items[first].span, ny_buffer_text(&names));
    return true;
}

static bool refuse(ny_arena *arena, ny_sink *sink, const ny_model *model, bool imagined)
{
    if (!model->has_contract && !model->has_study) {
        NY_REPORT_PLAIN(sink, NY_NO_CONTRACT, ((ny_span){0, 0, 0}));
        return true;
    }
    if (refuse_open(sink, model, arena, imagined))
        return true;
    if (model->has_study)
        return false;
    bool dated = (imagined ? model->imagined_periods : model->periods).count > 0;
    if (!dated && model->contract->starts)
        NY_REPORT(sink, NY_NOT_COMPUTED_YET, model->contract->starts->span,
                  ny_words(sink, NY_WORDS_FIRST_DAY_NOT_WRITTEN));
    return !dated && model->contract->starts;
}

static ny_plan *lower_all(ny_arena *arena, ny_sink *sink, const ny_model *model,
                          const ny_declaration *alternative, bool imagined)
{
    if (refuse_study(sink, model) || refuse(arena, sink, model, imagined))
        return NULL;
    ny_plan *plan = NY_NEW(arena, ny_plan);
    plan->model = model;
    plan->final_period = model->term_periods ? model->term_periods - 1 : 0;
    ny_lowering lowering = {.arena = arena,
                            .sink = sink,
                            .model = model,
                            .plan = plan,
                            .alternative = alternative,
                            .imagined = imagined,
                            .by_day = NY_NONE,
                            .last_day = NY_NONE,
                            .data_date = NY_NONE};
    begin_exclusions(&lowering);
    ny_lower_figures(&lowering);
    for (uint32_t t = 0; t < model->tables.count; t++)
        ny_lower_exclusions_of(&lowering, t);
    lower_parties(&lowering);
    for (uint32_t i = 0; i < model->payments.count; i++)
        lower_payment(&lowering, i);
    ny_lower_pathways(&lowering);
    ny_lower_assumptions(&lowering);
    ny_lower_row_models(&lowering);
    for (uint32_t i = 0; i < lowering.pending.count; i++) {
        ny_pending pending = lowering.pending.items[i];
        plan->operands.items[plan->ops.items[pending.op].first_operand] =
            plan->figures.items[pending.figure];
    }
    lower_reduction_programs(&lowering);
    lower_reports(&lowering);
    return lowering.refused ? NULL : plan;
}

ny_plan *ny_plan_lower(ny_arena *arena, ny_sink *sink, const ny_model *model,
                       const ny_declaration *alternative)
{
    return lower_all(arena, sink, model, alternative, false);
}

ny_plan *ny_plan_lower_imagined(ny_arena *arena, ny_sink *sink, const ny_model *model,
                                const ny_declaration *alternative)
{
    ny_model *imagined = NY_NEW(arena, ny_model);
    *imagined = *model;
    imagined->periods = model->imagined_periods;
    return lower_all(arena, sink, imagined, alternative, true);
}
