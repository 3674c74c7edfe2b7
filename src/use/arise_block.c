/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* A block of rows of one column at once: what arise_column.c says of one row holds here for each,
 * with the same cells. Where anything is unusual (an argument that is not known, a value outside its
 * range) nothing is said here: the block goes row by row, which knows the reason. */

#include "use/arise_private.h"

#include "base/bug.h"
#include "use/law_rows.h"

#include <math.h>
#include <string.h>

static const double no_numbers[NY_FAST_BLOCK];

typedef struct ny_block_filling {
    ny_arising *arising;
    const ny_arise_table *table;
    const ny_arise_column *column;
    const ny_column *schema;
    ny_fast *fast;
    const ny_kernels *kernels;
    const ny_cells *cells;
    uint32_t first, count;
    uint8_t known[NY_FAST_BLOCK]; /* 1 where the value is known */
    double cell[NY_FAST_BLOCK];   /* whole numbers, to be written into the cells */
} ny_block_filling;

static void run(const ny_block_filling *of, ny_kernel_code code, ny_kernel_call call)
{
    call.lanes = of->count;
    ny_kernel(of->kernels, code, call);
}

static void uniforms(const ny_block_filling *of, uint32_t draw, double *ret_u)
{
    of->kernels->uniform_rows(of->arising->seed, of->column->stream, of->arising->patients,
                              of->first, draw, of->count, ret_u);
}

static uint32_t count_of(const uint8_t *truths, uint32_t count)
{
    uint32_t yes = 0;
    for (uint32_t i = 0; i < count; i++)
        yes += truths[i];
    return yes;
}

static void write_cells(const ny_cells *cells, uint32_t first, const double *restrict from,
                        uint32_t count)
{
    int8_t *restrict bytes = (int8_t *)cells->value + first;
    int32_t *restrict words = (int32_t *)cells->value + first;
    int64_t *restrict wide = (int64_t *)cells->value + first;
    if (cells->width == 1)
        for (uint32_t i = 0; i < count; i++)
            bytes[i] = (int8_t)(int32_t)from[i];
    else if (cells->width == 4)
        for (uint32_t i = 0; i < count; i++)
            words[i] = (int32_t)from[i];
    else
        for (uint32_t i = 0; i < count; i++)
            wide[i] = (int64_t)from[i];
}

/* Writes the cells; what is not known holds nothing. False where the column must hold something. */
static bool write_all(ny_block_filling *of)
{
    uint8_t nothing = of->schema->if_any ? NY_CELL_ABSENT : NY_CELL_MISSING;
    uint8_t *restrict state = of->cells->state + of->first;
    const uint8_t *restrict known = of->known;
    uint32_t count = of->count;
    if (count_of(of->known, count) < count) {
        if (!of->schema->if_any && !of->schema->if_known)
            return false;
        for (uint32_t i = 0; i < count; i++)
            state[i] = known[i] ? NY_CELL_SOUND : nothing;
        run(of, NY_KERNEL_CHOOSE,
            (ny_kernel_call){.to = of->cell, .a = known, .b = of->cell, .c = no_numbers});
    }
    write_cells(of->cells, of->first, of->cell, count);
    return true;
}

/* --- words and rows --------------------------------------------------------------------------- */

/* The chances, added up; false where one is a row's own, or they are no chances. */
static bool add_up(const ny_block_filling *of, double *below)
{
    const ny_plan_arising *plan = of->column->plan;
    double said = 0, sum = 0;
    bool remaining = false;
    for (uint32_t i = 0; i < plan->words.count; i++) {
        uint32_t op = plan->chances.items[i];
        below[i] = -1;
        remaining |= op == NY_NONE;
        if (op == NY_NONE)
            continue;
        if (of->fast->plan->ops.items[op].grain.kind == NY_GRAIN_ROW)
            return false;
        ny_fast_value chance = ny_fast_lane(of->fast, op, 0);
        if (chance.state != NY_KNOWN || !(chance.value >= 0))
            return false;
        below[i] = chance.value;
        said += chance.value;
    }
    if (said > 1 + 1e-9 || (!remaining && said < 1 - 1e-9))
        return false;
    for (uint32_t i = 0; i < plan->words.count; i++)
        below[i] = sum += below[i] < 0 ? 1 - said : below[i];
    return true;
}

