/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See scoring.h. */

#include "text/scoring.h"

#include "base/bug.h"

#define NY_RESTS_NONE NY_PHRASE_COUNT
#define NY_RESTS_LOWEST NY_WORDS_THE_LOWEST_BID
#define NY_RESTS_HIGHEST NY_WORDS_THE_HIGHEST_BID
#define NY_RESTS_ENDS NY_WORDS_LOWEST_AND_HIGHEST_BID
#define NY_RESTS_MEAN NY_WORDS_THE_MEAN_OF_BIDS
#define NY_RESTS_BEST NY_WORDS_THE_BEST_BID

static const ny_phrase rests_on[] = {
    [NY_SCORING_NONE] = NY_RESTS_NONE,
#define NY_SCORING(name, place, depends) [NY_SCORING_##name] = NY_RESTS_##depends,
#include "text/scoring.def"
#undef NY_SCORING
};

bool ny_rule_looks_at_others(ny_scoring rule)
{
    NY_BUG_ON(rule >= NY_SCORINGS);
    return rests_on[rule] != NY_RESTS_NONE;
}

ny_phrase ny_rule_rests_on(ny_scoring rule)
{
    NY_BUG_ON(!ny_rule_looks_at_others(rule));
    return rests_on[rule];
}
