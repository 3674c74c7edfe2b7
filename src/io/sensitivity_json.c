/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See sensitivity.h: the JSON and the CSV. */

#include "io/sensitivity.h"

#include "base/bug.h"

#include <math.h>

double ny_grid_value(const ny_ranged *ranged, uint32_t step, uint32_t steps)
{
    return ranged->low + (ranged->high - ranged->low) * step / (steps - 1);
}

static const char *kind_word(ny_sensitivity_kind kind)
{
    switch (kind) {
    case NY_SENSITIVITY_TORNADO:
        return "tornado";
    case NY_SENSITIVITY_GRID:
        return "grid";
    case NY_SENSITIVITY_THRESHOLD:
        return "threshold";
    }
    NY_BUG("a sensitivity of no kind");
}

static json_t *text_or_empty(ny_text text)
{
    return ny_json_text(text.size ? text : NY_TEXT(""));
}

static json_t *number_json(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* --- JSON -------------------------------------------------------------------------------------- */

static json_t *end_json(const ny_tornado_end *end)
{
    json_t *object = json_object();
    ny_json_set(object, "at", number_json(end->at));
    ny_json_set(object, "value", ny_figured_json(&end->value));
    ny_json_set(object, "change", ny_figured_json(&end->change));
    return object;
}

static json_t *tornado_json(const ny_sensitivity *of)
{
    json_t *object = json_object(), *bars = json_array();
    ny_json_set(object, "all_drawn", ny_figured_json(&of->tornado.base));
    for (uint32_t i = 0; i < of->tornado.bars.count; i++) {
        const ny_tornado_bar *bar = &of->tornado.bars.items[i];
        const ny_figure *figure = &of->model->figures.items[bar->figure];
        json_t *made = json_object();
        ny_json_set(made, "name", ny_json_text(figure->name));
        ny_json_set(made, "unit", text_or_empty(figure->unit_text));
        ny_json_set(made, "low", end_json(&bar->low));
        ny_json_set(made, "high", end_json(&bar->high));
        ny_json_set(made, "swing", json_real(bar->swing));
        ny_json_set(made, "swing_se", number_json(bar->swing_se));
        ny_json_add(bars, made);
    }
    ny_json_set(object, "bars", bars);
    return object;
}

static json_t *ranged_json(const ny_ranged *ranged)
{
    json_t *object = json_object();
    ny_json_set(object, "name", ny_json_text(ranged->name));
    ny_json_set(object, "unit", text_or_empty(ranged->unit));
    ny_json_set(object, "low", json_real(ranged->low));
    ny_json_set(object, "high", json_real(ranged->high));
    return object;
}

static json_t *values_json(const ny_ranged *ranged, uint32_t steps)
{
    json_t *object = ranged_json(ranged), *values = json_array();
    for (uint32_t i = 0; i < steps; i++)
        ny_json_add(values, json_real(ny_grid_value(ranged, i, steps)));
    ny_json_set(object, "values", values);
    return object;
}

static json_t *grid_json(const ny_grid *grid)
{
    json_t *object = json_object(), *cells = json_array();
    ny_json_set(object, "rows", values_json(&grid->rows, grid->steps));
    ny_json_set(object, "columns", values_json(&grid->columns, grid->steps));
    for (uint32_t r = 0; r < grid->steps; r++) {
        json_t *row = json_array();
        for (uint32_t c = 0; c < grid->steps; c++)
            ny_json_add(row, ny_figured_json(&grid->cells[r * grid->steps + c]));
        ny_json_add(cells, row);
    }
    ny_json_set(object, "cells", cells);
    return object;
}

static json_t *threshold_json(const ny_sensitivity *of)
{
    json_t *object = ranged_json(&of->ranged), *looks = json_array();
    const ny_threshold *threshold = &of->threshold;
    ny_json_set(object, "at", threshold->found ? json_real(threshold->at) : json_null());
    ny_json_set(object, "se", threshold->found ? number_json(threshold->se) : json_null());
    for (uint32_t i = 0; i < threshold->looks.count; i++) {
        json_t *look = json_object();
        ny_json_set(look, "at", json_real(threshold->looks.items[i].x));
        ny_json_set(look, "value", ny_figured_json(&threshold->looks.items[i].mean));
        ny_json_add(looks, look);
    }
    ny_json_set(object, "looks", looks);
    return object;
}

ny_text ny_sensitivity_json(ny_arena *arena, const ny_sensitivity *of)
{
    json_t *root = json_object();
    ny_json_set(root, "nytte", json_string("sensitivity/1"));
    ny_json_set(root, "kind", json_string(kind_word(of->kind)));
    ny_json_set(root, "worlds", json_integer(of->worlds));
    ny_json_set(root, "seed", json_integer((json_int_t)of->seed));
    ny_json_set(root, "party", ny_json_text(of->model->parties.items[of->party].name));
    ny_json_set(root, "unit", ny_json_text(of->unit));
    ny_json_set(root, "yardstick", of->worth > 0 ? json_real(of->worth) : json_null());
    ny_json_set(root, "benefit", of->worth > 0 ? ny_json_text(of->benefit) : json_null());
    ny_json_set(root, "alternative", text_or_empty(of->alternative));
    ny_json_set(root, "less", of->less.size ? ny_json_text(of->less) : json_null());
    ny_json_set(root, "ended", json_string(of->stopped ? "stopped" : "all"));
    ny_json_set(root, "tornado",
                of->kind == NY_SENSITIVITY_TORNADO ? tornado_json(of) : json_null());
    ny_json_set(root, "grid", of->kind == NY_SENSITIVITY_GRID ? grid_json(&of->grid) : json_null());
    ny_json_set(root, "threshold",
                of->kind == NY_SENSITIVITY_THRESHOLD ? threshold_json(of) : json_null());
    return ny_json_write(arena, root);
}

/* --- CSV: seventeen digits give the double back -------------------------------------------------- */

static void add_number(ny_buffer *out, double value, char behind)
{
    if (isfinite(value))
        ny_buffer_format(out, "%.17g%c", value, behind);
    else
        ny_buffer_format(out, "NA%c", behind);
}

static void add_tornado(ny_buffer *out, const ny_sensitivity *of)
{
    ny_buffer_add(out,
                  NY_TEXT("assumption,low_at,low,low_se,high_at,high,high_se,swing,swing_se\n"));
    for (uint32_t i = 0; i < of->tornado.bars.count; i++) {
        const ny_tornado_bar *bar = &of->tornado.bars.items[i];
        ny_buffer_format(out, "%.*s,", NY_PRINT(of->model->figures.items[bar->figure].name));
        add_number(out, bar->low.at, ',');
        add_number(out, bar->low.value.value, ',');
        add_number(out, bar->low.value.se, ',');
        add_number(out, bar->high.at, ',');
        add_number(out, bar->high.value.value, ',');
        add_number(out, bar->high.value.se, ',');
        add_number(out, bar->swing, ',');
        add_number(out, bar->swing_se, '\n');
    }
}

static void add_grid(ny_buffer *out, const ny_grid *grid)
{
    ny_buffer_format(out, "%.*s,%.*s,value,se\n", NY_PRINT(grid->rows.name),
                     NY_PRINT(grid->columns.name));
    for (uint32_t r = 0; r < grid->steps; r++)
        for (uint32_t c = 0; c < grid->steps; c++) {
            const ny_figured *cell = &grid->cells[r * grid->steps + c];
            add_number(out, ny_grid_value(&grid->rows, r, grid->steps), ',');
            add_number(out, ny_grid_value(&grid->columns, c, grid->steps), ',');
            add_number(out, cell->worlds ? cell->value : (double)NAN, ',');
            add_number(out, cell->worlds ? cell->se : (double)NAN, '\n');
        }
}

static void add_looks(ny_buffer *out, const ny_sensitivity *of)
{
    ny_buffer_format(out, "%.*s,value,se\n", NY_PRINT(of->ranged.name));
    for (uint32_t i = 0; i < of->threshold.looks.count; i++) {
        const ny_looked *look = &of->threshold.looks.items[i];
        add_number(out, look->x, ',');
        add_number(out, look->mean.value, ',');
        add_number(out, look->mean.se, '\n');
    }
}

ny_text ny_sensitivity_csv(ny_arena *arena, const ny_sensitivity *of)
{
    ny_buffer out = ny_buffer_create(arena);
    switch (of->kind) {
    case NY_SENSITIVITY_TORNADO:
        add_tornado(&out, of);
        break;
    case NY_SENSITIVITY_GRID:
        add_grid(&out, &of->grid);
        break;
    case NY_SENSITIVITY_THRESHOLD:
        add_looks(&out, of);
        break;
    }
    return ny_buffer_text(&out);
}
