/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Between which bounds a figure lies, by interval arithmetic over exact fractions.
 *
 * A range is always sound: the true value lies in it whenever there is one. It need not be tight:
 * `x - x` is not seen to be 0. What is too deep, too large or not looked into has no bounds. Ranges of
 * figures are worked out once; a figure that needs its own range (through `previous`) has none there. */

#include "model/check_promise.h"

/* How deep figures and expressions are followed; beyond it nothing is said. */
#define DEEPEST 300
/* How many lines of steps a later line remembers not to have held. */
#define LINES_REMEMBERED 32
/* How many comparisons are remembered in one place. */
#define MOST_CERTAIN 64

struct ny_ranges {
    ny_checker *checker;
    bool givens_vary;
    ny_range *figures;
    uint8_t *state; /* by figure: 0 new, 1 being worked out, 2 done */
    uint32_t depth;
};

static const ny_range anywhere = {.low = {0, 1, NULL}, .high = {0, 1, NULL}};

ny_ranges *ny_ranges_here(ny_checker *checker, bool givens_vary)
{
    ny_ranges **known = &checker->ranges[givens_vary];
    if (*known)
        return *known;
    ny_ranges *ranges = *known = NY_NEW(checker->arena, ny_ranges);
    uint32_t count = checker->model->figures.count;
    *ranges = (ny_ranges){.checker = checker,
                          .givens_vary = givens_vary,
                          .figures = NY_NEW_ARRAY(checker->arena, ny_range, count + 1),
                          .state = NY_NEW_ARRAY(checker->arena, uint8_t, count + 1)};
    return ranges;
}

/* --- numbers, and ends that may lie beyond all of them ----------------------------------------- */

typedef struct ny_end {
    int beyond; /* -1: below all numbers; 1: above */
    ny_rational value;
} ny_end;

static ny_end low_end(const ny_range *range)
{
    return range->has_low ? (ny_end){0, range->low} : (ny_end){-1, NY_RATIONAL_ZERO};
}

static ny_end high_end(const ny_range *range)
{
    return range->has_high ? (ny_end){0, range->high} : (ny_end){1, NY_RATIONAL_ZERO};
}

static int compare_ends(ny_end a, ny_end b)
{
    if (a.beyond || b.beyond)
        return (a.beyond > b.beyond) - (a.beyond < b.beyond);
    return ny_rational_compare(a.value, b.value);
}

static ny_end lesser(ny_end a, ny_end b)
{
    return compare_ends(a, b) <= 0 ? a : b;
}

static ny_end greater(ny_end a, ny_end b)
{
    return compare_ends(a, b) >= 0 ? a : b;
}

static int sign_of(ny_end end)
{
    return end.beyond ? end.beyond : ny_rational_sign(end.value);
}

static ny_end multiply_ends(ny_arena *arena, ny_end a, ny_end b)
{
    int sign = sign_of(a) * sign_of(b);
    if (sign == 0)
        return (ny_end){0, NY_RATIONAL_ZERO};
    if (a.beyond || b.beyond)
        return (ny_end){sign, NY_RATIONAL_ZERO};
    return (ny_end){0, ny_rational_multiply(arena, a.value, b.value)};
}

static ny_end add_ends(ny_arena *arena, ny_end a, ny_end b)
{
    if (a.beyond || b.beyond)
        return (ny_end){a.beyond ? a.beyond : b.beyond, NY_RATIONAL_ZERO};
    return (ny_end){0, ny_rational_add(arena, a.value, b.value)};
}

/* Numbers that need more than 64 bits are held apart from bounds: a chain of squares would grow
 * without end. Their sign is kept. */
static bool is_large(ny_rational value)
{
    return value.denominator == 0;
}

static ny_range between(ny_end low, ny_end high)
{
    ny_range range = {.has_low = !low.beyond, .low = low.value, .has_high = !high.beyond};
    range.high = high.value;
    if (range.has_low && is_large(range.low)) {
        range.has_low = ny_rational_sign(range.low) > 0;
        range.low = NY_RATIONAL_ZERO;
    }
    if (range.has_high && is_large(range.high)) {
        range.has_high = ny_rational_sign(range.high) < 0;
        range.high = NY_RATIONAL_ZERO;
    }
    return range;
}

