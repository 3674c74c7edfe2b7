/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Statements and measures for people: a part a contract year, and the whole term at the end. What
 * stands where is said here, once for text and HTML and for every language; page.c knows how it
 * looks, use/prose/ knows the words. */

#include "io/page.h"
#include "io/statement.h"
#include "io/statement_faults.h"

static const ny_page_layout measure_layout = {
    "measure", 4, {{5, 0, false}, {20, 0, false}, {16, 0, true}, {0, 3, false}}};
static const ny_page_layout group_layout = {
    "group", 4, {{7, 0, false}, {26, 0, false}, {16, 1, true}, {0, 3, false}}};
static const ny_page_layout figure_layout = {
    "figure", 3, {{5, 0, false}, {28, 0, false}, {0, 0, false}}};
static const ny_page_layout payment_layout = {
    "payment", 3, {{5, 0, false}, {66, 0, false}, {22, 0, true}}};
static const ny_page_layout flow_layout = {
    "flow", 5, {{35, 0, false}, {4, 0, false}, {22, 0, true}, {8, 3, false}, {22, 0, true}}};
static const ny_page_layout fingerprint_layout = {
    "fingerprint", 3, {{9, 0, false}, {64, 1, false}, {0, 2, false}}};

typedef struct ny_report_page {
    ny_page page;
    const ny_report_of *report;
    const ny_prose *prose;
    const ny_model *model;
} ny_report_page;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)

static ny_text number(const ny_report_page *on, uint32_t count)
{
    return ny_prose_number(on->prose, ny_rational_whole(count));
}

static ny_text day(const ny_report_page *on, ny_date date)
{
    return ny_prose_date(on->prose, date);
}

static ny_text money(const ny_report_page *on, uint32_t currency, ny_rational amount)
{
    return ny_prose_money(on->prose, amount, &on->model->currencies.items[currency]);
}

static void note(ny_report_page *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_NOTE, text);
}

static void under(ny_report_page *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_UNDER, text);
}

/* What faults could make of the row before it, where they could. */
static void under_faults(ny_report_page *on, ny_text faults)
{
    if (faults.size)
        under(on, faults);
}

static void section(ny_report_page *on, ny_tell name)
{
    ny_page_add(&on->page, NY_BLOCK_SECTION, ny_tell_with(on->prose, name, NULL, 0));
}

/* "contract year" */
static ny_text period_word(const ny_report_page *on)
{
    return ny_tell_with(on->prose, ny_prose_by_period(on->prose, NY_TELL_PERIOD_YEAR), NULL, 0);
}

/* "year" */
static ny_text period_unit(const ny_report_page *on)
{
    return ny_prose_unit(on->prose, ny_text_of(ny_keyword_text(on->model->period_word)), false);
}

/* The label in the reader's language, for where there is room. */
static ny_text full_name(const ny_report_page *on, const ny_figure *figure)
{
    return figure->label.size ? ny_prose_words_of(on->prose, figure->label) : NY_NO_TEXT;
}

/* --- measures ---------------------------------------------------------------------------------- */

/* How sure it is, how far its rows were followed, and what it is without estimator and shrinking. */
static void add_estimation(ny_report_page *on, const ny_figure *figure,
                           const ny_reduction *reduction, const ny_measured *measured, bool in_full)
{
    const ny_estimation *by = &reduction->estimate;
    ny_arena *arena = on->prose->arena;
    if (by->bounds != NY_BOUNDS_NONE) {
        ny_rational percent = ny_rational_multiply(arena, by->level, ny_rational_whole(100));
        ny_text level = TELL(on, PERCENT, ny_prose_number(on->prose, percent));
        ny_text method = ny_bounds_text(arena, by->bounds);
        bool none = measured->low.state != NY_KNOWN && measured->high.state != NY_KNOWN;
        under(on, none ? TELL(on, ST_NO_BOUNDS, level, method)
                       : TELL(on, ST_BOUNDS, level, method,
                              ny_prose_rounded(on->prose, figure, measured->low),
                              ny_prose_rounded(on->prose, figure, measured->high)));
    }
    if (!in_full) /* few may be lost to sight: docs/decisions/privacy.md */
        return;
    if (by->form != NY_ESTIMATOR_NONE && by->limit != NY_NONE)
        under(on, TELL(on, ST_FOLLOWED_TO_WINDOW, number(on, measured->followed),
                       number(on, measured->known), number(on, measured->at_risk)));
    else if (by->form != NY_ESTIMATOR_NONE)
        under(on,
              TELL(on, ST_FOLLOWED, number(on, measured->followed), number(on, measured->known)));
    if (measured->plain.state == NY_KNOWN)
        under(on, TELL(on, ST_PLAIN, ny_prose_shown(on->prose, figure, measured->plain)));
}

