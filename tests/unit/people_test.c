/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* People one at a time, in cycles: what is expected of them is what a cohort gives, worked out here by
 * multiplying chances; their spread is that of the second moments; nobody's way depends on others, on
 * threads, or on how the cycles are put into stages. */

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

enum { STATES = 4, MOVES = 6, CYCLES = 30, PEOPLE = 100000, ACCOUNTS = 2, ARMS = 2 };
enum { HEALTHY, SICK, SICKER, DEAD };

/* Krijkamp and others, Medical Decision Making 38 (2018) 400-422: a microsimulation of four states, with
 * and without a treatment that changes no chance. Expected values worked out exactly from its matrix. */
static const ny_people_move moves[MOVES] = {{HEALTHY, SICK}, {HEALTHY, DEAD}, {SICK, HEALTHY},
                                            {SICK, SICKER},  {SICK, DEAD},    {SICKER, DEAD}};

static const ny_people_start everybody_healthy[] = {{HEALTHY, 0, 1}};

typedef struct fixture {
    ny_arena *arena;
    ny_people_group group;
    double chances[MOVES];
    double in_state[ARMS][ACCOUNTS][(CYCLES + 1) * STATES];
    ny_people_table tables[ARMS][ACCOUNTS], none[ACCOUNTS];
    ny_people_arm arms[ARMS];
    const ny_people_start *starts[ARMS];
    uint32_t start_counts[ARMS];
} fixture;

static const double worth[ARMS][ACCOUNTS][STATES] = {{{2000, 4000, 15000, 0}, {1, 0.75, 0.5, 0}},
                                                     {{2000, 16000, 27000, 0}, {1, 0.95, 0.5, 0}}};

static fixture *tutorial(void)
{
    ny_arena *arena = ny_arena_create();
    fixture *of = NY_NEW(arena, fixture);
    double rate = -ny_log(1 - 0.005);
    double chances[MOVES] = {
        0.15, 0.005, 0.5, 0.105, 1 - ny_exp(-3 * rate), 1 - ny_exp(-10 * rate)};
    memcpy(of->chances, chances, sizeof chances);
    of->arena = arena;
    of->group = (ny_people_group){.map = ny_people_map_create(arena, STATES, moves, MOVES),
                                  .kernels = ny_kernels_choose(NY_KERNELS_BEST),
                                  .seed = 1,
                                  .stream = ny_random_stream("disease", 7),
                                  .persons = PEOPLE,
                                  .cycles = CYCLES,
                                  .arms = ARMS,
                                  .accounts = ACCOUNTS,
                                  .stays_counted = 1,
                                  .threads = 2};
    for (uint32_t arm = 0; arm < ARMS; arm++) {
        for (uint32_t i = 0; i < ACCOUNTS; i++) {
            for (uint32_t t = 0; t <= CYCLES; t++)
                for (uint32_t s = 0; s < STATES; s++)
                    of->in_state[arm][i][t * STATES + s] =
                        worth[arm][i][s] * ny_pow(1.03, -(double)t);
            of->tables[arm][i] = (ny_people_table){of->in_state[arm][i], STATES, 0};
        }
        of->arms[arm] = (ny_people_arm){{of->chances, 0, 0}, of->tables[arm], of->none};
        of->starts[arm] = everybody_healthy;
        of->start_counts[arm] = 1;
    }
    return of;
}

static ny_people *run(fixture *of)
{
    ny_people *people = ny_people_begin(of->arena, &of->group, of->starts, of->start_counts);
    ny_people_go(people, &(ny_people_stage){1, of->group.cycles, 1, of->arms});
    return people;
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
    fixture *of = tutorial();
    ny_people *people = run(of);
    /* Costs and QALYs; exact means, and exact standard deviations of one person. */
    const double mean[ARMS][ACCOUNTS] = {{75976.1491401425, 15.8388478145427},
                                         {141623.028188344, 16.4004055892414}};
    const double sd[ARMS][ACCOUNTS] = {{57903.0695840203, 4.94890626050631},
                                       {108371.268341229, 5.09781559653702}};
    for (uint32_t arm = 0; arm < ARMS; arm++)
        for (uint32_t i = 0; i < ACCOUNTS; i++) {
            double found_sd;
            double found = mean_of(ny_people_totals(people, arm, i), PEOPLE, &found_sd);
            assert_true(fabs(found - mean[arm][i]) < 4 * sd[arm][i] / sqrt((double)PEOPLE));
            assert_true(fabs(found_sd / sd[arm][i] - 1) < 0.02);
        }
    /* Both arms share each person's way: the error of the difference is that of one way. */
    double *difference = NY_NEW_ARRAY(of->arena, double, PEOPLE);
    double found_sd;
    for (uint32_t i = 0; i < PEOPLE; i++)
        difference[i] = ny_people_totals(people, 1, 0)[i] - ny_people_totals(people, 0, 0)[i];
    mean_of(difference, PEOPLE, &found_sd);
    assert_true(fabs(found_sd / sqrt((double)PEOPLE) - 163.986526117098) < 4.92);
    const double trace[STATES] = {0.61840958718426, 0.156775468549936, 0.135055175183348,
                                  0.089759769082456};
    const uint32_t *in_states = ny_people_in_states(people, of->arena, 1);
    for (uint32_t s = 0; s < STATES; s++)
        assert_true(fabs(in_states[10 * STATES + s] / (double)PEOPLE - trace[s]) < 0.006);
    ny_arena_destroy(of->arena);
}

