/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulate.h. An account, or a figure, is a piece of work of its own: it reads what is kept and
 * writes its own estimates, so several threads may do them in any order. */

#include "use/simulate.h"

#include "base/bug.h"
#include "base/parallel.h"
#include "base/sort.h"

#include <math.h>
#include <string.h>

typedef struct ny_making {
    const ny_worlds *worlds;
    const ny_kept *kept;
    ny_simulated *result;
    const ny_simulated *first; /* of the first alternative, if this is another */
    double *columns;           /* [place of a row * worlds + world], up to the last line; or NULL */
    uint32_t *defined;         /* the worlds that are, from the first kept */
    uint32_t *paired;          /* of them, those whose twin is defined */
    uint32_t *twins;           /* the numbers of these twins */
} ny_making;

/* What a piece of the work has for itself. */
typedef struct ny_finishing {
    ny_arena *scratch; /* reset between lines */
    ny_estimating estimating;
} ny_finishing;

/* A study has no contract periods to show. */
static bool shows_periods(const ny_kept *kept)
{
    return !kept->model->has_study;
}

/* --- lines ------------------------------------------------------------------------------------- */

static double line_net(const ny_making *of, uint32_t world, uint32_t line, uint32_t period)
{
    uint32_t place = ny_kept_line_place(of->kept, line) + period;
    if (of->columns)
        return of->columns[(size_t)place * of->worlds->worlds + world];
    return ny_kept_row(of->kept, world)[place];
}

static double twin_net(const ny_making *of, uint32_t twin, uint32_t line, uint32_t period)
{
    return of->kept->twins.items[twin][(size_t)line * ny_kept_places(of->kept) + period];
}

/* Net of a line over all periods, at present value. */
static double worth(const ny_making *of, uint32_t world, uint32_t line)
{
    double sum = 0;
    for (uint32_t p = 0; p < ny_kept_places(of->kept); p++)
        sum += line_net(of, world, line, p) * of->kept->discount[p];
    return sum;
}

static double twin_worth(const ny_making *of, uint32_t twin, uint32_t line)
{
    double sum = 0;
    for (uint32_t p = 0; p < ny_kept_places(of->kept); p++)
        sum += twin_net(of, twin, line, p) * of->kept->discount[p];
    return sum;
}

static ny_figured chance_of_period(const ny_making *of, ny_arena *scratch, uint32_t line,
                                   uint32_t period)
{
    uint32_t pairs = of->result->pairs;
    double *first = NY_NEW_ARRAY(scratch, double, 2 * (size_t)pairs + 1), *second = first + pairs;
    for (uint32_t i = 0; i < pairs; i++) {
        first[i] = line_net(of, of->paired[i], line, period);
        second[i] = twin_net(of, of->twins[i], line, period);
    }
    return ny_estimate_chance(first, second, pairs);
}

static ny_figured chance_of_all(const ny_making *of, ny_arena *scratch, uint32_t line)
{
    uint32_t pairs = of->result->pairs;
    double *first = NY_NEW_ARRAY(scratch, double, 2 * (size_t)pairs + 1), *second = first + pairs;
    for (uint32_t i = 0; i < pairs; i++) {
        first[i] = worth(of, of->paired[i], line);
        second[i] = twin_worth(of, of->twins[i], line);
    }
    return ny_estimate_chance(first, second, pairs);
}

static void finish_line_period(const ny_making *of, ny_finishing *on, uint32_t number,
                               uint32_t period, ny_simulated_line *line)
{
    uint32_t count = of->result->defined, made = 0;
    ny_line_period *at = &line->by_period[period];
    double *values = ny_estimate_rooms(&on->estimating, 1);
    for (uint32_t i = 0; i < count; i++) {
        values[i] = line_net(of, of->defined[i], number, period);
        made += values[i] != 0;
    }
    ny_estimate_later(&on->estimating, count, &at->net);
    at->made = ny_estimate_share(made, count);
    at->chance = chance_of_period(of, on->scratch, number, period);
}

