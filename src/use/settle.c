/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See settle.h. */

#include "use/settle.h"

#include "base/bug.h"
#include "use/words.h"

#include <string.h>

uint32_t ny_statements_drawn(const ny_model *model, const ny_circumstances *circumstances)
{
    uint32_t drawn = 0;
    if (!circumstances->has_as_of)
        return model->periods.count;
    while (drawn < model->periods.count &&
           model->periods.items[drawn].data_date <= circumstances->as_of)
        drawn++;
    return drawn;
}

uint32_t ny_currency_decimals(const ny_currency *currency)
{
    uint32_t decimals = 0;
    while (decimals < 12 && !ny_rational_ends_within(currency->rounding, decimals))
        decimals++;
    return decimals;
}

ny_text ny_grouped(ny_arena *arena, ny_text decimal)
{
    ny_buffer out = ny_buffer_create(arena);
    size_t whole = 0;
    bool negative = decimal.size && decimal.data[0] == '-';
    while (whole < decimal.size && decimal.data[whole] != '.')
        whole++;
    for (size_t i = 0; i < decimal.size; i++) {
        bool digit = i >= (size_t)negative && i < whole;
        if (digit && i > (size_t)negative && (whole - i) % 3 == 0)
            ny_buffer_add_character(&out, ',');
        ny_buffer_add_character(&out, decimal.data[i]);
    }
    return ny_buffer_text(&out);
}

bool ny_figure_shown(ny_arena *arena, const ny_figure *figure, ny_value value,
                     ny_rational *ret_value)
{
    if (value.state != NY_KNOWN || figure->type.kind != NY_KIND_NUMBER)
        return false;
    *ret_value = ny_rational_divide(arena, value.is.number, figure->factor);
    return true;
}

/* What makes the plural of an English word: "operations", "deliveries", "days", "boxes". */
static ny_text in_plural(ny_arena *arena, ny_text one)
{
    if (!one.size)
        return one;
    char last = one.data[one.size - 1], before = one.size > 1 ? one.data[one.size - 2] : 'a';
    if (last == 'y' && !strchr("aeiou", before))
        return ny_format(arena, "%.*sies", (int)one.size - 1, one.data);
    if (last == 'x' || (last == 'h' && (before == 'c' || before == 's')))
        return ny_format(arena, "%.*ses", NY_PRINT(one));
    return last == 's' ? one : ny_format(arena, "%.*ss", NY_PRINT(one));
}

ny_text ny_with_unit(ny_arena *arena, const ny_figure *figure, ny_text decimal)
{
    ny_text unit = figure->unit_text;
    bool add_s = unit.size && figure->currency == NY_NONE && !ny_text_is(decimal, "1");
    for (size_t i = 0; i < unit.size; i++)
        add_s = add_s && unit.data[i] != ' ' && unit.data[i] != '%';
    return ny_format(arena, "%.*s%s%.*s", NY_PRINT(ny_grouped(arena, decimal)),
                     unit.size ? " " : "", NY_PRINT(add_s ? in_plural(arena, unit) : unit));
}

/* --- why a statement may still change ---------------------------------------------------------- */

static void add_why(ny_arena *arena, ny_statement *statement, ny_text why)
{
    *NY_APPEND(arena, &statement->why_provisional) = why;
}

static void add_unsettled(ny_arena *arena, const ny_result *result, ny_statement *statement)
{
    uint32_t unsettled = 0, unsure = 0;
    for (uint32_t i = 0; i < result->plan->payments.count; i++)
        unsettled += result->paid[(size_t)i * result->periods + statement->period].unsettled;
    for (uint32_t r = 0; r < result->plan->reductions.count; r++)
        unsure += result
                      ->measured[(size_t)r * result->periods +
                                 (result->plan->reductions.items[r].rows == NY_ROWS_ALL
                                      ? 0
                                      : statement->period)]
                      .where_unknown;
    if (unsettled)
        add_why(arena, statement,
                ny_format(arena,
                          "%u amount%s cannot be known, because of faults in the data, and "
                          "%s not in it",
                          unsettled, unsettled == 1 ? "" : "s", unsettled == 1 ? "is" : "are"));
    if (unsure)
        add_why(arena, statement,
                ny_format(arena, "of %u row%s it cannot be said whether a figure counts them",
                          unsure, unsure == 1 ? "" : "s"));
}

