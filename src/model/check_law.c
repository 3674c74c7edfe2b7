/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Distributions as written: which unit is drawn, the shares that a dirichlet deals out, and rows that
 * are drawn.
 *
 * The law and the names of its arguments are judged here, so that a slip is found when a text is
 * checked; in a study, which is not drawn from yet, their units too. In a model of a contract
 * use/law.c judges units where it makes laws ready to be drawn from; both read laws.def. */

#include "model/check_expression.h"
#include "model/check_promise.h"
#include "model/law.h"

#include <string.h>

#define PARTS_MOST 1000

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

/* --- laws and arguments ------------------------------------------------------------------------ */

static ny_text law_name(ny_checker *checker, const char *name, bool half)
{
    return ny_format(checker->arena, "%s%s", half ? "half " : "", name);
}

/* Every law once, in the order of the table. */
static ny_text all_laws(ny_checker *checker)
{
    ny_buffer text = ny_buffer_create(checker->arena);
    for (uint32_t f = 0; f < NY_LAW_FORMS; f++) {
        const ny_law_shape *shape = &ny_law_shapes[f];
        bool again =
            f > 0 && strcmp(shape->name, shape[-1].name) == 0 && shape->half == shape[-1].half;
        if (!again)
            ny_buffer_format(&text, "%.*s, ",
                             NY_PRINT(law_name(checker, shape->name, shape->half)));
    }
    ny_buffer_add(&text, NY_TEXT("dirichlet"));
    return ny_buffer_text(&text);
}

/* "`shape`, `chance` `within`" */
static void add_arguments(ny_buffer *text, uint32_t form)
{
    static const uint8_t order[] = {
#define NY_LAW_ARGUMENT(name, spelling, unit) NY_LAW_##name,
#include "model/laws.def"
        NY_LAW_WITHIN, NY_LAW_UNTIL, NY_LAW_AT};
    const char *between = "";
    for (size_t i = 0; i < sizeof order; i++) {
        bool behind = order[i] >= NY_LAW_WITHIN;
        if (!(ny_law_shapes[form].arguments & (1u << order[i])))
            continue;
        ny_buffer_format(text, "%s`%s`", behind ? " " : between, ny_law_names[order[i]]);
        between = ", ";
    }
    if (ny_law_in_pieces(form))
        ny_buffer_add(text, NY_TEXT(", …"));
}

static ny_text known_laws(ny_checker *checker, const ny_expression *law)
{
    ny_buffer text = ny_buffer_create(checker->arena);
    for (uint32_t f = 0; f < NY_LAW_FORMS; f++) {
        if (!ny_text_is(law->name.text, ny_law_shapes[f].name) || ny_law_shapes[f].half != law->yes)
            continue;
        ny_buffer_add(&text, text.size ? ny_words(checker->sink, NY_WORDS_LAW_OR_TAKES)
                                       : ny_words(checker->sink, NY_WORDS_LAW_TAKES));
        add_arguments(&text, f);
    }
    return text.size ? ny_buffer_text(&text)
                     : NY_WORDS(checker->sink, NY_WORDS_KNOWN_LAWS, all_laws(checker));
}

/* The law, or the argument of a law that is known, that was nearly written. */
static ny_text nearly_a_law(ny_checker *checker, const ny_expression *law)
{
    ny_text names[NY_LAW_FORMS + 1], arguments[NY_LAW_NAMES];
    size_t known = 0;
    for (uint32_t f = 0; f < NY_LAW_FORMS; f++) {
        names[f] = ny_text_of(ny_law_shapes[f].name);
        known += ny_text_equal(names[f], law->name.text);
    }
    names[NY_LAW_FORMS] = NY_TEXT("dirichlet");
    if (!known)
        return ny_suggestion(checker, law->name.text, names, NY_LAW_FORMS + 1);
    for (uint32_t a = 0; a < NY_LAW_NAMES; a++)
        arguments[a] = ny_text_of(ny_law_names[a]);
    for (uint32_t i = 0; i < law->items.count; i++)
        if (ny_law_name_of(law->items.items[i]->name.text) == NY_LAW_NAMES)
            return ny_suggestion(checker, law->items.items[i]->name.text, arguments, NY_LAW_NAMES);
    return NY_NO_TEXT;
}

