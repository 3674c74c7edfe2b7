/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Assumptions of many worlds at once are, to the last bit and the last reason, those of each world. */

#include "load_contract.h"
#include "run/fast.h"
#include "use/arise_lanes.h"
#include "use/arise_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    TWO_YEARS                                                                                      \
    "offer discount : 0..50 %, if not offered 0 %, in the price envelope\n"                        \
    "pay buyer to seller \"Fee\" clause 1\n"                                                       \
    "  10 DKK per visit for each visit\n"                                                          \
    "  due 30 days after done\n"

typedef struct drawing {
    ny_arena *arena;
    loading loaded;
    const ny_plan *plan;
    const ny_arise *arise;
    const ny_value *offers;
} drawing;

static drawing begin(const char *text)
{
    drawing of = {.arena = ny_arena_create()};
    ny_text whole = ny_format(of.arena, "%s%s", HEAD, text);
    of.loaded = load_texts(of.arena, ny_text_terminated(of.arena, whole));
    of.plan = ny_plan_lower_imagined(of.arena, of.loaded.sink, of.loaded.model, NULL);
    assert_non_null(of.plan);
    of.arise = ny_arise_prepare(of.arena, of.loaded.sink, of.plan);
    assert_non_null(of.arise);
    ny_value *offers = NY_NEW_ARRAY(of.arena, ny_value, (size_t)of.plan->inputs.count + 1);
    for (uint32_t i = 0; i < of.plan->inputs.count; i++)
        offers[i] = ny_value_number(ny_rational_from_double(of.arena, 0.125));
    of.offers = offers;
    return of;
}

/* One input in one lane as the world of that number has it. */
static void same_input(const drawing *of, const ny_arise_drawn *drawn, const ny_world *world,
                       uint32_t input, uint32_t lane)
{
    const ny_figure *figure = &of->plan->model->figures.items[of->plan->inputs.items[input].figure];
    if (of->plan->inputs.items[input].kind == NY_KIND_TEXT)
        return;
    ny_fast_value due =
        ny_fast_of_value(of->plan->inputs.items[input].kind, world->inputs.values[input]);
    uint8_t state = drawn->state[input] ? drawn->state[input][lane] : NY_KNOWN;
    assert_int_equal(state, due.state);
    if (state == NY_KNOWN && memcmp(&drawn->value[input][lane], &due.value, sizeof due.value) != 0)
        fail_msg("%.*s in world %u: %a where the world has %a", NY_PRINT(figure->name),
                 drawn->first + lane, drawn->value[input][lane], due.value);
}

/* Gives the number of undefined worlds. */
static uint32_t same_lanes(const drawing *of, const ny_arise *arise, uint64_t seed,
                           const ny_arise_drawn *drawn)
{
    uint32_t undefined = 0;
    for (uint32_t lane = 0; lane < drawn->lanes; lane++) {
        ny_world world = ny_arise_world(of->arena, arise, seed, drawn->first + lane, of->offers);
        ny_text reason = drawn->reason ? drawn->reason[lane] : (ny_text){0};
        assert_true(ny_text_equal(reason, world.reason));
        undefined += world.undefined;
        for (uint32_t i = 0; !world.undefined && i < of->plan->inputs.count; i++)
            same_input(of, drawn, &world, i, lane);
    }
    return undefined;
}

static uint32_t same_as_worlds(const drawing *of, const ny_arise *arise, uint64_t seed,
                               uint32_t first, uint32_t count)
{
    const ny_arise_lanes *lanes = ny_arise_lanes_prepare(of->arena, arise, of->offers);
    ny_arise_drawn drawn = ny_arise_lanes_draw(of->arena, lanes, seed, first, count);
    assert_int_equal(drawn.first, first);
    assert_int_equal(drawn.lanes, count);
    return same_lanes(of, arise, seed, &drawn);
}

