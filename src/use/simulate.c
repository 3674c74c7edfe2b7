/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulate.h. Everything that is summed over worlds stands in a tally, one an account, a figure
 * and period; the accounts that can be touched are found from the plan before the first world. */

#include "use/simulate.h"

#include "base/bug.h"
#include "run/exact.h"
#include "run/vmath.h"
#include "use/estimate.h"

/* Values of figures kept for quantiles, in all. */
#define MOST_KEPT 50000000u

typedef struct ny_flow_line {
    uint32_t account, payment;
    double pays, receives, npv; /* sums over worlds */
} ny_flow_line;

typedef struct ny_running {
    ny_arena *arena;
    ny_arena *scratch; /* of one world */
    const ny_alternative *alternative;
    const ny_plan *plan;
    const ny_model *model;
    uint32_t periods, worlds;
    double *discount; /* by period */
    ny_simulated *result;
    ny_tally *npv;     /* by account */
    double *world_npv; /* by account: of the world at hand */
    double *by_period; /* [account * periods + period]: sums over worlds */
    uint32_t *line_of; /* [payment * parties + party]: line, or NY_NONE */
    NY_LIST(ny_flow_line) lines;
    ny_tally *figures; /* [figure in result * periods + period] */
} ny_running;

/* --- present value ---------------------------------------------------------------------------- */

static double *discounts(ny_arena *arena, const ny_model *model, uint32_t periods)
{
    double *discount = NY_NEW_ARRAY(arena, double, (size_t)periods + 1);
    double rate = model->has_present_value ? ny_rational_to_double(model->present_value) : 0;
    for (uint32_t p = 0; p < periods; p++) {
        double ends = model->present_value_at_start ? p : p + 1.0;
        double years = ends * model->period_months / 12;
        discount[p] = ny_pow(1 + rate, -years);
    }
    return discount;
}

/* --- accounts --------------------------------------------------------------------------------- */

static uint32_t account_of(ny_running *run, uint32_t party, const ny_payment *payment)
{
    for (uint32_t i = 0; i < run->result->accounts.count; i++) {
        const ny_account *account = &run->result->accounts.items[i];
        if (account->party == party && account->currency == payment->currency &&
            (payment->currency != NY_NONE || ny_unit_equal(account->unit, payment->type.unit)))
            return i;
    }
    *NY_APPEND(run->arena, &run->result->accounts) =
        (ny_account){.party = party, .currency = payment->currency, .unit = payment->type.unit};
    return run->result->accounts.count - 1;
}

static void add_line(ny_running *run, uint32_t number, uint32_t party)
{
    const ny_payment *payment =
        &run->model->payments.items[run->plan->payments.items[number].payment];
    uint32_t *line = &run->line_of[(size_t)number * run->model->parties.count + party];
    if (*line != NY_NONE)
        return;
    *line = run->lines.count;
    *NY_APPEND(run->arena, &run->lines) =
        (ny_flow_line){.account = account_of(run, party, payment), .payment = number};
}

static void add_party(ny_running *run, uint32_t number, uint32_t party)
{
    const ny_model *model = run->model;
    if (party == NY_NONE) { /* a column says: any single party */
        for (uint32_t i = 0; i < model->parties.count; i++)
            if (!model->parties.items[i].together)
                add_line(run, number, i);
        return;
    }
    const ny_party *of = &model->parties.items[party];
    if (!of->together || !of->members.count) {
        add_line(run, number, party);
        return;
    }
    for (uint32_t i = 0; i < of->members.count; i++)
        add_line(run, number, of->members.items[i]);
}

static void find_accounts(ny_running *run)
{
    const ny_plan *plan = run->plan;
    size_t places = (size_t)plan->payments.count * run->model->parties.count;
    run->line_of = NY_NEW_ARRAY(run->arena, uint32_t, places + 1);
    for (size_t i = 0; i < places; i++)
        run->line_of[i] = NY_NONE;
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        const ny_payment *payment = &run->model->payments.items[plan->payments.items[i].payment];
        if (payment->is_cost || payment->is_benefit) {
            if (payment->payer != NY_NONE)
                add_line(run, i, payment->payer);
            else
                add_party(run, i, NY_NONE);
            continue;
        }
        add_party(run, i, plan->payments.items[i].payer == NY_NONE ? payment->payer : NY_NONE);
        add_party(run, i, plan->payments.items[i].payee == NY_NONE ? payment->payee : NY_NONE);
    }
    uint32_t accounts = run->result->accounts.count;
    run->npv = NY_NEW_ARRAY(run->arena, ny_tally, (size_t)accounts + 1);
    run->world_npv = NY_NEW_ARRAY(run->arena, double, (size_t)accounts + 1);
    run->by_period = NY_NEW_ARRAY(run->arena, double, (size_t)accounts * run->periods + 1);
    for (uint32_t i = 0; i < accounts; i++)
        run->npv[i] = ny_tally_create(run->arena, run->worlds);
}