/* What the rows of a group have in common: "hospital VEJ, kind primary". */
static ny_text group_name(const ny_report_page *on, uint32_t group)
{
    const ny_grouping *grouping = on->report->grouping;
    ny_text name = NY_NO_TEXT;
    for (uint32_t c = 0; c < grouping->columns.count; c++) {
        ny_text value = grouping->groups.items[group].names[c];
        if (!value.size)
            value = TELL_PLAIN(on, IS_NOT_KNOWN);
        ny_text one = TELL(on, ST_GROUP, grouping->columns.items[c].written, value);
        name = c ? TELL(on, COMMA, name, one) : one;
    }
    return name;
}

/* How many rows and of which year; only the counted ones where the rest is not shown. */
static ny_text counted_words(const ny_report_page *on, uint32_t m, const ny_reduction *reduction,
                             const ny_measured *measured, uint32_t group, ny_shown what)
{
    ny_measured shown = *measured;
    ny_reduction of = *reduction;
    if (!ny_shows_in_full(on->report, m, group)) {
        shown.rows = measured->known;
        shown.excluded_rows = 0;
    }
    if (what == NY_SHOWN_ALL)
        return ny_measured_words(on->prose, reduction, &shown);
    if (what == NY_SHOWN_NOTHING)
        return TELL(on, ST_FEW, number(on, NY_FEWEST_PERSONS));
    of.reduce = NY_REDUCE_COUNT; /* the rows alone */
    of.estimate.form = NY_ESTIMATOR_NONE;
    return TELL(on, ST_FEW_EVENTS, ny_measured_words(on->prose, &of, &shown),
                number(on, NY_FEWEST_PERSONS));
}

/* A measure in a statement: of all rows, or of a group of them. */
static void add_measure(ny_report_page *on, uint32_t m, uint32_t period, uint32_t group)
{
    const ny_plan *plan = on->report->result->plan;
    const ny_figure *figure = &on->model->figures.items[on->model->measures.items[m].figure];
    uint32_t r = ny_reduction_of(plan, m);
    const ny_measured *measured = ny_measured_of(on->report, r, period, group);
    ny_shown what = group == NY_NONE ? ny_release_total(on->report->release, r, period)
                                     : ny_release_group(on->report->release, r, period, group);
    ny_text value = NY_NO_TEXT, remark;
    if (measured->reports) {
        value = what == NY_SHOWN_ALL ? ny_prose_shown(on->prose, figure, measured->value)
                                     : TELL_PLAIN(on, ST_NOT_SHOWN);
        remark = counted_words(on, m, &plan->reductions.items[r], measured, group, what);
    } else {
        remark = ny_tell_with(on->prose,
                              ny_prose_by_period(on->prose, NY_TELL_ST_NONE_REPORTS_YEAR), NULL, 0);
    }
    if (measured->reports && what == NY_SHOWN_ALL && measured->value.state != NY_KNOWN &&
        measured->would_be.state == NY_KNOWN)
        remark =
            TELL(on, ST_WOULD_BE, remark, ny_prose_shown(on->prose, figure, measured->would_be));
    if (group == NY_NONE)
        NY_PAGE_ROW(&on->page, &measure_layout, full_name(on, figure), figure->clause, figure->name,
                    value, remark);
    else
        NY_PAGE_ROW(&on->page, &group_layout, NY_NO_TEXT, NY_NO_TEXT, group_name(on, group), value,
                    remark);
    if (measured->reports && what == NY_SHOWN_ALL)
        add_estimation(on, figure, &plan->reductions.items[r], measured,
                       ny_shows_in_full(on->report, m, group));
    ny_value low, high;
    if (measured->reports && what == NY_SHOWN_ALL && ny_shows_in_full(on->report, m, group) &&
        ny_share_ends(on->prose->arena, plan, &plan->reductions.items[r], measured, &low, &high))
        under(on, TELL(on, ST_WHATEVER_UNKNOWN, ny_prose_shown(on->prose, figure, low),
                       ny_prose_shown(on->prose, figure, high)));
    if (group == NY_NONE)
        under_faults(on, ny_figure_faults(on->report, on->model->measures.items[m].figure, period));
}

