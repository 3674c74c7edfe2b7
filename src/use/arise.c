/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See arise.h: preparing a model, then drawing a world: assumptions, arrivals, columns. */

#include "use/arise.h"

#include "base/bug.h"
#include "run/philox.h"
#include "use/arise_private.h"

#include <math.h>
#include <string.h>

#define MOST_ROWS 20000000
#define ARRIVALS 256u /* drawn at once */

/* --- preparing -------------------------------------------------------------------------------- */

static uint64_t stream_of(ny_text name)
{
    return ny_random_stream(name.data, name.size);
}

ny_text ny_arise_column_name(ny_arena *arena, const ny_model *model, uint32_t table,
                             uint32_t column)
{
    const ny_table *of = &model->tables.items[table];
    return ny_format(arena, "%.*s.%.*s", NY_PRINT(of->name),
                     NY_PRINT(of->columns.items[column].name));
}

/* `1 QALY per year ~ beta(a 200, b 3)`: a law that says no unit draws in that of the figure. */
static bool says_unit(const ny_model *model, const ny_expression *law, uint32_t form)
{
    for (uint32_t i = 0; i < law->items.count; i++) {
        const ny_expression *argument = law->items.items[i];
        uint32_t name = ny_law_name_of(argument->name.text);
        ny_unit unit = ny_meaning_of(model, argument->items.items[0])->type.unit;
        if (ny_law_unit_of(form, name) != NY_LAW_UNIT_NONE && !ny_unit_is_none(unit))
            return true;
    }
    return false;
}

static void prepare_assumption(ny_arena *arena, ny_arise *arise, const ny_plan_assumption *plan)
{
    const ny_figure *figure = &arise->model->figures.items[plan->figure];
    const ny_figure_words *words = &figure->declaration->is.figure;
    ny_arise_assumption made = {.plan = plan, .stream = stream_of(figure->name), .factor = 1};
    if (plan->shares) {
        ny_arise_prepare_shares(arena, arise->model, &made);
    } else if (plan->law.name.size) {
        made.has_law = true;
        ny_unit wanted =
            figure->type.kind == NY_KIND_DATE ? ny_unit_base(NY_UNIT_DAY) : figure->type.unit;
        made.law = ny_law_prepare(arise->model, &plan->law, words->distribution, wanted);
        if (figure->type.kind == NY_KIND_NUMBER && !ny_unit_is_none(figure->type.unit) &&
            !says_unit(arise->model, words->distribution, made.law.form))
            made.factor = ny_rational_to_double(figure->factor);
    }
    *NY_APPEND(arena, &arise->assumptions) = made;
}

/* A fact that is always there is there in every world: the model must say what it is. */
static bool check_fact(ny_sink *sink, const ny_figure *figure)
{
    if (figure->kind != NY_FIGURE_FACT || figure->may_be_absent || figure->may_be_unknown)
        return true;
    NY_REPORT(sink, NY_FACT_LACKS, figure->span, figure->name,
              ny_words(sink, NY_WORDS_THOSE_WHO_MUST));
    return false;
}

static double factor_of(const ny_model *model, const ny_expression *expression, ny_unit wanted)
{
    return expression ? ny_law_time_factor(ny_meaning_of(model, expression)->type.unit, wanted) : 1;
}

static const ny_arises_words *words_of(const ny_model_words *words, ny_text column)
{
    for (uint32_t i = 0; i < words->columns.count; i++)
        if (ny_text_equal(words->columns.items[i].column.text, column))
            return &words->columns.items[i];
    NY_BUG("a modelled column that is not in its model");
}

/* The range in millionths of the unit as written, inwards; not where another column ends it. */
static void find_bounds(ny_arena *arena, const ny_column *schema, ny_arise_column *column)
{
    ny_rational step = ny_rational_whole(NY_ARISE_STEP);
    if (!schema->has_range || schema->high_column != NY_NONE)
        return;
    ny_rational low = ny_rational_multiply(arena, schema->low, step);
    ny_rational high = ny_rational_multiply(arena, schema->high, step);
    column->has_bounds = ny_rational_to_whole(ny_rational_ceiling(arena, low), &column->lowest) &&
                         ny_rational_to_whole(ny_rational_floor(arena, high), &column->highest);
}

