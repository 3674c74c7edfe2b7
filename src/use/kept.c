/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See worlds.h: what is kept of each world. The accounts and lines that can be touched are found from
 * the plan before the first world, so that every world writes to the same places. */

#include "base/bug.h"
#include "run/vmath.h"
#include "use/kept_private.h"

#include <math.h>

/* --- present value ---------------------------------------------------------------------------- */

static double *discounts(ny_arena *arena, const ny_model *model, uint32_t periods)
{
    double *discount = NY_NEW_ARRAY(arena, double, (size_t)periods + 1);
    for (uint32_t p = 0; p < periods; p++) /* a study's lines stand at present value behind it */
        discount[p] = model->has_study ? 0 : ny_fast_discount(model, p);
    discount[periods] = 1; /* of what is discounted already: see ny_kept_places */
    return discount;
}

/* --- accounts and lines ----------------------------------------------------------------------- */

static const ny_payment *payment_of(const ny_kept *kept, uint32_t number)
{
    return &kept->model->payments.items[kept->plan->payments.items[number].payment];
}

/* What is counted: of `for each year in …` the amount per unit of time is counted in less than that. */
ny_unit ny_kept_unit(const ny_payment *payment)
{
    ny_unit unit = payment->type.unit;
    int by_months = ny_unit_exponent(unit, NY_UNIT_MONTH);
    if (payment->pathway != NY_NONE && by_months)
        (void)ny_unit_multiply(unit, ny_unit_base(NY_UNIT_MONTH), -by_months, &unit);
    return unit;
}

static uint32_t account_of(ny_arena *arena, ny_kept *kept, uint32_t party,
                           const ny_payment *payment)
{
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        const ny_kept_account *account = &kept->accounts.items[i];
        if (account->party == party && account->currency == payment->currency &&
            (payment->currency != NY_NONE || ny_unit_equal(account->unit, ny_kept_unit(payment))))
            return i;
    }
    *NY_APPEND(arena, &kept->accounts) = (ny_kept_account){
        .party = party, .currency = payment->currency, .unit = ny_kept_unit(payment)};
    return kept->accounts.count - 1;
}

static void add_line(ny_arena *arena, ny_kept *kept, uint32_t number, uint32_t party)
{
    uint32_t *line = &kept->line_of[(size_t)number * kept->model->parties.count + party];
    if (*line != NY_NONE)
        return;
    *line = kept->lines.count;
    *NY_APPEND(arena, &kept->lines) =
        (ny_kept_line){.account = account_of(arena, kept, party, payment_of(kept, number)),
                       .payment = number,
                       .party = party,
                       .sign = payment_of(kept, number)->is_benefit ? 1 : -1};
}

static void add_party(ny_arena *arena, ny_kept *kept, uint32_t number, uint32_t party)
{
    const ny_model *model = kept->model;
    if (party == NY_NONE) { /* a column says: any single party */
        for (uint32_t i = 0; i < model->parties.count; i++)
            if (!model->parties.items[i].together)
                add_line(arena, kept, number, i);
        return;
    }
    const ny_party *of = &model->parties.items[party];
    if (!of->together || !of->members.count) {
        add_line(arena, kept, number, party);
        return;
    }
    for (uint32_t i = 0; i < of->members.count; i++)
        add_line(arena, kept, number, of->members.items[i]);
}

static void find_lines(ny_arena *arena, ny_kept *kept)
{
    const ny_plan *plan = kept->plan;
    size_t places = (size_t)plan->payments.count * kept->model->parties.count;
    kept->line_of = NY_NEW_ARRAY(arena, uint32_t, places + 1);
    for (size_t i = 0; i < places; i++)
        kept->line_of[i] = NY_NONE;
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        const ny_payment *payment = payment_of(kept, i);
        if (payment->is_cost || payment->is_benefit) {
            if (payment->payer != NY_NONE)
                add_line(arena, kept, i, payment->payer);
            else
                add_party(arena, kept, i, NY_NONE);
            continue;
        }
        const ny_plan_payment *planned = &plan->payments.items[i];
        add_party(arena, kept, i, planned->payer == NY_NONE ? payment->payer : NY_NONE);
        add_party(arena, kept, i, planned->payee == NY_NONE ? payment->payee : NY_NONE);
    }
}

