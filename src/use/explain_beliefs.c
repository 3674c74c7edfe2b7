/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a model believes, in words: assumptions, how rows come about, costs and benefits,
 * alternatives. */

#include "use/explain_private.h"

#include "base/bug.h"
#include "use/fit.h"

/* --- assumptions ------------------------------------------------------------------------------- */

static ny_text family_of(const ny_prose *prose, ny_text family)
{
    if (ny_text_is(family, "beta"))
        return NY_TELLS_PLAIN(prose, LAW_BETA);
    return ny_text_is(family, "lognormal") ? NY_TELLS_PLAIN(prose, LAW_LOGNORMAL)
                                           : NY_TELLS_PLAIN(prose, LAW_NORMAL);
}

/* "beta, that is a = 31.22 and b = 1,045" */
static ny_text fitted(const ny_prose *prose, const ny_figure *figure)
{
    ny_fit fit = ny_fit_of(prose->arena, prose->model, figure);
    ny_text family = family_of(prose, figure->family), parts[2];
    if (!fit.known)
        return family;
    for (size_t i = 0; i < 2; i++) {
        ny_text value = ny_prose_number(prose, fit.values[i]);
        if (fit.with_unit[i] && figure->unit_text.size)
            value = ny_format(prose->arena, "%.*s %.*s", NY_PRINT(value),
                              NY_PRINT(ny_prose_unit(prose, figure->unit_text, true)));
        parts[i] = NY_TELLS(prose, LAW_ARGUMENT, ny_prose_argument(prose, ny_text_of(fit.names[i])),
                            value);
    }
    return NY_TELLS(prose, FITTED, family, ny_prose_list(prose, parts, 2, NY_TELL_LIST_AND));
}

static const ny_figure *figure_of(const ny_model *model, const ny_declaration *declaration)
{
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].declaration == declaration)
            return &model->figures.items[i];
    NY_BUG("an assumption that is no figure");
}

static ny_text assumed(const ny_prose *prose, const ny_declaration *declaration, ny_text name)
{
    const ny_figure_words *words = &declaration->is.figure;
    ny_text value =
        words->value ? ny_prose_expression(prose, words->value, NY_BINDS_FORM) : NY_NO_TEXT;
    if (words->rows_of.text.size) {
        ny_text table = ny_prose_name(prose, words->rows_of.text);
        return words->rows_in_turn ? NY_TELLS(prose, ASSUME_ROW_IN_TURN, name, table)
                                   : NY_TELLS(prose, ASSUME_ANY_ROW, name, table);
    }
    ny_text law = words->distribution
                      ? ny_prose_expression(prose, words->distribution, NY_BINDS_FORM)
                      : NY_NO_TEXT;
    if (words->low && words->high)
        return NY_TELLS(prose, ASSUME_BETWEEN, name, value,
                        ny_prose_expression(prose, words->low, NY_BINDS_SUM),
                        ny_prose_expression(prose, words->high, NY_BINDS_SUM),
                        fitted(prose, figure_of(prose->model, declaration)));
    if (words->value && words->distribution)
        return NY_TELLS(prose, ASSUME_VALUE_LAW, name, value, law);
    return words->distribution ? NY_TELLS(prose, ASSUME_LAW, name, law)
                               : NY_TELLS(prose, ASSUME_VALUE, name, value);
}

static void explain_assumption(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_figure_words *words = &declaration->is.figure;
    ny_explain_clause(explaining, declaration->clause,
                      assumed(prose, declaration, ny_explain_name(explaining, declaration)));
    if (words->by.text.size)
        ny_explain_more(explaining,
                        NY_TELLS(prose, ASSUME_BY, ny_prose_name(prose, words->by.text)));
    ny_explain_more(explaining, words->from.size ? NY_TELLS(prose, ASSUME_SOURCE,
                                                            ny_prose_label(prose, words->from))
                                                 : NY_TELLS_PLAIN(prose, ASSUME_NO_SOURCE));
}

