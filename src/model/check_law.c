/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Distributions as written: which unit is drawn, and the shares that a dirichlet deals out.
 *
 * The law and the names of its arguments are judged here, so that a slip is found when a text is
 * checked; in a study, which is not drawn from yet, their units too. In a model of a contract
 * use/law.c judges units where it makes laws ready to be drawn from; both read laws.def. */

#include "model/check_expression.h"

enum {
#define NY_LAW_ARGUMENT(name, spelling) ARGUMENT_##name,
#include "model/laws.def"
    ARGUMENTS
};

#define BIT(name) (1u << ARGUMENT_##name)

static const char *const arguments[ARGUMENTS] = {
#define NY_LAW_ARGUMENT(name, spelling) [ARGUMENT_##name] = (spelling),
#include "model/laws.def"
};

/* Those that only a study has, so far: the half cauchy stands behind the laws of laws.def. */
static const struct {
    const char *name;
    bool half;
    uint32_t arguments;
} forms[] = {
#define NY_LAW_FORM(form, spelling, half, arguments) {(spelling), (half), (arguments)},
#include "model/laws.def"
    {"cauchy", true, BIT(SCALE)},
};

#define PARTS_MOST 1000
#define FORMS (sizeof forms / sizeof *forms)
/* Arguments in the unit of what is drawn; `rate` is one over it; the others have none. */
#define IN_UNIT (BIT(MEAN) | BIT(SD) | BIT(MEDIAN) | BIT(SCALE) | BIT(LOW) | BIT(MODE) | BIT(HIGH))

static uint32_t argument_number(ny_text name)
{
    uint32_t a = 0;
    while (a < ARGUMENT_WITHIN && !ny_text_is(name, arguments[a]))
        a++;
    return a < ARGUMENT_WITHIN ? a : ARGUMENTS;
}

static bool is_dirichlet(const ny_expression *law)
{
    return law && !law->yes && ny_text_is(law->name.text, "dirichlet");
}

/* --- units ------------------------------------------------------------------------------------- */

/* Months and days meet in a model: 1 year is 365.25 days. */
static ny_type months_as_days(ny_type type)
{
    int months = type.kind == NY_KIND_NUMBER ? ny_unit_exponent(type.unit, NY_UNIT_MONTH) : 0;
    ny_unit unit = type.unit;
    if (months && ny_unit_multiply(unit, ny_unit_base(NY_UNIT_MONTH), -months, &unit) &&
        ny_unit_multiply(unit, ny_unit_base(NY_UNIT_DAY), months, &unit))
        type.unit = unit;
    return type;
}

static void check_argument(ny_checker *checker, const ny_expression *value,
                           const ny_meaning *meaning, const ny_type *due)
{
    ny_type is = months_as_days(meaning->type), wants = months_as_days(*due);
    if (!ny_type_agrees(&is, &wants))
        NY_SAY(checker, NY_ONE_UNIT_DUE, value->span, ny_span_text(checker->sink, value->span),
               ny_said_name(checker, value, meaning), ny_kind_name(checker, due));
}

/* What an argument says of the unit drawn; of any type where it says nothing. */
static ny_type drawn_by(uint32_t argument, const ny_meaning *value, const ny_meaning *within)
{
    ny_type type = value->type;
    if (within)
        return within->type;
    if (argument < ARGUMENTS && (IN_UNIT & (1u << argument)))
        return type;
    if (argument == ARGUMENT_RATE && type.kind == NY_KIND_NUMBER &&
        ny_unit_multiply(ny_unit_none(), type.unit, -1, &type.unit))
        return type;
    return ny_any_type();
}

/* --- laws and arguments ------------------------------------------------------------------------ */

/* The half cauchy, the last one, is drawn from in no contract yet. */
static size_t forms_here(const ny_checker *checker)
{
    return checker->model->has_study ? FORMS : FORMS - 1;
}

static ny_text known_laws(ny_checker *checker, const ny_expression *law)
{
    ny_buffer text = ny_buffer_create(checker->arena);
    for (size_t f = 0; f < forms_here(checker); f++) {
        if (!ny_text_is(law->name.text, forms[f].name) || forms[f].half != law->yes)
            continue;
        ny_buffer_add(&text, text.size ? ny_words(checker->sink, NY_WORDS_LAW_OR_TAKES)
                                       : ny_words(checker->sink, NY_WORDS_LAW_TAKES));
        bool first = true;
        for (uint32_t a = 0; a < ARGUMENTS; a++) {
            if (!(forms[f].arguments & (1u << a)))
                continue;
            ny_buffer_format(&text, "%s`%s`",
                             first                  ? ""
                             : a == ARGUMENT_WITHIN ? " "
                                                    : ", ",
                             arguments[a]);
            first = false;
        }
    }
    return text.size
               ? ny_buffer_text(&text)
               : ny_words(checker->sink, checker->model->has_study ? NY_WORDS_KNOWN_LAWS_OF_STUDY
                                                                   : NY_WORDS_KNOWN_LAWS);
}

static void check_form(ny_checker *checker, const ny_expression *law, ny_text what)
{
    uint32_t said = 0;
    bool known = true;
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        uint32_t number = argument_number(argument->name.text);
        known = known && number < ARGUMENTS && !(said & (1u << number));
        said |= number < ARGUMENTS ? 1u << number : 0;
        said |= argument->items.count > 1 ? BIT(WITHIN) : 0;
    }
    for (size_t f = 0; known && f < forms_here(checker); f++)
        if (ny_text_is(law->name.text, forms[f].name) && forms[f].half == law->yes &&
            forms[f].arguments == said)
            return;
    ny_text name =
        ny_format(checker->arena, "%s%.*s", law->yes ? "half " : "", NY_PRINT(law->name.text));
    NY_SAY(checker, NY_LAW_NOT_KNOWN, law->span, what, name, known_laws(checker, law));
}

