/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Everything that measuring and settling need from the command line: the contract with its sources,
 * the data, the offer, the days. */

#ifndef NY_CLI_GATHER_H
#define NY_CLI_GATHER_H

#include "cli/command.h"
#include "cli/progress.h"
#include "io/facts.h"
#include "io/file.h"
#include "io/offer.h"
#include "io/statement.h"
#include "use/prose.h"

/* The options that measure and settle share. */
#define NY_GATHER_OPTIONS                                                                          \
    {"data", "TABLE=FILE",                                                                         \
     "the extract of a table: a CSV file, BOOK.xlsx#SHEET or sqlite:FILE#TABLE; several files "    \
     "for one table are one table"},                                                               \
        {"facts", "FILE", "what has happened and who attested it, as JSON"},                       \
        {"source", "FILE", "how the extracts are written (a file with `source` declarations)"},    \
        {"as-of", "DATE", "the day seen from; without it, the day of the extract"},                \
        {"extracted", "DATE", "the day of the extract, where the source does not say"},            \
        {"period", "N", "only the statement of this contract year"},                               \
        {"rejects", "FILE", "write the list of faults there, as CSV"},                             \
    {                                                                                              \
        "output", "FILE", "write there instead of to the screen"                                   \
    }

/* A data file as it was before it was read. */
typedef struct ny_data_stamp {
    ny_text path;
    ny_file_stamp stamp;
} ny_data_stamp;

/* Bytes whose fingerprint is item `number` of the list. */
typedef struct ny_to_print {
    uint32_t number;
    ny_text bytes;
} ny_to_print;

typedef struct ny_given {
    ny_loaded loaded;
    ny_prose prose;
    ny_plan *plan;
    ny_tables tables;
    ny_offer offer;
    ny_facts facts;
    bool facts_given;
    ny_circumstances circumstances;
    ny_fingerprints fingerprints;
    NY_LIST(ny_data_stamp) stamps;
    NY_LIST(ny_to_print)
    to_print; /* while data are read: files whose fingerprints are still to come */
    uint32_t only_period;
    ny_progress_line *progress;
    const ny_view *view;         /* --as; NULL: whoever has the data */
    const ny_grouping *grouping; /* --by; or NULL */
    const ny_trace_of *traces;   /* what the run is asked to write down */
    uint32_t trace_count;
    ny_text trace_key;
    bool trace_values;
} ny_given;

typedef NY_LIST(ny_extract) ny_extract_list;

/* The contract, checked, and the files of --data, unread: one extract a table that was named. What is
 * wrong has been said when the status is not NY_DONE. */
ny_status ny_gather_files(ny_arena *arena, const char *command, const ny_arguments *arguments,
                          ny_given *ret_given, ny_extract_list *ret_extracts);
/* Loads, checks, lowers, reads the offer (when `with_offer`) and the data. What is wrong has been
 * said when the status is not NY_DONE. */
ny_status ny_gather(ny_arena *arena, const char *command, const ny_arguments *arguments,
                    bool with_offer, ny_given *ret_given);
/* Runs the plan exactly; a stop is said. */
ny_status ny_gather_run(ny_arena *arena, const ny_given *given, ny_result **ret_result);
/* What faults in the data could move, into the circumstances. */
void ny_gather_bounds(ny_arena *arena, ny_given *given, const ny_result *result);
/* The list of faults into --rejects, where that was said; it holds cells, so not for every eye. */
ny_status ny_deliver_rejects(ny_arena *arena, const char *command, const ny_arguments *arguments,
                             const ny_given *given);
/* To the screen, or whole into --output. */
ny_status ny_deliver(ny_arena *arena, const ny_arguments *arguments, ny_text text);

#endif
