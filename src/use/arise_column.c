/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Columns of imagined rows, one after the other; each may read those before it, as they stand in the
 * table: to six decimals, to whole days. */

#include "use/arise_private.h"

#include "base/bug.h"
#include "run/philox.h"
#include "run/vmath.h"

#include <string.h>

typedef struct ny_filling {
    ny_arising *arising;
    const ny_arise_table *table;
    const ny_arise_column *column;
    const ny_column *schema;
    ny_cells *cells;
    ny_text name;
    uint32_t first; /* row of lane 0 */
} ny_filling;

static double whole_above(double x)
{
    return -ny_whole_below(-x);
}

/* --- setting a cell --------------------------------------------------------------------------- */

static void spoil(const ny_filling *of, ny_phrase why)
{
    ny_arise_spoil(of->arising, of->name, why);
}

static void set_nothing(const ny_filling *of, uint32_t lane)
{
    if (!of->schema->if_any && !of->schema->if_known)
        spoil(of, NY_WORDS_VALUE_LACKS);
    of->cells->state[of->first + lane] = of->schema->if_any ? NY_CELL_ABSENT : NY_CELL_MISSING;
}

static void set(const ny_filling *of, uint32_t lane, int64_t value)
{
    of->cells->state[of->first + lane] = NY_CELL_SOUND;
    ny_cells_set(of->cells, of->first + lane, value);
}

static double written(const ny_column *column, double base)
{
    ny_rational factor = column->factor;
    if (factor.denominator == 0)
        return base / ny_rational_to_double(factor);
    return base * (double)factor.denominator / (double)factor.numerator;
}

static bool in_range(const ny_filling *of, uint32_t row, int64_t mantissa)
{
    if (!of->schema->has_range)
        return true;
    ny_arena *arena = of->arising->arena;
    ny_rational number = ny_rational_decimal(arena, mantissa, NY_ARISE_SCALE);
    if (ny_rational_compare(number, of->schema->low) < 0)
        return false;
    if (of->schema->high_column == NY_NONE)
        return ny_rational_compare(number, of->schema->high) <= 0;
    const ny_rows *rows = &of->arising->tables[of->table->table];
    const ny_cells *high = &rows->columns[of->schema->high_column];
    if (high->state[row] != NY_CELL_SOUND)
        return true;
    return ny_rational_compare(
               number, ny_rational_decimal(arena, ny_cells_value(high, row), high->scale)) <= 0;
}

static void set_number(const ny_filling *of, uint32_t lane, double as_written)
{
    double step = of->schema->is_whole ? 1 : NY_ARISE_STEP;
    double scaled = as_written * step;
    if (!(scaled > -NY_ARISE_LARGEST && scaled < NY_ARISE_LARGEST)) {
        spoil(of, NY_WORDS_FIGURE_TOO_LARGE);
        return;
    }
    double size = ny_whole_below((scaled < 0 ? -scaled : scaled) + 0.5);
    int64_t mantissa = (int64_t)((scaled < 0 ? -size : size) * (NY_ARISE_STEP / step));
    if (!in_range(of, of->first + lane, mantissa))
        spoil(of, NY_WORDS_OUTSIDE_COLUMN);
    set(of, lane, mantissa);
}

static void set_date(const ny_filling *of, uint32_t lane, double day)
{
    if (!(day >= NY_DATE_LOWEST && day <= NY_DATE_HIGHEST)) {
        spoil(of, NY_WORDS_OUTSIDE_CALENDAR);
        return;
    }
    uint32_t row = of->first + lane;
    if (of->schema->not_before != NY_NONE) {
        const ny_cells *base =
            &of->arising->tables[of->table->table].columns[of->schema->not_before];
        if (base->state[row] == NY_CELL_SOUND &&
            day < (double)ny_cells_value(base, row) + of->schema->is_after)
            spoil(of, NY_WORDS_DATE_TOO_EARLY);
    }
    set(of, lane, (int64_t)day);
}

/* --- the forms -------------------------------------------------------------------------------- */

static double uniform(const ny_filling *of, uint32_t lane, uint32_t draw)
{
    return ny_random_uniform(of->arising->seed, of->column->stream, of->arising->patients,
                             of->first + lane, draw);
}

