/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See stress_field.h. A crossing: between two places where nothing bends, the gap of two bids by every
 * rule of text/scoring.def is a fraction of two straight lines in one figure,
 *   g(z) = (p + q z) / (r + s z),
 * since each rule multiplies, divides or adds by it once. Three of its values say where it is nought
 * (Thiele's continued fraction of z by g, at g = 0), and the gap there, computed anew, says whether that
 * is so. Where the points bend in between, the half that holds the change is taken and asked again. So no
 * rule has a formula here, and the answer is exact where it says so. */

#include "use/stress_field.h"

#include "use/scoring.h"

/* --- made-up bids ------------------------------------------------------------------------------ */

ny_value ny_field_input(const ny_field *field, const ny_rational *at, uint32_t input)
{
    uint32_t figure = field->plan->plan->inputs.items[input].figure;
    for (uint32_t i = 0; i < field->levers.count; i++)
        if (field->levers.items[i].kind == NY_LEVER_OFFER &&
            field->levers.items[i].number == figure)
            return ny_value_number(at[i]);
    return field->inputs[input];
}

bool ny_field_stand(ny_arena *arena, const ny_field *field, ny_text name, const ny_rational *at,
                    ny_standing *ret_bid)
{
    const ny_plan *plan = field->plan->plan;
    ny_value *inputs = NY_NEW_ARRAY(arena, ny_value, plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        inputs[i] = ny_field_input(field, at, i);
    ny_bid_figures figures;
    ny_stop stop = {0};
    if (!ny_award_figures_find(arena, field->plan, field->language, inputs, &figures, &stop))
        return false;
    for (uint32_t i = 0; i < plan->model->requirements.count; i++)
        if (!figures.met[i])
            return false;
    for (uint32_t i = 0; i < field->levers.count; i++)
        if (field->levers.items[i].whole &&
            !ny_rational_is_whole(ny_rational_divide(arena, at[i], field->levers.items[i].unit)))
            return false;
        else if (field->levers.items[i].kind != NY_LEVER_OFFER)
            figures.values[field->levers.items[i].number] = at[i];
    *ret_bid = (ny_standing){.name = name,
                             .in = true,
                             .values = figures.values,
                             .price = figures.price,
                             .plus = figures.plus,
                             .ties = figures.ties};
    return true;
}

bool ny_field_rank(ny_arena *arena, const ny_field *field, ny_standing *bids, uint32_t count,
                   ny_ranking *ret_ranking)
{
    ny_award_rank(arena, field->terms, bids, count, ret_ranking);
    if (ret_ranking->problem == NY_AWARD_NO_LINE && field->bystander.in) {
        bids[count] = field->bystander;
        ny_award_rank(arena, field->terms, bids, count + 1, ret_ranking);
    }
    return ret_ranking->problem == NY_AWARD_RANKED;
}

ny_rational *ny_field_moved(ny_arena *arena, const ny_field *field, const ny_rational *at,
                            uint32_t lever, ny_rational to)
{
    ny_rational *moved = NY_NEW_ARRAY(arena, ny_rational, field->levers.count + 1);
    for (uint32_t i = 0; i < field->levers.count; i++)
        moved[i] = i == lever ? to : at[i];
    return moved;
}

ny_rational ny_part_way(ny_arena *arena, ny_rational from, ny_rational to, uint32_t part,
                        uint32_t parts)
{
    ny_rational way = ny_rational_multiply(arena, ny_rational_subtract(arena, to, from),
                                           ny_rational_fraction(arena, part, parts));
    return ny_rational_add(arena, from, way);
}

ny_rational ny_lever_place(ny_arena *arena, const ny_lever *lever, uint32_t part, uint32_t parts)
{
    ny_rational place = ny_part_way(arena, lever->low, lever->high, part, parts);
    return lever->whole ? ny_rational_round(arena, place, lever->unit, NY_HALVES_AWAY_FROM_ZERO)
                        : place;
}

/* --- levers ------------------------------------------------------------------------------------ */

/* An offer that is no number within limits: yes, the first word, the first day, one unit. */
static ny_value held_value(ny_arena *arena, const ny_model *model, const ny_figure *figure)
{
    if (figure->has_default)
        return figure->otherwise;
    if (figure->type.kind == NY_KIND_NUMBER)
        return ny_value_number(ny_rational_multiply(arena, ny_rational_whole(1), figure->factor));
    if (figure->type.kind == NY_KIND_DATE && model->periods.count)
        return ny_value_date(model->periods.items[0].from);
    return figure->type.kind == NY_KIND_YES_NO ? ny_value_index(1) : ny_value_index(0);
}

static bool is_money(const ny_model *model, const ny_type *type)
{
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (type->kind == NY_KIND_NUMBER &&
            ny_unit_exponent(type->unit, model->currencies.items[i].unit) == 1)
            return true;
    return false;
}

static ny_rational least_step(ny_arena *arena, const ny_model *model, const ny_lever *lever)
{
    const ny_figure *figure =
        lever->kind == NY_LEVER_OFFER ? &model->figures.items[lever->number] : NULL;
    if (figure && figure->currency != NY_NONE)
        return ny_rational_multiply(arena, model->currencies.items[figure->currency].rounding,
                                    figure->factor);
    for (uint32_t i = 0; lever->kind == NY_LEVER_EXPECTED && i < model->currencies.count; i++)
        if (ny_unit_equal(model->award.criteria.items[lever->number].type.unit,
                          ny_unit_base(model->currencies.items[i].unit)))
            return model->currencies.items[i].rounding;
    if (lever->whole)
        return lever->unit;
    return ny_rational_multiply(arena, ny_rational_subtract(arena, lever->high, lever->low),
                                ny_rational_fraction(arena, 1, 1000));
}

static void add_lever(ny_arena *arena, ny_field *field, ny_lever lever)
{
    if (ny_rational_compare(lever.low, lever.high) >= 0)
        return;
    lever.worst = lever.low;
    lever.best = lever.high;
    lever.step = least_step(arena, field->plan->plan->model, &lever);
    *NY_APPEND(arena, &field->levers) = lever;
}

static void add_offers(ny_arena *arena, ny_field *field)
{
    const ny_plan *plan = field->plan->plan;
    field->inputs = NY_NEW_ARRAY(arena, ny_value, plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        uint32_t number = plan->inputs.items[i].figure;
        const ny_figure *figure = &plan->model->figures.items[number];
        field->inputs[i] = ny_value_unknown();
        if (figure->kind != NY_FIGURE_OFFER)
            continue;
        field->inputs[i] = held_value(arena, plan->model, figure);
        if (figure->type.kind == NY_KIND_NUMBER && figure->has_range)
            add_lever(arena, field,
                      (ny_lever){.kind = NY_LEVER_OFFER,
                                 .number = number,
                                 .low = figure->low,
                                 .high = figure->high,
                                 .whole = figure->declaration->is.figure.type.is_whole,
                                 .unit = figure->factor,
                                 .money = is_money(plan->model, &figure->type)});
        else
            *NY_APPEND(arena, &field->held) = number;
    }
}

/* Of an expected amount only the figures at which its line of points ends say where it may lie. */
static void add_judged(ny_arena *arena, ny_field *field)
{
    const ny_award_terms *terms = field->terms;
    for (uint32_t c = 0; c < terms->award->criteria.count; c++) {
        const ny_criterion *criterion = &terms->award->criteria.items[c];
        const ny_points_words *points = &criterion->words->points;
        ny_lever lever = {.number = c,
                          .low = criterion->fewest,
                          .high = criterion->most,
                          .unit = NY_RATIONAL_ONE};
        if (criterion->parts || (criterion->words->judging != NY_JUDGED_BY_JUDGES &&
                                 criterion->words->judging != NY_JUDGED_BY_EXPECTED))
            continue;
        lever.kind = NY_LEVER_MARK;
        if (criterion->words->judging == NY_JUDGED_BY_EXPECTED) {
            if (points->rule != NY_SCORING_BOUNDS) {
                *NY_APPEND(arena, &field->unknown) = c;
                continue;
            }
            bool falls = ny_rational_compare(terms->first[c], terms->second[c]) > 0;
            lever.kind = NY_LEVER_EXPECTED;
            lever.money = is_money(field->plan->plan->model, &criterion->type);
            lever.low = falls ? terms->second[c] : terms->first[c];
            lever.high = falls ? terms->first[c] : terms->second[c];
        }
        add_lever(arena, field, lever);
    }
}

/* All levers so far from low to high; the first such bid that meets all requirements is in the middle, the
 * next one the bystander. */
static void find_middle(ny_arena *arena, ny_field *field)
{
    static const uint32_t twentieths[] = {10, 5, 15, 2, 18, 1, 19};
    ny_standing bid;
    for (size_t k = 0; k < sizeof twentieths / sizeof *twentieths && !field->bystander.in; k++) {
        ny_rational *at = NY_NEW_ARRAY(arena, ny_rational, field->levers.count + 1);
        for (uint32_t i = 0; i < field->levers.count; i++)
            at[i] = ny_lever_place(arena, &field->levers.items[i], twentieths[k], 20);
        if (!ny_field_stand(arena, field, NY_TEXT("bystander"), at, &bid))
            continue;
        if (field->sound)
            field->bystander = bid;
        else
            field->middle = at;
        field->sound = true;
    }
}

/* The middle bid with a lever at two places, ranked. */
static bool rank_two(ny_arena *arena, const ny_field *field, uint32_t lever, ny_rational a,
                     ny_rational b, ny_standing *bids, ny_ranking *ret_ranking)
{
    if (!ny_field_stand(arena, field, NY_TEXT("a"),
                        ny_field_moved(arena, field, field->middle, lever, a), &bids[0]) ||
        !ny_field_stand(arena, field, NY_TEXT("b"),
                        ny_field_moved(arena, field, field->middle, lever, b), &bids[1]))
        return false;
    return ny_field_rank(arena, field, bids, 2, ret_ranking);
}

static bool moves_others(const ny_field *field, const ny_standing *bids)
{
    const ny_award *award = field->terms->award;
    if (ny_rule_looks_at_others(award->words->rule))
        return true;
    for (uint32_t c = 0; c < award->criteria.count; c++)
        if (ny_rule_looks_at_others(award->criteria.items[c].words->points.rule) &&
            ny_rational_compare(bids[0].values[c], bids[1].values[c]) != 0)
            return true;
    return false;
}

static ny_rational size_of(ny_arena *arena, ny_rational value)
{
    return ny_rational_sign(value) < 0 ? ny_rational_negate(arena, value) : value;
}

/* It meets all requirements there, and the rules have no answer. */
static bool stops_at(ny_arena *arena, const ny_field *field, uint32_t number, ny_rational place)
{
    ny_standing bid;
    ny_ranking ranking;
    if (!ny_field_stand(arena, field, NY_NO_TEXT,
                        ny_field_moved(arena, field, field->middle, number, place), &bid))
        return false;
    ny_award_rank(arena, field->terms, &bid, 1, &ranking);
    return ranking.problem == NY_AWARD_RATIO_OF_ZERO;
}

/* The place nearest to an end of the limits at which it can be ranked beside the middle bid: the end
 * itself, a step within it, or as far as a requirement lets it go, in tenths. False: none but the middle. */
static bool sound_end(ny_arena *arena, const ny_field *field, uint32_t number, ny_rational end,
                      ny_rational step, ny_rational *ret_place)
{
    ny_standing bids[3];
    ny_ranking ranking;
    ny_rational middle = field->middle[number];
    for (uint32_t i = 0; i <= 10; i++) {
        *ret_place = i == 1  ? ny_rational_add(arena, end, step)
                     : i > 1 ? ny_part_way(arena, end, middle, i - 1, 10)
                             : end;
        if (rank_two(arena, field, number, *ret_place, middle, bids, &ranking))
            return true;
    }
    return false;
}

/* Which end is better is found by comparing two bids that differ in nothing else. */
static void judge_lever(ny_arena *arena, ny_field *field, uint32_t number, ny_rational *most)
{
    ny_lever *lever = &field->levers.items[number];
    ny_standing bids[3];
    ny_ranking ranking;
    ny_rational low, high;
    if (!sound_end(arena, field, number, lever->low, lever->step, &low) ||
        !sound_end(arena, field, number, lever->high, ny_rational_negate(arena, lever->step),
                   &high) ||
        !rank_two(arena, field, number, low, high, bids, &ranking))
        return;
    lever->stops_at_low =
        ny_rational_compare(low, lever->low) > 0 && stops_at(arena, field, number, lever->low);
    uint32_t a = ranking.places[0].rank, b = ranking.places[1].rank;
    lever->moves = a != b;
    lever->moves_others = moves_others(field, bids);
    lever->worst = a < b ? high : low;
    lever->best = a < b ? low : high;
    ny_rational lead = size_of(arena, ny_lead(arena, &ranking, 0, 1));
    if (lever->money && lever->moves &&
        (field->price == NY_NONE || ny_rational_compare(lead, *most) > 0)) {
        field->price = number;
        *most = lead;
    }
}

ny_field ny_field_of(ny_arena *arena, const ny_award_plan *plan, const ny_award_terms *terms,
                     ny_language language)
{
    ny_field field = {.plan = plan, .terms = terms, .language = language, .price = NY_NONE};
    ny_rational most = NY_RATIONAL_ZERO;
    add_offers(arena, &field);
    add_judged(arena, &field);
    find_middle(arena, &field);
    for (uint32_t i = 0; field.sound && i < field.levers.count; i++)
        judge_lever(arena, &field, i, &most);
    return field;
}

/* --- where something changes ------------------------------------------------------------------- */

typedef struct ny_point {
    ny_rational at, gap;
} ny_point;

/* z at g = 0 by z(g) = z0 + (g - g0) / (r + (g - g1) / s). False where it has none. */
static bool nought_of(ny_arena *arena, const ny_point *p, ny_rational *ret_at)
{
    ny_rational d1 = ny_rational_subtract(arena, p[1].at, p[0].at);
    ny_rational d2 = ny_rational_subtract(arena, p[2].at, p[0].at);
    ny_rational r = ny_rational_divide(arena, ny_rational_subtract(arena, p[1].gap, p[0].gap), d1);
    ny_rational r2 = ny_rational_divide(arena, ny_rational_subtract(arena, p[2].gap, p[0].gap), d2);
    ny_rational bend = ny_rational_subtract(arena, r2, r), below = r;
    if (ny_rational_sign(bend) != 0) {
        ny_rational s =
            ny_rational_divide(arena, ny_rational_subtract(arena, p[2].gap, p[1].gap), bend);
        if (ny_rational_sign(s) == 0)
            return false;
        below = ny_rational_subtract(arena, r, ny_rational_divide(arena, p[1].gap, s));
    }
    if (ny_rational_sign(below) == 0)
        return false;
    *ret_at = ny_rational_subtract(arena, p[0].at, ny_rational_divide(arena, p[0].gap, below));
    return true;
}

/* Either end may be the lower one. */
static bool is_between(ny_rational at, ny_rational a, ny_rational b)
{
    return ny_rational_compare(at, a) * ny_rational_compare(at, b) <= 0;
}

#define MOST_HALVINGS 40

bool ny_cross(ny_arena *arena, ny_gap *gap, const void *context, ny_rational low, ny_rational high,
              ny_crossing *ret_crossing)
{
    ny_point p[3] = {{.at = low}, {.at = NY_RATIONAL_ZERO}, {.at = high}};
    ny_rational at, there;
    if (!gap(context, arena, low, &p[0].gap) || !gap(context, arena, high, &p[2].gap))
        return false;
    for (uint32_t i = 0; i < MOST_HALVINGS; i++) {
        p[1].at = ny_part_way(arena, p[0].at, p[2].at, 1, 2);
        if (!gap(context, arena, p[1].at, &p[1].gap))
            return false;
        if (nought_of(arena, p, &at) && is_between(at, p[0].at, p[2].at) &&
            gap(context, arena, at, &there) && ny_rational_sign(there) == 0) {
            *ret_crossing = (ny_crossing){true, at, at};
            return true;
        }
        p[ny_rational_sign(p[1].gap) == ny_rational_sign(p[0].gap) ? 0 : 2] = p[1];
    }
    *ret_crossing = (ny_crossing){false, p[0].at, p[2].at};
    return true;
}