static uint8_t width_of(ny_arena *arena, const ny_column *schema)
{
    ny_arise_column column = {.has_bounds = false};
    switch (schema->type.kind) {
    case NY_KIND_YES_NO:
        return 1;
    case NY_KIND_WORD:
        return schema->words.count <= INT8_MAX ? 1 : 4;
    case NY_KIND_DATE:
    case NY_KIND_ROW:
    case NY_KIND_PARTY:
    case NY_KIND_TEXT:
        return 4;
    case NY_KIND_NUMBER:
        find_bounds(arena, schema, &column);
        return column.has_bounds && column.lowest >= INT32_MIN && column.highest <= INT32_MAX ? 4
                                                                                              : 8;
    case NY_KIND_ANY:
        break;
    }
    NY_BUG("a column of no kind");
}

static bool is_same_for_all(const ny_plan *plan, const ny_law *law)
{
    for (uint32_t a = 0; a < NY_LAW_ARGUMENTS; a++)
        if (law->operations[a] != NY_NONE &&
            plan->ops.items[law->operations[a]].grain.kind != NY_GRAIN_CONTRACT)
            return false;
    return true;
}

/* A value of any row of another table: one draw a row for all columns that come from there, so that
 * they stay together. */
static void prepare_taking_over(ny_arena *arena, const ny_model *model, ny_arise_table *table,
                                ny_arise_column *column)
{
    const ny_plan_arising *plan = column->plan;
    const ny_table *here = &model->tables.items[table->table];
    const ny_table *there = &model->tables.items[plan->any_table];
    const ny_column *to = &here->columns.items[plan->column];
    const ny_column *from = &there->columns.items[plan->any_column];
    column->stream =
        stream_of(ny_format(arena, "%.*s any %.*s", NY_PRINT(here->name), NY_PRINT(there->name)));
    table->texts += to->type.kind == NY_KIND_TEXT;
    column->words_here = NY_NEW_ARRAY(arena, uint32_t, (size_t)from->words.count + 1);
    for (uint32_t i = 0; i < from->words.count; i++)
        column->words_here[i] = ny_column_word(to, from->words.items[i]);
}

static void prepare_column(ny_arena *arena, const ny_arise *arise, ny_arise_table *table,
                           const ny_plan_arising *plan, const ny_model_words *model_words)
{
    const ny_model *model = arise->model;
    const ny_column *schema = &model->tables.items[table->table].columns.items[plan->column];
    const ny_arises_words *words = words_of(model_words, schema->name);
    ny_text name = ny_arise_column_name(arena, model, table->table, plan->column);
    ny_unit wanted = plan->form == NY_ARISES_AFTER ? ny_unit_base(NY_UNIT_DAY) : schema->type.unit;
    ny_arise_column made = {.plan = plan, .stream = stream_of(name)};
    made.known = plan->has_known ? ny_rational_to_double(plan->known) : 1;
    made.value_factor = factor_of(model, words->value, wanted);
    made.low_factor = factor_of(model, words->law.keep_low, wanted);
    made.high_factor = factor_of(model, words->law.keep_high, wanted);
    made.as_written = words->value && !ny_unit_is_none(schema->type.unit) &&
                      ny_unit_is_none(ny_meaning_of(model, words->value)->type.unit);
    if (plan->any_column != NY_NONE)
        prepare_taking_over(arena, model, table, &made);
    made.has_law = plan->law.name.size > 0;
    if (made.has_law)
        made.law = ny_law_prepare(model, &plan->law, words->law.law, wanted);
    made.same_law = made.has_law && is_same_for_all(arise->plan, &made.law);
    find_bounds(arena, schema, &made);
    NY_BUG_ON(plan->times != NY_NONE && !made.law.has_hazard); /* the checker has asked */
    table->modelled[plan->column] = true;
    *NY_APPEND(arena, &table->columns) = made;
}

static bool refuse_rows(ny_sink *sink, const ny_model *model, uint32_t table, ny_span span,
                        ny_phrase why)
{
    NY_REPORT(sink, NY_ROWS_HOW, span, model->tables.items[table].name, ny_words(sink, why));
    return false;
}

