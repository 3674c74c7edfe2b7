/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See worked.h. What is still to be agreed gets a value by a few lines of the language itself, added
 * as a model would (`assume part_1 = 50 % from "example"`), so that a gap in the calendar is filled by
 * the same rules as in a simulation. Offers, facts and rows are inputs, as they are when settling. */

#include "use/worked.h"

#include "base/bug.h"
#include "run/exact.h"
#include "text/token.h"
#include "use/worked_rows.h"

struct ny_worked {
    const ny_model *model; /* with the gaps filled */
    const ny_plan *plan;
    ny_inputs inputs[NY_WORKED_SCENES];
    ny_value *values[NY_WORKED_SCENES];         /* what the inputs' values point to */
    const ny_result *results[NY_WORKED_SCENES]; /* NULL where the run stopped */
};

/* --- filling the gaps -------------------------------------------------------------------------- */

static ny_text assumed_value(ny_arena *arena, const ny_figure *figure, uint32_t number)
{
    const ny_type_words *type = &figure->declaration->is.figure.type;
    if (type->form == NY_FORM_DATE)
        return ny_format(arena, "%d-01-01", 2026 + (int)(number % 4));
    if (type->form == NY_FORM_YES_NO)
        return NY_TEXT("yes");
    ny_rational low = type->has_range ? type->low : NY_RATIONAL_ZERO;
    ny_rational high = type->has_range ? type->high : ny_rational_whole(100);
    ny_rational value = ny_worked_within(arena, low, high, 2); /* a quarter: shares may add up */
    ny_buffer text = ny_buffer_create(arena);
    ny_buffer_add(&text, ny_rational_decimal_text(arena, value, 0, 6));
    ny_buffer_format(&text, "%s %.*s", type->is_percent ? " %" : "",
                     NY_PRINT(type->unit.over.text));
    for (uint32_t i = 0; i < type->unit.per.count; i++)
        ny_buffer_format(&text, " per %.*s", NY_PRINT(type->unit.per.items[i].text));
    return ny_buffer_text(&text);
}

/* The model with every gap assumed; NULL where that does not check. */
static const ny_model *without_gaps(ny_arena *arena, ny_sink *sink, const ny_model *model)
{
    ny_buffer text = ny_buffer_create(arena);
    uint32_t gaps = 0, days = 0;
    ny_buffer_add(&text, NY_TEXT("nytte 1 english\n"));
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (!figure->to_be_agreed || figure->assumed != NY_NONE)
            continue;
        ny_buffer_format(&text, "assume %.*s = %.*s from \"example\"\n", NY_PRINT(figure->name),
                         NY_PRINT(assumed_value(arena, figure, days)));
        days += figure->type.kind == NY_KIND_DATE;
        gaps++;
    }
    if (!gaps)
        return model;
    uint32_t source = ny_sink_add_source(sink, NY_TEXT("example"), ny_buffer_text(&text));
    const ny_tokens *tokens = ny_tokens_read(arena, sink, source);
    ny_tree *example = ny_parse(arena, sink, tokens, model->meanings.count);
    const ny_tree **trees = NY_NEW_ARRAY(arena, const ny_tree *, (size_t)model->trees.count + 1);
    for (uint32_t i = 0; i < model->trees.count; i++)
        trees[i] = model->trees.items[i];
    trees[model->trees.count] = example;
    const ny_model *filled =
        ny_check(arena, sink, trees, (size_t)model->trees.count + 1, example->expressions);
    return sink->errors ? NULL : filled;
}

/* --- inputs ------------------------------------------------------------------------------------ */

static ny_value offered(ny_arena *arena, const ny_figure *figure, uint32_t scene)
{
    if (figure->has_default && scene == 0)
        return figure->otherwise;
    ny_rational low = figure->has_range ? figure->low : NY_RATIONAL_ZERO;
    ny_rational high = figure->has_range ? figure->high : ny_rational_whole(1000);
    low = ny_rational_divide(arena, low, figure->factor);
    high = ny_rational_divide(arena, high, figure->factor);
    ny_rational value = ny_worked_within(arena, low, high, 0);
    return ny_value_number(ny_rational_multiply(arena, value, figure->factor));
}

/* Facts come one after another, three months apart, from the contract's first day; a fact that
 * `any` party may bring about (one leaves) does not happen in an example. */
static ny_value happened(const ny_model *model, const ny_figure *figure, uint32_t before)
{
    ny_date day;
    bool any = figure->declaration->is.figure.attested_by_any;
    ny_span_of_time after = {.months = 3 * (int32_t)(before + 1), .days = 0};
    if (any || !model->periods.count || !ny_date_add(model->periods.items[0].from, after, &day))
        return ny_value_absent();
    ny_date last = model->periods.items[model->term_periods - 1].end - 1;
    return ny_value_date(day < last ? day : last);
}

/* The middle of its range, or yes. A fact that is always there is read as it is, one that may be
 * unknown by its day: both find this. */
