/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A cohort in continuous time. Where every move has a steady rate, the shares of people in the states are
 * p(t) = p(0) e^(Q t), Q the rates, and what is discounted with the force d comes to
 *
 *     time in the states     L = the integral of e^(-d t) p(t) over the whole time
 *     moves from A to B      its rate times L of A
 *
 * exactly. It goes year by year, since the report shows the shares at the end of each year: with P = e^(Q 1)
 * and K, J each what rate_matrix.h says of a year,
 *
 *     p(k + 1) = p(k) P,   L = (sum over k of e^(-d k) p(k)) J + e^(-d n) p(n) J'
 *
 * where J' is of what is left behind the last whole year n. So nothing is subtracted, and the error is that of the
 * matrices (rate_matrix.c), which grows by no more than a rounding a year.
 *
 * Rejected: steps of a length that somebody chooses, which would be a cohort in cycles; the exponential of the whole
 * time at once, which gives no shares on the way. A law that is no steady rate (a Weibull since coming to the
 * state, dying by age) has no such form: the shares then depend on when each came, and persons are followed. */

#include "base/bug.h"
#include "run/rate_matrix.h"
#include "run/study_time_private.h"
#include "run/vmath.h"

#include <math.h>
#include <string.h>

#define YEAR 12.0 /* months */

/* Numbers a lane, [… * NY_STUDY_LANES + lane]. Of matrices those of one lane stand for all where worlds do not
 * change the rates. */
struct ny_course_cohort {
    double *rates;                  /* [from * states + to]: a year */
    double *chances, *spent;        /* P; K by force */
    double *chances_of_rest, *rest; /* the same of what is left behind the last year */
    double *room, *rates_of_rest;
    double *shares, *next; /* [state] */
    double *at_years;      /* [force * states + state]: sum of e^(-d k) p(k) */
    double *times;         /* [force * states + state]: L, in months */
    double people[NY_STUDY_LANES];
    bool sound[NY_STUDY_LANES];
    double *in_state, *at_line; /* of one lane, as ny_people_time has them */
};

uint32_t ny_course_no_cohort(const ny_course *course)
{
    for (uint32_t i = 0; course->as_cohort && i < course->pathway->transitions.count; i++) {
        ny_law_form form = course->laws[i].law.form;
        if (!course->laws[i].is_rate && form != NY_FORM_OF_EXPONENTIAL &&
            form != NY_FORM_OF_EXPONENTIAL_MEAN && form != NY_FORM_OF_EXPONENTIAL_CHANCE)
            return i;
    }
    return NY_NONE;
}

static double *lanes_room(ny_arena *arena, size_t places)
{
    return NY_NEW_ARRAY(arena, double, places *NY_STUDY_LANES);
}

struct ny_course_cohort *ny_course_cohort_open(ny_arena *arena, const ny_course *course)
{
    struct ny_course_cohort *cohort = NY_NEW(arena, struct ny_course_cohort);
    uint32_t states = course->pathway->states.count, forces = course->force_count;
    size_t entries = (size_t)states * states;
    double **matrices[] = {&cohort->rates, &cohort->chances, &cohort->chances_of_rest,
                           &cohort->rates_of_rest};
    for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++)
        *matrices[i] = lanes_room(arena, entries);
    cohort->spent = lanes_room(arena, forces * entries);
    cohort->rest = lanes_room(arena, forces * entries);
    cohort->room = NY_NEW_ARRAY(arena, double, ny_rate_matrix_room(states, NY_STUDY_LANES));
    cohort->shares = lanes_room(arena, states);
    cohort->next = lanes_room(arena, states);
    cohort->at_years = lanes_room(arena, (size_t)forces * states);
    cohort->times = lanes_room(arena, (size_t)forces * states);
    cohort->in_state = NY_NEW_ARRAY(arena, double, (size_t)forces *states);
    cohort->at_line =
        NY_NEW_ARRAY(arena, double, (size_t)forces * course->pathway->transitions.count + 1);
    return cohort;
}

/* --- worlds ----------------------------------------------------------------------------------------- */

/* Rates a year of one world. */
static bool read_rates(ny_course_block *block, const ny_study_result *result, size_t lane)
{
    const ny_course *course = block->course;
    uint32_t states = course->pathway->states.count;
    for (uint32_t i = 0; i < course->pathway->transitions.count; i++) {
        const ny_people_line *line = &course->lines[i];
        double rate = block->laws[i].a * block->ratios[i] * YEAR;
        NY_BUG_ON(block->laws[i].form != NY_HAZARD_EXPONENTIAL);
        if (!(rate <= NY_RATES_MOST)) {
            ny_course_spoil(block, result, lane,
                            (ny_study_fault){.kind = NY_STUDY_LAW, .number = i});
            return false;
        }
        block->cohort->rates[((size_t)line->from * states + line->to) * NY_STUDY_LANES + lane] =
            rate;
    }
    return true;
}

