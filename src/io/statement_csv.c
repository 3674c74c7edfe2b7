/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The lines of all payments, for an accounting system. In English: UTF-8, commas, decimal point. In
 * Danish, as a Danish spreadsheet opens it: a byte-order mark, semicolons, decimal comma. Dates are
 * ISO in both. A line's row is the key of the row paid for; no other column of a row is written. A
 * text that a spreadsheet would take for a formula stands behind an apostrophe. */

#include "io/statement.h"

typedef struct ny_line_writer {
    const ny_report_of *report;
    ny_buffer out;
    char separator;
} ny_line_writer;

static void add_text(ny_line_writer *writer, ny_text text)
{
    ny_buffer *out = &writer->out;
    ny_buffer_add_character(out, '"');
    if (text.size && (text.data[0] == '=' || text.data[0] == '+' || text.data[0] == '-' ||
                      text.data[0] == '@' || text.data[0] == '\t' || text.data[0] == '\r'))
        ny_buffer_add_character(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            ny_buffer_add_character(out, '"');
        ny_buffer_add_character(out, text.data[i]);
    }
    ny_buffer_add_character(out, '"');
}

static void next(ny_line_writer *writer)
{
    ny_buffer_add_character(&writer->out, writer->separator);
}

static void add_amount(ny_line_writer *writer, ny_rational sum, const ny_currency *currency)
{
    const ny_prose *prose = writer->report->prose;
    ny_text sign = NY_TELLS_PLAIN(prose, DECIMAL_SIGN);
    ny_text amount =
        ny_rational_decimal_text(prose->arena, sum, ny_currency_decimals(currency), 12);
    for (size_t i = 0; i < amount.size; i++)
        if (amount.data[i] == '.')
            ny_buffer_add(&writer->out, sign);
        else
            ny_buffer_add_character(&writer->out, amount.data[i]);
}

static bool is_final(const ny_settlement *settlement, uint32_t period)
{
    for (uint32_t i = 0; i < settlement->statements.count; i++)
        if (settlement->statements.items[i].period == period)
            return settlement->statements.items[i].final;
    return false;
}

static void add_line(ny_line_writer *writer, const ny_line *line, ny_rational amount)
{
    const ny_prose *prose = writer->report->prose;
    const ny_model *model = writer->report->result->plan->model;
    const ny_payment *payment = &model->payments.items[line->payment];
    const ny_currency *currency = &model->currencies.items[payment->currency];
    char due[11];
    ny_date_write(line->due, due);
    ny_buffer_format(&writer->out, "%u", line->period + 1);
    next(writer);
    ny_buffer_add(&writer->out, payment->clause);
    next(writer);
    add_text(writer, ny_prose_words_of(prose, payment->label));
    next(writer);
    if (line->row != NY_NONE && !ny_view_restricted(writer->report->view))
        add_text(writer,
                 ny_rows_key(model, &writer->report->tables->rows[payment->table], line->row));
    next(writer);
    add_text(writer, model->parties.items[line->payer].name);
    next(writer);
    add_text(writer, model->parties.items[line->payee].name);
    next(writer);
    add_amount(writer, amount, currency);
    next(writer);
    ny_buffer_add(&writer->out, currency->name);
    next(writer);
    ny_buffer_add(&writer->out, ny_text_of(due));
    next(writer);
    ny_buffer_add(&writer->out,
                  line->due_moved ? NY_TELLS_PLAIN(prose, YES) : NY_TELLS_PLAIN(prose, NO));
    next(writer);
    ny_buffer_add(&writer->out, is_final(writer->report->settlement, line->period)
                                    ? NY_TELLS_PLAIN(prose, CSV_FINAL)
                                    : NY_TELLS_PLAIN(prose, CSV_PROVISIONAL));
    ny_buffer_add_character(&writer->out, '\n');
}

static bool one_invoice(const ny_line *a, const ny_line *b)
{
    return a->period == b->period && a->payment == b->payment && a->payer == b->payer &&
           a->payee == b->payee && a->due == b->due && a->due_moved == b->due_moved;
}

/* To who does not buy no line is a row: those due on one day are one. Lines of a payment stand
 * together, so the first of them writes the sum. */
static void add_invoice(ny_line_writer *writer, uint32_t at)
{
    const ny_line *lines = writer->report->result->lines.items;
    uint32_t begin = at, count = writer->report->result->lines.count;
    ny_rational sum = NY_RATIONAL_ZERO;
    while (begin > 0 && lines[begin - 1].period == lines[at].period &&
           lines[begin - 1].payment == lines[at].payment)
        begin--;
    for (uint32_t i = begin; i < at; i++)
        if (one_invoice(&lines[i], &lines[at]))
            return;
    for (uint32_t i = at;
         i < count && lines[i].period == lines[at].period && lines[i].payment == lines[at].payment;
         i++)
        if (one_invoice(&lines[i], &lines[at]))
            sum = ny_rational_add(writer->report->prose->arena, sum, lines[i].amount);
    add_line(writer, &lines[at], sum);
}

ny_text ny_settle_csv(ny_arena *arena, const ny_report_of *report)
{
    bool commas = ny_text_is(NY_TELLS_PLAIN(report->prose, DECIMAL_SIGN), ".");
    ny_line_writer writer = {
        .report = report, .out = ny_buffer_create(arena), .separator = commas ? ',' : ';'};
    if (!commas)
        ny_buffer_add(&writer.out, NY_TEXT("\xef\xbb\xbf"));
    ny_buffer_add(&writer.out, NY_TELLS_PLAIN(report->prose, CSV_HEADINGS));
    ny_buffer_add_character(&writer.out, '\n');
    for (uint32_t i = 0; i < report->result->lines.count; i++) {
        const ny_line *line = &report->result->lines.items[i];
        if (!ny_period_wanted(report, line->period) ||
            !ny_view_between(report->view, line->payer, line->payee))
            continue;
        if (ny_view_restricted(report->view))
            add_invoice(&writer, i);
        else
            add_line(&writer, line, line->amount);
    }
    return ny_buffer_text(&writer.out);
}
