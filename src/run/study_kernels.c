/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Figures that worlds change, as programs of kernels: one program for all that change alike. What a
 * program uses of another comes in as an input, a number a lane, or, where no world changes it, as a
 * one. See study_figures.h. */

#include "base/bug.h"
#include "run/law.h"
#include "run/study_private.h"

#include <math.h>

/* What a figure may be in place of known: bits. A number is then NaN. */
enum { LACKS_UNKNOWN = 1, LACKS_UNDEFINED = 2 };

typedef struct ny_building {
    ny_figures *figures;
    ny_kernel_builder *build[NY_BY_SETS];
    ny_register *made[NY_BY_SETS]; /* by operation; 0: not yet */
    ny_one *ones[NY_BY_SETS];      /* by operation; 0: not yet */
    uint32_t *kept[NY_BY_SETS];    /* by operation: number + 1 */
    uint32_t kept_count[NY_BY_SETS];
    uint8_t *lacks;   /* by operation: LACKS_… */
    uint32_t refused; /* an operation, or NY_NONE */
} ny_building;

/* An operation's operands while one program is built. */
typedef struct ny_making_op {
    ny_building *building;
    const ny_op *op;
    uint32_t number;
    unsigned change; /* of the program */
} ny_making_op;

static ny_kernel_builder *builder(const ny_making_op *of)
{
    return of->building->build[of->change];
}

static ny_register make(const ny_making_op *of, ny_kernel_code code, ny_operands operands)
{
    return ny_kernel_make(builder(of), code, operands);
}

static ny_register constant(const ny_making_op *of, double value)
{
    return make(of, NY_KERNEL_FILL, (ny_operands){.k = ny_kernel_constant(builder(of), value)});
}

static uint32_t source(const ny_making_op *of, uint32_t index)
{
    const ny_figures *figures = of->building->figures;
    return ny_figures_source(figures, figures->plan->operands.items[of->op->first_operand + index]);
}

/* --- operands ------------------------------------------------------------------------------------- */

/* A one where no world changes the operation; else 0. */
static ny_one one_of(const ny_making_op *of, uint32_t op)
{
    const ny_figures *figures = of->building->figures;
    unsigned change = figures->change[op];
    if (change & NY_BY_WORLD)
        return 0;
    ny_one *one = &of->building->ones[of->change][op];
    if (*one)
        return *one;
    if (change == NY_BY_NOTHING) {
        ny_fast_value value = figures->of.fast->values[(size_t)op * figures->of.fast->periods];
        *one = ny_kernel_constant(builder(of),
                                  ny_figures_number(figures->plan->ops.items[op].kind, value));
        return *one;
    }
    *NY_APPEND(figures->arena, &of->building->figures->programs[of->change].ones) =
        (ny_lane_input){change, figures->kept[op]};
    return *one = ny_kernel_given(builder(of));
}

/* What another program keeps; it keeps it from now on. */
static ny_register from_other(const ny_making_op *of, uint32_t op, unsigned change)
{
    ny_building *building = of->building;
    const ny_figures *figures = building->figures;
    uint32_t *kept = &building->kept[change][op];
    if (!*kept) {
        (void)ny_kernel_keep(building->build[change], building->made[change][op]);
        *kept = ++building->kept_count[change];
    }
    *NY_APPEND(figures->arena, &building->figures->programs[of->change].inputs) =
        (ny_lane_input){change, *kept - 1};
    bool is_truth = figures->plan->ops.items[op].kind == NY_KIND_YES_NO;
    return ny_kernel_input(builder(of), is_truth ? NY_LANE_byte : NY_LANE_number);
}

static ny_register register_of(const ny_making_op *of, uint32_t op)
{
    ny_building *building = of->building;
    const ny_figures *figures = building->figures;
    ny_register *made = &building->made[of->change][op];
    unsigned change = figures->change[op];
    if (*made)
        return *made;
    NY_BUG_ON(change == of->change); /* operands stand before what they make */
    if (change & NY_BY_WORLD)
        return *made = from_other(of, op, change);
    bool is_truth = figures->plan->ops.items[op].kind == NY_KIND_YES_NO;
    return *made = make(of, is_truth ? NY_KERNEL_BYTE_FILL : NY_KERNEL_FILL,
                        (ny_operands){.k = one_of(of, op)});
}

