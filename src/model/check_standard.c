/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Measures beside others: `standardised by age_group to people of standard`, whether the measure's
 * rows can be told apart by what the standard weighs; `less revised_elsewhere`, whether that is a
 * share too. */

#include "model/check_expression.h"
#include "model/check_promise.h"

#include "base/bug.h"

static bool can_be_weighed(const ny_measure_words *words)
{
    bool each_group_has_one = words->kind == NY_KEYWORD_SHARE || words->kind == NY_KEYWORD_MEAN ||
                              words->kind == NY_KEYWORD_RATIO || words->kind == NY_KEYWORD_RATE;
    return each_group_has_one && words->estimator.form == NY_ESTIMATOR_NONE &&
           !words->shrunk.towards;
}

static const ny_column *find(ny_checker *checker, const ny_table *table, const ny_name *name)
{
    uint32_t column = ny_table_column(table, name->text);
    if (column != NY_NONE)
        return &table->columns.items[column];
    NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, table->name,
           ny_column_suggestion(checker, table, name->text));
    return NULL;
}

/* Words of two lists are compared as words. */
static bool tells_alike(const ny_column *a, const ny_column *b)
{
    return (a->type.kind == NY_KIND_WORD && b->type.kind == NY_KIND_WORD) ||
           ny_type_agrees(&a->type, &b->type);
}

static void check_groups(ny_checker *checker, const ny_standardised_words *words,
                         const ny_table *table, const ny_table *standard)
{
    const ny_column *here = find(checker, table, &words->by);
    const ny_column *there = find(checker, standard, &words->by);
    if (!here || !there || tells_alike(here, there))
        return;
    NY_SAY(checker, NY_STANDARD_GROUPS, words->by.span, words->by.text, table->name, standard->name,
           NY_WORDS(checker->sink, NY_WORDS_IT_IS_HERE_AND_THERE,
                    ny_kind_name(checker, &here->type), ny_kind_name(checker, &there->type),
                    standard->name));
}

static void check_weight(ny_checker *checker, const ny_standardised_words *words,
                         const ny_table *standard)
{
    const ny_column *weight = find(checker, standard, &words->weight);
    if (!weight)
        return;
    bool fits = weight->type.kind == NY_KIND_NUMBER && !weight->if_known && !weight->if_any &&
                weight->has_range && ny_rational_sign(weight->low) >= 0;
    if (!fits)
        NY_SAY(checker, NY_STANDARD_WEIGHT, words->weight.span, words->weight.text, standard->name);
}

void ny_check_standardised(ny_checker *checker, const ny_figure *figure, const ny_measure *measure)
{
    const ny_standardised_words *words = &measure->words->standardised;
    uint32_t number;
    if (!words->said || measure->table == NY_NONE)
        return;
    if (!can_be_weighed(measure->words))
        NY_SAY(checker, NY_STANDARDISED_OF_WHAT, words->span, figure->name,
               ny_measure_name(checker, measure->words));
    if (!ny_map_find(checker->tables, words->table.text, &number)) {
        NY_SAY(checker, NY_TABLE_UNKNOWN, words->table.span, words->table.text,
               ny_table_suggestion(checker, words->table.text));
        return;
    }
    const ny_table *standard = &checker->model->tables.items[number];
    if (standard->date != NY_NONE)
        NY_SAY(checker, NY_STANDARD_IS_DATED, words->table.span, standard->name,
               standard->columns.items[standard->date].name);
    check_groups(checker, words, &checker->model->tables.items[measure->table], standard);
    check_weight(checker, words, standard);
}

/* --- less ---------------------------------------------------------------------------------------- */

/* A share of rows and nothing else: its bounds are those of a share. */
static bool is_plain_share(const ny_measure_words *words)
{
    return words->kind == NY_KEYWORD_SHARE && words->estimator.form == NY_ESTIMATOR_NONE &&
           !words->shrunk.towards && !words->standardised.said;
}

/* The words of the measure that a name means; NULL where it means something else. */
static const ny_measure_words *measure_named(const ny_model *model, const ny_expression *name,
                                             const ny_meaning *meaning)
{
    if (name->kind != NY_EXPRESSION_NAME || meaning->reference != NY_REFERENCE_FIGURE)
        return NULL;
    const ny_figure *figure = &model->figures.items[meaning->number];
    return figure->kind == NY_FIGURE_MEASURE ? model->measures.items[figure->measure].words : NULL;
}

void ny_check_less(ny_checker *checker, const ny_figure *figure, const ny_measure *measure)
{
    const ny_expression *less = measure->words->less;
    if (!less)
        return;
    ny_place_in place = {.grain = {NY_GRAIN_EACH_PERIOD, NY_NONE}};
    ny_meaning meaning = ny_check_expression(checker, less, &place);
    if (!is_plain_share(measure->words)) {
        NY_SAY(checker, NY_LESS_OF_WHAT, less->span, figure->name,
               ny_measure_name(checker, measure->words));
        return;
    }
    const ny_measure_words *words = measure_named(checker->model, less, &meaning);
    if (!ny_is_any(&meaning) && (!words || !is_plain_share(words) || words->less))
        NY_SAY(checker, NY_LESS_WHAT, less->span, ny_span_text(checker->sink, less->span));
}