static void explain_variation(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_vary_words *words = &declaration->is.vary;
    ny_text *names = NY_NEW_ARRAY(prose->arena, ny_text, words->members.count + 1);
    for (uint32_t i = 0; i < words->members.count; i++)
        names[i] = ny_prose_name(prose, words->members.items[i].text);
    ny_explain_clause(
        explaining, declaration->clause,
        NY_TELLS(prose, VARY, ny_prose_list(prose, names, words->members.count, NY_TELL_LIST_AND)));
    ny_explain_more(explaining, words->from.size ? NY_TELLS(prose, ASSUME_SOURCE,
                                                            ny_prose_label(prose, words->from))
                                                 : NY_TELLS_PLAIN(prose, ASSUME_NO_SOURCE));
    ny_explain_more(explaining, NY_TELLS_PLAIN(prose, VARY_OTHERS));
    for (uint32_t i = 0; i < words->pairs.count; i++) {
        const ny_vary_pair *pair = &words->pairs.items[i];
        ny_text first = ny_prose_name(prose, pair->first.text),
                second = ny_prose_name(prose, pair->second.text),
                value = ny_prose_expression(prose, pair->value, NY_BINDS_SUM);
        ny_explain_point(explaining, pair->is_covariance
                                         ? NY_TELLS(prose, VARY_COVARIANCE, first, second, value)
                                         : NY_TELLS(prose, VARY_CORRELATION, first, second, value));
    }
}

/* --- how rows come about ----------------------------------------------------------------------- */

static ny_text chances(const ny_prose *prose, const ny_arises_words *words, ny_text column)
{
    ny_text *parts = NY_NEW_ARRAY(prose->arena, ny_text, words->words.count + 1);
    for (uint32_t i = 0; i < words->words.count; i++) {
        ny_keyword keyword = words->words.items[i].keyword;
        ny_text word = keyword == NY_KEYWORD_YES ? NY_TELLS_PLAIN(prose, YES)
                       : keyword == NY_KEYWORD_NO
                           ? NY_TELLS_PLAIN(prose, NO)
                           : ny_prose_name(prose, words->words.items[i].text);
        const ny_expression *chance = words->chances.items[i];
        parts[i] = words->words.count == 1 && chance ? NY_TELLS(prose, ARISES_ALWAYS, word)
                   : chance                          ? NY_TELLS(prose, ARISES_WORD, word,
                                                                ny_prose_expression(prose, chance, NY_BINDS_SUM))
                                                     : NY_TELLS(prose, ARISES_REMAINING, word);
    }
    return NY_TELLS(prose, ARISES_WORDS, column,
                    ny_prose_list(prose, parts, words->words.count, NY_TELL_COMMA));
}

/* How the column comes about, before what the distribution adds. */
static ny_text arises_so(const ny_prose *prose, const ny_arises_words *words, ny_text column,
                         bool refers)
{
    const ny_expression *law = words->law.law;
    ny_text by = law ? ny_prose_expression(prose, law, NY_BINDS_FORM) : NY_NO_TEXT;
    switch (words->form) {
    case NY_ARISES_WORDS:
        return chances(prose, words, column);
    case NY_ARISES_ANY:
        return refers ? NY_TELLS(prose, ARISES_ANY, column, ny_prose_name(prose, words->any.text))
                      : NY_TELLS(prose, ARISES_LIKE_ANY, column,
                                 ny_prose_name(prose, words->any.text));
    case NY_ARISES_VALUE:
        return NY_TELLS(prose, ARISES_VALUE, column,
                        ny_prose_expression(prose, words->value, NY_BINDS_FORM));
    case NY_ARISES_LAW:
        return NY_TELLS(prose, ARISES_LAW, column, by);
    case NY_ARISES_AFTER:
        return NY_TELLS(prose, ARISES_AFTER, column, ny_prose_name(prose, words->after.text), by);
    }
    NY_BUG("a column that comes about in no way");
}

