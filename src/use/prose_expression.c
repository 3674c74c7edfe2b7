/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Expressions in words. Arithmetic keeps its signs, which are read aloud alike everywhere; all else
 * becomes a phrase. What binds less tightly than its place asks for stands in parentheses, so that
 * the sentence has one reading. */

#include "use/prose.h"

#include "base/bug.h"

typedef struct ny_said_phrase {
    ny_text text;
    ny_binding binds;
} ny_said_phrase;

static ny_said_phrase phrase(const ny_prose *prose, const ny_expression *expression);

static ny_text in_place(const ny_prose *prose, ny_said_phrase of, ny_binding place)
{
    return of.binds < place ? NY_TELLS(prose, PARENTHESES, of.text) : of.text;
}

ny_text ny_prose_expression(const ny_prose *prose, const ny_expression *expression,
                            ny_binding place)
{
    return in_place(prose, phrase(prose, expression), place);
}

static ny_text item(const ny_prose *prose, const ny_expression *expression, uint32_t number,
                    ny_binding place)
{
    return ny_prose_expression(prose, expression->items.items[number], place);
}

/* --- names ------------------------------------------------------------------------------------- */

static ny_text name_of(const ny_prose *prose, const ny_expression *expression)
{
    const ny_meaning *meaning = ny_meaning_of(prose->model, expression);
    if (meaning->reference == NY_REFERENCE_PARTY)
        return ny_prose_party(prose, meaning->number);
    return ny_prose_name(prose, expression->name.text);
}

static bool yearly(const ny_prose *prose)
{
    return prose->model->period_months == 12;
}

static ny_text part_of_pathway(const ny_prose *prose, ny_keyword part)
{
    return part == NY_KEYWORD_STAY      ? NY_TELLS_PLAIN(prose, STAY_OF)
           : part == NY_KEYWORD_ARRIVAL ? NY_TELLS_PLAIN(prose, ARRIVAL_OF)
           : part == NY_KEYWORD_TIME    ? NY_TELLS_PLAIN(prose, TIME_OF)
                                        : NY_TELLS_PLAIN(prose, CYCLE_OF);
}

static ny_text part(const ny_prose *prose, const ny_expression *expression)
{
    const ny_meaning *meaning = ny_meaning_of(prose->model, expression);
    ny_text name = ny_prose_name(prose, expression->name.text);
    ny_text owner = ny_prose_name(prose, expression->owner.text);
    if (meaning->reference == NY_REFERENCE_PATHWAY)
        return part_of_pathway(prose, meaning->part);
    if (meaning->reference == NY_REFERENCE_SHARE_OF)
        return NY_TELLS(prose, PART_OF_DISTRIBUTION, name, owner);
    if (meaning->reference == NY_REFERENCE_DRAWN_OF)
        return NY_TELLS(prose, PART_OF_ROW_DRAWN, name, owner);
    if (meaning->reference == NY_REFERENCE_FACT_DATE)
        return NY_TELLS(prose, DATE_OF, owner);
    if (meaning->reference != NY_REFERENCE_MEASURE_PART)
        return NY_TELLS(prose, PART_OF, name, owner);
    if (ny_text_is(expression->name.text, "rows"))
        return NY_TELLS(prose, ROWS_OF, owner);
    if (ny_text_is(expression->name.text, "known"))
        return NY_TELLS(prose, KNOWN_OF, owner);
    if (ny_text_is(expression->name.text, "events"))
        return NY_TELLS(prose, EVENTS_OF, owner);
    if (ny_text_is(expression->name.text, "low"))
        return NY_TELLS(prose, LOW_OF, owner);
    return NY_TELLS(prose, HIGH_OF, owner);
}

/* --- functions --------------------------------------------------------------------------------- */

