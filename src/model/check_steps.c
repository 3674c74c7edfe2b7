/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Steps: does some line always hold, and can each be reached?
 *
 * The conditions of all lines are taken apart into tests of single things: a figure against written
 * numbers, one figure against another, a word, yes or no. The numbers written cut a figure's range
 * into cells (below 5 %, 5 % itself, above it), and within a cell no test changes. So all cases are
 * the combinations of cells, and each is tried. Two things that depend on each other are taken for
 * independent. That can only add cases, so that a line which no case reaches is never reached, and
 * lines that leave no case out leave nothing out. Where there are too many cases nothing is said. */

#include "base/bug.h"
#include "model/check_promise.h"

#define MOST_CASES 20000
#define MOST_TRIALS 2000000
/* Of all steps of a contract together. */
#define MOST_TRIALS_IN_ALL 20000000
#define MOST_THINGS 16
#define MOST_MARKS 200

typedef enum ny_thing_kind {
    NY_THING_FIGURE, /* a number or date against written ones */
    NY_THING_PAIR,   /* one against another: less, equal, more */
    NY_THING_WORD,
    NY_THING_YES_NO, /* no, yes */
} ny_thing_kind;

typedef struct ny_mark {
    ny_rational value;
    ny_text text; /* as written */
} ny_mark;

/* What is tested. Cells of a figure: below mark 0, mark 0, between 0 and 1, mark 1, … above the last.
 * One more cell stands behind the others where it may be unknown or absent and that is asked. */
typedef struct ny_thing {
    ny_thing_kind kind;
    const ny_expression *expression, *other; /* other: PAIR */
    NY_LIST(ny_mark) marks;
    const ny_column *column; /* WORD */
    bool missing, absent;    /* the further cell */
    bool date;
    ny_range range;
    uint32_t cells, last; /* without and with the further cell */
    bool *possible;       /* by cell */
} ny_thing;

typedef enum ny_test_kind { NY_TEST_AND, NY_TEST_OR, NY_TEST_NOT, NY_TEST_OF } ny_test_kind;

typedef struct ny_test ny_test;
struct ny_test {
    ny_test_kind kind;
    ny_test *a, *b;
    uint32_t thing;
    ny_expression_kind compare; /* LESS … AT_LEAST; IS; IS_KNOWN; NAME: yes */
    uint32_t cell;              /* of the mark or the word */
    bool negated;
};

typedef struct ny_steps {
    ny_checker *checker;
    const ny_define_words *words;
    const ny_figure *figure;
    NY_LIST(ny_thing) things;
    ny_test **tests; /* by line; NULL: otherwise */
    uint32_t *at;    /* by thing: the cell of the case at hand */
    bool given_up;
} ny_steps;

/* --- tests --------------------------------------------------------------------------------------- */

static uint32_t find_thing(ny_steps *steps, ny_thing_kind kind, const ny_expression *expression,
                           const ny_expression *other)
{
    ny_checker *checker = steps->checker;
    for (uint32_t i = 0; i < steps->things.count; i++) {
        const ny_thing *thing = &steps->things.items[i];
        if (thing->kind == kind && ny_same_expression(checker, thing->expression, expression) &&
            (!other || ny_same_expression(checker, thing->other, other)))
            return i;
    }
    if (steps->things.count >= MOST_THINGS)
        steps->given_up = true;
    *NY_APPEND(checker->arena, &steps->things) =
        (ny_thing){.kind = kind, .expression = expression, .other = other};
    return steps->things.count - 1;
}

static ny_test *new_test(ny_steps *steps, ny_test test)
{
    ny_test *made = NY_NEW(steps->checker->arena, ny_test);
    *made = test;
    return made;
}

/* `a < b` and `b > a` ask the same. */
static ny_expression_kind mirrored(ny_expression_kind compare)
{
    switch ((int)compare) {
    case NY_EXPRESSION_LESS:
        return NY_EXPRESSION_MORE;
    case NY_EXPRESSION_MORE:
        return NY_EXPRESSION_LESS;
    case NY_EXPRESSION_AT_MOST:
        return NY_EXPRESSION_AT_LEAST;
    case NY_EXPRESSION_AT_LEAST:
        return NY_EXPRESSION_AT_MOST;
    default:
        return compare;
    }
}

