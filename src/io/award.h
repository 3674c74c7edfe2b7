/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* An award as a report: every point with what it was computed from, so that a bidder who lost can do it
 * over with the published contract and a pencil. Shape: docs/schema/award.json. */

#ifndef NY_IO_AWARD_H
#define NY_IO_AWARD_H

#include "io/json.h"
#include "io/page.h"
#include "io/tender.h"
#include "use/award.h"
#include "use/award_expected.h"
#include "use/award_stress.h"
#include "use/prose.h"

/* What the simulated criteria are of every bid; a list each, one a simulated criterion. */
typedef struct ny_tender_expected {
    ny_tender_seed seed;
    uint32_t count;
    ny_expectation *ranked;  /* as the contract says */
    ny_expectation *without; /* by the models alone; the same where nothing is assessed */
} ny_tender_expected;

typedef struct ny_awarded {
    const ny_prose *prose;
    const ny_tender *tender;
    const ny_award_terms *terms;
    const ny_standing *bids; /* one a bid of the tender */
    const ny_ranking *ranking;
    const ny_stability *stability; /* or NULL: not asked */
    const ny_fingerprints *fingerprints;
    const ny_tender_expected *expected; /* count 0: no criterion is simulated */
    const ny_decision *decision;
    const ny_standing *bids_without; /* by the models alone; NULL: nothing is assessed */
    const ny_ranking *ranking_without;
} ny_awarded;

/* Whose eyes it is for: NY_NONE: the buyer's; else a bid of the tender. Of other bids a bidder sees names,
 * ranks and points, and no figure that they offered nor a judge's reason. */
ny_text ny_award_json(ny_arena *arena, const ny_awarded *awarded, uint32_t reader);
void ny_award_page(const ny_awarded *awarded, uint32_t reader, ny_page *page);
/* What would change the winner, as in that report's `stability`; the caller's. */
json_t *ny_stability_json(ny_arena *arena, const ny_awarded *awarded);
/* The letter to one bidder. */
void ny_award_letter(const ny_awarded *awarded, uint32_t bid, ny_page *page);

#endif
