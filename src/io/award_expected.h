/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to the award reports: what they say of simulated criteria. `reader` as in award.h. */

#ifndef NY_IO_AWARD_EXPECTED_H
#define NY_IO_AWARD_EXPECTED_H

#include "io/award.h"

#include <jansson.h>

/* Nothing where no criterion is simulated. */
void ny_award_expected_page(const ny_awarded *awarded, uint32_t reader, ny_page *page);
/* Whether it is decided, and why not: to stand before the ranking. */
void ny_award_decision_page(const ny_awarded *awarded, uint32_t reader, ny_page *page);
/* What a letter says where nothing is decided; false, with nothing added, where it is. */
bool ny_award_letter_open(const ny_awarded *awarded, uint32_t bid, ny_page *page);
/* null where no criterion is simulated. */
json_t *ny_award_expected_json(ny_arena *arena, const ny_awarded *awarded, uint32_t reader);

#endif
