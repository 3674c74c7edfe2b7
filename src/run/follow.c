/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

#include "run/follow.h"

#include <stdlib.h>

static ny_date earlier(ny_date a, ny_date b)
{
    return a < b ? a : b;
}

ny_followed ny_follow(const ny_row_days *row)
{
    ny_date seen = earlier(row->last, row->limit);
    ny_followed followed = {.days = seen - row->start, .ending = NY_ENDING_CENSORED};
    if (row->event <= row->competing && row->event <= seen) {
        followed.days = row->event - row->start;
        followed.ending = NY_ENDING_EVENT;
    } else if (row->competing <= seen) {
        followed.days = row->competing - row->start;
        followed.ending = NY_ENDING_COMPETING;
    } else if (row->last >= row->limit) {
        followed.ending = NY_ENDING_WHOLE;
    }
    followed.to_limit = followed.days == row->limit - row->start;
    return followed;
}

/* Rows that stay at risk to the end stand last. */
static int by_days(const void *a, const void *b)
{
    const ny_followed *x = a, *y = b;
    bool x_whole = x->ending == NY_ENDING_WHOLE, y_whole = y->ending == NY_ENDING_WHOLE;
    if (x_whole != y_whole)
        return x_whole - y_whole;
    return (x->days > y->days) - (x->days < y->days);
}

ny_curve ny_curve_of(ny_arena *arena, ny_followed *rows, uint32_t count)
{
    ny_curve curve = {.last = 0};
    if (count)
        qsort(rows, count, sizeof *rows, by_days);
    for (uint32_t i = 0; i < count; i++) {
        const ny_followed *row = &rows[i];
        bool event = row->ending == NY_ENDING_EVENT, competing = row->ending == NY_ENDING_COMPETING;
        curve.last = row->days > curve.last ? row->days : curve.last;
        curve.whole += row->ending == NY_ENDING_WHOLE;
        curve.to_limit += row->to_limit;
        if (row->days < 0 || (!event && !competing))
            continue;
        ny_curve_day *day = curve.days.count ? &curve.days.items[curve.days.count - 1] : NULL;
        if (!day || day->day != row->days) {
            uint32_t first = i;
            while (first > 0 && rows[first - 1].days == row->days)
                first--; /* some who left on that day were there in the morning */
            day = NY_APPEND(arena, &curve.days);
            *day = (ny_curve_day){.day = row->days, .at_risk = count - first};
        }
        day->events += event;
        day->competing += competing;
        curve.events += event;
        curve.competing += competing;
    }
    return curve;
}
