/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The names that a contract gives, and the types that stand in declarations: currencies, units,
 * parties, tables with their columns, figures. Expressions come later, when every name is known. */

#include "model/check_promise.h"

#include "base/bug.h"

#define EACH_DECLARATION(checker, declaration)                                                     \
    for (uint32_t tree_ = 0; tree_ < (checker)->model->trees.count; tree_++)                       \
        for (uint32_t at_ = 0;                                                                     \
             at_ < (checker)->model->trees.items[tree_]->declarations.count &&                     \
             ((declaration) = (checker)->model->trees.items[tree_]->declarations.items[at_],       \
             true);                                                                                \
             at_++)

static void say_first(ny_checker *checker, ny_span first, ny_text name)
{
    NY_SAY_PLACE(checker, first, NY_WORDS_0_IS_DECLARED_HERE_FIRST, name);
}

/* --- contract, currencies, units --------------------------------------------------------------- */

static void declare_currencies(ny_checker *checker, const ny_contract_words *contract)
{
    for (uint32_t i = 0; i < contract->currencies.count; i++) {
        ny_name name = contract->currencies.items[i];
        uint32_t unit = ny_check_add_unit(checker, name);
        if (unit != NY_NONE)
            *NY_APPEND(checker->arena, &checker->model->currencies) =
                (ny_currency){.name = name.text, .unit = unit, .halves = contract->rounding.halves};
    }
}

static void declare_contract(ny_checker *checker)
{
    ny_span contract_span = {UINT32_MAX, 0, 0};
    const ny_declaration *declaration;
    EACH_DECLARATION(checker, declaration)
    {
        if (declaration->kind != NY_DECLARATION_CONTRACT)
            continue;
        if (checker->model->has_contract) {
            NY_SAY(checker, NY_TWO_CONTRACTS, declaration->header_span, checker->model->title);
            NY_SAY_PLACE(checker, contract_span, NY_WORDS_THE_FIRST_CONTRACT_BEGINS_HERE,
                         NY_NO_TEXT);
            continue;
        }
        if (checker->model->has_study) {
            NY_SAY(checker, NY_STUDY_AND_CONTRACT, declaration->header_span,
                   ny_words(checker->sink, NY_WORDS_CONTRACT), checker->model->title);
            continue;
        }
        checker->model->has_contract = true;
        contract_span = declaration->header_span;
        checker->model->title = declaration->label;
        checker->model->contract = &declaration->is.contract;
        ny_keyword period = declaration->is.contract.period;
        if (period != NY_KEYWORD_NONE)
            checker->model->period_word = period;
        declare_currencies(checker, &declaration->is.contract);
    }
    if (checker->model->has_study)
        declare_currencies(checker, &checker->model->study->is.contract);
    checker->model->period_months = checker->model->period_word == NY_KEYWORD_MONTH     ? 1
                                    : checker->model->period_word == NY_KEYWORD_QUARTER ? 3
                                                                                        : 12;
}

/* --- parties ----------------------------------------------------------------------------------- */

static void declare_parties(ny_checker *checker)
{
    const ny_declaration *declaration;
    EACH_DECLARATION(checker, declaration)
    {
        if (declaration->kind != NY_DECLARATION_PARTY || !declaration->name.text.size)
            continue;
        uint32_t number = checker->model->parties.count;
        if (!ny_map_add(checker->parties, declaration->name.text, number)) {
            NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
                   ny_words(checker->sink, NY_WORDS_PARTY));
            (void)ny_map_find(checker->parties, declaration->name.text, &number);
            say_first(checker, checker->model->parties.items[number].span, declaration->name.text);
            continue;
        }
        *NY_APPEND(checker->arena, &checker->model->parties) =
            (ny_party){.name = declaration->name.text,
                       .label = declaration->label,
                       .span = declaration->header_span,
                       .role = declaration->is.party.role,
                       .together = declaration->is.party.together,
                       .equal = declaration->is.party.equal};
    }
}

