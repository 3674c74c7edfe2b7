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

typedef enum ny_grain_kind {
    NY_GRAIN_CONTRACT,
    NY_GRAIN_EACH_PERIOD,
    NY_GRAIN_ROW,
    NY_GRAIN_EACH_CYCLE,
} ny_grain_kind;

typedef struct ny_grain {
    ny_grain_kind kind;
    uint32_t table; /* ROW; EACH_CYCLE: the number of the pathway */
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
    bool is_after;        /* and not on that day either */
    bool is_whole;        /* NUMBER, as written */
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
    NY_LIST(ny_text)
    parts;            /* ASSUME … ~ dirichlet: shares, one an argument, that add up to all; … ~
                               each row of TABLE in turn: that table's columns */
    uint32_t rows_of; /* ASSUME … ~ each row of TABLE in turn, ~ any row of TABLE; or NY_NONE */
    ny_type type;
    ny_grain grain;
    bool may_be_unknown, may_be_absent;
    bool failed, to_be_agreed;
    uint32_t measure;  /* MEASURE: number in measures */
    ny_text family;    /* ASSUME with an interval: normal, beta or lognormal, said or usual */
    uint32_t by_table; /* ASSUME … by TABLE: one a row, or NY_NONE */
    uint32_t assumed;  /* GIVEN, OFFER, FACT, DEFINE: the ASSUME that stands in its place in a
                          simulation, and nowhere else; or NY_NONE */
    uint32_t replaces; /* ASSUME: the figure of the contract in whose place it stands, or NY_NONE */
    bool unchecked;    /* what it rests on is not known, so its lines are not checked */
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
    uint32_t price;    /* GIVEN said as a `price`, and the ASSUME of its interval: its number in
                          prices; or NY_NONE */
} ny_figure;

/* One `price`: what its figure is worth in the year to which prices are raised. */
typedef struct ny_price {
    uint32_t figure; /* GIVEN; NY_NONE after a mistake */
    const ny_declaration *declaration;
    const ny_declaration *index; /* that raises it, or NULL */
    uint32_t year, level;        /* of the price as written, and as the figure has it */
    ny_rational times;           /* figure = as written x times, to the hundredth */
    bool asked;   /* some expression names it; else it is in no report and never drawn */
    bool agreed;  /* a payment rests on it: it is drawn in no simulation */
    bool foreign; /* in money that no currency line names */
} ny_price;

typedef struct ny_measure {
    uint32_t figure;
    uint32_t table;
    ny_span_of_time counted; /* after the end of the operation year; zero where not said */
    const ny_measure_words *words;
    /* `by kaplan meier`, `by aalen johansen`: the day of the event, the day from which its time runs,
     * and how far it is looked at (NULL for a median); dates of the row that end the looking. */
    const ny_expression *event, *start, *window;
    NY_LIST(uint32_t) censored, competing; /* columns of `table` */
    ny_rational per;                       /* RATE: 100 years, in base units */
    uint32_t pooled;                       /* contract periods taken together; 1 where not said */
    ny_rational level;                     /* bounds: 0.95 */
    ny_rational bounds_rounding;           /* in base units */
    ny_halves bounds_halves;
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
    uint32_t table;              /* FOR_EACH */
    uint32_t pathway;            /* EACH_IN_STATES, EACH_MOVE; else NY_NONE */
    NY_LIST(uint32_t) states;    /* EACH_IN_STATES: of the pathway, as written */
    uint32_t move_from, move_to; /* EACH_MOVE: states; move_from NY_NONE: from any */
    const ny_declaration *declaration;
    const ny_pay_words *words;
} ny_payment;

/* --- pathways and trees: people who are in one state at a time ---------------------------------- */

typedef enum ny_pathway_kind {
    NY_PATHWAY_CYCLES,     /* moves at the end of each cycle, by chances or by rates */
    NY_PATHWAY_CURVES,     /* cycles, but no moves: curves say how many are still in which states */
    NY_PATHWAY_CONTINUOUS, /* no cycles: moves at any moment before the horizon */
    NY_PATHWAY_TREE,       /* no time: everybody goes from the root to a leaf at once */
} ny_pathway_kind;