/* The groups of a measure that have rows here, or that are not shown. */
static void add_groups(ny_report_page *on, uint32_t m, uint32_t period)
{
    const ny_report_of *report = on->report;
    const ny_plan *plan = report->result->plan;
    uint32_t r = ny_reduction_of(plan, m);
    if (!report->grouping || plan->reductions.items[r].table != report->grouping->by.table ||
        !ny_measured_of(report, r, period, NY_NONE)->reports)
        return;
    for (uint32_t g = 0; g < report->grouping->groups.count; g++) {
        const ny_measured *measured = ny_measured_of(report, r, period, g);
        bool hidden = ny_release_group(report->release, r, period, g) == NY_SHOWN_NOTHING;
        if (hidden || measured->rows || measured->excluded_rows)
            add_measure(on, m, period, g);
    }
}

/* Did it take out rows of a measure of which that is shown? */
static bool took_any(const ny_report_of *report, uint32_t period, uint32_t exclusion)
{
    const ny_result *result = report->result;
    for (uint32_t r = 0; r < result->plan->reductions.count; r++) {
        const ny_measured *measured = &result->measured[(size_t)r * result->periods + period];
        uint32_t measure = result->plan->reductions.items[r].measure;
        if (measured->reports && measured->excluded[exclusion] && measure != NY_NONE &&
            ny_shows_in_full(report, measure, NY_NONE))
            return true;
    }
    return false;
}

/* Why rows were left out, in the contract's words, once a statement. */
static void add_exclusions(ny_report_page *on, uint32_t period)
{
    const ny_result *result = on->report->result;
    for (uint32_t e = 0; e < result->plan->exclusions.count; e++) {
        const ny_exclusion *exclusion =
            &on->model->exclusions.items[result->plan->exclusions.items[e].exclusion];
        if (exclusion->judged || !took_any(on->report, period, e))
            continue;
        ny_text label = ny_prose_label(on->prose, exclusion->label);
        ny_text how = exclusion->paid ? TELL_PLAIN(on, ST_NOT_JUDGED) : TELL_PLAIN(on, ST_NOT_PAID);
        under(on, exclusion->clause.size ? TELL(on, ST_EXCLUDED_BY, exclusion->clause, label, how)
                                         : TELL(on, ST_EXCLUDED, label, how));
    }
}

static void add_measures(ny_report_page *on, uint32_t period)
{
    for (uint32_t m = 0; m < on->model->measures.count; m++) {
        add_measure(on, m, period, NY_NONE);
        add_groups(on, m, period);
    }
    add_exclusions(on, period);
}

/* --- figures ----------------------------------------------------------------------------------- */

/* The `keep … between …` that is a figure's rule in this year, its rounding aside; or NY_NONE. */
static uint32_t keep_behind(const ny_plan *plan, uint32_t op, uint32_t period)
{
    for (;;) {
        const ny_op *at = &plan->ops.items[op];
        if (at->code == NY_OP_KEEP)
            return op;
        if (at->code != NY_OP_IN_FIRST && at->code != NY_OP_ROUND)
            return NY_NONE;
        bool later = at->code == NY_OP_IN_FIRST && period > 0;
        op = plan->operands.items[at->first_operand + later];
    }
}

/* Where a bound of `keep` decided, what the figure would have been. */
static ny_text with_limit(const ny_report_page *on, const ny_figure *figure, uint32_t op,
                          uint32_t period, ny_text said)
{
    const ny_result *result = on->report->result;
    uint32_t keep = keep_behind(result->plan, op, period);
    if (keep == NY_NONE)
        return said;
    ny_value kept = ny_result_value(result, keep, period);
    uint32_t operand = result->plan->operands.items[result->plan->ops.items[keep].first_operand];
    ny_value unkept = ny_result_value(result, operand, period);
    if (kept.state != NY_KNOWN || unkept.state != NY_KNOWN)
        return said;
    int order = ny_rational_compare(unkept.is.number, kept.is.number);
    if (order == 0)
        return said;
    ny_text would_be = ny_prose_shown(on->prose, figure, unkept);
    return order < 0 ? TELL(on, ST_KEPT_LOW, said, would_be)
                     : TELL(on, ST_KEPT_HIGH, said, would_be);
}

