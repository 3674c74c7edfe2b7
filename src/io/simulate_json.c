/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulate.h: the JSON. */

#include "io/simulate.h"

#include "base/bug.h"
#include "io/simulate_study.h"
#include "use/fit.h"

#include <math.h>

/* --- JSON ------------------------------------------------------------------------------------- */

static const char *const quantile_names[NY_ESTIMATE_QUANTILES] = {"0.025", "0.25", "0.5", "0.75",
                                                                  "0.975"};

/* JSON has no word for what is beyond all doubles. */
static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *interval_json(ny_interval interval)
{
    json_t *ends = json_array();
    ny_json_add(ends, real(interval.low));
    ny_json_add(ends, real(interval.high));
    return ends;
}

static void set_estimate(json_t *object, const ny_estimate *estimate)
{
    bool known = estimate->worlds > 0;
    ny_json_set(object, "worlds", json_integer(estimate->worlds));
    ny_json_set(object, "mean", known ? real(estimate->mean) : json_null());
    ny_json_set(object, "se", known ? real(estimate->se) : json_null());
    ny_json_set(object, "sd", known ? real(estimate->sd) : json_null());
    json_t *quantiles = known ? json_object() : json_null();
    for (uint32_t i = 0; known && i < NY_ESTIMATE_QUANTILES; i++)
        ny_json_set(quantiles, quantile_names[i], real(estimate->quantiles[i]));
    ny_json_set(object, "quantiles", quantiles);
    json_t *intervals = known ? json_object() : json_null();
    for (uint32_t i = 0; known && i < NY_ESTIMATE_QUANTILES; i++)
        ny_json_set(intervals, quantile_names[i], interval_json(estimate->intervals[i]));
    ny_json_set(object, "quantile_intervals", intervals);
}

json_t *ny_estimate_json(const ny_estimate *estimate)
{
    json_t *object = json_object();
    set_estimate(object, estimate);
    return object;
}

json_t *ny_figured_json(const ny_figured *figured)
{
    if (!figured->worlds)
        return json_null();
    json_t *object = json_object();
    ny_json_set(object, "worlds", json_integer(figured->worlds));
    ny_json_set(object, "value", real(figured->value));
    ny_json_set(object, "se", real(figured->se));
    return object;
}

json_t *ny_share_json(const ny_figured *share)
{
    json_t *object = ny_figured_json(share);
    if (share->worlds)
        ny_json_set(object, "interval", interval_json(ny_estimate_share_interval(share)));
    return object;
}

ny_text ny_account_unit(ny_arena *arena, const ny_model *model, uint32_t currency, ny_unit unit)
{
    return currency == NY_NONE ? ny_unit_text(arena, model, unit, true)
                               : model->currencies.items[currency].name;
}

static json_t *line_json(const ny_simulation *simulation, const ny_model *model,
                         const ny_simulated_line *line)
{
    const ny_payment *payment = &model->payments.items[line->payment];
    json_t *object = json_object(), *years = json_array();
    ny_json_set(object, "kind",
                json_string(payment->is_cost      ? "cost"
                            : payment->is_benefit ? "benefit"
                                                  : "payment"));
    ny_json_set(object, "label", ny_json_text(payment->label));
    ny_json_set(object, "clause", ny_json_text(payment->clause));
    ny_json_set(object, "heading", ny_json_text(payment->words->heading));
    ny_json_set(object, "pays", real(line->pays.value));
    ny_json_set(object, "receives", real(line->receives.value));
    ny_json_set(object, "pays_se", real(line->pays.se));
    ny_json_set(object, "receives_se", real(line->receives.se));
    ny_json_set(object, "npv", real(line->npv.mean));
    ny_json_set(object, "present_value", ny_estimate_json(&line->npv));
    ny_json_set(object, "chance_alone", ny_figured_json(&line->chance));
    for (uint32_t p = 0; p < simulation->periods; p++) {
        json_t *year = json_object();
        ny_json_set(year, "period", json_integer(p + 1));
        ny_json_set(year, "net", ny_estimate_json(&line->by_period[p].net));
        ny_json_set(year, "made", ny_share_json(&line->by_period[p].made));
        ny_json_set(year, "chance_alone", ny_figured_json(&line->by_period[p].chance));
        ny_json_add(years, year);
    }
    ny_json_set(object, "by_year", years);
    return object;
}