static void draw_word(const ny_filling *of, uint32_t lane)
{
    const ny_plan_arising *plan = of->column->plan;
    double said = 0, below = 0, u = uniform(of, lane, 0);
    bool remaining = false;
    for (uint32_t i = 0; i < plan->words.count; i++) {
        remaining |= plan->chances.items[i] == NY_NONE;
        if (plan->chances.items[i] == NY_NONE)
            continue;
        ny_fast_value chance = ny_fast_lane(of->arising->fast, plan->chances.items[i], lane);
        if (chance.state != NY_KNOWN || !(chance.value >= 0)) {
            spoil(of, NY_WORDS_CHANCE_WRONG);
            return;
        }
        said += chance.value;
    }
    if (said > 1 + 1e-9 || (!remaining && said < 1 - 1e-9)) {
        spoil(of, said > 1 ? NY_WORDS_CHANCES_ABOVE : NY_WORDS_CHANCES_BELOW);
        return;
    }
    for (uint32_t i = 0; i < plan->words.count; i++) {
        bool rest = plan->chances.items[i] == NY_NONE;
        below +=
            rest ? 1 - said : ny_fast_lane(of->arising->fast, plan->chances.items[i], lane).value;
        if (u < below || i + 1 == plan->words.count) {
            set(of, lane, plan->words.items[i]);
            return;
        }
    }
}

/* The value in row `row` of the other table: a bootstrap. Texts have room: see make_rows. */
static void take_over(const ny_filling *of, uint32_t lane, uint32_t row)
{
    const ny_rows *from = &of->arising->tables[of->column->plan->any_table];
    uint32_t column = of->column->plan->any_column;
    const ny_cells *cells = &from->columns[column];
    ny_rows *rows = &of->arising->tables[of->table->table];
    if (cells->state[row] != NY_CELL_SOUND) {
        set_nothing(of, lane);
        return;
    }
    if (of->schema->type.kind == NY_KIND_NUMBER) {
        ny_fast_value value = ny_fast_cell(of->arising->fast, from, column, row);
        set_number(of, lane, written(of->schema, value.value));
    } else if (of->schema->type.kind == NY_KIND_WORD) {
        set(of, lane, of->column->words_here[ny_cells_value(cells, row)]);
    } else if (of->schema->type.kind == NY_KIND_TEXT) {
        rows->texts[rows->text_count] = ny_rows_text(from, column, row);
        set(of, lane, rows->text_count++);
    } else {
        set(of, lane, ny_cells_value(cells, row));
    }
}

static void draw_row(const ny_filling *of, uint32_t lane)
{
    uint32_t count = of->arising->tables[of->column->plan->any_table].count;
    if (!count) {
        spoil(of, NY_WORDS_NO_ROW_TO_REFER);
        return;
    }
    double place = ny_whole_below(uniform(of, lane, 0) * count);
    int64_t row = place >= count ? count - 1 : (int64_t)place;
    if (of->column->plan->any_column == NY_NONE)
        set(of, lane, row);
    else
        take_over(of, lane, (uint32_t)row);
}

/* `kept between`, in the unit of the value; nothing where it is not said. */
static double kept(const ny_filling *of, uint32_t lane, double value)
{
    const ny_plan_arising *plan = of->column->plan;
    if (plan->keep_low != NY_NONE) {
        ny_fast_value low = ny_fast_lane(of->arising->fast, plan->keep_low, lane);
        double bound = low.value * of->column->low_factor;
        if (low.state == NY_KNOWN && value < bound)
            value = bound;
    }
    if (plan->keep_high != NY_NONE) {
        ny_fast_value high = ny_fast_lane(of->arising->fast, plan->keep_high, lane);
        double bound = high.value * of->column->high_factor;
        if (high.state == NY_KNOWN && value > bound)
            value = bound;
    }
    return value;
}

static bool hazard(const ny_filling *of, uint32_t lane, double *ret_ratio)
{
    uint32_t times = of->column->plan->times;
    *ret_ratio = 1;
    if (times == NY_NONE)
        return true;
    ny_fast_value ratio = ny_fast_lane(of->arising->fast, times, lane);
    *ret_ratio = ratio.value;
    if (ratio.state == NY_KNOWN)
        return true;
    spoil(of, NY_WORDS_HAZARD_NOT_KNOWN);
    return false;
}

static void draw_number(const ny_filling *of, uint32_t lane)
{
    double value, ratio;
    if (!hazard(of, lane, &ratio) || !ny_arise_draw(of->arising, &of->column->law, lane, ratio,
                                                    uniform(of, lane, 0), of->name, &value))
        return;
    set_number(of, lane, written(of->schema, kept(of, lane, value)));
}

