/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See weigh.h. */

#include "use/weigh.h"

#include "base/bug.h"

#include <math.h>

/* Means that agree to so many digits agree: what differs is the rounding of doubles. */
#define SAME_DIGITS 1e-10

/* --- differences ------------------------------------------------------------------------------- */

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static bool is_same(double a, double b)
{
    return fabs(a - b) <= SAME_DIGITS * larger(fabs(a), fabs(b));
}

/* One run is one world, whose figures lie nowhere else; what its persons tell is the error. */
static ny_estimate of_one_run(ny_figured found)
{
    ny_estimate made = ny_estimate_of(&found.value, 1);
    made.se = found.se;
    return made;
}

static ny_figured mean(const ny_series *of, const double *values)
{
    ny_figured found = ny_estimate_mean(values, of->worlds);
    found.worlds = of->stated ? 1 : found.worlds;
    return found;
}

static ny_estimate estimate(const ny_series *of, ny_arena *scratch, const double *values)
{
    if (of->stated)
        return of_one_run(mean(of, values));
    double *copy = NY_NEW_ARRAY(scratch, double, (size_t)of->worlds + 1);
    for (uint32_t i = 0; i < of->worlds; i++)
        copy[i] = values[i];
    return ny_estimate_of(copy, of->worlds);
}

/* One an alternative. */
static void estimate_each(const ny_series *of, ny_arena *scratch, double *const *values,
                          ny_estimate *ret_estimates)
{
    ny_estimating on = ny_estimating_begin(scratch, of->stated ? 0 : of->worlds);
    for (uint32_t a = 0; a < of->alternatives; a++) {
        if (of->stated) {
            ret_estimates[a] = of_one_run(mean(of, values[a]));
            continue;
        }
        double *room = ny_estimate_rooms(&on, 1);
        for (uint32_t i = 0; i < of->worlds; i++)
            room[i] = values[a][i];
        ny_estimate_later(&on, of->worlds, &ret_estimates[a]);
    }
    ny_estimating_end(&on);
}

/* `size`: how large what differs is itself. */
static ny_differs differs(const ny_series *of, const ny_estimate *difference, double size)
{
    double nought = SAME_DIGITS * size;
    bool certain = of->stated || of->worlds > 1;
    if (!certain)
        return NY_DIFFERS_NOT_KNOWN;
    if (fabs(difference->mean) <= nought && difference->sd <= nought)
        return NY_DIFFERS_SAME;
    if (fabs(difference->mean) <= NY_WEIGH_ERRORS * difference->se)
        return NY_DIFFERS_NOT_KNOWN;
    return difference->mean > 0 ? NY_DIFFERS_MORE : NY_DIFFERS_LESS;
}

static ny_increment increment(const ny_series *of, const ny_weighed *weighed, ny_arena *scratch,
                              uint32_t alternative, uint32_t less)
{
    ny_increment made = {.alternative = alternative, .less = less};
    double *cost = NY_NEW_ARRAY(scratch, double, (size_t)of->worlds + 1);
    double *effect = NY_NEW_ARRAY(scratch, double, (size_t)of->worlds + 1);
    for (uint32_t i = 0; i < of->worlds; i++) {
        cost[i] = of->costs[alternative][i] - of->costs[less][i];
        effect[i] = of->effects[alternative][i] - of->effects[less][i];
    }
    made.cost = estimate(of, scratch, cost);
    made.effect = estimate(of, scratch, effect);
    made.costs =
        differs(of, &made.cost,
                larger(fabs(weighed->costs[alternative].mean), fabs(weighed->costs[less].mean)));
    made.effects = differs(
        of, &made.effect,
        larger(fabs(weighed->effects[alternative].mean), fabs(weighed->effects[less].mean)));
    bool has_ratio = made.costs == made.effects &&
                     (made.costs == NY_DIFFERS_MORE || made.costs == NY_DIFFERS_LESS);
    if (!has_ratio)
        return made;
    double ratio = made.cost.mean / made.effect.mean;
    for (uint32_t i = 0; i < of->worlds; i++)
        cost[i] -= ratio * effect[i];
    made.icer = mean(of, cost);
    made.icer.value = ratio;
    made.icer.se /= fabs(made.effect.mean);
    return made;
}

