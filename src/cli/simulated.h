/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What simulate, merge and sensitivity have in common: from worlds that are done to what is said of them. */

#ifndef NY_CLI_SIMULATED_H
#define NY_CLI_SIMULATED_H

#include "cli/imagined.h"
#include "io/json.h"

#define NY_SIMULATED_OPTIONS                                                                       \
    {"never-worse", "PARTY",                                                                       \
     "in how many worlds it is worse off than under the first alternative; may be said again"},    \
        {"budget-years", "calendar|contract",                                                      \
         "who gains and pays by calendar year, as it falls due; or by contract year. calendar"},   \
        {"draws", "FILE", "each world's figures as CSV, a line each, for R or Python"},            \
        {"trace", "FILE", "how many are where at each point of a study's pathways, as CSV"},       \
        {"json", NULL, "the results as JSON (simulate/1)"},                                        \
        {"format", "text|json|html", "how the results are written; text"},                         \
    {                                                                                              \
        "output", "FILE", "to this file; without it to the screen"                                 \
    }

typedef struct ny_simulated_how {
    ny_worlds_end end;
    uint32_t asked; /* worlds */
    double until_error;
    uint32_t threads;
} ny_simulated_how;

/* Parties and forms are what the command line says; so that nothing long is begun in vain. */
ny_status ny_simulated_check(ny_arena *arena, const char *command, const ny_arguments *arguments,
                             const ny_imagined *imagined);
/* Works out the results and writes them as was asked. */
ny_status ny_simulated_deliver(ny_arena *arena, const char *command, const ny_arguments *arguments,
                               const ny_imagined *imagined, const ny_worlds *worlds,
                               const ny_simulated_how *how);
/* What is simulated, for the file that keeps its worlds (io/kept.h). */
json_t *ny_imagined_json(ny_arena *arena, const ny_imagined *imagined, uint64_t seed,
                         uint32_t twins_every);
/* More bytes than this are not kept. */
#define NY_SIMULATED_MOST_KEPT 8e9
/* So many worlds may be kept; or a usage problem. */
ny_status ny_simulated_fits(ny_arena *arena, const char *command, const ny_worlds *worlds,
                            uint32_t asked);
/* "100_000": nought or more. */
bool ny_yardstick_said(ny_arena *arena, ny_text text, double *ret_yardstick);
/* "QALY" or "QALYs", where benefits are counted so; or a usage problem. */
ny_status ny_benefit_said(ny_arena *arena, const char *command, const ny_kept *kept, ny_text name,
                          ny_unit *ret_unit);
/* Where no world at all is defined under an alternative there is nothing to report. */
ny_status ny_simulated_defined(ny_arena *arena, const ny_imagined *imagined,
                               const ny_worlds *worlds);
typedef enum ny_result_form { NY_FORM_TEXT, NY_FORM_JSON, NY_FORM_HTML } ny_result_form;

/* What --json and --format say. */
ny_status ny_result_form_said(ny_arena *arena, const char *command, const ny_arguments *arguments,
                              ny_result_form *ret_form);
/* --threads, or as many as there are processors. */
ny_status ny_threads_said(ny_arena *arena, const char *command, const ny_arguments *arguments,
                          uint32_t *ret_threads);

#endif
