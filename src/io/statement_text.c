/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Statements and measures for people: a page a contract year, and the whole term at the end. */

#include "io/statement.h"

static const char rule[] = "-----------------------------------------------------------------------"
                           "-------------------------";

static void add_rule(ny_buffer *out)
{
    ny_buffer_add(out, ny_text_of(rule));
    ny_buffer_add_character(out, '\n');
}

/* Pads by characters, not bytes. */
static void add_cell(ny_buffer *out, ny_text text, size_t width, bool right)
{
    size_t have = ny_text_characters(text);
    size_t pad = width > have ? width - have : 0;
    if (right)
        ny_buffer_repeat(out, ' ', pad);
    ny_buffer_add(out, text);
    if (!right)
        ny_buffer_repeat(out, ' ', pad);
}

static ny_text day(ny_arena *arena, ny_date date)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int32_t year, month, number;
    ny_date_to_parts(date, &year, &month, &number);
    return ny_format(arena, "%d %s %d", number, months[month - 1], year);
}

/* A share as a percentage, everything else in its unit; at most four decimals for the eye. */
static ny_text shown(ny_arena *arena, const ny_figure *figure, bool share, ny_value value)
{
    ny_rational number;
    if (!ny_figure_shown(arena, figure, value, &number))
        return NY_TEXT("not known");
    if (share) {
        number = ny_rational_multiply(arena, number, ny_rational_whole(100));
        return ny_format(arena, "%.*s %%", NY_PRINT(ny_rational_decimal_text(arena, number, 0, 2)));
    }
    bool money = figure->currency != NY_NONE;
    ny_text text = ny_rational_decimal_text(arena, number, money ? 2 : 0, money ? 6 : 4);
    return ny_with_unit(arena, figure, text);
}

/* --- measures ---------------------------------------------------------------------------------- */

static void add_measure(ny_arena *arena, ny_buffer *out, const ny_result *result, uint32_t m,
                        uint32_t period)
{
    const ny_plan *plan = result->plan;
    const ny_measure *measure = &plan->model->measures.items[m];
    const ny_figure *figure = &plan->model->figures.items[measure->figure];
    uint32_t r = ny_reduction_of(plan, m);
    const ny_measured *measured = &result->measured[(size_t)r * result->periods + period];
    bool share = plan->reductions.items[r].reduce == NY_REDUCE_SHARE;
    ny_buffer_add(out, NY_TEXT("  "));
    add_cell(out, figure->clause, 5, false);
    add_cell(out, figure->name, 20, false);
    if (!measured->reports) {
        ny_buffer_format(out, "no %s reports in this statement\n",
                         ny_keyword_text(plan->model->period_word));
        return;
    }
    add_cell(out, shown(arena, figure, share, measured->value), 16, true);
    ny_buffer_format(out, "   %s %u: ", ny_keyword_text(plan->model->period_word),
                     measured->operation_period + 1);
    if (share)
        ny_buffer_format(out, "%u of ", measured->events);
    ny_buffer_format(out, "%u rows", measured->known);
    if (measured->known < measured->rows)
        ny_buffer_format(out, ", %u more not known", measured->rows - measured->known);
    if (measured->excluded_rows)
        ny_buffer_format(out, ", %u left out", measured->excluded_rows);
    if (measured->value.state != NY_KNOWN && measured->would_be.state == NY_KNOWN)
        ny_buffer_format(out, "; would be %.*s, too little is known",
                         NY_PRINT(shown(arena, figure, share, measured->would_be)));
    ny_buffer_add_character(out, '\n');
}

static bool took_any(const ny_result *result, uint32_t period, uint32_t exclusion)
{
    for (uint32_t r = 0; r < result->plan->reductions.count; r++) {
        const ny_measured *measured = &result->measured[(size_t)r * result->periods + period];
        if (measured->reports && measured->excluded[exclusion])
            return true;
    }
    return false;
}

/* Why rows were left out, in the contract's words, once a statement. */
static void add_exclusions(ny_buffer *out, const ny_result *result, uint32_t period)
{
    const ny_model *model = result->plan->model;
    for (uint32_t e = 0; e < result->plan->exclusions.count; e++) {
        const ny_exclusion *exclusion =
            &model->exclusions.items[result->plan->exclusions.items[e].exclusion];
        if (exclusion->judged || !took_any(result, period, e))
            continue;
        ny_buffer_format(out, "       left out%s%.*s: %.*s (%s)\n",
                         exclusion->clause.size ? " by clause " : "", NY_PRINT(exclusion->clause),
                         NY_PRINT(exclusion->label),
                         exclusion->paid ? "not judged, still paid" : "neither judged nor paid");
    }
}

/* --- one statement ----------------------------------------------------------------------------- */

