/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See compare_drawing.h. Coordinates have one decimal, so that the same figures give the same bytes.
 * The colours can be told apart by people who see some of them alike (Okabe and Ito, 2008); dashes tell
 * alternatives apart without any. */

#include "io/compare_drawing.h"

#include "io/number_words.h"

#include <math.h>

#define WIDTH 640.0
#define HEIGHT 360.0
#define LEFT 84.0
#define RIGHT 520.0 /* names stand behind it */
#define TOP 16.0
#define BOTTOM 318.0
#define TICKS 5.0

static const char *const colours[] = {"#0072b2", "#d55e00", "#009e73",
                                      "#cc79a7", "#e69f00", "#56b4e9"};
static const char *const dashes[] = {"none", "7 3", "2 3", "9 3 2 3"};
#define COLOURS (sizeof colours / sizeof *colours)
#define DASHES (sizeof dashes / sizeof *dashes)

typedef struct ny_axis {
    double low, high, step;
} ny_axis;

typedef struct ny_plot {
    const ny_drawing_words *words;
    const ny_weighed *weighed;
    ny_buffer out;
    ny_axis x, y;
} ny_plot;

/* --- axes -------------------------------------------------------------------------------------- */

/* 1, 2 or 5 times a power of ten, of which about TICKS go into the span. */
static double step_of(double span)
{
    double power = 1, least = span / TICKS;
    while (power * 10 <= least)
        power *= 10;
    while (power > least)
        power /= 10;
    return least <= 2 * power ? 2 * power : least <= 5 * power ? 5 * power : 10 * power;
}

/* From low to high, with nought within and whole steps at both ends. */
static ny_axis axis_of(double low, double high)
{
    low = low < 0 ? low : 0;
    high = high > 0 ? high : 0;
    if (!(high - low > 1e-300) || !(high - low < 1e300))
        high = low + 1;
    double step = step_of(high - low);
    return (ny_axis){floor(low / step) * step, ceil(high / step) * step, step};
}

static double place_x(const ny_plot *plot, double value)
{
    return LEFT + (value - plot->x.low) / (plot->x.high - plot->x.low) * (RIGHT - LEFT);
}

static double place_y(const ny_plot *plot, double value)
{
    return BOTTOM - (value - plot->y.low) / (plot->y.high - plot->y.low) * (BOTTOM - TOP);
}

/* As many decimals as the step has. */
static ny_text tick_text(const ny_plot *plot, double value, double step)
{
    int decimals = 0;
    double size = step;
    while (size < 0.999 && decimals < 9) {
        size *= 10;
        decimals++;
    }
    ny_text digits =
        ny_format(plot->words->prose->arena, "%.*f", decimals, fabs(value) < step / 2 ? 0 : value);
    return ny_prose_decimal(plot->words->prose, digits);
}

static void add_axes(ny_plot *plot, ny_text across, ny_text up, bool shares)
{
    for (double value = plot->x.low; value < plot->x.high + plot->x.step / 2;
         value += plot->x.step) {
        double x = place_x(plot, value);
        ny_buffer_format(&plot->out,
                         "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/><text x=\"%.1f\" y=\"%.1f\" "
                         "text-anchor=\"middle\">%.*s</text>\n",
                         x, TOP, BOTTOM, x, BOTTOM + 16,
                         NY_PRINT(tick_text(plot, value, plot->x.step)));
    }
    for (double value = plot->y.low; value < plot->y.high + plot->y.step / 2;
         value += plot->y.step) {
        double y = place_y(plot, value);
        ny_text text = shares ? ny_percent_words(plot->words->prose, value)
                              : tick_text(plot, value, plot->y.step);
        ny_buffer_format(&plot->out,
                         "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" "
                         "text-anchor=\"end\">%.*s</text>\n",
                         LEFT, y, RIGHT, LEFT - 6, y + 4, NY_PRINT(text));
    }
    ny_buffer_format(&plot->out, "<path class=\"axis\" d=\"M%.1f %.1fH%.1fM%.1f %.1fV%.1f\"/>\n",
                     LEFT, place_y(plot, 0), RIGHT, place_x(plot, 0), TOP, BOTTOM);
    ny_buffer_format(&plot->out,
                     "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.*s</text>"
                     "<text x=\"%.1f\" y=\"%.1f\">%.*s</text>\n",
                     RIGHT, HEIGHT - 6, NY_PRINT(across), LEFT + 4, TOP - 4, NY_PRINT(up));
}

