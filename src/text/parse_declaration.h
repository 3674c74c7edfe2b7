/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/text: one function a declaration. Each `header` function reads the rest of the
 * declaration's own line behind its keyword; each `property` function reads one property. Both
 * return false after a mistake, which they have reported. */

#ifndef NY_TEXT_PARSE_DECLARATION_H
#define NY_TEXT_PARSE_DECLARATION_H

#include "text/parser.h"

typedef bool ny_parse_part(ny_parser *parser, ny_declaration *declaration);

/* What stands at the head of most declarations: "label", clause 7.1. Both may lack. */
bool ny_parse_label(ny_parser *parser, ny_declaration *declaration);
bool ny_parse_type(ny_parser *parser, ny_type_words *ret_type);
/* A whole number from 0 to 1,000,000,000; `what` is due where there is none. */
bool ny_parse_whole(ny_parser *parser, ny_phrase what, uint32_t *ret_number);
bool ny_parse_rounded(ny_parser *parser, ny_rounding_words *ret_rounding);
/* Reports a property that this kind of declaration does not have. Always false. */
bool ny_unknown_property(ny_parser *parser, const ny_declaration *declaration,
                         const char *const *allowed, size_t count);

/* parse_contract.c */
/* `value at 3 % per year, at the end of each year`, behind `present`. */
bool ny_parse_present_value(ny_parser *parser, ny_contract_words *contract, bool of_study);
ny_parse_part ny_parse_contract, ny_parse_contract_property;
ny_parse_part ny_parse_party, ny_parse_pay, ny_parse_pay_property, ny_parse_cost;
/* parse_figure.c */
ny_parse_part ny_parse_figure, ny_parse_table, ny_parse_table_property;
ny_parse_part ny_parse_define, ny_parse_define_property;
ny_parse_part ny_parse_exclude, ny_parse_exclude_property;
/* parse_price.c */
ny_parse_part ny_parse_price, ny_parse_price_property;
ny_parse_part ny_parse_index, ny_parse_index_property, ny_parse_raise;
/* parse_measure.c */
ny_parse_part ny_parse_measure, ny_parse_measure_property;
/* parse_pathway.c */
ny_parse_part ny_parse_study, ny_parse_study_property;
ny_parse_part ny_parse_pathway, ny_parse_pathway_property;
ny_parse_part ny_parse_tree, ny_parse_tree_property;
/* Does `year in …` or `move from …` stand here, behind `for each`? Then the other reads it. */
bool ny_at_pathway_time(const ny_parser *parser, bool is_payment);
bool ny_parse_pathway_time(ny_parser *parser, ny_pay_words *pay, bool is_payment);
/* parse_model.c */
ny_parse_part ny_parse_model, ny_parse_model_property;
ny_parse_part ny_parse_alternative, ny_parse_alternative_property;
ny_parse_part ny_parse_vary, ny_parse_vary_property;
ny_parse_part ny_parse_source, ny_parse_source_property;
/* parse_award.c */
ny_parse_part ny_parse_require, ny_parse_require_property;
ny_parse_part ny_parse_criterion, ny_parse_criterion_property;
ny_parse_part ny_parse_award;

#endif
