/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* With n at risk on a day, d to whom the event comes and c to whom a competing one does:
 *
 *     S(t) = product over days <= t of (n - d - c) / n              Kaplan and Meier, JASA 53 (1958)
 *     I(t) = sum over days <= t of S(before that day) d / n         Aalen and Johansen, Scand J Stat 5 (1978)
 *     G(t) = sum over days <= t of (d + c) / (n (n - d - c))        Greenwood (1926); var S = S^2 G
 *
 * As a fraction over one product of all n nothing has to be brought to lowest terms on the way: halves
 * of the days are worked out for themselves and put together (binary splitting), so that a curve of
 * ten years of days costs milliseconds. Each denominator is below n to the power of the number of days
 * on which something came: 3,652 of them, with 100,000 rows, make 18,000 digits. Rejected: rounding on
 * the way, since an estimate that is not exact could not be compared with a threshold. */

#include "run/survival.h"

/* Of a stretch of days: left / all is S, came / all is I, top / bottom is G. */
typedef struct ny_stretch {
    ny_rational left, all, came, top, bottom;
} ny_stretch;

static ny_stretch of_day(ny_arena *arena, const ny_curve_day *day)
{
    uint32_t left = day->at_risk - day->events - day->competing;
    ny_stretch stretch = {.left = ny_rational_whole(left),
                          .all = ny_rational_whole(day->at_risk),
                          .came = ny_rational_whole(day->events),
                          .top = NY_RATIONAL_ZERO,
                          .bottom = NY_RATIONAL_ONE};
    if (left) {
        stretch.top = ny_rational_whole(day->at_risk - left);
        stretch.bottom = ny_rational_multiply(arena, stretch.all, stretch.left);
    }
    return stretch;
}

static ny_rational cross(ny_arena *arena, ny_rational a, ny_rational b, ny_rational c,
                         ny_rational d)
{
    return ny_rational_add(arena, ny_rational_multiply(arena, a, b),
                           ny_rational_multiply(arena, c, d));
}

/* The days first .. end - 1, at least one. */
static ny_stretch of_days(ny_arena *arena, const ny_curve *curve, uint32_t first, uint32_t end)
{
    if (end - first == 1)
        return of_day(arena, &curve->days.items[first]);
    uint32_t middle = first + (end - first) / 2;
    ny_stretch a = of_days(arena, curve, first, middle), b = of_days(arena, curve, middle, end);
    return (ny_stretch){.left = ny_rational_multiply(arena, a.left, b.left),
                        .all = ny_rational_multiply(arena, a.all, b.all),
                        .came = cross(arena, a.came, b.all, a.left, b.came),
                        .top = cross(arena, a.top, b.bottom, b.top, a.bottom),
                        .bottom = ny_rational_multiply(arena, a.bottom, b.bottom)};
}

ny_survival ny_survival_after(ny_arena *arena, const ny_curve *curve, uint32_t days)
{
    ny_survival survival = {NY_RATIONAL_ONE, NY_RATIONAL_ZERO, NY_RATIONAL_ZERO};
    if (days == 0)
        return survival;
    ny_stretch all = of_days(arena, curve, 0, days);
    survival.survival = ny_rational_divide(arena, all.left, all.all);
    survival.incidence = ny_rational_divide(arena, all.came, all.all);
    survival.greenwood = ny_rational_divide(arena, all.top, all.bottom);
    return survival;
}

/* <0, 0, >0: less than one half, one half, more is left after so many days of the curve. */
static int against_half(ny_arena *arena, const ny_curve *curve, uint32_t days)
{
    if (days == 0)
        return 1;
    ny_stretch all = of_days(arena, curve, 0, days);
    return ny_rational_compare(ny_rational_multiply(arena, all.left, ny_rational_whole(2)),
                               all.all);
}

bool ny_survival_median(ny_arena *arena, const ny_curve *curve, ny_rational *ret_days)
{
    uint32_t low = 0, high = curve->days.count;
    if (against_half(arena, curve, high) > 0)
        return false;
    while (low < high) { /* the fewest days after which at most one half is left */
        uint32_t middle = low + (high - low) / 2;
        if (against_half(arena, curve, middle) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    int32_t day = curve->days.items[low - 1].day, until = day;
    if (against_half(arena, curve, low) == 0)
        until = low < curve->days.count ? curve->days.items[low].day : curve->last;
    *ret_days = ny_rational_fraction(arena, (int64_t)day + until, 2);
    return true;
}
