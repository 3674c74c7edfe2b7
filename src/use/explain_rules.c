/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Exclusions, measures, the figures made of them, and payments, in words. */

#include "use/explain_private.h"

#include "base/bug.h"

/* --- exclusions -------------------------------------------------------------------------------- */

void ny_explain_exclusions(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_EXCLUSIONS));
    for (uint32_t i = 0; i < model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &model->exclusions.items[i];
        ny_text table = ny_prose_name(prose, model->tables.items[exclusion->table].name);
        ny_text where = ny_prose_condition(prose, exclusion->where, NY_BINDS_OR);
        ny_explain_clause(
            explaining, exclusion->clause,
            exclusion->label.size
                ? NY_TELLS(prose, EXCLUSION, ny_prose_label(prose, exclusion->label), table, where)
                : NY_TELLS(prose, EXCLUSION_UNTITLED, table, where));
        ny_explain_more(explaining, !exclusion->judged && exclusion->paid
                                        ? NY_TELLS_PLAIN(prose, NOT_JUDGED_PAID)
                                    : exclusion->judged ? NY_TELLS_PLAIN(prose, JUDGED_NOT_PAID)
                                                        : NY_TELLS_PLAIN(prose, NEITHER));
    }
}

/* --- measures ---------------------------------------------------------------------------------- */

static ny_text column_list(const ny_prose *prose, const ny_names *names)
{
    ny_text *said = NY_NEW_ARRAY(prose->arena, ny_text, names->count + 1);
    for (uint32_t i = 0; i < names->count; i++)
        said[i] = ny_prose_name(prose, names->items[i].text);
    return ny_prose_list(prose, said, names->count, NY_TELL_LIST_OR);
}

/* An estimate over time: who is not followed to the end counts for as long as he was. */
static ny_text estimated(const ny_prose *prose, const ny_measure_words *words, ny_text value)
{
    const ny_estimator_words *estimator = &words->estimator;
    if (estimator->form == NY_AALEN_JOHANSEN)
        return NY_TELLS(prose, MEASURE_SHARE_AJ, value, column_list(prose, &estimator->competing));
    ny_text censored =
        estimator->censored.count
            ? NY_TELLS(prose, MEASURE_CENSORED, column_list(prose, &estimator->censored))
            : NY_NO_TEXT;
    return NY_TELLS_CODE(prose,
                         words->kind == NY_KEYWORD_SHARE ? NY_TELL_MEASURE_SHARE_KM
                                                         : NY_TELL_MEASURE_MEDIAN_KM,
                         value, censored);
}

static ny_text measured(const ny_prose *prose, const ny_measure_words *words)
{
    bool condition = words->kind == NY_KEYWORD_SHARE || words->kind == NY_KEYWORD_RATE;
    ny_text value = !words->value ? NY_NO_TEXT
                    : condition   ? ny_prose_condition(prose, words->value, NY_BINDS_OR)
                                  : ny_prose_expression(prose, words->value, NY_BINDS_FORM);
    if (words->estimator.form != NY_ESTIMATOR_NONE)
        return estimated(prose, words, value);
    switch ((int)words->kind) {
    case NY_KEYWORD_SHARE:
        return NY_TELLS(prose, MEASURE_SHARE, value);
    case NY_KEYWORD_MEAN:
        return NY_TELLS(prose, MEASURE_MEAN, value);
    case NY_KEYWORD_MEDIAN:
        return NY_TELLS(prose, MEASURE_MEDIAN, value);
    case NY_KEYWORD_SUM:
        return NY_TELLS(prose, MEASURE_SUM, value);
    case NY_KEYWORD_COUNT:
        return NY_TELLS_PLAIN(prose, MEASURE_COUNT);
    case NY_KEYWORD_RATIO:
        return NY_TELLS(prose, MEASURE_RATIO, value,
                        ny_prose_expression(prose, words->to, NY_BINDS_FORM));
    case NY_KEYWORD_RATE:
        return NY_TELLS(prose, MEASURE_RATE, value, ny_prose_literal(prose, &words->per),
                        ny_prose_expression(prose, words->to, NY_BINDS_FORM));
    }
    NY_BUG("a measure of no kind");
}