static void add_figures(ny_arena *arena, ny_buffer *out, const ny_result *result, uint32_t period)
{
    const ny_plan *plan = result->plan;
    for (uint32_t i = 0; i < plan->model->figures.count; i++) {
        const ny_figure *figure = &plan->model->figures.items[i];
        uint32_t op = plan->figures.items[i];
        if (figure->kind != NY_FIGURE_DEFINE || op == NY_NONE ||
            figure->type.kind != NY_KIND_NUMBER || plan->ops.items[op].grain.kind == NY_GRAIN_ROW)
            continue;
        bool once = plan->ops.items[op].grain.kind == NY_GRAIN_CONTRACT;
        ny_value value = result->values[(size_t)op * result->periods + (once ? 0 : period)];
        ny_buffer_add(out, NY_TEXT("  "));
        add_cell(out, figure->clause, 5, false);
        add_cell(out, figure->name, 28, false);
        ny_buffer_add(out, shown(arena, figure, false, value));
        ny_buffer_add_character(out, '\n');
    }
}

/* Its label, or its name where it has none. */
static ny_text party_label(const ny_model *model, uint32_t party)
{
    const ny_party *of = &model->parties.items[party];
    return of->label.size ? of->label : of->name;
}

/* --- facts ------------------------------------------------------------------------------------- */

/* Of what holds, its day is enough; of what does not, who has attested it and who has not. */
static void add_attested(ny_arena *arena, ny_buffer *out, const ny_model *model,
                         const ny_fact_said *fact, const ny_fact_stands *stands)
{
    for (uint32_t i = 0; i < stands->attested.count && !stands->holds; i++)
        ny_buffer_format(out, "%s%.*s (%.*s)", i ? ", " : "; attested by ",
                         NY_PRINT(party_label(model, stands->attested.items[i].party)),
                         NY_PRINT(day(arena, stands->attested.items[i].day)));
    for (uint32_t i = 0; i < stands->awaits.count; i++)
        ny_buffer_format(out, "%s%.*s",
                         i           ? ", "
                         : fact->any ? "; awaits any of "
                                     : "; awaits ",
                         NY_PRINT(party_label(model, stands->awaits.items[i])));
    ny_buffer_add_character(out, '\n');
}

static void add_facts(ny_arena *arena, ny_buffer *out, const ny_report_of *report, ny_date by)
{
    const ny_model *model = report->result->plan->model;
    if (report->facts->facts.count)
        ny_buffer_add(out, NY_TEXT("\nFacts\n"));
    for (uint32_t i = 0; i < report->facts->facts.count; i++) {
        const ny_fact_said *fact = &report->facts->facts.items[i];
        const ny_figure *figure = &model->figures.items[fact->figure];
        ny_fact_stands stands = ny_fact_stands_by(arena, fact, by);
        ny_buffer_add(out, NY_TEXT("  "));
        add_cell(out, figure->clause, 5, false);
        add_cell(out, figure->name, 28, false);
        if (stands.spoilt)
            ny_buffer_add(out, NY_TEXT("not known, for a fault in what was recorded"));
        else if (!stands.holds)
            ny_buffer_add(out, NY_TEXT("not yet"));
        else if (figure->type.kind == NY_KIND_NUMBER)
            ny_buffer_format(out, "%.*s from ",
                             NY_PRINT(shown(arena, figure, false, stands.entry->value)));
        else if (figure->type.kind == NY_KIND_YES_NO)
            ny_buffer_format(out, "%s from ", stands.entry->value.is.index ? "yes" : "no");
        if (stands.holds)
            ny_buffer_add(out, day(arena, stands.from));
        add_attested(arena, out, model, fact, &stands);
    }
}

static ny_text money(ny_arena *arena, const ny_currency *currency, ny_rational amount)
{
    ny_text text = ny_rational_decimal_text(arena, amount, ny_currency_decimals(currency), 12);
    return ny_format(arena, "%.*s %.*s", NY_PRINT(ny_grouped(arena, text)),
                     NY_PRINT(currency->name));
}

static uint32_t moved_lines(const ny_result *result, uint32_t period, const ny_entry *entry)
{
    uint32_t moved = 0;
    for (uint32_t i = 0; i < result->lines.count; i++) {
        const ny_line *line = &result->lines.items[i];
        moved += line->period == period && line->payment == entry->payment && line->due_moved &&
                 line->payer == entry->from && line->payee == entry->to;
    }
    return moved;
}