static void draws_are_those_of_worlds(const char *text)
{
    drawing of = begin(text);
    assert_int_equal(same_as_worlds(&of, of.arise, 20260101, 0, 700), 0);
    assert_int_equal(same_as_worlds(&of, of.arise, 7, 513, 1), 0);
    assert_int_equal(same_as_worlds(&of, of.arise, 0xFFFFFFFFFFFF, 0x7FFFFF00, 255), 0);
    ny_arena_destroy(of.arena);
}

#define FROM " from \"us\"\n"

static void every_law_is_drawn_as_a_world_draws_it(void **state)
{
    (void)state;
    draws_are_those_of_worlds(
        "assume of_normal ~ normal(mean 100, sd 10)" FROM
        "assume of_no_spread ~ normal(mean 100, sd 0)" FROM
        "assume of_half_normal ~ half normal(sd 10)" FROM
        "assume of_half_cauchy ~ half cauchy(scale 0.2)" FROM
        "assume of_logs ~ lognormal(meanlog 1, sdlog 0.3)" FROM
        "assume of_log_moments ~ lognormal(mean 30 DKK, sd 6 DKK)" FROM
        "assume of_log_median ~ lognormal(median 3 years, sdlog 0.01)" FROM
        "assume of_log_chance ~ lognormal(sdlog 0.9, chance 20 % within 30 days)" FROM
        "assume of_gamma ~ gamma(shape 177.8, scale 22.5 DKK)" FROM
        "assume of_small_gamma ~ gamma(shape 0.02, scale 3)" FROM
        "assume of_gamma_moments ~ gamma(mean 8, sd 4)" FROM
        "assume of_beta ~ beta(a 200, b 3)" FROM "assume of_flat_beta ~ beta(a 0.3, b 0.4)" FROM
        "assume of_beta_moments ~ beta(mean 20 %, sd 5 %)" FROM
        "assume of_uniform ~ uniform(low 2 DKK, high 8 DKK)" FROM
        "assume of_triangular ~ triangular(low 0, mode 1, high 6)" FROM
        "assume of_pert ~ pert(low 2 hours, mode 3 hours, high 7 hours)" FROM
        "assume of_categorical ~ categorical(value 900 DKK at 70 %, value 1_100 DKK at 30 %)" FROM
        "assume of_poisson ~ poisson(mean 7)" FROM
        "assume of_binomial ~ binomial(trials 40, chance 30 %)" FROM
        "assume of_negative_binomial ~ negative binomial(mean 6, size 3)" FROM
        "assume of_negative_moments ~ negative binomial(mean 6, sd 4)" FROM
        "assume of_weibull ~ weibull(shape 1.4, scale 7 years)" FROM
        "assume of_weibull_chance ~ weibull(shape 0.8, chance 5.5 % within 30 days)" FROM
        "assume of_gompertz ~ gompertz(shape 0.09 per year, rate 0.02 per year)" FROM
        "assume of_gompertz_chance ~ gompertz(shape 0.09 per year, chance 10 % within 1 year)" FROM
        "assume of_exponential ~ exponential(rate 0.2 per year)" FROM
        "assume of_exponential_mean ~ exponential(mean 7 years)" FROM
        "assume of_exponential_chance ~ exponential(chance 20 % within 3 days)" FROM
        "assume of_log_logistic ~ log logistic(shape 8, scale 10 years)" FROM
        "assume of_log_logistic_chance ~ log logistic(shape 1.4, chance 20 % within 1 year)" FROM
        "assume of_generalised_gamma ~ generalised gamma(scale 6 years, sigma 0.5, q 0.4)" FROM
        "assume of_pieces ~ piecewise exponential(rate 0.1 / 1 year until 5 years, "
        "rate 0.2 / 1 year)" FROM "assume of_shares ~ dirichlet(well 731, ill 0.5, gone 15)" FROM);
}