/* --- the frontier ------------------------------------------------------------------------------ */

typedef struct ny_ranking {
    const ny_series *of;
    ny_weighed *weighed;
    ny_arena *scratch;
    ny_standing *standings; /* in order of effect */
} ny_ranking;

static double cost_of(const ny_ranking *on, uint32_t alternative)
{
    return on->weighed->costs[alternative].mean;
}

static double effect_of(const ny_ranking *on, uint32_t alternative)
{
    return on->weighed->effects[alternative].mean;
}

static bool stands_before(const ny_ranking *on, uint32_t a, uint32_t b)
{
    if (!is_same(effect_of(on, a), effect_of(on, b)))
        return effect_of(on, a) < effect_of(on, b);
    if (!is_same(cost_of(on, a), cost_of(on, b)))
        return cost_of(on, a) < cost_of(on, b);
    return a < b;
}

static void order(const ny_ranking *on)
{
    for (uint32_t i = 0; i < on->of->alternatives; i++) {
        uint32_t at = i;
        for (; at > 0 && stands_before(on, i, on->standings[at - 1].alternative); at--)
            on->standings[at] = on->standings[at - 1];
        on->standings[at] =
            (ny_standing){.alternative = i, .by = NY_NONE, .above = NY_NONE, .known = true};
    }
}

/* Does a give as much as b for no more? Of two that are the same, the first. */
static bool dominates(const ny_ranking *on, uint32_t a, uint32_t b)
{
    bool same_cost = is_same(cost_of(on, a), cost_of(on, b));
    bool same_effect = is_same(effect_of(on, a), effect_of(on, b));
    if (same_cost && same_effect)
        return a < b;
    return (same_cost || cost_of(on, a) < cost_of(on, b)) &&
           (same_effect || effect_of(on, a) > effect_of(on, b));
}

static bool is_dominated(const ny_ranking *on, uint32_t alternative)
{
    for (uint32_t i = 0; i < on->of->alternatives; i++)
        if (i != alternative && dominates(on, i, alternative))
            return true;
    return false;
}

/* What the next of so many places on the frontier is; or the number of alternatives. */
static uint32_t next_on_frontier(const ny_ranking *on, uint32_t from)
{
    while (from < on->of->alternatives && on->standings[from].kind != NY_STANDS_ON_FRONTIER)
        from++;
    return from;
}

static double ratio_between(const ny_ranking *on, uint32_t below, uint32_t above)
{
    uint32_t a = on->standings[below].alternative, b = on->standings[above].alternative;
    return (cost_of(on, b) - cost_of(on, a)) / (effect_of(on, b) - effect_of(on, a));
}

/* Takes out the first whose ratio is above the next one's. False where ratios rise. */
static bool take_out_one(const ny_ranking *on)
{
    uint32_t below = next_on_frontier(on, 0), middle = next_on_frontier(on, below + 1);
    for (uint32_t above; middle < on->of->alternatives; below = middle, middle = above) {
        above = next_on_frontier(on, middle + 1);
        if (above == on->of->alternatives)
            return false;
        double first = ratio_between(on, below, middle), next = ratio_between(on, middle, above);
        if (first > next && !is_same(first, next)) {
            on->standings[middle].kind = NY_STANDS_BETWEEN;
            return true;
        }
    }
    return false;
}

/* Who dominates it: of those on the frontier the cheapest, else the cheapest that is not dominated. */
static uint32_t dominator_of(const ny_ranking *on, uint32_t alternative)
{
    for (uint32_t with_between = 0; with_between < 2; with_between++) {
        uint32_t found = NY_NONE;
        for (uint32_t i = 0; i < on->of->alternatives; i++) {
            const ny_standing *other = &on->standings[i];
            bool counts = other->kind == NY_STANDS_ON_FRONTIER ||
                          (with_between && other->kind == NY_STANDS_BETWEEN);
            if (counts && dominates(on, other->alternative, alternative) &&
                (found == NY_NONE || cost_of(on, other->alternative) < cost_of(on, found)))
                found = other->alternative;
        }
        if (found != NY_NONE)
            return found;
    }
    NY_BUG("dominated by nobody");
}