static void add_figures(ny_report_page *on, uint32_t period)
{
    const ny_result *result = on->report->result;
    const ny_plan *plan = result->plan;
    for (uint32_t i = 0; i < on->model->figures.count; i++) {
        const ny_figure *figure = &on->model->figures.items[i];
        uint32_t op = plan->figures.items[i];
        if (figure->kind != NY_FIGURE_DEFINE || figure->type.kind != NY_KIND_NUMBER ||
            !ny_plan_in_statements(plan, op) || !ny_view_figure(on->report->view, i))
            continue;
        ny_text said = ny_prose_shown(on->prose, figure, ny_result_value(result, op, period));
        NY_PAGE_ROW(&on->page, &figure_layout, full_name(on, figure), figure->clause, figure->name,
                    with_limit(on, figure, op, period, said));
        under_faults(on, ny_figure_faults(on->report, i, period));
    }
}

static void add_carried(ny_report_page *on, const ny_statement *statement)
{
    if (statement->carried.count)
        section(on, NY_TELL_ST_CARRIED);
    for (uint32_t i = 0; i < statement->carried.count; i++) {
        const ny_figure *figure = &on->model->figures.items[statement->carried.items[i].figure];
        NY_PAGE_ROW(&on->page, &figure_layout, full_name(on, figure), figure->clause, figure->name,
                    ny_prose_shown(on->prose, figure, statement->carried.items[i].value));
    }
}

/* --- facts ------------------------------------------------------------------------------------- */

/* Of what holds, its day is enough; of what does not, who has attested it and who has not. */
static ny_text with_attested(const ny_report_page *on, const ny_fact_said *fact,
                             const ny_fact_stands *stands, ny_text said)
{
    ny_arena *arena = on->page.arena;
    NY_LIST(ny_text) attested = {0}, awaits = {0};
    for (uint32_t i = 0; i < stands->attested.count && !stands->holds; i++)
        *NY_APPEND(arena, &attested) =
            TELL(on, ST_ATTESTED_BY, ny_prose_party(on->prose, stands->attested.items[i].party),
                 day(on, stands->attested.items[i].day));
    for (uint32_t i = 0; i < stands->awaits.count; i++)
        *NY_APPEND(arena, &awaits) = ny_prose_party(on->prose, stands->awaits.items[i]);
    if (attested.count)
        said = TELL(on, ST_ATTESTED, said,
                    ny_prose_list(on->prose, attested.items, attested.count, NY_TELL_LIST_AND));
    if (!awaits.count)
        return said;
    ny_text whom = ny_prose_list(on->prose, awaits.items, awaits.count,
                                 fact->any ? NY_TELL_LIST_OR : NY_TELL_LIST_AND);
    return fact->any ? TELL(on, ST_AWAITS_ANY, said, whom) : TELL(on, ST_AWAITS, said, whom);
}

static ny_text fact_words(const ny_report_page *on, const ny_figure *figure,
                          const ny_fact_stands *stands)
{
    if (stands->spoilt)
        return TELL_PLAIN(on, ST_FACT_SPOILT);
    if (!stands->holds)
        return TELL_PLAIN(on, ST_FACT_NOT_YET);
    if (figure->type.kind == NY_KIND_DATE)
        return day(on, stands->from);
    return TELL(on, ST_FACT_FROM, ny_prose_shown(on->prose, figure, stands->entry->value),
                day(on, stands->from));
}

static void add_facts(ny_report_page *on, ny_date by)
{
    const ny_facts *facts = on->report->facts;
    if (facts->facts.count)
        section(on, NY_TELL_ST_FACTS);
    for (uint32_t i = 0; i < facts->facts.count; i++) {
        const ny_fact_said *fact = &facts->facts.items[i];
        const ny_figure *figure = &on->model->figures.items[fact->figure];
        if (!ny_shows_fact(on->report, fact))
            continue;
        ny_fact_stands stands = ny_fact_stands_by(on->page.arena, fact, by);
        NY_PAGE_ROW(&on->page, &figure_layout, full_name(on, figure), figure->clause, figure->name,
                    with_attested(on, fact, &stands, fact_words(on, figure, &stands)));
    }
}

/* --- payments ---------------------------------------------------------------------------------- */

static void add_due(ny_report_page *on, const ny_entry *entry)
{
    if (!entry->has_due)
        return;
    if (entry->due_by_line && entry->due_first != entry->due_last)
        under(on, TELL(on, ST_DUE_LINES, day(on, entry->due_first), day(on, entry->due_last)));
    else
        under(on, TELL(on, ST_DUE, day(on, entry->due_first)));
    if (entry->moved && entry->due_by_line)
        under(on, entry->moved == 1 ? TELL_PLAIN(on, ST_DUE_MOVED_LINE)
                                    : TELL(on, ST_DUE_MOVED_LINES, number(on, entry->moved)));
    else if (entry->moved)
        under(on, TELL_PLAIN(on, ST_DUE_MOVED));
}

