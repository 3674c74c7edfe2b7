/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* run/study.h and what it stands on, without the program around it: cohorts against sums that are worked out
 * here state by state, by every way of counting; time in a state; who comes later; continuous time against closed
 * forms; and a lane's bits, which are the same beside any number of others. */

#include "load_contract.h"

#include "run/rate_matrix.h"
#include "run/study.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define STUDY(discount)                                                                            \
    "nytte 1 english\n"                                                                            \
    "study \"Test\"\n"                                                                             \
    "  currency DKK\n"                                                                             \
    "  present value at 4 % per year, " discount "\n"                                              \
    "party payer \"Payer\"\n"
#define CYCLES "assume fall = 20 % ~ beta(a 20, b 80) from \"imagined\"\n"

enum { YEARS = 10 };

/* Study, prepared with one input that varies where `varies`. */
typedef struct prepared {
    const ny_plan *plan;
    const ny_study *study;
    uint32_t input; /* of the first assumption, or 0 */
} prepared;

static prepared prepare(ny_arena *arena, const char *text, ny_study_given given, bool varies)
{
    loading of = load_texts(arena, text);
    prepared made = {.plan = plan_of(&of, NULL)};
    ny_study_fault fault;
    ny_value *values = NY_NEW_ARRAY(arena, ny_value, made.plan->inputs.count + 1);
    bool *which = NY_NEW_ARRAY(arena, bool, made.plan->inputs.count + 1);
    if (made.plan->assumptions.count) {
        made.input = made.plan->assumptions.items[0].input;
        which[made.input] = varies;
        values[made.input] = ny_value_number(ny_rational_fraction(arena, 1, 5));
    }
    given.tables = NY_NEW_ARRAY(arena, ny_rows, of.model->tables.count + 1);
    given.values = values;
    given.varies = which;
    made.study = ny_study_prepare(arena, made.plan, &given, &fault);
    assert_non_null(made.study);
    return made;
}

static const ny_study_result *run_once(ny_arena *arena, const char *text, ny_study_given given)
{
    prepared made = prepare(arena, text, given, false);
    const ny_study_result *result = ny_study_run(ny_study_open(arena, made.study), NULL, 1);
    assert_int_equal(result->faults[0].kind, NY_STUDY_SOUND);
    return result;
}

static void assert_near(double found, double due, double part)
{
    assert_true(fabs(found - due) <= part * (fabs(due) + 1e-300));
}

/* --- cycles ------------------------------------------------------------------------------------------ */

#define WAY                                                                                        \
    "pathway way\n"                                                                                \
    "  states well, ill, dead\n"                                                                   \
    "  starts in well 70 %, ill 30 % there for 2 years\n"                                          \
    "  cycles every year for 10 years\n"                                                           \
    "  counted at the end\n"                                                                       \
    "  from well to ill fall\n"                                                                    \
    "  from well to dead 1 %\n"                                                                    \
    "  from ill to well recover\n"                                                                 \
    "  from ill to dead 8 %\n"                                                                     \
    "cost payer \"Care\" care for each year in ill\n"                                              \
    "cost payer \"Falling\" 400 DKK for each move from well to ill\n"                              \
    "cost payer \"Recovery\" last for each move from ill to well\n"                                \
    "benefit payer \"Years\" 1 QALY per year for each year in well\n"
#define PLAIN                                                                                      \
    "define recover = 30 %\n"                                                                      \
    "define care = 1_000 DKK per year\n"                                                           \
    "define last = 70 DKK\n"
#define BY_STAY                                                                                    \
    "define recover each cycle of way = 60 % / stay of way\n"                                      \
    "define care each cycle of way = 1_000 DKK per year * stay of way\n"                           \
    "define last each cycle of way = 70 DKK * (stay of way + cycle of way)\n"

/* Who is ill by how long, worked out the long way round: [stay], 1 being who has just come. */
typedef struct cohort {
    double well, dead, ill[YEARS + 4];
} cohort;

static double recovers(bool by_stay, int stay)
{
    return by_stay ? 0.6 / stay : 0.3;
}

static double ill_of(const cohort *of)
{
    double sum = 0;
    for (int s = 1; s < YEARS + 4; s++)
        sum += of->ill[s];
    return sum;
}

typedef struct flows {
    double care, falling, recovery, years;
} flows;