static void explain_forms(ny_explaining *explaining, const ny_measure_words *words)
{
    const ny_prose *prose = &explaining->prose;
    if (words->pooled.over)
        ny_explain_more(explaining,
                        NY_TELLS(prose, MEASURE_POOLED,
                                 ny_prose_expression(prose, words->pooled.over, NY_BINDS_SUM)));
    if (words->shrunk.towards)
        ny_explain_more(explaining,
                        NY_TELLS(prose, MEASURE_SHRUNK,
                                 ny_prose_expression(prose, words->shrunk.towards, NY_BINDS_SUM),
                                 NY_TELLS(prose, NEEDS_ROWS_COUNT,
                                          ny_prose_number(prose, words->shrunk.rows))));
    if (words->less)
        ny_explain_more(
            explaining,
            NY_TELLS(prose, MEASURE_LESS, ny_prose_expression(prose, words->less, NY_BINDS_SUM)));
    if (words->standardised.said)
        ny_explain_more(explaining, NY_TELLS(prose, MEASURE_STANDARDISED,
                                             ny_prose_name(prose, words->standardised.by.text),
                                             ny_prose_name(prose, words->standardised.weight.text),
                                             ny_prose_name(prose, words->standardised.table.text)));
    if (words->bounds.form == NY_BOUNDS_NONE)
        return;
    ny_text name = ny_bounds_text(prose->arena, words->bounds.form);
    ny_text level = ny_prose_literal(prose, &words->bounds.level);
    ny_explain_more(explaining, words->bounds.rounding.said
                                    ? NY_TELLS(prose, MEASURE_BOUNDS_ROUNDED, name, level,
                                               ny_prose_literal(prose, &words->bounds.rounding.to))
                                    : NY_TELLS(prose, MEASURE_BOUNDS, name, level));
}

/* Which statement the first and the last year's results stand in. */
static void explain_counted(ny_explaining *explaining, const ny_measure *measure)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    if (!measure->words->counted) {
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, COUNTED_AT_ONCE));
        return;
    }
    ny_explain_more(explaining,
                    NY_TELLS(prose, COUNTED,
                             ny_prose_expression(prose, measure->words->counted, NY_BINDS_SUM)));
    if (!model->periods.count || !model->term_periods)
        return;
    uint32_t statements[2];
    for (int end = 0; end < 2; end++) {
        ny_date ripe;
        uint32_t p = 0;
        const ny_period *of = &model->periods.items[end ? model->term_periods - 1 : 0];
        if (!ny_date_add(of->end, measure->counted, &ripe))
            return;
        while (p < model->periods.count && model->periods.items[p].data_date < ripe)
            p++;
        if (p == model->periods.count)
            return;
        statements[end] = p;
    }
    ny_explain_more(explaining,
                    NY_TELLS(prose, COUNTED_LATER_1,
                             ny_prose_date(prose, model->periods.items[statements[0]].data_date),
                             ny_format(prose->arena, "%u", model->term_periods),
                             ny_prose_date(prose, model->periods.items[statements[1]].data_date)));
}

static void explain_needs(ny_explaining *explaining, const ny_measure_words *words)
{
    const ny_prose *prose = &explaining->prose;
    for (uint32_t i = 0; i < words->needs.count; i++) {
        const ny_needs_words *needs = &words->needs.items[i];
        ny_text instead = needs->or_is ? ny_prose_expression(prose, needs->or_is, NY_BINDS_SUM)
                                       : NY_TELLS_PLAIN(prose, IS_NOT_KNOWN);
        ny_text least = ny_prose_number(prose, needs->least);
        if (needs->form == NY_NEEDS_KNOWN)
            ny_explain_more(explaining,
                            NY_TELLS(prose, NEEDS_KNOWN, NY_TELLS(prose, PERCENT, least), instead));
        if (needs->form == NY_NEEDS_ROWS)
            ny_explain_more(explaining,
                            NY_TELLS(prose, NEEDS_ROWS,
                                     ny_rational_compare(needs->least, NY_RATIONAL_ONE) == 0
                                         ? NY_TELLS_PLAIN(prose, NEEDS_ROWS_ONE)
                                         : NY_TELLS(prose, NEEDS_ROWS_COUNT, least),
                                     instead));
    }
}

