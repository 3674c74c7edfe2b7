/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The checker's order of work: names first, then rules' names, then figures, then everything that
 * uses figures. Each step reports all it finds; none stops the next. */

#include "model/checker.h"

ny_model *ny_check(ny_arena *arena, ny_sink *sink, const ny_tree *const *trees, size_t count,
                   uint32_t expressions)
{
    ny_model *model = NY_NEW(arena, ny_model);
    ny_checker checker = {.arena = arena,
                          .sink = sink,
                          .model = model,
                          .units = ny_map_create(arena),
                          .tables = ny_map_create(arena),
                          .figures = ny_map_create(arena),
                          .parties = ny_map_create(arena)};
    model->period_word = NY_KEYWORD_YEAR;
    model->meanings.items = NY_NEW_ARRAY(arena, ny_meaning, expressions + 1);
    model->meanings.count = model->meanings.capacity = expressions + 1;
    for (size_t i = 0; i < count; i++)
        *NY_APPEND(arena, &model->trees) = trees[i];
    ny_check_lost_begin(&checker);
    ny_check_units_begin(&checker);
    ny_check_declare(&checker);
    ny_check_declare_rules(&checker);
    ny_check_order(&checker);
    ny_check_figures(&checker);
    ny_check_shares(&checker);
    ny_check_exclusions(&checker);
    ny_check_counted(&checker);
    ny_check_calendar(&checker);
    ny_check_payments(&checker);
    ny_check_award(&checker);
    ny_check_reach(&checker);
    ny_check_sources(&checker);
    ny_check_row_models(&checker);
    ny_check_advice(&checker);
    return model;
}
