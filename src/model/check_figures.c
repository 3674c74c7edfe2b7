/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Figures: in which order they need each other, and what their expressions give. */

#include "model/check_expression.h"
#include "model/check_promise.h"

#include "base/bug.h"

/* --- order ------------------------------------------------------------------------------------- */

typedef NY_LIST(uint32_t) ny_numbers;

typedef struct ny_needs {
    ny_checker *checker;
    ny_numbers figures;        /* all needs of all figures, one figure behind the other */
    uint32_t *first;           /* where a figure's needs begin; one past the last at the end */
    ny_numbers *of_exclusions; /* by table: figures that its exclusions name, each once */
} ny_needs;

/* What is judged rests on the exclusions of its table. (An exclusion that asks what is judged is
 * reported where it stands.) */
static void add_exclusions(ny_needs *needs, uint32_t table)
{
    for (uint32_t i = 0; table != NY_NONE && i < needs->of_exclusions[table].count; i++)
        *NY_APPEND(needs->checker->arena, &needs->figures) = needs->of_exclusions[table].items[i];
}

/* `previous X` and `X in the final contract year` look at another period: no circle there. */
static void collect_need(void *context, const ny_expression *expression)
{
    ny_needs *needs = context;
    const ny_name *name = &expression->name;
    uint32_t table;
    if (expression->scope.judged && needs->of_exclusions &&
        ny_map_find(needs->checker->tables, expression->scope.table.text, &table))
        add_exclusions(needs, table);
    uint32_t same;
    if (expression->scope.same.text.size &&
        ny_map_find(needs->checker->figures, expression->scope.same.text, &same))
        *NY_APPEND(needs->checker->arena, &needs->figures) = same;
    if (expression->kind == NY_EXPRESSION_PART)
        name = &expression->owner;
    else if (expression->kind != NY_EXPRESSION_NAME)
        return;
    uint32_t figure;
    if (ny_map_find(needs->checker->figures, name->text, &figure))
        *NY_APPEND(needs->checker->arena, &needs->figures) = figure;
    if (expression->kind == NY_EXPRESSION_PART &&
        ny_map_find(needs->checker->figures, expression->name.text, &figure))
        *NY_APPEND(needs->checker->arena, &needs->figures) = figure;
}

static ny_numbers *needs_of_exclusions(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_numbers *by_table = NY_NEW_ARRAY(checker->arena, ny_numbers, model->tables.count + 1);
    /* By figure: one more than the table it was last added for. That keeps most doubles out. */
    uint32_t *added_for = NY_NEW_ARRAY(checker->arena, uint32_t, model->figures.count + 1);
    for (uint32_t i = 0; i < model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &model->exclusions.items[i];
        ny_needs needs = {.checker = checker};
        ny_walk_expression(exclusion->where, collect_need, &needs);
        for (uint32_t n = 0; n < needs.figures.count; n++) {
            uint32_t figure = needs.figures.items[n];
            if (added_for[figure] == exclusion->table + 1)
                continue;
            added_for[figure] = exclusion->table + 1;
            *NY_APPEND(checker->arena, &by_table[exclusion->table]) = figure;
        }
    }
    return by_table;
}

/* Where a figure's later years name a figure: `previous` may be lost there. */
typedef struct ny_naming {
    ny_text name;
    ny_span span;
    bool found;
} ny_naming;

static void find_naming(void *context, const ny_expression *expression)
{
    ny_naming *naming = context;
    if (expression->kind != NY_EXPRESSION_NAME || naming->found ||
        !ny_text_equal(expression->name.text, naming->name))
        return;
    naming->span = expression->span;
    naming->found = true;
}

static ny_span place_of_circle(const ny_model *model, const uint32_t *stack, uint32_t first,
                               uint32_t depth)
{
    for (uint32_t i = first; i < depth; i++) {
        const ny_declaration *declaration = model->figures.items[stack[i]].declaration;
        uint32_t next = i + 1 < depth ? stack[i + 1] : stack[first];
        ny_naming naming = {.name = model->figures.items[next].name};
        if (declaration->kind == NY_DECLARATION_DEFINE && declaration->is.define.later)
            ny_walk_expression(declaration->is.define.later, find_naming, &naming);
        if (naming.found)
            return naming.span;
    }
    return model->figures.items[stack[first]].span;
}