static void begin(ny_plot *plot)
{
    plot->out = ny_buffer_create(plot->words->prose->arena);
    ny_buffer_format(&plot->out,
                     "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">\n<title>%.*s</title>\n", WIDTH,
                     HEIGHT, NY_PRINT(plot->words->caption));
}

/* Names at the right, each with its sign. */
static void add_names(ny_plot *plot, uint32_t first)
{
    for (uint32_t a = first; a < plot->words->alternatives; a++) {
        double y = TOP + 10 + 18 * (double)(a - first);
        ny_buffer_format(&plot->out,
                         "<path d=\"M%.1f %.1fh22\" stroke=\"%s\" stroke-width=\"2\" "
                         "stroke-dasharray=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">%.*s</text>\n",
                         RIGHT + 10, y, colours[a % COLOURS], dashes[a % DASHES], RIGHT + 38, y + 4,
                         NY_PRINT(plot->words->names[a]));
    }
}

/* --- the plane --------------------------------------------------------------------------------- */

static void stretch(ny_axis *axis, double value)
{
    axis->low = value < axis->low ? value : axis->low;
    axis->high = value > axis->high ? value : axis->high;
}

ny_text ny_draw_plane(const ny_drawing_words *words, const ny_weighed *weighed)
{
    ny_plot plot = {.words = words, .weighed = weighed};
    for (uint32_t a = 1; a < words->alternatives; a++)
        for (uint32_t i = 0; i < weighed->points; i++) {
            stretch(&plot.x, weighed->point_effects[a][i]);
            stretch(&plot.y, weighed->point_costs[a][i]);
        }
    plot.x = axis_of(plot.x.low, plot.x.high);
    plot.y = axis_of(plot.y.low, plot.y.high);
    begin(&plot);
    add_axes(&plot, words->unit, words->currency, false);
    for (uint32_t a = 1; a < words->alternatives; a++) {
        const ny_increment *of = &weighed->increments.items[a - 1];
        ny_buffer_format(&plot.out, "<g fill=\"%s\" fill-opacity=\".35\">\n", colours[a % COLOURS]);
        for (uint32_t i = 0; i < weighed->points; i++)
            ny_buffer_format(&plot.out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>\n",
                             place_x(&plot, weighed->point_effects[a][i]),
                             place_y(&plot, weighed->point_costs[a][i]));
        ny_buffer_format(&plot.out,
                         "</g><circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" "
                         "stroke=\"currentColor\"/>\n",
                         place_x(&plot, of->effect.mean), place_y(&plot, of->cost.mean),
                         colours[a % COLOURS]);
    }
    add_names(&plot, 1);
    ny_buffer_add(&plot.out, NY_TEXT("</svg>\n"));
    return ny_buffer_text(&plot.out);
}

/* --- the curves -------------------------------------------------------------------------------- */

static void add_curve(ny_plot *plot, uint32_t alternative)
{
    const ny_weighed *weighed = plot->weighed;
    ny_buffer_add(&plot->out, NY_TEXT("<polyline fill=\"none\" points=\""));
    for (uint32_t i = 0; i < weighed->at.count; i++) {
        const ny_at_yardstick *at = &weighed->at.items[i];
        uint32_t of = alternative == NY_NONE ? at->best : alternative;
        ny_buffer_format(&plot->out, "%.1f,%.1f ", place_x(plot, at->yardstick),
                         place_y(plot, at->each[of].best.value));
    }
    if (alternative == NY_NONE)
        ny_buffer_add(&plot->out, NY_TEXT("\" stroke=\"currentColor\" stroke-width=\"6\" "
                                          "stroke-opacity=\".2\"/>\n"));
    else
        ny_buffer_format(&plot->out,
                         "\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>\n",
                         colours[alternative % COLOURS], dashes[alternative % DASHES]);
}

ny_text ny_draw_curves(const ny_drawing_words *words, const ny_weighed *weighed)
{
    ny_plot plot = {.words = words, .weighed = weighed, .y = {0, 1, 0.2}};
    ny_axis x = {0};
    for (uint32_t i = 0; i < weighed->at.count; i++)
        stretch(&x, weighed->at.items[i].yardstick);
    plot.x = axis_of(x.low, x.high);
    begin(&plot);
    add_axes(&plot, words->currency, NY_NO_TEXT, true);
    add_curve(&plot, NY_NONE);
    for (uint32_t a = 0; a < words->alternatives; a++)
        add_curve(&plot, a);
    add_names(&plot, 0);
    ny_buffer_add(&plot.out, NY_TEXT("</svg>\n"));
    return ny_buffer_text(&plot.out);
}
