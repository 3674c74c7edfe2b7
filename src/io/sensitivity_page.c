/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What a result hangs on, to read: the assumption that moves most stands first, with a bar. */

#include "io/number_words.h"
#include "io/page.h"
#include "io/sensitivity.h"

#include <math.h>

static const ny_page_layout tornado_layout = {
    "worlds", 5, {{22, 0, false}, {28, 1, false}, {14, 1, true}, {14, 1, true}, {10, 2, false}}};
static const ny_page_layout grid_layout = {
    "worlds", 5, {{18, 0, true}, {17, 1, true}, {17, 1, true}, {17, 1, true}, {17, 1, true}}};
static const ny_page_layout look_layout = {
    "worlds", 3, {{24, 0, true}, {18, 2, true}, {16, 2, true}}};

#define BAR_WIDTH 10
#define COLUMNS_A_TABLE 4u

typedef struct ny_sensitivity_writing {
    ny_page page;
    const ny_sensitivity *of;
    const ny_prose *prose;
} ny_sensitivity_writing;

#define TELL(on, name, ...) NY_TELLS((on)->prose, name, __VA_ARGS__)
#define TELL_PLAIN(on, name) NY_TELLS_PLAIN((on)->prose, name)

static ny_text number(const ny_sensitivity_writing *on, double value)
{
    return ny_number_words(on->prose, value);
}

/* "price", or "price under offered" for what is set under one alternative alone. */
static ny_text ranged_name(const ny_sensitivity_writing *on, const ny_ranged *ranged)
{
    size_t point = 0;
    while (point < ranged->name.size && ranged->name.data[point] != '.')
        point++;
    if (point == ranged->name.size)
        return ny_prose_name(on->prose, ranged->name);
    ny_text name = {ranged->name.data + point + 1, ranged->name.size - point - 1};
    return TELL(on, SE_NAME_UNDER, ny_prose_name(on->prose, name),
                ny_prose_name(on->prose, (ny_text){ranged->name.data, point}));
}

static ny_text name_and_unit(const ny_sensitivity_writing *on, const ny_ranged *ranged)
{
    ny_text name = ranged_name(on, ranged);
    return ranged->unit.size
               ? TELL(on, SE_NAME_UNIT, name, ny_prose_unit(on->prose, ranged->unit, true))
               : name;
}

static ny_text with_unit(const ny_sensitivity_writing *on, double value, ny_text unit)
{
    if (isnan(value))
        return NY_NO_TEXT;
    if (ny_text_is(unit, "%"))
        return ny_percent_words(on->prose, value / 100);
    return unit.size ? ny_format(on->page.arena, "%.*s %.*s", NY_PRINT(number(on, value)),
                                 NY_PRINT(ny_prose_unit(on->prose, unit, true)))
                     : number(on, value);
}

static void note(ny_sensitivity_writing *on, ny_text text)
{
    ny_page_add(&on->page, NY_BLOCK_NOTE, text);
}

static void add_head(ny_sensitivity_writing *on)
{
    const ny_sensitivity *of = on->of;
    ny_text party = TELL(on, SM_PARTY_UNIT, ny_prose_party(on->prose, of->party),
                         ny_prose_unit(on->prose, of->unit, true));
    ny_text seed = ny_format(on->page.arena, "%llu", (unsigned long long)of->seed);
    if (of->worth > 0)
        party = TELL(on, SE_WITH_BENEFITS, party, ny_prose_unit(on->prose, of->benefit, false),
                     number(on, of->worth), ny_prose_unit(on->prose, of->unit, true));
    ny_page_add(&on->page, NY_BLOCK_TITLE, ny_prose_words_of(on->prose, of->model->title));
    note(on, TELL(on, SM_WORLDS, ny_prose_number(on->prose, ny_rational_whole((int64_t)of->worlds)),
                  seed));
    if (of->less.size)
        note(on, TELL(on, SE_DIFFERENCE, party, ny_prose_name(on->prose, of->alternative),
                      ny_prose_name(on->prose, of->less)));
    else if (of->alternative.size)
        note(on, TELL(on, SE_UNDER, party, ny_prose_name(on->prose, of->alternative)));
    else
        note(on, TELL(on, SE_NET, party));
    if (of->stopped)
        note(on, TELL_PLAIN(on, SE_STOPPED));
}

/* --- tornado ----------------------------------------------------------------------------------- */

static ny_text bar_of(const ny_sensitivity_writing *on, double swing, double widest)
{
    ny_buffer bar = ny_buffer_create(on->page.arena);
    uint32_t count = widest > 0 ? (uint32_t)(swing / widest * BAR_WIDTH + 0.5) : 0;
    for (uint32_t i = 0; i < count; i++)
        ny_buffer_add(&bar, NY_TEXT("█"));
    return ny_buffer_text(&bar);
}

