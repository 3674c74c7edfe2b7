/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What moves people in a pathway or a tree: chances, rates and laws of a time; the shares in which they
 * start; how many there are, and come; curves. Names are resolved before; here the expressions are
 * judged, and what is written as numbers is added up. */

#include "model/check_pathway.h"
#include "model/law.h"

/* --- numbers as written ------------------------------------------------------------------------ */

bool ny_constant_of(const ny_checker *checker, const ny_expression *expression,
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
        !ny_constant_of(checker, expression->items.items[0], &a) ||
        (two && !ny_constant_of(checker, expression->items.items[1], &b)))
        return false;
    *ret_value = expression->kind == NY_EXPRESSION_NEGATE     ? ny_rational_negate(arena, a)
                 : expression->kind == NY_EXPRESSION_ADD      ? ny_rational_add(arena, a, b)
                 : expression->kind == NY_EXPRESSION_SUBTRACT ? ny_rational_subtract(arena, a, b)
                                                              : ny_rational_multiply(arena, a, b);
    return true;
}

static ny_text in_percent(ny_checker *checker, ny_rational share)
{
    ny_rational percent = ny_rational_multiply(checker->arena, share, ny_rational_whole(100));
    return ny_rational_decimal_text(checker->arena, percent, 0, 6);
}

/* In cycles an expression of a pathway may look at the cycle, else only at what is one for all. */
static ny_place_in place_of(const ny_checker *checker, uint32_t number)
{
    bool cycles = ny_has_cycles(&checker->model->pathways.items[number]);
    ny_place_in place = {.grain = {NY_GRAIN_CONTRACT, NY_NONE}, .in_model = true};
    if (cycles)
        place.grain = (ny_grain){NY_GRAIN_EACH_CYCLE, number};
    return place;
}

static ny_place_in place_of_all(void)
{
    return (ny_place_in){.grain = {NY_GRAIN_CONTRACT, NY_NONE}, .in_model = true};
}

/* Does the type count times per month or per day? */
static bool is_rate_of(const ny_type *type, uint32_t base, int exponent)
{
    return type->kind == NY_KIND_NUMBER && type->unit.count == 1 &&
           ny_unit_exponent(type->unit, base) == exponent;
}

static bool is_per_time(const ny_type *type)
{
    return is_rate_of(type, NY_UNIT_MONTH, -1) || is_rate_of(type, NY_UNIT_DAY, -1);
}

static bool is_of_time(const ny_type *type)
{
    return is_rate_of(type, NY_UNIT_MONTH, 1) || is_rate_of(type, NY_UNIT_DAY, 1);
}

static bool is_plain(const ny_type *type)
{
    return type->kind == NY_KIND_NUMBER && ny_unit_is_none(type->unit);
}

/* --- chances ----------------------------------------------------------------------------------- */

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

/* A part of those who are there. `place` says where it stands; `sum`, unless NULL, grows by what is
 * written. False when it cannot be added up. */
static bool check_part(ny_checker *checker, uint32_t number, const ny_expression *chance,
                       const ny_place_in *place, ny_rational *sum)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    ny_meaning meaning = ny_check_expression(checker, chance, place);
    ny_rational value;
    if (ny_is_any(&meaning) || !ny_check_present(checker, chance, &meaning))
        return false;
    if (!is_plain(&meaning.type)) {
        report_no_chance(checker, pathway, chance, &meaning);
        return false;
    }
    if (!ny_constant_of(checker, chance, &value))
        return true;
    if (ny_rational_sign(value) < 0 || ny_rational_compare(value, NY_RATIONAL_ONE) > 0) {
        bool percent = chance->kind == NY_EXPRESSION_NUMBER && !chance->literal.is_percent &&
                       ny_rational_sign(value) > 0 &&
                       ny_rational_compare(value, ny_rational_whole(100)) <= 0;
        ny_text text = ny_span_text(checker->sink, chance->span);
        NY_SAY(checker, NY_CHANCE_OUT_OF_RANGE, chance->span, text,
               percent ? NY_WORDS(checker->sink, NY_WORDS_WRITE,
                                  ny_format(checker->arena, "%.*s %%", NY_PRINT(text)))
                       : NY_NO_TEXT);
        return false;
    }
    if (sum)
        *sum = ny_rational_add(checker->arena, *sum, value);
    return true;
}