/* How much less a mix of the neighbours costs, with its error: by the ratio, as an ICER's. */
static bool mix_is_known(const ny_ranking *on, const ny_standing *standing)
{
    const ny_series *of = on->of;
    uint32_t at = standing->alternative, below = standing->by, above = standing->above;
    double span = effect_of(on, above) - effect_of(on, below);
    double part = (effect_of(on, at) - effect_of(on, below)) / span;
    double ratio = (cost_of(on, above) - cost_of(on, below)) / span;
    double *more = NY_NEW_ARRAY(on->scratch, double, (size_t)of->worlds + 1);
    for (uint32_t i = 0; i < of->worlds; i++) {
        double cost = (1 - part) * of->costs[below][i] + part * of->costs[above][i];
        double effect = (1 - part) * of->effects[below][i] + part * of->effects[above][i];
        more[i] = of->costs[at][i] - cost - ratio * (of->effects[at][i] - effect);
    }
    ny_figured found = mean(of, more);
    return (of->stated || of->worlds > 1) && found.value > NY_WEIGH_ERRORS * found.se;
}

static bool is_no_more(ny_differs differs)
{
    return differs == NY_DIFFERS_LESS || differs == NY_DIFFERS_SAME;
}

static bool is_no_less(ny_differs differs)
{
    return differs == NY_DIFFERS_MORE || differs == NY_DIFFERS_SAME;
}

static void finish_standing(const ny_ranking *on, uint32_t place)
{
    ny_standing *standing = &on->standings[place];
    uint32_t before = place, after;
    switch (standing->kind) {
    case NY_STANDS_ON_FRONTIER:
        while (before > 0 && standing->by == NY_NONE)
            if (on->standings[--before].kind == NY_STANDS_ON_FRONTIER)
                standing->by = on->standings[before].alternative;
        break;
    case NY_STANDS_BETWEEN:
        while (on->standings[--before].kind != NY_STANDS_ON_FRONTIER)
            ;
        after = next_on_frontier(on, place);
        standing->by = on->standings[before].alternative;
        standing->above = on->standings[after].alternative;
        standing->known = mix_is_known(on, standing);
        break;
    case NY_STANDS_DOMINATED:
        standing->by = dominator_of(on, standing->alternative);
        if (is_same(cost_of(on, standing->by), cost_of(on, standing->alternative)) &&
            is_same(effect_of(on, standing->by), effect_of(on, standing->alternative)))
            standing->kind = NY_STANDS_SAME;
        break;
    case NY_STANDS_SAME:
        NY_BUG("the same before it was found");
    }
    if (standing->by == NY_NONE)
        return;
    standing->step =
        increment(on->of, on->weighed, on->scratch, standing->alternative, standing->by);
    if (standing->kind == NY_STANDS_ON_FRONTIER)
        standing->known =
            standing->step.costs == NY_DIFFERS_MORE && standing->step.effects == NY_DIFFERS_MORE;
    if (standing->kind == NY_STANDS_SAME)
        standing->known =
            standing->step.costs == NY_DIFFERS_SAME && standing->step.effects == NY_DIFFERS_SAME;
    if (standing->kind == NY_STANDS_DOMINATED)
        standing->known = is_no_less(standing->step.costs) && is_no_more(standing->step.effects);
}

static void rank(ny_arena *arena, const ny_series *of, ny_arena *scratch, ny_weighed *weighed)
{
    ny_ranking on = {.of = of,
                     .weighed = weighed,
                     .scratch = scratch,
                     .standings = NY_NEW_ARRAY(scratch, ny_standing, of->alternatives)};
    order(&on);
    for (uint32_t i = 0; i < of->alternatives; i++)
        if (is_dominated(&on, on.standings[i].alternative))
            on.standings[i].kind = NY_STANDS_DOMINATED;
    while (take_out_one(&on))
        ;
    for (uint32_t i = 0; i < of->alternatives; i++)
        finish_standing(&on, i);
    for (uint32_t i = 0; i < of->alternatives; i++)
        *NY_APPEND(arena, &weighed->standings) = on.standings[i];
}

/* --- yardsticks -------------------------------------------------------------------------------- */

#define USUAL_STEPS 10u