static ny_register item(const ny_making_op *of, uint32_t index)
{
    return register_of(of, source(of, index));
}

static bool lacks(const ny_making_op *of, uint32_t index)
{
    return of->building->lacks[source(of, index)] != 0;
}

/* --- arithmetic ------------------------------------------------------------------------------------ */

/* Kernels of two numbers; with a one as their second operand, or their first. */
typedef struct ny_two_kernels {
    ny_kernel_code both, second, first; /* NY_KERNEL_CODES: none */
} ny_two_kernels;

static ny_register of_two(const ny_making_op *of, ny_two_kernels kernels)
{
    uint32_t a = source(of, 0), b = source(of, 1);
    ny_one one_a = one_of(of, a), one_b = one_of(of, b);
    if (one_b && !one_a && kernels.second != NY_KERNEL_CODES)
        return make(of, kernels.second, (ny_operands){.a = register_of(of, a), .k = one_b});
    if (one_a && !one_b && kernels.first != NY_KERNEL_CODES)
        return make(of, kernels.first, (ny_operands){.a = register_of(of, b), .k = one_a});
    return make(of, kernels.both, (ny_operands){.a = register_of(of, a), .b = register_of(of, b)});
}

/* Nothing is divided by 0. */
static ny_register quotient(const ny_making_op *of)
{
    ny_register made =
        of_two(of, (ny_two_kernels){NY_KERNEL_DIVIDE, NY_KERNEL_DIVIDE_ONE, NY_KERNEL_ONE_DIVIDE});
    ny_register sound =
        make(of, NY_KERNEL_NOT_EQUAL_ONE,
             (ny_operands){.a = item(of, 1), .k = ny_kernel_constant(builder(of), 0)});
    return make(of, NY_KERNEL_CHOOSE,
                (ny_operands){.a = sound, .b = made, .c = constant(of, (double)NAN)});
}

/* As power_of of fast_op.c: squares, and one division at the end. */
static ny_register power(const ny_making_op *of)
{
    int32_t exponent = (int32_t)of->op->aux;
    ny_register base = item(of, 0), made = 0;
    for (uint32_t left = (uint32_t)(exponent < 0 ? -exponent : exponent); left; left >>= 1) {
        if (left & 1)
            made = made ? make(of, NY_KERNEL_MULTIPLY, (ny_operands){.a = made, .b = base}) : base;
        if (left > 1)
            base = make(of, NY_KERNEL_MULTIPLY, (ny_operands){.a = base, .b = base});
    }
    if (!made)
        return constant(of, 1);
    if (exponent > 0)
        return made;
    ny_register sound = make(of, NY_KERNEL_NOT_EQUAL_ONE,
                             (ny_operands){.a = made, .k = ny_kernel_constant(builder(of), 0)});
    made = make(of, NY_KERNEL_ONE_DIVIDE,
                (ny_operands){.a = made, .k = ny_kernel_constant(builder(of), 1)});
    return make(of, NY_KERNEL_CHOOSE,
                (ny_operands){.a = sound, .b = made, .c = constant(of, (double)NAN)});
}

/* NaN where the operand is below `least` (or, `beyond`, not above it). */
static ny_register where_defined(const ny_making_op *of, ny_register made, double least,
                                 bool beyond)
{
    ny_register sound =
        make(of, beyond ? NY_KERNEL_MORE_ONE : NY_KERNEL_AT_LEAST_ONE,
             (ny_operands){.a = item(of, 0), .k = ny_kernel_constant(builder(of), least)});
    return make(of, NY_KERNEL_CHOOSE,
                (ny_operands){.a = sound, .b = made, .c = constant(of, (double)NAN)});
}

