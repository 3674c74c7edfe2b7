/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a reader of `nytte why` means by a name. */

#include "use/why.h"

typedef NY_LIST(ny_why_asked) ny_asked_list;

/* How well what was said fits, best first. */
typedef enum ny_fit { NY_FIT_EXACT, NY_FIT_CLAUSE, NY_FIT_BEGINS, NY_FIT_NOT } ny_fit;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Capital letters or not. */
static bool begins(ny_text text, ny_text with)
{
    for (size_t i = 0; i < with.size; i++)
        if (i >= text.size || lower(text.data[i]) != lower(with.data[i]))
            return false;
    return with.size > 0;
}

static bool is_payment(const ny_payment *payment)
{
    return !payment->is_cost && !payment->is_benefit;
}

/* "south: Beds" where two payments have one label; "" where a column says who pays. */
static ny_text with_payer(ny_arena *arena, const ny_model *model, const ny_payment *payment)
{
    if (payment->payer == NY_NONE)
        return NY_NO_TEXT;
    return ny_format(arena, "%.*s: %.*s", NY_PRINT(model->parties.items[payment->payer].name),
                     NY_PRINT(payment->label));
}

static bool label_is_shared(const ny_model *model, const ny_payment *payment)
{
    for (uint32_t i = 0; i < model->payments.count; i++)
        if (&model->payments.items[i] != payment && is_payment(&model->payments.items[i]) &&
            ny_text_equal(model->payments.items[i].label, payment->label))
            return true;
    return false;
}

static ny_fit fit_payment(const ny_prose *prose, const ny_payment *payment, ny_text said)
{
    if (ny_text_equal(with_payer(prose->arena, prose->model, payment), said))
        return NY_FIT_EXACT;
    ny_text label = ny_prose_words_of(prose, payment->label);
    if (ny_text_equal(payment->label, said) || ny_text_equal(label, said))
        return NY_FIT_EXACT;
    if (payment->clause.size && ny_text_equal(payment->clause, said))
        return NY_FIT_CLAUSE;
    return begins(payment->label, said) || begins(label, said) ? NY_FIT_BEGINS : NY_FIT_NOT;
}

static ny_fit fit_figure(const ny_figure *figure, ny_text said)
{
    if (ny_text_equal(figure->name, said))
        return NY_FIT_EXACT;
    return figure->clause.size && ny_text_equal(figure->clause, said) ? NY_FIT_CLAUSE : NY_FIT_NOT;
}

static bool is_of_pathway(const ny_figure *figure)
{
    return figure->grain.kind == NY_GRAIN_EACH_CYCLE;
}

static bool is_asked_for(const ny_plan *plan, uint32_t figure)
{
    const ny_figure *of = &plan->model->figures.items[figure];
    return of->kind != NY_FIGURE_ASSUME && !is_of_pathway(of) &&
           plan->figures.items[figure] != NY_NONE;
}

/* All that fit in this manner: payments first. */
static ny_asked_list all_that_fit(const ny_prose *prose, const ny_plan *plan, ny_text said,
                                  ny_fit fit)
{
    ny_asked_list list = {0};
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        const ny_payment *payment = &plan->model->payments.items[plan->payments.items[i].payment];
        if (is_payment(payment) && fit_payment(prose, payment, said) == fit)
            *NY_APPEND(prose->arena, &list) = (ny_why_asked){NY_WHY_PAYMENT, i};
    }
    if (fit == NY_FIT_CLAUSE && list.count == 1)
        return list; /* a clause that pays is asked for what it pays */
    for (uint32_t i = 0; i < plan->model->figures.count; i++)
        if (is_asked_for(plan, i) && fit_figure(&plan->model->figures.items[i], said) == fit)
            *NY_APPEND(prose->arena, &list) = (ny_why_asked){NY_WHY_FIGURE, i};
    return list;
}

static ny_text name_of(ny_arena *arena, const ny_plan *plan, ny_why_asked asked)
{
    if (asked.kind == NY_WHY_FIGURE)
        return plan->model->figures.items[asked.number].name;
    const ny_payment *payment =
        &plan->model->payments.items[plan->payments.items[asked.number].payment];
    return label_is_shared(plan->model, payment) ? with_payer(arena, plan->model, payment)
                                                 : payment->label;
}

static ny_text names_of(ny_arena *arena, const ny_plan *plan, const ny_asked_list *list)
{
    ny_buffer out = ny_buffer_create(arena);
    for (uint32_t i = 0; i < list->count; i++)
        ny_buffer_format(&out, "%s`%.*s`", i ? ", " : "",
                         NY_PRINT(name_of(arena, plan, list->items[i])));
    return ny_buffer_text(&out);
}

/* How far it is from a name, or from the beginning of a label. */
static uint32_t distance_of(ny_text said, ny_text name, bool label, uint32_t limit)
{
    uint32_t least = ny_text_distance(said, name, limit);
    for (size_t size = said.size > 0 ? said.size - 1 : 0; label && size <= said.size + 1; size++) {
        ny_text beginning = {name.data, size < name.size ? size : name.size};
        uint32_t distance = ny_text_distance(said, beginning, limit);
        least = distance < least ? distance : least;
    }
    return least;
}