static cohort next_of(const cohort *of, bool by_stay, int cycle, flows *moved)
{
    cohort next = {.dead = of->dead};
    *moved = (flows){0};
    next.well += of->well * 0.79;
    next.dead += of->well * 0.01;
    next.ill[1] += of->well * 0.2;
    moved->falling = of->well * 0.2 * 400;
    for (int s = 1; s < YEARS + 3; s++) {
        double back = of->ill[s] * recovers(by_stay, s);
        next.well += back;
        next.dead += of->ill[s] * 0.08;
        next.ill[s + 1] += of->ill[s] - back - of->ill[s] * 0.08;
        moved->recovery += back * (by_stay ? 70 * (s + cycle) : 70);
    }
    return next;
}

static flows there(const cohort *of, bool by_stay)
{
    flows now = {.years = of->well};
    for (int s = 1; s < YEARS + 4; s++)
        now.care += of->ill[s] * 1000 * (by_stay ? s : 1);
    return now;
}

static void add(flows *to, const flows *of, double weight)
{
    to->care += of->care * weight;
    to->falling += of->falling * weight;
    to->recovery += of->recovery * weight;
    to->years += of->years * weight;
}

static double weight_of(ny_counting counted, int point)
{
    bool end = point == 0 || point == YEARS;
    switch (counted) {
    case NY_COUNTED_HALF_CYCLE:
        return end ? 0.5 : 1;
    case NY_COUNTED_SIMPSON:
        return end ? 1.0 / 3 : point % 2 ? 2.0 / 3 : 4.0 / 3;
    case NY_COUNTED_AT_START:
        return point < YEARS;
    case NY_COUNTED_AT_END:
        return point > 0;
    case NY_COUNTED_AT_EVERY_POINT:
    case NY_COUNTED_NOT_SAID:
        break;
    }
    return 1;
}

/* Not discounted in total, at present value in npv. `early`: a cycle is discounted from its start. */
static void expect(bool by_stay, ny_counting counted, bool early, flows *total, flows *npv)
{
    bool by_cycle = counted == NY_COUNTED_AT_START || counted == NY_COUNTED_AT_END;
    cohort now = {.well = 0.7};
    now.ill[3] = 0.3;
    *total = *npv = (flows){0};
    for (int point = 0; point <= YEARS; point++) {
        flows here = there(&now, by_stay), moved;
        double weight = weight_of(counted, point);
        int gone = point;
        if (counted == NY_COUNTED_AT_START)
            gone = point + 1 - early;
        else if (counted == NY_COUNTED_AT_END)
            gone = point - early;
        add(total, &here, weight);
        add(npv, &here, weight * pow(1.04, -gone));
        if (point == YEARS)
            break;
        now = next_of(&now, by_stay, point + 1, &moved);
        weight = by_cycle ? 1 : weight_of(counted, point + 1);
        add(total, &moved, weight);
        add(npv, &moved, weight * pow(1.04, -(by_cycle ? point + 1 - early : point + 1)));
    }
}

static void every_way_of_counting(void **state)
{
    (void)state;
    const char *const texts[] = {STUDY("at the end of each cycle") CYCLES PLAIN WAY,
                                 STUDY("at the end of each cycle") CYCLES BY_STAY WAY};
    ny_arena *arena = ny_arena_create();
    for (int by_stay = 0; by_stay < 2; by_stay++)
        for (ny_counting counted = NY_COUNTED_AT_START; counted <= NY_COUNTED_SIMPSON; counted++)
            for (int early = 0; early < 2; early++) {
                flows total, npv;
                expect(by_stay, counted, early, &total, &npv);
                const ny_study_result *result =
                    run_once(arena, texts[by_stay],
                             (ny_study_given){.counted = counted,
                                              .grid = early ? NY_GRID_AT_START : NY_GRID_AT_END});
                const double due[] = {total.care, total.falling, total.recovery, total.years},
                             worth[] = {npv.care, npv.falling, npv.recovery, npv.years};
                for (uint32_t i = 0; i < 4; i++) {
                    assert_near(result->total[i][0], due[i], 1e-13);
                    assert_near(result->npv[i][0], worth[i], 1e-13);
                }
            }
    ny_arena_destroy(arena);
}

static void shares_at_each_point(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const ny_study_result *result =
        run_once(arena, STUDY("at the end of each cycle") CYCLES BY_STAY WAY,
                 (ny_study_given){.trace = true});
    cohort now = {.well = 0.7};
    flows moved;
    now.ill[3] = 0.3;
    for (int point = 0; point <= YEARS; point++) {
        const double *at = result->trace[0] + (size_t)point * 3 * NY_STUDY_LANES;
        assert_near(at[0], now.well, 1e-14);
        assert_near(at[NY_STUDY_LANES], ill_of(&now), 1e-14);
        assert_true(fabs(at[2 * NY_STUDY_LANES] - now.dead) < 1e-15);
        now = next_of(&now, true, point + 1, &moved);
    }
    ny_arena_destroy(arena);
}

