/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Statements and measures as JSON: docs/schema/settle.json and measure.json. Exact figures are
 * strings, with the fraction beside. */

#include "io/statement_json.h"

#include "io/statement_faults.h"

uint32_t ny_reduction_of(const ny_plan *plan, uint32_t measure)
{
    for (uint32_t r = 0; r < plan->reductions.count; r++)
        if (plan->reductions.items[r].measure == measure)
            return r;
    return NY_NONE;
}

const ny_measured *ny_measured_of(const ny_report_of *report, uint32_t reduction, uint32_t period,
                                  uint32_t group)
{
    const ny_result *result = report->result;
    size_t place = (size_t)reduction * result->periods + period;
    return group == NY_NONE ? &result->measured[place]
                            : &result->grouped[place * report->grouping->by.groups + group];
}

bool ny_shows_in_full(const ny_report_of *report, uint32_t measure, uint32_t group)
{
    const ny_model *model = report->result->plan->model;
    return !ny_view_restricted(report->view) ||
           (group == NY_NONE &&
            ny_view_figure(report->view, model->measures.items[measure].figure));
}

bool ny_shows_fact(const ny_report_of *report, const ny_fact_said *fact)
{
    bool attests = false;
    for (uint32_t i = 0; ny_view_restricted(report->view) && i < fact->attested_by.count; i++)
        attests = attests || report->view->parties[fact->attested_by.items[i]];
    return attests || ny_view_figure(report->view, fact->figure);
}

const ny_fingerprints *ny_fingerprints_shown(ny_arena *arena, const ny_report_of *report)
{
    if (!ny_view_restricted(report->view))
        return report->fingerprints;
    ny_fingerprints *shown = NY_NEW(arena, ny_fingerprints);
    for (uint32_t i = 0; i < report->fingerprints->count; i++) {
        ny_fingerprint *of = NY_APPEND(arena, shown);
        *of = report->fingerprints->items[i];
        if (ny_text_is(of->role, "data") || ny_text_is(of->role, "facts"))
            of->name = NY_TEXT("(not shown)");
    }
    return shown;
}

bool ny_period_wanted(const ny_report_of *report, uint32_t period)
{
    return report->only_period == 0 || report->only_period == period + 1;
}

/* --- figures ----------------------------------------------------------------------------------- */

static void set_number(ny_arena *arena, json_t *object, bool known, ny_rational value,
                       uint32_t least)
{
    ny_json_set(object, "value",
                known ? ny_json_text(ny_rational_decimal_text(arena, value, least, 12))
                      : json_null());
    ny_json_set(object, "exact", known ? ny_json_exact(arena, value) : json_null());
}

json_t *ny_number_json(ny_arena *arena, const ny_figure *figure, ny_value value)
{
    json_t *object = json_object();
    ny_rational shown = NY_RATIONAL_ZERO;
    bool known = ny_figure_shown(arena, figure, value, &shown);
    set_number(arena, object, known, shown, figure->currency == NY_NONE ? 0 : 2);
    ny_json_set(object, "unit",
                ny_json_text(figure->unit_text.size ? figure->unit_text : NY_TEXT("")));
    return object;
}

static json_t *figure_json(ny_arena *arena, const ny_figure *figure, ny_value value)
{
    if (figure->type.kind == NY_KIND_NUMBER)
        return ny_number_json(arena, figure, value);
    json_t *object = json_object();
    json_t *text = json_null();
    if (value.state == NY_KNOWN && figure->type.kind == NY_KIND_DATE)
        text = ny_json_date(arena, value.is.date);
    else if (value.state == NY_KNOWN && figure->type.kind == NY_KIND_YES_NO)
        text = json_string(value.is.index ? "yes" : "no");
    ny_json_set(object, "value", json_incref(text));
    ny_json_set(object, "exact", text);
    ny_json_set(object, "unit", json_string(""));
    return object;
}

