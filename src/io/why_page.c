/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `nytte why` for people: numbered steps, each before what it rests on, with the contract's own lines. */

#include "io/page.h"
#include "io/why.h"

static const ny_page_layout reason_layout = {"reason", 2, {{14, 0, true}, {0, 2, false}}};

typedef struct ny_why_writing {
    ny_page page;
    const ny_why_report *of;
    const ny_prose *prose;
    const ny_model *model;
    const ny_plan *plan;
} ny_why_writing;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)

static ny_text number(const ny_why_writing *on, uint32_t count)
{
    return ny_prose_number(on->prose, ny_rational_whole(count));
}

static ny_text plain(const ny_why_writing *on, uint32_t count)
{
    return ny_format(on->page.arena, "%u", count);
}

static void under(ny_why_writing *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_UNDER, text);
}

static ny_text period_name(const ny_why_writing *on, uint32_t period)
{
    return ny_period_name(on->page.arena, on->prose->language, on->model, period);
}

static const ny_payment *payment_of(const ny_why_writing *on, const ny_why_step *step)
{
    return &on->model->payments.items[on->plan->payments.items[step->of.number].payment];
}

/* --- values ------------------------------------------------------------------------------------ */

static ny_text money(const ny_why_writing *on, const ny_payment *payment, ny_rational amount)
{
    return ny_prose_money(on->prose, amount, &on->model->currencies.items[payment->currency]);
}

/* What is paid: the sum over the pairs of parties is the rounded amount. */
static ny_text paid_words(const ny_why_writing *on, const ny_why_step *step)
{
    const ny_result *result = on->of->why->result;
    const ny_paid *paid = &result->paid[(size_t)step->of.number * result->periods + step->period];
    const ny_payment *payment = payment_of(on, step);
    ny_rational amount = paid->made ? paid->rounded : NY_RATIONAL_ZERO;
    if (ny_rational_sign(amount) < 0)
        amount = ny_rational_negate(on->page.arena, amount);
    return money(on, payment, amount);
}

static ny_text value_words(const ny_why_writing *on, const ny_why_step *step)
{
    const ny_figure *figure = ny_why_figure(on->of, step);
    if (step->of.kind == NY_WHY_PAYMENT)
        return paid_words(on, step);
    if (figure && figure->kind == NY_FIGURE_FACT && step->value.state == NY_ABSENT)
        return TELL_PLAIN(on, ST_FACT_NOT_YET);
    if (figure)
        return ny_prose_shown(on->prose, figure, step->value);
    const ny_reduction *reduction = &on->plan->reductions.items[step->of.number];
    bool one_number = reduction->same == NY_NONE && reduction->reduce != NY_REDUCE_THE;
    return one_number && step->measured && step->measured->value.state == NY_KNOWN
               ? ny_prose_number(on->prose, step->measured->value.is.number)
               : NY_NO_TEXT;
}

/* "price = 12,500 DKK"; a number that stands in the contract only once. */
static ny_text part_words(const ny_why_writing *on, const ny_why_step *step, uint32_t op,
                          ny_value value)
{
    const ny_op *of = &on->plan->ops.items[op];
    ny_text words = ny_why_words(on->of, op);
    if (of->code == NY_OP_CONSTANT || of->kind == NY_KIND_YES_NO)
        return words;
    if (value.state != NY_KNOWN)
        return TELL(on, WHY_IS_UNKNOWN, words);
    return TELL(on, WHY_IS, words, ny_why_value(on->of, op, value, ny_why_figure(on->of, step)));
}

static ny_text would_be(const ny_why_writing *on, const ny_why_step *step)
{
    const ny_figure *figure = ny_why_figure(on->of, step);
    return figure && step->measured ? ny_prose_shown(on->prose, figure, step->measured->would_be)
                                    : NY_NO_TEXT;
}

static void add_decision(ny_why_writing *on, const ny_why_step *step, const ny_decision *decision)
{
    bool limit = decision->how == NY_DECIDED_LOWER_LIMIT || decision->how == NY_DECIDED_UPPER_LIMIT;
    ny_text part = decision->part == NY_NONE
                       ? NY_NO_TEXT
                       : part_words(on, step, decision->part, decision->value);
    ny_text other = decision->other == NY_NONE ? NY_NO_TEXT
                    : limit ? ny_why_value(on->of, decision->other, decision->instead,
                                           ny_why_figure(on->of, step))
                            : part_words(on, step, decision->other, decision->instead);
    if (decision->how == NY_DECIDED_ROUNDED)
        part = ny_why_value(on->of, decision->part, decision->value, ny_why_figure(on->of, step));
    const ny_text words[] = {part, other, would_be(on, step)};
    under(on, ny_tell_with(on->prose, (ny_tell)((int)NY_TELL_WHY_LOWER_LIMIT + (int)decision->how),
                           words, 3));
}

