/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which rules of comparison rest on other bids than the one they judge, from scoring.def. */

#ifndef NY_TEXT_SCORING_H
#define NY_TEXT_SCORING_H

#include "base/phrase.h"
#include "text/tree.h"

/* Do the points, or the figure compared, that a bid gets by this rule depend on other bids? */
bool ny_rule_looks_at_others(ny_scoring rule);
/* On which: "the lowest bid". The rule looks at others. */
ny_phrase ny_rule_rests_on(ny_scoring rule);

#endif
