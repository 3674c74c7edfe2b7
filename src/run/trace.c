/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See trace.h. What the run decided of a row comes in as its fate; here is found which part of a
 * condition, which cell or which exclusion decided it, from the values that the run left behind. */

#include "run/trace.h"

#include "base/bug.h"
#include "run/exact_private.h"

const char *ny_fate_text(ny_fate fate)
{
    static const char *const texts[] = {
#define NY_FATE(name, text) text,
#include "run/fates.def"
#undef NY_FATE
    };
    NY_BUG_ON(fate >= NY_FATE_COUNT);
    return texts[fate];
}

const ny_reason *ny_trace_reason(const ny_trace *trace, uint32_t row)
{
    NY_BUG_ON(row >= trace->count);
    return &trace->reasons.items[trace->reason[row]];
}

uint32_t ny_trace_rows(const ny_trace *trace, ny_fate fate)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < trace->reasons.count; i++)
        rows += trace->reasons.items[i].fate == fate ? trace->reasons.items[i].rows : 0;
    return rows;
}

/* --- beginning and end ------------------------------------------------------------------------- */

static uint32_t row_of_key(const ny_exact *exact, const ny_rows *rows)
{
    ny_text key = exact->inputs->trace_key;
    if (!key.size || exact->model->tables.items[rows->table].key == NY_NONE)
        return NY_NONE;
    for (uint32_t row = 0; row < rows->count; row++)
        if (ny_text_equal(ny_rows_key(exact->model, rows, row), key))
            return row;
    return NY_NONE;
}

void ny_exact_trace_begin(ny_exact *exact, bool payment, uint32_t number, uint32_t table)
{
    const ny_inputs *inputs = exact->inputs;
    exact->trace = NULL;
    for (uint32_t i = 0; i < inputs->trace_count; i++) {
        const ny_trace_of *of = &inputs->traces[i];
        if (of->payment != payment || of->number != number || of->period != exact->period)
            continue;
        const ny_rows *rows = &inputs->tables[table];
        ny_trace *trace = NY_NEW(exact->arena, ny_trace);
        *trace = (ny_trace){.of = *of, .table = table, .count = rows->count};
        trace->reason = NY_NEW_ARRAY(exact->arena, uint32_t, (size_t)rows->count + 1);
        for (uint32_t row = 0; row < rows->count; row++)
            trace->reason[row] = NY_NONE;
        if (inputs->trace_values)
            trace->values = NY_NEW_ARRAY(exact->arena, ny_value, (size_t)rows->count + 1);
        trace->row = row_of_key(exact, rows);
        exact->trace = trace;
        exact->reason_numbers = ny_map_create(exact->arena);
        *NY_APPEND(exact->arena, &exact->result->traces) = trace;
        return;
    }
}

typedef NY_LIST(uint32_t) ny_numbers;

/* Gives the row its reason, made anew for the first such row. */
static void set_reason(ny_exact *exact, uint32_t row, ny_fate fate, const ny_numbers *because)
{
    ny_trace *trace = exact->trace;
    ny_buffer name = ny_buffer_create(exact->scratch);
    uint32_t number = trace->reasons.count;
    ny_buffer_format(&name, "%d", (int)fate);
    for (uint32_t i = 0; i < because->count; i++)
        ny_buffer_format(&name, " %u", because->items[i]);
    if (!ny_map_find(exact->reason_numbers, ny_buffer_text(&name), &number)) {
        (void)ny_map_add(exact->reason_numbers, ny_text_copy(exact->arena, ny_buffer_text(&name)),
                         number);
        ny_reason *reason = NY_APPEND(exact->arena, &trace->reasons);
        *reason = (ny_reason){.fate = fate};
        for (uint32_t i = 0; i < because->count; i++)
            *NY_APPEND(exact->arena, &reason->because) = because->items[i];
    }
    trace->reasons.items[number].rows++;
    trace->reason[row] = number;
}

/* A row that was not gone over: where its date lies. */
static ny_fate fate_of_date(const ny_exact *exact, const ny_rows *rows, uint32_t row)
{
    const ny_model *model = exact->model;
    uint32_t date = model->tables.items[rows->table].date;
    if (date == NY_NONE)
        return NY_FATE_OTHER_PERIOD;
    if (rows->columns[date].state[row] != NY_CELL_SOUND)
        return NY_FATE_NO_DATE;
    int64_t day = ny_cells_value(&rows->columns[date], row);
    bool in_term = model->term_periods && day >= model->periods.items[0].from &&
                   day < model->periods.items[model->term_periods - 1].end;
    return in_term ? NY_FATE_OTHER_PERIOD : NY_FATE_OUTSIDE_TERM;
}

void ny_exact_trace_end(ny_exact *exact)
{
    ny_trace *trace = exact->trace;
    static const ny_numbers nothing = {0};
    if (!trace)
        return;
    const ny_rows *rows = &exact->inputs->tables[trace->table];
    for (uint32_t row = 0; row < trace->count; row++)
        if (trace->reason[row] == NY_NONE)
            set_reason(exact, row, fate_of_date(exact, rows, row), &nothing);
    exact->trace = NULL;
}

