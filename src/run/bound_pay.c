/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What each party may have to pay another under one payment: for each pair the least and the most,
 * row by row, rounded line by line and shared between joint parties as exact_pay.c does. Rounding only
 * rises with the amount, so the ends round to the ends. */

#include "run/bound_private.h"

#include "base/bug.h"

typedef struct ny_pair {
    uint32_t from, to;
    ny_end low, high;         /* of all rows up to now */
    ny_end now_low, now_high; /* of the row at hand, over its cases up to now */
    uint32_t cases;           /* of the row at hand, in which the pair was paid */
    uint32_t last_case;
} ny_pair;

typedef struct ny_paying {
    ny_bounding *bounding;
    const ny_plan_payment *plan;
    const ny_payment *payment;
    const ny_currency *currency;
    NY_LIST(ny_pair) pairs;
    uint32_t cases; /* of the row at hand */
    bool unpaid;    /* in one of them a pair may also be left unpaid */
} ny_paying;

static const ny_end nothing = {0, {0, 1, NULL}};

static ny_pair *pair_of(ny_paying *paying, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < paying->pairs.count; i++)
        if (paying->pairs.items[i].from == from && paying->pairs.items[i].to == to)
            return &paying->pairs.items[i];
    ny_pair *pair = NY_APPEND(paying->bounding->arena, &paying->pairs);
    *pair = (ny_pair){.from = from, .to = to, .low = nothing, .high = nothing};
    return pair;
}

/* --- joint parties ----------------------------------------------------------------------------- */

/* A range of amounts of one sign; `exact` where it is a single amount. */
typedef struct ny_amounts {
    ny_end low, high;
} ny_amounts;

static bool is_one(ny_amounts amounts)
{
    return !amounts.low.infinite && ny_end_compare(amounts.low, amounts.high) == 0;
}

static ny_end rounded(const ny_paying *paying, ny_end end)
{
    if (end.infinite)
        return end;
    return ny_end_at(ny_rational_round(paying->bounding->arena, end.at, paying->currency->rounding,
                                       paying->currency->halves));
}

static ny_amounts share_of(const ny_paying *paying, ny_amounts amounts, const ny_set *share)
{
    ny_set of = ny_set_range(amounts.low, amounts.high), part = of;
    ny_set_multiply(paying->bounding->arena, &of, share, &part);
    return (ny_amounts){rounded(paying, part.low), rounded(paying, part.high)};
}

/* The last member takes what rounding leaves: of a single amount that is exact; of a range its share,
 * and at most half a smallest unit for each other member and for itself beside it. */
static ny_amounts rest_of(const ny_paying *paying, ny_amounts amounts, ny_amounts others,
                          const ny_set *share, uint32_t members)
{
    ny_arena *arena = paying->bounding->arena;
    if (is_one(amounts) && is_one(others)) {
        ny_end rest = ny_end_add(arena, amounts.low, ny_end_negate(arena, others.low));
        return (ny_amounts){rest, rest};
    }
    ny_end slack = ny_end_at(
        ny_rational_multiply(arena, paying->currency->rounding, ny_rational_whole(members)));
    ny_amounts part = share_of(paying, amounts, share);
    part.low = ny_end_add(arena, part.low, ny_end_negate(arena, slack));
    part.high = ny_end_add(arena, part.high, slack);
    return part;
}

/* A party alone, or its members with their parts. */
static uint32_t split(const ny_paying *paying, uint32_t party, ny_amounts amounts,
                      uint32_t *members, ny_amounts *parts)
{
    ny_bounding *bounding = paying->bounding;
    const ny_party *of = &bounding->model->parties.items[party];
    const ny_plan_party *plan = &bounding->plan->parties.items[party];
    if (!of->together || of->members.count == 0) {
        members[0] = party;
        parts[0] = amounts;
        return 1;
    }
    ny_amounts others = {nothing, nothing};
    uint32_t last = of->members.count - 1;
    for (uint32_t i = 0; i <= last; i++) {
        ny_set share = ny_bound_get(bounding, plan->shares.items[i]);
        members[i] = of->members.items[i];
        parts[i] = i == last ? rest_of(paying, amounts, others, &share, of->members.count)
                             : share_of(paying, amounts, &share);
        others.low = ny_end_add(bounding->arena, others.low, parts[i].low);
        others.high = ny_end_add(bounding->arena, others.high, parts[i].high);
    }
    return of->members.count;
}

/* --- one case ---------------------------------------------------------------------------------- */

