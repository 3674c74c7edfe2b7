/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study.h. What only computing shows is an error where it is so at the stated values, and a reason
 * why a world is undefined where it is so in that world. */

#include "use/study.h"

#include "base/bug.h"
#include "use/arise_private.h"
#include "use/kept_private.h"

#include <math.h>
#include <string.h>

/* --- what goes wrong, in words -------------------------------------------------------------------- */

static ny_text state_name(const ny_studied *studied, uint32_t pathway, uint32_t state)
{
    return studied->plan->model->pathways.items[pathway].states.items[state].name;
}

static const ny_payment *payment_of(const ny_studied *studied, uint32_t payment)
{
    uint32_t number = studied->plan->payments.items[payment].payment;
    return &studied->plan->model->payments.items[number];
}

/* The state that a curve adds to those of the one before. */
static uint32_t adds_of(const ny_pathway *pathway, uint32_t curve)
{
    return curve ? pathway->curves.items[curve].adds : pathway->curves.items[0].states.items[0];
}

ny_text ny_study_reason(ny_arena *arena, const ny_studied *studied, const ny_study_fault *fault)
{
    ny_language language = studied->arise->language;
    const ny_pathway *pathway = &studied->plan->model->pathways.items[fault->pathway];
    const ny_transition *move;
    switch (fault->kind) {
    case NY_STUDY_CHANCE:
    case NY_STUDY_RATE:
        move = &pathway->transitions.items[fault->number];
        return NY_PHRASE_WITH(arena, language,
                              fault->kind == NY_STUDY_RATE ? NY_WORDS_RATE_WORLD
                                                           : NY_WORDS_CHANCE_WORLD,
                              state_name(studied, fault->pathway, move->from),
                              state_name(studied, fault->pathway, move->to));
    case NY_STUDY_CHANCES:
        return NY_PHRASE_WITH(arena, language,
                              pathway->kind == NY_PATHWAY_TREE ? NY_WORDS_STAYS_WORLD
                                                               : NY_WORDS_CHANCES_WORLD,
                              state_name(studied, fault->pathway, fault->number));
    case NY_STUDY_STAYS:
        return NY_PHRASE_WITH(arena, language, NY_WORDS_STAYS_WORLD,
                              state_name(studied, fault->pathway, fault->number));
    case NY_STUDY_START:
        return NY_PHRASE_WITH(
            arena, language, NY_WORDS_START_WORLD,
            state_name(studied, fault->pathway, pathway->starts.items[fault->number].state));
    case NY_STUDY_STARTS:
        return ny_phrase_text(language, NY_WORDS_STARTS_WORLD);
    case NY_STUDY_PEOPLE:
        return ny_phrase_text(language, NY_WORDS_PEOPLE_WORLD);
    case NY_STUDY_CURVE:
    case NY_STUDY_CROSS:
        return NY_PHRASE_WITH(arena, language,
                              fault->kind == NY_STUDY_CROSS ? NY_WORDS_CROSS_WORLD
                                                            : NY_WORDS_CURVE_WORLD,
                              state_name(studied, fault->pathway, adds_of(pathway, fault->number)));
    case NY_STUDY_MANY:
        return ny_phrase_text(language, NY_WORDS_MANY_WORLD);
    case NY_STUDY_ENDLESS:
        return ny_phrase_text(language, NY_WORDS_ENDLESS_WORLD);
    case NY_STUDY_LAW:
        move = &pathway->transitions.items[fault->number];
        return NY_PHRASE_WITH(arena, language, NY_WORDS_LAW_WORLD,
                              state_name(studied, fault->pathway, move->from),
                              state_name(studied, fault->pathway, move->to));
    case NY_STUDY_FLOW:
        return NY_PHRASE_WITH(arena, language, NY_WORDS_FLOW_WORLD,
                              payment_of(studied, fault->number)->label);
    case NY_STUDY_TOO_LONG:
    case NY_STUDY_NO_LANES:
    case NY_STUDY_NO_COHORT:
    case NY_STUDY_NO_PERSONS:
    case NY_STUDY_SOUND:
        break;
    }
    NY_BUG("a fault of no world");
}

/* --- the same, as an error of the base case ------------------------------------------------------- */

