/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `nytte why` as JSON: docs/schema/why.json. */

#include "io/html.h"
#include "io/json.h"
#include "io/why.h"
#include "use/words.h"

typedef struct ny_why_json_of {
    ny_arena *arena;
    const ny_why_report *of;
    const ny_plan *plan;
    const ny_model *model;
} ny_why_json_of;

/* --- values ------------------------------------------------------------------------------------ */

static json_t *state_json(ny_value value)
{
    switch (value.state) {
    case NY_KNOWN:
        return json_string("known");
    case NY_UNKNOWN:
        return json_string("not known");
    case NY_ABSENT:
        return json_string("has not happened");
    case NY_UNDEFINED:
        return json_string("undefined");
    }
    return json_null();
}

/* {"op": words, "value": exact in base units, "state": …} */
static json_t *part_json(const ny_why_json_of *on, uint32_t op, ny_value value)
{
    json_t *object = json_object();
    ny_text exact = ny_why_exact(on->of, op, value);
    ny_json_set(object, "words", ny_json_text(ny_why_words(on->of, op)));
    ny_json_set(object, "state", state_json(value));
    ny_json_set(object, "exact", exact.size ? ny_json_text(exact) : json_null());
    ny_json_set(object, "shown",
                ny_json_text(ny_without_marks(on->arena, ny_why_value(on->of, op, value, NULL))));
    return object;
}

static json_t *part_or_null(const ny_why_json_of *on, uint32_t op, ny_value value)
{
    return op == NY_NONE ? json_null() : part_json(on, op, value);
}

static json_t *decisions_json(const ny_why_json_of *on, const ny_why_step *step)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < step->decisions.count; i++) {
        const ny_decision *decision = &step->decisions.items[i];
        json_t *object = json_object();
        ny_json_set(object, "how", json_string(ny_decided_text(decision->how)));
        ny_json_set(object, "part", part_or_null(on, decision->part, decision->value));
        ny_json_set(object, "other", part_or_null(on, decision->other, decision->instead));
        ny_json_add(array, object);
    }
    return array;
}

/* --- rows -------------------------------------------------------------------------------------- */

static json_t *because_json(const ny_why_json_of *on, const ny_reason *reason)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < reason->because.count; i++) {
        uint32_t number = reason->because.items[i];
        bool exclusion = reason->fate == NY_FATE_LEFT_OUT;
        ny_json_add(
            array, ny_json_text(exclusion ? on->model->exclusions
                                                .items[on->plan->exclusions.items[number].exclusion]
                                                .label
                                          : ny_why_words(on->of, number)));
    }
    return array;
}

static json_t *reasons_json(const ny_why_json_of *on, const ny_trace *trace)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < trace->reasons.count; i++) {
        const ny_reason *reason = &trace->reasons.items[i];
        if (!ny_why_shows(on->of, reason->fate))
            continue;
        json_t *object = json_object();
        ny_json_set(object, "fate", json_string(ny_fate_text(reason->fate)));
        ny_json_set(object, "because", because_json(on, reason));
        ny_json_set(object, "rows", json_integer(reason->rows));
        ny_json_add(array, object);
    }
    return array;
}

static uint32_t value_op(const ny_why_json_of *on, const ny_trace *trace)
{
    return trace->of.payment ? on->plan->payments.items[trace->of.number].amount
                             : on->plan->reductions.items[trace->of.number].value;
}

/* Of each row what became of it, by its key. */
static json_t *every_row_json(const ny_why_json_of *on, const ny_trace *trace)
{
    json_t *array = json_array();
    const ny_rows *rows = &on->of->report->tables->rows[trace->table];
    uint32_t op = value_op(on, trace);
    for (uint32_t row = 0; row < trace->count; row++) {
        const ny_reason *reason = ny_trace_reason(trace, row);
        json_t *object = json_object();
        bool run = reason->fate < NY_FATE_OTHER_PERIOD && op != NY_NONE && trace->values &&
                   on->plan->ops.items[op].grain.kind == NY_GRAIN_ROW;
        ny_text exact = run ? ny_why_exact(on->of, op, trace->values[row]) : NY_NO_TEXT;
        ny_json_set(object, "row", ny_json_text(ny_rows_key(on->model, rows, row)));
        ny_json_set(object, "fate", json_string(ny_fate_text(reason->fate)));
        ny_json_set(object, "because", because_json(on, reason));
        ny_json_set(object, "value", exact.size ? ny_json_text(exact) : json_null());
        ny_json_add(array, object);
    }
    return array;
}

