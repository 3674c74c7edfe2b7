/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Warnings: a contract that is right, and will surprise somebody. They are looked for only where
 * there is no error, and are silent where they cannot be sure. */

#include "model/checker.h"

/* --- a label that repeats a number of its own rule ---------------------------------------------- */

typedef struct ny_numbers {
    ny_arena *arena;
    NY_LIST(ny_rational) list;
} ny_numbers;

static void collect_number(void *context, const ny_expression *expression)
{
    ny_numbers *numbers = context;
    if (expression->kind == NY_EXPRESSION_NUMBER)
        *NY_APPEND(numbers->arena, &numbers->list) = expression->literal.number;
}

static bool holds(const ny_numbers *numbers, ny_rational number)
{
    for (uint32_t i = 0; i < numbers->list.count; i++)
        if (ny_rational_compare(numbers->list.items[i], number) == 0)
            return true;
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '-';
}

/* The next word of the label from *at on, without the signs that end it. */
static ny_text next_word(ny_text label, size_t *at)
{
    if (label.size == 0)
        return label;
    while (*at < label.size && is_blank(label.data[*at]))
        ++*at;
    size_t begin = *at;
    while (*at < label.size && !is_blank(label.data[*at]))
        ++*at;
    size_t end = *at;
    while (end > begin && (label.data[end - 1] == ',' || label.data[end - 1] == '.' ||
                           label.data[end - 1] == ';' || label.data[end - 1] == ':' ||
                           label.data[end - 1] == '%' || label.data[end - 1] == ')'))
        end--;
    return (ny_text){label.data + begin, end - begin};
}

static bool is_time_word(ny_text word)
{
    static const char *const words[] = {"hour",  "hours", "day",    "days", "week",
                                        "weeks", "month", "months", "year", "years"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ny_text_is(word, words[i]))
            return true;
    return false;
}

static bool number_word(ny_text word, int64_t *ret_number)
{
    static const struct {
        const char *word;
        int64_t number;
    } words[] = {
        {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},      {"five", 5},
        {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},      {"ten", 10},
        {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
        {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},
        {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},    {"seventy", 70},
        {"eighty", 80},  {"ninety", 90},    {"hundred", 100},
    };
    char first = word.size ? word.data[0] : 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ny_text of = ny_text_of(words[i].word);
        bool capital = first >= 'A' && first <= 'Z' && first - 'A' + 'a' == of.data[0] &&
                       word.size == of.size &&
                       ny_text_equal((ny_text){word.data + 1, word.size - 1},
                                     (ny_text){of.data + 1, of.size - 1});
        if (!capital && !ny_text_equal(word, of))
            continue;
        *ret_number = words[i].number;
        return true;
    }
    return false;
}

/* "30", "2.5", "two", "Thirty"; `one` only before a time, since it mostly stands for a thing named
 * before. */
static bool reads_as_number(ny_arena *arena, ny_text word, ny_text next, ny_rational *ret_number)
{
    int64_t number;
    if (number_word(word, &number)) {
        *ret_number = ny_rational_whole(number);
        return number > 1 || is_time_word(next);
    }
    return word.size > 0 && word.data[0] >= '0' && word.data[0] <= '9' &&
           ny_rational_read(arena, word, ret_number);
}

static void check_label(ny_checker *checker, const ny_declaration *declaration,
                        const ny_numbers *numbers)
{
    size_t at = 0;
    ny_text word = next_word(declaration->label, &at);
    while (word.size) {
        ny_text next = next_word(declaration->label, &at);
        ny_rational number;
        if (reads_as_number(checker->arena, word, next, &number) && holds(numbers, number)) {
            NY_SAY(checker, NY_LABEL_REPEATS, declaration->label_span, word);
            return;
        }
        word = next;
    }
}

static void check_figure_label(ny_checker *checker, uint32_t figure)
{
    ny_numbers numbers = {.arena = checker->arena};
    const ny_declaration *declaration = checker->model->figures.items[figure].declaration;
    ny_walk_figure(checker->model, figure, collect_number, &numbers);
    if (declaration->kind == NY_DECLARATION_MEASURE) {
        const ny_measure_words *measure = &declaration->is.measure;
        ny_walk_expression(measure->counted, collect_number, &numbers);
        for (uint32_t i = 0; i < measure->needs.count; i++)
            *NY_APPEND(checker->arena, &numbers.list) = measure->needs.items[i].least;
    }
    check_label(checker, declaration, &numbers);
}

static void check_rule_label(ny_checker *checker, const ny_declaration *declaration)
{
    ny_numbers numbers = {.arena = checker->arena};
    if (declaration->kind == NY_DECLARATION_EXCLUDE) {
        ny_walk_expression(declaration->is.exclude.where, collect_number, &numbers);
    } else {
        const ny_pay_words *pay = &declaration->is.pay;
        const ny_expression *parts[] = {pay->amount, pay->where, pay->when,
                                        pay->on,     pay->due,   pay->if_by_then};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            ny_walk_expression(parts[i], collect_number, &numbers);
    }
    check_label(checker, declaration, &numbers);
}