/* A measure needs the exclusions of its table, which names nothing: they are shown. */
static void say_exclusions(ny_checker *checker, const uint32_t *stack, uint32_t first,
                           uint32_t depth)
{
    const ny_model *model = checker->model;
    for (uint32_t i = first; i < depth; i++) {
        const ny_figure *figure = &model->figures.items[stack[i]];
        uint32_t next = i + 1 < depth ? stack[i + 1] : stack[first];
        for (uint32_t e = 0; e < model->exclusions.count; e++) {
            const ny_exclusion *exclusion = &model->exclusions.items[e];
            ny_naming naming = {.name = model->figures.items[next].name};
            if (figure->kind != NY_FIGURE_MEASURE || exclusion->judged ||
                exclusion->table != model->measures.items[figure->measure].table)
                continue;
            ny_walk_expression(exclusion->where, find_naming, &naming);
            if (naming.found)
                NY_SAY_PLACE(checker, naming.span, NY_WORDS_EXCLUSION_ASKS_0, figure->name);
        }
    }
}

static void report_circle(ny_checker *checker, const uint32_t *stack, uint32_t depth,
                          uint32_t begins_at)
{
    ny_model *model = checker->model;
    ny_buffer path = ny_buffer_create(checker->arena);
    uint32_t first = 0;
    while (stack[first] != begins_at)
        first++;
    for (uint32_t i = first; i < depth; i++)
        ny_buffer_add(&path,
                      NY_WORDS(checker->sink, i == first ? NY_WORDS_NEEDS : NY_WORDS_WHICH_NEEDS,
                               model->figures.items[stack[i]].name));
    ny_buffer_format(&path, "`%.*s`", NY_PRINT(model->figures.items[begins_at].name));
    bool in_cycle = model->has_study;
    for (uint32_t i = first; i < depth; i++)
        in_cycle = in_cycle || model->figures.items[stack[i]].grain.kind == NY_GRAIN_EACH_CYCLE;
    NY_SAY(checker, in_cycle ? NY_CIRCLE_IN_STUDY : NY_CIRCLE,
           place_of_circle(model, stack, first, depth),
           in_cycle
               ? model->figures.items[begins_at].name
               : NY_WORDS(checker->sink, NY_WORDS_SAID_AS, model->figures.items[begins_at].name),
           ny_buffer_text(&path));
    say_exclusions(checker, stack, first, depth);
    for (uint32_t i = first; i < depth && i < first + 10; i++)
        if (stack[i] != begins_at)
            NY_SAY_PLACE(checker, model->figures.items[stack[i]].span, NY_WORDS_0_IS_HERE,
                         model->figures.items[stack[i]].name);
    for (uint32_t i = first; i < depth; i++)
        model->figures.items[stack[i]].failed = true;
}

/* Where the search begins: with what alternatives put in the place of other figures, so that it is there
 * before them wherever it is declared; then all figures in the order of the text. */
static ny_numbers find_roots(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_needs needs = {.checker = checker};
    for (uint32_t i = 0; i < model->alternatives.count; i++) {
        const ny_alternative_words *words = &model->alternatives.items[i]->is.alternative;
        for (uint32_t k = 0; k < words->replaces.count; k++)
            ny_walk_expression(words->replaces.items[k].value, collect_need, &needs);
    }
    for (uint32_t i = 0; i < model->figures.count; i++)
        *NY_APPEND(checker->arena, &needs.figures) = i;
    return needs.figures;
}