static ny_range exactly(ny_rational value)
{
    ny_range range = between((ny_end){0, value}, (ny_end){0, value});
    range.whole = ny_rational_is_whole(value);
    return range;
}

static ny_range from_zero(bool whole)
{
    return (ny_range){
        .has_low = true, .low = NY_RATIONAL_ZERO, .high = NY_RATIONAL_ZERO, .whole = whole};
}

static ny_range hull(ny_range a, ny_range b)
{
    ny_range range = between(lesser(low_end(&a), low_end(&b)), greater(high_end(&a), high_end(&b)));
    range.whole = a.whole && b.whole;
    return range;
}

static ny_range add(ny_arena *arena, ny_range a, ny_range b)
{
    ny_range range = between(add_ends(arena, low_end(&a), low_end(&b)),
                             add_ends(arena, high_end(&a), high_end(&b)));
    range.whole = a.whole && b.whole;
    return range;
}

static ny_range negate(ny_arena *arena, ny_range a)
{
    return (ny_range){.has_low = a.has_high,
                      .has_high = a.has_low,
                      .low = ny_rational_negate(arena, a.high),
                      .high = ny_rational_negate(arena, a.low),
                      .whole = a.whole};
}

static ny_range multiply(ny_arena *arena, ny_range a, ny_range b)
{
    ny_end ends[] = {multiply_ends(arena, low_end(&a), low_end(&b)),
                     multiply_ends(arena, low_end(&a), high_end(&b)),
                     multiply_ends(arena, high_end(&a), low_end(&b)),
                     multiply_ends(arena, high_end(&a), high_end(&b))};
    ny_end low = ends[0], high = ends[0];
    for (size_t i = 1; i < 4; i++) {
        low = lesser(low, ends[i]);
        high = greater(high, ends[i]);
    }
    ny_range range = between(low, high);
    range.whole = a.whole && b.whole;
    return range;
}

/* One over the range; what is divided by 0 stops, so 0 itself need not be thought of. */
static ny_range reciprocal(ny_arena *arena, ny_range a)
{
    int low = sign_of(low_end(&a)), high = sign_of(high_end(&a));
    if (low < 0 && high > 0)
        return anywhere;
    ny_range range = {.has_low = low >= 0, .has_high = high <= 0};
    range.low = range.high = NY_RATIONAL_ZERO;
    if (a.has_high && high != 0) {
        range.has_low = true;
        range.low = ny_rational_divide(arena, NY_RATIONAL_ONE, a.high);
    }
    if (a.has_low && low != 0) {
        range.has_high = true;
        range.high = ny_rational_divide(arena, NY_RATIONAL_ONE, a.low);
    }
    return between(low_end(&range), high_end(&range));
}

/* --- what is written, and what is the same ------------------------------------------------------ */

static bool is_date(const ny_meaning *meaning)
{
    return meaning->type.kind == NY_KIND_DATE;
}

bool ny_written_value(const ny_checker *checker, const ny_expression *expression,
                      ny_rational *ret_value)
{
    const ny_meaning *meaning = ny_meaning_of(checker->model, expression);
    if (expression->kind == NY_EXPRESSION_DATE) {
        *ret_value = ny_rational_whole(expression->date);
        return true;
    }
    if (expression->kind == NY_EXPRESSION_NEGATE &&
        ny_written_value(checker, expression->items.items[0], ret_value)) {
        *ret_value = ny_rational_negate(checker->arena, *ret_value);
        return true;
    }
    if (expression->kind != NY_EXPRESSION_NUMBER || !meaning->checked ||
        meaning->type.kind != NY_KIND_NUMBER)
        return false;
    *ret_value = meaning->value;
    return true;
}

static bool same_scope(const ny_checker *checker, const ny_scope *a, const ny_scope *b)
{
    if (!a->table.text.size && !b->table.text.size)
        return true;
    return ny_text_equal(ny_span_text(checker->sink, a->span),
                         ny_span_text(checker->sink, b->span));
}