/* Rows arrive so many per month (the base unit) or per day; anything else is no rate. */
static bool prepare_arrivals(ny_sink *sink, const ny_arise *arise, ny_arise_table *table,
                             const ny_declaration *declaration)
{
    const ny_model *model = arise->model;
    const ny_model_words *words = &declaration->is.model;
    bool dated = model->tables.items[table->table].date != NY_NONE;
    if (table->plan->arriving == NY_NONE)
        return !dated || refuse_rows(sink, model, table->table, declaration->header_span,
                                     NY_WORDS_SAY_ARRIVING);
    if (!dated)
        return refuse_rows(sink, model, table->table, declaration->header_span,
                           NY_WORDS_SAY_WITH_ROWS);
    if (arise->plan->ops.items[table->plan->arriving].grain.kind != NY_GRAIN_CONTRACT)
        return refuse_rows(sink, model, table->table, words->arriving->span,
                           NY_WORDS_ARRIVING_ONE_FIGURE);
    ny_unit unit = ny_meaning_of(model, words->arriving)->type.unit;
    bool per_month = ny_unit_exponent(unit, NY_UNIT_MONTH) == -1;
    if (!per_month && ny_unit_exponent(unit, NY_UNIT_DAY) != -1)
        return refuse_rows(sink, model, table->table, words->arriving->span,
                           NY_WORDS_ARRIVING_PER_TIME);
    table->rate_factor = per_month ? 1 / NY_DAYS_A_MONTH : 1;
    return true;
}

static const ny_declaration *declaration_of(const ny_model *model, uint32_t table)
{
    for (uint32_t i = 0; i < model->row_models.count; i++)
        if (ny_text_equal(model->row_models.items[i]->is.model.table.text,
                          model->tables.items[table].name))
            return model->row_models.items[i];
    NY_BUG("a row model without a declaration");
}

static bool prepare_table(ny_arena *arena, ny_sink *sink, ny_arise *arise,
                          const ny_plan_row_model *plan)
{
    const ny_model *model = arise->model;
    const ny_declaration *declaration = declaration_of(model, plan->table);
    const ny_table *schema = &model->tables.items[plan->table];
    const ny_period *last = &model->periods.items[model->periods.count - 1];
    ny_arise_table made = {.plan = plan, .table = plan->table, .followed = last->data_date};
    if (plan->has_followed && !ny_date_add(model->periods.items[model->term_periods - 1].end,
                                           plan->followed, &made.followed))
        return refuse_rows(sink, model, plan->table, declaration->header_span,
                           NY_WORDS_FOLLOWED_TOO_FAR);
    made.stream = stream_of(ny_arise_column_name(
        arena, model, plan->table, schema->date == NY_NONE ? schema->key : schema->date));
    made.modelled = NY_NEW_ARRAY(arena, bool, (size_t)schema->columns.count + 1);
    made.width = NY_NEW_ARRAY(arena, uint8_t, (size_t)schema->columns.count + 1);
    for (uint32_t c = 0; c < schema->columns.count; c++)
        made.width[c] = width_of(arena, &schema->columns.items[c]);
    if (!prepare_arrivals(sink, arise, &made, declaration))
        return false;
    for (uint32_t i = 0; i < plan->columns.count; i++)
        prepare_column(arena, arise, &made, &plan->columns.items[i], &declaration->is.model);
    *NY_APPEND(arena, &arise->tables) = made;
    return true;
}

const ny_arise *ny_arise_prepare(ny_arena *arena, ny_sink *sink, const ny_plan *plan)
{
    ny_arise *arise = NY_NEW(arena, ny_arise);
    bool sound = plan->model->periods.count > 0 || plan->model->has_study;
    arise->language = sink->language;
    arise->plan = plan;
    arise->model = plan->model;
    arise->fast = ny_fast_prepare(arena, plan, NY_KERNELS_BEST);
    arise->years = ny_calendar_years_of(arena, plan);
    NY_BUG_ON(!sound);
    for (uint32_t i = 0; i < plan->assumptions.count; i++)
        prepare_assumption(arena, arise, &plan->assumptions.items[i]);
    ny_arise_prepare_together(arena, arise);
    for (uint32_t i = 0; i < plan->inputs.count; i++)
        sound &= check_fact(sink, &plan->model->figures.items[plan->inputs.items[i].figure]);
    for (uint32_t i = 0; i < plan->row_models.count; i++)
        sound &= prepare_table(arena, sink, arise, &plan->row_models.items[i]);
    return sound ? arise : NULL;
}