static void pay_pair(ny_paying *paying, uint32_t from, uint32_t to, ny_amounts amounts)
{
    ny_pair *pair = pair_of(paying, from, to);
    if (pair->cases == 0) {
        pair->now_low = amounts.low;
        pair->now_high = amounts.high;
    }
    pair->now_low = ny_end_least(pair->now_low, amounts.low);
    pair->now_high = ny_end_greatest(pair->now_high, amounts.high);
    if (pair->cases == 0 || pair->last_case != paying->cases)
        pair->cases++;
    pair->last_case = paying->cases;
}

/* Amounts of one sign; below 0 they go the other way. */
static void pay_between(ny_paying *paying, uint32_t payer, uint32_t payee, ny_amounts amounts,
                        bool back)
{
    ny_arena *arena = paying->bounding->scratch;
    uint32_t most = ny_most_members(paying->bounding->model);
    uint32_t *members = NY_NEW_ARRAY(arena, uint32_t, 2 * (size_t)most);
    ny_amounts *parts = NY_NEW_ARRAY(arena, ny_amounts, 2 * (size_t)most);
    uint32_t from = split(paying, payer, amounts, members, parts);
    for (uint32_t i = 0; i < from; i++) {
        uint32_t to = split(paying, payee, parts[i], members + most, parts + most);
        for (uint32_t j = 0; j < to; j++) {
            ny_amounts part = parts[most + j];
            if (back)
                part = (ny_amounts){ny_end_negate(paying->bounding->arena, part.high),
                                    ny_end_negate(paying->bounding->arena, part.low)};
            part.low = ny_end_greatest(part.low, nothing);
            part.high = ny_end_greatest(part.high, nothing);
            if (back)
                pay_pair(paying, members[most + j], members[i], part);
            else
                pay_pair(paying, members[i], members[most + j], part);
        }
    }
}

/* `amount` has a known part. An amount below 0 stops the run unless the payment goes back. */
static void pay_amounts(ny_paying *paying, uint32_t payer, uint32_t payee, const ny_set *amount)
{
    ny_end low = rounded(paying, amount->low), high = rounded(paying, amount->high);
    if (ny_end_compare(high, nothing) >= 0)
        pay_between(paying, payer, payee,
                    (ny_amounts){ny_end_greatest(low, nothing), ny_end_greatest(high, nothing)},
                    false);
    if (ny_end_compare(low, nothing) < 0 && paying->payment->back_when_negative) {
        ny_end to = ny_end_least(high, nothing);
        pay_between(paying, payer, payee, (ny_amounts){low, to}, true);
        if (ny_end_compare(high, nothing) >= 0) /* or nothing goes back */
            pay_between(paying, payer, payee, (ny_amounts){nothing, nothing}, true);
    }
}

/* --- payer and payee --------------------------------------------------------------------------- */

static bool is_party(const ny_bounding *bounding, uint32_t fixed, uint32_t op, uint32_t party)
{
    if (op == NY_NONE)
        return party == fixed;
    ny_set set = ny_bound_get(bounding, op);
    return (set.may & NY_SET_KNOWN) && (set.any || set.one.is.index == party);
}

/* How many parties it may be, and whether none. */
static bool is_one_party(const ny_bounding *bounding, uint32_t op)
{
    if (op == NY_NONE)
        return true;
    ny_set set = ny_bound_get(bounding, op);
    return set.may == NY_SET_KNOWN && !set.any;
}

/* Between all that they may be; where they are several, each pair may also be left unpaid. */
static void pay_all(ny_paying *paying, const ny_set *amount)
{
    const ny_bounding *bounding = paying->bounding;
    const ny_plan_payment *plan = paying->plan;
    uint32_t parties = bounding->model->parties.count;
    if (!is_one_party(bounding, plan->payer) || !is_one_party(bounding, plan->payee))
        paying->unpaid = true;
    for (uint32_t payer = 0; payer < parties; payer++) {
        if (!is_party(bounding, paying->payment->payer, plan->payer, payer))
            continue;
        for (uint32_t payee = 0; payee < parties; payee++)
            if (is_party(bounding, paying->payment->payee, plan->payee, payee))
                pay_amounts(paying, payer, payee, amount);
    }
}

/* --- conditions -------------------------------------------------------------------------------- */

