/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See statement_faults.h. Nothing is computed here: the ends are those of run/bound.h. */

#include "io/statement_faults.h"

/* --- ranges in words --------------------------------------------------------------------------- */

typedef struct ny_saying {
    const ny_prose *prose;
    const ny_figure *figure;     /* or */
    const ny_currency *currency; /* NULL */
} ny_saying;

static ny_text say(const ny_saying *saying, ny_end end)
{
    if (end.infinite)
        return NY_NO_TEXT;
    return saying->currency
               ? ny_prose_money(saying->prose, end.at, saying->currency)
               : ny_prose_shown(saying->prose, saying->figure, ny_value_number(end.at));
}

static ny_text range_text(const ny_saying *saying, ny_end low, ny_end high)
{
    ny_text from = say(saying, low), to = say(saying, high);
    if (low.infinite && high.infinite)
        return NY_TELLS_PLAIN(saying->prose, ST_FAULTS_ANYTHING);
    if (low.infinite)
        return NY_TELLS(saying->prose, ST_FAULTS_BELOW, to);
    if (high.infinite)
        return NY_TELLS(saying->prose, ST_FAULTS_ABOVE, from);
    if (ny_end_compare(low, high) == 0)
        return from;
    return NY_TELLS(saying->prose, ST_FAULTS_RANGE, from, to);
}

/* Who looks sees what faults could move of what is shown in full. */
static const ny_bound *bound_of(const ny_report_of *report, uint32_t figure, uint32_t period)
{
    const ny_bounds *bounds = report->circumstances.bounds;
    if (!bounds || !ny_view_figure(report->view, figure))
        return NULL;
    const ny_bound *bound = &bounds->figures[(size_t)figure * bounds->periods + period];
    return bound->moved ? bound : NULL;
}

ny_text ny_figure_faults(const ny_report_of *report, uint32_t figure, uint32_t period)
{
    const ny_prose *prose = report->prose;
    const ny_bound *bound = bound_of(report, figure, period);
    const ny_figure *of = &report->result->plan->model->figures.items[figure];
    ny_saying saying = {.prose = prose, .figure = of};
    ny_text said;
    if (!bound)
        return NY_NO_TEXT;
    if (of->type.kind != NY_KIND_NUMBER)
        said = NY_TELLS_PLAIN(prose, ST_FAULTS_OTHER);
    else if (bound->has_value)
        said = NY_TELLS(prose, ST_FAULTS_COULD, range_text(&saying, bound->low, bound->high));
    else
        said = NY_TELLS_PLAIN(prose, ST_FAULTS_UNKNOWN);
    if (bound->may_be_unknown && bound->has_value)
        said = NY_TELLS(prose, ST_FAULTS_OR_UNKNOWN, said);
    if (bound->may_stop)
        said = NY_TELLS(prose, ST_FAULTS_OR_STOP, said);
    return said;
}

/* --- amounts ----------------------------------------------------------------------------------- */

static const ny_paid_bound *paid_of(const ny_report_of *report, uint32_t period,
                                    const ny_entry *entry)
{
    const ny_bounds *bounds = report->circumstances.bounds;
    return bounds ? ny_bound_of_pair(bounds, period, entry->payment, entry->from, entry->to) : NULL;
}

static const ny_currency *currency_of(const ny_model *model, uint32_t payment)
{
    return &model->currencies.items[model->payments.items[payment].currency];
}

static ny_text paid_range(const ny_report_of *report, const ny_paid_bound *paid)
{
    const ny_model *model = report->result->plan->model;
    ny_saying saying = {.prose = report->prose, .currency = currency_of(model, paid->payment)};
    return range_text(&saying, paid->low, paid->high);
}

ny_text ny_entry_faults(const ny_report_of *report, uint32_t period, const ny_entry *entry)
{
    const ny_paid_bound *paid = paid_of(report, period, entry);
    return paid ? NY_TELLS(report->prose, ST_FAULTS_COULD, paid_range(report, paid)) : NY_NO_TEXT;
}

bool ny_is_other_payment(const ny_report_of *report, const ny_statement *statement,
                         const ny_paid_bound *paid)
{
    if (!ny_view_payment(report->view, paid->payment))
        return false;
    for (uint32_t i = 0; i < statement->entries.count; i++) {
        const ny_entry *entry = &statement->entries.items[i];
        if (entry->payment == paid->payment && entry->from == paid->from && entry->to == paid->to)
            return false;
    }
    return paid->period == statement->period;
}

ny_text ny_other_faults(const ny_report_of *report, const ny_paid_bound *paid)
{
    const ny_prose *prose = report->prose;
    return NY_TELLS(prose, ST_FAULTS_PAIR, ny_prose_party(prose, paid->from),
                    ny_prose_party(prose, paid->to), paid_range(report, paid));
}