/* The same written as states of their own, one for each year ill: tunnels. */
static void time_in_a_state_is_a_tunnel(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const ny_study_result *by_stay =
        run_once(arena,
                 STUDY("at the end of each cycle") "define recover each cycle of way\n"
                                                   "  first that holds:\n"
                                                   "  when stay of way = 1: 50 %\n"
                                                   "  when stay of way = 2: 20 %\n"
                                                   "  otherwise: 5 %\n"
                                                   "pathway way\n"
                                                   "  states well, ill\n"
                                                   "  starts in well\n"
                                                   "  cycles every year for 10 years\n"
                                                   "  counted half cycle\n"
                                                   "  from well to ill 30 %\n"
                                                   "  from ill to well recover\n"
                                                   "cost payer \"Care\" 1_000 DKK per year for "
                                                   "each year in ill\n",
                 (ny_study_given){0});
    double stayed = by_stay->npv[0][0];
    const ny_study_result *tunnels = run_once(
        arena,
        STUDY("at the end of each cycle") "pathway way\n"
                                          "  states well, first, second, later\n"
                                          "  starts in well\n"
                                          "  cycles every year for 10 years\n"
                                          "  counted half cycle\n"
                                          "  from well to first 30 %\n"
                                          "  from first to well 50 %\n"
                                          "  from first to second remaining\n"
                                          "  from second to well 20 %\n"
                                          "  from second to later remaining\n"
                                          "  from later to well 5 %\n"
                                          "cost payer \"Care\" 1_000 DKK per year for each year in "
                                          "first, second, later\n",
        (ny_study_given){0});
    assert_near(stayed, tunnels->npv[0][0], 1e-14);
    ny_arena_destroy(arena);
}

/* --- lanes ------------------------------------------------------------------------------------------- */

#define IN_TIME                                                                                    \
    "assume fall = 0.2 per year ~ gamma(mean 0.2 per year, sd 0.05 per year) from \"imagined\"\n"  \
    "pathway way\n"                                                                                \
    "  states well, ill, dead\n"                                                                   \
    "  starts in well\n"                                                                           \
    "  people 500\n"                                                                               \
    "  continuous for 20 years\n"                                                                  \
    "  from well to ill at fall\n"                                                                 \
    "  from well to dead at 0.05 per year\n"                                                       \
    "  from ill to dead after exponential(mean 4 years)\n"                                         \
    "cost payer \"Care\" 1_000 DKK per year for each year in ill\n"                                \
    "cost payer \"Falling\" 400 DKK for each move from well to ill\n"                              \
    "benefit payer \"Years\" 1 QALY per year for each year in well\n"

static void assert_lanes_alike(const char *text, double least, double step, uint32_t flow_count)
{
    static const size_t counts[] = {1, 3, NY_STUDY_LANES};
    ny_arena *arena = ny_arena_create();
    prepared made = prepare(arena, text, (ny_study_given){.trace = true}, true);
    double drawn[NY_STUDY_LANES];
    double alone[NY_STUDY_LANES][4] = {{0}};
    const double **inputs = NY_NEW_ARRAY(arena, const double *, made.plan->inputs.count + 1);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        ny_study_block *block = ny_study_open(arena, made.study);
        for (size_t first = 0; first < NY_STUDY_LANES; first += counts[c]) {
            size_t lanes = first + counts[c] <= NY_STUDY_LANES ? counts[c] : NY_STUDY_LANES - first;
            for (size_t i = 0; i < lanes; i++)
                drawn[i] = least + step * (double)(first + i);
            inputs[made.input] = drawn;
            const ny_study_result *result = ny_study_run(block, inputs, lanes);
            for (size_t i = 0; i < lanes; i++)
                for (uint32_t f = 0; f < flow_count; f++) {
                    assert_int_equal(result->faults[i].kind, NY_STUDY_SOUND);
                    if (counts[c] == 1)
                        alone[first + i][f] = result->npv[f][i];
                    assert_true(result->npv[f][i] == alone[first + i][f]);
                }
        }
    }
    for (uint32_t f = 0; f < flow_count; f++)
        assert_true(alone[0][f] != alone[1][f]);
    ny_arena_destroy(arena);
}

static void lanes_do_not_know_each_other(void **state)
{
    (void)state;
    assert_lanes_alike(STUDY("at the end of each cycle") CYCLES PLAIN WAY, 0.1, 0.005, 4);
    assert_lanes_alike(STUDY("at the end of each cycle") CYCLES BY_STAY WAY, 0.1, 0.005, 4);
    /* Rates in base units: a month. */
    assert_lanes_alike(STUDY("at every moment") IN_TIME, 0.002, 0.001, 3);
}

