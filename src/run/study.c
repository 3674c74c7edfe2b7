/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See study.h: a plan's pathways made ready, each with its figures; the figures of contract grain come
 * with the first. */

#include "run/study.h"

#include "base/bug.h"
#include "run/study_cohort.h"
#include "run/study_private.h"
#include "run/study_time.h"

#include <math.h>

/* Numbers that figures of cycle and stay may need, each 8 bytes. */
#define MOST_KEPT 2e7

typedef struct ny_study_part {
    ny_figures *figures;
    ny_cohort *cohort; /* or */
    ny_course *course; /* both NULL: only figures of contract grain */
} ny_study_part;

/* A cost or benefit that stands once, at the start. */
typedef struct ny_study_once {
    uint32_t payment, amount; /* of the plan; wanted of the first part */
} ny_study_once;

struct ny_study {
    const ny_plan *plan;
    ny_study_given given;
    NY_LIST(ny_study_part) parts;
    uint32_t *figures; /* wanted of the first part: one a figure that is asked for */
    NY_LIST(ny_study_once) once;
};

struct ny_study_block {
    const ny_study *study;
    NY_LIST(ny_figures_run *) runs; /* one a part */
    NY_LIST(ny_cohort_block *) cohorts;
    NY_LIST(ny_course_block *) courses;
    ny_study_result result;
};

/* --- making ready --------------------------------------------------------------------------------- */

/* All of contract grain, tables too. */
static ny_fast *begin_fast(ny_arena *arena, const ny_plan *plan, const ny_study_given *given)
{
    ny_fast *fast = NY_NEW(arena, ny_fast);
    ny_inputs *inputs = NY_NEW(arena, ny_inputs);
    *inputs = (ny_inputs){
        .tables = given->tables, .values = given->values, .fast = given->fast, .periods = 1};
    *fast = ny_fast_begin(arena, plan, inputs);
    for (uint32_t i = 0; i < fast->prepared->contract.count; i++) {
        uint32_t op = fast->prepared->contract.items[i];
        fast->values[(size_t)op * fast->periods] =
            given->world ? given->world[(size_t)op * given->world_periods]
                         : ny_fast_op(fast, op, 0);
    }
    fast->arrival = 1;
    return fast;
}

static ny_figures *begin_figures(ny_arena *arena, const ny_plan *plan, uint32_t number,
                                 const ny_study_given *given)
{
    ny_figures_of of = {
        .fast = begin_fast(arena, plan, given), .varies = given->varies, .pathway = number};
    if (number != NY_NONE) {
        const ny_pathway *pathway = &plan->model->pathways.items[number];
        uint32_t there = 0;
        for (uint32_t i = 0; i < pathway->starts.count; i++)
            if (pathway->starts.items[i].cycles_there > there)
                there = pathway->starts.items[i].cycles_there;
        of.cycles = pathway->cycles;
        of.stays = pathway->cycles + 1 + there;
        of.cycle_length = pathway->cycle.days ? pathway->cycle.days : pathway->cycle.months;
    }
    return ny_figures_begin(arena, &of);
}

static void want_figures(ny_arena *arena, ny_study *study, ny_figures *figures)
{
    study->figures = NY_NEW_ARRAY(arena, uint32_t, (size_t)study->given.figure_count + 1);
    for (uint32_t i = 0; i < study->given.figure_count; i++)
        study->figures[i] =
            ny_figures_want(figures, study->plan->figures.items[study->given.figures[i]], NY_NONE);
}

static void want_once(ny_arena *arena, ny_study *study, ny_figures *figures)
{
    const ny_plan *plan = study->plan;
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        const ny_plan_payment *of = &plan->payments.items[i];
        if (plan->model->payments.items[of->payment].words->time == NY_TIME_ONCE_AT_START)
            *NY_APPEND(arena, &study->once) =
                (ny_study_once){i, ny_figures_want(figures, of->amount, of->when)};
    }
}