/* `amount` >= 0 leaves or reaches a party in a period. */
static void book(ny_running *run, uint32_t number, uint32_t party, uint32_t period, double amount,
                 bool receives)
{
    uint32_t at = run->line_of[(size_t)number * run->model->parties.count + party];
    NY_BUG_ON(at == NY_NONE);
    ny_flow_line *line = &run->lines.items[at];
    double net = receives ? amount : -amount, worth = net * run->discount[period];
    line->pays += receives ? 0 : amount;
    line->receives += receives ? amount : 0;
    line->npv += worth;
    run->world_npv[line->account] += worth;
    run->by_period[(size_t)line->account * run->periods + period] += net;
}

/* --- figures and measures --------------------------------------------------------------------- */

static bool is_shown(const ny_running *run, uint32_t figure)
{
    const ny_figure *of = &run->model->figures.items[figure];
    uint32_t op = run->plan->figures.items[figure];
    return op != NY_NONE && of->type.kind == NY_KIND_NUMBER && of->grain.kind != NY_GRAIN_ROW &&
           run->plan->ops.items[op].grain.kind != NY_GRAIN_ROW && of->by_table == NY_NONE &&
           of->assumed == NY_NONE && !of->parts.count &&
           (of->kind == NY_FIGURE_MEASURE || of->kind == NY_FIGURE_DEFINE ||
            of->kind == NY_FIGURE_ASSUME);
}

static void find_figures(ny_running *run)
{
    for (uint32_t f = 0; f < run->model->figures.count; f++) {
        const ny_figure *of = &run->model->figures.items[f];
        if (!is_shown(run, f))
            continue;
        *NY_APPEND(run->arena, &run->result->figures) = (ny_simulated_figure){
            .figure = f, .each_period = of->grain.kind == NY_GRAIN_EACH_PERIOD};
        const ny_op *op = &run->plan->ops.items[run->plan->figures.items[f]];
        if (of->kind == NY_FIGURE_MEASURE && op->code == NY_OP_REDUCE)
            *NY_APPEND(run->arena, &run->result->measures) =
                (ny_simulated_measure){.figure = f,
                                       .reduction = op->aux,
                                       .rows = NY_NEW_ARRAY(run->arena, double, run->periods),
                                       .known = NY_NEW_ARRAY(run->arena, double, run->periods),
                                       .events = NY_NEW_ARRAY(run->arena, double, run->periods)};
    }
    size_t places = (size_t)run->result->figures.count * run->periods;
    run->figures = NY_NEW_ARRAY(run->arena, ny_tally, places + 1);
    bool kept = places * run->worlds <= MOST_KEPT;
    for (size_t i = 0; i < places; i++)
        run->figures[i] = ny_tally_create(run->arena, kept ? run->worlds : 0);
}

static void tally_figures(ny_running *run, const ny_fast_result *world)
{
    for (uint32_t i = 0; i < run->result->figures.count; i++) {
        const ny_simulated_figure *of = &run->result->figures.items[i];
        double factor = ny_rational_to_double(run->model->figures.items[of->figure].factor);
        for (uint32_t p = 0; p < (of->each_period ? run->periods : 1); p++) {
            ny_fast_value value = ny_fast_figure(world, of->figure, p);
            if (value.state == NY_KNOWN)
                ny_tally_add(&run->figures[(size_t)i * run->periods + p],
                             factor != 0 ? value.value / factor : value.value);
        }
    }
    for (uint32_t i = 0; i < run->result->measures.count; i++) {
        const ny_simulated_measure *of = &run->result->measures.items[i];
        for (uint32_t p = 0; p < run->periods; p++) {
            const ny_fast_measured *measured =
                &world->measured[(size_t)of->reduction * run->periods + p];
            of->rows[p] += measured->rows;
            of->known[p] += measured->known;
            of->events[p] += measured->events;
        }
    }
}

