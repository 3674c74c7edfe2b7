/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How bids are compared: requirements, criteria, award. All of it is judged on the day of the award,
 * from what is given and what is offered: nothing of it may rest on a belief, a fact or a measure.
 * The one door for beliefs is `expected cost of … in "FILE"`, which names the model. */

#include "model/check_expression.h"

static const ny_place_in at_award = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}};

typedef struct ny_awarding {
    ny_checker *checker;
    /* By figure: the first fact or belief, and the first offer, that it rests on; or NY_NONE. */
    uint32_t *later, *offered;
    uint32_t met_later, met_offered; /* of the expression that is being walked */
    ny_map *names;                   /* of criteria */
    NY_LIST(ny_text) criteria;
    bool nameless;   /* a criterion lost its name, and others may speak of it */
    bool lost_whole; /* a part names a whole that is not there: sums and wholes are not asked */
} ny_awarding;

/* --- what a comparison may rest on ------------------------------------------------------------- */

static void rest_on(void *context, const ny_expression *expression)
{
    ny_awarding *awarding = context;
    const ny_name *names[] = {&expression->name, &expression->owner};
    bool named = expression->kind == NY_EXPRESSION_NAME || expression->kind == NY_EXPRESSION_PART;
    for (size_t i = 0; named && i < 2; i++) {
        uint32_t figure;
        if (!names[i]->text.size ||
            !ny_map_find(awarding->checker->figures, names[i]->text, &figure))
            continue;
        if (awarding->met_later == NY_NONE)
            awarding->met_later = awarding->later[figure];
        if (awarding->met_offered == NY_NONE)
            awarding->met_offered = awarding->offered[figure];
    }
}

/* Figures stand in the order of need, so what one rests on is known before it. */
static void find_origins(ny_awarding *awarding)
{
    ny_model *model = awarding->checker->model;
    ny_arena *arena = awarding->checker->arena;
    awarding->later = NY_NEW_ARRAY(arena, uint32_t, model->figures.count + 1);
    awarding->offered = NY_NEW_ARRAY(arena, uint32_t, model->figures.count + 1);
    for (uint32_t i = 0; i < model->figures.count; i++)
        awarding->later[i] = awarding->offered[i] = NY_NONE;
    for (uint32_t i = 0; i < model->order.count; i++) {
        uint32_t figure = model->order.items[i];
        ny_figure_kind kind = model->figures.items[figure].kind;
        bool later = kind == NY_FIGURE_ASSUME || kind == NY_FIGURE_FACT;
        awarding->met_later = later ? figure : NY_NONE;
        awarding->met_offered = kind == NY_FIGURE_OFFER ? figure : NY_NONE;
        ny_walk_figure(model, figure, rest_on, awarding);
        awarding->later[figure] = awarding->met_later;
        awarding->offered[figure] = awarding->met_offered;
    }
}

typedef enum ny_may_rest { ON_OFFERS_TOO, ON_NO_OFFER } ny_may_rest;

/* False, reported, when it rests on what may not be compared. It asks only for names, so it can go before the
 * check of the expression. */
static bool check_rests(ny_awarding *awarding, const ny_expression *expression, ny_may_rest may)
{
    ny_checker *checker = awarding->checker;
    awarding->met_later = awarding->met_offered = NY_NONE;
    ny_walk_expression(expression, rest_on, awarding);
    ny_text text = ny_span_text(checker->sink, expression->span);
    if (awarding->met_later != NY_NONE) {
        const ny_figure *figure = &checker->model->figures.items[awarding->met_later];
        bool fact = figure->kind == NY_FIGURE_FACT;
        NY_SAY(checker, NY_AWARD_RESTS_ON, expression->span, text,
               fact ? ny_words(checker->sink, NY_WORDS_FACT_THAT_COMES_LATER)
                    : ny_words(checker->sink, NY_WORDS_WHAT_IS_BELIEVED),
               NY_WORDS(checker->sink, NY_WORDS_NOT_THERE_AT_AWARD, figure->name),
               fact ? NY_NO_TEXT : ny_words(checker->sink, NY_WORDS_ASK_A_MODEL));
    } else if (may == ON_NO_OFFER && awarding->met_offered != NY_NONE) {
        NY_SAY(checker, NY_AWARD_RESTS_ON, expression->span, text,
               ny_words(checker->sink, NY_WORDS_AN_OFFER),
               NY_WORDS(checker->sink, NY_WORDS_EACH_BID_CHOOSES,
                        checker->model->figures.items[awarding->met_offered].name),
               NY_NO_TEXT);
    } else {
        return true;
    }
    return false;
}

/* --- figures that stand in the contract -------------------------------------------------------- */

/* Values of givens are followed so far and no further. */
#define STEPS_MOST 10000