static ny_test *opaque(ny_steps *steps, const ny_expression *expression)
{
    return new_test(steps, (ny_test){.kind = NY_TEST_OF,
                                     .thing = find_thing(steps, NY_THING_YES_NO, expression, NULL),
                                     .compare = NY_EXPRESSION_NAME});
}

/* The cell is filled in when all marks are known and in order: until then it is the mark's number. */
static ny_test *against_mark(ny_steps *steps, const ny_expression *expression,
                             const ny_expression *written, ny_rational value,
                             ny_expression_kind compare)
{
    uint32_t number = find_thing(steps, NY_THING_FIGURE, expression, NULL), at = 0;
    ny_thing *thing = &steps->things.items[number];
    thing->date = ny_meaning_of(steps->checker->model, expression)->type.kind == NY_KIND_DATE;
    while (at < thing->marks.count && ny_rational_compare(thing->marks.items[at].value, value) != 0)
        at++;
    steps->given_up = steps->given_up || at >= MOST_MARKS;
    if (at == thing->marks.count)
        *NY_APPEND(steps->checker->arena, &thing->marks) =
            (ny_mark){value, ny_said_text(steps->checker, written)};
    return new_test(steps,
                    (ny_test){.kind = NY_TEST_OF, .thing = number, .compare = compare, .cell = at});
}

static ny_test *comparison(ny_steps *steps, const ny_expression *expression)
{
    const ny_expression *a = expression->items.items[0], *b = expression->items.items[1];
    const ny_checker *checker = steps->checker;
    ny_rational left, right;
    bool left_written = ny_written_value(checker, a, &left);
    bool right_written = ny_written_value(checker, b, &right);
    if (left_written && right_written)
        return opaque(steps, expression);
    if (right_written)
        return against_mark(steps, a, b, right, expression->kind);
    if (left_written)
        return against_mark(steps, b, a, left, mirrored(expression->kind));
    for (uint32_t i = 0; i < steps->things.count; i++) {
        const ny_thing *thing = &steps->things.items[i];
        if (thing->kind == NY_THING_PAIR && ny_same_expression(checker, thing->expression, b) &&
            ny_same_expression(checker, thing->other, a))
            return new_test(steps, (ny_test){.kind = NY_TEST_OF,
                                             .thing = i,
                                             .compare = mirrored(expression->kind),
                                             .cell = 1});
    }
    return new_test(steps, (ny_test){.kind = NY_TEST_OF,
                                     .thing = find_thing(steps, NY_THING_PAIR, a, b),
                                     .compare = expression->kind,
                                     .cell = 1});
}

static ny_test *word_test(ny_steps *steps, const ny_expression *expression)
{
    const ny_expression *left = expression->items.items[0];
    const ny_model *model = steps->checker->model;
    const ny_type *type = &ny_meaning_of(model, left)->type;
    ny_test test = {.kind = NY_TEST_OF,
                    .compare = NY_EXPRESSION_IS,
                    .cell = ny_meaning_of(model, expression)->number,
                    .negated = expression->yes};
    if (type->kind == NY_KIND_YES_NO) {
        test.thing = find_thing(steps, NY_THING_YES_NO, left, NULL);
        return new_test(steps, test);
    }
    if (type->kind != NY_KIND_WORD)
        return opaque(steps, expression);
    test.thing = find_thing(steps, NY_THING_WORD, left, NULL);
    ny_thing *thing = &steps->things.items[test.thing];
    thing->column = &model->tables.items[type->table].columns.items[type->column];
    thing->absent = thing->absent || ny_meaning_of(model, left)->may_be_absent;
    return new_test(steps, test);
}

