/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Assumptions that are drawn together: normals with correlations, the shares of a dirichlet, and the
 * columns of a row.
 *
 * Normals that vary together: z = L e, e independent standard normals, one from each assumption's own
 * uniform number, L the lower root (Cholesky) of the correlations, computed once from their exact
 * fractions. Each assumption is then its own distribution's quantile at Phi(z). So the first draws as it
 * would alone, each distribution stays what it is, and a member more changes no draw before it. Phi and
 * its inverse leave an error in z below 1e-16 over the density there (1e-10 at five standard deviations).
 *
 * Dirichlet: shares G_i / (G_1 + … + G_n), G_i of a gamma with shape w_i and scale 1 (Johnson and Kotz,
 * Distributions in Statistics: Continuous Multivariate Distributions, 1972, chapter 40.5). Each G_i is
 * drawn by its quantile from a uniform number of its own, named figure.share: so a share more or less
 * changes no other draw, and a larger number never gives a smaller share.
 *
 * Rows: a world takes one row of a table that is given, whole: in turn (the first world the first row, in
 * the order of the table, and again from the first behind the last), or any, all equally likely. */

#include "run/philox.h"
#include "run/tail.h"
#include "use/arise_private.h"

#include <math.h>

/* --- normals ----------------------------------------------------------------------------------- */

/* root[i][j] for j <= i; the correlations are positive definite (model/check_vary.c). */
static double *root_of(ny_arena *arena, const ny_rational *correlations, uint32_t count)
{
    double *root = NY_NEW_ARRAY(arena, double, (size_t)count *count + 1);
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j <= i; j++) {
            double left = ny_rational_to_double(correlations[i * count + j]);
            for (uint32_t k = 0; k < j; k++)
                left -= root[i * count + k] * root[j * count + k];
            root[i * count + j] = i == j ? sqrt(left > 0 ? left : 0) : left / root[j * count + j];
        }
    return root;
}

static ny_arise_assumption *assumption_of(ny_arise *arise, uint32_t figure)
{
    for (uint32_t i = 0; i < arise->assumptions.count; i++)
        if (arise->assumptions.items[i].plan->figure == figure)
            return &arise->assumptions.items[i];
    return NULL; /* an alternative says what it is */
}

void ny_arise_prepare_together(ny_arena *arena, ny_arise *arise)
{
    const ny_model *model = arise->model;
    for (uint32_t v = 0; v < model->variations.count; v++) {
        const ny_variation *variation = &model->variations.items[v];
        ny_arise_together *together = NY_NEW(arena, ny_arise_together);
        together->count = variation->members.count;
        together->root = root_of(arena, variation->correlations, together->count);
        together->streams = NY_NEW_ARRAY(arena, uint64_t, (size_t)together->count + 1);
        for (uint32_t i = 0; i < together->count; i++) {
            uint32_t figure = variation->members.items[i];
            ny_text name = model->figures.items[figure].name;
            ny_arise_assumption *of = assumption_of(arise, figure);
            together->streams[i] = ny_random_stream(name.data, name.size);
            if (of) {
                of->together = together;
                of->place = i;
            }
        }
    }
}

double ny_arise_uniform_of_normal(double z)
{
    double u;
    (void)ny_distribution_chance_normal(0, 1, z, &u);
    return u < NY_RANDOM_SMALLEST       ? NY_RANDOM_SMALLEST
           : u > 1 - NY_RANDOM_SMALLEST ? 1 - NY_RANDOM_SMALLEST
                                        : u;
}

double ny_arise_together_uniform(const ny_arising *arising, const ny_arise_assumption *of)
{
    const ny_arise_together *together = of->together;
    const double *root = &together->root[(size_t)of->place * together->count];
    double z = 0, u = 0;
    for (uint32_t i = 0; i <= of->place; i++) {
        u = ny_random_uniform(arising->seed, together->streams[i], arising->world, 0, 0);
        z += root[i] * ny_tail_normal_quantile(u);
    }
    if (of->place == 0)
        return u; /* as alone, to the last bit */
    return ny_arise_uniform_of_normal(z);
}

/* --- rows ------------------------------------------------------------------------------------- */

uint32_t ny_arise_row_drawn(const ny_arise_assumption *of, uint64_t seed, uint32_t world,
                            uint32_t rows)
{
    if (of->plan->in_turn)
        return world % rows;
    double place = ny_random_uniform(seed, of->stream, world, 0, 0) * rows;
    return place < rows - 1.0 ? (uint32_t)place : rows - 1;
}

