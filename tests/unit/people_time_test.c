/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* People one at a time in continuous time, against closed forms: competing risks, a way there and back,
 * clocks from the start and from entering, time already spent; and a person's way written out by hand. */

#include "run/people_time.h"

#include "run/philox.h"
#include "run/vmath.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 100000, STATES = 3, MOST_LINES = 4, FORCES = 2, POINTS = 31 };

static const double horizon = 30, force = 0.03;

typedef struct fixture {
    ny_arena *arena;
    ny_people_time_group group;
    ny_people_line lines[MOST_LINES];
    ny_hazard laws[MOST_LINES];
    double ratios[MOST_LINES], forces[FORCES], rates[2 * STATES], amounts[2 * MOST_LINES];
    uint64_t streams[STATES];
    uint32_t account_forces[2];
    ny_people_spent start;
} fixture;

/* Account 0 counts the discounted time in state 0, account 1 the events of line 0. */
static fixture *set_up(void)
{
    ny_arena *arena = ny_arena_create();
    fixture *of = NY_NEW(arena, fixture);
    of->arena = arena;
    of->forces[1] = force;
    of->rates[0] = 1;
    of->account_forces[0] = 1;
    of->amounts[MOST_LINES] = 1;
    for (uint32_t i = 0; i < MOST_LINES; i++)
        of->ratios[i] = 1;
    for (uint32_t s = 0; s < STATES; s++)
        of->streams[s] = 1000 + s;
    of->start = (ny_people_spent){0, 0, 1};
    of->group = (ny_people_time_group){.states = STATES,
                                       .line_count = MOST_LINES,
                                       .lines = of->lines,
                                       .laws = of->laws,
                                       .ratios = of->ratios,
                                       .starts = &of->start,
                                       .start_count = 1,
                                       .kernels = ny_kernels_choose(NY_KERNELS_BEST),
                                       .seed = 11,
                                       .stream = 12,
                                       .streams = of->streams,
                                       .persons = PEOPLE,
                                       .horizon = horizon,
                                       .force_count = FORCES,
                                       .forces = of->forces,
                                       .accounts = 2,
                                       .account_forces = of->account_forces,
                                       .rates = of->rates,
                                       .amounts = of->amounts,
                                       .step = 1,
                                       .points = POINTS,
                                       .threads = 2};
    return of;
}

static ny_people_time run(fixture *of)
{
    ny_people_time times;
    uint32_t line;
    assert_int_equal(ny_people_time_run(of->arena, &of->group, &times, &line), NY_PEOPLE_TIME_DONE);
    return times;
}

static ny_hazard rate(double of)
{
    return (ny_hazard){.form = NY_HAZARD_EXPONENTIAL, .a = of};
}

static ny_hazard nothing(void)
{
    return rate(0);
}

/* Is the mean of persons' totals what it should be, and do they add up to the sum? */
static void assert_mean(const double *totals, double sum, double expected)
{
    double mean = 0, squares = 0;
    for (uint32_t i = 0; i < PEOPLE; i++)
        mean += totals[i] / PEOPLE;
    for (uint32_t i = 0; i < PEOPLE; i++)
        squares += (totals[i] - mean) * (totals[i] - mean);
    double se = sqrt(squares / (PEOPLE - 1) / PEOPLE);
    assert_true(fabs(sum / PEOPLE - mean) < 1e-9 * fabs(mean));
    assert_true(fabs(mean - expected) < 4 * se);
    assert_true(se < 0.02 * expected);
}

static void assert_share(uint32_t count, double share)
{
    assert_true(fabs(count / (double)PEOPLE - share) <= 4.5 * sqrt(share * (1 - share) / PEOPLE));
}