/* What the arguments so far say of the unit drawn; of any type where they say nothing. */
typedef struct ny_drawing {
    ny_checker *checker;
    ny_type drawn;
    bool failed;
} ny_drawing;

/* In a study units are judged here, in the model of a contract by ny_check_law_units. */
static void take_argument(ny_drawing *drawing, const ny_expression *value, uint32_t form,
                          uint32_t name, const ny_place_in *place)
{
    ny_checker *checker = drawing->checker;
    ny_meaning meaning = ny_check_expression(checker, value, place);
    ny_type none = ny_number_type(ny_unit_none()), says = meaning.type;
    drawing->failed = drawing->failed || ny_is_any(&meaning);
    if (name == NY_LAW_NAMES)
        return;
    switch (ny_law_unit_of(form, name)) {
    case NY_LAW_UNIT_NONE:
        if (checker->model->has_study)
            check_argument(checker, value, &meaning, &none);
        return;
    case NY_LAW_UNIT_INVERSE:
        if (name != NY_LAW_RATE || drawing->drawn.kind != NY_KIND_ANY ||
            says.kind != NY_KIND_NUMBER ||
            !ny_unit_multiply(ny_unit_none(), says.unit, -1, &says.unit))
            return;
        drawing->drawn = says;
        return;
    case NY_LAW_UNIT_VALUE:
        if (says.kind == NY_KIND_YES_NO && form != NY_FORM_OF_CATEGORICAL)
            check_argument(checker, value, &meaning, &none);
        else if (drawing->drawn.kind == NY_KIND_ANY)
            drawing->drawn = says;
        else if (checker->model->has_study || form == NY_FORM_OF_CATEGORICAL)
            check_argument(checker, value, &meaning, &drawing->drawn);
        return;
    }
}

ny_type ny_check_law(ny_checker *checker, const ny_expression *law, ny_text what,
                     const ny_place_in *place)
{
    ny_drawing drawing = {.checker = checker, .drawn = ny_any_type()};
    uint32_t form = ny_law_form_of(law);
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        uint32_t behind = ny_law_behind(argument);
        take_argument(&drawing, argument->items.items[0], form, ny_law_name_of(argument->name.text),
                      place);
        if (argument->items.count > 1)
            take_argument(&drawing, argument->items.items[1], form, behind, place);
    }
    if (is_dirichlet(law) && place->grain.kind == NY_GRAIN_CONTRACT)
        return ny_number_type(ny_unit_none());
    if (form == NY_LAW_FORMS) {
        NY_SAY(
            checker, NY_LAW_NOT_KNOWN, law->span, what,
            ny_format(checker->arena, "%s%.*s", law->yes ? "half " : "", NY_PRINT(law->name.text)),
            known_laws(checker, law), nearly_a_law(checker, law));
        return ny_any_type();
    }
    if (!drawing.failed)
        ny_check_law_sense(checker, law, form);
    return drawing.drawn.kind == NY_KIND_ANY && !drawing.failed ? ny_number_type(ny_unit_none())
                                                                : drawing.drawn;
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

static void declare_shares(ny_checker *checker, ny_figure *figure)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    ny_span span = words->distribution->span;
    ny_text trouble = parts_trouble(checker, words, &span);
    if (trouble.size) {
        NY_SAY(checker, NY_PARTS_HOW, span, figure->name, trouble);
        figure->failed = figure->unchecked = true;
        return;
    }
    for (uint32_t p = 0; p < words->distribution->items.count; p++)
        *NY_APPEND(checker->arena, &figure->parts) = words->distribution->items.items[p]->name.text;
}

/* --- rows drawn --------------------------------------------------------------------------------- */

/* Figures, days, yes or no: what an assumption can be. */
static bool may_be_assumed(const ny_type *type)
{
    return type->kind == NY_KIND_NUMBER || type->kind == NY_KIND_DATE ||
           type->kind == NY_KIND_YES_NO || type->kind == NY_KIND_ANY;
}

ny_text ny_drawn_example(const ny_checker *checker, ny_text name)
{
    const ny_table *table = &checker->model->tables.items[ny_model_table(checker->model, name)];
    for (uint32_t i = 0; i < table->columns.count; i++)
        if (may_be_assumed(&table->columns.items[i].type))
            return table->columns.items[i].name;
    return NY_TEXT("…");
}

