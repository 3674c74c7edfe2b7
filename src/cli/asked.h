/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Who looks (`--as`) and by which groups (`--by`): read once all else is gathered, before the run. */

#ifndef NY_CLI_ASKED_H
#define NY_CLI_ASKED_H

#include "cli/gather.h"

#define NY_AS_OPTION                                                                               \
    {                                                                                              \
        "as", "PARTY", "as this party may see it: a party that sells sees no single person"        \
    }

/* Fills in the view and the groups, and asks the run for what they need. What is wrong has been said
 * when the status is not NY_DONE. */
ny_status ny_ask(ny_arena *arena, const ny_arguments *arguments, ny_given *given);
/* Behind the run: what of the measures may be shown. */
void ny_ask_release(ny_arena *arena, const ny_given *given, ny_report_of *report);

#endif
