/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The tree: what a text says, before anything is known about what its names mean. It never changes
 * once built. Every node has its place. Optional parts are NULL or have an empty text. */

#ifndef NY_TEXT_TREE_H
#define NY_TEXT_TREE_H

#include "base/date.h"
#include "base/rational.h"
#include "text/token.h"

typedef struct ny_name {
    ny_text text; /* empty: not said */
    ny_span span;
    ny_keyword keyword; /* when the word is one; names compare by text */
} ny_name;

typedef NY_LIST(ny_name) ny_names;

/* A unit as written: [UNIT] { per UNIT }. */
typedef struct ny_unit_words {
    ny_name over; /* may be empty */
    ny_names per;
    ny_span span;
} ny_unit_words;

/* NUMBER [% | percentage points] unit; the number is as written (15 % has number 15). */
typedef struct ny_literal {
    ny_rational number;
    bool is_percent, is_percentage_points;
    ny_unit_words unit;
    ny_span span;
} ny_literal;

typedef enum ny_expression_kind {
#define NY_EXPRESSION(name, what) NY_EXPRESSION_##name,
#include "text/expressions.def"
#undef NY_EXPRESSION
} ny_expression_kind;

typedef struct ny_expression ny_expression;

/* TABLE [judged [or not]] [of the same NAME] [to date] [where …] */
typedef struct ny_scope {
    ny_name table;
    bool judged, judged_or_not, to_date;
    ny_name same;
    ny_expression *where; /* or NULL */
    ny_span span;
} ny_scope;

struct ny_expression {
    ny_expression_kind kind;
    uint32_t id; /* from 0, dense in its tree: what the checker learns of it stands under it */
    uint32_t depth;
    ny_span span;
    ny_literal literal; /* NUMBER */
    ny_date date;       /* DATE */
    bool yes;           /* YES_NO; negated: `is not`, `has not happened`; weigh: unknown left out */
    ny_name name, owner; /* see expressions.def */
    ny_keyword keyword;  /* AGGREGATE: sum mean median lowest highest; FINAL: year quarter month */
    ny_scope scope;
    NY_LIST(ny_expression *) items;
};

/* What may stand behind `:` of a figure and in a column of a table. */
typedef enum ny_type_form {
    NY_FORM_NUMBER,
    NY_FORM_KEY,
    NY_FORM_PSEUDONYM,
    NY_FORM_CODE,
    NY_FORM_DATE,
    NY_FORM_YES_NO,
    NY_FORM_WORDS,
    NY_FORM_A, /* a TABLE, a party */
} ny_type_form;

typedef struct ny_type_words {
    ny_type_form form;
    ny_name a;          /* A */
    ny_name not_before; /* DATE */
    bool is_after;      /* DATE: later than that day, not on it */
    bool is_whole;      /* NUMBER */
    ny_names words;     /* WORDS */
    bool has_digits;    /* CODE of `digits` digits `digit_low`..`digit_high` */
    uint32_t digits, digit_low, digit_high;
    bool has_range; /* NUMBER: low..high or low..high_column */
    ny_rational low, high;
    ny_name high_column;
    bool is_percent;
    ny_unit_words unit;
    bool if_any, if_known;
    ny_span span;
} ny_type_words;

typedef struct ny_rounding_words {
    bool said;
    ny_literal to;
    bool halves_said;
    ny_halves halves;
    ny_span span;
} ny_rounding_words;

typedef enum ny_grain_form {
    NY_GRAIN_NOT_SAID,
    NY_GRAIN_PERIOD,
    NY_GRAIN_TABLE,
    NY_GRAIN_CYCLE,
} ny_grain_form;

/* `each year`, `each operation`, `each cycle of disease`. */
typedef struct ny_grain_words {
    ny_grain_form form;
    ny_keyword period; /* PERIOD: year, quarter, month */
    ny_name table;     /* TABLE; for PERIOD the word itself; for CYCLE the pathway */
} ny_grain_words;

typedef enum ny_declaration_kind {
#define NY_DECLARATION(name, spelling) NY_DECLARATION_##name,
#include "text/declarations.def"
#undef NY_DECLARATION
} ny_declaration_kind;

/* --- properties of the single declarations --------------------------------------------------- */