static void judge(ny_arena *arena, const ny_result *result, const ny_circumstances *now,
                  ny_statement *statement)
{
    const ny_model *model = result->plan->model;
    const ny_period *period = &model->periods.items[statement->period];
    ny_date objections = period->data_date;
    if (!now->has_extracted)
        add_why(arena, statement,
                NY_TEXT("the day of the extract is not known: give it with --extracted"));
    else if (now->extracted < period->data_date)
        add_why(arena, statement,
                ny_format(arena, "the data end on %.*s, before the data date %.*s",
                          NY_PRINT(ny_date_text(arena, now->extracted)),
                          NY_PRINT(ny_date_text(arena, period->data_date))));
    if (now->faults)
        add_why(arena, statement,
                ny_format(arena, "%u fault%s in the data %s not been answered", now->faults,
                          now->faults == 1 ? "" : "s", now->faults == 1 ? "has" : "have"));
    bool may_object = model->objections.months != 0 || model->objections.days != 0;
    if (may_object && ny_date_add(period->data_date, model->objections, &objections) &&
        (!now->has_as_of || now->as_of <= objections))
        add_why(arena, statement,
                ny_format(arena, "objections may be made until %.*s",
                          NY_PRINT(ny_date_text(arena, objections))));
    add_unsettled(arena, result, statement);
    statement->final = statement->why_provisional.count == 0;
}

/* --- sentences --------------------------------------------------------------------------------- */

typedef struct ny_naming {
    ny_arena *arena;
    const ny_result *result;
    uint32_t period;
    ny_buffer out;
    bool *seen;
    uint32_t said;
} ny_naming;

static void name_figure(void *context, const ny_expression *expression)
{
    ny_naming *naming = context;
    const ny_plan *plan = naming->result->plan;
    bool final = expression->kind == NY_EXPRESSION_FINAL;
    if (!final && expression->kind != NY_EXPRESSION_NAME &&
        expression->kind != NY_EXPRESSION_PREVIOUS)
        return;
    bool previous = expression->kind == NY_EXPRESSION_PREVIOUS;
    uint32_t number = ny_model_figure(plan->model, expression->name.text);
    if (number == NY_NONE || (naming->seen[number] && !final && !previous))
        return;
    naming->seen[number] = naming->seen[number] || (!final && !previous);
    const ny_figure *figure = &plan->model->figures.items[number];
    uint32_t op = plan->figures.items[number];
    if (op == NY_NONE || plan->ops.items[op].grain.kind == NY_GRAIN_ROW)
        return;
    uint32_t period = final ? plan->final_period : naming->period;
    bool none = previous && period == 0;
    if (previous && period > 0)
        period--;
    if (plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT)
        period = 0;
    ny_value value = naming->result->values[(size_t)op * naming->result->periods + period];
    ny_rational shown;
    ny_buffer_format(&naming->out, "%s%s%.*s", naming->said++ ? ", " : "",
                     previous ? "previous " : "", NY_PRINT(figure->name));
    if (final)
        ny_buffer_format(&naming->out, " in the final contract %s",
                         ny_keyword_text(plan->model->period_word));
    ny_buffer_add(&naming->out, NY_TEXT(" = "));
    if (none || !ny_figure_shown(naming->arena, figure, value, &shown)) {
        ny_buffer_add(&naming->out, NY_TEXT("not known"));
        return;
    }
    ny_text text =
        ny_rational_decimal_text(naming->arena, shown, figure->currency == NY_NONE ? 0 : 2, 6);
    ny_buffer_add(&naming->out, ny_with_unit(naming->arena, figure, text));
}

/* The amount's words from the contract with the figures in it; for rows, how many and how much. */
static ny_text sentence(ny_arena *arena, const ny_result *result, const ny_payment *payment,
                        uint32_t period, ny_text expression)
{
    ny_naming naming = {.arena = arena, .result = result, .period = period};
    naming.out = ny_buffer_create(arena);
    naming.seen = NY_NEW_ARRAY(arena, bool, result->plan->model->figures.count + 1);
    const ny_expression *amount = payment->words->amount;
    ny_walk_expression(amount, name_figure, &naming);
    ny_text figures = ny_buffer_text(&naming.out);
    bool only_name = amount->kind == NY_EXPRESSION_NAME;
    if (!figures.size || only_name)
        return figures.size ? figures : expression;
    return ny_format(arena, "%.*s, with %.*s", NY_PRINT(expression), NY_PRINT(figures));
}