/* A lane whose chance cannot be is told, and the others are what they are. */
static void one_lane_fails_alone(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    prepared made = prepare(arena, STUDY("at the end of each cycle") CYCLES PLAIN WAY,
                            (ny_study_given){0}, true);
    ny_study_block *block = ny_study_open(arena, made.study);
    const double **inputs = NY_NEW_ARRAY(arena, const double *, made.plan->inputs.count + 1);
    inputs[made.input] = (const double[]){0.2, 1.5, 0.2, (double)NAN, 0.995};
    const ny_study_result *result = ny_study_run(block, inputs, 5);
    assert_int_equal(result->faults[0].kind, NY_STUDY_SOUND);
    assert_int_equal(result->faults[1].kind, NY_STUDY_CHANCE);
    assert_true(result->faults[1].known && result->faults[1].value == 1.5);
    assert_int_equal(result->faults[2].kind, NY_STUDY_SOUND);
    assert_int_equal(result->faults[3].kind, NY_STUDY_CHANCE);
    assert_false(result->faults[3].known);
    assert_int_equal(result->faults[4].kind, NY_STUDY_CHANCES); /* with 1 % who die */
    assert_int_equal(result->faults[4].number, 0);
    assert_true(result->npv[0][0] == result->npv[0][2]);
    ny_arena_destroy(arena);
}

/* --- continuous time ----------------------------------------------------------------------------------- */

static void a_cohort_in_continuous_time(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const double a = 0.2, d = 0.05, e = 0.25, force = log(1.04);
    prepared made =
        prepare(arena, STUDY("at every moment") IN_TIME, (ny_study_given){.trace = true}, true);
    const double **inputs = NY_NEW_ARRAY(arena, const double *, made.plan->inputs.count + 1);
    inputs[made.input] = (const double[]){a / 12, 3 * a / 12};
    const ny_study_result *result = ny_study_run(ny_study_open(arena, made.study), inputs, 2);
    for (int lane = 0; lane < 2; lane++) {
        double fall = lane ? 3 * a : a, out = fall + d;
        /* Well: e^(-out t). Ill: fall (e^(-e t) - e^(-out t)) / (out - e), which here is never 0 / 0. */
        for (int discounted = 0; discounted < 2; discounted++) {
            double f = discounted ? force : 0;
            double well = (1 - exp(-(out + f) * 20)) / (out + f);
            double late = (1 - exp(-(e + f) * 20)) / (e + f);
            double ill =
                fabs(out - e) < 1e-12
                    ? fall * (1 - exp(-(e + f) * 20) * (1 + (e + f) * 20)) / ((e + f) * (e + f))
                    : fall * (late - well) / (out - e);
            double *const *of = discounted ? result->npv : result->total;
            assert_near(of[0][lane], 500 * 1000 * ill, 1e-13);
            assert_near(of[1][lane], 500 * 400 * fall * well, 1e-13);
            assert_near(of[2][lane], 500 * well, 1e-13);
        }
        for (int year = 0; year <= 20; year++)
            assert_near(result->trace[0][(size_t)year * 3 * NY_STUDY_LANES + (size_t)lane],
                        500 * exp(-out * year), 1e-13);
    }
    ny_arena_destroy(arena);
}

/* With room for one lane the trace is the same, point by point. */
static void a_trace_has_room_for_the_lanes_that_are_said(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const char *texts[] = {STUDY("at every moment") IN_TIME,
                           STUDY("at the end of each cycle") CYCLES PLAIN WAY};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const ny_study_result *wide =
            run_once(arena, texts[i], (ny_study_given){.trace = true, .by_point = true});
        const ny_study_result *narrow = run_once(
            arena, texts[i], (ny_study_given){.trace = true, .by_point = true, .lanes = 1});
        for (size_t place = 0; place < 3 * (size_t)5; place++)
            assert_true(wide->trace[0][place * NY_STUDY_LANES] == narrow->trace[0][place]);
        for (size_t point = 0; i == 1 && point < 5; point++)
            assert_true(wide->by_point[0][point * NY_STUDY_LANES] == narrow->by_point[0][point]);
    }
    ny_arena_destroy(arena);
}

/* Rows of the integral sum to 1; of one move and nothing else it is known. Rates from next to none to
 * beyond all that a year has. */
