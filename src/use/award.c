/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See award.h. Formulas, with P the figure compared, W the points at the first end, w weights:
 *   linear        W + (P - A) / (B - A) * (V - W), kept between W and V unless `also beyond`; A and B stand
 *                 in the text, or are the lowest, highest or mean of the bids, or a share above
 *   proportional  W Pmin / P, or W P / Pmax
 *   most points   sum w points
 *   less worth    P - sum worth points
 *   uplift        P (1 + sum w (max - points) / max / wp)
 *   ratio         sum w points / P
 *   utility       (1 - (Qbest - Q) / wp) / P * Pmin with Q = sum w points / max
 *   relative      P / ((S + M) / (Smin + M)) with S = sum w points, M = sum w max
 *   features      P / (1 + sum w points / max / wp) + more
 * Sources are named by rule in docs/reference-cases.md. Fractions and no doubles: a tie is a tie. */

#include "use/award.h"

#include "base/bug.h"

/* --- what the contract says -------------------------------------------------------------------- */

static ny_rational number_at(const ny_value *values, uint32_t op)
{
    return op != NY_NONE && values[op].state == NY_KNOWN ? values[op].is.number : NY_RATIONAL_ZERO;
}

/* Offers stand in the plan too: what rests on them is not asked for here. */
bool ny_award_terms_find(ny_arena *arena, const ny_award_plan *plan, ny_language language,
                         ny_award_terms *ret_terms, ny_stop *ret_stop)
{
    const ny_model *model = plan->plan->model;
    uint32_t count = model->award.criteria.count;
    ny_value *inputs = NY_NEW_ARRAY(arena, ny_value, plan->plan->inputs.count + 1);
    ny_value *values = NY_NEW_ARRAY(arena, ny_value, plan->plan->ops.count + 1);
    for (uint32_t i = 0; i < plan->plan->inputs.count; i++)
        inputs[i] = ny_value_unknown();
    if (!ny_exact_alone(arena, plan->plan, language, inputs, values, ret_stop))
        return false;
    ny_award_terms terms = {.model = model,
                            .award = &model->award,
                            .weights = NY_NEW_ARRAY(arena, ny_rational, count + 1),
                            .first = NY_NEW_ARRAY(arena, ny_rational, count + 1),
                            .second = NY_NEW_ARRAY(arena, ny_rational, count + 1),
                            .price_weight = number_at(values, plan->price_weight),
                            .band = NY_RATIONAL_ZERO};
    for (uint32_t i = 0; i < count; i++) {
        terms.weights[i] = number_at(values, plan->criteria[i].weight);
        terms.first[i] = number_at(values, plan->criteria[i].first);
        terms.second[i] = number_at(values, plan->criteria[i].second);
    }
    if (model->award.words->rule == NY_SCORING_RATIO_BAND)
        terms.band =
            ny_rational_divide(arena, model->award.words->band.number, ny_rational_whole(100));
    *ret_terms = terms;
    return true;
}

/* A figure that is not there, or divides by zero, has no name of its own where it stands in a criterion. */
static bool undefined(const ny_award_plan *plan, const ny_value *values, uint32_t op,
                      ny_stop *ret_stop)
{
    if (op == NY_NONE || values[op].state != NY_UNDEFINED)
        return false;
    ny_span span = plan->plan->ops.items[values[op].is.index].span;
    *ret_stop =
        (ny_stop){.stopped = true, .code = NY_DIVIDED_BY_ZERO, .span = span, .word_count = 4};
    return true;
}