ny_text ny_flow_faults(const ny_report_of *report, const ny_flow *flow)
{
    const ny_prose *prose = report->prose;
    ny_saying saying = {.prose = prose,
                        .currency = &report->result->plan->model->currencies.items[flow->currency]};
    bool pays = ny_end_compare(flow->pays_low, flow->pays_high) != 0;
    bool receives = ny_end_compare(flow->receives_low, flow->receives_high) != 0;
    ny_text paid = range_text(&saying, flow->pays_low, flow->pays_high);
    ny_text received = range_text(&saying, flow->receives_low, flow->receives_high);
    if (pays && receives)
        return NY_TELLS(prose, ST_FAULTS_BOTH, paid, received);
    if (pays)
        return NY_TELLS(prose, ST_FAULTS_PAY, paid);
    return receives ? NY_TELLS(prose, ST_FAULTS_RECEIVE, received) : NY_NO_TEXT;
}

/* --- JSON -------------------------------------------------------------------------------------- */

static json_t *end_json(ny_arena *arena, ny_end end, uint32_t least)
{
    if (end.infinite)
        return json_null();
    return ny_json_text(ny_rational_decimal_text(arena, end.at, least, 12));
}

static void set_ends(ny_arena *arena, json_t *object, ny_end low, ny_end high, uint32_t least)
{
    ny_json_set(object, "at_least", end_json(arena, low, least));
    ny_json_set(object, "at_most", end_json(arena, high, least));
}

/* In the unit in which the figure is shown. */
static ny_end shown_end(ny_arena *arena, const ny_figure *figure, ny_end end)
{
    return ny_end_divide(arena, end, figure->factor);
}

json_t *ny_figure_faults_json(ny_arena *arena, const ny_report_of *report, uint32_t figure,
                              uint32_t period)
{
    const ny_bound *bound = bound_of(report, figure, period);
    const ny_figure *of = &report->result->plan->model->figures.items[figure];
    if (!bound)
        return json_null();
    json_t *object = json_object();
    uint32_t least = of->currency == NY_NONE ? 0 : 2;
    bool unbounded = bound->has_value && (bound->low.infinite || bound->high.infinite);
    if (bound->has_value)
        set_ends(arena, object, shown_end(arena, of, bound->low), shown_end(arena, of, bound->high),
                 least);
    ny_json_set(object, "unbounded", json_boolean(unbounded));
    ny_json_set(object, "may_be_unknown", json_boolean(bound->may_be_unknown));
    ny_json_set(object, "may_stop", json_boolean(bound->may_stop));
    return object;
}

static json_t *amounts_json(ny_arena *arena, const ny_currency *currency, ny_end low, ny_end high)
{
    json_t *object = json_object();
    set_ends(arena, object, low, high, ny_currency_decimals(currency));
    return object;
}

json_t *ny_entry_faults_json(ny_arena *arena, const ny_report_of *report, uint32_t period,
                             const ny_entry *entry)
{
    const ny_paid_bound *paid = paid_of(report, period, entry);
    if (!paid)
        return json_null();
    return amounts_json(arena, currency_of(report->result->plan->model, entry->payment), paid->low,
                        paid->high);
}

json_t *ny_flow_faults_json(ny_arena *arena, const ny_model *model, const ny_flow *flow)
{
    const ny_currency *currency = &model->currencies.items[flow->currency];
    if (ny_end_compare(flow->pays_low, flow->pays_high) == 0 &&
        ny_end_compare(flow->receives_low, flow->receives_high) == 0)
        return json_null();
    json_t *object = json_object();
    ny_json_set(object, "pays", amounts_json(arena, currency, flow->pays_low, flow->pays_high));
    ny_json_set(object, "receives",
                amounts_json(arena, currency, flow->receives_low, flow->receives_high));
    return object;
}

static json_t *other_json(ny_arena *arena, const ny_model *model, const ny_paid_bound *paid)
{
    const ny_payment *payment = &model->payments.items[paid->payment];
    const ny_currency *currency = currency_of(model, paid->payment);
    json_t *object = amounts_json(arena, currency, paid->low, paid->high);
    ny_json_set(object, "clause",
                payment->clause.size ? ny_json_text(payment->clause) : json_null());
    ny_json_set(object, "label", ny_json_text(payment->label));
    ny_json_set(object, "from", ny_json_text(model->parties.items[paid->from].name));
    ny_json_set(object, "to", ny_json_text(model->parties.items[paid->to].name));
    ny_json_set(object, "currency", ny_json_text(currency->name));
    return object;
}

json_t *ny_statement_faults_json(ny_arena *arena, const ny_report_of *report,
                                 const ny_statement *statement)
{
    const ny_bounds *bounds = report->circumstances.bounds;
    json_t *object = json_object(), *others = json_array();
    ny_json_set(object, "in_data", json_integer(report->circumstances.faults));
    ny_json_set(object, "touching",
                bounds ? json_integer(bounds->touching[statement->period]) : json_null());
    for (uint32_t i = 0; bounds && i < bounds->paid.count; i++)
        if (ny_is_other_payment(report, statement, &bounds->paid.items[i]))
            ny_json_add(others,
                        other_json(arena, report->result->plan->model, &bounds->paid.items[i]));
    ny_json_set(object, "other_payments", others);
    return object;
}
