/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Facts as they were recorded: who attested what and when, as JSON (docs/schema/facts.json). Values
 * are texts in the contract's own language.
 *
 * A fact holds from the day on which those who must have attested it: the last of `all of`, the first
 * of `any of`. One that the file does not hold has not happened. An attestation later than the day of
 * the extract is a fault: whether the fact happened is then not known. */

#ifndef NY_IO_FACTS_H
#define NY_IO_FACTS_H

#include "io/extract.h"
#include "run/result.h"

typedef struct ny_attestation {
    uint32_t party;
    ny_date day;
} ny_attestation;

/* One recording of a fact. */
typedef struct ny_fact_entry {
    NY_LIST(ny_attestation) attested;
    bool has_value;
    ny_value value; /* of a fact that is a figure */
    bool spoilt;    /* an attestation lies after the day of the extract */
} ny_fact_entry;

typedef struct ny_fact_said {
    uint32_t figure;
    bool any; /* attested by any of: else by all */
    NY_LIST(uint32_t) attested_by;
    NY_LIST(ny_fact_entry) entries; /* a fact that is a day has one at most */
} ny_fact_said;

typedef struct ny_facts {
    NY_LIST(ny_fact_said) facts; /* every fact of the contract, in its order */
    ny_recorded *recorded;       /* one an input of the plan */
} ny_facts;

/* Reads a file of facts (NULL: none is given, and none has happened). Facts that are days, and those
 * that are always there, are written into `values`, one an input of the plan. Attestations after
 * `extracted` (NULL: not known) go to the list of rejects. False, with all that is wrong in the sink:
 * not JSON, of another contract, no fact of the contract, attested by one who need not, no date, no
 * value of the fact's unit and range, a fact that must be there and is not. */
bool ny_facts_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, const ny_extract_file *file,
                   const ny_date *extracted, ny_value *values, ny_tables *rejects,
                   ny_facts *ret_facts);

/* The recording that counts by that day: NULL where none does. Its day is *ret_day. */
const ny_fact_entry *ny_fact_by(const ny_fact_said *fact, ny_date day, ny_date *ret_day);

#endif
