/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pathways and trees: their names, their states, and which states each line speaks of. All this is
 * resolved before figures are checked. */

#include "model/check_pathway.h"

/* A table of chances has a row for each pair of them. */
#define STATES_OF_TABLE_MOST 100

/* --- names ------------------------------------------------------------------------------------- */

bool ny_check_pathway_name(ny_checker *checker, const ny_name *name, uint32_t *ret_pathway)
{
    const ny_model *model = checker->model;
    if (ny_map_find(checker->pathways, name->text, ret_pathway)) {
        const ny_pathway *pathway = &model->pathways.items[*ret_pathway];
        bool tree = pathway->kind == NY_PATHWAY_TREE;
        if (ny_has_cycles(pathway))
            return true;
        NY_SAY(checker, NY_OUT_OF_PLACE, name->span,
               ny_format(checker->arena, "each cycle of %.*s", NY_PRINT(name->text)),
               NY_WORDS(checker->sink, tree ? NY_WORDS_THE_TREE : NY_WORDS_THE_CONTINUOUS_PATHWAY,
                        name->text),
               ny_words(checker->sink, tree ? NY_WORDS_NO_TIME_IN_TREE : NY_WORDS_NO_CYCLES_HERE),
               ny_words(checker->sink, NY_WORDS_LEAVE_EACH_CYCLE_OUT));
        return false;
    }
    if (checker->pathway_lost || !name->text.size) /* said where it could not be read */
        return false;
    NY_LIST(ny_text) names = {0};
    for (uint32_t i = 0; i < model->pathways.count; i++)
        *NY_APPEND(checker->arena, &names) = model->pathways.items[i].name;
    NY_SAY(checker, NY_PATHWAY_UNKNOWN, name->span, name->text,
           ny_suggestion(checker, name->text, names.items, names.count));
    return false;
}

bool ny_check_no_figure(ny_checker *checker, const ny_name *name)
{
    uint32_t number;
    if (ny_map_find(checker->pathways, name->text, &number)) {
        const ny_pathway *pathway = &checker->model->pathways.items[number];
        NY_SAY(checker, NY_PATHWAY_IS_NO_FIGURE, name->span, name->text,
               ny_words(checker->sink,
                        pathway->kind == NY_PATHWAY_TREE ? NY_WORDS_A_TREE : NY_WORDS_A_PATHWAY),
               ny_has_cycles(pathway)
                   ? NY_WORDS(checker->sink, NY_WORDS_SAY_CYCLE_OR_STAY, name->text)
                   : NY_NO_TEXT);
        return true;
    }
    for (uint32_t i = 0; i < checker->model->pathways.count; i++) {
        const ny_pathway *pathway = &checker->model->pathways.items[i];
        bool tree = pathway->kind == NY_PATHWAY_TREE;
        if (!ny_map_find(checker->states[i], name->text, &number))
            continue;
        NY_SAY(checker, NY_PATHWAY_IS_NO_FIGURE, name->span, name->text,
               NY_WORDS(checker->sink, tree ? NY_WORDS_PLACE_OF : NY_WORDS_STATE_OF, pathway->name),
               NY_WORDS(checker->sink,
                        tree ? NY_WORDS_SAY_FOR_EACH_MOVE_TO : NY_WORDS_SAY_FOR_EACH_YEAR_IN,
                        name->text));
        return true;
    }
    return false;
}

ny_text ny_check_state_hint(ny_checker *checker, ny_text name)
{
    uint32_t state;
    for (uint32_t i = 0; i < checker->model->pathways.count; i++)
        if (ny_map_find(checker->states[i], name, &state))
            return NY_WORDS(checker->sink, NY_WORDS_IT_IS_A_STATE, name);
    return NY_NO_TEXT;
}

ny_text ny_state_suggestion(ny_checker *checker, ny_text word, uint32_t first, uint32_t end)
{
    NY_LIST(ny_text) names = {0};
    for (uint32_t p = first; p < end && !checker->quiet; p++)
        for (uint32_t i = 0; i < checker->model->pathways.items[p].states.count; i++)
            *NY_APPEND(checker->arena, &names) =
                checker->model->pathways.items[p].states.items[i].name;
    return ny_suggestion(checker, word, names.items, names.count);
}