static ny_register function(const ny_making_op *of)
{
    ny_operands a = {.a = item(of, 0)};
    switch ((int)of->op->code) {
    case NY_OP_NEGATE:
        return make(of, NY_KERNEL_NEGATE, a);
    case NY_OP_FLOOR:
        return make(of, NY_KERNEL_FLOOR, a);
    case NY_OP_CEILING:
        return make(of, NY_KERNEL_CEILING, a);
    case NY_OP_EXPONENTIAL:
        return make(of, NY_KERNEL_EXPONENTIAL, a);
    case NY_OP_LOGARITHM:
        return where_defined(of, make(of, NY_KERNEL_LOGARITHM, a), 0, true);
    default:
        return where_defined(of, make(of, NY_KERNEL_SQUARE_ROOT, a), 0, false);
    }
}

/* a; where it is below b, b; where it is then above c, c: as keep of fast_op.c. */
static ny_register keep(const ny_making_op *of)
{
    ny_register a = item(of, 0), low = item(of, 1), high = item(of, 2);
    ny_register below = make(of, NY_KERNEL_LESS, (ny_operands){.a = a, .b = low});
    ny_register cut = make(of, NY_KERNEL_LESSER, (ny_operands){.a = a, .b = high});
    return make(of, NY_KERNEL_CHOOSE, (ny_operands){.a = below, .b = low, .c = cut});
}

/* --- truths ---------------------------------------------------------------------------------------- */

/* Comparisons say no where a number is NaN; that the truth is not known has to be said. */
static ny_register where_known(const ny_making_op *of, ny_register truth)
{
    if (!lacks(of, 0) && !lacks(of, 1))
        return truth;
    ny_register sum = make(of, NY_KERNEL_ADD, (ny_operands){.a = item(of, 0), .b = item(of, 1)});
    ny_register is_number = make(of, NY_KERNEL_EQUAL, (ny_operands){.a = sum, .b = sum});
    ny_register state = make(of, NY_KERNEL_NOT, (ny_operands){.a = is_number});
    return make(of, NY_KERNEL_TRUTH_WHERE, (ny_operands){.a = truth, .b = state});
}

static ny_register comparison(const ny_making_op *of)
{
    ny_register a = item(of, 0), b = item(of, 1);
    ny_kernel_code code = NY_KERNEL_EQUAL;
    bool turned = of->op->code == NY_OP_MORE || of->op->code == NY_OP_AT_LEAST;
    if (of->op->code == NY_OP_NOT_EQUAL)
        code = NY_KERNEL_NOT_EQUAL;
    else if (of->op->code == NY_OP_LESS || of->op->code == NY_OP_MORE)
        code = NY_KERNEL_LESS;
    else if (of->op->code == NY_OP_AT_MOST || of->op->code == NY_OP_AT_LEAST)
        code = NY_KERNEL_AT_MOST;
    return where_known(of, make(of, code, (ny_operands){.a = turned ? b : a, .b = turned ? a : b}));
}

static ny_register choose(const ny_making_op *of)
{
    ny_register when = item(of, 0), yes = item(of, 1), no = item(of, 2);
    if (of->op->kind == NY_KIND_YES_NO)
        return make(of, NY_KERNEL_CHOOSE_TRUTH, (ny_operands){.a = when, .b = yes, .c = no});
    if (lacks(of, 0)) {
        ny_register is_no = make(of, NY_KERNEL_NOT, (ny_operands){.a = when});
        no = make(of, NY_KERNEL_CHOOSE,
                  (ny_operands){.a = is_no, .b = no, .c = constant(of, (double)NAN)});
    }
    return make(of, NY_KERNEL_CHOOSE, (ny_operands){.a = when, .b = yes, .c = no});
}

static ny_register input(const ny_making_op *of)
{
    ny_figures *figures = of->building->figures;
    *NY_APPEND(figures->arena, &figures->programs[of->change].inputs) =
        (ny_lane_input){NY_BY_NOTHING, of->op->aux};
    ny_register drawn = ny_kernel_input(builder(of), NY_LANE_number);
    if (of->op->kind != NY_KIND_YES_NO)
        return drawn;
    return make(of, NY_KERNEL_NOT_EQUAL_ONE,
                (ny_operands){.a = drawn, .k = ny_kernel_constant(builder(of), 0)});
}

