/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A study stands alone: it compares, and binds nobody. So it has no term, no contract years, no
 * statements and no payments, and what rests on those is said to be out of place, once, where it
 * stands. */

#include "model/checker.h"

void ny_check_declare_study(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind != NY_DECLARATION_STUDY)
                continue;
            if (model->has_study) {
                NY_SAY(checker, NY_STUDY_AND_CONTRACT, declaration->header_span,
                       ny_words(checker->sink, NY_WORDS_STUDY), model->title);
                continue;
            }
            model->has_study = true;
            model->study = declaration;
            model->title = declaration->label;
        }
}

bool ny_check_no_years(ny_checker *checker, ny_span span, bool cycles_instead)
{
    const ny_model *model = checker->model;
    if (!model->has_study)
        return false;
    ny_text hint =
        model->pathways.count && cycles_instead
            ? NY_WORDS(checker->sink, NY_WORDS_CYCLES_INSTEAD, model->pathways.items[0].name)
            : NY_NO_TEXT;
    NY_SAY(checker, NY_NO_YEARS_IN_STUDY, span, hint);
    return true;
}

/* --- what only a contract has ------------------------------------------------------------------ */

static const struct {
    ny_declaration_kind kind;
    ny_phrase what, why, hint; /* NY_PHRASE_COUNT: no hint */
} only_in_contracts[] = {
    {NY_DECLARATION_OFFER, NY_WORDS_AN_OFFER_LINE, NY_WORDS_NOBODY_BIDS,
     NY_WORDS_USE_GIVEN_OR_ASSUME},
    {NY_DECLARATION_FACT, NY_WORDS_A_FACT_LINE, NY_WORDS_NOBODY_ATTESTS,
     NY_WORDS_USE_GIVEN_OR_ASSUME},
    {NY_DECLARATION_MEASURE, NY_WORDS_A_MEASURE_LINE, NY_WORDS_NO_YEAR_TO_MEASURE,
     NY_WORDS_USE_FIGURE_OVER_ROWS},
    {NY_DECLARATION_EXCLUDE, NY_WORDS_AN_EXCLUDE_LINE, NY_WORDS_NOTHING_JUDGED,
     NY_WORDS_LEAVE_ROWS_OUT},
    {NY_DECLARATION_PAY, NY_WORDS_A_PAYMENT, NY_WORDS_NOBODY_OWES, NY_WORDS_SAY_WHO_BEARS},
    {NY_DECLARATION_REQUIRE, NY_WORDS_A_REQUIRE_LINE, NY_WORDS_NOBODY_BIDS, NY_PHRASE_COUNT},
    {NY_DECLARATION_CRITERION, NY_WORDS_A_CRITERION_LINE, NY_WORDS_NOBODY_BIDS, NY_PHRASE_COUNT},
    {NY_DECLARATION_AWARD, NY_WORDS_AN_AWARD_LINE, NY_WORDS_NOBODY_BIDS, NY_PHRASE_COUNT},
};

bool ny_check_not_in_study(ny_checker *checker, const ny_declaration *declaration)
{
    size_t count = sizeof only_in_contracts / sizeof *only_in_contracts;
    for (size_t i = 0; checker->model->has_study && i < count; i++) {
        if (only_in_contracts[i].kind != declaration->kind)
            continue;
        NY_SAY(checker, NY_NOT_IN_STUDY, declaration->header_span,
               ny_words(checker->sink, only_in_contracts[i].what),
               ny_words(checker->sink, only_in_contracts[i].why),
               only_in_contracts[i].hint == NY_PHRASE_COUNT
                   ? NY_NO_TEXT
                   : ny_words(checker->sink, only_in_contracts[i].hint));
        return true;
    }
    return false;
}

/* --- present value ----------------------------------------------------------------------------- */

/* A share per year: `3 % per year`. */
static bool yearly_rate(ny_checker *checker, const ny_literal *literal, ny_rational *ret_rate)
{
    ny_unit unit, each_month;
    ny_rational factor;
    if (!ny_check_unit(checker, &literal->unit, &unit, &factor))
        return false;
    bool is_rate = ny_unit_multiply(ny_unit_none(), ny_unit_base(NY_UNIT_MONTH), -1, &each_month) &&
                   ny_unit_equal(unit, each_month);
    ny_rational rate = ny_rational_multiply(checker->arena, literal->number, factor);
    rate = ny_rational_multiply(checker->arena, rate, ny_rational_whole(12));
    if (literal->is_percent || literal->is_percentage_points)
        rate = ny_rational_divide(checker->arena, rate, ny_rational_whole(100));
    bool yearly = ny_rational_compare(factor, ny_rational_fraction(checker->arena, 1, 12)) == 0;
    if (!is_rate || !yearly || ny_rational_sign(rate) < 0 ||
        ny_rational_compare(rate, NY_RATIONAL_ONE) > 0) {
        NY_SAY(checker, NY_DISCOUNT_IS_YEARLY, literal->span,
               ny_span_text(checker->sink, literal->span));
        return false;
    }
    *ret_rate = rate;
    return true;
}

/* A pathway in cycles is discounted by the cycle, one without by the moment. */
static void check_grid(ny_checker *checker, const ny_contract_words *words)
{
    const ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->pathways.count; i++) {
        const ny_pathway *pathway = &model->pathways.items[i];
        bool continuous = pathway->kind == NY_PATHWAY_CONTINUOUS;
        if (continuous == words->at_every_moment || pathway->kind == NY_PATHWAY_TREE ||
            pathway->declaration->failed)
            continue;
        NY_SAY(checker, NY_DISCOUNT_GRID, words->present_value.span, pathway->name,
               ny_words(checker->sink,
                        continuous ? NY_WORDS_TIME_WITHOUT_CYCLES : NY_WORDS_TIME_IN_CYCLES),
               ny_words(checker->sink,
                        continuous ? NY_WORDS_SAY_AT_EVERY_MOMENT : NY_WORDS_SAY_AT_END_OF_CYCLE));
        return;
    }
}

void ny_check_study(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t t = 0; model->has_study && t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            ny_declaration_kind kind = model->trees.items[t]->declarations.items[i]->kind;
            if (kind >= NY_DECLARATION_REQUIRE && kind <= NY_DECLARATION_AWARD)
                (void)ny_check_not_in_study(checker, model->trees.items[t]->declarations.items[i]);
        }
    if (!model->has_study || model->study->failed || !model->study->is.contract.has_present_value)
        return;
    const ny_contract_words *words = &model->study->is.contract;
    model->has_present_value = true;
    model->present_value_at_start = words->at_start;
    model->present_value_at_every_moment = words->at_every_moment;
    check_grid(checker, words);
    if (!yearly_rate(checker, &words->present_value, &model->present_value))
        return;
    model->present_value_of_benefits = model->present_value;
    if (words->has_present_value_of_benefits)
        (void)yearly_rate(checker, &words->present_value_of_benefits,
                          &model->present_value_of_benefits);
}
