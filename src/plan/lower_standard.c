/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Direct standardisation: `standardised by age_group to people of standard`.
 *
 * With the figure f of each group and its weight w in the standard, the measure is
 * sum(w f) / sum(w) over the rows of the standard. It is lowered to operations that there are anyway,
 * so no evaluator has a rule of its own for it:
 *
 *   by     over rows by    the measure's rows, one figure for each group
 *   top    over rows sum   of the standard: w * (by among group)
 *   bottom over rows sum   of the standard: w
 *
 * A group of the standard in which nobody is has no figure, and then the measure has none. A row whose
 * group the standard does not have cannot be weighed: it counts as not known, and is seen so. */

#include "plan/lower.h"

#include "base/bug.h"

/* The standard, as its rows are gone through. */
typedef struct ny_standard {
    uint32_t table, group;   /* the column that tells its rows apart */
    uint32_t here;           /* that column of the measure's rows, an operation */
    uint32_t weight, figure; /* of a row of the standard: operations */
    uint32_t weights;        /* their sum */
    ny_span span;
} ny_standard;

static uint32_t reduce(ny_lowering *lowering, ny_op_code code, const ny_reduction *reduction,
                       ny_grain_kind grain)
{
    *NY_APPEND(lowering->arena, &lowering->plan->reductions) = *reduction;
    uint32_t op = ny_lower_op(lowering, code, NY_KIND_NUMBER, lowering->plan->reductions.count - 1,
                              reduction->span, NULL, 0);
    lowering->plan->ops.items[op].grain.kind = grain;
    return op;
}

/* All rows of the standard: the sum of a figure of each, or the number of each group's rows. */
static uint32_t over_standard(ny_lowering *lowering, ny_reduce how, uint32_t table, uint32_t value,
                              uint32_t same, ny_grain_kind grain, ny_span span)
{
    ny_reduction reduction = {.reduce = how,
                              .rows = NY_ROWS_ALL,
                              .table = table,
                              .measure = NY_NONE,
                              .groups_of = NY_NONE,
                              .standardised = NY_NONE,
                              .less = NY_NONE,
                              .where = NY_NONE,
                              .same = same,
                              .value = value,
                              .second = NY_NONE,
                              .span = span};
    return reduce(lowering, same == NY_NONE ? NY_OP_REDUCE : NY_OP_REDUCE_BY, &reduction, grain);
}

/* The value, or unknown where the row's group is none of the standard's. */
static uint32_t if_in_standard(ny_lowering *lowering, uint32_t table, uint32_t column,
                               uint32_t here, uint32_t value, ny_span span)
{
    ny_kind kind = ny_op_kind(lowering, value);
    uint32_t group = ny_lower_column(lowering, table, column, span);
    uint32_t counts =
        over_standard(lowering, NY_REDUCE_COUNT, table, NY_NONE, group, NY_GRAIN_CONTRACT, span);
    uint32_t count = ny_lower_two(lowering, NY_OP_AMONG, NY_KIND_NUMBER, span, counts, here);
    uint32_t none =
        ny_lower_constant(lowering, NY_KIND_NUMBER, ny_value_number(NY_RATIONAL_ZERO), span);
    uint32_t has = ny_lower_two(lowering, NY_OP_MORE, NY_KIND_YES_NO, span, count, none);
    const uint32_t operands[] = {has, value,
                                 ny_lower_constant(lowering, kind, ny_value_unknown(), span)};
    return ny_lower_op(lowering, NY_OP_CHOOSE, kind, 0, span, operands, 3);
}

/* The measure's rows whose figure is known, by group: that figure, or what it is over. */
static uint32_t by_group(ny_lowering *lowering, const ny_reduction *plain, uint32_t here,
                         bool what_it_is_over, ny_span span)
{
    ny_reduction groups = *plain;
    const uint32_t parts[] = {plain->value, plain->second};
    for (size_t i = 0; i < 2; i++) {
        if (parts[i] == NY_NONE)
            continue;
        uint32_t known =
            ny_lower_op(lowering, NY_OP_IS_KNOWN, NY_KIND_YES_NO, 0, span, &parts[i], 1);
        groups.where = groups.where == NY_NONE ? known
                                               : ny_lower_two(lowering, NY_OP_AND, NY_KIND_YES_NO,
                                                              span, groups.where, known);
    }
    if (what_it_is_over) {
        groups.reduce = plain->second == NY_NONE ? NY_REDUCE_COUNT : NY_REDUCE_SUM;
        groups.value = plain->second;
        groups.second = NY_NONE;
    }
    groups.measure = NY_NONE;
    groups.groups_of = plain->measure;
    groups.same = here;
    groups.needs.count = 0;
    return reduce(lowering, NY_OP_REDUCE_BY, &groups, NY_GRAIN_EACH_PERIOD);
}