static ny_register arrival(const ny_making_op *of)
{
    ny_figures *figures = of->building->figures;
    *NY_APPEND(figures->arena, &figures->programs[of->change].inputs) =
        (ny_lane_input){NY_BY_NOTHING, NY_OF_ENTRY};
    return ny_kernel_input(builder(of), NY_LANE_number);
}

/* --- what no kernel does --------------------------------------------------------------------------- */

/* An operation that is asked lane by lane what the fast evaluator says of it. */
typedef struct ny_asked_op {
    const ny_fast *fast;
    const ny_op *op;
    const ny_rounding *rounding;
} ny_asked_op;

static const ny_asked_op *asked_op(const ny_making_op *of)
{
    const ny_figures *figures = of->building->figures;
    ny_asked_op *asked = NY_NEW(figures->arena, ny_asked_op);
    *asked = (ny_asked_op){.fast = figures->of.fast, .op = of->op};
    if (of->op->code == NY_OP_ROUND)
        asked->rounding = &figures->plan->roundings.items[of->op->aux];
    return asked;
}

static double number_of(ny_fast_value value)
{
    return value.state == NY_KNOWN ? value.value : (double)NAN;
}

static void ask_survival(const void *context, const ny_kernel_call *call)
{
    const ny_asked_op *asked = context;
    const double *const operands[] = {call->a, call->b, call->c, call->d};
    double *to = call->to;
    for (size_t i = 0; i < call->lanes; i++) {
        const double in_turn[] = {operands[1][i], operands[2][i], operands[3][i]};
        to[i] = ny_law_left((ny_law_form)asked->op->aux, operands[0][i], in_turn);
    }
}

/* Of a row that is looked up by a number or a word, its number or truth. */
static void ask_among(const void *context, const ny_kernel_call *call)
{
    const ny_asked_op *asked = context;
    const double *here = call->a;
    bool is_truth = asked->op->kind == NY_KIND_YES_NO;
    double *number = call->to;
    uint8_t *truth = call->to;
    for (size_t i = 0; i < call->lanes; i++) {
        ny_fast_value found = {0, 0, NY_UNKNOWN};
        if (!isnan(here[i]))
            found = ny_fast_look_up(asked->fast, asked->op, here[i]);
        if (is_truth)
            truth[i] = (uint8_t)ny_figures_number(NY_KIND_YES_NO, found);
        else
            number[i] = number_of(found);
    }
}

static void ask_round(const void *context, const ny_kernel_call *call)
{
    const ny_asked_op *asked = context;
    const double *a = call->a;
    double *to = call->to;
    ny_fast own = *asked->fast; /* it says of itself whether something was near an edge */
    for (size_t i = 0; i < call->lanes; i++)
        to[i] = isnan(a[i])
                    ? a[i]
                    : number_of(ny_fast_round(&own, ny_fast_exactly(a[i]), asked->rounding));
}

static ny_register survival(const ny_making_op *of)
{
    return ny_kernel_ask(builder(of), ask_survival, asked_op(of), NY_LANE_number,
                         (ny_operands){item(of, 0), item(of, 1), item(of, 2), item(of, 3), 0, 0});
}

static ny_register rounded(const ny_making_op *of)
{
    return ny_kernel_ask(builder(of), ask_round, asked_op(of), NY_LANE_number,
                         (ny_operands){.a = item(of, 0)});
}

/* The rows are of contract grain and the same in all worlds, or there is no look-up by lanes. */
static ny_register among(const ny_making_op *of)
{
    const ny_figures *figures = of->building->figures;
    uint32_t by = source(of, 0);
    ny_kind kind = figures->plan->ops.items[source(of, 1)].kind;
    if (figures->change[by] != NY_BY_NOTHING || kind == NY_KIND_TEXT || kind == NY_KIND_YES_NO)
        return 0;
    return ny_kernel_ask(builder(of), ask_among, asked_op(of),
                         of->op->kind == NY_KIND_YES_NO ? NY_LANE_byte : NY_LANE_number,
                         (ny_operands){.a = item(of, 1)});
}

