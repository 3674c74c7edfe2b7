/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See stress.h. */

#include "use/stress.h"

#include "use/scoring.h"

typedef struct ny_stressing_model {
    ny_arena *arena;
    const ny_field *field;
    const ny_award_terms *terms;
    ny_stress *stress;
} ny_stressing_model;

static bool rests_on_others(const ny_award *award)
{
    bool rests = ny_rule_looks_at_others(award->words->rule);
    for (uint32_t c = 0; c < award->criteria.count; c++)
        rests = rests || ny_rule_looks_at_others(award->criteria.items[c].words->points.rule);
    return rests;
}

/* By what a bid is compared beside another. */
static bool compared_beside(const ny_stressing_model *of, ny_arena *arena, const ny_rational *at,
                            const ny_standing *other, ny_ranking *ret_ranking)
{
    ny_standing bids[3] = {*other, *other};
    return ny_field_stand(arena, of->field, NY_TEXT("bid"), at, &bids[0]) &&
           ny_field_rank(arena, of->field, bids, 2, ret_ranking);
}

/* --- what a better figure is worth in money ------------------------------------------------------- */

typedef struct ny_dearer {
    const ny_stressing_model *of;
    const ny_rational *better; /* the better bid; its price is moved */
    const ny_standing *other;
    ny_rational as_before;
    bool higher_wins;
} ny_dearer;

static bool gain_at_price(const void *context, ny_arena *arena, ny_rational price,
                          ny_rational *ret_gap)
{
    const ny_dearer *dearer = context;
    const ny_field *field = dearer->of->field;
    ny_ranking ranking;
    if (!compared_beside(dearer->of, arena,
                         ny_field_moved(arena, field, dearer->better, field->price, price),
                         dearer->other, &ranking))
        return false;
    ny_rational gain = ny_rational_subtract(arena, ranking.places[0].compared, dearer->as_before);
    *ret_gap = dearer->higher_wins ? gain : ny_rational_negate(arena, gain);
    return true;
}

static ny_rational distance(ny_arena *arena, ny_rational a, ny_rational b)
{
    ny_rational way = ny_rational_subtract(arena, a, b);
    return ny_rational_sign(way) < 0 ? ny_rational_negate(arena, way) : way;
}

static ny_worth_at worth_at(const ny_stressing_model *of, const ny_worth *worth, ny_rational own,
                            ny_rational other_price)
{
    const ny_field *field = of->field;
    const ny_lever *lever = &field->levers.items[worth->lever];
    ny_worth_at found = {.own = own, .other = other_price};
    ny_rational end = field->levers.items[field->price].worst, gap;
    ny_rational *at = ny_field_moved(of->arena, field, field->middle, field->price, own);
    bool rises = ny_rational_compare(lever->worst, lever->best) < 0;
    ny_rational better = rises ? ny_rational_add(of->arena, at[worth->lever], worth->step)
                               : ny_rational_subtract(of->arena, at[worth->lever], worth->step);
    ny_standing other;
    ny_ranking ranking;
    ny_crossing crossing;
    if (!ny_field_stand(of->arena, field, NY_TEXT("other"),
                        ny_field_moved(of->arena, field, field->middle, field->price, other_price),
                        &other) ||
        !compared_beside(of, of->arena, at, &other, &ranking))
        return found;
    ny_dearer dearer = {of, ny_field_moved(of->arena, field, at, worth->lever, better), &other,
                        ranking.places[0].compared, ranking.higher_wins};
    if (!gain_at_price(&dearer, of->arena, own, &gap))
        return found;
    found.known = true;
    if (ny_rational_sign(gap) <= 0) { /* it earns nothing */
        found.exact = true;
        found.worth = NY_RATIONAL_ZERO;
        return found;
    }
    found.worth = distance(of->arena, end, own);
    found.more = !gain_at_price(&dearer, of->arena, end, &gap) || ny_rational_sign(gap) > 0;
    if (!found.more && ny_cross(of->arena, gain_at_price, &dearer, own, end, &crossing)) {
        found.exact = crossing.exact;
        found.worth = distance(of->arena, crossing.high, own);
    }
    return found;
}

