/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/model: what the two halves of the expression checker share. */

#ifndef NY_MODEL_CHECK_EXPRESSION_H
#define NY_MODEL_CHECK_EXPRESSION_H

#include "model/checker.h"

/* Behind so many errors nobody reads a suggestion for each, and looking for it would take long. */
enum { NY_SUGGESTIONS_MOST = 100 };

static inline ny_type ny_any_type(void)
{
    return (ny_type){.kind = NY_KIND_ANY};
}

static inline ny_type ny_yes_no_type(void)
{
    return (ny_type){.kind = NY_KIND_YES_NO};
}

static inline ny_type ny_number_type(ny_unit unit)
{
    return (ny_type){.kind = NY_KIND_NUMBER, .unit = unit};
}

static inline ny_meaning ny_meaning_any(void)
{
    return (ny_meaning){.type = ny_any_type(),
                        .grain = {NY_GRAIN_CONTRACT, NY_NONE},
                        .checked = true,
                        .value = NY_RATIONAL_ZERO};
}

static inline ny_grain ny_finer_grain(ny_grain a, ny_grain b)
{
    return a.kind >= b.kind ? a : b;
}

static inline void ny_join_meaning(ny_meaning *into, const ny_meaning *part)
{
    into->grain = ny_finer_grain(into->grain, part->grain);
    into->may_be_unknown = into->may_be_unknown || part->may_be_unknown;
}

static inline bool ny_is_any(const ny_meaning *meaning)
{
    return meaning->type.kind == NY_KIND_ANY;
}

static inline bool ny_is_bare(const ny_expression *expression, const ny_meaning *meaning)
{
    return expression->kind == NY_EXPRESSION_NUMBER && !expression->literal.is_percent &&
           !expression->literal.is_percentage_points && ny_unit_is_none(meaning->type.unit);
}

/* --- check_unknown.c --- */
/* An operand of arithmetic: it must have happened. Reported when not. */
bool ny_check_present(ny_checker *checker, const ny_expression *expression,
                      const ny_meaning *meaning);

/* --- check_name.c: what a name means where it stands --- */
ny_meaning ny_check_name(ny_checker *checker, const ny_expression *expression,
                         const ny_place_in *place);
ny_meaning ny_check_previous(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place);
ny_meaning ny_check_final(ny_checker *checker, const ny_expression *expression,
                          const ny_place_in *place);
ny_meaning ny_check_part(ny_checker *checker, const ny_expression *expression,
                         const ny_place_in *place);
/* Takes `per T` out of the unit inside a row of T. */
void ny_fulfil_per_row(ny_checker *checker, ny_meaning *meaning, const ny_place_in *place);
/* Whether a condition around the place says that the column or figure is known, or has happened. */
bool ny_is_narrowed(const ny_narrowed *narrowed, bool is_column, uint32_t table, uint32_t number);
bool ny_find_column(const ny_checker *checker, const ny_place_in *place, ny_text name,
                    uint32_t *ret_column);
/* May a figure of this grain be read at this place? Reported when not. */
bool ny_check_grain(ny_checker *checker, const ny_name *name, ny_grain grain,
                    const ny_place_in *place);
/* Has a figure of this grain several values at this place? */
bool ny_is_finer(ny_grain grain, ny_grain place);

/* --- check_expression.c --- */
/* An operand of arithmetic must be a number. Reported when not. */
bool ny_check_number_here(ny_checker *checker, const ny_expression *expression,
                          const ny_meaning *meaning);
/* Two operands of different units; a bare number has a message of its own. */
void ny_report_units(ny_checker *checker, const ny_expression *expression, const ny_meaning *left,
                     const ny_meaning *right, ny_phrase verb, const ny_place_in *place);
ny_text ny_grain_name(ny_checker *checker, ny_grain grain);

/* --- check_law.c, check_pathway.c: `b of from_a`; `cycle of disease`, `stay of disease` --- */
ny_meaning ny_check_share_part(ny_checker *checker, const ny_expression *expression,
                               uint32_t figure);
ny_meaning ny_check_pathway_part(ny_checker *checker, const ny_expression *expression,
                                 uint32_t pathway, const ny_place_in *place);

/* `survival(LAW, TIME)`, in check_chance.c. */
ny_meaning ny_check_survival(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place);

/* --- check_form.c: functions, keep, scale, weigh, unknown as, figures over rows --- */
ny_meaning ny_check_form(ny_checker *checker, const ny_expression *expression,
                         const ny_place_in *place);

#endif