/* --- drawing ---------------------------------------------------------------------------------- */

void ny_arise_spoil(ny_arising *arising, ny_text what, ny_phrase why)
{
    if (arising->undefined)
        return;
    arising->undefined = true;
    ny_language language = arising->arise->language;
    arising->reason = NY_PHRASE_WITH(arising->arena, language, NY_WORDS_SPOILED, what,
                                     ny_phrase_text(language, why));
}

bool ny_arise_draw(ny_arising *arising, const ny_law *law, uint32_t lane, double ratio, double u,
                   ny_text what, double *ret_value)
{
    double arguments[NY_LAW_ARGUMENTS] = {0};
    for (uint32_t i = 0; i < law->said_count; i++) {
        uint32_t a = law->said[i];
        ny_fast_value value = ny_fast_lane(arising->fast, law->operations[a], lane);
        if (value.state != NY_KNOWN) {
            ny_arise_spoil(arising, what, NY_WORDS_ARGUMENT_NOT_KNOWN);
            return false;
        }
        arguments[a] = value.value * law->factors[a];
    }
    ny_distribution_status status = arising->stated
                                        ? ny_law_mean(law, arguments, ret_value)
                                        : ny_law_draw(law, arguments, ratio, u, ret_value);
    if (status != NY_DISTRIBUTION_OK)
        ny_arise_spoil(arising, what,
                       status == NY_DISTRIBUTION_OUT_OF_RANGE ? NY_WORDS_ARGUMENTS_TOO_FAR
                                                              : NY_WORDS_NO_SUCH_DISTRIBUTION);
    return status == NY_DISTRIBUTION_OK;
}

/* --- assumptions ------------------------------------------------------------------------------ */

/* A best guess with a 95 % interval: the parameters and then the quantile. */
static ny_distribution_status draw_between(ny_text family, double guess, double low, double high,
                                           double u, double *ret_value)
{
    double a, b;
    ny_distribution_status status;
    if (ny_text_is(family, "normal")) {
        status = ny_distribution_interval_normal(guess, low, high, &a, &b);
        return status == NY_DISTRIBUTION_OK ? ny_distribution_quantile_normal(a, b, u, ret_value)
                                            : status;
    }
    if (ny_text_is(family, "beta")) {
        status = ny_distribution_interval_beta(guess, low, high, &a, &b);
        return status == NY_DISTRIBUTION_OK ? ny_distribution_quantile_beta(a, b, u, ret_value)
                                            : status;
    }
    status = ny_distribution_interval_lognormal(guess, low, high, &a, &b);
    return status == NY_DISTRIBUTION_OK ? ny_distribution_quantile_lognormal(a, b, u, ret_value)
                                        : status;
}

static void compute_one(ny_fast *fast, uint32_t op)
{
    if (op == NY_NONE)
        return;
    (void)ny_fast_contract(fast, op);
    if (fast->in_rows)
        ny_fast_need(fast, op);
}

/* What it rests on: of the whole contract, or of the rows of the block at hand. */
static void compute_first(ny_arising *arising, const ny_arise_assumption *of)
{
    const uint32_t operations[] = {of->plan->value, of->plan->low, of->plan->high};
    for (size_t i = 0; i < 3; i++)
        compute_one(arising->fast, operations[i]);
    for (uint32_t i = 0; of->has_law && i < of->law.said_count; i++)
        compute_one(arising->fast, of->law.operations[of->law.said[i]]);
}

static bool draw_interval(ny_arising *arising, const ny_arise_assumption *of, uint32_t lane,
                          double u, double *ret_value)
{
    const ny_figure *figure = &arising->model->figures.items[of->plan->figure];
    ny_fast_value guess = ny_fast_lane(arising->fast, of->plan->value, lane);
    ny_fast_value low = ny_fast_lane(arising->fast, of->plan->low, lane);
    ny_fast_value high = ny_fast_lane(arising->fast, of->plan->high, lane);
    if (guess.state != NY_KNOWN || low.state != NY_KNOWN || high.state != NY_KNOWN) {
        ny_arise_spoil(arising, figure->name, NY_WORDS_GUESS_NOT_KNOWN);
        return false;
    }
    if (draw_between(of->plan->family, guess.value, low.value, high.value, u, ret_value) ==
        NY_DISTRIBUTION_OK)
        return true;
    ny_arise_spoil(arising, figure->name, NY_WORDS_GUESS_FITS_NONE);
    return false;
}