static json_t *trace_json(const ny_why_json_of *on, const ny_trace *trace)
{
    const ny_rows *rows = &on->of->report->tables->rows[trace->table];
    bool restricted = ny_view_restricted(on->of->report->view);
    json_t *object = json_object();
    ny_json_set(object, "table", ny_json_text(on->model->tables.items[trace->table].name));
    ny_json_set(object, "all",
                restricted ? json_null() : json_integer(rows->count + rows->aside + rows->copies));
    ny_json_set(object, "reasons", reasons_json(on, trace));
    ny_json_set(object, "set_aside", restricted ? json_null() : json_integer(rows->aside));
    ny_json_set(object, "copies", restricted ? json_null() : json_integer(rows->copies));
    if (on->of->every_row)
        ny_json_set(object, "every_row", every_row_json(on, trace));
    return object;
}

static json_t *parts_json(const ny_why_json_of *on, const ny_why_parts *parts)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < parts->count; i++)
        ny_json_add(array, part_json(on, parts->items[i].op, parts->items[i].value));
    return array;
}

static json_t *row_under_json(const ny_why_json_of *on, uint32_t step, const ny_trace *trace)
{
    const ny_reason *reason = ny_trace_reason(trace, trace->row);
    ny_why_parts conditions = ny_why_conditions(on->arena, on->of->why, trace);
    ny_why_parts figures, cells = ny_why_cells(on->arena, on->of->why, trace, &figures);
    uint32_t op = value_op(on, trace);
    bool run = trace->slots && op != NY_NONE && on->plan->ops.items[op].grain.kind == NY_GRAIN_ROW;
    json_t *object = json_object();
    ny_json_set(object, "step", json_integer(step + 1));
    ny_json_set(object, "fate", json_string(ny_fate_text(reason->fate)));
    ny_json_set(object, "because", because_json(on, reason));
    ny_json_set(object, "conditions", parts_json(on, &conditions));
    ny_json_set(object, "figures", parts_json(on, &figures));
    ny_json_set(object, "cells", parts_json(on, &cells));
    ny_json_set(object, "value", run ? part_json(on, op, trace->slots[op]) : json_null());
    return object;
}

static json_t *row_json(const ny_why_json_of *on)
{
    const ny_why *why = on->of->why;
    const ny_tables *tables = on->of->report->tables;
    json_t *object = json_object(), *under = json_array(), *aside = json_array();
    for (uint32_t i = 0; i < why->steps.count; i++) {
        const ny_trace *trace = why->steps.items[i].trace;
        if (trace && trace->row != NY_NONE)
            ny_json_add(under, row_under_json(on, i, trace));
    }
    for (uint32_t i = 0; i < tables->aside.count; i++) {
        if (!ny_text_equal(tables->aside.items[i].key, on->of->key))
            continue;
        json_t *one = json_object();
        ny_json_set(one, "file", ny_json_text(tables->aside.items[i].file));
        ny_json_set(one, "line", json_integer(tables->aside.items[i].line));
        ny_json_add(aside, one);
    }
    ny_json_set(object, "key", ny_json_text(on->of->key));
    ny_json_set(object, "under", under);
    ny_json_set(object, "set_aside", aside);
    return object;
}

/* --- steps ------------------------------------------------------------------------------------- */

