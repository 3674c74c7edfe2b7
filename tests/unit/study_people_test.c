/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A pathway followed one person at a time is expected to give what it gives as a cohort: where chances and
 * amounts look at the cycle and the time in a state, with every way of counting; the counts of what happens
 * and persons' own totals tell the same; and no number of threads or of cycles at a time changes a bit. */

#include "load_contract.h"

#include "run/study.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "nytte 1 english\n"                                                                            \
    "study \"Test\"\n"                                                                             \
    "  currency DKK\n"                                                                             \
    "  present value of money at 4 % per year, of benefits at 1.5 % per year, at the end of each " \
    "cycle\n"                                                                                      \
    "party payer \"Payer\"\n"                                                                      \
    "party person \"Person\"\n"
#define FLOWS                                                                                      \
    "cost payer \"Care\" 1_000 DKK per year for each year in well, ill\n"                          \
    "cost payer \"Illness\" care for each year in ill\n"                                           \
    "cost payer \"Falling ill\" 400 DKK for each move from well to ill\n"                          \
    "cost payer \"Last days\" last for each move from ill to dead\n"                               \
    "benefit person \"Well\" 1 QALY per year for each year in well\n"                              \
    "benefit person \"Ill\" 0.6 QALY per year for each year in ill when cycle of way <= 12\n"
#define STATES                                                                                     \
    "pathway way\n"                                                                                \
    "  states well, ill, dead\n"                                                                   \
    "  starts in well\n"                                                                           \
    "  cycles every 6 months for 10 years\n"
#define MOVES                                                                                      \
    "  from well to ill 20 %\n"                                                                    \
    "  from well to dead 1 %\n"                                                                    \
    "  from ill to well recover\n"                                                                 \
    "  from ill to dead die\n"
#define BY_STAY                                                                                    \
    "define recover each cycle of way = 60 % / stay of way\n"                                      \
    "define die each cycle of way = 1 - exp(-(0.02 * stay of way + 0.005 * cycle of way))\n"       \
    "define care each cycle of way = 5_000 DKK per year * stay of way\n"                           \
    "define last each cycle of way = 20_000 DKK + 100 DKK * stay of way * cycle of way\n"
#define PLAIN                                                                                      \
    "define recover = 30 %\n"                                                                      \
    "define die = 15 %\n"                                                                          \
    "define care = 9_000 DKK per year\n"                                                           \
    "define last = 20_000 DKK\n"

enum { PERSONS = 40000, FLOW_COUNT = 6, MONEY = 4 };

static const uint32_t account_of[FLOW_COUNT] = {0, 0, 0, 0, 1, 1};

static const ny_study_result *run(const loading *of, ny_study_given given)
{
    ny_study_fault fault;
    const ny_plan *plan = plan_of(of, NULL);
    given.tables = NY_NEW_ARRAY(of->arena, ny_rows, of->model->tables.count + 1);
    given.values = NY_NEW_ARRAY(of->arena, ny_value, plan->inputs.count + 1);
    const ny_study *study = ny_study_prepare(of->arena, plan, &given, &fault);
    assert_non_null(study);
    ny_study_block *block = ny_study_open(of->arena, study);
    ny_study_at(block, 3);
    const ny_study_result *result = ny_study_run(block, NULL, 1);
    assert_int_equal(result->faults[0].kind, NY_STUDY_SOUND);
    return result;
}

/* Persons' totals of an account against what the cohort has; and against what all of them come to. */
static void assert_total(const ny_study_result *persons, const ny_study_result *cohort,
                         uint32_t account)
{
    const ny_study_persons *who = &persons->persons[0];
    double mean = 0, squares = 0, expected = 0, came_out = 0;
    for (uint32_t i = 0; i < FLOW_COUNT; i++)
        if (account_of[i] == account) {
            expected += cohort->npv[i][0];
            came_out += persons->npv[i][0];
        }
    for (uint32_t i = 0; i < who->count; i++)
        mean += who->totals[(size_t)account * who->count + i] / who->count;
    for (uint32_t i = 0; i < who->count; i++) {
        double apart = who->totals[(size_t)account * who->count + i] - mean;
        squares += apart * apart;
    }
    double se = sqrt(squares / (who->count - 1) / who->count);
    assert_true(se > 0 && se < 0.02 * fabs(expected));
    assert_true(fabs(mean - expected) < 4 * se);
    assert_true(fabs(mean * who->people / came_out - 1) < 1e-11);
}