static void competing_risks(void **state)
{
    (void)state;
    fixture *of = set_up();
    of->lines[0] = (ny_people_line){0, 1, false};
    of->lines[1] = (ny_people_line){0, 2, true};
    of->lines[2] =
        (ny_people_line){0, 2, false}; /* a third in the running, another law's special case */
    of->lines[3] = (ny_people_line){1, 2, false};
    of->laws[0] = rate(0.1);
    of->laws[1] = rate(0.02);
    of->laws[2] = (ny_hazard){.form = NY_HAZARD_WEIBULL, .a = 1, .b = 20};
    of->laws[3] = nothing();
    of->ratios[2] = 0.6; /* 0.03 */
    ny_people_time times = run(of);
    double leaving = 0.1 + 0.02 + 0.03, with_force = leaving + force;
    double in_first = (1 - ny_exp(-with_force * horizon)) / with_force;
    assert_mean(times.totals, times.in_state[STATES + 0], in_first);
    assert_mean(times.totals + PEOPLE, times.at_line[0],
                0.1 / leaving * (1 - ny_exp(-leaving * horizon)));
    assert_true(fabs(times.at_line[MOST_LINES] / PEOPLE - 0.1 * in_first) < 0.01);
    for (uint32_t t = 0; t < POINTS; t++)
        assert_share(times.at_point[t * STATES], ny_exp(-leaving * t));
    double all = times.in_state[0] + times.in_state[1] + times.in_state[2];
    assert_true(fabs(all / (PEOPLE * horizon) - 1) < 1e-12); /* everybody is somewhere, always */
    assert_int_equal(times.events[3], 0);
    assert_true((double)times.events[0] == times.at_line[0]);
    ny_arena_destroy(of->arena);
}

static void there_and_back(void **state)
{
    (void)state;
    fixture *of = set_up();
    const double a = 0.5, b = 0.3;
    of->lines[0] = (ny_people_line){0, 1, false};
    of->lines[1] = (ny_people_line){1, 0, false};
    of->laws[0] = rate(a);
    of->laws[1] = rate(b);
    of->group.line_count = 2;
    of->amounts[2] = 1;
    ny_people_time times = run(of);
    double in_first = b / (a + b) * (1 - ny_exp(-force * horizon)) / force +
                      a / (a + b) * (1 - ny_exp(-(a + b + force) * horizon)) / (a + b + force);
    assert_mean(times.totals, times.in_state[STATES], in_first);
    for (uint32_t t = 0; t < POINTS; t++)
        assert_share(times.at_point[t * STATES], b / (a + b) + a / (a + b) * ny_exp(-(a + b) * t));
    ny_arena_destroy(of->arena);
}

/* Dying by age, whatever else happens on the way. */
static void a_clock_from_the_start_goes_on(void **state)
{
    (void)state;
    fixture *of = set_up();
    ny_hazard dying = {.form = NY_HAZARD_GOMPERTZ, .a = 0.09, .b = 0.01};
    of->lines[0] = (ny_people_line){0, 1, false};
    of->lines[1] = (ny_people_line){1, 0, false};
    of->lines[2] = (ny_people_line){0, 2, true};
    of->lines[3] = (ny_people_line){1, 2, true};
    of->laws[0] = (ny_hazard){.form = NY_HAZARD_WEIBULL, .a = 1.5, .b = 3};
    of->laws[1] = (ny_hazard){.form = NY_HAZARD_LOGNORMAL, .a = 0.2, .b = 0.5};
    of->laws[2] = of->laws[3] = dying;
    ny_people_time times = run(of);
    for (uint32_t t = 0; t < POINTS; t++) {
        double dead;
        ny_distribution_chance_gompertz(dying.a, dying.b, t, &dead);
        assert_share(times.at_point[t * STATES + 2], dead);
    }
    /* And much did happen. */
    assert_true(times.events[0] > 3 * PEOPLE);
    ny_arena_destroy(of->arena);
}

/* The first stay is left by S(there + t) / S(there); with a ratio to that power. */
static void time_already_spent(void **state)
{
    (void)state;
    fixture *of = set_up();
    of->lines[0] = (ny_people_line){0, 1, false};
    of->laws[0] = (ny_hazard){.form = NY_HAZARD_WEIBULL, .a = 2, .b = 10};
    of->ratios[0] = 0.5;
    of->group.line_count = 1;
    of->start.there = 4;
    of->amounts[1] = 1;
    ny_people_time times = run(of);
    for (uint32_t t = 0; t < POINTS; t++)
        assert_share(times.at_point[t * STATES],
                     ny_exp(0.5 * (4 * 4 / 100.0 - (4.0 + t) * (4.0 + t) / 100)));
    ny_arena_destroy(of->arena);
}