typedef struct ny_pathway_state { /* of a tree: a node */
    ny_text name;
    ny_span span;
    /* The transition that takes all whom no other takes, and whom `stays` does not keep; NY_NONE: they
     * stay. */
    uint32_t remaining;
    /* The chance of staying where the text writes it (a whole row of a matrix), or NULL. Without
     * `remaining` it must bring the chances of the state to one; from a table, where it is nought, it
     * is as if nothing were written. */
    const ny_expression *stays;
} ny_pathway_state;

/* Each pair of states once, never from a state to itself. In all but trees: what is left of a state's
 * chances stays. The transitions of one pathway are of one of these kinds: CHANCE and REMAINING (cycles,
 * trees), RATE (cycles: all rates of the matrix together, by its exponential), or RATE, AFTER and BY
 * (continuous: whichever comes first). */
typedef struct ny_transition {
    uint32_t from, to; /* states */
    ny_move_form form;
    /* CHANCE: a share. RATE: per month or per day, as its unit says; a year is 365.25 days. In cycles
     * its grain is the cycle or coarser, else the contract's. */
    const ny_expression *chance;
    const ny_expression *law;   /* AFTER, BY: a LAW of a time, in months or days as its unit says */
    const ny_expression *times; /* the hazard is multiplied by this, or NULL */
    const ny_move_words
        *words; /* its line; the same of all that one table makes; NULL of a whole row */
    ny_span span;
} ny_transition;

/* Who is there at the start. The shares of all starts add up to one. */
typedef struct ny_start {
    uint32_t state;
    const ny_expression *share; /* of contract grain; NULL: all, or what is left */
    /* The time already spent in the state: in cycles, `stay` is one more in the first cycle; and as
     * written, for a pathway without cycles. */
    uint32_t cycles_there;
    ny_span_of_time there;
    ny_span span;
} ny_start;

/* How many come into a state at the beginning of each cycle. In `number` `cycle of P` is the calendar's:
 * 1 in the first cycle. */
typedef struct ny_arriving {
    uint32_t state;
    const ny_expression *number;
    ny_span span;
} ny_arriving;

/* The share still in one of these states at the end of a cycle. Curve i has the states of curve i - 1
 * and one more; the state in no curve has all others. At the start all are in the one state of the
 * first curve. */
typedef struct ny_share_curve {
    NY_LIST(uint32_t) states;
    uint32_t adds; /* the state that curve i - 1 does not have */
    const ny_expression *share;
    ny_span span;
} ny_share_curve;

typedef struct ny_pathway {
    ny_pathway_kind kind;
    bool by_rates; /* CYCLES: its moves are rates, and not chances */
    ny_text name, label, clause;
    ny_span span;
    NY_LIST(ny_pathway_state)
    states; /* in the order of the text; of a tree as its lines name them */
    NY_LIST(ny_transition) transitions;
    NY_LIST(ny_start)
    starts; /* empty after a mistake; a tree's is its root, of curves none is said */
    NY_LIST(ny_arriving) arriving;
    NY_LIST(ny_share_curve) curves;
    ny_span_of_time cycle;   /* CYCLES, CURVES: the length of one */
    uint32_t cycles;         /* how many */
    ny_span_of_time horizon; /* CYCLES, CURVES: of all cycles; CONTINUOUS */
    ny_counting counted;     /* CYCLES, CURVES */
    /* How many start: of contract grain; NULL: one, or none where people arrive. */
    const ny_expression *people;
    ny_following followed;   /* AS_COHORT where nothing is said */
    uint32_t followed_as;    /* AS_PEOPLE: how many */
    NY_LIST(uint32_t) flows; /* its costs and benefits: numbers in payments, with states or moves */
    bool line_lost; /* a line names a state that is not there: which ways lead on is not known */
    const ny_declaration *declaration;
    const ny_pathway_words *words;
} ny_pathway;

typedef struct ny_currency {
    ny_text name;
    uint32_t unit;
    ny_rational rounding;
    ny_halves halves;
} ny_currency;

/* One criterion; its number is that of its declaration in `criteria`. */
typedef struct ny_criterion {
    const ny_declaration *declaration;
    const ny_criterion_words *words;
    bool weight_stated; /* else it rests on what is to be agreed */
    ny_rational weight; /* 0.3; `worth`: money per point, in base units */
    ny_type type;       /* of the figure that earns points; without one, of a mark */
    uint32_t party;     /* `expected cost of`, or NY_NONE */
    uint32_t within; /* the criterion of which this is a part, always an earlier one; or NY_NONE */
    uint32_t parts;  /* criteria that are parts of this one: their points make its own */
    bool has_scale;  /* the fewest and the most points that it can give */
    ny_rational fewest, most;
} ny_criterion;

