/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study_time.h: from a plan to lines, laws and flows; and a block of worlds, one world after the other,
 * since each has laws of its own and persons enough to fill the lanes. */

#include "base/bug.h"
#include "run/philox.h"
#include "run/study_time_private.h"
#include "run/vmath.h"

#include <math.h>
#include <string.h>

#define START_SLACK 1e-9 /* shares that were worked out may be off by this */

/* --- from the plan --------------------------------------------------------------------------------------- */

static double months_of(ny_span_of_time span)
{
    return span.months + span.days / NY_DAYS_A_MONTH;
}

static double rate_factor(const ny_plan *plan, uint32_t op)
{
    ny_unit unit = plan->ops.items[op].unit;
    return ny_unit_exponent(unit, NY_UNIT_DAY) == -1 ? NY_DAYS_A_MONTH : 1;
}

static void want_law(ny_course *course, ny_figures *figures, uint32_t number)
{
    const ny_plan_move *plan = &course->plan->pathways.items[course->number].moves.items[number];
    const ny_transition *transition = &course->pathway->transitions.items[number];
    ny_course_line *line = &course->laws[number];
    line->times = plan->times == NY_NONE ? NY_NONE : ny_figures_want(figures, plan->times, NY_NONE);
    line->is_rate = transition->form == NY_MOVE_RATE;
    if (line->is_rate) {
        line->rate = ny_figures_want(figures, plan->chance, NY_NONE);
        line->rate_factor = rate_factor(course->plan, plan->chance);
        return;
    }
    line->law = ny_law_prepare(course->plan->model, &plan->law, transition->law,
                               ny_unit_base(NY_UNIT_MONTH));
    for (uint32_t i = 0; i < line->law.said_count; i++) {
        uint32_t argument = line->law.said[i];
        line->arguments[argument] =
            ny_figures_want(figures, line->law.operations[argument], NY_NONE);
    }
}

static void add_lines(ny_arena *arena, ny_course *course, ny_figures *figures)
{
    const ny_pathway *pathway = course->pathway;
    course->lines = NY_NEW_ARRAY(arena, ny_people_line, (size_t)pathway->transitions.count + 1);
    course->laws = NY_NEW_ARRAY(arena, ny_course_line, (size_t)pathway->transitions.count + 1);
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *transition = &pathway->transitions.items[i];
        course->lines[i] =
            (ny_people_line){transition->from, transition->to, transition->form == NY_MOVE_BY};
        want_law(course, figures, i);
    }
}

static void add_starts(ny_arena *arena, ny_course *course, ny_figures *figures)
{
    const ny_plan_pathway *plan = &course->plan->pathways.items[course->number];
    course->people =
        plan->people == NY_NONE ? NY_NONE : ny_figures_want(figures, plan->people, NY_NONE);
    for (uint32_t i = 0; i < course->pathway->starts.count; i++) {
        const ny_start *start = &course->pathway->starts.items[i];
        uint32_t share = plan->starts.items[i];
        *NY_APPEND(arena, &course->starts) = (ny_course_start){
            .state = start->state,
            .share = share == NY_NONE ? NY_NONE : ny_figures_want(figures, share, NY_NONE),
            .there = months_of(start->there)};
    }
}

/* log(1 + r) a month; numbers of forces already there are used again. */
static uint32_t add_force(ny_course *course, double rate)
{
    double force = ny_log1p(rate) / 12;
    for (uint32_t i = 0; i < course->force_count; i++)
        if (course->forces[i] == force)
            return i;
    course->forces[course->force_count] = force;
    return course->force_count++;
}

static void add_flow(ny_arena *arena, ny_course *course, ny_figures *figures, uint32_t number,
                     const uint32_t forces[2])
{
    const ny_plan_payment *plan = &course->plan->payments.items[number];
    const ny_payment *payment = &course->plan->model->payments.items[plan->payment];
    const ny_study_given *given = course->given;
    ny_course_flow flow = {.payment = number,
                           .amount = ny_figures_want(figures, plan->amount, plan->when),
                           .force = forces[payment->currency == NY_NONE],
                           .is_move = payment->words->time == NY_TIME_EACH_MOVE};
    for (uint32_t i = 0; flow.is_move && i < course->pathway->transitions.count; i++)
        if (course->lines[i].to == payment->move_to &&
            (payment->move_from == NY_NONE || payment->move_from == course->lines[i].from))
            *NY_APPEND(arena, &flow.places) = i;
    for (uint32_t i = 0; !flow.is_move && i < payment->states.count; i++)
        *NY_APPEND(arena, &flow.places) = payment->states.items[i];
    if (given->account_of)
        course->account_forces[given->account_of[number]] = flow.force;
    *NY_APPEND(arena, &course->flows) = flow;
}