static json_t *figures_json(ny_arena *arena, const ny_report_of *report, uint32_t period)
{
    const ny_result *result = report->result;
    const ny_plan *plan = result->plan;
    json_t *object = json_object();
    for (uint32_t i = 0; i < plan->model->figures.count; i++) {
        const ny_figure *figure = &plan->model->figures.items[i];
        uint32_t op = plan->figures.items[i];
        if (figure->kind != NY_FIGURE_DEFINE || !ny_plan_in_statements(plan, op) ||
            !ny_view_figure(report->view, i))
            continue;
        bool once = plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
        ny_value value = result->values[(size_t)op * result->periods + (once ? 0 : period)];
        json_t *of = figure_json(arena, figure, value);
        ny_json_set(of, "faults", ny_figure_faults_json(arena, report, i, period));
        ny_json_set_text(object, figure->name, of);
    }
    return object;
}

/* --- measures ---------------------------------------------------------------------------------- */

static json_t *excluded_json(const ny_plan *plan, uint32_t table, const ny_measured *measured)
{
    json_t *array = json_array();
    for (uint32_t e = 0; e < plan->exclusions.count; e++) {
        const ny_exclusion *exclusion =
            &plan->model->exclusions.items[plan->exclusions.items[e].exclusion];
        if (exclusion->table != table || exclusion->judged)
            continue;
        json_t *object = json_object();
        ny_json_set(object, "exclusion", ny_json_text(exclusion->label));
        ny_json_set(object, "rows", json_integer(measured->reports ? measured->excluded[e] : 0));
        ny_json_add(array, object);
    }
    return array;
}

static void set_would_be(ny_arena *arena, json_t *object, const ny_figure *figure,
                         const ny_measured *measured, bool by_estimator)
{
    bool hidden = measured->value.state != NY_KNOWN && measured->would_be.state == NY_KNOWN;
    if (!measured->reports)
        ny_json_set(object, "unknown_because",
                    json_string("no contract period reports in this statement"));
    else if (hidden)
        ny_json_set(object, "unknown_because", json_string("too few rows, or too few known"));
    else if (measured->value.state != NY_KNOWN)
        ny_json_set(object, "unknown_because",
                    json_string(!measured->known ? "no row is known"
                                : by_estimator   ? "the event has not come to half of the rows"
                                                 : "no figure comes of these rows"));
    if (hidden)
        ny_json_set(object, "would_be", ny_number_json(arena, figure, measured->would_be));
}

static json_t *bound_json(ny_arena *arena, const ny_figure *figure, ny_value bound)
{
    ny_rational shown;
    return ny_figure_shown(arena, figure, bound, &shown)
               ? ny_json_text(ny_rational_decimal_text(arena, shown, 0, 12))
               : json_null();
}

/* How it is estimated, and how sure it is. */
static void set_estimation(ny_arena *arena, json_t *object, const ny_figure *figure,
                           const ny_reduction *reduction, const ny_measured *measured)
{
    const ny_estimation *by = &reduction->estimate;
    ny_json_set(object, "low", bound_json(arena, figure, measured->low));
    ny_json_set(object, "high", bound_json(arena, figure, measured->high));
    if (by->bounds != NY_BOUNDS_NONE) {
        json_t *bounds = json_object();
        ny_json_set(bounds, "method", ny_json_text(ny_bounds_text(arena, by->bounds)));
        ny_json_set(bounds, "level",
                    ny_json_text(ny_rational_decimal_text(arena, by->level, 0, 12)));
        ny_json_set(object, "bounds", bounds);
    }
    if (measured->plain.state == NY_KNOWN)
        ny_json_set(object, "plain", ny_number_json(arena, figure, measured->plain));
    if (by->form == NY_ESTIMATOR_NONE || !measured->reports)
        return;
    ny_json_set(object, "followed", json_integer(measured->followed));
    if (by->limit != NY_NONE)
        ny_json_set(object, "at_risk", json_integer(measured->at_risk));
}

