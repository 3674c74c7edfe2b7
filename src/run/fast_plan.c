/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the fast evaluator knows of a plan before any run: which operations say the same, which do
 * not depend on the statement, which no run changes. Done once for all worlds. */

#include "run/fast_private.h"

#include "base/bug.h"

#define NY_BUCKETS 1024u

/* --- which operations say the same ------------------------------------------------------------ */

static bool same_constant(ny_value a, ny_value b, ny_kind kind)
{
    if (a.state != b.state || a.state != NY_KNOWN)
        return a.state == b.state;
    switch (kind) {
    case NY_KIND_NUMBER:
        return a.is.number.denominator != 0 && a.is.number.denominator == b.is.number.denominator &&
               a.is.number.numerator == b.is.number.numerator;
    case NY_KIND_DATE:
        return a.is.date == b.is.date;
    case NY_KIND_YES_NO:
    case NY_KIND_WORD:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
        return a.is.index == b.is.index;
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        break;
    }
    return false;
}

typedef struct ny_alike {
    const ny_plan *plan;
    uint32_t *same; /* by operation: the first that says the same */
    uint32_t *next; /* by operation: of its bucket */
    uint32_t first[NY_BUCKETS];
} ny_alike;

static uint32_t operand_of(const ny_alike *alike, const ny_op *op, uint32_t index)
{
    uint32_t operand = alike->plan->operands.items[op->first_operand + index];
    return operand < alike->plan->ops.count ? alike->same[operand] : operand;
}

static uint32_t bucket_of(const ny_alike *alike, const ny_op *op)
{
    uint32_t hash = (uint32_t)op->code * 31 + (uint32_t)op->kind;
    if (op->code != NY_OP_CONSTANT)
        hash = (hash * 31 + op->aux) * 31 + op->table;
    for (uint32_t i = 0; i < op->operands; i++)
        hash = hash * 31 + operand_of(alike, op, i);
    return (hash ^ hash >> 10) % NY_BUCKETS;
}

static bool are_alike(const ny_alike *alike, const ny_op *a, const ny_op *b)
{
    if (a->code != b->code || a->kind != b->kind || a->grain.kind != b->grain.kind ||
        a->grain.table != b->grain.table || a->operands != b->operands ||
        a->is_whole != b->is_whole)
        return false;
    if (a->code == NY_OP_CONSTANT)
        return same_constant(alike->plan->constants.items[a->aux],
                             alike->plan->constants.items[b->aux], a->kind);
    if (a->grain.kind != NY_GRAIN_ROW || a->aux != b->aux || a->table != b->table)
        return false;
    for (uint32_t i = 0; i < a->operands; i++)
        if (operand_of(alike, a, i) != operand_of(alike, b, i))
            return false;
    return true;
}

/* Operands stand before what they make. */
static void find_alike(ny_arena *arena, ny_alike *alike)
{
    const ny_plan *plan = alike->plan;
    alike->same = NY_NEW_ARRAY(arena, uint32_t, (size_t)plan->ops.count + 1);
    alike->next = NY_NEW_ARRAY(arena, uint32_t, (size_t)plan->ops.count + 1);
    for (uint32_t i = 0; i < NY_BUCKETS; i++)
        alike->first[i] = NY_NONE;
    for (uint32_t op = 0; op < plan->ops.count; op++)
        alike->same[op] = op;
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        const ny_op *of = &plan->ops.items[op];
        uint32_t *bucket = &alike->first[bucket_of(alike, of)], other = *bucket;
        while (other != NY_NONE && !are_alike(alike, of, &plan->ops.items[other]))
            other = alike->next[other];
        if (other != NY_NONE) {
            alike->same[op] = other;
            continue;
        }
        alike->next[op] = *bucket;
        *bucket = op;
    }
}

static void give_slots(ny_fast_plan *prepared, const ny_alike *alike)
{
    const ny_plan *plan = prepared->plan;
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        if (plan->ops.items[op].grain.kind != NY_GRAIN_ROW)
            continue;
        uint32_t same = alike->same[op];
        prepared->slot[op] = same == op ? prepared->slots++ : prepared->slot[same];
    }
}