/* The value where the text alone says it: numbers, givens that have one, and arithmetic on them. */
static bool stated_value(ny_checker *checker, const ny_expression *expression, uint32_t *steps,
                         ny_rational *ret_value)
{
    const ny_model *model = checker->model;
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    ny_rational left, right;
    if (++*steps > STEPS_MOST || meaning->type.kind != NY_KIND_NUMBER)
        return false;
    switch ((int)expression->kind) {
    case NY_EXPRESSION_NUMBER:
        *ret_value = meaning->value;
        return true;
    case NY_EXPRESSION_NAME: {
        if (meaning->reference != NY_REFERENCE_FIGURE)
            return false;
        const ny_figure *figure = &model->figures.items[meaning->number];
        return figure->kind == NY_FIGURE_GIVEN && !figure->failed && !figure->to_be_agreed &&
               figure->declaration->is.figure.value &&
               stated_value(checker, figure->declaration->is.figure.value, steps, ret_value);
    }
    case NY_EXPRESSION_NEGATE:
        if (!stated_value(checker, expression->items.items[0], steps, &left))
            return false;
        *ret_value = ny_rational_negate(checker->arena, left);
        return true;
    case NY_EXPRESSION_ADD:
    case NY_EXPRESSION_SUBTRACT:
    case NY_EXPRESSION_MULTIPLY:
    case NY_EXPRESSION_DIVIDE:
        break;
    default:
        return false;
    }
    if (!stated_value(checker, expression->items.items[0], steps, &left) ||
        !stated_value(checker, expression->items.items[1], steps, &right))
        return false;
    if (expression->kind == NY_EXPRESSION_ADD)
        *ret_value = ny_rational_add(checker->arena, left, right);
    else if (expression->kind == NY_EXPRESSION_SUBTRACT)
        *ret_value = ny_rational_subtract(checker->arena, left, right);
    else if (expression->kind == NY_EXPRESSION_MULTIPLY)
        *ret_value = ny_rational_multiply(checker->arena, left, right);
    else if (ny_rational_sign(right) != 0)
        *ret_value = ny_rational_divide(checker->arena, left, right);
    else
        return false;
    return true;
}

static bool stated(ny_checker *checker, const ny_expression *expression, ny_rational *ret_value)
{
    uint32_t steps = 0;
    return stated_value(checker, expression, &steps, ret_value);
}

/* A figure of the whole contract that is known and counted in this unit (any, where ANY). */
static ny_type check_figure_here(ny_awarding *awarding, const ny_expression *expression,
                                 ny_may_rest may, const ny_type *due, ny_text due_name)
{
    ny_checker *checker = awarding->checker;
    ny_meaning meaning = ny_check_expression(checker, expression, &at_award);
    if (ny_is_any(&meaning) || !ny_check_known(checker, expression, &meaning) ||
        !ny_check_number_here(checker, expression, &meaning))
        return ny_any_type();
    if (!ny_type_agrees(&meaning.type, due)) {
        ny_text text = ny_span_text(checker->sink, expression->span);
        if (ny_is_bare(expression, &meaning))
            NY_SAY(checker, NY_BARE_NUMBER, expression->span, text, due_name,
                   ny_bare_hint(checker, text, due->unit));
        else
            NY_SAY(checker, NY_ONE_UNIT_DUE, expression->span, text,
                   ny_said_name(checker, expression, &meaning), due_name);
        return ny_any_type();
    }
    (void)check_rests(awarding, expression, may);
    return meaning.type;
}

/* --- requirements ------------------------------------------------------------------------------ */

static void check_name_once(ny_checker *checker, ny_map *names, const ny_declaration *declaration,
                            uint32_t number, ny_phrase what)
{
    if (declaration->name.text.size && !ny_map_add(names, declaration->name.text, number))
        NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
               ny_words(checker->sink, what));
}

static void check_requirements(ny_awarding *awarding)
{
    ny_checker *checker = awarding->checker;
    const ny_model *model = checker->model;
    ny_map *names = ny_map_create(checker->arena);
    for (uint32_t i = 0; i < model->requirements.count; i++) {
        const ny_declaration *declaration = model->requirements.items[i];
        const ny_require_words *words = &declaration->is.require;
        check_name_once(checker, names, declaration, i, NY_WORDS_REQUIREMENT);
        if (declaration->failed)
            continue;
        if (!words->answered_yes && !words->condition)
            NY_SAY(checker, NY_REQUIRE_HOW, declaration->header_span, declaration->name.text);
        /* A fact that has a figure changes with the years too: the one slip is that it is a fact. */
        if (words->condition && check_rests(awarding, words->condition, ON_OFFERS_TOO))
            (void)ny_check_condition(checker, words->condition, &at_award);
    }
}

/* --- weight and worth -------------------------------------------------------------------------- */

static ny_type bare_type(void)
{
    return ny_number_type(ny_unit_none());
}

static void check_weight(ny_awarding *awarding, ny_criterion *criterion)
{
    ny_checker *checker = awarding->checker;
    const ny_expression *weight = criterion->words->weight;
    ny_type share = bare_type();
    ny_type type = check_figure_here(awarding, weight, ON_NO_OFFER, &share,
                                     ny_words(checker->sink, NY_WORDS_A_SHARE));
    if (type.kind == NY_KIND_ANY)
        return;
    if (ny_is_bare(weight, ny_meaning_of(checker->model, weight))) {
        NY_SAY(checker, NY_BARE_NUMBER, weight->span, ny_span_text(checker->sink, weight->span),
               ny_words(checker->sink, NY_WORDS_A_PERCENTAGE),
               NY_WORDS(checker->sink, NY_WORDS_WRITE,
                        ny_format(checker->arena, "%.*s %%",
                                  NY_PRINT(ny_span_text(checker->sink, weight->span)))));
        return;
    }
    if (!stated(checker, weight, &criterion->weight))
        return;
    criterion->weight_stated = ny_rational_sign(criterion->weight) > 0 &&
                               ny_rational_compare(criterion->weight, NY_RATIONAL_ONE) <= 0;
    if (!criterion->weight_stated)
        NY_SAY(checker, NY_WEIGHT_RANGE, weight->span, criterion->declaration->name.text,
               ny_span_text(checker->sink, weight->span));
}

