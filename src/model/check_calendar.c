/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The contract's own properties: money, term, statements; and when each measure reports. */

#include "model/checker.h"

static bool has_payments(const ny_model *model)
{
    return model->payments.count > 0;
}

static void check_money(ny_checker *checker, const ny_declaration *declaration)
{
    const ny_contract_words *words = &declaration->is.contract;
    ny_model *model = checker->model;
    if (!words->currencies.count) {
        if (has_payments(model) && !declaration->failed)
            NY_SAY(checker, NY_CONTRACT_LACKS, declaration->header_span,
                   NY_TEXT("currency DKK, rounded to 0.01, halves away from zero"));
        return;
    }
    if (has_payments(model) && !words->tax_said && !declaration->failed)
        NY_SAY(checker, NY_TAX_NOT_SAID, declaration->header_span, NY_NO_TEXT);
    if (!words->rounding.said)
        return;
    if (!words->rounding.halves_said)
        NY_SAY(checker, NY_HALVES_NOT_SAID, words->rounding.span, NY_NO_TEXT);
    if (ny_rational_sign(words->rounding.to.number) <= 0)
        NY_SAY(checker, NY_ROUNDED_TO_WHAT, words->rounding.to.span,
               ny_span_text(checker->sink, words->rounding.to.span));
    for (uint32_t i = 0; i < model->currencies.count; i++)
        model->currencies.items[i].rounding = ny_rational_sign(words->rounding.to.number) > 0
                                                  ? words->rounding.to.number
                                                  : NY_RATIONAL_ONE;
}

/* A whole number of contract years (quarters, months); false, reported, when it is none. */
static bool periods_in(ny_checker *checker, const ny_expression *expression, uint32_t *ret_periods)
{
    ny_span_of_time span;
    if (!ny_check_span(checker, expression, &span))
        return false;
    int32_t months = checker->model->period_months;
    bool whole = span.days == 0 && span.months > 0 && span.months % months == 0;
    if (whole && span.months / months <= 1200) {
        *ret_periods = (uint32_t)(span.months / months);
        return true;
    }
    if (whole) {
        NY_SAY(checker, NY_SPAN_TOO_LONG, expression->span,
               ny_span_text(checker->sink, expression->span));
        return false;
    }
    NY_SAY(checker, NY_NOT_WHOLE_PERIODS, expression->span,
           ny_span_text(checker->sink, expression->span),
           ny_text_of(ny_keyword_text(checker->model->period_word)));
    return false;
}

/* The first day as a simulation has it, where a model assumes the given that says it. */
static bool imagined_day(const ny_checker *checker, const ny_expression *starts, ny_date *ret_date)
{
    const ny_model *model = checker->model;
    const ny_meaning *meaning = &model->meanings.items[starts->id];
    if (meaning->reference != NY_REFERENCE_FIGURE)
        return false;
    const ny_figure *figure = &model->figures.items[meaning->number];
    if (figure->kind != NY_FIGURE_GIVEN || figure->assumed == NY_NONE)
        return false;
    const ny_expression *date = model->figures.items[figure->assumed].declaration->is.figure.value;
    if (!date || date->kind != NY_EXPRESSION_DATE)
        return false;
    *ret_date = date->date;
    return true;
}

/* The first day, where it is known: a date, or a given that is one. */
static bool first_day(ny_checker *checker, const ny_expression *starts, ny_date *ret_date)
{
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    ny_meaning meaning = ny_check_expression(checker, starts, &place);
    if (meaning.type.kind == NY_KIND_ANY)
        return false;
    if (meaning.type.kind != NY_KIND_DATE) {
        NY_SAY(checker, NY_NOT_A_DATE, starts->span, ny_span_text(checker->sink, starts->span),
               ny_kind_name(checker, &meaning.type));
        return false;
    }
    const ny_expression *date = starts;
    if (meaning.reference == NY_REFERENCE_FIGURE) {
        const ny_figure *figure = &checker->model->figures.items[meaning.number];
        if (figure->kind != NY_FIGURE_GIVEN || figure->to_be_agreed)
            return false;
        date = figure->declaration->is.figure.value;
    }
    if (!date || date->kind != NY_EXPRESSION_DATE)
        return false;
    *ret_date = date->date;
    return true;
}

static bool period_dates(const ny_model *model, ny_date starts, uint32_t number,
                         ny_span_of_time statement, ny_period *ret_period)
{
    int32_t months = model->period_months;
    ny_span_of_time from = {(int32_t)number * months, 0};
    ny_span_of_time end = {(int32_t)(number + 1) * months, 0};
    ret_period->in_term = number < model->term_periods;
    return ny_date_add(starts, from, &ret_period->from) &&
           ny_date_add(starts, end, &ret_period->end) &&
           ny_date_add(ret_period->end, statement, &ret_period->data_date);
}

