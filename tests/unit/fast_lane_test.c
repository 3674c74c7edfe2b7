/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Operations of numbers over blocks of rows give what they give row by row, value, bound and state, and
 * tie where rows tie: on numbers made by chance, whole and not, of both signs and 0, known and not. */

#include "load_contract.h"
#include "run/fast_private.h"
#include "run/philox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 1500, NUMBERS = 5 };

static const char contract[] =
    "nytte 1 english\n"
    "contract \"Small\"\n"
    "  currency DKK, rounded to 0.01, halves away from zero\n"
    "  prices without value added tax\n"
    "  runs from 2020-01-01 for 2 years\n"
    "  statement 3 months after each contract year, on the data of that day\n"
    "  last statement at the end of the term\n"
    "  objections within 30 days of the statement\n"
    "party buyer \"Buyer\" buys\n"
    "party seller \"Seller\" sells\n"
    "table visit \"One row per visit\"\n"
    "  id key\n"
    "  a  -1_000..1_000\n"
    "  b  -1_000..1_000, if known\n"
    "  c  -1_000..1_000, if known\n"
    "  d  -5..5\n"
    "  e  -5..5, if known\n"
    "  m1 -1_000_000..1_000_000\n"
    "  m2 -1_000_000..1_000_000\n"
    "  m3 -1_000_000..1_000_000\n"
    "  m4 -1_000_000..1_000_000\n"
    "pay buyer to seller \"Fee\" clause 1\n"
    "  10 DKK each year\n"
    "  due 30 days after the statement\n"
    "define negated each visit = -b\n"
    "define quotient each visit = a / b\n"
    "define whole_quotient each visit = d / e\n"
    "define of_constant each visit = 7 / (a + 0.1)\n"
    "define lesser each visit = min(a, b)\n"
    "define greater each visit = max(b, c)\n"
    "define lesser_of_near each visit = min(a / 3 * 3, a)\n"
    "define greater_of_near each visit = max(c * 0.1 + c * 0.2, c * 0.3)\n"
    "define whole_lesser each visit = max(min(d, e), -2)\n"
    "define between_bounds each visit = keep a / 3 between b / 3 and c / 3\n"
    "define between_near each visit = keep a * 0.1 * 3 between a * 0.3 and a / 3\n"
    "define between_whole each visit = keep d between -2 and e\n"
    "define all_of_it each visit = max(min(a / (b * b + 1), c), -a) - (keep c / 7 between -1 and "
    "1)\n"
    "model visit with 10 rows\n"
    "  a ~ uniform(low 1, high 2)\n  b ~ uniform(low 1, high 2)\n  c ~ uniform(low 1, high 2)\n"
    "  d = 1\n  e = 1\n"
    "  m1 = log(a)\n"
    "  m2 = sqrt(b)\n"
    "  m3 = log(c / 3 + a)\n"
    "  m4 = exp(sqrt(a * a + 1) - log(b * b + 2)) / (e + 1)\n";

typedef struct ny_numbers {
    ny_arena *arena;
    const ny_plan *plan;
    ny_rows rows;
    ny_inputs inputs;
} ny_numbers;

static double chance(uint32_t row, uint32_t column)
{
    return ny_random_uniform(8, 9, 0, row, column);
}

/* One row in nine is 0, some are the same as the column before, one in seven of `if known` is missing. */
static void fill(ny_numbers *of, uint32_t column, bool whole, bool if_known, double low,
                 double high)
{
    ny_cells *cells = &of->rows.columns[column];
    *cells = ny_cells_make(of->arena, ROWS, whole ? 0 : 3);
    for (uint32_t row = 0; row < ROWS; row++) {
        double number = low + (high - low) * chance(row, column);
        int64_t value = (int64_t)(whole ? number : 1000 * number);
        value = low < 0 && chance(row, column + 20) < 0.1 ? 0 : value;
        if (column > 1 && chance(row, column + 40) < 0.1)
            value = ny_cells_value(cells - 1, row);
        ny_cells_wide(cells)[row] = value;
        cells->state[row] =
            if_known && chance(row, column + 60) < 0.14 ? NY_CELL_MISSING : NY_CELL_SOUND;
        if (cells->state[row] != NY_CELL_SOUND)
            ny_cells_wide(cells)[row] = 0;
    }
}