bool ny_same_expression(const ny_checker *checker, const ny_expression *a, const ny_expression *b)
{
    ny_rational left, right;
    bool written = ny_written_value(checker, a, &left);
    if (written || ny_written_value(checker, b, &right))
        return written && ny_written_value(checker, b, &right) &&
               ny_rational_compare(left, right) == 0;
    if (a->kind != b->kind || !ny_text_equal(a->name.text, b->name.text) ||
        !ny_text_equal(a->owner.text, b->owner.text) || a->keyword != b->keyword ||
        a->yes != b->yes || a->items.count != b->items.count ||
        !same_scope(checker, &a->scope, &b->scope))
        return false;
    for (uint32_t i = 0; i < a->items.count; i++)
        if (!ny_same_expression(checker, a->items.items[i], b->items.items[i]))
            return false;
    return true;
}

/* --- what a condition makes certain -------------------------------------------------------------- */

static const ny_certain *certain(ny_arena *arena, const ny_expression *less,
                                 const ny_expression *more, const ny_certain *outer)
{
    uint32_t count = outer ? outer->count : 0;
    if (count >= MOST_CERTAIN)
        return outer;
    ny_certain *added = NY_NEW(arena, ny_certain);
    *added = (ny_certain){.less = less, .more = more, .outer = outer, .count = count + 1};
    return added;
}

const ny_certain *ny_certain_where(ny_arena *arena, const ny_expression *condition, bool truth,
                                   const ny_certain *outer)
{
    const ny_expression *const *items = (const ny_expression *const *)condition->items.items;
    switch ((int)condition->kind) {
    case NY_EXPRESSION_NOT:
        return ny_certain_where(arena, items[0], !truth, outer);
    case NY_EXPRESSION_AND:
    case NY_EXPRESSION_OR:
        if ((condition->kind == NY_EXPRESSION_AND) != truth)
            return outer;
        outer = ny_certain_where(arena, items[0], truth, outer);
        return ny_certain_where(arena, items[1], truth, outer);
    case NY_EXPRESSION_LESS:
    case NY_EXPRESSION_AT_MOST:
        return truth ? certain(arena, items[0], items[1], outer)
                     : certain(arena, items[1], items[0], outer);
    case NY_EXPRESSION_MORE:
    case NY_EXPRESSION_AT_LEAST:
        return truth ? certain(arena, items[1], items[0], outer)
                     : certain(arena, items[0], items[1], outer);
    case NY_EXPRESSION_EQUAL:
    case NY_EXPRESSION_NOT_EQUAL:
        if ((condition->kind == NY_EXPRESSION_EQUAL) != truth)
            return outer;
        outer = certain(arena, items[0], items[1], outer);
        return certain(arena, items[1], items[0], outer);
    default:
        return outer;
    }
}

/* --- figures and columns ------------------------------------------------------------------------- */

static ny_range range_here(ny_ranges *ranges, const ny_expression *expression,
                           const ny_certain *known);

static ny_range column_range(const ny_checker *checker, uint32_t table, uint32_t number)
{
    const ny_table *of = &checker->model->tables.items[table];
    const ny_column *column = &of->columns.items[number];
    ny_range range = anywhere;
    range.whole = column->type.kind == NY_KIND_DATE;
    if (!column->has_range || column->type.kind != NY_KIND_NUMBER)
        return range;
    range.has_low = true;
    range.low = ny_rational_multiply(checker->arena, column->low, column->factor);
    const ny_column *high =
        column->high_column == NY_NONE ? column : &of->columns.items[column->high_column];
    range.has_high = high->has_range && high->high_column == NY_NONE;
    if (range.has_high)
        range.high = ny_rational_multiply(checker->arena, high->high, high->factor);
    return range;
}

static ny_range sign_range(ny_range of)
{
    ny_range range = {.whole = of.whole, .low = NY_RATIONAL_ZERO, .high = NY_RATIONAL_ZERO};
    range.has_low = of.has_low && ny_rational_sign(of.low) >= 0;
    range.has_high = of.has_high && ny_rational_sign(of.high) <= 0;
    return range;
}

