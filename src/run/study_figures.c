/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study_figures.h: who looks at what; what no world changes; how the others are asked for. The
 * programs are built by study_kernels.c. */

#include "base/bug.h"
#include "run/study_private.h"

#include <math.h>

/* --- who looks at what -------------------------------------------------------------------------- */

static uint32_t operand(const ny_figures *figures, const ny_op *op, uint32_t index)
{
    return figures->plan->operands.items[op->first_operand + index];
}

/* What the rows that a figure is made of look at, but for the rows themselves. */
static unsigned change_of_rows(const ny_figures *figures, const ny_op *op)
{
    const ny_plan *plan = figures->plan;
    ny_program program = plan->reductions.items[op->aux].program;
    unsigned change = NY_BY_NOTHING;
    for (uint32_t i = 0; i < program.count; i++) {
        const ny_op *row = &plan->ops.items[plan->programs.items[program.first + i]];
        for (uint32_t k = 0; k < row->operands; k++)
            change |= figures->change[operand(figures, row, k)];
        if (row->code == NY_OP_INPUT_OF)
            change |= NY_BY_WORLD;
    }
    return change;
}

/* A truth that no world, cycle or stay changes; false also where it is not known. */
static bool is_surely(const ny_figures *figures, uint32_t op, bool yes)
{
    if (figures->change[op] != NY_BY_NOTHING)
        return false;
    ny_fast_value value = figures->of.fast->values[(size_t)op * figures->of.fast->periods];
    return value.state == NY_KNOWN && (value.value != 0) == yes;
}

/* The operation whose value this one only hands on, or NY_NONE. */
static uint32_t same_as(const ny_figures *figures, const ny_op *op)
{
    if (op->code == NY_OP_PER_ROW)
        return operand(figures, op, 0);
    if (op->code != NY_OP_CHOOSE)
        return NY_NONE;
    if (is_surely(figures, operand(figures, op, 0), true))
        return operand(figures, op, 1);
    return is_surely(figures, operand(figures, op, 0), false) ? operand(figures, op, 2) : NY_NONE;
}

static unsigned change_of(const ny_figures *figures, const ny_op *op)
{
    unsigned change = NY_BY_NOTHING;
    uint32_t same = same_as(figures, op);
    if (same != NY_NONE)
        return figures->change[same];
    switch ((int)op->code) {
    case NY_OP_INPUT:
        return figures->of.varies && figures->of.varies[op->aux] ? NY_BY_WORLD : NY_BY_NOTHING;
    case NY_OP_CYCLE:
    case NY_OP_TIME:
        return NY_BY_CYCLE;
    case NY_OP_ARRIVAL: /* those of one entry are followed after those of another, as worlds are */
        return figures->plan->model->pathways.items[figures->of.pathway].arriving.count
                   ? NY_BY_WORLD | NY_BY_CYCLE
                   : NY_BY_NOTHING;
    case NY_OP_STAY:
        return NY_BY_STAY;
    case NY_OP_REDUCE:
    case NY_OP_REDUCE_BY:
        return change_of_rows(figures, op);
    case NY_OP_AND:
    case NY_OP_OR:
        for (uint32_t i = 0; i < 2; i++)
            if (is_surely(figures, operand(figures, op, i), op->code == NY_OP_OR))
                return NY_BY_NOTHING;
        break;
    default:
        break;
    }
    for (uint32_t i = 0; i < op->operands; i++) {
        uint32_t of = operand(figures, op, i);
        if (of != NY_NONE)
            change |= figures->change[of];
    }
    return change;
}

static bool is_here(const ny_figures *figures, const ny_op *op)
{
    return op->grain.kind == NY_GRAIN_CONTRACT ||
           (op->grain.kind == NY_GRAIN_EACH_CYCLE && op->grain.table == figures->of.pathway);
}

static void set_value(const ny_figures *figures, uint32_t op)
{
    ny_fast *fast = figures->of.fast;
    fast->values[(size_t)op * fast->periods] = ny_fast_op(fast, op, 0);
}