static void add_due(ny_arena *arena, ny_buffer *out, const ny_report_of *report, uint32_t period,
                    const ny_entry *entry)
{
    if (!entry->has_due)
        return;
    if (entry->due_by_line && entry->rows > 1)
        ny_buffer_format(out, "       due line by line, from %.*s to %.*s\n",
                         NY_PRINT(day(arena, entry->due_first)),
                         NY_PRINT(day(arena, entry->due_last)));
    else
        ny_buffer_format(out, "       due %.*s\n", NY_PRINT(day(arena, entry->due_first)));
    uint32_t moved = moved_lines(report->result, period, entry);
    if (moved && entry->due_by_line)
        ny_buffer_format(out,
                         "       %u line%s due later than the contract's days: the amount was "
                         "not known before\n",
                         moved, moved == 1 ? " is" : "s are");
    else if (moved)
        ny_buffer_add(out, NY_TEXT("       later than the contract's days: the amount was not "
                                   "known before\n"));
}

static void add_entry(ny_arena *arena, ny_buffer *out, const ny_report_of *report, uint32_t period,
                      const ny_entry *entry)
{
    const ny_model *model = report->result->plan->model;
    const ny_payment *payment = &model->payments.items[entry->payment];
    const ny_currency *currency = &model->currencies.items[payment->currency];
    ny_buffer_add(out, NY_TEXT("  "));
    add_cell(out, payment->clause, 5, false);
    add_cell(out, payment->label, 66, false);
    add_cell(out, money(arena, currency, entry->amount), 22, true);
    ny_buffer_format(out, "\n       %.*s pays %.*s\n", NY_PRINT(party_label(model, entry->from)),
                     NY_PRINT(party_label(model, entry->to)));
    if (payment->words->time == NY_TIME_FOR_EACH) {
        ny_text table = model->tables.items[payment->table].name;
        ny_buffer_format(out, "       for each of %u %.*s%s: %.*s\n", entry->rows, NY_PRINT(table),
                         entry->rows == 1 ? "" : "s", NY_PRINT(entry->sentence));
    } else {
        ny_buffer_format(out, "       %.*s\n", NY_PRINT(entry->sentence));
    }
    add_due(arena, out, report, period, entry);
}

static void add_flows(ny_arena *arena, ny_buffer *out, const ny_model *model, const ny_flow *flows,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const ny_currency *currency = &model->currencies.items[flows[i].currency];
        ny_buffer_add(out, NY_TEXT("  "));
        add_cell(out, party_label(model, flows[i].party), 35, false);
        ny_buffer_add(out, NY_TEXT("pays"));
        add_cell(out, money(arena, currency, flows[i].pays), 22, true);
        ny_buffer_add(out, NY_TEXT("   receives"));
        add_cell(out, money(arena, currency, flows[i].receives), 22, true);
        ny_buffer_add_character(out, '\n');
    }
}

static void add_statement(ny_arena *arena, ny_buffer *out, const ny_report_of *report,
                          const ny_statement *statement)
{
    const ny_model *model = report->result->plan->model;
    const ny_period *period = &model->periods.items[statement->period];
    add_rule(out);
    ny_buffer_format(out, "Statement of contract %s %u%s%*s\n", ny_keyword_text(model->period_word),
                     statement->period + 1, period->in_term ? "" : " (after the term)",
                     period->in_term ? 67 : 50, statement->final ? "FINAL" : "PROVISIONAL");
    ny_buffer_format(out, "%.*s to %.*s, on the data of %.*s; prices %s value added tax\n",
                     NY_PRINT(day(arena, period->from)), NY_PRINT(day(arena, period->end - 1)),
                     NY_PRINT(day(arena, period->data_date)), model->with_tax ? "with" : "without");
    for (uint32_t i = 0; i < statement->why_provisional.count; i++)
        ny_buffer_format(out, "%s%.*s\n", i ? "                     " : "provisional because: ",
                         NY_PRINT(statement->why_provisional.items[i]));
    add_facts(arena, out, report, period->data_date);
    ny_buffer_add(out, NY_TEXT("\nOutcomes\n"));
    for (uint32_t m = 0; m < model->measures.count; m++)
        add_measure(arena, out, report->result, m, statement->period);
    add_exclusions(out, report->result, statement->period);
    ny_buffer_add(out, NY_TEXT("\nFigures\n"));
    add_figures(arena, out, report->result, statement->period);
    ny_buffer_add(out, NY_TEXT("\nPayments\n"));
    for (uint32_t i = 0; i < statement->entries.count; i++)
        add_entry(arena, out, report, statement->period, &statement->entries.items[i]);
    ny_buffer_format(out, "\nIn all this %s\n", ny_keyword_text(model->period_word));
    add_flows(arena, out, model, statement->flows.items, statement->flows.count);
    ny_buffer_add_character(out, '\n');
}

/* --- head and tail ----------------------------------------------------------------------------- */

