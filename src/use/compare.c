/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See compare.h. */

#include "use/compare.h"

#include "base/bug.h"

typedef struct ny_gathering {
    const ny_worlds *worlds;
    const ny_compare_asked *asked;
    const ny_base_case *base; /* or NULL */
    ny_series series;
    uint32_t *paired; /* the worlds that are defined under every alternative */
} ny_gathering;

static void find_paired(ny_arena *scratch, ny_gathering *of)
{
    const ny_worlds *worlds = of->worlds;
    of->paired = NY_NEW_ARRAY(scratch, uint32_t, (size_t)worlds->worlds + 1);
    for (uint32_t i = 0; i < worlds->worlds; i++) {
        bool defined = true;
        for (uint32_t a = 0; a < worlds->count; a++)
            defined = defined && ny_kept_defined(&worlds->alternatives[a], i);
        if (defined)
            of->paired[of->series.worlds++] = i;
    }
}

static bool is_of(const ny_kept_account *account, const ny_compared *compared, bool money)
{
    if (!money)
        return compared->has_unit && account->currency == NY_NONE &&
               ny_unit_equal(account->unit, compared->unit);
    return account->currency == compared->currency &&
           (compared->party == NY_NONE || account->party == compared->party);
}

/* The net of one kind, over the accounts that count. */
static double net_of(const ny_kept *kept, const double *accounts, const ny_compared *compared,
                     bool money)
{
    double sum = 0;
    for (uint32_t i = 0; i < kept->accounts.count; i++)
        if (is_of(&kept->accounts.items[i], compared, money))
            sum += accounts[i];
    return sum;
}

/* What all parties pay and gain but for what they pay each other: so that it cancels to the last bit. */
static double society_of(const ny_kept *kept, uint32_t world, uint32_t currency)
{
    const double *row = ny_kept_row(kept, world);
    double sum = 0;
    for (uint32_t i = 0; i < kept->lines.count; i++) {
        const ny_kept_line *line = &kept->lines.items[i];
        const ny_payment *payment =
            &kept->model->payments.items[kept->plan->payments.items[line->payment].payment];
        if (kept->accounts.items[line->account].currency != currency ||
            (!payment->is_cost && !payment->is_benefit))
            continue;
        for (uint32_t p = 0; p < ny_kept_places(kept); p++)
            sum += row[ny_kept_line_place(kept, i) + p] * kept->discount[p];
    }
    return sum;
}

/* --- heading by heading ------------------------------------------------------------------------- */

static const ny_payment *payment_of(const ny_kept *kept, uint32_t line)
{
    uint32_t payment = kept->lines.items[line].payment;
    return &kept->model->payments.items[kept->plan->payments.items[payment].payment];
}

/* Is the line a part of the purse? Of society's none that parties pay each other. */
static bool is_in_purse(const ny_kept *kept, uint32_t line, const ny_compared *compared)
{
    const ny_payment *payment = payment_of(kept, line);
    return is_of(&kept->accounts.items[kept->lines.items[line].account], compared, true) &&
           (compared->party != NY_NONE || payment->is_cost || payment->is_benefit);
}

static void find_headings(ny_arena *arena, const ny_kept *kept, ny_compared *compared)
{
    bool any = false;
    for (uint32_t l = 0; l < kept->lines.count; l++) {
        ny_text heading = payment_of(kept, l)->words->heading;
        bool known = !is_in_purse(kept, l, compared);
        any = any || (!known && heading.size);
        for (uint32_t i = 0; i < compared->headings.count; i++)
            known = known || ny_text_equal(compared->headings.items[i].heading, heading);
        if (!known)
            *NY_APPEND(arena, &compared->headings) = (ny_compared_heading){.heading = heading};
    }
    if (!any)
        compared->headings.count = 0;
}

static ny_estimate cost_under(ny_arena *scratch, const ny_gathering *of, const ny_kept *kept,
                              const ny_compared *compared, ny_text heading)
{
    uint32_t worlds = of->series.worlds;
    double *costs = NY_NEW_ARRAY(scratch, double, (size_t)worlds + 1);
    for (uint32_t l = 0; l < kept->lines.count; l++) {
        if (!is_in_purse(kept, l, compared) ||
            !ny_text_equal(payment_of(kept, l)->words->heading, heading))
            continue;
        for (uint32_t i = 0; i < worlds; i++) {
            const double *nets = ny_kept_row(kept, of->paired[i]) + ny_kept_line_place(kept, l);
            for (uint32_t p = 0; p < ny_kept_places(kept); p++)
                costs[i] -= nets[p] * kept->discount[p];
        }
    }
    return ny_estimate_of(costs, worlds);
}