static ny_range measured_range(ny_ranges *ranges, const ny_measure_words *words)
{
    switch ((int)words->kind) {
    case NY_KEYWORD_SHARE:
        return (ny_range){
            .has_low = true, .has_high = true, .low = NY_RATIONAL_ZERO, .high = NY_RATIONAL_ONE};
    case NY_KEYWORD_COUNT:
        return from_zero(true);
    case NY_KEYWORD_MEAN:
    case NY_KEYWORD_MEDIAN: {
        ny_range range = words->value ? range_here(ranges, words->value, NULL) : anywhere;
        range.whole = false;
        return range;
    }
    case NY_KEYWORD_SUM:
        return words->value ? sign_range(range_here(ranges, words->value, NULL)) : anywhere;
    case NY_KEYWORD_RATIO: {
        if (!words->value || !words->to)
            return anywhere;
        ny_range over = sign_range(range_here(ranges, words->value, NULL));
        ny_range under = sign_range(range_here(ranges, words->to, NULL));
        over.whole = false;
        return over.has_low && under.has_low ? over : anywhere;
    }
    default:
        return anywhere;
    }
}

static ny_range measure_range(ny_ranges *ranges, const ny_measure_words *words)
{
    ny_range range = measured_range(ranges, words);
    if (words->less) {
        range.low = ny_rational_whole(-1);
        range.has_low = true;
    }
    if (words->shrunk.towards)
        range = hull(range, range_here(ranges, words->shrunk.towards, NULL));
    for (uint32_t i = 0; i < words->needs.count; i++)
        if (words->needs.items[i].or_is)
            range = hull(range, range_here(ranges, words->needs.items[i].or_is, NULL));
    return range;
}

/* The value of each line is judged where that line holds and those above it do not. */
static ny_range steps_range(ny_ranges *ranges, const ny_define_words *words)
{
    ny_arena *arena = ranges->checker->arena;
    const ny_certain *known = NULL;
    ny_range range = anywhere;
    for (uint32_t i = 0; i < words->steps.count; i++) {
        const ny_step_words *step = &words->steps.items[i];
        const ny_certain *inside =
            step->when ? ny_certain_where(arena, step->when, true, known) : known;
        ny_range value = range_here(ranges, step->value, inside);
        range = i == 0 ? value : hull(range, value);
        if (step->when && i < LINES_REMEMBERED)
            known = ny_certain_where(arena, step->when, false, known);
    }
    return range;
}

static ny_range define_range(ny_ranges *ranges, const ny_figure *figure)
{
    const ny_define_words *words = &figure->declaration->is.define;
    ny_arena *arena = ranges->checker->arena;
    ny_range range = anywhere;
    if (words->value)
        range = range_here(ranges, words->value, NULL);
    else if (words->first_that_holds)
        range = steps_range(ranges, words);
    else if (words->first && words->later)
        range =
            hull(range_here(ranges, words->first, NULL), range_here(ranges, words->later, NULL));
    if (!figure->rounded)
        return range;
    if (range.has_low)
        range.low = ny_rational_multiply(
            arena, figure->rounding,
            ny_rational_floor(arena, ny_rational_divide(arena, range.low, figure->rounding)));
    if (range.has_high)
        range.high = ny_rational_multiply(
            arena, figure->rounding,
            ny_rational_ceiling(arena, ny_rational_divide(arena, range.high, figure->rounding)));
    range.whole = range.whole || ny_rational_is_whole(figure->rounding);
    ny_range kept = between(low_end(&range), high_end(&range));
    kept.whole = range.whole;
    return kept;
}

static ny_range stated_range(ny_ranges *ranges, const ny_figure *figure)
{
    const ny_expression *value = figure->declaration->is.figure.value;
    if (figure->has_range)
        return between((ny_end){0, figure->low}, (ny_end){0, figure->high});
    if (figure->kind != NY_FIGURE_GIVEN || !value || ranges->givens_vary)
        return anywhere;
    return range_here(ranges, value, NULL);
}

static ny_range new_figure_range(ny_ranges *ranges, const ny_figure *figure)
{
    if (figure->failed || figure->declaration->failed || figure->type.kind == NY_KIND_ANY)
        return anywhere;
    switch (figure->kind) {
    case NY_FIGURE_GIVEN:
    case NY_FIGURE_OFFER:
    case NY_FIGURE_FACT:
        return stated_range(ranges, figure);
    case NY_FIGURE_ASSUME:
        return anywhere;
    case NY_FIGURE_MEASURE:
        return measure_range(ranges, &figure->declaration->is.measure);
    case NY_FIGURE_DEFINE:
        return figure->assumed == NY_NONE ? define_range(ranges, figure) : anywhere;
    }
    return anywhere;
}