/* --- the contract's lines ---------------------------------------------------------------------- */

/* The declaration as it stands there, without empty lines and lines of comment. */
static void add_clause(ny_why_writing *on, ny_span span)
{
    const ny_source_text *source = &on->of->sink->sources.items[span.source];
    uint32_t first = ny_place_of(source->text, span.begin).line;
    uint32_t last = ny_place_of(source->text, span.end ? span.end - 1 : 0).line;
    under(on, TELL(on, WHY_LINE, ny_text_file_name(source->name), plain(on, first)));
    for (uint32_t line = first; line <= last; line++) {
        ny_text text = ny_line_of(source->text, line);
        ny_text bare = ny_text_trim(text);
        if (bare.size && bare.data[0] != '#')
            under(on, ny_format(on->page.arena, "  %.*s", NY_PRINT(text)));
    }
}

/* --- where a figure comes from ----------------------------------------------------------------- */

static void add_measured(ny_why_writing *on, const ny_why_step *step)
{
    const ny_measured *measured = step->measured;
    uint32_t reduction =
        ny_reduction_of(on->plan, on->model->figures.items[step->of.number].measure);
    if (!measured || !measured->reports || reduction == NY_NONE)
        return;
    const ny_period *year = &on->model->periods.items[measured->operation_period];
    const ny_period *first = &on->model->periods.items[measured->first_period];
    under(on, ny_measured_words(on->prose, &on->plan->reductions.items[reduction], measured));
    under(on, TELL(on, WHY_MEASURED, ny_prose_date(on->prose, first->from),
                   ny_prose_date(on->prose, year->end - 1),
                   ny_prose_date(on->prose, on->model->periods.items[step->period].data_date)));
}

static void add_price(ny_why_writing *on, const ny_price *price)
{
    const ny_figure_words *words = &price->declaration->is.figure;
    ny_text country = ny_prose_name(on->prose, words->price.country.text),
            from = ny_prose_label(on->prose, words->from);
    under(on, TELL(on, WHY_PRICE, plain(on, price->year), country, from));
    if (price->level != price->year)
        under(on, TELL(on, WHY_PRICE_RAISED,
                       ny_prose_expression(on->prose, words->value, NY_BINDS_FORM),
                       plain(on, price->level), ny_prose_name(on->prose, price->index->name.text)));
}

static void add_origin(ny_why_writing *on, const ny_why_step *step)
{
    const ny_figure *figure = ny_why_figure(on->of, step);
    if (!figure)
        return;
    if (step->elsewhere) {
        under(on,
              TELL(on, WHY_ELSEWHERE, period_name(on, step->period), plain(on, step->period + 1)));
        return;
    }
    if (step->per_row && step->value.state != NY_KNOWN) {
        under(on, TELL(on, WHY_PER_ROW,
                       on->model->tables.items[on->plan->ops.items[step->op].grain.table].name));
        return;
    }
    switch (figure->kind) {
    case NY_FIGURE_GIVEN: {
        ny_text from = figure->declaration->is.figure.from;
        if (figure->price != NY_NONE) {
            add_price(on, &on->model->prices.items[figure->price]);
            return;
        }
        under(on, from.size ? TELL(on, WHY_GIVEN_FROM, ny_prose_label(on->prose, from))
                            : TELL_PLAIN(on, WHY_GIVEN));
        return;
    }
    case NY_FIGURE_OFFER:
        under(on, on->of->report->bidder.size ? TELL(on, WHY_OFFERED_BY, on->of->report->bidder)
                                              : TELL_PLAIN(on, WHY_OFFERED));
        return;
    case NY_FIGURE_FACT:
        under(on, TELL(on, WHY_FACT,
                       ny_prose_date(on->prose,
                                     on->model->periods.items[on->of->why->period].data_date)));
        return;
    case NY_FIGURE_MEASURE:
        add_measured(on, step);
        return;
    case NY_FIGURE_DEFINE:
    case NY_FIGURE_ASSUME:
        return;
    }
}

