/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Results that come too late. Every figure is taken once for each contract year, and followed from
 * the payments that are made in each: `previous` goes a year back, `in the final contract year` to
 * the end of the term, a measure to the operation year that is reported then. An operation year whose
 * results no payment reaches, in a measure that otherwise moves money, can no longer move any. */

#include "model/check_promise.h"

/* Figures and payments times years, twice because of `to date`; beyond it nothing is said. */
#define MOST_STEPS 50000000

typedef struct ny_node {
    uint32_t figure, period; /* period from 0 */
} ny_node;

typedef struct ny_years {
    ny_checker *checker;
    uint32_t periods, term;
    bool *reached; /* by figure and period */
    NY_LIST(ny_node) waiting;
    uint32_t here; /* the period at hand */
} ny_years;

static void reach(ny_years *years, ny_text name, uint32_t period)
{
    const ny_model *model = years->checker->model;
    uint32_t figure;
    if (!name.size || !ny_map_find(years->checker->figures, name, &figure) ||
        period >= years->periods)
        return;
    if (model->figures.items[figure].grain.kind == NY_GRAIN_CONTRACT)
        period = 0;
    bool *reached = &years->reached[(size_t)figure * years->periods + period];
    if (*reached)
        return;
    *reached = true;
    *NY_APPEND(years->checker->arena, &years->waiting) = (ny_node){figure, period};
}

static void reach_node(void *context, const ny_expression *expression);

static void reach_at(ny_years *years, const ny_expression *expression, uint32_t period)
{
    uint32_t here = years->here;
    years->here = period;
    ny_walk_expression(expression, reach_node, years);
    years->here = here;
}

/* `to date` sees the rows of all years up to this one. */
static void reach_earlier(ny_years *years, const ny_expression *expression)
{
    uint32_t here = years->here;
    for (uint32_t p = 0; p < here; p++) {
        for (uint32_t i = 0; i < expression->items.count; i++)
            reach_at(years, expression->items.items[i], p);
        reach_at(years, expression->scope.where, p);
    }
}

static void reach_node(void *context, const ny_expression *expression)
{
    ny_years *years = context;
    if (expression->scope.to_date)
        reach_earlier(years, expression);
    switch ((int)expression->kind) {
    case NY_EXPRESSION_NAME:
        reach(years, expression->name.text, years->here);
        return;
    case NY_EXPRESSION_PART:
        reach(years, expression->name.text, years->here);
        reach(years, expression->owner.text, years->here);
        return;
    case NY_EXPRESSION_PREVIOUS:
        if (years->here > 0)
            reach(years, expression->name.text, years->here - 1);
        return;
    case NY_EXPRESSION_FINAL:
        reach(years, expression->name.text, years->term - 1);
        return;
    default:
        return;
    }
}

static void follow_figure(ny_years *years, ny_node node)
{
    const ny_model *model = years->checker->model;
    const ny_declaration *declaration = model->figures.items[node.figure].declaration;
    years->here = node.period;
    if (declaration->kind == NY_DECLARATION_DEFINE && declaration->is.define.first)
        reach_at(years,
                 node.period == 0 ? declaration->is.define.first : declaration->is.define.later,
                 node.period);
    else
        ny_walk_figure(model, node.figure, reach_node, years);
}

/* --- payments ------------------------------------------------------------------------------------ */

static void reach_payment_in(ny_years *years, const ny_payment *payment, uint32_t period)
{
    const ny_pay_words *words = payment->words;
    const ny_expression *parts[] = {words->amount, words->where,      words->when,
                                    words->on,     words->if_by_then, words->due};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        reach_at(years, parts[i], period);
}

/* Where the day is not written it may be in any year. */
static bool may_be_on(const ny_years *years, const ny_expression *on, uint32_t period)
{
    const ny_period *of = &years->checker->model->periods.items[period];
    return on->kind != NY_EXPRESSION_DATE || (on->date >= of->from && on->date < of->end);
}

static bool is_made_in(const ny_years *years, const ny_pay_words *words, uint32_t period)
{
    switch (words->time) {
    case NY_TIME_FOR_EACH:
    case NY_TIME_EACH_PERIOD:
        return period < years->term;
    case NY_TIME_EACH_UNTIL_LAST:
    case NY_TIME_EACH_IN_STATES:
    case NY_TIME_EACH_MOVE:
    case NY_TIME_ONCE_AT_START:
    case NY_TIME_NOT_SAID:
        return true;
    case NY_TIME_EACH_AFTER_TERM:
        return period >= years->term;
    case NY_TIME_ONCE_ON:
        return may_be_on(years, words->on, period);
    case NY_TIME_ONCE_AT_END:
        return period == years->term - 1;
    case NY_TIME_ONCE_WITH_LAST:
        return period == years->periods - 1;
    }
    return true;
}

static void reach_all(ny_years *years)
{
    const ny_model *model = years->checker->model;
    for (uint32_t p = 0; p < years->periods; p++) {
        for (uint32_t i = 0; i < model->payments.count; i++)
            if (is_made_in(years, model->payments.items[i].words, p))
                reach_payment_in(years, &model->payments.items[i], p);
        for (uint32_t i = 0; i < model->exclusions.count; i++)
            reach_at(years, model->exclusions.items[i].where, p);
    }
    for (uint32_t i = 0; i < model->parties.count; i++)
        for (uint32_t k = 0; k < model->parties.items[i].shares.count; k++)
            reach_at(years, model->parties.items[i].shares.items[k], 0);
    while (years->waiting.count > 0)
        follow_figure(years, years->waiting.items[--years->waiting.count]);
}

