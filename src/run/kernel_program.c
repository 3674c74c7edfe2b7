/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How a program comes about: calls in the order in which they were made; from the back, those that
 * nothing kept needs are dropped; products that only one sum or product needs are joined with it; then,
 * from the front, each register gets a place, and gives it back after its last use, so that a result
 * often stands where an operand stood.
 *
 * How it runs: one call after the other over the whole block, through a table of pointers, of the places
 * and the inputs. There is nothing to gain from machine code of our own: with 512 lanes the way from call
 * to call is a few per cent, and the kernels are as fast as a loop written for the expression
 * (bench/engine.py). */

#include "run/kernel_program.h"

#include "base/bug.h"

#include <stdbool.h>

#define OPERANDS 4u
#define ALIGNMENT 64u

typedef struct ny_call {
    ny_kernel_code code;
    ny_register to, operands[OPERANDS];
    ny_one k, l;
    ny_kernel_asked asked; /* in place of a kernel; or NULL */
    const void *context;
    bool needed;
} ny_call;

/* A register while its program is built. */
typedef struct ny_registered {
    ny_lane_kind kind;
    uint32_t input; /* its number among the inputs, or NY_NO_INPUT */
    uint32_t made;  /* the call that makes it */
    uint32_t uses;  /* of calls that are needed, and keeps */
    uint32_t last;  /* the last call that needs it */
    bool kept;
    uint32_t pointer; /* of the program's table */
} ny_registered;

#define NY_NO_INPUT UINT32_MAX

/* A number that is the same in all lanes: a constant, or the so-manieth that a run is given. */
typedef struct ny_one_of {
    bool is_given;
    uint32_t given;
    double constant;
} ny_one_of;

struct ny_kernel_builder {
    ny_arena *arena;
    NY_LIST(ny_registered) registers; /* number 0 is none */
    NY_LIST(ny_one_of) ones;          /* number 0 is none */
    NY_LIST(ny_call) calls;
    NY_LIST(ny_register) kept;
    uint32_t inputs, given;
};

/* A call as it is run: numbers of pointers, 0 being NULL. */
typedef struct ny_step {
    ny_kernel_code code;
    uint32_t to, operands[OPERANDS];
    ny_one_of k, l;
    ny_kernel_asked asked;
    const void *context;
} ny_step;

/* The table of pointers: NULL, the places of numbers, the places of bytes, the inputs. */
struct ny_kernel_program {
    NY_LIST(ny_step) steps;
    NY_LIST(uint32_t) kept; /* pointers */
    uint32_t numbers, bytes, inputs;
};

/* --- building ---------------------------------------------------------------------------------- */

ny_kernel_builder *ny_kernel_begin(ny_arena *arena)
{
    ny_kernel_builder *build = NY_NEW(arena, ny_kernel_builder);
    build->arena = arena;
    *NY_APPEND(arena, &build->registers) = (ny_registered){.input = NY_NO_INPUT};
    *NY_APPEND(arena, &build->ones) = (ny_one_of){.constant = 0};
    return build;
}

ny_register ny_kernel_input(ny_kernel_builder *build, ny_lane_kind kind)
{
    *NY_APPEND(build->arena, &build->registers) =
        (ny_registered){.kind = kind, .input = build->inputs++};
    return build->registers.count - 1;
}

ny_one ny_kernel_given(ny_kernel_builder *build)
{
    *NY_APPEND(build->arena, &build->ones) = (ny_one_of){.is_given = true, .given = build->given++};
    return build->ones.count - 1;
}

ny_one ny_kernel_constant(ny_kernel_builder *build, double value)
{
    *NY_APPEND(build->arena, &build->ones) = (ny_one_of){.constant = value};
    return build->ones.count - 1;
}

/* A time whose hazard is multiplied by nothing has no second operand. */
static bool may_lack(ny_kernel_code code, uint32_t operand)
{
    return operand == 1 && code >= NY_KERNEL_TIME_EXPONENTIAL && code <= NY_KERNEL_TIME_GOMPERTZ;
}

