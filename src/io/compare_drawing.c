/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See compare_drawing.h. */

#include "io/compare_drawing.h"

#include "io/plot.h"

static ny_plot plot_of(const ny_drawing_words *words)
{
    return (ny_plot){.prose = words->prose,
                     .names = words->names,
                     .count = words->alternatives,
                     .caption = words->caption};
}

/* --- the plane --------------------------------------------------------------------------------- */

ny_text ny_draw_plane(const ny_drawing_words *words, const ny_weighed *weighed)
{
    ny_plot plot = plot_of(words);
    for (uint32_t a = 1; a < words->alternatives; a++)
        for (uint32_t i = 0; i < weighed->points; i++) {
            ny_axis_stretch(&plot.x, weighed->point_effects[a][i]);
            ny_axis_stretch(&plot.y, weighed->point_costs[a][i]);
        }
    plot.x = ny_axis_of(plot.x.low, plot.x.high);
    plot.y = ny_axis_of(plot.y.low, plot.y.high);
    ny_plot_begin(&plot);
    ny_plot_axes(&plot, words->unit, words->currency, false);
    for (uint32_t a = 1; a < words->alternatives; a++) {
        const ny_increment *of = &weighed->increments.items[a - 1];
        ny_buffer_format(&plot.out, "<g fill=\"%s\" fill-opacity=\".35\">\n", ny_plot_colour(a));
        for (uint32_t i = 0; i < weighed->points; i++)
            ny_buffer_format(&plot.out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>\n",
                             ny_plot_x(&plot, weighed->point_effects[a][i]),
                             ny_plot_y(&plot, weighed->point_costs[a][i]));
        ny_buffer_format(&plot.out,
                         "</g><circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" "
                         "stroke=\"currentColor\"/>\n",
                         ny_plot_x(&plot, of->effect.mean), ny_plot_y(&plot, of->cost.mean),
                         ny_plot_colour(a));
    }
    return ny_plot_end(&plot, 1);
}

/* --- the curves -------------------------------------------------------------------------------- */

static void add_curve(ny_plot *plot, const ny_weighed *weighed, uint32_t alternative)
{
    ny_buffer_add(&plot->out, NY_TEXT("<polyline fill=\"none\" points=\""));
    for (uint32_t i = 0; i < weighed->at.count; i++) {
        const ny_at_yardstick *at = &weighed->at.items[i];
        uint32_t of = alternative == NY_NONE ? at->best : alternative;
        ny_buffer_format(&plot->out, "%.1f,%.1f ", ny_plot_x(plot, at->yardstick),
                         ny_plot_y(plot, at->each[of].best.value));
    }
    if (alternative == NY_NONE)
        ny_buffer_add(&plot->out, NY_TEXT("\" stroke=\"currentColor\" stroke-width=\"6\" "
                                          "stroke-opacity=\".2\"/>\n"));
    else
        ny_buffer_format(&plot->out,
                         "\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>\n",
                         ny_plot_colour(alternative), ny_plot_dash(alternative));
}

ny_text ny_draw_curves(const ny_drawing_words *words, const ny_weighed *weighed)
{
    ny_plot plot = plot_of(words);
    plot.y = (ny_axis){0, 1, 0.2};
    ny_axis x = {0};
    for (uint32_t i = 0; i < weighed->at.count; i++)
        ny_axis_stretch(&x, weighed->at.items[i].yardstick);
    plot.x = ny_axis_of(x.low, x.high);
    ny_plot_begin(&plot);
    ny_plot_axes(&plot, words->currency, NY_NO_TEXT, true);
    add_curve(&plot, weighed, NY_NONE);
    for (uint32_t a = 0; a < words->alternatives; a++)
        add_curve(&plot, weighed, a);
    return ny_plot_end(&plot, 0);
}