static void check_members(ny_checker *checker)
{
    const ny_declaration *declaration;
    EACH_DECLARATION(checker, declaration)
    {
        uint32_t number, member;
        if (declaration->kind != NY_DECLARATION_PARTY ||
            !ny_map_find(checker->parties, declaration->name.text, &number))
            continue;
        ny_party *party = &checker->model->parties.items[number];
        const ny_party_words *words = &declaration->is.party;
        for (uint32_t i = 0; i < words->shares.count && party->members.count < words->shares.count;
             i++) {
            ny_name name = words->shares.items[i].party;
            ny_expression **share = NY_APPEND(checker->arena, &party->shares);
            *share = NULL; /* after a mistake: what the others add up to says nothing */
            if (!ny_map_find(checker->parties, name.text, &member)) {
                NY_SAY(checker, NY_PARTY_UNKNOWN, name.span, name.text,
                       ny_party_suggestion(checker, name.text));
            } else if (checker->model->parties.items[member].together) {
                NY_SAY(checker, NY_MEMBER_IS_JOINT, name.span, name.text);
            } else {
                *NY_APPEND(checker->arena, &party->members) = member;
                *share = words->shares.items[i].share;
            }
        }
    }
}

/* --- tables ------------------------------------------------------------------------------------ */

static void declare_tables(ny_checker *checker)
{
    const ny_declaration *declaration;
    EACH_DECLARATION(checker, declaration)
    {
        if (declaration->kind == NY_DECLARATION_UNIT && declaration->name.text.size)
            ny_check_add_unit(checker, declaration->name);
        if (declaration->kind != NY_DECLARATION_TABLE || !declaration->name.text.size)
            continue;
        uint32_t number = checker->model->tables.count;
        if (!ny_map_add(checker->tables, declaration->name.text, number)) {
            NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
                   ny_words(checker->sink, NY_WORDS_TABLE));
            (void)ny_map_find(checker->tables, declaration->name.text, &number);
            say_first(checker, checker->model->tables.items[number].span, declaration->name.text);
            continue;
        }
        uint32_t unit = ny_check_add_unit(checker, declaration->name);
        *NY_APPEND(checker->arena, &checker->model->tables) =
            (ny_table){.name = declaration->name.text,
                       .label = declaration->label,
                       .span = declaration->header_span,
                       .unit = unit == NY_NONE ? NY_UNIT_DAY : unit,
                       .key = NY_NONE,
                       .date = NY_NONE};
    }
}

/* A column that another column names (`not before done`, `0..readings`). */
static uint32_t other_column(ny_checker *checker, const ny_table *table, const ny_name *name,
                             ny_kind kind)
{
    if (!name->text.size)
        return NY_NONE;
    uint32_t number = ny_table_column(table, name->text);
    if (number == NY_NONE) {
        NY_LIST(ny_text) candidates = {0};
        for (uint32_t i = 0; i < table->columns.count; i++)
            *NY_APPEND(checker->arena, &candidates) = table->columns.items[i].name;
        NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, table->name,
               ny_suggestion(checker, name->text, candidates.items, candidates.count));
        return NY_NONE;
    }
    const ny_type *type = &table->columns.items[number].type;
    if (kind != NY_KIND_DATE || type->kind == NY_KIND_DATE || type->kind == NY_KIND_ANY)
        return number;
    NY_SAY(checker, NY_NOT_A_DATE, name->span, name->text, ny_kind_name(checker, type));
    return NY_NONE;
}

static void number_column(ny_checker *checker, const ny_type_words *words, ny_column *column)
{
    column->type.kind = NY_KIND_NUMBER;
    column->has_range = words->has_range;
    column->is_whole = words->is_whole;
    column->low = words->low;
    column->high = words->high;
    column->is_percent = words->is_percent;
    column->unit_text = ny_unit_words_text(checker, &words->unit, words->is_percent);
    column->factor = NY_RATIONAL_ONE;
    if (!ny_check_unit(checker, &words->unit, &column->type.unit, &column->factor))
        column->type.kind = NY_KIND_ANY;
    bool plain = !words->has_range && !words->is_percent && !words->unit.per.count;
    uint32_t table;
    if (plain && ny_map_find(checker->tables, words->unit.over.text, &table)) {
        NY_SAY(checker, NY_TABLE_AS_TYPE, words->span, words->unit.over.text);
        column->type.kind = NY_KIND_ANY;
    }
    if (words->is_percent)
        column->factor = ny_rational_divide(checker->arena, column->factor, ny_rational_whole(100));
    if (!words->has_range || words->high_column.text.size)
        return;
    int order = ny_rational_compare(words->low, words->high);
    if (order > 0)
        NY_SAY(checker, NY_RANGE_EMPTY, words->span, ny_span_text(checker->sink, words->span));
    if (order == 0)
        NY_SAY(checker, NY_RANGE_OF_ONE, words->span, ny_span_text(checker->sink, words->span));
    column->has_range = order < 0; /* a wrong range bounds nothing that is checked by it */
}