/* A worth of the wrong unit may be right, and the price wrong: both are shown. */
static void relate_price(ny_checker *checker, const ny_type *price)
{
    ny_span span = checker->model->award.words->price->span;
    ny_relate(checker->sink, span,
              NY_WORDS(checker->sink, NY_WORDS_IS_A_FIGURE_OF, ny_span_text(checker->sink, span),
                       ny_kind_name(checker, price)));
}

/* Money per point; what is deducted must be counted as the price is. Where the two differ it is said once, since the
 * price may be what is wrong. */
static void check_worth(ny_awarding *awarding, ny_criterion *criterion, ny_type *price)
{
    ny_checker *checker = awarding->checker;
    const ny_expression *worth = criterion->words->weight;
    ny_type any = ny_any_type(), due = *price;
    ny_text due_name = ny_words(checker->sink, NY_WORDS_MONEY_PER_POINT);
    if (price->kind == NY_KIND_NUMBER) {
        if (!ny_unit_multiply(price->unit, ny_unit_base(NY_UNIT_POINT), -1, &due.unit))
            due = any;
        else
            due_name = ny_kind_name(checker, &due);
    }
    uint32_t said = checker->sink->diagnostics.count;
    ny_type type = check_figure_here(awarding, worth, ON_NO_OFFER, &due, due_name);
    if (checker->sink->diagnostics.count > said && price->kind == NY_KIND_NUMBER) {
        relate_price(checker, price);
        *price = any;
    }
    if (type.kind != NY_KIND_NUMBER)
        return;
    const ny_model *model = checker->model;
    bool money = false;
    for (uint32_t i = 0; i < model->currencies.count; i++)
        money = money || ny_unit_exponent(type.unit, model->currencies.items[i].unit) == 1;
    if (!money || ny_unit_exponent(type.unit, NY_UNIT_POINT) != -1)
        NY_SAY(checker, NY_ONE_UNIT_DUE, worth->span, ny_span_text(checker->sink, worth->span),
               ny_said_name(checker, worth, ny_meaning_of(model, worth)),
               ny_words(checker->sink, NY_WORDS_MONEY_PER_POINT));
    else
        criterion->weight_stated = stated(checker, worth, &criterion->weight);
}

/* --- how a criterion is judged ----------------------------------------------------------------- */

static void say_how(ny_checker *checker, const ny_criterion *criterion, ny_span span, ny_text what,
                    ny_text reason, ny_text hint)
{
    NY_SAY(checker, NY_CRITERION_HOW, span, criterion->declaration->name.text, what, reason, hint);
}

static void check_judges(ny_checker *checker, ny_criterion *criterion)
{
    const ny_judges_words *judges = &criterion->words->judges;
    if (criterion->words->points.rule != NY_SCORING_NONE) {
        say_how(checker, criterion, criterion->words->points.span,
                ny_words(checker->sink, NY_WORDS_SAYS_POINTS_TWICE),
                ny_words(checker->sink, NY_WORDS_MARKS_ARE_POINTS),
                ny_words(checker->sink, NY_WORDS_TAKE_MARKS_OR_POINTS_AWAY));
        return;
    }
    if (ny_rational_compare(judges->low, judges->high) >= 0) {
        NY_SAY(checker, NY_RANGE_EMPTY, judges->scale_span,
               ny_span_text(checker->sink, judges->scale_span));
        return;
    }
    criterion->type = ny_number_type(ny_unit_base(NY_UNIT_POINT));
    criterion->has_scale = true;
    criterion->fewest = judges->low;
    criterion->most = judges->high;
}

/* What is kept of each world of each bid grows with them. */
#define WORLDS_MOST 1000000u

/* Money in the contract's currency; with several, the one that the ends of `points` are in. */
static void check_expected(ny_checker *checker, ny_criterion *criterion)
{
    const ny_expected_words *expected = &criterion->words->expected;
    const ny_model *model = checker->model;
    criterion->type = model->currencies.count == 1
                          ? ny_number_type(ny_unit_base(model->currencies.items[0].unit))
                          : ny_any_type();
    if (!ny_map_find(checker->parties, expected->party.text, &criterion->party)) {
        NY_LIST(ny_text) names = {0};
        for (uint32_t i = 0; i < model->parties.count; i++)
            *NY_APPEND(checker->arena, &names) = model->parties.items[i].name;
        criterion->party = NY_NONE;
        NY_SAY(checker, NY_PARTY_UNKNOWN, expected->party.span, expected->party.text,
               ny_suggestion(checker, expected->party.text, names.items, names.count));
    }
    if (!expected->worlds || expected->worlds > WORLDS_MOST)
        say_how(checker, criterion, criterion->words->judging_span,
                expected->worlds ? NY_WORDS(checker->sink, NY_WORDS_TOO_MANY_WORLDS,
                                            ny_format(checker->arena, "%u", WORLDS_MOST))
                                 : ny_words(checker->sink, NY_WORDS_WORLDS_NOT_SAID),
                ny_words(checker->sink, NY_WORDS_EACH_NUMBER_OF_WORLDS),
                ny_words(checker->sink, NY_WORDS_SAY_OVER_WORLDS));
    else if (!expected->rounding.said)
        say_how(checker, criterion, criterion->words->judging_span,
                ny_words(checker->sink, NY_WORDS_MEAN_NOT_ROUNDED),
                ny_words(checker->sink, NY_WORDS_A_MEAN_IS_NO_EXACT_FIGURE),
                ny_words(checker->sink, NY_WORDS_SAY_ROUNDED));
    ny_unit unit;
    ny_rational factor;
    const ny_literal *to = &expected->rounding.to;
    if (!expected->rounding.said || !ny_check_unit(checker, &to->unit, &unit, &factor))
        return;
    ny_type type = ny_number_type(unit);
    if (!ny_type_agrees(&type, &criterion->type))
        NY_SAY(checker, NY_ONE_UNIT_DUE, to->span, ny_span_text(checker->sink, to->span),
               ny_kind_name(checker, &type), ny_kind_name(checker, &criterion->type));
    else if (ny_rational_sign(to->number) <= 0)
        NY_SAY(checker, NY_ROUNDED_TO_WHAT, to->span, ny_span_text(checker->sink, to->span));
    else if (criterion->type.kind == NY_KIND_ANY)
        criterion->type = type;
}

