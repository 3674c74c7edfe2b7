/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See stress_reversal.h. Every comparison is a whole ranking by ny_award_rank; what is tried lives in an
 * arena that is emptied after each pair, and what is found is computed anew in the caller's. */

#include "use/stress_reversal.h"

#include "use/scoring.h"

#define MOST_LOOKED_AT 150000u
#define GRID_MOST 10u

static const uint32_t grids[] = {2, 4, 5, 10};

/* A place on the grid of two levers. */
typedef struct ny_place_on {
    uint32_t lever, counter;
} ny_place_on;

typedef struct ny_searching {
    ny_arena *arena, *scratch;
    const ny_field *field;
    uint32_t lever, counter, parts;
    /* By (GRID_MOST + 1) * place of the lever + place of the counter, from worst to best. */
    ny_standing grid[(GRID_MOST + 1) * (GRID_MOST + 1)];
    bool stands[(GRID_MOST + 1) * (GRID_MOST + 1)];
    uint64_t looked_at;
    bool found;
    ny_place_on places[3]; /* of the best so far */
    uint32_t best_lever, best_counter;
    ny_rational clearest; /* its smaller lead */
} ny_searching;

static bool looks_at_others(const ny_award *award)
{
    if (ny_rule_looks_at_others(award->words->rule))
        return true;
    for (uint32_t c = 0; c < award->criteria.count; c++)
        if (ny_rule_looks_at_others(award->criteria.items[c].words->points.rule))
            return true;
    return false;
}

/* By relative points every bid's figure is multiplied by (Smin + M): the order rests on none. */
static bool has_common_factor(const ny_award *award)
{
    for (uint32_t c = 0; c < award->criteria.count; c++) {
        const ny_criterion *of = &award->criteria.items[c];
        if (ny_rule_looks_at_others(of->words->points.rule) || of->words->points.beyond ||
            (of->has_scale && ny_rational_sign(of->fewest) < 0))
            return false;
    }
    return award->words->rule == NY_SCORING_RELATIVE;
}

/* From the worst end of a lever's limits to the best. */
static ny_rational grid_place(ny_arena *arena, const ny_lever *lever, uint32_t place,
                              uint32_t parts)
{
    bool rises = ny_rational_compare(lever->worst, lever->best) < 0;
    return ny_lever_place(arena, lever, rises ? place : parts - place, parts);
}

static ny_rational *made_at(ny_arena *arena, const ny_searching *of, uint32_t lever,
                            uint32_t counter, ny_place_on place)
{
    const ny_lever *levers = of->field->levers.items;
    ny_rational *at = ny_field_moved(arena, of->field, of->field->middle, lever,
                                     grid_place(arena, &levers[lever], place.lever, of->parts));
    at[counter] = grid_place(arena, &levers[counter], place.counter, of->parts);
    return at;
}

static uint32_t cell(ny_place_on place)
{
    return place.lever * (GRID_MOST + 1) + place.counter;
}

/* False where they cannot be ranked, or are equal at the top. */
static bool ranks(ny_searching *of, const ny_standing *bids, uint32_t count,
                  ny_ranking *ret_ranking, uint32_t *ret_winner)
{
    ny_award_rank(of->scratch, of->field->terms, bids, count, ret_ranking);
    *ret_winner = ny_award_winner(ret_ranking);
    return *ret_winner != NY_NONE;
}

static void try_third(ny_searching *of, const ny_place_on *pair, ny_place_on third,
                      ny_standing *bids, uint32_t winner, ny_rational lead_before)
{
    ny_ranking ranking;
    uint32_t wins;
    if (!of->stands[cell(third)])
        return;
    bids[2] = of->grid[cell(third)];
    of->looked_at++;
    if (!ranks(of, bids, 3, &ranking, &wins) || wins == winner || wins == 2)
        return;
    ny_rational lead = ny_lead(of->scratch, &ranking, wins, winner);
    if (ny_rational_compare(lead_before, lead) < 0)
        lead = lead_before;
    if (of->found && ny_rational_compare(lead, of->clearest) <= 0)
        return;
    of->found = true;
    of->best_lever = of->lever;
    of->best_counter = of->counter;
    of->places[0] = pair[0];
    of->places[1] = pair[1];
    of->places[2] = third;
    of->clearest = ny_rational_add(of->arena, lead, NY_RATIONAL_ZERO);
}

