/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Expressions to operations. An operation's grain is that of its finest operand. */

#include "plan/lower.h"

#include "base/bug.h"

#include <stdlib.h>

static uint32_t lower(ny_lowering *lowering, const ny_expression *expression, uint32_t table);

void ny_lower_refuse(ny_lowering *lowering, ny_span span, ny_phrase what)
{
    NY_REPORT(lowering->sink, NY_NOT_COMPUTED_YET, span, ny_words(lowering->sink, what));
    lowering->refused = true;
}

ny_kind ny_op_kind(const ny_lowering *lowering, uint32_t op)
{
    return lowering->plan->ops.items[op].kind;
}

/* --- is a value always whole? A double then compares and rounds it exactly. --- */

static bool all_whole(const ny_plan *plan, const uint32_t *operands, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!plan->ops.items[operands[i]].is_whole)
            return false;
    return true;
}

/* Up to 2^53 every whole number is a double. */
static bool held_whole(ny_rational number)
{
    const int64_t most = (int64_t)1 << 53;
    int64_t whole;
    return ny_rational_to_whole(number, &whole) && whole >= -most && whole <= most;
}

/* A count, unless its `needs` put something else in its place. */
static bool counts_whole(const ny_plan *plan, const ny_reduction *reduction)
{
    for (uint32_t i = 0; i < reduction->needs.count; i++) {
        uint32_t instead = reduction->needs.items[i].instead;
        if (instead != NY_NONE && !plan->ops.items[instead].is_whole)
            return false;
    }
    return reduction->reduce == NY_REDUCE_COUNT;
}

static bool gives_whole(const ny_plan *plan, ny_op_code code, ny_kind kind, uint32_t aux,
                        const uint32_t *operands, uint32_t count)
{
    if (kind != NY_KIND_NUMBER)
        return true;
    switch (code) {
    case NY_OP_CONSTANT:
        return plan->constants.items[aux].state == NY_KNOWN &&
               held_whole(plan->constants.items[aux].is.number);
    case NY_OP_DATE_DIFFERENCE:
    case NY_OP_CEILING:
    case NY_OP_FLOOR:
    case NY_OP_RUNNING:
    case NY_OP_CYCLE:
    case NY_OP_STAY:
    case NY_OP_ARRIVAL:
    case NY_OP_ROWS_OF:
    case NY_OP_KNOWN_OF:
    case NY_OP_EVENTS_OF:
        return true;
    case NY_OP_REDUCE:
        return counts_whole(plan, &plan->reductions.items[aux]);
    case NY_OP_ROUND:
        return ny_rational_is_whole(plan->roundings.items[aux].unit);
    case NY_OP_NEGATE:
    case NY_OP_ADD:
    case NY_OP_SUBTRACT:
    case NY_OP_MULTIPLY:
    case NY_OP_LEAST:
    case NY_OP_GREATEST:
    case NY_OP_KEEP:
    case NY_OP_UNKNOWN_AS:
    case NY_OP_PER_ROW:
    case NY_OP_IN_FIRST:
        return all_whole(plan, operands, count);
    case NY_OP_CHOOSE:
        return all_whole(plan, operands + 1, count - 1);
    case NY_OP_AMONG:
        return counts_whole(plan, &plan->reductions.items[plan->ops.items[operands[0]].aux]);
    case NY_OP_INPUT:
    case NY_OP_TIME:
    case NY_OP_COLUMN:
    case NY_OP_THIS_ROW:
    case NY_OP_FOLLOW:
    case NY_OP_INPUT_OF:
    case NY_OP_FACT:
    case NY_OP_REDUCE_BY:
    case NY_OP_LOW_OF:
    case NY_OP_HIGH_OF:
    case NY_OP_PREVIOUS:
    case NY_OP_FINAL:
    case NY_OP_DIVIDE:
    case NY_OP_RAISE:
    case NY_OP_EXPONENTIAL:
    case NY_OP_LOGARITHM:
    case NY_OP_SQUARE_ROOT:
    case NY_OP_POWER:
    case NY_OP_SURVIVAL:
    case NY_OP_LOGISTIC_ROUNDED:
    case NY_OP_SCALE:
    case NY_OP_WEIGH_KNOWN:
    case NY_OP_MEAN_KNOWN:
    case NY_OP_EQ5D:
        return false;
    case NY_OP_LAST_DAY:
    case NY_OP_DATA_DATE:
    case NY_OP_BY_THEN:
    case NY_OP_FACT_DATE:
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
    case NY_OP_IS_TEXT:
    case NY_OP_IS_KNOWN:
    case NY_OP_HAPPENED:
    case NY_OP_PASSED:
    case NY_OP_NOT:
    case NY_OP_AND:
    case NY_OP_OR:
    case NY_OP_CODES:
        return true;
    }
    NY_BUG("op");
}