/* Some of the lines: one, or (`line` NY_NONE) those of an account, under a heading where one is said. */
typedef struct ny_some_lines {
    uint32_t line, account;
    const ny_text *heading; /* NULL: any */
} ny_some_lines;

static ny_text heading_of(const ny_kept *kept, uint32_t line)
{
    uint32_t payment = kept->plan->payments.items[kept->lines.items[line].payment].payment;
    return kept->model->payments.items[payment].words->heading;
}

static bool is_among(const ny_kept *kept, const ny_some_lines *some, uint32_t line)
{
    if (some->line != NY_NONE)
        return line == some->line;
    return kept->lines.items[line].account == some->account &&
           (!some->heading || ny_text_equal(heading_of(kept, line), *some->heading));
}

/* What some lines pay and receive over all years. */
static void finish_gross(const ny_making *of, ny_finishing *on, ny_some_lines some,
                         ny_figured *ret_pays, ny_figured *ret_receives)
{
    const ny_kept *kept = of->kept;
    uint32_t count = of->result->defined;
    double *pays = ny_estimate_rooms(&on->estimating, 2), *receives = pays + on->estimating.most;
    for (uint32_t i = 0; i < count; i++)
        pays[i] = receives[i] = 0;
    for (uint32_t l = 0; l < kept->lines.count; l++) {
        if (!is_among(kept, &some, l))
            continue;
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t p = 0; p < kept->periods; p++) {
                double net = line_net(of, of->defined[i], l, p);
                pays[i] -= net < 0 ? net : 0;
                receives[i] += net > 0 ? net : 0;
            }
    }
    ny_estimate_mean_later(&on->estimating, count, ret_pays);
    ny_estimate_mean_later(&on->estimating, count, ret_receives);
}

static void finish_line(const ny_making *of, ny_finishing *on, uint32_t number,
                        ny_simulated_line *line)
{
    const ny_kept *kept = of->kept;
    uint32_t count = of->result->defined;
    double *values = ny_estimate_rooms(&on->estimating, 1);
    for (uint32_t i = 0; i < count; i++)
        values[i] = worth(of, of->defined[i], number);
    ny_estimate_later(&on->estimating, count, &line->npv);
    line->chance = chance_of_all(of, on->scratch, number);
    finish_gross(of, on, (ny_some_lines){.line = number}, &line->pays, &line->receives);
    for (uint32_t p = 0; shows_periods(kept) && p < kept->periods; p++)
        finish_line_period(of, on, number, p, line);
}

/* --- accounts ---------------------------------------------------------------------------------- */

static double account_net(const ny_making *of, uint32_t world, uint32_t account, uint32_t period)
{
    double sum = 0;
    for (uint32_t i = 0; i < of->kept->lines.count; i++)
        if (of->kept->lines.items[i].account == account)
            sum += line_net(of, world, i, period);
    return sum;
}

/* `until`: by world, the periods until its sum stays at 0 or above; 0: never below; periods + 1: it
 * is below at the end. */
static ny_payback payback_of(const ny_making *of, ny_arena *scratch, const uint32_t *until)
{
    uint32_t count = of->result->defined, below = 0, back = 0, periods = of->kept->periods;
    double *years = NY_NEW_ARRAY(scratch, double, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (!until[i])
            continue;
        back += until[i] <= periods;
        years[below++] = until[i] <= periods
                             ? (double)until[i] * of->kept->model->period_months / 12
                             : (double)INFINITY;
    }
    ny_sort_numbers(years, below);
    double median = below ? years[(below - 1) / 2] : (double)NAN;
    ny_interval interval = ny_estimate_interval(years, below, 0.5);
    return (ny_payback){.below = ny_estimate_share(below, count),
                        .back = ny_estimate_share(back, below),
                        .median = isinf(median) ? (double)NAN : median,
                        .median_interval = {isinf(interval.low) ? (double)NAN : interval.low,
                                            isinf(interval.high) ? (double)NAN : interval.high}};
}

