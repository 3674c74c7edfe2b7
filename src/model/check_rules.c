/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The rules that move money: exclusions, payments, and what a payment may rest on. */

#include "model/check_promise.h"

/* --- exclusions -------------------------------------------------------------------------------- */

static void ask_judged(void *context, const ny_expression *expression)
{
    ny_checker *checker = context;
    if (expression->scope.judged)
        NY_SAY(checker, NY_CIRCLE, expression->scope.span,
               ny_words(checker->sink, NY_WORDS_THE_EXCLUSION),
               ny_words(checker->sink, NY_WORDS_EXCLUSION_CIRCLE));
}

void ny_check_exclusions(ny_checker *checker)
{
    ny_model *model = checker->model;
    for (uint32_t i = 0; i < model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &model->exclusions.items[i];
        ny_place_in place = {.grain = {NY_GRAIN_ROW, exclusion->table}};
        if (!exclusion->where)
            continue;
        uint32_t errors = checker->sink->errors;
        ny_walk_expression(exclusion->where, ask_judged, checker);
        if (checker->sink->errors == errors)
            ny_check_condition(checker, exclusion->where, &place);
        else
            (void)ny_check_expression(checker, exclusion->where, &place);
    }
}

/* Before expressions are checked: an aggregate must know whether judging matters. */
static void declare_exclusion(ny_checker *checker, const ny_declaration *declaration)
{
    const ny_exclude_words *words = &declaration->is.exclude;
    uint32_t table;
    if (!words->table.text.size || ny_check_not_in_study(checker, declaration))
        return;
    if (!ny_map_find(checker->tables, words->table.text, &table)) {
        NY_SAY(checker, NY_TABLE_UNKNOWN, words->table.span, words->table.text,
               ny_table_suggestion(checker, words->table.text));
        return;
    }
    if (!declaration->failed && !words->where)
        NY_SAY(checker, NY_EXCLUDE_WITHOUT_WHERE, declaration->header_span, words->table.text);
    if (!declaration->failed && !words->verdict_said)
        NY_SAY(checker, NY_VERDICT_NOT_SAID, declaration->header_span, words->table.text);
    *NY_APPEND(checker->arena, &checker->model->exclusions) =
        (ny_exclusion){.table = table,
                       .label = declaration->label,
                       .clause = declaration->clause,
                       .span = declaration->header_span,
                       .judged = words->judged || !words->verdict_said,
                       .paid = words->paid || !words->verdict_said,
                       .where = words->where};
}

/* --- payments ---------------------------------------------------------------------------------- */

/* A party by name, or a column `a party` of the table that is paid for. */
static void find_party(ny_checker *checker, const ny_name *name, const ny_payment *payment,
                       uint32_t *ret_party, uint32_t *ret_column)
{
    uint32_t table = payment->table;
    bool words_name_no_table = payment->words->table.text.size && table == NY_NONE;
    *ret_party = *ret_column = NY_NONE;
    if (ny_map_find(checker->parties, name->text, ret_party))
        return;
    *ret_party = NY_NONE;
    if (table != NY_NONE) {
        uint32_t column = ny_table_column(&checker->model->tables.items[table], name->text);
        if (column != NY_NONE &&
            checker->model->tables.items[table].columns.items[column].type.kind == NY_KIND_PARTY) {
            *ret_column = column;
            return;
        }
    }
    if (words_name_no_table)
        return; /* the column may be one of the table that is not there */
    NY_SAY(checker, NY_PARTY_UNKNOWN, name->span, name->text,
           ny_party_suggestion(checker, name->text));
}

static uint32_t currency_of(const ny_model *model, const ny_type *type)
{
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (type->kind == NY_KIND_NUMBER &&
            ny_unit_equal(type->unit, ny_unit_base(model->currencies.items[i].unit)))
            return i;
    return NY_NONE;
}

/* A count beside `for each` is the commonest way to pay everything many times over. */
static ny_text not_money_hint(ny_checker *checker, const ny_type *type, const ny_payment *payment)
{
    if (type->kind != NY_KIND_NUMBER)
        return NY_NO_TEXT;
    for (uint32_t t = 0; t < checker->model->tables.count; t++) {
        const ny_table *table = &checker->model->tables.items[t];
        int exponent = ny_unit_exponent(type->unit, table->unit);
        if (exponent > 0 && payment->words->time == NY_TIME_FOR_EACH)
            return NY_WORDS(checker->sink, NY_WORDS_COUNTED_TWICE, table->name);
        if (exponent < 0 && payment->words->time != NY_TIME_FOR_EACH)
            return NY_WORDS(checker->sink, NY_WORDS_SAY_FOR_EACH, table->name);
    }
    return NY_NO_TEXT;
}