static void ask(const ny_bounding *bounding, uint32_t condition, bool *ret_may_hold,
                bool *ret_may_not)
{
    if (condition == NY_NONE)
        return;
    ny_set set = ny_bound_get(bounding, condition);
    bool known = set.may & NY_SET_KNOWN;
    *ret_may_hold = *ret_may_hold && known && (set.truth & NY_SET_YES);
    *ret_may_not = *ret_may_not || (known && (set.truth & NY_SET_NO)) ||
                   (set.may & (NY_SET_UNKNOWN | NY_SET_ABSENT));
}

/* One case of the row at hand, or of a payment that is not for each row. */
static void pay_case(ny_paying *paying, bool may_be_paid, bool may_be_unpaid)
{
    ny_set amount = ny_bound_get(paying->bounding, paying->plan->amount);
    bool known = amount.may & NY_SET_KNOWN;
    paying->cases++;
    if (may_be_paid && known)
        pay_all(paying, &amount);
    if (may_be_unpaid || (amount.may & (NY_SET_UNKNOWN | NY_SET_ABSENT)))
        paying->unpaid = true;
}

/* Adds the row's range to each pair's, 0 included where a case left the pair unpaid. */
static void end_row(ny_paying *paying)
{
    ny_arena *arena = paying->bounding->arena;
    for (uint32_t i = 0; i < paying->pairs.count; i++) {
        ny_pair *pair = &paying->pairs.items[i];
        if (pair->cases == 0)
            continue;
        if (paying->unpaid || pair->cases < paying->cases) {
            pair->now_low = ny_end_least(pair->now_low, nothing);
            pair->now_high = ny_end_greatest(pair->now_high, nothing);
        }
        pair->low = ny_end_keep(arena, ny_end_add(arena, pair->low, pair->now_low));
        pair->high = ny_end_keep(arena, ny_end_add(arena, pair->high, pair->now_high));
        pair->cases = 0;
    }
    paying->cases = 0;
    paying->unpaid = false;
}

/* --- for each row ------------------------------------------------------------------------------ */

static void visit(ny_bounding *bounding, void *context)
{
    ny_paying *paying = context;
    bool in, out, may_hold = true, may_not = false;
    ny_bound_belongs(bounding, paying->payment->table, paying->plan->where, false, true, &in, &out);
    ask(bounding, paying->plan->when, &may_hold, &may_not);
    pay_case(paying, in && may_hold, out || may_not);
    if (in && may_hold)
        ny_bound_touch(bounding, paying->plan->program);
}

/* The exact row's values as sets of one, where payments look for them. */
static void take_exact(ny_bounding *bounding, const ny_plan_payment *plan)
{
    const uint32_t parts[] = {plan->amount, plan->where, plan->when, plan->payer, plan->payee};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] == NY_NONE || bounding->plan->ops.items[parts[i]].grain.kind != NY_GRAIN_ROW)
            continue;
        bounding->slots[parts[i]] = ny_set_single(bounding->plan->ops.items[parts[i]].kind,
                                                  ny_exact_get(&bounding->exact, parts[i]));
    }
}

static void pay_exact_row(ny_paying *paying)
{
    ny_bounding *bounding = paying->bounding;
    const ny_plan_payment *plan = paying->plan;
    bool may_hold = true, may_not = false;
    bool taken_out = ny_exact_excluded(&bounding->exact, paying->payment->table, true);
    take_exact(bounding, plan);
    bounding->exact.rows = NULL;
    ask(bounding, plan->where, &may_hold, &may_not);
    ask(bounding, plan->when, &may_hold, &may_not);
    if (!taken_out && may_hold)
        pay_case(paying, true, false);
    end_row(paying);
}

static void pay_loose(ny_paying *paying, ny_date from, ny_date before)
{
    ny_bounding *bounding = paying->bounding;
    const ny_bound_rows *loose = &bounding->loose[paying->payment->table];
    for (uint32_t i = 0; i < loose->count;) {
        const ny_bound_row *first = &loose->items[i];
        ny_arena_reset(bounding->scratch);
        for (; i < loose->count && loose->items[i].unit == first->unit &&
               loose->items[i].aside == first->aside;
             i++)
            (void)ny_bound_cases(bounding, paying->payment->table, loose->items[i],
                                 paying->plan->program, from, before, visit, paying);
        paying->unpaid = true; /* or it is out */
        end_row(paying);
    }
}

