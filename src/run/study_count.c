/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a cohort is put together from a plan: its moves, starts and flows, and how they are counted.
 *
 * A flow that is the same in all cycles is an amount times weighted shares: these are summed by state,
 * once for all such flows. */

#include "base/bug.h"
#include "run/law.h"
#include "run/philox.h"
#include "run/study_cohort_private.h"
#include "run/vmath.h"

/* --- present value ---------------------------------------------------------------------------- */

static double cycle_months(const ny_pathway *pathway)
{
    return pathway->cycle.months + pathway->cycle.days / NY_DAYS_A_MONTH;
}

/* (1 + r)^-t, t in years from the start. */
static uint32_t add_series(ny_arena *arena, ny_cohort *cohort, double rate)
{
    ny_cohort_counting *counting = &cohort->counting;
    uint32_t cycles = cohort->pathway->cycles;
    if (rate == 0)
        return 0;
    double years = cycle_months(cohort->pathway) / 12;
    double *discount = NY_NEW_ARRAY(arena, double, (size_t)cycles + 1);
    for (uint32_t c = 0; c <= cycles; c++)
        discount[c] = ny_pow(1 + rate, -(c * years));
    counting->discount[counting->series] = discount;
    return counting->series++;
}

static void find_counting(ny_arena *arena, ny_cohort *cohort, const ny_study_given *given)
{
    const ny_model *model = cohort->plan->model;
    ny_cohort_counting *counting = &cohort->counting;
    bool has = model->has_present_value, at_start = model->present_value_at_start;
    double money = has ? ny_rational_to_double(model->present_value) : 0;
    double benefits = has ? ny_rational_to_double(model->present_value_of_benefits) : 0;
    uint32_t cycles = cohort->pathway->cycles;
    counting->counted =
        given->counted == NY_COUNTED_NOT_SAID ? cohort->pathway->counted : given->counted;
    counting->discount[0] = NY_NEW_ARRAY(arena, double, (size_t)cycles + 1);
    for (uint32_t c = 0; c <= cycles; c++)
        counting->discount[0][c] = 1;
    counting->series = 1;
    counting->of_money = add_series(arena, cohort, money);
    counting->of_benefits =
        benefits == money ? counting->of_money : add_series(arena, cohort, benefits);
    counting->earlier = given->grid == NY_GRID_AS_SAID ? at_start : given->grid == NY_GRID_AT_START;
}

/* --- rates -------------------------------------------------------------------------------------- */

static void add_rates(ny_arena *arena, ny_cohort *cohort, const ny_plan_pathway *plan)
{
    const ny_model *model = cohort->plan->model;
    for (uint32_t i = 0; i < cohort->pathway->transitions.count; i++) {
        const ny_transition *line = &cohort->pathway->transitions.items[i];
        ny_unit unit = ny_meaning_of(model, line->chance)->type.unit;
        double months = cycle_months(cohort->pathway);
        *NY_APPEND(arena, &cohort->rates) = (ny_cohort_rate){
            .transition = i,
            .from = line->from,
            .to = line->to,
            .rate = ny_figures_want(cohort->figures, plan->moves.items[i].chance, NY_NONE),
            .factor = ny_unit_exponent(unit, NY_UNIT_DAY) ? months * NY_DAYS_A_MONTH : months};
    }
}

static bool is_one_move_more(const ny_cohort *cohort, const bool *found, uint32_t to)
{
    for (uint32_t i = 0; i < cohort->rates.count; i++)
        if (cohort->rates.items[i].to == to && found[cohort->rates.items[i].from])
            return true;
    return false;
}

static uint32_t line_of(const ny_cohort *cohort, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < cohort->rates.count; i++)
        if (cohort->rates.items[i].from == from && cohort->rates.items[i].to == to)
            return cohort->rates.items[i].transition;
    return NY_NONE;
}

/* Within a cycle people may come to every state to which any number of moves leads. */
static void add_ways(ny_arena *arena, ny_cohort *cohort, uint32_t from)
{
    uint32_t states = cohort->pathway->states.count, before = 0, count = 1;
    bool *found = NY_NEW_ARRAY(arena, bool, (size_t)states + 1);
    for (found[from] = true; before < count;) {
        before = count;
        for (uint32_t to = 0; to < states; to++) {
            bool more = !found[to] && is_one_move_more(cohort, found, to);
            found[to] = found[to] || more;
            count += more;
        }
    }
    for (uint32_t to = 0; to < states; to++) {
        uint32_t line = line_of(cohort, from, to);
        if (found[to] && to != from)
            *NY_APPEND(arena, &cohort->states[from].moves) = (ny_cohort_move){
                .transition = line == NY_NONE ? cohort->ways++ : line, .to = to, .chance = NY_NONE};
    }
}