static ny_numbers numbers(double low)
{
    ny_numbers of = {.arena = ny_arena_create()};
    loading loaded = load_texts(of.arena, contract);
    of.plan = plan_of(&loaded, NULL);
    const ny_table *table = &loaded.model->tables.items[0];
    of.rows =
        (ny_rows){.count = ROWS, .columns = NY_NEW_ARRAY(of.arena, ny_cells, table->columns.count)};
    for (uint32_t c = 1; c <= NUMBERS; c++)
        fill(&of, c, c >= 4, table->columns.items[c].if_known, c >= 4 && low < 0 ? -5 : low,
             c >= 4 ? 5 : 9);
    return of;
}

/* --- both ways --------------------------------------------------------------------------------- */

static void assert_same(const ny_fast *a, const ny_fast *b, uint32_t op, uint32_t lane,
                        uint32_t row)
{
    ny_fast_value x = ny_fast_lane(a, op, lane), y = ny_fast_lane(b, op, lane);
    if (x.state != y.state || (x.state == NY_KNOWN && (memcmp(&x.value, &y.value, sizeof x.value) ||
                                                       memcmp(&x.error, &y.error, sizeof x.error))))
        fail_msg("operation %u (%d), row %u: %a +- %a (%d), by row %a +- %a (%d)", op,
                 (int)a->plan->ops.items[op].code, row, x.value, x.error, (int)x.state, y.value,
                 y.error, (int)y.state);
}

/* Runs an operation and what it stands on, in blocks and row by row. Gives whether a row was undefined. */
static bool hold_together(const ny_numbers *of, ny_kernel_set kernels, uint32_t op)
{
    ny_inputs in_blocks = {.tables = &of->rows, .periods = 1}, by_row = in_blocks;
    bool undefined = false;
    in_blocks.values = by_row.values =
        NY_NEW_ARRAY(of->arena, ny_value, of->plan->inputs.count + 1);
    in_blocks.fast = ny_fast_prepare(of->arena, of->plan, kernels);
    by_row.fast = in_blocks.fast;
    by_row.row_by_row = true;
    ny_fast a = ny_fast_begin(of->arena, of->plan, &in_blocks);
    ny_fast b = ny_fast_begin(of->arena, of->plan, &by_row);
    a.ties = b.ties = false;
    for (uint32_t first = 0, count; first < ROWS; first += count) {
        count = ny_fast_block(&a, &of->rows, first, ROWS);
        assert_int_equal(ny_fast_block(&b, &of->rows, first, ROWS), count);
        ny_fast_need(&a, op);
        ny_fast_need(&b, op);
        for (uint32_t lane = 0; lane < count; lane++) {
            assert_same(&a, &b, op, lane, first + lane);
            undefined |= ny_fast_lane(&a, op, lane).state == NY_UNDEFINED;
        }
        assert_int_equal(a.ties, b.ties);
    }
    return undefined;
}

/* Every operation of a row. Gives how many had rows that are undefined. */
static uint32_t hold_all_together(double low)
{
    ny_numbers of = numbers(low);
    uint32_t undefined = 0, seen = 0;
    for (uint32_t op = 0; op < of.plan->ops.count; op++) {
        if (of.plan->ops.items[op].grain.kind != NY_GRAIN_ROW)
            continue;
        undefined += hold_together(&of, NY_KERNELS_BEST, op);
        (void)hold_together(&of, NY_KERNELS_PLAIN, op);
        seen++;
    }
    assert_true(seen > 40);
    ny_arena_destroy(of.arena);
    return undefined;
}

static void numbers_of_both_signs(void **state)
{
    (void)state;
    assert_true(hold_all_together(-9) >
                4); /* quotients by 0, logarithms and roots of what is negative */
}

static void positive_numbers(void **state)
{
    (void)state;
    assert_true(hold_all_together(0.5) <= 1); /* whole numbers below 1 are 0 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_both_signs),
        cmocka_unit_test(positive_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
