/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The contract's own words, quoted in reports. */

#ifndef NY_USE_WORDS_H
#define NY_USE_WORDS_H

#include "model/model.h"

/* As the contract writes it, on one line and without its comments. `texts` are its files by source
 * number. */
ny_text ny_contract_words_at(ny_arena *arena, const ny_text *texts, ny_span span);

typedef struct ny_assumed {
    uint32_t figure;     /* of the contract: what is replaced */
    const char *instead; /* what the contract has there: "to be agreed", "a fact", … */
    ny_text words;       /* "= 15 % from \"imagined\"" */
} ny_assumed;

typedef NY_LIST(ny_assumed) ny_assumed_list;

/* What a model assumes in place of figures of the contract, in the order of the contract. */
ny_assumed_list ny_assumed_instead(ny_arena *arena, const ny_model *model, const ny_text *texts);

#endif