bool ny_award_figures_find(ny_arena *arena, const ny_award_plan *plan, ny_language language,
                           const ny_value *inputs, ny_bid_figures *ret_figures, ny_stop *ret_stop)
{
    const ny_model *model = plan->plan->model;
    uint32_t count = model->award.criteria.count;
    ny_value *values = NY_NEW_ARRAY(arena, ny_value, plan->plan->ops.count + 1);
    if (!ny_exact_alone(arena, plan->plan, language, inputs, values, ret_stop))
        return false;
    ny_bid_figures figures = {.met = NY_NEW_ARRAY(arena, bool, model->requirements.count + 1),
                              .values = NY_NEW_ARRAY(arena, ny_rational, count + 1),
                              .price = number_at(values, plan->price),
                              .plus = number_at(values, plan->plus),
                              .ties =
                                  NY_NEW_ARRAY(arena, ny_rational, model->award.ties.count + 1)};
    if (undefined(plan, values, plan->price, ret_stop) ||
        undefined(plan, values, plan->plus, ret_stop))
        return false;
    for (uint32_t i = 0; i < model->requirements.count; i++) {
        uint32_t op = plan->requirements[i];
        if (undefined(plan, values, op, ret_stop))
            return false;
        figures.met[i] = op == NY_NONE || values[op].state != NY_KNOWN || values[op].is.index;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (undefined(plan, values, plan->criteria[i].value, ret_stop))
            return false;
        figures.values[i] = number_at(values, plan->criteria[i].value);
    }
    for (uint32_t i = 0; i < model->award.ties.count; i++) {
        if (undefined(plan, values, plan->ties[i], ret_stop))
            return false;
        figures.ties[i] = number_at(values, plan->ties[i]);
    }
    *ret_figures = figures;
    return true;
}

ny_rational ny_award_mark(ny_arena *arena, const ny_judges_words *judges, ny_rational *marks,
                          uint32_t count)
{
    NY_BUG_ON(count == 0);
    ny_rational sum = NY_RATIONAL_ZERO;
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = i; k > 0 && ny_rational_compare(marks[k], marks[k - 1]) < 0; k--) {
            ny_rational other = marks[k];
            marks[k] = marks[k - 1];
            marks[k - 1] = other;
        }
    if (judges->counts == NY_KEYWORD_MEDIAN) {
        sum = ny_rational_add(arena, marks[(count - 1) / 2], marks[count / 2]);
        return ny_rational_divide(arena, sum, ny_rational_whole(2));
    }
    for (uint32_t i = 0; i < count; i++)
        sum = ny_rational_add(arena, sum, marks[i]);
    return ny_rational_divide(arena, sum, ny_rational_whole(count));
}

/* --- points ------------------------------------------------------------------------------------ */

typedef struct ny_ranking_of {
    ny_arena *arena;
    const ny_award_terms *terms;
    const ny_standing *bids;
    uint32_t count;
    ny_ranking *ranking;
} ny_ranking_of;

static bool fail(ny_ranking_of *of, ny_award_problem problem, uint32_t criterion, uint32_t bid,
                 ny_rational at)
{
    of->ranking->problem = problem;
    of->ranking->criterion = criterion;
    of->ranking->bid = bid;
    of->ranking->at = at;
    return false;
}

/* What the bids that are compared have by one criterion. */
typedef struct ny_of_bids {
    ny_rational lowest, highest, mean;
    uint32_t lowest_bid;
} ny_of_bids;

static ny_of_bids look_at_bids(const ny_ranking_of *of, uint32_t criterion)
{
    ny_of_bids all = {.lowest_bid = NY_NONE};
    ny_rational sum = NY_RATIONAL_ZERO;
    uint32_t count = 0;
    for (uint32_t b = 0; b < of->count; b++) {
        if (!of->bids[b].in)
            continue;
        ny_rational value = of->bids[b].values[criterion];
        if (!count || ny_rational_compare(value, all.lowest) < 0) {
            all.lowest = value;
            all.lowest_bid = b;
        }
        all.highest = !count || ny_rational_compare(value, all.highest) > 0 ? value : all.highest;
        sum = ny_rational_add(of->arena, sum, value);
        count++;
    }
    all.mean = count ? ny_rational_divide(of->arena, sum, ny_rational_whole(count)) : sum;
    return all;
}

