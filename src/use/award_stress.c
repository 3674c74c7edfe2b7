/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See award_stress.h. Weights: with the weight of criterion k moved to t and the others scaled by
 * (1 - t) / (1 - w), the totals of two bids are straight lines in t,
 *   T(t) = t p_k + (1 - t) R,  R = (T(w) - w p_k) / (1 - w),
 * so the weights at which the winner changes are crossings of lines: found exactly, not by a grid. */

#include "use/award_stress.h"

typedef struct ny_stressing {
    ny_arena *arena;
    const ny_award_terms *terms;
    const ny_standing *bids;
    uint32_t count;
    const ny_given_marks *marks;
    const ny_ranking *base;
    ny_stability *stability;
} ny_stressing;

ny_rational ny_lead(ny_arena *arena, const ny_ranking *ranking, uint32_t a, uint32_t b)
{
    ny_rational lead =
        ny_rational_subtract(arena, ranking->places[a].compared, ranking->places[b].compared);
    return ranking->higher_wins ? lead : ny_rational_negate(arena, lead);
}

uint32_t ny_award_winner(const ny_ranking *ranking)
{
    if (ranking->problem != NY_AWARD_RANKED || !ranking->compared ||
        ranking->places[ranking->order[0]].equals > 1)
        return NY_NONE;
    return ranking->order[0];
}

/* Do bids that stand in both rankings stand in one order? */
static bool order_differs(const ny_stressing *of, const ny_ranking *other)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < of->base->compared; i++) {
        uint32_t rank = other->places[of->base->order[i]].rank;
        if (rank && rank < last)
            return true;
        last = rank ? rank : last;
    }
    return false;
}

static void judge_case(ny_stressing *of, const ny_standing *bids, ny_stability_case made)
{
    ny_ranking ranking;
    ny_award_rank(of->arena, of->terms, bids, of->count, &ranking);
    made.winner = ny_award_winner(&ranking);
    made.changed = made.winner != of->stability->winner;
    made.order_changed = ranking.problem != NY_AWARD_RANKED || order_differs(of, &ranking);
    *NY_APPEND(of->arena, &of->stability->cases) = made;
}

static ny_standing *copy_bids(const ny_stressing *of)
{
    ny_standing *bids = NY_NEW_ARRAY(of->arena, ny_standing, of->count + 1);
    for (uint32_t i = 0; i < of->count; i++)
        bids[i] = of->bids[i];
    return bids;
}

static void leave_bids_out(ny_stressing *of)
{
    ny_standing *bids = copy_bids(of);
    for (uint32_t i = 0; i < of->count; i++) {
        if (!of->bids[i].in || i == of->stability->winner)
            continue;
        bids[i].in = false;
        judge_case(of, bids,
                   (ny_stability_case){.kind = NY_STABILITY_BID_OUT, .which = i, .bid = i});
        bids[i].in = true;
    }
}

/* The bid's values with the marks of all but one judge, or with one mark put in another's place. */
static ny_rational mark_of(const ny_stressing *of, uint32_t bid, uint32_t criterion,
                           uint32_t without)
{
    ny_rational *marks = NY_NEW_ARRAY(of->arena, ny_rational, of->marks->count + 1);
    uint32_t count = 0;
    for (uint32_t m = 0; m < of->marks->count; m++) {
        const ny_given_mark *mark = &of->marks->items[m];
        if (mark->bid == bid && mark->criterion == criterion && mark->judge != without)
            marks[count++] = mark->points;
    }
    return count ? ny_award_mark(of->arena,
                                 &of->terms->award->criteria.items[criterion].words->judges, marks,
                                 count)
                 : of->bids[bid].values[criterion];
}