#define FEW_WORDS 16u

static void declare_words(ny_checker *checker, const ny_type_words *type, ny_column *column)
{
    ny_map *numbers = type->words.count > FEW_WORDS ? ny_map_create(checker->arena) : NULL;
    for (uint32_t i = 0; i < type->words.count; i++) {
        *NY_APPEND(checker->arena, &column->words) = type->words.items[i].text;
        if (numbers)
            (void)ny_map_add(numbers, type->words.items[i].text, i);
    }
    column->word_numbers = numbers;
}

static void type_column(ny_checker *checker, uint32_t table, const ny_column_words *words,
                        ny_column *column, uint32_t number)
{
    const ny_type_words *type = &words->type;
    switch (type->form) {
    case NY_FORM_NUMBER:
        number_column(checker, type, column);
        return;
    case NY_FORM_KEY:
    case NY_FORM_PSEUDONYM:
    case NY_FORM_CODE:
        column->type.kind = NY_KIND_TEXT;
        return;
    case NY_FORM_DATE:
        column->type.kind = NY_KIND_DATE;
        return;
    case NY_FORM_YES_NO:
        column->type.kind = NY_KIND_YES_NO;
        return;
    case NY_FORM_WORDS:
        column->type = (ny_type){.kind = NY_KIND_WORD, .table = table, .column = number};
        declare_words(checker, type, column);
        return;
    case NY_FORM_A:
        column->type.kind = NY_KIND_ROW;
        if (ny_text_is(type->a.text, "party")) {
            column->type.kind = NY_KIND_PARTY;
        } else if (!ny_map_find(checker->tables, type->a.text, &column->type.table)) {
            NY_SAY(checker, NY_TABLE_UNKNOWN, type->a.span, type->a.text,
                   ny_table_suggestion(checker, type->a.text));
            column->type.kind = NY_KIND_ANY;
        }
        return;
    }
}

static void declare_column(ny_checker *checker, uint32_t number, const ny_column_words *words,
                           ny_map *names)
{
    ny_table *table = &checker->model->tables.items[number];
    if (ny_table_column(table, words->name.text) != NY_NONE) {
        NY_SAY(checker, NY_NAME_TWICE, words->name.span, words->name.text,
               ny_words(checker->sink, NY_WORDS_COLUMN));
        uint32_t first = ny_table_column(table, words->name.text);
        say_first(checker, table->columns.items[first].span, words->name.text);
        return;
    }
    ny_column column = {.name = words->name.text,
                        .label = words->label,
                        .span = words->name.span,
                        .form = words->type.form,
                        .if_any = words->type.if_any,
                        .if_known = words->type.if_known,
                        .high_column = NY_NONE,
                        .not_before = NY_NONE,
                        .has_digits = words->type.has_digits,
                        .digits = words->type.digits,
                        .digit_low = words->type.digit_low,
                        .digit_high = words->type.digit_high,
                        .factor = NY_RATIONAL_ONE};
    type_column(checker, number, words, &column, table->columns.count);
    bool date_or_word = column.type.kind == NY_KIND_DATE || column.type.kind == NY_KIND_WORD ||
                        column.type.kind == NY_KIND_ANY;
    if (column.if_any && !date_or_word)
        NY_SAY(checker, NY_IF_ANY_OF_WHAT, words->type.span, words->name.text,
               ny_kind_name(checker, &column.type));
    if (column.form == NY_FORM_KEY) {
        if (table->key != NY_NONE)
            NY_SAY(checker, NY_TWO_KEYS, words->name.span, table->name);
        table->key = table->columns.count;
    }
    (void)ny_map_add(names, column.name, table->columns.count);
    *NY_APPEND(checker->arena, &table->columns) = column;
}

