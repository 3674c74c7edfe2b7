/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a bidder fills in, as one list: the contract's offers with their envelope, and the requirements that are
 * answered. The bid form, the reading of a bid and the award's report all go by it.
 *
 *     const ny_form *form = ny_form_of(arena, model);
 *     for (i…) if (form->fields.items[i].envelope == NY_KEYWORD_PRICE) … */

#ifndef NY_USE_FORM_H
#define NY_USE_FORM_H

#include "model/model.h"

typedef struct ny_form_field {
    ny_text name, label, clause;
    ny_keyword envelope;  /* NY_KEYWORD_PRICE or _QUALITY */
    uint32_t figure;      /* an offer; NY_NONE: an answer */
    uint32_t requirement; /* an answer, yes or no with evidence; NY_NONE: an offer */
    ny_kind kind;         /* NUMBER, DATE or YES_NO */
    ny_text unit; /* of a number, as the contract writes it: "DKK per pump", "%"; or empty */
    bool is_whole, has_range, has_default;
    ny_rational low, high; /* in `unit` */
} ny_form_field;

typedef struct ny_form {
    const ny_model *model;
    NY_LIST(ny_form_field) fields; /* in the order of the text: offers, then answers */
} ny_form;

/* In which envelope an offer comes; one that does not say comes with the price. */
ny_keyword ny_form_envelope(const ny_figure *figure);
ny_form *ny_form_of(ny_arena *arena, const ny_model *model);
/* NULL where nothing of that name is filled in; offers and answers have names of their own. */
const ny_form_field *ny_form_find(const ny_form *form, ny_text name, bool answer);
bool ny_form_has(const ny_form *form, ny_keyword envelope);

#endif
