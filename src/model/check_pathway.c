/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Pathways: states, moves between them, and the costs and benefits that arise in states and at
 * moves. Names are resolved before figures are checked; chances and amounts after. */

#include "model/check_expression.h"

#define PATHWAYS_MOST 20
#define CYCLES_MOST 100000

/* --- names ------------------------------------------------------------------------------------- */

bool ny_check_pathway_name(ny_checker *checker, const ny_name *name, uint32_t *ret_pathway)
{
    const ny_model *model = checker->model;
    if (ny_map_find(checker->pathways, name->text, ret_pathway))
        return true;
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
        NY_SAY(checker, NY_PATHWAY_IS_NO_FIGURE, name->span, name->text,
               ny_words(checker->sink, NY_WORDS_A_PATHWAY),
               NY_WORDS(checker->sink, NY_WORDS_SAY_CYCLE_OR_STAY, name->text));
        return true;
    }
    for (uint32_t i = 0; i < checker->model->pathways.count; i++)
        if (ny_map_find(checker->states[i], name->text, &number)) {
            NY_SAY(
                checker, NY_PATHWAY_IS_NO_FIGURE, name->span, name->text,
                NY_WORDS(checker->sink, NY_WORDS_STATE_OF, checker->model->pathways.items[i].name),
                NY_WORDS(checker->sink, NY_WORDS_SAY_FOR_EACH_YEAR_IN, name->text));
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

static ny_text state_suggestion(ny_checker *checker, ny_text word, uint32_t first, uint32_t end)
{
    NY_LIST(ny_text) names = {0};
    for (uint32_t p = first; p < end && !checker->quiet; p++)
        for (uint32_t i = 0; i < checker->model->pathways.items[p].states.count; i++)
            *NY_APPEND(checker->arena, &names) =
                checker->model->pathways.items[p].states.items[i].name;
    return ny_suggestion(checker, word, names.items, names.count);
}

/* A state of this pathway; NY_NONE, reported, when it is none. */
static uint32_t find_state(ny_checker *checker, uint32_t pathway, const ny_name *name)
{
    const ny_pathway *of = &checker->model->pathways.items[pathway];
    uint32_t state;
    if (ny_map_find(checker->states[pathway], name->text, &state))
        return state;
    if (of->states.count && !of->declaration->failed)
        NY_SAY(checker, NY_STATE_UNKNOWN, name->span, name->text,
               NY_WORDS(checker->sink, NY_WORDS_OF_PATHWAY, of->name),
               state_suggestion(checker, name->text, pathway, pathway + 1));
    return NY_NONE;
}

static void declare_states(ny_checker *checker, uint32_t number, const ny_pathway_words *words)
{
    ny_pathway *pathway = &checker->model->pathways.items[number];
    for (uint32_t i = 0; i < words->states.count; i++) {
        ny_name name = words->states.items[i];
        if (!ny_map_add(checker->states[number], name.text, pathway->states.count)) {
            NY_SAY(checker, NY_NAME_TWICE, name.span, name.text,
                   ny_words(checker->sink, NY_WORDS_STATE));
            continue;
        }
        *NY_APPEND(checker->arena, &pathway->states) =
            (ny_pathway_state){.name = name.text, .span = name.span, .remaining = NY_NONE};
    }
    checker->moves[number] = NY_NEW_ARRAY(
        checker->arena, bool, (size_t)pathway->states.count * pathway->states.count + 1);
}

static void declare_move(ny_checker *checker, uint32_t number, const ny_move_words *words)
{
    ny_pathway *pathway = &checker->model->pathways.items[number];
    uint32_t from = find_state(checker, number, &words->from);
    uint32_t to = find_state(checker, number, &words->to);
    if (from == NY_NONE || to == NY_NONE)
        return;
    if (from == to) {
        NY_SAY(checker, NY_MOVE_TO_ITSELF, words->to.span, words->to.text);
        return;
    }
    bool *move = &checker->moves[number][(size_t)from * pathway->states.count + to];
    if (*move) {
        NY_SAY(checker, NY_MOVE_TWICE, words->span, words->from.text, words->to.text);
        return;
    }
    *move = true;
    *NY_APPEND(checker->arena, &pathway->transitions) =
        (ny_transition){.from = from, .to = to, .chance = words->chance, .span = words->span};
}

static void declare_start(ny_checker *checker, uint32_t number, const ny_start_words *words)
{
    uint32_t state = find_state(checker, number, &words->state);
    if (state != NY_NONE)
        *NY_APPEND(checker->arena, &checker->model->pathways.items[number].starts) =
            (ny_start){.state = state, .share = words->share, .span = words->span};
}

static void declare_pathway(ny_checker *checker, const ny_declaration *declaration)
{
    ny_model *model = checker->model;
    const ny_pathway_words *words = &declaration->is.pathway;
    uint32_t number = model->pathways.count, table;
    if (number == PATHWAYS_MOST) {
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
    *NY_APPEND(checker->arena, &model->pathways) = (ny_pathway){.name = declaration->name.text,
                                                                .label = declaration->label,
                                                                .clause = declaration->clause,
                                                                .span = declaration->header_span,
                                                                .counted = words->counted,
                                                                .followed = NY_FOLLOWED_AS_COHORT,
                                                                .declaration = declaration,
                                                                .words = words};
    checker->states[number] = ny_map_create(checker->arena);
    declare_states(checker, number, words);
    for (uint32_t i = 0; i < words->starts.count; i++)
        declare_start(checker, number, &words->starts.items[i]);
    for (uint32_t i = 0; i < words->moves.count; i++)
        declare_move(checker, number, &words->moves.items[i]);
}

void ny_check_declare_pathways(ny_checker *checker)
{
    const ny_model *model = checker->model;
    checker->states = NY_NEW_ARRAY(checker->arena, ny_map *, PATHWAYS_MOST);
    checker->moves = NY_NEW_ARRAY(checker->arena, bool *, PATHWAYS_MOST);
    for (uint32_t t = 0; t < model->trees.count; t++)
        for (uint32_t i = 0; i < model->trees.items[t]->declarations.count; i++) {
            const ny_declaration *declaration = model->trees.items[t]->declarations.items[i];
            if (declaration->kind != NY_DECLARATION_PATHWAY)
                continue;
            if (declaration->name.text.size)
                declare_pathway(checker, declaration);
            else
                checker->pathway_lost = true;
        }
}

/* `cycle of disease` counts from 1; `stay of disease` counts cycles in the present state, this one
 * included. */
ny_meaning ny_check_pathway_part(ny_checker *checker, const ny_expression *expression,
                                 uint32_t pathway, const ny_place_in *place)
{
    ny_keyword part = expression->name.keyword;
    if (part != NY_KEYWORD_CYCLE && part != NY_KEYWORD_STAY) {
        NY_SAY(checker, NY_PATHWAY_PART, expression->name.span, expression->name.text,
               expression->owner.text);
        return ny_meaning_any();
    }
    ny_name whole = {ny_span_text(checker->sink, expression->span), expression->span,
                     NY_KEYWORD_NONE};
    ny_grain grain = {NY_GRAIN_EACH_CYCLE, pathway};
    if (!ny_check_grain(checker, &whole, grain, place))
        return ny_meaning_any();
    return (ny_meaning){.type = ny_number_type(ny_unit_none()),
                        .grain = grain,
                        .checked = true,
                        .reference = NY_REFERENCE_PATHWAY,
                        .number = pathway,
                        .part = part};
}

/* --- chances ----------------------------------------------------------------------------------- */

/* What is worked out from written numbers alone. */
static bool constant_of(const ny_checker *checker, const ny_expression *expression,
                        ny_rational *ret_value)
{
    ny_arena *arena = checker->arena;
    ny_rational a, b;
    if (expression->kind == NY_EXPRESSION_NUMBER) {
        *ret_value = checker->model->meanings.items[expression->id].value;
        return checker->model->meanings.items[expression->id].type.kind == NY_KIND_NUMBER;
    }
    bool two = expression->kind == NY_EXPRESSION_ADD ||
               expression->kind == NY_EXPRESSION_SUBTRACT ||
               expression->kind == NY_EXPRESSION_MULTIPLY;
    if ((!two && expression->kind != NY_EXPRESSION_NEGATE) ||
        !constant_of(checker, expression->items.items[0], &a) ||
        (two && !constant_of(checker, expression->items.items[1], &b)))
        return false;
    *ret_value = expression->kind == NY_EXPRESSION_NEGATE     ? ny_rational_negate(arena, a)
                 : expression->kind == NY_EXPRESSION_ADD      ? ny_rational_add(arena, a, b)
                 : expression->kind == NY_EXPRESSION_SUBTRACT ? ny_rational_subtract(arena, a, b)
                                                              : ny_rational_multiply(arena, a, b);
    return true;
}

/* A rate in place of a chance is the commonest slip in such models: 0.5 per year is not 50 %. */
static void report_no_chance(ny_checker *checker, const ny_pathway *pathway,
                             const ny_expression *chance, const ny_meaning *meaning)
{
    ny_text hint = NY_NO_TEXT, text = ny_span_text(checker->sink, chance->span);
    bool number = meaning->type.kind == NY_KIND_NUMBER;
    int by_months = number ? ny_unit_exponent(meaning->type.unit, NY_UNIT_MONTH) : 0;
    int by_days = number ? ny_unit_exponent(meaning->type.unit, NY_UNIT_DAY) : 0;
    bool rate = number && meaning->type.unit.count == 1 && (by_months == -1 || by_days == -1);
    const ny_expression *every = pathway->words->every;
    if (rate && every && (by_days == -1) == (pathway->cycle.days > 0)) {
        ny_text length = ny_span_text(checker->sink, every->span);
        bool digit = length.size && length.data[0] >= '0' && length.data[0] <= '9';
        bool name = chance->kind == NY_EXPRESSION_NAME || chance->kind == NY_EXPRESSION_NUMBER;
        hint = NY_WORDS(checker->sink, NY_WORDS_MAKE_A_CHANCE,
                        ny_format(checker->arena, name ? "%.*s" : "(%.*s)", NY_PRINT(text)),
                        ny_format(checker->arena, digit ? "%.*s" : "1 %.*s", NY_PRINT(length)));
    }
    NY_SAY(checker, NY_NOT_A_CHANCE, chance->span, text, ny_said_name(checker, chance, meaning),
           rate ? ny_words(checker->sink, NY_WORDS_RATE_IS_NO_CHANCE)
                : ny_words(checker->sink, NY_WORDS_CHANCE_IS_A_PART),
           hint);
}

/* Adds what is written to the state's sum; false when it cannot be added up. */
static bool check_chance(ny_checker *checker, uint32_t number, const ny_transition *transition,
                         ny_rational *sum)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    ny_place_in place = {.grain = {NY_GRAIN_EACH_CYCLE, number}, .in_model = true};
    ny_meaning meaning = ny_check_expression(checker, transition->chance, &place);
    ny_rational value;
    if (ny_is_any(&meaning) || !ny_check_present(checker, transition->chance, &meaning))
        return false;
    if (meaning.type.kind != NY_KIND_NUMBER || !ny_unit_is_none(meaning.type.unit)) {
        report_no_chance(checker, pathway, transition->chance, &meaning);
        return false;
    }
    if (!constant_of(checker, transition->chance, &value))
        return true;
    if (ny_rational_sign(value) < 0 || ny_rational_compare(value, NY_RATIONAL_ONE) > 0) {
        NY_SAY(checker, NY_CHANCE_OUT_OF_RANGE, transition->chance->span,
               ny_span_text(checker->sink, transition->chance->span));
        return false;
    }
    *sum = ny_rational_add(checker->arena, *sum, value);
    return true;
}

static void check_chances(ny_checker *checker, uint32_t number)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    uint32_t states = pathway->states.count;
    ny_rational *sums = NY_NEW_ARRAY(checker->arena, ny_rational, states + 1);
    bool *said = NY_NEW_ARRAY(checker->arena, bool, states + 1);
    for (uint32_t i = 0; i < states; i++)
        sums[i] = NY_RATIONAL_ZERO;
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *transition = &pathway->transitions.items[i];
        uint32_t from = transition->from;
        if (!check_chance(checker, number, transition, &sums[from]))
            said[from] = true;
        if (said[from] || ny_rational_compare(sums[from], NY_RATIONAL_ONE) <= 0)
            continue;
        ny_rational percent =
            ny_rational_multiply(checker->arena, sums[from], ny_rational_whole(100));
        NY_SAY(checker, NY_CHANCES_ADD_UP, transition->span, pathway->states.items[from].name,
               ny_rational_decimal_text(checker->arena, percent, 0, 6));
        said[from] = true;
    }
}

