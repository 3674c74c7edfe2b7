/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A study's own lines, its pathways and its trees, in words. */

#include "use/explain_private.h"

#include "base/bug.h"

/* Nobody reads a tree that is deeper. */
#define DEEPEST 200

static ny_text rate_of(const ny_prose *prose, ny_rational rate)
{
    ny_rational percent = ny_rational_multiply(prose->arena, rate, ny_rational_whole(100));
    return NY_TELLS(prose, PERCENT, ny_prose_number(prose, percent));
}

static ny_tell grid_of(const ny_model *model)
{
    return model->present_value_at_every_moment ? NY_TELL_AT_EVERY_MOMENT
           : model->present_value_at_start      ? NY_TELL_AT_START_OF_CYCLE
                                                : NY_TELL_AT_END_OF_CYCLE;
}

void ny_explain_study(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    const ny_model *model = prose->model;
    if (!model->has_study)
        return;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_STUDY));
    ny_explain_clause(explaining, NY_NO_TEXT, NY_TELLS_PLAIN(prose, STUDY_IS));
    ny_text *names = NY_NEW_ARRAY(prose->arena, ny_text, model->currencies.count + 1);
    for (uint32_t i = 0; i < model->currencies.count; i++)
        names[i] = model->currencies.items[i].name;
    ny_text currencies = ny_prose_list(prose, names, model->currencies.count, NY_TELL_LIST_AND);
    if (model->currencies.count)
        ny_explain_more(explaining, model->currencies.count == 1
                                        ? NY_TELLS(prose, CURRENCY_ONE, currencies)
                                        : NY_TELLS(prose, CURRENCIES_OF_STUDY, currencies));
    if (ny_model_money_year(model))
        ny_explain_more(explaining, ny_prose_money_year(prose, model));
    if (!model->has_present_value)
        return;
    ny_text money = rate_of(prose, model->present_value),
            benefits = rate_of(prose, model->present_value_of_benefits),
            when = ny_tell_with(prose, grid_of(model), NULL, 0);
    ny_explain_clause(explaining, NY_NO_TEXT,
                      ny_text_equal(money, benefits)
                          ? NY_TELLS(prose, PRESENT_VALUE_ALIKE, money, when)
                          : NY_TELLS(prose, PRESENT_VALUE_STUDY, money, benefits, when));
}

static ny_tell counting_of(ny_counting counted)
{
    switch (counted) {
    case NY_COUNTED_AT_START:
        return NY_TELL_PATHWAY_COUNTED_START;
    case NY_COUNTED_AT_END:
        return NY_TELL_PATHWAY_COUNTED_END;
    case NY_COUNTED_AT_EVERY_POINT:
        return NY_TELL_PATHWAY_COUNTED_POINTS;
    case NY_COUNTED_HALF_CYCLE:
        return NY_TELL_PATHWAY_COUNTED_HALF;
    case NY_COUNTED_SIMPSON:
        return NY_TELL_PATHWAY_COUNTED_SIMPSON;
    case NY_COUNTED_NOT_SAID:
        break;
    }
    NY_BUG("a pathway that does not say how it counts");
}

/* --- who, and how they are followed ------------------------------------------------------------ */

static ny_text state_of(const ny_prose *prose, const ny_pathway *pathway, uint32_t state)
{
    return ny_prose_name(prose, pathway->states.items[state].name);
}

/* "60 % in well", "the rest in ill, where they have been for 2 years" */
static ny_text start_of(const ny_prose *prose, const ny_pathway *pathway, const ny_start *start)
{
    ny_text state = state_of(prose, pathway, start->state);
    if (start->there.months || start->there.days)
        state = NY_TELLS(prose, START_THERE, state, ny_prose_span(prose, start->there));
    return start->share ? NY_TELLS(prose, START_SHARE,
                                   ny_prose_expression(prose, start->share, NY_BINDS_SUM), state)
                        : NY_TELLS(prose, START_REMAINING, state);
}