static ny_text what_for(const ny_report_page *on, const ny_entry *entry)
{
    const ny_payment *payment = &on->model->payments.items[entry->payment];
    if (entry->nothing.size)
        return entry->nothing;
    if (payment->words->time != NY_TIME_FOR_EACH)
        return entry->sentence;
    ny_text table = on->model->tables.items[payment->table].name;
    ny_text rows =
        entry->rows == 1 ? ny_prose_unit(on->prose, table, false) : ny_prose_rows(on->prose, table);
    return entry->rows == 1 ? TELL(on, ST_EACH_OF_ONE, rows, entry->sentence)
                            : TELL(on, ST_EACH_OF, number(on, entry->rows), rows, entry->sentence);
}

static void add_rounding(ny_report_page *on, const ny_statement *statement, const ny_entry *entry)
{
    uint32_t currency = on->model->payments.items[entry->payment].currency;
    for (uint32_t i = 0; i < statement->rounded.count; i++) {
        const ny_rounded *rounded = &statement->rounded.items[i];
        if (rounded->payment != entry->payment)
            continue;
        bool took = ny_rational_sign(rounded->added) < 0;
        ny_rational size =
            took ? ny_rational_negate(on->page.arena, rounded->added) : rounded->added;
        ny_text before = ny_prose_money_exact(on->prose, rounded->before,
                                              &on->model->currencies.items[currency]);
        ny_text moved =
            ny_prose_money_exact(on->prose, size, &on->model->currencies.items[currency]);
        under(on, took ? TELL(on, ST_ROUNDING_TOOK, before, moved)
                       : TELL(on, ST_ROUNDING_ADDED, before, moved));
    }
}

/* The joint party that a member of it stands for here. */
static ny_text joint_party(const ny_report_page *on, const ny_entry *entry)
{
    const ny_payment *payment = &on->model->payments.items[entry->payment];
    uint32_t joint = payment->payer != entry->from ? payment->payer : payment->payee;
    return joint == NY_NONE ? NY_NO_TEXT : ny_prose_party(on->prose, joint);
}

static void add_entry(ny_report_page *on, const ny_statement *statement, const ny_entry *entry,
                      bool last)
{
    const ny_payment *payment = &on->model->payments.items[entry->payment];
    ny_text from = ny_prose_party(on->prose, entry->from),
            to = ny_prose_party(on->prose, entry->to);
    ny_text label = ny_prose_words_of(on->prose, payment->label);
    NY_PAGE_ROW(&on->page, &payment_layout, NY_NO_TEXT, payment->clause, label,
                money(on, payment->currency, entry->amount));
    under(on, entry->share.size
                  ? TELL(on, ST_PAYER_SHARE, from, to, joint_party(on, entry), entry->share)
                  : TELL(on, ST_PAYER, from, to));
    under(on, what_for(on, entry));
    if (last)
        add_rounding(on, statement, entry);
    add_due(on, entry);
    under_faults(on, ny_entry_faults(on->report, statement->period, entry));
}

/* What only a fault would bring about. */
static void add_other_payments(ny_report_page *on, const ny_statement *statement)
{
    const ny_bounds *bounds = on->report->circumstances.bounds;
    for (uint32_t i = 0; bounds && i < bounds->paid.count; i++) {
        const ny_paid_bound *paid = &bounds->paid.items[i];
        const ny_payment *payment = &on->model->payments.items[paid->payment];
        if (!ny_is_other_payment(on->report, statement, paid))
            continue;
        NY_PAGE_ROW(&on->page, &payment_layout, NY_NO_TEXT, payment->clause,
                    ny_prose_words_of(on->prose, payment->label), NY_NO_TEXT);
        under(on, ny_other_faults(on->report, paid));
    }
}

static void add_payments(ny_report_page *on, const ny_statement *statement)
{
    section(on, NY_TELL_ST_PAYMENTS);
    for (uint32_t i = 0; i < statement->entries.count; i++) {
        bool last = i + 1 == statement->entries.count ||
                    statement->entries.items[i + 1].payment != statement->entries.items[i].payment;
        add_entry(on, statement, &statement->entries.items[i], last);
    }
    add_other_payments(on, statement);
}