/* --- making operations ------------------------------------------------------------------------- */

static ny_grain grain_of(const ny_plan *plan, ny_op_code code, const uint32_t *operands,
                         uint32_t count)
{
    ny_grain grain = {NY_GRAIN_CONTRACT, NY_NONE};
    bool of_period = code == NY_OP_PREVIOUS || code == NY_OP_FINAL || code == NY_OP_IN_FIRST ||
                     code == NY_OP_ROWS_OF || code == NY_OP_KNOWN_OF || code == NY_OP_EVENTS_OF ||
                     code == NY_OP_LOW_OF || code == NY_OP_HIGH_OF || code == NY_OP_LAST_DAY ||
                     code == NY_OP_DATA_DATE;
    if (of_period)
        grain.kind = NY_GRAIN_EACH_PERIOD;
    for (uint32_t i = 0; i < count; i++)
        if (operands[i] != NY_NONE && plan->ops.items[operands[i]].grain.kind > grain.kind)
            grain = plan->ops.items[operands[i]].grain;
    return grain;
}

uint32_t ny_lower_op(ny_lowering *lowering, ny_op_code code, ny_kind kind, uint32_t aux,
                     ny_span span, const uint32_t *operands, uint32_t count)
{
    ny_plan *plan = lowering->plan;
    ny_op op = {.code = code,
                .kind = kind,
                .grain = grain_of(plan, code, operands, count),
                .first_operand = plan->operands.count,
                .operands = count,
                .aux = aux,
                .table = NY_NONE,
                .is_whole = gives_whole(plan, code, kind, aux, operands, count),
                .span = span};
    for (uint32_t i = 0; i < count; i++)
        *NY_APPEND(lowering->arena, &plan->operands) = operands[i];
    *NY_APPEND(lowering->arena, &plan->ops) = op;
    *NY_APPEND(lowering->arena, &plan->figure_of_op) = NY_NONE;
    return plan->ops.count - 1;
}

uint32_t ny_lower_two(ny_lowering *lowering, ny_op_code code, ny_kind kind, ny_span span,
                      uint32_t a, uint32_t b)
{
    const uint32_t operands[] = {a, b};
    return ny_lower_op(lowering, code, kind, 0, span, operands, 2);
}

uint32_t ny_lower_if_said(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    return expression ? ny_lower_expression(lowering, expression, table) : NY_NONE;
}

uint32_t ny_lower_constant(ny_lowering *lowering, ny_kind kind, ny_value value, ny_span span)
{
    *NY_APPEND(lowering->arena, &lowering->plan->constants) = value;
    return ny_lower_op(lowering, NY_OP_CONSTANT, kind, lowering->plan->constants.count - 1, span,
                       NULL, 0);
}

uint32_t ny_lower_column(ny_lowering *lowering, uint32_t table, uint32_t column, ny_span span)
{
    ny_kind kind = lowering->model->tables.items[table].columns.items[column].type.kind;
    uint32_t op = ny_lower_op(lowering, NY_OP_COLUMN, kind, column, span, NULL, 0);
    lowering->plan->ops.items[op].grain = (ny_grain){NY_GRAIN_ROW, table};
    return op;
}

uint32_t ny_lower_rounding(ny_lowering *lowering, uint32_t of, ny_rational unit, ny_halves halves,
                           ny_span span)
{
    *NY_APPEND(lowering->arena, &lowering->plan->roundings) = (ny_rounding){unit, halves};
    return ny_lower_op(lowering, NY_OP_ROUND, NY_KIND_NUMBER, lowering->plan->roundings.count - 1,
                       span, &of, 1);
}

static uint32_t one(ny_lowering *lowering, ny_op_code code, ny_kind kind, ny_span span, uint32_t a)
{
    return ny_lower_op(lowering, code, kind, 0, span, &a, 1);
}

/* --- programs ---------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Adds a row operation that this program has not got yet. */
static void need(ny_lowering *lowering, uint32_t op)
{
    ny_plan *plan = lowering->plan;
    if (op == NY_NONE || plan->ops.items[op].grain.kind != NY_GRAIN_ROW)
        return;
    while (lowering->stamps.count <= op)
        *NY_APPEND(lowering->arena, &lowering->stamps) = 0;
    if (lowering->stamps.items[op] == lowering->stamp)
        return;
    lowering->stamps.items[op] = lowering->stamp;
    *NY_APPEND(lowering->arena, &plan->programs) = op;
}