/* `X is known` and `D has happened`: of something that other lines test, or by itself. */
static ny_test *presence(ny_steps *steps, const ny_expression *expression)
{
    const ny_expression *item = expression->items.items[0];
    const ny_type *type = &ny_meaning_of(steps->checker->model, item)->type;
    ny_thing_kind kind = type->kind == NY_KIND_WORD     ? NY_THING_WORD
                         : type->kind == NY_KIND_YES_NO ? NY_THING_YES_NO
                                                        : NY_THING_FIGURE;
    ny_test test = {.kind = NY_TEST_OF,
                    .compare = NY_EXPRESSION_IS_KNOWN,
                    .thing = find_thing(steps, kind, item, NULL),
                    .negated = !expression->yes};
    ny_thing *thing = &steps->things.items[test.thing];
    if (kind == NY_THING_WORD)
        thing->column =
            &steps->checker->model->tables.items[type->table].columns.items[type->column];
    thing->date = type->kind == NY_KIND_DATE;
    if (expression->kind == NY_EXPRESSION_HAPPENED)
        thing->absent = true;
    else
        thing->missing = true;
    return new_test(steps, test);
}

static ny_test *read_test(ny_steps *steps, const ny_expression *expression)
{
    ny_expression *const *items = expression->items.items;
    if (ny_meaning_of(steps->checker->model, expression)->type.kind != NY_KIND_YES_NO)
        steps->given_up = true;
    switch ((int)expression->kind) {
    case NY_EXPRESSION_AND:
    case NY_EXPRESSION_OR: {
        ny_test *a = read_test(steps, items[0]);
        return new_test(steps, (ny_test){.kind = expression->kind == NY_EXPRESSION_AND ? NY_TEST_AND
                                                                                       : NY_TEST_OR,
                                         .a = a,
                                         .b = read_test(steps, items[1])});
    }
    case NY_EXPRESSION_NOT:
        return new_test(steps, (ny_test){.kind = NY_TEST_NOT, .a = read_test(steps, items[0])});
    case NY_EXPRESSION_EQUAL:
    case NY_EXPRESSION_NOT_EQUAL:
    case NY_EXPRESSION_LESS:
    case NY_EXPRESSION_AT_MOST:
    case NY_EXPRESSION_MORE:
    case NY_EXPRESSION_AT_LEAST:
        return comparison(steps, expression);
    case NY_EXPRESSION_IS:
        return word_test(steps, expression);
    case NY_EXPRESSION_IS_KNOWN:
    case NY_EXPRESSION_HAPPENED:
        return presence(steps, expression);
    default:
        return opaque(steps, expression);
    }
}

/* --- cells --------------------------------------------------------------------------------------- */

/* Whole numbers only: is there one strictly between the marks? */
static bool whole_between(ny_arena *arena, ny_rational low, ny_rational high)
{
    ny_rational next = ny_rational_add(arena, ny_rational_floor(arena, low), NY_RATIONAL_ONE);
    return ny_rational_compare(next, high) < 0;
}

static bool cell_is_possible(const ny_steps *steps, const ny_thing *thing, uint32_t cell)
{
    ny_arena *arena = steps->checker->arena;
    const ny_range *range = &thing->range;
    uint32_t mark = cell / 2;
    if (cell % 2 == 1) {
        ny_rational value = thing->marks.items[mark].value;
        return (!range->has_low || ny_rational_compare(value, range->low) >= 0) &&
               (!range->has_high || ny_rational_compare(value, range->high) <= 0) &&
               (!range->whole || ny_rational_is_whole(value));
    }
    bool first = mark == 0, last = mark == thing->marks.count;
    if (first && last)
        return true;
    if (!last && range->has_low &&
        ny_rational_compare(range->low, thing->marks.items[mark].value) >= 0)
        return false;
    if (!first && range->has_high &&
        ny_rational_compare(range->high, thing->marks.items[mark - 1].value) <= 0)
        return false;
    return first || last || !range->whole ||
           whole_between(arena, thing->marks.items[mark - 1].value, thing->marks.items[mark].value);
}

