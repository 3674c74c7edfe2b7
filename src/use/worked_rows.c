/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See worked_rows.h. */

#include "use/worked_rows.h"

#include "base/bug.h"

/* --- figures in a range ------------------------------------------------------------------------ */

/* Two significant figures, so that examples can be followed in the head. */
static ny_rational two_figures(ny_arena *arena, ny_rational number)
{
    ny_rational ten = ny_rational_whole(10), unit = NY_RATIONAL_ONE, size = number;
    if (ny_rational_sign(number) == 0)
        return number;
    if (ny_rational_sign(size) < 0)
        size = ny_rational_negate(arena, size);
    ny_rational hundred = ny_rational_whole(100);
    for (int i = 0; i < 300 && ny_rational_compare(size, hundred) >= 0; i++) {
        size = ny_rational_divide(arena, size, ten);
        unit = ny_rational_multiply(arena, unit, ten);
    }
    for (int i = 0; i < 300 && ny_rational_compare(size, ten) < 0; i++) {
        size = ny_rational_multiply(arena, size, ten);
        unit = ny_rational_divide(arena, unit, ten);
    }
    return ny_rational_round(arena, number, unit, NY_HALVES_AWAY_FROM_ZERO);
}

ny_rational ny_worked_within(ny_arena *arena, ny_rational low, ny_rational high, uint32_t scene)
{
    static const int64_t eighths[] = {4, 6, 2, 7};
    ny_rational share = ny_rational_fraction(arena, eighths[scene % 4], 8);
    ny_rational width = ny_rational_subtract(arena, high, low);
    ny_rational value = ny_rational_add(arena, low, ny_rational_multiply(arena, width, share));
    ny_rational round = two_figures(arena, value);
    bool inside = ny_rational_compare(round, low) >= 0 && ny_rational_compare(round, high) <= 0;
    return inside ? round : value;
}

/* --- words that conditions ask for ------------------------------------------------------------- */

typedef struct ny_asking {
    const ny_model *model;
    uint32_t table, column;
    uint32_t *asked, *refused; /* by word (or party): how often `is`, how often `is not` */
    uint32_t most;
} ny_asking;

static void ask(void *context, const ny_expression *expression)
{
    ny_asking *asking = context;
    if (expression->kind != NY_EXPRESSION_IS)
        return;
    const ny_meaning *left = ny_meaning_of(asking->model, expression->items.items[0]);
    const ny_meaning *is = ny_meaning_of(asking->model, expression);
    bool here = left->reference == NY_REFERENCE_COLUMN && left->table == asking->table &&
                left->number == asking->column;
    if (!here || is->number >= asking->most)
        return;
    if (expression->yes)
        asking->refused[is->number]++;
    else
        asking->asked[is->number]++;
}

static void ask_all(ny_asking *asking)
{
    const ny_model *model = asking->model;
    for (uint32_t i = 0; i < model->figures.count; i++)
        ny_walk_figure(model, i, ask, asking);
    for (uint32_t i = 0; i < model->payments.count; i++) {
        const ny_pay_words *words = model->payments.items[i].words;
        if (words->where)
            ny_walk_expression(words->where, ask, asking);
    }
}

typedef struct ny_choices {
    NY_LIST(uint32_t) numbers;
} ny_choices;

static bool may_be_paid(const ny_model *model, uint32_t party, bool buyers_only)
{
    const ny_party *of = &model->parties.items[party];
    if (of->together)
        return false;
    if (buyers_only)
        return of->role == NY_KEYWORD_BUYS;
    for (uint32_t i = 0; i < model->payments.count; i++)
        if (model->payments.items[i].payer == party || model->payments.items[i].payee == party)
            return false;
    return true;
}

/* Which words (or parties) the column's cells take in turn: those mostly asked for, else those not refused,
 * else all. */
static ny_choices choices_of(ny_arena *arena, const ny_model *model, uint32_t table,
                             uint32_t column)
{
    const ny_column *of = &model->tables.items[table].columns.items[column];
    bool party = of->type.kind == NY_KIND_PARTY;
    uint32_t most = party                             ? model->parties.count
                    : of->type.kind == NY_KIND_YES_NO ? 2
                                                      : of->words.count;
    ny_asking asking = {.model = model, .table = table, .column = column, .most = most};
    asking.asked = NY_NEW_ARRAY(arena, uint32_t, (size_t)most + 1);
    asking.refused = NY_NEW_ARRAY(arena, uint32_t, (size_t)most + 1);
    ny_choices choices = {0};
    ask_all(&asking);
    for (uint32_t i = 0; i < most; i++)
        if (asking.asked[i] > asking.refused[i])
            *NY_APPEND(arena, &choices.numbers) = i;
    for (int round = 0; party && round < 2 && !choices.numbers.count; round++)
        for (uint32_t i = 0; i < most; i++)
            if (may_be_paid(model, i, round == 0))
                *NY_APPEND(arena, &choices.numbers) = i;
    for (uint32_t i = 0; i < most && !choices.numbers.count; i++)
        if (!asking.refused[i])
            *NY_APPEND(arena, &choices.numbers) = i;
    if (!choices.numbers.count)
        *NY_APPEND(arena, &choices.numbers) = 0;
    if (of->type.kind == NY_KIND_YES_NO) { /* a condition on it mostly asks for yes */
        choices.numbers.count = 1;
        choices.numbers.items[0] = 1;
    }
    return choices;
}

