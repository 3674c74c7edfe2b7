/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Facts that are figures, as they were recorded: each record holds from the day on which it was
 * attested until the next one. Facts that are days are inputs like any other. */

#ifndef NY_RUN_FACTS_H
#define NY_RUN_FACTS_H

#include "run/result.h"

/* What inputs[input] was on that day (UNKNOWN before its first record), and the day of that record
 * (ABSENT before). A record that a fault spoilt makes both UNKNOWN. Pure; any thread. */
ny_value ny_fact_on(const ny_inputs *inputs, uint32_t input, ny_date day);
ny_value ny_fact_date_on(const ny_inputs *inputs, uint32_t input, ny_date day);

#endif