/* Where a line of points ends. False, with the problem, where it is so much above nothing. */
static bool end_at(ny_ranking_of *of, const ny_end_words *end, const ny_of_bids *bids,
                   ny_rational stated, uint32_t criterion, ny_rational *ret_at)
{
    ny_rational base = end->form == NY_END_ABOVE_MEAN ? bids->mean : bids->lowest;
    switch (end->form) {
    case NY_END_FIGURE:
        *ret_at = stated;
        return true;
    case NY_END_LOWEST:
        *ret_at = bids->lowest;
        return true;
    case NY_END_HIGHEST:
        *ret_at = bids->highest;
        return true;
    case NY_END_MEAN:
        *ret_at = bids->mean;
        return true;
    case NY_END_ABOVE_LOWEST:
    case NY_END_ABOVE_MEAN:
        break;
    }
    if (ny_rational_sign(base) <= 0)
        return fail(of, NY_AWARD_RATIO_OF_ZERO, criterion, bids->lowest_bid, base);
    *ret_at =
        ny_rational_multiply(of->arena, base, ny_rational_add(of->arena, NY_RATIONAL_ONE, stated));
    return true;
}

/* W + (P - A) / (B - A) * (V - W), with A and B apart. */
static ny_rational points_on_line(ny_arena *arena, const ny_points_words *words, ny_rational a,
                                  ny_rational b, ny_rational value)
{
    ny_rational from = words->from.number, to = words->to.number;
    ny_rational slope = ny_rational_divide(arena, ny_rational_subtract(arena, to, from),
                                           ny_rational_subtract(arena, b, a));
    bool falls = ny_rational_compare(to, from) < 0;
    ny_rational low = falls ? to : from, high = falls ? from : to;
    ny_rational points = ny_rational_add(
        arena, from, ny_rational_multiply(arena, ny_rational_subtract(arena, value, a), slope));
    if (!words->beyond && ny_rational_compare(points, low) < 0)
        return low;
    if (!words->beyond && ny_rational_compare(points, high) > 0)
        return high;
    return points;
}

static bool give_line(ny_ranking_of *of, uint32_t criterion, const ny_of_bids *all)
{
    const ny_points_words *words = &of->terms->award->criteria.items[criterion].words->points;
    ny_rational a, b;
    if (!end_at(of, &words->first, all, of->terms->first[criterion], criterion, &a) ||
        !end_at(of, &words->second, all, of->terms->second[criterion], criterion, &b))
        return false;
    if (ny_rational_compare(a, b) == 0)
        return fail(of, NY_AWARD_NO_LINE, criterion, NY_NONE, a);
    of->ranking->first[criterion] = a;
    of->ranking->second[criterion] = b;
    for (uint32_t i = 0; i < of->count; i++)
        if (of->bids[i].in)
            of->ranking->places[i].points[criterion] =
                points_on_line(of->arena, words, a, b, of->bids[i].values[criterion]);
    return true;
}

static bool give_proportion(ny_ranking_of *of, uint32_t criterion, const ny_of_bids *all)
{
    const ny_points_words *words = &of->terms->award->criteria.items[criterion].words->points;
    bool to_lowest = words->rule == NY_SCORING_TO_LOWEST;
    if (ny_rational_sign(all->lowest) < 0 ||
        ny_rational_sign(to_lowest ? all->lowest : all->highest) == 0)
        return fail(of, NY_AWARD_RATIO_OF_ZERO, criterion, all->lowest_bid, all->lowest);
    of->ranking->first[criterion] = to_lowest ? all->lowest : all->highest;
    for (uint32_t i = 0; i < of->count; i++) {
        if (!of->bids[i].in)
            continue;
        ny_rational own = of->bids[i].values[criterion];
        ny_rational share = to_lowest ? ny_rational_divide(of->arena, all->lowest, own)
                                      : ny_rational_divide(of->arena, own, all->highest);
        of->ranking->places[i].points[criterion] =
            ny_rational_multiply(of->arena, words->from.number, share);
    }
    return true;
}