static ny_text arises(const ny_prose *prose, const ny_arises_words *words, const ny_table *table)
{
    uint32_t number = ny_table_column(table, words->column.text);
    bool refers = number != NY_NONE && table->columns.items[number].type.kind == NY_KIND_ROW;
    const ny_distribution_words *law = &words->law;
    ny_text text = arises_so(prose, words, ny_prose_name(prose, words->column.text), refers);
    if (law->times)
        text = NY_TELLS(prose, ARISES_TIMES, text,
                        ny_prose_expression(prose, law->times, NY_BINDS_SUM));
    if (law->until.text.size)
        text = NY_TELLS(prose, ARISES_UNTIL, text, ny_prose_name(prose, law->until.text));
    if (law->keep_low && law->keep_high)
        text = NY_TELLS(prose, ARISES_KEPT, text,
                        ny_prose_expression(prose, law->keep_low, NY_BINDS_SUM),
                        ny_prose_expression(prose, law->keep_high, NY_BINDS_SUM));
    if (law->known)
        text = NY_TELLS(prose, ARISES_KNOWN, text, ny_prose_literal(prose, law->known));
    return text;
}

static void explain_row_model(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model_words *words = &declaration->is.model;
    ny_text table = ny_prose_name(prose, words->table.text);
    ny_explain_clause(
        explaining, declaration->clause,
        words->arriving
            ? NY_TELLS(prose, MODEL_ARRIVING, table,
                       ny_prose_expression(prose, words->arriving, NY_BINDS_SUM))
            : NY_TELLS(prose, MODEL_ROWS, ny_format(prose->arena, "%u", words->rows), table));
    if (words->followed)
        ny_explain_more(explaining,
                        NY_TELLS(prose, MODEL_FOLLOWED,
                                 ny_prose_expression(prose, words->followed, NY_BINDS_SUM)));
    if (words->without.count) {
        ny_text *names = NY_NEW_ARRAY(prose->arena, ny_text, words->without.count);
        for (uint32_t i = 0; i < words->without.count; i++)
            names[i] = ny_prose_name(prose, words->without.items[i].text);
        ny_explain_more(explaining, NY_TELLS(prose, MODEL_WITHOUT,
                                             ny_prose_list(prose, names, words->without.count,
                                                           NY_TELL_LIST_AND)));
    }
    if (words->columns.count)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, MODEL_ROW));
    for (uint32_t i = 0; i < words->columns.count; i++)
        ny_explain_point(
            explaining,
            arises(prose, &words->columns.items[i],
                   &prose->model->tables.items[ny_model_table(prose->model, words->table.text)]));
}

void ny_explain_beliefs(ny_explaining *explaining)
{
    const ny_model *model = explaining->prose.model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(&explaining->prose, SECTION_BELIEFS));
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind == NY_DECLARATION_ASSUME)
                explain_assumption(explaining, declaration);
            if (declaration->kind == NY_DECLARATION_VARY)
                explain_variation(explaining, declaration);
            if (declaration->kind == NY_DECLARATION_MODEL)
                explain_row_model(explaining, declaration);
        }
}

/* --- costs and benefits ------------------------------------------------------------------------ */

