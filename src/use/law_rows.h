/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A law drawn from for many rows at once: ny_law_draw for each, with the same bits, its parameters
 * worked out once where they are the same for all; and a law whose arguments never change, made ready
 * once for all that is ever drawn from it. */

#ifndef NY_USE_LAW_ROWS_H
#define NY_USE_LAW_ROWS_H

#include "run/law.h"
#include "run/tail_table.h"

/* An argument of a law for a block of rows, already multiplied by its factor. */
typedef struct ny_law_given {
    const double *each; /* one a row; or NULL: */
    double one;         /* the same in all */
} ny_law_given;

/* The values at u[0] .. u[count - 1], 0 < u < 1. `given`: by argument; `ratio`: one a row, or NULL: 1.
 * False where ny_law_draw refuses one of them; then nothing is meant by `ret_values`. */
bool ny_law_draw_rows(const ny_kernels *kernels, const ny_law *law, const ny_law_given *given,
                      const double *ratio, const double *u, uint32_t count, double *ret_values);

/* No NaN among them, and nothing beyond 1e300. */
bool ny_are_values(const double *values, uint32_t count);

/* How a law with fixed arguments is drawn from many times. */
typedef enum ny_law_way {
    NY_LAW_NORMAL,      /* first + second * z */
    NY_LAW_HALF_NORMAL, /* its distance from 0 */
    NY_LAW_LOGNORMAL,   /* e to that power */
    NY_LAW_GAMMA,       /* first * a quantile of the table */
    NY_LAW_BETA,        /* a quantile of the table */
    NY_LAW_PERT,        /* from first to second, by the table */
    NY_LAW_UNIFORM,     /* from first to second */
    NY_LAW_TIME,        /* by the kernel `time` */
    NY_LAW_EACH,        /* one by one */
} ny_law_way;

typedef struct ny_law_fixed {
    ny_law_way way;
    double first, second;
    ny_kernel_code time;
    const ny_tail_table *table;
    const ny_law *law; /* of EACH: with its arguments */
    double *arguments;
} ny_law_fixed;

/* Makes a law ready whose arguments (multiplied by their factors) hold for all draws, the hazard's
 * ratio being 1. Lives in the arena, on `law`; never changes. */
ny_law_fixed ny_law_fix(ny_arena *arena, const ny_law *law, const double *arguments);
/* Parameters that were found otherwise: a gamma with scale 1, and what an interval stands for. False
 * where there is no such distribution. */
bool ny_law_fix_gamma(ny_arena *arena, double shape, ny_law_fixed *ret_fixed);
bool ny_law_fix_interval(ny_arena *arena, ny_text family, double guess, double low, double high,
                         ny_law_fixed *ret_fixed);
/* What ny_law_draw gives at each u, 0 < u < 1. False where it refuses one of them; then nothing is
 * meant by `ret_values`, which may not be u. */
bool ny_law_draw_fixed(const ny_kernels *kernels, const ny_law_fixed *fixed, const double *u,
                       uint32_t count, double *ret_values);

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