/* Puts the marks in order; tests still carry the numbers that marks had when they were read. */
static uint32_t *sort_marks(ny_steps *steps, ny_thing *thing)
{
    uint32_t count = thing->marks.count;
    uint32_t *rank = NY_NEW_ARRAY(steps->checker->arena, uint32_t, count + 1);
    ny_mark *sorted = NY_NEW_ARRAY(steps->checker->arena, ny_mark, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < count; j++)
            rank[i] +=
                ny_rational_compare(thing->marks.items[j].value, thing->marks.items[i].value) < 0;
        sorted[rank[i]] = thing->marks.items[i];
    }
    thing->marks.items = sorted;
    return rank;
}

static void cut(ny_steps *steps, ny_thing *thing)
{
    switch (thing->kind) {
    case NY_THING_FIGURE:
        thing->cells = 2 * thing->marks.count + 1;
        thing->range = ny_range_of(ny_ranges_here(steps->checker, true), thing->expression, NULL);
        break;
    case NY_THING_PAIR:
        thing->cells = 3;
        break;
    case NY_THING_WORD:
        thing->cells = thing->column->words.count;
        break;
    case NY_THING_YES_NO:
        thing->cells = 2;
        break;
    }
    thing->last = thing->cells + (thing->missing || thing->absent);
    thing->possible = NY_NEW_ARRAY(steps->checker->arena, bool, thing->last);
    for (uint32_t cell = 0; cell < thing->last; cell++)
        thing->possible[cell] = thing->kind != NY_THING_FIGURE || cell >= thing->cells ||
                                cell_is_possible(steps, thing, cell);
}

static void place_marks(const ny_steps *steps, ny_test *test, uint32_t *const *ranks)
{
    if (test->kind != NY_TEST_OF) {
        place_marks(steps, test->a, ranks);
        if (test->b)
            place_marks(steps, test->b, ranks);
        return;
    }
    NY_BUG_ON(test->thing >= steps->things.count || !steps->things.items);
    if (steps->things.items[test->thing].kind == NY_THING_FIGURE &&
        test->compare != NY_EXPRESSION_IS_KNOWN)
        test->cell = 2 * ranks[test->thing][test->cell] + 1;
}

/* --- trying -------------------------------------------------------------------------------------- */

enum { NO, UNKNOWN, YES };

static int compare_cell(ny_expression_kind compare, uint32_t cell, uint32_t mark)
{
    switch ((int)compare) {
    case NY_EXPRESSION_EQUAL:
        return cell == mark ? YES : NO;
    case NY_EXPRESSION_NOT_EQUAL:
        return cell != mark ? YES : NO;
    case NY_EXPRESSION_LESS:
        return cell < mark ? YES : NO;
    case NY_EXPRESSION_AT_MOST:
        return cell <= mark ? YES : NO;
    case NY_EXPRESSION_MORE:
        return cell > mark ? YES : NO;
    case NY_EXPRESSION_AT_LEAST:
        return cell >= mark ? YES : NO;
    default:
        NY_BUG("compare");
    }
}

static int try_one(const ny_steps *steps, const ny_test *test)
{
    NY_BUG_ON(test->thing >= steps->things.count || !steps->things.items);
    const ny_thing *thing = &steps->things.items[test->thing];
    uint32_t cell = steps->at[test->thing];
    bool gone = cell >= thing->cells;
    int result;
    if (test->compare == NY_EXPRESSION_IS_KNOWN)
        result = gone ? NO : YES;
    else if (gone)
        result = thing->missing || thing->kind != NY_THING_WORD ? UNKNOWN : NO;
    else if (test->compare == NY_EXPRESSION_NAME)
        result = cell == 1 ? YES : NO;
    else if (test->compare == NY_EXPRESSION_IS)
        result = cell == test->cell ? YES : NO;
    else
        result = compare_cell(test->compare, cell, test->cell);
    return test->negated ? YES - result : result;
}

static int try_test(const ny_steps *steps, const ny_test *test)
{
    if (test->kind == NY_TEST_OF)
        return try_one(steps, test);
    int a = try_test(steps, test->a);
    if (test->kind == NY_TEST_NOT)
        return YES - a;
    int b = try_test(steps, test->b);
    if (test->kind == NY_TEST_AND)
        return a < b ? a : b;
    return a > b ? a : b;
}

