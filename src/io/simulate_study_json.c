/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulate_study.h: the JSON, and the trace as CSV. */

#include "io/simulate_study.h"

#include "base/bug.h"

#include <math.h>

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* --- what is stated ---------------------------------------------------------------------------- */

static json_t *line_json(const ny_model *model, const ny_simulated_line *line)
{
    const ny_payment *payment = &model->payments.items[line->payment];
    json_t *object = json_object();
    ny_json_set(object, "kind", json_string(payment->is_benefit ? "benefit" : "cost"));
    ny_json_set(object, "label", ny_json_text(payment->label));
    ny_json_set(object, "total", real(line->stated_total));
    ny_json_set(object, "npv", real(line->stated));
    return object;
}

static json_t *heading_json(const ny_simulated_heading *heading)
{
    json_t *object = json_object();
    ny_json_set(object, "heading", ny_json_text(heading->heading));
    ny_json_set(object, "total", real(heading->stated_total));
    ny_json_set(object, "npv", real(heading->stated));
    return object;
}

/* What people who were followed one at a time show of an account: one item a pathway. */
static json_t *persons_json(const ny_simulated *of, const ny_account *account)
{
    json_t *array = json_array();
    const ny_model *model = of->plan->model;
    for (uint32_t i = 0; i < model->pathways.count; i++) {
        uint32_t persons = of->study->base.persons[i].persons;
        const ny_stated_account *found =
            ny_stated_account_of(of->study, i, account->party, account->currency, account->unit);
        if (!found)
            continue;
        json_t *object = json_object();
        ny_json_set(object, "pathway", ny_json_text(model->pathways.items[i].name));
        ny_json_set(object, "persons", json_integer(persons));
        ny_json_set(object, "people", real(of->study->base.persons[i].people));
        ny_json_set(object, "mean", real(found->mean));
        ny_json_set(object, "sd", real(found->sd));
        ny_json_set(object, "se", real(found->se));
        ny_json_add(array, object);
    }
    return array;
}

static json_t *account_json(ny_arena *arena, const ny_simulated *of, const ny_account *account)
{
    const ny_model *model = of->plan->model;
    json_t *object = json_object(), *lines = json_array(), *headings = json_array();
    ny_json_set(object, "name", ny_json_text(model->parties.items[account->party].name));
    ny_json_set(object, "unit",
                ny_json_text(ny_account_unit(arena, model, account->currency, account->unit)));
    ny_json_set(object, "total", real(account->stated_total));
    ny_json_set(object, "npv", real(account->stated));
    for (uint32_t i = 0; i < account->lines.count; i++)
        ny_json_add(lines, line_json(model, &account->lines.items[i]));
    ny_json_set(object, "by_line", lines);
    for (uint32_t i = 0; i < account->headings.count; i++)
        ny_json_add(headings, heading_json(&account->headings.items[i]));
    ny_json_set(object, "by_heading", headings);
    ny_json_set(object, "persons", persons_json(of, account));
    return object;
}

static json_t *figures_json(const ny_simulated *of)
{
    json_t *object = json_object();
    const ny_model *model = of->plan->model;
    for (uint32_t i = 0; i < of->figures.count; i++)
        ny_json_set_text(object, model->figures.items[of->figures.items[i].figure].name,
                         real(of->figures.items[i].stated));
    return object;
}

/* --- counted otherwise ------------------------------------------------------------------------- */

const char *ny_counted_word(ny_counting counted)
{
    switch (counted) {
    case NY_COUNTED_AT_START:
        return "at the start";
    case NY_COUNTED_AT_END:
        return "at the end";
    case NY_COUNTED_AT_EVERY_POINT:
        return "at every point";
    case NY_COUNTED_HALF_CYCLE:
        return "half cycle";
    case NY_COUNTED_SIMPSON:
        return "simpson";
    case NY_COUNTED_NOT_SAID:
        break;
    }
    return "as each pathway says";
}

json_t *ny_grid_json(ny_study_grid grid)
{
    switch (grid) {
    case NY_GRID_AT_START:
        return json_string("at the start of each cycle");
    case NY_GRID_AT_END:
        return json_string("at the end of each cycle");
    case NY_GRID_AS_SAID:
        return json_null();
    }
    NY_BUG("a grid of no kind");
}

