/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Beliefs: assumptions, and how rows come about. Only simulation reads these. */

#include "plan/lower.h"

#include <string.h>

ny_plan_law ny_lower_law(ny_lowering *lowering, const ny_expression *law, uint32_t table)
{
    ny_plan_law plan = {0};
    if (!law)
        return plan;
    plan.name = law->name.text;
    plan.half = law->yes;
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        *NY_APPEND(lowering->arena, &plan.arguments) = (ny_plan_argument){
            .name = argument->name.text,
            .value = ny_lower_expression(lowering, argument->items.items[0], table),
            .within = argument->items.count > 1
                          ? ny_lower_expression(lowering, argument->items.items[1], table)
                          : NY_NONE};
    }
    return plan;
}

static ny_program program_of(ny_lowering *lowering, const ny_plan_assumption *plan)
{
    NY_LIST(uint32_t) roots = {0};
    *NY_APPEND(lowering->arena, &roots) = plan->value;
    *NY_APPEND(lowering->arena, &roots) = plan->low;
    *NY_APPEND(lowering->arena, &roots) = plan->high;
    for (uint32_t i = 0; i < plan->law.arguments.count; i++) {
        *NY_APPEND(lowering->arena, &roots) = plan->law.arguments.items[i].value;
        *NY_APPEND(lowering->arena, &roots) = plan->law.arguments.items[i].within;
    }
    return ny_lower_program(lowering, roots.items, roots.count);
}

void ny_lower_assumptions(ny_lowering *lowering)
{
    const ny_model *model = lowering->model;
    for (uint32_t i = 0; i < model->order.count; i++) {
        uint32_t number = model->order.items[i];
        const ny_figure *figure = &model->figures.items[number];
        if (figure->kind != NY_FIGURE_ASSUME || lowering->input_of[number] == NY_NONE)
            continue;
        const ny_figure_words *words = &figure->declaration->is.figure;
        uint32_t table = figure->by_table;
        ny_plan_assumption plan = {.figure = number,
                                   .input = lowering->input_of[number],
                                   .by_table = table,
                                   .value = ny_lower_if_said(lowering, words->value, table),
                                   .low = ny_lower_if_said(lowering, words->low, table),
                                   .high = ny_lower_if_said(lowering, words->high, table),
                                   .family = figure->family,
                                   .shares = figure->parts.count,
                                   .rows_of = figure->rows_of,
                                   .in_turn = words->rows_in_turn,
                                   .law = ny_lower_law(lowering, words->distribution, table)};
        plan.program = program_of(lowering, &plan);
        plan.behind = NY_NONE;
        *NY_APPEND(lowering->arena, &lowering->plan->assumptions) = plan;
    }
}

/* --- rows that come about ---------------------------------------------------------------------- */

static uint32_t word_number(const ny_lowering *lowering, uint32_t table, uint32_t column,
                            const ny_name *word)
{
    const ny_column *of = &lowering->model->tables.items[table].columns.items[column];
    if (of->type.kind == NY_KIND_YES_NO)
        return word->keyword == NY_KEYWORD_YES;
    if (of->type.kind == NY_KIND_PARTY) {
        uint32_t party = ny_model_party(lowering->model, word->text);
        return party == NY_NONE ? 0 : party;
    }
    for (uint32_t i = 0; i < of->words.count; i++)
        if (ny_text_equal(of->words.items[i], word->text))
            return i;
    return 0;
}

static uint32_t column_op(ny_lowering *lowering, uint32_t table, const ny_name *name)
{
    if (!name->text.size)
        return NY_NONE;
    uint32_t column = ny_table_column(&lowering->model->tables.items[table], name->text);
    if (column == NY_NONE) {
        ny_lower_refuse(lowering, name->span, NY_WORDS_DATE_NOT_IN_ROW);
        return NY_NONE;
    }
    return ny_lower_column(lowering, table, column, name->span);
}

