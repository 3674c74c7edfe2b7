/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The rows of a measure do not wait for statements, as long as nothing that is asked of a row stands in
 * one: then they can be gone over before the first is drawn, by several threads, a reduction each. What a
 * thread finds is a sum or a count, exact, so it does not matter who found it, or when. */

#include "run/exact_private.h"

#include "base/parallel.h"
#include "run/lane.h"

typedef struct ny_ahead_one {
    bool is_there;
    ny_measured measured;
    ny_gathered gathered;
} ny_ahead_one;

struct ny_ahead {
    const ny_exact *exact;
    uint32_t count;
    uint32_t *reductions; /* those that wait for no statement */
    ny_arena **arenas;    /* one each */
    ny_ahead_one **of;    /* by reduction, then by period; NULL */
};

/* --- which ------------------------------------------------------------------------------------- */

/* A row's own value, or one that is there before the statements. */
static bool is_early(const ny_plan *plan, uint32_t op)
{
    if (op == NY_NONE)
        return true;
    ny_grain_kind grain = plan->ops.items[op].grain.kind;
    return grain == NY_GRAIN_ROW || grain == NY_GRAIN_CONTRACT;
}

static bool are_early(const ny_plan *plan, const uint32_t *ops, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_early(plan, ops[i]))
            return false;
    return true;
}

static bool estimate_is_early(const ny_plan *plan, const ny_estimation *estimate)
{
    return estimate->form == NY_ESTIMATOR_NONE ||
           (is_early(plan, estimate->event) && is_early(plan, estimate->start) &&
            is_early(plan, estimate->limit) &&
            are_early(plan, estimate->censored.items, estimate->censored.count) &&
            are_early(plan, estimate->competing.items, estimate->competing.count));
}

static bool exclusions_are_early(const ny_plan *plan, uint32_t table)
{
    for (uint32_t e = 0; e < plan->exclusions.count; e++)
        if (plan->exclusions.items[e].table == table &&
            !is_early(plan, plan->exclusions.items[e].where))
            return false;
    return true;
}

/* A row of another group may stop the run, and then in its turn. */
static bool program_is_early(const ny_plan *plan, ny_program program)
{
    for (uint32_t i = 0; i < program.count; i++) {
        const ny_op *op = &plan->ops.items[plan->programs.items[program.first + i]];
        if (op->code == NY_OP_AMONG ||
            (op->operands &&
             !are_early(plan, plan->operands.items + op->first_operand, op->operands)))
            return false;
    }
    return true;
}

static bool is_sum_or_count(ny_reduce reduce)
{
    return reduce == NY_REDUCE_SHARE || reduce == NY_REDUCE_MEAN || reduce == NY_REDUCE_SUM ||
           reduce == NY_REDUCE_COUNT || reduce == NY_REDUCE_RATE || reduce == NY_REDUCE_RATIO;
}

static bool can_go_ahead(const ny_exact *exact, const ny_reduction *reduction)
{
    const ny_plan *plan = exact->plan;
    return is_sum_or_count(reduction->reduce) && reduction->same == NY_NONE &&
           is_early(plan, reduction->where) && is_early(plan, reduction->value) &&
           is_early(plan, reduction->second) && estimate_is_early(plan, &reduction->estimate) &&
           exclusions_are_early(plan, reduction->table) &&
           program_is_early(plan, reduction->program);
}

/* --- gathering --------------------------------------------------------------------------------- */

/* All periods of one reduction, until one would stop the run. */
static void gather_one(void *context, uint32_t number)
{
    ny_ahead *ahead = context;
    ny_exact exact = *ahead->exact;
    ny_result result = *exact.result;
    uint32_t reduction = ahead->reductions[number];
    exact.arena = ahead->arenas[number];
    exact.scratch = ny_arena_create();
    exact.slots = NY_NEW_ARRAY(exact.arena, ny_value, exact.plan->ops.count + 1);
    exact.block = NULL;
    exact.result = &result;
    for (exact.period = 0; exact.period < result.periods; exact.period++) {
        ny_ahead_one *one = &ahead->of[reduction][exact.period];
        ny_exact_gather(&exact, reduction, &one->measured, &one->gathered);
        if (result.stop.stopped)
            break;
        one->is_there = true;
    }
    ny_block_end(&exact);
    ny_arena_destroy(exact.scratch);
}

void ny_exact_gather_ahead(ny_exact *exact)
{
    const ny_plan *plan = exact->plan;
    const ny_inputs *inputs = exact->inputs;
    if (inputs->threads < 2 || inputs->row_by_row || inputs->trace_count ||
        exact->result->stop.stopped)
        return;
    ny_ahead *ahead = NY_NEW(exact->arena, ny_ahead);
    ahead->exact = exact;
    ahead->reductions = NY_NEW_ARRAY(exact->arena, uint32_t, plan->reductions.count);
    ahead->of = NY_NEW_ARRAY(exact->arena, ny_ahead_one *, plan->reductions.count);
    ahead->arenas = NY_NEW_ARRAY(exact->arena, ny_arena *, plan->reductions.count);
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        const ny_op *of = &plan->ops.items[op];
        if (of->code != NY_OP_REDUCE || of->grain.kind != NY_GRAIN_EACH_PERIOD ||
            ahead->of[of->aux] || !can_go_ahead(exact, &plan->reductions.items[of->aux]))
            continue;
        ahead->of[of->aux] = NY_NEW_ARRAY(exact->arena, ny_ahead_one, exact->result->periods);
        ahead->arenas[ahead->count] = ny_arena_create();
        ahead->reductions[ahead->count++] = of->aux;
    }
    ny_parallel(inputs->threads, ahead->count, gather_one, ahead);
    exact->ahead = ahead;
}

/* --- taking ------------------------------------------------------------------------------------ */

static ny_rational kept(ny_exact *exact, ny_rational number)
{
    return ny_exact_keep(exact, NY_KIND_NUMBER, ny_value_number(number)).is.number;
}

bool ny_exact_gathered_ahead(ny_exact *exact, uint32_t reduction, ny_measured *measured,
                             ny_gathered *gathered)
{
    uint32_t exclusions = exact->plan->exclusions.count;
    const ny_ahead_one *one = exact->ahead && exact->ahead->of[reduction]
                                  ? &exact->ahead->of[reduction][exact->period]
                                  : NULL;
    if (!one || !one->is_there || exact->group != NY_NONE)
        return false;
    *measured = one->measured;
    measured->excluded = NY_NEW_ARRAY(exact->arena, uint32_t, exclusions + 1);
    for (uint32_t e = 0; e < exclusions; e++)
        measured->excluded[e] = one->measured.excluded[e];
    *gathered = one->gathered;
    gathered->sum = kept(exact, gathered->sum);
    gathered->second = kept(exact, gathered->second);
    gathered->evidence.squares = kept(exact, gathered->evidence.squares);
    return true;
}

void ny_exact_ahead_end(ny_exact *exact)
{
    for (uint32_t i = 0; exact->ahead && i < exact->ahead->count; i++)
        ny_arena_destroy(exact->ahead->arenas[i]);
    exact->ahead = NULL;
}
