/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Offers: what a bidder fills in, as JSON (docs/schema/offer.json). Its values are texts in the
 * contract's own language. */

#ifndef NY_IO_OFFER_H
#define NY_IO_OFFER_H

#include "base/status.h"
#include "io/paper.h"
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
/* The answers of a bid to what it must do. */
typedef struct ny_answer {
    bool said, yes;
    ny_text evidence; /* what proves it, or empty */
} ny_answer;

/* One envelope of a bid. */
typedef struct ny_enveloped {
    ny_text bidder;
    ny_value *values;   /* by figure of the model; UNKNOWN where it is no offer of this envelope */
    ny_answer *answers; /* by requirement; only of the quality envelope */
} ny_enveloped;

/* Reads what lies in one envelope, NY_KEYWORD_PRICE or _QUALITY (NONE: both in one): all offers of the contract that belong
 * there, and none of the other's. False, with all that is wrong in the sink. */
bool ny_offer_read_envelope(ny_arena *arena, ny_sink *sink, const ny_model *model,
                            ny_keyword envelope, ny_text name, ny_text bytes,
                            ny_enveloped *ret_part);
/* The same of what was read already. */
bool ny_offer_read_paper(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_keyword envelope,
                         const ny_paper *paper, ny_enveloped *ret_part);
/* No bid: every offer has its `if not offered`, or that is reported. */
bool ny_offer_none(ny_arena *arena, ny_sink *sink, const ny_plan *plan, ny_offer *ret_offer);

#endif