ny_register ny_kernel_make(ny_kernel_builder *build, ny_kernel_code code, ny_operands operands)
{
    const ny_kernel_shape *shape = &ny_kernel_shapes[code];
    ny_call call = {.code = code,
                    .to = build->registers.count,
                    .operands = {operands.a, operands.b, operands.c, operands.d},
                    .k = operands.k,
                    .l = operands.l};
    for (uint32_t i = 0; i < OPERANDS; i++) {
        ny_register operand = call.operands[i];
        NY_BUG_ON(operand >= build->registers.count);
        NY_BUG_ON(build->registers.items[operand].kind != shape->operands[i] &&
                  !(operand == 0 && may_lack(code, i)));
    }
    NY_BUG_ON(call.k >= build->ones.count || call.l >= build->ones.count);
    *NY_APPEND(build->arena, &build->registers) =
        (ny_registered){.kind = shape->to, .input = NY_NO_INPUT, .made = build->calls.count};
    *NY_APPEND(build->arena, &build->calls) = call;
    return call.to;
}

ny_register ny_kernel_ask(ny_kernel_builder *build, ny_kernel_asked asked, const void *context,
                          ny_lane_kind to, ny_operands operands)
{
    ny_call call = {.code = NY_KERNEL_CODES,
                    .to = build->registers.count,
                    .operands = {operands.a, operands.b, operands.c, operands.d},
                    .k = operands.k,
                    .l = operands.l,
                    .asked = asked,
                    .context = context};
    for (uint32_t i = 0; i < OPERANDS; i++)
        NY_BUG_ON(call.operands[i] >= build->registers.count);
    *NY_APPEND(build->arena, &build->registers) =
        (ny_registered){.kind = to, .input = NY_NO_INPUT, .made = build->calls.count};
    *NY_APPEND(build->arena, &build->calls) = call;
    return call.to;
}

uint32_t ny_kernel_keep(ny_kernel_builder *build, ny_register kept)
{
    NY_BUG_ON(kept == 0 || kept >= build->registers.count);
    build->registers.items[kept].kept = true;
    *NY_APPEND(build->arena, &build->kept) = kept;
    return build->kept.count - 1;
}

/* --- what is needed ---------------------------------------------------------------------------- */

static void find_needed(ny_kernel_builder *build)
{
    ny_registered *registers = build->registers.items;
    for (uint32_t i = 0; i < build->kept.count; i++)
        registers[build->kept.items[i]].uses++;
    for (uint32_t i = build->calls.count; i-- > 0;) {
        ny_call *call = &build->calls.items[i];
        call->needed = registers[call->to].uses > 0;
        for (uint32_t o = 0; call->needed && o < OPERANDS; o++)
            registers[call->operands[o]].uses++;
    }
}

/* --- joining ----------------------------------------------------------------------------------- */

/* The call that makes a product which nobody else needs, or NULL. */
static ny_call *product_of(ny_kernel_builder *build, ny_register number)
{
    const ny_registered *of = &build->registers.items[number];
    if (number == 0 || of->input != NY_NO_INPUT || of->uses != 1 || of->kept)
        return NULL;
    ny_call *call = &build->calls.items[of->made];
    bool is_product = call->code == NY_KERNEL_MULTIPLY || call->code == NY_KERNEL_MULTIPLY_ONE;
    return is_product ? call : NULL;
}

