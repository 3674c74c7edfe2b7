/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The agreement's own lines, the parties, what is given and offered, and the tables, in words. */

#include "use/explain_private.h"
#include "use/view.h"

#include "base/bug.h"

/* --- the agreement ----------------------------------------------------------------------------- */

static void explain_currencies(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_text *names = NY_NEW_ARRAY(prose->arena, ny_text, model->currencies.count + 1);
    for (uint32_t i = 0; i < model->currencies.count; i++)
        names[i] = model->currencies.items[i].name;
    if (!model->currencies.count)
        return;
    ny_explain_clause(
        explaining, NY_NO_TEXT,
        NY_TELLS(prose, CURRENCY_ONE,
                 ny_prose_list(prose, names, model->currencies.count, NY_TELL_LIST_OR)));
    for (uint32_t i = 0; i < model->currencies.count; i++) {
        const ny_currency *currency = &model->currencies.items[i];
        if (ny_rational_sign(currency->rounding) <= 0)
            continue;
        ny_text to = ny_prose_money(prose, currency->rounding, currency);
        ny_text halves = ny_explain_halves(prose, currency->halves);
        ny_explain_more(explaining, model->currencies.count == 1
                                        ? NY_TELLS(prose, ROUNDING, to, halves)
                                        : NY_TELLS(prose, ROUNDING_OTHER, names[i], to, halves));
    }
    if (ny_model_money_year(model))
        ny_explain_more(explaining, ny_prose_money_year(prose, model));
}

static void explain_term(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    const ny_contract_words *contract = model->contract;
    ny_text term = ny_prose_expression(prose, contract->term, NY_BINDS_SUM);
    if (!model->periods.count) {
        if (contract->starts)
            ny_explain_clause(explaining, NY_NO_TEXT,
                              NY_TELLS(prose, RUNS_OPEN, term,
                                       ny_prose_expression(prose, contract->starts, NY_BINDS_SUM)));
        return;
    }
    const ny_period *first = &model->periods.items[0];
    const ny_period *last = &model->periods.items[model->term_periods - 1];
    ny_text count = ny_format(prose->arena, "%u", model->term_periods);
    bool yearly = model->period_months == 12;
    ny_explain_clause(explaining, NY_NO_TEXT,
                      NY_TELLS_CODE(prose, yearly ? NY_TELL_RUNS : NY_TELL_RUNS_PERIODS,
                                    ny_prose_date(prose, first->from),
                                    ny_prose_date(prose, last->end - 1), term, count));
    ny_text from = ny_prose_date(prose, first->from), to = ny_prose_date(prose, first->end - 1);
    ny_text word = model->period_months == 3 ? NY_TELLS_PLAIN(prose, PERIOD_QUARTER)
                                             : NY_TELLS_PLAIN(prose, PERIOD_MONTH);
    ny_explain_more(explaining, yearly ? NY_TELLS(prose, CONTRACT_YEARS, from, to)
                                       : NY_TELLS(prose, CONTRACT_PERIODS, word, from, to));
}

static void explain_statements(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    const ny_contract_words *contract = model->contract;
    if (!contract->statement)
        return;
    ny_text after = ny_prose_expression(prose, contract->statement, NY_BINDS_SUM);
    ny_text period = ny_explain_each_period(prose);
    if (model->periods.count)
        ny_explain_clause(explaining, NY_NO_TEXT,
                          NY_TELLS(prose, STATEMENT, after, period,
                                   ny_prose_date(prose, model->periods.items[0].data_date)));
    else
        ny_explain_clause(explaining, NY_NO_TEXT, NY_TELLS(prose, STATEMENT_OPEN, after, period));
    if (contract->last_at_end)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, LAST_AT_END));
    else if (contract->last)
        ny_explain_more(
            explaining,
            NY_TELLS(prose, LAST_AFTER, ny_prose_expression(prose, contract->last, NY_BINDS_SUM)));
    if (model->periods.count)
        ny_explain_more(
            explaining,
            NY_TELLS(
                prose, LAST_STATEMENT, ny_format(prose->arena, "%u", model->periods_in_all),
                ny_prose_date(prose, model->periods.items[model->periods.count - 1].data_date)));
    if (contract->objections)
        ny_explain_clause(explaining, NY_NO_TEXT,
                          NY_TELLS(prose, OBJECTIONS,
                                   ny_prose_expression(prose, contract->objections, NY_BINDS_SUM)));
    else
        ny_explain_clause(explaining, NY_NO_TEXT, NY_TELLS_PLAIN(prose, NO_OBJECTIONS));
    if (contract->corrections)
        ny_explain_clause(
            explaining, NY_NO_TEXT,
            NY_TELLS(prose, CORRECTIONS,
                     ny_prose_expression(prose, contract->corrections, NY_BINDS_SUM)));
}