static ny_text rows_trouble(const ny_checker *checker, const ny_figure *figure, ny_text *ret_hint)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    *ret_hint = NY_WORDS(checker->sink, NY_WORDS_DRAW_ROWS_SO, figure->name, words->rows_of.text,
                         ny_drawn_example(checker, words->rows_of.text));
    if (words->value || words->low)
        return ny_words(checker->sink, NY_WORDS_FIGURE_BESIDE_ROWS);
    if (words->by.text.size)
        return ny_words(checker->sink, NY_WORDS_ROWS_DRAWN_BY_ROW);
    if (figure->replaces != NY_NONE)
        return ny_words(checker->sink, NY_WORDS_ROWS_DRAWN_IN_PLACE);
    *ret_hint = ny_words(checker->sink, NY_WORDS_DRAW_ROWS_READ);
    return ny_is_modelled(checker->model, words->rows_of.text)
               ? ny_words(checker->sink, NY_WORDS_ROWS_DRAWN_IMAGINED)
               : NY_NO_TEXT;
}

static void declare_rows(ny_checker *checker, ny_figure *figure)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    uint32_t table;
    figure->failed = figure->unchecked = true;
    if (!ny_map_find(checker->tables, words->rows_of.text, &table)) {
        NY_SAY(checker, NY_TABLE_UNKNOWN, words->rows_of.span, words->rows_of.text,
               ny_table_suggestion(checker, words->rows_of.text));
        return;
    }
    const ny_table *of = &checker->model->tables.items[table];
    ny_text hint, trouble = rows_trouble(checker, figure, &hint);
    if (trouble.size) {
        NY_SAY(checker, NY_ROWS_DRAWN_HOW, words->rows_span, figure->name, trouble, of->name, hint);
        return;
    }
    figure->failed = figure->unchecked = false;
    figure->rows_of = table;
    figure->type = ny_number_type(ny_unit_none()); /* itself it is never known */
    for (uint32_t c = 0; c < of->columns.count; c++)
        *NY_APPEND(checker->arena, &figure->parts) = of->columns.items[c].name;
}

void ny_check_declare_parts(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        ny_figure *figure = &model->figures.items[i];
        if (figure->kind != NY_FIGURE_ASSUME || figure->failed)
            continue;
        if (figure->declaration->is.figure.rows_of.text.size)
            declare_rows(checker, figure);
        else if (is_dirichlet(figure->declaration->is.figure.distribution))
            declare_shares(checker, figure);
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

/* `cost of draw`: a column of the row that was drawn. */
static ny_meaning drawn_column(ny_checker *checker, const ny_expression *expression,
                               uint32_t figure, uint32_t column)
{
    uint32_t table = checker->model->figures.items[figure].rows_of;
    const ny_column *of = &checker->model->tables.items[table].columns.items[column];
    if (!may_be_assumed(&of->type)) {
        NY_SAY(checker, NY_ROWS_DRAWN_WHAT, expression->name.span, of->name,
               ny_kind_name(checker, &of->type));
        return ny_meaning_any();
    }
    return (ny_meaning){.type = of->type,
                        .grain = {NY_GRAIN_CONTRACT, NY_NONE},
                        .may_be_unknown = of->if_known,
                        .may_be_absent = of->if_any,
                        .checked = true,
                        .reference = NY_REFERENCE_DRAWN_OF,
                        .number = figure,
                        .table = table,
                        .through = column};
}

/* `b of from_a`: a share of a dirichlet, or a column of the row that was drawn. */
ny_meaning ny_check_share_part(ny_checker *checker, const ny_expression *expression,
                               uint32_t figure)
{
    const ny_figure *of = &checker->model->figures.items[figure];
    uint32_t part = 0;
    while (part < of->parts.count && !ny_text_equal(of->parts.items[part], expression->name.text))
        part++;
    if (of->rows_of != NY_NONE) {
        if (part < of->parts.count)
            return drawn_column(checker, expression, figure, part);
        const ny_table *table = &checker->model->tables.items[of->rows_of];
        NY_SAY(checker, NY_NO_SUCH_COLUMN, expression->name.span, expression->name.text,
               table->name, ny_column_suggestion(checker, table, expression->name.text));
        return ny_meaning_any();
    }
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
