/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Expressions: what each name means, and each node's type, unit, grain, and whether it is known.
 *
 * Inside a row of T, `per T` is fulfilled and drops out of a figure at the place where it is read
 * (a literal, or a figure): so DKK per operation is DKK in a row of operation, and a number of
 * operations stays one. The step is recorded in the meaning and stands in the plan. */

#include "model/check_expression.h"

#include "model/check_promise.h"

#include "base/bug.h"

static ny_meaning check(ny_checker *checker, const ny_expression *expression,
                        const ny_place_in *place);

/* --- small makers ------------------------------------------------------------------------------ */

bool ny_type_agrees(const ny_type *a, const ny_type *b)
{
    if (a->kind == NY_KIND_ANY || b->kind == NY_KIND_ANY)
        return true;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case NY_KIND_NUMBER:
        return ny_unit_equal(a->unit, b->unit);
    case NY_KIND_WORD:
        return a->table == b->table && a->column == b->column;
    case NY_KIND_ROW:
        return a->table == b->table;
    case NY_KIND_DATE:
    case NY_KIND_YES_NO:
    case NY_KIND_PARTY:
    case NY_KIND_TEXT:
    case NY_KIND_ANY:
        return true;
    }
    NY_BUG("kind");
}

/* --- numbers ----------------------------------------------------------------------------------- */

static ny_meaning check_number(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place)
{
    ny_unit unit;
    ny_rational factor;
    if (!ny_check_unit(checker, &expression->literal.unit, &unit, &factor))
        return ny_meaning_any();
    ny_rational value = ny_rational_multiply(checker->arena, expression->literal.number, factor);
    if (expression->literal.is_percent || expression->literal.is_percentage_points)
        value = ny_rational_divide(checker->arena, value, ny_rational_whole(100));
    ny_meaning meaning = {.type = ny_number_type(unit),
                          .grain = {NY_GRAIN_CONTRACT, NY_NONE},
                          .checked = true,
                          .value = value};
    ny_fulfil_per_row(checker, &meaning, place);
    return meaning;
}

bool ny_check_number_here(ny_checker *checker, const ny_expression *expression,
                          const ny_meaning *meaning)
{
    if (meaning->type.kind == NY_KIND_NUMBER || ny_is_any(meaning))
        return true;
    NY_SAY(checker, NY_NOT_A_NUMBER, expression->span,
           ny_span_text(checker->sink, expression->span),
           ny_said_name(checker, expression, meaning));
    ny_say_declared(checker, meaning);
    return false;
}

/* A bare number where a unit is due has a message of its own: it is the commonest slip. */
void ny_report_units(ny_checker *checker, const ny_expression *expression, const ny_meaning *left,
                     const ny_meaning *right, ny_phrase verb, const ny_place_in *place)
{
    const ny_expression *b = expression->items.items[1], *a = expression->items.items[0];
    bool bare_right = ny_is_bare(b, right), bare_left = ny_is_bare(a, left);
    if ((bare_right || bare_left) && left->type.kind == NY_KIND_NUMBER &&
        right->type.kind == NY_KIND_NUMBER) {
        const ny_expression *bare = bare_right ? b : a;
        NY_SAY(checker, NY_BARE_NUMBER, bare->span, ny_span_text(checker->sink, bare->span),
               ny_said_name(checker, bare_right ? a : b, bare_right ? left : right),
               ny_bare_hint(checker, ny_span_text(checker->sink, bare->span),
                            (bare_right ? left : right)->type.unit));
        return;
    }
    bool numbers = left->type.kind == NY_KIND_NUMBER && right->type.kind == NY_KIND_NUMBER;
    ny_text left_text = ny_span_text(checker->sink, a->span);
    ny_text right_text = ny_span_text(checker->sink, b->span);
    NY_SAY(checker, NY_UNITS_DIFFER, expression->span, left_text, ny_said_name(checker, a, left),
           right_text, ny_said_name(checker, b, right), ny_words(checker->sink, verb),
           numbers ? ny_two_units_hint(checker, left_text, left->type.unit, right_text,
                                       right->type.unit, place)
                   : NY_NO_TEXT);
}