static const char *kind_text(const ny_why_json_of *on, const ny_why_step *step)
{
    const ny_figure *figure = ny_why_figure(on->of, step);
    if (!figure)
        return step->of.kind == NY_WHY_PAYMENT ? "payment" : "count";
    switch (figure->kind) {
    case NY_FIGURE_GIVEN:
        return "given";
    case NY_FIGURE_OFFER:
        return "offer";
    case NY_FIGURE_FACT:
        return "fact";
    case NY_FIGURE_MEASURE:
        return "measure";
    case NY_FIGURE_DEFINE:
    case NY_FIGURE_ASSUME:
        break;
    }
    return "define";
}

static void set_said(const ny_why_json_of *on, json_t *object, const ny_why_step *step)
{
    const ny_figure *figure = ny_why_figure(on->of, step);
    ny_text name = figure ? figure->name : NY_NO_TEXT, label = NY_NO_TEXT, clause = NY_NO_TEXT;
    if (figure) {
        label = figure->label;
        clause = figure->clause;
    } else if (step->of.kind == NY_WHY_PAYMENT) {
        const ny_payment *payment =
            &on->model->payments.items[on->plan->payments.items[step->of.number].payment];
        label = payment->label;
        clause = payment->clause;
    }
    ny_json_set(object, "name", name.size ? ny_json_text(name) : json_null());
    ny_json_set(object, "label", label.size ? ny_json_text(label) : json_null());
    ny_json_set(object, "clause", clause.size ? ny_json_text(clause) : json_null());
    ny_span span = ny_why_span(on->plan, step);
    const ny_source_text *source = &on->of->sink->sources.items[span.source];
    ny_json_set(object, "file", ny_json_text(source->name));
    ny_json_set(object, "line", json_integer(ny_place_of(source->text, span.begin).line));
    ny_json_set(object, "words",
                ny_json_text(ny_contract_words_at(on->arena, on->of->texts, span)));
}

static void set_value(const ny_why_json_of *on, json_t *object, const ny_why_step *step)
{
    const ny_figure *figure = ny_why_figure(on->of, step);
    ny_rational shown;
    ny_text exact = NY_NO_TEXT, decimal = NY_NO_TEXT,
            unit = figure ? figure->unit_text : NY_NO_TEXT;
    if (figure && ny_figure_shown(on->arena, figure, step->value, &shown)) {
        exact = ny_rational_fraction_text(on->arena, shown);
        decimal = ny_rational_decimal_text(on->arena, shown, 0, 12);
    } else if (figure && step->op != NY_NONE) {
        exact = decimal = ny_why_exact(on->of, step->op, step->value);
    } else if (step->of.kind == NY_WHY_PAYMENT && step->value.state == NY_KNOWN) {
        exact = ny_rational_fraction_text(on->arena, step->value.is.number);
        decimal = ny_rational_decimal_text(on->arena, step->value.is.number, 0, 12);
    }
    ny_json_set(object, "value", decimal.size ? ny_json_text(decimal) : json_null());
    ny_json_set(object, "exact", exact.size ? ny_json_text(exact) : json_null());
    ny_json_set(object, "unit", ny_json_text(unit.size ? unit : NY_TEXT("")));
}

static json_t *measured_json(const ny_why_json_of *on, const ny_why_step *step)
{
    const ny_measured *measured = step->measured;
    if (!measured)
        return json_null();
    json_t *object = json_object();
    const ny_period *year = &on->model->periods.items[measured->operation_period];
    const ny_period *first = &on->model->periods.items[measured->first_period];
    ny_json_set(object, "operation_year",
                measured->reports ? json_integer(measured->operation_period + 1) : json_null());
    ny_json_set(object, "from",
                measured->reports ? ny_json_date(on->arena, first->from) : json_null());
    ny_json_set(object, "to",
                measured->reports ? ny_json_date(on->arena, year->end - 1) : json_null());
    ny_json_set(object, "rows", json_integer(measured->rows));
    ny_json_set(object, "known", json_integer(measured->known));
    ny_json_set(object, "events", json_integer(measured->events));
    ny_json_set(object, "excluded_rows", json_integer(measured->excluded_rows));
    return object;
}