/* "a figure in hour", as the column says it. */
static ny_text column_kind(ny_checker *checker, const ny_column *column)
{
    ny_text unit = column->unit_text;
    if (column->type.kind != NY_KIND_NUMBER || !unit.size)
        return ny_kind_name(checker, &column->type);
    bool has_s = unit.data[unit.size - 1] == 's', is_word = true;
    for (size_t i = 0; i < unit.size; i++)
        is_word = is_word && unit.data[i] >= 'a' && unit.data[i] <= 'z';
    return NY_WORDS(
        checker->sink, NY_WORDS_FIGURE_IN,
        ny_format(checker->arena, "%.*s%s", NY_PRINT(unit), is_word && !has_s ? "s" : ""));
}

/* `0..readings`: both are compared as they are written. */
static void check_bound(ny_checker *checker, const ny_table *table, uint32_t column, uint32_t bound,
                        ny_span span)
{
    const ny_column *of = &table->columns.items[column], *high = &table->columns.items[bound];
    if (ny_type_agrees(&of->type, &high->type) &&
        ny_rational_compare(of->factor, high->factor) == 0)
        return;
    NY_SAY(checker, NY_BOUND_OF_OTHER_UNIT, span, of->name, column_kind(checker, of), high->name,
           column_kind(checker, high));
}

/* Of a table that could not be read whole, the date may be what is lost. It is put back, so that
 * what rests on it is not said to be wrong: the column that `dated by` names, or else the first date
 * that is always there. */
static void mend_date(ny_checker *checker, ny_table *table, const ny_name *dated_by, ny_map *names)
{
    if (dated_by->text.size && ny_map_add(names, dated_by->text, table->columns.count))
        *NY_APPEND(checker->arena, &table->columns) = (ny_column){.name = dated_by->text,
                                                                  .span = dated_by->span,
                                                                  .form = NY_FORM_DATE,
                                                                  .type = {.kind = NY_KIND_DATE},
                                                                  .high_column = NY_NONE,
                                                                  .not_before = NY_NONE,
                                                                  .factor = NY_RATIONAL_ONE};
    for (uint32_t i = 0; !dated_by->text.size && i < table->columns.count; i++) {
        const ny_column *column = &table->columns.items[i];
        if (table->date == NY_NONE && column->type.kind == NY_KIND_DATE && !column->if_any &&
            !column->if_known)
            table->date = i;
    }
}

void ny_check_table_columns(ny_checker *checker)
{
    const ny_declaration *declaration;
    EACH_DECLARATION(checker, declaration)
    {
        uint32_t number;
        if (declaration->kind != NY_DECLARATION_TABLE ||
            !ny_map_find(checker->tables, declaration->name.text, &number) ||
            checker->model->tables.items[number].columns.count > 0)
            continue;
        const ny_table_words *words = &declaration->is.table;
        ny_table *table = &checker->model->tables.items[number];
        ny_map *names = ny_map_create(checker->arena);
        table->column_names = names;
        for (uint32_t i = 0; i < words->columns.count; i++)
            declare_column(checker, number, &words->columns.items[i], names);
        if (declaration->failed)
            mend_date(checker, table, &words->dated_by, names);
        for (uint32_t i = 0; i < words->columns.count; i++) {
            uint32_t column = ny_table_column(table, words->columns.items[i].name.text);
            const ny_type_words *type = &words->columns.items[i].type;
            table->columns.items[column].is_after = type->is_after;
            table->columns.items[column].not_before =
                other_column(checker, table, &type->not_before, NY_KIND_DATE);
            uint32_t bound = other_column(checker, table, &type->high_column, NY_KIND_NUMBER);
            table->columns.items[column].high_column = bound;
            if (bound != NY_NONE)
                check_bound(checker, table, column, bound, type->high_column.span);
            else if (type->high_column.text.size) /* perhaps a unit, and the number is lost */
                table->columns.items[column].type.kind = NY_KIND_ANY;
        }
        if (words->dated_by.text.size)
            table->date = other_column(checker, table, &words->dated_by, NY_KIND_DATE);
        if (table->date != NY_NONE && (table->columns.items[table->date].if_any ||
                                       table->columns.items[table->date].if_known))
            NY_SAY(checker, NY_DATED_BY_UNSURE, words->dated_by.span, words->dated_by.text);
    }
}

