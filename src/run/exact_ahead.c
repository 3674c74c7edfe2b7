/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The rows of a measure do not wait for statements, as long as nothing that is asked of a row stands in
 * one: then they can be gone over before the first is drawn, by several threads. Measures that look at the
 * same rows in the same statement go over them together, block by block, so that what several of them ask
 * of a row is computed once. What a thread finds is a sum or a count, exact, so it does not matter who found
 * it, or when. */

#include "run/exact_private.h"

#include "base/parallel.h"
#include "run/lane.h"

typedef struct ny_ahead_one {
    uint32_t reduction;
    ny_measured measured;
    ny_gathered gathered;
} ny_ahead_one;

/* Reductions that go over the same rows in one statement. */
typedef struct ny_together {
    uint32_t period, table, first, end;
    NY_LIST(ny_ahead_one) all;
    ny_arena *arena; /* of what they find */
    bool is_done;
} ny_together;

struct ny_ahead {
    const ny_exact *exact;
    NY_LIST(ny_together) together;
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

static void gather_together(void *context, uint32_t number)
{
    ny_ahead *ahead = context;
    ny_together *together = &ahead->together.items[number];
    ny_result result;
    ny_exact exact = ny_exact_apart(ahead->exact, together->arena, &result);
    exact.period = together->period;
    for (uint32_t row = together->first, end; row < together->end && !result.stop.stopped;
         row = end) {
        end = together->end - row < NY_LANES ? together->end : row + NY_LANES;
        for (uint32_t i = 0; i < together->all.count; i++) {
            ny_ahead_one *one = &together->all.items[i];
            for (uint32_t at = row; at < end && !result.stop.stopped;)
                at += ny_exact_gather_at(&exact, one->reduction, at, end, &one->measured,
                                         &one->gathered);
        }
    }
    together->is_done = !result.stop.stopped;
    ny_exact_apart_end(&exact);
}

static ny_together *together_with(ny_ahead *ahead, ny_exact *exact, uint32_t table, uint32_t first,
                                  uint32_t end)
{
    for (uint32_t i = 0; i < ahead->together.count; i++) {
        ny_together *of = &ahead->together.items[i];
        if (of->period == exact->period && of->table == table && of->first == first &&
            of->end == end)
            return of;
    }
    ny_together *made = NY_APPEND(exact->arena, &ahead->together);
    *made = (ny_together){exact->period, table, first, end, .arena = ny_arena_create()};
    return made;
}

static void add_reduction(ny_ahead *ahead, ny_exact *exact, uint32_t number)
{
    ny_ahead_one one = {.reduction = number};
    uint32_t first, end;
    ny_exact_gather_begin(exact, number, &one.measured, &one.gathered, &first, &end);
    ny_together *together =
        together_with(ahead, exact, exact->plan->reductions.items[number].table, first, end);
    *NY_APPEND(exact->arena, &together->all) = one;
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
    for (exact->period = 0; exact->period < exact->result->periods; exact->period++)
        for (uint32_t op = 0; op < plan->ops.count; op++) {
            const ny_op *of = &plan->ops.items[op];
            if (of->code == NY_OP_REDUCE && of->grain.kind == NY_GRAIN_EACH_PERIOD &&
                can_go_ahead(exact, &plan->reductions.items[of->aux]))
                add_reduction(ahead, exact, of->aux);
        }
    exact->period = 0;
    ny_parallel(inputs->threads, ahead->together.count, gather_together, ahead);
    exact->ahead = ahead;
}

static const ny_ahead_one *find_one(const ny_exact *exact, uint32_t reduction)
{
    for (uint32_t i = 0; exact->ahead && i < exact->ahead->together.count; i++) {
        const ny_together *together = &exact->ahead->together.items[i];
        if (together->period != exact->period || !together->is_done)
            continue;
        for (uint32_t j = 0; j < together->all.count; j++)
            if (together->all.items[j].reduction == reduction)
                return &together->all.items[j];
    }
    return NULL;
}

/* --- taking ------------------------------------------------------------------------------------ */

bool ny_exact_gathered_ahead(ny_exact *exact, uint32_t reduction, ny_measured *measured,
                             ny_gathered *gathered)
{
    uint32_t exclusions = exact->plan->exclusions.count;
    const ny_ahead_one *one = exact->group == NY_NONE ? find_one(exact, reduction) : NULL;
    if (!one)
        return false;
    *measured = one->measured;
    measured->excluded = NY_NEW_ARRAY(exact->arena, uint32_t, exclusions + 1);
    for (uint32_t e = 0; e < exclusions; e++)
        measured->excluded[e] = one->measured.excluded[e];
    *gathered = one->gathered;
    gathered->sum = ny_exact_keep_number(exact, gathered->sum);
    gathered->second = ny_exact_keep_number(exact, gathered->second);
    gathered->evidence.squares = ny_exact_keep_number(exact, gathered->evidence.squares);
    return true;
}

void ny_exact_ahead_end(ny_exact *exact)
{
    for (uint32_t i = 0; exact->ahead && i < exact->ahead->together.count; i++)
        ny_arena_destroy(exact->ahead->together.items[i].arena);
    exact->ahead = NULL;
}
