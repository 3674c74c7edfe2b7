/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Warnings about money: amounts that may turn negative, days after the term, scales that reward the
 * worse result. Each is said only where ranges or written words prove it. */

#include "model/check_promise.h"

/* --- the sign ------------------------------------------------------------------------------------ */

/* Digits in threes, as contracts write them. */
static ny_text grouped(ny_arena *arena, ny_text number)
{
    ny_buffer out = ny_buffer_create(arena);
    size_t whole = 0;
    while (whole < number.size && number.data[whole] != '.')
        whole++;
    for (size_t i = 0; i < number.size; i++) {
        bool digit_before = i > 0 && number.data[i - 1] != '-';
        if (i < whole && digit_before && (whole - i) % 3 == 0)
            ny_buffer_add_character(&out, '_');
        ny_buffer_add_character(&out, number.data[i]);
    }
    return ny_buffer_text(&out);
}

static ny_text amount_text(ny_checker *checker, const ny_payment *payment, ny_rational amount)
{
    ny_text currency = payment->currency == NY_NONE
                           ? NY_NO_TEXT
                           : checker->model->currencies.items[payment->currency].name;
    return ny_format(
        checker->arena, "%.*s %.*s",
        NY_PRINT(grouped(checker->arena, ny_rational_decimal_text(checker->arena, amount, 0, 2))),
        NY_PRINT(currency));
}

static void check_sign(ny_checker *checker, const ny_payment *payment)
{
    const ny_pay_words *words = payment->words;
    const ny_certain *known = NULL;
    if (payment->is_cost || payment->is_benefit || payment->back_when_negative || !words->amount)
        return;
    const ny_expression *conditions[] = {words->where, words->when, words->if_by_then};
    for (size_t i = 0; i < 3; i++)
        if (conditions[i])
            known = ny_certain_where(checker->arena, conditions[i], true, known);
    ny_range range = ny_range_of(ny_ranges_here(checker, false), words->amount, known);
    if (!range.has_low || ny_rational_sign(range.low) >= 0)
        return;
    ny_text currency = payment->currency == NY_NONE
                           ? NY_NO_TEXT
                           : checker->model->currencies.items[payment->currency].name;
    NY_SAY(checker, NY_MAY_BE_NEGATIVE, words->amount->span,
           amount_text(checker, payment, range.low), currency);
}

/* --- days after the term ------------------------------------------------------------------------- */

/* The day, where it is written or a given's own. */
static const ny_expression *written_day(const ny_checker *checker, const ny_expression *on)
{
    const ny_meaning *meaning = ny_meaning_of(checker->model, on);
    if (meaning->reference == NY_REFERENCE_FIGURE) {
        const ny_figure *figure = &checker->model->figures.items[meaning->number];
        if (figure->kind == NY_FIGURE_GIVEN && figure->declaration->is.figure.value)
            on = figure->declaration->is.figure.value;
    }
    return on->kind == NY_EXPRESSION_DATE ? on : NULL;
}

static void check_day(ny_checker *checker, const ny_payment *payment)
{
    const ny_model *model = checker->model;
    const ny_expression *on = payment->words->on;
    if (!on || model->periods.count < model->term_periods || model->term_periods == 0)
        return;
    const ny_expression *day = written_day(checker, on);
    ny_date end = model->periods.items[model->term_periods - 1].end;
    if (!day || day->date < end || day->date >= model->periods.items[model->periods.count - 1].end)
        return; /* outside all years: an error where it is used */
    NY_SAY(checker, NY_DAY_AFTER_TERM, on->span, ny_said_text(checker, day),
           ny_date_text(checker->arena, end));
    if (day != on)
        NY_SAY_PLACE(checker, day->span, NY_WORDS_THE_DAY_IS_GIVEN_HERE, NY_NO_TEXT);
}

/* --- scales -------------------------------------------------------------------------------------- */