static void add_flows(ny_arena *arena, ny_course *course, ny_figures *figures)
{
    const ny_model *model = course->plan->model;
    bool has = model->has_present_value;
    course->force_count = 1; /* 0 */
    uint32_t forces[2] = {
        add_force(course, has ? ny_rational_to_double(model->present_value) : 0),
        add_force(course, has ? ny_rational_to_double(model->present_value_of_benefits) : 0)};
    course->account_forces = NY_NEW_ARRAY(arena, uint32_t, (size_t)course->given->accounts + 1);
    for (uint32_t i = 0; i < course->plan->payments.count; i++)
        if (model->payments.items[course->plan->payments.items[i].payment].pathway ==
            course->number)
            add_flow(arena, course, figures, i, forces);
}

/* A stream of its own for each state, so that a state more changes nobody's luck elsewhere. */
static void add_streams(ny_arena *arena, ny_course *course)
{
    const ny_pathway *pathway = course->pathway;
    course->stream = ny_random_stream(pathway->name.data, pathway->name.size);
    course->streams = NY_NEW_ARRAY(arena, uint64_t, (size_t)pathway->states.count + 1);
    for (uint32_t s = 0; s < pathway->states.count; s++) {
        ny_text state = pathway->states.items[s].name;
        ny_text name = ny_format(arena, "%.*s of %.*s", NY_PRINT(state), NY_PRINT(pathway->name));
        course->streams[s] = ny_random_stream(name.data, name.size);
    }
}

void ny_course_layout(ny_course *course, const ny_figures *figures)
{
    for (uint32_t i = 0; i < course->pathway->transitions.count; i++) {
        const ny_course_line *line = &course->laws[i];
        unsigned by =
            line->times == NY_NONE ? NY_BY_NOTHING : ny_figures_change(figures, line->times);
        if (line->is_rate)
            by |= ny_figures_change(figures, line->rate);
        for (uint32_t k = 0; !line->is_rate && k < line->law.said_count; k++)
            by |= ny_figures_change(figures, line->arguments[line->law.said[k]]);
        course->rates_vary |= (by & NY_BY_WORLD) != 0;
    }
}

ny_course *ny_course_begin(ny_arena *arena, const ny_plan *plan, uint32_t number,
                           ny_figures *figures, const ny_study_given *given)
{
    ny_course *course = NY_NEW(arena, ny_course);
    course->plan = plan;
    course->number = number;
    course->pathway = &plan->model->pathways.items[number];
    course->given = given;
    course->horizon = months_of(course->pathway->horizon);
    course->as_cohort = !given->individuals && course->pathway->followed == NY_FOLLOWED_AS_COHORT;
    course->followed = given->individuals ? given->individuals
                       : course->pathway->followed == NY_FOLLOWED_AS_PEOPLE
                           ? course->pathway->followed_as
                           : 0;
    add_lines(arena, course, figures);
    add_starts(arena, course, figures);
    add_flows(arena, course, figures);
    add_streams(arena, course);
    return course;
}

/* --- a block ----------------------------------------------------------------------------------------------- */

ny_course_block *ny_course_open(ny_arena *arena, const ny_course *course, ny_figures_run *run)
{
    ny_course_block *block = NY_NEW(arena, ny_course_block);
    size_t states = course->pathway->states.count, lines = course->pathway->transitions.count;
    size_t accounts = course->given->account_of ? course->given->accounts : 0;
    block->course = course;
    block->run = run;
    block->kernels = ny_kernels_choose(NY_KERNELS_BEST);
    block->scratch_of = arena;
    block->laws = NY_NEW_ARRAY(arena, ny_hazard, lines + 1);
    block->pieces = NY_NEW_ARRAY(arena, ny_distribution_piece, lines * NY_LAW_PIECES + 1);
    block->ratios = NY_NEW_ARRAY(arena, double, lines + 1);
    block->rates = NY_NEW_ARRAY(arena, double, accounts *states + 1);
    block->amounts = NY_NEW_ARRAY(arena, double, accounts *lines + 1);
    block->starts = NY_NEW_ARRAY(arena, ny_people_spent, (size_t)course->starts.count + 1);
    if (course->given->trace)
        block->trace =
            NY_NEW_ARRAY(arena, double,
                         (size_t)ny_study_points(course->pathway) * states * course->given->lanes);
    if (course->as_cohort)
        block->cohort = ny_course_cohort_open(arena, course);
    return block;
}

void ny_course_at(ny_course_block *block, uint32_t first_world)
{
    block->first_world = first_world;
}

static double value_of(const ny_course_block *block, uint32_t wanted, size_t lane)
{
    ny_lane_value value = ny_figures_value(block->run, wanted);
    return value.lanes ? value.lanes[lane] : value.one;
}