typedef struct ny_contract_words { /* contract; study: currencies and present value */
    ny_names currencies;
    ny_rounding_words rounding;
    ny_span currency_span, runs_span, statement_span, last_span, tax_span;
    bool tax_said, with_tax;
    ny_expression *starts;                             /* a date or the name of one */
    ny_expression *term;                               /* a span */
    ny_expression *statement;                          /* a span */
    ny_keyword period;                                 /* year, quarter, month */
    bool last_said, last_at_end;                       /* last statement … */
    ny_expression *last;                               /* a span after the term */
    ny_expression *objections;                         /* a span */
    ny_expression *corrections;                        /* a span */
    bool has_present_value, at_start, at_every_moment; /* at_every_moment: study */
    ny_literal present_value; /* of money, and of all where nothing else is said */
    bool has_present_value_of_benefits;
    ny_literal present_value_of_benefits; /* study: of what is no money */
} ny_contract_words;

typedef struct ny_share_words {
    ny_name party;
    ny_expression *share; /* NULL in equal shares */
} ny_share_words;

typedef struct ny_party_words {
    ny_keyword role; /* buys, sells, neither; NONE when not said */
    bool together, equal;
    NY_LIST(ny_share_words) shares;
} ny_party_words;

/* of 2025 in Denmark, raised by wages */
typedef struct ny_price_words {
    uint32_t year; /* 0: not said */
    ny_span year_span;
    ny_name country;
    ny_name raised_by; /* an index; may be empty */
} ny_price_words;

typedef struct ny_figure_words { /* given, offer, fact, assume, price */
    bool has_type, to_be_agreed;
    ny_type_words type;
    ny_expression *value;
    ny_text from;               /* the source, without quotes */
    ny_literal *if_not_offered; /* or NULL */
    ny_keyword envelope;        /* price, quality; NONE */
    bool attested_by_all, attested_by_any;
    ny_names attested_by;
    ny_expression *low, *high; /* assume: between … and … */
    ny_name family;            /* assume: normal, beta, lognormal */
    ny_expression *distribution;
    ny_name rows_of; /* assume … ~ each row of TABLE in turn, ~ any row of TABLE */
    bool rows_in_turn;
    ny_span rows_span; /* of all these words */
    ny_name by;        /* assume … by TABLE */
    ny_price_words price;
} ny_figure_words;

/* A line `2025 123.4` of an index. */
typedef struct ny_index_year {
    uint32_t year;
    ny_rational value;
    ny_span span;
} ny_index_year;

typedef struct ny_index_words {
    ny_text from; /* the source, without quotes */
    NY_LIST(ny_index_year) years;
} ny_index_words;

typedef struct ny_raise_words {
    uint32_t year;
} ny_raise_words;

typedef struct ny_column_words {
    ny_name name;
    ny_type_words type;
    ny_text label;
} ny_column_words;

typedef struct ny_table_words {
    ny_name dated_by;
    NY_LIST(ny_column_words) columns;
} ny_table_words;

typedef struct ny_step_words {
    ny_expression *when; /* NULL: otherwise */
    ny_expression *value;
    ny_span span;
} ny_step_words;

typedef struct ny_define_words {
    ny_grain_words grain;
    ny_expression *value; /* or steps, or first and later */
    bool first_that_holds;
    NY_LIST(ny_step_words) steps;
    ny_expression *first, *later;
    ny_keyword first_period, later_period; /* year, quarter, month as said there */
    ny_span first_span, later_span;
    ny_rounding_words rounding;
} ny_define_words;

typedef struct ny_exclude_words {
    ny_name table;
    ny_expression *where;
    bool verdict_said, judged, paid;
} ny_exclude_words;

typedef enum ny_needs_form { NY_NEEDS_NOTHING, NY_NEEDS_ROWS, NY_NEEDS_KNOWN } ny_needs_form;

typedef struct ny_needs_words {
    ny_needs_form form;
    ny_rational least;    /* rows, or percent known (60) */
    ny_expression *or_is; /* NULL: or is unknown */
    ny_span span;
} ny_needs_words;

typedef enum ny_estimator { NY_ESTIMATOR_NONE, NY_KAPLAN_MEIER, NY_AALEN_JOHANSEN } ny_estimator;