/* --- figures ---------------------------------------------------------------------------------- */

bool ny_kept_shows(const ny_plan *plan, uint32_t figure)
{
    const ny_figure *of = &plan->model->figures.items[figure];
    uint32_t op = plan->figures.items[figure];
    return op != NY_NONE && of->type.kind == NY_KIND_NUMBER &&
           of->grain.kind <= NY_GRAIN_EACH_PERIOD &&
           plan->ops.items[op].grain.kind <= NY_GRAIN_EACH_PERIOD && of->by_table == NY_NONE &&
           !of->parts.count && of->assumed == NY_NONE &&
           (of->kind == NY_FIGURE_MEASURE || of->kind == NY_FIGURE_DEFINE ||
            of->kind == NY_FIGURE_ASSUME);
}

static void find_figures(ny_arena *arena, ny_kept *kept)
{
    for (uint32_t f = 0; f < kept->model->figures.count; f++) {
        const ny_figure *of = &kept->model->figures.items[f];
        if (!ny_kept_shows(kept->plan, f))
            continue;
        bool each_period = of->grain.kind == NY_GRAIN_EACH_PERIOD;
        double factor = ny_rational_to_double(of->factor);
        *NY_APPEND(arena, &kept->figures) = (ny_kept_figure){.figure = f,
                                                             .first = kept->width,
                                                             .each_period = each_period,
                                                             .factor = factor != 0 ? factor : 1};
        kept->width += each_period ? kept->periods : 1;
    }
    for (uint32_t i = 0; i < kept->figures.count; i++) {
        uint32_t f = kept->figures.items[i].figure;
        const ny_op *op = &kept->plan->ops.items[kept->plan->figures.items[f]];
        if (kept->model->figures.items[f].kind != NY_FIGURE_MEASURE || op->code != NY_OP_REDUCE)
            continue;
        *NY_APPEND(arena, &kept->measures) =
            (ny_kept_measure){.figure = f, .reduction = op->aux, .first = kept->width};
        kept->width += 3 * kept->periods;
    }
}

ny_worlds *ny_worlds_prepare(ny_arena *arena, const ny_alternative *alternatives, uint32_t count,
                             uint32_t from, uint64_t seed, uint32_t twins_every)
{
    NY_BUG_ON(!count);
    ny_worlds *worlds = NY_NEW(arena, ny_worlds);
    *worlds = (ny_worlds){.arena = arena,
                          .seed = seed,
                          .from = from,
                          .twins_every = alternatives[0].study ? 0 : twins_every,
                          .count = count,
                          .alternatives = NY_NEW_ARRAY(arena, ny_kept, count)};
    for (uint32_t i = 0; i < count; i++) {
        ny_kept *kept = &worlds->alternatives[i];
        kept->alternative = &alternatives[i];
        kept->plan = alternatives[i].plan;
        kept->model = kept->plan->model;
        kept->periods = kept->model->has_study ? 1 : kept->model->periods.count;
        kept->discount = discounts(arena, kept->model, kept->periods);
        find_lines(arena, kept);
        kept->width = ny_kept_line_place(kept, kept->lines.count);
        find_figures(arena, kept);
        kept->years = ny_arise_years(alternatives[i].arise);
        kept->years_first = kept->width;
        kept->width += kept->years ? kept->accounts.count * kept->years->count : 0;
    }
    return worlds;
}