static bool give_points(ny_ranking_of *of, uint32_t criterion)
{
    const ny_criterion *asked = &of->terms->award->criteria.items[criterion];
    ny_scoring rule = asked->words->points.rule;
    if (asked->parts)
        return true;
    if (rule == NY_SCORING_NONE) {
        for (uint32_t i = 0; i < of->count; i++)
            if (of->bids[i].in)
                of->ranking->places[i].points[criterion] = of->bids[i].values[criterion];
        return true;
    }
    ny_of_bids all = look_at_bids(of, criterion);
    return rule == NY_SCORING_TO_LOWEST || rule == NY_SCORING_TO_HIGHEST
               ? give_proportion(of, criterion, &all)
               : give_line(of, criterion, &all);
}

bool ny_award_points_alone(ny_arena *arena, const ny_award_terms *terms, uint32_t criterion,
                           ny_rational value, ny_rational *ret_points)
{
    const ny_criterion *asked = &terms->award->criteria.items[criterion];
    const ny_points_words *words = &asked->words->points;
    ny_rational a = terms->first[criterion], b = terms->second[criterion];
    if (asked->parts || asked->words->judging != NY_JUDGED_BY_VALUE)
        return false;
    if (words->rule == NY_SCORING_NONE)
        *ret_points = value;
    else if (words->rule == NY_SCORING_BOUNDS && ny_rational_compare(a, b) != 0)
        *ret_points = points_on_line(arena, words, a, b, value);
    else
        return false;
    return true;
}

/* Parts stand behind their whole, so from the last back each has all of its own. `per_most`: the points
 * as a share of the most that the criterion gives. */
static ny_rational weigh(const ny_ranking_of *of, ny_bid_place *place)
{
    const ny_award *award = of->terms->award;
    ny_rational total = NY_RATIONAL_ZERO;
    for (uint32_t c = award->criteria.count; c-- > 0;) {
        uint32_t whole = award->criteria.items[c].within;
        ny_rational weighed =
            ny_rational_multiply(of->arena, of->terms->weights[c], place->points[c]);
        ny_rational *to = whole == NY_NONE ? &total : &place->points[whole];
        *to = ny_rational_add(of->arena, *to, weighed);
    }
    return total;
}

static ny_rational most_of(const ny_award_terms *terms, uint32_t criterion)
{
    const ny_criterion *of = &terms->award->criteria.items[criterion];
    return of->has_scale && ny_rational_sign(of->most) > 0 ? of->most : NY_RATIONAL_ONE;
}

ny_rational ny_award_weight(ny_arena *arena, const ny_award_terms *terms, uint32_t criterion)
{
    ny_rational weight = terms->weights[criterion];
    for (uint32_t c = terms->award->criteria.items[criterion].within; c != NY_NONE;
         c = terms->award->criteria.items[c].within)
        weight = ny_rational_multiply(arena, weight, terms->weights[c]);
    return weight;
}

/* Sum of weight times points as a share of the most; with `missing` times what lacks of it. */
static ny_rational weigh_shares(const ny_ranking_of *of, const ny_bid_place *place, bool missing)
{
    const ny_award *award = of->terms->award;
    ny_rational sum = NY_RATIONAL_ZERO;
    for (uint32_t c = 0; c < award->criteria.count; c++) {
        if (award->criteria.items[c].parts)
            continue;
        ny_rational share = ny_rational_divide(of->arena, place->points[c], most_of(of->terms, c));
        if (missing)
            share = ny_rational_subtract(of->arena, NY_RATIONAL_ONE, share);
        sum = ny_rational_add(
            of->arena, sum,
            ny_rational_multiply(of->arena, ny_award_weight(of->arena, of->terms, c), share));
    }
    return sum;
}

/* --- what is compared -------------------------------------------------------------------------- */

bool ny_award_higher_wins(ny_scoring rule)
{
    return rule == NY_SCORING_MOST_POINTS || rule == NY_SCORING_RATIO ||
           rule == NY_SCORING_RATIO_BAND || rule == NY_SCORING_UTILITY ||
           rule == NY_SCORING_HIGHEST;
}