/* --- states that nobody reaches ---------------------------------------------------------------- */

static void mark_reached(ny_checker *checker, uint32_t number, uint32_t from, bool *reached)
{
    uint32_t states = checker->model->pathways.items[number].states.count, waiting = 0;
    uint32_t *stack = NY_NEW_ARRAY(checker->arena, uint32_t, states + 1);
    reached[from] = true;
    stack[waiting++] = from;
    while (waiting > 0) {
        uint32_t at = stack[--waiting];
        for (uint32_t to = 0; to < states; to++)
            if (!reached[to] && checker->moves[number][(size_t)at * states + to]) {
                reached[to] = true;
                stack[waiting++] = to;
            }
    }
}

static bool is_entered(const ny_checker *checker, uint32_t number, uint32_t state)
{
    uint32_t states = checker->model->pathways.items[number].states.count;
    for (uint32_t from = 0; from < states; from++)
        if (checker->moves[number][(size_t)from * states + state])
            return true;
    return false;
}

/* First those that no move enters; what only they lead to is not said again. */
static void check_reached(ny_checker *checker, uint32_t number)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    bool *reached = NY_NEW_ARRAY(checker->arena, bool, pathway->states.count + 1);
    if (!pathway->starts.count || !pathway->transitions.count || pathway->declaration->failed)
        return;
    for (uint32_t i = 0; i < pathway->starts.count; i++)
        mark_reached(checker, number, pathway->starts.items[i].state, reached);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < pathway->states.count; i++) {
            if (reached[i] || (round == 0 && is_entered(checker, number, i)))
                continue;
            NY_SAY(checker, NY_STATE_UNREACHED, pathway->states.items[i].span,
                   pathway->states.items[i].name,
                   pathway->states.items[pathway->starts.items[0].state].name);
            mark_reached(checker, number, i, reached);
        }
}