void ny_worlds_keep_nets(ny_worlds *worlds)
{
    NY_BUG_ON(worlds->worlds);
    for (uint32_t i = 0; i < worlds->count; i++) {
        ny_kept *kept = &worlds->alternatives[i];
        kept->figures.count = kept->measures.count = 0;
        kept->years = NULL;
        kept->width = ny_kept_line_place(kept, kept->lines.count);
    }
}

double ny_worlds_size(const ny_worlds *worlds, uint32_t most)
{
    double doubles = 0;
    for (uint32_t i = 0; i < worlds->count; i++) {
        const ny_kept *kept = &worlds->alternatives[i];
        doubles += kept->width;
        if (worlds->twins_every)
            doubles += (double)kept->lines.count * ny_kept_places(kept) / worlds->twins_every;
    }
    return doubles * sizeof(double) * most;
}

void ny_worlds_grow(ny_worlds *worlds, uint32_t more)
{
    uint32_t from = worlds->from, end = worlds->worlds + more;
    uint32_t twins = ny_twins_below(worlds, from + end) - ny_twins_below(worlds, from);
    for (uint32_t i = 0; i < worlds->count; i++) {
        ny_kept *kept = &worlds->alternatives[i];
        while (kept->blocks.count * NY_KEPT_BLOCK < end) {
            *NY_APPEND(worlds->arena, &kept->blocks) =
                NY_NEW_ARRAY(worlds->arena, double, (size_t)NY_KEPT_BLOCK * kept->width + 1);
            *NY_APPEND(worlds->arena, &kept->states) =
                NY_NEW_ARRAY(worlds->arena, uint8_t, NY_KEPT_BLOCK);
        }
        while (kept->twins.count < twins)
            *NY_APPEND(worlds->arena, &kept->twins) = NY_NEW_ARRAY(
                worlds->arena, double, (size_t)kept->lines.count *ny_kept_places(kept) + 1);
    }
}

/* --- booking a world -------------------------------------------------------------------------- */

static void set(const ny_kept *kept, uint32_t number, uint32_t party, uint32_t period, double net,
                double *lines)
{
    uint32_t line = kept->line_of[(size_t)number * kept->model->parties.count + party];
    NY_BUG_ON(line == NY_NONE);
    lines[(size_t)line * ny_kept_places(kept) + period] = net;
}

/* Double entry: what leaves one party reaches another, to the last multiple of the rounding. */
static void book_payment(const ny_kept *kept, ny_arena *scratch, const ny_fast_result *world,
                         uint32_t number, double *lines)
{
    const ny_currency *currency =
        &kept->model->currencies.items[payment_of(kept, number)->currency];
    double unit = ny_rational_to_double(currency->rounding);
    uint32_t parties = kept->model->parties.count;
    int64_t *net = NY_NEW_ARRAY(scratch, int64_t, (size_t)parties + 1);
    for (uint32_t p = 0; p < kept->periods; p++) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < parties; i++)
            net[i] = 0;
        for (uint32_t from = 0; from < parties; from++)
            for (uint32_t to = 0; to < parties; to++) {
                int64_t count = ny_fast_count(world, number, p, from, to);
                NY_BUG_ON(count < 0);
                net[from] -= count;
                net[to] += count;
            }
        for (uint32_t i = 0; i < parties; i++) {
            sum += net[i];
            if (net[i])
                set(kept, number, i, p, (double)net[i] * unit, lines);
        }
        NY_BUG_ON(sum != 0);
    }
}

static void book_flow(const ny_kept *kept, const ny_fast_result *world, uint32_t number,
                      double *lines)
{
    bool gains = payment_of(kept, number)->is_benefit;
    for (uint32_t party = 0; party < world->parties; party++) {
        double late = world->late[(size_t)number * world->parties + party];
        if (late != 0)
            set(kept, number, party, kept->periods, gains ? late : -late, lines);
    }
    for (uint32_t p = 0; p < kept->periods; p++)
        for (uint32_t party = 0; party < world->parties; party++) {
            size_t place = (size_t)number * kept->periods + p;
            double amount = world->flows[place * world->parties + party].value;
            if (amount != 0)
                set(kept, number, party, p, gains ? amount : -amount, lines);
        }
}

