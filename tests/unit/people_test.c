/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* People one at a time, in cycles: what is expected of them is what a cohort gives, worked out exactly; their
 * spread is that of the second moments; nobody's course depends on others or on threads. That chances which
 * look at cycles and stays come out like a cohort's is tested where a text says them (study_people_test.c). */

#include "run/people.h"

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

/* Krijkamp and others, Medical Decision Making 38 (2018) 400-422: a microsimulation of four states, with
 * and without a treatment that changes no chance. Expected values were worked out exactly from its matrix. */
enum { PLACES = 4, WAYS = 3, CELLS = PLACES * (WAYS + 1), CYCLES = 30, MOST = 100000 };
enum { HEALTHY, SICK, SICKER, DEAD };
enum { ARMS = 2, ACCOUNTS = 2, WORTHS = ARMS * ACCOUNTS };

static uint32_t next[CELLS] = {HEALTHY, SICK, DEAD, 0, HEALTHY, SICK, SICKER, DEAD,
                               SICKER,  DEAD, 0,    0, DEAD,    0,    0,      0};
static const ny_people_ways ways = {PLACES, WAYS, next};

static const double amounts[WORTHS][PLACES] = {
    {2000, 4000, 15000, 0}, {1, 0.75, 0.5, 0}, {2000, 16000, 27000, 0}, {1, 0.95, 0.5, 0}};

/* Two beginnings, the second of nobody, so that beginnings are drawn too. */
static const uint32_t beginnings[] = {HEALTHY, DEAD};

typedef struct fixture {
    ny_arena *arena;
    ny_people people;
    double ends[PLACES * WAYS];
    double *totals[WORTHS];
    uint32_t counts[CYCLES + 1][CELLS]; /* from 1 */
} fixture;

static fixture *set_up(uint32_t persons, uint32_t threads)
{
    ny_arena *arena = ny_arena_create();
    fixture *of = NY_NEW(arena, fixture);
    double rate = -ny_log(1 - 0.005), never = NY_PEOPLE_NEVER;
    double die = 1 - ny_exp(-3 * rate), die_sicker = 1 - ny_exp(-10 * rate);
    double ends[PLACES * WAYS] = {1 - 0.15 - 0.005,
                                  1 - 0.005,
                                  never, /* HEALTHY */
                                  0.5,
                                  1 - 0.105 - die,
                                  1 - die,
                                  1 - die_sicker,
                                  never,
                                  never,
                                  never,
                                  never,
                                  never};
    memcpy(of->ends, ends, sizeof ends);
    of->arena = arena;
    of->people = (ny_people){.kernels = ny_kernels_choose(NY_KERNELS_BEST),
                             .seed = 1,
                             .stream = ny_random_stream("disease", 7),
                             .persons = persons,
                             .threads = threads,
                             .place = NY_NEW_ARRAY(arena, uint32_t, persons)};
    for (uint32_t w = 0; w < WORTHS; w++)
        of->totals[w] = NY_NEW_ARRAY(arena, double, persons);
    return of;
}

/* In state at points 0..30, discounted. */
static void run_in_stages(fixture *of, uint32_t cycles)
{
    static double worth[WORTHS][CYCLES][CELLS], ends[CYCLES][PLACES * WAYS];
    ny_people_worth worths[WORTHS];
    size_t room = (size_t)cycles * CELLS;
    ny_people_begin(&of->people, beginnings, (double[]){1}, 2);
    for (uint32_t w = 0; w < WORTHS; w++) {
        ny_people_stand(&of->people, amounts[w], of->totals[w]);
        for (uint32_t k = 0; k < CYCLES; k++)
            for (uint32_t c = 0; c < CELLS; c++)
                worth[w][k][c] = amounts[w][next[c]] * ny_pow(1.03, -1.0 - k);
    }
    for (uint32_t k = 0; k < CYCLES; k++)
        memcpy(ends[k], of->ends, sizeof of->ends);
    for (uint32_t done = 0; done < CYCLES; done += cycles) {
        for (uint32_t w = 0; w < WORTHS; w++)
            worths[w] = (ny_people_worth){worth[w][done], of->totals[w]};
        ny_people_stage stage = {
            done + 1, cycles, ends[done],
            worths,   WORTHS, NY_NEW_ARRAY(of->arena, uint32_t, room * (of->people.threads + 1))};
        ny_people_go(&of->people, &ways, &stage);
        memcpy(of->counts[done + 1], stage.counts, room * sizeof(uint32_t));
    }
}

static void run(fixture *of)
{
    run_in_stages(of, CYCLES);
}

/* Mean, and standard deviation with n - 1, in two goes. */
static double mean_of(const double *x, uint32_t count, double *ret_sd)
{
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += x[i];
    for (uint32_t i = 0; i < count; i++)
        squares += (x[i] - sum / count) * (x[i] - sum / count);
    *ret_sd = sqrt(squares / (count - 1));
    return sum / count;
}

