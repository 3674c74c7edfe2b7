/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The report of a simulation, for a procurement officer: party by party what is paid and received,
 * how far that may lie from what is expected, and from which clauses it comes. */

#include "io/simulate_json.h"

#include "use/fit.h"
#include "use/settle.h"

#include <math.h>
#include <stdio.h>

#define LABEL_WIDTH 46

/* "1,100,000.00" */
static ny_text grouped(ny_arena *arena, ny_text decimal)
{
    ny_buffer out = ny_buffer_create(arena);
    size_t whole = 0;
    bool negative = decimal.size && decimal.data[0] == '-';
    while (whole < decimal.size && decimal.data[whole] != '.')
        whole++;
    for (size_t i = 0; i < decimal.size; i++) {
        bool digit = i >= (size_t)negative && i < whole;
        if (digit && i > (size_t)negative && (whole - i) % 3 == 0)
            ny_buffer_add_character(&out, ',');
        ny_buffer_add_character(&out, decimal.data[i]);
    }
    return ny_buffer_text(&out);
}

/* "-12 345 678" for money, "123.4" for small figures. */
static ny_text number_text(ny_arena *arena, double value)
{
    char digits[64];
    double size = value < 0 ? -value : value;
    int decimals = size >= 10000 ? 0 : size >= 100 ? 1 : 3;
    int written = snprintf(digits, sizeof digits, "%.*f", decimals, size);
    bool zero = true;
    for (int i = 0; i < written; i++)
        zero = zero && (digits[i] == '0' || digits[i] == '.' || digits[i] == '-');
    return zero ? NY_TEXT("0")
                : grouped(arena, ny_format(arena, "%s%s", value < 0 ? "-" : "", digits));
}

static void add_right(ny_buffer *out, ny_text text, size_t width)
{
    size_t wide = ny_text_characters(text);
    ny_buffer_repeat(out, ' ', wide < width ? width - wide : 0);
    ny_buffer_add(out, text);
}

static void add_left(ny_buffer *out, ny_text text, size_t width)
{
    size_t wide = ny_text_characters(text);
    ny_buffer_add(out, text);
    ny_buffer_repeat(out, ' ', wide < width ? width - wide : 1);
}

/* The first characters that fit, with an ellipsis where some are left out. */
static ny_text shortened(ny_arena *arena, ny_text text, size_t most)
{
    size_t at = 0;
    if (ny_text_characters(text) <= most)
        return text;
    for (size_t i = 0; i + 1 < most; i++)
        at += ny_utf8_length((ny_text){text.data + at, text.size - at});
    return ny_format(arena, "%.*s…", (int)at, text.data);
}

static void add_line(ny_arena *arena, ny_buffer *out, const ny_model *model,
                     const ny_simulated_line *line)
{
    const ny_payment *payment = &model->payments.items[line->payment];
    ny_text label = payment->label;
    if (payment->clause.size)
        label = ny_format(arena, "%.*s %.*s", NY_PRINT(payment->clause), NY_PRINT(label));
    else if (payment->is_cost || payment->is_benefit)
        label =
            ny_format(arena, "(%s) %.*s", payment->is_cost ? "cost" : "benefit", NY_PRINT(label));
    ny_buffer_add(out, NY_TEXT("    "));
    add_left(out, shortened(arena, label, LABEL_WIDTH - 5), LABEL_WIDTH - 4);
    add_right(out, number_text(arena, line->pays), 16);
    add_right(out, number_text(arena, line->receives), 16);
    add_right(out, number_text(arena, line->npv), 16);
    ny_buffer_add_character(out, '\n');
}

static void add_account(ny_arena *arena, ny_buffer *out, const ny_model *model,
                        const ny_account *account)
{
    ny_text name =
        ny_format(arena, "%.*s, %.*s", NY_PRINT(model->parties.items[account->party].label),
                  NY_PRINT(ny_account_unit(arena, model, account)));
    ny_buffer_add(out, NY_TEXT("  "));
    add_left(out, shortened(arena, name, LABEL_WIDTH - 3), LABEL_WIDTH - 2);
    add_right(out, number_text(arena, account->pays), 16);
    add_right(out, number_text(arena, account->receives), 16);
    add_right(out, number_text(arena, account->npv.mean), 16);
    ny_buffer_format(out, "   %.*s to %.*s  (± %.*s)\n",
                     NY_PRINT(number_text(arena, account->npv.quantiles[0])),
                     NY_PRINT(number_text(arena, account->npv.quantiles[4])),
                     NY_PRINT(number_text(arena, account->npv.se)));
    for (uint32_t i = 0; i < account->lines.count; i++)
        add_line(arena, out, model, &account->lines.items[i]);
}

