/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* See law.h: a law as written to the parameters of its hazard. What a law is given by instead of them, a mean
 * and a spread or a chance within a time, is turned into them as a draw does (run/distribution.h). */

#include "base/bug.h"
#include "run/law.h"
#include "run/vmath.h"

#include <math.h>

static ny_distribution_status give(ny_hazard_form form, double a, double b, ny_hazard *ret_hazard)
{
    ny_hazard hazard = {.form = form, .a = a, .b = b};
    ny_distribution_status status = form == NY_HAZARD_EXPONENTIAL && !(a > 0)
                                        ? NY_DISTRIBUTION_IMPOSSIBLE
                                        : ny_hazard_check(&hazard);
    if (status == NY_DISTRIBUTION_OK)
        *ret_hazard = hazard;
    return status;
}

/* A parameter that was found from others, or not. */
static ny_distribution_status then(ny_distribution_status found, ny_hazard_form form, double a,
                                   double b, ny_hazard *ret_hazard)
{
    return found == NY_DISTRIBUTION_OK ? give(form, a, b, ret_hazard) : found;
}

static ny_distribution_status by_chance(ny_law_form form, const double *a, ny_hazard *ret_hazard)
{
    double chance = a[NY_LAW_CHANCE], within = a[NY_LAW_WITHIN], shape = a[NY_LAW_SHAPE], found = 0;
    ny_distribution_status status;
    if (form == NY_FORM_OF_WEIBULL_CHANCE) {
        status = ny_distribution_scale_weibull(shape, chance, within, &found);
        return then(status, NY_HAZARD_WEIBULL, shape, found, ret_hazard);
    }
    if (form == NY_FORM_OF_GOMPERTZ_CHANCE) {
        status = ny_distribution_rate_gompertz(shape, chance, within, &found);
        return then(status, NY_HAZARD_GOMPERTZ, shape, found, ret_hazard);
    }
    if (form == NY_FORM_OF_LOG_LOGISTIC_CHANCE) {
        status = ny_distribution_scale_log_logistic(shape, chance, within, &found);
        return then(status, NY_HAZARD_LOG_LOGISTIC, shape, found, ret_hazard);
    }
    if (form == NY_FORM_OF_LOGNORMAL_CHANCE) {
        status = ny_distribution_meanlog_lognormal(a[NY_LAW_SDLOG], chance, within, &found);
        return then(status, NY_HAZARD_LOGNORMAL, found, a[NY_LAW_SDLOG], ret_hazard);
    }
    status = ny_distribution_rate_exponential(chance, within, &found);
    return then(status, NY_HAZARD_EXPONENTIAL, found, 0, ret_hazard);
}

static ny_distribution_status by_moments(ny_law_form form, const double *a, ny_hazard *ret_hazard)
{
    double first = 0, second = 0;
    bool gamma = form == NY_FORM_OF_GAMMA_MOMENTS;
    ny_distribution_status status =
        gamma ? ny_distribution_moments_gamma(a[NY_LAW_MEAN], a[NY_LAW_SD], &first, &second)
              : ny_distribution_moments_lognormal(a[NY_LAW_MEAN], a[NY_LAW_SD], &first, &second);
    return then(status, gamma ? NY_HAZARD_GAMMA : NY_HAZARD_LOGNORMAL, first, second, ret_hazard);
}

static ny_distribution_status in_pieces(const ny_law *law, const double *a,
                                        ny_distribution_piece *pieces, ny_hazard *ret_hazard)
{
    for (uint32_t i = 0; i < law->pieces; i++)
        pieces[i] = (ny_distribution_piece){a[NY_LAW_PIECE_VALUES + i], a[NY_LAW_PIECE_BOUNDS + i]};
    ny_hazard hazard = {.form = NY_HAZARD_PIECEWISE, .pieces = pieces, .count = law->pieces};
    ny_distribution_status status = ny_hazard_check(&hazard);
    if (status == NY_DISTRIBUTION_OK)
        *ret_hazard = hazard;
    return status;
}

static ny_distribution_status generalised(const double *a, ny_hazard *ret_hazard)
{
    ny_hazard hazard = {.form = NY_HAZARD_GENERALISED_GAMMA,
                        .a = a[NY_LAW_SCALE],
                        .b = a[NY_LAW_SIGMA],
                        .c = a[NY_LAW_Q]};
    ny_distribution_status status = ny_hazard_check(&hazard);
    if (status == NY_DISTRIBUTION_OK)
        *ret_hazard = hazard;
    return status;
}

