/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* EQ-5D value sets: what a state of health, answered with five digits, is worth in the eyes of a
 * country's people. The sets are data/eq5d; their names hold country, questionnaire and year, since
 * two sets of one country pay differently. Indices are exact: whole millionths, never rounded. */

#ifndef NY_BASE_VALUE_SET_H
#define NY_BASE_VALUE_SET_H

#include "base/text.h"

#include <stdint.h>

enum {
    NY_VALUE_SET_DIGITS = 5, /* of a state */
    NY_VALUE_SETS_MOST = 64,
};

typedef struct ny_value_set {
    const char *name;        /* "Denmark 5L 2021" */
    uint32_t levels;         /* digits are 1..levels: 3 or 5 */
    const int32_t *values;   /* millionths, by state: 11111 first, the last digit fastest */
    const char *source;      /* who published it */
    const char *file;        /* of data/eq5d, */
    const char *fingerprint; /* and its BLAKE2b-256, as b2sum says it */
} ny_value_set;

/* The sets, in the order of data/eq5d/sets.csv. */
const ny_value_set *ny_value_sets(uint32_t *ret_count);
/* The number of the set of that name, to the letter; false when there is none. */
bool ny_value_set_find(ny_text name, uint32_t *ret_number);
/* The index of a state such as "21232", in millionths. False when it is not five digits of the set's
 * levels. */
bool ny_value_set_index(const ny_value_set *set, ny_text state, int32_t *ret_millionths);

#endif