/* --- what is not known ----------------------------------------------------------------------------- */

/* A number that is NaN may be unknown or not defined, and lanes cannot tell which: so it must be only one. */
static unsigned lacking_of(const ny_making_op *of)
{
    return of->building->lacks[source(of, 0)];
}

static bool is_truth(const ny_making_op *of)
{
    return of->building->figures->plan->ops.items[source(of, 0)].kind == NY_KIND_YES_NO;
}

static ny_register known(const ny_making_op *of)
{
    ny_register a = item(of, 0);
    if (!is_truth(of))
        return make(of, NY_KERNEL_EQUAL, (ny_operands){.a = a, .b = a});
    ny_register state = make(of, NY_KERNEL_STATE_OF_TRUTH, (ny_operands){.a = a});
    return make(of, NY_KERNEL_IS_KNOWN, (ny_operands){.a = state});
}

static ny_register is_known(const ny_making_op *of)
{
    return lacking_of(of) & LACKS_UNDEFINED ? 0 : known(of);
}

static ny_register unknown_as(const ny_making_op *of)
{
    if (!(lacking_of(of) & LACKS_UNKNOWN))
        return item(of, 0);
    if (lacking_of(of) & LACKS_UNDEFINED)
        return 0;
    return make(of, is_truth(of) ? NY_KERNEL_CHOOSE_TRUTH : NY_KERNEL_CHOOSE,
                (ny_operands){.a = known(of), .b = item(of, 0), .c = item(of, 1)});
}

/* A word, a party, yes or no. */
static ny_register is_index(const ny_making_op *of)
{
    if (is_truth(of))
        return of->op->aux ? item(of, 0) : make(of, NY_KERNEL_NOT, (ny_operands){.a = item(of, 0)});
    ny_one index = ny_kernel_constant(builder(of), of->op->aux);
    return lacking_of(of)
               ? 0
               : make(of, NY_KERNEL_EQUAL_ONE, (ny_operands){.a = item(of, 0), .k = index});
}

/* --- one operation --------------------------------------------------------------------------------- */

/* 0 where there is no kernel. */
static ny_register make_op(const ny_making_op *of)
{
    const ny_kernel_code none = NY_KERNEL_CODES;
    switch ((int)of->op->code) {
    case NY_OP_INPUT:
        return input(of);
    case NY_OP_ARRIVAL:
        return arrival(of);
    case NY_OP_ADD:
        return of_two(of, (ny_two_kernels){NY_KERNEL_ADD, NY_KERNEL_ADD_ONE, NY_KERNEL_ADD_ONE});
    case NY_OP_SUBTRACT:
    case NY_OP_DATE_DIFFERENCE:
        return of_two(of, (ny_two_kernels){NY_KERNEL_SUBTRACT, NY_KERNEL_SUBTRACT_ONE,
                                           NY_KERNEL_ONE_SUBTRACT});
    case NY_OP_MULTIPLY:
        return of_two(of, (ny_two_kernels){NY_KERNEL_MULTIPLY, NY_KERNEL_MULTIPLY_ONE,
                                           NY_KERNEL_MULTIPLY_ONE});
    case NY_OP_DIVIDE:
        return quotient(of);
    case NY_OP_RAISE:
        return power(of);
    case NY_OP_POWER:
        return where_defined(
            of, of_two(of, (ny_two_kernels){NY_KERNEL_POWER, NY_KERNEL_POWER_ONE, none}), 0, false);
    case NY_OP_LEAST:
        return of_two(of, (ny_two_kernels){NY_KERNEL_LESSER, none, none});
    case NY_OP_GREATEST:
        return of_two(of, (ny_two_kernels){NY_KERNEL_GREATER, none, none});
    case NY_OP_NEGATE:
    case NY_OP_FLOOR:
    case NY_OP_CEILING:
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
        return function(of);
    case NY_OP_KEEP:
        return keep(of);
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
        return comparison(of);
    case NY_OP_NOT:
        return make(of, NY_KERNEL_NOT, (ny_operands){.a = item(of, 0)});
    case NY_OP_AND:
        return make(of, NY_KERNEL_AND, (ny_operands){.a = item(of, 0), .b = item(of, 1)});
    case NY_OP_OR:
        return make(of, NY_KERNEL_OR, (ny_operands){.a = item(of, 0), .b = item(of, 1)});
    case NY_OP_CHOOSE:
        return choose(of);
    case NY_OP_UNKNOWN_AS:
        return unknown_as(of);
    case NY_OP_IS_KNOWN:
        return is_known(of);
    case NY_OP_IS_INDEX:
        return is_index(of);
    case NY_OP_AMONG:
        return among(of);
    case NY_OP_ROUND:
        return rounded(of);
    case NY_OP_SURVIVAL:
        return survival(of);
    default:
        return 0;
    }
}