static void read_world(ny_course_block *block, const ny_study_result *result, size_t lane)
{
    struct ny_course_cohort *cohort = block->cohort;
    /* Rates first: lane 0's are those of all where worlds do not change them. */
    bool lawful = ny_course_laws(block, result, lane) && read_rates(block, result, lane);
    cohort->sound[lane] = lawful && ny_course_people(block, result, lane, &cohort->people[lane]) &&
                          ny_course_starts(block, result, lane);
    for (uint32_t i = 0; cohort->sound[lane] && i < block->course->starts.count; i++)
        cohort->shares[(size_t)block->starts[i].state * NY_STUDY_LANES + lane] +=
            block->starts[i].share;
}

/* --- years ------------------------------------------------------------------------------------------ */

static void run(const ny_course_block *block, size_t lanes, ny_kernel_code code,
                ny_kernel_call call)
{
    call.lanes = lanes;
    ny_kernel(block->kernels, code, call);
}

/* to += shares times a matrix. */
static void go_by(const ny_course_block *block, size_t lanes, const double *shares,
                  const double *matrix, double *to)
{
    uint32_t states = block->course->pathway->states.count;
    for (uint32_t from = 0; from < states; from++)
        for (uint32_t s = 0; s < states; s++) {
            const double *entry = matrix + ((size_t)from * states + s) * NY_STUDY_LANES;
            const double *of = shares + (size_t)from * NY_STUDY_LANES;
            double *sum = to + (size_t)s * NY_STUDY_LANES;
            if (block->course->rates_vary)
                run(block, lanes, NY_KERNEL_MULTIPLY_ADD,
                    (ny_kernel_call){.to = sum, .a = of, .b = entry, .c = sum});
            else
                run(block, lanes, NY_KERNEL_MULTIPLY_ONE_ADD,
                    (ny_kernel_call){.to = sum, .a = of, .b = sum, .k = *entry});
        }
}

/* to += shares by */
static void add(const ny_course_block *block, size_t lanes, const double *shares, double by,
                double *to)
{
    for (uint32_t s = 0; s < block->course->pathway->states.count; s++)
        run(block, lanes, NY_KERNEL_MULTIPLY_ONE_ADD,
            (ny_kernel_call){.to = to + (size_t)s * NY_STUDY_LANES,
                             .a = shares + (size_t)s * NY_STUDY_LANES,
                             .b = to + (size_t)s * NY_STUDY_LANES,
                             .k = by});
}

/* P, and by force K with each row as long as the discounted time: what lasts `years` at most 1. */
static void find_matrices(ny_course_block *block, size_t lanes, double years, const double *rates,
                          double *chances, double *spent)
{
    const ny_course *course = block->course;
    ny_rate_matrix of = {.kernels = block->kernels,
                         .states = course->pathway->states.count,
                         .lanes = course->rates_vary ? lanes : 1,
                         .stride = NY_STUDY_LANES};
    size_t matrix = (size_t)of.states * of.states * of.stride;
    double forces[3];
    for (uint32_t f = 0; f < course->force_count; f++)
        forces[f] = course->forces[f] * YEAR * years;
    ny_rate_matrix_spent(&of, rates, forces, course->force_count, block->cohort->room, chances,
                         spent);
    for (uint32_t f = 0; f < course->force_count; f++) {
        double time = forces[f] > 0 ? -ny_expm1(-forces[f]) / forces[f] : 1;
        for (size_t i = 0; i < matrix; i += of.stride)
            run(block, of.lanes, NY_KERNEL_MULTIPLY_ONE,
                (ny_kernel_call){.to = spent + f * matrix + i,
                                 .a = spent + f * matrix + i,
                                 .k = time * years * YEAR});
    }
}

/* At the end of this year; of all people. */
static void draw_trace(const ny_course_block *block, size_t lanes, uint32_t year)
{
    const struct ny_course_cohort *cohort = block->cohort;
    uint32_t states = block->course->pathway->states.count;
    for (uint32_t s = 0; block->trace && s < states; s++)
        run(block, lanes, NY_KERNEL_MULTIPLY,
            (ny_kernel_call){.to = block->trace +
                                   ((size_t)year * states + s) * block->course->given->lanes,
                             .a = cohort->shares + (size_t)s * NY_STUDY_LANES,
                             .b = cohort->people});
}