/* Breadth first with stamps, so that a program costs what it holds and depth costs no stack. */
ny_program ny_lower_program(ny_lowering *lowering, const uint32_t *roots, size_t count)
{
    ny_plan *plan = lowering->plan;
    ny_program program = {.first = plan->programs.count};
    lowering->stamp++;
    for (size_t i = 0; i < count; i++)
        need(lowering, roots[i]);
    for (uint32_t next = program.first; next < plan->programs.count; next++) {
        const ny_op *op = &plan->ops.items[plan->programs.items[next]];
        for (uint32_t i = 0; i < op->operands; i++)
            need(lowering, plan->operands.items[op->first_operand + i]);
    }
    program.count = plan->programs.count - program.first;
    if (program.count)
        qsort(plan->programs.items + program.first, program.count, sizeof(uint32_t), by_number);
    return program;
}

/* --- names ------------------------------------------------------------------------------------- */

static uint32_t fulfilled(ny_lowering *lowering, const ny_expression *expression, uint32_t op)
{
    if (!ny_meaning_of(lowering->model, expression)->per_row_fulfilled)
        return op;
    return one(lowering, NY_OP_PER_ROW, NY_KIND_NUMBER, expression->span, op);
}

/* Something stands in its place, so that the rest can be looked through; no plan comes of it. */
static uint32_t refused(ny_lowering *lowering, const ny_expression *expression, ny_phrase what)
{
    ny_kind kind = ny_meaning_of(lowering->model, expression)->type.kind;
    ny_lower_refuse(lowering, expression->span, what);
    return ny_lower_constant(lowering, kind,
                             kind == NY_KIND_NUMBER ? ny_value_number(NY_RATIONAL_ONE)
                                                    : ny_value_unknown(),
                             expression->span);
}

/* An assumption `by` a table, of the row itself or of one that a column names. Where an alternative
 * says one figure in its place, that is what it is in every row. */
static uint32_t lower_assumed_of(ny_lowering *lowering, const ny_expression *expression,
                                 uint32_t table)
{
    const ny_meaning *meaning = ny_meaning_of(lowering->model, expression);
    uint32_t input = lowering->input_of[meaning->number], row;
    if (input == NY_NONE)
        return lowering->plan->figures.items[meaning->number];
    if (meaning->through == NY_NONE) {
        row = ny_lower_op(lowering, NY_OP_THIS_ROW, NY_KIND_ROW, 0, expression->span, NULL, 0);
        lowering->plan->ops.items[row].grain = (ny_grain){NY_GRAIN_ROW, table};
    } else {
        row = ny_lower_column(lowering, meaning->grain.table, meaning->through,
                              expression->owner.span);
    }
    return ny_lower_op(lowering, NY_OP_INPUT_OF, meaning->type.kind, input, expression->span, &row,
                       1);
}

static uint32_t lower_name(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    const ny_meaning *meaning = ny_meaning_of(lowering->model, expression);
    if (meaning->reference == NY_REFERENCE_ASSUME_OF)
        return fulfilled(lowering, expression, lower_assumed_of(lowering, expression, table));
    if (meaning->reference == NY_REFERENCE_COLUMN)
        return ny_lower_column(lowering, meaning->table, meaning->number, expression->span);
    NY_BUG_ON(meaning->reference != NY_REFERENCE_FIGURE);
    uint32_t op = lowering->plan->figures.items[meaning->number];
    bool is_fact = lowering->model->figures.items[meaning->number].kind == NY_FIGURE_FACT;
    if (op != NY_NONE && is_fact && (table != NY_NONE || lowering->by_day != NY_NONE))
        op = ny_lower_fact(lowering, meaning->number, table, expression->span);
    if (op == NY_NONE)
        return refused(lowering, expression, NY_WORDS_THIS_FIGURE);
    return fulfilled(lowering, expression, op);
}

/* Its operand may be lowered later: it is filled in at the end. */
static uint32_t lower_other_period(ny_lowering *lowering, const ny_expression *expression,
                                   ny_op_code code)
{
    const ny_meaning *meaning = ny_meaning_of(lowering->model, expression);
    uint32_t none = NY_NONE;
    uint32_t op = ny_lower_op(lowering, code, meaning->type.kind, 0, expression->span, &none, 1);
    *NY_APPEND(lowering->arena, &lowering->pending) = (ny_pending){op, meaning->number};
    return fulfilled(lowering, expression, op);
}

static ny_op_code part_code(ny_keyword part)
{
    switch ((int)part) {
    case NY_KEYWORD_ROWS:
        return NY_OP_ROWS_OF;
    case NY_KEYWORD_KNOWN:
        return NY_OP_KNOWN_OF;
    case NY_KEYWORD_EVENTS:
        return NY_OP_EVENTS_OF;
    case NY_KEYWORD_LOW:
        return NY_OP_LOW_OF;
    case NY_KEYWORD_HIGH:
        return NY_OP_HIGH_OF;
    default:
        NY_BUG("part of a measure");
    }
}

static ny_op_code cycle_code(const ny_name *part)
{
    if (part->keyword == NY_KEYWORD_CYCLE)
        return NY_OP_CYCLE;
    if (part->keyword == NY_KEYWORD_STAY)
        return NY_OP_STAY;
    return ny_text_is(part->text, "arrival") ? NY_OP_ARRIVAL : NY_OP_TIME;
}