void ny_course_spoil(const ny_course_block *block, const ny_study_result *result, size_t lane,
                     ny_study_fault fault)
{
    if (result->faults[lane].kind != NY_STUDY_SOUND)
        return;
    fault.pathway = block->course->number;
    fault.known = !isnan(fault.value);
    result->faults[lane] = fault;
}

/* The laws of this world. False where one is none, with its line. */
static bool find_laws(ny_course_block *block, size_t lane, uint32_t *ret_line)
{
    const ny_course *course = block->course;
    double arguments[NY_LAW_ARGUMENTS];
    for (uint32_t i = 0; i < course->pathway->transitions.count; i++) {
        const ny_course_line *line = &course->laws[i];
        *ret_line = i;
        block->ratios[i] = line->times == NY_NONE ? 1 : value_of(block, line->times, lane);
        if (!(block->ratios[i] >= 0 && block->ratios[i] < NY_NEVER))
            return false;
        if (line->is_rate) {
            block->laws[i] =
                (ny_hazard){.form = NY_HAZARD_EXPONENTIAL,
                            .a = value_of(block, line->rate, lane) * line->rate_factor};
            if (ny_hazard_check(&block->laws[i]) != NY_DISTRIBUTION_OK)
                return false;
            continue;
        }
        for (uint32_t k = 0; k < line->law.said_count; k++) {
            uint32_t argument = line->law.said[k];
            arguments[argument] =
                value_of(block, line->arguments[argument], lane) * line->law.factors[argument];
        }
        if (ny_law_hazard(&line->law, arguments, block->pieces + (size_t)i * NY_LAW_PIECES,
                          &block->laws[i]) != NY_DISTRIBUTION_OK)
            return false;
    }
    return true;
}

bool ny_course_laws(ny_course_block *block, const ny_study_result *result, size_t lane)
{
    uint32_t line = 0;
    bool found = find_laws(block, lane, &line);
    if (!found)
        ny_course_spoil(block, result, lane,
                        (ny_study_fault){.kind = NY_STUDY_LAW, .number = line});
    return found;
}

bool ny_course_starts(ny_course_block *block, const ny_study_result *result, size_t lane)
{
    const ny_course *course = block->course;
    double left = 1;
    bool taken = false;
    for (uint32_t i = 0; i < course->starts.count; i++) {
        const ny_course_start *start = &course->starts.items[i];
        double share = start->share == NY_NONE ? 0 : value_of(block, start->share, lane);
        taken |= start->share == NY_NONE;
        if (!(share >= 0)) {
            ny_course_spoil(block, result, lane,
                            (ny_study_fault){.kind = NY_STUDY_START, .number = i, .value = share});
            return false;
        }
        block->starts[i] = (ny_people_spent){start->state, start->there, share};
        left -= share;
    }
    if (left < -START_SLACK || (!taken && left > START_SLACK)) {
        ny_course_spoil(block, result, lane,
                        (ny_study_fault){.kind = NY_STUDY_STARTS, .value = left});
        return false;
    }
    for (uint32_t i = 0; i < course->starts.count; i++)
        if (course->starts.items[i].share == NY_NONE)
            block->starts[i].share = left;
    return true;
}

/* What persons' own totals are made of. */
static void find_accounts(ny_course_block *block, size_t lane)
{
    const ny_course *course = block->course;
    const ny_study_given *given = course->given;
    size_t states = course->pathway->states.count, lines = course->pathway->transitions.count;
    memset(block->rates, 0, given->accounts * states * sizeof(double));
    memset(block->amounts, 0, given->accounts * lines * sizeof(double));
    for (uint32_t i = 0; i < course->flows.count; i++) {
        const ny_course_flow *flow = &course->flows.items[i];
        size_t account = given->account_of[flow->payment];
        double sign = given->sign_of ? given->sign_of[flow->payment] : 1;
        double amount = sign * value_of(block, flow->amount, lane);
        for (uint32_t k = 0; k < flow->places.count; k++)
            if (flow->is_move)
                block->amounts[account * lines + flow->places.items[k]] += amount;
            else
                block->rates[account * states + flow->places.items[k]] += amount;
    }
}

