/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One exact value: a number, a date, yes or no, a word, a row or a party, or nothing yet.
 * KNOWN has a value. UNKNOWN exists and is not known (a questionnaire that did not come back).
 * ABSENT has not happened (a revision that never came). UNDEFINED was divided by zero: it stops the
 * run where it is used, and not where a condition or a step leaves it aside; `index` then says which
 * operation divided. The kind is the type's and is not repeated
 * here. Yes is index 1 and no is index 0; words, rows and parties are numbers into their lists. */

#ifndef NY_BASE_VALUE_H
#define NY_BASE_VALUE_H

#include "base/date.h"
#include "base/rational.h"

typedef enum ny_state { NY_KNOWN, NY_UNKNOWN, NY_ABSENT, NY_UNDEFINED } ny_state;

typedef struct ny_value {
    ny_state state;
    union {
        ny_rational number;
        ny_date date;
        uint32_t index;
        ny_text text;
    } is;
} ny_value;

static inline ny_value ny_value_number(ny_rational number)
{
    return (ny_value){.state = NY_KNOWN, .is.number = number};
}

static inline ny_value ny_value_date(ny_date date)
{
    return (ny_value){.state = NY_KNOWN, .is.date = date};
}

static inline ny_value ny_value_index(uint32_t index)
{
    return (ny_value){.state = NY_KNOWN, .is.index = index};
}

static inline ny_value ny_value_unknown(void)
{
    return (ny_value){.state = NY_UNKNOWN, .is.index = 0};
}

static inline ny_value ny_value_undefined(uint32_t op)
{
    return (ny_value){.state = NY_UNDEFINED, .is.index = op};
}

static inline ny_value ny_value_absent(void)
{
    return (ny_value){.state = NY_ABSENT, .is.index = 0};
}

#endif
