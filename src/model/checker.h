/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/model: the checker's state and what its parts share.
 *
 * Figures are checked in the order in which they need each other, several times: quietly until no
 * type and no `may be unknown` changes any more (figures that build on their own earlier years need
 * a second round), then once aloud. A figure whose declaration failed is silently of any type. */

#ifndef NY_MODEL_CHECKER_H
#define NY_MODEL_CHECKER_H

#include "model/model.h"

typedef struct ny_checker {
    ny_arena *arena;
    ny_sink *sink;
    ny_model *model;
    ny_map *units, *tables, *figures, *parties;
    ny_map *lost;       /* names of declarations that could not be read: see check_lost.c */
    bool any_name_lost; /* one of them lost its name altogether */
    bool quiet;         /* types are being found out: report nothing */
    bool changed;       /* a quiet round changed something */
} ny_checker;

/* What is known to be known at this place: `X is known and …`. Lives on the caller's stack. */
typedef struct ny_narrowed ny_narrowed;
struct ny_narrowed {
    bool is_column;
    uint32_t table, number; /* column of table, or figure */
    const ny_narrowed *outer;
};

/* Where an expression stands. */
typedef struct ny_place_in {
    ny_grain grain;
    const ny_narrowed *narrowed;
    bool in_later_years; /* `previous X` is known from the second period on */
    bool final_allowed;  /* in a payment made after the term */
    bool in_model;       /* exp, log, assumptions */
} ny_place_in;

#define NY_SAY(checker, code, span, ...)                                                           \
    do {                                                                                           \
        if (!(checker)->quiet && !ny_check_was_said((checker), (code), (span)))                    \
            NY_REPORT((checker)->sink, (code), (span), __VA_ARGS__);                               \
    } while (0)

/* --- check_lost.c --- */
void ny_check_lost_begin(ny_checker *checker);
/* What follows from words that could not be read was said with them: nothing has a lost name. */
bool ny_check_was_said(const ny_checker *checker, ny_code code, ny_span span);

/* --- check_unit.c --- */
void ny_check_units_begin(ny_checker *checker);
/* A new base unit; NY_NONE, reported, when the name is taken. */
uint32_t ny_check_add_unit(ny_checker *checker, ny_name name);
/* The unit and the factor from it to base units; false, reported, when a word is no unit. */
bool ny_check_unit(ny_checker *checker, const ny_unit_words *words, ny_unit *ret_unit,
                   ny_rational *ret_factor);
ny_text ny_unit_name(ny_checker *checker, ny_unit unit); /* for messages: "no unit" where none */
ny_text ny_unit_words_text(ny_checker *checker, const ny_unit_words *words, bool percent);

/* --- check_expression.c --- */
/* Checks and records the expression; the result is also its record. */
ny_meaning ny_check_expression(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place);
/* As above, and it must be a yes or no that is known. */
bool ny_check_condition(ny_checker *checker, const ny_expression *expression,
                        const ny_place_in *place);
/* Reports when the meaning may be unknown or may not have happened. */
bool ny_check_known(ny_checker *checker, const ny_expression *expression,
                    const ny_meaning *meaning);
/* Adds what is certain where the condition has the truth given; `room` has space for `most`. */
const ny_narrowed *ny_narrow(ny_checker *checker, const ny_expression *condition, bool truth,
                             const ny_place_in *place, const ny_narrowed *outer);
/* A constant span of time ("30 days", "2 years", a given); false, reported, when it is none. */
bool ny_check_span(ny_checker *checker, const ny_expression *expression, ny_span_of_time *ret_span);
ny_text ny_kind_name(ny_checker *checker, const ny_type *type); /* "a date", "a figure in DKK" */
/* The same of an expression, in the unit that the contract writes: hours stay hours. */
ny_text ny_said_name(ny_checker *checker, const ny_expression *expression,
                     const ny_meaning *meaning);
bool ny_type_agrees(const ny_type *a, const ny_type *b);
ny_text ny_suggestion(ny_checker *checker, ny_text word, const ny_text *candidates, size_t count);

/* --- check_declare.c, check_figures.c --- */
void ny_check_declare(ny_checker *checker); /* parties, tables, figures: names and types */
void ny_check_shares(ny_checker *checker);  /* of parties together */
void ny_check_order(ny_checker *checker);   /* figures by need; circles are reported */
void ny_check_figures(ny_checker *checker); /* expressions of figures */
void ny_check_table_columns(ny_checker *checker);

/* --- check_slip.c: what is left when a percent sign or a unit is lost --- */
/* A weight, a chance, a share is no more than 100 %; reported when it is. */
bool ny_check_part_of_all(ny_checker *checker, ny_span span, ny_rational part);
/* Numbers that belong together are all written in percent, or none is; NULL is passed over. */
void ny_check_percent_alike(ny_checker *checker, const ny_expression *const *items, size_t count);
/* The arguments of a distribution, checked before, are of the value's unit or of none. */
void ny_check_law_units(ny_checker *checker, const ny_expression *law, ny_type due);

/* --- check_calendar.c, check_rules.c, check_reach.c --- */
void ny_check_declare_rules(ny_checker *checker); /* exclusions and payments: names */
void ny_check_calendar(ny_checker *checker);      /* the contract's properties */
void ny_check_exclusions(ny_checker *checker);
void ny_check_payments(ny_checker *checker);
void ny_check_award(ny_checker *checker);
void ny_check_counted(ny_checker *checker); /* when measures are ripe */
void ny_check_reach(ny_checker *checker);   /* beliefs and floors behind payments */

/* --- check_rows.c --- */
void ny_check_sources(ny_checker *checker);
void ny_check_row_models(ny_checker *checker);

/* --- check_advice.c: warnings, where there is no error --- */
void ny_check_advice(ny_checker *checker);

#endif