/* --- figures ----------------------------------------------------------------------------------- */

static bool is_figure(const ny_declaration *declaration, ny_figure_kind *ret_kind)
{
    switch ((int)declaration->kind) {
    case NY_DECLARATION_GIVEN:
    case NY_DECLARATION_PRICE:
        *ret_kind = NY_FIGURE_GIVEN;
        return true;
    case NY_DECLARATION_OFFER:
        *ret_kind = NY_FIGURE_OFFER;
        return true;
    case NY_DECLARATION_FACT:
        *ret_kind = NY_FIGURE_FACT;
        return true;
    case NY_DECLARATION_ASSUME:
        *ret_kind = NY_FIGURE_ASSUME;
        return true;
    case NY_DECLARATION_MEASURE:
        *ret_kind = NY_FIGURE_MEASURE;
        return true;
    case NY_DECLARATION_DEFINE:
        *ret_kind = NY_FIGURE_DEFINE;
        return true;
    default:
        return false;
    }
}

static uint32_t declare_measure(ny_checker *checker, const ny_declaration *declaration,
                                uint32_t figure)
{
    uint32_t table = NY_NONE;
    ny_map_find(checker->tables, declaration->is.measure.over.table.text, &table);
    *NY_APPEND(checker->arena, &checker->model->measures) =
        (ny_measure){.figure = figure, .table = table, .words = &declaration->is.measure};
    return checker->model->measures.count - 1;
}

static ny_grain define_grain(ny_checker *checker, const ny_declaration *declaration, bool *ret_lost)
{
    const ny_grain_words *words = &declaration->is.define.grain;
    ny_grain grain = {NY_GRAIN_CONTRACT, NY_NONE};
    *ret_lost = false;
    if (words->form == NY_GRAIN_CYCLE) {
        *ret_lost = !ny_check_pathway_name(checker, &words->table, &grain.table);
        grain.kind = *ret_lost ? NY_GRAIN_CONTRACT : NY_GRAIN_EACH_CYCLE;
    } else if (words->form == NY_GRAIN_PERIOD) {
        *ret_lost = ny_check_no_years(checker, words->table.span, true);
        if (*ret_lost)
            return grain;
        grain.kind = NY_GRAIN_EACH_PERIOD;
        if (words->period != checker->model->period_word)
            NY_SAY(checker, NY_OTHER_PERIOD, words->table.span,
                   ny_text_of(ny_keyword_text(checker->model->period_word)), words->table.text);
    } else if (words->form == NY_GRAIN_TABLE) {
        grain.kind = NY_GRAIN_ROW;
        if (!ny_map_find(checker->tables, words->table.text, &grain.table)) {
            bool lost_of = words->table.keyword == NY_KEYWORD_CYCLE;
            NY_SAY(checker, NY_TABLE_UNKNOWN, words->table.span, words->table.text,
                   lost_of ? ny_words(checker->sink, NY_WORDS_SAY_OF_WHICH_PATHWAY)
                           : ny_table_suggestion(checker, words->table.text));
            grain.kind = NY_GRAIN_CONTRACT;
            *ret_lost = true;
        }
    }
    return grain;
}

/* A figure of which only the declaration is known. */
static ny_figure new_figure(ny_figure_kind kind, const ny_declaration *declaration)
{
    return (ny_figure){.kind = kind,
                       .name = declaration->name.text,
                       .label = declaration->label,
                       .clause = declaration->clause,
                       .span = declaration->header_span,
                       .declaration = declaration,
                       .type = {.kind = NY_KIND_ANY},
                       .grain = {NY_GRAIN_CONTRACT, NY_NONE},
                       .measure = NY_NONE,
                       .by_table = NY_NONE,
                       .rows_of = NY_NONE,
                       .assumed = NY_NONE,
                       .replaces = NY_NONE,
                       .failed = declaration->failed,
                       .factor = NY_RATIONAL_ONE,
                       .currency = NY_NONE,
                       .price = NY_NONE};
}

