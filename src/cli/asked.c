/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See asked.h. */

#include "cli/asked.h"

static ny_status read_groups(ny_arena *arena, const ny_arguments *arguments, ny_given *given)
{
    ny_text said;
    ny_sink *sink = given->loaded.sink;
    if (!ny_said_value(arguments, "by", &said))
        return NY_DONE;
    ny_grouping *grouping = NY_NEW(arena, ny_grouping);
    if (!ny_grouping_read(arena, sink, given->loaded.model, given->tables.rows, said, grouping))
        return ny_say_diagnostics(arena, sink);
    if (ny_view_restricted(given->view) &&
        !ny_release_allowed(sink, given->loaded.model, given->view, grouping, said))
        return ny_say_diagnostics(arena, sink);
    given->grouping = grouping;
    return NY_DONE;
}

ny_status ny_ask(ny_arena *arena, const ny_arguments *arguments, ny_given *given)
{
    ny_text said;
    if (ny_said_value(arguments, "as", &said)) {
        ny_view *view = NY_NEW(arena, ny_view);
        if (!ny_view_read(arena, given->loaded.sink, given->plan, said, view))
            return ny_say_diagnostics(arena, given->loaded.sink);
        given->view = view;
    }
    ny_status status = read_groups(arena, arguments, given);
    if (status == NY_DONE && ny_view_restricted(given->view))
        given->traces = ny_release_traces(
            arena, given->plan, ny_statements_drawn(given->loaded.model, &given->circumstances),
            &given->trace_count);
    return status;
}

void ny_ask_release(ny_arena *arena, const ny_given *given, ny_report_of *report)
{
    report->view = given->view;
    report->grouping = given->grouping;
    report->release =
        ny_release_of(arena, report->result, given->tables.rows, given->view, given->grouping);
}