uint32_t ny_find_state(ny_checker *checker, uint32_t pathway, const ny_name *name)
{
    ny_pathway *of = &checker->model->pathways.items[pathway];
    uint32_t state;
    if (ny_map_find(checker->states[pathway], name->text, &state))
        return state;
    of->line_lost = true;
    if (of->states.count && !of->declaration->failed)
        NY_SAY(checker, NY_STATE_UNKNOWN, name->span, name->text,
               NY_WORDS(checker->sink, NY_WORDS_OF_PATHWAY, of->name),
               ny_state_suggestion(checker, name->text, pathway, pathway + 1));
    return NY_NONE;
}

bool ny_is_entered(const ny_checker *checker, uint32_t number, uint32_t state)
{
    uint32_t states = checker->model->pathways.items[number].states.count;
    for (uint32_t from = 0; from < states; from++)
        if (checker->moves[number][(size_t)from * states + state])
            return true;
    return false;
}

bool ny_has_cycles(const ny_pathway *pathway)
{
    return pathway->kind == NY_PATHWAY_CYCLES || pathway->kind == NY_PATHWAY_CURVES;
}

void ny_say_out_of_place(ny_checker *checker, ny_span span, const ny_pathway *pathway,
                         ny_phrase why, ny_text hint)
{
    static const ny_phrase kinds[] = {
        [NY_PATHWAY_CYCLES] = NY_WORDS_THE_PATHWAY,
        [NY_PATHWAY_CURVES] = NY_WORDS_THE_PATHWAY,
        [NY_PATHWAY_CONTINUOUS] = NY_WORDS_THE_CONTINUOUS_PATHWAY,
        [NY_PATHWAY_TREE] = NY_WORDS_THE_TREE,
    };
    if (pathway->declaration->failed)
        return; /* what it is may be another kind, and that was said */
    NY_SAY(checker, NY_OUT_OF_PLACE, span, ny_said_span(checker, span),
           NY_WORDS(checker->sink, kinds[pathway->kind], pathway->name),
           ny_words(checker->sink, why), hint);
}

/* --- states ------------------------------------------------------------------------------------ */

static void add_state(ny_checker *checker, uint32_t number, const ny_name *name)
{
    ny_pathway *pathway = &checker->model->pathways.items[number];
    *NY_APPEND(checker->arena, &pathway->states) =
        (ny_pathway_state){.name = name->text, .span = name->span, .remaining = NY_NONE};
}

/* A tree's nodes are in its lines. */
static void declare_nodes(ny_checker *checker, uint32_t number, const ny_pathway_words *words)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    for (uint32_t i = 0; i < words->moves.count; i++) {
        const ny_name *names[] = {&words->moves.items[i].from, &words->moves.items[i].to};
        for (size_t k = 0; k < 2; k++)
            if (ny_map_add(checker->states[number], names[k]->text, pathway->states.count))
                add_state(checker, number, names[k]);
    }
}

static void declare_states(ny_checker *checker, uint32_t number, const ny_pathway_words *words)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    if (words->is_tree)
        declare_nodes(checker, number, words);
    for (uint32_t i = 0; i < words->states.count; i++) {
        ny_name name = words->states.items[i];
        if (ny_map_add(checker->states[number], name.text, pathway->states.count))
            add_state(checker, number, &name);
        else
            NY_SAY(checker, NY_NAME_TWICE, name.span, name.text,
                   ny_words(checker->sink, NY_WORDS_STATE));
    }
    checker->moves[number] = NY_NEW_ARRAY(
        checker->arena, bool, (size_t)pathway->states.count * pathway->states.count + 1);
}

/* --- moves ------------------------------------------------------------------------------------- */