static void leave_judges_out(ny_stressing *of)
{
    const ny_award *award = of->terms->award;
    for (uint32_t j = 0; of->marks->judges > 1 && j < of->marks->judges; j++) {
        ny_standing *bids = copy_bids(of);
        for (uint32_t b = 0; b < of->count; b++) {
            bids[b].values = NY_NEW_ARRAY(of->arena, ny_rational, award->criteria.count + 1);
            for (uint32_t c = 0; c < award->criteria.count; c++)
                bids[b].values[c] =
                    bids[b].in && award->criteria.items[c].words->judging == NY_JUDGED_BY_JUDGES
                        ? mark_of(of, b, c, j)
                        : of->bids[b].values[c];
        }
        judge_case(of, bids,
                   (ny_stability_case){.kind = NY_STABILITY_JUDGE_OUT, .which = j, .bid = NY_NONE});
    }
}

/* One judge's mark one higher or lower moves a mean by 1 / judges; a median by at most 1. */
static void move_steps(ny_stressing *of)
{
    const ny_award *award = of->terms->award;
    ny_rational judges = ny_rational_whole(of->marks->judges ? of->marks->judges : 1);
    ny_rational step = ny_rational_divide(of->arena, NY_RATIONAL_ONE, judges);
    for (uint32_t b = 0; b < of->count; b++)
        for (uint32_t c = 0; of->bids[b].in && c < award->criteria.count; c++)
            for (int up = 0; up < 2; up++) {
                const ny_criterion *criterion = &award->criteria.items[c];
                if (criterion->words->judging != NY_JUDGED_BY_JUDGES)
                    continue;
                ny_rational by =
                    criterion->words->judges.counts == NY_KEYWORD_MEDIAN ? NY_RATIONAL_ONE : step;
                ny_rational moved = up ? ny_rational_add(of->arena, of->bids[b].values[c], by)
                                       : ny_rational_subtract(of->arena, of->bids[b].values[c], by);
                if (ny_rational_compare(moved, criterion->fewest) < 0 ||
                    ny_rational_compare(moved, criterion->most) > 0)
                    continue;
                ny_standing *bids = copy_bids(of);
                bids[b].values = NY_NEW_ARRAY(of->arena, ny_rational, award->criteria.count + 1);
                for (uint32_t k = 0; k < award->criteria.count; k++)
                    bids[b].values[k] = k == c ? moved : of->bids[b].values[k];
                judge_case(of, bids,
                           (ny_stability_case){
                               .kind = NY_STABILITY_STEP, .which = c, .bid = b, .up = up == 1});
            }
}

/* --- weights ----------------------------------------------------------------------------------- */

/* T(t) of one bid at the two ends of the line, t = 0 and t = 1. */
static void line_of(const ny_stressing *of, uint32_t bid, uint32_t criterion, ny_rational *ret_at_0,
                    ny_rational *ret_at_1)
{
    ny_rational weight = of->terms->weights[criterion];
    const ny_bid_place *place = &of->base->places[bid];
    ny_rational own = place->points[criterion];
    ny_rational others =
        ny_rational_subtract(of->arena, place->total, ny_rational_multiply(of->arena, weight, own));
    *ret_at_1 = own;
    *ret_at_0 = ny_rational_divide(of->arena, others,
                                   ny_rational_subtract(of->arena, NY_RATIONAL_ONE, weight));
}

