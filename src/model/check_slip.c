/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Slips of the pen that leave a sentence which can be read, and means something else: a percent sign
 * or a unit that is lost. tests/slips_test.py looks for them. */

#include "model/check_expression.h"

/* --- a percent sign that is lost --------------------------------------------------------------- */

bool ny_check_part_of_all(ny_checker *checker, ny_span span, ny_rational part)
{
    if (ny_rational_compare(part, NY_RATIONAL_ONE) <= 0)
        return true;
    ny_rational percent = ny_rational_multiply(checker->arena, part, ny_rational_whole(100));
    NY_SAY(checker, NY_MORE_THAN_ALL, span, ny_span_text(checker->sink, span),
           ny_rational_decimal_text(checker->arena, percent, 0, 6));
    return false;
}

static bool is_percent(const ny_expression *expression)
{
    return expression && expression->kind == NY_EXPRESSION_NUMBER &&
           (expression->literal.is_percent || expression->literal.is_percentage_points);
}

void ny_check_percent_alike(ny_checker *checker, const ny_expression *const *items, size_t count)
{
    const ny_expression *percent = NULL;
    for (size_t i = 0; i < count; i++)
        if (is_percent(items[i]))
            percent = items[i];
    for (size_t i = 0; percent && i < count; i++) {
        const ny_expression *item = items[i];
        if (!item || item->kind != NY_EXPRESSION_NUMBER || is_percent(item) ||
            item->literal.unit.over.text.size || ny_rational_sign(item->literal.number) == 0)
            continue;
        NY_SAY(checker, NY_PERCENT_BESIDE_NUMBER, item->span,
               ny_span_text(checker->sink, item->span), ny_span_text(checker->sink, percent->span));
        return;
    }
}

/* --- a unit that is lost from a distribution ---------------------------------------------------- */

/* In a model a year is 365.25 days, so lengths of time are alike. */
static ny_unit days_for_months(ny_unit unit)
{
    int months = ny_unit_exponent(unit, NY_UNIT_MONTH);
    (void)ny_unit_multiply(unit, ny_unit_base(NY_UNIT_MONTH), -months, &unit);
    (void)ny_unit_multiply(unit, ny_unit_base(NY_UNIT_DAY), months, &unit);
    return unit;
}

typedef enum ny_argument_unit { OF_THE_VALUE, OF_ITSELF, NO_UNIT } ny_argument_unit;

static ny_argument_unit unit_of_argument(const ny_expression *law, ny_text argument)
{
    static const char *const of_the_value[] = {"mean", "sd",   "median", "scale",
                                               "low",  "mode", "high"};
    static const char *const of_none[] = {"sdlog", "meanlog", "chance", "a", "b", "shape"};
    for (size_t i = 0; i < sizeof of_the_value / sizeof *of_the_value; i++)
        if (ny_text_is(argument, of_the_value[i]))
            return OF_THE_VALUE;
    if (ny_text_is(law->name.text, "gompertz") && ny_text_is(argument, "shape"))
        return OF_ITSELF; /* one over a time */
    for (size_t i = 0; i < sizeof of_none / sizeof *of_none; i++)
        if (ny_text_is(argument, of_none[i]))
            return NO_UNIT;
    return OF_ITSELF;
}

void ny_check_law_units(ny_checker *checker, const ny_expression *law, ny_type due)
{
    if (checker->model->has_study)
        return; /* ny_check_law has judged them */
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        const ny_expression *value = argument->items.items[0];
        const ny_meaning *meaning = ny_meaning_of(checker->model, value);
        bool stated = value->kind == NY_EXPRESSION_NUMBER && meaning->type.kind == NY_KIND_NUMBER;
        if (stated && ny_text_is(argument->name.text, "chance"))
            (void)ny_check_part_of_all(checker, value->span, meaning->value);
        ny_argument_unit unit = unit_of_argument(law, argument->name.text);
        if (meaning->type.kind != NY_KIND_NUMBER || unit == OF_ITSELF)
            continue;
        ny_type wanted = unit == NO_UNIT ? ny_number_type(ny_unit_none()) : due;
        if (unit == OF_THE_VALUE && due.kind == NY_KIND_ANY)
            wanted = due = meaning->type;
        if (wanted.kind != NY_KIND_NUMBER ||
            ny_unit_equal(days_for_months(meaning->type.unit), days_for_months(wanted.unit)))
            continue;
        NY_SAY(checker, NY_LAW_OF_OTHER_UNIT, value->span, argument->name.text,
               ny_said_name(checker, value, meaning), ny_kind_name(checker, &wanted));
        return;
    }
}
