/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Imagined worlds: laws hold, days are whole as the rule says, everything that lands in a table is
 * what its CSV says, and no draw hangs on another. Seeds are fixed, so a test that passes once
 * passes always; each compares with four standard errors. */

#include "io/csv_write.h"
#include "load_contract.h"
#include "run/fast.h"
#include "use/arise.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define PI 3.14159265358979323846

#define HEAD                                                                                       \
    TWO_YEARS                                                                                      \
    "  weight 0..5_000 point\n"                                                                    \
    "  died   date not before done, if any\n"                                                      \
    "  back   date not before done, if any\n"                                                      \
    "  cause  a or b or c, if any\n"                                                               \
    "  asked  0..100 %, if known\n"                                                                \
    "  code   code of 3 digits 1..5\n"                                                             \
    "  ward   X or Y\n"                                                                            \
    "pay buyer to seller \"Fee\" clause 1\n"                                                       \
    "  10 DKK per visit for each visit\n"                                                          \
    "  due 30 days after done\n"

#define ARRIVING                                                                                   \
    "model visit arriving 10_000 visits per year, followed until 40 years after the term\n"

/* What each test says of the columns, where it says nothing else. */
#define WEIGHT "  weight ~ uniform(low 1 point, high 2 points)\n"
#define WITHOUT "  without died, back, cause, asked, code, ward\n"

typedef struct small {
    ny_arena *arena;
    loading loaded;
    const ny_arise *arise;
    ny_world world;
    const ny_rows *rows;
} small;

static small imagine_world(const char *text, uint64_t seed, uint32_t world)
{
    small made = {.arena = ny_arena_create()};
    ny_text whole = ny_format(made.arena, "%s%s", HEAD, text);
    made.loaded = load_texts(made.arena, ny_text_terminated(made.arena, whole));
    const ny_plan *plan = plan_of(&made.loaded, NULL);
    made.arise = ny_arise_prepare(made.arena, made.loaded.sink, plan);
    if (!made.arise)
        return made;
    made.world = ny_arise_world(made.arena, made.arise, seed, world, NULL);
    made.rows = &made.world.inputs.tables[0];
    return made;
}

static small imagine(const char *text)
{
    return imagine_world(text, 20260101, 0);
}

static void drop(small *of)
{
    ny_arena_destroy(of->arena);
}

static const ny_cells *cells(const small *of, const char *column)
{
    return &of->rows->columns[column_of(of->loaded.model, "visit", column)];
}

static bool is_there(const ny_cells *column, uint32_t row)
{
    return column->state[row] == NY_CELL_SOUND;
}

static const char *csv(const small *of)
{
    ny_buffer text = ny_buffer_create(of->arena);
    ny_csv_write(&text, of->loaded.model, of->world.inputs.tables, 0);
    return ny_text_terminated(of->arena, ny_buffer_text(&text));
}

/* --- laws ------------------------------------------------------------------------------------- */

static void mean_is(const char *law, double expected, double sd)
{
    char text[600];
    snprintf(text, sizeof text, ARRIVING "  weight ~ %s\n" WITHOUT, law);
    small of = imagine(text);
    assert_non_null(of.arise);
    assert_false(of.world.undefined);
    const ny_cells *weight = cells(&of, "weight");
    double sum = 0, squares = 0, count = of.rows->count;
    for (uint32_t row = 0; row < of.rows->count; row++) {
        double value = (double)ny_cells_value(weight, row) / 1e6;
        sum += value;
        squares += value * value;
    }
    double mean = sum / count, spread = sqrt(squares / count - mean * mean);
    assert_true(fabs(mean - expected) < 4 * sd / sqrt(count) + 1e-6);
    assert_true(fabs(spread - sd) < 0.05 * sd + 1e-6);
    drop(&of);
}

