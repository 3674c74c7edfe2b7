/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See base_case.h. */

#include "use/base_case.h"

#include "use/kept_private.h"

/* What one run gives, booked as a world is. */
static double *row_of(ny_arena *arena, const ny_kept *kept, const ny_stated *stated)
{
    uint32_t payments = kept->plan->payments.count, figures = kept->figures.count;
    double **total = NY_NEW_ARRAY(arena, double *, (size_t)payments + 1);
    double **npv = NY_NEW_ARRAY(arena, double *, (size_t)payments + 1);
    double **values = NY_NEW_ARRAY(arena, double *, (size_t)figures + 1);
    double *row = NY_NEW_ARRAY(arena, double, (size_t)kept->width + 1);
    for (uint32_t i = 0; i < payments; i++) {
        total[i] = &stated->total[i];
        npv[i] = &stated->npv[i];
    }
    for (uint32_t i = 0; i < figures; i++)
        values[i] = &stated->figures[i];
    ny_kept_book_study(kept, total, npv, values, 0, row);
    return row;
}

static bool goes_by_cycle(const ny_pathway *pathway)
{
    return pathway->counted != NY_COUNTED_NOT_SAID;
}

/* What all pathways that count by the cycle say; NOT_SAID where they differ. */
static ny_counting counting_said(const ny_model *model, bool *ret_any)
{
    ny_counting said = NY_COUNTED_NOT_SAID;
    bool differ = false;
    *ret_any = false;
    for (uint32_t i = 0; i < model->pathways.count; i++) {
        const ny_pathway *pathway = &model->pathways.items[i];
        if (!goes_by_cycle(pathway))
            continue;
        differ = differ || (*ret_any && pathway->counted != said);
        said = pathway->counted;
        *ret_any = true;
    }
    return differ ? NY_COUNTED_NOT_SAID : said;
}

static bool discounts(const ny_model *model)
{
    return model->has_present_value && !model->present_value_at_every_moment &&
           (ny_rational_sign(model->present_value) != 0 ||
            ny_rational_sign(model->present_value_of_benefits) != 0);
}

static void add_way(ny_arena *arena, const ny_worlds *worlds, ny_counting counted,
                    ny_study_grid grid, bool as_said, ny_base_case *base)
{
    ny_counted_way *way = NY_APPEND(arena, &base->ways);
    *way = (ny_counted_way){.counted = counted,
                            .grid = grid,
                            .as_said = as_said,
                            .accounts = NY_NEW_ARRAY(arena, double *, worlds->count)};
    for (uint32_t a = 0; a < worlds->count; a++) {
        const ny_kept *kept = &worlds->alternatives[a];
        way->accounts[a] = base->rows[a];
        if (as_said)
            continue;
        ny_study_convention convention = {.counted = counted, .grid = grid};
        ny_stated stated = ny_study_stated(arena, kept->alternative->study, convention);
        way->accounts[a] = row_of(arena, kept, &stated);
    }
}

/* Points in time are discounted each by itself, whatever the grid; cycles from one end or the other. */
static bool goes_by_grid(ny_counting counted)
{
    return counted == NY_COUNTED_AT_START || counted == NY_COUNTED_AT_END ||
           counted == NY_COUNTED_NOT_SAID;
}

static void add_counting(ny_arena *arena, const ny_worlds *worlds, ny_counting counted,
                         bool as_said, ny_base_case *base)
{
    const ny_model *model = worlds->alternatives[0].model;
    bool at_start = model->present_value_at_start;
    if (!discounts(model) || !goes_by_grid(counted)) {
        add_way(arena, worlds, counted, NY_GRID_AS_SAID, as_said, base);
        return;
    }
    add_way(arena, worlds, counted, NY_GRID_AT_START, as_said && at_start, base);
    add_way(arena, worlds, counted, NY_GRID_AT_END, as_said && !at_start, base);
}

static void add_countings(ny_arena *arena, const ny_worlds *worlds, ny_base_case *base)
{
    bool any;
    ny_counting said = counting_said(worlds->alternatives[0].model, &any);
    if (!any)
        return;
    if (said == NY_COUNTED_NOT_SAID)
        add_counting(arena, worlds, said, true, base);
    for (ny_counting counted = NY_COUNTED_AT_START; counted <= NY_COUNTED_SIMPSON; counted++)
        add_counting(arena, worlds, counted, counted == said, base);
}

const ny_base_case *ny_base_case_of(ny_arena *arena, const ny_worlds *worlds)
{
    if (!worlds->alternatives[0].alternative->study)
        return NULL;
    ny_base_case *base = NY_NEW(arena, ny_base_case);
    base->rows = NY_NEW_ARRAY(arena, double *, worlds->count);
    for (uint32_t a = 0; a < worlds->count; a++) {
        const ny_kept *kept = &worlds->alternatives[a];
        base->rows[a] = row_of(arena, kept, &kept->alternative->study->base);
    }
    add_countings(arena, worlds, base);
    return base;
}