/* With u = w / sum(w), and a group's figure f = x / n: the sum of u^2 f / n, and the largest u / n. A
 * group without a figure has n = 0, perhaps, and then there are no bounds to ask for. */
static void lower_spread(ny_lowering *lowering, const ny_standard *of, ny_reduction *plain)
{
    ny_span span = of->span;
    uint32_t over = by_group(lowering, plain, of->here, true, span);
    uint32_t known = ny_lower_op(lowering, NY_OP_IS_KNOWN, NY_KIND_YES_NO, 0, span, &of->figure, 1);
    const uint32_t n[] = {known,
                          ny_lower_two(lowering, NY_OP_AMONG, NY_KIND_NUMBER, span, over,
                                       ny_lower_column(lowering, of->table, of->group, span)),
                          ny_lower_constant(lowering, NY_KIND_NUMBER, ny_value_unknown(), span)};
    uint32_t parts = ny_lower_op(lowering, NY_OP_CHOOSE, NY_KIND_NUMBER, 0, span, n, 3);
    uint32_t part =
        ny_lower_two(lowering, NY_OP_DIVIDE, NY_KIND_NUMBER, span, of->weight, of->weights);
    uint32_t each = ny_lower_two(lowering, NY_OP_DIVIDE, NY_KIND_NUMBER, span, part, parts);
    uint32_t square = ny_lower_two(lowering, NY_OP_MULTIPLY, NY_KIND_NUMBER, span, each, part);
    uint32_t term =
        ny_lower_two(lowering, NY_OP_MULTIPLY, NY_KIND_NUMBER, span, square, of->figure);
    plain->variance = over_standard(lowering, NY_REDUCE_SUM, of->table, term, NY_NONE,
                                    NY_GRAIN_EACH_PERIOD, span);
    plain->largest = over_standard(lowering, NY_REDUCE_HIGHEST, of->table, each, NY_NONE,
                                   NY_GRAIN_EACH_PERIOD, span);
}

void ny_lower_standardised(ny_lowering *lowering, const ny_standardised_words *words,
                           ny_reduction *plain)
{
    const ny_model *model = lowering->model;
    ny_span span = words->span;
    ny_standard of = {.table = ny_model_table(model, words->table.text), .span = span};
    const ny_table *standard = &model->tables.items[of.table];
    uint32_t column = ny_table_column(&model->tables.items[plain->table], words->by.text);
    of.group = ny_table_column(standard, words->by.text);
    of.here = ny_lower_column(lowering, plain->table, column, span);
    plain->value = if_in_standard(lowering, of.table, of.group, of.here, plain->value, span);
    uint32_t by = by_group(lowering, plain, of.here, false, span);
    of.weight =
        ny_lower_column(lowering, of.table, ny_table_column(standard, words->weight.text), span);
    of.figure = ny_lower_two(lowering, NY_OP_AMONG, NY_KIND_NUMBER, span, by,
                             ny_lower_column(lowering, of.table, of.group, span));
    of.weights = over_standard(lowering, NY_REDUCE_SUM, of.table, of.weight, NY_NONE,
                               NY_GRAIN_CONTRACT, span);
    uint32_t product =
        ny_lower_two(lowering, NY_OP_MULTIPLY, NY_KIND_NUMBER, span, of.weight, of.figure);
    uint32_t sum = over_standard(lowering, NY_REDUCE_SUM, of.table, product, NY_NONE,
                                 NY_GRAIN_EACH_PERIOD, span);
    plain->standardised =
        ny_lower_two(lowering, NY_OP_DIVIDE, NY_KIND_NUMBER, span, sum, of.weights);
    if (plain->estimate.bounds == NY_BOUNDS_FAY_FEUER)
        lower_spread(lowering, &of, plain);
}