static bool is_time(const ny_type *type, uint32_t unit)
{
    return type->kind == NY_KIND_NUMBER && ny_unit_equal(type->unit, ny_unit_base(unit));
}

/* date + span, date - span, date - date; *ret_done says whether it was one of these. */
static ny_meaning check_date_arithmetic(ny_checker *checker, const ny_expression *expression,
                                        const ny_meaning *left, const ny_meaning *right,
                                        bool *ret_done)
{
    ny_meaning meaning = {.checked = true, .grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    bool subtract = expression->kind == NY_EXPRESSION_SUBTRACT;
    ny_join_meaning(&meaning, left);
    ny_join_meaning(&meaning, right);
    *ret_done = left->type.kind == NY_KIND_DATE;
    if (!*ret_done)
        return meaning;
    if (right->type.kind == NY_KIND_DATE && subtract) {
        meaning.type = ny_number_type(ny_unit_base(NY_UNIT_DAY));
        return meaning;
    }
    meaning.type.kind = NY_KIND_DATE;
    if (!is_time(&right->type, NY_UNIT_DAY) && !is_time(&right->type, NY_UNIT_MONTH) &&
        !ny_is_any(right)) {
        const ny_expression *span = expression->items.items[1];
        NY_SAY(checker, NY_NOT_A_SPAN, span->span, ny_span_text(checker->sink, span->span),
               ny_kind_name(checker, &right->type));
        return ny_meaning_any();
    }
    return meaning;
}

static ny_meaning check_sum(ny_checker *checker, const ny_expression *expression,
                            const ny_place_in *place)
{
    ny_meaning left = check(checker, expression->items.items[0], place);
    ny_meaning right = check(checker, expression->items.items[1], place);
    if (!ny_check_present(checker, expression->items.items[0], &left) ||
        !ny_check_present(checker, expression->items.items[1], &right) || ny_is_any(&left) ||
        ny_is_any(&right))
        return ny_meaning_any();
    bool done;
    ny_meaning meaning = check_date_arithmetic(checker, expression, &left, &right, &done);
    if (done)
        return meaning;
    if (!ny_check_number_here(checker, expression->items.items[0], &left) ||
        !ny_check_number_here(checker, expression->items.items[1], &right))
        return ny_meaning_any();
    if (!ny_type_agrees(&left.type, &right.type)) {
        ny_report_units(
            checker, expression, &left, &right,
            expression->kind == NY_EXPRESSION_ADD ? NY_WORDS_ADDED : NY_WORDS_SUBTRACTED, place);
        return ny_meaning_any();
    }
    meaning.type = left.type;
    return meaning;
}

static ny_meaning check_product(ny_checker *checker, const ny_expression *expression,
                                const ny_place_in *place)
{
    ny_meaning left = check(checker, expression->items.items[0], place);
    ny_meaning right = check(checker, expression->items.items[1], place);
    ny_meaning meaning = {.checked = true, .grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    ny_join_meaning(&meaning, &left);
    ny_join_meaning(&meaning, &right);
    if (!ny_check_present(checker, expression->items.items[0], &left) ||
        !ny_check_present(checker, expression->items.items[1], &right) ||
        !ny_check_number_here(checker, expression->items.items[0], &left) ||
        !ny_check_number_here(checker, expression->items.items[1], &right) || ny_is_any(&left) ||
        ny_is_any(&right))
        return ny_meaning_any();
    meaning.type.kind = NY_KIND_NUMBER;
    int power = expression->kind == NY_EXPRESSION_MULTIPLY ? 1 : -1;
    if (!ny_unit_multiply(left.type.unit, right.type.unit, power, &meaning.type.unit)) {
        NY_SAY(checker, NY_UNIT_TOO_LARGE, expression->span,
               ny_span_text(checker->sink, expression->span));
        return ny_meaning_any();
    }
    return meaning;
}

/* In a study: `(worse_scale * years) ^ worse_shape`, both without unit. */
static ny_meaning check_any_power(ny_checker *checker, const ny_expression *expression,
                                  ny_meaning base, ny_meaning power)
{
    const ny_meaning *parts[] = {&base, &power};
    for (uint32_t i = 0; i < 2; i++) {
        const ny_expression *item = expression->items.items[i];
        if (!ny_check_present(checker, item, parts[i]) ||
            !ny_check_number_here(checker, item, parts[i]) || ny_is_any(parts[i]))
            return ny_meaning_any();
        if (!ny_unit_is_none(parts[i]->type.unit)) {
            NY_SAY(checker, NY_NO_UNIT_DUE, item->span, NY_TEXT("^"),
                   ny_kind_name(checker, &parts[i]->type));
            return ny_meaning_any();
        }
    }
    ny_meaning meaning = {.checked = true,
                          .type = ny_number_type(ny_unit_none()),
                          .grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    ny_join_meaning(&meaning, &base);
    ny_join_meaning(&meaning, &power);
    return meaning;
}

static ny_meaning check_power(ny_checker *checker, const ny_expression *expression,
                              const ny_place_in *place)
{
    const ny_expression *exponent = expression->items.items[1];
    ny_meaning meaning = check(checker, expression->items.items[0], place);
    ny_meaning power = check(checker, exponent, place);
    int64_t whole = 0;
    bool free = checker->model->has_study || place->grain.kind == NY_GRAIN_EACH_CYCLE;
    if (free && exponent->kind != NY_EXPRESSION_NUMBER)
        return check_any_power(checker, expression, meaning, power);
    if (free && ny_unit_is_none(power.type.unit) && !ny_rational_to_whole(power.value, &whole))
        return check_any_power(checker, expression, meaning, power);
    if (exponent->kind != NY_EXPRESSION_NUMBER || !ny_unit_is_none(power.type.unit) ||
        !ny_rational_to_whole(power.value, &whole) || whole < -20 || whole > 20) {
        NY_SAY(checker, NY_EXPONENT, exponent->span, ny_span_text(checker->sink, exponent->span));
        return ny_meaning_any();
    }
    if (!ny_check_number_here(checker, expression->items.items[0], &meaning) || ny_is_any(&meaning))
        return ny_meaning_any();
    meaning.reference = NY_REFERENCE_NONE;
    meaning.per_row_fulfilled = false;
    ny_unit unit = ny_unit_none();
    if (!ny_unit_multiply(unit, meaning.type.unit, (int)whole, &unit)) {
        NY_SAY(checker, NY_UNIT_TOO_LARGE, expression->span,
               ny_span_text(checker->sink, expression->span));
        return ny_meaning_any();
    }
    meaning.type.unit = unit;
    return meaning;
}

/* --- comparisons ------------------------------------------------------------------------------- */

static ny_meaning check_comparison(ny_checker *checker, const ny_expression *expression,
                                   const ny_place_in *place)
{
    const ny_expression *a = expression->items.items[0], *b = expression->items.items[1];
    ny_meaning left = check(checker, a, place);
    /* `kind = primary`: the word is no name, and that is not the mistake to report. */
    if (left.type.kind == NY_KIND_WORD || left.type.kind == NY_KIND_PARTY ||
        left.type.kind == NY_KIND_TEXT || left.type.kind == NY_KIND_YES_NO) {
        NY_SAY(checker, NY_WORDS_COMPARE_WITH_IS, expression->span,
               ny_span_text(checker->sink, a->span), ny_span_text(checker->sink, b->span));
        return ny_meaning_any();
    }
    ny_meaning right = check(checker, b, place);
    ny_meaning meaning = {.checked = true, .type = ny_yes_no_type()};
    ny_join_meaning(&meaning, &left);
    ny_join_meaning(&meaning, &right);
    if (!ny_check_present(checker, a, &left) || !ny_check_present(checker, b, &right) ||
        ny_is_any(&left) || ny_is_any(&right))
        return meaning;
    if (left.type.kind == NY_KIND_DATE && right.type.kind == NY_KIND_DATE)
        return meaning;
    if (!ny_check_number_here(checker, a, &left) || !ny_check_number_here(checker, b, &right))
        return meaning;
    if (!ny_type_agrees(&left.type, &right.type))
        ny_report_units(checker, expression, &left, &right, NY_WORDS_COMPARED, place);
    return meaning;
}

static ny_meaning check_is(ny_checker *checker, const ny_expression *expression,
                           const ny_place_in *place)
{
    const ny_expression *left = expression->items.items[0];
    const ny_name *word = &expression->name;
    ny_meaning of = check(checker, left, place);
    ny_meaning meaning = {.checked = true,
                          .type = ny_yes_no_type(),
                          .grain = of.grain,
                          .may_be_unknown = of.may_be_unknown};
    if (ny_is_any(&of))
        return meaning;
    uint32_t party;
    if (of.type.kind == NY_KIND_WORD) {
        const ny_column *column =
            &checker->model->tables.items[of.type.table].columns.items[of.type.column];
        meaning.reference = NY_REFERENCE_WORD;
        meaning.number = ny_column_word(column, word->text);
        if (meaning.number == NY_NONE) {
            NY_SAY(checker, NY_WORD_NOT_IN_LIST, word->span, word->text, column->name,
                   ny_suggestion(checker, word->text, column->words.items, column->words.count));
            NY_SAY_PLACE(checker, column->span, NY_WORDS_THE_WORDS_OF_0, column->name);
        }
    } else if (of.type.kind == NY_KIND_PARTY) {
        meaning.reference = NY_REFERENCE_PARTY;
        if (ny_map_find(checker->parties, word->text, &party))
            meaning.number = party;
        else
            NY_SAY(checker, NY_PARTY_UNKNOWN, word->span, word->text,
                   ny_party_suggestion(checker, word->text));
    } else if (of.type.kind == NY_KIND_YES_NO &&
               (word->keyword == NY_KEYWORD_YES || word->keyword == NY_KEYWORD_NO)) {
        meaning.reference = NY_REFERENCE_WORD;
        meaning.number = word->keyword == NY_KEYWORD_YES;
    } else if (of.type.kind == NY_KIND_NUMBER &&
               ny_map_find(checker->figures, word->text, &party)) {
        NY_SAY(checker, NY_FIGURES_COMPARE_WITH_EQUAL, word->span, word->text);
    } else {
        NY_SAY(checker, NY_IS_WHAT, expression->span, ny_span_text(checker->sink, left->span),
               ny_kind_name(checker, &of.type), word->text);
        ny_say_declared(checker, &of);
    }
    return meaning;
}

static ny_meaning check_is_text(ny_checker *checker, const ny_expression *expression,
                                const ny_place_in *place)
{
    ny_meaning of = check(checker, expression->items.items[0], place);
    ny_meaning meaning = {.checked = true,
                          .type = ny_yes_no_type(),
                          .grain = of.grain,
                          .may_be_unknown = of.may_be_unknown};
    if (!ny_is_any(&of) && of.type.kind != NY_KIND_TEXT)
        NY_SAY(checker, NY_QUOTES_ARE_FOR_CODES, expression->name.span,
               ny_span_text(checker->sink, expression->items.items[0]->span),
               ny_kind_name(checker, &of.type), expression->name.text);
    return meaning;
}

static ny_meaning check_is_known(ny_checker *checker, const ny_expression *expression,
                                 const ny_place_in *place)
{
    ny_meaning of = check(checker, expression->items.items[0], place);
    if (of.may_be_absent && of.type.kind == NY_KIND_DATE)
        NY_SAY(checker, NY_SAY_HAPPENED, expression->span,
               ny_span_text(checker->sink, expression->items.items[0]->span),
               ny_text_of(expression->yes ? "has happened" : "has not happened"));
    return (ny_meaning){.checked = true, .type = ny_yes_no_type(), .grain = of.grain};
}

static void report_no_event(ny_checker *checker, const ny_expression *expression,
                            const ny_meaning *of)
{
    ny_text what = ny_span_text(checker->sink, expression->items.items[0]->span);
    bool asked = of->may_be_unknown || of->may_be_absent;
    NY_SAY(checker, NY_SAY_KNOWN, expression->span, what,
           asked ? NY_WORDS(checker->sink, NY_WORDS_SAY_IS_KNOWN, what,
                            ny_text_of(expression->yes ? "is known" : "is unknown"))
                 : NY_WORDS(checker->sink, NY_WORDS_IS_ALWAYS_THERE, what));
}

static ny_meaning check_happened(ny_checker *checker, const ny_expression *expression,
                                 const ny_place_in *place)
{
    const ny_expression *item = expression->items.items[0];
    ny_meaning of = check(checker, item, place);
    bool narrowed = of.reference == NY_REFERENCE_COLUMN
                        ? ny_is_narrowed(place->narrowed, true, of.table, of.number)
                        : ny_is_narrowed(place->narrowed, false, NY_NONE, of.number);
    if (!ny_is_any(&of) && !narrowed && (!of.may_be_absent || of.type.kind != NY_KIND_DATE))
        report_no_event(checker, expression, &of);
    return (ny_meaning){.checked = true, .type = ny_yes_no_type(), .grain = of.grain};
}

/* By the day of the data: a row of a measure is asked, in each statement anew. */
static ny_meaning check_passed(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place)
{
    const ny_expression *item = expression->items.items[0];
    ny_meaning of = check(checker, item, place);
    ny_text said = ny_span_text(checker->sink, item->span);
    ny_meaning meaning = {.checked = true, .type = ny_yes_no_type()};
    ny_join_meaning(&meaning, &of);
    if (ny_check_no_years(checker, expression->span, false) || ny_is_any(&of))
        return meaning;
    if (of.type.kind != NY_KIND_DATE) {
        NY_SAY(checker, NY_NOT_A_DATE, item->span, said, ny_said_name(checker, item, &of));
        ny_say_declared(checker, &of);
    } else if (ny_check_present(checker, item, &of) && of.grain.kind != NY_GRAIN_ROW) {
        NY_SAY(checker, NY_PASSED_OF_WHAT, expression->span, said,
               ny_grain_name(checker, of.grain));
    }
    return meaning;
}

static ny_meaning check_within(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place)
{
    const ny_expression *event = expression->items.items[0], *span = expression->items.items[1],
                        *base = expression->items.items[2];
    ny_meaning of_event = check(checker, event, place), of_span = check(checker, span, place),
               of_base = check(checker, base, place);
    ny_meaning meaning = {.checked = true, .type = ny_yes_no_type()};
    ny_join_meaning(&meaning, &of_event);
    ny_join_meaning(&meaning, &of_span);
    ny_join_meaning(&meaning, &of_base);
    const ny_expression *dates[] = {event, base};
    const ny_meaning *meanings[] = {&of_event, &of_base};
    for (size_t i = 0; i < 2; i++)
        if (!ny_is_any(meanings[i]) && meanings[i]->type.kind != NY_KIND_DATE) {
            NY_SAY(checker, NY_NOT_A_DATE, dates[i]->span,
                   ny_span_text(checker->sink, dates[i]->span),
                   ny_said_name(checker, dates[i], meanings[i]));
            ny_say_declared(checker, meanings[i]);
        }
    if (ny_is_any(&of_span) || is_time(&of_span.type, NY_UNIT_DAY) ||
        is_time(&of_span.type, NY_UNIT_MONTH))
        return meaning;
    if (span->kind == NY_EXPRESSION_NUMBER && ny_unit_is_none(of_span.type.unit))
        NY_SAY(checker, NY_BARE_NUMBER, span->span, ny_span_text(checker->sink, span->span),
               ny_words(checker->sink, NY_WORDS_A_TIME_SUCH_AS),
               ny_words(checker->sink, NY_WORDS_UNIT_BEHIND_NUMBER));
    else
        NY_SAY(checker, NY_NOT_A_SPAN, span->span, ny_span_text(checker->sink, span->span),
               ny_said_name(checker, span, &of_span));
    return meaning;
}

/* --- logic ------------------------------------------------------------------------------------- */

static ny_meaning check_yes_no(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place)
{
    ny_meaning meaning = check(checker, expression, place);
    if (!ny_is_any(&meaning) && meaning.type.kind != NY_KIND_YES_NO) {
        NY_SAY(checker, NY_NOT_YES_OR_NO, expression->span,
               ny_span_text(checker->sink, expression->span),
               ny_said_name(checker, expression, &meaning));
        ny_say_declared(checker, &meaning);
    }
    return meaning;
}

static const ny_narrowed *narrowed_with(ny_checker *checker, const ny_expression *expression,
                                        const ny_place_in *place, const ny_narrowed *outer)
{
    uint32_t number;
    if (expression->kind != NY_EXPRESSION_NAME)
        return outer;
    ny_narrowed *narrowed = NY_NEW(checker->arena, ny_narrowed);
    narrowed->outer = outer;
    if (ny_find_column(checker, place, expression->name.text, &number)) {
        narrowed->is_column = true;
        narrowed->table = place->grain.table;
    } else if (!ny_map_find(checker->figures, expression->name.text, &number)) {
        return outer;
    }
    narrowed->number = number;
    return narrowed;
}

const ny_narrowed *ny_narrow(ny_checker *checker, const ny_expression *condition, bool truth,
                             const ny_place_in *place, const ny_narrowed *outer)
{
    const ny_expression *const *items = (const ny_expression *const *)condition->items.items;
    switch ((int)condition->kind) {
    case NY_EXPRESSION_NOT:
        return ny_narrow(checker, items[0], !truth, place, outer);
    case NY_EXPRESSION_AND:
    case NY_EXPRESSION_OR:
        if ((condition->kind == NY_EXPRESSION_AND) != truth)
            return outer;
        outer = ny_narrow(checker, items[0], truth, place, outer);
        return ny_narrow(checker, items[1], truth, place, outer);
    case NY_EXPRESSION_IS_KNOWN:
    case NY_EXPRESSION_HAPPENED:
        return condition->yes == truth ? narrowed_with(checker, items[0], place, outer) : outer;
    case NY_EXPRESSION_IS:
    case NY_EXPRESSION_IS_TEXT:
        return condition->yes != truth ? narrowed_with(checker, items[0], place, outer) : outer;
    case NY_EXPRESSION_WITHIN:
        if (!truth)
            return outer;
        outer = narrowed_with(checker, items[0], place, outer);
        return narrowed_with(checker, items[2], place, outer);
    default:
        return outer;
    }
}

/* `a and b and c and …` is a tree that leans to the left: (((a and b) and c) and …). It is gone through
 * from a on, so that what is known by then is carried along and not found out anew for each. */
static ny_meaning check_and_or(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place)
{
    NY_LIST(const ny_expression *) nodes = {0};
    const ny_expression *first = expression;
    for (; first->kind == expression->kind; first = first->items.items[0])
        *NY_APPEND(checker->arena, &nodes) = first;
    ny_meaning meaning = {.checked = true, .type = ny_yes_no_type()};
    ny_meaning left = check_yes_no(checker, first, place);
    ny_join_meaning(&meaning, &left);
    bool truth = expression->kind == NY_EXPRESSION_AND;
    ny_place_in inner = *place;
    inner.narrowed = ny_narrow(checker, first, truth, place, place->narrowed);
    for (uint32_t i = nodes.count; i-- > 0;) {
        const ny_expression *item = nodes.items[i]->items.items[1];
        ny_meaning right = check_yes_no(checker, item, &inner);
        ny_join_meaning(&meaning, &right);
        checker->model->meanings.items[nodes.items[i]->id] = meaning;
        if (i > 0)
            inner.narrowed = ny_narrow(checker, item, truth, place, inner.narrowed);
    }
    return meaning;
}

bool ny_check_condition(ny_checker *checker, const ny_expression *expression,
                        const ny_place_in *place)
{
    ny_meaning meaning = check_yes_no(checker, expression, place);
    if (expression->kind == NY_EXPRESSION_YES_NO)
        NY_SAY(checker, NY_ALWAYS_SO, expression->span,
               ny_words(checker->sink, expression->yes ? NY_WORDS_ALWAYS : NY_WORDS_NEVER));
    return ny_check_known_in(checker, expression, &meaning, NY_KNOWN_IN_CONDITION);
}

/* --- all kinds --------------------------------------------------------------------------------- */

static ny_meaning check_kind(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place)
{
    ny_meaning meaning;
    switch (expression->kind) {
    case NY_EXPRESSION_NUMBER:
        return check_number(checker, expression, place);
    case NY_EXPRESSION_DATE:
        return (ny_meaning){.checked = true, .type = {.kind = NY_KIND_DATE}};
    case NY_EXPRESSION_YES_NO:
        return (ny_meaning){.checked = true, .type = ny_yes_no_type()};
    case NY_EXPRESSION_NAME:
        return ny_check_name(checker, expression, place);
    case NY_EXPRESSION_PREVIOUS:
        return ny_check_previous(checker, expression, place);
    case NY_EXPRESSION_FINAL:
        return ny_check_final(checker, expression, place);
    case NY_EXPRESSION_PART:
        return ny_check_part(checker, expression, place);
    case NY_EXPRESSION_CALL:
        return ny_check_form(checker, expression, place);
    case NY_EXPRESSION_NEGATE:
        meaning = check(checker, expression->items.items[0], place);
        if (!ny_check_number_here(checker, expression->items.items[0], &meaning) ||
            !ny_check_present(checker, expression->items.items[0], &meaning))
            return ny_meaning_any();
        meaning.reference = NY_REFERENCE_NONE;
        meaning.per_row_fulfilled = false;
        return meaning;
    case NY_EXPRESSION_ADD:
    case NY_EXPRESSION_SUBTRACT:
        return check_sum(checker, expression, place);
    case NY_EXPRESSION_MULTIPLY:
    case NY_EXPRESSION_DIVIDE:
        return check_product(checker, expression, place);
    case NY_EXPRESSION_RAISE:
        return check_power(checker, expression, place);
    case NY_EXPRESSION_EQUAL:
    case NY_EXPRESSION_NOT_EQUAL:
    case NY_EXPRESSION_LESS:
    case NY_EXPRESSION_AT_MOST:
    case NY_EXPRESSION_MORE:
    case NY_EXPRESSION_AT_LEAST:
        return check_comparison(checker, expression, place);
    case NY_EXPRESSION_IS:
        return check_is(checker, expression, place);
    case NY_EXPRESSION_IS_TEXT:
        return check_is_text(checker, expression, place);
    case NY_EXPRESSION_IS_KNOWN:
        return check_is_known(checker, expression, place);
    case NY_EXPRESSION_HAPPENED:
        return check_happened(checker, expression, place);
    case NY_EXPRESSION_PASSED:
        return check_passed(checker, expression, place);
    case NY_EXPRESSION_WITHIN:
        return check_within(checker, expression, place);
    case NY_EXPRESSION_NOT:
        meaning = check_yes_no(checker, expression->items.items[0], place);
        meaning.reference = NY_REFERENCE_NONE;
        return meaning;
    case NY_EXPRESSION_AND:
    case NY_EXPRESSION_OR:
        return check_and_or(checker, expression, place);
    case NY_EXPRESSION_KEEP:
    case NY_EXPRESSION_SCALE:
    case NY_EXPRESSION_WEIGH:
    case NY_EXPRESSION_AGGREGATE:
    case NY_EXPRESSION_COUNT:
    case NY_EXPRESSION_THE:
    case NY_EXPRESSION_RUNNING:
    case NY_EXPRESSION_AMONG:
    case NY_EXPRESSION_EQ5D:
    case NY_EXPRESSION_SURVIVAL:
    case NY_EXPRESSION_UNKNOWN_AS:
        return ny_check_form(checker, expression, place);
    case NY_EXPRESSION_LAW:
    case NY_EXPRESSION_ARGUMENT:
        NY_BUG("a distribution is checked by its model");
    }
    NY_BUG("expression");
}

static ny_meaning check(ny_checker *checker, const ny_expression *expression,
                        const ny_place_in *place)
{
    ny_meaning meaning = check_kind(checker, expression, place);
    meaning.checked = true;
    checker->model->meanings.items[expression->id] = meaning;
    return meaning;
}

ny_meaning ny_check_expression(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place)
{
    return check(checker, expression, place);
}

/* Of any time that is written out: more than this is beyond every calendar, in days or in months. */
#define MOST_DAYS 4000000

bool ny_check_span(ny_checker *checker, const ny_expression *expression, ny_span_of_time *ret_span)
{
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    ny_meaning meaning = check(checker, expression, &place);
    if (ny_is_any(&meaning))
        return false;
    const ny_expression *number = expression;
    if (meaning.reference == NY_REFERENCE_FIGURE) {
        const ny_figure *figure = &checker->model->figures.items[meaning.number];
        if (figure->declaration && figure->kind == NY_FIGURE_GIVEN &&
            figure->declaration->is.figure.value)
            number = figure->declaration->is.figure.value;
    }
    const ny_meaning *of = &checker->model->meanings.items[number->id];
    int64_t whole;
    if (number->kind == NY_EXPRESSION_NUMBER && of->checked &&
        (is_time(&of->type, NY_UNIT_DAY) || is_time(&of->type, NY_UNIT_MONTH)) &&
        ny_rational_compare(of->value, ny_rational_whole(MOST_DAYS)) > 0) {
        NY_SAY(checker, NY_SPAN_TOO_LONG, expression->span,
               ny_span_text(checker->sink, expression->span));
        return false;
    }
    if (number->kind == NY_EXPRESSION_NUMBER && of->checked &&
        ny_rational_to_whole(of->value, &whole) && whole >= 0) {
        *ret_span = (ny_span_of_time){0, 0};
        if (is_time(&of->type, NY_UNIT_DAY))
            ret_span->days = (int32_t)whole;
        else if (is_time(&of->type, NY_UNIT_MONTH))
            ret_span->months = (int32_t)whole;
        else
            goto no_span;
        return true;
    }
no_span:
    if (expression->kind == NY_EXPRESSION_NUMBER && ny_unit_is_none(meaning.type.unit))
        NY_SAY(checker, NY_BARE_NUMBER, expression->span,
               ny_span_text(checker->sink, expression->span),
               ny_words(checker->sink, NY_WORDS_A_TIME_SUCH_AS),
               ny_words(checker->sink, NY_WORDS_UNIT_BEHIND_NUMBER));
    else
        NY_SAY(checker, NY_NOT_A_SPAN, expression->span,
               ny_span_text(checker->sink, expression->span),
               ny_said_name(checker, expression, &meaning));
    return false;
}
