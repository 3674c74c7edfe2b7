/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Who looks: `--as supplier`. A party that buys sees everything, and so does whoever names no party. Every
 * other party sees in full what the payments rest on that it pays or receives, and of all else
 * nothing that tells of fewer than NY_FEWEST_PERSONS persons; no key, no row, no fault by its cell.
 * The rule and its reasons: docs/decisions/privacy.md. */

#ifndef NY_USE_VIEW_H
#define NY_USE_VIEW_H

#include "use/settle.h"

#define NY_FEWEST_PERSONS 5u

typedef struct ny_view {
    bool restricted;
    uint32_t party; /* restricted: who looks */
    bool *
        payments; /* restricted: one a payment of the model, those that the party pays or receives */
    bool *figures; /* restricted: one a figure of the model, those that one of these rests on */
    bool *parties; /* restricted: the party, its members, and what it is a member of */
} ny_view;

/* `said` is the party's name. False, reported, when the contract has no such party. */
bool ny_view_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_text said,
                  ny_view *ret_view);
/* Is this shown in full? `view` may be NULL: then everything is. */
bool ny_view_figure(const ny_view *view, uint32_t figure);
bool ny_view_payment(const ny_view *view, uint32_t payment);
/* Is one of them the party that looks? */
bool ny_view_between(const ny_view *view, uint32_t one, uint32_t other);
bool ny_view_restricted(const ny_view *view);
/* The statements as who looks may see them: the payments between others are not in it, nor what others
 * pay and receive. The same settlement where nothing is restricted. */
const ny_settlement *ny_settlement_seen(ny_arena *arena, const ny_settlement *settlement,
                                        const ny_view *view);

#endif