/* --- operation years ----------------------------------------------------------------------------- */

/* In which statement an operation year is reported; the number of periods where in none. */
static uint32_t reported_in(const ny_years *years, const ny_measure *measure, uint32_t operation)
{
    const ny_model *model = years->checker->model;
    ny_date ready;
    if (!ny_date_add(model->periods.items[operation].end, measure->counted, &ready))
        return years->periods;
    uint32_t p = operation;
    while (p < years->periods && model->periods.items[p].data_date < ready)
        p++;
    return p;
}

/* Which operation years come after the last one that moves money; false where there is none such, or
 * none that does. A rule may choose among earlier years as it likes. */
static bool late_years(const ny_years *years, const ny_measure *measure, bool *ret_late)
{
    uint32_t last = 0; /* the number of operation years up to the last one that moves money */
    for (uint32_t o = 0; o < years->term; o++) {
        uint32_t p = reported_in(years, measure, o);
        if (p < years->periods && years->reached[(size_t)measure->figure * years->periods + p])
            last = o + 1;
    }
    for (uint32_t o = last; o < years->term; o++)
        ret_late[o] = true;
    return last > 0 && last < years->term;
}

/* The phrase that has the word of the contract's own periods. */
static ny_phrase by_period(const ny_model *model, ny_phrase year, ny_phrase quarter,
                           ny_phrase month)
{
    return model->period_word == NY_KEYWORD_YEAR      ? year
           : model->period_word == NY_KEYWORD_QUARTER ? quarter
                                                      : month;
}

static ny_text list_years(const ny_years *years, const bool *late, uint32_t count)
{
    const ny_sink *sink = years->checker->sink;
    const ny_model *model = years->checker->model;
    ny_text list = NY_NO_TEXT;
    uint32_t said = 0;
    for (uint32_t o = 0; o < years->term; o++) {
        ny_text number = ny_format(sink->arena, "%u", o + 1);
        if (!late[o])
            continue;
        said++;
        list = said == 1 ? number
               : said == count
                   ? NY_WORDS(sink, NY_WORDS_LAST_OF_LIST, list, number)
                   : ny_format(sink->arena, "%.*s, %.*s", NY_PRINT(list), NY_PRINT(number));
    }
    ny_phrase one = by_period(model, NY_WORDS_CONTRACT_YEAR, NY_WORDS_CONTRACT_QUARTER,
                              NY_WORDS_CONTRACT_MONTH);
    ny_phrase several = by_period(model, NY_WORDS_CONTRACT_YEARS, NY_WORDS_CONTRACT_QUARTERS,
                                  NY_WORDS_CONTRACT_MONTHS);
    return NY_WORDS(sink, count == 1 ? one : several, list);
}

static void say_late(const ny_years *years, uint32_t first, bool *const *late, bool *done)
{
    ny_checker *checker = years->checker;
    const ny_model *model = checker->model;
    ny_buffer names = ny_buffer_create(checker->arena);
    uint32_t count = 0;
    for (uint32_t o = 0; o < years->term; o++)
        count += late[first][o];
    for (uint32_t m = first; m < model->measures.count; m++) {
        bool same = late[m] != NULL && !done[m];
        for (uint32_t o = 0; same && o < years->term; o++)
            same = late[m][o] == late[first][o];
        if (!same)
            continue;
        done[m] = true;
        ny_buffer_format(&names, "%s`%.*s`", names.size ? ", " : "",
                         NY_PRINT(model->figures.items[model->measures.items[m].figure].name));
    }
    ny_phrase of_volume = by_period(model, NY_WORDS_LATE_VOLUME_YEAR, NY_WORDS_LATE_VOLUME_QUARTER,
                                    NY_WORDS_LATE_VOLUME_MONTH);
    ny_rational share =
        ny_rational_fraction(checker->arena, 100 * (int64_t)count, (int64_t)years->term);
    ny_text volume = NY_WORDS(checker->sink, of_volume, ny_format(checker->arena, "%u", count),
                              ny_format(checker->arena, "%u", years->term),
                              ny_rational_decimal_text(checker->arena, share, 0, 1));
    NY_SAY(checker, NY_RESULTS_TOO_LATE,
           model->figures.items[model->measures.items[first].figure].span,
           list_years(years, late[first], count), ny_buffer_text(&names), volume,
           ny_text_of(ny_keyword_text(model->period_word)));
}

void ny_check_late(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_years years = {
        .checker = checker, .periods = model->periods.count, .term = model->term_periods};
    if (years.periods == 0 || years.term == 0 || years.periods < years.term ||
        ((uint64_t)model->figures.count + model->payments.count) * years.periods * years.periods >
            MOST_STEPS)
        return;
    years.reached =
        NY_NEW_ARRAY(checker->arena, bool, (size_t)model->figures.count *years.periods + 1);
    reach_all(&years);
    bool **late = NY_NEW_ARRAY(checker->arena, bool *, model->measures.count + 1);
    bool *done = NY_NEW_ARRAY(checker->arena, bool, model->measures.count + 1);
    for (uint32_t m = 0; m < model->measures.count; m++) {
        bool *of = NY_NEW_ARRAY(checker->arena, bool, years.term);
        if (late_years(&years, &model->measures.items[m], of))
            late[m] = of;
    }
    for (uint32_t m = 0; m < model->measures.count; m++)
        if (late[m] && !done[m])
            say_late(&years, m, late, done);
}