/* The first line that takes the case at hand; the number of lines where none does. */
static uint32_t taker(const ny_steps *steps)
{
    uint32_t i = 0;
    while (i < steps->words->steps.count && steps->tests[i] &&
           try_test(steps, steps->tests[i]) != YES)
        i++;
    return i;
}

/* Goes to the next case; false behind the last. */
static bool next_cell(const ny_steps *steps, uint32_t i)
{
    const ny_thing *thing = &steps->things.items[i];
    do {
        steps->at[i]++;
    } while (steps->at[i] < thing->last && !thing->possible[steps->at[i]]);
    return steps->at[i] < thing->last;
}

static void first_cell(const ny_steps *steps, uint32_t i)
{
    steps->at[i] = 0;
    if (!steps->things.items[i].possible[0])
        (void)next_cell(steps, i);
}

static bool next_case(const ny_steps *steps)
{
    for (uint32_t i = 0; i < steps->things.count; i++) {
        if (next_cell(steps, i))
            return true;
        first_cell(steps, i);
    }
    return false;
}

/* --- a case in words ----------------------------------------------------------------------------- */

static ny_text figure_case(const ny_sink *sink, const ny_thing *thing, uint32_t cell, ny_text name)
{
    const ny_mark *marks = thing->marks.items;
    uint32_t mark = cell / 2;
    if (thing->marks.count == 0)
        return NY_WORDS(sink, thing->date ? NY_WORDS_CASE_THERE : NY_WORDS_CASE_KNOWN, name);
    if (cell % 2 == 1)
        return ny_format(sink->arena, "`%.*s` = %.*s", NY_PRINT(name), NY_PRINT(marks[mark].text));
    if (mark == 0)
        return NY_WORDS(sink, thing->date ? NY_WORDS_CASE_BEFORE : NY_WORDS_CASE_LESS, name,
                        marks[0].text);
    if (mark == thing->marks.count)
        return NY_WORDS(sink, thing->date ? NY_WORDS_CASE_AFTER : NY_WORDS_CASE_MORE, name,
                        marks[mark - 1].text);
    return NY_WORDS(sink, thing->date ? NY_WORDS_CASE_DAY_BETWEEN : NY_WORDS_CASE_BETWEEN, name,
                    marks[mark - 1].text, marks[mark].text);
}

static ny_text cell_case(const ny_steps *steps, uint32_t number)
{
    const ny_sink *sink = steps->checker->sink;
    const ny_thing *thing = &steps->things.items[number];
    uint32_t cell = steps->at[number];
    ny_text name = ny_said_text(steps->checker, thing->expression);
    static const ny_phrase orders[] = {NY_WORDS_CASE_LESS_PAIR, NY_WORDS_CASE_EQUAL_PAIR,
                                       NY_WORDS_CASE_MORE_PAIR};
    if (cell >= thing->cells)
        return NY_WORDS(sink,
                        thing->missing                 ? NY_WORDS_CASE_UNKNOWN
                        : thing->kind == NY_THING_WORD ? NY_WORDS_CASE_NO_WORD
                                                       : NY_WORDS_CASE_NOT_HAPPENED,
                        name);
    switch (thing->kind) {
    case NY_THING_FIGURE:
        return figure_case(sink, thing, cell, name);
    case NY_THING_PAIR:
        return NY_WORDS(sink, orders[cell], name, ny_said_text(steps->checker, thing->other));
    case NY_THING_WORD:
        return NY_WORDS(sink, NY_WORDS_CASE_IS, name, thing->column->words.items[cell]);
    case NY_THING_YES_NO:
        if (thing->expression->kind == NY_EXPRESSION_NAME)
            return NY_WORDS(sink, NY_WORDS_CASE_IS, name,
                            cell == 1 ? NY_TEXT("yes") : NY_TEXT("no"));
        return NY_WORDS(sink, cell == 1 ? NY_WORDS_CASE_HOLDS : NY_WORDS_CASE_HOLDS_NOT, name);
    }
    return NY_NO_TEXT;
}