/* What the share would be if no row that is not known counted, or all. */
static void set_share_ends(ny_arena *arena, json_t *object, const ny_figure *figure,
                           const ny_plan *plan, const ny_reduction *reduction,
                           const ny_measured *measured)
{
    ny_value low, high;
    if (!ny_share_ends(arena, plan, reduction, measured, &low, &high))
        return;
    json_t *ends = json_object();
    ny_json_set(ends, "low", bound_json(arena, figure, low));
    ny_json_set(ends, "high", bound_json(arena, figure, high));
    ny_json_set(object, "whatever_unknown", ends);
}

/* What the rows of a group have in common; null: all rows. */
static json_t *group_json(const ny_report_of *report, uint32_t group)
{
    if (group == NY_NONE)
        return json_null();
    json_t *object = json_object();
    for (uint32_t c = 0; c < report->grouping->columns.count; c++)
        ny_json_set_text(object, report->grouping->columns.items[c].written,
                         ny_json_text(report->grouping->groups.items[group].names[c]));
    return object;
}

/* Who looks may not see all of it: what is not shown is null, and why is said. */
static void hide(json_t *object, ny_shown what, bool in_full)
{
    static const char *const figures[] = {"value", "exact", "events", "low", "high"};
    static const char *const more[] = {"unknown_because", "would_be", "plain",
                                       "followed",        "at_risk",  "whatever_unknown"};
    for (size_t i = 0; what != NY_SHOWN_ALL && i < sizeof figures / sizeof *figures; i++)
        ny_json_set(object, figures[i], json_null());
    if (what == NY_SHOWN_NOTHING)
        ny_json_set(object, "rows", json_null());
    if (!in_full) {
        ny_json_set(object, "unknown", json_null());
        ny_json_set(object, "excluded", json_array());
        (void)json_object_del(object, "whatever_unknown");
        (void)json_object_del(object, "followed"); /* few may be lost to sight */
        (void)json_object_del(object, "at_risk");
    }
    if (what != NY_SHOWN_ALL) {
        for (size_t i = 0; i < sizeof more / sizeof *more; i++)
            (void)json_object_del(object, more[i]);
        ny_json_set(object, "not_shown_because",
                    json_string("it could tell of fewer than 5 persons"));
    }
}

static json_t *measured_json(ny_arena *arena, const ny_report_of *report, uint32_t measure,
                             uint32_t period, uint32_t group)
{
    const ny_plan *plan = report->result->plan;
    const ny_measure *of = &plan->model->measures.items[measure];
    const ny_figure *figure = &plan->model->figures.items[of->figure];
    uint32_t r = ny_reduction_of(plan, measure);
    const ny_measured *measured = ny_measured_of(report, r, period, group);
    json_t *object = json_object();
    const ny_period *year = &plan->model->periods.items[measured->operation_period];
    const ny_period *first = &plan->model->periods.items[measured->first_period];
    bool counts = plan->reductions.items[r].reduce == NY_REDUCE_SHARE ||
                  plan->reductions.items[r].reduce == NY_REDUCE_RATE ||
                  plan->reductions.items[r].estimate.form != NY_ESTIMATOR_NONE;
    bool in_full = ny_shows_in_full(report, measure, group);
    ny_json_set(object, "name", ny_json_text(figure->name));
    ny_json_set(object, "period", json_integer(period + 1));
    ny_json_set(object, "operation_year",
                measured->reports ? json_integer(measured->operation_period + 1) : json_null());
    ny_json_set(object, "from", measured->reports ? ny_json_date(arena, first->from) : json_null());
    ny_json_set(object, "to", measured->reports ? ny_json_date(arena, year->end - 1) : json_null());
    ny_json_set(object, "group", group_json(report, group));
    json_t *number = ny_number_json(arena, figure, measured->value);
    json_object_update(object, number);
    json_decref(number);
    ny_json_set(object, "faults",
                group == NY_NONE ? ny_figure_faults_json(arena, report, of->figure, period)
                                 : json_null());
    set_estimation(arena, object, figure, &plan->reductions.items[r], measured);
    ny_json_set(object, "rows", json_integer(in_full ? measured->rows : measured->known));
    ny_json_set(object, "events",
                counts && measured->reports ? json_integer(measured->events) : json_null());
    ny_json_set(object, "unknown", json_integer(measured->rows - measured->known));
    set_share_ends(arena, object, figure, plan, &plan->reductions.items[r], measured);
    ny_json_set(object, "excluded", excluded_json(plan, of->table, measured));
    set_would_be(arena, object, figure, measured,
                 plan->reductions.items[r].estimate.form != NY_ESTIMATOR_NONE);
    hide(object,
         group == NY_NONE ? ny_release_total(report->release, r, period)
                          : ny_release_group(report->release, r, period, group),
         in_full || !ny_view_restricted(report->view));
    return object;
}