/* Means of persons' totals are those that the counts give. */
static void counts_and_totals_agree(void **state)
{
    (void)state;
    fixture *of = tutorial();
    of->group.persons = 777;
    ny_people *people = run(of);
    for (uint32_t arm = 0; arm < ARMS; arm++) {
        const uint32_t *in_states = ny_people_in_states(people, of->arena, arm);
        const uint32_t *at_moves = ny_people_at_moves(people, of->arena, arm);
        for (uint32_t i = 0; i < ACCOUNTS; i++) {
            double sd, sum = 0;
            for (uint32_t j = 0; j < (CYCLES + 1) * STATES; j++)
                sum += in_states[j] * of->in_state[arm][i][j];
            double mean = mean_of(ny_people_totals(people, arm, i), 777, &sd);
            assert_true(fabs(mean * 777 / sum - 1) < 1e-12);
        }
        for (uint32_t k = 0; k < CYCLES; k++) { /* who comes and goes is who is there */
            int64_t here[STATES];
            for (uint32_t s = 0; s < STATES; s++)
                here[s] = in_states[k * STATES + s];
            for (uint32_t m = 0; m < MOVES; m++) {
                here[moves[m].from] -= at_moves[k * MOVES + m];
                here[moves[m].to] += at_moves[k * MOVES + m];
            }
            for (uint32_t s = 0; s < STATES; s++)
                assert_int_equal(here[s], in_states[(k + 1) * STATES + s]);
        }
    }
    ny_arena_destroy(of->arena);
}

/* A few persons, one at a time as the header says it. */
static void each_goes_by_its_own_numbers(void **state)
{
    (void)state;
    fixture *of = tutorial();
    of->group.persons = 40;
    of->group.first_person = 1000;
    of->group.world = 7;
    double matrix[STATES][STATES] = {{0}};
    for (uint32_t m = 0; m < MOVES; m++)
        matrix[moves[m].from][moves[m].to] = of->chances[m];
    ny_people *people = run(of);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t at = HEALTHY;
        double total = of->in_state[0][0][at];
        for (uint32_t k = 1; k <= CYCLES; k++) {
            double u = ny_random_uniform(1, ny_random_stream("disease", 7), 7, 1000 + i, k);
            double stays = 1, sum = 0;
            uint32_t to = 0;
            for (uint32_t s = 0; s < STATES; s++)
                stays -= matrix[at][s];
            for (; to < STATES - 1; to++) {
                sum += to == at ? stays : matrix[at][to];
                if (u < sum)
                    break;
            }
            at = at == DEAD ? DEAD : to;
            total += of->in_state[0][0][k * STATES + at];
        }
        assert_true(fabs(total / ny_people_totals(people, 0, 0)[i] - 1) < 1e-12);
    }
    ny_arena_destroy(of->arena);
}

static void nothing_depends_on_threads_or_others(void **state)
{
    (void)state;
    fixture *of = tutorial();
    of->group.persons = 5000;
    ny_people *all = run(of);
    for (uint32_t threads = 1; threads < 6; threads += 2) {
        of->group.threads = threads;
        ny_people *again = run(of);
        for (uint32_t arm = 0; arm < ARMS; arm++) {
            assert_memory_equal(ny_people_in_states(all, of->arena, arm),
                                ny_people_in_states(again, of->arena, arm),
                                (CYCLES + 1) * STATES * sizeof(uint32_t));
            for (uint32_t i = 0; i < ACCOUNTS; i++)
                assert_memory_equal(ny_people_totals(all, arm, i), ny_people_totals(again, arm, i),
                                    5000 * sizeof(double));
        }
    }
    /* One person more, and a part of them alone, from an odd number on. */
    of->group.persons = 5001;
    assert_memory_equal(ny_people_totals(run(of), 1, 0), ny_people_totals(all, 1, 0),
                        5000 * sizeof(double));
    of->group.first_person = 701;
    of->group.persons = 333;
    assert_memory_equal(ny_people_totals(run(of), 1, 0), ny_people_totals(all, 1, 0) + 701,
                        333 * sizeof(double));
    ny_arena_destroy(of->arena);
}