static ny_text where_text(const ny_sink *sink, const ny_study_fault *fault)
{
    ny_text cycle = ny_format(sink->arena, "%u", fault->cycle);
    ny_text stay = ny_format(sink->arena, "%u", fault->stay);
    if (!fault->cycle)
        return ny_words(sink, NY_WORDS_AS_STATED);
    return fault->stay ? NY_WORDS(sink, NY_WORDS_IN_CYCLE_AND_STAY, cycle, stay)
                       : NY_WORDS(sink, NY_WORDS_IN_CYCLE, cycle);
}

static ny_text share_text(const ny_sink *sink, const ny_study_fault *fault, double share)
{
    return fault->known ? ny_format(sink->arena, "%.6g %%", 100 * share)
                        : ny_words(sink, NY_WORDS_NOT_KNOWN_HERE);
}

static void report_lacking(ny_sink *sink, ny_span span, ny_text what, const ny_study_fault *fault)
{
    NY_REPORT(sink, NY_LACKS_IN_CYCLE, span, what, where_text(sink, fault),
              ny_words(sink, fault->undefined ? NY_WORDS_NOT_DEFINED : NY_WORDS_TABLE_ENDS),
              fault->undefined ? NY_NO_TEXT : ny_words(sink, NY_WORDS_EXTEND_TABLE));
}

static void report_chance(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_pathway *pathway = &studied->plan->model->pathways.items[fault->pathway];
    const ny_transition *move = &pathway->transitions.items[fault->number];
    ny_text from = pathway->states.items[move->from].name;
    ny_text to = pathway->states.items[move->to].name;
    ny_span span = move->chance ? move->chance->span : move->span;
    if (fault->known)
        NY_REPORT(sink, NY_CHANCE_COMES_TO, span, from, to, share_text(sink, fault, fault->value),
                  where_text(sink, fault));
    else
        report_lacking(sink, span, NY_WORDS(sink, NY_WORDS_CHANCE_FROM_TO, from, to), fault);
}

/* The value is per month, or per day, as its unit says. */
static void report_rate(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_model *model = studied->plan->model;
    const ny_pathway *pathway = &model->pathways.items[fault->pathway];
    const ny_transition *move = &pathway->transitions.items[fault->number];
    ny_unit unit = ny_meaning_of(model, move->chance)->type.unit;
    double a_year = ny_unit_exponent(unit, NY_UNIT_DAY) ? 365.25 : 12;
    ny_text from = pathway->states.items[move->from].name;
    ny_text to = pathway->states.items[move->to].name;
    if (fault->known)
        NY_REPORT(sink, NY_RATE_COMES_TO, move->chance->span, from, to,
                  ny_format(sink->arena, "%.6g", fault->value * a_year), where_text(sink, fault));
    else
        report_lacking(sink, move->chance->span, NY_WORDS(sink, NY_WORDS_RATE_FROM_TO, from, to),
                       fault);
}

static void report_chances(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_pathway_state *state =
        &studied->plan->model->pathways.items[fault->pathway].states.items[fault->number];
    bool stays = fault->kind == NY_STUDY_STAYS;
    bool is_tree = studied->plan->model->pathways.items[fault->pathway].kind == NY_PATHWAY_TREE;
    double sum = stays ? 1 + fault->value : 1 - fault->value;
    NY_REPORT(sink, NY_CHANCES_COME_TO, state->span, state->name, share_text(sink, fault, sum),
              where_text(sink, fault),
              ny_words(sink, is_tree ? NY_WORDS_NOBODY_STAYS
                             : stays ? NY_WORDS_STAYING_COUNTS
                                     : NY_WORDS_LEAVE_LESS));
}

static void report_curve(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_pathway *pathway = &studied->plan->model->pathways.items[fault->pathway];
    ny_span span = pathway->curves.items[fault->number].share->span;
    ny_text state = pathway->states.items[adds_of(pathway, fault->number)].name;
    if (!fault->known)
        report_lacking(sink, span, NY_WORDS(sink, NY_WORDS_CURVE_OF, state), fault);
    else if (fault->kind == NY_STUDY_CROSS)
        NY_REPORT(sink, NY_CURVES_CROSS, span, state, share_text(sink, fault, -fault->value),
                  where_text(sink, fault));
    else
        NY_REPORT(sink, NY_CURVE_COMES_TO, span, state, share_text(sink, fault, fault->value),
                  where_text(sink, fault));
}