static void pay_rows(ny_paying *paying, ny_heat heat)
{
    ny_bounding *bounding = paying->bounding;
    const ny_period *period = &bounding->model->periods.items[bounding->period];
    const ny_rows *rows = &bounding->inputs->tables[paying->payment->table];
    uint32_t first, end;
    ny_rows_dated(bounding->model, rows, period->from, period->end, &first, &end);
    ny_bound_note_moves(bounding, paying->plan->program);
    for (uint32_t row = first; row < end; row++) {
        ny_arena_reset(bounding->scratch);
        if (heat != NY_ALL_ROWS &&
            ny_bound_run_exactly(bounding, rows, row, paying->plan->program)) {
            pay_exact_row(paying);
            continue;
        }
        bounding->exact.rows = NULL;
        (void)ny_bound_cases(bounding, paying->payment->table, (ny_bound_row){row, row, false},
                             paying->plan->program, period->from, period->end, visit, paying);
        end_row(paying);
    }
    pay_loose(paying, period->from, period->end);
}

/* --- once, or each period ---------------------------------------------------------------------- */

/* May the payment be made in this period, and must it be? */
static bool is_made(const ny_bounding *bounding, const ny_plan_payment *plan,
                    const ny_payment *payment, bool *ret_must)
{
    const ny_period *period = &bounding->model->periods.items[bounding->period];
    *ret_must = true;
    if (payment->words->time != NY_TIME_ONCE_ON)
        return ny_plan_pays_in(bounding->plan, payment->words->time, bounding->period);
    ny_set day = ny_bound_get(bounding, plan->on);
    bool may_be = (day.may & NY_SET_KNOWN) && day.last >= period->from && day.first < period->end;
    *ret_must =
        may_be && day.may == NY_SET_KNOWN && day.first >= period->from && day.last < period->end;
    return may_be;
}

static void pay_once(ny_paying *paying, bool must)
{
    const ny_plan_payment *plan = paying->plan;
    bool may_hold = true, may_not = false;
    ny_arena_reset(paying->bounding->scratch);
    ask(paying->bounding, plan->when, &may_hold, &may_not);
    ask(paying->bounding, plan->if_by_then, &may_hold, &may_not);
    pay_case(paying, may_hold, may_not || !must);
    end_row(paying);
}

/* --- payments ---------------------------------------------------------------------------------- */

static bool is_moved(const ny_bounding *bounding, uint32_t op)
{
    if (op == NY_NONE || bounding->plan->ops.items[op].grain.kind == NY_GRAIN_ROW)
        return false;
    bool once = bounding->plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
    return bounding->moved[(size_t)op * bounding->result->periods + (once ? 0 : bounding->period)];
}

static ny_heat heat_of(const ny_bounding *bounding, const ny_plan_payment *plan, bool for_each)
{
    const ny_payment *payment = &bounding->model->payments.items[plan->payment];
    const uint32_t parts[] = {plan->amount, plan->where, plan->when, plan->on, plan->if_by_then};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (is_moved(bounding, parts[i]))
            return NY_ALL_ROWS;
    for (uint32_t i = 0; i < bounding->plan->parties.count; i++)
        for (uint32_t j = 0; j < bounding->plan->parties.items[i].shares.count; j++)
            if (is_moved(bounding, bounding->plan->parties.items[i].shares.items[j]))
                return NY_ALL_ROWS;
    return for_each ? ny_bound_heat(bounding, payment->table, plan->program) : NY_COLD;
}

void ny_bound_pay(ny_bounding *bounding, uint32_t number)
{
    const ny_plan_payment *plan = &bounding->plan->payments.items[number];
    const ny_payment *payment = &bounding->model->payments.items[plan->payment];
    bool for_each = payment->words->time == NY_TIME_FOR_EACH, must;
    if (payment->is_cost || payment->is_benefit || !is_made(bounding, plan, payment, &must))
        return;
    ny_heat heat = heat_of(bounding, plan, for_each);
    if (heat == NY_COLD)
        return;
    ny_paying paying = {.bounding = bounding,
                        .plan = plan,
                        .payment = payment,
                        .currency = &bounding->model->currencies.items[payment->currency]};
    if (for_each)
        pay_rows(&paying, heat);
    else
        pay_once(&paying, must);
    for (uint32_t i = 0; i < paying.pairs.count; i++) {
        const ny_pair *pair = &paying.pairs.items[i];
        if (!pair->low.infinite && ny_end_compare(pair->low, pair->high) == 0)
            continue;
        *NY_APPEND(bounding->arena, &bounding->bounds->paid) =
            (ny_paid_bound){.payment = plan->payment,
                            .period = bounding->period,
                            .from = pair->from,
                            .to = pair->to,
                            .low = pair->low,
                            .high = pair->high};
    }
}