static void each_law_has_its_mean_and_spread(void **state)
{
    (void)state;
    mean_is("normal(mean 100 points, sd 10 points)", 100, 10);
    mean_is("half normal(sd 10 points)", 10 * sqrt(2 / PI), 10 * sqrt(1 - 2 / PI));
    mean_is("gamma(shape 4, scale 2 points)", 8, 4);
    mean_is("gamma(mean 8 points, sd 4 points)", 8, 4);
    mean_is("beta(a 2, b 6)", 0.25, sqrt(12.0 / (64 * 9)));
    mean_is("lognormal(meanlog 1, sdlog 0.3)", exp(1.045), exp(1.045) * sqrt(exp(0.09) - 1));
    mean_is("lognormal(mean 30 points, sd 6 points)", 30, 6);
    mean_is("uniform(low 2 points, high 8 points)", 5, sqrt(3.0));
    mean_is("triangular(low 0 points, mode 0 points, high 6 points)", 2, sqrt(2.0));
    mean_is("exponential(mean 7 points)", 7, 7);
    mean_is("weibull(shape 1, scale 7 points)", 7, 7);
    mean_is("pert(low 1 point, mode 3 points, high 8 points)", 3.5, sqrt(2.5 * 4.5 / 7));
    mean_is("categorical(value 10 points at 25 %, value 30 points at 75 %)", 25, sqrt(75));
    mean_is("poisson(mean 7 points)", 7, sqrt(7));
    mean_is("binomial(trials 40 points, chance 30 %)", 12, sqrt(8.4));
    mean_is("negative binomial(mean 6 points, size 3)", 6, sqrt(18));
    mean_is("negative binomial(mean 6 points, sd 4 points)", 6, 4);
    mean_is("log logistic(shape 8, scale 10 points)", 10 * (PI / 8) / sin(PI / 8),
            sqrt(100 * (PI / 4) / sin(PI / 4) - pow(10 * (PI / 8) / sin(PI / 8), 2)));
    mean_is("generalised gamma(scale 6 points, sigma 0.5, q 0.5)", 6, 3);
    mean_is("piecewise exponential(rate 0.1 / 1 point until 5 points, rate 0.1 / 1 point)", 10, 10);
}

static void arrivals_are_as_many_as_the_rate_says(void **state)
{
    (void)state;
    small of = imagine(ARRIVING WEIGHT WITHOUT);
    double expected = 731 / 365.25 * 10000;
    assert_true(fabs(of.rows->count - expected) < 4 * sqrt(expected));
    const ny_cells *done = cells(&of, "done");
    for (uint32_t row = 1; row < of.rows->count; row++)
        assert_true(ny_cells_value(done, row - 1) <= ny_cells_value(done, row));
    drop(&of);
}

/* --- days ------------------------------------------------------------------------------------- */

/* The share whose event comes within so many days is the chance, exactly where the law says it. */
static void share_within(const char *law, int64_t days, double chance)
{
    char text[700];
    snprintf(text, sizeof text,
             ARRIVING WEIGHT "  back after done ~ %s\n  without died, cause, asked, code, ward\n",
             law);
    small of = imagine(text);
    assert_non_null(of.arise);
    assert_false(of.world.undefined);
    const ny_cells *done = cells(&of, "done"), *back = cells(&of, "back");
    double events = 0, count = of.rows->count;
    for (uint32_t row = 0; row < of.rows->count; row++)
        events +=
            is_there(back, row) && ny_cells_value(back, row) - ny_cells_value(done, row) <= days;
    assert_true(fabs(events / count - chance) < 4 * sqrt(chance * (1 - chance) / count));
    drop(&of);
}

static void a_chance_within_a_time_holds(void **state)
{
    (void)state;
    share_within("weibull(shape 0.8, chance 5.5 % within 30 days)", 30, 0.055);
    share_within("weibull(shape 0.8, chance 50 % within 2 days)", 2, 0.5);
    share_within("exponential(chance 20 % within 3 days)", 3, 0.2);
    share_within("gompertz(shape 0.09 per year, chance 10 % within 1 year)", 365, 0.1);
    share_within("lognormal(sdlog 0.9, chance 20 % within 30 days)", 30, 0.2);
    share_within("log logistic(shape 1.4, chance 20 % within 30 days)", 30, 0.2);
    share_within("weibull(shape 1, chance 20 % within 1 month)", 30, 1 - pow(0.8, 30 / 30.4375));
}

