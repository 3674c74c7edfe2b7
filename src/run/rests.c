/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See rests.h. */

#include "run/rests.h"

static uint32_t later(uint32_t a, uint32_t b)
{
    return a == NY_NONE ? b : b == NY_NONE ? a : a > b ? a : b;
}

static uint32_t rests_on(const ny_plan *plan, const uint32_t *rests, uint32_t periods,
                         const ny_op *op, uint32_t period)
{
    uint32_t latest = NY_NONE;
    static const uint32_t none = NY_NONE;
    const uint32_t *operands = op->operands ? plan->operands.items + op->first_operand : &none;
    if (op->code == NY_OP_REDUCE || op->code == NY_OP_REDUCE_BY || op->code == NY_OP_ROWS_OF ||
        op->code == NY_OP_KNOWN_OF || op->code == NY_OP_EVENTS_OF || op->code == NY_OP_LOW_OF ||
        op->code == NY_OP_HIGH_OF)
        return op->grain.kind == NY_GRAIN_CONTRACT ? NY_NONE : period;
    if (op->code == NY_OP_PREVIOUS)
        return period == 0 ? NY_NONE : rests[(size_t)operands[0] * periods + period - 1];
    if (op->code == NY_OP_FINAL)
        return plan->final_period > period
                   ? NY_NONE
                   : rests[(size_t)operands[0] * periods + plan->final_period];
    if (op->code == NY_OP_IN_FIRST)
        return rests[(size_t)operands[period == 0 ? 0 : 1] * periods + period];
    for (uint32_t i = 0; i < op->operands; i++)
        latest = later(latest, rests[(size_t)operands[i] * periods + period]);
    return latest;
}

uint32_t *ny_rests_on(ny_arena *arena, const ny_plan *plan, uint32_t periods)
{
    uint32_t *rests = NY_NEW_ARRAY(arena, uint32_t, (size_t)plan->ops.count * periods + 1);
    for (uint32_t p = 0; p < periods; p++)
        for (uint32_t op = 0; op < plan->ops.count; op++)
            rests[(size_t)op * periods + p] =
                rests_on(plan, rests, periods, &plan->ops.items[op], p);
    return rests;
}

uint32_t ny_rests_of_payment(const uint32_t *rests, const ny_plan_payment *payment,
                             uint32_t periods, uint32_t period)
{
    const uint32_t parts[] = {payment->amount, payment->where, payment->when, payment->if_by_then};
    uint32_t latest = NY_NONE;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] != NY_NONE)
            latest = later(latest, rests[(size_t)parts[i] * periods + period]);
    return latest;
}
