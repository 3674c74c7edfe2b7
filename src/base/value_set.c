/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The tables are made by tools/value_sets.py when this is built: a table of every state, so that what
 * each country's terms mean is said once, there. */

#include "base/value_set.h"

#define NY_VALUE_SET_TABLES
#include "value_sets.def"
#undef NY_VALUE_SET_TABLES

static const ny_value_set sets[] = {
#define NY_VALUE_SET(name, levels, values, source, file, fingerprint)                              \
    {name, levels, values, source, file, fingerprint},
#include "value_sets.def"
#undef NY_VALUE_SET
};

_Static_assert(sizeof sets / sizeof *sets <= NY_VALUE_SETS_MOST, "more value sets than names fit");

const ny_value_set *ny_value_sets(uint32_t *ret_count)
{
    *ret_count = sizeof sets / sizeof *sets;
    return sets;
}

bool ny_value_set_find(ny_text name, uint32_t *ret_number)
{
    for (uint32_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (ny_text_is(name, sets[i].name)) {
            *ret_number = i;
            return true;
        }
    return false;
}

bool ny_value_set_index(const ny_value_set *set, ny_text state, int32_t *ret_millionths)
{
    size_t place = 0;
    if (state.size != NY_VALUE_SET_DIGITS)
        return false;
    for (size_t i = 0; i < state.size; i++) {
        if (state.data[i] < '1' || state.data[i] > (char)('0' + set->levels))
            return false;
        place = place * set->levels + (size_t)(state.data[i] - '1');
    }
    *ret_millionths = set->values[place];
    return true;
}