/* The points at one end: a bare number or points. */
static bool check_end(ny_checker *checker, const ny_literal *end)
{
    ny_unit unit;
    ny_rational factor;
    if (!ny_check_unit(checker, &end->unit, &unit, &factor))
        return false;
    bool points = ny_unit_is_none(unit) || ny_unit_equal(unit, ny_unit_base(NY_UNIT_POINT));
    if (points && !end->is_percent && !end->is_percentage_points)
        return true;
    ny_type type = ny_number_type(unit);
    NY_SAY(checker, NY_ONE_UNIT_DUE, end->span, ny_span_text(checker->sink, end->span),
           end->is_percent ? ny_words(checker->sink, NY_WORDS_A_PERCENTAGE)
                           : ny_kind_name(checker, &type),
           ny_words(checker->sink, NY_WORDS_NUMBER_OF_POINTS));
    return false;
}

/* The share above the lowest or the mean at which a line ends: a percentage other than 0. */
static bool check_share_above(ny_awarding *awarding, const ny_end_words *end)
{
    ny_checker *checker = awarding->checker;
    ny_type share = bare_type();
    ny_type type = check_figure_here(awarding, end->at, ON_NO_OFFER, &share,
                                     ny_words(checker->sink, NY_WORDS_A_PERCENTAGE));
    ny_rational value;
    if (type.kind != NY_KIND_NUMBER)
        return false;
    if (stated(checker, end->at, &value) && ny_rational_sign(value) == 0) {
        NY_SAY(checker, NY_POINTS_ENDS, end->span, ny_span_text(checker->sink, end->span),
               ny_words(checker->sink, NY_WORDS_ENDS_AT_ONE_FIGURE));
        return false;
    }
    return true;
}

/* A figure of the text at one end gives the criterion its type where it has none. */
static bool check_end_at(ny_awarding *awarding, ny_criterion *criterion, const ny_end_words *end,
                         ny_type *ret_type)
{
    ny_checker *checker = awarding->checker;
    *ret_type = ny_any_type();
    if (end->form == NY_END_ABOVE_LOWEST || end->form == NY_END_ABOVE_MEAN)
        return check_share_above(awarding, end);
    if (end->form != NY_END_FIGURE)
        return true;
    ny_text due = criterion->type.kind == NY_KIND_NUMBER
                      ? ny_kind_name(checker, &criterion->type)
                      : ny_words(checker->sink, NY_WORDS_A_FIGURE);
    *ret_type = check_figure_here(awarding, end->at, ON_NO_OFFER, &criterion->type, due);
    if (criterion->type.kind == NY_KIND_ANY && ret_type->kind == NY_KIND_NUMBER)
        criterion->type = *ret_type;
    return true;
}

/* Both ends at one figure: by what the text says. */
static bool at_one_figure(ny_awarding *awarding, const ny_points_words *points, const ny_type *type,
                          const ny_type *other)
{
    const ny_end_words *first = &points->first, *second = &points->second;
    ny_rational from, to;
    if (first->form != second->form)
        return false;
    if (first->form != NY_END_FIGURE)
        return !first->at;
    return type->kind == NY_KIND_NUMBER && other->kind == NY_KIND_NUMBER &&
           stated(awarding->checker, first->at, &from) &&
           stated(awarding->checker, second->at, &to) && ny_rational_compare(from, to) == 0;
}

static void set_scale(ny_criterion *criterion, ny_rational from, ny_rational to)
{
    bool falls = ny_rational_compare(from, to) > 0;
    criterion->has_scale = true;
    criterion->fewest = falls ? to : from;
    criterion->most = falls ? from : to;
}