/* What tells equal bids apart. */
typedef struct ny_tie {
    const ny_tie_words *words;
    uint32_t criterion; /* CRITERION; else NY_NONE */
} ny_tie;

/* How bids are compared; nothing of it touches a measure or a payment. */
typedef struct ny_award {
    const ny_declaration *declaration; /* NULL where the contract has none */
    const ny_award_words *words;
    NY_LIST(ny_criterion) criteria;
    NY_LIST(ny_tie) ties; /* in order; then by lot */
    uint32_t band_by;     /* RATIO_BAND: a criterion; NY_NONE: all points */
} ny_award;

/* One contract year (or quarter, month). */
typedef struct ny_period {
    ny_date from, end; /* end is the first day after it */
    ny_date data_date;
    bool in_term;
} ny_period;

typedef NY_LIST(ny_period) ny_periods;

typedef struct ny_column_number {
    uint32_t table, column;
} ny_column_number;

/* What rests on a figure that is to be agreed: a payment by its label, a measure or a part of the
 * award by its name, or the contract's own lines. */
typedef enum ny_rest_kind {
    NY_REST_CONTRACT,
    NY_REST_PAYMENT,
    NY_REST_MEASURE,
    NY_REST_AWARD
} ny_rest_kind;

typedef struct ny_rest {
    ny_rest_kind kind;
    ny_text name;
} ny_rest;

typedef struct ny_open_figure {
    uint32_t figure;
    NY_LIST(ny_rest) rests;
} ny_open_figure;

/* What the checker learnt of one expression of the tree, under its id. */
typedef enum ny_reference {
    NY_REFERENCE_NONE,
    NY_REFERENCE_FIGURE,       /* number: figure */
    NY_REFERENCE_COLUMN,       /* number: column of `table` */
    NY_REFERENCE_COLUMN_OF,    /* number: column of `table`, through `through` (a column here) */
    NY_REFERENCE_MEASURE_PART, /* number: figure; part: rows known events low high */
    NY_REFERENCE_WORD,         /* number: word in its column's list */
    NY_REFERENCE_PARTY,
    NY_REFERENCE_ASSUME_OF, /* number: figure, through column `through`; NY_NONE: of this row */
    NY_REFERENCE_SHARE_OF,  /* number: figure (dirichlet), through: part */
    NY_REFERENCE_DRAWN_OF,  /* number: figure (a row drawn), through: column of `table` */
    NY_REFERENCE_PATHWAY, /* number: pathway; part: cycle (1, 2, …), stay (cycles in the present state,
                               this one too), arrival (the cycle in which they came; 1: there at the
                               start) or time (from the start to the end of the cycle: a span) */
    NY_REFERENCE_FACT_DATE, /* number: figure, a fact: `date of` it */
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
    uint32_t same_column;   /* over rows `of the same C`: the column of the table gone over, */
    uint32_t same_here;     /* and what C is here: a column of this row, or else */
    uint32_t same_figure;   /* a figure; both NY_NONE elsewhere */
} ny_meaning;

/* Assumptions that vary together. Correlation of the i-th with the j-th at [i * count + j]: exact,
 * symmetric, positive definite; of a lognormal that of its logarithm. */
typedef struct ny_variation {
    const ny_declaration *declaration;
    NY_LIST(uint32_t) members; /* figures */
    ny_rational *correlations;
} ny_variation;