static ny_text call(const ny_prose *prose, const ny_expression *expression)
{
    static const struct {
        const char *name;
        ny_tell say;
    } functions[] = {
        {"max", NY_TELL_MAX},     {"min", NY_TELL_MIN},           {"ceiling", NY_TELL_CEILING},
        {"floor", NY_TELL_FLOOR}, {"exp", NY_TELL_EXP},           {"log", NY_TELL_LOG},
        {"sqrt", NY_TELL_SQRT},   {"logistic", NY_TELL_LOGISTIC},
    };
    ny_text *items = NY_NEW_ARRAY(prose->arena, ny_text, expression->items.count + 1);
    for (uint32_t i = 0; i < expression->items.count; i++)
        items[i] = item(prose, expression, i, NY_BINDS_OR);
    ny_text list = ny_prose_list(prose, items, expression->items.count, NY_TELL_LIST_AND);
    if (expression->items.count == 2 && ny_text_is(expression->name.text, "max"))
        return NY_TELLS(prose, MAX_TWO, list);
    if (expression->items.count == 2 && ny_text_is(expression->name.text, "min"))
        return NY_TELLS(prose, MIN_TWO, list);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (ny_text_is(expression->name.text, functions[i].name))
            return NY_TELLS_CODE(prose, functions[i].say, list);
    return NY_TELLS(prose, OTHER_CALL, expression->name.text, list);
}

/* --- conditions -------------------------------------------------------------------------------- */

static ny_tell comparison_of(ny_expression_kind kind, bool dates)
{
    switch ((int)kind) {
    case NY_EXPRESSION_EQUAL:
        return dates ? NY_TELL_SAME_DAY : NY_TELL_EQUAL;
    case NY_EXPRESSION_NOT_EQUAL:
        return dates ? NY_TELL_OTHER_DAY : NY_TELL_NOT_EQUAL;
    case NY_EXPRESSION_LESS:
        return dates ? NY_TELL_BEFORE : NY_TELL_LESS;
    case NY_EXPRESSION_AT_MOST:
        return dates ? NY_TELL_NOT_AFTER : NY_TELL_AT_MOST;
    case NY_EXPRESSION_MORE:
        return dates ? NY_TELL_AFTER : NY_TELL_MORE;
    case NY_EXPRESSION_AT_LEAST:
        return dates ? NY_TELL_NOT_BEFORE : NY_TELL_AT_LEAST;
    }
    NY_BUG("no comparison");
}

static ny_text comparison(const ny_prose *prose, const ny_expression *expression, bool negated)
{
    static const ny_expression_kind opposite[][2] = {
        {NY_EXPRESSION_EQUAL, NY_EXPRESSION_NOT_EQUAL},
        {NY_EXPRESSION_LESS, NY_EXPRESSION_AT_LEAST},
        {NY_EXPRESSION_MORE, NY_EXPRESSION_AT_MOST},
    };
    ny_expression_kind kind = expression->kind;
    for (size_t i = 0; negated && i < sizeof opposite / sizeof *opposite; i++)
        if (opposite[i][0] == expression->kind || opposite[i][1] == expression->kind)
            kind = opposite[i][opposite[i][0] == expression->kind];
    bool dates = ny_meaning_of(prose->model, expression->items.items[0])->type.kind == NY_KIND_DATE;
    return NY_TELLS_CODE(prose, comparison_of(kind, dates),
                         item(prose, expression, 0, NY_BINDS_SUM),
                         item(prose, expression, 1, NY_BINDS_SUM));
}

/* A name that is yes or no: a column "is yes", a figure "holds". */
static ny_text holds(const ny_prose *prose, const ny_expression *expression, bool negated)
{
    const ny_meaning *meaning = ny_meaning_of(prose->model, expression);
    ny_text name = ny_prose_expression(prose, expression, NY_BINDS_SUM);
    if (meaning->reference == NY_REFERENCE_COLUMN || meaning->reference == NY_REFERENCE_COLUMN_OF)
        return NY_TELLS(prose, IS, name,
                        negated ? NY_TELLS_PLAIN(prose, NO) : NY_TELLS_PLAIN(prose, YES));
    return negated ? NY_TELLS(prose, HOLDS_NOT, name) : NY_TELLS(prose, HOLDS, name);
}

static ny_text is_word(const ny_prose *prose, const ny_expression *expression, bool negated)
{
    bool not = expression->yes != negated;
    ny_text left = item(prose, expression, 0, NY_BINDS_SUM);
    const ny_meaning *meaning = ny_meaning_of(prose->model, expression);
    ny_text word = expression->kind == NY_EXPRESSION_IS_TEXT
                       ? NY_TELLS(prose, QUOTED, expression->name.text)
                       : ny_prose_name(prose, expression->name.text);
    if (expression->kind == NY_EXPRESSION_IS && meaning->reference == NY_REFERENCE_PARTY)
        word = ny_prose_party(prose, meaning->number);
    else if (expression->name.keyword == NY_KEYWORD_YES)
        word = NY_TELLS_PLAIN(prose, YES);
    else if (expression->name.keyword == NY_KEYWORD_NO)
        word = NY_TELLS_PLAIN(prose, NO);
    return not ? NY_TELLS(prose, IS_NOT, left, word) : NY_TELLS(prose, IS, left, word);
}