/* The account's sum up to each period's end, in each world. */
static void finish_cash(const ny_making *of, ny_finishing *on, uint32_t number, ny_account *account)
{
    uint32_t count = of->result->defined, periods = of->kept->periods;
    double *sums = NY_NEW_ARRAY(on->scratch, double, (size_t)count + 1);
    double *lowest = NY_NEW_ARRAY(on->scratch, double, (size_t)count + 1);
    uint32_t *until = NY_NEW_ARRAY(on->scratch, uint32_t, (size_t)count + 1);
    for (uint32_t p = 0; p < periods; p++) {
        double *nets = ny_estimate_rooms(&on->estimating, 2), *cash = nets + on->estimating.most;
        for (uint32_t i = 0; i < count; i++) {
            nets[i] = account_net(of, of->defined[i], number, p);
            sums[i] += nets[i];
            cash[i] = sums[i];
            lowest[i] = sums[i] < lowest[i] ? sums[i] : lowest[i];
            until[i] = sums[i] < 0 ? p + 2 : until[i];
        }
        if (!shows_periods(of->kept))
            continue;
        ny_estimate_later(&on->estimating, count, &account->by_period[p]);
        ny_estimate_later(&on->estimating, count, &account->cash[p]);
    }
    account->payback = payback_of(of, on->scratch, until);
    memcpy(ny_estimate_rooms(&on->estimating, 1), lowest, count * sizeof *lowest);
    ny_estimate_later(&on->estimating, count, &account->deepest);
}

static double year_net(const ny_making *of, uint32_t world, uint32_t account, uint32_t year)
{
    const ny_kept *kept = of->kept;
    return ny_kept_row(kept, world)[kept->years_first + account * kept->years->count + year];
}

/* The account by calendar year. */
static void finish_years(const ny_making *of, ny_finishing *on, uint32_t number,
                         ny_account *account)
{
    uint32_t count = of->result->defined;
    for (uint32_t y = 0; y < of->result->years; y++) {
        double *values = ny_estimate_rooms(&on->estimating, 1);
        for (uint32_t i = 0; i < count; i++)
            values[i] = year_net(of, of->defined[i], number, y);
        ny_estimate_mean_later(&on->estimating, count, &account->by_year[y]);
    }
}

static void finish_heading(const ny_making *of, ny_finishing *on, uint32_t account,
                           ny_simulated_heading *heading)
{
    const ny_kept *kept = of->kept;
    ny_some_lines some = {NY_NONE, account, &heading->heading};
    uint32_t count = of->result->defined;
    double *values = ny_estimate_rooms(&on->estimating, 1);
    for (uint32_t i = 0; i < count; i++)
        values[i] = 0;
    for (uint32_t l = 0; l < kept->lines.count; l++)
        for (uint32_t i = 0; is_among(kept, &some, l) && i < count; i++)
            values[i] += worth(of, of->defined[i], l);
    ny_estimate_later(&on->estimating, count, &heading->npv);
    finish_gross(of, on, some, &heading->pays, &heading->receives);
}

static void finish_account(const ny_making *of, ny_finishing *on, uint32_t number)
{
    const ny_kept *kept = of->kept;
    ny_account *account = &of->result->accounts.items[number];
    uint32_t count = of->result->defined, at = 0;
    double *values = ny_estimate_rooms(&on->estimating, 1);
    for (uint32_t i = 0; i < count; i++)
        values[i] = ny_kept_row(kept, of->defined[i])[number];
    account->loss = ny_estimate_loss(values, count);
    ny_estimate_worst_later(&on->estimating, count, &account->npv, &account->shortfall);
    finish_cash(of, on, number, account);
    finish_years(of, on, number, account);
    finish_gross(of, on, (ny_some_lines){NY_NONE, number, NULL}, &account->pays,
                 &account->receives);
    for (uint32_t i = 0; i < account->headings.count; i++)
        finish_heading(of, on, number, &account->headings.items[i]);
    for (uint32_t i = 0; i < kept->lines.count; i++) {
        if (kept->lines.items[i].account != number)
            continue;
        ny_simulated_line *line = &account->lines.items[at++];
        ny_arena_reset(on->scratch);
        finish_line(of, on, i, line);
    }
}