static ny_value recorded_value(ny_arena *arena, const ny_figure *figure)
{
    if (figure->type.kind == NY_KIND_YES_NO)
        return ny_value_index(1);
    return ny_value_number(ny_worked_within(arena,
                                            figure->has_range ? figure->low : NY_RATIONAL_ZERO,
                                            figure->has_range ? figure->high : NY_RATIONAL_ONE, 2));
}

static ny_inputs make_inputs(ny_arena *arena, ny_worked *worked, uint32_t scene)
{
    const ny_model *model = worked->plan->model;
    const ny_plan *plan = worked->plan;
    ny_value *values = NY_NEW_ARRAY(arena, ny_value, (size_t)plan->inputs.count + 1);
    ny_recorded *recorded = NY_NEW_ARRAY(arena, ny_recorded, (size_t)plan->inputs.count + 1);
    const ny_value **by_row = NY_NEW_ARRAY(arena, const ny_value *, (size_t)plan->inputs.count + 1);
    uint32_t facts = 0;
    worked->values[scene] = values;
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        const ny_figure *figure = &model->figures.items[plan->inputs.items[i].figure];
        values[i] = ny_value_unknown();
        if (figure->kind == NY_FIGURE_OFFER && figure->type.kind == NY_KIND_NUMBER)
            values[i] = offered(arena, figure, scene);
        else if (figure->kind == NY_FIGURE_FACT && figure->type.kind == NY_KIND_DATE)
            values[i] = happened(model, figure, facts++);
        else if (figure->kind == NY_FIGURE_FACT && model->periods.count) {
            values[i] = recorded_value(arena, figure);
            *NY_APPEND(arena, &recorded[i].records) =
                (ny_fact_record){.day = model->periods.items[0].from, .value = values[i]};
        }
    }
    return (ny_inputs){.tables = ny_worked_rows(arena, model, &model->periods, scene),
                       .values = values,
                       .by_row = by_row,
                       .recorded = recorded,
                       .periods = model->periods.count,
                       .trace = true};
}

/* What is assumed in place of a gap is an operation of the plan; a first run tells its value, and a
 * further one that of what rests on it. Is there anything that was not known before? */
static bool take_assumed(const ny_worked *worked, const ny_result *result, uint32_t scene)
{
    const ny_plan *plan = worked->plan;
    bool is_new = false;
    for (uint32_t i = 0; i < plan->assumptions.count; i++) {
        const ny_plan_assumption *assumption = &plan->assumptions.items[i];
        if (assumption->value == NY_NONE || assumption->by_table != NY_NONE)
            continue;
        ny_value *taken = &worked->values[scene][assumption->input],
                 value = result->values[(size_t)assumption->value * result->periods];
        is_new = is_new || (taken->state != NY_KNOWN && value.state == NY_KNOWN);
        *taken = value;
    }
    return is_new;
}

ny_worked *ny_work_through(ny_arena *arena, ny_sink *problems, const ny_model *model)
{
    if (!model->has_contract || !model->payments.count)
        return NULL;
    ny_worked *worked = NY_NEW(arena, ny_worked);
    worked->model = without_gaps(arena, problems, model);
    if (worked->model)
        worked->plan = ny_plan_lower_imagined(arena, problems, worked->model, NULL);
    if (!worked->plan || !worked->plan->model->periods.count)
        return NULL;
    for (uint32_t scene = 0; scene < NY_WORKED_SCENES; scene++) {
        ny_inputs *inputs = &worked->inputs[scene];
        *inputs = make_inputs(arena, worked, scene);
        const ny_result *result = ny_exact_run(arena, worked->plan, inputs);
        while (take_assumed(worked, result, scene)) /* each time one more is known */
            result = ny_exact_run(arena, worked->plan, inputs);
        worked->results[scene] = result->stop.stopped ? NULL : result;
    }
    return worked;
}

/* --- one payment ------------------------------------------------------------------------------- */

typedef struct ny_picked {
    const ny_result *result;
    const ny_inputs *inputs;
    const ny_line *line;
    uint32_t period;
} ny_picked;

static uint32_t plan_payment(const ny_plan *plan, uint32_t payment)
{
    for (uint32_t i = 0; i < plan->payments.count; i++)
        if (plan->payments.items[i].payment == payment)
            return i;
    return NY_NONE;
}

/* The first line with an amount, in the first scene and period that have one; else the first line
 * of nothing. */
static bool pick(const ny_worked *worked, uint32_t number, ny_picked *ret_picked)
{
    bool found = false;
    for (uint32_t scene = 0; scene < NY_WORKED_SCENES; scene++) {
        const ny_result *result = worked->results[scene];
        for (uint32_t p = 0; result && p < result->periods; p++) {
            const ny_paid *paid = &result->paid[(size_t)number * result->periods + p];
            for (uint32_t i = 0; paid->made && i < paid->lines; i++) {
                const ny_line *line = &result->lines.items[paid->first_line + i];
                bool something = ny_rational_sign(line->amount) > 0;
                if (!found || something)
                    *ret_picked = (ny_picked){result, &worked->inputs[scene], line, p};
                found = true;
                if (something)
                    return true;
            }
        }
    }
    return found;
}

