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

typedef struct ny_ranges ny_ranges; /* check_promise.h */

typedef struct ny_checker {
    ny_arena *arena;
    ny_sink *sink;
    ny_model *model;
    ny_map *units, *tables, *figures, *parties, *pathways;
    ny_map **states;    /* by pathway: its states by name */
    bool **moves;       /* by pathway: is there a move from a state (× states) to a state (+)? */
    bool pathway_lost;  /* one failed before its name was read: names may be its own */
    ny_map *lost;       /* names of declarations that could not be read: see check_lost.c */
    bool any_name_lost; /* one of them lost its name altogether */
    bool said;          /* NY_SAY reported what it was given last */
    bool quiet;         /* types are being found out: report nothing */
    bool changed;       /* a quiet round changed something */
    ny_ranges *ranges[2];
    uint64_t trials; /* cases of steps tried so far */
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
    bool in_later_years;          /* `previous X` is known from the second period on */
    bool final_allowed;           /* in a payment made after the term */
    bool in_model;                /* exp, log, assumptions */
    const ny_expression *rounded; /* the whole of a figure that is rounded: `logistic` may be it */
} ny_place_in;

#define NY_SAY(checker, code, span, ...)                                                           \
    do {                                                                                           \
        (checker)->said = !(checker)->quiet && !ny_check_was_said((checker), (code), (span));      \
        if ((checker)->said)                                                                       \
            NY_REPORT((checker)->sink, (code), (span), __VA_ARGS__);                               \
    } while (0)

/* Adds a place to what NY_SAY reported last. */
#define NY_SAY_PLACE(checker, span, phrase, ...)                                                   \
    do {                                                                                           \
        if ((checker)->said)                                                                       \
            ny_relate((checker)->sink, (span), NY_WORDS((checker)->sink, (phrase), __VA_ARGS__));  \
    } while (0)

/* --- check_lost.c --- */
void ny_check_lost_begin(ny_checker *checker);
/* What follows from words that could not be read was said with them: nothing has a lost name. */
bool ny_check_was_said(const ny_checker *checker, ny_code code, ny_span span);

/* --- check_unit.c --- */
void ny_check_units_begin(ny_checker *checker);
/* A new base unit; NY_NONE, reported, when the name is taken. */
uint32_t ny_check_add_unit(ny_checker *checker, ny_name name);
bool ny_check_is_unit(const ny_checker *checker, ny_text name);
/* The unit and the factor from it to base units; false, reported, when a word is no unit. */
bool ny_check_unit(ny_checker *checker, const ny_unit_words *words, ny_unit *ret_unit,
                   ny_rational *ret_factor);
ny_text ny_unit_name(ny_checker *checker, ny_unit unit); /* for messages: "no unit" where none */
ny_text ny_unit_words_text(ny_checker *checker, const ny_unit_words *words, bool percent);
/* "hour": a name of a time, its base unit and how many of those it is. */
typedef struct ny_time_word {
    ny_text name;
    uint32_t base;
    ny_rational factor;
} ny_time_word;
/* False where the name is of no time; "hours" is "hour". */
bool ny_find_time_word(ny_arena *arena, ny_text name, ny_time_word *ret_word);
/* "DKK per bed per hour", with days and months in these words; the factor leads to base units. */
ny_text ny_unit_text_in(ny_arena *arena, const ny_model *model, ny_unit unit,
                        const ny_time_word *day, const ny_time_word *month,
                        ny_rational *ret_factor);

/* --- check_expression.c --- */
/* Checks and records the expression; the result is also its record. */
ny_meaning ny_check_expression(ny_checker *checker, const ny_expression *expression,
                               const ny_place_in *place);
/* As above, and it must be a yes or no that is known. */
bool ny_check_condition(ny_checker *checker, const ny_expression *expression,
                        const ny_place_in *place);
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
/* Whether it is a number that is written in percent or percentage points. */
bool ny_is_percent(const ny_expression *expression);
/* For a bare number where a figure in this unit is due: it with its unit. */
ny_text ny_bare_hint(ny_checker *checker, ny_text number, ny_unit due);
ny_text ny_suggestion(ny_checker *checker, ny_text word, const ny_text *candidates, size_t count);

/* --- check_unknown.c --- */
typedef enum ny_known_in {
    NY_KNOWN_IN_FIGURE,
    NY_KNOWN_IN_CONDITION,
    NY_KNOWN_IN_PAYMENT
} ny_known_in;
/* Reports when the meaning may be unknown or may not have happened, and where that comes from. A
 * payment that rests on a figure of the contract's own is told at the line that lets the unknown
 * through, once for all payments. */
bool ny_check_known_in(ny_checker *checker, const ny_expression *expression,
                       const ny_meaning *meaning, ny_known_in where);
bool ny_check_known(ny_checker *checker, const ny_expression *expression,
                    const ny_meaning *meaning);

/* --- check_declare.c, check_figures.c --- */
void ny_check_declare(ny_checker *checker); /* parties, tables, figures: names and types */
void ny_check_shares(ny_checker *checker);  /* of parties together */
void ny_check_order(ny_checker *checker);   /* figures by need; circles are reported */
void ny_check_figures(ny_checker *checker); /* expressions of figures */
void ny_check_shown(ny_checker *checker);   /* in which units they are shown */
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
void ny_check_counted(ny_checker *checker); /* when measures are ripe */
void ny_check_reach(ny_checker *checker);   /* beliefs and floors behind payments */