/* --- cycles ------------------------------------------------------------------------------------ */

static void check_cycles(ny_checker *checker, ny_pathway *pathway)
{
    const ny_pathway_words *words = pathway->words;
    ny_span_of_time lasts;
    if (!words->every || !words->lasts || !ny_check_span(checker, words->every, &pathway->cycle) ||
        !ny_check_span(checker, words->lasts, &lasts))
        return;
    int32_t length = pathway->cycle.days ? pathway->cycle.days : pathway->cycle.months;
    int32_t whole = pathway->cycle.days ? lasts.days : lasts.months;
    if (length <= 0 || whole <= 0 || whole % length != 0) {
        NY_SAY(checker, NY_CYCLES_NOT_WHOLE, words->cycles_span,
               ny_span_text(checker->sink, words->lasts->span),
               ny_span_text(checker->sink, words->every->span));
        return;
    }
    pathway->horizon = lasts;
    pathway->cycles = (uint32_t)(whole / length);
    if (pathway->cycles > CYCLES_MOST)
        NY_SAY(checker, NY_PATHWAY_TOO_LARGE, words->cycles_span,
               ny_words(checker->sink, NY_WORDS_CYCLES_MOST));
}

static void check_said(ny_checker *checker, const ny_pathway *pathway)
{
    const ny_pathway_words *words = pathway->words;
    const struct {
        bool said;
        const char *line;
    } lines[] = {
        {words->states.count > 0, "`states healthy, sick, dead`"},
        {words->starts.count > 0, "`starts in healthy`"},
        {words->every != NULL, "`cycles every year for 20 years`"},
        {words->counted != NY_COUNTED_NOT_SAID, "`counted at the end`"},
        {words->moves.count > 0, "`from healthy to sick 10 %`"},
    };
    ny_text missing[2] = {NY_NO_TEXT, NY_NO_TEXT};
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!lines[i].said && ++count <= 2)
            missing[count - 1] = ny_text_of(lines[i].line);
    if (count == 0 || pathway->declaration->failed)
        return;
    ny_phrase phrase = count == 1   ? NY_WORDS_LINE_SUCH_AS
                       : count == 2 ? NY_WORDS_TWO_LINES_SUCH_AS
                                    : NY_WORDS_LINES_SUCH_AS;
    ny_text more = ny_format(checker->arena, "%u", count - 2);
    NY_SAY(checker, NY_PATHWAY_LACKS, pathway->span, pathway->name,
           NY_WORDS(checker->sink, phrase, missing[0], missing[1], more));
}

