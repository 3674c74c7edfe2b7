/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* One bid as its bidder sees it before handing it in: what was read, the points that its own figures give, and what it
 * means to the bidder by the bidder's own model. Shape: docs/schema/bid.json. No other bid is looked at. */

#ifndef NY_IO_BID_H
#define NY_IO_BID_H

#include "io/offer.h"
#include "io/page.h"
#include "use/award.h"
#include "use/prose.h"
#include "use/simulate.h"

/* The bidder's model, run. */
typedef struct ny_bid_preview {
    ny_text model;         /* its file */
    const ny_prose *prose; /* of that model */
    const ny_simulation *simulation;
    uint32_t alternative; /* the one in which the bid is accepted: the last */
} ny_bid_preview;

typedef struct ny_bid_seen {
    const ny_prose *prose;
    const ny_form *form;
    ny_sink *sink;                 /* with all faults */
    ny_text bidder;                /* or empty */
    const ny_value *values;        /* by figure */
    const bool *said;              /* by figure: it was filled in, and is no default */
    const ny_answer *answers;      /* by requirement */
    const ny_award_terms *terms;   /* NULL: the contract compares no bids, or there are faults */
    const ny_bid_figures *figures; /* with `terms` */
    const ny_bid_preview *preview; /* or NULL */
} ny_bid_seen;

ny_text ny_bid_json(ny_arena *arena, const ny_bid_seen *bid);
void ny_bid_page(const ny_bid_seen *bid, ny_page *page);

#endif