static void explain_starts(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    uint32_t count = pathway->starts.count;
    const ny_start *first = pathway->starts.items;
    if (pathway->kind == NY_PATHWAY_CURVES && pathway->curves.count)
        ny_explain_more(explaining,
                        NY_TELLS(prose, PATHWAY_START,
                                 state_of(prose, pathway, pathway->curves.items[0].adds)));
    else if (count == 1 && !first->there.months && !first->there.days)
        ny_explain_more(explaining,
                        NY_TELLS(prose, PATHWAY_START, state_of(prose, pathway, first->state)));
    else if (count) {
        ny_text *starts = NY_NEW_ARRAY(prose->arena, ny_text, count + 1);
        for (uint32_t i = 0; i < count; i++)
            starts[i] = start_of(prose, pathway, &pathway->starts.items[i]);
        ny_explain_more(
            explaining,
            NY_TELLS(prose, PATHWAY_STARTS, ny_prose_list(prose, starts, count, NY_TELL_LIST_AND)));
    }
}

static void explain_people(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    if (pathway->people)
        ny_explain_more(explaining,
                        NY_TELLS(prose, PATHWAY_PEOPLE,
                                 ny_prose_expression(prose, pathway->people, NY_BINDS_SUM)));
    else if (pathway->arriving.count)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_NOBODY));
    for (uint32_t i = 0; i < pathway->arriving.count; i++) {
        const ny_arriving *arriving = &pathway->arriving.items[i];
        ny_explain_more(explaining,
                        NY_TELLS(prose, PATHWAY_ARRIVING,
                                 ny_prose_expression(prose, arriving->number, NY_BINDS_SUM),
                                 state_of(prose, pathway, arriving->state)));
    }
    if (pathway->followed == NY_FOLLOWED_ONE_BY_ONE)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_ONE_BY_ONE));
    if (pathway->followed == NY_FOLLOWED_AS_PEOPLE)
        ny_explain_more(explaining,
                        NY_TELLS(prose, PATHWAY_AS_PEOPLE,
                                 ny_prose_number(prose, ny_rational_whole(pathway->followed_as))));
}

static void explain_cycles(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    if (pathway->kind == NY_PATHWAY_CONTINUOUS) {
        ny_explain_more(explaining, NY_TELLS(prose, PATHWAY_CONTINUOUS,
                                             ny_prose_span(prose, pathway->horizon)));
        return;
    }
    ny_explain_more(explaining,
                    NY_TELLS(prose, PATHWAY_CYCLES, ny_prose_span(prose, pathway->cycle),
                             ny_format(prose->arena, "%u", pathway->cycles)));
    if (!prose->model->has_study)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_ON_DAYS));
    ny_explain_more(explaining, ny_tell_with(prose, counting_of(pathway->counted), NULL, 0));
}

/* --- moves ------------------------------------------------------------------------------------- */

static ny_text move_of(const ny_prose *prose, const ny_pathway *pathway, const ny_transition *move)
{
    ny_text from = state_of(prose, pathway, move->from), to = state_of(prose, pathway, move->to);
    ny_text law = move->law ? ny_prose_expression(prose, move->law, NY_BINDS_FORM) : NY_NO_TEXT;
    if (move->times)
        law = NY_TELLS(prose, ARISES_TIMES, law,
                       ny_prose_expression(prose, move->times, NY_BINDS_SUM));
    switch (move->form) {
    case NY_MOVE_CHANCE:
        return NY_TELLS(prose, PATHWAY_MOVE, from, to,
                        ny_prose_expression(prose, move->chance, NY_BINDS_FORM));
    case NY_MOVE_REMAINING:
        return NY_TELLS(prose, PATHWAY_MOVE_REMAINING, from, to);
    case NY_MOVE_RATE:
        return NY_TELLS(prose, PATHWAY_MOVE_RATE, from, to,
                        ny_prose_expression(prose, move->chance, NY_BINDS_FORM));
    case NY_MOVE_AFTER:
        return NY_TELLS(prose, PATHWAY_MOVE_AFTER, from, to, law);
    case NY_MOVE_BY:
        return NY_TELLS(prose, PATHWAY_MOVE_BY, from, to, law);
    }
    NY_BUG("a move of no form");
}