/* --- moves and starts -------------------------------------------------------------------------- */

static void add_moves(ny_arena *arena, ny_cohort *cohort, const ny_plan_pathway *plan)
{
    const ny_pathway *pathway = cohort->pathway;
    cohort->ways = pathway->transitions.count;
    if (pathway->by_rates) {
        add_rates(arena, cohort, plan);
        for (uint32_t s = 0; s < pathway->states.count; s++) {
            cohort->states[s].stays = NY_NONE;
            add_ways(arena, cohort, s);
        }
        return;
    }
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *transition = &pathway->transitions.items[i];
        ny_cohort_state *state = &cohort->states[transition->from];
        if (pathway->states.items[transition->from].remaining == i)
            continue;
        *NY_APPEND(arena, &state->moves) = (ny_cohort_move){
            .transition = i,
            .to = transition->to,
            .chance = ny_figures_want(cohort->figures, plan->moves.items[i].chance, NY_NONE)};
    }
    for (uint32_t s = 0; s < pathway->states.count; s++) {
        uint32_t remaining = pathway->states.items[s].remaining;
        ny_cohort_state *state = &cohort->states[s];
        state->stays = plan->stays.items[s] == NY_NONE
                           ? NY_NONE
                           : ny_figures_want(cohort->figures, plan->stays.items[s], NY_NONE);
        state->all_leave = remaining != NY_NONE;
        if (remaining != NY_NONE)
            *NY_APPEND(arena, &state->moves) =
                (ny_cohort_move){.transition = remaining,
                                 .to = pathway->transitions.items[remaining].to,
                                 .chance = NY_NONE};
    }
}

static void add_starts(ny_arena *arena, ny_cohort *cohort, const ny_plan_pathway *plan)
{
    const ny_pathway *pathway = cohort->pathway;
    cohort->people =
        plan->people == NY_NONE ? NY_NONE : ny_figures_want(cohort->figures, plan->people, NY_NONE);
    for (uint32_t i = 0; i < pathway->starts.count; i++) {
        const ny_start *start = &pathway->starts.items[i];
        uint32_t share = plan->starts.items[i];
        *NY_APPEND(arena, &cohort->starts) = (ny_cohort_start){
            .state = start->state,
            .share = share == NY_NONE ? NY_NONE : ny_figures_want(cohort->figures, share, NY_NONE),
            .stay = 1 + start->cycles_there};
        if (cohort->longest < 1 + start->cycles_there)
            cohort->longest = 1 + start->cycles_there;
    }
    for (uint32_t i = 0; i < pathway->arriving.count; i++)
        *NY_APPEND(arena, &cohort->arriving) = (ny_cohort_start){
            .state = pathway->arriving.items[i].state,
            .share = ny_figures_want(cohort->figures, plan->arriving.items[i], NY_NONE),
            .stay = 1};
}

/* --- curves and trees ---------------------------------------------------------------------------- */

static void add_curves(ny_arena *arena, ny_cohort *cohort, const ny_plan_pathway *plan)
{
    const ny_pathway *pathway = cohort->pathway;
    bool *added = NY_NEW_ARRAY(arena, bool, (size_t)pathway->states.count + 1);
    for (uint32_t i = 0; i < pathway->curves.count; i++) {
        uint32_t adds =
            i ? pathway->curves.items[i].adds : pathway->curves.items[i].states.items[0];
        *NY_APPEND(arena, &cohort->curves) = (ny_cohort_curve){
            .adds = adds,
            .share = ny_figures_want(cohort->figures, plan->curves.items[i], NY_NONE)};
        added[adds] = true;
    }
    for (uint32_t s = 0; s < pathway->states.count; s++)
        cohort->others = added[s] ? cohort->others : s;
}

static bool leads_to(const ny_pathway *pathway, uint32_t node, const bool *placed)
{
    for (uint32_t i = 0; i < pathway->transitions.count; i++)
        if (pathway->transitions.items[i].to == node && !placed[pathway->transitions.items[i].from])
            return false;
    return true;
}