/* --- one world -------------------------------------------------------------------------------- */

ny_fast_result *ny_simulate_world(ny_arena *arena, const ny_alternative *alternative, uint64_t seed,
                                  uint32_t world, bool *ret_tie, ny_text *ret_reason)
{
    ny_world drawn = ny_arise_world(arena, alternative->arise, seed, world, alternative->offers);
    if (drawn.undefined) {
        *ret_reason = drawn.reason;
        return NULL;
    }
    ny_fast_result *result = ny_fast_run(arena, alternative->plan, &drawn.inputs);
    *ret_tie = result->ties;
    if (result->ties) {
        const ny_result *exact = ny_exact_run(arena, alternative->plan, &drawn.inputs);
        if (exact->stop.stopped) {
            ny_text stop =
                ny_format(arena, "%s%s%.*s%s%.*s", ny_code_number(exact->stop.code),
                          exact->stop.words[0].size ? ", " : "", NY_PRINT(exact->stop.words[0]),
                          exact->stop.words[2].size ? ", " : "", NY_PRINT(exact->stop.words[2]));
            *ret_reason = NY_PHRASE_WITH(arena, drawn.inputs.language, NY_WORDS_RUN_STOPS, stop);
            return NULL;
        }
        ny_fast_take_exact(arena, result, &drawn.inputs, exact);
    }
    size_t flows = (size_t)alternative->plan->payments.count * result->periods * result->parties;
    for (size_t i = 0; i < flows; i++)
        if (result->flows[i].state != NY_KNOWN) {
            *ret_reason = ny_phrase_text(drawn.inputs.language, NY_WORDS_FLOW_NOT_COMPUTED);
            return NULL;
        }
    return result;
}

/* Double entry: what leaves one party reaches another, to the last multiple of the rounding. */
static void book_payment(ny_running *run, const ny_fast_result *world, uint32_t number)
{
    const ny_payment *payment =
        &run->model->payments.items[run->plan->payments.items[number].payment];
    double unit = ny_rational_to_double(run->model->currencies.items[payment->currency].rounding);
    uint32_t parties = run->model->parties.count;
    int64_t *ledger = NY_NEW_ARRAY(run->scratch, int64_t, (size_t)parties + 1), sum = 0;
    for (uint32_t p = 0; p < run->periods; p++)
        for (uint32_t from = 0; from < parties; from++)
            for (uint32_t to = 0; to < parties; to++) {
                int64_t count = ny_fast_count(world, number, p, from, to);
                if (!count)
                    continue;
                NY_BUG_ON(count < 0);
                ledger[from] -= count;
                ledger[to] += count;
                book(run, number, from, p, (double)count * unit, false);
                book(run, number, to, p, (double)count * unit, true);
            }
    for (uint32_t i = 0; i < parties; i++)
        sum += ledger[i];
    NY_BUG_ON(sum != 0);
}

static void book_flow(ny_running *run, const ny_fast_result *world, uint32_t number)
{
    const ny_payment *payment =
        &run->model->payments.items[run->plan->payments.items[number].payment];
    for (uint32_t p = 0; p < run->periods; p++)
        for (uint32_t party = 0; party < world->parties; party++) {
            size_t place = (size_t)number * run->periods + p;
            double amount = world->flows[place * world->parties + party].value;
            if (amount != 0)
                book(run, number, party, p, amount, payment->is_benefit);
        }
}

static void count_undefined(ny_running *run, uint32_t world, ny_text reason)
{
    for (uint32_t i = 0; i < run->result->undefined.count; i++)
        if (ny_text_equal(run->result->undefined.items[i].reason, reason)) {
            run->result->undefined.items[i].worlds++;
            return;
        }
    *NY_APPEND(run->arena, &run->result->undefined) = (ny_undefined_worlds){
        .reason = ny_text_copy(run->arena, reason), .worlds = 1, .first = world};
}

