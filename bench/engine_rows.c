/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What the fast evaluator does in a second with a formula of a contract's model: cells are read, every
 * number has a bound of its error and every row a state. Beside it the same row by row. Prints lines as
 * bench/engine.c does. The table is made up. */

#include "base/bug.h"
#include "plan/plan.h"
#include "run/fast_private.h"
#include "run/philox.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { ROWS = 16384, ROUNDS = 60, COLUMNS = 4, OPERATIONS = 28 };

/* 28 operations, 3 exponentials and 2 logarithms among them; what is said three times is computed once. */
#define TIME                                                                                       \
    "min(5, log(u) * -1 / (exp(z * 0.25 + 0.1) * exp(age * 0.03 - 0.5 + quality * -0.8) * 0.12))"
static const char contract[] =
    "nytte 1 english\n"
    "contract \"Rows\"\n"
    "  currency DKK, rounded to 0.01, halves away from zero\n"
    "  prices without value added tax\n"
    "  runs from 2020-01-01 for 2 years\n"
    "  statement 3 months after each contract year, on the data of that day\n"
    "  last statement at the end of the term\n"
    "party buyer \"Buyer\" buys\n"
    "party seller \"Seller\" sells\n"
    "table person \"One row per person\"\n"
    "  id key\n"
    "  u 0..1\n"
    "  z -10..10\n"
    "  age 0..1\n"
    "  quality 0..1\n"
    "  net -1_000_000..1_000_000\n"
    "pay buyer to seller \"Fee\" clause 1\n"
    "  10 DKK each year\n"
    "  due 30 days after the statement\n"
    "model person with 10 rows\n"
    "  u ~ uniform(low 0, high 1)\n"
    "  z ~ normal(mean 0, sd 1)\n"
    "  age ~ uniform(low 0, high 1)\n"
    "  quality ~ uniform(low 0, high 1)\n"
    "  net = max(-200_000, min(300_000, " TIME " * max(0, min(1, quality + 0.05)) * exp(" TIME
    " * -0.035) * 50_000)) + log(" TIME " + 1) * 2_500\n";

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static const ny_plan *plan_of(ny_arena *arena)
{
    ny_sink *sink = ny_sink_create(arena);
    uint32_t source = ny_sink_add_source(sink, NY_TEXT("rows.nytte"), ny_text_of(contract));
    const ny_tree *tree = ny_parse(arena, sink, ny_tokens_read(arena, sink, source), 0);
    const ny_model *model = ny_check(arena, sink, &tree, 1, tree->expressions);
    NY_BUG_ON(sink->errors);
    const ny_plan *plan = ny_plan_lower(arena, sink, model, NULL);
    NY_BUG_ON(sink->errors);
    return plan;
}

static ny_rows rows_of(ny_arena *arena)
{
    ny_rows rows = {.count = ROWS, .columns = NY_NEW_ARRAY(arena, ny_cells, COLUMNS + 2)};
    for (uint32_t column = 1; column <= COLUMNS; column++) {
        rows.columns[column] = ny_cells_make(arena, ROWS, 6);
        for (uint32_t row = 0; row < ROWS; row++)
            ny_cells_wide(&rows.columns[column])[row] =
                1 + (int64_t)(999998 * ny_random_uniform(1, column, 0, row, 0));
    }
    return rows;
}

/* Seconds for all rows. */
static double run(ny_fast *fast, const ny_rows *rows, uint32_t op, double *ret_sum)
{
    double begun = now();
    for (uint32_t first = 0, count; first < ROWS; first += count) {
        count = ny_fast_block(fast, rows, first, ROWS);
        ny_fast_need(fast, op);
        *ret_sum += ny_fast_lane(fast, op, 0).value;
    }
    return now() - begun;
}

int main(void)
{
    ny_arena *arena = ny_arena_create();
    const ny_plan *plan = plan_of(arena);
    const ny_plan_row_model *model = &plan->row_models.items[0];
    uint32_t op = model->columns.items[model->columns.count - 1].value;
    ny_rows rows = rows_of(arena);
    ny_inputs in_blocks = {.tables = &rows,
                           .values = NY_NEW_ARRAY(arena, ny_value, plan->inputs.count + 1),
                           .periods = 1,
                           .fast = ny_fast_prepare(arena, plan, NY_KERNELS_BEST)};
    ny_inputs by_row = in_blocks;
    by_row.row_by_row = true;
    ny_fast a = ny_fast_begin(arena, plan, &in_blocks), b = ny_fast_begin(arena, plan, &by_row);
    double ours = INFINITY, theirs = INFINITY, sum = 0, other = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double blocks = run(&a, &rows, op, &sum), single = run(&b, &rows, op, &other);
        ours = blocks < ours ? blocks : ours;
        theirs = single < theirs ? single : theirs;
    }
    NY_BUG_ON(sum != other);
    double operations = (double)OPERATIONS * ROWS / 1e9;
    printf(
        "rows of a plan, with bounds of error\t%.3f\t%.3f\tthousand million operations a second\n",
        operations / ours, operations / theirs);
    ny_arena_destroy(arena);
    return 0;
}