static void report_flow(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_payment *payment = payment_of(studied, fault->number);
    report_lacking(sink, payment->words->amount->span,
                   NY_WORDS(sink, NY_WORDS_FLOW_NAMED, payment->label), fault);
}

/* Which number of people, or share of those who start, and where it stands. */
static ny_text people_text(const ny_sink *sink, const ny_pathway *pathway,
                           const ny_study_fault *fault, ny_span *ret_span)
{
    *ret_span = pathway->span;
    if (fault->kind == NY_STUDY_STARTS)
        return ny_words(sink, NY_WORDS_SHARES_OF_STARTS);
    if (fault->kind == NY_STUDY_START) {
        const ny_start *start = &pathway->starts.items[fault->number];
        *ret_span = start->share->span;
        return NY_WORDS(sink, NY_WORDS_SHARE_OF_START, pathway->states.items[start->state].name);
    }
    if (!fault->number) {
        *ret_span = pathway->people->span;
        return NY_WORDS(sink, NY_WORDS_PEOPLE_THERE, pathway->name);
    }
    const ny_arriving *arriving = &pathway->arriving.items[fault->number - 1];
    *ret_span = arriving->number->span;
    return NY_WORDS(sink, NY_WORDS_PEOPLE_ARRIVING, pathway->states.items[arriving->state].name);
}

static void report_people(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_pathway *pathway = &studied->plan->model->pathways.items[fault->pathway];
    ny_span span;
    ny_text what = people_text(sink, pathway, fault, &span);
    if (!fault->known)
        report_lacking(sink, span, what, fault);
    else if (fault->kind == NY_STUDY_PEOPLE)
        NY_REPORT(sink, NY_PEOPLE_COME_TO, span, what, ny_format(sink->arena, "%.6g", fault->value),
                  where_text(sink, fault));
    else
        NY_REPORT(sink, NY_STARTS_COME_TO, span, what,
                  share_text(sink, fault,
                             fault->kind == NY_STUDY_STARTS ? 1 - fault->value : fault->value));
}

static void report_law(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_transition *move =
        &studied->plan->model->pathways.items[fault->pathway].transitions.items[fault->number];
    NY_REPORT(sink, NY_NO_LAW_OF_MOVE, move->law ? move->law->span : move->span,
              state_name(studied, fault->pathway, move->from),
              state_name(studied, fault->pathway, move->to));
}

static void report_no_cohort(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_pathway *pathway = &studied->plan->model->pathways.items[fault->pathway];
    const ny_transition *move = &pathway->transitions.items[fault->number];
    NY_REPORT(sink, NY_NO_COHORT_IN_TIME, move->law->span,
              state_name(studied, fault->pathway, move->from),
              state_name(studied, fault->pathway, move->to), pathway->name,
              ny_words(sink, move->form == NY_MOVE_BY ? NY_WORDS_CHANCE_BY_TIME_GONE
                                                      : NY_WORDS_CHANCE_BY_TIME_THERE));
}

static void report(ny_sink *sink, const ny_studied *studied, const ny_study_fault *fault)
{
    const ny_plan *plan = studied->plan;
    const ny_pathway *pathway =
        plan->model->pathways.count ? &plan->model->pathways.items[fault->pathway] : NULL;
    switch (fault->kind) {
    case NY_STUDY_CHANCE:
        report_chance(sink, studied, fault);
        return;
    case NY_STUDY_RATE:
        report_rate(sink, studied, fault);
        return;
    case NY_STUDY_CHANCES:
    case NY_STUDY_STAYS:
        report_chances(sink, studied, fault);
        return;
    case NY_STUDY_START:
    case NY_STUDY_STARTS:
    case NY_STUDY_PEOPLE:
        report_people(sink, studied, fault);
        return;
    case NY_STUDY_CURVE:
    case NY_STUDY_CROSS:
        report_curve(sink, studied, fault);
        return;
    case NY_STUDY_FLOW:
        report_flow(sink, studied, fault);
        return;
    case NY_STUDY_MANY:
        NY_REPORT(sink, NY_TOO_MANY_PEOPLE, pathway->people ? pathway->people->span : pathway->span,
                  ny_format(sink->arena, "%.0f", fault->value), pathway->name);
        return;
    case NY_STUDY_ENDLESS:
        NY_REPORT(sink, NY_MOVES_WITHOUT_END, pathway->span, pathway->name);
        return;
    case NY_STUDY_LAW:
        report_law(sink, studied, fault);
        return;
    case NY_STUDY_NO_PERSONS:
        NY_REPORT(sink, NY_CURVES_OF_NOBODY, pathway->span, pathway->name);
        return;
    case NY_STUDY_NO_COHORT:
        report_no_cohort(sink, studied, fault);
        return;
    case NY_STUDY_TOO_LONG:
        NY_REPORT(sink, NY_CYCLES_AND_STAY, pathway->span, pathway->name,
                  ny_format(sink->arena, "%u", pathway->cycles));
        return;
    case NY_STUDY_NO_LANES:
        NY_REPORT(sink, NY_NOT_COMPUTED_YET, plan->ops.items[fault->number].span,
                  ny_words(sink, NY_WORDS_NOT_OVER_WORLDS));
        return;
    case NY_STUDY_SOUND:
        break;
    }
    NY_BUG("a fault of no study");
}

