/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* How long each row of a measure `by kaplan meier` or `by aalen johansen` was followed, how that ended,
 * and what it comes to day by day. Whole numbers throughout, so both evaluators stand on the same
 * counts.
 *
 * Days count from the row's own start. On one day an event comes before a competing one, and both
 * before the end of looking. A row that was followed to the end of its own window stays among those at
 * risk on every day of it: two years are 730 days for one row and 731 for another, and neither may
 * weigh more than the other. So where everybody was followed the estimate is the plain share. */

#ifndef NY_RUN_FOLLOW_H
#define NY_RUN_FOLLOW_H

#include "base/date.h"

/* No such day: later than every date. */
#define NY_NO_DAY (NY_DATE_HIGHEST + 1)

/* One row, in days of the calendar; NY_NO_DAY where there is none. `last` is the last day on which it
 * was looked at: what censors it, or the end of the data. A day before the start means that it was
 * never followed. */
typedef struct ny_row_days {
    ny_date start, limit, event, competing, last;
} ny_row_days;

typedef enum ny_ending {
    NY_ENDING_CENSORED,
    NY_ENDING_EVENT,
    NY_ENDING_COMPETING,
    NY_ENDING_WHOLE, /* followed to the end of its window, and nothing came */
} ny_ending;

typedef struct ny_followed {
    int32_t days;
    ny_ending ending;
    bool to_limit; /* still followed on the last day of its window */
} ny_followed;

ny_followed ny_follow(const ny_row_days *row);

/* A day on which something came. */
typedef struct ny_curve_day {
    int32_t day;
    uint32_t at_risk, events, competing; /* at risk: followed until that day or longer */
} ny_curve_day;

typedef struct ny_curve {
    NY_LIST(ny_curve_day) days; /* rising */
    uint32_t events, competing; /* in all */
    uint32_t whole;             /* rows followed to the end of their windows */
    uint32_t to_limit;          /* rows at risk on the last day of their windows */
    int32_t last;               /* the longest that any row was followed, in days */
} ny_curve;

/* Puts the rows into order by days. */
ny_curve ny_curve_of(ny_arena *arena, ny_followed *rows, uint32_t count);

#endif