static void guesses_and_plain_figures_are_drawn_as_a_world_draws_them(void **state)
{
    (void)state;
    draws_are_those_of_worlds(
        "assume plainly = 12 DKK" FROM "assume day = 2020-05-01" FROM "assume yes_or_no = yes" FROM
        "assume of_day ~ categorical(value 2021-01-01 at 40 %, value 2022-01-01 at 60 %)" FROM
        "assume of_truth ~ categorical(value yes at 40 %, value no at 60 %)" FROM
        "assume guess = 12 %, between 9 % and 15 %" FROM
        "assume price = 6_000 DKK, between 5_000 DKK and 7_000 DKK, normal" FROM
        "assume ratio = 0.85, between 0.6 and 1.2" FROM);
}

static void what_varies_together_is_drawn_as_a_world_draws_it(void **state)
{
    (void)state;
    draws_are_those_of_worlds("assume gain ~ normal(mean 15, sd 2)" FROM
                              "assume days ~ normal(mean 2.4 days, sd 0.3 days)" FROM
                              "assume alone ~ normal(mean 2.4 days, sd 0.3 days)" FROM
                              "assume ratio = 0.85, between 0.6 and 1.2" FROM
                              "vary together gain, days, ratio from \"regression\"\n"
                              "  gain with days correlation -0.4\n"
                              "  days with ratio correlation 0.25\n");
}

/* What an argument looks at may differ between worlds, or be the bidder's. */
static void arguments_that_hang_on_others_are_drawn_as_a_world_draws_them(void **state)
{
    (void)state;
    draws_are_those_of_worlds(
        "assume centre ~ normal(mean 100, sd 10)" FROM "assume spread = max(1, centre / 50)" FROM
        "define doubled = 2 * spread\n"
        "assume below ~ gamma(mean centre, sd doubled)" FROM
        "assume share ~ beta(a 20, b 20 * discount + 1)" FROM
        "assume guess = centre, between centre - 1 and centre + 3, normal" FROM
        "assume parts ~ dirichlet(one doubled, two 5 * (1 + share))" FROM
        "assume last ~ normal(mean one of parts, sd guess)" FROM);
}

static void worlds_are_undefined_for_the_same_reason(void **state)
{
    (void)state;
    drawing of =
        begin("given narrow : 0..3 to be agreed\n"
              "assume first ~ normal(mean 0, sd 1)" FROM "assume narrow ~ normal(mean 1, sd 1)" FROM
              "assume second ~ gamma(shape 2, scale first + 2)" FROM
              "assume third = second, between second - first and second + 1, normal" FROM);
    uint32_t undefined = same_as_worlds(&of, of.arise, 1, 0, 1000);
    assert_true(undefined > 100 && undefined < 900);
    ny_arena_destroy(of.arena);
    of =
        begin("assume second ~ gamma(shape 2, scale 1 - 2)" FROM "assume first = 1 / (1 - 1)" FROM);
    assert_int_equal(same_as_worlds(&of, of.arise, 1, 0, 10), 10);
    ny_arena_destroy(of.arena);
}

static void a_pinned_assumption_is_pinned_in_all(void **state)
{
    (void)state;
    drawing of = begin("assume first ~ gamma(shape 2, scale 1)" FROM
                       "assume second ~ normal(mean first, sd 1)" FROM);
    for (uint32_t i = 0; i < of.arise->assumptions.count; i++) {
        uint32_t figure = of.arise->assumptions.items[i].plan->figure;
        same_as_worlds(&of, ny_arise_pinned(of.arena, of.arise, figure, 0.025), 3, 5, 100);
    }
    ny_arena_destroy(of.arena);
}

static uint32_t input_of(const drawing *of, const char *name)
{
    for (uint32_t i = 0; i < of->plan->inputs.count; i++)
        if (ny_text_is(of->plan->model->figures.items[of->plan->inputs.items[i].figure].name, name))
            return i;
    fail_msg("no input %s", name);
    return 0;
}