/* by kaplan meier, censored at died · by aalen johansen, competing died */
typedef struct ny_estimator_words {
    ny_estimator form;
    ny_names censored, competing; /* columns */
    ny_span span;
} ny_estimator_words;

typedef enum ny_bounds_form {
    NY_BOUNDS_NONE,
#define NY_BOUNDS(name, first, second, third, fits) NY_BOUNDS_##name,
#include "text/bounds.def"
#undef NY_BOUNDS
} ny_bounds_form;
/* "clopper pearson" */
ny_text ny_bounds_text(ny_arena *arena, ny_bounds_form form);

/* bounds wilson 95 % rounded to 0.01 % */
typedef struct ny_bounds_words {
    ny_bounds_form form; /* NONE when not said */
    ny_span form_span;
    ny_literal level;
    ny_rounding_words rounding;
    ny_span span;
} ny_bounds_words;

/* pooled over 3 years */
typedef struct ny_pooled_words {
    ny_expression *over; /* a span; NULL when not said */
    ny_span span;
} ny_pooled_words;

/* shrunk towards 3 % with weight of 90 rows */
typedef struct ny_shrunk_words {
    ny_expression *towards; /* NULL when not said */
    ny_rational rows;
    ny_span span;
} ny_shrunk_words;

/* standardised by age_group to people of standard */
typedef struct ny_standardised_words {
    bool said;
    ny_name by, weight, table; /* a column of both tables; one of the standard; the standard */
    ny_span span;
} ny_standardised_words;

typedef struct ny_measure_words {
    ny_scope over;
    bool over_said;
    ny_keyword kind; /* share, mean, median, sum, count, ratio, rate; NONE when not said */
    ny_expression *value, *to; /* ratio: value to to; rate: value per … of to */
    ny_literal per;            /* rate: 100 years */
    ny_span kind_span;
    ny_estimator_words estimator; /* behind a share or a median */
    ny_bounds_words bounds;
    ny_pooled_words pooled;
    ny_shrunk_words shrunk;
    ny_standardised_words standardised;
    ny_expression *less;    /* the name of another share; NULL when not said */
    ny_expression *counted; /* span, or NULL */
    ny_name counted_after;
    ny_span counted_span;
    NY_LIST(ny_needs_words) needs;
    ny_keyword better; /* lower, higher, NONE */
} ny_measure_words;

typedef enum ny_time_form {
    NY_TIME_NOT_SAID,
    NY_TIME_FOR_EACH,
    NY_TIME_EACH_PERIOD,
    NY_TIME_EACH_UNTIL_LAST,
    NY_TIME_EACH_AFTER_TERM,
    NY_TIME_ONCE_ON,
    NY_TIME_ONCE_AT_END,
    NY_TIME_ONCE_WITH_LAST,
    NY_TIME_EACH_IN_STATES, /* these two in a pathway: for each year in sick, sicker */
    NY_TIME_EACH_MOVE,      /* for each move from healthy to sick */
    NY_TIME_ONCE_AT_START,  /* once at the start: of a study */
} ny_time_form;

typedef enum ny_due_form {
    NY_DUE_NOT_SAID,
    NY_DUE_COLUMN,
    NY_DUE_THAT_DAY,
    NY_DUE_PERIOD,
    NY_DUE_STATEMENT,
} ny_due_form;

typedef struct ny_pay_words { /* pay, cost, benefit */
    ny_name payer, payee;     /* cost, benefit: payer alone is the party */
    bool back_when_negative;
    ny_expression *amount;
    ny_time_form time;
    ny_name table;     /* FOR_EACH */
    ny_keyword period; /* EACH_*: year, quarter, month */
    ny_names states;   /* EACH_IN_STATES */
    ny_name move_from; /* EACH_MOVE; empty: from any state */
    ny_name move_to;
    ny_expression *where; /* FOR_EACH */
    ny_expression *on, *if_by_then;
    ny_span time_span;
    ny_expression *when;
    ny_due_form due_form;
    ny_expression *due; /* a span */
    ny_name due_after;  /* COLUMN; or the word of the period */
    ny_span due_span;
    ny_name dated_by; /* cost, benefit */
    ny_text heading;  /* under "…", without quotes; may be empty */
} ny_pay_words;

