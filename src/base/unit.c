/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Units as sorted lists of (number, exponent). Multiplying is a merge of two sorted lists, so that
 * a unit is held in one way only, however it came about. */

#include "base/unit.h"

#include "base/bug.h"

ny_unit ny_unit_none(void)
{
    return (ny_unit){.count = 0};
}

ny_unit ny_unit_base(uint32_t number)
{
    NY_BUG_ON(number > UINT16_MAX);
    ny_unit unit = {.count = 1};
    unit.exponent[0] = 1;
    unit.number[0] = (uint16_t)number;
    return unit;
}

bool ny_unit_equal(ny_unit a, ny_unit b)
{
    if (a.count != b.count)
        return false;
    for (uint32_t i = 0; i < a.count; i++)
        if (a.number[i] != b.number[i] || a.exponent[i] != b.exponent[i])
            return false;
    return true;
}

bool ny_unit_is_none(ny_unit a)
{
    return a.count == 0;
}

/* Puts a factor last; nothing where its exponent is 0. */
static bool add_factor(ny_unit *unit, uint16_t number, int64_t exponent)
{
    if (exponent == 0)
        return true;
    if (unit->count == NY_UNIT_FACTORS || exponent < INT8_MIN || exponent > INT8_MAX)
        return false;

    unit->number[unit->count] = number;
    unit->exponent[unit->count] = (int8_t)exponent;
    unit->count++;
    return true;
}

bool ny_unit_multiply(ny_unit a, ny_unit b, int power, ny_unit *ret_unit)
{
    ny_unit product = ny_unit_none();
    uint32_t i = 0, j = 0;
    while (i < a.count || j < b.count) {
        bool from_a = j == b.count || (i < a.count && a.number[i] <= b.number[j]);
        bool from_b = i == a.count || (j < b.count && b.number[j] <= a.number[i]);
        uint16_t number = from_a ? a.number[i] : b.number[j];
        int64_t exponent = 0;
        if (from_a)
            exponent += a.exponent[i++];
        if (from_b)
            exponent += (int64_t)b.exponent[j++] * power;
        if (!add_factor(&product, number, exponent))
            return false;
    }
    *ret_unit = product;
    return true;
}

int ny_unit_exponent(ny_unit a, uint32_t number)
{
    for (uint32_t i = 0; i < a.count; i++)
        if (a.number[i] == number)
            return a.exponent[i];
    return 0;
}
