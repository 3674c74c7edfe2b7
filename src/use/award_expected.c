/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See award_expected.h. Worlds go by the chunk, of which only the party's account is kept: a world of a
 * contract is some hundred figures, and a tender has many bids. A mean over chunks put side by side is
 * the mean that `simulate` gives, digit for digit: both run over the worlds in their order. */

#include "use/award_expected.h"

#include "base/bug.h"
#include "use/estimate.h"

#include <math.h>

#define WORLDS_A_CHUNK (4 * NY_KEPT_BLOCK)

/* --- one criterion over all worlds --------------------------------------------------------------- */

typedef struct ny_expecting {
    ny_arena *arena;
    const ny_expected_asked *asked;
    ny_expectation *made;
    ny_expected_stop *stop;
    ny_alternative *alternatives; /* of the bids that are in, side by side */
    uint32_t *bid_of;             /* by alternative */
    uint32_t count;
} ny_expecting;

static bool fail(ny_expecting *of, ny_expected_problem problem)
{
    of->stop->problem = problem;
    return false;
}

static bool is_of_party(const ny_model *model, uint32_t party, uint32_t of)
{
    const ny_party *whole = &model->parties.items[party];
    if (party == of)
        return true;
    for (uint32_t i = 0; whole->together && i < whole->members.count; i++)
        if (whole->members.items[i] == of)
            return true;
    return false;
}

/* Is this account one of the party's, in the money that the criterion is counted in? */
static bool counts(const ny_expecting *of, const ny_kept *kept, uint32_t account)
{
    const ny_model *contract = of->asked->model;
    const ny_criterion *criterion = &contract->award.criteria.items[of->asked->criterion];
    const ny_kept_account *one = &kept->accounts.items[account];
    uint32_t party = ny_model_party(kept->model, contract->parties.items[criterion->party].name);
    if (party == NY_NONE || one->currency == NY_NONE ||
        !is_of_party(kept->model, party, one->party))
        return false;
    ny_text currency = kept->model->currencies.items[one->currency].name;
    for (uint32_t i = 0; i < contract->currencies.count; i++)
        if (ny_unit_exponent(criterion->type.unit, contract->currencies.items[i].unit))
            return ny_text_equal(currency, contract->currencies.items[i].name);
    NY_BUG("criterion in no currency");
}

static bool flows(const ny_expecting *of, const ny_worlds *worlds)
{
    for (uint32_t a = 0; a < worlds->alternatives[0].accounts.count; a++)
        if (counts(of, &worlds->alternatives[0], a))
            return true;
    return false;
}

static bool fail_undefined(ny_expecting *of, uint32_t bid, uint32_t world, ny_text reason)
{
    of->stop->bid = bid;
    of->stop->world = world;
    of->stop->reason = ny_text_copy(of->arena, reason);
    return fail(of, NY_EXPECTED_UNDEFINED);
}

/* The chunk's worlds without a figure must be the same for every bid. */
static bool leave_out(ny_expecting *of, const ny_worlds *worlds)
{
    const ny_kept *first = &worlds->alternatives[0];
    for (uint32_t i = 1; i < of->count; i++) {
        const ny_kept *kept = &worlds->alternatives[i];
        for (uint32_t k = 0; k < kept->undefined.count || k < first->undefined.count; k++) {
            const ny_undefined_world *a =
                k < first->undefined.count ? &first->undefined.items[k] : NULL;
            const ny_undefined_world *b =
                k < kept->undefined.count ? &kept->undefined.items[k] : NULL;
            if (b && (!a || b->world < a->world))
                return fail_undefined(of, of->bid_of[i], b->world, b->reason);
            if (a && (!b || a->world < b->world))
                return fail_undefined(of, of->bid_of[0], a->world, a->reason);
        }
    }
    for (uint32_t k = 0; k < first->undefined.count; k++) {
        if (!of->made->left_out.count)
            of->made->left_out_why = ny_text_copy(of->arena, first->undefined.items[k].reason);
        *NY_APPEND(of->arena, &of->made->left_out) = first->undefined.items[k].world;
    }
    return true;
}

/* Bids that were not run stand by the worlds of `others`, which must be the same. */
static bool take_others(ny_expecting *of)
{
    const ny_expectation *others = of->asked->others;
    const ny_expectation *made = of->made;
    uint32_t most = others->left_out.count > made->left_out.count ? others->left_out.count
                                                                  : made->left_out.count;
    for (uint32_t k = 0; of->count && k < most; k++) {
        uint32_t own = k < made->left_out.count ? made->left_out.items[k] : NY_NONE;
        uint32_t other = k < others->left_out.count ? others->left_out.items[k] : NY_NONE;
        if (own != other)
            return fail_undefined(of, of->bid_of[0], own < other ? own : other,
                                  own < other ? made->left_out_why : others->left_out_why);
    }
    for (uint32_t b = 0; b < made->bids; b++)
        if (others->of[b].in && !made->by_world[b]) {
            made->by_world[b] = others->by_world[b];
            made->of[b] = others->of[b];
        }
    return true;
}