static ny_said_phrase condition(const ny_prose *prose, const ny_expression *expression,
                                bool negated);

static ny_said_phrase both(const ny_prose *prose, const ny_expression *expression)
{
    bool is_and = expression->kind == NY_EXPRESSION_AND;
    ny_binding binds = is_and ? NY_BINDS_AND : NY_BINDS_OR;
    ny_text left = in_place(prose, condition(prose, expression->items.items[0], false), binds);
    ny_text right = in_place(prose, condition(prose, expression->items.items[1], false), binds);
    return (ny_said_phrase){
        is_and ? NY_TELLS(prose, AND, left, right) : NY_TELLS(prose, OR, left, right), binds};
}

static ny_said_phrase condition(const ny_prose *prose, const ny_expression *expression,
                                bool negated)
{
    ny_said_phrase said = {.binds = NY_BINDS_COMPARISON};
    switch ((int)expression->kind) {
    case NY_EXPRESSION_EQUAL:
    case NY_EXPRESSION_NOT_EQUAL:
    case NY_EXPRESSION_LESS:
    case NY_EXPRESSION_AT_MOST:
    case NY_EXPRESSION_MORE:
    case NY_EXPRESSION_AT_LEAST:
        said.text = comparison(prose, expression, negated);
        return said;
    case NY_EXPRESSION_IS:
    case NY_EXPRESSION_IS_TEXT:
        said.text = is_word(prose, expression, negated);
        return said;
    case NY_EXPRESSION_IS_KNOWN: {
        ny_text what = item(prose, expression, 0, NY_BINDS_SUM);
        said.text = expression->yes == negated ? NY_TELLS(prose, IS_UNKNOWN, what)
                                               : NY_TELLS(prose, IS_KNOWN, what);
        return said;
    }
    case NY_EXPRESSION_HAPPENED: {
        ny_text what = item(prose, expression, 0, NY_BINDS_SUM);
        said.text = expression->yes == negated ? NY_TELLS(prose, HAPPENED_NOT, what)
                                               : NY_TELLS(prose, HAPPENED, what);
        return said;
    }
    case NY_EXPRESSION_PASSED: {
        ny_text day = item(prose, expression, 0, NY_BINDS_SUM);
        said.text = expression->yes == negated ? NY_TELLS(prose, PASSED_NOT, day)
                                               : NY_TELLS(prose, PASSED, day);
        return said;
    }
    case NY_EXPRESSION_WITHIN: {
        ny_text event = item(prose, expression, 0, NY_BINDS_SUM);
        ny_text span = item(prose, expression, 1, NY_BINDS_TIGHTLY);
        ny_text base = item(prose, expression, 2, NY_BINDS_SUM);
        said.text = negated ? NY_TELLS(prose, WITHIN_NOT, event, span, base)
                            : NY_TELLS(prose, WITHIN, event, span, base);
        return said;
    }
    case NY_EXPRESSION_NOT:
        return condition(prose, expression->items.items[0], !negated);
    case NY_EXPRESSION_AND:
    case NY_EXPRESSION_OR:
        said = both(prose, expression);
        if (negated)
            said = (ny_said_phrase){NY_TELLS(prose, NOT, NY_TELLS(prose, PARENTHESES, said.text)),
                                    NY_BINDS_COMPARISON};
        return said;
    case NY_EXPRESSION_YES_NO:
        said.text =
            expression->yes != negated ? NY_TELLS_PLAIN(prose, YES) : NY_TELLS_PLAIN(prose, NO);
        said.binds = NY_BINDS_TIGHTLY;
        return said;
    }
    said.text = holds(prose, expression, negated);
    return said;
}

ny_text ny_prose_condition(const ny_prose *prose, const ny_expression *expression, ny_binding place)
{
    return in_place(prose, condition(prose, expression, false), place);
}

/* --- forms ------------------------------------------------------------------------------------- */