static json_t *heading_json(const ny_simulated_heading *heading)
{
    json_t *object = json_object();
    ny_json_set(object, "heading", ny_json_text(heading->heading));
    ny_json_set(object, "pays", real(heading->pays.value));
    ny_json_set(object, "receives", real(heading->receives.value));
    ny_json_set(object, "pays_se", real(heading->pays.se));
    ny_json_set(object, "receives_se", real(heading->receives.se));
    ny_json_set(object, "present_value", ny_estimate_json(&heading->npv));
    return object;
}

static json_t *payback_json(const ny_payback *payback)
{
    json_t *object = json_object();
    ny_json_set(object, "below_zero", ny_share_json(&payback->below));
    ny_json_set(object, "paid_back", ny_share_json(&payback->back));
    ny_json_set(object, "median_years",
                isnan(payback->median) ? json_null() : real(payback->median));
    ny_json_set(object, "median_interval", interval_json(payback->median_interval));
    return object;
}

static json_t *account_json(ny_arena *arena, const ny_simulation *simulation, const ny_model *model,
                            const ny_account *account)
{
    json_t *object = json_object(), *years = json_array(), *lines = json_array(),
           *headings = json_array();
    ny_json_set(object, "name", ny_json_text(model->parties.items[account->party].name));
    ny_json_set(object, "label", ny_json_text(model->parties.items[account->party].label));
    ny_json_set(object, "unit",
                ny_json_text(ny_account_unit(arena, model, account->currency, account->unit)));
    ny_json_set(object, "npv", ny_estimate_json(&account->npv));
    ny_json_set(object, "chance_of_loss", ny_share_json(&account->loss));
    ny_json_set(object, "shortfall", ny_figured_json(&account->shortfall));
    ny_json_set(object, "pays", real(account->pays.value));
    ny_json_set(object, "receives", real(account->receives.value));
    ny_json_set(object, "pays_se", real(account->pays.se));
    ny_json_set(object, "receives_se", real(account->receives.se));
    for (uint32_t p = 0; p < simulation->periods; p++) {
        json_t *year = json_object();
        ny_json_set(year, "period", json_integer(p + 1));
        ny_json_set(year, "from", ny_json_date(arena, model->periods.items[p].from));
        ny_json_set(year, "to", ny_json_date(arena, model->periods.items[p].end - 1));
        ny_json_set(year, "net", real(account->by_period[p].mean));
        ny_json_set(year, "estimate", ny_estimate_json(&account->by_period[p]));
        ny_json_set(year, "cash", ny_estimate_json(&account->cash[p]));
        ny_json_add(years, year);
    }
    ny_json_set(object, "deepest", ny_estimate_json(&account->deepest));
    ny_json_set(object, "payback", payback_json(&account->payback));
    for (uint32_t i = 0; i < account->lines.count; i++)
        ny_json_add(lines, line_json(simulation, model, &account->lines.items[i]));
    ny_json_set(object, "by_year", years);
    ny_json_set(object, "by_line", lines);
    for (uint32_t i = 0; i < account->headings.count; i++)
        ny_json_add(headings, heading_json(&account->headings.items[i]));
    ny_json_set(object, "by_heading", headings);
    return object;
}

static json_t *figure_json(const ny_simulation *simulation, const ny_model *model,
                           const ny_simulated_figure *figure)
{
    json_t *object = json_object();
    const ny_figure *of = &model->figures.items[figure->figure];
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
        ny_json_set(period, "rows", real(measure->rows[p].value));
        ny_json_set(period, "known", real(measure->known[p].value));
        ny_json_set(period, "events", real(measure->events[p].value));
        ny_json_set(period, "rows_se", real(measure->rows[p].se));
        ny_json_set(period, "known_se", real(measure->known[p].se));
        ny_json_set(period, "events_se", real(measure->events[p].se));
        ny_json_set(period, "value", ny_estimate_json(&values[p]));
        ny_json_add(periods, period);
    }
    ny_json_set(object, "by_period", periods);
    return object;
}