/* The least of 1, 2, 3, 4, 5, 6 and 8 times a power of ten that is no less. */
static double round_number(double least)
{
    static const double firsts[] = {1, 2, 3, 4, 5, 6, 8};
    double power = 1;
    while (power * 10 <= least)
        power *= 10;
    while (power > least)
        power /= 10;
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
        if (firsts[i] * power >= least)
            return firsts[i] * power;
    return power * 10;
}

/* So that what is paid on the frontier lies within: twice the highest ratio that is known; else what a
 * unit of effect costs on the whole. 0 where effects do not differ, and no yardstick matters. */
static double highest_yardstick(const ny_weighed *weighed, uint32_t alternatives)
{
    double highest = 0, cost = 0, effect = 0;
    bool differ = false;
    for (uint32_t i = 0; i < weighed->standings.count; i++)
        if (weighed->standings.items[i].step.icer.worlds)
            highest = larger(highest, weighed->standings.items[i].step.icer.value);
    for (uint32_t i = 0; i < weighed->increments.count; i++)
        differ = differ || weighed->increments.items[i].effects != NY_DIFFERS_SAME;
    for (uint32_t i = 0; i < alternatives; i++) {
        cost = larger(cost, fabs(weighed->costs[i].mean));
        effect = larger(effect, fabs(weighed->effects[i].mean));
    }
    if (!differ)
        return 0;
    highest = highest > 0 ? 2 * highest : effect > 0 ? cost / effect : 0;
    return highest > 1e-300 && highest < 1e300 ? round_number(highest) : 0;
}

typedef struct ny_looking {
    const ny_series *of;
    const ny_weighed *weighed;
    double **nets;     /* by alternative and world; behind them, what each gives away */
    uint32_t *best;    /* by world */
    uint32_t *counts;  /* by alternative: in how many it is best */
    ny_figured *means; /* of nets, and of what is given away */
} ny_looking;

/* Of several series at once. */
static void means(const ny_looking *on, double *const *series, uint32_t count)
{
    ny_estimate_means((const double *const *)series, count, on->of->worlds, on->means);
    for (uint32_t i = 0; i < count && on->of->stated; i++)
        on->means[i].worlds = 1;
}

static void find_nets(const ny_looking *on, double yardstick)
{
    uint32_t alternatives = on->of->alternatives;
    for (uint32_t i = 0; i < on->of->worlds; i++) {
        on->best[i] = 0;
        for (uint32_t a = 0; a < alternatives; a++) {
            on->nets[a][i] = yardstick * on->of->effects[a][i] - on->of->costs[a][i];
            if (on->nets[a][i] > on->nets[on->best[i]][i])
                on->best[i] = a;
        }
    }
    for (uint32_t a = 0; a < alternatives; a++)
        on->counts[a] = 0;
    for (uint32_t i = 0; i < on->of->worlds; i++) {
        on->counts[on->best[i]]++;
        for (uint32_t a = 0; a < alternatives; a++)
            on->nets[alternatives + a][i] = on->nets[on->best[i]][i] - on->nets[a][i];
    }
    means(on, on->nets, 2 * alternatives);
}

static ny_net_benefit net_benefit_of(const ny_looking *on, uint32_t alternative, double yardstick)
{
    ny_net_benefit made = {.money = on->means[alternative], .health = on->means[alternative]};
    if (yardstick > 0) {
        made.health.value /= yardstick;
        made.health.se /= yardstick;
    } else {
        made.health = (ny_figured){0};
    }
    made.best = ny_estimate_share(on->counts[alternative], on->of->worlds);
    made.loss = on->means[on->of->alternatives + alternative];
    return made;
}

/* Is its mean above that of every other by more than three standard errors? What is given away is no longer
 * needed, and makes room. */
static bool best_is_known(const ny_looking *on, uint32_t best)
{
    uint32_t alternatives = on->of->alternatives, others = 0;
    if (!on->of->stated && on->of->worlds < 2)
        return false;
    for (uint32_t a = 0; a < alternatives; a++) {
        if (a == best)
            continue;
        for (uint32_t i = 0; i < on->of->worlds; i++)
            on->nets[alternatives + others][i] = on->nets[best][i] - on->nets[a][i];
        others++;
    }
    means(on, on->nets + alternatives, others);
    for (uint32_t k = 0; k < others; k++)
        if (!(on->means[k].value > NY_WEIGH_ERRORS * on->means[k].se))
            return false;
    return true;
}