static ny_text and_also(const ny_sink *sink, ny_text text, ny_text more)
{
    return text.size ? NY_WORDS(sink, NY_WORDS_CASE_AND, text, more) : more;
}

/* Whether the case stays with its taker wherever this one thing lies. */
static bool does_not_matter(ny_steps *steps, uint32_t number)
{
    uint32_t here = steps->at[number], taken = taker(steps);
    bool same = true;
    for (first_cell(steps, number); same;) {
        same = taker(steps) == taken;
        if (!next_cell(steps, number))
            break;
    }
    steps->at[number] = here;
    return same;
}

static ny_text say_case(ny_steps *steps)
{
    ny_text text = NY_NO_TEXT;
    for (uint32_t i = 0; i < steps->things.count; i++)
        if (!does_not_matter(steps, i))
            text = and_also(steps->checker->sink, text, cell_case(steps, i));
    return text.size || !steps->things.count ? text : cell_case(steps, 0);
}

/* --- what is found ------------------------------------------------------------------------------- */

static ny_text line_name(const ny_sink *sink, uint32_t line)
{
    static const ny_phrase names[] = {
        NY_WORDS_LINE_1, NY_WORDS_LINE_2, NY_WORDS_LINE_3, NY_WORDS_LINE_4, NY_WORDS_LINE_5,
        NY_WORDS_LINE_6, NY_WORDS_LINE_7, NY_WORDS_LINE_8, NY_WORDS_LINE_9, NY_WORDS_LINE_10};
    return line < 10 ? ny_words(sink, names[line])
                     : NY_WORDS(sink, NY_WORDS_LINE_N, ny_format(sink->arena, "%u", line + 1));
}

typedef struct ny_found {
    bool *reached;   /* by line */
    uint32_t *by;    /* the line that takes what this one would, or NY_NONE: several, or nothing */
    bool *wanted;    /* it holds in some case, taken or not */
    ny_text *sample; /* such a case */
    ny_text gap;     /* a case that no line takes */
    bool has_gap;
} ny_found;

static void note_case(ny_steps *steps, ny_found *found)
{
    uint32_t count = steps->words->steps.count, taken = taker(steps);
    if (taken == count) {
        if (!found->has_gap)
            found->gap = say_case(steps);
        found->has_gap = true;
        return;
    }
    found->reached[taken] = true;
    for (uint32_t i = taken + 1; i < count; i++) {
        if (found->reached[i] || !steps->tests[i] || try_test(steps, steps->tests[i]) != YES)
            continue;
        if (!found->wanted[i])
            found->sample[i] = say_case(steps);
        found->by[i] = !found->wanted[i] || found->by[i] == taken ? taken : NY_NONE;
        found->wanted[i] = true;
    }
}

static ny_span whole_line(const ny_step_words *step)
{
    ny_span span = step->span;
    if (step->value && step->value->span.end > span.end)
        span.end = step->value->span.end;
    return span;
}

/* Where a condition can never hold, the ranges of what it names are the reason. */
static void say_range(void *context, const ny_expression *expression)
{
    ny_checker *checker = context;
    const ny_model *model = checker->model;
    const ny_meaning *meaning = ny_meaning_of(model, expression);
    bool column = expression->kind == NY_EXPRESSION_NAME &&
                  meaning->reference == NY_REFERENCE_COLUMN &&
                  model->tables.items[meaning->table].columns.items[meaning->number].has_range;
    bool figure = expression->kind == NY_EXPRESSION_NAME &&
                  meaning->reference == NY_REFERENCE_FIGURE &&
                  model->figures.items[meaning->number].kind != NY_FIGURE_GIVEN;
    if (column || figure)
        ny_say_declared(checker, meaning);
}