/* `of_tree`: nobody moves there, since there is no time. */
static ny_text time_of(const ny_prose *prose, const ny_pay_words *words, bool of_tree)
{
    ny_text period = ny_explain_each_period(prose);
    switch (words->time) {
    case NY_TIME_FOR_EACH: {
        ny_text table = ny_prose_name(prose, words->table.text);
        if (!words->where)
            return NY_TELLS(prose, TIME_EACH_ROW, table);
        return NY_TELLS(prose, TIME_EACH_ROW_WHERE, table,
                        ny_prose_condition(prose, words->where, NY_BINDS_OR));
    }
    case NY_TIME_EACH_PERIOD:
        return NY_TELLS(prose, TIME_PERIOD, period);
    case NY_TIME_EACH_UNTIL_LAST:
        return NY_TELLS(prose, TIME_UNTIL_LAST, period);
    case NY_TIME_EACH_AFTER_TERM:
        return NY_TELLS(prose, TIME_AFTER, period);
    case NY_TIME_ONCE_ON:
        return NY_TELLS(prose, TIME_ONCE_ON, ny_prose_expression(prose, words->on, NY_BINDS_SUM));
    case NY_TIME_ONCE_AT_END:
        return NY_TELLS_PLAIN(prose, TIME_ONCE_AT_END);
    case NY_TIME_ONCE_WITH_LAST:
        return NY_TELLS_PLAIN(prose, TIME_ONCE_WITH_LAST);
    case NY_TIME_EACH_IN_STATES: {
        ny_text *states = NY_NEW_ARRAY(prose->arena, ny_text, words->states.count + 1);
        for (uint32_t i = 0; i < words->states.count; i++)
            states[i] = ny_prose_name(prose, words->states.items[i].text);
        return NY_TELLS(prose, TIME_IN_STATES,
                        ny_prose_list(prose, states, words->states.count, NY_TELL_LIST_OR));
    }
    case NY_TIME_EACH_MOVE: {
        ny_text to = ny_prose_name(prose, words->move_to.text);
        if (!words->move_from.text.size)
            return NY_TELLS_CODE(prose, of_tree ? NY_TELL_TIME_COMES_TO : NY_TELL_TIME_MOVE_TO, to);
        return NY_TELLS_CODE(prose,
                             of_tree ? NY_TELL_TIME_COMES_FROM_TO : NY_TELL_TIME_MOVE_FROM_TO,
                             ny_prose_name(prose, words->move_from.text), to);
    }
    case NY_TIME_ONCE_AT_START:
        return NY_TELLS_PLAIN(prose, TIME_ONCE_AT_START);
    case NY_TIME_NOT_SAID:
        break;
    }
    NY_BUG("a cost at no time");
}

void ny_explain_values(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_VALUES));
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (!payment->is_cost && !payment->is_benefit)
            continue;
        bool of_tree = payment->pathway != NY_NONE &&
                       model->pathways.items[payment->pathway].kind == NY_PATHWAY_TREE;
        ny_text text =
            NY_TELLS_CODE(prose, payment->is_cost ? NY_TELL_COST_EACH : NY_TELL_BENEFIT_EACH,
                          ny_explain_party(prose, payment->payer, payment->words->payer.text),
                          time_of(prose, payment->words, of_tree),
                          ny_prose_expression(prose, payment->words->amount, NY_BINDS_FORM));
        ny_explain_flow(explaining, payment, text);
        if (payment->words->dated_by.text.size)
            ny_explain_more(
                explaining,
                NY_TELLS(prose, DATED_BY, ny_prose_name(prose, payment->words->dated_by.text)));
        ny_explain_heading(explaining, payment);
    }
}

/* --- alternatives ------------------------------------------------------------------------------ */

void ny_explain_alternatives(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_ALTERNATIVES));
    for (uint32_t i = 0; i < model->alternatives.count; i++) {
        const ny_declaration *declaration = model->alternatives.items[i];
        const ny_alternative_words *words = &declaration->is.alternative;
        ny_text name = ny_prose_name(prose, declaration->name.text);
        ny_text label =
            declaration->label.size
                ? NY_TELLS(prose, PARENTHESES, ny_prose_label(prose, declaration->label))
                : NY_NO_TEXT;
        ny_text *changes = NY_NEW_ARRAY(prose->arena, ny_text, words->replaces.count + 1);
        for (uint32_t j = 0; j < words->replaces.count; j++)
            changes[j] =
                NY_TELLS(prose, IS, ny_prose_name(prose, words->replaces.items[j].name.text),
                         ny_prose_expression(prose, words->replaces.items[j].value, NY_BINDS_FORM));
        ny_explain_clause(
            explaining, declaration->clause,
            words->replaces.count
                ? NY_TELLS(prose, ALTERNATIVE, name, label,
                           ny_prose_list(prose, changes, words->replaces.count, NY_TELL_LIST_AND))
                : NY_TELLS(prose, ALTERNATIVE_SAME, name, label));
    }
}