/* --- a division that may be by zero -------------------------------------------------------------- */

/* Whether a range that the contract states has 0 in it; what is computed is not looked into. */
static bool range_holds_zero(const ny_model *model, const ny_meaning *meaning)
{
    const ny_rational *low, *high;
    if (meaning->reference == NY_REFERENCE_COLUMN) {
        const ny_column *column =
            &model->tables.items[meaning->table].columns.items[meaning->number];
        if (!column->has_range)
            return false;
        low = &column->low;
        high = column->high_column == NY_NONE ? &column->high : NULL;
    } else if (meaning->reference == NY_REFERENCE_FIGURE &&
               model->figures.items[meaning->number].has_range) {
        low = &model->figures.items[meaning->number].low;
        high = &model->figures.items[meaning->number].high;
    } else {
        return false;
    }
    return ny_rational_sign(*low) <= 0 && (!high || ny_rational_sign(*high) >= 0);
}

typedef struct ny_dividing {
    ny_checker *checker;
    NY_LIST(const ny_expression *) divisors;
    NY_LIST(ny_text) compared; /* names that a condition here tests: it may well leave 0 out */
} ny_dividing;

static void collect_division(void *context, const ny_expression *expression)
{
    ny_dividing *dividing = context;
    ny_arena *arena = dividing->checker->arena;
    if (expression->kind == NY_EXPRESSION_DIVIDE)
        *NY_APPEND(arena, &dividing->divisors) = expression->items.items[1];
    if (expression->kind < NY_EXPRESSION_EQUAL || expression->kind > NY_EXPRESSION_AT_LEAST)
        return;
    for (uint32_t i = 0; i < 2; i++)
        if (expression->items.items[i]->kind == NY_EXPRESSION_NAME)
            *NY_APPEND(arena, &dividing->compared) = expression->items.items[i]->name.text;
}

static void check_divisors(ny_dividing *dividing)
{
    ny_checker *checker = dividing->checker;
    for (uint32_t i = 0; i < dividing->divisors.count; i++) {
        const ny_expression *by = dividing->divisors.items[i];
        if (by->kind != NY_EXPRESSION_NAME ||
            !range_holds_zero(checker->model, ny_meaning_of(checker->model, by)))
            continue;
        bool tested = false;
        for (uint32_t k = 0; k < dividing->compared.count; k++)
            tested = tested || ny_text_equal(dividing->compared.items[k], by->name.text);
        if (!tested)
            NY_SAY(checker, NY_MAY_DIVIDE_BY_ZERO, by->span, by->name.text);
    }
}

/* Rows that an exclusion takes out are neither judged nor, for a payment, paid: what it asks for may
 * well be whether there is a 0. */
static void collect_exclusions(ny_dividing *dividing, uint32_t table, bool of_payment)
{
    const ny_model *model = dividing->checker->model;
    for (uint32_t i = 0; i < model->exclusions.count; i++) {
        const ny_exclusion *exclusion = &model->exclusions.items[i];
        uint32_t divisors = dividing->divisors.count;
        if (exclusion->table != table || exclusion->paid || (!of_payment && exclusion->judged))
            continue;
        ny_walk_expression(exclusion->where, collect_division, dividing);
        dividing->divisors.count = divisors;
    }
}

static void check_payment_divisions(ny_checker *checker, const ny_payment *payment)
{
    ny_dividing dividing = {.checker = checker};
    const ny_expression *parts[] = {payment->words->amount, payment->words->where,
                                    payment->words->when};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ny_walk_expression(parts[i], collect_division, &dividing);
    collect_exclusions(&dividing, payment->table, true);
    check_divisors(&dividing);
}

/* ------------------------------------------------------------------------------------------------ */

void ny_check_advice(ny_checker *checker)
{
    ny_model *model = checker->model;
    if (checker->sink->errors)
        return;
    for (uint32_t i = 0; i < model->figures.count; i++) {
        ny_dividing dividing = {.checker = checker};
        check_figure_label(checker, i);
        ny_walk_figure(model, i, collect_division, &dividing);
        if (model->figures.items[i].grain.kind == NY_GRAIN_ROW)
            collect_exclusions(&dividing, model->figures.items[i].grain.table, false);
        check_divisors(&dividing);
    }
    for (uint32_t i = 0; i < model->payments.count; i++)
        check_payment_divisions(checker, &model->payments.items[i]);
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind == NY_DECLARATION_EXCLUDE ||
                declaration->kind == NY_DECLARATION_PAY)
                check_rule_label(checker, declaration);
        }
}