static void add_head(ny_arena *arena, ny_buffer *out, const ny_report_of *report)
{
    const ny_model *model = report->result->plan->model;
    const ny_circumstances *now = &report->circumstances;
    ny_buffer_format(out, "%.*s\n", NY_PRINT(model->title));
    if (report->bidder.size)
        ny_buffer_format(out, "offer of %.*s\n", NY_PRINT(report->bidder));
    if (now->has_extracted)
        ny_buffer_format(out, "data extracted on %.*s\n", NY_PRINT(day(arena, now->extracted)));
    if (now->has_as_of)
        ny_buffer_format(out, "as of %.*s: %u of %u statements are drawn\n",
                         NY_PRINT(day(arena, now->as_of)), report->result->periods,
                         model->periods.count);
    if (report->result->outside_term)
        ny_buffer_format(out, "%u row%s dated outside the term: in no measure and no payment\n",
                         report->result->outside_term,
                         report->result->outside_term == 1 ? " is" : "s are");
    if (report->facts->facts.count && !report->facts_given)
        ny_buffer_add(out, NY_TEXT("no facts are given: none has happened\n"));
    for (uint32_t i = 0; i < report->tables->notes.count; i++)
        ny_buffer_format(out, "note: %.*s\n", NY_PRINT(report->tables->notes.items[i]));
    uint32_t faults = report->tables->rejects.count;
    if (faults)
        ny_buffer_format(out, "%u fault%s in the data: listed at the end\n", faults,
                         faults == 1 ? "" : "s");
}

static void add_rejects(ny_buffer *out, const ny_tables *tables)
{
    if (!tables->rejects.count)
        return;
    add_rule(out);
    ny_buffer_format(out, "%u fault%s in the data\n", tables->rejects.count,
                     tables->rejects.count == 1 ? "" : "s");
    for (uint32_t i = 0; i < tables->rejects.count; i++) {
        const ny_reject *reject = &tables->rejects.items[i];
        ny_buffer_format(out, "  %.*s:%u %.*s%s%.*s%s%.*s: %s\n", NY_PRINT(reject->file),
                         reject->line, NY_PRINT(reject->column), reject->value.size ? " `" : " ",
                         NY_PRINT(reject->value), reject->value.size ? "` " : "",
                         NY_PRINT(reject->reason), ny_reject_action_text(reject->action));
    }
    ny_buffer_add_character(out, '\n');
}

static void add_fingerprints(ny_buffer *out, const ny_fingerprints *fingerprints)
{
    ny_buffer_add(out, NY_TEXT("Fingerprints (BLAKE2b-256; b2sum --length=256 gives the same)\n"));
    for (uint32_t i = 0; i < fingerprints->count; i++)
        ny_buffer_format(out, "  %-9.*s %.*s  %.*s\n", NY_PRINT(fingerprints->items[i].role),
                         NY_PRINT(fingerprints->items[i].hash),
                         NY_PRINT(fingerprints->items[i].name));
    ny_buffer_format(out, "  %-9s %.*s\n", "engine", NY_PRINT(ny_fingerprint_engine()));
}

ny_text ny_settle_text(ny_arena *arena, const ny_report_of *report)
{
    ny_buffer out = ny_buffer_create(arena);
    const ny_settlement *settlement = report->settlement;
    add_head(arena, &out, report);
    for (uint32_t i = 0; i < settlement->statements.count; i++)
        if (ny_period_wanted(report, settlement->statements.items[i].period))
            add_statement(arena, &out, report, &settlement->statements.items[i]);
    add_rule(&out);
    if (settlement->statements.count == 1)
        ny_buffer_add(&out, NY_TEXT("The one statement\n"));
    else
        ny_buffer_format(&out, "All %u statements\n", settlement->statements.count);
    add_flows(arena, &out, report->result->plan->model, settlement->totals.items,
              settlement->totals.count);
    ny_buffer_add_character(&out, '\n');
    add_rejects(&out, report->tables);
    add_fingerprints(&out, report->fingerprints);
    return ny_buffer_text(&out);
}

ny_text ny_measure_text(ny_arena *arena, const ny_report_of *report)
{
    ny_buffer out = ny_buffer_create(arena);
    const ny_model *model = report->result->plan->model;
    add_head(arena, &out, report);
    ny_buffer_add_character(&out, '\n');
    for (uint32_t p = 0; p < report->result->periods; p++) {
        if (!ny_period_wanted(report, p))
            continue;
        ny_buffer_format(&out, "Statement of contract %s %u, on the data of %.*s\n",
                         ny_keyword_text(model->period_word), p + 1,
                         NY_PRINT(day(arena, model->periods.items[p].data_date)));
        for (uint32_t m = 0; m < model->measures.count; m++)
            add_measure(arena, &out, report->result, m, p);
        add_exclusions(&out, report->result, p);
        ny_buffer_add_character(&out, '\n');
    }
    add_rejects(&out, report->tables);
    add_fingerprints(&out, report->fingerprints);
    return ny_buffer_text(&out);
}