static json_t *lines_json(const ny_why_json_of *on, const ny_why_step *step)
{
    const ny_settlement *settlement = on->of->report->settlement;
    uint32_t of = on->plan->payments.items[step->of.number].payment;
    const ny_currency *currency =
        &on->model->currencies.items[on->model->payments.items[of].currency];
    json_t *array = json_array();
    for (uint32_t s = 0; s < settlement->statements.count; s++)
        for (uint32_t i = 0; i < settlement->statements.items[s].entries.count; i++) {
            const ny_entry *entry = &settlement->statements.items[s].entries.items[i];
            if (settlement->statements.items[s].period != step->period || entry->payment != of)
                continue;
            json_t *object = json_object();
            ny_json_set(object, "from", ny_json_text(on->model->parties.items[entry->from].name));
            ny_json_set(object, "to", ny_json_text(on->model->parties.items[entry->to].name));
            ny_json_set(object, "amount",
                        ny_json_text(ny_rational_decimal_text(on->arena, entry->amount,
                                                              ny_currency_decimals(currency), 12)));
            ny_json_set(object, "currency", ny_json_text(currency->name));
            ny_json_set(object, "share",
                        entry->share.size ? ny_json_text(entry->share) : json_null());
            ny_json_set(object, "first_due",
                        entry->has_due ? ny_json_date(on->arena, entry->due_first) : json_null());
            ny_json_set(object, "last_due",
                        entry->has_due ? ny_json_date(on->arena, entry->due_last) : json_null());
            ny_json_add(array, object);
        }
    return array;
}

static json_t *step_json(const ny_why_json_of *on, uint32_t at)
{
    const ny_why_step *step = &on->of->why->steps.items[at];
    json_t *object = json_object(), *rests = json_array();
    ny_json_set(object, "number", json_integer(at + 1));
    ny_json_set(object, "kind", json_string(kind_text(on, step)));
    set_said(on, object, step);
    ny_json_set(object, "period", step->whole ? json_null() : json_integer(step->period + 1));
    ny_json_set(object, "elsewhere", json_boolean(step->elsewhere));
    ny_json_set(object, "per_row", json_boolean(step->per_row));
    set_value(on, object, step);
    ny_json_set(object, "measured", measured_json(on, step));
    ny_json_set(object, "paid",
                step->of.kind == NY_WHY_PAYMENT ? lines_json(on, step) : json_null());
    ny_json_set(object, "decisions", decisions_json(on, step));
    for (uint32_t i = 0; i < step->rests.count; i++)
        ny_json_add(rests, json_integer(step->rests.items[i] + 1));
    ny_json_set(object, "rests_on", rests);
    ny_json_set(object, "rows", step->trace ? trace_json(on, step->trace) : json_null());
    return object;
}

ny_text ny_why_json(const ny_why_report *of)
{
    const ny_report_of *report = of->report;
    ny_arena *arena = report->prose->arena;
    const ny_plan *plan = of->why->result->plan;
    ny_why_json_of on = {.arena = arena, .of = of, .plan = plan, .model = plan->model};
    const ny_circumstances *now = &report->circumstances;
    json_t *root = json_object(), *steps = json_array();
    ny_json_set(root, "nytte", json_string("why/1"));
    ny_json_set(root, "contract", ny_json_text(plan->model->title));
    ny_json_set(root, "period", json_integer(of->why->period + 1));
    ny_json_set(root, "data_date",
                ny_json_date(arena, plan->model->periods.items[of->why->period].data_date));
    ny_json_set(root, "as_of", now->has_as_of ? ny_json_date(arena, now->as_of) : json_null());
    ny_json_set(root, "extracted_on",
                now->has_extracted ? ny_json_date(arena, now->extracted) : json_null());
    ny_json_set(root, "shown_to",
                report->view ? ny_json_text(plan->model->parties.items[report->view->party].name)
                             : json_null());
    for (uint32_t i = 0; i < of->why->steps.count; i++)
        ny_json_add(steps, step_json(&on, i));
    ny_json_set(root, "steps", steps);
    ny_json_set(root, "row", of->key.size ? row_json(&on) : json_null());
    return ny_json_write(arena, root);
}
