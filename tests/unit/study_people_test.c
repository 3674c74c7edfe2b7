/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A pathway followed one person at a time is expected to give what it gives as a cohort: where chances and
 * amounts look at the cycle and the time in a state, with every way of counting; the counts of what happens
 * and persons' own totals tell the same; and no number of threads or of worlds at a time changes a bit. In
 * continuous time it gives the closed forms. */

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
            expected += cohort->npv[i][0] / who->people;
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
    double all = persons->persons[0].people;
    uint32_t points = of.model->pathways.items[0].cycles + 1;
    for (uint32_t p = 0; p < points * 3; p++) {
        double share = cohort->trace[0][(size_t)p * NY_STUDY_LANES] / all;
        double found = persons->trace[0][(size_t)p * NY_STUDY_LANES] / all;
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

/* --- several beginnings, people, continuous time --------------------------------------------------- */

#define BEGINNINGS(followed)                                                                       \
    HEAD BY_STAY "pathway way\n"                                                                   \
                 "  states well, ill, dead\n"                                                      \
                 "  starts in well 55 %, ill 30 % there for 2 years, ill remaining\n"              \
                 "  people 1_000\n" followed "  cycles every 6 months for 10 years\n"              \
                 "  counted half cycle\n" MOVES FLOWS

/* Persons are spread over the beginnings, with the time already there; each stands for several people. */
static void beginnings_and_people(void **state)
{
    (void)state;
    assert_as_a_cohort(BEGINNINGS(""));
    ny_arena *arena = ny_arena_create();
    loading as_many = load_texts(arena, BEGINNINGS("  followed as 5_000 people\n"));
    loading each = load_texts(arena, BEGINNINGS("  followed one by one\n"));
    ny_study_given given = {.trace = true, .seed = 4, .accounts = 2, .account_of = account_of};
    const ny_study_result *result = run(&as_many, given);
    assert_int_equal(result->persons[0].count, 5000);
    assert_true(result->persons[0].people == 1000);
    result = run(&each, given);
    assert_int_equal(result->persons[0].count, 1000);
    for (uint32_t i = 0; i < 20 * 3; i++) /* whole people */
        assert_true(floor(result->trace[0][(size_t)i * NY_STUDY_LANES]) ==
                    result->trace[0][(size_t)i * NY_STUDY_LANES]);
    ny_arena_destroy(arena);
}

#define IN_TIME                                                                                    \
    "nytte 1 english\n"                                                                            \
    "study \"Test\"\n"                                                                             \
    "  currency DKK\n"                                                                             \
    "  present value of money at 4 % per year, of benefits at 1.5 % per year, at every moment\n"   \
    "party payer \"Payer\"\n"                                                                      \
    "party person \"Person\"\n"                                                                    \
    "pathway way\n"                                                                                \
    "  states well, ill, dead\n"                                                                   \
    "  starts in well\n"                                                                           \
    "  people 500\n"                                                                               \
    "  followed as 60_000 people\n"                                                                \
    "  continuous for 20 years\n"

/* Of a person who is in a state until one of two rates takes it: its discounted time, in years. */
static double years_until(double leaving, double interest)
{
    double with_force = leaving + log(1 + interest);
    return (1 - exp(-with_force * 20)) / with_force;
}

static void assert_near(double found, double expected, double part)
{
    assert_true(fabs(found / expected - 1) < part);
}

static void rates_in_continuous_time(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_texts(
        arena, IN_TIME "  from well to ill at 0.2 per year\n"
                       "  from well to dead at 0.05 per year\n"
                       "  from ill to dead after weibull(shape 2, scale 6 years) hazard times 1.5\n"
                       "cost payer \"Care\" 1_000 DKK per year for each year in well\n"
                       "cost payer \"Falling ill\" 400 DKK for each move from well to ill\n"
                       "benefit person \"Well\" 1 QALY per year for each year in well\n"
                       "benefit person \"Ill\" 0.5 QALY per year for each year in ill\n");
    const uint32_t accounts[] = {0, 0, 1, 1};
    const ny_study_result *result = run(
        &of, (ny_study_given){
                 .trace = true, .seed = 4, .threads = 2, .accounts = 2, .account_of = accounts});
    double leaving = 0.25;
    assert_near(result->npv[0][0], 500 * 1000 * years_until(leaving, 0.04), 0.015);
    assert_near(result->npv[1][0], 500 * 400 * 0.2 * years_until(leaving, 0.04), 0.015);
    assert_near(result->npv[2][0], 500 * years_until(leaving, 0.015), 0.015);
    assert_near(result->total[2][0], 500 * years_until(leaving, 0), 0.015);
    /* The time ill: S(t) = e^(-1.5 (t / 6)^2), seen to the horizon; by a fine sum. */
    double ill = 0, step = 1.0 / 200;
    for (double from = step / 2; from < 20; from += step)
        for (double t = step / 2; from + t < 20; t += step)
            ill += 0.2 * exp(-leaving * from) * exp(-1.5 * t * t / 36) * step * step;
    assert_near(result->total[3][0], 500 * 0.5 * ill, 0.015);
    assert_int_equal(ny_study_points(&of.model->pathways.items[0]), 21);
    for (uint32_t year = 0; year <= 20; year++)
        assert_true(fabs(result->trace[0][(size_t)year * 3 * NY_STUDY_LANES] / 500 -
                         exp(-leaving * year)) < 0.01);
    const ny_study_persons *who = &result->persons[0];
    assert_int_equal(who->count, 60000);
    for (uint32_t account = 0; account < 2; account++) {
        double sum = 0;
        for (uint32_t i = 0; i < who->count; i++)
            sum += who->totals[(size_t)account * who->count + i];
        assert_near(sum / who->count * who->people,
                    result->npv[2 * account][0] + result->npv[2 * account + 1][0], 1e-11);
    }
    ny_arena_destroy(arena);
}

/* Dying by age goes on whatever else happens. */
static void a_clock_from_the_start(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_texts(
        arena, IN_TIME "  from well to ill after lognormal(median 30 months, sdlog 0.5)\n"
                       "  from ill to well after exponential(mean 400 days)\n"
                       "  from well to dead by gompertz(shape 0.1 per year, rate 0.01 per year)\n"
                       "  from ill to dead by gompertz(shape 0.1 per year, rate 0.01 per year)\n"
                       "benefit person \"Alive\" 1 QALY per year for each year in well, ill\n");
    const ny_study_result *result = run(&of, (ny_study_given){.trace = true, .seed = 4});
    for (uint32_t year = 0; year <= 20; year++) {
        double dead = result->trace[0][((size_t)year * 3 + 2) * NY_STUDY_LANES] / 500;
        assert_true(fabs(dead - (1 - exp(-0.1 * (exp(0.1 * year) - 1)))) < 0.01);
    }
    ny_arena_destroy(arena);
}

static ny_study_fault fault_of(ny_arena *arena, const char *text)
{
    loading of = load_texts(arena, text);
    const ny_plan *plan = plan_of(&of, NULL);
    ny_study_fault fault = {.kind = NY_STUDY_SOUND};
    ny_study_given given = {.tables = NY_NEW_ARRAY(arena, ny_rows, 1),
                            .values = NY_NEW_ARRAY(arena, ny_value, 1)};
    const ny_study *study = ny_study_prepare(arena, plan, &given, &fault);
    if (!study)
        return fault;
    return ny_study_run(ny_study_open(arena, study), NULL, 1)->faults[0];
}

static void what_cannot_be_is_said(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    ny_study_fault fault =
        fault_of(arena, IN_TIME "  from well to ill at 0.2 per year\n"
                                "  from ill to dead after weibull(shape 1 - 2, scale 6 years)\n");
    assert_int_equal(fault.kind, NY_STUDY_LAW);
    assert_int_equal(fault.number, 1);
    fault = fault_of(arena, IN_TIME "  from well to ill at 0.2 per year\n"
                                    "  from ill to well at 1_000_000_000 per year\n"
                                    "  from ill to dead at 0.1 per year\n");
    assert_int_equal(fault.kind, NY_STUDY_SOUND); /* quick back, but slow there */
    fault = fault_of(arena, IN_TIME "  from well to ill at 900_000_000 per year\n"
                                    "  from ill to well at 1_000_000_000 per year\n"
                                    "  from ill to dead at 0.1 per year\n");
    assert_int_equal(fault.kind, NY_STUDY_ENDLESS);
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memoryless_chances),     cmocka_unit_test(time_in_the_state),
        cmocka_unit_test(threads_change_nothing), cmocka_unit_test(worlds_are_apart),
        cmocka_unit_test(beginnings_and_people),  cmocka_unit_test(rates_in_continuous_time),
        cmocka_unit_test(a_clock_from_the_start), cmocka_unit_test(what_cannot_be_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
