/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Forms and functions: keep, scale, weigh, unknown as, max and its kin; figures over rows. */

#include "model/check_expression.h"

#include "model/check_promise.h"

#include "base/bug.h"
#include "base/value_set.h"

/* --- forms ------------------------------------------------------------------------------------- */

/* All of these numbers have one unit; gives it. */
static bool one_unit(ny_checker *checker, const ny_expression *expression, uint32_t first,
                     uint32_t end, const ny_place_in *place, ny_meaning *ret_meaning)
{
    ny_meaning meaning = {.checked = true, .type = ny_any_type()};
    for (uint32_t i = first; i < end; i++) {
        const ny_expression *item = expression->items.items[i];
        ny_meaning part = ny_check_expression(checker, item, place);
        if (!ny_check_present(checker, item, &part))
            return false;
        if (!ny_check_number_here(checker, item, &part))
            return false;
        ny_join_meaning(&meaning, &part);
        if (ny_is_any(&part))
            continue;
        if (ny_is_any(&meaning)) {
            meaning.type = part.type;
        } else if (!ny_type_agrees(&meaning.type, &part.type)) {
            if (ny_is_bare(item, &part))
                NY_SAY(checker, NY_BARE_NUMBER, item->span, ny_span_text(checker->sink, item->span),
                       ny_kind_name(checker, &meaning.type),
                       ny_bare_hint(checker, ny_span_text(checker->sink, item->span),
                                    meaning.type.unit));
            else
                NY_SAY(checker, NY_ONE_UNIT_DUE, item->span,
                       ny_span_text(checker->sink, item->span), ny_said_name(checker, item, &part),
                       ny_kind_name(checker, &meaning.type));
            return false;
        }
    }
    *ret_meaning = meaning;
    return true;
}

/* `83 % * price`: 83 %. */
static const ny_expression *leading(const ny_expression *expression)
{
    while (expression->kind == NY_EXPRESSION_MULTIPLY)
        expression = expression->items.items[0];
    return expression;
}

static ny_meaning check_keep(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place)
{
    ny_meaning meaning;
    if (!one_unit(checker, expression, 0, 3, place, &meaning))
        return ny_meaning_any();
    const ny_expression *const bounds[] = {leading(expression->items.items[1]),
                                           leading(expression->items.items[2])};
    ny_check_percent_alike(checker, bounds, 2);
    return meaning;
}

static ny_meaning check_scale(ny_checker *checker, const ny_expression *expression,
                              const ny_place_in *place)
{
    ny_meaning value, ends;
    if (!one_unit(checker, expression, 0, 3, place, &value) ||
        !one_unit(checker, expression, 3, 5, place, &ends))
        return ny_meaning_any();
    ny_check_percent_alike(checker, (const ny_expression *const *)expression->items.items + 1, 2);
    const ny_expression *from = expression->items.items[3], *to = expression->items.items[4];
    const ny_meaning *first = ny_meaning_of(checker->model, from),
                     *last = ny_meaning_of(checker->model, to);
    if (!ny_is_any(&ends) && ny_rational_compare(first->value, last->value) == 0)
        NY_SAY(checker, NY_SCALE_FLAT, from->span, ny_span_text(checker->sink, from->span));
    ny_join_meaning(&ends, &value);
    return ends;
}