static uint32_t lower_in_cycle(ny_lowering *lowering, const ny_expression *expression,
                               const ny_meaning *meaning)
{
    uint32_t op = ny_lower_op(lowering, cycle_code(&expression->name), NY_KIND_NUMBER,
                              meaning->number, expression->span, NULL, 0);
    lowering->plan->ops.items[op].grain = meaning->grain;
    return op;
}

static uint32_t lower_part(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    const ny_meaning *meaning = ny_meaning_of(lowering->model, expression);
    if (meaning->reference == NY_REFERENCE_PATHWAY)
        return lower_in_cycle(lowering, expression, meaning);
    if (meaning->reference == NY_REFERENCE_FACT_DATE)
        return ny_lower_fact_date(lowering, meaning->number, table, expression->span);
    if (meaning->reference == NY_REFERENCE_SHARE_OF || meaning->reference == NY_REFERENCE_DRAWN_OF)
        return ny_lower_op(lowering, NY_OP_INPUT, meaning->type.kind,
                           lowering->input_of[meaning->number] + 1 + meaning->through,
                           expression->span, NULL, 0);
    if (meaning->reference == NY_REFERENCE_MEASURE_PART) {
        uint32_t measure = lowering->plan->figures.items[meaning->number];
        NY_BUG_ON(lowering->plan->ops.items[measure].code != NY_OP_REDUCE);
        uint32_t op =
            ny_lower_op(lowering, part_code(meaning->part), NY_KIND_NUMBER,
                        lowering->plan->ops.items[measure].aux, expression->span, NULL, 0);
        return fulfilled(lowering, expression, op);
    }
    if (meaning->reference == NY_REFERENCE_ASSUME_OF)
        return lower_assumed_of(lowering, expression, table);
    NY_BUG_ON(meaning->reference != NY_REFERENCE_COLUMN_OF);
    uint32_t row =
        ny_lower_column(lowering, meaning->grain.table, meaning->through, expression->owner.span);
    uint32_t op = ny_lower_op(lowering, NY_OP_FOLLOW, meaning->type.kind, meaning->number,
                              expression->span, &row, 1);
    lowering->plan->ops.items[op].table = meaning->table;
    return op;
}

/* --- arithmetic -------------------------------------------------------------------------------- */

static bool in_months(const ny_lowering *lowering, const ny_expression *expression)
{
    const ny_meaning *meaning = ny_meaning_of(lowering->model, expression);
    return ny_unit_exponent(meaning->type.unit, NY_UNIT_MONTH) == 1;
}

static uint32_t add_span(ny_lowering *lowering, uint32_t date, uint32_t span, bool months,
                         ny_span at)
{
    return ny_lower_two(lowering, months ? NY_OP_DATE_ADD_MONTHS : NY_OP_DATE_ADD_DAYS,
                        NY_KIND_DATE, at, date, span);
}

static uint32_t lower_sum(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    const ny_expression *right = expression->items.items[1];
    bool subtract = expression->kind == NY_EXPRESSION_SUBTRACT;
    uint32_t a = lower(lowering, expression->items.items[0], table);
    uint32_t b = lower(lowering, right, table);
    if (ny_op_kind(lowering, a) != NY_KIND_DATE)
        return ny_lower_two(lowering, subtract ? NY_OP_SUBTRACT : NY_OP_ADD, NY_KIND_NUMBER,
                            expression->span, a, b);
    if (ny_op_kind(lowering, b) == NY_KIND_DATE)
        return ny_lower_two(lowering, NY_OP_DATE_DIFFERENCE, NY_KIND_NUMBER, expression->span, a,
                            b);
    if (subtract)
        b = one(lowering, NY_OP_NEGATE, NY_KIND_NUMBER, right->span, b);
    return add_span(lowering, a, b, in_months(lowering, right), expression->span);
}

static ny_op_code comparison_code(ny_expression_kind kind)
{
    switch ((int)kind) {
    case NY_EXPRESSION_EQUAL:
        return NY_OP_EQUAL;
    case NY_EXPRESSION_NOT_EQUAL:
        return NY_OP_NOT_EQUAL;
    case NY_EXPRESSION_LESS:
        return NY_OP_LESS;
    case NY_EXPRESSION_AT_MOST:
        return NY_OP_AT_MOST;
    case NY_EXPRESSION_MORE:
        return NY_OP_MORE;
    case NY_EXPRESSION_AT_LEAST:
        return NY_OP_AT_LEAST;
    default:
        NY_BUG("comparison");
    }
}

