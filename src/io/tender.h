/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A tender as files: receipts.json, bids/NAME/answers.json and price.json, scores/JUDGE.json, and the lock
 * that stands between the judging of quality and the reading of prices.
 *
 * A bid that is late, incomplete or wrong is not refused but out, with the reason, so that none
 * disappears. What makes it uncertain what the tender holds (a receipt twice, a mark outside its scale)
 * is an error, and nothing is computed. Shapes: docs/schema/receipts.json, scores.json, lock.json. */

#ifndef NY_IO_TENDER_H
#define NY_IO_TENDER_H

#include "io/file.h"
#include "io/fingerprint.h"
#include "io/offer.h"

/* Whether a bid is compared, and why it is not. */
typedef enum ny_out {
    NY_OUT_NOT,
    NY_OUT_MISSING,
    NY_OUT_LATE,
    NY_OUT_ALTERED,
    NY_OUT_FAULTS,
    NY_OUT_REQUIREMENT,
} ny_out;

typedef struct ny_bid {
    ny_text name;                   /* its folder */
    ny_text bidder;                 /* as its answers say; empty: none */
    ny_text received;               /* by its receipt */
    ny_text answers_due, price_due; /* fingerprints by its receipt; empty: not said */
    ny_text answers_print;          /* of its answers as they lie here */
    ny_value *values;               /* by figure; UNKNOWN while sealed */
    ny_answer *answers;             /* by requirement */
    uint32_t first_mark, marks;     /* its marks in the tender's, in which they stand together */
    ny_out out;
    ny_text reason; /* of `out`, in the sink's language */
    bool has_receipt;
} ny_bid;

typedef struct ny_judge {
    ny_text name, file, print;
} ny_judge;

typedef struct ny_mark {
    uint32_t judge, bid, criterion;
    ny_rational points;
    ny_text reason;
} ny_mark;

/* What one bid gets in place of what the model assumes: `value` as it would stand behind the name. */
typedef struct ny_assessed {
    uint32_t bid;
    ny_text assumption, value, source, reason;
    ny_span span;
} ny_assessed;

typedef struct ny_tender {
    const ny_model *model;
    ny_text bids_path, scores_path, receipts_path;
    ny_text deadline;
    ny_text receipts_print;
    NY_LIST(ny_bid) bids; /* in order of their names */
    NY_LIST(ny_judge) judges;
    NY_LIST(ny_mark) marks;
    ny_text assessment_path, assessment_print; /* empty: there is none */
    NY_LIST(ny_assessed) assessed;
    NY_LIST(ny_sink *) faults; /* of bids that are out, one each: said, and stop nothing */
} ny_tender;

/* Receipts and answers; no price is opened. NY_INPUT_WRONG with all that is wrong in the sink. */
ny_status ny_tender_open(ny_arena *arena, ny_sink *sink, const ny_model *model, ny_text bids_path,
                         ny_text receipts_path, ny_tender *ret_tender, ny_text *ret_problem);
/* The prices of those that are not out. Only behind a lock that holds. */
ny_status ny_tender_open_prices(ny_arena *arena, ny_sink *sink, ny_tender *tender,
                                ny_text *ret_problem);
/* Puts a bid out, unless it is already. */
void ny_tender_put_out(ny_tender *tender, uint32_t bid, ny_out out, ny_text reason);
/* The envelope, or the bid's folder, is a link: it could lead to another bid. */
bool ny_tender_is_linked(ny_arena *arena, const ny_tender *tender, const ny_bid *bid,
                         const char *file);
/* For people to find the line: where the name `key` stands for the time `number`, counted from 0, or the beginning. */
ny_span ny_tender_place(uint32_t source, ny_text bytes, const char *key, size_t number);
/* tender_scores.c: every file of the folder but lock.json and assessment.json is a judge's. */
ny_status ny_tender_read_scores(ny_arena *arena, ny_sink *sink, ny_tender *tender,
                                ny_text scores_path, ny_text *ret_problem);
/* Reports each criterion of each bid that has fewer marks than are due. */
bool ny_tender_marks_complete(ny_arena *arena, ny_sink *sink, const ny_tender *tender);

/* tender_assessment.c: assessment.json among the scores, where the contract asks for it and only there. Whether
 * the models assume what is assessed is for the caller to see. */
ny_status ny_tender_read_assessment(ny_arena *arena, ny_sink *sink, ny_tender *tender,
                                    ny_text scores_path, ny_text *ret_problem);

/* tender_seed.c: where the random numbers of simulated criteria start. `of`: what it was derived from, a line
 * each; its fingerprint; the seed is that fingerprint's first 12 hexadecimal digits. */
typedef struct ny_tender_seed {
    ny_text of, print;
    uint64_t seed;
} ny_tender_seed;

/* From the published files and all bids received in time; only behind the lock, since it takes the
 * fingerprints of sealed envelopes (and reads nothing in them). */
ny_status ny_tender_seed_find(ny_arena *arena, ny_language language, const ny_tender *tender,
                              const ny_fingerprints *published, ny_tender_seed *ret_seed,
                              ny_text *ret_problem);
/* The last part of a path: where a tender's folder lies is nobody's business. */
ny_text ny_tender_file_name(ny_text path);

/* tender_lock.c */
/* What is locked, as lock/1: the contract's files, receipts, answers, scores. */
ny_text ny_lock_json(ny_arena *arena, const ny_tender *tender, const ny_fingerprints *contract);
/* False, reported: there is no lock here, or something is not what was locked. */
bool ny_lock_holds(ny_arena *arena, ny_sink *sink, const ny_tender *tender,
                   const ny_fingerprints *contract, ny_text name, ny_text bytes);

#endif