static void where_time_is_spent(void **state)
{
    (void)state;
    enum { LANES = 9, STRIDE = 16 };
    const ny_kernels *kernels = ny_kernels_choose(NY_KERNELS_BEST);
    double rates[4 * STRIDE] = {0}, chances[4 * STRIDE], spent[2 * 4 * STRIDE];
    const double forces[] = {0, 0.04};
    ny_arena *arena = ny_arena_create();
    double *room = NY_NEW_ARRAY(arena, double, ny_rate_matrix_room(2, STRIDE));
    for (int i = 0; i < LANES; i++)
        rates[STRIDE + i] = pow(10, i - 5); /* from 0 to 1 */
    ny_rate_matrix of = {.kernels = kernels, .states = 2, .lanes = LANES, .stride = STRIDE};
    ny_rate_matrix_spent(&of, rates, forces, 2, room, chances, spent);
    for (int i = 0; i < LANES; i++) {
        double rate = rates[STRIDE + i];
        assert_true(fabs(chances[i] - exp(-rate)) < 1e-14 * (1 + rate));
        for (int f = 0; f < 2; f++) {
            const double *k = spent + (size_t)f * 4 * STRIDE;
            double out = rate + forces[f];
            double here = -expm1(-out) / out;
            double all = forces[f] > 0 ? -expm1(-forces[f]) / forces[f] : 1;
            assert_true(fabs(k[i] + k[STRIDE + i] - 1) < 1e-15);
            assert_near(k[i], here / all, 1e-14 * (1 + rate));
            /* Where hardly anybody moves, those who do are half a step there: no digit is lost. */
            if (rate < 1e-3 && f == 0)
                assert_near(k[STRIDE + i], rate / 2 - rate * rate / 6 + rate * rate * rate / 24,
                            1e-12);
            assert_true(k[2 * STRIDE + i] == 0 && k[3 * STRIDE + i] == 1);
        }
    }
    ny_arena_destroy(arena);
}

static void a_law_that_no_cohort_goes_by(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of =
        load_texts(arena, STUDY("at every moment") "pathway way\n"
                                                   "  states well, ill\n"
                                                   "  starts in well\n"
                                                   "  continuous for 20 years\n"
                                                   "  from well to ill at 0.1 per year\n"
                                                   "  from ill to well after weibull(shape "
                                                   "1.2, scale 2 years)\n");
    const ny_plan *plan = plan_of(&of, NULL);
    ny_study_given given = {.tables = NY_NEW_ARRAY(arena, ny_rows, 1),
                            .values = NY_NEW_ARRAY(arena, ny_value, 1)};
    ny_study_fault fault;
    assert_null(ny_study_prepare(arena, plan, &given, &fault));
    assert_int_equal(fault.kind, NY_STUDY_NO_COHORT);
    assert_int_equal(fault.number, 1);
    given.individuals = 10;
    assert_non_null(ny_study_prepare(arena, plan, &given, &fault));
    ny_arena_destroy(arena);
}

/* --- who comes ------------------------------------------------------------------------------------------ */

static void who_comes_later(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    const ny_study_result *result = run_once(
        arena,
        STUDY("at the end of each cycle") "define risk each cycle of way = 1 % * arrival of way\n"
                                          "pathway way\n"
                                          "  states alive, dead\n"
                                          "  arriving in alive 10 * cycle of way each cycle\n"
                                          "  cycles every year for 10 years\n"
                                          "  counted at the start\n"
                                          "  from alive to dead risk\n"
                                          "cost payer \"Care\" 100 DKK per year for each year in "
                                          "alive\n",
        (ny_study_given){.trace = true});
    double npv = 0;
    for (int entry = 1; entry <= YEARS; entry++)
        for (int cycle = entry; cycle <= YEARS; cycle++)
            npv += 100 * 10 * entry * pow(1 - 0.01 * entry, cycle - entry) * pow(1.04, -cycle);
    assert_near(result->npv[0][0], npv, 1e-13);
    for (int point = 0; point <= YEARS; point++) {
        double due = 0;
        for (int entry = 1; entry <= point + 1 && entry <= YEARS; entry++)
            due += 10 * entry * pow(1 - 0.01 * entry, point + 1 - entry);
        assert_near(result->trace[0][(size_t)point * 2 * NY_STUDY_LANES], due, 1e-13);
    }
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_of_counting),
        cmocka_unit_test(shares_at_each_point),
        cmocka_unit_test(time_in_a_state_is_a_tunnel),
        cmocka_unit_test(lanes_do_not_know_each_other),
        cmocka_unit_test(one_lane_fails_alone),
        cmocka_unit_test(a_cohort_in_continuous_time),
        cmocka_unit_test(a_trace_has_room_for_the_lanes_that_are_said),
        cmocka_unit_test(where_time_is_spent),
        cmocka_unit_test(a_law_that_no_cohort_goes_by),
        cmocka_unit_test(who_comes_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