static ny_meaning check_weigh(ny_checker *checker, const ny_expression *expression,
                              const ny_place_in *place)
{
    ny_meaning meaning = {.checked = true, .type = ny_any_type()};
    ny_rational sum = NY_RATIONAL_ZERO;
    bool all_stated = true;
    for (uint32_t i = 0; i < expression->items.count; i += 2) {
        const ny_expression *weight = expression->items.items[i],
                            *item = expression->items.items[i + 1];
        ny_meaning by = ny_check_expression(checker, weight, place),
                   part = ny_check_expression(checker, item, place);
        all_stated = all_stated && weight->kind == NY_EXPRESSION_NUMBER && !ny_is_any(&by);
        if (weight->kind == NY_EXPRESSION_NUMBER && !ny_is_any(&by) &&
            !ny_check_part_of_all(checker, weight->span, by.value))
            all_stated = false; /* the sum would say it again */
        if (weight->kind == NY_EXPRESSION_NUMBER && !ny_is_any(&by))
            sum = ny_rational_add(checker->arena, sum, by.value);
        if (!ny_check_number_here(checker, weight, &by) ||
            !ny_check_number_here(checker, item, &part) || !ny_check_present(checker, item, &part))
            return ny_meaning_any();
        ny_join_meaning(&meaning, &by);
        ny_join_meaning(&meaning, &part);
        if (ny_is_any(&meaning)) {
            meaning.type = part.type;
        } else if (!ny_type_agrees(&meaning.type, &part.type)) {
            NY_SAY(checker, NY_ONE_UNIT_DUE, item->span, ny_span_text(checker->sink, item->span),
                   ny_said_name(checker, item, &part), ny_kind_name(checker, &meaning.type));
            return ny_meaning_any();
        }
    }
    if (all_stated && ny_rational_compare(sum, NY_RATIONAL_ONE) != 0) {
        ny_rational percent = ny_rational_multiply(checker->arena, sum, ny_rational_whole(100));
        NY_SAY(checker, NY_WEIGHTS_ADD_UP, expression->span,
               ny_rational_decimal_text(checker->arena, percent, 0, 6));
    }
    return meaning;
}

/* As many as are asked for are always there: the mean is too. */
static bool always_enough(const ny_checker *checker, const ny_expression *among, int64_t least)
{
    int64_t always = 0;
    for (uint32_t i = 0; i < among->items.count; i++)
        always += !ny_meaning_of(checker->model, among->items.items[i])->may_be_unknown;
    return always >= least;
}

static ny_meaning check_among(ny_checker *checker, const ny_expression *expression,
                              const ny_place_in *place)
{
    const ny_literal *least = &expression->literal;
    ny_meaning meaning;
    int64_t whole = 0;
    if (!one_unit(checker, expression, 0, expression->items.count, place, &meaning))
        return ny_meaning_any();
    bool bare = !least->is_percent && !least->is_percentage_points && !least->unit.over.text.size &&
                !least->unit.per.count;
    if (!bare || !ny_rational_to_whole(least->number, &whole) || whole < 1 ||
        whole > expression->items.count) {
        NY_SAY(checker, NY_AMONG_AT_LEAST, least->span, ny_span_text(checker->sink, least->span),
               ny_format(checker->arena, "%u", expression->items.count));
        return ny_meaning_any();
    }
    meaning.may_be_unknown = !always_enough(checker, expression, whole);
    return meaning;
}

/* "`Denmark 5L 2021`, `Denmark 3L TTO 2009`": those that begin with the same word; else all. */
static ny_text sets_like(ny_checker *checker, ny_text name)
{
    uint32_t count, alike = 0;
    const ny_value_set *sets = ny_value_sets(&count);
    ny_buffer list = ny_buffer_create(checker->arena);
    size_t word = 0;
    while (word < name.size && name.data[word] != ' ')
        word++;
    for (int all = 0; all < 2 && alike == 0; all++)
        for (uint32_t i = 0; i < count; i++) {
            ny_text set = ny_text_of(sets[i].name);
            bool starts = word > 0 && set.size > word && set.data[word] == ' ' &&
                          ny_text_equal((ny_text){set.data, word}, (ny_text){name.data, word});
            if (all || starts)
                ny_buffer_format(&list, "%s\"%s\"", alike++ ? ", " : "", sets[i].name);
        }
    return ny_buffer_text(&list);
}

static const ny_column *column_of(const ny_model *model, const ny_meaning *meaning)
{
    bool is_column =
        meaning->reference == NY_REFERENCE_COLUMN || meaning->reference == NY_REFERENCE_COLUMN_OF;
    return is_column ? &model->tables.items[meaning->table].columns.items[meaning->number] : NULL;
}