/* Else the factor that is missing. */
static ny_text money_hint(ny_checker *checker, const ny_type *type, const ny_payment *payment,
                          const ny_place_in *place)
{
    ny_text hint = not_money_hint(checker, type, payment);
    bool named;
    if (hint.size || type->kind != NY_KIND_NUMBER || !checker->model->currencies.count)
        return hint;
    ny_unit due = ny_unit_base(checker->model->currencies.items[0].unit);
    return ny_factor_hint(checker, ny_said_text(checker, payment->words->amount), type->unit, due,
                          place, &named);
}

static void check_amount(ny_checker *checker, ny_payment *payment, const ny_place_in *place)
{
    const ny_expression *amount = payment->words->amount;
    ny_meaning meaning = ny_check_expression(checker, amount, place);
    payment->type = meaning.type;
    payment->currency = currency_of(checker->model, &meaning.type);
    if (meaning.type.kind == NY_KIND_ANY)
        return;
    bool money_due = !payment->is_cost && !payment->is_benefit;
    if (money_due && payment->currency == NY_NONE && !checker->model->currencies.count)
        return; /* the lost currency line is said where it is due; what is money, nobody knows */
    if (money_due && payment->currency == NY_NONE) {
        NY_SAY(checker, NY_NOT_MONEY, amount->span, ny_span_text(checker->sink, amount->span),
               ny_said_name(checker, amount, &meaning),
               money_hint(checker, &meaning.type, payment, place));
        return;
    }
    if (!money_due && meaning.type.kind != NY_KIND_NUMBER)
        NY_SAY(checker, NY_NOT_A_NUMBER, amount->span, ny_span_text(checker->sink, amount->span),
               ny_kind_name(checker, &meaning.type));
    ny_check_known_in(checker, amount, &meaning, NY_KNOWN_IN_PAYMENT);
    const ny_expression *constant =
        amount->kind == NY_EXPRESSION_NEGATE ? amount->items.items[0] : NULL;
    if (money_due && !payment->back_when_negative && constant &&
        constant->kind == NY_EXPRESSION_NUMBER)
        NY_SAY(checker, NY_ALWAYS_NEGATIVE, amount->span,
               ny_span_text(checker->sink, amount->span));
}

static void check_due_column(ny_checker *checker, const ny_payment *payment,
                             const ny_place_in *place)
{
    const ny_name *name = &payment->words->due_after;
    if (payment->words->time != NY_TIME_FOR_EACH) {
        NY_SAY(checker, NY_DUE_NEEDS_ROW, name->span, name->text);
        return;
    }
    const ny_table *table = &checker->model->tables.items[payment->table];
    uint32_t column = ny_table_column(table, name->text);
    if (column == NY_NONE) {
        NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, table->name,
               ny_column_suggestion(checker, table, name->text));
        return;
    }
    const ny_column *of = &table->columns.items[column];
    if (of->type.kind != NY_KIND_DATE) {
        NY_SAY(checker, NY_NOT_A_DATE, name->span, name->text, ny_kind_name(checker, &of->type));
        NY_SAY_PLACE(checker, of->span, NY_WORDS_0_IS_DECLARED_HERE, of->name);
        return;
    }
    bool narrowed = false;
    for (const ny_narrowed *n = place->narrowed; n; n = n->outer)
        narrowed = narrowed || (n->is_column && n->table == payment->table && n->number == column);
    if ((of->if_any || of->if_known) && !narrowed)
        NY_SAY(checker, NY_DUE_DATE_UNSURE, name->span, name->text,
               ny_text_of(of->if_any ? "has happened" : "is known"), table->name);
}