/* --- entries ----------------------------------------------------------------------------------- */

static bool same_pair(const ny_entry *entry, const ny_line *line)
{
    return entry->payment == line->payment && entry->from == line->payer &&
           entry->to == line->payee;
}

static ny_entry *entry_of(ny_arena *arena, ny_statement *statement, uint32_t first,
                          const ny_line *line)
{
    for (uint32_t i = first; i < statement->entries.count; i++)
        if (same_pair(&statement->entries.items[i], line))
            return &statement->entries.items[i];
    ny_entry *entry = NY_APPEND(arena, &statement->entries);
    *entry = (ny_entry){.payment = line->payment,
                        .from = line->payer,
                        .to = line->payee,
                        .amount = NY_RATIONAL_ZERO,
                        .has_due = true,
                        .due_first = line->due,
                        .due_last = line->due};
    return entry;
}

static uint32_t members_of(const ny_model *model, uint32_t party, uint32_t *ret_members)
{
    const ny_party *of = &model->parties.items[party];
    if (!of->together || !of->members.count) {
        ret_members[0] = party;
        return 1;
    }
    for (uint32_t i = 0; i < of->members.count; i++)
        ret_members[i] = of->members.items[i];
    return of->members.count;
}

/* A payment that is made and has no lines is shown as nothing, between the parties that it names. */
static void add_empty(ny_arena *arena, const ny_model *model, uint32_t number,
                      ny_statement *statement)
{
    const ny_payment *payment = &model->payments.items[number];
    if (payment->payer == NY_NONE || payment->payee == NY_NONE)
        return;
    uint32_t *from = NY_NEW_ARRAY(arena, uint32_t, model->parties.count + 1);
    uint32_t *to = NY_NEW_ARRAY(arena, uint32_t, model->parties.count + 1);
    uint32_t payers = members_of(model, payment->payer, from);
    uint32_t payees = members_of(model, payment->payee, to);
    for (uint32_t i = 0; i < payers; i++)
        for (uint32_t j = 0; j < payees; j++)
            *NY_APPEND(arena, &statement->entries) = (ny_entry){
                .payment = number, .from = from[i], .to = to[j], .amount = NY_RATIONAL_ZERO};
}

static void add_entries(ny_arena *arena, const ny_result *result, uint32_t number,
                        ny_statement *statement, const ny_text *texts)
{
    const ny_model *model = result->plan->model;
    const ny_paid *paid = &result->paid[(size_t)number * result->periods + statement->period];
    uint32_t of = result->plan->payments.items[number].payment;
    const ny_payment *payment = &model->payments.items[of];
    uint32_t first = statement->entries.count;
    if (!paid->made)
        return;
    for (uint32_t i = 0; i < paid->lines; i++) {
        const ny_line *line = &result->lines.items[paid->first_line + i];
        ny_entry *entry = entry_of(arena, statement, first, line);
        entry->amount = ny_rational_add(arena, entry->amount, line->amount);
        entry->rows++;
        entry->due_first = line->due < entry->due_first ? line->due : entry->due_first;
        entry->due_last = line->due > entry->due_last ? line->due : entry->due_last;
    }
    if (statement->entries.count == first)
        add_empty(arena, model, of, statement);
    ny_text words = sentence(arena, result, payment, statement->period,
                             ny_contract_words_at(arena, texts, payment->words->amount->span));
    for (uint32_t i = first; i < statement->entries.count; i++) {
        if (payment->words->time != NY_TIME_FOR_EACH)
            statement->entries.items[i].rows = paid->rows;
        statement->entries.items[i].due_by_line = payment->words->due_form == NY_DUE_COLUMN;
        statement->entries.items[i].sentence = words;
    }
}

/* --- flows ------------------------------------------------------------------------------------- */