static void check_range(ny_arising *arising, const ny_figure *figure, double value)
{
    if (figure->has_range &&
        (value < ny_rational_to_double(figure->low) || value > ny_rational_to_double(figure->high)))
        ny_arise_spoil(arising, figure->name, NY_WORDS_OUTSIDE_ITS_RANGE);
}

static bool take_stated(ny_arising *arising, const ny_arise_assumption *of, uint32_t lane,
                        double *ret_value)
{
    ny_fast_value value = ny_fast_lane(arising->fast, of->plan->value, lane);
    *ret_value = value.value;
    if (value.state != NY_KNOWN)
        ny_arise_spoil(arising, arising->model->figures.items[of->plan->figure].name,
                       NY_WORDS_GUESS_NOT_KNOWN);
    return value.state == NY_KNOWN;
}

/* A number drawn at u; `row` is lane `lane` of the block at hand (0 where there is no row). */
static bool draw_assumption(ny_arising *arising, const ny_arise_assumption *of, uint32_t row,
                            uint32_t lane, double *ret_value)
{
    const ny_figure *figure = &arising->model->figures.items[of->plan->figure];
    double u = of->pinned > 0 ? of->pinned
               : of->together
                   ? ny_arise_together_uniform(arising, of)
                   : ny_random_uniform(arising->seed, of->stream, arising->world, row, 0);
    bool drawn =
        arising->stated && of->plan->value != NY_NONE ? take_stated(arising, of, lane, ret_value)
        : of->has_law ? ny_arise_draw(arising, &of->law, lane, 1, u, figure->name, ret_value)
                      : draw_interval(arising, of, lane, u, ret_value);
    if (!drawn)
        return false;
    if (of->has_law && !(arising->stated && of->plan->value != NY_NONE))
        *ret_value *= of->factor;
    if (!(*ret_value > -1e300 && *ret_value < 1e300)) {
        ny_arise_spoil(arising, figure->name, NY_WORDS_FIGURE_TOO_LARGE);
        return false;
    }
    check_range(arising, figure, *ret_value);
    return true;
}

/* A bare value: not drawn, and of any kind. */
static ny_value plain_value(ny_arising *arising, const ny_arise_assumption *of, uint32_t lane)
{
    const ny_figure *figure = &arising->model->figures.items[of->plan->figure];
    if (of->plan->value == NY_NONE)
        return ny_value_unknown();
    ny_fast_value value = ny_fast_lane(arising->fast, of->plan->value, lane);
    if (value.state != NY_KNOWN)
        return (ny_value){.state = value.state};
    if (figure->type.kind == NY_KIND_NUMBER) {
        check_range(arising, figure, value.value);
        return ny_value_number(ny_rational_from_double(arising->arena, value.value));
    }
    if (figure->type.kind == NY_KIND_DATE)
        return ny_value_date((ny_date)value.value);
    return ny_value_index((uint32_t)value.value);
}

/* A day that was drawn: the nearest whole one. */
static ny_value whole_day(ny_arising *arising, const ny_arise_assumption *of, double value)
{
    double nearest = value + 0.5;
    if (nearest > NY_DATE_LOWEST && nearest < NY_DATE_HIGHEST)
        return ny_value_date((ny_date)(nearest - NY_DATE_LOWEST) + NY_DATE_LOWEST);
    ny_arise_spoil(arising, arising->model->figures.items[of->plan->figure].name,
                   NY_WORDS_OUTSIDE_CALENDAR);
    return ny_value_unknown();
}

