/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What has an effect. Figures and columns are followed from what they serve: payments, the award,
 * measures, exclusions and the contract's own lines. What nothing asks for only informs; the model
 * keeps the list. The same way back tells what rests on a name that is to be agreed. */

#include "model/check_promise.h"

#include <string.h>

typedef struct ny_using {
    ny_checker *checker;
    bool *figures;  /* by figure: used */
    bool **columns; /* by table and column: used */
    NY_LIST(uint32_t) waiting;
} ny_using;

static ny_using *using_nothing(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_using *using = NY_NEW(checker->arena, ny_using);
    using->checker = checker;
    using->figures = NY_NEW_ARRAY(checker->arena, bool, model->figures.count + 1);
    using->columns = NY_NEW_ARRAY(checker->arena, bool *, model->tables.count + 1);
    for (uint32_t t = 0; t < model->tables.count; t++)
        using->columns[t] =
            NY_NEW_ARRAY(checker->arena, bool, model->tables.items[t].columns.count + 1);
    return using;
}

static void forget(ny_using *using)
{
    const ny_model *model = using->checker->model;
    using->waiting.count = 0;
    memset(using->figures, 0, model->figures.count * sizeof(bool));
    for (uint32_t t = 0; t < model->tables.count; t++)
        memset(using->columns[t], 0, model->tables.items[t].columns.count * sizeof(bool));
}

static void use_figure(ny_using *using, uint32_t figure)
{
    if (using->figures[figure])
        return;
    using->figures[figure] = true;
    *NY_APPEND(using->checker->arena, &using->waiting) = figure;
}

static void use_figure_named(ny_using *using, ny_text name)
{
    uint32_t figure;
    if (ny_map_find(using->checker->figures, name, &figure))
        use_figure(using, figure);
}

static void use_column_named(ny_using *using, uint32_t table, ny_text name)
{
    if (table == NY_NONE || !name.size)
        return;
    uint32_t column = ny_table_column(&using->checker->model->tables.items[table], name);
    if (column != NY_NONE)
        using->columns[table][column] = true;
}

/* `of the same C`: C of the table, and what C is here. */
static void use_scope(ny_using *using, const ny_scope *scope)
{
    if (!scope->same.text.size)
        return;
    use_figure_named(using, scope->same.text);
    for (uint32_t t = 0; t < using->checker->model->tables.count; t++)
        use_column_named(using, t, scope->same.text);
}

static void use_node(void *context, const ny_expression *expression)
{
    ny_using *using = context;
    const ny_meaning *meaning = ny_meaning_of(using->checker->model, expression);
    uint32_t table = meaning->grain.kind == NY_GRAIN_ROW ? meaning->grain.table : NY_NONE;
    use_scope(using, &expression->scope);
    switch ((int)expression->kind) {
    case NY_EXPRESSION_NAME:
        if (meaning->reference == NY_REFERENCE_COLUMN)
            using->columns[meaning->table][meaning->number] = true;
        else
            use_figure_named(using, expression->name.text);
        return;
    case NY_EXPRESSION_PREVIOUS:
    case NY_EXPRESSION_FINAL:
        use_figure_named(using, expression->name.text);
        return;
    case NY_EXPRESSION_PART:
        use_column_named(using, table, expression->owner.text);
        if (meaning->reference == NY_REFERENCE_COLUMN_OF)
            using->columns[meaning->table][meaning->number] = true;
        use_figure_named(using, expression->owner.text);
        use_figure_named(using, expression->name.text);
        return;
    case NY_EXPRESSION_THE:
        if (ny_map_find(using->checker->tables, expression->scope.table.text, &table))
            use_column_named(using, table, expression->name.text);
        return;
    case NY_EXPRESSION_RUNNING:
        use_column_named(using, table, expression->name.text);
        use_column_named(using, table, expression->owner.text);
        return;
    default:
        return;
    }
}

static void use_expression(ny_using *using, const ny_expression *expression)
{
    ny_walk_expression(expression, use_node, using);
}

/* What a measure asks for beside its expressions. */
static void use_measure(ny_using *using, const ny_measure_words *words)
{
    const ny_names *names[] = {&words->estimator.censored, &words->estimator.competing};
    uint32_t table;
    use_expression(using, words->counted);
    if (!ny_map_find(using->checker->tables, words->over.table.text, &table))
        return;
    for (size_t i = 0; i < 2; i++)
        for (uint32_t k = 0; k < names[i]->count; k++)
            use_column_named(using, table, names[i]->items[k].text);
    use_column_named(using, table, words->counted_after.text);
    use_column_named(using, table, words->standardised.by.text);
    if (ny_map_find(using->checker->tables, words->standardised.table.text, &table)) {
        use_column_named(using, table, words->standardised.by.text);
        use_column_named(using, table, words->standardised.weight.text);
    }
}