/* What flows to all others: each world adds up to 0. */
static void finish_others(const ny_making *of, ny_finishing *on, uint32_t number)
{
    const ny_kept *kept = of->kept;
    ny_others *others = &of->result->others.items[number];
    uint32_t count = of->result->defined;
    double *all = NY_NEW_ARRAY(on->scratch, double, (size_t)count + 1);
    for (uint32_t p = 0; p < kept->periods; p++) {
        double *values = ny_estimate_rooms(&on->estimating, 1);
        for (uint32_t i = 0; i < count; i++) {
            values[i] = 0;
            for (uint32_t a = 0; a < kept->accounts.count; a++)
                if (kept->accounts.items[a].currency == others->currency)
                    values[i] -= account_net(of, of->defined[i], a, p);
            all[i] += values[i];
        }
        ny_estimate_mean_later(&on->estimating, count, &others->by_period[p]);
    }
    memcpy(ny_estimate_rooms(&on->estimating, 1), all, count * sizeof *all);
    ny_estimate_mean_later(&on->estimating, count, &others->in_all);
    for (uint32_t y = 0; y < of->result->years; y++) {
        double *values = ny_estimate_rooms(&on->estimating, 1);
        for (uint32_t i = 0; i < count; i++) {
            values[i] = 0;
            for (uint32_t a = 0; a < kept->accounts.count; a++)
                if (kept->accounts.items[a].currency == others->currency)
                    values[i] -= year_net(of, of->defined[i], a, y);
        }
        ny_estimate_mean_later(&on->estimating, count, &others->by_year[y]);
    }
}

/* --- figures and measures ---------------------------------------------------------------------- */

/* One of a figure's values: at a place of the row. */
typedef struct ny_figure_value {
    uint32_t place;
    ny_estimate *to;
} ny_figure_value;

/* Values that stand near each other in a row are read together. */
static void finish_values(const ny_making *of, ny_finishing *on, const ny_figure_value *values,
                          uint32_t count)
{
    uint32_t known[NY_ESTIMATE_TOGETHER] = {0};
    double *rooms = ny_estimate_rooms(&on->estimating, count);
    for (uint32_t i = 0; i < of->result->defined; i++) {
        const double *row = ny_kept_row(of->kept, of->defined[i]);
        for (uint32_t k = 0; k < count; k++) {
            double value = row[values[k].place];
            rooms[(size_t)k * on->estimating.most + known[k]] = value;
            if (!isnan(value))
                known[k]++;
        }
    }
    for (uint32_t k = 0; k < count; k++)
        ny_estimate_later(&on->estimating, known[k], values[k].to);
}

/* Figures from one on, as many as are estimated together. */
static void finish_figures(const ny_making *of, ny_finishing *on, uint32_t piece)
{
    ny_figure_value values[NY_ESTIMATE_TOGETHER];
    uint32_t count = 0, first = piece * NY_ESTIMATE_TOGETHER;
    for (uint32_t i = first; i < first + NY_ESTIMATE_TOGETHER && i < of->kept->figures.count; i++) {
        const ny_kept_figure *kept = &of->kept->figures.items[i];
        ny_estimate *to = of->result->figures.items[i].values;
        for (uint32_t p = 0; p < (kept->each_period ? of->kept->periods : 1); p++) {
            if (kept->as_first) {
                to[p] = of->first->figures.items[i].values[p];
                continue;
            }
            values[count++] = (ny_figure_value){kept->first + p, &to[p]};
            if (count == NY_ESTIMATE_TOGETHER) {
                finish_values(of, on, values, count);
                count = 0;
            }
        }
    }
    if (count)
        finish_values(of, on, values, count);
}