static void try_pair(ny_searching *of, const ny_place_on *pair)
{
    ny_standing bids[3] = {of->grid[cell(pair[0])], of->grid[cell(pair[1])]};
    ny_ranking ranking;
    uint32_t winner;
    ny_arena_reset(of->scratch);
    if (!of->stands[cell(pair[0])] || !of->stands[cell(pair[1])] ||
        !ranks(of, bids, 2, &ranking, &winner))
        return;
    ny_rational lead = ny_lead(of->scratch, &ranking, winner, 1 - winner);
    bool of_award = ny_rule_looks_at_others(of->field->terms->award->words->rule);
    for (uint32_t counter = 0; counter <= (of_award ? of->parts : 0); counter++)
        for (uint32_t place = 0; place <= of->parts; place++)
            try_third(of, pair, (ny_place_on){place, counter}, bids, winner, lead);
}

/* X is better by the lever, Y by the counter: of two that differ in one thing the better stays so. */
static void try_levers(ny_searching *of)
{
    uint32_t parts = of->parts;
    for (uint32_t v = 0; v <= parts; v++)
        for (uint32_t e = 0; e <= parts; e++) {
            ny_place_on place = {v, e};
            of->stands[cell(place)] = ny_field_stand(
                of->arena, of->field, NY_NO_TEXT,
                made_at(of->arena, of, of->lever, of->counter, place), &of->grid[cell(place)]);
        }
    for (uint32_t better = 1; better <= parts; better++)
        for (uint32_t worse = 0; worse < better; worse++)
            for (uint32_t more = 1; more <= parts; more++)
                for (uint32_t less = 0; less < more && of->looked_at < MOST_LOOKED_AT; less++)
                    try_pair(of, (const ny_place_on[]){{better, less}, {worse, more}});
}

/* --- the edge ---------------------------------------------------------------------------------- */

/* By how much X leads Y while the third bid's lever is at a place. */
typedef struct ny_third_moves {
    const ny_field *field;
    const ny_standing *bids;
    uint32_t count, a, b, lever;
    const ny_rational *at; /* of the third bid */
} ny_third_moves;

static bool lead_beside_third(const void *context, ny_arena *arena, ny_rational to,
                              ny_rational *ret_gap)
{
    const ny_third_moves *of = context;
    ny_standing *bids = NY_NEW_ARRAY(arena, ny_standing, (size_t)of->count + 1);
    ny_ranking ranking;
    for (uint32_t i = 0; i < of->count; i++)
        bids[i] = of->bids[i];
    if (!ny_field_stand(arena, of->field, NY_NO_TEXT,
                        ny_field_moved(arena, of->field, of->at, of->lever, to), &bids[of->count]))
        return false;
    ny_award_rank(arena, of->field->terms, bids, of->count + 1, &ranking);
    if (ranking.problem != NY_AWARD_RANKED)
        return false;
    *ret_gap = ny_lead(arena, &ranking, of->a, of->b);
    return true;
}

/* From where the third bid is, towards both ends: the nearest place of the grid at which X leads again. */
static bool find_edge(ny_arena *arena, const ny_third_moves *moves, ny_crossing *ret_edge)
{
    const ny_lever *lever = &moves->field->levers.items[moves->lever];
    ny_rational from = moves->at[moves->lever], gap;
    if (moves->field->terms->award->words->rule == NY_SCORING_RATIO_BAND)
        return false; /* there the band decides, not a lead */
    for (uint32_t end = 0; end < 2; end++)
        for (uint32_t place = 1; place <= GRID_MOST; place++) {
            ny_rational to = ny_part_way(arena, from, end ? lever->low : lever->high, place, 10);
            if (lead_beside_third(moves, arena, to, &gap) && ny_rational_sign(gap) > 0)
                return ny_cross(arena, lead_beside_third, moves, from, to, ret_edge);
        }
    return false;
}

/* --- before anybody bids ----------------------------------------------------------------------- */