/* What it rests on is computed. */
static ny_value assumed(ny_arising *arising, const ny_arise_assumption *of, uint32_t row,
                        uint32_t lane)
{
    double value;
    if (!of->has_law && of->plan->low == NY_NONE)
        return plain_value(arising, of, lane);
    if (!draw_assumption(arising, of, row, lane, &value))
        return ny_value_unknown();
    ny_kind kind = arising->model->figures.items[of->plan->figure].type.kind;
    if (kind == NY_KIND_DATE)
        return whole_day(arising, of, value);
    if (kind == NY_KIND_YES_NO)
        return ny_value_index(arising->stated ? value >= 0.5 : value != 0);
    return ny_value_number(ny_rational_from_double(arising->arena, value));
}

ny_value ny_arise_assumed(ny_arising *arising, const ny_arise_assumption *of)
{
    compute_first(arising, of);
    return assumed(arising, of, 0, 0);
}

/* One figure for each row of a table: row k has draw k. */
static void draw_for_rows(ny_arising *arising, ny_value **by_row, const ny_arise_assumption *of)
{
    const ny_rows *rows = &arising->tables[of->plan->by_table];
    ny_value *values = NY_NEW_ARRAY(arising->arena, ny_value, (size_t)rows->count + 1);
    for (uint32_t first = 0, count; first < rows->count && !arising->undefined; first += count) {
        count = ny_fast_block(arising->fast, rows, first, rows->count);
        compute_first(arising, of);
        for (uint32_t lane = 0; lane < count && !arising->undefined; lane++)
            values[first + lane] = assumed(arising, of, first + lane, lane);
    }
    ny_fast_leave_rows(arising->fast);
    by_row[of->plan->input] = values;
}

/* Those that stand on the first `behind` columns drawn. */
static void draw_by_row(ny_arising *arising, ny_value **by_row, uint32_t table, uint32_t behind)
{
    for (uint32_t i = 0; i < arising->arise->assumptions.count && !arising->undefined; i++) {
        const ny_arise_assumption *of = &arising->arise->assumptions.items[i];
        if (of->plan->by_table == table && of->plan->behind == behind)
            draw_for_rows(arising, by_row, of);
    }
}

/* --- rows ------------------------------------------------------------------------------------- */

/* A Poisson process: gaps with a constant hazard, in days since the contract began; row k has draw
 * k. A change of the rate stretches the same arrivals. */
static uint32_t draw_arrivals(ny_arising *arising, const ny_arise_table *table, ny_date **ret_days)
{
    const ny_model *model = arising->model;
    ny_date start = model->periods.items[0].from;
    double length = (double)model->periods.items[model->term_periods - 1].end - start;
    double moment = 0;
    ny_text name = model->tables.items[table->table].name;
    ny_fast_value rate = ny_fast_lane(arising->fast, table->plan->arriving, 0);
    double per_day = rate.value * table->rate_factor;
    if (rate.state != NY_KNOWN || !(per_day >= 0) || per_day * length > MOST_ROWS) {
        ny_arise_spoil(arising, name, NY_WORDS_ARRIVALS_WRONG);
        return 0;
    }
    *ret_days = NULL;
    if (per_day == 0)
        return 0;
    double expected = per_day * length, room = expected + 8 * sqrt(expected) + 64;
    ny_date *days = NY_NEW_ARRAY(arising->arena, ny_date, (size_t)room + ARRIVALS);
    uint32_t count = 0, most = (uint32_t)room;
    const ny_kernels *kernels = arising->fast->prepared->kernels;
    for (double u[ARRIVALS]; count <= most; count += ARRIVALS) { /* beyond: 8 standard deviations */
        kernels->uniform_rows(arising->seed, table->stream, arising->patients, count, 0, ARRIVALS,
                              u);
        ny_kernel(kernels, NY_KERNEL_TIME_EXPONENTIAL,
                  (ny_kernel_call){.to = u, .a = u, .k = per_day, .lanes = ARRIVALS});
        for (uint32_t i = 0; i < ARRIVALS; i++) {
            moment += u[i];
            if (!(moment < length)) {
                *ret_days = days;
                return count + i;
            }
            days[count + i] = start + (ny_date)moment;
        }
    }
    ny_arise_spoil(arising, name, NY_WORDS_ARRIVALS_WRONG);
    return 0;
}

static uint32_t digits_of(uint32_t count)
{
    uint32_t digits = 1;
    for (; count >= 10; count /= 10)
        digits++;
    return digits;
}