static void check_points(ny_awarding *awarding, ny_criterion *criterion)
{
    ny_checker *checker = awarding->checker;
    const ny_points_words *points = &criterion->words->points;
    bool line = points->rule != NY_SCORING_TO_LOWEST && points->rule != NY_SCORING_TO_HIGHEST;
    bool ends = check_end(checker, &points->from) && (!line || check_end(checker, &points->to));
    ny_type type, other;
    if (!line) {
        if (ends)
            set_scale(criterion, points->from.number, NY_RATIONAL_ZERO);
        return;
    }
    ends = check_end_at(awarding, criterion, &points->first, &type) && ends;
    ends = check_end_at(awarding, criterion, &points->second, &other) && ends;
    bool alike = ends && ny_rational_compare(points->from.number, points->to.number) == 0;
    bool one_place = at_one_figure(awarding, points, &type, &other);
    if (alike || one_place) {
        NY_SAY(checker, NY_POINTS_ENDS, points->span,
               one_place ? ny_span_text(checker->sink, points->first.span)
                         : ny_span_text(checker->sink, points->from.span),
               one_place ? ny_words(checker->sink, NY_WORDS_ENDS_AT_ONE_FIGURE)
                         : ny_words(checker->sink, NY_WORDS_ENDS_GIVE_THE_SAME));
        return;
    }
    if (ends)
        set_scale(criterion, points->from.number, points->to.number);
}

static void check_judging(ny_awarding *awarding, ny_criterion *criterion)
{
    ny_checker *checker = awarding->checker;
    const ny_criterion_words *words = criterion->words;
    ny_type any = ny_any_type();
    criterion->type = any;
    switch (words->judging) {
    case NY_JUDGING_NOT_SAID:
        say_how(checker, criterion, criterion->declaration->header_span,
                ny_words(checker->sink, NY_WORDS_NOT_SAID_HOW_JUDGED),
                ny_words(checker->sink, NY_WORDS_NOBODY_COULD_JUDGE),
                words->points.rule ? ny_words(checker->sink, NY_WORDS_SAY_FIGURE_OF_POINTS)
                                   : ny_words(checker->sink, NY_WORDS_SAY_JUDGED_OR_POINTS));
        return;
    case NY_JUDGED_BY_JUDGES:
        check_judges(checker, criterion);
        return;
    case NY_JUDGED_BY_VALUE:
        criterion->type = check_figure_here(awarding, words->value, ON_OFFERS_TOO, &any,
                                            ny_words(checker->sink, NY_WORDS_A_NUMBER));
        if (criterion->type.kind == NY_KIND_ANY && words->points.rule == NY_SCORING_NONE)
            return;
        break;
    case NY_JUDGED_BY_EXPECTED:
        check_expected(checker, criterion);
        break;
    }
    bool of_points = criterion->type.kind == NY_KIND_NUMBER &&
                     ny_unit_equal(criterion->type.unit, ny_unit_base(NY_UNIT_POINT));
    if (words->points.rule != NY_SCORING_NONE)
        check_points(awarding, criterion);
    else if (!of_points)
        say_how(checker, criterion, words->judging_span,
                ny_words(checker->sink, NY_WORDS_POINTS_NOT_SAID),
                ny_words(checker->sink, NY_WORDS_WEIGHED_IN_POINTS),
                ny_words(checker->sink, NY_WORDS_SAY_POINTS));
}

/* --- all criteria together --------------------------------------------------------------------- */

/* The criterion that is worth money and that this one is a part of, at whatever remove; NY_NONE: points are
 * weighed against all others'. */
static uint32_t worth_whole(const ny_award *award, uint32_t criterion)
{
    while (criterion != NY_NONE && !award->criteria.items[criterion].words->worth)
        criterion = award->criteria.items[criterion].within;
    return criterion;
}

/* Marks from 0 to 10 beside points from 0 to 100 would weigh a tenth of what their weights say. Points that
 * are worth money are not weighed; the parts of such a criterion are, against each other. */
static void check_scales_within(ny_checker *checker, uint32_t whole)
{
    const ny_award *award = &checker->model->award;
    const ny_criterion *first = NULL;
    for (uint32_t i = 0; i < award->criteria.count; i++) {
        const ny_criterion *criterion = &award->criteria.items[i];
        if (!criterion->has_scale || criterion->words->worth || worth_whole(award, i) != whole)
            continue;
        if (!first) {
            first = criterion;
            continue;
        }
        if (ny_rational_compare(first->fewest, criterion->fewest) == 0 &&
            ny_rational_compare(first->most, criterion->most) == 0)
            continue;
        ny_arena *arena = checker->arena;
        NY_SAY(checker, NY_SCALES_DIFFER,
               criterion->words->judging == NY_JUDGED_BY_JUDGES ? criterion->words->judging_span
                                                                : criterion->words->points.span,
               criterion->declaration->name.text,
               ny_rational_decimal_text(arena, criterion->fewest, 0, 6),
               ny_rational_decimal_text(arena, criterion->most, 0, 6),
               first->declaration->name.text, ny_rational_decimal_text(arena, first->fewest, 0, 6),
               ny_rational_decimal_text(arena, first->most, 0, 6),
               ny_words(checker->sink, whole == NY_NONE ? NY_WORDS_SCALE_OF_ITS_OWN
                                                        : NY_WORDS_PART_OF_ITS_OWN_SCALE));
        return;
    }
}

static void check_scales(ny_checker *checker)
{
    const ny_award *award = &checker->model->award;
    check_scales_within(checker, NY_NONE);
    for (uint32_t i = 0; i < award->criteria.count; i++)
        if (award->criteria.items[i].parts && award->criteria.items[i].words->worth)
            check_scales_within(checker, i);
}

/* What the price itself weighs beside the criteria; 0 where the award does not say. False where it
 * rests on what is to be agreed. */