/* What the moves have in common: their first sentence, which the points end. */
static ny_tell head_of(const ny_pathway *pathway)
{
    if (pathway->kind == NY_PATHWAY_CONTINUOUS)
        return NY_TELL_PATHWAY_WHICHEVER;
    return pathway->by_rates ? NY_TELL_PATHWAY_RATES : NY_TELL_PATHWAY_MOVES;
}

/* What stands in a table is said once, not for each pair. */
static void explain_table_moves(ny_explaining *explaining, const ny_move_words *words)
{
    const ny_prose *prose = &explaining->prose;
    ny_text chance = ny_prose_expression(prose, words->chance, NY_BINDS_FORM);
    ny_text table = ny_prose_name(prose, words->over.table.text);
    ny_text before = ny_prose_name(prose, words->from.text);
    ny_text after = ny_prose_name(prose, words->to.text);
    ny_explain_more(explaining, words->over.same.text.size
                                    ? NY_TELLS(prose, PATHWAY_TABLE_SAME, chance, table, before,
                                               after, ny_prose_name(prose, words->over.same.text))
                                    : NY_TELLS(prose, PATHWAY_TABLE, chance, table, before, after));
    if (words->over.where)
        ny_explain_more(explaining,
                        NY_TELLS(prose, PATHWAY_TABLE_WHERE,
                                 ny_prose_condition(prose, words->over.where, NY_BINDS_OR)));
}

static void explain_lines(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    uint32_t lines = 0;
    for (uint32_t i = 0; i < pathway->words->moves.count; i++)
        if (pathway->words->moves.items[i].over_table)
            explain_table_moves(explaining, &pathway->words->moves.items[i]);
        else
            lines++;
    if (!lines)
        return;
    ny_explain_more(explaining, ny_tell_with(prose, head_of(pathway), NULL, 0));
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *move = &pathway->transitions.items[i];
        if (move->words && !move->words->over_table)
            ny_explain_point(explaining, move_of(prose, pathway, move));
    }
}

/* Whole rows, as the matrix that they are. */
static void explain_matrix(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    ny_buffer rows = ny_buffer_create(prose->arena);
    if (!pathway->words->rows.count)
        return;
    ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_MATRIX));
    ny_buffer_add(&rows, NY_TELLS_PLAIN(prose, MATRIX_CORNER));
    for (uint32_t i = 0; i < pathway->states.count; i++)
        ny_buffer_format(&rows, "\t%.*s", NY_PRINT(state_of(prose, pathway, i)));
    ny_buffer_add_character(&rows, '\n');
    for (uint32_t r = 0; r < pathway->words->rows.count; r++) {
        const ny_matrix_row_words *row = &pathway->words->rows.items[r];
        ny_buffer_add(&rows, ny_prose_name(prose, row->from.text));
        for (uint32_t i = 0; i < row->chances.count; i++) {
            const ny_expression *chance = row->chances.items[i];
            ny_buffer_format(&rows, "\t%.*s",
                             NY_PRINT(chance ? ny_prose_expression(prose, chance, NY_BINDS_SUM)
                                             : NY_TELLS_PLAIN(prose, MATRIX_REMAINING)));
        }
        ny_buffer_add_character(&rows, '\n');
    }
    ny_explain_table(explaining, ny_buffer_text(&rows));
}

static void explain_curves(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_CURVES));
    for (uint32_t i = 0; i < pathway->curves.count; i++) {
        const ny_share_curve *curve = &pathway->curves.items[i];
        ny_text *states = NY_NEW_ARRAY(prose->arena, ny_text, curve->states.count + 1);
        for (uint32_t k = 0; k < curve->states.count; k++)
            states[k] = state_of(prose, pathway, curve->states.items[k]);
        ny_explain_point(
            explaining, NY_TELLS(prose, PATHWAY_CURVE,
                                 ny_prose_list(prose, states, curve->states.count, NY_TELL_LIST_OR),
                                 ny_prose_expression(prose, curve->share, NY_BINDS_FORM)));
    }
}

