/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The lines of all payments, for an accounting system: UTF-8, commas, ISO dates, decimal point. A
 * line's row is the key of the row paid for; no other column of a row is written. */

#include "io/statement.h"

static void add_text(ny_buffer *out, ny_text text)
{
    ny_buffer_add_character(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            ny_buffer_add_character(out, '"');
        ny_buffer_add_character(out, text.data[i]);
    }
    ny_buffer_add_character(out, '"');
}

ny_text ny_settle_csv(ny_arena *arena, const ny_report_of *report)
{
    ny_buffer out = ny_buffer_create(arena);
    const ny_result *result = report->result;
    const ny_model *model = result->plan->model;
    ny_buffer_add(&out, NY_TEXT("period,clause,label,row,from,to,amount,currency,due,due_moved\n"));
    for (uint32_t i = 0; i < result->lines.count; i++) {
        const ny_line *line = &result->lines.items[i];
        const ny_payment *payment = &model->payments.items[line->payment];
        const ny_currency *currency = &model->currencies.items[payment->currency];
        char due[11];
        if (!ny_period_wanted(report, line->period))
            continue;
        ny_buffer_format(&out, "%u,%.*s,", line->period + 1, NY_PRINT(payment->clause));
        add_text(&out, payment->label);
        ny_buffer_add_character(&out, ',');
        if (line->row != NY_NONE)
            add_text(&out, ny_rows_key(model, &report->tables->rows[payment->table], line->row));
        ny_date_write(line->due, due);
        ny_text amount =
            ny_rational_decimal_text(arena, line->amount, ny_currency_decimals(currency), 12);
        ny_buffer_format(&out, ",%.*s,%.*s,%.*s,%.*s,%s,%s\n",
                         NY_PRINT(model->parties.items[line->payer].name),
                         NY_PRINT(model->parties.items[line->payee].name), NY_PRINT(amount),
                         NY_PRINT(currency->name), due, line->due_moved ? "yes" : "no");
    }
    return ny_buffer_text(&out);
}