static void note_worth(ny_worth *worth, const ny_worth_at *at)
{
    worth->beyond = worth->beyond || (at->known && at->more);
    if (!at->known || at->more)
        return;
    worth->varies = worth->varies || (worth->any && ny_rational_compare(at->worth, worth->most));
    worth->least =
        !worth->any || ny_rational_compare(at->worth, worth->least) < 0 ? at->worth : worth->least;
    worth->most =
        !worth->any || ny_rational_compare(at->worth, worth->most) > 0 ? at->worth : worth->most;
    worth->any = true;
}

/* So many parts of `parts` of the way through the prices that can be ranked. */
static ny_rational price_place(const ny_stressing_model *of, uint32_t part, uint32_t parts)
{
    const ny_lever *price = &of->field->levers.items[of->field->price];
    bool rises = ny_rational_compare(price->worst, price->best) < 0;
    ny_rational low = rises ? price->worst : price->best, high = rises ? price->best : price->worst;
    if (ny_rational_compare(distance(of->arena, low, price->low), price->step) <= 0)
        low = price->low;
    ny_rational place = ny_part_way(of->arena, low, high, part, parts);
    return price->whole ? ny_rational_round(of->arena, place, price->unit, NY_HALVES_AWAY_FROM_ZERO)
                        : place;
}

/* Own prices at each tenth of the limits, the other's at each quarter; where others do not matter it is in
 * the middle. */
static void find_worth(const ny_stressing_model *of, uint32_t number)
{
    const ny_field *field = of->field;
    const ny_lever *lever = &field->levers.items[number];
    bool others = rests_on_others(of->terms->award);
    ny_worth worth = {.lever = number, .others = others ? 3 : 1};
    worth.step = lever->kind == NY_LEVER_MARK
                     ? NY_RATIONAL_ONE
                     : ny_rational_multiply(
                           of->arena, ny_rational_subtract(of->arena, lever->high, lever->low),
                           ny_rational_fraction(of->arena, 1, 10));
    if (lever->whole)
        worth.step = lever->unit;
    for (uint32_t own = 1; own < 10; own++)
        for (uint32_t other = 1; other <= worth.others; other++) {
            ny_worth_at at =
                worth_at(of, &worth, price_place(of, own, 10),
                         others ? price_place(of, other, 4) : field->middle[field->price]);
            note_worth(&worth, &at);
            *NY_APPEND(of->arena, &worth.places) = at;
        }
    *NY_APPEND(of->arena, &of->stress->worths) = worth;
}

/* --- absurd bids ---------------------------------------------------------------------------------- */

/* Where all else together fails a requirement, it goes towards the middle until it does not. */
static void try_absurd(const ny_stressing_model *of, ny_absurd_kind kind, uint32_t number)
{
    const ny_field *field = of->field;
    bool best = kind == NY_ABSURD_ONE_BEST;
    ny_rational *at = NY_NEW_ARRAY(of->arena, ny_rational, field->levers.count + 1);
    for (uint32_t i = 0; i < field->levers.count; i++)
        at[i] = (i == number) == best ? field->levers.items[i].best : field->levers.items[i].worst;
    ny_standing middle, bid;
    ny_ranking ranking;
    for (uint32_t t = 1; t < 10 && !ny_field_stand(of->arena, field, NY_NO_TEXT, at, &bid); t++)
        for (uint32_t i = 0; i < field->levers.count; i++)
            at[i] = i == number ? at[i] : ny_part_way(of->arena, at[i], field->middle[i], t, 10);
    if (!ny_field_stand(of->arena, field, NY_TEXT("middle"), field->middle, &middle) ||
        !compared_beside(of, of->arena, at, &middle, &ranking))
        return;
    *NY_APPEND(of->arena, &of->stress->absurd) =
        (ny_absurd){.kind = kind,
                    .lever = number,
                    .wins = ranking.places[0].rank < ranking.places[1].rank,
                    .at = at[number],
                    .compared = ranking.places[0].compared,
                    .middle = ranking.places[1].compared};
}

