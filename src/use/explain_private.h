/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Private to src/use: what the parts of the explanation share. Sections without clauses are not
 * shown: `ny_explain_section` only remembers the title until a clause comes. */

#ifndef NY_USE_EXPLAIN_PRIVATE_H
#define NY_USE_EXPLAIN_PRIVATE_H

#include "use/explain.h"
#include "use/worked.h"

typedef struct ny_explaining {
    ny_prose prose;
    ny_explanation *explanation;
    ny_text pending_section; /* empty: none */
    uint32_t sections, clauses, points;
    ny_worked *worked; /* or NULL */
    bool has_examples;
} ny_explaining;

void ny_explain_section(ny_explaining *explaining, ny_text title);
/* A numbered clause; what follows goes on with it. */
void ny_explain_clause(ny_explaining *explaining, ny_text clause, ny_text text);
void ny_explain_point(ny_explaining *explaining, ny_text text);
void ny_explain_example(ny_explaining *explaining, ny_text text);
void ny_explain_branch(ny_explaining *explaining, uint32_t depth, ny_text text);
void ny_explain_table(ny_explaining *explaining, ny_text rows);
/* Adds a sentence to the last clause. */
void ny_explain_more(ny_explaining *explaining, ny_text sentence);
ny_text ny_explain_name(const ny_explaining *explaining, const ny_declaration *declaration);
ny_text ny_explain_party(const ny_prose *prose, uint32_t party, ny_text written);
bool ny_is_condition(const ny_prose *prose, const ny_expression *expression);
ny_text ny_explain_halves(const ny_prose *prose, ny_halves halves);
ny_text ny_explain_each_period(const ny_prose *prose);
ny_text ny_explain_the_period(const ny_prose *prose);

/* explain_terms.c: the agreement, parties, figures, tables */
void ny_explain_agreement(ny_explaining *explaining);
void ny_explain_parties(ny_explaining *explaining);
void ny_explain_figures(ny_explaining *explaining);
void ny_explain_tables(ny_explaining *explaining);
void ny_explain_sources(ny_explaining *explaining);
/* explain_rules.c: exclusions, measures, figures made, payments */
void ny_explain_exclusions(ny_explaining *explaining);
void ny_explain_measures(ny_explaining *explaining);
void ny_explain_definitions(ny_explaining *explaining);
void ny_explain_payments(ny_explaining *explaining);
/* The clause of a payment, a cost or a benefit under its label, and when it is made. */
void ny_explain_flow(ny_explaining *explaining, const ny_payment *payment, ny_text text);
void ny_explain_heading(ny_explaining *explaining, const ny_payment *payment);
/* explain_award.c */
void ny_explain_award(ny_explaining *explaining);
/* explain_beliefs.c */
void ny_explain_beliefs(ny_explaining *explaining);
void ny_explain_values(ny_explaining *explaining);
void ny_explain_alternatives(ny_explaining *explaining);
/* explain_pathways.c: studies */
void ny_explain_study(ny_explaining *explaining);
void ny_explain_pathways(ny_explaining *explaining);
/* explain_surprises.c */
void ny_explain_surprises(ny_explaining *explaining);
void ny_explain_information(ny_explaining *explaining);
void ny_explain_open(ny_explaining *explaining);

#endif