typedef struct ny_distribution_words {
    ny_expression *law;   /* CALL_LAW */
    ny_expression *times; /* hazard times … */
    ny_name until;
    ny_expression *keep_low, *keep_high;
    ny_literal *known; /* known 72 % */
} ny_distribution_words;

typedef enum ny_arises_form {
    NY_ARISES_WORDS, /* primary 74 %, other remaining */
    NY_ARISES_ANY,   /* any surgeon */
    NY_ARISES_VALUE, /* = EXPR */
    NY_ARISES_LAW,   /* ~ law */
    NY_ARISES_AFTER, /* after COLUMN ~ law */
} ny_arises_form;

typedef struct ny_arises_words {
    ny_name column;
    ny_arises_form form;
    ny_names words;
    NY_LIST(ny_expression *) chances; /* NULL: remaining */
    ny_name any;
    ny_expression *value;
    ny_name after;
    ny_distribution_words law;
    ny_span span;
} ny_arises_words;

typedef struct ny_model_words {
    ny_name table;
    ny_expression *arriving; /* or rows */
    uint32_t rows;
    bool has_rows;
    ny_expression *followed; /* span after the term, or NULL */
    NY_LIST(ny_arises_words) columns;
    ny_names without;
} ny_model_words;

/* What stands behind `from healthy to sick`, and so what makes the move. */
typedef enum ny_move_form {
    NY_MOVE_CHANCE,    /* 10 %: within one cycle; in a tree: of those who come there */
    NY_MOVE_REMAINING, /* remaining: who takes no other way, so that nobody stays */
    NY_MOVE_RATE,      /* at 0.1 per year */
    NY_MOVE_AFTER,     /* after weibull(…): the time since the state was entered */
    NY_MOVE_BY,        /* by gompertz(…): the time since the start */
} ny_move_form;

/* `from healthy to sick …`; `from before to after chance over TABLE`: a move for each row. */
typedef struct ny_move_words {
    ny_move_form form;
    ny_name from, to;           /* states; columns where a table is gone over */
    ny_expression *chance;      /* CHANCE, RATE */
    ny_expression *law, *times; /* AFTER, BY; times NULL: no `hazard times` */
    bool over_table;
    ny_scope over;
    ny_span span;
} ny_move_words;

/* `from healthy to each 80 %, 15 %, remaining`: a row of a matrix, in the order of the states. */
typedef struct ny_matrix_row_words {
    ny_name from;
    NY_LIST(ny_expression *) chances; /* NULL: remaining */
    ny_span span;
} ny_matrix_row_words;

/* `well 60 %`, `ill 30 % there for 2 years`, `dead remaining`; alone: `well`. */
typedef struct ny_start_words {
    ny_name state;
    ny_expression *share; /* NULL: all, or what is left */
    bool remaining;
    ny_expression *there; /* a span, or NULL */
    ny_span span;
} ny_start_words;

/* `arriving in well 120 each cycle` */
typedef struct ny_arriving_words {
    ny_expression *number;
    ny_name state;
    ny_span span;
} ny_arriving_words;

/* `in stable EXPR`, `in stable, progressed EXPR`: the share still in one of them. */
typedef struct ny_curve_words {
    ny_names states;
    ny_expression *share;
    ny_span span;
} ny_curve_words;

/* One person at a time, or all as shares of a cohort. */
typedef enum ny_following {
    NY_FOLLOWED_NOT_SAID, /* as a cohort */
    NY_FOLLOWED_AS_COHORT,
    NY_FOLLOWED_ONE_BY_ONE, /* every one of `people` */
    NY_FOLLOWED_AS_PEOPLE,  /* so many stand for all `people` */
} ny_following;

/* Who is counted in a cycle, or at a point between cycles, and with which weight: see the table in
 * docs/language.md. */
typedef enum ny_counting {
    NY_COUNTED_NOT_SAID,
    NY_COUNTED_AT_START,
    NY_COUNTED_AT_END,
    NY_COUNTED_AT_EVERY_POINT,
    NY_COUNTED_HALF_CYCLE,
    NY_COUNTED_SIMPSON,
} ny_counting;