void ny_explain_measures(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_MEASURES));
    for (uint32_t i = 0; i < model->measures.count; i++) {
        const ny_measure *measure = &model->measures.items[i];
        const ny_figure *figure = &model->figures.items[measure->figure];
        const ny_measure_words *words = measure->words;
        ny_text name = ny_explain_name(explaining, figure->declaration);
        ny_text rows = ny_prose_rows(prose, model->tables.items[measure->table].name);
        ny_explain_clause(explaining, figure->clause,
                          words->over.where
                              ? NY_TELLS(prose, MEASURE_OVER_WHERE, name, rows,
                                         ny_prose_condition(prose, words->over.where, NY_BINDS_OR))
                              : NY_TELLS(prose, MEASURE_OVER, name, rows));
        ny_explain_more(explaining, measured(prose, words));
        explain_forms(explaining, words);
        explain_counted(explaining, measure);
        explain_needs(explaining, words);
        if (words->better == NY_KEYWORD_LOWER)
            ny_explain_more(explaining, NY_TELLS_PLAIN(prose, LOWER_BETTER));
        if (words->better == NY_KEYWORD_HIGHER)
            ny_explain_more(explaining, NY_TELLS_PLAIN(prose, HIGHER_BETTER));
    }
}

/* --- figures made of others -------------------------------------------------------------------- */

static ny_text lead(const ny_prose *prose, const ny_figure *figure, ny_text name)
{
    const ny_define_words *words = &figure->declaration->is.define;
    if (words->grain.form == NY_GRAIN_PERIOD)
        return NY_TELLS(prose, LEAD_PERIOD, name, ny_explain_each_period(prose));
    if (words->grain.form == NY_GRAIN_TABLE)
        return NY_TELLS(prose, LEAD_ROW, name, ny_prose_name(prose, words->grain.table.text));
    if (words->grain.form == NY_GRAIN_CYCLE)
        return NY_TELLS(prose, LEAD_CYCLE, name, ny_prose_name(prose, words->grain.table.text));
    return NY_TELLS(prose, LEAD, name);
}

static ny_text value_of(const ny_prose *prose, const ny_expression *value)
{
    return ny_prose_expression(prose, value, NY_BINDS_FORM);
}

static void explain_weights(ny_explaining *explaining, ny_text lead_words,
                            const ny_expression *weigh)
{
    const ny_prose *prose = &explaining->prose;
    ny_text list =
        weigh->yes ? NY_TELLS_PLAIN(prose, WEIGH_LEFT_OUT_LEAD) : NY_TELLS_PLAIN(prose, WEIGH_LEAD);
    ny_explain_more(explaining, NY_TELLS(prose, WITH_LIST, lead_words, list));
    for (uint32_t i = 0; i + 1 < weigh->items.count; i += 2)
        ny_explain_point(explaining, NY_TELLS(prose, WEIGH_PART,
                                              ny_prose_expression(prose, weigh->items.items[i],
                                                                  NY_BINDS_TIGHTLY),
                                              value_of(prose, weigh->items.items[i + 1])));
}

static void explain_steps(ny_explaining *explaining, ny_text lead_words,
                          const ny_define_words *words)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_more(explaining, NY_TELLS(prose, STEPS, lead_words));
    for (uint32_t i = 0; i < words->steps.count; i++) {
        const ny_step_words *step = &words->steps.items[i];
        ny_text value = value_of(prose, step->value);
        ny_explain_point(
            explaining,
            step->when
                ? NY_TELLS(prose, STEP, ny_prose_condition(prose, step->when, NY_BINDS_FORM), value)
                : NY_TELLS(prose, STEP_OTHERWISE, value));
    }
}

