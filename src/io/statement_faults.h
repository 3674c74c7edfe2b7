/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What faults could move, said beside each figure and amount of a statement: as text and as JSON. */

#ifndef NY_IO_STATEMENT_FAULTS_H
#define NY_IO_STATEMENT_FAULTS_H

#include "io/json.h"
#include "io/statement.h"

/* A line for people; empty where no fault could move it. */
ny_text ny_figure_faults(const ny_report_of *report, uint32_t figure, uint32_t period);
ny_text ny_entry_faults(const ny_report_of *report, uint32_t period, const ny_entry *entry);
ny_text ny_flow_faults(const ny_report_of *report, const ny_flow *flow);
/* Amounts that only a fault could bring about: of pairs of parties that have no entry. */
bool ny_is_other_payment(const ny_report_of *report, const ny_statement *statement,
                         const ny_paid_bound *paid);
ny_text ny_other_faults(const ny_report_of *report, const ny_paid_bound *paid);

/* The field `faults` of each: null where no fault could move it; an end that is null is unbounded. */
json_t *ny_figure_faults_json(ny_arena *arena, const ny_report_of *report, uint32_t figure,
                              uint32_t period);
json_t *ny_entry_faults_json(ny_arena *arena, const ny_report_of *report, uint32_t period,
                             const ny_entry *entry);
json_t *ny_flow_faults_json(ny_arena *arena, const ny_model *model, const ny_flow *flow);
json_t *ny_statement_faults_json(ny_arena *arena, const ny_report_of *report,
                                 const ny_statement *statement);

#endif