static void declare_figure(ny_checker *checker, const ny_declaration *declaration,
                           ny_figure_kind kind)
{
    uint32_t number = checker->model->figures.count;
    uint32_t party, pathway;
    if (ny_map_find(checker->pathways, declaration->name.text, &pathway)) {
        NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
               ny_words(checker->sink, NY_WORDS_NAME_OF_PATHWAY_AND_FIGURE));
        return;
    }
    if (!ny_map_add(checker->figures, declaration->name.text, number)) {
        NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
               ny_words(checker->sink, NY_WORDS_FIGURE));
        (void)ny_map_find(checker->figures, declaration->name.text, &number);
        say_first(checker, checker->model->figures.items[number].span, declaration->name.text);
        return;
    }
    if (ny_map_find(checker->parties, declaration->name.text, &party)) {
        NY_SAY(checker, NY_PARTY_AND_FIGURE, declaration->name.span, declaration->name.text);
        NY_SAY_PLACE(checker, checker->model->parties.items[party].span, NY_WORDS_THE_PARTY,
                     NY_NO_TEXT);
    }
    ny_figure figure = new_figure(kind, declaration);
    if (declaration->kind == NY_DECLARATION_PRICE)
        figure.price = ny_check_price_of(checker->model, declaration);
    if (figure.price != NY_NONE)
        checker->model->prices.items[figure.price].figure = number;
    if (kind == NY_FIGURE_MEASURE)
        figure.measure = declare_measure(checker, declaration, number);
    if (ny_check_not_in_study(checker, declaration)) {
        figure.failed = figure.unchecked = true; /* of any type, wherever it stands */
    } else if (kind == NY_FIGURE_MEASURE) {
        figure.grain.kind = NY_GRAIN_EACH_PERIOD;
        figure.may_be_unknown = true;
    } else if (kind == NY_FIGURE_DEFINE) {
        figure.grain = define_grain(checker, declaration, &figure.unchecked);
        figure.failed = figure.failed || figure.unchecked;
    }
    *NY_APPEND(checker->arena, &checker->model->figures) = figure;
}

/* Names that a model may assume in place of what the contract says. */
static ny_map *contract_names(ny_checker *checker)
{
    ny_map *names = ny_map_create(checker->arena);
    const ny_declaration *declaration;
    ny_figure_kind kind;
    EACH_DECLARATION(checker, declaration)
    {
        if (declaration->name.text.size && is_figure(declaration, &kind) &&
            kind != NY_FIGURE_ASSUME && kind != NY_FIGURE_MEASURE)
            (void)ny_map_add(names, declaration->name.text, 0);
    }
    return names;
}

/* It stands behind all figures, and no name leads to it: only the figure that it replaces. */
static void declare_replacing(ny_checker *checker, const ny_declaration *declaration)
{
    uint32_t number = checker->model->figures.count, replaced;
    NY_BUG_ON(!ny_map_find(checker->figures, declaration->name.text, &replaced));
    ny_figure *of = &checker->model->figures.items[replaced];
    if (of->assumed != NY_NONE) {
        NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
               ny_words(checker->sink, NY_WORDS_FIGURE));
        return;
    }
    of->assumed = number;
    ny_figure figure = new_figure(NY_FIGURE_ASSUME, declaration);
    figure.label = declaration->label.size ? declaration->label : of->label;
    figure.clause = of->clause;
    figure.replaces = replaced;
    *NY_APPEND(checker->arena, &checker->model->figures) = figure;
}

/* A price with an interval is drawn as an assumption in its place is, unless a model has its own. */
static void declare_interval(ny_checker *checker, uint32_t price)
{
    const ny_declaration *declaration = checker->model->prices.items[price].declaration;
    uint32_t figure = checker->model->prices.items[price].figure;
    if (!declaration->is.figure.high || figure == NY_NONE ||
        checker->model->figures.items[figure].assumed != NY_NONE)
        return;
    declare_replacing(checker, declaration);
    checker->model->figures.items[checker->model->figures.count - 1].price = price;
}