/* Depth first with a stack of its own: a contract may have thousands of figures in a row. */
void ny_check_order(ny_checker *checker)
{
    ny_model *model = checker->model;
    uint32_t count = model->figures.count;
    ny_needs needs = {.checker = checker};
    needs.of_exclusions = needs_of_exclusions(checker);
    needs.first = NY_NEW_ARRAY(checker->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        needs.first[i] = needs.figures.count;
        if (model->figures.items[i].failed)
            continue; /* it has been said; what it rests on is not known */
        ny_walk_figure(model, i, collect_need, &needs);
        if (model->figures.items[i].assumed != NY_NONE)
            *NY_APPEND(checker->arena, &needs.figures) = model->figures.items[i].assumed;
        if (model->figures.items[i].kind == NY_FIGURE_MEASURE)
            add_exclusions(&needs, model->measures.items[model->figures.items[i].measure].table);
    }
    needs.first[count] = needs.figures.count;
    enum { NEW, OPEN, DONE };
    uint8_t *state = NY_NEW_ARRAY(checker->arena, uint8_t, count + 1);
    uint32_t *stack = NY_NEW_ARRAY(checker->arena, uint32_t, count + 1);
    uint32_t *next = NY_NEW_ARRAY(checker->arena, uint32_t, count + 1);
    const ny_numbers roots = find_roots(checker);
    for (uint32_t r = 0; r < roots.count; r++) {
        uint32_t depth = 0, root = roots.items[r];
        if (state[root] == NEW) {
            state[root] = OPEN;
            next[root] = needs.first[root];
            stack[depth++] = root;
        }
        while (depth > 0) {
            uint32_t at = stack[depth - 1];
            if (next[at] == needs.first[at + 1]) {
                state[at] = DONE;
                *NY_APPEND(checker->arena, &model->order) = at;
                depth--;
                continue;
            }
            uint32_t need = needs.figures.items[next[at]++];
            if (state[need] == OPEN) {
                report_circle(checker, stack, depth, need);
            } else if (state[need] == NEW) {
                state[need] = OPEN;
                next[need] = needs.first[need];
                stack[depth++] = need;
            }
        }
    }
}

/* --- given, offer, fact, assume ---------------------------------------------------------------- */

static void type_from_words(ny_checker *checker, ny_figure *figure, const ny_type_words *words)
{
    figure->may_be_absent = words->if_any && words->form == NY_FORM_DATE;
    figure->may_be_unknown = words->if_known || (words->if_any && words->form != NY_FORM_DATE);
    if (words->form == NY_FORM_DATE) {
        figure->type.kind = NY_KIND_DATE;
        return;
    }
    if (words->form == NY_FORM_YES_NO) {
        figure->type.kind = NY_KIND_YES_NO;
        return;
    }
    if (words->form != NY_FORM_NUMBER || words->high_column.text.size) {
        NY_SAY(checker, NY_FIGURE_TYPE, words->span, figure->name);
        figure->failed = true;
        return;
    }
    ny_unit unit;
    ny_rational factor;
    if (!ny_check_unit(checker, &words->unit, &unit, &factor)) {
        figure->failed = true;
        return;
    }
    if (words->is_percent)
        factor = ny_rational_divide(checker->arena, factor, ny_rational_whole(100));
    figure->type = (ny_type){.kind = NY_KIND_NUMBER, .unit = unit};
    figure->factor = factor;
    figure->unit_text = ny_unit_words_text(checker, &words->unit, words->is_percent);
    figure->has_range = words->has_range;
    if (!words->has_range)
        return;
    figure->low = ny_rational_multiply(checker->arena, words->low, factor);
    figure->high = ny_rational_multiply(checker->arena, words->high, factor);
}

static void check_otherwise(ny_checker *checker, ny_figure *figure, const ny_literal *literal)
{
    ny_unit unit;
    ny_rational factor;
    if (!ny_check_unit(checker, &literal->unit, &unit, &factor))
        return;
    ny_rational value = ny_rational_multiply(checker->arena, literal->number, factor);
    if (literal->is_percent)
        value = ny_rational_divide(checker->arena, value, ny_rational_whole(100));
    ny_type type = {.kind = NY_KIND_NUMBER, .unit = unit};
    const ny_type_words *range = &figure->declaration->is.figure.type;
    if (ny_type_agrees(&type, &figure->type) && range->is_percent && !literal->is_percent &&
        ny_rational_sign(value) != 0)
        NY_SAY(checker, NY_PERCENT_BESIDE_NUMBER, literal->span,
               ny_span_text(checker->sink, literal->span),
               ny_span_text(checker->sink, range->span));
    if (!ny_type_agrees(&type, &figure->type))
        NY_SAY(checker, NY_ONE_UNIT_DUE, literal->span, ny_span_text(checker->sink, literal->span),
               ny_kind_name(checker, &type), ny_kind_name(checker, &figure->type));
    figure->has_default = true;
    figure->otherwise = ny_value_number(value);
}