static ny_range figure_range(ny_ranges *ranges, uint32_t number)
{
    if (ranges->state[number] == 1)
        return anywhere; /* it needs itself, a year ago */
    if (ranges->state[number] == 0) {
        ranges->state[number] = 1;
        ranges->figures[number] =
            new_figure_range(ranges, &ranges->checker->model->figures.items[number]);
        ranges->state[number] = 2;
    }
    return ranges->figures[number];
}

static ny_range name_range(ny_ranges *ranges, const ny_expression *expression)
{
    const ny_meaning *meaning = ny_meaning_of(ranges->checker->model, expression);
    if (!meaning->checked)
        return anywhere;
    switch (meaning->reference) {
    case NY_REFERENCE_FIGURE:
        return figure_range(ranges, meaning->number);
    case NY_REFERENCE_COLUMN:
    case NY_REFERENCE_COLUMN_OF:
        return column_range(ranges->checker, meaning->table, meaning->number);
    case NY_REFERENCE_DRAWN_OF:
        return column_range(ranges->checker, meaning->table, meaning->through);
    case NY_REFERENCE_MEASURE_PART:
        return meaning->part == NY_KEYWORD_LOW || meaning->part == NY_KEYWORD_HIGH
                   ? anywhere
                   : from_zero(true);
    case NY_REFERENCE_PATHWAY:
        return from_zero(true);
    case NY_REFERENCE_SHARE_OF:
        return from_zero(false);
    case NY_REFERENCE_FACT_DATE:
    case NY_REFERENCE_NONE:
    case NY_REFERENCE_WORD:
    case NY_REFERENCE_PARTY:
    case NY_REFERENCE_ASSUME_OF:
        return anywhere;
    }
    return anywhere;
}

/* --- expressions --------------------------------------------------------------------------------- */

static ny_range item_range(ny_ranges *ranges, const ny_expression *expression, uint32_t item,
                           const ny_certain *known)
{
    return range_here(ranges, expression->items.items[item], known);
}

/* `left - done`, where the table says that `left` is not before `done`. */
static bool is_not_before(const ny_checker *checker, const ny_expression *late,
                          const ny_expression *early)
{
    const ny_meaning *a = ny_meaning_of(checker->model, late);
    const ny_meaning *b = ny_meaning_of(checker->model, early);
    if (a->reference != NY_REFERENCE_COLUMN || b->reference != NY_REFERENCE_COLUMN ||
        a->table != b->table)
        return false;
    return checker->model->tables.items[a->table].columns.items[a->number].not_before == b->number;
}

static bool is_among(const ny_checker *checker, const ny_expression *call, const char *name,
                     const ny_expression *item)
{
    if (call->kind != NY_EXPRESSION_CALL || !ny_text_is(call->name.text, name))
        return false;
    for (uint32_t i = 0; i < call->items.count; i++)
        if (ny_same_expression(checker, call->items.items[i], item))
            return true;
    return false;
}

static ny_range difference(ny_ranges *ranges, const ny_expression *expression,
                           const ny_certain *known)
{
    const ny_checker *checker = ranges->checker;
    const ny_expression *a = expression->items.items[0], *b = expression->items.items[1];
    bool not_negative = is_not_before(checker, a, b) || is_among(checker, b, "min", a) ||
                        is_among(checker, a, "max", b);
    bool not_positive = is_not_before(checker, b, a) || is_among(checker, a, "min", b) ||
                        is_among(checker, b, "max", a);
    for (const ny_certain *one = known; one; one = one->outer) {
        not_negative = not_negative || (ny_same_expression(checker, one->less, b) &&
                                        ny_same_expression(checker, one->more, a));
        not_positive = not_positive || (ny_same_expression(checker, one->less, a) &&
                                        ny_same_expression(checker, one->more, b));
    }
    ny_range right = negate(checker->arena, range_here(ranges, b, known));
    ny_range range = add(checker->arena, range_here(ranges, a, known), right);
    if (not_negative && (!range.has_low || ny_rational_sign(range.low) < 0)) {
        range.has_low = true;
        range.low = NY_RATIONAL_ZERO;
    }
    if (not_positive && (!range.has_high || ny_rational_sign(range.high) > 0)) {
        range.has_high = true;
        range.high = NY_RATIONAL_ZERO;
    }
    return range;
}

