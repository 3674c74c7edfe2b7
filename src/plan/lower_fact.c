/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Facts. Every place reads a fact by a day of its own: a row by its date, a figure each period by the
 * period's last day, `if by then` by the day of the payment, `once on` by the data date. So the day
 * is an operand, and both evaluators need nothing else. What is always there is read by no day. */

#include "plan/lower.h"

#include "base/bug.h"

static uint32_t of_period(ny_lowering *lowering, ny_op_code code, ny_span span, uint32_t *made)
{
    if (*made == NY_NONE)
        *made = ny_lower_op(lowering, code, NY_KIND_DATE, 0, span, NULL, 0);
    return *made;
}

uint32_t ny_lower_data_date(ny_lowering *lowering, ny_span span)
{
    return of_period(lowering, NY_OP_DATA_DATE, span, &lowering->data_date);
}

static uint32_t day_here(ny_lowering *lowering, uint32_t table, ny_span span)
{
    if (table != NY_NONE) {
        uint32_t date = lowering->model->tables.items[table].date;
        NY_BUG_ON(date == NY_NONE); /* a row without a date reads no figure of a period */
        return ny_lower_column(lowering, table, date, span);
    }
    if (lowering->by_day != NY_NONE)
        return lowering->by_day;
    return of_period(lowering, NY_OP_LAST_DAY, span, &lowering->last_day);
}

uint32_t ny_lower_fact(ny_lowering *lowering, uint32_t number, uint32_t table, ny_span span)
{
    const ny_figure *figure = &lowering->model->figures.items[number];
    uint32_t value = lowering->whenever[number];
    bool happens = figure->type.kind == NY_KIND_DATE;
    if (value != NY_NONE && (!happens || (!figure->may_be_absent && !figure->may_be_unknown)))
        return value;
    uint32_t day = day_here(lowering, table, span);
    if (value == NY_NONE)
        return ny_lower_op(lowering, NY_OP_FACT, figure->type.kind, lowering->input_of[number],
                           span, &day, 1);
    const uint32_t operands[] = {value, day};
    return ny_lower_op(lowering, NY_OP_BY_THEN, NY_KIND_DATE, 0, span, operands, 2);
}

/* A figure that is always there, or assumed, holds from the contract's first day. */
uint32_t ny_lower_fact_date(ny_lowering *lowering, uint32_t number, uint32_t table, ny_span span)
{
    const ny_figure *figure = &lowering->model->figures.items[number];
    if (figure->type.kind == NY_KIND_DATE)
        return ny_lower_fact(lowering, number, table, span);
    if (lowering->whenever[number] != NY_NONE)
        return ny_lower_constant(lowering, NY_KIND_DATE,
                                 ny_value_date(lowering->model->periods.items[0].from), span);
    uint32_t day = day_here(lowering, table, span);
    return ny_lower_op(lowering, NY_OP_FACT_DATE, NY_KIND_DATE, lowering->input_of[number], span,
                       &day, 1);
}