/* What the chances of one state add up to, as far as they are written. */
typedef struct ny_leaving {
    ny_rational sum;
    uint32_t ways;
    bool all_written, said;
    ny_span last;
} ny_leaving;

static void add_way(ny_checker *checker, uint32_t number, const ny_expression *chance, ny_span span,
                    ny_leaving *leaving)
{
    const ny_place_in place = place_of(checker, number);
    ny_rational written;
    leaving->ways++;
    leaving->last = span;
    if (!check_part(checker, number, chance, &place, &leaving->sum))
        leaving->said = true;
    else if (!ny_constant_of(checker, chance, &written))
        leaving->all_written = false;
}

/* In a tree everybody goes on, and a whole row of a matrix says of everybody where he is: there chances
 * add up to all. Elsewhere those who are left stay. */
static void check_sum(ny_checker *checker, const ny_pathway *pathway, const ny_pathway_state *state,
                      const ny_leaving *leaving)
{
    bool tree = pathway->kind == NY_PATHWAY_TREE;
    bool whole =
        (tree && leaving->ways) || (state->stays && state->stays->kind != NY_EXPRESSION_AGGREGATE);
    int more = ny_rational_compare(leaving->sum, NY_RATIONAL_ONE);
    bool less = more < 0 && leaving->all_written && state->remaining == NY_NONE;
    if (leaving->said || (more <= 0 && !(whole && less)))
        return;
    if (!whole)
        NY_SAY(checker, NY_CHANCES_ADD_UP, leaving->last, state->name,
               in_percent(checker, leaving->sum));
    else
        NY_SAY(checker, NY_CHANCES_NOT_ALL, leaving->last, state->name,
               in_percent(checker, leaving->sum),
               ny_words(checker->sink, tree ? NY_WORDS_EVERYBODY_GOES_ON : NY_WORDS_ROW_SAYS_ALL),
               less ? ny_words(checker->sink, NY_WORDS_WRITE_REMAINING) : NY_NO_TEXT);
}

static void check_leaving(ny_checker *checker, uint32_t number)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    uint32_t states = pathway->states.count;
    ny_leaving *leaving = NY_NEW_ARRAY(checker->arena, ny_leaving, states + 1);
    for (uint32_t i = 0; i < states; i++) {
        const ny_expression *stays = pathway->states.items[i].stays;
        leaving[i] = (ny_leaving){.sum = NY_RATIONAL_ZERO, .all_written = true};
        if (stays)
            add_way(checker, number, stays, stays->span, &leaving[i]);
    }
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *move = &pathway->transitions.items[i];
        if (move->form == NY_MOVE_CHANCE)
            add_way(checker, number, move->chance, move->span, &leaving[move->from]);
    }
    bool tree_lost =
        !pathway->starts.count || pathway->transitions.count != pathway->words->moves.count;
    bool lost = pathway->declaration->failed || (pathway->kind == NY_PATHWAY_TREE && tree_lost);
    for (uint32_t i = 0; i < states && !lost; i++)
        check_sum(checker, pathway, &pathway->states.items[i], &leaving[i]);
}

/* --- rates and laws ---------------------------------------------------------------------------- */

