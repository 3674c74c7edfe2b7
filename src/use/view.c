/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See view.h. */

#include "use/view.h"

/* A joint party buys when all of its members do. */
static bool buys(const ny_model *model, uint32_t party)
{
    const ny_party *of = &model->parties.items[party];
    if (of->role == NY_KEYWORD_BUYS || !of->members.count)
        return of->role == NY_KEYWORD_BUYS;
    for (uint32_t i = 0; i < of->members.count; i++)
        if (!buys(model, of->members.items[i]))
            return false;
    return true;
}

static bool has_member(const ny_party *party, uint32_t member)
{
    for (uint32_t i = 0; i < party->members.count; i++)
        if (party->members.items[i] == member)
            return true;
    return false;
}

static void find_parties(const ny_model *model, ny_view *view)
{
    for (uint32_t i = 0; i < model->parties.count; i++)
        view->parties[i] = i == view->party || has_member(&model->parties.items[i], view->party) ||
                           has_member(&model->parties.items[view->party], i);
}

/* --- what a payment rests on ------------------------------------------------------------------- */

typedef struct ny_resting {
    const ny_plan *plan;
    bool *seen; /* by operation */
    ny_view *view;
} ny_resting;

static void rest_on(ny_resting *resting, uint32_t op);

static void rest_on_rows(ny_resting *resting, const ny_reduction *reduction)
{
    const ny_plan *plan = resting->plan;
    for (uint32_t i = 0; i < reduction->program.count; i++)
        rest_on(resting, plan->programs.items[reduction->program.first + i]);
    for (uint32_t i = 0; i < reduction->needs.count; i++)
        rest_on(resting, reduction->needs.items[i].instead);
}

static void rest_on(ny_resting *resting, uint32_t op)
{
    const ny_plan *plan = resting->plan;
    if (op == NY_NONE || resting->seen[op])
        return;
    resting->seen[op] = true;
    const ny_op *of = &plan->ops.items[op];
    if (plan->figure_of_op.items[op] != NY_NONE)
        resting->view->figures[plan->figure_of_op.items[op]] = true;
    if (of->code == NY_OP_FACT || of->code == NY_OP_FACT_DATE || of->code == NY_OP_INPUT ||
        of->code == NY_OP_INPUT_OF)
        resting->view->figures[plan->inputs.items[of->aux].figure] = true;
    bool over_rows = of->code == NY_OP_REDUCE || of->code == NY_OP_REDUCE_BY ||
                     of->code == NY_OP_ROWS_OF || of->code == NY_OP_KNOWN_OF ||
                     of->code == NY_OP_EVENTS_OF;
    if (over_rows) {
        const ny_reduction *reduction = &plan->reductions.items[of->aux];
        if (reduction->measure != NY_NONE)
            resting->view->figures[plan->model->measures.items[reduction->measure].figure] = true;
        rest_on_rows(resting, reduction);
    }
    for (uint32_t i = 0; i < of->operands; i++)
        rest_on(resting, plan->operands.items[of->first_operand + i]);
}

static bool concerns(const ny_view *view, const ny_payment *payment)
{
    if (payment->is_cost || payment->is_benefit)
        return false;
    if (payment->payer == NY_NONE || payment->payee == NY_NONE)
        return true; /* a column says who */
    return view->parties[payment->payer] || view->parties[payment->payee];
}

static void find_rests(ny_arena *arena, const ny_plan *plan, ny_view *view)
{
    ny_resting resting = {.plan = plan, .view = view};
    resting.seen = NY_NEW_ARRAY(arena, bool, (size_t)plan->ops.count + 1);
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        const ny_plan_payment *payment = &plan->payments.items[i];
        view->payments[payment->payment] =
            concerns(view, &plan->model->payments.items[payment->payment]);
        if (!view->payments[payment->payment])
            continue;
        const uint32_t parts[] = {payment->amount,  payment->where,      payment->when,
                                  payment->on,      payment->if_by_then, payment->due_span,
                                  payment->due_from};
        for (size_t j = 0; j < sizeof parts / sizeof *parts; j++)
            rest_on(&resting, parts[j]);
    }
}

/* --- the view ---------------------------------------------------------------------------------- */

static ny_text party_names(ny_arena *arena, const ny_model *model)
{
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < model->parties.count; i++)
        ny_buffer_format(&out, "%s`%.*s`", i ? ", " : "", NY_PRINT(model->parties.items[i].name));
    return ny_buffer_text(&out);
}

bool ny_view_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_text said,
                  ny_view *ret_view)
{
    const ny_model *model = plan->model;
    ny_view view = {.party = ny_model_party(model, said)};
    if (view.party == NY_NONE) {
        uint32_t source = ny_sink_add_source(sink, NY_TEXT("--as"), said);
        NY_REPORT(sink, NY_AS_NO_PARTY, ((ny_span){source, 0, (uint32_t)said.size}), said,
                  party_names(arena, model));
        return false;
    }
    view.restricted = !buys(model, view.party);
    view.payments = NY_NEW_ARRAY(arena, bool, (size_t)model->payments.count + 1);
    view.figures = NY_NEW_ARRAY(arena, bool, (size_t)model->figures.count + 1);
    view.parties = NY_NEW_ARRAY(arena, bool, (size_t)model->parties.count + 1);
    find_parties(model, &view);
    find_rests(arena, plan, &view);
    *ret_view = view;
    return true;
}

bool ny_view_restricted(const ny_view *view)
{
    return view && view->restricted;
}

bool ny_view_figure(const ny_view *view, uint32_t figure)
{
    return !ny_view_restricted(view) || view->figures[figure];
}

bool ny_view_payment(const ny_view *view, uint32_t payment)
{
    return !ny_view_restricted(view) || view->payments[payment];
}

bool ny_view_between(const ny_view *view, uint32_t one, uint32_t other)
{
    return !ny_view_restricted(view) || view->parties[one] || view->parties[other];
}

static void keep_flows(ny_arena *arena, const ny_view *view, const ny_flow *flows, uint32_t count,
                       ny_flow_list *kept)
{
    for (uint32_t i = 0; i < count; i++)
        if (view->parties[flows[i].party])
            *NY_APPEND(arena, kept) = flows[i];
}

const ny_settlement *ny_settlement_seen(ny_arena *arena, const ny_settlement *settlement,
                                        const ny_view *view)
{
    if (!ny_view_restricted(view))
        return settlement;
    ny_settlement *seen = NY_NEW(arena, ny_settlement);
    seen->result = settlement->result;
    keep_flows(arena, view, settlement->totals.items, settlement->totals.count, &seen->totals);
    for (uint32_t i = 0; i < settlement->statements.count; i++) {
        const ny_statement *all = &settlement->statements.items[i];
        ny_statement *statement = NY_APPEND(arena, &seen->statements);
        *statement = (ny_statement){
            .period = all->period, .final = all->final, .why_provisional = all->why_provisional};
        keep_flows(arena, view, all->flows.items, all->flows.count, &statement->flows);
        for (uint32_t j = 0; j < all->rounded.count; j++)
            if (view->payments[all->rounded.items[j].payment])
                *NY_APPEND(arena, &statement->rounded) = all->rounded.items[j];
        for (uint32_t j = 0; j < all->carried.count; j++)
            if (view->figures[all->carried.items[j].figure])
                *NY_APPEND(arena, &statement->carried) = all->carried.items[j];
        for (uint32_t j = 0; j < all->entries.count; j++)
            if (ny_view_between(view, all->entries.items[j].from, all->entries.items[j].to))
                *NY_APPEND(arena, &statement->entries) = all->entries.items[j];
    }
    return seen;
}