/* `= 4_000 USD per year ~ gamma(…)`: a law without a unit is taken in the figure's own. */
static void check_law_beside_value(ny_checker *checker, const ny_figure *figure,
                                   const ny_expression *law, const ny_type *type)
{
    bool unitless = type->kind == NY_KIND_NUMBER && ny_unit_is_none(type->unit);
    if (figure->declaration->is.figure.value && !unitless && !ny_type_agrees(type, &figure->type))
        NY_SAY(checker, NY_ONE_UNIT_DUE, law->span, ny_span_text(checker->sink, law->span),
               ny_kind_name(checker, type), ny_kind_name(checker, &figure->type));
}

static void find_by_table(ny_checker *checker, ny_figure *figure)
{
    const ny_name *by = &figure->declaration->is.figure.by;
    if (by->text.size && !ny_map_find(checker->tables, by->text, &figure->by_table))
        NY_SAY(checker, NY_TABLE_UNKNOWN, by->span, by->text,
               ny_table_suggestion(checker, by->text));
}

static void check_stated(ny_checker *checker, ny_figure *figure)
{
    const ny_figure_words *words = &figure->declaration->is.figure;
    find_by_table(checker, figure);
    /* `by surgeon`: said in the row of a surgeon, and one figure for each of them. */
    bool by_row = figure->by_table != NY_NONE;
    ny_place_in place = {.grain = {by_row ? NY_GRAIN_ROW : NY_GRAIN_CONTRACT, figure->by_table},
                         .in_model = figure->kind == NY_FIGURE_ASSUME};
    if (words->has_type)
        type_from_words(checker, figure, &words->type);
    if (words->value) {
        ny_meaning meaning = ny_check_expression(checker, words->value, &place);
        figure->type = meaning.type;
        if (!by_row)
            figure->grain = meaning.grain;
        ny_check_known(checker, words->value, &meaning);
    }
    if (words->low && words->high) {
        ny_meaning low = ny_check_expression(checker, words->low, &place);
        ny_meaning high = ny_check_expression(checker, words->high, &place);
        if (!ny_type_agrees(&low.type, &figure->type))
            NY_SAY(checker, NY_ONE_UNIT_DUE, words->low->span,
                   ny_span_text(checker->sink, words->low->span), ny_kind_name(checker, &low.type),
                   ny_kind_name(checker, &figure->type));
        if (!ny_type_agrees(&high.type, &figure->type))
            NY_SAY(checker, NY_ONE_UNIT_DUE, words->high->span,
                   ny_span_text(checker->sink, words->high->span),
                   ny_kind_name(checker, &high.type), ny_kind_name(checker, &figure->type));
    }
    if (words->distribution) {
        ny_type type = ny_check_law(checker, words->distribution, figure->name, &place);
        check_law_beside_value(checker, figure, words->distribution, &type);
        if (!words->value)
            figure->type = type;
        ny_check_law_units(checker, words->distribution,
                           words->value ? figure->type : (ny_type){.kind = NY_KIND_ANY});
    }
    ny_check_raise(checker, figure);
    const ny_expression *const guess[] = {words->value, words->low, words->high};
    ny_check_percent_alike(checker, guess, sizeof guess / sizeof *guess);
    ny_check_interval(checker, figure);
    if (words->if_not_offered)
        check_otherwise(checker, figure, words->if_not_offered);
    for (uint32_t i = 0; i < words->attested_by.count; i++) {
        uint32_t party;
        ny_name name = words->attested_by.items[i];
        if (!ny_map_find(checker->parties, name.text, &party))
            NY_SAY(checker, NY_PARTY_UNKNOWN, name.span, name.text,
                   ny_party_suggestion(checker, name.text));
    }
    figure->to_be_agreed = words->to_be_agreed;
    if (figure->kind != NY_FIGURE_FACT)
        return;
    figure->grain.kind = NY_GRAIN_EACH_PERIOD;
    if (!words->value && !words->attested_by.count)
        NY_SAY(checker, NY_ATTESTED_BY_NOBODY, figure->span, figure->name);
}