/* Where there are several currencies, those in which a party had nothing are left out. */
static void add_flows(ny_report_page *on, const ny_flow *flows, uint32_t count)
{
    bool several = on->model->currencies.count > 1;
    for (uint32_t i = 0; i < count; i++) {
        bool nothing =
            ny_rational_sign(flows[i].pays) == 0 && ny_rational_sign(flows[i].receives) == 0;
        ny_text faults = ny_flow_faults(on->report, &flows[i]);
        if (several && nothing && !faults.size)
            continue;
        NY_PAGE_ROW(&on->page, &flow_layout, NY_NO_TEXT, ny_prose_party(on->prose, flows[i].party),
                    TELL_PLAIN(on, ST_PAYS), money(on, flows[i].currency, flows[i].pays),
                    TELL_PLAIN(on, ST_RECEIVES), money(on, flows[i].currency, flows[i].receives));
        under_faults(on, faults);
    }
}

/* --- one statement ----------------------------------------------------------------------------- */

static void add_statement(ny_report_page *on, const ny_statement *statement)
{
    const ny_period *period = &on->model->periods.items[statement->period];
    ny_text year = number(on, statement->period + 1);
    ny_page_part(&on->page,
                 period->in_term ? TELL(on, ST_STATEMENT, period_word(on), year)
                                 : TELL(on, ST_STATEMENT_AFTER, period_word(on), year),
                 statement->final ? TELL_PLAIN(on, ST_FINAL) : TELL_PLAIN(on, ST_PROVISIONAL));
    ny_text from = day(on, period->from), to = day(on, period->end - 1),
            data = day(on, period->data_date);
    note(on, on->model->with_tax ? TELL(on, ST_SPAN_WITH_TAX, from, to, data)
                                 : TELL(on, ST_SPAN_WITHOUT_TAX, from, to, data));
    for (uint32_t i = 0; i < statement->why_provisional.count; i++) {
        ny_text why = statement->why_provisional.items[i];
        note(on, i ? TELL(on, ST_BECAUSE_TOO, why) : TELL(on, ST_BECAUSE, why));
    }
    add_facts(on, period->data_date);
    section(on, NY_TELL_ST_OUTCOMES);
    add_measures(on, statement->period);
    section(on, NY_TELL_ST_FIGURES);
    add_figures(on, statement->period);
    add_carried(on, statement);
    add_payments(on, statement);
    section(on, ny_prose_by_period(on->prose, NY_TELL_ST_IN_ALL_YEAR));
    add_flows(on, statement->flows.items, statement->flows.count);
}

/* --- against an earlier settlement ------------------------------------------------------------- */

/* "contract", in the reader's language. */
static ny_text role_words(const ny_report_page *on, ny_text role)
{
    if (ny_text_is(role, "contract"))
        return TELL_PLAIN(on, ST_ROLE_CONTRACT);
    if (ny_text_is(role, "offer"))
        return TELL_PLAIN(on, ST_ROLE_OFFER);
    if (ny_text_is(role, "facts"))
        return TELL_PLAIN(on, ST_ROLE_FACTS);
    if (ny_text_is(role, "value set"))
        return TELL_PLAIN(on, ST_ROLE_VALUE_SET);
    return TELL_PLAIN(on, ST_ROLE_DATA);
}

static void add_file_changes(ny_report_page *on)
{
    ny_file_change_list changes =
        ny_file_changes(on->page.arena, on->report->against->earlier, on->report->fingerprints);
    for (uint32_t i = 0; i < changes.count; i++)
        note(on,
             ny_tell_with(
                 on->prose, (ny_tell)((int)NY_TELL_ST_FILE_CHANGED + (int)changes.items[i].kind),
                 (const ny_text[]){role_words(on, changes.items[i].role), changes.items[i].name},
                 2));
}

static void add_moved_figures(ny_report_page *on, const ny_differences *against)
{
    if (against->figures.count)
        section(on, NY_TELL_ST_MOVED_FIGURES);
    for (uint32_t i = 0; i < against->figures.count; i++) {
        const ny_moved_figure *moved = &against->figures.items[i];
        const ny_figure *figure = &on->model->figures.items[moved->figure];
        ny_value before = moved->was_known ? ny_value_number(ny_rational_multiply(
                                                 on->page.arena, moved->before, figure->factor))
                                           : ny_value_unknown();
        NY_PAGE_ROW(&on->page, &figure_layout, full_name(on, figure), figure->clause, figure->name,
                    TELL(on, ST_WAS, period_unit(on), number(on, moved->period + 1),
                         ny_prose_shown(on->prose, figure, moved->now),
                         ny_prose_shown(on->prose, figure, before)));
    }
}