static bool finish_part(ny_study_part *part, uint32_t number, ny_study_fault *ret_fault)
{
    uint32_t timed = part->course ? ny_course_no_cohort(part->course) : NY_NONE;
    if (timed != NY_NONE) {
        *ret_fault =
            (ny_study_fault){.kind = NY_STUDY_NO_COHORT, .pathway = number, .number = timed};
        return false;
    }
    if (ny_figures_size(part->figures) > MOST_KEPT) {
        *ret_fault = (ny_study_fault){.kind = NY_STUDY_TOO_LONG, .pathway = number};
        return false;
    }
    uint32_t refused = ny_figures_end(part->figures);
    if (refused != NY_NONE) {
        *ret_fault =
            (ny_study_fault){.kind = NY_STUDY_NO_LANES, .pathway = number, .number = refused};
        return false;
    }
    if (part->cohort)
        ny_cohort_layout(part->cohort);
    if (part->course)
        ny_course_layout(part->course, part->figures);
    return true;
}

static bool is_continuous(const ny_plan *plan, uint32_t pathway)
{
    return plan->model->pathways.items[pathway].kind == NY_PATHWAY_CONTINUOUS;
}

uint32_t ny_study_points(const ny_pathway *pathway)
{
    if (pathway->kind != NY_PATHWAY_CONTINUOUS)
        return pathway->cycles + 1;
    return 1 + (uint32_t)(pathway->horizon.months / 12 + pathway->horizon.days / 365.25);
}

const ny_study *ny_study_prepare(ny_arena *arena, const ny_plan *plan, const ny_study_given *given,
                                 ny_study_fault *ret_fault)
{
    ny_study *study = NY_NEW(arena, ny_study);
    uint32_t pathways = plan->pathways.count;
    study->plan = plan;
    study->given = *given;
    if (!given->lanes)
        study->given.lanes = NY_STUDY_LANES;
    if (given->played && !given->played->went)
        given->played->went =
            NY_NEW_ARRAY(given->played->arena, struct ny_study_went, (size_t)pathways + 1);
    for (uint32_t i = 0; i < pathways || i == 0; i++) {
        if (pathways && given->individuals &&
            plan->model->pathways.items[i].kind == NY_PATHWAY_CURVES) {
            *ret_fault = (ny_study_fault){.kind = NY_STUDY_NO_PERSONS, .pathway = i};
            return NULL;
        }
        bool in_time = pathways && is_continuous(plan, i);
        ny_study_part part = {
            .figures = begin_figures(arena, plan, pathways && !in_time ? i : NY_NONE, given)};
        if (i == 0) {
            want_figures(arena, study, part.figures);
            want_once(arena, study, part.figures);
        }
        if (in_time)
            part.course = ny_course_begin(arena, plan, i, part.figures, &study->given);
        else if (pathways)
            part.cohort = ny_cohort_begin(arena, plan, i, part.figures, &study->given);
        *NY_APPEND(arena, &study->parts) = part;
        if (!finish_part(&study->parts.items[i], i, ret_fault))
            return NULL;
    }
    return study;
}

/* --- blocks ---------------------------------------------------------------------------------------- */

static double **lanes_of_each(ny_arena *arena, uint32_t count)
{
    double **lanes = NY_NEW_ARRAY(arena, double *, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++)
        lanes[i] = NY_NEW_ARRAY(arena, double, NY_STUDY_LANES);
    return lanes;
}

static double **points_of_each(ny_arena *arena, const ny_plan *plan, size_t lanes)
{
    double **points = NY_NEW_ARRAY(arena, double *, (size_t)plan->payments.count + 1);
    for (uint32_t i = 0; i < plan->payments.count; i++) {
        uint32_t pathway = plan->model->payments.items[plan->payments.items[i].payment].pathway;
        if (pathway != NY_NONE && !is_continuous(plan, pathway))
            points[i] = NY_NEW_ARRAY(
                arena, double, ny_study_points(&plan->model->pathways.items[pathway]) * lanes);
    }
    return points;
}

