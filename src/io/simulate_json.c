/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulate_json.h: the JSON and the CSV. */

#include "io/simulate_json.h"

#include "io/json.h"

#include <string.h>

/* --- JSON ------------------------------------------------------------------------------------- */

static const char *const quantile_names[NY_SIMULATE_QUANTILES] = {"0.025", "0.25", "0.5", "0.75",
                                                                  "0.975"};

static void set_estimate(json_t *object, const ny_estimate *estimate)
{
    bool known = estimate->worlds > 0;
    ny_json_set(object, "worlds", json_integer(estimate->worlds));
    ny_json_set(object, "mean", known ? json_real(estimate->mean) : json_null());
    ny_json_set(object, "se", known ? json_real(estimate->se) : json_null());
    ny_json_set(object, "sd", known ? json_real(estimate->sd) : json_null());
    if (!known || !estimate->has_quantiles) {
        ny_json_set(object, "quantiles", json_null());
        return;
    }
    json_t *quantiles = json_object();
    for (uint32_t i = 0; i < NY_SIMULATE_QUANTILES; i++)
        ny_json_set(quantiles, quantile_names[i], json_real(estimate->quantiles[i]));
    ny_json_set(object, "quantiles", quantiles);
}

static json_t *estimate_json(const ny_estimate *estimate)
{
    json_t *object = json_object();
    set_estimate(object, estimate);
    return object;
}

ny_text ny_account_unit(ny_arena *arena, const ny_model *model, const ny_account *account)
{
    return account->currency == NY_NONE ? ny_unit_text(arena, model, account->unit, true)
                                        : model->currencies.items[account->currency].name;
}

static json_t *line_json(const ny_model *model, const ny_simulated_line *line)
{
    const ny_payment *payment = &model->payments.items[line->payment];
    json_t *object = json_object();
    ny_json_set(object, "kind",
                json_string(payment->is_cost      ? "cost"
                            : payment->is_benefit ? "benefit"
                                                  : "payment"));
    ny_json_set(object, "label", ny_json_text(payment->label));
    ny_json_set(object, "clause", ny_json_text(payment->clause));
    ny_json_set(object, "pays", json_real(line->pays));
    ny_json_set(object, "receives", json_real(line->receives));
    ny_json_set(object, "npv", json_real(line->npv));
    return object;
}

static json_t *account_json(ny_arena *arena, const ny_simulation *simulation, const ny_model *model,
                            const ny_account *account)
{
    json_t *object = json_object(), *years = json_array(), *lines = json_array();
    ny_json_set(object, "name", ny_json_text(model->parties.items[account->party].name));
    ny_json_set(object, "label", ny_json_text(model->parties.items[account->party].label));
    ny_json_set(object, "unit", ny_json_text(ny_account_unit(arena, model, account)));
    ny_json_set(object, "npv", estimate_json(&account->npv));
    ny_json_set(object, "pays", json_real(account->pays));
    ny_json_set(object, "receives", json_real(account->receives));
    for (uint32_t p = 0; p < simulation->periods; p++) {
        json_t *year = json_object();
        ny_json_set(year, "period", json_integer(p + 1));
        ny_json_set(year, "net", json_real(account->by_period[p]));
        ny_json_add(years, year);
    }
    for (uint32_t i = 0; i < account->lines.count; i++)
        ny_json_add(lines, line_json(model, &account->lines.items[i]));
    ny_json_set(object, "by_year", years);
    ny_json_set(object, "by_line", lines);
    return object;
}

static json_t *figure_json(ny_arena *arena, const ny_simulation *simulation, const ny_model *model,
                           const ny_simulated_figure *figure)
{
    json_t *object = json_object();
    const ny_figure *of = &model->figures.items[figure->figure];
    (void)arena;
    ny_json_set(object, "unit", ny_json_text(of->unit_text.size ? of->unit_text : NY_TEXT("")));
    if (!figure->each_period) {
        set_estimate(object, &figure->values[0]);
        return object;
    }
    json_t *periods = json_array();
    for (uint32_t p = 0; p < simulation->periods; p++) {
        json_t *period = json_object();
        ny_json_set(period, "period", json_integer(p + 1));
        set_estimate(period, &figure->values[p]);
        ny_json_add(periods, period);
    }
    ny_json_set(object, "by_period", periods);
    return object;
}

static json_t *measure_json(const ny_simulation *simulation, const ny_plan *plan,
                            const ny_simulated *of, const ny_simulated_measure *measure)
{
    json_t *object = json_object(), *periods = json_array();
    const ny_estimate *values = NULL;
    for (uint32_t i = 0; i < of->figures.count; i++)
        if (of->figures.items[i].figure == measure->figure)
            values = of->figures.items[i].values;
    ny_json_set(object, "name", ny_json_text(plan->model->figures.items[measure->figure].name));
    for (uint32_t p = 0; values && p < simulation->periods; p++) {
        uint32_t year = plan->reports.items[(size_t)measure->reduction * simulation->periods + p];
        if (year == NY_NONE)
            continue;
        json_t *period = json_object();
        ny_json_set(period, "period", json_integer(p + 1));
        ny_json_set(period, "operation_year", json_integer((json_int_t)year + 1));
        ny_json_set(period, "rows", json_real(measure->rows[p]));
        ny_json_set(period, "known", json_real(measure->known[p]));
        ny_json_set(period, "events", json_real(measure->events[p]));
        ny_json_set(period, "value", estimate_json(&values[p]));
        ny_json_add(periods, period);
    }
    ny_json_set(object, "by_period", periods);
    return object;
}