static void finish_measure(const ny_making *of, ny_finishing *on, uint32_t number)
{
    const ny_kept_measure *kept = &of->kept->measures.items[number];
    const ny_simulated_measure *measure = &of->result->measures.items[number];
    uint32_t count = of->result->defined;
    ny_figured *const counted[] = {measure->rows, measure->known, measure->events};
    for (uint32_t p = 0; p < of->kept->periods; p++)
        for (uint32_t c = 0; c < 3; c++) {
            double *values = ny_estimate_rooms(&on->estimating, 1);
            for (uint32_t i = 0; i < count; i++)
                values[i] = ny_kept_row(of->kept, of->defined[i])[kept->first + 3 * p + c];
            ny_estimate_mean_later(&on->estimating, count, &counted[c][p]);
        }
}

/* --- one alternative --------------------------------------------------------------------------- */

static uint32_t figure_pieces(const ny_kept *kept)
{
    return (kept->figures.count + NY_ESTIMATE_TOGETHER - 1) / NY_ESTIMATE_TOGETHER;
}

static void finish_piece(void *context, uint32_t piece)
{
    const ny_making *of = context;
    uint32_t accounts = of->kept->accounts.count, figures = figure_pieces(of->kept);
    uint32_t measures = of->kept->measures.count;
    ny_arena *arena = ny_arena_create();
    ny_finishing on = {.scratch = ny_arena_create(),
                       .estimating = ny_estimating_begin(arena, of->result->defined)};
    if (piece < accounts)
        finish_account(of, &on, piece);
    else if (piece < accounts + figures)
        finish_figures(of, &on, piece - accounts);
    else if (piece < accounts + figures + measures)
        finish_measure(of, &on, piece - accounts - figures);
    else
        finish_others(of, &on, piece - accounts - figures - measures);
    ny_estimating_end(&on.estimating);
    ny_arena_destroy(on.scratch);
    ny_arena_destroy(arena);
}

/* The headings of an account's lines, each once; none where no line has one. */
static void begin_headings(ny_arena *arena, const ny_kept *kept, uint32_t number,
                           ny_account *account)
{
    bool any = false;
    for (uint32_t l = 0; l < kept->lines.count; l++) {
        if (kept->lines.items[l].account != number)
            continue;
        ny_text heading = heading_of(kept, l);
        bool known = false;
        for (uint32_t i = 0; i < account->headings.count; i++)
            known = known || ny_text_equal(account->headings.items[i].heading, heading);
        if (!known)
            *NY_APPEND(arena, &account->headings) = (ny_simulated_heading){.heading = heading};
        any = any || heading.size;
    }
    if (!any)
        account->headings.count = 0;
}

static void begin_accounts(ny_arena *arena, const ny_kept *kept, ny_simulated *result)
{
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        const ny_kept_account *of = &kept->accounts.items[i];
        *NY_APPEND(arena, &result->accounts) =
            (ny_account){.party = of->party,
                         .currency = of->currency,
                         .unit = of->unit,
                         .by_period = NY_NEW_ARRAY(arena, ny_estimate, kept->periods),
                         .by_year = NY_NEW_ARRAY(arena, ny_figured, (size_t)result->years + 1),
                         .cash = NY_NEW_ARRAY(arena, ny_estimate, kept->periods)};
    }
    for (uint32_t i = 0; i < kept->lines.count; i++) {
        const ny_kept_line *of = &kept->lines.items[i];
        *NY_APPEND(arena, &result->accounts.items[of->account].lines) =
            (ny_simulated_line){.payment = kept->plan->payments.items[of->payment].payment,
                                .by_period = NY_NEW_ARRAY(arena, ny_line_period, kept->periods)};
    }
    for (uint32_t i = 0; i < kept->accounts.count; i++)
        begin_headings(arena, kept, i, &result->accounts.items[i]);
}

static void begin_others(ny_arena *arena, const ny_kept *kept, ny_simulated *result)
{
    for (uint32_t c = 0; c < kept->model->currencies.count; c++)
        *NY_APPEND(arena, &result->others) =
            (ny_others){.currency = c,
                        .by_period = NY_NEW_ARRAY(arena, ny_figured, kept->periods),
                        .by_year = NY_NEW_ARRAY(arena, ny_figured, (size_t)result->years + 1)};
}

