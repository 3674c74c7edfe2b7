/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Worked figures: what each payment comes to on values chosen to show its rule. The values are made
 * up by fixed rules from the ranges that the contract states; the amounts come from the same plan
 * and the same evaluator as a settlement. */

#ifndef NY_USE_WORKED_H
#define NY_USE_WORKED_H

#include "run/result.h"

typedef struct ny_worked ny_worked;

/* One value that a worked figure rests on. */
typedef struct ny_worked_value {
    uint32_t figure; /* or NY_NONE: then the column, of `table` */
    uint32_t table, column;
    bool previous, final; /* the year before; the term's last year */
    ny_keyword part;      /* rows known events of a measure; or NONE */
    ny_value value;       /* in base units */
} ny_worked_value;

typedef struct ny_worked_figure {
    bool computed;
    NY_LIST(ny_worked_value) values;
    ny_line line; /* the amount, who pays whom, when due; amount 0 and payer NY_NONE: nothing */
} ny_worked_figure;

/* Works the contract through once. NULL where it cannot be computed yet; `problems` then says why. */
ny_worked *ny_work_through(ny_arena *arena, ny_sink *problems, const ny_model *model);
/* The payment's worked figure; `computed` is false where no example came out. */
ny_worked_figure ny_worked_payment(ny_arena *arena, const ny_worked *worked, uint32_t payment);

#endif