static void add_entries(ny_why_writing *on, const ny_why_step *step)
{
    const ny_payment *payment = payment_of(on, step);
    const ny_settlement *settlement = on->of->report->settlement;
    uint32_t of = on->plan->payments.items[step->of.number].payment;
    for (uint32_t s = 0; s < settlement->statements.count; s++) {
        const ny_statement *statement = &settlement->statements.items[s];
        for (uint32_t i = 0; statement->period == step->period && i < statement->entries.count;
             i++) {
            const ny_entry *entry = &statement->entries.items[i];
            if (entry->payment != of)
                continue;
            ny_text from = ny_prose_party(on->prose, entry->from),
                    to = ny_prose_party(on->prose, entry->to);
            uint32_t joint = payment->payer != entry->from ? payment->payer : payment->payee;
            ny_text who = entry->share.size && joint != NY_NONE
                              ? TELL(on, ST_PAYER_SHARE, from, to, ny_prose_party(on->prose, joint),
                                     entry->share)
                              : TELL(on, ST_PAYER, from, to);
            under(on, TELL(on, WHY_HEAD_WHOLE, who, money(on, payment, entry->amount)));
            if (entry->has_due && entry->due_by_line && entry->rows > 1)
                under(on, TELL(on, ST_DUE_LINES, ny_prose_date(on->prose, entry->due_first),
                               ny_prose_date(on->prose, entry->due_last)));
            else if (entry->has_due)
                under(on, TELL(on, ST_DUE, ny_prose_date(on->prose, entry->due_first)));
            if (entry->nothing.size)
                under(on, entry->nothing);
        }
    }
}

/* What rounding moved, where it moved anything. */
static void add_rounding(ny_why_writing *on, const ny_why_step *step)
{
    const ny_result *result = on->of->why->result;
    const ny_paid *paid = &result->paid[(size_t)step->of.number * result->periods + step->period];
    const ny_payment *payment = payment_of(on, step);
    if (paid->made && ny_rational_compare(paid->before_rounding, paid->rounded) != 0)
        under(on, TELL(on, WHY_AMOUNT,
                       ny_prose_money_exact(on->prose, paid->before_rounding,
                                            &on->model->currencies.items[payment->currency])));
}

static void add_rests(ny_why_writing *on, const ny_why_step *step)
{
    NY_LIST(ny_text) numbers = {0};
    for (uint32_t i = 0; i < step->rests.count; i++)
        *NY_APPEND(on->page.arena, &numbers) = plain(on, step->rests.items[i] + 1);
    if (numbers.count)
        under(on, TELL(on, WHY_RESTS,
                       ny_prose_list(on->prose, numbers.items, numbers.count, NY_TELL_LIST_AND)));
}

/* --- rows -------------------------------------------------------------------------------------- */

static ny_text fate_words(const ny_why_writing *on, ny_fate fate)
{
    return ny_tell_with(on->prose, (ny_tell)((int)NY_TELL_FATE_COUNTED + (int)fate), NULL, 0);
}

static void add_reason(ny_why_writing *on, uint32_t rows, ny_text fate, ny_text because)
{
    NY_PAGE_ROW(&on->page, &reason_layout, NY_NO_TEXT, number(on, rows),
                because.size ? TELL(on, WHY_CONDITION, fate, because) : fate);
}

/* Do the reasons of one fate stand in this order? As the contract names what decided them. */
static bool in_order(const ny_reason *a, const ny_reason *b)
{
    if (a->fate != b->fate)
        return a->fate < b->fate;
    for (uint32_t i = 0; i < a->because.count && i < b->because.count; i++)
        if (a->because.items[i] != b->because.items[i])
            return a->because.items[i] < b->because.items[i];
    return a->because.count <= b->because.count;
}

/* The reasons in order, by insertion: they are few. */
static const ny_reason **sorted(const ny_why_writing *on, const ny_trace *trace)
{
    const ny_reason **reasons =
        NY_NEW_ARRAY(on->page.arena, const ny_reason *, (size_t)trace->reasons.count + 1);
    for (uint32_t i = 0; i < trace->reasons.count; i++) {
        uint32_t at = i;
        for (; at > 0 && !in_order(reasons[at - 1], &trace->reasons.items[i]); at--)
            reasons[at] = reasons[at - 1];
        reasons[at] = &trace->reasons.items[i];
    }
    return reasons;
}