static bool fill_words(ny_block_filling *of)
{
    const ny_plan_arising *plan = of->column->plan;
    double below[64], u[NY_FAST_BLOCK];
    uint32_t words = plan->words.count;
    if (words == 0 || words > 64 || !add_up(of, below))
        return false;
    if (below[0] >= 1) { /* always the first */
        run(of, NY_KERNEL_FILL, (ny_kernel_call){.to = of->cell, .k = plan->words.items[0]});
        return write_all(of);
    }
    uniforms(of, 0, u);
    uint8_t word[NY_FAST_BLOCK] = {0}, above[NY_FAST_BLOCK];
    for (uint32_t w = 0; w + 1 < words; w++) {
        run(of, NY_KERNEL_AT_LEAST_ONE, (ny_kernel_call){.to = above, .a = u, .k = below[w]});
        for (uint32_t i = 0; i < of->count; i++)
            word[i] = (uint8_t)(word[i] + above[i]);
    }
    for (uint32_t i = 0; i < of->count; i++)
        of->cell[i] = plan->words.items[word[i]];
    return write_all(of);
}

/* u * rows lies below rows, but for the rounding of the product. */
static bool fill_any(ny_block_filling *of)
{
    uint32_t rows = of->arising->tables[of->column->plan->any_table].count;
    double *place = of->cell;
    if (!rows || of->column->plan->any_column != NY_NONE)
        return false;
    uniforms(of, 0, place);
    run(of, NY_KERNEL_MULTIPLY_ONE, (ny_kernel_call){.to = place, .a = place, .k = rows});
    run(of, NY_KERNEL_FLOOR, (ny_kernel_call){.to = place, .a = place});
    run(of, NY_KERNEL_LESSER_ONE, (ny_kernel_call){.to = place, .a = place, .k = rows - 1.0});
    return write_all(of);
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* An operand as it stands in each row; false where it is not known in one that matters. */
static bool given(const ny_block_filling *of, uint32_t op, double factor, double *room,
                  ny_law_given *ret_given)
{
    *ret_given = (ny_law_given){.each = NULL, .one = 0};
    if (op == NY_NONE)
        return true;
    if (of->fast->plan->ops.items[op].grain.kind != NY_GRAIN_ROW) {
        ny_fast_value value = ny_fast_lane(of->fast, op, 0);
        ret_given->one = value.value * factor;
        return value.state == NY_KNOWN;
    }
    const ny_fast_lanes *lanes = ny_fast_lanes_of(of->fast, op);
    uint32_t lacking = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        room[i] = lanes->value[i] * factor;
        lacking += (lanes->state[i] != NY_KNOWN) & of->known[i];
    }
    ret_given->each = room;
    return lacking == 0;
}

/* A law with more arguments goes row by row. */
#define NY_MOST_ARGUMENTS 8u
typedef struct ny_law_room {
    double each[NY_MOST_ARGUMENTS][NY_FAST_BLOCK];
} ny_law_room;

static bool arguments(const ny_block_filling *of, ny_law_room *room,
                      ny_law_given ret_given[NY_LAW_ARGUMENTS])
{
    const ny_law *law = &of->column->law;
    if (law->said_count > NY_MOST_ARGUMENTS)
        return false;
    for (uint32_t i = 0; i < law->said_count; i++) {
        uint32_t a = law->said[i];
        if (!given(of, law->operations[a], law->factors[a], room->each[i], &ret_given[a]))
            return false;
    }
    return true;
}

/* Draws of the law for the rows where something is known. */
static bool draw(const ny_block_filling *of, double *ret_values)
{
    ny_law_room room;
    ny_law_given by[NY_LAW_ARGUMENTS] = {{NULL, 0}}, hazard;
    double ratio[NY_FAST_BLOCK], u[NY_FAST_BLOCK];
    if (!arguments(of, &room, by) || !given(of, of->column->plan->times, 1, ratio, &hazard))
        return false;
    bool timed = of->column->plan->times != NY_NONE;
    for (uint32_t i = 0; timed && !hazard.each && i < of->count; i++)
        ratio[i] = hazard.one;
    uniforms(of, 0, u);
    return ny_law_draw_rows(of->fast->prepared->kernels, &of->column->law, by, timed ? ratio : NULL,
                            u, of->count, ret_values);
}