static void explain_pathway(ny_explaining *explaining, const ny_pathway *pathway)
{
    const ny_prose *prose = &explaining->prose;
    ny_text *states = NY_NEW_ARRAY(prose->arena, ny_text, pathway->states.count + 1);
    bool all_rows = pathway->words->rows.count == pathway->states.count;
    for (uint32_t i = 0; i < pathway->states.count; i++)
        states[i] = state_of(prose, pathway, i);
    ny_explain_clause(
        explaining, pathway->clause,
        NY_TELLS(prose, PATHWAY, ny_explain_name(explaining, pathway->declaration),
                 ny_prose_list(prose, states, pathway->states.count, NY_TELL_LIST_AND)));
    explain_starts(explaining, pathway);
    explain_people(explaining, pathway);
    explain_cycles(explaining, pathway);
    if (pathway->kind == NY_PATHWAY_CURVES) {
        explain_curves(explaining, pathway);
        return;
    }
    if (!all_rows)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, PATHWAY_STAY));
    explain_matrix(explaining, pathway);
    explain_lines(explaining, pathway);
}

/* --- trees ------------------------------------------------------------------------------------- */

static bool goes_on(const ny_pathway *tree, uint32_t node)
{
    for (uint32_t i = 0; i < tree->transitions.count; i++)
        if (tree->transitions.items[i].from == node)
            return true;
    return false;
}

/* Each node once with all that follows; where another way leads to it, it is only named again. */
static void explain_node(ny_explaining *explaining, const ny_pathway *tree, uint32_t node,
                         uint32_t depth, bool *told)
{
    const ny_prose *prose = &explaining->prose;
    for (uint32_t i = 0; i < tree->transitions.count; i++) {
        const ny_transition *move = &tree->transitions.items[i];
        if (move->from != node)
            continue;
        ny_text to = state_of(prose, tree, move->to);
        ny_text line = move->chance
                           ? NY_TELLS(prose, TREE_WAY, to,
                                      ny_prose_expression(prose, move->chance, NY_BINDS_FORM))
                           : NY_TELLS(prose, TREE_WAY_REMAINING, to);
        bool again = told[move->to] && goes_on(tree, move->to);
        ny_explain_branch(explaining, depth, again ? NY_TELLS(prose, TREE_AGAIN, line) : line);
        if (told[move->to] || depth >= DEEPEST)
            continue;
        told[move->to] = true;
        explain_node(explaining, tree, move->to, depth + 1, told);
    }
}

static void explain_tree(ny_explaining *explaining, const ny_pathway *tree)
{
    const ny_prose *prose = &explaining->prose;
    bool *told = NY_NEW_ARRAY(prose->arena, bool, tree->states.count + 1);
    ny_explain_clause(explaining, tree->clause,
                      NY_TELLS(prose, TREE, ny_explain_name(explaining, tree->declaration)));
    if (!prose->model->has_study)
        ny_explain_more(explaining, NY_TELLS_PLAIN(prose, TREE_ON_DAY));
    explain_people(explaining, tree);
    if (!tree->starts.count)
        return;
    ny_explain_branch(explaining, 1, state_of(prose, tree, tree->starts.items[0].state));
    explain_node(explaining, tree, tree->starts.items[0].state, 2, told);
}

void ny_explain_pathways(ny_explaining *explaining)
{
    const ny_prose *prose = &explaining->prose;
    ny_explain_section(explaining, NY_TELLS_PLAIN(prose, SECTION_PATHWAYS));
    for (uint32_t i = 0; i < prose->model->pathways.count; i++)
        if (prose->model->pathways.items[i].kind == NY_PATHWAY_TREE)
            explain_tree(explaining, &prose->model->pathways.items[i]);
        else
            explain_pathway(explaining, &prose->model->pathways.items[i]);
}