/* Whether lines of this form make the pathway; else why not, and what would do. */
static bool form_fits(const ny_pathway *pathway, ny_move_form form, ny_phrase *ret_why,
                      ny_phrase *ret_hint)
{
    bool law = form == NY_MOVE_AFTER || form == NY_MOVE_BY, rate = form == NY_MOVE_RATE;
    *ret_hint = NY_PHRASE_COUNT;
    switch (pathway->kind) {
    case NY_PATHWAY_TREE:
        *ret_why = NY_WORDS_NO_TIME_IN_TREE;
        *ret_hint = NY_WORDS_SAY_CHANCE_OF_WAY;
        return !law && !rate;
    case NY_PATHWAY_CURVES:
        *ret_why = NY_WORDS_CURVES_SAY_WHO_IS_WHERE;
        return false;
    case NY_PATHWAY_CONTINUOUS:
        *ret_why = NY_WORDS_NO_CYCLE_FOR_CHANCE;
        *ret_hint = NY_WORDS_SAY_RATE_OR_LAW;
        return law || rate;
    case NY_PATHWAY_CYCLES:
        *ret_why = law                 ? NY_WORDS_LAWS_NEED_CONTINUOUS
                   : pathway->by_rates ? NY_WORDS_OTHERS_ARE_RATES
                                       : NY_WORDS_OTHERS_ARE_CHANCES;
        *ret_hint = law ? NY_WORDS_SAY_CONTINUOUS : NY_WORDS_SAY_CHANCE_OF_RATE;
        return !law && rate == pathway->by_rates;
    }
    return false;
}

static bool check_form(ny_checker *checker, const ny_pathway *pathway, ny_move_form form,
                       ny_span span)
{
    ny_phrase why, hint;
    if (form_fits(pathway, form, &why, &hint))
        return true;
    if (pathway->declaration->failed)
        return false; /* what made its kind may be what could not be read */
    NY_SAY(checker, NY_MOVE_FORM, span, ny_said_span(checker, span), ny_words(checker->sink, why),
           hint == NY_PHRASE_COUNT ? NY_NO_TEXT : ny_words(checker->sink, hint));
    return false;
}

/* Each pair once. */
static bool add_pair(ny_checker *checker, uint32_t number, uint32_t from, uint32_t to, ny_span span)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    bool *move = &checker->moves[number][(size_t)from * pathway->states.count + to];
    if (*move) {
        NY_SAY(checker, NY_MOVE_TWICE, span, pathway->states.items[from].name,
               pathway->states.items[to].name);
        return false;
    }
    *move = true;
    return true;
}

static void add_transition(ny_checker *checker, uint32_t number, ny_transition transition)
{
    ny_pathway *pathway = &checker->model->pathways.items[number];
    ny_pathway_state *from = &pathway->states.items[transition.from];
    if (transition.form == NY_MOVE_REMAINING) {
        if (from->remaining != NY_NONE) {
            NY_SAY(checker, NY_SAID_TWICE, transition.span,
                   ny_format(checker->arena, "`from %.*s … remaining`", NY_PRINT(from->name)));
            return;
        }
        from->remaining = pathway->transitions.count;
    }
    *NY_APPEND(checker->arena, &pathway->transitions) = transition;
}

static void declare_move(ny_checker *checker, uint32_t number, const ny_move_words *words)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    uint32_t from = ny_find_state(checker, number, &words->from);
    uint32_t to = ny_find_state(checker, number, &words->to);
    if (from == NY_NONE || to == NY_NONE)
        return;
    if (from == to) {
        if (pathway->kind == NY_PATHWAY_TREE)
            NY_SAY(checker, NY_TREE_CIRCLE, words->to.span, words->from.text, words->to.text);
        else
            NY_SAY(checker, NY_MOVE_TO_ITSELF, words->to.span, words->to.text);
        return;
    }
    if (!add_pair(checker, number, from, to, words->span) ||
        !check_form(checker, pathway, words->form, words->span))
        return;
    add_transition(checker, number,
                   (ny_transition){.from = from,
                                   .to = to,
                                   .form = words->form,
                                   .chance = words->chance,
                                   .law = words->law,
                                   .times = words->times,
                                   .words = words,
                                   .span = words->span});
}

static bool is_written_nought(const ny_expression *expression)
{
    return expression->kind == NY_EXPRESSION_NUMBER &&
           ny_rational_sign(expression->literal.number) == 0;
}