static void keep(ny_arena *arena, const ny_searching *of, ny_reversal *reversal)
{
    static const char *const names[] = {"X", "Y", "Z"};
    reversal->found = true;
    reversal->parts = of->parts;
    reversal->lever = of->best_lever;
    reversal->counter = of->best_counter;
    for (uint32_t i = 0; i < 3; i++) {
        reversal->at[i] = made_at(arena, of, of->best_lever, of->best_counter, of->places[i]);
        (void)ny_field_stand(arena, of->field, ny_text_of(names[i]), reversal->at[i],
                             &reversal->bids[i]);
    }
    ny_award_rank(arena, of->field->terms, reversal->bids, 2, &reversal->before);
    ny_award_rank(arena, of->field->terms, reversal->bids, 3, &reversal->after);
    reversal->wins_before = ny_award_winner(&reversal->before);
    reversal->wins_after = ny_award_winner(&reversal->after);
    ny_third_moves moves = {.field = of->field,
                            .bids = reversal->bids,
                            .count = 2,
                            .a = reversal->wins_before,
                            .b = reversal->wins_after,
                            .at = reversal->at[2]};
    for (uint32_t i = 0; i < 2 && !reversal->has_edge; i++) {
        moves.lever = reversal->edge_lever = i ? of->best_counter : of->best_lever;
        reversal->has_edge = find_edge(arena, &moves, &reversal->edge);
    }
}

void ny_reversal_find(ny_arena *arena, const ny_field *field, ny_reversal *ret_reversal)
{
    *ret_reversal = (ny_reversal){.may = looks_at_others(field->terms->award), .all = true};
    ret_reversal->common = has_common_factor(field->terms->award);
    if (!ret_reversal->may || ret_reversal->common || !field->sound)
        return;
    ny_searching *of = NY_NEW(arena, ny_searching);
    *of = (ny_searching){.arena = arena, .scratch = ny_arena_create(), .field = field};
    for (size_t g = 0; g < sizeof grids / sizeof *grids && !of->found; g++) {
        of->parts = grids[g];
        for (of->lever = 0; of->lever < field->levers.count; of->lever++)
            for (of->counter = 0; of->counter < field->levers.count; of->counter++)
                if (of->lever != of->counter && field->levers.items[of->lever].moves_others &&
                    field->levers.items[of->lever].moves && field->levers.items[of->counter].moves)
                    try_levers(of);
        if (of->found)
            keep(arena, of, ret_reversal);
    }
    ret_reversal->looked_at = of->looked_at;
    ret_reversal->all = of->looked_at < MOST_LOOKED_AT;
    ny_arena_destroy(of->scratch);
}

/* --- beside bids that were made ---------------------------------------------------------------- */

/* Limits may be far wider than prices are: places halve towards the low end, and go in tenths. */
#define HALVINGS 40u
#define TENTHS 10u

typedef struct ny_adding {
    ny_arena *arena;
    const ny_field *field;
    ny_standing *bids; /* with room for one more */
    uint32_t count, winner;
} ny_adding;

/* The added bid with its lever there: true where another wins, and not the added one. */
static bool another_wins(const ny_adding *of, ny_added *added, ny_rational to)
{
    added->at = ny_field_moved(of->arena, of->field, added->at, added->lever, to);
    if (!ny_field_stand(of->arena, of->field, NY_TEXT("+"), added->at, &of->bids[of->count]))
        return false;
    ny_award_rank(of->arena, of->field->terms, of->bids, of->count + 1, &added->ranking);
    added->wins = ny_award_winner(&added->ranking);
    added->bid = of->bids[of->count];
    return added->wins != NY_NONE && added->wins != of->winner && added->wins != of->count;
}

/* The number of fewest digits strictly between the two, and of those the one nearest their middle. */
static ny_rational simplest(ny_arena *arena, ny_rational a, ny_rational b)
{
    bool turned = ny_rational_compare(a, b) > 0;
    ny_rational low = turned ? b : a, high = turned ? a : b;
    ny_rational middle = ny_part_way(arena, low, high, 1, 2);
    for (int32_t power = 18; power > -12; power--) {
        ny_rational unit = ny_rational_power(arena, ny_rational_whole(10), power);
        ny_rational near = ny_rational_round(arena, middle, unit, NY_HALVES_AWAY_FROM_ZERO);
        if (ny_rational_compare(near, low) > 0 && ny_rational_compare(near, high) < 0)
            return near;
    }
    return middle;
}