ny_figures *ny_figures_begin(ny_arena *arena, const ny_figures_of *of)
{
    ny_figures *figures = NY_NEW(arena, ny_figures);
    const ny_plan *plan = of->fast->plan;
    figures->arena = arena;
    figures->of = *of;
    figures->plan = plan;
    figures->change = NY_NEW_ARRAY(arena, uint8_t, (size_t)plan->ops.count + 1);
    figures->needed = NY_NEW_ARRAY(arena, bool, (size_t)plan->ops.count + 1);
    figures->kept = NY_NEW_ARRAY(arena, uint32_t, (size_t)plan->ops.count + 1);
    for (uint32_t i = 0; i < plan->ops.count; i++) {
        const ny_op *op = &plan->ops.items[i];
        figures->kept[i] = NY_NONE;
        if (!is_here(figures, op))
            continue;
        figures->change[i] = (uint8_t)change_of(figures, op);
        if (figures->change[i] == NY_BY_NOTHING && op->grain.kind == NY_GRAIN_EACH_CYCLE)
            set_value(figures, i);
    }
    return figures;
}

/* --- what is wanted ------------------------------------------------------------------------------ */

static void keep_by_itself(ny_figures *figures, uint32_t op)
{
    unsigned change = figures->change[op];
    if (figures->kept[op] != NY_NONE || (change & NY_BY_WORLD) || change == NY_BY_NOTHING)
        return;
    figures->kept[op] = figures->kept_ops[change].count;
    *NY_APPEND(figures->arena, &figures->kept_ops[change]) = op;
}

/* Operands stand before what they make: one walk from the back finds all. */
static void find_needed(ny_figures *figures)
{
    const ny_plan *plan = figures->plan;
    for (uint32_t i = plan->ops.count; i-- > 0;) {
        const ny_op *op = &plan->ops.items[i];
        if (!figures->needed[i] || figures->change[i] == NY_BY_NOTHING)
            continue;
        uint32_t same = same_as(figures, op);
        if (same != NY_NONE) {
            figures->needed[same] = true;
            continue;
        }
        for (uint32_t k = 0; k < op->operands; k++) {
            uint32_t of = operand(figures, op, k);
            figures->needed[of] = true;
            if (figures->change[i] & NY_BY_WORLD)
                keep_by_itself(figures, ny_figures_source(figures, of));
        }
    }
}

uint32_t ny_figures_source(const ny_figures *figures, uint32_t op)
{
    for (uint32_t same = op; same != NY_NONE;) {
        op = same;
        same = same_as(figures, &figures->plan->ops.items[op]);
    }
    return op;
}

uint32_t ny_figures_want(ny_figures *figures, uint32_t op, uint32_t when)
{
    ny_wanted wanted = {.op = ny_figures_source(figures, op), .when = when};
    if (when != NY_NONE) {
        wanted.when = ny_figures_source(figures, when);
        wanted.never = is_surely(figures, wanted.when, false);
        if (is_surely(figures, wanted.when, true))
            wanted.when = NY_NONE;
    }
    if (wanted.never)
        wanted.when = NY_NONE;
    else
        wanted.change = figures->change[wanted.op] |
                        (wanted.when == NY_NONE ? 0u : figures->change[wanted.when]);
    figures->needed[wanted.op] |= !wanted.never;
    if (wanted.when != NY_NONE)
        figures->needed[wanted.when] = true;
    *NY_APPEND(figures->arena, &figures->wanted) = wanted;
    return figures->wanted.count - 1;
}

unsigned ny_figures_change(const ny_figures *figures, uint32_t wanted)
{
    return figures->wanted.items[wanted].change;
}

/* --- what no world changes ----------------------------------------------------------------------- */

/* As kernels have it: not known is NaN, of a truth a byte. */
double ny_figures_number(ny_kind kind, ny_fast_value value)
{
    if (kind == NY_KIND_YES_NO)
        return value.state == NY_KNOWN ? (double)(value.value != 0) : 1.0 + (double)value.state;
    return value.state == NY_KNOWN ? value.value : (double)NAN;
}

static ny_fast_value value_of(const ny_figures *figures, uint32_t op)
{
    return figures->of.fast->values[(size_t)op * figures->of.fast->periods];
}

/* A wanted figure that no world changes, as it is in the cycle and stay at hand. */
static double wanted_value(ny_figures *figures, uint32_t number, uint32_t cycle, uint32_t stay)
{
    ny_wanted *wanted = &figures->wanted.items[number];
    ny_fast_value when = {1, 0, NY_KNOWN};
    if (wanted->when != NY_NONE)
        when = value_of(figures, wanted->when);
    if (wanted->never || (when.state == NY_KNOWN && when.value == 0))
        return 0;
    ny_fast_value value = value_of(figures, wanted->op);
    ny_state state = when.state == NY_KNOWN ? value.state : when.state;
    if (state != NY_KNOWN && !wanted->faulty) {
        wanted->faulty = true;
        wanted->fault_cycle = cycle;
        wanted->fault_stay = stay;
        wanted->fault_state = state;
    }
    return state == NY_KNOWN ? value.value : (double)NAN;
}