static ny_plan_arising lower_arising(ny_lowering *lowering, uint32_t table,
                                     const ny_arises_words *words)
{
    const ny_distribution_words *law = &words->law;
    ny_plan_arising plan = {
        .column = ny_table_column(&lowering->model->tables.items[table], words->column.text),
        .form = words->form,
        .any_table =
            words->any.text.size ? ny_model_table(lowering->model, words->any.text) : NY_NONE,
        .any_column = NY_NONE,
        .value = ny_lower_if_said(lowering, words->value, table),
        .after = column_op(lowering, table, &words->after),
        .law = ny_lower_law(lowering, law->law, table),
        .times = ny_lower_if_said(lowering, law->times, table),
        .until = column_op(lowering, table, &law->until),
        .rival = NY_NONE,
        .keep_low = ny_lower_if_said(lowering, law->keep_low, table),
        .keep_high = ny_lower_if_said(lowering, law->keep_high, table),
        .has_known = law->known != NULL};
    const ny_type *type = &lowering->model->tables.items[table].columns.items[plan.column].type;
    if (plan.any_table != NY_NONE && (type->kind != NY_KIND_ROW || type->table != plan.any_table))
        plan.any_column =
            ny_table_column(&lowering->model->tables.items[plan.any_table], words->column.text);
    if (law->known)
        plan.known =
            ny_rational_divide(lowering->arena, law->known->number, ny_rational_whole(100));
    NY_LIST(uint32_t) roots = {0};
    for (uint32_t i = 0; i < words->words.count; i++) {
        *NY_APPEND(lowering->arena, &plan.words) =
            word_number(lowering, table, plan.column, &words->words.items[i]);
        uint32_t chance = ny_lower_if_said(lowering, words->chances.items[i], table);
        *NY_APPEND(lowering->arena, &plan.chances) = chance;
        *NY_APPEND(lowering->arena, &roots) = chance;
    }
    const uint32_t others[] = {plan.value, plan.after, plan.times, plan.keep_low, plan.keep_high};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        *NY_APPEND(lowering->arena, &roots) = others[i];
    for (uint32_t i = 0; i < plan.law.arguments.count; i++) {
        *NY_APPEND(lowering->arena, &roots) = plan.law.arguments.items[i].value;
        *NY_APPEND(lowering->arena, &roots) = plan.law.arguments.items[i].within;
    }
    plan.alone = ny_lower_program(lowering, roots.items, roots.count);
    *NY_APPEND(lowering->arena, &roots) = plan.until;
    plan.program = ny_lower_program(lowering, roots.items, roots.count);
    return plan;
}

/* What of a table's rows is drawn, column by column, and its assumptions: what each reads must be
 * drawn before it. */
typedef struct ny_ordering {
    ny_plan *plan;
    ny_plan_row_model *model;
    bool *drawn; /* by column of the model */
} ny_ordering;

static const ny_plan_assumption *assumed_in_row(const ny_ordering *ordering, const ny_op *op)
{
    const ny_plan *plan = ordering->plan;
    for (uint32_t i = 0; op->code == NY_OP_INPUT_OF && i < plan->assumptions.count; i++)
        if (plan->assumptions.items[i].input == op->aux &&
            plan->assumptions.items[i].by_table == ordering->model->table)
            return &plan->assumptions.items[i];
    return NULL;
}

/* Is all drawn that these operations read? As deep as assumptions stand on each other. */
static bool is_ready(const ny_ordering *ordering, ny_program program)
{
    const ny_plan *plan = ordering->plan;
    for (uint32_t i = 0; i < program.count; i++) {
        const ny_op *op = &plan->ops.items[plan->programs.items[program.first + i]];
        const ny_plan_assumption *assumed = assumed_in_row(ordering, op);
        if (assumed && !is_ready(ordering, assumed->program))
            return false;
        for (uint32_t c = 0; c < ordering->model->columns.count; c++)
            if (op->code == NY_OP_COLUMN && op->grain.table == ordering->model->table &&
                op->aux == ordering->model->columns.items[c].column && !ordering->drawn[c])
                return false;
    }
    return true;
}

/* Assumptions of the row that could not be drawn before, and now can. */
static void place_assumptions(const ny_ordering *ordering, uint32_t behind)
{
    ny_plan *plan = ordering->plan;
    for (uint32_t i = 0; i < plan->assumptions.count; i++) {
        ny_plan_assumption *assumed = &plan->assumptions.items[i];
        if (assumed->by_table == ordering->model->table && assumed->behind == NY_NONE &&
            is_ready(ordering, assumed->program))
            assumed->behind = behind;
    }
}

/* The column that this one goes until, where nothing else keeps it from being drawn; else NY_NONE. */
static uint32_t rival_of(const ny_ordering *ordering, uint32_t column)
{
    const ny_plan_arising *of = &ordering->model->columns.items[column];
    if (ordering->drawn[column] || of->until == NY_NONE || !is_ready(ordering, of->alone))
        return NY_NONE;
    uint32_t until = ordering->plan->ops.items[of->until].aux;
    for (uint32_t i = 0; i < ordering->model->columns.count; i++)
        if (ordering->model->columns.items[i].column == until)
            return i;
    return NY_NONE;
}

/* Does the way from here, each column to the one that it goes until, come back to `begin`? */
static bool competes(const ny_ordering *ordering, uint32_t begin)
{
    uint32_t at = rival_of(ordering, begin);
    for (uint32_t steps = 0; steps < ordering->model->columns.count && at != NY_NONE; steps++) {
        if (at == begin)
            return true;
        at = rival_of(ordering, at);
    }
    return false;
}

static bool compete_together(const ny_ordering *ordering, uint32_t one, uint32_t other)
{
    uint32_t at = one;
    do {
        if (at == other)
            return true;
        at = rival_of(ordering, at);
    } while (at != one);
    return false;
}