/* The next number in decimal digits, in place. */
static void count_up(char *digits, uint32_t count)
{
    while (count-- > 0) {
        if (digits[count] != '9') {
            digits[count]++;
            return;
        }
        digits[count] = '0';
    }
}

/* "operation-000001": as many digits in every key, so that the order of keys is that of rows. */
static void set_keys(ny_arising *arising, uint32_t table)
{
    const ny_table *schema = &arising->model->tables.items[table];
    ny_rows *rows = &arising->tables[table];
    uint32_t digits = digits_of(rows->count) > 6 ? digits_of(rows->count) : 6;
    if (schema->key == NY_NONE)
        return;
    const ny_cells *cells = &rows->columns[schema->key];
    ny_text first = ny_format(arising->arena, "%.*s-%0*u", NY_PRINT(schema->name), (int)digits, 0u);
    char *keys = NY_NEW_ARRAY(arising->arena, char, (rows->count + 1) * first.size);
    memcpy(keys, first.data, first.size);
    memset(cells->state, NY_CELL_SOUND, rows->count);
    for (uint32_t row = 0; row < rows->count; row++) {
        char *key = keys + (row + 1) * first.size;
        memcpy(key, key - first.size, first.size);
        count_up(key + first.size - digits, digits);
        rows->texts[rows->text_count] = (ny_text){key, first.size};
        ny_cells_set(cells, row, rows->text_count++);
    }
}

static void make_rows(ny_arising *arising, const ny_arise_table *table, uint32_t count,
                      ny_date *days)
{
    const ny_table *schema = &arising->model->tables.items[table->table];
    ny_rows *rows = &arising->tables[table->table];
    ny_arena *arena = arising->arena;
    rows->count = count;
    rows->texts = NY_NEW_ARRAY(arena, ny_text,
                               (size_t)count * (1 + table->texts) + schema->columns.count + 1);
    for (uint32_t c = 0; c < schema->columns.count; c++) {
        bool is_number = schema->columns.items[c].type.kind == NY_KIND_NUMBER;
        rows->columns[c] = ny_cells_make_narrow(arena, (size_t)count + 1,
                                                is_number ? NY_ARISE_SCALE : 0, table->width[c]);
    }
    if (days)
        rows->columns[schema->date].value = days;
    set_keys(arising, table->table);
}

static void draw_table(ny_arising *arising, const ny_arise_table *table, ny_value **by_row)
{
    const ny_table *schema = &arising->model->tables.items[table->table];
    ny_date *days = NULL;
    uint32_t count =
        table->plan->arriving == NY_NONE ? table->plan->rows : draw_arrivals(arising, table, &days);
    make_rows(arising, table, count, days);
    for (uint32_t c = 0; c < schema->columns.count && !arising->undefined; c++)
        if (!table->modelled[c] && c != schema->key && c != schema->date)
            ny_arise_fill_without(arising, table, c);
    draw_by_row(arising, by_row, table->table, 0);
    for (uint32_t i = 0; i < table->columns.count && !arising->undefined; i++) {
        ny_arise_fill(arising, table, &table->columns.items[i]);
        ny_arise_compete(arising, table, i);
        draw_by_row(arising, by_row, table->table, i + 1);
    }
    ny_arise_follow_dates(arising, table);
}

/* --- a world ---------------------------------------------------------------------------------- */

ny_rows *ny_arise_first_tables(ny_arena *arena, const ny_arise *arise)
{
    const ny_model *model = arise->model;
    ny_rows *tables = NY_NEW_ARRAY(arena, ny_rows, (size_t)model->tables.count + 1);
    for (uint32_t t = 0; t < model->tables.count; t++) {
        tables[t].table = t;
        tables[t].columns =
            NY_NEW_ARRAY(arena, ny_cells, (size_t)model->tables.items[t].columns.count + 1);
        if (arise->given && arise->given[t].count)
            tables[t] = arise->given[t];
    }
    return tables;
}