static void explain_years(ny_explaining *explaining, ny_text name, const ny_define_words *words)
{
    const ny_prose *prose = &explaining->prose;
    bool yearly = prose->model->period_months == 12;
    ny_explain_more(explaining, NY_TELLS(prose, LEAD_YEARS, name));
    ny_explain_point(explaining,
                     NY_TELLS_CODE(prose, yearly ? NY_TELL_IN_FIRST_YEAR : NY_TELL_IN_FIRST_PERIOD,
                                   value_of(prose, words->first)));
    ny_explain_point(
        explaining, NY_TELLS_CODE(prose, yearly ? NY_TELL_IN_LATER_YEARS : NY_TELL_IN_LATER_PERIODS,
                                  value_of(prose, words->later)));
}

/* One expression: a condition "means that …", all else "is …". */
static ny_text defined(const ny_prose *prose, const ny_define_words *words, ny_text name)
{
    bool is_condition =
        ny_is_condition(prose, words->value) && words->value->kind != NY_EXPRESSION_YES_NO;
    ny_text value = is_condition ? ny_prose_condition(prose, words->value, NY_BINDS_FORM)
                                 : value_of(prose, words->value);
    if (words->grain.form == NY_GRAIN_NOT_SAID)
        return is_condition ? NY_TELLS(prose, DEFINE_CONDITION, name, value)
                            : NY_TELLS(prose, DEFINE, name, value);
    if (words->grain.form == NY_GRAIN_PERIOD)
        return NY_TELLS_CODE(prose,
                             is_condition ? NY_TELL_DEFINE_PERIOD_CONDITION : NY_TELL_DEFINE_PERIOD,
                             name, ny_explain_each_period(prose), value);
    if (words->grain.form == NY_GRAIN_CYCLE)
        return NY_TELLS_CODE(prose,
                             is_condition ? NY_TELL_DEFINE_CYCLE_CONDITION : NY_TELL_DEFINE_CYCLE,
                             name, ny_prose_name(prose, words->grain.table.text), value);
    return NY_TELLS_CODE(prose, is_condition ? NY_TELL_DEFINE_ROW_CONDITION : NY_TELL_DEFINE_ROW,
                         name, ny_prose_name(prose, words->grain.table.text), value);
}

/* `, unknown as` around a list of weights is rare enough to stay one sentence. */
static bool is_list(const ny_expression *value)
{
    return value && value->kind == NY_EXPRESSION_WEIGH;
}

static void explain_definition(ny_explaining *explaining, const ny_figure *figure)
{
    const ny_prose *prose = &explaining->prose;
    const ny_define_words *words = &figure->declaration->is.define;
    ny_text name = ny_explain_name(explaining, figure->declaration);
    ny_text to = figure->rounded ? ny_prose_literal(prose, &words->rounding.to) : NY_NO_TEXT;
    /* A sentence behind a list would be taken for a part of its last point. */
    bool has_points = words->steps.count || is_list(words->value) || words->first;
    if (figure->rounded && has_points)
        name = NY_TELLS(prose, NAME_ROUNDED, name, to, ny_explain_halves(prose, figure->halves));
    ny_explain_clause(explaining, figure->clause, NY_NO_TEXT);
    if (words->steps.count)
        explain_steps(explaining, lead(prose, figure, name), words);
    else if (is_list(words->value))
        explain_weights(explaining, lead(prose, figure, name), words->value);
    else if (words->first && words->later)
        explain_years(explaining, name, words);
    else if (words->value)
        ny_explain_more(explaining, defined(prose, words, name));
    if (figure->rounded && !has_points)
        ny_explain_more(explaining,
                        NY_TELLS(prose, ROUNDED, to, ny_explain_halves(prose, figure->halves)));
}

void ny_explain_definitions(ny_explaining *explaining)
{
    const ny_model *model = explaining->prose.model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(&explaining->prose, SECTION_DEFINITIONS));
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].kind == NY_FIGURE_DEFINE)
            explain_definition(explaining, &model->figures.items[i]);
}

/* --- payments ---------------------------------------------------------------------------------- */

