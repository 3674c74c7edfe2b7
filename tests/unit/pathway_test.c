/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the model says of a pathway: all that is needed to read it aloud, and later to compute it. */

#include "load_contract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static loading load_study(ny_arena *arena, const char *path)
{
    loading made = {.arena = arena, .sink = ny_sink_create(arena)};
    add_text(&made, path, repository_file(arena, path));
    finish_loading(&made);
    return made;
}

static void assert_text(ny_text text, const char *wanted)
{
    assert_int_equal(text.size, strlen(wanted));
    assert_memory_equal(text.data, wanted, text.size);
}

static void states_cycles_and_moves_are_there(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "contracts/sick-sicker/sick-sicker.nytte");
    assert_true(of.model->has_study);
    assert_false(of.model->has_contract);
    assert_int_equal(of.model->pathways.count, 1);
    const ny_pathway *pathway = &of.model->pathways.items[0];
    assert_text(pathway->name, "disease");
    assert_text(pathway->label, "One person's way");
    static const char *const names[] = {"healthy", "sick", "sicker", "dead"};
    assert_int_equal(pathway->states.count, 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_text(pathway->states.items[i].name, names[i]);
    assert_int_equal(pathway->starts.count, 1);
    assert_int_equal(pathway->starts.items[0].state, 0);
    assert_int_equal(pathway->cycle.months, 12);
    assert_int_equal(pathway->cycle.days, 0);
    assert_int_equal(pathway->cycles, 75);
    assert_int_equal(pathway->counted, NY_COUNTED_SIMPSON);
    static const uint32_t moves[][2] = {{0, 1}, {0, 3}, {1, 0}, {1, 2}, {1, 3}, {2, 3}};
    assert_int_equal(pathway->transitions.count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        const ny_transition *move = &pathway->transitions.items[i];
        assert_int_equal(move->from, moves[i][0]);
        assert_int_equal(move->to, moves[i][1]);
        const ny_meaning *chance = ny_meaning_of(of.model, move->chance);
        assert_int_equal(chance->type.kind, NY_KIND_NUMBER);
        assert_true(ny_unit_is_none(chance->type.unit));
    }
    ny_arena_destroy(arena);
}

static void costs_and_benefits_are_found_from_the_pathway(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "contracts/sick-sicker-residence/sick-sicker-residence.nytte");
    const ny_pathway *pathway = &of.model->pathways.items[0];
    assert_int_equal(pathway->flows.count, 11);
    const ny_payment *treatment = &of.model->payments.items[pathway->flows.items[3]];
    assert_text(treatment->label, "Treatment A");
    assert_true(treatment->is_cost);
    assert_int_equal(treatment->pathway, 0);
    assert_int_equal(treatment->states.count, 2);
    assert_int_equal(treatment->states.items[0], 1);
    assert_int_equal(treatment->states.items[1], 2);
    assert_int_equal(treatment->currency, 0);
    assert_non_null(treatment->words->when);
    const ny_payment *falling = &of.model->payments.items[pathway->flows.items[5]];
    assert_int_equal(falling->words->time, NY_TIME_EACH_MOVE);
    assert_int_equal(falling->move_from, 0);
    assert_int_equal(falling->move_to, 1);
    const ny_payment *dying = &of.model->payments.items[pathway->flows.items[6]];
    assert_int_equal(dying->move_from, NY_NONE);
    assert_int_equal(dying->move_to, 3);
    const ny_payment *health = &of.model->payments.items[pathway->flows.items[7]];
    assert_true(health->is_benefit);
    assert_int_equal(health->currency, NY_NONE);
    assert_int_equal(ny_unit_exponent(health->type.unit, NY_UNIT_QALY), 1);
    ny_arena_destroy(arena);
}