static void compute(const ny_filling *of, uint32_t lane)
{
    ny_fast_value value = ny_fast_lane(of->arising->fast, of->column->plan->value, lane);
    if (value.state == NY_UNDEFINED)
        spoil(of, NY_WORDS_VALUE_NOT_COMPUTED);
    if (value.state != NY_KNOWN)
        set_nothing(of, lane);
    else if (of->schema->type.kind == NY_KIND_NUMBER && of->column->as_written)
        set_number(of, lane, kept(of, lane, value.value));
    else if (of->schema->type.kind == NY_KIND_NUMBER)
        set_number(of, lane,
                   written(of->schema, kept(of, lane, value.value * of->column->value_factor)));
    else if (of->schema->type.kind == NY_KIND_DATE)
        set_date(of, lane, value.value);
    else
        set(of, lane, (int64_t)value.value);
}

/* Up where the law is given by a chance within a time, else to the nearest. */
static double whole_days(const ny_law *law, double days)
{
    return law->by_chance ? whole_above(days) : ny_whole_below(days + 0.5);
}

static void draw_date(const ny_filling *of, uint32_t lane)
{
    const ny_plan_arising *plan = of->column->plan;
    ny_fast_value base = ny_fast_lane(of->arising->fast, plan->after, lane);
    double days, ratio;
    if (base.state != NY_KNOWN) {
        set_nothing(of, lane);
        return;
    }
    if (!hazard(of, lane, &ratio) || !ny_arise_draw(of->arising, &of->column->law, lane, ratio,
                                                    uniform(of, lane, 0), of->name, &days))
        return;
    days = kept(of, lane, days);
    double day = days < 1e7 && days > -1e7 ? base.value + whole_days(&of->column->law, days) : 1e9;
    bool seen = day <= of->table->followed;
    if (plan->until != NY_NONE) {
        ny_fast_value until = ny_fast_lane(of->arising->fast, plan->until, lane);
        seen = seen && (until.state != NY_KNOWN || day < until.value);
    }
    if (seen)
        set_date(of, lane, day);
    else
        set_nothing(of, lane);
}

static void fill_lane(const ny_filling *of, uint32_t lane)
{
    if (of->column->plan->has_known && !(uniform(of, lane, 1) < of->column->known)) {
        set_nothing(of, lane);
        return;
    }
    switch (of->column->plan->form) {
    case NY_ARISES_WORDS:
        draw_word(of, lane);
        return;
    case NY_ARISES_ANY:
        draw_row(of, lane);
        return;
    case NY_ARISES_VALUE:
        compute(of, lane);
        return;
    case NY_ARISES_LAW:
        draw_number(of, lane);
        return;
    case NY_ARISES_AFTER:
        draw_date(of, lane);
        return;
    }
    NY_BUG("how a column comes about");
}

/* --- columns ---------------------------------------------------------------------------------- */

static ny_filling filling(ny_arising *arising, const ny_arise_table *table, uint32_t column)
{
    return (ny_filling){
        .arising = arising,
        .table = table,
        .schema = &arising->model->tables.items[table->table].columns.items[column],
        .cells = &arising->tables[table->table].columns[column],
        .name = ny_arise_column_name(arising->arena, arising->model, table->table, column)};
}

/* What a lane looks at. */
static void need(const ny_filling *of)
{
    ny_fast *fast = of->arising->fast;
    const ny_plan_arising *plan = of->column->plan;
    const uint32_t ops[] = {plan->value, plan->after,    plan->times,
                            plan->until, plan->keep_low, plan->keep_high};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        ny_fast_need(fast, ops[i]);
    for (uint32_t i = 0; i < plan->chances.count; i++)
        ny_fast_need(fast, plan->chances.items[i]);
    for (uint32_t i = 0; of->column->has_law && i < of->column->law.said_count; i++)
        ny_fast_need(fast, of->column->law.operations[of->column->law.said[i]]);
}

void ny_arise_fill(ny_arising *arising, const ny_arise_table *table, const ny_arise_column *column)
{
    ny_filling of = filling(arising, table, column->plan->column);
    const ny_rows *rows = &arising->tables[table->table];
    of.column = column;
    for (uint32_t count; of.first < rows->count && !arising->undefined; of.first += count) {
        count = ny_fast_block(arising->fast, rows, of.first, rows->count);
        need(&of);
        if (!arising->arise->row_by_row &&
            ny_arise_fill_block(arising, table, column, of.first, count))
            continue;
        for (uint32_t lane = 0; lane < count; lane++)
            ny_cells_set(of.cells, of.first + lane, 0);
        for (uint32_t lane = 0; lane < count; lane++)
            fill_lane(&of, lane);
    }
    ny_fast_leave_rows(arising->fast);
}