static uint32_t cycles_of(const ny_figures *figures, unsigned change)
{
    return change & NY_BY_CYCLE ? figures->of.cycles : 1;
}

static uint32_t stays_of(const ny_figures *figures, unsigned change)
{
    return change & NY_BY_STAY ? figures->of.stays : 1;
}

static size_t place_of(const ny_figures *figures, unsigned change, uint32_t cycle, uint32_t stay)
{
    size_t at = change & NY_BY_CYCLE ? cycle - 1 : 0;
    return at * stays_of(figures, change) + (change & NY_BY_STAY ? stay - 1 : 0);
}

double ny_figures_size(const ny_figures *figures)
{
    double size = 0;
    for (uint32_t i = 0; i < figures->wanted.count; i++) {
        unsigned change = figures->wanted.items[i].change;
        if (change == (NY_BY_CYCLE | NY_BY_STAY))
            size += (double)figures->of.cycles * figures->of.stays;
    }
    return size;
}

static void store(ny_figures *figures, uint32_t cycle, uint32_t stay, unsigned change)
{
    size_t place = place_of(figures, change, cycle, stay);
    for (uint32_t i = 0; i < figures->kept_ops[change].count; i++) {
        uint32_t op = figures->kept_ops[change].items[i];
        figures->kept_values[change][i][place] =
            ny_figures_number(figures->plan->ops.items[op].kind, value_of(figures, op));
    }
    for (uint32_t i = 0; i < figures->wanted.count; i++)
        if (figures->wanted.items[i].change == change && figures->wanted.items[i].values)
            figures->wanted.items[i].values[place] = wanted_value(figures, i, cycle, stay);
}

static void compute(ny_figures *figures, unsigned change)
{
    const ny_plan *plan = figures->plan;
    for (uint32_t i = 0; i < plan->ops.count; i++)
        if (figures->needed[i] && figures->change[i] == change &&
            is_here(figures, &plan->ops.items[i]))
            set_value(figures, i);
}

static void make_room(ny_figures *figures, unsigned change)
{
    ny_arena *arena = figures->arena;
    size_t room = (size_t)cycles_of(figures, change) * stays_of(figures, change) + 1;
    figures->kept_values[change] =
        NY_NEW_ARRAY(arena, double *, (size_t)figures->kept_ops[change].count + 1);
    for (uint32_t i = 0; i < figures->kept_ops[change].count; i++)
        figures->kept_values[change][i] = NY_NEW_ARRAY(arena, double, room);
    for (uint32_t i = 0; i < figures->wanted.count; i++)
        if (figures->wanted.items[i].change == change)
            figures->wanted.items[i].values = NY_NEW_ARRAY(arena, double, room);
}

/* Does anything that no world changes look at this? */
static bool is_asked(const ny_figures *figures, unsigned change)
{
    bool asked = figures->kept_ops[change].count > 0;
    for (uint32_t i = 0; i < figures->wanted.count; i++)
        asked = asked || figures->wanted.items[i].change == change;
    return asked;
}

/* What looks at cycle and stay stands on what looks at one of them alone. Nobody stays longer in a
 * state than `stays` less the cycles that are left. */
static void compute_all(ny_figures *figures)
{
    const unsigned both = NY_BY_CYCLE | NY_BY_STAY;
    bool asked_both = is_asked(figures, both);
    uint32_t longest = figures->of.stays - figures->of.cycles;
    for (unsigned change = NY_BY_NOTHING; change < NY_BY_SETS; change++)
        if (!(change & NY_BY_WORLD))
            make_room(figures, change);
    if (is_asked(figures, NY_BY_NOTHING))
        store(figures, 1, 1, NY_BY_NOTHING);
    for (uint32_t stay = 1; is_asked(figures, NY_BY_STAY) && stay <= figures->of.stays; stay++) {
        figures->of.fast->stay = stay;
        compute(figures, NY_BY_STAY);
        store(figures, 1, stay, NY_BY_STAY);
    }
    for (uint32_t cycle = 1; cycle <= figures->of.cycles; cycle++) {
        figures->of.fast->cycle = cycle;
        compute(figures, NY_BY_CYCLE);
        store(figures, cycle, 1, NY_BY_CYCLE);
        for (uint32_t stay = 1; asked_both && stay <= cycle + longest; stay++) {
            figures->of.fast->stay = stay;
            compute(figures, NY_BY_STAY);
            compute(figures, both);
            store(figures, cycle, stay, both);
        }
    }
}

