/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See award_stress.h. Weights: with the weight of criterion k moved to t and the others scaled by
 * (1 - t) / (1 - w), the totals of two bids are straight lines in t,
 *   T(t) = t p_k + (1 - t) R,  R = (T(w) - w p_k) / (1 - w),
 * so the weights at which the winner changes are crossings of lines: found exactly, not by a grid. */

#include "use/award_stress.h"

typedef struct ny_stressing {
    ny_arena *arena, *scratch; /* scratch: one case, then given back */
    const ny_award_terms *terms;
    const ny_standing *bids;
    uint32_t count;
    const ny_given_marks *marks;
    uint32_t *mark_order; /* numbers of marks, by bid and criterion */
    uint32_t *first_mark; /* by bid and criterion: where in the order its marks begin */
    const ny_ranking *base;
    ny_stability *stability;
} ny_stressing;

ny_rational ny_lead(ny_arena *arena, const ny_ranking *ranking, uint32_t a, uint32_t b)
{
    ny_rational lead =
        ny_rational_subtract(arena, ranking->places[a].compared, ranking->places[b].compared);
    return ranking->higher_wins ? lead : ny_rational_negate(arena, lead);
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

/* What becomes of the award with these bids. */
static ny_stability_case judge(ny_stressing *of, const ny_standing *bids)
{
    ny_ranking ranking;
    ny_award_rank(of->scratch, of->terms, bids, of->count, &ranking);
    uint32_t winner = ny_award_winner(&ranking);
    return (ny_stability_case){.winner = winner,
                               .changed = winner != of->stability->winner,
                               .order_changed = ranking.problem != NY_AWARD_RANKED ||
                                                order_differs(of, &ranking)};
}

static void judge_case(ny_stressing *of, const ny_standing *bids, ny_stability_case made)
{
    ny_stability_case judged = judge(of, bids);
    made.winner = judged.winner;
    made.changed = judged.changed;
    made.order_changed = judged.order_changed;
    *NY_APPEND(of->arena, &of->stability->cases) = made;
    ny_arena_reset(of->scratch);
}

static ny_standing *copy_bids(const ny_stressing *of)
{
    ny_standing *bids = NY_NEW_ARRAY(of->scratch, ny_standing, of->count + 1);
    for (uint32_t i = 0; i < of->count; i++)
        bids[i] = of->bids[i];
    return bids;
}

static void leave_bids_out(ny_stressing *of)
{
    for (uint32_t i = 0; i < of->count; i++) {
        if (!of->bids[i].in || i == of->stability->winner)
            continue;
        ny_standing *bids = copy_bids(of);
        bids[i].in = false;
        judge_case(of, bids,
                   (ny_stability_case){.kind = NY_STABILITY_BID_OUT, .which = i, .bid = i});
    }
}

/* Where the marks of each bid by each criterion stand, so that thousands of moves look at few marks each. */
static void order_marks(ny_stressing *of)
{
    size_t criteria = of->terms->award->criteria.count, places = of->count * criteria;
    of->first_mark = NY_NEW_ARRAY(of->arena, uint32_t, places + 2);
    of->mark_order = NY_NEW_ARRAY(of->arena, uint32_t, of->marks->count + 1);
    for (uint32_t m = 0; m < of->marks->count; m++)
        of->first_mark[of->marks->items[m].bid * criteria + of->marks->items[m].criterion + 2]++;
    for (size_t i = 2; i < places + 2; i++)
        of->first_mark[i] += of->first_mark[i - 1];
    for (uint32_t m = 0; m < of->marks->count; m++)
        of->mark_order[of->first_mark[of->marks->items[m].bid * criteria +
                                      of->marks->items[m].criterion + 1]++] = m;
}

/* The bid's mark by a criterion with the mark numbered `moved` at `to`, or without that of a judge. */
static ny_rational mark_of(const ny_stressing *of, uint32_t bid, uint32_t criterion,
                           uint32_t without, uint32_t moved, ny_rational to)
{
    size_t place = (size_t)bid * of->terms->award->criteria.count + criterion;
    uint32_t first = of->first_mark[place], end = of->first_mark[place + 1], count = 0;
    ny_rational *marks = NY_NEW_ARRAY(of->scratch, ny_rational, end - first + 1);
    for (uint32_t i = first; i < end; i++) {
        uint32_t m = of->mark_order[i];
        if (of->marks->items[m].judge != without)
            marks[count++] = m == moved ? to : of->marks->items[m].points;
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
            bids[b].values = NY_NEW_ARRAY(of->scratch, ny_rational, award->criteria.count + 1);
            for (uint32_t c = 0; c < award->criteria.count; c++)
                bids[b].values[c] =
                    bids[b].in && award->criteria.items[c].words->judging == NY_JUDGED_BY_JUDGES
                        ? mark_of(of, b, c, j, NY_NONE, NY_RATIONAL_ZERO)
                        : of->bids[b].values[c];
        }
        judge_case(of, bids,
                   (ny_stability_case){.kind = NY_STABILITY_JUDGE_OUT, .which = j, .bid = NY_NONE});
    }
}