static void begin_figures(ny_arena *arena, const ny_kept *kept, ny_simulated *result)
{
    for (uint32_t i = 0; i < kept->figures.count; i++)
        *NY_APPEND(arena, &result->figures) =
            (ny_simulated_figure){.figure = kept->figures.items[i].figure,
                                  .each_period = kept->figures.items[i].each_period,
                                  .values = NY_NEW_ARRAY(arena, ny_estimate, kept->periods)};
    for (uint32_t i = 0; i < kept->measures.count; i++)
        *NY_APPEND(arena, &result->measures) =
            (ny_simulated_measure){.figure = kept->measures.items[i].figure,
                                   .reduction = kept->measures.items[i].reduction,
                                   .rows = NY_NEW_ARRAY(arena, ny_figured, kept->periods),
                                   .known = NY_NEW_ARRAY(arena, ny_figured, kept->periods),
                                   .events = NY_NEW_ARRAY(arena, ny_figured, kept->periods)};
}

static void count_undefined(ny_arena *arena, const ny_kept *kept, ny_simulated *result)
{
    for (uint32_t i = 0; i < kept->undefined.count; i++) {
        const ny_undefined_world *of = &kept->undefined.items[i];
        uint32_t k = 0;
        while (k < result->undefined.count &&
               !ny_text_equal(result->undefined.items[k].reason, of->reason))
            k++;
        if (k == result->undefined.count)
            *NY_APPEND(arena, &result->undefined) =
                (ny_undefined_worlds){.reason = of->reason, .first = of->world};
        result->undefined.items[k].worlds++;
    }
}

/* Which worlds there is something to say of. */
static void find_defined(ny_arena *arena, ny_making *of)
{
    const ny_worlds *worlds = of->worlds;
    of->defined = NY_NEW_ARRAY(arena, uint32_t, (size_t)worlds->worlds + 1);
    of->paired = NY_NEW_ARRAY(arena, uint32_t, (size_t)worlds->worlds + 1);
    of->twins = NY_NEW_ARRAY(arena, uint32_t, (size_t)worlds->worlds + 1);
    uint32_t twin = 0;
    for (uint32_t i = 0; i < worlds->worlds; i++) {
        bool is_defined = ny_kept_defined(of->kept, i);
        of->result->ties += (*ny_kept_state(of->kept, i) & NY_WORLD_TIED) != 0;
        if (is_defined)
            of->defined[of->result->defined++] = i;
        if (!worlds->twins_every || (worlds->from + i) % worlds->twins_every != 0)
            continue;
        if (is_defined && of->kept->twins.items[twin]) {
            of->paired[of->result->pairs] = i;
            of->twins[of->result->pairs++] = twin;
        }
        twin++;
    }
}

/* Up to the last calendar year in which anything flows in any world. */
static void find_years(const ny_making *of)
{
    const ny_kept *kept = of->kept;
    uint32_t all = kept->years ? kept->years->count : 0;
    of->result->first_year = kept->years ? kept->years->first : 0;
    for (uint32_t y = all; y > 0 && !of->result->years; y--)
        for (uint32_t a = 0; a < kept->accounts.count; a++)
            for (uint32_t i = 0; i < of->result->defined; i++)
                if (year_net(of, of->defined[i], a, y - 1) != 0)
                    of->result->years = y;
}

/* A study's rows are few places long, and each is read several times: in columns these lie side by side. A
 * contract's rows are long, and stay as they are. */
static void stand_in_columns(const ny_making *of)
{
    const ny_kept *kept = of->kept;
    uint32_t worlds = of->worlds->worlds, places = ny_kept_line_place(kept, kept->lines.count);
    if (!of->columns)
        return;
    for (uint32_t first = 0; first < worlds; first += NY_KEPT_BLOCK) {
        uint32_t left = worlds - first, rows = left < NY_KEPT_BLOCK ? left : NY_KEPT_BLOCK;
        const double *block = ny_kept_row(kept, first);
        for (uint32_t place = 0; place < places; place++)
            for (uint32_t i = 0; i < rows; i++)
                of->columns[(size_t)place * worlds + first + i] =
                    block[(size_t)i * kept->width + place];
    }
}