/* --- how weights bite ----------------------------------------------------------------------------- */

static ny_rational figure_of(const ny_standing *bid, uint32_t criterion)
{
    return criterion == NY_NONE ? bid->price : bid->values[criterion];
}

static void stretch(ny_bite *bite, ny_rational value)
{
    bite->low = ny_rational_compare(value, bite->low) < 0 ? value : bite->low;
    bite->high = ny_rational_compare(value, bite->high) > 0 ? value : bite->high;
}

/* Between which a figure can lie: each lever at its ends, all at their best, all at their worst. */
static void find_reach(const ny_stressing_model *of, ny_bite *bite)
{
    const ny_field *field = of->field;
    uint32_t levers = field->levers.count;
    ny_standing bid;
    if (!ny_field_stand(of->arena, field, NY_NO_TEXT, field->middle, &bid))
        return;
    bite->low = bite->high = figure_of(&bid, bite->criterion);
    for (uint32_t one = 0; one <= levers; one++)
        for (uint32_t best = 0; best < 2; best++) {
            ny_rational *at =
                ny_field_moved(of->arena, field, field->middle, NY_NONE, NY_RATIONAL_ZERO);
            for (uint32_t i = 0; i < levers; i++)
                if (one == levers || i == one)
                    at[i] = best ? field->levers.items[i].best : field->levers.items[i].worst;
            if (ny_field_stand(of->arena, field, NY_NO_TEXT, at, &bid))
                stretch(bite, figure_of(&bid, bite->criterion));
        }
}

/* A bid in the middle but for this figure, beside one that is in the middle in all. */
static bool compared_at(const ny_stressing_model *of, uint32_t criterion, ny_rational figure,
                        ny_rational *ret_compared)
{
    const ny_award *award = of->terms->award;
    ny_standing bids[3];
    ny_ranking ranking;
    if (!ny_field_stand(of->arena, of->field, NY_TEXT("bid"), of->field->middle, &bids[0]))
        return false;
    bids[1] = bids[0];
    bids[0].values = NY_NEW_ARRAY(of->arena, ny_rational, award->criteria.count + 1);
    for (uint32_t c = 0; c < award->criteria.count; c++)
        bids[0].values[c] = c == criterion ? figure : bids[1].values[c];
    bids[0].price = criterion == NY_NONE ? figure : bids[1].price;
    bool ranked = ny_field_rank(of->arena, of->field, bids, 2, &ranking);
    *ret_compared = ranking.places[0].compared;
    return ranked;
}

static void find_bite(const ny_stressing_model *of, uint32_t criterion)
{
    const ny_award *award = of->terms->award;
    ny_bite bite = {.criterion = criterion, .weight = NY_RATIONAL_ZERO, .share = NY_RATIONAL_ZERO};
    ny_rational low, high;
    find_reach(of, &bite);
    if (criterion != NY_NONE && award->words->rule != NY_SCORING_DEDUCTION) {
        bite.stated = true;
        bite.weight = ny_award_weight(of->arena, of->terms, criterion);
    } else if (criterion == NY_NONE && award->words->price_weight) {
        bite.stated = true;
        bite.weight = of->terms->price_weight;
    }
    if (!compared_at(of, criterion, bite.low, &low) ||
        !compared_at(of, criterion, bite.high, &high))
        return;
    bite.swing = distance(of->arena, high, low);
    *NY_APPEND(of->arena, &of->stress->bites) = bite;
}

static void find_bites(const ny_stressing_model *of)
{
    const ny_award *award = of->terms->award;
    ny_stress *stress = of->stress;
    ny_rational all = NY_RATIONAL_ZERO;
    for (uint32_t c = 0; c < award->criteria.count; c++)
        if (!award->criteria.items[c].parts)
            find_bite(of, c);
    if (award->words->price)
        find_bite(of, NY_NONE);
    for (uint32_t i = 0; i < stress->bites.count; i++)
        all = ny_rational_add(of->arena, all, stress->bites.items[i].swing);
    for (uint32_t i = 0; i < stress->bites.count && ny_rational_sign(all) > 0; i++)
        stress->bites.items[i].share =
            ny_rational_divide(of->arena, stress->bites.items[i].swing, all);
}