static bool check_share(ny_checker *checker, const ny_party *party, const ny_expression *share,
                        const ny_meaning *meaning)
{
    bool negative = share->kind == NY_EXPRESSION_NEGATE || ny_rational_sign(meaning->value) < 0;
    if (!negative && ny_rational_compare(meaning->value, NY_RATIONAL_ONE) <= 0)
        return true;
    NY_SAY(checker, NY_SHARE_OUT_OF_RANGE, share->span, party->name,
           ny_span_text(checker->sink, share->span));
    return false;
}

/* Shares of parties together, as figures of the whole contract; stated ones add up to all. */
void ny_check_shares(ny_checker *checker)
{
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    for (uint32_t i = 0; i < checker->model->parties.count; i++) {
        const ny_party *party = &checker->model->parties.items[i];
        ny_rational sum = NY_RATIONAL_ZERO;
        bool all_stated = party->shares.count > 0;
        for (uint32_t j = 0; j < party->shares.count; j++) {
            const ny_expression *share = party->shares.items[j];
            all_stated = all_stated && share && share->kind == NY_EXPRESSION_NUMBER;
            if (!share)
                continue;
            ny_meaning meaning = ny_check_expression(checker, share, &place);
            ny_type bare = {.kind = NY_KIND_NUMBER, .unit = ny_unit_none()};
            all_stated = all_stated && meaning.type.kind == NY_KIND_NUMBER;
            if (!ny_type_agrees(&meaning.type, &bare))
                NY_SAY(checker, NY_ONE_UNIT_DUE, share->span,
                       ny_span_text(checker->sink, share->span),
                       ny_kind_name(checker, &meaning.type),
                       ny_words(checker->sink, NY_WORDS_A_SHARE));
            else if (share->kind == NY_EXPRESSION_NUMBER || share->kind == NY_EXPRESSION_NEGATE)
                all_stated = check_share(checker, party, share, &meaning) && all_stated;
            if (all_stated && ny_type_agrees(&meaning.type, &bare))
                sum = ny_rational_add(checker->arena, sum, meaning.value);
            ny_check_known(checker, share, &meaning);
        }
        if (!all_stated || ny_rational_compare(sum, NY_RATIONAL_ONE) == 0)
            continue;
        ny_rational percent = ny_rational_multiply(checker->arena, sum, ny_rational_whole(100));
        NY_SAY(checker, NY_SHARES_ADD_UP, party->span, party->name,
               ny_rational_decimal_text(checker->arena, percent, 0, 6));
    }
}

/* --- measures ---------------------------------------------------------------------------------- */

static bool judging_is_said(const ny_scope *scope)
{
    return scope->judged || scope->judged_or_not;
}

static ny_type measured_type(ny_checker *checker, const ny_measure_words *words, uint32_t table,
                             const ny_meaning *value, const ny_meaning *to)
{
    ny_type type = {.kind = NY_KIND_NUMBER, .unit = ny_unit_none()};
    if (words->kind == NY_KEYWORD_COUNT)
        type.unit = ny_unit_base(checker->model->tables.items[table].unit);
    else if (words->kind != NY_KEYWORD_SHARE)
        type = value->type;
    if (words->kind == NY_KEYWORD_RATIO && type.kind == NY_KIND_NUMBER &&
        to->type.kind == NY_KIND_NUMBER &&
        !ny_unit_multiply(value->type.unit, to->type.unit, -1, &type.unit))
        type.kind = NY_KIND_ANY;
    return type;
}