static void add_headings(ny_arena *arena, const ny_gathering *of, ny_compared *compared)
{
    const ny_worlds *worlds = of->worlds;
    ny_arena *scratch = ny_arena_create();
    find_headings(arena, &worlds->alternatives[0], compared);
    for (uint32_t i = 0; i < compared->headings.count; i++) {
        ny_compared_heading *heading = &compared->headings.items[i];
        heading->costs = NY_NEW_ARRAY(arena, ny_estimate, worlds->count);
        for (uint32_t a = 0; a < worlds->count; a++) {
            ny_arena_reset(scratch);
            heading->costs[a] =
                cost_under(scratch, of, &worlds->alternatives[a], compared, heading->heading);
        }
    }
    ny_arena_destroy(scratch);
}

/* --- what is weighed ---------------------------------------------------------------------------- */

static void gather(const ny_gathering *of, const ny_compared *compared)
{
    for (uint32_t a = 0; a < of->worlds->count; a++) {
        const ny_kept *kept = &of->worlds->alternatives[a];
        for (uint32_t i = 0; i < of->series.worlds; i++) {
            const double *row = ny_kept_row(kept, of->paired[i]);
            of->series.costs[a][i] =
                -(compared->party == NY_NONE ? society_of(kept, of->paired[i], compared->currency)
                                             : net_of(kept, row, compared, true));
            of->series.effects[a][i] = net_of(kept, row, compared, false);
        }
    }
}

/* As many groups of persons as every alternative has; 1 where they differ, or nobody is followed one at a
 * time. */
static uint32_t groups_of(const ny_worlds *worlds)
{
    uint32_t groups = worlds->alternatives[0].alternative->study->base.groups;
    for (uint32_t a = 1; a < worlds->count; a++)
        if (worlds->alternatives[a].alternative->study->base.groups != groups)
            return 1;
    return groups;
}

/* What the accounts would come to if everybody were like the persons of one group. */
static double *by_group(ny_arena *arena, const ny_kept *kept, const double *accounts,
                        uint32_t groups, const ny_compared *compared, bool money)
{
    double *values = NY_NEW_ARRAY(arena, double, groups);
    for (uint32_t i = 0; groups > 1 && i < kept->accounts.count; i++) {
        const ny_kept_account *of = &kept->accounts.items[i];
        if (is_of(of, compared, money))
            ny_stated_add_groups(kept->alternative->study, of->party, of->currency, of->unit,
                                 values);
    }
    double stated = net_of(kept, accounts, compared, money);
    for (uint32_t g = 0; g < groups; g++)
        values[g] = money ? -(stated + values[g]) : stated + values[g];
    return values;
}

/* `accounts`: by alternative, as stated; `groups`: of persons, for its error. */
static ny_weighed weigh_stated(ny_arena *arena, const ny_gathering *of, const ny_compared *compared,
                               double *const *accounts, uint32_t groups)
{
    const ny_worlds *worlds = of->worlds;
    ny_arena *scratch = ny_arena_create();
    ny_series series = {.alternatives = worlds->count, .worlds = groups, .stated = true};
    series.costs = NY_NEW_ARRAY(scratch, double *, worlds->count);
    series.effects = NY_NEW_ARRAY(scratch, double *, worlds->count);
    for (uint32_t a = 0; a < worlds->count; a++) {
        const ny_kept *kept = &worlds->alternatives[a];
        series.costs[a] = by_group(scratch, kept, accounts[a], groups, compared, true);
        series.effects[a] = by_group(scratch, kept, accounts[a], groups, compared, false);
    }
    ny_weighed weighed = ny_weigh(arena, &series, &of->asked->yardsticks);
    ny_arena_destroy(scratch);
    return weighed;
}

