/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See plot.h. */

#include "io/plot.h"

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

const char *ny_plot_colour(uint32_t line)
{
    return colours[line % COLOURS];
}

const char *ny_plot_dash(uint32_t line)
{
    return dashes[line % DASHES];
}

void ny_axis_stretch(ny_axis *axis, double value)
{
    axis->low = value < axis->low ? value : axis->low;
    axis->high = value > axis->high ? value : axis->high;
}

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
ny_axis ny_axis_of(double low, double high)
{
    low = low < 0 ? low : 0;
    high = high > 0 ? high : 0;
    if (!(high - low > 1e-300) || !(high - low < 1e300))
        high = low + 1;
    double step = step_of(high - low);
    return (ny_axis){floor(low / step) * step, ceil(high / step) * step, step};
}

double ny_plot_x(const ny_plot *plot, double value)
{
    return LEFT + (value - plot->x.low) / (plot->x.high - plot->x.low) * (RIGHT - LEFT);
}

double ny_plot_y(const ny_plot *plot, double value)
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
        ny_format(plot->prose->arena, "%.*f", decimals, fabs(value) < step / 2 ? 0 : value);
    return ny_prose_decimal(plot->prose, digits);
}

void ny_plot_axes(ny_plot *plot, ny_text across, ny_text up, bool shares)
{
    for (double value = plot->x.low; value < plot->x.high + plot->x.step / 2;
         value += plot->x.step) {
        double x = ny_plot_x(plot, value);
        ny_buffer_format(&plot->out,
                         "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/><text x=\"%.1f\" y=\"%.1f\" "
                         "text-anchor=\"middle\">%.*s</text>\n",
                         x, TOP, BOTTOM, x, BOTTOM + 16,
                         NY_PRINT(tick_text(plot, value, plot->x.step)));
    }
    for (double value = plot->y.low; value < plot->y.high + plot->y.step / 2;
         value += plot->y.step) {
        double y = ny_plot_y(plot, value);
        ny_text text =
            shares ? ny_percent_words(plot->prose, value) : tick_text(plot, value, plot->y.step);
        ny_buffer_format(&plot->out,
                         "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/><text x=\"%.1f\" y=\"%.1f\" "
                         "text-anchor=\"end\">%.*s</text>\n",
                         LEFT, y, RIGHT, LEFT - 6, y + 4, NY_PRINT(text));
    }
    ny_buffer_format(&plot->out, "<path class=\"axis\" d=\"M%.1f %.1fH%.1fM%.1f %.1fV%.1f\"/>\n",
                     LEFT, ny_plot_y(plot, 0), RIGHT, ny_plot_x(plot, 0), TOP, BOTTOM);
    ny_buffer_format(&plot->out,
                     "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.*s</text>"
                     "<text x=\"%.1f\" y=\"%.1f\">%.*s</text>\n",
                     RIGHT, HEIGHT - 6, NY_PRINT(across), LEFT + 4, TOP - 4, NY_PRINT(up));
}

void ny_plot_begin(ny_plot *plot)
{
    plot->out = ny_buffer_create(plot->prose->arena);
    ny_buffer_format(&plot->out,
                     "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">\n<title>%.*s</title>\n", WIDTH,
                     HEIGHT, NY_PRINT(plot->caption));
}

ny_text ny_plot_end(ny_plot *plot, uint32_t first)
{
    for (uint32_t a = first; a < plot->count; a++) {
        double y = TOP + 10 + 18 * (double)(a - first);
        ny_buffer_format(&plot->out,
                         "<path d=\"M%.1f %.1fh22\" stroke=\"%s\" stroke-width=\"2\" "
                         "stroke-dasharray=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">%.*s</text>\n",
                         RIGHT + 10, y, ny_plot_colour(a), ny_plot_dash(a), RIGHT + 38, y + 4,
                         NY_PRINT(plot->names[a]));
    }
    ny_buffer_add(&plot->out, NY_TEXT("</svg>\n"));
    return ny_buffer_text(&plot->out);
}