/* --- rejects, fingerprints --------------------------------------------------------------------- */

static json_t *rejects_json(const ny_tables *tables)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < tables->rejects.count; i++) {
        const ny_reject *reject = &tables->rejects.items[i];
        json_t *object = json_object();
        ny_json_set(object, "file", ny_json_text(reject->file));
        ny_json_set(object, "line", json_integer(reject->line));
        ny_json_set(object, "column", ny_json_text(reject->column));
        ny_json_set(object, "value", ny_json_text(reject->value));
        ny_json_set(object, "reason", ny_json_text(reject->reason));
        ny_json_set(object, "action", json_string(ny_reject_action_text(reject->action)));
        ny_json_add(array, object);
    }
    return array;
}

json_t *ny_fingerprints_json(const ny_fingerprints *fingerprints)
{
    json_t *object = json_object();
    json_t *files = json_array();
    ny_json_set(object, "algorithm", json_string("BLAKE2b-256"));
    ny_json_set(object, "engine", ny_json_text(ny_fingerprint_engine()));
    for (uint32_t i = 0; i < fingerprints->count; i++) {
        const ny_fingerprint *of = &fingerprints->items[i];
        json_t *file = json_object();
        ny_json_set(file, "role", ny_json_text(of->role));
        ny_json_set(file, "file", ny_json_text(of->name));
        ny_json_set(file, "hash", ny_json_text(of->hash));
        ny_json_add(files, file);
    }
    ny_json_set(object, "files", files);
    return object;
}

json_t *ny_notes_json(const ny_tables *tables)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < tables->notes.count; i++)
        ny_json_add(array, ny_json_text(tables->notes.items[i]));
    return array;
}

static void set_tail(ny_arena *arena, json_t *object, const ny_report_of *report)
{
    const ny_circumstances *now = &report->circumstances;
    ny_json_set(object, "as_of", now->has_as_of ? ny_json_date(arena, now->as_of) : json_null());
    ny_json_set(object, "extracted_on",
                now->has_extracted ? ny_json_date(arena, now->extracted) : json_null());
    bool restricted = ny_view_restricted(report->view);
    if (report->view) {
        json_t *shown = json_object();
        const ny_model *model = report->result->plan->model;
        ny_json_set(shown, "party", ny_json_text(model->parties.items[report->view->party].name));
        ny_json_set(shown, "restricted", json_boolean(restricted));
        ny_json_set(shown, "faults", json_integer(report->tables->rejects.count));
        ny_json_set(object, "shown_to", shown);
    }
    ny_json_set(object, "rows_outside_term",
                restricted ? json_null() : json_integer(report->result->outside_term));
    ny_json_set(object, "notes", restricted ? json_array() : ny_notes_json(report->tables));
    ny_json_set(object, "rejects", restricted ? json_array() : rejects_json(report->tables));
    ny_json_set(object, "fingerprints", ny_fingerprints_json(ny_fingerprints_shown(arena, report)));
}