ny_value *ny_arise_first_values(ny_arena *arena, const ny_arise *arise, const ny_value *offers)
{
    const ny_plan *plan = arise->plan;
    ny_value *values = NY_NEW_ARRAY(arena, ny_value, (size_t)plan->inputs.count + 1);
    for (uint32_t i = 0; i < plan->inputs.count; i++) {
        bool is_fact =
            arise->model->figures.items[plan->inputs.items[i].figure].kind == NY_FIGURE_FACT;
        values[i] = is_fact  ? ny_value_absent() /* not assumed: it does not happen */
                    : offers ? offers[i]
                             : ny_value_unknown();
    }
    return values;
}

static ny_world draw_world(ny_arena *arena, const ny_arise *arise, uint64_t seed, uint32_t world,
                           uint32_t patients, bool stated, const ny_value *offers)
{
    const ny_plan *plan = arise->plan;
    ny_value *values = ny_arise_first_values(arena, arise, offers);
    ny_value **by_row = NY_NEW_ARRAY(arena, ny_value *, (size_t)plan->inputs.count + 1);
    ny_rows *tables = ny_arise_first_tables(arena, arise);
    ny_inputs inputs = {.language = arise->language,
                        .tables = tables,
                        .values = values,
                        .by_row = (const ny_value *const *)by_row,
                        .fast = arise->fast,
                        .years = patients == world ? arise->years : NULL, /* of twins: not asked */
                        .periods = 1};
    ny_fast fast = ny_fast_begin(arena, plan, &inputs);
    ny_arising arising = {.arena = arena,
                          .arise = arise,
                          .model = arise->model,
                          .seed = seed,
                          .stated = stated,
                          .world = world,
                          .patients = patients,
                          .tables = tables,
                          .fast = &fast};
    for (uint32_t i = 0; i < arise->assumptions.count && !arising.undefined; i++)
        if (arise->assumptions.items[i].plan->shares)
            ny_arise_shares(&arising, &arise->assumptions.items[i], values);
        else if (arise->assumptions.items[i].plan->by_table == NY_NONE)
            values[arise->assumptions.items[i].plan->input] =
                ny_arise_assumed(&arising, &arise->assumptions.items[i]);
    fast = ny_fast_begin(arena, plan, &inputs);
    for (uint32_t t = 0; t < arise->model->tables.count && !arising.undefined; t++)
        if (tables[t].count) /* rows that are given */
            draw_by_row(&arising, by_row, t, NY_NONE);
    for (uint32_t i = 0; i < arise->tables.count && !arising.undefined && !stated; i++)
        draw_table(&arising, &arise->tables.items[i], by_row);
    inputs.periods = arise->model->periods.count;
    return (ny_world){.inputs = inputs, .undefined = arising.undefined, .reason = arising.reason};
}

ny_world ny_arise_world(ny_arena *arena, const ny_arise *arise, uint64_t seed, uint32_t world,
                        const ny_value *offers)
{
    return draw_world(arena, arise, seed, world, world, false, offers);
}

ny_world ny_arise_twin(ny_arena *arena, const ny_arise *arise, uint64_t seed, uint32_t world,
                       const ny_value *offers)
{
    NY_BUG_ON(world >= NY_ARISE_TWINS);
    return draw_world(arena, arise, seed, world, world + NY_ARISE_TWINS, false, offers);
}

ny_world ny_arise_stated(ny_arena *arena, const ny_arise *arise, const ny_value *offers)
{
    return draw_world(arena, arise, 0, 0, 0, true, offers);
}

const ny_calendar_years *ny_arise_years(const ny_arise *arise)
{
    return arise->years;
}

const ny_arise *ny_arise_pinned(ny_arena *arena, const ny_arise *arise, uint32_t figure, double u)
{
    ny_arise *pinned = NY_NEW(arena, ny_arise);
    *pinned = *arise;
    uint32_t count = arise->assumptions.count;
    pinned->assumptions.items = NY_NEW_ARRAY(arena, ny_arise_assumption, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        pinned->assumptions.items[i] = arise->assumptions.items[i];
        if (arise->assumptions.items[i].plan->figure == figure)
            pinned->assumptions.items[i].pinned = u;
    }
    pinned->assumptions.capacity = count;
    return pinned;
}

const ny_arise *ny_arise_given(ny_arena *arena, const ny_arise *arise, const ny_rows *tables)
{
    ny_arise *given = NY_NEW(arena, ny_arise);
    *given = *arise;
    given->given = tables;
    return given;
}
