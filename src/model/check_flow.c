/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Costs and benefits of a pathway or a tree: whose states they name, when they arise, and what they
 * are counted in. */

#include "model/check_pathway.h"

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
               ny_state_suggestion(checker, name->text, 0, model->pathways.count));
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
    bool there = from == NY_NONE ? ny_is_entered(checker, payment->pathway, to)
                                 : checker->moves[payment->pathway][(size_t)from * states + to];
    if (there || pathway->declaration->failed || pathway->line_lost)
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

/* No time is spent in a tree, and curves say nothing of moves. */
static bool has_place(ny_checker *checker, const ny_payment *payment, const ny_pathway *pathway)
{
    const ny_pay_words *words = payment->words;
    bool in_states = words->time == NY_TIME_EACH_IN_STATES;
    if (pathway->kind == NY_PATHWAY_TREE && in_states)
        ny_say_out_of_place(
            checker, words->time_span, pathway, NY_WORDS_NO_TIME_IN_TREE,
            NY_WORDS(checker->sink, NY_WORDS_SAY_FOR_EACH_MOVE_TO, words->states.items[0].text));
    else if (pathway->kind == NY_PATHWAY_CURVES && !in_states)
        ny_say_out_of_place(
            checker, words->time_span, pathway, NY_WORDS_CURVES_KNOW_NO_MOVES,
            NY_WORDS(checker->sink, NY_WORDS_SAY_FOR_EACH_YEAR_IN_ONE, words->move_to.text));
    else
        return true;
    return false;
}

/* `once at the start` of a study: an amount, however many people there are. */
void ny_check_once_at_start(ny_checker *checker, ny_payment *payment)
{
    const ny_pay_words *words = payment->words;
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}, .in_model = true};
    if (!checker->model->has_study) {
        NY_SAY(checker, NY_OUT_OF_PLACE, words->time_span,
               ny_span_text(checker->sink, words->time_span),
               ny_words(checker->sink, NY_WORDS_IN_A_CONTRACT),
               ny_words(checker->sink, NY_WORDS_CONTRACT_HAS_DATES),
               ny_words(checker->sink, NY_WORDS_SAY_ONCE_ON));
        return;
    }
    if (words->when)
        (void)ny_check_condition(checker, words->when, &place);
    ny_meaning meaning = ny_check_expression(checker, words->amount, &place);
    payment->type = meaning.type;
    if (ny_is_any(&meaning) || !ny_check_present(checker, words->amount, &meaning))
        return;
    if (meaning.type.kind != NY_KIND_NUMBER ||
        !is_counted(checker, payment, meaning.type.unit, &payment->currency))
        report_amount(checker, payment, &meaning);
}

void ny_check_flow(ny_checker *checker, ny_payment *payment)
{
    ny_model *model = checker->model;
    const ny_pay_words *words = payment->words;
    ny_pathway *pathway = &model->pathways.items[payment->pathway];
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}, .in_model = true};
    if (ny_has_cycles(pathway))
        place.grain = (ny_grain){NY_GRAIN_EACH_CYCLE, payment->pathway};
    *NY_APPEND(checker->arena, &pathway->flows) = (uint32_t)(payment - model->payments.items);
    check_states_once(checker, payment);
    if (!has_place(checker, payment, pathway))
        return;
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
