/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Can a bid that loses change who wins? A search by structure and not by chance: grids from coarse to
 * fine over what the contract allows, every pair on them that differs in two things, a third bid that
 * moves one of these; and the exact place of the third bid at which the winner changes. The smallest
 * example is the one with the fewest bids, three, that differ in the fewest things, two, on the coarsest
 * grid that has one; of several, the one that is clearest: with the widest of the smaller leads. */

#ifndef NY_USE_STRESS_REVERSAL_H
#define NY_USE_STRESS_REVERSAL_H

#include "use/stress_field.h"

typedef struct ny_reversal {
    bool may;    /* some rule rests on other bids; else no bid can move another */
    bool common; /* but by a factor that is the same for all: none can move another either */
    bool found;
    uint64_t looked_at;      /* sets of three bids that were compared */
    uint32_t parts;          /* of the grid: limits in so many parts */
    bool all;                /* the search went through all of its grids */
    uint32_t lever, counter; /* what the pair differs in; the third moves the first of them */
    ny_rational *at[3];      /* by lever: X, Y and the third bid */
    ny_standing bids[3];
    ny_ranking before, after; /* of X and Y; of all three */
    uint32_t wins_before, wins_after;
    bool has_edge;
    uint32_t edge_lever; /* the one of the two that the third bid need not have moved so far */
    ny_crossing edge;    /* of this lever of the third bid: where the winner changes */
} ny_reversal;

/* Before anybody bids. */
void ny_reversal_find(ny_arena *arena, const ny_field *field, ny_reversal *ret_reversal);

/* One more bid that loses, and moves the award from the winner to another. */
typedef struct ny_added {
    uint32_t lever;
    ny_rational *at; /* by lever */
    ny_standing bid;
    uint32_t wins;      /* of the bids that are there */
    ny_ranking ranking; /* the added bid stands behind all others */
    bool has_edge;
    ny_crossing edge;
} ny_added;

/* Among bids that were made: whether one more, moving one lever and worst in all else, would change the
 * winner. False where none does. */
bool ny_added_find(ny_arena *arena, const ny_field *field, const ny_standing *bids, uint32_t count,
                   uint32_t winner, ny_added *ret_added);

#endif