static void what_no_world_changes_does_not_vary(void **state)
{
    (void)state;
    drawing of =
        begin("assume plainly = 12 * 3" FROM "assume drawn ~ normal(mean plainly, sd 1)" FROM
              "assume hangs = 2 * drawn" FROM "assume shares ~ dirichlet(a 2, b plainly)" FROM);
    const ny_arise_lanes *lanes = ny_arise_lanes_prepare(of.arena, of.arise, of.offers);
    assert_false(ny_arise_lanes_vary(lanes, input_of(&of, "plainly")));
    assert_false(ny_arise_lanes_vary(lanes, input_of(&of, "shares"))); /* itself, not its parts */
    assert_true(ny_arise_lanes_vary(lanes, input_of(&of, "shares") + 1));
    assert_true(ny_arise_lanes_vary(lanes, input_of(&of, "shares") + 2));
    assert_true(ny_arise_lanes_vary(lanes, input_of(&of, "drawn")));
    assert_true(ny_arise_lanes_vary(lanes, input_of(&of, "hangs")));
    assert_false(ny_arise_lanes_vary(lanes, input_of(&of, "discount")));
    ny_arena_destroy(of.arena);
}

/* An alternative says what `settled` and `centre` are; so `after` is drawn with another mean, and the rest alike. */
static void alternatives_share_what_they_draw_alike(void **state)
{
    (void)state;
    drawing of =
        begin("assume cost ~ gamma(shape 2, scale 3)" FROM "assume settled ~ beta(a 2, b 3)" FROM
              "assume centre = 5" FROM "assume after ~ normal(mean centre, sd 1)" FROM
              "assume apart ~ normal(mean cost, sd 1)" FROM
              "assume shares ~ dirichlet(a 2, b 4)" FROM "alternative first \"First\"\n"
              "alternative other \"Other\"\n  settled = 0.5\n  centre = 7\n");
    drawing other = of;
    const ny_declaration *alternative = of.loaded.model->alternatives.items[1];
    other.plan = ny_plan_lower_imagined(of.arena, of.loaded.sink, of.loaded.model, alternative);
    assert_non_null(other.plan);
    other.arise = ny_arise_prepare(of.arena, of.loaded.sink, other.plan);
    assert_non_null(other.arise);
    const ny_arise_lanes *lanes = ny_arise_lanes_prepare(of.arena, of.arise, of.offers);
    const ny_arise_lanes *others =
        ny_arise_lanes_prepare_like(of.arena, other.arise, of.offers, lanes);
    ny_arise_drawn drawn = ny_arise_lanes_draw(of.arena, lanes, 5, 100, 300);
    ny_arise_drawn theirs = ny_arise_lanes_draw_like(of.arena, others, 5, &drawn);
    assert_int_equal(same_lanes(&of, of.arise, 5, &drawn), 0);
    assert_int_equal(same_lanes(&other, other.arise, 5, &theirs), 0);
    static const char *const shared[] = {"cost", "shares"}, *const own[] = {"after", "apart"};
    for (size_t i = 0; i < 2; i++) {
        uint32_t part = i == 1; /* the first share */
        assert_ptr_equal(drawn.value[input_of(&of, shared[i]) + part],
                         theirs.value[input_of(&other, shared[i]) + part]);
        assert_ptr_not_equal(drawn.value[input_of(&of, own[i])],
                             theirs.value[input_of(&other, own[i])]);
    }
    ny_arena_destroy(of.arena);
}

#define ROWS                                                                                       \
    "table psa \"One row per draw\"\n"                                                             \
    "  name  key\n"                                                                                \
    "  cost  -10..10 DKK\n"                                                                        \
    "  share 0..100 %, if known\n"                                                                 \
    "  day   date, if any\n"                                                                       \
    "  sure  yes or no\n"

static drawing begin_with_rows(const char *text, const char *csv)
{
    drawing of = begin(text);
    ny_extract extract = extract_of(of.arena, of.loaded.model, "psa", ny_text_of(csv));
    ny_tables tables = read_tables(&of.loaded, &extract, 1);
    of.arise = ny_arise_given(of.arena, of.arise, tables.rows);
    return of;
}