static void check_measured(ny_checker *checker, const ny_expression *value, bool share,
                           const ny_place_in *place, const ny_measure_words *words,
                           ny_meaning *ret_meaning)
{
    ny_meaning meaning = ny_check_expression(checker, value, place);
    *ret_meaning = meaning;
    if (meaning.type.kind == NY_KIND_ANY)
        return;
    if (share && meaning.type.kind != NY_KIND_YES_NO)
        NY_SAY(checker, NY_NOT_YES_OR_NO, value->span, ny_span_text(checker->sink, value->span),
               ny_kind_name(checker, &meaning.type));
    if (!share && meaning.type.kind != NY_KIND_NUMBER)
        NY_SAY(checker, NY_NOT_A_NUMBER, value->span, ny_span_text(checker->sink, value->span),
               ny_kind_name(checker, &meaning.type));
    bool met = false;
    for (uint32_t i = 0; i < words->needs.count; i++)
        met = met || words->needs.items[i].form == NY_NEEDS_KNOWN;
    if (ny_check_present(checker, value, &meaning) && meaning.may_be_unknown && !met)
        NY_SAY(checker, NY_NEEDS_SHARE_KNOWN, value->span,
               ny_span_text(checker->sink, value->span));
}

static void check_measure(ny_checker *checker, ny_figure *figure)
{
    const ny_measure_words *words = &figure->declaration->is.measure;
    ny_measure *measure = &checker->model->measures.items[figure->measure];
    if (figure->declaration->failed)
        return;
    if (!words->over_said || words->kind == NY_KEYWORD_NONE) {
        NY_SAY(checker, NY_MEASURE_INCOMPLETE, figure->span, figure->name,
               words->over_said ? ny_words(checker->sink, NY_WORDS_MEASURED_WHAT)
                                : ny_words(checker->sink, NY_WORDS_MEASURED_OVER));
        figure->failed = true;
        return;
    }
    if (measure->table == NY_NONE || judging_is_said(&words->over) || words->over.to_date) {
        if (measure->table == NY_NONE)
            NY_SAY(checker, NY_TABLE_UNKNOWN, words->over.table.span, words->over.table.text,
                   ny_table_suggestion(checker, words->over.table.text));
        else
            NY_SAY(checker, NY_MEASURE_SCOPE, words->over.span, figure->name);
        figure->failed = true;
        return;
    }
    ny_place_in place = {.grain = {NY_GRAIN_ROW, measure->table}};
    if (words->over.where) {
        ny_check_condition(checker, words->over.where, &place);
        place.narrowed = ny_narrow(checker, words->over.where, true, &place, NULL);
    }
    ny_meaning value = {.type = {.kind = NY_KIND_ANY}}, to = value;
    ny_place_in measured = place;
    ny_narrowed event;
    measured.narrowed = ny_narrow_event(checker, measure, place.narrowed, &event);
    if (words->value)
        check_measured(checker, words->value,
                       words->kind == NY_KEYWORD_SHARE || words->kind == NY_KEYWORD_RATE, &measured,
                       words, &value);
    if (words->to)
        check_measured(checker, words->to, false, &place, words, &to);
    figure->type = measured_type(checker, words, measure->table, &value, &to);
    ny_check_measure_forms(checker, figure, &value, &to);
    ny_place_in whole = {.grain = {NY_GRAIN_EACH_PERIOD, NY_NONE}};
    for (uint32_t i = 0; i < words->needs.count; i++) {
        const ny_expression *or_is = words->needs.items[i].or_is;
        if (!or_is)
            continue;
        ny_meaning instead = ny_check_expression(checker, or_is, &whole);
        ny_check_known(checker, or_is, &instead);
        if (!ny_type_agrees(&instead.type, &figure->type))
            NY_SAY(checker, NY_ONE_UNIT_DUE, or_is->span, ny_span_text(checker->sink, or_is->span),
                   ny_kind_name(checker, &instead.type), ny_kind_name(checker, &figure->type));
    }
}

/* --- defines ----------------------------------------------------------------------------------- */