/* What is kept lies between the bounds, whichever is the greater, and is moved from the value only
 * towards them: two ranges, and the result is in both. */
static ny_range kept(ny_range low, ny_range value, ny_range high)
{
    ny_end least =
        greater(lesser(low_end(&low), low_end(&high)), lesser(low_end(&value), low_end(&high)));
    ny_end most =
        lesser(greater(high_end(&low), high_end(&high)), greater(high_end(&value), high_end(&low)));
    ny_range range = between(least, most);
    range.whole = low.whole && value.whole && high.whole;
    return range;
}

static ny_range weighed(ny_ranges *ranges, const ny_expression *expression, const ny_certain *known)
{
    ny_arena *arena = ranges->checker->arena;
    ny_range sum = exactly(NY_RATIONAL_ZERO), all = anywhere;
    bool weights_positive = true;
    for (uint32_t i = 0; i + 1 < expression->items.count; i += 2) {
        ny_range weight = item_range(ranges, expression, i, known);
        ny_range item = item_range(ranges, expression, i + 1, known);
        weights_positive = weights_positive && weight.has_low && ny_rational_sign(weight.low) >= 0;
        sum = add(arena, sum, multiply(arena, weight, item));
        all = i == 0 ? item : hull(all, item);
    }
    if (!expression->yes)
        return sum;
    all.whole = false;
    return weights_positive ? all : anywhere;
}

static ny_range called(ny_ranges *ranges, const ny_expression *expression, const ny_certain *known)
{
    ny_arena *arena = ranges->checker->arena;
    ny_range range = item_range(ranges, expression, 0, known);
    if (ny_text_is(expression->name.text, "ceiling") ||
        ny_text_is(expression->name.text, "floor")) {
        range.low = ny_rational_floor(arena, range.low);
        range.high = ny_rational_ceiling(arena, range.high);
        range.whole = true;
        return range;
    }
    bool greatest = ny_text_is(expression->name.text, "max");
    if (!greatest && !ny_text_is(expression->name.text, "min"))
        return anywhere;
    for (uint32_t i = 1; i < expression->items.count; i++) {
        ny_range next = item_range(ranges, expression, i, known);
        bool whole = range.whole && next.whole;
        range = greatest ? between(greater(low_end(&range), low_end(&next)),
                                   greater(high_end(&range), high_end(&next)))
                         : between(lesser(low_end(&range), low_end(&next)),
                                   lesser(high_end(&range), high_end(&next)));
        range.whole = whole;
    }
    return range;
}

static ny_range aggregated(ny_ranges *ranges, const ny_expression *expression)
{
    ny_arena *arena = ranges->checker->arena;
    const ny_expression *where = expression->scope.where;
    ny_range range = range_here(ranges, expression->items.items[0],
                                where ? ny_certain_where(arena, where, true, NULL) : NULL);
    if (expression->keyword == NY_KEYWORD_SUM)
        return sign_range(range);
    range.whole = range.whole && (expression->keyword == NY_KEYWORD_LOWEST ||
                                  expression->keyword == NY_KEYWORD_HIGHEST);
    return range;
}

static ny_range the_range(ny_ranges *ranges, const ny_expression *expression)
{
    uint32_t table;
    if (!ny_map_find(ranges->checker->tables, expression->scope.table.text, &table))
        return anywhere;
    uint32_t column =
        ny_table_column(&ranges->checker->model->tables.items[table], expression->name.text);
    return column == NY_NONE ? anywhere : column_range(ranges->checker, table, column);
}