/* The product's operands, then what is added; each is rounded as before. */
static void join(ny_call *call, ny_call *product, ny_register added)
{
    bool by_one = product->code == NY_KERNEL_MULTIPLY_ONE;
    ny_register a = product->operands[0], b = product->operands[1];
    switch ((int)call->code) {
    case NY_KERNEL_ADD:
        call->code = by_one ? NY_KERNEL_MULTIPLY_ONE_ADD : NY_KERNEL_MULTIPLY_ADD;
        call->operands[1] = by_one ? added : b;
        call->operands[2] = by_one ? 0 : added;
        call->k = product->k;
        break;
    case NY_KERNEL_ADD_ONE:
        if (!by_one)
            return;
        call->code = NY_KERNEL_MULTIPLY_ADD_ONE;
        call->l = call->k;
        call->k = product->k;
        break;
    case NY_KERNEL_MULTIPLY_ONE:
        if (by_one)
            return;
        call->code = NY_KERNEL_MULTIPLY_MULTIPLY_ONE;
        call->operands[1] = b;
        break;
    default:
        return;
    }
    call->operands[0] = a;
    product->needed = false;
}

static void join_products(ny_kernel_builder *build)
{
    for (uint32_t i = 0; i < build->calls.count; i++) {
        ny_call *call = &build->calls.items[i];
        ny_call *first = call->needed ? product_of(build, call->operands[0]) : NULL;
        bool is_sum = call->code == NY_KERNEL_ADD;
        ny_call *second = call->needed && is_sum ? product_of(build, call->operands[1]) : NULL;
        if (first && first->needed)
            join(call, first, call->operands[1]);
        else if (second && second->needed)
            join(call, second, call->operands[0]);
    }
}

/* --- places ------------------------------------------------------------------------------------ */

typedef struct ny_free {
    NY_LIST(uint32_t) of[NY_LANE_byte + 1]; /* by kind: places that nobody has */
    uint32_t count[NY_LANE_byte + 1];
} ny_free;

static uint32_t take_place(ny_free *places, ny_lane_kind kind)
{
    if (places->of[kind].count)
        return places->of[kind].items[--places->of[kind].count];
    return places->count[kind]++;
}

static void give_back(ny_kernel_builder *build, ny_free *places, const ny_call *call, uint32_t now)
{
    for (uint32_t o = 0; o < OPERANDS; o++) {
        ny_registered *of = &build->registers.items[call->operands[o]];
        bool again = false;
        for (uint32_t before = 0; before < o; before++)
            again |= call->operands[before] == call->operands[o];
        if (call->operands[o] == 0 || again || of->input != NY_NO_INPUT || of->kept ||
            of->last != now)
            continue;
        *NY_APPEND(build->arena, &places->of[of->kind]) = of->pointer;
    }
}

static void find_last_uses(ny_kernel_builder *build)
{
    for (uint32_t i = 0; i < build->calls.count; i++)
        for (uint32_t o = 0; build->calls.items[i].needed && o < OPERANDS; o++)
            build->registers.items[build->calls.items[i].operands[o]].last = i;
}

/* Every register's place, as a number among those of its kind. */
static void find_places(ny_kernel_builder *build, ny_free *places)
{
    find_last_uses(build);
    for (uint32_t i = 0; i < build->calls.count; i++) {
        const ny_call *call = &build->calls.items[i];
        if (!call->needed)
            continue;
        ny_registered *to = &build->registers.items[call->to];
        give_back(build, places, call, i);
        to->pointer = take_place(places, to->kind);
    }
}

static uint32_t pointer_of(const ny_kernel_program *program, const ny_registered *of)
{
    if (of->kind == NY_LANE_none)
        return 0;
    if (of->input != NY_NO_INPUT)
        return 1 + program->numbers + program->bytes + of->input;
    return 1 + of->pointer + (of->kind == NY_LANE_byte ? program->numbers : 0);
}