static json_t *way_json(ny_arena *arena, const ny_simulated *of, const ny_counted_way *way,
                        uint32_t alternative)
{
    json_t *object = json_object(), *parties = json_array();
    const ny_model *model = of->plan->model;
    ny_json_set(object, "counted", json_string(ny_counted_word(way->counted)));
    ny_json_set(object, "discounted", ny_grid_json(way->grid));
    ny_json_set(object, "as_said", json_boolean(way->as_said));
    for (uint32_t i = 0; i < of->accounts.count; i++) {
        json_t *party = json_object();
        ny_json_set(party, "name",
                    ny_json_text(model->parties.items[of->accounts.items[i].party].name));
        ny_json_set(party, "unit",
                    ny_json_text(ny_account_unit(arena, model, of->accounts.items[i].currency,
                                                 of->accounts.items[i].unit)));
        ny_json_set(party, "npv", real(way->accounts[alternative][i]));
        ny_json_add(parties, party);
    }
    ny_json_set(object, "parties", parties);
    return object;
}

json_t *ny_study_stated_json(ny_arena *arena, const ny_simulation *simulation,
                             const ny_simulated *of)
{
    json_t *object = json_object(), *parties = json_array(), *ways = json_array();
    uint32_t alternative = (uint32_t)(of - simulation->alternatives.items);
    for (uint32_t i = 0; i < of->accounts.count; i++)
        ny_json_add(parties, account_json(arena, of, &of->accounts.items[i]));
    for (uint32_t i = 0; i < simulation->base->ways.count; i++)
        ny_json_add(ways, way_json(arena, of, &simulation->base->ways.items[i], alternative));
    ny_json_set(object, "parties", parties);
    ny_json_set(object, "figures", figures_json(of));
    ny_json_set(object, "counted_otherwise", ways);
    return object;
}

json_t *ny_stated_difference_json(const ny_figured *of)
{
    json_t *object = json_object();
    ny_json_set(object, "npv", real(of->value));
    ny_json_set(object, "persons", json_integer(of->worlds));
    ny_json_set(object, "se", of->worlds ? real(of->se) : json_null());
    return object;
}

/* --- where people are -------------------------------------------------------------------------- */

static json_t *trace_json(const ny_pathway *pathway, const double *trace)
{
    json_t *points = json_array();
    for (uint32_t point = 0; trace && point < ny_study_points(pathway); point++) {
        json_t *shares = json_array();
        for (uint32_t state = 0; state < pathway->states.count; state++)
            ny_json_add(shares, real(trace[(size_t)point * pathway->states.count + state]));
        ny_json_add(points, shares);
    }
    return points;
}

json_t *ny_study_pathways_json(const ny_simulated *of)
{
    json_t *pathways = json_array();
    const ny_model *model = of->plan->model;
    for (uint32_t i = 0; of->study && i < model->pathways.count; i++) {
        const ny_pathway *pathway = &model->pathways.items[i];
        json_t *object = json_object(), *states = json_array();
        for (uint32_t s = 0; s < pathway->states.count; s++)
            ny_json_add(states, ny_json_text(pathway->states.items[s].name));
        ny_json_set(object, "name", ny_json_text(pathway->name));
        ny_json_set(object, "states", states);
        ny_json_set(object, "counted",
                    pathway->counted == NY_COUNTED_NOT_SAID
                        ? json_null()
                        : json_string(ny_counted_word(pathway->counted)));
        ny_json_set(object, "trace", trace_json(pathway, of->study->base.trace[i]));
        ny_json_add(pathways, object);
    }
    return pathways;
}

/* --- the same as CSV: seventeen digits give the double back ------------------------------------- */

ny_text ny_simulate_trace(ny_arena *arena, const ny_simulation *simulation)
{
    ny_buffer out = ny_buffer_create(arena);
    ny_buffer_add(&out, NY_TEXT("alternative,pathway,point,state,people\n"));
    for (uint32_t a = 0; a < simulation->alternatives.count; a++) {
        const ny_simulated *of = &simulation->alternatives.items[a];
        const ny_model *model = of->plan->model;
        for (uint32_t i = 0; of->study && i < model->pathways.count; i++) {
            const ny_pathway *pathway = &model->pathways.items[i];
            const double *trace = of->study->base.trace[i];
            size_t places = (size_t)ny_study_points(pathway) * pathway->states.count;
            for (size_t at = 0; trace && at < places; at++)
                ny_buffer_format(&out, "%.*s,%.*s,%zu,%.*s,%.17g\n", NY_PRINT(of->name),
                                 NY_PRINT(pathway->name), at / pathway->states.count,
                                 NY_PRINT(pathway->states.items[at % pathway->states.count].name),
                                 trace[at]);
        }
    }
    return ny_buffer_text(&out);
}