/* The measure that is scaled, through `, unknown as` and parentheses. */
static const ny_figure *scaled_measure(const ny_checker *checker, const ny_expression *value)
{
    while (value->kind == NY_EXPRESSION_UNKNOWN_AS)
        value = value->items.items[0];
    const ny_meaning *meaning = ny_meaning_of(checker->model, value);
    if (value->kind != NY_EXPRESSION_NAME || meaning->reference != NY_REFERENCE_FIGURE)
        return NULL;
    const ny_figure *figure = &checker->model->figures.items[meaning->number];
    return figure->kind == NY_FIGURE_MEASURE ? figure : NULL;
}

static int difference_sign(const ny_checker *checker, const ny_expression *from,
                           const ny_expression *to)
{
    ny_rational a, b;
    if (!ny_written_value(checker, from, &a) || !ny_written_value(checker, to, &b))
        return 0;
    return ny_rational_compare(b, a);
}

static void check_scale(void *context, const ny_expression *expression)
{
    ny_checker *checker = context;
    if (expression->kind != NY_EXPRESSION_SCALE)
        return;
    ny_expression *const *items = expression->items.items;
    const ny_figure *figure = scaled_measure(checker, items[0]);
    if (!figure)
        return;
    ny_keyword better = figure->declaration->is.measure.better;
    int places = difference_sign(checker, items[1], items[2]);
    int points = difference_sign(checker, items[3], items[4]);
    int slope = (places > 0) - (places < 0);
    slope *= (points > 0) - (points < 0);
    bool against =
        (better == NY_KEYWORD_LOWER && slope > 0) || (better == NY_KEYWORD_HIGHER && slope < 0);
    if (!against)
        return;
    NY_SAY(checker, NY_SCALE_AGAINST_BETTER, expression->span, figure->name,
           ny_words(checker->sink, better == NY_KEYWORD_LOWER ? NY_WORDS_LOWER : NY_WORDS_HIGHER));
    NY_SAY_PLACE(checker, figure->span, NY_WORDS_0_IS_MEASURED_HERE, figure->name);
}

/* --- who pays for what --------------------------------------------------------------------------- */

typedef struct ny_fines {
    ny_checker *checker;
    bool *fined; /* by figure: reached from a payment by one who sells */
} ny_fines;

static void mark_fined(void *context, const ny_expression *expression)
{
    ny_fines *fines = context;
    const ny_text names[] = {expression->name.text, expression->owner.text};
    uint32_t figure;
    for (size_t i = 0; i < 2; i++)
        if (names[i].size && ny_map_find(fines->checker->figures, names[i], &figure))
            fines->fined[figure] = true;
}

/* A fine rises with what is worse: scales behind what a seller pays are not looked at. */
static bool *behind_fines(ny_checker *checker)
{
    const ny_model *model = checker->model;
    ny_fines fines = {.checker = checker};
    fines.fined = NY_NEW_ARRAY(checker->arena, bool, model->figures.count + 1);
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (payment->payer == NY_NONE || payment->is_cost || payment->is_benefit ||
            model->parties.items[payment->payer].role != NY_KEYWORD_SELLS)
            continue;
        ny_walk_expression(payment->words->amount, mark_fined, &fines);
    }
    for (uint32_t i = model->order.count; i-- > 0;)
        if (fines.fined[model->order.items[i]])
            ny_walk_figure(model, model->order.items[i], mark_fined, &fines);
    return fines.fined;
}

void ny_check_money(ny_checker *checker)
{
    const ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->payments.count; i++) {
        check_sign(checker, &model->payments.items[i]);
        check_day(checker, &model->payments.items[i]);
    }
    const bool *fined = behind_fines(checker);
    for (uint32_t i = 0; i < model->figures.count; i++)
        if (model->figures.items[i].kind == NY_FIGURE_DEFINE && !fined[i])
            ny_walk_figure(model, i, check_scale, checker);
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_payment *payment = &model->payments.items[i];
        if (payment->payer != NY_NONE &&
            model->parties.items[payment->payer].role != NY_KEYWORD_SELLS)
            ny_walk_expression(payment->words->amount, check_scale, checker);
    }
}
