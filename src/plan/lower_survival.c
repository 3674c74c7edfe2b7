/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `survival(LAW hazard times E, TIME)` as operations: S(t) = e^(-E H(t)), H the cumulative hazard of the law
 * as run/distribution.h has it (Collett, Modelling Survival Data in Medical Research, chapter 5):
 *
 *     exponential             H = rate t
 *     Weibull                 H = (t / scale)^shape
 *     Gompertz                H = rate t g(shape t), g(x) = (e^x - 1) / x
 *     log logistic            H = log(1 + (t / scale)^shape)
 *     piecewise exponential   H = sum of each rate times the time spent in its piece
 *     chance C within d       H is that of the shape alone, times what makes H(d) = -log(1 - C); of the log
 *                             logistic (t / scale)^shape is C / (1 - C) (t / d)^shape
 *
 * They are made of operations that there are, so every evaluator has them with the same bits. A law that
 * cannot be, such as one with a scale of 0, has no figure (UNDEFINED). Times are in months. The lognormal, gamma
 * and generalised gamma laws have no such form: S is an operation of its own there (run/law.h), and S^E what a
 * multiplied hazard leaves of it. */

#include "model/law.h"
#include "plan/lower.h"

#define TAYLOR_BELOW 10000 /* g(x) by its series where |x| is less than 1 over this */

/* A law being lowered: by the name of the argument, its operation. */
typedef struct ny_survivor {
    ny_lowering *lowering;
    ny_span span;
    uint32_t time;
    uint32_t of[NY_LAW_NAMES];
} ny_survivor;

static uint32_t make(const ny_survivor *at, ny_op_code code, uint32_t a, uint32_t b)
{
    const uint32_t operands[] = {a, b};
    return ny_lower_op(at->lowering, code, NY_KIND_NUMBER, 0, at->span, operands,
                       b == NY_NONE ? 1 : 2);
}

static uint32_t product(const ny_survivor *at, uint32_t a, uint32_t b)
{
    return make(at, NY_OP_MULTIPLY, a, b);
}

static uint32_t quotient(const ny_survivor *at, uint32_t a, uint32_t b)
{
    return make(at, NY_OP_DIVIDE, a, b);
}

static uint32_t constant(const ny_survivor *at, int64_t above, int64_t below)
{
    ny_rational value =
        ny_rational_divide(at->lowering->arena, ny_rational_whole(above), ny_rational_whole(below));
    return ny_lower_constant(at->lowering, NY_KIND_NUMBER, ny_value_number(value), at->span);
}

static uint32_t choice(const ny_survivor *at, ny_op_code test, uint32_t a, uint32_t b,
                       const uint32_t *values)
{
    const uint32_t tested[] = {a, b};
    uint32_t yes = ny_lower_op(at->lowering, test, NY_KIND_YES_NO, 0, at->span, tested, 2);
    const uint32_t chosen[] = {yes, values[0], values[1]};
    return ny_lower_op(at->lowering, NY_OP_CHOOSE, NY_KIND_NUMBER, 0, at->span, chosen, 3);
}

/* a, where it is more than 0 (at least 0 with AT_LEAST); else no figure. */
static uint32_t only(const ny_survivor *at, ny_op_code test, uint32_t a)
{
    uint32_t none = constant(at, 0, 1);
    const uint32_t values[] = {a, make(at, NY_OP_LOGARITHM, constant(at, -1, 1), NY_NONE)};
    return choice(at, test, a, none, values);
}

static uint32_t positive(const ny_survivor *at, uint32_t a)
{
    return only(at, NY_OP_MORE, a);
}

/* In months, and per month: 1 month is 30.4375 days. */
static uint32_t in_months(const ny_survivor *at, const ny_expression *of, uint32_t op)
{
    int days = ny_unit_exponent(ny_meaning_of(at->lowering->model, of)->type.unit, NY_UNIT_DAY);
    for (; days > 0; days--)
        op = product(at, op, constant(at, 16, 487));
    for (; days < 0; days++)
        op = product(at, op, constant(at, 487, 16));
    return op;
}

static uint32_t argument(const ny_survivor *at, const ny_expression *of)
{
    return in_months(at, of, ny_lower_expression(at->lowering, of, NY_NONE));
}

/* -log(1 - C), C between 0 and 1. */
static uint32_t hazard_within(const ny_survivor *at)
{
    uint32_t left =
        make(at, NY_OP_SUBTRACT, constant(at, 1, 1), positive(at, at->of[NY_LAW_CHANCE]));
    return make(at, NY_OP_NEGATE, make(at, NY_OP_LOGARITHM, left, NY_NONE), NY_NONE);
}

/* (t / length)^shape */
static uint32_t raised(const ny_survivor *at, uint32_t length)
{
    return make(at, NY_OP_POWER, quotient(at, at->time, positive(at, length)),
                positive(at, at->of[NY_LAW_SHAPE]));
}

/* t g(shape t): by the series where the quotient would lose digits, and at 0. */
static uint32_t gompertz(const ny_survivor *at, uint32_t time)
{
    uint32_t x = product(at, at->of[NY_LAW_SHAPE], time), one = constant(at, 1, 1);
    uint32_t size = make(at, NY_OP_GREATEST, x, make(at, NY_OP_NEGATE, x, NY_NONE));
    uint32_t series = make(at, NY_OP_ADD, one, quotient(at, x, constant(at, 4, 1)));
    for (int64_t k = 3; k > 1; k--)
        series = make(at, NY_OP_ADD, one, product(at, quotient(at, x, constant(at, k, 1)), series));
    uint32_t risen = make(at, NY_OP_SUBTRACT, make(at, NY_OP_EXPONENTIAL, x, NY_NONE), one);
    const uint32_t values[] = {series, quotient(at, risen, x)};
    return product(at, time, choice(at, NY_OP_LESS, size, constant(at, 1, TAYLOR_BELOW), values));
}

