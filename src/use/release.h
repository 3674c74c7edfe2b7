/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What of the measures may be shown to a party that does not buy, so that no count of fewer than
 * NY_FEWEST_PERSONS persons can be read or worked out. Suppression is the same for the same data,
 * whatever else is asked: it is decided statement by statement, and what one statement hides the
 * later ones hide too. The rule, the proof and its limits: docs/decisions/privacy.md. */

#ifndef NY_USE_RELEASE_H
#define NY_USE_RELEASE_H

#include "use/groups.h"
#include "use/view.h"

typedef enum ny_shown {
    NY_SHOWN_NOTHING,
    NY_SHOWN_COUNT, /* how many rows count; neither events nor the figure made of them */
    NY_SHOWN_ALL,   /* the counted rows, the events, the figure */
} ny_shown;

typedef struct ny_release {
    uint32_t periods, groups;
    ny_shown *totals; /* [reduction * periods + period] */
    ny_shown *cells;  /* [(reduction * periods + period) * groups + group]; NULL without groups */
} ny_release;

/* The traces that deciding needs: of every measure in every statement. */
ny_trace_of *ny_release_traces(ny_arena *arena, const ny_plan *plan, uint32_t periods,
                               uint32_t *ret_count);
/* True where these columns may be shown to the party at all; else reported: a row that is referred
 * to is a person until the contract can say otherwise, and more than two columns are too many. */
bool ny_release_allowed(ny_sink *sink, const ny_model *model, const ny_view *view,
                        const ny_grouping *grouping, ny_text said);
/* NULL when everything may be shown. `grouping` may be NULL. `result` was run with the traces above. */
ny_release *ny_release_of(ny_arena *arena, const ny_result *result, const ny_rows *tables,
                          const ny_view *view, const ny_grouping *grouping);

ny_shown ny_release_total(const ny_release *release, uint32_t reduction, uint32_t period);
ny_shown ny_release_group(const ny_release *release, uint32_t reduction, uint32_t period,
                          uint32_t group);

#endif