static uint32_t lower_comparison(ny_lowering *lowering, const ny_expression *expression,
                                 uint32_t table)
{
    const uint32_t operands[] = {lower(lowering, expression->items.items[0], table),
                                 lower(lowering, expression->items.items[1], table)};
    ny_op_code code = comparison_code(expression->kind);
    if (ny_op_kind(lowering, operands[0]) == NY_KIND_DATE)
        return ny_lower_op(lowering, NY_OP_DATE_COMPARE, NY_KIND_YES_NO, code, expression->span,
                           operands, 2);
    return ny_lower_op(lowering, code, NY_KIND_YES_NO, 0, expression->span, operands, 2);
}

static uint32_t lower_is(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    uint32_t of = lower(lowering, expression->items.items[0], table), is;
    if (expression->kind == NY_EXPRESSION_IS_TEXT) {
        *NY_APPEND(lowering->arena, &lowering->plan->texts) = expression->name.text;
        is = ny_lower_op(lowering, NY_OP_IS_TEXT, NY_KIND_YES_NO, lowering->plan->texts.count - 1,
                         expression->span, &of, 1);
    } else {
        is = ny_lower_op(lowering, NY_OP_IS_INDEX, NY_KIND_YES_NO,
                         ny_meaning_of(lowering->model, expression)->number, expression->span, &of,
                         1);
    }
    return expression->yes ? one(lowering, NY_OP_NOT, NY_KIND_YES_NO, expression->span, is) : is;
}

static uint32_t lower_test(ny_lowering *lowering, const ny_expression *expression, uint32_t table,
                           ny_op_code code)
{
    uint32_t of = lower(lowering, expression->items.items[0], table);
    uint32_t test = one(lowering, code, NY_KIND_YES_NO, expression->span, of);
    return expression->yes ? test
                           : one(lowering, NY_OP_NOT, NY_KIND_YES_NO, expression->span, test);
}

uint32_t ny_lower_span_after(ny_lowering *lowering, uint32_t date, const ny_expression *span,
                             uint32_t table)
{
    return add_span(lowering, date, lower(lowering, span, table), in_months(lowering, span),
                    span->span);
}

static uint32_t lower_within(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    const ny_expression *span = expression->items.items[1];
    uint32_t event = lower(lowering, expression->items.items[0], table);
    uint32_t base = lower(lowering, expression->items.items[2], table);
    uint32_t limit = ny_lower_span_after(lowering, base, span, table);
    const uint32_t operands[] = {event, base, limit};
    return ny_lower_op(lowering, NY_OP_WITHIN, NY_KIND_YES_NO, 0, expression->span, operands, 3);
}

/* --- forms ------------------------------------------------------------------------------------- */

static uint32_t lower_all(ny_lowering *lowering, const ny_expression *expression, uint32_t table,
                          ny_op_code code)
{
    uint32_t operands[5];
    NY_BUG_ON(expression->items.count > 5);
    for (uint32_t i = 0; i < expression->items.count; i++)
        operands[i] = lower(lowering, expression->items.items[i], table);
    return ny_lower_op(lowering, code, NY_KIND_NUMBER, 0, expression->span, operands,
                       expression->items.count);
}