static void declare_figures(ny_checker *checker)
{
    const ny_map *names = contract_names(checker);
    NY_LIST(const ny_declaration *) replacing = {0};
    const ny_declaration *declaration;
    ny_figure_kind kind;
    uint32_t none;
    EACH_DECLARATION(checker, declaration)
    {
        if (!declaration->name.text.size || !is_figure(declaration, &kind))
            continue;
        if (kind == NY_FIGURE_ASSUME && ny_map_find(names, declaration->name.text, &none))
            *NY_APPEND(checker->arena, &replacing) = declaration;
        else
            declare_figure(checker, declaration, kind);
    }
    for (uint32_t i = 0; i < replacing.count; i++)
        declare_replacing(checker, replacing.items[i]);
    for (uint32_t i = 0; i < checker->model->prices.count; i++)
        declare_interval(checker, i);
}

void ny_check_declare(ny_checker *checker)
{
    declare_contract(checker);
    declare_parties(checker);
    check_members(checker);
    declare_tables(checker);
    ny_check_declare_pathways(checker);
    ny_check_declare_prices(checker);
    declare_figures(checker);
    const ny_declaration *declaration;
    EACH_DECLARATION(checker, declaration)
    {
        if (declaration->kind == NY_DECLARATION_SOURCE)
            *NY_APPEND(checker->arena, &checker->model->sources) = declaration;
        if (declaration->kind == NY_DECLARATION_MODEL)
            *NY_APPEND(checker->arena, &checker->model->row_models) = declaration;
        if (declaration->kind == NY_DECLARATION_ALTERNATIVE)
            *NY_APPEND(checker->arena, &checker->model->alternatives) = declaration;
        if (declaration->kind == NY_DECLARATION_VARY)
            *NY_APPEND(checker->arena, &checker->model->variations) =
                (ny_variation){.declaration = declaration};
        if (declaration->kind == NY_DECLARATION_REQUIRE)
            *NY_APPEND(checker->arena, &checker->model->requirements) = declaration;
        if (declaration->kind == NY_DECLARATION_CRITERION)
            *NY_APPEND(checker->arena, &checker->model->criteria) = declaration;
    }
    ny_check_table_columns(checker);
    ny_check_declare_table_moves(checker);
}

/* --- looking up -------------------------------------------------------------------------------- */

uint32_t ny_table_column(const ny_table *table, ny_text name)
{
    uint32_t number;
    if (table->column_names)
        return ny_map_find(table->column_names, name, &number) ? number : NY_NONE;
    for (uint32_t i = 0; i < table->columns.count; i++)
        if (ny_text_equal(table->columns.items[i].name, name))
            return i;
    return NY_NONE;
}

uint32_t ny_column_word(const ny_column *column, ny_text word)
{
    uint32_t number;
    if (column->word_numbers)
        return ny_map_find(column->word_numbers, word, &number) ? number : NY_NONE;
    for (uint32_t i = 0; i < column->words.count; i++)
        if (ny_text_equal(column->words.items[i], word))
            return i;
    return NY_NONE;
}

uint32_t ny_model_table(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->tables.count; i++)
        if (ny_text_equal(model->tables.items[i].name, name))
            return i;
    return NY_NONE;
}

bool ny_is_modelled(const ny_model *model, ny_text table)
{
    for (uint32_t i = 0; i < model->row_models.count; i++)
        if (ny_text_equal(model->row_models.items[i]->is.model.table.text, table))
            return true;
    return false;
}

bool ny_is_currency(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (ny_text_equal(model->currencies.items[i].name, name))
            return true;
    return false;
}

uint32_t ny_most_members(const ny_model *model)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < model->parties.count; i++)
        if (model->parties.items[i].members.count > most)
            most = model->parties.items[i].members.count;
    return most;
}

uint32_t ny_model_party(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->parties.count; i++)
        if (ny_text_equal(model->parties.items[i].name, name))
            return i;
    return NY_NONE;
}

uint32_t ny_model_figure(const ny_model *model, ny_text name)
{
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (ny_text_equal(model->figures.items[i].name, name))
            return i;
    return NY_NONE;
}

const ny_meaning *ny_meaning_of(const ny_model *model, const ny_expression *expression)
{
    return &model->meanings.items[expression->id];
}
