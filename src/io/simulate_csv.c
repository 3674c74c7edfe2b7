/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See simulate.h: the payments of each world, and what is kept of each, as CSV. */

#include "io/simulate.h"

#include <math.h>

static void add_cell(ny_buffer *buffer, ny_text text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.size; i++)
        quoted |= text.data[i] == ',' || text.data[i] == '"' || text.data[i] == '\n';
    if (quoted)
        ny_buffer_add_character(buffer, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            ny_buffer_add_character(buffer, '"');
        ny_buffer_add_character(buffer, text.data[i]);
    }
    if (quoted)
        ny_buffer_add_character(buffer, '"');
    ny_buffer_add_character(buffer, ',');
}

void ny_simulate_csv_heading(ny_buffer *buffer)
{
    ny_buffer_add(
        buffer, NY_TEXT("world,alternative,period,clause,label,from,to,amount,currency,heading\n"));
}

static void add_pair(ny_arena *arena, ny_buffer *buffer, const ny_model *model,
                     const ny_payment *payment, uint32_t from, uint32_t to, int64_t count)
{
    const ny_currency *currency = &model->currencies.items[payment->currency];
    ny_rational amount = ny_rational_multiply(arena, ny_rational_whole(count), currency->rounding);
    add_cell(buffer, payment->clause);
    add_cell(buffer, payment->label);
    add_cell(buffer, model->parties.items[from].name);
    add_cell(buffer, model->parties.items[to].name);
    add_cell(buffer, ny_rational_decimal_text(arena, amount, 2, 12));
    add_cell(buffer, currency->name);
    add_cell(buffer, payment->words->heading);
    buffer->data[buffer->size - 1] = '\n';
}

void ny_simulate_csv_world(ny_arena *arena, ny_buffer *buffer, const ny_alternative *alternative,
                           uint32_t world, const ny_fast_result *result)
{
    const ny_plan *plan = result->plan;
    for (uint32_t p = 0; p < result->periods; p++)
        for (uint32_t i = 0; i < plan->payments.count; i++)
            for (uint32_t from = 0; from < result->parties; from++)
                for (uint32_t to = 0; to < result->parties; to++) {
                    int64_t count = ny_fast_count(result, i, p, from, to);
                    if (!count)
                        continue;
                    ny_buffer_format(buffer, "%u,", world);
                    add_cell(buffer, alternative->name);
                    ny_buffer_format(buffer, "%u,", p + 1);
                    add_pair(arena, buffer, plan->model,
                             &plan->model->payments.items[plan->payments.items[i].payment], from,
                             to, count);
                }
}

/* --- of a study --------------------------------------------------------------------------------- */

void ny_simulate_study_csv_heading(ny_buffer *buffer)
{
    ny_buffer_add(buffer, NY_TEXT("world,alternative,party,kind,label,unit,total,npv,heading\n"));
}

static void add_study_line(ny_arena *arena, ny_buffer *buffer, const ny_kept *kept, uint32_t line,
                           const double *row)
{
    const ny_model *model = kept->model;
    const ny_kept_line *of = &kept->lines.items[line];
    const ny_kept_account *account = &kept->accounts.items[of->account];
    const ny_payment *payment =
        &model->payments.items[kept->plan->payments.items[of->payment].payment];
    const double *at = row + ny_kept_line_place(kept, line);
    add_cell(buffer, model->parties.items[of->party].name);
    add_cell(buffer, payment->is_benefit ? NY_TEXT("benefit") : NY_TEXT("cost"));
    add_cell(buffer, payment->label);
    add_cell(buffer, account->currency == NY_NONE
                         ? ny_unit_text(arena, model, account->unit, true)
                         : model->currencies.items[account->currency].name);
    ny_buffer_format(buffer, "%.17g,%.17g,", at[0], at[1]);
    add_cell(buffer, payment->words->heading);
    buffer->data[buffer->size - 1] = '\n';
}

ny_text ny_simulate_study_csv(ny_arena *arena, const ny_worlds *worlds)
{
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t world = 0; world < worlds->worlds; world++)
        for (uint32_t a = 0; a < worlds->count; a++) {
            const ny_kept *kept = &worlds->alternatives[a];
            for (uint32_t i = 0; i < kept->lines.count && ny_kept_defined(kept, world); i++) {
                ny_buffer_format(&out, "%u,", worlds->from + world);
                add_cell(&out, kept->alternative->name);
                add_study_line(arena, &out, kept, i, ny_kept_row(kept, world));
            }
        }
    return ny_buffer_text(&out);
}

/* --- draws ------------------------------------------------------------------------------------ */

static void add_period_cell(ny_arena *arena, ny_buffer *buffer, ny_text name, uint32_t period)
{
    add_cell(buffer, ny_format(arena, "%.*s[%u]", NY_PRINT(name), period + 1));
}

static void add_draws_heading(ny_arena *arena, ny_buffer *out, const ny_kept *kept)
{
    const ny_model *model = kept->model;
    ny_buffer_add(out, NY_TEXT("world,alternative,"));
    for (uint32_t i = 0; i < kept->accounts.count; i++) {
        const ny_kept_account *of = &kept->accounts.items[i];
        ny_text unit = of->currency == NY_NONE ? ny_unit_text(arena, model, of->unit, true)
                                               : model->currencies.items[of->currency].name;
        add_cell(out, ny_format(arena, "npv:%.*s:%.*s",
                                NY_PRINT(model->parties.items[of->party].name), NY_PRINT(unit)));
    }
    for (uint32_t i = 0; i < kept->figures.count; i++) {
        const ny_kept_figure *of = &kept->figures.items[i];
        ny_text name = model->figures.items[of->figure].name;
        for (uint32_t p = 0; of->each_period && p < kept->periods; p++)
            add_period_cell(arena, out, name, p);
        if (!of->each_period)
            add_cell(out, name);
    }
    out->data[out->size - 1] = '\n';
}

/* Seventeen digits give the double back; an unknown figure is NA. */
static void add_draws_world(ny_buffer *out, const ny_worlds *worlds, const ny_kept *kept,
                            uint32_t world)
{
    const double *row = ny_kept_row(kept, world);
    uint32_t figures = ny_kept_line_place(kept, kept->lines.count), end = figures;
    for (uint32_t i = 0; i < kept->figures.count; i++)
        end += kept->figures.items[i].each_period ? kept->periods : 1;
    ny_buffer_format(out, "%u,", worlds->from + world);
    add_cell(out, kept->alternative->name);
    for (uint32_t i = 0; i < end; i++) {
        if (i >= kept->accounts.count && i < figures)
            continue;
        if (!ny_kept_defined(kept, world) || isnan(row[i]))
            ny_buffer_add(out, NY_TEXT("NA,"));
        else
            ny_buffer_format(out, "%.17g,", row[i]);
    }
    out->data[out->size - 1] = '\n';
}

ny_text ny_simulate_draws(ny_arena *arena, const ny_worlds *worlds)
{
    ny_buffer out = ny_buffer_create(arena);
    add_draws_heading(arena, &out, &worlds->alternatives[0]);
    for (uint32_t i = 0; i < worlds->worlds; i++)
        for (uint32_t k = 0; k < worlds->count; k++)
            add_draws_world(&out, worlds, &worlds->alternatives[k], i);
    return ny_buffer_text(&out);
}