void ny_course_book(const ny_course_block *block, const ny_study_result *result, size_t lane,
                    const ny_people_time *times, double weight)
{
    const ny_course *course = block->course;
    size_t states = course->pathway->states.count, lines = course->pathway->transitions.count;
    for (uint32_t i = 0; i < course->flows.count; i++) {
        const ny_course_flow *flow = &course->flows.items[i];
        double plain = 0, discounted = 0, amount = value_of(block, flow->amount, lane);
        for (uint32_t k = 0; k < flow->places.count; k++) {
            uint32_t at = flow->places.items[k];
            plain += flow->is_move ? times->at_line[at] : times->in_state[at];
            discounted += flow->is_move ? times->at_line[flow->force * lines + at]
                                        : times->in_state[flow->force * states + at];
        }
        result->total[flow->payment][lane] = amount * plain * weight;
        result->npv[flow->payment][lane] = amount * discounted * weight;
        if (!(fabs(result->npv[flow->payment][lane]) <= 1e300))
            ny_course_spoil(
                block, result, lane,
                (ny_study_fault){.kind = NY_STUDY_FLOW, .number = flow->payment, .value = NAN});
    }
}

static void draw_trace(const ny_course_block *block, size_t lane, const ny_people_time *times,
                       double weight)
{
    const ny_pathway *pathway = block->course->pathway;
    uint32_t places = ny_study_points(pathway) * pathway->states.count;
    for (uint32_t i = 0; block->trace && i < places; i++)
        block->trace[(size_t)i * block->course->given->lanes + lane] = times->at_point[i] * weight;
}

bool ny_course_people(const ny_course_block *block, const ny_study_result *result, size_t lane,
                      double *ret_people)
{
    const ny_course *course = block->course;
    double people = course->people == NY_NONE ? 1 : value_of(block, course->people, lane);
    ny_study_fault fault = {.kind = NY_STUDY_PEOPLE, .value = people};
    bool good = people >= 0 && people <= NY_STUDY_PEOPLE_MOST;
    if (good && !course->as_cohort && !course->followed && people > NY_STUDY_PERSONS) {
        fault.kind = NY_STUDY_MANY;
        good = false;
    }
    if (!good)
        ny_course_spoil(block, result, lane, fault);
    *ret_people = people;
    return good;
}

/* How many stand for so many people. */
static uint32_t persons_of(const ny_course *course, double people)
{
    uint32_t persons = course->followed ? course->followed : (uint32_t)(people + 0.5);
    return persons || people == 0 ? persons : 1;
}

static void run_world(ny_course_block *block, const ny_study_result *result, size_t lane,
                      ny_arena *scratch)
{
    const ny_course *course = block->course;
    const ny_study_given *given = course->given;
    uint32_t line = 0;
    double people;
    if (!ny_course_people(block, result, lane, &people) || !ny_course_starts(block, result, lane) ||
        !ny_course_laws(block, result, lane))
        return;
    uint32_t persons = persons_of(course, people);
    bool with_totals = lane == 0 && given->account_of;
    if (with_totals)
        find_accounts(block, lane);
    ny_people_time_group group = {.states = course->pathway->states.count,
                                  .line_count = course->pathway->transitions.count,
                                  .lines = course->lines,
                                  .laws = block->laws,
                                  .ratios = block->ratios,
                                  .starts = block->starts,
                                  .start_count = course->starts.count,
                                  .kernels = block->kernels,
                                  .seed = given->seed,
                                  .stream = course->stream,
                                  .streams = course->streams,
                                  .world = block->first_world + (uint32_t)lane,
                                  .persons = persons,
                                  .horizon = course->horizon,
                                  .force_count = course->force_count,
                                  .forces = course->forces,
                                  .accounts = with_totals ? given->accounts : 0,
                                  .account_forces = course->account_forces,
                                  .rates = block->rates,
                                  .amounts = block->amounts,
                                  .step = 12,
                                  .points = block->trace ? ny_study_points(course->pathway) : 0,
                                  .threads = given->threads};
    ny_people_time times;
    ny_arena *memory = with_totals ? block->scratch_of : scratch;
    if (ny_people_time_run(memory, &group, &times, &line) != NY_PEOPLE_TIME_DONE) {
        ny_course_spoil(block, result, lane, (ny_study_fault){.kind = NY_STUDY_ENDLESS});
        return;
    }
    ny_course_book(block, result, lane, &times, persons ? people / persons : 0);
    draw_trace(block, lane, &times, persons ? people / persons : 0);
    if (with_totals)
        block->persons = (ny_study_persons){persons, people, times.totals};
}

void ny_course_run(ny_course_block *block, const ny_study_result *result)
{
    if (block->cohort) {
        ny_course_cohort_run(block, result);
        return;
    }
    ny_arena *scratch = ny_arena_create();
    for (size_t lane = 0; lane < result->lanes; lane++) {
        run_world(block, result, lane, scratch);
        ny_arena_reset(scratch);
    }
    ny_arena_destroy(scratch);
}

const double *ny_course_trace(const ny_course_block *block)
{
    return block->trace;
}

ny_study_persons ny_course_persons(const ny_course_block *block)
{
    return block->persons;
}
