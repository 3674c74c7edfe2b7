/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Bids that nobody made, to try how a contract's rules compare. What a bidder can move is a lever: an
 * offer within its limits, the mark of a criterion on its scale, an expected amount between the two
 * figures where its line of points ends. A made-up bid has a place for each lever; its figures come from
 * the award's plan and its points from ny_award_rank, so it is compared as a real one. */

#ifndef NY_USE_STRESS_FIELD_H
#define NY_USE_STRESS_FIELD_H

#include "use/award_stress.h"

typedef enum ny_lever_kind {
    NY_LEVER_OFFER,
    NY_LEVER_MARK,
    NY_LEVER_EXPECTED,
} ny_lever_kind;

typedef struct ny_lever {
    ny_lever_kind kind;
    uint32_t number;         /* OFFER: a figure; else a criterion */
    ny_rational low, high;   /* what the contract allows, in base units */
    ny_rational worst, best; /* the same ends by merit, as far as they can be ranked */
    ny_rational step;        /* the least that it can move: 1 øre, or a thousandth of its limits */
    bool whole;              /* of its unit, as the offer is written */
    ny_rational unit;        /* from its unit to base units */
    bool moves;              /* a bid alike in all else wins by it */
    bool moves_others;       /* by it other bids get more or fewer points */
    bool money;
    bool stops_at_low; /* at its lowest the rules have no answer: a ratio of nought */
} ny_lever;

typedef struct ny_field {
    const ny_award_plan *plan;
    const ny_award_terms *terms;
    ny_language language;
    NY_LIST(ny_lever) levers;
    NY_LIST(uint32_t) held;    /* offers without limits, held at one value; figures */
    NY_LIST(uint32_t) unknown; /* criteria on expected amounts whose limits nobody knows */
    ny_value *inputs;          /* what is held, by input of the plan */
    ny_standing bystander;     /* another that meets them; not `in` where there is none */
    ny_rational *middle;       /* a bid that meets all requirements, in the middle where it can */
    bool sound;                /* there is such a bid; else nothing can be tried */
    uint32_t price;            /* the lever in money that moves the comparison most; or NY_NONE */
} ny_field;

ny_field ny_field_of(ny_arena *arena, const ny_award_plan *plan, const ny_award_terms *terms,
                     ny_language language);
/* `at`: by lever. False where it fails a requirement or a figure divides by nought. */
bool ny_field_stand(ny_arena *arena, const ny_field *field, ny_text name, const ny_rational *at,
                    ny_standing *ret_bid);
/* Ranked by ny_award_rank; where the bids are alike in a figure whose points go from the lowest to the
 * highest there is no line of points, and then beside the bystander, who stands behind them. False: the
 * rules have no answer. `bids` has room for one more. */
bool ny_field_rank(ny_arena *arena, const ny_field *field, ny_standing *bids, uint32_t count,
                   ny_ranking *ret_ranking);
/* What an input of the plan is in a made-up bid. */
ny_value ny_field_input(const ny_field *field, const ny_rational *at, uint32_t input);
/* A copy of `at` with one lever moved. */
ny_rational *ny_field_moved(ny_arena *arena, const ny_field *field, const ny_rational *at,
                            uint32_t lever, ny_rational to);
/* So many parts of `parts` of the way from one to the other. */
ny_rational ny_part_way(ny_arena *arena, ny_rational from, ny_rational to, uint32_t part,
                        uint32_t parts);
/* So many parts of `parts` of the way from its lowest to its highest, as it can be offered. */
ny_rational ny_lever_place(ny_arena *arena, const ny_lever *lever, uint32_t part, uint32_t parts);

/* --- where something changes ------------------------------------------------------------------- */

/* False: it has no answer there. What it gives lives in the arena. */
typedef bool ny_gap(const void *context, ny_arena *arena, ny_rational at, ny_rational *ret_gap);

typedef struct ny_crossing {
    bool exact;            /* the gap is nought at `low`, which is `high`, too */
    ny_rational low, high; /* between these it changes sign */
} ny_crossing;

/* Where the gap, of different signs at `low` and `high` (in either order), is nought. */
bool ny_cross(ny_arena *arena, ny_gap *gap, const void *context, ny_rational low, ny_rational high,
              ny_crossing *ret_crossing);

#endif