/* Every row once, by what became of it. */
static void add_trace(ny_why_writing *on, const ny_trace *trace)
{
    const ny_rows *rows = &on->of->report->tables->rows[trace->table];
    bool restricted = ny_view_restricted(on->of->report->view);
    ny_text table = on->model->tables.items[trace->table].name;
    under(on, restricted ? TELL(on, WHY_ROWS_SHOWN, table)
                         : TELL(on, WHY_ROWS, number(on, rows->count + rows->aside + rows->copies),
                                table));
    const ny_reason **reasons = sorted(on, trace);
    for (uint32_t i = 0; i < trace->reasons.count; i++)
        if (ny_why_shows(on->of, reasons[i]->fate))
            add_reason(on, reasons[i]->rows, fate_words(on, reasons[i]->fate),
                       ny_why_because(on->of, reasons[i]));
    if (rows->aside && !restricted)
        add_reason(on, rows->aside, TELL_PLAIN(on, FATE_ASIDE), NY_NO_TEXT);
    if (rows->copies && !restricted)
        add_reason(on, rows->copies, TELL_PLAIN(on, FATE_COPY), NY_NO_TEXT);
}

/* --- one row ----------------------------------------------------------------------------------- */

static ny_text cell_words(const ny_why_writing *on, const ny_why_parts *cells)
{
    NY_LIST(ny_text) texts = {0};
    for (uint32_t i = 0; i < cells->count; i++) {
        const ny_why_part *cell = &cells->items[i];
        ny_text words = ny_why_words(on->of, cell->op);
        *NY_APPEND(on->page.arena, &texts) =
            cell->value.state == NY_KNOWN
                ? TELL(on, WHY_IS, words, ny_why_value(on->of, cell->op, cell->value, NULL))
            : cell->value.state == NY_ABSENT ? TELL(on, WHY_IS, words, NY_TEXT("–"))
                                             : TELL(on, WHY_IS_UNKNOWN, words);
    }
    return ny_prose_list(on->prose, texts.items, texts.count, NY_TELL_LIST_AND);
}

static void add_row_under(ny_why_writing *on, const ny_why_step *step, const ny_trace *trace)
{
    const ny_reason *reason = ny_trace_reason(trace, trace->row);
    ny_text name = ny_why_name(on->of, step), fate = fate_words(on, reason->fate);
    ny_text because = ny_why_because(on->of, reason);
    ny_page_add(&on->page, NY_BLOCK_SECTION,
                because.size ? TELL(on, WHY_ROW_UNDER_AS, name, fate, because)
                             : TELL(on, WHY_ROW_UNDER, name, fate));
    ny_why_parts conditions = ny_why_conditions(on->page.arena, on->of->why, trace);
    for (uint32_t i = 0; i < conditions.count; i++)
        under(on,
              TELL(on, WHY_CONDITION, ny_why_words(on->of, conditions.items[i].op),
                   ny_why_value(on->of, conditions.items[i].op, conditions.items[i].value, NULL)));
    uint32_t value = trace->of.payment ? on->plan->payments.items[trace->of.number].amount
                                       : on->plan->reductions.items[trace->of.number].value;
    bool worked_out = trace->slots && value != NY_NONE && reason->fate <= NY_FATE_PAID;
    if (worked_out) {
        bool row = on->plan->ops.items[value].grain.kind == NY_GRAIN_ROW;
        ny_value found = row ? trace->slots[value] : step->value;
        under(on, TELL(on, WHY_ROW_VALUE,
                       ny_why_value(on->of, value, found, ny_why_figure(on->of, step))));
    }
    ny_why_parts figures, cells = ny_why_cells(on->page.arena, on->of->why, trace, &figures);
    if (figures.count)
        under(on, TELL(on, WHY_ROW_FIGURES, cell_words(on, &figures)));
    if (cells.count)
        under(on, TELL(on, WHY_CELLS, cell_words(on, &cells)));
}

/* Why its row was set aside: the faults of its line. */
static void add_aside(ny_why_writing *on)
{
    const ny_tables *tables = on->of->report->tables;
    for (uint32_t i = 0; i < tables->aside.count; i++) {
        const ny_aside *aside = &tables->aside.items[i];
        if (!aside->key.size || !ny_text_equal(aside->key, on->of->key))
            continue;
        for (uint32_t j = 0; j < tables->rejects.count; j++) {
            const ny_reject *reject = &tables->rejects.items[j];
            if (reject->line == aside->line && ny_text_equal(reject->file, aside->file))
                under(on, TELL(on, WHY_ROW_ASIDE, ny_text_file_name(aside->file),
                               plain(on, aside->line),
                               ny_format(on->page.arena, "%.*s %.*s", NY_PRINT(reject->column),
                                         NY_PRINT(reject->reason))));
        }
    }
}