static void add_moved_payments(ny_report_page *on, const ny_differences *against)
{
    if (against->payments.count)
        section(on, NY_TELL_ST_MOVED_PAYMENTS);
    for (uint32_t i = 0; i < against->payments.count; i++) {
        const ny_moved_payment *moved = &against->payments.items[i];
        NY_PAGE_ROW(&on->page, &payment_layout, NY_NO_TEXT, moved->clause,
                    TELL(on, ST_MEASURED, period_unit(on), number(on, moved->period + 1),
                         ny_prose_words_of(on->prose, moved->label)),
                    money(on, moved->currency,
                          ny_rational_subtract(on->page.arena, moved->now, moved->before)));
        under(on, TELL(on, ST_MOVED, ny_prose_party(on->prose, moved->from),
                       ny_prose_party(on->prose, moved->to), money(on, moved->currency, moved->now),
                       money(on, moved->currency, moved->before)));
        if (moved->too_late)
            under(on, TELL_PLAIN(on, ST_TOO_LATE));
    }
}

static void add_owed(ny_report_page *on, const ny_differences *against)
{
    section(on, NY_TELL_ST_OWED);
    if (!against->owed.count)
        under(on, TELL_PLAIN(on, ST_OWED_NONE));
    for (uint32_t i = 0; i < against->owed.count; i++) {
        const ny_owed *owed = &against->owed.items[i];
        NY_PAGE_ROW(&on->page, &payment_layout, NY_NO_TEXT, NY_NO_TEXT,
                    TELL(on, ST_PAYER, ny_prose_party(on->prose, owed->from),
                         ny_prose_party(on->prose, owed->to)),
                    money(on, owed->currency, owed->amount));
    }
}

static void add_against(ny_report_page *on)
{
    const ny_differences *against = on->report->against;
    if (!against)
        return;
    const ny_earlier *earlier = against->earlier;
    uint32_t fresh = on->report->settlement->statements.count - against->compared;
    ny_page_part(&on->page, TELL(on, ST_AGAINST, earlier->name), NY_NO_TEXT);
    note(on, earlier->has_as_of ? TELL(on, ST_AGAINST_AS_OF, day(on, earlier->as_of),
                                       number(on, against->compared))
                                : TELL(on, ST_AGAINST_COMPARED, number(on, against->compared)));
    if (fresh)
        note(on, fresh == 1 ? TELL_PLAIN(on, ST_NEW_SINCE_ONE)
                            : TELL(on, ST_NEW_SINCE, number(on, fresh)));
    add_file_changes(on);
    for (uint32_t i = 0; i < against->unmatched.count; i++)
        note(on, TELL(on, ST_UNMATCHED, against->unmatched.items[i]));
    if (!against->figures.count && !against->payments.count)
        note(on, TELL_PLAIN(on, ST_NOTHING_MOVED));
    add_moved_figures(on, against);
    add_moved_payments(on, against);
    add_owed(on, against);
}

/* --- head and tail ----------------------------------------------------------------------------- */

static void add_head(ny_report_page *on)
{
    const ny_report_of *report = on->report;
    const ny_circumstances *now = &report->circumstances;
    uint32_t outside = report->result->outside_term, faults = report->tables->rejects.count;
    ny_page_add(&on->page, NY_BLOCK_TITLE, ny_prose_words_of(on->prose, on->model->title));
    if (report->bidder.size)
        note(on, TELL(on, ST_OFFER_OF, report->bidder));
    if (now->has_extracted)
        note(on, TELL(on, ST_EXTRACTED, day(on, now->extracted)));
    if (now->has_as_of)
        note(on, TELL(on, ST_DRAWN, day(on, now->as_of), number(on, report->result->periods),
                      number(on, on->model->periods.count)));
    bool restricted = ny_view_restricted(report->view);
    if (report->view) {
        ny_text party = ny_prose_party(on->prose, report->view->party);
        note(on, restricted ? TELL(on, ST_SHOWN_IN_PART, party, number(on, NY_FEWEST_PERSONS))
                            : TELL(on, ST_SHOWN_TO, party));
    }
    if (outside && !restricted)
        note(on, outside == 1 ? TELL_PLAIN(on, ST_OUTSIDE_ONE)
                              : TELL(on, ST_OUTSIDE, number(on, outside)));
    if (report->facts->facts.count && !report->facts_given)
        note(on, TELL_PLAIN(on, ST_NO_FACTS));
    for (uint32_t i = 0; i < report->tables->notes.count && !restricted; i++)
        note(on, TELL(on, ST_NOTE, report->tables->notes.items[i]));
    if (faults && restricted)
        note(on, faults == 1 ? TELL_PLAIN(on, ST_FAULT_HEAD)
                             : TELL(on, ST_FAULTS_HEAD, number(on, faults)));
    else if (faults)
        note(on, faults == 1 ? TELL_PLAIN(on, ST_FAULT_LISTED)
                             : TELL(on, ST_FAULTS_LISTED, number(on, faults)));
}