static void weigh_base(ny_arena *arena, const ny_gathering *of, ny_compared *compared)
{
    compared->stated = weigh_stated(arena, of, compared, of->base->rows, groups_of(of->worlds));
    for (uint32_t i = 0; i < of->base->ways.count; i++) {
        const ny_counted_way *way = &of->base->ways.items[i];
        *NY_APPEND(arena, &compared->ways) = (ny_compared_way){
            .way = way, .weighed = weigh_stated(arena, of, compared, way->accounts, 1)};
    }
}

static void compare_one(ny_arena *arena, const ny_gathering *of, ny_compared compared,
                        ny_comparing *result)
{
    gather(of, &compared);
    if (of->series.worlds)
        add_headings(arena, of, &compared);
    if (of->series.worlds)
        compared.drawn = ny_weigh(arena, &of->series, &of->asked->yardsticks);
    if (of->base)
        weigh_base(arena, of, &compared);
    *NY_APPEND(arena, &result->list) = compared;
}

static bool is_asked(const ny_compare_asked *asked, uint32_t party)
{
    for (uint32_t i = 0; i < asked->parties.count; i++)
        if (asked->parties.items[i] == party)
            return true;
    return false;
}

/* Each party with an account in this currency; behind them society, where that is another sum. */
static void compare_currency(ny_arena *arena, const ny_gathering *of, ny_compared compared,
                             ny_comparing *result)
{
    const ny_kept *kept = &of->worlds->alternatives[0];
    uint32_t parties = 0;
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        const ny_kept_account *account = &kept->accounts.items[i];
        if (account->currency != compared.currency)
            continue;
        parties++;
        compared.party = account->party;
        if (!of->asked->parties.count || is_asked(of->asked, account->party))
            compare_one(arena, of, compared, result);
    }
    compared.party = NY_NONE;
    if (of->asked->parties.count ? is_asked(of->asked, NY_NONE) && parties : parties > 1)
        compare_one(arena, of, compared, result);
}

static void compare_currencies(ny_arena *arena, const ny_gathering *of, ny_compared compared,
                               ny_comparing *result)
{
    for (uint32_t c = 0; c < of->worlds->alternatives[0].model->currencies.count; c++) {
        compared.currency = c;
        compare_currency(arena, of, compared, result);
    }
}

/* Is it the first account of its unit? */
static bool begins_unit(const ny_kept *kept, uint32_t account)
{
    for (uint32_t i = 0; i < account; i++)
        if (kept->accounts.items[i].currency == NY_NONE &&
            ny_unit_equal(kept->accounts.items[i].unit, kept->accounts.items[account].unit))
            return false;
    return kept->accounts.items[account].currency == NY_NONE;
}

ny_comparing *ny_compare(ny_arena *arena, const ny_worlds *worlds, const ny_compare_asked *asked)
{
    NY_BUG_ON(!worlds->worlds || worlds->count < 2);
    ny_comparing *result = NY_NEW(arena, ny_comparing);
    const ny_kept *first = &worlds->alternatives[0];
    ny_arena *scratch = ny_arena_create();
    ny_gathering of = {.worlds = worlds, .asked = asked, .series = {.alternatives = worlds->count}};
    result->worlds = worlds;
    result->asked = worlds->worlds;
    of.base = ny_base_case_of(arena, worlds);
    find_paired(scratch, &of);
    result->paired = of.series.worlds;
    of.series.costs = NY_NEW_ARRAY(scratch, double *, worlds->count);
    of.series.effects = NY_NEW_ARRAY(scratch, double *, worlds->count);
    for (uint32_t a = 0; a < worlds->count; a++) {
        NY_BUG_ON(worlds->alternatives[a].accounts.count != first->accounts.count);
        of.series.costs[a] = NY_NEW_ARRAY(scratch, double, (size_t)of.series.worlds + 1);
        of.series.effects[a] = NY_NEW_ARRAY(scratch, double, (size_t)of.series.worlds + 1);
    }
    bool any = false;
    for (uint32_t i = 0; i < first->accounts.count; i++) {
        ny_unit unit = first->accounts.items[i].unit;
        if (!begins_unit(first, i))
            continue;
        any = true;
        if (!asked->has_unit || ny_unit_equal(unit, asked->unit))
            compare_currencies(arena, &of, (ny_compared){.has_unit = true, .unit = unit}, result);
    }
    if (!any)
        compare_currencies(arena, &of, (ny_compared){0}, result);
    ny_arena_destroy(scratch);
    return result;
}
