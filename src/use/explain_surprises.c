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

typedef struct ny_waiting {
    const ny_model *model;
    bool *waited_for; /* by figure */
} ny_waiting;

static void wait_for(void *context, const ny_expression *expression)
{
    ny_waiting *waiting = context;
    uint32_t figure = expression->kind == NY_EXPRESSION_NAME
                          ? ny_model_figure(waiting->model, expression->name.text)
                          : NY_NONE;
    if (figure != NY_NONE && waiting->model->figures.items[figure].kind == NY_FIGURE_FACT)
        waiting->waited_for[figure] = true;
}

/* Facts on whose day something is paid. */
static void surprise_facts(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_waiting waiting = {.model = model};
    waiting.waited_for = NY_NEW_ARRAY(prose->arena, bool, (size_t)model->figures.count + 1);
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; i < model->payments.count; i++)
        ny_walk_expression(model->payments.items[i].words->on, wait_for, &waiting);
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (waiting.waited_for[i])
            *NY_APPEND(prose->arena, &names) = ny_prose_name(prose, model->figures.items[i].name);
    if (names.count)
        surprise(explaining,
                 NY_TELLS(prose, SURPRISE_FACT,
                          ny_prose_list(prose, names.items, names.count, NY_TELL_LIST_OR)));
}

/* --- what is not known --- */

typedef struct ny_seeking {
    const ny_prose *prose;
    NY_LIST(ny_text) instead; /* each written value once */
} ny_seeking;

static void seek_unknown_as(void *context, const ny_expression *expression)
{
    ny_seeking *seeking = context;
    if (expression->kind != NY_EXPRESSION_UNKNOWN_AS ||
        expression->items.items[1]->kind != NY_EXPRESSION_NUMBER)
        return;
    ny_text text = ny_prose_expression(seeking->prose, expression->items.items[1], NY_BINDS_SUM);
    for (uint32_t i = 0; i < seeking->instead.count; i++)
        if (ny_text_equal(seeking->instead.items[i], text))
            return;
    *NY_APPEND(seeking->prose->arena, &seeking->instead) = text;
}

/* Where a written value stands for what is not known, in every year: what `in the first year` says
 * is said where the figure is made. */
static void surprise_unknowns(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        ny_seeking seeking = {.prose = prose};
        if (figure->kind != NY_FIGURE_DEFINE)
            continue;
        const ny_define_words *words = &figure->declaration->is.define;
        ny_walk_expression(words->value, seek_unknown_as, &seeking);
        ny_walk_expression(words->later, seek_unknown_as, &seeking);
        for (uint32_t s = 0; s < words->steps.count; s++)
            ny_walk_expression(words->steps.items[s].value, seek_unknown_as, &seeking);
        if (seeking.instead.count)
            surprise(explaining,
                     NY_TELLS(prose, SURPRISE_UNKNOWN_AS, ny_prose_name(prose, figure->name),
                              ny_prose_list(prose, seeking.instead.items, seeking.instead.count,
                                            NY_TELL_LIST_OR)));
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
                          NY_TELLS(prose, OPEN_ITEM, ny_explain_name(explaining, declaration),
                                   ny_prose_type(prose, &declaration->is.figure.type)));
    }
    if (model->open.count)
        ny_explain_clause(explaining, NY_NO_TEXT, NY_TELLS_PLAIN(prose, OPEN_NOTE));
}
