/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Offers: what a bidder fills in, as JSON (docs/schema/offer.json). Its values are texts in the
 * contract's own language. */

#ifndef NY_IO_OFFER_H
#define NY_IO_OFFER_H

#include "base/status.h"
#include "plan/plan.h"

typedef struct ny_offer {
    ny_text bidder;
    ny_value *values; /* one an input of the plan; those that are no offers are UNKNOWN */
} ny_offer;

/* Reads a bid. False, with all that is wrong in the sink: not JSON, of another contract, a name that
 * the contract does not ask for, a value of another unit or outside its range, an offer that lacks
 * and has no `if not offered`. */
bool ny_offer_read(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_text name, ny_text bytes,
                   ny_offer *ret_offer);
/* No bid: every offer has its `if not offered`, or that is reported. */
bool ny_offer_none(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_offer *ret_offer);

#endif