/* A column's mean over its known cells: the nearest day; yes where half or more are. */
static ny_value column_mean(const ny_arising *arising, const ny_rows *rows, uint32_t column,
                            ny_kind kind)
{
    double sum = 0, known = 0;
    for (uint32_t row = 0; row < rows->count; row++) {
        ny_fast_value cell = ny_fast_of_value(
            kind, ny_rows_value(arising->arena, arising->model, rows, column, row));
        sum += cell.state == NY_KNOWN ? cell.value : 0;
        known += cell.state == NY_KNOWN;
    }
    if (known == 0)
        return ny_value_unknown();
    if (kind == NY_KIND_DATE)
        return ny_value_date((ny_date)floor(sum / known + 0.5));
    if (kind == NY_KIND_YES_NO)
        return ny_value_index(sum / known >= 0.5);
    return ny_value_number(ny_rational_from_double(arising->arena, sum / known));
}

void ny_arise_draw_row(ny_arising *arising, const ny_arise_assumption *of, ny_value *values)
{
    const ny_figure *figure = &arising->model->figures.items[of->plan->figure];
    const ny_rows *rows = &arising->tables[of->plan->rows_of];
    if (!rows->count) {
        ny_arise_spoil(arising, figure->name, NY_WORDS_NO_ROWS_TO_DRAW);
        return;
    }
    uint32_t row = ny_arise_row_drawn(of, arising->seed, arising->world, rows->count);
    for (uint32_t i = 0; i < of->plan->shares; i++) {
        uint32_t input = of->plan->input + 1 + i;
        ny_kind kind = arising->arise->plan->inputs.items[input].kind;
        if (ny_arise_may_be_drawn(kind))
            values[input] = arising->stated
                                ? column_mean(arising, rows, i, kind)
                                : ny_rows_value(arising->arena, arising->model, rows, i, row);
    }
}

/* --- shares ------------------------------------------------------------------------------------ */

void ny_arise_prepare_shares(ny_arena *arena, const ny_model *model, ny_arise_assumption *of)
{
    const ny_figure *figure = &model->figures.items[of->plan->figure];
    if (of->plan->rows_of != NY_NONE)
        return;
    of->share_streams = NY_NEW_ARRAY(arena, uint64_t, (size_t)figure->parts.count + 1);
    for (uint32_t i = 0; i < figure->parts.count; i++) {
        ny_text name =
            ny_format(arena, "%.*s.%.*s", NY_PRINT(figure->name), NY_PRINT(figure->parts.items[i]));
        of->share_streams[i] = ny_random_stream(name.data, name.size);
    }
}

void ny_arise_shares(ny_arising *arising, const ny_arise_assumption *of, ny_value *values)
{
    if (of->plan->rows_of != NY_NONE) {
        ny_arise_draw_row(arising, of, values);
        return;
    }
    const ny_figure *figure = &arising->model->figures.items[of->plan->figure];
    double *parts = NY_NEW_ARRAY(arising->arena, double, (size_t)of->plan->shares + 1), sum = 0;
    for (uint32_t i = 0; i < of->plan->shares; i++) {
        uint32_t operation = of->plan->law.arguments.items[i].value;
        (void)ny_fast_contract(arising->fast, operation);
        ny_fast_value weight = ny_fast_lane(arising->fast, operation, 0);
        double u = ny_random_uniform(arising->seed, of->share_streams[i], arising->world, 0, 0);
        if (weight.state != NY_KNOWN) {
            ny_arise_spoil(arising, figure->name, NY_WORDS_ARGUMENT_NOT_KNOWN);
            return;
        }
        parts[i] = weight.value; /* the shares of the weights are the means */
        if (!arising->stated &&
            ny_distribution_quantile_gamma(weight.value, 1, u, &parts[i]) != NY_DISTRIBUTION_OK) {
            ny_arise_spoil(arising, figure->name, NY_WORDS_NO_SUCH_DISTRIBUTION);
            return;
        }
        sum += parts[i];
    }
    if (!(sum > 0)) {
        ny_arise_spoil(arising, figure->name, NY_WORDS_ARGUMENTS_TOO_FAR);
        return;
    }
    for (uint32_t i = 0; i < of->plan->shares; i++)
        values[of->plan->input + 1 + i] =
            ny_value_number(ny_rational_from_double(arising->arena, parts[i] / sum));
}