/* --- the base case --------------------------------------------------------------------------------- */

static ny_study_given given_of(const ny_studied *studied)
{
    return (ny_study_given){.fast = studied->fast,
                            .tables = studied->tables,
                            .values = studied->values,
                            .figures = studied->figures.items,
                            .figure_count = studied->figures.count,
                            .individuals = studied->people.individuals,
                            .seed = studied->people.seed,
                            .world = studied->contract ? studied->contract->values : NULL,
                            .world_periods = studied->contract ? studied->contract->periods : 0};
}

/* The base case is no world: its persons have a number that no world has. */
#define BASE_CASE UINT32_MAX

static ny_study_given given_stated(const ny_studied *studied)
{
    ny_study_given given = given_of(studied);
    given.threads = studied->people.threads;
    given.lanes = 1;
    given.played = studied->played;
    return given;
}

static double *first_lanes(ny_arena *arena, double *const *lanes, uint32_t count)
{
    double *values = NY_NEW_ARRAY(arena, double, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        values[i] = lanes[i][0];
    return values;
}

static const double *trace_of(ny_arena *arena, const ny_pathway *pathway, const double *lanes)
{
    size_t places = (size_t)ny_study_points(pathway) * pathway->states.count;
    double *shares = NY_NEW_ARRAY(arena, double, places + 1);
    for (size_t i = 0; i < places; i++)
        shares[i] = lanes[i];
    return shares;
}

/* Mean and standard deviation of persons' totals; Welford's recurrence, as in estimate.h. */
static void spread(const double *totals, uint32_t count, ny_stated_account *account)
{
    double mean = 0, squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        double apart = totals[i] - mean;
        mean += apart / (i + 1);
        squares += apart * (totals[i] - mean);
    }
    account->mean = mean;
    account->sd = count > 1 ? sqrt(squares / (count - 1)) : 0;
    account->se = count ? account->sd / sqrt(count) : 0;
}

/* Of more persons than this a group has several; so many groups tell an error to a fifth of a per cent. */
#define MOST_GROUPS 131072u

static void count_groups(const ny_studied *studied, const ny_study_result *result,
                         ny_stated *stated)
{
    for (uint32_t p = 0; p < studied->plan->pathways.count; p++) {
        uint32_t count = result->persons[p].count;
        if (count && (!stated->fewest || count < stated->fewest))
            stated->fewest = count;
    }
    stated->groups = stated->fewest > MOST_GROUPS ? MOST_GROUPS : stated->fewest;
    stated->groups = stated->groups ? stated->groups : 1;
}

/* Groups differ by one person at most. */
static void find_groups(const double *totals, uint32_t count, uint32_t groups, double *by_group)
{
    for (uint32_t g = 0; g < groups; g++) {
        uint32_t first = (uint32_t)((uint64_t)count * g / groups);
        uint32_t end = (uint32_t)((uint64_t)count * (g + 1) / groups);
        double sum = 0;
        for (uint32_t i = first; i < end; i++)
            sum += totals[i];
        by_group[g] = sum / (end - first);
    }
}

