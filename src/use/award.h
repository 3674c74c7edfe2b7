/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Bids compared by the contract's own rules, in fractions throughout: figures of each bid, points,
 * what is compared, ranks. Nothing is rounded, and equal bids stay equal: what `ties` does not settle
 * is left to the drawing of lots, which is not drawn here.
 *
 * First ny_award_terms_find, once; then ny_award_figures_find for each bid alone; then ny_award_rank
 * over any of them, as often as one likes: a bid that is not `in` moves nobody. */

#ifndef NY_USE_AWARD_H
#define NY_USE_AWARD_H

#include "plan/award.h"
#include "run/exact.h"

/* What the contract alone says: no bid moves it. By criterion. */
typedef struct ny_award_terms {
    const ny_model *model;
    const ny_award *award;
    ny_rational *weights;        /* of its whole; or worth, money per point */
    ny_rational *first, *second; /* where lines of points end: figures, or shares above */
    ny_rational price_weight, band;
} ny_award_terms;

/* What is compared of one bid. */
typedef struct ny_standing {
    ny_text name;
    bool in;             /* it is compared */
    ny_rational *values; /* by criterion: its figure, mark or expected amount; of parts: unused */
    ny_rational price, plus; /* of the award's own line; 0 where it has none */
    const ny_rational *ties; /* by tie of the award: its figure; of other ties unused */
    ny_text received; /* by its receipt; empty, of a bid that is made up: behind all that came */
} ny_standing;

/* Figures that a bid gives by itself. */
typedef struct ny_bid_figures {
    bool *
        met; /* by requirement; true where it has no condition, or that rests on what is still sealed */
    ny_rational *values; /* by criterion judged by a figure; else 0 */
    ny_rational price, plus;
    ny_rational *ties; /* by tie of the award that names a figure; else 0 */
} ny_bid_figures;

typedef struct ny_bid_place {
    ny_rational *points;  /* by criterion; of one that is made of parts: theirs, weighed */
    ny_rational total;    /* points by their weights, or what they are worth */
    ny_rational compared; /* by which the bid is ranked */
    bool outside_band;    /* RATIO_BAND: ranked behind all within */
    uint32_t rank;        /* from 1, equal bids share theirs; 0: not compared */
    uint32_t equals;      /* how many have this rank */
} ny_bid_place;

/* Why no ranking can be made; `criterion` NY_NONE: the award's own line. */
typedef enum ny_award_problem {
    NY_AWARD_RANKED,
    NY_AWARD_RATIO_OF_ZERO, /* of this bid */
    NY_AWARD_NO_LINE,       /* both ends at this figure */
} ny_award_problem;

typedef struct ny_ranking {
    ny_award_problem problem;
    uint32_t criterion, bid;
    ny_rational at;
    ny_bid_place *places; /* by bid */
    uint32_t *order;      /* those compared, best first; equal ones by name */
    uint32_t compared;
    /* By criterion, where the line of points ends; of a proportion `first` is what it is measured by. */
    ny_rational *first, *second;
    bool higher_wins; /* else the lowest figure does */
} ny_ranking;

/* False, with the stop, where a figure of the contract divides by zero. */
bool ny_award_terms_find(ny_arena *arena, const ny_award_plan *plan, ny_language language,
                         ny_award_terms *ret_terms, ny_stop *ret_stop);
/* `values` has one an input of the plan. */
bool ny_award_figures_find(ny_arena *arena, const ny_award_plan *plan, ny_language language,
                           const ny_value *values, ny_bid_figures *ret_figures, ny_stop *ret_stop);
/* The marks of the judges as one: their mean or median. `marks` is sorted in place. */
ny_rational ny_award_mark(ny_arena *arena, const ny_judges_words *judges, ny_rational *marks,
                          uint32_t count);
void ny_award_rank(ny_arena *arena, const ny_award_terms *terms, const ny_standing *bids,
                   uint32_t count, ny_ranking *ret_ranking);
/* Of two bids that are equal by what is compared: the tie of the award that tells them apart. NY_NONE: they are
 * not equal, or nothing does. */
uint32_t ny_award_told_apart(const ny_award_terms *terms, const ny_standing *bids,
                             const ny_ranking *ranking, uint32_t a, uint32_t b);
/* The points that a bid's own figure gives; false where they rest on other bids, on judges, a model or parts. */
bool ny_award_points_alone(ny_arena *arena, const ny_award_terms *terms, uint32_t criterion,
                           ny_rational value, ny_rational *ret_points);
/* Its weight in the whole: of a part, times those of the criteria it is a part of. */
ny_rational ny_award_weight(ny_arena *arena, const ny_award_terms *terms, uint32_t criterion);
bool ny_award_higher_wins(ny_scoring rule);
/* The one that wins alone, or NY_NONE. */
uint32_t ny_award_winner(const ny_ranking *ranking);

#endif