/* Alternatives have the same lines, so their columns stand in the same room one after the other. */
static double *room_for_columns(ny_arena *scratch, const ny_worlds *worlds)
{
    const ny_kept *kept = &worlds->alternatives[0];
    uint32_t places = ny_kept_line_place(kept, kept->lines.count);
    return kept->model->has_study
               ? NY_NEW_ARRAY(scratch, double, (size_t)places * worlds->worlds + 1)
               : NULL;
}

static void finish_alternative(ny_arena *arena, const ny_making *all, uint32_t threads,
                               ny_simulated *result)
{
    ny_making making = *all;
    const ny_kept *kept = all->kept;
    making.result = result;
    *result = (ny_simulated){.name = kept->alternative->name,
                             .label = kept->alternative->label,
                             .plan = kept->plan,
                             .study = kept->alternative->study ? kept->alternative->study
                                                               : kept->alternative->beside};
    stand_in_columns(&making);
    find_defined(arena, &making);
    find_years(&making);
    begin_accounts(arena, kept, result);
    begin_others(arena, kept, result);
    begin_figures(arena, kept, result);
    count_undefined(arena, kept, result);
    ny_parallel(threads,
                kept->accounts.count + figure_pieces(kept) + kept->measures.count +
                    result->others.count,
                finish_piece, &making);
}

/* --- between alternatives ---------------------------------------------------------------------- */

static void compare(ny_estimating *on, const ny_worlds *worlds, uint32_t alternative,
                    uint32_t account, ny_comparison *made)
{
    const ny_kept *base = &worlds->alternatives[0], *other = &worlds->alternatives[alternative];
    double *values = ny_estimate_rooms(on, 1);
    uint32_t count = 0;
    *made = (ny_comparison){.alternative = alternative, .account = account, .first_worse = NY_NONE};
    for (uint32_t i = 0; i < worlds->worlds; i++) {
        if (!ny_kept_defined(base, i) || !ny_kept_defined(other, i))
            continue;
        double difference = ny_kept_row(other, i)[account] - ny_kept_row(base, i)[account];
        if (difference < 0 && made->first_worse == NY_NONE)
            made->first_worse = worlds->from + i;
        values[count++] = difference;
    }
    made->worse = ny_estimate_loss(values, count);
    ny_estimate_later(on, count, &made->npv);
}

/* World by world; accounts of all alternatives but the first, in order. */
static void compare_all(ny_arena *arena, const ny_worlds *worlds, ny_simulation *simulation)
{
    uint32_t accounts = worlds->alternatives[0].accounts.count;
    ny_arena *scratch = ny_arena_create();
    ny_estimating on = ny_estimating_begin(scratch, worlds->worlds);
    for (uint32_t i = 1; i < worlds->count; i++)
        for (uint32_t a = 0; a < accounts; a++)
            (void)NY_APPEND(arena, &simulation->comparisons); /* none moves any more */
    ny_comparison *next = simulation->comparisons.items;
    for (uint32_t i = 1; i < worlds->count; i++)
        for (uint32_t a = 0; a < accounts; a++)
            compare(&on, worlds, i, a, next++);
    ny_estimating_end(&on);
    ny_arena_destroy(scratch);
}

/* --- the base case ------------------------------------------------------------------------------ */

/* NULL where no line of the account has a heading. */
static ny_simulated_heading *heading_in(const ny_account *account, ny_text heading)
{
    for (uint32_t i = 0; i < account->headings.count; i++)
        if (ny_text_equal(account->headings.items[i].heading, heading))
            return &account->headings.items[i];
    return NULL;
}