/* --- how many rows ----------------------------------------------------------------------------- */

typedef struct ny_seeking_one {
    const ny_model *model;
    uint32_t table;
    bool found;
} ny_seeking_one;

static void seek_the(void *context, const ny_expression *expression)
{
    ny_seeking_one *seeking = context;
    if (expression->kind == NY_EXPRESSION_THE &&
        ny_model_table(seeking->model, expression->scope.table.text) == seeking->table)
        seeking->found = true;
}

/* `the level over index_value where …` finds one row: each combination of words once. */
static bool is_looked_up(const ny_model *model, uint32_t table)
{
    ny_seeking_one seeking = {.model = model, .table = table};
    for (uint32_t i = 0; i < model->figures.count; i++)
        ny_walk_figure(model, i, seek_the, &seeking);
    return seeking.found;
}

typedef struct ny_making {
    ny_arena *arena;
    const ny_model *model;
    const ny_periods *periods;
    uint32_t scene, table, rows_each;
    ny_choices *choices; /* by column */
    ny_rows *rows;
} ny_making;

static uint32_t combinations(const ny_making *making)
{
    const ny_table *table = &making->model->tables.items[making->table];
    uint32_t count = 1;
    for (uint32_t c = 0; c < table->columns.count && count < NY_WORKED_ROWS; c++)
        if (making->choices[c].numbers.count)
            count *= making->choices[c].numbers.count;
    return count;
}

/* --- cells ------------------------------------------------------------------------------------- */

/* Does what may happen happen in this row? Rarely at first, always in the last scene. */
static bool happens(const ny_making *making, uint32_t row)
{
    static const uint32_t every[NY_WORKED_SCENES] = {50, 10, 3, 1};
    return row % every[making->scene % NY_WORKED_SCENES] == 0;
}

static ny_date period_day(const ny_making *making, uint32_t row)
{
    const ny_period *period = &making->periods->items[row / making->rows_each];
    int64_t length = period->end - period->from;
    int64_t place = 2 * (row % making->rows_each) + 1;
    return period->from + (ny_date)(length * place / (2 * (int64_t)making->rows_each));
}

static ny_date date_of(const ny_making *making, uint32_t column, uint32_t row)
{
    const ny_table *table = &making->model->tables.items[making->table];
    const ny_column *of = &table->columns.items[column];
    if (column == table->date)
        return period_day(making, row);
    if (of->not_before != NY_NONE) {
        const ny_cells *before = &making->rows->columns[of->not_before];
        ny_date from = before->state[row] == NY_CELL_SOUND ? (ny_date)ny_cells_value(before, row)
                                                           : period_day(making, row);
        return from + 2 + (ny_date)column % 5;
    }
    return table->date != NY_NONE ? period_day(making, row) - 30
                                  : making->periods->items[0].from - 30;
}

/* Wide ranges (0..1_000_000) only keep out what cannot be: what is usual lies near their beginning.
 * In the last scene there is little of everything. */
static ny_rational usual_high(const ny_making *making, ny_rational low, ny_rational high)
{
    ny_arena *arena = making->arena;
    ny_rational width = ny_rational_subtract(arena, high, low);
    bool wide = ny_rational_compare(width, ny_rational_whole(1000)) >= 0;
    bool little = making->scene == NY_WORKED_SCENES - 1;
    if (!wide && !little)
        return high;
    return ny_rational_add(arena, low, ny_rational_divide(arena, width, ny_rational_whole(10)));
}

/* The mantissa of a figure in the unit as written, with three decimals. */
static int64_t mantissa_of(const ny_making *making, uint32_t column, uint32_t row)
{
    ny_arena *arena = making->arena;
    const ny_column *of = &making->model->tables.items[making->table].columns.items[column];
    ny_rational low = of->has_range ? of->low : NY_RATIONAL_ZERO;
    ny_rational high = of->has_range ? of->high : ny_rational_whole(100), value;
    int64_t whole = 0;
    if (of->high_column != NY_NONE)
        high = ny_rational_decimal(arena,
                                   ny_cells_value(&making->rows->columns[of->high_column], row), 3);
    value = ny_worked_within(arena, low, usual_high(making, low, high),
                             making->scene + column + row % 3);
    value = ny_rational_round(arena, ny_rational_multiply(arena, value, ny_rational_whole(1000)),
                              ny_rational_whole(of->is_whole ? 1000 : 1), NY_HALVES_DOWN);
    return ny_rational_to_whole(value, &whole) ? whole : 0;
}