/* A bound of `kept between` in row i: `far` where it is not known, and binds nobody. */
static double bound_at(const ny_block_filling *of, uint32_t op, double factor, double far,
                       uint32_t i)
{
    ny_fast_value bound = ny_fast_lane(of->fast, op, i);
    return bound.state == NY_KNOWN ? bound.value * factor : far;
}

static bool is_same(const ny_block_filling *of, uint32_t op)
{
    return of->fast->plan->ops.items[op].grain.kind != NY_GRAIN_ROW;
}

static void keep(const ny_block_filling *of, double *values)
{
    uint32_t low = of->column->plan->keep_low, high = of->column->plan->keep_high;
    double low_factor = of->column->low_factor, high_factor = of->column->high_factor;
    if (low != NY_NONE && is_same(of, low))
        run(of, NY_KERNEL_GREATER_ONE,
            (ny_kernel_call){
                .to = values, .a = values, .k = bound_at(of, low, low_factor, -HUGE_VAL, 0)});
    else if (low != NY_NONE)
        for (uint32_t i = 0; i < of->count; i++) {
            double bound = bound_at(of, low, low_factor, -HUGE_VAL, i);
            values[i] = values[i] < bound ? bound : values[i];
        }
    if (high != NY_NONE && is_same(of, high))
        run(of, NY_KERNEL_LESSER_ONE,
            (ny_kernel_call){
                .to = values, .a = values, .k = bound_at(of, high, high_factor, HUGE_VAL, 0)});
    else if (high != NY_NONE)
        for (uint32_t i = 0; i < of->count; i++) {
            double bound = bound_at(of, high, high_factor, HUGE_VAL, i);
            values[i] = values[i] > bound ? bound : values[i];
        }
}

static void write_units(const ny_block_filling *of, double *values)
{
    ny_rational factor = of->schema->factor;
    double by = factor.denominator == 0 ? ny_rational_to_double(factor) : (double)factor.numerator;
    if (factor.denominator > 1)
        run(of, NY_KERNEL_MULTIPLY_ONE,
            (ny_kernel_call){.to = values, .a = values, .k = (double)factor.denominator});
    if (by != 1)
        run(of, NY_KERNEL_DIVIDE_ONE, (ny_kernel_call){.to = values, .a = values, .k = by});
}

/* See set_number: six decimals, halves away from zero, inside the column's range. */
static bool set_numbers(ny_block_filling *of, const double *as_written)
{
    double step = of->schema->is_whole ? 1 : NY_ARISE_STEP, up = NY_ARISE_STEP / step;
    bool bounded = of->column->has_bounds;
    double low = bounded ? (double)of->column->lowest : -HUGE_VAL;
    double high = bounded ? (double)of->column->highest : HUGE_VAL;
    double scaled[NY_FAST_BLOCK], *cell = of->cell;
    uint32_t outside = 0;
    if (of->schema->has_range && !bounded)
        return false;
    run(of, NY_KERNEL_MULTIPLY_ONE, (ny_kernel_call){.to = scaled, .a = as_written, .k = step});
    run(of, NY_KERNEL_ABSOLUTE, (ny_kernel_call){.to = cell, .a = scaled});
    run(of, NY_KERNEL_ADD_ONE, (ny_kernel_call){.to = cell, .a = cell, .k = 0.5});
    run(of, NY_KERNEL_FLOOR, (ny_kernel_call){.to = cell, .a = cell});
    for (uint32_t i = 0; i < of->count; i++) {
        double mantissa = copysign(cell[i], scaled[i]) * up;
        bool fits = fabs(scaled[i]) < NY_ARISE_LARGEST;
        outside += of->known[i] & !(fits & (mantissa >= low) & (mantissa <= high));
        cell[i] = mantissa;
    }
    return outside == 0 && write_all(of);
}

static bool fill_law(ny_block_filling *of)
{
    double values[NY_FAST_BLOCK];
    if (!draw(of, values))
        return false;
    keep(of, values);
    write_units(of, values);
    return set_numbers(of, values);
}

