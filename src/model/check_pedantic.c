/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Advice, for those who ask for it: what is a matter of style, or merely possible. One piece of advice
 * lists all that it is about. */

#include "model/check_promise.h"
#include "text/scoring.h"

typedef struct ny_list {
    ny_checker *checker;
    ny_buffer names;
    ny_span first;
    uint32_t count;
} ny_list;

static ny_list new_list(ny_checker *checker)
{
    return (ny_list){.checker = checker, .names = ny_buffer_create(checker->arena)};
}

/* More than a screen of names helps nobody. */
#define MOST_NAMED 40

static void add_name(ny_list *list, ny_span span, char quote, ny_text name)
{
    if (list->count == 0)
        list->first = span;
    if (list->count++ < MOST_NAMED)
        ny_buffer_format(&list->names, "%s%c%.*s%c", list->count > 1 ? ", " : "", quote,
                         NY_PRINT(name), quote);
    else if (list->count == MOST_NAMED + 1)
        ny_buffer_add(&list->names, NY_TEXT(", …"));
}

static ny_text names_of(const ny_list *list)
{
    return ny_buffer_text(&list->names);
}

/* --- clauses ------------------------------------------------------------------------------------- */

static void advise_clauses(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_list rules = new_list(checker), payments = new_list(checker);
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->clause.size || !declaration->label.size)
                continue;
            if (declaration->kind == NY_DECLARATION_PAY)
                add_name(&payments, declaration->header_span, '"', declaration->label);
            else if (declaration->kind == NY_DECLARATION_MEASURE ||
                     declaration->kind == NY_DECLARATION_DEFINE ||
                     declaration->kind == NY_DECLARATION_EXCLUDE)
                add_name(&rules, declaration->header_span, '"', declaration->label);
        }
    if (rules.count)
        NY_SAY(checker, NY_RULES_WITHOUT_CLAUSE, rules.first, names_of(&rules));
    if (payments.count)
        NY_SAY(checker, NY_PAYMENTS_WITHOUT_CLAUSE, payments.first, names_of(&payments));
}

/* --- figures ------------------------------------------------------------------------------------- */

static void advise_measures(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_list silent = new_list(checker);
    for (uint32_t i = 0; i < model->measures.count; i++) {
        const ny_figure *figure = &model->figures.items[model->measures.items[i].figure];
        if (model->measures.items[i].words->better == NY_KEYWORD_NONE)
            add_name(&silent, figure->span, '`', figure->name);
    }
    if (silent.count)
        NY_SAY(checker, NY_BETTER_NOT_SAID, silent.first, names_of(&silent));
}

static void advise_offers(ny_checker *checker)
{
    const ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (figure->kind == NY_FIGURE_OFFER && figure->has_range && !figure->has_default &&
            ny_rational_sign(figure->low) == 0)
            NY_SAY(checker, NY_OFFER_MAY_BE_ZERO, figure->span, figure->name);
    }
}

static void advise_columns(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_list columns = new_list(checker);
    for (uint32_t i = 0; i < model->idle_columns.count; i++) {
        ny_column_number at = model->idle_columns.items[i];
        const ny_column *column = &model->tables.items[at.table].columns.items[at.column];
        add_name(&columns, column->span, '`', column->name);
    }
    if (columns.count)
        NY_SAY(checker, NY_COLUMNS_INFORM, columns.first, names_of(&columns));
}

/* --- the contract's own lines -------------------------------------------------------------------- */

static void advise_contract(ny_checker *checker)
{
    const ny_model *model = checker->model;
    bool pays = false;
    for (uint32_t i = 0; i < model->payments.count; i++)
        pays = pays || (!model->payments.items[i].is_cost && !model->payments.items[i].is_benefit);
    if (!model->contract || !pays)
        return;
    if (!model->contract->objections)
        NY_SAY(checker, NY_NO_OBJECTIONS, model->contract->statement_span, NY_NO_TEXT);
    ny_phrase term = model->period_word == NY_KEYWORD_YEAR      ? NY_WORDS_NUMBER_OF_YEARS
                     : model->period_word == NY_KEYWORD_QUARTER ? NY_WORDS_NUMBER_OF_QUARTERS
                                                                : NY_WORDS_NUMBER_OF_MONTHS;
    if (!model->contract->has_present_value && model->term_periods > 1)
        NY_SAY(checker, NY_NO_PRESENT_VALUE, model->contract->runs_span,
               NY_WORDS(checker->sink, term, ny_format(checker->arena, "%u", model->term_periods)));
}

/* --- names --------------------------------------------------------------------------------------- */

static ny_text in_small_letters(ny_arena *arena, ny_text name)
{
    ny_buffer out = ny_buffer_create(arena);
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        ny_buffer_add_character(&out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    return ny_buffer_text(&out);
}

static void advise_names(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_map *small = ny_map_create(checker->arena);
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        ny_text name = in_small_letters(checker->arena, figure->name);
        uint32_t other;
        if (ny_map_add(small, name, i) || !ny_map_find(small, name, &other))
            continue;
        const ny_figure *first = &model->figures.items[other];
        if (ny_text_equal(first->name, figure->name)) /* an `assume` in its place */
            continue;
        NY_SAY(checker, NY_NAMES_BY_CASE, figure->span, first->name, figure->name);
        NY_SAY_PLACE(checker, first->span, NY_WORDS_0_IS_DECLARED_HERE, first->name);
    }
}