void ny_check_pathways(ny_checker *checker)
{
    for (uint32_t i = 0; i < checker->model->pathways.count; i++) {
        check_said(checker, &checker->model->pathways.items[i]);
        check_cycles(checker, &checker->model->pathways.items[i]);
        check_chances(checker, i);
        check_reached(checker, i);
    }
}

/* --- costs and benefits: whose states ---------------------------------------------------------- */

typedef struct ny_state_names {
    const ny_name *names[2]; /* of a move */
    const ny_name *list;     /* or of states */
    uint32_t count;
} ny_state_names;

static const ny_name *state_name(const ny_state_names *names, uint32_t i)
{
    return names->list ? &names->list[i] : names->names[i];
}

static ny_state_names names_of(const ny_pay_words *words)
{
    ny_state_names names = {.list = words->states.items, .count = words->states.count};
    if (words->time == NY_TIME_EACH_IN_STATES)
        return names;
    names.list = NULL;
    names.names[names.count++] = &words->move_to;
    if (words->move_from.text.size)
        names.names[names.count++] = &words->move_from;
    return names;
}

static bool has_all(const ny_checker *checker, uint32_t pathway, const ny_state_names *names)
{
    uint32_t state;
    for (uint32_t i = 0; i < names->count; i++)
        if (!ny_map_find(checker->states[pathway], state_name(names, i)->text, &state))
            return false;
    return true;
}