/* Everything that the used figures need in their turn. */
static void follow(ny_using *using)
{
    const ny_model *model = using->checker->model;
    while (using->waiting.count > 0) {
        uint32_t figure = using->waiting.items[--using->waiting.count];
        ny_walk_figure(model, figure, use_node, using);
        const ny_declaration *declaration = model->figures.items[figure].declaration;
        if (declaration->kind == NY_DECLARATION_MEASURE)
            use_measure(using, &declaration->is.measure);
    }
}

/* --- what figures serve -------------------------------------------------------------------------- */

static void use_payment(ny_using *using, const ny_payment *payment)
{
    const ny_pay_words *words = payment->words;
    const ny_model *model = using->checker->model;
    const ny_expression *parts[] = {words->amount, words->where,      words->when,
                                    words->on,     words->if_by_then, words->due};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        use_expression(using, parts[i]);
    use_column_named(using, payment->table, words->due_after.text);
    use_column_named(using, payment->table, words->dated_by.text);
    uint32_t columns[] = {payment->payer_column, payment->payee_column};
    uint32_t parties[] = {payment->payer, payment->payee};
    for (size_t i = 0; i < 2; i++) {
        if (columns[i] != NY_NONE && payment->table != NY_NONE)
            using->columns[payment->table][columns[i]] = true;
        for (uint32_t k = 0;
             parties[i] != NY_NONE && k < model->parties.items[parties[i]].shares.count; k++)
            use_expression(using, model->parties.items[parties[i]].shares.items[k]);
    }
}

static bool is_award(const ny_declaration *declaration)
{
    return declaration->kind == NY_DECLARATION_REQUIRE ||
           declaration->kind == NY_DECLARATION_CRITERION ||
           declaration->kind == NY_DECLARATION_AWARD;
}

static void use_award(ny_using *using, const ny_declaration *declaration)
{
    const ny_criterion_words *criterion = &declaration->is.criterion;
    if (declaration->kind == NY_DECLARATION_REQUIRE) {
        use_expression(using, declaration->is.require.condition);
        return;
    }
    if (declaration->kind == NY_DECLARATION_AWARD) {
        use_expression(using, declaration->is.award.price);
        use_expression(using, declaration->is.award.plus);
        use_expression(using, declaration->is.award.price_weight);
        for (uint32_t i = 0; i < declaration->is.award.ties.count; i++)
            use_expression(using, declaration->is.award.ties.items[i].figure);
        return;
    }
    use_expression(using, criterion->weight);
    use_expression(using, criterion->value);
    use_expression(using, criterion->points.first.at);
    use_expression(using, criterion->points.second.at);
}

static void use_contract(ny_using *using)
{
    const ny_contract_words *words = using->checker->model->contract;
    const ny_expression *parts[] = {words->starts, words->term,       words->statement,
                                    words->last,   words->objections, words->corrections};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        use_expression(using, parts[i]);
}

typedef void ny_for_award(ny_using *using, const ny_declaration *declaration);

static void for_award(ny_using *using, ny_for_award *act)
{
    const ny_model *model = using->checker->model;
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++)
            if (is_award(model->trees.items[t]->declarations.items[i]))
                act(using, model->trees.items[t]->declarations.items[i]);
}

/* What payments and the award ask for. */
static void use_money(ny_using *using)
{
    const ny_model *model = using->checker->model;
    for (uint32_t i = 0; i < model->payments.count; i++)
        use_payment(using, &model->payments.items[i]);
    for (uint32_t i = 0; i < model->exclusions.count; i++)
        use_expression(using, model->exclusions.items[i].where);
    for (uint32_t i = 0; i < model->pathways.count; i++)
        ny_walk_pathway(&model->pathways.items[i], use_node, using);
    for_award(using, use_award);
    use_contract(using);
    follow(using);
}

static void use_measures(ny_using *using)
{
    const ny_model *model = using->checker->model;
    for (uint32_t i = 0; i < model->measures.count; i++)
        use_figure(using, model->measures.items[i].figure);
    follow(using);
}

/* --- what has no effect -------------------------------------------------------------------------- */

typedef struct ny_resting {
    const ny_checker *checker;
    bool *results; /* by figure: made of results */
    bool found;
} ny_resting;