/* In the unit in which the offer is written. */
static ny_rational simplest_offer(const ny_adding *of, uint32_t number, ny_rational a,
                                  ny_rational b)
{
    const ny_lever *lever = &of->field->levers.items[number];
    if (lever->kind != NY_LEVER_OFFER)
        return simplest(of->arena, a, b);
    ny_rational factor = of->field->plan->plan->model->figures.items[lever->number].factor;
    ny_rational found = simplest(of->arena, ny_rational_divide(of->arena, a, factor),
                                 ny_rational_divide(of->arena, b, factor));
    return ny_rational_multiply(of->arena, found, factor);
}

/* What was found at some place, with its edge, and moved to a round number on this side of it. */
static void settle_added(const ny_adding *of, ny_added *added)
{
    ny_rational there = added->at[added->lever];
    ny_third_moves moves = {of->field,   of->bids,     of->count, of->winner,
                            added->wins, added->lever, added->at};
    added->has_edge = find_edge(of->arena, &moves, &added->edge);
    uint32_t wins = added->wins;
    ny_rational edge =
        ny_rational_compare(there, added->edge.low) < 0 ? added->edge.low : added->edge.high;
    if (added->has_edge &&
        (!another_wins(of, added, simplest_offer(of, added->lever, there, edge)) ||
         added->wins != wins))
        (void)another_wins(of, added, there);
}

/* Between two places the winner of all that were there changes: a step beyond the crossing another leads,
 * and the added bid may not yet. */
static bool try_between(const ny_adding *of, ny_added *added, ny_rational from, ny_rational to)
{
    for (uint32_t b = 0; b < of->count; b++) {
        ny_third_moves moves = {of->field, of->bids,     of->count, of->winner,
                                b,         added->lever, added->at};
        ny_rational gap_from, gap_to;
        ny_crossing edge;
        if (!of->bids[b].in || b == of->winner ||
            !lead_beside_third(&moves, of->arena, from, &gap_from) ||
            !lead_beside_third(&moves, of->arena, to, &gap_to) || ny_rational_sign(gap_from) <= 0 ||
            ny_rational_sign(gap_to) >= 0 ||
            !ny_cross(of->arena, lead_beside_third, &moves, from, to, &edge))
            continue;
        ny_rational at = ny_rational_compare(from, to) < 0 ? edge.high : edge.low;
        for (uint32_t near = 1; near <= 1024; near *= 4)
            if (another_wins(of, added, ny_part_way(of->arena, at, to, 1, near)))
                return true;
    }
    return false;
}

static bool try_lever(const ny_adding *of, ny_added *added)
{
    const ny_lever *lever = &of->field->levers.items[added->lever];
    ny_rational places[HALVINGS + TENTHS], part = lever->high;
    uint32_t count = 0;
    for (uint32_t i = 0; i < TENTHS; i++)
        places[count++] = ny_lever_place(of->arena, lever, TENTHS - i, TENTHS);
    for (uint32_t i = 0; i < HALVINGS; i++) {
        part = ny_part_way(of->arena, lever->low, part, 1, 2);
        if (ny_rational_compare(part, places[TENTHS - 1]) >= 0)
            continue;
        if (ny_rational_compare(ny_rational_subtract(of->arena, part, lever->low), lever->step) < 0)
            break;
        places[count++] = part;
    }
    for (uint32_t i = 0; i < count; i++)
        if (another_wins(of, added, places[i]))
            return true;
    for (uint32_t i = 0; i + 1 < count; i++)
        if (try_between(of, added, places[i], places[i + 1]) ||
            try_between(of, added, places[i + 1], places[i]))
            return true;
    return false;
}

bool ny_added_find(ny_arena *arena, const ny_field *field, const ny_standing *bids, uint32_t count,
                   uint32_t winner, ny_added *ret_added)
{
    if (!looks_at_others(field->terms->award) || !field->sound)
        return false;
    ny_standing *all = NY_NEW_ARRAY(arena, ny_standing, (size_t)count + 1);
    ny_rational *worst = NY_NEW_ARRAY(arena, ny_rational, field->levers.count + 1);
    ny_adding of = {arena, field, all, count, winner};
    for (uint32_t i = 0; i < count; i++)
        all[i] = bids[i];
    for (uint32_t i = 0; i < field->levers.count; i++)
        worst[i] = field->levers.items[i].worst;
    for (uint32_t v = 0; v < field->levers.count; v++) {
        ny_added added = {.lever = v, .at = worst};
        if (!field->levers.items[v].moves_others || !try_lever(&of, &added))
            continue;
        settle_added(&of, &added);
        *ret_added = added;
        return true;
    }
    return false;
}
