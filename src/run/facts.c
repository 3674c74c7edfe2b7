/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See facts.h. */

#include "run/facts.h"

static const ny_fact_record *record_on(const ny_recorded *recorded, ny_date day)
{
    const ny_fact_record *last = NULL;
    for (uint32_t i = 0; i < recorded->records.count; i++)
        if (recorded->records.items[i].day <= day)
            last = &recorded->records.items[i];
    return last;
}

ny_value ny_fact_on(const ny_inputs *inputs, uint32_t input, ny_date day)
{
    if (!inputs->recorded || inputs->recorded[input].spoilt)
        return ny_value_unknown();
    const ny_fact_record *record = record_on(&inputs->recorded[input], day);
    return record ? record->value : ny_value_unknown();
}

ny_value ny_fact_date_on(const ny_inputs *inputs, uint32_t input, ny_date day)
{
    if (!inputs->recorded)
        return ny_value_absent();
    if (inputs->recorded[input].spoilt)
        return ny_value_unknown();
    const ny_fact_record *record = record_on(&inputs->recorded[input], day);
    return record ? ny_value_date(record->day) : ny_value_absent();
}