static ny_text scale(const ny_prose *prose, const ny_expression *expression)
{
    const ny_expression *from = expression->items.items[1], *to = expression->items.items[2];
    bool written = from->kind == NY_EXPRESSION_NUMBER && to->kind == NY_EXPRESSION_NUMBER;
    ny_tell say = NY_TELL_SCALE_SO;
    if (written)
        say = ny_rational_compare(ny_meaning_of(prose->model, from)->value,
                                  ny_meaning_of(prose->model, to)->value) < 0
                  ? NY_TELL_SCALE_UP
                  : NY_TELL_SCALE_DOWN;
    return NY_TELLS_CODE(
        prose, say, item(prose, expression, 0, NY_BINDS_SUM),
        item(prose, expression, 3, NY_BINDS_SUM), item(prose, expression, 1, NY_BINDS_SUM),
        item(prose, expression, 4, NY_BINDS_SUM), item(prose, expression, 2, NY_BINDS_SUM));
}

static ny_text weigh(const ny_prose *prose, const ny_expression *expression)
{
    uint32_t count = expression->items.count / 2;
    ny_text *parts = NY_NEW_ARRAY(prose->arena, ny_text, count + 1);
    for (uint32_t i = 0; i < count; i++)
        parts[i] = NY_TELLS(prose, WEIGH_PART, item(prose, expression, 2 * i, NY_BINDS_TIGHTLY),
                            item(prose, expression, 2 * i + 1, NY_BINDS_TIGHTLY));
    ny_text text = NY_TELLS(prose, WEIGH, ny_prose_list(prose, parts, count, NY_TELL_LIST_AND));
    if (!expression->yes)
        return text;
    return ny_format(prose->arena, "%.*s%.*s", NY_PRINT(text),
                     NY_PRINT(NY_TELLS_PLAIN(prose, WEIGH_LEFT_OUT)));
}

static ny_text among(const ny_prose *prose, const ny_expression *expression)
{
    uint32_t count = expression->items.count;
    ny_text *items = NY_NEW_ARRAY(prose->arena, ny_text, count + 1);
    for (uint32_t i = 0; i < count; i++)
        items[i] = item(prose, expression, i, NY_BINDS_TIGHTLY);
    return NY_TELLS(prose, AMONG, ny_prose_list(prose, items, count, NY_TELL_LIST_AND),
                    ny_prose_literal(prose, &expression->literal));
}

/* "the operations of the year with the same hospital for which …" */
static ny_text scope(const ny_prose *prose, const ny_scope *scope, bool counted)
{
    uint32_t table = ny_model_table(prose->model, scope->table.text);
    bool dated = table != NY_NONE && prose->model->tables.items[table].date != NY_NONE;
    ny_text rows = ny_prose_rows(prose, scope->table.text), text;
    ny_tell of_period = yearly(prose) ? NY_TELL_ROWS_OF_YEAR : NY_TELL_ROWS_OF_PERIOD;
    ny_tell in_period = yearly(prose) ? NY_TELL_COUNT_OF_YEAR : NY_TELL_COUNT_OF_PERIOD;
    if (!dated)
        text = counted ? NY_TELLS(prose, COUNT_ALL, rows)
                       : NY_TELLS(prose, ROWS_ALL, ny_prose_name(prose, scope->table.text));
    else if (scope->to_date)
        text = NY_TELLS_CODE(prose, counted ? NY_TELL_COUNT_TO_DATE : NY_TELL_ROWS_TO_DATE, rows);
    else
        text = NY_TELLS_CODE(prose, counted ? in_period : of_period, rows);
    if (scope->judged)
        text = NY_TELLS(prose, SCOPE_JUDGED, text);
    if (scope->judged_or_not)
        text = NY_TELLS(prose, SCOPE_JUDGED_OR_NOT, text);
    if (scope->same.text.size)
        text = NY_TELLS(prose, SCOPE_SAME, text, ny_prose_name(prose, scope->same.text));
    if (scope->where)
        text = NY_TELLS(prose, SCOPE_WHERE, text,
                        ny_prose_condition(prose, scope->where, NY_BINDS_OR));
    return text;
}