static void add_to_flow(ny_arena *arena, ny_flow *flows, uint32_t count, uint32_t party,
                        uint32_t currency, ny_rational pays, ny_rational receives)
{
    for (uint32_t i = 0; i < count; i++)
        if (flows[i].party == party && flows[i].currency == currency) {
            flows[i].pays = ny_rational_add(arena, flows[i].pays, pays);
            flows[i].receives = ny_rational_add(arena, flows[i].receives, receives);
            return;
        }
    NY_BUG("a party that no payment names was paid");
}

static void mark_party(const ny_model *model, uint32_t party, bool *named)
{
    const ny_party *of = &model->parties.items[party];
    named[party] = named[party] || !of->together || !of->members.count;
    for (uint32_t i = 0; i < of->members.count; i++)
        named[of->members.items[i]] = true;
}

/* The parties that payments name, in the contract's order; by column, any party may be one. */
static void begin_flows(ny_arena *arena, const ny_model *model, ny_statement *statement)
{
    bool *named = NY_NEW_ARRAY(arena, bool, model->parties.count + 1);
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (payment->is_cost || payment->is_benefit)
            continue;
        bool by_column = payment->payer == NY_NONE || payment->payee == NY_NONE;
        for (uint32_t p = 0; p < model->parties.count; p++)
            if ((by_column && !model->parties.items[p].together) || p == payment->payer ||
                p == payment->payee)
                mark_party(model, p, named);
    }
    for (uint32_t p = 0; p < model->parties.count; p++)
        for (uint32_t c = 0; named[p] && c < model->currencies.count; c++)
            *NY_APPEND(arena, &statement->flows) = (ny_flow){
                .party = p, .currency = c, .pays = NY_RATIONAL_ZERO, .receives = NY_RATIONAL_ZERO};
}

/* What one pays another receives: to the last øre, in every currency. */
static void check_double_entry(ny_arena *arena, const ny_model *model,
                               const ny_statement *statement)
{
    for (uint32_t c = 0; c < model->currencies.count; c++) {
        ny_rational sum = NY_RATIONAL_ZERO;
        for (uint32_t i = 0; i < statement->flows.count; i++) {
            const ny_flow *flow = &statement->flows.items[i];
            if (flow->currency != c)
                continue;
            sum = ny_rational_add(arena, sum, flow->pays);
            sum = ny_rational_subtract(arena, sum, flow->receives);
        }
        NY_BUG_ON(ny_rational_sign(sum) != 0);
    }
}

static void add_flows(ny_arena *arena, const ny_model *model, ny_statement *statement)
{
    begin_flows(arena, model, statement);
    for (uint32_t i = 0; i < statement->entries.count; i++) {
        const ny_entry *entry = &statement->entries.items[i];
        uint32_t currency = model->payments.items[entry->payment].currency;
        add_to_flow(arena, statement->flows.items, statement->flows.count, entry->from, currency,
                    entry->amount, NY_RATIONAL_ZERO);
        add_to_flow(arena, statement->flows.items, statement->flows.count, entry->to, currency,
                    NY_RATIONAL_ZERO, entry->amount);
    }
    check_double_entry(arena, model, statement);
}

ny_settlement *ny_settle(ny_arena *arena, const ny_result *result,
                         const ny_circumstances *circumstances, const ny_text *texts)
{
    ny_settlement *settlement = NY_NEW(arena, ny_settlement);
    const ny_model *model = result->plan->model;
    settlement->result = result;
    for (uint32_t p = 0; p < result->periods; p++) {
        ny_statement statement = {.period = p};
        judge(arena, result, circumstances, &statement);
        for (uint32_t i = 0; i < result->plan->payments.count; i++)
            add_entries(arena, result, i, &statement, texts);
        add_flows(arena, model, &statement);
        if (p == 0)
            for (uint32_t i = 0; i < statement.flows.count; i++)
                *NY_APPEND(arena, &settlement->totals) =
                    (ny_flow){.party = statement.flows.items[i].party,
                              .currency = statement.flows.items[i].currency,
                              .pays = NY_RATIONAL_ZERO,
                              .receives = NY_RATIONAL_ZERO};
        for (uint32_t i = 0; i < statement.flows.count; i++)
            add_to_flow(arena, settlement->totals.items, settlement->totals.count,
                        statement.flows.items[i].party, statement.flows.items[i].currency,
                        statement.flows.items[i].pays, statement.flows.items[i].receives);
        *NY_APPEND(arena, &settlement->statements) = statement;
    }
    return settlement;
}