static void cycle_figures_know_their_pathway(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "contracts/hiv/hiv.nytte");
    const ny_figure *treated =
        &of.model->figures.items[ny_model_figure(of.model, NY_TEXT("treated"))];
    assert_int_equal(treated->grain.kind, NY_GRAIN_EACH_CYCLE);
    assert_int_equal(treated->grain.table, 0);
    assert_int_equal(treated->type.kind, NY_KIND_YES_NO);
    const ny_figure *shares =
        &of.model->figures.items[ny_model_figure(of.model, NY_TEXT("from_a"))];
    assert_int_equal(shares->parts.count, 4);
    assert_text(shares->parts.items[3], "d");
    const ny_expression *chance = of.model->pathways.items[0].transitions.items[2].chance;
    const ny_meaning *part = ny_meaning_of(of.model, chance->items.items[1]);
    assert_int_equal(part->reference, NY_REFERENCE_SHARE_OF);
    assert_int_equal(part->through, 3);
    ny_arena_destroy(arena);
}

static void money_and_benefits_have_their_own_present_value(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "contracts/hiv/hiv.nytte");
    assert_true(of.model->has_present_value);
    assert_false(of.model->present_value_at_start);
    assert_int_equal(
        ny_rational_compare(of.model->present_value, ny_rational_fraction(arena, 6, 100)), 0);
    assert_int_equal(ny_rational_sign(of.model->present_value_of_benefits), 0);
    of = load_study(arena, "contracts/sick-sicker/sick-sicker.nytte");
    assert_true(of.model->present_value_at_start);
    assert_int_equal(ny_rational_compare(of.model->present_value_of_benefits,
                                         ny_rational_fraction(arena, 3, 100)),
                     0);
    ny_arena_destroy(arena);
}

static void starts_know_the_time_there_and_arrivals_their_state(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "tests/golden/good/rates-people-starts.nytte");
    const ny_pathway *pathway = &of.model->pathways.items[0];
    assert_int_equal(pathway->kind, NY_PATHWAY_CYCLES);
    assert_int_equal(pathway->followed, NY_FOLLOWED_AS_PEOPLE);
    assert_int_equal(pathway->followed_as, 100000);
    assert_non_null(pathway->people);
    static const uint32_t states[] = {0, 1, 1, 2}, there[] = {0, 2, 0, 0};
    assert_int_equal(pathway->starts.count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(pathway->starts.items[i].state, states[i]);
        assert_int_equal(pathway->starts.items[i].cycles_there, there[i]);
    }
    assert_null(pathway->starts.items[3].share);
    assert_int_equal(pathway->arriving.count, 1);
    assert_int_equal(pathway->arriving.items[0].state, 0);
    for (uint32_t i = 0; i < pathway->transitions.count; i++) {
        const ny_transition *move = &pathway->transitions.items[i];
        assert_int_equal(move->form, NY_MOVE_RATE);
        assert_int_equal(
            ny_unit_exponent(ny_meaning_of(of.model, move->chance)->type.unit, NY_UNIT_MONTH), -1);
    }
    ny_arena_destroy(arena);
}

/* A written 0 is no move, the diagonal is who stays. */
static void a_row_of_a_matrix_is_moves_and_who_stays(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "tests/golden/good/matrix-rows.nytte");
    const ny_pathway *pathway = &of.model->pathways.items[0];
    static const uint32_t moves[][2] = {{0, 1}, {0, 2}, {1, 2}};
    assert_int_equal(pathway->transitions.count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(pathway->transitions.items[i].from, moves[i][0]);
        assert_int_equal(pathway->transitions.items[i].to, moves[i][1]);
    }
    for (uint32_t i = 0; i < 3; i++)
        assert_non_null(pathway->states.items[i].stays);
    ny_arena_destroy(arena);
}