/* Of all that are compared: the best quality, the lowest price, the fewest points. */
typedef struct ny_extremes {
    ny_rational best, cheapest, fewest, most;
} ny_extremes;

static ny_extremes find_extremes(const ny_ranking_of *of)
{
    ny_extremes found = {0};
    bool any = false;
    found.most = NY_RATIONAL_ZERO;
    for (uint32_t c = 0; c < of->terms->award->criteria.count; c++)
        if (!of->terms->award->criteria.items[c].parts)
            found.most = ny_rational_add(
                of->arena, found.most,
                ny_rational_multiply(of->arena, ny_award_weight(of->arena, of->terms, c),
                                     most_of(of->terms, c)));
    for (uint32_t i = 0; i < of->count; i++) {
        if (!of->bids[i].in)
            continue;
        const ny_bid_place *place = &of->ranking->places[i];
        ny_rational quality = weigh_shares(of, place, false), price = of->bids[i].price;
        found.best = !any || ny_rational_compare(quality, found.best) > 0 ? quality : found.best;
        found.cheapest =
            !any || ny_rational_compare(price, found.cheapest) < 0 ? price : found.cheapest;
        found.fewest = !any || ny_rational_compare(place->total, found.fewest) < 0 ? place->total
                                                                                   : found.fewest;
        any = true;
    }
    return found;
}

static ny_rational utility(const ny_ranking_of *of, const ny_bid_place *place, ny_rational price,
                           const ny_extremes *all)
{
    ny_rational lacking =
        ny_rational_subtract(of->arena, all->best, weigh_shares(of, place, false));
    ny_rational kept =
        ny_rational_subtract(of->arena, NY_RATIONAL_ONE,
                             ny_rational_divide(of->arena, lacking, of->terms->price_weight));
    return ny_rational_multiply(of->arena, ny_rational_divide(of->arena, kept, price),
                                all->cheapest);
}

static ny_rational compared(const ny_ranking_of *of, uint32_t bid, const ny_extremes *all)
{
    ny_arena *arena = of->arena;
    const ny_award_terms *terms = of->terms;
    const ny_bid_place *place = &of->ranking->places[bid];
    ny_rational price = of->bids[bid].price, factor;
    switch (terms->award->words->rule) {
    case NY_SCORING_MOST_POINTS:
        return place->total;
    case NY_SCORING_HIGHEST:
        return price;
    case NY_SCORING_DEDUCTION:
        return ny_rational_subtract(arena, price, place->total);
    case NY_SCORING_UPLIFT:
        factor = ny_rational_divide(arena, weigh_shares(of, place, true), terms->price_weight);
        return ny_rational_multiply(arena, price, ny_rational_add(arena, NY_RATIONAL_ONE, factor));
    case NY_SCORING_RATIO:
    case NY_SCORING_RATIO_BAND:
        return ny_rational_divide(arena, place->total, price);
    case NY_SCORING_UTILITY:
        return utility(of, place, price, all);
    case NY_SCORING_RELATIVE:
        factor = ny_rational_divide(arena, ny_rational_add(arena, place->total, all->most),
                                    ny_rational_add(arena, all->fewest, all->most));
        return ny_rational_divide(arena, price, factor);
    case NY_SCORING_FEATURES:
        factor = ny_rational_divide(arena, weigh_shares(of, place, false), terms->price_weight);
        factor = ny_rational_add(arena, NY_RATIONAL_ONE, factor);
        return ny_rational_add(arena, ny_rational_divide(arena, price, factor), of->bids[bid].plus);
    case NY_SCORING_NONE:
    case NY_SCORING_BOUNDS:
    case NY_SCORING_FROM_LOWEST:
    case NY_SCORING_RANGE:
    case NY_SCORING_FROM_MEAN:
    case NY_SCORING_TO_LOWEST:
    case NY_SCORING_TO_HIGHEST:
    case NY_SCORINGS:
        break;
    }
    NY_BUG("rule of an award");
}