void ny_explain_agreement(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    const ny_contract_words *contract = model->contract;
    if (!model->has_contract || !contract)
        return;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_AGREEMENT));
    explain_currencies(explaining);
    if (contract->tax_said)
        ny_explain_clause(explaining, NY_NO_TEXT,
                          model->with_tax ? NY_TELLS_PLAIN(prose, TAX_WITH)
                                          : NY_TELLS_PLAIN(prose, TAX_WITHOUT));
    if (contract->term)
        explain_term(explaining);
    explain_statements(explaining);
    if (!model->has_present_value)
        return;
    ny_explain_clause(
        explaining, NY_NO_TEXT,
        NY_TELLS(
            prose, PRESENT_VALUE,
            NY_TELLS(prose, PERCENT,
                     ny_prose_number(prose, ny_rational_multiply(prose->arena, model->present_value,
                                                                 ny_rational_whole(100)))),
            model->present_value_at_start ? NY_TELLS_PLAIN(prose, AT_START_OF_YEAR)
                                          : NY_TELLS_PLAIN(prose, AT_END_OF_YEAR)));
}

/* --- parties ----------------------------------------------------------------------------------- */

static ny_text role_of(const ny_prose *prose, ny_keyword role)
{
    switch ((int)role) {
    case NY_KEYWORD_BUYS:
        return NY_TELLS_PLAIN(prose, ROLE_BUYS);
    case NY_KEYWORD_SELLS:
        return NY_TELLS_PLAIN(prose, ROLE_SELLS);
    case NY_KEYWORD_NEITHER:
        return NY_TELLS_PLAIN(prose, ROLE_NEITHER);
    }
    return NY_NO_TEXT;
}

static ny_text members_of(const ny_prose *prose, const ny_party *party)
{
    ny_text *members = NY_NEW_ARRAY(prose->arena, ny_text, party->members.count + 1);
    for (uint32_t i = 0; i < party->members.count; i++) {
        members[i] = ny_prose_party(prose, party->members.items[i]);
        if (!party->equal && i < party->shares.count && party->shares.items[i])
            members[i] = NY_TELLS(prose, PARTY_SHARE, members[i],
                                  ny_prose_expression(prose, party->shares.items[i], NY_BINDS_SUM));
    }
    return ny_prose_list(prose, members, party->members.count, NY_TELL_LIST_AND);
}

void ny_explain_parties(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_PARTIES));
    for (uint32_t i = 0; i < prose->model->parties.count; i++) {
        const ny_party *party = &prose->model->parties.items[i];
        ny_text said = ny_prose_party(prose, i), name = ny_prose_name(prose, party->name);
        ny_text role = role_of(prose, party->role), text;
        if (party->together)
            text = NY_TELLS_CODE(prose, party->equal ? NY_TELL_PARTY_EQUAL : NY_TELL_PARTY_TOGETHER,
                                 said, name, members_of(prose, party));
        else
            text = role.size ? NY_TELLS(prose, PARTY_ROLE, said, name, role)
                             : NY_TELLS(prose, PARTY, said, name);
        ny_explain_clause(explaining, NY_NO_TEXT, text);
    }
    bool pays = false;
    for (uint32_t i = 0; i < prose->model->payments.count; i++)
        pays = pays || (!prose->model->payments.items[i].is_cost &&
                        !prose->model->payments.items[i].is_benefit);
    if (pays && prose->model->tables.count)
        ny_explain_clause(explaining, NY_NO_TEXT,
                          NY_TELLS(prose, PARTIES_SEE,
                                   ny_prose_number(prose, ny_rational_whole(NY_FEWEST_PERSONS))));
}

/* --- given, offered, still to happen ----------------------------------------------------------- */

static void explain_given(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_figure_words *words = &declaration->is.figure;
    ny_text name = ny_explain_name(explaining, declaration), text;
    if (words->to_be_agreed)
        text = NY_TELLS(prose, GIVEN_OPEN, name, ny_prose_type(prose, &words->type));
    else if (words->from.size)
        text = NY_TELLS(prose, GIVEN_FROM, name,
                        ny_prose_expression(prose, words->value, NY_BINDS_FORM),
                        ny_prose_label(prose, words->from));
    else
        text =
            NY_TELLS(prose, GIVEN, name, ny_prose_expression(prose, words->value, NY_BINDS_FORM));
    ny_explain_clause(explaining, declaration->clause, text);
}

/* --- prices of things --------------------------------------------------------------------------- */

static ny_text year_of(const ny_prose *prose, uint32_t year)
{
    return ny_format(prose->arena, "%u", year);
}