ny_type ny_check_law(ny_checker *checker, const ny_expression *law, ny_text what,
                     const ny_place_in *place)
{
    ny_type drawn = ny_any_type(), none = ny_number_type(ny_unit_none());
    bool gompertz = ny_text_is(law->name.text, "gompertz"), failed = false;
    if (!is_dirichlet(law))
        check_form(checker, law, what);
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i], *value = argument->items.items[0];
        uint32_t number = argument_number(argument->name.text);
        ny_meaning meaning = ny_check_expression(checker, value, place), within = {0};
        bool has_within = argument->items.count > 1;
        if (has_within)
            within = ny_check_expression(checker, argument->items.items[1], place);
        failed = failed || ny_is_any(&meaning) || (has_within && ny_is_any(&within));
        ny_type says = drawn_by(number, &meaning, has_within ? &within : NULL);
        if (says.kind == NY_KIND_ANY) {
            if (checker->model->has_study && !(gompertz && number == ARGUMENT_SHAPE))
                check_argument(checker, value, &meaning, &none);
        } else if (drawn.kind == NY_KIND_ANY) {
            drawn = says;
        } else if (checker->model->has_study && number != ARGUMENT_RATE && !has_within) {
            check_argument(checker, value, &meaning, &drawn);
        }
    }
    return drawn.kind == NY_KIND_ANY && !failed ? none : drawn;
}

/* --- dirichlet --------------------------------------------------------------------------------- */

static ny_text parts_trouble(ny_checker *checker, const ny_figure_words *words, ny_span *span)
{
    const ny_expression *law = words->distribution;
    ny_map *names = ny_map_create(checker->arena);
    if (words->value || words->low)
        return ny_words(checker->sink, NY_WORDS_FIGURE_BESIDE_SHARES);
    if (words->by.text.size)
        return ny_words(checker->sink, NY_WORDS_SHARES_BY_ROW);
    if (law->items.count < 2)
        return ny_words(checker->sink, NY_WORDS_SHARES_OF_TWO);
    if (law->items.count > PARTS_MOST)
        return ny_words(checker->sink, NY_WORDS_SHARES_MOST);
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *part = law->items.items[i], *weight = part->items.items[0];
        *span = part->span;
        if (!ny_map_add(names, part->name.text, i))
            return ny_words(checker->sink, NY_WORDS_SHARES_NAMES);
        if (part->items.count > 1)
            return ny_words(checker->sink, NY_WORDS_WITHIN_OF_CHANCE);
        if (weight->kind == NY_EXPRESSION_NEGATE ||
            (weight->kind == NY_EXPRESSION_NUMBER && ny_rational_sign(weight->literal.number) <= 0))
            return ny_words(checker->sink, NY_WORDS_SHARES_WEIGHTS);
    }
    return NY_NO_TEXT;
}

void ny_check_declare_parts(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        ny_figure *figure = &model->figures.items[i];
        if (figure->kind != NY_FIGURE_ASSUME || figure->failed ||
            !is_dirichlet(figure->declaration->is.figure.distribution))
            continue;
        const ny_figure_words *words = &figure->declaration->is.figure;
        ny_span span = words->distribution->span;
        ny_text trouble = parts_trouble(checker, words, &span);
        if (trouble.size) {
            NY_SAY(checker, NY_PARTS_HOW, span, figure->name, trouble);
            figure->failed = figure->unchecked = true;
            continue;
        }
        for (uint32_t p = 0; p < words->distribution->items.count; p++)
            *NY_APPEND(checker->arena, &figure->parts) =
                words->distribution->items.items[p]->name.text;
    }
}

ny_text ny_parts_text(ny_checker *checker, const ny_figure *figure)
{
    ny_buffer text = ny_buffer_create(checker->arena);
    uint32_t count = figure->parts.count < 20 ? figure->parts.count : 20;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            ny_buffer_add(&text,
                          i + 1 == count ? ny_words(checker->sink, NY_WORDS_AND) : NY_TEXT(", "));
        ny_buffer_format(&text, "`%.*s`", NY_PRINT(figure->parts.items[i]));
    }
    return ny_buffer_text(&text);
}

/* `b of from_a`: a share of a dirichlet. */
ny_meaning ny_check_share_part(ny_checker *checker, const ny_expression *expression,
                               uint32_t figure)
{
    const ny_figure *of = &checker->model->figures.items[figure];
    uint32_t part = 0;
    while (part < of->parts.count && !ny_text_equal(of->parts.items[part], expression->name.text))
        part++;
    if (part == of->parts.count) {
        NY_SAY(checker, NY_PART_UNKNOWN, expression->name.span, expression->name.text, of->name,
               ny_parts_text(checker, of));
        return ny_meaning_any();
    }
    return (ny_meaning){.type = ny_number_type(ny_unit_none()),
                        .grain = {NY_GRAIN_CONTRACT, NY_NONE},
                        .checked = true,
                        .reference = NY_REFERENCE_SHARE_OF,
                        .number = figure,
                        .through = part};
}