static ny_meaning check_eq5d(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place)
{
    const ny_expression *profile = expression->items.items[0];
    ny_meaning meaning = ny_check_expression(checker, profile, place);
    uint32_t number, count;
    if (!ny_value_set_find(expression->name.text, &number)) {
        ny_text names[NY_VALUE_SETS_MOST];
        const ny_value_set *sets = ny_value_sets(&count);
        for (uint32_t i = 0; i < count; i++)
            names[i] = ny_text_of(sets[i].name);
        NY_SAY(checker, NY_VALUE_SET_UNKNOWN, expression->name.span, expression->name.text,
               sets_like(checker, expression->name.text),
               ny_suggestion(checker, expression->name.text, names, count));
        return ny_meaning_any();
    }
    if (ny_is_any(&meaning) || !ny_check_present(checker, profile, &meaning))
        return ny_meaning_any();
    const ny_value_set *set = &ny_value_sets(&count)[number];
    const ny_column *column = column_of(checker->model, &meaning);
    if (!column || !column->has_digits || column->digits != NY_VALUE_SET_DIGITS ||
        column->digit_low != 1 || column->digit_high != set->levels) {
        NY_SAY(checker, NY_EQ5D_PROFILE, profile->span, ny_span_text(checker->sink, profile->span),
               expression->name.text, ny_format(checker->arena, "%u", set->levels));
        return ny_meaning_any();
    }
    return (ny_meaning){.checked = true,
                        .type = ny_number_type(ny_unit_none()),
                        .grain = meaning.grain,
                        .may_be_unknown = meaning.may_be_unknown,
                        .number = number};
}

static ny_meaning check_unknown_as(ny_checker *checker, const ny_expression *expression,
                                   const ny_place_in *place)
{
    const ny_expression *instead = expression->items.items[1];
    ny_meaning of = ny_check_expression(checker, expression->items.items[0], place);
    ny_meaning by = ny_check_expression(checker, instead, place);
    if (ny_is_any(&of) || ny_is_any(&by))
        return ny_meaning_any();
    if (!ny_type_agrees(&of.type, &by.type)) {
        ny_report_units(checker, expression, &of, &by, NY_WORDS_PUT_FOR_ONE_ANOTHER, place);
        return ny_meaning_any();
    }
    ny_meaning meaning = {.checked = true,
                          .type = of.type,
                          .may_be_unknown = by.may_be_unknown,
                          .may_be_absent = by.may_be_absent};
    meaning.grain = ny_finer_grain(of.grain, by.grain);
    return meaning;
}

/* Which functions there are: how many figures they take, and whether only a model may use them. */
static const struct {
    const char *name;
    uint32_t least, most;
    bool only_in_models;
} functions[] = {
    {"max", 2, 1000, false}, {"min", 2, 1000, false},  {"ceiling", 1, 1, false},
    {"floor", 1, 1, false},  {"exp", 1, 1, true},      {"log", 1, 1, true},
    {"sqrt", 1, 1, true},    {"logistic", 1, 1, true},
};

static ny_meaning check_call(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place)
{
    ny_text name = expression->name.text;
    size_t known = sizeof functions / sizeof *functions, f = 0;
    while (f < known && !ny_text_is(name, functions[f].name))
        f++;
    if (f == known) {
        ny_text names[sizeof functions / sizeof *functions];
        for (size_t i = 0; i < known; i++)
            names[i] = ny_text_of(functions[i].name);
        NY_SAY(checker, NY_FUNCTION_UNKNOWN, expression->name.span, name,
               ny_suggestion(checker, name, names, known));
        return ny_meaning_any();
    }
    uint32_t count = expression->items.count;
    if (count < functions[f].least || count > functions[f].most) {
        NY_SAY(checker, NY_FUNCTION_ARGUMENTS, expression->span, name,
               functions[f].least == functions[f].most
                   ? ny_words(checker->sink, NY_WORDS_TAKES_ONE)
                   : ny_words(checker->sink, NY_WORDS_TAKES_SEVERAL));
        return ny_meaning_any();
    }
    bool rounded = place->rounded == expression && ny_text_is(name, "logistic");
    if (functions[f].only_in_models && !rounded && !place->in_model && !checker->model->has_study) {
        NY_SAY(checker, NY_ONLY_IN_MODELS, expression->span, name,
               ny_text_is(name, "logistic") ? ny_words(checker->sink, NY_WORDS_SAY_LOGISTIC_ROUNDED)
                                            : NY_NO_TEXT);
        return ny_meaning_any();
    }
    ny_meaning meaning;
    if (!one_unit(checker, expression, 0, count, place, &meaning))
        return ny_meaning_any();
    bool to_whole = ny_text_is(name, "ceiling") || ny_text_is(name, "floor");
    if (to_whole && !ny_is_any(&meaning) &&
        (ny_unit_exponent(meaning.type.unit, NY_UNIT_DAY) != 0 ||
         ny_unit_exponent(meaning.type.unit, NY_UNIT_MONTH) != 0)) {
        NY_SAY(checker, NY_WHOLE_OF_TIME, expression->span, name,
               ny_span_text(checker->sink, expression->items.items[0]->span));
        return ny_meaning_any();
    }
    if (functions[f].only_in_models && !ny_is_any(&meaning) &&
        !ny_unit_is_none(meaning.type.unit)) {
        NY_SAY(checker, NY_NO_UNIT_DUE, expression->items.items[0]->span, name,
               ny_kind_name(checker, &meaning.type));
        return ny_meaning_any();
    }
    return meaning;
}