static uint32_t lower_weigh(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    uint32_t count = expression->items.count;
    uint32_t *operands = NY_NEW_ARRAY(lowering->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        operands[i] = lower(lowering, expression->items.items[i], table);
    if (expression->yes)
        return ny_lower_op(lowering, NY_OP_WEIGH_KNOWN, NY_KIND_NUMBER, 0, expression->span,
                           operands, count);
    uint32_t sum = NY_NONE;
    for (uint32_t i = 0; i < count; i += 2) {
        uint32_t part =
            ny_lower_two(lowering, NY_OP_MULTIPLY, NY_KIND_NUMBER,
                         expression->items.items[i + 1]->span, operands[i], operands[i + 1]);
        sum = sum == NY_NONE
                  ? part
                  : ny_lower_two(lowering, NY_OP_ADD, NY_KIND_NUMBER, expression->span, sum, part);
    }
    return sum;
}

static uint32_t lower_among(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    uint32_t count = expression->items.count;
    uint32_t *operands = NY_NEW_ARRAY(lowering->arena, uint32_t, count);
    int64_t least = 0;
    NY_BUG_ON(!ny_rational_to_whole(expression->literal.number, &least));
    for (uint32_t i = 0; i < count; i++)
        operands[i] = lower(lowering, expression->items.items[i], table);
    return ny_lower_op(lowering, NY_OP_MEAN_KNOWN, NY_KIND_NUMBER, (uint32_t)least,
                       expression->span, operands, count);
}

static uint32_t lower_eq5d(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    uint32_t profile = lower(lowering, expression->items.items[0], table);
    return ny_lower_op(lowering, NY_OP_EQ5D, NY_KIND_NUMBER,
                       ny_meaning_of(lowering->model, expression)->number, expression->span,
                       &profile, 1);
}

uint32_t ny_lower_logistic(ny_lowering *lowering, const ny_expression *call, uint32_t table,
                           ny_rational unit, ny_halves halves)
{
    uint32_t of = lower(lowering, call->items.items[0], table);
    *NY_APPEND(lowering->arena, &lowering->plan->roundings) = (ny_rounding){unit, halves};
    return ny_lower_op(lowering, NY_OP_LOGISTIC_ROUNDED, NY_KIND_NUMBER,
                       lowering->plan->roundings.count - 1, call->span, &of, 1);
}

static uint32_t lower_call(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    static const struct {
        const char *name;
        ny_op_code code;
    } functions[] = {
        {"max", NY_OP_GREATEST},     {"min", NY_OP_LEAST},       {"ceiling", NY_OP_CEILING},
        {"floor", NY_OP_FLOOR},      {"exp", NY_OP_EXPONENTIAL}, {"log", NY_OP_LOGARITHM},
        {"sqrt", NY_OP_SQUARE_ROOT},
    };
    size_t f = 0;
    if (ny_text_is(expression->name.text, "logistic"))
        return refused(lowering, expression, NY_WORDS_LOGISTIC);
    while (!ny_text_is(expression->name.text, functions[f].name))
        NY_BUG_ON(++f == sizeof functions / sizeof *functions);
    uint32_t op = lower(lowering, expression->items.items[0], table);
    if (expression->items.count == 1)
        return one(lowering, functions[f].code, NY_KIND_NUMBER, expression->span, op);
    for (uint32_t i = 1; i < expression->items.count; i++)
        op = ny_lower_two(lowering, functions[f].code, ny_op_kind(lowering, op), expression->span,
                          op, lower(lowering, expression->items.items[i], table));
    return op;
}

static uint32_t lower_power(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    const ny_expression *exponent = expression->items.items[1];
    int64_t power = 0;
    uint32_t base = lower(lowering, expression->items.items[0], table);
    if (exponent->kind != NY_EXPRESSION_NUMBER ||
        !ny_rational_to_whole(ny_meaning_of(lowering->model, exponent)->value, &power))
        return ny_lower_two(lowering, NY_OP_POWER, NY_KIND_NUMBER, expression->span, base,
                            lower(lowering, exponent, table));
    return ny_lower_op(lowering, NY_OP_RAISE, NY_KIND_NUMBER, (uint32_t)(int32_t)power,
                       expression->span, &base, 1);
}

static ny_reduce reduce_of(ny_keyword keyword)
{
    switch ((int)keyword) {
    case NY_KEYWORD_SUM:
        return NY_REDUCE_SUM;
    case NY_KEYWORD_MEAN:
        return NY_REDUCE_MEAN;
    case NY_KEYWORD_MEDIAN:
        return NY_REDUCE_MEDIAN;
    case NY_KEYWORD_LOWEST:
        return NY_REDUCE_LOWEST;
    case NY_KEYWORD_HIGHEST:
        return NY_REDUCE_HIGHEST;
    default:
        return NY_REDUCE_COUNT;
    }
}

/* What the rows gone over are told apart by, as it is at this place. */
static uint32_t lower_same_here(ny_lowering *lowering, const ny_expression *expression,
                                uint32_t here)
{
    const ny_meaning *meaning = ny_meaning_of(lowering->model, expression);
    ny_span span = expression->scope.same.span;
    if (meaning->same_here != NY_NONE)
        return ny_lower_column(lowering, here, meaning->same_here, span);
    uint32_t figure = meaning->same_figure;
    if (lowering->model->figures.items[figure].kind == NY_FIGURE_FACT)
        return ny_lower_fact(lowering, figure, here, span);
    return lowering->plan->figures.items[figure];
}

static uint32_t lower_over(ny_lowering *lowering, const ny_expression *expression, uint32_t here)
{
    const ny_scope *scope = &expression->scope;
    uint32_t table = ny_model_table(lowering->model, scope->table.text);
    /* All rows of a study belong together, dated or not. */
    bool dated =
        !lowering->model->has_study && lowering->model->tables.items[table].date != NY_NONE;
    bool same = scope->same.text.size > 0;
    if (scope->judged)
        ny_lower_exclusions_of(lowering, table);
    ny_reduction reduction = {.reduce = reduce_of(expression->keyword),
                              .rows = !dated           ? NY_ROWS_ALL
                                      : scope->to_date ? NY_ROWS_TO_DATE
                                                       : NY_ROWS_OF_PERIOD,
                              .table = table,
                              .measure = NY_NONE,
                              .groups_of = NY_NONE,
                              .standardised = NY_NONE,
                              .less = NY_NONE,
                              .where = NY_NONE,
                              .judged_only = scope->judged,
                              .same = NY_NONE,
                              .value = NY_NONE,
                              .second = NY_NONE,
                              .span = expression->span};
    if (expression->kind == NY_EXPRESSION_THE) {
        reduction.reduce = NY_REDUCE_THE;
        reduction.value = ny_lower_column(
            lowering, table, ny_meaning_of(lowering->model, expression)->number, expression->span);
    } else if (expression->kind == NY_EXPRESSION_AGGREGATE) {
        reduction.value = lower(lowering, expression->items.items[0], table);
    }
    if (scope->where)
        reduction.where = lower(lowering, scope->where, table);
    if (same)
        reduction.same = ny_lower_column(lowering, table,
                                         ny_meaning_of(lowering->model, expression)->same_column,
                                         scope->same.span);
    *NY_APPEND(lowering->arena, &lowering->plan->reductions) = reduction;
    ny_kind kind =
        reduction.value == NY_NONE ? NY_KIND_NUMBER : ny_op_kind(lowering, reduction.value);
    uint32_t op = ny_lower_op(lowering, same ? NY_OP_REDUCE_BY : NY_OP_REDUCE, kind,
                              lowering->plan->reductions.count - 1, expression->span, NULL, 0);
    lowering->plan->ops.items[op].grain.kind = dated ? NY_GRAIN_EACH_PERIOD : NY_GRAIN_CONTRACT;
    if (!same)
        return op;
    const uint32_t operands[] = {op, lower_same_here(lowering, expression, here)};
    return ny_lower_op(lowering, NY_OP_AMONG, kind, 0, expression->span, operands, 2);
}

static bool reads_period(const ny_plan *plan, const ny_op *op)
{
    for (uint32_t i = 0; i < op->operands; i++) {
        uint32_t operand = plan->operands.items[op->first_operand + i];
        if (plan->ops.items[operand].grain.kind == NY_GRAIN_EACH_PERIOD)
            return true;
    }
    return false;
}

/* Does a condition on rows look at what may happen after the row's own date? A figure each period
 * does: it rests on the period's end. */
static bool sees_later(const ny_lowering *lowering, uint32_t where, ny_program program)
{
    const ny_plan *plan = lowering->plan;
    if (where != NY_NONE && plan->ops.items[where].grain.kind == NY_GRAIN_EACH_PERIOD)
        return true;
    for (uint32_t i = 0; i < program.count; i++) {
        const ny_op *op = &plan->ops.items[plan->programs.items[program.first + i]];
        if (op->code == NY_OP_PASSED || reads_period(plan, op))
            return true;
        if (op->code != NY_OP_COLUMN && op->code != NY_OP_FOLLOW)
            continue;
        uint32_t table = op->code == NY_OP_FOLLOW ? op->table : op->grain.table;
        const ny_column *column = &lowering->model->tables.items[table].columns.items[op->aux];
        if (column->if_any && column->type.kind == NY_KIND_DATE)
            return true;
    }
    return false;
}

static uint32_t lower_running(ny_lowering *lowering, const ny_expression *expression,
                              uint32_t table)
{
    const ny_table *of = &lowering->model->tables.items[table];
    ny_window window = {.table = table,
                        .within = expression->owner.text.size
                                      ? ny_table_column(of, expression->owner.text)
                                      : NY_NONE,
                        .by = ny_table_column(of, expression->name.text),
                        .where = NY_NONE};
    if (window.by != of->date)
        ny_lower_refuse(lowering, expression->span, NY_WORDS_RUNNING_BY_OTHER);
    if (expression->items.count)
        window.where = lower(lowering, expression->items.items[0], table);
    window.program = ny_lower_program(lowering, &window.where, 1);
    if (sees_later(lowering, window.where, window.program))
        ny_lower_refuse(lowering, expression->span, NY_WORDS_RUNNING_AHEAD);
    *NY_APPEND(lowering->arena, &lowering->plan->windows) = window;
    uint32_t op = ny_lower_op(lowering, NY_OP_RUNNING, NY_KIND_NUMBER,
                              lowering->plan->windows.count - 1, expression->span, NULL, 0);
    lowering->plan->ops.items[op].grain = (ny_grain){NY_GRAIN_ROW, table};
    return op;
}

/* --- all kinds --------------------------------------------------------------------------------- */

static uint32_t lower_kind(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    const ny_meaning *meaning = ny_meaning_of(lowering->model, expression);
    ny_span span = expression->span;
    switch (expression->kind) {
    case NY_EXPRESSION_NUMBER:
        return fulfilled(
            lowering, expression,
            ny_lower_constant(lowering, NY_KIND_NUMBER, ny_value_number(meaning->value), span));
    case NY_EXPRESSION_DATE:
        return ny_lower_constant(lowering, NY_KIND_DATE, ny_value_date(expression->date), span);
    case NY_EXPRESSION_YES_NO:
        return ny_lower_constant(lowering, NY_KIND_YES_NO, ny_value_index(expression->yes), span);
    case NY_EXPRESSION_NAME:
        return lower_name(lowering, expression, table);
    case NY_EXPRESSION_PREVIOUS:
        return lower_other_period(lowering, expression, NY_OP_PREVIOUS);
    case NY_EXPRESSION_FINAL:
        return lower_other_period(lowering, expression, NY_OP_FINAL);
    case NY_EXPRESSION_PART:
        return lower_part(lowering, expression, table);
    case NY_EXPRESSION_CALL:
        return lower_call(lowering, expression, table);
    case NY_EXPRESSION_NEGATE:
        return one(lowering, NY_OP_NEGATE, NY_KIND_NUMBER, span,
                   lower(lowering, expression->items.items[0], table));
    case NY_EXPRESSION_ADD:
    case NY_EXPRESSION_SUBTRACT:
        return lower_sum(lowering, expression, table);
    case NY_EXPRESSION_MULTIPLY:
        return lower_all(lowering, expression, table, NY_OP_MULTIPLY);
    case NY_EXPRESSION_DIVIDE:
        return lower_all(lowering, expression, table, NY_OP_DIVIDE);
    case NY_EXPRESSION_RAISE:
        return lower_power(lowering, expression, table);
    case NY_EXPRESSION_EQUAL:
    case NY_EXPRESSION_NOT_EQUAL:
    case NY_EXPRESSION_LESS:
    case NY_EXPRESSION_AT_MOST:
    case NY_EXPRESSION_MORE:
    case NY_EXPRESSION_AT_LEAST:
        return lower_comparison(lowering, expression, table);
    case NY_EXPRESSION_IS:
    case NY_EXPRESSION_IS_TEXT:
        return lower_is(lowering, expression, table);
    case NY_EXPRESSION_IS_KNOWN:
        return lower_test(lowering, expression, table, NY_OP_IS_KNOWN);
    case NY_EXPRESSION_HAPPENED:
        return lower_test(lowering, expression, table, NY_OP_HAPPENED);
    case NY_EXPRESSION_PASSED:
        return lower_test(lowering, expression, table, NY_OP_PASSED);
    case NY_EXPRESSION_WITHIN:
        return lower_within(lowering, expression, table);
    case NY_EXPRESSION_NOT:
        return one(lowering, NY_OP_NOT, NY_KIND_YES_NO, span,
                   lower(lowering, expression->items.items[0], table));
    case NY_EXPRESSION_AND:
    case NY_EXPRESSION_OR: {
        uint32_t a = lower(lowering, expression->items.items[0], table);
        uint32_t b = lower(lowering, expression->items.items[1], table);
        return ny_lower_two(lowering, expression->kind == NY_EXPRESSION_AND ? NY_OP_AND : NY_OP_OR,
                            NY_KIND_YES_NO, span, a, b);
    }
    case NY_EXPRESSION_KEEP:
        return lower_all(lowering, expression, table, NY_OP_KEEP);
    case NY_EXPRESSION_SCALE:
        return lower_all(lowering, expression, table, NY_OP_SCALE);
    case NY_EXPRESSION_WEIGH:
        return lower_weigh(lowering, expression, table);
    case NY_EXPRESSION_AGGREGATE:
    case NY_EXPRESSION_COUNT:
    case NY_EXPRESSION_THE:
        return lower_over(lowering, expression, table);
    case NY_EXPRESSION_RUNNING:
        return lower_running(lowering, expression, table);
    case NY_EXPRESSION_AMONG:
        return lower_among(lowering, expression, table);
    case NY_EXPRESSION_EQ5D:
        return lower_eq5d(lowering, expression, table);
    case NY_EXPRESSION_UNKNOWN_AS: {
        uint32_t a = lower(lowering, expression->items.items[0], table);
        uint32_t b = lower(lowering, expression->items.items[1], table);
        return ny_lower_two(lowering, NY_OP_UNKNOWN_AS, ny_op_kind(lowering, a), span, a, b);
    }
    case NY_EXPRESSION_SURVIVAL:
        return ny_lower_survival(lowering, expression);
    case NY_EXPRESSION_LAW:
    case NY_EXPRESSION_ARGUMENT:
        NY_BUG("a distribution is lowered by its model");
    }
    NY_BUG("expression");
}

/* What the operation gives is in the unit that the checker found. */
static uint32_t lower(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    uint32_t op = lower_kind(lowering, expression, table);
    ny_op *of = &lowering->plan->ops.items[op];
    if (of->kind == NY_KIND_NUMBER && op + 1 == lowering->plan->ops.count)
        of->unit = ny_meaning_of(lowering->model, expression)->type.unit;
    return op;
}

uint32_t ny_lower_expression(ny_lowering *lowering, const ny_expression *expression, uint32_t table)
{
    return lower(lowering, expression, table);
}