static void the_tutorial_comes_out(void **state)
{
    (void)state;
    fixture *of = set_up(MOST, 2);
    run(of);
    /* Costs and QALYs, without and with; exact means, and exact standard deviations of one person. */
    const double mean[WORTHS] = {75976.1491401425, 15.8388478145427, 141623.028188344,
                                 16.4004055892414};
    const double sd[WORTHS] = {57903.0695840203, 4.94890626050631, 108371.268341229,
                               5.09781559653702};
    for (uint32_t w = 0; w < WORTHS; w++) {
        double found_sd, found = mean_of(of->totals[w], MOST, &found_sd);
        assert_true(fabs(found - mean[w]) < 4 * sd[w] / sqrt((double)MOST));
        assert_true(fabs(found_sd / sd[w] - 1) < 0.02);
    }
    /* Both arms share each person's course: the error of the difference is that of one course. */
    double *difference = NY_NEW_ARRAY(of->arena, double, MOST), found_sd;
    for (uint32_t i = 0; i < MOST; i++)
        difference[i] = of->totals[2][i] - of->totals[0][i];
    mean_of(difference, MOST, &found_sd);
    assert_true(fabs(found_sd / sqrt((double)MOST) - 163.986526117098) < 4.92);
    const double trace[PLACES] = {0.61840958718426, 0.156775468549936, 0.135055175183348,
                                  0.089759769082456};
    for (uint32_t p = 0; p < PLACES; p++) {
        uint32_t there = 0;
        for (uint32_t c = 0; c < CELLS; c++)
            there += next[c] == p ? of->counts[10][c] : 0;
        assert_true(fabs(there / (double)MOST - trace[p]) < 0.006);
    }
    ny_arena_destroy(of->arena);
}

/* Who was somewhere went somewhere, and what the counts are worth is what the totals add up to. */
static void counts_and_totals_agree(void **state)
{
    (void)state;
    enum { FEW = 777 };
    fixture *of = set_up(FEW, 3);
    uint32_t here[PLACES] = {FEW};
    double worth = FEW * amounts[0][HEALTHY], sd;
    run(of);
    for (uint32_t k = 1; k <= CYCLES; k++) {
        uint32_t gone[PLACES] = {0}, come[PLACES] = {0};
        for (uint32_t c = 0; c < CELLS; c++) {
            gone[c / (WAYS + 1)] += of->counts[k][c];
            come[next[c]] += of->counts[k][c];
            worth += of->counts[k][c] * amounts[0][next[c]] * ny_pow(1.03, -(double)k);
        }
        assert_memory_equal(gone, here, sizeof here);
        memcpy(here, come, sizeof here);
    }
    assert_true(fabs(mean_of(of->totals[0], FEW, &sd) * FEW / worth - 1) < 1e-12);
    ny_arena_destroy(of->arena);
}

/* A few persons as the header says it. */
static void each_goes_by_its_own_numbers(void **state)
{
    (void)state;
    fixture *of = set_up(40, 1);
    of->people.first_person = 1001;
    of->people.world = 7;
    run(of);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t at = HEALTHY;
        double total = amounts[0][at];
        for (uint32_t k = 1; k <= CYCLES; k++) {
            double u = ny_random_uniform(1, ny_random_stream("disease", 7), 7, 1001 + i, k);
            uint32_t way = 0;
            while (way < WAYS && u >= of->ends[at * WAYS + way])
                way++;
            at = next[at * (WAYS + 1) + way];
            total += amounts[0][at] * ny_pow(1.03, -(double)k);
        }
        assert_true(fabs(total / of->totals[0][i] - 1) < 1e-12);
    }
    ny_arena_destroy(of->arena);
}

static void nothing_depends_on_threads_or_others(void **state)
{
    (void)state;
    fixture *all = set_up(5000, 1);
    run(all);
    for (uint32_t threads = 2; threads < 6; threads++) {
        fixture *again = set_up(5000, threads);
        run(again);
        assert_memory_equal(all->counts, again->counts, sizeof all->counts);
        for (uint32_t w = 0; w < WORTHS; w++)
            assert_memory_equal(all->totals[w], again->totals[w], 5000 * sizeof(double));
        ny_arena_destroy(again->arena);
    }
    fixture *in_stages = set_up(5000, 2);
    run_in_stages(in_stages, CYCLES / 5);
    assert_memory_equal(all->counts, in_stages->counts, sizeof all->counts);
    assert_memory_equal(all->totals[2], in_stages->totals[2], 5000 * sizeof(double));
    ny_arena_destroy(in_stages->arena);
    fixture *more = set_up(5001, 2); /* one person more */
    run(more);
    assert_memory_equal(more->totals[2], all->totals[2], 5000 * sizeof(double));
    fixture *some = set_up(333, 2); /* some of them alone, from an odd number on */
    some->people.first_person = 701;
    run(some);
    assert_memory_equal(some->totals[2], all->totals[2] + 701, 333 * sizeof(double));
    ny_arena_destroy(more->arena);
    ny_arena_destroy(some->arena);
    ny_arena_destroy(all->arena);
}

/* Chances of 0 and 1 are never and always; beginnings are shared out. */
static void certain_and_impossible_moves(void **state)
{
    (void)state;
    uint32_t to[] = {0, 2, 0, 1, 2, 2};
    const ny_people_ways few = {3, 1, to};
    const double ends[] = {0, 1,
                           NY_PEOPLE_NEVER}; /* all leave 0; nobody goes from 1 to 1 but all */
    fixture *of = set_up(10000, 1);
    uint32_t counts[6];
    ny_people_begin(&of->people, (uint32_t[]){0, 1}, (double[]){0.5}, 2);
    ny_people_go(&of->people, &few, &(ny_people_stage){1, 1, ends, NULL, 0, counts});
    assert_int_equal(counts[0] + counts[3] + counts[4] + counts[5], 0);
    assert_in_range(counts[1], 4800, 5200);
    assert_int_equal(counts[1] + counts[2], 10000);
    ny_arena_destroy(of->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tutorial_comes_out),
        cmocka_unit_test(counts_and_totals_agree),
        cmocka_unit_test(each_goes_by_its_own_numbers),
        cmocka_unit_test(nothing_depends_on_threads_or_others),
        cmocka_unit_test(certain_and_impossible_moves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