static void join_value(ny_checker *checker, ny_figure *figure, ny_meaning *so_far,
                       const ny_expression *expression, const ny_place_in *place)
{
    ny_meaning meaning = ny_check_expression(checker, expression, place);
    so_far->may_be_unknown = so_far->may_be_unknown || meaning.may_be_unknown;
    so_far->may_be_absent = so_far->may_be_absent || meaning.may_be_absent;
    if (so_far->type.kind == NY_KIND_ANY) {
        so_far->type = meaning.type;
        /* A later line may build on an earlier year of the figure itself: it has this type. */
        if (figure->type.kind == NY_KIND_ANY && !figure->failed)
            figure->type = meaning.type;
    } else if (!ny_type_agrees(&so_far->type, &meaning.type)) {
        NY_SAY(checker, NY_TWO_UNITS, expression->span,
               ny_span_text(checker->sink, expression->span),
               ny_said_name(checker, expression, &meaning), ny_kind_name(checker, &so_far->type),
               figure->name);
        const ny_define_words *words = &figure->declaration->is.define;
        NY_SAY_PLACE(checker,
                     words->steps.count ? words->steps.items[0].value->span : words->first->span,
                     NY_WORDS_THE_FIRST_LINE, NY_NO_TEXT);
    }
}

static void check_steps(ny_checker *checker, ny_figure *figure, ny_meaning *meaning,
                        const ny_place_in *place)
{
    const ny_define_words *words = &figure->declaration->is.define;
    ny_place_in here = *place;
    uint32_t errors = checker->sink->errors;
    bool ended = false;
    for (uint32_t i = 0; i < words->steps.count; i++) {
        const ny_step_words *step = &words->steps.items[i];
        if (ended) {
            NY_SAY(checker, NY_OTHERWISE_IS_LAST, step->span, figure->name);
            return;
        }
        ny_place_in inside = here;
        if (step->when) {
            ny_check_condition(checker, step->when, &here);
            inside.narrowed = ny_narrow(checker, step->when, true, &here, here.narrowed);
        }
        join_value(checker, figure, meaning, step->value, &inside);
        if (step->when)
            here.narrowed = ny_narrow(checker, step->when, false, &here, here.narrowed);
        ended = !step->when;
    }
    if (!checker->quiet && checker->sink->errors == errors)
        ny_check_step_lines(checker, figure);
}

static void check_rounding(ny_checker *checker, ny_figure *figure)
{
    const ny_rounding_words *words = &figure->declaration->is.define.rounding;
    ny_unit unit;
    ny_rational factor;
    figure->rounded = false;
    if (!words->said || !ny_check_unit(checker, &words->to.unit, &unit, &factor))
        return;
    ny_type type = {.kind = NY_KIND_NUMBER, .unit = unit};
    ny_type mine = figure->type;
    if (figure->grain.kind == NY_GRAIN_ROW && mine.kind == NY_KIND_NUMBER) {
        /* Inside a row of T, `0.01 DKK per T` is 0.01 DKK. */
        uint32_t row = checker->model->tables.items[figure->grain.table].unit;
        if (ny_unit_exponent(type.unit, row) < 0 && ny_unit_exponent(mine.unit, row) == 0)
            (void)ny_unit_multiply(type.unit, ny_unit_base(row), 1, &type.unit);
    }
    if (!ny_type_agrees(&type, &mine)) {
        NY_SAY(checker, NY_ONE_UNIT_DUE, words->to.span,
               ny_span_text(checker->sink, words->to.span), ny_kind_name(checker, &type),
               ny_kind_name(checker, &figure->type));
        return;
    }
    ny_rational to = ny_rational_multiply(checker->arena, words->to.number, factor);
    if (words->to.is_percent)
        to = ny_rational_divide(checker->arena, to, ny_rational_whole(100));
    if (ny_rational_sign(to) <= 0) {
        NY_SAY(checker, NY_ROUNDED_TO_WHAT, words->to.span,
               ny_span_text(checker->sink, words->to.span));
        return;
    }
    if (checker->model->has_study && !words->halves_said) {
        NY_SAY(checker, NY_HALVES_NOT_SAID, words->span, NY_NO_TEXT);
        return;
    }
    figure->rounded = true;
    figure->rounding = to;
    figure->halves = words->halves_said         ? words->halves
                     : checker->model->contract ? checker->model->contract->rounding.halves
                                                : NY_HALVES_AWAY_FROM_ZERO;
}