static ny_range kind_range(ny_ranges *ranges, const ny_expression *expression,
                           const ny_certain *known)
{
    ny_arena *arena = ranges->checker->arena;
    ny_rational value;
    if (ny_written_value(ranges->checker, expression, &value))
        return exactly(value);
    switch ((int)expression->kind) {
    case NY_EXPRESSION_NAME:
    case NY_EXPRESSION_PREVIOUS:
    case NY_EXPRESSION_FINAL:
    case NY_EXPRESSION_PART:
        return name_range(ranges, expression);
    case NY_EXPRESSION_NEGATE:
        return negate(arena, item_range(ranges, expression, 0, known));
    case NY_EXPRESSION_ADD:
        if (is_date(ny_meaning_of(ranges->checker->model, expression)))
            return anywhere;
        return add(arena, item_range(ranges, expression, 0, known),
                   item_range(ranges, expression, 1, known));
    case NY_EXPRESSION_SUBTRACT:
        if (is_date(ny_meaning_of(ranges->checker->model, expression)))
            return anywhere;
        return difference(ranges, expression, known);
    case NY_EXPRESSION_MULTIPLY:
        return multiply(arena, item_range(ranges, expression, 0, known),
                        item_range(ranges, expression, 1, known));
    case NY_EXPRESSION_DIVIDE:
        return multiply(arena, item_range(ranges, expression, 0, known),
                        reciprocal(arena, item_range(ranges, expression, 1, known)));
    case NY_EXPRESSION_CALL:
        return called(ranges, expression, known);
    case NY_EXPRESSION_KEEP:
        return kept(item_range(ranges, expression, 1, known),
                    item_range(ranges, expression, 0, known),
                    item_range(ranges, expression, 2, known));
    case NY_EXPRESSION_SCALE: {
        ny_range range = hull(item_range(ranges, expression, 3, known),
                              item_range(ranges, expression, 4, known));
        range.whole = false;
        return range;
    }
    case NY_EXPRESSION_WEIGH:
        return weighed(ranges, expression, known);
    case NY_EXPRESSION_AMONG: {
        ny_range range = item_range(ranges, expression, 0, known);
        for (uint32_t i = 1; i < expression->items.count; i++)
            range = hull(range, item_range(ranges, expression, i, known));
        range.whole = false;
        return range;
    }
    case NY_EXPRESSION_UNKNOWN_AS:
        return hull(item_range(ranges, expression, 0, known),
                    item_range(ranges, expression, 1, known));
    case NY_EXPRESSION_AGGREGATE:
        return aggregated(ranges, expression);
    case NY_EXPRESSION_COUNT:
    case NY_EXPRESSION_RUNNING:
        return from_zero(true);
    case NY_EXPRESSION_THE:
        return the_range(ranges, expression);
    default:
        return anywhere;
    }
}

static ny_range narrow(ny_ranges *ranges, const ny_expression *expression, ny_range range,
                       const ny_certain *known)
{
    const ny_checker *checker = ranges->checker;
    bool whole = range.whole;
    for (const ny_certain *one = known; one; one = one->outer) {
        ny_rational bound;
        if (ny_written_value(checker, one->more, &bound) &&
            ny_same_expression(checker, one->less, expression))
            range = between(low_end(&range), lesser(high_end(&range), (ny_end){0, bound}));
        if (ny_written_value(checker, one->less, &bound) &&
            ny_same_expression(checker, one->more, expression))
            range = between(greater(low_end(&range), (ny_end){0, bound}), high_end(&range));
    }
    range.whole = whole;
    return range;
}

static ny_range range_here(ny_ranges *ranges, const ny_expression *expression,
                           const ny_certain *known)
{
    if (ranges->depth >= DEEPEST)
        return anywhere;
    ranges->depth++;
    ny_range range = kind_range(ranges, expression, known);
    ranges->depth--;
    return known ? narrow(ranges, expression, range, known) : range;
}

ny_range ny_range_of(ny_ranges *ranges, const ny_expression *expression, const ny_certain *known)
{
    return range_here(ranges, expression, known);
}

ny_text ny_said_text(const ny_checker *checker, const ny_expression *expression)
{
    return ny_said_span(checker, expression->span);
}

ny_text ny_said_span(const ny_checker *checker, ny_span span)
{
    ny_text text = ny_span_text(checker->sink, span);
    ny_buffer out = ny_buffer_create(checker->arena);
    for (size_t i = 0; i < text.size; i++) {
        bool blank = text.data[i] == ' ' || text.data[i] == '\n' || text.data[i] == '\r';
        bool again = out.size > 0 && out.data[out.size - 1] == ' ';
        if (!blank || !again)
            ny_buffer_add_character(&out, blank ? ' ' : text.data[i]);
    }
    return ny_buffer_text(&out);
}