static uint32_t choice_of(const ny_making *making, uint32_t column, uint32_t row)
{
    const ny_table *table = &making->model->tables.items[making->table];
    uint32_t turn = row % making->rows_each;
    for (uint32_t c = 0; c < column; c++)
        if (making->choices[c].numbers.count)
            turn /= making->choices[c].numbers.count;
    (void)table;
    return making->choices[column].numbers.items[turn % making->choices[column].numbers.count];
}

static void fill(const ny_making *making, uint32_t column)
{
    const ny_column *of = &making->model->tables.items[making->table].columns.items[column];
    ny_cells *cells = &making->rows->columns[column];
    uint32_t count = making->rows->count;
    *cells =
        ny_cells_make(making->arena, (size_t)count + 1, of->type.kind == NY_KIND_NUMBER ? 3 : 0);
    int64_t *value = ny_cells_wide(cells);
    for (uint32_t row = 0; row < count; row++) {
        bool is_there = !of->if_any || happens(making, row);
        cells->state[row] = is_there ? NY_CELL_SOUND : NY_CELL_ABSENT;
        if (!is_there)
            continue;
        switch (of->type.kind) {
        case NY_KIND_NUMBER:
            value[row] = mantissa_of(making, column, row);
            break;
        case NY_KIND_DATE:
            value[row] = date_of(making, column, row);
            break;
        case NY_KIND_WORD:
        case NY_KIND_PARTY:
        case NY_KIND_YES_NO:
            value[row] = choice_of(making, column, row);
            break;
        case NY_KIND_TEXT: { /* keys rise with the rows; all else of a table is of one kind */
            bool key = column == making->model->tables.items[making->table].key;
            value[row] = key ? row : 0;
            break;
        }
        case NY_KIND_ROW:
        case NY_KIND_ANY:
            break;
        }
    }
}

/* A column may rest on one that stands behind it (`not before`, `0..readings`). */
static void fill_in_order(const ny_making *making)
{
    const ny_table *table = &making->model->tables.items[making->table];
    bool *done = NY_NEW_ARRAY(making->arena, bool, table->columns.count + 1);
    for (uint32_t round = 0; round <= table->columns.count; round++)
        for (uint32_t c = 0; c < table->columns.count; c++) {
            const ny_column *of = &table->columns.items[c];
            bool ready = (of->not_before == NY_NONE || done[of->not_before]) &&
                         (of->high_column == NY_NONE || done[of->high_column]);
            if (done[c] || !ready)
                continue;
            fill(making, c);
            done[c] = true;
        }
}

static void make_table(const ny_making *with, uint32_t number)
{
    ny_making making = *with;
    const ny_table *table = &making.model->tables.items[number];
    making.table = number;
    making.rows = &with->rows[number];
    making.choices = NY_NEW_ARRAY(making.arena, ny_choices, table->columns.count + 1);
    for (uint32_t c = 0; c < table->columns.count; c++) {
        ny_kind kind = table->columns.items[c].type.kind;
        if (kind == NY_KIND_WORD || kind == NY_KIND_PARTY || kind == NY_KIND_YES_NO)
            making.choices[c] = choices_of(making.arena, making.model, number, c);
    }
    bool dated = table->date != NY_NONE;
    bool few = !dated || is_looked_up(making.model, number);
    making.rows_each = making.scene == NY_WORKED_SCENES - 1 ? 1 : NY_WORKED_ROWS;
    if (few)
        making.rows_each = combinations(&making);
    uint32_t count = making.rows_each * (dated ? making.periods->count : 1);
    *making.rows = (ny_rows){.table = number, .count = count, .text_count = count + 1};
    making.rows->columns = NY_NEW_ARRAY(making.arena, ny_cells, table->columns.count + 1);
    making.rows->texts = NY_NEW_ARRAY(making.arena, ny_text, (size_t)count + 2);
    for (uint32_t i = 0; i <= count; i++)
        making.rows->texts[i] = ny_format(making.arena, "%06u", i + 1);
    fill_in_order(&making);
}

ny_rows *ny_worked_rows(ny_arena *arena, const ny_model *model, const ny_periods *periods,
                        uint32_t scene)
{
    ny_making making = {.arena = arena, .model = model, .periods = periods, .scene = scene};
    making.rows = NY_NEW_ARRAY(arena, ny_rows, model->tables.count + 1);
    for (uint32_t t = 0; t < model->tables.count; t++)
        make_table(&making, t);
    return making.rows;
}
