/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* `vary together`: which assumptions, and the correlation or covariance of each pair.
 *
 * A covariance is divided by both standard deviations; pairs that are not named have none. That the
 * matrix is positive definite is decided exactly: in Gaussian elimination without exchanges every
 * pivot is above 0 (Golub and Van Loan, Matrix Computations, 4.2). */

#include "model/check_expression.h"
#include "model/check_promise.h"
#include "model/law.h"

#define MEMBERS_MOST 50

typedef struct ny_varying {
    ny_checker *checker;
    ny_variation *variation;
    const ny_vary_words *words;
    uint32_t count;
    bool *named; /* [i * count + j]: the pair is said */
} ny_varying;

static void refuse(ny_checker *checker, ny_span span, ny_text why)
{
    NY_SAY(checker, NY_VARY_HOW, span, why);
}

static bool refuse_name(ny_checker *checker, const ny_name *name, ny_phrase why)
{
    refuse(checker, name->span, NY_WORDS(checker->sink, why, name->text));
    return false;
}

/* --- members ----------------------------------------------------------------------------------- */

/* Normal, or lognormal: then its logarithm is. */
static bool is_normal(const ny_figure *figure, bool *ret_of_logarithm)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    if (words->distribution) {
        uint32_t form = ny_law_form_of(words->distribution);
        *ret_of_logarithm = ny_text_is(words->distribution->name.text, "lognormal");
        return form == NY_FORM_OF_NORMAL || (form != NY_LAW_FORMS && *ret_of_logarithm);
    }
    *ret_of_logarithm = ny_text_is(figure->family, "lognormal");
    return words->low && (*ret_of_logarithm || ny_text_is(figure->family, "normal"));
}

static bool take_member(ny_varying *varying, const ny_name *name, bool *taken)
{
    ny_checker *checker = varying->checker;
    const ny_model *model = checker->model;
    uint32_t number;
    bool of_logarithm;
    if (!ny_map_find(checker->figures, name->text, &number)) {
        NY_SAY(checker, NY_NAME_UNKNOWN, name->span, name->text,
               ny_figure_suggestion(checker, name->text));
        return false;
    }
    if (model->figures.items[number].assumed != NY_NONE)
        number = model->figures.items[number].assumed;
    const ny_figure *figure = &model->figures.items[number];
    if (figure->failed)
        return false;
    bool agreed = figure->price != NY_NONE && model->prices.items[figure->price].agreed;
    if (figure->kind != NY_FIGURE_ASSUME || agreed)
        return refuse_name(checker, name, NY_WORDS_VARY_NO_ASSUMPTION);
    if (figure->by_table != NY_NONE)
        return refuse_name(checker, name, NY_WORDS_VARY_BY_ROW);
    if (!is_normal(figure, &of_logarithm))
        return refuse_name(checker, name, NY_WORDS_VARY_NOT_NORMAL);
    if (taken[number])
        return refuse_name(checker, name, NY_WORDS_VARY_TWICE);
    taken[number] = true;
    *NY_APPEND(checker->arena, &varying->variation->members) = number;
    return true;
}

/* --- pairs ------------------------------------------------------------------------------------- */

static uint32_t place_of(const ny_varying *varying, const ny_name *name)
{
    for (uint32_t i = 0; i < varying->count; i++)
        if (ny_text_equal(varying->words->members.items[i].text, name->text))
            return i;
    (void)refuse_name(varying->checker, name, NY_WORDS_VARY_NOT_AMONG);
    return NY_NONE;
}

/* The standard deviation of a normal, as far as it is written; in base units. */
static bool spread_of(ny_checker *checker, const ny_figure *figure, ny_rational *ret_sd)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    ny_rational low, high;
    bool of_logarithm;
    if (!is_normal(figure, &of_logarithm) || of_logarithm)
        return false;
    if (!words->distribution) {
        if (!ny_written_value(checker, words->low, &low) ||
            !ny_written_value(checker, words->high, &high))
            return false;
        *ret_sd =
            ny_rational_divide(checker->arena, ny_rational_subtract(checker->arena, high, low),
                               ny_rational_fraction(checker->arena, 3919928, 1000000));
        return ny_rational_sign(*ret_sd) > 0;
    }
    for (uint32_t i = 0; i < words->distribution->items.count; i++) {
        const ny_expression *argument = words->distribution->items.items[i];
        if (ny_law_name_of(argument->name.text) == NY_LAW_SD &&
            ny_written_value(checker, argument->items.items[0], ret_sd))
            return ny_rational_sign(*ret_sd) > 0;
    }
    return false;
}

static bool check_unit(ny_checker *checker, const ny_expression *value, ny_unit unit)
{
    const ny_meaning *meaning = ny_meaning_of(checker->model, value);
    ny_type due = ny_number_type(unit);
    if (ny_type_agrees(&meaning->type, &due))
        return true;
    NY_SAY(checker, NY_ONE_UNIT_DUE, value->span, ny_span_text(checker->sink, value->span),
           ny_said_name(checker, value, meaning), ny_kind_name(checker, &due));
    return false;
}

