/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What things are called in messages: kinds, units and grains in words, and the name that was meant. */

#include "model/check_expression.h"

#include "base/bug.h"

#include <string.h>

/* "a figure in DKK per operation"; "a figure per year". */
static ny_text figure_in(ny_checker *checker, ny_text unit, const char *s)
{
    bool only_per = unit.size > 4 && memcmp(unit.data, "per ", 4) == 0;
    return NY_WORDS(checker->sink, only_per ? NY_WORDS_FIGURE_PER : NY_WORDS_FIGURE_IN,
                    ny_format(checker->arena, "%.*s%s", NY_PRINT(unit), s));
}

ny_text ny_kind_name(ny_checker *checker, const ny_type *type)
{
    const ny_model *model = checker->model;
    switch (type->kind) {
    case NY_KIND_NUMBER:
        return ny_unit_is_none(type->unit)
                   ? ny_words(checker->sink, NY_WORDS_NUMBER_WITHOUT_UNIT)
                   : figure_in(checker, ny_unit_name(checker, type->unit), "");
    case NY_KIND_DATE:
        return ny_words(checker->sink, NY_WORDS_A_DATE);
    case NY_KIND_YES_NO:
        return ny_words(checker->sink, NY_WORDS_YES_OR_NO);
    case NY_KIND_WORD: {
        ny_text name = model->tables.items[type->table].columns.items[type->column].name;
        return NY_WORDS(checker->sink, NY_WORDS_WORD_OF, name);
    }
    case NY_KIND_ROW:
        return NY_WORDS(checker->sink, NY_WORDS_ROW_OF, model->tables.items[type->table].name);
    case NY_KIND_PARTY:
        return ny_words(checker->sink, NY_WORDS_A_PARTY);
    case NY_KIND_TEXT:
        return ny_words(checker->sink, NY_WORDS_A_CODE);
    case NY_KIND_ANY:
        return ny_words(checker->sink, NY_WORDS_ANYTHING);
    }
    NY_BUG("kind");
}

/* The unit of a number as the contract writes it where it is declared; empty where it does not. */
static ny_text unit_written(ny_checker *checker, const ny_expression *expression,
                            const ny_meaning *meaning)
{
    const ny_expression *number = expression;
    if (meaning->reference == NY_REFERENCE_COLUMN)
        return checker->model->tables.items[meaning->table]
            .columns.items[meaning->number]
            .unit_text;
    if (meaning->reference == NY_REFERENCE_FIGURE) {
        const ny_figure *figure = &checker->model->figures.items[meaning->number];
        if (figure->kind != NY_FIGURE_GIVEN || !figure->declaration->is.figure.value)
            return figure->unit_text;
        number = figure->declaration->is.figure.value;
    }
    return number && number->kind == NY_EXPRESSION_NUMBER
               ? ny_unit_words_text(checker, &number->literal.unit,
                                    number->literal.is_percent ||
                                        number->literal.is_percentage_points)
               : NY_NO_TEXT;
}

ny_text ny_said_name(ny_checker *checker, const ny_expression *expression,
                     const ny_meaning *meaning)
{
    ny_text unit = meaning->type.kind == NY_KIND_NUMBER && !meaning->per_row_fulfilled
                       ? unit_written(checker, expression, meaning)
                       : NY_NO_TEXT;
    if (ny_text_is(unit, "%"))
        return ny_words(checker->sink, NY_WORDS_A_PERCENTAGE);
    if (!unit.size || ny_unit_is_none(meaning->type.unit))
        return ny_kind_name(checker, &meaning->type);
    bool one_word =
        unit.data[0] >= 'a' && unit.data[0] <= 'z' && !memchr(unit.data, ' ', unit.size);
    bool has_s = unit.data[unit.size - 1] == 's';
    return figure_in(checker, unit, one_word && !has_s ? "s" : "");
}

ny_text ny_suggestion(ny_checker *checker, ny_text word, const ny_text *candidates, size_t count)
{
    ny_text best = NY_NO_TEXT;
    if (checker->quiet || checker->sink->errors > NY_SUGGESTIONS_MOST)
        return best;
    uint32_t limit = word.size < 4 ? 1 : word.size < 8 ? 2 : 3;
    uint32_t distance = limit + 1;
    for (size_t i = 0; i < count; i++) {
        uint32_t d = ny_text_distance(word, candidates[i], limit);
        if (d < distance) {
            distance = d;
            best = candidates[i];
        }
    }
    return best.size ? NY_WORDS(checker->sink, NY_WORDS_DID_YOU_MEAN, best) : NY_NO_TEXT;
}

ny_text ny_grain_name(ny_checker *checker, ny_grain grain)
{
    switch (grain.kind) {
    case NY_GRAIN_CONTRACT:
        return ny_words(checker->sink, checker->model->has_study ? NY_WORDS_ONE_FOR_STUDY
                                                                 : NY_WORDS_ONE_FOR_CONTRACT);
    case NY_GRAIN_EACH_PERIOD:
        return ny_words(checker->sink,
                        checker->model->period_word == NY_KEYWORD_YEAR      ? NY_WORDS_ONE_A_YEAR
                        : checker->model->period_word == NY_KEYWORD_QUARTER ? NY_WORDS_ONE_A_QUARTER
                                                                            : NY_WORDS_ONE_A_MONTH);
    case NY_GRAIN_ROW:
        return NY_WORDS(checker->sink, NY_WORDS_ONE_A_ROW_OF,
                        checker->model->tables.items[grain.table].name);
    case NY_GRAIN_EACH_CYCLE:
        return NY_WORDS(checker->sink, NY_WORDS_ONE_A_CYCLE_OF,
                        checker->model->pathways.items[grain.table].name);
    }
    NY_BUG("grain");
}