static void check_rate(ny_checker *checker, uint32_t number, const ny_transition *move)
{
    const ny_expression *rate = move->chance;
    const ny_place_in place = place_of(checker, number);
    ny_meaning meaning = ny_check_expression(checker, rate, &place);
    ny_rational value;
    if (ny_is_any(&meaning) || !ny_check_present(checker, rate, &meaning))
        return;
    bool below = ny_constant_of(checker, rate, &value) && ny_rational_sign(value) < 0;
    if (is_per_time(&meaning.type) && !below)
        return;
    ny_text text = ny_span_text(checker->sink, rate->span);
    NY_SAY(checker, NY_NOT_A_RATE, rate->span, text,
           below ? ny_words(checker->sink, NY_WORDS_BELOW_NOUGHT)
                 : ny_said_name(checker, rate, &meaning),
           ny_words(checker->sink, below ? NY_WORDS_RATE_BELOW_NOUGHT : NY_WORDS_RATE_IS_PER_TIME),
           is_plain(&meaning.type) && rate->kind == NY_EXPRESSION_NUMBER
               ? NY_WORDS(checker->sink, NY_WORDS_WRITE_PER, text, NY_TEXT("year"))
               : NY_NO_TEXT);
}

/* `hazard times E` */
static void check_times(ny_checker *checker, const ny_expression *times, const ny_place_in *place)
{
    ny_meaning meaning = ny_check_expression(checker, times, place);
    if (ny_is_any(&meaning) || !ny_check_present(checker, times, &meaning) ||
        is_plain(&meaning.type))
        return;
    NY_SAY(checker, NY_NO_UNIT_DUE, times->span, NY_TEXT("times"),
           ny_kind_name(checker, &meaning.type));
}

/* A law of how long it takes: it gives lengths of time, and none below nought. */
static bool check_time_law(ny_checker *checker, const ny_expression *law, ny_text what,
                           const ny_place_in *place)
{
    ny_type drawn = ny_check_law(checker, law, what, place);
    uint32_t form = ny_law_form_of(law);
    if (drawn.kind == NY_KIND_ANY)
        return false;
    bool of_time = form != NY_LAW_FORMS && ny_law_shapes[form].draws == NY_DRAWS_TIME;
    if (form == NY_LAW_FORMS && !ny_text_is(law->name.text, "dirichlet"))
        return false; /* reported */
    if (of_time && is_of_time(&drawn)) {
        ny_check_law_units(checker, law, drawn);
        return true;
    }
    NY_SAY(checker, NY_NOT_A_TIME_LAW, law->span, law->name.text,
           of_time ? NY_WORDS(checker->sink, NY_WORDS_LAW_DRAWS, ny_kind_name(checker, &drawn))
                   : ny_words(checker->sink, NY_WORDS_LAW_OF_NO_TIME));
    return false;
}

static void check_laws(ny_checker *checker, uint32_t number)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    const ny_place_in place = place_of(checker, number);
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *move = &pathway->transitions.items[i];
        if (move->form == NY_MOVE_RATE)
            check_rate(checker, number, move);
        if (move->law)
            (void)check_time_law(checker, move->law, pathway->states.items[move->to].name, &place);
        if (move->times)
            check_times(checker, move->times, &place);
    }
}

/* The grain of what the arguments look at; they were checked. */
static void join_arguments(const ny_checker *checker, const ny_expression *law, ny_meaning *into)
{
    for (uint32_t i = 0; i < law->items.count; i++)
        for (uint32_t k = 0; k < law->items.items[i]->items.count; k++)
            ny_join_meaning(into,
                            ny_meaning_of(checker->model, law->items.items[i]->items.items[k]));
}

/* `survival(LAW, TIME)`: the share that it has not happened to by then. */
ny_meaning ny_check_survival(ny_checker *checker, const ny_expression *expression,
                             const ny_place_in *place)
{
    const ny_expression *law = expression->items.items[0], *time = expression->items.items[1];
    bool here = checker->model->has_study || place->grain.kind == NY_GRAIN_EACH_CYCLE;
    if (!here || place->grain.kind == NY_GRAIN_ROW) {
        NY_SAY(checker, NY_ONLY_IN_MODELS, expression->span, expression->name.text, NY_NO_TEXT);
        return ny_meaning_any();
    }
    bool fits = check_time_law(checker, law, expression->name.text, place);
    ny_meaning of_time = ny_check_expression(checker, time, place);
    if (expression->items.count > 2)
        check_times(checker, expression->items.items[2], place);
    if (!fits || ny_is_any(&of_time) || !ny_check_present(checker, time, &of_time))
        return ny_meaning_any();
    if (!is_of_time(&of_time.type)) {
        NY_SAY(checker, NY_NOT_A_SPAN, time->span, ny_span_text(checker->sink, time->span),
               ny_said_name(checker, time, &of_time));
        return ny_meaning_any();
    }
    ny_meaning meaning = {.checked = true, .type = ny_number_type(ny_unit_none())};
    ny_join_meaning(&meaning, &of_time);
    join_arguments(checker, law, &meaning);
    if (expression->items.count > 2)
        ny_join_meaning(&meaning, ny_meaning_of(checker->model, expression->items.items[2]));
    return meaning;
}