/* Events that go until each other, in the order of the text; gives how many. */
static uint32_t place_rivals(const ny_ordering *ordering, ny_plan_arising *ordered)
{
    const ny_plan_row_model *model = ordering->model;
    uint32_t first = 0, count = 0;
    while (first < model->columns.count && !competes(ordering, first))
        first++;
    for (uint32_t i = first; i < model->columns.count; i++) {
        if (!competes(ordering, i) || !compete_together(ordering, first, i))
            continue;
        ny_plan_arising *placed = &ordered[count++];
        *placed = model->columns.items[i];
        placed->rival = ordering->plan->ops.items[placed->until].aux;
        placed->until = NY_NONE;
        placed->program = placed->alone;
    }
    if (count)
        ordered[count - 1].rivals = count;
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < model->columns.count; i++)
            if (model->columns.items[i].column == ordered[k].column)
                ordering->drawn[i] = true;
    return count;
}

/* Puts columns after those that they read; a circle is refused. */
static void order_columns(ny_lowering *lowering, ny_plan_row_model *model, ny_span span)
{
    uint32_t count = model->columns.count;
    ny_ordering ordering = {.plan = lowering->plan,
                            .model = model,
                            .drawn = NY_NEW_ARRAY(lowering->arena, bool, count + 1)};
    ny_plan_arising *ordered = NY_NEW_ARRAY(lowering->arena, ny_plan_arising, count + 1);
    place_assumptions(&ordering, 0);
    for (uint32_t done = 0; done < count;) {
        uint32_t before = done;
        for (uint32_t i = 0; i < count; i++) {
            if (ordering.drawn[i] || !is_ready(&ordering, model->columns.items[i].program))
                continue;
            ordering.drawn[i] = true;
            ordered[done++] = model->columns.items[i];
            place_assumptions(&ordering, done);
        }
        if (done == before) {
            done += place_rivals(&ordering, ordered + done);
            place_assumptions(&ordering, done);
        }
        if (done == before) {
            ny_lower_refuse(lowering, span, NY_WORDS_COLUMNS_IN_CIRCLE);
            return;
        }
    }
    model->columns.items = ordered;
}

static void lower_row_model(ny_lowering *lowering, const ny_declaration *declaration)
{
    const ny_model_words *words = &declaration->is.model;
    ny_plan_row_model plan = {.table = ny_model_table(lowering->model, words->table.text),
                              .rows = words->has_rows ? words->rows : 0,
                              .arriving = ny_lower_if_said(lowering, words->arriving, NY_NONE),
                              .has_followed = words->followed != NULL};
    int64_t whole;
    if (words->followed &&
        ny_rational_to_whole(ny_meaning_of(lowering->model, words->followed)->value, &whole)) {
        if (ny_unit_exponent(ny_meaning_of(lowering->model, words->followed)->type.unit,
                             NY_UNIT_MONTH) == 1)
            plan.followed.months = (int32_t)whole;
        else
            plan.followed.days = (int32_t)whole;
    }
    for (uint32_t i = 0; i < words->columns.count; i++)
        *NY_APPEND(lowering->arena, &plan.columns) =
            lower_arising(lowering, plan.table, &words->columns.items[i]);
    order_columns(lowering, &plan, declaration->header_span);
    *NY_APPEND(lowering->arena, &lowering->plan->row_models) = plan;
}

/* A model whose rows refer to another table comes after that table's model. */
static bool refers_to(const ny_model *model, const ny_plan_row_model *plan, uint32_t table)
{
    const ny_table *of = &model->tables.items[plan->table];
    for (uint32_t i = 0; i < plan->columns.count; i++)
        if (plan->columns.items[i].form == NY_ARISES_ANY &&
            plan->columns.items[i].any_table == table)
            return true;
    for (uint32_t c = 0; c < of->columns.count; c++)
        if (of->columns.items[c].type.kind == NY_KIND_ROW &&
            of->columns.items[c].type.table == table)
            return true;
    return false;
}

/* Moves the first model that refers to none of those that stand from `place` on to this place; where
 * all do, tables refer to each other in a circle, and the order stays. */
static void place_model(const ny_model *model, ny_plan *plan, uint32_t place)
{
    uint32_t count = plan->row_models.count;
    ny_plan_row_model *models = plan->row_models.items;
    for (uint32_t i = place; i < count; i++) {
        bool refers = false;
        for (uint32_t other = place; other < count; other++)
            refers = refers || (other != i && refers_to(model, &models[i], models[other].table));
        if (refers)
            continue;
        ny_plan_row_model first = models[i];
        memmove(&models[place + 1], &models[place], (i - place) * sizeof *models);
        models[place] = first;
        return;
    }
}

void ny_lower_row_models(ny_lowering *lowering)
{
    for (uint32_t i = 0; i < lowering->model->row_models.count; i++)
        lower_row_model(lowering, lowering->model->row_models.items[i]);
    for (uint32_t i = 0; i < lowering->plan->row_models.count; i++)
        place_model(lowering->model, lowering->plan, i);
}