static bool say_unreached(ny_steps *steps, const ny_found *found)
{
    ny_checker *checker = steps->checker;
    bool said = false;
    for (uint32_t i = 0; i < steps->words->steps.count; i++) {
        const ny_step_words *step = &steps->words->steps.items[i];
        if (found->reached[i] || !step->when)
            continue;
        ny_text why = ny_words(checker->sink, NY_WORDS_NEVER_HOLDS);
        bool one = found->wanted[i] && found->by[i] != NY_NONE;
        if (one)
            why = NY_WORDS(checker->sink, NY_WORDS_LINE_TAKES_ALL,
                           line_name(checker->sink, found->by[i]), found->sample[i]);
        else if (found->wanted[i])
            why = ny_words(checker->sink, NY_WORDS_LINES_TAKE_ALL);
        NY_SAY(checker, NY_LINE_UNREACHABLE, whole_line(step), line_name(checker->sink, i),
               steps->figure->name, why);
        if (one)
            NY_SAY_PLACE(checker, whole_line(&steps->words->steps.items[found->by[i]]),
                         NY_WORDS_THIS_LINE_TAKES_THEM, NY_NO_TEXT);
        else if (!found->wanted[i])
            ny_walk_expression(step->when, say_range, checker);
        said = true;
    }
    return said;
}

/* False where there are too many cases. */
static bool prepare(ny_steps *steps)
{
    ny_arena *arena = steps->checker->arena;
    uint32_t lines = steps->words->steps.count;
    steps->tests = NY_NEW_ARRAY(arena, ny_test *, lines + 1);
    if (lines > 200)
        return false;
    for (uint32_t i = 0; i < lines && !steps->given_up; i++)
        if (steps->words->steps.items[i].when)
            steps->tests[i] = read_test(steps, steps->words->steps.items[i].when);
    if (steps->given_up)
        return false;
    uint64_t cases = 1;
    uint32_t **ranks = NY_NEW_ARRAY(arena, uint32_t *, steps->things.count + 1);
    steps->at = NY_NEW_ARRAY(arena, uint32_t, steps->things.count + 1);
    for (uint32_t i = 0; i < steps->things.count; i++) {
        ny_thing *thing = &steps->things.items[i];
        ranks[i] = sort_marks(steps, thing);
        cut(steps, thing);
        cases *= thing->last;
        if (cases * lines > MOST_TRIALS || cases > MOST_CASES)
            return false;
        first_cell(steps, i);
        if (steps->at[i] >= thing->last)
            return false;
    }
    steps->checker->trials += cases * lines;
    if (steps->checker->trials > MOST_TRIALS_IN_ALL)
        return false;
    for (uint32_t i = 0; i < lines; i++)
        if (steps->tests[i])
            place_marks(steps, steps->tests[i], ranks);
    return true;
}

void ny_check_step_lines(ny_checker *checker, const ny_figure *figure)
{
    const ny_define_words *words = &figure->declaration->is.define;
    uint32_t lines = words->steps.count;
    ny_steps steps = {.checker = checker, .words = words, .figure = figure};
    bool ended = lines > 0 && !words->steps.items[lines - 1].when;
    if (!prepare(&steps)) {
        if (!ended)
            NY_SAY(checker, NY_STEPS_GAP, figure->span, figure->name,
                   ny_words(checker->sink, NY_WORDS_NO_LINE_HOLDS));
        return;
    }
    ny_found found = {.reached = NY_NEW_ARRAY(checker->arena, bool, lines + 1),
                      .by = NY_NEW_ARRAY(checker->arena, uint32_t, lines + 1),
                      .wanted = NY_NEW_ARRAY(checker->arena, bool, lines + 1),
                      .sample = NY_NEW_ARRAY(checker->arena, ny_text, lines + 1)};
    do {
        note_case(&steps, &found);
    } while (next_case(&steps));
    if (say_unreached(&steps, &found))
        return;
    if (found.has_gap)
        NY_SAY(checker, NY_STEPS_GAP, figure->span, figure->name, found.gap);
    else if (ended && !found.reached[lines - 1] && lines > 1 && checker->sink->advice)
        NY_SAY(checker, NY_OTHERWISE_UNUSED, words->steps.items[lines - 1].span, figure->name);
}
