/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The checker's order of work: names first, then rules' names, then figures, then everything that
 * uses figures. Each step reports all it finds; none stops the next. */

#include "model/check_promise.h"

/* Of files that are used, one hears when they are checked themselves. */
static void keep_own(ny_checker *checker, uint32_t before)
{
    ny_sink *sink = checker->sink;
    uint32_t kept = before;
    for (uint32_t i = before; i < sink->diagnostics.count; i++) {
        ny_diagnostic diagnostic = sink->diagnostics.items[i];
        if (diagnostic.span.source == checker->model->trees.items[0]->source)
            sink->diagnostics.items[kept++] = diagnostic;
        else if (diagnostic.severity == NY_WARNING)
            sink->warnings--;
    }
    sink->diagnostics.count = kept;
}

/* What those who draft a contract want to know of it, where it is right. */
static void review(ny_checker *checker)
{
    uint32_t before = checker->sink->diagnostics.count;
    if (checker->sink->errors || !checker->model->trees.count)
        return;
    ny_check_effect(checker);
    if (!checker->sink->review)
        return;
    ny_check_money(checker);
    ny_check_late(checker);
    ny_check_belief_sources(checker);
    if (checker->sink->advice)
        ny_check_pedantic(checker);
    keep_own(checker, before);
}

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
                          .parties = ny_map_create(arena),
                          .pathways = ny_map_create(arena)};
    model->period_word = NY_KEYWORD_YEAR;
    model->meanings.items = NY_NEW_ARRAY(arena, ny_meaning, expressions + 1);
    model->meanings.count = model->meanings.capacity = expressions + 1;
    for (size_t i = 0; i < count; i++)
        *NY_APPEND(arena, &model->trees) = trees[i];
    ny_check_lost_begin(&checker);
    ny_check_units_begin(&checker);
    ny_check_declare_study(&checker);
    ny_check_declare(&checker);
    ny_check_declare_parts(&checker);
    ny_check_declare_rules(&checker);
    ny_check_order(&checker);
    ny_check_figures(&checker);
    ny_check_shares(&checker);
    ny_check_exclusions(&checker);
    ny_check_counted(&checker);
    ny_check_calendar(&checker);
    ny_check_study(&checker);
    ny_check_pathways(&checker);
    ny_check_assumed(&checker);
    ny_check_payments(&checker);
    ny_check_award(&checker);
    ny_check_reach(&checker);
    ny_check_sources(&checker);
    ny_check_row_models(&checker);
    ny_check_beside(&checker);
    ny_check_variations(&checker);
    ny_check_prices(&checker);
    ny_check_open(&checker);
    ny_check_advice(&checker);
    review(&checker);
    return model;
}