/* A year's means and their errors: of the parties with an account in this currency, and of all others. */
static void set_budget_year(json_t *object, const ny_simulated *of, uint32_t currency,
                            uint32_t year, bool calendar)
{
    const ny_model *model = of->plan->model;
    json_t *parties = json_object(), *errors = json_object();
    const ny_others *behind = &of->others.items[currency];
    const ny_figured *others = calendar ? &behind->by_year[year] : &behind->by_period[year];
    for (uint32_t i = 0; i < of->accounts.count; i++) {
        const ny_account *account = &of->accounts.items[i];
        ny_text name = model->parties.items[account->party].name;
        if (account->currency != currency)
            continue;
        ny_json_set_text(
            parties, name,
            real(calendar ? account->by_year[year].value : account->by_period[year].mean));
        ny_json_set_text(errors, name,
                         real(calendar ? account->by_year[year].se : account->by_period[year].se));
    }
    ny_json_set(object, "parties", parties);
    ny_json_set(object, "all_others", real(others->value));
    ny_json_set(object, "errors", errors);
    ny_json_set(object, "all_others_se", real(others->se));
}

static json_t *budget_period_json(ny_arena *arena, const ny_simulated *of, uint32_t currency,
                                  uint32_t period)
{
    const ny_model *model = of->plan->model;
    json_t *object = json_object();
    ny_json_set(object, "period", json_integer((json_int_t)period + 1));
    ny_json_set(object, "from", ny_json_date(arena, model->periods.items[period].from));
    ny_json_set(object, "to", ny_json_date(arena, model->periods.items[period].end - 1));
    set_budget_year(object, of, currency, period, false);
    return object;
}

static json_t *calendar_json(const ny_simulated *of, uint32_t currency)
{
    json_t *years = json_array();
    for (uint32_t y = 0; y < of->years; y++) {
        json_t *year = json_object();
        ny_json_set(year, "year", json_integer(of->first_year + (json_int_t)y));
        set_budget_year(year, of, currency, y, true);
        ny_json_add(years, year);
    }
    return years;
}

static json_t *budget_json(ny_arena *arena, const ny_simulation *simulation, const ny_simulated *of)
{
    const ny_model *model = of->plan->model;
    json_t *budget = json_array();
    for (uint32_t c = 0; c < model->currencies.count; c++) {
        json_t *object = json_object(), *years = json_array();
        for (uint32_t p = 0; p < simulation->periods; p++)
            ny_json_add(years, budget_period_json(arena, of, c, p));
        ny_json_set(object, "currency", ny_json_text(model->currencies.items[c].name));
        ny_json_set(object, "by_year", years);
        ny_json_set(object, "by_calendar_year", calendar_json(of, c));
        ny_json_add(budget, object);
    }
    return budget;
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
    ny_json_set(object, "worlds_with_twin", json_integer(of->pairs));
    for (uint32_t i = 0; i < of->accounts.count; i++)
        ny_json_add(parties, account_json(arena, simulation, model, &of->accounts.items[i]));
    for (uint32_t i = 0; i < of->measures.count; i++)
        ny_json_add(measures, measure_json(simulation, of->plan, of, &of->measures.items[i]));
    for (uint32_t i = 0; i < of->figures.count; i++)
        ny_json_set_text(figures, model->figures.items[of->figures.items[i].figure].name,
                         figure_json(simulation, model, &of->figures.items[i]));
    ny_json_set(object, "parties", parties);
    ny_json_set(object, "budget", budget_json(arena, simulation, of));
    ny_json_set(object, "measures", measures);
    ny_json_set(object, "figures", figures);
    if (simulation->base)
        ny_json_set(object, "stated", ny_study_stated_json(arena, simulation, of));
    if (of->study)
        ny_json_set(object, "pathways", ny_study_pathways_json(of));
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

/* The distribution that a best guess with its interval stands for. */
static json_t *fitted_json(ny_arena *arena, const ny_simulation *simulation)
{
    const ny_model *model = simulation->alternatives.items[0].plan->model;
    json_t *array = json_array();
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (figure->kind != NY_FIGURE_ASSUME)
            continue;
        ny_text fit = ny_fit_text(arena, model, figure);
        if (!fit.size)
            continue;
        json_t *object = json_object();
        ny_json_set(object, "name", ny_json_text(figure->name));
        ny_json_set(object, "distribution", ny_json_text(fit));
        ny_json_add(array, object);
    }
    return array;
}