/* One chance of a whole row: of staying, or of a move; what is written as 0 is no move. */
static bool declare_entry(ny_checker *checker, uint32_t number, uint32_t from, uint32_t to,
                          const ny_expression *chance, ny_span span)
{
    if (from == to || (chance && is_written_nought(chance)))
        return true;
    bool first = add_pair(checker, number, from, to, span);
    if (first)
        add_transition(checker, number,
                       (ny_transition){.from = from,
                                       .to = to,
                                       .form = chance ? NY_MOVE_CHANCE : NY_MOVE_REMAINING,
                                       .chance = chance,
                                       .span = chance ? chance->span : span});
    return first;
}

static void declare_row(ny_checker *checker, uint32_t number, const ny_matrix_row_words *words)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    uint32_t states = pathway->states.count, from = ny_find_state(checker, number, &words->from);
    uint32_t remaining = 0;
    bool alone = true;
    if (from == NY_NONE || !check_form(checker, pathway, NY_MOVE_CHANCE, words->span))
        return;
    if (words->chances.count != states) {
        if (pathway->declaration->failed)
            return; /* perhaps it is the states that could not be read */
        NY_SAY(checker, NY_ROW_LENGTH, words->span, words->from.text,
               ny_format(checker->arena, "%u", words->chances.count),
               ny_format(checker->arena, "%u", states));
        for (uint32_t to = 0; to < states; to++) /* nobody knows where it would lead */
            checker->moves[number][(size_t)from * states + to] = true;
        return;
    }
    for (uint32_t to = 0; to < states; to++) {
        const ny_expression *chance = words->chances.items[to];
        if (!chance && ++remaining == 2)
            NY_SAY(
                checker, NY_SAID_TWICE, words->span,
                ny_format(checker->arena, "`from %.*s … remaining`", NY_PRINT(words->from.text)));
        alone = declare_entry(checker, number, from, to, chance, words->span) && alone;
    }
    if (alone)
        checker->model->pathways.items[number].states.items[from].stays =
            words->chances.items[from];
}

/* --- a matrix in a table ----------------------------------------------------------------------- */

/* Expressions that no line of the text says: they are numbered behind those of the text. */
static ny_expression *new_expression(ny_checker *checker, ny_expression_kind kind, ny_span span)
{
    ny_expression *expression = NY_NEW(checker->arena, ny_expression);
    expression->kind = kind;
    expression->span = span;
    expression->id = checker->model->meanings.count;
    *NY_APPEND(checker->arena, &checker->model->meanings) = (ny_meaning){0};
    return expression;
}

static ny_expression *both(ny_checker *checker, ny_expression *left, ny_expression *right)
{
    ny_expression *expression = new_expression(checker, NY_EXPRESSION_AND, left->span);
    *NY_APPEND(checker->arena, &expression->items) = left;
    *NY_APPEND(checker->arena, &expression->items) = right;
    expression->depth = (left->depth > right->depth ? left->depth : right->depth) + 1;
    return expression;
}

/* `before is well` */
static ny_expression *is_word(ny_checker *checker, const ny_name *column, ny_text word)
{
    ny_expression *name = new_expression(checker, NY_EXPRESSION_NAME, column->span);
    ny_expression *is = new_expression(checker, NY_EXPRESSION_IS, column->span);
    name->name = *column;
    is->name = (ny_name){.text = word, .span = column->span};
    is->depth = 1;
    *NY_APPEND(checker->arena, &is->items) = name;
    return is;
}

/* `sum of CHANCE over TABLE where BEFORE is FROM and AFTER is TO` */
static const ny_expression *chance_of_pair(ny_checker *checker, const ny_move_words *words,
                                           ny_text from, ny_text to)
{
    ny_expression *sum = new_expression(checker, NY_EXPRESSION_AGGREGATE, words->span);
    sum->keyword = NY_KEYWORD_SUM;
    sum->scope = words->over;
    sum->scope.where =
        both(checker, is_word(checker, &words->from, from), is_word(checker, &words->to, to));
    if (words->over.where)
        sum->scope.where = both(checker, sum->scope.where, words->over.where);
    sum->depth = words->chance->depth + 1;
    *NY_APPEND(checker->arena, &sum->items) = words->chance;
    return sum;
}