/* --- cliffs --------------------------------------------------------------------------------------- */

static void add_cliff(const ny_stressing_model *of, ny_cliff cliff)
{
    *NY_APPEND(of->arena, &of->stress->cliffs) = cliff;
}

/* One end of a line: beyond it the points stay. `out`: figures beyond it are higher. */
static void look_at_end(const ny_stressing_model *of, const ny_bite *bite, bool first, bool out)
{
    const ny_points_words *points =
        &of->terms->award->criteria.items[bite->criterion].words->points;
    const ny_end_words *end = first ? &points->first : &points->second;
    ny_rational at = first ? of->terms->first[bite->criterion] : of->terms->second[bite->criterion];
    bool gives_most = (ny_rational_compare(points->from.number, points->to.number) > 0) == first;
    if (end->form == NY_END_ABOVE_LOWEST || end->form == NY_END_ABOVE_MEAN)
        add_cliff(of, (ny_cliff){NY_CLIFF_SHARE, bite->criterion, at, at});
    if (end->form != NY_END_FIGURE)
        return;
    ny_rational to = out ? bite->high : bite->low;
    int order = ny_rational_compare(to, at);
    if (out ? order > 0 : order < 0)
        add_cliff(
            of, (ny_cliff){gives_most ? NY_CLIFF_BETTER : NY_CLIFF_WORSE, bite->criterion, at, to});
}

static void find_cliffs(const ny_stressing_model *of)
{
    const ny_award *award = of->terms->award;
    for (uint32_t i = 0; i < of->stress->bites.count; i++) {
        const ny_bite *bite = &of->stress->bites.items[i];
        const ny_points_words *points = bite->criterion == NY_NONE
                                            ? NULL
                                            : &award->criteria.items[bite->criterion].words->points;
        if (!points || points->rule == NY_SCORING_NONE || points->rule == NY_SCORING_TO_LOWEST ||
            points->rule == NY_SCORING_TO_HIGHEST)
            continue;
        if (points->beyond) {
            add_cliff(of, (ny_cliff){NY_CLIFF_FALLS, bite->criterion, NY_RATIONAL_ZERO,
                                     NY_RATIONAL_ZERO});
            continue;
        }
        bool rises = points->first.form != NY_END_FIGURE || points->second.form != NY_END_FIGURE ||
                     ny_rational_compare(of->terms->first[bite->criterion],
                                         of->terms->second[bite->criterion]) < 0;
        look_at_end(of, bite, true, !rises);
        look_at_end(of, bite, false, rises);
    }
    if (award->words->rule == NY_SCORING_RATIO_BAND)
        add_cliff(of, (ny_cliff){NY_CLIFF_BAND, NY_NONE, of->terms->band, of->terms->band});
    for (uint32_t i = 0; i < of->field->levers.count; i++)
        if (of->field->levers.items[i].stops_at_low)
            add_cliff(of, (ny_cliff){NY_CLIFF_NOUGHT, i, of->field->levers.items[i].low,
                                     of->field->levers.items[i].low});
}

void ny_stress_find(ny_arena *arena, const ny_award_plan *plan, const ny_award_terms *terms,
                    ny_language language, ny_stress *ret_stress)
{
    *ret_stress = (ny_stress){.field = ny_field_of(arena, plan, terms, language)};
    ny_field *field = &ret_stress->field;
    ny_stressing_model of = {arena, field, terms, ret_stress};
    ny_reversal_find(arena, field, &ret_stress->reversal);
    if (!field->sound)
        return;
    for (uint32_t i = 0; i < field->levers.count; i++)
        if (field->price != NY_NONE && i != field->price && field->levers.items[i].moves)
            find_worth(&of, i);
    for (uint32_t i = 0; i < field->levers.count; i++)
        if (field->levers.items[i].moves)
            try_absurd(&of, NY_ABSURD_ONE_BEST, i);
    for (uint32_t i = 0; i < field->levers.count; i++)
        if (field->levers.items[i].moves)
            try_absurd(&of, NY_ABSURD_ONE_WORST, i);
    find_bites(&of);
    find_cliffs(&of);
}