static void add_yardstick(ny_arena *arena, const ny_looking *on, double yardstick,
                          ny_weighed *weighed)
{
    ny_at_yardstick made = {.yardstick = yardstick,
                            .each = NY_NEW_ARRAY(arena, ny_net_benefit, on->of->alternatives)};
    find_nets(on, yardstick);
    for (uint32_t a = 0; a < on->of->alternatives; a++) {
        made.each[a] = net_benefit_of(on, a, yardstick);
        if (made.each[a].money.value > made.each[made.best].money.value)
            made.best = a;
    }
    made.best_known = best_is_known(on, made.best);
    *NY_APPEND(arena, &weighed->at) = made;
}

static void look_at(ny_arena *arena, const ny_series *of, ny_arena *scratch,
                    const ny_yardsticks *yardsticks, ny_weighed *weighed)
{
    ny_looking on = {.of = of,
                     .weighed = weighed,
                     .nets = NY_NEW_ARRAY(scratch, double *, 2 * (size_t)of->alternatives),
                     .best = NY_NEW_ARRAY(scratch, uint32_t, (size_t)of->worlds + 1),
                     .counts = NY_NEW_ARRAY(scratch, uint32_t, of->alternatives),
                     .means = NY_NEW_ARRAY(scratch, ny_figured, 2 * (size_t)of->alternatives)};
    for (uint32_t a = 0; a < 2 * of->alternatives; a++)
        on.nets[a] = NY_NEW_ARRAY(scratch, double, (size_t)of->worlds + 1);
    for (uint32_t i = 0; i < yardsticks->list.count; i++)
        add_yardstick(arena, &on, yardsticks->list.items[i], weighed);
    if (yardsticks->list.count)
        return;
    double highest = highest_yardstick(weighed, of->alternatives);
    for (uint32_t i = 0; i <= (highest > 0 ? USUAL_STEPS : 0); i++)
        add_yardstick(arena, &on, highest * i / USUAL_STEPS, weighed);
}

static void take_points(ny_arena *arena, const ny_series *of, ny_weighed *weighed)
{
    weighed->points = of->worlds < NY_WEIGH_POINTS ? of->worlds : NY_WEIGH_POINTS;
    weighed->point_costs = NY_NEW_ARRAY(arena, double *, of->alternatives);
    weighed->point_effects = NY_NEW_ARRAY(arena, double *, of->alternatives);
    for (uint32_t a = 0; a < of->alternatives; a++) {
        double *costs = NY_NEW_ARRAY(arena, double, weighed->points);
        double *effects = NY_NEW_ARRAY(arena, double, weighed->points);
        for (uint32_t i = 0; i < weighed->points; i++) {
            uint32_t world = (uint32_t)((uint64_t)i * of->worlds / weighed->points);
            costs[i] = of->costs[a][world] - of->costs[0][world];
            effects[i] = of->effects[a][world] - of->effects[0][world];
        }
        weighed->point_costs[a] = costs;
        weighed->point_effects[a] = effects;
    }
}

ny_weighed ny_weigh(ny_arena *arena, const ny_series *series, const ny_yardsticks *yardsticks)
{
    NY_BUG_ON(!series->worlds);
    ny_arena *scratch = ny_arena_create();
    ny_weighed weighed = {.worlds = series->worlds,
                          .stated = series->stated,
                          .costs = NY_NEW_ARRAY(arena, ny_estimate, series->alternatives),
                          .effects = NY_NEW_ARRAY(arena, ny_estimate, series->alternatives)};
    estimate_each(series, scratch, series->costs, weighed.costs);
    estimate_each(series, scratch, series->effects, weighed.effects);
    for (uint32_t a = 1; a < series->alternatives; a++)
        *NY_APPEND(arena, &weighed.increments) = increment(series, &weighed, scratch, a, 0);
    rank(arena, series, scratch, &weighed);
    look_at(arena, series, scratch, yardsticks, &weighed);
    take_points(arena, series, &weighed);
    ny_arena_destroy(scratch);
    return weighed;
}