/* --- time in the state, several beginnings, stages ---------------------------------------------- */

enum { WELL, ILL, GONE, ILL_STATES };
enum { LONG = 20, THERE = 3, STAYS = LONG + THERE + 1 };

static const ny_people_move ill_moves[] = {{WELL, ILL}, {ILL, WELL}, {ILL, GONE}};
enum { ILL_MOVES = 3 };

/* The longer ill and the later, the less likely to recover and the likelier to die. */
static void ill_chances(uint32_t cycle, uint32_t stay, double *ret_chances)
{
    ret_chances[0] = 0.2;
    ret_chances[1] = 0.6 / stay;
    ret_chances[2] = 0.3 * (1 - ny_exp(-0.1 * stay - 0.01 * cycle));
}

static double ill_worth(uint32_t point, uint32_t stay, uint32_t state)
{
    return state == ILL ? 100.0 * stay + point : state == WELL ? 1.0 : 0.0;
}

static double move_worth(uint32_t cycle, uint32_t stay, uint32_t move)
{
    return move == 2 ? 1000.0 + 10 * stay + cycle : 0;
}

/* A cohort over states and stays, point by point: shares, and what is expected of a person. */
static double cohort(double shares[LONG + 1][STAYS + 1][ILL_STATES])
{
    double expected = 0, chances[ILL_MOVES];
    for (uint32_t t = 0; t <= LONG; t++)
        for (uint32_t s = 1; s <= STAYS; s++)
            for (uint32_t state = 0; state < ILL_STATES; state++) {
                double share = shares[t][s][state], left = share;
                expected += share * ill_worth(t, s, state);
                if (t == LONG || share == 0)
                    continue;
                ill_chances(t + 1, s, chances);
                for (uint32_t m = 0; m < ILL_MOVES; m++)
                    if (ill_moves[m].from == state) {
                        shares[t + 1][1][ill_moves[m].to] += share * chances[m];
                        left -= share * chances[m];
                        expected += share * chances[m] * move_worth(t + 1, s, m);
                    }
                shares[t + 1][s + 1][state] += left;
            }
    return expected;
}

typedef struct ill_tables {
    double chances[LONG * STAYS * ILL_MOVES], in_state[(LONG + 1) * STAYS * ILL_STATES],
        at_move[LONG * STAYS * ILL_MOVES];
} ill_tables;

static void fill_tables(ill_tables *tables)
{
    for (uint32_t k = 0; k <= LONG; k++)
        for (uint32_t s = 1; s <= STAYS; s++) {
            for (uint32_t i = 0; i < ILL_STATES; i++)
                tables->in_state[(k * STAYS + s - 1) * ILL_STATES + i] = ill_worth(k, s, i);
            if (k == LONG)
                continue;
            ill_chances(k + 1, s, &tables->chances[(k * STAYS + s - 1) * ILL_MOVES]);
            for (uint32_t i = 0; i < ILL_MOVES; i++)
                tables->at_move[(k * STAYS + s - 1) * ILL_MOVES + i] = move_worth(k + 1, s, i);
        }
}

