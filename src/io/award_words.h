/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Figures of an award in words, with the unit that the contract gives them. */

#ifndef NY_IO_AWARD_WORDS_H
#define NY_IO_AWARD_WORDS_H

#include "use/prose.h"

/* What the expression comes to, in base units, as "1.5 %", "12 hours", "15,248,888.89 DKK". */
ny_text ny_award_figure(const ny_prose *prose, const ny_expression *expression, ny_rational value);
/* What a criterion's figure is in a bid: an offer, a mark, an expected amount. */
ny_text ny_criterion_figure(const ny_prose *prose, const ny_criterion *criterion,
                            ny_rational value);
/* What a point is worth: "240,000 DKK per point". A weight: "60 %". */
ny_text ny_award_weight_words(const ny_prose *prose, const ny_criterion *criterion,
                              ny_rational weight);

#endif