/* --- one row ----------------------------------------------------------------------------------- */

static bool is_no(ny_value value)
{
    return value.state == NY_KNOWN && !value.is.index;
}

/* The first part of a condition joined by `and` that does not hold, through the figures that it
 * names. */
static uint32_t failing_part(const ny_exact *exact, uint32_t op)
{
    const ny_op *of = &exact->plan->ops.items[op];
    for (uint32_t i = 0; of->code == NY_OP_AND && i < of->operands; i++) {
        uint32_t part = exact->plan->operands.items[of->first_operand + i];
        if (is_no(ny_exact_get(exact, part)))
            return failing_part(exact, part);
    }
    return op;
}

/* What tells cells apart: the same column read twice is one cell. */
static bool same_cell(const ny_plan *plan, uint32_t a, uint32_t b)
{
    const ny_op *x = &plan->ops.items[a], *y = &plan->ops.items[b];
    if (x->code != y->code || x->aux != y->aux || x->operands != y->operands)
        return a == b;
    if (x->code == NY_OP_FOLLOW)
        return x->table == y->table && same_cell(plan, plan->operands.items[x->first_operand],
                                                 plan->operands.items[y->first_operand]);
    return a == b || x->code == NY_OP_COLUMN;
}

/* The cells, and figures of the contract, whose value lacks behind an operation. */
static void find_lacking(const ny_exact *exact, uint32_t op, ny_numbers *lacking)
{
    const ny_plan *plan = exact->plan;
    const ny_op *of = &plan->ops.items[op];
    if (ny_exact_get(exact, op).state == NY_KNOWN)
        return;
    uint32_t before = lacking->count;
    for (uint32_t i = 0; of->grain.kind == NY_GRAIN_ROW && i < of->operands; i++)
        find_lacking(exact, plan->operands.items[of->first_operand + i], lacking);
    if (lacking->count > before || of->code == NY_OP_CONSTANT)
        return;
    for (uint32_t i = 0; i < lacking->count; i++)
        if (same_cell(plan, lacking->items[i], op))
            return;
    *NY_APPEND(exact->scratch, lacking) = op;
}

static void find_exclusions(const ny_exact *exact, ny_numbers *holding)
{
    const ny_plan *plan = exact->plan;
    for (uint32_t e = 0; e < plan->exclusions.count; e++) {
        const ny_exclusion *exclusion =
            &exact->model->exclusions.items[plan->exclusions.items[e].exclusion];
        bool kept = exact->trace->of.payment ? exclusion->paid : exclusion->judged;
        if (plan->exclusions.items[e].table != exact->trace->table || kept)
            continue;
        ny_value where = ny_exact_get(exact, plan->exclusions.items[e].where);
        if (where.state == NY_KNOWN && where.is.index)
            *NY_APPEND(exact->scratch, holding) = e;
    }
}

/* The operations of the row asked for, kept beyond it. */
static ny_value *keep_slots(ny_exact *exact, ny_program program)
{
    const ny_plan *plan = exact->plan;
    ny_value *slots = NY_NEW_ARRAY(exact->arena, ny_value, (size_t)plan->ops.count + 1);
    for (uint32_t op = 0; op < plan->ops.count; op++)
        slots[op] = ny_value_unknown();
    for (uint32_t i = 0; i < program.count; i++) {
        uint32_t op = plan->programs.items[program.first + i];
        slots[op] = ny_exact_keep(exact, plan->ops.items[op].kind, ny_exact_get(exact, op));
    }
    return slots;
}

void ny_exact_trace_row(ny_exact *exact, ny_fate fate, uint32_t condition, uint32_t value,
                        uint32_t second, ny_program program)
{
    ny_trace *trace = exact->trace;
    ny_numbers because = {0};
    if (!trace)
        return;
    switch (fate) {
    case NY_FATE_LEFT_OUT:
        find_exclusions(exact, &because);
        break;
    case NY_FATE_NOT_MEANT:
    case NY_FATE_NOT_DUE:
        if (condition != NY_NONE)
            *NY_APPEND(exact->scratch, &because) = failing_part(exact, condition);
        break;
    case NY_FATE_UNSURE:
        if (condition != NY_NONE)
            find_lacking(exact, condition, &because);
        break;
    case NY_FATE_NOT_KNOWN:
    case NY_FATE_AMOUNT_UNKNOWN:
        find_lacking(exact, value, &because);
        if (second != NY_NONE)
            find_lacking(exact, second, &because);
        break;
    case NY_FATE_COUNTED:
    case NY_FATE_EVENT:
    case NY_FATE_PAID:
    case NY_FATE_PARTY_UNKNOWN:
    case NY_FATE_OTHER_PERIOD:
    case NY_FATE_OUTSIDE_TERM:
    case NY_FATE_NO_DATE:
    case NY_FATE_COUNT:
        break;
    }
    if (trace->values && value != NY_NONE)
        trace->values[exact->row] =
            ny_exact_keep(exact, exact->plan->ops.items[value].kind, ny_exact_get(exact, value));
    set_reason(exact, exact->row, fate, &because);
    if (exact->row == trace->row)
        trace->slots = keep_slots(exact, program);
}
