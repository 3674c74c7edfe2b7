/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What lock, award and stress share: the contract, the tender's folders, the lock, and bids as they stand. */

#ifndef NY_CLI_TENDERED_H
#define NY_CLI_TENDERED_H

#include "cli/command.h"
#include "cli/expected.h"
#include "io/award.h"
#include "io/tender.h"

#define NY_TENDER_OPTIONS                                                                          \
    {"bids", "DIR",                                                                                \
     "the bids: a folder each, with answers.json and price.json; `bids` beside the scores"},       \
        {"scores", "DIR", "the judges' scores: a JSON file each"},                                 \
        {"receipts", "FILE", "who handed in what, and when; `receipts.json` beside the scores"},   \
        {"lock", "FILE", "the lock; `lock.json` among the scores"},                                \
    {                                                                                              \
        "threads", "N", "how many at once, where worlds are simulated; as many as processors"      \
    }

typedef struct ny_tendered {
    ny_loaded loaded;
    ny_prose prose;
    ny_award_plan plan;
    ny_tender tender;
    ny_fingerprints fingerprints; /* of the contract's files, and of the models that it names */
    ny_tender_models models;
    ny_text lock_path;
    ny_award_terms terms;
    ny_standing *bids;
    ny_ranking ranking;
    ny_tender_expected expected; /* count 0: no criterion is simulated */
    ny_standing *bids_without;   /* by the models alone; NULL where nothing is assessed */
    ny_ranking ranking_without;
    ny_decision decision;
} ny_tendered;

/* The contract alone, and its award as a plan. */
ny_status ny_tendered_contract(ny_arena *arena, const char *command, const ny_arguments *arguments,
                               ny_tendered *ret_tendered);
/* And what the contract alone says of the award. */
ny_status ny_tendered_terms(ny_arena *arena, const char *command, const ny_arguments *arguments,
                            ny_tendered *ret_tendered);
/* Of the contract: and receipts, answers and scores: all that is known before a price is opened. */
ny_status ny_tendered_open(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_tendered *ret_tendered);
/* Whether all that is open is what was locked; what is not, or that there is no lock, is said. */
ny_status ny_tendered_check_lock(ny_arena *arena, ny_tendered *tendered);
/* And, behind a lock that holds, prices and the ranking. Faults of bids that are out have been said. */
ny_status ny_tendered_rank(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_tendered *ret_tendered);
/* Says the faults of bids that are out, on standard error. */
void ny_tendered_say_faults(ny_arena *arena, ny_tender *tender);
ny_given_marks ny_tendered_marks(ny_arena *arena, const ny_tender *tender);

#endif