/* One person by what the header says of draws. */
static double by_hand(const fixture *of, uint32_t person)
{
    uint32_t at = 0, visits[STATES] = {0};
    double now = 0, total = 0;
    while (now < horizon) {
        uint32_t lines[MOST_LINES], count = 0, first = UINT32_MAX;
        double end = horizon;
        for (uint32_t i = 0; i < of->group.line_count; i++)
            if (of->lines[i].from == at)
                lines[count++] = i;
        for (uint32_t j = 0; j < count; j++) {
            uint32_t draw = visits[at] * ((count + 1) / 2) + j / 2;
            double u =
                ny_random_uniform(11, of->streams[at], of->group.world, 2 * person + j % 2, draw);
            bool since_start = of->lines[lines[j]].since_start;
            double time =
                ny_hazard_time(&of->laws[lines[j]], since_start ? now : 0, of->ratios[lines[j]], u);
            time += since_start ? 0 : now;
            if (time < end) {
                end = time;
                first = lines[j];
            }
        }
        visits[at]++;
        if (at == 0)
            total += (ny_exp(-force * now) - ny_exp(-force * end)) / force;
        now = end;
        at = first == UINT32_MAX ? at : of->lines[first].to;
    }
    return total;
}

static fixture *illness(void)
{
    fixture *of = set_up();
    of->lines[0] = (ny_people_line){0, 1, false};
    of->lines[1] = (ny_people_line){0, 2, true};
    of->lines[2] = (ny_people_line){1, 2, false};
    of->lines[3] = (ny_people_line){1, 0, false};
    of->laws[0] = (ny_hazard){.form = NY_HAZARD_WEIBULL, .a = 1.3, .b = 4};
    of->laws[1] = (ny_hazard){.form = NY_HAZARD_GOMPERTZ, .a = 0.1, .b = 0.01};
    of->laws[2] = (ny_hazard){.form = NY_HAZARD_LOG_LOGISTIC, .a = 1.6, .b = 12};
    of->laws[3] = rate(0.8);
    of->ratios[0] = 0.7;
    of->group.persons = 5000;
    return of;
}

static void each_goes_by_its_own_numbers(void **state)
{
    (void)state;
    fixture *of = illness();
    of->group.world = 9;
    of->group.first_person = 333;
    ny_people_time times = run(of);
    for (uint32_t i = 0; i < 200; i++)
        assert_true(fabs(by_hand(of, 333 + i) / times.totals[i] - 1) < 1e-12);
    ny_arena_destroy(of->arena);
}

static void nothing_depends_on_threads_or_others(void **state)
{
    (void)state;
    fixture *of = illness();
    ny_people_time all = run(of);
    for (uint32_t threads = 1; threads < 6; threads += 2) {
        of->group.threads = threads;
        ny_people_time again = run(of);
        assert_memory_equal(all.in_state, again.in_state, FORCES * STATES * sizeof(double));
        assert_memory_equal(all.at_line, again.at_line, FORCES * MOST_LINES * sizeof(double));
        assert_memory_equal(all.at_point, again.at_point, POINTS * STATES * sizeof(uint32_t));
        assert_memory_equal(all.totals, again.totals, 2 * 5000 * sizeof(double));
    }
    of->group.persons = 5001;
    assert_memory_equal(run(of).totals, all.totals, 5000 * sizeof(double));
    of->group.first_person = 77;
    of->group.persons = 100;
    assert_memory_equal(run(of).totals, all.totals + 77, 100 * sizeof(double));
    ny_arena_destroy(of->arena);
}

static void what_cannot_be_is_said(void **state)
{
    (void)state;
    fixture *of = illness();
    ny_people_time times;
    uint32_t line;
    of->laws[2].a = -1;
    assert_int_equal(ny_people_time_run(of->arena, &of->group, &times, &line),
                     NY_PEOPLE_TIME_NO_LAW);
    assert_int_equal(line, 2);
    of->laws[2].a = 1.6;
    of->ratios[3] = NAN;
    assert_int_equal(ny_people_time_run(of->arena, &of->group, &times, &line),
                     NY_PEOPLE_TIME_NO_LAW);
    assert_int_equal(line, 3);
    of->ratios[3] = 1;
    of->laws[0] = of->laws[3] = rate(1e9); /* there and back a milliard times a year */
    of->group.persons = 3;
    assert_int_equal(ny_people_time_run(of->arena, &of->group, &times, &line),
                     NY_PEOPLE_TIME_ENDLESS);
    ny_arena_destroy(of->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(competing_risks),
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(a_clock_from_the_start_goes_on),
        cmocka_unit_test(time_already_spent),
        cmocka_unit_test(each_goes_by_its_own_numbers),
        cmocka_unit_test(nothing_depends_on_threads_or_others),
        cmocka_unit_test(what_cannot_be_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