static void look_for_results(void *context, const ny_expression *expression)
{
    ny_resting *resting = context;
    const ny_text names[] = {expression->name.text, expression->owner.text};
    uint32_t figure;
    for (size_t i = 0; i < 2; i++)
        if (names[i].size && ny_map_find(resting->checker->figures, names[i], &figure))
            resting->found = resting->found || resting->results[figure];
}

/* Twice over all figures in their order, because `previous` looks at figures that come later. */
static bool *made_of_results(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_resting resting = {.checker = checker};
    resting.results = NY_NEW_ARRAY(checker->arena, bool, model->figures.count + 1);
    for (int round = 0; round < 2; round++)
        for (uint32_t i = 0; i < model->order.count; i++) {
            uint32_t figure = model->order.items[i];
            resting.found = model->figures.items[figure].kind == NY_FIGURE_MEASURE;
            ny_walk_figure(model, figure, look_for_results, &resting);
            resting.results[figure] = resting.found;
        }
    return resting.results;
}

static void say_score(ny_checker *checker, const ny_figure *figure)
{
    ny_text it = figure->label.size ? ny_format(checker->arena, "\"%.*s\"", NY_PRINT(figure->label))
                                    : ny_words(checker->sink, NY_WORDS_IT);
    NY_SAY(checker, NY_SCORE_UNPAID, figure->span, figure->name, it);
}

/* Where a criterion asks a model, that model may rest on any offer. */
static bool asks_a_model(const ny_model *model)
{
    for (uint32_t i = 0; i < model->award.criteria.count; i++)
        if (model->award.criteria.items[i].words->judging == NY_JUDGED_BY_EXPECTED)
            return true;
    return false;
}

/* Scores, and offers that nobody asks for, have warnings of their own; of a chain of scores the last
 * one is named. */
static bool has_own_warning(ny_checker *checker, const ny_using *top, uint32_t number,
                            const bool *of_results)
{
    const ny_figure *figure = &checker->model->figures.items[number];
    if (figure->kind == NY_FIGURE_OFFER) {
        if (!asks_a_model(checker->model))
            NY_SAY(checker, NY_OFFER_UNUSED, figure->span, figure->name);
        return true;
    }
    if (figure->kind != NY_FIGURE_DEFINE || !of_results[number])
        return false;
    if (!top->figures[number])
        say_score(checker, figure);
    return true;
}

static bool may_inform(const ny_table *table, uint32_t column)
{
    const ny_column *of = &table->columns.items[column];
    if (column == table->key || column == table->date)
        return false;
    for (uint32_t i = 0; i < table->columns.count; i++)
        if (table->columns.items[i].high_column == column ||
            table->columns.items[i].not_before == column)
            return false;
    return of->form != NY_FORM_KEY;
}

static void list_columns(ny_checker *checker, const ny_using *using)
{
    ny_model *model = checker->model;
    for (uint32_t t = 0; t < model->tables.count; t++)
        for (uint32_t c = 0; c < model->tables.items[t].columns.count; c++)
            if (!using->columns[t][c] && may_inform(&model->tables.items[t], c))
                *NY_APPEND(checker->arena, &model->idle_columns) = (ny_column_number){t, c};
}

/* Figures alone: a register has more columns than a contract asks for, and a figure with a label says
 * itself what it is for. Both stand in the model's lists all the same. */
static void say_idle(ny_checker *checker, const bool *own_warning)
{
    const ny_model *model = checker->model;
    ny_buffer names = ny_buffer_create(checker->arena);
    ny_span first = {UINT32_MAX, 0, 0};
    for (uint32_t i = 0; i < model->idle_figures.count; i++) {
        const ny_figure *figure = &model->figures.items[model->idle_figures.items[i]];
        bool informs = figure->kind == NY_FIGURE_GIVEN && figure->label.size;
        if (own_warning[model->idle_figures.items[i]] || informs)
            continue;
        ny_buffer_format(&names, "%s`%.*s`", names.size ? ", " : "", NY_PRINT(figure->name));
        if (first.source == UINT32_MAX)
            first = figure->span;
    }
    if (names.size)
        NY_SAY(checker, NY_NO_EFFECT, first, ny_buffer_text(&names));
}

/* A contract file: it declares the contract itself, and holds no beliefs. */
static bool is_contract_file(const ny_model *model)
{
    if (!model->has_contract || model->row_models.count || !model->trees.count)
        return false;
    bool declares = false;
    for (uint32_t i = 0; i < model->trees.items[0]->declarations.count; i++)
        declares = declares ||
                   model->trees.items[0]->declarations.items[i]->kind == NY_DECLARATION_CONTRACT;
    for (uint32_t i = 0; i < model->figures.count; i++)
        declares = declares && (model->figures.items[i].kind != NY_FIGURE_ASSUME ||
                                model->figures.items[i].price != NY_NONE);
    return declares;
}