/* Every group of --by that occurs in the data, with rows in this statement or without. */
static void add_groups(ny_arena *arena, json_t *measures, const ny_report_of *report, uint32_t m,
                       uint32_t period)
{
    const ny_plan *plan = report->result->plan;
    const ny_grouping *grouping = report->grouping;
    if (!grouping || plan->reductions.items[ny_reduction_of(plan, m)].table != grouping->by.table)
        return;
    for (uint32_t g = 0; g < grouping->groups.count; g++)
        ny_json_add(measures, measured_json(arena, report, m, period, g));
}

ny_text ny_measure_json(ny_arena *arena, const ny_report_of *report)
{
    const ny_result *result = report->result;
    json_t *root = json_object(), *measures = json_array();
    ny_json_set(root, "nytte", json_string("measure/1"));
    ny_json_set(root, "contract", ny_json_text(result->plan->model->title));
    for (uint32_t m = 0; m < result->plan->model->measures.count; m++)
        for (uint32_t p = 0; p < result->periods; p++) {
            uint32_t r = ny_reduction_of(result->plan, m);
            bool reports = result->measured[(size_t)r * result->periods + p].reports;
            if (!reports || !ny_period_wanted(report, p))
                continue;
            ny_json_add(measures, measured_json(arena, report, m, p, NY_NONE));
            add_groups(arena, measures, report, m, p);
        }
    ny_json_set(root, "measures", measures);
    set_tail(arena, root, report);
    return ny_json_write(arena, root);
}

/* --- statements -------------------------------------------------------------------------------- */

static json_t *due_json(ny_arena *arena, const ny_entry *entry)
{
    if (!entry->has_due)
        return json_null();
    if (!entry->due_by_line)
        return ny_json_date(arena, entry->due_first);
    json_t *object = json_object();
    ny_json_set(object, "first", ny_json_date(arena, entry->due_first));
    ny_json_set(object, "last", ny_json_date(arena, entry->due_last));
    return object;
}

static json_t *entry_json(ny_arena *arena, const ny_report_of *report, uint32_t period,
                          const ny_entry *entry)
{
    const ny_model *model = report->result->plan->model;
    const ny_payment *payment = &model->payments.items[entry->payment];
    const ny_currency *currency = &model->currencies.items[payment->currency];
    uint32_t decimals = ny_currency_decimals(currency);
    json_t *object = json_object();
    ny_json_set(object, "clause",
                payment->clause.size ? ny_json_text(payment->clause) : json_null());
    ny_json_set(object, "label", ny_json_text(payment->label));
    ny_json_set(object, "from", ny_json_text(model->parties.items[entry->from].name));
    ny_json_set(object, "to", ny_json_text(model->parties.items[entry->to].name));
    ny_json_set(object, "amount",
                ny_json_text(ny_rational_decimal_text(arena, entry->amount, decimals, 12)));
    ny_json_set(object, "currency", ny_json_text(currency->name));
    ny_json_set(object, "due", due_json(arena, entry));
    ny_json_set(object, "rows", json_integer(entry->rows));
    ny_json_set(object, "sentence", ny_json_text(entry->sentence));
    ny_json_set(object, "faults", ny_entry_faults_json(arena, report, period, entry));
    ny_json_set(object, "nothing_because",
                entry->nothing.size ? ny_json_text(entry->nothing) : json_null());
    ny_json_set(object, "share", entry->share.size ? ny_json_text(entry->share) : json_null());
    return object;
}

static json_t *rounding_json(ny_arena *arena, const ny_model *model, const ny_statement *statement)
{
    json_t *array = json_array();
    for (uint32_t i = 0; i < statement->rounded.count; i++) {
        const ny_rounded *rounded = &statement->rounded.items[i];
        const ny_payment *payment = &model->payments.items[rounded->payment];
        json_t *object = json_object();
        ny_json_set(object, "clause",
                    payment->clause.size ? ny_json_text(payment->clause) : json_null());
        ny_json_set(object, "label", ny_json_text(payment->label));
        ny_json_set(object, "before", ny_json_exact(arena, rounded->before));
        ny_json_set(object, "added", ny_json_exact(arena, rounded->added));
        ny_json_set(object, "currency",
                    ny_json_text(model->currencies.items[payment->currency].name));
        ny_json_add(array, object);
    }
    return array;
}