static void assert_as_a_cohort(const char *text)
{
    ny_arena *arena = ny_arena_create();
    loading of = load_texts(arena, text);
    const ny_study_result *cohort = run(&of, (ny_study_given){.trace = true});
    const ny_study_result *persons = run(&of, (ny_study_given){.trace = true,
                                                               .individuals = PERSONS,
                                                               .seed = 4,
                                                               .threads = 2,
                                                               .accounts = 2,
                                                               .account_of = account_of});
    assert_int_equal(persons->persons[0].count, PERSONS);
    assert_total(persons, cohort, 0);
    assert_total(persons, cohort, 1);
    for (uint32_t i = 0; i < FLOW_COUNT; i++) /* each line for itself, roughly */
        assert_true(fabs(persons->total[i][0] / cohort->total[i][0] - 1) < 0.03);
    uint32_t points = of.model->pathways.items[0].cycles + 1;
    for (uint32_t p = 0; p < points * 3; p++) {
        double share = cohort->trace[0][(size_t)p * NY_STUDY_LANES];
        double found = persons->trace[0][(size_t)p * NY_STUDY_LANES];
        assert_true(fabs(found - share) <= 4.5 * sqrt(share * (1 - share) / PERSONS) + 1e-12);
    }
    ny_arena_destroy(arena);
}

static void memoryless_chances(void **state)
{
    (void)state;
    assert_as_a_cohort(HEAD PLAIN STATES "  counted half cycle\n" MOVES FLOWS);
    assert_as_a_cohort(HEAD PLAIN STATES "  counted at the start\n" MOVES FLOWS);
    assert_as_a_cohort(HEAD PLAIN STATES "  counted at the end\n" MOVES FLOWS);
}

static void time_in_the_state(void **state)
{
    (void)state;
    assert_as_a_cohort(HEAD BY_STAY STATES "  counted simpson\n" MOVES FLOWS);
    assert_as_a_cohort(HEAD BY_STAY STATES "  counted at the start\n" MOVES FLOWS);
    assert_as_a_cohort(HEAD BY_STAY STATES "  counted at the end\n" MOVES FLOWS);
    assert_as_a_cohort(HEAD BY_STAY STATES "  counted at every point\n" MOVES FLOWS);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_texts(arena, HEAD BY_STAY STATES "  counted simpson\n" MOVES FLOWS);
    ny_study_given given = {
        .trace = true, .individuals = 3001, .seed = 4, .accounts = 2, .account_of = account_of};
    const ny_study_result *one = run(&of, given);
    for (uint32_t threads = 2; threads < 5; threads++) {
        given.threads = threads;
        const ny_study_result *more = run(&of, given);
        for (uint32_t i = 0; i < FLOW_COUNT; i++) {
            assert_true(one->npv[i][0] == more->npv[i][0]);
            assert_true(one->total[i][0] == more->total[i][0]);
        }
        assert_memory_equal(one->persons[0].totals, more->persons[0].totals,
                            2 * 3001 * sizeof(double));
    }
    ny_arena_destroy(arena);
}

/* Worlds side by side are each what they are alone; another world has other persons. */
static void worlds_are_apart(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_texts(arena, HEAD BY_STAY STATES "  counted simpson\n" MOVES FLOWS);
    ny_study_fault fault;
    const ny_plan *plan = plan_of(&of, NULL);
    ny_study_given given = {
        .tables = NY_NEW_ARRAY(arena, ny_rows, 1), .individuals = 700, .seed = 8};
    given.values = NY_NEW_ARRAY(arena, ny_value, 1);
    const ny_study *study = ny_study_prepare(arena, plan, &given, &fault);
    ny_study_block *many = ny_study_open(arena, study), *one = ny_study_open(arena, study);
    ny_study_at(many, 100);
    const ny_study_result *all = ny_study_run(many, NULL, NY_STUDY_LANES);
    for (uint32_t lane = 0; lane < NY_STUDY_LANES; lane += 17) {
        ny_study_at(one, 100 + lane);
        const ny_study_result *alone = ny_study_run(one, NULL, 1);
        for (uint32_t i = 0; i < FLOW_COUNT; i++)
            assert_true(all->npv[i][lane] == alone->npv[i][0]);
        assert_true(lane == 0 || all->npv[1][lane] != all->npv[1][lane - 1]);
    }
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memoryless_chances),
        cmocka_unit_test(time_in_the_state),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(worlds_are_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
