/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A checked model in words: figures, dates, units, names and expressions as a native reader writes
 * them. The words of a language stand in one file, prose/LANGUAGE.def; nothing else here knows a
 * language. Names and labels of the contract are translated where the reader gave translations;
 * else a name stands as it is written, with blanks for `_`, and a label in quotation marks.
 *
 * Texts may hold NY_PROSE_NAME_BEGIN … NY_PROSE_NAME_END around a name of the contract; whoever
 * prints turns these marks into what shows a name there. */

#ifndef NY_USE_PROSE_H
#define NY_USE_PROSE_H

#include "base/phrase.h"
#include "model/model.h"

#define NY_PROSE_NAME_BEGIN '\x01'
#define NY_PROSE_NAME_END '\x02'

typedef enum ny_tell {
#define NY_TELL(name, text) NY_TELL_##name,
#include "use/prose/english.def"
#undef NY_TELL
    NY_TELL_COUNT
} ny_tell;

/* How tightly a phrase binds, loosest first: what binds less than its place asks for stands in
 * parentheses. */
typedef enum ny_binding {
    NY_BINDS_FORM,
    NY_BINDS_OR,
    NY_BINDS_AND,
    NY_BINDS_COMPARISON,
    NY_BINDS_SUM,
    NY_BINDS_PRODUCT,
    NY_BINDS_TIGHTLY,
} ny_binding;

typedef struct ny_prose {
    ny_arena *arena;
    const ny_model *model;
    ny_language language;
    const ny_map *words; /* a word or label of the contract: number in `translations`; or NULL */
    const ny_text *translations;
} ny_prose;

/* The language's text with {0}, {1} … filled in. */
ny_text ny_tell_with(const ny_prose *prose, ny_tell say, const ny_text *words, size_t count);
#define NY_TELLS(prose, name, ...)                                                                 \
    ny_tell_with((prose), NY_TELL_##name, (const ny_text[]){__VA_ARGS__},                          \
                 sizeof((const ny_text[]){__VA_ARGS__}) / sizeof(ny_text))
#define NY_TELLS_PLAIN(prose, name) ny_tell_with((prose), NY_TELL_##name, NULL, 0)
/* One of a row of phrases that follow each other in the table. */
#define NY_TELLS_CODE(prose, code, ...)                                                            \
    ny_tell_with((prose), (code), (const ny_text[]){__VA_ARGS__},                                  \
                 sizeof((const ny_text[]){__VA_ARGS__}) / sizeof(ny_text))

/* "a, b and c"; `joined` is LIST_AND or LIST_OR. */
ny_text ny_prose_list(const ny_prose *prose, const ny_text *texts, size_t count, ny_tell joined);

/* What an argument of a distribution is called; single letters stay. */
ny_text ny_prose_argument(const ny_prose *prose, ny_text name);

/* --- figures and dates --- */
/* "12,000.5" with the language's signs; `decimal` has a point. */
ny_text ny_prose_decimal(const ny_prose *prose, ny_text decimal);
ny_text ny_prose_number(const ny_prose *prose, ny_rational number);
ny_text ny_prose_date(const ny_prose *prose, ny_date date);
/* The sentence that says in which year's money prices stand (`ny_model_money_year`, not 0). */
ny_text ny_prose_money_year(const ny_prose *prose, const ny_model *model);
/* A number with its unit as the contract writes it. */
ny_text ny_prose_literal(const ny_prose *prose, const ny_literal *literal);
/* A value in base units as a figure of this unit text: "4,800 DKK per day", "3 %", a date, yes. */
ny_text ny_prose_value(const ny_prose *prose, const ny_figure *figure, ny_value value);
/* The same as reports show it: at most four decimals, of money at least two. */
ny_text ny_prose_shown(const ny_prose *prose, const ny_figure *figure, ny_value value);
/* The same with all its decimals, of what the contract has rounded. */
ny_text ny_prose_rounded(const ny_prose *prose, const ny_figure *figure, ny_value value);
/* One of three phrases that follow each other: for years, quarters, months. */
ny_tell ny_prose_by_period(const ny_prose *prose, ny_tell of_years);
/* Decimals of a currency's amounts: 2 for 0.01. */
uint32_t ny_currency_decimals(const ny_currency *currency);
ny_text ny_prose_money(const ny_prose *prose, ny_rational amount, const ny_currency *currency);
/* With all its decimals, at most twelve. */
ny_text ny_prose_money_exact(const ny_prose *prose, ny_rational amount,
                             const ny_currency *currency);
ny_text ny_prose_span(const ny_prose *prose, ny_span_of_time span);
/* Of "DKK per operation", "hour": the words of the language, in the plural or not. */
ny_text ny_prose_unit(const ny_prose *prose, ny_text written, bool plural);

/* --- names --- */
ny_text ny_prose_name(const ny_prose *prose, ny_text name);      /* of a figure, column or word */
ny_text ny_prose_rows(const ny_prose *prose, ny_text table);     /* "operations" */
ny_text ny_prose_label(const ny_prose *prose, ny_text label);    /* in quotation marks */
ny_text ny_prose_words_of(const ny_prose *prose, ny_text label); /* without them */
ny_text ny_prose_party(const ny_prose *prose, uint32_t party);
/* “Label” (clause 5.1), or the name where there is no label. */
ny_text ny_prose_title(const ny_prose *prose, ny_text name, ny_text label, ny_text clause);

/* --- expressions --- */
ny_text ny_prose_expression(const ny_prose *prose, const ny_expression *expression,
                            ny_binding place);
/* A yes or no as a clause: "kind is primary", "ours holds". */
ny_text ny_prose_condition(const ny_prose *prose, const ny_expression *expression,
                           ny_binding place);
ny_text ny_prose_type(const ny_prose *prose, const ny_type_words *type);

#endif
