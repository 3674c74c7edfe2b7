/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See difference.h. */

#include "use/difference.h"

typedef struct ny_comparing {
    ny_arena *arena;
    const ny_model *model;
    const ny_settlement *settlement;
    const ny_circumstances *now;
    ny_differences *made;
} ny_comparing;

static uint32_t currency_named(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (ny_text_equal(model->currencies.items[i].name, name))
            return i;
    return NY_NONE;
}

/* May corrections of this statement no longer be settled? */
static bool too_late(const ny_comparing *comparing, uint32_t period)
{
    const ny_model *model = comparing->model;
    ny_date last;
    bool has_end = model->corrections.months != 0 || model->corrections.days != 0;
    return has_end && comparing->now->has_as_of &&
           ny_date_add(model->periods.items[period].data_date, model->corrections, &last) &&
           comparing->now->as_of > last;
}

/* --- payments ---------------------------------------------------------------------------------- */

static ny_moved_payment *row_of(ny_comparing *comparing, uint32_t first, ny_moved_payment like)
{
    for (uint32_t i = first; i < comparing->made->payments.count; i++) {
        ny_moved_payment *row = &comparing->made->payments.items[i];
        if (row->from == like.from && row->to == like.to && row->currency == like.currency &&
            ny_text_equal(row->clause, like.clause) && ny_text_equal(row->label, like.label))
            return row;
    }
    ny_moved_payment *row = NY_APPEND(comparing->arena, &comparing->made->payments);
    *row = like;
    row->before = row->now = NY_RATIONAL_ZERO;
    return row;
}

static void add_before(ny_comparing *comparing, uint32_t first, uint32_t period,
                       const ny_earlier_payment *payment)
{
    ny_moved_payment like = {.period = period,
                             .clause = payment->clause,
                             .label = payment->label,
                             .from = ny_model_party(comparing->model, payment->from),
                             .to = ny_model_party(comparing->model, payment->to),
                             .currency = currency_named(comparing->model, payment->currency)};
    if (like.from == NY_NONE || like.to == NY_NONE || like.currency == NY_NONE) {
        *NY_APPEND(comparing->arena, &comparing->made->unmatched) = payment->label;
        return;
    }
    ny_moved_payment *row = row_of(comparing, first, like);
    row->before = ny_rational_add(comparing->arena, row->before, payment->amount);
}

static void add_now(ny_comparing *comparing, uint32_t first, uint32_t period, const ny_entry *entry)
{
    const ny_payment *payment = &comparing->model->payments.items[entry->payment];
    ny_moved_payment *row = row_of(comparing, first,
                                   (ny_moved_payment){.period = period,
                                                      .clause = payment->clause,
                                                      .label = payment->label,
                                                      .from = entry->from,
                                                      .to = entry->to,
                                                      .currency = payment->currency});
    row->now = ny_rational_add(comparing->arena, row->now, entry->amount);
}

/* What did not move is no difference. */
static void drop_equal(ny_comparing *comparing, uint32_t first, bool late)
{
    uint32_t kept = first;
    for (uint32_t i = first; i < comparing->made->payments.count; i++) {
        ny_moved_payment row = comparing->made->payments.items[i];
        row.too_late = late;
        if (ny_rational_compare(row.before, row.now) != 0)
            comparing->made->payments.items[kept++] = row;
    }
    comparing->made->payments.count = kept;
}

/* --- figures ----------------------------------------------------------------------------------- */

