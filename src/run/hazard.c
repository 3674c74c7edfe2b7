/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See hazard.h. Over lanes the laws that survival models use most go by kernels, in the very order of
 * operations in which distribution.c has them, so the bits are the same:
 *
 *     exponential   since + -log(1 - u) / ratio / rate
 *     Weibull       scale ((since / scale)^shape + -log(1 - u) / ratio)^(1 / shape)
 *     Gompertz      since + the time of one with e^(shape since) times the ratio
 *
 * The others search for quantiles, lane by lane. */

#include "run/hazard.h"

#include "base/bug.h"
#include "run/vmath.h"

#include <math.h>

static double exponential_time(double rate, double since, double ratio, double u)
{
    double time = NAN;
    if (rate == 0)
        time = NY_NEVER;
    else
        (void)ny_distribution_time_exponential(rate, ratio, u, &time);
    return since + time < NY_NEVER || time != time ? since + time : NY_NEVER;
}

double ny_hazard_time(const ny_hazard *law, double since, double ratio, double u)
{
    double time = NAN;
    switch (law->form) {
    case NY_HAZARD_EXPONENTIAL:
        return exponential_time(law->a, since, ratio, u);
    case NY_HAZARD_WEIBULL:
        (void)ny_distribution_time_weibull_since(law->a, law->b, since, ratio, u, &time);
        return time;
    case NY_HAZARD_GOMPERTZ:
        (void)ny_distribution_time_gompertz_since(law->a, law->b, since, ratio, u, &time);
        return time;
    case NY_HAZARD_LOGNORMAL:
        (void)ny_distribution_time_lognormal_since(law->a, law->b, since, ratio, u, &time);
        return time;
    case NY_HAZARD_GAMMA:
        (void)ny_distribution_time_gamma_since(law->a, law->b, since, ratio, u, &time);
        return time;
    case NY_HAZARD_LOG_LOGISTIC:
        (void)ny_distribution_time_log_logistic_since(law->a, law->b, since, ratio, u, &time);
        return time;
    case NY_HAZARD_GENERALISED_GAMMA:
        (void)ny_distribution_time_generalised_gamma_since(law->a, law->b, law->c, since, ratio, u,
                                                           &time);
        return time;
    case NY_HAZARD_PIECEWISE:
        (void)ny_distribution_time_piecewise_since(law->pieces, law->count, since, ratio, u, &time);
        return time;
    }
    NY_BUG("law");
}

ny_distribution_status ny_hazard_check(const ny_hazard *law)
{
    double time;
    switch (law->form) {
    case NY_HAZARD_EXPONENTIAL:
        return law->a == 0 ? NY_DISTRIBUTION_OK
                           : ny_distribution_time_exponential(law->a, 1, 0.5, &time);
    case NY_HAZARD_WEIBULL:
        return ny_distribution_time_weibull(law->a, law->b, 1, 0.5, &time);
    case NY_HAZARD_GOMPERTZ:
        return ny_distribution_time_gompertz(law->a, law->b, 1, 0.5, &time);
    case NY_HAZARD_LOGNORMAL:
        return ny_distribution_time_lognormal(law->a, law->b, 1, 0.5, &time);
    case NY_HAZARD_GAMMA:
        return ny_distribution_time_gamma(law->a, law->b, 1, 0.5, &time);
    case NY_HAZARD_LOG_LOGISTIC:
        return ny_distribution_time_log_logistic(law->a, law->b, 1, 0.5, &time);
    case NY_HAZARD_GENERALISED_GAMMA:
        return ny_distribution_time_generalised_gamma(law->a, law->b, law->c, 1, 0.5, &time);
    case NY_HAZARD_PIECEWISE:
        return ny_distribution_time_piecewise(law->pieces, law->count, 1, 0.5, &time);
    }
    NY_BUG("law");
}

/* --- lanes ---------------------------------------------------------------------------------------- */

static void fill(double value, size_t lanes, double *to)
{
    for (size_t i = 0; i < lanes; i++)
        to[i] = value;
}

static void lanes_one_by_one(const ny_hazard *law, const double *since, double ratio,
                             const double *u, size_t lanes, double *ret_times)
{
    for (size_t i = 0; i < lanes; i++)
        ret_times[i] = ny_hazard_time(law, since ? since[i] : 0, ratio, u[i]);
}

/* A kernel's times, ratios in lanes or, where they are 1, none. */
static void kernel_times(const ny_kernels *kernels, ny_kernel_code code, const ny_hazard *law,
                         const double *ratios, const double *u, size_t lanes, double *to)
{
    ny_kernel(
        kernels, code,
        (ny_kernel_call){.to = to, .a = u, .b = ratios, .k = law->a, .l = law->b, .lanes = lanes});
}