typedef struct ny_model {
    ny_text title;
    NY_LIST(const ny_tree *) trees;
    NY_LIST(ny_meaning) meanings; /* by expression id */
    NY_LIST(ny_text) units;       /* names of base units */
    NY_LIST(ny_table) tables;
    NY_LIST(ny_figure) figures;
    NY_LIST(uint32_t) order; /* figures, each after those it needs (`previous` aside) */
    NY_LIST(ny_measure) measures;
    NY_LIST(ny_price) prices;
    NY_LIST(const ny_declaration *) indexes;
    const ny_declaration *raised; /* `raise prices to 2027`, or NULL */
    NY_LIST(ny_exclusion) exclusions;
    NY_LIST(ny_party) parties;
    NY_LIST(ny_payment) payments; /* payments, costs and benefits as declared */
    NY_LIST(ny_currency) currencies;
    NY_LIST(const ny_declaration *) sources;
    NY_LIST(const ny_declaration *) row_models;
    NY_LIST(const ny_declaration *) alternatives;
    NY_LIST(ny_variation) variations;
    NY_LIST(const ny_declaration *) requirements;
    NY_LIST(const ny_declaration *) criteria;
    ny_award award;
    NY_LIST(ny_text) open;         /* names `to be agreed` */
    NY_LIST(ny_open_figure) rests; /* the same, with what rests on each */
    /* Of a contract file without errors: what moves no money, no award and no measure. */
    NY_LIST(uint32_t) idle_figures;
    NY_LIST(ny_column_number) idle_columns;
    bool has_contract;
    const ny_contract_words *contract;
    bool has_study; /* then there is no contract, no period and no payment between parties */
    const ny_declaration *study;
    NY_LIST(ny_pathway) pathways;
    ny_rational present_value_of_benefits; /* a year; study: of what is no money */
    int32_t period_months;                 /* 12, 3, 1 */
    ny_keyword period_word;
    uint32_t term_periods, periods_in_all;
    ny_periods periods;          /* empty where the start is to be agreed */
    ny_periods imagined_periods; /* as a simulation has them: its start may be assumed */
    ny_span_of_time objections;
    ny_span_of_time corrections; /* 0: no end is set */
    ny_rational present_value;   /* a year */
    bool has_present_value, present_value_at_start;
    bool present_value_at_every_moment; /* a study whose pathways are continuous */
    bool with_tax;
} ny_model;

/* Checks the trees of one contract: the file itself first, then those it uses. Always gives a
 * model; it may be lowered only when the sink has no errors. */
ny_model *ny_check(ny_arena *arena, ny_sink *sink, const ny_tree *const *trees, size_t count,
                   uint32_t expressions);

const ny_meaning *ny_meaning_of(const ny_model *model, const ny_expression *expression);
/* NY_NONE when there is none. */
uint32_t ny_model_table(const ny_model *model, ny_text name);
/* Whether rows of the table come about in the model. */
bool ny_is_modelled(const ny_model *model, ny_text table);
bool ny_is_currency(const ny_model *model, ny_text name);
/* Members of the joint party that has most of them; 1 where no party is joint. */
uint32_t ny_most_members(const ny_model *model);
uint32_t ny_model_party(const ny_model *model, ny_text name);
/* The year in whose money the prices stand that something asks for; 0 where nothing does. */
uint32_t ny_model_money_year(const ny_model *model);
uint32_t ny_model_figure(const ny_model *model, ny_text name);
uint32_t ny_table_column(const ny_table *table, ny_text name);
uint32_t ny_column_word(const ny_column *column, ny_text word);
/* Visits every node once, a parent before its parts. */
void ny_walk_expression(const ny_expression *expression,
                        void (*visit)(void *context, const ny_expression *expression),
                        void *context);
/* Of a pathway or a tree: chances, rates, laws, starts, people, who arrives, curves. */
void ny_walk_pathway(const ny_pathway *pathway,
                     void (*visit)(void *context, const ny_expression *expression), void *context);
/* The expressions that make a figure: its value, steps, first and later years, the measure's parts. */
void ny_walk_figure(const ny_model *model, uint32_t figure,
                    void (*visit)(void *context, const ny_expression *expression), void *context);

/* Reads the value of a figure as a bid writes it ("12_500 DKK per operation", "2.5 %", a date, "yes"):
 * the language's own reader, so that no bare number and no binary fraction slips in. `source` is the
 * text, known to the sink. False, reported, when it is no such value, has another unit, or lies
 * outside the figure's range. */
bool ny_model_read_value(ny_arena *arena, ny_sink *sink, const ny_model *model, uint32_t figure,
                         uint32_t source, ny_value *ret_value);
/* "contract year 3" of period 2, to be said in a sentence. */
ny_text ny_period_name(ny_arena *arena, ny_language language, const ny_model *model,
                       uint32_t period);
/* "DKK per operation", "days"; empty without a unit. `plural` writes what stands over with an s. */
ny_text ny_unit_text(ny_arena *arena, const ny_model *model, ny_unit unit, bool plural);

#endif