/* --- few rows ------------------------------------------------------------------------------------ */

/* Chance moves a share p of n rows by two standard errors, 2 * sqrt(p * (1 - p) / n), or more in one
 * year of twenty (the normal approximation; p is the middle of the scale). That is half of the scale's
 * width w where n = 16 * p * (1 - p) / w^2. Below so many rows chance alone pays much of what the scale
 * moves. Compared as squares, so that no root is drawn. */
static bool enough_rows(ny_arena *arena, ny_rational low, ny_rational high, ny_rational *ret_rows)
{
    ny_rational half = ny_rational_fraction(arena, 1, 2);
    ny_rational p = ny_rational_multiply(arena, ny_rational_add(arena, low, high), half);
    ny_rational width = ny_rational_subtract(arena, high, low);
    ny_rational spread =
        ny_rational_multiply(arena, p, ny_rational_subtract(arena, NY_RATIONAL_ONE, p));
    if (ny_rational_sign(width) == 0 || ny_rational_sign(spread) <= 0)
        return false;
    ny_rational rows =
        ny_rational_divide(arena, ny_rational_multiply(arena, ny_rational_whole(16), spread),
                           ny_rational_multiply(arena, width, width));
    *ret_rows = ny_rational_ceiling(arena, rows);
    return true;
}

static void advise_rows_of(ny_checker *checker, const ny_expression *scale, const ny_figure *figure)
{
    const ny_measure_words *words = &figure->declaration->is.measure;
    ny_rational low, high, enough, least = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < words->needs.count; i++)
        if (words->needs.items[i].form == NY_NEEDS_ROWS)
            least = words->needs.items[i].least;
    if (words->kind != NY_KEYWORD_SHARE || ny_rational_sign(least) <= 0 ||
        !ny_written_value(checker, scale->items.items[1], &low) ||
        !ny_written_value(checker, scale->items.items[2], &high) ||
        !enough_rows(checker->arena, low, high, &enough) || ny_rational_compare(least, enough) >= 0)
        return;
    ny_text rows = ny_rational_decimal_text(checker->arena, least, 0, 0);
    NY_SAY(checker, NY_FEW_ROWS, scale->span, rows, figure->name,
           ny_rational_decimal_text(checker->arena, enough, 0, 0));
    NY_SAY_PLACE(checker, figure->span, NY_WORDS_0_NEEDS_AT_LEAST_1, figure->name, rows);
}

static void advise_rows(void *context, const ny_expression *expression)
{
    ny_checker *checker = context;
    if (expression->kind != NY_EXPRESSION_SCALE)
        return;
    const ny_expression *value = expression->items.items[0];
    while (value->kind == NY_EXPRESSION_UNKNOWN_AS)
        value = value->items.items[0];
    const ny_meaning *meaning = ny_meaning_of(checker->model, value);
    if (value->kind != NY_EXPRESSION_NAME || meaning->reference != NY_REFERENCE_FIGURE)
        return;
    const ny_figure *figure = &checker->model->figures.items[meaning->number];
    if (figure->kind == NY_FIGURE_MEASURE)
        advise_rows_of(checker, expression, figure);
}

/* --- awards -------------------------------------------------------------------------------------- */

/* Relative points multiply what is compared of every bid alike: the order rests on none. */
static void advise_rule(ny_list *list, ny_span span, ny_text name, ny_scoring rule)
{
    if (!ny_rule_looks_at_others(rule) || rule == NY_SCORING_RELATIVE)
        return;
    if (list->count++ == 0)
        list->first = span;
    ny_buffer_format(&list->names, "%s%.*s (%.*s)", list->names.size ? ", " : "", NY_PRINT(name),
                     NY_PRINT(ny_words(list->checker->sink, ny_rule_rests_on(rule))));
}

static void advise_award(ny_checker *checker)
{
    const ny_award *award = &checker->model->award;
    ny_list list = new_list(checker);
    for (uint32_t c = 0; c < award->criteria.count; c++) {
        const ny_criterion *of = &award->criteria.items[c];
        advise_rule(&list, of->words->points.span,
                    ny_format(checker->arena, "`%.*s`", NY_PRINT(of->declaration->name.text)),
                    of->words->points.rule);
    }
    if (award->words)
        advise_rule(&list, award->declaration->header_span,
                    ny_words(checker->sink, NY_WORDS_THE_AWARD_ITSELF), award->words->rule);
    if (list.count)
        NY_SAY(checker, NY_RULE_RESTS_ON_OTHERS, list.first, names_of(&list),
               ny_words(checker->sink, NY_WORDS_RULES_ON_OWN_FIGURES));
}

void ny_check_pedantic(ny_checker *checker)
{
    const ny_model *model = checker->model;
    advise_clauses(checker);
    advise_measures(checker);
    advise_offers(checker);
    advise_columns(checker);
    advise_contract(checker);
    advise_names(checker);
    advise_award(checker);
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].kind == NY_FIGURE_DEFINE)
            ny_walk_figure(model, i, advise_rows, checker);
}