/* --- over rows --------------------------------------------------------------------------------- */

static bool judging_matters(const ny_checker *checker, uint32_t table)
{
    for (uint32_t i = 0; i < checker->model->exclusions.count; i++)
        if (checker->model->exclusions.items[i].table == table &&
            !checker->model->exclusions.items[i].judged)
            return true;
    return false;
}

/* What `of the same C` compares: C of the rows gone over with C at this place. */
typedef struct ny_same {
    uint32_t column, here, figure;
    bool may_be_unknown;
} ny_same;

static bool same_kind(const ny_type *a, const ny_type *b)
{
    return (a->kind == NY_KIND_WORD && b->kind == NY_KIND_WORD) || ny_type_agrees(a, b);
}

/* Words of two columns are compared as words: each table has a list of its own. */
static bool check_same(ny_checker *checker, const ny_scope *scope, uint32_t table,
                       const ny_place_in *place, ny_same *ret_same)
{
    const ny_model *model = checker->model;
    const ny_name *name = &scope->same;
    ny_same same = {.here = NY_NONE, .figure = NY_NONE};
    ny_meaning here = {.reference = NY_REFERENCE_NONE};
    same.column = ny_table_column(&model->tables.items[table], name->text);
    if (same.column == NY_NONE) {
        NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, scope->table.text,
               ny_column_suggestion(checker, &model->tables.items[table], name->text));
        return false;
    }
    if (place->grain.kind == NY_GRAIN_ROW)
        same.here = ny_table_column(&model->tables.items[place->grain.table], name->text);
    if (same.here != NY_NONE) {
        const ny_column *column = &model->tables.items[place->grain.table].columns.items[same.here];
        here = (ny_meaning){.type = column->type,
                            .reference = NY_REFERENCE_COLUMN,
                            .table = place->grain.table,
                            .number = same.here};
        same.may_be_unknown = column->if_any || column->if_known;
    } else if (ny_map_find(checker->figures, name->text, &same.figure)) {
        const ny_figure *figure = &model->figures.items[same.figure];
        if (!ny_check_grain(checker, name, figure->grain, place))
            return false;
        here = (ny_meaning){
            .type = figure->type, .reference = NY_REFERENCE_FIGURE, .number = same.figure};
        same.may_be_unknown = figure->may_be_unknown || figure->may_be_absent;
    }
    ny_meaning there = {.type = model->tables.items[table].columns.items[same.column].type,
                        .reference = NY_REFERENCE_COLUMN,
                        .table = table,
                        .number = same.column};
    bool found = here.reference != NY_REFERENCE_NONE;
    if (!found || !same_kind(&here.type, &there.type)) {
        ny_text what = found ? NY_WORDS(checker->sink, NY_WORDS_IT_IS_HERE_AND_THERE,
                                        ny_said_name(checker, NULL, &here),
                                        ny_said_name(checker, NULL, &there), scope->table.text)
                             : ny_words(checker->sink, NY_WORDS_NO_COLUMN_OR_FIGURE);
        NY_SAY(checker, NY_SAME_WHAT, name->span, name->text, what);
        return false;
    }
    *ret_same = same;
    return true;
}