static void add_alternative(ny_arena *arena, ny_buffer *out, const ny_simulation *simulation,
                            const ny_simulated *of)
{
    const ny_model *model = of->plan->model;
    if (of->name.size)
        ny_buffer_format(out, "\n%.*s: %.*s\n", NY_PRINT(of->name), NY_PRINT(of->label));
    else
        ny_buffer_add(out, NY_TEXT("\nThe contract as written\n"));
    ny_buffer_format(out, "  %u of %u worlds are defined; %u were run once more exactly\n",
                     of->defined, simulation->worlds, of->ties);
    for (uint32_t i = 0; i < of->undefined.count; i++)
        ny_buffer_format(out, "  undefined in %u world%s (the first: %u): %.*s\n",
                         of->undefined.items[i].worlds,
                         of->undefined.items[i].worlds == 1 ? "" : "s",
                         of->undefined.items[i].first, NY_PRINT(of->undefined.items[i].reason));
    ny_buffer_add_character(out, '\n');
    add_left(out, NY_TEXT("  mean over the worlds"), LABEL_WIDTH);
    add_right(out, NY_TEXT("pays"), 16);
    add_right(out, NY_TEXT("receives"), 16);
    add_right(out, NY_TEXT("net, present"), 16);
    ny_buffer_add(out, NY_TEXT("   95 % of worlds  (± Monte Carlo error)\n"));
    for (uint32_t i = 0; i < of->accounts.count; i++)
        add_account(arena, out, model, &of->accounts.items[i]);
}

static void add_foot(ny_arena *arena, ny_buffer *out, const ny_model *model)
{
    ny_buffer_add(out, NY_TEXT("\nPays and receives: the sum of all years, not discounted. "));
    if (model->has_present_value)
        ny_buffer_format(
            out,
            "Net, present: receipts less payments,\nat %.*s %% per year, at the %s of each %s.\n",
            NY_PRINT(ny_rational_decimal_text(
                arena, ny_rational_multiply(arena, model->present_value, ny_rational_whole(100)), 0,
                6)),
            model->present_value_at_start ? "start" : "end", ny_keyword_text(model->period_word));
    else
        ny_buffer_add(out, NY_TEXT("Net: receipts less payments; the\ncontract gives no rate of "
                                   "present value, so nothing is discounted.\n"));
    ny_buffer_add(
        out, NY_TEXT("± is the standard error: how far chance alone may have moved the mean, "
                     "for so many worlds.\nThese are imagined futures, drawn from what the model "
                     "assumes. They are not patients, and nothing is paid from them.\n"));
}

/* What the contract leaves open or otherwise, and this model fills. */
static void add_assumed(ny_buffer *out, const ny_simulation *simulation, const ny_model *model)
{
    if (!simulation->assumed.count)
        return;
    ny_buffer_add(out, NY_TEXT("\nAssumed in place of what the contract says\n"));
    for (uint32_t i = 0; i < simulation->assumed.count; i++) {
        const ny_assumed *of = &simulation->assumed.items[i];
        ny_buffer_add(out, NY_TEXT("  "));
        add_left(out, model->figures.items[of->figure].name, 22);
        add_left(out, ny_text_of(of->instead), 14);
        ny_buffer_add(out, of->words);
        ny_buffer_add_character(out, '\n');
    }
}

/* What is drawn where a model gives a best guess and an interval. */
static void add_fitted(ny_arena *arena, ny_buffer *out, const ny_model *model)
{
    bool first = true;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        ny_text fit =
            figure->kind == NY_FIGURE_ASSUME ? ny_fit_text(arena, model, figure) : NY_NO_TEXT;
        if (!fit.size)
            continue;
        if (first)
            ny_buffer_add(out, NY_TEXT("\nFitted to a best guess and its 95 % interval\n"));
        first = false;
        ny_buffer_add(out, NY_TEXT("  "));
        add_left(out, figure->name, 22);
        ny_buffer_format(out, "%.*s\n", NY_PRINT(fit));
    }
}

static bool is_imagined(const ny_model *model, uint32_t table)
{
    for (uint32_t i = 0; i < model->row_models.count; i++)
        if (ny_text_equal(model->row_models.items[i]->is.model.table.text,
                          model->tables.items[table].name))
            return true;
    return false;
}

static void add_empty_tables(ny_buffer *out, const ny_model *model)
{
    for (uint32_t t = 0; t < model->tables.count; t++)
        if (!is_imagined(model, t))
            ny_buffer_format(out,
                             "`%.*s` has no rows: the model does not say how they come about\n",
                             NY_PRINT(model->tables.items[t].name));
}

ny_text ny_simulate_text(ny_arena *arena, const ny_simulation *simulation)
{
    ny_buffer out = ny_buffer_create(arena);
    const ny_model *model = simulation->alternatives.items[0].plan->model;
    ny_buffer_format(&out, "%.*s\n%u imagined world%s, seed %llu\n", NY_PRINT(model->title),
                     simulation->worlds, simulation->worlds == 1 ? "" : "s",
                     (unsigned long long)simulation->seed);
    add_empty_tables(&out, model);
    add_assumed(&out, simulation, model);
    add_fitted(arena, &out, model);
    for (uint32_t i = 0; i < simulation->alternatives.count; i++)
        add_alternative(arena, &out, simulation, &simulation->alternatives.items[i]);
    add_foot(arena, &out, model);
    return ny_buffer_text(&out);
}