/* The name that was meant, or else the payments that there are. */
static ny_text hint(const ny_prose *prose, ny_sink *sink, const ny_plan *plan, ny_text said)
{
    ny_text best = NY_NO_TEXT;
    uint32_t least = said.size > 8 ? 4 : 3;
    ny_asked_list payments = {0};
    for (uint32_t i = 0; i < plan->model->figures.count + plan->payments.count; i++) {
        bool figure = i < plan->model->figures.count;
        uint32_t number = figure ? i : i - plan->model->figures.count;
        ny_why_asked asked = {figure ? NY_WHY_FIGURE : NY_WHY_PAYMENT, number};
        if (figure
                ? !is_asked_for(plan, number)
                : !is_payment(&plan->model->payments.items[plan->payments.items[number].payment]))
            continue;
        if (!figure)
            *NY_APPEND(prose->arena, &payments) = asked;
        uint32_t distance =
            distance_of(said, name_of(prose->arena, plan, asked), !figure, least - 1);
        best = distance < least ? name_of(prose->arena, plan, asked) : best;
        least = distance < least ? distance : least;
    }
    if (best.size && said.size)
        return NY_WORDS(sink, NY_WORDS_DID_YOU_MEAN, best);
    return payments.count
               ? NY_WORDS(sink, NY_WORDS_THE_PAYMENTS_ARE, names_of(prose->arena, plan, &payments))
               : NY_NO_TEXT;
}

/* Costs, benefits, assumptions and figures of pathways stand in imagined worlds alone, and prices that
 * nobody asks for nowhere. True, reported, where one of them is called so. */
static bool is_simulated(const ny_prose *prose, ny_sink *sink, ny_span span, ny_text said)
{
    const ny_model *model = prose->model;
    for (int fit = NY_FIT_EXACT; fit < NY_FIT_NOT; fit++) {
        for (uint32_t i = 0; i < model->payments.count; i++) {
            const ny_payment *payment = &model->payments.items[i];
            if (is_payment(payment) || fit_payment(prose, payment, said) != (ny_fit)fit)
                continue;
            NY_REPORT(sink, NY_WHY_SIMULATED, span, payment->label,
                      ny_words(sink, payment->is_cost ? NY_WORDS_A_COST : NY_WORDS_A_BENEFIT));
            return true;
        }
        for (uint32_t i = 0; i < model->figures.count; i++) {
            const ny_figure *figure = &model->figures.items[i];
            bool unasked = figure->price != NY_NONE && !model->prices.items[figure->price].asked;
            if ((figure->kind != NY_FIGURE_ASSUME && !is_of_pathway(figure) && !unasked) ||
                fit_figure(figure, said) != (ny_fit)fit)
                continue;
            if (unasked)
                NY_REPORT(sink, NY_WHY_PRICE_UNASKED, span, figure->name);
            else
                NY_REPORT(sink, NY_WHY_SIMULATED, span, figure->name,
                          ny_words(sink, figure->price != NY_NONE ? NY_WORDS_A_PRICE_NOT_PAID_BY
                                         : is_of_pathway(figure)  ? NY_WORDS_OF_A_PATHWAY
                                                                  : NY_WORDS_AN_ASSUMPTION));
            return true;
        }
    }
    return false;
}

bool ny_why_find(const ny_prose *prose, ny_sink *sink, const ny_plan *plan, ny_text said,
                 ny_why_asked *ret_asked)
{
    ny_span span = {ny_sink_add_source(sink, NY_TEXT("why"), said), 0, (uint32_t)said.size};
    for (int fit = NY_FIT_EXACT; fit < NY_FIT_NOT; fit++) {
        ny_asked_list list = all_that_fit(prose, plan, said, (ny_fit)fit);
        if (list.count == 1) {
            *ret_asked = list.items[0];
            return true;
        }
        if (list.count > 1) {
            NY_REPORT(sink, NY_WHY_SEVERAL, span, said, names_of(prose->arena, plan, &list));
            return false;
        }
    }
    if (is_simulated(prose, sink, span, said))
        return false;
    NY_REPORT(sink, NY_WHY_NO_SUCH_NAME, span, said, hint(prose, sink, plan, said));
    return false;
}

/* --- the latest statement ---------------------------------------------------------------------- */

static bool stands_in(const ny_result *result, ny_why_asked asked, uint32_t period, bool amount)
{
    const ny_plan *plan = result->plan;
    if (asked.kind == NY_WHY_PAYMENT) {
        const ny_paid *paid = &result->paid[(size_t)asked.number * result->periods + period];
        return paid->made && (!amount || ny_rational_sign(paid->rounded) != 0);
    }
    const ny_figure *figure = &plan->model->figures.items[asked.number];
    if (figure->kind != NY_FIGURE_MEASURE)
        return true;
    for (uint32_t r = 0; r < plan->reductions.count; r++)
        if (plan->reductions.items[r].measure == figure->measure)
            return result->measured[(size_t)r * result->periods + period].reports;
    return true;
}

uint32_t ny_why_latest(const ny_result *result, ny_why_asked asked)
{
    for (int amount = 1; amount >= 0; amount--)
        for (uint32_t p = result->periods; p-- > 0;)
            if (stands_in(result, asked, p, amount))
                return p;
    return result->periods - 1;
}