static void a_hazard_times_two_squares_what_is_left(void **state)
{
    (void)state;
    share_within("exponential(chance 20 % within 3 days) hazard times 2", 3, 1 - 0.8 * 0.8);
    share_within("gompertz(shape 0.1 per year, chance 10 % within 1 year) hazard times 3", 365,
                 1 - pow(0.9, 3));
    share_within("lognormal(sdlog 0.9, chance 20 % within 30 days) hazard times 2", 30, 0.36);
    share_within("log logistic(shape 1.4, chance 20 % within 30 days) hazard times 2", 30, 0.36);
    /* Times are in the units that are written; to the nearest day, so within half a day more. */
    share_within("piecewise exponential(rate 1 per year until 1 month, rate 2 per year) hazard "
                 "times 3",
                 91, 1 - exp(-3 * (30.4375 + 2 * (91.5 - 30.4375)) / 365.25));
    share_within("generalised gamma(scale 1 month, sigma 0.7, q 0)", 60,
                 0.5 * erfc(-log(60.5 / 30.4375) / 0.7 / sqrt(2)));
}

static void a_duration_keeps_its_mean(void **state)
{
    (void)state;
    small of = imagine(ARRIVING WEIGHT "  back after done ~ gamma(mean 6.4 days, sd 2 days)\n"
                                       "  without died, cause, asked, code, ward\n");
    const ny_cells *done = cells(&of, "done"), *back = cells(&of, "back");
    double sum = 0, count = of.rows->count;
    for (uint32_t row = 0; row < of.rows->count; row++)
        sum += (double)(ny_cells_value(back, row) - ny_cells_value(done, row));
    assert_true(fabs(sum / count - 6.4) < 4 * sqrt(4 + 1.0 / 12) / sqrt(count));
    drop(&of);
}

static void nothing_happens_on_or_after_the_day_of_death(void **state)
{
    (void)state;
    small of = imagine(ARRIVING WEIGHT
                       "  died after done ~ exponential(chance 50 % within 30 days)\n"
                       "  back after done ~ exponential(chance 50 % within 30 days) until died\n"
                       "  cause a 50 %, b 30 %, c remaining\n"
                       "  without asked, code, ward\n");
    const ny_cells *died = cells(&of, "died"), *back = cells(&of, "back");
    const ny_cells *cause = cells(&of, "cause");
    double events = 0, of_a = 0;
    for (uint32_t row = 0; row < of.rows->count; row++) {
        bool happened = is_there(back, row);
        assert_int_equal(happened, is_there(cause, row));
        assert_true(!happened || !is_there(died, row) ||
                    ny_cells_value(back, row) < ny_cells_value(died, row));
        events += happened;
        of_a += happened && ny_cells_value(cause, row) == 0;
    }
    assert_true(events > 0.3 * of.rows->count && events < 0.5 * of.rows->count);
    assert_true(fabs(of_a / events - 0.5) < 4 * sqrt(0.25 / events));
    drop(&of);
}

static void what_comes_after_the_follow_up_is_absent(void **state)
{
    (void)state;
    small of = imagine(
        "model visit arriving 5_000 visits per year, followed until 1 year after the term\n" WEIGHT
        "  died after done ~ exponential(chance 10 % within 1 year)\n"
        "  without back, cause, asked, code, ward\n");
    ny_date end;
    ny_date_from_parts(2023, 1, 1, &end);
    uint32_t late = 0;
    const ny_cells *died = cells(&of, "died");
    for (uint32_t row = 0; row < of.rows->count; row++) {
        assert_true(!is_there(died, row) || ny_cells_value(died, row) <= end);
        late += is_there(died, row) && ny_cells_value(died, row) > end - 30;
    }
    assert_true(late > 0);
    drop(&of);
}

/* --- tables ----------------------------------------------------------------------------------- */