static uint32_t first_with(const ny_checker *checker, const ny_name *name)
{
    uint32_t state;
    for (uint32_t p = 0; p < checker->model->pathways.count; p++)
        if (ny_map_find(checker->states[p], name->text, &state))
            return p;
    return NY_NONE;
}

/* No pathway has all of these states. */
static void report_no_pathway(ny_checker *checker, const ny_state_names *names)
{
    const ny_model *model = checker->model;
    if (checker->pathway_lost)
        return;
    for (uint32_t p = 0; p < model->pathways.count; p++)
        if (model->pathways.items[p].declaration->failed)
            return; /* one of its states may be the one that is missed */
    for (uint32_t i = 0; i < names->count; i++) {
        const ny_name *name = state_name(names, i);
        if (first_with(checker, name) != NY_NONE)
            continue;
        ny_text of = model->pathways.count == 1 ? NY_WORDS(checker->sink, NY_WORDS_OF_PATHWAY,
                                                           model->pathways.items[0].name)
                                                : ny_words(checker->sink, NY_WORDS_OF_ANY_PATHWAY);
        NY_SAY(checker, NY_STATE_UNKNOWN, name->span, name->text, of,
               state_suggestion(checker, name->text, 0, model->pathways.count));
        return;
    }
    const ny_name *first = state_name(names, 0);
    for (uint32_t i = 1; i < names->count; i++) {
        const ny_name *name = state_name(names, i);
        uint32_t of = first_with(checker, name), before = first_with(checker, first);
        if (of == before)
            continue;
        NY_SAY(checker, NY_STATES_OF_TWO, name->span,
               NY_WORDS(checker->sink, NY_WORDS_STATES_OF_DIFFERENT, first->text,
                        model->pathways.items[before].name, name->text,
                        model->pathways.items[of].name),
               ny_words(checker->sink, NY_WORDS_ONE_FOR_EACH_PATHWAY));
        return;
    }
}

