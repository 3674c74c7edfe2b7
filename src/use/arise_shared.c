/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* Assumptions that are drawn together: the shares of a dirichlet.
 *
 * Dirichlet: shares G_i / (G_1 + … + G_n), G_i of a gamma with shape w_i and scale 1 (Johnson and Kotz,
 * Distributions in Statistics: Continuous Multivariate Distributions, 1972, chapter 40.5). Each G_i is
 * drawn by its quantile from a uniform number of its own, named figure.share: so a share more or less
 * changes no other draw, and a larger number never gives a smaller share. */

#include "run/philox.h"
#include "run/tail.h"
#include "use/arise_private.h"

void ny_arise_prepare_shares(ny_arena *arena, const ny_model *model, ny_arise_assumption *of)
{
    const ny_figure *figure = &model->figures.items[of->plan->figure];
    of->share_streams = NY_NEW_ARRAY(arena, uint64_t, (size_t)figure->parts.count + 1);
    for (uint32_t i = 0; i < figure->parts.count; i++) {
        ny_text name =
            ny_format(arena, "%.*s.%.*s", NY_PRINT(figure->name), NY_PRINT(figure->parts.items[i]));
        of->share_streams[i] = ny_random_stream(name.data, name.size);
    }
}

void ny_arise_shares(ny_arising *arising, const ny_arise_assumption *of, ny_value *values)
{
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
        if (ny_distribution_quantile_gamma(weight.value, 1, u, &parts[i]) != NY_DISTRIBUTION_OK) {
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