/* One judge's mark one higher or lower, and what then counts of all marks, by the contract's own mean or
 * median. Judges whose moves come to the same mark share one ranking. */
static void move_marks_of(ny_stressing *of, uint32_t bid, uint32_t c, bool up)
{
    const ny_criterion *criterion = &of->terms->award->criteria.items[c];
    uint32_t criteria = of->terms->award->criteria.count;
    size_t place = (size_t)bid * criteria + c;
    ny_rational last = of->bids[bid].values[c];
    ny_stability_case known = {.winner = of->stability->winner};
    for (uint32_t i = of->first_mark[place]; i < of->first_mark[place + 1]; i++) {
        const ny_given_mark *mark = &of->marks->items[of->mark_order[i]];
        ny_rational to = up ? ny_rational_add(of->arena, mark->points, NY_RATIONAL_ONE)
                            : ny_rational_subtract(of->arena, mark->points, NY_RATIONAL_ONE);
        if (ny_rational_compare(to, criterion->fewest) < 0 ||
            ny_rational_compare(to, criterion->most) > 0)
            continue;
        ny_rational moved = mark_of(of, bid, c, NY_NONE, of->mark_order[i], to);
        if (ny_rational_compare(moved, last) != 0) {
            ny_standing *bids = copy_bids(of);
            bids[bid].values = NY_NEW_ARRAY(of->scratch, ny_rational, criteria + 1);
            for (uint32_t k = 0; k < criteria; k++)
                bids[bid].values[k] = k == c ? moved : of->bids[bid].values[k];
            known = judge(of, bids);
            last = moved;
        }
        *NY_APPEND(of->arena, &of->stability->cases) =
            (ny_stability_case){.kind = NY_STABILITY_STEP,
                                .which = c,
                                .bid = bid,
                                .judge = mark->judge,
                                .from = mark->points,
                                .to = to,
                                .up = up,
                                .winner = known.winner,
                                .changed = known.changed,
                                .order_changed = known.order_changed};
        ny_arena_reset(of->scratch);
    }
}

static void move_steps(ny_stressing *of)
{
    const ny_award *award = of->terms->award;
    for (uint32_t b = 0; b < of->count; b++)
        for (uint32_t c = 0; of->bids[b].in && c < award->criteria.count; c++)
            for (int up = 0; up < 2; up++)
                if (award->criteria.items[c].words->judging == NY_JUDGED_BY_JUDGES)
                    move_marks_of(of, b, c, up == 1);
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
    if (base.problem != NY_AWARD_RANKED || !base.compared)
        return;
    ny_stressing of = {.arena = arena,
                       .scratch = ny_arena_create(),
                       .terms = terms,
                       .bids = bids,
                       .count = count,
                       .marks = marks,
                       .base = &base,
                       .stability = ret_stability};
    order_marks(&of);
    leave_bids_out(&of);
    leave_judges_out(&of);
    move_steps(&of);
    ny_arena_destroy(of.scratch);
    stretch_weights(&of);
    stretch_worths(&of);
}