/* The column of words that are states; NULL, reported, when it is none. */
static const ny_column *column_of_states(ny_checker *checker, uint32_t number, uint32_t table,
                                         const ny_name *name)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    const ny_table *of = &checker->model->tables.items[table];
    uint32_t found = ny_table_column(of, name->text), state;
    if (found == NY_NONE) {
        NY_SAY(checker, NY_NO_SUCH_COLUMN, name->span, name->text, of->name,
               ny_column_suggestion(checker, of, name->text));
        return NULL;
    }
    const ny_column *column = &of->columns.items[found];
    if (column->form != NY_FORM_WORDS) {
        NY_SAY(checker, NY_COLUMN_OF_STATES, name->span, name->text,
               ny_words(checker->sink, NY_WORDS_IT_HAS_NO_WORDS), pathway->name);
        return NULL;
    }
    for (uint32_t i = 0; i < column->words.count; i++)
        if (!ny_map_find(checker->states[number], column->words.items[i], &state)) {
            if (!pathway->declaration->failed)
                NY_SAY(checker, NY_COLUMN_OF_STATES, name->span, name->text,
                       NY_WORDS(checker->sink, NY_WORDS_WORD_IS_NO_STATE, column->words.items[i]),
                       pathway->name);
            return NULL;
        }
    return column;
}

static void declare_table_moves(ny_checker *checker, uint32_t number, const ny_move_words *words)
{
    ny_pathway *pathway = &checker->model->pathways.items[number];
    uint32_t table, from, to;
    if (!check_form(checker, pathway, NY_MOVE_CHANCE, words->span))
        return;
    if (!ny_map_find(checker->tables, words->over.table.text, &table)) {
        NY_SAY(checker, NY_TABLE_UNKNOWN, words->over.table.span, words->over.table.text,
               ny_table_suggestion(checker, words->over.table.text));
        return;
    }
    const ny_column *before = column_of_states(checker, number, table, &words->from);
    const ny_column *after = before ? column_of_states(checker, number, table, &words->to) : NULL;
    if (!after)
        return;
    if (before->words.count > STATES_OF_TABLE_MOST || after->words.count > STATES_OF_TABLE_MOST) {
        NY_SAY(checker, NY_PATHWAY_TOO_LARGE, words->over.table.span,
               ny_words(checker->sink, NY_WORDS_STATES_OF_TABLE_MOST));
        return;
    }
    for (uint32_t i = 0; i < before->words.count; i++)
        for (uint32_t k = 0; k < after->words.count; k++) {
            ny_text of = before->words.items[i], goes = after->words.items[k];
            ny_map_find(checker->states[number], of, &from);
            ny_map_find(checker->states[number], goes, &to);
            const ny_expression *chance = chance_of_pair(checker, words, of, goes);
            if (from == to)
                pathway->states.items[from].stays = chance;
            else if (add_pair(checker, number, from, to, words->span))
                add_transition(checker, number,
                               (ny_transition){.from = from,
                                               .to = to,
                                               .chance = chance,
                                               .words = words,
                                               .span = words->span});
        }
}

/* --- who starts, who comes, who is where ------------------------------------------------------- */

static void declare_start(ny_checker *checker, uint32_t number, const ny_start_words *words)
{
    uint32_t state = ny_find_state(checker, number, &words->state);
    if (state != NY_NONE)
        *NY_APPEND(checker->arena, &checker->model->pathways.items[number].starts) =
            (ny_start){.state = state, .share = words->share, .span = words->span};
}

static void declare_arriving(ny_checker *checker, uint32_t number, const ny_arriving_words *words)
{
    uint32_t state = ny_find_state(checker, number, &words->state);
    if (state != NY_NONE)
        *NY_APPEND(checker->arena, &checker->model->pathways.items[number].arriving) =
            (ny_arriving){.state = state, .number = words->number, .span = words->span};
}