void ny_kept_book_lines(const ny_kept *kept, ny_arena *scratch, const ny_fast_result *world,
                        double *row)
{
    for (uint32_t i = 0; i < kept->plan->payments.count; i++) {
        const ny_payment *payment = payment_of(kept, i);
        if (payment->is_cost || payment->is_benefit)
            book_flow(kept, world, i, row);
        else
            book_payment(kept, scratch, world, i, row);
    }
}

static void book_figures(const ny_kept *kept, const ny_fast_result *world, double *row)
{
    for (uint32_t i = 0; i < kept->figures.count; i++) {
        const ny_kept_figure *of = &kept->figures.items[i];
        for (uint32_t p = 0; p < (of->each_period ? kept->periods : 1); p++) {
            ny_fast_value value = ny_fast_figure(world, of->figure, p);
            double shown = value.value / of->factor;
            row[of->first + p] = value.state == NY_KNOWN && isfinite(shown) ? shown : (double)NAN;
        }
    }
    for (uint32_t i = 0; i < kept->measures.count; i++) {
        const ny_kept_measure *of = &kept->measures.items[i];
        for (uint32_t p = 0; p < kept->periods; p++) {
            const ny_fast_measured *measured =
                &world->measured[(size_t)of->reduction * kept->periods + p];
            double *at = &row[of->first + 3 * p];
            at[0] = measured->rows;
            at[1] = measured->known;
            at[2] = measured->events;
        }
    }
}

/* Each account by calendar year. */
static void book_years(const ny_kept *kept, const ny_fast_result *world, double *row)
{
    uint32_t years = kept->years->count, parties = world->parties;
    for (uint32_t i = 0; i < kept->lines.count; i++) {
        const ny_kept_line *line = &kept->lines.items[i];
        const ny_payment *payment = payment_of(kept, line->payment);
        bool flows = payment->is_cost || payment->is_benefit;
        double unit =
            payment->is_benefit ? 1
            : payment->is_cost
                ? -1
                : ny_rational_to_double(kept->model->currencies.items[payment->currency].rounding);
        for (uint32_t y = 0; y < years; y++) {
            size_t place = ((size_t)line->payment * years + y) * parties + line->party;
            double net = flows ? world->flowed_in[place] : (double)world->paid_in[place];
            row[line->account * years + y] += net * unit;
        }
    }
}

void ny_kept_book(const ny_kept *kept, ny_arena *scratch, const ny_fast_result *world, double *row)
{
    double *lines = row + kept->accounts.count;
    ny_kept_book_lines(kept, scratch, world, lines);
    for (uint32_t i = 0; i < kept->lines.count; i++)
        for (uint32_t p = 0; p < ny_kept_places(kept); p++)
            row[kept->lines.items[i].account] +=
                lines[(size_t)i * ny_kept_places(kept) + p] * kept->discount[p];
    book_figures(kept, world, row);
    if (kept->years)
        book_years(kept, world, row + kept->years_first);
}

void ny_kept_book_study(const ny_kept *kept, double *const *total, double *const *npv,
                        double *const *figures, size_t lane, double *row)
{
    double *at = row + kept->accounts.count;
    for (uint32_t i = 0; i < kept->lines.count; i++, at += 2) {
        const ny_kept_line *line = &kept->lines.items[i];
        at[0] = line->sign * total[line->payment][lane];
        at[1] = line->sign * npv[line->payment][lane];
        row[line->account] += at[1];
    }
    for (uint32_t i = 0; i < kept->figures.count; i++) {
        const ny_kept_figure *of = &kept->figures.items[i];
        double shown = figures[i][lane] / of->factor;
        row[of->first] = isfinite(shown) ? shown : (double)NAN;
    }
}