/* --- among bids ----------------------------------------------------------------------------------- */

/* What a criterion brings to what is compared, more being better; the price counts against. */
static ny_rational brought(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bid,
                           const ny_bid_place *place, uint32_t criterion)
{
    return criterion == NY_NONE
               ? ny_rational_negate(arena, bid->price)
               : ny_rational_multiply(arena, ny_award_weight(arena, terms, criterion),
                                      place->points[criterion]);
}

/* Nothing where what is compared is no sum, or does not differ. */
static void find_bites_of_bids(ny_arena *arena, const ny_stress_asked *asked,
                               ny_stress_award *award_of)
{
    const ny_award *award = asked->terms->award;
    bool worth = award->words->rule == NY_SCORING_DEDUCTION;
    ny_rational all = NY_RATIONAL_ZERO;
    if (award->words->rule != NY_SCORING_MOST_POINTS && !worth)
        return;
    for (uint32_t c = 0; c < award->criteria.count + (worth ? 1 : 0); c++) {
        uint32_t criterion = c < award->criteria.count ? c : NY_NONE;
        if (criterion != NY_NONE && award->criteria.items[c].parts)
            continue;
        ny_bite bite = {.criterion = criterion, .stated = !worth, .share = NY_RATIONAL_ZERO};
        bite.weight = worth ? NY_RATIONAL_ZERO : ny_award_weight(arena, asked->terms, c);
        bool any = false;
        for (uint32_t b = 0; b < asked->count; b++) {
            if (!asked->bids[b].in)
                continue;
            ny_rational part = brought(arena, asked->terms, &asked->bids[b],
                                       &asked->ranking->places[b], criterion);
            if (!any)
                bite.low = bite.high = part;
            stretch(&bite, part);
            any = true;
        }
        if (!any)
            return;
        bite.swing = ny_rational_subtract(arena, bite.high, bite.low);
        all = ny_rational_add(arena, all, bite.swing);
        *NY_APPEND(arena, &award_of->bites) = bite;
    }
    for (uint32_t i = 0; i < award_of->bites.count && ny_rational_sign(all) > 0; i++)
        award_of->bites.items[i].share =
            ny_rational_divide(arena, award_of->bites.items[i].swing, all);
    if (ny_rational_sign(all) == 0)
        award_of->bites.count = 0;
}

void ny_stress_award_find(ny_arena *arena, const ny_stress_asked *asked, ny_stress_award *ret_award)
{
    static const ny_drawn_as ways[] = {NY_DRAWN_AROUND, NY_DRAWN_ANY, NY_DRAWN_WORTH};
    *ret_award = (ny_stress_award){.seed = asked->seed};
    ret_award->field = ny_field_of(arena, asked->plan, asked->terms, asked->language);
    ny_award_stability(arena, asked->terms, asked->bids, asked->count, asked->marks,
                       &ret_award->stability);
    uint32_t winner = ret_award->stability.winner;
    ret_award->seeks_added = rests_on_others(asked->terms->award) && winner != NY_NONE;
    if (ret_award->seeks_added)
        ret_award->has_added = ny_added_find(arena, &ret_award->field, asked->bids, asked->count,
                                             winner, &ret_award->added);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        ny_drawn_weights drawn;
        if (ny_weights_draw(arena, asked->kernels, asked->terms, asked->bids, asked->count, ways[i],
                            asked->draws, asked->seed, &drawn))
            *NY_APPEND(arena, &ret_award->drawn) = drawn;
    }
    ret_award->simulated =
        ny_true_best_find(arena, asked->terms, asked->bids, asked->count, asked->expected,
                          asked->expected_count, &ret_award->truly);
    find_bites_of_bids(arena, asked, ret_award);
}