/* Operations that give a figure wherever their operands are figures. */
static bool always_gives(ny_op_code code)
{
    switch ((int)code) {
    case NY_OP_INPUT:
    case NY_OP_CYCLE:
    case NY_OP_STAY:
    case NY_OP_ARRIVAL:
    case NY_OP_TIME:
    case NY_OP_PER_ROW:
    case NY_OP_NEGATE:
    case NY_OP_ADD:
    case NY_OP_SUBTRACT:
    case NY_OP_MULTIPLY:
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_EXPONENTIAL:
    case NY_OP_KEEP:
    case NY_OP_DATE_DIFFERENCE:
    case NY_OP_EQUAL:
    case NY_OP_NOT_EQUAL:
    case NY_OP_LESS:
    case NY_OP_AT_MOST:
    case NY_OP_MORE:
    case NY_OP_AT_LEAST:
    case NY_OP_NOT:
    case NY_OP_AND:
    case NY_OP_OR:
    case NY_OP_CHOOSE:
    case NY_OP_ROUND:
    case NY_OP_IS_INDEX:
        return true;
    default:
        return false;
    }
}

static unsigned of_state(ny_state state)
{
    return state == NY_KNOWN ? 0 : state == NY_UNDEFINED ? LACKS_UNDEFINED : LACKS_UNKNOWN;
}

/* What a row that is looked up may be: it need not be there. */
static unsigned groups_lack(const ny_figures *figures, const ny_op *by)
{
    const ny_fast_groups *groups =
        &figures->of.fast->groups[(size_t)by->aux * figures->of.fast->periods];
    unsigned lacks = LACKS_UNKNOWN | of_state(groups->empty.state);
    for (uint32_t i = 0; i < groups->figures.count; i++)
        lacks |= of_state(groups->figures.items[i].state);
    return lacks;
}

/* What an operation adds to what its operands may lack. */
static unsigned lacks_by_itself(const ny_figures *figures, const ny_op *op)
{
    const uint32_t *all = figures->plan->operands.items;
    switch ((int)op->code) {
    case NY_OP_AMONG:
        return groups_lack(figures, &figures->plan->ops.items[all[op->first_operand]]);
    case NY_OP_DIVIDE: {
        uint32_t by = ny_figures_source(figures, all[op->first_operand + 1]);
        ny_fast_value value = figures->of.fast->values[(size_t)by * figures->of.fast->periods];
        bool is_some = figures->change[by] == NY_BY_NOTHING && value.value != 0;
        return is_some ? 0 : LACKS_UNDEFINED;
    }
    case NY_OP_RAISE:
        return (int32_t)op->aux < 0 ? LACKS_UNDEFINED : 0;
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_POWER:
    case NY_OP_SURVIVAL:
        return LACKS_UNDEFINED;
    default:
        return always_gives(op->code) ? 0 : LACKS_UNKNOWN | LACKS_UNDEFINED;
    }
}

