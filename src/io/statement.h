/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Statements and measures as people, programs and accounting systems read them. */

#ifndef NY_IO_STATEMENT_H
#define NY_IO_STATEMENT_H

#include "io/extract.h"
#include "io/facts.h"
#include "io/fingerprint.h"
#include "use/difference.h"
#include "use/release.h"
#include "use/settle.h"

/* All that a report is made of. `only_period` is a number from 1, or 0: all. */
typedef struct ny_report_of {
    const ny_prose *prose;           /* how the contract is spoken of */
    const ny_settlement *settlement; /* NULL for measures alone */
    const ny_differences *against;   /* or NULL */
    const ny_result *result;
    const ny_tables *tables;
    const ny_fingerprints *fingerprints;
    const ny_facts *facts;
    bool facts_given; /* else there is no file of facts */
    ny_circumstances circumstances;
    ny_text bidder;
    uint32_t only_period;
    const ny_view *view;         /* for whom; NULL: whoever has the data */
    const ny_grouping *grouping; /* measures by group, or NULL */
    const ny_release *release;   /* what of the measures is shown; NULL: all */
} ny_report_of;

ny_text ny_settle_json(ny_arena *arena, const ny_report_of *report);
/* For people: text, or a whole HTML document. */
ny_text ny_settle_page(const ny_report_of *report, bool html);
ny_text ny_measure_page(const ny_report_of *report, bool html);
/* One line a line of a payment: period, clause, label, row, from, to, amount, currency, due,
 * due_moved, status. */
ny_text ny_settle_csv(ny_arena *arena, const ny_report_of *report);
ny_text ny_measure_json(ny_arena *arena, const ny_report_of *report);

/* Files whose bytes are not those of an earlier settlement. */
typedef enum ny_file_change_kind {
    NY_FILE_CHANGED,
    NY_FILE_ADDED,
    NY_FILE_GONE
} ny_file_change_kind;
typedef struct ny_file_change {
    ny_file_change_kind kind;
    ny_text role, name;
} ny_file_change;
typedef NY_LIST(ny_file_change) ny_file_change_list;
ny_file_change_list ny_file_changes(ny_arena *arena, const ny_earlier *earlier,
                                    const ny_fingerprints *now);

/* The reduction that is measure m of the model. */
uint32_t ny_reduction_of(const ny_plan *plan, uint32_t measure);
/* How a fact stands by a day: what is shown of it, and whom it awaits. */
typedef struct ny_fact_stands {
    const ny_fact_entry *entry; /* the one in force, else the last that anyone attested; or NULL */
    bool holds, spoilt;
    ny_date from;
    NY_LIST(ny_attestation) attested; /* by that day */
    NY_LIST(uint32_t) awaits;         /* parties */
} ny_fact_stands;
ny_fact_stands ny_fact_stands_by(ny_arena *arena, const ny_fact_said *fact, ny_date day);

/* The counts and the figure of a measure: of all rows, or of a group of --by. */
const ny_measured *ny_measured_of(const ny_report_of *report, uint32_t reduction, uint32_t period,
                                  uint32_t group);
/* Is its row count shown beside the figure: rows left out, rows not known? */
bool ny_shows_in_full(const ny_report_of *report, uint32_t measure, uint32_t group);
/* The fingerprints as they are shown: to who does not buy, files of data have no names. */
const ny_fingerprints *ny_fingerprints_shown(ny_arena *arena, const ny_report_of *report);
/* Is the fact shown: does a payment of who looks rest on it, or has it to attest it? */
bool ny_shows_fact(const ny_report_of *report, const ny_fact_said *fact);

bool ny_period_wanted(const ny_report_of *report, uint32_t period);

#endif
