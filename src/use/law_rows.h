/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A law drawn from for many rows at once: ny_law_draw for each, with the same bits, its parameters
 * worked out once where they are the same for all. */

#ifndef NY_USE_LAW_ROWS_H
#define NY_USE_LAW_ROWS_H

#include "run/kernel.h"
#include "use/law.h"

/* An argument of a law for a block of rows, already multiplied by its factor. */
typedef struct ny_law_given {
    const double *each; /* one a row; or NULL: */
    double one;         /* the same in all */
} ny_law_given;

/* The values at u[0] .. u[count - 1], 0 < u < 1. `given`: by argument; `ratio`: one a row, or NULL: 1.
 * False where ny_law_draw refuses one of them; then nothing is meant by `ret_values`. */
bool ny_law_draw_rows(const ny_kernels *kernels, const ny_law *law, const ny_law_given *given,
                      const double *ratio, const double *u, uint32_t count, double *ret_values);

/* For a time in days that is rounded to the nearest day: at day d the chance that the time is shorter
 * than d + 1/2. So a draw's day is found by comparing u, and the quantile need not be worked out but
 * where u lies within NY_LAW_NEAR of a bound, or beyond the last. */
#define NY_LAW_DAYS 64
#define NY_LAW_NEAR 1e-9
#define NY_LAW_PARTS 256
typedef struct ny_law_days {
    uint32_t count; /* 0: this law is not drawn so */
    double bounds[NY_LAW_DAYS];
    uint8_t day_of[NY_LAW_PARTS]; /* of u in this part of 0..1; NY_LAW_DAYS: look at the bounds */
} ny_law_days;

/* The day of u, or NY_LAW_DAYS: ask the quantile. */
static inline uint32_t ny_law_day(const ny_law_days *days, double u)
{
    uint32_t day = days->day_of[(uint32_t)(u * NY_LAW_PARTS)];
    if (day < NY_LAW_DAYS)
        return day;
    for (day = 0; day < days->count; day++) {
        if (u <= days->bounds[day] - NY_LAW_NEAR)
            return day;
        if (u < days->bounds[day] + NY_LAW_NEAR)
            break;
    }
    return NY_LAW_DAYS;
}

/* The bounds for arguments that are the same for all rows. */
ny_law_days ny_law_days_of(const ny_law *law, const double *arguments);

#endif