static void take_accounts(const ny_expecting *of, const ny_worlds *worlds)
{
    const ny_criterion *criterion = &of->asked->model->award.criteria.items[of->asked->criterion];
    bool cost = criterion->words->expected.what == NY_KEYWORD_COST;
    for (uint32_t i = 0; i < of->count; i++) {
        const ny_kept *kept = &worlds->alternatives[i];
        double *to = of->made->by_world[of->bid_of[i]] + of->made->worlds;
        for (uint32_t a = 0; a < kept->accounts.count; a++) {
            uint32_t at = 0;
            for (uint32_t w = 0; counts(of, kept, a) && w < worlds->worlds; w++)
                if (ny_kept_defined(kept, w))
                    to[at++] += cost ? -ny_kept_row(kept, w)[a] : ny_kept_row(kept, w)[a];
        }
    }
    of->made->worlds += worlds->worlds - worlds->alternatives[0].undefined.count;
}

typedef struct ny_chunk_progress {
    const ny_progress *outer;
    uint32_t before, most;
} ny_chunk_progress;

static void tell_outer(void *context, ny_stage stage, ny_text what, uint64_t done, uint64_t all)
{
    const ny_chunk_progress *chunk = context;
    (void)all;
    ny_progress_tell(chunk->outer, stage, what, chunk->before + done, chunk->most);
}

static bool run_chunk(ny_expecting *of, ny_arena *scratch, uint32_t from, uint32_t count)
{
    const ny_expected_asked *asked = of->asked;
    ny_worlds *worlds =
        ny_worlds_prepare(scratch, of->alternatives, of->count, from, asked->seed, 0);
    if (!flows(of, worlds))
        return fail(of, NY_EXPECTED_NO_FLOWS);
    ny_chunk_progress chunk = {asked->progress, from, asked->worlds};
    ny_progress progress = {tell_outer, &chunk};
    ny_worlds_how how = {.threads = asked->threads,
                         .progress = asked->progress ? &progress : NULL,
                         .asked_to_stop = asked->asked_to_stop,
                         .stop_context = asked->stop_context};
    if (ny_worlds_run(worlds, count, &how) == NY_WORLDS_STOPPED)
        return fail(of, NY_EXPECTED_STOPPED);
    if (!leave_out(of, worlds))
        return false;
    take_accounts(of, worlds);
    return true;
}

/* --- rounding ------------------------------------------------------------------------------------ */

static ny_rational round_as_said(ny_arena *arena, const ny_model *model,
                                 const ny_criterion *criterion, double value)
{
    const ny_rounding_words *words = &criterion->words->expected.rounding;
    ny_halves halves = words->halves_said ? words->halves : model->contract->rounding.halves;
    return ny_rational_round(arena, ny_rational_from_double(arena, value), words->to.number,
                             halves);
}

/* Rounding goes over half a step above and below what it gives. */
static void find_edge(ny_arena *arena, const ny_criterion *criterion, ny_expected_of_bid *bid)
{
    ny_rational step = criterion->words->expected.rounding.to.number;
    double off = bid->mean - ny_rational_to_double(bid->value);
    bid->beyond = off < 0 ? ny_rational_subtract(arena, bid->value, step)
                          : ny_rational_add(arena, bid->value, step);
    bid->near_edge = ny_rational_to_double(step) / 2 - fabs(off) < NY_EXPECTED_ERRORS * bid->se;
}

static void finish(const ny_expecting *of)
{
    const ny_expected_asked *asked = of->asked;
    const ny_criterion *criterion = &asked->model->award.criteria.items[asked->criterion];
    for (uint32_t i = 0; i < of->count; i++) {
        ny_expected_of_bid *bid = &of->made->of[of->bid_of[i]];
        ny_figured mean = ny_estimate_mean(of->made->by_world[of->bid_of[i]], of->made->worlds);
        *bid = (ny_expected_of_bid){.in = true, .mean = mean.value, .se = mean.se};
        bid->value = round_as_said(of->arena, asked->model, criterion, mean.value);
        find_edge(of->arena, criterion, bid);
    }
}

