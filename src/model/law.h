/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Which law a distribution is, as it is written: its form in laws.def. The checker judges it, use/law.c
 * draws from it. */

#ifndef NY_MODEL_LAW_H
#define NY_MODEL_LAW_H

#include "text/tree.h"

typedef enum ny_law_name {
#define NY_LAW_ARGUMENT(name, spelling, unit) NY_LAW_##name,
#define NY_LAW_BEHIND(name, spelling, unit) NY_LAW_##name,
#include "model/laws.def"
    NY_LAW_NAMES
} ny_law_name;

typedef enum ny_law_form {
#define NY_LAW_FORM(form, spelling, half, draws, arguments) NY_FORM_OF_##form,
#include "model/laws.def"
    NY_LAW_FORMS
} ny_law_form;

typedef enum ny_law_unit { NY_LAW_UNIT_VALUE, NY_LAW_UNIT_INVERSE, NY_LAW_UNIT_NONE } ny_law_unit;
typedef enum ny_law_draws { NY_DRAWS_VALUE, NY_DRAWS_COUNT, NY_DRAWS_TIME } ny_law_draws;

#define NY_LAW_BIT(name) (1u << NY_LAW_##name)

typedef struct ny_law_shape {
    const char *name;
    bool half;
    ny_law_draws draws;
    uint32_t arguments; /* NY_LAW_BIT of each */
} ny_law_shape;

/* A law in pieces (`rate … until …`, `value … at …`) has no more of them than these. */
#define NY_LAW_PIECES 10

extern const ny_law_shape ny_law_shapes[NY_LAW_FORMS];
extern const char *const ny_law_names[NY_LAW_NAMES];

/* NY_LAW_NAMES where no law has such an argument. */
uint32_t ny_law_name_of(ny_text argument);
/* What stands behind an argument (`within`, `until`, `at`); NY_LAW_NAMES where nothing does. */
uint32_t ny_law_behind(const ny_expression *argument);
/* NY_LAW_FORMS where there is no law of this name with these arguments. */
uint32_t ny_law_form_of(const ny_expression *law);
ny_law_unit ny_law_unit_of(uint32_t form, uint32_t argument);
/* The form's arguments may stand several times. */
bool ny_law_in_pieces(uint32_t form);

#endif