static void check_first_and_later(ny_checker *checker, ny_figure *figure, ny_meaning *meaning,
                                  const ny_place_in *place)
{
    const ny_define_words *words = &figure->declaration->is.define;
    ny_keyword due = checker->model->period_word;
    if (ny_check_no_years(checker, words->first ? words->first_span : words->later_span, true))
        return;
    if (!words->first || !words->later) {
        NY_SAY(checker, NY_FIRST_AND_LATER, figure->span, figure->name);
        return;
    }
    if (words->first_period != due || words->later_period != due)
        NY_SAY(checker, NY_OTHER_PERIOD,
               words->first_period != due ? words->first_span : words->later_span,
               ny_text_of(ny_keyword_text(due)),
               ny_text_of(ny_keyword_text(words->first_period != due ? words->first_period
                                                                     : words->later_period)));
    if (place->grain.kind != NY_GRAIN_EACH_PERIOD)
        NY_SAY(checker, NY_FIRST_WITHOUT_YEARS, words->first_span, figure->name,
               ny_text_of(ny_keyword_text(due)));
    join_value(checker, figure, meaning, words->first, place);
    ny_place_in later = *place;
    later.in_later_years = true;
    join_value(checker, figure, meaning, words->later, &later);
}

static void check_define(ny_checker *checker, ny_figure *figure)
{
    const ny_define_words *words = &figure->declaration->is.define;
    ny_place_in place = {.grain = figure->grain,
                         .in_model = figure->grain.kind == NY_GRAIN_EACH_CYCLE};
    ny_meaning meaning = {.type = {.kind = NY_KIND_ANY}};
    if (words->rounding.said)
        place.rounded = words->value;
    if (figure->declaration->failed)
        return;
    int ways = (words->value != NULL) + words->first_that_holds + (words->first || words->later);
    if (ways != 1) {
        NY_SAY(checker, NY_DEFINE_HOW, figure->span, figure->name);
        figure->failed = true;
        return;
    }
    if (words->value)
        join_value(checker, figure, &meaning, words->value, &place);
    else if (words->first_that_holds)
        check_steps(checker, figure, &meaning, &place);
    else
        check_first_and_later(checker, figure, &meaning, &place);
    figure->may_be_absent = figure->may_be_absent || meaning.may_be_absent;
    if (meaning.type.kind != NY_KIND_ANY)
        figure->type = meaning.type;
    figure->may_be_unknown = figure->may_be_unknown || meaning.may_be_unknown;
    if (figure->type.kind == NY_KIND_ANY && !checker->quiet)
        figure->failed = true;
    check_rounding(checker, figure);
}

static bool same_state(const ny_figure *a, const ny_figure *b)
{
    return a->type.kind == b->type.kind && ny_type_agrees(&a->type, &b->type) &&
           a->may_be_unknown == b->may_be_unknown && a->may_be_absent == b->may_be_absent;
}

static void check_round(ny_checker *checker)
{
    ny_model *model = checker->model;
    checker->changed = false;
    for (uint32_t i = 0; i < model->order.count; i++) {
        ny_figure *figure = &model->figures.items[model->order.items[i]];
        ny_figure before = *figure;
        if (figure->unchecked)
            continue;
        if (figure->kind == NY_FIGURE_MEASURE)
            check_measure(checker, figure);
        else if (figure->kind == NY_FIGURE_DEFINE)
            check_define(checker, figure);
        else if (!figure->declaration->failed)
            check_stated(checker, figure);
        checker->changed = checker->changed || !same_state(&before, figure);
    }
}

void ny_check_figures(ny_checker *checker)
{
    checker->quiet = true;
    for (int round = 0; round < 8; round++) {
        check_round(checker);
        if (!checker->changed)
            break;
    }
    checker->quiet = false;
    check_round(checker);
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].to_be_agreed)
            *NY_APPEND(checker->arena, &model->open) = model->figures.items[i].name;
    ny_check_shown(checker);
}