/* Words, truths and the like, as they are. */
static bool copy_values(ny_block_filling *of, uint32_t op)
{
    ny_fast *fast = of->fast;
    uint32_t undefined = 0;
    ny_fast_need(fast, op);
    for (uint32_t i = 0; i < of->count; i++) {
        ny_fast_value value = ny_fast_lane(fast, op, i);
        undefined += of->known[i] & (value.state == NY_UNDEFINED);
        of->known[i] &= value.state == NY_KNOWN;
        of->cell[i] = value.value;
    }
    return undefined == 0 && write_all(of);
}

static bool fill_value(ny_block_filling *of)
{
    const ny_arise_column *column = of->column;
    double values[NY_FAST_BLOCK];
    uint32_t op = column->plan->value, undefined = 0;
    if (of->schema->type.kind == NY_KIND_DATE)
        return false; /* seldom, and looked at closely */
    if (of->schema->type.kind != NY_KIND_NUMBER)
        return copy_values(of, op);
    ny_fast_need(of->fast, op);
    for (uint32_t i = 0; i < of->count; i++) {
        ny_fast_value value = ny_fast_lane(of->fast, op, i);
        undefined += of->known[i] & (value.state == NY_UNDEFINED);
        of->known[i] &= value.state == NY_KNOWN;
        values[i] = column->as_written ? value.value : value.value * column->value_factor;
    }
    if (undefined)
        return false;
    keep(of, values);
    if (!column->as_written)
        write_units(of, values);
    return set_numbers(of, values);
}

/* --- dates ------------------------------------------------------------------------------------ */

/* Days by comparing chances; see law_rows.h. False where this law is not drawn so. */
static bool draw_days(const ny_block_filling *of, double *ret_days)
{
    const ny_law *law = &of->column->law;
    const ny_plan_arising *plan = of->column->plan;
    double one[NY_LAW_ARGUMENTS] = {0}, u[NY_FAST_BLOCK];
    if (plan->times != NY_NONE || plan->keep_low != NY_NONE || plan->keep_high != NY_NONE ||
        !of->column->same_law)
        return false;
    for (uint32_t i = 0; i < law->said_count; i++) {
        ny_law_given by;
        uint32_t a = law->said[i];
        if (!given(of, law->operations[a], law->factors[a], NULL, &by))
            return false;
        one[a] = by.one;
    }
    if (of->first == 0)
        of->arising->days = ny_law_days_of(law, one);
    const ny_law_days *days = &of->arising->days;
    if (!days->count)
        return false;
    uniforms(of, 0, u);
    for (uint32_t i = 0; i < of->count; i++) {
        uint32_t day = ny_law_day(days, u[i]);
        ret_days[i] = day;
        if (day == NY_LAW_DAYS &&
            ny_law_draw(law, one, 1, u[i], &ret_days[i]) != NY_DISTRIBUTION_OK)
            return false;
    }
    return true;
}

/* Up where the law is given by a chance within a time, else to the nearest. A time too long for a
 * calendar ends behind all of it; one as far back is never. */
static void add_days(const ny_block_filling *of, const double *base, double *days)
{
    uint8_t fits[NY_FAST_BLOCK];
    double whole[NY_FAST_BLOCK];
    run(of, NY_KERNEL_MORE_ONE, (ny_kernel_call){.to = fits, .a = days, .k = -1e7});
    if (of->column->law.by_chance) {
        run(of, NY_KERNEL_CEILING, (ny_kernel_call){.to = whole, .a = days});
    } else {
        run(of, NY_KERNEL_ADD_ONE, (ny_kernel_call){.to = whole, .a = days, .k = 0.5});
        run(of, NY_KERNEL_FLOOR, (ny_kernel_call){.to = whole, .a = whole});
    }
    run(of, NY_KERNEL_ADD, (ny_kernel_call){.to = days, .a = base, .b = whole});
    if (count_of(fits, of->count) < of->count)
        for (uint32_t i = 0; i < of->count; i++)
            days[i] = fits[i] ? days[i] : 1e9;
}

/* Leaves known only rows where that is yes too. */
static void and_known(ny_block_filling *of, const uint8_t *restrict yes)
{
    uint8_t *restrict known = of->known;
    for (uint32_t i = 0, count = of->count; i < count; i++)
        known[i] &= yes[i];
}