static ny_text pays(const ny_prose *prose, const ny_payment *payment)
{
    const ny_pay_words *words = payment->words;
    ny_text from = ny_explain_party(prose, payment->payer, words->payer.text);
    ny_text to = ny_explain_party(prose, payment->payee, words->payee.text);
    ny_text amount = ny_prose_expression(prose, words->amount, NY_BINDS_FORM);
    ny_text period = ny_explain_each_period(prose);
    switch (words->time) {
    case NY_TIME_FOR_EACH: {
        ny_text table = ny_prose_name(prose, words->table.text);
        if (!words->where)
            return NY_TELLS(prose, PAYS_EACH, from, to, table, amount);
        return NY_TELLS(prose, PAYS_EACH_WHERE, from, to, table,
                        ny_prose_condition(prose, words->where, NY_BINDS_OR), amount);
    }
    case NY_TIME_EACH_PERIOD:
        return NY_TELLS(prose, PAYS_PERIOD, from, to, period, amount);
    case NY_TIME_EACH_UNTIL_LAST:
        return NY_TELLS(prose, PAYS_UNTIL_LAST, from, to, period, amount);
    case NY_TIME_EACH_AFTER_TERM:
        return NY_TELLS(prose, PAYS_AFTER, from, to, period, amount);
    case NY_TIME_ONCE_ON: {
        ny_text on = ny_prose_expression(prose, words->on, NY_BINDS_SUM);
        if (!words->if_by_then)
            return NY_TELLS(prose, PAYS_ONCE_ON, from, to, on, amount);
        return NY_TELLS(prose, PAYS_ONCE_ON_IF, from, to, on,
                        ny_prose_condition(prose, words->if_by_then, NY_BINDS_OR), amount);
    }
    case NY_TIME_ONCE_AT_END:
        return NY_TELLS(prose, PAYS_ONCE_AT_END, from, to, amount);
    case NY_TIME_ONCE_WITH_LAST:
        return NY_TELLS(prose, PAYS_ONCE_WITH_LAST, from, to, amount);
    case NY_TIME_EACH_IN_STATES: /* costs and benefits alone */
    case NY_TIME_EACH_MOVE:
    case NY_TIME_ONCE_AT_START:
    case NY_TIME_NOT_SAID:
        break;
    }
    NY_BUG("a payment at no time");
}

static void explain_due(ny_explaining *explaining, const ny_pay_words *words)
{
    const ny_prose *prose = &explaining->prose;
    ny_text after = words->due ? ny_prose_expression(prose, words->due, NY_BINDS_SUM) : NY_NO_TEXT;
    switch (words->due_form) {
    case NY_DUE_COLUMN:
        ny_explain_more(explaining, NY_TELLS(prose, DUE_COLUMN, after,
                                             ny_prose_name(prose, words->due_after.text)));
        return;
    case NY_DUE_THAT_DAY:
        ny_explain_more(explaining, NY_TELLS(prose, DUE_THAT_DAY, after));
        return;
    case NY_DUE_PERIOD:
        ny_explain_more(explaining,
                        NY_TELLS(prose, DUE_PERIOD, after, ny_explain_the_period(prose)));
        return;
    case NY_DUE_STATEMENT:
        ny_explain_more(explaining, NY_TELLS(prose, DUE_STATEMENT, after));
        return;
    case NY_DUE_NOT_SAID:
        return;
    }
}

static ny_text worked_value(const ny_prose *prose, const ny_worked_value *value)
{
    const ny_model *model = prose->model;
    if (value->figure == NY_NONE) {
        const ny_column *column = &model->tables.items[value->table].columns.items[value->column];
        ny_figure shown = {
            .type = column->type, .unit_text = column->unit_text, .factor = column->factor};
        return NY_TELLS(prose, EXAMPLE_VALUE, ny_prose_name(prose, column->name),
                        ny_prose_value(prose, &shown, value->value));
    }
    ny_figure shown = model->figures.items[value->figure];
    ny_text name = ny_prose_name(prose, shown.name);
    bool yearly = model->period_months == 12;
    if (value->previous)
        name = NY_TELLS_CODE(prose, yearly ? NY_TELL_PREVIOUS : NY_TELL_PREVIOUS_OTHER, name);
    if (value->final)
        name = NY_TELLS_CODE(prose, yearly ? NY_TELL_FINAL : NY_TELL_FINAL_OTHER, name);
    if (value->part == NY_KEYWORD_ROWS) {
        name = NY_TELLS(prose, ROWS_OF, name);
        uint32_t table = model->measures.items[shown.measure].table;
        shown = (ny_figure){.type = {.kind = NY_KIND_NUMBER},
                            .unit_text = model->tables.items[table].name,
                            .factor = NY_RATIONAL_ONE};
    }
    return NY_TELLS(prose, EXAMPLE_VALUE, name, ny_prose_value(prose, &shown, value->value));
}