/* How many periods after the term the last measure reports; 0 where all report within it. */
static uint32_t least_added(const ny_model *model, ny_date starts, ny_span_of_time statement)
{
    uint32_t least = 0;
    for (uint32_t i = 0; i < model->measures.count; i++) {
        ny_period last, period;
        ny_date ready;
        if (!period_dates(model, starts, model->term_periods - 1, statement, &last) ||
            !ny_date_add(last.end, model->measures.items[i].counted, &ready))
            continue;
        uint32_t added = 0;
        while (added < 2400 &&
               period_dates(model, starts, model->term_periods - 1 + added, statement, &period) &&
               period.data_date < ready)
            added++;
        if (added > least)
            least = added;
    }
    return least;
}

static bool make_periods(ny_checker *checker, const ny_contract_words *words, ny_date starts,
                         ny_span_of_time statement, ny_periods *ret_periods)
{
    ny_periods periods = {0};
    for (uint32_t p = 0; p < checker->model->periods_in_all; p++) {
        ny_period period;
        if (!period_dates(checker->model, starts, p, statement, &period)) {
            NY_SAY(checker, NY_TERM_TOO_LONG, words->runs_span, NY_NO_TEXT);
            return false;
        }
        *NY_APPEND(checker->arena, &periods) = period;
    }
    *ret_periods = periods;
    return true;
}

static void make_contract_periods(ny_checker *checker, const ny_contract_words *words,
                                  ny_date starts, ny_span_of_time statement, uint32_t added)
{
    ny_model *model = checker->model;
    uint32_t least = least_added(model, starts, statement);
    if (least > added && words->last_said)
        NY_SAY(checker, NY_LAST_STATEMENT_TOO_EARLY, words->last_span,
               ny_format(checker->arena, "%u %s%s", least, ny_keyword_text(model->period_word),
                         least == 1 ? "" : "s"));
    (void)make_periods(checker, words, starts, statement, &model->periods);
}

static void check_periods(ny_checker *checker, const ny_contract_words *words)
{
    ny_model *model = checker->model;
    ny_span_of_time statement = {0, 0};
    ny_date starts = 0;
    uint32_t added = 0;
    bool starts_known = first_day(checker, words->starts, &starts);
    if (!periods_in(checker, words->term, &model->term_periods) || !words->statement ||
        !ny_check_span(checker, words->statement, &statement))
        return;
    if (words->last && !periods_in(checker, words->last, &added))
        return;
    model->periods_in_all = model->term_periods + added;
    if (starts_known)
        make_contract_periods(checker, words, starts, statement, added);
    model->imagined_periods = model->periods;
    if (imagined_day(checker, words->starts, &starts))
        make_periods(checker, words, starts, statement, &model->imagined_periods);
}

void ny_check_calendar(ny_checker *checker)
{
    ny_model *model = checker->model;
    const ny_declaration *declaration = NULL;
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++)
            if (&model->trees.items[t]->declarations.items[i]->is.contract == model->contract)
                declaration = model->trees.items[t]->declarations.items[i];
    if (!declaration)
        return;
    const ny_contract_words *words = &declaration->is.contract;
    check_money(checker, declaration);
    model->with_tax = words->with_tax;
    if (words->objections)
        (void)ny_check_span(checker, words->objections, &model->objections);
    if (words->corrections)
        (void)ny_check_span(checker, words->corrections, &model->corrections);
    if (words->has_present_value && !declaration->failed) {
        model->has_present_value = true;
        model->present_value_at_start = words->at_start;
        ny_rational rate = words->present_value.number;
        const ny_unit_words *unit = &words->present_value.unit;
        bool per_year = !unit->over.text.size && unit->per.count == 1 &&
                        ny_text_is(unit->per.items[0].text, "year");
        if (!per_year)
            NY_SAY(checker, NY_RATE_A_YEAR, words->present_value.span,
                   ny_span_text(checker->sink, words->present_value.span));
        else if (!words->present_value.is_percent)
            (void)ny_check_part_of_all(checker, words->present_value.span, rate);
        model->present_value =
            words->present_value.is_percent
                ? ny_rational_divide(checker->arena, rate, ny_rational_whole(100))
                : rate;
        model->present_value_of_benefits = model->present_value;
    }
    if (declaration->failed)
        return;
    const char *lacks = !words->starts      ? "runs from 2018-09-01 for 8 years"
                        : !words->statement ? "statement 3 months after each contract year, on "
                                              "the data of that day"
                        : !words->last_said ? "last statement at the end of the term"
                                            : NULL;
    if (lacks)
        NY_SAY(checker, NY_CONTRACT_LACKS, declaration->header_span, ny_text_of(lacks));
    if (words->starts && words->term)
        check_periods(checker, words);
}

ny_text ny_period_name(ny_arena *arena, ny_language language, const ny_model *model,
                       uint32_t period)
{
    ny_phrase phrase = model->period_word == NY_KEYWORD_YEAR      ? NY_WORDS_CONTRACT_YEAR
                       : model->period_word == NY_KEYWORD_QUARTER ? NY_WORDS_CONTRACT_QUARTER
                                                                  : NY_WORDS_CONTRACT_MONTH;
    return NY_PHRASE_WITH(arena, language, phrase, ny_format(arena, "%u", period + 1));
}
