/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How facts stand by the day on whose data a statement is drawn. */

#include "io/statement.h"

static bool anyone_by(const ny_fact_entry *entry, ny_date day)
{
    for (uint32_t i = 0; i < entry->attested.count; i++)
        if (entry->attested.items[i].day <= day)
            return true;
    return false;
}

ny_fact_stands ny_fact_stands_by(ny_arena *arena, const ny_fact_said *fact, ny_date day)
{
    ny_fact_stands stands = {0};
    stands.entry = ny_fact_by(fact, day, &stands.from);
    stands.holds = stands.entry != NULL;
    for (uint32_t i = 0; i < fact->entries.count; i++) {
        const ny_fact_entry *entry = &fact->entries.items[i];
        stands.spoilt = stands.spoilt || entry->spoilt;
        if (!stands.holds && anyone_by(entry, day))
            stands.entry = entry;
    }
    stands.holds = stands.holds && !stands.spoilt;
    for (uint32_t k = 0; k < fact->attested_by.count; k++) {
        bool found = false;
        for (uint32_t i = 0; stands.entry && i < stands.entry->attested.count; i++) {
            const ny_attestation *of = &stands.entry->attested.items[i];
            if (of->party != fact->attested_by.items[k] || of->day > day)
                continue;
            found = true;
            *NY_APPEND(arena, &stands.attested) = *of;
        }
        if (!found && !(fact->any && stands.holds))
            *NY_APPEND(arena, &stands.awaits) = fact->attested_by.items[k];
    }
    return stands;
}