/* Worlds 3 k, 3 k + 1, 3 k + 2 take the three rows, by their keys. */
static void rows_are_drawn_whole_and_in_turn(void **state)
{
    (void)state;
    drawing of = begin_with_rows(ROWS "assume draw ~ each row of psa in turn" FROM
                                      "assume other ~ any row of psa" FROM
                                      "assume hangs ~ normal(mean cost of draw, sd 1 DKK)" FROM
                                      "define used = cost of draw + cost of other\n"
                                      "define sure_too = (sure of draw) and (sure of other)\n"
                                      "define later = day of draw\n"
                                      "define part = share of other\n",
                                 "name,cost,share,day,sure\n"
                                 "c,-1.5,30,2021-01-01,yes\n"
                                 "a,0.125,,,no\n"
                                 "b,7,40,2020-02-29,yes\n");
    assert_int_equal(same_as_worlds(&of, of.arise, 1, 0, 700), 0);
    assert_int_equal(same_as_worlds(&of, of.arise, 9, 0x7FFFFF00, 255), 0);
    const ny_arise_lanes *lanes = ny_arise_lanes_prepare(of.arena, of.arise, of.offers);
    ny_arise_drawn drawn = ny_arise_lanes_draw(of.arena, lanes, 1, 0, 300);
    const double *cost = drawn.value[input_of(&of, "draw") + 2];
    const double *other = drawn.value[input_of(&of, "other") + 2];
    const uint8_t *share = drawn.state[input_of(&of, "draw") + 3];
    static const double costs[] = {0.125, 7, -1.5};
    uint32_t firsts = 0;
    for (uint32_t lane = 0; lane < 300; lane++) {
        assert_true(cost[lane] == costs[lane % 3]);
        assert_int_equal(share[lane], lane % 3 ? NY_KNOWN : NY_UNKNOWN);
        firsts += other[lane] == 0.125;
    }
    assert_true(firsts > 60 && firsts < 140); /* 100 are due, 8 is the standard deviation */
    ny_world stated = ny_arise_stated(of.arena, of.arise, of.offers);
    const ny_value *columns = &stated.inputs.values[input_of(&of, "draw") + 1];
    assert_true(ny_rational_to_double(columns[1].is.number) == (0.125 + 7 - 1.5) / 3);
    assert_true(ny_rational_to_double(columns[2].is.number) == (0.4 + 0.3) / 2);
    assert_int_equal(columns[3].is.date, 18475); /* half way, rounded up */
    assert_int_equal(columns[4].is.index, 1);
    ny_arena_destroy(of.arena);
}

static void without_rows_no_world_is_meant(void **state)
{
    (void)state;
    drawing of =
        begin_with_rows(ROWS "assume draw ~ any row of psa" FROM "define used = cost of draw\n",
                        "name,cost,share,day,sure\n");
    assert_int_equal(same_as_worlds(&of, of.arise, 1, 0, 20), 20);
    ny_arena_destroy(of.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_law_is_drawn_as_a_world_draws_it),
        cmocka_unit_test(guesses_and_plain_figures_are_drawn_as_a_world_draws_them),
        cmocka_unit_test(what_varies_together_is_drawn_as_a_world_draws_it),
        cmocka_unit_test(arguments_that_hang_on_others_are_drawn_as_a_world_draws_them),
        cmocka_unit_test(worlds_are_undefined_for_the_same_reason),
        cmocka_unit_test(a_pinned_assumption_is_pinned_in_all),
        cmocka_unit_test(what_no_world_changes_does_not_vary),
        cmocka_unit_test(alternatives_share_what_they_draw_alike),
        cmocka_unit_test(rows_are_drawn_whole_and_in_turn),
        cmocka_unit_test(without_rows_no_world_is_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