bool ny_check_declare_flow(ny_checker *checker, ny_payment *payment)
{
    const ny_pay_words *words = payment->words;
    if (words->time != NY_TIME_EACH_IN_STATES && words->time != NY_TIME_EACH_MOVE)
        return false;
    ny_state_names names = names_of(words);
    uint32_t found = NY_NONE;
    for (uint32_t p = 0; p < checker->model->pathways.count; p++) {
        if (!has_all(checker, p, &names))
            continue;
        if (found != NY_NONE) {
            NY_SAY(checker, NY_STATES_OF_TWO, state_name(&names, 0)->span,
                   NY_WORDS(checker->sink, NY_WORDS_STATE_OF_BOTH, state_name(&names, 0)->text,
                            checker->model->pathways.items[found].name,
                            checker->model->pathways.items[p].name),
                   ny_words(checker->sink, NY_WORDS_NAMES_OF_THEIR_OWN));
            return true;
        }
        found = p;
    }
    payment->pathway = found;
    if (found == NY_NONE) {
        report_no_pathway(checker, &names);
        return true;
    }
    for (uint32_t i = 0; i < words->states.count; i++)
        ny_map_find(checker->states[found], words->states.items[i].text,
                    NY_APPEND(checker->arena, &payment->states));
    ny_map_find(checker->states[found], words->move_to.text, &payment->move_to);
    ny_map_find(checker->states[found], words->move_from.text, &payment->move_from);
    return true;
}

/* --- costs and benefits: amounts --------------------------------------------------------------- */

static void check_states_once(ny_checker *checker, const ny_payment *payment)
{
    uint32_t states = checker->model->pathways.items[payment->pathway].states.count;
    bool *seen = NY_NEW_ARRAY(checker->arena, bool, states + 1);
    for (uint32_t i = 0; i < payment->states.count; i++) {
        ny_name name = payment->words->states.items[i];
        if (seen[payment->states.items[i]])
            NY_SAY(checker, NY_SAID_TWICE, name.span,
                   ny_format(checker->arena, "`%.*s`", NY_PRINT(name.text)));
        seen[payment->states.items[i]] = true;
    }
}

static void check_move_is_there(ny_checker *checker, const ny_payment *payment)
{
    const ny_pathway *pathway = &checker->model->pathways.items[payment->pathway];
    uint32_t states = pathway->states.count, from = payment->move_from, to = payment->move_to;
    bool there = from == NY_NONE ? is_entered(checker, payment->pathway, to)
                                 : checker->moves[payment->pathway][(size_t)from * states + to];
    if (there || pathway->declaration->failed)
        return;
    NY_SAY(checker, NY_NO_SUCH_MOVE, payment->words->time_span,
           from == NY_NONE
               ? NY_NO_TEXT
               : NY_WORDS(checker->sink, NY_WORDS_FROM_STATE, pathway->states.items[from].name),
           pathway->states.items[to].name, pathway->name,
           from == NY_NONE ? NY_TEXT("…") : pathway->states.items[from].name);
}

/* Money; of a benefit one other unit will do (QALY, life_year). */
static bool is_counted(const ny_checker *checker, const ny_payment *payment, ny_unit unit,
                       uint32_t *ret_currency)
{
    const ny_model *model = checker->model;
    *ret_currency = NY_NONE;
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (ny_unit_equal(unit, ny_unit_base(model->currencies.items[i].unit)))
            *ret_currency = i;
    return *ret_currency != NY_NONE ||
           (payment->is_benefit && unit.count == 1 && unit.exponent[0] == 1);
}