static void check_due(ny_checker *checker, const ny_payment *payment, const ny_place_in *place,
                      const ny_declaration *declaration)
{
    const ny_pay_words *words = payment->words;
    ny_span_of_time span;
    if (words->due_form == NY_DUE_NOT_SAID) {
        NY_SAY(checker, NY_DUE_NOT_SAID_AT_ALL, declaration->header_span, payment->label);
        return;
    }
    ny_place_in whole = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}};
    ny_meaning meaning = ny_check_expression(checker, words->due, &whole);
    bool given = meaning.reference == NY_REFERENCE_FIGURE &&
                 checker->model->figures.items[meaning.number].to_be_agreed;
    if (!given)
        (void)ny_check_span(checker, words->due, &span);
    else if (!ny_unit_equal(meaning.type.unit, ny_unit_base(NY_UNIT_DAY)) &&
             !ny_unit_equal(meaning.type.unit, ny_unit_base(NY_UNIT_MONTH))) {
        NY_SAY(checker, NY_NOT_A_SPAN, words->due->span,
               ny_span_text(checker->sink, words->due->span),
               ny_said_name(checker, words->due, &meaning));
        checker->model->figures.items[meaning.number].failed =
            true; /* said once for all payments */
    }
    if (words->due_form == NY_DUE_COLUMN)
        check_due_column(checker, payment, place);
    if (words->due_form == NY_DUE_THAT_DAY && words->time != NY_TIME_ONCE_ON)
        NY_SAY(checker, NY_THAT_DAY_OF_WHAT, words->due_span, NY_NO_TEXT);
    if (words->due_form == NY_DUE_PERIOD && words->due_after.keyword != checker->model->period_word)
        NY_SAY(checker, NY_OTHER_PERIOD, words->due_after.span,
               ny_text_of(ny_keyword_text(checker->model->period_word)),
               ny_text_of(ny_keyword_text(words->due_after.keyword)));
}

/* A day that has not come yet is no day to pay on: there a fact may be absent. */
typedef struct ny_day_names {
    ny_checker *checker;
    const ny_narrowed *narrowed;
} ny_day_names;

static void add_day_name(void *context, const ny_expression *expression)
{
    ny_day_names *names = context;
    uint32_t figure;
    bool part = expression->kind == NY_EXPRESSION_PART; /* `date of` a fact */
    if ((expression->kind != NY_EXPRESSION_NAME && !part) ||
        !ny_map_find(names->checker->figures, part ? expression->owner.text : expression->name.text,
                     &figure))
        return;
    ny_narrowed *narrowed = NY_NEW(names->checker->arena, ny_narrowed);
    *narrowed = (ny_narrowed){.number = figure, .outer = names->narrowed};
    names->narrowed = narrowed;
}

static void check_once_on(ny_checker *checker, const ny_pay_words *words, const ny_place_in *place)
{
    ny_day_names names = {checker, place->narrowed};
    ny_walk_expression(words->on, add_day_name, &names);
    ny_place_in on_that_day = *place;
    on_that_day.narrowed = names.narrowed;
    ny_meaning on = ny_check_expression(checker, words->on, &on_that_day);
    if (on.type.kind != NY_KIND_ANY && on.type.kind != NY_KIND_DATE)
        NY_SAY(checker, NY_NOT_A_DATE, words->on->span,
               ny_span_text(checker->sink, words->on->span), ny_kind_name(checker, &on.type));
    if (words->if_by_then)
        ny_check_condition(checker, words->if_by_then, &on_that_day);
    if (words->when)
        NY_SAY(checker, NY_WHEN_WITH_ONCE, words->when->span, NY_NO_TEXT);
    const ny_model *model = checker->model;
    if (words->on->kind == NY_EXPRESSION_DATE && model->periods.count > 0 &&
        (words->on->date < model->periods.items[0].from ||
         words->on->date >= model->periods.items[model->periods.count - 1].end))
        NY_SAY(checker, NY_OUTSIDE_PERIODS, words->on->span,
               ny_span_text(checker->sink, words->on->span));
}