ny_distribution_status ny_law_hazard(const ny_law *law, const double *a,
                                     ny_distribution_piece *pieces, ny_hazard *ret_hazard)
{
    switch (law->form) {
    case NY_FORM_OF_LOGNORMAL_LOGS:
        return give(NY_HAZARD_LOGNORMAL, a[NY_LAW_MEANLOG], a[NY_LAW_SDLOG], ret_hazard);
    case NY_FORM_OF_LOGNORMAL_MEDIAN:
        return a[NY_LAW_MEDIAN] > 0 ? give(NY_HAZARD_LOGNORMAL, ny_log(a[NY_LAW_MEDIAN]),
                                           a[NY_LAW_SDLOG], ret_hazard)
                                    : NY_DISTRIBUTION_IMPOSSIBLE;
    case NY_FORM_OF_LOGNORMAL_MOMENTS:
    case NY_FORM_OF_GAMMA_MOMENTS:
        return by_moments(law->form, a, ret_hazard);
    case NY_FORM_OF_GAMMA:
        return give(NY_HAZARD_GAMMA, a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ret_hazard);
    case NY_FORM_OF_WEIBULL:
        return give(NY_HAZARD_WEIBULL, a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ret_hazard);
    case NY_FORM_OF_GOMPERTZ:
        return give(NY_HAZARD_GOMPERTZ, a[NY_LAW_SHAPE], a[NY_LAW_RATE], ret_hazard);
    case NY_FORM_OF_EXPONENTIAL:
        return give(NY_HAZARD_EXPONENTIAL, a[NY_LAW_RATE], 0, ret_hazard);
    case NY_FORM_OF_EXPONENTIAL_MEAN:
        return give(NY_HAZARD_EXPONENTIAL, 1 / a[NY_LAW_MEAN], 0, ret_hazard);
    case NY_FORM_OF_LOG_LOGISTIC:
        return give(NY_HAZARD_LOG_LOGISTIC, a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ret_hazard);
    case NY_FORM_OF_GENERALISED_GAMMA:
        return generalised(a, ret_hazard);
    case NY_FORM_OF_PIECEWISE:
        return in_pieces(law, a, pieces, ret_hazard);
    case NY_FORM_OF_WEIBULL_CHANCE:
    case NY_FORM_OF_GOMPERTZ_CHANCE:
    case NY_FORM_OF_EXPONENTIAL_CHANCE:
    case NY_FORM_OF_LOGNORMAL_CHANCE:
    case NY_FORM_OF_LOG_LOGISTIC_CHANCE:
        return by_chance(law->form, a, ret_hazard);
    case NY_FORM_OF_NORMAL:
    case NY_FORM_OF_HALF_NORMAL:
    case NY_FORM_OF_HALF_CAUCHY:
    case NY_FORM_OF_BETA:
    case NY_FORM_OF_BETA_MOMENTS:
    case NY_FORM_OF_UNIFORM:
    case NY_FORM_OF_TRIANGULAR:
    case NY_FORM_OF_PERT:
    case NY_FORM_OF_CATEGORICAL:
    case NY_FORM_OF_POISSON:
    case NY_FORM_OF_BINOMIAL:
    case NY_FORM_OF_NEGATIVE_BINOMIAL:
    case NY_FORM_OF_NEGATIVE_BINOMIAL_MOMENTS:
    case NY_LAW_FORMS:
        return NY_DISTRIBUTION_IMPOSSIBLE;
    }
    NY_BUG("law");
}

double ny_law_left(ny_law_form form, double time, const double *in_turn)
{
    double arguments[NY_LAW_ARGUMENTS] = {0}, left = 0;
    ny_law law = {.form = form};
    ny_hazard hazard;
    for (uint32_t name = 0, i = 0; name < NY_LAW_NAMES; name++)
        if (ny_law_shapes[form].arguments & (1u << name))
            arguments[name] = in_turn[i++];
    ny_distribution_status status = ny_law_hazard(&law, arguments, NULL, &hazard);
    if (status == NY_DISTRIBUTION_OK && hazard.form == NY_HAZARD_LOGNORMAL)
        status = ny_distribution_left_lognormal(hazard.a, hazard.b, time, &left);
    else if (status == NY_DISTRIBUTION_OK && hazard.form == NY_HAZARD_GAMMA)
        status = ny_distribution_left_gamma(hazard.a, hazard.b, time, &left);
    else if (status == NY_DISTRIBUTION_OK && hazard.form == NY_HAZARD_GENERALISED_GAMMA)
        status = ny_distribution_left_generalised_gamma(hazard.a, hazard.b, hazard.c, time, &left);
    return status == NY_DISTRIBUTION_OK ? left : (double)NAN;
}
