/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a rule of comparison says, and what is known to go wrong with it: words for text/scoring.def. */

#ifndef NY_USE_SCORING_H
#define NY_USE_SCORING_H

#include "text/scoring.h"
#include "use/prose.h"

/* Which bid wins, of rules that stand in `award`: {0} the price, {1} its weight, {2} the band, {3} by what
 * those in it are told apart. */
ny_tell ny_rule_of(ny_scoring rule);
ny_tell ny_weakness_of(ny_scoring rule);
/* The rule's name in reports and JSON: "to_lowest". */
ny_text ny_scoring_name(ny_arena *arena, ny_scoring rule);

/* How a figure becomes points, as a sentence; not of rule NONE. */
ny_text ny_points_in_words(const ny_prose *prose, const ny_points_words *points);
/* "the lowest ready": what tells equal bids apart. */
ny_text ny_tie_in_words(const ny_prose *prose, const ny_tie_words *tie);
/* Which bid wins, as a sentence. */
ny_text ny_award_in_words(const ny_prose *prose, const ny_award_words *words);

#endif