static void compare_figure(ny_comparing *comparing, uint32_t period,
                           const ny_earlier_figure *earlier)
{
    const ny_result *result = comparing->settlement->result;
    uint32_t figure = ny_model_figure(comparing->model, earlier->name);
    uint32_t op = figure == NY_NONE ? NY_NONE : result->plan->figures.items[figure];
    if (!ny_plan_in_statements(result->plan, op))
        return;
    bool once = result->plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
    ny_value now = result->values[(size_t)op * result->periods + (once ? 0 : period)];
    ny_rational shown = NY_RATIONAL_ZERO;
    bool known =
        ny_figure_shown(comparing->arena, &comparing->model->figures.items[figure], now, &shown);
    if (known == earlier->known && (!known || ny_rational_compare(shown, earlier->value) == 0))
        return;
    *NY_APPEND(comparing->arena, &comparing->made->figures) =
        (ny_moved_figure){.period = period,
                          .figure = figure,
                          .was_known = earlier->known,
                          .before = earlier->value,
                          .now = now};
}

/* --- what is owed ------------------------------------------------------------------------------ */

static void owe(ny_comparing *comparing, const ny_moved_payment *row)
{
    ny_arena *arena = comparing->arena;
    ny_rational more = ny_rational_subtract(arena, row->now, row->before);
    for (uint32_t i = 0; i < comparing->made->owed.count; i++) {
        ny_owed *owed = &comparing->made->owed.items[i];
        bool same = owed->from == row->from && owed->to == row->to;
        bool back = owed->from == row->to && owed->to == row->from;
        if (owed->currency != row->currency || (!same && !back))
            continue;
        owed->amount = same ? ny_rational_add(arena, owed->amount, more)
                            : ny_rational_subtract(arena, owed->amount, more);
        return;
    }
    *NY_APPEND(arena, &comparing->made->owed) =
        (ny_owed){.from = row->from, .to = row->to, .currency = row->currency, .amount = more};
}

/* From who owes to whom it is owed, always a positive amount. */
static void turn_round(ny_comparing *comparing)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < comparing->made->owed.count; i++) {
        ny_owed owed = comparing->made->owed.items[i];
        int sign = ny_rational_sign(owed.amount);
        if (sign < 0)
            owed = (ny_owed){.from = owed.to,
                             .to = owed.from,
                             .currency = owed.currency,
                             .amount = ny_rational_negate(comparing->arena, owed.amount)};
        if (sign != 0)
            comparing->made->owed.items[kept++] = owed;
    }
    comparing->made->owed.count = kept;
}

static void compare_statement(ny_comparing *comparing, const ny_earlier_statement *earlier)
{
    const ny_statement *statement = NULL;
    uint32_t first = comparing->made->payments.count;
    for (uint32_t i = 0; i < comparing->settlement->statements.count; i++)
        if (comparing->settlement->statements.items[i].period == earlier->period)
            statement = &comparing->settlement->statements.items[i];
    if (!statement)
        return;
    comparing->made->compared++;
    for (uint32_t i = 0; i < earlier->payments.count; i++)
        add_before(comparing, first, earlier->period, &earlier->payments.items[i]);
    for (uint32_t i = 0; i < statement->entries.count; i++)
        add_now(comparing, first, earlier->period, &statement->entries.items[i]);
    drop_equal(comparing, first, too_late(comparing, earlier->period));
    for (uint32_t i = 0; i < earlier->figures.count; i++)
        compare_figure(comparing, earlier->period, &earlier->figures.items[i]);
    for (uint32_t i = first; i < comparing->made->payments.count; i++)
        if (!comparing->made->payments.items[i].too_late)
            owe(comparing, &comparing->made->payments.items[i]);
}

ny_differences *ny_settle_against(ny_arena *arena, const ny_settlement *settlement,
                                  const ny_circumstances *circumstances, const ny_earlier *earlier)
{
    ny_comparing comparing = {.arena = arena,
                              .model = settlement->result->plan->model,
                              .settlement = settlement,
                              .now = circumstances,
                              .made = NY_NEW(arena, ny_differences)};
    comparing.made->earlier = earlier;
    for (uint32_t i = 0; i < earlier->statements.count; i++)
        compare_statement(&comparing, &earlier->statements.items[i]);
    turn_round(&comparing);
    return comparing.made;
}
