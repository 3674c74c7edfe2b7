/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What simulate and imagine need from the command line: the contract with its model, the offer, the
 * alternatives made ready, seed and number of worlds. */

#ifndef NY_CLI_IMAGINED_H
#define NY_CLI_IMAGINED_H

#include "cli/command.h"
#include "cli/taken_over.h"
#include "use/worlds.h"

#define NY_IMAGINED_MOST_WORLDS 10000000
#define NY_IMAGINED_MOST_INDIVIDUALS 100000000

#define NY_SET_OPTION                                                                              \
    {                                                                                              \
        "set", "NAME=VALUE",                                                                       \
            "in place of what the model or the contract says, where an alternative does not say "  \
            "itself; "                                                                             \
            "ALTERNATIVE.NAME=VALUE: there alone; may be said again"                               \
    }

typedef enum ny_imagined_which {
    NY_IMAGINED_ALL,       /* every alternative where none is named */
    NY_IMAGINED_AS_WRITTEN /* the contract without any alternative where none is named */
} ny_imagined_which;

/* What is asked for, in words. */
typedef struct ny_imagined_asked {
    NY_LIST(ny_text) files, alternatives, set; /* set: "price = 12_000 DKK per operation" */
    ny_text offer;                             /* a path, or empty: found beside the contract */
    ny_text offer_bytes; /* the bid itself where it is in no file of its own; `offer` names it */
    ny_imagined_which which;
    ny_language language;
    uint32_t individuals; /* of studies: people one at a time, so many; 0: as the text says */
} ny_imagined_asked;

typedef struct ny_imagined {
    ny_imagined_asked asked; /* with the offer that was found */
    ny_loaded loaded;
    ny_text offer_bytes;
    const ny_rows *taken_over; /* rows that the model takes over from files, or NULL */
    ny_taken_files taken_files;
    NY_LIST(ny_alternative) alternatives;
    uint32_t worlds, threads;
    uint64_t seed;
} ny_imagined;

/* The files with what they take over, and one more text behind them (empty: none); no alternative is made
 * ready and no offer looked for. What is wrong has been said when the status is not NY_DONE. */
ny_status ny_imagine_open(ny_arena *arena, const char *command, const ny_imagined_asked *asked,
                          ny_text name, ny_text text, ny_imagined *ret_imagined);
/* An alternative (NULL: the contract as written) as a plan with its model, without offers. */
ny_status ny_imagine_prepare(ny_arena *arena, const ny_imagined *imagined,
                             const ny_declaration *declaration, ny_alternative *ret_alternative);
/* Such an alternative once its offers are there: its pathways made ready. */
ny_status ny_imagine_with_offers(ny_arena *arena, const ny_imagined *imagined,
                                 ny_alternative *alternative);
/* What is wrong has been said when the status is not NY_DONE. Worlds, threads and seed are left alone; the
 * base case of people one at a time depends on the seed. */
ny_status ny_imagine_load(ny_arena *arena, const char *command, const ny_imagined_asked *asked,
                          ny_imagined *ret_imagined);
/* The same from the command line, worlds and seed too. */
ny_status ny_imagine_ready(ny_arena *arena, const char *command, const ny_arguments *arguments,
                           ny_imagined_which which, uint32_t usual_worlds,
                           ny_imagined *ret_imagined);
/* What the command line asks for. */
ny_imagined_asked ny_imagine_asked(ny_arena *arena, const ny_arguments *arguments,
                                   ny_imagined_which which);
/* A whole number within low..high, or a usage problem. `usual` where the option is not said. */
ny_status ny_number_said(ny_arena *arena, const char *command, const ny_arguments *arguments,
                         const char *option, uint64_t low, uint64_t high, uint64_t usual,
                         uint64_t *ret_number);

#endif