/* Whole years; gives how many they are. */
static uint32_t go_years(ny_course_block *block, size_t lanes)
{
    const ny_course *course = block->course;
    struct ny_course_cohort *cohort = block->cohort;
    uint32_t states = course->pathway->states.count, years = ny_study_points(course->pathway) - 1;
    size_t row = (size_t)states * NY_STUDY_LANES;
    draw_trace(block, lanes, 0);
    for (uint32_t year = 0; year < years; year++) {
        for (uint32_t f = 0; f < course->force_count; f++)
            add(block, lanes, cohort->shares, ny_exp(-course->forces[f] * YEAR * year),
                cohort->at_years + f * row);
        memset(cohort->next, 0, row * sizeof(double));
        go_by(block, lanes, cohort->shares, cohort->chances, cohort->next);
        double *before = cohort->shares;
        cohort->shares = cohort->next;
        cohort->next = before;
        draw_trace(block, lanes, year + 1);
    }
    return years;
}

static void go(ny_course_block *block, size_t lanes)
{
    const ny_course *course = block->course;
    struct ny_course_cohort *cohort = block->cohort;
    size_t row = (size_t)course->pathway->states.count * NY_STUDY_LANES;
    size_t matrix = row * course->pathway->states.count;
    find_matrices(block, lanes, 1, cohort->rates, cohort->chances, cohort->spent);
    uint32_t years = go_years(block, lanes);
    for (uint32_t f = 0; f < course->force_count; f++)
        go_by(block, lanes, cohort->at_years + f * row, cohort->spent + f * matrix,
              cohort->times + f * row);
    double rest = (course->horizon - years * YEAR) / YEAR;
    if (!(rest > 0))
        return;
    for (size_t i = 0; i < matrix; i += NY_STUDY_LANES)
        run(block, course->rates_vary ? lanes : 1, NY_KERNEL_MULTIPLY_ONE,
            (ny_kernel_call){.to = cohort->rates_of_rest + i, .a = cohort->rates + i, .k = rest});
    find_matrices(block, lanes, rest, cohort->rates_of_rest, cohort->chances_of_rest, cohort->rest);
    for (uint32_t f = 0; f < course->force_count; f++) {
        memset(cohort->next, 0, row * sizeof(double));
        add(block, lanes, cohort->shares, ny_exp(-course->forces[f] * YEAR * years), cohort->next);
        go_by(block, lanes, cohort->next, cohort->rest + f * matrix, cohort->times + f * row);
    }
}

/* --- a block ----------------------------------------------------------------------------------------- */

static void book(ny_course_block *block, const ny_study_result *result, size_t lane)
{
    const ny_course *course = block->course;
    struct ny_course_cohort *cohort = block->cohort;
    uint32_t states = course->pathway->states.count, lines = course->pathway->transitions.count;
    for (uint32_t f = 0; f < course->force_count; f++) {
        double *in_state = cohort->in_state + (size_t)f * states;
        for (uint32_t s = 0; s < states; s++)
            in_state[s] = cohort->times[((size_t)f * states + s) * NY_STUDY_LANES + lane];
        for (uint32_t i = 0; i < lines; i++) {
            const ny_people_line *line = &course->lines[i];
            size_t pair = (size_t)line->from * states + line->to;
            cohort->at_line[(size_t)f * lines + i] =
                in_state[line->from] * cohort->rates[pair * NY_STUDY_LANES + lane] / YEAR;
        }
    }
    ny_people_time times = {.in_state = cohort->in_state, .at_line = cohort->at_line};
    ny_course_book(block, result, lane, &times, cohort->people[lane]);
}

void ny_course_cohort_run(ny_course_block *block, const ny_study_result *result)
{
    struct ny_course_cohort *cohort = block->cohort;
    uint32_t states = block->course->pathway->states.count;
    size_t row = (size_t)states * NY_STUDY_LANES * sizeof(double);
    memset(cohort->rates, 0, states * row);
    memset(cohort->shares, 0, row);
    memset(cohort->at_years, 0, block->course->force_count * row);
    memset(cohort->times, 0, block->course->force_count * row);
    for (size_t lane = 0; lane < result->lanes; lane++)
        read_world(block, result, lane);
    go(block, result->lanes);
    for (size_t lane = 0; lane < result->lanes; lane++)
        if (cohort->sound[lane])
            book(block, result, lane);
}