static void add_since(const ny_kernels *kernels, const double *since, size_t lanes, double *times)
{
    ny_kernel(kernels, NY_KERNEL_ADD,
              (ny_kernel_call){.to = times, .a = since, .b = times, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_LESSER_ONE,
              (ny_kernel_call){.to = times, .a = times, .k = NY_NEVER, .lanes = lanes});
}

static void exponential_lanes(const ny_kernels *kernels, const ny_hazard *law, const double *since,
                              double ratio, const double *u, size_t lanes, double *room,
                              double *ret_times)
{
    if (law->a == 0)
        fill(NY_NEVER, lanes, ret_times);
    else {
        fill(ratio, lanes, room);
        kernel_times(kernels, NY_KERNEL_TIME_EXPONENTIAL, law, ratio == 1 ? NULL : room, u, lanes,
                     ret_times);
    }
    if (since)
        add_since(kernels, since, lanes, ret_times);
}

static void gompertz_lanes(const ny_kernels *kernels, const ny_hazard *law, const double *since,
                           double ratio, const double *u, size_t lanes, double *room,
                           double *ret_times)
{
    fill(ratio, lanes, room);
    if (since && ratio > 0) {
        ny_kernel(kernels, NY_KERNEL_MULTIPLY_ONE,
                  (ny_kernel_call){.to = ret_times, .a = since, .k = law->a, .lanes = lanes});
        ny_kernel(kernels, NY_KERNEL_EXPONENTIAL,
                  (ny_kernel_call){.to = ret_times, .a = ret_times, .lanes = lanes});
        ny_kernel(kernels, NY_KERNEL_MULTIPLY_ONE,
                  (ny_kernel_call){.to = room, .a = ret_times, .k = ratio, .lanes = lanes});
        ny_kernel(kernels, NY_KERNEL_LESSER_ONE,
                  (ny_kernel_call){.to = room, .a = room, .k = NY_NEVER, .lanes = lanes});
    }
    kernel_times(kernels, NY_KERNEL_TIME_GOMPERTZ, law, ratio == 1 && !since ? NULL : room, u,
                 lanes, ret_times);
    if (since)
        add_since(kernels, since, lanes, ret_times);
}

/* room: hazards. */
static void weibull_since(const ny_kernels *kernels, const ny_hazard *law, const double *since,
                          double ratio, const double *u, size_t lanes, double *room,
                          double *ret_times)
{
    double *hazard = room, *past = ret_times;
    ny_kernel(kernels, NY_KERNEL_NEGATE, (ny_kernel_call){.to = hazard, .a = u, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_LOGARITHM_OF_1_PLUS,
              (ny_kernel_call){.to = hazard, .a = hazard, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_NEGATE,
              (ny_kernel_call){.to = hazard, .a = hazard, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_DIVIDE_ONE,
              (ny_kernel_call){.to = hazard, .a = hazard, .k = ratio, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_DIVIDE_ONE,
              (ny_kernel_call){.to = past, .a = since, .k = law->b, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_POWER_ONE,
              (ny_kernel_call){.to = past, .a = past, .k = law->a, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_ADD,
              (ny_kernel_call){.to = hazard, .a = past, .b = hazard, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_POWER_ONE,
              (ny_kernel_call){.to = hazard, .a = hazard, .k = 1.0 / law->a, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_MULTIPLY_ONE,
              (ny_kernel_call){.to = hazard, .a = hazard, .k = law->b, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_GREATER,
              (ny_kernel_call){.to = hazard, .a = hazard, .b = since, .lanes = lanes});
    ny_kernel(kernels, NY_KERNEL_LESSER_ONE,
              (ny_kernel_call){.to = ret_times, .a = hazard, .k = NY_NEVER, .lanes = lanes});
}

void ny_hazard_times(const ny_kernels *kernels, const ny_hazard *law, const double *since,
                     double ratio, const double *u, size_t lanes, double *room, double *ret_times)
{
    switch (law->form) {
    case NY_HAZARD_EXPONENTIAL:
        exponential_lanes(kernels, law, since, ratio, u, lanes, room, ret_times);
        return;
    case NY_HAZARD_WEIBULL:
        if (since)
            weibull_since(kernels, law, since, ratio, u, lanes, room, ret_times);
        else {
            fill(ratio, lanes, room);
            kernel_times(kernels, NY_KERNEL_TIME_WEIBULL, law, ratio == 1 ? NULL : room, u, lanes,
                         ret_times);
        }
        return;
    case NY_HAZARD_GOMPERTZ:
        gompertz_lanes(kernels, law, since, ratio, u, lanes, room, ret_times);
        return;
    case NY_HAZARD_LOGNORMAL:
    case NY_HAZARD_GAMMA:
    case NY_HAZARD_LOG_LOGISTIC:
    case NY_HAZARD_GENERALISED_GAMMA:
    case NY_HAZARD_PIECEWISE:
        lanes_one_by_one(law, since, ratio, u, lanes, ret_times);
        return;
    }
    NY_BUG("law");
}