/* --- who starts -------------------------------------------------------------------------------- */

static void check_there(ny_checker *checker, const ny_pathway *pathway, const ny_start_words *words,
                        ny_start *start)
{
    if (!words->there || !ny_check_span(checker, words->there, &start->there) ||
        pathway->kind != NY_PATHWAY_CYCLES || !pathway->cycles)
        return;
    int32_t length = pathway->cycle.days ? pathway->cycle.days : pathway->cycle.months;
    int32_t there = pathway->cycle.days ? start->there.days : start->there.months;
    if (there <= 0 || there % length != 0)
        NY_SAY(checker, NY_CYCLES_NOT_WHOLE, words->there->span,
               ny_span_text(checker->sink, words->there->span),
               ny_span_text(checker->sink, pathway->words->every->span));
    else
        start->cycles_there = (uint32_t)(there / length);
}

/* A state may stand twice, with other times already spent there. */
static bool starts_again(const ny_pathway *pathway, uint32_t until)
{
    const ny_start *one = &pathway->starts.items[until];
    for (uint32_t i = 0; i < until; i++) {
        const ny_start *other = &pathway->starts.items[i];
        if (other->state == one->state && other->there.months == one->there.months &&
            other->there.days == one->there.days)
            return true;
    }
    return false;
}

/* What is wrong with one of several starts; empty when nothing is. */
static ny_text trouble_of_start(ny_checker *checker, const ny_pathway *pathway, uint32_t i,
                                uint32_t *remaining)
{
    const ny_start_words *words = &pathway->words->starts.items[i];
    ny_text name = words->state.text;
    if (starts_again(pathway, i))
        return NY_WORDS(checker->sink, NY_WORDS_STARTS_TWICE, name);
    if (words->remaining && ++*remaining > 1)
        return ny_words(checker->sink, NY_WORDS_REMAINING_TWICE);
    if (!words->share && !words->remaining && pathway->starts.count > 1)
        return NY_WORDS(checker->sink, NY_WORDS_START_WITHOUT_SHARE, name);
    return NY_NO_TEXT;
}

static void check_starts(ny_checker *checker, uint32_t number)
{
    ny_pathway *pathway = &checker->model->pathways.items[number];
    const ny_pathway_words *words = pathway->words;
    ny_place_in place = place_of_all();
    ny_rational sum = NY_RATIONAL_ZERO, value;
    bool all_written = true;
    bool failed = pathway->declaration->failed || words->starts.count != pathway->starts.count;
    uint32_t remaining = 0;
    for (uint32_t i = 0; i < pathway->starts.count && !failed; i++) {
        ny_start *start = &pathway->starts.items[i];
        check_there(checker, pathway, &words->starts.items[i], start);
        ny_text trouble = trouble_of_start(checker, pathway, i, &remaining);
        if (trouble.size) {
            NY_SAY(checker, NY_START_SHARES, start->span, trouble);
            return;
        }
        if (start->share && !check_part(checker, number, start->share, &place, &sum))
            failed = true;
        all_written =
            all_written && (!start->share || ny_constant_of(checker, start->share, &value));
    }
    if (failed || !pathway->starts.count)
        return;
    bool one_alone = pathway->starts.count == 1 && !pathway->starts.items[0].share;
    int more = ny_rational_compare(sum, NY_RATIONAL_ONE);
    if (!one_alone && (more > 0 || (more < 0 && all_written && !remaining)))
        NY_SAY(checker, NY_START_SHARES, pathway->starts.items[pathway->starts.count - 1].span,
               NY_WORDS(checker->sink, NY_WORDS_STARTS_ADD_UP, in_percent(checker, sum)));
}

