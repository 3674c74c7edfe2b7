/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Against an earlier settlement of the same contract: what corrected data, late attestations or
 * another text have moved, payment by payment, and what is therefore to be settled now. Nothing is
 * computed anew: both sides are figures of settlements. */

#ifndef NY_USE_DIFFERENCE_H
#define NY_USE_DIFFERENCE_H

#include "use/settle.h"

/* An amount of an earlier statement, in the words in which it was written. */
typedef struct ny_earlier_payment {
    ny_text clause, label, from, to, currency;
    ny_rational amount;
} ny_earlier_payment;

typedef struct ny_earlier_figure {
    ny_text name;
    bool known;
    ny_rational value; /* in the unit of its declaration */
} ny_earlier_figure;

typedef struct ny_earlier_statement {
    uint32_t period; /* from 0 */
    bool final;
    NY_LIST(ny_earlier_payment) payments;
    NY_LIST(ny_earlier_figure) figures; /* measures, then figures */
} ny_earlier_statement;

typedef struct ny_earlier_file {
    ny_text role, name, hash;
} ny_earlier_file;

typedef struct ny_earlier {
    ny_text name; /* of the file it was read from */
    ny_text contract, bidder;
    bool has_as_of;
    ny_date as_of;
    NY_LIST(ny_earlier_statement) statements;
    NY_LIST(ny_earlier_file) files;
} ny_earlier;

typedef struct ny_moved_payment {
    uint32_t period;
    ny_text clause, label;
    uint32_t from, to, currency; /* of the model */
    ny_rational before, now;
    bool too_late; /* the contract's time for corrections of this statement is over */
} ny_moved_payment;

typedef struct ny_moved_figure {
    uint32_t period, figure;
    bool was_known;
    ny_rational before; /* in the unit of its declaration */
    ny_value now;
} ny_moved_figure;

/* What one party owes the other for all that moved and is not too late. */
typedef struct ny_owed {
    uint32_t from, to, currency;
    ny_rational amount; /* positive */
} ny_owed;

typedef struct ny_differences {
    const ny_earlier *earlier;
    uint32_t compared; /* statements that both have */
    NY_LIST(ny_moved_payment) payments;
    NY_LIST(ny_moved_figure) figures;
    NY_LIST(ny_owed) owed;
    NY_LIST(ny_text)
    unmatched; /* payments of the earlier settlement that this contract does not know */
} ny_differences;

/* The differences live in the arena. Both settlements have the contract's parties and currencies by
 * the same names; what has another name is `unmatched`. */
ny_differences *ny_settle_against(ny_arena *arena, const ny_settlement *settlement,
                                  const ny_circumstances *circumstances, const ny_earlier *earlier);

#endif
