/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Simulated criteria of a tender: the models that they name, loaded and tried before any price is opened,
 * and run for every bid behind the lock. */

#ifndef NY_CLI_EXPECTED_H
#define NY_CLI_EXPECTED_H

#include "cli/imagined.h"
#include "io/award.h"
#include "io/tender.h"

/* A model that a criterion names, ready but for the bids' offers. */
typedef struct ny_tender_model {
    ny_text file; /* as the contract says */
    ny_imagined imagined;
    ny_alternative as_written;
    ny_alternative *assessed; /* by bid; without a plan where nothing is assessed for it */
} ny_tender_model;
typedef NY_LIST(ny_tender_model) ny_tender_models;

/* The models of the contract's simulated criteria, with what is assessed; none where it has none. Adds the
 * files to the fingerprints. Runs before any price is opened. What is wrong has been said when the
 * status is not NY_DONE. */
ny_status ny_tender_models_load(ny_arena *arena, const char *command, const ny_loaded *contract,
                                const ny_tender *tender, ny_fingerprints *fingerprints,
                                ny_tender_models *ret_models);

/* Behind the lock, prices open. `threads` may be said on the command line. */
ny_status ny_tender_expect(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           const ny_loaded *contract, const ny_tender *tender,
                           const ny_tender_models *models, const ny_tender_seed *seed,
                           ny_tender_expected *ret_expected);

#endif
