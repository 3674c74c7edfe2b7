/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What stress found, as a report to read aloud to a tender board: findings first, each with what would
 * mend it; then the figures behind them. Shape of the JSON: docs/schema/stress.json. */

#ifndef NY_IO_STRESS_H
#define NY_IO_STRESS_H

#include "io/page.h"
#include "io/tender.h"
#include "use/prose.h"
#include "use/stress.h"

typedef struct ny_stressed {
    const ny_prose *prose;
    const ny_award_plan *plan;
    const ny_award_terms *terms;
    const ny_stress *model;       /* before anybody bids; else NULL, and then: */
    const ny_stress_award *award; /* with the bids */
    const ny_tender *tender;
    const ny_standing *bids;
    const ny_ranking *ranking;
} ny_stressed;

ny_text ny_stress_json(ny_arena *arena, const ny_stressed *stressed);
void ny_stress_page(const ny_stressed *stressed, bool html, ny_page *page);

/* --- words that both use: stress_words.c ---------------------------------------------------------- */

typedef struct ny_stress_finding {
    const char *what;   /* its kind in JSON */
    ny_text text, mend; /* mend: empty where nothing is to be mended */
} ny_stress_finding;

typedef NY_LIST(ny_stress_finding) ny_stress_findings;

/* The gravest first. */
ny_stress_findings ny_stress_find_words(ny_arena *arena, const ny_stressed *stressed);
ny_text ny_lever_name(const ny_stressed *stressed, const ny_field *field, uint32_t lever);
/* A value of a lever with its unit, as a reader writes it; exactly, with the fraction where decimals do
 * not end. */
ny_text ny_lever_value(const ny_stressed *stressed, const ny_field *field, uint32_t lever,
                       ny_rational value);
/* Rounded to the least step of the lever: to the øre. */
ny_text ny_lever_about(const ny_stressed *stressed, const ny_field *field, uint32_t lever,
                       ny_rational value);
/* A value of the figure of a criterion, or of the award's price (NY_NONE). */
ny_text ny_criterion_value(const ny_stressed *stressed, uint32_t criterion, ny_rational value);
/* What a better figure is worth in one sentence; `any` of its places is known. */
ny_text ny_worth_words(const ny_stressed *stressed, const ny_worth *worth);
ny_text ny_criterion_title(const ny_stressed *stressed, uint32_t criterion);
/* "0.333333 (1/3)" */
ny_text ny_exact_words(const ny_prose *prose, ny_rational value);
ny_text ny_exact_percent(const ny_prose *prose, ny_rational share);

#endif