static void explain_index(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_index_words *words = &declaration->is.index;
    ny_text *years = NY_NEW_ARRAY(prose->arena, ny_text, words->years.count + 1);
    for (uint32_t i = 0; i < words->years.count; i++)
        years[i] = NY_TELLS(prose, INDEX_YEAR, ny_prose_number(prose, words->years.items[i].value),
                            year_of(prose, words->years.items[i].year));
    ny_explain_clause(explaining, declaration->clause,
                      NY_TELLS(prose, INDEX, ny_explain_name(explaining, declaration),
                               ny_prose_list(prose, years, words->years.count, NY_TELL_LIST_AND)));
    if (words->from.size)
        ny_explain_more(explaining,
                        NY_TELLS(prose, ASSUME_SOURCE, ny_prose_label(prose, words->from)));
}

/* In the money of the year to which it is raised. */
static ny_text raised_price(const ny_prose *prose, const ny_figure *figure)
{
    ny_rational value = ny_meaning_of(prose->model, figure->declaration->is.figure.value)->value;
    value = ny_rational_divide(prose->arena, value, figure->factor);
    return ny_format(prose->arena, "%.*s %.*s", NY_PRINT(ny_prose_number(prose, value)),
                     NY_PRINT(ny_prose_unit(prose, figure->unit_text, false)));
}

static void explain_price(ny_explaining *explaining, const ny_price *price)
{
    const ny_prose *prose = &explaining->prose;
    const ny_declaration *declaration = price->declaration;
    const ny_figure_words *words = &declaration->is.figure;
    const ny_figure *figure = &prose->model->figures.items[price->figure];
    ny_text value = ny_prose_expression(prose, words->value, NY_BINDS_FORM),
            year = year_of(prose, price->year);
    ny_explain_clause(explaining, declaration->clause,
                      NY_TELLS(prose, PRICE, ny_explain_name(explaining, declaration), value, year,
                               ny_prose_name(prose, words->price.country.text),
                               ny_prose_label(prose, words->from)));
    if (price->level != price->year)
        ny_explain_more(explaining, NY_TELLS(prose, PRICE_RAISED, year_of(prose, price->level),
                                             ny_prose_name(prose, price->index->name.text),
                                             raised_price(prose, figure)));
    if (!words->low)
        return;
    ny_text low = ny_prose_expression(prose, words->low, NY_BINDS_SUM),
            high = ny_prose_expression(prose, words->high, NY_BINDS_SUM);
    ny_explain_more(explaining, price->agreed ? NY_TELLS(prose, PRICE_AGREED, low, high)
                                              : NY_TELLS(prose, PRICE_DRAWN, low, high));
}

/* A list holds more than is asked for; read alone, all of it is. */
static bool is_read(const ny_model *model, const ny_price *price)
{
    return price->figure != NY_NONE &&
           (price->asked || (!model->has_contract && !model->has_study));
}

static void explain_prices(ny_explaining *explaining)
{
    const ny_model *model = explaining->prose.model;
    for (uint32_t i = 0; i < model->prices.count; i++)
        if (is_read(model, &model->prices.items[i]))
            explain_price(explaining, &model->prices.items[i]);
    for (uint32_t x = 0; x < model->indexes.count; x++)
        for (uint32_t i = 0; i < model->prices.count; i++)
            if (is_read(model, &model->prices.items[i]) &&
                model->prices.items[i].index == model->indexes.items[x]) {
                explain_index(explaining, model->indexes.items[x]);
                break;
            }
}

static void explain_offer(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_figure_words *words = &declaration->is.figure;
    ny_explain_clause(explaining, declaration->clause,
                      NY_TELLS(prose, OFFER, ny_explain_name(explaining, declaration),
                               ny_prose_type(prose, &words->type)));
    if (words->if_not_offered)
        ny_explain_more(explaining, NY_TELLS(prose, OFFER_DEFAULT,
                                             ny_prose_literal(prose, words->if_not_offered)));
    if (words->envelope == NY_KEYWORD_PRICE)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, OFFER_IN_PRICE));
    if (words->envelope == NY_KEYWORD_QUALITY)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, OFFER_IN_QUALITY));
}

static void explain_fact(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_figure_words *words = &declaration->is.figure;
    ny_text name = ny_explain_name(explaining, declaration);
    ny_type_words type = words->type;
    type.if_any = type.if_known = false;
    ny_explain_clause(explaining, declaration->clause,
                      type.form == NY_FORM_DATE
                          ? NY_TELLS(prose, FACT, name)
                          : NY_TELLS(prose, FACT_FIGURE, name, ny_prose_type(prose, &type)));
    ny_text *who = NY_NEW_ARRAY(prose->arena, ny_text, words->attested_by.count + 1);
    uint32_t known = 0;
    for (uint32_t i = 0; i < words->attested_by.count; i++)
        for (uint32_t p = 0; p < prose->model->parties.count; p++)
            if (ny_text_equal(prose->model->parties.items[p].name,
                              words->attested_by.items[i].text))
                who[known++] = ny_prose_party(prose, p);
    ny_text parties = ny_prose_list(prose, who, known,
                                    words->attested_by_any ? NY_TELL_LIST_OR : NY_TELL_LIST_AND);
    if (known)
        ny_explain_more(explaining, NY_TELLS_CODE(prose,
                                                  known == 1               ? NY_TELL_ATTESTED_ONE
                                                  : words->attested_by_any ? NY_TELL_ATTESTED_ANY
                                                                           : NY_TELL_ATTESTED_ALL,
                                                  parties));
}