/* --- how many ---------------------------------------------------------------------------------- */

/* A plain number, or one of a unit that counts (person). */
static bool is_count(const ny_checker *checker, const ny_type *type)
{
    const ny_model *model = checker->model;
    if (type->kind != NY_KIND_NUMBER)
        return false;
    for (uint32_t i = 0; i < model->currencies.count; i++)
        if (ny_unit_equal(type->unit, ny_unit_base(model->currencies.items[i].unit)))
            return false;
    return ny_unit_is_none(type->unit) ||
           (type->unit.count == 1 && type->unit.exponent[0] == 1 && !is_of_time(type));
}

static bool check_count(ny_checker *checker, const ny_expression *people, const ny_place_in *place)
{
    ny_meaning meaning = ny_check_expression(checker, people, place);
    ny_rational value;
    if (ny_is_any(&meaning) || !ny_check_present(checker, people, &meaning))
        return false;
    bool below = ny_constant_of(checker, people, &value) && ny_rational_sign(value) < 0;
    if (is_count(checker, &meaning.type) && !below)
        return true;
    ny_text text = ny_span_text(checker->sink, people->span);
    NY_SAY(checker, NY_PEOPLE_HOW, people->span,
           below ? NY_WORDS(checker->sink, NY_WORDS_PEOPLE_BELOW_NOUGHT, text)
                 : NY_WORDS(checker->sink, NY_WORDS_PEOPLE_ARE_A_NUMBER, text,
                            ny_said_name(checker, people, &meaning)));
    return false;
}

static void check_people(ny_checker *checker, uint32_t number)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    const ny_pathway_words *words = pathway->words;
    ny_place_in all = place_of_all(), place = place_of(checker, number);
    bool counts = pathway->people && check_count(checker, pathway->people, &all);
    for (uint32_t i = 0; i < pathway->arriving.count; i++)
        (void)check_count(checker, pathway->arriving.items[i].number, &place);
    if (pathway->followed == NY_FOLLOWED_AS_PEOPLE && !pathway->followed_as)
        NY_SAY(checker, NY_PEOPLE_HOW, words->followed_span,
               ny_words(checker->sink, NY_WORDS_NOBODY_TO_FOLLOW));
    if (pathway->followed != NY_FOLLOWED_ONE_BY_ONE)
        return;
    ny_rational value;
    int64_t whole;
    if (!pathway->people && !pathway->arriving.count)
        NY_SAY(checker, NY_PEOPLE_HOW, words->followed_span,
               ny_words(checker->sink, NY_WORDS_ONE_BY_ONE_OF_HOW_MANY));
    else if (pathway->people && counts && ny_constant_of(checker, pathway->people, &value) &&
             !ny_rational_to_whole(value, &whole))
        NY_SAY(checker, NY_PEOPLE_HOW, pathway->people->span,
               NY_WORDS(checker->sink, NY_WORDS_NO_PART_OF_A_PERSON,
                        ny_span_text(checker->sink, pathway->people->span)));
}

/* --- all --------------------------------------------------------------------------------------- */

static void check_curves(ny_checker *checker, uint32_t number)
{
    const ny_pathway *pathway = &checker->model->pathways.items[number];
    const ny_place_in place = place_of(checker, number);
    for (uint32_t i = 0; i < pathway->curves.count; i++)
        (void)check_part(checker, number, pathway->curves.items[i].share, &place, NULL);
}

void ny_check_chances_of(ny_checker *checker, uint32_t number)
{
    check_leaving(checker, number);
    check_laws(checker, number);
    check_starts(checker, number);
    check_people(checker, number);
    check_curves(checker, number);
}