static void run_world(ny_running *run, uint64_t seed, uint32_t world,
                      const ny_simulate_listener *listener)
{
    bool tie = false;
    ny_text reason;
    ny_arena_reset(run->scratch);
    const ny_fast_result *result =
        ny_simulate_world(run->scratch, run->alternative, seed, world, &tie, &reason);
    run->result->ties += tie;
    if (!result) {
        count_undefined(run, world, reason);
        return;
    }
    run->result->defined++;
    for (uint32_t i = 0; i < run->result->accounts.count; i++)
        run->world_npv[i] = 0;
    for (uint32_t i = 0; i < run->plan->payments.count; i++) {
        const ny_payment *payment =
            &run->model->payments.items[run->plan->payments.items[i].payment];
        if (payment->is_cost || payment->is_benefit)
            book_flow(run, result, i);
        else
            book_payment(run, result, i);
    }
    for (uint32_t i = 0; i < run->result->accounts.count; i++)
        ny_tally_add(&run->npv[i], run->world_npv[i]);
    tally_figures(run, result);
    if (listener)
        listener->world(listener->context, run->alternative, world, result);
}

/* --- from sums to means ----------------------------------------------------------------------- */

static void finish_accounts(ny_running *run)
{
    double worlds = run->result->defined ? run->result->defined : 1;
    for (uint32_t i = 0; i < run->result->accounts.count; i++) {
        ny_account *account = &run->result->accounts.items[i];
        account->npv = ny_tally_estimate(&run->npv[i]);
        account->by_period = run->by_period + (size_t)i * run->periods;
        for (uint32_t p = 0; p < run->periods; p++)
            account->by_period[p] /= worlds;
    }
    for (uint32_t i = 0; i < run->lines.count; i++) {
        const ny_flow_line *line = &run->lines.items[i];
        ny_account *account = &run->result->accounts.items[line->account];
        account->pays += line->pays / worlds;
        account->receives += line->receives / worlds;
        *NY_APPEND(run->arena, &account->lines) =
            (ny_simulated_line){.payment = run->plan->payments.items[line->payment].payment,
                                .pays = line->pays / worlds,
                                .receives = line->receives / worlds,
                                .npv = line->npv / worlds};
    }
}

static void finish_figures(ny_running *run)
{
    double worlds = run->result->defined ? run->result->defined : 1;
    for (uint32_t i = 0; i < run->result->figures.count; i++) {
        ny_simulated_figure *of = &run->result->figures.items[i];
        of->values = NY_NEW_ARRAY(run->arena, ny_estimate, run->periods);
        for (uint32_t p = 0; p < run->periods; p++)
            of->values[p] = ny_tally_estimate(&run->figures[(size_t)i * run->periods + p]);
    }
    for (uint32_t i = 0; i < run->result->measures.count; i++) {
        const ny_simulated_measure *of = &run->result->measures.items[i];
        for (uint32_t p = 0; p < run->periods; p++) {
            of->rows[p] /= worlds;
            of->known[p] /= worlds;
            of->events[p] /= worlds;
        }
    }
}

static void simulate_one(ny_arena *arena, ny_simulation *simulation,
                         const ny_alternative *alternative, const ny_simulate_listener *listener)
{
    ny_simulated result = {
        .name = alternative->name, .label = alternative->label, .plan = alternative->plan};
    ny_running run = {.arena = arena,
                      .scratch = ny_arena_create(),
                      .alternative = alternative,
                      .plan = alternative->plan,
                      .model = alternative->plan->model,
                      .periods = simulation->periods,
                      .worlds = simulation->worlds,
                      .result = &result};
    run.discount = discounts(arena, run.model, run.periods);
    find_accounts(&run);
    find_figures(&run);
    for (uint32_t world = 0; world < simulation->worlds; world++)
        run_world(&run, simulation->seed, world, listener);
    ny_arena_destroy(run.scratch);
    finish_accounts(&run);
    finish_figures(&run);
    *NY_APPEND(arena, &simulation->alternatives) = result;
}

ny_simulation *ny_simulate(ny_arena *arena, const ny_alternative *alternatives, uint32_t count,
                           uint32_t worlds, uint64_t seed, const ny_simulate_listener *listener)
{
    NY_BUG_ON(!count || !worlds);
    ny_simulation *simulation = NY_NEW(arena, ny_simulation);
    simulation->worlds = worlds;
    simulation->seed = seed;
    simulation->periods = alternatives[0].plan->model->periods.count;
    for (uint32_t i = 0; i < count; i++)
        simulate_one(arena, simulation, &alternatives[i], listener);
    return simulation;
}
