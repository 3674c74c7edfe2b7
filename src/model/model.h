/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The checked model: what a contract means. Names are resolved, every expression has a type, a unit,
 * a grain and is known or may be unknown; nothing here can change once built. Whoever holds a model
 * without errors may lower it to a plan.
 *
 * Numbers are in base units throughout: hours and weeks are days, years are months, a percentage is
 * a share. Numbers of things (figures, columns, tables, parties) are indexes into the lists below;
 * NY_NONE says that there is none. */

#ifndef NY_MODEL_MODEL_H
#define NY_MODEL_MODEL_H

#include "base/map.h"
#include "base/unit.h"
#include "base/value.h"
#include "text/tree.h"

#define NY_NONE UINT32_MAX

typedef enum ny_kind {
    NY_KIND_NUMBER,
    NY_KIND_DATE,
    NY_KIND_YES_NO,
    NY_KIND_WORD,
    NY_KIND_ROW, /* a row of `table` */
    NY_KIND_PARTY,
    NY_KIND_TEXT, /* key, pseudonym, code */
    NY_KIND_ANY,  /* of a declaration that failed: agrees with everything, silently */
} ny_kind;

typedef struct ny_type {
    ny_kind kind;
    ny_unit unit;    /* NUMBER */
    uint32_t column; /* WORD: whose list of words (with `table`) */
    uint32_t table;  /* ROW, WORD */
} ny_type;

typedef enum ny_grain_kind { NY_GRAIN_CONTRACT, NY_GRAIN_EACH_PERIOD, NY_GRAIN_ROW } ny_grain_kind;

typedef struct ny_grain {
    ny_grain_kind kind;
    uint32_t table; /* ROW */
} ny_grain;

typedef struct ny_column {
    ny_text name, label;
    ny_span span;
    ny_type_form form;
    ny_type type;
    bool if_any, if_known;
    bool has_range; /* NUMBER; in the unit as written */
    ny_rational low, high;
    uint32_t high_column; /* 0..COLUMN, or NY_NONE */
    uint32_t not_before;  /* DATE, or NY_NONE */
    bool has_digits;
    uint32_t digits, digit_low, digit_high;
    NY_LIST(ny_text) words;
    const ny_map *word_numbers; /* word to number; NULL: look through the words */
    bool is_percent;            /* a cell 71.1 is 71.1 % */
    ny_rational factor; /* from the unit as written to base units (hour: 1/24; percent: 1/100) */
    ny_text unit_text;  /* as written: "hour", "%" */
} ny_column;

typedef struct ny_table {
    ny_text name, label;
    ny_span span;
    uint32_t unit; /* number of the base unit that its rows are */
    NY_LIST(ny_column) columns;
    const ny_map *column_names; /* name to number; NULL: look through the columns */
    uint32_t key, date;         /* columns, or NY_NONE */
} ny_table;

typedef enum ny_figure_kind {
    NY_FIGURE_GIVEN,
    NY_FIGURE_OFFER,
    NY_FIGURE_FACT,
    NY_FIGURE_ASSUME,
    NY_FIGURE_MEASURE,
    NY_FIGURE_DEFINE,
} ny_figure_kind;

typedef struct ny_figure {
    ny_figure_kind kind;
    ny_text name, label, clause;
    ny_span span;
    const ny_declaration *declaration;
    ny_type type;
    ny_grain grain;
    bool may_be_unknown, may_be_absent;
    bool failed, to_be_agreed;
    uint32_t measure;  /* MEASURE: number in measures */
    uint32_t by_table; /* ASSUME … by TABLE: one a row, or NY_NONE */
    bool has_range;    /* GIVEN, OFFER; in base units */
    ny_rational low, high;
    bool has_default; /* OFFER: if not offered */
    ny_value otherwise;
    ny_text unit_text;  /* as the declaration writes it, or made from the unit */
    ny_rational factor; /* from unit_text to base units */
    bool rounded;       /* DEFINE */
    ny_rational rounding;
    ny_halves halves;
    uint32_t currency; /* the amount's currency where the unit has one, or NY_NONE */
} ny_figure;

typedef struct ny_measure {
    uint32_t figure;
    uint32_t table;
    ny_span_of_time counted; /* after the end of the operation year; zero where not said */
    const ny_measure_words *words;
} ny_measure;

typedef struct ny_exclusion {
    uint32_t table;
    ny_text label, clause;
    ny_span span;
    bool judged, paid;
    const ny_expression *where;
} ny_exclusion;

typedef struct ny_party {
    ny_text name, label;
    ny_span span;
    ny_keyword role;
    bool together, equal;
    NY_LIST(uint32_t) members;
    NY_LIST(ny_expression *) shares; /* one a member; NULL in equal shares */
} ny_party;