bool ny_expected_run(ny_arena *arena, const ny_expected_asked *asked, ny_expectation *ret_expected,
                     ny_expected_stop *ret_stop)
{
    ny_expectation made = {.criterion = asked->criterion,
                           .bids = asked->bids,
                           .seed = asked->seed,
                           .by_world = NY_NEW_ARRAY(arena, double *, (size_t)asked->bids + 1),
                           .of = NY_NEW_ARRAY(arena, ny_expected_of_bid, (size_t)asked->bids + 1)};
    ny_expecting of = {.arena = arena,
                       .asked = asked,
                       .made = &made,
                       .stop = ret_stop,
                       .alternatives = NY_NEW_ARRAY(arena, ny_alternative, (size_t)asked->bids + 1),
                       .bid_of = NY_NEW_ARRAY(arena, uint32_t, (size_t)asked->bids + 1)};
    for (uint32_t b = 0; b < asked->bids; b++) {
        if (!asked->alternatives[b])
            continue;
        of.bid_of[of.count] = b;
        of.alternatives[of.count++] = *asked->alternatives[b];
        made.by_world[b] = NY_NEW_ARRAY(arena, double, (size_t)asked->worlds + 1);
    }
    ny_arena *scratch = ny_arena_create();
    bool good = true;
    for (uint32_t from = 0; good && of.count && from < asked->worlds; from += WORLDS_A_CHUNK) {
        uint32_t left = asked->worlds - from;
        ny_arena_reset(scratch);
        good = run_chunk(&of, scratch, from, left < WORLDS_A_CHUNK ? left : WORLDS_A_CHUNK);
    }
    ny_arena_destroy(scratch);
    if (good && of.count && !made.worlds)
        good = fail_undefined(&of, of.bid_of[0], made.left_out.items[0], made.left_out_why);
    if (good)
        finish(&of);
    if (good && asked->others)
        good = take_others(&of);
    if (good && !of.count && asked->others)
        made = *asked->others;
    if (good)
        *ret_expected = made;
    return good;
}

/* --- into the bids -------------------------------------------------------------------------------- */

static ny_rational *own_values(ny_arena *arena, const ny_rational *values, uint32_t criteria)
{
    ny_rational *own = NY_NEW_ARRAY(arena, ny_rational, (size_t)criteria + 1);
    for (uint32_t c = 0; c < criteria; c++)
        own[c] = values[c];
    return own;
}

void ny_expected_put(ny_arena *arena, const ny_award_terms *terms, const ny_expectation *expected,
                     uint32_t count, ny_standing *bids, uint32_t bid_count)
{
    for (uint32_t b = 0; b < bid_count; b++) {
        if (!bids[b].in)
            continue;
        bids[b].values = own_values(arena, bids[b].values, terms->award->criteria.count);
        for (uint32_t i = 0; i < count; i++)
            bids[b].values[expected[i].criterion] = expected[i].of[b].value;
    }
}

void ny_expected_in_world(ny_arena *arena, const ny_award_terms *terms,
                          const ny_expectation *expected, uint32_t count, uint32_t world,
                          const ny_standing *bids, uint32_t bid_count, ny_standing *ret_bids)
{
    for (uint32_t b = 0; b < bid_count; b++) {
        ret_bids[b] = bids[b];
        if (!bids[b].in)
            continue;
        ret_bids[b].values = own_values(arena, bids[b].values, terms->award->criteria.count);
        for (uint32_t i = 0; i < count; i++)
            ret_bids[b].values[expected[i].criterion] = round_as_said(
                arena, terms->model, &terms->award->criteria.items[expected[i].criterion],
                expected[i].by_world[b][world]);
    }
}

/* --- is it decided? ------------------------------------------------------------------------------- */

/* More simulated criteria than this are moved all up and all down only. */
#define DIRECTIONS_MOST 10
/* The least part that undoes a ranking is found to one in so many. */
#define HALVINGS 40

typedef struct ny_deciding {
    ny_arena *arena, *scratch;
    const ny_award_terms *terms;
    const ny_standing *bids;
    uint32_t bid_count;
    const ny_expectation *expected;
    uint32_t count;
    const ny_ranking *base;
    uint32_t first;
} ny_deciding;

/* Below 0: the first stands before the other. */
static int order_of(const ny_ranking *ranking, uint32_t first, uint32_t other)
{
    uint32_t a = ranking->places[first].rank, b = ranking->places[other].rank;
    return (a > b) - (a < b);
}

/* Does the other stand otherwise to the first, with one of the two moved by part × 3 se? */
static bool undone_by(const ny_deciding *of, const ny_open_pair *pair, uint32_t moved,
                      uint32_t directions, double part)
{
    ny_arena_reset(of->scratch);
    ny_standing *bids = NY_NEW_ARRAY(of->scratch, ny_standing, (size_t)of->bid_count + 1);
    for (uint32_t b = 0; b < of->bid_count; b++)
        bids[b] = of->bids[b];
    bids[moved].values =
        own_values(of->scratch, bids[moved].values, of->terms->award->criteria.count);
    for (uint32_t i = 0; i < of->count; i++) {
        uint32_t criterion = of->expected[i].criterion;
        double by = NY_EXPECTED_ERRORS * pair->ses[i] * part;
        bool up = directions >> (i < DIRECTIONS_MOST ? i : 0) & 1;
        bids[moved].values[criterion] = round_as_said(
            of->scratch, of->terms->model, &of->terms->award->criteria.items[criterion],
            of->expected[i].of[moved].mean + (up ? by : -by));
    }
    ny_ranking ranking;
    ny_award_rank(of->scratch, of->terms, bids, of->bid_count, &ranking);
    return ranking.problem != NY_AWARD_RANKED ||
           order_of(&ranking, of->first, pair->bid) != order_of(of->base, of->first, pair->bid);
}

