/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* What drawings have in common, as SVG: axes with round figures, names with their signs. Coordinates have
 * one decimal, so that the same figures give the same bytes. The colours can be told apart by people who
 * see some of them alike (Okabe and Ito, 2008); dashes tell lines apart without any. Private to drawings. */

#ifndef NY_IO_PLOT_H
#define NY_IO_PLOT_H

#include "use/prose.h"

typedef struct ny_axis {
    double low, high, step;
} ny_axis;

typedef struct ny_plot {
    const ny_prose *prose;
    const ny_text *names; /* of the lines, as HTML */
    uint32_t count;
    ny_text caption; /* as HTML */
    ny_buffer out;
    ny_axis x, y;
} ny_plot;

const char *ny_plot_colour(uint32_t line);
const char *ny_plot_dash(uint32_t line);
/* From low to high, with nought within and whole steps at both ends. */
ny_axis ny_axis_of(double low, double high);
void ny_axis_stretch(ny_axis *axis, double value);
double ny_plot_x(const ny_plot *plot, double value);
double ny_plot_y(const ny_plot *plot, double value);
void ny_plot_begin(ny_plot *plot);
void ny_plot_axes(ny_plot *plot, ny_text across, ny_text up, bool shares);
/* Names at the right, each with its sign; and the end. */
ny_text ny_plot_end(ny_plot *plot, uint32_t first);

#endif