/* The correlation that a written covariance is; false, reported, where there is none. */
static bool from_covariance(ny_varying *varying, const ny_vary_pair *pair, uint32_t i, uint32_t j,
                            ny_rational *covariance)
{
    ny_checker *checker = varying->checker;
    const uint32_t *members = varying->variation->members.items;
    const ny_figure *first = &checker->model->figures.items[members[i]],
                    *second = &checker->model->figures.items[members[j]];
    ny_rational one, other;
    ny_unit unit;
    if (!spread_of(checker, first, &one) || !spread_of(checker, second, &other) ||
        !ny_unit_multiply(first->type.unit, second->type.unit, 1, &unit)) {
        refuse(checker, pair->span, ny_words(checker->sink, NY_WORDS_VARY_COVARIANCE));
        return false;
    }
    if (!check_unit(checker, pair->value, unit))
        return false;
    *covariance = ny_rational_divide(checker->arena, *covariance,
                                     ny_rational_multiply(checker->arena, one, other));
    return true;
}

/* The correlation of a pair; false, reported, where there is none. */
static bool correlation_of(ny_varying *varying, const ny_vary_pair *pair, uint32_t i, uint32_t j,
                           ny_rational *ret_correlation)
{
    ny_checker *checker = varying->checker;
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}, .in_model = true};
    ny_meaning meaning = ny_check_expression(checker, pair->value, &place);
    if (meaning.type.kind == NY_KIND_ANY)
        return false;
    if (!ny_written_value(checker, pair->value, ret_correlation)) {
        refuse(checker, pair->value->span, ny_words(checker->sink, NY_WORDS_VARY_NUMBER));
        return false;
    }
    if (pair->is_covariance ? !from_covariance(varying, pair, i, j, ret_correlation)
                            : !check_unit(checker, pair->value, ny_unit_none()))
        return false;
    if (ny_rational_compare(
            ny_rational_multiply(checker->arena, *ret_correlation, *ret_correlation),
            NY_RATIONAL_ONE) <= 0)
        return true;
    refuse(checker, pair->value->span,
           NY_WORDS(checker->sink, NY_WORDS_VARY_RANGE,
                    ny_rational_decimal_text(checker->arena, *ret_correlation, 0, 3)));
    return false;
}

static bool take_pair(ny_varying *varying, const ny_vary_pair *pair)
{
    ny_checker *checker = varying->checker;
    uint32_t i = place_of(varying, &pair->first), j = place_of(varying, &pair->second);
    ny_rational *matrix = varying->variation->correlations, correlation;
    if (i == NY_NONE || j == NY_NONE)
        return false;
    if (i == j || varying->named[i * varying->count + j]) {
        refuse(
            checker, pair->span,
            ny_words(checker->sink, i == j ? NY_WORDS_VARY_WITH_ITSELF : NY_WORDS_VARY_PAIR_TWICE));
        return false;
    }
    if (!correlation_of(varying, pair, i, j, &correlation))
        return false;
    matrix[i * varying->count + j] = matrix[j * varying->count + i] = correlation;
    varying->named[i * varying->count + j] = varying->named[j * varying->count + i] = true;
    return true;
}

/* --- the matrix -------------------------------------------------------------------------------- */

/* The number of the first member whose pivot is not above 0, or `count`. */
static uint32_t first_bad_pivot(ny_arena *arena, const ny_rational *matrix, uint32_t count)
{
    ny_rational *left = NY_NEW_ARRAY(arena, ny_rational, (size_t)count * count + 1);
    for (uint32_t i = 0; i < count * count; i++)
        left[i] = matrix[i];
    for (uint32_t p = 0; p < count; p++) {
        if (ny_rational_sign(left[p * count + p]) <= 0)
            return p;
        for (uint32_t i = p + 1; i < count; i++) {
            ny_rational factor =
                ny_rational_divide(arena, left[i * count + p], left[p * count + p]);
            for (uint32_t j = p + 1; j < count; j++)
                left[i * count + j] =
                    ny_rational_subtract(arena, left[i * count + j],
                                         ny_rational_multiply(arena, factor, left[p * count + j]));
        }
    }
    return count;
}

static void check_variation(ny_checker *checker, ny_variation *variation, bool *taken)
{
    const ny_declaration *declaration = variation->declaration;
    const ny_vary_words *words = &declaration->is.vary;
    uint32_t count = words->members.count, places = count * count;
    ny_varying varying = {
        .checker = checker, .variation = variation, .words = words, .count = count};
    bool sound = true;
    if (declaration->failed)
        return;
    if (count < 2 || count > MEMBERS_MOST) {
        refuse(checker, declaration->header_span,
               ny_words(checker->sink, count < 2 ? NY_WORDS_VARY_ALONE : NY_WORDS_VARY_MOST));
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        sound = take_member(&varying, &words->members.items[i], taken) && sound;
    if (!sound)
        return;
    varying.named = NY_NEW_ARRAY(checker->arena, bool, places + 1);
    variation->correlations = NY_NEW_ARRAY(checker->arena, ny_rational, places + 1);
    for (uint32_t i = 0; i < places; i++)
        variation->correlations[i] = i % (count + 1) == 0 ? NY_RATIONAL_ONE : NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < words->pairs.count; i++)
        sound = take_pair(&varying, &words->pairs.items[i]) && sound;
    uint32_t bad = sound ? first_bad_pivot(checker->arena, variation->correlations, count) : count;
    if (bad < count)
        NY_SAY(checker, NY_NOT_POSITIVE_DEFINITE, declaration->header_span,
               words->members.items[bad].text);
}

void ny_check_variations(ny_checker *checker)
{
    ny_model *model = checker->model;
    bool *taken = NY_NEW_ARRAY(checker->arena, bool, model->figures.count + 1);
    for (uint32_t i = 0; i < model->variations.count; i++)
        check_variation(checker, &model->variations.items[i], taken);
}