static void note_award(ny_using *using, const ny_declaration *declaration)
{
    (void)declaration;
    using->figures[using->checker->model->figures.count] = true;
}

/* Where nothing is paid and nothing awarded, everything only informs, and that is no surprise. */
static bool has_purpose(ny_checker *checker)
{
    ny_using *using = using_nothing(checker);
    for_award(using, note_award);
    return checker->model->payments.count > 0 || using->figures[checker->model->figures.count];
}

static void say_effect(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_using *top = using_nothing(checker);
    bool *own_warning = NY_NEW_ARRAY(checker->arena, bool, model->figures.count + 1);
    for (uint32_t i = 0; i < model->idle_figures.count; i++)
        ny_walk_figure(model, model->idle_figures.items[i], use_node, top);
    const bool *of_results = made_of_results(checker);
    for (uint32_t i = 0; i < model->idle_figures.count; i++) {
        uint32_t number = model->idle_figures.items[i];
        own_warning[number] = has_own_warning(checker, top, number, of_results);
    }
    say_idle(checker, own_warning);
}

void ny_check_effect(ny_checker *checker)
{
    ny_model *model = checker->model;
    if (!is_contract_file(model) || !has_purpose(checker))
        return;
    ny_using *using = using_nothing(checker);
    use_money(using);
    bool *moves_money = NY_NEW_ARRAY(checker->arena, bool, model->figures.count + 1);
    for (uint32_t i = 0; i < model->figures.count; i++)
        moves_money[i] = using->figures[i];
    use_measures(using);
    list_columns(checker, using);
    for (uint32_t i = 0; i < model->figures.count; i++) {
        bool moves = moves_money[i] || model->figures.items[i].kind != NY_FIGURE_OFFER;
        bool of_list =
            model->figures.items[i].price != NY_NONE; /* longer than what is asked of it */
        if (!of_list && (!using->figures[i] || !moves))
            *NY_APPEND(checker->arena, &model->idle_figures) = i;
    }
    if (checker->sink->review)
        say_effect(checker);
}

/* --- to be agreed -------------------------------------------------------------------------------- */

/* With more rules and figures than these together, only the names are listed. */
#define MOST_TO_FOLLOW 20000000

static void note_rest(ny_using *using, ny_rest_kind kind, ny_text name)
{
    ny_model *model = using->checker->model;
    follow(using);
    for (uint32_t i = 0; i < model->rests.count; i++)
        if (using->figures[model->rests.items[i].figure])
            *NY_APPEND(using->checker->arena, &model->rests.items[i].rests) = (ny_rest){kind, name};
    forget(using);
}

static void note_award_rests(ny_using *using, const ny_declaration *declaration)
{
    use_award(using, declaration);
    note_rest(using, NY_REST_AWARD,
              declaration->name.text.size ? declaration->name.text : NY_TEXT("award"));
}

static void note_payment_rests(ny_using *using, const ny_payment *payment)
{
    const ny_model *model = using->checker->model;
    use_payment(using, payment);
    for (uint32_t i = 0; i < model->exclusions.count; i++)
        if (model->exclusions.items[i].table == payment->table)
            use_expression(using, model->exclusions.items[i].where);
    note_rest(using, NY_REST_PAYMENT, payment->label);
}

void ny_check_open(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].to_be_agreed)
            *NY_APPEND(checker->arena, &model->rests) = (ny_open_figure){.figure = i};
    uint64_t rules = (uint64_t)model->payments.count + model->measures.count + 1;
    if (!model->rests.count || rules * model->figures.count > MOST_TO_FOLLOW)
        return;
    ny_using *using = using_nothing(checker);
    if (model->contract) {
        use_contract(using);
        note_rest(using, NY_REST_CONTRACT,
                  ny_words(using->checker->sink, NY_WORDS_THE_CONTRACTS_OWN_LINES));
    }
    for (uint32_t i = 0; i < model->payments.count; i++)
        note_payment_rests(using, &model->payments.items[i]);
    for (uint32_t i = 0; i < model->measures.count; i++) {
        uint32_t figure = model->measures.items[i].figure;
        use_figure(using, figure);
        note_rest(using, NY_REST_MEASURE, model->figures.items[figure].name);
    }
    for_award(using, note_award_rests);
}
