/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Calendar dates and spans of time. The only file that knows the calendar.
 *
 * A date is the number of days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant,
 * "chrono-compatible low-level date algorithms", days_from_civil), valid from 0001-01-01 to
 * 9999-12-31. A span is whole months and whole days, never converted into each other in a contract.
 * date + months keeps the day of the month, or takes the month's last day: 2020-02-29 + 12 months =
 * 2021-02-28; it is always counted from the first date, so 2021-01-31 + 2 months = 2021-03-31. */

#ifndef NY_BASE_DATE_H
#define NY_BASE_DATE_H

#include "base/text.h"

#include <stdint.h>

typedef int32_t ny_date;

#define NY_DATE_LOWEST ((ny_date)-719162)  /* 0001-01-01 */
#define NY_DATE_HIGHEST ((ny_date)2932896) /* 9999-12-31 */

typedef struct ny_span_of_time {
    int32_t months, days;
} ny_span_of_time;

/* False when there is no such day (31 February, 29 February 2021) or the year is not in 1..9999. */
bool ny_date_from_parts(int32_t year, int32_t month, int32_t day, ny_date *ret_date);
void ny_date_to_parts(ny_date date, int32_t *ret_year, int32_t *ret_month, int32_t *ret_day);
/* "2018-09-01", exactly. */
bool ny_date_read(ny_text text, ny_date *ret_date);
ny_text ny_date_text(ny_arena *arena, ny_date date);
/* Into the caller's own eleven bytes ("2018-09-01" and NUL). */
void ny_date_write(ny_date date, char ret_text[11]);
/* False when the result leaves 0001..9999. Months are added first, then days. */
bool ny_date_add(ny_date date, ny_span_of_time span, ny_date *ret_date);
/* The fewest days that so many months can have (1 month: 28; 3 months: 89; 12 months: 365). */
int32_t ny_months_shortest_days(int32_t months);
/* The most days that so many months can have (1 month: 31; 12 months: 366). */
int32_t ny_months_longest_days(int32_t months);

#endif