static void declare_curve(ny_checker *checker, uint32_t number, const ny_curve_words *words)
{
    ny_share_curve curve = {.adds = NY_NONE, .share = words->share, .span = words->span};
    bool failed = false;
    for (uint32_t i = 0; i < words->states.count; i++) {
        uint32_t state = ny_find_state(checker, number, &words->states.items[i]);
        failed = failed || state == NY_NONE;
        *NY_APPEND(checker->arena, &curve.states) = state;
    }
    if (!failed)
        *NY_APPEND(checker->arena, &checker->model->pathways.items[number].curves) = curve;
}

static void declare_lines(ny_checker *checker, uint32_t number, const ny_pathway_words *words)
{
    for (uint32_t i = 0; i < words->starts.count; i++)
        declare_start(checker, number, &words->starts.items[i]);
    for (uint32_t i = 0; i < words->arriving.count; i++)
        declare_arriving(checker, number, &words->arriving.items[i]);
    for (uint32_t i = 0; i < words->curves.count; i++)
        declare_curve(checker, number, &words->curves.items[i]);
    for (uint32_t i = 0; i < words->moves.count; i++)
        if (!words->moves.items[i].over_table)
            declare_move(checker, number, &words->moves.items[i]);
    for (uint32_t i = 0; i < words->rows.count; i++)
        declare_row(checker, number, &words->rows.items[i]);
}

/* --- pathways ---------------------------------------------------------------------------------- */

static ny_pathway_kind kind_of(const ny_pathway_words *words)
{
    return words->is_tree         ? NY_PATHWAY_TREE
           : words->is_continuous ? NY_PATHWAY_CONTINUOUS
           : words->curves.count  ? NY_PATHWAY_CURVES
                                  : NY_PATHWAY_CYCLES;
}

/* By rates, if most lines say rates: the others are the slips. */
static bool is_by_rates(const ny_pathway_words *words)
{
    uint32_t rates = 0;
    for (uint32_t i = 0; i < words->moves.count; i++)
        rates += words->moves.items[i].form == NY_MOVE_RATE;
    uint32_t others = words->moves.count - rates + words->rows.count;
    return rates > others ||
           (rates && rates == others && words->moves.items[0].form == NY_MOVE_RATE);
}

static void declare_pathway(ny_checker *checker, const ny_declaration *declaration)
{
    ny_model *model = checker->model;
    const ny_pathway_words *words = &declaration->is.pathway;
    uint32_t number = model->pathways.count, table;
    if (number == NY_PATHWAYS_MOST) {
        NY_SAY(checker, NY_PATHWAY_TOO_LARGE, declaration->header_span,
               ny_words(checker->sink, NY_WORDS_PATHWAYS_MOST));
        checker->pathway_lost = true;
        return;
    }
    bool is_table = ny_map_find(checker->tables, declaration->name.text, &table);
    if (is_table || !ny_map_add(checker->pathways, declaration->name.text, number)) {
        NY_SAY(checker, NY_NAME_TWICE, declaration->name.span, declaration->name.text,
               is_table ? ny_words(checker->sink, NY_WORDS_NAME_OF_TABLE_AND_PATHWAY)
                        : ny_words(checker->sink, NY_WORDS_PATHWAY));
        checker->pathway_lost = true;
        return;
    }
    bool said = words->followed != NY_FOLLOWED_NOT_SAID;
    *NY_APPEND(checker->arena, &model->pathways) =
        (ny_pathway){.kind = kind_of(words),
                     .by_rates = kind_of(words) == NY_PATHWAY_CYCLES && is_by_rates(words),
                     .name = declaration->name.text,
                     .label = declaration->label,
                     .clause = declaration->clause,
                     .span = declaration->header_span,
                     .counted = words->counted,
                     .people = words->people,
                     .followed = said ? words->followed : NY_FOLLOWED_AS_COHORT,
                     .followed_as = words->followed_as,
                     .declaration = declaration,
                     .words = words};
    checker->states[number] = ny_map_create(checker->arena);
    declare_states(checker, number, words);
    declare_lines(checker, number, words);
}