static ny_text aggregate(const ny_prose *prose, const ny_expression *expression)
{
    ny_text what = item(prose, expression, 0, NY_BINDS_OR);
    ny_text over = scope(prose, &expression->scope, false);
    switch ((int)expression->keyword) {
    case NY_KEYWORD_SUM:
        return NY_TELLS(prose, SUM_OVER, what, over);
    case NY_KEYWORD_MEAN:
        return NY_TELLS(prose, MEAN_OVER, what, over);
    case NY_KEYWORD_MEDIAN:
        return NY_TELLS(prose, MEDIAN_OVER, what, over);
    case NY_KEYWORD_LOWEST:
        return NY_TELLS(prose, LOWEST_OVER, what, over);
    case NY_KEYWORD_HIGHEST:
        return NY_TELLS(prose, HIGHEST_OVER, what, over);
    }
    NY_BUG("no aggregate");
}

static ny_text running(const ny_prose *prose, const ny_expression *expression)
{
    ny_text by = ny_prose_name(prose, expression->name.text);
    ny_text text =
        expression->owner.text.size
            ? NY_TELLS(prose, RUNNING_WITHIN, by, ny_prose_name(prose, expression->owner.text))
            : NY_TELLS(prose, RUNNING, by);
    if (expression->items.count)
        text = NY_TELLS(prose, RUNNING_WHERE, text,
                        ny_prose_condition(prose, expression->items.items[0], NY_BINDS_OR));
    return text;
}