typedef struct ny_payment {
    bool is_cost, is_benefit; /* else a payment between two parties */
    uint32_t payer, payee;    /* parties; NY_NONE where a column says */
    uint32_t payer_column, payee_column;
    bool back_when_negative;
    ny_text label, clause;
    ny_span span;
    uint32_t currency; /* number in currencies; costs and benefits may have another unit */
    ny_type type;
    uint32_t table; /* FOR_EACH */
    const ny_declaration *declaration;
    const ny_pay_words *words;
} ny_payment;

typedef struct ny_currency {
    ny_text name;
    uint32_t unit;
    ny_rational rounding;
    ny_halves halves;
} ny_currency;

/* One contract year (or quarter, month). */
typedef struct ny_period {
    ny_date from, end; /* end is the first day after it */
    ny_date data_date;
    bool in_term;
} ny_period;

/* What the checker learnt of one expression of the tree, under its id. */
typedef enum ny_reference {
    NY_REFERENCE_NONE,
    NY_REFERENCE_FIGURE,       /* number: figure */
    NY_REFERENCE_COLUMN,       /* number: column of `table` */
    NY_REFERENCE_COLUMN_OF,    /* number: column of `table`, through `through` (a column here) */
    NY_REFERENCE_MEASURE_PART, /* number: figure; part: rows known events low high */
    NY_REFERENCE_WORD,         /* number: word in its column's list */
    NY_REFERENCE_PARTY,
    NY_REFERENCE_ASSUME_OF, /* number: figure, through column `through` */
} ny_reference;

typedef struct ny_meaning {
    ny_type type;
    ny_grain grain;
    bool may_be_unknown, may_be_absent;
    bool checked;
    ny_reference reference;
    uint32_t number, table, through;
    ny_keyword part;
    bool per_row_fulfilled; /* `per T` dropped here, in a row of T */
    ny_rational value;      /* NUMBER: in base units */
} ny_meaning;

typedef struct ny_model {
    ny_text title;
    NY_LIST(const ny_tree *) trees;
    NY_LIST(ny_meaning) meanings; /* by expression id */
    NY_LIST(ny_text) units;       /* names of base units */
    NY_LIST(ny_table) tables;
    NY_LIST(ny_figure) figures;
    NY_LIST(uint32_t) order; /* figures, each after those it needs (`previous` aside) */
    NY_LIST(ny_measure) measures;
    NY_LIST(ny_exclusion) exclusions;
    NY_LIST(ny_party) parties;
    NY_LIST(ny_payment) payments; /* payments, costs and benefits as declared */
    NY_LIST(ny_currency) currencies;
    NY_LIST(const ny_declaration *) sources;
    NY_LIST(const ny_declaration *) row_models;
    NY_LIST(const ny_declaration *) alternatives;
    NY_LIST(const ny_declaration *) requirements;
    NY_LIST(const ny_declaration *) criteria;
    NY_LIST(ny_text) open; /* names `to be agreed` */
    bool has_contract;
    const ny_contract_words *contract;
    int32_t period_months; /* 12, 3, 1 */
    ny_keyword period_word;
    uint32_t term_periods, periods_in_all;
    NY_LIST(ny_period) periods; /* empty where the start is to be agreed */
    ny_span_of_time objections;
    ny_rational present_value; /* a year */
    bool has_present_value, present_value_at_start;
    bool with_tax;
} ny_model;

/* Checks the trees of one contract: the file itself first, then those it uses. Always gives a
 * model; it may be lowered only when the sink has no errors. */
ny_model *ny_check(ny_arena *arena, ny_sink *sink, const ny_tree *const *trees, size_t count,
                   uint32_t expressions);

const ny_meaning *ny_meaning_of(const ny_model *model, const ny_expression *expression);
/* NY_NONE when there is none. */
uint32_t ny_model_table(const ny_model *model, ny_text name);
uint32_t ny_model_figure(const ny_model *model, ny_text name);
uint32_t ny_table_column(const ny_table *table, ny_text name);
uint32_t ny_column_word(const ny_column *column, ny_text word);
/* Visits every node once, a parent before its parts. */
void ny_walk_expression(const ny_expression *expression,
                        void (*visit)(void *context, const ny_expression *expression),
                        void *context);
/* The expressions that make a figure: its value, steps, first and later years, the measure's parts. */
void ny_walk_figure(const ny_model *model, uint32_t figure,
                    void (*visit)(void *context, const ny_expression *expression), void *context);

/* Reads the value of a figure as a bid writes it ("12_500 DKK per operation", "2.5 %", a date, "yes"):
 * the language's own reader, so that no bare number and no binary fraction slips in. `source` is the
 * text, known to the sink. False, reported, when it is no such value, has another unit, or lies
 * outside the figure's range. */
bool ny_model_read_value(ny_arena *arena, ny_sink *sink, const ny_model *model, uint32_t figure,
                         uint32_t source, ny_value *ret_value);
/* "DKK per operation", "days"; empty without a unit. `plural` writes what stands over with an s. */
ny_text ny_unit_text(ny_arena *arena, const ny_model *model, ny_unit unit, bool plural);

#endif