static void stretch(ny_stressing *of, uint32_t criterion, uint32_t winner)
{
    ny_rational weight = of->terms->weights[criterion], w0, w1, o0, o1;
    ny_weight_interval made = {.criterion = criterion,
                               .low = NY_RATIONAL_ZERO,
                               .high = NY_RATIONAL_ONE,
                               .below = NY_NONE,
                               .above = NY_NONE};
    line_of(of, winner, criterion, &w0, &w1);
    for (uint32_t b = 0; b < of->count; b++) {
        if (!of->bids[b].in || b == winner)
            continue;
        line_of(of, b, criterion, &o0, &o1);
        ny_rational lead_0 = ny_rational_subtract(of->arena, w0, o0);
        ny_rational lead_1 = ny_rational_subtract(of->arena, w1, o1);
        ny_rational fall = ny_rational_subtract(of->arena, lead_0, lead_1);
        if (ny_rational_sign(fall) == 0)
            continue;
        ny_rational at = ny_rational_divide(of->arena, lead_0, fall);
        if (ny_rational_sign(lead_0) < 0 && ny_rational_compare(at, made.low) > 0 &&
            ny_rational_compare(at, weight) <= 0) {
            made.low = at;
            made.below = b;
        }
        if (ny_rational_sign(lead_1) < 0 && ny_rational_compare(at, made.high) < 0 &&
            ny_rational_compare(at, weight) >= 0) {
            made.high = at;
            made.above = b;
        }
    }
    *NY_APPEND(of->arena, &of->stability->weights) = made;
}

static void stretch_weights(ny_stressing *of)
{
    const ny_award *award = of->terms->award;
    uint32_t winner = of->stability->winner;
    if (winner == NY_NONE || award->words->rule != NY_SCORING_MOST_POINTS)
        return;
    for (uint32_t c = 0; c < award->criteria.count; c++)
        if (award->criteria.items[c].within == NY_NONE &&
            ny_rational_compare(of->terms->weights[c], NY_RATIONAL_ONE) < 0)
            stretch(of, c, winner);
}

/* With a point of k worth t, what is compared is a straight line in t too: P - others - t p_k. The lead of
 * the winner is nought where t = w + lead / (p_other - p_winner). */
static void stretch_worth(ny_stressing *of, uint32_t criterion, uint32_t winner)
{
    ny_rational worth = of->terms->weights[criterion];
    ny_worth_interval made = {.criterion = criterion,
                              .low = NY_RATIONAL_ZERO,
                              .high = NY_RATIONAL_ZERO,
                              .below = NY_NONE,
                              .above = NY_NONE};
    for (uint32_t b = 0; b < of->count; b++) {
        if (!of->bids[b].in || b == winner)
            continue;
        ny_rational more = ny_rational_subtract(of->arena, of->base->places[b].points[criterion],
                                                of->base->places[winner].points[criterion]);
        if (ny_rational_sign(more) == 0)
            continue;
        ny_rational lead = ny_lead(of->arena, of->base, winner, b);
        ny_rational at =
            ny_rational_add(of->arena, worth, ny_rational_divide(of->arena, lead, more));
        if (ny_rational_sign(more) < 0 && ny_rational_compare(at, made.low) > 0) {
            made.low = at;
            made.below = b;
        }
        if (ny_rational_sign(more) > 0 &&
            (!made.has_high || ny_rational_compare(at, made.high) < 0)) {
            made.has_high = true;
            made.high = at;
            made.above = b;
        }
    }
    *NY_APPEND(of->arena, &of->stability->worths) = made;
}

static void stretch_worths(ny_stressing *of)
{
    const ny_award *award = of->terms->award;
    if (of->stability->winner == NY_NONE || award->words->rule != NY_SCORING_DEDUCTION)
        return;
    for (uint32_t c = 0; c < award->criteria.count; c++)
        if (award->criteria.items[c].within == NY_NONE)
            stretch_worth(of, c, of->stability->winner);
}

void ny_award_stability(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                        uint32_t count, const ny_given_marks *marks, ny_stability *ret_stability)
{
    ny_ranking base;
    *ret_stability = (ny_stability){.winner = NY_NONE};
    ny_award_rank(arena, terms, bids, count, &base);
    ret_stability->winner = ny_award_winner(&base);
    ny_stressing of = {arena, terms, bids, count, marks, &base, ret_stability};
    if (base.problem != NY_AWARD_RANKED || !base.compared)
        return;
    leave_bids_out(&of);
    leave_judges_out(&of);
    move_steps(&of);
    stretch_weights(&of);
    stretch_worths(&of);
}