static json_t *carried_json(ny_arena *arena, const ny_model *model, const ny_statement *statement)
{
    json_t *object = json_object();
    for (uint32_t i = 0; i < statement->carried.count; i++) {
        const ny_figure *figure = &model->figures.items[statement->carried.items[i].figure];
        ny_json_set_text(object, figure->name,
                         figure_json(arena, figure, statement->carried.items[i].value));
    }
    return object;
}

static json_t *parties_json(ny_arena *arena, const ny_model *model, const ny_flow *flows,
                            uint32_t count)
{
    json_t *object = json_object();
    for (uint32_t i = 0; i < count; i++) {
        const ny_currency *currency = &model->currencies.items[flows[i].currency];
        uint32_t decimals = ny_currency_decimals(currency);
        const char *name = ny_text_terminated(arena, model->parties.items[flows[i].party].name);
        json_t *party = json_object_get(object, name);
        if (!party) {
            party = json_object();
            ny_json_set(object, name, party);
        }
        json_t *flow = json_object();
        ny_json_set(flow, "pays",
                    ny_json_text(ny_rational_decimal_text(arena, flows[i].pays, decimals, 12)));
        ny_json_set(flow, "receives",
                    ny_json_text(ny_rational_decimal_text(arena, flows[i].receives, decimals, 12)));
        ny_json_set(flow, "faults", ny_flow_faults_json(arena, model, &flows[i]));
        ny_json_set_text(party, currency->name, flow);
    }
    return object;
}

static json_t *fact_json(ny_arena *arena, const ny_report_of *report, const ny_fact_said *fact,
                         ny_date day)
{
    const ny_model *model = report->result->plan->model;
    const ny_figure *figure = &model->figures.items[fact->figure];
    ny_fact_stands stands = ny_fact_stands_by(arena, fact, day);
    bool is_day = figure->type.kind == NY_KIND_DATE;
    json_t *object = json_object(), *attested = json_object(), *awaits = json_array();
    ny_json_set(object, "state",
                json_string(stands.spoilt  ? "not known"
                            : stands.holds ? "happened"
                                           : "not yet"));
    ny_json_set(object, "from", stands.holds ? ny_json_date(arena, stands.from) : json_null());
    ny_json_set(object, "value",
                is_day || !stands.holds ? json_null()
                                        : figure_json(arena, figure, stands.entry->value));
    for (uint32_t i = 0; i < stands.attested.count; i++)
        ny_json_set_text(attested, model->parties.items[stands.attested.items[i].party].name,
                         ny_json_date(arena, stands.attested.items[i].day));
    for (uint32_t i = 0; i < stands.awaits.count; i++)
        ny_json_add(awaits, ny_json_text(model->parties.items[stands.awaits.items[i]].name));
    ny_json_set(object, "attested", attested);
    ny_json_set(object, "awaits", awaits);
    return object;
}

static json_t *facts_json(ny_arena *arena, const ny_report_of *report, ny_date day)
{
    json_t *object = json_object();
    for (uint32_t i = 0; i < report->facts->facts.count; i++) {
        const ny_fact_said *fact = &report->facts->facts.items[i];
        if (!ny_shows_fact(report, fact))
            continue;
        ny_json_set_text(object, report->result->plan->model->figures.items[fact->figure].name,
                         fact_json(arena, report, fact, day));
    }
    return object;
}