static uint32_t in_pieces(const ny_survivor *at, const ny_expression *law)
{
    uint32_t hazard = NY_NONE, gone = NY_NONE;
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *piece = law->items.items[i];
        uint32_t rate = only(at, NY_OP_AT_LEAST, argument(at, piece->items.items[0]));
        uint32_t until = piece->items.count > 1
                             ? make(at, NY_OP_LEAST, at->time, argument(at, piece->items.items[1]))
                             : at->time;
        uint32_t spent = gone == NY_NONE ? until : make(at, NY_OP_SUBTRACT, until, gone);
        uint32_t part = product(at, rate, spent);
        hazard = hazard == NY_NONE ? part : make(at, NY_OP_ADD, hazard, part);
        gone = until;
    }
    return hazard;
}

static uint32_t log_logistic(const ny_survivor *at, uint32_t odds)
{
    return make(at, NY_OP_LOGARITHM, make(at, NY_OP_ADD, constant(at, 1, 1), odds), NY_NONE);
}

/* H; NY_NONE: it has no such form. */
static uint32_t hazard(const ny_survivor *at, const ny_expression *law)
{
    uint32_t within = at->of[NY_LAW_WITHIN], chance = at->of[NY_LAW_CHANCE];
    switch ((int)ny_law_form_of(law)) {
    case NY_FORM_OF_EXPONENTIAL:
        return product(at, only(at, NY_OP_AT_LEAST, at->of[NY_LAW_RATE]), at->time);
    case NY_FORM_OF_EXPONENTIAL_MEAN:
        return quotient(at, at->time, positive(at, at->of[NY_LAW_MEAN]));
    case NY_FORM_OF_EXPONENTIAL_CHANCE:
        return product(at, hazard_within(at), quotient(at, at->time, positive(at, within)));
    case NY_FORM_OF_WEIBULL:
        return raised(at, at->of[NY_LAW_SCALE]);
    case NY_FORM_OF_WEIBULL_CHANCE:
        return product(at, hazard_within(at), raised(at, within));
    case NY_FORM_OF_GOMPERTZ:
        return product(at, only(at, NY_OP_AT_LEAST, at->of[NY_LAW_RATE]), gompertz(at, at->time));
    case NY_FORM_OF_GOMPERTZ_CHANCE:
        return product(at, hazard_within(at),
                       quotient(at, gompertz(at, at->time), gompertz(at, positive(at, within))));
    case NY_FORM_OF_LOG_LOGISTIC:
        return log_logistic(at, raised(at, at->of[NY_LAW_SCALE]));
    case NY_FORM_OF_LOG_LOGISTIC_CHANCE: {
        uint32_t left = make(at, NY_OP_SUBTRACT, constant(at, 1, 1), chance);
        uint32_t odds = quotient(at, positive(at, chance), positive(at, left));
        return log_logistic(at, product(at, odds, raised(at, within)));
    }
    case NY_FORM_OF_PIECEWISE:
        return in_pieces(at, law);
    default:
        return NY_NONE;
    }
}

/* S of a law without such a form: its arguments stand in the order of their names. */
static uint32_t whole_survival(const ny_survivor *at, ny_law_form form)
{
    uint32_t operands[4] = {at->time}, count = 1;
    for (uint32_t name = 0; name < NY_LAW_NAMES; name++)
        if (ny_law_shapes[form].arguments & (1u << name))
            operands[count++] = at->of[name];
    while (count < 4)
        operands[count++] = constant(at, 0, 1);
    return ny_lower_op(at->lowering, NY_OP_SURVIVAL, NY_KIND_NUMBER, form, at->span, operands, 4);
}

static void read_arguments(ny_survivor *at, const ny_expression *law)
{
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *said = law->items.items[i];
        at->of[ny_law_name_of(said->name.text)] = argument(at, said->items.items[0]);
        if (said->items.count > 1)
            at->of[ny_law_behind(said)] = argument(at, said->items.items[1]);
    }
}

uint32_t ny_lower_survival(ny_lowering *lowering, const ny_expression *expression)
{
    const ny_expression *law = expression->items.items[0], *time = expression->items.items[1];
    ny_survivor at = {.lowering = lowering, .span = expression->span};
    at.time = only(&at, NY_OP_AT_LEAST, argument(&at, time));
    if (!ny_law_in_pieces(ny_law_form_of(law)))
        read_arguments(&at, law);
    uint32_t is = hazard(&at, law), times = NY_NONE;
    if (expression->items.count > 2)
        times = only(&at, NY_OP_AT_LEAST,
                     ny_lower_expression(lowering, expression->items.items[2], NY_NONE));
    if (is == NY_NONE) {
        is = whole_survival(&at, ny_law_form_of(law));
        return times == NY_NONE ? is : make(&at, NY_OP_POWER, is, times);
    }
    if (times != NY_NONE)
        is = product(&at, is, times);
    return make(&at, NY_OP_EXPONENTIAL, make(&at, NY_OP_NEGATE, is, NY_NONE), NY_NONE);
}
