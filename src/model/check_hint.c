/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Hints: the factor that is missing where two units do not fit, and the name that was meant. */

#include "model/check_expression.h"
#include "model/check_promise.h"

/* --- names --------------------------------------------------------------------------------------- */

/* Behind so many errors nobody reads a suggestion for each. */
static bool nobody_reads(const ny_checker *checker)
{
    return checker->quiet || checker->sink->errors > 100;
}

ny_text ny_party_suggestion(ny_checker *checker, ny_text name)
{
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; !nobody_reads(checker) && i < checker->model->parties.count; i++)
        *NY_APPEND(checker->arena, &names) = checker->model->parties.items[i].name;
    return ny_suggestion(checker, name, names.items, names.count);
}

ny_text ny_figure_suggestion(ny_checker *checker, ny_text name)
{
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; !nobody_reads(checker) && i < checker->model->figures.count; i++)
        *NY_APPEND(checker->arena, &names) = checker->model->figures.items[i].name;
    return ny_suggestion(checker, name, names.items, names.count);
}

ny_text ny_table_suggestion(ny_checker *checker, ny_text name)
{
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; !nobody_reads(checker) && i < checker->model->tables.count; i++)
        *NY_APPEND(checker->arena, &names) = checker->model->tables.items[i].name;
    return ny_suggestion(checker, name, names.items, names.count);
}

ny_text ny_column_suggestion(ny_checker *checker, const ny_table *table, ny_text name)
{
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; !nobody_reads(checker) && i < table->columns.count; i++)
        *NY_APPEND(checker->arena, &names) = table->columns.items[i].name;
    return ny_suggestion(checker, name, names.items, names.count);
}

/* --- the missing factor -------------------------------------------------------------------------- */

static bool is_time_alone(ny_unit unit)
{
    for (uint32_t i = 0; i < unit.count; i++)
        if (unit.number[i] != NY_UNIT_DAY && unit.number[i] != NY_UNIT_MONTH)
            return false;
    return unit.count > 0;
}

static ny_text factor_name(ny_checker *checker, ny_unit unit)
{
    if (ny_unit_equal(unit, ny_unit_base(NY_UNIT_DAY)))
        return ny_words(checker->sink, NY_WORDS_TIME_IN_DAYS);
    if (ny_unit_equal(unit, ny_unit_base(NY_UNIT_MONTH)))
        return ny_words(checker->sink, NY_WORDS_TIME_IN_MONTHS);
    if (ny_unit_exponent(unit, NY_UNIT_DAY) != -1)
        return ny_unit_text(checker->arena, checker->model, unit, true);
    (void)ny_unit_multiply(unit, ny_unit_base(NY_UNIT_DAY), 1, &unit);
    return NY_WORDS(checker->sink, NY_WORDS_PER_TIME_IN_DAYS,
                    ny_unit_text(checker->arena, checker->model, unit, true));
}

/* In a row of T, `per T` is fulfilled. */
static ny_unit unit_here(const ny_checker *checker, ny_unit unit, const ny_place_in *place)
{
    if (place->grain.kind != NY_GRAIN_ROW || place->grain.table == NY_NONE)
        return unit;
    uint32_t row = checker->model->tables.items[place->grain.table].unit;
    if (ny_unit_exponent(unit, row) < 0)
        (void)ny_unit_multiply(unit, ny_unit_base(row), 1, &unit);
    return unit;
}

static bool is_visible(const ny_figure *figure, const ny_place_in *place)
{
    return !ny_is_finer(figure->grain, place->grain) && figure->by_table == NY_NONE &&
           !figure->failed && !figure->may_be_unknown && !figure->may_be_absent &&
           (figure->kind != NY_FIGURE_ASSUME || place->in_model);
}

