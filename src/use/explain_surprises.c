/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What follows from the rules and is easily overlooked, said outright; and what is still open. Each
 * sentence is there because of something in the contract, never for every contract alike. */

#include "use/explain_private.h"

static void surprise(ny_explaining *explaining, ny_text text)
{
    ny_explain_clause(explaining, NY_NO_TEXT, text);
}

static ny_text title_of(const ny_prose *prose, const ny_payment *payment)
{
    return payment->label.size ? ny_prose_label(prose, payment->label)
                               : ny_prose_name(prose, payment->words->payer.text);
}

static void surprise_exclusions(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    for (uint32_t i = 0; i < model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &model->exclusions.items[i];
        ny_text title = exclusion->label.size
                            ? ny_prose_label(prose, exclusion->label)
                            : ny_prose_name(prose, model->tables.items[exclusion->table].name);
        if (!exclusion->judged && exclusion->paid)
            surprise(explaining, NY_TELLS(prose, SURPRISE_STILL_PAID, title));
        if (exclusion->judged && !exclusion->paid)
            surprise(explaining, NY_TELLS(prose, SURPRISE_NOT_PAID, title));
    }
}

static bool has_dated_table(const ny_model *model)
{
    for (uint32_t i = 0; i < model->tables.count; i++)
        if (model->tables.items[i].date != NY_NONE)
            return true;
    return false;
}

/* The statement in which the term's last year of this measure is known, or NY_NONE when that is its
 * own or there is none. */
static uint32_t late_statement(const ny_model *model, const ny_measure *measure)
{
    const ny_period *last = &model->periods.items[model->term_periods - 1];
    ny_date ripe;
    if (!ny_date_add(last->end, measure->counted, &ripe) || ripe <= last->data_date)
        return NY_NONE;
    for (uint32_t p = model->term_periods; p < model->periods.count; p++)
        if (model->periods.items[p].data_date >= ripe)
            return p;
    return NY_NONE;
}

/* Results of the term's last year that come after it, by the statement that has them. */
static void surprise_late_results(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_text *names = NY_NEW_ARRAY(prose->arena, ny_text, model->measures.count + 1);
    for (uint32_t p = model->term_periods; p < model->periods.count; p++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < model->measures.count; i++)
            if (late_statement(model, &model->measures.items[i]) == p)
                names[count++] = ny_prose_name(
                    prose, model->figures.items[model->measures.items[i].figure].name);
        if (count)
            surprise(explaining, NY_TELLS(prose, SURPRISE_LATE_RESULT,
                                          ny_format(prose->arena, "%u", model->term_periods),
                                          ny_prose_list(prose, names, count, NY_TELL_LIST_AND),
                                          ny_prose_date(prose, model->periods.items[p].data_date)));
    }
}

static void surprise_payments(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (payment->words->if_by_then)
            surprise(explaining, NY_TELLS(prose, SURPRISE_TOO_LATE, title_of(prose, payment)));
    }
}

static void surprise_facts(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].kind == NY_FIGURE_FACT)
            *NY_APPEND(prose->arena, &names) = ny_prose_name(prose, model->figures.items[i].name);
    if (names.count)
        surprise(explaining,
                 NY_TELLS(prose, SURPRISE_FACT,
                          ny_prose_list(prose, names.items, names.count, NY_TELL_LIST_OR)));
}

/* --- what is not known --- */

typedef struct ny_seeking {
    const ny_expression *found;
} ny_seeking;

static void seek_unknown_as(void *context, const ny_expression *expression)
{
    ny_seeking *seeking = context;
    if (expression->kind == NY_EXPRESSION_UNKNOWN_AS && !seeking->found)
        seeking->found = expression;
}

static void surprise_unknowns(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        ny_seeking seeking = {0};
        if (model->figures.items[i].kind != NY_FIGURE_DEFINE)
            continue;
        ny_walk_figure(model, i, seek_unknown_as, &seeking);
        if (seeking.found)
            surprise(explaining, NY_TELLS(prose, SURPRISE_UNKNOWN_AS,
                                          ny_prose_name(prose, model->figures.items[i].name),
                                          ny_prose_expression(prose, seeking.found->items.items[1],
                                                              NY_BINDS_SUM)));
    }
}

void ny_explain_surprises(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_SURPRISES));
    surprise_exclusions(explaining);
    surprise_late_results(explaining);
    surprise_payments(explaining);
    surprise_facts(explaining);
    surprise_unknowns(explaining);
    if (model->has_contract && model->payments.count && has_dated_table(model))
        surprise(explaining, NY_TELLS_PLAIN(prose, SURPRISE_OUTSIDE));
    if (model->has_contract && model->payments.count) {
        surprise(explaining, NY_TELLS_PLAIN(prose, SURPRISE_DUE_MOVED));
        surprise(explaining, NY_TELLS_PLAIN(prose, SURPRISE_DIFFERENCES));
    }
    if (model->has_contract && model->has_present_value)
        surprise(explaining, NY_TELLS_PLAIN(prose, SURPRISE_PRESENT_VALUE));
}

/* --- what only informs ------------------------------------------------------------------------- */

void ny_explain_information(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    uint32_t count = 0;
    ny_text *names = NY_NEW_ARRAY(
        prose->arena, ny_text, (size_t)model->idle_figures.count + model->idle_columns.count + 1);
    for (uint32_t i = 0; i < model->idle_figures.count; i++)
        names[count++] =
            ny_prose_name(prose, model->figures.items[model->idle_figures.items[i]].name);
    for (uint32_t i = 0; i < model->idle_columns.count; i++) {
        ny_column_number column = model->idle_columns.items[i];
        const ny_table *table = &model->tables.items[column.table];
        names[count++] = NY_TELLS(prose, COLUMN_OF_TABLE,
                                  ny_prose_name(prose, table->columns.items[column.column].name),
                                  ny_prose_name(prose, table->name));
    }
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_INFORMATION));
    if (count)
        ny_explain_clause(
            explaining, NY_NO_TEXT,
            NY_TELLS(prose, INFORMATION, ny_prose_list(prose, names, count, NY_TELL_LIST_AND)));
}

/* --- what is still open ------------------------------------------------------------------------ */

void ny_explain_open(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_OPEN));
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (!figure->to_be_agreed)
            continue;
        const ny_declaration *declaration = figure->declaration;
        ny_explain_clause(explaining, figure->clause,
                          NY_TELLS(prose, OPEN_ITEM, ny_prose_name(prose, figure->name),
                                   declaration->label.size
                                       ? ny_prose_label(prose, declaration->label)
                                       : NY_NO_TEXT,
                                   ny_prose_type(prose, &declaration->is.figure.type)));
    }
    if (model->open.count)
        ny_explain_clause(explaining, NY_NO_TEXT, NY_TELLS_PLAIN(prose, OPEN_NOTE));
}