/* --- what a statement changes ----------------------------------------------------------------- */

static bool happens_late(const ny_plan *plan, uint32_t table, uint32_t column)
{
    const ny_column *of = &plan->model->tables.items[table].columns.items[column];
    return of->if_any && of->type.kind == NY_KIND_DATE;
}

static bool is_steady(const ny_fast_plan *prepared, const ny_op *op)
{
    const ny_plan *plan = prepared->plan;
    if (op->grain.kind != NY_GRAIN_ROW)
        return op->grain.kind == NY_GRAIN_CONTRACT;
    if (op->code == NY_OP_COLUMN && happens_late(plan, op->grain.table, op->aux))
        return false;
    if (op->code == NY_OP_FOLLOW && happens_late(plan, op->table, op->aux))
        return false;
    if (op->code == NY_OP_AMONG || op->code == NY_OP_PASSED) /* these go with the statement */
        return false;
    for (uint32_t i = 0; i < op->operands; i++)
        if (!prepared->steady[plan->operands.items[op->first_operand + i]])
            return false;
    return true;
}

/* --- what is never negative ------------------------------------------------------------------- */

/* A figure with a range is kept to it before any run; what is counted is not negative. */
static bool is_from_0(const ny_plan *plan, const ny_op *op)
{
    if (op->code == NY_OP_CONSTANT) {
        ny_value value = plan->constants.items[op->aux];
        return op->kind == NY_KIND_NUMBER && value.state == NY_KNOWN &&
               ny_rational_sign(value.is.number) >= 0;
    }
    if (op->code == NY_OP_INPUT) {
        const ny_figure *figure = &plan->model->figures.items[plan->inputs.items[op->aux].figure];
        return figure->has_range && ny_rational_sign(figure->low) >= 0;
    }
    return op->code == NY_OP_ROWS_OF || op->code == NY_OP_KNOWN_OF || op->code == NY_OP_EVENTS_OF;
}

/* Whatever bounds of errors say: max(0, x) is not below 0. Operands stand before what they make. */
static bool never_negative(const ny_fast_plan *prepared, const ny_op *op)
{
    const ny_plan *plan = prepared->plan;
    uint32_t from_0 = 0;
    for (uint32_t i = 0; i < op->operands; i++) {
        uint32_t operand = plan->operands.items[op->first_operand + i];
        from_0 += operand < plan->ops.count && prepared->never_negative[operand];
    }
    switch ((int)op->code) {
    case NY_OP_GREATEST:
        return from_0 > 0;
    case NY_OP_PER_ROW:
    case NY_OP_ADD:
    case NY_OP_MULTIPLY:
    case NY_OP_DIVIDE:
    case NY_OP_LEAST:
    case NY_OP_ROUND:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_UNKNOWN_AS:
    case NY_OP_IN_FIRST:
        return from_0 == op->operands;
    default:
        return is_from_0(plan, op);
    }
}

/* --- what no run changes ---------------------------------------------------------------------- */