static json_t *statement_json(ny_arena *arena, const ny_report_of *report,
                              const ny_statement *statement)
{
    const ny_result *result = report->result;
    const ny_model *model = result->plan->model;
    const ny_period *period = &model->periods.items[statement->period];
    json_t *object = json_object(), *why = json_array(), *measures = json_object(),
           *payments = json_array();
    ny_json_set(object, "period", json_integer(statement->period + 1));
    ny_json_set(object, "from", ny_json_date(arena, period->from));
    ny_json_set(object, "to", ny_json_date(arena, period->end - 1));
    ny_json_set(object, "data_date", ny_json_date(arena, period->data_date));
    ny_json_set(object, "in_term", json_boolean(period->in_term));
    ny_json_set(object, "status", json_string(statement->final ? "final" : "provisional"));
    for (uint32_t i = 0; i < statement->why_provisional.count; i++)
        ny_json_add(why, ny_json_text(statement->why_provisional.items[i]));
    ny_json_set(object, "why_provisional", why);
    ny_json_set(object, "faults", ny_statement_faults_json(arena, report, statement));
    for (uint32_t m = 0; m < model->measures.count; m++) {
        json_t *measured = measured_json(arena, report, m, statement->period, NY_NONE);
        ny_json_set_text(measures, model->figures.items[model->measures.items[m].figure].name,
                         measured);
    }
    ny_json_set(object, "facts", facts_json(arena, report, period->data_date));
    ny_json_set(object, "measures", measures);
    ny_json_set(object, "figures", figures_json(arena, report, statement->period));
    for (uint32_t i = 0; i < statement->entries.count; i++)
        ny_json_add(payments,
                    entry_json(arena, report, statement->period, &statement->entries.items[i]));
    ny_json_set(object, "carried", carried_json(arena, model, statement));
    ny_json_set(object, "payments", payments);
    ny_json_set(object, "rounding", rounding_json(arena, model, statement));
    ny_json_set(object, "parties",
                parties_json(arena, model, statement->flows.items, statement->flows.count));
    return object;
}

static json_t *offers_json(ny_arena *arena, const ny_report_of *report)
{
    const ny_plan *plan = report->result->plan;
    json_t *object = json_object();
    for (uint32_t i = 0; i < plan->inputs.count && report->result->periods; i++) {
        uint32_t number = plan->inputs.items[i].figure;
        const ny_figure *figure = &plan->model->figures.items[number];
        uint32_t op = plan->figures.items[number];
        if (figure->kind == NY_FIGURE_OFFER && ny_view_figure(report->view, number))
            ny_json_set_text(
                object, figure->name,
                figure_json(arena, figure,
                            report->result->values[(size_t)op * report->result->periods]));
    }
    return object;
}

static json_t *amount_json(ny_arena *arena, const ny_currency *currency, ny_rational amount)
{
    return ny_json_text(
        ny_rational_decimal_text(arena, amount, ny_currency_decimals(currency), 12));
}

static json_t *moved_payment_json(ny_arena *arena, const ny_model *model,
                                  const ny_moved_payment *moved)
{
    const ny_currency *currency = &model->currencies.items[moved->currency];
    json_t *object = json_object();
    ny_json_set(object, "period", json_integer(moved->period + 1));
    ny_json_set(object, "clause", moved->clause.size ? ny_json_text(moved->clause) : json_null());
    ny_json_set(object, "label", ny_json_text(moved->label));
    ny_json_set(object, "from", ny_json_text(model->parties.items[moved->from].name));
    ny_json_set(object, "to", ny_json_text(model->parties.items[moved->to].name));
    ny_json_set(object, "currency", ny_json_text(currency->name));
    ny_json_set(object, "before", amount_json(arena, currency, moved->before));
    ny_json_set(object, "now", amount_json(arena, currency, moved->now));
    ny_json_set(
        object, "change",
        amount_json(arena, currency, ny_rational_subtract(arena, moved->now, moved->before)));
    ny_json_set(object, "too_late", json_boolean(moved->too_late));
    return object;
}

static json_t *moved_figure_json(ny_arena *arena, const ny_model *model,
                                 const ny_moved_figure *moved)
{
    const ny_figure *figure = &model->figures.items[moved->figure];
    ny_value before =
        moved->was_known
            ? ny_value_number(ny_rational_multiply(arena, moved->before, figure->factor))
            : ny_value_unknown();
    json_t *object = json_object();
    ny_json_set(object, "period", json_integer(moved->period + 1));
    ny_json_set(object, "name", ny_json_text(figure->name));
    ny_json_set(object, "before", ny_number_json(arena, figure, before));
    ny_json_set(object, "now", ny_number_json(arena, figure, moved->now));
    return object;
}