/* The checker has shown that there is no circle. */
static void order_nodes(ny_arena *arena, ny_cohort *cohort)
{
    const ny_pathway *pathway = cohort->pathway;
    bool *placed = NY_NEW_ARRAY(arena, bool, (size_t)pathway->states.count + 1);
    while (cohort->order.count < pathway->states.count) {
        uint32_t before = cohort->order.count;
        for (uint32_t s = 0; s < pathway->states.count; s++) {
            if (placed[s] || !leads_to(pathway, s, placed))
                continue;
            placed[s] = true;
            *NY_APPEND(arena, &cohort->order) = s;
        }
        NY_BUG_ON(cohort->order.count == before);
    }
}

/* The moves of the longest way from the root. */
static uint32_t longest_way(ny_arena *arena, const ny_cohort *cohort)
{
    const ny_pathway *pathway = cohort->pathway;
    uint32_t *depth = NY_NEW_ARRAY(arena, uint32_t, (size_t)pathway->states.count + 1), most = 0;
    for (uint32_t i = 0; i < cohort->order.count; i++)
        for (uint32_t m = 0; m < pathway->transitions.count; m++) {
            const ny_transition *way = &pathway->transitions.items[m];
            if (way->from != cohort->order.items[i])
                continue;
            if (depth[way->to] <= depth[way->from])
                depth[way->to] = depth[way->from] + 1;
            most = depth[way->to] > most ? depth[way->to] : most;
        }
    return most;
}

/* --- costs and benefits ------------------------------------------------------------------------- */

static bool goes_to(const ny_cohort_state *state, uint32_t to)
{
    for (uint32_t m = 0; m < state->moves.count; m++)
        if (state->moves.items[m].to == to)
            return true;
    return false;
}

static void add_flow(ny_arena *arena, ny_cohort *cohort, uint32_t number)
{
    const ny_plan_payment *plan = &cohort->plan->payments.items[number];
    const ny_payment *payment = &cohort->plan->model->payments.items[plan->payment];
    const ny_cohort_counting *counting = &cohort->counting;
    bool is_money = payment->currency != NY_NONE;
    ny_cohort_flow flow = {.payment = number,
                           .amount = ny_figures_want(cohort->figures, plan->amount, plan->when),
                           .series = is_money ? counting->of_money : counting->of_benefits,
                           .is_move = payment->words->time == NY_TIME_EACH_MOVE,
                           .factor = 1};
    if (flow.is_move) {
        flow.to = payment->move_to;
        for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
            if ((payment->move_from == NY_NONE || payment->move_from == s) &&
                goes_to(&cohort->states[s], flow.to))
                *NY_APPEND(arena, &flow.states) = s;
    } else {
        flow.factor = cycle_months(cohort->pathway);
        for (uint32_t i = 0; i < payment->states.count; i++)
            *NY_APPEND(arena, &flow.states) = payment->states.items[i];
    }
    *NY_APPEND(arena, &cohort->flows) = flow;
}

static ny_cohort_following find_following(const ny_pathway *pathway, uint32_t number,
                                          const ny_study_given *given)
{
    bool asked = given->individuals || pathway->followed == NY_FOLLOWED_ONE_BY_ONE ||
                 pathway->followed == NY_FOLLOWED_AS_PEOPLE;
    bool written = given->played && !pathway->arriving.count; /* else it would be much */
    return (ny_cohort_following){.one_by_one = asked,
                                 .persons = given->individuals ? given->individuals
                                            : pathway->followed == NY_FOLLOWED_AS_PEOPLE
                                                ? pathway->followed_as
                                                : 0,
                                 .seed = given->seed,
                                 .stream = ny_random_stream(pathway->name.data, pathway->name.size),
                                 .threads = given->threads ? given->threads : 1,
                                 .accounts = given->account_of ? given->accounts : 0,
                                 .account_of = given->account_of,
                                 .sign_of = given->sign_of,
                                 .went = written ? &given->played->went[number] : NULL,
                                 .arena = written ? given->played->arena : NULL};
}