typedef struct ny_naming_values {
    ny_arena *arena;
    const ny_worked *worked;
    const ny_picked *picked;
    ny_worked_figure *figure;
} ny_naming_values;

static bool is_said(const ny_worked_figure *figure, const ny_worked_value *value)
{
    for (uint32_t i = 0; i < figure->values.count; i++) {
        const ny_worked_value *other = &figure->values.items[i];
        if (other->figure == value->figure && other->previous == value->previous &&
            other->final == value->final && other->part == value->part &&
            (value->figure != NY_NONE || other->column == value->column))
            return true;
    }
    return false;
}

static ny_value figure_value(const ny_naming_values *naming, const ny_worked_value *of)
{
    const ny_plan *plan = naming->worked->plan;
    const ny_result *result = naming->picked->result;
    uint32_t op = plan->figures.items[of->figure], period = naming->picked->period;
    if (op == NY_NONE)
        return ny_value_unknown();
    if (plan->ops.items[op].grain.kind == NY_GRAIN_ROW)
        return naming->picked->line->figures ? naming->picked->line->figures[of->figure]
                                             : ny_value_unknown();
    if (of->final)
        period = plan->final_period;
    if (of->previous && period == 0)
        return ny_value_unknown();
    period -= of->previous;
    if (plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT)
        period = 0;
    return result->values[(size_t)op * result->periods + period];
}

/* Rows of a measure: what the reduction counted. */
static ny_value part_value(const ny_naming_values *naming, const ny_worked_value *of)
{
    const ny_plan *plan = naming->worked->plan;
    const ny_result *result = naming->picked->result;
    for (uint32_t r = 0; r < plan->reductions.count; r++) {
        uint32_t measure = plan->reductions.items[r].measure;
        if (measure == NY_NONE || plan->model->measures.items[measure].figure != of->figure)
            continue;
        const ny_measured *measured =
            &result->measured[(size_t)r * result->periods + naming->picked->period];
        uint32_t count = of->part == NY_KEYWORD_ROWS    ? measured->rows
                         : of->part == NY_KEYWORD_KNOWN ? measured->known
                                                        : measured->events;
        return ny_value_number(ny_rational_whole(count));
    }
    return ny_value_unknown();
}

static void name_value(void *context, const ny_expression *expression)
{
    ny_naming_values *naming = context;
    const ny_worked *worked = naming->worked;
    const ny_model *model = worked->plan->model;
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    ny_worked_value value = {.figure = NY_NONE, .part = NY_KEYWORD_NONE};
    value.previous = expression->kind == NY_EXPRESSION_PREVIOUS;
    value.final = expression->kind == NY_EXPRESSION_FINAL;
    bool row = naming->picked->line->row != NY_NONE;
    if (meaning->reference == NY_REFERENCE_COLUMN && row) {
        value.table = meaning->table;
        value.column = meaning->number;
        value.value =
            ny_rows_value(naming->arena, model, &naming->picked->inputs->tables[meaning->table],
                          meaning->number, naming->picked->line->row);
    } else if (meaning->reference == NY_REFERENCE_MEASURE_PART) {
        value.figure = meaning->number;
        value.part = meaning->part;
        value.value = part_value(naming, &value);
    } else if (value.previous || value.final || meaning->reference == NY_REFERENCE_FIGURE) {
        value.figure = ny_model_figure(model, expression->name.text);
        if (value.figure == NY_NONE)
            return;
        value.value = figure_value(naming, &value);
    } else {
        return;
    }
    bool shown = value.value.state == NY_KNOWN || (value.figure != NY_NONE && !value.previous);
    if (shown && !is_said(naming->figure, &value))
        *NY_APPEND(naming->arena, &naming->figure->values) = value;
}

ny_worked_figure ny_worked_payment(ny_arena *arena, const ny_worked *worked, uint32_t payment)
{
    ny_worked_figure figure = {0};
    ny_picked picked;
    uint32_t number = plan_payment(worked->plan, payment);
    if (number == NY_NONE || !pick(worked, number, &picked))
        return figure;
    ny_naming_values naming = {
        .arena = arena, .worked = worked, .picked = &picked, .figure = &figure};
    const ny_model *model = worked->plan->model;
    const ny_expression *amount = model->payments.items[payment].words->amount;
    ny_walk_expression(amount, name_value, &naming);
    uint32_t only = figure.values.count == 1 && amount->kind == NY_EXPRESSION_NAME
                        ? figure.values.items[0].figure
                        : NY_NONE;
    if (only != NY_NONE && model->figures.items[only].kind == NY_FIGURE_DEFINE)
        ny_walk_figure(model, only, name_value, &naming); /* what it is made of */
    figure.computed = true;
    const ny_result *result = picked.result;
    const ny_paid *paid = &result->paid[(size_t)number * result->periods + picked.period];
    for (uint32_t i = 0; i < paid->lines; i++) {
        const ny_line *line = &result->lines.items[paid->first_line + i];
        if (line->row == picked.line->row && ny_rational_sign(line->amount) != 0)
            *NY_APPEND(arena, &figure.lines) = *line;
    }
    return figure;
}