const ny_kernel_program *ny_kernel_end(ny_kernel_builder *build)
{
    ny_kernel_program *program = NY_NEW(build->arena, ny_kernel_program);
    const ny_registered *registers = build->registers.items;
    ny_free places = {0};
    find_needed(build);
    join_products(build);
    find_places(build, &places);
    program->numbers = places.count[NY_LANE_number];
    program->bytes = places.count[NY_LANE_byte];
    program->inputs = build->inputs;
    for (uint32_t i = 0; i < build->calls.count; i++) {
        const ny_call *call = &build->calls.items[i];
        if (!call->needed)
            continue;
        ny_step step = {.code = call->code,
                        .to = pointer_of(program, &registers[call->to]),
                        .k = build->ones.items[call->k],
                        .l = build->ones.items[call->l],
                        .asked = call->asked,
                        .context = call->context};
        for (uint32_t o = 0; o < OPERANDS; o++)
            step.operands[o] = pointer_of(program, &registers[call->operands[o]]);
        *NY_APPEND(build->arena, &program->steps) = step;
    }
    for (uint32_t i = 0; i < build->kept.count; i++)
        *NY_APPEND(build->arena, &program->kept) =
            pointer_of(program, &registers[build->kept.items[i]]);
    return program;
}

/* --- running ----------------------------------------------------------------------------------- */

/* Places are written, inputs only read. */
typedef union ny_pointer {
    void *to;
    const void *from;
} ny_pointer;

/* A place of numbers and one of bytes: a line of the cache more than the lanes need, so that no two
 * places lie a power of two apart, which processors take for the same place. */
static size_t number_place(size_t lanes)
{
    return (lanes * sizeof(double) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
}

static size_t byte_place(size_t lanes)
{
    return (lanes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
}

static size_t pointers(const ny_kernel_program *program)
{
    return 1u + program->numbers + program->bytes + program->inputs;
}

size_t ny_kernel_frame(const ny_kernel_program *program, size_t lanes)
{
    return pointers(program) * sizeof(ny_pointer) + ALIGNMENT +
           program->numbers * number_place(lanes) + program->bytes * byte_place(lanes);
}

/* The table of pointers stands at the frame's beginning; the places follow it. */
static void point(const ny_kernel_program *program, const void *const *inputs, size_t lanes,
                  void *frame)
{
    ny_pointer *table = frame;
    char *place = (char *)(table + pointers(program));
    place += (ALIGNMENT - (uintptr_t)place % ALIGNMENT) % ALIGNMENT;
    (table++)->to = NULL;
    for (uint32_t i = 0; i < program->numbers; i++, place += number_place(lanes))
        (table++)->to = place;
    for (uint32_t i = 0; i < program->bytes; i++, place += byte_place(lanes))
        (table++)->to = place;
    for (uint32_t i = 0; i < program->inputs; i++)
        (table++)->from = inputs[i];
}

static double one(const ny_one_of *of, const double *given)
{
    return of->is_given ? given[of->given] : of->constant;
}

void ny_kernel_run(const ny_kernel_program *program, const ny_kernels *kernels,
                   const void *const *inputs, const double *given, size_t lanes, void *frame)
{
    const ny_pointer *table = frame;
    point(program, inputs, lanes, frame);
    for (uint32_t i = 0; i < program->steps.count; i++) {
        const ny_step *step = &program->steps.items[i];
        ny_kernel_call call = {.to = table[step->to].to,
                               .a = table[step->operands[0]].from,
                               .b = table[step->operands[1]].from,
                               .c = table[step->operands[2]].from,
                               .d = table[step->operands[3]].from,
                               .k = one(&step->k, given),
                               .l = one(&step->l, given),
                               .lanes = lanes};
        if (step->asked)
            step->asked(step->context, &call);
        else
            ny_kernel(kernels, step->code, call);
    }
}

const void *ny_kernel_kept(const ny_kernel_program *program, const void *frame, uint32_t kept)
{
    const ny_pointer *table = frame;
    return table[program->kept.items[kept]].from;
}

uint32_t ny_kernel_calls(const ny_kernel_program *program)
{
    return program->steps.count;
}

uint32_t ny_kernel_places(const ny_kernel_program *program)
{
    return program->numbers + program->bytes;
}