/* The one figure or column here that has this unit; empty where there is none, or several. */
static ny_text only_one_in(ny_checker *checker, ny_unit unit, const ny_place_in *place)
{
    const ny_model *model = checker->model;
    ny_text only = NY_NO_TEXT;
    uint32_t found = 0;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        const ny_figure *figure = &model->figures.items[i];
        if (figure->type.kind != NY_KIND_NUMBER || !is_visible(figure, place) ||
            !ny_unit_equal(unit_here(checker, figure->type.unit, place), unit))
            continue;
        only = figure->name;
        found++;
    }
    bool in_row = place->grain.kind == NY_GRAIN_ROW && place->grain.table != NY_NONE;
    const ny_table *table = in_row ? &model->tables.items[place->grain.table] : NULL;
    for (uint32_t i = 0; table && i < table->columns.count; i++) {
        const ny_column *column = &table->columns.items[i];
        if (column->type.kind != NY_KIND_NUMBER || column->if_any || column->if_known ||
            !ny_unit_equal(column->type.unit, unit))
            continue;
        only = column->name;
        found++;
    }
    return found == 1 ? only : NY_NO_TEXT;
}

ny_text ny_factor_hint(ny_checker *checker, ny_text what, ny_unit have, ny_unit due,
                       const ny_place_in *place, bool *ret_named)
{
    ny_unit missing, inverse;
    *ret_named = false;
    if (nobody_reads(checker) || !ny_unit_multiply(due, have, -1, &missing) ||
        ny_unit_is_none(missing) || !ny_unit_multiply(have, due, -1, &inverse) ||
        (is_time_alone(have) && is_time_alone(due)))
        return NY_NO_TEXT;
    bool divide = true, squared = false; /* nobody has a figure in days times days */
    for (uint32_t i = 0; i < missing.count; i++) {
        divide = divide && missing.exponent[i] < 0;
        squared = squared || missing.exponent[i] > 1 || missing.exponent[i] < -1;
    }
    if (squared)
        return NY_NO_TEXT;
    ny_text name = only_one_in(checker, divide ? inverse : missing, place);
    *ret_named = name.size > 0 && !ny_text_equal(name, what);
    if (*ret_named)
        return NY_WORDS(checker->sink, divide ? NY_WORDS_DIVIDE_BY_NAME : NY_WORDS_MULTIPLY_BY_NAME,
                        what, name);
    return NY_WORDS(checker->sink, divide ? NY_WORDS_DIVIDE_BY_FIGURE : NY_WORDS_MULTIPLY_BY_FIGURE,
                    what, factor_name(checker, divide ? inverse : missing));
}

ny_text ny_two_units_hint(ny_checker *checker, ny_text left, ny_unit left_unit, ny_text right,
                          ny_unit right_unit, const ny_place_in *place)
{
    bool named;
    ny_text hint = ny_factor_hint(checker, right, right_unit, left_unit, place, &named);
    if (named || !hint.size)
        return hint;
    ny_text other = ny_factor_hint(checker, left, left_unit, right_unit, place, &named);
    return named ? other : hint;
}

/* --- where it is declared ------------------------------------------------------------------------ */

void ny_say_declared(ny_checker *checker, const ny_meaning *meaning)
{
    const ny_model *model = checker->model;
    if (meaning->reference == NY_REFERENCE_FIGURE)
        NY_SAY_PLACE(checker, model->figures.items[meaning->number].span,
                     NY_WORDS_0_IS_DECLARED_HERE, model->figures.items[meaning->number].name);
    if (meaning->reference == NY_REFERENCE_COLUMN || meaning->reference == NY_REFERENCE_COLUMN_OF) {
        const ny_column *column =
            &model->tables.items[meaning->table].columns.items[meaning->number];
        NY_SAY_PLACE(checker, column->span, NY_WORDS_0_IS_DECLARED_HERE, column->name);
    }
}

bool ny_is_percent(const ny_expression *expression)
{
    return expression && expression->kind == NY_EXPRESSION_NUMBER &&
           (expression->literal.is_percent || expression->literal.is_percentage_points);
}

ny_text ny_bare_hint(ny_checker *checker, ny_text number, ny_unit due)
{
    if (ny_unit_is_none(due))
        return ny_words(checker->sink, NY_WORDS_UNIT_BEHIND_NUMBER);
    return NY_WORDS(checker->sink, NY_WORDS_WRITE,
                    ny_format(checker->arena, "%.*s %.*s", NY_PRINT(number),
                              NY_PRINT(ny_unit_name(checker, due))));
}
