/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/model: what the checks of pathways and trees share. Names are resolved before figures
 * are checked (check_pathway.c); chances, rates, laws and shares (check_chance.c), the shape of the
 * whole (check_shape.c) and costs and benefits (check_flow.c) after. */

#ifndef NY_MODEL_CHECK_PATHWAY_H
#define NY_MODEL_CHECK_PATHWAY_H

#include "model/check_expression.h"
#include "model/check_promise.h"

#define NY_PATHWAYS_MOST 20

/* --- check_pathway.c --- */
/* A state of this pathway; NY_NONE, reported, when it is none. */
uint32_t ny_find_state(ny_checker *checker, uint32_t pathway, const ny_name *name);
/* States of the pathways first..end that are written nearly so. */
ny_text ny_state_suggestion(ny_checker *checker, ny_text word, uint32_t first, uint32_t end);
/* Does a move lead to the state? */
bool ny_is_entered(const ny_checker *checker, uint32_t pathway, uint32_t state);
bool ny_has_cycles(const ny_pathway *pathway);
/* What has no place in a pathway of this kind, and why; the hint may be empty. */
void ny_say_out_of_place(ny_checker *checker, ny_span span, const ny_pathway *pathway,
                         ny_phrase why, ny_text hint);

/* --- check_chance.c --- */
/* Moves, who starts, people, who arrives, curves: what their expressions give. */
void ny_check_chances_of(ny_checker *checker, uint32_t pathway);
/* What is worked out from written numbers alone; the expression was checked before. */
bool ny_constant_of(const ny_checker *checker, const ny_expression *expression,
                    ny_rational *ret_value);

/* --- check_shape.c --- */
/* Lines that are missing or have no place, the length of cycles. */
void ny_check_lines_of(ny_checker *checker, ny_pathway *pathway);
/* States that nobody reaches; the root and the circles of a tree; how curves lie in each other. */
void ny_check_shape_of(ny_checker *checker, uint32_t pathway);

#endif