static void add_tornado(ny_sensitivity_writing *on)
{
    const ny_tornado *tornado = &on->of->tornado;
    note(on, TELL(on, SE_ALL_DRAWN, number(on, tornado->base.value), number(on, tornado->base.se)));
    ny_page_add(&on->page, NY_BLOCK_SECTION, TELL_PLAIN(on, SE_TORNADO));
    NY_PAGE_ROW(&on->page, &tornado_layout, NY_NO_TEXT, TELL_PLAIN(on, SE_ASSUMPTION),
                TELL_PLAIN(on, SE_ENDS), TELL_PLAIN(on, SE_AT_LOW), TELL_PLAIN(on, SE_AT_HIGH),
                NY_NO_TEXT);
    for (uint32_t i = 0; i < tornado->bars.count; i++) {
        const ny_tornado_bar *bar = &tornado->bars.items[i];
        const ny_figure *figure = &on->of->model->figures.items[bar->figure];
        ny_text ends = isnan(bar->low.at) ? NY_NO_TEXT
                                          : TELL(on, SM_BAND, number(on, bar->low.at),
                                                 with_unit(on, bar->high.at, figure->unit_text));
        NY_PAGE_ROW(&on->page, &tornado_layout, NY_NO_TEXT,
                    ny_shortened(on->page.arena, ny_prose_name(on->prose, figure->name), 22),
                    ny_shortened(on->page.arena, ends, 28), number(on, bar->low.value.value),
                    number(on, bar->high.value.value),
                    bar_of(on, bar->swing, tornado->bars.items[0].swing));
        ny_page_add(&on->page, NY_BLOCK_UNDER,
                    TELL(on, SE_CHANGES, number(on, bar->low.change.value),
                         number(on, bar->low.change.se), number(on, bar->high.change.value),
                         number(on, bar->high.change.se)));
    }
    if (!tornado->bars.count && !tornado->stopped)
        note(on, TELL_PLAIN(on, SE_NOTHING_DRAWN));
    note(on, NY_NO_TEXT);
    note(on, TELL_PLAIN(on, SE_FOOT_TORNADO));
}

/* --- grid -------------------------------------------------------------------------------------- */

static ny_text cell_words(const ny_sensitivity_writing *on, const ny_figured *cell)
{
    return cell->worlds ? number(on, cell->value) : NY_TEXT("–");
}

static void add_grid_columns(ny_sensitivity_writing *on, uint32_t first)
{
    const ny_grid *grid = &on->of->grid;
    ny_text cells[NY_PAGE_CELLS] = {NY_NO_TEXT};
    for (uint32_t c = 0; c < COLUMNS_A_TABLE && first + c < grid->steps; c++)
        cells[c + 1] = number(on, ny_grid_value(&grid->columns, first + c, grid->steps));
    ny_page_row(&on->page, &grid_layout, NY_NO_TEXT, cells);
    for (uint32_t r = 0; r < grid->steps; r++) {
        cells[0] = number(on, ny_grid_value(&grid->rows, r, grid->steps));
        for (uint32_t c = 0; c < COLUMNS_A_TABLE && first + c < grid->steps; c++)
            cells[c + 1] = cell_words(on, &grid->cells[r * grid->steps + first + c]);
        ny_page_row(&on->page, &grid_layout, NY_NO_TEXT, cells);
    }
}

static void add_grid(ny_sensitivity_writing *on)
{
    const ny_grid *grid = &on->of->grid;
    double most = 0;
    for (uint32_t i = 0; i < grid->steps * grid->steps; i++)
        most = grid->cells[i].se > most ? grid->cells[i].se : most;
    ny_page_add(
        &on->page, NY_BLOCK_SECTION,
        TELL(on, SE_GRID, name_and_unit(on, &grid->rows), name_and_unit(on, &grid->columns)));
    for (uint32_t first = 0; first < grid->steps; first += COLUMNS_A_TABLE)
        add_grid_columns(on, first);
    note(on, NY_NO_TEXT);
    note(on, TELL(on, SE_FOOT_GRID, number(on, most)));
}

/* --- threshold --------------------------------------------------------------------------------- */

static void add_threshold(ny_sensitivity_writing *on)
{
    const ny_threshold *threshold = &on->of->threshold;
    const ny_ranged *ranged = &on->of->ranged;
    ny_text name = ranged_name(on, ranged);
    ny_page_add(&on->page, NY_BLOCK_SECTION, TELL(on, SE_THRESHOLD, name));
    if (threshold->found)
        note(on, TELL(on, SE_CROSSES, name, with_unit(on, threshold->at, ranged->unit),
                      number(on, threshold->se)));
    else if (!on->of->stopped)
        note(on, TELL(on, SE_NEVER_CROSSES, name, number(on, ranged->low),
                      with_unit(on, ranged->high, ranged->unit)));
    NY_PAGE_ROW(&on->page, &look_layout, NY_NO_TEXT, name, TELL_PLAIN(on, SM_MEAN),
                TELL_PLAIN(on, SM_ERROR));
    for (uint32_t i = 0; i < threshold->looks.count; i++) {
        const ny_looked *look = &threshold->looks.items[i];
        NY_PAGE_ROW(&on->page, &look_layout, NY_NO_TEXT, with_unit(on, look->x, ranged->unit),
                    number(on, look->mean.value),
                    TELL(on, SM_PLUS_MINUS, number(on, look->mean.se)));
    }
}

ny_text ny_sensitivity_page(const ny_prose *prose, const ny_sensitivity *of, bool html)
{
    ny_sensitivity_writing on = {
        .page = {.arena = prose->arena, .language = prose->language}, .of = of, .prose = prose};
    add_head(&on);
    switch (of->kind) {
    case NY_SENSITIVITY_TORNADO:
        add_tornado(&on);
        break;
    case NY_SENSITIVITY_GRID:
        add_grid(&on);
        break;
    case NY_SENSITIVITY_THRESHOLD:
        add_threshold(&on);
        break;
    }
    note(&on, TELL_PLAIN(&on, SM_FOOT_ERROR));
    note(&on, TELL_PLAIN(&on, SM_FOOT_IMAGINED));
    return html ? ny_page_html(&on.page) : ny_page_text(&on.page);
}