static unsigned lacks_of(const ny_building *building, uint32_t number)
{
    const ny_figures *figures = building->figures;
    const ny_op *op = &figures->plan->ops.items[number];
    unsigned lacks[2] = {0, 0}, all = 0;
    if (figures->change[number] == NY_BY_NOTHING)
        return of_state(figures->of.fast->values[(size_t)number * figures->of.fast->periods].state);
    for (uint32_t i = 0; i < op->operands; i++) {
        uint32_t of = figures->plan->operands.items[op->first_operand + i];
        all |= building->lacks[ny_figures_source(figures, of)];
        if (i < 2)
            lacks[i] = building->lacks[ny_figures_source(figures, of)];
    }
    if (op->code == NY_OP_UNKNOWN_AS)
        return (lacks[0] & LACKS_UNDEFINED) | (lacks[0] & LACKS_UNKNOWN ? lacks[1] : 0);
    if (op->code == NY_OP_IS_KNOWN)
        return lacks[0] & LACKS_UNDEFINED;
    return all | lacks_by_itself(figures, op);
}

static void build_op(ny_building *building, uint32_t number)
{
    const ny_figures *figures = building->figures;
    const ny_op *op = &figures->plan->ops.items[number];
    ny_making_op of = {building, op, number, figures->change[number]};
    ny_register made = make_op(&of);
    if (!made) {
        building->refused = building->refused == NY_NONE ? number : building->refused;
        made = constant(&of, 0);
    }
    building->made[of.change][number] = made;
}

/* --- all -------------------------------------------------------------------------------------------- */

static void keep_wanted(ny_building *building, ny_wanted *wanted)
{
    ny_making_op of = {.building = building, .change = wanted->change};
    ny_register made = register_of(&of, wanted->op);
    if (wanted->when != NY_NONE) {
        ny_register when = register_of(&of, wanted->when);
        ny_register is_no = make(&of, NY_KERNEL_NOT, (ny_operands){.a = when});
        ny_register no =
            make(&of, NY_KERNEL_CHOOSE,
                 (ny_operands){.a = is_no, .b = constant(&of, 0), .c = constant(&of, (double)NAN)});
        made = make(&of, NY_KERNEL_CHOOSE, (ny_operands){.a = when, .b = made, .c = no});
    }
    (void)ny_kernel_keep(building->build[wanted->change], made);
    wanted->kept = building->kept_count[wanted->change]++;
}

uint32_t ny_figures_build(ny_figures *figures)
{
    size_t room = (size_t)figures->plan->ops.count + 1;
    ny_building building = {.figures = figures, .refused = NY_NONE};
    bool any[NY_BY_SETS] = {false};
    building.lacks = NY_NEW_ARRAY(figures->arena, uint8_t, room);
    for (unsigned change = NY_BY_WORLD; change < NY_BY_SETS; change += 2) {
        building.build[change] = ny_kernel_begin(figures->arena);
        building.made[change] = NY_NEW_ARRAY(figures->arena, ny_register, room);
        building.ones[change] = NY_NEW_ARRAY(figures->arena, ny_one, room);
        building.kept[change] = NY_NEW_ARRAY(figures->arena, uint32_t, room);
    }
    for (uint32_t i = 0; i < figures->plan->ops.count; i++)
        building.lacks[i] = figures->needed[i] ? (uint8_t)lacks_of(&building, i) : 0;
    for (uint32_t i = 0; i < figures->plan->ops.count; i++)
        if (figures->needed[i] && (figures->change[i] & NY_BY_WORLD) &&
            ny_figures_source(figures, i) == i) {
            build_op(&building, i);
            any[figures->change[i]] = true;
        }
    for (uint32_t i = 0; i < figures->wanted.count; i++)
        if (figures->wanted.items[i].change & NY_BY_WORLD) {
            keep_wanted(&building, &figures->wanted.items[i]);
            any[figures->wanted.items[i].change] = true;
        }
    for (unsigned change = NY_BY_WORLD; change < NY_BY_SETS; change += 2)
        if (any[change])
            figures->programs[change].program = ny_kernel_end(building.build[change]);
    return building.refused;
}