static ny_people *run_ill(ny_arena *arena, const ny_people_map *map, const ill_tables *tables,
                          uint32_t persons, uint32_t stage_cycles)
{
    const ny_people_start starts[] = {{WELL, 0, 0.6}, {ILL, THERE, 0.3}, {ILL, 0, 0.1}};
    const ny_people_start *all_starts[] = {starts};
    ny_people_group group = {.map = map,
                             .kernels = ny_kernels_choose(NY_KERNELS_BEST),
                             .seed = 5,
                             .stream = 99,
                             .persons = persons,
                             .cycles = LONG,
                             .arms = 1,
                             .accounts = 1,
                             .stays_matter = true,
                             .stays_counted = STAYS,
                             .threads = 2};
    ny_people *people = ny_people_begin(arena, &group, all_starts, (uint32_t[]){3});
    for (uint32_t done = 0; done < LONG; done += stage_cycles) {
        ny_people_table in_state = {tables->in_state + (size_t)done * STAYS * ILL_STATES,
                                    STAYS * ILL_STATES, ILL_STATES};
        ny_people_table at_move = {tables->at_move + (size_t)done * STAYS * ILL_MOVES,
                                   STAYS * ILL_MOVES, ILL_MOVES};
        ny_people_arm arm = {
            {tables->chances + (size_t)done * STAYS * ILL_MOVES, STAYS * ILL_MOVES, ILL_MOVES},
            &in_state,
            &at_move};
        ny_people_go(people, &(ny_people_stage){done + 1, stage_cycles, STAYS, &arm});
    }
    return people;
}

static void time_in_the_state_matters(void **state)
{
    (void)state;
    enum { MANY = 200000 };
    ny_arena *arena = ny_arena_create();
    const ny_people_map *map = ny_people_map_create(arena, ILL_STATES, ill_moves, ILL_MOVES);
    ill_tables *tables = NY_NEW(arena, ill_tables);
    double(*shares)[STAYS + 1][ILL_STATES] =
        ny_arena_take(arena, sizeof(double[LONG + 2][STAYS + 1][ILL_STATES]));
    fill_tables(tables);
    shares[0][1][WELL] = 0.6;
    shares[0][1 + THERE][ILL] = 0.3;
    shares[0][1][ILL] = 0.1;
    double expected = cohort(shares);
    ny_people *people = run_ill(arena, map, tables, MANY, LONG);
    double sd, mean = mean_of(ny_people_totals(people, 0, 0), MANY, &sd);
    assert_true(fabs(mean - expected) < 4 * sd / sqrt((double)MANY));
    const uint32_t *in_states = ny_people_in_states(people, arena, 0);
    for (uint32_t t = 0; t <= LONG; t++)
        for (uint32_t s = 1; s <= STAYS; s++)
            for (uint32_t i = 0; i < ILL_STATES; i++) {
                double share = shares[t][s][i];
                double found = in_states[(t * STAYS + s - 1) * ILL_STATES + i] / (double)MANY;
                assert_true(fabs(found - share) <=
                            5 * sqrt(share * (1 - share) / MANY) + 5.0 / MANY);
            }
    /* Four stages are as one. */
    ny_people *in_stages = run_ill(arena, map, tables, MANY, LONG / 4);
    assert_memory_equal(ny_people_totals(people, 0, 0), ny_people_totals(in_stages, 0, 0),
                        MANY * sizeof(double));
    assert_memory_equal(ny_people_at_moves(people, arena, 0),
                        ny_people_at_moves(in_stages, arena, 0),
                        LONG * STAYS * ILL_MOVES * sizeof(uint32_t));
    ny_arena_destroy(arena);
}

/* A state from which there is no way, one in which all go, and chances at their ends. */
static void certain_and_impossible_moves(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const ny_people_move all[] = {{0, 2}, {1, 0}, {1, 2}};
    const double chances[] = {1, 0, 0};
    const ny_people_start starts[] = {{0, 0, 0.5}, {1, 0, 0.5}};
    const ny_people_start *all_starts[] = {starts};
    ny_people_group group = {.map = ny_people_map_create(arena, 3, all, 3),
                             .kernels = ny_kernels_choose(NY_KERNELS_BEST),
                             .persons = 10000,
                             .cycles = 3,
                             .arms = 1,
                             .stays_counted = 1};
    ny_people *people = ny_people_begin(arena, &group, all_starts, (uint32_t[]){2});
    ny_people_arm arm = {.chances = {chances, 0, 0}};
    ny_people_go(people, &(ny_people_stage){1, 3, 1, &arm});
    const uint32_t *at = ny_people_in_states(people, arena, 0);
    assert_int_equal(at[0] + at[1], 10000);
    assert_in_range(at[0], 4800, 5200);
    assert_int_equal(at[3], 0); /* all went */
    assert_int_equal(at[4], at[1]);
    assert_int_equal(at[11], at[0]); /* and stayed */
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tutorial_comes_out),
        cmocka_unit_test(counts_and_totals_agree),
        cmocka_unit_test(each_goes_by_its_own_numbers),
        cmocka_unit_test(nothing_depends_on_threads_or_others),
        cmocka_unit_test(time_in_the_state_matters),
        cmocka_unit_test(certain_and_impossible_moves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