/* The earliest of the events that are left: `last` + 1 where none is. */
static uint32_t earliest(const ny_rows *rows, const ny_arise_table *table, uint32_t first,
                         uint32_t last, const bool *seen, uint32_t row)
{
    uint32_t found = last + 1;
    int64_t day = 0;
    for (uint32_t i = first; i <= last; i++) {
        const ny_cells *cells = &rows->columns[table->columns.items[i].plan->column];
        if (seen[i - first] || cells->state[row] != NY_CELL_SOUND)
            continue;
        if (found <= last && ny_cells_value(cells, row) >= day)
            continue;
        found = i;
        day = ny_cells_value(cells, row);
    }
    return found;
}

void ny_arise_compete(ny_arising *arising, const ny_arise_table *table, uint32_t last)
{
    uint32_t count = table->columns.items[last].plan->rivals, first = last + 1 - count;
    const ny_rows *rows = &arising->tables[table->table];
    const ny_table *schema = &arising->model->tables.items[table->table];
    bool *seen = NY_NEW_ARRAY(arising->arena, bool, (size_t)count + 1);
    bool *happened = NY_NEW_ARRAY(arising->arena, bool, schema->columns.count + 1);
    for (uint32_t row = 0; count && row < rows->count; row++) {
        for (uint32_t i = first; i <= last; i++)
            seen[i - first] = happened[table->columns.items[i].plan->column] = false;
        for (uint32_t i = earliest(rows, table, first, last, seen, row); i <= last;
             i = earliest(rows, table, first, last, seen, row)) {
            const ny_plan_arising *plan = table->columns.items[i].plan;
            seen[i - first] = true;
            happened[plan->column] = !happened[plan->rival];
            if (!happened[plan->column])
                rows->columns[plan->column].state[row] =
                    schema->columns.items[plan->column].if_any ? NY_CELL_ABSENT : NY_CELL_MISSING;
        }
    }
}

/* A code of so many digits, the lowest there is; else the word "without". */
static int64_t filler_text(ny_arising *arising, uint32_t table, const ny_column *schema)
{
    ny_rows *rows = &arising->tables[table];
    ny_text text = NY_TEXT("without");
    if (schema->has_digits) {
        ny_buffer digits = ny_buffer_create(arising->arena);
        ny_buffer_repeat(&digits, (char)('0' + schema->digit_low), schema->digits);
        text = ny_buffer_text(&digits);
    }
    rows->texts[rows->text_count] = text;
    return rows->text_count++;
}

void ny_arise_fill_without(ny_arising *arising, const ny_arise_table *table, uint32_t column)
{
    ny_filling of = filling(arising, table, column);
    const ny_rows *rows = &arising->tables[table->table];
    uint32_t date = arising->model->tables.items[table->table].date;
    bool optional = of.schema->if_any || of.schema->if_known;
    int64_t text = !optional && of.schema->type.kind == NY_KIND_TEXT
                       ? filler_text(arising, table->table, of.schema)
                       : 0;
    if (!optional && of.schema->type.kind == NY_KIND_ROW &&
        !arising->tables[of.schema->type.table].count)
        spoil(&of, NY_WORDS_NO_ROW_TO_REFER);
    if (optional) {
        memset(of.cells->state, of.schema->if_any ? NY_CELL_ABSENT : NY_CELL_MISSING, rows->count);
        return;
    }
    bool same_day = of.schema->type.kind == NY_KIND_DATE && date != NY_NONE;
    if (rows->count && of.schema->type.kind == NY_KIND_NUMBER)
        set_number(&of, 0, of.schema->has_range ? ny_rational_to_double(of.schema->low) : 0);
    else if (rows->count)
        set(&of, 0,
            of.schema->type.kind == NY_KIND_TEXT   ? text
            : of.schema->type.kind == NY_KIND_DATE ? arising->model->periods.items[0].from
                                                   : 0);
    int64_t filler = rows->count ? ny_cells_value(of.cells, 0) : 0;
    for (uint32_t row = 0; (same_day || filler) && row < rows->count; row++)
        ny_cells_set(of.cells, row, same_day ? ny_cells_value(&rows->columns[date], row) : filler);
}

void ny_arise_follow_dates(ny_arising *arising, const ny_arise_table *table)
{
    const ny_table *schema = &arising->model->tables.items[table->table];
    const ny_rows *rows = &arising->tables[table->table];
    for (uint32_t c = 1; c < schema->columns.count; c++) {
        const ny_column *word = &schema->columns.items[c], *date = word - 1;
        if (word->type.kind != NY_KIND_WORD || !word->if_any || date->type.kind != NY_KIND_DATE ||
            !date->if_any)
            continue;
        for (uint32_t row = 0; row < rows->count; row++)
            if (rows->columns[c - 1].state[row] != NY_CELL_SOUND)
                rows->columns[c].state[row] = NY_CELL_ABSENT;
    }
}