static bool stands_on_operands(ny_op_code code)
{
    switch (code) {
    case NY_OP_CONSTANT:
    case NY_OP_PER_ROW:
    case NY_OP_BY_THEN:
    case NY_OP_NEGATE:
    case NY_OP_ADD:
    case NY_OP_SUBTRACT:
    case NY_OP_MULTIPLY:
    case NY_OP_DIVIDE:
    case NY_OP_RAISE:
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_ROUND:
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_POWER:
    case NY_OP_SURVIVAL:
    case NY_OP_LOGISTIC_ROUNDED:
    case NY_OP_KEEP:
    case NY_OP_SCALE:
    case NY_OP_WEIGH_KNOWN:
    case NY_OP_MEAN_KNOWN:
    case NY_OP_DATE_DIFFERENCE:
    case NY_OP_DATE_ADD_DAYS:
    case NY_OP_DATE_ADD_MONTHS:
    case NY_OP_WITHIN:
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
    case NY_OP_DATE_COMPARE:
    case NY_OP_IS_INDEX:
    case NY_OP_IS_KNOWN:
    case NY_OP_HAPPENED:
    case NY_OP_NOT:
    case NY_OP_AND:
    case NY_OP_OR:
    case NY_OP_CHOOSE:
    case NY_OP_UNKNOWN_AS:
        return true;
    case NY_OP_INPUT:
    case NY_OP_COLUMN:
    case NY_OP_FOLLOW:
    case NY_OP_THIS_ROW:
    case NY_OP_INPUT_OF:
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
    case NY_OP_IN_FIRST:
    case NY_OP_LAST_DAY:
    case NY_OP_DATA_DATE:
    case NY_OP_PASSED:
    case NY_OP_FACT:
    case NY_OP_FACT_DATE:
    case NY_OP_EQ5D:
    case NY_OP_IS_TEXT:
    case NY_OP_REDUCE:
    case NY_OP_REDUCE_BY:
    case NY_OP_AMONG:
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
    case NY_OP_LOW_OF:
    case NY_OP_HIGH_OF:
    case NY_OP_RUNNING:
    case NY_OP_CYCLE:
    case NY_OP_STAY:
    case NY_OP_ARRIVAL:
    case NY_OP_TIME:
        return false;
    case NY_OP_CODES:
        break;
    }
    NY_BUG("operation");
}

static bool may_be_settled(const ny_fast_plan *prepared, const ny_op *op)
{
    const ny_plan *plan = prepared->plan;
    if (op->grain.kind != NY_GRAIN_CONTRACT || !stands_on_operands(op->code))
        return false;
    for (uint32_t i = 0; i < op->operands; i++)
        if (!prepared->is_settled[plan->operands.items[op->first_operand + i]])
            return false;
    return true;
}

/* A value whose computing is in doubt is left to each run, which says so. */
static void settle(ny_arena *arena, ny_fast_plan *prepared)
{
    const ny_plan *plan = prepared->plan;
    ny_inputs none = {.periods = 1};
    ny_fast fast = {.arena = arena,
                    .prepared = prepared,
                    .plan = plan,
                    .model = plan->model,
                    .inputs = &none,
                    .periods = 1,
                    .values = prepared->settled,
                    .row_period = NY_NONE};
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        if (!may_be_settled(prepared, &plan->ops.items[op]))
            continue;
        fast.ties = false;
        prepared->settled[op] = ny_fast_op(&fast, op, 0);
        prepared->is_settled[op] = !fast.ties && prepared->settled[op].state != NY_UNDEFINED;
    }
}

const ny_fast_plan *ny_fast_prepare(ny_arena *arena, const ny_plan *plan, ny_kernel_set kernels)
{
    ny_fast_plan *prepared = NY_NEW(arena, ny_fast_plan);
    size_t room = (size_t)plan->ops.count + 1;
    ny_alike *alike = NY_NEW(arena, ny_alike);
    alike->plan = prepared->plan = plan;
    prepared->kernels = ny_kernels_choose(kernels);
    prepared->slot = NY_NEW_ARRAY(arena, uint32_t, room);
    prepared->steady = NY_NEW_ARRAY(arena, bool, room);
    prepared->never_negative = NY_NEW_ARRAY(arena, bool, room);
    prepared->settled = NY_NEW_ARRAY(arena, ny_fast_value, room);
    prepared->is_settled = NY_NEW_ARRAY(arena, bool, room);
    find_alike(arena, alike);
    give_slots(prepared, alike);
    for (uint32_t op = 0; op < plan->ops.count; op++)
        prepared->steady[op] = is_steady(prepared, &plan->ops.items[op]);
    for (uint32_t op = 0; op < plan->ops.count; op++)
        prepared->never_negative[op] = never_negative(prepared, &plan->ops.items[op]);
    settle(arena, prepared);
    for (uint32_t op = 0; op < plan->ops.count; op++) {
        ny_grain_kind grain = plan->ops.items[op].grain.kind;
        if (grain == NY_GRAIN_CONTRACT && !prepared->is_settled[op])
            *NY_APPEND(arena, &prepared->contract) = op;
        if (grain == NY_GRAIN_EACH_PERIOD)
            *NY_APPEND(arena, &prepared->period) = op;
    }
    return prepared;
}