static bool price_weight(ny_checker *checker, ny_rational *ret_weight)
{
    const ny_award *award = &checker->model->award;
    *ret_weight = NY_RATIONAL_ZERO;
    return !award->words || !award->words->price_weight ||
           stated(checker, award->words->price_weight, ret_weight);
}

/* Weights of the criteria that are parts of one whole: the award (NY_NONE), or a criterion. Those that
 * rest on what is to be agreed are carried: their sum is asked when they are there. */
static void check_sum_within(ny_checker *checker, uint32_t within)
{
    const ny_award *award = &checker->model->award;
    ny_rational sum = NY_RATIONAL_ZERO;
    const ny_declaration *first = NULL;
    if (within == NY_NONE && !price_weight(checker, &sum))
        return;
    for (uint32_t i = 0; i < award->criteria.count; i++) {
        const ny_criterion *criterion = &award->criteria.items[i];
        if (criterion->within != within)
            continue;
        if (criterion->declaration->failed || criterion->words->worth || !criterion->weight_stated)
            return;
        first = first ? first : criterion->declaration;
        sum = ny_rational_add(checker->arena, sum, criterion->weight);
    }
    if (!first || ny_rational_compare(sum, NY_RATIONAL_ONE) == 0)
        return;
    ny_rational percent = ny_rational_multiply(checker->arena, sum, ny_rational_whole(100));
    NY_SAY(checker, NY_CRITERIA_ADD_UP, first->header_span,
           ny_rational_decimal_text(checker->arena, percent, 0, 6));
}

static void check_sum(ny_checker *checker)
{
    const ny_award *award = &checker->model->award;
    for (uint32_t t = 0; t < checker->model->trees.count; t++)
        if (checker->model->trees.items[t]->lost.count)
            return; /* a criterion may be among what could not be read */
    for (uint32_t i = 0; i < award->criteria.count; i++)
        if (award->criteria.items[i].declaration->failed)
            return; /* nobody knows of what it is a part, or how much */
    check_sum_within(checker, NY_NONE);
    for (uint32_t i = 0; i < award->criteria.count; i++)
        if (award->criteria.items[i].parts)
            check_sum_within(checker, i);
}

/* All criteria say a weight, or all say a worth; and the award goes by that. Parts say their weight in
 * their whole, whatever that says of itself. */
static bool check_one_way(ny_checker *checker)
{
    const ny_award *award = &checker->model->award;
    const ny_declaration *first = NULL;
    bool worth = false;
    for (uint32_t i = 0; i < award->criteria.count; i++) {
        const ny_criterion *criterion = &award->criteria.items[i];
        if (!criterion->words->weight || criterion->words->within.text.size)
            continue;
        if (!first)
            worth = criterion->words->worth;
        else if (criterion->words->worth != worth) {
            NY_SAY(checker, NY_WEIGHT_OR_WORTH, criterion->declaration->header_span,
                   NY_WORDS(checker->sink,
                            worth ? NY_WORDS_ONE_WEIGHT_ONE_WORTH : NY_WORDS_ONE_WORTH_ONE_WEIGHT,
                            criterion->declaration->name.text, first->name.text));
            return false;
        }
        first = first ? first : criterion->declaration;
    }
    if (!award->words || award->declaration->failed)
        return true;
    bool by_price = award->words->rule == NY_SCORING_DEDUCTION;
    if (award->words->rule == NY_SCORING_HIGHEST) {
        if (first)
            NY_SAY(checker, NY_CRITERION_WITHOUT_PART, first->header_span, first->name.text,
                   ny_span_text(checker->sink, award->words->price->span));
        return false;
    }
    if (first && worth == by_price)
        return true;
    if (!first && award->criteria.count)
        return true; /* all failed: said */
    NY_SAY(checker, NY_WEIGHT_OR_WORTH, award->declaration->header_span,
           !first     ? ny_words(checker->sink, NY_WORDS_NO_CRITERION)
           : by_price ? NY_WORDS(checker->sink, NY_WORDS_WORTH_IS_DEDUCTED, first->name.text)
                      : NY_WORDS(checker->sink, NY_WORDS_POINTS_ARE_WEIGHED, first->name.text));
    return false;
}

/* --- award ------------------------------------------------------------------------------------- */

static void find_award(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind != NY_DECLARATION_AWARD)
                continue;
            if (model->award.declaration) {
                NY_SAY(checker, NY_SAID_TWICE, declaration->header_span,
                       ny_words(checker->sink, NY_WORDS_HOW_AWARDED));
                continue;
            }
            model->award.declaration = declaration;
            model->award.words = &declaration->is.award;
        }
}

/* Whether a tie says what one before it says. */
static bool tie_said(ny_checker *checker, const ny_tie_words *words)
{
    const ny_award *award = &checker->model->award;
    for (const ny_tie_words *before = award->words->ties.items; before < words; before++)
        if (before->form == words->form && words->form == NY_TIE_RECEIPT)
            return true;
        else if (before->figure && words->figure &&
                 ny_text_equal(ny_span_text(checker->sink, before->figure->span),
                               ny_span_text(checker->sink, words->figure->span)))
            return true;
    return false;
}