static bool compare_all(ny_ranking_of *of)
{
    ny_scoring rule = of->terms->award->words->rule;
    bool divides =
        rule == NY_SCORING_RATIO || rule == NY_SCORING_RATIO_BAND || rule == NY_SCORING_UTILITY;
    for (uint32_t i = 0; divides && i < of->count; i++)
        if (of->bids[i].in && ny_rational_sign(of->bids[i].price) <= 0)
            return fail(of, NY_AWARD_RATIO_OF_ZERO, NY_NONE, i, of->bids[i].price);
    ny_extremes all = {0};
    if (rule == NY_SCORING_UTILITY || rule == NY_SCORING_RELATIVE)
        all = find_extremes(of);
    for (uint32_t i = 0; i < of->count; i++)
        if (of->bids[i].in)
            of->ranking->places[i].compared = compared(of, i, &all);
    return true;
}

/* --- ranks ------------------------------------------------------------------------------------- */

/* Z >= (1 - band) Zmax stays within. */
static void find_band(ny_ranking_of *of)
{
    ny_rational best = NY_RATIONAL_ZERO;
    bool any = false;
    for (uint32_t i = 0; i < of->count; i++)
        if (of->bids[i].in &&
            (!any || ny_rational_compare(of->ranking->places[i].compared, best) > 0)) {
            best = of->ranking->places[i].compared;
            any = true;
        }
    ny_rational edge = ny_rational_multiply(
        of->arena, best, ny_rational_subtract(of->arena, NY_RATIONAL_ONE, of->terms->band));
    for (uint32_t i = 0; i < of->count; i++)
        if (of->bids[i].in)
            of->ranking->places[i].outside_band =
                ny_rational_compare(of->ranking->places[i].compared, edge) < 0;
}

/* By what is compared; below 0: a is better. */
static int better_compared(const ny_award *award, const ny_ranking *ranking, uint32_t a, uint32_t b)
{
    const ny_bid_place *left = &ranking->places[a], *right = &ranking->places[b];
    if (left->outside_band != right->outside_band)
        return left->outside_band ? 1 : -1;
    bool by_band = award->words->rule == NY_SCORING_RATIO_BAND && !left->outside_band;
    int order = by_band ? award->band_by == NY_NONE
                              ? ny_rational_compare(right->total, left->total)
                              : ny_rational_compare(right->points[award->band_by],
                                                    left->points[award->band_by])
                        : ny_rational_compare(right->compared, left->compared);
    return !by_band && !ranking->higher_wins ? -order : order;
}

static int earlier(ny_text a, ny_text b)
{
    return a.size && b.size ? ny_text_compare(a, b) : (a.size == 0) - (b.size == 0);
}

/* The same by one tie of the award. */
static int better_by_tie(const ny_award *award, const ny_standing *bids, const ny_ranking *ranking,
                         uint32_t tie, uint32_t a, uint32_t b)
{
    const ny_tie *by = &award->ties.items[tie];
    switch (by->words->form) {
    case NY_TIE_CRITERION:
        return ny_rational_compare(ranking->places[b].points[by->criterion],
                                   ranking->places[a].points[by->criterion]);
    case NY_TIE_LOWEST:
        return ny_rational_compare(bids[a].ties[tie], bids[b].ties[tie]);
    case NY_TIE_HIGHEST:
        return ny_rational_compare(bids[b].ties[tie], bids[a].ties[tie]);
    case NY_TIE_RECEIPT:
        return earlier(bids[a].received, bids[b].received);
    }
    NY_BUG("tie of an award");
}

static int better(const ny_ranking_of *of, uint32_t a, uint32_t b)
{
    const ny_award *award = of->terms->award;
    int order = better_compared(award, of->ranking, a, b);
    for (uint32_t t = 0; order == 0 && t < award->ties.count; t++)
        order = better_by_tie(award, of->bids, of->ranking, t, a, b);
    return order;
}