static void find_persons(ny_arena *arena, const ny_studied *studied, const ny_study_result *result,
                         ny_stated *stated)
{
    uint32_t pathways = studied->plan->pathways.count, accounts = studied->account_count;
    stated->persons = NY_NEW_ARRAY(arena, ny_stated_persons, (size_t)pathways + 1);
    count_groups(studied, result, stated);
    for (uint32_t p = 0; p < pathways; p++) {
        const ny_study_persons *of = &result->persons[p];
        if (!of->count)
            continue;
        stated->persons[p] = (ny_stated_persons){
            of->count, of->people, NY_NEW_ARRAY(arena, ny_stated_account, (size_t)accounts + 1),
            NY_NEW_ARRAY(arena, double, (size_t)accounts * stated->groups + 1)};
        for (uint32_t a = 0; a < accounts; a++) {
            const double *totals = of->totals + (size_t)a * of->count;
            stated->persons[p].accounts[a] = studied->accounts[a];
            spread(totals, of->count, &stated->persons[p].accounts[a]);
            find_groups(totals, of->count, stated->groups,
                        stated->persons[p].by_group + (size_t)a * stated->groups);
        }
    }
}

/* False, with the fault, where it means nothing. */
static bool run_stated(ny_arena *arena, const ny_studied *studied, const ny_study_given *given,
                       ny_stated *ret_stated, ny_study_fault *ret_fault)
{
    ny_arena *scratch = ny_arena_create();
    const ny_plan *plan = studied->plan;
    const ny_study *study = ny_study_prepare(scratch, plan, given, ret_fault);
    bool sound = study != NULL;
    if (study) {
        ny_study_block *block = ny_study_open(scratch, study);
        ny_study_at(block, BASE_CASE);
        const ny_study_result *result = ny_study_run(block, NULL, 1);
        *ret_fault = result->faults[0];
        sound = ret_fault->kind == NY_STUDY_SOUND;
        ret_stated->total = first_lanes(arena, result->total, plan->payments.count);
        ret_stated->npv = first_lanes(arena, result->npv, plan->payments.count);
        ret_stated->figures = first_lanes(arena, result->figures, given->figure_count);
        ret_stated->trace = NY_NEW_ARRAY(arena, const double *, (size_t)plan->pathways.count + 1);
        if (given->trace)
            find_persons(arena, studied, result, ret_stated);
        for (uint32_t i = 0; given->trace && i < plan->pathways.count; i++)
            ret_stated->trace[i] =
                trace_of(arena, &plan->model->pathways.items[i], result->trace[i]);
    }
    ny_arena_destroy(scratch);
    return sound;
}

ny_stated ny_study_stated(ny_arena *arena, const ny_studied *studied,
                          ny_study_convention convention)
{
    ny_study_given given = given_stated(studied);
    ny_study_fault fault;
    ny_stated stated = {0};
    given.counted = convention.counted;
    given.grid = convention.grid;
    (void)run_stated(arena, studied, &given, &stated, &fault);
    return stated;
}

const ny_stated_account *ny_stated_account_of(const ny_studied *studied, uint32_t pathway,
                                              uint32_t party, uint32_t currency, ny_unit unit)
{
    const ny_stated_persons *of = &studied->base.persons[pathway];
    for (uint32_t a = 0; of->persons && a < studied->account_count; a++)
        if (of->accounts[a].party == party && of->accounts[a].currency == currency &&
            (currency != NY_NONE || ny_unit_equal(of->accounts[a].unit, unit)))
            return &of->accounts[a];
    return NULL;
}

void ny_stated_add_groups(const ny_studied *studied, uint32_t party, uint32_t currency,
                          ny_unit unit, double *to)
{
    const ny_stated *base = &studied->base;
    for (uint32_t p = 0; p < studied->plan->pathways.count; p++) {
        const ny_stated_persons *of = &base->persons[p];
        const ny_stated_account *account = ny_stated_account_of(studied, p, party, currency, unit);
        if (!account)
            continue;
        const double *by_group = of->by_group + (size_t)(account - of->accounts) * base->groups;
        double mean = 0;
        for (uint32_t g = 0; g < base->groups; g++)
            mean += by_group[g] / base->groups;
        for (uint32_t g = 0; g < base->groups; g++)
            to[g] += of->people * (by_group[g] - mean);
    }
}

/* --- making ready ----------------------------------------------------------------------------------- */

static bool take_stated(ny_arena *arena, ny_sink *sink, ny_studied *studied, const ny_value *offers)
{
    ny_world stated = ny_arise_stated(arena, studied->arise, offers);
    if (stated.undefined) {
        const ny_model *model = studied->plan->model;
        NY_REPORT(sink, NY_NO_WORLD_DEFINED,
                  model->has_study ? model->study->header_span : model->pathways.items[0].span,
                  stated.reason);
        return false;
    }
    studied->tables = stated.inputs.tables;
    studied->values = stated.inputs.values;
    studied->fast = studied->arise->fast;
    if (!studied->plan->model->has_study)
        studied->contract = ny_fast_run(arena, studied->plan, &stated.inputs);
    return true;
}