static ny_phrase per_period(ny_keyword period)
{
    return period == NY_KEYWORD_YEAR      ? NY_WORDS_PER_YEAR
           : period == NY_KEYWORD_QUARTER ? NY_WORDS_PER_QUARTER
                                          : NY_WORDS_PER_MONTH;
}

static void report_amount(ny_checker *checker, const ny_payment *payment, const ny_meaning *meaning)
{
    const ny_expression *amount = payment->words->amount;
    bool in_states = payment->words->time == NY_TIME_EACH_IN_STATES;
    ny_text text = ny_span_text(checker->sink, amount->span), hint = NY_NO_TEXT;
    uint32_t currency;
    ny_unit by_time;
    const char *period =
        in_states ? ny_keyword_text(payment->words->period) : ny_keyword_text(NY_KEYWORD_YEAR);
    bool number = meaning->type.kind == NY_KIND_NUMBER;
    if (number && in_states && is_counted(checker, payment, meaning->type.unit, &currency))
        hint = NY_WORDS(checker->sink,
                        amount->kind == NY_EXPRESSION_NUMBER ? NY_WORDS_WRITE_PER
                                                             : NY_WORDS_WRITE_OVER_ONE,
                        text, ny_text_of(period));
    if (number && in_states && ny_unit_exponent(meaning->type.unit, NY_UNIT_DAY) == -1 &&
        ny_unit_multiply(meaning->type.unit, ny_unit_base(NY_UNIT_DAY), 1, &by_time) &&
        is_counted(checker, payment, by_time, &currency))
        hint = NY_WORDS(checker->sink, NY_WORDS_WRITE_DAYS_PER_YEAR, text);
    if (number && !in_states &&
        ny_unit_multiply(meaning->type.unit, ny_unit_base(NY_UNIT_MONTH), 1, &by_time) &&
        is_counted(checker, payment, by_time, &currency))
        hint = ny_words(checker->sink, NY_WORDS_MOVE_TAKES_NO_TIME);
    ny_text what = payment->is_cost ? ny_words(checker->sink, NY_WORDS_BARE_MONEY)
                                    : ny_words(checker->sink, NY_WORDS_MONEY_OR_UNIT);
    NY_SAY(checker, NY_FLOW_UNIT, amount->span,
           in_states ? NY_WORDS(checker->sink, per_period(payment->words->period), what) : what,
           text, ny_said_name(checker, amount, meaning), hint);
}

void ny_check_flow(ny_checker *checker, ny_payment *payment)
{
    ny_model *model = checker->model;
    const ny_pay_words *words = payment->words;
    ny_place_in place = {.grain = {NY_GRAIN_EACH_CYCLE, payment->pathway}, .in_model = true};
    *NY_APPEND(checker->arena, &model->pathways.items[payment->pathway].flows) =
        (uint32_t)(payment - model->payments.items);
    check_states_once(checker, payment);
    if (words->time == NY_TIME_EACH_MOVE)
        check_move_is_there(checker, payment);
    if (words->when) {
        ny_check_condition(checker, words->when, &place);
        place.narrowed = ny_narrow(checker, words->when, true, &place, NULL);
    }
    ny_meaning meaning = ny_check_expression(checker, words->amount, &place);
    payment->type = meaning.type;
    if (ny_is_any(&meaning) || !ny_check_present(checker, words->amount, &meaning))
        return;
    ny_unit unit = meaning.type.unit;
    bool counted = meaning.type.kind == NY_KIND_NUMBER;
    if (counted && words->time == NY_TIME_EACH_IN_STATES)
        counted = ny_unit_exponent(unit, NY_UNIT_MONTH) == -1 &&
                  ny_unit_multiply(unit, ny_unit_base(NY_UNIT_MONTH), 1, &unit);
    if (!counted || !is_counted(checker, payment, unit, &payment->currency))
        report_amount(checker, payment, &meaning);
}