/* --- check_measure.c --- */
/* Where a measure's value stands: the event of a median by kaplan meier may be absent there. */
const ny_narrowed *ny_narrow_event(ny_checker *checker, const ny_measure *measure,
                                   const ny_narrowed *outer, ny_narrowed *room);
/* "a share", "a median by kaplan meier" */
ny_text ny_measure_name(ny_checker *checker, const ny_measure_words *words);
/* check_standard.c */
void ny_check_standardised(ny_checker *checker, const ny_figure *figure, const ny_measure *measure);
void ny_check_less(ny_checker *checker, const ny_figure *figure, const ny_measure *measure);
/* What a measure says beside the old forms: estimator, rate, bounds, pooled, shrunk. Its parts are
 * checked, its type is known, but for a rate's: that is made here. */
void ny_check_measure_forms(ny_checker *checker, ny_figure *figure, const ny_meaning *value,
                            const ny_meaning *to);

/* --- check_award.c: requirements, criteria, award --- */
void ny_check_award(ny_checker *checker);
/* --- check_assumed.c --- */
void ny_check_assumed(ny_checker *checker);
/* --- check_price.c --- */
void ny_check_declare_prices(ny_checker *checker); /* indexes, prices; before figures */
uint32_t ny_check_price_of(const ny_model *model, const ny_declaration *declaration);
void ny_check_raise(ny_checker *checker, const ny_figure *figure); /* what was just checked of it */
void ny_check_prices(ny_checker *checker); /* who is asked for, agreed and drawn; behind all else */
/* --- check_study.c --- */
void ny_check_declare_study(ny_checker *checker); /* before all else; needs no names */
void ny_check_study(ny_checker *checker);         /* present value */
/* Does a study have no such thing? Reported; the declaration is then left out of the model. */
bool ny_check_not_in_study(ny_checker *checker, const ny_declaration *declaration);
/* Is this a study, where no contract year exists? Reported at the span; the hint says what changes
 * in time there, where that is what was meant. */
bool ny_check_no_years(ny_checker *checker, ny_span span, bool cycles_instead);

/* --- check_pathway.c, check_shape.c, check_chance.c, check_flow.c --- */
void ny_check_declare_pathways(ny_checker *checker); /* names, states, moves */
/* Matrices in tables; once tables have their columns. */
void ny_check_declare_table_moves(ny_checker *checker);
/* Lines, cycles, chances, states that nobody reaches. */
void ny_check_pathways(ny_checker *checker);
/* `for each year in …`, `for each move …`: is it one of these? Then resolves its states. */
bool ny_check_declare_flow(ny_checker *checker, ny_payment *payment);
void ny_check_flow(ny_checker *checker, ny_payment *payment);
void ny_check_once_at_start(ny_checker *checker, ny_payment *payment);
/* The pathway of `each cycle of NAME`; false, reported, when there is none. */
bool ny_check_pathway_name(ny_checker *checker, const ny_name *name, uint32_t *ret_pathway);
/* Is the name a pathway or a state, and so no figure? Reported. */
bool ny_check_no_figure(ny_checker *checker, const ny_name *name);

/* "`sick` is a state: say …"; empty when it is none. */
ny_text ny_check_state_hint(ny_checker *checker, ny_text name);

/* --- check_law.c: distributions as written, and the parts of a dirichlet --- */
/* Checks the arguments; gives what is drawn: a number in its unit, or of any type. `what` is the
 * name of what is drawn. */
ny_type ny_check_law(ny_checker *checker, const ny_expression *law, ny_text what,
                     const ny_place_in *place);
/* check_belief.c. Is there such a distribution, as far as the arguments are written as numbers? */
void ny_check_law_sense(ny_checker *checker, const ny_expression *law, uint32_t form);
/* A best guess with an interval: its ends, and its family where none is named. */
void ny_check_interval(ny_checker *checker, ny_figure *figure);
/* Chances of which one comes true: not more than all in sum, and all where nothing `remaining` is. */
void ny_check_chances(ny_checker *checker, ny_text what, ny_span span, ny_rational sum,
                      bool all_written, bool has_rest);
/* The parts of `~ dirichlet(…)`; reports what cannot be shared out. */
void ny_check_declare_parts(ny_checker *checker);
/* A column that may be asked of a row that is drawn: for hints. */
ny_text ny_drawn_example(const ny_checker *checker, ny_text table);
ny_text ny_parts_text(ny_checker *checker, const ny_figure *figure); /* "`a`, `b` or `c`" */

/* --- check_vary.c: assumptions that vary together --- */
void ny_check_variations(ny_checker *checker);

/* --- check_rows.c --- */
void ny_check_sources(ny_checker *checker);
void ny_check_row_models(ny_checker *checker);
/* check_beside.c: pathways in the model of a contract. */
void ny_check_beside(ny_checker *checker);

/* --- check_advice.c: warnings, where there is no error --- */
void ny_check_advice(ny_checker *checker);

#endif