void ny_explain_figures(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    ny_explain_section(explaining, model->has_study
                                       ? NY_TELLS_PLAIN(prose, SECTION_FIGURES_OF_STUDY)
                                       : NY_TELLS_PLAIN(prose, SECTION_FIGURES));
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind == NY_DECLARATION_UNIT && declaration->label.size)
                ny_explain_clause(explaining, declaration->clause,
                                  NY_TELLS(prose, UNIT_DECLARED,
                                           ny_prose_unit(prose, declaration->name.text, false),
                                           ny_prose_label(prose, declaration->label)));
            if (declaration->kind == NY_DECLARATION_GIVEN)
                explain_given(explaining, declaration);
            if (declaration->kind == NY_DECLARATION_OFFER)
                explain_offer(explaining, declaration);
            if (declaration->kind == NY_DECLARATION_FACT)
                explain_fact(explaining, declaration);
        }
    explain_prices(explaining);
}

/* --- tables and sources ------------------------------------------------------------------------ */

static void explain_table(ny_explaining *explaining, const ny_declaration *declaration)
{
    const ny_prose *prose = &explaining->prose;
    const ny_table_words *words = &declaration->is.table;
    ny_text name = ny_prose_name(prose, declaration->name.text);
    ny_text label = declaration->label.size
                        ? NY_TELLS(prose, TABLE_LABEL, ny_prose_label(prose, declaration->label))
                        : NY_NO_TEXT;
    ny_explain_clause(
        explaining, declaration->clause,
        words->dated_by.text.size
            ? NY_TELLS(prose, TABLE_DATED, name, label, ny_prose_name(prose, words->dated_by.text))
            : NY_TELLS(prose, TABLE_UNDATED, name, label));
    for (uint32_t i = 0; i < words->columns.count; i++) {
        const ny_column_words *column = &words->columns.items[i];
        ny_text type = ny_prose_type(prose, &column->type);
        ny_text said = ny_prose_name(prose, column->name.text);
        ny_explain_point(
            explaining,
            column->label.size
                ? NY_TELLS(prose, COLUMN_LABEL, said,
                           NY_TELLS(prose, PARENTHESES, ny_prose_label(prose, column->label)), type)
                : NY_TELLS(prose, COLUMN, said, type));
    }
}

void ny_explain_tables(ny_explaining *explaining)
{
    const ny_model *model = explaining->prose.model;
    ny_explain_section(explaining, NY_TELLS_PLAIN(&explaining->prose, SECTION_DATA));
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++)
            if (model->trees.items[t]->declarations.items[i]->kind == NY_DECLARATION_TABLE)
                explain_table(explaining, model->trees.items[t]->declarations.items[i]);
}

static ny_text source_file(const ny_prose *prose, const ny_source_words *words)
{
    ny_text path = NY_TELLS(prose, QUOTED, words->path);
    ny_text part = NY_TELLS(prose, QUOTED, words->part);
    switch (words->form) {
    case NY_SOURCE_CSV:
        return NY_TELLS(prose, SOURCE_CSV, path);
    case NY_SOURCE_WORKBOOK:
        return words->part.size ? NY_TELLS(prose, SOURCE_SHEET, part, path)
                                : NY_TELLS(prose, SOURCE_FIRST_SHEET, path);
    case NY_SOURCE_DATABASE:
        return words->part.size ? NY_TELLS(prose, SOURCE_TABLE, part, path)
                                : NY_TELLS(prose, SOURCE_ONLY_TABLE, path);
    }
    NY_BUG("a source of no form");
}

void ny_explain_sources(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_SOURCES));
    for (uint32_t i = 0; i < prose->model->sources.count; i++) {
        const ny_source_words *words = &prose->model->sources.items[i]->is.source;
        ny_explain_clause(explaining, NY_NO_TEXT,
                          NY_TELLS(prose, SOURCE, ny_prose_name(prose, words->table.text),
                                   source_file(prose, words)));
        if (words->extracted_said)
            ny_explain_more(explaining, NY_TELLS(prose, SOURCE_EXTRACTED,
                                                 ny_prose_date(prose, words->extracted)));
    }
}