typedef struct ny_pathway_words { /* pathway, tree */
    bool is_tree;
    ny_names states; /* of a tree none: they are in its lines */
    NY_LIST(ny_start_words) starts;
    ny_span starts_span;
    ny_expression *every, *lasts; /* spans: the length of a cycle, and of all */
    bool is_continuous;           /* `continuous for LASTS`: no cycles */
    ny_span cycles_span;
    ny_counting counted;
    ny_span counted_span;
    ny_expression *people; /* NULL: not said */
    ny_following followed;
    uint32_t followed_as; /* AS_PEOPLE */
    ny_span followed_span;
    NY_LIST(ny_arriving_words) arriving;
    NY_LIST(ny_move_words) moves;
    NY_LIST(ny_matrix_row_words) rows;
    NY_LIST(ny_curve_words) curves;
} ny_pathway_words;

typedef struct ny_replaces_words {
    ny_name name;
    ny_expression *value;
} ny_replaces_words;

typedef struct ny_alternative_words {
    NY_LIST(ny_replaces_words) replaces;
} ny_alternative_words;

/* A line `gain with stay correlation -0.4` of `vary together`. */
typedef struct ny_vary_pair {
    ny_name first, second;
    bool is_covariance;
    ny_expression *value;
    ny_span span;
} ny_vary_pair;

typedef struct ny_vary_words {
    ny_names members;
    ny_text from; /* the source, without quotes */
    NY_LIST(ny_vary_pair) pairs;
} ny_vary_words;

typedef struct ny_source_code {
    ny_name word; /* yes, no, or a word of the column */
    ny_text code; /* without quotes */
} ny_source_code;

typedef struct ny_source_column {
    ny_name column; /* empty for `checks` and `ignores` */
    ny_text heading;
    ny_span heading_span;
    NY_LIST(ny_source_code) codes;
    bool checks, ignores;
    ny_type_words type; /* checks */
} ny_source_column;

typedef enum ny_encoding {
    NY_ENCODING_NOT_SAID,
#define NY_ENCODING(name, word, called) NY_ENCODING_##name,
#include "text/encodings.def"
#undef NY_ENCODING
} ny_encoding;

/* How the cells of a file are written; what nobody has said is 0 or empty. */
typedef struct ny_written {
    ny_encoding encoding;
    char separator, decimal;
    ny_text dates; /* "dd-mm-yyyy" */
} ny_written;

/* What an extract is. */
typedef enum ny_source_form {
    NY_SOURCE_CSV,
    NY_SOURCE_WORKBOOK,
    NY_SOURCE_DATABASE,
} ny_source_form;

typedef struct ny_source_words {
    ny_name table;
    ny_source_form form;
    ny_text path; /* without quotes */
    ny_text part; /* the sheet, or the table in the database; empty when not said */
    ny_written written;
    ny_span dates_span;
    bool extracted_said;
    ny_date extracted;
    NY_LIST(ny_source_column) columns;
} ny_source_words;

typedef enum ny_judging_form {
    NY_JUDGING_NOT_SAID,
    NY_JUDGED_BY_JUDGES,
    NY_JUDGED_BY_VALUE,
    NY_JUDGED_BY_EXPECTED,
} ny_judging_form;

/* judged 0..10 by at least 3 judges, each alone, mean counts */
typedef struct ny_judges_words {
    ny_rational low, high;
    ny_span scale_span;
    uint32_t least;
    ny_keyword counts; /* mean, median */
} ny_judges_words;

/* expected cost of region in "knee-buyer.nytte" over 20_000 worlds with the locked assessment, rounded to
 * 1_000 DKK */
typedef struct ny_expected_words {
    ny_keyword what; /* cost, value */
    ny_name party;
    ny_text file; /* without quotes */
    ny_span file_span;
    uint32_t worlds; /* 0 when not said */
    bool assessed;   /* by the values that the buyer locked for each bid */
    ny_rounding_words rounding;
} ny_expected_words;

typedef enum ny_scoring {
    NY_SCORING_NONE,
#define NY_SCORING(name, place, depends) NY_SCORING_##name,
#include "text/scoring.def"
#undef NY_SCORING
    NY_SCORINGS
} ny_scoring;

/* Where a line of points ends: at a figure of the text, or by what the other bids are. */
typedef enum ny_end_form {
    NY_END_FIGURE,
    NY_END_LOWEST,
    NY_END_HIGHEST,
    NY_END_MEAN,
    NY_END_ABOVE_LOWEST, /* 50 % above the lowest */
    NY_END_ABOVE_MEAN,
} ny_end_form;