static void check_payment(ny_checker *checker, ny_payment *payment,
                          const ny_declaration *declaration)
{
    const ny_pay_words *words = payment->words;
    if (payment->pathway != NY_NONE) {
        ny_check_flow(checker, payment);
        return;
    }
    if (words->time == NY_TIME_ONCE_AT_START) {
        ny_check_once_at_start(checker, payment);
        return;
    }
    if (words->amount && words->time != NY_TIME_FOR_EACH &&
        ny_check_no_years(checker, words->time_span, true))
        return;
    ny_place_in place = {.grain = {NY_GRAIN_EACH_PERIOD, NY_NONE},
                         .in_model = payment->is_cost || payment->is_benefit,
                         .final_allowed = words->time == NY_TIME_EACH_AFTER_TERM ||
                                          words->time == NY_TIME_ONCE_WITH_LAST};
    if (!words->amount) {
        NY_SAY(checker, NY_AMOUNT_NOT_SAID, declaration->header_span, payment->label);
        return;
    }
    if (words->time == NY_TIME_FOR_EACH) {
        if (payment->table == NY_NONE) {
            ny_text hint = ny_check_state_hint(checker, words->table.text);
            NY_SAY(checker, NY_TABLE_UNKNOWN, words->table.span, words->table.text,
                   hint.size ? hint : ny_table_suggestion(checker, words->table.text));
            return;
        }
        place.grain = (ny_grain){NY_GRAIN_ROW, payment->table};
        if (checker->model->tables.items[payment->table].date == NY_NONE)
            NY_SAY(checker, NY_TABLE_WITHOUT_DATES, words->table.span, words->table.text);
        if (words->where) {
            ny_check_condition(checker, words->where, &place);
            place.narrowed = ny_narrow(checker, words->where, true, &place, NULL);
        }
    } else if (words->period != NY_KEYWORD_NONE && words->period != checker->model->period_word) {
        NY_SAY(checker, NY_OTHER_PERIOD, words->time_span,
               ny_text_of(ny_keyword_text(checker->model->period_word)),
               ny_text_of(ny_keyword_text(words->period)));
    }
    if (words->time == NY_TIME_ONCE_ON)
        check_once_on(checker, words, &place);
    else if (words->when)
        ny_check_condition(checker, words->when, &place);
    check_amount(checker, payment, &place);
    if (!payment->is_cost && !payment->is_benefit)
        check_due(checker, payment, &place, declaration);
}

static void declare_payment(ny_checker *checker, const ny_declaration *declaration)
{
    const ny_pay_words *words = &declaration->is.pay;
    ny_payment payment = {.is_cost = declaration->kind == NY_DECLARATION_COST,
                          .is_benefit = declaration->kind == NY_DECLARATION_BENEFIT,
                          .payee = NY_NONE,
                          .payee_column = NY_NONE,
                          .back_when_negative = words->back_when_negative,
                          .label = declaration->label,
                          .clause = declaration->clause,
                          .span = declaration->header_span,
                          .currency = NY_NONE,
                          .table = NY_NONE,
                          .pathway = NY_NONE,
                          .move_from = NY_NONE,
                          .move_to = NY_NONE,
                          .declaration = declaration,
                          .words = words};
    if (ny_check_not_in_study(checker, declaration))
        return;
    bool lost = ny_check_declare_flow(checker, &payment) && payment.pathway == NY_NONE;
    if (words->table.text.size)
        (void)ny_map_find(checker->tables, words->table.text, &payment.table);
    find_party(checker, &words->payer, &payment, &payment.payer, &payment.payer_column);
    if (declaration->kind == NY_DECLARATION_PAY)
        find_party(checker, &words->payee, &payment, &payment.payee, &payment.payee_column);
    if (!lost)
        *NY_APPEND(checker->arena, &checker->model->payments) = payment;
}

typedef void ny_for_declaration(ny_checker *checker, const ny_declaration *declaration);

static void for_declarations(ny_checker *checker, ny_declaration_kind first,
                             ny_declaration_kind last, ny_for_declaration *act)
{
    ny_model *model = checker->model;
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind >= first && declaration->kind <= last)
                act(checker, declaration);
        }
}

static void declare_pay_if_read(ny_checker *checker, const ny_declaration *declaration)
{
    if (!declaration->failed)
        declare_payment(checker, declaration);
}

void ny_check_declare_rules(ny_checker *checker)
{
    for_declarations(checker, NY_DECLARATION_EXCLUDE, NY_DECLARATION_EXCLUDE, declare_exclusion);
    for_declarations(checker, NY_DECLARATION_PAY, NY_DECLARATION_BENEFIT, declare_pay_if_read);
}

void ny_check_payments(ny_checker *checker)
{
    for (uint32_t i = 0; i < checker->model->payments.count; i++) {
        ny_payment *payment = &checker->model->payments.items[i];
        check_payment(checker, payment, payment->declaration);
    }
}