/* Lines stand in their accounts in the order in which they are kept. */
static void take_base(const ny_kept *kept, const double *row, ny_simulated *result)
{
    ny_arena *scratch = ny_arena_create();
    uint32_t *next = NY_NEW_ARRAY(scratch, uint32_t, (size_t)kept->accounts.count + 1);
    for (uint32_t i = 0; i < kept->lines.count; i++) {
        ny_account *account = &result->accounts.items[kept->lines.items[i].account];
        ny_simulated_line *line = &account->lines.items[next[kept->lines.items[i].account]++];
        line->stated_total = row[ny_kept_line_place(kept, i)];
        line->stated = row[ny_kept_line_place(kept, i) + 1];
        account->stated_total += line->stated_total;
        ny_simulated_heading *heading = heading_in(account, heading_of(kept, i));
        if (heading) {
            heading->stated_total += line->stated_total;
            heading->stated += line->stated;
        }
    }
    for (uint32_t i = 0; i < kept->accounts.count; i++)
        result->accounts.items[i].stated = row[i];
    for (uint32_t i = 0; i < kept->figures.count; i++)
        result->figures.items[i].stated = row[kept->figures.items[i].first];
    ny_arena_destroy(scratch);
}

/* The difference between base cases. Persons go alike under both but for what differs, so its error is that of
 * the differences between what each of them has. */
static ny_figured stated_difference(ny_arena *scratch, const ny_simulation *simulation,
                                    uint32_t alternative, uint32_t number)
{
    const ny_simulated *of = &simulation->alternatives.items[alternative];
    const ny_simulated *first = &simulation->alternatives.items[0];
    const ny_account *account = &of->accounts.items[number];
    ny_figured made = {.value = account->stated - first->accounts.items[number].stated};
    uint32_t groups = of->study->base.groups;
    if (groups < 2 || first->study->base.groups != groups)
        return made;
    double *more = NY_NEW_ARRAY(scratch, double, groups);
    double *less = NY_NEW_ARRAY(scratch, double, groups);
    ny_stated_add_groups(of->study, account->party, account->currency, account->unit, more);
    ny_stated_add_groups(first->study, account->party, account->currency, account->unit, less);
    for (uint32_t g = 0; g < groups; g++)
        more[g] -= less[g];
    made.worlds = of->study->base.fewest;
    made.se = ny_estimate_mean(more, groups).se;
    return made;
}

ny_simulation *ny_simulate(ny_arena *arena, const ny_worlds *worlds, uint32_t threads)
{
    NY_BUG_ON(!worlds->worlds);
    ny_simulation *simulation = NY_NEW(arena, ny_simulation);
    simulation->from = worlds->from;
    simulation->worlds = simulation->asked = worlds->worlds;
    simulation->seed = worlds->seed;
    simulation->twins_every = worlds->twins_every;
    simulation->periods = worlds->alternatives[0].model->periods.count; /* of a study: none */
    simulation->base = ny_base_case_of(arena, worlds);
    ny_arena *scratch = ny_arena_create();
    ny_making making = {.worlds = worlds, .columns = room_for_columns(scratch, worlds)};
    for (uint32_t i = 0; i < worlds->count; i++) {
        const ny_kept *kept = &worlds->alternatives[i];
        ny_simulated *result = NY_APPEND(arena, &simulation->alternatives);
        making.kept = kept;
        making.first = simulation->alternatives.items;
        finish_alternative(arena, &making, threads, result);
        NY_BUG_ON(kept->accounts.count != worlds->alternatives[0].accounts.count);
        if (simulation->base)
            take_base(kept, simulation->base->rows[i], &simulation->alternatives.items[i]);
    }
    compare_all(arena, worlds, simulation);
    for (uint32_t i = 0; simulation->base && i < simulation->comparisons.count; i++) {
        ny_comparison *compared = &simulation->comparisons.items[i];
        ny_arena_reset(scratch);
        compared->stated =
            stated_difference(scratch, simulation, compared->alternative, compared->account);
    }
    ny_arena_destroy(scratch);
    return simulation;
}