ny_study_block *ny_study_open(ny_arena *arena, const ny_study *study)
{
    ny_study_block *block = NY_NEW(arena, ny_study_block);
    block->study = study;
    block->result.total = lanes_of_each(arena, study->plan->payments.count);
    block->result.npv = lanes_of_each(arena, study->plan->payments.count);
    block->result.figures = lanes_of_each(arena, study->given.figure_count);
    block->result.faults = NY_NEW_ARRAY(arena, ny_study_fault, NY_STUDY_LANES);
    block->result.trace = NY_NEW_ARRAY(arena, const double *, (size_t)study->parts.count + 1);
    block->result.persons = NY_NEW_ARRAY(arena, ny_study_persons, (size_t)study->parts.count + 1);
    if (study->given.by_point)
        block->result.by_point = points_of_each(arena, study->plan, study->given.lanes);
    for (uint32_t i = 0; i < study->parts.count; i++) {
        const ny_study_part *part = &study->parts.items[i];
        ny_figures_run *run = ny_figures_open(arena, part->figures, NY_STUDY_LANES);
        *NY_APPEND(arena, &block->runs) = run;
        *NY_APPEND(arena, &block->cohorts) =
            part->cohort ? ny_cohort_open(arena, part->cohort, run) : NULL;
        *NY_APPEND(arena, &block->courses) =
            part->course ? ny_course_open(arena, part->course, run) : NULL;
    }
    return block;
}

/* It is paid at the start, so it is worth what it is. */
static void count_once(ny_study_block *block, const ny_study_once *once)
{
    ny_study_result *result = &block->result;
    ny_lane_value amount = ny_figures_value(block->runs.items[0], once->amount);
    for (size_t i = 0; i < result->lanes; i++) {
        double value = amount.lanes ? amount.lanes[i] : amount.one;
        result->total[once->payment][i] = result->npv[once->payment][i] = value;
        if (!(value > -1e300 && value < 1e300) && result->faults[i].kind == NY_STUDY_SOUND)
            result->faults[i] =
                (ny_study_fault){.kind = NY_STUDY_FLOW, .number = once->payment, .value = value};
    }
}

void ny_study_at(ny_study_block *block, uint32_t first_world)
{
    for (uint32_t p = 0; p < block->cohorts.count; p++)
        if (block->cohorts.items[p])
            ny_cohort_at(block->cohorts.items[p], first_world);
        else if (block->courses.items[p])
            ny_course_at(block->courses.items[p], first_world);
}

const ny_study_result *ny_study_run(ny_study_block *block, const double *const *inputs,
                                    size_t lanes)
{
    const ny_study *study = block->study;
    NY_BUG_ON(lanes < 1 || lanes > NY_STUDY_LANES ||
              ((study->given.trace || study->given.by_point) && lanes > study->given.lanes));
    block->result.lanes = lanes;
    for (size_t i = 0; i < lanes; i++)
        block->result.faults[i] = (ny_study_fault){.kind = NY_STUDY_SOUND};
    for (uint32_t p = 0; p < study->parts.count; p++) {
        ny_figures_block(block->runs.items[p], inputs, lanes);
        if (block->cohorts.items[p]) {
            ny_cohort_run(block->cohorts.items[p], &block->result);
            block->result.trace[p] = ny_cohort_trace(block->cohorts.items[p]);
            block->result.persons[p] = ny_cohort_persons(block->cohorts.items[p]);
        } else if (block->courses.items[p]) {
            ny_course_run(block->courses.items[p], &block->result);
            block->result.trace[p] = ny_course_trace(block->courses.items[p]);
            block->result.persons[p] = ny_course_persons(block->courses.items[p]);
        }
    }
    for (uint32_t i = 0; i < study->once.count; i++)
        count_once(block, &study->once.items[i]);
    for (uint32_t i = 0; i < study->given.figure_count; i++) {
        ny_lane_value value = ny_figures_value(block->runs.items[0], study->figures[i]);
        for (size_t k = 0; k < lanes; k++)
            block->result.figures[i][k] = value.lanes ? value.lanes[k] : value.one;
    }
    return &block->result;
}
