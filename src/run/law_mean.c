/* SPDX-FileCopyrightText: 2026 The nytte authors
 * SPDX-License-Identifier: EUPL-1.2 */

/* The mean of a law, for a study at its stated values where only a law is said. Formulas: Johnson, Kotz
 * and Balakrishnan, Continuous Univariate Distributions (1994, 1995); Johnson, Kemp and Kotz, Univariate
 * Discrete Distributions (2005). Where the mean has no such formula here (Gompertz, generalised gamma,
 * piecewise), or none at all (Cauchy, a log logistic of shape 1 or less), it is the median. */

#include "base/bug.h"
#include "run/vmath.h"
#include "run/law.h"

#include <math.h>

#define PI 3.14159265358979323846

static ny_distribution_status median(const ny_law *law, const double *a, double *ret_mean)
{
    return ny_law_draw(law, a, 1, 0.5, ret_mean);
}

/* scale times the gamma function of 1 + 1 / shape */
static ny_distribution_status weibull(double shape, double scale, double *ret_mean)
{
    *ret_mean = scale * ny_exp(ny_lgamma(1 + 1 / shape));
    return shape > 0 && scale > 0 ? NY_DISTRIBUTION_OK : NY_DISTRIBUTION_IMPOSSIBLE;
}

/* scale (pi / shape) / sin(pi / shape), by the reflection formula of the gamma function. */
static ny_distribution_status log_logistic(const ny_law *law, const double *a, double shape,
                                           double scale, double *ret_mean)
{
    if (!(shape > 1))
        return median(law, a, ret_mean);
    *ret_mean = scale * ny_exp(ny_lgamma(1 + 1 / shape) + ny_lgamma(1 - 1 / shape));
    return NY_DISTRIBUTION_OK;
}

static ny_distribution_status categorical(const ny_law *law, const double *a, double *ret_mean)
{
    *ret_mean = 0;
    for (uint32_t i = 0; i < law->pieces; i++)
        *ret_mean += a[NY_LAW_PIECE_VALUES + i] * a[NY_LAW_PIECE_BOUNDS + i];
    return NY_DISTRIBUTION_OK;
}

static ny_distribution_status by_chance(const ny_law *law, const double *a, double *ret_mean)
{
    double shape = a[NY_LAW_SHAPE], chance = a[NY_LAW_CHANCE], within = a[NY_LAW_WITHIN], found;
    double sdlog = a[NY_LAW_SDLOG];
    ny_distribution_status status;
    switch ((int)law->form) {
    case NY_FORM_OF_WEIBULL_CHANCE:
        status = ny_distribution_scale_weibull(shape, chance, within, &found);
        return status == NY_DISTRIBUTION_OK ? weibull(shape, found, ret_mean) : status;
    case NY_FORM_OF_LOG_LOGISTIC_CHANCE:
        status = ny_distribution_scale_log_logistic(shape, chance, within, &found);
        return status == NY_DISTRIBUTION_OK ? log_logistic(law, a, shape, found, ret_mean) : status;
    case NY_FORM_OF_LOGNORMAL_CHANCE:
        status = ny_distribution_meanlog_lognormal(sdlog, chance, within, &found);
        *ret_mean = ny_exp(found + sdlog * sdlog / 2);
        return status;
    default:
        status = ny_distribution_rate_exponential(chance, within, &found);
        *ret_mean = 1 / found;
        return status;
    }
}

/* Those whose arguments say it at once; the draw says whether there is such a law. */
static ny_distribution_status plain(const ny_law *law, const double *a, double *ret_mean)
{
    switch ((int)law->form) {
    case NY_FORM_OF_HALF_NORMAL:
        *ret_mean = a[NY_LAW_SD] * sqrt(2 / PI);
        break;
    case NY_FORM_OF_LOGNORMAL_LOGS:
        *ret_mean = ny_exp(a[NY_LAW_MEANLOG] + a[NY_LAW_SDLOG] * a[NY_LAW_SDLOG] / 2);
        break;
    case NY_FORM_OF_LOGNORMAL_MEDIAN:
        *ret_mean = a[NY_LAW_MEDIAN] * ny_exp(a[NY_LAW_SDLOG] * a[NY_LAW_SDLOG] / 2);
        break;
    case NY_FORM_OF_GAMMA:
        *ret_mean = a[NY_LAW_SHAPE] * a[NY_LAW_SCALE];
        break;
    case NY_FORM_OF_BETA:
        *ret_mean = a[NY_LAW_A] / (a[NY_LAW_A] + a[NY_LAW_B]);
        break;
    case NY_FORM_OF_UNIFORM:
        *ret_mean = (a[NY_LAW_LOW] + a[NY_LAW_HIGH]) / 2;
        break;
    case NY_FORM_OF_TRIANGULAR:
        *ret_mean = (a[NY_LAW_LOW] + a[NY_LAW_MODE] + a[NY_LAW_HIGH]) / 3;
        break;
    case NY_FORM_OF_PERT:
        *ret_mean = (a[NY_LAW_LOW] + 4 * a[NY_LAW_MODE] + a[NY_LAW_HIGH]) / 6;
        break;
    case NY_FORM_OF_BINOMIAL:
        *ret_mean = a[NY_LAW_TRIALS] * a[NY_LAW_CHANCE];
        break;
    case NY_FORM_OF_EXPONENTIAL:
        *ret_mean = 1 / a[NY_LAW_RATE];
        break;
    default: /* the argument itself */
        *ret_mean = a[NY_LAW_MEAN];
    }
    return NY_DISTRIBUTION_OK;
}

ny_distribution_status ny_law_mean(const ny_law *law, const double *a, double *ret_mean)
{
    double middle;
    ny_distribution_status status = median(law, a, &middle);
    if (status != NY_DISTRIBUTION_OK)
        return status;
    switch ((int)law->form) {
    case NY_FORM_OF_WEIBULL:
        return weibull(a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ret_mean);
    case NY_FORM_OF_LOG_LOGISTIC:
        return log_logistic(law, a, a[NY_LAW_SHAPE], a[NY_LAW_SCALE], ret_mean);
    case NY_FORM_OF_CATEGORICAL:
        return categorical(law, a, ret_mean);
    case NY_FORM_OF_WEIBULL_CHANCE:
    case NY_FORM_OF_EXPONENTIAL_CHANCE:
    case NY_FORM_OF_LOGNORMAL_CHANCE:
    case NY_FORM_OF_LOG_LOGISTIC_CHANCE:
        return by_chance(law, a, ret_mean);
    case NY_FORM_OF_HALF_CAUCHY:
    case NY_FORM_OF_GOMPERTZ:
    case NY_FORM_OF_GOMPERTZ_CHANCE:
    case NY_FORM_OF_GENERALISED_GAMMA:
    case NY_FORM_OF_PIECEWISE:
        *ret_mean = middle;
        return NY_DISTRIBUTION_OK;
    default:
        return plain(law, a, ret_mean);
    }
}
