/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study_days.h. */

#include "run/study_days.h"

#include "base/bug.h"
#include "run/fast_private.h"

static bool later_by(ny_date from, ny_span_of_time span, uint32_t times, ny_date *ret_day)
{
    int64_t months = (int64_t)span.months * times, days = (int64_t)span.days * times;
    if (months > INT32_MAX || days > INT32_MAX)
        return false;
    return ny_date_add(from, (ny_span_of_time){.months = (int32_t)months, .days = (int32_t)days},
                       ret_day);
}

bool ny_study_day(const ny_model *model, const ny_pathway *pathway, uint32_t point,
                  ny_date *ret_day)
{
    *ret_day = model->periods.items[0].from;
    if (point == 0)
        return true;
    if (!later_by(*ret_day, pathway->cycle, point, ret_day))
        return false;
    --*ret_day;
    return true;
}

/* Where the amounts of a point go, and what they count. */
typedef struct ny_study_place {
    uint32_t own, booked; /* contract period, from 0: that of the day, and the last at most */
    uint32_t year;        /* calendar year, from 0 */
    double owed;          /* at present value less what the period counts in which it is booked */
} ny_study_place;

/* The contract period in which a day lies, from one that lies before it. */
static uint32_t period_of(const ny_model *model, ny_date day, uint32_t near)
{
    ny_date end;
    while (later_by(model->periods.items[0].from, (ny_span_of_time){.months = model->period_months},
                    near + 1, &end) &&
           end <= day)
        near++;
    return near;
}

/* `place` is that of the point before. */
static void go_to(const ny_model *model, const ny_calendar_years *years, const ny_pathway *pathway,
                  uint32_t point, ny_study_place *place)
{
    ny_date day;
    uint32_t last = model->periods.count - 1;
    NY_BUG_ON(!ny_study_day(model, pathway, point, &day));
    place->own = period_of(model, day, place->own);
    place->booked = place->own < last ? place->own : last;
    place->year = years ? ny_fast_year_of(years, day, place->year) : 0;
    double counts = point == 0 ? 1 : ny_fast_discount(model, place->own);
    place->owed = counts - ny_fast_discount(model, place->booked);
}

static void book(const ny_plan *plan, const ny_calendar_years *years, uint32_t number,
                 const ny_study_place *place, double amount, ny_fast_result *world)
{
    uint32_t payer = plan->model->payments.items[plan->payments.items[number].payment].payer;
    size_t flow = ((size_t)number * world->periods + place->booked) * world->parties + payer;
    world->flows[flow].value += amount;
    world->late[(size_t)number * world->parties + payer] += amount * place->owed;
    if (years)
        world->flowed_in[((size_t)number * years->count + place->year) * world->parties + payer] +=
            amount;
}

static void book_pathway(const ny_plan *plan, const ny_calendar_years *years, uint32_t number,
                         const ny_study_result *result, ny_fast_result *world)
{
    const ny_pathway *pathway = &plan->model->pathways.items[number];
    ny_study_place place = {0};
    for (uint32_t point = 0; point < ny_study_points(pathway); point++) {
        go_to(plan->model, years, pathway, point, &place);
        for (uint32_t i = 0; i < plan->payments.count; i++) {
            const ny_payment *of = &plan->model->payments.items[plan->payments.items[i].payment];
            if (of->pathway == number)
                book(plan, years, i, &place, result->by_point[i][point], world);
        }
    }
}

void ny_study_book(const ny_plan *plan, const ny_calendar_years *years,
                   const ny_study_result *result, ny_fast_result *world)
{
    for (uint32_t i = 0; i < plan->pathways.count; i++)
        book_pathway(plan, years, i, result, world);
}