static void the_csv_is_the_world(void **state)
{
    (void)state;
    small of = imagine(ARRIVING "  weight ~ lognormal(meanlog 1, sdlog 1)\n"
                                "  died after done ~ exponential(chance 50 % within 900 days)\n"
                                "  asked ~ beta(a 2, b 2) known 72 %\n"
                                "  ward X 40 %, Y remaining\n"
                                "  without back, cause, code\n");
    assert_false(of.world.undefined);
    ny_extract extract = extract_of(of.arena, of.loaded.model, "visit", ny_text_of(csv(&of)));
    ny_tables read = read_tables(&of.loaded, &extract, 1);
    assert_int_equal(read.rejects.count, 0);
    assert_int_equal(read.rows[0].count, of.rows->count);
    for (uint32_t c = 0; c < of.loaded.model->tables.items[0].columns.count; c++)
        for (uint32_t row = 0; row < of.rows->count; row++) {
            ny_value a = ny_rows_value(of.arena, of.loaded.model, of.rows, c, row);
            ny_value b = ny_rows_value(of.arena, of.loaded.model, &read.rows[0], c, row);
            ny_kind kind = of.loaded.model->tables.items[0].columns.items[c].type.kind;
            assert_int_equal(a.state, b.state);
            if (a.state != NY_KNOWN)
                continue;
            if (kind == NY_KIND_NUMBER)
                assert_int_equal(ny_rational_compare(a.is.number, b.is.number), 0);
            else if (kind == NY_KIND_TEXT)
                assert_true(ny_text_equal(a.is.text, b.is.text));
            else
                assert_int_equal(a.is.index, b.is.index);
        }
    drop(&of);
}

static void a_share_is_known_as_often_as_said(void **state)
{
    (void)state;
    small of = imagine(ARRIVING WEIGHT "  asked ~ beta(a 2, b 2) known 72 %\n"
                                       "  without died, back, cause, code, ward\n");
    const ny_cells *asked = cells(&of, "asked");
    double known = 0, count = of.rows->count;
    for (uint32_t row = 0; row < of.rows->count; row++)
        known += is_there(asked, row);
    assert_true(fabs(known / count - 0.72) < 4 * sqrt(0.72 * 0.28 / count));
    drop(&of);
}

static void kept_between_moves_to_the_nearer_bound(void **state)
{
    (void)state;
    small of = imagine(ARRIVING "  weight ~ normal(mean 10 points, sd 5 points) kept between 5 "
                                "points and 12 points\n" WITHOUT);
    const ny_cells *weight = cells(&of, "weight");
    uint32_t low = 0, high = 0;
    assert_false(of.world.undefined);
    for (uint32_t row = 0; row < of.rows->count; row++) {
        assert_true(ny_cells_value(weight, row) >= 5000000 &&
                    ny_cells_value(weight, row) <= 12000000);
        low += ny_cells_value(weight, row) == 5000000;
        high += ny_cells_value(weight, row) == 12000000;
    }
    assert_true(low > of.rows->count / 8 && high > of.rows->count / 4);
    drop(&of);
}

static void a_figure_outside_its_range_makes_the_world_undefined(void **state)
{
    (void)state;
    small of = imagine(ARRIVING "  weight ~ normal(mean 0 points, sd 5 points)\n" WITHOUT);
    assert_true(of.world.undefined);
    assert_non_null(strstr(ny_text_terminated(of.arena, of.world.reason), "visit.weight"));
    drop(&of);
}

static void impossible_parameters_make_the_world_undefined(void **state)
{
    (void)state;
    small of = imagine(ARRIVING "  weight ~ gamma(mean 2 points, sd 1 point - 2 points)\n" WITHOUT);
    assert_true(of.world.undefined);
    drop(&of);
    of = imagine(ARRIVING WEIGHT
                 "  ward X 70 %, Y 20 % + 20 %\n  without died, back, cause, asked, code\n");
    assert_true(of.world.undefined);
    assert_non_null(strstr(ny_text_terminated(of.arena, of.world.reason), "more than 100 %"));
    drop(&of);
}

static void what_is_without_is_neutral_and_valid(void **state)
{
    (void)state;
    small of = imagine(ARRIVING WEIGHT WITHOUT);
    const char *first = strchr(csv(&of), '\n') + 1;
    assert_memory_equal(first, "visit-000001,2020-01-01,", 24);
    assert_non_null(strstr(first, ",,,,,111,X\n"));
    drop(&of);
}

/* --- no draw hangs on another ----------------------------------------------------------------- */

static void a_new_assumption_changes_no_draw(void **state)
{
    (void)state;
#define BELIEFS "assume spread = 3 points, between 2 points and 4 points, lognormal from \"us\"\n"
#define USES ARRIVING "  weight ~ normal(mean 100 points, sd spread)\n" WITHOUT
    small before = imagine(BELIEFS USES);
    small after = imagine("assume more ~ gamma(mean 2 days, sd 1 days) from \"us\"\n" BELIEFS USES);
    assert_string_equal(csv(&before), csv(&after));
    drop(&before);
    drop(&after);
}