static json_t *changed_files_json(ny_arena *arena, const ny_report_of *report)
{
    static const char *const kinds[] = {"changed", "added", "gone"};
    ny_file_change_list changes =
        ny_file_changes(arena, report->against->earlier, report->fingerprints);
    json_t *array = json_array();
    for (uint32_t i = 0; i < changes.count; i++) {
        json_t *object = json_object();
        ny_json_set(object, "role", ny_json_text(changes.items[i].role));
        ny_json_set(object, "file", ny_json_text(changes.items[i].name));
        ny_json_set(object, "what", json_string(kinds[changes.items[i].kind]));
        ny_json_add(array, object);
    }
    return array;
}

static json_t *against_json(ny_arena *arena, const ny_report_of *report)
{
    const ny_differences *against = report->against;
    const ny_model *model = report->result->plan->model;
    if (!against)
        return json_null();
    json_t *object = json_object(), *payments = json_array(), *figures = json_array(),
           *owed = json_array(), *unmatched = json_array();
    for (uint32_t i = 0; i < against->payments.count; i++)
        ny_json_add(payments, moved_payment_json(arena, model, &against->payments.items[i]));
    for (uint32_t i = 0; i < against->figures.count; i++)
        ny_json_add(figures, moved_figure_json(arena, model, &against->figures.items[i]));
    for (uint32_t i = 0; i < against->owed.count; i++) {
        const ny_owed *of = &against->owed.items[i];
        const ny_currency *currency = &model->currencies.items[of->currency];
        json_t *one = json_object();
        ny_json_set(one, "from", ny_json_text(model->parties.items[of->from].name));
        ny_json_set(one, "to", ny_json_text(model->parties.items[of->to].name));
        ny_json_set(one, "amount", amount_json(arena, currency, of->amount));
        ny_json_set(one, "currency", ny_json_text(currency->name));
        ny_json_add(owed, one);
    }
    for (uint32_t i = 0; i < against->unmatched.count; i++)
        ny_json_add(unmatched, ny_json_text(against->unmatched.items[i]));
    ny_json_set(object, "file", ny_json_text(against->earlier->name));
    ny_json_set(object, "as_of",
                against->earlier->has_as_of ? ny_json_date(arena, against->earlier->as_of)
                                            : json_null());
    ny_json_set(object, "compared", json_integer(against->compared));
    ny_json_set(object, "files", changed_files_json(arena, report));
    ny_json_set(object, "figures", figures);
    ny_json_set(object, "payments", payments);
    ny_json_set(object, "to_settle", owed);
    ny_json_set(object, "unmatched", unmatched);
    return object;
}

ny_text ny_settle_json(ny_arena *arena, const ny_report_of *report)
{
    const ny_settlement *settlement = report->settlement;
    const ny_model *model = report->result->plan->model;
    json_t *root = json_object(), *periods = json_array();
    ny_json_set(root, "nytte", json_string("settle/1"));
    ny_json_set(root, "contract", ny_json_text(model->title));
    ny_json_set(root, "bidder", report->bidder.size ? ny_json_text(report->bidder) : json_null());
    ny_json_set(root, "offers", offers_json(arena, report));
    for (uint32_t i = 0; i < settlement->statements.count; i++)
        if (ny_period_wanted(report, settlement->statements.items[i].period))
            ny_json_add(periods, statement_json(arena, report, &settlement->statements.items[i]));
    ny_json_set(root, "periods", periods);
    ny_json_set(root, "totals",
                parties_json(arena, model, settlement->totals.items, settlement->totals.count));
    ny_json_set(root, "against", against_json(arena, report));
    ny_json_set(root, "open", json_array());
    set_tail(arena, root, report);
    return ny_json_write(arena, root);
}