static json_t *comparison_json(ny_arena *arena, const ny_simulation *simulation,
                               const ny_comparison *of)
{
    const ny_simulated *other = &simulation->alternatives.items[of->alternative];
    const ny_simulated *base = &simulation->alternatives.items[0];
    const ny_account *account = &other->accounts.items[of->account];
    const ny_model *model = other->plan->model;
    json_t *object = json_object();
    ny_json_set(object, "alternative", ny_json_text(other->name));
    ny_json_set(object, "less", ny_json_text(base->name));
    ny_json_set(object, "party", ny_json_text(model->parties.items[account->party].name));
    ny_json_set(object, "unit",
                ny_json_text(ny_account_unit(arena, model, account->currency, account->unit)));
    ny_json_set(object, "npv", ny_estimate_json(&of->npv));
    ny_json_set(object, "stated",
                simulation->base ? ny_stated_difference_json(&of->stated) : json_null());
    ny_json_set(object, "worse_off", ny_share_json(&of->worse));
    ny_json_set(object, "first_worse_world",
                of->first_worse == NY_NONE ? json_null() : json_integer(of->first_worse));
    bool asked = false;
    for (uint32_t i = 0; i < simulation->guarded.count; i++)
        asked = asked || simulation->guarded.items[i] == account->party;
    ny_json_set(object, "never_worse",
                !asked ? json_null() : json_boolean(of->first_worse == NY_NONE));
    return object;
}

static json_t *set_json(const ny_simulation *simulation)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < simulation->set.count; i++)
        ny_json_add(array, ny_json_text(simulation->set.items[i]));
    return array;
}

static const char *end_word(const ny_simulation *simulation)
{
    switch (simulation->end) {
    case NY_WORLDS_ALL:
        return "all";
    case NY_WORLDS_STOPPED:
        return "stopped";
    case NY_WORLDS_ERROR_SMALL:
        return "error small enough";
    case NY_WORLDS_TOLD:
        return "error still too large";
    }
    NY_BUG("a simulation that ended in no way");
}

ny_text ny_simulate_json(ny_arena *arena, const ny_simulation *simulation)
{
    json_t *root = json_object(), *alternatives = json_array(), *undefined = json_array();
    json_t *comparisons = json_array();
    ny_json_set(root, "nytte", json_string("simulate/1"));
    ny_json_set(root, "from_world", json_integer(simulation->from));
    ny_json_set(root, "worlds", json_integer(simulation->worlds));
    ny_json_set(root, "worlds_asked", json_integer(simulation->asked));
    ny_json_set(root, "ended", json_string(end_word(simulation)));
    ny_json_set(root, "seed", json_integer((json_int_t)simulation->seed));
    ny_json_set(root, "twins_every", json_integer(simulation->twins_every));
    ny_json_set(root, "set", set_json(simulation));
    ny_json_set(root, "assumed", assumed_json(simulation));
    ny_json_set(root, "fitted", fitted_json(arena, simulation));
    for (uint32_t i = 0; i < simulation->alternatives.count; i++) {
        ny_json_add(alternatives,
                    alternative_json(arena, simulation, &simulation->alternatives.items[i]));
        add_undefined(undefined, &simulation->alternatives.items[i]);
    }
    for (uint32_t i = 0; i < simulation->comparisons.count; i++)
        ny_json_add(comparisons,
                    comparison_json(arena, simulation, &simulation->comparisons.items[i]));
    ny_json_set(root, "alternatives", alternatives);
    ny_json_set(root, "comparisons", comparisons);
    ny_json_set(root, "undefined", undefined);
    return ny_json_write(arena, root);
}
