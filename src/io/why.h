/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What `nytte why` answers, for people and for programs (docs/schema/why.json). */

#ifndef NY_IO_WHY_H
#define NY_IO_WHY_H

#include "io/statement.h"
#include "use/why.h"

typedef struct ny_why_report {
    const ny_report_of *report; /* with the settlement as who looks may see it */
    const ny_why *why;
    const ny_sink *sink; /* knows the contract's texts */
    const ny_text *texts;
    ny_text key;    /* of the row asked for, or empty */
    bool latest;    /* the statement was not said: it is the latest */
    bool every_row; /* JSON: what became of each row, by its key */
} ny_why_report;

/* Text, or a whole HTML document. */
ny_text ny_why_page(const ny_why_report *why, bool html);
ny_text ny_why_json(const ny_why_report *why);

/* --- what both say ----------------------------------------------------------------------------- */

/* The name of a step: a payment's label, a figure's name, the words of a count. */
ny_text ny_why_name(const ny_why_report *why, const ny_why_step *step);
/* An operation as the contract names or writes it. */
ny_text ny_why_words(const ny_why_report *why, uint32_t op);
/* The value of an operation for people: yes, 4.88 %, 12,500 DKK, VEJ; "is not known". `near` is a figure
 * whose unit it may share, or NULL. */
ny_text ny_why_value(const ny_why_report *why, uint32_t op, ny_value value, const ny_figure *near);
/* The same exactly, for programs: a fraction, a date, a word. */
ny_text ny_why_exact(const ny_why_report *why, uint32_t op, ny_value value);
/* The figure that a step is about, or NULL. */
const ny_figure *ny_why_figure(const ny_why_report *why, const ny_why_step *step);
/* Are rows of this fate shown to who looks? */
bool ny_why_shows(const ny_why_report *why, ny_fate fate);
/* Why a row fared so: exclusions, conditions, what lacks; empty where the fate says it all. */
ny_text ny_why_because(const ny_why_report *why, const ny_reason *reason);

#endif
