/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/model: what the checker can promise beyond types. Between which bounds a figure lies,
 * which lines of steps can be reached, what moves money and what does not. */

#ifndef NY_MODEL_CHECK_PROMISE_H
#define NY_MODEL_CHECK_PROMISE_H

#include "model/checker.h"

/* Where a number lies, both bounds included. A bound that is not there is not known. */
typedef struct ny_range {
    bool has_low, has_high;
    ny_rational low, high;
    bool whole; /* only whole numbers */
} ny_range;

/* What a condition makes certain: left <= right, or left = right. Lives on the caller's stack. */
typedef struct ny_certain ny_certain;
struct ny_certain {
    const ny_expression *less, *more;
    const ny_certain *outer;
    uint32_t count; /* with those outside */
};

/* --- check_range.c --- */
/* `givens_vary`: what a given says today may be another number tomorrow, so it bounds nothing. */
ny_ranges *ny_ranges_here(ny_checker *checker, bool givens_vary);
/* The bounds of a checked expression, where `certain` holds. Numbers in base units, dates in days. */
ny_range ny_range_of(ny_ranges *ranges, const ny_expression *expression, const ny_certain *certain);
/* Adds what is certain where the condition has the truth given. */
const ny_certain *ny_certain_where(ny_arena *arena, const ny_expression *condition, bool truth,
                                   const ny_certain *outer);
bool ny_same_expression(const ny_checker *checker, const ny_expression *a, const ny_expression *b);
/* The text of an expression on one line. */
ny_text ny_said_text(const ny_checker *checker, const ny_expression *expression);
/* A number or a date as it is written: `5 %`, `-3 points`, `2021-06-30`. */
bool ny_written_value(const ny_checker *checker, const ny_expression *expression,
                      ny_rational *ret_value);

/* --- check_steps.c --- */
/* Lines that can never be reached, and what no line says; of steps without other mistakes. */
void ny_check_step_lines(ny_checker *checker, const ny_figure *figure);

/* --- check_effect.c, check_money.c: warnings --- */
void ny_check_effect(ny_checker *checker);
void ny_check_money(ny_checker *checker);
void ny_check_open(ny_checker *checker); /* what rests on what is to be agreed */

/* --- check_belief.c: assumptions that do not say what they rest on --- */
void ny_check_belief_sources(ny_checker *checker);

/* --- check_late.c: results that come too late --- */
void ny_check_late(ny_checker *checker);

/* --- check_pedantic.c: advice --- */
void ny_check_pedantic(ny_checker *checker);

/* --- check_hint.c --- */
/* By what `have` must be multiplied or divided to become `due`, with the name of the one figure or
 * column here that has that unit; empty where nothing can be said. */
ny_text ny_factor_hint(ny_checker *checker, ny_text what, ny_unit have, ny_unit due,
                       const ny_place_in *place, bool *ret_named);
/* The same for two that should have one unit: the factor with a name of its own comes first. */
ny_text ny_two_units_hint(ny_checker *checker, ny_text left, ny_unit left_unit, ny_text right,
                          ny_unit right_unit, const ny_place_in *place);
/* Shows where the figure or column is declared that the last message is about. */
void ny_say_declared(ny_checker *checker, const ny_meaning *meaning);
ny_text ny_party_suggestion(ny_checker *checker, ny_text name);
ny_text ny_figure_suggestion(ny_checker *checker, ny_text name);
/* As it is written, on one line and with single blanks. */
ny_text ny_said_span(const ny_checker *checker, ny_span span);
ny_text ny_table_suggestion(ny_checker *checker, ny_text name);
ny_text ny_column_suggestion(ny_checker *checker, const ny_table *table, ny_text name);

/* No column of an imagined row may need itself. */
void ny_check_columns_arise(ny_checker *checker, const ny_model_words *words, uint32_t table);

#endif