/* Each pair of states is a sum over the table, with a meaning of its own. */
static void a_table_of_chances_is_a_sum_for_each_pair(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "tests/golden/good/matrix-table.nytte");
    const ny_pathway *pathway = &of.model->pathways.items[0];
    assert_int_equal(pathway->transitions.count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        const ny_expression *chance = pathway->transitions.items[i].chance;
        assert_int_equal(chance->kind, NY_EXPRESSION_AGGREGATE);
        assert_true(chance->id >= of.expressions);
        assert_true(ny_meaning_of(of.model, chance)->checked);
        const ny_expression *from = chance->scope.where->items.items[0];
        const ny_expression *to = chance->scope.where->items.items[1];
        static const char *const names[] = {"healthy", "sick", "dead"};
        assert_text(from->name.text, names[pathway->transitions.items[i].from]);
        assert_text(to->name.text, names[pathway->transitions.items[i].to]);
        assert_int_equal(ny_meaning_of(of.model, to)->reference, NY_REFERENCE_WORD);
    }
    assert_non_null(pathway->states.items[0].stays);
    ny_arena_destroy(arena);
}

static void a_tree_begins_at_its_root(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "tests/golden/good/tree.nytte");
    const ny_pathway *tree = &of.model->pathways.items[0];
    assert_int_equal(tree->kind, NY_PATHWAY_TREE);
    assert_int_equal(tree->starts.count, 1);
    assert_text(tree->states.items[tree->starts.items[0].state].name, "patient");
    assert_int_equal(tree->states.count, 8);
    const ny_pathway_state *patient = &tree->states.items[0];
    assert_int_equal(tree->transitions.items[patient->remaining].form, NY_MOVE_REMAINING);
    assert_null(tree->transitions.items[patient->remaining].chance);
    assert_int_equal(tree->states.items[3].remaining, NY_NONE);
    ny_arena_destroy(arena);
}

static void a_continuous_pathway_has_laws_and_a_horizon(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "tests/golden/good/continuous.nytte");
    const ny_pathway *pathway = &of.model->pathways.items[0];
    static const ny_move_form forms[] = {NY_MOVE_AFTER, NY_MOVE_BY, NY_MOVE_RATE};
    assert_int_equal(pathway->kind, NY_PATHWAY_CONTINUOUS);
    assert_int_equal(pathway->horizon.months, 360);
    assert_int_equal(pathway->cycles, 0);
    assert_true(of.model->present_value_at_every_moment);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(pathway->transitions.items[i].form, forms[i]);
    assert_non_null(pathway->transitions.items[0].law);
    assert_non_null(pathway->transitions.items[0].times);
    assert_null(pathway->transitions.items[1].times);
    ny_arena_destroy(arena);
}

static void each_curve_adds_a_state(void **state)
{
    (void)state;
    ny_arena *arena = ny_arena_create();
    loading of = load_study(arena, "tests/golden/good/curves.nytte");
    const ny_pathway *pathway = &of.model->pathways.items[0];
    assert_int_equal(pathway->kind, NY_PATHWAY_CURVES);
    assert_int_equal(pathway->curves.count, 2);
    assert_int_equal(pathway->curves.items[0].adds, 0);
    assert_int_equal(pathway->curves.items[1].adds, 1);
    assert_int_equal(pathway->transitions.count, 0);
    const ny_expression *share = pathway->curves.items[0].share;
    assert_int_equal(share->kind, NY_EXPRESSION_SURVIVAL);
    const ny_meaning *time = ny_meaning_of(of.model, share->items.items[1]);
    assert_int_equal(time->part, NY_KEYWORD_TIME);
    assert_int_equal(ny_unit_exponent(time->type.unit, NY_UNIT_MONTH), 1);
    ny_arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_cycles_and_moves_are_there),
        cmocka_unit_test(costs_and_benefits_are_found_from_the_pathway),
        cmocka_unit_test(cycle_figures_know_their_pathway),
        cmocka_unit_test(money_and_benefits_have_their_own_present_value),
        cmocka_unit_test(starts_know_the_time_there_and_arrivals_their_state),
        cmocka_unit_test(a_row_of_a_matrix_is_moves_and_who_stays),
        cmocka_unit_test(a_table_of_chances_is_a_sum_for_each_pair),
        cmocka_unit_test(a_tree_begins_at_its_root),
        cmocka_unit_test(a_continuous_pathway_has_laws_and_a_horizon),
        cmocka_unit_test(each_curve_adds_a_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
