/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A pathway in the model of a contract, by the contract's days. Its first cycle begins on the contract's
 * first day. What is counted in cycle p, or at point p, stands on the last day of that cycle; point 0 is
 * the moment before the first day: it stands on that day, and counts in full at present value, as no time
 * has gone by. A tree goes at once, at point 0. From its day on an amount is a cost or benefit as any other
 * of the contract: booked in the contract period and the calendar year of the day, discounted as that period
 * is, and what comes after the last period is booked in it with what it counts less (ny_fast_result.late).
 *
 * docs/decisions/pathways-in-contracts.md says why. */

#ifndef NY_RUN_STUDY_DAYS_H
#define NY_RUN_STUDY_DAYS_H

#include "run/study.h"

/* The day on which point `point` stands; false where the calendar ends before it. */
bool ny_study_day(const ny_model *model, const ny_pathway *pathway, uint32_t point,
                  ny_date *ret_day);
/* Adds `result->by_point`, of one lane, to a world's flows. `years`: those by which the world was run, or
 * NULL. The model has periods, and every day of its pathways is one. */
void ny_study_book(const ny_plan *plan, const ny_calendar_years *years,
                   const ny_study_result *result, ny_fast_result *world);

#endif
