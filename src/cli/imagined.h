/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What simulate and imagine need from the command line: the contract with its model, the offer, the
 * alternatives made ready, seed and number of worlds. */

#ifndef NY_CLI_IMAGINED_H
#define NY_CLI_IMAGINED_H

#include "cli/command.h"
#include "use/simulate.h"

#define NY_IMAGINED_MOST_WORLDS 10000000

typedef struct ny_imagined {
    ny_loaded loaded;
    NY_LIST(ny_alternative) alternatives;
    uint32_t worlds;
    uint64_t seed;
} ny_imagined;

typedef enum ny_imagined_which {
    NY_IMAGINED_ALL,       /* every alternative where none is named */
    NY_IMAGINED_AS_WRITTEN /* the contract without any alternative where none is named */
} ny_imagined_which;

/* What is wrong has been said when the status is not NY_DONE. */
ny_status ny_imagine_ready(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_imagined_which which, uint32_t usual_worlds,
                           ny_imagined *ret_imagined);
/* A whole number within low..high, or a usage problem. `usual` where the option is not said. */
ny_status ny_number_said(ny_arena *arena, const char *command, const ny_arguments *arguments,
                         const char *option, uint64_t low, uint64_t high, uint64_t usual,
                         uint64_t *ret_number);

#endif