/* A figure of each bid, or when it came. */
static void check_tie_beside(ny_awarding *awarding, const ny_tie_words *words)
{
    ny_checker *checker = awarding->checker;
    ny_type any = ny_any_type();
    if (tie_said(checker, words)) {
        NY_SAY(checker, NY_SAID_TWICE, words->span,
               ny_format(checker->arena, "`%.*s`",
                         NY_PRINT(ny_span_text(checker->sink, words->span))));
        return;
    }
    if (words->figure)
        (void)check_figure_here(awarding, words->figure, ON_OFFERS_TOO, &any, NY_NO_TEXT);
    *NY_APPEND(checker->arena, &checker->model->award.ties) = (ny_tie){words, NY_NONE};
}

/* `ties by ready`: what is offered has no points, but a lowest and a highest. */
static ny_text tie_hint(const ny_awarding *awarding, ny_text name)
{
    ny_checker *checker = awarding->checker;
    if (ny_model_figure(checker->model, name) != NY_NONE)
        return NY_WORDS(checker->sink, NY_WORDS_TIES_BY_THE_LOWEST, name);
    return ny_suggestion(checker, name, awarding->criteria.items, awarding->criteria.count);
}

static void check_ties(ny_awarding *awarding)
{
    ny_checker *checker = awarding->checker;
    ny_award *award = &checker->model->award;
    bool *before = NY_NEW_ARRAY(checker->arena, bool, award->criteria.count + 1);
    for (uint32_t i = 0; i < award->words->ties.count; i++) {
        const ny_tie_words *words = &award->words->ties.items[i];
        const ny_name *name = &words->criterion;
        uint32_t number;
        if (words->form != NY_TIE_CRITERION) {
            check_tie_beside(awarding, words);
            continue;
        }
        bool known = ny_map_find(awarding->names, name->text, &number);
        if (!known && awarding->nameless)
            continue;
        if (!known) {
            NY_SAY(checker, NY_TIES_BY_WHAT, name->span, name->text,
                   tie_hint(awarding, name->text));
        } else if (before[number]) {
            NY_SAY(checker, NY_SAID_TWICE, name->span,
                   ny_format(checker->arena, "`%.*s`", NY_PRINT(name->text)));
        } else {
            before[number] = true;
            *NY_APPEND(checker->arena, &award->ties) = (ny_tie){words, number};
        }
    }
}

/* The price that is compared; a worth must be counted as it is. */
static ny_type check_price(ny_awarding *awarding)
{
    ny_checker *checker = awarding->checker;
    const ny_award *award = &checker->model->award;
    ny_type any = ny_any_type();
    if (!award->words || award->declaration->failed || !award->words->price)
        return any;
    const ny_expression *price = award->words->price;
    ny_type type = check_figure_here(awarding, price, ON_OFFERS_TOO, &any,
                                     ny_words(checker->sink, NY_WORDS_MONEY));
    const ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (type.kind == NY_KIND_NUMBER &&
            ny_unit_exponent(type.unit, model->currencies.items[i].unit) == 1)
            return type;
    if (type.kind == NY_KIND_NUMBER && award->words->rule != NY_SCORING_HIGHEST)
        NY_SAY(checker, NY_ONE_UNIT_DUE, price->span, ny_span_text(checker->sink, price->span),
               ny_said_name(checker, price, ny_meaning_of(model, price)),
               ny_words(checker->sink, NY_WORDS_MONEY));
    return any;
}

/* Prices stay sealed until the quality is judged: an offer that does not say where it belongs is kept
 * with the price. */
static void check_envelopes(ny_checker *checker)
{
    for (uint32_t i = 0; i < checker->model->figures.count; i++) {
        const ny_figure *figure = &checker->model->figures.items[i];
        if (figure->kind == NY_FIGURE_OFFER && !figure->declaration->failed &&
            figure->declaration->is.figure.envelope == NY_KEYWORD_NONE &&
            !figure->declaration->is.figure.value)
            NY_SAY(checker, NY_ENVELOPE_NOT_SAID, figure->declaration->header_span, figure->name);
    }
}

/* `within quality`: a criterion that stands before, and is not judged itself. */
static void find_whole(ny_awarding *awarding, ny_criterion *criterion)
{
    ny_checker *checker = awarding->checker;
    const ny_name *within = &criterion->words->within;
    uint32_t number;
    if (!within->text.size)
        return;
    bool known = ny_map_find(awarding->names, within->text, &number) &&
                 number < checker->model->award.criteria.count;
    if (known && !criterion->words->worth) {
        criterion->within = number;
        checker->model->award.criteria.items[number].parts++;
        return;
    }
    if (awarding->lost_whole && !known)
        return;
    awarding->lost_whole = true;
    if (!known && awarding->nameless)
        return; /* that it lost its name was said */
    NY_SAY(checker, NY_WITHIN_WHAT, within->span, criterion->declaration->name.text, within->text,
           criterion->words->worth ? ny_words(checker->sink, NY_WORDS_PART_SAYS_ITS_WEIGHT)
                                   : ny_words(checker->sink, NY_WORDS_WHOLE_STANDS_BEFORE));
}

