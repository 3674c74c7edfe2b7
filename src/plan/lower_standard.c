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

static uint32_t two(ny_lowering *lowering, ny_op_code code, ny_kind kind, ny_span span, uint32_t a,
                    uint32_t b)
{
    const uint32_t operands[] = {a, b};
    return ny_lower_op(lowering, code, kind, 0, span, operands, 2);
}

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
static uint32_t over_standard(ny_lowering *lowering, uint32_t table, uint32_t value, uint32_t same,
                              ny_grain_kind grain, ny_span span)
{
    ny_reduction reduction = {.reduce = value == NY_NONE ? NY_REDUCE_COUNT : NY_REDUCE_SUM,
                              .rows = NY_ROWS_ALL,
                              .table = table,
                              .measure = NY_NONE,
                              .groups_of = NY_NONE,
                              .standardised = NY_NONE,
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
    uint32_t counts = over_standard(lowering, table, NY_NONE, group, NY_GRAIN_CONTRACT, span);
    uint32_t count = two(lowering, NY_OP_AMONG, NY_KIND_NUMBER, span, counts, here);
    uint32_t none =
        ny_lower_constant(lowering, NY_KIND_NUMBER, ny_value_number(NY_RATIONAL_ZERO), span);
    uint32_t has = two(lowering, NY_OP_MORE, NY_KIND_YES_NO, span, count, none);
    const uint32_t operands[] = {has, value,
                                 ny_lower_constant(lowering, kind, ny_value_unknown(), span)};
    return ny_lower_op(lowering, NY_OP_CHOOSE, kind, 0, span, operands, 3);
}

/* The measure's rows whose figure is known, by group. */
static uint32_t by_group(ny_lowering *lowering, const ny_reduction *plain, uint32_t here,
                         ny_span span)
{
    ny_reduction groups = *plain;
    const uint32_t parts[] = {plain->value, plain->second};
    for (size_t i = 0; i < 2; i++) {
        if (parts[i] == NY_NONE)
            continue;
        uint32_t known =
            ny_lower_op(lowering, NY_OP_IS_KNOWN, NY_KIND_YES_NO, 0, span, &parts[i], 1);
        groups.where = groups.where == NY_NONE
                           ? known
                           : two(lowering, NY_OP_AND, NY_KIND_YES_NO, span, groups.where, known);
    }
    groups.measure = NY_NONE;
    groups.groups_of = plain->measure;
    groups.same = here;
    groups.needs.count = 0;
    return reduce(lowering, NY_OP_REDUCE_BY, &groups, NY_GRAIN_EACH_PERIOD);
}

void ny_lower_standardised(ny_lowering *lowering, const ny_standardised_words *words,
                           ny_reduction *plain)
{
    const ny_model *model = lowering->model;
    uint32_t table = ny_model_table(model, words->table.text);
    const ny_table *standard = &model->tables.items[table];
    uint32_t group = ny_table_column(standard, words->by.text);
    uint32_t here = ny_lower_column(
        lowering, plain->table, ny_table_column(&model->tables.items[plain->table], words->by.text),
        words->span);
    plain->value = if_in_standard(lowering, table, group, here, plain->value, words->span);
    uint32_t by = by_group(lowering, plain, here, words->span);
    uint32_t weight = ny_lower_column(lowering, table,
                                      ny_table_column(standard, words->weight.text), words->span);
    uint32_t figure = two(lowering, NY_OP_AMONG, NY_KIND_NUMBER, words->span, by,
                          ny_lower_column(lowering, table, group, words->span));
    uint32_t product = two(lowering, NY_OP_MULTIPLY, NY_KIND_NUMBER, words->span, weight, figure);
    uint32_t top =
        over_standard(lowering, table, product, NY_NONE, NY_GRAIN_EACH_PERIOD, words->span);
    uint32_t bottom =
        over_standard(lowering, table, weight, NY_NONE, NY_GRAIN_CONTRACT, words->span);
    plain->standardised = two(lowering, NY_OP_DIVIDE, NY_KIND_NUMBER, words->span, top, bottom);
}