/* Accounts of the payments: a party's in one currency or unit. */
static void find_accounts(ny_arena *arena, ny_studied *studied)
{
    const ny_plan *plan = studied->plan;
    studied->accounts = NY_NEW_ARRAY(arena, ny_stated_account, (size_t)plan->payments.count + 1);
    studied->account_of = NY_NEW_ARRAY(arena, uint32_t, (size_t)plan->payments.count + 1);
    studied->sign_of = NY_NEW_ARRAY(arena, double, (size_t)plan->payments.count + 1);
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        const ny_payment *payment = payment_of(studied, i);
        uint32_t a = 0;
        while (a < studied->account_count &&
               !(studied->accounts[a].party == payment->payer &&
                 studied->accounts[a].currency == payment->currency &&
                 (payment->currency != NY_NONE ||
                  ny_unit_equal(studied->accounts[a].unit, ny_kept_unit(payment)))))
            a++;
        if (a == studied->account_count)
            studied->accounts[studied->account_count++] =
                (ny_stated_account){.party = payment->payer,
                                    .currency = payment->currency,
                                    .unit = ny_kept_unit(payment)};
        studied->account_of[i] = a;
        studied->sign_of[i] = payment->is_benefit ? 1 : -1;
    }
}

const ny_studied *ny_study_ready(ny_arena *arena, ny_sink *sink, const ny_plan *plan,
                                 const ny_arise *arise, const ny_value *offers,
                                 const ny_study_people *people, const ny_studied *like)
{
    ny_studied *studied = NY_NEW(arena, ny_studied);
    ny_study_fault fault;
    studied->plan = plan;
    studied->arise = arise;
    studied->like = like ? like->draws : NULL;
    studied->draws = like ? ny_arise_lanes_prepare_like(arena, arise, offers, like->draws)
                          : ny_arise_lanes_prepare(arena, arise, offers);
    for (uint32_t f = 0; f < plan->model->figures.count; f++)
        if (ny_kept_shows(plan, f))
            *NY_APPEND(arena, &studied->figures) = f;
    if (!take_stated(arena, sink, studied, offers))
        return NULL;
    studied->people = *people;
    studied->played = NY_NEW(arena, ny_study_played);
    studied->played->arena = arena;
    find_accounts(arena, studied);
    ny_study_given given = given_stated(studied);
    given.accounts = studied->account_count;
    given.account_of = studied->account_of;
    given.sign_of = studied->sign_of;
    given.trace = true;
    if (!run_stated(arena, studied, &given, &studied->base, &fault)) {
        report(sink, studied, &fault);
        return NULL;
    }
    bool *varies = NY_NEW_ARRAY(arena, bool, (size_t)plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        varies[i] = ny_arise_lanes_vary(studied->draws, i);
    given = given_of(studied);
    given.varies = varies;
    studied->worlds = ny_study_prepare(arena, plan, &given, &fault);
    if (!studied->worlds)
        report(sink, studied, &fault);
    return studied->worlds ? studied : NULL;
}

const ny_studied *ny_study_beside(ny_arena *arena, ny_sink *sink, const ny_plan *plan,
                                  const ny_arise *arise, const ny_value *offers,
                                  const ny_study_people *people)
{
    ny_studied *studied = NY_NEW(arena, ny_studied);
    ny_study_fault fault;
    studied->plan = plan;
    studied->arise = arise;
    studied->people = *people;
    if (!take_stated(arena, sink, studied, offers))
        return NULL;
    ny_study_given given = given_stated(studied);
    given.trace = true;
    if (run_stated(arena, studied, &given, &studied->base, &fault))
        return studied;
    report(sink, studied, &fault);
    return NULL;
}

const ny_studied *ny_study_drawn_by(ny_arena *arena, const ny_studied *studied,
                                    const ny_arise *arise, const ny_value *offers)
{
    ny_studied *other = NY_NEW(arena, ny_studied);
    *other = *studied;
    other->arise = arise;
    other->like = NULL;
    other->draws = ny_arise_lanes_prepare(arena, arise, offers);
    return other;
}