static ny_text action_words(const ny_report_page *on, ny_reject_action action)
{
    return ny_tell_with(on->prose, (ny_tell)((int)NY_TELL_ST_ROW_SET_ASIDE + (int)action), NULL, 0);
}

static void add_rejects(ny_report_page *on)
{
    const ny_tables *tables = on->report->tables;
    uint32_t faults = tables->rejects.count;
    if (!faults || ny_view_restricted(on->report->view))
        return;
    ny_page_part(&on->page,
                 faults == 1 ? TELL_PLAIN(on, ST_FAULT_HEAD)
                             : TELL(on, ST_FAULTS_HEAD, number(on, faults)),
                 NY_NO_TEXT);
    for (uint32_t i = 0; i < faults; i++) {
        const ny_reject *reject = &tables->rejects.items[i];
        ny_text line = ny_format(on->page.arena, "%u", reject->line);
        ny_text action = action_words(on, reject->action);
        ny_page_add(&on->page, NY_BLOCK_ITEM,
                    reject->value.size ? TELL(on, ST_FAULT_VALUE, reject->file, line,
                                              reject->column, reject->value, reject->reason, action)
                                       : TELL(on, ST_FAULT, reject->file, line, reject->column,
                                              reject->reason, action));
    }
}

static void add_fingerprints(ny_report_page *on)
{
    const ny_fingerprints *fingerprints = ny_fingerprints_shown(on->page.arena, on->report);
    section(on, NY_TELL_ST_FINGERPRINTS);
    for (uint32_t i = 0; i < fingerprints->count; i++)
        NY_PAGE_ROW(&on->page, &fingerprint_layout, NY_NO_TEXT,
                    role_words(on, fingerprints->items[i].role), fingerprints->items[i].hash,
                    fingerprints->items[i].name);
    NY_PAGE_ROW(&on->page, &fingerprint_layout, NY_NO_TEXT, TELL_PLAIN(on, ST_ROLE_ENGINE),
                ny_fingerprint_engine(), NY_NO_TEXT);
}

static ny_report_page begin(const ny_report_of *report)
{
    return (ny_report_page){
        .page = {.arena = report->prose->arena, .language = report->prose->language},
        .report = report,
        .prose = report->prose,
        .model = report->result->plan->model};
}

static ny_text written(const ny_report_page *on, bool html)
{
    return html ? ny_page_html(&on->page) : ny_page_text(&on->page);
}

ny_text ny_settle_page(const ny_report_of *report, bool html)
{
    ny_report_page on = begin(report);
    const ny_settlement *settlement = report->settlement;
    add_head(&on);
    for (uint32_t i = 0; i < settlement->statements.count; i++)
        if (ny_period_wanted(report, settlement->statements.items[i].period))
            add_statement(&on, &settlement->statements.items[i]);
    if (!settlement->statements.count && on.model->periods.count)
        note(&on, TELL(&on, ST_NONE_YET, day(&on, on.model->periods.items[0].data_date)));
    else
        ny_page_part(&on.page,
                     settlement->statements.count == 1
                         ? TELL_PLAIN(&on, ST_THE_ONE)
                         : TELL(&on, ST_ALL, number(&on, settlement->statements.count)),
                     NY_NO_TEXT);
    add_flows(&on, settlement->totals.items, settlement->totals.count);
    add_against(&on);
    add_rejects(&on);
    add_fingerprints(&on);
    return written(&on, html);
}

ny_text ny_measure_page(const ny_report_of *report, bool html)
{
    ny_report_page on = begin(report);
    add_head(&on);
    for (uint32_t p = 0; p < report->result->periods; p++) {
        if (!ny_period_wanted(report, p))
            continue;
        ny_page_add(&on.page, NY_BLOCK_SECTION,
                    TELL(&on, ST_STATEMENT_ON, period_word(&on), number(&on, p + 1),
                         day(&on, on.model->periods.items[p].data_date)));
        add_measures(&on, p);
    }
    add_rejects(&on);
    add_fingerprints(&on);
    return written(&on, html);
}