void ny_check_declare_pathways(ny_checker *checker)
{
    const ny_model *model = checker->model;
    checker->states = NY_NEW_ARRAY(checker->arena, ny_map *, NY_PATHWAYS_MOST);
    checker->moves = NY_NEW_ARRAY(checker->arena, bool *, NY_PATHWAYS_MOST);
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind != NY_DECLARATION_PATHWAY &&
                declaration->kind != NY_DECLARATION_TREE)
                continue;
            if (declaration->name.text.size)
                declare_pathway(checker, declaration);
            else
                checker->pathway_lost = true;
        }
}

void ny_check_declare_table_moves(ny_checker *checker)
{
    for (uint32_t i = 0; i < checker->model->pathways.count; i++) {
        const ny_pathway_words *words = checker->model->pathways.items[i].words;
        for (uint32_t k = 0; k < words->moves.count; k++)
            if (words->moves.items[k].over_table)
                declare_table_moves(checker, i, &words->moves.items[k]);
    }
}

/* --- cycle of, stay of, arrival of, time of ---------------------------------------------------- */

/* The unit in which a pathway's time is said: months, or days where its cycles are days or weeks. */
static ny_unit unit_of_time(ny_checker *checker, const ny_pathway *pathway)
{
    ny_unit unit = ny_unit_base(NY_UNIT_MONTH);
    ny_rational factor;
    bool quiet = checker->quiet;
    checker->quiet = true; /* a word that is no unit is reported with the cycles */
    if (pathway->words->every)
        (void)ny_check_unit(checker, &pathway->words->every->literal.unit, &unit, &factor);
    checker->quiet = quiet;
    return unit;
}

/* Which parts a pathway of this kind has; reported when it has not. */
static bool has_part(ny_checker *checker, const ny_pathway *pathway,
                     const ny_expression *expression)
{
    ny_keyword part = expression->name.keyword;
    if (!ny_has_cycles(pathway)) {
        ny_say_out_of_place(checker, expression->span, pathway,
                            pathway->kind == NY_PATHWAY_TREE ? NY_WORDS_NO_TIME_IN_TREE
                                                             : NY_WORDS_NO_CYCLES_HERE,
                            NY_NO_TEXT);
        return false;
    }
    if (pathway->kind == NY_PATHWAY_CURVES &&
        (part == NY_KEYWORD_STAY || part == NY_KEYWORD_ARRIVAL)) {
        ny_say_out_of_place(checker, expression->span, pathway, NY_WORDS_CURVES_KNOW_NOBODY,
                            NY_WORDS(checker->sink, NY_WORDS_SAY_TIME_OF, pathway->name));
        return false;
    }
    return true;
}

/* `cycle of disease` counts from 1; `stay of disease` counts cycles in the present state, this one
 * included; `arrival of disease` is the cycle in which they came; `time of disease` is the time from
 * the start to the end of the cycle. */
ny_meaning ny_check_pathway_part(ny_checker *checker, const ny_expression *expression,
                                 uint32_t pathway, const ny_place_in *place)
{
    ny_keyword part = expression->name.keyword;
    if (part != NY_KEYWORD_CYCLE && part != NY_KEYWORD_STAY && part != NY_KEYWORD_ARRIVAL &&
        part != NY_KEYWORD_TIME) {
        NY_SAY(checker, NY_PATHWAY_PART, expression->name.span, expression->name.text,
               expression->owner.text);
        return ny_meaning_any();
    }
    const ny_pathway *of = &checker->model->pathways.items[pathway];
    if (!has_part(checker, of, expression))
        return ny_meaning_any();
    ny_name whole = {ny_span_text(checker->sink, expression->span), expression->span,
                     NY_KEYWORD_NONE};
    ny_grain grain = {NY_GRAIN_EACH_CYCLE, pathway};
    if (!ny_check_grain(checker, &whole, grain, place))
        return ny_meaning_any();
    bool is_time = part == NY_KEYWORD_TIME;
    return (ny_meaning){.type =
                            ny_number_type(is_time ? unit_of_time(checker, of) : ny_unit_none()),
                        .grain = grain,
                        .checked = true,
                        .reference = NY_REFERENCE_PATHWAY,
                        .number = pathway,
                        .part = part};
}
