/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Units as exponents over base units: DKK per operation = DKK^1 operation^-1. The base units of a
 * contract have small numbers, given out by the model (currencies, tables, declared units); the
 * first few are fixed here. Weeks and hours are days by an exact factor, years are months, so they
 * have no number of their own. No unit at all is a bare number or a share. */

#ifndef NY_BASE_UNIT_H
#define NY_BASE_UNIT_H

#include "base/text.h"

#include <stdint.h>

enum {
    NY_UNIT_DAY = 0,
    NY_UNIT_MONTH = 1,
    NY_UNIT_POINT = 2,
    NY_UNIT_QALY = 3,
    NY_UNIT_FIRST_FREE = 4
};

#define NY_UNIT_FACTORS 6

/* Sorted by unit number, exponents never 0. */
typedef struct ny_unit {
    uint8_t count;
    int8_t exponent[NY_UNIT_FACTORS];
    uint16_t number[NY_UNIT_FACTORS];
} ny_unit;

ny_unit ny_unit_none(void);
ny_unit ny_unit_base(uint32_t number);
bool ny_unit_equal(ny_unit a, ny_unit b);
bool ny_unit_is_none(ny_unit a);
/* a * b^power; false when it would need more factors or larger exponents than are held. */
bool ny_unit_multiply(ny_unit a, ny_unit b, int power, ny_unit *ret_unit);
int ny_unit_exponent(ny_unit a, uint32_t number);

#endif