typedef struct ny_end_words {
    ny_end_form form;
    ny_expression *at; /* FIGURE: the figure; ABOVE_…: the share; else NULL */
    ny_span span;
} ny_end_words;

/* points linear from 10 at A to 0 at B, also beyond · points proportional from 10 at the lowest */
typedef struct ny_points_words {
    ny_scoring rule; /* NONE when not said */
    ny_literal from, to;
    ny_end_words first, second;
    bool beyond; /* also more and fewer points than the ends */
    ny_span span;
} ny_points_words;

typedef struct ny_criterion_words {
    ny_expression *weight; /* or, with `worth`, money per point */
    bool worth;
    ny_name within; /* the criterion of which this is a part; empty: none */
    ny_judging_form judging;
    ny_span judging_span;
    ny_judges_words judges;
    ny_expression *value;
    ny_expected_words expected;
    ny_points_words points;
} ny_criterion_words;

typedef struct ny_require_words {
    bool answered_yes;
    ny_expression *condition;
} ny_require_words;

/* What tells equal bids apart: the points of a criterion; the lowest or highest of a figure; who came first. */
typedef enum ny_tie_form {
    NY_TIE_CRITERION,
    NY_TIE_LOWEST,
    NY_TIE_HIGHEST,
    NY_TIE_RECEIPT,
} ny_tie_form;

typedef struct ny_tie_words {
    ny_tie_form form;
    ny_name criterion;
    ny_expression *figure; /* LOWEST, HIGHEST; else NULL */
    ny_span span;
} ny_tie_words;

/* by the most points, ties by quality, then by lot · by the lowest price less worth, ties … */
typedef struct ny_award_words {
    ny_scoring rule;             /* of those that stand in `award` */
    ny_expression *price;        /* the figure beside the points; NULL: MOST_POINTS */
    ny_expression *plus;         /* FEATURES: what is added; or NULL */
    ny_expression *price_weight; /* UPLIFT, UTILITY, FEATURES */
    ny_literal band;             /* RATIO_BAND: within so much of the best */
    ny_name band_by;             /* by this criterion; empty: by all points */
    NY_LIST(ny_tie_words) ties;  /* in order; after them always by lot */
} ny_award_words;

/* --- declarations ----------------------------------------------------------------------------- */

typedef struct ny_declaration {
    ny_declaration_kind kind;
    ny_span span;        /* the whole */
    ny_span header_span; /* its own line */
    ny_name name;        /* figures, tables, parties, units, criteria */
    ny_text label;       /* without quotes */
    ny_span label_span;
    ny_text clause; /* "7.1" */
    ny_span clause_span;
    bool failed; /* said wrongly: its name is known, and of any type */
    union {
        ny_contract_words contract; /* and study */
        ny_party_words party;
        ny_figure_words figure;
        ny_index_words index;
        ny_raise_words raise;
        ny_table_words table;
        ny_define_words define;
        ny_exclude_words exclude;
        ny_measure_words measure;
        ny_pay_words pay;
        ny_model_words model;
        ny_pathway_words pathway;
        ny_alternative_words alternative;
        ny_vary_words vary;
        ny_source_words source;
        ny_criterion_words criterion;
        ny_require_words require;
        ny_award_words award;
    } is;
} ny_declaration;

typedef struct ny_tree {
    uint32_t source;
    NY_LIST(ny_declaration *) declarations;
    /* Words of declarations that could not be read: their names are among them. With
     * `any_name_lost` not even that is certain. */
    NY_LIST(ny_text) lost;
    bool any_name_lost;
    uint32_t expressions; /* ids given out so far, counted on from `first_id` */
} ny_tree;

/* Parses a text that is one literal and nothing else: a value in a bid. False, reported, otherwise. */
bool ny_parse_value(ny_arena *arena, ny_sink *sink, const ny_tokens *tokens,
                    ny_literal *ret_literal);

/* Parses one file. Expression ids are dense from `first_id`, so that several files of one contract
 * share one numbering. Always gives a tree, of what could be read. */
ny_tree *ny_parse(ny_arena *arena, ny_sink *sink, const ny_tokens *tokens, uint32_t first_id);

#endif