static json_t *alternative_json(ny_arena *arena, const ny_simulation *simulation,
                                const ny_simulated *of)
{
    const ny_model *model = of->plan->model;
    json_t *object = json_object(), *parties = json_array(), *measures = json_array();
    json_t *figures = json_object();
    ny_json_set(object, "name", ny_json_text(of->name.size ? of->name : NY_TEXT("")));
    ny_json_set(object, "label", ny_json_text(of->label));
    ny_json_set(object, "worlds_defined", json_integer(of->defined));
    ny_json_set(object, "worlds_run_exactly", json_integer(of->ties));
    for (uint32_t i = 0; i < of->accounts.count; i++)
        ny_json_add(parties, account_json(arena, simulation, model, &of->accounts.items[i]));
    for (uint32_t i = 0; i < of->measures.count; i++)
        ny_json_add(measures, measure_json(simulation, of->plan, of, &of->measures.items[i]));
    for (uint32_t i = 0; i < of->figures.count; i++)
        ny_json_set_text(figures, model->figures.items[of->figures.items[i].figure].name,
                         figure_json(arena, simulation, model, &of->figures.items[i]));
    ny_json_set(object, "parties", parties);
    ny_json_set(object, "measures", measures);
    ny_json_set(object, "figures", figures);
    return object;
}

static void add_undefined(json_t *array, const ny_simulated *of)
{
    for (uint32_t i = 0; i < of->undefined.count; i++) {
        const ny_undefined_worlds *undefined = &of->undefined.items[i];
        json_t *object = json_object();
        ny_json_set(object, "alternative", ny_json_text(of->name.size ? of->name : NY_TEXT("")));
        ny_json_set(object, "reason", ny_json_text(undefined->reason));
        ny_json_set(object, "worlds", json_integer(undefined->worlds));
        ny_json_set(object, "first_world", json_integer(undefined->first));
        ny_json_add(array, object);
    }
}

static json_t *assumed_json(const ny_simulation *simulation)
{
    const ny_model *model = simulation->alternatives.items[0].plan->model;
    json_t *array = json_array();
    for (uint32_t i = 0; i < simulation->assumed.count; i++) {
        const ny_assumed *of = &simulation->assumed.items[i];
        json_t *object = json_object();
        ny_json_set(object, "name", ny_json_text(model->figures.items[of->figure].name));
        ny_json_set(object, "instead_of", json_string(of->instead));
        ny_json_set(object, "words", ny_json_text(of->words));
        ny_json_add(array, object);
    }
    return array;
}

ny_text ny_simulate_json(ny_arena *arena, const ny_simulation *simulation)
{
    json_t *root = json_object(), *alternatives = json_array(), *undefined = json_array();
    ny_json_set(root, "nytte", json_string("simulate/1"));
    ny_json_set(root, "worlds", json_integer(simulation->worlds));
    ny_json_set(root, "seed", json_integer((json_int_t)simulation->seed));
    ny_json_set(root, "assumed", assumed_json(simulation));
    for (uint32_t i = 0; i < simulation->alternatives.count; i++) {
        ny_json_add(alternatives,
                    alternative_json(arena, simulation, &simulation->alternatives.items[i]));
        add_undefined(undefined, &simulation->alternatives.items[i]);
    }
    ny_json_set(root, "alternatives", alternatives);
    ny_json_set(root, "undefined", undefined);
    return ny_json_write(arena, root);
}

/* --- CSV -------------------------------------------------------------------------------------- */

static void add_cell(ny_buffer *buffer, ny_text text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.size; i++)
        quoted |= text.data[i] == ',' || text.data[i] == '"' || text.data[i] == '\n';
    if (quoted)
        ny_buffer_add_character(buffer, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            ny_buffer_add_character(buffer, '"');
        ny_buffer_add_character(buffer, text.data[i]);
    }
    if (quoted)
        ny_buffer_add_character(buffer, '"');
    ny_buffer_add_character(buffer, ',');
}

void ny_simulate_csv_heading(ny_buffer *buffer)
{
    ny_buffer_add(buffer,
                  NY_TEXT("world,alternative,period,clause,label,from,to,amount,currency\n"));
}

static void add_pair(ny_arena *arena, ny_buffer *buffer, const ny_model *model,
                     const ny_payment *payment, uint32_t from, uint32_t to, int64_t count)
{
    const ny_currency *currency = &model->currencies.items[payment->currency];
    ny_rational amount = ny_rational_multiply(arena, ny_rational_whole(count), currency->rounding);
    add_cell(buffer, payment->clause);
    add_cell(buffer, payment->label);
    add_cell(buffer, model->parties.items[from].name);
    add_cell(buffer, model->parties.items[to].name);
    add_cell(buffer, ny_rational_decimal_text(arena, amount, 2, 12));
    ny_buffer_add(buffer, currency->name);
    ny_buffer_add_character(buffer, '\n');
}

void ny_simulate_csv_world(ny_arena *arena, ny_buffer *buffer, ny_text alternative, uint32_t world,
                           const ny_fast_result *result)
{
    const ny_plan *plan = result->plan;
    for (uint32_t p = 0; p < result->periods; p++)
        for (uint32_t i = 0; i < plan->payments.count; i++)
            for (uint32_t from = 0; from < result->parties; from++)
                for (uint32_t to = 0; to < result->parties; to++) {
                    int64_t count = ny_fast_count(result, i, p, from, to);
                    if (!count)
                        continue;
                    ny_buffer_format(buffer, "%u,", world);
                    add_cell(buffer, alternative);
                    ny_buffer_format(buffer, "%u,", p + 1);
                    add_pair(arena, buffer, plan->model,
                             &plan->model->payments.items[plan->payments.items[i].payment], from,
                             to, count);
                }
}