static void add_row(ny_why_writing *on)
{
    const ny_why *why = on->of->why;
    bool said = false;
    for (uint32_t i = 0; i < why->steps.count; i++) {
        const ny_trace *trace = why->steps.items[i].trace;
        if (!trace)
            continue;
        if (!said)
            ny_page_part(&on->page,
                         TELL(on, WHY_ROW, on->of->key, on->model->tables.items[trace->table].name),
                         NY_NO_TEXT);
        said = true;
        if (trace->row != NY_NONE)
            add_row_under(on, &why->steps.items[i], trace);
    }
    add_aside(on);
}

/* --- all --------------------------------------------------------------------------------------- */

static ny_text head(const ny_why_writing *on, const ny_why_step *step)
{
    ny_text name = ny_why_name(on->of, step), value = value_words(on, step);
    if (step->per_row && step->value.state != NY_KNOWN)
        return name;
    return step->whole ? TELL(on, WHY_HEAD_WHOLE, name, value)
                       : TELL(on, WHY_HEAD, name, period_name(on, step->period), value);
}

static void add_step(ny_why_writing *on, uint32_t at)
{
    const ny_why *why = on->of->why;
    const ny_why_step *step = &why->steps.items[at];
    ny_text name = ny_why_name(on->of, step), value = value_words(on, step);
    bool other = step->period != why->period && !step->whole;
    bool nameless = step->per_row && step->value.state != NY_KNOWN;
    ny_page_add(&on->page, NY_BLOCK_SECTION,
                !value.size || nameless ? TELL(on, WHY_STEP_PLAIN, plain(on, at + 1), name)
                : other                 ? TELL(on, WHY_STEP_OF, plain(on, at + 1), name,
                                               period_name(on, step->period), value)
                                        : TELL(on, WHY_STEP, plain(on, at + 1), name, value));
    if (step->of.kind == NY_WHY_PAYMENT) {
        add_entries(on, step);
        add_rounding(on, step);
    }
    if (step->of.kind != NY_WHY_TALLY)
        add_clause(on, ny_why_span(on->plan, step));
    add_origin(on, step);
    for (uint32_t i = 0; i < step->decisions.count; i++)
        add_decision(on, step, &step->decisions.items[i]);
    add_rests(on, step);
    if (step->trace)
        add_trace(on, step->trace);
}

ny_text ny_why_page(const ny_why_report *of, bool html)
{
    const ny_prose *prose = of->report->prose;
    const ny_plan *plan = of->why->result->plan;
    ny_why_writing on = {.page = {.arena = prose->arena, .language = prose->language},
                         .of = of,
                         .prose = prose,
                         .model = plan->model,
                         .plan = plan};
    ny_page_add(&on.page, NY_BLOCK_TITLE, head(&on, &of->why->steps.items[0]));
    ny_page_add(&on.page, NY_BLOCK_NOTE, ny_prose_words_of(prose, plan->model->title));
    for (uint32_t i = 0; i < of->report->settlement->statements.count; i++)
        if (of->report->settlement->statements.items[i].period == of->why->period)
            ny_page_add(&on.page, NY_BLOCK_NOTE,
                        of->report->settlement->statements.items[i].final
                            ? TELL_PLAIN(&on, WHY_FINAL)
                            : TELL_PLAIN(&on, WHY_PROVISIONAL));
    const ny_why_step *first = &of->why->steps.items[0];
    if (of->latest &&
        !(first->decisions.count && first->decisions.items[0].how == NY_DECIDED_NOT_PAID_NOW))
        ny_page_add(&on.page, NY_BLOCK_NOTE, TELL_PLAIN(&on, WHY_LATEST));
    if (ny_view_restricted(of->report->view))
        ny_page_add(&on.page, NY_BLOCK_NOTE,
                    TELL(&on, ST_SHOWN_IN_PART, ny_prose_party(prose, of->report->view->party),
                         number(&on, NY_FEWEST_PERSONS)));
    for (uint32_t i = 0; i < of->why->steps.count; i++)
        add_step(&on, i);
    if (of->key.size)
        add_row(&on);
    return html ? ny_page_html(&on.page) : ny_page_text(&on.page);
}
