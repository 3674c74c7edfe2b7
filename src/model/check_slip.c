/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Slips of the pen that leave a sentence which can be read, and means something else: a percent sign
 * or a unit that is lost. tests/slips_test.py looks for them. */

#include "model/check_expression.h"
#include "model/law.h"

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

void ny_check_percent_alike(ny_checker *checker, const ny_expression *const *items, size_t count)
{
    const ny_expression *percent = NULL;
    for (size_t i = 0; i < count; i++)
        if (ny_is_percent(items[i]))
            percent = items[i];
    for (size_t i = 0; percent && i < count; i++) {
        const ny_expression *item = items[i];
        if (!item || item->kind != NY_EXPRESSION_NUMBER || ny_is_percent(item) ||
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

/* False when it is reported. */
static bool check_unit(ny_checker *checker, const ny_expression *value, ny_text name,
                       ny_law_unit unit, ny_type *due)
{
    const ny_meaning *meaning = ny_meaning_of(checker->model, value);
    if (meaning->type.kind != NY_KIND_NUMBER || unit == NY_LAW_UNIT_INVERSE)
        return true;
    ny_type wanted = unit == NY_LAW_UNIT_NONE ? ny_number_type(ny_unit_none()) : *due;
    if (unit == NY_LAW_UNIT_VALUE && due->kind == NY_KIND_ANY)
        wanted = *due = meaning->type;
    if (wanted.kind != NY_KIND_NUMBER ||
        ny_unit_equal(days_for_months(meaning->type.unit), days_for_months(wanted.unit)))
        return true;
    NY_SAY(checker, NY_LAW_OF_OTHER_UNIT, value->span, name, ny_said_name(checker, value, meaning),
           ny_kind_name(checker, &wanted));
    return false;
}

void ny_check_law_units(ny_checker *checker, const ny_expression *law, ny_type due)
{
    uint32_t form = ny_law_form_of(law);
    if (checker->model->has_study || form == NY_LAW_FORMS)
        return; /* ny_check_law has judged it */
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        uint32_t name = ny_law_name_of(argument->name.text), behind = ny_law_behind(argument);
        if (!check_unit(checker, argument->items.items[0], argument->name.text,
                        ny_law_unit_of(form, name), &due) ||
            (behind != NY_LAW_NAMES &&
             !check_unit(checker, argument->items.items[1], ny_text_of(ny_law_names[behind]),
                         ny_law_unit_of(form, behind), &due)))
            return;
    }
}