uint32_t ny_award_told_apart(const ny_award_terms *terms, const ny_standing *bids,
                             const ny_ranking *ranking, uint32_t a, uint32_t b)
{
    if (better_compared(terms->award, ranking, a, b) != 0)
        return NY_NONE;
    for (uint32_t t = 0; t < terms->award->ties.count; t++)
        if (better_by_tie(terms->award, bids, ranking, t, a, b) != 0)
            return t;
    return NY_NONE;
}

/* A merge sort: stable, so equal bids stay in the order of their names. */
static void sort(const ny_ranking_of *of, uint32_t *order, uint32_t *spare, uint32_t count)
{
    if (count < 2)
        return;
    uint32_t half = count / 2, i = 0, k = half, to = 0;
    sort(of, order, spare, half);
    sort(of, order + half, spare, count - half);
    while (i < half || k < count) {
        bool left = k == count || (i < half && better(of, order[i], order[k]) <= 0);
        spare[to++] = left ? order[i++] : order[k++];
    }
    for (i = 0; i < count; i++)
        order[i] = spare[i];
}

static void place_all(ny_ranking_of *of)
{
    ny_ranking *ranking = of->ranking;
    uint32_t *spare = NY_NEW_ARRAY(of->arena, uint32_t, of->count + 1);
    for (uint32_t i = 0; i < of->count; i++)
        if (of->bids[i].in)
            ranking->order[ranking->compared++] = i;
    sort(of, ranking->order, spare, ranking->compared);
    for (uint32_t i = 0, first = 0; i < ranking->compared; i++) {
        if (i && better(of, ranking->order[i - 1], ranking->order[i]) != 0)
            first = i;
        ranking->places[ranking->order[i]].rank = first + 1;
        ranking->places[ranking->order[first]].equals++;
    }
    for (uint32_t i = 0; i < ranking->compared; i++) {
        ny_bid_place *place = &ranking->places[ranking->order[i]];
        place->equals = ranking->places[ranking->order[place->rank - 1]].equals;
    }
}

void ny_award_rank(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                   uint32_t count, ny_ranking *ret_ranking)
{
    uint32_t criteria = terms->award->criteria.count;
    ny_ranking ranking = {.places = NY_NEW_ARRAY(arena, ny_bid_place, count + 1),
                          .order = NY_NEW_ARRAY(arena, uint32_t, count + 1),
                          .first = NY_NEW_ARRAY(arena, ny_rational, criteria + 1),
                          .second = NY_NEW_ARRAY(arena, ny_rational, criteria + 1),
                          .higher_wins = ny_award_higher_wins(terms->award->words->rule)};
    ny_ranking_of of = {arena, terms, bids, count, &ranking};
    ny_rational *points = NY_NEW_ARRAY(arena, ny_rational, (size_t)count * criteria + 1);
    for (size_t i = 0; i < (size_t)count * criteria; i++)
        points[i] = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < count; i++)
        ranking.places[i] = (ny_bid_place){.points = points + (size_t)i * criteria,
                                           .total = NY_RATIONAL_ZERO,
                                           .compared = NY_RATIONAL_ZERO};
    bool any = false, good = true;
    for (uint32_t i = 0; i < count; i++)
        any = any || bids[i].in;
    for (uint32_t c = 0; any && good && c < criteria; c++)
        good = give_points(&of, c);
    for (uint32_t i = 0; good && i < count; i++)
        if (bids[i].in)
            ranking.places[i].total = weigh(&of, &ranking.places[i]);
    if (any && good && compare_all(&of)) {
        if (terms->award->words->rule == NY_SCORING_RATIO_BAND)
            find_band(&of);
        place_all(&of);
    }
    *ret_ranking = ranking;
}

uint32_t ny_award_winner(const ny_ranking *ranking)
{
    if (ranking->problem != NY_AWARD_RANKED || !ranking->compared ||
        ranking->places[ranking->order[0]].equals > 1)
        return NY_NONE;
    return ranking->order[0];
}