static void report_judging(ny_checker *checker, const ny_scope *scope, uint32_t table)
{
    NY_SAY(checker, NY_JUDGED_OR_NOT, scope->span, scope->table.text);
    for (uint32_t i = 0; i < checker->model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &checker->model->exclusions.items[i];
        if (exclusion->table == table && !exclusion->judged)
            NY_SAY_PLACE(checker, exclusion->span, NY_WORDS_ROWS_THAT_THIS_TAKES_OUT, NY_NO_TEXT);
    }
}

/* Checks the scope and gives the place inside a row of it; false when the table is not known. */
static bool enter_scope(ny_checker *checker, const ny_scope *scope, const ny_place_in *place,
                        ny_place_in *ret_inner, ny_grain *ret_grain, ny_same *ret_same)
{
    uint32_t table;
    if (!ny_map_find(checker->tables, scope->table.text, &table)) {
        NY_SAY(checker, NY_TABLE_UNKNOWN, scope->table.span, scope->table.text,
               ny_table_suggestion(checker, scope->table.text));
        return false;
    }
    if (!scope->judged && !scope->judged_or_not && judging_matters(checker, table))
        report_judging(checker, scope, table);
    if (scope->to_date && ny_check_no_years(checker, scope->span, false))
        return false;
    bool dated = checker->model->tables.items[table].date != NY_NONE && !checker->model->has_study;
    ret_grain->kind = dated ? NY_GRAIN_EACH_PERIOD : NY_GRAIN_CONTRACT;
    ret_grain->table = NY_NONE;
    *ret_same = (ny_same){.here = NY_NONE, .figure = NY_NONE};
    if (scope->same.text.size) {
        if (!ny_check_grain(checker, &scope->table, *ret_grain, place) ||
            !check_same(checker, scope, table, place, ret_same))
            return false;
        *ret_grain = ny_finer_grain(*ret_grain, place->grain);
    }
    *ret_inner = (ny_place_in){.grain = {NY_GRAIN_ROW, table}, .in_model = place->in_model};
    if (scope->where) {
        ny_check_condition(checker, scope->where, ret_inner);
        ret_inner->narrowed = ny_narrow(checker, scope->where, true, ret_inner, NULL);
    }
    return true;
}

/* It is the sum, the count or the value that exists once a year, not the table that it is over. */
static bool check_grain_of_rows(ny_checker *checker, const ny_expression *expression,
                                ny_grain grain, const ny_place_in *place)
{
    ny_name name = {.text = ny_said_text(checker, expression), .span = expression->span};
    return ny_check_grain(checker, &name, grain, place);
}

static ny_meaning check_over(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place)
{
    ny_place_in inner;
    ny_grain grain;
    ny_same same;
    if (!enter_scope(checker, &expression->scope, place, &inner, &grain, &same))
        return ny_meaning_any();
    if (!check_grain_of_rows(checker, expression, grain, place))
        return ny_meaning_any();
    ny_meaning meaning = {.checked = true,
                          .grain = grain,
                          .may_be_unknown = same.may_be_unknown,
                          .same_column = same.column,
                          .same_here = same.here,
                          .same_figure = same.figure};
    if (expression->kind == NY_EXPRESSION_COUNT) {
        uint32_t unit = checker->model->tables.items[inner.grain.table].unit;
        meaning.type = ny_number_type(ny_unit_base(unit));
        return meaning;
    }
    const ny_expression *value = expression->items.items[0];
    ny_meaning of = ny_check_expression(checker, value, &inner);
    if (ny_is_any(&of) || !ny_check_known(checker, value, &of) ||
        !ny_check_number_here(checker, value, &of))
        return ny_meaning_any();
    meaning.type = of.type;
    meaning.may_be_unknown = same.may_be_unknown || expression->keyword != NY_KEYWORD_SUM;
    return meaning;
}