ny_cohort *ny_cohort_begin(ny_arena *arena, const ny_plan *plan, uint32_t number,
                           ny_figures *figures, const ny_study_given *given)
{
    ny_cohort *cohort = NY_NEW(arena, ny_cohort);
    cohort->plan = plan;
    cohort->number = number;
    cohort->pathway = &plan->model->pathways.items[number];
    cohort->figures = figures;
    cohort->trace = given->trace;
    cohort->by_point = given->by_point;
    cohort->trace_lanes = given->lanes;
    cohort->longest = 1;
    cohort->states = NY_NEW_ARRAY(arena, ny_cohort_state, cohort->pathway->states.count + 1);
    cohort->following = find_following(cohort->pathway, number, given);
    find_counting(arena, cohort, given);
    add_moves(arena, cohort, &plan->pathways.items[number]);
    add_starts(arena, cohort, &plan->pathways.items[number]);
    if (cohort->pathway->kind == NY_PATHWAY_CURVES)
        add_curves(arena, cohort, &plan->pathways.items[number]);
    if (cohort->pathway->kind == NY_PATHWAY_TREE)
        order_nodes(arena, cohort);
    cohort->steps = cohort->order.count ? longest_way(arena, cohort) : cohort->pathway->cycles;
    for (uint32_t i = 0; i < plan->payments.count; i++)
        if (plan->model->payments.items[plan->payments.items[i].payment].pathway == number)
            add_flow(arena, cohort, i);
    return cohort;
}

/* --- places ------------------------------------------------------------------------------------- */

static unsigned change(const ny_cohort *cohort, uint32_t wanted)
{
    return wanted == NY_NONE ? NY_BY_NOTHING : ny_figures_change(cohort->figures, wanted);
}

static void look_at_flow(ny_cohort *cohort, ny_cohort_flow *flow)
{
    unsigned by = change(cohort, flow->amount);
    flow->steady = !(by & (NY_BY_CYCLE | NY_BY_STAY)) && !cohort->by_point;
    flow->by_stay = by & NY_BY_STAY;
    for (uint32_t i = 0; i < flow->states.count; i++) {
        ny_cohort_state *state = &cohort->states[flow->states.items[i]];
        state->by_stay = state->by_stay || flow->by_stay;
        state->counted = state->counted || (flow->steady && !flow->is_move);
        for (uint32_t m = 0; flow->is_move && m < state->moves.count; m++)
            if (state->moves.items[m].to == flow->to)
                state->moves.items[m].counted = true;
    }
}

/* Nothing looks at the cycle or at the stay (nor is anything wanted by point), so that nobody needs to know when anybody came. */
static bool is_alike_always(const ny_cohort *cohort)
{
    bool alike = !(cohort->rates_change & (NY_BY_CYCLE | NY_BY_STAY));
    for (uint32_t s = 0; s < cohort->pathway->states.count; s++)
        alike = alike && !cohort->states[s].changes && !cohort->states[s].by_stay;
    for (uint32_t i = 0; i < cohort->flows.count; i++)
        alike = alike && cohort->flows.items[i].steady;
    return alike;
}

void ny_cohort_layout(ny_cohort *cohort)
{
    uint32_t states = cohort->pathway->states.count;
    for (uint32_t i = 0; i < cohort->flows.count; i++)
        look_at_flow(cohort, &cohort->flows.items[i]);
    for (uint32_t i = 0; i < cohort->rates.count; i++)
        cohort->rates_change |= change(cohort, cohort->rates.items[i].rate);
    for (uint32_t s = 0; s < states; s++) {
        ny_cohort_state *state = &cohort->states[s];
        unsigned by = change(cohort, state->stays);
        for (uint32_t m = 0; m < state->moves.count; m++)
            by |= change(cohort, state->moves.items[m].chance);
        for (uint32_t i = 0; i < cohort->rates.count; i++)
            if (cohort->rates.items[i].from == s)
                by |= change(cohort, cohort->rates.items[i].rate);
        state->rates_by_stay = cohort->rates.count && (by & NY_BY_STAY);
        by |= cohort->rates_change & NY_BY_CYCLE;
        state->by_stay = state->by_stay || (by & NY_BY_STAY);
        state->changes = (by & (NY_BY_CYCLE | NY_BY_STAY)) != 0;
        state->first = cohort->places;
        state->places = state->by_stay ? cohort->longest + cohort->pathway->cycles : 1;
        cohort->places += state->places;
    }
    cohort->come_together = is_alike_always(cohort);
    cohort->is_steady = ny_cohort_goes_steadily(cohort);
}