uint32_t ny_figures_end(ny_figures *figures)
{
    figures->of.fast->cycle_length = figures->of.cycle_length;
    find_needed(figures);
    for (uint32_t i = 0; i < figures->wanted.count; i++) {
        const ny_wanted *wanted = &figures->wanted.items[i];
        if (!(wanted->change & NY_BY_WORLD) || wanted->never)
            continue;
        keep_by_itself(figures, wanted->op);
        if (wanted->when != NY_NONE)
            keep_by_itself(figures, wanted->when);
    }
    compute_all(figures);
    return ny_figures_build(figures);
}

bool ny_figures_fault(const ny_figures *figures, uint32_t number, uint32_t *ret_cycle,
                      uint32_t *ret_stay, ny_state *ret_state)
{
    const ny_wanted *wanted = &figures->wanted.items[number];
    *ret_cycle = wanted->fault_cycle;
    *ret_stay = wanted->fault_stay;
    *ret_state = wanted->fault_state;
    return wanted->faulty;
}

/* --- asking --------------------------------------------------------------------------------------- */

ny_figures_run *ny_figures_open(ny_arena *arena, const ny_figures *figures, size_t lanes)
{
    ny_figures_run *run = NY_NEW(arena, ny_figures_run);
    run->figures = figures;
    run->cycle = run->stay = 1;
    run->entry = NY_NEW_ARRAY(arena, double, lanes);
    for (unsigned change = NY_BY_WORLD; change < NY_BY_SETS; change += 2) {
        const ny_lane_program *of = &figures->programs[change];
        if (!of->program)
            continue;
        run->frame[change] = ny_arena_take(arena, ny_kernel_frame(of->program, lanes));
        run->inputs[change] = NY_NEW_ARRAY(arena, const void *, (size_t)of->inputs.count + 1);
        run->ones[change] = NY_NEW_ARRAY(arena, double, (size_t)of->ones.count + 1);
    }
    return run;
}

static void run_program(ny_figures_run *run, unsigned change)
{
    const ny_figures *figures = run->figures;
    const ny_lane_program *of = &figures->programs[change];
    if (!of->program)
        return;
    for (uint32_t i = 0; i < of->inputs.count; i++) {
        const ny_lane_input *input = &of->inputs.items[i];
        run->inputs[change][i] = input->number == NY_OF_ENTRY ? run->entry
                                 : input->change == NY_BY_NOTHING
                                     ? run->drawn[input->number]
                                     : ny_kernel_kept(figures->programs[input->change].program,
                                                      run->frame[input->change], input->number);
    }
    for (uint32_t i = 0; i < of->ones.count; i++) {
        const ny_lane_input *one = &of->ones.items[i];
        size_t place = place_of(figures, one->change, run->cycle, run->stay);
        run->ones[change][i] = figures->kept_values[one->change][one->number][place];
    }
    ny_kernel_run(of->program, figures->of.fast->prepared->kernels, run->inputs[change],
                  run->ones[change], run->lanes, run->frame[change]);
}

void ny_figures_block(ny_figures_run *run, const double *const *inputs, size_t lanes)
{
    run->drawn = inputs;
    run->lanes = lanes;
    ny_figures_entry(run, 1);
    run_program(run, NY_BY_WORLD);
}

void ny_figures_entry(ny_figures_run *run, uint32_t entry)
{
    for (size_t i = 0; i < run->lanes; i++)
        run->entry[i] = entry;
}

void ny_figures_cycle(ny_figures_run *run, uint32_t cycle)
{
    run->cycle = cycle;
    run_program(run, NY_BY_WORLD | NY_BY_CYCLE);
}

void ny_figures_stay(ny_figures_run *run, uint32_t stay)
{
    run->stay = stay;
    run_program(run, NY_BY_WORLD | NY_BY_STAY);
    run_program(run, NY_BY_WORLD | NY_BY_CYCLE | NY_BY_STAY);
}

ny_lane_value ny_figures_value(const ny_figures_run *run, uint32_t number)
{
    const ny_figures *figures = run->figures;
    const ny_wanted *wanted = &figures->wanted.items[number];
    if (wanted->never)
        return (ny_lane_value){NULL, 0};
    if (!(wanted->change & NY_BY_WORLD))
        return (ny_lane_value){
            NULL, wanted->values[place_of(figures, wanted->change, run->cycle, run->stay)]};
    return (ny_lane_value){ny_kernel_kept(figures->programs[wanted->change].program,
                                          run->frame[wanted->change], wanted->kept),
                           0};
}