static ny_meaning check_the(ny_checker *checker, const ny_expression *expression,
                            const ny_place_in *place)
{
    ny_place_in inner;
    ny_grain grain;
    ny_same same;
    if (!enter_scope(checker, &expression->scope, place, &inner, &grain, &same))
        return ny_meaning_any();
    const ny_table *table = &checker->model->tables.items[inner.grain.table];
    uint32_t column = ny_table_column(table, expression->name.text);
    if (column == NY_NONE) {
        NY_SAY(checker, NY_NO_SUCH_COLUMN, expression->name.span, expression->name.text,
               table->name, ny_column_suggestion(checker, table, expression->name.text));
        return ny_meaning_any();
    }
    if (!check_grain_of_rows(checker, expression, grain, place))
        return ny_meaning_any();
    ny_type type = table->columns.items[column].type;
    if (type.kind != NY_KIND_NUMBER && type.kind != NY_KIND_DATE && type.kind != NY_KIND_YES_NO) {
        NY_SAY(checker, NY_FIGURE_TYPE, expression->name.span, expression->name.text);
        return ny_meaning_any();
    }
    return (ny_meaning){.checked = true,
                        .type = type,
                        .grain = grain,
                        .may_be_unknown = true,
                        .number = column,
                        .same_column = same.column,
                        .same_here = same.here,
                        .same_figure = same.figure};
}

static ny_meaning check_running(ny_checker *checker, const ny_expression *expression,
                                const ny_place_in *place)
{
    if (place->grain.kind != NY_GRAIN_ROW) {
        NY_SAY(checker, NY_RUNNING_WITHOUT_ROW, expression->span,
               ny_grain_name(checker, place->grain));
        return ny_meaning_any();
    }
    const ny_table *table = &checker->model->tables.items[place->grain.table];
    const ny_name *names[] = {&expression->name, &expression->owner};
    for (size_t i = 0; i < 2; i++)
        if (names[i]->text.size && ny_table_column(table, names[i]->text) == NY_NONE) {
            NY_SAY(checker, NY_NO_SUCH_COLUMN, names[i]->span, names[i]->text, table->name,
                   ny_column_suggestion(checker, table, names[i]->text));
            return ny_meaning_any();
        }
    const ny_column *by = &table->columns.items[ny_table_column(table, expression->name.text)];
    if (by->type.kind != NY_KIND_DATE || by->if_any || by->if_known)
        NY_SAY(checker, NY_RUNNING_BY_DATE, expression->name.span, expression->name.text);
    if (expression->items.count) {
        ny_place_in inner = *place;
        inner.narrowed = NULL;
        ny_check_condition(checker, expression->items.items[0], &inner);
    }
    return (ny_meaning){
        .checked = true, .type = ny_number_type(ny_unit_none()), .grain = place->grain};
}

ny_meaning ny_check_form(ny_checker *checker, const ny_expression *expression,
                         const ny_place_in *place)
{
    switch ((int)expression->kind) {
    case NY_EXPRESSION_CALL:
        return check_call(checker, expression, place);
    case NY_EXPRESSION_KEEP:
        return check_keep(checker, expression, place);
    case NY_EXPRESSION_SCALE:
        return check_scale(checker, expression, place);
    case NY_EXPRESSION_WEIGH:
        return check_weigh(checker, expression, place);
    case NY_EXPRESSION_AGGREGATE:
    case NY_EXPRESSION_COUNT:
        return check_over(checker, expression, place);
    case NY_EXPRESSION_THE:
        return check_the(checker, expression, place);
    case NY_EXPRESSION_RUNNING:
        return check_running(checker, expression, place);
    case NY_EXPRESSION_AMONG:
        return check_among(checker, expression, place);
    case NY_EXPRESSION_EQ5D:
        return check_eq5d(checker, expression, place);
    case NY_EXPRESSION_SURVIVAL:
        return ny_check_survival(checker, expression, place);
    case NY_EXPRESSION_UNKNOWN_AS:
        return check_unknown_as(checker, expression, place);
    default:
        NY_BUG("form");
    }
}