static void a_new_column_changes_no_other(void **state)
{
    (void)state;
    small before = imagine(ARRIVING WEIGHT WITHOUT);
    small after = imagine(ARRIVING "  ward X 40 %, Y remaining\n" WEIGHT
                                   "  without died, back, cause, asked, code\n");
    const ny_cells *a = cells(&before, "weight"), *b = cells(&after, "weight");
    assert_int_equal(before.rows->count, after.rows->count);
    assert_memory_equal(a->value, b->value, before.rows->count * a->width);
    drop(&before);
    drop(&after);
}

static void worlds_and_seeds_differ_and_come_again(void **state)
{
    (void)state;
    small a = imagine_world(ARRIVING WEIGHT WITHOUT, 5, 3),
          b = imagine_world(ARRIVING WEIGHT WITHOUT, 5, 3);
    small c = imagine_world(ARRIVING WEIGHT WITHOUT, 5, 4),
          d = imagine_world(ARRIVING WEIGHT WITHOUT, 6, 3);
    assert_string_equal(csv(&a), csv(&b));
    assert_string_not_equal(csv(&a), csv(&c));
    assert_string_not_equal(csv(&a), csv(&d));
    drop(&a);
    drop(&b);
    drop(&c);
    drop(&d);
}

/* Two alternatives of the knee contract differ in the revisions and in nothing else; and with a
 * lesser hazard no revision comes earlier. */
static void alternatives_draw_with_the_same_numbers(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading knee = load_knee(arena, true);
    const ny_plan *plans[2] = {plan_of(&knee, "current"), plan_of(&knee, "offered")};
    ny_world worlds[2];
    uint32_t table = ny_model_table(knee.model, NY_TEXT("operation"));
    for (size_t i = 0; i < 2; i++) {
        const ny_arise *arise = ny_arise_prepare(arena, knee.sink, plans[i]);
        assert_non_null(arise);
        worlds[i] = ny_arise_world(arena, arise, 1, 11, knee_offer(&knee, plans[i]));
        assert_false(worlds[i].undefined);
    }
    const ny_rows *current = &worlds[0].inputs.tables[table];
    const ny_rows *offered = &worlds[1].inputs.tables[table];
    uint32_t revised = column_of(knee.model, "operation", "revised");
    assert_int_equal(current->count, offered->count);
    for (uint32_t c = 0; c < knee.model->tables.items[table].columns.count; c++)
        if (c != revised && c != column_of(knee.model, "operation", "revision_cause"))
            assert_memory_equal(current->columns[c].value, offered->columns[c].value,
                                current->count * current->columns[c].width);
    uint32_t more[2] = {0, 0};
    for (uint32_t row = 0; row < current->count; row++) {
        bool is[2] = {current->columns[revised].state[row] == NY_CELL_SOUND,
                      offered->columns[revised].state[row] == NY_CELL_SOUND};
        more[0] += is[0] && !is[1];
        more[1] += is[1] && !is[0];
    }
    assert_true(!more[0] || !more[1]);
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_law_has_its_mean_and_spread),
        cmocka_unit_test(arrivals_are_as_many_as_the_rate_says),
        cmocka_unit_test(a_chance_within_a_time_holds),
        cmocka_unit_test(a_hazard_times_two_squares_what_is_left),
        cmocka_unit_test(a_duration_keeps_its_mean),
        cmocka_unit_test(nothing_happens_on_or_after_the_day_of_death),
        cmocka_unit_test(what_comes_after_the_follow_up_is_absent),
        cmocka_unit_test(the_csv_is_the_world),
        cmocka_unit_test(a_share_is_known_as_often_as_said),
        cmocka_unit_test(kept_between_moves_to_the_nearer_bound),
        cmocka_unit_test(a_figure_outside_its_range_makes_the_world_undefined),
        cmocka_unit_test(impossible_parameters_make_the_world_undefined),
        cmocka_unit_test(what_is_without_is_neutral_and_valid),
        cmocka_unit_test(a_new_assumption_changes_no_draw),
        cmocka_unit_test(a_new_column_changes_no_other),
        cmocka_unit_test(worlds_and_seeds_differ_and_come_again),
        cmocka_unit_test(alternatives_draw_with_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