static bool undone(const ny_deciding *of, const ny_open_pair *pair, double part)
{
    uint32_t axes = of->count < DIRECTIONS_MOST ? of->count : DIRECTIONS_MOST;
    for (uint32_t directions = 0; directions < 1u << axes; directions++)
        if (undone_by(of, pair, pair->bid, directions, part) ||
            undone_by(of, pair, of->first, directions, part))
            return true;
    return false;
}

/* The difference of two bids, world by world. */
static void find_gap(const ny_deciding *of, ny_open_pair *pair, uint32_t number)
{
    const ny_expectation *expected = &of->expected[number];
    double *apart = NY_NEW_ARRAY(of->scratch, double, (size_t)expected->worlds + 1);
    for (uint32_t w = 0; w < expected->worlds; w++)
        apart[w] = expected->by_world[pair->bid][w] - expected->by_world[of->first][w];
    ny_figured gap = ny_estimate_mean(apart, expected->worlds);
    pair->gaps[number] = gap.value;
    pair->ses[number] = gap.se;
}

static void judge_pair(const ny_deciding *of, uint32_t bid, ny_decision *decision)
{
    ny_open_pair pair = {.bid = bid,
                         .gaps = NY_NEW_ARRAY(of->arena, double, (size_t)of->count + 1),
                         .ses = NY_NEW_ARRAY(of->arena, double, (size_t)of->count + 1)};
    for (uint32_t i = 0; i < of->count; i++) {
        ny_arena_reset(of->scratch);
        find_gap(of, &pair, i);
    }
    if (!undone(of, &pair, 1))
        return;
    double holds = 0, undoes = 1;
    for (uint32_t i = 0; i < HALVINGS; i++) {
        double middle = (holds + undoes) / 2;
        if (undone(of, &pair, middle))
            undoes = middle;
        else
            holds = middle;
    }
    pair.part = holds > 0 ? undoes : 0;
    pair.worlds = holds > 0 ? 1 / (undoes * undoes) : 0;
    decision->decided = false;
    *NY_APPEND(of->arena, &decision->open) = pair;
}

static void judge_rounding(const ny_deciding *of, uint32_t number, uint32_t bid,
                           ny_decision *decision)
{
    const ny_expectation *expected = &of->expected[number];
    ny_standing *bids = NY_NEW_ARRAY(of->scratch, ny_standing, (size_t)of->bid_count + 1);
    for (uint32_t b = 0; b < of->bid_count; b++)
        bids[b] = of->bids[b];
    bids[bid].values = own_values(of->scratch, bids[bid].values, of->terms->award->criteria.count);
    bids[bid].values[expected->criterion] = expected->of[bid].beyond;
    ny_ranking ranking;
    ny_award_rank(of->scratch, of->terms, bids, of->bid_count, &ranking);
    uint32_t winner = ny_award_winner(&ranking);
    if (winner != ny_award_winner(of->base))
        *NY_APPEND(of->arena, &decision->roundings) =
            (ny_rounding_hangs){.expected = number, .bid = bid, .winner = winner};
}

void ny_award_decide(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                     uint32_t bid_count, const ny_expectation *expected, uint32_t count,
                     ny_decision *ret_decision)
{
    ny_decision decision = {.decided = true, .first = NY_NONE};
    ny_ranking base;
    *ret_decision = decision;
    if (!count)
        return;
    ny_award_rank(arena, terms, bids, bid_count, &base);
    if (base.problem != NY_AWARD_RANKED || !base.compared)
        return;
    decision.first = base.order[0];
    ny_deciding of = {.arena = arena,
                      .scratch = ny_arena_create(),
                      .terms = terms,
                      .bids = bids,
                      .bid_count = bid_count,
                      .expected = expected,
                      .count = count,
                      .base = &base,
                      .first = decision.first};
    for (uint32_t i = 1; i < base.compared; i++)
        judge_pair(&of, base.order[i], &decision);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t b = 0; b < bid_count; b++) {
            ny_arena_reset(of.scratch);
            if (bids[b].in && expected[i].of[b].near_edge)
                judge_rounding(&of, i, b, &decision);
        }
    ny_arena_destroy(of.scratch);
    *ret_decision = decision;
}