/* What is dated after the last day that is seen, or not before `until`, is not seen. */
static void leave_after_out(ny_block_filling *of, const double *days)
{
    uint32_t until = of->column->plan->until;
    uint8_t seen[NY_FAST_BLOCK];
    run(of, NY_KERNEL_AT_MOST_ONE,
        (ny_kernel_call){.to = seen, .a = days, .k = of->table->followed});
    and_known(of, seen);
    if (until == NY_NONE)
        return;
    const ny_fast_lanes *lanes = ny_fast_lanes_of(of->fast, until);
    const uint8_t *restrict state = lanes->state;
    run(of, NY_KERNEL_LESS, (ny_kernel_call){.to = seen, .a = days, .b = lanes->value});
    for (uint32_t i = 0, count = of->count; i < count; i++)
        seen[i] |= state[i] != NY_KNOWN;
    and_known(of, seen);
}

/* In the calendar, and not before the column that it may not precede. No known day is after the last
 * that is seen. */
static bool in_order(const ny_block_filling *of, const double *days)
{
    const ny_rows *rows = &of->arising->tables[of->table->table];
    uint32_t wrong = 0, before = of->schema->not_before, count = of->count;
    uint8_t early[NY_FAST_BLOCK];
    double least[NY_FAST_BLOCK];
    run(of, NY_KERNEL_LESS_ONE, (ny_kernel_call){.to = early, .a = days, .k = NY_DATE_LOWEST});
    for (uint32_t i = 0; i < count; i++)
        wrong += of->known[i] & early[i];
    if (before == NY_NONE)
        return wrong == 0;
    const ny_cells *cells = &rows->columns[before];
    NY_BUG_ON(cells->width != 4);
    const uint8_t *restrict state = cells->state + of->first;
    const int32_t *restrict cell = (const int32_t *)cells->value + of->first;
    for (uint32_t i = 0; i < count; i++)
        least[i] = (double)(cell[i] + of->schema->is_after);
    run(of, NY_KERNEL_LESS, (ny_kernel_call){.to = early, .a = days, .b = least});
    for (uint32_t i = 0; i < count; i++)
        wrong += of->known[i] & (state[i] == NY_CELL_SOUND) & early[i];
    return wrong == 0;
}

static bool fill_after(ny_block_filling *of)
{
    double *days = of->cell;
    const ny_fast_lanes *base = ny_fast_lanes_of(of->fast, of->column->plan->after);
    for (uint32_t i = 0; !base->known && i < of->count; i++)
        of->known[i] &= base->state[i] == NY_KNOWN;
    if (!draw_days(of, days)) {
        if (!draw(of, days))
            return false;
        keep(of, days);
    }
    add_days(of, base->value, days);
    leave_after_out(of, days);
    return in_order(of, days) && write_all(of);
}

/* --- all -------------------------------------------------------------------------------------- */

bool ny_arise_fill_block(ny_arising *arising, const ny_arise_table *table,
                         const ny_arise_column *column, uint32_t first, uint32_t count)
{
    ny_block_filling of;
    of.arising = arising;
    of.table = table;
    of.column = column;
    of.schema = &arising->model->tables.items[table->table].columns.items[column->plan->column];
    of.fast = arising->fast;
    of.kernels = arising->fast->prepared->kernels;
    of.cells = &arising->tables[table->table].columns[column->plan->column];
    of.first = first;
    of.count = count;
    memset(of.known, 1, count);
    if (column->plan->has_known) {
        uniforms(&of, 1, of.cell);
        run(&of, NY_KERNEL_LESS_ONE,
            (ny_kernel_call){.to = of.known, .a = of.cell, .k = column->known});
    }
    switch (column->plan->form) {
    case NY_ARISES_WORDS:
        return fill_words(&of);
    case NY_ARISES_ANY:
        return fill_any(&of);
    case NY_ARISES_VALUE:
        return fill_value(&of);
    case NY_ARISES_LAW:
        return fill_law(&of);
    case NY_ARISES_AFTER:
        return fill_after(&of);
    }
    NY_BUG("how a column comes about");
}