ny_text ny_prose_argument(const ny_prose *prose, ny_text name)
{
    static const struct {
        const char *written;
        ny_tell tell;
    } names[] = {
        {"mean", NY_TELL_ARGUMENT_MEAN},     {"sd", NY_TELL_ARGUMENT_SD},
        {"median", NY_TELL_ARGUMENT_MEDIAN}, {"sdlog", NY_TELL_ARGUMENT_SDLOG},
        {"shape", NY_TELL_ARGUMENT_SHAPE},   {"scale", NY_TELL_ARGUMENT_SCALE},
        {"chance", NY_TELL_ARGUMENT_CHANCE}, {"low", NY_TELL_ARGUMENT_LOW},
        {"mode", NY_TELL_ARGUMENT_MODE},     {"high", NY_TELL_ARGUMENT_HIGH},
        {"rate", NY_TELL_ARGUMENT_RATE},     {"value", NY_TELL_ARGUMENT_VALUE},
        {"trials", NY_TELL_ARGUMENT_TRIALS}, {"size", NY_TELL_ARGUMENT_SIZE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ny_text_is(name, names[i].written))
            return ny_tell_with(prose, names[i].tell, NULL, 0);
    return name;
}

/* "chance = 3 % within 2 years", "rate = 0.1 per year until 2 years", "value = 5 at 30 %" */
static ny_text argument(const ny_prose *prose, const ny_expression *expression)
{
    ny_text name = ny_prose_argument(prose, expression->name.text);
    ny_text value = item(prose, expression, 0, NY_BINDS_SUM);
    if (expression->items.count < 2)
        return NY_TELLS(prose, LAW_ARGUMENT, name, value);
    ny_text behind = item(prose, expression, 1, NY_BINDS_SUM);
    if (expression->keyword == NY_KEYWORD_UNTIL)
        return NY_TELLS(prose, LAW_ARGUMENT_UNTIL, name, value, behind);
    if (expression->keyword == NY_KEYWORD_AT)
        return NY_TELLS(prose, LAW_ARGUMENT_AT, name, value, behind);
    return NY_TELLS(prose, LAW_ARGUMENT_WITHIN, name, value, behind);
}

/* "a gamma distribution" */
static ny_text a_law(const ny_prose *prose, ny_text name)
{
    static const struct {
        const char *name;
        ny_tell tell;
    } laws[] = {
        {"normal", NY_TELL_A_LAW_NORMAL},
        {"lognormal", NY_TELL_A_LAW_LOGNORMAL},
        {"gamma", NY_TELL_A_LAW_GAMMA},
        {"beta", NY_TELL_A_LAW_BETA},
        {"uniform", NY_TELL_A_LAW_UNIFORM},
        {"triangular", NY_TELL_A_LAW_TRIANGULAR},
        {"pert", NY_TELL_A_LAW_PERT},
        {"categorical", NY_TELL_A_LAW_CATEGORICAL},
        {"poisson", NY_TELL_A_LAW_POISSON},
        {"binomial", NY_TELL_A_LAW_BINOMIAL},
        {"negative binomial", NY_TELL_A_LAW_NEGATIVE_BINOMIAL},
        {"weibull", NY_TELL_A_LAW_WEIBULL},
        {"gompertz", NY_TELL_A_LAW_GOMPERTZ},
        {"exponential", NY_TELL_A_LAW_EXPONENTIAL},
        {"log logistic", NY_TELL_A_LAW_LOG_LOGISTIC},
        {"generalised gamma", NY_TELL_A_LAW_GENERALISED_GAMMA},
        {"piecewise exponential", NY_TELL_A_LAW_PIECEWISE},
        {"dirichlet", NY_TELL_A_LAW_DIRICHLET},
        {"cauchy", NY_TELL_A_LAW_CAUCHY},
    };
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
        if (ny_text_is(name, laws[i].name))
            return ny_tell_with(prose, laws[i].tell, NULL, 0);
    NY_BUG("a law without a name to be read aloud");
}

static ny_text law(const ny_prose *prose, const ny_expression *expression)
{
    ny_text *arguments = NY_NEW_ARRAY(prose->arena, ny_text, expression->items.count + 1);
    for (uint32_t i = 0; i < expression->items.count; i++)
        arguments[i] = argument(prose, expression->items.items[i]);
    ny_text list = ny_prose_list(prose, arguments, expression->items.count, NY_TELL_LIST_AND);
    ny_text name = a_law(prose, expression->name.text);
    return expression->yes ? NY_TELLS(prose, LAW_HALF, name, list)
                           : NY_TELLS(prose, LAW, name, list);
}

/* "the share to whom it has not happened by TIME, where it takes LAW" */
static ny_text survival(const ny_prose *prose, const ny_expression *expression)
{
    ny_text how = law(prose, expression->items.items[0]);
    if (expression->items.count > 2)
        how = NY_TELLS(prose, ARISES_TIMES, how, item(prose, expression, 2, NY_BINDS_SUM));
    return NY_TELLS(prose, SURVIVAL, item(prose, expression, 1, NY_BINDS_SUM), how);
}

/* --- all kinds --------------------------------------------------------------------------------- */

static ny_said_phrase two_sides(const ny_prose *prose, const ny_expression *expression, ny_tell say,
                                ny_binding binds, ny_binding right)
{
    return (ny_said_phrase){NY_TELLS_CODE(prose, say, item(prose, expression, 0, binds),
                                          item(prose, expression, 1, right)),
                            binds};
}

/* "rate of the one row of the table life that has the same age" */
static ny_text the_one(const ny_prose *prose, const ny_expression *expression)
{
    const ny_scope *of = &expression->scope;
    ny_text column = ny_prose_name(prose, expression->name.text);
    uint32_t table = ny_model_table(prose->model, of->table.text);
    bool dated = table != NY_NONE && prose->model->tables.items[table].date != NY_NONE;
    if (of->same.text.size && !of->where && !dated && !of->judged && !of->judged_or_not)
        return NY_TELLS(prose, THE_OVER_SAME, column, ny_prose_name(prose, of->table.text),
                        ny_prose_name(prose, of->same.text));
    return NY_TELLS(prose, THE_OVER, column, scope(prose, of, false));
}

static ny_said_phrase phrase(const ny_prose *prose, const ny_expression *expression)
{
    ny_said_phrase tight = {.binds = NY_BINDS_TIGHTLY}, form = {.binds = NY_BINDS_FORM};
    switch (expression->kind) {
    case NY_EXPRESSION_NUMBER:
        tight.text = ny_prose_literal(prose, &expression->literal);
        return tight;
    case NY_EXPRESSION_DATE:
        tight.text = ny_prose_date(prose, expression->date);
        return tight;
    case NY_EXPRESSION_NAME:
        tight.text = name_of(prose, expression);
        return tight;
    case NY_EXPRESSION_PREVIOUS:
        tight.text = NY_TELLS_CODE(prose, yearly(prose) ? NY_TELL_PREVIOUS : NY_TELL_PREVIOUS_OTHER,
                                   ny_prose_name(prose, expression->name.text));
        return tight;
    case NY_EXPRESSION_FINAL:
        tight.text = NY_TELLS_CODE(prose, yearly(prose) ? NY_TELL_FINAL : NY_TELL_FINAL_OTHER,
                                   ny_prose_name(prose, expression->name.text));
        return tight;
    case NY_EXPRESSION_PART:
        tight.text = part(prose, expression);
        if (ny_meaning_of(prose->model, expression)->reference == NY_REFERENCE_PATHWAY)
            tight.binds = NY_BINDS_FORM;
        return tight;
    case NY_EXPRESSION_CALL:
        tight.text = call(prose, expression);
        tight.binds = NY_BINDS_SUM;
        return tight;
    case NY_EXPRESSION_NEGATE:
        tight.text = NY_TELLS(prose, NEGATE, item(prose, expression, 0, NY_BINDS_TIGHTLY));
        tight.binds = NY_BINDS_PRODUCT;
        return tight;
    case NY_EXPRESSION_ADD:
        return two_sides(prose, expression, NY_TELL_ADD, NY_BINDS_SUM, NY_BINDS_SUM);
    case NY_EXPRESSION_SUBTRACT:
        return two_sides(prose, expression, NY_TELL_SUBTRACT, NY_BINDS_SUM, NY_BINDS_PRODUCT);
    case NY_EXPRESSION_MULTIPLY:
        return two_sides(prose, expression, NY_TELL_MULTIPLY, NY_BINDS_PRODUCT, NY_BINDS_PRODUCT);
    case NY_EXPRESSION_DIVIDE:
        return two_sides(prose, expression, NY_TELL_DIVIDE, NY_BINDS_PRODUCT, NY_BINDS_TIGHTLY);
    case NY_EXPRESSION_RAISE:
        return two_sides(prose, expression, NY_TELL_RAISE, NY_BINDS_TIGHTLY, NY_BINDS_TIGHTLY);
    case NY_EXPRESSION_YES_NO:
    case NY_EXPRESSION_EQUAL:
    case NY_EXPRESSION_NOT_EQUAL:
    case NY_EXPRESSION_LESS:
    case NY_EXPRESSION_AT_MOST:
    case NY_EXPRESSION_MORE:
    case NY_EXPRESSION_AT_LEAST:
    case NY_EXPRESSION_IS:
    case NY_EXPRESSION_IS_TEXT:
    case NY_EXPRESSION_IS_KNOWN:
    case NY_EXPRESSION_HAPPENED:
    case NY_EXPRESSION_PASSED:
    case NY_EXPRESSION_WITHIN:
    case NY_EXPRESSION_NOT:
    case NY_EXPRESSION_AND:
    case NY_EXPRESSION_OR:
        return condition(prose, expression, false);
    case NY_EXPRESSION_KEEP:
        form.text = NY_TELLS(prose, KEEP, item(prose, expression, 0, NY_BINDS_SUM),
                             item(prose, expression, 1, NY_BINDS_SUM),
                             item(prose, expression, 2, NY_BINDS_SUM));
        return form;
    case NY_EXPRESSION_SCALE:
        form.text = scale(prose, expression);
        return form;
    case NY_EXPRESSION_WEIGH:
        form.text = weigh(prose, expression);
        return form;
    case NY_EXPRESSION_AGGREGATE:
        form.text = aggregate(prose, expression);
        return form;
    case NY_EXPRESSION_COUNT:
        form.text = NY_TELLS(prose, COUNT_OVER, scope(prose, &expression->scope, true));
        return form;
    case NY_EXPRESSION_THE:
        form.text = the_one(prose, expression);
        return form;
    case NY_EXPRESSION_RUNNING:
        form.text = running(prose, expression);
        return form;
    case NY_EXPRESSION_AMONG:
        form.text = among(prose, expression);
        return form;
    case NY_EXPRESSION_EQ5D:
        form.text = NY_TELLS(prose, EQ5D, item(prose, expression, 0, NY_BINDS_TIGHTLY),
                             NY_TELLS(prose, QUOTED, expression->name.text));
        return form;
    case NY_EXPRESSION_SURVIVAL:
        form.text = survival(prose, expression);
        return form;
    case NY_EXPRESSION_UNKNOWN_AS:
        form.text = NY_TELLS(prose, UNKNOWN_AS, item(prose, expression, 0, NY_BINDS_FORM),
                             item(prose, expression, 1, NY_BINDS_SUM));
        return form;
    case NY_EXPRESSION_LAW:
        form.text = law(prose, expression);
        return form;
    case NY_EXPRESSION_ARGUMENT:
        break;
    }
    NY_BUG("an argument stands alone");
}
