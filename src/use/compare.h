/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Alternatives against each other (weigh.h). Costs are what a party pays less what it receives, at
 * present value, or the same of all parties together (society: what they pay each other cancels and is
 * left out); effects are benefits in one unit, whoever has them. Both are looked at as stated (one run,
 * where there is one: a study's) and over the worlds that are defined under every alternative, world by
 * world, since these draw with the same random numbers. */

#ifndef NY_USE_COMPARE_H
#define NY_USE_COMPARE_H

#include "use/base_case.h"
#include "use/estimate.h"
#include "use/weigh.h"

/* As stated, counted and discounted in one way. */
typedef struct ny_compared_way {
    const ny_counted_way *way;
    ny_weighed weighed;
} ny_compared_way;

/* What stands `under` one heading (empty: under none) of the costs of a purse. */
typedef struct ny_compared_heading {
    ny_text heading;
    ny_estimate *costs; /* by alternative, over the worlds */
} ny_compared_heading;

/* One purse against one kind of benefit. */
typedef struct ny_compared {
    uint32_t party; /* NY_NONE: society */
    uint32_t currency;
    bool has_unit; /* else nobody has benefits but in money: effects are nought */
    ny_unit unit;
    ny_weighed stated; /* worlds 0: there is none */
    NY_LIST(ny_compared_way) ways;
    ny_weighed drawn;
    NY_LIST(ny_compared_heading) headings; /* in the text's order; none where no line has one */
} ny_compared;

typedef struct ny_compare_asked {
    NY_LIST(uint32_t)
    parties; /* NY_NONE: society; empty: each, and society where it is none of them */
    bool has_unit;
    ny_unit unit; /* else each */
    ny_yardsticks yardsticks;
} ny_compare_asked;

typedef struct ny_comparing {
    const ny_worlds *worlds;
    uint32_t paired; /* worlds that are defined under every alternative */
    NY_LIST(ny_compared) list;
    /* Set by who has them: */
    ny_worlds_end end;
    uint32_t asked; /* worlds */
    NY_LIST(ny_text) set;
} ny_comparing;

/* At least one world is done, and at least two alternatives. `list` is empty where no party has both. */
ny_comparing *ny_compare(ny_arena *arena, const ny_worlds *worlds, const ny_compare_asked *asked);

#endif