static void check_criterion(ny_awarding *awarding, const ny_declaration *declaration,
                            ny_type *price)
{
    ny_checker *checker = awarding->checker;
    ny_award *award = &checker->model->award;
    ny_criterion criterion = {.declaration = declaration,
                              .words = &declaration->is.criterion,
                              .weight = NY_RATIONAL_ZERO,
                              .type = ny_any_type(),
                              .party = NY_NONE,
                              .within = NY_NONE};
    check_name_once(checker, awarding->names, declaration, award->criteria.count,
                    NY_WORDS_CRITERION);
    *NY_APPEND(checker->arena, &awarding->criteria) = declaration->name.text;
    if (!declaration->failed) {
        if (criterion.words->worth)
            check_worth(awarding, &criterion, price);
        else
            check_weight(awarding, &criterion);
        find_whole(awarding, &criterion);
    }
    *NY_APPEND(checker->arena, &award->criteria) = criterion;
}

/* How each is judged, when it is known which are made of parts. */
static void check_judgings(ny_awarding *awarding)
{
    ny_checker *checker = awarding->checker;
    ny_award *award = &checker->model->award;
    for (uint32_t i = 0; i < award->criteria.count; i++) {
        ny_criterion *criterion = &award->criteria.items[i];
        const ny_criterion_words *words = criterion->words;
        if (criterion->declaration->failed)
            continue;
        bool whole_perhaps = awarding->lost_whole && words->judging == NY_JUDGING_NOT_SAID;
        if (!criterion->parts && !whole_perhaps)
            check_judging(awarding, criterion);
        else if (whole_perhaps)
            continue;
        else if (words->judging != NY_JUDGING_NOT_SAID || words->points.rule != NY_SCORING_NONE)
            say_how(checker, criterion, criterion->declaration->header_span,
                    ny_words(checker->sink, NY_WORDS_HAS_PARTS_AND_IS_JUDGED),
                    ny_words(checker->sink, NY_WORDS_PARTS_MAKE_ITS_POINTS),
                    ny_words(checker->sink, NY_WORDS_TAKE_ONE_AWAY));
    }
}

/* The figures of the award's own line besides the price. */
static void check_award_line(ny_awarding *awarding, const ny_type *price)
{
    ny_checker *checker = awarding->checker;
    ny_award *award = &checker->model->award;
    const ny_award_words *words = award->words;
    ny_type share = bare_type();
    if (words->plus)
        (void)check_figure_here(awarding, words->plus, ON_OFFERS_TOO, price,
                                price->kind == NY_KIND_NUMBER
                                    ? ny_kind_name(checker, price)
                                    : ny_words(checker->sink, NY_WORDS_MONEY));
    ny_rational weight;
    if (words->price_weight &&
        check_figure_here(awarding, words->price_weight, ON_NO_OFFER, &share,
                          ny_words(checker->sink, NY_WORDS_A_PERCENTAGE))
                .kind == NY_KIND_NUMBER &&
        stated(checker, words->price_weight, &weight) &&
        (ny_rational_sign(weight) <= 0 || ny_rational_compare(weight, NY_RATIONAL_ONE) >= 0))
        NY_SAY(checker, NY_WEIGHT_RANGE, words->price_weight->span,
               ny_span_text(checker->sink, words->price->span),
               ny_span_text(checker->sink, words->price_weight->span));
    award->band_by = NY_NONE;
    if (words->rule != NY_SCORING_RATIO_BAND)
        return;
    const ny_literal *band = &words->band;
    if (!band->is_percent || ny_rational_sign(band->number) <= 0 ||
        ny_rational_compare(band->number, ny_rational_whole(100)) >= 0)
        NY_SAY(checker, NY_BAND_RANGE, band->span, ny_span_text(checker->sink, band->span));
    if (words->band_by.text.size &&
        !ny_map_find(awarding->names, words->band_by.text, &award->band_by))
        NY_SAY(checker, NY_TIES_BY_WHAT, words->band_by.span, words->band_by.text,
               ny_suggestion(checker, words->band_by.text, awarding->criteria.items,
                             awarding->criteria.count));
}

/* A criterion may be among what could not be read. */
static bool criterion_lost(const ny_model *model)
{
    for (uint32_t i = 0; i < model->criteria.count; i++)
        if (model->criteria.items[i]->failed)
            return true;
    for (uint32_t t = 0; t < model->trees.count; t++)
        if (model->trees.items[t]->lost.count)
            return true;
    return false;
}

void ny_check_award(ny_checker *checker)
{
    ny_model *model = checker->model;
    if (model->has_study)
        return;
    ny_awarding awarding = {.checker = checker,
                            .names = ny_map_create(checker->arena),
                            .lost_whole = criterion_lost(model)};
    find_origins(&awarding);
    check_requirements(&awarding);
    find_award(checker);
    ny_type price = check_price(&awarding);
    for (uint32_t i = 0; i < model->criteria.count; i++)
        awarding.nameless = awarding.nameless || !model->criteria.items[i]->name.text.size;
    for (uint32_t i = 0; i < model->criteria.count; i++)
        check_criterion(&awarding, model->criteria.items[i], &price);
    check_judgings(&awarding);
    bool said = model->award.words && !model->award.declaration->failed;
    if (said)
        check_award_line(&awarding, &price);
    if (check_one_way(checker) && !awarding.lost_whole)
        check_sum(checker);
    check_scales(checker);
    if (said) {
        check_ties(&awarding);
        check_envelopes(checker);
    } else if (!model->award.declaration && model->criteria.count && !criterion_lost(model)) {
        const ny_declaration *first = model->criteria.items[0];
        NY_SAY(checker, NY_AWARD_NOT_SAID, first->header_span, first->name.text);
    }
}