static ny_text worked_outcome(const ny_prose *prose, const ny_payment *payment,
                              const ny_worked_figure *worked)
{
    const ny_currency *currency = &prose->model->currencies.items[payment->currency];
    ny_text *parts = NY_NEW_ARRAY(prose->arena, ny_text, worked->lines.count + 1);
    for (uint32_t i = 0; i < worked->lines.count; i++) {
        const ny_line *line = &worked->lines.items[i];
        parts[i] = NY_TELLS(prose, EXAMPLE_PAYS, ny_prose_party(prose, line->payer),
                            ny_prose_party(prose, line->payee),
                            ny_prose_money(prose, line->amount, currency));
    }
    if (!worked->lines.count)
        return NY_TELLS_PLAIN(prose, EXAMPLE_NOTHING);
    ny_text due = NY_TELLS(prose, EXAMPLE_DUE, ny_prose_date(prose, worked->lines.items[0].due));
    return ny_format(prose->arena, "%.*s%.*s",
                     NY_PRINT(ny_prose_list(prose, parts, worked->lines.count, NY_TELL_LIST_AND)),
                     NY_PRINT(due));
}

static void explain_worked(ny_explaining *explaining, uint32_t number)
{
    const ny_prose *prose = &explaining->prose;
    const ny_payment *payment = &prose->model->payments.items[number];
    if (!explaining->worked)
        return;
    ny_worked_figure worked = ny_worked_payment(prose->arena, explaining->worked, number);
    if (!worked.computed)
        return;
    ny_text *values = NY_NEW_ARRAY(prose->arena, ny_text, worked.values.count + 1);
    for (uint32_t i = 0; i < worked.values.count; i++)
        values[i] = worked_value(prose, &worked.values.items[i]);
    ny_text outcome = worked_outcome(prose, payment, &worked);
    ny_text list = ny_prose_list(prose, values, worked.values.count, NY_TELL_LIST_AND);
    ny_explain_example(explaining, worked.values.count
                                       ? NY_TELLS(prose, EXAMPLE_WITH, list, outcome)
                                       : NY_TELLS(prose, EXAMPLE_PLAIN, outcome));
}

void ny_explain_flow(ny_explaining *explaining, const ny_payment *payment, ny_text text)
{
    const ny_prose *prose = &explaining->prose;
    ny_text label = payment->label;
    ny_explain_clause(explaining, payment->clause,
                      label.size ? NY_TELLS(prose, PAYS_TITLE, ny_prose_label(prose, label), text)
                                 : text);
    if (payment->words->when)
        ny_explain_more(explaining,
                        NY_TELLS(prose, PAYS_WHEN,
                                 ny_prose_condition(prose, payment->words->when, NY_BINDS_OR)));
}

/* Where reports count it: a label, which moves nothing. */
void ny_explain_heading(ny_explaining *explaining, const ny_payment *payment)
{
    const ny_prose *prose = &explaining->prose;
    if (payment->words->heading.size)
        ny_explain_more(explaining, NY_TELLS(prose, FLOW_HEADING,
                                             ny_prose_label(prose, payment->words->heading)));
}

void ny_explain_payments(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_PAYMENTS));
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (payment->is_cost || payment->is_benefit)
            continue;
        ny_explain_flow(explaining, payment, pays(prose, payment));
        if (payment->back_when_negative)
            ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PAYS_BACK));
        explain_due(explaining, payment->words);
        ny_explain_heading(explaining, payment);
        explain_worked(explaining, i);
    }
    if (explaining->has_examples)
        ny_explain_clause(explaining, NY_NO_TEXT, NY_TELLS_PLAIN(prose, EXAMPLE_NOTE));
}
